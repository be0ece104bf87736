//! Shows each setting and where it comes from, for `--verbose`.

use super::stream::write_stderr;
use crate::cli::args::{FormatArg, SharedArgs};
use crate::cli::origins::origins;
use crate::cli::project::Project;
use crate::export::run_json::SettingJson;
use crate::pipeline::Update;
use crate::report::printable;

/// Longer values are cut, so that a row stays on a line.
const VALUE_CHARS: usize = 48;

/// Shows people where the settings of a run come from, if they ask for it. Programs have it in their document.
pub(in crate::cli) fn settings(update: &Update, project: &Project, shared: &SharedArgs) {
    if shared.verbose && shared.format == FormatArg::Human {
        write_stderr(&table(&origins(project, update, shared)));
    }
}

/// The same for a document; nothing where it is not asked for.
pub(super) fn settings_json(update: &Update, project: &Project, shared: &SharedArgs) -> Vec<SettingJson> {
    if shared.verbose { origins(project, update, shared) } else { Vec::new() }
}

fn table(rows: &[SettingJson]) -> String {
    let cells: Vec<[String; 3]> =
        rows.iter().map(|row| [row.name.as_str(), &cut(&row.value), &row.from].map(one_line)).collect();
    let width = |column: usize| cells.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let (names, values) = (width(0), width(1));
    let lines = cells.iter().map(|[name, value, from]| format!("  {name:<names$}  {value:<values$}  {from}\n"));
    format!("settings, and where they come from:\n{}\n", lines.collect::<String>())
}

fn one_line(text: &str) -> String {
    printable(text).into_owned()
}

fn cut(value: &str) -> String {
    match value.char_indices().nth(VALUE_CHARS) {
        Some((end, _)) => format!("{}…", value.get(..end).unwrap_or_default()),
        None => value.to_owned(),
    }
}
