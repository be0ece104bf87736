//! Pages: a pure function of a chapter, its view and the theme. In: all three. Out: path and bytes. Never O(course).

use std::ops::Range;

use super::context::{self, ChapterPage, FactLine, Html, QuizLink, QuizPage, TocEntry, nav_for};
use super::questions::{QuestionCards, QuestionPlace, inside};
use super::theme::{TemplateError, Theme};
use super::view::PageView;
use crate::chapter::{Chapter, MetaKey};
use crate::html::highlight::Highlighter;
use crate::html::{BodyInput, BodyWords, BodyWriter, LinkTarget, body};
use crate::index::{IndexVec, LinkIdx};
use crate::markdown::{EventId, EventKind, Tag};
use crate::path::{SitePath, relative};

/// A page of the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Where it lies.
    pub path: SitePath,
    /// What it holds.
    pub html: String,
}

/// What all pages of one site share.
#[derive(Debug)]
pub struct PageRenderer<'a> {
    /// Templates and words.
    pub theme: &'a Theme,
    /// The site, as templates see it.
    pub site: &'a context::SiteContext,
    /// Colours code.
    pub highlighter: &'a Highlighter,
    /// Words that bodies need.
    pub words: BodyWords,
}

impl<'a> PageRenderer<'a> {
    /// A press for one site.
    pub fn new(theme: &'a Theme, site: &'a context::SiteContext, highlighter: &'a Highlighter) -> Self {
        let word = |key: &str| theme.words().text(key).to_owned();
        let words = BodyWords {
            alerts: ["note", "tip", "important", "warning", "caution"].map(word),
            footnotes: word("footnotes"),
            back: word("back_to_text"),
            missing: word("missing_target"),
        };
        PageRenderer { theme, site, highlighter, words }
    }

    /// A chapter's page, or that of a written overview.
    pub fn chapter(&self, chapter: &Chapter, view: &PageView) -> Result<Page, TemplateError> {
        let inner = self.inner(chapter, view)?;
        let page = ChapterPage {
            head: self.head(&view.title, chapter.summary.outline.lead.as_deref(), view, view.canonical.clone()),
            site: self.site.clone(),
            nav: nav_for(view.nav.html(), &view.nav_key),
            home: view.home.clone(),
            crumbs: view.crumbs.clone(),
            position: view.position,
            title_html: inner.title_html,
            title_id: inner.title_id,
            facts: inner.facts,
            body: Html(inner.body),
            contents: inner.contents,
            quiz: quiz_link(chapter, view),
            previous: view.previous.clone(),
            next: view.next.clone(),
            up: view.up.clone(),
            chapter_id: view.id.clone(),
            source: chapter.path.to_string(),
            checklist_count: chapter.summary.outline.checklist as usize,
            kind: view.kind,
            children: view.children.clone(),
        };
        Ok(Page { path: view.page.clone(), html: self.theme.render_chapter(&page)? })
    }

    /// A module's overview that no one wrote.
    pub fn made_overview(&self, view: &PageView) -> Result<Page, TemplateError> {
        let page = ChapterPage {
            head: self.head(&view.title, None, view, view.canonical.clone()),
            site: self.site.clone(),
            nav: nav_for(view.nav.html(), &view.nav_key),
            home: view.home.clone(),
            crumbs: view.crumbs.clone(),
            title_html: Html(crate::html::escape(&view.title)),
            next: view.next.clone(),
            up: view.up.clone(),
            kind: view.kind,
            children: view.children.clone(),
            ..ChapterPage::default()
        };
        Ok(Page { path: view.page.clone(), html: self.theme.render_chapter(&page)? })
    }

    /// The quiz page of a chapter that has questions.
    pub fn quiz(&self, chapter: &Chapter, view: &PageView) -> Result<Option<Page>, TemplateError> {
        let Some(path) = &view.quiz else { return Ok(None) };
        let href = relative(path, &view.page);
        // A place in the chapter is another page from here.
        let links: IndexVec<LinkIdx, LinkTarget> = view.links.iter().map(|link| seen_from_quiz(link, &href)).collect();
        let progress_ids = chapter.checks();
        let input = BodyInput {
            document: &chapter.document,
            links: &links,
            progress_ids: &progress_ids,
            objectives: None,
            skipped: &[],
            words: &self.words,
            highlighter: self.highlighter,
            footnotes_page: Some(&href),
        };
        let cards = QuestionCards::new(&chapter.document, &chapter.quiz, self.theme);
        let mut writer = BodyWriter::new(&input);
        let questions = chapter
            .quiz
            .questions
            .iter()
            .map(|question| cards.question(question, QuestionPlace::QuizPage, &mut writer))
            .collect();
        let title = self.theme.words().text("practise").replace("{title}", &view.title);
        let page = QuizPage {
            head: self.head(&title, None, view, None),
            site: self.site.clone(),
            nav: nav_for(view.nav.html(), &view.nav_key),
            home: view.home.clone(),
            crumbs: view.crumbs.clone(),
            chapter: context::PageLink::new(href, view.title.as_str()),
            chapter_id: view.id.clone(),
            questions,
            previous: view.previous.clone(),
            next: view.next.clone(),
        };
        Ok(Some(Page { path: path.clone(), html: self.theme.render_quiz(&page)? }))
    }

