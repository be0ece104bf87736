//! Blocks whose lines are questions though markdown does not say so: paragraphs of several questions without a blank line between, and code
//! fences of LearnSpec. In: the blocks of a sequence. Out: the same, with a block of text for each of these.

use std::ops::Range;

use super::blocks::{Block, BlockShape, HostContainer};
use super::choice_lines::choices_after_stem;
use super::keyword::{ends_choice, names_an_answer};
use super::label::{DIGITS, label_of};
use super::line::{TextLine, lines};
use super::mark::text_box;
use super::opening::{StemMark, opening};
use crate::markdown::{Document, EventId, EventKind, Tag};

/// How far below a stem its first choice may stand, in lines.
const STEM_LINES: usize = 6;

/// Cuts each paragraph of several questions into a block for each. Blocks that stand in a container stay as they are.
pub(super) fn split<'d>(document: &'d Document, blocks: Vec<Block<'d>>) -> Vec<Block<'d>> {
    let mut out = Vec::with_capacity(blocks.len());
    for mut block in blocks {
        if let BlockShape::Text(lines) = &mut block.shape {
            cut_lines(lines);
        }
        if let Some(opened) = quiz_fence(document, &block) {
            out.push(opened);
            continue;
        }
        match parts(document, &block) {
            Some(parts) => out.extend(parts),
            None => out.push(block),
        }
    }
    out
}

/// Cuts lines that begin with a stem and go on with its choices in two.
fn cut_lines(lines: &mut Vec<TextLine<'_>>) {
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        if let Some((stem, choices)) = choices_after_stem(line).and_then(|place| line.cut(place)) {
            lines.splice(at..=at, [stem, choices]);
            at += 1;
        }
        at += 1;
    }
}

/// The lines of a fence named `quiz`, if some of them are boxes: the form of LearnSpec (<https://www.learnspec.org/learnmd/spec.html>).
fn quiz_fence<'d>(document: &'d Document, block: &Block<'d>) -> Option<Block<'d>> {
    let fence = document.event(block.events.start).filter(|event| event.kind == EventKind::Open(Tag::Fence))?;
    let is_quiz =
        document.string(&fence).split_whitespace().next().is_some_and(|name| name.eq_ignore_ascii_case("quiz"));
    if !is_quiz || block.host.is_some() {
        return None;
    }
    let inside = document.inside(block.events.start);
    let lines: Vec<TextLine> =
        lines(document, inside.clone(), MAX_FENCE_LINES).into_iter().map(TextLine::into_prose).collect();
    let is_ticked = lines.iter().any(|line| text_box(line).is_some_and(|found| found.ticked));
    let host = Some(HostContainer::new(block.events.clone(), None));
    is_ticked.then_some(Block { events: inside, shape: BlockShape::Text(lines), host })
}

/// A fence of more lines is no question.
const MAX_FENCE_LINES: usize = 64;

fn parts<'d>(document: &'d Document, block: &Block<'d>) -> Option<Vec<Block<'d>>> {
    let BlockShape::Text(lines) = &block.shape else { return None };
    let starts: Vec<usize> = block.host.is_none().then(|| starts(lines))?;
    if starts.len() < 2 {
        return None;
    }
    let host = Some(HostContainer::new(block.events.clone(), None));
    let inside = inside(document, &block.events);
    let bounds: Vec<usize> = starts.iter().copied().skip(1).chain([lines.len()]).collect();
    let mut begin = inside.start;
    let mut from = 0;
    let mut parts = Vec::with_capacity(bounds.len());
    for to in bounds {
        let end = if to == lines.len() { inside.end } else { line_end(document, lines, to)? };
        let events = begin..end;
        let is_balanced =
            events.clone().all(|id| document.event(id).is_some_and(|event| events.contains(&event.partner)));
        let lines = lines.get(from..to)?.to_vec();
        if !is_balanced || events.is_empty() {
            return None;
        }
        parts.push(Block { events, shape: BlockShape::Text(lines), host: host.clone() });
        (begin, from) = (end + 1, to);
    }
    Some(parts)
}

/// The content of a paragraph; of text without one, all of it.
fn inside(document: &Document, events: &Range<EventId>) -> Range<EventId> {
    match document.event(events.start) {
        Some(event) if event.partner + 1 == events.end && event.partner > events.start => document.inside(events.start),
        _ => events.clone(),
    }
}

/// The event that breaks the line before line `at`.
fn line_end(document: &Document, lines: &[TextLine], at: usize) -> Option<EventId> {
    let (before, here) = (lines.get(at.checked_sub(1)?)?, lines.get(at)?);
    let is_break = |id: &EventId| {
        document.event(*id).is_some_and(|event| match event.kind {
            EventKind::SoftBreak | EventKind::HardBreak => true,
            EventKind::Void => document.element(&event).is_some_and(|element| element.name == "br"),
            _ => false,
        })
    };
    (before.events.end..here.events.start).rev().find(is_break)
}

/// The lines at which questions begin, the first line of all among them. Empty where there are not two with choices.
fn starts(lines: &[TextLine]) -> Vec<usize> {
    let is_first_choice =
        |line: &TextLine| label_of(line).is_some_and(|label| label.rank.0 != DIGITS && label.rank.1 == 0);
    if lines.iter().filter(|line| is_first_choice(line)).take(2).count() < 2 {
        return Vec::new();
    }
    let mut starts = vec![0];
    let mut has_choices = false;
    let mut has_answer = false;
    for (at, line) in lines.iter().enumerate() {
        has_choices |= is_first_choice(line);
        has_answer |= has_choices && names_an_answer(&line.text);
        let is_stem = label_of(line).is_none() && !ends_choice(&line.text) && !line.is_code;
        let choices_follow = || lines.iter().skip(at + 1).take(STEM_LINES).any(is_first_choice);
        let is_marked = opening(&line.text).is_some_and(|found| found.mark >= StemMark::Number);
        if at > 0 && has_choices && is_stem && (is_marked || has_answer) && choices_follow() {
            starts.push(at);
            (has_choices, has_answer) = (false, false);
        }
    }
    starts
}
