//! Finds words in a text without regard to case. The text is not copied to lower case: a capital letter equals its small letter only if
//! both have the same length in bytes, so that offsets in the text stay valid.

use std::sync::OnceLock;

use super::kinds::WordKind;

/// The list of each kind, made on first use; boxed, as most are never used.
static LISTS: [OnceLock<Box<WordList>>; WordKind::ALL.len()] = [const { OnceLock::new() }; WordKind::ALL.len()];

/// All functions ignore case.
impl WordKind {
    fn list(self) -> &'static WordList {
        LISTS[self as usize].get_or_init(|| Box::new(WordList::new(self.words().iter().copied())))
    }

    /// The length in bytes of the longest word of this kind at the start of `text`; whole words only.
    pub fn opens(self, text: &str) -> Option<usize> {
        self.list().opens(text)
    }

    /// Whether `text` may begin with a word of this kind, by its first two bytes: a fast check before the exact one.
    pub fn may_begin(self, text: &str) -> bool {
        self.list().may_begin(text)
    }

    /// Whether `text` may end with a word of this kind, by its last two bytes: a fast check before the exact one.
    pub fn may_end(self, text: &str) -> bool {
        self.list().may_end(text)
    }

    /// Whether a word of this kind ends `text`.
    pub fn ends(self, text: &str) -> bool {
        self.list().ends(text)
    }

    /// Each offset in `text` where a word of this kind begins, and the word; it may be the beginning of a longer word.
    pub fn places(self, text: &str) -> impl Iterator<Item = (usize, &'static str)> {
        self.list().places(text)
    }

    /// Whether a word of this kind is anywhere in `text`.
    pub fn within(self, text: &str) -> bool {
        self.list().within(text)
    }

    /// Whether `text` (without punctuation around) is a word of this kind.
    pub fn is(self, text: &str) -> bool {
        self.list().is(text)
    }
}

/// Words in lower case that can be looked up. For nearly every text its first two bytes rule out that it begins with one of them.
struct WordList {
    /// Sorted, so that those with the same first byte are together.
    words: Vec<&'static str>,
    /// For each byte, the index of the first word that begins with it or with a greater one.
    starts: [u16; 257],
    /// For each first byte, the set of second bytes in the list: bit `n` for all bytes whose lower six bits are `n`.
    seconds: [u64; 256],
    /// For each last byte, the set of bytes before it, likewise.
    lasts: [u64; 256],
}

impl WordList {
    /// A list of these words, empty ones left out.
    pub fn new(words: impl IntoIterator<Item = &'static str>) -> Self {
        let mut words: Vec<&'static str> = words.into_iter().filter(|word| !word.is_empty()).collect();
        words.sort_unstable();
        let mut list = WordList { starts: [0; 257], seconds: [0; 256], lasts: [0; 256], words };
        for (byte, start) in list.starts.iter_mut().enumerate() {
            *start = list.words.partition_point(|word| usize::from(word.as_bytes()[0]) < byte) as u16;
        }
        for word in &list.words {
            let bytes = word.as_bytes();
            list.seconds[usize::from(bytes[0])] |= bytes.get(1).map_or(u64::MAX, |second| bit(*second));
            let before = bytes.len().checked_sub(2).map_or(u64::MAX, |before| bit(bytes[before]));
            list.lasts[usize::from(bytes[bytes.len() - 1])] |= before;
        }
        list
    }

