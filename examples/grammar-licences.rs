//! Prints the licences of the grammars that colour code, and of nothing else: `release/licences.py` puts them beside those of the crates.

fn main() {
    for licence in two_face::acknowledgement::listing().for_syntaxes() {
        println!("{}\n\n{}\n", licence.rel_path.display(), licence.text.trim());
    }
}
