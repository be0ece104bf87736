//! A chapter's words as HTML. In: a document and where its links lead on this page. Out: the body, or a part of it.
//! Knows nothing of other chapters, and no template: question cards come from `questions`.

mod footnotes;
mod raw;
mod signs;

use std::collections::HashMap;
use std::ops::Range;

use serde::Serialize;

use super::escape::{escape, escape_into};
use super::highlight::{HighlightBudget, Highlighter};
use super::table::TableWriter;
use crate::index::{IndexVec, LinkIdx};
use crate::markdown::{Alert, Alignment, Document, Element, Event, EventId, EventKind, Fragment, Tag};

/// Where a link of the document leads from this page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum LinkTarget {
    /// To this url.
    To(String),
    /// Where the author wrote: out of the course.
    Outside,
    /// To an image of this size in pixels.
    Image {
        /// Its url.
        url: String,
        /// Width and height, where they are known.
        size: Option<(u32, u32)>,
    },
    /// Nowhere: the words stay, with a mark that says why.
    Nowhere(MissingTarget),
}

/// Why a link leads nowhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum MissingTarget {
    /// Its target does not exist.
    Target,
    /// It is a folder that has no page; nothing is wrong.
    Page,
}

/// The words of the interface that a body needs.
#[derive(Clone, Debug, Default)]
pub struct BodyWords {
    /// Titles of the five alerts, in the order of [`Alert`].
    pub alerts: [String; 5],
    /// `Footnotes`
    pub footnotes: String,
    /// `Back to the text`
    pub back: String,
    /// What a mark on a dead link says.
    pub missing: String,
}

/// What the body is made from.
#[derive(Debug)]
pub struct BodyInput<'a> {
    /// The words.
    pub document: &'a Document,
    /// Where its links lead.
    pub links: &'a IndexVec<LinkIdx, LinkTarget>,
    /// The ids of task items that are progress, by their event.
    pub checks: &'a HashMap<EventId, String>,
    /// The list of what a reader can do afterwards, which is set apart.
    pub aims: Option<EventId>,
    /// Events that are shown elsewhere on the page: the title, the facts.
    pub skipped: &'a [Range<EventId>],
    /// Words of the interface.
    pub words: &'a BodyWords,
    /// Colours code.
    pub highlighter: &'a Highlighter,
    /// Where footnotes stand, if not on this page.
    pub footnotes_at: Option<&'a str>,
}

/// Something that stands in place of a run of events: a question's card, a folded answer key.
pub trait Inserts {
    /// Where the first run at `from` or after it begins.
    fn next(&self, from: EventId) -> Option<EventId>;

    /// The event after the run that begins at `id`, and the HTML in its place.
    fn at(&self, id: EventId, writer: &mut BodyWriter<'_>) -> Option<(EventId, String)>;
}

/// Nothing stands in place of anything.
#[derive(Debug)]
pub struct NoInserts;

impl Inserts for NoInserts {
    fn next(&self, _: EventId) -> Option<EventId> {
        None
    }

    fn at(&self, _: EventId, _: &mut BodyWriter<'_>) -> Option<(EventId, String)> {
        None
    }
}

/// An image's width and height.
type ImageSize = (u32, u32);

/// Whether an event begins what stands between blocks.
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

/// Words in a paragraph of their own; nothing for nothing.
fn in_paragraph(html: &str) -> String {
    if html.trim().is_empty() { html.to_owned() } else { format!("<p>{}</p>\n", html.trim()) }
}

/// The whole body, footnotes last.
pub fn body(input: &BodyInput<'_>, inserts: &dyn Inserts) -> String {
    let mut writer = BodyWriter::new(input);
    writer.out.reserve(input.document.text.len() * 2);
    writer.range(input.document.all(), inserts);
    writer.footnotes();
    writer.out
}

/// Writes events as HTML.
#[derive(Debug)]
pub struct BodyWriter<'a> {
    input: &'a BodyInput<'a>,
    out: String,
    /// Events before this one are written already.
    skip_until: EventId,
    /// How often each footnote was referred to so far.
    references: Vec<u32>,
    /// The label around a task item's words is open.
    label_open: bool,
    table: TableWriter<'a>,
    is_rtl: bool,
    /// For coloured code.
    room: HighlightBudget,
}

