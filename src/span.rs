//! Places in text: byte spans, line and column, and how offsets of a changed text lead back to the original.
//! Never knows a file: who holds a span knows which text it belongs to.
//!
//! ```
//! use syllabus::span::{LineIndex, Position, Span};
//!
//! let text = "# Café\nRoles";
//! let span = Span::new(8, 13);
//! assert_eq!(span.of(text), "Roles");
//! assert_eq!(LineIndex::new(text).position(text, span.start), Position { line: 2, column: 1 });
//! ```

use std::ops::Range;

use serde::{Deserialize, Serialize};

/// A range of bytes of a text. In diagnostics always of `Source.text`: the file as decoded, before any repair.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// A span from byte `start` to before byte `end`; an `end` before `start` gives an empty span at `start`.
    pub fn new(start: usize, end: usize) -> Self {
        let start = u32::try_from(start).unwrap_or(u32::MAX);
        let end = u32::try_from(end).unwrap_or(u32::MAX);
        Span { start, end: end.max(start) }
    }

    /// The empty span at `offset`.
    pub fn at(offset: usize) -> Self {
        Span::new(offset, offset)
    }

    /// As a range of `usize`, for slicing.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The part of `text` it covers; empty where it does not fit the text.
    pub fn of(self, text: &str) -> &str {
        text.get(self.range()).unwrap_or("")
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether it covers nothing.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether `other` lies within it.
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The part both cover; empty where they do not meet.
    pub fn intersect(self, other: Span) -> Span {
        let start = self.start.max(other.start);
        Span { start, end: self.end.min(other.end).max(start) }
    }

    /// The smallest span that covers both.
    pub fn join(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

impl From<Range<usize>> for Span {
    fn from(range: Range<usize>) -> Self {
        Span::new(range.start, range.end)
    }
}

/// Line and column, both from 1; columns count characters (Unicode scalar values).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// Line, from 1. Lines end at U+000A.
    pub line: u32,
    /// Column, from 1, in characters.
    pub column: u32,
}

/// Where each line of a text begins. Made once per text; a lookup is a binary search.
#[derive(Clone, Debug, Default)]
pub struct LineIndex {
    starts: Vec<u32>,
}

impl LineIndex {
    /// Reads `text` once.
    pub fn new(text: &str) -> Self {
        let newlines = text.match_indices('\n');
        let starts = std::iter::once(0).chain(newlines.map(|(at, _)| at as u32 + 1)).collect();
        LineIndex { starts }
    }

    /// The line (from 1) in which byte `offset` lies.
    pub fn line(&self, offset: u32) -> u32 {
        self.starts.partition_point(|start| *start <= offset).max(1) as u32
    }

    /// Line and column of byte `offset` of `text`, the text it was made from.
    pub fn position(&self, text: &str, offset: u32) -> Position {
        let line = self.line(offset);
        let start = self.starts.get(line as usize - 1).copied().unwrap_or(0) as usize;
        let before = text.get(start..(offset as usize).min(text.len())).unwrap_or("");
        Position { line, column: before.chars().count() as u32 + 1 }
    }

    /// The bytes of line `line` (from 1), without its line end.
    pub fn line_span(&self, text: &str, line: u32) -> Span {
        let index = (line.max(1) as usize - 1).min(self.starts.len().saturating_sub(1));
        let start = self.starts.get(index).copied().unwrap_or(0) as usize;
        let end = self.starts.get(index + 1).map_or(text.len(), |next| *next as usize);
        let body = text.get(start..end).unwrap_or("").trim_end_matches(['\n', '\r']);
        Span::new(start, start + body.len())
    }
}

/// How offsets of a changed text lead back to the text it was made from: one row for each replaced stretch.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OffsetMap {
    rows: Vec<Replacement>,
}

/// `new` stands in the changed text where `old` stood in the original.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Replacement {
    new: Span,
    old: Span,
}

impl OffsetMap {
    /// The map of a text that was not changed.
    pub fn identity() -> Self {
        OffsetMap::default()
    }

    /// Notes that `old` bytes of the original became `new` bytes of the changed text. Call in order of place.
    pub fn push(&mut self, old: Span, new: Span) {
        self.rows.push(Replacement { new, old });
    }

    /// The original span of `span`; what lies inside a replaced stretch widens to all of that stretch.
    pub fn original(&self, span: Span) -> Span {
        Span { start: self.start(span.start), end: self.end(span.end).max(self.start(span.start)) }
    }

    /// The changed-text offset where original `offset` is now; inside a replaced stretch, its start.
    pub fn changed(&self, offset: u32) -> u32 {
        let index = self.rows.partition_point(|row| row.old.end <= offset);
        if let Some(row) = self.rows.get(index)
            && row.old.start <= offset
        {
            return row.new.start;
        }
        match index.checked_sub(1).and_then(|before| self.rows.get(before)) {
            Some(row) => offset - row.old.end + row.new.end,
            None => offset,
        }
    }

    fn start(&self, offset: u32) -> u32 {
        let index = self.rows.partition_point(|row| row.new.end <= offset);
        match self.rows.get(index) {
            Some(row) if row.new.start <= offset => row.old.start,
            _ => self.after(index, offset),
        }
    }

    fn end(&self, offset: u32) -> u32 {
        let index = self.rows.partition_point(|row| row.new.end < offset);
        match self.rows.get(index) {
            Some(row) if row.new.start < offset => row.old.end,
            _ => self.after(index, offset),
        }
    }

    fn after(&self, index: usize, offset: u32) -> u32 {
        match index.checked_sub(1).and_then(|before| self.rows.get(before)) {
            Some(row) => offset.saturating_sub(row.new.end) + row.old.end,
            None => offset,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_and_lines_end_at_line_feeds() {
        let text = "é🎯x\r\nzweite";
        let index = LineIndex::new(text);
        assert_eq!(index.position(text, 6), Position { line: 1, column: 3 });
        assert_eq!(index.position(text, 9), Position { line: 2, column: 1 });
        assert_eq!(index.line_span(text, 1).of(text), "é🎯x");
        assert_eq!(index.line_span(text, 2).of(text), "zweite");
    }

    #[test]
    fn spans_that_do_not_meet_have_an_empty_one_in_common() {
        let (first, second) = (Span::new(1, 3), Span::new(5, 8));
        assert_eq!([first.intersect(second), second.intersect(first)], [Span::at(5); 2]);
        assert_eq!(Span::new(1, 6).intersect(second), Span::new(5, 6));
        assert!(first.join(second).contains(second) && !first.contains(second));
    }

    #[test]
    fn offsets_lead_back_through_replaced_stretches() {
        // original: a[bcde]f, changed: a[X]f
        let mut map = OffsetMap::identity();
        map.push(Span::new(1, 5), Span::new(1, 2));
        assert_eq!(map.original(Span::new(0, 1)), Span::new(0, 1));
        assert_eq!(map.original(Span::new(1, 2)), Span::new(1, 5));
        assert_eq!(map.original(Span::new(2, 3)), Span::new(5, 6));
        assert_eq!(map.original(Span::new(0, 3)), Span::new(0, 6));
        assert_eq!(map.changed(5), 2);
        assert_eq!(map.changed(3), 1);
        assert_eq!(map.changed(0), 0);
    }
}
