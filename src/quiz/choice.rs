//! Groups of choices in a sequence: lettered lines, lists with letters or boxes, bare lists. In: blocks. Out: groups, each with
//! where it begins and ends. Never decides whether a group belongs to a question.

use super::blocks::{Block, BlockShape, ListBlock, ListItem};
use super::keyword::ends_choice;
use super::label::{DIGITS, LETTERS, Label, label, label_of};
use super::line::TextLine;
use super::words::truth;
use crate::markdown::{Document, EventId, Fragment};
use crate::span::Span;
use crate::words::WordKind;

/// Signs at the end of a choice that say it is right.
const RIGHT_SIGNS: &[&str] = &["✅", "✔️", "✔", "✓", "☑️", "☑"];

/// More choices than this are a list of something else.
const MAX_CHOICES: usize = 12;

/// One choice of a group.
#[derive(Clone, Debug)]
pub(super) struct ParsedChoice {
    /// Its label, if it has one.
    pub label: Option<Label>,
    /// Its text, the letter left out.
    pub text: Vec<Fragment>,
    /// Its words.
    pub words: String,
    /// Its box, if it has one.
    pub ticked: Option<bool>,
    /// Whether all of it is strong.
    pub strong: bool,
    /// Whether a mark at its end says that it is right.
    pub marked: bool,
    /// From its letter to the end of its text.
    pub span: Span,
    /// Pieces of its source that its text leaves out.
    pub omitted: Vec<Span>,
}

/// How a group is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum ChoiceForm {
    /// Letters.
    Lettered,
    /// Boxes.
    Boxes,
    /// A list with neither.
    Plain,
}

/// A place in a sequence: a block, and a line of it (or an item of it).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct BlockPosition {
    pub block: usize,
    pub line: usize,
}

/// Choices that stand together.
#[derive(Clone, Debug)]
pub(super) struct ChoiceGroup<'d> {
    pub form: ChoiceForm,
    pub choices: Vec<ParsedChoice>,
    /// Where the first choice begins.
    pub start: BlockPosition,
    /// Where what follows the last choice begins. After a list that is the start of the block below it.
    pub end: BlockPosition,
    /// Lines after the last choice that lie in its own list item, or items that are no choices.
    pub tail: Vec<ListTail<'d>>,
}

/// What follows the last choice inside of the choices' own list.
#[derive(Clone, Debug)]
pub(super) struct ListTail<'d> {
    pub lines: Vec<TextLine<'d>>,
    pub events: std::ops::Range<EventId>,
    pub span: Span,
}

/// The groups of a sequence, in order.
pub(super) fn groups<'d>(document: &Document, blocks: &[Block<'d>]) -> Vec<ChoiceGroup<'d>> {
    let mut groups = Vec::new();
    let mut at = BlockPosition { block: 0, line: 0 };
    while let Some(block) = blocks.get(at.block) {
        let found = match &block.shape {
            BlockShape::Text(lines) => {
                in_line(block, lines, at).or_else(|| lettered_lines(document, blocks, lines, at))
            }
            BlockShape::List(list) => items(document, list, at.block),
            _ => None,
        };
        match found {
            Some(group) => {
                at = if matches!(block.shape, BlockShape::List(_)) {
                    next(at)
                } else {
                    group.end.max(BlockPosition { line: at.line + 1, ..at })
                };
                groups.push(group);
            }
            None => at = next(at),
        }
    }
    groups
}

fn next(at: BlockPosition) -> BlockPosition {
    BlockPosition { block: at.block + 1, line: 0 }
}

