//! What a glossary explains. In: a document. Out: its terms, each with the id of its place and with a short text without markup, which is shown
//! where another chapter links to that place.

use serde::{Deserialize, Serialize};

use super::search_text::beginning;
use crate::markdown::{Document, Event, EventId, EventKind, Tag};
use crate::path::SourcePath;
use crate::words::WordKind;

/// Characters of an explanation.
const MAX_CHARS: usize = 300;
/// Characters of a term, in a text that says both.
const MAX_TERM_CHARS: usize = 80;

/// A term of a glossary.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Term {
    /// The id of its place on the page.
    pub id: String,
    /// What it means.
    pub text: String,
}

/// Whether the title of a chapter, or else the name of its file, says that it explains terms.
pub(super) fn is_glossary(title: Option<&str>, path: &SourcePath) -> bool {
    let name = match path.stem().to_lowercase().as_str() {
        "readme" | "index" | "_index" => SourcePath::new(path.folder()).stem().to_owned(),
        _ => path.stem().to_owned(),
    };
    let name = name.to_lowercase().replace(['-', '_', '.'], " ");
    WordKind::Glossary.is_within(&name)
        || title.is_some_and(|title| WordKind::Glossary.is_within(&title.to_lowercase()))
}

/// The terms of a glossary in the order of the text; `title` is the heading that is the page's title. A term is a heading, or a place that its
/// author named (`<a id>`); of several texts for one the first counts.
pub(super) fn terms(document: &Document, title: Option<usize>) -> Vec<Term> {
    let mut terms: Vec<Term> = Vec::new();
    // Ids whose text is still to come.
    let mut open: Vec<String> = Vec::new();
    let mut rows: Vec<EventId> = Vec::new();
    let mut at = 0;
    while let Some(event) = document.event(at) {
        let mut next = at + 1;
        while rows.last().is_some_and(|row| document.event(*row).is_none_or(|row| row.partner < at)) {
            rows.pop();
        }
        let heading = match event.kind {
            EventKind::Open(Tag::Heading) => Some(event.data as usize),
            _ => document
                .element(&event)
                .filter(|_| event.partner >= at)
                .and_then(|element| Some(element.heading? as usize)),
        };
        if let Some(heading) = heading {
            open.clear();
            if let Some(heading) = document.headings.get(heading).filter(|_| title != Some(heading)) {
                open.extend([&*heading.id].into_iter().chain(heading.further_ids()).map(str::to_owned));
            }
            let inside = document.inside(at);
            next = inside.end.max(at) + 1;
            if !open.is_empty() {
                open.extend(inside.filter_map(|id| id_of(document, id, &document.event(id)?)));
            }
        } else if let Some(id) = id_of(document, at, &event) {
            match rows.last().and_then(|row| text_of(document, *row)) {
                Some(text) => terms.push(Term { id, text }),
                None => open.push(id),
            }
        } else if matches!(event.kind, EventKind::Open(Tag::Item | Tag::TableRow)) {
            rows.push(at);
        } else if is_text(document, at, &event) {
            let text = document.plain(document.inside(at));
            if !text.trim().is_empty() {
                terms.extend(open.drain(..).map(|id| Term { id, text: text.clone() }));
            }
        }
        at = next;
    }
    let mut known = std::collections::BTreeSet::new();
    terms.retain(|term| known.insert(term.id.clone()));
    for term in &mut terms {
        term.text = shortened(&term.text);
    }
    terms.retain(|term| !term.text.is_empty());
    terms
}

/// The id that an author gave to the element opened at `at`.
fn id_of(document: &Document, at: EventId, event: &Event) -> Option<String> {
    let element = document.element(event).filter(|_| event.partner >= at)?;
    element.attribute("id").filter(|id| !id.is_empty()).map(str::to_owned)
}

/// Whether what is opened at `at` is a text that explains what stands above it.
fn is_text(document: &Document, at: EventId, event: &Event) -> bool {
    event.kind == EventKind::Open(Tag::Paragraph) || document.opens(at, "dd")
}

