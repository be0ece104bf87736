//! `syllabus` turns a folder of ordinary GitHub-flavoured chapter markdown into a course site.
//!
//! A course flows one way through the stages, each with one central type; see `ARCHITECTURE.md`.

pub mod chapter;
#[cfg(feature = "cli")]
pub mod cli;
#[cfg(feature = "cli")]
pub mod config;
pub mod course;
pub mod diagnostic;
#[cfg(feature = "cli")]
pub mod export;
pub mod markdown;
pub mod path;
#[cfg(feature = "cli")]
pub mod pipeline;
#[cfg(feature = "cli")]
pub mod preview;
#[cfg(test)]
mod properties;
pub mod quiz;
#[cfg(feature = "cli")]
pub mod render;
pub mod repair;
#[cfg(feature = "cli")]
pub mod report;
#[cfg(feature = "cli")]
pub mod site;
pub mod source;
pub mod span;
