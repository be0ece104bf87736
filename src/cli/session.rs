//! A session keeps a project up to date, for `watch` and `serve`: it reads the project, and reads it again after each change. In: sets of
//! changed paths. Out: events, one after another; the two commands differ only in what they do with them. Prints and writes nothing.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::project::{Project, ProjectError};
use crate::pipeline::{self, Pipeline, PipelineError, Update};
use crate::preview::watch::{ChangedPaths, SourceWatcher, WatchEvent};
use crate::report::Progress;

/// How long nothing must change until edits count as paused.
const REST_TIME: Duration = Duration::from_millis(500);

/// How often loading is tried again after it failed: the cause may be in a folder that is not watched.
const RETRY_INTERVAL: Duration = Duration::from_millis(500);

/// A change of the project's state.
pub(super) enum SessionEvent {
    /// Changes are not found in the requested way (for example by polling); the text says why.
    Notice(String),
    /// The course was read.
    Updated {
        update: Box<Update>,
        /// The changed paths; `None` for the first update.
        changes: Option<ChangedPaths>,
        /// When the update began.
        started: Instant,
    },
    /// The course could not be read. The previous update is still valid.
    Failed(PipelineError),
    /// The configuration or the theme cannot be used as it is now. Returned once for each reason;
    /// [`Session::refusal`] returns the error until the project can be loaded.
    Refused(Arc<ProjectError>),
    /// Nothing has changed for [`REST_TIME`] after an update. Returned once for each pause.
    AtRest,
    /// The source of changes was stopped. Nothing follows.
    Stopped,
}

/// What is done with edited chapters while the configuration cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum WhileRefused {
    /// They are not read until the configuration can be used again.
    Wait,
    /// They are read with the last configuration that could be used.
    UsePrevious,
}

/// A source of changes on disk: the watcher, or a script in tests.
pub(super) trait ChangeSource {
    /// Waits for the next set of changes, for `timeout` at most if it is given.
    fn next(&mut self, timeout: Option<Duration>) -> WatchEvent;
    /// Watches these paths from now on, instead of those before.
    fn follow(&mut self, paths: &[PathBuf]);
    /// Why changes are not found in the requested way, if so; each reason is returned once.
    fn notice(&mut self) -> Option<String>;
    /// A site was written into the output, and its removal is a change from now on.
    fn has_written(&mut self) {}
}

impl ChangeSource for SourceWatcher {
    fn next(&mut self, timeout: Option<Duration>) -> WatchEvent {
        SourceWatcher::next(self, timeout)
    }

    fn follow(&mut self, paths: &[PathBuf]) {
        SourceWatcher::follow(self, paths);
    }

    fn notice(&mut self) -> Option<String> {
        SourceWatcher::notice(self)
    }

    fn has_written(&mut self) {
        SourceWatcher::has_written(self);
    }
}

/// The state of a session between two events.
#[derive(Debug)]
enum SessionState {
    /// Nothing has been read yet.
    New,
    /// There was an update, and edits may go on.
    Editing,
    /// Edits have paused; the session waits for the next change without a timeout.
    AtRest,
    /// The project cannot be loaded as it is now.
    Refused(Arc<ProjectError>),
}

/// Which files the next update must read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum NextScope {
    /// All files: the previous update failed, changes were not read, or the settings are new.
    Everything,
    /// The changed files only.
    Changes,
}

/// A project that is kept up to date.
pub(super) struct Session<S, L> {
    /// The project as it was loaded last.
    pub(super) project: Project,
    pub(super) pipeline: Pipeline,
    source: S,
    /// Loads the project again from the command line's arguments.
    load: L,
    while_refused: WhileRefused,
    /// Whether the progress of long updates is shown.
    shows_progress: bool,
    state: SessionState,
    scope: NextScope,
}

