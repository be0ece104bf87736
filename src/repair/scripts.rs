//! Which scripts a text is written in, as far as its undamaged runs tell: letters of another script are a surprise in it, both where they
//! stand and where a repair would put them. `ğŸ†` of an English file is an emoji, not an Arabic digit behind a Turkish letter.

use super::channels::Charset;
use super::plausible::{CharScript, script_of};
use super::runs::Run;

/// How much odder it is, in nats, that a text has letters of a script which the rest of it does not have.
const ABSENT: f32 = 4.0;
/// The same of accented Latin letters, which a text without any has in names and borrowed words.
const ABSENT_ACCENTS: f32 = 1.5;

/// The scripts of a text.
pub(super) struct FileScripts {
    known: Vec<CharScript>,
}

impl FileScripts {
    /// The scripts of those runs of `text` that cannot be damage of `charset`.
    pub(super) fn of(text: &str, runs: &[Run], charset: Charset) -> Self {
        let mut known = Vec::new();
        for run in runs.iter().filter(|run| run.suspects & charset.bit() == 0) {
            for script in text.get(run.range.clone()).unwrap_or("").chars().filter_map(script_of) {
                if !known.contains(&script) {
                    known.push(script);
                }
            }
        }
        FileScripts { known }
    }

    /// How surprising the letters and digits of `text` are, in nats: each script that is new to the file counts once.
    pub(super) fn surprise(&self, text: &str) -> f32 {
        let mut new: Vec<CharScript> = Vec::new();
        let mut sum = 0.0;
        for script in text.chars().filter_map(script_of) {
            if !self.known.contains(&script) && !new.contains(&script) {
                sum += if script == CharScript::Latin { ABSENT_ACCENTS } else { ABSENT };
                new.push(script);
            }
        }
        sum
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::repair::runs::runs;

    fn surprise(text: &str, part: &str) -> f32 {
        FileScripts::of(text, &runs(text, false), Charset::Cp1254).surprise(part)
    }

    #[test]
    fn letters_of_another_script_are_a_surprise() {
        assert_eq!(surprise("Plain text", "ğ٠"), ABSENT_ACCENTS + ABSENT);
        assert_eq!(surprise("Un café", "ğ٠"), ABSENT);
        assert_eq!(surprise("Un café", "ğŸ—"), 0.0);
        assert_eq!(surprise("Plain text", "—🎯…"), 0.0);
        assert_eq!(surprise("Привет", "вЂ”") + surprise("Plain", "Привет"), ABSENT);
    }

    #[test]
    fn damage_does_not_tell_the_script_of_a_text() {
        assert_eq!(surprise("Itâ€™s ğŸ—ï¸", "é"), ABSENT_ACCENTS);
    }
}
