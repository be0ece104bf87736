//! The groups of choices in a sequence, each read by the form that fits. In: blocks. Out: groups, in order of place.

use super::blocks::{Block, BlockShape, FoldBlock, blocks};
use super::choice::{BlockPosition, ChoiceGroup};
use super::choice_lines::{boxed_lines, in_line, lettered_lines, may_begin_choice};
use super::choice_list::{cut_boxes, items};
use super::question::AnswerWrapper;
use super::words::lowered;
use crate::markdown::Document;
use crate::words::WordKind;

/// The groups of a sequence, in order.
pub(super) fn groups<'d>(document: &'d Document, blocks: &[Block<'d>]) -> Vec<ChoiceGroup<'d>> {
    gather(document, blocks, |fold, at| folded(document, fold, at))
}

/// The groups of a sequence; `folded` reads those that are a fold's content, so that folds in folds are not followed.
fn gather<'d>(
    document: &'d Document,
    blocks: &[Block<'d>],
    folded: impl Fn(&FoldBlock<'d>, BlockPosition) -> Option<ChoiceGroup<'d>>,
) -> Vec<ChoiceGroup<'d>> {
    let mut groups = Vec::new();
    let mut at = BlockPosition { block: 0, line: 0 };
    while let Some(block) = blocks.get(at.block) {
        let found = match &block.shape {
            // Most paragraphs have no line that begins like a choice.
            BlockShape::Text(lines) if !lines.iter().skip(at.line).any(may_begin_choice) => None,
            BlockShape::Text(lines) => first(
                [in_line(document, block, lines, at), boxed_lines(document, block, lines, at)].into_iter().flatten(),
            )
            .or_else(|| lettered_lines(document, blocks, lines, at)),
            BlockShape::List(list) => cut_boxes(document, blocks, at.block).or_else(|| items(document, list, at.block)),
            BlockShape::Fold(fold) => folded(fold, at),
            _ => None,
        };
        match found {
            Some(group) => {
                at = match block.shape {
                    BlockShape::List(_) | BlockShape::Fold(_) => group.end.max(at.next_block()),
                    _ => group.end.max(BlockPosition { line: at.line + 1, ..at }),
                };
                groups.push(group);
            }
            None => at = at.next_block(),
        }
    }
    groups
}

/// Choices that are all the content of a fold which is called so: `<summary>Options</summary>`.
fn folded<'d>(document: &'d Document, fold: &FoldBlock<'d>, at: BlockPosition) -> Option<ChoiceGroup<'d>> {
    let summary = fold.summary.as_ref().filter(|_| fold.wrapper == AnswerWrapper::Details)?;
    if !WordKind::OptionsTitle.is_within(&lowered(&summary.line.text)) {
        return None;
    }
    let inner = blocks(document, fold.body.clone(), None);
    let mut found = gather(document, &inner, |_, _| None).into_iter();
    let group = found.next().filter(|_| found.next().is_none())?;
    let is_whole = group.start == BlockPosition { block: 0, line: 0 } && group.end.block >= inner.len();
    let mut choices = group.choices;
    choices.first_mut()?.omitted.push(summary.words().span);
    (is_whole && group.tail.is_empty()).then_some(ChoiceGroup {
        choices,
        start: at,
        end: at.next_block(),
        tail: Vec::new(),
        ..group
    })
}

/// The group that begins first.
fn first<'d>(groups: impl Iterator<Item = ChoiceGroup<'d>>) -> Option<ChoiceGroup<'d>> {
    groups.min_by_key(|group| group.start)
}
