//! The roles of links in the reading order: which lead to the next chapter, the previous one, the overview. In: a document.
//! Out: a role for each of its links. A link's own text decides first, then the text before it on its line, then arrows,
//! then the heading above; a link without such a role may be an entry of an index. Words in a sentence are no label. Knows no other file: whether the target exists is decided in `course`.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::index_rank::index_roles;
use super::listed::listed;
use super::outline::LinkRole;
use crate::index::{Idx, IndexVec, LinkIdx};
use crate::markdown::{Document, EventId, EventKind, Link, LinkKind, Tag, scheme};
use crate::words::WordKind;

/// How much text before a link is read (bytes), and how much of a text is compared with phrases (characters).
const MAX_CONTEXT_LEN: usize = 120;

/// Signs between the links of a navigation line.
const SEPARATORS: &[char] = &['|', '·', '•', '‖', '¦', '/'];

/// Signs that end a sentence, or a label.
const SENTENCE_ENDS: &[char] = &['.', '!', '?', ':', '。', '！', '？', '：'];

/// With more words before it in its sentence, a link that stands apart in it is not named as what comes next.
const MAX_WORDS_BEFORE_NEXT: usize = 3;

/// How many words of a sentence are compared with phrases, and how many bytes of a block are read before a link.
const MAX_WORDS_OF_SENTENCE: usize = 30;
const MAX_BLOCK_LEN: usize = 400;

const LEFT: &[char] = &['←', '⬅', '◀', '«', '‹', '⟵', '⏪', '⇐', '⏮', '👈'];
const RIGHT: &[char] = &['→', '➡', '▶', '»', '›', '⟶', '⏩', '⇒', '⏭', '👉'];
const UP: &[char] = &['↑', '⬆', '🔝', '🏠'];

/// The kinds of phrases, the role that each gives, and whether other words may follow the phrase.
const PHRASES: [(WordKind, LinkRole, bool); 6] = [
    (WordKind::NextAlone, LinkRole::Next, false),
    (WordKind::NextLeading, LinkRole::Next, true),
    (WordKind::PreviousAlone, LinkRole::Previous, false),
    (WordKind::PreviousLeading, LinkRole::Previous, true),
    (WordKind::UpAlone, LinkRole::Up, false),
    (WordKind::UpLeading, LinkRole::Up, true),
];

/// The role of each of the document's links.
pub fn roles(document: &Document) -> IndexVec<LinkIdx, LinkRole> {
    let mut roles: IndexVec<LinkIdx, LinkRole> = document.links.iter().map(|link| role_of(document, link)).collect();
    add_roles_by_arrow(document, &mut roles);
    if !roles.as_slice().contains(&LinkRole::Next) {
        add_role_by_heading(document, &mut roles);
    }
    let ranks = index_roles(document, &listed(document), &is_candidate);
    for (role, rank) in roles.iter_mut().zip(&ranks).filter(|(role, _)| **role == LinkRole::Plain) {
        *role = *rank;
    }
    roles
}

/// Whether the target could be another chapter: a path, not an image, a place on the same page or a URL.
fn is_candidate(link: &Link) -> bool {
    let href = link.href.trim();
    link.kind == LinkKind::Link && !href.is_empty() && !href.starts_with(['#', '/']) && scheme(href).is_none()
        || link.kind == LinkKind::Link && href.starts_with('/') && !href.starts_with("//")
}

fn role_of(document: &Document, link: &Link) -> LinkRole {
    if !is_candidate(link) {
        return LinkRole::Plain;
    }
    let own = link_text(document, link);
    let before = text_before(document, link.event);
    let after = text_after(document, link.event);
    let is_in_sentence = || has_words(last_segment(&before)) || has_words(&after);
    role_by_text(&own, &is_in_sentence).or_else(|| role_by_label(&before, &after)).unwrap_or_default()
}

/// The text of a link, without markup.
fn link_text(document: &Document, link: &Link) -> String {
    document.plain(document.inside(link.event))
}

/// The role that a link's own text gives it. In a sentence, a phrase with more words behind it may be about anything: `next week's talk`.
fn role_by_text(text: &str, is_in_sentence: &dyn Fn() -> bool) -> Option<LinkRole> {
    if let Some((role, rest, is_open)) = phrase(text)
        && (rest.is_empty() || begins_with_mark(rest) || (is_open && !is_in_sentence()))
    {
        return Some(role);
    }
    let text = text.trim();
    match text.chars().next() {
        Some(first) if LEFT.contains(&first) => Some(LinkRole::Previous),
        Some(first) if UP.contains(&first) => Some(LinkRole::Up),
        _ => None,
    }
}

