//! A sequence: blocks that stand side by side, each seen as what a question may be made of (lines of text, headings,
//! lists, folds), with lines whose places in the source are known. Never decides what is a question.

use std::borrow::Cow;
use std::ops::Range;

use super::admonition;
use super::reading::is_answer_line;
use super::words::lowered;
use crate::markdown::{Document, ElementLayout, Event, EventId, EventKind, Tag};
use crate::span::Span;
use crate::words::WordKind;

/// How many lines of a fold are looked at for an answer.
pub(super) const FOLD_ROWS: usize = 400;

/// How many events of a fold are looked at: keeps thousands of folds in each other cheap.
const FOLD_EVENTS: EventId = 4000;

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
        let piece = later.checked_sub(1).and_then(|row| self.more.get(row)).or(self.first.as_ref());
        let Some(LinePart { at: start, span, can_cut }) = piece else { return 0 };
        let start = *start as usize;
        if *can_cut {
            return (span.start + (at - start.min(at)) as u32).min(span.end);
        }
        // What differs from its source cannot be cut: blanks before and after `at` decide which end is meant.
        let is_before = self.text.get(start..at).is_some_and(|before| before.trim().is_empty());
        if is_before { span.start } else { span.end }
    }

    /// The same line, seen as text: an admonition's body is code only to those who do not know admonitions.
    pub fn into_prose(mut self) -> Self {
        self.is_code = false;
        self
    }

    /// Where the line's first stretch of plain text ends and something else begins.
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
        let is_strong =
            event.kind == EventKind::Open(Tag::Strong) || document.opens(id, "strong") || document.opens(id, "b");
        is_strong.then_some(event.span)
    })
}

/// A list.
#[derive(Clone, Debug)]
pub(super) struct ListBlock<'d> {
    /// The first number of a numbered list.
    pub first: Option<u32>,
    /// Its items.
    pub items: Vec<ListItem<'d>>,
}

/// An item of a list.
#[derive(Clone, Debug)]
pub(super) struct ListItem<'d> {
    /// All of it, its ends included.
    pub events: Range<EventId>,
    /// The lines of its own text, up to the first block inside.
    pub rows: Vec<TextLine<'d>>,
    /// Whether it holds nothing else.
    pub is_text: bool,
    /// What its box says, if it has one.
    pub ticked: Option<bool>,
}

/// Something that folds, or stands apart so that it could.
#[derive(Clone, Debug)]
pub(super) struct FoldBlock<'d> {
    /// What it is in the source.
    pub wrapper: AnswerWrapper,
    /// The line on its handle: the text from byte `.1` on.
    pub summary: Option<(TextLine<'d>, usize)>,
    /// Its content.
    pub body: Range<EventId>,
    /// From where on the content counts (the handle may be in the same paragraph).
    pub from: u32,
    /// The lines of its content.
    pub rows: Vec<TextLine<'d>>,
}

/// What an answer stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum AnswerWrapper {
    /// `<details>`.
    Details,
    /// A quote that begins with `[!word]`, of GitHub or another program.
    Callout,
    /// `??? question`, `::: details`.
    Admonition,
    /// Nothing.
    Open,
}

/// What a block is.
#[derive(Clone, Debug)]
pub(super) enum BlockShape<'d> {
    /// Lines of text.
    Text(Vec<TextLine<'d>>),
    /// A heading: level and text.
    Heading(u8, TextLine<'d>),
    List(ListBlock<'d>),
    Fold(Box<FoldBlock<'d>>),
    Rule,
    /// Code or a table: what stems and choices may hold.
    Exhibit,
    Other,
}

/// A container that was opened: a numbered list with one item, a quote before its answer.
pub(super) type HostContainer = (Range<EventId>, Option<u32>);

/// A block of a sequence.
#[derive(Clone, Debug)]
pub(super) struct Block<'d> {
    /// Its events, ends included.
    pub events: Range<EventId>,
    pub shape: BlockShape<'d>,
    /// The container whose blocks stand in this sequence: its events, and the number of a list's item.
    pub host: Option<HostContainer>,
}

impl<'d> Block<'d> {
    /// Its lines, if it is text or a heading.
    pub fn rows(&self) -> &[TextLine<'d>] {
        match &self.shape {
            BlockShape::Text(rows) => rows,
            BlockShape::Heading(_, row) => std::slice::from_ref(row),
            _ => &[],
        }
    }
}

/// The lines of all text in `range`, at any depth but in folds, at most `most` of them.
pub(super) fn rows(document: &Document, range: Range<EventId>, most: usize) -> Vec<TextLine<'_>> {
    let mut reader = LineReader { document, rows: Vec::new(), row: TextLine::default(), code: 0 };
    let mut id = range.start;
    while let Some(event) = document.event(id).filter(|_| id < range.end && reader.rows.len() < most) {
        reader.event(id, &event);
        // What is folded once more is nobody's first word; thousands of folds in each other stay cheap.
        id = if document.opens(id, "details") { event.partner.max(id) + 1 } else { id + 1 };
    }
    reader.end_row();
    reader.rows
}

/// Lines being read.
struct LineReader<'d> {
    document: &'d Document,
    rows: Vec<TextLine<'d>>,
    row: TextLine<'d>,
    /// How many code blocks are open.
    code: u32,
}

