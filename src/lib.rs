//! `syllabus` turns a folder of ordinary GitHub-flavoured chapter markdown into a course site.
//!
//! A course flows one way through the stages, each with one central type:
//!
//! | module | in | out |
//! |---|---|---|
//! | [`source`] | a folder | a [`Source`](source::Source) for each file, and an inventory of the rest |
//! | [`repair`] | text | the text with mojibake repaired, and an account of each change |
//! | [`markdown`] | text | a [`Document`](markdown::Document), as GitHub reads it |
//! | [`quiz`] | a document | the questions and checklists in it |
//! | [`chapter`] | one source | a [`Chapter`](chapter::Chapter): repair, markdown and quiz joined |
//! | [`course`] | the outlines of all chapters | a [`Course`](course::Course): modules, reading order, and where each link leads |
//!
//! With the feature `pages`, without the others, [`source`] also walks folders in memory, and there are templates, highlighting and pages:
//! all that a browser could run. The site's folder, the preview and the command line are behind the feature `cli`. `ARCHITECTURE.md` is the map of all modules.
//!
//! # Example
//!
//! One file, understood: its damage repaired, its question found, and what is doubtful reported with its place.
//!
//! ```
//! use syllabus::chapter::{ChapterSettings, understand};
//! use syllabus::path::SourcePath;
//! use syllabus::repair::RepairSettings;
//! use syllabus::source::Source;
//!
//! let text = "# CafÃ©\n\n### Question 1\n\nWho grants access?\n\nA) Users\nB) Roles\n\n**Answer: B**\n\n![](plan.png)\n";
//! let source = Source::from_bytes(SourcePath::new("cafe.md"), text.as_bytes()).expect("it is text");
//! let settings = ChapterSettings { repair: Some(RepairSettings::default()), ..ChapterSettings::default() };
//! let chapter = understand(&source, &settings);
//!
//! assert_eq!(&*chapter.document.headings[0].text, "Café");
//! let question = &chapter.quiz.questions[0];
//! assert_eq!(question.choices.iter().filter(|choice| choice.right).map(|choice| &*choice.label).collect::<String>(), "B");
//! assert_eq!(chapter.summary.diagnostics[0].code.row().id, "markdown/missing-alt");
//! ```

#![cfg_attr(test, allow(clippy::disallowed_methods, reason = "tests may touch the disk"))]

pub mod chapter;
#[cfg(feature = "cli")]
mod cli;
#[cfg(feature = "cli")]
mod config;
pub mod course;
pub mod date;
pub mod diagnostic;
// Public where a course in memory becomes pages; the binary keeps them to itself.
#[cfg(all(feature = "render", not(feature = "pages")))]
mod export;
#[cfg(feature = "pages")]
pub mod export;
#[cfg(all(test, feature = "cli"))]
mod foreign_input_test;
#[cfg(feature = "render")]
mod history;
#[cfg(all(feature = "render", not(feature = "pages")))]
mod html;
#[cfg(feature = "pages")]
pub mod html;
pub mod index;
#[cfg(test)]
mod json_schema_test;
pub mod markdown;
pub mod path;
#[cfg(feature = "cli")]
mod pipeline;
#[cfg(feature = "cli")]
mod preview;
#[cfg(test)]
mod properties;
pub mod quiz;
#[cfg(test)]
mod reference_test;
#[cfg(all(feature = "render", not(feature = "pages")))]
mod render;
#[cfg(feature = "pages")]
pub mod render;
pub mod repair;
#[cfg(feature = "cli")]
mod report;
#[cfg(feature = "cli")]
mod site;
pub mod source;
pub mod span;
mod words;

#[cfg(feature = "cli")]
#[doc(hidden)]
pub use cli::run;

/// What `benches/stages` measures beside the public rooms.
#[cfg(feature = "stages")]
#[doc(hidden)]
pub mod stages {
    pub use crate::html::highlight::{HighlightBudget, Highlighter};
    pub use crate::pipeline::{BuildSettings, Changes, Output, Pipeline, SiteBuilder, SourceRoot, Update};
    pub use crate::report::Progress;
    pub use crate::site::{FileContent, SiteFile, SiteWriter};
}
