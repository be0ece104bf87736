//! Chapters' words as HTML, without a page around them. In: a document, where its links lead, the words of the interface that stand in a
//! body, and inserts in place of some of its events. Out: HTML as text. Knows no course, no template and no disk.

mod blocks;
mod elements;
mod escape;
mod footnotes;
pub mod highlight;
mod input;
mod links;
mod table;
mod text_scan;
mod writer;

pub use escape::{escape, escape_into};
pub use input::{BodyInput, BodyWords, LinkTarget, MissingTarget};
pub use writer::{BodyWriter, Insert, Inserts, NoInserts, body};
