//! Shows the diagnostics of a course and of the files beside it.

use std::collections::HashSet;
use std::io::IsTerminal;
use std::sync::Arc;

use super::counts::allowed;
use super::stream::{result, tell};
use super::style::{at_path, format, human_style, prefix, prefix_of};
use crate::cli::args::{ExitStatus, FormatArg, SharedArgs};
use crate::cli::notice::ProjectNotice;
use crate::cli::project::Project;
use crate::diagnostic::{Code, Diagnostic};
use crate::path::SourcePath;
use crate::pipeline::Update;
use crate::report::{self, HumanStyle, SarifGroup};

/// How many diagnostics are shown to people. Programs get all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::cli) enum Extent {
    /// Some of each code; of the rest the number.
    Brief,
    /// Each one: `--all`.
    All,
}

impl Extent {
    /// As `--all` says.
    pub(in crate::cli) fn new(all: bool) -> Self {
        if all { Extent::All } else { Extent::Brief }
    }

    /// What is shown to see the rest.
    fn see_all(self, how: &str) -> Option<&str> {
        (self == Extent::Brief).then_some(how)
    }
}

pub(super) fn new_diagnostics(
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
    tell(&render_diagnostics(update, &named, shared, &shown, &style), shared);
}

/// Prints the diagnostics as the result; for people with a summary by code.
pub(super) fn print_all(update: &Update, project: &Project, shared: &SharedArgs, extent: Extent) -> ExitStatus {
    let prefix = prefix(project);
    let style = human_style(&prefix, shared, std::io::stdout().is_terminal());
    let style = HumanStyle { see_all: extent.see_all("--all"), ..style };
    let shown: Vec<Diagnostic> = update.diagnostics().iter().filter(|one| is_wanted(one, shared)).cloned().collect();
    let status = result(&render_diagnostics(update, &named_notices(project, shared), shared, &shown, &style));
    if shared.shows_last_line() && shared.format == FormatArg::Human {
        let notices = project.notices.iter().map(|notice| &notice.diagnostic);
        let all: Vec<Diagnostic> = notices.chain(update.diagnostics()).cloned().collect();
        let has_hidden_notes = shared.quiet == 0 && shown.len() < update.diagnostics().len();
        let hidden = if has_hidden_notes { "; `--verbose` shows the notes" } else { "" };
        let fixable = update.diagnostics().iter().filter(|one| one.fix.is_some()).count();
        let fixable = if fixable > 0 { format!("; `--fix` mends {fixable}") } else { String::new() };
        let _ = result(&format!("{}{}{fixable}{hidden}\n", report::summary(&all), allowed(update, project)));
    }
    status
}

/// The diagnostics of a course, its configuration and its theme as text in the requested format, but for JSON: that is a document of the run.
fn render_diagnostics(
    update: &Update,
    named: &[(Diagnostic, &ProjectNotice)],
    shared: &SharedArgs,
    shown: &[Diagnostic],
    style: &HumanStyle<'_>,
) -> String {
    let texts = texts(update);
    if shared.format == FormatArg::Sarif {
        let notices: Vec<Diagnostic> = named.iter().map(|(one, _)| one.clone()).collect();
        let own = |path: &SourcePath| {
            named.iter().find(|(one, _)| one.source.as_ref() == Some(path)).and_then(|(_, notice)| notice.text.clone())
        };
        let of_notices = SarifGroup { diagnostics: &notices, texts: &own, prefix: "" };
        return report::sarif(&[of_notices, SarifGroup { diagnostics: shown, texts: &texts, prefix: style.prefix }]);
    }
    let of_notices = named.iter().map(|(diagnostic, notice)| {
        let own_prefix = prefix_of(&notice.path);
        let own_style = HumanStyle { prefix: &own_prefix, see_all: None, ..style.clone() };
        let own_text = |_: &SourcePath| notice.text.clone();
        report::show(format(shared), std::slice::from_ref(diagnostic), &own_text, &own_style)
    });
    of_notices.collect::<String>() + &report::show(format(shared), shown, &texts, style)
}

/// The diagnostics of the configuration and the theme that are shown, with the paths of their files.
pub(super) fn named_notices<'p>(project: &'p Project, shared: &SharedArgs) -> Vec<(Diagnostic, &'p ProjectNotice)> {
    let notices = project.notices.iter().filter(|notice| is_wanted(&notice.diagnostic, shared));
    notices.map(|notice| (at_path(&notice.diagnostic, &notice.path), notice)).collect()
}

/// Whether a diagnostic is shown: notes are shown to people only where they ask for them.
fn is_wanted(diagnostic: &Diagnostic, shared: &SharedArgs) -> bool {
    shared.format != FormatArg::Human || shared.shows(diagnostic.severity)
}

/// What identifies a diagnostic between updates. The line is not part of it, as lines move while an author writes.
fn identity(diagnostic: &Diagnostic) -> (Option<&SourcePath>, Code, &str) {
    (diagnostic.source.as_ref(), diagnostic.code, &diagnostic.message)
}

fn texts(update: &Update) -> impl Fn(&SourcePath) -> Option<Arc<str>> + '_ {
    |source: &SourcePath| update.text(source)
}
