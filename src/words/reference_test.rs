//! docs/reference/words.md: the words of each language, from the files in `words`.

use std::fs;
use std::path::Path;

use super::WordKind;
use crate::reference_test::{cell, hold};

const INTRODUCTION: &str = "\
These are the words by which questions, links to the next chapter, facts and the like are recognised, language by language: the files of the folder
`words`, from which the program is made. The words of all languages count together, in any case, whatever the language of a chapter is; the program never
writes one into a page. A translator adds a language as one more file, without code.
";

/// What tells one language from another is for no author.
const LEFT_OUT: &str = "detection.";

/// What the file of English says above a key that it is for.
fn purpose(english: &str, key: &str) -> String {
    let (table, name) = key.split_once('.').expect("a table and a key");
    let begins = format!("{name} = ");
    let within = english.split(&format!("\n[{table}]\n")).nth(1).expect("its table");
    let before = within.lines().take_while(|line| !line.starts_with(&begins) && !line.starts_with('['));
    let lines: Vec<&str> = before.collect();
    let comment: Vec<&str> =
        lines.iter().rev().take_while(|line| line.starts_with('#')).map(|line| line[1..].trim()).collect();
    comment.into_iter().rev().collect::<Vec<_>>().join(" ")
}

/// A word as it is, whatever markdown makes of its signs.
fn plain(word: &str) -> String {
    word.chars()
        .flat_map(|c| matches!(c, '*' | '[' | ']' | '_' | '<' | '|').then_some('\\').into_iter().chain([c]))
        .collect()
}

/// A language's words, a row for each kind.
fn rows(file: &toml::Table, row: impl Fn(&str, &str) -> String) -> String {
    let kinds = WordKind::ALL.iter().map(|kind| kind.key()).filter(|key| !key.starts_with(LEFT_OUT));
    let words = |key: &str| {
        let (table, name) = key.split_once('.')?;
        let words: Vec<String> =
            file.get(table)?.get(name)?.as_array()?.iter().filter_map(|word| Some(plain(word.as_str()?))).collect();
        (!words.is_empty()).then(|| words.join(" · "))
    };
    kinds.filter_map(|key| Some(row(key, &words(key)?))).collect()
}

fn page() -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("words");
    let mut paths: Vec<_> = fs::read_dir(&folder).expect("words").flatten().map(|entry| entry.path()).collect();
    paths.sort();
    let english = fs::read_to_string(folder.join("en.toml")).expect("English");
    let table = english.parse().expect("TOML");
    let mut out = format!(
        "# Words of languages\n\n{INTRODUCTION}\n## English\n\n| key | what it is for | words |\n|---|---|---|\n{}",
        rows(&table, |key, words| format!("| `{key}` | {} | {words} |\n", cell(&purpose(&english, key))))
    );
    for path in paths.iter().filter(|path| !path.ends_with("en.toml")) {
        let text = fs::read_to_string(path).expect("a language");
        let name = text.strip_prefix("# ").and_then(|rest| rest.split('.').next()).expect("its name");
        let code = path.file_stem().expect("its code").to_string_lossy();
        let rows = rows(&text.parse().expect("TOML"), |key, words| format!("| `{key}` | {words} |\n"));
        out.push_str(&format!("\n## {name} (`{code}`)\n\n| key | words |\n|---|---|\n{rows}"));
    }
    out
}

#[test]
fn the_reference_of_words_is_what_the_files_say() {
    hold("reference/words.md", &page());
}
