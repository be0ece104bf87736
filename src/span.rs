//! Places in text: byte spans, lines and columns, and the map of offsets between a changed text and its original.
//! A span does not say which text it belongs to: the owner of a span documents it.
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

/// A range of bytes of a text. In diagnostics it is always a range of `Source.text`: the file as decoded, before any repair.
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

    /// The part of `text` it covers; empty if it is not a valid range of the text.
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

    /// Whether `other` is within it.
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The part that both cover; empty if they do not overlap.
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

/// The offsets at which the lines of a text begin. Made once per text; a lookup is a binary search.
#[derive(Clone, Debug, Default)]
pub struct LineIndex {
    starts: Vec<u32>,
}

impl LineIndex {
    /// The index of `text`, which is read once.
    pub fn new(text: &str) -> Self {
        let newlines = text.match_indices('\n');
        let starts = std::iter::once(0).chain(newlines.map(|(at, _)| at as u32 + 1)).collect();
        LineIndex { starts }
    }

    /// The line (from 1) that contains byte `offset`.
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

/// Line and column of increasing offsets. Each character is read once, as a line may be as long as a file.
#[derive(Clone, Debug)]
pub struct PositionCursor<'t> {
    text: &'t str,
    at: usize,
    position: Position,
}

impl<'t> PositionCursor<'t> {
    /// A cursor at the start of `text`.
    pub fn new(text: &'t str) -> Self {
        PositionCursor { text, at: 0, position: Position { line: 1, column: 1 } }
    }

    /// Line and column of byte `offset`; it must not lie before the one asked for last.
    pub fn advance_to(&mut self, offset: u32) -> Position {
        let Position { line, column } = &mut self.position;
        for c in self.text.get(self.at..offset as usize).unwrap_or("").chars() {
            (*line, *column) = if c == '\n' { (*line + 1, 1) } else { (*line, *column + 1) };
        }
        self.at = offset as usize;
        self.position
    }
}

/// Maps offsets between a changed text and the original it was made from, by a list of its replaced parts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OffsetMap {
    /// In order.
    replacements: Vec<Replacement>,
}

/// The bytes `old` of the original were replaced by the bytes `new` of the changed text.
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

    /// The map of a text whose parts, in order, were replaced by so many bytes each.
    pub fn of_replaced(parts: impl IntoIterator<Item = (Range<usize>, usize)>) -> Self {
        let mut map = OffsetMap::identity();
        let mut shift = 0isize;
        for (old, new) in parts {
            let start = old.start.saturating_add_signed(shift);
            shift += new as isize - old.len() as isize;
            map.push(Span::from(old), Span::new(start, start + new));
        }
        map
    }

    /// Adds a replacement: the bytes `old` of the original became the bytes `new` of the changed text. Must be called in the order of the text.
    pub fn push(&mut self, old: Span, new: Span) {
        self.replacements.push(Replacement { new, old });
    }

    /// The span of the original for a span of the changed text. An end inside a replaced part is extended to all of that part.
    pub fn original(&self, span: Span) -> Span {
        Span { start: self.start(span.start), end: self.end(span.end).max(self.start(span.start)) }
    }

    /// The span of the original for a span of the changed text in which nothing was replaced; none where something was.
    pub fn unchanged(&self, span: Span) -> Option<Span> {
        let index = self.replacements.partition_point(|replacement| replacement.new.end <= span.start);
        let is_touched = self.replacements.get(index).is_some_and(|replacement| replacement.new.start < span.end);
        (!is_touched).then(|| self.original(span))
    }

    /// The offset in the changed text for an offset of the original; inside a replaced part, the start of that part.
    pub fn changed(&self, offset: u32) -> u32 {
        let index = self.replacements.partition_point(|replacement| replacement.old.end <= offset);
        if let Some(replacement) = self.replacements.get(index)
            && replacement.old.start <= offset
        {
            return replacement.new.start;
        }
        match index.checked_sub(1).and_then(|before| self.replacements.get(before)) {
            Some(replacement) => offset - replacement.old.end + replacement.new.end,
            None => offset,
        }
    }

    fn start(&self, offset: u32) -> u32 {
        let index = self.replacements.partition_point(|replacement| replacement.new.end <= offset);
        match self.replacements.get(index) {
            Some(replacement) if replacement.new.start <= offset => replacement.old.start,
            _ => self.after(index, offset),
        }
    }

    fn end(&self, offset: u32) -> u32 {
        let index = self.replacements.partition_point(|replacement| replacement.new.end < offset);
        match self.replacements.get(index) {
            Some(replacement) if replacement.new.start < offset => replacement.old.end,
            _ => self.after(index, offset),
        }
    }

    fn after(&self, index: usize, offset: u32) -> u32 {
        match index.checked_sub(1).and_then(|before| self.replacements.get(before)) {
            Some(replacement) => offset.saturating_sub(replacement.new.end) + replacement.old.end,
            None => offset,
        }
    }
}

/// `text` with parts, in order and without overlap, replaced by other texts.
pub fn replaced<'n>(text: &str, parts: impl IntoIterator<Item = (Range<usize>, &'n str)>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for (place, new) in parts {
        out.push_str(text.get(at..place.start).unwrap_or(""));
        out.push_str(new);
        at = place.end;
    }
    out.push_str(text.get(at..).unwrap_or(""));
    out
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
    fn offsets_lead_back_through_replaced_parts() {
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
        assert_eq!(map.unchanged(Span::new(2, 3)), Some(Span::new(5, 6)));
        assert_eq!(map.unchanged(Span::new(0, 1)), Some(Span::new(0, 1)));
        assert_eq!([map.unchanged(Span::new(1, 3)), map.unchanged(Span::new(0, 3))], [None, None]);
        // original: a[bc]d, changed: ad
        let map = OffsetMap::of_replaced([(1..3, 0)]);
        assert_eq!(map.unchanged(Span::new(0, 2)), None);
        assert_eq!(map.unchanged(Span::new(1, 2)), Some(Span::new(3, 4)));
    }
}
