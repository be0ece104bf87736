//! The view of a page: its place in the course, the pages around it, the targets of its links. In: a [`CourseIndex`]. Out: a
//! [`PageView`], small and plain, so that a page is a pure function of its chapter, its view and the theme. The work for one view does
//! not grow with the course: the navigation of a module is made once for each folder and shared.

use serde::Serialize;

use super::context::{
    Amount, ChapterCard, ChapterPosition, ModulePlace, MovedSectionLink, PageKind, PageLink, PageNeighbours,
};
use super::course_index::CourseIndex;
use super::nav::{Nav, nav_key};
use crate::chapter::OutlineLink;
use crate::course::{BrokenLink, CourseChapter, ModuleItem, MovedPage, MovedSection, MovedTo, ResolvedLink};
use crate::date::Date;
use crate::html::{LinkTarget, MissingTarget};
use crate::index::{ChapterIdx, IndexVec, LinkIdx, ModuleIdx};
use crate::markdown::LinkKind;
use crate::path::{SitePath, SourcePath, encode, relative};
use crate::source::{Hash, PixelSize, quiz_page};

/// All that a page made from markdown, and its quiz page, show of the rest of the course.
#[derive(Clone, Debug, Serialize)]
pub struct PageView {
    /// The page.
    pub page: SitePath,
    /// The chapter's id, unique in the course; empty for a generated overview.
    pub id: String,
    /// The page's title.
    pub title: String,
    /// The navigation of its module.
    pub nav: Nav,
    /// Its key in the navigation.
    pub nav_key: String,
    /// From the page to the site's root.
    pub root: String,
    /// The pages around it.
    pub neighbours: PageNeighbours,
    /// Its place in its module.
    pub place: ModulePlace,
    /// The targets of its links.
    pub links: IndexVec<LinkIdx, LinkTarget>,
    /// Its quiz page, if it has questions.
    pub quiz: Option<SitePath>,
    /// The page's full URL; none where the site's address is not known.
    pub canonical: Option<String>,
    /// The chapter as markdown, relative to the page; none where it is not published.
    pub markdown: Option<String>,
    /// What is said of its file below its text.
    pub history: PageHistory,
    /// Former ids of its sections.
    pub moved: MovedIds,
}

/// Former ids of the sections of a page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct MovedIds {
    /// With the id that the section has now; an empty one means the page itself.
    pub here: Vec<(String, String)>,
    /// Of sections that are elsewhere now.
    pub away: Vec<MovedSectionLink>,
}

impl MovedIds {
    /// The former ids of the sections that were on `page`.
    pub fn new(page: &SitePath, sections: &[MovedSection]) -> Self {
        let mut moved = MovedIds::default();
        for section in sections {
            let id = section.id.clone();
            match &section.to {
                MovedTo::Page(to) if to.page == *page => {
                    moved.here.push((id, to.anchor.clone().unwrap_or_default()));
                }
                to => {
                    let (href, title) = moved_link(page, to);
                    moved.away.push(MovedSectionLink { id, href, title });
                }
            }
        }
        moved
    }
}

/// The way from a page to where something has moved, and its title.
pub fn moved_link(from: &SitePath, to: &MovedTo) -> (String, String) {
    match to {
        MovedTo::Page(MovedPage { page, title, anchor }) => (page_url(from, page, anchor.as_deref()), title.clone()),
        MovedTo::Elsewhere(url) => (url.clone(), url.clone()),
    }
}

/// What is known of the file that a page is made from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct PageHistory {
    /// The web address at which it is edited.
    pub edit_url: Option<String>,
    /// The day of its last change.
    pub changed: Option<Date>,
    /// Who wrote it, who wrote most first.
    pub authors: Vec<String>,
}

