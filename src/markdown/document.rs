//! The central type of the room: a chapter's text as a flat list of small events, with side tables (headings, links, …) for what an
//! event is too small to hold. Spans are bytes of `Document.text`. Contains no HTML: writing it is the work of the room `html`.

use std::ops::Range;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::destination::Destination;
use super::elements::{ElementSpec, element_spec};
use super::event::{Event, EventId, EventKind, Tag};
use super::event_list::EventList;
use crate::index::{IndexVec, LinkIdx};
use crate::span::Span;

/// A heading, of markdown or HTML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// 1 to 6, as written.
    pub level: u8,
    /// Its id by GitHub's rule, unique in the document.
    pub id: Arc<str>,
    /// A further id that its author gave it (`<h2 id>`, `## Title {#id}`) and that no other part of the document has.
    pub own_id: Option<Arc<str>>,
    /// The id that it had before its text was repaired, if that is another one and no other part of the document has it: whoever reads the
    /// text of an undamaged file leaves it empty.
    pub former_id: Option<Arc<str>>,
    /// Its text without markup, and without `{#id}` at its end.
    pub text: Arc<str>,
    /// The event that opens it.
    pub event: EventId,
    /// Its bytes in the text.
    pub span: Span,
}

/// A link or an image, as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// What it is.
    pub kind: LinkKind,
    /// The target as written (backslashes and entities resolved, percent signs kept).
    pub href: String,
    /// The title, empty where there is none.
    pub title: String,
    /// Its bytes in the text.
    pub span: Span,
    /// Where its target stands in the text, where that is certain; of links that share a definition, there.
    pub destination: Option<Destination>,
    /// The event that opens it (for HTML, the element's).
    pub event: EventId,
}

/// What a link does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum LinkKind {
    /// Leads somewhere.
    Link,
    /// Shows an image (also `source` of a `picture`).
    Image,
}

/// An HTML element that GitHub's sanitiser keeps, with the attributes it keeps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Element {
    /// Lower-case name.
    pub name: String,
    /// Name and value, without those that hold links.
    pub attributes: Vec<(String, String)>,
    /// Attributes that hold links, in order; `srcset` is there once for each of its pictures.
    pub links: Vec<ElementLink>,
    /// Index in [`Document::headings`], for `h1` to `h6`.
    pub heading: Option<u32>,
    /// Whether its end tag was written; others end where HTML or the block around them ends them.
    pub is_closed: bool,
}

/// A link in an attribute of an HTML element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ElementLink {
    /// The attribute's name.
    pub attribute: String,
    /// When the picture of a `srcset` is meant: `2x`, `480w`; else empty.
    pub descriptor: String,
    /// The index in [`Document::links`].
    pub link: LinkIdx,
}

/// A place where text is not shown, or shown as something else than its author meant, mostly as on GitHub.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Oddity {
    /// What is odd.
    pub kind: OddityKind,
    /// The place.
    pub span: Span,
}

/// What is odd at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OddityKind {
    /// A comment that is never closed, from its beginning to the end of what it hides.
    UnclosedComment,
    /// A fence that is never closed, from its beginning to the end of what it makes code.
    UnclosedFence,
    /// The first cells of a table beyond its last column.
    LostCells {
        /// How many columns the table has.
        columns: u32,
        /// In how many more rows there are such cells.
        more_rows: u32,
    },
    /// The start tag of an inline drawing or formula, `svg` or `math`: its elements vanish, its words stay.
    Drawing,
    /// A blank after the sign of a heading that is none for GitHub, where the heading is a paragraph.
    OddBlank,
}

impl Heading {
    /// Its ids besides [`Heading::id`]: links to them land, too.
    pub fn further_ids(&self) -> impl Iterator<Item = &str> {
        self.own_id.iter().chain(&self.former_id).map(|id| &**id)
    }
}

impl Element {
    /// The properties of all elements of this name.
    pub fn spec(&self) -> Option<&'static ElementSpec> {
        element_spec(&self.name)
    }

    /// The value of an attribute.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// A footnote that is referred to at least once, in order of first use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Footnote {
    /// As written between `[^` and `]`.
    pub label: String,
    /// How often it is referred to.
    pub references: u32,
    /// The event that opens its definition.
    pub definition: EventId,
}

/// How a table's column is aligned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alignment {
    /// Not set: as is usual in the reader's language.
    None,
    /// To the left.
    Left,
    /// Centred.
    Center,
    /// To the right.
    Right,
}

