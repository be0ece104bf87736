//! The data that outputs are made from, and the functions that the rows of the table of outputs call to name and make their files.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, OnceLock};

use serde::Serialize;

use super::offline_site::OfflineSite;
use super::output::{MakeResult, PageInputs, Subject};
use super::update::Update;
use crate::course::{Course, ResolvedLink};
use crate::export::json;
use crate::export::png::png_of;
use crate::export::search::{SearchIndex, SearchPage};
use crate::index::ChapterIdx;
use crate::path::{SitePath, SourcePath, relative};
use crate::render::course_index::CourseIndex;
use crate::render::nav::{Nav, NavKey};
use crate::render::page::{HOME, Page, PageRenderer};
use crate::render::theme::{TemplateError, Theme};
use crate::render::view::{MovedIds, PageView, terms_of};
use crate::render::whole::{
    FEED, FeedFacts, HomeFacts, PrintPlan, contents_part, contents_parts, feed, home_view, module_rows, progress_data,
    sitemap, social_picture,
};
use crate::site::FileContent;
use crate::source::{Hash, SitePage, quiz_page};

/// What all printed pages of a site share, made when first asked for.
#[derive(Debug, Default)]
pub(super) struct PrintedCourse {
    /// What stands where.
    pub plan: OnceLock<PrintPlan>,
    /// The places of chapters in the plan's items.
    pub items: OnceLock<HashMap<ChapterIdx, usize>>,
    /// The ids of pages in the book.
    pub places: OnceLock<HashMap<SitePath, String>>,
    /// The pages of ids, and a hash of all of them.
    pub pages: OnceLock<(HashMap<String, SitePath>, Hash)>,
}

/// The data that outputs are made from: an update, the indexes over its course, and the page renderer.
#[derive(Debug)]
pub(super) struct OutputContext<'a> {
    pub update: &'a Update,
    index: CourseIndex<'a>,
    renderer: PageRenderer<'a>,
    /// What all printed pages share.
    pub print: PrintedCourse,
    /// What the worker of the site is told, once the files of the site are written.
    pub offline: OnceLock<OfflineSite>,
}

impl<'a> OutputContext<'a> {
    /// Builds the indexes, in one pass over the course.
    pub fn new(update: &'a Update) -> Self {
        let source_tree = update.source_tree();
        let base_url = update.settings.address();
        let index = CourseIndex::new(&update.course, update.outlines(), &source_tree.pages, base_url);
        let renderer = PageRenderer::new(&update.theme, &update.site, &update.highlighter);
        OutputContext { update, index, renderer, print: PrintedCourse::default(), offline: OnceLock::new() }
    }

    /// The course with its indexes.
    pub fn index(&self) -> &CourseIndex<'a> {
        &self.index
    }

    /// What renders pages.
    pub fn renderer(&self) -> &PageRenderer<'a> {
        &self.renderer
    }

    fn view(&self, chapter: ChapterIdx) -> Result<Option<PageView>, TemplateError> {
        let Some(key) = self.index.nav_key_of(chapter) else { return Ok(None) };
        let source_tree = self.update.source_tree();
        let view = self.index.view(chapter, self.nav(&key)?, &|picture| source_tree.image_size(picture));
        Ok(view.map(|view| {
            let markdown = self.markdown_path(chapter).map(|path| relative(&view.page, &path));
            let source = self.course().chapters.get(chapter).map(|chapter| &chapter.source);
            let history = source.map(|source| self.update.settings.page_history(source)).unwrap_or_default();
            let sections = self.update.redirects().sections.get(&view.page);
            let moved = sections.map(|sections| MovedIds::new(&view.page, sections)).unwrap_or_default();
            PageView { markdown, history, moved, ..view }
        }))
    }

    /// The navigation of a module and folder: rendered once and shared by all its pages.
    fn nav(&self, key: &NavKey) -> Result<Nav, TemplateError> {
        self.update.nav(key, || {
            let has_modules = !self.update.course.modules.is_empty();
            let all = self.update.theme.words().text(if has_modules { "all_modules" } else { "home" });
            Ok(Nav::new(&self.update.theme.render_nav(&self.index.nav(key, all))?.0))
        })
    }
}

