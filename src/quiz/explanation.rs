//! What a part of an answer is worth as an explanation: a link back to the top, a badge or a reference explains nothing. In: fragments. Out:
//! the same without what explains nothing. Never drops what the page must show: that is for `answer` to decide.

use super::admonition::is_mark;
use super::words::{head, is_sign};
use crate::markdown::{Document, EventKind, Fragment, Tag};
use crate::words::WordKind;

/// What a fragment is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Substance {
    /// Nothing but a way to another place of the course, a picture of a state, a rule, a mark of another program.
    Navigation,
    /// Nothing but a reference: it belongs to the answer and does not explain it.
    Reference,
    /// It says something.
    Explains,
}

/// What a fragment is worth, by its words and links.
pub(super) fn substance(document: &Document, fragment: &Fragment) -> Substance {
    let mut words = String::new();
    let mut hrefs: Vec<&str> = Vec::new();
    let mut in_link = 0u32;
    let mut has_picture = false;
    for (_, event) in document.clip(fragment) {
        match event.kind {
            EventKind::Open(Tag::Link) => {
                in_link += 1;
                hrefs.extend(document.link(&event).map(|link| link.href.as_str()));
            }
            EventKind::Close(Tag::Link) => in_link = in_link.saturating_sub(1),
            EventKind::Open(Tag::Image) => has_picture = true,
            EventKind::Open(Tag::Fence | Tag::Indented | Tag::Table) => return Substance::Explains,
            _ if in_link == 0 => words.push_str(document.leaf_text(&event)),
            _ => {}
        }
    }
    if !words.contains('\n') && is_mark(&words) {
        return Substance::Navigation;
    }
    let bare = words.trim_matches(|c: char| is_sign(c));
    let is_reference = WordKind::Reference.equals(bare)
        || WordKind::Reference.longest_prefix_len(head(bare)).is_some_and(|length| {
            let rest = bare.get(length..).unwrap_or("").trim_start();
            rest.starts_with([':', '：']) && rest.split_whitespace().count() <= 6
        });
    match (bare.is_empty(), hrefs.is_empty()) {
        (true, true) if has_picture => Substance::Navigation,
        (true, true) => Substance::Navigation,
        (true, false) if hrefs.iter().all(|href| href.starts_with('#') || !href.contains("://")) => {
            Substance::Navigation
        }
        (true, false) => Substance::Reference,
        (false, _) if is_reference => Substance::Reference,
        (false, _) => Substance::Explains,
    }
}

/// The fragments if one of them explains something; else none.
pub(super) fn explaining(document: &Document, fragments: Vec<Fragment>) -> Vec<Fragment> {
    let explains = fragments.iter().any(|fragment| substance(document, fragment) == Substance::Explains);
    if explains { fragments } else { Vec::new() }
}
