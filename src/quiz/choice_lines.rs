//! Choices written as lines of text: lettered lines, several choices in one line, lines with boxes. In: blocks. Out: groups, each with
//! where it begins and ends.

use super::blocks::{Block, BlockShape, is_quote};
use super::choice::{
    BlockPosition, ChoiceForm, ChoiceGroup, MAX_CHOICES, ParsedChoice, is_all_strong, keep_lone_feedback, strip_mark,
    takes_feedback,
};
use super::keyword::ends_choice;
use super::label::{ChoiceLabels, DIGITS, Label, label, label_at, label_of};
use super::line::TextLine;
use super::mark::{TextBox, text_box};
use crate::markdown::{Document, EventId, Fragment};
use crate::span::Span;

/// What may stand between two choices of a line besides blanks.
const BETWEEN_CHOICES: &[char] = &['·', '|', '/', ';', ',', '、', '；', '，', '•', '،', '؛'];

/// Choices that share one line, or a few: `a) 8 cm   b) 10 cm   c) 12 cm`.
pub(super) fn in_line<'d>(
    document: &Document,
    block: &Block,
    lines: &[TextLine],
    at: BlockPosition,
) -> Option<ChoiceGroup<'d>> {
    let number = (at.line..lines.len()).find(|line| {
        let labels = lines.get(*line).map(|line| labels_in(line, None)).unwrap_or_default();
        // Below two in a line the third may go on; the second there means that each has a line.
        let goes_on = |below: &TextLine| label_of(below).is_none_or(|label| label.rank.1 == 2);
        labels.len() >= 3 || (labels.len() == 2 && lines.get(line + 1).is_none_or(goes_on))
    })?;
    // Lines of their own come first where there are both.
    let is_first = !lines.get(at.line..number)?.iter().any(|line| label_of(line).is_some());
    let mut choices: Vec<ParsedChoice> = Vec::new();
    let mut end = number;
    while let Some(line) = lines.get(end) {
        let labels = labels_in(line, choices.first().and_then(|first| Some((*first.label.as_ref()?, choices.len()))));
        if labels.is_empty() || choices.len() + labels.len() > MAX_CHOICES {
            break;
        }
        choices.extend(line_choices(document, block.events.clone(), line, &labels));
        end += 1;
    }
    let is_whole = choices.iter().all(|choice| !choice.words.is_empty());
    let end = if end < lines.len() { BlockPosition { line: end, ..at } } else { at.next_block() };
    (is_first && is_whole).then(|| group(choices, BlockPosition { line: number, ..at }, end))
}

/// The choices of a line whose labels are known.
pub(super) fn line_choices(
    document: &Document,
    events: std::ops::Range<EventId>,
    line: &TextLine,
    labels: &[(usize, Label)],
) -> Vec<ParsedChoice> {
    let ends = labels.iter().skip(1).map(|(from, _)| *from).chain([line.text.len()]);
    let choices = labels.iter().zip(ends).map(|((from, label), end)| {
        let all = line.text.get(label.rest..end).unwrap_or("");
        let words = all.trim().trim_end_matches(BETWEEN_CHOICES).trim_end();
        let start = line.source(label.rest);
        let text_end = line.source_end(label.rest + words.len()).max(start);
        let next = line.source(end).max(text_end);
        let span = Span { start, end: text_end };
        let mut choice = ParsedChoice {
            label: Some(*label),
            text: vec![Fragment { events: events.clone(), span }],
            words: words.to_owned(),
            ticked: None,
            strong: words.len() > 1 && line.is_strong(document, label.rest, label.rest + words.len()),
            marked: None,
            span: Span { start: line.source(*from), end: span.end },
            feedback: None,
            omitted: vec![
                Span { start: line.source(*from), end: start },
                Span { start: text_end, end: if end < line.text.len() { next } else { text_end } },
            ],
        };
        strip_mark(document, &mut choice);
        choice
    });
    choices.collect()
}

/// The labels in a line that begins with one: each the next of its alphabet, after a blank or where a script without blanks ends. Where each
/// begins, and what it is. `goes_on` is the first label of the lines above and how many they have.
pub(super) fn labels_in(line: &TextLine, goes_on: Option<(Label, usize)>) -> Vec<(usize, Label)> {
    let count = goes_on.map_or(0, |(_, count)| count);
    let is_first = |label: &Label| {
        label.rank.0 != DIGITS
            && label.rank.1 == count
            && goes_on.is_none_or(|(first, _)| is_same_series(&first, label) && first.form == label.form)
    };
    let Some(first) = label_of(line).filter(is_first) else { return Vec::new() };
    let plain = line.text.get(..line.code_start()).map_or(0, str::len);
    let mut found = vec![(line.lead(), first)];
    let mut before = ' ';
    for (place, letter) in line.text.char_indices().take(MAX_CHOICES * 400) {
        let is_edge = (before.is_whitespace() && !letter.is_whitespace())
            || (!before.is_ascii() && before.is_alphanumeric() && letter.is_ascii_alphabetic());
        before = letter;
        if !is_edge || place < first.rest || (place >= plain && !line.is_plain_at(place)) {
            continue;
        }
        let next = line
            .text
            .get(place..)
            .and_then(label)
            .filter(|label| is_same_series(&first, label) && label.form == first.form)
            .filter(|label| label.rank.1 == count + found.len());
        if let Some(label) = next {
            found.push((place, Label { rest: place + label.rest, ..label }));
        }
    }
    found
}

