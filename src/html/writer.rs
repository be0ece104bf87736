//! The walk over a document's events that writes them as HTML: which event is written where, and what is put in place of some. In: a
//! [`BodyInput`] and [`Inserts`]. Out: the body, or a part of it. How each kind of event is written is in `blocks`, `links`, `elements`
//! and `footnotes`.

use std::collections::HashMap;
use std::ops::Range;

use super::escape::escape_into;
use super::highlight::HighlightBudget;
use super::input::BodyInput;
use super::table::TableWriter;
use super::text_scan;
use crate::markdown::{Document, Element, Event, EventId, EventKind, Fragment, Tag};

/// The whole document as HTML, footnotes last.
pub fn body(input: &BodyInput<'_>, inserts: &dyn Inserts) -> String {
    BodyWriter::new(input).document_html(inserts)
}

/// The document as HTML in two parts, which meet at a block of the outermost level; footnotes last.
pub fn body_in_two(input: &BodyInput<'_>, inserts: &dyn Inserts, middle: EventId) -> (String, String) {
    let mut writer = BodyWriter::new(input);
    let reached = writer.write_range(0..middle, inserts);
    let first = std::mem::take(&mut writer.out);
    writer.write_range(reached..input.document.all().end, inserts);
    writer.write_footnotes(inserts);
    (first, writer.out)
}

/// HTML in place of some runs of events: question cards, folded answer keys.
pub trait Inserts {
    /// The first event, at `from` or after it, that begins such a run.
    fn next_start(&self, from: EventId) -> Option<EventId>;

    /// What stands in place of the run that begins at `start`; none where no run begins there.
    fn insert_at(&self, start: EventId, writer: &mut BodyWriter<'_>) -> Option<Insert>;

    /// Whether footnotes are left out to which nothing refers that was written: they belong to what is withheld.
    fn withholds_notes(&self) -> bool {
        false
    }
}

/// What stands in place of a run of events.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Insert {
    /// The first event after the run.
    pub end: EventId,
    /// Markup, as it goes into the page.
    pub html: String,
}

/// No inserts: each event is written as it is.
#[derive(Debug)]
pub struct NoInserts;

impl Inserts for NoInserts {
    fn next_start(&self, _: EventId) -> Option<EventId> {
        None
    }

    fn insert_at(&self, _: EventId, _: &mut BodyWriter<'_>) -> Option<Insert> {
        None
    }
}

/// Writes events of one page as HTML. Footnotes and the budget for highlighting are counted over all that it writes.
#[derive(Debug)]
pub struct BodyWriter<'a> {
    pub(super) input: &'a BodyInput<'a>,
    pub(super) out: String,
    /// Events before this one are written already.
    pub(super) skip_until: EventId,
    /// How often each footnote was referred to so far.
    pub(super) references: Vec<u32>,
    /// Whether the label around a task item's words is open.
    pub(super) is_label_open: bool,
    /// Whether boxes of task items are left out: in a choice, which has a field of its own.
    pub(super) hides_boxes: bool,
    pub(super) table: TableWriter<'a>,
    /// Whether any of the text runs from right to left: then blocks get `dir="auto"`.
    has_rtl: bool,
    pub(super) highlight_budget: HighlightBudget,
    /// The addresses of other sites that links got numbers for, each once; only in a book.
    pub(super) noted: Vec<String>,
    pub(super) note_numbers: HashMap<&'a str, usize>,
    pub(super) is_in_heading: bool,
}

impl<'a> BodyWriter<'a> {
    /// A writer that has written nothing.
    pub fn new(input: &'a BodyInput<'a>) -> Self {
        BodyWriter {
            input,
            out: String::new(),
            skip_until: 0,
            references: vec![0; input.document.footnotes.len()],
            is_label_open: false,
            hides_boxes: false,
            table: TableWriter::default(),
            has_rtl: text_scan::has_right_to_left(&input.document.text),
            highlight_budget: HighlightBudget::default(),
            noted: Vec::new(),
            note_numbers: HashMap::new(),
            is_in_heading: false,
        }
    }

    /// The whole document as HTML, footnotes last.
    pub fn document_html(&mut self, inserts: &dyn Inserts) -> String {
        let document = self.input.document;
        self.out.reserve(document.text.len() * 2);
        self.write_range(document.all(), inserts);
        self.write_footnotes(inserts);
        std::mem::take(&mut self.out)
    }

    /// What `write` makes, without the boxes of task items.
    pub fn without_boxes<T>(&mut self, write: impl FnOnce(&mut Self) -> T) -> T {
        self.hides_boxes = true;
        let written = write(self);
        self.hides_boxes = false;
        written
    }