/// Choices that share one line: `a) 8 cm   b) 10 cm   c) 12 cm`.
fn in_line<'d>(block: &Block, lines: &[TextLine], at: BlockPosition) -> Option<ChoiceGroup<'d>> {
    let (number, line, labels) = lines.iter().enumerate().skip(at.line).find_map(|(number, line)| {
        let labels = labels_in(line);
        (labels.len() >= 3).then_some((number, line, labels))
    })?;
    // Lines of their own come first where there are both.
    let is_first = !lines.iter().take(number).skip(at.line).any(|line| label_of(line).is_some());
    let ends = labels.iter().skip(1).map(|(from, _)| *from).chain([line.text.len()]);
    let choices = labels.iter().zip(ends).map(|((from, label), end)| {
        let words = line.text.get(label.rest..end).unwrap_or("").trim();
        let start = line.source(label.rest);
        let span = Span { start, end: line.source(label.rest + words.len()).max(start) };
        ParsedChoice {
            label: Some(*label),
            text: vec![Fragment { events: block.events.clone(), span }],
            words: words.to_owned(),
            ticked: None,
            strong: false,
            marked: false,
            span: Span { start: line.source(*from), end: span.end },
            omitted: vec![Span { start: line.source(*from), end: start }],
        }
    });
    let start = BlockPosition { line: number, ..at };
    let end = if number + 1 < lines.len() { BlockPosition { line: number + 1, ..at } } else { next(at) };
    let group = ChoiceGroup { form: ChoiceForm::Lettered, choices: choices.collect(), start, end, tail: Vec::new() };
    let is_plain = group.choices.iter().all(|choice| !choice.words.is_empty());
    (is_first && is_plain).then_some(group)
}

/// The labels in a line that begins with the first: each the next of its alphabet, after a blank. Where each begins, and what it is.
fn labels_in(line: &TextLine) -> Vec<(usize, Label)> {
    let Some(first) = label_of(line).filter(|label| label.rank.0 != DIGITS && label.rank.1 == 0) else {
        return Vec::new();
    };
    let mut found = vec![(line.lead(), first)];
    for (blank, _) in line.text.match_indices([' ', '\u{3000}', '\t']).take(MAX_CHOICES * 40) {
        let at = line.text.get(blank..).map_or(blank, |rest| line.text.len() - rest.trim_start().len());
        let next = line
            .text
            .get(at..)
            .and_then(label)
            .filter(|label| is_same_series(&first, label) && label.form == first.form);
        if let Some(label) = next.filter(|label| label.rank.1 == found.len()) {
            found.push((at, Label { rest: at + label.rest, ..label }));
        }
    }
    found
}

/// Lettered lines: in one paragraph, or each in its own.
fn lettered_lines<'d>(
    document: &Document,
    blocks: &[Block],
    lines: &[TextLine],
    at: BlockPosition,
) -> Option<ChoiceGroup<'d>> {
    let first = (at.line..lines.len()).find(|line| starts_group(blocks, lines, at.block, *line))?;
    let start = BlockPosition { block: at.block, line: first };
    let mut run = ChoiceRun { document, choices: Vec::new(), open: None, first_label: None };
    let mut end = start;
    let mut place = start;
    while let Some(block) = blocks.get(place.block) {
        if block.host != blocks.get(at.block)?.host && place.block != start.block && block.host.is_some() {
            break;
        }
        let go_on = match &block.shape {
            BlockShape::Text(lines) => run.text(block, lines, &mut place),
            BlockShape::Exhibit => run.exhibit(blocks, place.block),
            _ => false,
        };
        if run.open.is_some() {
            end = if go_on { next(place) } else { place };
        }
        if !go_on {
            break;
        }
        place = next(place);
    }
    run.close();
    (run.choices.len() >= 2 && run.choices.len() <= MAX_CHOICES).then(|| ChoiceGroup {
        form: ChoiceForm::Lettered,
        choices: run.choices,
        start,
        end,
        tail: Vec::new(),
    })
}

/// Whether the line begins choices: a first letter, and a second soon after.
fn starts_group(blocks: &[Block], lines: &[TextLine], block: usize, line: usize) -> bool {
    let Some(first) = lines.get(line).filter(|line| !line.is_code).and_then(label_of) else { return false };
    if first.rank.0 == DIGITS {
        return false;
    }
    let later = lines.iter().skip(line + 1).chain(
        blocks
            .iter()
            .skip(block + 1)
            .take(4)
            .take_while(|b| matches!(b.shape, BlockShape::Text(_) | BlockShape::Exhibit))
            .flat_map(Block::lines),
    );
    let mut later = later.take(24).filter_map(label_of).filter(|label| is_same_series(&first, label));
    let Some(second) = later.next() else { return false };
    second.name != first.name && first.rank.1 < 4
}

