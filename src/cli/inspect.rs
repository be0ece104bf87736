//! `syllabus inspect`: prints the course model as JSON to stdout.

use std::path::PathBuf;

use super::args::{ExitStatus, SharedArgs};
use super::{project, show};
use crate::export::json;
use crate::pipeline::Changes;
use crate::report::{Progress, printable_json};

/// Print the course model as JSON
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: syllabus inspect chapters")]
pub(super) struct InspectArgs {
    /// A folder of chapters, or one file [default: `[build] source`, else `chapters`, else `.`]
    source: Option<PathBuf>,
}

pub(super) fn run(args: &InspectArgs, shared: &SharedArgs) -> ExitStatus {
    let project = match project::load_project(args.source.as_deref(), None, shared) {
        Ok(project) => project,
        Err(error) => return show::project_error(&error, shared),
    };
    let progress = Progress::new(!shared.quiet);
    let mut pipeline = project.pipeline();
    match pipeline.update(&Changes::All, &progress) {
        Ok(update) => {
            let chapters = update.chapters();
            let full = json::InspectDetails { chapters: &chapters, diagnostics: update.diagnostics() };
            let summaries = update.summaries();
            let model = json::model(&update.course, &summaries, Some(full));
            match show::result(&printable_json(json::to_text(&model, true))) {
                ExitStatus::Done => show::status(&update, &project, shared),
                status => status,
            }
        }
        Err(error) => show::pipeline_error(&error, &project, shared),
    }
}
