//! The home page: the content of the root's README (without one, the course's title), and the modules.

use serde::Serialize;

use crate::chapter::Chapter;
use crate::html::escape;
use crate::index::ModuleIdx;
use crate::path::{SitePath, relative};
use crate::render::context::{Amount, CourseContents, HomePage, Html, ModuleCard, PageContent, PageHead};
use crate::render::course_index::CourseIndex;
use crate::render::page::{HOME, Page, PageRenderer, quiz_link};
use crate::render::structured::{PageSubject, structured};
use crate::render::theme::TemplateError;
use crate::render::view::PageView;

/// How many chapters and modules of each module are listed; one that would be left out alone is listed, too.
const MAX_CARD_ITEMS: usize = 6;

/// All that the home page shows of the course.
#[derive(Clone, Debug, Serialize)]
pub struct HomeView {
    title: String,
    description: Option<String>,
    contents: CourseContents,
    canonical: Option<String>,
    authors: Vec<String>,
    feed: Option<String>,
}

/// What the configuration and the repository say of the course.
#[derive(Clone, Copy, Debug, Default)]
pub struct HomeFacts<'a> {
    /// The author's sentence for search engines; without one the README's excerpt is taken.
    pub description: Option<&'a str>,
    /// Who wrote the course.
    pub authors: &'a [String],
    /// The feed of new chapters, relative to the site's root.
    pub feed: Option<&'a str>,
}

/// The view of the home page.
pub fn home_view(index: &CourseIndex<'_>, facts: HomeFacts<'_>) -> HomeView {
    let home = SitePath::new(HOME);
    let first = index.course.chapters.iter_enumerated().find(|(_, chapter)| chapter.page != home);
    let root = index.course.chapters.iter().find(|chapter| chapter.page == home);
    let questions = index.course.chapters.iter().filter_map(|chapter| index.outline(chapter));
    let questions = questions.map(|outline| outline.questions as usize).sum();
    let chapters = index.course.chapters.iter().filter(|chapter| chapter.page != home).count();
    // What the author says of it stands among the facts.
    let is_stated = root.and_then(|chapter| index.outline(chapter)).is_some_and(|outline| outline.study_time.is_some());
    let minutes = if is_stated { 0 } else { index.minutes() };
    HomeView {
        title: index.course.title.clone(),
        description: facts
            .description
            .map(str::to_owned)
            .or_else(|| root.and_then(|chapter| index.outline(chapter)).and_then(|outline| outline.excerpt.clone())),
        contents: CourseContents {
            modules: index.submodules(None).iter().filter_map(|module| module_card(index, &home, *module)).collect(),
            chapters: index.root_chapters().iter().filter_map(|chapter| index.chapter_card(&home, *chapter)).collect(),
            amount: Amount::new(chapters, questions, minutes),
            start: first.and_then(|(chapter, _)| index.chapter_link(&home, chapter)),
        },
        canonical: index.canonical(&home),
        authors: facts.authors.to_vec(),
        feed: facts.feed.map(str::to_owned),
    }
}

fn module_card(index: &CourseIndex<'_>, home: &SitePath, module_idx: ModuleIdx) -> Option<ModuleCard> {
    let module = index.course.modules.get(module_idx)?;
    let items = module.items.len();
    let shown = if items <= MAX_CARD_ITEMS + 1 { items } else { MAX_CARD_ITEMS };
    let totals = index.totals(module_idx);
    let overview = module.overview.and_then(|overview| index.outline(index.course.chapters.get(overview)?));
    Some(ModuleCard {
        href: relative(home, &module.page),
        title: module.title.clone(),
        number: index.number(module_idx).unwrap_or(0),
        amount: totals.amount(),
        study_time: overview.and_then(|outline| outline.study_time.clone()),
        lead: overview.and_then(|outline| outline.excerpt.clone()).unwrap_or_default(),
        chapters: module.items.iter().take(shown).filter_map(|item| index.child_card(home, *item)).collect(),
        more: items - shown,
    })
}

impl PageRenderer<'_> {
    /// The home page; `readme` is the root's README and its view.
    ///
    /// # Errors
    /// A template of the theme fails.
    pub fn home(&self, view: &HomeView, readme: Option<(&Chapter, &PageView)>) -> Result<Page, TemplateError> {
        let (content, introduction) = match readme {
            Some((chapter, view)) => self.content(chapter, view)?,
            None => {
                let title_html = Html(escape(&view.title));
                (PageContent { title_html, ..PageContent::default() }, Html::default())
            }
        };
        let (description, canonical) = (view.description.as_deref().unwrap_or(""), view.canonical.as_deref());
        let head = self.theme.head(view.title.as_str(), description, "");
        let structured = structured(PageSubject::Course, self.site, &view.title, description, canonical);
        let page = HomePage {
            head: PageHead {
                canonical,
                markdown: readme.and_then(|(_, view)| view.markdown.as_deref()),
                structured,
                ..head
            },
            site: self.site,
            home: HOME,
            content,
            introduction,
            course: &view.contents,
            quiz: readme.and_then(|(chapter, view)| quiz_link(chapter, view)),
            checklist_count: readme.map_or(0, |(chapter, _)| chapter.summary.outline.checklist as usize),
            chapter_id: readme.map_or("", |(_, view)| &view.id),
            print: self.site.print.clone(),
            authors: self.written_by(&view.authors),
            feed: view.feed.as_deref(),
            history: readme.map(|(_, view)| self.file_facts(&view.history)).unwrap_or_default(),
        };
        Ok(Page { path: SitePath::new(HOME), html: self.theme.render_home(&page)? })
    }
}