    /// The words of the list at byte `at` of `text`, also those that are only part of a longer word there.
    fn at(&self, text: &str, at: usize) -> impl Iterator<Item = &'static str> {
        let rest = text.get(at..).unwrap_or("");
        self.bucket(rest).iter().copied().filter(move |word| starts(rest, word))
    }

    /// The words that begin with the same byte as `text`; none if the second byte does not occur in them.
    fn bucket(&self, text: &str) -> &[&'static str] {
        let Some((first, second)) = beginning(text) else { return &[] };
        let first = usize::from(first);
        if self.seconds[first] & second.map_or(u64::MAX, bit) == 0 {
            return &[];
        }
        self.words.get(usize::from(self.starts[first])..usize::from(self.starts[first + 1])).unwrap_or(&[])
    }

    /// The length in bytes of the longest word of the list at the start of `text`; whole words only.
    pub fn opens(&self, text: &str) -> Option<usize> {
        self.at(text, 0).map(str::len).filter(|length| ends_at(text, *length)).max()
    }

    /// Whether `text` may begin with a word of the list, by its first two bytes.
    pub fn may_begin(&self, text: &str) -> bool {
        !self.bucket(text).is_empty()
    }

    /// Whether `text` may end with a word of the list, by its last two bytes.
    pub fn may_end(&self, text: &str) -> bool {
        let Some((last, before)) = ending(text) else { return false };
        self.lasts[usize::from(last)] & before.map_or(u64::MAX, bit) != 0
    }

    /// Whether a word of the list ends `text`.
    pub fn ends(&self, text: &str) -> bool {
        let ends = |word: &&str| {
            let start = text.len().checked_sub(word.len());
            start
                .is_some_and(|start| text.get(start..).is_some_and(|tail| starts(tail, word)) && begins_at(text, start))
        };
        self.may_end(text) && self.words.iter().any(ends)
    }

    /// Each offset in `text` where a word of the list begins, and the word; whether a word of the text ends with it is not checked.
    pub fn places<'t>(&'t self, text: &'t str) -> impl Iterator<Item = (usize, &'static str)> + 't {
        let begins = |(at, byte): (usize, &u8)| match byte {
            0x80..0xc0 => None,
            byte if byte.is_ascii() && self.seconds[usize::from(byte.to_ascii_lowercase())] == 0 => None,
            _ => Some(at),
        };
        let places = text.as_bytes().iter().enumerate().filter_map(begins);
        places.flat_map(|at| self.at(text, at).map(move |word| (at, word))).filter(|(at, _)| begins_at(text, *at))
    }

    /// Whether a word of the list is anywhere in `text`.
    pub fn within(&self, text: &str) -> bool {
        self.places(text).any(|(at, word)| ends_at(text, at + word.len()))
    }

    /// Whether `text` is a word of the list.
    pub fn is(&self, text: &str) -> bool {
        self.bucket(text).iter().any(|word| word.len() == text.len() && starts(text, word))
    }
}

fn bit(byte: u8) -> u64 {
    1 << (byte & 63)
}

/// The first two bytes of `text` in lower case.
fn beginning(text: &str) -> Option<(u8, Option<u8>)> {
    let bytes = text.as_bytes();
    let first = bytes.first()?;
    if first.is_ascii() {
        let second = bytes.get(1).map(|second| match second.is_ascii() {
            true => second.to_ascii_lowercase(),
            false => text.get(1..).and_then(beginning).map_or(*second, |(first, _)| first),
        });
        return Some((first.to_ascii_lowercase(), second));
    }
    let mut bytes = [0; 4];
    let letter = small(text.chars().next()?).encode_utf8(&mut bytes).as_bytes();
    Some((*letter.first()?, letter.get(1).copied()))
}

/// The last byte of `text` in lower case, and the byte before it.
fn ending(text: &str) -> Option<(u8, Option<u8>)> {
    let mut bytes = [0; 4];
    let mut letters = text.chars().rev().map(small);
    let last = letters.next()?.encode_utf8(&mut bytes).as_bytes();
    let (last, before) = last.split_last()?;
    let before = before.last().copied();
    let (last, mut bytes) = (*last, [0; 4]);
    Some((last, before.or_else(|| letters.next()?.encode_utf8(&mut bytes).as_bytes().last().copied())))
}

/// The small letter of a capital if it has the same length in bytes; else the letter itself.
pub(crate) fn small(letter: char) -> char {
    if letter.is_ascii() {
        return letter.to_ascii_lowercase();
    }
    let mut all = letter.to_lowercase();
    all.next().filter(|low| all.next().is_none() && low.len_utf8() == letter.len_utf8()).unwrap_or(letter)
}

