//! Questions and answer keys in a body. In: a chapter's quiz. Out: in place of each question the theme's component `question` with the
//! author's text, each part once; answer keys folded.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ops::Range;

use super::context::{Html, PageLink, QuestionChoice, QuestionContext, QuestionHeading, QuestionKindContext};
use super::theme::{TemplateError, Theme};
use crate::chapter::answer_folds;
use crate::html::escape;
use crate::html::{BodyWriter, Insert, Inserts, NoInserts};
use crate::markdown::{Document, Element, Event, EventId, EventKind, Fragment, Tag};
use crate::path::encode;
use crate::quiz::{self, AnswerKey, AnswerMode, AnswerOutput, Question, Quiz, Reveal, reveal};
use crate::words::WordKind;

/// A part of a quiz that is put in place of its events.
#[derive(Clone, Copy, Debug)]
enum QuizPart<'a> {
    Question(&'a Question),
    /// The item of a list that holds a question's stem: shown with the question.
    Lead(&'a Range<EventId>),
    Key(&'a AnswerKey),
    /// A fold with an answer of no question, which is withheld.
    Fold(EventId),
}

/// Where a question is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuestionPlace {
    /// In its chapter. What an answer key says about it is shown with the key.
    Chapter,
    /// On the quiz page. It has no answer keys, so what they say is part of the explanation.
    QuizPage,
    /// In a bank of practice. The same, but it always has its answer with it.
    Bank,
    /// In what is printed, where answer keys are, too.
    Print,
}

impl QuestionPlace {
    /// The row of the table of what is given away.
    fn output(self) -> AnswerOutput {
        match self {
            QuestionPlace::Chapter => AnswerOutput::ChapterPage,
            QuestionPlace::QuizPage => AnswerOutput::QuizPage,
            QuestionPlace::Bank => AnswerOutput::Bank,
            QuestionPlace::Print => AnswerOutput::Print,
        }
    }
}

/// The cards of a chapter's questions and its answer keys, to be inserted into its body.
#[derive(Debug)]
pub struct QuestionCards<'a> {
    document: &'a Document,
    quiz: &'a Quiz,
    theme: &'a Theme,
    /// Where the answers are.
    answers: AnswerMode,
    /// The way to the chapter's page; empty on that page itself.
    chapter: &'a str,
    /// Whether the questions' numbers run from 1 to their count.
    counts_up: bool,
    by_start: BTreeMap<EventId, QuizPart<'a>>,
    /// The questions whose answers stand at the end of the page, as far as they were written.
    at_end: RefCell<Vec<QuestionContext>>,
    error: RefCell<Option<TemplateError>>,
}

impl<'a> QuestionCards<'a> {
    /// The cards of a chapter.
    pub fn new(document: &'a Document, quiz: &'a Quiz, theme: &'a Theme, answers: AnswerMode) -> Self {
        let questions = quiz.questions.iter().map(|question| (question.extent.start, QuizPart::Question(question)));
        let leads = quiz.questions.iter().filter_map(|question| question.lead.as_ref());
        let leads = leads.map(|lead| (lead.start, QuizPart::Lead(lead)));
        let keys = quiz.keys.iter().map(|key| (key.extent.start, QuizPart::Key(key)));
        // Folds with answers of no question are the author's own; where answers are withheld, these are, too.
        let is_withheld = reveal(AnswerOutput::ChapterPage, answers) == Reveal::Never;
        let folds = if is_withheld { answer_folds_beside(document, quiz) } else { Vec::new() };
        let folds = folds.into_iter().map(|(fold, _)| (fold, QuizPart::Fold(fold)));
        let counts_up = (1..).zip(&quiz.questions).all(|(place, question)| question.number == place);
        QuestionCards {
            document,
            quiz,
            theme,
            answers,
            chapter: "",
            counts_up,
            by_start: folds.chain(questions).chain(leads).chain(keys).collect(),
            at_end: RefCell::default(),
            error: RefCell::new(None),
        }
    }

    /// The same cards on another page than the chapter's, from which `chapter` leads there.
    #[must_use]
    pub fn away_from(self, chapter: &'a str) -> Self {
        QuestionCards { chapter, ..self }
    }

    /// The answers that stand at the end of the page, as a section of it; empty where there are none.
    pub fn answers_at_end(&self) -> String {
        let questions = self.at_end.take();
        if questions.is_empty() {
            return String::new();
        }
        self.checked(self.theme.render_answers_at_end(&questions))
    }

    /// The first error of a template, if there was one.
    pub fn error(self) -> Option<TemplateError> {
        self.error.into_inner()
    }

    /// A question as templates see it.
    pub fn question(&self, question: &Question, place: QuestionPlace, writer: &mut BodyWriter<'_>) -> QuestionContext {
        let context = self.asked(question, place, writer);
        match context.reveal {
            Reveal::Never => context,
            _ => self.answered(question, place, writer, context),
        }
    }