    /// What a page made from markdown shows of it.
    pub(super) fn inner(&self, chapter: &Chapter, view: &PageView) -> Result<PageBody, TemplateError> {
        let document = &chapter.document;
        let progress_ids = chapter.checks();
        let skipped = skipped(chapter);
        let input = BodyInput {
            document,
            links: &view.links,
            progress_ids: &progress_ids,
            objectives: objectives(chapter),
            skipped: &skipped,
            words: &self.words,
            highlighter: self.highlighter,
            footnotes_page: None,
        };
        let cards = QuestionCards::new(document, &chapter.quiz, self.theme);
        let body = body(&input, &cards);
        if let Some(error) = cards.error() {
            return Err(error);
        }
        let mut writer = BodyWriter::new(&input);
        let title = chapter.title_heading().and_then(|row| document.headings.get(row));
        let (title_html, title_id) = match title {
            Some(heading) => (writer.inline_html(&inside(document, heading.event)), heading.id.to_string()),
            None => (crate::html::escape(&view.title), String::new()),
        };
        // Facts that stand among other words are read there.
        let lifted =
            chapter.meta.facts.iter().filter(|fact| skipped.iter().any(|block| block.contains(&fact.events.start)));
        let facts = lifted.map(|fact| FactLine {
            key: fact_key(fact.key),
            label: fact.label.clone(),
            value: Html(without_stars(writer.inline_html(&fact.value), fact.stars)),
            stars: fact.stars,
        });
        Ok(PageBody {
            facts: facts.collect(),
            title_html: Html(title_html),
            title_id,
            contents: contents(chapter),
            body,
        })
    }

    fn head(&self, title: &str, lead: Option<&str>, view: &PageView, canonical: Option<String>) -> context::PageHead {
        let whole = match title {
            title if title == self.site.title => title.to_owned(),
            title => format!("{title} · {}", self.site.title),
        };
        context::PageHead { canonical, ..self.theme.head(whole, lead.unwrap_or(""), &view.root) }
    }
}

/// What a page shows of a chapter's markdown.
pub(super) struct PageBody {
    pub title_html: Html,
    pub title_id: String,
    pub facts: Vec<FactLine>,
    pub body: String,
    pub contents: Vec<TocEntry>,
}

/// Events that the page shows elsewhere: the title and the meta lines.
fn skipped(chapter: &Chapter) -> Vec<Range<EventId>> {
    let document = &chapter.document;
    let whole = |id: EventId| document.event(id).map(|event| id..event.partner + 1);
    let title =
        chapter.title_heading().and_then(|row| document.headings.get(row)).and_then(|heading| whole(heading.event));
    title.into_iter().chain(chapter.meta.blocks.iter().filter_map(|block| whole(*block))).collect()
}

/// The list of learning objectives: the innermost list around the first of them.
fn objectives(chapter: &Chapter) -> Option<EventId> {
    let first = chapter.meta.aims.first()?.events.start;
    let is_list = |id: &EventId| {
        let event = chapter.document.event(*id);
        event.is_some_and(|event| {
            matches!(event.kind, EventKind::Open(Tag::Bullets | Tag::Numbers)) && event.partner > first
        })
    };
    (0..=first).rev().find(is_list)
}

/// Headings of the body that lead a reader: two levels, without those of questions.
fn contents(chapter: &Chapter) -> Vec<TocEntry> {
    let title = chapter.title_heading();
    let of_questions: std::collections::HashSet<EventId> =
        chapter.quiz.questions.iter().filter_map(|question| question.heading).collect();
    let rows = chapter.document.headings.iter().enumerate();
    rows.filter(|(row, heading)| {
        Some(*row) != title && heading.level <= 3 && !heading.text.is_empty() && !of_questions.contains(&heading.event)
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

fn seen_from_quiz(link: &LinkTarget, chapter: &str) -> LinkTarget {
    match link {
        LinkTarget::To(url) if url.starts_with('#') => LinkTarget::To(format!("{chapter}{url}")),
        link => link.clone(),
    }
}

/// Stars are drawn from their number; the author's own would stand there twice.
fn without_stars(html: String, stars: Option<u8>) -> String {
    match stars {
        Some(_) => html.replace(['⭐', '★', '☆', '🌟', '\u{fe0f}'], "").trim().to_owned(),
        None => html,
    }
}

fn fact_key(key: MetaKey) -> context::FactKind {
    match key {
        MetaKey::StudyTime => context::FactKind::StudyTime,
        MetaKey::Difficulty => context::FactKind::Difficulty,
        MetaKey::Importance => context::FactKind::Importance,
        MetaKey::Prerequisites => context::FactKind::Prerequisites,
        _ => context::FactKind::Other,
    }
}
