//! How long a chapter takes to read, from its words: an estimate for chapters whose author says nothing of it. Code is looked at rather than read,
//! so it does not count.

use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};

use super::search_words::is_unspaced;
use crate::markdown::{Document, EventKind, Tag};

const WORDS_PER_MINUTE: u32 = 200;
/// Of scripts that are written without blanks.
const CHARS_PER_MINUTE: u32 = 500;
/// A chapter of fewer words is read at once: nothing is said of it.
const MIN_WORDS: u32 = 300;

/// The minutes that a document takes to read; none where it is short.
pub(super) fn reading_minutes(document: &Document) -> Option<u32> {
    let (mut words, mut chars) = (0, 0);
    let mut at = 0;
    let mut is_in_word = false;
    while let Some(event) = document.event(at) {
        match event.kind {
            EventKind::Open(Tag::Fence | Tag::Indented | Tag::Image) => at = event.partner.max(at),
            EventKind::Open(tag) | EventKind::Close(tag) if tag.is_block() => is_in_word = false,
            EventKind::HardBreak => is_in_word = false,
            EventKind::Text | EventKind::Decoded | EventKind::Code | EventKind::SoftBreak => {
                for c in document.leaf_text(&event).chars() {
                    if is_unspaced(c) {
                        chars += 1;
                        is_in_word = false;
                    } else if c.is_whitespace() {
                        is_in_word = false;
                    } else if !is_in_word && is_of_word(c) {
                        words += 1;
                        is_in_word = true;
                    }
                }
            }
            _ => {}
        }
        at += 1;
    }
    // In parts of a minute that both speeds divide.
    let parts = words * (CHARS_PER_MINUTE / 100) + chars * (WORDS_PER_MINUTE / 100);
    let minute = CHARS_PER_MINUTE * WORDS_PER_MINUTE / 100;
    (parts >= MIN_WORDS * (CHARS_PER_MINUTE / 100)).then(|| (parts + minute / 2) / minute)
}

fn is_of_word(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric();
    }
    matches!(c.general_category_group(), GeneralCategoryGroup::Letter | GeneralCategoryGroup::Number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::parse;

    fn minutes(text: &str) -> Option<u32> {
        reading_minutes(&parse(text.into(), 0))
    }

    #[test]
    fn words_take_their_time_and_code_does_not() {
        assert_eq!(minutes(&"word ".repeat(299)), None);
        assert_eq!(minutes(&"word ".repeat(300)), Some(2));
        assert_eq!(
            minutes(&"*It’s* **well**known, - & ".repeat(200)),
            Some(2),
            "signs are no words, and parts of a word are one"
        );
        assert_eq!(minutes(&format!("{}\n\n```\n{}\n```\n", "word ".repeat(1000), "code ".repeat(9000))), Some(5));
        assert_eq!(minutes(&"| a | b |\n|-|-|\n| one | two |\n".repeat(150)), Some(3));
    }

    #[test]
    fn scripts_without_blanks_are_counted_by_characters() {
        assert_eq!(minutes(&"学习时间很长。".repeat(250)), Some(3));
        assert_eq!(minutes(&"学习".repeat(200)), None);
        assert_eq!(minutes(&"한국어 낱말 ".repeat(500)), Some(5), "Korean has words");
    }
}
