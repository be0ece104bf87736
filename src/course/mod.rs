//! All chapters together: modules, reading order, and where each link leads. In: outlines and the inventory. Out: a [`Course`],
//! with a diagnostic wherever the sources contradict each other. Never reads a chapter's body; milliseconds at 10,000 chapters.

use crate::diagnostic::Diagnostic;
use crate::path::{SitePath, SourcePath};

/// A course: every page that is made from markdown, in reading order, and what leads where.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Course {
    /// `[course] title`, else the root overview's title, else the folder's name.
    pub title: String,
    /// BCP 47.
    pub language: String,
    /// In reading order, parents before their children.
    pub modules: Vec<Module>,
    /// In reading order; those outside of it (linked meta files) last.
    pub chapters: Vec<Placed>,
    /// What the sources contradict each other in, and links that lead nowhere.
    pub diagnostics: Vec<Diagnostic>,
}

/// A folder with chapters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Module {
    /// Its overview's title, else made from the folder's name.
    pub title: String,
    /// The folder, relative to the course; empty for the root.
    pub folder: String,
    /// Its overview's page.
    pub page: SitePath,
    /// The chapter that is the overview (its README); none where the overview is made.
    pub overview: Option<usize>,
    /// Row of the module it lies in.
    pub parent: Option<usize>,
    /// Its chapters in reading order, overview aside.
    pub chapters: Vec<usize>,
}

/// A chapter in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
    /// The file.
    pub source: SourcePath,
    /// Row of the outline it was made from.
    pub outline: usize,
    /// Its page.
    pub page: SitePath,
    /// Its id: front matter, else from its path; unique in the course.
    pub id: String,
    /// Row of its module.
    pub module: Option<usize>,
    /// Whether it is its module's overview.
    pub is_overview: bool,
    /// Row of the chapter before, in reading order.
    pub previous: Option<usize>,
    /// Row of the chapter after, in reading order.
    pub next: Option<usize>,
    /// Where each link of the outline leads; same rows.
    pub links: Vec<Resolved>,
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resolved {
    /// How it went.
    pub status: Status,
    /// Its target in the site or the course; none where it is external or there is none.
    pub target: Option<Target>,
}

/// How the search for a link's target went. The names are `inspect`'s.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// It leads to a page or a file of the course.
    Ok,
    /// It leads out of the course, or is a mail address.
    External,
    /// Nothing is there.
    Broken,
    /// The page is there, the heading is not.
    BrokenAnchor,
    /// The image is not there.
    MissingImage,
    /// A folder without a page.
    NoPage,
    /// The anchor or the letter case was mended without doubt.
    Healed,
}

/// A target in the course.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A page, and the id of the place in it.
    Page {
        /// The page.
        page: SitePath,
        /// An id of that page.
        fragment: Option<String>,
    },
    /// A file that is copied to the same relative place; a fragment or query as written.
    File {
        /// The file.
        path: SourcePath,
        /// `?…` and `#…` as written, empty where there is none.
        suffix: String,
    },
}
