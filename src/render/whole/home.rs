//! The home page: the content of the root's README (without one, the course's title), and the modules.

use serde::Serialize;

use super::print::print_page;
use crate::chapter::Chapter;
use crate::course::ModuleItem;
use crate::html::escape;
use crate::index::{ChapterIdx, ModuleIdx};
use crate::path::{SitePath, relative};
use crate::render::context::{CourseContents, HomePage, Html, ModuleCard, PageContent, PageHead};
use crate::render::course_index::CourseIndex;
use crate::render::page::{Page, PageRenderer, quiz_link};
use crate::render::theme::TemplateError;
use crate::render::view::PageView;

/// How many chapters of each module are listed.
const MAX_CARD_CHAPTERS: usize = 5;

/// All that the home page shows of the course.
#[derive(Clone, Debug, Serialize)]
pub struct HomeView {
    title: String,
    description: Option<String>,
    contents: CourseContents,
    canonical: Option<String>,
}

/// The view of the home page; `description` is the author's sentence for search engines, else the README's excerpt is taken.
pub fn home_view(index: &CourseIndex<'_>, description: Option<&str>) -> HomeView {
    let home = SitePath::new("index.html");
    let first = index.course.chapters.iter_enumerated().find(|(_, chapter)| chapter.page != home);
    let root = index.course.chapters.iter().find(|chapter| chapter.page == home);
    HomeView {
        title: index.course.title.clone(),
        description: description
            .map(str::to_owned)
            .or_else(|| root.and_then(|chapter| index.outline(chapter)).and_then(|outline| outline.excerpt.clone())),
        contents: CourseContents {
            modules: index.submodules(None).iter().filter_map(|module| module_card(index, &home, *module)).collect(),
            chapters: index.root_chapters().iter().filter_map(|chapter| index.chapter_card(&home, *chapter)).collect(),
            start: first.and_then(|(chapter, _)| index.chapter_link(&home, chapter)),
        },
        canonical: index.canonical(&home),
    }
}

fn module_card(index: &CourseIndex<'_>, home: &SitePath, module_idx: ModuleIdx) -> Option<ModuleCard> {
    let module = index.course.modules.get(module_idx)?;
    let mut chapters = Vec::new();
    add_chapters_below(index, module_idx, &mut chapters);
    let totals = index.totals(module_idx);
    let overview = module.overview.and_then(|overview| index.outline(index.course.chapters.get(overview)?));
    Some(ModuleCard {
        href: relative(home, &module.page),
        title: module.title.clone(),
        number: index.number(module_idx).unwrap_or(0),
        chapter_count: totals.chapters,
        question_count: totals.questions,
        study_time: overview.and_then(|outline| outline.study_time.clone()),
        lead: overview.and_then(|outline| outline.excerpt.clone()).unwrap_or_default(),
        chapters: chapters.iter().filter_map(|chapter| index.chapter_card(home, *chapter)).collect(),
    })
}

/// Adds the first chapters of a module and of those below it, in reading order and with the overviews of those below, until there are
/// [`MAX_CARD_CHAPTERS`].
fn add_chapters_below(index: &CourseIndex<'_>, module: ModuleIdx, chapters: &mut Vec<ChapterIdx>) {
    let items = index.course.modules.get(module).map_or(&[][..], |module| &module.items);
    for item in items {
        if chapters.len() >= MAX_CARD_CHAPTERS {
            return;
        }
        match item {
            ModuleItem::Chapter(chapter) => chapters.push(*chapter),
            ModuleItem::Module(below) => {
                chapters.extend(index.course.modules.get(*below).and_then(|module| module.overview));
                add_chapters_below(index, *below, chapters);
            }
        }
    }
}

impl PageRenderer<'_> {
    /// The home page; `readme` is the root's README and its view.
    ///
    /// # Errors
    /// A template of the theme fails.
    pub fn home(&self, view: &HomeView, readme: Option<(&Chapter, &PageView)>) -> Result<Page, TemplateError> {
        let content = match readme {
            Some((chapter, view)) => self.content(chapter, view)?,
            None => PageContent { title_html: Html(escape(&view.title)), ..PageContent::default() },
        };
        let head = self.theme.head(view.title.as_str(), view.description.as_deref().unwrap_or(""), "");
        let page = HomePage {
            head: PageHead { canonical: view.canonical.as_deref(), ..head },
            site: self.site,
            home: "index.html",
            content,
            course: &view.contents,
            quiz: readme.and_then(|(chapter, view)| quiz_link(chapter, view)),
            chapter_id: readme.map_or("", |(_, view)| &view.id),
            print: print_page().as_str().to_owned(),
        };
        Ok(Page { path: SitePath::new("index.html"), html: self.theme.render_home(&page)? })
    }
}
