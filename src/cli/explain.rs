//! `syllabus explain CODE`: what a diagnostic means, from the table of codes.

use super::args::{ExitStatus, SharedArgs};
use super::show;
use crate::config::nearest;
use crate::diagnostic::{CODES, Code, CodeRow};

/// Explain a diagnostic: what it means, an example, the way out
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: syllabus explain link/broken-anchor")]
pub(super) struct ExplainArgs {
    /// The code as shown between brackets; without it, all codes are listed
    code: Option<String>,
}

pub(super) fn run(args: &ExplainArgs, _: &SharedArgs) -> ExitStatus {
    let Some(name) = &args.code else {
        let lines = CODES.iter().map(|row| format!("{:<28} {:<8} {}\n", row.id, row.severity.word(), row.summary));
        return show::result(&lines.collect::<String>());
    };
    match Code::find(name) {
        Some(code) => show::result(&explanation(code.row())),
        None => {
            let near = nearest(name, CODES.iter().map(|row| row.id));
            let help = near.map_or_else(
                || "list them all with `syllabus explain`".to_owned(),
                |near| format!("did you mean `{near}`?"),
            );
            show::error(&format!("there is no diagnostic `{name}`"), &help);
            ExitStatus::Usage
        }
    }
}

fn explanation(row: &CodeRow) -> String {
    let example: String = row.example.lines().map(|line| format!("    {line}\n")).collect();
    format!(
        "{}[{}]: {}\n\n{}\n\nExample:\n\n{example}\nWhat to do: {}\n",
        row.severity.word(),
        row.id,
        row.summary,
        row.detail,
        row.remedy
    )
}
