//! What commands say, in one place: results to stdout, all else to stderr, colour only where it is wanted.

use std::collections::HashSet;
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use super::project::Project;
use super::{ColorArg, ExitStatus, FormatArg, SharedArgs};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::path::SourcePath;
use crate::pipeline::{PipelineError, Update};
use crate::preview::watch::ChangedPaths;
use crate::render::theme::TemplateError;
use crate::report::{self, Format, GroupLimit, HumanStyle};
use crate::site::{SiteError, WriteSummary};
use crate::span::Span;

/// So many diagnostics of one kind are shown by commands whose result is something else.
const MAX_PER_CODE: usize = 12;

/// Says once for the whole run whether to colour. `NO_COLOR`, `CLICOLOR` and pipes are minded by `auto`.
pub(super) fn choose_colour(when: ColorArg) {
    match when {
        ColorArg::Auto => anstream::ColorChoice::Auto,
        ColorArg::Always => anstream::ColorChoice::Always,
        ColorArg::Never => anstream::ColorChoice::Never,
    }
    .write_global();
}

/// A result, to stdout. A closed pipe is a reader who has seen enough.
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

/// Anything that is no result, to stderr. Where that cannot be written, nobody could be told.
fn say(text: &str) {
    let _ = anstream::stderr().lock().write_all(text.as_bytes());
}

/// What stops a command, and the way out.
pub(super) fn error(message: &str, help: &str) {
    say(&format!(
        "\u{1b}[1m\u{1b}[91merror\u{1b}[0m\u{1b}[1m: {}\u{1b}[0m\n  = help: {}\n",
        report::printable(message),
        report::printable(help)
    ));
}

/// What is worth knowing and stops nothing.
pub(super) fn notice(message: &str) {
    say(&format!("note: {}\n", report::printable(message)));
}

/// What is wrong with the configuration, where it stops the command.
pub(super) fn config(notices: &[Diagnostic], path: Option<&Path>, text: Option<&str>, shared: &SharedArgs) {
    if notices.is_empty() {
        return;
    }
    let (named, prefix) = in_config(notices, path);
    let text: Option<Arc<str>> = text.map(Arc::from);
    let texts = move |_: &SourcePath| text.clone();
    say(&report::show(format(shared), &named, &texts, &look(prefix, shared, std::io::stderr().is_terminal())));
}

/// Notices with the name of their file, and what stands before it.
fn in_config(notices: &[Diagnostic], path: Option<&Path>) -> (Vec<Diagnostic>, &'static str) {
    let name = path.map(|path| SourcePath::new(path.to_string_lossy().replace('\\', "/")));
    let named = notices.iter().map(|notice| match &name {
        Some(name) => notice.clone().in_file(name),
        None => notice.clone(),
    });
    (named.collect(), if path.is_some_and(Path::is_absolute) { "/" } else { "" })
}

/// What there is to say of a course and its configuration: one document where programs read it.
fn render_diagnostics(
    update: &Update,
    opened: &Project,
    shared: &SharedArgs,
    shown: &[Diagnostic],
    look: &HumanStyle<'_>,
) -> String {
    let (notices, prefix) = in_config(&opened.notices, opened.config.as_deref());
    let texts = texts(update);
    let config_text = opened.config_text.clone();
    let of_config = move |_: &SourcePath| config_text.clone();
    if shared.format == FormatArg::Json {
        let names: Vec<SourcePath> = notices.iter().filter_map(|notice| notice.source.clone()).collect();
        let all: Vec<Diagnostic> = notices.iter().chain(shown).cloned().collect();
        let either = move |path: &SourcePath| if names.contains(path) { of_config(path) } else { texts(path) };
        return report::show(Format::Json, &all, &either, look);
    }
    let config_look = HumanStyle { prefix, limit: None, ..look.clone() };
    let of_config = report::show(format(shared), &notices, &of_config, &config_look);
    of_config + &report::show(format(shared), shown, &texts, look)
}

