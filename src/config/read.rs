//! Reads a parsed `syllabus.toml`: finds the row of each key in the table and reads its value; unknown keys are diagnostics. Does not stop
//! at the first error, so that an author sees all of them at once.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::diagnostics;
use super::keys::{ConfigTable, KEYS, TABLES, TableForm};
use super::settings::Config;
use super::value::ConfigValue;
use crate::diagnostic::Diagnostic;
use crate::span::Span;

/// Parses `text`. Errors among the diagnostics stop a build, warnings do not. Their spans are of `text`, and they have no file: the caller
/// adds its path. After a syntax error the configuration is the default one.
pub fn parse(text: &str) -> (Config, Vec<Diagnostic>) {
    if let Some(span) = dotted_line(text) {
        return (Config::default(), vec![diagnostics::too_deep(span)]);
    }
    let (root, errors) = DeTable::parse_recoverable(text);
    if !errors.is_empty() {
        let span_of = |error: &toml::de::Error| error.span().map_or(Span::at(text.len()), Span::from);
        let diagnostics = errors.iter().map(|error| diagnostics::syntax(error.message(), span_of(error)));
        return (Config::default(), sorted_by_span(diagnostics.collect()));
    }
    let mut reader = ConfigReader { config: Config::default(), diagnostics: Vec::new() };
    reader.table("", root.get_ref());
    (reader.config, sorted_by_span(reader.diagnostics))
}

/// The first line with so many dots that nested tables could exhaust the stack: the parser limits the depth of brackets, but not of
/// dotted keys such as `a.a.a.…`.
pub(super) fn dotted_line(text: &str) -> Option<Span> {
    const MAX_DOTS: usize = 1_000;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        if line.len() > MAX_DOTS && line.bytes().filter(|byte| *byte == b'.').count() > MAX_DOTS {
            return Some(Span::at(start));
        }
        start += line.len();
    }
    None
}

fn sorted_by_span(mut diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    diagnostics.sort_by_key(|diagnostic| diagnostic.span);
    diagnostics
}

struct ConfigReader {
    config: Config,
    diagnostics: Vec<Diagnostic>,
}

impl ConfigReader {
    fn table(&mut self, table: &str, entries: &DeTable) {
        for (key, value) in entries {
            let name = key.get_ref().as_ref();
            let path = if table.is_empty() { name.to_owned() } else { format!("{table}.{name}") };
            if let Some(inner) = TABLES.iter().find(|inner| inner.name == path) {
                self.inner(inner, value);
            } else if let Some(entry) = KEYS.iter().find(|entry| (entry.table, entry.name) == (table, name)) {
                let read = (entry.read)(&mut self.config, ConfigValue(value));
                self.diagnostics
                    .extend(read.err().map(|error| diagnostics::bad_value(entry.name, entry.example, error)));
            } else if let Some(inner) = TABLES.iter().find(|inner| is_within(inner, &path)) {
                match value.get_ref() {
                    DeValue::Table(entries) => self.table(&path, entries),
                    other => self.diagnostics.push(diagnostics::not_a_table(inner, other, value.span().into())),
                }
            } else {
                self.diagnostics.push(diagnostics::unknown_key(table, name, key.span().into()));
            }
        }
    }

    fn inner(&mut self, table: &ConfigTable, value: &Spanned<DeValue>) {
        match (value.get_ref(), table.form) {
            (DeValue::Table(entries), TableForm::Once) => self.table(table.name, entries),
            (DeValue::Array(items), TableForm::Many { begin, required }) => {
                items.iter().for_each(|item| self.entry(table, begin, required, item));
            }
            (other, _) => self.diagnostics.push(diagnostics::not_a_table(table, other, value.span().into())),
        }
    }

    /// Reads one entry of a table that may come many times.
    fn entry(&mut self, table: &ConfigTable, begin: fn(&mut Config, Span), required: &[&str], item: &Spanned<DeValue>) {
        let span = item.span().into();
        let DeValue::Table(entries) = item.get_ref() else {
            return self.diagnostics.push(diagnostics::not_a_table(table, item.get_ref(), span));
        };
        begin(&mut self.config, span);
        self.table(table.name, entries);
        for name in required {
            if entries.get(*name).is_none() {
                self.diagnostics.push(diagnostics::missing(table.name, name, span));
            }
        }
        if table.name == "check.allow"
            && let Some(DeValue::String(code)) = entries.get("code").map(Spanned::get_ref)
        {
            self.diagnostics.extend(diagnostics::unfit_code(code, span_of(entries, "code")));
        }
    }
}

/// Whether a table lies in one that has no keys of its own.
fn is_within(table: &ConfigTable, outer: &str) -> bool {
    table.name.strip_prefix(outer).is_some_and(|rest| rest.starts_with('.'))
}

/// The place of a value.
fn span_of(entries: &DeTable, name: &str) -> Span {
    entries.get(name).map_or(Span::default(), |value| value.span().into())
}
