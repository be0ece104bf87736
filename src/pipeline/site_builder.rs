//! Makes the files of one site: reads the table of [`outputs`](super::outputs) for what there is, and gives its rows what they are made from.

use std::collections::BTreeSet;

use super::Update;
use super::outputs::{DependsOn, Location, MakeResult, OUTPUTS, Output, OutputKind, PHASES, PageInputs, Subject};
use crate::course::{Course, ResolvedLink};
use crate::export::json;
use crate::index::ChapterIdx;
use crate::path::{SitePath, SourcePath};
use crate::render::course_index::CourseIndex;
use crate::render::nav::{Nav, NavKey};
use crate::render::page::{Page, PageRenderer};
use crate::render::theme::{TemplateError, Theme};
use crate::render::view::PageView;
use crate::render::whole::{home_view, sitemap};
use crate::site::{FileContent, SiteFile};
use crate::source::{Hash, page_of_quiz, quiz_page};

/// Makes the files of one site.
#[derive(Debug)]
pub struct SiteBuilder<'a> {
    update: &'a Update,
    index: CourseIndex<'a>,
    renderer: PageRenderer<'a>,
}

impl<'a> SiteBuilder<'a> {
    pub(super) fn new(update: &'a Update) -> Self {
        let source_tree = update.source_tree();
        let base_url = update.settings.base_url.as_deref();
        let index = CourseIndex::new(&update.course, update.outlines(), &source_tree.pages, base_url);
        let renderer = PageRenderer::new(&update.theme, &update.site, &update.highlighter);
        SiteBuilder { update, index, renderer }
    }

    /// What the site consists of: a list for each phase, in the order in which they are written. Nothing links to what is not there yet.
    pub fn outputs(&self) -> Vec<Vec<Output>> {
        self.outputs_of(|kind| (kind.subjects)(self))
    }

    /// The outputs that are new when the texts of [`Update::edited`] changed and the course is the same; a list for each phase.
    pub fn edited_outputs(&self) -> Vec<Vec<Output>> {
        let edited = &self.update.edited;
        self.outputs_of(|kind| match kind.depends_on {
            DependsOn::CourseOnly => Vec::new(),
            DependsOn::AllTexts => (kind.subjects)(self),
            // Their number is that of the edited chapters, not that of the course.
            DependsOn::OwnText => edited.iter().filter_map(|chapter| self.subject_with(kind, *chapter)).collect(),
        })
    }

