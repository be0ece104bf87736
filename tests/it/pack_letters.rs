//! The packed lists of words are those of the lists beside them.

use std::fs;
use std::path::Path;

#[path = "../../examples/pack-letters.rs"]
#[allow(dead_code)]
mod program;

#[test]
fn the_packed_lists_are_reproduced() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/repair/data");
    let packed = program::pack(&data.join("letters")).expect("lists");
    assert!(
        packed == fs::read(data.join("letters.model")).expect("the packed file"),
        "pack them anew: see examples/pack-letters.rs"
    );
}