/// The role that the text around a link gives it: by a label with a colon (a few words may follow), or by a phrase that ends at the link,
/// where the link ends the line: else both are part of a sentence.
fn role_by_label(before: &str, after: &str) -> Option<LinkRole> {
    let last = last_segment(before);
    let (role, rest, is_open) = phrase(last)?;
    let is_near = rest.split_whitespace().count() <= if is_open { 10 } else { 8 } && !rest.contains(['.', '。']);
    let ends_line = || !has_words(after) && rest.split_whitespace().count() <= usize::from(is_open);
    let is_label = begins_with_mark(rest) || ends_line();
    (is_label && is_near).then_some(role)
}

/// The part of the text before a link that may be its label.
fn last_segment(before: &str) -> &str {
    let segment = before.rsplit(SEPARATORS).next().unwrap_or(before);
    segment.rsplit('\n').find(|line| !line.trim().is_empty()).unwrap_or("")
}

/// Whether a text goes on with words, before anything that separates links or sets words apart.
fn has_words(text: &str) -> bool {
    let end = |c: char| SEPARATORS.contains(&c) || matches!(c, '(' | '（' | '-' | '–' | '—' | ':' | '：' | '\n');
    text.split(end).next().is_some_and(|text| text.contains(char::is_alphanumeric))
}

/// The longest phrase that `text` begins with, after punctuation: its role, the rest of the text, and whether words may follow.
fn phrase(text: &str) -> Option<(LinkRole, &str, bool)> {
    let bare = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    // Turkish `İ` becomes `i` and a combining dot; without that, counts of characters stay the same.
    let lower = || bare.chars().take(MAX_CONTEXT_LEN).flat_map(char::to_lowercase).filter(|c| *c != '\u{307}');
    // Most texts begin with no phrase; their first character shows it.
    let near = phrases().get(&lower().next()?)?;
    let lower: String = lower().collect();
    let mut best: Option<(usize, LinkRole, bool)> = None;
    for (phrase, role, is_open) in near {
        if best.is_none_or(|(length, ..)| phrase.len() > length) && starts_with_word(&lower, phrase) {
            best = Some((phrase.len(), *role, *is_open));
        }
    }
    let (length, role, is_open) = best?;
    let count = lower.get(..length).map_or(0, |phrase| phrase.chars().count());
    let rest = bare.char_indices().nth(count).map_or("", |(at, _)| bare.get(at..).unwrap_or(""));
    Some((role, rest.trim_start_matches(['*', '_', ' ', '\u{a0}']).trim_end(), is_open))
}

type ByFirst = HashMap<char, Vec<(&'static str, LinkRole, bool)>>;

/// The phrases by their first character, each with its role and whether words may follow. No phrase is in two kinds.
fn phrases() -> &'static ByFirst {
    static BY_FIRST: LazyLock<ByFirst> = LazyLock::new(|| {
        let mut by_first = ByFirst::new();
        for (kind, role, is_open) in PHRASES {
            for phrase in kind.words() {
                let first = phrase.chars().next().unwrap_or(' ');
                by_first.entry(first).or_default().push((phrase, role, is_open));
            }
        }
        by_first
    });
    &BY_FIRST
}

/// Whether `text` begins with `phrase` as whole words. Scripts without blanks between words have no such boundary.
fn starts_with_word(text: &str, phrase: &str) -> bool {
    let Some(rest) = text.strip_prefix(phrase) else { return false };
    let last = phrase.chars().next_back().is_some_and(|c| c < '\u{590}');
    !last || !rest.starts_with(|c: char| c.is_alphanumeric())
}

fn begins_with_mark(text: &str) -> bool {
    let marks =
        |c: char| matches!(c, ':' | '：' | '-' | '–' | '—' | '>' | '!' | '?' | '？' | '.' | '(') || RIGHT.contains(&c);
    text.starts_with(marks) || text.starts_with(|c: char| !c.is_alphanumeric() && !c.is_ascii())
}

