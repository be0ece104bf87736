//! What `watch` and `serve` have in common: a project that is read, and read again whenever something changes. In: sets of changed paths.
//! Out: events, one after another; the two commands differ only in what they do with them. Shows nothing and writes nothing.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::project::{Project, ProjectError};
use crate::pipeline::{self, Pipeline, PipelineError, Update};
use crate::preview::watch::{ChangedPaths, SourceWatcher, WatchEvent};
use crate::report::Progress;

/// An author has stopped editing when nothing has changed for this long.
const REST_TIME: Duration = Duration::from_millis(500);

/// How often a project that could not be loaded is tried again: what it waits for may lie where nothing is watched.
const RETRY_INTERVAL: Duration = Duration::from_secs(1);

/// What happened to the project.
pub(super) enum SessionEvent {
    /// Changes are found otherwise than was asked for, and why.
    Notice(String),
    /// The course was read.
    Updated {
        update: Box<Update>,
        /// What had changed on disk; none for the first update.
        changes: Option<ChangedPaths>,
        /// When reading began.
        started: Instant,
    },
    /// The course could not be read. The update before is still good.
    Failed(PipelineError),
    /// The configuration or the theme cannot be used as it is now. Yielded once for each reason; [`Session::refusal`] holds until it is mended.
    Refused(Arc<ProjectError>),
    /// Nothing has changed for a while after an update. Yielded once for each pause.
    AtRest,
    /// The source of changes was stopped. Nothing follows.
    Stopped,
}

/// What becomes of edited chapters while the configuration cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum WhileRefused {
    /// They are not read before there is a configuration again.
    Wait,
    /// They are read under the last configuration that could be used.
    UsePrevious,
}

/// Where a session learns what changed on disk.
pub(super) trait ChangeSource {
    /// Waits for the next set of changes, for `patience` at most where that is given.
    fn next(&mut self, timeout: Option<Duration>) -> WatchEvent;
    /// Has these paths watched from now on.
    fn follow(&mut self, paths: &[PathBuf]);
    /// Why changes are found otherwise than was asked for; each reason is returned once.
    fn notice(&mut self) -> Option<String>;
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
}

/// Between two events.
#[derive(Debug)]
enum SessionState {
    /// Nothing has been read yet.
    New,
    /// There was an update, and edits may go on.
    Editing,
    /// Edits have paused; the next change may take as long as it likes.
    AtRest,
    /// The project cannot be loaded as it is now.
    Refused(Arc<ProjectError>),
}

/// What the next update must look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum NextScope {
    /// All files: the update before failed, changes were left unread, or the settings are new.
    Everything,
    /// The changed files only.
    Changes,
}

/// A project that is kept up to date.
pub(super) struct Session<S, L> {
    /// As it was loaded last.
    pub(super) project: Project,
    pub(super) pipeline: Pipeline,
    source: S,
    /// Loads the project anew, from what was typed.
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

    /// Takes changes in; without any, tries again to load a project that was refused.
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
                // Chapters may be among the changes that are left unread now.
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
