//! Choices written as lists: with boxes, with letters, bare, with all choices in one item, and lists cut apart by code. In: blocks. Out:
//! groups, each with where it begins and ends.

use super::blocks::{Block, BlockShape, ListBlock, ListItem, is_quote};
use super::choice::{
    BlockPosition, ChoiceForm, ChoiceGroup, ListTail, MAX_CHOICES, ParsedChoice, is_all_strong, strip_mark,
    takes_feedback,
};
use super::choice_lines::{labels_in, line_choices};
use super::keyword::ends_choice;
use super::label::{ChoiceLabels, DIGITS, Label, label_at};
use super::line::TextLine;
use super::mark::text_box;
use crate::markdown::{Document, EventId, Fragment};
use crate::span::Span;

/// What stands before the text of an item.
#[derive(Clone, Copy, Debug, Default)]
struct ItemOpening {
    ticked: Option<bool>,
    label: Option<Label>,
    /// Where the text begins, a label left out only where `label` says so.
    rest: usize,
}

fn item_opening(item: &ListItem) -> ItemOpening {
    let Some(line) = item.lines.first() else { return ItemOpening { ticked: item.ticked, ..ItemOpening::default() } };
    let (ticked, from) = match (item.ticked, text_box(line)) {
        (None, Some(found)) => (Some(found.ticked), found.rest),
        (ticked, _) => (ticked, 0),
    };
    ItemOpening { ticked, label: label_at(line, from), rest: from }
}

/// The choices of a list.
pub(super) fn items<'d>(document: &Document, list: &ListBlock<'d>, block: usize) -> Option<ChoiceGroup<'d>> {
    let openings: Vec<ItemOpening> = list.items.iter().map(item_opening).collect();
    let boxes = openings.iter().take_while(|opening| opening.ticked.is_some()).count();
    let lettered = openings.iter().take_while(|opening| opening.label.is_some()).count();
    let (form, count) = match (boxes, lettered) {
        (2.., _) if list.items.iter().take(boxes).all(says_something) => (ChoiceForm::Boxes, boxes),
        (2.., _) => return None,
        (_, 2..) if is_alphabetical(openings.get(..lettered)?) => (ChoiceForm::Lettered, lettered),
        _ => {
            if let Some(group) = in_item(document, list, block) {
                return Some(group);
            }
            let own = list.items.iter().take_while(|item| !item.lines.is_empty() && !begins_answer(item));
            let count = own.count();
            // A list that goes on with letters or boxes holds the end of a stem and the choices: which is which no list says.
            let is_mixed = |opening: &ItemOpening| {
                opening.ticked.is_some()
                    || opening.label.is_some_and(|label| label.rank.0 != DIGITS && label.rank.1 == 0)
            };
            if openings.iter().take(count).skip(1).any(is_mixed) {
                return None;
            }
            (ChoiceForm::Plain, count)
        }
    };
    if !(2..=MAX_CHOICES).contains(&count) {
        return None;
    }
    let openings = openings.get(..count)?;
    let items = list.items.get(..count)?;
    // Boxes that are no task items of markdown are boxes only where some are ticked and some not.
    let ticks = openings.iter().filter(|opening| opening.ticked == Some(true)).count();
    let are_tasks = items.iter().all(|item| item.ticked.is_some());
    if form == ChoiceForm::Boxes && !are_tasks && (ticks == 0 || ticks == count) {
        return None;
    }
    let keeps_letters = form == ChoiceForm::Lettered || are_labels(openings, items);
    let labels = labels(list, openings, keeps_letters);
    let mut tail = Vec::new();
    let choices = items.iter().zip(openings).enumerate().map(|(number, (item, opening))| {
        let opening = ItemOpening { label: opening.label.filter(|_| keeps_letters), ..*opening };
        // What follows the last choice on lines of its own may be the answer.
        list_choice(document, item, opening, (number + 1 == count).then_some(&mut tail))
    });
    let mut choices: Vec<ParsedChoice> = choices.collect();
    take_feedback(document, items, &mut choices);
    tail.extend(rest(document, list, count));
    let start = BlockPosition { block, line: 0 };
    Some(ChoiceGroup { form, choices, labels, start, end: start.next_block(), tail })
}

