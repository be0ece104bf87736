//! The files of a site: which there are, in the order in which they are written, and how each is made.

use std::collections::BTreeSet;
use std::path::PathBuf;

use super::Update;
use crate::course::Target;
use crate::export::json;
use crate::path::{SitePath, SourcePath};
use crate::render::nav::{Nav, NavKey};
use crate::render::page::{Page, PageRenderer};
use crate::render::theme::TemplateError;
use crate::render::view::{CourseIndex, PageView};
use crate::render::whole::{HomeView, home_view, sitemap};
use crate::site::{FileContent, SiteFile};
use crate::source::{Hash, quiz_page};

/// A piece of the site's work: one file, or the pages of one chapter.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Output {
    /// A file of the theme.
    Asset(usize),
    /// A file of the course that pages refer to.
    Copy(SourcePath),
    /// The page of a chapter, by row of the course, and its quiz page.
    Pages(usize),
    /// The overview of a module that has none written, by row.
    Overview(usize),
    /// The home page.
    Home,
    /// `404.html`
    NotFound,
    /// `.nojekyll`: GitHub Pages publishes the files as they are.
    NoJekyll,
    /// `course.json`
    CourseJson,
    /// `sitemap.xml`
    Sitemap,
}

impl Output {
    /// Whether it tells of the whole course: a rebuild may let it wait until edits rest.
    pub fn is_course_wide(&self) -> bool {
        matches!(self, Output::CourseJson | Output::Sitemap)
    }
}

/// What the course says of an item.
#[derive(Debug)]
pub enum PageInputs {
    /// Of a chapter.
    Chapter(Box<PageView>),
    /// Of the home page, and of the root's README where there is one.
    Home(Box<HomeView>, Option<Box<PageView>>),
    /// Nothing that it would be quicker to ask than to make the file.
    Nothing,
}

/// Makes the files of one site.
#[derive(Debug)]
pub struct SiteBuilder<'a> {
    update: &'a Update,
    index: CourseIndex<'a>,
    renderer: PageRenderer<'a>,
}

impl<'a> SiteBuilder<'a> {
    pub(super) fn new(update: &'a Update) -> Self {
        let found = update.source_tree();
        let base_url = update.settings.base_url.as_deref();
        let index = CourseIndex::new(&update.course, update.outlines(), &found.inventory, &found.pages, base_url);
        let renderer = PageRenderer::new(&update.theme, &update.site, &update.highlighter);
        SiteBuilder { update, index, renderer }
    }

    /// What the site consists of, in the order in which it is written: nothing links to what is not there yet.
    pub fn outputs(&self) -> Vec<Vec<Output>> {
        let course = &self.update.course;
        let assets = (0..self.update.theme.assets().len()).map(Output::Asset);
        let copies = self.copies().into_iter().map(Output::Copy);
        let pages = (0..course.chapters.len()).map(Output::Pages);
        let home = SitePath::new("index.html");
        let made =
            course.modules.iter().enumerate().filter(|(_, module)| module.overview.is_none() && module.page != home);
        let overviews = made.map(|(row, _)| Output::Overview(row));
        let sitemap = self.update.settings.base_url.as_ref().map(|_| Output::Sitemap);
        vec![
            assets.chain(copies).collect(),
            pages.chain(overviews).collect(),
            [Output::Home, Output::NotFound, Output::NoJekyll, Output::CourseJson].into_iter().chain(sitemap).collect(),
        ]
    }

    /// The items of the edited chapters: all that is new where the course is the same.
    pub fn edited_outputs(&self) -> Vec<Vec<Output>> {
        let rows = &self.update.edited;
        let home = self.update.course.overview.filter(|row| rows.contains(row)).map(|_| Output::Home);
        vec![rows.iter().copied().map(Output::Pages).collect(), home.into_iter().chain([Output::CourseJson]).collect()]
    }

    /// The item that a file of the site belongs to.
    pub fn output_of(&self, path: &SitePath) -> Option<Output> {
        self.page_output(path).or_else(|| self.output_in_index(path))
    }

    /// The chapter whose page or quiz page this is. Most questions are of this kind, and an edit must not cost an index of the site.
    fn page_output(&self, path: &SitePath) -> Option<Output> {
        let of = |page: &SitePath| {
            let row = self.update.row_of(self.update.source_tree().pages.source_of(page)?)?;
            self.pages_of(row).contains(path).then_some(Output::Pages(row))
        };
        let asker = || path.as_str().strip_suffix(".quiz.html").map(|base| SitePath::new(format!("{base}.html")));
        of(path).or_else(|| of(&asker()?))
    }

    fn output_in_index(&self, path: &SitePath) -> Option<Output> {
        let all = || {
            let items = self.outputs().into_iter().flatten();
            items.flat_map(|item| self.paths(&item).into_iter().map(move |path| (path, item.clone()))).collect()
        };
        self.update.items.get_or_init(all).get(path).cloned()
    }

    /// Where an item's files lie in the site.
    pub fn paths(&self, item: &Output) -> Vec<SitePath> {
        let path = match item {
            Output::Asset(row) => self.update.theme.assets().get(*row).map(|asset| SitePath::new(&asset.path)),
            Output::Copy(source) => Some(self.update.source_tree().pages.copy_of(source)),
            Output::Pages(row) => return self.pages_of(*row),
            Output::Overview(row) => self.update.course.modules.get(*row).map(|module| module.page.clone()),
            Output::Home => Some(SitePath::new("index.html")),
            Output::NotFound => Some(SitePath::new("404.html")),
            Output::NoJekyll => Some(SitePath::new(".nojekyll")),
            Output::CourseJson => Some(SitePath::new("course.json")),
            Output::Sitemap => Some(SitePath::new("sitemap.xml")),
        };
        path.into_iter().collect()
    }

