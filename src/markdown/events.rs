//! Markdown text becomes a [`Document`]: pulldown-cmark's events made small and owned, adjusted to what GitHub shows
//! (alerts, bare urls, emoji names, sanitised HTML, heading ids). Never looks at another file.

mod heading;
mod odd;
mod raw;

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::{self as cmark, CodeBlockKind, LinkType, Options, Parser};

use super::autolink::autolinks;
use super::destination::Destination;
use super::document::{Alignment, Document, Footnote, Link, LinkKind};
use super::elements::{ElementSpec, element_spec};
use super::emoji::emoji_names;
use super::event::{Alert, Event, EventId, EventKind, Tag};
use super::event_list::EventList;
use super::html::{self, RawHtml};
use super::nesting::{ContainerStack, OpenContainer};
use super::open_heading::OpenHeading;
use super::prepare::PreparedText;
use super::slug::Slugger;
use crate::index::{Idx, LinkIdx};
use crate::span::Span;

/// Containers nest no deeper than this; deeper ones are dropped and their content is shown flat. GitHub's sanitiser stops at 400 levels
/// and browsers at 512. The limit lets readers of a document recurse, and search all open containers in bounded time.
const MAX_DEPTH: usize = 100;

/// In place of the index of a footnote that is not used.
const UNUSED: u32 = u32::MAX;

/// Reads `text` from byte `start` on (what comes before is front matter) as GitHub does.
pub fn parse(text: Arc<str>, start: usize) -> Document {
    parse_with(text, start, RawHtml::default())
}

/// As [`parse`], with a choice of what becomes of raw HTML.
pub fn parse_with(text: Arc<str>, start: usize, raw_html: RawHtml) -> Document {
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    for prepared in [PreparedText::new(&text, start), PreparedText::as_it_is(&text)] {
        let body = prepared.given.get(start..).unwrap_or("");
        let mut builder = DocumentBuilder::new(&prepared, raw_html);
        let mut events = Parser::new_ext(body, options).into_offset_iter();
        while let Some((event, range)) = events.next() {
            builder.definition = definition(&event, events.reference_definitions(), start);
            builder.event(event, Span::new(range.start + start, range.end + start));
        }
        if !builder.has_lost_text {
            return builder.finish(Arc::clone(&text));
        }
    }
    Document { text, ..Document::default() }
}

/// The place of the definition that gives the link which `event` begins its address; `start` is where the parsed text begins.
fn definition(event: &cmark::Event<'_>, definitions: &cmark::RefDefs<'_>, start: usize) -> Option<Span> {
    let cmark::Event::Start(cmark::Tag::Link { link_type, id, .. } | cmark::Tag::Image { link_type, id, .. }) = event
    else {
        return None;
    };
    if !matches!(link_type, LinkType::Reference | LinkType::Collapsed | LinkType::Shortcut) {
        return None;
    }
    let place = &definitions.get(id)?.span;
    Some(Span::new(place.start + start, place.end + start))
}

/// Builds a document from the events of pulldown-cmark.
struct DocumentBuilder<'t> {
    prepared: &'t PreparedText<'t>,
    /// The author's text.
    text: &'t str,
    raw_html: RawHtml,
    document: Document,
    events: Vec<Event>,
    nesting: ContainerStack,
    /// A buffer for containers that end together, reused.
    ended: Vec<OpenContainer>,
    slugger: Slugger,
    /// The innermost last.
    open_headings: Vec<OpenHeading>,
    /// Text that may still grow: pulldown-cmark splits text at every sign that may be markup.
    pending: Option<Span>,
    /// Lines of the open HTML block, each with its span.
    html_lines: Option<Vec<(String, Span)>>,
    /// The index in `footnotes` of each label, in lower case.
    footnote_by_label: HashMap<String, usize>,
    footnotes: Vec<PendingFootnote>,
    anchors: Vec<String>,
    /// For each open container of markdown (not HTML): whether it is kept. Links that would run a script and containers that are nested
    /// too deeply are dropped; their content stays.
    kept: Vec<bool>,
    /// Whether the parser told a text with stand-ins that cannot be led back to the author's: then none are used.
    has_lost_text: bool,
    lost_cells: LostCells,
    /// How many inline drawings are open.
    drawings: u32,
    /// The definition that gives the link at hand its address.
    definition: Option<Span>,
}

/// A footnote before the unused ones are known.
struct PendingFootnote {
    label: String,
    references: u32,
    definition: Option<EventId>,
    first_use: usize,
}

