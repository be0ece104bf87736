//! The navigation of a module, made once for the pages of one folder and lent to them. In: the course. Out: contexts for the theme.
//! Bounded: a page's navigation does not grow with the course.

use std::ops::Range;
use std::sync::Arc;

use serde::{Serialize, Serializer};

use super::context::{NavChapter, NavModule, NavOther, PageLink};
use super::view::{CourseIndex, nav_key};
use crate::index::{ChapterIdx, ModuleIdx};
use crate::path::{SitePath, relative};
use crate::source::Hash;

/// So many chapters of a module are listed; of a larger one the stretch around the page.
pub const MAX_CHAPTERS: usize = 100;

/// So many modules around are listed.
const MAX_MODULES: usize = 24;

/// Which navigation a page borrows.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NavKey {
    /// The module; none for chapters in no module.
    pub module: Option<ModuleIdx>,
    /// The page's folder, as links are relative to it.
    pub folder: String,
    /// Which stretch of a large module.
    pub stretch: usize,
}

/// A navigation as HTML. Serialised it is its hash: that tells it from any other.
#[derive(Clone, Debug)]
pub struct Nav {
    html: Arc<str>,
    hash: Hash,
}

impl Nav {
    /// From what the theme made.
    pub fn new(html: &str) -> Self {
        Nav { html: html.into(), hash: Hash::of(html.as_bytes()) }
    }

    /// As it stands on a page.
    pub fn html(&self) -> &str {
        &self.html
    }
}

impl Serialize for Nav {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.hash.serialize(serializer)
    }
}

impl CourseIndex<'_> {
    /// The navigation that a chapter's page borrows.
    pub fn nav_key_of(&self, chapter: ChapterIdx) -> Option<NavKey> {
        let placed = self.course.chapters.get(chapter)?;
        let stretch = self.place_in_module(chapter).map_or(0, |(place, _)| place / MAX_CHAPTERS);
        Some(NavKey { module: placed.module, folder: placed.page.folder().to_owned(), stretch })
    }

    /// The navigation that the generated overview of a module borrows.
    pub fn nav_key_of_module(&self, index: ModuleIdx) -> Option<NavKey> {
        let module = self.course.modules.get(index)?;
        Some(NavKey { module: Some(index), folder: module.page.folder().to_owned(), stretch: 0 })
    }

    /// A navigation, ready for the theme; `all` is the word for the link to all modules.
    pub fn nav(&self, key: &NavKey, all: &str) -> NavModule {
        // Any file of the folder: relative links are the same from each.
        let page = SitePath::new(format!("{}/_", key.folder));
        let home = SitePath::new("index.html");
        let module = key.module.and_then(|module| self.course.modules.get(module));
        let chapters = module.map_or(self.loose(), |module| &module.chapters);
        let overview = module.map_or(&home, |module| &module.page);
        NavModule {
            title: module.map_or(&self.course.title, |module| &module.title).clone(),
            href: relative(&page, overview),
            key: nav_key(overview),
            number: key.module.and_then(|module| self.number(module)),
            chapters: chapters[stretch(chapters.len(), key.stretch)]
                .iter()
                .filter_map(|chapter| self.nav_chapter(&page, *chapter))
                .collect(),
            below: self.below_in_nav(&page, key.module),
            others: self.others(&page, key.module),
            all: PageLink::new(relative(&page, &home), all),
        }
    }

    fn nav_chapter(&self, page: &SitePath, chapter: ChapterIdx) -> Option<NavChapter> {
        let placed = self.course.chapters.get(chapter)?;
        let outline = self.outline(placed)?;
        Some(NavChapter {
            href: relative(page, &placed.page),
            title: outline.title.clone(),
            key: nav_key(&placed.page),
            questions: outline.questions as usize,
        })
    }

    fn below_in_nav(&self, page: &SitePath, of: Option<ModuleIdx>) -> Vec<NavOther> {
        let below = of.map_or(&[][..], |module| self.below(Some(module)));
        below.iter().take(MAX_MODULES).filter_map(|module| self.other(page, *module)).collect()
    }

    /// The neighbours on the same level.
    fn others(&self, page: &SitePath, of: Option<ModuleIdx>) -> Vec<NavOther> {
        let parent = of.and_then(|module| self.course.modules.get(module)).and_then(|module| module.parent);
        let siblings = self.below(parent);
        let at = of.map_or(0, |of| siblings.partition_point(|module| *module < of));
        let from = at.saturating_sub(MAX_MODULES / 2).min(siblings.len().saturating_sub(MAX_MODULES));
        let around = siblings[from..].iter().copied().filter(|module| Some(*module) != of);
        around.take(MAX_MODULES).filter_map(|module| self.other(page, module)).collect()
    }

    fn other(&self, page: &SitePath, index: ModuleIdx) -> Option<NavOther> {
        let module = self.course.modules.get(index)?;
        Some(NavOther { href: relative(page, &module.page), title: module.title.clone(), number: self.number(index) })
    }
}

fn stretch(len: usize, number: usize) -> Range<usize> {
    let start = (number * MAX_CHAPTERS).min(len);
    start..(start + MAX_CHAPTERS).min(len)
}