impl LineReader<'_> {
    fn event(&mut self, id: EventId, event: &Event) {
        if let EventKind::Open(Tag::Fence | Tag::Indented) = event.kind {
            self.code += 1;
        }
        if self.breaks(event) {
            self.end_row();
        }
        if let EventKind::Close(Tag::Fence | Tag::Indented) = event.kind {
            self.code = self.code.saturating_sub(1);
        }
        self.row.is_code = self.code > 0;
        match event.kind {
            EventKind::Text => self.text(id, event.span),
            EventKind::Decoded | EventKind::Code => self.row.push(self.document, id, event),
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
            self.row.is_code = self.code > 0;
            let span = Span { start: at, end: at + part.len() as u32 };
            self.row.push_text(id, part, span);
            at = span.end;
            if part.ends_with('\n') {
                self.end_row();
            }
        }
    }

    fn end_row(&mut self) {
        let done = std::mem::take(&mut self.row);
        if !done.text.trim().is_empty() {
            self.rows.push(done);
        }
    }
}

/// The blocks of a sequence; `number` is that of the list's item it is the inside of. Numbered lists with one item are
/// opened: their content stands in the sequence.
pub(super) fn blocks(document: &Document, range: Range<EventId>, number: Option<u32>) -> Vec<Block<'_>> {
    let mut blocks = Vec::new();
    let host = number.map(|number| (range.clone(), Some(number)));
    gather(document, range, host, &mut blocks);
    admonition::join(document, &mut blocks);
    blocks
}

fn gather<'d>(document: &'d Document, range: Range<EventId>, host: Option<HostContainer>, blocks: &mut Vec<Block<'d>>) {
    let mut inline: Option<Range<EventId>> = None;
    let mut children = document.children(range).peekable();
    while let Some(id) = children.next() {
        let Some(event) = document.event(id) else { break };
        let end = event.partner.max(id) + 1;
        if is_inline(document, &event) {
            inline = Some(inline.map_or(id, |range| range.start)..end);
            continue;
        }
        if let Some(range) = inline.take() {
            blocks.extend(text(document, range.clone(), range, &host));
        }
        match opened(document, id, &event, children.peek().copied()).filter(|_| host.is_none()) {
            Some((inside, number)) => gather(document, inside, Some((id..end, number)), blocks),
            None => blocks.extend(block(document, id..end, &event, &host)),
        }
    }
    if let Some(range) = inline {
        blocks.extend(text(document, range.clone(), range, &host));
    }
}

fn is_inline(document: &Document, event: &Event) -> bool {
    match event.kind {
        EventKind::Open(Tag::Element) | EventKind::Void => layout(document, event).is_none_or(ElementLayout::is_inline),
        EventKind::Open(tag) => !tag.is_block(),
        EventKind::Rule => false,
        _ => true,
    }
}

/// How the HTML element of an event stands in the text.
fn layout(document: &Document, event: &Event) -> Option<ElementLayout> {
    Some(document.element(event)?.spec()?.layout)
}

fn name<'d>(document: &'d Document, event: &Event) -> &'d str {
    document.element(event).map_or("", |element| element.name.as_str())
}

