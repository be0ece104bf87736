//! Words found in a text by how they begin and without regard to case. Nothing is copied: a capital counts as its small letter where
//! both are as long in bytes, so a place in the one text is the same place in the other.

use std::ops::Range;
use std::sync::OnceLock;

use super::kinds::WordKind;

/// The list of each kind, made when it is first asked for; boxed, for most are never asked for.
static LISTS: [OnceLock<Box<WordList>>; WordKind::ALL.len()] = [const { OnceLock::new() }; WordKind::ALL.len()];

/// Case counts nowhere.
impl WordKind {
    fn list(self) -> &'static WordList {
        LISTS[self as usize].get_or_init(|| Box::new(WordList::new(self.words().iter().copied())))
    }

    /// How many bytes of `text` the longest word of this kind takes at its start; whole words only.
    pub fn longest_prefix_len(self, text: &str) -> Option<usize> {
        self.list().longest_prefix_len(text)
    }

    /// Whether a word of this kind may begin `text`, by its first two bytes: a fast test, false only where none does.
    pub fn may_begin(self, text: &str) -> bool {
        self.list().may_begin(text)
    }

    /// Whether a word of this kind may end `text`, by its last two bytes: a fast test, false only where none does.
    pub fn may_end(self, text: &str) -> bool {
        self.list().may_end(text)
    }

    /// Whether a word of this kind ends `text`.
    pub fn is_at_end_of(self, text: &str) -> bool {
        self.list().is_at_end_of(text)
    }

    /// Each place of `text` where a word of this kind begins, and the word; it may be the beginning of a longer one.
    pub fn places(self, text: &str) -> impl Iterator<Item = (usize, &'static str)> {
        self.list().places(text)
    }

    /// The words of this kind that `text` begins with; they may be parts of longer ones.
    pub fn beginnings(self, text: &str) -> impl Iterator<Item = &'static str> {
        self.list().at(text, 0)
    }

    /// Whether a word of this kind is anywhere in `text`, be it a part of a longer one.
    pub fn is_part_of(self, text: &str) -> bool {
        self.list().is_part_of(text)
    }

    /// Whether the first word of a phrase of this kind is anywhere in `text`, be it a part of a longer one: a fast test before
    /// [`WordKind::is_part_of`], whatever stands between the words.
    pub fn may_be_part_of(self, text: &str) -> bool {
        self.list().begins_anywhere(text)
    }

    /// Whether a word of this kind is anywhere in `text`.
    pub fn is_within(self, text: &str) -> bool {
        self.list().is_within(text)
    }

    /// Whether `text` (without punctuation around) is a word of this kind.
    pub fn equals(self, text: &str) -> bool {
        self.list().equals(text)
    }
}

/// In place of the second byte of what has only one.
const NO_BYTE: u8 = 0;

/// Words (lower-case) that can be looked up. Two bytes tell of nearly every text that it begins with none of them.
struct WordList {
    /// Sorted: those with the same first byte stand together.
    words: Vec<&'static str>,
    /// The second byte of each word: so most words are passed over without a look at them.
    nexts: Vec<u8>,
    /// For each byte: where the words that begin with it, or a greater one, stand.
    starts: [u16; 257],
    /// For each first byte a bit for each second byte that follows it somewhere, by its lower six bits.
    seconds: [u64; 256],
    /// The same from the other end: for each last byte the bytes before it.
    lasts: [u64; 256],
}

impl WordList {
    /// A list of these words, empty ones left out.
    pub fn new(words: impl IntoIterator<Item = &'static str>) -> Self {
        let mut words: Vec<&'static str> = words.into_iter().filter(|word| !word.is_empty()).collect();
        words.sort_unstable();
        let nexts = words.iter().map(|word| word.as_bytes().get(1).copied().unwrap_or(NO_BYTE)).collect();
        let mut list = WordList { nexts, starts: [0; 257], seconds: [0; 256], lasts: [0; 256], words };
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

    /// The words that stand at byte `at` of `text`, parts of longer words among them.
    fn at(&self, text: &str, at: usize) -> impl Iterator<Item = &'static str> {
        let rest = text.get(at..).unwrap_or("");
        self.candidates(rest).filter(move |word| starts_with_ignore_case(rest, word))
    }

