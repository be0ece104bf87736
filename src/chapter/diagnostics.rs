//! The diagnostics of one chapter, made from what decoding, repair and markdown found: one function for each.

use super::foreign;
use crate::diagnostic::{Code, Diagnostic, Fix};
use crate::markdown::{Document, EventKind, LinkKind, Oddity, OddityKind, Tag};
use crate::path::SourcePath;
use crate::quiz::{self, Quiz};
use crate::repair::Repair;
use crate::source::{self, Source};
use crate::span::{LineIndex, Span};

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
    let help = match first_alternatives(repair).as_str() {
        "" => "write the right text into the file, or run `syllabus repair --write --all` to keep this one".to_owned(),
        others => format!(
            "it may have been {others}: write the right one into the file, or run `syllabus repair --write --all` to keep this one"
        ),
    };
    Some(Diagnostic::new(Code::UnsureRepair, repair.span, message).help(help))
}

/// The first alternatives of a repair, each in backticks; empty where there are none.
pub fn first_alternatives(repair: &Repair) -> String {
    repair.alternatives.iter().take(3).map(|other| format!("`{other}`")).collect::<Vec<_>>().join(", ")
}

/// A diagnostic for a repair that was not made, as it is less probable than `[repair] min_confidence`.
pub(super) fn withheld(repair: &Repair) -> Diagnostic {
    let percent = (repair.confidence * 100.0).round();
    let message = format!(
        "`{}` may have been `{}` ({percent} %), less sure than `[repair] min_confidence` asks, and stays as it is",
        repair.before, repair.after
    );
    let or = match first_alternatives(repair).as_str() {
        "" => String::new(),
        others => format!(", or {others}"),
    };
    Diagnostic::new(Code::UnsureRepair, repair.span, message)
        .help(format!("write `{}`{or} into the file, or lower `min_confidence`", repair.after))
}

/// One diagnostic for each line of `text` (the file as decoded) that has lost characters; `lost` are their places in order.
pub(super) fn irrecoverable(text: &str, lost: &[Span]) -> Vec<Diagnostic> {
    if lost.is_empty() {
        return Vec::new();
    }
    let lines = LineIndex::new(text);
    let mut found: Vec<(u32, Span, usize)> = Vec::new();
    for span in lost {
        let line = lines.line(span.start);
        match found.last_mut().filter(|(last, ..)| *last == line) {
            Some((_, _, count)) => *count += 1,
            None => found.push((line, *span, 1)),
        }
    }
    found.into_iter().map(|(_, span, count)| lost_characters(text, span, count)).collect()
}

/// A diagnostic for characters of `text` at `span` that are lost for good, at `count` places of their line.
pub fn lost_characters(text: &str, span: Span, count: usize) -> Diagnostic {
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
    found.extend(document.oddities.iter().map(|odd| oddity(document, odd)));
    found.extend(foreign::directives(document));
    found.extend(missing_alt(document));
    found.extend(skipped_levels(document));
    found
}

fn oddity(document: &Document, odd: &Oddity) -> Diagnostic {
    let text = odd.span.of(&document.text);
    let first_line = text.lines().next().unwrap_or("");
    let head = Span { start: odd.span.start, end: odd.span.start + first_line.trim_end().len() as u32 };
    // Lines with something in them, below the first.
    let lines = match text.lines().skip(1).filter(|line| !line.trim_matches(['>', ' ', '\t']).is_empty()).count() {
        0 => None,
        1 => Some("the line after it is".to_owned()),
        count => Some(format!("{count} lines after it are")),
    };
    match odd.kind {
        OddityKind::UnclosedComment => {
            let hidden = lines.map(|lines| format!(": {lines} hidden")).unwrap_or_default();
            Diagnostic::new(Code::Unclosed, head, format!("the comment that begins here is never closed{hidden}"))
                .help(if text.starts_with("<!--") { "end it with `-->`" } else { "end it with `>`" })
        }
        OddityKind::UnclosedFence => {
            let shown = lines.map(|lines| format!(": {lines} shown as code")).unwrap_or_default();
            Diagnostic::new(Code::Unclosed, head, format!("the code that begins here is never closed{shown}"))
                .help("end it with a line that holds the same signs, indented like its first line, and nothing else")
        }
        OddityKind::LostCells { columns, more_rows } => {
            let columns = match columns {
                1 => "only column".to_owned(),
                count => format!("{count} columns"),
            };
            let more = match more_rows {
                0 => String::new(),
                1 => ", and so do cells of another row".to_owned(),
                count => format!(", and so do cells of {count} more rows"),
            };
            let message = format!("`{text}` lies beyond the table's {columns} and vanishes, as on GitHub{more}");
            Diagnostic::new(Code::LostCells, odd.span, message)
                .help("write `\\|` where the sign is no border, also in code; else give the head another column")
        }
        OddityKind::Drawing => {
            let name = text.trim_start_matches('<').split(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
            let message = format!("what `<{name}>` draws vanishes, as on GitHub: only its words stay");
            Diagnostic::new(Code::LostTag, head, message).help(match name {
                "math" => "write the formula between two `$`",
                _ => "save it as a file, and show it as an image: `![what it shows](drawing.svg)`",
            })
        }
        OddityKind::OddBlank => {
            let code = text.chars().next().map_or(0, u32::from);
            let message = format!("the blank after `#` is none (U+{code:04X}): on GitHub this heading is plain text");
            Diagnostic::new(Code::OddBlank, odd.span, message).help("delete it, and type a blank").fix(Fix::new(
                "put a blank in its place",
                odd.span,
                " ",
            ))
        }
    }
}

fn lost_tag(document: &Document, span: Span) -> Diagnostic {
    let tag = span.of(&document.text);
    let tag = tag.lines().next().unwrap_or(tag);
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

/// What seems to hold answers and was not understood, in a course that withholds them: headings, the chapter itself, and files it leads to.
pub(super) fn not_withheld(
    document: &Document,
    quiz: &Quiz,
    path: &SourcePath,
    title: Option<&str>,
) -> Vec<Diagnostic> {
    let help = "leave it out of the course (`[build] ignore`), or write the answers as syllabus understands them";
    let is_of_answers = title.into_iter().chain([path.stem()]).any(quiz::is_answers_name);
    let chapter = (is_of_answers && quiz.keys.is_empty()).then(|| {
        let head = Span { start: 0, end: 0 };
        Diagnostic::new(Code::NotWithheld, head, "the chapter seems to hold answers, and is published as it is")
            .help(help)
    });
    let headings = quiz::unread_answers(document, quiz);
    let headings = headings.into_iter().filter(|_| chapter.is_none()).map(|span| {
        let message =
            "what is below this heading seems to be answers that were not understood, and is published as it is";
        Diagnostic::new(Code::NotWithheld, span, message).help(help)
    });
    let files = document.links.iter().filter(|link| !link.href.contains("://")).filter_map(|link| {
        let file = link.href.split(['#', '?']).next().unwrap_or_default();
        let (name, ending) = file.rsplit('/').next()?.rsplit_once('.')?;
        let is_chapter = ["md", "markdown", "html"].iter().any(|other| other.eq_ignore_ascii_case(ending));
        (!is_chapter && quiz::is_answers_name(name)).then(|| {
            let message = format!("the file `{file}` seems to hold answers, and is published as it is");
            Diagnostic::new(Code::NotWithheld, link.span, message).help("take the link and the file out of the course")
        })
    });
    let files: Vec<Diagnostic> = files.collect();
    chapter.clone().into_iter().chain(headings).chain(files).collect()
}
