//! The table in which an author reviews unsure repairs: markdown, as a text editor shows it well, keeps its characters, and GitHub draws it. In:
//! places and what they may become. Out: a table; and from an edited table its rows. Reads and writes no file.
//!
//! What stands in the column `write` is what will stand in the chapter: there is nothing to learn but that. A spreadsheet would read the
//! file in another charset, and damage it once more.

use std::fmt::Write as _;
use std::ops::Range;

use super::damaged::{DamagedFile, REVIEW_TITLE};
use crate::span::{Position, PositionCursor};

/// A place to decide about.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct OpenPlace {
    /// Its bytes in the text of its file.
    pub range: Range<usize>,
    /// Where it begins.
    pub position: Position,
    /// What stands there.
    pub stands: String,
    /// What it may have been, the best first; none where it is lost for good.
    pub candidates: Vec<String>,
    /// The probability of the first candidate.
    pub confidence: Option<f32>,
    /// How the damage came about.
    pub channel: String,
    /// Whether it is less sure than `[repair] min_confidence` asks.
    pub is_withheld: bool,
}

/// How many alternatives a place shows: so many digits choose one.
const MAX_ALTERNATIVES: usize = 9;
/// How many characters before and after a place are shown of its line.
const AROUND: usize = 40;
/// The marks before and after a place among the words around it.
const MARKS: [char; 2] = ['▸', '◂'];
/// What stands for a text without characters, as an empty cell means that nothing is decided.
const NOTHING: &str = "\"\"";

/// The places of a file that nobody has decided: unsure repairs (`all`: sure ones, too), withheld ones, and what is lost; in order.
pub(super) fn open_places(file: &DamagedFile, all: bool) -> Vec<OpenPlace> {
    let unsure = file.repairs.iter().filter(|repair| all || !repair.sure).map(|repair| (repair, false));
    let repairs = unsure.chain(file.withheld.iter().map(|repair| (repair, true)));
    let mut places: Vec<OpenPlace> = repairs
        .map(|(repair, is_withheld)| OpenPlace {
            range: repair.span.range(),
            position: Position { line: 1, column: 1 },
            stands: repair.before.clone(),
            candidates: std::iter::once(&repair.after)
                .chain(repair.alternatives.iter().take(MAX_ALTERNATIVES))
                .cloned()
                .collect(),
            confidence: Some(repair.confidence),
            channel: repair.channel.clone(),
            is_withheld,
        })
        .collect();
    let is_free = |span: &Range<usize>| {
        let next = file.repairs.partition_point(|repair| repair.span.end as usize <= span.start);
        file.repairs.get(next).is_none_or(|repair| repair.span.start as usize >= span.end)
    };
    places.extend(file.lost.iter().map(|span| span.range()).filter(is_free).map(|range| OpenPlace {
        stands: file.text.get(range.clone()).unwrap_or("").to_owned(),
        range,
        position: Position { line: 1, column: 1 },
        candidates: Vec::new(),
        confidence: None,
        channel: "lost for good".to_owned(),
        is_withheld: false,
    }));
    places.sort_by_key(|place| place.range.start);
    places.dedup_by(|later, earlier| later.range.start < earlier.range.end);
    let mut cursor = PositionCursor::new(&file.text);
    for place in &mut places {
        place.position = cursor.advance_to(place.range.start as u32);
    }
    places
}

/// What stands before and after a place in its line, as far as it is shown; `…` stands for more.
pub(super) fn words_around(text: &str, range: &Range<usize>) -> (String, String) {
    let before = text.get(..range.start).unwrap_or("");
    let after = text.get(range.end..).unwrap_or("");
    let mut shown: Vec<char> = before.chars().rev().take_while(|c| *c != '\n').take(AROUND + 1).collect();
    let more_before = if shown.len() > AROUND { "…" } else { "" };
    shown.truncate(AROUND);
    let before: String = shown.into_iter().rev().collect();
    let mut shown: Vec<char> = after.chars().take_while(|c| *c != '\n').take(AROUND + 1).collect();
    let more_after = if shown.len() > AROUND { "…" } else { "" };
    shown.truncate(AROUND);
    let after: String = shown.into_iter().collect();
    (format!("{more_before}{before}"), format!("{}{more_after}", after.trim_end_matches('\r')))
}

