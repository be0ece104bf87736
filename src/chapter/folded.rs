//! Parts of a chapter that are no reading text: questions, answer keys, and folds that hide an answer. Their headings are in no table of
//! contents, and search does not find what they give away. In: document and quiz. Out: ranges of events.

use std::cmp::Reverse;
use std::ops::Range;

use crate::markdown::{Document, EventId};
use crate::quiz::Quiz;
use crate::words::WordKind;

/// Where headings are no parts of the chapter: within a question, in an answer key, in a fold whose summary speaks of an answer. In order,
/// none within another.
pub fn folded(document: &Document, quiz: &Quiz) -> Vec<Range<EventId>> {
    let questions = quiz.questions.iter().map(|question| question.extent.clone());
    // A key begins with its own heading.
    let keys = quiz.keys.iter().map(|key| key.extent.start + 1..key.extent.end);
    let folds = hiding_folds(document).map(|fold| document.inside(fold));
    let all = outermost(questions.chain(keys).chain(folds).map(|range| (range, None)).collect());
    all.into_iter().map(|(range, _)| range).collect()
}

/// What gives answers away: questions, with the index of each, whole answer keys, and whole folds whose summary speaks of an answer. In order,
/// none within another.
pub fn giveaways(document: &Document, quiz: &Quiz) -> Vec<(Range<EventId>, Option<usize>)> {
    let questions = quiz.questions.iter().enumerate().map(|(index, question)| (question.extent.clone(), Some(index)));
    let keys = quiz.keys.iter().map(|key| (key.extent.clone(), None));
    let folds = hiding_folds(document).map(|fold| (fold..document.behind(fold), None));
    outermost(questions.chain(keys).chain(folds).collect())
}

/// Those ranges that are in no other one, in order.
fn outermost(mut all: Vec<(Range<EventId>, Option<usize>)>) -> Vec<(Range<EventId>, Option<usize>)> {
    all.sort_by_key(|(range, _)| (range.start, Reverse(range.end)));
    let mut outermost: Vec<(Range<EventId>, Option<usize>)> = Vec::new();
    for (range, question) in all {
        if outermost.last().is_none_or(|(last, _)| last.end <= range.start) {
            outermost.push((range, question));
        }
    }
    outermost
}

/// The folds that hide an answer, in order.
fn hiding_folds(document: &Document) -> impl Iterator<Item = EventId> + '_ {
    all_folds(document).filter(|id| hides_answer(document, *id))
}

/// All folds, in order.
fn all_folds(document: &Document) -> impl Iterator<Item = EventId> + '_ {
    let has_folds = document.elements.iter().any(|element| element.name == "details");
    let events = if has_folds { document.all() } else { 0..0 };
    events.filter(|id| document.opens(*id, "details"))
}

/// Whether an event is in one of the ranges, which are in order.
pub fn is_within(ranges: &[Range<EventId>], event: EventId) -> bool {
    let next = ranges.partition_point(|range| range.end <= event);
    ranges.get(next).is_some_and(|range| range.start <= event)
}

/// The folds whose summary says that an answer is in them, in order: the event of each and that of its summary.
pub fn answer_folds(document: &Document) -> Vec<(EventId, EventId)> {
    let with_summary = all_folds(document).filter_map(|fold| Some((fold, summary_of(document, fold)?)));
    with_summary.filter(|(_, summary)| speaks_of(document, *summary, &[WordKind::Answer])).collect()
}

/// Whether the fold that opens at `details` hides an answer: its summary says so.
pub(super) fn hides_answer(document: &Document, details: EventId) -> bool {
    let kinds = [WordKind::Answer, WordKind::Explanation, WordKind::Hint];
    summary_of(document, details).is_some_and(|summary| speaks_of(document, summary, &kinds))
}

fn summary_of(document: &Document, details: EventId) -> Option<EventId> {
    document.children(document.inside(details)).find(|part| document.opens(*part, "summary"))
}

/// Whether a summary says that such a thing is below it: `Answer`, `Solution 3`, `Show the answer`; `Key concepts` does not.
fn speaks_of(document: &Document, summary: EventId, kinds: &[WordKind]) -> bool {
    let summary = document.plain(document.inside(summary)).to_lowercase();
    let summary = summary.trim_matches(|c: char| !c.is_alphanumeric());
    kinds.iter().any(|kind| {
        let rest = kind.longest_prefix_len(summary).and_then(|length| summary.get(length..));
        let is_all = rest.is_some_and(|rest| !rest.trim_start().starts_with(char::is_alphabetic));
        is_all || kind.is_at_end_of(summary) || (WordKind::Reveal.is_within(summary) && kind.is_within(summary))
    })
}
