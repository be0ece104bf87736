//! Which emoji was lost: of the emoji that share a damaged string, those that fit the words, the blocks and the emoji around. In: a text and
//! the guesses about its runs. Out: the same guesses, the open emoji in them ranked anew, with probabilities. Never adds a candidate, never
//! touches what is no emoji from U+1F000 on, and loads nothing where no emoji is open.

mod block;
mod calibrate;
mod model;
mod place;
mod rank;
mod score;
mod sequence;
#[cfg(test)]
mod tests;
mod vector;
mod words;

use std::collections::BTreeMap;

use super::choose::CharSlot;
use super::guess::RunGuess;
use model::EmojiModel;
use place::LostEmoji;
use score::ScoredCandidate;

/// Emoji of the model begin here.
const FIRST: char = '\u{1f000}';
/// So many emoji of a file are looked at, so that time and memory stay small on hostile input: the others stay as their frequency has them.
const MAX_OPEN: usize = 3000;

/// Ranks the open emoji of `guesses`, which stand in order of place, anew.
pub(super) fn refine(text: &str, guesses: &mut [RunGuess]) {
    if !guesses.iter().any(|guess| guess.slots.iter().any(is_open)) {
        return;
    }
    let Some(model) = EmojiModel::get() else { return };
    let filled = FilledText::of(text, guesses);
    let wanted: Vec<usize> = filled.open.iter().map(|open| open.at).collect();
    let lost = place::places(&filled.text, &wanted, |c| model.emoji().find(c).is_some());
    let mut choices: Vec<EmojiChoice> =
        lost.into_iter().filter_map(|lost| filled.choice(model, text, guesses, lost)).collect();
    share_labels(&mut choices);
    for choice in &choices {
        if let Some(slot) = guesses.get_mut(choice.guess).and_then(|guess| guess.slots.get_mut(choice.slot)) {
            slot.ranking = rank::ranking(model, &choice.lost, &choice.candidates);
        }
    }
}

/// Whether a slot is one of several emoji.
fn is_open(slot: &CharSlot) -> bool {
    slot.ranking.len() > 1 && slot.best().is_some_and(|c| c >= FIRST)
}

/// A place of the repaired text that is not decided.
struct OpenEmoji {
    at: usize,
    guess: usize,
    slot: usize,
}

/// The text as it is repaired so far.
struct FilledText {
    text: String,
    /// In order of place.
    open: Vec<OpenEmoji>,
}

impl FilledText {
    fn of(text: &str, guesses: &[RunGuess]) -> FilledText {
        let mut filled = FilledText { text: String::with_capacity(text.len()), open: Vec::new() };
        let mut at = 0;
        for (number, guess) in guesses.iter().enumerate() {
            for (place, slot) in guess.slots.iter().enumerate() {
                let Some(best) = slot.best() else { continue };
                filled.text.push_str(text.get(at..slot.range.start).unwrap_or(""));
                if is_open(slot) && filled.open.len() < MAX_OPEN {
                    filled.open.push(OpenEmoji { at: filled.text.len(), guess: number, slot: place });
                }
                filled.text.push(best);
                at = slot.range.end;
            }
        }
        filled.text.push_str(text.get(at..).unwrap_or(""));
        filled
    }

    /// What may stand at a place.
    fn choice(&self, model: &EmojiModel, text: &str, guesses: &[RunGuess], lost: LostEmoji) -> Option<EmojiChoice> {
        let at = self.open.binary_search_by_key(&lost.at, |open| open.at).ok()?;
        let open = self.open.get(at)?;
        let slot = guesses.get(open.guess)?.slots.get(open.slot)?;
        let candidates: Vec<char> = slot.ranking.iter().map(|(c, _)| *c).collect();
        let candidates = score::scored(model, &lost, &candidates);
        let form = text.get(slot.range.clone())?.to_owned();
        Some(EmojiChoice { guess: open.guess, slot: open.slot, form, lost, candidates })
    }
}

/// An open emoji with what it may be.
struct EmojiChoice {
    guess: usize,
    slot: usize,
    form: String,
    lost: LostEmoji,
    candidates: Vec<ScoredCandidate>,
}

/// The same damaged string with the same label is the same emoji: such places take the mean of their log-probabilities.
fn share_labels(choices: &mut [EmojiChoice]) {
    let mut alike: BTreeMap<(String, Vec<String>), Vec<usize>> = BTreeMap::new();
    for (at, choice) in choices.iter().enumerate().filter(|(_, choice)| !choice.lost.after.is_empty()) {
        alike.entry((choice.form.clone(), choice.lost.label().to_vec())).or_default().push(at);
    }
    for places in alike.into_values().filter(|places| places.len() > 1) {
        let mut sums: BTreeMap<char, f32> = BTreeMap::new();
        for one in places.iter().filter_map(|at| choices.get(*at)).flat_map(|choice| &choice.candidates) {
            *sums.entry(one.char).or_default() += one.log / places.len() as f32;
        }
        for at in places {
            for one in choices.get_mut(at).into_iter().flat_map(|choice| &mut choice.candidates) {
                one.log = sums.get(&one.char).copied().unwrap_or(one.log);
            }
        }
    }
}
