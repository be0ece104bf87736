//! Notes where a document does not show what its author wrote, or not as it was meant: comments and fences that nothing closes, cells beyond a
//! table's columns, blanks that are none. Changes nothing in the document but that.

use super::super::document::{Oddity, OddityKind};
use super::DocumentBuilder;
use crate::span::Span;

impl DocumentBuilder<'_> {
    /// Notes something odd.
    pub(super) fn odd(&mut self, kind: OddityKind, span: Span) {
        self.document.oddities.push(Oddity { kind, span });
    }

    /// The end of a cell that is shown.
    pub(super) fn end_of_cell(&mut self, cell: Span) {
        self.lost_cells.last_cell = cell.end;
    }

    /// The end of a row: what stands in it after its last cell is not shown.
    pub(super) fn end_of_row(&mut self, row: Span) {
        let start = self.lost_cells.last_cell.max(row.start);
        let rest = Span { start: start.min(row.end), end: row.end };
        let is_edge = |c: char| c.is_whitespace() || c == '|';
        let text = rest.of(self.text);
        let lost = text.trim_matches(is_edge);
        let is_comment = lost.starts_with("<!--") && lost.ends_with("-->");
        if lost.is_empty() || is_comment {
            return;
        }
        let from = rest.start as usize + text.len() - text.trim_start_matches(is_edge).len();
        match self.lost_cells.first {
            None => self.lost_cells.first = Some(Span::new(from, from + lost.len())),
            Some(_) => self.lost_cells.more_rows += 1,
        }
    }

    /// The end of a table.
    pub(super) fn end_of_table(&mut self) {
        let lost = std::mem::take(&mut self.lost_cells);
        let columns = self.document.tables.last().map_or(0, |columns| columns.len() as u32);
        if let Some(span) = lost.first {
            self.odd(OddityKind::LostCells { columns, more_rows: lost.more_rows }, span);
        }
    }

    /// The end of fenced code at `span`.
    pub(super) fn end_of_fence(&mut self, span: Span) {
        let text = span.of(self.text);
        let bare = |line: &str| line.trim_matches([' ', '\t', '\r', '\n', '>']).to_owned();
        let mut lines = text.lines();
        let opening = lines.next().map(bare).unwrap_or_default();
        let sign = opening.chars().next().unwrap_or('`');
        let length = opening.chars().take_while(|c| *c == sign).count();
        let closing = lines.next_back().map(bare).unwrap_or_default();
        let is_closed = closing.len() >= length && closing.chars().all(|c| c == sign);
        if !is_closed {
            self.odd(OddityKind::UnclosedFence, span);
        }
    }

    /// The beginning of a heading at `span`.
    pub(super) fn start_of_heading(&mut self, span: Span) {
        let blanks = &self.prepared.odd_blanks;
        let after = blanks.partition_point(|blank| blank.start < span.start);
        if let Some(blank) = blanks.get(after).copied().filter(|blank| blank.end <= span.end) {
            self.odd(OddityKind::OddBlank, blank);
        }
    }
}
