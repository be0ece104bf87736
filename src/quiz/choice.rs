//! Groups of choices in a sequence: lettered lines, lists with letters or boxes, bare lists. In: blocks. Out: groups, each with
//! where it begins and ends. Never decides whether a group belongs to a question.

use super::blocks::{Block, BlockShape, ListBlock, ListItem, TextLine};
use super::label::{DASH, DIGITS, LETTERS, Label, ends_choice, label, label_of};
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
pub(super) struct ChoiceDraft {
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
    pub marks: Vec<Span>,
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
    pub row: usize,
}

/// Choices that stand together.
#[derive(Clone, Debug)]
pub(super) struct ChoiceGroup<'d> {
    pub form: ChoiceForm,
    pub picks: Vec<ChoiceDraft>,
    /// Where the first choice begins.
    pub start: BlockPosition,
    /// Where what follows the last choice begins. In a list: (the list, lines after the last item's own).
    pub end: BlockPosition,
    /// Lines after the last choice that lie in its own list item, or items that are no choices.
    pub tail: Vec<ListTail<'d>>,
}

/// What follows the last choice inside of the choices' own list.
#[derive(Clone, Debug)]
pub(super) struct ListTail<'d> {
    pub rows: Vec<TextLine<'d>>,
    pub events: std::ops::Range<EventId>,
    pub span: Span,
}

/// The groups of a sequence, in order.
pub(super) fn groups<'d>(document: &Document, blocks: &[Block<'d>]) -> Vec<ChoiceGroup<'d>> {
    let mut groups = Vec::new();
    let mut at = BlockPosition { block: 0, row: 0 };
    while let Some(block) = blocks.get(at.block) {
        let found = match &block.shape {
            BlockShape::Text(rows) => in_line(block, rows, at).or_else(|| lines(document, blocks, rows, at)),
            BlockShape::List(list) => items(document, list, at.block),
            _ => None,
        };
        match found {
            Some(group) => {
                at = if matches!(block.shape, BlockShape::List(_)) {
                    next(at)
                } else {
                    group.end.max(BlockPosition { row: at.row + 1, ..at })
                };
                groups.push(group);
            }
            None => at = next(at),
        }
    }
    groups
}

fn next(at: BlockPosition) -> BlockPosition {
    BlockPosition { block: at.block + 1, row: 0 }
}

/// Choices that share one line: `a) 8 cm   b) 10 cm   c) 12 cm`.
fn in_line<'d>(block: &Block, rows: &[TextLine], at: BlockPosition) -> Option<ChoiceGroup<'d>> {
    let (number, row, labels) = rows.iter().enumerate().skip(at.row).find_map(|(number, row)| {
        let labels = labels_in(row);
        (labels.len() >= 3).then_some((number, row, labels))
    })?;
    // Lines of their own come first where there are both.
    let is_first = !rows.iter().take(number).skip(at.row).any(|row| label_of(row).is_some());
    let ends = labels.iter().skip(1).map(|(from, _)| *from).chain([row.text.len()]);
    let picks = labels.iter().zip(ends).map(|((from, label), end)| {
        let words = row.text.get(label.rest..end).unwrap_or("").trim();
        let start = row.source(label.rest);
        let span = Span { start, end: row.source(label.rest + words.len()).max(start) };
        ChoiceDraft {
            label: Some(*label),
            text: vec![Fragment { events: block.events.clone(), span }],
            words: words.to_owned(),
            ticked: None,
            strong: false,
            marked: false,
            span: Span { start: row.source(*from), end: span.end },
            marks: vec![Span { start: row.source(*from), end: start }],
        }
    });
    let start = BlockPosition { row: number, ..at };
    let end = if number + 1 < rows.len() { BlockPosition { row: number + 1, ..at } } else { next(at) };
    let group = ChoiceGroup { form: ChoiceForm::Lettered, picks: picks.collect(), start, end, tail: Vec::new() };
    let is_plain = group.picks.iter().all(|pick| !pick.words.is_empty());
    (is_first && is_plain).then_some(group)
}

