//! The diagnostics of `syllabus.toml`. Each message is made by one function.

use super::keys::{ConfigTable, KEYS, TABLES, TableForm};
use super::suggest::nearest;
use super::value::{ValueError, cut, kind, listed};
use crate::diagnostic::{CODES, Code, Diagnostic, Severity};
use crate::span::Span;

pub(super) fn syntax(message: &str, span: Span) -> Diagnostic {
    let lines: Vec<&str> = message.lines().filter(|line| *line != "expected nothing").collect();
    Diagnostic::new(Code::BadConfig, span, format!("not valid TOML: {}", cut(&lines.join(", "))))
        .help("correct the line; text stands in quotes, lists in brackets")
}

pub(super) fn too_deep(span: Span) -> Diagnostic {
    Diagnostic::new(Code::BadConfig, span, "a line with more dots than any key can need")
        .help("break the line, or remove what does not belong here")
}

pub(super) fn bad_value(name: &str, example: &str, error: ValueError) -> Diagnostic {
    let ValueError { span, problem, help } = error;
    let help = help.unwrap_or_else(|| format!("for example `{name} = {example}`"));
    Diagnostic::new(Code::BadConfig, span, format!("`{name}` {problem}")).help(help)
}

pub(super) fn not_a_table(table: &ConfigTable, value: &toml::de::DeValue, span: Span) -> Diagnostic {
    let wanted = match table.form {
        TableForm::Many { .. } => "a list of tables",
        TableForm::Once => "a table",
    };
    let message = format!("`{}` must be {wanted}, not {}", table.name, kind(value));
    Diagnostic::new(Code::BadConfig, span, message).help(format!("write `{}` and its keys below", table.header()))
}

pub(super) fn missing(table: &str, name: &str, span: Span) -> Diagnostic {
    Diagnostic::new(Code::BadConfig, span, format!("`[[{table}]]` needs `{name}`"))
        .help(format!("add `{name} = \"…\"`, or remove it"))
}

/// A code in `[[check.allow]]` that cannot be allowed; none if it can.
pub(super) fn unfit_code(code: &str, span: Span) -> Option<Diagnostic> {
    let fault = allow_fault(code)?;
    Some(Diagnostic::new(Code::AllowMalformed, span, fault.message).help(fault.help))
}

/// Why a code cannot be allowed, and what to do.
pub struct AllowFault {
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: String,
}

/// Why the diagnostic `code` cannot be allowed; none if it can.
pub fn allow_fault(code: &str) -> Option<AllowFault> {
    let code = cut(code);
    let Some(known) = Code::find(&code) else {
        let near = nearest(&code, CODES.iter().map(|row| row.id));
        let help = near.map_or("`syllabus explain` lists all".to_owned(), |near| format!("did you mean `{near}`?"));
        return Some(AllowFault { message: format!("there is no diagnostic `{code}`"), help });
    };
    let why = match (known.row().severity, code.starts_with("check/")) {
        (Severity::Error, _) => "is an error, which cannot be allowed",
        (_, true) => "is about what is allowed, and cannot be allowed itself",
        _ => return None,
    };
    Some(AllowFault { message: format!("`{code}` {why}"), help: "remove it, and mend what it tells".to_owned() })
}

pub(super) fn unknown_key(table: &str, name: &str, span: Span) -> Diagnostic {
    let place = if table.is_empty() { String::new() } else { format!(" in `[{table}]`") };
    Diagnostic::new(Code::UnknownKey, span, format!("unknown key `{}`{place}", cut(name))).help(suggestion(table, name))
}

/// Suggests a key: the same name in another table, else a similar one in this table, else a similar one in any table, else the list of
/// the names in this table.
fn suggestion(table: &str, name: &str) -> String {
    if let Some(key) = KEYS.iter().find(|key| key.name == name) {
        return format!("did you mean `[{}] {}`?", key.table, key.name);
    }
    if let Some(name) = nearest(name, names_in(table)) {
        return if table.is_empty() { format!("did you mean `[{name}]`?") } else { format!("did you mean `{name}`?") };
    }
    let elsewhere = nearest(name, KEYS.iter().map(|key| key.name));
    if let Some(key) = KEYS.iter().find(|key| Some(key.name) == elsewhere) {
        return format!("did you mean `[{}] {}`?", key.table, key.name);
    }
    match (table, names_in(table).next()) {
        ("", _) => format!("remove it; tables are {}", listed(names_in(table))),
        (table, None) => format!("remove it; `[{table}]` has no keys yet"),
        (table, Some(_)) => format!("remove it; `[{table}]` has {}", listed(names_in(table))),
    }
}

/// The keys and inner tables of `table`; the outermost tables for the empty name.
fn names_in(table: &str) -> impl Iterator<Item = &'static str> {
    let keys = KEYS.iter().filter(move |key| key.table == table).map(|key| key.name);
    let tables = TABLES.iter().filter_map(move |inner| match inner.name.rsplit_once('.') {
        Some((outer, name)) if outer == table => Some(name),
        // A table that has no keys of its own.
        Some((outer, _)) if table.is_empty() => TABLES.iter().all(|other| other.name != outer).then_some(outer),
        Some(_) => None,
        None => table.is_empty().then_some(inner.name),
    });
    keys.chain(tables)
}
