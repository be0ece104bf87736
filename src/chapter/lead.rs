//! The first words of prose. In: a document. Out: a sentence or two for cards and search engines.

use super::Meta;
use crate::markdown::Document;

/// The first paragraph of prose as plain text, cut at a word.
pub(super) fn lead(document: &Document, meta: &Meta) -> Option<String> {
    let _ = (document, meta);
    None
}
