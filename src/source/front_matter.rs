//! The block of YAML or TOML at the top of a chapter, as Jekyll and Hugo introduced them. In: the text of a file. Out: the span of the block,
//! and the values of the known keys. A thematic break at the top is no front matter: all lines up to the next one must look like keys and
//! their values. Where the first key is one that tools use, the block is taken for what its author meant, even where it is broken: it is told
//! and never shown as text. Unknown keys are for other tools: they are ignored, never an error.

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::Value;

use super::front_matter_keys::{FRONT_MATTER_KEYS, FrontMatter, FrontMatterValue};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::span::Span;

/// The position of a front matter in its text, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FrontMatterBlock {
    /// The whole block with its two fences and the line end after the second.
    pub span: Span,
    /// The text between the fences.
    pub inner: Span,
    /// The language of that text.
    pub format: FrontMatterFormat,
    /// Whether its second fence is there.
    pub is_closed: bool,
    /// The offset after the block, where the chapter's own text begins.
    pub body_start: usize,
}

/// The language of a front matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FrontMatterFormat {
    /// Between lines of `---`.
    Yaml,
    /// Between lines of `+++`.
    Toml,
}

/// The longest key in bytes. A longer text before a colon is prose.
const MAX_KEY_LEN: usize = 64;

/// Keys that tools read: where one of them comes first, the lines are a front matter and no prose.
const KNOWN_KEYS: &[&str] = &[
    "title",
    "layout",
    "id",
    "weight",
    "draft",
    "date",
    "description",
    "tags",
    "categories",
    "permalink",
    "slug",
    "author",
    "authors",
    "sidebar_position",
    "sidebar_label",
    "nav_order",
    "parent",
    "keywords",
    "type",
    "lang",
    "lesson",
    "order",
    "published",
    "subtitle",
    "jupyter",
    "jupytext",
    "output",
    "template",
    "linkTitle",
    "url",
    "aliases",
    "hide_title",
];

/// How many lines a broken front matter may have.
const MAX_BROKEN_LINES: usize = 200;

/// Finds the front matter at the very beginning of `text`. Byte order marks before it belong to it.
pub fn split(text: &str) -> Option<FrontMatterBlock> {
    let mut lines = FrontMatterLines { text, at: text.len() - text.trim_start_matches('\u{feff}').len() };
    let (_, opening) = lines.next()?;
    let format = match opening.trim_end() {
        "---" => FrontMatterFormat::Yaml,
        "+++" => FrontMatterFormat::Toml,
        _ => return None,
    };
    let start = lines.at;
    whole_block(text, start, format).or_else(|| broken_block(text, start, format))
}

/// The block whose text begins at `start`, if all lines up to its second fence can be keys and their values.
fn whole_block(text: &str, start: usize, format: FrontMatterFormat) -> Option<FrontMatterBlock> {
    let mut lines = FrontMatterLines { text, at: start };
    let mut keys_seen = false;
    while let Some((end, line)) = lines.next() {
        if format.is_closing(line) {
            return Some(FrontMatterBlock::new(start, end, lines.at, format, true));
        }
        if !format.fits(line, keys_seen) {
            return None;
        }
        keys_seen |= format.key(line).is_some();
    }
    None
}

/// The block whose text begins at `start`, if its first key is one that tools use: up to its second fence, or else its lines up to the first
/// that is empty or none of keys.
fn broken_block(text: &str, start: usize, format: FrontMatterFormat) -> Option<FrontMatterBlock> {
    let lines = || FrontMatterLines { text, at: start };
    let is_comment = |line: &str| line.trim().is_empty() || line.trim_start().starts_with('#');
    let (_, first) = lines().find(|(_, line)| !is_comment(line))?;
    let is_table = format == FrontMatterFormat::Toml && first.trim_start().starts_with('[');
    let is_known = |name: &str| format == FrontMatterFormat::Toml || KNOWN_KEYS.contains(&name);
    if !is_table && !format.key(first).is_some_and(|(name, _)| is_known(name)) {
        return None;
    }
    let mut inner = lines();
    let mut is_after_gap = false;
    let mut keys_seen = false;
    for _ in 0..MAX_BROKEN_LINES {
        let Some((end, line)) = inner.next() else { break };
        if format.is_closing(line) {
            return Some(FrontMatterBlock::new(start, end, inner.at, format, true));
        }
        // A text of its own begins here: the second fence is missing.
        if is_after_gap && !format.fits(line, keys_seen) {
            break;
        }
        keys_seen |= format.key(line).is_some();
        is_after_gap = line.trim().is_empty() || (is_after_gap && is_comment(line));
    }
    let mut inner = lines();
    let mut end = start;
    keys_seen = false;
    while let Some((at, line)) = inner.next() {
        let has_key = format.key(line).is_some();
        keys_seen |= has_key;
        if FENCES.contains(&line.trim_end()) {
            return Some(FrontMatterBlock::new(start, at, inner.at, format, false));
        }
        if keys_seen && (is_comment(line) || !format.fits(line, keys_seen)) {
            break;
        }
        end = inner.at;
    }
    Some(FrontMatterBlock::new(start, end, end, format, false))
}

