//! Every `pub` item has a doc comment. The compiler requires it only of what the library exports, not of `pub` items in private modules.

use super::{assert_none, source_files};

/// What a public item begins with. Fields are not asked: many belong to structs that are not public themselves.
const PUBLIC: [&str; 7] =
    ["pub fn ", "pub struct ", "pub enum ", "pub trait ", "pub const ", "pub static ", "pub type "];

/// The rows, from 1, of public items without a line of documentation above them (or, in a macro, what becomes one), attributes aside.
fn undocumented(lines: &[(usize, &str)]) -> Vec<usize> {
    let is_attribute = |line: &str| line.starts_with("#[") || line.ends_with(")]");
    let above = |at: usize| lines[..at].iter().rev().map(|(_, line)| line.trim()).find(|line| !is_attribute(line));
    let public =
        lines.iter().enumerate().filter(|(_, (_, line))| PUBLIC.iter().any(|word| line.trim_start().starts_with(word)));
    let is_said = |line: &str| line.starts_with("///") || line.starts_with("$(#[doc");
    public.filter(|(at, _)| !above(*at).is_some_and(is_said)).map(|(_, (row, _))| *row).collect()
}

#[test]
fn every_public_item_says_what_it_is() {
    let mut faults = Vec::new();
    for file in source_files().iter().filter(|file| !file.is_test()) {
        let lines: Vec<(usize, &str)> = file.product().collect();
        faults.extend(undocumented(&lines).into_iter().map(|row| format!("src/{}:{row}", file.path)));
    }
    assert_none(&faults, "public items without documentation");

    // The test can fail.
    let planted =
        ["/// Said.", "#[derive(Debug)]", "pub struct Said {", "    pub unsaid: u8,", "}", "", "pub fn unsaid() {}"];
    let planted: Vec<(usize, &str)> = planted.iter().enumerate().map(|(at, line)| (at + 1, *line)).collect();
    assert_eq!(undocumented(&planted), [7]);
}
