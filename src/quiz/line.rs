//! Lines of text without markup. In: a range of events. Out: its lines, each with the place in the source of every part. Knows nothing of
//! blocks, and nothing of what a line says.

use std::borrow::Cow;
use std::ops::Range;

use crate::markdown::{Document, ElementLayout, Event, EventId, EventKind, Tag};
use crate::span::Span;

/// A part of a line's text.
#[derive(Clone, Copy, Debug)]
struct LinePart {
    /// Where it begins in the text.
    at: u32,
    /// Its place in the source.
    span: Span,
    /// Whether it stands in the source as it is shown: then a cut inside is possible.
    can_cut: bool,
    /// Whether it is inline code.
    is_code: bool,
}

/// One line of text, and where each part of it stands. Most lines have one part and borrow it.
#[derive(Clone, Debug, Default)]
pub(super) struct TextLine<'d> {
    /// Its events.
    pub events: Range<EventId>,
    /// Its words without markup, blanks around included.
    pub text: Cow<'d, str>,
    /// The line in a code block.
    pub is_code: bool,
    first: Option<LinePart>,
    /// The parts after the first.
    more: Vec<LinePart>,
}

impl<'d> TextLine<'d> {
    /// A line that no event stands for: a comment. Its places are none.
    pub fn of_text(text: &'d str) -> Self {
        TextLine { text: Cow::Borrowed(text), ..TextLine::default() }
    }

    fn push(&mut self, document: &'d Document, id: EventId, event: &Event) {
        let part = LinePart {
            at: self.text.len() as u32,
            span: event.span,
            can_cut: event.kind == EventKind::Text,
            is_code: event.kind == EventKind::Code,
        };
        self.add(id, document.leaf_text(event), part);
    }

    /// A line of plain text, its line end left out.
    fn push_text(&mut self, id: EventId, text: &'d str, span: Span) {
        let bare = text.trim_end_matches(['\n', '\r']);
        let end = span.end - (text.len() - bare.len()) as u32;
        let at = self.text.len() as u32;
        self.add(id, bare, LinePart { at, span: Span { end, ..span }, can_cut: true, is_code: false });
    }

    fn add(&mut self, id: EventId, text: &'d str, piece: LinePart) {
        if self.first.is_none() {
            self.events.start = id;
            self.first = Some(piece);
            self.text = Cow::Borrowed(text);
        } else {
            self.more.push(piece);
            self.text.to_mut().push_str(text);
        }
        self.events.end = id + 1;
    }

    /// The byte of the source at which byte `at` of the text stands.
    pub fn source(&self, at: usize) -> u32 {
        let Some(LinePart { at: start, span, can_cut, .. }) = self.part_at(at) else { return 0 };
        let start = *start as usize;
        if *can_cut {
            return (span.start + (at - start.min(at)) as u32).min(span.end);
        }
        // What differs from its source cannot be cut: the place is its start where only blanks stand before `at`, else its end.
        let is_before = self.text.get(start..at).is_some_and(|before| before.trim().is_empty());
        if is_before { span.start } else { span.end }
    }

    /// The byte of the source at which the text up to byte `at` ends: like [`TextLine::source`], but before markup that follows it.
    pub fn source_end(&self, at: usize) -> u32 {
        let last = self.text.get(..at).and_then(|text| text.char_indices().next_back());
        let Some((place, letter)) = last else { return self.source(at) };
        let start = self.source(place);
        // Where the last character cannot be cut out of its part, the part ends the text.
        if self.is_plain_at(place) {
            start + letter.len_utf8() as u32
        } else {
            self.part_at(place).map_or(start, |part| part.span.end)
        }
    }

    fn part_at(&self, at: usize) -> Option<&LinePart> {
        let later = self.more.partition_point(|piece| piece.at as usize <= at);
        later.checked_sub(1).and_then(|part| self.more.get(part)).or(self.first.as_ref())
    }

    /// Whether the byte at `at` is plain text rather than code or an entity.
    pub fn is_plain_at(&self, at: usize) -> bool {
        self.part_at(at).is_none_or(|part| part.can_cut)
    }