    fn outputs_of(&self, subjects: impl Fn(&'static OutputKind) -> Vec<Subject>) -> Vec<Vec<Output>> {
        let of_phase = |phase| {
            let kinds = OUTPUTS.iter().filter(move |kind| kind.phase == phase);
            kinds.flat_map(|kind| subjects(kind).into_iter().map(move |subject| Output { kind, subject })).collect()
        };
        PHASES.into_iter().map(of_phase).collect()
    }

    /// The subject of a kind that shows this chapter's own text.
    fn subject_with(&self, kind: &OutputKind, chapter: ChapterIdx) -> Option<Subject> {
        match kind.location {
            Location::Fixed(_) => (self.update.course.overview == Some(chapter)).then_some(Subject::Site),
            Location::Of(_) => Some(Subject::Chapter(chapter)),
        }
    }

    /// The pages of a chapter.
    pub fn chapter_output(&self, chapter: ChapterIdx) -> Option<Output> {
        let kind = OUTPUTS.iter().find(|kind| kind.name == "pages")?;
        Some(Output { kind, subject: Subject::Chapter(chapter) })
    }

    /// The chapter whose text an output shows: its own, or on the home page the root's README.
    pub fn chapter_of(&self, output: &Output) -> Option<ChapterIdx> {
        match output.kind.depends_on {
            DependsOn::OwnText => output.chapter().or(self.update.course.overview),
            DependsOn::CourseOnly | DependsOn::AllTexts => None,
        }
    }

    /// The output that makes a file of the site.
    pub fn output_of(&self, path: &SitePath) -> Option<Output> {
        self.chapter_output_of(path).or_else(|| self.indexed_output_of(path))
    }

    /// The output of the chapter whose page or quiz page this is. Most requests are for these, and must not cost an index of the site.
    fn chapter_output_of(&self, path: &SitePath) -> Option<Output> {
        let of = |page: &SitePath| {
            let chapter = self.update.find_chapter(self.update.source_tree().pages.source_of(page)?)?;
            self.chapter_output(chapter).filter(|output| self.paths(output).contains(path))
        };
        of(path).or_else(|| of(&page_of_quiz(path)?))
    }

    fn indexed_output_of(&self, path: &SitePath) -> Option<Output> {
        let all = || {
            let outputs = self.outputs().into_iter().flatten();
            let with_paths = |output: Output| self.paths(&output).into_iter().map(move |path| (path, output.clone()));
            outputs.flat_map(with_paths).collect()
        };
        self.update.outputs.get_or_init(all).get(path).cloned()
    }

    /// Where an output's files lie in the site.
    pub fn paths(&self, output: &Output) -> Vec<SitePath> {
        match output.kind.location {
            Location::Fixed(name) => vec![SitePath::new(name)],
            Location::Of(paths) => paths(self, &output.subject),
        }
    }

    /// What the course says of an output.
    ///
    /// # Errors
    /// The navigation's template is broken.
    pub fn inputs(&self, output: &Output) -> Result<PageInputs, TemplateError> {
        (output.kind.inputs)(self, &output.subject)
    }

    /// The hash of all that an output is made from; none where making it takes no longer than that. The same fingerprint means the same bytes.
    pub fn fingerprint(&self, output: &Output, inputs: &PageInputs) -> Option<Hash> {
        if matches!(inputs, PageInputs::Nothing) {
            return None;
        }
        let inputs = postcard::to_stdvec(inputs).ok()?;
        let chapter = self.chapter_of(output).and_then(|chapter| self.update.cached(chapter));
        let text = chapter.map(|cached| cached.hash.0).unwrap_or_default();
        Some(Hash::of(&[output.kind.name.as_bytes(), &self.update.common.0, &text, &inputs].concat()))
    }

    /// Makes one of an output's files; none where its source vanished meanwhile.
    ///
    /// # Errors
    /// A template is broken.
    pub fn make(
        &self,
        output: &Output,
        inputs: &PageInputs,
        path: SitePath,
    ) -> Result<Option<SiteFile>, TemplateError> {
        let content = (output.kind.make)(self, &output.subject, inputs, &path)?;
        Ok(content.map(|content| SiteFile { path, content }))
    }

    fn view(&self, chapter: ChapterIdx) -> Result<Option<PageView>, TemplateError> {
        let Some(key) = self.index.nav_key_of(chapter) else { return Ok(None) };
        let source_tree = self.update.source_tree();
        Ok(self.index.view(chapter, self.nav(&key)?, &|picture| source_tree.image_size(picture)))
    }

    /// The navigation of a module and folder: made once, lent to all its pages.
    fn nav(&self, key: &NavKey) -> Result<Nav, TemplateError> {
        self.update.nav(key, || {
            let has_modules = !self.update.course.modules.is_empty();
            let all = self.update.theme.words().text(if has_modules { "all_modules" } else { "home" });
            Ok(Nav::new(&self.update.theme.render_nav(&self.index.nav(key, all))?.0))
        })
    }
}

/// What the rows of [`OUTPUTS`] are made of. A subject of another kind than the row's own gives nothing.
impl SiteBuilder<'_> {
    pub(super) fn course(&self) -> &Course {
        &self.update.course
    }

    pub(super) fn theme(&self) -> &Theme {
        &self.update.theme
    }

    pub(super) fn base_url(&self) -> Option<&str> {
        self.update.settings.base_url.as_deref()
    }

    pub(super) fn asset_path(&self, subject: &Subject) -> Vec<SitePath> {
        let Subject::Asset(at) = subject else { return Vec::new() };
        self.theme().assets().get(*at).map(|asset| SitePath::new(&asset.path)).into_iter().collect()
    }

    pub(super) fn asset(&self, subject: &Subject) -> Option<FileContent> {
        let Subject::Asset(at) = subject else { return None };
        self.theme().assets().get(*at).map(|asset| FileContent::Bytes(asset.bytes.clone()))
    }

    /// Files that pages refer to, each once.
    pub(super) fn referenced_files(&self) -> BTreeSet<SourcePath> {
        let course = self.course();
        let links = course.chapters.iter().filter_map(|chapter| course.links(chapter.file)).flatten();
        links
            .filter_map(|link| match link {
                ResolvedLink::File { path, .. } => Some(path.clone()),
                _ => None,
            })
            .collect()
    }

