//! `print.html`: the course as one document to be printed, as a book: title page, contents, every chapter in reading order, the answers at the
//! end. `print-1.html` … are the same for one part of the course each; of a large course there are only these, and `print.html` leads to them.

use std::collections::HashSet;
use std::sync::Arc;

use serde::Serialize;

use crate::course::{Course, Module, ModuleItem};
use crate::html::{LinkTarget, escape, escape_into};
use crate::index::{ChapterIdx, Idx, IndexVec, LinkIdx, ModuleIdx};
use crate::path::{SitePath, relative};
use crate::render::book::{BookChapter, BookEntry, chapter_id};
use crate::render::book_context::{BookChapterContext, PrintLine, PrintPage, RunningTitle};
use crate::render::context::{Html, PageLink};
use crate::render::course_index::CourseIndex;
use crate::render::page::{HOME, Page, PageRenderer};
use crate::render::theme::TemplateError;
use crate::source::{Hash, SitePage};

/// A course with more chapters is printed in parts.
const MAX_CHAPTERS: usize = 500;
/// Headings of chapters are no lower than this, so that their sections have a level of their own.
const LOWEST_LEVEL: u8 = 4;
/// Where the template puts the chapters and the answers. Text is escaped, so no title is taken for it.
const BODY: &str = "<!--syllabus:book-->";
const ANSWERS: &str = "<!--syllabus:answers-->";

/// A chapter or a module in its place in the book of the whole course.
#[derive(Clone, Debug)]
pub struct BookItem {
    /// The chapter; none for a module without a written overview.
    pub chapter: Option<ChapterIdx>,
    /// The module that it opens; for a chapter that opens none, none.
    pub module: Option<ModuleIdx>,
    /// The level of its heading.
    pub level: u8,
    /// The number of its part, from 1; none where the course has chapters outside of modules and is printed as a whole.
    pub part: Option<usize>,
}

impl BookItem {
    /// Whether a module at the top of the course begins with it.
    pub fn opens_part(&self) -> bool {
        self.module.is_some() && self.level == 1
    }

    /// Its id in the book.
    pub fn id(&self) -> String {
        match (self.chapter, self.module) {
            (Some(chapter), _) => chapter_id(chapter.position() + 1),
            (None, Some(module)) => module_id(module),
            (None, None) => String::new(),
        }
    }
}

/// A part of the course with a page of its own.
#[derive(Clone, Debug)]
pub struct PrintPart {
    /// Its title; none for chapters outside of modules.
    pub title: Option<String>,
    /// The name of its folder; empty for chapters outside of modules.
    pub folder: String,
    /// Its page.
    pub page: SitePath,
    /// From 1.
    pub number: usize,
}

/// The whole book of a course: what stands where.
#[derive(Clone, Debug)]
pub struct PrintPlan {
    /// In reading order.
    pub items: Vec<BookItem>,
    /// Parts with pages of their own.
    pub parts: Vec<PrintPart>,
    /// Whether the course is too large to be one document.
    pub is_large: bool,
}

/// All that a page to be printed shows of the course.
#[derive(Debug, Serialize)]
pub struct PrintView {
    page: SitePath,
    title: String,
    /// The title of the part; none for the whole course.
    part: Option<String>,
    description: Option<String>,
    authors: Vec<String>,
    items: Vec<PrintItem>,
    /// The pages of a course in parts.
    parts: Vec<PageLink>,
    running: Vec<RunningTitle>,
    /// The hash of what its chapters are made from, and of where links out of it lead.
    sources: Hash,
}

#[derive(Debug, Serialize)]
struct PrintItem {
    id: String,
    title: String,
    level: u8,
    part: Option<usize>,
    chapter: Option<usize>,
}

/// The id of a module without a written overview.
pub fn module_id(module: ModuleIdx) -> String {
    format!("m{}", module.position() + 1)
}

impl PrintPlan {
    /// The plan of a course.
    pub fn new(course: &Course) -> Self {
        Self::with_limit(course, MAX_CHAPTERS)
    }

