//! `mkdocs.yml`. In: its text. Out: its `nav` as a table of contents, and what it says of the course. Each top-level key is read by itself,
//! so that a tag or a mistake in one (`!!python/name:…`) does not hide the others.

use std::collections::BTreeMap;

use serde_json::Value;

use super::book::repository;
use super::target::target;
use crate::markdown::with_emoji;
use crate::path::SourcePath;
use crate::source::author_index_model::{AuthorIndex, AuthorIndexEntry, BookFacts, IndexTarget};
use crate::source::file::Source;
use crate::source::inventory::Inventory;
use crate::span::Span;

/// Sections nest no deeper than this; no real table of contents does.
const MAX_DEPTH: usize = 20;

/// What a `mkdocs.yml` says.
pub(super) struct MkDocs {
    /// Its `nav`, where it has one.
    pub index: Option<AuthorIndex>,
    pub facts: BookFacts,
    /// Whether its chapters lie in the course's own folder, beside which it lies.
    pub is_of_course: bool,
}

/// Reads the file. `beside`: the name of the course's folder, where the file lies beside it.
pub(super) fn parse(source: &Source, inventory: &Inventory, beside: Option<&str>) -> MkDocs {
    let blocks = blocks(&source.text);
    let value = |key: &str| blocks.get(key).and_then(|span| value(span.of(&source.text), key));
    let text = |value: Option<Value>| value.as_ref().and_then(Value::as_str).map(str::to_owned);
    let theme = value("theme").unwrap_or_default();
    let language = ["language", "locale"].iter().find_map(|key| theme.get(*key)?.as_str().map(str::to_owned));
    let facts = BookFacts {
        title: text(value("site_name")),
        language,
        repository: text(value("repo_url")).and_then(|url| repository(&url)),
        file: Some(source.path.clone()),
    };
    let docs = text(value("docs_dir")).unwrap_or_else(|| "docs".to_owned());
    let folder = SourcePath::new(format!("{}/{docs}", source.path.folder())).as_str().to_owned();
    let is_of_course = beside == Some(folder.as_str());
    let folder = if is_of_course { String::new() } else { folder };
    let index = value("nav").zip(blocks.get("nav")).map(|(nav, span)| {
        let mut reader = NavReader { source, inventory, folder: &folder, at: span.start as usize, entries: Vec::new() };
        reader.read(&nav, 0);
        reader.entries
    });
    MkDocs { index: index.map(|entries| AuthorIndex::new(&source.path, folder.clone(), entries)), facts, is_of_course }
}

/// The bytes of each top-level key with its value.
fn blocks(text: &str) -> BTreeMap<&str, Span> {
    let mut blocks = BTreeMap::new();
    let mut open: Option<(&str, usize)> = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let is_top = line.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
        let key = line.split_once(':').filter(|_| is_top).map(|(key, _)| key.trim());
        if let Some(key) = key
            && let Some((before, start)) = open.replace((key, at))
        {
            blocks.insert(before, Span::new(start, at));
        }
        at += line.len();
    }
    if let Some((key, start)) = open {
        blocks.insert(key, Span::new(start, text.len()));
    }
    blocks
}

fn value(block: &str, key: &str) -> Option<Value> {
    serde_saphyr::from_str::<BTreeMap<String, Value>>(block).ok()?.remove(key)
}

/// Makes entries of a `nav`.
struct NavReader<'s> {
    source: &'s Source,
    inventory: &'s Inventory,
    folder: &'s str,
    /// Where the next entry is looked for in the text: they come in its order.
    at: usize,
    entries: Vec<AuthorIndexEntry>,
}

impl NavReader<'_> {
    fn read(&mut self, nav: &Value, depth: usize) {
        let items = match nav {
            Value::Array(items) if depth < MAX_DEPTH => items.as_slice(),
            _ => return,
        };
        for item in items {
            match item {
                Value::String(path) => self.add("", path, depth),
                Value::Object(pairs) => {
                    for (title, value) in pairs {
                        match value {
                            Value::String(path) => self.add(title, path, depth),
                            Value::Array(_) => {
                                let span = self.span(title);
                                self.push(title, IndexTarget::Nothing, depth, span);
                                self.read(value, depth + 1);
                            }
                            _ => {}
                        }
                    }
                }
                _ => {}
            }
        }
    }

    fn add(&mut self, title: &str, path: &str, depth: usize) {
        // All that is named nowhere else: it comes last anyway.
        if path.trim_start_matches(['.', '/']).starts_with('*') {
            return;
        }
        let span = self.span(path);
        self.push(title, target(self.inventory, self.folder, path, false), depth, span);
    }

    fn push(&mut self, title: &str, target: IndexTarget, depth: usize, span: Span) {
        let title = with_emoji(title).unwrap_or_else(|| title.to_owned());
        self.entries.push(AuthorIndexEntry { depth, title, target, span });
    }

    /// The next place of these words.
    fn span(&mut self, words: &str) -> Span {
        let found = self.source.text.get(self.at..).and_then(|rest| rest.find(words));
        let start = self.at + found.unwrap_or(0);
        let end = start + if found.is_some() { words.len() } else { 0 };
        self.at = end;
        Span::new(start, end)
    }
}
