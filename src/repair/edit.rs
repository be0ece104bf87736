//! Edits: what is put where, with what probability, what else it may have been; and how the edits of two passes become one list.
//! Never decides whether something is damaged.

use std::ops::Range;

use super::channels::Channel;
use super::choose::CharSlot;
use super::guess::{RunGuess, lost};
use super::runs::is_kept;
use crate::span::replaced;

/// A change of a text.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct TextEdit {
    /// Bytes of the text as it stands.
    pub range: Range<usize>,
    pub after: String,
    /// Other texts for the same place, best first.
    pub alternatives: Vec<String>,
    pub confidence: f32,
    pub channel: String,
}

impl TextEdit {
    /// The same edit, no more probable than `limit`.
    pub(super) fn at_most(self, limit: f32) -> TextEdit {
        TextEdit { confidence: self.confidence.min(limit), ..self }
    }
}

/// At most so many alternatives are named.
const ALTERNATIVES: usize = 6;

/// The edits of an accepted run: one for each stretch without ASCII or right characters at its ends, and for each open picture in it.
pub(super) fn of_guess(text: &str, guess: &RunGuess, channel: &Channel, margin: f32) -> Vec<TextEdit> {
    let stays_ascii =
        |slot: &CharSlot| slot.ranking.is_empty() && text.get(slot.range.clone()).is_some_and(str::is_ascii);
    guess
        .slots
        .split(stays_ascii)
        .map(trimmed)
        .flat_map(|slots| pictures_apart(text, slots))
        .filter(|slots| !slots.is_empty())
        .map(|slots| edit_of_slots(text, slots, channel, margin))
        .map(|edit| TextEdit { confidence: edit.confidence * guess.certainty, ..edit })
        .collect()
}

/// The slots without those at both ends that stay as they stand.
fn trimmed(slots: &[CharSlot]) -> &[CharSlot] {
    let damaged = |slot: &CharSlot| !slot.ranking.is_empty();
    let (Some(first), Some(last)) = (slots.iter().position(damaged), slots.iter().rposition(damaged)) else {
        return &[];
    };
    slots.get(first..=last).unwrap_or(&[])
}

/// The slots cut before pictures, so that no part has several that are open: each has alternatives and a probability of its own. What is joined
/// or repeated stays together.
fn pictures_apart<'s>(text: &str, slots: &'s [CharSlot]) -> Vec<&'s [CharSlot]> {
    let form = |slot: &CharSlot| text.get(slot.range.clone());
    let is_open = |slot: &CharSlot| slot.ranking.len() > 1 && slot.best().is_some_and(is_picture);
    let mut has_open = slots.first().is_some_and(is_open);
    let mut is_whole = |last: &CharSlot, next: &CharSlot| {
        let may_be_cut = is_open(next) && !last.best().is_some_and(joins) && form(last) != form(next);
        let is_cut = has_open && may_be_cut;
        has_open = is_open(next) || has_open && !is_cut;
        !is_cut
    };
    slots.chunk_by(|last, next| is_whole(last, next)).collect()
}

/// Whether `c` is an emoji that stands for itself: no colour of a skin, and no letter of a flag.
fn is_picture(c: char) -> bool {
    c >= '\u{1f000}' && !matches!(c, '\u{1f1e6}'..='\u{1f1ff}' | '\u{1f3fb}'..='\u{1f3ff}')
}

/// Whether `c` joins what stands on both sides to one picture.
fn joins(c: char) -> bool {
    c == '\u{200d}'
}

/// The edit that fills all of the slots.
fn edit_of_slots(text: &str, slots: &[CharSlot], channel: &Channel, margin: f32) -> TextEdit {
    let range = slots.first().map_or(0, |slot| slot.range.start)..slots.last().map_or(0, |slot| slot.range.end);
    let kept = text.get(range.clone()).is_some_and(|body| body.chars().any(is_kept));
    TextEdit {
        after: super::choose::filled(text, slots),
        alternatives: alternatives(text, slots),
        confidence: confidence(text, slots, margin),
        channel: channel.describe(lost(slots), kept),
        range,
    }
}

/// The probability (0 to 1) that the whole edit is right: that the run is damaged at all, times that of each choice; equal forms side by side
/// are one choice.
fn confidence(text: &str, slots: &[CharSlot], margin: f32) -> f32 {
    let damaged = 1.0 / (1.0 + (-(margin + 4.0)).exp());
    let chosen: f32 =
        groups(text, slots).iter().filter_map(|group| group.first()?.ranking.first()).map(|(_, p)| p).product();
    (damaged * chosen).clamp(0.0, 0.9999)
}

/// The slots, those with equal forms side by side as one group.
fn groups<'s>(text: &str, slots: &'s [CharSlot]) -> Vec<&'s [CharSlot]> {
    let form = |slot: &CharSlot| text.get(slot.range.clone());
    slots.chunk_by(|a, b| form(a) == form(b) && a.best() == b.best()).collect()
}

