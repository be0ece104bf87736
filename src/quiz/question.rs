//! What the room gives out: questions, answer keys and checklists, each with its place in the document. Plain data.

use std::collections::HashSet;
use std::ops::{Deref, Range};

use serde::{Deserialize, Serialize};

use crate::diagnostic::Diagnostic;
use crate::markdown::{Document, EventId, EventKind, Fragment, Tag};
use crate::span::Span;

/// What a chapter asks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Quiz {
    /// In order of place.
    pub questions: Vec<Question>,
    /// In order of place.
    pub checklists: Vec<Checklist>,
    /// In order of place.
    pub keys: Vec<AnswerKey>,
    /// What is doubtful. Spans are bytes of the document's text.
    pub diagnostics: Vec<Diagnostic>,
}

/// One question. The texts of `heading`, `stem`, `choices`, `between`, the answer's `summary` and `body`, and `omitted` are
/// together all the text of `extent` and `lead`, each piece once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// From what is asked and the choices; what changes only the explanation or the place keeps it. Unique in the chapter.
    pub id: String,
    /// The author's number, else its place in the chapter, from 1.
    pub number: u32,
    /// How it is answered.
    pub kind: QuestionKind,
    /// A balanced run of sibling events that holds all of it, but for `lead`.
    pub extent: Range<EventId>,
    /// The item of a list above that holds its stem, where only the choices stand in `extent`: a balanced run, shown with the question and
    /// not in its place.
    pub lead: Option<Range<EventId>>,
    /// The heading that belongs to it.
    pub heading: Option<EventId>,
    /// The summary of the fold around it, where that asks or names it; outside of `extent`, for the page around shows it.
    pub title: Option<Fragment>,
    /// What is asked, the heading aside.
    pub stem: Vec<Fragment>,
    /// In the author's order.
    pub choices: Choices,
    /// The labels of the right choices.
    pub answer: Vec<String>,
    /// Labels that are accepted as well (`B (or C for …)`).
    pub also: Vec<String>,
    /// What stands after the choices and gives nothing away: a hint.
    pub between: Vec<Fragment>,
    /// The answer as the author wrote it.
    pub details: Option<AnswerBlock>,
    /// What a key at the end of the section or file says beyond the label; outside of `extent`.
    pub key: Vec<Fragment>,
    /// Pieces that the parts leave out on purpose: letters of choices, numbers, `[!success]-`.
    pub omitted: Vec<Span>,
    /// The first line of the stem.
    pub at: Span,
    /// The first line of the first choice; the stem's where there is none.
    pub first_choice: Span,
    /// How many choices the stem asks for (`choose TWO`).
    pub hint: Option<u32>,
    /// What is asked, as words, heading included, number and label left out.
    pub words: String,
    /// The index in [`Document::headings`] of the section that teaches what is asked, where one does so for certain.
    pub section: Option<u32>,
}

/// How a question is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum QuestionKind {
    /// One choice is right.
    Single,
    /// Several are.
    Multiple,
    /// True or false.
    TrueFalse,
    /// No choices: the student compares with the answer.
    Open,
    /// Choices, but no answer that could be read.
    Ungraded,
}

/// The choices of a question. No two have the same label: where they are made, a label that is taken gives way to one that is free.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choices(Vec<Choice>);

impl Choices {
    /// These choices, each with a label of its own.
    pub fn new(mut choices: Vec<Choice>) -> Self {
        let mut taken: HashSet<String> = HashSet::new();
        let all: HashSet<String> = choices.iter().map(|choice| choice.label.clone()).collect();
        for choice in &mut choices {
            if !taken.insert(choice.label.clone()) {
                let free = (1u32..)
                    .map(|number| number.to_string())
                    .find(|label| !taken.contains(label) && !all.contains(label));
                choice.label = free.unwrap_or_default();
                taken.insert(choice.label.clone());
            }
        }
        Choices(choices)
    }
}

impl Deref for Choices {
    type Target = [Choice];

    fn deref(&self) -> &[Choice] {
        &self.0
    }
}

