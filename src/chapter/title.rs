//! The title that the author wrote. In: a front matter, a document and its questions. Out: the title, and the heading that the page shows
//! as its title. A title made from a file's name is the work of `course`, as it depends on the names beside it.

use std::borrow::Cow;

use super::excerpt::{is_other_tools_text, letters_outside_links};
use crate::markdown::{Document, EventId, EventKind, Tag, with_emoji};
use crate::quiz::Quiz;
use crate::source::FrontMatter;
use crate::words::WordKind;

/// A paragraph with links that holds fewer letters outside of them is a line of badges or links: the first heading may stand below it.
const MIN_PROSE_LETTERS: usize = 12;

/// Names of sections with which a text without a title may begin, beside those of overviews.
const SECTION_NAMES: &[&str] = &[
    "introduction",
    "intro",
    "summary",
    "about",
    "description",
    "prerequisites",
    "setup",
    "getting started",
    "introducción",
    "introducao",
    "introdução",
    "introduzione",
    "einführung",
    "einleitung",
    "inleiding",
    "wprowadzenie",
    "введение",
    "вступ",
    "giriş",
    "مقدمة",
    "परिचय",
    "简介",
    "介绍",
    "前言",
    "引言",
    "簡介",
    "はじめに",
    "概要",
    "소개",
    "개요",
    "giới thiệu",
];

/// Elements that a title may stand in.
const WRAPPERS: &[&str] = &["div", "p", "center", "header", "section", "article", "main", "span", "font"];

/// The title that the author wrote: in the front matter, else the text of the heading that is the title.
pub(super) fn written_title(front: &FrontMatter, document: &Document, heading: Option<usize>) -> Option<String> {
    let title = title_of_front(front).map(|title| with_emoji(title).unwrap_or_else(|| title.to_owned()));
    let heading = || heading.and_then(|index| document.headings.get(index)).map(|heading| one_line(&heading.text));
    title.or_else(|| heading().map(Cow::into_owned))
}

fn title_of_front(front: &FrontMatter) -> Option<&str> {
    front.title.as_deref().map(str::trim).filter(|title| !title.is_empty())
}

/// A `<br>` in a heading is no line end of a title.
fn one_line(text: &str) -> Cow<'_, str> {
    match text.contains(['\n', '\r']) {
        true => Cow::Owned(text.split_whitespace().collect::<Vec<_>>().join(" ")),
        false => Cow::Borrowed(text),
    }
}

/// The index in [`Document::headings`] of the heading that is the page's title: the first `h1` that has text. Where others follow, it must
/// be the first heading, and not the name of a section (`Introduction`). Without an `h1`, and without a title in the front matter, the first heading, if nothing but
/// badges and links stands before it, no other heading is on its level or above, and it is no question. A first
/// heading that says what the title in the front matter says is that title, whatever its level.
pub(super) fn title_heading(front: &FrontMatter, document: &Document, quiz: &Quiz) -> Option<usize> {
    let mut with_text = document.headings.iter().enumerate().filter(|(_, heading)| !heading.text.is_empty());
    let is_question = |event: EventId| quiz.questions.iter().any(|question| question.heading == Some(event));
    if let Some((first, heading)) = with_text.clone().next()
        && !is_question(heading.event)
        && title_of_front(front).is_some_and(|title| has_same_words(title, &heading.text))
        && stands_first(document, heading.event)
    {
        return Some(first);
    }
    let mut top = with_text.clone().filter(|(_, heading)| heading.level == 1);
    if let Some((first, heading)) = top.next() {
        let is_first = with_text.next().is_some_and(|(index, _)| index == first);
        return (top.next().is_none() || (is_first && !names_a_section(&heading.text))).then_some(first);
    }
    let (first, heading) = with_text.next()?;
    let is_alone = with_text.all(|(_, other)| other.level > heading.level);
    let is_title = title_of_front(front).is_none()
        && is_alone
        && !is_question(heading.event)
        && stands_first(document, heading.event);
    is_title.then_some(first)
}

/// Whether two titles are the same but for letter case, emoji, blanks and marks of emphasis or punctuation.
fn has_same_words(a: &str, b: &str) -> bool {
    let words = |text: &str| {
        let text = with_emoji(text).unwrap_or_else(|| text.to_owned()).to_lowercase();
        // `C++` and `C#` are words.
        let is_of_word = |c: char| c.is_alphanumeric() || matches!(c, '+' | '#');
        let parts = text.split(|c: char| !is_of_word(c)).filter(|word| !word.is_empty());
        parts.map(str::to_owned).collect::<Vec<String>>()
    };
    let words_of_a = words(a);
    !words_of_a.is_empty() && words_of_a == words(b)
}

/// Whether a text is the name that a section of any chapter may have.
fn names_a_section(text: &str) -> bool {
    let lower = text.to_lowercase();
    let bare = lower.trim_matches(|c: char| !c.is_alphanumeric());
    SECTION_NAMES.contains(&bare) || WordKind::UpAlone.words().contains(&bare)
}

