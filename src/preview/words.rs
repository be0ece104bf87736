//! Where a place of a chapter's source is read on its page. In: spans. Out: the words that stand there, and the context that tells them from
//! the same words elsewhere. Never looks at the page itself: a theme may show parts of a chapter at other places, or leave them out.

use std::collections::HashMap;

use super::server::Place;
use crate::chapter::Chapter;
use crate::markdown::{EventKind, Tag};
use crate::repair::Repair;
use crate::span::Span;

/// How many characters on either side tell a place on the page from others.
const CONTEXT_LEN: usize = 40;

/// How many characters of a place are searched for; of a longer one, the first of them.
const MAX_WORDS: usize = 160;

/// The words of a chapter as they are read on its page, a line for each block.
pub struct PageWords<'c> {
    chapter: &'c Chapter,
    text: String,
    pieces: Vec<WordRun>,
    /// Where in the words a text stands, by text; filled on demand.
    occurrences: HashMap<String, Vec<usize>>,
}

/// Words that stand together in the source.
struct WordRun {
    /// In the repaired source.
    span: Span,
    /// In the words.
    start: usize,
    end: usize,
}

impl WordRun {
    /// The bytes of the words that a part of the run becomes. What is read otherwise than it is written (code, entities) counts as a whole.
    fn part(&self, span: Span) -> (usize, usize) {
        if self.end - self.start != self.span.len() {
            return (self.start, self.end);
        }
        let part = self.span.intersect(span);
        let from = self.start + (part.start - self.span.start) as usize;
        (from, from + part.len())
    }
}

impl<'c> PageWords<'c> {
    /// Collects the words of a chapter.
    pub fn new(chapter: &'c Chapter) -> Self {
        let document = &chapter.document;
        let mut words = PageWords { chapter, text: String::new(), pieces: Vec::new(), occurrences: HashMap::new() };
        let mut at = 0;
        while let Some(event) = document.event(at) {
            match event.kind {
                // The page shows a picture in place of its text.
                EventKind::Open(Tag::Image) => at = event.partner.max(at),
                EventKind::Open(tag) | EventKind::Close(tag) if tag.is_block() => words.text.push('\n'),
                kind => {
                    let start = words.text.len();
                    words.text.push_str(document.leaf_text(&event));
                    if matches!(kind, EventKind::Text | EventKind::Decoded | EventKind::Code) {
                        words.pieces.push(WordRun { span: event.span, start, end: words.text.len() });
                    }
                }
            }
            at += 1;
        }
        words
    }

    /// Where in the words a repair stands; none where it is not read: in a link's target, say.
    pub fn place(&self, repair: &Repair) -> Option<usize> {
        let at = self.chapter.map.changed(repair.span.start);
        let count = self.pieces.partition_point(|piece| piece.span.start <= at);
        let piece = self.pieces.get(..count)?.last().filter(|piece| at < piece.span.end)?;
        let before = Span { start: piece.span.start, end: at }.of(&self.chapter.document.text);
        let earlier = before.matches(&repair.after).count();
        let (in_piece, _) = self.text.get(piece.start..piece.end)?.match_indices(&repair.after).nth(earlier)?;
        (!repair.after.is_empty()).then_some(piece.start + in_piece)
    }

    /// The words of a part of the source, as far as its block goes; none where nothing of it is read.
    pub fn of(&mut self, span: Span) -> Option<Place> {
        let (start, end) = (self.chapter.map.changed(span.start), self.chapter.map.changed(span.end));
        let (first, last) = (
            self.pieces.partition_point(|piece| piece.span.end <= start),
            self.pieces.partition_point(|piece| piece.span.start < end),
        );
        let pieces = self.pieces.get(first..last)?;
        let (from, _) = pieces.first()?.part(Span { start, end });
        let (_, to) = pieces.last()?.part(Span { start, end });
        let words = self.text.get(from..to)?;
        let words: String = words.lines().next()?.trim_end().chars().take(MAX_WORDS).collect();
        (!words.is_empty()).then(|| self.distinguish(&words, from))
    }

    /// The words at byte `at`, with what tells them from the same words elsewhere.
    pub fn distinguish(&mut self, words: &str, at: usize) -> Place {
        if !self.occurrences.contains_key(words) {
            let starts = self.text.match_indices(words).map(|(at, _)| at).collect();
            self.occurrences.insert(words.to_owned(), starts);
        }
        let occurrence = self.occurrences.get(words).map_or(0, |starts| starts.partition_point(|other| *other < at));
        let left: Vec<char> = self.text.get(..at).unwrap_or_default().chars().rev().take(CONTEXT_LEN).collect();
        let right = self.text.get(at + words.len()..).unwrap_or_default().chars().take(CONTEXT_LEN).collect();
        Place { words: words.to_owned(), occurrence, around: (left.into_iter().rev().collect(), right) }
    }
}
