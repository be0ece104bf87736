//! One run that a charset of two bytes made: its characters become bytes again, and the bytes UTF-8. Where the decoder found no character,
//! a mark stands for a byte or two, or nothing does; all bytes that the decoder would have lost there are tried. A run is read whole or not
//! at all: never half a word. Never decides whether a run is damaged.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::{Arc, LazyLock, Mutex};

use super::super::channels::Charset;
use super::table::{CharBytes, PairTable, is_lead, is_next};
use super::weigh;

/// One character that the run was, and its bytes in the run.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct PairPart {
    pub range: Range<usize>,
    /// What it may have been with costs, the most frequent first.
    pub candidates: Arc<[(char, f32)]>,
    /// How many of its bytes were lost.
    pub lost: usize,
}

/// The cost of believing that a byte was lost where a mark stands, and where none does.
const MARKED_LOSS: f32 = 1.0;
const UNMARKED_LOSS: f32 = 4.0;
/// The cost of believing that a blank was lost with the byte before it, as Windows has it; more where a blank stands there still.
const EATEN_BLANK: f32 = 0.5;
const EATEN_BESIDE_BLANK: f32 = 4.0;
/// The cost of believing that the mark stands beside what made no character with the lost byte: decoders that write `U+FFFD` keep that, those
/// that write another mark have eaten it.
const KEPT_BEHIND_MARK: f32 = 3.0;
const EATEN_BY_REPLACEMENT: f32 = 3.0;
/// The cost of believing that a letter was lost which is neither Latin nor Asian.
const LOST_LETTER: f32 = 3.0;
/// So many readings of a part of the run are followed at most.
const MAX_READINGS: usize = 24;
/// A character has lost no more bytes than this, else it could be anything.
const MAX_LOST_BYTES: usize = 2;
/// So many candidates are kept.
const MAX_CANDIDATES: usize = 12;

/// A byte of a sequence that is being put together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum PairByte {
    Known(u8),
    /// A lost byte, and the byte behind it, with which it makes no character; 0 where that is not known.
    Lost(u8),
    /// A byte that was lost together with the one behind it.
    LostPair,
}

/// The bytes of a sequence as far as they are known.
type SequenceBytes = [Option<PairByte>; 4];

type KnownCandidates = HashMap<(Charset, SequenceBytes), Arc<[(char, f32)]>>;

/// The candidates of sequences, which are the same for every text: trying all lost bytes takes long.
static KNOWN: LazyLock<Mutex<KnownCandidates>> = LazyLock::new(Mutex::default);
/// So many of them are kept, so that memory stays small on hostile input.
const MAX_KNOWN: usize = 1 << 14;

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
pub(super) fn read(run: &str, after: Option<char>, table: &PairTable) -> Option<Vec<PairPart>> {
    if !may_be_whole(run.chars(), table) {
        return None;
    }
    let units = units(run, table)?;
    let mut reader = PairReader { table, units: &units, after, steps: Vec::new() };
    let end = reader.cheapest()?;
    reader.parts(end)
}

/// Whether the bytes of a run can be whole sequences; a quick test, which hardly a right text passes.
pub(super) fn may_be_whole(run: impl Iterator<Item = char>, table: &PairTable) -> bool {
    // A bit for each number of bytes that may be missing.
    let mut missing: u8 = 1;
    let mut has_bytes = false;
    for c in run {
        missing = if table.marks.contains(&c) {
            let once = after_lost(missing);
            // The mark may stand for itself.
            once | after_lost(once) | (missing & 1)
        } else {
            let Some(bytes) = table.bytes(c).or_else(|| c.is_ascii().then(|| CharBytes::of(&[c as u8]))) else {
                return false;
            };
            has_bytes |= !c.is_ascii();
            bytes.as_slice().iter().fold(missing, |missing, byte| after_byte(missing, *byte))
        };
        if missing == 0 {
            return false;
        }
    }
    has_bytes && missing & 0b11 != 0
}

fn after_byte(missing: u8, byte: u8) -> u8 {
    // A byte may have been dropped where one was missing.
    let whole = (missing & 1) | (missing >> 1 & 1);
    match byte {
        0..=0x7f => whole,
        0x80..=0xbf => missing >> 1,
        0xc2..=0xdf if whole != 0 => 0b10,
        0xe0..=0xef if whole != 0 => 0b100,
        0xf0..=0xf4 if whole != 0 => 0b1000,
        _ => 0,
    }
}