    fn with_limit(course: &Course, limit: usize) -> Self {
        let is_large = course.chapters.len() > limit;
        let mut plan = PrintPlan { items: Vec::new(), parts: Vec::new(), is_large };
        // How many chapters outside of modules the last part has.
        let mut loose = 0;
        let overview = course.overview.map(ModuleItem::Chapter);
        for item in overview.iter().chain(&course.items) {
            match item {
                ModuleItem::Module(module) => {
                    let part = plan.add_part(course.modules.get(*module));
                    loose = 0;
                    plan.add_module(course, *module, 1, Some(part));
                }
                ModuleItem::Chapter(chapter) => {
                    if is_large && (loose == 0 || loose >= limit) {
                        plan.add_part(None);
                        loose = 0;
                    }
                    loose += 1;
                    let part = plan.parts.last().filter(|_| is_large).map(|part| part.number);
                    plan.items.push(BookItem { chapter: Some(*chapter), module: None, level: 1, part });
                }
            }
        }
        plan
    }

    /// Adds a part and returns its number.
    fn add_part(&mut self, module: Option<&Module>) -> usize {
        let number = self.parts.len() + 1;
        let folder = module.and_then(|module| module.folder.rsplit('/').next()).unwrap_or_default();
        self.parts.push(PrintPart {
            title: module.map(|module| module.title.clone()),
            folder: folder.to_owned(),
            page: SitePath::new(format!("print-{number}.html")),
            number,
        });
        number
    }

    fn add_module(&mut self, course: &Course, module_idx: ModuleIdx, level: u8, part: Option<usize>) {
        let Some(module) = course.modules.get(module_idx) else { return };
        self.items.push(BookItem { chapter: module.overview, module: Some(module_idx), level, part });
        let below = (level + 1).min(LOWEST_LEVEL);
        for item in &module.items {
            match item {
                ModuleItem::Chapter(chapter) => {
                    self.items.push(BookItem { chapter: Some(*chapter), module: None, level: below, part });
                }
                ModuleItem::Module(inner) => self.add_module(course, *inner, below, part),
            }
        }
    }

    /// What stands in a part, or, where none is named, in the book of the whole course; nothing where that is printed in parts.
    pub fn items_of(&self, part: Option<usize>) -> impl Iterator<Item = &BookItem> {
        let is_whole = part.is_none() && !self.is_large;
        self.items.iter().filter(move |item| is_whole || (part.is_some() && item.part == part))
    }
}

/// The view of the page of a part, or of the whole course. `sources` is the hash of what its chapters are made from.
pub fn print_view(
    index: &CourseIndex<'_>,
    plan: &PrintPlan,
    part: Option<&PrintPart>,
    (description, authors): (Option<&str>, &[String]),
    sources: Hash,
) -> PrintView {
    let page = part.map_or_else(|| index.pages.site_page(SitePage::Print), |part| part.page.clone());
    let titled = |item: &BookItem| PrintItem {
        id: item.id(),
        title: book_title(index, item).to_owned(),
        level: item.level,
        part: item.part,
        chapter: item.chapter.map(ChapterIdx::position),
    };
    let link = |part: &PrintPart| {
        PageLink::new(relative(&page, &part.page), part.title.as_deref().unwrap_or(&index.course.title))
    };
    let excerpt = || {
        let readme = index.course.chapters.get(index.course.overview?)?;
        index.outline(readme)?.excerpt.clone()
    };
    let running = plan.parts.iter().filter(|other| part.is_none_or(|part| part.number == other.number));
    PrintView {
        title: index.course.title.clone(),
        part: part.map(|part| part.title.clone().unwrap_or_default()),
        description: description.map(str::to_owned).or_else(excerpt),
        authors: authors.to_vec(),
        items: plan.items_of(part.map(|part| part.number)).map(titled).collect(),
        parts: if part.is_none() && plan.is_large { plan.parts.iter().map(link).collect() } else { Vec::new() },
        running: running
            .map(|part| RunningTitle { part: part.number, text: css_text(part.title.as_deref().unwrap_or_default()) })
            .collect(),
        sources,
        page,
    }
}

