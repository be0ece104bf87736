//! The diagnostics of questions, one function for each.

use std::collections::HashMap;

use super::question::Question;
use super::reading::NamedChoices;
use super::words::spaced;
use crate::diagnostic::{Code, Diagnostic};
use crate::markdown::{Document, EventId, EventKind, Tag};
use crate::span::Span;

/// What is doubtful in a question. `named` is what its answer names, at the place `at`; `written` are the labels that the author wrote, if
/// each choice has one.
pub(super) fn of_question(
    document: &Document,
    question: &Question,
    named: Option<&NamedChoices>,
    at: Option<Span>,
    written: &[String],
) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut labels: HashMap<&str, Span> = HashMap::new();
    let mut texts: HashMap<String, Span> = HashMap::new();
    let mut repeated: Vec<&str> = Vec::new();
    for (place, choice) in question.choices.iter().enumerate() {
        // A choice that is a picture, or a blank before code, has no words to compare.
        let words = spaced(&choice.words(document)).replace(['\u{ad}', '\u{2800}', '\u{200b}'], "");
        let shows = |id: EventId| document.event(id).is_some_and(|event| event.kind == EventKind::Open(Tag::Image));
        let has_picture = choice.text.iter().any(|part| part.events.clone().any(shows));
        let label = written.get(place).map_or(choice.label.as_str(), String::as_str);
        let before = labels.insert(label, choice.span);
        repeated.extend(before.map(|_| label));
        let same = (!words.trim().is_empty() && !has_picture).then(|| texts.insert(words, choice.span)).flatten();
        if let Some(before) = before.or(same) {
            found.push(duplicate_choice(question, label, choice.span, before));
        }
    }
    let unknown = named.map_or(&[][..], |named| &named.unknown);
    let unknown: Vec<&String> = unknown.iter().filter(|label| !repeated.contains(&label.as_str())).collect();
    found.extend(unknown.iter().map(|label| answer_without_choice(question, label, at.unwrap_or(question.at))));
    let is_keyless = question.answer.is_empty() && !question.choices.is_empty();
    if is_keyless && unknown.is_empty() && repeated.is_empty() {
        found.push(without_key(question));
    }
    found
}

/// A question has choices but no answer.
fn without_key(question: &Question) -> Diagnostic {
    Diagnostic::new(
        Code::QuestionWithoutKey,
        question.at,
        format!("question {} has choices but no answer that could be read", question.number),
    )
    .note(question.first_choice, "its choices")
    .help("add a line like `**Answer: B**`, or mark the right choice with `[x]`; until then the question is not graded")
}

/// An answer names a letter that no choice has.
fn answer_without_choice(question: &Question, label: &str, at: Span) -> Diagnostic {
    Diagnostic::new(
        Code::AnswerWithoutChoice,
        at,
        format!("answer `{label}` names no choice of question {}", question.number),
    )
    .note(question.first_choice, "its choices")
    .help("add the choice or correct the letter; until then the question is shown, not graded")
}

/// An explanation speaks of a choice that there is not.
pub(super) fn missing_choice(question: &Question, label: &str, at: Span) -> Diagnostic {
    Diagnostic::new(
        Code::MissingChoice,
        at,
        format!("the explanation of question {} speaks of a choice `{label}` that it does not have", question.number),
    )
    .note(question.first_choice, "its choices")
    .help("correct the letter, or add the choice")
}

/// The ticked boxes and the answer of a question name different choices.
pub(super) fn answers_disagree(question: &Question, at: Span) -> Diagnostic {
    Diagnostic::new(
        Code::AnswersDisagree,
        at,
        format!("the answer of question {} names other choices than those that are ticked", question.number),
    )
    .note(question.first_choice, "its choices")
    .help("correct the boxes or the answer; until then the question is shown, not graded")
}

/// The answer of a question and the key of its chapter name different choices.
pub(super) fn key_disagrees(question: &Question, at: Span, entry: Span) -> Diagnostic {
    Diagnostic::new(
        Code::AnswersDisagree,
        entry,
        format!("the key names other choices of question {} than the answer that stands with it", question.number),
    )
    .note(at, "the answer")
    .help("correct the one or the other; until then the question is shown, not graded")
}

/// A chapter has more questions than a page can hold; `first` is the first that stays as written, `count` how many there are.
pub(super) fn too_many(first: &Question, count: usize) -> Diagnostic {
    Diagnostic::new(
        Code::TooManyQuestions,
        first.at,
        format!("the chapter has {count} questions; from here on they stay as they are written"),
    )
    .help("split it into several chapters")
}

/// Two choices have the same letter or text.
fn duplicate_choice(question: &Question, label: &str, at: Span, before: Span) -> Diagnostic {
    Diagnostic::new(
        Code::DuplicateChoice,
        at,
        format!("choice `{label}` of question {} stands there twice", question.number),
    )
    .note(before, "the first")
    .help("make the two choices differ")
}
