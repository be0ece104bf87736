//! Where the answer of a question begins and ends, and what it stands in. In: what follows the choices. Out: the wrapper,
//! what must be hidden, what explains. Never reads letters itself: that is `reading`.

use std::borrow::Cow;

use super::admonition::end_mark;
use super::blocks::{Block, BlockShape, FoldBlock, FoldSummary, is_quote};
use super::choice::{BlockPosition, ListTail};
use super::explanation::{Substance, explaining, substance};
use super::folds::{names_answer, summary_text};
use super::keyword::{ends_choice, is_answers_title, names_an_answer};
use super::line::{TextLine, lines};
use super::question::AnswerWrapper;
use super::reading::{ChoiceNames, NamedChoices, read};
use super::stem::extent_span;
use super::words::{begins_with_choose, head};
use crate::markdown::{Document, Fragment};
use crate::span::Span;
use crate::words::{WordKind, starts_with_ignore_case};

/// How many lines of a list are looked at for an answer.
const MAX_LIST_LINES: usize = 64;

/// The answer of a question.
#[derive(Clone, Debug)]
pub(super) struct ParsedAnswer {
    pub wrapper: AnswerWrapper,
    pub summary: Option<Fragment>,
    /// All that must be hidden until asked for.
    pub body: Vec<Fragment>,
    /// The body without the line that names the choices.
    pub explanation: Vec<Fragment>,
    /// What stands before it, after the choices.
    pub between: Vec<Fragment>,
    pub named: Option<NamedChoices>,
    /// Whether the author set it apart as an answer or explanation; else it only follows ticked choices.
    pub is_marked: bool,
    /// The place of the line that names the choices.
    pub at: Option<Span>,
    /// Pieces that are not shown: `[!success]-`, the fence of an admonition.
    pub omitted: Vec<Span>,
    /// The first block that is not part of it.
    pub end: usize,
}

/// A stretch after the choices: lines, and what they are in the document.
struct AnswerChunk<'b, 'd> {
    lines: Cow<'b, [TextLine<'d>]>,
    fragment: Fragment,
    shape: Option<&'b BlockShape<'d>>,
    /// The block after it.
    end: usize,
}

/// Looks for the answer between `from` and block `limit`.
pub(super) fn find(
    document: &Document,
    blocks: &[Block],
    names: Option<&ChoiceNames>,
    tails: &[ListTail],
    from: BlockPosition,
    limit: usize,
) -> Option<ParsedAnswer> {
    let chunks = chunks(document, blocks, tails, from, limit);
    let mut between = Vec::new();
    for (number, chunk) in chunks.iter().enumerate() {
        match role(chunk, names, number, chunks.get(number + 1)) {
            ChunkRole::Hint => between.push(chunk.fragment.clone()),
            ChunkRole::Skip => {}
            ChunkRole::Folded(fold) => {
                return Some(folded(document, chunk, fold, names, between, chunks.get(number + 1)));
            }
            ChunkRole::Opens => {
                let answer = opened(document, &chunks, number, names, between, limit, blocks);
                // A title without anything below it answers nothing.
                let is_title = |chunk: &AnswerChunk| matches!(chunk.shape, Some(BlockShape::Heading(..)));
                let is_empty = answer.end == chunk.end && is_title(chunk) && answer.named.is_none();
                return (!is_empty).then_some(answer);
            }
            ChunkRole::Unrelated => return None,
        }
    }
    None
}

