//! The finished course, as a value: modules, chapters in reading order, and what there is to say of them.

use std::sync::Arc;

use super::diagnostics::CourseDiagnostic;
use super::layout::CourseLayout;
use super::links::OutlineLinks;
use super::resolved::ResolvedLink;
use crate::chapter::Outline;
use crate::index::{ChapterIdx, FileIdx, IndexVec, LinkIdx, ModuleIdx};
use crate::path::{SitePath, SourcePath};

/// A course: every page that is made from markdown, in reading order, and where its links lead.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Course {
    /// `[course] title`, else what another tool's settings say, else the root overview's title, else the folder's name.
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
    pub(super) links: IndexVec<FileIdx, Arc<OutlineLinks>>,
    /// What the next assembly can take over if nothing moved.
    pub(super) layout: Arc<CourseLayout>,
}

impl Course {
    /// Where each link of a chapter's outline leads. `file` is [`CourseChapter::file`].
    pub fn links(&self, file: FileIdx) -> Option<&IndexVec<LinkIdx, ResolvedLink>> {
        self.links.get(file).map(|links| &links.resolved)
    }

    /// The title of a chapter: what a table of contents calls it, else the one that the author wrote in it, else one made from its name.
    /// `file` is [`CourseChapter::file`], and `outline` that of the chapter.
    pub fn title_of<'a>(&'a self, file: FileIdx, outline: &'a Outline) -> &'a str {
        self.layout.title_of(file, outline).unwrap_or(&self.title)
    }

    /// The files that are left out because they are translations, in the order of their paths.
    pub fn left_out(&self) -> impl Iterator<Item = FileIdx> + '_ {
        self.links.indices().filter(|file| self.layout.translations.have(*file))
    }

    /// Whether one of the two was assembled from the other, with every chapter and module in the same place.
    pub fn has_layout_of(&self, other: &Course) -> bool {
        Arc::ptr_eq(&self.layout, &other.layout)
    }
}

/// A folder with chapters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Module {
    /// What a table of contents calls it, else its overview's title, else made from the folder's name.
    pub title: String,
    /// The folder, relative to the course.
    pub folder: String,
    /// Its page: that of its overview, or a generated one.
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