/// Takes the quotes below choices as what is said to those who take them, where two choices or more end in one: a single quote may be a part of what
/// its choice says, and so is one behind a colon.
fn take_feedback(document: &Document, items: &[ListItem], choices: &mut [ParsedChoice]) {
    let quote = |item: &ListItem, choice: &ParsedChoice| {
        let last = document.children(item.content.clone()).last().filter(|last| *last > item.content.start)?;
        let span = document.span(last);
        let is_own = choice.text.len() == 1 && choice.text.first()?.span.end >= span.end;
        let is_feedback =
            is_quote(document, last) && is_own && takes_feedback(document, choice, &document.inside(last));
        is_feedback.then_some((last, span))
    };
    let quotes: Vec<Option<(EventId, Span)>> =
        items.iter().zip(&*choices).map(|(item, choice)| quote(item, choice)).collect();
    if quotes.iter().flatten().count() < 2 {
        return;
    }
    for (choice, quote) in choices.iter_mut().zip(quotes) {
        let (Some((quote, span)), Some(text)) = (quote, choice.text.first_mut()) else { continue };
        text.events.end = quote;
        text.span.end = span.start;
        choice.span.end = span.start;
        choice.feedback = Some(Fragment { events: document.inside(quote), span });
    }
}

/// The items of a list from `count` on.
fn rest<'d>(document: &Document, list: &ListBlock<'d>, count: usize) -> impl Iterator<Item = ListTail<'d>> {
    list.items.iter().skip(count).map(|item| ListTail {
        lines: item.lines.clone(),
        events: item.events.clone(),
        span: document.span(item.events.start),
    })
}

/// What the choices of a list are called: by their letters, by the numbers of a numbered list, by place.
fn labels(list: &ListBlock, openings: &[ItemOpening], keeps_letters: bool) -> ChoiceLabels {
    let written: Vec<Label> = openings.iter().filter_map(|opening| opening.label).filter(|_| keeps_letters).collect();
    match (written.len() == openings.len(), list.first) {
        (true, _) => ChoiceLabels::written(&written),
        (false, Some(first)) => ChoiceLabels::numbers(first, openings.len()),
        (false, None) => ChoiceLabels::by_place(openings.len()),
    }
}

/// All choices in the first item of a list: `- (a) one  (b) two`. What follows may only be the answer.
fn in_item<'d>(document: &Document, list: &ListBlock<'d>, block: usize) -> Option<ChoiceGroup<'d>> {
    let item = list.items.first().filter(|item| item.ticked.is_none() && item.is_text)?;
    let [line] = item.lines.as_slice() else { return None };
    let labels = labels_in(line, None);
    let is_alone = list.items.iter().skip(1).all(begins_answer);
    if !(2..=MAX_CHOICES).contains(&labels.len()) || !is_alone {
        return None;
    }
    let choices = line_choices(document, item.content.clone(), line, &labels);
    let labels: Vec<Label> = labels.into_iter().map(|(_, label)| label).collect();
    let start = BlockPosition { block, line: 0 };
    choices.iter().all(|choice| !choice.words.is_empty()).then(|| ChoiceGroup {
        form: ChoiceForm::Lettered,
        labels: ChoiceLabels::written(&labels),
        choices,
        start,
        end: start.next_block(),
        tail: rest(document, list, 1).collect(),
    })
}

/// Lists with boxes that code, a table or a picture after each item cut apart: these belong to the item above.
pub(super) fn cut_boxes<'b, 'd>(document: &Document, blocks: &'b [Block<'d>], at: usize) -> Option<ChoiceGroup<'d>> {
    let boxed = |block: &'b Block<'d>| match &block.shape {
        BlockShape::List(list) if list.items.iter().all(|item| item.ticked.is_some()) => Some(list),
        _ => None,
    };
    // One list alone is not cut: most are not.
    let below = blocks.get(at + 1).map(|block| &block.shape);
    if blocks.get(at).and_then(boxed).is_none() || !matches!(below, Some(BlockShape::Exhibit | BlockShape::List(_))) {
        return None;
    }
    let mut choices: Vec<ParsedChoice> = Vec::new();
    let mut lists = 0;
    let mut end = at;
    // Whether each list but the last has something below it.
    let mut is_cut = false;
    while let Some(block) = blocks.get(end).filter(|_| choices.len() <= MAX_CHOICES) {
        match (boxed(block), &block.shape, choices.last_mut()) {
            (Some(list), ..) => {
                lists += 1;
                let openings = list.items.iter().map(|item| (item, ItemOpening { label: None, ..item_opening(item) }));
                choices.extend(openings.map(|(item, opening)| list_choice(document, item, opening, None)));
            }
            (None, BlockShape::Exhibit, Some(choice)) => {
                let span = document.span(block.events.start);
                choice.words.push_str(&format!(" {}", document.plain(block.events.clone()).trim()));
                choice.text.push(Fragment { events: block.events.clone(), span });
                choice.span = choice.span.join(span);
                is_cut = true;
            }
            _ => break,
        }
        end += 1;
    }
    let fits = lists >= 2 && is_cut && (2..=MAX_CHOICES).contains(&choices.len());
    fits.then(|| ChoiceGroup {
        form: ChoiceForm::Boxes,
        labels: ChoiceLabels::by_place(choices.len()),
        choices,
        start: BlockPosition { block: at, line: 0 },
        end: BlockPosition { block: end, line: 0 },
        tail: Vec::new(),
    })
}