fn chunks<'b, 'd>(
    document: &'d Document,
    blocks: &'b [Block<'d>],
    tails: &'b [ListTail<'d>],
    from: BlockPosition,
    limit: usize,
) -> Vec<AnswerChunk<'b, 'd>> {
    let mut chunks = Vec::new();
    for tail in tails {
        let fragment = Fragment { events: tail.events.clone(), span: tail.span };
        chunks.push(AnswerChunk { lines: Cow::Borrowed(&tail.lines[..]), fragment, shape: None, end: from.block });
    }
    for at in from.block..limit.min(blocks.len()) {
        let Some(block) = blocks.get(at) else { break };
        let skip = if at == from.block { from.line } else { 0 };
        let lines = match &block.shape {
            BlockShape::List(_) | BlockShape::Other => {
                Cow::Owned(lines(document, block.events.clone(), MAX_LIST_LINES))
            }
            _ => Cow::Borrowed(block.lines().get(skip..).unwrap_or(&[])),
        };
        if skip > 0 && lines.is_empty() {
            continue;
        }
        let mut span = extent_span(document, block);
        if skip > 0 {
            span.start = lines.first().map_or(span.start, TextLine::start);
        }
        let shape = (skip == 0).then_some(&block.shape);
        chunks.push(AnswerChunk {
            lines,
            fragment: Fragment { events: block.events.clone(), span },
            shape,
            end: at + 1,
        });
    }
    chunks
}

/// The explanation of a question whose ticked boxes are its answer: what follows, up to the next rule, heading or fold. None where that is more
/// than eight blocks.
pub(super) fn explanation_after_ticks(
    document: &Document,
    blocks: &[Block],
    from: BlockPosition,
    limit: usize,
) -> Option<ParsedAnswer> {
    let chunks = chunks(document, blocks, &[], from, limit);
    let is_end = |chunk: &AnswerChunk| {
        matches!(chunk.shape, Some(BlockShape::Rule | BlockShape::Heading(..) | BlockShape::Fold(_)))
    };
    let mut count = chunks.iter().take_while(|chunk| !is_end(chunk)).count();
    // A link back to the top stays where it stands.
    let is_navigation = |chunk: &AnswerChunk| substance(document, &chunk.fragment) == Substance::Navigation;
    while count.checked_sub(1).and_then(|last| chunks.get(last)).is_some_and(is_navigation) {
        count -= 1;
    }
    let body: Vec<Fragment> = chunks.iter().take(count).map(|chunk| chunk.fragment.clone()).collect();
    let end = chunks.get(count.checked_sub(1)?)?.end;
    (count <= 8).then_some(ParsedAnswer {
        wrapper: AnswerWrapper::Open,
        summary: None,
        explanation: explaining(document, body.clone()),
        body,
        between: Vec::new(),
        named: None,
        is_marked: false,
        at: None,
        omitted: Vec::new(),
        end,
    })
}

/// The answer of a fold whose summary is the question: its content.
pub(super) fn flashcard(document: &Document, block: &Block, fold: &FoldBlock) -> Option<ParsedAnswer> {
    let chunk = AnswerChunk {
        lines: Cow::Borrowed(&[]),
        fragment: Fragment { events: block.events.clone(), span: extent_span(document, block) },
        shape: None,
        end: 0,
    };
    let answer = folded(document, &chunk, fold, None, Vec::new(), None);
    (!fold.lines.is_empty()).then_some(ParsedAnswer { summary: None, ..answer })
}

/// Whether an answer could begin with a block, looked at alone.
pub(super) fn may_begin(document: &Document, blocks: &[Block], names: Option<&ChoiceNames>, at: usize) -> bool {
    if matches!(
        blocks.get(at).map(|block| &block.shape),
        Some(BlockShape::List(_) | BlockShape::Exhibit | BlockShape::Other)
    ) {
        return false;
    }
    let chunks = chunks(document, blocks, &[], BlockPosition { block: at, line: 0 }, at + 1);
    chunks.first().is_some_and(|chunk| matches!(role(chunk, names, 0, None), ChunkRole::Folded(_) | ChunkRole::Opens))
}

enum ChunkRole<'b, 'd> {
    /// A hint: it belongs to the question and gives nothing away.
    Hint,
    /// A rule before the answer.
    Skip,
    Folded(&'b FoldBlock<'d>),
    /// The answer begins in the open.
    Opens,
    /// Belongs neither to the question nor to its answer.
    Unrelated,
}

