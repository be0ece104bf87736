//! Which character a damaged form was before: where bytes were lost several are possible, ranked by their frequency and by how well they
//! fit between their neighbours. Never adds a candidate that the channel does not give.

use std::ops::Range;

use super::channels::LostBytes;
use super::lattice::{LossyForms, Original, PartReading, RunPart};
use super::plausible::oddness;

/// The cost of each byte that must have been lost, in nats.
pub(super) const DOUBT_PER_LOSS: f32 = 2.0;

/// One character of a damaged run and what it may have been.
#[derive(Clone, Debug)]
pub(super) struct CharSlot {
    /// Bytes of the text.
    pub range: Range<usize>,
    /// What it may have been, with probabilities, best first; empty where it stays as it stands.
    pub ranking: Vec<(char, f32)>,
    pub lost: LostBytes,
}

impl CharSlot {
    /// What it becomes.
    pub(super) fn best(&self) -> Option<char> {
        self.ranking.first().map(|(c, _)| *c)
    }
}

/// Candidates beyond these are too rare to be named.
const MAX_ALTERNATIVES: usize = 64;

/// Decides every piece of the run at `place` of `text`, from left to right.
pub(super) fn slots(text: &str, place: Range<usize>, pieces: &[RunPart], forms: &LossyForms) -> Vec<CharSlot> {
    let run = text.get(place.clone()).unwrap_or("");
    let (mut last, after) = around(text, &place);
    let mut slots: Vec<CharSlot> = Vec::with_capacity(pieces.len());
    for (at, piece) in pieces.iter().enumerate() {
        let range = place.start + piece.range.start..place.start + piece.range.end;
        let stands = run.get(piece.range.clone()).and_then(|piece| piece.chars().next());
        let next = pieces.get(at + 1).map_or(after, |next| likely_character(run, next, forms));
        let (ranking, lost) = match piece.reading {
            PartReading::Left => (Vec::new(), LostBytes::default()),
            PartReading::Exact(c) => (vec![(c, 1.0)], LostBytes::default()),
            PartReading::Lossy(number) => ranked(forms.candidates(number), (last, next), capitals(text, &range)),
        };
        last = ranking.first().map(|(c, _)| *c).or(stands);
        slots.push(CharSlot { range, ranking, lost });
    }
    slots
}

/// The characters before and after a place, within its line.
pub(super) fn around(text: &str, place: &Range<usize>) -> (Option<char>, Option<char>) {
    let before = text.get(..place.start).and_then(|text| text.chars().next_back()).filter(|c| *c != '\n');
    let after = text.get(place.end..).and_then(|text| text.chars().next()).filter(|c| *c != '\n');
    (before, after)
}

/// How many nats speak for a capital at `place` rather than a small letter, from the letters of its word and its neighbours.
fn capitals(text: &str, place: &Range<usize>) -> f32 {
    let before = text.get(..place.start).unwrap_or("").bytes().rev();
    let after = text.get(place.end..).unwrap_or("").bytes();
    let (left, right) = (WordCase::of(before.clone(), true), WordCase::of(after.clone(), true));
    match (left.capital + right.capital, left.small + right.small) {
        (_, 1..) if left.capital + left.small > 0 => -4.0,
        (2.., 0) => 4.0,
        (_, 0) => {
            let (left, right) = (WordCase::of(before, false), WordCase::of(after, false));
            let loud = [left, right].iter().any(|letters| letters.capital >= 2 && letters.small == 0);
            if loud { 3.0 } else { 0.0 }
        }
        _ => 0.0,
    }
}

/// Capitals and small letters of a word, near a place.
struct WordCase {
    capital: usize,
    small: usize,
}

impl WordCase {
    /// Of the word that `bytes` run through, or of the next one; damaged letters count as part of a word.
    fn of(bytes: impl Iterator<Item = u8>, own: bool) -> WordCase {
        let letter = |byte: &u8| byte.is_ascii_alphabetic() || *byte >= 0x80;
        let near = bytes.take(NEAR);
        let word: Vec<u8> = match own {
            true => near.take_while(letter).collect(),
            false => near.skip_while(letter).skip_while(|byte| *byte == b' ').take_while(letter).collect(),
        };
        let count = |wanted: fn(&u8) -> bool| word.iter().filter(|byte| wanted(byte)).count();
        WordCase { capital: count(u8::is_ascii_uppercase), small: count(u8::is_ascii_lowercase) }
    }
}

/// How many bytes around a place are looked at for the case of its word.
const NEAR: usize = 40;

/// The most probable character of a piece that is not decided yet.
fn likely_character(run: &str, piece: &RunPart, forms: &LossyForms) -> Option<char> {
    match piece.reading {
        PartReading::Left => run.get(piece.range.clone())?.chars().next(),
        PartReading::Exact(c) => Some(c),
        PartReading::Lossy(number) => forms.candidates(number).first().map(|best| best.char),
    }
}

fn ranked(
    candidates: &[Original],
    (before, after): (Option<char>, Option<char>),
    capitals: f32,
) -> (Vec<(char, f32)>, LostBytes) {
    let mut buffer = [0; 4];
    let cost = |c: char, buffer: &mut [u8; 4]| {
        let capital = if c.is_uppercase() { capitals } else { 0.0 };
        oddness(before, c.encode_utf8(buffer), after) - capital
    };
    let tried = candidates.iter().take(MAX_ALTERNATIVES);
    let mut order: Vec<(f32, &Original)> = tried.map(|tried| (cost(tried.char, &mut buffer), tried)).collect();
    order.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.char.cmp(&b.1.char)));
    let best = order.first().map_or(0.0, |(cost, _)| *cost);
    let sum: f32 = order.iter().map(|(cost, _)| (best - cost).exp()).sum();
    let lost = order.first().map_or(LostBytes::default(), |(_, candidate)| candidate.lost);
    (order.iter().map(|(cost, candidate)| (candidate.char, (best - cost).exp() / sum)).collect(), lost)
}

/// The text of a run with all slots filled.
pub(super) fn filled(text: &str, slots: &[CharSlot]) -> String {
    let mut out = String::new();
    for slot in slots {
        match slot.best() {
            Some(c) => out.push(c),
            None => out.push_str(text.get(slot.range.clone()).unwrap_or("")),
        }
    }
    out
}