/// The labels in a line that begins with the first: each the next of its alphabet, after a blank. Where each begins, and what it is.
fn labels_in(row: &TextLine) -> Vec<(usize, Label)> {
    let Some(first) = label_of(row).filter(|label| label.rank.0 != DIGITS && label.rank.1 == 0) else {
        return Vec::new();
    };
    let mut found = vec![(row.lead(), first)];
    for (blank, _) in row.text.match_indices([' ', '\u{3000}', '\t']).take(MAX_CHOICES * 40) {
        let at = row.text.get(blank..).map_or(blank, |rest| row.text.len() - rest.trim_start().len());
        let next = row.text.get(at..).and_then(label).filter(|label| is_kin(&first, label) && label.form == first.form);
        if let Some(label) = next.filter(|label| label.rank.1 == found.len()) {
            found.push((at, Label { rest: at + label.rest, ..label }));
        }
    }
    found
}

/// Lettered lines: in one paragraph, or each in its own.
fn lines<'d>(document: &Document, blocks: &[Block], rows: &[TextLine], at: BlockPosition) -> Option<ChoiceGroup<'d>> {
    let first = (at.row..rows.len()).find(|row| starts_group(blocks, rows, at.block, *row))?;
    let start = BlockPosition { block: at.block, row: first };
    let mut run = ChoiceRun { document, picks: Vec::new(), open: None, family: None };
    let mut end = start;
    let mut place = start;
    while let Some(block) = blocks.get(place.block) {
        if block.host != blocks.get(at.block)?.host && place.block != start.block && block.host.is_some() {
            break;
        }
        let go_on = match &block.shape {
            BlockShape::Text(rows) => run.text(block, rows, &mut place),
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
    (run.picks.len() >= 2 && run.picks.len() <= MAX_CHOICES).then(|| ChoiceGroup {
        form: ChoiceForm::Lettered,
        picks: run.picks,
        start,
        end,
        tail: Vec::new(),
    })
}

/// Whether the line begins choices: a first letter, and a second soon after.
fn starts_group(blocks: &[Block], rows: &[TextLine], block: usize, row: usize) -> bool {
    let Some(first) = rows.get(row).filter(|row| !row.is_code).and_then(label_of) else { return false };
    if first.rank.0 == DIGITS {
        return false;
    }
    let later = rows.iter().skip(row + 1).chain(
        blocks
            .iter()
            .skip(block + 1)
            .take(4)
            .take_while(|b| matches!(b.shape, BlockShape::Text(_) | BlockShape::Exhibit))
            .flat_map(Block::rows),
    );
    let mut later = later.take(24).filter_map(label_of).filter(|label| is_kin(&first, label));
    let Some(second) = later.next() else { return false };
    second.name != first.name && first.rank.1 < 4
}

/// Whether two labels belong to one group: same alphabet, same size. Authors mix `A.` and `A)`.
fn is_kin(a: &Label, b: &Label) -> bool {
    a.small == b.small && a.rank.0 == b.rank.0
}

/// Lettered lines being gathered.
struct ChoiceRun<'d> {
    document: &'d Document,
    picks: Vec<ChoiceDraft>,
    open: Option<ChoiceDraft>,
    family: Option<Label>,
}

impl ChoiceRun<'_> {
    /// Takes the lines of a block from `place` on; where the group ends inside, `place` says where and the answer is no.
    fn text(&mut self, block: &Block, rows: &[TextLine], place: &mut BlockPosition) -> bool {
        let first = place.row;
        for (number, row) in rows.iter().enumerate().skip(first) {
            let label = label_of(row).filter(|found| self.family.as_ref().is_none_or(|family| is_kin(family, found)));
            let begins = label.filter(|found| self.is_next(found));
            let is_loose = begins.is_none() && number == 0 && self.family.is_some();
            if is_loose || (begins.is_none() && (self.open.is_none() || ends_choice(&row.text))) {
                place.row = number;
                return false;
            }
            match begins {
                Some(label) => self.begin(block, row, label),
                None => self.go_on(row),
            }
        }
        true
    }

    /// Whether a label may follow those of the group. The same letter twice is a slip of the author, the first again a new group.
    fn is_next(&self, found: &Label) -> bool {
        let known = || self.picks.iter().chain(&self.open).take(MAX_CHOICES + 1).filter_map(|pick| pick.label.as_ref());
        let Some(first) = known().next() else { return true };
        let count = known().count();
        first.name != found.name && found.rank.1 <= count + 1 && count <= MAX_CHOICES
    }

    fn begin(&mut self, block: &Block, row: &TextLine, label: Label) {
        self.close();
        self.family.get_or_insert(label);
        let start = row.source(label.rest);
        let span = Span { start, end: row.end() };
        let strong = row.trimmed().len() > 3 && row.is_strong(self.document, label.rest, row.text.trim_end().len());
        self.open = Some(ChoiceDraft {
            words: row.text.get(label.rest..).unwrap_or("").trim().to_owned(),
            text: vec![Fragment { events: block.events.clone(), span }],
            ticked: None,
            strong,
            marked: false,
            span: row.span(),
            marks: vec![Span { start: row.start(), end: start }],
            label: Some(label),
        });
    }

    /// A line that goes on with the choice above it.
    fn go_on(&mut self, row: &TextLine) {
        let Some(pick) = &mut self.open else { return };
        if let Some(fragment) = pick.text.last_mut() {
            fragment.span.end = row.end();
        }
        pick.span.end = row.end();
        pick.strong = false;
        pick.words.push(' ');
        pick.words.push_str(row.trimmed());
    }

    /// Code or a picture that belongs to the choice above it: one that a next choice follows, or that all the text of it is.
    fn exhibit(&mut self, blocks: &[Block], at: usize) -> bool {
        let follows = blocks.get(at + 1).and_then(|block| block.rows().first()).and_then(label_of);
        let goes_on = follows.is_some_and(|found| {
            self.family.as_ref().is_some_and(|family| is_kin(family, &found)) && self.is_next(&found)
        });
        let (Some(pick), Some(block)) = (&mut self.open, blocks.get(at)) else { return false };
        if !goes_on && !pick.words.is_empty() {
            return false;
        }
        let span = self.document.event(block.events.start).map_or(pick.span, |event| event.span);
        pick.words.push_str(&self.document.plain(block.events.clone()));
        pick.text.push(Fragment { events: block.events.clone(), span });
        pick.span = pick.span.join(span);
        true
    }

    fn close(&mut self) {
        if let Some(mut pick) = self.open.take() {
            strip_right_mark(self.document, &mut pick);
            self.picks.push(pick);
        }
    }
}

