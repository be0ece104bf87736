//! One run of damaged characters read under one channel: what each character may have been, and how much less odd the result is than what
//! stands there. Never decides whether the run is damaged: that is `decide`.

use std::ops::Range;
use std::sync::Arc;

use super::channels::{Channel, LostBytes};
use super::choose::{self, CharSlot, DOUBT_PER_LOSS};
use super::lattice::{self, LossyForms};
use super::pairs::{self, PairHints, PairTable, RunReading};
use super::plausible::{is_pictures, oddness};
use super::runs::Run;
use super::scripts::FileScripts;

/// The cost of an undamaged character between damaged ones, in nats.
const KEPT_WITHIN: f32 = 8.0;

/// What it is worth that a picture comes out where pictures stand: at the start of a heading, an item, a quote or a cell, in nats.
const OPENING_PICTURE: f32 = 2.0;

/// What reads runs under a channel.
pub(super) enum ChannelReader {
    /// A charset of single bytes.
    Bytes(Arc<LossyForms>),
    /// A charset that makes one character of two bytes.
    Pairs(&'static PairTable, PairHints),
}

impl ChannelReader {
    pub(super) fn of(channel: Channel) -> ChannelReader {
        PairTable::of(channel.charset).map_or_else(
            || ChannelReader::Bytes(LossyForms::of(channel)),
            |table| ChannelReader::Pairs(table, PairHints::default()),
        )
    }

    /// The reader of `runs`, which tell of the decoder that made them.
    pub(super) fn of_runs(channel: Channel, text: &str, runs: &[Run]) -> ChannelReader {
        match ChannelReader::of(channel) {
            ChannelReader::Pairs(table, _) => {
                ChannelReader::Pairs(table, PairHints::of(text, runs.iter().map(|run| &run.range), table))
            }
            reader @ ChannelReader::Bytes(_) => reader,
        }
    }

    fn read(&self, text: &str, run: &Run) -> RunReading {
        match self {
            ChannelReader::Bytes(forms) => {
                let (slots, gain) = bytes_read(text, run, forms);
                RunReading { slots, gain, certainty: 1.0 }
            }
            ChannelReader::Pairs(table, hints) => pairs::read(text, &run.range, table, hints),
        }
    }

    /// The most that the rest of the text adds to a run's gain.
    fn most_support(&self) -> f32 {
        match self {
            ChannelReader::Bytes(_) => 0.0,
            ChannelReader::Pairs(..) => pairs::WITHIN_WORD,
        }
    }
}

/// A run read under a channel.
pub(super) struct RunGuess {
    pub run: Run,
    /// Empty where the channel does not explain the run.
    pub slots: Vec<CharSlot>,
    /// How much less odd the result is than what stands there, in nats, what speaks against the reading taken off.
    pub gain: f32,
    /// How probable it is that the run was cut into characters as it was.
    pub certainty: f32,
}

impl RunGuess {
    /// Reads `run` of `text` under one channel; `scripts` are those of the text.
    pub fn new(text: &str, run: Run, reader: &ChannelReader, scripts: &FileScripts) -> RunGuess {
        let RunReading { slots, gain, certainty } = reader.read(text, &run);
        if slots.is_empty() {
            return RunGuess { run, slots, gain, certainty };
        }
        let (body, becomes) = (text.get(run.range.clone()).unwrap_or(""), choose::filled(text, &slots));
        let surprise = scripts.surprise(body) - scripts.surprise(&becomes);
        let place = if opens_block_as_picture(text, &run.range, &becomes) { OPENING_PICTURE } else { 0.0 };
        RunGuess { run, slots, gain: gain + surprise + place, certainty }
    }

    /// The most that `run` can gain, whatever the rest of the text says.
    pub fn most_gain(text: &str, run: &Run, reader: &ChannelReader) -> f32 {
        let gain = reader.read(text, run).gain;
        let surprise = FileScripts::none().surprise(text.get(run.range.clone()).unwrap_or(""));
        gain + surprise + OPENING_PICTURE + reader.most_support()
    }
}

/// What each character of `run` was, and how much less odd that is than what stands there, in nats. Empty where the channel does not explain
/// the run.
fn bytes_read(text: &str, run: &Run, forms: &LossyForms) -> (Vec<CharSlot>, f32) {
    let body = text.get(run.range.clone()).unwrap_or("");
    let (before, after) = choose::around(text, &run.range);
    let Some(pieces) = lattice::read(body, after, forms) else { return (Vec::new(), f32::MIN) };
    let slots = choose::slots(text, run.range.clone(), &pieces, forms);
    let becomes = choose::filled(text, &slots);
    let doubts = doubts(text, &slots) + forms.channel.charset.prior_cost();
    let gain = oddness(before, body, after) - pairs::oddness_with_asian(before, &becomes, after) - doubts;
    (slots, gain)
}

/// Whether what a place becomes are pictures at the start of a heading, an item, a quote or a cell.
pub(super) fn opens_block_as_picture(text: &str, place: &Range<usize>, becomes: &str) -> bool {
    // A run may have taken the blank behind it, in case that was a byte.
    let pictures = becomes.trim_end_matches(' ');
    let blanks = becomes.len() - pictures.len();
    is_pictures(pictures) && opens_block(text, &(place.start..place.end.saturating_sub(blanks)))
}

/// Whether only marks of blocks stand before the place in its line, and a blank behind it.
fn opens_block(text: &str, place: &Range<usize>) -> bool {
    let before = text.get(..place.start).unwrap_or("");
    let marks = before
        .trim_end_matches(|c: char| matches!(c, ' ' | '\t' | '#' | '>' | '-' | '*' | '+' | '|' | '.' | '0'..='9'));
    let is_first = marks.is_empty() || marks.ends_with('\n') || before[marks.len()..].contains('|');
    is_first && text.get(place.end..).is_some_and(|rest| rest.starts_with(' '))
}

/// What speaks against a reading beside its result: losses, and undamaged characters within. In nats.
fn doubts(text: &str, slots: &[CharSlot]) -> f32 {
    let form = |slot: &CharSlot| text.get(slot.range.clone()).unwrap_or("");
    let mut sum = 0.0;
    for (at, slot) in slots.iter().enumerate() {
        let last = at.checked_sub(1).and_then(|last| slots.get(last));
        let repeats = last.is_some_and(|last| form(last) == form(slot));
        if slot.lost.any() && !repeats {
            sum += DOUBT_PER_LOSS;
        }
        let is_kept = slot.ranking.is_empty() && !form(slot).is_ascii();
        if is_kept && !last.is_some_and(|last| last.ranking.is_empty()) {
            sum += KEPT_WITHIN;
        }
    }
    sum
}

/// What was lost in any of the slots.
pub(super) fn lost(slots: &[CharSlot]) -> LostBytes {
    slots.iter().fold(LostBytes::default(), |lost, slot| lost.or(slot.lost))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A slot of one byte that became `a`.
    fn slot(at: usize, is_lost: bool) -> CharSlot {
        let lost = LostBytes { undefined: is_lost, ..LostBytes::default() };
        CharSlot { range: at..at + 1, ranking: vec![('a', 1.0)], lost }
    }

    #[test]
    fn a_loss_counts_once_for_equal_forms_side_by_side() {
        assert_eq!(doubts("xxy", &[slot(0, false), slot(1, false)]), 0.0);
        assert_eq!(doubts("xxy", &[slot(0, true), slot(1, true)]), DOUBT_PER_LOSS);
        assert_eq!(doubts("xxy", &[slot(0, true), slot(1, true), slot(2, true)]), 2.0 * DOUBT_PER_LOSS);
    }
}