/// Lines that are meant to end a front matter, of either format.
const FENCES: &[&str] = &["---", "...", "+++", "----", "++++", "--", "++"];

impl FrontMatterBlock {
    fn new(start: usize, end: usize, body_start: usize, format: FrontMatterFormat, is_closed: bool) -> Self {
        FrontMatterBlock { span: Span::new(0, body_start), inner: Span::new(start, end), format, is_closed, body_start }
    }
}

/// Reads the values of a block. The diagnostics say that it is not valid and was read line by line, that it is never closed, or that a key has
/// no effect.
pub fn parse(text: &str, block: &FrontMatterBlock) -> (FrontMatter, Vec<Diagnostic>) {
    let inner = block.inner.of(text);
    let mut notes: Vec<Diagnostic> = (!block.is_closed).then(|| not_closed(text, block)).into_iter().collect();
    if inner.trim().is_empty() {
        return (FrontMatter::default(), notes);
    }
    let pairs = match block.format.pairs(inner) {
        Ok(pairs) => pairs,
        Err(line) => {
            notes.push(not_valid(text, block, line));
            block.format.plain_pairs(inner)
        }
    };
    let has_release = pairs.iter().any(|(name, value)| name == "release" && !value.is_null());
    let front_matter = from_pairs(pairs, inner, block.format);
    // A draft is not published anyway.
    if has_release && front_matter.release.is_none() && !front_matter.draft {
        notes.push(release_without_effect(text, block));
    }
    (front_matter, notes)
}

fn release_without_effect(text: &str, block: &FrontMatterBlock) -> Diagnostic {
    let mut lines = FrontMatterLines { text: block.inner.of(text), at: 0 };
    let line = lines.find(|(_, line)| block.format.key(line).is_some_and(|(name, _)| name == "release"));
    let span = line.map_or(block.inner, |(start, line)| {
        let start = block.inner.start as usize + start;
        Span::new(start, start + line.trim_end().len())
    });
    let message = "`release` is no day of the calendar: this chapter is published now";
    let example = match block.format {
        FrontMatterFormat::Yaml => "write the day as `release: 2027-01-31`",
        FrontMatterFormat::Toml => "write the day as `release = 2027-01-31`",
    };
    Diagnostic::new(Code::FrontMatterWithoutEffect, span, message).help(example)
}

fn not_valid(text: &str, block: &FrontMatterBlock, line: usize) -> Diagnostic {
    let mut lines = FrontMatterLines { text: block.inner.of(text), at: 0 };
    let (start, at) = lines.nth(line.saturating_sub(1)).unwrap_or((0, ""));
    let start = block.inner.start as usize + start;
    let span = Span::new(start, start + at.len());
    let (name, help) = match block.format {
        FrontMatterFormat::Yaml => ("YAML", "put values with a colon, a quote or a bracket in double quotes"),
        FrontMatterFormat::Toml => ("TOML", "put text in double quotes: `title = \"Loops\"`"),
    };
    let message = format!("the front matter is no valid {name} and was read line by line");
    Diagnostic::new(Code::FrontMatter, span, message).help(help)
}

