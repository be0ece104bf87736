//! Folds as questions see them: which hide an answer, and which quotes are folds though no mark says so. In: the structure of a
//! sequence. Out: the same, with quotes and admonitions settled. Never decides what is a question.

use std::borrow::Cow;
use std::ops::Range;

use super::admonition;
use super::blocks::{Block, BlockShape, FoldBlock, HostContainer, blocks, first_line, fold, is_quote};
use super::keyword::is_answer_line;
use super::opening::{StemMark, opening};
use super::paragraphs;
use super::question::AnswerWrapper;
use super::words::lowered;
use crate::markdown::{Document, EventId};
use crate::words::WordKind;

/// The blocks of a sequence; `number` is that of the list's item it is the inside of. Besides numbered lists with one item, quotes that
/// stand just before the fold with their answer are opened: their content stands in the sequence.
pub(super) fn sequence(document: &Document, range: Range<EventId>, number: Option<u32>) -> Vec<Block<'_>> {
    let host = number.map(|number| HostContainer::new(range.clone(), Some(number)));
    let mut blocks = paragraphs::split(document, with_opened_quotes(document, blocks(document, range, host)));
    for block in &mut blocks {
        if let Some(fold) = answer_quote(document, block) {
            block.shape = BlockShape::Fold(Box::new(fold));
        }
    }
    admonition::join(document, &mut blocks);
    blocks
}

fn with_opened_quotes<'d>(document: &'d Document, closed: Vec<Block<'d>>) -> Vec<Block<'d>> {
    let names = |block: &Block| matches!(&block.shape, BlockShape::Fold(fold) if names_answer(fold));
    let opens = |block: &Block, next: &Block| {
        let is_question = block.host.is_none() && is_quote(document, block.events.start) && !names(block);
        is_question && next.events.start == block.events.end && names(next)
    };
    if !closed.windows(2).any(|pair| matches!(pair, [block, next] if opens(block, next))) {
        return closed;
    }
    let mut opened = Vec::with_capacity(closed.len());
    let mut closed = closed.into_iter().peekable();
    while let Some(block) = closed.next() {
        if closed.peek().is_some_and(|next| opens(&block, next)) {
            let inside = document.inside(block.events.start);
            opened.extend(blocks(document, inside, Some(HostContainer::new(block.events, None))));
        } else {
            opened.push(block);
        }
    }
    opened
}

/// A plain quote that begins like an answer, as a fold.
fn answer_quote<'d>(document: &'d Document, block: &Block) -> Option<FoldBlock<'d>> {
    if !matches!(block.shape, BlockShape::Other) || !is_quote(document, block.events.start) {
        return None;
    }
    let inside = document.inside(block.events.start);
    let first = first_line(document, &inside)?;
    let is_answer = is_answer_line(&first.text) && !first.trimmed().starts_with("[!");
    is_answer.then(|| fold(document, AnswerWrapper::Callout, None, inside, 0))
}

/// The words of a fold's summary, lower-case where that changes their length.
pub(super) fn summary_text<'f>(fold: &'f FoldBlock) -> Cow<'f, str> {
    lowered(fold.summary.as_ref().and_then(|summary| summary.line.text.get(summary.at..)).unwrap_or("").trim())
}

/// Whether a fold hides an answer, by the words of its summary. A callout of a question hides none: `[!question] Which is correct?`
pub(super) fn names_answer(fold: &FoldBlock) -> bool {
    let is_question = || {
        let line =
            fold.summary.as_ref().filter(|_| fold.wrapper == AnswerWrapper::Callout).map(|summary| &summary.line);
        line.is_some_and(|line| opening(&line.text).is_some_and(|found| found.mark == StemMark::Callout))
    };
    WordKind::Answer.is_within(&summary_text(fold)) && !is_question()
}
