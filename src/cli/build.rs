//! `syllabus build`: reads the whole course and writes its site into a folder.

use std::path::PathBuf;
use std::time::Instant;

use super::args::{ExitStatus, SharedArgs, SiteArgs};
use super::{project, publish, show};
use crate::pipeline::Changes;
use crate::report::Progress;

/// Build the site
///
/// What is doubtful is told on stderr, and the last line says what was taken and counts. Files in the output folder that no build made are never
/// touched. With an error in the configuration or in a template nothing is written: the last good site stays.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: syllabus build chapters -o output")]
pub(super) struct BuildArgs {
    /// A folder of chapters, or one file [default: `[build] source`, else `chapters`, else `.`]
    source: Option<PathBuf>,
    /// Where the site goes [default: `[build] output`, else `output`]
    #[arg(long, short, value_name = "DIR")]
    output: Option<PathBuf>,
    /// Show each diagnostic, also where there are many of one kind
    #[arg(long)]
    all: bool,
    #[command(flatten)]
    site: SiteArgs,
}

pub(super) fn run(args: &BuildArgs, shared: &SharedArgs) -> ExitStatus {
    let start = Instant::now();
    let loaded = project::load_project(args.source.as_deref(), args.output.as_deref(), shared);
    let loaded = loaded.and_then(|project| project.with_site_args(&args.site));
    let project = match loaded.and_then(|project| project.check_output().map(|()| project)) {
        Ok(project) => project,
        Err(error) => return show::project_error(&error, shared),
    };
    let progress = Progress::new(shared.shows_progress());
    let mut pipeline = project.pipeline();
    let mut update = match pipeline.update(&Changes::All, &progress) {
        Ok(update) => update,
        Err(error) => return show::pipeline_error(&error, &project, shared),
    };
    let written = publish::build_site(&pipeline, &mut update, &project.output, &progress);
    show::built(&update, &project, shared, show::Extent::new(args.all), start.elapsed(), &written)
}
