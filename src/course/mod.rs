//! All chapters together: modules, reading order, and where each link leads. In: outlines and the inventory. Out: a [`Course`],
//! with a diagnostic wherever the sources contradict each other. Never reads a chapter's body; milliseconds at 10,000 chapters.

mod anchors;
mod assemble;
mod diagnostics;
mod files;
mod links;
mod modules;
mod natural;
mod nearest;
mod order;
#[cfg(test)]
mod real_courses_test;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;

pub use assemble::{CourseSettings, PreviousAssembly, assemble};
pub use diagnostics::CourseDiagnostic;
pub use files::{CourseFileKind, CourseFiles};
pub use links::local_targets;

use std::sync::Arc;

use assemble::CourseFrame;
use links::OutlineLinks;

use crate::path::{SitePath, SourcePath};

/// A course: every page that is made from markdown, in reading order, and what leads where.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Course {
    /// `[course] title`, else the root overview's title, else the folder's name.
    pub title: String,
    /// BCP 47.
    pub language: String,
    /// The chapter that is the home page (`index.html`); none where that is made. The root is no module: what lies in it has none.
    pub overview: Option<usize>,
    /// What stands in the root, in reading order, overview aside.
    pub items: Vec<ModuleItem>,
    /// In reading order, parents before their children.
    pub modules: Vec<Module>,
    /// In reading order; those outside of it (linked meta files) last.
    pub chapters: Vec<Arc<CourseChapter>>,
    /// What the sources contradict each other in, and links that lead nowhere.
    pub faults: Vec<CourseDiagnostic>,
    /// Where the links of each outline lead, for the next assembly.
    ways: Vec<Arc<OutlineLinks>>,
    /// What an edit that moves nothing leaves as it is.
    frame: Arc<CourseFrame>,
}

impl Course {
    /// Whether it was assembled after the other, and every chapter and module stands where it stood.
    pub fn stands_as(&self, other: &Course) -> bool {
        Arc::ptr_eq(&self.frame, &other.frame)
    }
}

/// A folder with chapters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Module {
    /// Its overview's title, else made from the folder's name.
    pub title: String,
    /// The folder, relative to the course.
    pub folder: String,
    /// Its overview's page.
    pub page: SitePath,
    /// The chapter that is the overview (its README); none where the overview is made.
    pub overview: Option<usize>,
    /// Row of the module it lies in; none at the top.
    pub parent: Option<usize>,
    /// Its chapters in reading order, overview aside.
    pub chapters: Vec<usize>,
    /// Its chapters and the modules in it, as they stand in reading order.
    pub items: Vec<ModuleItem>,
}

/// What stands in a module.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ModuleItem {
    /// Row of `Course.chapters`.
    Chapter(usize),
    /// Row of `Course.modules`.
    Module(usize),
}

/// A chapter in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CourseChapter {
    /// The file.
    pub source: SourcePath,
    /// Row of the outline it was made from.
    pub outline: usize,
    /// Its page.
    pub page: SitePath,
    /// Its id: front matter, else from its path; unique in the course.
    pub id: String,
    /// Row of its module; none for what lies in the root, and outside of the reading order.
    pub module: Option<usize>,
    /// Whether it is its module's overview.
    pub is_overview: bool,
    /// Row of the chapter before, in reading order.
    pub previous: Option<usize>,
    /// Row of the chapter after, in reading order.
    pub next: Option<usize>,
    /// Where each link of the outline leads; same rows.
    pub links: Arc<[ResolvedLink]>,
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResolvedLink {
    /// How it went.
    pub status: LinkStatus,
    /// Its target in the site or the course; none where it is external or there is none.
    pub target: Option<Target>,
}

/// How the search for a link's target went. The names are `inspect`'s.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkStatus {
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
