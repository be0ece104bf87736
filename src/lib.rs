//! `syllabus` turns a folder of ordinary GitHub-flavoured chapter markdown into a course site.
//!
//! A course flows one way through the stages, each with one central type; see `ARCHITECTURE.md`.

pub mod diagnostic;
pub mod markdown;
pub mod path;
pub mod quiz;
pub mod span;
