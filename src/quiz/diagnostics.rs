//! The diagnostics of questions, one function for each.

use super::question::Question;
use crate::diagnostic::{Code, Diagnostic};
use crate::span::Span;

/// A question has choices but no answer.
pub(super) fn without_key(question: &Question) -> Diagnostic {
    Diagnostic::new(
        Code::QuestionWithoutKey,
        question.at,
        format!("question {} has choices but no answer that could be read", question.number),
    )
    .note(question.first_choice, "its choices")
    .help("add a line like `**Answer: B**`, or mark the right choice with `[x]`; until then the question is not graded")
}

/// An answer names a letter that no choice has.
pub(super) fn answer_without_choice(question: &Question, label: &str, at: Span) -> Diagnostic {
    Diagnostic::new(
        Code::AnswerWithoutChoice,
        at,
        format!("answer `{label}` names no choice of question {}", question.number),
    )
    .note(question.first_choice, "its choices")
    .help("add the choice or correct the letter; until then the question is shown, not graded")
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
pub(super) fn duplicate_choice(question: &Question, label: &str, at: Span, before: Span) -> Diagnostic {
    Diagnostic::new(
        Code::DuplicateChoice,
        at,
        format!("choice `{label}` of question {} stands there twice", question.number),
    )
    .note(before, "the first")
    .help("make the two choices differ")
}
