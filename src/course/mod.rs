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
//! let to_part = ResolvedLink::Page { page: SitePath::new("b.html"), anchor: Some("part".to_owned()), is_healed: false };
//! assert_eq!(link, &to_part);
//! ```

mod anchors;
mod assemble;
mod checks;
mod diagnostics;
mod files;
mod ids;
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
pub use files::CourseFiles;
pub use links::local_targets;

use std::sync::Arc;

use assemble::CourseLayout;
use links::OutlineLinks;

use crate::index::{ChapterIdx, FileIdx, IndexVec, LinkIdx, ModuleIdx};
use crate::path::{SitePath, SourcePath};

/// A course: every page that is made from markdown, in reading order, and where its links lead.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Course {
    /// `[course] title`, else the root overview's title, else the folder's name.
    pub title: String,
    /// BCP 47.
    pub language: String,
    /// The chapter that is the home page (`index.html`); none where no file is the overview of the root. The root is no module: what
    /// lies in it has none.
    pub overview: Option<ChapterIdx>,
    /// The chapters and modules directly in the root, in reading order, without the overview.
    pub items: Vec<ModuleItem>,
    /// In reading order, parents before their children.
    pub modules: Arc<IndexVec<ModuleIdx, Module>>,
    /// In reading order; those outside of it (linked files about the repository) last.
    pub chapters: Arc<IndexVec<ChapterIdx, CourseChapter>>,
    /// Where the sources contradict each other, and links that lead nowhere.
    pub diagnostics: Vec<CourseDiagnostic>,
    /// Where the links of each file lead; empty for files that are no part of the course.
    links: IndexVec<FileIdx, Arc<OutlineLinks>>,
    /// What the next assembly can take over if nothing moved.
    layout: Arc<CourseLayout>,
}

impl Course {
    /// Where each link of a chapter's outline leads. `file` is [`CourseChapter::file`].
    pub fn links(&self, file: FileIdx) -> Option<&IndexVec<LinkIdx, ResolvedLink>> {
        self.links.get(file).map(|links| &links.resolved)
    }

    /// Whether one of the two was assembled from the other, with every chapter and module in the same place.
    pub fn has_layout_of(&self, other: &Course) -> bool {
        Arc::ptr_eq(&self.layout, &other.layout)
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
    /// The chapter that is the overview (its README); none where the overview is generated.
    pub overview: Option<ChapterIdx>,
    /// The module it lies in; none at the top.
    pub parent: Option<ModuleIdx>,
    /// Its chapters in reading order, without the overview.
    pub chapters: Vec<ChapterIdx>,
    /// Its chapters and the modules in it, in reading order.
    pub items: Vec<ModuleItem>,
}

/// An element of a module's table of contents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ModuleItem {
    /// A chapter.
    Chapter(ChapterIdx),
    /// A module, with all that is in it.
    Module(ModuleIdx),
}

/// A chapter in its place in the course.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CourseChapter {
    /// The path of the file it is made from.
    pub source: SourcePath,
    /// The same file as an index of the outlines that the course was assembled from.
    pub file: FileIdx,
    /// Its page.
    pub page: SitePath,
    /// Its id: front matter, else from its path; unique in the course.
    pub id: String,
    /// Its module; none for what lies in the root, and outside of the reading order.
    pub module: Option<ModuleIdx>,
    /// Whether it is its module's overview.
    pub is_overview: bool,
    /// The chapter before, in reading order.
    pub previous: Option<ChapterIdx>,
    /// The chapter after, in reading order.
    pub next: Option<ChapterIdx>,
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ResolvedLink {
    /// Out of the course: another site, a mail address.
    External,
    /// To a page of the site.
    Page {
        /// The page.
        page: SitePath,
        /// An id on that page; none where the link means the page as a whole.
        anchor: Option<String>,
        /// Whether letter case or anchor had to be corrected, which was possible without doubt.
        is_healed: bool,
    },
    /// To a file that is copied to the same place in the site.
    File {
        /// The file.
        path: SourcePath,
        /// `?…` and `#…` as written, empty where there is none.
        suffix: String,
        /// Whether letter case had to be corrected, which was possible without doubt.
        is_healed: bool,
    },
    /// Not to what its author meant.
    Broken(BrokenLink),
}

impl ResolvedLink {
    /// Whether it leads where its author wrote, with nothing corrected.
    pub fn is_exact(&self) -> bool {
        match self {
            ResolvedLink::External => true,
            ResolvedLink::Page { is_healed, .. } | ResolvedLink::File { is_healed, .. } => !is_healed,
            ResolvedLink::Broken(_) => false,
        }
    }
}

/// Why a link does not lead to what its author meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BrokenLink {
    /// There is no such file, or the link names none.
    NoFile,
    /// There is no such image.
    NoImage,
    /// The page exists and the link leads to it, but no heading of it has this id.
    NoAnchor {
        /// The page.
        page: SitePath,
    },
    /// It names a folder without a page. GitHub would list its files.
    FolderWithoutPage,
    /// It names markdown that is not part of the site: a draft, or one of two files for the same page.
    FileWithoutPage,
}
