//! Where the sources of a course contradict each other. In: outlines, resolved links, the reading order. Out: diagnostics. Changes nothing.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::diagnostics::{self, CourseDiagnostic, LinkLocation};
use super::layout::CourseLayout;
use super::links::{LinkedPage, OutlineLinks};
use super::model::CourseChapter;
use super::modules::TreeItem;
use crate::chapter::{LinkRole, Outline, OutlineLink};
use crate::index::{ChapterIdx, FileIdx, Idx, IndexVec, LinkIdx, ModuleIdx};
use crate::path::SourcePath;

/// What the checks look at.
pub(super) struct CourseChecks<'a> {
    pub outlines: &'a IndexVec<FileIdx, Arc<Outline>>,
    pub layout: &'a CourseLayout,
    pub links: &'a IndexVec<FileIdx, Arc<OutlineLinks>>,
}

impl CourseChecks<'_> {
    /// The diagnostics of all links, then those of the order, then those of titles, then the one of translations.
    pub fn diagnostics(&self, chapters: &IndexVec<ChapterIdx, CourseChapter>) -> Vec<CourseDiagnostic> {
        let of_links = self.links.iter().flat_map(|links| links.diagnostics.iter().cloned());
        let left_out = diagnostics::translations_left_out(&self.layout.translations);
        of_links.chain(self.next_differs()).chain(self.duplicate_titles(chapters)).chain(left_out).collect()
    }

    /// Where an author's Next link and the reading order disagree.
    fn next_differs(&self) -> Vec<CourseDiagnostic> {
        let reading = &self.layout.reading;
        let chapters = reading.inverse(self.outlines.len());
        let last_chapters = self.last_chapter_of_module();
        let branches = self.branches();
        let check = |(chapter, file): (ChapterIdx, &FileIdx)| {
            let outline = self.outlines.get(*file)?;
            let (index, link, page) = self.next_link(*file)?;
            // The order is that of the author's own list, which has to put one branch after the other.
            if self.item(page).is_some_and(|item| branches.contains(&item)) && self.is_listed_by_author(*file) {
                return None;
            }
            // An overview may name what follows it, or what follows its module.
            let end = last_chapters.get(*file).copied().flatten().unwrap_or(chapter);
            if [chapter, end].iter().any(|chapter| self.is_followed_by(*file, *chapter, page, &chapters)) {
                return None;
            }
            let path = |file: FileIdx| self.outlines.get(file).map(|outline| outline.path.as_str());
            let target = match page {
                LinkedPage::Chapter(target) => path(target)?,
                LinkedPage::Overview(folder) => self.layout.tree.folders.get(folder)?.path.as_str(),
            };
            let next = reading.get(chapter.next()).and_then(|next| path(*next));
            Some(diagnostics::next_differs(
                LinkLocation { path: &outline.path, file: *file, index, link },
                target,
                next,
            ))
        };
        reading.iter_enumerated().filter_map(check).collect()
    }

    /// What Next links of several chapters lead to.
    fn branches(&self) -> HashSet<TreeItem> {
        let (mut seen, mut branches) = (HashSet::new(), HashSet::new());
        for file in &self.layout.reading {
            let Some(item) = self.next_link(*file).and_then(|(.., page)| self.item(page)) else { continue };
            if !seen.insert(item) {
                branches.insert(item);
            }
        }
        branches
    }

    /// The first Next link of a chapter that leads to a page of the course.
    fn next_link(&self, file: FileIdx) -> Option<(LinkIdx, &OutlineLink, LinkedPage)> {
        let links = self.outlines.get(file)?.links.iter_enumerated();
        let mut next = links.zip(&self.links.get(file)?.pages).filter(|((_, link), _)| link.role == LinkRole::Next);
        next.find_map(|((index, link), page)| Some((index, link, (*page)?)))
    }

    fn item(&self, page: LinkedPage) -> Option<TreeItem> {
        match page {
            LinkedPage::Chapter(target) => self.layout.tree.item_of_file(target),
            LinkedPage::Overview(folder) => Some(TreeItem::Module(folder)),
        }
    }

    /// Whether a table of contents that the author wrote for another tool gives the chapter its place.
    fn is_listed_by_author(&self, file: FileIdx) -> bool {
        let tree = &self.layout.tree;
        let Some(item) = tree.item_of_file(file) else { return false };
        tree.module_of(item).is_some_and(|module| tree.listed(module).contains(&item))
    }

    /// For each overview the last chapter of its module.
    fn last_chapter_of_module(&self) -> IndexVec<FileIdx, Option<ChapterIdx>> {
        let tree = &self.layout.tree;
        let mut last_chapters: IndexVec<FileIdx, Option<ChapterIdx>> = vec![None; self.outlines.len()].into();
        for (chapter, file) in self.layout.reading.iter_enumerated() {
            for module in tree.modules_around(*file) {
                let overview = tree.folders.get(module).and_then(|folder| folder.overview);
                if let Some(last) = overview.and_then(|overview| last_chapters.get_mut(overview)) {
                    *last = Some(chapter);
                }
            }
        }
        last_chapters
    }

    /// Whether `page` may be called the next one after `chapter`, in a link of `file`: overviews in between do not count, and a way back to
    /// a module above is no contradiction.
    fn is_followed_by(
        &self,
        file: FileIdx,
        chapter: ChapterIdx,
        page: LinkedPage,
        chapters: &IndexVec<FileIdx, Option<ChapterIdx>>,
    ) -> bool {
        let (tree, reading) = (&self.layout.tree, &self.layout.reading);
        match self.item(page) {
            // Outside of the reading order.
            None => return true,
            Some(TreeItem::Module(module)) if tree.modules_around(file).any(|around| around == module) => return true,
            Some(_) => {}
        }
        let is_overview = |file: &FileIdx| tree.position(*file).is_some_and(|position| position.is_overview);
        match page {
            LinkedPage::Chapter(target) => {
                let target = chapters.get(target).copied().flatten().filter(|target| *target > chapter);
                let between =
                    target.and_then(|target| reading.as_slice().get(chapter.next().position()..target.position()));
                between.is_some_and(|between| between.iter().all(is_overview))
            }
            // A generated overview is no chapter: the first chapter in its module must follow.
            LinkedPage::Overview(module) => reading
                .get(chapter.next())
                .is_some_and(|next| tree.modules_around(*next).any(|around| around == module)),
        }
    }

    /// Chapters of one module with the same title.
    fn duplicate_titles(&self, chapters: &IndexVec<ChapterIdx, CourseChapter>) -> Vec<CourseDiagnostic> {
        let mut seen: HashMap<(Option<ModuleIdx>, &str), &SourcePath> = HashMap::new();
        let mut found = Vec::new();
        for chapter in chapters.iter().filter(|chapter| !chapter.is_overview) {
            let Some(outline) = self.outlines.get(chapter.file) else { continue };
            let Some(title) = self.layout.title_of(chapter.file, outline) else { continue };
            match seen.entry((chapter.module, title)) {
                Entry::Occupied(other) => {
                    found.push(diagnostics::duplicate_title(&outline.path, other.key().1, other.get()));
                }
                Entry::Vacant(free) => drop(free.insert(&outline.path)),
            }
        }
        found
    }
}
