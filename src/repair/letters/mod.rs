//! Letters that lost bytes, chosen by the words they are part of: `Ã` of `aqu?` is `í`. In: a text and the runs that will be repaired. Out: new
//! probabilities for what each letter may be. Knows languages by the lists of `data/letters`. Never adds a candidate that the channel does
//! not give.

mod bit_model;
mod capitals;
mod cells;
mod key_map;
mod languages;
mod open_words;
pub(super) mod packed;
mod sequences;
mod spelling;
mod unspaced;
mod word_list;

use std::collections::BTreeSet;

use super::choose::CharSlot;
use super::guess::RunGuess;

/// Ranks the letters of `guesses`, which stand in order of place, anew, and takes back what cannot be read with confidence. Returns where letters
/// begin that only one known word has in their place.
pub(super) fn refine(text: &str, guesses: &mut [RunGuess]) -> BTreeSet<usize> {
    let mut settled = BTreeSet::new();
    if !has_open(guesses) {
        return settled;
    }
    let readings = [open_words::read(text, guesses), unspaced::read(text, guesses)];
    for reading in readings.into_iter().flat_map(|found| found.places) {
        if reading.is_settled {
            settled.extend(cells::start(guesses, reading.place));
        }
        reading.apply(guesses);
    }
    unspaced::leave_unreadable(guesses);
    settled
}

/// How much less probable it is that a sign lost bytes between letters, as a logarithm.
const SIGN_BETWEEN_LETTERS: f32 = -16.0;

/// How probable the words with lost bytes are under the channel of `guesses`, as a logarithm; comparable between channels that lose bytes of the
/// same places.
pub(super) fn likelihood(text: &str, guesses: &[RunGuess]) -> f32 {
    let signs = guesses.iter().map(|guess| signs_between_letters(&guess.slots)).sum::<usize>();
    let of_signs = signs as f32 * SIGN_BETWEEN_LETTERS;
    if !has_open(guesses) {
        return of_signs;
    }
    open_words::read(text, guesses).score + unspaced::read(text, guesses).score + of_signs
}

/// How many slots that lost bytes can only be signs, though they stand beside letters.
fn signs_between_letters(slots: &[CharSlot]) -> usize {
    let is_letter = |slot: &CharSlot| slot.best().is_some_and(cells::is_part_of_word);
    let is_sign = |slot: &CharSlot| slot.lost.any() && !slot.ranking.is_empty() && !cells::is_open(slot);
    slots.windows(2).filter(|pair| matches!(pair, [a, b] if is_letter(a) && is_sign(b))).count()
}

fn has_open(guesses: &[RunGuess]) -> bool {
    guesses.iter().any(|guess| guess.slots.iter().any(cells::is_open))
}
