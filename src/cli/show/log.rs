//! What `watch` and `serve` have told already, so that each thing is told once.

use std::time::Duration;

use super::counts::{names_of, rebuild_summary, source_summary, summary};
use super::diagnostics::{Extent, named_notices, new_diagnostics};
use super::document;
use super::settings::{settings, settings_json};
use super::stream::tell;
use super::style::at_path;
use crate::cli::args::{ExitStatus, FormatArg, SharedArgs};
use crate::cli::project::Project;
use crate::diagnostic::Diagnostic;
use crate::export::run_json::{EventJson, RunJson};
use crate::pipeline::Update;
use crate::preview::watch::ChangedPaths;
use crate::site::WriteSummary;

/// The fault that `watch` or `serve` has shown last. It is shown once, not after every edit: where what is told goes into a file beside the
/// chapters, each line would lead to the next.
#[derive(Debug, Default)]
pub(in crate::cli) struct FaultLog {
    shown: Option<String>,
}

impl FaultLog {
    /// Calls `show` if this fault is not the one that was shown last.
    pub(in crate::cli) fn show(&mut self, fault: String, show: impl FnOnce() -> ExitStatus) {
        if self.shown.as_ref() != Some(&fault) {
            self.shown = Some(fault);
            // The command goes on.
            let _ = show();
        }
    }

    /// From now on any fault is a new one.
    pub(in crate::cli) fn mended(&mut self) {
        self.shown = None;
    }
}

/// The diagnostics that `watch` or `serve` has shown already, so that after each edit only new ones are shown.
#[derive(Debug, Default)]
pub(in crate::cli) struct DiagnosticLog {
    /// The diagnostics of the previous update, those of the configuration and the theme included; `None` before the first.
    reported: Option<Vec<Diagnostic>>,
    /// Whether a failure was shown since: then programs are told that it has ended, even where nothing else is new.
    has_failed: bool,
}

impl DiagnosticLog {
    /// A failure was shown: the course is not as it was reported.
    pub(in crate::cli) fn failed(&mut self) {
        self.has_failed = true;
    }

    /// Shows an update of `watch`: the diagnostics that the one before did not have, and a line.
    pub(in crate::cli) fn show_written(
        &mut self,
        update: &Update,
        project: &Project,
        shared: &SharedArgs,
        rebuild: &Rebuild<'_>,
    ) {
        if shared.format == FormatArg::Json {
            return self.show_document(update, project, shared, rebuild);
        }
        self.show_new(update, project, shared);
        match (rebuild.changes, rebuild.written) {
            (Some(changes), Some(written)) => rebuild_summary(changes, written, update, shared, rebuild.took),
            _ => summary(update, project, shared, rebuild.took),
        }
    }

    /// Shows an update of `serve`: the diagnostics that the one before did not have, and at first a line.
    pub(in crate::cli) fn show_read(
        &mut self,
        update: &Update,
        project: &Project,
        shared: &SharedArgs,
        rebuild: &Rebuild<'_>,
    ) {
        if shared.format == FormatArg::Json {
            return self.show_document(update, project, shared, rebuild);
        }
        self.show_new(update, project, shared);
        if rebuild.changes.is_none() {
            source_summary(update, project, shared, rebuild.took);
        }
    }

    fn show_new(&mut self, update: &Update, project: &Project, shared: &SharedArgs) {
        if self.reported.is_none() {
            settings(update, project, shared);
        }
        new_diagnostics(self.reported.as_deref(), update, project, shared, Extent::Brief);
        self.reported = Some(all_of(update, project));
    }

    /// Tells programs all that is to be said of the course as it is now; nothing where that and the site are as they were, as what is told may
    /// go into a file beside the chapters, and each line would lead to the next.
    fn show_document(&mut self, update: &Update, project: &Project, shared: &SharedArgs, rebuild: &Rebuild<'_>) {
        let all = all_of(update, project);
        let is_same_site = rebuild.written.is_none_or(|written| written.written + written.removed == 0);
        let has_failed = std::mem::take(&mut self.has_failed);
        if rebuild.changes.is_some() && is_same_site && !has_failed && self.reported.as_ref() == Some(&all) {
            return;
        }
        self.reported = Some(all);
        let output = rebuild.written.map(|_| project.output.as_path());
        let summary = document::summary(update, project, output);
        let run = RunJson {
            event: Some(match rebuild.changes {
                Some(changes) => EventJson::Rebuilt { changed: names_of(changes) },
                None => EventJson::Built,
            }),
            summary: Some(document::with_written(summary, rebuild.written, rebuild.took)),
            settings: if rebuild.changes.is_none() { settings_json(update, project, shared) } else { Vec::new() },
            ..RunJson::default()
        };
        tell(&document::of_course(update, &named_notices(project, shared), &run, shared), shared);
    }
}

/// All diagnostics of a course, and those of its configuration and its theme.
fn all_of(update: &Update, project: &Project) -> Vec<Diagnostic> {
    let notices = project.notices.iter().map(|notice| at_path(&notice.diagnostic, &notice.path));
    notices.chain(update.diagnostics().iter().cloned()).collect()
}

/// What `watch` or `serve` did after a change.
pub(in crate::cli) struct Rebuild<'r> {
    /// What had changed; nothing at first.
    pub changes: Option<&'r ChangedPaths>,
    /// What was written, where a site is.
    pub written: Option<&'r WriteSummary>,
    /// How long it took.
    pub took: Duration,
}
