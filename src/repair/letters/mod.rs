//! Letters that lost bytes, chosen by the words they are part of: `Ã` of `aqu?` is `í`. In: a text and the runs that will be repaired. Out: new
//! probabilities for what each letter may be. Knows languages by the lists of `data/letters`. Never adds a candidate that the channel does
//! not give.

mod capitals;
mod cells;
mod languages;
mod open_words;
pub(super) mod packed;
mod sequences;
mod spelling;
mod unspaced;
mod word_list;

use super::guess::RunGuess;

/// Ranks the letters of `guesses`, which stand in order of place, anew.
pub(super) fn refine(text: &str, guesses: &mut [RunGuess]) {
    if guesses.iter().any(|guess| guess.slots.iter().any(cells::is_open)) {
        open_words::refine(text, guesses);
        unspaced::refine(text, guesses);
    }
}
