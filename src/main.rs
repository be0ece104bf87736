//! The binary: exits with the status of the command line.
fn main() {}