fn not_closed(text: &str, block: &FrontMatterBlock) -> Diagnostic {
    let fence = block.format.fence();
    let opening = Span { start: block.inner.start.saturating_sub(1), end: block.inner.start };
    let before = text.get(..opening.start as usize).unwrap_or("").trim_end();
    let span = Span::new(before.len() - before.len().min(fence.len()), before.len());
    let message = format!("the front matter that begins here has no `{fence}` at its end");
    Diagnostic::new(Code::FrontMatter, span, message)
        .severity(Severity::Warning)
        .help(format!("put a line with `{fence}` below its last key"))
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

impl FrontMatterFormat {
    /// The line before and after it.
    fn fence(self) -> &'static str {
        match self {
            FrontMatterFormat::Yaml => "---",
            FrontMatterFormat::Toml => "+++",
        }
    }

    fn is_closing(self, line: &str) -> bool {
        let line = line.trim_end();
        line == self.fence() || (self == FrontMatterFormat::Yaml && line == "...")
    }

    /// Whether a line can be part of a front matter: a key, a comment, a blank line, or the continuation of a key above it.
    fn fits(self, line: &str, after_key: bool) -> bool {
        let trimmed = line.trim();
        if trimmed.is_empty() || trimmed.starts_with('#') || self.key(line).is_some() {
            return true;
        }
        let is_indented = line.starts_with([' ', '\t']);
        let continues = match self {
            FrontMatterFormat::Yaml => is_indented || trimmed == "-" || trimmed.starts_with("- "),
            FrontMatterFormat::Toml => is_indented || trimmed.starts_with(['"', '\'']),
        };
        let is_table = self == FrontMatterFormat::Toml && trimmed.starts_with('[') && trimmed.ends_with(']');
        is_table || (after_key && (continues || trimmed.starts_with([']', '}'])))
    }

    /// Splits a line `key: value` or `key = value` that begins with its key.
    fn key(self, line: &str) -> Option<(&str, &str)> {
        let sign = match self {
            FrontMatterFormat::Yaml => ':',
            FrontMatterFormat::Toml => '=',
        };
        let (name, value) = line.split_once(sign)?;
        let bare = unquoted(name.trim_end());
        let fits = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ' ' | '/' | '@' | '$');
        let is_name =
            bare.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '@' | '$')) && bare.chars().all(fits);
        let is_value = self == FrontMatterFormat::Toml || value.is_empty() || value.starts_with([' ', '\t']);
        (is_name && is_value && bare.len() <= MAX_KEY_LEN).then(|| (bare, value.trim()))
    }

    /// The keys and their values.
    ///
    /// # Errors
    /// It is not valid: the number of the line.
    fn pairs(self, inner: &str) -> Result<Vec<(String, Value)>, usize> {
        match self {
            FrontMatterFormat::Yaml => match serde_saphyr::from_str::<Option<Pairs>>(inner) {
                Ok(pairs) => Ok(pairs.map(|Pairs(pairs)| pairs).unwrap_or_default()),
                Err(error) => {
                    let line = error.location().map_or(1, |location| location.line());
                    Err(usize::try_from(line).unwrap_or(1))
                }
            },
            FrontMatterFormat::Toml => match inner.parse::<toml::Table>() {
                Ok(table) => Ok(table.into_iter().map(|(name, value)| (name, json_value(value))).collect()),
                Err(error) => {
                    let at = error.span().map_or(0, |span| span.start);
                    Err(inner.get(..at).unwrap_or("").matches('\n').count() + 1)
                }
            },
        }
    }

    /// The keys that can be read without a parser: those with a value on the same line.
    fn plain_pairs(self, inner: &str) -> Vec<(String, Value)> {
        let own = FrontMatterLines { text: inner, at: 0 }
            .take_while(|(_, line)| self == FrontMatterFormat::Yaml || !line.trim_start().starts_with('['));
        let keys = own.filter_map(|(_, line)| self.key(line));
        keys.map(|(name, value)| (name.to_owned(), plain_value(value))).collect()
    }
}

/// A value of TOML. No key takes a table.
fn json_value(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => Value::from(text),
        toml::Value::Integer(number) => Value::from(number),
        toml::Value::Float(number) => Value::from(number),
        toml::Value::Boolean(yes) => Value::from(yes),
        toml::Value::Datetime(date) => Value::from(date.to_string()),
        toml::Value::Array(items) => Value::Array(items.into_iter().map(json_value).collect()),
        toml::Value::Table(_) => Value::Null,
    }
}

fn unquoted(text: &str) -> &str {
    let within = |quote: char| text.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote));
    within('"').or_else(|| within('\'')).unwrap_or(text)
}

