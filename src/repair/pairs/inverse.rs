//! One run that a charset of two bytes made: its characters become bytes again, and the bytes UTF-8. Where the decoder found no character,
//! a mark stands for a byte or two, or nothing does. A run is read whole or not at all: never half a word. Never decides whether a run is
//! damaged.

use std::ops::Range;
use std::sync::Arc;

use super::candidates::{PairByte, SequenceBytes, candidates, lost_bytes, lost_first};
use super::hints::PairHints;
use super::table::{CharBytes, PairTable, is_next};
use super::whole::may_be_whole;

/// One character that the run was, and its bytes in the run.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct PairPart {
    pub range: Range<usize>,
    /// What it may have been with costs, the most frequent first.
    pub candidates: Arc<[(char, f32)]>,
    /// How many of its bytes were lost.
    pub lost: usize,
    /// Whether its first byte is lost, though not the second.
    pub lost_first: bool,
    /// Whether its last character was made of one byte: there bytes beside it may have been dropped.
    pub ends_single: bool,
}

/// A run read as a whole.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct RunParts {
    pub parts: Vec<PairPart>,
    /// How probable it is among all readings of the run, whatever its characters were.
    pub certainty: f32,
}

/// The cost of believing that a byte was lost where a mark stands, and where none does.
const MARKED_LOSS: f32 = 1.0;
const UNMARKED_LOSS: f32 = 4.0;
/// More where marks stand for other bytes.
const UNMARKED_BESIDE_MARKS: f32 = 8.0;
/// The cost of believing that a question mark stands for itself, and that another one behind it does.
const OWN_MARK: f32 = 0.5;
const OWN_MARK_AGAIN: f32 = 1.5;
/// The cost of believing that a dot which decoders write was made of two bytes.
const MADE_MARK: f32 = 4.0;
/// The cost of believing that a question mark stands for a whole character.
const MARK_OF_WHOLE: f32 = 4.0;
/// The cost of believing that a blank was lost with the byte before it, as Windows has it; more where a blank stands there still.
const EATEN_BLANK: f32 = 0.5;
const EATEN_BESIDE_BLANK: f32 = 4.0;
/// The same where a letter beyond ASCII follows: such are seldom parted by blanks.
const EATEN_BESIDE_LETTER: f32 = 3.0;
/// The cost of believing that the mark stands beside what made no character with the lost byte, where a letter follows: decoders that write
/// `U+FFFD` keep that, most that write another mark have eaten it. Less in front of a sign, which hardly follows a blank.
const KEPT_LETTER: f32 = 2.0;
const KEPT_SIGN: f32 = 0.5;
const EATEN_BY_REPLACEMENT: f32 = 3.0;
/// So many readings of a part of the run are followed at most.
const MAX_READINGS: usize = 24;
/// A sequence of UTF-8 that is not whole yet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct PairSequence {
    bytes: SequenceBytes,
    length: usize,
    missing: usize,
}

/// A reading up to some place of the run.
struct PairStep {
    sequence: PairSequence,
    cost: f32,
    /// The cost of all readings together that go on in the same way.
    all: f32,
    from: Option<usize>,
    /// The whole sequence that ends here, and how many units of the run are read.
    whole: Option<(SequenceBytes, usize)>,
}

/// A character of the run.
struct RunUnit {
    range: Range<usize>,
    bytes: Option<CharBytes>,
    is_mark: bool,
    is_replacement: bool,
}

/// The parts of `run`, or nothing where it can't be damage of the charset. `after` is what follows it.
pub(super) fn read(run: &str, after: Option<char>, table: &PairTable, hints: &PairHints) -> Option<RunParts> {
    if !may_be_whole(run.chars(), table) {
        return None;
    }
    let units = units(run, table)?;
    let mut reader = PairReader { table, hints, units: &units, after, steps: Vec::new() };
    let (end, certainty) = reader.cheapest()?;
    Some(RunParts { parts: reader.parts(end), certainty })
}

fn units(run: &str, table: &PairTable) -> Option<Vec<RunUnit>> {
    let unit = |(start, c): (usize, char)| {
        let bytes = if c.is_ascii() { Some(CharBytes::of(&[c as u8])) } else { table.bytes(c) };
        let is_mark = table.marks.contains(&c);
        (is_mark || bytes.is_some()).then(|| RunUnit {
            range: start..start + c.len_utf8(),
            bytes,
            is_mark,
            is_replacement: c == '\u{fffd}',
        })
    };
    run.char_indices().map(unit).collect()
}

