//! The events of a document, stored compactly: thousands of documents may be held at once, and most of each are its events. In: events
//! whose containers nest. Out: the same events, one by one.

use super::event::{Event, EventId, EventKind};
use crate::span::Span;

/// All events of a document. What the two ends of a container have in common is stored once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EventList {
    kinds: Vec<EventKind>,
    /// For an `Open`: start, end, partner. For a `Close`: data, 0, partner. For a leaf: start, end, data.
    places: Vec<[u32; 3]>,
}

impl EventList {
    pub(super) fn new(events: &[Event]) -> Self {
        let place = |event: &Event| match event.kind {
            EventKind::Open(_) => [event.span.start, event.span.end, event.partner],
            EventKind::Close(_) => [event.data, 0, event.partner],
            _ => [event.span.start, event.span.end, event.data],
        };
        EventList { kinds: events.iter().map(|event| event.kind).collect(), places: events.iter().map(place).collect() }
    }

    /// The event at `id`; past the end, none.
    pub fn get(&self, id: EventId) -> Option<Event> {
        let kind = *self.kinds.get(id as usize)?;
        let [start, end, link] = *self.places.get(id as usize)?;
        Some(match kind {
            EventKind::Open(_) => {
                let data = self.places.get(link as usize).map_or(0, |[data, ..]| *data);
                Event { kind, data, partner: link, span: Span { start, end } }
            }
            EventKind::Close(_) => {
                let span = self
                    .places
                    .get(link as usize)
                    .map_or(Span::default(), |[start, end, _]| Span { start: *start, end: *end });
                Event { kind, data: start, partner: link, span }
            }
            _ => Event { kind, data: link, partner: id, span: Span { start, end } },
        })
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.kinds.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.kinds.is_empty()
    }

    /// All of them, in order.
    pub fn iter(&self) -> impl Iterator<Item = Event> + '_ {
        (0..self.len() as EventId).filter_map(|id| self.get(id))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::Tag;

    #[test]
    fn events_come_out_as_they_went_in() {
        let span = |start, end| Span { start, end };
        let events = [
            Event { kind: EventKind::Open(Tag::Numbers), data: 7, partner: 4, span: span(0, 9) },
            Event { kind: EventKind::Open(Tag::Item), data: 0, partner: 3, span: span(1, 8) },
            Event { kind: EventKind::Code, data: 5, partner: 2, span: span(3, 6) },
            Event { kind: EventKind::Close(Tag::Item), data: 0, partner: 1, span: span(1, 8) },
            Event { kind: EventKind::Close(Tag::Numbers), data: 7, partner: 0, span: span(0, 9) },
        ];
        let list = EventList::new(&events);
        assert!(list.iter().eq(events));
        assert_eq!((list.len(), list.get(5)), (5, None));
    }
}
