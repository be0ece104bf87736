//! The words by which the parts of a chapter are recognised, as authors write them in many languages, and functions that find them in a
//! text. They are in `words/*.toml`, one file for each language, which the build script checks and turns into the tables of this room.
//! The texts that the site itself shows are the theme's (`themes/*/i18n`).

mod kinds;
mod languages;
mod lookup;
#[cfg(test)]
mod reference_test;

pub(crate) use kinds::{MAX_COMMON_WORD, WordKind};
pub(crate) use languages::{language_of_name, language_of_tag};
pub(crate) use lookup::{
    capitalized, contains_ignore_case, same_length_lowercase, starts_with_ignore_case, strip_prefix_ignore_case,
};

include!(concat!(env!("OUT_DIR"), "/words.rs"));

#[cfg(test)]
include!(concat!(env!("OUT_DIR"), "/examples.rs"));

/// Ranges of letters, each with its first and its last letter.
pub(crate) type LetterRanges = &'static [(char, char)];

/// The most common words of a language.
#[derive(Debug)]
pub(crate) struct CommonWords {
    /// BCP 47.
    pub language: &'static str,
    /// Lower case, at most [`MAX_COMMON_WORD`] bytes each.
    pub words: &'static [&'static str],
}

/// A script other than Latin, and the languages that are written in it.
#[derive(Debug)]
pub(crate) struct WritingSystem {
    /// The language of a text in this script (BCP 47), unless it is one of `shared`.
    pub language: &'static str,
    /// Its letters.
    pub letters: LetterRanges,
    /// How many Latin letters one of its letters counts for.
    pub worth: usize,
    /// The other languages, in the order in which they are tried.
    pub shared: &'static [SharedScript],
}

/// A language that is distinguished from others of the same script by how often some letters occur in a text.
#[derive(Debug)]
pub(crate) struct SharedScript {
    /// BCP 47.
    pub language: &'static str,
    /// Letters of this language only.
    pub letters: LetterRanges,
    /// Letters of another language of the script.
    pub rivals: LetterRanges,
    /// The text is in this language if the ratio of its `letters` to its `rivals` is greater than this one.
    pub more_than: (usize, usize),
}

/// The examples of a table, with their language.
#[cfg(test)]
pub(crate) fn examples(table: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let own = EXAMPLES.iter().filter(move |(_, other, _)| *other == table);
    own.map(|(language, _, text)| (*language, *text))
}
