//! Where the answer of a question begins and ends, and what it stands in. In: what follows the choices. Out: the wrapper,
//! what must be hidden, what explains. Never reads letters itself: that is `reading`.

use std::borrow::Cow;
use std::ops::Range;

use super::blocks::{AnswerWrapper, Block, BlockShape, FoldBlock, TextLine, rows};
use super::choice::{BlockPosition, ListTail};
use super::label::ends_choice;
use super::reading::{ChoiceNames, NamedChoices, is_title, read};
use super::stem::extent_span;
use super::words::head;
use crate::markdown::{Document, EventId, Fragment};
use crate::span::Span;
use crate::words::{WordKind, starts};

/// How many lines of a list are looked at for an answer.
const LIST_ROWS: usize = 64;

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
    /// The place of the line that names the choices.
    pub at: Option<Span>,
    /// Signs that nobody needs to see.
    pub marks: Vec<Span>,
    /// The first block that is not part of it.
    pub end: usize,
}

/// A stretch after the choices: lines, and what they are in the document.
struct AnswerChunk<'b, 'd> {
    rows: Cow<'b, [TextLine<'d>]>,
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
            ChunkRole::Aside => between.push(chunk.fragment.clone()),
            ChunkRole::Skip => {}
            ChunkRole::Folded(fold) => {
                return Some(folded(document, chunk, fold, names, between, chunks.get(number + 1)));
            }
            ChunkRole::Opens => return Some(opened(&chunks, number, names, between, limit, blocks)),
            ChunkRole::Stranger => return None,
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
        chunks.push(AnswerChunk { rows: Cow::Borrowed(&tail.rows[..]), fragment, shape: None, end: from.block });
    }
    for at in from.block..limit.min(blocks.len()) {
        let Some(block) = blocks.get(at) else { break };
        let skip = if at == from.block { from.row } else { 0 };
        let rows = match &block.shape {
            BlockShape::List(_) => Cow::Owned(rows(document, block.events.clone(), LIST_ROWS)),
            _ => Cow::Borrowed(block.rows().get(skip..).unwrap_or(&[])),
        };
        if skip > 0 && rows.is_empty() {
            continue;
        }
        let mut span = extent_span(document, block);
        if skip > 0 {
            span.start = rows.first().map_or(span.start, TextLine::start);
        }
        let shape = (skip == 0).then_some(&block.shape);
        chunks.push(AnswerChunk {
            rows,
            fragment: Fragment { events: block.events.clone(), span },
            shape,
            end: at + 1,
        });
    }
    chunks
}

/// What follows the choices of a question that has told its answer already, up to the next boundary: it explains.
pub(super) fn rest(document: &Document, blocks: &[Block], from: BlockPosition, limit: usize) -> Option<ParsedAnswer> {
    let chunks = chunks(document, blocks, &[], from, limit);
    let is_end = |chunk: &AnswerChunk| {
        matches!(chunk.shape, Some(BlockShape::Rule | BlockShape::Heading(..) | BlockShape::Fold(_)))
    };
    let count = chunks.iter().take_while(|chunk| !is_end(chunk)).count();
    let body: Vec<Fragment> = chunks.iter().take(count).map(|chunk| chunk.fragment.clone()).collect();
    let end = chunks.get(count.checked_sub(1)?)?.end;
    (count <= 8).then_some(ParsedAnswer {
        wrapper: AnswerWrapper::Open,
        summary: None,
        explanation: body.clone(),
        body,
        between: Vec::new(),
        named: None,
        at: None,
        marks: Vec::new(),
        end,
    })
}

/// The content of a fold whose handle is the question.
pub(super) fn card(document: &Document, block: &Block, fold: &FoldBlock) -> Option<ParsedAnswer> {
    let chunk = AnswerChunk {
        rows: Cow::Borrowed(&[]),
        fragment: Fragment { events: block.events.clone(), span: extent_span(document, block) },
        shape: None,
        end: 0,
    };
    let answer = folded(document, &chunk, fold, None, Vec::new(), None);
    (!fold.rows.is_empty()).then_some(ParsedAnswer { summary: None, ..answer })
}

