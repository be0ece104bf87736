//! The navigation of a module, made once and shared by its pages in one folder. In: a [`CourseIndex`]. Out: contexts for the theme.
//! The size of a page's navigation is bounded: it does not grow with the course.

use std::ops::Range;
use std::sync::Arc;

use serde::{Serialize, Serializer};

use super::addresses::MODULES_SCRIPT;
use super::context::{NavChapter, NavModule, NavOther, PageLink};
use super::course_index::CourseIndex;
use crate::index::{ChapterIdx, ModuleIdx};
use crate::path::{SitePath, relative};
use crate::source::{Hash, SitePage};

/// How many chapters of a module are listed. A larger module is cut into sections of this length, and a page lists its own.
pub const MAX_CHAPTERS: usize = 100;

/// How many other modules are listed.
const MAX_MODULES: usize = 24;

/// Identifies a navigation: pages with the same key have the same one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NavKey {
    /// The module; none for chapters in no module.
    pub module: Option<ModuleIdx>,
    /// The page's folder, as links are relative to it.
    pub folder: String,
    /// Which section of a large module, from 0.
    pub section: usize,
}

/// A navigation as HTML. It is serialised as its hash: a fingerprint needs no more.
#[derive(Clone, Debug)]
pub struct Nav {
    html: Arc<str>,
    hash: Hash,
}

impl Nav {
    /// A navigation from the markup that the theme rendered.
    pub fn new(html: &str) -> Self {
        Nav { html: html.into(), hash: Hash::of(html.as_bytes()) }
    }

    /// The markup, with no page marked as the current one.
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
    /// The key of the navigation of a chapter's page.
    pub fn nav_key_of(&self, index: ChapterIdx) -> Option<NavKey> {
        let chapter = self.course.chapters.get(index)?;
        let section = self.place_in_module(index).map_or(0, |(place, _)| place / MAX_CHAPTERS);
        Some(NavKey { module: chapter.module, folder: chapter.page.folder().to_owned(), section })
    }

    /// The key of the navigation of a module's generated overview.
    pub fn nav_key_of_module(&self, index: ModuleIdx) -> Option<NavKey> {
        let module = self.course.modules.get(index)?;
        Some(NavKey { module: Some(index), folder: module.page.folder().to_owned(), section: 0 })
    }

    /// The navigation with this key, ready for the theme; `all` is the title of the link to all modules, or home where there are none.
    pub fn nav(&self, key: &NavKey, all: &str) -> NavModule {
        // Any name of a file in the folder: relative links are the same from each.
        let page = SitePath::new(format!("{}/_", key.folder));
        let home = SitePath::new("index.html");
        let (contents, has_modules) = (self.pages.site_page(SitePage::Contents), !self.course.modules.is_empty());
        let module = key.module.and_then(|module| self.course.modules.get(module));
        let chapters = module.map_or(self.root_chapters(), |module| &module.chapters);
        let overview = module.map_or(&home, |module| &module.page);
        NavModule {
            title: module.map_or(&self.course.title, |module| &module.title).clone(),
            href: relative(&page, overview),
            key: nav_key(overview),
            number: key.module.and_then(|module| self.number(module)),
            chapters: chapters[section(chapters.len(), key.section)]
                .iter()
                .filter_map(|chapter| self.nav_chapter(&page, *chapter))
                .collect(),
            below: self.nav_submodules(&page, key.module),
            others: self.nav_siblings(&page, key.module),
            all: PageLink::new(relative(&page, if has_modules { &contents } else { &home }), all),
            all_script: has_modules.then(|| relative(&page, &SitePath::new(MODULES_SCRIPT))),
        }
    }

    fn nav_chapter(&self, page: &SitePath, index: ChapterIdx) -> Option<NavChapter> {
        let chapter = self.course.chapters.get(index)?;
        let outline = self.outline(chapter)?;
        Some(NavChapter {
            href: relative(page, &chapter.page),
            title: self.course.title_of(chapter.file, outline).to_owned(),
            key: nav_key(&chapter.page),
            id: chapter.id.clone(),
            questions: outline.questions as usize,
        })
    }

    fn nav_submodules(&self, page: &SitePath, of: Option<ModuleIdx>) -> Vec<NavOther> {
        let submodules = of.map_or(&[][..], |module| self.submodules(Some(module)));
        submodules.iter().take(MAX_MODULES).filter_map(|module| self.nav_module(page, *module)).collect()
    }

    /// The modules with the same parent that are nearest in reading order.
    fn nav_siblings(&self, page: &SitePath, of: Option<ModuleIdx>) -> Vec<NavOther> {
        let parent = of.and_then(|module| self.course.modules.get(module)).and_then(|module| module.parent);
        let siblings = self.submodules(parent);
        let own_place = of.map_or(0, |of| siblings.partition_point(|module| *module < of));
        let first = own_place.saturating_sub(MAX_MODULES / 2).min(siblings.len().saturating_sub(MAX_MODULES));
        let others = siblings[first..].iter().copied().filter(|module| Some(*module) != of);
        others.take(MAX_MODULES).filter_map(|module| self.nav_module(page, module)).collect()
    }

    fn nav_module(&self, page: &SitePath, index: ModuleIdx) -> Option<NavOther> {
        let module = self.course.modules.get(index)?;
        Some(NavOther { href: relative(page, &module.page), title: module.title.clone(), number: self.number(index) })
    }
}

/// The indices of the chapters of section `number`, in a module of `len` chapters.
fn section(len: usize, number: usize) -> Range<usize> {
    let start = (number * MAX_CHAPTERS).min(len);
    start..(start + MAX_CHAPTERS).min(len)
}

/// The key of a page in its module's navigation: its percent-encoded path, in which no character has a meaning in HTML.
pub fn nav_key(page: &SitePath) -> String {
    relative(&SitePath::new("index.html"), page)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::course::testing::{course_of, outlines};
    use crate::index::Idx;
    use crate::source::PageAddresses;

    #[test]
    fn the_nearest_modules_are_listed_also_at_both_ends() {
        let paths: Vec<String> = (1..=40).flat_map(|n| [format!("{n}/README.md"), format!("{n}/a.md")]).collect();
        let texts: Vec<(&str, &str)> = paths.iter().map(|path| (path.as_str(), "")).collect();
        let outlines = outlines(&texts);
        let course = course_of(&outlines, &[]);
        let pages = PageAddresses::default();
        let index = CourseIndex::new(&course, &outlines, &pages, None);
        for (own, expected) in [(1, 2..=25), (20, 8..=32), (40, 17..=39)] {
            let key = NavKey { module: Some(ModuleIdx::new(own - 1)), folder: String::new(), section: 0 };
            let listed: Vec<usize> = index.nav(&key, "").others.iter().filter_map(|other| other.number).collect();
            assert_eq!(listed, expected.filter(|number| *number != own).collect::<Vec<_>>());
        }
    }
}
