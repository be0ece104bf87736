//! `contents.html`: every module, chapter and section of the course as links. Of a large course it leads to a page for each module, so that no
//! page grows without end. It is what search is without JavaScript.

use super::print::print_page;
use crate::chapter::Section;
use crate::course::ModuleItem;
use crate::html::escape;
use crate::index::{ChapterIdx, ModuleIdx};
use crate::path::{SitePath, encode, relative};
use crate::render::context::{ContentsChapter, ContentsModule, ContentsPage, ContentsSection, PageLink};
use crate::render::course_index::CourseIndex;
use crate::render::page::{Page, PageRenderer};
use crate::render::theme::TemplateError;

/// A course with more chapters has a contents page for each module.
const MAX_CHAPTERS: usize = 500;
/// Headings below this level are left out.
const LOWEST_LEVEL: u8 = 3;

/// The page of the course's contents.
pub fn contents_page() -> SitePath {
    SitePath::new("contents.html")
}

/// The pages with the contents of single modules, by their modules; none of a course that fits on one page.
pub fn contents_parts(index: &CourseIndex<'_>) -> Vec<(ModuleIdx, SitePath)> {
    if index.course.chapters.len() <= MAX_CHAPTERS {
        return Vec::new();
    }
    let modules = index.submodules(None).iter().zip(1..);
    modules.map(|(module, number)| (*module, SitePath::new(format!("contents-{number}.html")))).collect()
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
        let link = |(module, page): &(ModuleIdx, SitePath)| {
            let title = index.course.modules.get(*module).map_or("", |module| &module.title);
            PageLink::new(relative(path, page), title)
        };
        let modules: Vec<ModuleIdx> = match part {
            Some(part) => vec![part],
            None if parts.is_empty() => index.submodules(None).to_vec(),
            None => Vec::new(),
        };
        let root_chapters = if part.is_none() { index.root_chapters() } else { &[] };
        let words = self.theme.words().text("contents");
        let head =
            self.theme.head(title.map_or_else(|| words.to_owned(), |title| format!("{title} – {words}")), "", "");
        let page = ContentsPage {
            head,
            site: self.site,
            home: "index.html",
            all: part.map(|_| relative(path, &contents_page())),
            title: title.map(escape),
            modules: modules.into_iter().filter_map(|module| module_contents(index, path, module)).collect(),
            chapters: root_chapters.iter().filter_map(|chapter| chapter_contents(index, path, *chapter)).collect(),
            print: relative(path, &print_page()),
            parts: parts.iter().filter(|_| part.is_none()).map(link).collect(),
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
