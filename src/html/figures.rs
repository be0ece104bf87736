//! Pictures with a caption: an image that stands alone in its paragraph and has a title, or is followed by a paragraph that is emphasised from its
//! beginning to its end. On GitHub both are read below or over the picture too. Each word stays on the page once: a title that is read as a caption
//! is no title any more.

use std::ops::Range;

use super::escape::escape_into;
use super::writer::{BodyWriter, NoInserts};
use crate::markdown::{Document, Event, EventId, EventKind, Tag};

/// Longer text in emphasis is text, no caption.
const MAX_CAPTION_BYTES: usize = 400;

/// A picture and its caption.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Figure {
    image: EventId,
    /// The events of the caption; none where it is the title.
    caption: Option<Range<EventId>>,
    start: EventId,
    /// The first event after it.
    pub end: EventId,
}

impl Figure {
    /// Whether an event is a part of it.
    pub fn contains(&self, event: EventId) -> bool {
        (self.start..self.end).contains(&event)
    }
}

/// The figure that begins with the paragraph opened at `id`.
fn figure_at(document: &Document, id: EventId, event: &Event) -> Option<Figure> {
    let image = only_child(document, id, event, Tag::Image)?;
    let figure = Figure { image, caption: None, start: id, end: event.partner + 1 };
    let after = event.partner + 1;
    let next = document.event(after);
    let emphasis = next.and_then(|next| Some((next, only_child(document, after, &next, Tag::Emphasis)?)));
    match emphasis.filter(|(next, _)| next.span.len() <= MAX_CAPTION_BYTES) {
        Some((next, emphasis)) => {
            Some(Figure { caption: Some(document.inside(emphasis)), end: next.partner + 1, ..figure })
        }
        None => {
            let title = document.event(image).and_then(|image| document.link(&image)).map(|link| link.title.trim());
            title.is_some_and(|title| !title.is_empty()).then_some(figure)
        }
    }
}

/// What is opened at `id`, if that is a paragraph with one child, which is `tag`.
fn only_child(document: &Document, id: EventId, event: &Event, tag: Tag) -> Option<EventId> {
    let first = document.event(id + 1).filter(|_| event.kind == EventKind::Open(Tag::Paragraph))?;
    (first.kind == EventKind::Open(tag) && first.partner + 1 == event.partner).then_some(id + 1)
}

impl BodyWriter<'_> {
    /// The figure that begins with the paragraph opened at `id`.
    pub(super) fn figure_at(&self, id: EventId, event: &Event) -> Option<Figure> {
        figure_at(self.input.document, id, event)
    }

    pub(super) fn figure(&mut self, figure: &Figure) {
        let document = self.input.document;
        let Some(image) = document.event(figure.image) else { return };
        self.out.push_str("<figure>");
        self.image_in_figure(figure.image, &image, figure.caption.is_none());
        self.out.push_str("<figcaption");
        self.end_start_tag();
        match &figure.caption {
            Some(caption) => {
                let words = self.range_html(caption.clone(), &NoInserts);
                self.out.push_str(&words);
            }
            None => {
                let title = document.link(&image).map_or("", |link| link.title.as_str());
                escape_into(&mut self.out, title);
            }
        }
        self.out.push_str("</figcaption></figure>\n");
    }
}