/// The content of a container whose blocks stand in the sequence around it, and the number they have.
fn opened(
    document: &Document,
    id: EventId,
    event: &Event,
    next: Option<EventId>,
) -> Option<(Range<EventId>, Option<u32>)> {
    if event.kind == EventKind::Open(Tag::Quote) {
        let answers = next.is_some_and(|next| names_answer(document, next)) && !names_answer(document, id);
        return answers.then(|| (document.inside(id), None));
    }
    lone_item(document, id, event).map(|(item, number)| (document.inside(item), Some(number)))
}

/// Whether a block is a fold with an answer's word on its handle.
fn names_answer(document: &Document, id: EventId) -> bool {
    let inside = document.inside(id);
    let shape = match document.event(id).map(|event| event.kind) {
        Some(EventKind::Open(Tag::Quote)) => callout(document, inside),
        Some(EventKind::Open(Tag::Element)) if document.opens(id, "details") => details(document, inside),
        _ => return false,
    };
    matches!(shape, BlockShape::Fold(fold) if fold.names_answer())
}

/// The item of a numbered list that has just one, and its number.
fn lone_item(document: &Document, id: EventId, event: &Event) -> Option<(EventId, u32)> {
    if event.kind != EventKind::Open(Tag::Numbers) {
        return None;
    }
    let mut items = document.children(document.inside(id));
    let item = items.next()?;
    items.next().is_none().then_some((item, event.data))
}

fn text<'d>(
    document: &'d Document,
    events: Range<EventId>,
    inside: Range<EventId>,
    host: &Option<HostContainer>,
) -> Option<Block<'d>> {
    let shows = |id: EventId| {
        document.event(id).is_some_and(|event| match event.kind {
            EventKind::Open(Tag::Image) | EventKind::Void | EventKind::FootnoteReference => true,
            _ => !document.leaf_text(&event).trim().is_empty(),
        })
    };
    if !events.clone().any(shows) {
        return None;
    }
    let rows = rows(document, inside, usize::MAX);
    let shape = if rows.is_empty() { BlockShape::Exhibit } else { BlockShape::Text(rows) };
    Some(Block { events, shape, host: host.clone() })
}

fn block<'d>(
    document: &'d Document,
    events: Range<EventId>,
    event: &Event,
    host: &Option<HostContainer>,
) -> Option<Block<'d>> {
    let inside = document.inside(events.start);
    let shape = match event.kind {
        EventKind::Open(Tag::Paragraph) => return text(document, events, inside, host),
        EventKind::Open(Tag::Heading) => heading(document, inside, event.data),
        EventKind::Open(Tag::Bullets) => BlockShape::List(list(document, inside, None)),
        EventKind::Open(Tag::Numbers) => BlockShape::List(list(document, inside, Some(event.data))),
        EventKind::Open(Tag::Quote) => callout(document, inside),
        EventKind::Open(Tag::Alert(_)) => {
            BlockShape::Fold(Box::new(fold(document, AnswerWrapper::Callout, None, inside, event.span.start)))
        }
        EventKind::Open(Tag::Fence | Tag::Indented | Tag::Table) => BlockShape::Exhibit,
        EventKind::Open(Tag::Element) => match name(document, event) {
            "p" => return text(document, events, inside, host),
            "details" => details(document, inside),
            "table" | "pre" | "img" | "figure" => BlockShape::Exhibit,
            _ if document.element(event).is_some_and(|element| element.heading.is_some()) => {
                element_heading(document, inside, event)
            }
            _ => BlockShape::Other,
        },
        EventKind::Rule => BlockShape::Rule,
        EventKind::Void if name(document, event) == "hr" => BlockShape::Rule,
        _ => BlockShape::Other,
    };
    Some(Block { events, shape, host: host.clone() })
}

fn heading(document: &Document, inside: Range<EventId>, data: u32) -> BlockShape<'_> {
    let level = document.headings.get(data as usize).map_or(6, |heading| heading.level);
    BlockShape::Heading(level, whole(document, inside))
}

fn element_heading<'d>(document: &'d Document, inside: Range<EventId>, event: &Event) -> BlockShape<'d> {
    let row = document.element(event).and_then(|element| element.heading);
    let level = row.and_then(|row| document.headings.get(row as usize)).map_or(6, |heading| heading.level);
    BlockShape::Heading(level, whole(document, inside))
}

