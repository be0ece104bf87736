//! Folds of other programs, written as text: `??? question "Answer"` with an indented block, `::: details` to `:::`.
//! In: the blocks of a sequence. Out: the same, each admonition as one block. A fence that nothing ends stays text.

use super::blocks::{Block, BlockShape, FoldBlock, FoldSummary, MAX_FOLD_LINES};
use super::line::{TextLine, lines};
use super::question::AnswerWrapper;
use crate::markdown::Document;

/// Puts the blocks of each admonition into one.
pub(super) fn join<'d>(document: &'d Document, blocks: &mut Vec<Block<'d>>) {
    if !blocks.iter().any(|block| opener(block).is_some()) {
        return;
    }
    let mut joined: Vec<Block> = Vec::with_capacity(blocks.len());
    // A fence that nothing ends is a line of text.
    let mut ends = blocks.iter().filter(|block| closer(block)).count();
    let mut rest = std::mem::take(blocks).into_iter().peekable();
    while let Some(block) = rest.next() {
        ends -= usize::from(closer(&block));
        let found = opener(&block).filter(|(_, fenced)| !fenced || ends > 0 || closer(&block));
        let Some((at, fenced)) = found else {
            joined.push(block);
            continue;
        };
        let mut end = block.events.end;
        if fenced {
            while !closer(&block) {
                let Some(next) = rest.next() else { break };
                end = next.events.end;
                if closer(&next) {
                    ends -= 1;
                    break;
                }
            }
        } else if let Some(next) = rest.next_if(|next| matches!(next.shape, BlockShape::Exhibit)) {
            end = next.events.end;
        }
        joined.push(fold(document, block, at, end));
    }
    *blocks = joined;
}

fn fold<'d>(document: &'d Document, block: Block<'d>, at: usize, end: u32) -> Block<'d> {
    let events = block.events.start..end;
    let first = block.lines().first().cloned().unwrap_or_default();
    let from = first.end();
    let lines = lines(document, events.clone(), MAX_FOLD_LINES)
        .into_iter()
        .filter(|line| line.start() >= from && line.trimmed() != ":::")
        .map(TextLine::into_prose)
        .collect();
    let fold = FoldBlock {
        wrapper: AnswerWrapper::Admonition,
        summary: Some(FoldSummary { line: first, at }),
        body: events.clone(),
        from,
        lines,
    };
    Block { events, shape: BlockShape::Fold(Box::new(fold)), host: block.host }
}

/// Where the title begins in the first line of an admonition, and whether it ends with a fence of its own.
fn opener(block: &Block) -> Option<(usize, bool)> {
    let BlockShape::Text(lines) = &block.shape else { return None };
    let line = lines.first()?;
    let text = line.trimmed();
    let fenced = text.starts_with(":::");
    let mark = ["???", "!!!", ":::"].iter().find(|mark| text.starts_with(**mark))?;
    let rest = text.get(mark.len()..)?.trim_start_matches(['+', ':', '{', '.']).trim_start();
    let word = rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
    (word > 0).then(|| (line.lead() + text.len() - rest.len() + word, fenced))
}

fn closer(block: &Block) -> bool {
    block.lines().last().is_some_and(|line| line.trimmed() == ":::")
}
