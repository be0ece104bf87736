//! The YAML block at the top of a chapter, as Jekyll introduced it. In: the text of a file. Out: the span of the block, and the values of
//! the known keys. A thematic break at the top is no front matter: all lines up to the next one must look like keys and their values.
//! Unknown keys are for other tools: they are ignored, never an error.

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::Value;

use crate::diagnostic::{Code, Diagnostic};
use crate::span::Span;

/// The position of a front matter in its text, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FrontMatterBlock {
    /// The whole block with its two fences and the line end after the second.
    pub span: Span,
    /// The text between the fences.
    pub yaml: Span,
    /// The offset after the block, where the chapter's own text begins.
    pub body_start: usize,
}

/// The values of a front matter. All are optional.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FrontMatter {
    /// The chapter's title.
    pub title: Option<String>,
    /// A stable id for the chapter, independent of its path.
    pub id: Option<String>,
    /// Whether the chapter must not be published.
    pub draft: bool,
    /// Its position among the chapters of its folder: smaller ones come first.
    pub weight: Option<f64>,
}

/// The longest key in bytes. A longer text before a colon is prose.
const MAX_KEY_LEN: usize = 64;

/// Finds the front matter at the very beginning of `text`, which must have no byte order mark.
pub fn split(text: &str) -> Option<FrontMatterBlock> {
    let mut lines = FrontMatterLines { text, at: 0 };
    let (_, opening) = lines.next()?;
    if !is_fence(opening, &["---"]) {
        return None;
    }
    let yaml_start = lines.at;
    let mut keys_seen = false;
    while let Some((start, line)) = lines.next() {
        if is_fence(line, &["---", "..."]) {
            let span = Span::new(0, lines.at);
            return Some(FrontMatterBlock { span, yaml: Span::new(yaml_start, start), body_start: lines.at });
        }
        if !fits(line, keys_seen) {
            return None;
        }
        keys_seen |= key(line).is_some();
    }
    None
}

/// Reads the values of a block. The diagnostics say that it is no valid YAML and was read line by line, or that a key has no effect.
pub fn parse(text: &str, block: &FrontMatterBlock) -> (FrontMatter, Vec<Diagnostic>) {
    let yaml = block.yaml.of(text);
    if yaml.trim().is_empty() {
        return (FrontMatter::default(), Vec::new());
    }
    let (pairs, mut notes) = match serde_saphyr::from_str::<Option<Pairs>>(yaml) {
        Ok(pairs) => (pairs.map(|Pairs(pairs)| pairs).unwrap_or_default(), Vec::new()),
        Err(error) => {
            let line = error.location().map_or(1, |location| location.line());
            (plain_pairs(yaml), vec![not_yaml(text, block, usize::try_from(line).unwrap_or(1))])
        }
    };
    let has_release = pairs.iter().any(|(name, value)| name == "release" && !value.is_null());
    let front_matter = FrontMatter::from_pairs(pairs, yaml);
    // A draft is not published anyway.
    if has_release && !front_matter.draft {
        notes.push(release_without_effect(text, block));
    }
    (front_matter, notes)
}

fn release_without_effect(text: &str, block: &FrontMatterBlock) -> Diagnostic {
    let mut lines = FrontMatterLines { text: block.yaml.of(text), at: 0 };
    let line = lines.find(|(_, line)| key(line).is_some_and(|(name, _)| name == "release"));
    let span = line.map_or(block.yaml, |(start, line)| {
        let start = block.yaml.start as usize + start;
        Span::new(start, start + line.trim_end().len())
    });
    let message = "`release` has no effect yet: this chapter is published now, whatever the day";
    Diagnostic::new(Code::FrontMatterWithoutEffect, span, message).help("write `draft: true` until the day has come")
}

fn not_yaml(text: &str, block: &FrontMatterBlock, line: usize) -> Diagnostic {
    let yaml = block.yaml.of(text);
    let mut lines = FrontMatterLines { text: yaml, at: 0 };
    let (start, at) = lines.nth(line.saturating_sub(1)).unwrap_or((0, ""));
    let start = block.yaml.start as usize + start;
    let span = Span::new(start, start + at.len());
    Diagnostic::new(Code::FrontMatter, span, "the front matter is no valid YAML and was read line by line")
        .help("put values with a colon, a quote or a bracket in double quotes")
}

/// Iterates over lines without their ends, each with the byte offset of its start.
struct FrontMatterLines<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Iterator for FrontMatterLines<'t> {
    type Item = (usize, &'t str);

    fn next(&mut self) -> Option<Self::Item> {
        let rest = self.text.get(self.at..).filter(|rest| !rest.is_empty())?;
        let line = rest.split_inclusive('\n').next()?;
        let start = self.at;
        self.at += line.len();
        Some((start, line.trim_end_matches(['\n', '\r'])))
    }
}

fn is_fence(line: &str, fences: &[&str]) -> bool {
    fences.contains(&line.trim_end())
}

