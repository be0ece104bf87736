//! The summary of a chapter, cached between builds: all that the course, its indexes and its diagnostics need, without the text. Of a
//! chapter whose pages are still current, nothing but the summary is held in memory.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::allow_comment::AllowComment;
use super::glossary::Term;
use super::outline::Outline;
use super::search_text::{SearchSection, SearchText};
use crate::diagnostic::Diagnostic;
use crate::index::{IndexVec, LinkIdx};
use crate::markdown::{Destination, Document};
use crate::quiz::{Question, QuestionKind};
use crate::source::Hash;
use crate::span::Span;

/// So many letters and digits of a stem say by themselves what is asked.
const LEAST_STEM: usize = 30;

/// A chapter without its text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChapterSummary {
    /// What the course and other pages depend on.
    pub outline: Arc<Outline>,
    /// Its questions, in the order of the text.
    pub questions: Vec<QuestionSummary>,
    /// The place in the file of each link of the outline.
    pub links: IndexVec<LinkIdx, LinkPlace>,
    /// The items of its checklists, in the order of the text.
    pub checks: Vec<CheckSummary>,
    /// How many runs of damaged characters were repaired.
    pub repairs: u32,
    /// Of a glossary, what it explains.
    pub terms: Vec<Term>,
    /// What search finds of it.
    pub search: Arc<SearchText>,
    /// What its author says to syllabus in comments.
    pub allows: Vec<AllowComment>,
    /// Its diagnostics; spans refer to the file as decoded.
    pub diagnostics: Vec<Diagnostic>,
}

impl ChapterSummary {
    /// What search finds of the chapter, in order of place.
    pub fn search_sections(&self) -> impl Iterator<Item = SearchSection<'_>> {
        self.search.sections(&self.outline.sections, |question| self.questions.get(question).map_or("", |one| &one.id))
    }
}

/// The place of a link in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkPlace {
    /// In bytes of `Source.text`.
    pub span: Span,
    /// The line it begins in, from 1.
    pub line: u32,
    /// Where its address stands, where that is certain and nothing was repaired in it; in bytes of `Source.text`, too.
    pub destination: Option<Destination>,
}

/// A question without its text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuestionSummary {
    /// `questions[].id`
    pub id: String,
    /// The number that the author gave it, else its place among the chapter's questions.
    pub number: u32,
    /// How it is answered.
    pub kind: QuestionKind,
    /// The line of its stem, from 1.
    pub line: u32,
    /// What it asks, where its stem says that by itself.
    pub asked: Option<Asked>,
}

/// What a question with choices asks, to be compared with others.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// Its place in the file, in bytes of `Source.text`.
    pub span: Span,
    /// The hash of the letters and digits of its stem, in lower case.
    pub words: Hash,
    /// The hash of its choices and its answer.
    pub answers: Hash,
}

impl Asked {
    /// What a question asks. A short stem such as `Which is right?` asks by its choices: then there is none. `span` is its place in the file.
    pub(super) fn new(question: &Question, document: &Document, span: Span) -> Option<Self> {
        if question.choices.is_empty() {
            return None;
        }
        let words: String =
            question.words.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
        if words.chars().count() < LEAST_STEM {
            return None;
        }
        let choices: Vec<String> = question.choices.iter().map(|choice| choice.words(document)).collect();
        let answers = Hash::of_value(&(choices, &question.answer));
        Some(Asked { span, words: Hash::of(words.as_bytes()), answers })
    }
}

/// An item of a checklist.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckSummary {
    /// `checklist[].id`
    pub id: String,
    /// Its text.
    pub text: String,
    /// Its line, from 1.
    pub line: u32,
    /// Whether the author ticked it.
    pub checked: bool,
}