    /// A question with its answer.
    fn answered(
        &self,
        question: &Question,
        place: QuestionPlace,
        writer: &mut BodyWriter<'_>,
        mut asked: QuestionContext,
    ) -> QuestionContext {
        let answer = question.details.as_ref().map_or(&[][..], |details| &details.body);
        let mut explanation: String = answer.iter().map(|fragment| writer.block_html(fragment)).collect();
        if matches!(place, QuestionPlace::QuizPage | QuestionPlace::Bank) {
            explanation.extend(question.key.iter().map(|fragment| writer.block_html(fragment)));
        }
        for (choice, shown) in question.choices.iter().zip(&asked.choices) {
            if let Some(feedback) = &choice.feedback {
                let (label, text) = (escape(&shown.label), writer.block_html(feedback));
                explanation.push_str(&format!("<div class=\"feedback\"><b>{label}</b><div>{text}</div></div>\n"));
            }
        }
        if place != QuestionPlace::Print && matches!(asked.reveal, Reveal::Open | Reveal::Folded) {
            for (choice, shown) in question.choices.iter().zip(&mut asked.choices) {
                let pieces = choice.why.iter().map(|piece| self.why_html(piece, writer));
                shown.why = Html(pieces.collect());
            }
        }
        let section = question.section.filter(|_| place != QuestionPlace::Print);
        let section = section
            .and_then(|at| self.document.headings.get(at as usize))
            .map(|heading| PageLink::new(format!("{}#{}", self.chapter, encode(&heading.id)), &*heading.text));
        let summary = question.details.as_ref().and_then(|details| details.summary.as_ref());
        let states_answer = question.details.as_ref().is_some_and(|details| details.states_answer);
        let is_right = |choice: &QuestionChoice| question.answer.contains(&choice.label);
        QuestionContext {
            answer: question.answer.join(" "),
            answer_is_block: asked.choices.iter().any(|choice| choice.is_block && is_right(choice)),
            answer_text: Html(if states_answer { String::new() } else { right_choices(question, &asked.choices) }),
            summary: Html(summary.map_or_else(String::new, |summary| writer.inline_html(summary))),
            explanation: Html(explanation),
            key: key_of_blank(self.document, question),
            section,
            ..asked
        }
    }

    /// A piece of the explanation, shown a second time: a line as a paragraph. Ids and references to notes stay with the whole.
    fn why_html(&self, piece: &Fragment, writer: &mut BodyWriter<'_>) -> String {
        let html = match only_line(self.document, std::slice::from_ref(piece)) {
            Some(line) => format!("<p>{}</p>", writer.inline_html(&line)),
            None => writer.block_html(piece),
        };
        let has_places = html.contains(" id=\"") || html.contains("data-footnote-ref");
        if has_places { format!("<p>{}</p>", escape(&self.document.plain_fragment(piece))) } else { html }
    }

    /// A question without anything that gives its answer away.
    fn asked(&self, question: &Question, place: QuestionPlace, writer: &mut BodyWriter<'_>) -> QuestionContext {
        let reveal = reveal(place.output(), self.answers);
        let choices = question.choices.iter().enumerate().map(|(index, choice)| {
            let text = if reveal == Reveal::Never { choice.bare_text(self.document) } else { choice.text.clone() };
            let line = only_line(self.document, &text);
            QuestionChoice {
                label: choice.label.clone(),
                html: Html(match (text.as_slice(), &line) {
                    // `True or False: …`: a choice has no text but its label.
                    ([], _) => escape(&choice.label),
                    (_, Some(line)) => writer.without_boxes(|writer| writer.inline_html(line)),
                    (blocks, None) => writer
                        .without_boxes(|writer| blocks.iter().map(|fragment| writer.block_html(fragment)).collect()),
                }),
                is_block: line.is_none() && !text.is_empty(),
                is_bare: choice.words(self.document).eq_ignore_ascii_case(&choice.label),
                id: format!("{}-choice-{}", writer.local_id(&question.id), index + 1),
                why: Html::default(),
            }
        });
        let choices: Vec<QuestionChoice> = choices.collect();
        let title = question.title.as_ref().filter(|_| matches!(place, QuestionPlace::QuizPage | QuestionPlace::Bank));
        let asked = title.into_iter().chain(&question.stem);
        QuestionContext {
            id: writer.local_id(&question.id).into_owned(),
            number: question.number as usize,
            of: if self.counts_up { self.quiz.questions.len() } else { 0 },
            kind: kind(question.kind),
            label: own_label(self.document, question),
            heading: question.heading.and_then(|event| self.heading(event, writer)),
            stem: Html(asked.map(|fragment| writer.block_html(fragment)).collect()),
            between: Html(question.between.iter().map(|fragment| writer.block_html(fragment)).collect()),
            choices,
            hint: question.hint.map_or_else(String::new, |count| self.choose_hint(count)),
            reveal,
            ..QuestionContext::default()
        }
    }

