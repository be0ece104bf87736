//! Everything that commands print: results to stdout, all else to stderr, with colour only where it is wanted.

use std::collections::HashSet;
use std::fs::Metadata;
use std::io::{IsTerminal, Write};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use super::args::{ColorArg, ExitStatus, FormatArg, SharedArgs};
use super::notice::ProjectNotice;
use super::project::{ConfigFile, Project, ProjectError};
use super::publish::PublishError;
use super::template_fault::TemplateFault;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::path::SourcePath;
use crate::pipeline::{PipelineError, Update};
use crate::preview::watch::ChangedPaths;
use crate::render::theme::TemplateError;
use crate::report::{self, Format, HumanStyle, SarifGroup};
use crate::site::{SiteError, WriteSummary};

/// Decides once for the whole run whether output is coloured. `auto` respects `NO_COLOR`, `CLICOLOR` and pipes.
pub(super) fn choose_colour(when: ColorArg) {
    match when {
        ColorArg::Auto => anstream::ColorChoice::Auto,
        ColorArg::Always => anstream::ColorChoice::Always,
        ColorArg::Never => anstream::ColorChoice::Never,
    }
    .write_global();
}

/// Prints a result to stdout. A closed pipe is not an error: the reader does not need the rest.
pub(super) fn result(text: &str) -> ExitStatus {
    match anstream::stdout().lock().write_all(text.as_bytes()) {
        Ok(()) => ExitStatus::Done,
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => ExitStatus::Done,
        Err(error) => {
            self::error(&format!("stdout cannot be written: {error}"), "look where the output goes: is the disk full?");
            ExitStatus::Failed
        }
    }
}

/// Prints exactly these bytes: colours are neither added nor removed. A closed pipe is not an error: the reader does not need the rest.
pub(super) fn bytes(bytes: &[u8]) -> ExitStatus {
    let mut out = std::io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            self::error(&format!("stdout cannot be written: {error}"), "look where the output goes: is the disk full?");
            ExitStatus::Failed
        }
        _ => ExitStatus::Done,
    }
}

/// The plain files into which stdout and stderr go: `syllabus watch > watch.log`.
#[cfg(unix)]
pub(super) fn own_files() -> Vec<Metadata> {
    use std::os::fd::AsFd;
    let (out, err) = (std::io::stdout(), std::io::stderr());
    let copies = [out.as_fd().try_clone_to_owned(), err.as_fd().try_clone_to_owned()];
    let files = copies.into_iter().flatten().filter_map(|copy| std::fs::File::from(copy).metadata().ok());
    files.filter(Metadata::is_file).collect()
}

/// On other systems they are not known.
#[cfg(not(unix))]
pub(super) fn own_files() -> Vec<Metadata> {
    Vec::new()
}

/// Prints to stderr. An error is ignored, as nothing else can report it.
fn write_stderr(text: &str) {
    let _ = anstream::stderr().lock().write_all(text.as_bytes());
}

/// Shows an error that stops the command, and what to do.
pub(super) fn error(message: &str, help: &str) {
    write_stderr(&format!(
        "\u{1b}[1m\u{1b}[91merror\u{1b}[0m\u{1b}[1m: {}\u{1b}[0m\n  = help: {}\n",
        report::printable(message),
        report::printable(help)
    ));
}

/// Asks a question in the terminal; the answer is read by the caller.
pub(super) fn prompt(question: &str) {
    write_stderr(question);
}

/// Shows a note that does not stop the command.
pub(super) fn notice(message: &str) {
    write_stderr(&format!("note: {}\n", report::printable(message)));
}

/// Shows why a project cannot be loaded; returns the status.
pub(super) fn project_error(error: &ProjectError, shared: &SharedArgs) -> ExitStatus {
    match error {
        ProjectError::Config(file) => {
            config(file, shared);
            ExitStatus::Faulty
        }
        ProjectError::Plain { status, message, help } => {
            self::error(message, help);
            *status
        }
    }
}

/// Shows the diagnostics of a configuration that cannot be used.
fn config(file: &ConfigFile, shared: &SharedArgs) {
    let named: Vec<Diagnostic> = file.notices.iter().map(|notice| at_path(notice, &file.path)).collect();
    let texts = |_: &SourcePath| Some(Arc::clone(&file.text));
    let style = human_style(prefix_of(&file.path), shared, std::io::stderr().is_terminal());
    write_stderr(&report::show(format(shared), &named, &texts, &style));
}

