//! The structure of a sequence: blocks that stand side by side, each as one of the shapes that questions are made of (lines of text,
//! headings, lists, folds). Reads no meaning from words: which quotes hide an answer, `folds` says; what is a question, `candidate`.

use std::ops::Range;

use super::line::{TextLine, is_inline, lines, whole};
use super::question::AnswerWrapper;
use crate::markdown::{Document, Event, EventId, EventKind, Fragment, Tag};
use crate::span::Span;

/// How many lines of a fold are looked at for an answer.
pub(super) const MAX_FOLD_LINES: usize = 400;

/// How many events of a fold are looked at: keeps thousands of folds in each other cheap.
const MAX_FOLD_EVENTS: EventId = 4000;

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
    /// Its content. Of an item that holds nothing but a numbered item (`- 1. text`), the content of that.
    pub content: Range<EventId>,
    /// The lines of its own text, up to the first block inside.
    pub lines: Vec<TextLine<'d>>,
    /// Whether it holds nothing else.
    pub is_text: bool,
    /// What its box says, if it has one.
    pub ticked: Option<bool>,
}

/// What folds, or is set apart so that it could: `<details>`, a callout, an alert, an admonition.
#[derive(Clone, Debug)]
pub(super) struct FoldBlock<'d> {
    /// What it is in the source.
    pub wrapper: AnswerWrapper,
    pub summary: Option<FoldSummary<'d>>,
    /// Its content.
    pub body: Range<EventId>,
    /// From which byte of the source on the content counts (the summary may be in the same paragraph).
    pub from: u32,
    /// The lines of its content.
    pub lines: Vec<TextLine<'d>>,
}

/// What a fold shows while it is closed.
#[derive(Clone, Debug)]
pub(super) struct FoldSummary<'d> {
    /// The line it stands in.
    pub line: TextLine<'d>,
    /// The byte of the line at which its words begin: after `[!success]-`, `??? question`.
    pub at: usize,
}

impl FoldSummary<'_> {
    /// Its words, without the mark before them.
    pub fn words(&self) -> Fragment {
        let end = self.line.end();
        Fragment { events: self.line.events.clone(), span: Span { start: self.line.source(self.at).min(end), end } }
    }
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

/// A container whose content stands in the sequence around it: a numbered list with one item (its number), a quote before its answer, a
/// paragraph of several questions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct HostContainer {
    /// All of it, its ends included.
    pub events: Range<EventId>,
    /// The number of the list's item; a quote has none.
    pub number: Option<u32>,
    /// Whether it is the last item of a list whose choices stand below the list, because they are not indented enough.
    pub is_last_item: bool,
}

impl HostContainer {
    /// A container that stands in the sequence itself.
    pub fn new(events: Range<EventId>, number: Option<u32>) -> Self {
        HostContainer { events, number, is_last_item: false }
    }
}

/// A block of a sequence.
#[derive(Clone, Debug)]
pub(super) struct Block<'d> {
    /// Its events, ends included.
    pub events: Range<EventId>,
    pub shape: BlockShape<'d>,
    /// The container whose blocks stand in this sequence, if it is one of these.
    pub host: Option<HostContainer>,
}

impl<'d> Block<'d> {
    /// Its lines, if it is text or a heading.
    pub fn lines(&self) -> &[TextLine<'d>] {
        match &self.shape {
            BlockShape::Text(lines) => lines,
            BlockShape::Heading(_, line) => std::slice::from_ref(line),
            _ => &[],
        }
    }
}

/// The blocks of a stretch of events; `host` is the container it is the inside of. Numbered lists with one item are opened: their content
/// stands in the sequence.
pub(super) fn blocks(document: &Document, range: Range<EventId>, host: Option<HostContainer>) -> Vec<Block<'_>> {
    let mut blocks = Vec::new();
    gather(document, range, host, &mut blocks);
    blocks
}