fn role<'b, 'd>(
    chunk: &AnswerChunk<'b, 'd>,
    names: Option<&ChoiceNames>,
    number: usize,
    next: Option<&AnswerChunk>,
) -> ChunkRole<'b, 'd> {
    match chunk.shape {
        Some(BlockShape::Fold(fold)) => fold_role(fold, names),
        Some(BlockShape::Rule) => match next.map(|next| role(next, names, number, None)) {
            Some(ChunkRole::Folded(_) | ChunkRole::Opens) if number < 2 => ChunkRole::Skip,
            _ => ChunkRole::Unrelated,
        },
        Some(BlockShape::Exhibit) => ChunkRole::Unrelated,
        // A list or a quote is an answer where it names a choice at once: `1. The answer is B, because …`.
        Some(BlockShape::List(_) | BlockShape::Other) => {
            let reading = names.and_then(|names| read(&chunk.lines, names, false));
            if reading.is_some_and(|reading| reading.lines.start < 1) { ChunkRole::Opens } else { ChunkRole::Unrelated }
        }
        _ => {
            let Some(first) = chunk.lines.first().filter(|line| !line.is_code) else { return ChunkRole::Unrelated };
            let head = head(first.trimmed().trim_start_matches(|c: char| !c.is_alphanumeric()));
            // `Choose the correct answer.` below the choices gives nothing away, either.
            let is_hint = WordKind::Hint.longest_prefix_len(head).is_some()
                || (begins_with_choose(head) && chunk.lines.len() == 1 && !head.contains([':', '：']));
            if is_hint && number < 3 && !matches!(chunk.shape, Some(BlockShape::Heading(..))) {
                return ChunkRole::Hint;
            }
            let reads = names
                .is_some_and(|names| read(&chunk.lines, names, false).is_some_and(|reading| reading.lines.start < 2));
            // `A: …` answers a question without choices.
            let is_dialog = names.is_none() && is_dialog_answer(&chunk.lines);
            // A quote written as text explains the boxes of a fence.
            if reads || is_dialog || ends_choice(&first.text) || opens_answer(head) || first.trimmed().starts_with("> ")
            {
                ChunkRole::Opens
            } else {
                ChunkRole::Unrelated
            }
        }
    }
}

/// `A: A program that copies itself.`: the answer of a dialogue, and no choice, which the next would follow.
fn is_dialog_answer(lines: &[TextLine]) -> bool {
    let begins = |line: &TextLine, mark: char| {
        line.trimmed().strip_prefix(mark).is_some_and(|rest| rest.trim_start_matches('*').starts_with([':', '：']))
    };
    lines.first().is_some_and(|line| begins(line, 'A')) && !lines.iter().any(|line| begins(line, 'B'))
}

/// Whether a line announces an answer whose letter comes later, or that has none: `Sample strong answer:`, `Respuesta modelo:`.
fn opens_answer(text: &str) -> bool {
    let Some((head, _)) = text.split_once([':', '：']) else { return is_answers_title(text) };
    head.split_whitespace().count() <= 4
        && WordKind::Answer.is_within(head)
        && !WordKind::Task.words().iter().any(|task| starts_with_ignore_case(text, task))
}

fn fold_role<'b, 'd>(fold: &'b FoldBlock<'d>, names: Option<&ChoiceNames>) -> ChunkRole<'b, 'd> {
    let summary = summary_text(fold);
    if WordKind::Hint.is_within(&summary) {
        return ChunkRole::Hint;
    }
    let named = names.and_then(|names| read(&fold.lines, names, false));
    let begins = fold.summary.is_none() && fold.lines.first().is_some_and(|line| ends_choice(&line.text));
    let names_it = names_answer(fold) || WordKind::Explanation.is_within(&summary) || begins;
    let reveals = WordKind::Reveal.is_within(&summary) || summary.is_empty();
    match (named, names_it, reveals) {
        (Some(_), ..) | (_, true, _) => ChunkRole::Folded(fold),
        (None, false, true) if names.is_some_and(|names| read(&fold.lines, names, true).is_some()) => {
            ChunkRole::Folded(fold)
        }
        _ => ChunkRole::Unrelated,
    }
}