/// Other texts for the whole of the slots, one group changed in each, the most probable first (relative to what it takes the place of).
fn alternatives(text: &str, slots: &[CharSlot]) -> Vec<String> {
    let mut all: Vec<(f32, usize, char)> = Vec::new();
    let mut at = 0;
    for group in groups(text, slots) {
        let ranking = group.first().map_or(&[][..], |slot| slot.ranking.as_slice());
        let best = ranking.first().map_or(1.0, |(_, p)| p.max(f32::MIN_POSITIVE));
        all.extend(ranking.iter().skip(1).take(ALTERNATIVES).map(|(c, p)| (p / best, at, *c)));
        at += group.len();
    }
    // What is equally probable keeps the order of its ranking.
    all.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    all.truncate(ALTERNATIVES);
    all.into_iter().map(|(_, at, c)| filled_with(text, slots, at, c)).collect()
}

/// The slots filled, those of the group at `at` with `c`.
fn filled_with(text: &str, slots: &[CharSlot], at: usize, c: char) -> String {
    let form = |slot: &CharSlot| text.get(slot.range.clone());
    let best = slots.get(at).and_then(CharSlot::best);
    let length = slots
        .get(at..)
        .unwrap_or(&[])
        .iter()
        .take_while(|slot| form(slot) == slots.get(at).and_then(form) && slot.best() == best)
        .count();
    let mut out = String::new();
    for (place, slot) in slots.iter().enumerate() {
        match slot.best() {
            Some(_) if (at..at + length).contains(&place) => out.push(c),
            Some(best) => out.push(best),
            None => out.push_str(form(slot).unwrap_or("")),
        }
    }
    out
}

/// `text` with the edits made.
pub(super) fn apply(text: &str, edits: &[TextEdit]) -> String {
    replaced(text, edits.iter().map(|edit| (edit.range.clone(), edit.after.as_str())))
}

/// The edits of two passes as one: `first` leads from the original to `middle`, `second` on from there.
pub(super) fn compose(first: Vec<TextEdit>, middle: &str, second: Vec<TextEdit>) -> Vec<TextEdit> {
    let mut out = Vec::with_capacity(first.len() + second.len());
    let mut first = MovedEdit::all(first).into_iter().peekable();
    let mut second = second.into_iter().peekable();
    let mut shift = 0isize;
    loop {
        let (place, from_first) = match (first.peek(), second.peek()) {
            (None, None) => return out,
            (Some(one), None) => (one.now.clone(), true),
            (None, Some(two)) => (two.range.clone(), false),
            (Some(one), Some(two)) if one.now.start <= two.range.start => (one.now.clone(), true),
            (_, Some(two)) => (two.range.clone(), false),
        };
        let mut group = EditCluster::new(place);
        if from_first {
            group.firsts.extend(first.next())
        } else {
            group.seconds.extend(second.next())
        }
        loop {
            if let Some(one) = first.next_if(|one| group.meets(&one.now)) {
                group.place.end = group.place.end.max(one.now.end);
                group.firsts.push(one);
            } else if let Some(two) = second.next_if(|two| group.meets(&two.range)) {
                group.place.end = group.place.end.max(two.range.end);
                group.seconds.push(two);
            } else {
                break;
            }
        }
        out.push(group.merged(middle, &mut shift));
    }
}

/// An edit of the first pass and where its result stands now.
struct MovedEdit {
    edit: TextEdit,
    now: Range<usize>,
}

impl MovedEdit {
    fn all(edits: Vec<TextEdit>) -> Vec<MovedEdit> {
        let mut shift = 0isize;
        let place = |edit: TextEdit| {
            let start = edit.range.start.saturating_add_signed(shift);
            let now = start..start + edit.after.len();
            shift += edit.after.len() as isize - edit.range.len() as isize;
            MovedEdit { edit, now }
        };
        edits.into_iter().map(place).collect()
    }
}

/// Edits of both passes that touch the same characters.
struct EditCluster {
    place: Range<usize>,
    firsts: Vec<MovedEdit>,
    seconds: Vec<TextEdit>,
}

impl EditCluster {
    fn new(place: Range<usize>) -> EditCluster {
        EditCluster { place, firsts: Vec::new(), seconds: Vec::new() }
    }

    fn meets(&self, other: &Range<usize>) -> bool {
        other.start < self.place.end
    }

    /// One edit of the original; `shift` is the length gained by the first pass before this place.
    fn merged(mut self, middle: &str, shift: &mut isize) -> TextEdit {
        let start = self.place.start.saturating_add_signed(-*shift);
        *shift +=
            self.firsts.iter().map(|one| one.edit.after.len() as isize - one.edit.range.len() as isize).sum::<isize>();
        let end = self.place.end.saturating_add_signed(-*shift);
        if self.seconds.is_empty()
            && self.firsts.len() == 1
            && let Some(one) = self.firsts.pop()
        {
            return one.edit;
        }
        let all = self.firsts.iter().map(|one| &one.edit).chain(&self.seconds);
        let confidence = all.clone().map(|edit| edit.confidence).product();
        let mut channels: Vec<&str> = all.map(|edit| edit.channel.as_str()).collect();
        channels.dedup();
        TextEdit {
            range: start..end,
            after: self.patched(middle, None),
            alternatives: self.alternatives(middle),
            confidence,
            channel: channels.join(", then "),
        }
    }