fn gather<'d>(document: &'d Document, range: Range<EventId>, host: Option<HostContainer>, blocks: &mut Vec<Block<'d>>) {
    let mut inline: Option<Range<EventId>> = None;
    for id in document.children(range) {
        let Some(event) = document.event(id) else { break };
        let end = event.partner.max(id) + 1;
        if is_inline(document, &event) {
            inline = Some(inline.map_or(id, |range| range.start)..end);
            continue;
        }
        if let Some(range) = inline.take() {
            blocks.extend(text(document, range.clone(), range, &host));
        }
        match lone_item(document, id, &event).filter(|_| host.is_none()) {
            Some((item, number)) => {
                let host = Some(HostContainer::new(id..end, Some(number)));
                gather(document, document.inside(item), host, blocks);
            }
            None => {
                if let Some(last) = host.is_none().then(|| last_question(document, id, &event)).flatten() {
                    let (item, host) = last;
                    let mut list = block(document, id..end, &event, &None);
                    if let Some(BlockShape::List(list)) = list.as_mut().map(|block| &mut block.shape) {
                        list.items.pop();
                    }
                    blocks.extend(list);
                    gather(document, document.inside(item), Some(host), blocks);
                    continue;
                }
                blocks.extend(block(document, id..end, &event, &host));
            }
        }
    }
    if let Some(range) = inline {
        blocks.extend(text(document, range.clone(), range, &host));
    }
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

/// The last item of a numbered list whose choices stand below the list: from item 10 on, three blanks do not indent a list enough. The items
/// before it hold lists, it holds text alone, and a list follows.
fn last_question(document: &Document, id: EventId, event: &Event) -> Option<(EventId, HostContainer)> {
    if event.kind != EventKind::Open(Tag::Numbers) {
        return None;
    }
    let is_list = |id: EventId| {
        document.event(id).is_some_and(|event| matches!(event.kind, EventKind::Open(Tag::Bullets | Tag::Numbers)))
    };
    let holds_list = |item: EventId| document.children(document.inside(item)).any(is_list);
    let follows = document.event(event.partner + 1)?;
    let mut items = document.children(document.inside(id));
    let (mut before, mut last, mut count) = (None, items.next()?, 1u32);
    for item in items {
        (before, last, count) = (Some(last), item, count + 1);
    }
    let fits = follows.kind == EventKind::Open(Tag::Bullets) && holds_list(before?) && !holds_list(last);
    let events = last..document.event(last)?.partner + 1;
    let number = Some(event.data.saturating_add(count - 1));
    fits.then_some((last, HostContainer { events, number, is_last_item: true }))
}

fn name<'d>(document: &'d Document, event: &Event) -> &'d str {
    document.element(event).map_or("", |element| element.name.as_str())
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
    let lines = lines(document, inside, usize::MAX);
    let shape = if lines.is_empty() { BlockShape::Exhibit } else { BlockShape::Text(lines) };
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
    let line = document.element(event).and_then(|element| element.heading);
    let level = line.and_then(|line| document.headings.get(line as usize)).map_or(6, |heading| heading.level);
    BlockShape::Heading(level, whole(document, inside))
}

fn list(document: &Document, inside: Range<EventId>, first: Option<u32>) -> ListBlock<'_> {
    let numbers: Vec<Option<u32>> =
        document.children(inside.clone()).map(|item| Some(numbered_item(document, item)?.1)).collect();
    let counts = |start: u32| (start..).zip(&numbers).all(|(place, number)| *number == Some(place));
    let inner = numbers.first().copied().flatten().filter(|start| counts(*start));
    let items = document.children(inside).map(|id| item(document, id, inner.is_some())).collect();
    ListBlock { first: first.or(inner), items }
}

/// The numbered item that is all the content of an item, and its number.
fn numbered_item(document: &Document, item: EventId) -> Option<(EventId, u32)> {
    let mut children = document.children(document.inside(item));
    let only = children.next()?;
    let event = document.event(only)?;
    if children.next().is_some() {
        return None;
    }
    lone_item(document, only, &event)
}

/// The box of an item's task, and whether it is ticked.
pub(super) fn task_of(document: &Document, item: EventId) -> Option<(EventId, bool)> {
    task_in(document, document.inside(item))
}

fn task_in(document: &Document, inside: Range<EventId>) -> Option<(EventId, bool)> {
    (inside.start..inside.end.min(inside.start + 2)).find_map(|id| match document.event(id)?.kind {
        EventKind::Task(ticked) => Some((id, ticked)),
        _ => None,
    })
}

fn item(document: &Document, id: EventId, is_numbered: bool) -> ListItem<'_> {
    let own = numbered_item(document, id).filter(|_| is_numbered).map_or(id, |(inner, _)| inner);
    let inside = document.inside(own);
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
    let ticked = task_in(document, inside.start..end).map(|(_, ticked)| ticked);
    let is_text = end == inside.end;
    let events = id..document.inside(id).end + 1;
    ListItem { events, lines: lines(document, inside.start..end, usize::MAX), content: inside, is_text, ticked }
}

