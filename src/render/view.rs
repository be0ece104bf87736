//! What the course says of one page: where it stands, what is around it, where its links lead. In: the course.
//! Out: a [`PageView`], small and plain, so that a page is a pure function of its chapter, its view and the theme.
//! Never O(course): navigation is made once for a module and folder and lent.

use std::sync::Arc;

use serde::Serialize;

use super::body::{LinkTarget, MissingTarget};
use super::context::{ChapterCard, ChapterPosition, PageKind, PageLink};
use super::nav::Nav;
use crate::chapter::Outline;
use crate::course::{self, Course, CourseChapter, LinkStatus, ResolvedLink, Target};
use crate::markdown::LinkKind;
use crate::path::{SitePath, SourcePath, encode, relative};
use crate::source::{PageAddresses, PixelSize, quiz_page};

/// What views are made from, with the little indexes that keep each view small work.
#[derive(Debug)]
pub struct CourseIndex<'a> {
    /// The course.
    pub course: &'a Course,
    /// Its outlines; `Placed.outline` is a row of it.
    pub outlines: &'a [Arc<Outline>],
    /// Which page each file has, and where others are copied to.
    pub pages: &'a PageAddresses,
    /// The site's full address, ending in `/`, where it is known.
    pub base_url: Option<&'a str>,
    /// For each chapter its place in its module, and how many there are.
    places: Vec<Option<(usize, usize)>>,
    /// Modules below each module; those below none last.
    below: Vec<Vec<usize>>,
    /// Chapters in no module, in reading order.
    loose: Vec<usize>,
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
    /// The home page.
    pub home: String,
    /// Modules above.
    pub crumbs: Vec<PageLink>,
    /// The place in its module.
    pub position: Option<ChapterPosition>,
    /// Where its links lead, by row.
    pub links: Vec<LinkTarget>,
    /// Its quiz page, where it has questions.
    pub quiz: Option<SitePath>,
    /// The chapter before.
    pub previous: Option<PageLink>,
    /// The chapter after.
    pub next: Option<PageLink>,
    /// The overview above.
    pub up: Option<PageLink>,
    /// Chapter or overview.
    pub kind: PageKind,
    /// What an overview leads to.
    pub children: Vec<ChapterCard>,
    /// The page's full address.
    pub canonical: Option<String>,
}

impl<'a> CourseIndex<'a> {
    /// Reads the course once.
    pub fn new(
        course: &'a Course,
        outlines: &'a [Arc<Outline>],
        pages: &'a PageAddresses,
        base_url: Option<&'a str>,
    ) -> Self {
        let mut places = vec![None; course.chapters.len()];
        let mut below = vec![Vec::new(); course.modules.len() + 1];
        for (row, module) in course.modules.iter().enumerate() {
            below[module.parent.unwrap_or(course.modules.len())].push(row);
            for (place, chapter) in module.chapters.iter().enumerate() {
                places[*chapter] = Some((place, module.chapters.len()));
            }
        }
        let in_root = course.items.iter().filter_map(|item| match item {
            course::ModuleItem::Chapter(row) => Some(*row),
            course::ModuleItem::Module(_) => None,
        });
        let loose: Vec<usize> = in_root.collect();
        for (place, chapter) in loose.iter().enumerate() {
            places[*chapter] = Some((place, loose.len()));
        }
        CourseIndex { course, outlines, pages, base_url, places, below, loose }
    }

    /// A chapter's place in its module, from 0, and how many chapters that has.
    pub fn place_in_module(&self, row: usize) -> Option<(usize, usize)> {
        self.places.get(row).copied().flatten()
    }

    /// The modules right below one, or the outermost ones, in reading order.
    pub fn below(&self, module: Option<usize>) -> &[usize] {
        self.below.get(module.unwrap_or(self.course.modules.len())).map_or(&[], Vec::as_slice)
    }

    /// Chapters in no module.
    pub fn loose(&self) -> &[usize] {
        &self.loose
    }

    /// A module's number among its neighbours, from 1.
    pub fn number(&self, module: usize) -> Option<usize> {
        let parent = self.course.modules.get(module)?.parent;
        self.below(parent).binary_search(&module).ok().map(|place| place + 1)
    }

