//! Markdown text becomes a [`Document`]: pulldown-cmark's events made small and owned, adjusted to what GitHub shows
//! (alerts, bare urls, emoji names, sanitised HTML, heading ids). Never looks at another file.

mod raw;

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::{self as cmark, CodeBlockKind, LinkType, Options, Parser};

use super::autolink::autolinks;
use super::document::{Alignment, Document, Footnote, Heading, Link, LinkKind};
use super::elements::{ElementSpec, element_spec};
use super::event::{Alert, Event, EventId, EventKind, Tag};
use super::event_list::EventList;
use super::html::{self, RawHtml};
use super::nesting::{ContainerStack, OpenContainer};
use super::slug::Slugger;
use crate::index::{Idx, LinkIdx};
use crate::span::Span;

/// Containers nest no deeper than this: what would, is shown flat. GitHub's sanitiser gives up at 400 and browsers at 512; whoever walks
/// the document may recurse, and look through all that is open.
const MAX_DEPTH: usize = 100;

/// A footnote that is not used has no row.
const UNUSED: u32 = u32::MAX;

/// Reads `text` from byte `start` on (what comes before is front matter) as GitHub does.
pub fn parse(text: Arc<str>, start: usize) -> Document {
    parse_with(text, start, RawHtml::default())
}

/// As [`parse`], with a choice of what becomes of raw HTML.
pub fn parse_with(text: Arc<str>, start: usize, raw_html: RawHtml) -> Document {
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    let body = text.get(start..).unwrap_or("");
    let mut builder = DocumentBuilder::new(&text, raw_html);
    for (event, range) in Parser::new_ext(body, options).into_offset_iter() {
        builder.event(event, Span::new(range.start + start, range.end + start));
    }
    builder.finish(Arc::clone(&text))
}

/// A document in the making.
struct DocumentBuilder<'t> {
    text: &'t str,
    raw_html: RawHtml,
    document: Document,
    events: Vec<Event>,
    nesting: ContainerStack,
    /// Room for containers that end together.
    ended: Vec<OpenContainer>,
    slugger: Slugger,
    /// Text of the headings that are open, with the depth at which each opened; the innermost last.
    heading: Vec<(usize, String)>,
    /// Text that may still grow: pulldown splits text at every sign that might have meant something.
    pending: Option<Span>,
    /// Lines of an HTML block, with the place of each.
    html: Option<Vec<(String, Span)>>,
    notes: HashMap<String, usize>,
    note_rows: Vec<PendingFootnote>,
    anchors: Vec<String>,
    /// For each container of markdown's own that is open: whether it is kept. A link that would run something vanishes, and what
    /// lies too deep; the content stays.
    kept: Vec<bool>,
}

/// A footnote before the unused ones are known.
struct PendingFootnote {
    label: String,
    references: u32,
    definition: Option<EventId>,
    first_use: usize,
}

impl<'t> DocumentBuilder<'t> {
    fn new(text: &'t str, raw_html: RawHtml) -> Self {
        DocumentBuilder {
            text,
            raw_html,
            document: Document::default(),
            events: Vec::new(),
            nesting: ContainerStack::default(),
            ended: Vec::new(),
            slugger: Slugger::default(),
            heading: Vec::new(),
            pending: None,
            html: None,
            notes: HashMap::new(),
            note_rows: Vec::new(),
            anchors: Vec::new(),
            kept: Vec::new(),
        }
    }

    fn event(&mut self, event: cmark::Event<'_>, span: Span) {
        match event {
            cmark::Event::Text(text) => self.text(&text, span),
            cmark::Event::Html(line) => match &mut self.html {
                Some(lines) => lines.push((line.into_string(), span)),
                None => self.inline_html(line.into_string(), span),
            },
            event => {
                self.flush();
                self.other_event(event, span);
            }
        }
    }

