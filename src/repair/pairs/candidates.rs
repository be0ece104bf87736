//! What a sequence of UTF-8 may be of which some bytes were lost: all bytes that the decoder would have lost there are tried. Never knows
//! where in a run the sequence stands.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex};

use super::super::channels::Charset;
use super::hints::PairHints;
use super::table::{PairTable, is_lead};
use super::weigh;

/// The cost of believing that a letter was lost of a script that no whole character of the text has, where it can be nothing else.
const FOREIGN_LETTER: f32 = 3.0;
/// The points of texts with Asian letters, and their cost there.
const ASIAN_POINTS: [char; 3] = ['、', '。', '，'];
const ASIAN_POINT: f32 = 3.0;
/// A character has lost no more bytes than this, else it could be anything.
const MAX_LOST_BYTES: usize = 2;
/// So many candidates are kept: all that differ in one byte, and fewer where two were lost, which may be thousands.
const MAX_CANDIDATES: usize = 64;
const MAX_OF_TWO_LOST: usize = 16;
/// The first bytes of the signs and letters that texts without blanks between words are made of.
const USUAL_LEADS: std::ops::RangeInclusive<u8> = 0xe2..=0xe9;

/// A byte of a sequence that is being put together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum PairByte {
    Known(u8),
    /// A lost byte, and the byte behind it, with which it makes no character; 0 where that is not known.
    Lost(u8),
    /// A byte that was lost together with the one behind it, which is of the same sequence.
    LostPair,
    /// A byte that was lost together with the first one of the next sequence.
    LostWithLead,
    /// A byte that was lost together with the one before it.
    Eaten,
}

/// The bytes of a sequence as far as they are known.
pub(super) type SequenceBytes = [Option<PairByte>; 4];

/// What a sequence may be.
#[derive(Clone, Debug)]
pub(super) struct PairCandidates {
    /// Characters with costs, the most frequent first.
    pub chars: Arc<[(char, f32)]>,
    /// The cost of all of them together; none where there are none.
    pub cost: Option<f32>,
}

/// What decides about candidates: the charset, its edition, whether the text has Asian letters, its scripts, and the bytes.
type CandidateKey = (Charset, bool, bool, u8, SequenceBytes);

/// The candidates of sequences, which are the same for many texts: trying all lost bytes takes long.
static KNOWN: LazyLock<Mutex<HashMap<CandidateKey, PairCandidates>>> = LazyLock::new(Mutex::default);
/// So many of them are kept, so that memory stays small on hostile input.
const MAX_KNOWN: usize = 1 << 14;

/// The characters whose bytes these may be.
pub(super) fn candidates(bytes: &SequenceBytes, table: &PairTable, hints: &PairHints) -> PairCandidates {
    let key = (table.charset, hints.is_extended, hints.language.is_some(), hints.scripts, *bytes);
    if let Some(known) = KNOWN.lock().ok().and_then(|known| known.get(&key).cloned()) {
        return known;
    }
    let mut found = originals(bytes, table, hints);
    // A lost byte could make a letter of any script: those of the text are enough where they explain it.
    if lost_bytes(bytes) > 0 && found.iter().any(|(c, _)| !hints.is_foreign(*c)) {
        found.retain(|(c, _)| !hints.is_foreign(*c));
    }
    found.sort_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
    found.truncate(if lost_bytes(bytes) > 1 { MAX_OF_TWO_LOST } else { MAX_CANDIDATES });
    let found = PairCandidates { cost: together(&found), chars: found.into() };
    if let Ok(mut known) = KNOWN.lock() {
        if known.len() >= MAX_KNOWN {
            known.clear();
        }
        known.insert(key, found.clone());
    }
    found
}

fn together(found: &[(char, f32)]) -> Option<f32> {
    let best = found.first()?.1;
    let sum: f32 = found.iter().map(|(_, cost)| (best - cost).exp()).sum();
    Some(best - sum.ln())
}

/// Whether the first byte was lost, by itself.
pub(super) fn lost_first(bytes: &SequenceBytes) -> bool {
    matches!(bytes, [Some(PairByte::Lost(_)), ..])
}

/// How many of the bytes were lost.
pub(super) fn lost_bytes(bytes: &SequenceBytes) -> usize {
    bytes.iter().flatten().filter(|byte| !matches!(byte, PairByte::Known(_))).count()
}

fn originals(bytes: &SequenceBytes, table: &PairTable, hints: &PairHints) -> Vec<(char, f32)> {
    let mut found = Vec::new();
    if lost_bytes(bytes) <= MAX_LOST_BYTES {
        let trial = ByteTrial { pattern: bytes, length: bytes.iter().flatten().count(), table, hints };
        trial.go_on(&mut [0; 4], 0, &mut found);
    }
    found
}

/// The search for bytes that fit a pattern.
struct ByteTrial<'t> {
    pattern: &'t SequenceBytes,
    length: usize,
    table: &'t PairTable,
    hints: &'t PairHints,
}

impl ByteTrial<'_> {
    /// Tries all bytes from `at` on; those before are chosen.
    fn go_on(&self, bytes: &mut [u8; 4], at: usize, found: &mut Vec<(char, f32)>) {
        let Some(wanted) = self.pattern.get(at).copied().flatten().filter(|_| at < self.length) else {
            found.extend(self.character(bytes));
            return;
        };
        let last = at.checked_sub(1).and_then(|last| bytes.get(last)).copied().unwrap_or(0);
        let range = match wanted {
            PairByte::Known(byte) => byte..=byte,
            _ if at > 0 => 0x80..=0xbf,
            _ if self.length == 2 => 0xc2..=0xdf,
            _ if self.length == 3 => 0xe0..=0xef,
            _ => 0xf0..=0xf4,
        };
        for byte in range {
            if self.was_kept(wanted, last, byte, at) || at == 0 && byte >= 0x80 && !is_lead(byte) {
                continue;
            }
            if let Some(slot) = bytes.get_mut(at) {
                *slot = byte;
            }
            self.go_on(bytes, at + 1, found);
        }
    }

    /// Whether the decoder would have made a character of `byte`, which stands behind `last`.
    fn was_kept(&self, wanted: PairByte, last: u8, byte: u8, at: usize) -> bool {
        let (table, is_extended) = (self.table, self.hints.is_extended);
        match wanted {
            PairByte::Known(_) => false,
            PairByte::Lost(next) => table.is_kept(byte, next, is_extended),
            PairByte::LostPair => table.is_single(byte),
            PairByte::LostWithLead => {
                table.is_single(byte) || USUAL_LEADS.into_iter().all(|lead| table.is_kept(byte, lead, is_extended))
            }
            PairByte::Eaten => at > 0 && table.is_kept(last, byte, is_extended),
        }
    }

    /// The character of the bytes, with its cost.
    fn character(&self, bytes: &[u8; 4]) -> Option<(char, f32)> {
        let c = std::str::from_utf8(bytes.get(..self.length)?).ok()?.chars().next()?;
        let cost = weigh::possible_cost(c)?;
        Some((
            c,
            match lost_bytes(self.pattern) {
                0 => cost,
                _ if self.hints.is_foreign(c) => cost + FOREIGN_LETTER,
                _ if ASIAN_POINTS.contains(&c) && self.hints.language.is_some() => cost.min(ASIAN_POINT),
                _ => cost,
            },
        ))
    }
}
