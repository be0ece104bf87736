//! Runs: the maximal stretches of a text that may be bytes of a channel. Right text is passed over quickly: ASCII a
//! word at a time, other characters with two array reads each. Never decides whether a run is damaged.

use std::ops::Range;

use super::channels::is_c1;
use super::pairs;
use super::roles::{ByteRoleTable, SequenceScanner};

/// A stretch of non-ASCII characters within a line.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Run {
    pub range: Range<usize>,
    /// Line number, from 0.
    pub line: u32,
    /// The charsets in which neighbours of the run can be a UTF-8 sequence.
    pub suspects: u32,
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

/// The charsets of `enabled` in which some neighbours can be a UTF-8 sequence.
pub(super) fn suspects(text: &str, enabled: u32) -> u32 {
    let mut found = 0;
    each_suspect(text, enabled, |run| {
        found |= run.suspects;
        true
    });
    found
}

/// Hands each run with such neighbours to `take` until that answers no; their lines are not counted.
pub(super) fn each_suspect(text: &str, enabled: u32, mut take: impl FnMut(Run) -> bool) {
    let mut at = next_foreign(text.as_bytes(), 0);
    while at < text.len() {
        let run = run_at(text, at, 0, RunJoints::None);
        at = next_foreign(text.as_bytes(), run.range.end);
        let suspects = run.suspects & enabled;
        if suspects != 0 && !take(Run { suspects, ..run }) {
            return;
        }
    }
}

/// What of ASCII belongs to runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RunJoints {
    /// Nothing.
    None,
    /// A blank or a question mark between foreign characters, or after one: either may be what a byte became.
    BlanksAndMarks,
    /// Quotes after foreign characters: they may have been curly ones.
    Quotes,
    /// Question marks: bytes may have become them.
    Marks,
}

impl RunJoints {
    fn has(self, c: char, last: char) -> bool {
        match self {
            RunJoints::None => false,
            RunJoints::BlanksAndMarks => !last.is_ascii() && matches!(c, ' ' | '?'),
            RunJoints::Quotes => is_quote(c) && (!last.is_ascii() || is_quote(last)),
            RunJoints::Marks => pairs::joins(c),
        }
    }
}

/// All runs of `text`, with what of ASCII belongs to them.
pub(super) fn runs(text: &str, joints: RunJoints) -> Vec<Run> {
    let bytes = text.as_bytes();
    let mut runs = Vec::new();
    let (mut at, mut line, mut counted) = (next_foreign(bytes, 0), 0, 0);
    while at < bytes.len() {
        line += newlines(bytes, counted..at);
        counted = at;
        let run = run_at(text, at, line, joints);
        at = next_foreign(bytes, run.range.end);
        runs.push(run);
    }
    runs
}

fn newlines(bytes: &[u8], range: Range<usize>) -> u32 {
    bytes.get(range).unwrap_or(&[]).iter().filter(|byte| **byte == b'\n').count() as u32
}

/// The run that begins at byte `at`.
pub(super) fn run_at(text: &str, at: usize, line: u32, joints: RunJoints) -> Run {
    let (mut watch, mut end) = (SequenceScanner::new(ByteRoleTable::get()), at);
    let rest = text.get(at..).unwrap_or("");
    let mut suspects = rest.chars().next().map_or(0, |first| pairs::suspects(rest, first, u32::MAX));
    let mut last = ' ';
    for c in rest.chars() {
        if end - at > MAX_LEN {
            break;
        }
        let joins = joints.has(c, last);
        suspects |= if !c.is_ascii() {
            watch.step(c)
        } else if is_quote(c)
            && (joins || goes_on(text.get(end..).unwrap_or("")))
            && let Some(found) = watch.step_quote(c)
        {
            found
        } else if joins {
            watch.interrupt()
        } else {
            break;
        };
        last = c;
        end += c.len_utf8();
    }
    Run { range: at..end, line, suspects }
}

/// Whether a curly quote may have become `c`.
fn is_quote(c: char) -> bool {
    matches!(c, '"' | '\'')
}

/// Whether a foreign character stands behind the one quote, or two, at the start of `text`.
fn goes_on(text: &str) -> bool {
    text.chars().take(3).find(|c| !is_quote(*c)).is_some_and(|c| !c.is_ascii())
}

/// Whether `c` tells that bytes were kept that no charset defines.
pub(super) fn is_kept(c: char) -> bool {
    is_c1(c) && c != '\u{85}'
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::repair::channels::Charset;

    const ALL: u32 = u32::MAX;

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
        let found = runs(text, RunJoints::None);
        let seen: Vec<(u32, &str)> = found.iter().map(|run| (run.line, &text[run.range.clone()])).collect();
        assert_eq!(seen, [(1, "Ã©"), (1, "ğŸ”")]);
    }

    #[test]
    fn joined_runs_take_what_a_byte_may_have_become() {
        let text = "Ã  la, ğŸ”?";
        let found = runs(text, RunJoints::BlanksAndMarks);
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
