//! What would make a good quiz better, though nothing is wrong with it. In: a document and its quiz. Out: notes, for `check --hints` only: keys that
//! give themselves away by their place or length, choices and stems that test the reading rather than the subject, questions that explain nothing.

use super::question::{Question, QuestionKind, Quiz};
use crate::diagnostic::{Code, Diagnostic};
use crate::markdown::Document;
use crate::span::Span;

/// With fewer questions of one key, or of one longest choice, it may be by chance.
const LEAST_QUESTIONS: usize = 6;

/// How much longer than the second longest a choice must be to give itself away.
const LONGER_BY: f64 = 1.25;

/// Choices that ask a student to count rather than to know, in lower case and without punctuation.
const CATCH_ALLS: &[&str] = &[
    "all of the above",
    "none of the above",
    "both of the above",
    "all of these",
    "none of these",
    "todas las anteriores",
    "ninguna de las anteriores",
    "todas as anteriores",
    "nenhuma das anteriores",
    "toutes les réponses cidessus",
    "aucune des réponses cidessus",
    "alle der genannten",
    "keine der genannten",
    "tutte le precedenti",
    "nessuna delle precedenti",
];

/// How a question begins that a single word turns round, in lower case, and these words. `What happens when it does not start?` is none.
const NEGATIVES: &[(&str, &[&str])] = &[
    ("which of", &["not", "except", "incorrect", "false", "never"]),
    ("which one of", &["not", "except", "incorrect", "false", "never"]),
    ("which is", &["not", "incorrect", "false"]),
    ("which are", &["not", "incorrect", "false"]),
    ("cuál de", &["no", "excepto", "incorrecta", "falsa"]),
    ("qual das", &["não", "exceto", "incorreta", "falsa"]),
    ("qual dos", &["não", "exceto", "incorreto", "falso"]),
    ("lequel", &["pas", "sauf", "incorrect", "faux"]),
    ("laquelle", &["pas", "sauf", "incorrecte", "fausse"]),
    ("welche der", &["nicht", "außer", "falsch"]),
];

/// The notes on a document's questions.
pub fn hints(document: &Document, quiz: &Quiz) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let graded: Vec<&Question> =
        quiz.questions.iter().filter(|question| matches!(question.kind, QuestionKind::Single)).collect();
    found.extend(same_key(&graded));
    found.extend(longest_choice(document, &graded));
    for question in &quiz.questions {
        found.extend(question.choices.iter().filter_map(|choice| catch_all(document, choice)));
        found.extend(negative_stem(document, question));
        found.extend(unexplained(question));
    }
    found
}

/// All keys are the same letter.
fn same_key(graded: &[&Question]) -> Option<Diagnostic> {
    let first = graded.first()?;
    let is_same = graded.iter().all(|question| question.answer == first.answer);
    let label = first.answer.first()?;
    (is_same && graded.len() >= LEAST_QUESTIONS).then(|| {
        let message = format!("the answer of all {} questions with one answer is `{label}`", graded.len());
        Diagnostic::new(Code::SameKey, first.at, message).help("give the right choices other places")
    })
}

/// The right choice is the longest, always.
fn longest_choice(document: &Document, graded: &[&Question]) -> Option<Diagnostic> {
    let first = graded.first()?;
    let stands_out = |question: &&Question| {
        let length = |is_right: bool| {
            let own = question.choices.iter().filter(|choice| choice.right == is_right);
            own.map(|choice| choice.words(document).chars().count()).max().unwrap_or(0)
        };
        let (right, wrong) = (length(true), length(false));
        wrong > 0 && right as f64 > wrong as f64 * LONGER_BY
    };
    (graded.len() >= LEAST_QUESTIONS && graded.iter().all(stands_out)).then(|| {
        let message = format!("the right choice is by far the longest of each of the {} questions", graded.len());
        Diagnostic::new(Code::LongestChoice, first.at, message)
            .help("make wrong choices as long and as exact as the right ones, or shorten these")
    })
}

