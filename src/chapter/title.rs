//! The title that the author wrote. In: a front matter, a document and its questions. Out: the title, and the heading that the page shows
//! as its title. A title made from a file's name is the work of `course`, as it depends on the names beside it.

use std::borrow::Cow;

use super::excerpt::{is_other_tools_text, letters_outside_links};
use super::foreign::is_directive;
use super::meta::Meta;
use crate::markdown::{Document, EventId, EventKind, Heading, Tag, with_emoji};
use crate::quiz::Quiz;
use crate::source::FrontMatter;
use crate::words::WordKind;

/// A paragraph with links that holds fewer letters outside of them is a line of badges or links: the first heading may stand below it.
const MIN_PROSE_LETTERS: usize = 12;

/// A lead of more letters is a text of its own, which a title below it would cut off.
const MAX_LEAD_LETTERS: usize = 200;

/// How many times longer than what stands before it a text with sections is, so that its heading is the title of all.
const MIN_TIMES_LONGER: usize = 4;

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

/// The index in [`Document::headings`] of the heading that is the page's title. What stands before it is shown below it, so nothing but
/// badges, links and pictures may: text would come under a heading that it does not belong to.
///
/// An `h1` that is the only one may also stand below a short lead (see [`Before::is_short_lead`]), or below more where it leads the sections
/// of a far longer text (a README that begins with a notice). The first of several is the title where it is the first heading, not the name
/// of a section (`Introduction`) or a question, and no other title is in the front matter. Without an `h1`, and without a title in the front
/// matter, the first heading, if no other heading is on its level or above, and it is no question. A first heading that says what the title
/// in the front matter says is that title, whatever its level.
pub(super) fn title_heading(front: &FrontMatter, document: &Document, meta: &Meta, quiz: &Quiz) -> Option<usize> {
    let mut with_text = document.headings.iter().enumerate().filter(|(_, heading)| !heading.text.is_empty());
    let is_question = |heading: &Heading| quiz.questions.iter().any(|question| question.heading == Some(heading.event));
    let before = |heading: &Heading| Before::of(document, meta, heading.event);
    if let Some((first, heading)) = with_text.clone().next()
        && !is_question(heading)
        && title_of_front(front).is_some_and(|title| has_same_words(title, &heading.text))
        && before(heading).is_bare()
    {
        return Some(first);
    }
    let mut top = with_text.clone().filter(|(_, heading)| heading.level == 1);
    if let Some((first, heading)) = top.next() {
        let is_title = match top.next() {
            None => {
                let before = before(heading);
                let has_own_name = || title_of_front(front).is_some();
                before.is_short_lead() || (!has_own_name() && leads_sections(document, heading.event, before.letters))
            }
            Some(_) => {
                let is_first = with_text.next().is_some_and(|(index, _)| index == first);
                let is_named = title_of_front(front).is_none_or(|title| has_same_words(title, &heading.text));
                let is_section = names_a_section(&heading.text) || is_question(heading);
                is_first && is_named && !is_section && before(heading).is_bare()
            }
        };
        return is_title.then_some(first);
    }
    let (first, heading) = with_text.next()?;
    let is_alone = with_text.all(|(_, other)| other.level > heading.level);
    let is_title = title_of_front(front).is_none() && is_alone && !is_question(heading);
    (is_title && before(heading).is_bare()).then_some(first)
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

/// Whether the heading has sections below it, and so much text that the few words before it, which have so many letters, can be no part of
/// their own.
fn leads_sections(document: &Document, heading: EventId, letters: usize) -> bool {
    let has_sections = document.headings.iter().any(|other| other.event > heading && !other.text.is_empty());
    let after = || letters_outside_links(document, heading, document.all().end);
    has_sections && letters * MIN_TIMES_LONGER <= after()
}

/// What stands before a heading, without badges, links and pictures.
struct Before {
    /// Letters of prose.
    letters: usize,
    /// Whether all of it may be a lead, see [`is_lead`].
    is_lead: bool,
    /// Whether the heading lies in a quote, list, table or fold.
    is_within_other: bool,
}

impl Before {
    fn of(document: &Document, meta: &Meta, heading: EventId) -> Before {
        let mut before = Before { letters: 0, is_lead: true, is_within_other: false };
        let mut at = 0;
        while let Some(event) = document.event(at).filter(|_| at < heading) {
            if event.partner > heading {
                let is_wrapper =
                    document.element(&event).is_some_and(|element| WRAPPERS.contains(&element.name.as_str()));
                before.is_within_other |= !is_wrapper;
                at += 1;
                continue;
            }
            let end = event.partner.max(at);
            // Fields are shown below the title wherever they stand.
            if !meta.blocks.contains(&at) && is_prose(document, at, end) {
                before.letters += letters_outside_links(document, at, end);
                before.is_lead &= is_lead(document, at);
            }
            at = end + 1;
        }
        before
    }

    /// Whether it is badges, links, pictures and comments alone, and the heading lies in no quote, list, table or fold.
    fn is_bare(&self) -> bool {
        self.letters == 0 && !self.is_within_other
    }

    /// Whether it is at most a short lead: few words that are about the whole page.
    fn is_short_lead(&self) -> bool {
        self.letters == 0 || (self.is_lead && self.letters <= MAX_LEAD_LETTERS)
    }
}

fn is_prose(document: &Document, from: EventId, to: EventId) -> bool {
    let letters = letters_outside_links(document, from, to);
    let least = if has_link(document, from, to) { MIN_PROSE_LETTERS } else { 1 };
    let text = document.plain(from..to + 1);
    letters >= least && !is_other_tools_text(&text) && !is_directive(text.lines().next().unwrap_or(""))
}

fn has_link(document: &Document, from: EventId, to: EventId) -> bool {
    let is_link = |id: EventId| {
        let kind = document.event(id).map(|event| event.kind);
        matches!(kind, Some(EventKind::Open(Tag::Link | Tag::Image))) || document.opens(id, "a")
    };
    (from..to).any(is_link)
}

/// Whether words in this block may be about the whole page: other headings, a quote or a note, a line with links or all in emphasis.
fn is_lead(document: &Document, block: EventId) -> bool {
    let Some(event) = document.event(block) else { return false };
    match event.kind {
        EventKind::Open(Tag::Heading | Tag::Quote | Tag::Alert(_)) => true,
        _ if document.element(&event).is_some_and(|element| element.heading.is_some()) => true,
        EventKind::Open(Tag::Paragraph) => {
            let mut parts = document.children(document.inside(block));
            let first = parts.next().and_then(|part| document.event(part)).map(|event| event.kind);
            let is_emphasis = matches!(first, Some(EventKind::Open(Tag::Emphasis | Tag::Strong)));
            (is_emphasis && parts.next().is_none()) || has_link(document, block, event.partner)
        }
        _ => has_link(document, block, event.partner.max(block)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chapter::meta::meta;
    use crate::markdown::parse;
    use crate::quiz;

    fn title_with(front: &FrontMatter, text: &str) -> Option<String> {
        let document = parse(text.into(), 0);
        let heading = heading_with(front, &document);
        written_title(front, &document, heading)
    }

    fn heading_with(front: &FrontMatter, document: &Document) -> Option<usize> {
        title_heading(front, document, &meta(document), &quiz::find(document))
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
        assert_eq!(heading_with(&front, &document), None);
    }

    #[test]
    fn text_before_an_h1_stays_above_it() {
        for text in [
            "Summary.\n\n# A\n\nText.\n\n# B",
            "- a\n- b\n\n# A\n\n# B",
            "```\ncode\n```\n\n# A\n\n# B",
            "| a |\n|---|\n| b |\n\n# A\n\n# B",
            "> A quote.\n\n# A\n\n# B",
            "*Lesson 3*\n\n# A\n\n# B",
            "Summary.\n\n# A\n\nText.",
            "Summary of what follows.\n\n# A\n\nText.\n\n## B",
            "## A\n\nText.\n\n# B\n\nText.",
            "<details><summary>x</summary>\n\n# A\n\n</details>",
        ] {
            assert_eq!(title(text), None, "{text}");
        }
        let long = "> Words that go on. ".repeat(30);
        assert_eq!(title(&format!("{long}\n\n# A")), None);
    }

    #[test]
    fn a_short_lead_may_stand_before_the_only_h1() {
        for lead in [
            "<!-- a comment -->",
            "[![x](b.svg)](ci)",
            "*Lesson 3 of 10*",
            "**Week 2**",
            "### Week 2",
            "Read this in other languages: [Deutsch](de.md), [Français](fr.md)",
            "> [!NOTE]\n> This lesson is new.",
            "**Duration:** 2h",
            "import Tabs from '@theme/Tabs';",
            "{% include nav.html %}",
        ] {
            assert_eq!(title(&format!("{lead}\n\n# A\n\nText.")).as_deref(), Some("A"), "{lead}");
        }
    }

    #[test]
    fn a_notice_before_a_far_longer_text_with_sections_takes_no_title_away() {
        let notice = "### Join us\n\nIf you have questions, write to us.\n\n1. Fork this\n2. Read it";
        let text = "Words that go on. ".repeat(30);
        assert_eq!(title(&format!("{notice}\n\n# A\n\n{text}\n\n## B\n\nText.")).as_deref(), Some("A"));
        assert_eq!(title(&format!("{notice}\n\n# A\n\n{text}\n\n# B\n\nText.")), None);
        assert_eq!(title(&format!("{text}\n\n# A\n\n{notice}\n\n## B\n\nText.")), None);
    }

    #[test]
    fn a_title_in_the_front_matter_leads_several_h1() {
        let heading = |title: &str, text: &str| {
            let front = FrontMatter { title: Some(title.to_owned()), ..FrontMatter::default() };
            heading_with(&front, &parse(text.into(), 0))
        };
        assert_eq!(heading("Sheet: X", "# Exercise 1\n\nA.\n\n# Exercise 2\n\nB."), None);
        assert_eq!(heading("Sheet: X", "# Sheet – X\n\nA.\n\n# Exercise 2\n\nB."), Some(0));
        assert_eq!(heading("Sheet: X", "# Exercises\n\nA.\n\n## One"), Some(0));
        assert_eq!(heading("Sheet: X", "Summary.\n\n# Exercises\n\nA."), None);
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
            assert_eq!(heading_with(&front, &document), expected, "{text}");
        }
    }

    #[test]
    fn a_title_is_one_line_with_emoji_in_place_of_their_names() {
        assert_eq!(title("# :rocket: The `:rocket:` <br> course").as_deref(), Some("🚀 The :rocket: course"));
    }
}
