//! What links say of the reading order: which lead to the next chapter, the one before, the overview. In: a document.
//! Out: a role for each of its links. A link's own words decide first, then the words before it on its line, then arrows,
//! then the heading above. Knows no other file: whether the target exists is `course`'s question.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::outline::LinkRole;
use crate::index::{Idx, IndexVec, LinkIdx};
use crate::markdown::{Document, EventId, EventKind, Link, LinkKind, Tag, scheme};
use crate::words::WordKind;

/// How much text before a link may name it.
const REACH: usize = 120;

/// What stands between links of a navigation line.
const SEPARATORS: &[char] = &['|', '·', '•', '‖', '¦', '/'];

const LEFT: &[char] = &['←', '⬅', '◀', '«', '‹', '⟵', '⏪', '⇐', '⏮', '👈'];
const RIGHT: &[char] = &['→', '➡', '▶', '»', '›', '⟶', '⏩', '⇒', '⏭', '👉'];
const UP: &[char] = &['↑', '⬆', '🔝', '🏠'];

/// What phrases say of a link, and whether any words may follow them.
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
    let mut roles: IndexVec<LinkIdx, LinkRole> = document.links.iter().map(|link| by_words(document, link)).collect();
    by_arrows(document, &mut roles);
    if !roles.as_slice().contains(&LinkRole::Next) {
        by_heading(document, &mut roles);
    }
    roles
}

/// Whether the link could lead to another chapter.
fn is_candidate(link: &Link) -> bool {
    let href = link.href.trim();
    link.kind == LinkKind::Link && !href.is_empty() && !href.starts_with(['#', '/']) && scheme(href).is_none()
        || link.kind == LinkKind::Link && href.starts_with('/') && !href.starts_with("//")
}

fn by_words(document: &Document, link: &Link) -> LinkRole {
    if !is_candidate(link) {
        return LinkRole::Plain;
    }
    let own = words(document, link);
    let before = before(document, link.event);
    own_role(&own).or_else(|| label_role(&before)).unwrap_or_default()
}

/// The words of a link.
fn words(document: &Document, link: &Link) -> String {
    document.plain(document.inside(link.event))
}

/// What a link's own words say.
fn own_role(text: &str) -> Option<LinkRole> {
    if let Some((role, rest, is_open)) = phrase(text)
        && (is_open || rest.is_empty() || begins_with_mark(rest))
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

/// What the words before a link say: a label with a colon (a few words may follow), or a phrase that ends at the link.
fn label_role(before: &str) -> Option<LinkRole> {
    let segment = before.rsplit(SEPARATORS).next().unwrap_or(before);
    let last = segment.rsplit('\n').find(|line| !line.trim().is_empty())?;
    let (role, rest, is_open) = phrase(last)?;
    let is_near = rest.split_whitespace().count() <= if is_open { 10 } else { 8 } && !rest.contains(['.', '。']);
    let is_label = rest.is_empty() || begins_with_mark(rest) || (is_open && rest.split_whitespace().count() <= 2);
    (is_label && is_near).then_some(role)
}

/// The longest phrase that `text` begins with, marks before it aside: its role, what follows it, whether words may.
fn phrase(text: &str) -> Option<(LinkRole, &str, bool)> {
    let bare = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    // Turkish `İ` becomes `i` and a combining dot; without that, counts of characters stay the same.
    let lower = || bare.chars().take(REACH).flat_map(char::to_lowercase).filter(|c| *c != '\u{307}');
    // Most words begin no phrase: one character tells.
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

/// The phrases by their first character; whether words may follow. No phrase stands there twice.
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

/// Whether `text` begins with `phrase` and no word goes on there; scripts without blanks have no such end.
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

/// The text before a link, back to the link or block before it; line ends as line feeds. Bounded.
fn before(document: &Document, event: EventId) -> String {
    let mut parts: Vec<&str> = Vec::new();
    let mut length = 0;
    let mut at = event;
    while at > 0 && length < REACH {
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

fn is_inline(document: &Document, id: EventId) -> bool {
    let element = document.event(id).and_then(|event| document.element(&event));
    element.is_some_and(|element| {
        matches!(element.name.as_str(), "b" | "strong" | "em" | "i" | "sub" | "sup" | "small" | "span")
    })
}

/// `[IAM →](iam.md)` beside a link back or up, and the only one of its line: an arrow alone is often mere ornament.
fn by_arrows(document: &Document, roles: &mut IndexVec<LinkIdx, LinkRole>) {
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
    link.is_some_and(|link| words(document, link).trim_end().ends_with(is_right))
}

fn is_right(c: char) -> bool {
    RIGHT.contains(&c) || c == '\u{fe0f}'
}

/// Whether nothing but marks stands between two links that follow each other.
fn are_neighbours(document: &Document, first: LinkIdx, second: LinkIdx) -> bool {
    let (Some(first), Some(second)) = (document.links.get(first), document.links.get(second)) else { return false };
    let end = document.event(first.event).map_or(first.event, |event| event.partner);
    let close = second.event.saturating_sub(end) < 12;
    close && !document.plain(end..second.event).contains(char::is_alphanumeric)
}

/// The first link below a heading such as `What's next?`.
fn by_heading(document: &Document, roles: &mut IndexVec<LinkIdx, LinkRole>) {
    for (number, heading) in document.headings.iter().enumerate() {
        let lower = heading.text.to_lowercase();
        let bare = lower.trim_matches(|c: char| !c.is_alphanumeric());
        if !WordKind::NextHeading.words().contains(&bare) {
            continue;
        }
        let end = document.headings.get(number + 1).map_or(EventId::MAX, |next| next.event);
        let first = document.links.as_slice().partition_point(|link| link.event < heading.event);
        let below = document.links.iter_enumerated().skip(first).take_while(|(_, link)| link.event < end);
        let plain = below.filter(|(link, written)| is_candidate(written) && roles.get(*link) == Some(&LinkRole::Plain));
        let chosen = plain.map(|(link, _)| link).next();
        if let Some(role) = chosen.and_then(|link| roles.get_mut(link)) {
            *role = LinkRole::Next;
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::parse;
    use crate::words;

    fn of(text: &str) -> Vec<LinkRole> {
        roles(&parse(text.into(), 0)).as_slice().to_vec()
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
    fn every_phrase_says_what_its_list_says() {
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
        ] {
            assert!(of(text).iter().all(|role| *role == LinkRole::Plain), "{text}: {:?}", of(text));
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
