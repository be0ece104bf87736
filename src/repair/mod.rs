//! Mojibake repair: UTF-8 that was read in another charset and saved again is turned back. In: a text. Out: the text, with an account of
//! each change. Clean text is borrowed: nothing is copied, nothing can change. Never reads a file, never guesses at characters that were
//! replaced altogether: their places are reported in `lost`.
//!
//! ```
//! use syllabus::repair::{RepairSettings, repair};
//!
//! let repaired = repair("Itâ€™s a cafÃ©.", &RepairSettings::default());
//! assert_eq!(repaired.text, "It’s a café.");
//! assert_eq!(repaired.repairs[0].before, "â€™");
//! assert!(repaired.repairs.iter().all(|repair| repair.sure));
//! ```
//!
//! Where bytes were lost, a repair is a choice: it says how probable it is and what else it may have been. An author's own decision goes before
//! it. What cannot be told from what is left stays as it stands:
//!
//! ```
//! use syllabus::repair::{RepairOverride, RepairSettings, repair};
//!
//! let text = "## ğŸ“ Notes\n\n- lost \u{fffd} here\n";
//! let repaired = repair(text, &RepairSettings::default());
//! assert!(!repaired.repairs[0].sure && !repaired.repairs[0].alternatives.is_empty());
//! assert_eq!(repaired.lost[0].of(text), "\u{fffd}");
//!
//! let decided = RepairOverride { before: "ğŸ“".to_owned(), context: None, after: "🎓".to_owned() };
//! let settings = RepairSettings { overrides: vec![decided], ..RepairSettings::default() };
//! assert!(repair(text, &settings).text.starts_with("## 🎓 Notes"));
//! ```
//!
//! How a choice is made where bytes were lost: the candidates are exactly the characters whose damaged form under
//! the file's channel is what stands there; they are ranked by their frequency in course repositories (`lexicon`)
//! and by how they sit between their neighbours (`plausible`); box drawing by its geometry, emoji by the words and blocks around (`emoji`),
//! letters by the words they are part of (`letters`).

mod channels;
mod char_map;
mod choose;
mod code;
mod decide;
mod doubt;
mod edit;
#[cfg(feature = "repair-model")]
mod emoji;
mod escaped;
mod geometry;
mod guess;
mod lattice;
mod letters;
mod lexicon;
mod lost;
mod mark;
mod overrides;
mod pairs;
mod plausible;
mod quotes;
mod roles;
mod runs;
mod screen;
mod scripts;
mod shown;

use std::borrow::Cow;

pub use channels::Charset;
pub use overrides::{OVERRIDE, RepairOverride};

use crate::span::{OffsetMap, Span};
use edit::TextEdit;

/// What repair may do.
#[derive(Clone, Debug, PartialEq)]
pub struct RepairSettings {
    /// The charsets that may explain damage.
    pub charsets: Vec<Charset>,
    /// Repairs less probable than this (0 to 1) are not made: they are [`Repaired::withheld`].
    pub min_confidence: f32,
    /// The author's own decisions; the first that fits a place holds.
    pub overrides: Vec<RepairOverride>,
}

impl Default for RepairSettings {
    fn default() -> Self {
        RepairSettings { charsets: Charset::all(), min_confidence: 0.0, overrides: Vec::new() }
    }
}

impl RepairSettings {
    /// The settings of one file: the decisions of `decided` go before those for all files, and among them those for lines with some context
    /// before those for the whole file.
    #[must_use]
    pub fn with_overrides<'o>(&self, decided: impl Iterator<Item = &'o RepairOverride>) -> RepairSettings {
        let mut overrides: Vec<RepairOverride> = decided.cloned().collect();
        overrides.extend(self.overrides.iter().cloned());
        let own = overrides.len() - self.overrides.len();
        if let Some(own) = overrides.get_mut(..own) {
            own.sort_by_key(|one| one.context.is_none());
        }
        RepairSettings { overrides, ..self.clone() }
    }
}

/// A text after repair.
#[derive(Clone, Debug, PartialEq)]
pub struct Repaired<'t> {
    /// The repaired text; borrowed where nothing was repaired.
    pub text: Cow<'t, str>,
    /// What was changed, in order of place.
    pub repairs: Vec<Repair>,
    /// What was not changed, as it is less probable than [`RepairSettings::min_confidence`]; in order of place.
    pub withheld: Vec<Repair>,
    /// How offsets of the repaired text lead back to the original.
    pub map: OffsetMap,
    /// Places of the original where something is gone for good: `U+FFFD`, or question marks where a sign stood. They are never guessed at. An
    /// override that leaves one as it is takes it out of this list.
    pub lost: Vec<Span>,
}

