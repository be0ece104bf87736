//! A chapter as a part of the book that is printed. In: a chapter, its place in the book, the theme. Out: its text, and its answers where they
//! stand at the end of the book. Every word is there once: which answers are seen, and where, is said by the styles and by a script that
//! moves them. Ids begin with the chapter's number, so that they are unique in the book.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::ops::Range;

use serde::Serialize;

use super::book_context::{BookAnswer, BookChapterContext, BookQuestion};
use super::context::{Html, PrintAnswers};
use super::page::{PageRenderer, facts, objectives, skipped, title_html};
use super::questions::{QuestionCards, QuestionPlace, answer_folds_beside};
use super::theme::TemplateError;
use crate::chapter::Chapter;
use crate::html::{BodyInput, BodyWriter, BookPlace, Insert, Inserts, LinkTarget, NoInserts};
use crate::index::{IndexVec, LinkIdx};
use crate::markdown::{EventId, Fragment};
use crate::quiz::{AnswerKey, AnswerOutput, Question, Reveal, reveal};

/// The place of a chapter in the book, and all that it shows of the rest of the course.
#[derive(Clone, Debug, Serialize)]
pub struct BookEntry {
    /// Its number in the course, from 1: its ids begin with it.
    pub number: usize,
    /// How deep it lies in the book, from 1: its heading is one level lower, as the book's title is the page's `h1`.
    pub level: u8,
    /// The number of the part it stands in, for the running title; none outside of parts.
    pub part: Option<usize>,
    /// Whether it opens that part, on a new page.
    pub opens_part: bool,
    /// Its title in the course.
    pub title: String,
    /// The targets of its links: places in the book are `#…`.
    pub links: IndexVec<LinkIdx, LinkTarget>,
}

/// A chapter of the book as HTML.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BookChapter {
    /// Its text.
    pub body: String,
    /// Its answers, if they stand at the end of the book.
    pub answers: String,
    /// Whether it has any, wherever they stand.
    pub has_answers: bool,
}

/// The id of a chapter in the book.
pub fn chapter_id(number: usize) -> String {
    format!("c{number}")
}

impl PageRenderer<'_> {
    /// A chapter of the book.
    ///
    /// # Errors
    /// A template of the theme fails.
    pub fn book_chapter(&self, chapter: &Chapter, entry: &BookEntry) -> Result<BookChapter, TemplateError> {
        let id = chapter_id(entry.number);
        let prefix = format!("{id}-");
        let skipped = skipped(chapter);
        let input = BodyInput {
            moved_ids: &[],
            document: &chapter.document,
            links: &entry.links,
            progress_ids: &Default::default(),
            objectives: objectives(chapter),
            skipped: &skipped,
            words: &self.words,
            highlighter: self.highlighter,
            footnotes_page: None,
            book: Some(BookPlace { id_prefix: &prefix, heading_shift: entry.level }),
        };
        let parts = BookParts::new(self, chapter);
        let mut writer = BodyWriter::new(&input);
        let body = writer.document_html(&parts);
        let (title_html, title_id) = title_html(chapter, &entry.title, &mut writer);
        let facts = facts(chapter, &skipped, &mut writer);
        let BookParts { cards, answers, has_answers, .. } = parts;
        if let Some(error) = cards.error() {
            return Err(error);
        }
        let context = BookChapterContext {
            id: &id,
            level: entry.level,
            part: entry.part,
            opens_part: entry.opens_part,
            title: &entry.title,
            title_html: Html(title_html),
            title_id,
            facts,
            body: Html(body),
            links: writer.noted_addresses(),
            answers: answers.into_inner(),
        };
        let answers =
            if context.answers.is_empty() { String::new() } else { self.theme.render_book_answers(&context)? };
        Ok(BookChapter { body: self.theme.render_book_chapter(&context)?, answers, has_answers: has_answers.get() })
    }
}

