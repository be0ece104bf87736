//! Opening quotes that lost their last byte: `„` and `”` may share a damaged form, and only the place and the other quotes of the file tell which
//! it was. German, Czech and others close with `“`, so that `„` opens there; Swedish and Finnish open and close with `”`. In: a text and its
//! runs. Out: new rankings. Never looks at anything but double quotes.

use std::ops::Range;

use super::choose::CharSlot;
use super::guess::RunGuess;

/// The quote that opens in languages that close with [`CLOSES`].
const OPENS: char = '„';
const CLOSES: char = '“';
/// What its damaged form is taken for, as English closes with it.
const TAKEN_FOR: char = '”';
/// How probable it is that a quote opens in a place where one opens, and in a file that closes with `“`.
const CERTAINTY: f32 = 0.998;
/// How much less probable a channel is, as a logarithm, that makes a closing quote open in such a file.
const CLOSING_QUOTE_OPENS: f32 = -6.0;

/// Ranks the lost quotes of `guesses` anew in a file that closes with `“`.
pub(super) fn refine(text: &str, guesses: &mut [RunGuess]) {
    if !guesses.iter().any(|guess| guess.slots.iter().any(is_open)) || !closes_with_low_quotes(text, guesses) {
        return;
    }
    for slot in guesses.iter_mut().flat_map(|guess| &mut guess.slots).filter(|slot| is_open(slot)) {
        let quote = if opens(text, &slot.range) { OPENS } else { TAKEN_FOR };
        put_first(slot, quote);
    }
}

/// How probable the lost quotes are under the channel of `guesses`, as a logarithm.
pub(super) fn likelihood(text: &str, guesses: &[RunGuess]) -> f32 {
    let lost = guesses.iter().flat_map(|guess| &guess.slots).filter(|slot| {
        slot.lost.any() && slot.best() == Some(TAKEN_FOR) && !has(slot, OPENS) && opens(text, &slot.range)
    });
    let odd = lost.count();
    if odd > 0 && closes_with_low_quotes(text, guesses) { odd as f32 * CLOSING_QUOTE_OPENS } else { 0.0 }
}

/// Whether the slot may have been either of the two quotes.
fn is_open(slot: &CharSlot) -> bool {
    slot.lost.any() && matches!(slot.best(), Some(OPENS | TAKEN_FOR)) && has(slot, OPENS) && has(slot, TAKEN_FOR)
}

/// Whether the quotes of the file have decided that one opens here, as rare as it is.
pub(super) fn is_settled(slot: &CharSlot) -> bool {
    slot.ranking.first().is_some_and(|(c, p)| *c == OPENS && *p >= CERTAINTY)
}

fn has(slot: &CharSlot, quote: char) -> bool {
    slot.ranking.iter().any(|(c, _)| *c == quote)
}

/// Whether more of the file's `“` close than open.
fn closes_with_low_quotes(text: &str, guesses: &[RunGuess]) -> bool {
    let damaged = guesses.iter().flat_map(|guess| &guess.slots).filter(|slot| slot.best() == Some(CLOSES));
    let right = text.match_indices(CLOSES).map(|(start, quote)| start..start + quote.len());
    let (mut open, mut close) = (0, 0);
    for place in damaged.map(|slot| slot.range.clone()).chain(right) {
        match opens(text, &place) {
            true => open += 1,
            false => close += 1,
        }
    }
    close > open
}

/// Whether a quote at the place opens: a word follows, and none goes before.
fn opens(text: &str, place: &Range<usize>) -> bool {
    let before = text.get(..place.start).and_then(|text| text.chars().next_back());
    let after = text.get(place.end..).and_then(|text| text.chars().next());
    before.is_none_or(|c| c.is_whitespace() || "([{*_>|/–—\"'".contains(c))
        && after.is_some_and(|c| !c.is_whitespace() && !",;:!?)]}".contains(c))
}

/// Puts `quote` first; what stood before it keeps its order.
fn put_first(slot: &mut CharSlot, quote: char) {
    let rest: f32 = slot.ranking.iter().filter(|(c, _)| *c != quote).map(|(_, p)| p).sum();
    let share = if rest > 0.0 { (1.0 - CERTAINTY) / rest } else { 0.0 };
    for (c, p) in &mut slot.ranking {
        *p = if *c == quote { CERTAINTY } else { *p * share };
    }
    slot.ranking.sort_by(|a, b| b.1.total_cmp(&a.1));
}

#[cfg(test)]
mod tests {
    use crate::repair::{Charset, RepairSettings, repair};

    /// What a text becomes that was read in windows-1254, and whether the first quote of it is sure.
    fn repaired(right: &str) -> (String, bool) {
        let damaged = Charset::Cp1254.misread(right);
        let repaired = repair(&damaged, &RepairSettings::default());
        let is_sure = repaired.repairs.iter().find(|one| one.after.contains(['„', '”'])).is_some_and(|one| one.sure);
        (repaired.text.into_owned(), is_sure)
    }

    #[test]
    fn a_quote_opens_before_words_where_others_close_as_in_german() {
        let german = "Er sagte „Grüße“, und las **„Äpfel“** („so“).";
        assert_eq!(repaired(german), (german.to_owned(), true));
    }

    #[test]
    fn a_quote_opens_as_it_closes_in_other_files() {
        for right in ["Hän sanoi ”hyvää” ja ”yötä”.", "It’s “good” and “bad”, naïve ones."] {
            assert_eq!(repaired(right).0, right);
        }
    }
}