/// One run of damaged characters and what it became.
#[derive(Clone, Debug, PartialEq)]
pub struct Repair {
    /// Where it stands in the text as it was.
    pub span: Span,
    /// What stood there.
    pub before: String,
    /// What it became.
    pub after: String,
    /// The probability that `after` is exactly right.
    pub confidence: f32,
    /// Other texts for the whole of `before`, best first.
    pub alternatives: Vec<String>,
    /// What happened to it: charset, losses, repeats.
    pub channel: String,
    /// Whether it is at least 99 % probable: then it is written back without asking.
    pub sure: bool,
}

/// A repair at least this probable is [`Repair::sure`].
const SURE: f32 = 0.99;
/// The most passes after the first. Each undoes all damage of one channel; texts damaged several times over take more than one.
const MAX_PASSES: usize = 24;

/// Repairs `text`. What it returns has nothing more to repair: repairing again changes nothing.
pub fn repair<'t>(text: &'t str, settings: &RepairSettings) -> Repaired<'t> {
    let enabled = settings.charsets.iter().fold(0, |bits, charset| bits | charset.bit());
    let Found { edits, withheld } = all_edits(text, enabled, settings);
    if edits.is_empty() {
        return Repaired {
            text: Cow::Borrowed(text),
            repairs: Vec::new(),
            withheld: withheld.into_iter().map(|edit| report(text, edit)).collect(),
            map: OffsetMap::identity(),
            lost: lost_places(text, settings),
        };
    }
    let after = edit::apply(text, &edits);
    let map = OffsetMap::of_replaced(edits.iter().map(|edit| (edit.range.clone(), edit.after.len())));
    let lost = lost_places(&after, settings).into_iter().map(|span| map.original(span)).collect();
    let withheld = withheld.into_iter().filter_map(|edit| in_original(text, &after, edit, &map)).collect();
    let repairs = edits.into_iter().map(|edit| report(text, edit)).collect();
    Repaired { text: Cow::Owned(after), repairs, withheld, map, lost }
}

/// What one pass, or all of them, found.
#[derive(Default)]
struct Found {
    edits: Vec<TextEdit>,
    /// Edits of the text as it is after `edits`, which are not made.
    withheld: Vec<TextEdit>,
}

/// The edits of all passes, as one list: passes go on until nothing changes.
fn all_edits(text: &str, enabled: u32, settings: &RepairSettings) -> Found {
    let mut found = pass(text, enabled, settings, false);
    for _ in 0..MAX_PASSES {
        if found.edits.is_empty() {
            break;
        }
        let middle = edit::apply(text, &found.edits);
        let was_repaired = found.edits.iter().any(|edit| edit.confidence >= SURE);
        let next = pass(&middle, enabled, settings, was_repaired);
        found.withheld = next.withheld;
        if next.edits.is_empty() {
            break;
        }
        found.edits = edit::compose(found.edits, &middle, next.edits);
    }
    found.edits.retain(|edit| text.get(edit.range.clone()) != Some(edit.after.as_str()));
    found
}

/// One pass; `was_repaired`: an earlier one found damage for sure.
fn pass(text: &str, enabled: u32, settings: &RepairSettings, was_repaired: bool) -> Found {
    // A mark goes first: what stands behind it is then the start of the text, as its author wrote it.
    let edits = mark::removal(text, enabled).map_or_else(
        || {
            let escaped = escaped::edits(text, enabled, was_repaired);
            if escaped.is_empty() { decide::edits(text, enabled, was_repaired) } else { escaped }
        },
        |edit| vec![edit],
    );
    let (probable, withheld) = edits.into_iter().partition(|edit| edit.confidence >= settings.min_confidence);
    Found {
        edits: overrides::merge(text, probable, &settings.overrides),
        withheld: overrides::undecided(text, withheld, &settings.overrides),
    }
}

/// The report of a withheld edit of the repaired text `after`; none where its place was repaired in part.
fn in_original(text: &str, after: &str, edit: TextEdit, map: &OffsetMap) -> Option<Repair> {
    let span = map.original(Span::from(edit.range.clone()));
    let range = span.start as usize..span.end as usize;
    let stands = text.get(range.clone()).filter(|stands| after.get(edit.range.clone()) == Some(stands));
    stands.map(|_| report(text, TextEdit { range, ..edit }))
}

/// The places where something is gone for good, without those that the author decided to leave.
fn lost_places(text: &str, settings: &RepairSettings) -> Vec<Span> {
    overrides::not_left(text, lost::places(text), &settings.overrides)
}

fn report(text: &str, edit: TextEdit) -> Repair {
    Repair {
        span: Span::from(edit.range.clone()),
        before: text.get(edit.range).unwrap_or("").to_owned(),
        sure: edit.confidence >= SURE,
        alternatives: edit.alternatives.into_iter().filter(|other| *other != edit.after).collect(),
        after: edit.after,
        confidence: edit.confidence,
        channel: edit.channel,
    }
}

#[cfg(test)]
mod tests;