    /// Where the part of the text that holds byte `at` ends: where markup begins or ends.
    pub fn part_end(&self, at: usize) -> usize {
        let later = self.more.partition_point(|piece| piece.at as usize <= at);
        self.more.get(later).map_or(self.text.len(), |part| part.at as usize)
    }

    /// The line cut in two before byte `at`, which is plain text; none where markup or code stands there.
    pub fn cut(&self, at: usize) -> Option<(TextLine<'d>, TextLine<'d>)> {
        if !self.is_plain_at(at) || !self.text.is_char_boundary(at) {
            return None;
        }
        let parts = || self.first.iter().chain(&self.more).copied();
        let ends = parts().skip(1).map(|part| part.at as usize).chain([self.text.len()]);
        let mut halves = [Vec::new(), Vec::new()];
        for (part, end) in parts().zip(ends) {
            let start = part.at as usize;
            if start < at {
                let cut = if end > at { part.span.start + (at - start) as u32 } else { part.span.end };
                halves[0].push(LinePart { span: Span { end: cut, ..part.span }, ..part });
            }
            if end > at {
                let skipped = at.saturating_sub(start) as u32;
                let span = Span { start: part.span.start + skipped, ..part.span };
                halves[1].push(LinePart { at: start.max(at) as u32 - at as u32, span, ..part });
            }
        }
        let [before, after] = halves;
        let half = |parts: Vec<LinePart>, text: &str| {
            let mut parts = parts.into_iter();
            TextLine {
                events: self.events.clone(),
                text: Cow::Owned(text.to_owned()),
                is_code: self.is_code,
                first: parts.next(),
                more: parts.collect(),
            }
        };
        Some((half(before, self.text.get(..at)?), half(after, self.text.get(at..)?)))
    }

    /// The same line as text: the indented body of an admonition is code to markdown.
    pub fn into_prose(mut self) -> Self {
        self.is_code = false;
        self
    }

    /// Where the first inline code begins, in bytes of the text; its length where there is none. Code that is a single character does not
    /// count: authors set the letters of choices so.
    pub fn code_start(&self) -> usize {
        let parts = || self.first.iter().chain(&self.more);
        let ends = parts().skip(1).map(|part| part.at as usize).chain([self.text.len()]);
        let is_long =
            |from: usize, to: usize| self.text.get(from..to).is_some_and(|code| code.chars().nth(1).is_some());
        let mut codes = parts().zip(ends).filter(|(part, end)| part.is_code && is_long(part.at as usize, *end));
        codes.next().map_or(self.text.len(), |(part, _)| part.at as usize)
    }

    /// The first byte of what the line shows, blanks aside.
    pub fn start(&self) -> u32 {
        self.source(self.lead())
    }

    /// One past the last byte of what the line shows, blanks included.
    pub fn end(&self) -> u32 {
        self.more.last().or(self.first.as_ref()).map_or(0, |piece| piece.span.end)
    }

    /// The place of all of it.
    pub fn span(&self) -> Span {
        Span { start: self.start(), end: self.end().max(self.start()) }
    }

    /// How many bytes of blanks it begins with.
    pub fn lead(&self) -> usize {
        self.text.len() - self.text.trim_start().len()
    }

    /// Its text without blanks around.
    pub fn trimmed(&self) -> &str {
        self.text.trim()
    }

    /// Whether the text from byte `from` to byte `to` is strong, in markdown or HTML.
    pub fn is_strong(&self, document: &Document, from: usize, to: usize) -> bool {
        let (start, end) = (self.source(from), self.source(to.max(1) - 1));
        strong(document, &self.events).any(|span| span.start <= start && end <= span.end)
    }
}

/// The strong stretches among `events`, and around their first.
fn strong<'d>(document: &'d Document, events: &Range<EventId>) -> impl Iterator<Item = Span> + 'd {
    let first = events.start.saturating_sub(3);
    (first..events.end).filter_map(move |id| {
        let event = document.event(id)?;
        opens_strong(document, id).then_some(event.span)
    })
}

