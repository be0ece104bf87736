//! Footnotes: references in the text, the notes at its end, and the links back to each reference.

use super::escape::escape;
use super::writer::{BodyWriter, Inserts, NoInserts};

impl BodyWriter<'_> {
    pub(super) fn footnote_reference(&mut self, footnote: u32) {
        let Some(count) = self.references.get_mut(footnote as usize) else { return };
        *count += 1;
        let count = *count;
        let number = footnote + 1;
        let page = self.input.footnotes_page.unwrap_or("");
        let prefix = self.id_prefix();
        let id = match (page.is_empty(), count) {
            (false, _) => String::new(),
            (true, 1) => format!(" id=\"{prefix}fnref:{number}\""),
            (true, again) => format!(" id=\"{prefix}fnref:{number}-{again}\""),
        };
        let page = escape(page);
        self.out
            .push_str(&format!("<sup><a href=\"{page}#{prefix}fn:{number}\"{id} data-footnote-ref>{number}</a></sup>"));
    }

    pub(super) fn write_footnotes(&mut self, inserts: &dyn Inserts) {
        let document = self.input.document;
        if document.footnotes.is_empty() {
            return;
        }
        self.out.push_str("<section class=\"footnotes\" data-footnotes");
        // In a book there are many, and places to go to have names of their own.
        if self.input.book.is_none() {
            self.attribute("aria-label", &self.input.words.footnotes);
        }
        self.out.push_str("><ol>\n");
        // References within footnotes count too, so the definitions come before their back references are known.
        let texts: Vec<String> = document
            .footnotes
            .iter()
            .map(|note| self.range_html(document.inside(note.definition), &NoInserts))
            .collect();
        for (footnote, text) in texts.into_iter().enumerate() {
            let back = self.back_references(footnote);
            let is_withheld = inserts.withholds_notes() && back.is_empty();
            let text = if is_withheld { "" } else { text.trim_end() };
            self.out.push_str(&format!("<li id=\"{}fn:{}\">", self.id_prefix(), footnote + 1));
            match text.strip_suffix("</p>") {
                Some(text) => self.out.push_str(&format!("{text}{back}</p>")),
                None => self.out.push_str(&format!("{text}{back}")),
            }
            self.out.push_str("</li>\n");
        }
        self.out.push_str("</ol></section>\n");
    }

    fn back_references(&self, footnote: usize) -> String {
        let (number, label) = (footnote + 1, escape(&self.input.words.back));
        let prefix = self.id_prefix();
        let count = self.references.get(footnote).copied().unwrap_or(0);
        let link = |again: u32| {
            let (id, shown) = if again == 1 {
                (String::new(), String::new())
            } else {
                (format!("-{again}"), format!("<sup>{again}</sup>"))
            };
            format!(
                " <a href=\"#{prefix}fnref:{number}{id}\" class=\"data-footnote-backref\" data-footnote-backref aria-label=\"{label} {number}{id}\">↩{shown}</a>"
            )
        };
        (1..=count).map(link).collect()
    }
}