    /// A chapter's page, and its quiz page where it has questions. That of the root's README is the home page, an item of its own.
    fn pages_of(&self, row: usize) -> Vec<SitePath> {
        let Some(placed) = self.update.course.chapters.get(row) else { return Vec::new() };
        let own = (placed.page.as_str() != "index.html").then(|| placed.page.clone());
        let asks = self.index.outline(placed).is_some_and(|outline| outline.questions > 0);
        own.into_iter().chain(asks.then(|| quiz_page(&placed.page))).collect()
    }

    /// What the course says of an item.
    pub fn inputs(&self, item: &Output) -> Result<PageInputs, TemplateError> {
        Ok(match item {
            Output::Pages(row) => {
                self.view(*row)?.map_or(PageInputs::Nothing, |view| PageInputs::Chapter(Box::new(view)))
            }
            Output::Home => {
                let home = home_view(&self.index, self.update.settings.description.as_deref());
                let readme = self.update.course.overview.map(|row| self.view(row)).transpose()?.flatten();
                PageInputs::Home(Box::new(home), readme.map(Box::new))
            }
            _ => PageInputs::Nothing,
        })
    }

    /// Of all that an item depends on; none where making it is as quick as asking. With one fingerprint a file has the same bytes.
    pub fn fingerprint(&self, item: &Output, seen: &PageInputs) -> Option<Hash> {
        let (kind, row, seen) = match (item, seen) {
            (Output::Pages(row), PageInputs::Chapter(view)) => ("pages", Some(*row), postcard::to_stdvec(view).ok()?),
            (Output::Home, PageInputs::Home(home, readme)) => {
                ("home", self.update.course.overview, postcard::to_stdvec(&(home, readme)).ok()?)
            }
            _ => return None,
        };
        let source = row.and_then(|row| self.update.cached(row)).map(|known| known.hash.0).unwrap_or_default();
        Some(Hash::of(&[kind.as_bytes(), &self.update.common.0, &source, &seen].concat()))
    }

    /// Makes one of an item's files; none where it vanished meanwhile (a file that was deleted).
    pub fn make(&self, item: &Output, seen: &PageInputs, path: SitePath) -> Result<Option<SiteFile>, TemplateError> {
        let content = match item {
            Output::Asset(row) => {
                self.update.theme.assets().get(*row).map(|asset| FileContent::Bytes(asset.bytes.clone()))
            }
            Output::Copy(source) => self.on_disk(source).map(FileContent::CopyOf),
            Output::NoJekyll => Some(FileContent::Bytes(Vec::new())),
            Output::CourseJson => Some(FileContent::Bytes(self.course_json().into_bytes())),
            Output::Sitemap => sitemap(&self.index).map(|xml| FileContent::Bytes(xml.into_bytes())),
            Output::Pages(_) | Output::Overview(_) | Output::Home | Output::NotFound => {
                self.page(item, seen, &path)?.map(|page| FileContent::Bytes(page.html.into_bytes()))
            }
        };
        Ok(content.map(|content| SiteFile { path, content }))
    }

    fn page(&self, item: &Output, seen: &PageInputs, path: &SitePath) -> Result<Option<Page>, TemplateError> {
        match (item, seen) {
            (Output::Pages(row), PageInputs::Chapter(view)) => {
                let Some(chapter) = self.update.chapter(*row) else { return Ok(None) };
                if *path == view.page {
                    self.renderer.chapter(&chapter, view).map(Some)
                } else {
                    self.renderer.quiz(&chapter, view)
                }
            }
            (Output::Home, PageInputs::Home(home, view)) => {
                let chapter = self.update.course.overview.and_then(|row| self.update.chapter(row));
                self.renderer.home(home, chapter.as_deref().zip(view.as_deref())).map(Some)
            }
            (Output::Overview(row), _) => {
                let Some(key) = self.index.nav_key_of_module(*row) else { return Ok(None) };
                let nav = self.nav(&key)?;
                self.index.made_overview(*row, nav).map(|view| self.renderer.made_overview(&view)).transpose()
            }
            (Output::NotFound, _) => self.renderer.not_found(self.update.settings.base_url.as_deref()).map(Some),
            _ => Ok(None),
        }
    }

    fn view(&self, row: usize) -> Result<Option<PageView>, TemplateError> {
        let Some(key) = self.index.nav_key_of(row) else { return Ok(None) };
        Ok(self.index.view(row, self.nav(&key)?))
    }

    /// The navigation of a module and folder: made once, lent to all its pages.
    fn nav(&self, key: &NavKey) -> Result<Nav, TemplateError> {
        self.update.nav(key, || {
            let has_modules = !self.update.course.modules.is_empty();
            let all = self.update.theme.words().text(if has_modules { "all_modules" } else { "home" });
            Ok(Nav::new(&self.update.theme.render_nav(&self.index.nav(key, all))?.0))
        })
    }

    /// Files that pages refer to, each once.
    fn copies(&self) -> BTreeSet<SourcePath> {
        let targets = self.update.course.chapters.iter().flat_map(|placed| placed.links.iter());
        targets
            .filter_map(|resolved| match &resolved.target {
                Some(Target::File { path, .. }) => Some(path.clone()),
                _ => None,
            })
            .collect()
    }

    fn on_disk(&self, path: &SourcePath) -> Option<PathBuf> {
        self.update.source_tree().inventory.on_disk(path)
    }

    fn course_json(&self) -> String {
        let update = self.update;
        json::to_text(&json::model(&update.course, &update.summaries(), None), false)
    }
}
