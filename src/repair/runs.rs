//! Runs: the maximal stretches of a text that may be bytes of a channel. Right text is passed over quickly: ASCII a
//! word at a time, other characters with two array reads each. Never decides whether a run is damaged.

use std::ops::Range;

use super::channels::{ByteRoleTable, is_c1};

/// A stretch of non-ASCII characters within a line.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Run {
    pub range: Range<usize>,
    /// Line number, from 0.
    pub line: u32,
    /// The charsets in which two neighbours of the run can begin a UTF-8 sequence.
    pub suspects: u16,
}

/// A run is cut here, so that memory stays small on hostile input.
const MAX_LEN: usize = 1 << 15;

/// The byte from `at` on that is not ASCII; the end where there is none.
pub(super) fn next_foreign(bytes: &[u8], at: usize) -> usize {
    const HIGH_BITS: u64 = 0x8080_8080_8080_8080;
    let rest = bytes.get(at..).unwrap_or(&[]);
    let mut from = at;
    for chunk in rest.chunks_exact(8) {
        let word = <[u8; 8]>::try_from(chunk).map_or(HIGH_BITS, u64::from_le_bytes) & HIGH_BITS;
        if word != 0 {
            return from + word.trailing_zeros() as usize / 8;
        }
        from += 8;
    }
    let tail = bytes.get(from..).unwrap_or(&[]);
    tail.iter().position(|byte| *byte >= 0x80).map_or(bytes.len(), |found| from + found)
}

/// The charsets of `enabled` in which some two neighbours can begin a UTF-8 sequence: none in most right texts.
pub(super) fn suspects(text: &str, enabled: u16) -> u16 {
    let table = ByteRoleTable::get();
    let mut found = 0;
    let mut at = next_foreign(text.as_bytes(), 0);
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let mut watch = SequenceScanner::default();
        let mut len = 0;
        for c in rest.chars().take_while(|c| !c.is_ascii()) {
            found |= watch.step(table, c);
            len += c.len_utf8();
        }
        at = next_foreign(text.as_bytes(), at + len);
    }
    found & enabled
}

/// Looks at neighbours for the beginnings of UTF-8 sequences.
#[derive(Default)]
struct SequenceScanner {
    leads: u16,
    /// Charsets whose lead byte of emoji may have been dropped before, and how many following bytes came since.
    headless: u16,
    length: u8,
}

impl SequenceScanner {
    fn step(&mut self, table: &ByteRoleTable, c: char) -> u16 {
        if c == '\u{fffd}' {
            return std::mem::take(&mut self.leads);
        }
        let roles = table.of(c);
        let mut found = self.leads & roles.next;
        self.leads = roles.lead;
        // MacRoman's F0 is a private character that tools drop; `ü` is its 9F.
        (self.headless, self.length) = match (c, self.length) {
            ('ü', 0) => (roles.next, 1),
            (_, 1..) if self.headless & roles.next != 0 => (self.headless & roles.next, self.length + 1),
            _ => (0, 0),
        };
        if self.length >= 3 {
            found |= self.headless & super::channels::Charset::MacRoman.bit();
        }
        found
    }
}

/// All runs of `text`. With `joined`, blanks and question marks between foreign characters, or after them, belong to the run:
/// they may be what a byte became.
pub(super) fn runs(text: &str, joined: bool) -> Vec<Run> {
    let bytes = text.as_bytes();
    let mut runs = Vec::new();
    let (mut at, mut line, mut counted) = (next_foreign(bytes, 0), 0, 0);
    while at < bytes.len() {
        line += newlines(bytes, counted..at);
        counted = at;
        let run = run_at(text, at, line, joined);
        at = next_foreign(bytes, run.range.end);
        runs.push(run);
    }
    runs
}

fn newlines(bytes: &[u8], range: Range<usize>) -> u32 {
    bytes.get(range).unwrap_or(&[]).iter().filter(|byte| **byte == b'\n').count() as u32
}

fn run_at(text: &str, at: usize, line: u32, joined: bool) -> Run {
    let table = ByteRoleTable::get();
    let (mut watch, mut suspects, mut end) = (SequenceScanner::default(), 0, at);
    let mut foreign = false;
    for c in text.get(at..).unwrap_or("").chars() {
        let joins = joined && foreign && matches!(c, ' ' | '?');
        if (c.is_ascii() && !joins) || end - at > MAX_LEN {
            break;
        }
        suspects |= if c.is_ascii() { std::mem::take(&mut watch.leads) } else { watch.step(table, c) };
        foreign = !c.is_ascii();
        end += c.len_utf8();
    }
    Run { range: at..end, line, suspects }
}

/// Whether `c` tells that bytes were kept that no charset defines.
pub(super) fn is_kept(c: char) -> bool {
    is_c1(c) && c != '\u{85}'
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::repair::channels::Charset;

    const ALL: u16 = u16::MAX;

    #[test]
    fn right_text_has_few_suspects_and_ascii_none() {
        assert_eq!(suspects("plain ASCII text, nothing else", ALL), 0);
        assert_eq!(suspects("🎯 naïve café ─── ✅ ⚠️ 日本語", ALL & !Charset::Cp437.bit() & !Charset::Cp850.bit()), 0);
        assert_ne!(suspects("cafÃ©", ALL) & Charset::Cp1252.bit(), 0);
        assert_ne!(suspects("caf√©", ALL) & Charset::MacRoman.bit(), 0);
    }

    #[test]
    fn runs_end_at_ascii_and_know_their_line() {
        let text = "a\nbÃ© ğŸ”\n";
        let found = runs(text, false);
        let seen: Vec<(u32, &str)> = found.iter().map(|run| (run.line, &text[run.range.clone()])).collect();
        assert_eq!(seen, [(1, "Ã©"), (1, "ğŸ”")]);
    }

    #[test]
    fn joined_runs_take_what_a_byte_may_have_become() {
        let text = "Ã  la, ğŸ”?";
        let found = runs(text, true);
        let seen: Vec<&str> = found.iter().map(|run| &text[run.range.clone()]).collect();
        assert_eq!(seen, ["Ã ", "ğŸ”?"]);
    }

    #[test]
    fn the_next_foreign_byte_is_found_at_every_distance() {
        for distance in 0..40 {
            let text = format!("{}é tail", "x".repeat(distance));
            assert_eq!(next_foreign(text.as_bytes(), 0), distance);
        }
        assert_eq!(next_foreign(b"ascii only", 0), 10);
    }
}