/// Whether `text` begins with `word` (lower-case).
pub(crate) fn starts(text: &str, word: &str) -> bool {
    let Some(head) = text.as_bytes().get(..word.len()) else { return false };
    if word.is_ascii() {
        return head.eq_ignore_ascii_case(word.as_bytes());
    }
    text.is_char_boundary(word.len()) && text.chars().map(small).zip(word.chars()).all(|(a, b)| a == b)
}

/// The text after `word` (lower-case) at the start of `text`; none if `text` does not begin with it.
pub(crate) fn strip<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    starts(text, word).then(|| text.get(word.len()..)).flatten()
}

/// Whether `word` (lower-case) is anywhere in `text`, also as part of a longer word.
pub(crate) fn holds(text: &str, word: &str) -> bool {
    let Some(first) = word.chars().next() else { return true };
    let holds =
        |first: char| text.match_indices(first).any(|(at, _)| text.get(at..).is_some_and(|rest| starts(rest, word)));
    holds(first) || first.to_uppercase().any(holds)
}

/// Whether a word may end before byte `at`: not between two letters, unless one is of a script without blanks between words.
fn ends_at(text: &str, at: usize) -> bool {
    let before = text.get(..at).and_then(|head| head.chars().next_back());
    let after = text.get(at..).and_then(|tail| tail.chars().next());
    !matches!((before, after), (Some(a), Some(b)) if is_spelled(a) && is_spelled(b))
}

/// Whether a word may begin at byte `at`.
fn begins_at(text: &str, at: usize) -> bool {
    ends_at(text, at)
}

/// Whether it is a letter of a script that has blanks between words.
fn is_spelled(letter: char) -> bool {
    letter.is_alphabetic() && !is_unspaced(letter)
}

/// Chinese, Japanese, Thai: no blanks between words. Korean: it has blanks, but particles are attached to words.
fn is_unspaced(letter: char) -> bool {
    matches!(letter, '\u{0e00}'..='\u{0e7f}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_whatever_their_case() {
        let list = WordList::new(["q", "que", "réponse", "ответ", "答え", "answer key"]);
        let opened =
            ["QUE 1", "Q1", "Réponse: b", "RÉPONSE", "ОТВЕТ: б", "答え：d", "Answer Key", "quest", "ответы", ""];
        let lengths = opened.map(|text| list.opens(text));
        let (long, cyrillic, kanji) = (Some("réponse".len()), Some("ответ".len()), Some("答え".len()));
        assert_eq!(lengths, [Some(3), Some(1), long, long, cyrillic, kanji, Some(10), None, None, None]);
        assert!(list.within("the ANSWER KEY, at last") && !list.within("the answer keys"));
        assert!(list.may_begin("QUestion") && list.may_begin("rÉ") && !list.may_begin("re") && !list.may_begin(""));
        assert!(list.may_end("THE KEY") && list.may_end("RÉPONSE") && !list.may_end("the keys") && !list.may_end(""));
        assert!(list.within("これが答えです") && list.ends("Voilà la Réponse") && !list.ends("une coréponse"));
        assert!(list.is("Que") && !list.is("ques") && !list.is("qu"));
    }

    #[test]
    fn words_are_whole() {
        assert_eq!(WordKind::Answer.opens("correct answer: b"), Some("correct answer".len()));
        assert_eq!(WordKind::Answer.opens("answering questions"), None);
        assert_eq!(WordKind::Answer.opens("答え: d"), Some("答え".len()));
        assert!(WordKind::Answer.within("click for answer"));
        assert!(!WordKind::Question.within("questionable"));
    }

    #[test]
    fn places_are_those_of_the_text_itself() {
        let list = WordList::new(["вопрос", "on"]);
        let found: Vec<(usize, &str)> = list.places("İ Вопрос, ON on and on-").collect();
        assert_eq!(found, [(3, "вопрос"), (17, "on"), (20, "on"), (27, "on")]);
        // A capital that is longer than its small letter is another letter.
        assert!(!starts("İ", "i") && !starts("ẞ", "ß") && starts("Éa", "é"));
        assert!(holds("An Answer KEY", "answer key") && !holds("key", "keys"));
    }
}
