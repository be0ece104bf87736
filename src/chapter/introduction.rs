//! The introduction of a course: what its README says before the details, shown on the home page above the modules. In: a document. Out:
//! where the introduction ends. Titles, badges, rules and lists of links say nothing, so they are passed until enough was said.

use std::ops::Range;

use super::excerpt::letters_outside_links;
use crate::markdown::{Document, EventId, EventKind, Tag};

/// With so many letters a README has said what the course is: then the next heading or rule ends the introduction.
const ENOUGH: usize = 120;
/// A block that brings it to so many letters is its last one.
const MUCH: usize = 360;
/// How many blocks are looked at, and how many headings are passed: what is said later is about a part of the course.
const MAX_BLOCKS: usize = 40;
const MAX_HEADINGS: usize = 4;

/// The first event after the introduction; 0 where there is none. `skipped` are events that the page shows elsewhere.
pub fn introduction_end(document: &Document, skipped: &[Range<EventId>]) -> EventId {
    let mut letters = 0;
    let mut headings = 0;
    for block in document.children(document.all()).take(MAX_BLOCKS) {
        let Some(event) = document.event(block) else { break };
        if skipped.iter().any(|range| range.contains(&block)) {
            continue;
        }
        let element = document.element(&event).filter(|_| event.kind == EventKind::Open(Tag::Element));
        let is_heading =
            event.kind == EventKind::Open(Tag::Heading) || element.is_some_and(|element| element.heading.is_some());
        if (is_heading || event.kind == EventKind::Rule) && letters >= ENOUGH {
            return block;
        }
        headings += usize::from(is_heading);
        if headings > MAX_HEADINGS {
            break;
        }
        let end = event.partner.max(block) + 1;
        if !is_heading && !matches!(event.kind, EventKind::Open(Tag::Fence | Tag::Indented | Tag::Table)) {
            letters += letters_outside_links(document, block, end - 1);
        }
        if letters >= MUCH {
            return end;
        }
    }
    let is_short = document.children(document.all()).nth(MAX_BLOCKS).is_none() && headings <= MAX_HEADINGS;
    if letters >= ENOUGH || is_short { document.all().end } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::parse;

    /// What is left of a text after its introduction.
    fn rest(text: &str) -> String {
        let document = parse(text.into(), 0);
        let end = introduction_end(&document, &[]);
        text.get(document.span(end).start as usize..).filter(|_| end < document.all().end).unwrap_or("").to_owned()
    }

    const SAID: &str = "This course tells what a text is, from the bytes of a file to the letters on a screen, and what happens to it on \
                        the way when two programs disagree about it.";

    #[test]
    fn it_ends_where_the_details_begin() {
        assert_eq!(rest(&format!("# T\n\n{SAID}\n\n```\ncode\n```\n\n## Part\n\nMore.")), "## Part\n\nMore.");
        assert_eq!(rest(&format!("# T\n\n> {SAID}\n\n---\n\nMore.")), "---\n\nMore.");
        assert_eq!(rest(&format!("# T\n\n{}\n\nMore.", SAID.repeat(3))), "More.");
    }

    #[test]
    fn what_says_nothing_is_passed() {
        let text = format!("# T\n\n[![b](b.svg)](b)\n\n### Subtitle\n\n---\n\n## About\n\n{SAID}\n\n## Part\n\nMore.");
        assert_eq!(rest(&text), "## Part\n\nMore.");
    }

    #[test]
    fn a_list_of_links_is_none_and_a_short_text_is_all() {
        let links = "# T\n\n".to_owned() + &"## Part\n\n- [a](a.md)\n".repeat(20);
        assert_eq!(introduction_end(&parse(links.as_str().into(), 0), &[]), 0);
        assert_eq!(rest("# T\n\nA word.\n\n## Part\n\nMore."), "");
    }
}
