//! `syllabus watch`: builds, then rebuilds on edits until stopped. The same update and the same writing as `build`.

use std::path::PathBuf;
use std::time::Instant;

use super::open::{self, Opened};
use super::{Shared, Status, publish, show};
use crate::pipeline::Pipeline;
use crate::preview::watch::{Changes, Watch, WatchError};
use crate::site::Writer;

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

pub(super) fn run(args: &WatchArgs, shared: &Shared) -> Status {
    let open = || open::open(args.source.as_deref(), args.output.as_deref(), shared);
    let opened = match open() {
        Ok(opened) => opened,
        Err(status) => return status,
    };
    if let Some(status) = publish::refused(&opened) {
        return status;
    }
    // Watching begins before the first build, so that an edit during it is not missed.
    let mut watch = match Watch::new(&watched(&opened), &opened.output, args.poll) {
        Ok(watch) => watch,
        Err(WatchError(message)) => {
            show::error(&message, "watch a smaller folder, raise the limit, or use `--poll`");
            return Status::Failed;
        }
    };
    if let Some(notice) = watch.notice() {
        show::notice(notice);
    }
    let stop = watch.stopper();
    // Where the signal cannot be caught, the process ends as it always would; every file is whole.
    let _ = ctrlc::set_handler(move || stop.stop());
    let writer = match Writer::open(&opened.output) {
        Ok(writer) => writer,
        Err(error) => return show::site_error(&error),
    };
    let mut session = Session { pipeline: opened.pipeline(), opened, writer };
    session.rebuild(shared, None);
    while let Some(changes) = watch.changes() {
        if changes.touches(&session.settings_files()) {
            match open() {
                Ok(opened) => session.reopen(opened),
                Err(_) => continue,
            }
        }
        session.rebuild(shared, Some(&changes));
    }
    let _ = session.pipeline.save();
    Status::Done
}

/// What lives from one rebuild to the next.
struct Session {
    opened: Opened,
    pipeline: Pipeline,
    writer: Writer,
}

impl Session {
    /// One update, written; one line that says what changed and how long it took.
    fn rebuild(&mut self, shared: &Shared, changes: Option<&Changes>) {
        let start = Instant::now();
        let mut update = match self.pipeline.update() {
            Ok(update) => update,
            Err(error) => {
                show::pipeline_error(&error, &self.opened, shared);
                return;
            }
        };
        match publish::again(&self.pipeline, &mut update, &self.writer, shared) {
            Ok(summary) => {
                show::diagnostics(&update, &self.opened, shared);
                match changes {
                    None => show::summary(&update, &self.opened, shared, start.elapsed()),
                    Some(changes) => show::rebuilt(changes, &summary, &update, shared, start.elapsed()),
                }
            }
            Err(fault) => {
                fault.show(&self.opened, shared);
            }
        }
    }

    /// The configuration or the theme changed: everything that depends on them is set anew.
    fn reopen(&mut self, opened: Opened) {
        let _ = self.pipeline.save();
        self.pipeline = opened.pipeline();
        self.opened = opened;
    }

    fn settings_files(&self) -> Vec<PathBuf> {
        self.opened.settings_files()
    }
}

/// The source, the configuration and the theme.
fn watched(opened: &Opened) -> Vec<PathBuf> {
    std::iter::once(opened.source.clone()).chain(opened.settings_files()).collect()
}
