//! Candidates: what may be a question, with all its parts, one sequence of blocks at a time. In: a document. Out: candidates and keys, in
//! order of place. Never decides what is accepted: that is `trust`.

use std::ops::Range;

use super::answer::{self, ParsedAnswer};
use super::blocks::{Block, BlockShape, FoldBlock, FoldSummary, ListItem, balanced_run};
use super::cards;
use super::choice::{BlockPosition, ChoiceForm, ChoiceGroup};

use super::folds::{names_answer, sequence, summary_text};
use super::groups::groups;
use super::key::{self, KeyRegion};
use super::keyword::{is_answer_line, is_answers_title, is_options_title, names_an_answer};
use super::line::TextLine;
use super::opening::{LineOpening, StemMark, opening};
use super::question::AnswerWrapper;
use super::reading::ChoiceNames;
use super::stem::{self, HeadingContext, Stem, block_opening};
use super::words::{asks, head, is_bare_word};
use crate::markdown::{Document, EventId, EventKind, Fragment, Tag};
use crate::span::Span;
use crate::words::{WordKind, contains_ignore_case};

/// What may be a question.
#[derive(Clone, Debug)]
pub(super) struct Candidate<'d> {
    pub extent: Range<EventId>,
    /// The item of the list above that holds its stem, where the choices stand below the list.
    pub lead: Option<Range<EventId>>,
    pub stem: Stem,
    pub group: Option<ChoiceGroup<'d>>,
    pub answer: Option<ParsedAnswer>,
    /// Left over after the choices.
    pub between: Vec<Fragment>,
    /// Whether it is `True or False: …` without written choices.
    pub is_statement: bool,
    /// Whether a heading above says that here is a quiz.
    pub in_quiz: bool,
    /// Whether a heading opens it rather than a paragraph.
    pub by_heading: bool,
}

/// All that may be a question or a key in a document.
#[derive(Debug, Default)]
pub(super) struct Candidates<'d> {
    pub candidates: Vec<Candidate<'d>>,
    pub keys: Vec<KeyRegion<'d>>,
}

/// Finds them: looks at each sequence of blocks once, from outside to inside.
pub(super) fn find(document: &Document) -> Candidates<'_> {
    let mut found = Candidates::default();
    let mut waiting =
        vec![PendingSequence { range: document.all(), title: None, number: None, in_quiz: false, in_truth: false }];
    while let Some(part) = waiting.pop() {
        let inner = Sequence::new(document, part).read(&mut found);
        waiting.extend(inner);
    }
    found.candidates.sort_by_key(|candidate| candidate.extent.start);
    found.keys.sort_by_key(|region| region.extent.start);
    found
}

/// A sequence that waits to be read.
struct PendingSequence<'d> {
    range: Range<EventId>,
    /// The summary of the fold it is the inside of.
    title: Option<FoldSummary<'d>>,
    /// The number of the list's item it is the inside of.
    number: Option<u32>,
    /// Whether a heading above says that here is a quiz.
    in_quiz: bool,
    /// Whether the heading above says that its items are to be called true or false.
    in_truth: bool,
}

/// A sequence being read.
struct Sequence<'d> {
    document: &'d Document,
    /// The summary of the fold whose inside it is.
    title: Option<FoldSummary<'d>>,
    blocks: Vec<Block<'d>>,
    /// For each block whether it belongs to a candidate or a key.
    taken: Vec<bool>,
    /// For each block whether it is a heading with just one group of choices before the next heading.
    has_one_group: Vec<bool>,
    /// For each block the opening of its first line.
    openings: Vec<Option<LineOpening>>,
    /// For each block whether it begins a marked question.
    begins_question: Vec<bool>,
    /// For each block whether a heading above it says that here is a quiz.
    in_quiz: Vec<bool>,
    /// For each block whether the heading above it is a title of answers.
    in_answers: Vec<bool>,
    /// Whether its blocks are a statement below a heading that asks for true or false.
    in_truth: bool,
}

