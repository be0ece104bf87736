//! The files of a site: which there are, in the order in which they are written, and how each is made.

use std::collections::{BTreeSet, HashMap};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use super::Update;
use crate::course::Target;
use crate::export::json;
use crate::path::{SitePath, SourcePath};
use crate::render::highlight::Highlighter;
use crate::render::nav::NavKey;
use crate::render::page::{Page, Press};
use crate::render::theme::TemplateError;
use crate::render::view::{Surroundings, View};
use crate::render::whole::{home_view, sitemap};
use crate::site::{Content, Entry};
use crate::source::{Hash, quiz_page};

/// A file of the site.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Item {
    /// A file of the theme.
    Asset(usize),
    /// A file of the course that pages refer to.
    Copy(SourcePath),
    /// The page of a chapter, by row of the course.
    Chapter(usize),
    /// The quiz page of a chapter.
    Quiz(usize),
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

/// Makes the files of one site.
#[derive(Debug)]
pub struct Maker<'a> {
    update: &'a Update,
    around: Surroundings<'a>,
    press: Press<'a>,
    /// Navigation that was made already.
    navs: Mutex<HashMap<NavKey, Arc<str>>>,
}

impl<'a> Maker<'a> {
    pub(super) fn new(update: &'a Update, highlighter: &'a Highlighter) -> Self {
        let around = Surroundings::new(
            &update.course,
            &update.outlines,
            &update.inventory,
            &update.pages,
            update.base_url.as_deref(),
        );
        let press = Press::new(&update.theme, &update.site, highlighter);
        Maker { update, around, press, navs: Mutex::new(HashMap::new()) }
    }

    /// What the site consists of, in the order in which it is written: nothing links to what is not there yet.
    pub fn items(&self) -> Vec<Vec<Item>> {
        let course = &self.update.course;
        let assets = (0..self.update.theme.assets().len()).map(Item::Asset);
        let copies = self.copies().into_iter().map(Item::Copy);
        let home = SitePath::new("index.html");
        let pages = course.chapters.iter().enumerate().flat_map(|(row, placed)| {
            let chapter = (placed.page != home).then_some(Item::Chapter(row));
            let asks = self.around.outline(placed).is_some_and(|outline| outline.questions > 0);
            chapter.into_iter().chain(asks.then_some(Item::Quiz(row)))
        });
        let made =
            course.modules.iter().enumerate().filter(|(_, module)| module.overview.is_none() && module.page != home);
        let overviews = made.map(|(row, _)| Item::Overview(row));
        let sitemap = self.update.base_url.as_ref().map(|_| Item::Sitemap);
        vec![
            assets.chain(copies).collect(),
            pages.chain(overviews).collect(),
            [Item::Home, Item::NotFound, Item::NoJekyll, Item::CourseJson].into_iter().chain(sitemap).collect(),
        ]
    }

    /// Where an item lies in the site.
    pub fn path(&self, item: &Item) -> SitePath {
        let chapter = |row: &usize| self.update.course.chapters.get(*row).map(|placed| placed.page.clone());
        let path = match item {
            Item::Asset(row) => self.update.theme.assets().get(*row).map(|asset| SitePath::new(&asset.path)),
            Item::Copy(source) => Some(self.update.pages.copy_of(source)),
            Item::Chapter(row) => chapter(row),
            Item::Quiz(row) => chapter(row).map(|page| quiz_page(&page)),
            Item::Overview(row) => self.update.course.modules.get(*row).map(|module| module.page.clone()),
            Item::Home => Some(SitePath::new("index.html")),
            Item::NotFound => Some(SitePath::new("404.html")),
            Item::NoJekyll => Some(SitePath::new(".nojekyll")),
            Item::CourseJson => Some(SitePath::new("course.json")),
            Item::Sitemap => Some(SitePath::new("sitemap.xml")),
        };
        path.unwrap_or_else(|| SitePath::new(""))
    }

    /// Makes an item; none where it vanished meanwhile (a file that was deleted).
    pub fn make(&self, item: &Item) -> Result<Option<Entry>, TemplateError> {
        let content = match item {
            Item::Asset(row) => self.update.theme.assets().get(*row).map(|asset| Content::Bytes(asset.bytes.clone())),
            Item::Copy(source) => self.on_disk(source).map(Content::CopyOf),
            Item::NoJekyll => Some(Content::Bytes(Vec::new())),
            Item::CourseJson => Some(Content::Bytes(self.course_json().into_bytes())),
            Item::Sitemap => sitemap(&self.around).map(|xml| Content::Bytes(xml.into_bytes())),
            Item::Chapter(_) | Item::Quiz(_) | Item::Overview(_) | Item::Home | Item::NotFound => {
                self.page(item)?.map(|page| Content::Bytes(page.html.into_bytes()))
            }
        };
        Ok(content.map(|content| Entry { path: self.path(item), content }))
    }

