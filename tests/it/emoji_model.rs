//! The packed emoji model is what the figures give.

use std::path::Path;

#[path = "../../examples/pack-model.rs"]
mod pack_model;

#[test]
fn the_packed_model_is_made_from_the_figures_byte_for_byte() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let figures = root.join("../shared/repair-model");
    if !figures.is_dir() {
        println!("skipped: the figures of the model are not beside the repository");
        return;
    }
    let packed = pack_model::pack(&figures).expect("figures that fit");
    let committed = std::fs::read(root.join("src/repair/data/emoji.model")).expect("the model");
    assert!(packed == committed, "run `cargo run --example pack-model -- {}`", figures.display());
    // With what the letters need, a megabyte and a half.
    assert!(committed.len() < 1_000_000, "{} bytes", committed.len());
}