/// A part of a chapter that the book shows in a manner of its own.
#[derive(Clone, Copy, Debug)]
enum BookPart<'a> {
    Question(&'a Question),
    /// The item of a list that holds a question's stem: shown with the question.
    Lead(&'a Range<EventId>),
    Key(&'a AnswerKey),
    /// A fold with an answer, of no question, and its summary.
    Fold(EventId, EventId),
}

/// The questions, answer keys and folded answers of a chapter, to be inserted into its body. Answers that stand at the end are collected.
struct BookParts<'a> {
    renderer: &'a PageRenderer<'a>,
    chapter: &'a Chapter,
    cards: QuestionCards<'a>,
    by_start: BTreeMap<EventId, BookPart<'a>>,
    answers: RefCell<Vec<BookAnswer>>,
    has_answers: Cell<bool>,
}

impl<'a> BookParts<'a> {
    fn new(renderer: &'a PageRenderer<'a>, chapter: &'a Chapter) -> Self {
        let quiz = &chapter.quiz;
        let questions = quiz.questions.iter().map(|question| (question.extent.start, BookPart::Question(question)));
        let leads = quiz.questions.iter().filter_map(|question| question.lead.as_ref());
        let leads = leads.map(|lead| (lead.start, BookPart::Lead(lead)));
        let keys = quiz.keys.iter().map(|key| (key.extent.start, BookPart::Key(key)));
        let mut by_start: BTreeMap<EventId, BookPart<'a>> = questions.chain(leads).chain(keys).collect();
        for (fold, summary) in answer_folds_beside(&chapter.document, quiz) {
            by_start.entry(fold).or_insert(BookPart::Fold(fold, summary));
        }
        let cards = QuestionCards::new(&chapter.document, quiz, renderer.theme, renderer.site.quiz.answers);
        let (answers, has_answers) = Default::default();
        BookParts { renderer, chapter, cards, by_start, answers, has_answers }
    }

    /// An answer in its place: itself, or a line that leads to it, where it stands at the end.
    fn answer_html(&self, answer: BookAnswer) -> String {
        let is_at_end = self.renderer.site.print_answers == PrintAnswers::AtEnd;
        let rendered = self.renderer.theme.render_book_answer(&answer, is_at_end);
        self.has_answers.set(true);
        if is_at_end {
            self.answers.borrow_mut().push(answer);
        }
        self.cards.checked(rendered)
    }

    fn question_html(&self, question: &Question, writer: &mut BodyWriter<'_>) -> String {
        let context = self.cards.question(question, QuestionPlace::Print, writer);
        let answer = context.has_answer().then(|| {
            self.answer_html(BookAnswer {
                id: format!("{}-answer", context.id),
                of: context.id.clone(),
                number: Some(context.number),
                label: Html(String::new()),
                text: context.answer_text.clone(),
                is_block: context.answer_is_block,
                html: context.explanation.clone(),
            })
        });
        let answer = Html(answer.unwrap_or_default());
        let rendered = self.renderer.theme.render_book_question(&BookQuestion { question: context, answer });
        self.cards.checked(rendered)
    }

    /// Whether answers are not even in the bytes of what is printed.
    fn withholds(&self) -> bool {
        reveal(AnswerOutput::Print, self.renderer.site.quiz.answers) == Reveal::Never
    }

    /// An answer key, all of it.
    fn key_html(&self, key: &AnswerKey, writer: &mut BodyWriter<'_>) -> String {
        if self.withholds() {
            return String::new();
        }
        let id = writer.local_id(&format!("key-{}", key.extent.start)).into_owned();
        let html = Html(writer.range_html(key.extent.clone(), &NoInserts));
        self.answer_html(BookAnswer { id: format!("{id}-answer"), of: id, html, ..BookAnswer::default() })
    }

    fn fold_html(&self, fold: EventId, summary: EventId, writer: &mut BodyWriter<'_>) -> String {
        if self.withholds() {
            return String::new();
        }
        let document = &self.chapter.document;
        let id = writer.local_id(&format!("fold-{fold}")).into_owned();
        let inside = document.inside(fold);
        let label = Fragment { events: document.inside(summary), span: document.span(summary) };
        let label = Html(writer.inline_html(&label));
        let before = writer.range_html(inside.start..summary, &NoInserts);
        let html = Html(format!("{before}{}", writer.range_html(document.behind(summary)..inside.end, &NoInserts)));
        self.answer_html(BookAnswer { id: format!("{id}-answer"), of: id, label, html, ..BookAnswer::default() })
    }
}

impl Inserts for BookParts<'_> {
    fn withholds_notes(&self) -> bool {
        self.withholds()
    }

    fn next_start(&self, from: EventId) -> Option<EventId> {
        self.by_start.range(from..).next().map(|(start, _)| *start)
    }

    fn insert_at(&self, start: EventId, writer: &mut BodyWriter<'_>) -> Option<Insert> {
        Some(match *self.by_start.get(&start)? {
            BookPart::Question(question) => {
                Insert { end: question.extent.end, html: self.question_html(question, writer) }
            }
            BookPart::Lead(lead) => Insert { end: lead.end, html: String::new() },
            BookPart::Key(key) => Insert { end: key.extent.end, html: self.key_html(key, writer) },
            BookPart::Fold(fold, summary) => {
                Insert { end: self.chapter.document.behind(fold), html: self.fold_html(fold, summary, writer) }
            }
        })
    }
}
