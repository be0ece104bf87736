//! All chapters together: modules, reading order, and where each link leads. In: outlines and the names of all files. Out: a
//! [`Course`], with a diagnostic wherever the sources contradict each other. Never reads a chapter's body: 10,000 chapters take
//! milliseconds.
//!
//! # Example
//!
//! ```
//! use std::sync::Arc;
//!
//! use syllabus::chapter::{ChapterSettings, understand};
//! use syllabus::course::{CourseFiles, CourseSettings, ResolvedLink, assemble};
//! use syllabus::path::{SitePath, SourcePath};
//! use syllabus::source::{FileKind, Source};
//!
//! let chapters = [("a.md", "# A\n\n[On](b.md#part)"), ("b.md", "# B\n\n## Part")];
//! let understood = chapters.map(|(path, text)| {
//!     let source = Source::from_bytes(SourcePath::new(path), text.as_bytes()).expect("it is text");
//!     understand(&source, &ChapterSettings::default())
//! });
//! let outlines = understood.iter().map(|chapter| Arc::clone(&chapter.summary.outline)).collect();
//! let pages = [("a.md", "a.html"), ("b.md", "b.html")].map(|(path, page)| (SourcePath::new(path), SitePath::new(page)));
//! let files = CourseFiles::new(understood.iter().map(|chapter| (&chapter.path, FileKind::Chapter)));
//!
//! let course = assemble(&outlines, &pages.into(), &files, &CourseSettings::default(), None);
//!
//! let first = course.chapters.iter().next().expect("two chapters");
//! let link = course.links(first.file).and_then(|links| links.iter().next()).expect("a link");
//! let to_part = ResolvedLink::Page { page: SitePath::new("b.html"), anchor: Some("part".to_owned()), is_corrected: false };
//! assert_eq!(link, &to_part);
//! ```

mod anchors;
mod assemble;
mod checks;
mod containers;
mod diagnostics;
mod files;
mod ids;
mod layout;
mod links;
mod model;
mod modules;
mod names;
mod natural;
mod nearest;
mod order;
#[cfg(test)]
mod pages_test;
#[cfg(test)]
mod real_courses_test;
mod redirect_rows;
mod redirects;
mod repository;
mod repository_pages;
mod resolved;
mod rewriting;
mod sections;
mod site_paths;
#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
mod titles;
mod translations;

pub use assemble::{CourseSettings, PreviousAssembly, assemble};
pub use diagnostics::CourseDiagnostic;
pub use files::CourseFiles;
pub use links::local_targets;
pub use model::{Course, CourseChapter, Module, ModuleItem};
#[cfg(feature = "render")]
pub(crate) use nearest::{ComparisonBudget, nearest};
pub use redirect_rows::{ConfiguredRedirect, MovedAddresses, RowDiagnostic};
pub use redirects::{MovedPage, MovedSection, MovedTo, Redirects};
pub use resolved::{BrokenLink, ResolvedLink};
pub use site_paths::{Obstacle, SitePaths};