/// Whether an answer could begin with a block, looked at alone.
pub(super) fn may_begin(document: &Document, blocks: &[Block], names: Option<&ChoiceNames>, at: usize) -> bool {
    if matches!(
        blocks.get(at).map(|block| &block.shape),
        Some(BlockShape::List(_) | BlockShape::Exhibit | BlockShape::Other)
    ) {
        return false;
    }
    let chunks = chunks(document, blocks, &[], BlockPosition { block: at, row: 0 }, at + 1);
    chunks.first().is_some_and(|chunk| matches!(role(chunk, names, 0, None), ChunkRole::Folded(_) | ChunkRole::Opens))
}

enum ChunkRole<'b, 'd> {
    /// Belongs to the question, gives nothing away.
    Aside,
    /// A rule before the answer.
    Skip,
    Folded(&'b FoldBlock<'d>),
    /// The answer begins in the open.
    Opens,
    /// Something else.
    Stranger,
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
            _ => ChunkRole::Stranger,
        },
        Some(BlockShape::List(_) | BlockShape::Exhibit | BlockShape::Other) => ChunkRole::Stranger,
        _ => {
            let Some(first) = chunk.rows.first().filter(|row| !row.is_code) else { return ChunkRole::Stranger };
            let head = head(first.trimmed().trim_start_matches(|c: char| !c.is_alphanumeric()));
            let is_hint = WordKind::Hint.opens(head).is_some();
            if is_hint && number < 3 && !matches!(chunk.shape, Some(BlockShape::Heading(..))) {
                return ChunkRole::Aside;
            }
            let reads = names
                .is_some_and(|names| read(&chunk.rows, names, false).is_some_and(|reading| reading.rows.start < 2));
            if reads || ends_choice(&first.text) || opens_answer(head) { ChunkRole::Opens } else { ChunkRole::Stranger }
        }
    }
}

/// Whether a line announces an answer whose letter comes later, or that has none: `Sample strong answer:`, `Respuesta modelo:`.
fn opens_answer(text: &str) -> bool {
    let Some((head, _)) = text.split_once([':', '：']) else { return is_title(text) };
    head.split_whitespace().count() <= 4
        && WordKind::Answer.within(head)
        && !WordKind::Task.words().iter().any(|task| starts(text, task))
}