/// Whether an event opens strong text, in markdown or HTML.
pub(super) fn opens_strong(document: &Document, id: EventId) -> bool {
    document.event(id).is_some_and(|event| event.kind == EventKind::Open(Tag::Strong))
        || document.opens(id, "strong")
        || document.opens(id, "b")
}

/// The lines of all text in `range`, at any depth but in folds, at most `most` of them.
pub(super) fn lines(document: &Document, range: Range<EventId>, most: usize) -> Vec<TextLine<'_>> {
    let mut reader = LineReader { document, lines: Vec::new(), line: TextLine::default(), code: 0 };
    let mut id = range.start;
    while let Some(event) = document.event(id).filter(|_| id < range.end && reader.lines.len() < most) {
        reader.event(id, &event);
        // Folds inside are left out: they say nothing of what holds them, and thousands of folds in each other stay cheap. So is what stands in
        // place of a picture: it is no text of the page.
        let is_skipped = event.kind == EventKind::Open(Tag::Image) || document.opens(id, "details");
        id = if is_skipped { event.partner.max(id) + 1 } else { id + 1 };
    }
    reader.end_line();
    reader.lines
}

/// Lines being read.
struct LineReader<'d> {
    document: &'d Document,
    lines: Vec<TextLine<'d>>,
    line: TextLine<'d>,
    /// How many code blocks are open.
    code: u32,
}

impl LineReader<'_> {
    fn event(&mut self, id: EventId, event: &Event) {
        if let EventKind::Open(Tag::Fence | Tag::Indented) = event.kind {
            self.code += 1;
        }
        if self.breaks(event) {
            self.end_line();
        }
        if let EventKind::Close(Tag::Fence | Tag::Indented) = event.kind {
            self.code = self.code.saturating_sub(1);
        }
        self.line.is_code = self.code > 0;
        match event.kind {
            EventKind::Text => self.text(id, event.span),
            EventKind::Decoded | EventKind::Code => self.line.push(self.document, id, event),
            _ => {}
        }
    }

    fn breaks(&self, event: &Event) -> bool {
        match event.kind {
            EventKind::Open(Tag::Element) | EventKind::Close(Tag::Element) | EventKind::Void => {
                layout(self.document, event).is_some_and(ElementLayout::breaks_line)
            }
            EventKind::Open(tag) | EventKind::Close(tag) => tag.is_block(),
            EventKind::SoftBreak | EventKind::HardBreak | EventKind::Rule => true,
            _ => false,
        }
    }

    /// Raw HTML and code have line ends inside of their text.
    fn text(&mut self, id: EventId, span: Span) {
        let mut at = span.start;
        for part in span.of(&self.document.text).split_inclusive('\n') {
            self.line.is_code = self.code > 0;
            let span = Span { start: at, end: at + part.len() as u32 };
            self.line.push_text(id, part, span);
            at = span.end;
            if part.ends_with('\n') {
                self.end_line();
            }
        }
    }

    fn end_line(&mut self) {
        let done = std::mem::take(&mut self.line);
        if !done.text.trim().is_empty() {
            self.lines.push(done);
        }
    }
}

/// How the HTML element of an event stands in the text.
fn layout(document: &Document, event: &Event) -> Option<ElementLayout> {
    Some(document.element(event)?.spec()?.layout)
}

/// All text of `range` as one line, but for what stands in place of pictures.
pub(super) fn whole(document: &Document, range: Range<EventId>) -> TextLine<'_> {
    let mut line = TextLine { events: range.start..range.start, ..TextLine::default() };
    let mut id = range.start;
    while let Some(event) = document.event(id).filter(|_| id < range.end) {
        if !document.leaf_text(&event).is_empty() {
            line.push(document, id, &event);
        }
        id = if event.kind == EventKind::Open(Tag::Image) { event.partner.max(id) + 1 } else { id + 1 };
    }
    line
}

/// Whether an event stands within a line of text, or breaks one line only.
pub(super) fn is_inline(document: &Document, event: &Event) -> bool {
    match event.kind {
        EventKind::Open(Tag::Element) | EventKind::Void => layout(document, event).is_none_or(ElementLayout::is_inline),
        EventKind::Open(tag) => !tag.is_block(),
        EventKind::Rule => false,
        _ => true,
    }
}
