//! Holds docs/reference to the code: each page there is what a room makes of its tables. `SYLLABUS_BLESS=1 cargo test --lib reference` writes
//! them; review the difference before committing it.

use std::fs;
use std::path::Path;

/// Holds a file of the documentation, by its path from `docs`, to what the code says; writes it where that is asked for.
#[track_caller]
pub(crate) fn hold(path: &str, text: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs").join(path);
    if std::env::var_os("SYLLABUS_BLESS").is_some() {
        fs::write(&file, text).expect("a file of the documentation");
    }
    let written = fs::read_to_string(&file).unwrap_or_default();
    assert!(written == text, "docs/{path} is stale: `SYLLABUS_BLESS=1 cargo test --lib reference` writes it");
}

/// A text in a cell of a table.
pub(crate) fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}

/// A text as a code span, whatever backticks are in it.
pub(crate) fn code(text: &str) -> String {
    let fence = "`".repeat(longest_run(text) + 1);
    let blank = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{blank}{text}{blank}{fence}")
}

/// A text as a block of code, whatever fences are in it.
pub(crate) fn block(info: &str, text: &str) -> String {
    let fence = "`".repeat(longest_run(text).max(2) + 1);
    format!("{fence}{info}\n{}\n{fence}\n", text.trim_end_matches('\n'))
}

/// How many backticks stand beside each other at most.
fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}
