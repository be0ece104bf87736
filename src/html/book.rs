//! What is different where bodies of several chapters stand on one page to be printed: ids with a prefix, headings on lower levels, folds
//! open, pictures loaded at once, and links to other sites with numbers, whose addresses are listed after the chapter.

use std::borrow::Cow;

use super::writer::BodyWriter;
use crate::index::LinkIdx;
use crate::markdown::{Element, Event};

impl BodyWriter<'_> {
    /// An id of the document as it is in the page.
    pub fn local_id<'i>(&self, id: &'i str) -> Cow<'i, str> {
        match self.input.book {
            Some(book) => Cow::Owned(format!("{}{id}", book.id_prefix)),
            None => Cow::Borrowed(id),
        }
    }

    /// The level of a heading in the page, which has one `h1`, its title; in a book that is what the parts of the book have.
    pub fn heading_level(&self, level: u8) -> u8 {
        let shift = self.input.book.map_or(0, |book| book.heading_shift);
        level.max(2).saturating_add(shift).min(6)
    }

    /// The addresses that links of a book got numbers for: the first has the number 1.
    pub fn noted_addresses(&self) -> &[String] {
        &self.noted
    }

    pub(super) fn id_prefix(&self) -> &str {
        self.input.book.map_or("", |book| book.id_prefix)
    }

    /// The digit of a heading's tag.
    pub(super) fn level_digit(&self, level: u8) -> char {
        char::from(b'0' + self.heading_level(level))
    }

    pub(super) fn id_attribute(&mut self, id: &str) {
        let id = self.local_id(id);
        self.attribute("id", &id);
    }

    /// An attribute whose value is ids with blanks between them.
    pub(super) fn ids_attribute(&mut self, key: &str, ids: &str) {
        let ids: Vec<Cow<'_, str>> = ids.split_whitespace().map(|id| self.local_id(id)).collect();
        self.attribute(key, &ids.join(" "));
    }

    /// Whether a fold is open though its author closed it: on paper nobody opens it.
    pub(super) fn is_opened(&self, element: &Element) -> bool {
        self.input.book.is_some() && element.name == "details" && element.attribute("open").is_none()
    }

    /// When a picture is loaded: on a page of its own when it comes into view.
    pub(super) fn loading(&self) -> &'static str {
        if self.input.book.is_some() { "" } else { " loading=\"lazy\"" }
    }

    /// The number of a link to another site, after its end tag, where its words do not tell the address themselves.
    pub(super) fn note_link(&mut self, link: LinkIdx, end: &Event) {
        if self.input.book.is_none() || self.is_in_heading {
            return;
        }
        let Ok((url, _)) = self.target(link) else { return };
        let Some(address) = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://")) else { return };
        let document = self.input.document;
        let words = document.plain(document.inside(end.partner));
        let words = words.trim();
        if words.is_empty() || words.trim_end_matches('/').ends_with(address.trim_end_matches('/')) {
            return;
        }
        let number = match self.note_numbers.get(url) {
            Some(number) => *number,
            None => {
                self.noted.push(url.to_owned());
                self.note_numbers.insert(url, self.noted.len());
                self.noted.len()
            }
        };
        self.out.push_str(&format!("<sup class=\"link-number\">{number}</sup>"));
    }
}