impl CourseIndex<'_> {
    /// The view of a chapter; none if there is no such chapter. `nav` is the navigation of its module and folder; `image_size` is called
    /// for the images that the page shows, and for no others.
    pub fn view(
        &self,
        index: ChapterIdx,
        nav: Nav,
        image_size: &dyn Fn(&SourcePath) -> Option<PixelSize>,
    ) -> Option<PageView> {
        let chapter = self.course.chapters.get(index)?;
        let outline = self.outline(chapter)?;
        let page = &chapter.page;
        let crumbs = self.crumbs(chapter);
        // The module that it is the overview of.
        let overviewed = chapter.module.filter(|_| chapter.is_overview);
        Some(PageView {
            page: page.clone(),
            id: chapter.id.clone(),
            title: self.course.title_of(chapter.file, outline).to_owned(),
            nav,
            nav_key: nav_key(page),
            root: root(page),
            place: ModulePlace {
                position: chapter
                    .module
                    .and(self.place_in_module(index))
                    .map(|(place, count)| ChapterPosition { number: place + 1, count }),
                up: crumbs.last().cloned(),
                kind: if chapter.is_overview { PageKind::Overview } else { PageKind::Chapter },
                children: overviewed.map_or_else(Vec::new, |module| self.children(page, module)),
                amount: overviewed.map_or_else(Amount::default, |module| self.totals(module).amount()),
                practice: overviewed.and_then(|module| self.practice_link(page, module)),
            },
            neighbours: PageNeighbours {
                home: relative(page, &SitePath::new("index.html")),
                crumbs,
                previous: chapter.previous.and_then(|previous| self.chapter_link(page, previous)),
                next: chapter.next.and_then(|next| self.chapter_link(page, next)),
            },
            links: outline
                .links
                .iter()
                .zip(self.course.links(chapter.file)?)
                .map(|(link, resolved)| {
                    self.target(page, link.kind, resolved, &|to, anchor| page_url(page, to, anchor), image_size)
                })
                .collect(),
            quiz: (outline.questions > 0).then(|| quiz_page(page)),
            canonical: self.canonical(page),
            markdown: None,
            history: PageHistory::default(),
            moved: MovedIds::default(),
        })
    }

    /// Where the links of a chapter lead in a book at `page`; `url_of` tells the places of pages and of ids on them. A file of the course is no part
    /// of the book: a link to it leads to the site, where its address is known.
    pub fn book_links(
        &self,
        index: ChapterIdx,
        page: &SitePath,
        url_of: &dyn Fn(&SitePath, Option<&str>) -> String,
        image_size: &dyn Fn(&SourcePath) -> Option<PixelSize>,
    ) -> Option<IndexVec<LinkIdx, LinkTarget>> {
        let chapter = self.course.chapters.get(index)?;
        let links = self.outline(chapter)?.links.iter().zip(self.course.links(chapter.file)?);
        let target = |(link, resolved): (&OutlineLink, &ResolvedLink)| match (link.kind, resolved) {
            (LinkKind::Link, ResolvedLink::File { path, suffix, .. }) => {
                let address = self.canonical(&self.pages.copy_of(path));
                address.map_or(LinkTarget::Nowhere(MissingTarget::Page), |url| LinkTarget::To(format!("{url}{suffix}")))
            }
            (kind, resolved) => self.target(page, kind, resolved, url_of, image_size),
        };
        Some(links.map(target).collect())
    }

    /// The view of a module's generated overview.
    pub fn generated_overview(&self, index: ModuleIdx, nav: Nav) -> Option<PageView> {
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
                amount: self.totals(index).amount(),
                practice: self.practice_link(page, index),
            },
            neighbours: PageNeighbours {
                home: relative(page, &SitePath::new("index.html")),
                crumbs,
                previous: None,
                next: module.items.first().and_then(|item| self.item_link(page, *item)),
            },
            links: IndexVec::default(),
            quiz: None,
            canonical: self.canonical(page),
            markdown: None,
            history: PageHistory::default(),
            moved: MovedIds::default(),
        })
    }

    /// The way to where a module's questions are practised, where it has any.
    fn practice_link(&self, page: &SitePath, module: ModuleIdx) -> Option<String> {
        let has_questions = self.totals(module).questions > 0;
        self.practice_page(Some(module)).filter(|_| has_questions).map(|practice| relative(page, &practice))
    }

    /// A link to a chapter, or to the overview of a module.
    fn item_link(&self, page: &SitePath, item: ModuleItem) -> Option<PageLink> {
        match item {
            ModuleItem::Chapter(chapter) => self.chapter_link(page, chapter),
            ModuleItem::Module(module) => {
                let module = self.course.modules.get(module)?;
                Some(PageLink::new(relative(page, &module.page), module.title.as_str()))
            }
        }
    }

    /// The chapters and modules right below a module, in reading order.
    fn children(&self, page: &SitePath, module: ModuleIdx) -> Vec<ChapterCard> {
        let items = self.course.modules.get(module).map_or(&[][..], |module| &module.items);
        items.iter().filter_map(|item| self.child_card(page, *item)).collect()
    }

    /// A chapter or a module as `page` lists it.
    pub fn child_card(&self, page: &SitePath, item: ModuleItem) -> Option<ChapterCard> {
        match item {
            ModuleItem::Chapter(chapter) => self.chapter_card(page, chapter),
            ModuleItem::Module(index) => {
                let module = self.course.modules.get(index)?;
                let overview = module.overview.and_then(|overview| self.outline(self.course.chapters.get(overview)?));
                Some(ChapterCard {
                    href: relative(page, &module.page),
                    title: module.title.clone(),
                    study_time: overview.and_then(|outline| outline.study_time.clone()),
                    chapters: self.totals(index).chapters,
                    questions: self.totals(index).questions,
                })
            }
        }
    }

    fn crumbs(&self, chapter: &CourseChapter) -> Vec<PageLink> {
        let module = chapter.module.and_then(|module| self.course.modules.get(module));
        let innermost = if chapter.is_overview { module.and_then(|module| module.parent) } else { chapter.module };
        self.module_chain(&chapter.page, innermost)
    }

    /// Links to a module and those above it, outermost first.
    fn module_chain(&self, page: &SitePath, innermost: Option<ModuleIdx>) -> Vec<PageLink> {
        let mut chain = Vec::new();
        let mut next = innermost;
        while let Some(module) = next.and_then(|module| self.course.modules.get(module)) {
            chain.push(PageLink::new(relative(page, &module.page), module.title.as_str()));
            next = module.parent;
        }
        chain.reverse();
        chain
    }

    fn target(
        &self,
        page: &SitePath,
        kind: LinkKind,
        resolved: &ResolvedLink,
        url_of: &dyn Fn(&SitePath, Option<&str>) -> String,
        image_size: &dyn Fn(&SourcePath) -> Option<PixelSize>,
    ) -> LinkTarget {
        match resolved {
            ResolvedLink::External => LinkTarget::Outside,
            ResolvedLink::Elsewhere { url } => LinkTarget::To(url.clone()),
            ResolvedLink::Page { page: to, anchor, .. } => {
                let url = url_of(to, anchor.as_deref());
                match anchor {
                    Some(_) if page != to && self.glossaries.contains(to) => {
                        LinkTarget::Term { url, terms: relative(page, &terms_of(to)) }
                    }
                    _ => LinkTarget::To(url),
                }
            }
            ResolvedLink::File { path, suffix, .. } => {
                let url = format!("{}{suffix}", relative(page, &self.pages.copy_of(path)));
                match kind {
                    LinkKind::Image => LinkTarget::Image { url, size: image_size(path) },
                    LinkKind::Link => LinkTarget::To(url),
                }
            }
            ResolvedLink::Broken(broken) => match broken {
                BrokenLink::NoAnchor { page: to } => LinkTarget::To(url_of(to, None)),
                BrokenLink::FolderWithoutPage | BrokenLink::FileWithoutPage | BrokenLink::UnknownRepository => {
                    LinkTarget::Nowhere(MissingTarget::Page)
                }
                BrokenLink::NoFile | BrokenLink::NoImage => LinkTarget::Nowhere(MissingTarget::Target),
            },
        }
    }
}

/// The URL of a page and a place on it, relative to `page`; only `#…` where both are the same page.
fn page_url(page: &SitePath, to: &SitePath, fragment: Option<&str>) -> String {
    match fragment {
        Some(id) if page == to => format!("#{}", encode(id)),
        Some(id) => format!("{}#{}", relative(page, to), encode(id)),
        None => relative(page, to),
    }
}

/// The script with what a glossary explains. Named by the page rather than by its content: an edit of a glossary changes no page that links to it.
pub fn terms_of(glossary: &SitePath) -> SitePath {
    SitePath::new(format!("assets/glossary-{}.js", Hash::of(glossary.as_str().as_bytes()).digits(8)))
}

/// From a page to the site's root: empty, `../`, …
pub fn root(page: &SitePath) -> String {
    "../".repeat(page.as_str().matches('/').count())
}
