//! Everything that commands print: results to stdout, all else to stderr, with colour only where it is wanted. For people text, for programs the
//! format that they asked for: no other file knows both.

mod counts;
mod diagnostics;
mod document;
mod failure;
mod log;
mod outcome;
mod settings;
mod stream;
mod style;

pub(super) use counts::status;
pub(super) use diagnostics::Extent;
pub(super) use failure::{live_error, pipeline_error, project_error, publish_error, site_error};
pub(super) use log::{DiagnosticLog, FaultLog, Rebuild};
pub(super) use outcome::{built, checked};
pub(super) use settings::settings;
pub(super) use stream::{
    bytes, choose_colour, error, line, notice, own_files, prompt, refuse, result, serving, serving_network,
};
pub(super) use style::path_of;
