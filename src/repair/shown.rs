//! Whether a file only *shows* damage: a lesson on encodings has broken text in its code and none elsewhere; it is left as it is.
//! Decides for the whole file, never for single runs.

use std::ops::Range;

use super::choose;
use super::code;
use super::doubt::{is_about_damage, line_around};
use super::guess::RunGuess;

/// Whether all damage of at least `certain` gain is in `code`, and something says that it is meant to be seen there.
pub(super) fn is_only_shown(text: &str, guesses: &[RunGuess], certain: f32, code: &[Range<usize>]) -> bool {
    let sure: Vec<&RunGuess> = guesses.iter().filter(|guess| guess.gain >= certain).collect();
    let in_prose = sure.iter().any(|guess| !code::contains(code, guess.run.range.start));
    if in_prose {
        return false;
    }
    if is_about_damage(text) {
        return true;
    }
    let meant =
        sure.iter().filter(|guess| beside_its_original(text, guess, guesses) || fills_a_span(text, guess)).count();
    meant * 4 >= sure.len()
}

/// The same line has what the run would become, and not as a part of other damage: before and after are shown together.
fn beside_its_original(text: &str, guess: &RunGuess, guesses: &[RunGuess]) -> bool {
    let becomes = choose::filled(text, &guess.slots);
    let around = line_around(text, guess.run.range.start);
    let (start, line) = (around.start, text.get(around).unwrap_or(""));
    let is_apart = |at: usize| {
        let next = guesses.partition_point(|other| other.run.range.end <= start + at);
        let end = start + at + becomes.len();
        guesses.get(next).is_none_or(|other| other.slots.is_empty() || other.run.range.start >= end)
    };
    !becomes.is_empty() && line.match_indices(&becomes).any(|(at, _)| is_apart(at))
}

/// A code span holds nothing but the run.
fn fills_a_span(text: &str, guess: &RunGuess) -> bool {
    let before = text.get(..guess.run.range.start).unwrap_or("");
    let after = text.get(guess.run.range.end..).unwrap_or("");
    before.ends_with('`') && after.starts_with('`')
}