fn folded(
    document: &Document,
    chunk: &AnswerChunk,
    fold: &FoldBlock,
    names: Option<&ChoiceNames>,
    between: Vec<Fragment>,
    next: Option<&AnswerChunk>,
) -> ParsedAnswer {
    let mut omitted = Vec::new();
    let mut summary = fold.summary.as_ref().map(|summary| summary_fragment(summary, &mut omitted));
    let mut body = vec![Fragment { events: fold.body.clone(), span: content(document, fold, &mut omitted) }];
    let title = summary_text(fold);
    let naming = names_answer(fold) || WordKind::Reveal.is_within(&title) || title.is_empty();
    let reading = names.and_then(|names| read(&fold.lines, names, naming));
    let named_in = reading.as_ref().and_then(|reading| Some((fold.lines.get(reading.lines.clone())?, reading.rest)));
    let mut explanation = without_lines(&body, named_in);
    // A summary that names the answer must be hidden itself.
    let own = fold.summary.as_ref().map(|summary| std::slice::from_ref(&summary.line));
    let in_summary = names.zip(own).and_then(|(names, line)| read(line, names, false));
    if in_summary.is_some() {
        body.splice(0..0, summary.take());
    }
    // The explanation may have a fold of its own.
    let second = next.filter(
        |next| matches!(next.shape, Some(BlockShape::Fold(fold)) if WordKind::Explanation.is_within(&summary_text(fold))),
    );
    body.extend(second.map(|next| next.fragment.clone()));
    explanation.extend(second.map(|next| next.fragment.clone()));
    ParsedAnswer {
        wrapper: fold.wrapper,
        summary,
        at: named_in.and_then(|(lines, _)| Some(lines.last()?.span())),
        named: reading.or(in_summary).map(|reading| reading.named),
        is_marked: true,
        body,
        explanation: explaining(document, explanation),
        between,
        omitted,
        end: second.map_or(chunk.end, |next| next.end),
    }
}

/// The words of a summary; what stands before them is a mark.
fn summary_fragment(summary: &FoldSummary, omitted: &mut Vec<Span>) -> Fragment {
    let words = summary.words();
    let start = words.span.start;
    omitted.push(Span { start: summary.line.start().min(start), end: start });
    words
}

/// The bytes of a fold's content; the fence that ends an admonition is a mark.
fn content(document: &Document, fold: &FoldBlock, omitted: &mut Vec<Span>) -> Span {
    let (first, last) = (document.span(fold.body.start), document.span(fold.body.end.saturating_sub(1)));
    let all = Span { start: first.start.max(fold.from), end: last.end.max(first.end).max(fold.from) };
    let mark = if fold.wrapper == AnswerWrapper::Admonition { end_mark(all.of(&document.text)) } else { 0 };
    let end = all.end - mark as u32;
    omitted.push(Span { start: end, end: all.end });
    Span { end, ..all }
}

