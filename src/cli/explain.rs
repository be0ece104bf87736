//! `syllabus explain NAME`: explains a diagnostic or a key of `syllabus.toml`, from the tables of both.

use super::args::{ExitStatus, SharedArgs};
use super::show;
use crate::config::{ConfigKey, ConfigTable, KEYS, TABLES, nearest};
use crate::diagnostic::{CODES, Code, CodeRow};

/// Explain a diagnostic, or a key of `syllabus.toml`
///
/// From the tables that the program itself uses. Without a name all are listed.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: syllabus explain link/broken-anchor\nExample: syllabus explain publish.base_url")]
pub(super) struct ExplainArgs {
    /// A code as shown between brackets, a key as `table.key`, or a table; without it, all are listed
    name: Option<String>,
}

pub(super) fn run(args: &ExplainArgs, shared: &SharedArgs) -> ExitStatus {
    let Some(query) = &args.name else {
        return show::result(&format!("{}\n{}", list_of_codes(), TABLES.iter().map(table).collect::<String>()));
    };
    match explanation(query.trim_matches(['[', ']'])) {
        Some(text) => show::result(&text),
        None => {
            let keys: Vec<String> = KEYS.iter().map(|key| dotted(key.table, key.name)).collect();
            let near = nearest(query, CODES.iter().map(|row| row.id).chain(keys.iter().map(String::as_str)));
            let help = near.map_or_else(
                || "list them all with `syllabus explain`".to_owned(),
                |near| format!("did you mean `{near}`?"),
            );
            let message = format!("there is no diagnostic and no key `{query}`");
            show::refuse(ExitStatus::Usage, &message, &help, shared)
        }
    }
}

fn explanation(query: &str) -> Option<String> {
    let is_queried = |table: &str, name: &str| dotted(table, name) == query;
    let of_code = || Code::find(query).map(|code| diagnostic(code.row()));
    let of_key = || KEYS.iter().find(|row| is_queried(row.table, row.name)).map(key);
    let of_table = || TABLES.iter().find(|row| row.name == query).map(table);
    of_code().or_else(of_key).or_else(of_table)
}

fn dotted(table: &str, name: &str) -> String {
    format!("{table}.{name}")
}

fn list_of_codes() -> String {
    CODES.iter().map(|row| format!("{:<28} {:<8} {}\n", row.id, row.severity.word(), row.summary)).collect()
}

fn diagnostic(row: &CodeRow) -> String {
    format!(
        "{}[{}]: {}\n\n{}\n\nExample:\n\n{}\nWhat to do: {}{}\n",
        row.severity.word(),
        row.id,
        row.summary,
        row.detail,
        indented(row.example),
        row.remedy,
        row.fix_sentence()
    )
}

/// A table of `syllabus.toml`, and a line for each of its keys.
fn table(of: &ConfigTable) -> String {
    let keys = KEYS.iter().filter(|key| key.table == of.name);
    let lines = keys.map(|key| format!("{:<28} key      {}\n", dotted(key.table, key.name), key.purpose));
    format!("{:<28} table    {}\n{}", of.header(), of.purpose, lines.collect::<String>())
}

fn key(row: &ConfigKey) -> String {
    let header = TABLES.iter().find(|table| table.name == row.table).map(ConfigTable::header).unwrap_or_default();
    format!(
        "{header} {}: {}\n\nTakes: {}\nDefault: {}\n\nExample:\n\n{}",
        row.name,
        row.purpose,
        row.takes,
        row.default,
        indented(&format!("{header}\n{} = {}", row.name, row.example))
    )
}

fn indented(text: &str) -> String {
    text.lines().map(|line| format!("    {line}\n")).collect()
}