/// Whether two labels may belong to one group: same alphabet, same case. Authors mix `A.` and `A)`.
fn is_same_series(a: &Label, b: &Label) -> bool {
    a.small == b.small && a.rank.0 == b.rank.0
}

/// Lettered lines being gathered.
struct ChoiceRun<'d> {
    document: &'d Document,
    choices: Vec<ParsedChoice>,
    open: Option<ParsedChoice>,
    first_label: Option<Label>,
}

impl ChoiceRun<'_> {
    /// Takes the lines of a block from `place` on. Whether the group may go on below: where it ends inside, `place` is set to that line.
    fn text(&mut self, block: &Block, lines: &[TextLine], place: &mut BlockPosition) -> bool {
        let first = place.line;
        for (number, line) in lines.iter().enumerate().skip(first) {
            let label = label_of(line)
                .filter(|found| self.first_label.as_ref().is_none_or(|first_label| is_same_series(first_label, found)));
            let begins = label.filter(|found| self.is_next(found));
            let is_loose = begins.is_none() && number == 0 && self.first_label.is_some();
            if is_loose || (begins.is_none() && (self.open.is_none() || ends_choice(&line.text))) {
                place.line = number;
                return false;
            }
            match begins {
                Some(label) => self.begin(block, line, label),
                None => self.go_on(line),
            }
        }
        true
    }

    /// Whether a label may follow those of the group. A repeated letter is an error of the author; the first letter again begins a new group.
    fn is_next(&self, found: &Label) -> bool {
        let known =
            || self.choices.iter().chain(&self.open).take(MAX_CHOICES + 1).filter_map(|choice| choice.label.as_ref());
        let Some(first) = known().next() else { return true };
        let count = known().count();
        first.name != found.name && found.rank.1 <= count + 1 && count <= MAX_CHOICES
    }

    fn begin(&mut self, block: &Block, line: &TextLine, label: Label) {
        self.close();
        self.first_label.get_or_insert(label);
        let start = line.source(label.rest);
        let span = Span { start, end: line.end() };
        let strong = is_all_strong(self.document, line, label.rest);
        self.open = Some(ParsedChoice {
            words: line.text.get(label.rest..).unwrap_or("").trim().to_owned(),
            text: vec![Fragment { events: block.events.clone(), span }],
            ticked: None,
            strong,
            marked: false,
            span: line.span(),
            omitted: vec![Span { start: line.start(), end: start }],
            label: Some(label),
        });
    }

    /// A line that goes on with the choice above it.
    fn go_on(&mut self, line: &TextLine) {
        let Some(choice) = &mut self.open else { return };
        if let Some(fragment) = choice.text.last_mut() {
            fragment.span.end = line.end();
        }
        choice.span.end = line.end();
        choice.strong = false;
        choice.words.push(' ');
        choice.words.push_str(line.trimmed());
    }

    /// Code or a picture that belongs to the choice above it: one that a next choice follows, or that all the text of it is.
    fn exhibit(&mut self, blocks: &[Block], at: usize) -> bool {
        let follows = blocks.get(at + 1).and_then(|block| block.lines().first()).and_then(label_of);
        let goes_on = follows.is_some_and(|found| {
            self.first_label.as_ref().is_some_and(|first_label| is_same_series(first_label, &found))
                && self.is_next(&found)
        });
        let (Some(choice), Some(block)) = (&mut self.open, blocks.get(at)) else { return false };
        if !goes_on && !choice.words.is_empty() {
            return false;
        }
        let span = self.document.event(block.events.start).map_or(choice.span, |event| event.span);
        choice.words.push_str(&self.document.plain(block.events.clone()));
        choice.text.push(Fragment { events: block.events.clone(), span });
        choice.span = choice.span.join(span);
        true
    }

    fn close(&mut self) {
        if let Some(mut choice) = self.open.take() {
            strip_right_mark(self.document, &mut choice);
            self.choices.push(choice);
        }
    }
}