/// A chapter's text as GitHub reads it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// The text that all spans refer to.
    pub text: Arc<str>,
    /// The content, in order. Containers nest properly: each `Open` has its `Close`.
    pub events: EventList,
    /// In the order of the text.
    pub headings: Vec<Heading>,
    /// In the order of the text.
    pub links: IndexVec<LinkIdx, Link>,
    /// HTML elements.
    pub elements: Vec<Element>,
    /// In order of first use; those never used are left out.
    pub footnotes: Vec<Footnote>,
    /// For each table the alignments of its columns.
    pub tables: Vec<Vec<Alignment>>,
    /// Texts that differ from the source: inline code, resolved entities, info strings.
    pub strings: Vec<String>,
    /// Ids that the author gave in HTML (`<a id>`, `<a name>`), each once, without those that a heading has.
    pub anchors: Vec<String>,
    /// Tags of unknown elements, which are removed as on GitHub.
    pub lost_tags: Vec<Span>,
    /// First lines of quotes that look like alerts but are none on GitHub.
    pub titled_alerts: Vec<Span>,
    /// The first container that was nested too deeply and is shown flat.
    pub too_deep: Option<Span>,
    /// Other places that are not shown as their author may expect.
    pub oddities: Vec<Oddity>,
}

/// A part of a document: some events, clipped to a span of the text. So the letter of a choice and the number of a stem are left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fragment {
    /// The events.
    pub events: Range<EventId>,
    /// Text before and after this span is left out, and containers that hold nothing else.
    pub span: Span,
}

/// A container that is open while events are clipped.
struct ClippedContainer {
    /// Its index among the events kept so far.
    at: usize,
    has_content: bool,
    is_kept: bool,
}

/// One line of a paragraph: the events between two line ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParagraphLine {
    /// The events, without the line end.
    pub events: Range<EventId>,
    /// The bytes, without the line end and blanks around.
    pub span: Span,
}

impl Document {
    /// Frees memory that was reserved and not used: thousands of documents may be held at once.
    pub(super) fn shrink_to_fit(&mut self) {
        self.headings.shrink_to_fit();
        self.links.shrink_to_fit();
        self.elements.shrink_to_fit();
        self.footnotes.shrink_to_fit();
        self.tables.shrink_to_fit();
        self.strings.shrink_to_fit();
        self.anchors.shrink_to_fit();
    }

    /// The event at `id`; past the end, none.
    pub fn event(&self, id: EventId) -> Option<Event> {
        self.events.get(id)
    }

    /// The place of an event; past the end, an empty one.
    pub fn span(&self, id: EventId) -> Span {
        self.event(id).map(|event| event.span).unwrap_or_default()
    }

    /// All events as a range.
    pub fn all(&self) -> Range<EventId> {
        0..self.events.len() as EventId
    }

    /// The events inside the container opened at `id`; empty for a leaf.
    pub fn inside(&self, id: EventId) -> Range<EventId> {
        match self.event(id) {
            Some(event) if event.partner > id => id + 1..event.partner,
            _ => id..id,
        }
    }

    /// The event behind the container opened at `id`; behind a leaf or the end of a container the next event.
    pub fn behind(&self, id: EventId) -> EventId {
        self.inside(id).end + 1
    }

