//! Renders one page: a pure function of a chapter, its view and the theme. Out: path and text. The work does not grow with the course.

use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::Range;

use super::context::{
    ChapterPage, FactKind, FactLine, FileFacts, Html, PageContent, PageHead, PageKind, PageLink, QuestionContext,
    QuizLink, QuizPage, SiteContext, TocEntry, nav_for,
};
use super::questions::{QuestionCards, QuestionPlace, content_of};
use super::structured::{PageSubject, structured};
use super::theme::{TemplateError, Theme};
use super::view::{PageHistory, PageView};
use crate::chapter::{Chapter, MetaField, MetaKey, Outline, folded, introduction_end, is_within};
use crate::html::highlight::Highlighter;
use crate::html::{BodyInput, BodyWords, BodyWriter, LinkTarget, body, body_in_two, escape};
use crate::index::{IndexVec, LinkIdx};
use crate::markdown::{EventId, EventKind, Tag};
use crate::path::{SitePath, relative};

/// The home page.
pub const HOME: &str = "index.html";

/// A page of the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Its path in the site.
    pub path: SitePath,
    /// Its text.
    pub html: String,
}

/// Renders the pages of one site; holds what they share.
#[derive(Debug)]
pub struct PageRenderer<'a> {
    /// Templates and the interface's words.
    pub theme: &'a Theme,
    /// The site, as templates see it.
    pub site: &'a SiteContext,
    /// Colours code.
    pub highlighter: &'a Highlighter,
    /// The interface's words that bodies contain.
    pub words: BodyWords,
}

impl<'a> PageRenderer<'a> {
    /// A renderer for one site.
    pub fn new(theme: &'a Theme, site: &'a SiteContext, highlighter: &'a Highlighter) -> Self {
        let word = |key: &str| theme.words().text(key).to_owned();
        let words = BodyWords {
            alerts: ["note", "tip", "important", "warning", "caution"].map(word),
            footnotes: word("footnotes"),
            back: word("back_to_text"),
            missing: word("missing_target"),
            heading_link: word("heading_link"),
        };
        PageRenderer { theme, site, highlighter, words }
    }

    /// A chapter's page, or that of a written overview.
    ///
    /// # Errors
    /// A template of the theme fails.
    pub fn chapter(&self, chapter: &Chapter, view: &PageView) -> Result<Page, TemplateError> {
        let outline = &chapter.summary.outline;
        let page = ChapterPage {
            head: self.head(Cow::Borrowed(&view.title), outline.excerpt.as_deref(), view),
            site: self.site,
            nav: nav_for(view.nav.html(), &view.nav_key),
            neighbours: &view.neighbours,
            place: &view.place,
            content: self.content(chapter, view)?.0,
            quiz: quiz_link(chapter, view),
            chapter_id: &view.id,
            source: chapter.path.as_str(),
            checklist_count: outline.checklist as usize,
            reading_minutes: reading_minutes(outline, view),
            history: self.file_facts(&view.history),
            moved_sections: &view.moved.away,
        };
        Ok(Page { path: view.page.clone(), html: self.theme.render_chapter(&page)? })
    }

    /// The generated overview of a module that has no written one.
    ///
    /// # Errors
    /// A template of the theme fails.
    pub fn generated_overview(&self, view: &PageView) -> Result<Page, TemplateError> {
        let page = ChapterPage {
            head: self.head(Cow::Borrowed(&view.title), None, view),
            site: self.site,
            nav: nav_for(view.nav.html(), &view.nav_key),
            neighbours: &view.neighbours,
            place: &view.place,
            content: PageContent { title_html: Html(escape(&view.title)), ..PageContent::default() },
            quiz: None,
            chapter_id: &view.id,
            source: "",
            checklist_count: 0,
            reading_minutes: 0,
            history: FileFacts::default(),
            moved_sections: &[],
        };
        Ok(Page { path: view.page.clone(), html: self.theme.render_chapter(&page)? })
    }

    /// What is said of a page's file.
    pub(super) fn file_facts(&self, history: &PageHistory) -> FileFacts {
        let words = self.theme.words();
        let changed_text = |date| words.text("last_changed").replace("{date}", &words.date(date));
        FileFacts {
            edit_url: history.edit_url.clone(),
            changed: history.changed.map(|date| date.to_string()),
            changed_text: history.changed.map(changed_text).unwrap_or_default(),
            authors: self.written_by(&history.authors),
        }
    }

    /// Who wrote something, in the words of the interface; empty where nobody is named. Of many the first are named.
    pub(super) fn written_by(&self, authors: &[String]) -> String {
        const NAMED: usize = 4;
        if authors.is_empty() {
            return String::new();
        }
        let more = if authors.len() > NAMED { ", …" } else { "" };
        let names = authors.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>().join(", ");
        self.theme.words().text("written_by").replace("{names}", &format!("{names}{more}"))
    }

