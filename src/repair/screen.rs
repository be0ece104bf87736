//! A quick test of single runs, which nearly all runs of right text fail: whether some of a run's bytes would be a sequence of UTF-8 that texts
//! have. Russian, Arabic and Thai letters make sequences by chance all the time, but hardly ever a whole word of them. Runs that pass are
//! read in full; never decides whether one is damaged.

use std::ops::RangeInclusive;

use super::channels::{Channel, Charset, Losses, Undefined, before_straightening};
use super::lattice;
use super::lexicon;
use super::pairs::{self, PairTable};
use super::roles::ByteRoleTable;

/// A letter that costs as much belongs to no language that is often written.
const RARE_LETTER: f32 = 9.0;

/// Blocks of three bytes that have characters of living languages, or signs.
static BLOCKS: &[RangeInclusive<u32>] = &[
    0x900..=0xe7f,
    0x1e80..=0x1eff,
    0x2000..=0x2bff,
    0x3000..=0x30ff,
    0x4e00..=0x9fff,
    0xac00..=0xd7ff,
    0xf8c0..=0xf8ff,
    0xfe00..=0xfe3f,
    0xfec0..=0xffff,
];
/// The second bytes of pictures and of mathematical letters.
const PICTURES: u8 = 0x9f;
const OF_FOUR: [u8; 2] = [0x9d, PICTURES];

/// How many bytes of `run` are whole sequences in `charset`, and how many begin one that lost its end.
pub(super) fn explained(run: &str, charset: Charset) -> ExplainedBytes {
    if let Some(table) = PairTable::of(charset) {
        return ExplainedBytes { whole: pairs::explained(run, table), ..ExplainedBytes::default() };
    }
    let channel = kept(charset);
    let mut found = ExplainedBytes::default();
    let mut at = 0;
    while let Some(c) = run.get(at..).and_then(|rest| rest.chars().next()) {
        at = match lattice::decode(run, at, &channel, 1) {
            Some((becomes, next)) => {
                found.add_whole(run.get(at..next).unwrap_or(""), becomes);
                next
            }
            None => {
                found.add_begun(run.get(at..).unwrap_or(""), charset);
                at + c.len_utf8()
            }
        };
    }
    found
}

/// The character that all of `form` is in `charset`, without loss.
pub(super) fn whole(form: &str, charset: Charset) -> Option<char> {
    lattice::decode(form, 0, &kept(charset), 1).filter(|(_, end)| *end == form.len()).map(|(c, _)| c)
}

/// The channel of a charset in which nothing is lost.
fn kept(charset: Charset) -> Channel {
    Channel { charset, times: 1, losses: Losses::none(Undefined::Kept) }
}

/// What of a run is explained by a charset, in bytes of the text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct ExplainedBytes {
    /// Whole sequences.
    pub whole: usize,
    /// The first two characters of sequences that lost their end.
    pub begun: usize,
    /// Whether a whole sequence is a character that texts have.
    has_character: bool,
    /// Whether a sequence that has not only letters is a sign.
    has_sign: bool,
    /// Whether something begins a character that texts have.
    has_beginning: bool,
}

impl ExplainedBytes {
    fn add_whole(&mut self, form: &str, becomes: char) {
        self.whole += form.len();
        let is_sign = is_sign(becomes);
        self.has_character |= is_sign || lexicon::cost(becomes) < RARE_LETTER;
        self.has_sign |= is_sign && !form.chars().all(char::is_alphabetic);
    }

    /// What stands first in `rest` is no whole sequence.
    fn add_begun(&mut self, rest: &str, charset: Charset) {
        let roles = ByteRoleTable::get();
        let mut chars = rest.chars();
        let Some((lead, next)) = chars.next().zip(chars.next()) else { return };
        if roles.of(lead).lead() & charset.bit() == 0 {
            return;
        }
        if next == '\u{fffd}' {
            self.has_beginning = true;
        } else if roles.next_of(next) & charset.bit() != 0 {
            self.begun += lead.len_utf8() + next.len_utf8();
            let table = charset.table();
            let begins = |next: &char| {
                table.byte(lead).zip(table.byte(*next)).is_some_and(|(a, b)| begins_character(a, b, charset))
            };
            self.has_beginning |= before_straightening(next).iter().any(begins);
        }
    }
}

/// Whether `run` is worth reading in full as damage of `charset`.
pub(super) fn may_be_damage(run: &str, charset: Charset) -> bool {
    let found = explained(run, charset);
    if charset.pairs().is_some() {
        return found.whole > 0;
    }
    // Right text has the sign of what was lost hardly ever.
    if run.contains('\u{fffd}') && (found.has_beginning || found.has_character) {
        return true;
    }
    if charset.is_whole_only() {
        return found.has_sign || found.has_character && found.whole * 3 >= run.len() * 2;
    }
    let has_headless = || run.chars().any(|c| ByteRoleTable::get().of(c).headless & charset.bit() != 0);
    found.has_character || found.has_beginning || has_headless()
}

fn is_sign(c: char) -> bool {
    matches!(c, '\u{2000}'..='\u{2bff}' | '\u{3000}'..='\u{303f}' | '\u{fe0f}' | '\u{feff}' | '\u{1f000}'..='\u{1faff}')
}

/// Whether two bytes begin characters of three or four that texts have; the second byte of pictures is undefined in some charsets, so that
/// the third may stand in its place.
fn begins_character(lead: u8, next: u8, charset: Charset) -> bool {
    match lead {
        0xe0..=0xef => {
            let first = u32::from(lead & 0xf) << 12 | u32::from(next & 0x3f) << 6;
            BLOCKS.iter().any(|block| block.contains(&first))
        }
        0xf0 => OF_FOUR.contains(&next) || charset.table().char(PICTURES).is_none(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn damage_passes() {
        for (run, charset) in [
            ("â€™", Charset::Cp1252),
            ("ğŸ“", Charset::Cp1254),
            ("ğŸ", Charset::Cp1254),
            ("РџСЂРёРІРµС‚", Charset::Cp1251),
            ("текствЂ”", Charset::Cp1251),
            ("тАФ", Charset::Cp866),
            ("╨Я╤А╨╕╨▓╨╡╤В", Charset::Cp866),
            ("üîç", Charset::MacRoman),
            ("β\u{fffd}”", Charset::Cp1253),
            ("鈥檛", Charset::Gbk),
        ] {
            assert!(may_be_damage(run, charset), "{run}");
        }
    }

    #[test]
    fn right_words_do_not() {
        for (run, charset) in [
            ("Начало", Charset::Cp866),
            ("здраво", Charset::Cp866),
            ("القرارات،", Charset::Cp1256),
            ("หน้าแรกหลักสูตร", Charset::Cp874),
            ("ół", Charset::Cp1250),
            ("ôž", Charset::Cp1252),
            ("课程", Charset::Gbk),
        ] {
            assert!(!may_be_damage(run, charset), "{run}");
        }
    }
}
