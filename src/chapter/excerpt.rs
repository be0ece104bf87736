//! The excerpt of a chapter: its first prose paragraph, shown where the course lists the chapter. In: a document and its meta fields.
//! Out: plain text of at most 200 characters. Badges, pictures, navigation, tables of contents and meta fields are skipped; a quote is
//! taken where there is no plain paragraph, and nothing of a question.

use unicode_segmentation::UnicodeSegmentation;

use super::meta::Meta;
use crate::markdown::{Document, EventId, EventKind, Tag};
use crate::quiz::Quiz;

/// Characters of an excerpt.
const MAX_CHARS: usize = 200;
/// A paragraph with fewer letters outside of links than this is no prose.
const MIN_LETTERS: usize = 12;
/// How syntax of other tools (MkDocs, Docusaurus, Jekyll) begins. GitHub shows it as text, but it is no prose.
const OTHER_TOOLS_MARKS: &[&str] = &["!!!", "???", ":::", "--8<--", "{%", "{{"];
/// How many events are looked at; a container that is skipped counts as one.
const MAX_EVENTS: usize = 200;
/// How many headings (the title among them) are passed: a later paragraph is about a section, not about the chapter.
const MAX_HEADINGS: usize = 4;

/// The first prose paragraph, shortened at the end of a word; none where there is no prose.
pub fn excerpt(document: &Document, meta: &Meta, quiz: &Quiz) -> Option<String> {
    let mut second_best = None;
    let is_of_quiz = |block: EventId| {
        let of_questions = quiz.questions.iter().any(|question| question.extent.contains(&block));
        of_questions || quiz.keys.iter().any(|key| key.extent.contains(&block))
    };
    for (block, is_quoted) in paragraphs(document, meta) {
        // A choice may have the mark of the right one.
        if is_of_quiz(block) {
            continue;
        }
        let Some(text) = paragraph_text(document, block) else { continue };
        let leads_to_list = text.ends_with([':', '：']);
        if !is_quoted && !leads_to_list {
            return Some(cut(&text));
        }
        second_best = second_best.or(Some(text));
    }
    second_best.map(|text| cut(&text))
}

/// The paragraphs in order, and whether each is in a quote; those with meta fields are left out.
fn paragraphs<'d>(document: &'d Document, meta: &'d Meta) -> impl Iterator<Item = (EventId, bool)> + 'd {
    let mut at = 0;
    let mut quote_end = 0;
    let mut seen = 0;
    let mut headings = 0;
    std::iter::from_fn(move || {
        while let Some(event) = document.event(at).filter(|_| seen < MAX_EVENTS && headings <= MAX_HEADINGS) {
            let here = at;
            seen += 1;
            headings += usize::from(event.kind == EventKind::Open(Tag::Heading));
            at = match event.kind {
                EventKind::Open(Tag::Quote) => {
                    quote_end = quote_end.max(event.partner);
                    here + 1
                }
                // `<p align="center">` and `<div>` hold the text of many a README; `<details>` hides it.
                EventKind::Open(Tag::Element) if !document.opens(here, "details") && !document.opens(here, "table") => {
                    here + 1
                }
                _ => event.partner.max(here) + 1,
            };
            let has_field = meta.fields.iter().any(|field| event.span.contains(field.span));
            if event.kind == EventKind::Open(Tag::Paragraph) && !has_field {
                return Some((here, here < quote_end));
            }
        }
        None
    })
}

/// The text of a paragraph on one line; none where it holds little but links and pictures.
fn paragraph_text(document: &Document, block: EventId) -> Option<String> {
    let inside = document.inside(block);
    let outside_links: usize = document
        .children(inside.clone())
        .filter(|id| {
            document.event(*id).is_some_and(|event| !matches!(event.kind, EventKind::Open(Tag::Link | Tag::Image)))
        })
        .map(|id| {
            let end = document.event(id).map_or(id, |event| event.partner.max(id));
            letters_outside_links(document, id, end)
        })
        .sum();
    let text = document.plain(inside).split_whitespace().collect::<Vec<_>>().join(" ");
    (outside_links >= MIN_LETTERS && !is_other_tools_text(&text)).then_some(text)
}

/// Whether a text is a directive of another tool.
pub(super) fn is_other_tools_text(text: &str) -> bool {
    let text = text.trim_start();
    let is_contents =
        text.get(..6).is_some_and(|head| head.to_ascii_lowercase().trim_matches(['[', '_', ']']) == "toc");
    is_contents || OTHER_TOOLS_MARKS.iter().any(|mark| text.starts_with(mark))
}

/// Letters in the events `from` to `to` (inclusive), without those of links and pictures.
pub(super) fn letters_outside_links(document: &Document, from: EventId, to: EventId) -> usize {
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

/// How many letters a character counts as: one of East Asian scripts says as much as several letters.
fn weight(c: char) -> usize {
    if c >= '\u{2e80}' { 3 } else { 1 }
}

/// The text, shortened between words to at most [`MAX_CHARS`] characters.
fn cut(text: &str) -> String {
    if text.chars().count() <= MAX_CHARS {
        return text.to_owned();
    }
    let limit = text.char_indices().nth(MAX_CHARS - 1).map_or(text.len(), |(at, _)| at);
    let end = text.split_word_bound_indices().map(|(at, _)| at).take_while(|at| *at <= limit).last().unwrap_or(0);
    // A single word that is longer than the limit is cut in its middle.
    let end = if end == 0 { limit } else { end };
    let kept = text.get(..end).unwrap_or("").trim_end();
    if let Some(whole) = sentence_end(kept).and_then(|end| kept.get(..end)) {
        return whole.to_owned();
    }
    let is_loose = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':' | '(' | '–' | '—' | '.' | '…');
    let kept = kept.trim_end_matches(is_loose);
    format!("{kept}…")
}

/// Where the last whole sentence of a text ends, which needs no sign that more follows; none where it is less than half of the text.
fn sentence_end(text: &str) -> Option<usize> {
    let mut ends = text.char_indices().filter_map(|(at, sign)| {
        let end = at + sign.len_utf8();
        let (before, after) = (text.get(..at)?, text.get(end..)?);
        // The points of `e.g.` end nothing, and two in a row are a word left open.
        let is_abbreviation =
            before.ends_with('.') || before.chars().nth_back(1).is_none_or(|c| matches!(c, '.' | ' '));
        let is_end = match sign {
            '。' | '！' | '？' => true,
            '.' | '!' | '?' => (after.is_empty() || after.starts_with(' ')) && !is_abbreviation,
            _ => false,
        };
        is_end.then_some(end)
    });
    ends.next_back().filter(|end| *end >= text.len() / 2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chapter::meta::meta;
    use crate::markdown::parse;
    use crate::quiz;

    fn of(text: &str) -> Option<String> {
        let document = parse(text.into(), 0);
        excerpt(&document, &meta(&document), &quiz::find(&document))
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
        let sentences =
            format!("{} Of many words, e.g. these, it ends here. {}", "a".repeat(99), "and so on ".repeat(20));
        assert!(of(&sentences).is_some_and(|text| text.ends_with("it ends here.")));
        let early = format!("Of many words. {}.. {}", "a".repeat(182), "b".repeat(99));
        assert!(
            of(&early).is_some_and(|text| text.ends_with("a…")),
            "no point stands before the sign that more follows"
        );
        assert_eq!(of(&"x".repeat(500)).unwrap().chars().count(), 200);
        assert_eq!(of(&"字".repeat(500)).unwrap().chars().count(), 200);
    }
}
