//! `syllabus` turns a folder of ordinary GitHub-flavoured chapter markdown into a course site.
//!
//! A course flows one way through the stages, each with one central type; see `ARCHITECTURE.md`.

#[cfg(feature = "cli")]
pub mod cli;
pub mod diagnostic;
pub mod path;
pub mod repair;
pub mod span;
