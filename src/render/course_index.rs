//! The course with small indexes that make it cheap to look up what one page needs. In: the course and what it was assembled from. Out: a
//! [`CourseIndex`], used by `nav`, `view` and `whole`.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::context::{Amount, ChapterCard, PageLink};
use crate::chapter::Outline;
use crate::course::{Course, CourseChapter, Module, ModuleItem};
use crate::index::{ChapterIdx, FileIdx, IndexVec, ModuleIdx};
use crate::path::{SitePath, relative};
use crate::source::{PageAddresses, SitePage};

/// A course with indexes for looking up places, modules and links.
#[derive(Debug)]
pub struct CourseIndex<'a> {
    /// The course.
    pub course: &'a Course,
    /// The outlines it was assembled from.
    pub outlines: &'a IndexVec<FileIdx, Arc<Outline>>,
    /// The page of each chapter file, and the path in the site of each copied file.
    pub pages: &'a PageAddresses,
    /// The pages that explain terms.
    pub glossaries: BTreeSet<SitePath>,
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
    /// What each module holds.
    totals: IndexVec<ModuleIdx, ModuleTotals>,
}

/// What a module holds, with all modules in it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ModuleTotals {
    /// Chapters, with the written overviews of the modules in it. Its own overview is what is read before them, and counts where it is all.
    pub chapters: usize,
    /// Questions in all of these and in its own overview.
    pub questions: usize,
    /// How many minutes all of these take.
    pub minutes: usize,
}

impl ModuleTotals {
    /// The same as pages say it.
    pub fn amount(self) -> Amount {
        Amount::new(self.chapters, self.questions, self.minutes)
    }
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
        let totals = totals(course, outlines);
        let glossaries = course
            .chapters
            .iter()
            .filter(|chapter| outlines.get(chapter.file).is_some_and(|outline| outline.is_glossary))
            .map(|chapter| chapter.page.clone())
            .collect();
        CourseIndex {
            course,
            outlines,
            pages,
            glossaries,
            base_url,
            places,
            submodules,
            root_modules,
            root_chapters,
            totals,
        }
    }

    /// What a module holds.
    pub fn totals(&self, module: ModuleIdx) -> ModuleTotals {
        self.totals.get(module).copied().unwrap_or_default()
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

    /// Where the questions of a module are practised, or those of the course; none of a module without a folder of its own. An author's page of that name
    /// keeps it.
    pub fn practice_page(&self, module: Option<ModuleIdx>) -> Option<SitePath> {
        let Some(module) = module else { return Some(self.pages.site_page(SitePage::Practice)) };
        let module = self.course.modules.get(module)?;
        let (folder, _) = module.page.as_str().rsplit_once('/')?;
        let pages = module.chapters.iter().filter_map(|chapter| self.course.chapters.get(*chapter));
        let taken: Vec<&SitePath> = pages.map(|chapter| &chapter.page).collect();
        let names = std::iter::once(String::new()).chain((1..).map(|number| format!("-{number}")));
        let mut paths = names.map(|number| SitePath::new(format!("{folder}/practice{number}.html")));
        paths.find(|path| !taken.contains(&path))
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

    /// How many minutes the whole course takes.
    pub fn minutes(&self) -> usize {
        let of_module = |module: &ModuleIdx| self.totals(*module).minutes;
        let of_chapter = |chapter: &ChapterIdx| {
            let outline = self.course.chapters.get(*chapter).and_then(|chapter| self.outline(chapter));
            outline.map_or(0, |outline| outline.minutes as usize)
        };
        self.root_modules.iter().map(of_module).sum::<usize>()
            + self.root_chapters.iter().map(of_chapter).sum::<usize>()
    }

    /// A link from `page` to a chapter.
    pub fn chapter_link(&self, page: &SitePath, index: ChapterIdx) -> Option<PageLink> {
        let chapter = self.course.chapters.get(index)?;
        let outline = self.outline(chapter)?;
        let detail = outline.study_time.clone();
        Some(PageLink {
            href: relative(page, &chapter.page),
            title: self.course.title_of(chapter.file, outline).to_owned(),
            detail,
        })
    }

    /// A chapter as `page` lists it.
    pub fn chapter_card(&self, page: &SitePath, index: ChapterIdx) -> Option<ChapterCard> {
        let chapter = self.course.chapters.get(index)?;
        let outline = self.outline(chapter)?;
        Some(ChapterCard {
            href: relative(page, &chapter.page),
            title: self.course.title_of(chapter.file, outline).to_owned(),
            study_time: outline.study_time.clone(),
            chapters: 0,
            questions: outline.questions as usize,
        })
    }
}

/// What each module holds. Modules come after those they lie in, so one walk from the end counts all depths.
fn totals(course: &Course, outlines: &IndexVec<FileIdx, Arc<Outline>>) -> IndexVec<ModuleIdx, ModuleTotals> {
    let outline = |chapter: &ChapterIdx| outlines.get(course.chapters.get(*chapter)?.file);
    // What the author of an overview says of the time is said of the whole module.
    let stated = |module: &Module| module.overview.as_ref().and_then(outline).filter(|one| one.study_time.is_some());
    let own = |module: &Module| {
        let all = || module.chapters.iter().chain(&module.overview).filter_map(outline);
        let minutes = || all().map(|outline| outline.minutes as usize).sum();
        ModuleTotals {
            chapters: module.chapters.len(),
            questions: all().map(|outline| outline.questions as usize).sum(),
            minutes: stated(module).map_or_else(minutes, |overview| overview.minutes as usize),
        }
    };
    let mut totals: IndexVec<ModuleIdx, ModuleTotals> = course.modules.iter().map(own).collect();
    for (index, module) in course.modules.iter_enumerated().rev() {
        let Some(below) = totals.get(index).copied() else { continue };
        let is_stated = module.parent.and_then(|parent| course.modules.get(parent)).and_then(stated).is_some();
        if let Some(above) = module.parent.and_then(|parent| totals.get_mut(parent)) {
            above.chapters += below.chapters + usize::from(module.overview.is_some());
            above.questions += below.questions;
            above.minutes += if is_stated { 0 } else { below.minutes };
        }
        if let Some(own) = totals.get_mut(index) {
            own.chapters = own.chapters.max(usize::from(module.overview.is_some()));
        }
    }
    totals
}

/// Sets for each of these chapters its place among them, and how many there are.
fn set_places(chapters: &[ChapterIdx], places: &mut IndexVec<ChapterIdx, Option<(usize, usize)>>) {
    for (place, chapter) in chapters.iter().enumerate() {
        if let Some(slot) = places.get_mut(*chapter) {
            *slot = Some((place, chapters.len()));
        }
    }
}
