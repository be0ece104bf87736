//! What the course says of one page: where it stands, what is around it, where its links lead. In: the course.
//! Out: a [`PageView`], small and plain, so that a page is a pure function of its chapter, its view and the theme.
//! Never O(course): navigation is made once for a module and folder and lent.

use std::sync::Arc;

use serde::Serialize;

use super::context::{ChapterCard, ChapterPosition, ModulePlace, PageKind, PageLink, PageNeighbours};
use super::nav::Nav;
use crate::chapter::Outline;
use crate::course::{BrokenLink, Course, CourseChapter, ModuleItem, ResolvedLink};
use crate::html::{LinkTarget, MissingTarget};
use crate::index::{ChapterIdx, FileIdx, IndexVec, LinkIdx, ModuleIdx};
use crate::markdown::LinkKind;
use crate::path::{SitePath, SourcePath, encode, relative};
use crate::source::{PageAddresses, PixelSize, quiz_page};

/// What views are made from, with the little indexes that keep each view small work.
#[derive(Debug)]
pub struct CourseIndex<'a> {
    /// The course.
    pub course: &'a Course,
    /// The outlines it was assembled from.
    pub outlines: &'a IndexVec<FileIdx, Arc<Outline>>,
    /// Which page each file has, and where others are copied to.
    pub pages: &'a PageAddresses,
    /// The site's full address, ending in `/`, where it is known.
    pub base_url: Option<&'a str>,
    /// For each chapter its place in its module, from 0, and how many chapters that has.
    places: IndexVec<ChapterIdx, Option<(usize, usize)>>,
    /// The modules right below each module, in reading order.
    below: IndexVec<ModuleIdx, Vec<ModuleIdx>>,
    /// The outermost modules, in reading order.
    outermost: Vec<ModuleIdx>,
    /// Chapters in no module, in reading order.
    loose: Vec<ChapterIdx>,
}

/// What the course says of a page made from markdown, and of its quiz page.
#[derive(Clone, Debug, Serialize)]
pub struct PageView {
    /// The page.
    pub page: SitePath,
    /// The course's id of the chapter.
    pub id: String,
    /// The page's title: the outline's.
    pub title: String,
    /// The navigation it borrows.
    pub nav: Nav,
    /// What finds it in the navigation.
    pub nav_key: String,
    /// From the page to the site's root.
    pub root: String,
    /// The pages around it.
    pub neighbours: PageNeighbours,
    /// What it is in its module.
    pub place: ModulePlace,
    /// Where its links lead.
    pub links: IndexVec<LinkIdx, LinkTarget>,
    /// Its quiz page, where it has questions.
    pub quiz: Option<SitePath>,
    /// The page's full address.
    pub canonical: Option<String>,
}

