//! Detects the language of a chapter: by its script, then by its most common words. In: a document. Out: a BCP 47 tag, or none where it is
//! not clear. Reads the first few kilobytes of the words that are shown, without code and URLs; takes microseconds.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::markdown::{Document, EventKind, Tag};
use crate::words::{COMMON, LetterRanges, MAX_COMMON_WORD, SCRIPTS, SharedScript};

/// Bytes of text that are read.
const MAX_BYTES: usize = 4 * 1024;
/// Elements whose text is no prose.
const CODE_ELEMENTS: &[&str] = &["pre", "code", "kbd", "samp"];

/// A text in Latin letters with fewer words than this is not decided.
const MIN_WORDS: usize = 12;

/// A text in Latin letters with fewer different common words of its language than this is not decided.
const MIN_DIFFERENT: usize = 3;

/// The letters of the Latin script.
const LATIN: LetterRanges = &[('A', 'Z'), ('a', 'z'), ('\u{c0}', '\u{24f}'), ('\u{1e00}', '\u{1eff}')];

/// The language of a document as a BCP 47 tag; none where it is not clear.
pub fn language(document: &Document) -> Option<&'static str> {
    let prose = prose(document);
    let (counts, total) = counts(&prose);
    // Technical prose is full of Latin names: a third of the letters in another script is enough.
    let is_in = |count: usize| count >= 8 && count * 3 >= total;
    // `max_by_key` returns the last of equal elements: reversed, the first script of the table wins.
    let most = SCRIPTS.iter().zip(counts).rev().max_by_key(|(_, count)| *count).filter(|(_, count)| is_in(*count));
    let Some((script, _)) = most else { return latin(&prose) };
    let claims = |shared: &&SharedScript| {
        let (own, rivals) = shared.more_than;
        count(&prose, shared.letters) * rivals > count(&prose, shared.rivals) * own
    };
    Some(script.shared.iter().find(claims).map_or(script.language, |shared| shared.language))
}

/// How many letters there are of each of [`SCRIPTS`], and of all these and Latin together; each letter counts as its script's `worth`.
fn counts(prose: &[&str]) -> ([usize; SCRIPTS.len()], usize) {
    let mut counts = [0; SCRIPTS.len()];
    let mut latin = 0;
    for word in prose {
        if word.is_ascii() {
            latin += word.bytes().filter(u8::is_ascii_alphabetic).count();
            continue;
        }
        for letter in word.chars().filter(|c| c.is_alphabetic()) {
            let own = SCRIPTS.iter().zip(&mut counts).find(|(script, _)| is_of(letter, script.letters));
            match own {
                _ if is_of(letter, LATIN) => latin += 1,
                Some((script, count)) => *count += script.worth,
                None => {}
            }
        }
    }
    (counts, latin + counts.iter().sum::<usize>())
}

fn is_of(letter: char, ranges: LetterRanges) -> bool {
    ranges.iter().any(|(first, last)| (*first..=*last).contains(&letter))
}

/// How many letters of `prose` are in `ranges`.
fn count(prose: &[&str], ranges: LetterRanges) -> usize {
    prose.iter().flat_map(|word| word.chars()).filter(|c| c.is_alphabetic() && is_of(*c, ranges)).count()
}

/// The words that a page shows first, up to [`MAX_BYTES`] bytes of them: without code, and without where links lead.
fn prose(document: &Document) -> Vec<&str> {
    let mut words = Vec::with_capacity(MAX_BYTES / 6);
    let mut length = 0;
    let mut at = 0;
    while let Some(event) = document.event(at).filter(|_| length < MAX_BYTES) {
        let is_code = match event.kind {
            EventKind::Open(Tag::Fence | Tag::Indented) => true,
            EventKind::Open(Tag::Element) => {
                document.element(&event).is_some_and(|element| CODE_ELEMENTS.contains(&element.name.as_str()))
            }
            EventKind::Text | EventKind::Decoded => {
                let text = document.leaf_text(&event);
                let text = text.get(..text.floor_char_boundary(MAX_BYTES - length)).unwrap_or(text);
                length += text.len() + 1;
                add_words_of(text, &mut words);
                false
            }
            _ => false,
        };
        at = if is_code { event.partner.max(at) + 1 } else { at + 1 };
    }
    words
}

