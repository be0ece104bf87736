//! Looks up lines and columns of a text. Spans are not trusted: they may end after the text or inside a character.

use std::sync::Arc;

use crate::span::{LineIndex, Position, Span};

/// A text with an index of its lines.
pub(super) struct SourceLines {
    text: Arc<str>,
    index: LineIndex,
    /// Offset and position of the last lookup: the next one on the same line counts from there. Without it, many diagnostics on one very
    /// long line would take quadratic time.
    last_lookup: (u32, Position),
}

impl SourceLines {
    pub(super) fn new(text: Arc<str>) -> Self {
        let index = LineIndex::new(&text);
        SourceLines { text, index, last_lookup: (0, Position { line: 1, column: 1 }) }
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    pub(super) fn shared_text(&self) -> Arc<str> {
        Arc::clone(&self.text)
    }

    /// `span` cut to the text and to whole characters.
    pub(super) fn fit(&self, span: Span) -> Span {
        let start = self.boundary(span.start);
        Span { start, end: self.boundary(span.end).max(start) }
    }

    pub(super) fn line(&self, offset: u32) -> u32 {
        self.index.line(self.boundary(offset))
    }

    pub(super) fn line_span(&self, line: u32) -> Span {
        self.index.line_span(&self.text, line)
    }

    pub(super) fn position(&mut self, offset: u32) -> Position {
        let offset = self.boundary(offset);
        let line = self.index.line(offset);
        let (last, last_position) = self.last_lookup;
        let position = if last_position.line == line && last <= offset {
            let between = Span { start: last, end: offset }.of(&self.text);
            Position { line, column: last_position.column + between.chars().count() as u32 }
        } else {
            self.index.position(&self.text, offset)
        };
        self.last_lookup = (offset, position);
        position
    }

    /// The last character boundary at or before `offset`.
    fn boundary(&self, offset: u32) -> u32 {
        self.text.floor_char_boundary(offset as usize) as u32
    }
}

#[cfg(test)]
mod tests {
    use super::SourceLines;
    use crate::span::{Position, Span};

    #[test]
    fn positions_are_the_same_in_any_order_of_asking() {
        let mut lines = SourceLines::new("é🎯x y\r\nzwei".into());
        let at = |line, column| Position { line, column };
        assert_eq!(lines.position(6), at(1, 3));
        assert_eq!(lines.position(8), at(1, 5));
        assert_eq!(lines.position(2), at(1, 2));
        assert_eq!(lines.position(11), at(2, 1));
        assert_eq!(lines.position(4000), at(2, 5));
    }

    #[test]
    fn spans_are_cut_to_characters_that_exist() {
        let lines = SourceLines::new("é🎯".into());
        assert_eq!(lines.fit(Span::new(1, 5)), Span::new(0, 2));
        assert_eq!(lines.fit(Span::new(9, 99)), Span::new(6, 6));
    }
}
