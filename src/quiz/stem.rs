//! Stems: where the stem of a group of choices begins, and what belongs to it. In: blocks, groups.
//! Out: a stem for each group. Never looks behind the choices.

use super::blocks::{Block, BlockShape, FoldSummary, HostContainer};
use super::choice::{BlockPosition, ChoiceForm, ChoiceGroup};
use super::folds::names_answer;
use super::keyword::is_options_title;
use super::line::TextLine;
use super::opening::{LineOpening, StemMark, opening};
use super::question::AnswerWrapper;
use super::words::{asks, begins_with_choose, head, is_bare_word};
use crate::markdown::{Document, EventId, Fragment};
use crate::span::Span;
use crate::words::WordKind;

/// How many blocks a stem may have, and how many before a list without letters or boxes: keeps many lists without stems cheap.
const LOOKAHEAD: usize = 64;
const LOOKAHEAD_UNMARKED: usize = 8;

/// The stem of a question.
#[derive(Clone, Debug)]
pub(super) struct Stem {
    pub mark: StemMark,
    pub number: Option<u32>,
    /// The summary of the fold around it, where that asks or names it.
    pub title: Option<Fragment>,
    /// The heading that belongs to it.
    pub heading: Option<EventId>,
    /// Where it begins.
    pub start: BlockPosition,
    /// What is asked, the heading aside.
    pub text: Vec<Fragment>,
    /// Heading and text as words, number and label left out.
    pub words: String,
    /// Whether it asks.
    pub asks: bool,
    /// Whether it asks to choose without a question mark: `Select the correct statements.`
    pub chooses: bool,
    /// Whether a list is a part of it.
    pub has_list: bool,
    /// Its first line.
    pub at: Span,
    /// Labels that the fragments leave out.
    pub omitted: Vec<Span>,
}

/// The opening of a block: of a heading, of a paragraph's first line, or by the list it stands in alone.
pub(super) fn block_opening(document: &Document, blocks: &[Block], at: usize, line: usize) -> Option<LineOpening> {
    let block = blocks.get(at)?;
    let first = block.lines().get(line)?;
    if first.is_code {
        return None;
    }
    let is_first =
        at.checked_sub(1).and_then(|before| blocks.get(before)).is_none_or(|before| before.host != block.host);
    let own = opening(&first.text).filter(|found| found.mark != StemMark::Number || may_number(document, block, first));
    match (&block.host, own) {
        (_, Some(own)) if own.mark == StemMark::Named => Some(own),
        (Some(HostContainer { number: Some(number), .. }), own) if is_first && line == 0 => {
            Some(LineOpening { mark: StemMark::Number, number: Some(*number), rest: own.map_or(0, |own| own.rest) })
        }
        (_, own) => own,
    }
}

/// Whether a bare number marks a question here: in a heading, or where it is strong. `3. text` in plain text is prose that was escaped.
fn may_number(document: &Document, block: &Block, line: &TextLine) -> bool {
    matches!(block.shape, BlockShape::Heading(..))
        || line.is_strong(document, line.lead(), line.lead() + 1)
        || line.text.contains(['?', '？'])
}

/// What is known of a heading from what stands around it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct HeadingContext {
    /// Whether just one group of choices stands between it and the next heading.
    pub is_alone: bool,
    /// Whether a heading above it says that here is a quiz.
    pub in_quiz: bool,
}

/// Finds the stem of a group; it may reach back to `low`. `heading` tells of the heading at a block.
pub(super) fn stem_of(
    document: &Document,
    blocks: &[Block],
    group: &ChoiceGroup,
    low: BlockPosition,
    heading: impl Fn(usize) -> HeadingContext,
) -> Option<Stem> {
    let reach = if group.form == ChoiceForm::Plain { LOOKAHEAD_UNMARKED } else { LOOKAHEAD };
    let end = group.start;
    let low = low.max(BlockPosition { block: end.block.saturating_sub(reach), line: 0 });
    let mut walk = StemWalk { document, blocks, end, low, best: None, nearest: None, has_text: false };
    let begin = walk.back(heading)?;
    (begin < end).then(|| make(document, blocks, begin, end))
}

/// The way back from the choices to where their stem begins.
struct StemWalk<'d> {
    document: &'d Document,
    blocks: &'d [Block<'d>],
    /// Where the choices begin.
    end: BlockPosition,
    low: BlockPosition,
    /// The strongest mark met.
    best: Option<(StemMark, BlockPosition)>,
    /// The text nearest to the choices.
    nearest: Option<BlockPosition>,
    has_text: bool,
}

/// What a block means for the way back from the choices.
enum WalkStep {
    Further,
    Here(BlockPosition),
    TooFar,
}