fn fold_role<'b, 'd>(fold: &'b FoldBlock<'d>, names: Option<&ChoiceNames>) -> ChunkRole<'b, 'd> {
    let title = fold.title();
    if WordKind::Hint.within(&title) {
        return ChunkRole::Aside;
    }
    let named = names.and_then(|names| read(&fold.rows, names, false));
    let begins = fold.summary.is_none() && fold.rows.first().is_some_and(|row| ends_choice(&row.text));
    let names_it = fold.names_answer() || WordKind::Explanation.within(&title) || begins;
    let reveals = WordKind::Reveal.within(&title) || title.is_empty();
    match (named, names_it, reveals) {
        (Some(_), ..) | (_, true, _) => ChunkRole::Folded(fold),
        (None, false, true) if names.is_some_and(|names| read(&fold.rows, names, true).is_some()) => {
            ChunkRole::Folded(fold)
        }
        _ => ChunkRole::Stranger,
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
    let mut marks = Vec::new();
    let mut summary = fold.summary.as_ref().map(|(row, at)| handle(row, *at, &mut marks));
    let mut body = vec![Fragment { events: fold.body.clone(), span: content(document, fold, &mut marks) }];
    let naming = fold.names_answer() || WordKind::Reveal.within(&fold.title());
    let reading = names.and_then(|names| read(&fold.rows, names, naming));
    let lines = reading.as_ref().and_then(|reading| Some((fold.rows.get(reading.rows.clone())?, reading.rest)));
    let mut explanation = without(&body, lines);
    // A handle that names the answer must be hidden itself.
    let title = fold.summary.as_ref().map(|(row, _)| std::slice::from_ref(row));
    let told = names.zip(title).and_then(|(names, row)| read(row, names, false));
    if told.is_some() {
        body.splice(0..0, summary.take());
    }
    // The explanation may have a fold of its own.
    let second = next.filter(
        |next| matches!(next.shape, Some(BlockShape::Fold(fold)) if WordKind::Explanation.within(&fold.title())),
    );
    body.extend(second.map(|next| next.fragment.clone()));
    explanation.extend(second.map(|next| next.fragment.clone()));
    ParsedAnswer {
        wrapper: fold.wrapper,
        summary,
        at: lines.and_then(|(rows, _)| Some(rows.last()?.span())),
        named: reading.or(told).map(|reading| reading.named),
        body,
        explanation,
        between,
        marks,
        end: second.map_or(chunk.end, |next| next.end),
    }
}

/// The words on a handle; what stands before them is a mark.
fn handle(row: &TextLine, at: usize, marks: &mut Vec<Span>) -> Fragment {
    let start = row.source(at).min(row.end());
    marks.push(Span { start: row.start().min(start), end: start });
    Fragment { events: row.events.clone(), span: Span { start, end: row.end() } }
}

/// The bytes of a fold's content; the fence that ends an admonition is a mark.
fn content(document: &Document, fold: &FoldBlock, marks: &mut Vec<Span>) -> Span {
    let span = |id: EventId| document.event(id).map(|event| event.span).unwrap_or_default();
    let (first, last) = (span(fold.body.start), span(fold.body.end.saturating_sub(1)));
    let all = Span { start: first.start.max(fold.from), end: last.end.max(first.end).max(fold.from) };
    let inner =
        all.of(&document.text).trim_end().strip_suffix(":::").filter(|_| fold.wrapper == AnswerWrapper::Admonition);
    let end = inner.map_or(all.end, |inner| all.start + inner.len() as u32);
    marks.push(Span { start: end, end: all.end });
    Span { end, ..all }
}

/// An answer in the open: how far it reaches.
fn opened(
    chunks: &[AnswerChunk],
    first: usize,
    names: Option<&ChoiceNames>,
    between: Vec<Fragment>,
    limit: usize,
    blocks: &[Block],
) -> ParsedAnswer {
    let mut end = first + 1;
    let mut marked = end;
    while let Some(chunk) = chunks.get(end) {
        let is_marked = chunk.rows.first().is_some_and(|row| ends_choice(&row.text));
        match chunk.shape {
            Some(BlockShape::Rule | BlockShape::Other) => break,
            Some(BlockShape::Heading(..)) if !is_marked => break,
            Some(BlockShape::Fold(fold)) if !fold.names_answer() && !WordKind::Explanation.within(&fold.title()) => {
                break;
            }
            _ => {}
        }
        end += 1;
        if is_marked {
            marked = end;
        }
    }
    // Where nothing marks the end, only what is marked as explanation surely belongs, and a short rest.
    let is_bounded = chunks.get(end).is_some() || limit < blocks.len();
    if !is_bounded && end - marked > 2 {
        end = marked;
    }
    // What stands in the choices' own block cannot be left out.
    end = end.max(chunks.iter().take_while(|chunk| chunk.shape.is_none()).count());
    let taken = chunks.get(first..end).unwrap_or(&[]);
    let rows: Vec<TextLine> = taken.iter().flat_map(|chunk| chunk.rows.iter().cloned()).collect();
    let reading = names.and_then(|names| read(&rows, names, true));
    let body: Vec<Fragment> = taken.iter().map(|chunk| chunk.fragment.clone()).collect();
    let lines = reading.as_ref().and_then(|reading| Some((rows.get(reading.rows.clone())?, reading.rest)));
    ParsedAnswer {
        wrapper: AnswerWrapper::Open,
        summary: None,
        explanation: without(&body, lines),
        at: lines.and_then(|(rows, _)| Some(rows.last()?.span())),
        named: reading.map(|reading| reading.named),
        body,
        between,
        marks: Vec::new(),
        end: taken.last().map_or(limit, |chunk| chunk.end),
    }
}

/// Fragments without the lines that name the choices. What the last of them says from byte `rest` on stays.
fn without(body: &[Fragment], lines: Option<(&[TextLine], Option<usize>)>) -> Vec<Fragment> {
    let Some(((first, last), rest)) = lines.and_then(|(rows, rest)| Some((rows.first().zip(rows.last())?, rest)))
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

/// The events of a range of blocks.
pub(super) fn events(blocks: &[Block], range: Range<usize>) -> Range<EventId> {
    let first = blocks.get(range.start).map_or(0, |block| block.events.start);
    let last = range.end.checked_sub(1).and_then(|at| blocks.get(at)).map_or(first, |block| block.events.end);
    first..last.max(first)
}
