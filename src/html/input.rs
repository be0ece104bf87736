//! What a body is made from: a document, where each of its links leads on the page, the words of the interface, the code highlighter.

use std::collections::HashMap;
use std::ops::Range;

use serde::Serialize;

use super::highlight::Highlighter;
use crate::index::{IndexVec, LinkIdx};
use crate::markdown::{Document, EventId};

/// Where a link of the document leads from this page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum LinkTarget {
    /// To this url.
    To(String),
    /// To a term of a glossary.
    Term {
        /// Its url.
        url: String,
        /// The url of the script with what the glossary explains.
        terms: String,
    },
    /// To the address that the author wrote: out of the course.
    Outside,
    /// To an image of this size in pixels.
    Image {
        /// Its url.
        url: String,
        /// Width and height, where they are known.
        size: Option<(u32, u32)>,
    },
    /// Nowhere: the words stay, with a mark that says why.
    Nowhere(MissingTarget),
}

/// Why a link leads nowhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum MissingTarget {
    /// Its target does not exist.
    Target,
    /// It is a folder that has no page; nothing is wrong.
    Page,
}

/// The words of the interface that stand in a body.
#[derive(Clone, Debug, Default)]
pub struct BodyWords {
    /// Titles of the five alerts, in the order of [`crate::markdown::Alert`].
    pub alerts: [String; 5],
    /// The name of the list of footnotes: `Footnotes`.
    pub footnotes: String,
    /// The name of the link from a footnote to its reference: `Back to the text`.
    pub back: String,
    /// The title of a dead link and of a missing image.
    pub missing: String,
    /// The name of the link that follows a heading and leads to it; without one there is no such link.
    pub heading_link: String,
}

/// The place of a body in a book, where bodies of several chapters stand on one page to be printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BookPlace<'a> {
    /// What all its ids begin with: no other body of the book has it.
    pub id_prefix: &'a str,
    /// How many levels its headings are lower than on a page of their own.
    pub heading_shift: u8,
}

/// What a body is made from.
#[derive(Debug)]
pub struct BodyInput<'a> {
    /// The text and its structure.
    pub document: &'a Document,
    /// Where its links lead.
    pub links: &'a IndexVec<LinkIdx, LinkTarget>,
    /// The ids under which a reader's progress is stored, by the event of the task item's box. Other boxes cannot be ticked.
    pub progress_ids: &'a HashMap<EventId, String>,
    /// The list of learning objectives, which gets a class of its own.
    pub objectives: Option<EventId>,
    /// Events that the page shows elsewhere: the title, the facts below it.
    pub skipped: &'a [Range<EventId>],
    /// Former ids of headings, each with the id of now.
    pub moved_ids: &'a [(String, String)],
    /// Words of the interface.
    pub words: &'a BodyWords,
    /// Highlights code.
    pub highlighter: &'a Highlighter,
    /// The url of the page with the footnotes, if that is another one.
    pub footnotes_page: Option<&'a str>,
    /// Its place in a book; none on a page of its own. In a book links to other sites get numbers, and folds are open.
    pub book: Option<BookPlace<'a>>,
}
