//! Which of the indexes of a page leads: the one under a heading such as `Lessons`, else the largest. What other lists and lines name
//! comes after it. In: a document, and what each of its links is an entry of. Out: for each link its role in the order.

use std::collections::HashSet;
use std::ops::Range;

use super::listed::IndexKind;
use super::outline::LinkRole;
use crate::index::{IndexVec, LinkIdx};
use crate::markdown::{Document, EventId, Link};
use crate::path::name_of;
use crate::source::has_markdown_ending;

/// Words of headings below which the chapters of a course are listed.
const HEADING_WORDS: &[&str] = &[
    "lessons",
    "lesson",
    "chapters",
    "contents",
    "content",
    "curriculum",
    "syllabus",
    "modules",
    "lectures",
    "units",
    "outline",
    "sessions",
    "lecciones",
    "capítulos",
    "contenido",
    "contenidos",
    "módulos",
    "índice",
    "temario",
    "aulas",
    "conteúdo",
    "conteúdos",
    "lições",
    "leçons",
    "chapitres",
    "sommaire",
    "lektionen",
    "kapitel",
    "inhalt",
    "inhaltsverzeichnis",
    "lezioni",
    "capitoli",
    "indice",
    "lekcje",
    "rozdziały",
    "уроки",
    "урок",
    "содержание",
    "оглавление",
    "главы",
    "зміст",
    "dersler",
    "içindekiler",
    "bölümler",
    "الدروس",
    "المحتويات",
    "bài",
    "चैप्टर",
    "पाठ",
];

/// Such words of scripts without blanks between words.
const HEADING_PARTS: &[&str] = &[
    "目录",
    "目錄",
    "章节",
    "章節",
    "课程内容",
    "课程大纲",
    "課程",
    "目次",
    "レッスン",
    "カリキュラム",
    "목차",
    "강의",
    "커리큘럼",
];

/// A heading with more words than this speaks of something else.
const MAX_HEADING_WORDS: usize = 5;

/// More headings of such words are not compared.
const MAX_SECTIONS: usize = 8;

/// An entry of an index that may lead to a chapter.
struct IndexEntry<'d> {
    link: LinkIdx,
    kind: IndexKind,
    event: EventId,
    /// The path of the chapter; none where the file is of another kind.
    chapter: Option<&'d str>,
}

/// The role of each link that is an entry of an index and may lead to a chapter; plain for all others. One link that stands alone beside a
/// larger index is no entry.
pub(super) fn index_roles(
    document: &Document,
    kinds: &IndexVec<LinkIdx, Option<IndexKind>>,
    is_candidate: &dyn Fn(&Link) -> bool,
) -> IndexVec<LinkIdx, LinkRole> {
    let mut roles: IndexVec<LinkIdx, LinkRole> = vec![LinkRole::Plain; document.links.len()].into();
    let written = kinds.iter_enumerated().zip(&document.links);
    let entries: Vec<IndexEntry> = written
        .filter(|(_, written)| is_candidate(written))
        .filter_map(|((link, kind), written)| {
            Some(IndexEntry { link, kind: (*kind)?, event: written.event, chapter: chapter(&written.href) })
        })
        .collect();
    let section = section_of_chapters(document, &entries);
    let counts = counts_by_kind(&entries, |_| true);
    let most = counts.iter().map(|(_, count)| *count).max().unwrap_or(0);
    let is_leading = |entry: &IndexEntry<'_>| match &section {
        Some(section) => section.contains(&entry.event),
        // Headings with links are parts of the other indexes.
        None => counts.iter().all(|(kind, count)| *kind != entry.kind || *count == most),
    };
    let asides = counts_by_kind(&entries, |entry| !is_leading(entry));
    for entry in &entries {
        let is_alone = || asides.iter().any(|(kind, count)| *kind == entry.kind && *count < 2);
        let role = match is_leading(entry) {
            true => LinkRole::Listed,
            false if is_alone() => LinkRole::Plain,
            false => LinkRole::ListedAside,
        };
        if let Some(slot) = roles.get_mut(entry.link) {
            *slot = role;
        }
    }
    roles
}

/// How many chapters each kind of index has among those entries that are wanted.
fn counts_by_kind(entries: &[IndexEntry<'_>], is_wanted: impl Fn(&IndexEntry<'_>) -> bool) -> [(IndexKind, usize); 3] {
    let of_kind = |kind| count(entries.iter().filter(|entry| entry.kind == kind && is_wanted(entry)));
    [IndexKind::Table, IndexKind::List, IndexKind::Lines].map(|kind| (kind, of_kind(kind)))
}