    /// The outline of a chapter.
    pub fn outline(&self, placed: &CourseChapter) -> Option<&'a Outline> {
        self.outlines.get(placed.outline).map(|outline| &**outline)
    }

    /// What the course says of chapter `row`; none where there is no such row. `nav` is the navigation of its module and folder; `image_size`
    /// is asked for the pictures that the page shows, and for no others.
    pub fn view(
        &self,
        row: usize,
        nav: Nav,
        image_size: &dyn Fn(&SourcePath) -> Option<PixelSize>,
    ) -> Option<PageView> {
        let placed = self.course.chapters.get(row)?;
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
            home: relative(page, &SitePath::new("index.html")),
            position: placed
                .module
                .and(self.place_in_module(row))
                .map(|(place, count)| ChapterPosition { number: place + 1, count }),
            links: outline
                .links
                .iter()
                .zip(placed.links.iter())
                .map(|(link, to)| self.target(page, link.kind, to, image_size))
                .collect(),
            quiz: (outline.questions > 0).then(|| quiz_page(page)),
            previous: placed.previous.and_then(|row| self.chapter_link(page, row)),
            next: placed.next.and_then(|row| self.chapter_link(page, row)),
            up: crumbs.last().cloned(),
            crumbs,
            kind: if placed.is_overview { PageKind::Overview } else { PageKind::Chapter },
            children: placed
                .module
                .filter(|_| placed.is_overview)
                .map_or_else(Vec::new, |module| self.children(page, module)),
            canonical: self.canonical(page),
        })
    }

    /// What the course says of a module's overview that is made, not written.
    pub fn made_overview(&self, row: usize, nav: Nav) -> Option<PageView> {
        let module = self.course.modules.get(row)?;
        let page = &module.page;
        let crumbs = self.module_chain(page, module.parent);
        let next = module.items.first().and_then(|item| self.first_of(page, *item));
        Some(PageView {
            page: page.clone(),
            id: String::new(),
            title: module.title.clone(),
            nav,
            nav_key: nav_key(page),
            root: root(page),
            home: relative(page, &SitePath::new("index.html")),
            position: None,
            links: Vec::new(),
            quiz: None,
            previous: None,
            next,
            up: crumbs.last().cloned(),
            crumbs,
            kind: PageKind::Overview,
            children: self.children(page, row),
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

    /// A link from `page` to chapter `row`.
    pub fn chapter_link(&self, page: &SitePath, row: usize) -> Option<PageLink> {
        let placed = self.course.chapters.get(row)?;
        let outline = self.outline(placed)?;
        let detail = outline.study_time.clone();
        Some(PageLink { href: relative(page, &placed.page), title: outline.title.clone(), detail })
    }

    /// A card for chapter `row` on `page`.
    pub fn card(&self, page: &SitePath, row: usize) -> Option<ChapterCard> {
        let placed = self.course.chapters.get(row)?;
        let outline = self.outline(placed)?;
        Some(ChapterCard {
            href: relative(page, &placed.page),
            title: outline.title.clone(),
            study_time: outline.study_time.clone(),
            questions: outline.questions as usize,
        })
    }

    /// A link to a chapter, or to the overview of a module.
    fn first_of(&self, page: &SitePath, item: course::ModuleItem) -> Option<PageLink> {
        match item {
            course::ModuleItem::Chapter(row) => self.chapter_link(page, row),
            course::ModuleItem::Module(row) => {
                let module = self.course.modules.get(row)?;
                Some(PageLink::new(relative(page, &module.page), module.title.as_str()))
            }
        }
    }

    /// An overview leads to its chapters and to the modules right below it, as they stand in reading order.
    fn children(&self, page: &SitePath, row: usize) -> Vec<ChapterCard> {
        let items = self.course.modules.get(row).map_or(&[][..], |module| &module.items);
        items.iter().filter_map(|item| self.child(page, *item)).collect()
    }

    fn child(&self, page: &SitePath, item: course::ModuleItem) -> Option<ChapterCard> {
        match item {
            course::ModuleItem::Chapter(row) => self.card(page, row),
            course::ModuleItem::Module(row) => {
                let module = self.course.modules.get(row)?;
                let overview = module.overview.and_then(|row| self.outline(self.course.chapters.get(row)?));
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
        let module = placed.module.and_then(|row| self.course.modules.get(row));
        let above = if placed.is_overview { module.and_then(|module| module.parent) } else { placed.module };
        self.module_chain(&placed.page, above)
    }

    /// Links to a module and those above it, outermost first.
    fn module_chain(&self, page: &SitePath, from: Option<usize>) -> Vec<PageLink> {
        let mut chain = Vec::new();
        let mut at = from;
        while let Some(module) = at.and_then(|row| self.course.modules.get(row)) {
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
        match (&resolved.target, resolved.status) {
            (Some(Target::Page { page: to, fragment }), _) => LinkTarget::To(page_url(page, to, fragment.as_deref())),
            (Some(Target::File { path, suffix }), _) => {
                let url = format!("{}{suffix}", relative(page, &self.pages.copy_of(path)));
                match kind {
                    LinkKind::Image => LinkTarget::Image { url, size: image_size(path) },
                    LinkKind::Link => LinkTarget::To(url),
                }
            }
            (None, LinkStatus::External) => LinkTarget::Outside,
            (None, LinkStatus::NoPage) => LinkTarget::Nowhere(MissingTarget::Page),
            (None, _) => LinkTarget::Nowhere(MissingTarget::Target),
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