/// The choices of a list: with boxes, with letters, or bare.
fn items<'d>(document: &Document, list: &ListBlock<'d>, block: usize) -> Option<ChoiceGroup<'d>> {
    let labels: Vec<Option<Label>> = list.items.iter().map(|item| item.rows.first().and_then(label_of)).collect();
    let boxes = list.items.iter().take_while(|item| item.ticked.is_some()).count();
    let lettered = labels.iter().zip(&list.items).take_while(|(label, _)| label.is_some()).count();
    let (form, count) = match (boxes, lettered) {
        (2.., _) if list.items.iter().take(boxes).all(says_something) => (ChoiceForm::Boxes, boxes),
        (2.., _) => return None,
        (_, 2..) if is_alphabetical(labels.get(..lettered)?) => (ChoiceForm::Lettered, lettered),
        _ => (ChoiceForm::Plain, list.items.iter().take_while(|item| !item.rows.is_empty() && !is_mark(item)).count()),
    };
    if !(2..=MAX_CHOICES).contains(&count) {
        return None;
    }
    let keeps_letters = form == ChoiceForm::Lettered || is_alphabetical(labels.get(..count)?);
    let mut tail = Vec::new();
    let picks = list.items.iter().take(count).zip(labels).enumerate().map(|(number, (item, label))| {
        let label = label.filter(|_| keeps_letters);
        // What follows the last choice on lines of its own may be the answer.
        pick(document, item, label, (number + 1 == count).then_some(&mut tail))
    });
    let picks: Vec<ChoiceDraft> = picks.collect();
    tail.extend(list.items.iter().skip(count).map(|item| ListTail {
        rows: item.rows.clone(),
        events: item.events.clone(),
        span: document.event(item.events.start).map_or(Span::default(), |event| event.span),
    }));
    Some(ChoiceGroup {
        form,
        picks,
        start: BlockPosition { block, row: 0 },
        end: BlockPosition { block: block + 1, row: 0 },
        tail,
    })
}

/// Whether an item is no mere blank to fill.
fn says_something(item: &ListItem) -> bool {
    item.rows.is_empty() || item.rows.iter().any(|row| !row.text.trim_matches(['_', '.', '-', '…', ' ']).is_empty())
}

fn is_mark(item: &ListItem) -> bool {
    item.rows.first().is_some_and(|row| ends_choice(&row.text))
}

