//! Behaviour of the whole room: markdown in, questions out; and the laws that the page relies on.

use super::*;
use crate::markdown::{Kind, Tag, parse};

/// Markdown and the quiz in it.
fn quiz(text: &str) -> (Document, Quiz) {
    let document = parse(text.into(), 0);
    let quiz = find(&document);
    partition(&document, &quiz).unwrap_or_else(|fault| panic!("{fault}\n{text}"));
    (document, quiz)
}

/// A question as one line: number, kind, choices, answer, what explains it.
fn line(document: &Document, question: &Question) -> String {
    let choices: Vec<String> =
        question.choices.iter().map(|choice| format!("{}={}", choice.label, choice.words(document))).collect();
    let mut out = format!("{} {:?} {:?} [{}] {}", question.number, question.kind, question.words, choices.join("|"), question.answer.join(","));
    if !question.also.is_empty() {
        out.push_str(&format!(" or {}", question.also.join(",")));
    }
    let why: Vec<String> = question.explanation().iter().map(|part| document.plain_fragment(part)).filter(|part| !part.is_empty()).collect();
    if !why.is_empty() {
        out.push_str(&format!(" because {:?}", why.join(" / ")));
    }
    out
}

#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let (document, quiz) = quiz(text);
    let found: Vec<String> = quiz.questions.iter().map(|question| line(&document, question)).collect();
    assert_eq!(found, expected, "{text}");
}

/// The law: heading, stem, choices, between, summary, body and marks are all the text of the extent, each piece once; extents
/// are balanced and do not overlap.
fn partition(document: &Document, quiz: &Quiz) -> Result<(), String> {
    let mut extents: Vec<Range<EventId>> = quiz.questions.iter().map(|question| question.extent.clone()).collect();
    extents.extend(quiz.keys.iter().map(|key| key.extent.clone()));
    extents.extend(quiz.checklists.iter().map(|list| list.list.clone()));
    extents.sort_by_key(|extent| extent.start);
    for pair in extents.windows(2) {
        if pair[0].end > pair[1].start {
            return Err(format!("{:?} and {:?} overlap", pair[0], pair[1]));
        }
    }
    for extent in &extents {
        let is_balanced = extent.clone().all(|id| document.event(id).is_some_and(|event| extent.contains(&event.partner)));
        if !is_balanced || extent.is_empty() {
            return Err(format!("{extent:?} is not balanced"));
        }
    }
    quiz.questions.iter().try_for_each(|question| parts_are_whole(document, question))
}

fn parts_are_whole(document: &Document, question: &Question) -> Result<(), String> {
    let mut parts: Vec<Fragment> = Vec::new();
    let whole = |range: Range<EventId>| Fragment { events: range, span: Span { start: 0, end: u32::MAX } };
    parts.extend(question.heading.map(|heading| whole(document.inside(heading))));
    parts.extend(question.stem.iter().cloned());
    parts.extend(question.choices.iter().flat_map(|choice| choice.text.iter().cloned()));
    parts.extend(question.between.iter().cloned());
    if let Some(details) = &question.details {
        parts.extend(details.summary.clone());
        parts.extend(details.body.iter().cloned());
    }
    let mut shown: Vec<(EventId, Span)> = Vec::new();
    for part in &parts {
        if part.events.start < question.extent.start || part.events.end > question.extent.end {
            return Err(format!("question {}: {part:?} lies outside of {:?}", question.number, question.extent));
        }
        let leaves = document.clip(part).filter(|(_, event)| matches!(event.kind, Kind::Text | Kind::Decoded | Kind::Code));
        shown.extend(leaves.map(|(id, event)| (id, event.span)));
    }
    shown.sort();
    for pair in shown.windows(2) {
        if pair[0].0 == pair[1].0 && pair[0].1.end > pair[1].1.start {
            return Err(format!("question {} shows {:?} twice", question.number, pair[1].1.of(&document.text)));
        }
    }
    for id in question.extent.clone() {
        let Some(event) = document.event(id).filter(|event| matches!(event.kind, Kind::Text | Kind::Decoded | Kind::Code)) else { continue };
        let from = shown.partition_point(|(other, _)| *other < id);
        let own: Vec<Span> = shown[from..].iter().take_while(|(other, _)| *other == id).map(|(_, span)| *span).collect();
        if let Some(lost) = lost(document, event.span, &own, &question.marks) {
            return Err(format!("question {} loses {lost:?}", question.number));
        }
    }
    Ok(())
}

/// Text of `span` that neither is shown nor a mark.
fn lost(document: &Document, span: Span, shown: &[Span], marks: &[Span]) -> Option<String> {
    let mut at = span.start;
    let mut gone = String::new();
    for piece in shown.iter().chain([&Span { start: span.end, end: span.end }]) {
        let gap = Span { start: at.min(piece.start), end: piece.start };
        let in_mark = marks.iter().any(|mark| mark.contains(gap));
        if !in_mark && gap.of(&document.text).chars().any(|c| !c.is_whitespace()) {
            gone.push_str(gap.of(&document.text));
        }
        at = piece.end;
    }
    (!gone.is_empty()).then_some(gone)
}

/// All markdown files below a folder of real courses.
fn courses() -> Vec<std::path::PathBuf> {
    let root = std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared"));
    if !root.is_dir() {
        println!("skipped: no real courses beside this folder");
        return Vec::new();
    }
    let mut waiting = vec![root.join("courses"), root.join("seed")];
    let mut files = Vec::new();
    while let Some(folder) = waiting.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok) {
            let path = entry.path();
            if path.is_dir() {
                waiting.push(path);
            } else if path.extension().is_some_and(|end| end == "md") {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

#[test]
fn in_real_courses_no_word_is_lost_or_doubled() {
    let mut faults = Vec::new();
    for path in courses() {
        let Ok(text) = std::fs::read_to_string(&path) else { continue };
        let document = parse(text.into(), 0);
        let quiz = find(&document);
        if let Err(fault) = partition(&document, &quiz) {
            faults.push(format!("{}: {fault}", path.display()));
        }
    }
    assert!(faults.is_empty(), "{} files\n{}", faults.len(), faults[..faults.len().min(40)].join("\n"));
}
