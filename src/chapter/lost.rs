//! Places of a file where characters are lost for good, without those that show a replacement character on purpose. In: a text and what
//! repair found in it. Out: spans. Never guesses what stood there.

use crate::markdown::{self, Document, EventKind, Tag};
use crate::repair::Repaired;
use crate::source::front_matter;
use crate::span::{OffsetMap, Span};

/// The places of `text` in which something is gone for good: those of [`Repaired::lost`] that neither stand in code nor are shown on purpose.
/// Spans are bytes of `text`, in order. `repaired` is what repair made of `text`. Its markdown is read only where something is lost.
pub fn lost_places(text: &str, repaired: &Repaired<'_>) -> Vec<Span> {
    if repaired.lost.is_empty() {
        return Vec::new();
    }
    let start = front_matter::split(&repaired.text).map_or(0, |block| block.body_start);
    let document = markdown::parse(repaired.text.as_ref().into(), start);
    places(text, &repaired.lost, &document, &repaired.map)
}

/// As [`lost_places`], for a document that was made already.
pub(super) fn places(text: &str, lost: &[Span], document: &Document, map: &OffsetMap) -> Vec<Span> {
    if lost.is_empty() {
        return Vec::new();
    }
    let code: Vec<Span> = code(document).map(|span| map.original(span)).collect();
    let in_code = |span: &Span| {
        let after = code.partition_point(|code| code.start <= span.start);
        after.checked_sub(1).and_then(|index| code.get(index)).is_some_and(|code| code.contains(*span))
    };
    lost.iter().filter(|span| !in_code(span) && !is_shown(text, **span)).copied().collect()
}

/// Whether a replacement character at `span` is shown on purpose: alone in brackets or quotes, or in a line that names it.
fn is_shown(text: &str, span: Span) -> bool {
    const AROUND: [(char, char); 9] = [
        ('(', ')'),
        ('[', ']'),
        ('"', '"'),
        ('\'', '\''),
        ('“', '”'),
        ('‘', '’'),
        ('„', '“'),
        ('«', '»'),
        ('（', '）'),
    ];
    const NAMES: [&str; 6] = ["u+fffd", "\\ufffd", "\\u{fffd}", "&#xfffd", "replacement char", "replacement rune"];
    if span.of(text) != "\u{fffd}" {
        return false;
    }
    let (before, after) = (text.get(..span.start as usize), text.get(span.end as usize..));
    let (Some(before), Some(after)) = (before, after) else { return false };
    let pair = before.chars().next_back().zip(after.chars().next());
    if pair.is_some_and(|pair| AROUND.contains(&pair)) {
        return true;
    }
    // Of a very long line only the part around it.
    let start =
        before.char_indices().rev().take(200).take_while(|(_, c)| *c != '\n').last().map_or(before.len(), |(at, _)| at);
    let end = after
        .char_indices()
        .take(200)
        .find(|(_, c)| *c == '\n')
        .map_or_else(|| after.chars().take(200).map(char::len_utf8).sum(), |(at, _)| at);
    let line = format!("{}{}", before.get(start..).unwrap_or(""), after.get(..end).unwrap_or("")).to_lowercase();
    NAMES.iter().any(|name| line.contains(name))
}

/// The spans of code in the document's text, in order.
fn code(document: &Document) -> impl Iterator<Item = Span> + '_ {
    let is_code = |kind: EventKind| matches!(kind, EventKind::Code | EventKind::Open(Tag::Fence | Tag::Indented));
    document.events.iter().filter(move |event| is_code(event.kind)).map(|event| event.span)
}