/// The cells of the table at hand that lie beyond its last column.
#[derive(Debug, Default)]
struct LostCells {
    /// The end of the last cell that is shown.
    last_cell: u32,
    /// The first ones.
    first: Option<Span>,
    /// In how many rows after that there are more.
    more_rows: u32,
}

impl<'t> DocumentBuilder<'t> {
    fn new(prepared: &'t PreparedText<'t>, raw_html: RawHtml) -> Self {
        DocumentBuilder {
            prepared,
            text: prepared.own,
            raw_html,
            document: Document::default(),
            events: Vec::new(),
            nesting: ContainerStack::default(),
            ended: Vec::new(),
            slugger: Slugger::default(),
            open_headings: Vec::new(),
            pending: None,
            html_lines: None,
            footnote_by_label: HashMap::new(),
            footnotes: Vec::new(),
            anchors: Vec::new(),
            kept: Vec::new(),
            has_lost_text: false,
            lost_cells: LostCells::default(),
            drawings: 0,
            definition: None,
        }
    }

    fn event(&mut self, event: cmark::Event<'_>, span: Span) {
        match event {
            cmark::Event::Text(text) => self.text(text, span),
            cmark::Event::Html(line) => {
                let line = self.own_text(line, span);
                match &mut self.html_lines {
                    Some(lines) => lines.push((line, span)),
                    None => self.inline_html(line, span),
                }
            }
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
                let code = self.own_text(code, span);
                self.add_to_heading(&code);
                let data = self.add_string(code);
                self.leaf(EventKind::Code, data, span);
            }
            cmark::Event::InlineHtml(tag) => {
                let tag = self.own_text(tag, span);
                self.inline_html(tag, span);
            }
            cmark::Event::SoftBreak => self.line_break(EventKind::SoftBreak, span),
            cmark::Event::HardBreak => self.line_break(EventKind::HardBreak, span),
            cmark::Event::Rule => {
                self.close_implied(None, span);
                self.leaf(EventKind::Rule, 0, span);
            }
            cmark::Event::TaskListMarker(ticked) => self.leaf(EventKind::Task(ticked), 0, span),
            cmark::Event::FootnoteReference(label) => self.footnote_reference(&label, span),
            // Text and HTML are handled in `event`; math is not enabled in the options.
            cmark::Event::Text(_) | cmark::Event::Html(_) => {}
            cmark::Event::InlineMath(_) | cmark::Event::DisplayMath(_) => {}
        }
    }

    // ---- containers

    fn start(&mut self, tag: cmark::Tag<'_>, span: Span) {
        if tag == cmark::Tag::HtmlBlock {
            self.html_lines = Some(Vec::new());
            return;
        }
        let kept = self.is_kept(&tag, span);
        self.kept.push(kept);
        if kept {
            self.start_kept(tag, span);
        }
    }

    /// Whether a container of markdown is kept. Parts of a list or a table are kept if it is.
    fn is_kept(&mut self, tag: &cmark::Tag<'_>, span: Span) -> bool {
        match tag {
            cmark::Tag::Item | cmark::Tag::TableHead | cmark::Tag::TableRow | cmark::Tag::TableCell => {
                self.kept.last().copied().unwrap_or(true)
            }
            cmark::Tag::Link { dest_url, .. } | cmark::Tag::Image { dest_url, .. } if !html::is_safe(dest_url) => false,
            _ => self.has_room(span),
        }
    }

    /// Whether another container may open; the first that may not is noted in `too_deep`.
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
                let (href, title) = (self.own_text(dest_url, span), self.own_text(title, span));
                return self.start_link(LinkKind::Link, link_type, href, title, span);
            }
            cmark::Tag::Image { link_type, dest_url, title, .. } => {
                let (href, title) = (self.own_text(dest_url, span), self.own_text(title, span));
                return self.start_link(LinkKind::Image, link_type, href, title, span);
            }
            cmark::Tag::Heading { level, .. } => (Tag::Heading, self.start_heading(level as u8, span)),
            cmark::Tag::FootnoteDefinition(label) => (Tag::FootnoteDefinition, self.footnote(&label) as u32),
            cmark::Tag::Table(columns) => {
                self.document.tables.push(columns.into_iter().map(alignment).collect());
                (Tag::Table, self.document.tables.len() as u32 - 1)
            }
            cmark::Tag::CodeBlock(CodeBlockKind::Fenced(info)) => {
                let info = self.own_text(info, span);
                (Tag::Fence, self.add_string(info))
            }
            cmark::Tag::List(Some(first)) => (Tag::Numbers, u32::try_from(first).unwrap_or(u32::MAX)),
            tag => (plain_tag(&tag), 0),
        };
        match tag {
            Tag::Heading => self.close_implied(element_spec("h1"), span),
            tag if tag.is_block() => self.close_implied(None, span),
            _ => {}
        }
        let id = self.open(tag, data, "", span);
        match tag {
            Tag::FootnoteDefinition => self.define_footnote(data as usize, id),
            Tag::Heading => {
                self.start_of_heading(span);
                self.drawings = 0;
                if let Some(heading) = self.document.headings.get_mut(data as usize) {
                    heading.event = id;
                }
                self.open_headings.push(OpenHeading::at(self.nesting.depth()));
            }
            _ => {}
        }
    }

    fn end(&mut self, end: cmark::TagEnd, span: Span) {
        match end {
            cmark::TagEnd::TableCell => self.end_of_cell(span),
            cmark::TagEnd::TableHead | cmark::TagEnd::TableRow => self.end_of_row(span),
            cmark::TagEnd::Table => self.end_of_table(),
            cmark::TagEnd::CodeBlock if self.in_fence() => self.end_of_fence(span),
            _ => {}
        }
        match end {
            cmark::TagEnd::HtmlBlock => {
                let lines = self.html_lines.take().unwrap_or_default();
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

    /// Closes the innermost container of markdown, and all HTML elements that are open in it.
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
        if self.open_headings.last().is_some_and(|heading| heading.depth > self.nesting.depth() && is_heading(open)) {
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

    /// Closes the elements that end, by the rules of HTML, where `element` or (if `None`) a block of markdown begins.
    fn close_implied(&mut self, element: Option<&ElementSpec>, span: Span) {
        for open in self.nesting.end_implied(element) {
            self.close(open, span.start);
        }
    }

    fn add_string(&mut self, text: String) -> u32 {
        self.document.strings.push(text);
        self.document.strings.len() as u32 - 1
    }

    // ---- links

    fn start_link(&mut self, kind: LinkKind, how: LinkType, href: String, title: String, span: Span) {
        let href = if how == LinkType::Email { format!("mailto:{href}") } else { href };
        let event = self.events.len() as EventId;
        let destination = match (how, self.definition) {
            (LinkType::Inline, _) => Destination::inline(self.text, span, &href, &title),
            (_, Some(definition)) => Destination::defined(self.text, definition, &href, &title),
            _ => None,
        };
        let data = self.add_link(Link { kind, href, title, span, destination, event }).position() as u32;
        self.open(if kind == LinkKind::Link { Tag::Link } else { Tag::Image }, data, "", span);
    }

    fn add_link(&mut self, link: Link) -> LinkIdx {
        self.document.links.push(link)
    }

    // ---- text

    fn text(&mut self, text: cmark::CowStr<'_>, span: Span) {
        let is_verbatim = span.of(&self.prepared.given) == &*text;
        match (&mut self.pending, is_verbatim) {
            (Some(pending), true) if pending.end == span.start => pending.end = span.end,
            (_, true) => {
                self.flush();
                self.pending = Some(span);
            }
            _ => {
                self.flush();
                let text = self.own_text(text, span);
                self.add_to_heading(&text);
                let data = self.add_string(text);
                self.leaf(EventKind::Decoded, data, span);
            }
        }
    }

    /// The author's text where the parser told `text`, which stands at `span`.
    fn own_text(&mut self, text: cmark::CowStr<'_>, span: Span) -> String {
        if !self.prepared.has_stand_ins() {
            return text.into_string();
        }
        let own = match span.of(&self.prepared.given) == &*text {
            true => Some(span.of(self.text).to_owned()),
            false => self.prepared.restored(&text, span),
        };
        self.has_lost_text |= own.is_none();
        own.unwrap_or_default()
    }

    /// Adds the pending text, which is complete now: bare URLs in it become links, emoji names become emoji.
    fn flush(&mut self) {
        let Some(span) = self.pending.take() else { return };
        let text = span.of(self.text);
        if self.nesting.in_code() {
            self.add_to_heading(text);
            return self.leaf(EventKind::Text, 0, span);
        }
        self.add_to_heading_with_emoji(text);
        let links = if self.nesting.in_link() { Vec::new() } else { autolinks(text) };
        let mut at = 0;
        for link in links {
            if self.prepared.is_in_formula(part_of(span, link.range.clone())) {
                continue;
            }
            self.text_with_emoji(part_of(span, at..link.range.start));
            at = link.range.end;
            let place = part_of(span, link.range);
            let event = self.events.len() as EventId;
            let (kind, title, destination) = (LinkKind::Link, String::new(), None);
            let link = Link { kind, href: link.href, title, span: place, destination, event };
            let data = self.add_link(link).position() as u32;
            self.open(Tag::Link, data, "", place);
            self.leaf(EventKind::Text, 0, place);
            self.end_of_markdown(place.end);
        }
        self.text_with_emoji(part_of(span, at..span.len()));
    }

    /// Adds text that has no links; emoji names (`:tada:`) become emoji.
    fn text_with_emoji(&mut self, span: Span) {
        let text = span.of(self.text);
        let mut done = 0;
        for (range, emoji) in emoji_names(text) {
            if self.prepared.is_in_formula(part_of(span, range.clone())) {
                continue;
            }
            self.plain_text(part_of(span, done..range.start));
            done = range.end;
            let data = self.add_string(emoji.to_owned());
            self.leaf(EventKind::Decoded, data, part_of(span, range));
        }
        self.plain_text(part_of(span, done..text.len()));
    }

    fn plain_text(&mut self, span: Span) {
        if !span.is_empty() {
            self.leaf(EventKind::Text, 0, span);
        }
    }

    fn line_break(&mut self, kind: EventKind, span: Span) {
        if !self.take_alert_mark() {
            self.add_to_heading("\n");
            self.leaf(kind, 0, span);
        }
    }

    // ---- alerts

    /// Turns a quote into an alert if its first line is an alert's mark and nothing else, and drops that line. Called at the end of each
    /// line; returns whether the line was such a mark.
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

    /// The index of the footnote with this label, made if it is new.
    fn footnote(&mut self, label: &str) -> usize {
        let next = self.footnotes.len();
        let index = *self.footnote_by_label.entry(label.to_lowercase()).or_insert(next);
        if index == next {
            self.footnotes.push(PendingFootnote {
                label: label.to_owned(),
                references: 0,
                definition: None,
                first_use: usize::MAX,
            });
        }
        index
    }

    fn define_footnote(&mut self, index: usize, id: EventId) {
        if let Some(note) = self.footnotes.get_mut(index) {
            note.definition.get_or_insert(id);
        }
    }

    fn footnote_reference(&mut self, label: &str, span: Span) {
        let index = self.footnote(label);
        let at = self.events.len();
        if let Some(note) = self.footnotes.get_mut(index) {
            note.references += 1;
            note.first_use = note.first_use.min(at);
        }
        self.leaf(EventKind::FootnoteReference, index as u32, span);
    }

    /// Puts the footnotes that are used and defined in order of first use, and the new indices into the events.
    fn number_footnotes(&mut self) {
        let mut order: Vec<usize> = (0..self.footnotes.len())
            .filter(|index| self.footnotes[*index].references > 0 && self.footnotes[*index].definition.is_some())
            .collect();
        order.sort_by_key(|index| self.footnotes[*index].first_use);
        let mut new_index = vec![UNUSED; self.footnotes.len()];
        for (new, old) in order.into_iter().enumerate() {
            new_index[old] = new as u32;
            let note = &self.footnotes[old];
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
                event.data = new_index.get(event.data as usize).copied().unwrap_or(UNUSED);
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
        self.document.shrink_to_fit();
        self.document
    }

    fn in_fence(&self) -> bool {
        let is_fence = |event: &&Event| matches!(event.kind, EventKind::Open(Tag::Fence | Tag::Indented));
        self.events.iter().rev().find(is_fence).is_some_and(|event| event.kind == EventKind::Open(Tag::Fence))
    }

    /// Keeps each id that the author gave once, and drops those that a heading has: ids are unique in a page.
    fn keep_anchors_once(&mut self) {
        let mut given = std::collections::HashSet::new();
        let slugger = &self.slugger;
        self.anchors.retain(|anchor| !slugger.has(anchor) && given.insert(anchor.clone()));
        let mut left: std::collections::HashSet<&str> = self.anchors.iter().map(String::as_str).collect();
        for element in &mut self.document.elements {
            let id = element.attributes.iter().find(|(key, _)| key == "id").map(|(_, id)| id.as_str());
            if let Some(heading) = element.heading.and_then(|index| self.document.headings.get_mut(index as usize)) {
                heading.own_id = id.map(Arc::from).or_else(|| heading.own_id.take());
                element.attributes.retain(|(key, _)| key != "id");
            } else {
                element.attributes.retain(|(key, value)| key != "id" || left.remove(value.as_str()));
            }
        }
        for heading in &mut self.document.headings {
            heading.own_id = heading.own_id.take().filter(|id| left.remove(&**id));
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
        // The others are not enabled in the options, or have arms of their own.
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
fn part_of(span: Span, range: Range<usize>) -> Span {
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