/// A diagnostic of a file that is no part of the course, with the path of that file.
fn at_path(diagnostic: &Diagnostic, path: &Path) -> Diagnostic {
    diagnostic.clone().in_file(&SourcePath::new(path.to_string_lossy().replace('\\', "/")))
}

/// What stands before the path of such a file.
fn prefix_of(path: &Path) -> &'static str {
    if path.is_absolute() { "/" } else { "" }
}

/// The diagnostics of a course, its configuration and its theme as text in the requested format; as JSON they are one document.
fn render_diagnostics(
    update: &Update,
    named: &[(Diagnostic, &ProjectNotice)],
    shared: &SharedArgs,
    shown: &[Diagnostic],
    style: &HumanStyle<'_>,
) -> String {
    let texts = texts(update);
    if shared.format == FormatArg::Json {
        let all: Vec<Diagnostic> = named.iter().map(|(one, _)| one).chain(shown).cloned().collect();
        let own = |path: &SourcePath| named.iter().find(|(one, _)| one.source.as_ref() == Some(path));
        let either = |path: &SourcePath| own(path).map_or_else(|| texts(path), |(_, notice)| notice.text.clone());
        return report::show(Format::Json, &all, &either, style);
    }
    if shared.format == FormatArg::Sarif {
        let notices: Vec<Diagnostic> = named.iter().map(|(one, _)| one.clone()).collect();
        let own = |path: &SourcePath| {
            named.iter().find(|(one, _)| one.source.as_ref() == Some(path)).and_then(|(_, notice)| notice.text.clone())
        };
        let of_notices = SarifGroup { diagnostics: &notices, texts: &own, prefix: "" };
        return report::sarif(&[of_notices, SarifGroup { diagnostics: shown, texts: &texts, prefix: style.prefix }]);
    }
    let of_notices = named.iter().map(|(diagnostic, notice)| {
        let own_style = HumanStyle { prefix: prefix_of(&notice.path), see_all: None, ..style.clone() };
        let own_text = |_: &SourcePath| notice.text.clone();
        report::show(format(shared), std::slice::from_ref(diagnostic), &own_text, &own_style)
    });
    of_notices.collect::<String>() + &report::show(format(shared), shown, &texts, style)
}

/// Shows why the course could not be read; returns the status.
pub(super) fn pipeline_error(error: &PipelineError, project: &Project, shared: &SharedArgs) -> ExitStatus {
    match error {
        PipelineError::Source(error) => {
            self::error(&error.to_string(), "name the folder that holds the chapters: `syllabus build FOLDER`");
            ExitStatus::Failed
        }
        PipelineError::Template(error) => template_error(error, project, shared),
    }
}

/// Shows the error of a template, with its line if it is known; returns the status.
pub(super) fn template_error(error: &TemplateError, project: &Project, shared: &SharedArgs) -> ExitStatus {
    let fault = TemplateFault::new(error, project);
    let prefix = project.theme.as_ref().map_or_else(String::new, |theme| theme.display().to_string());
    let style = human_style(&prefix, shared, std::io::stderr().is_terminal());
    write_stderr(&report::show(format(shared), &[fault.diagnostic], &|_: &SourcePath| fault.text.clone(), &style));
    ExitStatus::Faulty
}

/// Shows why a site could not be made or written; returns the status.
pub(super) fn publish_error(error: &PublishError, project: &Project, shared: &SharedArgs) -> ExitStatus {
    match error {
        PublishError::Template(error) => template_error(error, project, shared),
        PublishError::Site(error) => site_error(error),
    }
}

/// Shows why the site could not be written; returns the status.
pub(super) fn site_error(error: &SiteError) -> ExitStatus {
    self::error(&error.to_string(), "what was whole before stays as it was");
    ExitStatus::Failed
}

/// How many diagnostics are shown to people. Programs get all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Extent {
    /// Some of each code; of the rest the number.
    Brief,
    /// Each one: `--all`.
    All,
}

impl Extent {
    /// As `--all` says.
    pub(super) fn new(all: bool) -> Self {
        if all { Extent::All } else { Extent::Brief }
    }

