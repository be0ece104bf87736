//! Which links are entries of an index: items of a list of links, cells of a table, headings, and lines that hold nothing but links, each
//! perhaps with a label before it. A link inside of a sentence is none, and neither is one that switches the language. In: a document.
//! Out: for each of its links, what kind of index it is an entry of; `index_rank` tells which of these leads.

use crate::index::{IndexVec, LinkIdx};
use crate::markdown::{Document, EventId, EventKind, Tag};
use crate::words::{language_of_name, language_of_tag};

/// A label before a link has no more words, where a colon or a dash ends it.
const MAX_LABEL_WORDS: usize = 6;

/// And no more, where it is only a name with a number: `Lesson 3`.
const MAX_NUMBER_WORDS: usize = 3;

/// Signs that end a label.
const LABEL_ENDS: &[char] = &[':', '：', '-', '–', '—', '|', '>', '→', '·', '•', '=', '»', '、'];

/// Signs that may follow a link before words about it.
const DESCRIPTION_STARTS: &[char] = &[':', '：', '-', '–', '—', '|', '(', '（', '→', '·', '•'];

/// What an entry of an index stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum IndexKind {
    Table,
    List,
    Heading,
    /// Lines of their own, also within an item that begins with other words.
    Lines,
}

/// For each of the document's links what index it is an entry of; none where it is no entry.
pub(super) fn listed(document: &Document) -> IndexVec<LinkIdx, Option<IndexKind>> {
    let mut finder = IndexFinder {
        document,
        kinds: vec![None; document.links.len()].into(),
        table_end: 0,
        containers: Vec::new(),
        lists: Vec::new(),
        line: Vec::new(),
    };
    finder.run();
    finder.kinds
}

/// What a line of text stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum LineContainer {
    /// An item of this list in [`IndexFinder::lists`].
    Item(usize),
    /// A cell or a heading: it holds an entry of its own.
    Entry(IndexKind),
}

/// An open container that decides what a line in it is.
struct OpenEntry {
    end: EventId,
    kind: LineContainer,
    /// Whether its first line is over.
    has_line: bool,
}

/// The items of a list so far.
#[derive(Default)]
struct ListLinks {
    items: usize,
    /// Items that begin with a link.
    entries: usize,
    links: Vec<LinkIdx>,
    is_in_table: bool,
}

/// A part of a line.
enum Piece<'d> {
    Text(&'d str),
    Link(LinkIdx),
}

struct IndexFinder<'d> {
    document: &'d Document,
    kinds: IndexVec<LinkIdx, Option<IndexKind>>,
    /// The end of the table that is open.
    table_end: EventId,
    containers: Vec<OpenEntry>,
    lists: Vec<ListLinks>,
    line: Vec<Piece<'d>>,
}

impl<'d> IndexFinder<'d> {
    fn run(&mut self) {
        if self.document.links.is_empty() {
            return;
        }
        // The lists that are open, each with its end.
        let mut lists: Vec<(usize, EventId)> = Vec::new();
        let mut at = 0;
        while let Some(event) = self.document.event(at) {
            let id = at;
            at += 1;
            let name = self.document.element(&event).map_or("", |element| element.name.as_str());
            let is_inline_element = !name.is_empty() && !is_block_element(name);
            match event.kind {
                EventKind::Open(Tag::Link) => {
                    self.line.push(Piece::Link(event.link_idx()));
                    at = event.partner + 1;
                    continue;
                }
                EventKind::Open(Tag::Element) if name == "a" => {
                    let link = self.document.element(&event).and_then(|element| element.links.first());
                    if let Some(link) = link {
                        self.line.push(Piece::Link(link.link));
                        at = event.partner + 1;
                    }
                    continue;
                }
                EventKind::Open(Tag::Image) => {
                    at = event.partner + 1;
                    continue;
                }
                EventKind::Text | EventKind::Decoded | EventKind::Code => {
                    self.line.push(Piece::Text(self.document.leaf_text(&event)));
                    continue;
                }
                EventKind::Open(Tag::Element) | EventKind::Close(Tag::Element) if is_inline_element => continue,
                EventKind::Open(tag) | EventKind::Close(tag) if !tag.is_block() && tag != Tag::Element => continue,
                _ => self.end_line(id),
            }
            while self.containers.pop_if(|container| container.end <= id).is_some() {}
            while lists.pop_if(|(_, end)| *end <= id).is_some() {}
            let EventKind::Open(tag) = event.kind else { continue };
            if tag == Tag::Table || name == "table" {
                self.table_end = self.table_end.max(event.partner);
            }
            let kind = match (tag, name) {
                (Tag::Bullets | Tag::Numbers, _) | (_, "ul" | "ol") => {
                    lists.push((self.lists.len(), event.partner));
                    self.lists.push(ListLinks::default());
                    continue;
                }
                (Tag::Item, _) | (_, "li") => match lists.last() {
                    Some((list, _)) => {
                        if let Some(list) = self.lists.get_mut(*list) {
                            list.items += 1;
                            list.is_in_table = id < self.table_end;
                        }
                        LineContainer::Item(*list)
                    }
                    None => LineContainer::Entry(IndexKind::List),
                },
                (Tag::TableCell, _) | (_, "td" | "th") => LineContainer::Entry(IndexKind::Table),
                (Tag::Heading, _) | (_, "summary" | "dt" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6") => {
                    LineContainer::Entry(IndexKind::Heading)
                }
                _ => continue,
            };
            self.containers.push(OpenEntry { end: event.partner, kind, has_line: false });
        }
        self.end_line(EventId::MAX);
        for list in std::mem::take(&mut self.lists) {
            if list.entries * 2 >= list.items {
                self.add(&list.links, if list.is_in_table { IndexKind::Table } else { IndexKind::List });
            }
        }
    }