    /// The words that begin with the same two bytes as `text`, and those that are one byte long.
    fn candidates(&self, text: &str) -> impl Iterator<Item = &'static str> {
        let (places, second) = self.bucket(text).unwrap_or_default();
        let nexts = self.nexts.get(places.clone()).unwrap_or(&[]).iter();
        let words = self.words.get(places).unwrap_or(&[]).iter();
        nexts.zip(words).filter(move |(next, _)| **next == NO_BYTE || **next == second).map(|(_, word)| *word)
    }

    /// Where the words stand that begin with the same byte as `text`, and its second byte; none where that is none of theirs.
    fn bucket(&self, text: &str) -> Option<(Range<usize>, u8)> {
        let (first, second) = beginning(text)?;
        let first = usize::from(first);
        let begins = self.seconds[first] & second.map_or(u64::MAX, bit) != 0;
        let places = usize::from(self.starts[first])..usize::from(self.starts[first + 1]);
        begins.then(|| (places, second.unwrap_or(NO_BYTE)))
    }

    /// How many bytes of `text` the longest word of the list takes at its start; whole words only.
    pub fn longest_prefix_len(&self, text: &str) -> Option<usize> {
        self.at(text, 0).map(str::len).filter(|length| ends_at(text, *length)).max()
    }

    /// Whether a word of the list may begin `text`; true also where only two bytes are the same.
    pub fn may_begin(&self, text: &str) -> bool {
        self.bucket(text).is_some()
    }

    /// Whether a word of the list may end `text`; true also where only two bytes are the same.
    pub fn may_end(&self, text: &str) -> bool {
        let Some((last, before)) = ending(text) else { return false };
        self.lasts[usize::from(last)] & before.map_or(u64::MAX, bit) != 0
    }

    /// Whether a word of the list ends `text`.
    pub fn is_at_end_of(&self, text: &str) -> bool {
        let ends = |word: &&str| {
            let start = text.len().checked_sub(word.len());
            start.is_some_and(|start| {
                text.get(start..).is_some_and(|tail| starts_with_ignore_case(tail, word)) && begins_at(text, start)
            })
        };
        self.may_end(text) && self.words.iter().any(ends)
    }

    /// Each place of `text` where a word of the list begins, and the word; whether it ends there is the caller's question.
    pub fn places<'t>(&'t self, text: &'t str) -> impl Iterator<Item = (usize, &'static str)> + 't {
        self.starts(text)
            .filter(|at| begins_at(text, *at))
            .flat_map(move |at| self.at(text, at).map(move |word| (at, word)))
    }

    /// Whether a word of the list stands anywhere in `text`, be it a part of a longer one.
    fn is_part_of(&self, text: &str) -> bool {
        self.starts(text).any(|at| self.at(text, at).next().is_some())
    }

    /// Whether the first word of a phrase of the list stands anywhere in `text`, be it a part of a longer one.
    fn begins_anywhere(&self, text: &str) -> bool {
        self.starts(text).any(|at| {
            let rest = text.get(at..).unwrap_or("");
            let begins = |phrase: &str| starts_with_ignore_case(rest, phrase.split(' ').next().unwrap_or(phrase));
            self.candidates(rest).any(begins)
        })
    }

    /// The places of the characters of `text` with which a word of the list may begin, by their first two bytes where these are of ASCII.
    fn starts<'t>(&'t self, text: &'t str) -> impl Iterator<Item = usize> + 't {
        let bytes = text.as_bytes();
        let seconds = bytes.iter().skip(1).map(|byte| byte.to_ascii_lowercase()).chain([0x80]);
        bytes.iter().zip(seconds).enumerate().filter_map(|(at, (first, second))| {
            let begins = match first {
                0x80..0xc0 => false,
                0xc0.. => true,
                first => {
                    let seconds = self.seconds[usize::from(first.to_ascii_lowercase())];
                    seconds & bit(second) != 0 || (seconds != 0 && !second.is_ascii())
                }
            };
            begins.then_some(at)
        })
    }

    /// Whether a word of the list is anywhere in `text`.
    pub fn is_within(&self, text: &str) -> bool {
        self.places(text).any(|(at, word)| ends_at(text, at + word.len()))
    }

    /// Whether `text` is a word of the list.
    pub fn equals(&self, text: &str) -> bool {
        self.candidates(text).any(|word| word.len() == text.len() && starts_with_ignore_case(text, word))
    }
}

fn bit(byte: u8) -> u64 {
    1 << (byte & 63)
}

/// The first two bytes of a text that has no capitals but is the same.
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
    let letter = same_length_lowercase(text.chars().next()?).encode_utf8(&mut bytes).as_bytes();
    Some((*letter.first()?, letter.get(1).copied()))
}

/// The last byte of such a text, and the one before.
fn ending(text: &str) -> Option<(u8, Option<u8>)> {
    let mut bytes = [0; 4];
    let mut letters = text.chars().rev().map(same_length_lowercase);
    let last = letters.next()?.encode_utf8(&mut bytes).as_bytes();
    let (last, before) = last.split_last()?;
    let before = before.last().copied();
    let (last, mut bytes) = (*last, [0; 4]);
    Some((last, before.or_else(|| letters.next()?.encode_utf8(&mut bytes).as_bytes().last().copied())))
}