/// Whether the heading lies in no quote, list, table or fold, and no prose stands before it.
fn stands_first(document: &Document, heading: EventId) -> bool {
    let mut at = 0;
    while at < heading {
        let Some(event) = document.event(at) else { return false };
        if event.partner > heading {
            let is_wrapper = document.element(&event).is_some_and(|element| WRAPPERS.contains(&element.name.as_str()));
            if !is_wrapper {
                return false;
            }
            at += 1;
            continue;
        }
        let end = event.partner.max(at);
        if is_prose(document, at, end) {
            return false;
        }
        at = end + 1;
    }
    true
}

fn is_prose(document: &Document, from: EventId, to: EventId) -> bool {
    let letters = letters_outside_links(document, from, to);
    let is_link = |id: EventId| {
        let kind = document.event(id).map(|event| event.kind);
        matches!(kind, Some(EventKind::Open(Tag::Link | Tag::Image))) || document.opens(id, "a")
    };
    let least = if (from..to).any(is_link) { MIN_PROSE_LETTERS } else { 1 };
    letters >= least && !is_other_tools_text(&document.plain(from..to + 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::parse;
    use crate::quiz;

    fn title_with(front: &FrontMatter, text: &str) -> Option<String> {
        let document = parse(text.into(), 0);
        let heading = title_heading(front, &document, &quiz::find(&document));
        written_title(front, &document, heading)
    }

    fn title(text: &str) -> Option<String> {
        title_with(&FrontMatter::default(), text)
    }

    #[test]
    fn the_first_heading_is_the_title_when_it_stands_first_and_alone_on_its_level() {
        for (text, expected) in [
            ("## Installation\n\nText.\n\n### On Linux", Some("Installation")),
            ("[![x](b.svg)](ci) [Home](README.md) | [Next](b.md)\n\n---\n\n#### A\n\nText.", Some("A")),
            (
                "<p align=\"center\"><img src=\"x.png\"></p>\n\n<div align=\"center\">\n\n## A\n\n</div>\n\nText.",
                Some("A"),
            ),
            ("<h2 align=\"center\">A :rocket:</h2>\n\nText.", Some("A 🚀")),
            ("<!-- toc -->\n[[_TOC_]]\n\n## A", Some("A")),
            ("# ![Logo](x.png)\n\n## A\n\n### B", Some("A")),
            ("## A\n\n# B", Some("B")),
            ("# A\n\n# B", Some("A")),
            ("## A\n\n# B\n\n# C", None),
            ("# Introduction\n\nText.", Some("Introduction")),
            ("# Introduction\n\nText.\n\n# Docker", None),
            ("# 📚 Contents\n\n# Summary", None),
            ("### A\n\n### B", None),
            ("### A\n\n## B", None),
            ("Text.\n\n## A", None),
            ("> ## A\n\nText.", None),
            ("- ## A\n\nText.", None),
            ("<details><summary>x</summary>\n\n## A\n\n</details>", None),
            ("### Question 1\n\nWhich?\n\nA) x\nB) y\n\nAnswer: B", None),
            ("Text.", None),
        ] {
            assert_eq!(title(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn below_a_title_in_the_front_matter_only_an_h1_is_one_too() {
        let front = FrontMatter { title: Some(" A :tada: ".to_owned()), ..FrontMatter::default() };
        assert_eq!(title_with(&front, "## B").as_deref(), Some("A 🎉"));
        let document = parse("## B".into(), 0);
        assert_eq!(title_heading(&front, &document, &quiz::find(&document)), None);
    }

    #[test]
    fn a_first_heading_with_the_words_of_the_front_matter_is_the_title_whatever_its_level() {
        for (title, text, expected) in [
            ("Set up: `npm`", "## Set up: `npm`\n\nText.\n\n## More", Some(0)),
            ("Loops", "![logo](x.png)\n\n### :tada: LOOPS\n\n### More", Some(0)),
            ("Introduction", "# Introduction\n\n# Docker", Some(0)),
            ("C", "## C++\n\nText.", None),
            ("Question 1", "### Question 1\n\nWhich?\n\nA) x\nB) y\n\nAnswer: B", None),
            ("Loops", "## More\n\n## Loops", None),
            ("Loops", "Text.\n\n## Loops", None),
        ] {
            let front = FrontMatter { title: Some(title.to_owned()), ..FrontMatter::default() };
            let document = parse(text.into(), 0);
            assert_eq!(title_heading(&front, &document, &quiz::find(&document)), expected, "{text}");
        }
    }

    #[test]
    fn a_title_is_one_line_with_emoji_in_place_of_their_names() {
        assert_eq!(title("# :rocket: The `:rocket:` <br> course").as_deref(), Some("🚀 The :rocket: course"));
    }
}
