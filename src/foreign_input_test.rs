//! Every reader of foreign input against texts that nobody would write (`tests/it/mutations.rs`). Nothing panics, everything nests, all places
//! lie in the text. The slowest is said.

#[path = "../tests/it/mutations.rs"]
mod mutations;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Instant;

use mutations::{Random, corpus, many, mutated, number};
use rayon::prelude::*;

use crate::chapter::{Chapter, ChapterSettings, understand};
use crate::markdown::{Document, EventKind, Fragment, RawHtml};
use crate::path::SourcePath;
use crate::source::{self, Source, front_matter};
use crate::span::Span;
use crate::{config, repair};

#[test]
fn whatever_is_written_the_readers_stand() {
    let (many, seed) = (many(), number("SYLLABUS_MUTATION_SEED", 1));
    let corpus = corpus();
    let slowest = (seed..seed + many)
        .into_par_iter()
        .map(|seed| {
            let text = mutated(&corpus, seed);
            let start = Instant::now();
            if let Err(fault) = catch_unwind(AssertUnwindSafe(|| check(&text, seed))) {
                panic!("seed {seed}: {}\n{text:?}", said(&*fault));
            }
            (start.elapsed(), seed)
        })
        .max();
    println!("{many} texts; the slowest: {slowest:?}");
}

fn check(text: &str, seed: u64) {
    check_decoding(text, seed);
    check_config(text);
    check_repair(text);
    let source = Source::from_bytes(SourcePath::new("a/b.md"), text.as_bytes());
    // A text with a NUL is no text.
    if let Ok(source) = &source {
        let repair = Some(repair::RepairSettings::default());
        for settings in [
            ChapterSettings::default(),
            ChapterSettings { repair, ..ChapterSettings::default() },
            ChapterSettings { raw_html: RawHtml::Text, ..ChapterSettings::default() },
        ] {
            check_chapter(&understand(source, &settings));
        }
    }
}

/// Bytes changed here and there are text or not; what is text again becomes the same bytes.
fn check_decoding(text: &str, seed: u64) {
    let mut random = Random(!seed);
    let mut bytes = text.as_bytes().to_vec();
    for _ in 0..random.below(4) {
        let at = random.below(bytes.len());
        if let Some(byte) = bytes.get_mut(at) {
            *byte = random.below(256) as u8;
        }
    }
    if let Ok((text, decoding)) = source::decode(&bytes) {
        drop(decoding.encode(&text));
    }
}

fn check_config(text: &str) {
    let (_, notices) = config::parse(text);
    for notice in notices {
        notice.span.into_iter().for_each(|span| check_span(text, span));
    }
    if let Some(block) = front_matter::split(text) {
        assert!(text.is_char_boundary(block.body_start));
        front_matter::parse(text, &block).1.iter().filter_map(|note| note.span).for_each(|span| check_span(text, span));
    }
}

fn check_repair(text: &str) {
    let repaired = repair::repair(text, &repair::RepairSettings::default());
    let mut end = 0;
    for repair in &repaired.repairs {
        check_span(text, repair.span);
        assert!(repair.span.start >= end, "repairs in order");
        assert_eq!(repair.span.of(text), repair.before);
        end = repair.span.end;
    }
    repaired.lost.iter().for_each(|span| check_span(text, *span));
    if repaired.repairs.is_empty() {
        assert_eq!(repaired.text, text, "without a repair nothing changes");
    }
}

fn check_chapter(chapter: &Chapter) {
    let document = &chapter.document;
    check_nesting(document);
    document.links.iter().for_each(|link| check_span(&document.text, link.span));
    document.headings.iter().for_each(|heading| check_span(&document.text, heading.span));
    for question in &chapter.quiz.questions {
        question.choices.iter().flat_map(|choice| &choice.text).for_each(|part| check_fragment(document, part));
        question.explanation().iter().for_each(|part| check_fragment(document, part));
        question.choices.iter().for_each(|choice| drop(choice.words(document)));
    }
    for diagnostic in &chapter.summary.diagnostics {
        diagnostic.span.into_iter().for_each(|span| check_span(&chapter.text, span));
        diagnostic.notes.iter().for_each(|note| check_span(&chapter.text, note.span));
    }
    let ids: Vec<&str> = document.headings.iter().map(|heading| &*heading.id).collect();
    let mut once: Vec<&str> =
        ids.iter().chain(&document.anchors.iter().map(String::as_str).collect::<Vec<_>>()).copied().collect();
    let all = once.len();
    once.sort_unstable();
    once.dedup();
    assert_eq!(once.len(), all, "each id once: {ids:?} {:?}", document.anchors);
}

fn check_nesting(document: &Document) {
    let mut open = Vec::new();
    for (id, event) in document.events.iter().enumerate() {
        check_span(&document.text, event.span);
        match event.kind {
            EventKind::Open(tag) => open.push((id, tag)),
            EventKind::Close(tag) => assert_eq!(open.pop(), Some((event.partner as usize, tag)), "containers nest"),
            _ => assert_eq!(event.partner as usize, id),
        }
    }
    assert!(open.is_empty(), "what opens closes");
}

fn check_fragment(document: &Document, fragment: &Fragment) {
    check_span(&document.text, fragment.span);
    assert!(fragment.events.start <= fragment.events.end && fragment.events.end as usize <= document.events.len());
}

#[track_caller]
fn check_span(text: &str, span: Span) {
    let (start, end) = (span.start as usize, span.end as usize);
    assert!(start <= end && end <= text.len(), "{span:?} lies in a text of {} bytes", text.len());
    assert!(text.is_char_boundary(start) && text.is_char_boundary(end), "{span:?} lies between characters");
}

fn said(fault: &(dyn std::any::Any + Send)) -> String {
    let text = fault.downcast_ref::<String>().cloned();
    text.or_else(|| fault.downcast_ref::<&str>().map(|text| (*text).to_owned())).unwrap_or_default()
}