/// What the readings of a mark cost.
struct MarkCosts {
    kept: f32,
    eaten: f32,
}

struct PairReader<'r> {
    table: &'r PairTable,
    hints: &'r PairHints,
    units: &'r [RunUnit],
    after: Option<char>,
    steps: Vec<PairStep>,
}

impl PairReader<'_> {
    /// The last step of the cheapest reading, and how probable that is.
    fn cheapest(&mut self) -> Option<(usize, f32)> {
        self.steps.push(PairStep { sequence: PairSequence::default(), cost: 0.0, all: 0.0, from: None, whole: None });
        let mut ends = vec![0];
        for (at, unit) in self.units.iter().enumerate() {
            let mut next: Vec<usize> = Vec::new();
            for end in ends {
                next.extend(self.read_unit(end, at, unit));
            }
            ends = self.best_of(next);
            if ends.is_empty() {
                return None;
            }
        }
        let last = self.units.len();
        let filled: Vec<usize> = ends.into_iter().flat_map(|end| self.filled(end, last)).collect();
        let whole = filled.into_iter().filter(|end| self.step(*end).is_some_and(|step| step.sequence.length == 0));
        let best = self.best_of(whole.collect()).first().copied()?;
        let step = self.step(best)?;
        Some((best, (step.all - step.cost).exp().min(1.0)))
    }

    fn step(&self, at: usize) -> Option<&PairStep> {
        self.steps.get(at)
    }

    fn cost(&self, at: usize) -> f32 {
        self.step(at).map_or(f32::MAX, |step| step.cost)
    }

    /// Of the readings that go on in the same way only the cheapest, which stands for all of them.
    fn best_of(&mut self, mut ends: Vec<usize>) -> Vec<usize> {
        ends.sort_by(|a, b| self.cost(*a).total_cmp(&self.cost(*b)).then(a.cmp(b)));
        let mut best: Vec<usize> = Vec::new();
        for end in ends {
            let sequence = self.step(end).map(|step| step.sequence);
            let same = best.iter().copied().find(|one| self.step(*one).map(|step| step.sequence) == sequence);
            match same {
                Some(one) => self.stand_for(one, end),
                None if best.len() < MAX_READINGS => best.push(end),
                None => {}
            }
        }
        best
    }

    /// Adds the readings of step `other` to those that step `one` stands for.
    fn stand_for(&mut self, one: usize, other: usize) {
        let more = self.step(other).map_or(f32::MAX, |step| step.all);
        if let Some(step) = self.steps.get_mut(one) {
            let least = step.all.min(more);
            step.all = least - ((least - step.all).exp() + (least - more).exp()).ln();
        }
    }

    /// All steps that lead on from step `end` over the unit with number `at`.
    fn read_unit(&mut self, end: usize, at: usize, unit: &RunUnit) -> Vec<usize> {
        let mut ends = Vec::new();
        if let Some(bytes) = unit.bytes {
            let known: Vec<PairByte> = bytes.as_slice().iter().map(|byte| PairByte::Known(*byte)).collect();
            let cost = if unit.is_mark { self.cost_of_own(at) } else { 0.0 };
            for filled in self.filled(end, at) {
                ends.extend(self.push_all(filled, &known, cost, at + 1));
            }
        }
        if unit.is_mark {
            let next = self.byte_at(at + 1);
            let costs = self.mark_costs(unit, next);
            ends.extend(self.push_all(end, &[PairByte::Lost(next)], MARKED_LOSS + costs.kept, at + 1));
            let sequence = self.step(end).map(|step| step.sequence).unwrap_or_default();
            let first = if sequence.missing == 1 { PairByte::LostWithLead } else { PairByte::LostPair };
            let whole = if sequence.length == 0 && !unit.is_replacement { MARK_OF_WHOLE } else { 0.0 };
            ends.extend(self.push_all(end, &[first, PairByte::Eaten], MARKED_LOSS * 2.0 + whole, at + 1));
            let eating = [PairByte::Lost(b' '), PairByte::Known(b' ')];
            ends.extend(self.push_all(end, &eating, MARKED_LOSS + costs.eaten, at + 1));
        }
        ends
    }

    /// What it costs that the mark at `at` stands for itself.
    fn cost_of_own(&self, at: usize) -> f32 {
        let is_mark = |at: Option<usize>| at.and_then(|at| self.units.get(at)).is_some_and(|unit| unit.is_mark);
        match self.byte_at_of_mark(at) {
            b'?' if is_mark(at.checked_sub(1)) => OWN_MARK_AGAIN,
            b'?' => OWN_MARK,
            _ => MADE_MARK,
        }
    }

    /// The first byte of the mark at `at` itself.
    fn byte_at_of_mark(&self, at: usize) -> u8 {
        self.units.get(at).and_then(|unit| unit.bytes?.as_slice().first().copied()).unwrap_or(0)
    }

    /// What it costs that the decoder kept the byte `next` behind a mark, and that it has eaten a blank there.
    fn mark_costs(&self, mark: &RunUnit, next: u8) -> MarkCosts {
        let keeps = self.hints.keeps;
        match next {
            b' ' | b'\n' => MarkCosts { kept: 0.0, eaten: EATEN_BESIDE_BLANK + keeps.max(0.0) },
            _ if mark.is_replacement => MarkCosts { kept: 0.0, eaten: EATEN_BY_REPLACEMENT + keeps.max(0.0) },
            0x80.. => MarkCosts { kept: 0.0, eaten: EATEN_BESIDE_LETTER + keeps.max(-EATEN_BESIDE_LETTER) },
            _ => {
                let kept = if next.is_ascii_alphanumeric() { KEPT_LETTER } else { KEPT_SIGN };
                MarkCosts { kept: (kept - keeps).max(0.0), eaten: EATEN_BLANK + keeps.max(0.0) }
            }
        }
    }

    /// The first byte of the unit with number `at`, or of what follows the run; 0 where it is not known.
    fn byte_at(&self, at: usize) -> u8 {
        match self.units.get(at) {
            Some(unit) if unit.is_mark => 0,
            Some(unit) => unit.bytes.and_then(|bytes| bytes.as_slice().first().copied()).unwrap_or(0),
            None => match self.after {
                Some(c) if c.is_ascii() => c as u8,
                Some(c) => self.table.bytes(c).and_then(|bytes| bytes.as_slice().first().copied()).unwrap_or(0),
                None => b'\n',
            },
        }
    }

    /// The step itself, and the one in which the only byte that is missing was dropped in front of unit `at`.
    fn filled(&mut self, end: usize, at: usize) -> Vec<usize> {
        let next = self.byte_at(at);
        let misses_one = self.step(end).is_some_and(|step| step.sequence.missing == 1);
        let is_marked = self.units.get(at).is_some_and(|unit| unit.is_mark);
        let mut ends = vec![end];
        if misses_one && !is_next(next) && !is_marked {
            let cost = if self.hints.has_marks { UNMARKED_BESIDE_MARKS } else { UNMARKED_LOSS };
            ends.extend(self.push_all(end, &[PairByte::Lost(next)], cost, at));
        }
        ends
    }

    fn push_all(&mut self, end: usize, bytes: &[PairByte], cost: f32, units: usize) -> Vec<usize> {
        let mut ends = vec![end];
        for byte in bytes {
            let mut next = Vec::new();
            for end in ends {
                next.extend(self.push(end, *byte, units));
            }
            ends = next;
        }
        for end in &ends {
            if let Some(step) = self.steps.get_mut(*end) {
                step.cost += cost;
                step.all += cost;
            }
        }
        ends
    }

    /// The steps behind one more byte: none where it can't stand there, several where it is not known what it begins.
    fn push(&mut self, end: usize, byte: PairByte, units: usize) -> Vec<usize> {
        let Some((sequence, cost, all)) = self.step(end).map(|step| (step.sequence, step.cost, step.all)) else {
            return Vec::new();
        };
        let mut made = Vec::new();
        for sequence in sequence.with(byte) {
            let step = if sequence.missing == 0 {
                let Some(more) = self.cost_of(&sequence) else { continue };
                PairStep {
                    sequence: PairSequence::default(),
                    cost: cost + more,
                    all: all + more,
                    from: Some(end),
                    whole: Some((sequence.bytes, units)),
                }
            } else {
                PairStep { sequence, cost, all, from: Some(end), whole: None }
            };
            made.push(self.steps.len());
            self.steps.push(step);
        }
        made
    }

    /// The cost of a whole sequence: that of all characters it may be.
    fn cost_of(&self, sequence: &PairSequence) -> Option<f32> {
        candidates(&sequence.bytes, self.table, self.hints).cost
    }

    /// The parts of the reading that ends in step `end`.
    fn parts(&self, end: usize) -> Vec<PairPart> {
        let mut wholes = Vec::new();
        let mut at = Some(end);
        while let Some(step) = at.and_then(|at| self.steps.get(at)) {
            wholes.extend(step.whole);
            at = step.from;
        }
        let mut start = 0;
        let mut parts = Vec::with_capacity(wholes.len());
        for (bytes, units) in wholes.into_iter().rev() {
            let last = units.checked_sub(1).and_then(|last| self.units.get(last));
            let end = last.map_or(0, |unit| unit.range.end);
            let is_single =
                |unit: &RunUnit| unit.bytes.is_some_and(|bytes| matches!(bytes.as_slice(), [byte] if *byte >= 0x80));
            let ends_single = last.is_some_and(is_single);
            let candidates = candidates(&bytes, self.table, self.hints).chars;
            let (lost, lost_first) = (lost_bytes(&bytes), lost_first(&bytes));
            parts.push(PairPart { range: start..end, candidates, lost, lost_first, ends_single });
            start = end;
        }
        parts
    }
}