impl StemWalk<'_> {
    fn back(&mut self, heading: impl Fn(usize) -> HeadingContext) -> Option<BlockPosition> {
        let last = if self.end.line > 0 { self.end.block + 1 } else { self.end.block };
        for at in (self.low.block..last).rev() {
            let step = match &self.blocks.get(at)?.shape {
                BlockShape::Text(lines) => self.text(at, lines.len()),
                BlockShape::Heading(_, line) if is_options_title(&line.text) => WalkStep::Further,
                BlockShape::Heading(_, line) if self.is_own(at, line, heading(at)) => {
                    WalkStep::Here(BlockPosition { block: at, line: 0 })
                }
                BlockShape::Heading(..) | BlockShape::Rule => WalkStep::TooFar,
                BlockShape::Exhibit | BlockShape::List(_) => WalkStep::Further,
                BlockShape::Fold(fold) if fold.wrapper != AnswerWrapper::Callout || names_answer(fold) => {
                    WalkStep::TooFar
                }
                // A quote may be what is asked; so may a picture in a `div`.
                BlockShape::Fold(_) | BlockShape::Other => {
                    self.nearest.get_or_insert(BlockPosition { block: at, line: 0 });
                    WalkStep::Further
                }
            };
            match step {
                WalkStep::Further => {}
                WalkStep::Here(place) => return Some(place),
                WalkStep::TooFar => break,
            }
        }
        self.best.map(|(_, place)| place).or(self.nearest)
    }

    /// A paragraph: marks in its lines decide, a heading just above may still be the question's own.
    fn text(&mut self, at: usize, count: usize) -> WalkStep {
        let last = if at == self.end.block { self.end.line.min(count) } else { count };
        let low = if at == self.low.block { self.low.line } else { 0 };
        let first = low.max(last.saturating_sub(LOOKAHEAD));
        let is_title = |line: usize| {
            self.blocks
                .get(at)
                .and_then(|block| block.lines().get(line))
                .is_some_and(|line| is_options_title(&line.text))
        };
        if (first..last).all(is_title) {
            return WalkStep::Further;
        }
        let opening = |line: usize| block_opening(self.document, self.blocks, at, line);
        let place = BlockPosition { block: at, line: first };
        let marked = (first..last).rev().find_map(|line| {
            let found = opening(line).filter(|found| found.mark > StemMark::Word)?;
            Some((found.mark, BlockPosition { block: at, line }))
        });
        let word = opening(first).filter(|found| found.mark == StemMark::Word).map(|found| (found.mark, place));
        self.best = stronger(stronger(self.best, marked), word);
        self.nearest.get_or_insert(place);
        self.has_text = true;
        match self.best {
            Some((mark, best)) if mark == StemMark::Named || marked.is_some() => {
                WalkStep::Here(with_heading(self.document, self.blocks, best, self.low))
            }
            _ => WalkStep::Further,
        }
    }

    /// Whether a heading is the question's own rather than that of a section.
    fn is_own(&self, at: usize, line: &TextLine, HeadingContext { is_alone, in_quiz }: HeadingContext) -> bool {
        let mark = block_opening(self.document, self.blocks, at, 0).map_or(StemMark::Bare, |found| found.mark);
        let asks = asks(&line.text);
        match mark {
            StemMark::Named => true,
            StemMark::Number | StemMark::Callout | StemMark::Word => {
                !self.has_text || asks || (is_alone && !WordKind::Quiz.is_within(head(&line.text)))
            }
            StemMark::Bare => {
                let names_quiz = WordKind::Quiz.is_within(head(&line.text));
                (!self.has_text && !is_bare_word(&line.text, WordKind::Quiz))
                    || (asks && is_alone)
                    || (in_quiz && is_alone && !names_quiz)
            }
        }
    }
}

/// Of two marks the stronger; of equal ones the farther, which is seen later.
fn stronger(
    best: Option<(StemMark, BlockPosition)>,
    found: Option<(StemMark, BlockPosition)>,
) -> Option<(StemMark, BlockPosition)> {
    match (best, found) {
        (Some(best), Some(found)) if found.0 >= best.0 => Some(found),
        (None, found) => found,
        (best, _) => best,
    }
}

/// A heading that names the question and stands just above its first line belongs to it.
fn with_heading(document: &Document, blocks: &[Block], place: BlockPosition, low: BlockPosition) -> BlockPosition {
    let Some(above) = place.block.checked_sub(1).filter(|above| *above >= low.block && place.line == 0) else {
        return place;
    };
    let is_named = matches!(blocks.get(above).map(|block| &block.shape), Some(BlockShape::Heading(..)))
        && block_opening(document, blocks, above, 0).is_some_and(|found| found.mark == StemMark::Named);
    if is_named { BlockPosition { block: above, line: 0 } } else { place }
}

/// The stem between two places.
pub(super) fn make(document: &Document, blocks: &[Block], begin: BlockPosition, end: BlockPosition) -> Stem {
    let found = block_opening(document, blocks, begin.block, begin.line);
    let first = blocks.get(begin.block).and_then(|block| block.lines().get(begin.line));
    let mut stem = Stem {
        mark: found.as_ref().map_or(StemMark::Bare, |found| found.mark),
        number: found.as_ref().and_then(|found| found.number),
        title: None,
        heading: None,
        start: begin,
        text: Vec::new(),
        words: String::new(),
        asks: false,
        chooses: false,
        has_list: false,
        at: first.map_or(Span::default(), TextLine::span),
        omitted: Vec::new(),
    };
    for at in begin.block..=end.block {
        let Some(block) = blocks.get(at) else { break };
        let lines = block.lines();
        let from = if at == begin.block { begin.line } else { 0 };
        let to = if at == end.block { end.line } else { lines.len().max(1) };
        stem.has_list |= from < to && matches!(block.shape, BlockShape::List(_));
        if from < to {
            add(document, blocks, &mut stem, at, from..to);
        }
    }
    stem
}