    /// The containers and leaves directly in `range`, without those inside of others: the event that opens each.
    pub fn children(&self, range: Range<EventId>) -> impl Iterator<Item = EventId> + '_ {
        let mut at = range.start;
        std::iter::from_fn(move || {
            let here = at;
            let event = self.event(here).filter(|_| here < range.end)?;
            at = event.partner.max(here) + 1;
            Some(here)
        })
    }

    /// The string of a `Decoded`, `Code` or `Fence` event.
    pub fn string(&self, event: &Event) -> &str {
        self.strings.get(event.data as usize).map_or("", String::as_str)
    }

    /// A leaf as text: its own text, a blank for a soft break, a line feed for a hard one.
    pub fn leaf_text(&self, event: &Event) -> &str {
        match event.kind {
            EventKind::Text => event.span.of(&self.text),
            EventKind::Decoded | EventKind::Code => self.string(event),
            EventKind::SoftBreak => " ",
            EventKind::HardBreak => "\n",
            _ => "",
        }
    }

    /// The text of events without markup. Images add nothing.
    pub fn plain(&self, range: Range<EventId>) -> String {
        let mut out = String::new();
        let mut at = range.start;
        while at < range.end {
            let Some(event) = self.event(at) else { break };
            match event.kind {
                EventKind::Open(Tag::Image) => at = event.partner,
                _ => out.push_str(self.leaf_text(&event)),
            }
            at += 1;
        }
        out
    }

    /// The text of a fragment without markup, blanks at both ends gone.
    pub fn plain_fragment(&self, fragment: &Fragment) -> String {
        let mut out = String::new();
        for (_, event) in self.clip(fragment) {
            match event.kind {
                EventKind::Open(tag) | EventKind::Close(tag) if tag.is_block() => {
                    if !out.ends_with([' ', '\n']) {
                        out.push(' ');
                    }
                }
                _ => out.push_str(self.leaf_text(&event)),
            }
        }
        out.trim().to_owned()
    }

    /// The events of a fragment, clipped: text outside of its span is cut off, containers whose content is outside are left out.
    pub fn clip(&self, fragment: &Fragment) -> impl Iterator<Item = (EventId, Event)> + use<> {
        let span = fragment.span;
        let touches = |other: Span| other.start < span.end && span.start < other.end;
        let mut out: Vec<(EventId, Event)> = Vec::new();
        let mut open: Vec<ClippedContainer> = Vec::new();
        for id in fragment.events.clone() {
            let Some(event) = self.event(id) else { break };
            match event.kind {
                EventKind::Open(_) => {
                    open.push(ClippedContainer { at: out.len(), has_content: false, is_kept: false });
                    out.push((id, event));
                }
                EventKind::Close(_) => {
                    let Some(opened) = open.pop() else { continue };
                    // An empty container is kept where its own span is: an anchor, for example.
                    let is_kept = opened.is_kept || !opened.has_content && touches(event.span);
                    if is_kept {
                        out.push((id, event));
                    } else {
                        out.truncate(opened.at);
                    }
                    if let Some(parent) = open.last_mut() {
                        parent.has_content = true;
                        parent.is_kept |= is_kept;
                    }
                }
                _ => {
                    let is_kept = touches(event.span);
                    if is_kept {
                        let cut = if event.kind == EventKind::Text { event.span.intersect(span) } else { event.span };
                        out.push((id, Event { span: cut, ..event }));
                    }
                    if let Some(parent) = open.last_mut() {
                        parent.has_content = true;
                        parent.is_kept |= is_kept;
                    }
                }
            }
        }
        // A container without its `Close` would contain all that follows it.
        for opened in open.into_iter().rev() {
            out.remove(opened.at);
        }
        out.into_iter()
    }

    /// The lines of the text in `range` (the content of a paragraph or of an item of a tight list). Line ends inside of inline containers do
    /// not count.
    pub fn lines(&self, range: Range<EventId>) -> Vec<ParagraphLine> {
        let mut lines = Vec::new();
        let mut start = range.start;
        for id in self.children(range.clone()) {
            let is_break = self
                .event(id)
                .is_some_and(|e| matches!(e.kind, EventKind::SoftBreak | EventKind::HardBreak) || self.is_br(&e));
            if is_break {
                lines.extend(self.line(start..id));
                start = id + 1;
            }
        }
        lines.extend(self.line(start..range.end));
        lines
    }

    /// The link of a `Link` or `Image` event.
    pub fn link(&self, event: &Event) -> Option<&Link> {
        self.links.get(event.link_idx())
    }

    /// The element of an `Element` or `Void` event.
    pub fn element(&self, event: &Event) -> Option<&Element> {
        matches!(event.kind, EventKind::Open(Tag::Element) | EventKind::Close(Tag::Element) | EventKind::Void)
            .then(|| self.elements.get(event.data as usize))
            .flatten()
    }

    /// Whether the event opens the HTML element `name`.
    pub fn opens(&self, id: EventId, name: &str) -> bool {
        self.event(id)
            .filter(|event| event.kind == EventKind::Open(Tag::Element))
            .and_then(|event| self.element(&event))
            .is_some_and(|element| element.name == name)
    }

    fn is_br(&self, event: &Event) -> bool {
        event.kind == EventKind::Void && self.element(event).is_some_and(|element| element.name == "br")
    }

    fn line(&self, events: Range<EventId>) -> Option<ParagraphLine> {
        let first = self.event(events.start).filter(|_| !events.is_empty())?;
        let last = self.event(events.end - 1)?;
        let span = Span { start: first.span.start, end: last.span.end.max(first.span.end) };
        let text = span.of(&self.text);
        let leading = (text.len() - text.trim_start().len()) as u32;
        let trailing = (text.len() - text.trim_end().len()) as u32;
        (leading < text.len() as u32)
            .then(|| ParagraphLine { events, span: Span { start: span.start + leading, end: span.end - trailing } })
    }
}