/// The beginning of a review; `file` is its own path.
pub(super) fn head(file: &str) -> String {
    format!(
        "{REVIEW_TITLE}\n\n\
         Each row is a damaged place that may have been more than one thing. What stands in the column `write` is what\n\
         `syllabus repair --apply {}` will write there: the most probable text, unless you change it. The column `or` has\n\
         others. Copy what `stands` there to keep it for good, {NOTHING} to remove it, and leave the cell empty (or remove the\n\
         row) to decide another time.\n",
        cell(file)
    )
}

/// The part of a review about one file; empty where it has no open place.
pub(super) fn section(shown: &str, text: &str, places: &[OpenPlace]) -> String {
    if places.is_empty() {
        return String::new();
    }
    let mut out = format!(
        "\n## {}\n\n| place | stands | write | sure | or | words around |\n|---|---|---|---|---|---|\n",
        cell(shown)
    );
    for place in places {
        let Position { line, column } = place.position;
        let first = place.candidates.first().filter(|_| !place.is_withheld);
        let others = place.candidates.iter().skip(usize::from(!place.is_withheld));
        let others: Vec<String> = others.map(|other| cell(other)).collect();
        let sure = place.confidence.map_or("lost".to_owned(), |sure| format!("{:.0} %", sure * 100.0));
        // Writing into a string cannot fail.
        let _ = writeln!(
            out,
            "| {line}:{column} | {} | {} | {sure} | {} | {} |",
            cell(&place.stands),
            first.map(|first| cell(first)).unwrap_or_default(),
            others.join(" · "),
            around_cell(text, &place.range),
        );
    }
    out
}

/// The words around a place, as the table shows them.
pub(super) fn around_cell(text: &str, range: &Range<usize>) -> String {
    let (before, after) = words_around(text, range);
    let [open, close] = MARKS;
    let stands = text.get(range.clone()).unwrap_or("");
    escaped(&format!("{}{open}{stands}{close}{}", before.trim_start(), after.trim_end()))
}

/// A text as a cell: see [`escaped`]; blanks at its ends are escaped, too, as a cell has its own.
fn cell(text: &str) -> String {
    if text.is_empty() {
        return NOTHING.to_owned();
    }
    let last = text.char_indices().next_back().map_or(0, |(at, _)| at);
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        if (at == 0 || at == last) && c.is_whitespace() { push_number(&mut out, c) } else { push_escaped(&mut out, c) }
    }
    out
}

/// A text in a table: bars and backslashes after a backslash, and what nobody would see by its number.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    text.chars().for_each(|c| push_escaped(&mut out, c));
    out
}

fn push_escaped(out: &mut String, c: char) {
    match c {
        '\\' | '|' => out.extend(['\\', c]),
        c if is_invisible(c) => push_number(out, c),
        c => out.push(c),
    }
}

fn push_number(out: &mut String, c: char) {
    let _ = write!(out, "\\u{{{:x}}}", u32::from(c));
}

/// Whether a character shows nothing of its own or changes the direction. Joiners and variation selectors belong to the sign before them.
fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{a0}' | '\u{ad}' | '\u{61c}' | '\u{200b}' | '\u{200c}' | '\u{200e}' | '\u{200f}' | '\u{feff}'
            | '\u{2028}'..='\u{202f}' | '\u{2060}'..='\u{206f}')
}

/// The text that a cell means. As in markdown, a backslash before a sign of ASCII stands for that sign.
fn unescaped(cell: &str) -> String {
    if cell == NOTHING {
        return String::new();
    }
    let mut out = String::with_capacity(cell.len());
    let mut rest = cell;
    while let Some(c) = rest.chars().next() {
        rest = rest.get(c.len_utf8()..).unwrap_or("");
        let next = rest.chars().next().filter(|_| c == '\\');
        match (next, numbered(rest)) {
            (Some('u'), Some((number, after))) => {
                out.push(number);
                rest = after;
            }
            (Some(sign), _) if sign.is_ascii_punctuation() => {
                out.push(sign);
                rest = rest.get(1..).unwrap_or("");
            }
            _ => out.push(c),
        }
    }
    out
}

/// The character of `u{a0}` at the start of a text, and what comes after.
fn numbered(text: &str) -> Option<(char, &str)> {
    let (number, after) = text.strip_prefix("u{")?.split_once('}')?;
    Some((u32::from_str_radix(number, 16).ok().and_then(char::from_u32)?, after))
}

