//! How words of a language are spelled: the probability of each letter after up to four others, learned from the words of its list. It tells
//! of words that no list has. Never looks at more than one word.

use std::collections::HashMap;

use super::key_map::KeyMap;

/// A letter follows from at most so many before it.
pub(super) const CONTEXT: usize = 4;
/// The probability of a letter of which nothing is known.
const ANY_LETTER: f32 = 1.0 / 60.0;
/// How much an unseen letter after a context counts, for each different letter seen there.
const UNSEEN: f32 = 1.5;
/// Frequent words tell less of other words than their counts say.
const DAMPING: f32 = 0.75;
/// Bits of a letter within a key.
const BITS: u32 = 9;
/// The letter that stands for the beginning and the end of a word.
const EDGE: u64 = 0;
/// The letter of which nothing is known.
const UNKNOWN: u64 = (1 << BITS) - 1;

/// Letters before a place, as a number; the letter next to the place is the lowest.
pub(super) type LetterContext = u64;

/// The context at the beginning of a word.
pub(super) const AT_START: LetterContext = EDGE;

/// Counts of sequences of up to five letters.
pub(super) struct Spelling {
    letters: HashMap<char, u64>,
    /// By the length of the context: of sequences.
    sequences: [KeyMap<f32>; CONTEXT + 1],
    /// By the length of the context: how often it was seen, and with how many different letters after it.
    contexts: [KeyMap<(f32, f32)>; CONTEXT + 1],
}

impl Spelling {
    /// Learns from `words` with their counts, written with the letters of `alphabet`.
    pub(super) fn new<'w>(alphabet: &[char], words: impl Iterator<Item = (&'w str, f32)>) -> Spelling {
        let letters = alphabet.iter().copied().zip(EDGE + 1..UNKNOWN).collect();
        let mut made = Spelling { letters, sequences: Default::default(), contexts: Default::default() };
        for (word, count) in words {
            made.learn(word, count.powf(DAMPING));
        }
        for (counts, contexts) in made.sequences.iter().zip(&mut made.contexts) {
            // Sums of numbers of different size depend on their order, and a hash map has none.
            let mut sorted: Vec<(&u64, &f32)> = counts.iter().collect();
            sorted.sort_unstable_by_key(|(sequence, _)| **sequence);
            for (sequence, count) in sorted {
                let (sum, different) = contexts.entry(sequence >> BITS).or_default();
                *sum += count;
                *different += 1.0;
            }
        }
        made
    }

    fn learn(&mut self, word: &str, count: f32) {
        let mut context = AT_START;
        for letter in word.chars().map(Some).chain([None]) {
            let all = (context << BITS) | self.number(letter);
            for (length, counts) in self.sequences.iter_mut().enumerate() {
                *counts.entry(last(all, length + 1)).or_default() += count;
            }
            context = last(all, CONTEXT);
        }
    }

    fn number(&self, letter: Option<char>) -> u64 {
        letter.map_or(EDGE, |letter| self.letters.get(&letter).copied().unwrap_or(UNKNOWN))
    }

    /// The logarithm of the probability that `letter` (or the end of the word) stands in `context`, and the context behind it.
    pub(super) fn step(&self, context: LetterContext, letter: Option<char>) -> (f32, LetterContext) {
        let all = (context << BITS) | self.number(letter);
        let mut probability = ANY_LETTER;
        for (length, (counts, contexts)) in self.sequences.iter().zip(&self.contexts).enumerate() {
            let Some((sum, different)) = contexts.get(&last(context, length)) else { break };
            let count = counts.get(&last(all, length + 1)).copied().unwrap_or(0.0);
            probability = (count + UNSEEN * different * probability) / (sum + UNSEEN * different);
        }
        (probability.ln(), last(all, CONTEXT))
    }

    /// The logarithm of the probability of a whole word.
    pub(super) fn of_word(&self, word: &str) -> f32 {
        let (mut sum, mut context) = (0.0, AT_START);
        for letter in word.chars().map(Some).chain([None]) {
            let (more, next) = self.step(context, letter);
            (sum, context) = (sum + more, next);
        }
        sum
    }
}

/// The last `length` letters of a sequence.
fn last(sequence: u64, length: usize) -> u64 {
    sequence & ((1 << (BITS * length as u32)) - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_seen_is_more_probable_than_what_was_not() {
        let words = [("casa", 5.0), ("caso", 3.0), ("rosa", 2.0)];
        let spelling = Spelling::new(&['a', 'c', 'o', 'r', 's'], words.into_iter());
        assert!(spelling.of_word("casa") > spelling.of_word("caso"));
        assert!(spelling.of_word("roso") > spelling.of_word("sroo"));
        assert!(spelling.of_word("roso") > spelling.of_word("rozo"));
    }

    #[test]
    fn probabilities_of_what_may_follow_are_no_more_than_one() {
        let words = [("ab", 5.0), ("aab", 3.0)];
        let spelling = Spelling::new(&['a', 'b'], words.into_iter());
        let (_, context) = spelling.step(AT_START, Some('a'));
        let sum: f32 = [Some('a'), Some('b'), None].iter().map(|next| spelling.step(context, *next).0.exp()).sum();
        assert!(sum > 0.5 && sum <= 1.0, "{sum}");
    }
}
