//! Which keys stand in a `syllabus.toml`, as they are written and where, to tell people where a setting comes from. Checks no value: `read` does.

use toml::de::{DeTable, DeValue};

use super::keys::{ConfigTable, KEYS, TABLES};
use super::read::dotted_line;
use crate::span::LineIndex;

/// A key that stands in a `syllabus.toml`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrittenKey {
    /// The name of its table.
    pub table: &'static str,
    /// Its name; empty for an entry of a table that may be written many times, which is told as a whole.
    pub name: &'static str,
    /// Its value as it is written; empty for such an entry.
    pub value: String,
    /// Its line, from 1.
    pub line: u32,
}

/// The known keys of `text`, by line; none of a text that is no TOML.
pub fn written_keys(text: &str) -> Vec<WrittenKey> {
    if dotted_line(text).is_some() {
        return Vec::new();
    }
    let Ok(root) = DeTable::parse(text) else { return Vec::new() };
    let mut found = WrittenKeys { text, index: LineIndex::new(text), keys: Vec::new() };
    found.table("", root.get_ref());
    found.keys.sort_by_key(|key| key.line);
    found.keys
}

struct WrittenKeys<'t> {
    text: &'t str,
    index: LineIndex,
    keys: Vec<WrittenKey>,
}

impl WrittenKeys<'_> {
    fn table(&mut self, table: &str, entries: &DeTable) {
        for (key, value) in entries {
            let name = key.get_ref().as_ref();
            let path = if table.is_empty() { name.to_owned() } else { format!("{table}.{name}") };
            let inner = TABLES.iter().find(|inner| inner.name == path);
            let known = KEYS.iter().find(|known| (known.table, known.name) == (table, name));
            match (value.get_ref(), inner, known) {
                (DeValue::Table(entries), Some(inner), _) => self.table(inner.name, entries),
                (DeValue::Array(items), Some(inner), _) => {
                    items.iter().for_each(|item| self.entry(inner, item.span().start));
                }
                (_, _, Some(known)) => {
                    let value = self.text.get(value.span()).unwrap_or_default().to_owned();
                    let line = self.index.line(key.span().start as u32);
                    self.keys.push(WrittenKey { table: known.table, name: known.name, value, line });
                }
                _ => {}
            }
        }
    }

    fn entry(&mut self, table: &'static ConfigTable, at: usize) {
        let line = self.index.line(at as u32);
        self.keys.push(WrittenKey { table: table.name, name: "", value: String::new(), line });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_found_with_their_lines_and_as_they_are_written() {
        let text = "[course]\ntitle = 'Two'\nzzz = 1\n\n[build]\nignore = [\n  'a',\n]\n[[repair.override]]\nbefore = 'x'\n[[repair.override]]\nbefore = 'y'\n";
        let found = written_keys(text);
        let found: Vec<(&str, &str, &str, u32)> =
            found.iter().map(|key| (key.table, key.name, key.value.as_str(), key.line)).collect();
        let expected = [
            ("course", "title", "'Two'", 2),
            ("build", "ignore", "[\n  'a',\n]", 6),
            ("repair.override", "", "", 9),
            ("repair.override", "", "", 11),
        ];
        assert_eq!(found, expected);
        assert_eq!(written_keys("a = "), []);
    }
}