    pub(super) fn copy_path(&self, subject: &Subject) -> Vec<SitePath> {
        let Subject::File(path) = subject else { return Vec::new() };
        vec![self.update.source_tree().pages.copy_of(path)]
    }

    pub(super) fn copy(&self, subject: &Subject) -> Option<FileContent> {
        let Subject::File(path) = subject else { return None };
        self.update.source_tree().content(path)
    }

    /// A chapter's page, and its quiz page where it has questions. The page of the root's README is the home page, an output of its own.
    pub(super) fn chapter_paths(&self, subject: &Subject) -> Vec<SitePath> {
        let Subject::Chapter(chapter) = subject else { return Vec::new() };
        let Some(chapter) = self.course().chapters.get(*chapter) else { return Vec::new() };
        let own = (chapter.page.as_str() != "index.html").then(|| chapter.page.clone());
        let has_questions = self.index.outline(chapter).is_some_and(|outline| outline.questions > 0);
        own.into_iter().chain(has_questions.then(|| quiz_page(&chapter.page))).collect()
    }

    pub(super) fn chapter_inputs(&self, subject: &Subject) -> Result<PageInputs, TemplateError> {
        let Subject::Chapter(chapter) = subject else { return Ok(PageInputs::Nothing) };
        Ok(self.view(*chapter)?.map_or(PageInputs::Nothing, |view| PageInputs::Chapter(Box::new(view))))
    }

    pub(super) fn chapter_page(&self, subject: &Subject, inputs: &PageInputs, path: &SitePath) -> MakeResult {
        let (Subject::Chapter(chapter), PageInputs::Chapter(view)) = (subject, inputs) else { return Ok(None) };
        let Some(chapter) = self.update.chapter(*chapter) else { return Ok(None) };
        let page = match *path == view.page {
            true => Some(self.renderer.chapter(&chapter, view)?),
            false => self.renderer.quiz(&chapter, view)?,
        };
        Ok(page.map(html))
    }

    /// Modules whose folder has no README: their overview is made.
    pub(super) fn modules_without_overview(&self) -> Vec<Subject> {
        let modules = self.course().modules.iter_enumerated();
        let made = modules.filter(|(_, module)| module.overview.is_none() && module.page.as_str() != "index.html");
        made.map(|(module, _)| Subject::Module(module)).collect()
    }

    pub(super) fn overview_path(&self, subject: &Subject) -> Vec<SitePath> {
        let Subject::Module(module) = subject else { return Vec::new() };
        self.course().modules.get(*module).map(|module| module.page.clone()).into_iter().collect()
    }

    pub(super) fn overview_page(&self, subject: &Subject) -> MakeResult {
        let Subject::Module(module) = subject else { return Ok(None) };
        let Some(key) = self.index.nav_key_of_module(*module) else { return Ok(None) };
        let view = self.index.generated_overview(*module, self.nav(&key)?);
        Ok(view.map(|view| self.renderer.generated_overview(&view)).transpose()?.map(html))
    }

    pub(super) fn home_inputs(&self) -> Result<PageInputs, TemplateError> {
        let home = home_view(&self.index, self.update.settings.description.as_deref());
        let readme = self.course().overview.map(|chapter| self.view(chapter)).transpose()?.flatten();
        Ok(PageInputs::Home(Box::new(home), readme.map(Box::new)))
    }

    pub(super) fn home_page(&self, inputs: &PageInputs) -> MakeResult {
        let PageInputs::Home(home, view) = inputs else { return Ok(None) };
        let chapter = self.course().overview.and_then(|chapter| self.update.chapter(chapter));
        self.renderer.home(home, chapter.as_deref().zip(view.as_deref())).map(|page| Some(html(page)))
    }

    pub(super) fn not_found_page(&self) -> Result<FileContent, TemplateError> {
        self.renderer.not_found(self.base_url()).map(html)
    }

    pub(super) fn course_json(&self) -> FileContent {
        let summaries = self.update.summaries();
        let json = json::model(self.course(), &summaries, None);
        FileContent::Bytes(json::to_text(&json, false).into_bytes())
    }

    pub(super) fn sitemap(&self) -> Option<FileContent> {
        sitemap(&self.index).map(|xml| FileContent::Bytes(xml.into_bytes()))
    }
}

fn html(page: Page) -> FileContent {
    FileContent::Bytes(page.html.into_bytes())
}
