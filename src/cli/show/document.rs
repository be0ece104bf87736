//! What commands tell programs as JSON: one document of the whole run, or in `watch` and `serve` one a line. Makes text, and prints nothing.

use std::path::Path;
use std::time::Duration;

use crate::cli::args::{ExitStatus, SharedArgs, Telling};
use crate::cli::notice::ProjectNotice;
use crate::cli::project::Project;
use crate::diagnostic::Diagnostic;
use crate::export::run_json::{EventJson, FailureJson, RunJson, SummaryJson};
use crate::path::SourcePath;
use crate::pipeline::Update;
use crate::report::{self, JsonLayout, SourceTexts};
use crate::site::WriteSummary;

/// How documents are laid out by a command.
fn layout(shared: &SharedArgs) -> JsonLayout {
    if shared.telling == Telling::Lines { JsonLayout::Line } else { JsonLayout::Rows }
}

/// The document of a run that stopped, with what is wrong in a configuration or a template if that is why.
pub(super) fn of_failure(
    diagnostics: &[Diagnostic],
    texts: &dyn SourceTexts,
    failure: FailureJson,
    status: ExitStatus,
    shared: &SharedArgs,
) -> String {
    let run = RunJson { error: Some(failure), ..RunJson::default() };
    // A command that goes on has no status yet.
    let run = match shared.telling {
        Telling::Lines => RunJson { event: Some(EventJson::Failed), ..run },
        Telling::Result | Telling::Aside => RunJson { status: Some(status as u8), ..run },
    };
    report::json(diagnostics, texts, &run, layout(shared))
}

/// The document of something that happened, without diagnostics.
pub(super) fn of_event(event: EventJson, shared: &SharedArgs) -> String {
    let run = RunJson { event: Some(event), ..RunJson::default() };
    report::json(&[], &|_: &SourcePath| None, &run, layout(shared))
}

/// The document of a course with all its diagnostics, and those of files beside it, such as its configuration.
pub(super) fn of_course(
    update: &Update,
    beside: &[(Diagnostic, &ProjectNotice)],
    run: &RunJson,
    shared: &SharedArgs,
) -> String {
    let all: Vec<Diagnostic> = beside.iter().map(|(one, _)| one).chain(update.diagnostics()).cloned().collect();
    let own = |path: &SourcePath| beside.iter().find(|(one, _)| one.source.as_ref() == Some(path));
    let texts = |path: &SourcePath| own(path).map_or_else(|| update.text(path), |(_, notice)| notice.text.clone());
    report::json(&all, &texts, run, layout(shared))
}

/// What a run read; a site that it writes goes to `output`.
pub(super) fn summary(update: &Update, project: &Project, output: Option<&Path>) -> SummaryJson {
    let stats = update.stats();
    let beside = report::SeverityCounts::of(project.notices.iter().map(|notice| &notice.diagnostic));
    let shown = |path: &Path| path.display().to_string();
    SummaryJson {
        source: shown(&project.source),
        output: output.map(shown),
        config: project.config.as_deref().map(shown),
        address: project.address.as_ref().map(|address| address.url.clone()),
        address_from: project.address.as_ref().map(|address| address.from.to_string()),
        chapters: stats.chapters,
        questions: stats.questions,
        repairs: stats.repairs,
        errors: stats.errors + beside.errors,
        warnings: stats.warnings + beside.warnings,
        notes: stats.notes + beside.notes,
        allowed: update.allowed() + project.allowed_notices.len(),
        ..SummaryJson::default()
    }
}

/// The same with what was written, and how long it took.
pub(super) fn with_written(summary: SummaryJson, written: Option<&WriteSummary>, took: Duration) -> SummaryJson {
    SummaryJson {
        written: written.map(|written| written.written),
        removed: written.map(|written| written.removed),
        seconds: Some((took.as_secs_f64() * 1e3).round() / 1e3),
        ..summary
    }
}
