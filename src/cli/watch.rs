//! `syllabus watch`: builds, then rebuilds on edits until stopped. The same update and the same writing as `build`.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use super::project::{self, Project, ProjectError};
use super::{ExitStatus, SharedArgs, publish, show};
use crate::diagnostic::Diagnostic;
use crate::pipeline::{self, Pipeline, Update};
use crate::preview::watch::{ChangedPaths, SourceWatcher, WatchError, WatchEvent};
use crate::report::Progress;
use crate::site::SiteWriter;

/// Edits rest when none came for so long.
const REST: Duration = Duration::from_millis(500);

/// Build, then rebuild on edits until stopped
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
}

pub(super) fn run(args: &WatchArgs, shared: &SharedArgs) -> ExitStatus {
    let open = || project::load_project(args.source.as_deref(), args.output.as_deref(), shared);
    let opened = match open() {
        Ok(opened) => opened,
        Err(refused) => return refused.show(shared),
    };
    if let Some(status) = publish::refused(&opened) {
        return status;
    }
    // Watching begins before the first build, so that an edit during it is not missed.
    let mut watch = match SourceWatcher::new(&opened.watched(), &opened.output, args.poll) {
        Ok(watch) => watch,
        Err(WatchError(message)) => {
            show::error(&message, "watch a smaller folder, raise the limit, or use `--poll`");
            return ExitStatus::Failed;
        }
    };
    if let Some(notice) = watch.notice() {
        show::notice(&notice);
    }
    let stop = watch.stopper();
    // Where the signal cannot be caught, the process ends as it always would; every file is whole.
    let _ = ctrlc::set_handler(move || stop.stop());
    let writer = match SiteWriter::open(&opened.output) {
        Ok(writer) => writer,
        Err(error) => return show::site_error(&error),
    };
    let mut session = WatchSession {
        pipeline: opened.pipeline(),
        project: opened,
        writer,
        is_refused: false,
        missed: true,
        is_whole: false,
        update: None,
        reported: Vec::new(),
    };
    session.rebuild(shared, None);
    loop {
        // What tells of the whole course is written once edits rest.
        let news = watch.next(if session.is_refused || session.update.is_some() { Some(REST) } else { None });
        if let Some(notice) = watch.notice() {
            show::notice(&notice);
        }
        match news {
            WatchEvent::Changes(changes) => {
                if !session.is_refused && !changes.touches(&session.project.settings_files())
                    || session.reopen(open(), &mut watch, shared)
                {
                    session.rebuild(shared, Some(&changes));
                }
            }
            WatchEvent::Rest if session.is_refused => {
                if session.reopen(open(), &mut watch, shared) {
                    session.rebuild(shared, Some(&ChangedPaths::default()));
                }
            }
            WatchEvent::Rest => session.rest(shared),
            WatchEvent::Stopped => break,
        }
    }
    session.rest(shared);
    let _ = session.pipeline.save();
    ExitStatus::Done
}

/// What lives from one rebuild to the next.
struct WatchSession {
    project: Project,
    pipeline: Pipeline,
    writer: SiteWriter,
    /// Whether the configuration as it is now cannot be used.
    is_refused: bool,
    /// Whether changes were not taken in: the next update must look at everything.
    missed: bool,
    /// Whether the folder is what the last update made of it.
    is_whole: bool,
    /// What is written but for what tells of the whole course.
    update: Option<Update>,
    /// What the author was told already.
    reported: Vec<Diagnostic>,
}

impl WatchSession {
    /// One update, written; one line that says what changed and how long it took.
    fn rebuild(&mut self, shared: &SharedArgs, changes: Option<&ChangedPaths>) {
        let start = Instant::now();
        let progress = Progress::new(!shared.quiet);
        let scope = changes.filter(|_| !self.missed).map_or(pipeline::Changes::All, pipeline::Changes::from);
        let mut update = match self.pipeline.update(&scope, &progress) {
            Ok(update) => update,
            Err(error) => {
                self.missed = true;
                progress.done();
                show::pipeline_error(&error, &self.project, shared);
                return;
            }
        };
        self.missed = false;
        let was_whole = self.is_whole && self.writer.is_there();
        match publish::again(&self.pipeline, &mut update, &self.writer, &progress, was_whole) {
            Ok(rebuilt) => {
                self.is_whole = rebuilt.is_whole;
                match changes {
                    None => {
                        show::diagnostics(&update, &self.project, shared);
                        show::summary(&update, &self.project, shared, start.elapsed());
                    }
                    Some(changes) => {
                        show::show_new_diagnostics(Some(&self.reported), &update, &self.project, shared);
                        show::rebuilt(changes, &rebuilt.summary, &update, shared, start.elapsed());
                    }
                }
                self.reported = update.diagnostics().to_vec();
                self.update = Some(update);
                if changes.is_none() {
                    self.rest(shared);
                }
            }
            Err(fault) => {
                self.is_whole = false;
                fault.show(&self.project, shared);
            }
        }
    }

    /// Writes what tells of the whole course.
    fn rest(&mut self, shared: &SharedArgs) {
        let Some(update) = self.update.take() else { return };
        if let Err(fault) = publish::rest(&self.pipeline, &update, &self.writer) {
            self.is_whole = false;
            fault.show(&self.project, shared);
        }
    }

    /// Goes by the configuration and the theme as they are now; false where they cannot be used, which is told once.
    fn reopen(
        &mut self,
        opened: Result<Project, ProjectError>,
        watch: &mut SourceWatcher,
        shared: &SharedArgs,
    ) -> bool {
        match opened {
            Ok(opened) => {
                opened.reset(&mut self.pipeline);
                watch.follow(&opened.watched());
                self.project = opened;
                (self.missed, self.is_whole, self.is_refused) = (true, false, false);
                true
            }
            Err(refused) => {
                if !std::mem::replace(&mut self.is_refused, true) {
                    refused.show(shared);
                }
                false
            }
        }
    }
}