/// Whether labels are letters of one alphabet, each once or nearly, from its beginning on.
fn is_alphabetical(labels: &[Option<Label>]) -> bool {
    let Some(Some(first)) = labels.first() else { return false };
    let is_kin = |label: &Option<Label>| {
        label.as_ref().is_some_and(|label| label.rank.0 == first.rank.0 && label.rank.1 <= labels.len())
    };
    labels.len() >= 2 && labels.iter().all(is_kin) && labels.iter().flatten().any(|label| label.rank.1 < 2)
}

fn pick<'d>(
    document: &Document,
    item: &ListItem<'d>,
    label: Option<Label>,
    tail: Option<&mut Vec<ListTail<'d>>>,
) -> ChoiceDraft {
    let inside = item.events.start + 1..item.events.end - 1;
    let first = item.rows.first();
    let start = first.map_or(0, |row| label.as_ref().map_or(row.start(), |label| row.source(label.rest)));
    let all = document.event(item.events.start).map_or(Span::default(), |event| event.span);
    let mut span = Span { start, end: all.end.max(start) };
    let cut = item.rows.iter().enumerate().skip(1).find(|(_, row)| !row.is_code && ends_choice(&row.text));
    let own = cut.map_or(item.rows.len(), |(number, _)| number);
    if let (Some((number, row)), Some(tail)) = (cut, tail) {
        tail.push(ListTail {
            rows: item.rows.get(number..).unwrap_or(&[]).to_vec(),
            events: inside.clone(),
            span: Span { start: row.start(), end: span.end },
        });
        span.end = row.start();
    }
    let words = item.rows.iter().take(own).enumerate().map(|(number, row)| {
        let from = label.as_ref().filter(|_| number == 0).map_or(0, |label| label.rest);
        row.text.get(from..).unwrap_or("").trim()
    });
    let words = words.collect::<Vec<_>>().join(" ");
    let begin = label.as_ref().map_or(0, |label| label.rest);
    let strong =
        first.is_some_and(|row| row.trimmed().len() > 3 && row.is_strong(document, begin, row.text.trim_end().len()));
    let before = first.map_or(start, TextLine::start);
    let mut pick = ChoiceDraft {
        text: vec![Fragment { events: inside, span }],
        words,
        ticked: item.ticked,
        strong,
        marked: false,
        span: Span { start: before.min(span.end), end: span.end },
        marks: vec![Span { start: before, end: start }],
        label,
    };
    strip_right_mark(document, &mut pick);
    pick
}

/// A mark at the end of a choice that says it is right goes: it would give the answer away.
fn strip_right_mark(document: &Document, pick: &mut ChoiceDraft) {
    let Some(fragment) = pick.text.last_mut() else { return };
    let text = fragment.span.of(&document.text);
    let bare = text.trim_end().trim_end_matches('*');
    let is_even = |text: &str| text.to_lowercase().len() == text.len();
    let marks = RIGHT_SIGNS.iter().chain(WordKind::RightMark.words());
    let longest = marks.filter(|mark| ends(bare, mark)).max_by_key(|mark| mark.len());
    let Some(mark) = longest.filter(|_| is_even(bare)) else { return };
    let start = fragment.span.start + (bare.len() - mark.len()) as u32;
    pick.marks.push(Span { start, end: fragment.span.end });
    fragment.span.end = start;
    pick.marked = true;
    let kept = pick.words.trim_end();
    if ends(kept, mark) && is_even(kept) {
        let length = kept.len() - mark.len();
        pick.words.truncate(length);
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
        let [first, second] = self.picks.as_slice() else { return false };
        matches!((truth(&first.words), truth(&second.words)), (Some(first), Some(second)) if first != second)
    }

    /// Whether its letters begin with the first and go up, by a form that nobody uses for anything else.
    pub fn begins_well(&self) -> bool {
        let labels = || self.picks.iter().filter_map(|pick| pick.label.as_ref());
        let places = labels().map(|label| label.rank.1);
        let is_first = places.clone().next() == Some(0);
        is_first && places.is_sorted() && !labels().any(|label| label.form == DASH)
    }

    /// How many boxes are ticked.
    pub fn ticks(&self) -> usize {
        self.picks.iter().filter(|pick| pick.ticked == Some(true)).count()
    }

    /// Labels as shown: the author's, or letters by place.
    pub fn labels(&self) -> Vec<String> {
        self.picks
            .iter()
            .zip(LETTERS.chars())
            .map(|(pick, letter)| {
                pick.label.as_ref().map_or_else(|| letter.to_string(), |label| label.name.to_string())
            })
            .collect()
    }
}
