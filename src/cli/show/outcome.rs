//! Shows what became of a build or a check.

use std::time::Duration;

use super::counts::{status, summary};
use super::diagnostics::{Extent, named_notices, new_diagnostics, print_all};
use super::document;
use super::failure::{WHOLE_BEFORE, publish_error, template_failure};
use super::settings::{settings, settings_json};
use super::stream::{failure, result, tell};
use super::style::at_path;
use crate::cli::args::{ExitStatus, FormatArg, SharedArgs};
use crate::cli::project::Project;
use crate::cli::publish::PublishError;
use crate::cli::template_fault::TemplateFault;
use crate::export::run_json::RunJson;
use crate::pipeline::Update;
use crate::site::WriteSummary;

/// Shows what became of a build: its diagnostics on stderr, and the last line or why the site could not be written. As JSON all of it is one
/// document. Returns the status.
pub(in crate::cli) fn built(
    update: &Update,
    project: &Project,
    shared: &SharedArgs,
    extent: Extent,
    took: Duration,
    written: &Result<WriteSummary, PublishError>,
) -> ExitStatus {
    if shared.format == FormatArg::Json {
        return built_document(update, project, shared, took, written);
    }
    settings(update, project, shared);
    new_diagnostics(None, update, project, shared, extent);
    match written {
        Ok(_) => {
            summary(update, project, shared, took);
            status(update, project, shared)
        }
        Err(error) => publish_error(error, project, shared),
    }
}

fn built_document(
    update: &Update,
    project: &Project,
    shared: &SharedArgs,
    took: Duration,
    written: &Result<WriteSummary, PublishError>,
) -> ExitStatus {
    let mut beside = named_notices(project, shared);
    let (error, status, fault) = match written {
        Ok(_) => (None, status(update, project, shared), None),
        Err(PublishError::Site(error)) => (Some(failure(&error.to_string(), WHOLE_BEFORE)), ExitStatus::Failed, None),
        Err(PublishError::Template(error)) => {
            let notice = TemplateFault::new(error, project).into_notice(project);
            (Some(template_failure(&notice)), ExitStatus::Faulty, Some(notice))
        }
    };
    beside.extend(fault.as_ref().map(|notice| (at_path(&notice.diagnostic, &notice.path), notice)));
    let summary = document::summary(update, project, Some(&project.output));
    let run = RunJson {
        summary: Some(document::with_written(summary, written.as_ref().ok(), took)),
        error,
        status: Some(status as u8),
        settings: settings_json(update, project, shared),
        ..RunJson::default()
    };
    tell(&document::of_course(update, &beside, &run, shared), shared);
    status
}

/// Prints all diagnostics as the result, with a summary; returns the status.
pub(in crate::cli) fn checked(update: &Update, project: &Project, shared: &SharedArgs, extent: Extent) -> ExitStatus {
    let status = status(update, project, shared);
    let printed = if shared.format == FormatArg::Json {
        let run = RunJson {
            summary: Some(document::summary(update, project, None)),
            status: Some(status as u8),
            settings: settings_json(update, project, shared),
            ..RunJson::default()
        };
        result(&document::of_course(update, &named_notices(project, shared), &run, shared))
    } else {
        settings(update, project, shared);
        print_all(update, project, shared, extent)
    };
    if printed == ExitStatus::Done { status } else { printed }
}