/// The text before a link, back to the link or the start of the block before it, about [`MAX_CONTEXT_LEN`] bytes; line breaks as `\n`.
fn text_before(document: &Document, event: EventId) -> String {
    let mut parts: Vec<&str> = Vec::new();
    let mut length = 0;
    let mut at = event;
    while at > 0 && length < MAX_CONTEXT_LEN {
        at -= 1;
        let Some(event) = document.event(at) else { break };
        match event.kind {
            EventKind::Open(tag) if tag.is_block() => break,
            EventKind::Close(Tag::Link | Tag::Image) => break,
            EventKind::Close(tag) if tag.is_block() => break,
            EventKind::Close(Tag::Element) if !is_inline(document, at) => break,
            EventKind::SoftBreak | EventKind::HardBreak | EventKind::Void => parts.push("\n"),
            _ => {
                let text = document.leaf_text(&event);
                length += text.len().max(1);
                parts.push(text);
            }
        }
    }
    parts.iter().rev().copied().collect()
}

/// The text after a link, up to the next link, the end of the line or of the block.
fn text_after(document: &Document, event: EventId) -> String {
    let mut text = String::new();
    let mut at = document.event(event).map_or(event, |opened| opened.partner.max(event));
    while text.len() < MAX_CONTEXT_LEN {
        at += 1;
        let Some(event) = document.event(at) else { break };
        match event.kind {
            EventKind::Open(Tag::Link | Tag::Image) => break,
            EventKind::Open(tag) | EventKind::Close(tag) if tag.is_block() => break,
            EventKind::Open(Tag::Element) if !is_inline(document, at) => break,
            EventKind::SoftBreak | EventKind::HardBreak | EventKind::Void => break,
            _ => text.push_str(document.leaf_text(&event)),
        }
    }
    text
}

fn is_inline(document: &Document, id: EventId) -> bool {
    let element = document.event(id).and_then(|event| document.element(&event));
    element.is_some_and(|element| {
        matches!(element.name.as_str(), "b" | "strong" | "em" | "i" | "sub" | "sup" | "small" | "span")
    })
}

/// A link that ends with an arrow (`[IAM →](iam.md)`) is the next chapter beside a link to the previous one or the overview, if no other
/// link there has such an arrow: an arrow alone is often mere ornament.
fn add_roles_by_arrow(document: &Document, roles: &mut IndexVec<LinkIdx, LinkRole>) {
    for link in roles.indices() {
        if !points_right(document, link) || roles.get(link) != Some(&LinkRole::Plain) {
            continue;
        }
        let beside = [link.previous(), Some(link.next())].into_iter().flatten();
        let beside: Vec<LinkIdx> =
            beside.filter(|other| are_neighbours(document, link.min(*other), link.max(*other))).collect();
        let leads_back = |other: &LinkIdx| matches!(roles.get(*other), Some(LinkRole::Previous | LinkRole::Up));
        if beside.iter().any(leads_back)
            && !beside.iter().any(|other| points_right(document, *other))
            && let Some(role) = roles.get_mut(link)
        {
            *role = LinkRole::Next;
        }
    }
}

fn points_right(document: &Document, link: LinkIdx) -> bool {
    let link = document.links.get(link).filter(|link| is_candidate(link));
    link.is_some_and(|link| link_text(document, link).trim_end().ends_with(is_right))
}

fn is_right(c: char) -> bool {
    RIGHT.contains(&c) || c == '\u{fe0f}'
}

/// Whether there is nothing but punctuation between two links.
fn are_neighbours(document: &Document, first: LinkIdx, second: LinkIdx) -> bool {
    let (Some(first), Some(second)) = (document.links.get(first), document.links.get(second)) else { return false };
    let end = document.event(first.event).map_or(first.event, |event| event.partner);
    let close = second.event.saturating_sub(end) < 12;
    close && !document.plain(end..second.event).contains(char::is_alphanumeric)
}