impl<'d> Sequence<'d> {
    fn new(document: &'d Document, part: PendingSequence<'d>) -> Self {
        let blocks = sequence(document, part.range.clone(), part.number);
        let taken = vec![false; blocks.len()];
        let in_quiz = below_quiz_heading(&blocks, part.in_quiz);
        let in_answers = below_answers_title(&blocks);
        let (in_truth, title) = (part.in_truth, part.title);
        let openings = (0..blocks.len()).map(|at| block_opening(document, &blocks, at, 0)).collect();
        Sequence {
            document,
            title,
            taken,
            has_one_group: Vec::new(),
            openings,
            begins_question: Vec::new(),
            in_quiz,
            in_answers,
            in_truth,
            blocks,
        }
    }

    fn read(mut self, found: &mut Candidates<'d>) -> Vec<PendingSequence<'d>> {
        self.keys(found);
        let groups: Vec<ChoiceGroup<'d>> =
            groups(self.document, &self.blocks).into_iter().filter(|group| self.is_free(group)).collect();
        self.has_one_group = headings_with_one_group(&self.blocks, &groups);
        self.begins_question = (0..self.blocks.len()).map(|at| self.opens_question(at)).collect();
        let groups = self.without_lists_of_stems(groups);
        self.choice_questions(groups, found);
        self.open_questions(found);
        self.inner()
    }

    fn keys(&mut self, found: &mut Candidates<'d>) {
        for region in key::regions(self.document, &self.blocks) {
            self.take(region.blocks.clone());
            found.keys.push(region);
        }
    }

    fn take(&mut self, range: Range<usize>) {
        self.taken.iter_mut().take(range.end).skip(range.start).for_each(|taken| *taken = true);
    }

    fn is_free(&self, group: &ChoiceGroup) -> bool {
        !self.taken.get(group.start.block).copied().unwrap_or(true)
    }

    /// The opening of a block's first line.
    fn opening(&self, at: usize) -> Option<&LineOpening> {
        self.openings.get(at)?.as_ref()
    }

    /// Whether a block begins a question that is marked by word and number, or an item of its own.
    fn opens_question(&self, at: usize) -> bool {
        let named = self.opening(at).is_some_and(|found| found.mark == StemMark::Named);
        let host = self.blocks.get(at).and_then(|block| block.host.as_ref());
        let before = at.checked_sub(1).and_then(|at| self.blocks.get(at)).and_then(|block| block.host.as_ref());
        named || (host.is_some() && host != before)
    }

    /// The groups without bare lists that are a part of what is asked: other choices follow, and nothing between ends the question.
    fn without_lists_of_stems(&self, groups: Vec<ChoiceGroup<'d>>) -> Vec<ChoiceGroup<'d>> {
        let starts: Vec<Option<usize>> =
            groups.iter().skip(1).map(|next| Some(next.start.block)).chain([None]).collect();
        let is_in_stem = |group: &ChoiceGroup, next: Option<usize>| {
            let stands_bare = group.form == ChoiceForm::Plain && group.some(|choice| choice.marked.is_some()).is_none();
            let goes_on = |next: usize| (group.end.block..next).all(|at| self.goes_on(at));
            stands_bare && next.is_some_and(|next| goes_on(next) && self.begins_question.get(next) != Some(&true))
        };
        let kept = groups.into_iter().zip(starts).filter(|(group, next)| !is_in_stem(group, *next));
        kept.map(|(group, _)| group).collect()
    }

    /// Whether a question may go on through a block: no heading, rule, fold, answer or other question begins there.
    fn goes_on(&self, at: usize) -> bool {
        let Some(block) = self.blocks.get(at) else { return false };
        let is_free = self.taken.get(at) == Some(&false) && self.begins_question.get(at) != Some(&true);
        is_free
            && match &block.shape {
                BlockShape::Heading(_, line) => is_options_title(&line.text),
                BlockShape::Rule | BlockShape::Fold(_) => false,
                _ => !block.lines().iter().any(|line| is_answer_line(&line.text) && !asks(&line.text)),
            }
    }

    fn choice_questions(&mut self, groups: Vec<ChoiceGroup<'d>>, found: &mut Candidates<'d>) {
        // Stems first: where the next begins, the answer before it ends.
        let is_only = groups.len() == 1;
        let mut low = BlockPosition { block: 0, line: 0 };
        let mut stems: Vec<(Stem, ChoiceGroup<'d>)> = Vec::new();
        let keys: Vec<usize> = self.taken.iter().enumerate().filter(|(_, taken)| **taken).map(|(at, _)| at).collect();
        let mut barriers = keys.into_iter().peekable();
        let mut barrier = 0;
        for group in groups {
            while barriers.peek().is_some_and(|block| *block < group.start.block) {
                barrier = barriers.next().map_or(0, |block| block + 1);
            }
            let from = low.max(BlockPosition { block: barrier, line: 0 });
            let heading = |at: usize| HeadingContext {
                is_alone: self.has_one_group.get(at).copied().unwrap_or(false),
                in_quiz: self.in_quiz.get(at).copied().unwrap_or(false),
            };
            let own = stem::stem_of(self.document, &self.blocks, &group, from, heading);
            let Some(stem) = own.or_else(|| self.title.as_ref().map(|_| self.empty_stem(&group))) else { continue };
            let stem = match &self.title {
                Some(title) if is_only => stem::titled(stem, title),
                _ => stem,
            };
            let are_reasons = stems.last().is_some_and(|(_, before)| self.explains(&stem, &group, before));
            if are_reasons || !self.may_belong(&stem, &group) {
                continue;
            }
            low = group.end;
            stems.push((stem, group));
        }
        let starts: Vec<usize> =
            stems.iter().skip(1).map(|(stem, _)| stem.start.block).chain([self.blocks.len()]).collect();
        let mut free = 0;
        for ((stem, group), next) in stems.into_iter().zip(starts) {
            if let Some((candidate, range)) = self.choice_candidate(stem, group, free, next) {
                free = range.end;
                self.take(range);
                found.candidates.push(candidate);
            }
        }
    }

    /// A stem of which nothing stands before the choices themselves.
    fn empty_stem(&self, group: &ChoiceGroup) -> Stem {
        let at = group.choices.first().map_or(Span::default(), |choice| choice.span);
        Stem { at, ..stem::make(self.document, &self.blocks, group.start, group.start) }
    }

    /// Whether the group can be the choices of the stem at all: not a list inside of an answer, not a bare list.
    fn may_belong(&self, stem: &Stem, group: &ChoiceGroup) -> bool {
        let start = group.start;
        let above = match self
            .blocks
            .get(start.block)
            .and_then(|block| start.line.checked_sub(1).and_then(|line| block.lines().get(line)))
        {
            Some(line) => Some(line),
            None => {
                start.block.checked_sub(1).and_then(|at| self.blocks.get(at)).and_then(|block| block.lines().last())
            }
        };
        // `NOTE: each answer is worth a point` above the choices belongs to a marked question.
        let is_note = |line: &TextLine| {
            stem.mark >= StemMark::Number
                && !names_an_answer(&line.text)
                && line.text.split_whitespace().nth(3).is_some()
        };
        let in_answer = above.is_some_and(|line| is_answer_line(&line.text) && !asks(&line.text) && !is_note(line));
        !in_answer
            && (group.form != ChoiceForm::Plain
                || stem.mark == StemMark::Named
                || (stem.mark == StemMark::Number && stem.asks)
                || (stem.heading.is_some() && stem.asks && self.in_quiz.get(stem.start.block) == Some(&true)))
    }

    /// Whether a group below the answer of the question before only says why its choices are right or wrong: its letters are some of theirs, and
    /// nothing marks or asks another question.
    fn explains(&self, stem: &Stem, group: &ChoiceGroup, before: &ChoiceGroup) -> bool {
        let own: Vec<char> = group.choices.iter().filter_map(|choice| Some(choice.label?.name)).collect();
        let theirs: Vec<char> = before.choices.iter().filter_map(|choice| Some(choice.label?.name)).collect();
        let is_plain = stem.mark == StemMark::Bare && !stem.asks && stem.heading.is_none() && !stem.chooses;
        let are_same = group.form == ChoiceForm::Lettered
            && own.len() == group.choices.len()
            && own.iter().all(|letter| theirs.contains(letter));
        let is_answer = |at: usize| {
            let lines = self.blocks.get(at).map_or(&[][..], |block| block.lines());
            lines.iter().any(|line| names_an_answer(&line.text))
        };
        let is_heading = |at: usize| {
            matches!(self.blocks.get(at).map(|block| &block.shape), Some(BlockShape::Heading(..) | BlockShape::Rule))
        };
        let between = before.end.block..group.start.block;
        is_plain && are_same && between.clone().any(is_answer) && !between.clone().any(is_heading)
    }

    fn choice_candidate(
        &self,
        stem: Stem,
        group: ChoiceGroup<'d>,
        free: usize,
        next: usize,
    ) -> Option<(Candidate<'d>, Range<usize>)> {
        let limit = self.limit(group.end.block, next);
        let answer =
            answer::find(self.document, &self.blocks, Some(&ChoiceNames::of(&group)), &group.tail, group.end, limit);
        // Under a heading of its own, what follows ticked boxes explains them.
        let has_ticks = group.ticks() > 0 && group.ticks() < group.choices.len() && group.tail.is_empty();
        let is_own = stem.heading.is_some() && self.has_one_group.get(stem.start.block) == Some(&true);
        let answer = answer.or_else(|| {
            (has_ticks && is_own)
                .then(|| answer::explanation_after_ticks(self.document, &self.blocks, group.end, limit))
                .flatten()
        });
        let is_named =
            answer.as_ref().and_then(|answer| answer.named.as_ref()).is_some_and(|named| !named.right.is_empty());
        let is_marked = group.some(|choice| choice.marked == Some(true)).is_some();
        if group.form == ChoiceForm::Plain && !is_named && !is_marked {
            return None;
        }
        // A list, a colon and letters: things to match, which no answer names.
        let may_match = stem.has_list && !stem.asks && group.form == ChoiceForm::Lettered;
        if may_match && answer.is_none() && group.some(|choice| choice.strong || choice.marked == Some(true)).is_none()
        {
            return None;
        }
        let last = if group.end.line > 0 { group.end.block + 1 } else { group.end.block };
        let end = answer.as_ref().map_or(last, |answer| answer.end.max(last));
        let (range, extent) = balanced_run(&self.blocks, stem.start.block..end);
        let (lead, extent) = self.without_lead(range.clone(), extent);
        let is_shared = range.start < free || self.taken.get(range.clone()).is_none_or(|taken| taken.contains(&true));
        if is_shared {
            return None;
        }
        let begin = BlockPosition { block: range.start, line: 0 };
        let stem = if begin == stem.start { stem } else { self.widened_stem(begin, group.start, &stem) };
        let mut between = Vec::new();
        if answer.is_none() {
            between.extend(self.rest_of_choices(&group));
        }
        between.extend(self.blocks.get(end..range.end).unwrap_or(&[]).iter().map(|block| self.all_of(block)));
        let by_heading = stem.heading.is_some();
        let in_quiz = self.in_quiz.get(range.start) == Some(&true);
        Some((
            Candidate {
                extent,
                lead,
                stem,
                group: Some(group),
                answer,
                between,
                is_statement: false,
                by_heading,
                in_quiz,
            },
            range,
        ))
    }

    /// A run whose first blocks are the last item of a list above: the item, and the rest of the run.
    fn without_lead(&self, range: Range<usize>, extent: Range<EventId>) -> (Option<Range<EventId>>, Range<EventId>) {
        let host = |at: usize| self.blocks.get(at).and_then(|block| block.host.as_ref());
        let Some(first) = host(range.start).filter(|host| host.is_last_item) else { return (None, extent) };
        let rest = range.clone().find(|at| host(*at) != Some(first)).and_then(|at| self.blocks.get(at));
        match rest {
            Some(rest) => (Some(first.events.clone()), rest.events.start..extent.end),
            None => (None, extent),
        }
    }

    /// The stem begun earlier; the mark of its first line stays where it is stronger.
    fn widened_stem(&self, begin: BlockPosition, end: BlockPosition, stem: &Stem) -> Stem {
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
    fn rest_of_choices(&self, group: &ChoiceGroup) -> Vec<Fragment> {
        let tail = group.tail.iter().map(|tail| Fragment { events: tail.events.clone(), span: tail.span });
        let rest = self.blocks.get(group.end.block).filter(|_| group.end.line > 0).and_then(|block| {
            let line = block.lines().get(group.end.line)?;
            let mut all = self.all_of(block);
            all.span.start = line.start();
            Some(all)
        });
        tail.chain(rest).collect()
    }

    /// The block at which an answer must have ended: the next stem, the next marked question, the next key.
    fn limit(&self, from: usize, next: usize) -> usize {
        let stop = |at: &usize| {
            self.taken.get(*at) == Some(&true) || (*at > from && self.begins_question.get(*at) == Some(&true))
        };
        (from..next).find(stop).unwrap_or(next)
    }

    /// Questions without choices: those marked by word and number, and numbered ones with a folded answer.
    fn open_questions(&mut self, found: &mut Candidates<'d>) {
        let mut at = 0;
        while at < self.blocks.len() {
            let candidate = self.open_candidate(at);
            at = match candidate {
                Some((candidate, range)) => {
                    let end = range.end.max(at + 1);
                    self.take(range);
                    found.candidates.push(candidate);
                    end
                }
                None => at + 1,
            };
        }
    }

    fn open_candidate(&self, at: usize) -> Option<(Candidate<'d>, Range<usize>)> {
        let is_free = self.taken.get(at) == Some(&false) && self.in_answers.get(at) != Some(&true);
        let block = self.blocks.get(at).filter(|_| is_free)?;
        if let BlockShape::Fold(fold) = &block.shape {
            return self.flashcard(at, block, fold);
        }
        let marked = self.opening(at).filter(|found| found.mark >= StemMark::Number).cloned();
        let opening = marked.or_else(|| self.asked_before_fold(at))?;
        let (end, fold) = self.open_end(at, block);
        let is_statement = self.in_truth || self.is_statement(at, end);
        let names = is_statement.then(ChoiceNames::truth);
        // The answer may stand in the paragraph of the question.
        let own = block.lines().iter().skip(1).position(|line| names_an_answer(&line.text));
        let own = own.map(|line| BlockPosition { block: at, line: line + 1 });
        let below = (at + 1..end)
            .find(|next| answer::may_begin(self.document, &self.blocks, names.as_ref(), *next))
            .map(|block| BlockPosition { block, line: 0 });
        let answer = own.or(below).and_then(|place| {
            let answer = answer::find(self.document, &self.blocks, names.as_ref(), &[], place, end)?;
            Some((place, answer))
        });
        let may_be_in_key = self.in_quiz.get(at) == Some(&true)
            && self.blocks.get(at..end).unwrap_or(&[]).iter().all(|block| matches!(block.shape, BlockShape::Text(_)));
        if opening.mark < StemMark::Named && !fold && !self.in_truth && !may_be_in_key {
            return None;
        }
        let (stem_end, end) = match &answer {
            Some((begin, answer)) => (*begin, answer.end),
            None => {
                // A title of answers below belongs to more than this question.
                let is_title = |at: &usize| match self.blocks.get(*at).map(|block| &block.shape) {
                    Some(BlockShape::Heading(_, line)) => is_answers_title(&line.text),
                    _ => false,
                };
                let end = (at + 1..end).find(is_title).unwrap_or(end);
                (BlockPosition { block: end, line: 0 }, end)
            }
        };
        let (range, extent) = balanced_run(&self.blocks, at..end);
        if range.start != at || self.taken.get(range.clone())?.contains(&true) {
            return None;
        }
        let stem = stem::make(self.document, &self.blocks, BlockPosition { block: at, line: 0 }, stem_end);
        let between = self.blocks.get(end..range.end).unwrap_or(&[]).iter().map(|block| self.all_of(block)).collect();
        let by_heading = stem.heading.is_some();
        let answer = answer.map(|(_, answer)| answer);
        let in_quiz = self.in_quiz.get(at) == Some(&true);
        let lead = None;
        Some((Candidate { extent, lead, stem, group: None, answer, between, is_statement, by_heading, in_quiz }, range))
    }

    /// A heading or line in a quiz that asks, and a fold with its answer just below.
    fn asked_before_fold(&self, at: usize) -> Option<LineOpening> {
        let block = self.blocks.get(at).filter(|_| self.in_quiz.get(at) == Some(&true))?;
        let [line] = block.lines() else { return None };
        let Some(BlockShape::Fold(fold)) = self.blocks.get(at + 1).map(|next| &next.shape) else { return None };
        let is_answer = names_answer(fold) || (fold.wrapper == AnswerWrapper::Details && fold.summary.is_none());
        (is_answer && asks(&line.text)).then_some(LineOpening { mark: StemMark::Bare, number: None, rest: 0 })
    }

    /// A fold whose summary is the question: a flashcard.
    fn flashcard(&self, at: usize, block: &Block, fold: &FoldBlock) -> Option<(Candidate<'d>, Range<usize>)> {
        let summary = fold.summary.as_ref()?;
        let in_quiz = self.in_quiz.get(at) == Some(&true);
        // In an item it is a card where it is all of it.
        let is_alone = |at: usize| self.blocks.get(at).is_none_or(|other| other.host != block.host);
        let stands_alone = block.host.is_none() || (is_alone(at + 1) && at.checked_sub(1).is_none_or(is_alone));
        if !stands_alone || !cards::is_card(self.document, &self.blocks, at, in_quiz) {
            return None;
        }
        let candidate = Candidate {
            extent: block.events.clone(),
            lead: None,
            stem: Stem { asks: true, ..stem::of_line(&summary.line) },
            group: None,
            answer: Some(answer::flashcard(self.document, block, fold)?),
            between: Vec::new(),
            is_statement: false,
            in_quiz: true,
            by_heading: false,
        };
        Some((candidate, at..at + 1))
    }

    /// Whether the lines from block `at` on are `True or False: …`, or a statement with `(True/False)` at its end.
    fn is_statement(&self, at: usize, end: usize) -> bool {
        let lines = self.blocks.get(at..end.min(at + 3)).unwrap_or(&[]).iter().flat_map(Block::lines).take(6);
        lines.into_iter().any(|line| {
            let rest = opening(&line.text).map_or(0, |found| found.rest);
            let text = head(line.text.get(rest..).unwrap_or(""));
            let text = text.trim_matches(|c: char| !c.is_alphanumeric());
            WordKind::TrueOrFalse.longest_prefix_len(text).is_some() || WordKind::TrueOrFalse.is_at_end_of(text)
        })
    }

    /// Where an open question ends at the latest, and whether a folded answer stands in it.
    fn open_end(&self, at: usize, block: &Block) -> (usize, bool) {
        let is_heading = matches!(block.shape, BlockShape::Heading(..));
        let mut end = at + 1;
        while let Some(next) = self.blocks.get(end) {
            let stops = self.taken.get(end) == Some(&true) || self.begins_question.get(end) == Some(&true);
            match &next.shape {
                _ if stops => return (end, false),
                BlockShape::Fold(fold) if names_answer(fold) || (end == at + 1 && fold.summary.is_none()) => {
                    return (end + 1, true);
                }
                BlockShape::Rule => return (end, false),
                BlockShape::Heading(level, line) => {
                    let is_deeper = matches!(&block.shape, BlockShape::Heading(own, _) if level > own);
                    if !is_deeper && !is_answer_line(&line.text) {
                        return (end, false);
                    }
                }
                BlockShape::Text(lines) if !is_heading => {
                    let numbered = self.opening(end).is_some_and(|found| found.mark >= StemMark::Number);
                    if numbered || lines.is_empty() {
                        return (end, false);
                    }
                }
                _ => {}
            }
            end += 1;
        }
        (end, false)
    }

    /// Sequences inside of blocks that belong to no candidate and no key.
    fn inner(&self) -> Vec<PendingSequence<'d>> {
        let mut parts = Vec::new();
        let mut in_truth = false;
        for ((block, taken), in_quiz) in self.blocks.iter().zip(&self.taken).zip(&self.in_quiz) {
            if let BlockShape::Heading(_, line) = &block.shape {
                in_truth = WordKind::TrueOrFalse.is_within(head(&line.text));
            }
            if !taken {
                parts.extend(inside(self.document, block, *in_quiz, in_truth));
            }
        }
        parts
    }
}

fn inside<'d>(document: &'d Document, block: &Block<'d>, in_quiz: bool, in_truth: bool) -> Vec<PendingSequence<'d>> {
    let part = |range: Range<EventId>| PendingSequence { range, title: None, number: None, in_quiz, in_truth: false };
    match &block.shape {
        BlockShape::List(list) => {
            let number = |place: usize| list.first.map(|first| first.saturating_add(place as u32));
            let is_statement = |item: &ListItem| in_truth && list.first.is_some() && item.is_text;
            let items = list.items.iter().enumerate();
            items
                .filter(|(_, item)| may_hold_question(item) || is_statement(item))
                .map(|(place, item)| PendingSequence {
                    number: number(place),
                    in_truth: is_statement(item),
                    ..part(item.events.start + 1..item.events.end - 1)
                })
                .collect()
        }
        // An admonition's own text is its body: looking into it would see the same block again.
        BlockShape::Fold(fold) if fold.wrapper == AnswerWrapper::Admonition => Vec::new(),
        BlockShape::Fold(fold) => {
            // A summary that only reveals, or names an answer, is no title of a question.
            let is_title = |summary: &FoldSummary| {
                let names = names_answer(fold) || WordKind::Explanation.is_within(&summary_text(fold));
                fold.wrapper == AnswerWrapper::Details
                    && !names
                    && (asks(&summary.line.text)
                        || opening(&summary.line.text).is_some_and(|found| found.mark > StemMark::Word))
            };
            vec![PendingSequence { title: fold.summary.clone().filter(is_title), ..part(fold.body.clone()) }]
        }
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
    match item.lines.as_slice() {
        [] if item.is_text => false,
        [line] if item.is_text => opening(&line.text).is_some_and(|found| found.mark == StemMark::Named),
        _ => true,
    }
}

/// For each block whether it stands below a heading that says answers and nothing else (`Short answer` is a kind of questions).
fn below_answers_title(blocks: &[Block]) -> Vec<bool> {
    let mut open: Option<u8> = None;
    let mut all = Vec::with_capacity(blocks.len());
    for block in blocks {
        if let BlockShape::Heading(level, line) = &block.shape {
            open = open.filter(|above| *level > *above);
            let is_title = [WordKind::Answer, WordKind::Key].into_iter().any(|kind| is_bare_word(&line.text, kind));
            if open.is_none() && is_title {
                open = Some(*level);
            }
        }
        all.push(open.is_some());
    }
    all
}

/// For each block whether a heading above it says quiz, its own included.
fn below_quiz_heading(blocks: &[Block], around: bool) -> Vec<bool> {
    let mut open: Vec<(u8, bool)> = Vec::new();
    let mut all = Vec::with_capacity(blocks.len());
    for block in blocks {
        if let BlockShape::Heading(level, line) = &block.shape {
            while open.pop_if(|(above, _)| *above >= *level).is_some() {}
            let text = head(&line.text);
            // Frequently asked questions are no quiz.
            let is_quiz = WordKind::Quiz.is_within(text)
                && !WordKind::NotAQuiz.words().iter().any(|part| contains_ignore_case(text, part));
            open.push((*level, is_quiz));
        }
        all.push(around || open.iter().any(|(_, is_quiz)| *is_quiz));
    }
    all
}

/// For each heading whether just one group stands between it and the next.
fn headings_with_one_group(blocks: &[Block], groups: &[ChoiceGroup]) -> Vec<bool> {
    let mut counts = vec![0usize; blocks.len()];
    let mut groups = groups.iter().filter(|group| group.form != ChoiceForm::Plain).peekable();
    let mut heading = None;
    for (at, block) in blocks.iter().enumerate() {
        if let BlockShape::Heading(_, line) = &block.shape
            && !is_options_title(&line.text)
        {
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