    /// The quiz page of a chapter; none if it has no questions.
    ///
    /// # Errors
    /// A template of the theme fails.
    pub fn quiz(&self, chapter: &Chapter, view: &PageView) -> Result<Option<Page>, TemplateError> {
        let Some(path) = &view.quiz else { return Ok(None) };
        let href = relative(path, &view.page);
        let questions = self.questions_away(chapter, &view.links, &href, QuestionPlace::QuizPage);
        let title = self.theme.words().text("practise").replace("{title}", &view.title);
        let count = self.theme.words().count("questions", chapter.quiz.questions.len());
        let excerpt = chapter.summary.outline.excerpt.as_deref().map_or_else(String::new, |text| format!(". {text}"));
        let description = format!("{title} · {count}{excerpt}");
        let page = QuizPage {
            head: PageHead {
                canonical: None,
                markdown: None,
                structured: structured(PageSubject::Quiz, self.site, &title, &description, None),
                ..self.head(Cow::Borrowed(&title), Some(&description), view)
            },
            site: self.site,
            nav: nav_for(view.nav.html(), &view.nav_key),
            neighbours: &view.neighbours,
            chapter: PageLink::new(href, view.title.as_str()),
            chapter_id: &view.id,
            questions,
        };
        Ok(Some(Page { path: path.clone(), html: self.theme.render_quiz(&page)? }))
    }

    /// The questions of a chapter on another page, from which `href` leads to the chapter's. `links` are those of that page; only what leads to places
    /// of the chapter may be written as if from the chapter's own page.
    pub(super) fn questions_away(
        &self,
        chapter: &Chapter,
        links: &IndexVec<LinkIdx, LinkTarget>,
        href: &str,
        place: QuestionPlace,
    ) -> Vec<QuestionContext> {
        let to_chapter = |link: &LinkTarget| match link {
            LinkTarget::To(url) if url.starts_with('#') => LinkTarget::To(format!("{href}{url}")),
            link => link.clone(),
        };
        let links: IndexVec<LinkIdx, LinkTarget> = links.iter().map(to_chapter).collect();
        let progress_ids = chapter.checks();
        let input = BodyInput {
            document: &chapter.document,
            links: &links,
            progress_ids: &progress_ids,
            objectives: None,
            skipped: &[],
            moved_ids: &[],
            words: &self.words,
            highlighter: self.highlighter,
            footnotes_page: Some(href),
            book: None,
        };
        let cards = QuestionCards::new(&chapter.document, &chapter.quiz, self.theme, self.site.quiz.answers);
        let cards = cards.away_from(href);
        let mut writer = BodyWriter::new(&input);
        let questions = chapter.quiz.questions.iter();
        questions.map(|question| cards.question(question, place, &mut writer)).collect()
    }

    /// The content of a page made from markdown: title, meta fields, body, table of contents; and what of the body the home page shows first.
    pub(super) fn content(&self, chapter: &Chapter, view: &PageView) -> Result<(PageContent, Html), TemplateError> {
        let document = &chapter.document;
        let progress_ids = chapter.checks();
        let skipped = skipped(chapter);
        let input = BodyInput {
            document,
            links: &view.links,
            progress_ids: &progress_ids,
            objectives: objectives(chapter),
            skipped: &skipped,
            moved_ids: &view.moved.here,
            words: &self.words,
            highlighter: self.highlighter,
            footnotes_page: None,
            book: None,
        };
        let cards = QuestionCards::new(document, &chapter.quiz, self.theme, self.site.quiz.answers);
        let (introduction, mut body) = match view.page.as_str() {
            HOME => body_in_two(&input, &cards, introduction_end(document, &skipped)),
            _ => (String::new(), body(&input, &cards)),
        };
        body.push_str(&cards.answers_at_end());
        if let Some(error) = cards.error() {
            return Err(error);
        }
        let mut writer = BodyWriter::new(&input);
        let (title_html, title_id) = title_html(chapter, &view.title, &mut writer);
        let title_html = format!("{}{title_html}", ids_of_page(chapter, &view.moved.here));
        let content = PageContent {
            facts: facts(chapter, &skipped, &mut writer),
            title_html: Html(title_html),
            title_id,
            contents: contents(chapter),
            body: Html(body),
        };
        Ok((content, Html(introduction)))
    }

    /// The `<head>` of the page of `view`; the course's title follows the page's own.
    fn head<'v>(&self, title: Cow<'v, str>, description: Option<&'v str>, view: &'v PageView) -> PageHead<'v> {
        let description = description.unwrap_or("");
        let canonical = view.canonical.as_deref();
        let structured = structured(PageSubject::Chapter, self.site, &title, description, canonical);
        let title =
            if *title == self.site.title { title } else { Cow::Owned(format!("{title} · {}", self.site.title)) };
        let markdown = view.markdown.as_deref();
        PageHead { canonical, markdown, structured, ..self.theme.head(title, description, &view.root) }
    }
}

