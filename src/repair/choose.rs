//! Which original a lossy form had: candidates ranked by their frequency and by how well they sit between their
//! neighbours. Never adds a candidate that the channel does not give.

use std::ops::Range;

use super::channels::Lost;
use super::lattice::{Candidate, Forms, Piece, Reading};
use super::plausible::oddness;

/// One character of a damaged run and what it may have been.
#[derive(Clone, Debug)]
pub(super) struct Slot {
    /// Bytes of the text.
    pub range: Range<usize>,
    /// What it may have been, with probabilities, best first; empty where it stays as it stands.
    pub ranking: Vec<(char, f32)>,
    pub lost: Lost,
}

impl Slot {
    /// What it becomes.
    pub(super) fn best(&self) -> Option<char> {
        self.ranking.first().map(|(c, _)| *c)
    }
}

/// Candidates beyond these are too rare to be named.
const MOST: usize = 12;

/// Decides every piece of a run that begins at byte `start`, from left to right.
pub(super) fn slots(
    run: &str,
    start: usize,
    pieces: &[Piece],
    forms: &Forms,
    before: Option<char>,
    after: Option<char>,
) -> Vec<Slot> {
    let mut last = before;
    let mut slots: Vec<Slot> = Vec::with_capacity(pieces.len());
    for (at, piece) in pieces.iter().enumerate() {
        let range = start + piece.range.start..start + piece.range.end;
        let stands = run.get(piece.range.clone()).and_then(|piece| piece.chars().next());
        let next = pieces.get(at + 1).map_or(after, |next| glimpse(run, next, forms));
        let (ranking, lost) = match piece.reading {
            Reading::Left => (Vec::new(), Lost::default()),
            Reading::Exact(c) => (vec![(c, 1.0)], Lost::default()),
            Reading::Lossy(number) => ranked(forms.candidates(number), last, next),
        };
        last = ranking.first().map(|(c, _)| *c).or(stands);
        slots.push(Slot { range, ranking, lost });
    }
    slots
}

/// The most probable character of a piece that is not decided yet.
fn glimpse(run: &str, piece: &Piece, forms: &Forms) -> Option<char> {
    match piece.reading {
        Reading::Left => run.get(piece.range.clone())?.chars().next(),
        Reading::Exact(c) => Some(c),
        Reading::Lossy(number) => forms.candidates(number).first().map(|best| best.char),
    }
}

fn ranked(candidates: &[Candidate], before: Option<char>, after: Option<char>) -> (Vec<(char, f32)>, Lost) {
    let mut buffer = [0; 4];
    let tried = candidates.iter().take(MOST);
    let costs: Vec<f32> = tried.map(|tried| oddness(before, tried.char.encode_utf8(&mut buffer), after)).collect();
    let mut order: Vec<(f32, &Candidate)> = costs.into_iter().zip(candidates).collect();
    order.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.char.cmp(&b.1.char)));
    let best = order.first().map_or(0.0, |(cost, _)| *cost);
    let sum: f32 = order.iter().map(|(cost, _)| (best - cost).exp()).sum();
    let lost = order.first().map_or(Lost::default(), |(_, candidate)| candidate.lost);
    (order.iter().map(|(cost, candidate)| (candidate.char, (best - cost).exp() / sum)).collect(), lost)
}

/// The text of a run with all slots filled.
pub(super) fn filled(text: &str, slots: &[Slot]) -> String {
    let mut out = String::new();
    for slot in slots {
        match slot.best() {
            Some(c) => out.push(c),
            None => out.push_str(text.get(slot.range.clone()).unwrap_or("")),
        }
    }
    out
}
