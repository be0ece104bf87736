//! `syllabus check`: prints all diagnostics of a build, and those of translations, to stdout; writes no site.

use std::path::PathBuf;

use super::args::{ExitStatus, FormatArg, SharedArgs};
use super::{live, project, show};
use crate::pipeline::Changes;
use crate::report::Progress;

/// Show everything that is wrong or doubtful in a course
///
/// The diagnostics of a build and those of translations, on stdout; writes nothing. With `--quiet` the errors and the last line are left.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: syllabus check chapters --strict --format github")]
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
}

pub(super) fn run(args: &CheckArgs, shared: &SharedArgs) -> ExitStatus {
    let project = match project::load_project(args.source.as_deref(), None, shared) {
        Ok(project) if args.live.is_some() => project.with_history(),
        Ok(project) => project,
        Err(error) => return show::project_error(&error, shared),
    };
    let progress = Progress::new(shared.shows_progress());
    let mut pipeline = project.pipeline();
    match pipeline.update(&Changes::All, &progress) {
        Ok(mut update) => {
            update.add_diagnostics(update.diagnostics_of_left_out());
            update.add_diagnostics(update.same_questions());
            if args.hints {
                update.add_diagnostics(update.hints());
            }
            let mut rows = String::new();
            if let Some(place) = &args.live {
                match live::check_live(place, &project, &update) {
                    Ok(live) => {
                        update.add_diagnostics(live.diagnostics);
                        rows = live.rows;
                    }
                    Err(why) => return show::live_error(&why, shared),
                }
            }
            // Who asks for hints wants to see them: they are notes.
            let shared = &SharedArgs { notes: args.hints && shared.quiet == 0, ..shared.clone() };
            let status = show::checked(&update, &project, shared, show::Extent::new(args.all));
            if shared.format == FormatArg::Human && !rows.is_empty() {
                show::result(&rows);
            }
            status
        }
        Err(error) => show::pipeline_error(&error, &project, shared),
    }
}