/// Why there is no course at all.
pub(super) fn pipeline_error(error: &PipelineError, opened: &Project, shared: &SharedArgs) -> ExitStatus {
    match error {
        PipelineError::Source(fault) => {
            self::error(&fault.to_string(), "name the folder that holds the chapters: `syllabus build FOLDER`");
            ExitStatus::Failed
        }
        PipelineError::Template(fault) => template_error(fault, opened, shared),
    }
}

/// What is wrong with a template, with the line where it is known.
pub(super) fn template_error(error: &TemplateError, opened: &Project, shared: &SharedArgs) -> ExitStatus {
    let fault = TemplateFault::new(error, opened);
    let prefix = opened.theme.as_ref().map_or_else(String::new, |theme| theme.display().to_string());
    let look = look(&prefix, shared, std::io::stderr().is_terminal());
    say(&report::show(format(shared), &[fault.diagnostic], &|_: &SourcePath| fault.text.clone(), &look));
    ExitStatus::Faulty
}

/// A template's fault as a diagnostic, with what is needed to show its line.
pub(super) struct TemplateFault {
    pub diagnostic: Diagnostic,
    pub path: Option<PathBuf>,
    pub text: Option<Arc<str>>,
}

impl TemplateFault {
    pub fn new(error: &TemplateError, opened: &Project) -> Self {
        let path = opened.theme.as_ref().zip(error.file.as_ref()).map(|(theme, file)| theme.join(file));
        let text: Option<Arc<str>> =
            path.as_ref().and_then(|path| std::fs::read_to_string(path).ok()).map(|text| text.as_str().into());
        let theme = opened.theme.as_ref();
        let theme = theme.map_or_else(|| "the built-in theme".to_owned(), |theme| format!("`{}`", theme.display()));
        let help = format!("correct the file in {theme}; nothing was written, the last good site stays");
        let message = match &text {
            Some(_) => error.message.clone(),
            None => error.to_string(),
        };
        let mut diagnostic = Diagnostic::of_file(Code::Template, message).help(help);
        if let (Some(file), Some(text)) = (&error.file, &text) {
            diagnostic = diagnostic.in_file(&SourcePath::new(file));
            let before: usize = text.split_inclusive('\n').take(error.line.saturating_sub(1)).map(str::len).sum();
            let line = text.get(before..).and_then(|rest| rest.lines().next()).unwrap_or_default();
            let column = line.char_indices().nth(error.column.saturating_sub(1)).map_or(line.len(), |(at, _)| at);
            diagnostic.span = (error.line > 0).then(|| Span::new(before + column, before + line.len()));
        }
        TemplateFault { diagnostic, path, text }
    }
}

/// Why the site could not be written.
pub(super) fn site_error(error: &SiteError) -> ExitStatus {
    self::error(&error.to_string(), "what was whole before stays as it was");
    ExitStatus::Failed
}

/// The diagnostics of a command whose result is something else: to stderr, notes only where they are asked for.
pub(super) fn diagnostics(update: &Update, opened: &Project, shared: &SharedArgs) {
    show_new_diagnostics(None, update, opened, shared);
}

/// As `diagnostics`, without what was told before: an author who mends one link need not read of the others again.
pub(super) fn show_new_diagnostics(
    before: Option<&[Diagnostic]>,
    update: &Update,
    opened: &Project,
    shared: &SharedArgs,
) {
    let known: HashSet<_> = before.unwrap_or_default().iter().map(words).collect();
    let is_shown =
        |one: &&Diagnostic| (shared.verbose || one.severity > Severity::Note) && !known.contains(&words(one));
    let shown: Vec<Diagnostic> = update.diagnostics().iter().filter(is_shown).cloned().collect();
    let see_all = format!("syllabus check {}", opened.source.display());
    let prefix = prefix(opened);
    let mut look = look(&prefix, shared, std::io::stderr().is_terminal());
    if !shared.verbose {
        look.limit = Some(GroupLimit { per_code: MAX_PER_CODE, see_all: &see_all });
    }
    match before {
        None => say(&render_diagnostics(update, opened, shared, &shown, &look)),
        Some(_) => say(&report::show(format(shared), &shown, &texts(update), &look)),
    }
}

