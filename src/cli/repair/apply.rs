//! `repair --apply`: what a reviewed table says, checked against the files as they are now. In: the text of a file, and its part of a review.
//! Out: decisions, or what does not fit. One row that does not fit, and nothing of its file is changed.

use std::ops::Range;

use super::decisions::Decisions;
use super::review::{ReviewedFile, ReviewedRow, around_cell, letters};
use crate::span::Position;

/// What a row of a review does not fit: its line in the review, and why.
pub(super) type ReviewFault = (usize, String);

/// The decisions of a review about a file with this text.
///
/// # Errors
/// What does not fit: rows that are none, places where other text stands now, rows about the same place.
pub(super) fn decisions(text: &str, reviewed: &ReviewedFile) -> Result<Decisions, Vec<ReviewFault>> {
    let mut faults: Vec<ReviewFault> = reviewed.faults.iter().map(|(line, why)| (*line, (*why).to_owned())).collect();
    let mut rows: Vec<&ReviewedRow> = reviewed.rows.iter().collect();
    rows.sort_by_key(|row| row.position);
    let mut finder = PlaceFinder { text, at: 0, position: Position { line: 1, column: 1 } };
    let mut decisions = Decisions::default();
    let mut done = 0;
    for row in rows {
        let Position { line, column } = row.position;
        let place = finder.find(row.position).map(|start| start..start + row.stands.len());
        let stands = |place: &Range<usize>| !place.is_empty() && text.get(place.clone()) == Some(row.stands.as_str());
        let Some(place) = place.filter(stands) else {
            faults.push((row.line, format!("`{}` does not stand at {line}:{column} any more", row.stands)));
            continue;
        };
        if row.around.as_ref().is_some_and(|around| *around != letters(&around_cell(text, &place))) {
            faults.push((row.line, format!("the words around {line}:{column} are others now")));
            continue;
        }
        if place.start < done {
            faults.push((row.line, format!("two rows are about {line}:{column}")));
            continue;
        }
        done = place.end;
        match &row.write {
            None => decisions.undecided += 1,
            Some(new) if *new == row.stands => decisions.kept.push(place),
            Some(new) => decisions.edits.push((place, new.clone())),
        }
    }
    faults.sort();
    if faults.is_empty() { Ok(decisions) } else { Err(faults) }
}

/// Finds the offsets of positions that are asked for in order: each character is read once.
struct PlaceFinder<'t> {
    text: &'t str,
    at: usize,
    position: Position,
}

impl PlaceFinder<'_> {
    /// The offset of a position; none where its line is not as long.
    fn find(&mut self, wanted: Position) -> Option<usize> {
        while self.position < wanted {
            let c = self.text.get(self.at..)?.chars().next()?;
            self.at += c.len_utf8();
            let Position { line, column } = &mut self.position;
            (*line, *column) = if c == '\n' { (*line + 1, 1) } else { (*line, *column + 1) };
        }
        (self.position == wanted).then_some(self.at)
    }
}

#[cfg(test)]
mod tests {
    use super::super::review::read;
    use super::*;

    const TEXT: &str = "# A\n\nğŸ“ one, ğŸ“ two\nlast ğŸ¯\n";

    fn decided(rows: &str) -> Result<Decisions, Vec<ReviewFault>> {
        let review = format!("## a.md\n| place | stands | write | words around |\n|---|---|---|---|\n{rows}");
        decisions(TEXT, &read(&review)[0])
    }

    #[test]
    fn rows_are_edits_places_to_keep_and_open_ones() {
        let rows = "| 4:6 | ğŸ¯ | 🎯 | last ▸ğŸ¯◂ |\n| 3:1 | ğŸ“ | ğŸ“ | ğŸ“ one, ğŸ“ two |\n| 3:10 | ğŸ“ | | ğŸ“ one, ğŸ“ two |\n";
        let decided = decided(rows).expect("all fits");
        assert_eq!(
            decided.edits.iter().map(|(place, new)| (&TEXT[place.clone()], new.as_str())).collect::<Vec<_>>(),
            [("ğŸ¯", "🎯")]
        );
        assert_eq!((decided.kept.len(), decided.undecided), (1, 1));
    }

    #[test]
    fn what_does_not_fit_is_told_and_nothing_is_decided() {
        let fault = |rows: &str| decided(rows).expect_err("a fault").remove(0);
        assert_eq!(
            fault("| 3:2 | ğŸ“ | 📝 | ğŸ“ one, ğŸ“ two |\n"),
            (4, "`ğŸ“` does not stand at 3:2 any more".to_owned())
        );
        assert!(fault("| 9:1 | ğŸ“ | 📝 | |\n").1.contains("does not stand"));
        assert!(fault("| 3:90 | ğŸ“ | 📝 | |\n").1.contains("does not stand"));
        assert!(fault("| 3:1 | \"\" | 📝 | |\n").1.contains("does not stand"));
        assert!(fault("| 3:1 | ğŸ“ | 📝 | ğŸ“ three |\n").1.contains("words around 3:1 are others"));
        let twice = "| 3:1 | ğŸ“ | 📝 | ğŸ“ one, ğŸ“ two |\n";
        assert!(fault(&format!("{twice}{twice}")).1.contains("two rows"));
        assert!(fault("| here | ğŸ“ | 📝 | |\n").1.contains("not a line and a column"));
    }
}