    fn add(&mut self, links: &[LinkIdx], kind: IndexKind) {
        for link in links {
            if let Some(slot) = self.kinds.get_mut(*link) {
                *slot = Some(kind);
            }
        }
    }

    /// Judges the line that ends before the event `at`.
    fn end_line(&mut self, at: EventId) {
        if self.line.is_empty() {
            return;
        }
        let mut line = std::mem::take(&mut self.line);
        self.judge(&line, at);
        line.clear();
        self.line = line;
    }

    fn judge(&mut self, line: &[Piece], at: EventId) {
        let is_empty = |piece: &Piece| matches!(piece, Piece::Text(text) if text.trim().is_empty());
        if line.iter().all(is_empty) {
            return;
        }
        let container = self.containers.last_mut().filter(|container| !container.has_line);
        let kind = container.map(|container| {
            container.has_line = true;
            container.kind
        });
        let has_links = line.iter().any(|piece| matches!(piece, Piece::Link(_)));
        let links = if has_links { self.entry_links(line, kind.is_none()) } else { Vec::new() };
        match kind {
            Some(LineContainer::Item(list)) => {
                let Some(list) = self.lists.get_mut(list) else { return };
                list.entries += usize::from(!links.is_empty());
                list.links.extend(links);
            }
            Some(LineContainer::Entry(kind)) => self.add(&links, kind),
            None if at <= self.table_end => self.add(&links, IndexKind::Table),
            None => self.add(&links, IndexKind::Lines),
        }
    }

    /// The links of a line that is an entry; none where it is not. `is_alone`: the line stands in a paragraph, where words right behind a link
    /// make it a part of a sentence.
    fn entry_links(&self, line: &[Piece], is_alone: bool) -> Vec<LinkIdx> {
        let mut links = Vec::new();
        let mut before = String::new();
        for piece in line {
            match piece {
                Piece::Text(text) => before.push_str(text),
                Piece::Link(link) => {
                    let is_entry = match links.is_empty() {
                        true => is_label(&before),
                        false => word_count(&before) <= 1,
                    };
                    if !is_entry {
                        break;
                    }
                    before.clear();
                    links.push(*link);
                }
            }
        }
        if is_alone && !links.is_empty() && goes_on_as_sentence(line) {
            return Vec::new();
        }
        links.retain(|link| self.names_a_page(*link));
        links
    }

    /// Whether the text of a link is more than a picture or the name of a language.
    fn names_a_page(&self, link: LinkIdx) -> bool {
        let Some(link) = self.document.links.get(link) else { return false };
        let text = self.document.plain(self.document.inside(link.event));
        let bare = text.trim_matches(|c: char| !c.is_alphanumeric());
        let is_code = || bare.len() <= 7 && language_of_tag(bare).is_some();
        !bare.is_empty() && language_of_name(&text).is_none() && !is_code()
    }
}