/// The first link below a heading such as `What's next?` that names a chapter there is the next one, see [`names_next`].
fn add_role_by_heading(document: &Document, roles: &mut IndexVec<LinkIdx, LinkRole>) {
    for (index, heading) in document.headings.iter().enumerate() {
        let lower = heading.text.to_lowercase();
        let bare = lower.trim_matches(|c: char| !c.is_alphanumeric());
        if !WordKind::NextHeading.words().contains(&bare) {
            continue;
        }
        let end = document.headings.get(index + 1).map_or(EventId::MAX, |next| next.event);
        let first = document.links.as_slice().partition_point(|link| link.event < heading.event);
        let below = document.links.iter_enumerated().skip(first).take_while(|(_, link)| link.event < end);
        let plain = below.filter(|(link, written)| is_candidate(written) && roles.get(*link) == Some(&LinkRole::Plain));
        let mut named = plain.filter(|(_, written)| names_next(document, written));
        let chosen = named.next().map(|(link, _)| link);
        if let Some(role) = chosen.and_then(|link| roles.get_mut(link)) {
            *role = LinkRole::Next;
            return;
        }
    }
}

/// Whether a link below a heading such as `What's next?` names the next chapter: it stands first in its paragraph or item, its sentence
/// says so (`Continue to [A](a.md) for more`), or has few words before it and sets it apart (`In [A](a.md), you will …`).
fn names_next(document: &Document, link: &Link) -> bool {
    let Some(before) = text_of_block_before(document, link.event) else { return false };
    let sentence = before.rsplit(SENTENCE_ENDS).next().unwrap_or("");
    let words = sentence.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    match words.count() {
        0 => !before.contains(char::is_alphanumeric) || !has_words(&text_after(document, link.event)),
        count => {
            let is_set_apart = || {
                !text_after(document, link.event)
                    .trim_start_matches(['*', '_', '"', ' '])
                    .starts_with(char::is_alphanumeric)
            };
            says_next(sentence) || (count <= MAX_WORDS_BEFORE_NEXT && is_set_apart())
        }
    }
}

/// Whether a phrase of a next chapter begins at one of the words of a sentence.
fn says_next(sentence: &str) -> bool {
    let starts = sentence.char_indices().filter(|(at, c)| {
        c.is_alphanumeric() && !sentence.get(..*at).is_some_and(|before| before.ends_with(char::is_alphanumeric))
    });
    starts
        .take(MAX_WORDS_OF_SENTENCE)
        .any(|(at, _)| matches!(sentence.get(at..).and_then(phrase), Some((LinkRole::Next, ..))))
}

