//! `syllabus build`: one update from nothing, written into a folder.

use std::path::PathBuf;
use std::time::Instant;

use super::{ExitStatus, SharedArgs, project, publish, show};
use crate::pipeline::Changes;
use crate::report::Progress;

/// Build the site
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: syllabus build chapters -o output")]
pub(super) struct BuildArgs {
    /// A folder of chapters, or one file [default: `[build] source`, else `chapters`, else `.`]
    source: Option<PathBuf>,
    /// Where the site goes [default: `[build] output`, else `output`]
    #[arg(long, short, value_name = "DIR")]
    output: Option<PathBuf>,
}

pub(super) fn run(args: &BuildArgs, shared: &SharedArgs) -> ExitStatus {
    let start = Instant::now();
    let opened = match project::load_project(args.source.as_deref(), args.output.as_deref(), shared) {
        Ok(opened) => opened,
        Err(refused) => return refused.show(shared),
    };
    if let Some(status) = publish::refused(&opened) {
        return status;
    }
    let progress = Progress::new(!shared.quiet);
    let mut pipeline = opened.pipeline();
    let mut update = match pipeline.update(&Changes::All, &progress) {
        Ok(update) => update,
        Err(error) => return show::pipeline_error(&error, &opened, shared),
    };
    let written = publish::once(&pipeline, &mut update, &opened.output, &progress);
    show::diagnostics(&update, &opened, shared);
    match written {
        Ok(_) => {
            show::summary(&update, &opened, shared, start.elapsed());
            show::status(&update, &opened, shared)
        }
        Err(fault) => fault.show(&opened, shared),
    }
}
