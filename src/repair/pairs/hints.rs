//! What all runs of a text tell of the decoder that misread it and of the languages it is written in, before one run is read: some decoders
//! eat the byte behind one that makes no character and others keep it, some know fewer characters than others. Never reads a run.

use std::ops::Range;

use super::table::{PairTable, is_lead};
use super::weigh;
use super::whole;

/// What a blank behind a mark tells of a decoder that keeps what stands there, in nats: one that eats it would have needed two blanks.
const BLANK_KEPT: f32 = 3.0;
/// What another ASCII character behind a mark tells of a decoder that eats.
const NO_BLANK: f32 = 0.7;
/// All of them together tell no more than this.
const MOST: f32 = 6.0;

/// The second byte of most pictures; hardly anything else has it first behind a lost byte.
const SECOND_OF_PICTURES: u8 = 0x9f;

/// What is known of a text.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(in super::super) struct PairHints {
    /// How many nats speak for a decoder that keeps the byte behind one that makes no character.
    pub keeps: f32,
    /// Whether marks stand where bytes are missing: then hardly any were dropped.
    pub has_marks: bool,
    /// Whether the decoder knows more than the first edition of the charset.
    pub is_extended: bool,
    /// Whether the decoder is known to keep a byte beyond ASCII too: pictures begin with a lost byte and with a kept one.
    pub keeps_pairs: bool,
    /// The scripts of whole characters, a bit for each.
    pub scripts: u8,
    /// The language of whole Asian letters.
    pub language: Option<usize>,
}

impl PairHints {
    /// The hints that the runs of `text` give.
    pub(in super::super) fn of<'r>(
        text: &str,
        runs: impl Iterator<Item = &'r Range<usize>>,
        table: &PairTable,
    ) -> PairHints {
        let mut hints = PairHints::default();
        let mut letters = Vec::new();
        for run in runs {
            let body = text.get(run.clone()).unwrap_or("");
            if whole::may_be_whole(body.chars(), table) {
                hints.look_at(body, text.get(run.end..).unwrap_or(""), table, &mut letters);
            }
        }
        hints.keeps = hints.keeps.clamp(-MOST, MOST);
        hints.scripts = letters.iter().fold(0, |bits, c| bits | script_bit(*c));
        hints.language = weigh::language(letters.into_iter());
        hints
    }

    fn look_at(&mut self, run: &str, rest: &str, table: &PairTable, letters: &mut Vec<char>) {
        let mut bytes: Vec<u8> = Vec::new();
        for (at, c) in run.char_indices() {
            if table.marks.contains(&c) {
                if is_open(&bytes) {
                    let next = run.get(at + c.len_utf8()..).and_then(|run| run.chars().next()).or(rest.chars().next());
                    self.has_marks = true;
                    self.keeps += what_tells(next);
                }
                let next = run.get(at + c.len_utf8()..).and_then(|run| run.chars().next());
                let next = next.and_then(|next| table.bytes(next)?.as_slice().first().copied());
                self.keeps_pairs |= next == Some(SECOND_OF_PICTURES);
                bytes.push(u8::MAX);
            } else if let Some(found) = table.bytes(c) {
                self.is_extended |= !table.is_of_first_edition(found);
                bytes.extend_from_slice(found.as_slice());
            } else {
                bytes.push(if c.is_ascii() { c as u8 } else { u8::MAX });
            }
        }
        letters.extend(bytes.utf8_chunks().flat_map(|chunk| chunk.valid().chars()).filter(|c| script_bit(*c) != 0));
    }

    /// Whether `c` is of a script that no whole character of the text has.
    pub(super) fn is_foreign(self, c: char) -> bool {
        let bit = script_bit(c);
        bit != 0 && self.scripts & bit == 0
    }
}

/// What the character behind a mark tells of a decoder that keeps it.
fn what_tells(next: Option<char>) -> f32 {
    match next {
        Some(' ') => BLANK_KEPT,
        Some(c) if c.is_ascii_graphic() && c != '?' => -NO_BLANK,
        _ => 0.0,
    }
}

/// Whether `bytes` end within a sequence of UTF-8.
fn is_open(bytes: &[u8]) -> bool {
    let tail = bytes.get(bytes.len().saturating_sub(3)..).unwrap_or(&[]);
    let lead = tail.iter().rposition(|byte| is_lead(*byte)).and_then(|lead| tail.get(lead..));
    lead.is_some_and(|tail| std::str::from_utf8(tail).is_err_and(|error| error.error_len().is_none()))
}

/// A bit for the script of a letter or digit; none for signs and for letters that many languages have.
fn script_bit(c: char) -> u8 {
    match c {
        '\u{3041}'..='\u{30fa}' | '\u{ff66}'..='\u{ff9f}' => 1,
        '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' => 2,
        '\u{1100}'..='\u{11ff}' | '\u{3131}'..='\u{318e}' | '\u{ac00}'..='\u{d7a3}' => 4,
        '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}' => 8,
        '\u{400}'..='\u{52f}' => 16,
        '\u{180}'..='\u{24f}' if !matches!(c, 'ơ' | 'ư' | 'Ơ' | 'Ư') => 64,
        '\u{250}'..='\u{2ff}' | '\u{530}'..='\u{1dff}' => 32,
        _ if c > '\u{1eff}' && c.is_alphabetic() => 32,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::repair::channels::Charset;
    use crate::repair::runs::{RunJoints, runs};

    fn hints(text: &str, charset: Charset) -> PairHints {
        let runs = runs(text, RunJoints::Marks);
        PairHints::of(text, runs.iter().map(|run| &run.range), PairTable::of(charset).expect("a table"))
    }

    #[test]
    fn a_blank_behind_a_mark_was_kept() {
        assert!(hints("- 鉁? Draft\n- 猸?**\n", Charset::Gbk).keeps > 0.0);
        assert!(hints("- 鉁?Draft\n- 鉁?Review\n", Charset::Gbk).keeps < 0.0);
        // A question behind a whole word tells nothing.
        assert_eq!(hints("驴Qu茅? S铆", Charset::Gbk), PairHints::default());
    }

    #[test]
    fn scripts_are_those_of_whole_characters() {
        let japanese = hints("闁㈡暟銈�", Charset::Gbk);
        assert!(!japanese.is_foreign('学') && japanese.is_foreign('음') && !japanese.is_foreign('—'));
        assert!(hints("It鈥檚", Charset::Gbk).is_foreign('学'));
    }

    #[test]
    fn the_edition_is_known_by_what_only_it_has() {
        assert!(hints("Amazon�셲", Charset::EucKr).is_extended);
        assert!(!hints("징Hola!", Charset::EucKr).is_extended);
    }
}