    /// A fragment as HTML that may stand between blocks: words without a paragraph get one.
    pub fn block_html(&mut self, fragment: &Fragment) -> String {
        let document = self.input.document;
        let out_before = std::mem::take(&mut self.out);
        let skip_before = std::mem::replace(&mut self.skip_until, 0);
        let label_before = std::mem::take(&mut self.is_label_open);
        let mut html = String::new();
        let mut block_end = 0;
        // A fragment may begin within a list: its items get a list of their own.
        let mut is_item = false;
        for (id, event) in document.clip(fragment) {
            if id >= block_end && is_block(document, &event) {
                self.end_label();
                html.push_str(&in_paragraph(&std::mem::take(&mut self.out)));
                block_end = event.partner + 1;
                is_item = event.kind == EventKind::Open(Tag::Item);
            }
            if id >= self.skip_until {
                self.write_event(id, &event);
            }
            if id + 1 == block_end || (id < block_end && self.skip_until >= block_end) {
                let block = std::mem::take(&mut self.out);
                if is_item { push_item(&mut html, &block) } else { html.push_str(&block) }
            }
        }
        self.end_label();
        (self.skip_until, self.is_label_open) = (skip_before, label_before);
        let rest = std::mem::replace(&mut self.out, out_before);
        html.push_str(&in_paragraph(&rest));
        html
    }

    /// A fragment as HTML within a line of text.
    pub fn inline_html(&mut self, fragment: &Fragment) -> String {
        self.capture(|writer| {
            for (id, event) in writer.input.document.clip(fragment) {
                if id >= writer.skip_until {
                    writer.write_event(id, &event);
                }
            }
        })
    }

    /// A balanced run of events as HTML, with inserts in place of some.
    pub fn range_html(&mut self, range: Range<EventId>, inserts: &dyn Inserts) -> String {
        self.capture(|writer| {
            writer.write_range(range, inserts);
        })
    }

    /// What `write` writes, as a text of its own: it begins with no label and no table open, and leaves this writer as it was.
    fn capture(&mut self, write: impl FnOnce(&mut Self)) -> String {
        let out_before = std::mem::take(&mut self.out);
        let before = (
            std::mem::replace(&mut self.skip_until, 0),
            std::mem::replace(&mut self.is_label_open, false),
            std::mem::take(&mut self.table),
        );
        write(self);
        self.end_label();
        (self.skip_until, self.is_label_open, self.table) = before;
        std::mem::replace(&mut self.out, out_before)
    }

    /// Writes a balanced run of events, with inserts in place of some and without those that the page shows elsewhere. Returns the first
    /// event that is not written: an insert may reach beyond the range.
    fn write_range(&mut self, range: Range<EventId>, inserts: &dyn Inserts) -> EventId {
        let document = self.input.document;
        let mut id = range.start;
        let mut next_insert = inserts.next_start(id);
        while id < range.end {
            if next_insert.is_some_and(|start| start < id) {
                next_insert = inserts.next_start(id);
            }
            if next_insert == Some(id)
                && let Some(insert) = inserts.insert_at(id, self)
            {
                self.out.push_str(&insert.html);
                id = insert.end.max(id + 1);
                continue;
            }
            if let Some(skipped) = self.input.skipped.iter().find(|skipped| skipped.start == id && skipped.end > id) {
                id = skipped.end;
                continue;
            }
            let Some(event) = document.event(id) else { break };
            let is_cut =
                event.kind == EventKind::Open(Tag::Paragraph) && next_insert.is_some_and(|start| start < event.partner);
            if is_cut {
                self.write_cut_paragraph(document.inside(id), inserts);
                id = event.partner + 1;
                continue;
            }
            if let Some(figure) = self.figure_at(id, &event)
                && next_insert.is_none_or(|start| start >= figure.end)
                && !self.input.skipped.iter().any(|skipped| figure.contains(skipped.start))
                && id >= self.skip_until
            {
                self.figure(&figure);
                id = figure.end;
                continue;
            }
            if id >= self.skip_until {
                self.write_event(id, &event);
            }
            id += 1;
        }
        id
    }

    /// Writes the content of a paragraph in which inserts stand: these are blocks, so what is between them gets paragraphs of its own.
    fn write_cut_paragraph(&mut self, inside: Range<EventId>, inserts: &dyn Inserts) {
        let out_before = std::mem::take(&mut self.out);
        let mut html = String::new();
        let mut id = inside.start;
        while id < inside.end {
            let end = inserts.next_start(id).unwrap_or(inside.end).clamp(id, inside.end);
            self.write_range(id..end, &NoInserts);
            html.push_str(&in_paragraph(&std::mem::take(&mut self.out)));
            let Some(insert) = (end < inside.end).then(|| inserts.insert_at(end, self)).flatten() else {
                self.write_range(end..inside.end, &NoInserts);
                break;
            };
            html.push_str(&insert.html);
            id = insert.end.max(end + 1);
        }
        html.push_str(&in_paragraph(&std::mem::replace(&mut self.out, out_before)));
        self.out.push_str(&html);
    }

