//! The groups of choices in a sequence, each read by the form that fits. In: blocks. Out: groups, in order of place.

use super::blocks::{Block, BlockShape};
use super::choice::{BlockPosition, ChoiceGroup};
use super::choice_lines::{boxed_lines, in_line, lettered_lines};
use super::choice_list::{cut_boxes, items};
use crate::markdown::Document;

/// The groups of a sequence, in order.
pub(super) fn groups<'d>(document: &Document, blocks: &[Block<'d>]) -> Vec<ChoiceGroup<'d>> {
    let mut groups = Vec::new();
    let mut at = BlockPosition { block: 0, line: 0 };
    while let Some(block) = blocks.get(at.block) {
        let found = match &block.shape {
            BlockShape::Text(lines) => first(
                [in_line(document, block, lines, at), boxed_lines(document, block, lines, at)]
                    .into_iter()
                    .flatten(),
            )
            .or_else(|| lettered_lines(document, blocks, lines, at)),
            BlockShape::List(list) => cut_boxes(document, blocks, at.block).or_else(|| items(document, list, at.block)),
            _ => None,
        };
        match found {
            Some(group) => {
                at = match block.shape {
                    BlockShape::List(_) => group.end.max(at.next_block()),
                    _ => group.end.max(BlockPosition { line: at.line + 1, ..at }),
                };
                groups.push(group);
            }
            None => at = at.next_block(),
        }
    }
    groups
}

/// The group that begins first.
fn first<'d>(groups: impl Iterator<Item = ChoiceGroup<'d>>) -> Option<ChoiceGroup<'d>> {
    groups.min_by_key(|group| group.start)
}
