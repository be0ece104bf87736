//! The configuration and the diagnostics that a `syllabus.toml` gives.

use super::keys::TableForm;
use super::{Config, KEYS, TABLES, parse};
use crate::diagnostic::Diagnostic;
use crate::span::LineIndex;

/// The diagnostics of `text`, a line for each: position, severity, message, help.
fn faults(text: &str) -> String {
    parse(text).1.iter().map(|fault| line(text, fault)).collect()
}

fn line(text: &str, fault: &Diagnostic) -> String {
    let place = LineIndex::new(text).position(text, fault.span.expect("a place").start);
    let (severity, help) = (fault.severity.word(), fault.help.as_deref().unwrap_or("-"));
    format!("{}:{} {severity}: {} | {help}\n", place.line, place.column, fault.message)
}

#[test]
fn each_example_of_the_table_is_read_into_its_field() {
    for key in KEYS {
        let table = TABLES.iter().find(|table| table.name == key.table).expect("a table");
        let header = table.header();
        let required = match table.form {
            TableForm::Many { required, .. } => required,
            TableForm::Once => &[],
        };
        let others = KEYS.iter().filter(|other| other.table == key.table && other.name != key.name);
        let needed = others.filter(|other| required.contains(&other.name));
        let needed: String = needed.map(|other| format!("{} = {}\n", other.name, other.example)).collect();
        let (without, _) = parse(&format!("{header}\n{needed}"));
        let text = format!("{header}\n{needed}{} = {}\n", key.name, key.example);
        assert_eq!(faults(&text), "");
        assert_ne!(parse(&text).0, without, "{} {}", key.table, key.name);
    }
}

#[test]
fn every_key_stands_in_a_table_and_only_once() {
    let keys: Vec<(&str, &str)> = KEYS.iter().map(|key| (key.table, key.name)).collect();
    for (at, key) in keys.iter().enumerate() {
        assert!(TABLES.iter().any(|table| table.name == key.0), "{}", key.0);
        assert!(!keys[..at].contains(key), "{key:?}");
    }
}

#[test]
fn a_whole_file_is_read() {
    let text = "
[course]
title = 'Linux'
[publish]
base_url = 'https://ada.github.io/linux'
repository = 'ada/linux'
[repair]
charsets = ['Windows-1252', 'mac-roman']
[[repair.override]]
before = 'X'
after = ''
[theme]
hue = 12.5
css = 'mine.css'
";
    let (config, found) = parse(text);
    assert_eq!(found, []);
    assert_eq!(config.course.title.as_deref(), Some("Linux"));
    assert_eq!(config.course.language, None);
    assert_eq!(config.publish.base_url.as_deref(), Some("https://ada.github.io/linux/"));
    assert_eq!(config.publish.repository.as_deref(), Some("https://github.com/ada/linux"));
    assert_eq!(config.repair.charsets, Some(vec!["cp1252", "mac-roman"]));
    assert_eq!((config.repair.overrides[0].before.as_str(), config.repair.overrides[0].after.as_str()), ("X", ""));
    assert_eq!(config.theme.hue, Some(12.5));
    assert_eq!(config.theme.css, ["mine.css"]);
}

#[test]
fn without_a_file_the_defaults_hold() {
    assert_eq!(parse(""), (Config::default(), Vec::new()));
    assert_eq!(parse("\u{feff}[quiz]\r\n"), (Config::default(), Vec::new()));
}

#[test]
fn unknown_keys_are_warned_of_with_the_nearest_name() {
    let text = "\
titel = 'x'
[bulid]
output = 'site'
[build]
title = 'x'
outptu = 'site'
descripton = 'x'
zzz = 1
[course.deep]
x = 1
[repair]
overide = []
[[repair.override]]
before = 'a'
after = 'b'
contxt = 'c'
[quiz]
zzz = 1
";
    let expected = "\
1:1 warning: unknown key `titel` | did you mean `[course] title`?
2:2 warning: unknown key `bulid` | did you mean `[build]`?
5:1 warning: unknown key `title` in `[build]` | did you mean `[course] title`?
6:1 warning: unknown key `outptu` in `[build]` | did you mean `output`?
7:1 warning: unknown key `descripton` in `[build]` | did you mean `[course] description`?
8:1 warning: unknown key `zzz` in `[build]` | remove it; `[build]` has `source`, `output`, `theme`, `ignore`
9:9 warning: unknown key `deep` in `[course]` | remove it; `[course]` has `id`, `title`, `description`, `language`, `authors`
12:1 warning: unknown key `overide` in `[repair]` | did you mean `override`?
16:1 warning: unknown key `contxt` in `[repair.override]` | did you mean `context`?
18:1 warning: unknown key `zzz` in `[quiz]` | remove it; `[quiz]` has `answers`, `shuffle`, `pass_mark`, `exam_minutes`, `exam_count`, `print_answers`
";
    assert_eq!(faults(text), expected);
}