impl<'a> BodyWriter<'a> {
    /// A writer that has written nothing.
    pub fn new(input: &'a BodyInput<'a>) -> Self {
        BodyWriter {
            input,
            out: String::new(),
            skip_until: 0,
            references: vec![0; input.document.footnotes.len()],
            label_open: false,
            table: TableWriter::default(),
            is_rtl: signs::any_right_to_left(&input.document.text),
            room: HighlightBudget::default(),
        }
    }

    /// A fragment as HTML that may stand between blocks: words without a paragraph get one.
    pub fn blocks(&mut self, fragment: &Fragment) -> String {
        let document = self.input.document;
        let outside = std::mem::take(&mut self.out);
        let skip = std::mem::replace(&mut self.skip_until, 0);
        let mut html = String::new();
        let mut block_end = 0;
        for (id, event) in document.clip(fragment) {
            if id >= block_end && is_block(document, &event) {
                html.push_str(&in_paragraph(&std::mem::take(&mut self.out)));
                block_end = event.partner + 1;
            }
            if id >= self.skip_until {
                self.event(id, &event);
            }
            if id + 1 == block_end || (id < block_end && self.skip_until >= block_end) {
                html.push_str(&std::mem::take(&mut self.out));
            }
        }
        self.skip_until = skip;
        let rest = std::mem::replace(&mut self.out, outside);
        html.push_str(&in_paragraph(&rest));
        html
    }

    /// A fragment as HTML within a line of text.
    pub fn inline(&mut self, fragment: &Fragment) -> String {
        self.apart(|writer| {
            for (id, event) in writer.input.document.clip(fragment) {
                if id >= writer.skip_until {
                    writer.event(id, &event);
                }
            }
        })
    }

    /// A balanced run of events as HTML, with what stands in place of some.
    pub fn part(&mut self, range: Range<EventId>, inserts: &dyn Inserts) -> String {
        self.apart(|writer| writer.range(range, inserts))
    }

    /// What is written apart from the page's own flow: nothing that is open there is open here, and nothing stays open.
    fn apart(&mut self, write: impl FnOnce(&mut Self)) -> String {
        let out = std::mem::take(&mut self.out);
        let around = (
            std::mem::replace(&mut self.skip_until, 0),
            std::mem::replace(&mut self.label_open, false),
            std::mem::take(&mut self.table),
        );
        write(self);
        self.end_label();
        (self.skip_until, self.label_open, self.table) = around;
        std::mem::replace(&mut self.out, out)
    }

    fn range(&mut self, range: Range<EventId>, inserts: &dyn Inserts) {
        let document = self.input.document;
        let mut id = range.start;
        let mut insert = inserts.next(id);
        while id < range.end {
            if insert.is_some_and(|start| start < id) {
                insert = inserts.next(id);
            }
            if insert == Some(id)
                && let Some((after, html)) = inserts.at(id, self)
            {
                self.out.push_str(&html);
                id = after.max(id + 1);
                continue;
            }
            if let Some(skipped) = self.input.skipped.iter().find(|skipped| skipped.start == id && skipped.end > id) {
                id = skipped.end;
                continue;
            }
            let Some(event) = document.event(id) else { break };
            if id >= self.skip_until {
                self.event(id, &event);
            }
            id += 1;
        }
    }

    fn event(&mut self, id: EventId, event: &Event) {
        match event.kind {
            EventKind::Open(tag) => self.open(tag, id, event),
            EventKind::Close(tag) => self.close(tag, event),
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
            EventKind::FootnoteReference => self.reference(event.data),
            EventKind::Void => self.element(event),
        }
    }

    fn open(&mut self, tag: Tag, id: EventId, event: &Event) {
        if tag.is_block() && tag != Tag::Paragraph {
            self.end_label();
        }
        match tag {
            Tag::Paragraph => self.tag("p"),
            Tag::Heading => self.heading(event),
            Tag::Quote => self.out.push_str("<blockquote>\n"),
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
            Tag::TableCell => self.cell(),
            Tag::Emphasis => self.out.push_str("<em>"),
            Tag::Strong => self.out.push_str("<strong>"),
            Tag::Strikethrough => self.out.push_str("<del>"),
            Tag::Link => self.link(event),
            Tag::Image => self.image(id, event),
            Tag::Element => self.element(event),
        }
    }