fn catch_all(document: &Document, choice: &super::question::Choice) -> Option<Diagnostic> {
    let words: String = choice.words(document).to_lowercase();
    let bare: String = words.chars().filter(|c| c.is_alphanumeric() || *c == ' ').collect();
    CATCH_ALLS.contains(&bare.trim()).then(|| {
        Diagnostic::new(Code::CatchAll, choice.span, format!("choice `{}` is about the other choices", choice.label))
            .help("ask for all that are right (`Choose two`), or write a choice that stands for itself")
    })
}

/// A stem with a `not` that is easily overlooked: neither strong or emphasised nor in capitals.
fn negative_stem(document: &Document, question: &Question) -> Option<Diagnostic> {
    let parts =
        question.stem.iter().map(|part| part.span).chain(question.heading.map(|heading| document.span(heading)));
    let spans: Vec<Span> = parts.collect();
    // Only what is asked counts: the sentence with the question mark.
    let asked = question.words.rsplit(['.', '\n']).find(|sentence| sentence.contains('?'))?;
    let opening = asked.trim_start_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let (_, negatives) = NEGATIVES.iter().find(|(frame, _)| opening.starts_with(frame))?;
    let bare = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
    let mut words = asked.split_whitespace().map(bare);
    let word = words.find(|word| negatives.contains(&word.as_str()))?;
    let is_marked = spans.iter().any(|span| {
        let text = span.of(&document.text);
        text.match_indices(word.as_str()).any(|(at, _)| {
            let before = text.get(..at).unwrap_or("");
            before.ends_with(['*', '_', '>', '`', '"', '“'])
        })
    });
    (!is_marked && !question.choices.is_empty()).then(|| {
        let message = format!("question {} turns on `{word}`, which is easily overlooked", question.number);
        Diagnostic::new(Code::NegativeStem, question.at, message)
            .help(format!("set it off (`**{}**`), or ask for what is so", word.to_uppercase()))
    })
}

fn unexplained(question: &Question) -> Option<Diagnostic> {
    let is_graded = matches!(question.kind, QuestionKind::Single | QuestionKind::Multiple | QuestionKind::TrueFalse);
    (is_graded && question.explanation().is_empty() && question.choices.iter().all(|choice| choice.feedback.is_none()))
        .then(|| {
            let message = format!("question {} says what is right, and not why", question.number);
            Diagnostic::new(Code::NoExplanation, question.at, message)
                .help("add a sentence below the answer: it is what a student learns from a wrong choice")
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::parse;
    use crate::quiz::find;

    fn codes(text: &str) -> Vec<Code> {
        let document = parse(text.into(), 0);
        hints(&document, &find(&document)).iter().map(|hint| hint.code).collect()
    }

    fn question(number: usize, stem: &str, wrong: &str, right: &str, explanation: &str) -> String {
        format!(
            "### Question {number}\n{stem}\n\n- A) {wrong}\n- B) {right}\n- C) no\n\n**Answer: B**\n\n{explanation}\n\n"
        )
    }

    #[test]
    fn keys_that_give_themselves_away_are_told_once() {
        let long = "a choice of many words that says all there is to say";
        let many = |count: usize| -> String {
            (1..=count).map(|at| question(at, "Which?", "short", long, "**Explanation:** So it is.")).collect()
        };
        assert_eq!(codes(&many(6)), [Code::SameKey, Code::LongestChoice]);
        assert_eq!(codes(&many(5)), []);
    }

    #[test]
    fn what_tests_the_reading_and_what_explains_nothing_is_told() {
        let why = "**Explanation:** So it is.";
        assert_eq!(codes(&question(1, "Which is red?", "All of the above", "x", why)), [Code::CatchAll]);
        assert_eq!(codes(&question(1, "Which is not red?", "y", "x", why)), [Code::NegativeStem]);
        assert_eq!(codes(&question(1, "Which is **not** red?", "y", "x", why)), []);
        assert_eq!(codes(&question(1, "Which is NOT red?", "y", "x", why)), []);
        assert_eq!(codes(&question(1, "It does not work. What happens when it is not red?", "y", "x", why)), []);
        assert_eq!(codes(&question(1, "Which is red?", "y", "x", "")), [Code::NoExplanation]);
    }
}