/// Adds the words of a text without paths, URLs, and names of programs.
fn add_words_of<'t>(text: &'t str, words: &mut Vec<&'t str>) {
    let is_code = |byte: u8| matches!(byte, b'/' | b'\\' | b'<' | b'>' | b'=' | b'_');
    // Most texts have no such sign. No early exit, so that the compiler can compare many bytes at once.
    let has_code = text.as_bytes().iter().fold(false, |found, byte| found | is_code(*byte));
    let is_word = |word: &&str| !has_code || !word.bytes().any(is_code);
    // The vertical tab is the one blank of ASCII that only Unicode knows as one.
    if text.is_ascii() && !text.as_bytes().contains(&b'\x0b') {
        words.extend(text.split_ascii_whitespace().filter(is_word));
    } else {
        words.extend(text.split_whitespace().filter(is_word));
    }
}

/// The language by its most common words; none where two languages are close.
fn latin(prose: &[&str]) -> Option<&'static str> {
    let mut tally = Tally::default();
    for word in prose {
        // Lower-casing may change where other words split (`İ` becomes two characters), so they are split afterwards.
        if word.is_ascii() {
            word.as_bytes().split(|byte| !byte.is_ascii_alphabetic()).for_each(|part| tally.add(part));
        } else {
            word.to_lowercase().split(|c: char| !c.is_alphabetic()).for_each(|part| tally.add(part.as_bytes()));
        }
    }
    let hits = tally.hits();
    let best = (0..COMMON.len()).max_by_key(|index| hits.get(*index))?;
    let most = hits.get(best).copied()?;
    // What both languages have does not tell them apart. For most languages the counts alone show that they are far behind.
    let is_ahead = |times: usize, of: usize| {
        hits.iter().enumerate().filter(|(rival, _)| *rival != best).all(|(rival, own)| {
            most.saturating_sub(*own) * of >= own * times
                || tally.hits_without(best, rival) * of >= tally.hits_without(rival, best) * times
        })
    };
    let words = tally.words;
    // Lists and tables hold few common words: then more of them and a greater distance to the second language are required.
    let is_prose = most >= 3 && most * 12 >= words && is_ahead(3, 2);
    let is_notes = most >= 8 && most * 50 >= words && is_ahead(2, 1);
    // One short word that stands often (`a`, `sa`) may be of any language, or a letter before a choice.
    let is_varied = tally.different(best) >= MIN_DIFFERENT;
    let is_clear = words >= MIN_WORDS && is_varied && (is_prose || is_notes);
    COMMON.get(best).filter(|_| is_clear).map(|common| common.language)
}

/// The words that were counted.
#[derive(Default)]
struct Tally {
    words: usize,
    /// How often each of [`COMMON_WORDS`] was seen; empty before the first.
    counts: Vec<usize>,
    /// Those that were seen, as indexes.
    seen: Vec<usize>,
}

impl Tally {
    fn add(&mut self, word: &[u8]) {
        self.words += usize::from(!word.is_empty());
        let Some(index) = packed(word).and_then(|word| COMMON_WORDS.index_of(word)) else { return };
        if self.counts.is_empty() {
            self.counts.resize(COMMON_WORDS.words.len(), 0);
        }
        let Some(count) = self.counts.get_mut(index) else { return };
        if *count == 0 {
            self.seen.push(index);
        }
        *count += 1;
    }

    /// For each common word that was seen: the entries of [`COMMON`] that have it, and how often it was seen.
    fn seen(&self) -> impl Iterator<Item = (u64, usize)> {
        let word = |index: &usize| Some((COMMON_WORDS.words.get(*index)?.1, *self.counts.get(*index)?));
        self.seen.iter().filter_map(word)
    }

    /// How many words are common words of each entry.
    fn hits(&self) -> [usize; COMMON.len()] {
        let mut hits = [0; COMMON.len()];
        for (languages, count) in self.seen() {
            let mut rest = languages;
            while rest != 0 {
                if let Some(hits) = hits.get_mut(rest.trailing_zeros() as usize) {
                    *hits += count;
                }
                rest &= rest - 1;
            }
        }
        hits
    }

    /// How many words are common words of an entry and not of another one.
    fn hits_without(&self, index: usize, other: usize) -> usize {
        let is_own = |languages: u64| languages >> index & 1 == 1 && languages >> other & 1 == 0;
        self.seen().filter(|(languages, _)| is_own(*languages)).map(|(_, count)| count).sum()
    }

    /// How many different common words of an entry were seen.
    fn different(&self, index: usize) -> usize {
        self.seen().filter(|(languages, _)| languages >> index & 1 == 1).count()
    }
}

/// A word of at most [`MAX_COMMON_WORD`] bytes as a number, ASCII letters in lower case.
fn packed(word: &[u8]) -> Option<u64> {
    let mut bytes = [0; MAX_COMMON_WORD];
    bytes.get_mut(..word.len())?.copy_from_slice(word);
    bytes.make_ascii_lowercase();
    Some(u64::from_le_bytes(bytes))
}

