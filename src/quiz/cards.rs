//! Flashcards: folds whose summary is the question. In: the blocks of a sequence. Out: which of them is one. Never reads the answer.

use super::blocks::{Block, BlockShape, FoldBlock, FoldSummary, blocks};
use super::choice::{ChoiceForm, ChoiceGroup};
use super::folds::names_answer;
use super::groups::groups;
use super::keyword::is_answer_line;
use super::label::label_of;
use super::opening::{StemMark, opening};
use super::question::AnswerWrapper;
use super::words::asks;
use crate::markdown::{Document, EventId, EventKind};

/// Whether the block at `at` is a flashcard; `in_quiz` says whether a heading above it names a quiz. Folds that hold choices of their own are
/// questions with a title.
pub(super) fn is_card(document: &Document, blocks: &[Block], at: usize, in_quiz: bool) -> bool {
    let Some(BlockShape::Fold(fold)) = blocks.get(at).map(|block| &block.shape) else { return false };
    let Some(summary) = &fold.summary else { return false };
    match fold.wrapper {
        AnswerWrapper::Details => {
            let asks_at = |at: usize| blocks.get(at).is_some_and(summary_asks);
            // One that does not ask (`Explain rebase`) is a card beside one that does.
            let stands_beside = || asks_at(at + 1) || at.checked_sub(1).is_some_and(asks_at);
            let may_ask = asks(&summary.line.text) || (!names_answer(fold) && stands_beside());
            in_quiz && may_ask && !holds_question(document, fold)
        }
        AnswerWrapper::Callout => is_question_callout(summary) && !holds_choices(document, fold),
        AnswerWrapper::Admonition | AnswerWrapper::Open => false,
    }
}

/// `[!question]- Why?`: a callout of a question that is folded.
fn is_question_callout(summary: &FoldSummary) -> bool {
    let text = &summary.line.text;
    let is_folded = text.get(..summary.at).is_some_and(|mark| mark.trim_end().ends_with(['-', '+']));
    is_folded && opening(text).is_some_and(|found| found.mark == StemMark::Callout)
}

/// Whether a block is a fold whose summary is a question.
fn summary_asks(block: &Block) -> bool {
    let BlockShape::Fold(fold) = &block.shape else { return false };
    fold.wrapper == AnswerWrapper::Details && fold.summary.as_ref().is_some_and(|summary| asks(&summary.line.text))
}

/// Whether anything in a fold looks like a choice.
fn holds_choices(document: &Document, fold: &FoldBlock) -> bool {
    let is_task = |id: EventId| matches!(document.event(id).map(|event| event.kind), Some(EventKind::Task(_)));
    let is_first = |line| label_of(line).is_some_and(|label| label.rank.1 == 0);
    fold.body.clone().any(is_task) || fold.lines.iter().any(is_first)
}

/// Whether a fold holds choices and what answers them. Letters without an answer among them are the answer: `What are the parts?`
fn holds_question(document: &Document, fold: &FoldBlock) -> bool {
    let inner = blocks(document, fold.body.clone(), None);
    let is_answered = fold.lines.iter().any(|line| is_answer_line(&line.text))
        || inner.iter().any(|block| matches!(block.shape, BlockShape::Fold(_)));
    let may_ask = |group: &ChoiceGroup| match group.form {
        ChoiceForm::Boxes => group.ticks() > 0 || is_answered,
        ChoiceForm::Lettered => is_answered,
        ChoiceForm::Plain => false,
    };
    groups(document, &inner).iter().any(may_ask)
}