/// Whether a line may hold three choices, by a quick look: most hold no second and third letter with a mark behind it.
fn may_hold_choices(text: &str) -> bool {
    if !text.is_ascii() {
        return text.chars().filter(|c| matches!(c, ')' | '.' | ':' | '）' | '．' | '、' | '：')).nth(2).is_some();
    }
    let (mut second, mut third) = (false, false);
    let bytes = text.as_bytes();
    // No early exit, so that the compiler can compare many bytes at once.
    for (letter, mark) in bytes.iter().zip(bytes.get(1..).unwrap_or_default()) {
        let is_marked = (*mark == b')') | (*mark == b'.') | (*mark == b':');
        second |= is_marked & ((*letter == b'b') | (*letter == b'B'));
        third |= is_marked & ((*letter == b'c') | (*letter == b'C'));
    }
    second && third
}

/// Where choices begin in a line that begins with their stem: `1. Which is even? (a) 1 (b) 2 (c) 3`. At least three, the first after a blank.
pub(super) fn choices_after_stem(line: &TextLine) -> Option<usize> {
    if line.is_code || !may_hold_choices(&line.text) || label_of(line).is_some_and(|label| label.rank.0 != DIGITS) {
        return None;
    }
    let mut before = 'x';
    for (place, letter) in line.text.char_indices().take(MAX_CHOICES * 400) {
        let is_edge =
            (before.is_whitespace() || matches!(before, '？' | '。' | '：' | '）')) && !letter.is_whitespace();
        before = letter;
        let may_begin = matches!(letter, 'A' | 'a' | '(' | '（' | '[') || !letter.is_ascii();
        let begins = is_edge
            && may_begin
            && place > 0
            && line.text.get(place..).and_then(label).is_some_and(|label| label.rank.1 == 0 && label.rank.0 != DIGITS);
        if begins
            && let Some((_, rest)) = line.cut(place)
            && labels_in(&rest, None).len() >= 3
        {
            return Some(place);
        }
    }
    None
}

/// Lettered lines: in one paragraph, or each in its own.
pub(super) fn lettered_lines<'d>(
    document: &Document,
    blocks: &[Block],
    lines: &[TextLine],
    at: BlockPosition,
) -> Option<ChoiceGroup<'d>> {
    let first = (at.line..lines.len()).find(|line| starts_group(document, blocks, lines, at.block, *line))?;
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
            BlockShape::Other => run.quote(blocks, place.block),
            _ => false,
        };
        if run.open.is_some() {
            end = if go_on { place.next_block() } else { place };
        }
        if !go_on {
            break;
        }
        place = place.next_block();
    }
    run.close();
    keep_lone_feedback(&mut run.choices);
    (run.choices.len() >= 2 && run.choices.len() <= MAX_CHOICES).then(|| group(run.choices, start, end))
}

/// A group of lettered choices.
fn group<'d>(choices: Vec<ParsedChoice>, start: BlockPosition, end: BlockPosition) -> ChoiceGroup<'d> {
    let labels: Vec<Label> = choices.iter().filter_map(|choice| choice.label).collect();
    ChoiceGroup {
        form: ChoiceForm::Lettered,
        labels: ChoiceLabels::written(&labels),
        choices,
        start,
        end,
        tail: Vec::new(),
    }
}

/// The label at the start of a line of choices: after a star that says that it is the right one, too.
fn line_label(line: &TextLine) -> Option<Label> {
    label_of(line).or_else(|| {
        let lead = line.lead();
        let star = line.text.get(lead..)?.strip_prefix('*')?;
        let found = label_at(line, line.text.len() - star.len())?;
        (found.rank.0 != DIGITS).then_some(found)
    })
}

/// Whether a line begins like a choice: with a label or a box.
pub(super) fn may_begin_choice(line: &TextLine) -> bool {
    line_label(line).is_some() || text_box(line).is_some()
}