    fn other_event(&mut self, event: cmark::Event<'_>, span: Span) {
        match event {
            cmark::Event::Start(tag) => self.start(tag, span),
            cmark::Event::End(end) => self.end(end, span),
            cmark::Event::Code(code) => {
                self.gather(&code);
                let data = self.string(code.into_string());
                self.leaf(EventKind::Code, data, span);
            }
            cmark::Event::InlineHtml(tag) => self.inline_html(tag.into_string(), span),
            cmark::Event::SoftBreak => self.line_break(EventKind::SoftBreak, span),
            cmark::Event::HardBreak => self.line_break(EventKind::HardBreak, span),
            cmark::Event::Rule => {
                self.begins(None, span);
                self.leaf(EventKind::Rule, 0, span);
            }
            cmark::Event::TaskListMarker(ticked) => self.leaf(EventKind::Task(ticked), 0, span),
            cmark::Event::FootnoteReference(label) => self.reference(&label, span),
            // Not asked for in the options.
            cmark::Event::Text(_) | cmark::Event::Html(_) => {}
            cmark::Event::InlineMath(_) | cmark::Event::DisplayMath(_) => {}
        }
    }

    // ---- containers

    fn start(&mut self, tag: cmark::Tag<'_>, span: Span) {
        if tag == cmark::Tag::HtmlBlock {
            self.html = Some(Vec::new());
            return;
        }
        let kept = self.is_kept(&tag, span);
        self.kept.push(kept);
        if kept {
            self.start_kept(tag, span);
        }
    }

    /// Whether a container of markdown's own stays. Parts of a list or a table share its fate.
    fn is_kept(&mut self, tag: &cmark::Tag<'_>, span: Span) -> bool {
        match tag {
            cmark::Tag::Item | cmark::Tag::TableHead | cmark::Tag::TableRow | cmark::Tag::TableCell => {
                self.kept.last().copied().unwrap_or(true)
            }
            cmark::Tag::Link { dest_url, .. } | cmark::Tag::Image { dest_url, .. } if !html::is_safe(dest_url) => false,
            _ => self.has_room(span),
        }
    }

    /// Whether another container may open inside of those that are open.
    fn has_room(&mut self, span: Span) -> bool {
        let has_room = self.nesting.depth() < MAX_DEPTH;
        if !has_room {
            self.document.too_deep.get_or_insert(span);
        }
        has_room
    }

    fn start_kept(&mut self, tag: cmark::Tag<'_>, span: Span) {
        let (tag, data) = match tag {
            cmark::Tag::Link { link_type, dest_url, title, .. } => {
                return self.start_link(LinkKind::Link, link_type, dest_url.into_string(), title.into_string(), span);
            }
            cmark::Tag::Image { link_type, dest_url, title, .. } => {
                return self.start_link(LinkKind::Image, link_type, dest_url.into_string(), title.into_string(), span);
            }
            cmark::Tag::Heading { level, .. } => (Tag::Heading, self.start_heading(level as u8, span)),
            cmark::Tag::FootnoteDefinition(label) => (Tag::FootnoteDefinition, self.note(&label) as u32),
            cmark::Tag::Table(columns) => {
                self.document.tables.push(columns.into_iter().map(alignment).collect());
                (Tag::Table, self.document.tables.len() as u32 - 1)
            }
            cmark::Tag::CodeBlock(CodeBlockKind::Fenced(info)) => (Tag::Fence, self.string(info.into_string())),
            cmark::Tag::List(Some(first)) => (Tag::Numbers, u32::try_from(first).unwrap_or(u32::MAX)),
            tag => (plain_tag(&tag), 0),
        };
        match tag {
            Tag::Heading => self.begins(element_spec("h1"), span),
            tag if tag.is_block() => self.begins(None, span),
            _ => {}
        }
        let id = self.open(tag, data, "", span);
        match tag {
            Tag::FootnoteDefinition => self.define(data as usize, id),
            Tag::Heading => {
                if let Some(heading) = self.document.headings.get_mut(data as usize) {
                    heading.event = id;
                }
                self.heading.push((self.nesting.depth(), String::new()));
            }
            _ => {}
        }
    }

    fn end(&mut self, end: cmark::TagEnd, span: Span) {
        match end {
            cmark::TagEnd::HtmlBlock => {
                let lines = self.html.take().unwrap_or_default();
                return self.html_block(&lines);
            }
            _ if self.kept.pop() == Some(false) => return,
            cmark::TagEnd::Paragraph if self.take_alert_mark() => {
                // The paragraph held nothing else.
                self.events.pop();
                self.nesting.pop();
                return;
            }
            _ => {}
        }
        self.end_of_markdown(span.end);
    }