impl Choices {
    /// The same choices with what is said of each, in their order.
    #[must_use]
    pub fn with_reasons(mut self, reasons: Vec<Vec<Fragment>>) -> Self {
        for (choice, why) in self.0.iter_mut().zip(reasons) {
            choice.why = choice.feedback.iter().cloned().chain(why).collect();
        }
        self
    }
}

impl<'a> IntoIterator for &'a Choices {
    type Item = &'a Choice;
    type IntoIter = std::slice::Iter<'a, Choice>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

/// A choice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// As the author wrote it, upper-case; by place (`A`, `B` …) where there is none.
    pub label: String,
    /// Its text without the letter. Empty where the choices are not written (`True or False: …`); the label is the text then.
    pub text: Vec<Fragment>,
    /// All of it, the letter included.
    pub span: Span,
    /// Whether it is right.
    pub right: bool,
    /// What a quote below it says of it, for those who took it: no part of its text, and shown with the answer.
    pub feedback: Option<Fragment>,
    /// What is said of this very choice: its feedback, and what the explanation says of it for certain: pieces of [`Question::explanation`],
    /// which stays whole.
    pub why: Vec<Fragment>,
}

/// The answer as the author wrote it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnswerBlock {
    /// What it stands in.
    pub wrapper: AnswerWrapper,
    /// The words of the summary.
    pub summary: Option<Fragment>,
    /// All that must be hidden until asked for.
    pub body: Vec<Fragment>,
    /// The body without the line that names the choices; nothing where it only refers to something.
    pub explanation: Vec<Fragment>,
    /// Whether the body says which choices are right.
    pub states_answer: bool,
}

/// What an answer stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnswerWrapper {
    /// `<details>`.
    Details,
    /// A quote that begins with `[!word]`, of GitHub or another program.
    Callout,
    /// `??? question`, `::: details`.
    Admonition,
    /// Nothing.
    Open,
}

/// A place with the answers of many questions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnswerKey {
    /// A balanced run of sibling events.
    pub extent: Range<EventId>,
    /// Its title; inside of `extent`.
    pub title: Option<Fragment>,
}

/// A list of things a reader does and ticks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checklist {
    /// The list, its ends included.
    pub list: Range<EventId>,
    /// Its items and those of lists inside it.
    pub items: Vec<CheckItem>,
}

/// An item of a checklist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckItem {
    /// From its text: reordering keeps it. Unique in the chapter.
    pub id: String,
    /// The box.
    pub task: EventId,
    /// Its first line without markup.
    pub text: String,
    /// Box and first line.
    pub span: Span,
    /// Whether the author ticked it.
    pub checked: bool,
}

impl Question {
    /// What explains the answer: what stands with it, else what the key says.
    pub fn explanation(&self) -> &[Fragment] {
        match &self.details {
            Some(details) if !details.explanation.is_empty() => &details.explanation,
            _ => &self.key,
        }
    }
}

impl Choice {
    /// Its text without a quote, a callout or a fold below its first block: what stands there may say whether it is right.
    pub fn bare_text(&self, document: &Document) -> Vec<Fragment> {
        let may_tell = |id: EventId| {
            let kind = document.event(id).map(|event| event.kind);
            matches!(kind, Some(EventKind::Open(Tag::Quote | Tag::Alert(_)))) || document.opens(id, "details")
        };
        let bare = |part: &Fragment| {
            let told = document.children(part.events.clone()).skip(1).find(|id| may_tell(*id));
            let Some(told) = told.filter(|id| document.span(*id).start >= part.span.start) else { return part.clone() };
            let span = Span { start: part.span.start, end: part.span.end.min(document.span(told).start) };
            Fragment { events: part.events.start..told, span }
        };
        let pieces = self.text.iter().enumerate().filter(|(at, part)| *at == 0 || !may_tell(part.events.start));
        pieces.map(|(_, part)| bare(part)).collect()
    }

    /// Its text without markup.
    pub fn words(&self, document: &Document) -> String {
        if self.text.is_empty() {
            return self.label.clone();
        }
        let parts = self.text.iter().map(|part| document.plain_fragment(part)).filter(|part| !part.is_empty());
        parts.collect::<Vec<_>>().join(" ")
    }
}