    fn alternatives(&self, middle: &str) -> Vec<String> {
        match self.seconds.as_slice() {
            [only] => only.alternatives.iter().map(|other| self.patched(middle, Some(other))).collect(),
            _ => Vec::new(),
        }
    }

    /// The middle text of this place with the second pass's edits made, the only one of them as `other` if given.
    fn patched(&self, middle: &str, other: Option<&str>) -> String {
        let mut out = String::new();
        let mut at = self.place.start;
        for edit in &self.seconds {
            out.push_str(middle.get(at..edit.range.start).unwrap_or(""));
            out.push_str(other.unwrap_or(&edit.after));
            at = edit.range.end;
        }
        out.push_str(middle.get(at..self.place.end).unwrap_or(""));
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::repair::channels::LostBytes;

    fn edit(range: Range<usize>, after: &str) -> TextEdit {
        TextEdit { range, after: after.to_owned(), alternatives: Vec::new(), confidence: 1.0, channel: String::new() }
    }

    /// A slot that takes one character of "xyz", with its ranking.
    fn slot(at: usize, ranking: &[(char, f32)]) -> CharSlot {
        CharSlot { range: at..at + 1, ranking: ranking.to_vec(), lost: LostBytes::default() }
    }

    #[test]
    fn alternatives_are_named_from_the_most_probable_on() {
        let slots = [slot(0, &[('a', 0.6), ('b', 0.3), ('c', 0.1)]), slot(1, &[('d', 0.9), ('e', 0.1)])];
        // Beside what they would take the place of: b has half of it, c a sixth, e a ninth.
        assert_eq!(alternatives("xyz", &slots), ["bd", "cd", "ae"]);
        assert_eq!(alternatives("x", &[slot(0, &[('a', 0.4), ('z', 0.3), ('c', 0.3)])]), ["z", "c"]);
        let many: Vec<(char, f32)> = ('a'..='z').zip((1..=26).rev()).map(|(c, weight)| (c, weight as f32)).collect();
        assert_eq!(alternatives("x", &[slot(0, &many)]), ["b", "c", "d", "e", "f", "g"]);
    }

    #[test]
    fn open_pictures_side_by_side_are_edits_of_their_own() {
        let open = |at: usize, best: char| slot(at, &[(best, 0.6), ('🐹', 0.4)]);
        let parts = |slots: &[CharSlot]| {
            pictures_apart("uvwxyyz", slots).into_iter().map(<[CharSlot]>::len).collect::<Vec<usize>>()
        };
        assert_eq!(parts(&[open(0, '🎓'), slot(1, &[('🚀', 1.0)]), open(2, '🏆')]), [2, 1]);
        assert_eq!(parts(&[open(0, '👩'), slot(1, &[('\u{200d}', 1.0)]), open(2, '🎓')]), [3]);
        assert_eq!(parts(&[open(4, '🌍'), open(5, '🌍'), open(6, '📁')]), [2, 1]);
        assert_eq!(parts(&[slot(0, &[('é', 0.9), ('í', 0.1)]), slot(1, &[('ó', 0.9), ('ú', 0.1)])]), [2]);
    }

    #[test]
    fn equal_forms_side_by_side_are_one_choice() {
        let one = slot(0, &[('a', 0.5), ('b', 0.5)]);
        let again = CharSlot { range: 1..2, ..one.clone() };
        let both = [one.clone(), again];
        assert_eq!(alternatives("xxy", &both), ["bb"]);
        assert_eq!(confidence("xxy", &both, 0.0), confidence("xxy", std::slice::from_ref(&one), 0.0));
        let other = CharSlot { range: 2..3, ..one.clone() };
        assert!(confidence("xxy", &[one.clone(), other], 0.0) < confidence("xxy", &[one], 0.0));
    }

    #[test]
    fn two_passes_become_one() {
        let original = "a[12345]b[67]c[8]d";
        let first = vec![edit(1..8, "xyz"), edit(9..13, "uv")];
        let middle = apply(original, &first);
        assert_eq!(middle, "axyzbuvc[8]d");
        let second = vec![edit(2..4, "!"), edit(8..11, "?")];
        let last = apply(&middle, &second);
        let whole = compose(first, &middle, second);
        assert_eq!(apply(original, &whole), last);
        assert_eq!(whole.iter().map(|edit| edit.range.clone()).collect::<Vec<_>>(), [1..8, 9..13, 14..17]);
    }
}
