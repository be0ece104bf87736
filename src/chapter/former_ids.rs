//! The ids that headings had before they were repaired. On GitHub a damaged heading has a damaged id (`ğÿ-objectives`), and links were
//! written for it: they still land. In: the document of the repaired text, and the text as it was. Out: [`Heading::former_id`].

use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;

use crate::markdown::{self, Document, Heading};
use crate::repair::Repair;
use crate::span::{OffsetMap, Span};

/// Gives each heading of `document` whose repair changed its id the one that it had in `original`, unless something else in the document has
/// that id now. `map` leads from the document's text to `original`; `repairs` are in order.
pub(super) fn remember(document: &mut Document, original: &str, map: &OffsetMap, repairs: &[Repair]) {
    if repairs.is_empty() {
        return;
    }
    let places: Vec<Span> = document.headings.iter().map(|heading| map.original(whole(document, heading))).collect();
    if !places.iter().any(|place| is_repaired(*place, repairs)) {
        return;
    }
    let former = ids_of(original, &places);
    let mut taken: HashSet<Arc<str>> = document.headings.iter().map(|heading| Arc::clone(&heading.id)).collect();
    taken.extend(document.anchors.iter().map(|anchor| Arc::from(anchor.as_str())));
    for ((heading, place), former) in document.headings.iter_mut().zip(&places).zip(former) {
        let is_changed = is_repaired(*place, repairs);
        heading.former_id = former.filter(|id| is_changed && taken.insert(Arc::clone(id)));
    }
}

/// The bytes of a heading with its words: the span of one in HTML is that of its start tag.
fn whole(document: &Document, heading: &Heading) -> Span {
    let end = document.event(heading.event).map(|event| document.span(event.partner));
    heading.span.join(end.unwrap_or(heading.span))
}

fn is_repaired(place: Span, repairs: &[Repair]) -> bool {
    let next = repairs.partition_point(|repair| repair.span.end <= place.start);
    repairs.get(next).is_some_and(|repair| repair.span.start < place.end)
}

/// The ids that GitHub gives to the headings at these places of a text, in order; none for what was no heading. Of the text only these
/// places are read: headings alone make ids, and number those that repeat.
fn ids_of(text: &str, places: &[Span]) -> Vec<Option<Arc<str>>> {
    let mut all = String::new();
    let mut ranges: Vec<Range<u32>> = Vec::with_capacity(places.len());
    for place in places {
        let start = all.len() as u32;
        all.push_str(place.of(text));
        ranges.push(start..all.len() as u32);
        all.push_str("\n\n");
    }
    let read = markdown::parse(all.into(), 0);
    let mut headings = read.headings.into_iter().peekable();
    let mut id_in = |range: &Range<u32>| {
        while headings.next_if(|heading| heading.span.start < range.start).is_some() {}
        headings.next_if(|heading| range.contains(&heading.span.start)).map(|heading| heading.id)
    };
    ranges.iter().map(&mut id_in).collect()
}

#[cfg(test)]
mod tests {
    use super::super::{Chapter, ChapterSettings, understand};
    use crate::path::SourcePath;
    use crate::repair::RepairSettings;
    use crate::source::Source;

    fn chapter(text: &str) -> Chapter {
        let source = Source::from_bytes(SourcePath::new("a.md"), text.as_bytes()).expect("text");
        understand(&source, &ChapterSettings { repair: Some(RepairSettings::default()), ..ChapterSettings::default() })
    }

    /// `id|former id` of each heading.
    fn ids(text: &str) -> Vec<String> {
        let headings = chapter(text).document.headings;
        headings.iter().map(|one| format!("{}|{}", one.id, one.former_id.as_deref().unwrap_or(""))).collect()
    }

    #[test]
    fn a_repaired_heading_remembers_its_id() {
        assert_eq!(ids("# A\n\n## ğŸ¯ Objectives\n\n## CafÃ©s\n"), ["a|", "-objectives|ğÿ-objectives", "cafés|cafãs"]);
    }

    #[test]
    fn repeated_ids_are_numbered_as_they_were() {
        let text = "# CafÃ©\n\n## Plain\n\n## CafÃ©\n\n## Plain\n";
        assert_eq!(ids(text), ["café|cafã", "plain|", "café-1|cafã-1", "plain-1|"]);
    }

    #[test]
    fn markup_html_and_quotes_are_read_as_headings() {
        assert_eq!(
            ids("> ## *CafÃ©* `x`\n\n<h2 align=\"left\">CafÃ©s</h2>\n\nCafÃ© one\n===\n"),
            ["café-x|cafã-x", "cafés|cafãs", "café-one|cafã-one"]
        );
    }

    #[test]
    fn what_has_the_id_now_keeps_it() {
        assert_eq!(ids("# CafÃ©s\n\n## Cafãs\n"), ["cafés|", "cafãs|"]);
        assert_eq!(ids("# CafÃ©s\n\n<a id=\"cafãs\"></a>\n"), ["cafés|"]);
    }

    #[test]
    fn what_was_not_repaired_has_one_id() {
        assert_eq!(ids("# Café\n\n## B\n"), ["café|", "b|"]);
        assert!(chapter("# Café\n\nna\u{c3}\u{af}ve\n").summary.outline.former_ids.is_empty());
        assert_eq!(chapter("# CafÃ©\n").summary.outline.former_ids, ["cafã"]);
    }
}