/// The stem of the only choices in a fold: the fold's summary is its title, and counts as its beginning.
pub(super) fn titled(stem: Stem, summary: &FoldSummary) -> Stem {
    let title = of_line(&summary.line);
    let words = format!("{} {}", title.words, stem.words);
    Stem {
        mark: stem.mark.max(title.mark),
        number: stem.number.or(title.number),
        title: Some(summary.words()),
        words: words.trim().to_owned(),
        asks: stem.asks || (stem.words.is_empty() && title.asks),
        ..stem
    }
}

/// The stem that is one line, such as the summary of a flashcard.
pub(super) fn of_line(line: &TextLine) -> Stem {
    let found = opening(&line.text);
    let rest = found.as_ref().filter(|found| found.mark > StemMark::Word).map_or(0, |found| found.rest);
    let start = line.source(rest.max(line.lead()));
    Stem {
        mark: found.as_ref().map_or(StemMark::Bare, |found| found.mark),
        number: found.and_then(|found| found.number),
        title: None,
        heading: None,
        start: BlockPosition { block: 0, line: 0 },
        text: vec![Fragment { events: line.events.clone(), span: Span { start, end: line.end() } }],
        words: line.text.get(rest..).unwrap_or("").trim().to_owned(),
        asks: asks(&line.text),
        chooses: false,
        has_list: false,
        at: line.span(),
        omitted: vec![Span { start: line.start(), end: start }],
    }
}

/// Adds lines of a block to a stem.
fn add(document: &Document, blocks: &[Block], stem: &mut Stem, at: usize, range: std::ops::Range<usize>) {
    let Some(block) = blocks.get(at) else { return };
    let lines = block.lines().get(range.clone()).unwrap_or(&[]);
    let found = block_opening(document, blocks, at, range.start);
    let rest = found.as_ref().map_or(0, |found| found.rest);
    for (number, line) in lines.iter().enumerate() {
        if is_options_title(&line.text) {
            continue;
        }
        let text = line.text.get(if number == 0 { rest } else { 0 }..).unwrap_or("").trim();
        if !stem.words.is_empty() && !text.is_empty() {
            stem.words.push(' ');
        }
        stem.words.push_str(text);
    }
    // The last block with words says whether it asks: a question mark far above may belong to something else.
    if lines.iter().any(|line| !is_options_title(&line.text)) {
        stem.asks = lines.iter().any(|line| asks(&line.text));
        stem.chooses = lines.last().is_some_and(|line| begins_with_choose(head(&line.text)));
    }
    if let BlockShape::Heading(..) = block.shape
        && stem.heading.is_none()
        && stem.text.is_empty()
    {
        stem.heading = Some(block.events.start);
        return;
    }
    let all = extent_span(document, block);
    // A title of the choices is left out: the page sets them apart itself.
    let titles = match &block.shape {
        BlockShape::Text(_) => lines.iter().rev().take_while(|line| is_options_title(&line.text)).count(),
        _ => 0,
    };
    stem.omitted.extend(lines.iter().rev().take(titles).map(TextLine::span));
    let is_rest = range.end >= block.lines().len() && titles == 0;
    let lines = lines.get(..lines.len() - titles).unwrap_or(&[]);
    if titles > 0 && lines.is_empty() {
        return;
    }
    let Some((first, last)) = lines.first().zip(lines.last()) else {
        if !matches!(block.shape, BlockShape::Rule) {
            stem.words.push_str(&plain_of(document, block));
            stem.text.push(Fragment { events: block.events.clone(), span: all });
        }
        return;
    };
    // A number or `Q3.` before the text is left out: the page shows the number itself. A word alone stays: it may be half of a sentence.
    // A label with a line of its own is left out with its line, if something is left.
    let is_line = first.text.get(rest..).unwrap_or("").trim().is_empty();
    let is_label = found.is_some_and(|found| found.mark > StemMark::Word) && rest > 0 && (!is_line || lines.len() > 1);
    let next = lines.get(1).filter(|_| is_line).map(TextLine::start);
    let start = if is_label { next.unwrap_or_else(|| first.source(rest)) } else { first.start() };
    if start > first.start() {
        stem.omitted.push(Span { start: first.start(), end: start });
    }
    let end = if is_rest { all.end.max(last.end()) } else { last.end() };
    stem.text.push(Fragment { events: block.events.clone(), span: Span { start, end } });
}

/// The text of code and tables counts for a question's identity.
fn plain_of(document: &Document, block: &Block) -> String {
    format!(" {}", document.plain(block.events.clone()))
}

/// The bytes of a block.
pub(super) fn extent_span(document: &Document, block: &Block) -> Span {
    let first = document.span(block.events.start);
    let last = document.event(block.events.end.saturating_sub(1)).map_or(first, |event| event.span);
    first.join(last)
}
