//! The first words of a chapter: what a card says of it. In: a document and its meta lines. Out: plain text of at most 200 characters.
//! Passes over badges, pictures, navigation, lists of contents and facts; a quote serves where there is no plain paragraph.

use unicode_segmentation::UnicodeSegmentation;

use super::meta::Meta;
use crate::markdown::{Document, EventId, EventKind, Tag};

/// The most characters.
const LONGEST: usize = 200;
/// Fewer letters outside of links than this are no prose.
const FEWEST_LETTERS: usize = 12;
/// How other tools' own syntax begins, which GitHub shows as text: it says nothing of a chapter.
const FOREIGN: &[&str] = &["!!!", "???", ":::", "--8<--", "{%", "{{"];
/// Blocks that are looked at.
const FIRST_BLOCKS: usize = 200;
/// Headings (the title among them) after which no paragraph speaks for the chapter as a whole.
const FIRST_HEADINGS: usize = 4;

/// The first prose paragraph, cut at the end of a word.
pub fn lead(document: &Document, meta: &Meta) -> Option<String> {
    let mut second_best = None;
    for (block, is_quoted) in paragraphs(document, meta) {
        let Some(text) = prose(document, block) else { continue };
        let leads_to_list = text.ends_with([':', '：']);
        if !is_quoted && !leads_to_list {
            return Some(cut(&text));
        }
        second_best = second_best.or(Some(text));
    }
    second_best.map(|text| cut(&text))
}

/// Paragraphs in order, and whether each stands in a quote; those with facts are left out.
fn paragraphs<'d>(document: &'d Document, meta: &'d Meta) -> impl Iterator<Item = (EventId, bool)> + 'd {
    let mut at = 0;
    let mut quote_end = 0;
    let mut seen = 0;
    let mut headings = 0;
    std::iter::from_fn(move || {
        while let Some(event) = document.event(at).filter(|_| seen < FIRST_BLOCKS && headings <= FIRST_HEADINGS) {
            let here = at;
            seen += 1;
            headings += usize::from(event.kind == EventKind::Open(Tag::Heading));
            at = match event.kind {
                EventKind::Open(Tag::Quote) => {
                    quote_end = quote_end.max(event.partner);
                    here + 1
                }
                // `<p align="center">` and `<div>` hold the words of many a README; `<details>` hides them.
                EventKind::Open(Tag::Element) if !document.opens(here, "details") && !document.opens(here, "table") => {
                    here + 1
                }
                _ => event.partner.max(here) + 1,
            };
            let is_fact = meta.facts.iter().any(|fact| event.span.contains(fact.span));
            if event.kind == EventKind::Open(Tag::Paragraph) && !is_fact {
                return Some((here, here < quote_end));
            }
        }
        None
    })
}

/// The text of a paragraph on one line; none where it holds little but links and pictures.
fn prose(document: &Document, block: EventId) -> Option<String> {
    let inside = document.inside(block);
    let outside_links: usize = document
        .children(inside.clone())
        .filter(|id| {
            document.event(*id).is_some_and(|event| !matches!(event.kind, EventKind::Open(Tag::Link | Tag::Image)))
        })
        .map(|id| {
            let end = document.event(id).map_or(id, |event| event.partner.max(id));
            without_links(document, id, end)
        })
        .sum();
    let text: Vec<String> = document.plain(inside).split_whitespace().map(str::to_owned).collect();
    let text = text.join(" ");
    let is_foreign = FOREIGN.iter().any(|mark| text.starts_with(mark));
    (outside_links >= FEWEST_LETTERS && !is_foreign).then_some(text)
}

/// Letters from event `from` to `to`, those of links and pictures aside.
fn without_links(document: &Document, from: EventId, to: EventId) -> usize {
    let mut letters = 0;
    let mut at = from;
    while let Some(event) = document.event(at).filter(|_| at <= to) {
        match event.kind {
            EventKind::Open(Tag::Link | Tag::Image) => at = event.partner,
            _ if document.opens(at, "a") => at = event.partner,
            _ => {
                letters += document.leaf_text(&event).chars().filter(|c| c.is_alphanumeric()).map(weight).sum::<usize>()
            }
        }
        at += 1;
    }
    letters
}

/// A character of a script without blanks says as much as several letters.
fn weight(c: char) -> usize {
    if c >= '\u{2e80}' { 3 } else { 1 }
}

/// At most [`LONGEST`] characters, cut between words.
fn cut(text: &str) -> String {
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    let limit = text.char_indices().nth(LONGEST - 1).map_or(text.len(), |(at, _)| at);
    let end = text.split_word_bound_indices().map(|(at, _)| at).take_while(|at| *at <= limit).last().unwrap_or(0);
    // A single word longer than all that may be shown is cut within.
    let end = if end == 0 { limit } else { end };
    let kept = text
        .get(..end)
        .unwrap_or("")
        .trim_end_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':' | '(' | '–' | '—'));
    format!("{kept}…")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chapter::meta::meta;
    use crate::markdown::parse;

    fn of(text: &str) -> Option<String> {
        let document = parse(text.into(), 0);
        lead(&document, &meta(&document))
    }

    #[test]
    fn the_first_prose_paragraph_leads() {
        let text = "# T\n\n[![CI](b.svg)](ci) ![x](y.png)\n\n> A fine motto, says somebody\n\n**Study Time:** ~4 hours  \n\
                    **Difficulty:** Hard\n\n- [One](#one)\n- [Two](#two)\n\n[← Back](a.md) | [Next](b.md)\n\n\
                    The **model** is\n`important`, see [IAM](iam.md) for more.\n\nMore.";
        assert_eq!(of(text).as_deref(), Some("The model is important, see IAM for more."));
    }

    #[test]
    fn a_quote_serves_where_there_is_no_paragraph() {
        assert_eq!(of("# T\n\n> A fine motto, says somebody\n\n- a").as_deref(), Some("A fine motto, says somebody"));
        assert_eq!(
            of("# T\n\nYou will learn to do these:\n\n- a\n\nAfterwards there is more to read.").as_deref(),
            Some("Afterwards there is more to read.")
        );
        assert_eq!(of("# T\n\n- a\n- b"), None);
        assert_eq!(
            of("# T\n\n<p align=\"center\">\n\nThe words of a centred page.\n\n</p>").as_deref(),
            Some("The words of a centred page.")
        );
        assert_eq!(of("# T\n\nこの章ではループを学びます。").as_deref(), Some("この章ではループを学びます。"));
    }

    #[test]
    fn long_paragraphs_end_with_a_word() {
        let text = of(&"word and another, ".repeat(40)).unwrap();
        assert!(
            text.chars().count() <= 200
                && (text.ends_with("word…") || text.ends_with("and…") || text.ends_with("another…")),
            "{text}"
        );
        assert_eq!(of(&"x".repeat(500)).unwrap().chars().count(), 200);
        assert_eq!(of(&"字".repeat(500)).unwrap().chars().count(), 200);
    }
}