fn details(document: &Document, inside: Range<EventId>) -> BlockShape<'_> {
    // A summary that does not come first is text like any other.
    let is_blank = |id: &EventId| {
        document.event(*id).is_some_and(|event| document.leaf_text(&event).trim().is_empty() && event.partner == *id)
    };
    let summary =
        document.children(inside.clone()).find(|id| !is_blank(id)).filter(|id| document.opens(*id, "summary"));
    let (line, body) = match summary.and_then(|id| Some((id, document.event(id)?.partner))) {
        Some((id, close)) => (Some(whole(document, document.inside(id))), close + 1..inside.end),
        None => (None, inside),
    };
    BlockShape::Fold(Box::new(fold(
        document,
        AnswerWrapper::Details,
        line.map(|line| FoldSummary { line, at: 0 }),
        body,
        0,
    )))
}

/// A fold with so many lines of its content as are looked at.
pub(super) fn fold<'d>(
    document: &'d Document,
    wrapper: AnswerWrapper,
    summary: Option<FoldSummary<'d>>,
    body: Range<EventId>,
    from: u32,
) -> FoldBlock<'d> {
    let near = body.start..body.end.min(body.start.saturating_add(MAX_FOLD_EVENTS));
    let lines = lines(document, near, MAX_FOLD_LINES).into_iter().filter(|line| line.start() >= from).collect();
    FoldBlock { wrapper, summary, body, from, lines }
}

/// A quote whose first line is `[!word]- Title` is a fold; other quotes have no shape of their own.
fn callout(document: &Document, inside: Range<EventId>) -> BlockShape<'_> {
    let Some(first) = first_line(document, &inside) else { return BlockShape::Other };
    let Some(close) = first.trimmed().strip_prefix("[!").and_then(|rest| rest.find(']')) else {
        return BlockShape::Other;
    };
    let title = first.lead() + 2 + close + 1;
    let after = first.text.get(title..).unwrap_or("");
    let title = title + (after.len() - after.trim_start_matches(['+', '-', ' ']).len());
    let from = first.end();
    BlockShape::Fold(Box::new(fold(
        document,
        AnswerWrapper::Callout,
        Some(FoldSummary { line: first, at: title }),
        inside,
        from,
    )))
}

/// Whether a quote begins at an event, a callout too.
pub(super) fn is_quote(document: &Document, id: EventId) -> bool {
    document.event(id).is_some_and(|event| event.kind == EventKind::Open(Tag::Quote))
}

/// The first line of a quote; of one that begins with much else, none.
pub(super) fn first_line<'d>(document: &'d Document, inside: &Range<EventId>) -> Option<TextLine<'d>> {
    let near = inside.start..inside.end.min(inside.start.saturating_add(64));
    lines(document, near, 1).into_iter().next()
}

/// The events of a range of blocks.
fn events(blocks: &[Block], range: Range<usize>) -> Range<EventId> {
    let first = blocks.get(range.start).map_or(0, |block| block.events.start);
    let last = range.end.checked_sub(1).and_then(|at| blocks.get(at)).map_or(first, |block| block.events.end);
    first..last.max(first)
}

/// A run of blocks widened until its events are balanced, and these events. Blocks that stand in an opened container (a numbered list with
/// one item) lie inside of it: a run that leaves it takes all of it.
pub(super) fn balanced_run(blocks: &[Block], range: Range<usize>) -> (Range<usize>, Range<EventId>) {
    let (mut start, mut end) = (range.start, range.end.min(blocks.len()));
    let host = |at: usize| blocks.get(at).and_then(|block| block.host.as_ref());
    let first = host(start);
    let is_inside = first.is_some() && (start..end).all(|at| host(at) == first);
    let is_whole = !(end < blocks.len() && host(end) == first) && (start == 0 || host(start - 1) != first);
    if is_inside && !is_whole {
        return (start..end, events(blocks, start..end));
    }
    while first.is_some() && start > 0 && host(start - 1) == first {
        start -= 1;
    }
    let last = end.checked_sub(1).and_then(host);
    while last.is_some() && end < blocks.len() && host(end) == last {
        end += 1;
    }
    let all = events(blocks, start..end);
    let from = first.map_or(all.start, |list| list.events.start);
    let to = last.map_or(all.end, |list| list.events.end);
    (start..end, from..to)
}