/// The choices of a list: with boxes, with letters, or bare.
fn items<'d>(document: &Document, list: &ListBlock<'d>, block: usize) -> Option<ChoiceGroup<'d>> {
    let labels: Vec<Option<Label>> = list.items.iter().map(|item| item.lines.first().and_then(label_of)).collect();
    let boxes = list.items.iter().take_while(|item| item.ticked.is_some()).count();
    let lettered = labels.iter().zip(&list.items).take_while(|(label, _)| label.is_some()).count();
    let (form, count) = match (boxes, lettered) {
        (2.., _) if list.items.iter().take(boxes).all(says_something) => (ChoiceForm::Boxes, boxes),
        (2.., _) => return None,
        (_, 2..) if is_alphabetical(labels.get(..lettered)?) => (ChoiceForm::Lettered, lettered),
        _ => (
            ChoiceForm::Plain,
            list.items.iter().take_while(|item| !item.lines.is_empty() && !begins_answer(item)).count(),
        ),
    };
    if !(2..=MAX_CHOICES).contains(&count) {
        return None;
    }
    let keeps_letters = form == ChoiceForm::Lettered || is_alphabetical(labels.get(..count)?);
    let mut tail = Vec::new();
    let choices = list.items.iter().take(count).zip(labels).enumerate().map(|(number, (item, label))| {
        let label = label.filter(|_| keeps_letters);
        // What follows the last choice on lines of its own may be the answer.
        list_choice(document, item, label, (number + 1 == count).then_some(&mut tail))
    });
    let choices: Vec<ParsedChoice> = choices.collect();
    tail.extend(list.items.iter().skip(count).map(|item| ListTail {
        lines: item.lines.clone(),
        events: item.events.clone(),
        span: document.span(item.events.start),
    }));
    Some(ChoiceGroup {
        form,
        choices,
        start: BlockPosition { block, line: 0 },
        end: BlockPosition { block: block + 1, line: 0 },
        tail,
    })
}

/// Whether an item is more than a blank to fill.
fn says_something(item: &ListItem) -> bool {
    item.lines.is_empty() || item.lines.iter().any(|line| !line.text.trim_matches(['_', '.', '-', '…', ' ']).is_empty())
}

/// Whether an item is no choice: it begins with the word of an answer, an explanation or a hint.
fn begins_answer(item: &ListItem) -> bool {
    item.lines.first().is_some_and(|line| ends_choice(&line.text))
}

/// Whether labels, two or more, are letters of one alphabet, none further in it than their count, and one of its first two among them. A
/// letter may be missing or there twice: that is an error of the author.
fn is_alphabetical(labels: &[Option<Label>]) -> bool {
    let Some(Some(first)) = labels.first() else { return false };
    let is_kin = |label: &Option<Label>| {
        label.as_ref().is_some_and(|label| label.rank.0 == first.rank.0 && label.rank.1 <= labels.len())
    };
    labels.len() >= 2 && labels.iter().all(is_kin) && labels.iter().flatten().any(|label| label.rank.1 < 2)
}

