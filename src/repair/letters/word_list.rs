//! The words of one language, with counts: how probable a word is, listed or not. Never weighs languages against each other.

use std::collections::HashMap;
use std::sync::{LazyLock, OnceLock};

use super::packed::{self, PackedList};
use super::spelling::Spelling;

/// A language knows no fewer unlisted words than this share of all.
const LEAST_UNLISTED: f32 = 0.1;
/// How much less probable a spelling is of a word than it says: it gives words that are none, too.
const OF_SPELLING: f32 = 0.3;

/// The words of a language.
pub(super) struct LanguageWords {
    packed: &'static PackedList,
    letters: Vec<char>,
    words: OnceLock<ListedWords>,
    spelling: OnceLock<Spelling>,
}

/// Words in small letters, with their share of all words beyond ASCII.
struct ListedWords {
    shares: HashMap<String, f32>,
    /// The share of words that are not in the list.
    unlisted: f32,
}

impl LanguageWords {
    /// The languages with words; what they know is read when it is first asked for.
    pub(super) fn all() -> &'static [LanguageWords] {
        static ALL: LazyLock<Vec<LanguageWords>> =
            LazyLock::new(|| packed::lists().iter().filter(|list| list.has_words).map(LanguageWords::new).collect());
        &ALL
    }

    fn new(packed: &'static PackedList) -> LanguageWords {
        let mut letters: Vec<char> = packed.alphabet.iter().copied().filter(|c| !c.is_ascii()).collect();
        letters.sort_unstable();
        LanguageWords { packed, letters, words: OnceLock::new(), spelling: OnceLock::new() }
    }

    /// Whether the language is written with `letter`, a small one.
    pub(super) fn has_letter(&self, letter: char) -> bool {
        letter.is_ascii() || self.letters.binary_search(&letter).is_ok()
    }

    /// The share of `word`, in small letters, of all words beyond ASCII; 0 where it is not listed.
    pub(super) fn share(&self, word: &str) -> f32 {
        self.words().shares.get(word).copied().unwrap_or(0.0)
    }

    /// The probability of `word`, in small letters, listed or not.
    pub(super) fn probability(&self, word: &str) -> f32 {
        self.share(word) + self.words().unlisted * OF_SPELLING * self.spelling().of_word(word).exp()
    }

    /// How its words are spelled.
    pub(super) fn spelling(&self) -> &Spelling {
        self.spelling.get_or_init(|| {
            let shares = &self.words().shares;
            // Sums depend on their order, and a hash map has none.
            let mut sorted: Vec<(&str, f32)> = shares.iter().map(|(word, share)| (word.as_str(), *share)).collect();
            sorted.sort_unstable_by_key(|(word, _)| *word);
            let least = sorted.iter().map(|(_, share)| *share).fold(1.0, f32::min);
            Spelling::new(&self.packed.alphabet, sorted.into_iter().map(|(word, share)| (word, share / least)))
        })
    }

    fn words(&self) -> &ListedWords {
        self.words.get_or_init(|| {
            let mut shares = HashMap::new();
            let (mut total, mut listed) = (1.0, 0.0);
            self.packed.each(|word, count| match word {
                [] => total = count,
                _ => {
                    listed += count;
                    shares.insert(word.iter().collect(), count);
                }
            });
            shares.values_mut().for_each(|share| *share /= total);
            ListedWords { shares, unlisted: (1.0 - listed / total).max(LEAST_UNLISTED) }
        })
    }
}

#[cfg(test)]
#[cfg(feature = "repair-model")]
mod tests {
    use super::*;

    fn list(name: &str) -> &'static LanguageWords {
        LanguageWords::all().iter().find(|list| list.packed.name == name).expect("a list")
    }

    #[test]
    fn listed_words_are_more_probable_than_others() {
        let spanish = list("es");
        assert!(spanish.share("también") > 0.001);
        assert_eq!(spanish.share("tambien"), 0.0);
        assert!(spanish.probability("también") > spanish.probability("tambian"));
        assert!(spanish.probability("camiones") > spanish.probability("camionxs"));
    }

    #[test]
    fn letters_belong_to_languages() {
        assert!(list("es").has_letter('ñ') && list("es").has_letter('n') && !list("es").has_letter('ř'));
        assert!(list("ru").has_letter('ж') && !list("ru").has_letter('ї'));
    }
}
