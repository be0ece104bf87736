//! The diagnostics of one chapter, made from what decoding, repair and markdown found: one function for each.

use crate::diagnostic::{Code, Diagnostic};
use crate::markdown::{Document, EventKind, LinkKind, Tag};
use crate::repair::Repair;
use crate::source::{self, Source};
use crate::span::{LineIndex, OffsetMap, Span};

/// A diagnostic if the file was decoded from a legacy charset.
pub(super) fn of_source(source: &Source) -> Vec<Diagnostic> {
    source::diagnostics::legacy_charset(source).into_iter().collect()
}

/// A diagnostic for a repair that was chosen among several possible originals; none for a certain one.
pub(super) fn unsure(repair: &Repair) -> Option<Diagnostic> {
    if repair.sure {
        return None;
    }
    let percent = (repair.confidence * 100.0).round();
    let message = format!(
        "`{}` was repaired to `{}`, the most probable of several originals ({percent} %)",
        repair.before, repair.after
    );
    let help = match others(repair).as_str() {
        "" => "write the right text into the file, or run `syllabus repair --write --all` to keep this one".to_owned(),
        others => format!(
            "it may have been {others}: write the right one into the file, or run `syllabus repair --write --all` to keep this one"
        ),
    };
    Some(Diagnostic::new(Code::UnsureRepair, repair.span, message).help(help))
}

/// The first alternatives of a repair, each in backticks.
fn others(repair: &Repair) -> String {
    repair.alternatives.iter().take(3).map(|other| format!("`{other}`")).collect::<Vec<_>>().join(", ")
}

/// A diagnostic for a repair that was not made, as it is less probable than `[repair] min_confidence`.
pub(super) fn withheld(repair: &Repair) -> Diagnostic {
    let percent = (repair.confidence * 100.0).round();
    let message = format!(
        "`{}` may have been `{}` ({percent} %), less sure than `[repair] min_confidence` asks, and stays as it is",
        repair.before, repair.after
    );
    let or = match others(repair).as_str() {
        "" => String::new(),
        others => format!(", or {others}"),
    };
    Diagnostic::new(Code::UnsureRepair, repair.span, message)
        .help(format!("write `{}`{or} into the file, or lower `min_confidence`", repair.after))
}

/// One diagnostic for each line of `text` (the file as decoded) that has lost characters; `lost` are their places in order. Replacement
/// characters in code are left out: code may show them on purpose.
pub(super) fn irrecoverable(text: &str, lost: &[Span], document: &Document, map: &OffsetMap) -> Vec<Diagnostic> {
    if lost.is_empty() {
        return Vec::new();
    }
    let code: Vec<Span> = code(document).map(|span| map.original(span)).collect();
    let in_code = |span: &Span| {
        let after = code.partition_point(|code| code.start <= span.start);
        after.checked_sub(1).and_then(|index| code.get(index)).is_some_and(|code| code.contains(*span))
    };
    let lines = LineIndex::new(text);
    let mut found: Vec<(u32, Span, usize)> = Vec::new();
    for span in lost.iter().filter(|span| !in_code(span)) {
        let line = lines.line(span.start);
        match found.last_mut().filter(|(last, ..)| *last == line) {
            Some((_, _, count)) => *count += 1,
            None => found.push((line, *span, 1)),
        }
    }
    found.into_iter().map(|(_, span, count)| gone(text, span, count)).collect()
}

/// The spans of code in the document's text, in order.
fn code(document: &Document) -> impl Iterator<Item = Span> + '_ {
    let is_code = |kind: EventKind| matches!(kind, EventKind::Code | EventKind::Open(Tag::Fence | Tag::Indented));
    document.events.iter().filter(move |event| is_code(event.kind)).map(|event| event.span)
}

fn gone(text: &str, span: Span, count: usize) -> Diagnostic {
    let more = if count > 1 { format!(", at {count} places of this line") } else { String::new() };
    let message =
        format!("`{}` stands where other characters were{more}; they cannot be told from what is left", span.of(text));
    Diagnostic::new(Code::Irrecoverable, span, message).help("write the right characters into the file")
}

/// What the document's markup does that its author may not expect. Spans refer to the document's text.
pub(super) fn of_document(document: &Document) -> Vec<Diagnostic> {
    let mut found: Vec<Diagnostic> = document.lost_tags.iter().map(|span| lost_tag(document, *span)).collect();
    found.extend(document.titled_alerts.iter().map(|span| titled_alert(document, *span)));
    found.extend(document.too_deep.map(too_deep));
    found.extend(missing_alt(document));
    found.extend(skipped_levels(document));
    found
}

fn lost_tag(document: &Document, span: Span) -> Diagnostic {
    let tag = span.of(&document.text);
    Diagnostic::new(Code::LostTag, span, format!("`{tag}` is taken for HTML and vanishes, as on GitHub"))
        .help(format!("put it in backticks: `` `{tag}` ``"))
}

fn titled_alert(document: &Document, span: Span) -> Diagnostic {
    let line = span.of(&document.text).trim();
    Diagnostic::new(Code::TitledAlert, span, format!("`{line}` makes no alert here: on GitHub it is a plain quote"))
        .help("let the mark stand alone on the first line of a quote that lies in no list, quote or `<details>`")
}

fn too_deep(span: Span) -> Diagnostic {
    Diagnostic::new(Code::TooDeep, span, "what begins here lies too deep inside of other things and is shown flat")
        .help("close the tags, quotes or lists around it that are still open")
}

fn missing_alt(document: &Document) -> Vec<Diagnostic> {
    let images = document.links.iter().filter(|link| link.kind == LinkKind::Image);
    let bare = images.filter(|link| match document.event(link.event) {
        Some(event) if event.kind == EventKind::Open(Tag::Image) => {
            document.plain(document.inside(link.event)).trim().is_empty()
        }
        Some(event) => {
            document.element(&event).is_some_and(|element| element.name == "img" && element.attribute("alt").is_none())
        }
        None => false,
    });
    bare.map(|link| {
        Diagnostic::new(Code::MissingAlt, link.span, format!("the image `{}` has no alternative text", link.href))
            .help("say between the brackets what it shows: `![a tree of three nodes](…)`")
    })
    .collect()
}

fn skipped_levels(document: &Document) -> Vec<Diagnostic> {
    let pairs = document.headings.windows(2).filter_map(|pair| match pair {
        [before, after] if after.level > before.level + 1 => Some((before, after)),
        _ => None,
    });
    pairs
        .map(|(before, after)| {
            let message = format!("a heading of level {} follows one of level {}", after.level, before.level);
            Diagnostic::new(Code::SkippedLevel, after.span, message).note(before.span, "the heading before").help(
                format!(
                    "use {} signs: `{} {}`",
                    before.level + 1,
                    "#".repeat(usize::from(before.level) + 1),
                    after.text
                ),
            )
        })
        .collect()
}