/// Called by the rows of the table of outputs. A subject of another kind than the row expects gives an empty result.
impl OutputContext<'_> {
    /// The course.
    pub fn course(&self) -> &Course {
        &self.update.course
    }

    /// The theme, in the course's language.
    pub fn theme(&self) -> &Theme {
        &self.update.theme
    }

    /// Where the site will be found, ending in `/`.
    pub fn base_url(&self) -> Option<&str> {
        self.update.settings.address()
    }

    /// Where a file of the theme is published.
    pub fn asset_path(&self, subject: &Subject) -> Vec<SitePath> {
        let Subject::Asset(index) = subject else { return Vec::new() };
        self.theme().assets().get(*index).map(|asset| SitePath::new(&asset.path)).into_iter().collect()
    }

    /// A file of the theme.
    pub fn asset(&self, subject: &Subject) -> Option<FileContent> {
        let Subject::Asset(index) = subject else { return None };
        self.theme().assets().get(*index).map(|asset| FileContent::Bytes(asset.bytes.clone()))
    }

    /// The drawing that stands for a course without a picture.
    pub fn drawing(&self) -> Result<PageInputs, TemplateError> {
        let picture = social_picture(&self.update.site.title, self.theme());
        self.theme().render_social_picture(&picture).map(PageInputs::Drawing)
    }

    /// The same as a picture of pixels.
    pub fn drawn_picture(&self, inputs: &PageInputs) -> MakeResult {
        let PageInputs::Drawing(svg) = inputs else { return Ok(None) };
        match png_of(svg) {
            Some(png) => Ok(Some(FileContent::Bytes(png))),
            None => Err(TemplateError::no_drawing("templates/social-picture.html")),
        }
    }

    /// Files that pages refer to, and those that are published in any case, each once.
    pub fn copied_files(&self) -> BTreeSet<SourcePath> {
        let course = self.course();
        let links = course.chapters.iter().filter_map(|chapter| course.links(chapter.file)).flatten();
        links
            .filter_map(|link| match link {
                ResolvedLink::File { path, .. } => Some(path.clone()),
                _ => None,
            })
            .chain(self.update.source_tree().in_place.iter().cloned())
            .collect()
    }

    /// Where a file of the course is published.
    pub fn copy_path(&self, subject: &Subject) -> Vec<SitePath> {
        let Subject::File(path) = subject else { return Vec::new() };
        vec![self.update.source_tree().pages.copy_of(path)]
    }

    /// A file of the course as it is.
    pub fn copy(&self, subject: &Subject) -> Option<FileContent> {
        let Subject::File(path) = subject else { return None };
        self.update.source_tree().content(path)
    }

    /// A chapter's page, its quiz page where it has questions, and its markdown. The page of the root's README is the home page, an output of its
    /// own.
    pub fn chapter_paths(&self, subject: &Subject) -> Vec<SitePath> {
        let Subject::Chapter(chapter) = subject else { return Vec::new() };
        let markdown = self.markdown_path(*chapter);
        let Some(chapter) = self.course().chapters.get(*chapter) else { return Vec::new() };
        let own = (chapter.page.as_str() != "index.html").then(|| chapter.page.clone());
        let has_questions = self.index.outline(chapter).is_some_and(|outline| outline.questions > 0);
        own.into_iter().chain(has_questions.then(|| quiz_page(&chapter.page))).chain(markdown).collect()
    }

    /// The inputs of a chapter's pages.
    pub fn chapter_inputs(&self, subject: &Subject) -> Result<PageInputs, TemplateError> {
        let Subject::Chapter(chapter) = subject else { return Ok(PageInputs::Nothing) };
        Ok(self.view(*chapter)?.map_or(PageInputs::Nothing, |view| PageInputs::Chapter(Box::new(view))))
    }

    /// A chapter's page, its quiz page or its markdown, whichever has this path.
    pub fn chapter_page(&self, subject: &Subject, inputs: &PageInputs, path: &SitePath) -> MakeResult {
        let (Subject::Chapter(chapter), PageInputs::Chapter(view)) = (subject, inputs) else { return Ok(None) };
        if self.markdown_path(*chapter).as_ref() == Some(path) {
            return Ok(self.markdown(*chapter));
        }
        let Some(chapter) = self.update.chapter(*chapter) else { return Ok(None) };
        let page = match *path == view.page {
            true => Some(self.renderer.chapter(&chapter, view)?),
            false => self.renderer.quiz(&chapter, view)?,
        };
        Ok(page.map(html))
    }

    /// Chapters that explain terms.
    pub fn glossaries(&self) -> Vec<Subject> {
        let chapters = self.course().chapters.iter_enumerated();
        let glossaries =
            chapters.filter(|(_, chapter)| self.index.outline(chapter).is_some_and(|outline| outline.is_glossary));
        glossaries.map(|(chapter, _)| Subject::Terms(chapter)).collect()
    }

    /// The path of the script with what a glossary explains.
    pub fn terms_path(&self, subject: &Subject) -> Vec<SitePath> {
        let Subject::Terms(chapter) = subject else { return Vec::new() };
        self.course().chapters.get(*chapter).map(|chapter| terms_of(&chapter.page)).into_iter().collect()
    }

    /// What a glossary explains, as a classic script: browsers load no other data from disk.
    pub fn terms(&self, subject: &Subject) -> Option<FileContent> {
        let Subject::Terms(chapter) = subject else { return None };
        let terms = &self.update.summary(*chapter)?.terms;
        let terms: BTreeMap<&str, &str> = terms.iter().map(|term| (term.id.as_str(), term.text.as_str())).collect();
        Some(data_script("terms", &terms))
    }

    /// Modules whose folder has no README: their overview is generated.
    pub fn modules_without_overview(&self) -> Vec<Subject> {
        let modules = self.course().modules.iter_enumerated();
        let generated = modules.filter(|(_, module)| module.overview.is_none() && module.page.as_str() != "index.html");
        generated.map(|(module, _)| Subject::Module(module)).collect()
    }

    /// The page of a generated overview.
    pub fn overview_path(&self, subject: &Subject) -> Vec<SitePath> {
        let Subject::Module(module) = subject else { return Vec::new() };
        self.course().modules.get(*module).map(|module| module.page.clone()).into_iter().collect()
    }

    /// The generated overview of a module.
    pub fn overview_page(&self, subject: &Subject) -> MakeResult {
        let Subject::Module(module) = subject else { return Ok(None) };
        let Some(key) = self.index.nav_key_of_module(*module) else { return Ok(None) };
        let view = self.index.generated_overview(*module, self.nav(&key)?);
        Ok(view.map(|view| self.renderer.generated_overview(&view)).transpose()?.map(html))
    }

    /// The inputs of the home page: those of the course, and those of the root's README.
    pub fn home_inputs(&self) -> Result<PageInputs, TemplateError> {
        let settings = &self.update.settings;
        let feed = self.feed_path().first().map(SitePath::to_string);
        let facts = HomeFacts {
            description: settings.description.as_deref(),
            authors: &settings.authors,
            feed: feed.as_deref(),
        };
        let home = home_view(&self.index, facts);
        let readme = self.course().overview.map(|chapter| self.view(chapter)).transpose()?.flatten();
        Ok(PageInputs::Home(Box::new(home), readme.map(Box::new)))
    }

    /// `index.html`
    pub fn home_page(&self, inputs: &PageInputs) -> MakeResult {
        let PageInputs::Home(home, view) = inputs else { return Ok(None) };
        let chapter = self.course().overview.and_then(|chapter| self.update.chapter(chapter));
        self.renderer.home(home, chapter.as_deref().zip(view.as_deref())).map(|page| Some(html(page)))
    }

    /// `404.html`
    pub fn not_found_page(&self) -> Result<FileContent, TemplateError> {
        self.renderer.not_found(&self.index).map(html)
    }

    /// `course.json`
    pub fn course_json(&self) -> FileContent {
        FileContent::Bytes(self.update.course_json())
    }

    /// The contents pages: that of the course, and those of modules of a large one.
    pub fn contents_subjects(&self) -> Vec<Subject> {
        let parts = contents_parts(&self.index).iter().map(|module| Subject::Module(*module));
        parts.chain([Subject::Site]).collect()
    }

    /// The path of a page about the whole course.
    pub fn site_page(&self, page: SitePage) -> SitePath {
        self.index.pages.site_page(page)
    }

    /// The path of a contents page.
    pub fn contents_path(&self, subject: &Subject) -> Vec<SitePath> {
        match subject {
            Subject::Module(module) => contents_part(&self.index, *module).into_iter().collect(),
            Subject::Site => vec![self.site_page(SitePage::Contents)],
            _ => Vec::new(),
        }
    }

    /// A contents page.
    pub fn contents(&self, subject: &Subject, path: &SitePath) -> MakeResult {
        let part = match subject {
            Subject::Module(module) => Some(*module),
            _ => None,
        };
        self.renderer.contents(&self.index, part, path).map(|page| Some(html(page)))
    }

    /// The site, where its course has modules for the script of all modules to name.
    pub fn modules_subject(&self) -> Vec<Subject> {
        if self.course().modules.is_empty() { Vec::new() } else { vec![Subject::Site] }
    }

    /// `assets/modules.js`
    pub fn modules_script(&self) -> FileContent {
        data_script("modules", &module_rows(&self.index))
    }

    /// `assets/ids.js`: the keys of all that a student's progress may be of. Progress that comes from another browser names them by hashes.
    pub fn ids_script(&self) -> FileContent {
        let mut keys = BTreeSet::new();
        for chapter in self.course().chapters.indices() {
            let Some(summary) = self.update.summary(chapter) else { continue };
            keys.extend(summary.questions.iter().map(|question| format!("question:{}", question.id)));
            keys.extend(summary.checks.iter().map(|check| format!("check:{}", check.id)));
            keys.extend(self.course().chapters.get(chapter).map(|chapter| format!("chapter:{}", chapter.id)));
        }
        data_script("ids", &keys)
    }

    /// `assets/progress.js`
    pub fn progress_script(&self) -> FileContent {
        data_script("course", &progress_data(&self.index))
    }

    /// `search.html`
    pub fn search_page(&self, path: &SitePath) -> Result<FileContent, TemplateError> {
        self.renderer.search(path).map(html)
    }

    /// The search index.
    pub fn search(&self) -> &SearchIndex {
        self.update.search.get_or_init(|| {
            let course = self.course();
            let root = SitePath::new(HOME);
            let pages = course.chapters.iter_enumerated().filter_map(|(at, chapter)| {
                let summary = self.update.summary(at)?;
                let module = chapter.module.and_then(|module| course.modules.get(module));
                Some(SearchPage {
                    href: relative(&root, &chapter.page),
                    title: course.title_of(chapter.file, &summary.outline).to_owned(),
                    module: module.map_or_else(String::new, |module| module.title.clone()),
                    summary: Arc::clone(summary),
                })
            });
            SearchIndex::new(pages.collect())
        })
    }

    /// A file of the search index; `None` where the index has no such file.
    pub fn search_file(&self, subject: &Subject) -> Option<FileContent> {
        let Subject::Search(file) = subject else { return None };
        self.search().text(*file).map(|text| FileContent::Bytes(text.into_bytes()))
    }

    /// `sitemap.xml`; `None` where the site's address is not configured.
    pub fn sitemap(&self) -> Option<FileContent> {
        sitemap(&self.index).map(|xml| FileContent::Bytes(xml.into_bytes()))
    }

    /// What stands at a former address.
    pub fn redirect(&self, subject: &Subject) -> MakeResult {
        let Subject::Redirect(from) = subject else { return Ok(None) };
        let Some(to) = self.update.redirects().pages.get(from) else { return Ok(None) };
        self.renderer.redirect(&self.index, from, to).map(|page| Some(html(page)))
    }

    /// A file that some hosts read, where it is wanted, unless the course has one of that name.
    pub fn host_file_path(&self, name: &str) -> Vec<SitePath> {
        let is_authors = self.update.source_tree().inventory.file(&SourcePath::new(name)).is_some();
        let is_wanted = self.update.settings.has_host_files && !is_authors;
        is_wanted.then(|| SitePath::new(name)).into_iter().collect()
    }

    /// `feed.xml`, where there is an address and a day, unless the course has a file of that name.
    pub fn feed_path(&self) -> Vec<SitePath> {
        let is_authors = self.update.source_tree().inventory.file(&SourcePath::new(FEED)).is_some();
        let has_days = || self.course().chapters.indices().any(|chapter| self.feed_facts(chapter).published.is_some());
        let is_made = self.base_url().is_some() && !is_authors && has_days();
        is_made.then(|| SitePath::new(FEED)).into_iter().collect()
    }

    /// The feed of new chapters.
    pub fn feed(&self) -> Option<FileContent> {
        let feed = feed(&self.index, &self.update.settings.authors, &|chapter| self.feed_facts(chapter));
        feed.map(|xml| FileContent::Bytes(xml.into_bytes()))
    }

    fn feed_facts(&self, chapter: ChapterIdx) -> FeedFacts {
        let Some(chapter) = self.course().chapters.get(chapter) else { return FeedFacts::default() };
        let release = self.index.outline(chapter).and_then(|outline| outline.release);
        let history = self.update.settings.found.history.as_ref();
        let file = history.and_then(|history| history.of(&chapter.source));
        FeedFacts {
            published: release.or(file.and_then(|file| file.created)),
            authors: file.map_or_else(Vec::new, |file| file.authors.clone()),
        }
    }
}

/// Data as a classic script, which browsers load from disk, too: `syllabus.NAME = …`.
pub(super) fn data_script(name: &str, value: &impl Serialize) -> FileContent {
    FileContent::Bytes(format!("syllabus.{name} = {};\n", json::script_json(value)).into_bytes())
}

/// A page as a file.
pub(super) fn html(page: Page) -> FileContent {
    FileContent::Bytes(page.html.into_bytes())
}
