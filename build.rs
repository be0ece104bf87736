//! The theme is part of the binary: a changed file of it means a new binary.

fn main() {
    println!("cargo:rerun-if-changed=themes");
}
