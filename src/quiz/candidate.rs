//! Drafts: what may be a question, with all its parts, one sequence of blocks at a time. In: a document. Out: drafts and
//! regions of keys in order of place. Never decides alone what counts: each draft says how sure it is.

use std::ops::Range;

use super::answer::{self, ParsedAnswer, events};
use super::blocks::{Block, BlockShape, FoldBlock, ListItem, blocks};
use super::choice::{BlockPosition, ChoiceForm, ChoiceGroup, groups};
use super::key::{self, KeyEntry};
use super::reading::{ChoiceNames, is_answer_line};
use super::stem::{self, Stem, StemMark, block_opening};
use super::words::{asks, head};
use crate::markdown::{Document, EventId, EventKind, Fragment, Tag};
use crate::words::{WordKind, holds};

/// What may be a question.
#[derive(Clone, Debug)]
pub(super) struct Candidate<'d> {
    pub extent: Range<EventId>,
    pub stem: Stem,
    pub group: Option<ChoiceGroup<'d>>,
    pub answer: Option<ParsedAnswer>,
    /// Left over after the choices.
    pub between: Vec<Fragment>,
    /// Whether it is `True or False: …` without written choices.
    pub is_statement: bool,
    /// Whether a heading above says that here is a quiz.
    pub in_quiz: bool,
    /// Whether headings or paragraphs open it: forms keep company with their own.
    pub by_heading: bool,
}

/// A key with its place.
#[derive(Clone, Debug)]
pub(super) struct KeyCandidate<'d> {
    pub extent: Range<EventId>,
    pub title: Option<Fragment>,
    pub entries: Vec<KeyEntry<'d>>,
}

/// All drafts of a document.
#[derive(Debug, Default)]
pub(super) struct Candidates<'d> {
    pub drafts: Vec<Candidate<'d>>,
    pub regions: Vec<KeyCandidate<'d>>,
}

/// Looks at each sequence once, from outside to inside.
pub(super) fn all(document: &Document) -> Candidates<'_> {
    let mut found = Candidates::default();
    let mut waiting = vec![PendingSequence { range: document.all(), number: None, in_quiz: false }];
    while let Some(part) = waiting.pop() {
        let inner = Sequence::new(document, part).read(&mut found);
        waiting.extend(inner);
    }
    found.drafts.sort_by_key(|draft| draft.extent.start);
    found.regions.sort_by_key(|region| region.extent.start);
    found
}

/// A sequence that waits to be read.
struct PendingSequence {
    range: Range<EventId>,
    /// The number of the list's item it is the inside of.
    number: Option<u32>,
    /// Whether a heading above says that here is a quiz.
    in_quiz: bool,
}

/// A sequence being read.
struct Sequence<'d> {
    document: &'d Document,
    blocks: Vec<Block<'d>>,
    /// Blocks that belong to a draft or a key.
    taken: Vec<bool>,
    /// Headings that have just one group below them.
    alone: Vec<bool>,
    /// Blocks that begin a marked question.
    opens: Vec<bool>,
    /// Blocks below a heading that says quiz.
    in_quiz: Vec<bool>,
}

impl<'d> Sequence<'d> {
    fn new(document: &'d Document, part: PendingSequence) -> Self {
        let blocks = blocks(document, part.range, part.number);
        let taken = vec![false; blocks.len()];
        let in_quiz = quizzes(&blocks, part.in_quiz);
        Sequence { document, taken, alone: Vec::new(), opens: Vec::new(), in_quiz, blocks }
    }

    fn read(mut self, found: &mut Candidates<'d>) -> Vec<PendingSequence> {
        self.keys(found);
        let groups: Vec<ChoiceGroup<'d>> =
            groups(self.document, &self.blocks).into_iter().filter(|group| self.is_free(group)).collect();
        self.alone = alone(&self.blocks, &groups);
        self.opens = (0..self.blocks.len()).map(|at| self.opens_question(at)).collect();
        self.choice_questions(groups, found);
        self.open_questions(found);
        self.inner()
    }

