//! Overrides: the author's own decisions for damaged strings, which go before everything that is computed.

use super::edit::TextEdit;
use crate::span::Span;

/// An author's own decision for a damaged string; `after` equal to `before` leaves it as it stands.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RepairOverride {
    /// What stands in the text.
    pub before: String,
    /// Only in lines that have this, too.
    pub context: Option<String>,
    /// What it becomes.
    pub after: String,
}

/// [`Repair::channel`](super::Repair::channel) of what the author decided.
pub const OVERRIDE: &str = "override";

/// `edits` with the overrides put in; what overlaps an override is dropped.
pub(super) fn merge(text: &str, edits: Vec<TextEdit>, overrides: &[RepairOverride]) -> Vec<TextEdit> {
    let own = all_places(text, overrides);
    if own.is_empty() {
        return edits;
    }
    let mut all = without_overlap(edits, &own);
    all.extend(own.into_iter().filter(|one| text.get(one.range.clone()) != Some(one.after.as_str())));
    all.sort_by_key(|edit| edit.range.start);
    all
}

/// Those of `edits` about which no override decides.
pub(super) fn undecided(text: &str, edits: Vec<TextEdit>, overrides: &[RepairOverride]) -> Vec<TextEdit> {
    if edits.is_empty() { edits } else { without_overlap(edits, &all_places(text, overrides)) }
}

/// Those of `places`, in order, that no override leaves as they stand.
pub(super) fn not_left(text: &str, places: Vec<Span>, overrides: &[RepairOverride]) -> Vec<Span> {
    let is_left = |one: &&RepairOverride| one.after == one.before;
    let left: Vec<RepairOverride> = overrides.iter().filter(|_| !places.is_empty()).filter(is_left).cloned().collect();
    let left = if left.is_empty() { Vec::new() } else { all_places(text, &left) };
    let is_free = |place: &Span| {
        let next = left.partition_point(|one| one.range.end <= place.start as usize);
        left.get(next).is_none_or(|one| one.range.start >= place.end as usize)
    };
    places.into_iter().filter(is_free).collect()
}

fn without_overlap(edits: Vec<TextEdit>, own: &[TextEdit]) -> Vec<TextEdit> {
    let free = |edit: &TextEdit| {
        let next = own.partition_point(|one| one.range.end <= edit.range.start);
        own.get(next).is_none_or(|one| one.range.start >= edit.range.end)
    };
    edits.into_iter().filter(free).collect()
}

/// The places of all overrides in order, without overlap.
fn all_places(text: &str, overrides: &[RepairOverride]) -> Vec<TextEdit> {
    let mut own: Vec<TextEdit> = overrides.iter().flat_map(|one| places(text, one)).collect();
    own.sort_by_key(|edit| edit.range.start);
    own.dedup_by(|later, earlier| later.range.start < earlier.range.end);
    own
}

/// The edits of one override, in order. None for one that could not come to an end (its result contains what it replaces), and for plain
/// ASCII without a question mark, which no damage leaves.
fn places(text: &str, one: &RepairOverride) -> Vec<TextEdit> {
    let endless = one.after.contains(&one.before) && one.after != one.before;
    if one.before.is_empty() || one.before.is_ascii() && !one.before.contains('?') || endless {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if one.context.as_ref().is_none_or(|context| line.contains(context.as_str())) {
            found.extend(line.match_indices(&one.before).map(|(start, _)| edit(at + start, one)));
        }
        at += line.len();
    }
    found
}

fn edit(start: usize, one: &RepairOverride) -> TextEdit {
    TextEdit {
        range: start..start + one.before.len(),
        after: one.after.clone(),
        alternatives: Vec::new(),
        confidence: 1.0,
        channel: OVERRIDE.to_owned(),
    }
}
