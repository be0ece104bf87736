//! The messages of this room. Each is made in one place.

use super::keys::{ConfigKey, ConfigTable, KEYS, TABLES, TableForm};
use super::settings::{DeclaredKey, ThemeConfig};
use super::suggest::nearest;
use super::value::{ValueError, cut, kind, listed};
use crate::diagnostic::{Code, Diagnostic};
use crate::span::Span;

/// The keys of `[theme]` that neither syllabus nor the theme knows. `known` are those the theme declares.
pub fn undeclared<'k>(theme: &ThemeConfig, known: impl IntoIterator<Item = &'k str>) -> Vec<Diagnostic> {
    let known: Vec<&str> = known.into_iter().collect();
    let unknown = theme.declared.iter().filter(|declared| !known.contains(&declared.name.as_str()));
    unknown.map(|DeclaredKey { name, span, .. }| unknown_key("theme", name, *span, &known)).collect()
}

pub(super) fn syntax(message: &str, span: Span) -> Diagnostic {
    let lines: Vec<&str> = message.lines().filter(|line| *line != "expected nothing").collect();
    Diagnostic::new(Code::BadConfig, span, format!("not valid TOML: {}", cut(&lines.join(", "))))
        .help("correct the line; text stands in quotes, lists in brackets")
}

pub(super) fn too_deep(span: Span) -> Diagnostic {
    Diagnostic::new(Code::BadConfig, span, "a line with more dots than any key can need")
        .help("break the line, or remove what does not belong here")
}

pub(super) fn bad_value(key: &ConfigKey, fault: ValueError) -> Diagnostic {
    let ValueError { span, what, help } = fault;
    let help = help.unwrap_or_else(|| format!("for example `{} = {}`", key.name, key.example));
    Diagnostic::new(Code::BadConfig, span, format!("`{}` {what}", key.name)).help(help)
}

pub(super) fn not_a_table(table: &ConfigTable, value: &toml::de::DeValue, span: Span) -> Diagnostic {
    let (wanted, form) = match table.form {
        TableForm::Many => ("a list of tables", format!("[[{}]]", table.name)),
        TableForm::Closed | TableForm::Open => ("a table", format!("[{}]", table.name)),
    };
    let message = format!("`{}` must be {wanted}, not {}", table.name, kind(value));
    Diagnostic::new(Code::BadConfig, span, message).help(format!("write `{form}` and its keys below"))
}

pub(super) fn missing(table: &str, name: &str, span: Span) -> Diagnostic {
    Diagnostic::new(Code::BadConfig, span, format!("`[[{table}]]` needs `{name}`"))
        .help(format!("add `{name} = \"…\"`, or remove it"))
}

/// `others` are names that only the caller knows of.
pub(super) fn unknown_key(table: &str, name: &str, span: Span, others: &[&str]) -> Diagnostic {
    let place = if table.is_empty() { String::new() } else { format!(" in `[{table}]`") };
    Diagnostic::new(Code::UnknownKey, span, format!("unknown key `{}`{place}", cut(name)))
        .help(suggestion(table, name, others))
}

/// The very name in another table, else a near one in this table, else a near one elsewhere, else all there are.
fn suggestion<'n>(table: &'n str, name: &str, others: &[&'n str]) -> String {
    let here = || names_in(table).chain(others.iter().copied());
    if let Some(key) = KEYS.iter().find(|key| key.name == name) {
        return format!("did you mean `[{}] {name}`?", key.table);
    }
    if let Some(name) = nearest(name, here()) {
        return if table.is_empty() { format!("did you mean `[{name}]`?") } else { format!("did you mean `{name}`?") };
    }
    let elsewhere = nearest(name, KEYS.iter().map(|key| key.name));
    if let Some(key) = KEYS.iter().find(|key| Some(key.name) == elsewhere) {
        return format!("did you mean `[{}] {}`?", key.table, key.name);
    }
    match (table, here().next()) {
        ("", _) => format!("remove it; tables are {}", listed(here())),
        (table, None) => format!("remove it; `[{table}]` has no keys yet"),
        (table, Some(_)) => format!("remove it; `[{table}]` has {}", listed(here())),
    }
}

/// The keys and inner tables of `table`; the outermost tables for the empty name.
fn names_in<'n>(table: &'n str) -> impl Iterator<Item = &'n str> {
    let keys = KEYS.iter().filter(move |key| key.table == table).map(|key| -> &'n str { key.name });
    let tables = TABLES.iter().filter_map(move |inner| match inner.name.rsplit_once('.') {
        Some((outer, name)) => (outer == table).then_some(name),
        None => table.is_empty().then_some(inner.name),
    });
    keys.chain(tables)
}
