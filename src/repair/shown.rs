//! Whether a file only *shows* damage: a lesson on encodings has broken text in its code and none elsewhere; it is left as it is.
//! Decides for the whole file, never for single runs.

use super::choose;
use super::code;
use super::doubt::line_around;
use super::guess::RunGuess;
use crate::words::WordKind;

/// Whether all damage of at least `certain` gain is in code, and something says that it is meant to be seen there.
pub(super) fn is_only_shown(text: &str, guesses: &[RunGuess], certain: f32) -> bool {
    let regions = code::regions(text);
    let sure: Vec<&RunGuess> = guesses.iter().filter(|guess| guess.gain >= certain).collect();
    let in_prose = sure.iter().any(|guess| !code::contains(&regions, guess.run.range.start));
    if in_prose {
        return false;
    }
    if WordKind::DamageSubject.words().iter().any(|word| text.contains(word)) {
        return true;
    }
    let meant = sure.iter().filter(|guess| beside_its_original(text, guess) || fills_a_span(text, guess)).count();
    meant * 4 >= sure.len()
}

/// The same line has what the run would become: before and after are shown together.
fn beside_its_original(text: &str, guess: &RunGuess) -> bool {
    let becomes = choose::filled(text, &guess.slots);
    text.get(line_around(text, guess.run.range.start)).is_some_and(|line| line.contains(&becomes))
}

/// A code span holds nothing but the run.
fn fills_a_span(text: &str, guess: &RunGuess) -> bool {
    let before = text.get(..guess.run.range.start).unwrap_or("");
    let after = text.get(guess.run.range.end..).unwrap_or("");
    before.ends_with('`') && after.starts_with('`')
}