/// An answer that is not folded: up to where it reaches.
fn opened(
    document: &Document,
    chunks: &[AnswerChunk],
    first: usize,
    names: Option<&ChoiceNames>,
    between: Vec<Fragment>,
    limit: usize,
    blocks: &[Block],
) -> ParsedAnswer {
    let mut end = first + 1;
    let mut marked = end;
    // What stands in a quote, a paragraph or a fence of questions ends with it.
    let host = |chunk: &AnswerChunk| chunk.end.checked_sub(1).and_then(|at| blocks.get(at)?.host.as_ref());
    let own = chunks.get(first).and_then(host).filter(|host| host.number.is_none());
    while let Some(chunk) = chunks.get(end).filter(|chunk| own.is_none() || host(chunk) == own) {
        let is_marked = chunk.lines.first().is_some_and(|line| ends_choice(&line.text));
        match chunk.shape {
            Some(BlockShape::Rule) => break,
            Some(BlockShape::Other) if !is_quote(document, chunk.fragment.events.start) => break,
            Some(BlockShape::Heading(..)) if !is_marked => break,
            Some(BlockShape::Fold(fold))
                if !names_answer(fold) && !WordKind::Explanation.is_within(&summary_text(fold)) =>
            {
                break;
            }
            _ => {}
        }
        end += 1;
        if is_marked {
            marked = end;
        }
    }
    // Where nothing marks the end, only what is marked as explanation certainly belongs, and up to two blocks more.
    let is_bounded = chunks.get(end).is_some() || limit < blocks.len() || own.is_some();
    if !is_bounded && end - marked > 2 {
        end = marked;
    }
    let is_navigation = |chunk: &AnswerChunk| substance(document, &chunk.fragment) == Substance::Navigation;
    while end > first + 1 && chunks.get(end - 1).is_some_and(is_navigation) {
        end -= 1;
    }
    // A strong line just before the next question is its title.
    let is_title = |chunk: &AnswerChunk| match (chunk.shape, &*chunk.lines) {
        (Some(BlockShape::Text(_)), [line]) => {
            !ends_choice(&line.text)
                && line.text.len() < 120
                && line.is_strong(document, line.lead(), line.text.trim_end().len())
        }
        _ => false,
    };
    while limit < blocks.len() && end > first + 1 && end == chunks.len() && chunks.get(end - 1).is_some_and(is_title) {
        end -= 1;
    }
    // What stands in the choices' own block cannot be left out.
    end = end.max(chunks.iter().take_while(|chunk| chunk.shape.is_none()).count());
    let taken = chunks.get(first..end).unwrap_or(&[]);
    let lines: Vec<TextLine> = taken.iter().flat_map(|chunk| chunk.lines.iter().cloned()).collect();
    // A line without a word may name a choice only where the answer's own word opened it: `Reference` is none of the choices.
    let naming = lines.first().is_some_and(|line| names_an_answer(&line.text) || opens_answer(line.trimmed()));
    let reading = names.and_then(|names| read(&lines, names, naming));
    let body: Vec<Fragment> = taken.iter().map(|chunk| chunk.fragment.clone()).collect();
    let named_in = reading.as_ref().and_then(|reading| Some((lines.get(reading.lines.clone())?, reading.rest)));
    ParsedAnswer {
        wrapper: AnswerWrapper::Open,
        summary: None,
        explanation: explaining(document, without_lines(&body, named_in)),
        at: named_in.and_then(|(lines, _)| Some(lines.last()?.span())),
        named: reading.map(|reading| reading.named),
        is_marked: true,
        body,
        between,
        omitted: Vec::new(),
        end: taken.last().map_or(limit, |chunk| chunk.end),
    }
}

/// Fragments without the lines that name the choices. What the last of them says from byte `rest` on stays.
fn without_lines(body: &[Fragment], lines: Option<(&[TextLine], Option<usize>)>) -> Vec<Fragment> {
    let Some(((first, last), rest)) = lines.and_then(|(lines, rest)| Some((lines.first().zip(lines.last())?, rest)))
    else {
        return body.to_vec();
    };
    let gone = Span { start: first.start(), end: rest.map_or(last.end(), |rest| last.source(rest)) };
    let mut parts = Vec::new();
    for fragment in body {
        let span = fragment.span;
        let pieces =
            [span.start..gone.start.clamp(span.start, span.end), gone.end.clamp(span.start, span.end)..span.end];
        let left = pieces.into_iter().filter(|piece| piece.start < piece.end);
        parts.extend(left.map(|piece| Fragment {
            events: fragment.events.clone(),
            span: Span { start: piece.start, end: piece.end },
        }));
    }
    parts
}