/// What an author's table says of one file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct ReviewedFile {
    /// The path of the file, as it was shown.
    pub shown: String,
    /// The line of its heading, from 1.
    pub line: usize,
    pub rows: Vec<ReviewedRow>,
    /// Lines that are no row of a review, and why: then nothing of the file is changed.
    pub faults: Vec<(usize, &'static str)>,
}

/// A row of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ReviewedRow {
    /// Its line in the review, from 1.
    pub line: usize,
    pub position: Position,
    pub stands: String,
    /// What is to be written; none where it is not decided.
    pub write: Option<String>,
    /// The letters and digits of the words around, by which the place is known again; none where the column was removed.
    pub around: Option<String>,
}

/// The letters and digits of a text: what is left when an editor sets a table anew.
pub(super) fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Reads a review as its author left it; columns are known by their heads, and may be in any order.
pub(super) fn read(review: &str) -> Vec<ReviewedFile> {
    let mut files: Vec<ReviewedFile> = Vec::new();
    let mut columns = ReviewColumns::default();
    for (row, text) in review.trim_start_matches('\u{feff}').lines().enumerate() {
        let (line, text) = (row + 1, text.trim());
        if let Some(name) = text.strip_prefix("## ") {
            files.push(ReviewedFile { shown: unescaped(name.trim()), line, ..ReviewedFile::default() });
            columns = ReviewColumns::default();
        }
        let Some(file) = files.last_mut().filter(|_| text.starts_with('|')) else { continue };
        let cells = cells(text);
        if cells.iter().all(|cell| !cell.is_empty() && cell.chars().all(|c| matches!(c, '-' | ':'))) {
            continue;
        }
        match ReviewColumns::new(&cells) {
            Some(found) => columns = found,
            None => match columns.row(line, &cells) {
                Ok(row) => file.rows.push(row),
                Err(fault) => file.faults.push((line, fault)),
            },
        }
    }
    files
}

/// Where the columns of a table are.
#[derive(Clone, Copy, Default)]
struct ReviewColumns {
    count: usize,
    place: usize,
    stands: usize,
    write: usize,
    around: Option<usize>,
}

impl ReviewColumns {
    /// The columns of the head of a table; none for another row.
    fn new(cells: &[&str]) -> Option<Self> {
        let column = |name: &str| cells.iter().position(|cell| cell.eq_ignore_ascii_case(name));
        let (place, stands, write) = (column("place")?, column("stands")?, column("write")?);
        Some(ReviewColumns { count: cells.len(), place, stands, write, around: column("words around") })
    }

    fn row(&self, line: usize, cells: &[&str]) -> Result<ReviewedRow, &'static str> {
        if self.count == 0 {
            return Err("the head of the table, with `place`, `stands` and `write`, is gone");
        }
        if self.count != cells.len() {
            return Err("the row has not as many cells as the head: write `\\|` for a bar within a cell");
        }
        let cell = |at: usize| cells.get(at).copied().unwrap_or("");
        let numbers = cell(self.place).split_once(':');
        let numbers = numbers.and_then(|(line, column)| Some((line.parse().ok()?, column.parse().ok()?)));
        let (at, column) = numbers.ok_or("the place is not a line and a column, such as `12:4`")?;
        let write = Some(cell(self.write)).filter(|cell| !cell.is_empty()).map(unescaped);
        if write.as_ref().is_some_and(|text| text.contains(['\n', '\r'])) {
            return Err("a line end cannot be written");
        }
        Ok(ReviewedRow {
            line,
            position: Position { line: at, column },
            stands: unescaped(cell(self.stands)),
            write,
            around: self.around.map(|at| letters(cell(at))),
        })
    }
}

/// The cells of a row of a table, without the blanks around.
fn cells(row: &str) -> Vec<&str> {
    let mut cells = Vec::new();
    let mut start = 0;
    let mut is_escaped = false;
    for (at, c) in row.char_indices() {
        if c == '|' && !is_escaped {
            cells.push(row.get(start..at).unwrap_or("").trim());
            start = at + 1;
        }
        is_escaped = c == '\\' && !is_escaped;
    }
    let rest = row.get(start..).unwrap_or("").trim();
    cells.extend(Some(rest).filter(|rest| !rest.is_empty()));
    // What is before the first bar.
    cells.into_iter().skip(1).collect()
}

#[cfg(test)]
#[path = "review_test.rs"]
mod tests;
