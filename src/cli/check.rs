//! `syllabus check`: prints all diagnostics of a build, and those of translations, to stdout; writes no site. With `--fix` it first writes what is
//! sure into the chapters.

use std::path::PathBuf;

use super::args::{ExitStatus, FormatArg, SharedArgs};
use super::fixing;
use super::project::{self, Project};
use super::show;
use crate::pipeline::{Changes, PipelineError, Update};
use crate::report::Progress;

/// Show everything that is wrong or doubtful in a course
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Example: syllabus check chapters --strict --format github
Example: syllabus check --fix --dry-run")]
pub(super) struct CheckArgs {
    /// A folder of chapters, or one file [default: `[build] source`, else `chapters`, else `.`]
    source: Option<PathBuf>,
    /// Show each diagnostic, also where there are many of one kind
    #[arg(long)]
    all: bool,
    /// Show what would make the quizzes better, too
    #[arg(long)]
    hints: bool,
    /// Write what is sure into the chapters: anchors, letter case, backslashes, `.html` of chapters; never a word of a text
    #[arg(long)]
    fix: bool,
    /// With `--fix`, show the changes as a unified diff and write nothing; in a pipe, as `git apply` reads it
    #[arg(long, requires = "fix")]
    dry_run: bool,
}

pub(super) fn run(args: &CheckArgs, shared: &SharedArgs) -> ExitStatus {
    if args.dry_run && shared.format != FormatArg::Human {
        show::error(
            "`--dry-run` shows a diff, whatever the format",
            "leave `--format` out; as JSON, each diagnostic has its `fix`",
        );
        return ExitStatus::Usage;
    }
    let mut project = match project::load_project(args.source.as_deref(), None, shared) {
        Ok(project) => project,
        Err(error) => return show::project_error(&error, shared),
    };
    match checked(args, &mut project, shared) {
        Ok(status) => status,
        Err(error) => show::pipeline_error(&error, &project, shared),
    }
}

fn checked(args: &CheckArgs, project: &mut Project, shared: &SharedArgs) -> Result<ExitStatus, PipelineError> {
    let mut pipeline = project.pipeline();
    let update = pipeline.update(&Changes::All, &Progress::new(!shared.quiet))?;
    if !args.fix {
        return Ok(shown(update, args, project, shared));
    }
    let fixes = update.fixes();
    if args.dry_run {
        return Ok(match fixing::show_changes(&update, &fixes, shared) {
            ExitStatus::Done => show::status(&complete(update, args), project, shared),
            status => status,
        });
    }
    let written = fixing::write(&update, &fixes);
    // What remains is what is on disk now.
    let update = pipeline.update(&Changes::All, &Progress::new(false))?;
    written.show(shared);
    let status = shown(update, args, project, shared);
    Ok(if written.has_failed() && status != ExitStatus::Usage { ExitStatus::Failed } else { status })
}

/// Prints all diagnostics of an update, and returns the status.
fn shown(update: Update, args: &CheckArgs, project: &mut Project, shared: &SharedArgs) -> ExitStatus {
    let update = complete(update, args);
    project.add_unused_rules(update.unused_rules());
    let project = &*project;
    // Who asks for hints wants to see them: they are notes.
    let shared = &SharedArgs { verbose: shared.verbose || args.hints, ..shared.clone() };
    match show::all_diagnostics(&update, project, shared, show::Extent::new(args.all)) {
        ExitStatus::Done => show::status(&update, project, shared),
        status => status,
    }
}

/// The update with the diagnostics that a build does not look for.
fn complete(mut update: Update, args: &CheckArgs) -> Update {
    update.add_diagnostics(update.diagnostics_of_left_out());
    update.add_diagnostics(update.same_questions());
    if args.hints {
        update.add_diagnostics(update.hints());
    }
    update
}