    fn page(&self, item: &Item) -> Result<Option<Page>, TemplateError> {
        let update = self.update;
        match item {
            Item::Chapter(row) => match (self.view(*row)?, update.chapter(*row)) {
                (Some(view), Some(chapter)) => self.press.chapter(&chapter, &view).map(Some),
                _ => Ok(None),
            },
            Item::Quiz(row) => match (self.view(*row)?, update.chapter(*row)) {
                (Some(view), Some(chapter)) => self.press.quiz(&chapter, &view),
                _ => Ok(None),
            },
            Item::Overview(row) => {
                let Some(key) = self.around.nav_key_of_module(*row) else { return Ok(None) };
                let nav = self.nav(&key)?;
                self.around.made_overview(*row, nav).map(|view| self.press.made_overview(&view)).transpose()
            }
            Item::Home => self.home().map(Some),
            _ => self.press.not_found(update.base_url.as_deref()).map(Some),
        }
    }

    fn home(&self) -> Result<Page, TemplateError> {
        let row = self.home_row();
        let view = row.map(|row| self.view(row)).transpose()?.flatten();
        let chapter = row.and_then(|row| self.update.chapter(row));
        let readme = chapter.as_deref().zip(view.as_ref());
        self.press.home(&home_view(&self.around, self.update.description.as_deref()), readme)
    }

    /// The row of the root's README.
    fn home_row(&self) -> Option<usize> {
        let home = SitePath::new("index.html");
        self.update.course.chapters.iter().position(|placed| placed.page == home)
    }

    /// Of all that an item depends on; none where making it is as quick as asking. Two items with one fingerprint have the same bytes.
    pub fn fingerprint(&self, item: &Item) -> Result<Option<Hash>, TemplateError> {
        let (kind, row, seen) = match item {
            Item::Chapter(row) => {
                ("chapter", Some(*row), self.view(*row)?.and_then(|view| postcard::to_stdvec(&view).ok()))
            }
            Item::Quiz(row) => ("quiz", Some(*row), self.view(*row)?.and_then(|view| postcard::to_stdvec(&view).ok())),
            Item::Home => {
                let row = self.home_row();
                let own = row.map(|row| self.view(row)).transpose()?.flatten();
                (
                    "home",
                    row,
                    postcard::to_stdvec(&(home_view(&self.around, self.update.description.as_deref()), own)).ok(),
                )
            }
            _ => return Ok(None),
        };
        let Some(seen) = seen else { return Ok(None) };
        let source = row.and_then(|row| self.update.files.get(row)).map(|(known, _)| known.hash.0).unwrap_or_default();
        Ok(Some(Hash::of(&[kind.as_bytes(), &self.update.common.0, &source, &seen].concat())))
    }

    fn view(&self, row: usize) -> Result<Option<View>, TemplateError> {
        let Some(key) = self.around.nav_key_of(row) else { return Ok(None) };
        Ok(self.around.view(row, self.nav(&key)?))
    }

    /// The navigation of a module and folder: made once, lent to all its pages.
    fn nav(&self, key: &NavKey) -> Result<Arc<str>, TemplateError> {
        if let Some(known) = self.navs.lock().unwrap_or_else(PoisonError::into_inner).get(key) {
            return Ok(Arc::clone(known));
        }
        let has_modules = !self.update.course.modules.is_empty();
        let all = self.update.theme.words().text(if has_modules { "all_modules" } else { "home" });
        let nav: Arc<str> = self.update.theme.render_nav(&self.around.nav(key, all))?.0.into();
        self.navs.lock().unwrap_or_else(PoisonError::into_inner).insert(key.clone(), Arc::clone(&nav));
        Ok(nav)
    }

    /// Files that pages refer to, each once.
    fn copies(&self) -> BTreeSet<SourcePath> {
        let targets = self.update.course.chapters.iter().flat_map(|placed| &placed.links);
        targets
            .filter_map(|resolved| match &resolved.target {
                Some(Target::File { path, .. }) => Some(path.clone()),
                _ => None,
            })
            .collect()
    }

    fn on_disk(&self, path: &SourcePath) -> Option<PathBuf> {
        self.update.inventory.on_disk(path)
    }

    fn course_json(&self) -> String {
        let update = self.update;
        json::to_text(&json::model(&update.course, &update.cards, None), false)
    }
}