/// What an item of a list or a row of a table says behind its term. A list in an item is no part of it.
fn text_of(document: &Document, row: EventId) -> Option<String> {
    let event = document.event(row)?;
    let cells: Vec<EventId> = document.children(document.inside(row)).collect();
    if event.kind == EventKind::Open(Tag::TableRow) {
        let texts = cells.iter().skip(1).map(|cell| document.plain(document.inside(*cell)).trim().to_owned());
        let text = texts.filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" · ");
        return (!text.is_empty()).then_some(text);
    }
    let is_list = |id: &EventId| {
        document.event(*id).is_some_and(|event| matches!(event.kind, EventKind::Open(Tag::Bullets | Tag::Numbers)))
    };
    let end = cells.iter().find(|cell| is_list(cell)).copied().unwrap_or(document.inside(row).end);
    let whole = document.plain(document.inside(row).start..end);
    Some(behind_term(whole.trim()).to_owned())
}

/// `WAL: what it is` without the term.
fn behind_term(text: &str) -> &str {
    let signs = [": ", "：", " – ", " — ", " - ", ":\n"];
    let first = signs.iter().filter_map(|sign| Some((text.find(sign)?, sign.len()))).min();
    match first {
        Some((at, length)) if text.get(..at).is_some_and(|term| term.chars().count() <= MAX_TERM_CHARS) => {
            text.get(at + length..).unwrap_or(text).trim_start()
        }
        _ => text,
    }
}

fn shortened(text: &str) -> String {
    let whole = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if whole.chars().count() <= MAX_CHARS { whole } else { beginning(&whole, MAX_CHARS - 1) + "…" }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::parse;

    fn told(text: &str) -> String {
        let terms = terms(&parse(text.into(), 0), Some(0));
        terms.iter().map(|term| format!("{}={}", term.id, term.text)).collect::<Vec<_>>().join("|")
    }

    #[test]
    fn a_heading_is_explained_by_the_first_paragraph_below_it() {
        assert_eq!(
            told(
                "# Glossary\n\nWords.\n\n## B-tree\n\nA *tree* of\npages.\n\nMore.\n\n## Empty\n\n## <a id=\"log\"></a>WAL\n\nA log.\n"
            ),
            "b-tree=A tree of pages.|wal=A log.|log=A log."
        );
    }

    #[test]
    fn items_rows_and_definitions_are_explained_by_what_stands_behind_the_term() {
        assert_eq!(
            told(
                "# G\n\n- <a id=\"a\"></a>**A**: one: two\n  - inner\n- <a name=\"b\"></a>B – three\n- <a id=\"c\"></a>no sign\n"
            ),
            "a=one: two|b=three|c=no sign"
        );
        assert_eq!(
            told("# G\n\n| Term | Means |\n|-|-|\n| <a id=\"a\"></a>A | *one* |\n| <a id=\"b\"></a>B | |\n"),
            "a=one"
        );
        assert_eq!(
            told("# G\n\n<dl><dt id=\"a\">A</dt><dd>One.</dd><dt id=\"b\">B</dt><dd>Two.</dd></dl>\n"),
            "a=One.|b=Two."
        );
        assert_eq!(told("# G\n\n<a id=\"p\"></a>\n\nThe text.\n"), "p=The text.");
    }

    #[test]
    fn long_texts_are_cut_at_a_word() {
        let told = told(&format!("# G\n\n## A\n\n{}", "word ".repeat(200)));
        assert!(told.ends_with("word…") && told.chars().count() <= MAX_CHARS + 2, "{told}");
    }

    #[test]
    fn titles_and_names_say_what_a_glossary_is() {
        for word in WordKind::Glossary.words() {
            assert!(is_glossary(Some(&format!("{word} A")), &SourcePath::new("a.md")), "{word}");
        }
        for path in ["99-glossary.md", "a/Glossar.md", "glossary/README.md", "key_terms.md"] {
            assert!(is_glossary(None, &SourcePath::new(path)), "{path}");
        }
        assert!(!is_glossary(Some("Logs"), &SourcePath::new("glossaryless.md")));
    }
}