    /// `Choose 2`
    fn choose_hint(&self, count: u32) -> String {
        self.theme.words().text("choose_number").replace("{number}", &count.to_string())
    }

    fn heading(&self, event: EventId, writer: &mut BodyWriter<'_>) -> Option<QuestionHeading> {
        let opened = self.document.event(event)?;
        let heading = self.document.headings.get(opened.data as usize)?;
        let ids = writer.further_ids(heading);
        let html = Html(format!("{ids}{}", writer.inline_html(&content_of(self.document, event))));
        let (id, level) = (writer.local_id(&heading.id).into_owned(), writer.heading_level(heading.level));
        Some(QuestionHeading { html, id, level })
    }

    /// The card of a question; empty if the template fails, see [`QuestionCards::error`].
    fn question_html(&self, question: &Question, writer: &mut BodyWriter<'_>) -> String {
        let context = self.question(question, QuestionPlace::Chapter, writer);
        let html = self.checked(self.theme.render_question(&context));
        if context.reveal == Reveal::AtEnd && context.has_answer() {
            self.at_end.borrow_mut().push(context);
        }
        html
    }

    /// The markup; where the template failed, none, and the first such error is kept.
    pub(super) fn checked(&self, rendered: Result<Html, TemplateError>) -> String {
        match rendered {
            Ok(html) => html.0,
            Err(error) => {
                self.error.borrow_mut().get_or_insert(error);
                String::new()
            }
        }
    }

    /// An answer key, folded below its heading.
    fn key_html(&self, key: &AnswerKey, writer: &mut BodyWriter<'_>) -> String {
        let first = self.document.event(key.extent.start);
        let heading_end = match first {
            Some(event) if event.kind == EventKind::Open(Tag::Heading) => event.partner + 1,
            _ => key.extent.start,
        };
        let heading = writer.range_html(key.extent.start..heading_end, &NoInserts);
        let shown = reveal(AnswerOutput::ChapterPage, self.answers);
        if shown == Reveal::Never {
            return heading;
        }
        let open = if shown == Reveal::Open { " open" } else { "" };
        let rest = writer.range_html(heading_end..key.extent.end, &NoInserts);
        let text = escape(self.theme.words().text("show_answer"));
        format!(
            "{heading}<details class=\"answer-key\"{open}><summary><span class=\"button\">{text}</span></summary>\n{rest}</details>\n"
        )
    }
}

impl Inserts for QuestionCards<'_> {
    fn withholds_notes(&self) -> bool {
        reveal(AnswerOutput::ChapterPage, self.answers) == Reveal::Never
    }

    fn next_start(&self, from: EventId) -> Option<EventId> {
        self.by_start.range(from..).next().map(|(start, _)| *start)
    }

    fn insert_at(&self, start: EventId, writer: &mut BodyWriter<'_>) -> Option<Insert> {
        Some(match self.by_start.get(&start)? {
            QuizPart::Question(question) => {
                Insert { end: question.extent.end, html: self.question_html(question, writer) }
            }
            QuizPart::Lead(lead) => Insert { end: lead.end, html: String::new() },
            QuizPart::Fold(fold) => Insert { end: self.document.behind(*fold), html: String::new() },
            QuizPart::Key(key) => Insert { end: key.extent.end, html: self.key_html(key, writer) },
        })
    }
}

/// The folds that hide an answer of no question, in order: each with its summary. Of one within another the outer one is taken; one that holds a
/// question, or lies in one, is none of them.
pub fn answer_folds_beside(document: &Document, quiz: &Quiz) -> Vec<(EventId, EventId)> {
    let mut found = Vec::new();
    let mut end = 0;
    for (fold, summary) in answer_folds(document) {
        let inside = document.inside(fold);
        let extents =
            quiz.questions.iter().map(|question| &question.extent).chain(quiz.keys.iter().map(|key| &key.extent));
        let is_of_quiz = extents.into_iter().any(|extent| extent.start <= inside.end && fold < extent.end);
        if fold >= end && !is_of_quiz {
            end = inside.end;
            found.push((fold, summary));
        }
    }
    found
}

/// The author's word for a question where its stem begins with one that its card leaves out with the number: `1. **Scenario:** …`. A word that
/// says no more than `Question` is not kept, as the card says it itself.
fn own_label(document: &Document, question: &Question) -> String {
    let Some(stem) = question.stem.first().map(|stem| stem.span.start) else { return String::new() };
    let before_stem = question.omitted.iter().filter(|span| span.end <= stem && span.start >= question.at.start);
    let mut labels = before_stem.filter_map(|span| {
        let is_sign = |c: char| !c.is_alphanumeric() && c != '(';
        let text = span.of(&document.text).trim_start_matches(|c: char| is_sign(c) || c.is_numeric());
        let text = text.trim_matches(is_sign);
        WordKind::Scenario.longest_prefix_len(text).map(|_| text.to_owned())
    });
    labels.next_back().unwrap_or_default()
}

