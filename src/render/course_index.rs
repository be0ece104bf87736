//! The course with small indexes that make it cheap to look up what one page needs. In: the course and what it was assembled from. Out: a
//! [`CourseIndex`], used by `nav`, `view` and `whole`.

use std::sync::Arc;

use super::context::{ChapterCard, PageLink};
use crate::chapter::Outline;
use crate::course::{Course, CourseChapter, ModuleItem};
use crate::index::{ChapterIdx, FileIdx, IndexVec, ModuleIdx};
use crate::path::{SitePath, relative};
use crate::source::PageAddresses;

/// A course with indexes for looking up places, modules and links.
#[derive(Debug)]
pub struct CourseIndex<'a> {
    /// The course.
    pub course: &'a Course,
    /// The outlines it was assembled from.
    pub outlines: &'a IndexVec<FileIdx, Arc<Outline>>,
    /// The page of each chapter file, and the path in the site of each copied file.
    pub pages: &'a PageAddresses,
    /// The site's full URL, ending in `/`, if it is known.
    pub base_url: Option<&'a str>,
    /// For each chapter its place in its module, from 0, and how many chapters the module has.
    places: IndexVec<ChapterIdx, Option<(usize, usize)>>,
    /// The modules right below each module, in reading order.
    submodules: IndexVec<ModuleIdx, Vec<ModuleIdx>>,
    /// Modules in no other module, in reading order.
    root_modules: Vec<ModuleIdx>,
    /// Chapters in no module, in reading order.
    root_chapters: Vec<ChapterIdx>,
}

impl<'a> CourseIndex<'a> {
    /// Makes the indexes, in one pass over the course.
    pub fn new(
        course: &'a Course,
        outlines: &'a IndexVec<FileIdx, Arc<Outline>>,
        pages: &'a PageAddresses,
        base_url: Option<&'a str>,
    ) -> Self {
        let in_root = course.items.iter().filter_map(|item| match item {
            ModuleItem::Chapter(chapter) => Some(*chapter),
            ModuleItem::Module(_) => None,
        });
        let root_chapters: Vec<ChapterIdx> = in_root.collect();
        let mut places = vec![None; course.chapters.len()].into();
        let mut submodules: IndexVec<ModuleIdx, Vec<ModuleIdx>> = vec![Vec::new(); course.modules.len()].into();
        let mut root_modules = Vec::new();
        set_places(&root_chapters, &mut places);
        for (index, module) in course.modules.iter_enumerated() {
            let siblings = module.parent.and_then(|parent| submodules.get_mut(parent)).unwrap_or(&mut root_modules);
            siblings.push(index);
            set_places(&module.chapters, &mut places);
        }
        CourseIndex { course, outlines, pages, base_url, places, submodules, root_modules, root_chapters }
    }

    /// A chapter's place in its module, from 0, and how many chapters the module has.
    pub fn place_in_module(&self, chapter: ChapterIdx) -> Option<(usize, usize)> {
        self.places.get(chapter).copied().flatten()
    }

    /// The modules right below one, or those in no other module, in reading order.
    pub fn submodules(&self, module: Option<ModuleIdx>) -> &[ModuleIdx] {
        match module {
            Some(module) => self.submodules.get(module).map_or(&[], Vec::as_slice),
            None => &self.root_modules,
        }
    }

    /// Chapters in no module, in reading order.
    pub fn root_chapters(&self) -> &[ChapterIdx] {
        &self.root_chapters
    }

    /// A module's number among its neighbours, from 1.
    pub fn number(&self, module: ModuleIdx) -> Option<usize> {
        let parent = self.course.modules.get(module)?.parent;
        self.submodules(parent).binary_search(&module).ok().map(|place| place + 1)
    }

    /// The outline of a chapter.
    pub fn outline(&self, chapter: &CourseChapter) -> Option<&'a Outline> {
        self.outlines.get(chapter.file).map(|outline| &**outline)
    }

    /// The full URL of a page, if the site's is known.
    pub fn canonical(&self, page: &SitePath) -> Option<String> {
        let base = self.base_url?;
        let path = relative(&SitePath::new("index.html"), page);
        // `index.html` is served at its folder's address.
        let path =
            path.strip_suffix("index.html").filter(|rest| rest.is_empty() || rest.ends_with('/')).unwrap_or(&path);
        Some(format!("{base}{path}"))
    }

    /// A link from `page` to a chapter.
    pub fn chapter_link(&self, page: &SitePath, index: ChapterIdx) -> Option<PageLink> {
        let chapter = self.course.chapters.get(index)?;
        let outline = self.outline(chapter)?;
        let detail = outline.study_time.clone();
        Some(PageLink { href: relative(page, &chapter.page), title: outline.title_or_name().into_owned(), detail })
    }

    /// A chapter as `page` lists it.
    pub fn chapter_card(&self, page: &SitePath, index: ChapterIdx) -> Option<ChapterCard> {
        let chapter = self.course.chapters.get(index)?;
        let outline = self.outline(chapter)?;
        Some(ChapterCard {
            href: relative(page, &chapter.page),
            title: outline.title_or_name().into_owned(),
            study_time: outline.study_time.clone(),
            questions: outline.questions as usize,
        })
    }
}

/// Sets for each of these chapters its place among them, and how many there are.
fn set_places(chapters: &[ChapterIdx], places: &mut IndexVec<ChapterIdx, Option<(usize, usize)>>) {
    for (place, chapter) in chapters.iter().enumerate() {
        if let Some(slot) = places.get_mut(*chapter) {
            *slot = Some((place, chapters.len()));
        }
    }
}