/// The title of a chapter or module in the contents.
pub fn book_title<'i>(index: &'i CourseIndex<'_>, item: &BookItem) -> &'i str {
    let of_chapter = |chapter: ChapterIdx| {
        let chapter = index.course.chapters.get(chapter)?;
        Some(index.course.title_of(chapter.file, index.outline(chapter)?))
    };
    let of_module = |module: ModuleIdx| index.course.modules.get(module).map(|module| module.title.as_str());
    item.module.and_then(of_module).or_else(|| item.chapter.and_then(of_chapter)).unwrap_or_default()
}

/// The place of a chapter in the book; none where the plan has it not.
pub fn book_entry(index: &CourseIndex<'_>, item: &BookItem, links: IndexVec<LinkIdx, LinkTarget>) -> Option<BookEntry> {
    let chapter = item.chapter?;
    Some(BookEntry {
        number: chapter.position() + 1,
        level: item.level,
        part: item.part,
        opens_part: item.opens_part(),
        title: book_title(index, item).to_owned(),
        links,
    })
}

impl PageRenderer<'_> {
    /// A page to be printed. `chapter` gives its chapters, which are then part of its text and held no longer; `address` the address of the page
    /// that a place of the book is on, for links to places that are on no page of this document.
    ///
    /// # Errors
    /// A template of the theme fails, or `chapter` does.
    pub fn print(
        &self,
        view: &PrintView,
        chapters: &[Option<Arc<BookChapter>>],
        address: &dyn Fn(&str) -> Option<String>,
    ) -> Result<Page, TemplateError> {
        let title = match view.part.as_deref().filter(|part| !part.is_empty()) {
            Some(part) => format!("{part} · {}", view.title),
            None => view.title.clone(),
        };
        let mut head = self.theme.head(title, view.description.as_deref().unwrap_or(""), "");
        head.styles.push(self.theme.print_style_path().to_owned());
        let line = |item: &PrintItem| PrintLine {
            href: format!("#{}", item.id),
            title: item.title.clone(),
            level: item.level,
        };
        let page = PrintPage {
            head,
            site: self.site,
            home: HOME,
            title: &view.title,
            part: view.part.as_deref().filter(|part| !part.is_empty()),
            description: view.description.as_deref(),
            authors: &view.authors,
            lines: view.items.iter().map(line).collect(),
            parts: &view.parts,
            course_title: css_text(&view.title),
            running: &view.running,
            has_questions: chapters.iter().flatten().any(|chapter| chapter.has_answers),
            body: Html(BODY.to_owned()),
            answers: Html(ANSWERS.to_owned()),
        };
        let frame = self.theme.render_print(&page)?;
        let ids: HashSet<&str> = view.items.iter().map(|item| item.id.as_str()).collect();
        let texts = chapters.iter().flatten().map(|chapter| chapter.body.len() + chapter.answers.len());
        let mut html = String::with_capacity(frame.len() + texts.sum::<usize>());
        let mut rest = frame.as_str();
        while let Some((at, marker)) =
            [BODY, ANSWERS].iter().filter_map(|marker| Some((rest.find(marker)?, *marker))).min()
        {
            html.push_str(rest.get(..at).unwrap_or_default());
            rest = rest.get(at + marker.len()..).unwrap_or_default();
            for (item, chapter) in view.items.iter().zip(chapters) {
                match (chapter, marker == BODY) {
                    (Some(chapter), true) => place_links(&mut html, &chapter.body, &ids, address),
                    (Some(chapter), false) => place_links(&mut html, &chapter.answers, &ids, address),
                    (None, true) if item.chapter.is_none() => html.push_str(&self.part_opening(item)?),
                    (None, _) => {}
                }
            }
        }
        html.push_str(rest);
        Ok(Page { path: view.page.clone(), html })
    }

    /// The heading of a module that has no written overview.
    fn part_opening(&self, item: &PrintItem) -> Result<String, TemplateError> {
        let context = BookChapterContext {
            id: &item.id,
            level: item.level,
            part: item.part,
            opens_part: item.level == 1,
            title: &item.title,
            title_html: Html(escape(&item.title)),
            ..Default::default()
        };
        self.theme.render_book_chapter(&context)
    }
}

