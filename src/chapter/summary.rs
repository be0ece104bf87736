//! What is kept of a chapter between builds: all that the course, its indexes and its diagnostics need, without the words. A chapter
//! whose pages are still current is its summary and nothing more.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::outline::Outline;
use crate::diagnostic::Diagnostic;
use crate::index::{IndexVec, LinkIdx};
use crate::span::Span;

/// What is kept of a chapter without its body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChapterSummary {
    /// What others can see.
    pub outline: Arc<Outline>,
    /// Its questions, in order of place.
    pub questions: Vec<QuestionSummary>,
    /// Where each link of the outline stands in the file.
    pub links: IndexVec<LinkIdx, LinkPlace>,
    /// The items of its checklists, in order of place.
    pub checks: Vec<CheckSummary>,
    /// How many runs of damaged characters were repaired.
    pub repairs: u32,
    /// What its author should know; spans lead into the file as decoded.
    pub diagnostics: Vec<Diagnostic>,
}

/// Where a link stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkPlace {
    /// Bytes of `Source.text`.
    pub span: Span,
    /// The line it begins in, from 1.
    pub line: u32,
}

/// A question without its words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuestionSummary {
    /// `questions[].id`
    pub id: String,
    /// The author's number.
    pub number: u32,
    /// How it is answered.
    pub kind: crate::quiz::QuestionKind,
    /// The line of its stem, from 1.
    pub line: u32,
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