    fn close(&mut self, tag: Tag, event: &Event) {
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
            Tag::TableCell => self.out.push_str(if self.table.in_head { "</th>" } else { "</td>" }),
            Tag::Emphasis => self.out.push_str("</em>"),
            Tag::Strong => self.out.push_str("</strong>"),
            Tag::Strikethrough => self.out.push_str("</del>"),
            Tag::Link => self.end_link(event.link_idx()),
            Tag::Element => self.end_element(event),
            // Written whole where they open.
            Tag::Fence | Tag::Indented | Tag::Image | Tag::FootnoteDefinition => {}
        }
    }

    /// A start tag; with the direction left to the words where the chapter has any that run from the right.
    fn tag(&mut self, name: &str) {
        self.out.push('<');
        self.out.push_str(name);
        if self.is_rtl {
            self.out.push_str(" dir=\"auto\"");
        }
        self.out.push('>');
    }

    fn attribute(&mut self, name: &str, value: &str) {
        self.out.push(' ');
        self.out.push_str(name);
        self.out.push_str("=\"");
        escape_into(&mut self.out, value);
        self.out.push('"');
    }

    // ---- headings

    fn heading(&mut self, event: &Event) {
        let Some(heading) = self.input.document.headings.get(event.data as usize) else { return };
        self.out.push_str("<h");
        self.out.push(level(heading.level));
        self.attribute("id", &heading.id);
        if self.is_rtl {
            self.out.push_str(" dir=\"auto\"");
        }
        self.out.push('>');
    }

    fn end_heading(&mut self, row: u32) {
        let Some(heading) = self.input.document.headings.get(row as usize) else { return };
        self.out.push_str("</h");
        self.out.push(level(heading.level));
        self.out.push_str(">\n");
    }

    // ---- blocks

    fn alert(&mut self, alert: Alert) {
        let (row, name) = match alert {
            Alert::Note => (0, "note"),
            Alert::Tip => (1, "tip"),
            Alert::Important => (2, "important"),
            Alert::Warning => (3, "warning"),
            Alert::Caution => (4, "caution"),
        };
        let title = escape(&self.input.words.alerts[row]);
        self.out.push_str(&format!(
            "<div class=\"markdown-alert markdown-alert-{name}\"><p class=\"markdown-alert-title\">{title}</p>\n"
        ));
    }

    fn code_block(&mut self, tag: Tag, id: EventId, event: &Event) {
        let document = self.input.document;
        self.skip_until = event.partner + 1;
        let mut code = String::with_capacity(event.span.of(&document.text).len());
        for inner in document.inside(id).filter_map(|inner| document.event(inner)) {
            code.push_str(document.leaf_text(&inner));
        }
        let info = if tag == Tag::Fence { document.string(event) } else { "" };
        let language = info.split(|c: char| c.is_whitespace() || matches!(c, ',' | '{')).next().unwrap_or("");
        let is_picture = signs::any_picture(&code);
        self.out.push_str("<div");
        self.attribute("class", if is_picture { "code box" } else { "code" });
        if !language.is_empty() {
            self.attribute("data-lang", language);
        }
        self.out.push_str("><pre><code>");
        match self.input.highlighter.highlight(language, &code, &mut self.room) {
            Some(html) => self.out.push_str(&html),
            None => escape_into(&mut self.out, &code),
        }
        self.out.push_str("</code></pre></div>\n");
    }

    fn list(&mut self, tag: Tag, id: EventId, event: &Event) {
        let document = self.input.document;
        let boxes: Vec<EventId> =
            document.children(document.inside(id)).filter_map(|item| self.task_of(item)).collect();
        let class = match boxes.as_slice() {
            [] if self.input.aims == Some(id) => " class=\"aims\"",
            [] => "",
            boxes if boxes.iter().any(|task| self.input.checks.contains_key(task)) => " class=\"tasks\" data-checklist",
            _ => " class=\"tasks\"",
        };
        match (tag, event.data) {
            (Tag::Numbers, 1) => self.out.push_str(&format!("<ol{class}>\n")),
            (Tag::Numbers, first) => self.out.push_str(&format!("<ol start=\"{first}\"{class}>\n")),
            _ => self.out.push_str(&format!("<ul{class}>\n")),
        }
    }

    fn item(&mut self, id: EventId) {
        if self.task_of(id).is_some() {
            self.out.push_str("<li class=\"task\">");
        } else {
            self.tag("li");
        }
    }

    /// The box that the item opened at `id` begins with.
    fn task_of(&self, id: EventId) -> Option<EventId> {
        let kind = |id| self.input.document.event(id).map(|event| event.kind);
        match kind(id + 1) {
            Some(EventKind::Task(_)) => Some(id + 1),
            Some(EventKind::Open(Tag::Paragraph)) => matches!(kind(id + 2), Some(EventKind::Task(_))).then_some(id + 2),
            _ => None,
        }
    }

    /// The box and its words are one label, so that a finger may hit either.
    fn task(&mut self, id: EventId, ticked: bool) {
        self.out.push_str("<label><input type=\"checkbox\"");
        match self.input.checks.get(&id) {
            Some(check) => self.attribute("data-check", check),
            None => self.out.push_str(" disabled"),
        }
        self.out.push_str(if ticked { " checked><span>" } else { "><span>" });
        self.label_open = true;
    }

    fn end_label(&mut self) {
        if std::mem::take(&mut self.label_open) {
            self.out.push_str("</span></label>");
        }
    }

    fn cell(&mut self) {
        let name = if self.table.in_head { "th scope=\"col\"" } else { "td" };
        let align = self.table.next_column();
        self.out.push('<');
        self.out.push_str(name);
        match align {
            Alignment::None => {}
            Alignment::Left => self.attribute("align", "left"),
            Alignment::Center => self.attribute("align", "center"),
            Alignment::Right => self.attribute("align", "right"),
        }
        if self.is_rtl {
            self.out.push_str(" dir=\"auto\"");
        }
        self.out.push('>');
    }

    // ---- links and images

    /// Where a link leads: a url and an image's size, or why nowhere.
    fn target(&self, link: LinkIdx) -> Result<(&'a str, Option<ImageSize>), MissingTarget> {
        let input = self.input;
        match input.links.get(link) {
            Some(LinkTarget::To(url)) => Ok((url, None)),
            Some(LinkTarget::Image { url, size }) => Ok((url, *size)),
            Some(LinkTarget::Outside) => Ok((input.document.links.get(link).map_or("", |link| &link.href), None)),
            Some(LinkTarget::Nowhere(missing)) => Err(*missing),
            None => Err(MissingTarget::Page),
        }
    }

    fn link(&mut self, event: &Event) {
        match self.target(event.link_idx()) {
            Ok((url, _)) => {
                self.out.push_str("<a");
                self.attribute("href", url);
                if let Some(link) = self.input.document.link(event).filter(|link| !link.title.is_empty()) {
                    self.attribute("title", &link.title);
                }
                self.out.push('>');
            }
            Err(MissingTarget::Target) => self.dead_mark(),
            Err(MissingTarget::Page) => self.out.push_str("<span>"),
        }
    }

    fn end_link(&mut self, link: LinkIdx) {
        self.out.push_str(if self.target(link).is_ok() { "</a>" } else { "</span>" });
    }

    fn dead_mark(&mut self) {
        self.out.push_str("<span class=\"dead-link\"");
        self.attribute("title", &self.input.words.missing);
        self.out.push('>');
    }

    fn image(&mut self, id: EventId, event: &Event) {
        let document = self.input.document;
        self.skip_until = event.partner + 1;
        let alt = document.plain(document.inside(id));
        let title = document.link(event).map_or("", |link| link.title.as_str());
        match self.target(event.link_idx()) {
            Ok((url, size)) => self.img(url, size, &alt, title),
            Err(_) => self.missing_image(&alt),
        }
    }

    fn img(&mut self, url: &str, size: Option<(u32, u32)>, alt: &str, title: &str) {
        self.out.push_str("<img");
        self.attribute("src", url);
        self.attribute("alt", alt);
        if !title.is_empty() {
            self.attribute("title", title);
        }
        if let Some((width, height)) = size {
            self.out.push_str(&format!(" width=\"{width}\" height=\"{height}\""));
        }
        self.out.push_str(" loading=\"lazy\">");
    }

    fn missing_image(&mut self, alt: &str) {
        self.out.push_str("<span class=\"missing-image\"");
        self.attribute("title", &self.input.words.missing);
        self.out.push('>');
        escape_into(&mut self.out, if alt.is_empty() { "🖼" } else { alt });
        self.out.push_str("</span>");
    }
}

/// The level shown: a page has one `h1`, its title.
fn level(written: u8) -> char {
    char::from(b'0' + written.clamp(2, 6))
}