/// The innermost section below a heading such as `Lessons` that lists half of all chapters or more, where others are listed elsewhere.
fn section_of_chapters(document: &Document, entries: &[IndexEntry<'_>]) -> Option<Range<EventId>> {
    // Two in the section and one elsewhere.
    if entries.len() < 3 {
        return None;
    }
    let all = count(entries.iter());
    let headings = document.headings.iter().enumerate().filter(|(_, heading)| names_chapters(&heading.text));
    let sections = headings.take(MAX_SECTIONS).map(|(index, heading)| {
        let mut after = document.headings.iter().skip(index + 1);
        let end = after.find(|other| other.level <= heading.level).map_or(EventId::MAX, |other| other.event);
        heading.event..end
    });
    let leads = |section: &Range<EventId>| {
        let inside = count(entries.iter().filter(|entry| section.contains(&entry.event)));
        inside >= 2 && inside * 2 >= all && entries.iter().any(|entry| !section.contains(&entry.event))
    };
    sections.filter(leads).min_by_key(|section| section.end - section.start)
}

/// How many chapters there are among entries.
fn count<'e>(entries: impl Iterator<Item = &'e IndexEntry<'e>>) -> usize {
    entries.filter_map(|entry| entry.chapter).collect::<HashSet<_>>().len()
}

/// The path of a link that may lead to a chapter.
fn chapter(href: &str) -> Option<&str> {
    let path = href.split(['#', '?']).next().unwrap_or("");
    let name = name_of(path.trim_end_matches('/'));
    let is_page = has_markdown_ending(name) || name.ends_with(".html") || !name.contains('.') || path.ends_with('/');
    (is_page && !name.is_empty()).then_some(path)
}

fn names_chapters(heading: &str) -> bool {
    let lower = heading.to_lowercase();
    let mut words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let is_short = words.clone().nth(MAX_HEADING_WORDS).is_none();
    let has_part = || !lower.is_ascii() && HEADING_PARTS.iter().any(|part| lower.contains(part));
    is_short && (words.any(|word| HEADING_WORDS.contains(&word)) || has_part())
}

#[cfg(test)]
mod tests {
    use crate::chapter::{LinkRole, roles};
    use crate::markdown::parse;

    /// The links of a text in the order in which they lead, those aside after a bar.
    fn order(text: &str) -> String {
        let document = parse(text.into(), 0);
        let roles = roles(&document);
        let of = |wanted: LinkRole| {
            let links = document.links.iter().zip(&roles).filter(move |(_, role)| **role == wanted);
            links.map(|(link, _)| link.href.clone()).collect::<Vec<_>>().join(" ")
        };
        format!("{}|{}", of(LinkRole::Listed), of(LinkRole::ListedAside))
    }

    const TABLE: &str = "| # | Lesson |\n|---|---|\n| 01 | [A](a/readme.md) |\n| 02 | [B](b/readme.md) |";

    #[test]
    fn a_link_alone_beside_a_larger_index_is_no_entry() {
        for text in [
            "[All updates are in our archive](samples/README.md)",
            "- **Local AI**\n\n  [Samples](samples/README.md)",
            "- **Local AI**\n  - [Samples](samples/README.md)\n- **More**",
            "- [Samples](samples/README.md)",
        ] {
            assert_eq!(order(&format!("{text}\n\n{TABLE}")), "a/readme.md b/readme.md|", "{text}");
            let list = "- [A](a/readme.md)\n- [B](b/readme.md)";
            assert_eq!(order(&format!("{text}\n\n## Lessons\n\n{list}")), "a/readme.md b/readme.md|", "{text}");
        }
    }

    #[test]
    fn the_largest_index_leads_or_that_of_the_chapters() {
        let news = "- [X](x.md)\n- [Y](y.md)";
        let more = format!("{TABLE}\n| 03 | [C](c/) |");
        assert_eq!(order(&format!("{news}\n\n{more}")), "a/readme.md b/readme.md c/|x.md y.md");
        assert_eq!(order(&format!("{news}\n\n## 🗃️ Lessons\n\n{TABLE}")), "a/readme.md b/readme.md|x.md y.md");
        assert_eq!(order(&format!("{news}\n\n## 课程目录\n\n- [A](a.md)\n- [B](b.md)")), "a.md b.md|x.md y.md");
        // As large as the other one: the order of the page.
        assert_eq!(order(&format!("{news}\n\n{TABLE}")), "x.md y.md a/readme.md b/readme.md|");
    }

    #[test]
    fn lists_in_several_sections_are_one_index() {
        let weeks = "## Week 1\n\n- [A](a.md)\n\n## Week 2\n\n- [B](b.md)\n- [C](c.md)";
        assert_eq!(order(weeks), "a.md b.md c.md|");
        assert_eq!(order(&format!("# Python lessons\n\n{weeks}\n\n## Appendix\n\n[G](g.md)")), "a.md b.md c.md|");
        let titles = "### [A](a.md)\n\nText.\n\n### [B](b.md)\n\n| [C](b/c.md) | [D](b/d.md) | [E](b/e.md) |\n|-|-|-|";
        assert_eq!(order(titles), "a.md b.md b/c.md b/d.md b/e.md|");
    }

    #[test]
    fn other_files_do_not_make_an_index_larger() {
        let files = "| [Slides](a.pdf) | [Code](a.py) | [Data](a.csv) |\n|-|-|-|";
        assert_eq!(order(&format!("- [A](a.md)\n- [B](b.md)\n\n{files}")), "a.md b.md|");
    }
}
