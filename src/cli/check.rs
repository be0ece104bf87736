//! `syllabus check`: prints all diagnostics of a build, and those of translations, to stdout; writes no site. With `--fix` it first writes what is
//! sure into the chapters.

use std::path::PathBuf;

use super::args::{ExitStatus, FormatArg, SharedArgs};
use super::external::check_external;
use super::fixing;
use super::live;
use super::project::{self, Project};
use super::show;
use crate::pipeline::{Changes, PipelineError, Update};
use crate::report::Progress;

/// Show everything that is wrong or doubtful in a course
///
/// The diagnostics of a build and those of translations, on stdout; writes nothing. With `--quiet` the errors and the last line are left.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Example: syllabus check chapters --strict --format github
Example: syllabus check --external --verbose
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
    /// Compare with the published site, and show which of its addresses would lead nowhere [default: the address of the site]
    #[arg(long, value_name = "URL", num_args = 0..=1, default_missing_value = "")]
    live: Option<String>,
    /// Ask whether the addresses on other sites are there, politely: each once, in turn, and for a day not again
    ///
    /// What is gone for sure is a warning. Permanent redirects and what nobody can tell, such as sites that answer no programs, are notes. Hosts of examples
    /// and of the own network are not asked. Proxies are those of the environment. A program built from source asks no `https` unless it was
    /// built with `--features tls`; releases do.
    #[arg(long)]
    external: bool,
    /// Write what is sure into the chapters: anchors, letter case, backslashes, `.html` of chapters; never a word of a text
    #[arg(long)]
    fix: bool,
    /// With `--fix`, show the changes as a unified diff and write nothing; in a pipe, as `git apply` reads it
    #[arg(long, requires = "fix")]
    dry_run: bool,
}

pub(super) fn run(args: &CheckArgs, shared: &SharedArgs) -> ExitStatus {
    if args.dry_run && shared.format != FormatArg::Human {
        return show::refuse(
            ExitStatus::Usage,
            "`--dry-run` shows a diff, whatever the format",
            "leave `--format` out; as JSON, each diagnostic has its `fix`",
            shared,
        );
    }
    let mut project = match project::load_project(args.source.as_deref(), None, shared) {
        Ok(project) if args.live.is_some() => project.with_history(),
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
    let update = pipeline.update(&Changes::All, &Progress::new(shared.shows_progress()))?;
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
    let written = fixing::write(&update, &fixes, shared);
    // What remains is what is on disk now.
    let update = pipeline.update(&Changes::All, &Progress::new(false))?;
    written.show(shared);
    let status = shown(update, args, project, shared);
    Ok(if written.has_failed() && status != ExitStatus::Usage { ExitStatus::Failed } else { status })
}

/// Prints all diagnostics of an update, and returns the status.
fn shown(update: Update, args: &CheckArgs, project: &mut Project, shared: &SharedArgs) -> ExitStatus {
    let mut update = complete(update, args);
    let mut rows = String::new();
    if let Some(place) = &args.live {
        match live::check_live(place, project, &update) {
            Ok(live) => {
                update.add_diagnostics(live.diagnostics);
                rows = live.rows;
            }
            Err(why) => return show::live_error(&why, shared),
        }
    }
    if args.external {
        let found = check_external(&update, project, &Progress::new(shared.shows_progress()));
        update.add_diagnostics(found.diagnostics);
        show::notice(&found.summary, shared);
    }
    project.add_unused_rules(update.unused_rules());
    // Who asks for hints wants to see them: they are notes.
    let shared = &SharedArgs { notes: args.hints && shared.quiet == 0, ..shared.clone() };
    let status = show::checked(&update, project, shared, show::Extent::new(args.all));
    if shared.format == FormatArg::Human && !rows.is_empty() {
        show::result(&rows);
    }
    status
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
