//! The small things that words say: true or false, how many to choose, whether something is asked. Never decides what a question is.

use std::borrow::Cow;

use crate::words::{WordKind, same_length_lowercase};

/// Kinds of words for a number, and the number.
const NUMBERS: [(WordKind, u32); 4] =
    [(WordKind::Two, 2), (WordKind::Three, 3), (WordKind::Four, 4), (WordKind::Five, 5)];

/// Whether `text` says true or false, in any language.
pub(super) fn truth(text: &str) -> Option<bool> {
    let (yes, no) = (is_bare_word(text, WordKind::True), is_bare_word(text, WordKind::False));
    (yes != no).then_some(yes)
}

/// Punctuation and signs at both ends gone, blanks made one; copied only where that takes it.
pub(super) fn bare(text: &str) -> Cow<'_, str> {
    match lowered(text) {
        Cow::Borrowed(text) => {
            let trimmed = text.trim_matches(is_sign);
            if is_evenly_spaced(trimmed) { Cow::Borrowed(trimmed) } else { Cow::Owned(spaced(trimmed)) }
        }
        Cow::Owned(text) => Cow::Owned(spaced(text.trim_matches(is_sign))),
    }
}

/// Whether a text is a word of a kind and nothing else but punctuation and signs at both ends.
pub(super) fn is_bare_word(text: &str, kind: WordKind) -> bool {
    let trimmed = text.trim_matches(is_sign);
    // A fast test: most texts begin with another word. What is beyond ASCII may change in length, and an odd blank is made a plain one.
    let has_odd_blank = || matches!(trimmed.as_bytes().get(1), Some(b'\t'..=b'\r'));
    let may_be = kind.may_begin(trimmed) || !trimmed.is_ascii() || has_odd_blank();
    may_be && kind.equals(&bare(trimmed))
}

/// Whether a character is trimmed at both ends of a text: all but letters and digits, and ○ and ×, which mean true and false in Japanese.
pub(super) fn is_sign(c: char) -> bool {
    !c.is_alphanumeric() && c != '○' && c != '×'
}

fn is_evenly_spaced(text: &str) -> bool {
    if !text.is_ascii() {
        return !text.contains("  ") && !text.contains(|c: char| c != ' ' && c.is_whitespace());
    }
    let bytes = text.as_bytes();
    // No early exit, so that the compiler can compare many bytes at once.
    let has_odd_blank = bytes.iter().fold(false, |found, byte| found | matches!(byte, b'\t'..=b'\r'));
    let pairs = bytes.iter().zip(bytes.get(1..).unwrap_or_default());
    let has_two_blanks = pairs.fold(false, |found, (byte, next)| found | ((*byte == b' ') & (*next == b' ')));
    !has_odd_blank && !has_two_blanks
}

/// The text with every run of blanks as one, and none around it.
pub(super) fn spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A text in which capitals count as their small letters: itself, but for the few capitals that are longer or shorter than these.
pub(super) fn lowered(text: &str) -> Cow<'_, str> {
    let is_even = |c: char| {
        let mut all = c.to_lowercase();
        matches!((all.next(), all.next()), (Some(low), None) if low.len_utf8() == c.len_utf8())
    };
    if text.is_ascii() || text.chars().all(|c| c.is_ascii() || is_even(c)) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.to_lowercase())
    }
}

/// Lower-case, letter by letter, each as long in bytes as before: places stay.
pub(super) fn lower(text: &str) -> String {
    text.chars().map(same_length_lowercase).collect()
}

/// The first 160 bytes of a text, blanks before it left out: keywords at the beginning of a line are looked for here only.
pub(super) fn head(text: &str) -> &str {
    let text = text.trim_start();
    text.get(..text.floor_char_boundary(160)).unwrap_or(text)
}

/// Letters and digits only, lower-case: for comparing texts that differ in markup and punctuation.
pub(super) fn normalised(text: &str) -> String {
    let mut all = String::with_capacity(text.len());
    if text.is_ascii() {
        all.extend(text.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()));
    } else {
        all.extend(normalised_chars(text));
    }
    all
}