fn after_lost(missing: u8) -> u8 {
    missing >> 1 | if missing & 1 != 0 { 0b1110 } else { 0 }
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

struct PairReader<'r> {
    table: &'r PairTable,
    units: &'r [RunUnit],
    after: Option<char>,
    steps: Vec<PairStep>,
}

impl PairReader<'_> {
    /// The last step of the cheapest reading.
    fn cheapest(&mut self) -> Option<usize> {
        self.steps.push(PairStep { sequence: PairSequence::default(), cost: 0.0, from: None, whole: None });
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
        whole.min_by(|a, b| self.cost(*a).total_cmp(&self.cost(*b)).then(a.cmp(b)))
    }

    fn step(&self, at: usize) -> Option<&PairStep> {
        self.steps.get(at)
    }

    fn cost(&self, at: usize) -> f32 {
        self.step(at).map_or(f32::MAX, |step| step.cost)
    }

    /// Of the readings that go on in the same way only the cheapest.
    fn best_of(&self, mut ends: Vec<usize>) -> Vec<usize> {
        ends.sort_by(|a, b| self.cost(*a).total_cmp(&self.cost(*b)).then(a.cmp(b)));
        let mut best: Vec<usize> = Vec::new();
        for end in ends {
            let sequence = self.step(end).map(|step| step.sequence);
            if best.len() < MAX_READINGS
                && !best.iter().any(|one| self.step(*one).map(|step| step.sequence) == sequence)
            {
                best.push(end);
            }
        }
        best
    }

    /// All steps that lead on from step `end` over the unit with number `at`.
    fn read_unit(&mut self, end: usize, at: usize, unit: &RunUnit) -> Vec<usize> {
        let mut ends = Vec::new();
        if let Some(bytes) = unit.bytes {
            let known: Vec<PairByte> = bytes.as_slice().iter().map(|byte| PairByte::Known(*byte)).collect();
            for filled in self.filled(end, at) {
                ends.extend(self.push_all(filled, &known, 0.0, at + 1));
            }
        }
        if unit.is_mark {
            let next = self.byte_at(at + 1);
            let is_replacement = unit.is_replacement;
            let kept = if is_replacement || next >= 0x80 || next <= b' ' { 0.0 } else { KEPT_BEHIND_MARK };
            ends.extend(self.push_all(end, &[PairByte::Lost(next)], MARKED_LOSS + kept, at + 1));
            ends.extend(self.push_all(end, &[PairByte::LostPair, PairByte::Lost(0)], MARKED_LOSS * 2.0, at + 1));
            let eaten = match next {
                b' ' | b'\n' => EATEN_BESIDE_BLANK,
                _ if is_replacement => EATEN_BY_REPLACEMENT,
                _ => EATEN_BLANK,
            };
            let eating = [PairByte::Lost(b' '), PairByte::Known(b' ')];
            ends.extend(self.push_all(end, &eating, MARKED_LOSS + eaten, at + 1));
        }
        ends
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
        let mut ends = vec![end];
        if misses_one && !is_next(next) {
            ends.extend(self.push_all(end, &[PairByte::Lost(next)], UNMARKED_LOSS, at));
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
            }
        }
        ends
    }

    /// The steps behind one more byte: none where it can't stand there, several where it is not known what it begins.
    fn push(&mut self, end: usize, byte: PairByte, units: usize) -> Vec<usize> {
        let Some((sequence, cost)) = self.step(end).map(|step| (step.sequence, step.cost)) else { return Vec::new() };
        let mut made = Vec::new();
        for sequence in sequence.with(byte) {
            let step = if sequence.missing == 0 {
                let Some(more) = self.cost_of(&sequence) else { continue };
                PairStep {
                    sequence: PairSequence::default(),
                    cost: cost + more,
                    from: Some(end),
                    whole: Some((sequence.bytes, units)),
                }
            } else {
                PairStep { sequence, cost, from: Some(end), whole: None }
            };
            made.push(self.steps.len());
            self.steps.push(step);
        }
        made
    }

    /// The cost of a whole sequence: that of all characters it may be.
    fn cost_of(&self, sequence: &PairSequence) -> Option<f32> {
        let candidates = self.candidates(&sequence.bytes);
        let best = candidates.first()?.1;
        let sum: f32 = candidates.iter().map(|(_, cost)| (best - cost).exp()).sum();
        Some(best - sum.ln())
    }

    fn candidates(&self, bytes: &SequenceBytes) -> Arc<[(char, f32)]> {
        if let Some(known) = KNOWN.lock().ok().and_then(|known| known.get(&(self.table.charset, *bytes)).cloned()) {
            return known;
        }
        let mut found = originals(bytes, self.table);
        found.sort_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
        found.truncate(MAX_CANDIDATES);
        let found: Arc<[(char, f32)]> = found.into();
        if let Ok(mut known) = KNOWN.lock() {
            if known.len() >= MAX_KNOWN {
                known.clear();
            }
            known.insert((self.table.charset, *bytes), Arc::clone(&found));
        }
        found
    }

    /// The parts of the reading that ends in step `end`.
    fn parts(&self, end: usize) -> Option<Vec<PairPart>> {
        let mut wholes = Vec::new();
        let mut at = Some(end);
        while let Some(step) = at.and_then(|at| self.steps.get(at)) {
            wholes.extend(step.whole);
            at = step.from;
        }
        let mut start = 0;
        let mut parts = Vec::with_capacity(wholes.len());
        for (bytes, units) in wholes.into_iter().rev() {
            let end = units.checked_sub(1).and_then(|last| self.units.get(last)).map_or(0, |unit| unit.range.end);
            let lost = bytes.iter().flatten().filter(|byte| !matches!(byte, PairByte::Known(_))).count();
            parts.push(PairPart { range: start..end, candidates: self.candidates(&bytes), lost });
            start = end;
        }
        Some(parts)
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

/// The characters whose bytes these may be, with costs.
fn originals(bytes: &SequenceBytes, table: &PairTable) -> Vec<(char, f32)> {
    let length = bytes.iter().flatten().count();
    let lost = bytes.iter().flatten().filter(|byte| !matches!(byte, PairByte::Known(_))).count();
    let mut found = Vec::new();
    if lost <= MAX_LOST_BYTES {
        try_bytes(bytes, length, &mut [0; 4], 0, table, &mut found);
    }
    found
}

/// Whether `c` is a letter that few texts have: a lost character is a sign rather than one of these.
fn is_foreign_letter(c: char) -> bool {
    c.is_alphabetic() && c >= '\u{180}' && !weigh::is_asian(c)
}

fn try_bytes(
    pattern: &SequenceBytes,
    length: usize,
    bytes: &mut [u8; 4],
    at: usize,
    table: &PairTable,
    found: &mut Vec<(char, f32)>,
) {
    let Some(wanted) = pattern.get(at).copied().flatten().filter(|_| at < length) else {
        let c =
            bytes.get(..length).and_then(|bytes| std::str::from_utf8(bytes).ok()).and_then(|text| text.chars().next());
        let is_lost = pattern.iter().flatten().any(|byte| !matches!(byte, PairByte::Known(_)));
        let doubt = if is_lost && c.is_some_and(is_foreign_letter) { LOST_LETTER } else { 0.0 };
        found.extend(c.and_then(|c| Some((c, weigh::possible_cost(c)? + doubt))));
        return;
    };
    let last = at.checked_sub(1).and_then(|last| bytes.get(last)).copied().unwrap_or(0);
    let is_partner = at.checked_sub(1).and_then(|last| pattern.get(last)) == Some(&Some(PairByte::LostPair));
    let range = match wanted {
        PairByte::Known(byte) => byte..=byte,
        _ if at > 0 => 0x80..=0xbf,
        _ if length == 2 => 0xc2..=0xdf,
        _ if length == 3 => 0xe0..=0xef,
        _ => 0xf0..=0xf4,
    };
    for byte in range {
        let is_kept = match wanted {
            PairByte::Lost(next) => table.is_kept(byte, next),
            _ => false,
        };
        if is_kept || is_partner && table.is_kept(last, byte) || at == 0 && byte >= 0x80 && !is_lead(byte) {
            continue;
        }
        if let Some(slot) = bytes.get_mut(at) {
            *slot = byte;
        }
        try_bytes(pattern, length, bytes, at + 1, table, found);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    fn best(run: &str, after: Option<char>, charset: Charset) -> Option<String> {
        let parts = read(run, after, PairTable::of(charset)?)?;
        parts.iter().map(|part| part.candidates.first().map(|(c, _)| *c)).collect()
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