fn plain_value(value: &str) -> Value {
    match value.trim() {
        "" | "~" | "null" => Value::Null,
        "true" => Value::Bool(true),
        "false" => Value::Bool(false),
        list if list.starts_with('[') && list.ends_with(']') => {
            let items = list.trim_matches(['[', ']']).split(',').map(|item| unquoted(item.trim()));
            Value::Array(items.filter(|item| !item.is_empty()).map(Value::from).collect())
        }
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

/// The values of the known keys. `inner` is the text that they were read from.
fn from_pairs(pairs: Vec<(String, Value)>, inner: &str, format: FrontMatterFormat) -> FrontMatter {
    let mut front_matter = FrontMatter::default();
    for (name, value) in &pairs {
        let Some(key) = FRONT_MATTER_KEYS.iter().find(|key| key.name == name) else { continue };
        // A value that YAML reads as a number or a date is taken as it was written.
        let is_plain = matches!(value, Value::Number(_) | Value::Bool(_));
        let written = is_plain.then(|| as_written(name, inner, format)).flatten();
        (key.read)(&mut front_matter, &FrontMatterValue { value, written });
    }
    front_matter
}

fn as_written(name: &str, inner: &str, format: FrontMatterFormat) -> Option<String> {
    let mut keys = FrontMatterLines { text: inner, at: 0 }.filter_map(|(_, line)| format.key(line));
    let value = keys.find(|(key, _)| *key == name)?.1;
    let value = value.split(" #").next().unwrap_or(value).trim();
    Some(unquoted(value).to_owned())
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
        assert_eq!(
            front_matter,
            FrontMatter { title, id, draft: true, drawing: false, weight: Some(3.0), ..FrontMatter::default() }
        );
        assert_eq!((notes, body), (0, "# Body"));
    }

    #[test]
    fn a_release_that_is_no_day_is_warned_of_where_it_stands_unless_the_chapter_is_a_draft() {
        let warned = |text: &str| -> Vec<String> {
            let (_, notes) = parse(text, &split(text).expect("a front matter"));
            let releases = notes.iter().filter(|note| note.code == Code::FrontMatterWithoutEffect);
            releases.map(|note| note.span.expect("a place").of(text).to_owned()).collect()
        };
        assert_eq!(warned("---\ntitle: A\nrelease: soon  \n---\n"), ["release: soon"]);
        assert_eq!(warned("---\n\"release\": [2099]\r\n---\n"), ["\"release\": [2099]"]);
        assert_eq!(warned("---\ntitle: a: b\nrelease: 2099-13-01\n---\n"), ["release: 2099-13-01"]);
        for quiet in [
            "---\nrelease: soon\ndraft: true\n---\n",
            "---\nrelease: 2099-01-01\n---\n",
            "+++\nrelease = 2099-01-01\n+++\n",
            "---\nrelease:\n---\n",
            "---\na:\n  release: 1\n---\n",
        ] {
            assert_eq!(warned(quiet), [""; 0], "{quiet:?}");
        }
    }

    #[test]
    fn each_key_has_an_example_that_has_an_effect_in_yaml_and_in_toml() {
        for key in FRONT_MATTER_KEYS {
            let yaml = format!("---\n{}: {}\n---\n", key.name, key.example);
            let toml = format!("+++\n{} = {}\n+++\n", key.name, key.example);
            let (from_yaml, from_toml) = (read(&yaml), read(&toml));
            assert!(from_yaml.0 != FrontMatter::default() && from_yaml.0 == from_toml.0, "{}", key.name);
            assert_eq!((from_yaml.1, from_toml.1), (0, 0), "{}", key.name);
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
    fn toml_is_read_like_yaml() {
        let text = "+++\ntitle = \"Loops: \\\"for\\\"\"\nweight = 3\ndraft = true\ndate = 2024-01-02\ntags = [\n  \"a\",\n]\n[extra]\ntitle = \"no\"\n+++\n# A";
        let (front_matter, notes, body) = read(text);
        assert_eq!(front_matter.title.as_deref(), Some("Loops: \"for\""));
        assert_eq!((front_matter.weight, front_matter.draft, notes, body), (Some(3.0), true, 0, "# A"));
        let (front_matter, notes, body) = read("+++\ntitle = Loops\nweight = 3\n[extra]\nweight = 4\n+++\n# A");
        assert_eq!(
            (front_matter.title.as_deref(), front_matter.weight, notes, body),
            (Some("Loops"), Some(3.0), 1, "# A")
        );
        assert_eq!(read("+++\n+++\nx").2, "x");
        for text in ["+++\ntext\n+++\n", "+++\n\n+ a\n", "++++\na = 1\n++++\n"] {
            assert_eq!(split(text), None, "{text:?}");
        }
    }

    #[test]
    fn a_broken_block_is_told_and_never_part_of_the_text() {
        for (text, title, body) in [
            ("+++\ntitle = \"A\"\nweight = 2\n\n# B\n\nText.\n", "A", "\n# B\n\nText.\n"),
            ("+++\ntitle = \"A\"\n---\n# B\n", "A", "# B\n"),
            ("---\ntitle: A\nweight: 1\n\n# B\n\nWords here.\n\n---\n\nc", "A", "\n# B\n\nWords here.\n\n---\n\nc"),
            ("---\ntitle: A\ndescription: a long one\nthat goes on here\n---\n# B\n", "A", "# B\n"),
            ("---\ntitle: A\n", "A", ""),
            ("---\ntitle: \"A\"\nWords\n", "A", "Words\n"),
        ] {
            let (front_matter, notes, rest) = read(text);
            assert_eq!((front_matter.title.as_deref(), notes, rest), (Some(title), 1, body), "{text:?}");
        }
    }

    #[test]
    fn byte_order_marks_before_it_belong_to_it() {
        assert_eq!(read("\u{feff}\u{feff}---\ntitle: a\n---\n# A").2, "# A");
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
            "---", "+++", "\n", "\r\n", "title", ": ", " = ", "- ", "[", "]", "{", "}", "'", "\"", "&a ", "*a", "#",
            "  ", "|", "é", "tags:", "!!", "...", "0x",
        ];
        crate::properties::hold(300, |u| {
            let mut text = u.choose(&["---\n", "+++\n"])?.to_string();
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