/// The same, character by character, without a copy.
pub(super) fn normalised_chars(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase)
}

/// Whether a text begins with a verb that asks to choose (`Select …`).
pub(super) fn begins_with_choose(text: &str) -> bool {
    WordKind::Choose.longest_prefix_len(text).is_some()
}

/// How many choices a stem asks for (`(Choose TWO)`, `Select 2 answers`): by the first verb of the table that has a number near by.
pub(super) fn asked_for(stem: &str) -> Option<u32> {
    let text = lowered(stem);
    let mut best: Option<(usize, u32)> = None;
    let verbs = WordKind::Choose.words();
    for (at, verb) in WordKind::Choose.places(&text) {
        let row = verbs.iter().position(|known| *known == verb).unwrap_or(verbs.len());
        if best.is_none_or(|(first, _)| row < first)
            && let Some(number) = number_in(text.get(at + verb.len()..).unwrap_or(""))
        {
            best = Some((row, number));
        }
    }
    best.map(|(_, number)| number)
}

/// The number from two to five among the first three words.
fn number_in(text: &str) -> Option<u32> {
    let mut words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).take(3);
    words.find_map(|word| match word {
        "2" | "3" | "4" | "5" => word.parse().ok(),
        _ => NUMBERS.iter().find(|(kind, _)| kind.equals(word)).map(|(_, number)| *number),
    })
}

/// Whether a text asks: it contains a question mark, or `___` or `（ ）` to fill in, or says how many choices to choose.
pub(super) fn asks(text: &str) -> bool {
    let has_mark = if text.is_ascii() { text.contains('?') } else { text.contains(['?', '？', '؟', '¿']) };
    has_mark || text.contains("___") || has_blank(text) || asked_for(text).is_some()
}

/// Whether a text has a blank in brackets to fill: `（ ）`, `（）`, `(   )`.
fn has_blank(text: &str) -> bool {
    let closes = |rest: &str, close: char, least: usize| {
        let bare = rest.trim_start_matches([' ', '\u{3000}', '\u{a0}']);
        bare.starts_with(close) && rest.len() - bare.len() >= least
    };
    // In plain brackets an empty pair is a call of a function.
    let has_wide_blank =
        || text.match_indices('（').any(|(at, open)| closes(text.get(at + open.len()..).unwrap_or(""), '）', 0));
    text.match_indices('(').any(|(at, _)| closes(text.get(at + 1..).unwrap_or(""), ')', 1))
        || (!text.is_ascii() && has_wide_blank())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn truth_has_many_names() {
        for (text, value) in [("True", true), ("Falso.", false), ("**Falsch**", false), ("正确", true), ("maybe", true)]
        {
            assert_eq!(truth(text), (text != "maybe").then_some(value), "{text}");
        }
    }

    #[test]
    fn blanks_are_made_one_whatever_they_are() {
        for text in ["a  b", "**a\tb**", "a \n b", "a\u{3000}b", "(a b)", "a\u{b}b"] {
            assert_eq!(bare(text), "a b", "{text:?}");
        }
        assert!(is_bare_word("**Answer\tkey:**", WordKind::Key) && is_bare_word("RÉPONSES", WordKind::Key));
        assert!(!is_bare_word("Answer key to all", WordKind::Key) && !is_bare_word("", WordKind::Key));
        assert_eq!((normalised("A-b 1"), normalised("É, ß!")), ("ab1".to_owned(), "éß".to_owned()));
    }

    #[test]
    fn hints_say_how_many() {
        assert_eq!(asked_for("Which are related? (Choose TWO)"), Some(2));
        assert_eq!(asked_for("Select the 3 best answers"), Some(3));
        assert_eq!(asked_for("Choose wisely."), None);
        // By the order of the verbs, not of the text; those of English come first.
        assert_eq!(asked_for("Select three, then choose two"), Some(2));
        assert_eq!(asked_for("Elige tres, choose two"), Some(2));
    }
}