    /// What is shown to see the rest.
    fn see_all(self, how: &str) -> Option<&str> {
        (self == Extent::Brief).then_some(how)
    }
}

/// Whether a diagnostic is shown: notes are shown to people only where they ask for them.
fn is_wanted(diagnostic: &Diagnostic, shared: &SharedArgs) -> bool {
    shared.verbose || shared.format != FormatArg::Human || diagnostic.severity > Severity::Note
}

/// Shows diagnostics on stderr, for commands whose result is something else.
pub(super) fn diagnostics(update: &Update, project: &Project, shared: &SharedArgs, extent: Extent) {
    new_diagnostics(None, update, project, shared, extent);
}

/// The fault that `watch` or `serve` has shown last. It is shown once, not after every edit: where what is told goes into a file beside the
/// chapters, each line would lead to the next.
#[derive(Debug, Default)]
pub(super) struct FaultLog {
    shown: Option<String>,
}

impl FaultLog {
    /// Calls `show` if this fault is not the one that was shown last.
    pub(super) fn show(&mut self, fault: String, show: impl FnOnce() -> ExitStatus) {
        if self.shown.as_ref() != Some(&fault) {
            self.shown = Some(fault);
            // The command goes on.
            let _ = show();
        }
    }

    /// From now on any fault is a new one.
    pub(super) fn mended(&mut self) {
        self.shown = None;
    }
}

/// The diagnostics that `watch` or `serve` has shown already, so that after each edit only new ones are shown.
#[derive(Debug, Default)]
pub(super) struct DiagnosticLog {
    /// The diagnostics of the previous update, those of the configuration and the theme included; `None` before the first.
    reported: Option<Vec<Diagnostic>>,
}

impl DiagnosticLog {
    /// Shows the diagnostics that the previous update did not have.
    pub(super) fn show(&mut self, update: &Update, project: &Project, shared: &SharedArgs) {
        new_diagnostics(self.reported.as_deref(), update, project, shared, Extent::Brief);
        let notices = project.notices.iter().map(|notice| at_path(&notice.diagnostic, &notice.path));
        self.reported = Some(notices.chain(update.diagnostics().iter().cloned()).collect());
    }
}

fn new_diagnostics(
    before: Option<&[Diagnostic]>,
    update: &Update,
    project: &Project,
    shared: &SharedArgs,
    extent: Extent,
) {
    let reported: HashSet<_> = before.unwrap_or_default().iter().map(identity).collect();
    let is_shown = |one: &&Diagnostic| is_wanted(one, shared) && !reported.contains(&identity(one));
    let shown: Vec<Diagnostic> = update.diagnostics().iter().filter(is_shown).cloned().collect();
    let command = format!("syllabus check {} --all", project.source.display());
    let prefix = prefix(project);
    let style = human_style(&prefix, shared, std::io::stderr().is_terminal());
    let style = HumanStyle { see_all: extent.see_all(&command), ..style };
    let named = named_notices(project, shared);
    let named: Vec<_> = named.into_iter().filter(|(one, _)| !reported.contains(&identity(one))).collect();
    write_stderr(&render_diagnostics(update, &named, shared, &shown, &style));
}

/// The diagnostics of the configuration and the theme that are shown, with the paths of their files.
fn named_notices<'p>(project: &'p Project, shared: &SharedArgs) -> Vec<(Diagnostic, &'p ProjectNotice)> {
    let notices = project.notices.iter().filter(|notice| is_wanted(&notice.diagnostic, shared));
    notices.map(|notice| (at_path(&notice.diagnostic, &notice.path), notice)).collect()
}

/// What identifies a diagnostic between updates. The line is not part of it, as lines move while an author writes.
fn identity(diagnostic: &Diagnostic) -> (Option<&SourcePath>, Code, &str) {
    (diagnostic.source.as_ref(), diagnostic.code, &diagnostic.message)
}