/// All text of `range` as one line.
fn whole(document: &Document, range: Range<EventId>) -> TextLine<'_> {
    let mut row = TextLine { events: range.start..range.start, ..TextLine::default() };
    for id in range {
        match document.event(id) {
            Some(event) if !document.leaf_text(&event).is_empty() => row.push(document, id, &event),
            _ => {}
        }
    }
    row
}

fn list(document: &Document, inside: Range<EventId>, first: Option<u32>) -> ListBlock<'_> {
    ListBlock { first, items: document.children(inside).map(|id| item(document, id)).collect() }
}

fn item(document: &Document, id: EventId) -> ListItem<'_> {
    let inside = document.inside(id);
    let mut end = inside.start;
    for child in document.children(inside.clone()) {
        let Some(event) = document.event(child) else { break };
        let is_text =
            is_inline(document, &event) || (child == inside.start && event.kind == EventKind::Open(Tag::Paragraph));
        if !is_text {
            break;
        }
        end = event.partner.max(child) + 1;
        if event.kind == EventKind::Open(Tag::Paragraph) {
            break;
        }
    }
    let ticked = (inside.start..end.min(inside.start + 2)).find_map(|id| match document.event(id)?.kind {
        EventKind::Task(ticked) => Some(ticked),
        _ => None,
    });
    let is_text = end == inside.end;
    ListItem { events: id..inside.end + 1, rows: rows(document, inside.start..end, usize::MAX), is_text, ticked }
}

fn details(document: &Document, inside: Range<EventId>) -> BlockShape<'_> {
    // A handle that does not come first is text like any other.
    let is_blank = |id: &EventId| {
        document.event(*id).is_some_and(|event| document.leaf_text(&event).trim().is_empty() && event.partner == *id)
    };
    let summary =
        document.children(inside.clone()).find(|id| !is_blank(id)).filter(|id| document.opens(*id, "summary"));
    let (row, body) = match summary.and_then(|id| Some((id, document.event(id)?.partner))) {
        Some((id, close)) => (Some(whole(document, document.inside(id))), close + 1..inside.end),
        None => (None, inside),
    };
    BlockShape::Fold(Box::new(fold(document, AnswerWrapper::Details, row.map(|row| (row, 0)), body, 0)))
}

fn fold<'d>(
    document: &'d Document,
    wrapper: AnswerWrapper,
    summary: Option<(TextLine<'d>, usize)>,
    body: Range<EventId>,
    from: u32,
) -> FoldBlock<'d> {
    let near = body.start..body.end.min(body.start.saturating_add(FOLD_EVENTS));
    let rows = rows(document, near, FOLD_ROWS).into_iter().filter(|row| row.start() >= from).collect();
    FoldBlock { wrapper, summary, body, from, rows }
}

/// A quote whose first line is `[!word]- Title`; other quotes are no folds.
fn callout(document: &Document, inside: Range<EventId>) -> BlockShape<'_> {
    let near = inside.start..inside.end.min(inside.start.saturating_add(64));
    let Some(first) = rows(document, near, 1).into_iter().next() else { return BlockShape::Other };
    let lead = first.lead();
    if is_answer_line(&first.text) && !first.trimmed().starts_with("[!") {
        // A plain quote that is an answer.
        return BlockShape::Fold(Box::new(fold(document, AnswerWrapper::Callout, None, inside, 0)));
    }
    let Some(close) = first.trimmed().strip_prefix("[!").and_then(|rest| rest.find(']')) else {
        return BlockShape::Other;
    };
    let title = lead + 2 + close + 1;
    let after = first.text.get(title..).unwrap_or("");
    let title = title + (after.len() - after.trim_start_matches(['+', '-', ' ']).len());
    let from = first.end();
    BlockShape::Fold(Box::new(fold(document, AnswerWrapper::Callout, Some((first, title)), inside, from)))
}

impl FoldBlock<'_> {
    /// The words on its handle.
    pub fn title(&self) -> Cow<'_, str> {
        lowered(self.summary.as_ref().and_then(|(row, at)| row.text.get(*at..)).unwrap_or("").trim())
    }

    /// Whether it hides an answer, by its handle.
    pub fn names_answer(&self) -> bool {
        WordKind::Answer.within(&self.title())
    }
}