/// What a diagnostic says, wherever it stands: lines move while an author writes.
fn words(diagnostic: &Diagnostic) -> (Option<&SourcePath>, Code, &str) {
    (diagnostic.source.as_ref(), diagnostic.code, &diagnostic.message)
}

/// All diagnostics as the result, with a summary by code.
pub(super) fn all_diagnostics(update: &Update, opened: &Project, shared: &SharedArgs) -> ExitStatus {
    let prefix = prefix(opened);
    let look = look(&prefix, shared, std::io::stdout().is_terminal());
    let status = result(&render_diagnostics(update, opened, shared, update.diagnostics(), &look));
    if !shared.quiet && shared.format == FormatArg::Human {
        let all: Vec<Diagnostic> = opened.notices.iter().chain(update.diagnostics()).cloned().collect();
        let _ = result(&format!("{}\n", report::summary(&all)));
    }
    status
}

/// A line of its own.
pub(super) fn line(text: &str) {
    say(&format!("{text}\n"));
}

/// The last line: which source and configuration were taken, and what was counted.
pub(super) fn summary(update: &Update, opened: &Project, shared: &SharedArgs, took: Duration) {
    if shared.quiet {
        return;
    }
    let route = format!("{} → {}", opened.source.display(), opened.output.display());
    counted(&route, update, opened, took);
}

/// As `summary`, of what is read and not written.
pub(super) fn read(update: &Update, opened: &Project, shared: &SharedArgs, took: Duration) {
    if !shared.quiet {
        counted(&opened.source.display().to_string(), update, opened, took);
    }
}

fn counted(route: &str, update: &Update, opened: &Project, took: Duration) {
    let stats = update.stats();
    let config =
        opened.config.as_ref().map_or_else(|| "no config".to_owned(), |path| format!("config {}", path.display()));
    let counts = [
        report::counted(stats.chapters, "chapter"),
        report::counted(stats.questions, "question"),
        report::counted(stats.repairs, "repair"),
        report::counted(stats.warnings + opened.notices.len(), "warning"),
        report::counted(stats.errors, "error"),
    ];
    let line = format!("{route} ({config}): {}, {:.2} s", counts.join(", "), took.as_secs_f64());
    say(&format!("{}\n", report::printable(&line)));
}

/// One line for a rebuild: what changed, what was written, how long it took. Nothing where nothing had to be written.
pub(super) fn rebuilt(
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
    say(&format!("{}\n", report::printable(&line)));
}

/// The status of a command that saw the course.
pub(super) fn status(update: &Update, opened: &Project, shared: &SharedArgs) -> ExitStatus {
    let stats = update.stats();
    let warnings = stats.warnings + opened.notices.len();
    if stats.errors > 0 || (shared.strict && warnings > 0) { ExitStatus::Faulty } else { ExitStatus::Done }
}

fn texts(update: &Update) -> impl Fn(&SourcePath) -> Option<Arc<str>> + '_ {
    |source: &SourcePath| update.text(source)
}

/// SOURCE as typed, so that `file:line:column` opens from where the user stands.
fn prefix(opened: &Project) -> String {
    let folder = match (&opened.place, opened.source.parent()) {
        (crate::pipeline::SourceRoot::File(_), Some(folder)) => folder,
        _ => &opened.source,
    };
    folder.to_string_lossy().into_owned()
}

fn look<'a>(prefix: &'a str, shared: &SharedArgs, is_terminal: bool) -> HumanStyle<'a> {
    let width = is_terminal.then(terminal_width).flatten();
    // `anstream` takes the colours away where they are not wanted.
    HumanStyle { prefix, colour: shared.format == FormatArg::Human, width, limit: None }
}

fn terminal_width() -> Option<usize> {
    std::env::var("COLUMNS").ok()?.parse().ok()
}

fn format(shared: &SharedArgs) -> Format {
    match shared.format {
        FormatArg::Human => Format::Human,
        FormatArg::Json => Format::Json,
        FormatArg::Github => Format::Github,
    }
}