impl<S: ChangeSource, L: FnMut() -> Result<Project, ProjectError>> Session<S, L> {
    /// A session that has read nothing yet. `source` must watch `project` already, so that no change is missed.
    pub(super) fn new(
        project: Project,
        pipeline: Pipeline,
        source: S,
        load: L,
        while_refused: WhileRefused,
        shows_progress: bool,
    ) -> Self {
        let (state, scope) = (SessionState::New, NextScope::Everything);
        Session { project, pipeline, source, load, while_refused, shows_progress, state, scope }
    }

    /// Why the project cannot be loaded as it is now, if so.
    pub(super) fn refusal(&self) -> Option<&Arc<ProjectError>> {
        match &self.state {
            SessionState::Refused(error) => Some(error),
            _ => None,
        }
    }

    /// The site of the last update was written into the output: if it is removed, there is another update.
    pub(super) fn has_written(&mut self) {
        self.source.has_written();
    }

    /// Waits for the next event. The first update is made at once.
    pub(super) fn next(&mut self) -> SessionEvent {
        loop {
            if let Some(notice) = self.source.notice() {
                return SessionEvent::Notice(notice);
            }
            let timeout = match &self.state {
                SessionState::New => return self.update(None),
                SessionState::Editing => Some(REST_TIME),
                SessionState::AtRest => None,
                SessionState::Refused(_) => Some(RETRY_INTERVAL),
            };
            let changes = match self.source.next(timeout) {
                WatchEvent::Stopped => return SessionEvent::Stopped,
                WatchEvent::Changes(changes) => changes,
                WatchEvent::Rest if self.refusal().is_some() => ChangedPaths::default(),
                WatchEvent::Rest => {
                    self.state = SessionState::AtRest;
                    return SessionEvent::AtRest;
                }
            };
            if let Some(event) = self.changed(changes) {
                return event;
            }
        }
    }

    /// Handles a set of changes. An empty set means: try again to load a project that could not be loaded.
    fn changed(&mut self, changes: ChangedPaths) -> Option<SessionEvent> {
        let is_of_settings = changes.touches(&self.project.settings_files());
        if self.refusal().is_none() && !is_of_settings {
            return Some(self.update(Some(changes)));
        }
        match (self.load)() {
            Ok(project) => {
                project.reset(&mut self.pipeline);
                self.source.follow(&project.watched());
                self.project = project;
                (self.state, self.scope) = (SessionState::Editing, NextScope::Everything);
                Some(self.update(Some(changes)))
            }
            Err(error) => {
                let error = Arc::new(error);
                let is_new = self.refusal() != Some(&error);
                self.state = SessionState::Refused(Arc::clone(&error));
                let is_of_chapters = !is_of_settings && !changes.paths.is_empty();
                if !is_new && is_of_chapters && self.while_refused == WhileRefused::UsePrevious {
                    return Some(self.update(Some(changes)));
                }
                // The changes, which may include chapters, are not read now.
                if !changes.paths.is_empty() {
                    self.scope = NextScope::Everything;
                }
                is_new.then_some(SessionEvent::Refused(error))
            }
        }
    }

    fn update(&mut self, changes: Option<ChangedPaths>) -> SessionEvent {
        let started = Instant::now();
        let scope = match (&changes, self.scope) {
            (Some(changes), NextScope::Changes) => pipeline::Changes::from(changes),
            _ => pipeline::Changes::All,
        };
        let progress = Progress::new(self.shows_progress);
        let updated = self.pipeline.update(&scope, &progress);
        progress.done();
        match updated {
            Ok(update) => {
                self.scope = NextScope::Changes;
                if self.refusal().is_none() {
                    self.state = SessionState::Editing;
                }
                SessionEvent::Updated { update: Box::new(update), changes, started }
            }
            Err(error) => {
                self.scope = NextScope::Everything;
                if matches!(self.state, SessionState::New) {
                    self.state = SessionState::AtRest;
                }
                SessionEvent::Failed(error)
            }
        }
    }
}

#[cfg(test)]
#[path = "session_test.rs"]
mod tests;