/// Former ids that mean no heading of now: links to them lead to the beginning of the page.
fn ids_of_page(chapter: &Chapter, moved: &[(String, String)]) -> String {
    let headings = &chapter.document.headings;
    let is_heading =
        |now: &str| headings.iter().any(|heading| *heading.id == *now || heading.further_ids().any(|id| id == now));
    let ids = moved.iter().filter(|(_, now)| !is_heading(now));
    ids.map(|(former, _)| format!("<span id=\"{}\"></span>", escape(former))).collect()
}

/// The title of a chapter and the id of its heading, which is empty where the file has none: then the title is the one that the course gives it.
pub(super) fn title_html(chapter: &Chapter, title: &str, writer: &mut BodyWriter<'_>) -> (String, String) {
    let document = &chapter.document;
    match chapter.title_heading.and_then(|index| document.headings.get(index)) {
        Some(heading) => {
            let words = writer.inline_html(&content_of(document, heading.event));
            let ids = writer.further_ids(heading);
            (format!("{ids}{words}"), writer.local_id(&heading.id).into_owned())
        }
        None => (escape(title), String::new()),
    }
}

/// The meta fields above the body. A field in a block with other text is shown there.
pub(super) fn facts(chapter: &Chapter, skipped: &[Range<EventId>], writer: &mut BodyWriter<'_>) -> Vec<FactLine> {
    let above_body =
        chapter.meta.fields.iter().filter(|field| skipped.iter().any(|block| block.contains(&field.events.start)));
    let line = |field: &MetaField| FactLine {
        key: fact_key(field.key),
        label: field.label.clone(),
        value: Html(without_stars(writer.inline_html(&field.value), field.stars)),
        stars: field.stars,
    };
    above_body.map(line).collect()
}

/// Ranges of events that the page shows above the body: the title and the blocks of meta fields.
pub(super) fn skipped(chapter: &Chapter) -> Vec<Range<EventId>> {
    let document = &chapter.document;
    let container = |id: EventId| document.event(id).map(|event| id..event.partner + 1);
    let title = chapter
        .title_heading
        .and_then(|index| document.headings.get(index))
        .and_then(|heading| container(heading.event));
    title.into_iter().chain(chapter.meta.blocks.iter().filter_map(|block| container(*block))).collect()
}

/// The event that opens the list of learning objectives: the innermost list around the first of them.
pub(super) fn objectives(chapter: &Chapter) -> Option<EventId> {
    let first = chapter.meta.objectives.first()?.events.start;
    let is_list = |id: &EventId| {
        let event = chapter.document.event(*id);
        event.is_some_and(|event| {
            matches!(event.kind, EventKind::Open(Tag::Bullets | Tag::Numbers)) && event.partner > first
        })
    };
    (0..=first).rev().find(is_list)
}

/// The table of contents: headings of the levels 1 to 3 that are seen, those of questions too, without the title.
fn contents(chapter: &Chapter) -> Vec<TocEntry> {
    let title = chapter.title_heading;
    let inside = folded(&chapter.document, &chapter.quiz);
    let is_folded = |event: EventId| is_within(&inside, event);
    let of_questions: HashSet<EventId> =
        chapter.quiz.questions.iter().filter_map(|question| question.heading).collect();
    let headings = chapter.document.headings.iter().enumerate();
    headings
        .filter(|(index, heading)| {
            Some(*index) != title
                && heading.level <= 3
                && !heading.text.is_empty()
                && (of_questions.contains(&heading.event) || !is_folded(heading.event))
        })
        .map(|(_, heading)| TocEntry {
            id: heading.id.to_string(),
            title: heading.text.to_string(),
            level: heading.level.max(2),
        })
        .collect()
}

pub(super) fn quiz_link(chapter: &Chapter, view: &PageView) -> Option<QuizLink> {
    let quiz = view.quiz.as_ref()?;
    Some(QuizLink { href: relative(&view.page, quiz), count: chapter.quiz.questions.len() })
}

/// A value without the author's stars: the template draws them from their number.
fn without_stars(html: String, stars: Option<u8>) -> String {
    match stars {
        Some(_) => html.replace(['⭐', '★', '☆', '🌟', '\u{fe0f}'], "").trim().to_owned(),
        None => html,
    }
}

/// The estimate of the time for a chapter; none for an overview, and none beside what its author says.
fn reading_minutes(outline: &Outline, view: &PageView) -> u32 {
    let is_estimated = view.place.kind == PageKind::Chapter && outline.study_time.is_none();
    outline.reading_minutes.filter(|_| is_estimated).unwrap_or(0)
}

fn fact_key(key: MetaKey) -> FactKind {
    match key {
        MetaKey::StudyTime => FactKind::StudyTime,
        MetaKey::Difficulty => FactKind::Difficulty,
        MetaKey::Importance => FactKind::Importance,
        MetaKey::Prerequisites => FactKind::Prerequisites,
        _ => FactKind::Other,
    }
}
