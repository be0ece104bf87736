//! `contents.html`: every module, chapter and section of the course as links. Of a large course it leads to a page for each module, so that no
//! page grows without end. It is what search is without JavaScript.

use crate::chapter::Section;
use crate::course::ModuleItem;
use crate::index::{ChapterIdx, ModuleIdx};
use crate::path::{SitePath, encode, relative};
use crate::render::context::PageLink;
use crate::render::course_index::CourseIndex;
use crate::render::page::{HOME, Page, PageRenderer};
use crate::render::theme::TemplateError;
use crate::render::whole_context::{ContentsChapter, ContentsModule, ContentsPage, ContentsSection};
use crate::source::SitePage;

/// A course with more chapters has a contents page for each module.
const MAX_CHAPTERS: usize = 500;
/// Headings below this level are left out.
const LOWEST_LEVEL: u8 = 3;

/// The modules that have a contents page of their own; none of a course that fits on one page.
pub fn contents_parts<'i>(index: &'i CourseIndex<'_>) -> &'i [ModuleIdx] {
    if index.course.chapters.len() > MAX_CHAPTERS { index.submodules(None) } else { &[] }
}

/// The page with the contents of one of these modules.
pub fn contents_part(index: &CourseIndex<'_>, module: ModuleIdx) -> Option<SitePath> {
    Some(SitePath::new(format!("contents-{}.html", index.number(module)?)))
}

impl PageRenderer<'_> {
    /// The contents of the course, or of one module of it.
    ///
    /// # Errors
    /// A template of the theme fails.
    pub fn contents(
        &self,
        index: &CourseIndex<'_>,
        part: Option<ModuleIdx>,
        path: &SitePath,
    ) -> Result<Page, TemplateError> {
        let parts = contents_parts(index);
        let title = part.and_then(|part| index.course.modules.get(part)).map(|module| module.title.as_str());
        let link = |module: &ModuleIdx| {
            let title = index.course.modules.get(*module)?.title.as_str();
            Some(PageLink::new(relative(path, &contents_part(index, *module)?), title))
        };
        let modules: Vec<ModuleIdx> = match part {
            Some(part) => vec![part],
            None if parts.is_empty() => index.submodules(None).to_vec(),
            None => Vec::new(),
        };
        let root_chapters = if part.is_none() { index.root_chapters() } else { &[] };
        let words = self.theme.words().text("contents");
        let description = format!("{words}: {}", title.unwrap_or(&self.site.title));
        let head = self.theme.head(
            title.map_or_else(|| words.to_owned(), |title| format!("{title} – {words}")),
            &description,
            "",
        );
        let page = ContentsPage {
            head,
            site: self.site,
            home: HOME,
            all: part.map(|_| relative(path, &index.pages.site_page(SitePage::Contents))),
            title: title.map(str::to_owned),
            modules: modules.into_iter().filter_map(|module| module_contents(index, path, module)).collect(),
            chapters: root_chapters.iter().filter_map(|chapter| chapter_contents(index, path, *chapter)).collect(),
            print: relative(path, &index.pages.site_page(SitePage::Print)),
            parts: if part.is_none() { parts.iter().filter_map(link).collect() } else { Vec::new() },
        };
        Ok(Page { path: path.clone(), html: self.theme.render_contents(&page)? })
    }
}

fn module_contents(index: &CourseIndex<'_>, page: &SitePath, module_idx: ModuleIdx) -> Option<ContentsModule> {
    let module = index.course.modules.get(module_idx)?;
    let (mut chapters, mut modules) = (Vec::new(), Vec::new());
    for item in &module.items {
        match item {
            ModuleItem::Chapter(chapter) => chapters.extend(chapter_contents(index, page, *chapter)),
            ModuleItem::Module(below) => modules.extend(module_contents(index, page, *below)),
        }
    }
    Some(ContentsModule {
        title: module.title.clone(),
        href: relative(page, &module.page),
        number: index.number(module_idx),
        chapters,
        modules,
    })
}

fn chapter_contents(index: &CourseIndex<'_>, page: &SitePath, chapter_idx: ChapterIdx) -> Option<ContentsChapter> {
    let chapter = index.course.chapters.get(chapter_idx)?;
    let outline = index.outline(chapter)?;
    let href = relative(page, &chapter.page);
    let title = index.course.title_of(chapter.file, outline);
    let is_shown = |section: &&Section| {
        section.is_listed && section.level <= LOWEST_LEVEL && *section.title != *title && !section.title.is_empty()
    };
    let sections = outline.sections.iter().filter(is_shown);
    let section = |section: &Section| ContentsSection {
        level: section.level,
        title: section.title.to_string(),
        href: format!("{href}#{}", encode(&section.id)),
    };
    Some(ContentsChapter {
        title: title.to_owned(),
        study_time: outline.study_time.clone(),
        questions: outline.questions as usize,
        sections: sections.map(section).collect(),
        href: href.clone(),
    })
}