/// The small letter of a capital, where that is as long in bytes; else the letter itself.
pub(crate) fn same_length_lowercase(letter: char) -> char {
    if letter.is_ascii() {
        return letter.to_ascii_lowercase();
    }
    let mut all = letter.to_lowercase();
    all.next().filter(|low| all.next().is_none() && low.len_utf8() == letter.len_utf8()).unwrap_or(letter)
}

/// A text with its first letter as a capital; one that begins otherwise stays as it is.
pub(crate) fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Whether `text` begins with `word` (lower-case), be it a part of a longer one.
pub(crate) fn starts_with_ignore_case(text: &str, word: &str) -> bool {
    let Some(head) = text.as_bytes().get(..word.len()) else { return false };
    if word.is_ascii() {
        return head.eq_ignore_ascii_case(word.as_bytes());
    }
    text.is_char_boundary(word.len()) && text.chars().map(same_length_lowercase).zip(word.chars()).all(|(a, b)| a == b)
}

/// What follows `word` (lower-case) at the start of `text`.
pub(crate) fn strip_prefix_ignore_case<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    starts_with_ignore_case(text, word).then(|| text.get(word.len()..)).flatten()
}

/// Whether `word` (lower-case) is anywhere in `text`, be it part of a longer one.
pub(crate) fn contains_ignore_case(text: &str, word: &str) -> bool {
    let Some(first) = word.chars().next() else { return true };
    let holds = |first: char| {
        text.match_indices(first).any(|(at, _)| text.get(at..).is_some_and(|rest| starts_with_ignore_case(rest, word)))
    };
    holds(first) || first.to_uppercase().any(holds)
}

/// Whether a word may end before byte `at`: letters of alphabets go on, those of scripts without blanks don't.
fn ends_at(text: &str, at: usize) -> bool {
    // Nearly all texts are of ASCII there.
    let bytes = text.as_bytes();
    if let (Some(a), Some(b)) = (at.checked_sub(1).and_then(|before| bytes.get(before)), bytes.get(at))
        && a.is_ascii()
        && b.is_ascii()
    {
        return !(a.is_ascii_alphabetic() && b.is_ascii_alphabetic());
    }
    let before = text.get(..at).and_then(|head| head.chars().next_back());
    let after = text.get(at..).and_then(|tail| tail.chars().next());
    !matches!((before, after), (Some(a), Some(b)) if is_spelled(a) && is_spelled(b))
}

/// Whether a word may begin at byte `at`.
fn begins_at(text: &str, at: usize) -> bool {
    ends_at(text, at)
}

/// Whether words of its script are set apart by blanks.
fn is_spelled(letter: char) -> bool {
    letter.is_alphabetic() && !is_unspaced(letter)
}

/// Chinese, Japanese, Korean, Thai: no blank between words (Korean has them, but particles hang on).
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
        let lengths = opened.map(|text| list.longest_prefix_len(text));
        let (long, cyrillic, kanji) = (Some("réponse".len()), Some("ответ".len()), Some("答え".len()));
        assert_eq!(lengths, [Some(3), Some(1), long, long, cyrillic, kanji, Some(10), None, None, None]);
        assert!(list.is_within("the ANSWER KEY, at last") && !list.is_within("the answer keys"));
        assert!(list.may_begin("QUestion") && list.may_begin("rÉ") && !list.may_begin("re") && !list.may_begin(""));
        assert!(list.may_end("THE KEY") && list.may_end("RÉPONSE") && !list.may_end("the keys") && !list.may_end(""));
        assert!(
            list.is_within("これが答えです")
                && list.is_at_end_of("Voilà la Réponse")
                && !list.is_at_end_of("une coréponse")
        );
        assert!(list.equals("Que") && !list.equals("ques") && !list.equals("qu"));
    }

    #[test]
    fn words_are_whole() {
        assert_eq!(WordKind::Answer.longest_prefix_len("correct answer: b"), Some("correct answer".len()));
        assert_eq!(WordKind::Answer.longest_prefix_len("answering questions"), None);
        assert_eq!(WordKind::Answer.longest_prefix_len("答え: d"), Some("答え".len()));
        assert!(WordKind::Answer.is_within("click for answer"));
        assert!(!WordKind::Question.is_within("questionable"));
    }

    #[test]
    fn places_are_those_of_the_text_itself() {
        let list = WordList::new(["вопрос", "on"]);
        let found: Vec<(usize, &str)> = list.places("İ Вопрос, ON on and on-").collect();
        assert_eq!(found, [(3, "вопрос"), (17, "on"), (20, "on"), (27, "on")]);
        // A capital that is longer than its small letter is another letter.
        assert!(
            !starts_with_ignore_case("İ", "i")
                && !starts_with_ignore_case("ẞ", "ß")
                && starts_with_ignore_case("Éa", "é")
        );
        assert!(contains_ignore_case("An Answer KEY", "answer key") && !contains_ignore_case("key", "keys"));
    }
}
