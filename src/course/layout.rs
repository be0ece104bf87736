//! What an edit leaves as it is if it moves nothing. Owned by a [`Course`](super::Course) and shared by those assembled after it.

use super::links::{LinkedPage, OutlineLinks};
use super::modules::FolderTree;
use super::titles::GivenTitles;
use super::translations::Translations;
use crate::chapter::{LinkRole, Outline};
use crate::index::{ChapterIdx, FileIdx, IndexVec};
use crate::path::SitePath;

/// The part of a course that stays the same after an edit that moves nothing: which pages there are, and their order.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct CourseLayout {
    /// The page of each file that has one.
    pub pages: IndexVec<FileIdx, Option<SitePath>>,
    pub tree: FolderTree,
    /// The files in reading order.
    pub reading: IndexVec<ChapterIdx, FileIdx>,
    /// The titles of chapters without a written one, and those that a table of contents gives.
    pub titles: GivenTitles,
    /// The translations among the files.
    pub translations: Translations,
    /// Files about the repository that a link of the course leads to: its chapters outside of the reading order.
    pub meta_files: Vec<FileIdx>,
}

impl CourseLayout {
    /// What an outline's links say of the order, and of the files that belong to the course.
    pub fn hints(&self, file: FileIdx, outline: &Outline, links: &OutlineLinks) -> Vec<(LinkRole, LinkedPage)> {
        let is_lead = || self.tree.folders.iter().any(|folder| folder.lead == Some(file));
        let is_overview = self.tree.position(file).is_some_and(|position| position.is_overview) || is_lead();
        let is_unordered =
            |page: LinkedPage| matches!(page, LinkedPage::Chapter(file) if self.tree.position(file).is_none());
        let pages = outline.links.iter().zip(&links.pages).filter_map(|(link, page)| Some((link.role, (*page)?)));
        let is_hint = |(role, page): &(LinkRole, LinkedPage)| {
            let is_listed = is_overview && matches!(role, LinkRole::Listed | LinkRole::ListedAside);
            is_listed || matches!(role, LinkRole::Next | LinkRole::Previous) || is_unordered(*page)
        };
        pages.filter(is_hint).collect()
    }

    /// The title of a chapter; none for a home page, or an index beside it, without a title: these are called as the course is.
    pub fn title_of<'a>(&'a self, file: FileIdx, outline: &'a Outline) -> Option<&'a str> {
        let from_name = || Some(self.titles.made_from_name(file)).filter(|title| !title.is_empty());
        self.titles.listed(file).or(outline.title.as_deref()).or_else(from_name)
    }

    /// Whether a file is a chapter of the course, in the reading order or outside of it.
    pub fn is_part(&self, file: FileIdx) -> bool {
        self.tree.position(file).is_some() || self.meta_files.contains(&file)
    }
}