/// Whether an item is more than a blank to fill (`____`); `..` may be an answer.
fn says_something(item: &ListItem) -> bool {
    let is_blank = |line: &TextLine| {
        let text = line.trimmed();
        text.chars().count() > 2 && text.trim_matches(['_', '.', '-', '…', ' ']).is_empty()
    };
    item.lines.is_empty() || !item.lines.iter().all(is_blank)
}

/// Whether an item is no choice: it begins with the word of an answer, an explanation or a hint.
fn begins_answer(item: &ListItem) -> bool {
    item.lines.first().is_some_and(|line| ends_choice(&line.text))
}

/// Whether labels, two or more, are letters of one alphabet, none further in it than their count, and one of its first two among them. A
/// letter may be missing or there twice: that is an error of the author.
fn is_alphabetical(openings: &[ItemOpening]) -> bool {
    let Some(Some(first)) = openings.first().map(|opening| opening.label) else { return false };
    let is_kin = |label: Option<Label>| {
        label.is_some_and(|label| label.rank.0 == first.rank.0 && label.rank.1 <= openings.len())
    };
    let mut labels = openings.iter().map(|opening| opening.label);
    openings.len() >= 2
        && labels.clone().all(is_kin)
        && labels.any(|label| label.is_some_and(|label| label.rank.1 < 2))
        && (first.rank.0 != DIGITS || counts_up(openings))
}

/// Whether labels of boxes are labels: a series with something left to say in each item. `- [ ] 3.` is a choice, and so is
/// `- [x] 1. Detach … 2. Start …` where the next begins with `1.`, too.
fn are_labels(openings: &[ItemOpening], items: &[ListItem]) -> bool {
    let says_more = |(opening, item): (&ItemOpening, &ListItem)| {
        opening.label.is_some_and(|label| {
            let rest = item.lines.first().and_then(|line| line.text.get(label.rest..)).unwrap_or("");
            !rest.trim().is_empty() || item.lines.len() > 1 || !item.is_text
        })
    };
    is_alphabetical(openings) && openings.iter().zip(items).all(says_more)
}

/// Whether labels are 1, 2, 3 ….
fn counts_up(openings: &[ItemOpening]) -> bool {
    openings.iter().enumerate().all(|(place, opening)| opening.label.is_some_and(|label| label.rank.1 == place))
}

fn list_choice<'d>(
    document: &Document,
    item: &ListItem<'d>,
    opening: ItemOpening,
    tail: Option<&mut Vec<ListTail<'d>>>,
) -> ParsedChoice {
    let inside = item.content.clone();
    let first = item.lines.first();
    let begin = opening.label.as_ref().map_or(opening.rest, |label| label.rest);
    let start = first.map_or(0, |line| if begin == 0 { line.start() } else { line.source(begin) });
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
        let from = if number == 0 { begin } else { 0 };
        line.text.get(from..).unwrap_or("").trim()
    });
    let words = words.collect::<Vec<_>>().join(" ");
    let strong = first.is_some_and(|line| is_all_strong(document, line, begin));
    let before = first.map_or(start, TextLine::start);
    let mut choice = ParsedChoice {
        text: vec![Fragment { events: inside, span }],
        words,
        ticked: opening.ticked,
        strong,
        marked: None,
        span: Span { start: before.min(span.end), end: span.end },
        omitted: vec![Span { start: before, end: start }],
        label: opening.label,
        feedback: None,
    };
    strip_mark(document, &mut choice);
    choice
}
