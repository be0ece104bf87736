//! One event of a document: a container that opens or closes, or a leaf, with its span in the text. The side tables that `data` is an
//! index of are in `document`.

use crate::index::{Idx, LinkIdx};
use crate::span::Span;

/// Index of an event in a document.
pub type EventId = u32;

/// One event of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Event {
    /// What it is.
    pub kind: EventKind,
    /// The index in the side table of the kind (headings, links, strings, …), the first number of a numbered list, else 0.
    pub data: u32,
    /// The event that closes this one, or that this one closes; of a leaf, itself.
    pub partner: EventId,
    /// The bytes of the text it comes from.
    pub span: Span,
}

impl Event {
    /// The index of the link that a `Link` or `Image` event opens or closes.
    pub fn link_idx(&self) -> LinkIdx {
        LinkIdx::new(self.data as usize)
    }
}

/// What an event is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventKind {
    /// A container begins.
    Open(Tag),
    /// A container ends.
    Close(Tag),
    /// Text that is shown as it is in the source: `span`.
    Text,
    /// Text that differs from its source (entities, emoji names): `strings[data]`.
    Decoded,
    /// Inline code: `strings[data]`.
    Code,
    /// A line end in a paragraph; shown as a blank.
    SoftBreak,
    /// A line break.
    HardBreak,
    /// A thematic break.
    Rule,
    /// The box of a task item; whether it is ticked.
    Task(bool),
    /// A reference to `footnotes[data]`.
    FootnoteReference,
    /// An HTML element without content: `elements[data]`.
    Void,
}

/// A container.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tag {
    /// A paragraph.
    Paragraph,
    /// `headings[data]`.
    Heading,
    /// A quote.
    Quote,
    /// A GitHub alert; its first line (the mark) is not among the events.
    Alert(Alert),
    /// Fenced code: its info string is `strings[data]`. Its text is in [`EventKind::Text`] and [`EventKind::Decoded`] events.
    Fence,
    /// Indented code.
    Indented,
    /// A list with bullets.
    Bullets,
    /// A numbered list that starts with `data`.
    Numbers,
    /// An item of a list.
    Item,
    /// The definition of `footnotes[data]`.
    FootnoteDefinition,
    /// A table: `tables[data]` are its columns' alignments.
    Table,
    /// A table's head row.
    TableHead,
    /// A row of a table's body.
    TableRow,
    /// A cell.
    TableCell,
    /// Emphasis.
    Emphasis,
    /// Strong emphasis.
    Strong,
    /// Struck out.
    Strikethrough,
    /// `links[data]`.
    Link,
    /// `links[data]`; the content is the alternative text.
    Image,
    /// An HTML element: `elements[data]`.
    Element,
}

impl Tag {
    /// Whether it is a block rather than inline in a line of text. HTML elements count as inline here.
    pub fn is_block(self) -> bool {
        !matches!(self, Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link | Tag::Image | Tag::Element)
    }
}

/// The five alerts of GitHub.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alert {
    /// `[!NOTE]`
    Note,
    /// `[!TIP]`
    Tip,
    /// `[!IMPORTANT]`
    Important,
    /// `[!WARNING]`
    Warning,
    /// `[!CAUTION]`
    Caution,
}
