//! Shows why a command stops: its configuration, a template, the disk.

use std::io::IsTerminal;
use std::sync::Arc;

use super::document;
use super::stream::{failure, refuse, tell};
use super::style::{at_path, format, human_style, prefix_of};
use crate::cli::args::{ExitStatus, FormatArg, SharedArgs};
use crate::cli::live::LiveError;
use crate::cli::notice::ProjectNotice;
use crate::cli::project::{ConfigFile, Project, ProjectError};
use crate::cli::publish::PublishError;
use crate::cli::template_fault::TemplateFault;
use crate::diagnostic::Diagnostic;
use crate::export::run_json::FailureJson;
use crate::path::SourcePath;
use crate::pipeline::PipelineError;
use crate::render::theme::TemplateError;
use crate::report;
use crate::site::SiteError;

/// Shows why a project cannot be loaded; returns the status.
pub(in crate::cli) fn project_error(error: &ProjectError, shared: &SharedArgs) -> ExitStatus {
    match error {
        ProjectError::Config(file) => config(file, shared),
        ProjectError::Plain { status, message, help } => refuse(*status, message, help, shared),
    }
}

/// Shows the diagnostics of a configuration that cannot be used; returns the status.
fn config(file: &ConfigFile, shared: &SharedArgs) -> ExitStatus {
    let named: Vec<Diagnostic> = file.notices.iter().map(|notice| at_path(notice, &file.path)).collect();
    let texts = |_: &SourcePath| Some(Arc::clone(&file.text));
    let status = ExitStatus::Faulty;
    if shared.format == FormatArg::Json {
        let message = format!("`{}` has errors", file.path.display());
        let failure = failure(&message, "correct the places that are shown; nothing was written");
        tell(&document::of_failure(&named, &texts, failure, status, shared), shared);
    } else {
        let prefix = prefix_of(&file.path);
        let style = human_style(&prefix, shared, std::io::stderr().is_terminal());
        tell(&report::show(format(shared), &named, &texts, &style), shared);
    }
    status
}

/// Shows why the course could not be read; returns the status.
pub(in crate::cli) fn pipeline_error(error: &PipelineError, project: &Project, shared: &SharedArgs) -> ExitStatus {
    match error {
        PipelineError::Source(error) => refuse(
            ExitStatus::Failed,
            &error.to_string(),
            "name the folder that holds the chapters: `syllabus build FOLDER`",
            shared,
        ),
        PipelineError::Template(error) => template_error(error, project, shared),
    }
}

/// Shows the error of a template, with its line if it is known; returns the status.
pub(in crate::cli) fn template_error(error: &TemplateError, project: &Project, shared: &SharedArgs) -> ExitStatus {
    let fault = TemplateFault::new(error, project);
    let status = ExitStatus::Faulty;
    if shared.format == FormatArg::Json {
        let notice = fault.into_notice(project);
        let named = [at_path(&notice.diagnostic, &notice.path)];
        let failure = template_failure(&notice);
        let texts = |_: &SourcePath| notice.text.clone();
        tell(&document::of_failure(&named, &texts, failure, status, shared), shared);
    } else {
        let prefix = project.theme.as_ref().map_or_else(String::new, |theme| theme.display().to_string());
        let style = human_style(&prefix, shared, std::io::stderr().is_terminal());
        let texts = |_: &SourcePath| fault.text.clone();
        tell(&report::show(format(shared), &[fault.diagnostic], &texts, &style), shared);
    }
    status
}

pub(super) fn template_failure(notice: &ProjectNotice) -> FailureJson {
    failure("a template cannot be used", notice.diagnostic.help.as_deref().unwrap_or_default())
}

/// Shows why a site could not be made or written; returns the status.
pub(in crate::cli) fn publish_error(error: &PublishError, project: &Project, shared: &SharedArgs) -> ExitStatus {
    match error {
        PublishError::Template(error) => template_error(error, project, shared),
        PublishError::Site(error) => site_error(error, shared),
    }
}

/// What is said of a site that could not be written.
pub(super) const WHOLE_BEFORE: &str = "what was whole before stays as it was";

/// Shows why the published site could not be looked at; returns the status.
pub(in crate::cli) fn live_error(why: &LiveError, shared: &SharedArgs) -> ExitStatus {
    match why {
        LiveError::NoAddress => refuse(
            ExitStatus::Usage,
            "nobody says where the published site is",
            "name it: `syllabus check --live https://ada.github.io/linux-basics/`, or set `[publish] base_url`",
            shared,
        ),
        LiveError::Unreadable(why) => refuse(
            ExitStatus::Failed,
            &format!("the published site cannot be looked at: {why}"),
            "name the address of its first page, or a folder with a copy of the site",
            shared,
        ),
    }
}

/// Shows why the site could not be written; returns the status.
pub(in crate::cli) fn site_error(error: &SiteError, shared: &SharedArgs) -> ExitStatus {
    refuse(ExitStatus::Failed, &error.to_string(), WHOLE_BEFORE, shared)
}
