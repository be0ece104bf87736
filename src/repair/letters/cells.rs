//! The lines of a text as they will stand after repair: characters that are decided, and slots where a letter lost bytes. Never decides one.

use std::ops::Range;

use crate::repair::choose::CharSlot;
use crate::repair::guess::RunGuess;
use crate::repair::lexicon;

/// Which slot of which guess.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct SlotPlace {
    pub guess: usize,
    pub slot: usize,
}

/// One character of a line.
#[derive(Clone, Copy, Debug)]
pub(super) struct LetterCell {
    /// The character, or the most frequent of those that it may be.
    pub char: char,
    /// Where it is not decided.
    pub open: Option<SlotPlace>,
}

/// What else a slot within a word may be, digits and signs, is so much less probable than its frequency says.
const SIGN_IN_WORD: f32 = 0.001;

/// Whether letters may stand in a slot that lost bytes.
pub(super) fn is_open(slot: &CharSlot) -> bool {
    slot.lost.any() && slot.ranking.iter().any(|(c, _)| is_part_of_word(*c))
}

/// The most frequent letter that a slot may be.
fn first_letter(slot: &CharSlot) -> Option<char> {
    slot.ranking.iter().map(|(c, _)| *c).find(|c| is_part_of_word(*c))
}

/// Whether `c` is a letter, or a mark that sits on one.
pub(super) fn is_part_of_word(c: char) -> bool {
    c.is_ascii_alphabetic() || !c.is_ascii() && (lexicon::is_letter(c) || is_mark(c))
}

/// Whether `c` is one of the marks that words of the lists have.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5c7}' | '\u{64b}'..='\u{655}' | '\u{900}'..='\u{903}' | '\u{93c}'..='\u{94d}' | '\u{e31}'..='\u{e4e}')
}

/// Hands each line to `take`, as cells.
pub(super) fn each_line(text: &str, guesses: &[RunGuess], mut take: impl FnMut(&[LetterCell])) {
    let (mut at, mut next) = (0, 0);
    let mut cells = Vec::new();
    for line in text.split_inclusive('\n') {
        let range = at..at + line.len();
        let first = next;
        next += guesses.get(first..).unwrap_or(&[]).partition_point(|guess| guess.run.range.start < range.end);
        cells.clear();
        fill(text, range.clone(), guesses, first..next, &mut cells);
        take(&cells);
        at = range.end;
    }
}

fn fill(text: &str, line: Range<usize>, guesses: &[RunGuess], here: Range<usize>, cells: &mut Vec<LetterCell>) {
    let decided = |char| LetterCell { char, open: None };
    let mut at = line.start;
    for (number, guess) in here.clone().zip(guesses.get(here).unwrap_or(&[])) {
        for (place, slot) in guess.slots.iter().enumerate() {
            let Some(best) = slot.best() else { continue };
            cells.extend(text.get(at..slot.range.start).unwrap_or("").chars().map(decided));
            let open = is_open(slot).then_some(SlotPlace { guess: number, slot: place });
            let char = if open.is_some() { first_letter(slot).unwrap_or(best) } else { best };
            cells.push(LetterCell { char, open });
            at = slot.range.end;
        }
    }
    cells.extend(text.get(at..line.end).unwrap_or("").chars().map(decided));
}

/// What a slot may be.
pub(super) fn ranking(guesses: &[RunGuess], place: SlotPlace) -> &[(char, f32)] {
    guesses.get(place.guess).and_then(|guess| guess.slots.get(place.slot)).map_or(&[], |slot| &slot.ranking)
}

/// Where a slot begins in the text.
pub(super) fn start(guesses: &[RunGuess], place: SlotPlace) -> Option<usize> {
    Some(guesses.get(place.guess)?.slots.get(place.slot)?.range.start)
}

/// What a slot may be, with probabilities.
pub(super) type LetterRanking = Vec<(char, f32)>;

/// What was found for one slot.
pub(super) struct LetterReading {
    pub place: SlotPlace,
    pub ranking: LetterRanking,
    /// Whether no other letters stand beside it that speak against signs.
    pub is_alone: bool,
    /// Whether only one word that a list has is probable.
    pub is_settled: bool,
}

/// What was found for the slots of a text.
#[derive(Default)]
pub(super) struct LetterReadings {
    pub places: Vec<LetterReading>,
    /// The logarithm of the probability of all that the words may be.
    pub score: f32,
}

impl LetterReading {
    /// Puts the new ranking into its slot: letters take the place of its letters; other characters are less probable beside other letters.
    pub(super) fn apply(self, guesses: &mut [RunGuess]) {
        let slot = guesses.get_mut(self.place.guess).and_then(|guess| guess.slots.get_mut(self.place.slot));
        let Some(slot) = slot.filter(|slot| slot.ranking.len() > 1) else { return };
        let less = if self.is_alone { 1.0 } else { SIGN_IN_WORD };
        let others = slot.ranking.iter().filter(|(c, _)| !self.ranking.iter().any(|(letter, _)| letter == c));
        let others: Vec<(char, f32)> = others.map(|(c, p)| (*c, p * less)).collect();
        let share = 1.0 - others.iter().map(|(_, p)| p).sum::<f32>();
        let mut ranking: LetterRanking = self.ranking.iter().map(|(c, p)| (*c, p * share)).chain(others).collect();
        ranking.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        slot.ranking = ranking;
    }
}
