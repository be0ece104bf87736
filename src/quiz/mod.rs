//! Questions and checklists, recognised in the markdown that authors write. In: a [`Document`]. Out: a [`Quiz`]. Never
//! changes a word, never asks for syntax of its own, never makes a page.
//!
//! ```
//! use syllabus::{markdown, quiz};
//!
//! let document = markdown::parse("## Question 1\n\nWho?\n\n- [ ] Ann\n- [x] Ben\n\n## Checklist\n\n- [ ] I can read\n- [ ] I can write\n".into(), 0);
//! let quiz = quiz::find(&document);
//! assert_eq!((quiz.questions.len(), quiz.checklists.len()), (1, 1));
//! assert!(quiz.questions[0].choices[1].right);
//! ```
//!
//! Forms are rows of tables, each with its example: how a choice is lettered (`label`), how a stem is marked (`stem`), the
//! words of each language (the room `words`). What may be a question becomes a candidate (`candidate`); a candidate that is only likely is
//! accepted beside certain ones of the same form (`trust`).
//!
//! The files build on each other in one direction: `line` and `blocks` see the structure, `keyword` and `folds` what words say of it,
//! `label` and `mark` what stands before and behind a choice, `choice`, `choice_lines`, `choice_list` and `groups` the choices, `stem`,
//! `reading`, `answer` and `key` the other parts of a question, `cards` and `candidate` whole ones, `trust` what counts.

mod admonition;
mod answer;
mod blocks;
mod candidate;
mod cards;
mod checklist;
mod choice;
mod choice_lines;
mod choice_list;
mod comment;
mod diagnostics;
mod explanation;
mod folds;
mod groups;
mod hints;
mod identity;
mod key;
mod keyword;
mod label;
mod line;
mod mark;
mod opening;
mod opt_out;
mod paragraphs;
mod question;
mod reading;
mod reasons;
mod reveal;
mod section;
mod stem;
mod trust;
mod words;

use std::ops::Range;

pub use comment::{Comment, comment_spans, own_comments};
pub use hints::hints;
pub use question::{
    AnswerBlock, AnswerKey, AnswerWrapper, CheckItem, Checklist, Choice, Choices, Question, QuestionKind, Quiz,
};
pub use reveal::{AnswerMode, AnswerOutput, REVEALS, Reveal, reveal};

use crate::markdown::{Document, EventId};
use crate::span::Span;

/// More questions than this are no chapter's: those beyond stay as they are written, so that a page is made in bounded memory.
const MAX_QUESTIONS: usize = 5_000;

/// Recognises questions, keys and checklists. Linear in the document's size.
pub fn find(document: &Document) -> Quiz {
    let mut found = candidate::find(document);
    let opted_out = opt_out::opted_out(document);
    if !opted_out.is_empty() {
        let is_out = |extent: &Range<EventId>| {
            let start = document.span(extent.start).start;
            let end = document.span(extent.end.saturating_sub(1)).end;
            opted_out.iter().any(|span| span.start < end && start < span.end)
        };
        found.candidates.retain(|candidate| !is_out(&candidate.extent));
        found.keys.retain(|region| !is_out(&region.extent));
    }
    let (mut quiz, doubtful) = trust::accept(document, found.candidates, found.keys);
    // A question is shown in place of a whole run of siblings; what is no such run stays as it is written.
    quiz.questions.retain(|question| {
        is_balanced(document, &question.extent) && question.lead.iter().all(|lead| is_balanced(document, lead))
    });
    quiz.keys.retain(|key| is_balanced(document, &key.extent));
    let mut taken: Vec<Range<EventId>> = quiz.questions.iter().map(|question| question.extent.clone()).collect();
    taken.extend(quiz.questions.iter().filter_map(|question| question.lead.clone()));
    taken.extend(quiz.keys.iter().map(|key| key.extent.clone()));
    taken.sort_by_key(|range| range.start);
    quiz.checklists = checklist::find(document, &taken, &doubtful);
    // After the checklists: boxes of questions that stay as written are no checklist either.
    if let Some(first) = quiz.questions.get(MAX_QUESTIONS) {
        quiz.diagnostics.push(diagnostics::too_many(first, quiz.questions.len()));
        quiz.questions.truncate(MAX_QUESTIONS);
    }
    section::assign(document, &mut quiz);
    quiz.questions.shrink_to_fit();
    quiz.checklists.shrink_to_fit();
    quiz
}

/// The headings and folds that seem to be about answers and belong to no question or key that was understood: their titles, in order.
pub fn unread_answers(document: &Document, quiz: &Quiz) -> Vec<Span> {
    let extents: Vec<&Range<EventId>> =
        quiz.questions.iter().map(|question| &question.extent).chain(quiz.keys.iter().map(|key| &key.extent)).collect();
    let is_read = |event: EventId| extents.iter().any(|extent| extent.contains(&event));
    let titles = document.headings.iter().filter(|heading| keyword::is_answers_title(&heading.text));
    titles.filter(|heading| !is_read(heading.event)).map(|heading| heading.span).collect()
}

/// Whether a name of a file or the title of a chapter says that answers are in it: `answer-key`, `Module 2 solutions`.
pub fn is_answers_name(name: &str) -> bool {
    keyword::is_answers_title(&name.replace(['-', '_', '.'], " "))
}

/// Whether each container that begins or ends in `range` does both there.
fn is_balanced(document: &Document, range: &Range<EventId>) -> bool {
    range.clone().all(|id| document.event(id).is_some_and(|event| range.contains(&event.partner)))
}

#[cfg(test)]
mod forms_test;
#[cfg(test)]
mod marks_test;
#[cfg(test)]
mod reference_test;
#[cfg(test)]
mod tests;
