//! Keywords at the start of a line: `Answer:`, `Explanation:`, `Hint:` and their like in other languages end what stands above and say
//! what follows. In: the text of a line. Never reads which choice an answer names: that is `reading`.

use super::words::{bare, begins_with_choose, head, is_bare_word, is_sign};
use crate::words::{WordKind, strip_prefix_ignore_case};

/// Whether a line can no longer belong to the choice above it.
pub(super) fn ends_choice(text: &str) -> bool {
    let head = head(text).trim_start_matches(|c: char| !c.is_alphanumeric());
    [WordKind::Answer, WordKind::Explanation, WordKind::Hint].into_iter().any(|kind| begins_with_mark(head, kind))
}

/// Whether a word of a kind begins the text, as a mark.
fn begins_with_mark(text: &str, kind: WordKind) -> bool {
    kind.longest_prefix_len(text).is_some_and(|length| {
        let rest = text.get(length..).unwrap_or("");
        // `**Solution**. It is …`: a word of some length, and a sentence after it.
        let is_sentence =
            || rest.strip_prefix(". ").is_some_and(|rest| rest.trim_start().starts_with(char::is_uppercase));
        is_marked(rest) || (length >= 6 && is_sentence())
    })
}

/// Whether what follows a word makes it a mark: a colon near by, or nothing else.
pub(super) fn is_marked(rest: &str) -> bool {
    let rest = rest.trim_start();
    let rest = strip_prefix_ignore_case(rest, "(s)").unwrap_or(rest).trim_start();
    let rest = match rest.strip_prefix('(').and_then(|inner| inner.split_once(')')) {
        Some((inside, after)) if inside.chars().count() < 24 && !after.trim().is_empty() => after.trim_start(),
        _ => rest,
    };
    rest.is_empty() || rest.starts_with([':', '：', '=', '→', '】'])
}

/// Whether a line is a title of answers: `Suggested answers`; not `Choose the answer`, not `Q1: Which key?`.
pub(super) fn is_answers_title(text: &str) -> bool {
    let is_short = text.trim_matches(is_sign).split_whitespace().nth(3).is_none();
    let names_answer = |bare: &str| WordKind::Answer.is_at_end_of(bare) && !begins_with_choose(bare);
    let asks = text.contains(['?', '？', '؟']) || text.trim_start().starts_with(|c: char| c.is_ascii_digit());
    is_short && !asks && names_answer(&bare(text))
}

/// Whether a line is a title between a question and its choices: `Options:`.
pub(super) fn is_options_title(text: &str) -> bool {
    is_bare_word(text, WordKind::OptionsTitle)
}

/// Whether a line begins with the word of an answer rather than that of an explanation, or is a title of answers.
pub(super) fn names_an_answer(text: &str) -> bool {
    let head = head(text.trim().trim_start_matches(|c: char| !c.is_alphanumeric()));
    begins_with_mark(head, WordKind::Answer) || is_answers_title(head)
}

/// Whether a line begins with the mark of an answer or an explanation, or is a title of answers.
pub(super) fn is_answer_line(text: &str) -> bool {
    let head = head(text.trim().trim_start_matches(|c: char| !c.is_alphanumeric()));
    names_an_answer(text) || begins_with_mark(head, WordKind::Explanation)
}