/// The common words of all languages.
static COMMON_WORDS: LazyLock<CommonWordTable> = LazyLock::new(CommonWordTable::new);

/// The common words of all languages in a hash table: each word of a text is looked up in it.
struct CommonWordTable {
    /// The words as [`packed`], sorted, each with the entries of [`COMMON`] that have it: bit `n` for entry `n`.
    words: Vec<(u64, u64)>,
    /// For each hash the index of a word plus one, or 0 for none; a word whose place is taken stands at the next free one.
    places: Vec<u16>,
}

impl CommonWordTable {
    /// Places, a power of two: several for each word.
    const PLACES: usize = 1 << 14;

    fn new() -> Self {
        const { assert!(COMMON.len() <= 64) };
        let mut by_word: BTreeMap<u64, u64> = BTreeMap::new();
        for (index, common) in COMMON.iter().enumerate() {
            for word in common.words.iter().filter_map(|word| packed(word.as_bytes())) {
                *by_word.entry(word).or_default() |= 1 << index;
            }
        }
        let mut table = CommonWordTable {
            words: by_word.into_iter().take(Self::PLACES / 2).collect(),
            places: vec![0; Self::PLACES],
        };
        for (index, (word, _)) in table.words.iter().enumerate() {
            let free = Self::places_of(*word).find(|place| table.places.get(*place) == Some(&0));
            if let Some(place) = free.and_then(|place| table.places.get_mut(place)) {
                *place = index as u16 + 1;
            }
        }
        table
    }

    /// The places at which a word may stand, the likeliest first.
    fn places_of(word: u64) -> impl Iterator<Item = usize> {
        let hash = (word.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 50) as usize;
        (0..Self::PLACES).map(move |step| (hash + step) % Self::PLACES)
    }

    fn index_of(&self, word: u64) -> Option<usize> {
        for place in Self::places_of(word) {
            let index = usize::from(*self.places.get(place)?).checked_sub(1)?;
            if self.words.get(index)?.0 == word {
                return Some(index);
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use crate::markdown::parse;
    use crate::words;

    fn language(text: &str) -> Option<&'static str> {
        super::language(&parse(text.into(), 0))
    }

    #[test]
    fn the_example_of_each_language_is_read_as_that_language() {
        for (code, text) in words::examples("detection") {
            assert_eq!(language(text), Some(code), "{text}");
        }
    }

    #[test]
    fn where_two_languages_are_as_likely_the_order_decides() {
        // As many letters of each script, a Chinese one counted for three.
        assert_eq!(language("αβγδεζηθι กขคงจฉชซฌ"), Some("el"));
        assert_eq!(language("абвгдежзи 循环体"), Some("ru"));
        // Letters of Ukrainian and of Bulgarian, and none of Russian.
        assert_eq!(language("словарі ъъъ"), Some("uk"));
    }

    #[test]
    fn code_and_names_have_no_language() {
        assert_eq!(language("```\nthe of and to is in that for with you are this it on as be\n```\n"), None);
        assert_eq!(language("# AWS IAM\n\nEC2, S3, VPC"), None);
        assert_eq!(
            language("### Question 1\n\nA) A disk\nB) A place\n\n### Question 2\n\nA) A disk\nB) A zone\n"),
            None
        );
        assert_eq!(language(""), None);
        assert_eq!(language("日本"), None);
    }

    #[test]
    fn where_links_lead_says_nothing_and_their_words_do() {
        let links = "- [Introdução ao curso](./01-introduction-to-the-course.md)\n\
                     - [O que é uma função e para que serve](./02-what-is-a-function-and-what-it-is-for.md)\n\
                     - [Como fazer um ciclo com mais de uma saída](<./03 how to make a loop with the exit of it.md>)\n\
                     - ![Mas não há mais](./the-of-and-to.png \"the of and to is in that for with you are this\")\n\n\
                     <a href=\"the of and to is in that for with you are this it on as be\">São os passos que não se veem</a>";
        assert_eq!(language(links), Some("pt"));
        assert_eq!(language("<pre>the of and to is in that for with you are this it on as be</pre>"), None);
    }

    #[test]
    fn a_long_text_is_read_at_its_beginning_only() {
        let text = format!("{}{}", "Это глава о циклах. ".repeat(500), "the of and to is in that ".repeat(100_000));
        assert_eq!(language(&text), Some("ru"));
    }
}
