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
    fn push(&mut self, document: &'d Document, id: EventId, event: &Event) {
        self.add(id, document.leaf_text(event), event.span, event.kind == EventKind::Text);
    }

    /// A line of plain text, its line end left out.
    fn push_text(&mut self, id: EventId, text: &'d str, span: Span) {
        let bare = text.trim_end_matches(['\n', '\r']);
        let end = span.end - (text.len() - bare.len()) as u32;
        self.add(id, bare, Span { end, ..span }, true);
    }

    fn add(&mut self, id: EventId, text: &'d str, span: Span, can_cut: bool) {
        let piece = LinePart { at: self.text.len() as u32, span, can_cut };
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
        let later = self.more.partition_point(|piece| piece.at as usize <= at);
        let piece = later.checked_sub(1).and_then(|line| self.more.get(line)).or(self.first.as_ref());
        let Some(LinePart { at: start, span, can_cut }) = piece else { return 0 };
        let start = *start as usize;
        if *can_cut {
            return (span.start + (at - start.min(at)) as u32).min(span.end);
        }
        // What differs from its source cannot be cut: the place is its start where only blanks stand before `at`, else its end.
        let is_before = self.text.get(start..at).is_some_and(|before| before.trim().is_empty());
        if is_before { span.start } else { span.end }
    }

    /// The same line as text: the indented body of an admonition is code to markdown.
    pub fn into_prose(mut self) -> Self {
        self.is_code = false;
        self
    }

    /// Where the first stretch of plain text ends and something else (code, an entity) begins, in bytes of the text.
    pub fn edge(&self) -> Option<usize> {
        self.more.first().filter(|piece| !piece.can_cut).map(|piece| piece.at as usize)
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
        // Folds inside are left out: they say nothing of what holds them, and thousands of folds in each other stay cheap.
        id = if document.opens(id, "details") { event.partner.max(id) + 1 } else { id + 1 };
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

/// All text of `range` as one line.
pub(super) fn whole(document: &Document, range: Range<EventId>) -> TextLine<'_> {
    let mut line = TextLine { events: range.start..range.start, ..TextLine::default() };
    for id in range {
        match document.event(id) {
            Some(event) if !document.leaf_text(&event).is_empty() => line.push(document, id, &event),
            _ => {}
        }
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
