//! Chapters' words as HTML, without a page around them. In: a document, where its links lead, the words of the interface that stand in a
//! body, and inserts in place of some of its events. Out: HTML as text. Knows no course, no template and no disk.
//!
//! ```
//! # #[cfg(feature = "pages")] {
//! use std::collections::HashMap;
//! use syllabus::html::{self, BodyInput, BodyWords, LinkTarget, NoInserts, highlight::Highlighter};
//! use syllabus::markdown::parse;
//!
//! let document = parse("See *[roles](02-roles.md)*.\n".into(), 0);
//! let input = BodyInput {
//!     moved_ids: &[],
//!     document: &document,
//!     links: &[LinkTarget::To("02-roles.html".to_owned())].into_iter().collect(),
//!     progress_ids: &HashMap::new(),
//!     objectives: None,
//!     skipped: &[],
//!     words: &BodyWords::default(),
//!     highlighter: &Highlighter::default(),
//!     footnotes_page: None,
//!     book: None,
//! };
//! assert_eq!(html::body(&input, &NoInserts), "<p>See <em><a href=\"02-roles.html\">roles</a></em>.</p>\n");
//! # }
//! ```

mod blocks;
mod book;
mod code_lines;
mod elements;
mod escape;
mod fence_info;
mod figures;
mod footnotes;
pub mod highlight;
mod input;
mod links;
mod session;
mod table;
mod text_scan;
mod writer;

pub use escape::{escape, escape_into};
pub use input::{BodyInput, BodyWords, BookPlace, LinkTarget, MissingTarget};
pub use writer::{BodyWriter, Insert, Inserts, NoInserts, body, body_in_two};
