//! What an author decided about the places of a file, made true: the texts are written into the file, and what is to stay as it stands is
//! remembered in the course's configuration, so that the next run and the next build leave it alone, too.

use std::fs;
use std::ops::Range;
use std::path::Path;

use super::damaged::{PlaceEdit, edited_bytes, edited_text, write};
use super::files::RepairFile;
use super::output::Failure;
use crate::preview::choices;
use crate::preview::server::RepairChoice;
use crate::repair::{RepairSettings, repair};
use crate::report::counted;
use crate::site::replace;
use crate::source::Decoding;
use crate::span::{OffsetMap, Position, PositionCursor};

/// What is decided about the places of a file; in order, without overlap.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Decisions {
    /// The places that get another text.
    pub edits: Vec<PlaceEdit>,
    /// The places that stay as they stand.
    pub kept: Vec<Range<usize>>,
    /// How many places are not decided.
    pub undecided: usize,
}

/// What became of the decisions of all files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct DecisionCounts {
    pub written: usize,
    /// Files that were written.
    pub files: usize,
    /// Places that stay as they stand, and are remembered.
    pub kept: usize,
    /// Places that stay as they stand, and that nothing remembers.
    pub forgotten: usize,
    pub undecided: usize,
}

impl DecisionCounts {
    /// One line for people.
    pub fn summary(&self) -> String {
        let DecisionCounts { written, files, kept, forgotten, undecided } = self;
        let kept = match kept + forgotten {
            0 => String::new(),
            kept => format!("; {kept} kept as they stand"),
        };
        let undecided = if *undecided == 0 { String::new() } else { format!("; {undecided} not decided") };
        let (written, files) = (counted(*written, "place"), counted(*files, "file"));
        format!("{written} written in {files}{kept}{undecided}\n")
    }

    /// What to do about decisions that nothing remembers.
    pub fn advice(&self) -> Option<String> {
        (self.forgotten > 0).then(|| {
            format!(
                "{} kept places will be shown again, as the course has no `syllabus.toml` to remember them: make one (it \
                 may be empty) and decide again",
                self.forgotten
            )
        })
    }
}

/// A file as it was when its author decided.
#[derive(Clone, Copy)]
pub(super) struct DecidedFile<'f> {
    pub source: &'f RepairFile,
    pub bytes: &'f [u8],
    pub text: &'f str,
    pub decoding: Decoding,
}

impl DecidedFile<'_> {
    /// Writes the decisions: all of this file or, where one cannot be made, none of them.
    pub fn write(&self, decisions: &Decisions, counts: &mut DecisionCounts) -> Result<(), Failure> {
        let Decisions { edits, kept, undecided } = decisions;
        let new = match edits.is_empty() {
            true => None,
            false => Some(edited_bytes(self.source, self.bytes, self.text, self.decoding, edits)?),
        };
        let mut stays = moved(kept, edits);
        let kept = stays.len();
        stays.extend(looking_damaged(edits, &self.source.settings()));
        stays.sort_by_key(|place| place.start);
        let remembered = remembered(self.source, &edited_text(self.text, edits), &stays)?;
        if let Some(new) = new {
            write(self.source, self.bytes, &new)?;
            counts.files += 1;
            counts.written += edits.len();
        }
        match remembered {
            Some((config, text)) => {
                let failed = |error| format!("`{}` cannot be written: {error}", config.display());
                replace(config, text.as_bytes()).map_err(failed)?;
                counts.kept += kept;
            }
            None => counts.forgotten += stays.len(),
        }
        counts.undecided += undecided;
        Ok(())
    }
}

/// Where places lie after the edits before them.
fn moved(places: &[Range<usize>], edits: &[PlaceEdit]) -> Vec<Range<usize>> {
    let map = offsets(edits);
    let changed = |offset: usize| map.changed(offset as u32) as usize;
    places.iter().map(|place| changed(place.start)..changed(place.start) + place.len()).collect()
}

/// Where texts stand after these edits that the next run would take for damage: their author wrote them so.
fn looking_damaged(edits: &[PlaceEdit], settings: &RepairSettings) -> Vec<Range<usize>> {
    let map = offsets(edits);
    let written = edits.iter().map(|(place, new)| (map.changed(place.start as u32) as usize, new));
    let damaged = written.filter(|(_, new)| !new.is_empty() && !repair(new, settings).repairs.is_empty());
    damaged.map(|(start, new)| start..start + new.len()).collect()
}

/// How offsets move by these edits.
fn offsets(edits: &[PlaceEdit]) -> OffsetMap {
    OffsetMap::of_replaced(edits.iter().map(|(place, new)| (place.clone(), new.len())))
}

/// The configuration and its text after it was put in that these places of `text`, the file as it will be, stay as they are. None where
/// there is no configuration, or nothing to remember.
fn remembered<'s>(
    source: &'s RepairFile,
    text: &str,
    places: &[Range<usize>],
) -> Result<Option<(&'s Path, String)>, Failure> {
    let Some(config) = source.scope.config.as_deref().filter(|_| !places.is_empty()) else { return Ok(None) };
    let name = config.display();
    let mut new = fs::read_to_string(config).map_err(|error| format!("`{name}` cannot be read: {error}"))?;
    let mut cursor = PositionCursor::new(text);
    for place in places {
        let Position { line, column } = cursor.advance_to(place.start as u32);
        let before = text.get(place.clone()).unwrap_or("").to_owned();
        let after = Some(before.clone());
        let choice = RepairChoice { source: source.course_path.clone(), line, column, before, after };
        let place = choices::place_in(text, &choice);
        new = choices::edited(&new, &choice, place).map_err(|why| format!("`{name}` {why}"))?;
    }
    Ok(Some((config, new)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_move_with_the_edits_before_them() {
        let edits = [(0..4, "x".to_owned()), (10..12, "long".to_owned())];
        assert_eq!(moved(&[4..6, 12..14], &edits), [1..3, 11..13]);
        assert_eq!(moved(&[4..6, 7..8], &[]), [4..6, 7..8]);
    }

    #[test]
    fn a_written_text_that_looks_damaged_is_found_where_it_stands() {
        let edits = [(0..4, "x".to_owned()), (10..12, "CafÃ©".to_owned()), (12..14, "🎓".to_owned())];
        let found = looking_damaged(&edits, &RepairSettings::default());
        assert_eq!(found.first(), Some(&(7..7 + "CafÃ©".len())));
        assert_eq!(found.len(), 1);
    }

    #[test]
    fn the_summary_tells_what_there_is_to_tell() {
        let counts = DecisionCounts { written: 3, files: 1, ..DecisionCounts::default() };
        assert_eq!(counts.summary(), "3 places written in 1 file\n");
        assert_eq!(counts.advice(), None);
        let counts = DecisionCounts { written: 0, files: 0, kept: 1, forgotten: 1, undecided: 2 };
        assert_eq!(counts.summary(), "0 places written in 0 files; 2 kept as they stand; 2 not decided\n");
        assert!(counts.advice().is_some_and(|advice| advice.contains("`syllabus.toml`")));
    }
}
