//! The last line of a command, and its exit status: what was taken, what was counted.

use std::time::Duration;

use super::stream::write_stderr;
use crate::cli::args::{ExitStatus, FormatArg, SharedArgs};
use crate::cli::project::Project;
use crate::diagnostic::Severity;
use crate::pipeline::Update;
use crate::preview::watch::ChangedPaths;
use crate::report;
use crate::site::WriteSummary;

/// The exit status of a command that read the course.
pub(in crate::cli) fn status(update: &Update, project: &Project, shared: &SharedArgs) -> ExitStatus {
    let stats = update.stats();
    let warnings = stats.warnings + warnings_beside(project);
    if stats.errors > 0 || (shared.strict && warnings > 0) { ExitStatus::Faulty } else { ExitStatus::Done }
}

/// Shows which source, configuration and output were used, and the counts of the course.
pub(super) fn summary(update: &Update, project: &Project, shared: &SharedArgs, took: Duration) {
    let route = format!("{} → {}", project.source.display(), project.output.display());
    print_counts(&route, update, project, shared, took);
}

/// As [`summary`], for a course that is not written.
pub(super) fn source_summary(update: &Update, project: &Project, shared: &SharedArgs, took: Duration) {
    print_counts(&project.source.display().to_string(), update, project, shared, took);
}

fn print_counts(route: &str, update: &Update, project: &Project, shared: &SharedArgs, took: Duration) {
    // A line behind a document would spoil it.
    if !shared.shows_last_line() || shared.format == FormatArg::Sarif {
        return;
    }
    let stats = update.stats();
    let config =
        project.config.as_ref().map_or_else(|| "no config".to_owned(), |path| format!("config {}", path.display()));
    let counts = [
        report::counted(stats.chapters, "chapter"),
        report::counted(stats.questions, "question"),
        report::counted(stats.repairs, "repair"),
        report::counted(stats.warnings + warnings_beside(project), "warning"),
        report::counted(stats.errors, "error"),
    ];
    let address = project.address.as_ref();
    let address = address.map_or_else(String::new, |address| format!("; for {} from {}", address.url, address.from));
    let allowed = allowed(update, project);
    let line = format!("{route} ({config}{address}): {}{allowed}, {:.2} s", counts.join(", "), took.as_secs_f64());
    write_stderr(&format!("{}\n", report::printable(&line)));
}

/// `; 2 allowed`; empty where nothing is.
pub(super) fn allowed(update: &Update, project: &Project) -> String {
    match update.allowed() + project.allowed_notices.len() {
        0 => String::new(),
        allowed => format!("; {allowed} allowed"),
    }
}

/// Shows one line for a rebuild: the changed files, how many were written, and the time it took. Shows nothing if nothing was written.
pub(super) fn rebuild_summary(
    changes: &ChangedPaths,
    summary: &WriteSummary,
    update: &Update,
    shared: &SharedArgs,
    took: Duration,
) {
    if !shared.shows_last_line() || (summary.written == 0 && summary.removed == 0) {
        return;
    }
    let names = names_of(changes);
    let shown = names.iter().take(3).map(String::as_str).collect::<Vec<_>>().join(", ");
    let more = if names.len() > 3 { format!(" and {} more", names.len() - 3) } else { String::new() };
    let stats = update.stats();
    let line = format!(
        "{shown}{more}: {} written, {} removed, {} warnings, {} errors, {} ms",
        summary.written,
        summary.removed,
        stats.warnings,
        stats.errors,
        took.as_millis()
    );
    write_stderr(&format!("{}\n", report::printable(&line)));
}

/// The names of what changed.
pub(super) fn names_of(changes: &ChangedPaths) -> Vec<String> {
    changes.paths.iter().filter_map(|path| Some(path.file_name()?.to_string_lossy().into_owned())).collect()
}

/// How many warnings there are in the configuration and the theme.
fn warnings_beside(project: &Project) -> usize {
    project.notices.iter().filter(|notice| notice.diagnostic.severity == Severity::Warning).count()
}
