//! `syllabus check`: all diagnostics of a build, on stdout; writes nothing.

use std::path::PathBuf;

use super::{ExitStatus, SharedArgs, project, show};
use crate::pipeline::Changes;
use crate::report::Progress;

/// Show everything that is wrong or doubtful in a course
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: syllabus check chapters --strict --format github")]
pub(super) struct CheckArgs {
    /// A folder of chapters, or one file [default: `[build] source`, else `chapters`, else `.`]
    source: Option<PathBuf>,
}

pub(super) fn run(args: &CheckArgs, shared: &SharedArgs) -> ExitStatus {
    let opened = match project::load_project(args.source.as_deref(), None, shared) {
        Ok(opened) => opened,
        Err(refused) => return refused.show(shared),
    };
    let progress = Progress::new(!shared.quiet);
    let mut pipeline = opened.pipeline();
    match pipeline.update(&Changes::All, &progress) {
        Ok(update) => match show::all_diagnostics(&update, &opened, shared) {
            ExitStatus::Done => show::status(&update, &opened, shared),
            status => status,
        },
        Err(error) => show::pipeline_error(&error, &opened, shared),
    }
}