/// Whether the line begins choices: a first letter, and a second soon after.
fn starts_group(document: &Document, blocks: &[Block], lines: &[TextLine], block: usize, line: usize) -> bool {
    let Some(first) = lines.get(line).filter(|line| !line.is_code).and_then(line_label) else { return false };
    if first.rank.0 == DIGITS {
        return false;
    }
    let later = lines.iter().skip(line + 1).chain(
        blocks
            .iter()
            .skip(block + 1)
            .take(4)
            .take_while(|b| {
                matches!(b.shape, BlockShape::Text(_) | BlockShape::Exhibit) || is_quote(document, b.events.start)
            })
            .flat_map(Block::lines),
    );
    let mut later = later.take(24).filter_map(line_label).filter(|label| is_same_series(&first, label));
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
            let label = line_label(line)
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
            marked: line.trimmed().starts_with('*').then_some(true),
            span: line.span(),
            omitted: vec![Span { start: line.start(), end: start }],
            label: Some(label),
            feedback: None,
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

    /// Whether the next choice stands below a block.
    fn goes_on_below(&self, blocks: &[Block], at: usize) -> bool {
        let follows = blocks.get(at + 1).and_then(|block| block.lines().first()).and_then(line_label);
        follows.is_some_and(|found| {
            self.first_label.as_ref().is_some_and(|first_label| is_same_series(first_label, &found))
                && self.is_next(&found)
        })
    }

    /// A quote that is said to those who take the choice above it: one that a next choice follows, or the last of several.
    fn quote(&mut self, blocks: &[Block], at: usize) -> bool {
        let is_like_others = self.choices.iter().any(|choice| choice.feedback.is_some());
        let is_within = is_like_others || self.goes_on_below(blocks, at);
        let (Some(choice), Some(block)) = (&mut self.open, blocks.get(at)) else { return false };
        let quote = block.events.start;
        let inside = self.document.inside(quote);
        if !is_within || !is_quote(self.document, quote) || !takes_feedback(self.document, choice, &inside) {
            return false;
        }
        choice.feedback = Some(Fragment { events: inside, span: self.document.span(quote) });
        true
    }

    /// Code or a picture that belongs to the choice above it: one that a next choice follows, or that all the text of it is.
    fn exhibit(&mut self, blocks: &[Block], at: usize) -> bool {
        let goes_on = self.goes_on_below(blocks, at);
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
            strip_mark(self.document, &mut choice);
            self.choices.push(choice);
        }
    }
}

/// Lines that begin with boxes written as text: `[ ] one`, `[x] two`. Some must be ticked, and some not.
pub(super) fn boxed_lines<'d>(
    document: &Document,
    block: &Block,
    lines: &[TextLine],
    at: BlockPosition,
) -> Option<ChoiceGroup<'d>> {
    let boxed = |line: &TextLine| text_box(line).filter(|_| !line.is_code);
    let first = (at.line..lines.len()).find(|line| lines.get(*line).and_then(boxed).is_some())?;
    let mut choices: Vec<ParsedChoice> = Vec::new();
    let mut end = first;
    for line in lines.get(first..)? {
        match (boxed(line), choices.last_mut()) {
            (Some(found), _) => choices.push(boxed_choice(document, block.events.clone(), line, found)),
            (None, Some(choice)) if !ends_choice(&line.text) && !line.trimmed().starts_with('>') => {
                choice.words.push(' ');
                choice.words.push_str(line.trimmed());
                choice.span.end = line.end();
                if let Some(fragment) = choice.text.last_mut() {
                    fragment.span.end = line.end();
                }
            }
            _ => break,
        }
        end += 1;
    }
    let ticks = choices.iter().filter(|choice| choice.ticked == Some(true)).count();
    let end = if end < lines.len() { BlockPosition { line: end, ..at } } else { at.next_block() };
    ((2..=MAX_CHOICES).contains(&choices.len()) && ticks > 0 && ticks < choices.len()).then(|| ChoiceGroup {
        form: ChoiceForm::Boxes,
        labels: ChoiceLabels::by_place(choices.len()),
        choices,
        start: BlockPosition { line: first, ..at },
        end,
        tail: Vec::new(),
    })
}

fn boxed_choice(
    document: &Document,
    events: std::ops::Range<EventId>,
    line: &TextLine,
    found: TextBox,
) -> ParsedChoice {
    let start = line.source(found.rest);
    let mut choice = ParsedChoice {
        label: None,
        text: vec![Fragment { events, span: Span { start, end: line.end().max(start) } }],
        words: line.text.get(found.rest..).unwrap_or("").trim().to_owned(),
        ticked: Some(found.ticked),
        strong: false,
        marked: None,
        span: line.span(),
        omitted: vec![Span { start: line.start(), end: start }],
        feedback: None,
    };
    strip_mark(document, &mut choice);
    choice
}