/// Appends a chapter. A link to a place of the book that is not in this document leads to the site where its address is known, and nowhere else:
/// on paper, and in a file that is sent around, a relative link would lead to nothing.
fn place_links(out: &mut String, chapter: &str, ids: &HashSet<&str>, address: &dyn Fn(&str) -> Option<String>) {
    const HREF: &str = "href=\"#";
    let mut rest = chapter;
    while let Some(at) = rest.find("<a ") {
        let (before, tag) = rest.split_at(at);
        out.push_str(before);
        let end = tag.find('>').map_or(tag.len(), |end| end + 1);
        let (tag, after) = tag.split_at(end);
        rest = after;
        let target = tag.find(HREF).and_then(|at| {
            let from = at + HREF.len();
            let length = tag.get(from..)?.find('"')?;
            Some((at, from + length + 1, tag.get(from..from + length)?))
        });
        let outside = target.and_then(|(start, end, place)| {
            let (id, inner) = place.split_once('-').map_or((place, None), |(id, inner)| (id, Some(inner)));
            let is_place = id.strip_prefix(['c', 'm']).is_some_and(|digits| digits.parse::<usize>().is_ok());
            (is_place && !ids.contains(id)).then_some((start, end, id, inner))
        });
        match outside {
            None => out.push_str(tag),
            Some((start, end, id, inner)) => {
                out.push_str(tag.get(..start).unwrap_or_default());
                if let Some(url) = address(id) {
                    out.push_str("href=\"");
                    escape_into(out, &url);
                    if let Some(inner) = inner {
                        out.push('#');
                        out.push_str(inner);
                    }
                    out.push('"');
                }
                out.push_str(tag.get(end..).unwrap_or_default());
            }
        }
    }
    out.push_str(rest);
}

/// A text as a string of CSS, which may stand in an element `<style>`.
fn css_text(text: &str) -> String {
    let mut out = String::from("\"");
    for letter in text.chars() {
        if letter.is_control() || matches!(letter, '"' | '\\' | '<' | '>' | '&') {
            out.push_str(&format!("\\{:x} ", letter as u32));
        } else {
            out.push(letter);
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn placed(html: &str) -> String {
        let mut out = String::new();
        let address = |id: &str| (id == "c9").then(|| "https://x.org/nine.html".to_owned());
        place_links(&mut out, html, &HashSet::from(["c1", "m2"]), &address);
        out
    }

    #[test]
    fn links_within_the_document_stay_and_others_lead_to_the_site_or_nowhere() {
        for (before, after) in [
            ("<p>a <a href=\"#c1-x\">b</a> c", "<p>a <a href=\"#c1-x\">b</a> c"),
            ("<a href=\"#m2\">b</a>", "<a href=\"#m2\">b</a>"),
            ("<a href=\"#syllabus:contents\">b</a>", "<a href=\"#syllabus:contents\">b</a>"),
            ("<a href=\"https://x.org/#c7\">b</a>", "<a href=\"https://x.org/#c7\">b</a>"),
            (
                "<a id=\"c1-y\" href=\"#c9-a-b\" title=\"t\">b</a>",
                "<a id=\"c1-y\" href=\"https://x.org/nine.html#a-b\" title=\"t\">b</a>",
            ),
            ("<a href=\"#c9\">b</a>", "<a href=\"https://x.org/nine.html\">b</a>"),
            ("<a href=\"#c7-x\">b</a>", "<a >b</a>"),
            ("<abbr>x</abbr> &lt;a href=\"#c7\"", "<abbr>x</abbr> &lt;a href=\"#c7\""),
        ] {
            assert_eq!(placed(before), after);
        }
    }

    #[test]
    fn a_text_in_a_style_cannot_end_it() {
        assert_eq!(css_text("a \"b\" \\ </style>\n"), "\"a \\22 b\\22  \\5c  \\3c /style\\3e \\a \"");
    }
}
