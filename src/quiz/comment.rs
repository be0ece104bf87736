//! Comments that name answers: `<!-- answer: B -->`, `<!-- Answers: 1-B, 2-A -->`. Readers of the source do not see them, and no event stands
//! for them. In: a document. Out: their texts and places.

use crate::markdown::{Document, EventKind};
use crate::span::Span;

/// Longer comments name no answer.
const MAX_COMMENT: usize = 400;

/// A comment.
#[derive(Clone, Copy, Debug)]
pub struct Comment<'d> {
    /// Its words.
    pub text: &'d str,
    /// All of it.
    pub span: Span,
}

/// The short comments of one line in a document, in order of place; what is shown as text or code is none.
pub(super) fn comments(document: &Document) -> Vec<Comment<'_>> {
    let text: &str = &document.text;
    let mut found = Vec::new();
    // Most texts have none, and whether is found faster than where.
    if !text.contains("<!--") {
        return found;
    }
    let mut shown = Shown { document, next: 0 };
    for (start, _) in text.match_indices("<!--") {
        let inside = text.get(start + 4..).unwrap_or("");
        let inside = inside.get(..inside.floor_char_boundary(MAX_COMMENT)).unwrap_or(inside);
        let Some(end) = inside.find("-->") else { continue };
        let words = inside.get(..end).unwrap_or("").trim();
        if !words.is_empty() && !words.contains('\n') && !shown.holds(start as u32) {
            found.push(Comment { text: words, span: Span::new(start, start + 4 + end + 3) });
        }
    }
    found
}

/// The places of all closed comments in a document, in order; what is shown as text or code is none.
pub fn comment_spans(document: &Document) -> Vec<Span> {
    let text: &str = &document.text;
    let mut found = Vec::new();
    let mut shown = Shown { document, next: 0 };
    let mut at = 0;
    while let Some(start) = text.get(at..).and_then(|rest| rest.find("<!--")).map(|start| at + start) {
        let Some(length) = text.get(start..).and_then(|rest| rest.find("-->")) else { break };
        let is_shown = shown.holds(start as u32);
        let end = start + length + 3;
        if !is_shown {
            found.push(Span::new(start, end));
        }
        at = if is_shown { start + 4 } else { end };
    }
    found
}

/// The comments that speak to syllabus, `<!-- syllabus: … -->`, in order of place. Their words are without `syllabus:`.
pub fn own_comments(document: &Document) -> Vec<Comment<'_>> {
    // Most texts have none, and whether is found faster than where.
    if !document.text.contains("syllabus:") {
        return Vec::new();
    }
    let inside = |span: Span| span.of(&document.text).strip_prefix("<!--")?.strip_suffix("-->");
    let own = |span: Span| Some(Comment { text: inside(span)?.trim().strip_prefix("syllabus:")?.trim(), span });
    comment_spans(document).into_iter().filter_map(own).collect()
}

/// What the page shows, walked along with rising places.
struct Shown<'d> {
    document: &'d Document,
    next: u32,
}

impl Shown<'_> {
    /// Whether a place is shown as text or code.
    fn holds(&mut self, place: u32) -> bool {
        while let Some(event) = self.document.event(self.next) {
            let is_leaf = matches!(event.kind, EventKind::Text | EventKind::Decoded | EventKind::Code);
            if is_leaf && event.span.end > place {
                return event.span.start <= place;
            }
            self.next += 1;
        }
        false
    }
}
