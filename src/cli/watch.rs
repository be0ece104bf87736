//! `syllabus watch`: builds the site, then rebuilds it after each edit until stopped. It uses the session of `serve` and writes as `build`
//! does.

use std::path::PathBuf;

use super::args::{ExitStatus, SharedArgs, SiteArgs};
use super::project;
use super::publish::{self, FolderState, PublishError};
use super::session::{Session, SessionEvent, WhileRefused};
use super::show::{self, DiagnosticLog, FaultLog, Rebuild};
use crate::pipeline::{Pipeline, Update};
use crate::preview::watch::{SourceWatcher, WatchError};
use crate::report::Progress;
use crate::site::{SiteWriter, WriteSummary};

/// Build, then rebuild on edits until stopped
///
/// Ctrl-C stops it. Each file of the site is whole at every moment; a fault keeps the last good page or site until it is mended.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: syllabus watch chapters -o output")]
pub(super) struct WatchArgs {
    /// A folder of chapters, or one file [default: `[build] source`, else `chapters`, else `.`]
    source: Option<PathBuf>,
    /// Where the site goes [default: `[build] output`, else `output`]
    #[arg(long, short, value_name = "DIR")]
    output: Option<PathBuf>,
    /// Look for changes twice a second, for network and container mounts where no events arrive
    #[arg(long)]
    poll: bool,
    #[command(flatten)]
    site: SiteArgs,
}

pub(super) fn run(args: &WatchArgs, shared: &SharedArgs) -> ExitStatus {
    let load = || {
        let loaded = project::load_project(args.source.as_deref(), args.output.as_deref(), shared);
        loaded.and_then(|project| project.with_site_args(&args.site))
    };
    let loaded = load().and_then(|project| project.check_output().map(|()| project));
    let project = match loaded {
        Ok(project) => project,
        Err(error) => return show::project_error(&error, shared),
    };
    // Watching begins before the first build, so that no edit is missed.
    let mut watcher = match SourceWatcher::new(&project.watched(), &project.output, args.poll) {
        Ok(watcher) => watcher,
        Err(WatchError(message)) => {
            let help = "watch a smaller folder, raise the limit, or use `--poll`";
            return show::refuse(ExitStatus::Failed, &message, help, shared);
        }
    };
    watcher.leave_out(&show::own_files());
    let stopper = watcher.stopper();
    // If the signal cannot be caught, Ctrl-C ends the process as usual; every file is complete.
    let _ = ctrlc::set_handler(move || stopper.stop());
    let writer = match SiteWriter::open(&project.output) {
        Ok(writer) => writer,
        Err(error) => return show::site_error(&error, shared),
    };
    let pipeline = project.pipeline();
    let mut session = Session::new(project, pipeline, watcher, load, WhileRefused::Wait, shared.shows_progress());
    let output = session.project.output.clone();
    let mut site = WatchedSite { output, writer, folder: FolderState::Unknown, unfinished: None };
    let (mut log, mut faults) = (DiagnosticLog::default(), FaultLog::default());
    loop {
        let written = match session.next() {
            SessionEvent::Updated { mut update, changes, started } => {
                let is_empty = update.course.chapters.is_empty();
                site.rebuild(&session.pipeline, &mut update, shared).and_then(|summary| {
                    faults.mended();
                    if !is_empty {
                        session.has_written();
                    }
                    let rebuild =
                        Rebuild { changes: changes.as_ref(), written: Some(&summary), took: started.elapsed() };
                    log.show_written(&update, &session.project, shared, &rebuild);
                    site.unfinished = Some(*update);
                    // The first build is finished at once, without waiting for a pause.
                    if changes.is_none() { site.finish(&session.pipeline) } else { Ok(()) }
                })
            }
            SessionEvent::AtRest => site.finish(&session.pipeline),
            SessionEvent::Notice(notice) => {
                show::notice(&notice, shared);
                Ok(())
            }
            SessionEvent::Failed(error) => {
                log.failed();
                faults.show(error.to_string(), || show::pipeline_error(&error, &session.project, shared));
                Ok(())
            }
            SessionEvent::Refused(error) => {
                log.failed();
                show::project_error(&error, shared);
                Ok(())
            }
            SessionEvent::Stopped => break,
        };
        if let Err(error) = written {
            session.has_written();
            // It was removed while it was written: it is made again, and there is nothing to tell.
            if !site.writer.is_gone() {
                log.failed();
                faults.show(error.to_string(), || show::publish_error(&error, &session.project, shared));
            }
        }
    }
    if let Err(error) = site.finish(&session.pipeline) {
        show::publish_error(&error, &session.project, shared);
    }
    let _ = session.pipeline.save();
    ExitStatus::Done
}

/// The site in the output folder.
struct WatchedSite {
    /// The folder.
    output: PathBuf,
    writer: SiteWriter,
    folder: FolderState,
    /// The last written update, until its course-wide outputs are written too: these wait until edits pause.
    unfinished: Option<Update>,
}

impl WatchedSite {
    /// Writes an update without its course-wide outputs.
    fn rebuild(
        &mut self,
        pipeline: &Pipeline,
        update: &mut Update,
        shared: &SharedArgs,
    ) -> Result<WriteSummary, PublishError> {
        if self.writer.is_gone() {
            self.writer = SiteWriter::open(&self.output).map_err(PublishError::Site)?;
        }
        let before = if self.writer.has_site() { self.folder } else { FolderState::Unknown };
        if before == FolderState::Unknown {
            self.writer.forget_folders();
        }
        self.folder = FolderState::Unknown;
        let progress = Progress::new(shared.shows_progress());
        let (summary, folder) = publish::rebuild_site(pipeline, update, &self.writer, &progress, before)?;
        self.folder = folder;
        Ok(summary)
    }

    /// Writes the course-wide outputs of the last update.
    fn finish(&mut self, pipeline: &Pipeline) -> Result<(), PublishError> {
        // A folder that was removed is a change, for which all is made again.
        let Some(update) = self.unfinished.take().filter(|_| !self.writer.is_gone()) else { return Ok(()) };
        match publish::write_course_wide(pipeline, &update, &self.writer) {
            Err(error) if !self.writer.is_gone() => {
                self.folder = FolderState::Unknown;
                Err(error)
            }
            _ => Ok(()),
        }
    }
}