/// Elements within a line of text; all others begin a new one.
fn is_block_element(name: &str) -> bool {
    !matches!(
        name,
        "a" | "b"
            | "strong"
            | "em"
            | "i"
            | "sub"
            | "sup"
            | "small"
            | "span"
            | "code"
            | "kbd"
            | "font"
            | "u"
            | "s"
            | "del"
            | "ins"
            | "mark"
            | "img"
            | "picture"
            | "source"
            | "samp"
            | "var"
            | "tt"
            | "q"
            | "cite"
            | "abbr"
            | "big"
    )
}

fn word_count(text: &str) -> usize {
    text.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’').filter(|word| !word.is_empty()).count()
}

/// Whether the text before a link is a label, or nothing.
fn is_label(before: &str) -> bool {
    let words = word_count(before);
    if words == 0 {
        return true;
    }
    let bare =
        before.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_' | '"' | '“' | '«' | '[' | '('));
    let has_number = before.contains(|c: char| c.is_numeric());
    let ends_label = bare.ends_with(LABEL_ENDS) || (has_number && bare.ends_with(['.', ')', ']']));
    (ends_label && words <= MAX_LABEL_WORDS) || (has_number && words <= MAX_NUMBER_WORDS)
}

/// Whether words follow the first link of a line without a sign that sets them apart.
fn goes_on_as_sentence(line: &[Piece]) -> bool {
    let mut after = line.iter().skip_while(|piece| matches!(piece, Piece::Text(_))).skip(1);
    let mut text = String::new();
    while let Some(Piece::Text(more)) = after.next() {
        text.push_str(more);
    }
    let bare = text.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_'));
    let is_set_apart = match bare.chars().next() {
        Some('-' | '–' | '—') => text.starts_with(char::is_whitespace),
        Some(first) => DESCRIPTION_STARTS.contains(&first) || (!first.is_ascii() && !first.is_alphanumeric()),
        None => true,
    };
    word_count(&text) > 0 && !is_set_apart
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::parse;

    /// The links of a text that are entries of an index.
    fn entries(text: &str) -> Vec<String> {
        let document = parse(text.into(), 0);
        let listed = listed(&document);
        let links = document.links.iter().zip(&listed).filter(|(_, kind)| kind.is_some());
        links.map(|(link, _)| link.href.clone()).collect()
    }

    #[test]
    fn lists_tables_headings_and_lines_of_links_are_indexes() {
        for text in [
            "- [A](a) – about a\n- [B](b)",
            "1. **[A](a)**: about a\n\n2. 🚀 [B](b) is about b",
            "- Lesson 1: [A](a)\n- Lesson 2 [B](b)\n- more to come",
            "- [ ] [A](a)\n- [x] [B](b)",
            "- Part\n  - [A](a)\n  - [B](b)",
            "| 1 | [A](a) | x |\n|-|-|-|\n| 2 | [B](b) | y |",
            "### [A](a)\n\nText.\n\n### 2. [B](b)",
            "[A](a) | [B](b)",
            "[A](a), [B](b)",
            "**[A](a)** — about a\\\n[B](b)",
            "**Day 1:** [A](a)\n\n**Day 2:** [B](b)",
            "<ul><li><a href=\"a\">A</a></li><li><a href=\"b\">B</a> x</li></ul>",
            "<p><a href=\"a\">A</a><br><b><a href=\"b\">B</a></b></p>",
            "<table><tr><td><a href=\"a\">A</a></td><td><a href=\"b\">B</a></td></tr></table>",
        ] {
            assert_eq!(entries(text), ["a", "b"], "{text}");
        }
    }

    #[test]
    fn links_in_sentences_are_none() {
        for text in [
            "If you are stuck, see the [appendix](a) or jump to [the end](b).",
            "[A](a) is where to begin.",
            "Start with [A](a), then [B](b).",
            "- Install Node\n- If you need help, see [A](a)\n- Run it",
            "- Read [A](a) first",
            "- Install Node\n- [A](a)\n- Run it",
            "> Teachers: we have [included some suggestions](a)",
            "Note that [A](a)-based courses are longer",
            "| See [A](a) for more |\n|-|",
        ] {
            assert_eq!(entries(text), [] as [&str; 0], "{text}");
        }
    }

    #[test]
    fn a_switch_of_languages_is_none() {
        for text in [
            "[English](a) | [简体中文](b) | [Português (Brasil)](c)",
            "[EN](a) · [zh-CN](b)",
            "- [Deutsch](a)\n- 🇫🇷 [Français](b)",
            "[![en](en.svg)](a) [🇩🇪](b)",
        ] {
            assert_eq!(entries(text), [] as [&str; 0], "{text}");
        }
    }
}