/// The text of the block before a link, or after a hard break, that of other links too; none where it is long.
fn text_of_block_before(document: &Document, event: EventId) -> Option<String> {
    let mut parts: Vec<&str> = Vec::new();
    let mut length = 0;
    let mut at = event;
    while at > 0 {
        at -= 1;
        let event = document.event(at)?;
        match event.kind {
            EventKind::Open(tag) | EventKind::Close(tag) if tag.is_block() => break,
            EventKind::Open(Tag::Element) | EventKind::Close(Tag::Element)
                if !is_inline(document, at) && !document.opens(at, "a") =>
            {
                break;
            }
            EventKind::HardBreak | EventKind::Void => break,
            EventKind::SoftBreak => parts.push(" "),
            _ => {
                let text = document.leaf_text(&event);
                length += text.len().max(1);
                parts.push(text);
            }
        }
        if length > MAX_BLOCK_LEN {
            return None;
        }
    }
    Some(parts.iter().rev().copied().collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::parse;
    use crate::words;

    /// The role of each link; an entry of an index counts as plain here.
    fn of(text: &str) -> Vec<LinkRole> {
        let plain = |role: &LinkRole| match role {
            LinkRole::Listed | LinkRole::ListedAside => LinkRole::Plain,
            other => *other,
        };
        roles(&parse(text.into(), 0)).iter().map(plain).collect()
    }

    #[test]
    fn the_example_of_each_language_has_its_role() {
        for (table, role) in [("next", LinkRole::Next), ("previous", LinkRole::Previous), ("up", LinkRole::Up)] {
            for (language, text) in words::examples(table) {
                assert_eq!(of(text).first(), Some(&role), "{language}: {text}");
            }
        }
    }

    #[test]
    fn every_phrase_gives_the_role_of_its_kind() {
        for (kind, role, is_open) in PHRASES {
            for phrase in kind.words() {
                let name = if is_open { " Intro" } else { "" };
                assert_eq!(of(&format!("[{phrase}{name}](x.md)")), [role], "{phrase}");
            }
        }
        for heading in WordKind::NextHeading.words() {
            assert_eq!(of(&format!("## {heading}\n\nThen [x](x.md).")), [LinkRole::Next], "{heading}");
        }
    }

    #[test]
    fn a_navigation_line_gives_each_link_its_role() {
        use LinkRole::{Next, Previous, Up};
        assert_eq!(
            of("**[← Previous: A](a.md) | [↑ Back to B](./README.md) | [Next: C](c.md) →**"),
            [Previous, Up, Next]
        );
        assert_eq!(of("← [A](a.md) | Next: [C](c.md)"), [LinkRole::Plain, Next]);
        assert_eq!(of("[← A](a.md) | [C →](c.md)"), [Previous, Next]);
        assert_eq!(of("| Previous | Next |\n|-|-|\n| [← A](a.md) | [C →](c.md) |"), [Previous, Next]);
        assert_eq!(
            of("[Exam →](a.md) | [Debrief →](b.md) | [← Back to C](c.md)"),
            [LinkRole::Plain, LinkRole::Plain, Up]
        );
        assert_eq!(of("**Next:**\n[IAM](iam.md)"), [Next]);
        assert_eq!(of("**Next week:** [Loops](loops.md)"), [Next]);
        assert_eq!(of("Next lesson is [Loops](loops.md)."), [Next]);
        assert_eq!(of("Go on to the [next chapter](b.md)."), [Next]);
        assert_eq!(of("[Continue with IAM](iam.md)"), [Next]);
        assert_eq!(of("Previous: [A](a.md)  \nNext: [B](b.md)"), [Previous, Next]);
        assert_eq!(of("<p align=\"right\"><a href=\"b.md\">Next: B</a></p>"), [Next]);
    }

    #[test]
    fn ordinary_words_are_no_navigation() {
        for text in [
            "[Next generation firewalls](ngfw.md)",
            "[Back to top](#top)",
            "[Next](https://nextjs.org)",
            "The next chapter is hard. See [the glossary](glossary.md).",
            "[Start learning →](a.md)",
            "[Indexing](indexing.md) and [Homework](homework.md)",
            "Before: x. After: [B](b.md)",
            "![Next](next.png)",
            "Next week we [meet](a.md) again.",
            "Next week we meet [Anna](a.md).",
            "Next week [Anna](a.md) visits us.",
            "Last lesson we saw [loops](a.md).",
            "Think of [next week's talk](a.md) when you come.",
        ] {
            assert!(of(text).iter().all(|role| *role == LinkRole::Plain), "{text}: {:?}", of(text));
        }
    }

    #[test]
    fn prose_below_a_heading_of_what_is_next_names_no_chapter() {
        for text in [
            "Getting support out was quite a challenge – the\n[built-in plugin](c.md) is probably the biggest release.",
            "Getting support out was quite a challenge – the\n[built-in plugin], I think.\n\n[built-in plugin]: c.md",
            "The [plugin](c.md) is probably the biggest release.",
            "We have a lot to do. Among other things the [plugin](c.md) must be tested.",
            "- Support for more tools, see the [plan](c.md) for that",
            "Thanks to [Ann](https://example.org) the [plugin](c.md) works.",
        ] {
            assert!(!of(&format!("## What's next?\n\n{text}")).contains(&LinkRole::Next), "{text}");
        }
        for text in [
            "[Loops](c.md) are next.",
            "- [Loops](c.md)\n- [More](d.md)",
            "Lesson 3: [Loops](c.md)",
            "Well done! In [Loops](c.md), you repeat.",
            "You know enough by now to continue to [Loops](c.md) and to repeat.",
            "In the next lesson, that is [Loops](c.md), you repeat.",
            "We go on.  \n[Loops](c.md)",
            "| Then |\n|---|\n| [Loops](c.md) |",
        ] {
            assert_eq!(of(&format!("## What's next?\n\n{text}")).first(), Some(&LinkRole::Next), "{text}");
        }
    }

    #[test]
    fn a_heading_names_the_next_chapter_where_nothing_plainer_does() {
        let text =
            "# A\n\n## 🗺️ What's Next?\n\nIn **[Chapter 2](02.md)**, you'll see [more](03.md).\n\n## More\n\n[x](x.md)";
        assert_eq!(of(text), [LinkRole::Next, LinkRole::Plain, LinkRole::Plain]);
        assert_eq!(of("## What's next\n\n[Glossary](g.md)\n\n[Next: B](b.md)"), [LinkRole::Plain, LinkRole::Next]);
    }
}