/// Whether a line can be part of a front matter: a key, a comment, a blank line, or the continuation of a key above it.
fn fits(line: &str, after_key: bool) -> bool {
    let trimmed = line.trim();
    if trimmed.is_empty() || trimmed.starts_with('#') || key(line).is_some() {
        return true;
    }
    let continues = line.starts_with([' ', '\t']) || trimmed == "-" || trimmed.starts_with("- ");
    after_key && (continues || trimmed.starts_with([']', '}']))
}

/// Splits a line `key: value` that begins with its key.
fn key(line: &str) -> Option<(&str, &str)> {
    let (name, value) = line.split_once(':')?;
    let bare = unquoted(name.trim_end());
    let fits = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ' ' | '/' | '@' | '$');
    let is_name =
        bare.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '@' | '$')) && bare.chars().all(fits);
    let is_value = value.is_empty() || value.starts_with([' ', '\t']);
    (is_name && is_value && bare.len() <= MAX_KEY_LEN).then(|| (bare, value.trim()))
}

fn unquoted(text: &str) -> &str {
    let within = |quote: char| text.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote));
    within('"').or_else(|| within('\'')).unwrap_or(text)
}

/// The keys that can be read without a YAML parser: those with a value on the same line.
fn plain_pairs(yaml: &str) -> Vec<(String, Value)> {
    let keys = FrontMatterLines { text: yaml, at: 0 }.filter_map(|(_, line)| key(line));
    keys.map(|(name, value)| (name.to_owned(), plain_value(value))).collect()
}

fn plain_value(value: &str) -> Value {
    match value.trim() {
        "" | "~" | "null" => Value::Null,
        "true" => Value::Bool(true),
        "false" => Value::Bool(false),
        // No key takes a list, so its items are not needed.
        list if list.starts_with('[') && list.ends_with(']') => Value::Array(Vec::new()),
        text => Value::from(unquoted(text)),
    }
}

/// A mapping's entries in their order.
struct Pairs(Vec<(String, Value)>);

impl<'de> Deserialize<'de> for Pairs {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Entries;
        impl<'de> Visitor<'de> for Entries {
            type Value = Pairs;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("keys and values")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Pairs, A::Error> {
                let mut pairs = Vec::new();
                while let Some(entry) = map.next_entry::<String, Value>()? {
                    pairs.push(entry);
                }
                Ok(Pairs(pairs))
            }
        }
        deserializer.deserialize_map(Entries)
    }
}

impl FrontMatter {
    fn from_pairs(pairs: Vec<(String, Value)>, yaml: &str) -> Self {
        let mut front_matter = FrontMatter::default();
        for (name, value) in pairs {
            match name.as_str() {
                "title" => front_matter.title = text_of(&name, &value, yaml),
                "id" => front_matter.id = text_of(&name, &value, yaml),
                "draft" => front_matter.draft = is_true(&value),
                "weight" => front_matter.weight = number(&value),
                _ => {}
            }
        }
        front_matter
    }
}

/// A value as text. A value that YAML reads as a number or a date is taken as it was written: a title `1.10` is not `1.1`.
fn text_of(name: &str, value: &Value, yaml: &str) -> Option<String> {
    let text = match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(_) | Value::Bool(_) => as_written(name, yaml).unwrap_or_else(|| value.to_string()),
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}

fn as_written(name: &str, yaml: &str) -> Option<String> {
    let value =
        FrontMatterLines { text: yaml, at: 0 }.filter_map(|(_, line)| key(line)).find(|(key, _)| *key == name)?.1;
    let value = value.split(" #").next().unwrap_or(value).trim();
    Some(unquoted(value).to_owned())
}

fn is_true(value: &Value) -> bool {
    match value {
        Value::Bool(yes) => *yes,
        Value::String(text) => ["true", "yes", "on", "1"].iter().any(|yes| text.trim().eq_ignore_ascii_case(yes)),
        Value::Number(number) => number.as_f64() == Some(1.0),
        _ => false,
    }
}