/// Prints the diagnostics as the result, with a summary by code.
pub(super) fn all_diagnostics(update: &Update, project: &Project, shared: &SharedArgs, extent: Extent) -> ExitStatus {
    let prefix = prefix(project);
    let style = human_style(&prefix, shared, std::io::stdout().is_terminal());
    let style = HumanStyle { see_all: extent.see_all("--all"), ..style };
    let shown: Vec<Diagnostic> = update.diagnostics().iter().filter(|one| is_wanted(one, shared)).cloned().collect();
    let status = result(&render_diagnostics(update, &named_notices(project, shared), shared, &shown, &style));
    if !shared.quiet && shared.format == FormatArg::Human {
        let notices = project.notices.iter().map(|notice| &notice.diagnostic);
        let all: Vec<Diagnostic> = notices.chain(update.diagnostics()).cloned().collect();
        let hidden = if shown.len() < update.diagnostics().len() { "; `--verbose` shows the notes" } else { "" };
        let fixable = update.diagnostics().iter().filter(|one| one.fix.is_some()).count();
        let fixable = if fixable > 0 { format!("; `--fix` mends {fixable}") } else { String::new() };
        let _ = result(&format!("{}{}{fixable}{hidden}\n", report::summary(&all), allowed(update, project)));
    }
    status
}

/// `; 2 allowed`; empty where nothing is.
fn allowed(update: &Update, project: &Project) -> String {
    match update.allowed() + project.allowed_notices.len() {
        0 => String::new(),
        allowed => format!("; {allowed} allowed"),
    }
}

/// Prints a line on stderr.
pub(super) fn line(text: &str) {
    write_stderr(&format!("{text}\n"));
}

/// Shows which source, configuration and output were used, and the counts of the course.
pub(super) fn summary(update: &Update, project: &Project, shared: &SharedArgs, took: Duration) {
    if shared.quiet {
        return;
    }
    let route = format!("{} → {}", project.source.display(), project.output.display());
    print_counts(&route, update, project, took);
}

/// As [`summary`], for a course that is not written.
pub(super) fn source_summary(update: &Update, project: &Project, shared: &SharedArgs, took: Duration) {
    if !shared.quiet {
        print_counts(&project.source.display().to_string(), update, project, took);
    }
}

fn print_counts(route: &str, update: &Update, project: &Project, took: Duration) {
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

/// Shows one line for a rebuild: the changed files, how many were written, and the time it took. Shows nothing if nothing was written.
pub(super) fn rebuild_summary(
    changes: &ChangedPaths,
    summary: &WriteSummary,
    update: &Update,
    shared: &SharedArgs,
    took: Duration,
) {
    if shared.quiet || (summary.written == 0 && summary.removed == 0) {
        return;
    }
    let names: Vec<String> =
        changes.paths.iter().filter_map(|path| Some(path.file_name()?.to_string_lossy().into_owned())).collect();
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

/// The exit status of a command that read the course.
pub(super) fn status(update: &Update, project: &Project, shared: &SharedArgs) -> ExitStatus {
    let stats = update.stats();
    let warnings = stats.warnings + warnings_beside(project);
    if stats.errors > 0 || (shared.strict && warnings > 0) { ExitStatus::Faulty } else { ExitStatus::Done }
}

/// How many warnings there are in the configuration and the theme.
fn warnings_beside(project: &Project) -> usize {
    project.notices.iter().filter(|notice| notice.diagnostic.severity == Severity::Warning).count()
}

fn texts(update: &Update) -> impl Fn(&SourcePath) -> Option<Arc<str>> + '_ {
    |source: &SourcePath| update.text(source)
}

/// SOURCE as typed, so that `file:line:column` can be opened from the current directory.
fn prefix(project: &Project) -> String {
    let folder = match (&project.source_root, project.source.parent()) {
        (crate::pipeline::SourceRoot::File(_), Some(folder)) => folder,
        _ => &project.source,
    };
    folder.to_string_lossy().into_owned()
}

fn human_style<'a>(prefix: &'a str, shared: &SharedArgs, is_terminal: bool) -> HumanStyle<'a> {
    let width = is_terminal.then(terminal_width).flatten();
    // `anstream` removes colours where they are not wanted.
    HumanStyle { prefix, colour: shared.format == FormatArg::Human, width, see_all: None }
}

fn terminal_width() -> Option<usize> {
    std::env::var("COLUMNS").ok()?.parse().ok()
}

fn format(shared: &SharedArgs) -> Format {
    match shared.format {
        FormatArg::Human => Format::Human,
        FormatArg::Json => Format::Json,
        FormatArg::Github => Format::Github,
        FormatArg::Sarif => Format::Sarif,
    }
}
