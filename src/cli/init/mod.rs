//! `syllabus init`: looks at a folder and adds what it lacks to be published: a configuration, a workflow, a line for git; in an empty folder a
//! small course. Touches no file that exists: all files are new, and all of them are written or none.

mod config_file;
mod plan;
mod survey;
mod write;

use std::io::{BufRead, IsTerminal};
use std::path::PathBuf;

use serde::Serialize;

use super::args::{ExitStatus, FormatArg, SharedArgs};
use super::show;
use crate::export::json::{self, JSON_VERSION};
use crate::report::{printable, printable_json};
use plan::{NewFile, Plan};
use survey::Survey;

/// Begin a course, or add to a folder of markdown what it lacks to be published
///
/// Looks first and says what is there. Adds a `syllabus.toml` with each key as a comment, a workflow for GitHub Pages and a line for git; in an
/// empty folder a small course. No file that exists is touched; where one cannot be written, all that were are removed again. Asks before it
/// writes, where there is a terminal.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: syllabus init my-course --dry-run")]
pub(super) struct InitArgs {
    /// The folder; it is made where there is none
    #[arg(default_value = ".", value_name = "DIR")]
    folder: PathBuf,
    /// Write without asking
    #[arg(long)]
    yes: bool,
    /// Show what would be written, as a diff, and write nothing
    #[arg(long)]
    dry_run: bool,
}

pub(super) fn run(args: &InitArgs, shared: &SharedArgs) -> ExitStatus {
    if args.folder.exists() && !args.folder.is_dir() {
        return show::refuse(
            ExitStatus::Usage,
            &format!("`{}` is no folder", args.folder.display()),
            "name a folder of markdown, or one that is to be made: `syllabus init DIR`",
            shared,
        );
    }
    let survey = match Survey::of(&args.folder, shared) {
        Ok(survey) => survey,
        Err(error) => return show::project_error(&error, shared),
    };
    let plan = Plan::new(&args.folder, &survey);
    if shared.format == FormatArg::Json {
        return run_json(args, &survey, &plan, shared);
    }
    let mut text = survey.in_words();
    text.push_str(&if args.dry_run { plan.diff() } else { plan.in_words() });
    let shown = show::result(&printable_lines(&text));
    if shown != ExitStatus::Done || args.dry_run || plan.files.is_empty() {
        return shown;
    }
    if !args.yes && std::io::stdin().is_terminal() && !is_agreed() {
        return show::result("Nothing was written.\n");
    }
    match write::write_all(&plan.files) {
        Ok(()) => show::result(&printable_lines(&plan.next_steps(&args.folder, &survey))),
        Err(error) => failed(&error, shared),
    }
}

fn run_json(args: &InitArgs, survey: &Survey, plan: &Plan, shared: &SharedArgs) -> ExitStatus {
    let is_written = !args.dry_run;
    if is_written && let Err(error) = write::write_all(&plan.files) {
        return failed(&error, shared);
    }
    let file = |file: &NewFile| PlannedFileJson { path: plan::shown(&file.path), text: file.text() };
    let value = InitJson {
        version: JSON_VERSION,
        found: survey,
        files: plan.files.iter().map(file).collect(),
        written: is_written,
        notes: &plan.notes,
    };
    show::result(&printable_json(json::to_text(&value, false)))
}

/// What was found, and what is added.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct InitJson<'p> {
    /// The version of this form.
    version: u32,
    /// What was found in the folder.
    found: &'p Survey,
    /// The files that it lacks.
    files: Vec<PlannedFileJson>,
    /// Whether they were written; not with `--dry-run`.
    written: bool,
    /// What is not written, and what the author may do instead.
    notes: &'p [String],
}

/// A file that is added.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct PlannedFileJson {
    /// Its path from the working folder.
    path: String,
    /// Its text.
    text: String,
}

fn failed(error: &write::WriteError, shared: &SharedArgs) -> ExitStatus {
    let help = "give write permission, or name another folder; nothing was written";
    show::refuse(ExitStatus::Failed, &error.to_string(), help, shared)
}

/// Asks whether to write. Only a terminal is asked.
fn is_agreed() -> bool {
    show::prompt("Write these files? [Y/n] ");
    let mut line = String::new();
    let read = std::io::stdin().lock().read_line(&mut line);
    read.is_ok_and(|bytes| bytes > 0) && !line.trim().to_ascii_lowercase().starts_with('n')
}

/// Lines in which nothing that stands in a title or a path moves the cursor.
fn printable_lines(text: &str) -> String {
    text.lines().map(|line| format!("{}\n", printable(line))).collect()
}