    /// The innermost container of markdown's own ends, and all that is open in it.
    fn end_of_markdown(&mut self, at: u32) {
        let mut ended = std::mem::take(&mut self.ended);
        self.nesting.end_of_markdown(&mut ended);
        ended.drain(..).for_each(|open| self.close(open, at));
        self.ended = ended;
    }

    fn open(&mut self, tag: Tag, data: u32, name: &'static str, span: Span) -> EventId {
        let id = self.events.len() as EventId;
        self.events.push(Event { kind: EventKind::Open(tag), data, partner: id, span });
        self.nesting.push(id, tag, name);
        id
    }

    fn close(&mut self, open: OpenContainer, at: u32) {
        if self.heading.last().is_some_and(|(depth, _)| *depth > self.nesting.depth() && is_heading(open)) {
            self.end_heading(open);
        }
        let id = self.events.len() as EventId;
        let Some(opened) = self.events.get_mut(open.id as usize) else { return };
        opened.partner = id;
        let (kind, data) = (opened.kind, opened.data);
        if open.tag == Tag::Element {
            opened.span.end = opened.span.end.max(at);
        }
        let span = opened.span;
        let kind = if let EventKind::Open(tag) = kind { EventKind::Close(tag) } else { kind };
        self.events.push(Event { kind, data, partner: open.id, span });
    }

    fn leaf(&mut self, kind: EventKind, data: u32, span: Span) {
        let id = self.events.len() as EventId;
        self.events.push(Event { kind, data, partner: id, span });
    }

    /// Where an element begins, or a block of markdown's own (none), what HTML would end ends.
    fn begins(&mut self, element: Option<&ElementSpec>, span: Span) {
        for open in self.nesting.implied(element) {
            self.close(open, span.start);
        }
    }

    fn string(&mut self, text: String) -> u32 {
        self.document.strings.push(text);
        self.document.strings.len() as u32 - 1
    }

    // ---- links

    fn start_link(&mut self, kind: LinkKind, how: LinkType, href: String, title: String, span: Span) {
        let href = if how == LinkType::Email { format!("mailto:{href}") } else { href };
        let event = self.events.len() as EventId;
        let data = self.link(Link { kind, href, title, span, event }).position() as u32;
        self.open(if kind == LinkKind::Link { Tag::Link } else { Tag::Image }, data, "", span);
    }

    fn link(&mut self, link: Link) -> LinkIdx {
        self.document.links.push(link)
    }

    // ---- headings

    fn start_heading(&mut self, level: u8, span: Span) -> u32 {
        self.document.headings.push(Heading { level, id: Arc::default(), text: Arc::default(), event: 0, span });
        self.document.headings.len() as u32 - 1
    }

    fn end_heading(&mut self, open: OpenContainer) {
        let Some((_, text)) = self.heading.pop() else { return };
        let data = self.events.get(open.id as usize).map_or(0, |event| event.data);
        let row = match open.tag {
            Tag::Heading => Some(data),
            _ => self.document.elements.get(data as usize).and_then(|element| element.heading),
        };
        if let Some(heading) = row.and_then(|row| self.document.headings.get_mut(row as usize)) {
            heading.id = self.slugger.slug(&text).into();
            heading.text = text.trim().into();
        }
    }

    /// Text of the heading that is open, images aside.
    fn gather(&mut self, text: &str) {
        if let Some((_, gathered)) = self.heading.last_mut()
            && !self.nesting.in_image()
        {
            gathered.push_str(text);
        }
    }

    // ---- text

    fn text(&mut self, text: &str, span: Span) {
        let stands = span.of(self.text) == text;
        match (&mut self.pending, stands) {
            (Some(pending), true) if pending.end == span.start => pending.end = span.end,
            (_, true) => {
                self.flush();
                self.pending = Some(span);
            }
            _ => {
                self.flush();
                self.gather(text);
                let data = self.string(text.to_owned());
                self.leaf(EventKind::Decoded, data, span);
            }
        }
    }