    fn write_event(&mut self, id: EventId, event: &Event) {
        match event.kind {
            EventKind::Open(tag) => self.write_open(tag, id, event),
            EventKind::Close(tag) => self.write_close(tag, event),
            EventKind::Text | EventKind::Decoded => escape_into(&mut self.out, self.input.document.leaf_text(event)),
            EventKind::Code => {
                self.out.push_str("<code>");
                escape_into(&mut self.out, self.input.document.leaf_text(event));
                self.out.push_str("</code>");
            }
            EventKind::SoftBreak => self.out.push('\n'),
            EventKind::HardBreak => self.out.push_str("<br>\n"),
            EventKind::Rule => self.out.push_str("<hr>\n"),
            EventKind::Task(ticked) => self.task(id, ticked),
            EventKind::FootnoteReference => self.footnote_reference(event.data),
            EventKind::Void => self.element(event),
        }
    }

    fn write_open(&mut self, tag: Tag, id: EventId, event: &Event) {
        if tag != Tag::Paragraph && is_block(self.input.document, event) {
            self.end_label();
        }
        match tag {
            Tag::Paragraph => self.start_tag("p"),
            Tag::Heading => self.heading(event),
            Tag::Quote => self.quote(id),
            Tag::Alert(alert) => self.alert(alert),
            Tag::Fence | Tag::Indented => self.code_block(tag, id, event),
            Tag::Bullets | Tag::Numbers => self.list(tag, id, event),
            Tag::Item => self.item(id),
            Tag::FootnoteDefinition => self.skip_until = event.partner + 1,
            Tag::Table => {
                self.table = TableWriter::of(self.input.document, event);
                self.out.push_str("<div class=\"scroll\"><table>\n");
            }
            Tag::TableHead | Tag::TableRow | Tag::TableCell if !self.table.is_open() => self.out.push(' '),
            Tag::TableHead => self.out.push_str(self.table.head()),
            Tag::TableRow => self.out.push_str(self.table.row()),
            Tag::TableCell => self.cell(id),
            Tag::Emphasis => self.out.push_str("<em>"),
            Tag::Strong => self.out.push_str("<strong>"),
            Tag::Strikethrough => self.out.push_str("<del>"),
            Tag::Link => self.link(event),
            Tag::Image => self.image(id, event),
            Tag::Element => self.element(event),
        }
    }

    fn write_close(&mut self, tag: Tag, event: &Event) {
        if matches!(tag, Tag::Paragraph | Tag::Item) {
            self.end_label();
        }
        match tag {
            Tag::Paragraph => self.out.push_str("</p>\n"),
            Tag::Heading => self.end_heading(event.data),
            Tag::Quote => self.out.push_str("</blockquote>\n"),
            Tag::Alert(_) => self.out.push_str("</div>\n"),
            Tag::Bullets => self.out.push_str("</ul>\n"),
            Tag::Numbers => self.out.push_str("</ol>\n"),
            Tag::Item => self.out.push_str("</li>\n"),
            Tag::Table => self.out.push_str(self.table.end()),
            Tag::TableHead | Tag::TableRow | Tag::TableCell if !self.table.is_open() => {}
            Tag::TableHead => self.out.push_str(self.table.end_head()),
            Tag::TableRow => self.out.push_str("</tr>\n"),
            Tag::TableCell => self.end_cell(event.partner),
            Tag::Emphasis => self.out.push_str("</em>"),
            Tag::Strong => self.out.push_str("</strong>"),
            Tag::Strikethrough => self.out.push_str("</del>"),
            Tag::Link => self.end_link(event),
            Tag::Element => self.end_element(event),
            // Written whole where they open.
            Tag::Fence | Tag::Indented | Tag::Image | Tag::FootnoteDefinition => {}
        }
    }

    /// A start tag, with `dir="auto"` where the text needs it.
    pub(super) fn start_tag(&mut self, name: &str) {
        self.out.push('<');
        self.out.push_str(name);
        self.end_start_tag();
    }

    /// The end of a start tag, with `dir="auto"` where the text needs it.
    pub(super) fn end_start_tag(&mut self) {
        if self.has_rtl {
            self.out.push_str(" dir=\"auto\"");
        }
        self.out.push('>');
    }

    pub(super) fn attribute(&mut self, name: &str, value: &str) {
        self.out.push(' ');
        self.out.push_str(name);
        self.out.push_str("=\"");
        escape_into(&mut self.out, value);
        self.out.push('"');
    }
}

/// Whether an event begins a block, of markdown or HTML.
fn is_block(document: &Document, event: &Event) -> bool {
    match event.kind {
        EventKind::Open(Tag::Element) | EventKind::Void => {
            document.element(event).and_then(Element::spec).is_some_and(|element| element.layout.is_block())
        }
        EventKind::Open(tag) => tag.is_block(),
        EventKind::Rule => true,
        _ => false,
    }
}

/// Adds an item to the list that the HTML ends with, or to a new one.
fn push_item(html: &mut String, item: &str) {
    const END: &str = "</ul>\n";
    match html.strip_suffix(END).map(str::len) {
        Some(list) => html.truncate(list),
        None => html.push_str("<ul>\n"),
    }
    html.push_str(item);
    html.push_str(END);
}

/// Inline HTML in a paragraph of its own; blanks stay as they are.
fn in_paragraph(html: &str) -> String {
    if html.trim().is_empty() { html.to_owned() } else { format!("<p>{}</p>\n", html.trim()) }
}
