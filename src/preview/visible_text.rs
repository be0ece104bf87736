//! The visible text of a chapter, for finding a place of its source on its page. In: spans. Out: the text that is shown there, and the
//! context that distinguishes it from the same text elsewhere. Does not read the page itself: a theme may show parts of a chapter at
//! other places, or leave them out.

use std::collections::HashMap;

use super::server::Place;
use crate::chapter::Chapter;
use crate::markdown::{EventKind, Tag};
use crate::repair::Repair;
use crate::span::Span;

/// How many characters on either side are the context of a place.
const CONTEXT_CHARS: usize = 40;

/// How many characters of a place are searched for; a longer text is cut after them.
const MAX_TEXT_CHARS: usize = 160;

/// The text of a chapter as it is shown on its page, a line for each block.
pub struct VisibleText<'c> {
    chapter: &'c Chapter,
    text: String,
    runs: Vec<TextRun>,
    /// The offsets in `text` of each piece of text that was searched for; filled on demand.
    occurrences: HashMap<String, Vec<usize>>,
}

/// A run of visible text that comes from one span of the source.
struct TextRun {
    /// In the repaired source.
    span: Span,
    /// In the visible text.
    start: usize,
    end: usize,
}

impl TextRun {
    /// The bytes of the visible text that a part of the run becomes. A run that differs from its source (code, entities) counts as a whole.
    fn part(&self, span: Span) -> (usize, usize) {
        if self.end - self.start != self.span.len() {
            return (self.start, self.end);
        }
        let part = self.span.intersect(span);
        let from = self.start + (part.start - self.span.start) as usize;
        (from, from + part.len())
    }
}

impl<'c> VisibleText<'c> {
    /// Collects the visible text of a chapter.
    pub fn new(chapter: &'c Chapter) -> Self {
        let document = &chapter.document;
        let mut visible = VisibleText { chapter, text: String::new(), runs: Vec::new(), occurrences: HashMap::new() };
        let mut at = 0;
        while let Some(event) = document.event(at) {
            match event.kind {
                // The page shows a picture in place of its text.
                EventKind::Open(Tag::Image) => at = event.partner.max(at),
                EventKind::Open(tag) | EventKind::Close(tag) if tag.is_block() => visible.text.push('\n'),
                kind => {
                    let start = visible.text.len();
                    visible.text.push_str(document.leaf_text(&event));
                    if matches!(kind, EventKind::Text | EventKind::Decoded | EventKind::Code) {
                        visible.runs.push(TextRun { span: event.span, start, end: visible.text.len() });
                    }
                }
            }
            at += 1;
        }
        visible
    }

    /// The offset of a repair in the visible text; none if it is not visible, in a link's target for example.
    pub fn offset_of(&self, repair: &Repair) -> Option<usize> {
        let at = self.chapter.map.changed(repair.span.start);
        let count = self.runs.partition_point(|piece| piece.span.start <= at);
        let piece = self.runs.get(..count)?.last().filter(|piece| at < piece.span.end)?;
        let before = Span { start: piece.span.start, end: at }.of(&self.chapter.document.text);
        let earlier = before.matches(&repair.after).count();
        let (in_piece, _) = self.text.get(piece.start..piece.end)?.match_indices(&repair.after).nth(earlier)?;
        (!repair.after.is_empty()).then_some(piece.start + in_piece)
    }

    /// The visible text of a span of the source, up to the end of its first line; none if nothing of it is visible.
    pub fn place_of(&mut self, span: Span) -> Option<Place> {
        let (start, end) = (self.chapter.map.changed(span.start), self.chapter.map.changed(span.end));
        let (first, last) = (
            self.runs.partition_point(|piece| piece.span.end <= start),
            self.runs.partition_point(|piece| piece.span.start < end),
        );
        let pieces = self.runs.get(first..last)?;
        let (from, _) = pieces.first()?.part(Span { start, end });
        let (_, to) = pieces.last()?.part(Span { start, end });
        let words = self.text.get(from..to)?;
        let words: String = words.lines().next()?.trim_end().chars().take(MAX_TEXT_CHARS).collect();
        (!words.is_empty()).then(|| self.distinguish(&words, from))
    }

    /// The text `words` at byte `at`, with what distinguishes it from the same text elsewhere.
    pub fn distinguish(&mut self, words: &str, at: usize) -> Place {
        if !self.occurrences.contains_key(words) {
            let starts = self.text.match_indices(words).map(|(at, _)| at).collect();
            self.occurrences.insert(words.to_owned(), starts);
        }
        let occurrence = self.occurrences.get(words).map_or(0, |starts| starts.partition_point(|other| *other < at));
        let left: Vec<char> = self.text.get(..at).unwrap_or_default().chars().rev().take(CONTEXT_CHARS).collect();
        let right = self.text.get(at + words.len()..).unwrap_or_default().chars().take(CONTEXT_CHARS).collect();
        Place { words: words.to_owned(), occurrence, around: (left.into_iter().rev().collect(), right) }
    }
}