impl<'a> CourseIndex<'a> {
    /// Reads the course once.
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
        let loose: Vec<ChapterIdx> = in_root.collect();
        let mut places = vec![None; course.chapters.len()].into();
        let mut below: IndexVec<ModuleIdx, Vec<ModuleIdx>> = vec![Vec::new(); course.modules.len()].into();
        let mut outermost = Vec::new();
        number(&loose, &mut places);
        for (index, module) in course.modules.iter_enumerated() {
            let siblings = module.parent.and_then(|parent| below.get_mut(parent)).unwrap_or(&mut outermost);
            siblings.push(index);
            number(&module.chapters, &mut places);
        }
        CourseIndex { course, outlines, pages, base_url, places, below, outermost, loose }
    }

    /// A chapter's place in its module, from 0, and how many chapters that has.
    pub fn place_in_module(&self, chapter: ChapterIdx) -> Option<(usize, usize)> {
        self.places.get(chapter).copied().flatten()
    }

    /// The modules right below one, or the outermost ones, in reading order.
    pub fn below(&self, module: Option<ModuleIdx>) -> &[ModuleIdx] {
        match module {
            Some(module) => self.below.get(module).map_or(&[], Vec::as_slice),
            None => &self.outermost,
        }
    }

    /// Chapters in no module.
    pub fn loose(&self) -> &[ChapterIdx] {
        &self.loose
    }

    /// A module's number among its neighbours, from 1.
    pub fn number(&self, module: ModuleIdx) -> Option<usize> {
        let parent = self.course.modules.get(module)?.parent;
        self.below(parent).binary_search(&module).ok().map(|place| place + 1)
    }

    /// The outline of a chapter.
    pub fn outline(&self, placed: &CourseChapter) -> Option<&'a Outline> {
        self.outlines.get(placed.file).map(|outline| &**outline)
    }

    /// What the course says of a chapter; none where there is no such chapter. `nav` is the navigation of its module and folder; `image_size`
    /// is asked for the pictures that the page shows, and for no others.
    pub fn view(
        &self,
        chapter: ChapterIdx,
        nav: Nav,
        image_size: &dyn Fn(&SourcePath) -> Option<PixelSize>,
    ) -> Option<PageView> {
        let placed = self.course.chapters.get(chapter)?;
        let outline = self.outline(placed)?;
        let page = &placed.page;
        let crumbs = self.crumbs(placed);
        Some(PageView {
            page: page.clone(),
            id: placed.id.clone(),
            title: outline.title.clone(),
            nav,
            nav_key: nav_key(page),
            root: root(page),
            place: ModulePlace {
                position: placed
                    .module
                    .and(self.place_in_module(chapter))
                    .map(|(place, count)| ChapterPosition { number: place + 1, count }),
                up: crumbs.last().cloned(),
                kind: if placed.is_overview { PageKind::Overview } else { PageKind::Chapter },
                children: placed
                    .module
                    .filter(|_| placed.is_overview)
                    .map_or_else(Vec::new, |module| self.children(page, module)),
            },
            neighbours: PageNeighbours {
                home: relative(page, &SitePath::new("index.html")),
                crumbs,
                previous: placed.previous.and_then(|previous| self.chapter_link(page, previous)),
                next: placed.next.and_then(|next| self.chapter_link(page, next)),
            },
            links: outline
                .links
                .iter()
                .zip(self.course.links(placed.file)?)
                .map(|(link, resolved)| self.target(page, link.kind, resolved, image_size))
                .collect(),
            quiz: (outline.questions > 0).then(|| quiz_page(page)),
            canonical: self.canonical(page),
        })
    }

    /// What the course says of a module's overview that is generated, not written.
    pub fn made_overview(&self, index: ModuleIdx, nav: Nav) -> Option<PageView> {
        let module = self.course.modules.get(index)?;
        let page = &module.page;
        let crumbs = self.module_chain(page, module.parent);
        Some(PageView {
            page: page.clone(),
            id: String::new(),
            title: module.title.clone(),
            nav,
            nav_key: nav_key(page),
            root: root(page),
            place: ModulePlace {
                position: None,
                up: crumbs.last().cloned(),
                kind: PageKind::Overview,
                children: self.children(page, index),
            },
            neighbours: PageNeighbours {
                home: relative(page, &SitePath::new("index.html")),
                crumbs,
                previous: None,
                next: module.items.first().and_then(|item| self.first_of(page, *item)),
            },
            links: IndexVec::default(),
            quiz: None,
            canonical: self.canonical(page),
        })
    }

    /// The full address of a page.
    pub fn canonical(&self, page: &SitePath) -> Option<String> {
        let base = self.base_url?;
        let path = relative(&SitePath::new("index.html"), page);
        // `index.html` is served at its folder's address.
        let path =
            path.strip_suffix("index.html").filter(|rest| rest.is_empty() || rest.ends_with('/')).unwrap_or(&path);
        Some(format!("{base}{path}"))
    }

    /// A link from `page` to a chapter.
    pub fn chapter_link(&self, page: &SitePath, chapter: ChapterIdx) -> Option<PageLink> {
        let placed = self.course.chapters.get(chapter)?;
        let outline = self.outline(placed)?;
        let detail = outline.study_time.clone();
        Some(PageLink { href: relative(page, &placed.page), title: outline.title.clone(), detail })
    }

    /// A card for a chapter on `page`.
    pub fn card(&self, page: &SitePath, chapter: ChapterIdx) -> Option<ChapterCard> {
        let placed = self.course.chapters.get(chapter)?;
        let outline = self.outline(placed)?;
        Some(ChapterCard {
            href: relative(page, &placed.page),
            title: outline.title.clone(),
            study_time: outline.study_time.clone(),
            questions: outline.questions as usize,
        })
    }

    /// A link to a chapter, or to the overview of a module.
    fn first_of(&self, page: &SitePath, item: ModuleItem) -> Option<PageLink> {
        match item {
            ModuleItem::Chapter(chapter) => self.chapter_link(page, chapter),
            ModuleItem::Module(module) => {
                let module = self.course.modules.get(module)?;
                Some(PageLink::new(relative(page, &module.page), module.title.as_str()))
            }
        }
    }

    /// An overview leads to its chapters and to the modules right below it, as they stand in reading order.
    fn children(&self, page: &SitePath, module: ModuleIdx) -> Vec<ChapterCard> {
        let items = self.course.modules.get(module).map_or(&[][..], |module| &module.items);
        items.iter().filter_map(|item| self.child(page, *item)).collect()
    }

    fn child(&self, page: &SitePath, item: ModuleItem) -> Option<ChapterCard> {
        match item {
            ModuleItem::Chapter(chapter) => self.card(page, chapter),
            ModuleItem::Module(module) => {
                let module = self.course.modules.get(module)?;
                let overview = module.overview.and_then(|overview| self.outline(self.course.chapters.get(overview)?));
                Some(ChapterCard {
                    href: relative(page, &module.page),
                    title: module.title.clone(),
                    study_time: overview.and_then(|outline| outline.study_time.clone()),
                    questions: overview.map_or(0, |outline| outline.questions as usize),
                })
            }
        }
    }

    fn crumbs(&self, placed: &CourseChapter) -> Vec<PageLink> {
        let module = placed.module.and_then(|module| self.course.modules.get(module));
        let above = if placed.is_overview { module.and_then(|module| module.parent) } else { placed.module };
        self.module_chain(&placed.page, above)
    }

    /// Links to a module and those above it, outermost first.
    fn module_chain(&self, page: &SitePath, from: Option<ModuleIdx>) -> Vec<PageLink> {
        let mut chain = Vec::new();
        let mut at = from;
        while let Some(module) = at.and_then(|module| self.course.modules.get(module)) {
            chain.push(PageLink::new(relative(page, &module.page), module.title.as_str()));
            at = module.parent;
        }
        chain.reverse();
        chain
    }

    fn target(
        &self,
        page: &SitePath,
        kind: LinkKind,
        resolved: &ResolvedLink,
        image_size: &dyn Fn(&SourcePath) -> Option<PixelSize>,
    ) -> LinkTarget {
        match resolved {
            ResolvedLink::External => LinkTarget::Outside,
            ResolvedLink::Page { page: to, anchor, .. } => LinkTarget::To(page_url(page, to, anchor.as_deref())),
            ResolvedLink::File { path, suffix, .. } => {
                let url = format!("{}{suffix}", relative(page, &self.pages.copy_of(path)));
                match kind {
                    LinkKind::Image => LinkTarget::Image { url, size: image_size(path) },
                    LinkKind::Link => LinkTarget::To(url),
                }
            }
            ResolvedLink::Broken(broken) => match broken {
                BrokenLink::NoAnchor { page: to } => LinkTarget::To(page_url(page, to, None)),
                BrokenLink::FolderWithoutPage | BrokenLink::FileWithoutPage => LinkTarget::Nowhere(MissingTarget::Page),
                BrokenLink::NoFile | BrokenLink::NoImage => LinkTarget::Nowhere(MissingTarget::Target),
            },
        }
    }
}

/// Writes down for each of these chapters its place among them, and how many they are.
fn number(chapters: &[ChapterIdx], places: &mut IndexVec<ChapterIdx, Option<(usize, usize)>>) {
    for (place, chapter) in chapters.iter().enumerate() {
        if let Some(slot) = places.get_mut(*chapter) {
            *slot = Some((place, chapters.len()));
        }
    }
}

/// The url by which `page` names a place in `to`; only the place where both are one page.
fn page_url(page: &SitePath, to: &SitePath, fragment: Option<&str>) -> String {
    match fragment {
        Some(id) if page == to => format!("#{}", encode(id)),
        Some(id) => format!("{}#{}", relative(page, to), encode(id)),
        None => relative(page, to),
    }
}

/// What finds a page in its module's navigation: its address, encoded, so that it holds no sign of HTML.
pub fn nav_key(page: &SitePath) -> String {
    relative(&SitePath::new("index.html"), page)
}

/// From a page to the site's root: empty, `../`, …
pub fn root(page: &SitePath) -> String {
    "../".repeat(page.as_str().matches('/').count())
}