impl PairSequence {
    /// The sequences with one more byte.
    fn with(&self, byte: PairByte) -> Vec<PairSequence> {
        let begun = |missing: usize| PairSequence { missing, ..PairSequence::default() }.filled(byte);
        match (self.length, byte) {
            (0, PairByte::Known(0..=0x7f)) => vec![begun(1)],
            (0, PairByte::Known(0xc2..=0xdf)) => vec![begun(2)],
            (0, PairByte::Known(0xe0..=0xef)) => vec![begun(3)],
            (0, PairByte::Known(0xf0..=0xf4)) => vec![begun(4)],
            (0, PairByte::Known(_)) => Vec::new(),
            (0, _) => (2..=4).map(begun).collect(),
            (_, PairByte::Known(known)) if !is_next(known) => Vec::new(),
            _ => vec![self.filled(byte)],
        }
    }

    fn filled(mut self, byte: PairByte) -> PairSequence {
        if let Some(slot) = self.bytes.get_mut(self.length) {
            *slot = Some(byte);
        }
        self.length += 1;
        self.missing -= 1;
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::repair::channels::Charset;

    fn best(run: &str, after: Option<char>, charset: Charset) -> Option<String> {
        let read = read(run, after, PairTable::of(charset)?, &PairHints::default())?;
        read.parts.iter().map(|part| part.candidates.first().map(|(c, _)| *c)).collect()
    }

    #[test]
    fn whole_runs_are_read() {
        let cases = [
            ("鈥檛", Charset::Gbk, "’t"),
            ("馃殌", Charset::Gbk, "🚀"),
            ("Najwi臋ksza", Charset::Gbk, "Największa"),
            ("瀛︿範", Charset::Gbk, "学习"),
            ("窶冲", Charset::ShiftJis, "’t"),
            ("ﾂｰ", Charset::ShiftJis, "°"),
            ("se簽or", Charset::Big5, "señor"),
        ];
        for (run, charset, was) in cases {
            assert_eq!(best(run, None, charset).as_deref(), Some(was), "{run}");
        }
    }

    #[test]
    fn marks_are_bytes_that_the_decoder_loses() {
        for (run, after, charset, was) in [
            ("鉁?", Some('D'), Charset::Gbk, "✅ "),
            ("鉁?", Some(' '), Charset::Gbk, "✅"),
            ("鈥?", None, Charset::Gbk, "—"),
            ("窶・", Some('n'), Charset::ShiftJis, "— "),
            ("鉁", Some(' '), Charset::Gbk, "✅"),
        ] {
            assert_eq!(best(run, after, charset).as_deref(), Some(was), "{run}");
        }
    }

    #[test]
    fn right_words_are_no_damage() {
        for text in ["中文", "课程", "日本語", "한국어", "录制", "è", "“", ""] {
            for charset in [Charset::Gbk, Charset::ShiftJis, Charset::Big5, Charset::EucKr] {
                assert_eq!(best(text, None, charset), None, "{text}");
            }
        }
    }
}