/// The longest key that is typed, in characters.
const MAX_TYPED: usize = 60;

/// What is to be typed into the one blank of a stem: the answer without the word for it, where that is one short line.
fn key_of_blank(document: &Document, question: &Question) -> String {
    let blanks = question.words.split(|c| c != '_').filter(|run| run.len() >= 3).count();
    if question.kind != quiz::QuestionKind::Open || blanks != 1 {
        return String::new();
    }
    let own = question.details.as_ref().map_or(&[][..], |details| &details.body);
    let parts = if own.is_empty() { &question.key } else { own };
    let opened = parts.iter().flat_map(|part| document.clip(part)).filter_map(|(_, event)| match event.kind {
        EventKind::Open(tag) if tag.is_block() => Some(tag == Tag::Paragraph),
        EventKind::Rule => Some(false),
        _ => None,
    });
    let opened: Vec<bool> = opened.collect();
    let is_block = opened.len() > 1 || opened.contains(&false);
    let text: String = parts.iter().map(|part| document.plain_fragment(part)).collect();
    let text = text.trim();
    let is_sign = |c: char| c.is_whitespace() || matches!(c, ':' | '-' | '–' | '—' | '：');
    let rest = WordKind::Answer.longest_prefix_len(text).and_then(|end| text.get(end..));
    let text = rest
        .filter(|rest| rest.starts_with(is_sign))
        .unwrap_or(text)
        .trim_matches(is_sign)
        .trim_end_matches(['.', '。']);
    let is_key = !is_block && text.chars().count() <= MAX_TYPED && !text.contains(['\n', '_']);
    if is_key { text.to_owned() } else { String::new() }
}

/// The line that all of a choice is, also as a paragraph of a loose list; none where it has more: a list, code, several paragraphs.
fn only_line(document: &Document, fragments: &[Fragment]) -> Option<Fragment> {
    let is_block = |event: &Event| match event.kind {
        EventKind::Open(Tag::Element) | EventKind::Void => {
            document.element(event).and_then(Element::spec).is_some_and(|element| !element.layout.is_inline())
        }
        EventKind::Open(tag) => tag.is_block(),
        EventKind::Rule => true,
        _ => false,
    };
    let [line] = fragments else { return None };
    let line = without_paragraph(document, line);
    let has_blocks = document.clip(&line).any(|(_, event)| is_block(&event));
    (!has_blocks).then_some(line)
}

/// The content of a fragment that is one paragraph; any other fragment as it is.
fn without_paragraph(document: &Document, fragment: &Fragment) -> Fragment {
    let mut events = document.clip(fragment);
    let first = events.next();
    let last = events.last();
    match (first, last) {
        (Some((start, open)), Some((end, _)))
            if open.kind == EventKind::Open(Tag::Paragraph) && open.partner == end =>
        {
            Fragment { events: start + 1..end, span: fragment.span }
        }
        _ => fragment.clone(),
    }
}

/// The right choices, each with its label and its text where that is a line.
fn right_choices(question: &Question, choices: &[QuestionChoice]) -> String {
    let right: Vec<&QuestionChoice> = choices.iter().filter(|choice| question.answer.contains(&choice.label)).collect();
    let is_block = right.iter().any(|choice| choice.is_block);
    let line = |choice: &&QuestionChoice| match (choice.is_bare, is_block) {
        (true, false) => choice.html.0.clone(),
        (false, false) => format!("{}) {}", escape(&choice.label), choice.html.0),
        (_, true) if choice.is_block => format!("<p>{})</p>\n{}", escape(&choice.label), choice.html.0),
        (_, true) => format!("<p>{}) {}</p>\n", escape(&choice.label), choice.html.0),
    };
    right.iter().map(line).collect::<Vec<_>>().join(if is_block { "" } else { "<br>" })
}

fn kind(kind: quiz::QuestionKind) -> QuestionKindContext {
    match kind {
        quiz::QuestionKind::Single => QuestionKindContext::Single,
        quiz::QuestionKind::Multiple => QuestionKindContext::Multiple,
        quiz::QuestionKind::TrueFalse => QuestionKindContext::TrueFalse,
        quiz::QuestionKind::Open => QuestionKindContext::Open,
        quiz::QuestionKind::Ungraded => QuestionKindContext::Ungraded,
    }
}

/// The content of the container that `event` opens, as a fragment.
pub fn content_of(document: &Document, event: EventId) -> Fragment {
    Fragment { events: document.inside(event), span: document.span(event) }
}
