//! Where a place of a chapter's source is read on its page. In: spans. Out: the words that stand there, and what tells them from the same
//! words elsewhere. The page itself is not looked at: a theme may show parts of a chapter at other places, or leave them out.

use std::collections::HashMap;

use super::server::Place;
use crate::chapter::Chapter;
use crate::markdown::{EventKind, Tag};
use crate::repair::Repair;
use crate::span::Span;

/// So many characters on either side tell a place on the page from others.
const AROUND: usize = 40;

/// So many characters are looked for; where more are meant, the first of them.
const MAX_WORDS: usize = 160;

/// The words of a chapter as they are read on its page, a line for each block.
pub struct PageWords<'c> {
    chapter: &'c Chapter,
    text: String,
    pieces: Vec<WordRun>,
    /// Where in the words a text stands, for each that was asked for.
    found: HashMap<String, Vec<usize>>,
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
    /// Where in the words a part of it is. What is read otherwise than it is written (code, entities) counts as a whole.
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
    /// Of a chapter.
    pub fn new(chapter: &'c Chapter) -> Self {
        let document = &chapter.document;
        let mut words = PageWords { chapter, text: String::new(), pieces: Vec::new(), found: HashMap::new() };
        let mut at = 0;
        while let Some(event) = document.event(at) {
            match event.kind {
                // In its place a picture is seen.
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

    /// What is read of a part of the source, as far as its block goes.
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

    /// What tells words at a place from the same words elsewhere.
    pub fn distinguish(&mut self, words: &str, at: usize) -> Place {
        if !self.found.contains_key(words) {
            let found = self.text.match_indices(words).map(|(at, _)| at).collect();
            self.found.insert(words.to_owned(), found);
        }
        let occurrence = self.found.get(words).map_or(0, |found| found.partition_point(|other| *other < at));
        let left: Vec<char> = self.text.get(..at).unwrap_or_default().chars().rev().take(AROUND).collect();
        let right = self.text.get(at + words.len()..).unwrap_or_default().chars().take(AROUND).collect();
        Place { words: words.to_owned(), occurrence, around: (left.into_iter().rev().collect(), right) }
    }
}