#[test]
fn wrong_types_and_values_are_errors_at_the_value() {
    let text = "\
course = 3
[build]
output = 3
ignore = ['a', 2]
[publish]
base_url = 'example.org'
offline = 'yes'
[repair]
min_confidence = 90
charsets = ['cp1253', 'mac-romn', 'cp9']
override = { before = 'a' }
[theme]
hue = 0x1ff
logo = ''
font = 'comic'
[preview]
editor = 'code'
";
    let expected = "\
1:10 error: `course` must be a table, not a number | write `[course]` and its keys below
3:10 error: `output` must be text, not a number | for example `output = \"site\"`
4:16 error: `ignore` must list texts only, not a number | for example `ignore = [\"drafts/\", \"*.draft.md\"]`
6:12 error: `base_url` must be a whole url that begins with `https://` or `http://` | for example `base_url = \"https://ada.github.io/linux-basics/\"`
7:11 error: `offline` must be `true` or `false`, not text | for example `offline = true`
9:18 error: `min_confidence` must lie between 0 and 1 | for example `min_confidence = 0.9`
10:23 error: `charsets` does not know `mac-romn` | did you mean `mac-roman`?
11:12 error: `repair.override` must be a list of tables, not a table | write `[[repair.override]]` and its keys below
13:7 error: `hue` must lie between 0 and 360 | for example `hue = 200`
14:8 error: `logo` must not be empty | for example `logo = \"images/logo.svg\"`
15:8 error: `font` must be `\"system\"` or `\"serif\"` | for example `font = \"serif\"`
17:10 error: `editor` must be an address with `{path}` in it | for example `editor = \"vscode://file/{path}:{line}\"`
";
    assert_eq!(faults(text), expected);
}

#[test]
fn an_override_needs_both_its_sides() {
    let text = "[[repair.override]]\nbefore = 'a'\n";
    assert_eq!(faults(text), "1:1 error: `[[repair.override]]` needs `after` | add `after = \"…\"`, or remove it\n");
}

#[test]
fn an_allowance_needs_a_known_code_and_a_reason() {
    let allow = |keys: &str| faults(&format!("[[check.allow]]\n{keys}\n"));
    assert_eq!(allow("code = 'link/broken'\nfile = 'a/*.md'\nreason = 'x'"), "");
    assert_eq!(
        allow("code = 'link/broken'"),
        "1:1 error: `[[check.allow]]` needs `reason` | add `reason = \"…\"`, or remove it\n"
    );
    assert_eq!(
        allow("code = 'link/brokn'\nreason = 'x'"),
        "2:8 warning: there is no diagnostic `link/brokn` | did you mean `link/broken`?\n"
    );
    assert!(allow("code = 'source/unreadable'\nreason = 'x'").contains("`source/unreadable` is an error"));
    assert!(allow("code = 'check/allow-unused'\nreason = 'x'").contains("cannot be allowed itself"));
    assert!(allow("code = 'link/broken'\nfile = 'a{b'\nreason = 'x'").starts_with("3:8 error: `file` must be a path"));
    assert_eq!(
        faults("check = 3\n[chek]\n"),
        "1:9 error: `check.allow` must be a list of tables, not a number | write `[[check.allow]]` and its keys below\n\
         2:2 warning: unknown key `chek` | did you mean `[check]`?\n"
    );
    assert!(faults("[check]\nalow = 1\n").ends_with("unknown key `alow` in `[check]` | did you mean `allow`?\n"));
}

#[test]
fn faults_of_syntax_are_told_with_their_place() {
    for (text, told) in [
        ("[course]\ntitle = Linux\n", "2:9 error: not valid TOML: string values must be quoted"),
        ("[build\noutput = 'x'\n", "1:7 error: not valid TOML: unclosed table, expected `]`"),
        ("[build]\noutput = 'x'\noutput = 'y'\n", "3:1 error: not valid TOML: duplicate key"),
        ("# a\n\ntitle = 'x", "3:11 error: not valid TOML: invalid literal string, expected `'`"),
    ] {
        assert!(faults(text).starts_with(told), "{}", faults(text));
    }
}

#[test]
fn hostile_files_take_neither_long_nor_the_stack() {
    let deep = 200_000;
    for text in [
        format!("{} = 1", vec!["a"; deep].join(".")),
        format!("[theme]\n{} = 1", vec!["a"; deep].join(".")),
        format!("[{}]", vec!["a"; deep].join(".")),
        format!("a = {}", "[".repeat(deep)),
        format!("[theme]\na = {}", "{a=".repeat(deep)),
        format!("{} = 1", "a".repeat(1_000_000)),
        (0..10_000).map(|n| format!("buidl{n} = 1\n")).collect(),
        "\u{0}\u{1b}[31m".to_owned(),
    ] {
        let (_, found) = parse(&text);
        assert!(found.iter().all(|fault| fault.message.len() < 400), "{}", found.len());
    }
}