fn number(value: &Value) -> Option<f64> {
    let number = match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    };
    number.filter(|number| number.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (FrontMatter, usize, &str) {
        let block = split(text).expect("a front matter");
        let (front_matter, notes) = parse(text, &block);
        (front_matter, notes.len(), &text[block.body_start..])
    }

    #[test]
    fn keys_are_read_and_unknown_ones_passed_over() {
        let text = "---\r\ntitle: IAM\r\nlayout: exam\r\ntags: [a, b]\r\nweight: 3\r\ndraft: yes\r\nid: x\r\nnav_order: 2\r\n---\r\n# Body";
        let (front_matter, notes, body) = read(text);
        let (title, id) = (Some("IAM".to_owned()), Some("x".to_owned()));
        assert_eq!(front_matter, FrontMatter { title, id, draft: true, weight: Some(3.0) });
        assert_eq!((notes, body), (0, "# Body"));
    }

    #[test]
    fn a_release_is_warned_of_where_it_stands_unless_the_chapter_is_a_draft() {
        let warned = |text: &str| -> Vec<String> {
            let (_, notes) = parse(text, &split(text).expect("a front matter"));
            let releases = notes.iter().filter(|note| note.code == Code::FrontMatterWithoutEffect);
            releases.map(|note| note.span.expect("a place").of(text).to_owned()).collect()
        };
        assert_eq!(warned("---\ntitle: A\nrelease: 2099-01-01  \n---\n"), ["release: 2099-01-01"]);
        assert_eq!(warned("---\n\"release\": [2099]\r\n---\n"), ["\"release\": [2099]"]);
        assert_eq!(warned("---\ntitle: a: b\nrelease: 2099-01-01\n---\n"), ["release: 2099-01-01"]);
        for quiet in
            ["---\nrelease: 2099-01-01\ndraft: true\n---\n", "---\nrelease:\n---\n", "---\na:\n  release: 1\n---\n"]
        {
            assert_eq!(warned(quiet), [""; 0], "{quiet:?}");
        }
    }

    #[test]
    fn a_title_stays_as_written() {
        for (written, title) in
            [("1.10", "1.10"), ("404", "404"), ("\"A: b\"", "A: b"), ("yes", "yes"), ("2026-01-05", "2026-01-05")]
        {
            let text = format!("---\ntitle: {written}\n---\n");
            assert_eq!(read(&text).0.title.as_deref(), Some(title));
        }
    }

    #[test]
    fn what_is_no_yaml_is_read_line_by_line_with_a_note() {
        let text = "---\ntitle: Loops: for and while\nweight: 3\nid: x\n---\n";
        let block = split(text).expect("a front matter");
        let (front_matter, notes) = parse(text, &block);
        assert_eq!(front_matter.title.as_deref(), Some("Loops: for and while"));
        assert_eq!((front_matter.weight, front_matter.id.as_deref()), (Some(3.0), Some("x")));
        assert_eq!(notes.len(), 1);
        assert_eq!(notes[0].span.map(|span| span.of(text)), Some("title: Loops: for and while"));
    }

    #[test]
    fn a_thematic_break_is_no_front_matter() {
        for text in [
            "---\n\nSome prose.\n\n---\n",
            "---\nNote: this is prose.\n\nAnd more of it here.\n---\n",
            "---\ntitle: x\n",
            "text\n---\ntitle: x\n---\n",
            " ---\ntitle: x\n---\n",
            "----\ntitle: x\n---\n",
            "---\n- a\n- b\n---\n",
            "---\nhttp://example.org\n---\n",
        ] {
            assert_eq!(split(text), None, "{text:?}");
        }
    }

    #[test]
    fn the_block_may_be_empty_or_end_with_dots() {
        assert_eq!(read("---\n---\n# A").2, "# A");
        assert_eq!(read("---\ntitle: a\n...\n# A").2, "# A");
        assert_eq!(read("---\ntitle: a\n---").2, "");
    }

    #[test]
    fn long_values_and_nested_ones_belong_to_their_key() {
        let text = "---\n# who\ndescription: >\n  a long\n  title: text\nauthors:\n- Ann\n- Bob\nsidebar:\n  weight: 1\ntitle: >\n  two\n  lines\n---\nx";
        let (front_matter, notes, _) = read(text);
        assert_eq!((notes, front_matter.weight), (0, None));
        assert_eq!(front_matter.title.as_deref(), Some("two lines"));
    }

    #[test]
    fn hostile_yaml_is_read_in_time() {
        let bomb = "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\n"
            .to_owned()
            + "d: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d]\nf: &f [*e,*e,*e,*e,*e,*e,*e,*e,*e]\n"
            + "g: &g [*f,*f,*f,*f,*f,*f,*f,*f,*f]\nh: &h [*g,*g,*g,*g,*g,*g,*g,*g,*g]\n";
        for yaml in [
            bomb,
            format!("a: {}", "[".repeat(20_000)),
            format!("a: {}\n", "{b: ".repeat(5_000)),
            "a: 1\n".repeat(5_000),
        ] {
            let text = format!("---\n{yaml}\n---\n");
            let block = split(&text).expect("a front matter");
            parse(&text, &block);
        }
    }

    #[test]
    fn any_block_is_read() {
        const PARTS: &[&str] = &[
            "---", "\n", "\r\n", "title", ": ", "- ", "[", "]", "{", "}", "'", "\"", "&a ", "*a", "#", "  ", "|", "é",
            "tags:", "!!", "...", "0x",
        ];
        crate::properties::hold(300, |u| {
            let mut text = "---\n".to_owned();
            for _ in 0..u.int_in_range(0..=40)? {
                text.push_str(u.choose(PARTS)?);
            }
            if let Some(block) = split(&text) {
                let (_, notes) = parse(&text, &block);
                assert!(text.is_char_boundary(block.body_start));
                assert!(notes.iter().all(|note| note.span.is_none_or(|span| text.get(span.range()).is_some())));
            }
            Ok(())
        });
    }
}