    /// Text is whole: bare urls and emoji names in it are seen now.
    fn flush(&mut self) {
        let Some(span) = self.pending.take() else { return };
        let text = span.of(self.text);
        self.gather(text);
        if self.is_code() {
            return self.leaf(EventKind::Text, 0, span);
        }
        let links = if self.nesting.in_link() { Vec::new() } else { autolinks(text) };
        let mut at = 0;
        for link in links {
            self.words(sub(span, at..link.range.start));
            at = link.range.end;
            let place = sub(span, link.range);
            let event = self.events.len() as EventId;
            let link = Link { kind: LinkKind::Link, href: link.href, title: String::new(), span: place, event };
            let data = self.link(link).position() as u32;
            self.open(Tag::Link, data, "", place);
            self.leaf(EventKind::Text, 0, place);
            self.end_of_markdown(place.end);
        }
        self.words(sub(span, at..span.len()));
    }

    /// Text without links; emoji names (`:tada:`) become emoji.
    fn words(&mut self, span: Span) {
        let text = span.of(self.text);
        let mut done = 0;
        for (range, emoji) in emoji_names(text) {
            self.plain(sub(span, done..range.start));
            done = range.end;
            let data = self.string(emoji.to_owned());
            self.leaf(EventKind::Decoded, data, sub(span, range));
        }
        self.plain(sub(span, done..text.len()));
    }

    fn plain(&mut self, span: Span) {
        if !span.is_empty() {
            self.leaf(EventKind::Text, 0, span);
        }
    }

    fn is_code(&self) -> bool {
        self.nesting.in_code()
    }

    fn line_break(&mut self, kind: EventKind, span: Span) {
        if !self.take_alert_mark() {
            self.gather("\n");
            self.leaf(kind, 0, span);
        }
    }

    // ---- alerts

    /// Where a quote's first line is an alert's mark and nothing else, the quote becomes the alert and the line goes.
    /// Called at the end of each line; returns whether the line was such a mark.
    fn take_alert_mark(&mut self) -> bool {
        let [.., quote, paragraph, text] = self.events.as_mut_slice() else { return false };
        let is_first = quote.kind == EventKind::Open(Tag::Quote) && paragraph.kind == EventKind::Open(Tag::Paragraph);
        if !is_first || text.kind != EventKind::Text {
            return false;
        }
        let line = text.span.of(self.text).trim();
        let mark = alert(line).filter(|_| self.nesting.depth() == 2);
        let Some(mark) = mark else {
            if starts_like_an_alert(line) {
                self.document.titled_alerts.push(text.span);
            }
            return false;
        };
        quote.kind = EventKind::Open(Tag::Alert(mark));
        self.events.pop();
        true
    }

    // ---- footnotes

    fn note(&mut self, label: &str) -> usize {
        let next = self.note_rows.len();
        let row = *self.notes.entry(label.to_lowercase()).or_insert(next);
        if row == next {
            self.note_rows.push(PendingFootnote {
                label: label.to_owned(),
                references: 0,
                definition: None,
                first_use: usize::MAX,
            });
        }
        row
    }

    fn define(&mut self, row: usize, id: EventId) {
        if let Some(note) = self.note_rows.get_mut(row) {
            note.definition.get_or_insert(id);
        }
    }

    fn reference(&mut self, label: &str, span: Span) {
        let row = self.note(label);
        let at = self.events.len();
        if let Some(note) = self.note_rows.get_mut(row) {
            note.references += 1;
            note.first_use = note.first_use.min(at);
        }
        self.leaf(EventKind::FootnoteReference, row as u32, span);
    }

    /// Footnotes in order of first use; rows of events follow.
    fn number_footnotes(&mut self) {
        let mut order: Vec<usize> = (0..self.note_rows.len())
            .filter(|row| self.note_rows[*row].references > 0 && self.note_rows[*row].definition.is_some())
            .collect();
        order.sort_by_key(|row| self.note_rows[*row].first_use);
        let mut place = vec![UNUSED; self.note_rows.len()];
        for (number, row) in order.into_iter().enumerate() {
            place[row] = number as u32;
            let note = &self.note_rows[row];
            self.document.footnotes.push(Footnote {
                label: note.label.clone(),
                references: note.references,
                definition: note.definition.unwrap_or(0),
            });
        }
        for event in &mut self.events {
            let is_note = matches!(
                event.kind,
                EventKind::FootnoteReference
                    | EventKind::Open(Tag::FootnoteDefinition)
                    | EventKind::Close(Tag::FootnoteDefinition)
            );
            if is_note {
                event.data = place.get(event.data as usize).copied().unwrap_or(UNUSED);
            }
        }
    }