    fn keys(&mut self, found: &mut Candidates<'d>) {
        for region in key::regions(self.document, &self.blocks) {
            let (range, extent) = settle(&self.blocks, region.blocks);
            self.take(range);
            found.regions.push(KeyCandidate { extent, title: region.title, entries: region.entries });
        }
    }

    fn take(&mut self, range: Range<usize>) {
        self.taken.iter_mut().take(range.end).skip(range.start).for_each(|taken| *taken = true);
    }

    fn is_free(&self, group: &ChoiceGroup) -> bool {
        !self.taken.get(group.start.block).copied().unwrap_or(true)
    }

    /// Whether a block begins a question that is marked by word and number, or an item of its own.
    fn opens_question(&self, at: usize) -> bool {
        let named =
            block_opening(self.document, &self.blocks, at, 0).is_some_and(|found| found.mark == StemMark::Named);
        let host = self.blocks.get(at).and_then(|block| block.host.as_ref());
        let before = at.checked_sub(1).and_then(|at| self.blocks.get(at)).and_then(|block| block.host.as_ref());
        named || (host.is_some() && host != before)
    }

    fn choice_questions(&mut self, groups: Vec<ChoiceGroup<'d>>, found: &mut Candidates<'d>) {
        // Stems first: where the next begins, the answer before it ends.
        let mut low = BlockPosition { block: 0, row: 0 };
        let mut stems: Vec<(Stem, ChoiceGroup<'d>)> = Vec::new();
        let keys: Vec<usize> = self.taken.iter().enumerate().filter(|(_, taken)| **taken).map(|(at, _)| at).collect();
        let mut barriers = keys.into_iter().peekable();
        let mut barrier = 0;
        for group in groups {
            while barriers.peek().is_some_and(|block| *block < group.start.block) {
                barrier = barriers.next().map_or(0, |block| block + 1);
            }
            let from = low.max(BlockPosition { block: barrier, row: 0 });
            let alone = |at: usize| self.alone.get(at).copied().unwrap_or(false);
            let Some(stem) = stem::stem_of(self.document, &self.blocks, &group, from, alone) else { continue };
            if !self.may_belong(&stem, &group) {
                continue;
            }
            low = group.end;
            stems.push((stem, group));
        }
        let starts: Vec<usize> =
            stems.iter().skip(1).map(|(stem, _)| stem.start.block).chain([self.blocks.len()]).collect();
        let mut free = 0;
        for ((stem, group), next) in stems.into_iter().zip(starts) {
            if let Some((draft, range)) = self.choice_draft(stem, group, free, next) {
                free = range.end;
                self.take(range);
                found.drafts.push(draft);
            }
        }
    }

    /// Whether the group can be the choices of the stem at all: not a list inside of an answer, not a bare list.
    fn may_belong(&self, stem: &Stem, group: &ChoiceGroup) -> bool {
        let start = group.start;
        let above = match self
            .blocks
            .get(start.block)
            .and_then(|block| start.row.checked_sub(1).and_then(|row| block.rows().get(row)))
        {
            Some(row) => Some(row),
            None => start.block.checked_sub(1).and_then(|at| self.blocks.get(at)).and_then(|block| block.rows().last()),
        };
        let in_answer = above.is_some_and(|row| is_answer_line(&row.text));
        !in_answer
            && (group.form != ChoiceForm::Plain
                || stem.mark == StemMark::Named
                || (stem.mark == StemMark::Number && stem.asks))
    }

    fn choice_draft(
        &self,
        stem: Stem,
        group: ChoiceGroup<'d>,
        free: usize,
        next: usize,
    ) -> Option<(Candidate<'d>, Range<usize>)> {
        let limit = self.limit(group.end.block, next);
        let answer =
            answer::find(self.document, &self.blocks, Some(&ChoiceNames::of(&group)), &group.tail, group.end, limit);
        // Under a heading of its own, what follows ticked boxes belongs to them.
        let is_told = group.ticks() > 0 && group.ticks() < group.picks.len() && group.tail.is_empty();
        let is_own = stem.heading.is_some() && self.alone.get(stem.start.block) == Some(&true);
        let answer = answer.or_else(|| {
            (is_told && is_own).then(|| answer::rest(self.document, &self.blocks, group.end, limit)).flatten()
        });
        if group.form == ChoiceForm::Plain
            && answer.as_ref().and_then(|answer| answer.named.as_ref()).is_none_or(|named| named.right.is_empty())
        {
            return None;
        }
        let last = if group.end.row > 0 { group.end.block + 1 } else { group.end.block };
        let end = answer.as_ref().map_or(last, |answer| answer.end.max(last));
        let (range, extent) = settle(&self.blocks, stem.start.block..end);
        let is_shared = range.start < free || self.taken.get(range.clone()).is_none_or(|taken| taken.contains(&true));
        if is_shared {
            return None;
        }
        let begin = BlockPosition { block: range.start, row: 0 };
        let stem = if begin == stem.start { stem } else { self.wider(begin, group.start, &stem) };
        let mut between = Vec::new();
        if answer.is_none() {
            between.extend(self.left_over(&group));
        }
        between.extend(self.blocks.get(end..range.end).unwrap_or(&[]).iter().map(|block| self.all_of(block)));
        let by_heading = stem.heading.is_some();
        let in_quiz = self.in_quiz.get(range.start) == Some(&true);
        Some((
            Candidate { extent, stem, group: Some(group), answer, between, is_statement: false, by_heading, in_quiz },
            range,
        ))
    }

    /// The stem begun earlier, with the mark of its own first line.
    fn wider(&self, begin: BlockPosition, end: BlockPosition, stem: &Stem) -> Stem {
        let wide = stem::make(self.document, &self.blocks, begin, end);
        if wide.mark >= stem.mark {
            wide
        } else {
            Stem { mark: stem.mark, number: stem.number.or(wide.number), ..wide }
        }
    }

    fn all_of(&self, block: &Block) -> Fragment {
        Fragment { events: block.events.clone(), span: stem::extent_span(self.document, block) }
    }

    /// What follows the last choice in its own block and is no answer.
    fn left_over(&self, group: &ChoiceGroup) -> Vec<Fragment> {
        let tail = group.tail.iter().map(|tail| Fragment { events: tail.events.clone(), span: tail.span });
        let rest = self.blocks.get(group.end.block).filter(|_| group.end.row > 0).and_then(|block| {
            let row = block.rows().get(group.end.row)?;
            let mut all = self.all_of(block);
            all.span.start = row.start();
            Some(all)
        });
        tail.chain(rest).collect()
    }

    /// The block at which an answer must have ended: the next stem, the next marked question, the next key.
    fn limit(&self, from: usize, next: usize) -> usize {
        let stop =
            |at: &usize| self.taken.get(*at) == Some(&true) || (*at > from && self.opens.get(*at) == Some(&true));
        (from..next).find(stop).unwrap_or(next)
    }

    /// Questions without choices: those marked by word and number, and numbered ones with a folded answer.
    fn open_questions(&mut self, found: &mut Candidates<'d>) {
        let mut at = 0;
        while at < self.blocks.len() {
            let draft = self.open_draft(at);
            at = match draft {
                Some((draft, range)) => {
                    let end = range.end.max(at + 1);
                    self.take(range);
                    found.drafts.push(draft);
                    end
                }
                None => at + 1,
            };
        }
    }

    fn open_draft(&self, at: usize) -> Option<(Candidate<'d>, Range<usize>)> {
        let block = self.blocks.get(at).filter(|_| self.taken.get(at) == Some(&false))?;
        if let BlockShape::Fold(fold) = &block.shape {
            return self.card(at, block, fold);
        }
        let opening =
            block_opening(self.document, &self.blocks, at, 0).filter(|found| found.mark >= StemMark::Number)?;
        let (end, fold) = self.open_end(at, block);
        let is_statement = self.is_statement(at, end);
        let names = is_statement.then(ChoiceNames::truth);
        let answer = (at + 1..end)
            .find(|next| answer::may_begin(self.document, &self.blocks, names.as_ref(), *next))
            .and_then(|next| {
                let place = BlockPosition { block: next, row: 0 };
                let answer = answer::find(self.document, &self.blocks, names.as_ref(), &[], place, end)?;
                Some((next, answer))
            });
        if opening.mark == StemMark::Number && !fold {
            return None;
        }
        let (stem_end, end) = match &answer {
            Some((begin, answer)) => (*begin, answer.end),
            None => (end, end),
        };
        let (range, extent) = settle(&self.blocks, at..end);
        if range.start != at || self.taken.get(range.clone())?.contains(&true) {
            return None;
        }
        let stem = stem::make(
            self.document,
            &self.blocks,
            BlockPosition { block: at, row: 0 },
            BlockPosition { block: stem_end, row: 0 },
        );
        let between = self.blocks.get(end..range.end).unwrap_or(&[]).iter().map(|block| self.all_of(block)).collect();
        let by_heading = stem.heading.is_some();
        let answer = answer.map(|(_, answer)| answer);
        let in_quiz = self.in_quiz.get(at) == Some(&true);
        Some((Candidate { extent, stem, group: None, answer, between, is_statement, by_heading, in_quiz }, range))
    }

    /// A fold in a quiz whose handle is the question.
    fn card(&self, at: usize, block: &Block, fold: &FoldBlock) -> Option<(Candidate<'d>, Range<usize>)> {
        let (row, _) = fold.summary.as_ref().filter(|_| fold.wrapper == super::AnswerWrapper::Details)?;
        let is_card = self.in_quiz.get(at) == Some(&true) && asks(&row.text) && block.host.is_none();
        let answer = answer::card(self.document, block, fold).filter(|_| is_card)?;
        let draft = Candidate {
            extent: block.events.clone(),
            stem: stem::of_row(row),
            group: None,
            answer: Some(answer),
            between: Vec::new(),
            is_statement: false,
            in_quiz: true,
            by_heading: false,
        };
        Some((draft, at..at + 1))
    }

    /// Whether the lines from block `at` on are `True or False: …`, or a statement with `(True/False)` at its end.
    fn is_statement(&self, at: usize, end: usize) -> bool {
        let rows = self.blocks.get(at..end.min(at + 3)).unwrap_or(&[]).iter().flat_map(Block::rows).take(6);
        rows.into_iter().any(|row| {
            let rest = stem::opening(&row.text).map_or(0, |found| found.rest);
            let text = head(row.text.get(rest..).unwrap_or(""));
            let text = text.trim_matches(|c: char| !c.is_alphanumeric());
            WordKind::TrueOrFalse.opens(text).is_some() || WordKind::TrueOrFalse.ends(text)
        })
    }

    /// Where an open question ends at the latest, and whether a folded answer stands in it.
    fn open_end(&self, at: usize, block: &Block) -> (usize, bool) {
        let is_heading = matches!(block.shape, BlockShape::Heading(..));
        let mut end = at + 1;
        while let Some(next) = self.blocks.get(end) {
            let stops = self.taken.get(end) == Some(&true) || self.opens.get(end) == Some(&true);
            match &next.shape {
                _ if stops => return (end, false),
                BlockShape::Fold(fold) if fold.names_answer() => return (end + 1, true),
                BlockShape::Rule => return (end, false),
                BlockShape::Heading(level, row) => {
                    let is_deeper = matches!(&block.shape, BlockShape::Heading(own, _) if level > own);
                    if !is_deeper && !is_answer_line(&row.text) {
                        return (end, false);
                    }
                }
                BlockShape::Text(rows) if !is_heading => {
                    let numbered = block_opening(self.document, &self.blocks, end, 0)
                        .is_some_and(|found| found.mark >= StemMark::Number);
                    if numbered || rows.is_empty() {
                        return (end, false);
                    }
                }
                _ => {}
            }
            end += 1;
        }
        (end, false)
    }

    /// Sequences inside of blocks that nobody took.
    fn inner(&self) -> Vec<PendingSequence> {
        let free = self.blocks.iter().zip(&self.taken).zip(&self.in_quiz).filter(|((_, taken), _)| !**taken);
        free.flat_map(|((block, _), in_quiz)| inside(self.document, block, *in_quiz)).collect()
    }
}

fn inside(document: &Document, block: &Block, in_quiz: bool) -> Vec<PendingSequence> {
    let part = |range: Range<EventId>| PendingSequence { range, number: None, in_quiz };
    match &block.shape {
        BlockShape::List(list) => {
            let number = |place: usize| list.first.map(|first| first.saturating_add(place as u32));
            let items = list.items.iter().enumerate().filter(|(_, item)| may_hold_question(item));
            items
                .map(|(place, item)| PendingSequence {
                    number: number(place),
                    ..part(item.events.start + 1..item.events.end - 1)
                })
                .collect()
        }
        // An admonition's own text is its body: looking into it would see the same block again.
        BlockShape::Fold(fold) if fold.wrapper == super::AnswerWrapper::Admonition => Vec::new(),
        BlockShape::Fold(fold) => vec![part(fold.body.clone())],
        BlockShape::Other => {
            let kind = document.event(block.events.start).map(|event| event.kind);
            let is_container = matches!(kind, Some(EventKind::Open(tag)) if tag != Tag::Table);
            if is_container { vec![part(document.inside(block.events.start))] } else { Vec::new() }
        }
        _ => Vec::new(),
    }
}

/// Whether an item may hold a question. One line of text alone is one only where it says so; most items are that.
fn may_hold_question(item: &ListItem) -> bool {
    match item.rows.as_slice() {
        [] if item.is_text => false,
        [row] if item.is_text => stem::opening(&row.text).is_some_and(|found| found.mark == StemMark::Named),
        _ => true,
    }
}

/// For each block whether a heading above it says quiz, its own included.
fn quizzes(blocks: &[Block], around: bool) -> Vec<bool> {
    let mut open: Vec<(u8, bool)> = Vec::new();
    let mut all = Vec::with_capacity(blocks.len());
    for block in blocks {
        if let BlockShape::Heading(level, row) = &block.shape {
            while open.pop_if(|(above, _)| *above >= *level).is_some() {}
            let text = head(&row.text);
            // Questions that customers ask are no quiz.
            let is_quiz =
                WordKind::Quiz.within(text) && !WordKind::NotAQuiz.words().iter().any(|part| holds(text, part));
            open.push((*level, is_quiz));
        }
        all.push(around || open.iter().any(|(_, is_quiz)| *is_quiz));
    }
    all
}

/// For each heading whether just one group stands between it and the next.
fn alone(blocks: &[Block], groups: &[ChoiceGroup]) -> Vec<bool> {
    let mut counts = vec![0usize; blocks.len()];
    let mut groups = groups.iter().filter(|group| group.form != ChoiceForm::Plain).peekable();
    let mut heading = None;
    for (at, block) in blocks.iter().enumerate() {
        if matches!(block.shape, BlockShape::Heading(..)) {
            heading = Some(at);
        }
        while groups.next_if(|group| group.start.block <= at).is_some() {
            if let Some(count) = heading.and_then(|heading| counts.get_mut(heading)) {
                *count += 1;
            }
        }
    }
    counts.into_iter().map(|count| count == 1).collect()
}

/// A run of blocks widened until it is balanced, and its events. Blocks of a numbered list with one item stand in that item.
fn settle(blocks: &[Block], range: Range<usize>) -> (Range<usize>, Range<EventId>) {
    let (mut start, mut end) = (range.start, range.end.min(blocks.len()));
    let host = |at: usize| blocks.get(at).and_then(|block| block.host.as_ref());
    let first = host(start);
    let is_inside = first.is_some() && (start..end).all(|at| host(at) == first);
    let is_whole = !(end < blocks.len() && host(end) == first) && (start == 0 || host(start - 1) != first);
    if is_inside && !is_whole {
        return (start..end, events(blocks, start..end));
    }
    while first.is_some() && start > 0 && host(start - 1) == first {
        start -= 1;
    }
    let last = end.checked_sub(1).and_then(host);
    while last.is_some() && end < blocks.len() && host(end) == last {
        end += 1;
    }
    let all = events(blocks, start..end);
    let from = first.map_or(all.start, |(list, _)| list.start);
    let to = last.map_or(all.end, |(list, _)| list.end);
    (start..end, from..to)
}
