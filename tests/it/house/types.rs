//! Every type name exists only once in the crate, so that a name in a signature has one meaning.

use std::collections::BTreeMap;

use super::{SourceFile, assert_none, source_files};

/// Names that may stand in several files, each with its reason.
const ALLOWED: [&str; 0] = [];

/// Names that are defined more than once, with their files. Alternatives for different systems (`#[cfg(unix)]` and the like) count once
/// where they stand in one file. Associated types of traits name nothing of their own.
fn repeated_types(files: &[SourceFile]) -> Vec<String> {
    let mut places: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    let mut alternatives: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for file in files {
        let mut is_conditional = false;
        for (number, line) in file.text.lines().enumerate() {
            match type_name(line) {
                Some(name) => {
                    let known = alternatives.entry((&file.path, name)).or_default();
                    let is_alternative = is_conditional && *known > 0;
                    *known += usize::from(is_conditional);
                    if !is_alternative {
                        places.entry(name).or_default().push(format!("src/{}:{}", file.path, number + 1));
                    }
                    is_conditional = false;
                }
                None if line.trim_start().starts_with("#[cfg(") => is_conditional = true,
                None if line.trim_start().starts_with(['#', '/']) => {}
                None => is_conditional = false,
            }
        }
    }
    let repeated = places.into_iter().filter(|(name, places)| places.len() > 1 && !ALLOWED.contains(name));
    repeated.map(|(name, places)| format!("{name}: {}", places.join(", "))).collect()
}

/// The name that a line defines, if it defines a type.
fn type_name(line: &str) -> Option<&str> {
    let bare = line.trim_start();
    let bare = match bare.strip_prefix("pub") {
        Some(rest) if rest.starts_with('(') => rest.split_once(')')?.1.trim_start(),
        Some(rest) if rest.starts_with(' ') => rest.trim_start(),
        _ => bare,
    };
    let (keyword, rest) = bare.split_once(' ')?;
    let is_associated = keyword == "type" && line.starts_with(' ');
    if !["struct", "enum", "trait", "type", "union"].contains(&keyword) || is_associated {
        return None;
    }
    let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
    rest.get(..end).filter(|name| name.starts_with(char::is_uppercase))
}

#[test]
fn every_type_name_exists_once() {
    assert_none(&repeated_types(&source_files()), "types with the same name");
}

#[test]
fn a_planted_second_type_is_found() {
    let files = [
        ("quiz/a.rs", "pub struct Place;\n\ntype Step = u8;"),
        ("site/a.rs", "/// Another.\n#[derive(Debug)]\npub(super) enum Place<'a> {\n    A(&'a str),\n}"),
        ("site/b.rs", "#[cfg(test)]\nmod tests {\n    struct Step;\n}"),
        ("source/a.rs", "#[cfg(unix)]\ntype Identity = u64;\n#[cfg(not(unix))]\ntype Identity = ();"),
        (
            "source/b.rs",
            "impl Iterator for A {\n    type Item = u8;\n}\n// struct Place of a comment\nlet type_name = 1;",
        ),
        ("source/c.rs", "impl Iterator for B {\n    type Item = u8;\n}"),
    ];
    let files: Vec<SourceFile> = files.iter().map(|(path, text)| SourceFile::new(path, text)).collect();
    assert_eq!(
        repeated_types(&files),
        ["Place: src/quiz/a.rs:1, src/site/a.rs:3", "Step: src/quiz/a.rs:3, src/site/b.rs:3"]
    );
}