    // ---- the end

    fn finish(mut self, text: Arc<str>) -> Document {
        self.flush();
        let at = text.len() as u32;
        while let Some(open) = self.nesting.pop() {
            self.close(open, at);
        }
        self.number_footnotes();
        self.keep_anchors_once();
        self.document.text = text;
        self.document.events = EventList::new(&self.events);
        self.document.fit();
        self.document
    }

    /// Ids stand once in a page, and an author's gives way to a heading's.
    fn keep_anchors_once(&mut self) {
        let mut given = std::collections::HashSet::new();
        let slugger = &self.slugger;
        self.anchors.retain(|anchor| !slugger.has(anchor) && given.insert(anchor.clone()));
        let mut left: std::collections::HashSet<&str> = self.anchors.iter().map(String::as_str).collect();
        for element in &mut self.document.elements {
            element.attributes.retain(|(key, value)| key != "id" || left.remove(value.as_str()));
        }
        self.document.anchors = std::mem::take(&mut self.anchors);
    }
}

fn is_heading(open: OpenContainer) -> bool {
    open.tag == Tag::Heading || element_spec(open.name).is_some_and(|element| element.heading_level.is_some())
}

fn plain_tag(tag: &cmark::Tag<'_>) -> Tag {
    match tag {
        cmark::Tag::BlockQuote(_) => Tag::Quote,
        cmark::Tag::CodeBlock(_) => Tag::Indented,
        cmark::Tag::List(_) => Tag::Bullets,
        cmark::Tag::Item => Tag::Item,
        cmark::Tag::TableHead => Tag::TableHead,
        cmark::Tag::TableRow => Tag::TableRow,
        cmark::Tag::TableCell => Tag::TableCell,
        cmark::Tag::Emphasis => Tag::Emphasis,
        cmark::Tag::Strong => Tag::Strong,
        cmark::Tag::Strikethrough => Tag::Strikethrough,
        // The rest is not asked for in the options, or has its own arm.
        _ => Tag::Paragraph,
    }
}

fn alignment(column: cmark::Alignment) -> Alignment {
    match column {
        cmark::Alignment::None => Alignment::None,
        cmark::Alignment::Left => Alignment::Left,
        cmark::Alignment::Center => Alignment::Center,
        cmark::Alignment::Right => Alignment::Right,
    }
}

/// A part of a span, by offsets in it.
fn sub(span: Span, range: Range<usize>) -> Span {
    Span::new(span.start as usize + range.start, span.start as usize + range.end)
}

static ALERTS: &[(&str, Alert)] = &[
    ("[!note]", Alert::Note),
    ("[!tip]", Alert::Tip),
    ("[!important]", Alert::Important),
    ("[!warning]", Alert::Warning),
    ("[!caution]", Alert::Caution),
];

fn alert(line: &str) -> Option<Alert> {
    ALERTS.iter().find(|(mark, _)| line.eq_ignore_ascii_case(mark)).map(|(_, alert)| *alert)
}

fn starts_like_an_alert(line: &str) -> bool {
    ALERTS.iter().any(|(mark, _)| line.get(..mark.len()).is_some_and(|head| head.eq_ignore_ascii_case(mark)))
}

/// `:name:` of a known emoji, in order; unknown names stay text.
fn emoji_names(text: &str) -> Vec<(Range<usize>, &'static str)> {
    let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'+' | b'-');
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(start) = text.get(from..).and_then(|rest| rest.find(':')).map(|at| from + at) {
        let after = text.as_bytes().get(start + 1..).unwrap_or(&[]);
        let end = start + 1 + after.iter().take_while(|byte| is_name(byte)).count();
        let name = text.get(start + 1..end).filter(|name| !name.is_empty() && text.as_bytes().get(end) == Some(&b':'));
        from = match name.and_then(emojis::get_by_shortcode) {
            Some(emoji) => {
                found.push((start..end + 1, emoji.as_str()));
                end + 1
            }
            // A colon that ends no name may begin one.
            None => end,
        };
    }
    found
}