fn list_choice<'d>(
    document: &Document,
    item: &ListItem<'d>,
    label: Option<Label>,
    tail: Option<&mut Vec<ListTail<'d>>>,
) -> ParsedChoice {
    let inside = item.events.start + 1..item.events.end - 1;
    let first = item.lines.first();
    let start = first.map_or(0, |line| label.as_ref().map_or(line.start(), |label| line.source(label.rest)));
    let all = document.span(item.events.start);
    let mut span = Span { start, end: all.end.max(start) };
    let cut = item.lines.iter().enumerate().skip(1).find(|(_, line)| !line.is_code && ends_choice(&line.text));
    let own = cut.map_or(item.lines.len(), |(number, _)| number);
    if let (Some((number, line)), Some(tail)) = (cut, tail) {
        tail.push(ListTail {
            lines: item.lines.get(number..).unwrap_or(&[]).to_vec(),
            events: inside.clone(),
            span: Span { start: line.start(), end: span.end },
        });
        span.end = line.start();
    }
    let words = item.lines.iter().take(own).enumerate().map(|(number, line)| {
        let from = label.as_ref().filter(|_| number == 0).map_or(0, |label| label.rest);
        line.text.get(from..).unwrap_or("").trim()
    });
    let words = words.collect::<Vec<_>>().join(" ");
    let begin = label.as_ref().map_or(0, |label| label.rest);
    let strong = first.is_some_and(|line| is_all_strong(document, line, begin));
    let before = first.map_or(start, TextLine::start);
    let mut choice = ParsedChoice {
        text: vec![Fragment { events: inside, span }],
        words,
        ticked: item.ticked,
        strong,
        marked: false,
        span: Span { start: before.min(span.end), end: span.end },
        omitted: vec![Span { start: before, end: start }],
        label,
    };
    strip_right_mark(document, &mut choice);
    choice
}

/// Whether all of a choice's first line is strong; its text begins at byte `from`.
fn is_all_strong(document: &Document, line: &TextLine, from: usize) -> bool {
    line.trimmed().len() > 3 && line.is_strong(document, from, line.text.trim_end().len())
}

/// Removes a mark at the end of a choice that says it is right: it would give the answer away.
fn strip_right_mark(document: &Document, choice: &mut ParsedChoice) {
    let Some(fragment) = choice.text.last_mut() else { return };
    let text = fragment.span.of(&document.text);
    let bare = text.trim_end().trim_end_matches('*');
    let is_even = |text: &str| text.to_lowercase().len() == text.len();
    let marks = RIGHT_SIGNS.iter().chain(WordKind::RightMark.words());
    let longest = marks.filter(|mark| ends(bare, mark)).max_by_key(|mark| mark.len());
    let Some(mark) = longest.filter(|_| is_even(bare)) else { return };
    let start = fragment.span.start + (bare.len() - mark.len()) as u32;
    choice.omitted.push(Span { start, end: fragment.span.end });
    fragment.span.end = start;
    choice.marked = true;
    let kept = choice.words.trim_end();
    if ends(kept, mark) && is_even(kept) {
        let length = kept.len() - mark.len();
        choice.words.truncate(length);
    }
}

/// Whether `text` ends with a mark: signs and ASCII letters.
fn ends(text: &str, mark: &str) -> bool {
    let start = text.len().checked_sub(mark.len());
    start.and_then(|start| text.as_bytes().get(start..)).is_some_and(|tail| tail.eq_ignore_ascii_case(mark.as_bytes()))
}

impl ChoiceGroup<'_> {
    /// Whether the choices are just true and false.
    pub fn is_truth(&self) -> bool {
        let [first, second] = self.choices.as_slice() else { return false };
        matches!((truth(&first.words), truth(&second.words)), (Some(first), Some(second)) if first != second)
    }

    /// Whether its letters begin with the first and go up, in a form that stands for nothing else (`A - x` does).
    pub fn begins_well(&self) -> bool {
        let labels = || self.choices.iter().filter_map(|choice| choice.label.as_ref());
        let places = labels().map(|label| label.rank.1);
        let is_first = places.clone().next() == Some(0);
        is_first && places.is_sorted() && !labels().any(Label::may_be_note)
    }

    /// How many boxes are ticked.
    pub fn ticks(&self) -> usize {
        self.choices.iter().filter(|choice| choice.ticked == Some(true)).count()
    }

    /// Labels as shown: the author's, or letters by place.
    pub fn labels(&self) -> Vec<String> {
        self.choices
            .iter()
            .zip(LETTERS.chars())
            .map(|(choice, letter)| {
                choice.label.as_ref().map_or_else(|| letter.to_string(), |label| label.name.to_string())
            })
            .collect()
    }
}
