//! Choices and groups of them: what `choice_lines` and `choice_list` find. Never finds any, never decides whether a group belongs to a question.

use std::ops::Range;

use super::blocks::first_line;
use super::keyword::ends_choice;
use super::label::{ChoiceLabels, Label};
use super::line::TextLine;
use super::mark::mark_at_end;
use super::words::{is_bare_word, truth};
use crate::markdown::{Document, EventId, Fragment};
use crate::span::Span;
use crate::words::WordKind;

/// More choices than this are a list of something else.
pub(super) const MAX_CHOICES: usize = 12;

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
    /// What a mark at its end says: that it is right, or that it is wrong.
    pub marked: Option<bool>,
    /// From its letter to the end of its text.
    pub span: Span,
    /// Pieces of its source that its text leaves out.
    pub omitted: Vec<Span>,
    /// What a quote below it says of it, for those who took it.
    pub feedback: Option<Fragment>,
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

impl BlockPosition {
    /// The start of the block below.
    pub fn next_block(self) -> Self {
        BlockPosition { block: self.block + 1, line: 0 }
    }
}

/// Choices that stand together.
#[derive(Clone, Debug)]
pub(super) struct ChoiceGroup<'d> {
    pub form: ChoiceForm,
    pub choices: Vec<ParsedChoice>,
    /// What the choices are called.
    pub labels: ChoiceLabels,
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
    pub events: Range<EventId>,
    pub span: Span,
}

/// Whether all of a choice's first line is strong; its text begins at byte `from`.
pub(super) fn is_all_strong(document: &Document, line: &TextLine, from: usize) -> bool {
    line.trimmed().len() > 3 && line.is_strong(document, from, line.text.trim_end().len())
}

/// Removes a mark at the end of a choice that says whether it is right: it would give the answer away.
pub(super) fn strip_mark(document: &Document, choice: &mut ParsedChoice) {
    let Some(fragment) = choice.text.last_mut() else { return };
    let text = fragment.span.of(&document.text);
    let bare = text.trim_end().trim_end_matches('*');
    let is_even = |text: &str| text.to_lowercase().len() == text.len();
    let Some((is_right, length)) = mark_at_end(bare).filter(|_| is_even(bare)) else { return };
    let start = fragment.span.start + (bare.len() - length) as u32;
    choice.omitted.push(Span { start, end: fragment.span.end });
    fragment.span.end = start;
    choice.marked = Some(is_right);
    let kept = choice.words.trim_end();
    if let Some((_, length)) = mark_at_end(kept).filter(|_| is_even(kept)) {
        let left = kept.len() - length;
        choice.words.truncate(left);
    }
}

impl ChoiceGroup<'_> {
    /// Whether the choices are just true and false.
    pub fn is_truth(&self) -> bool {
        let [first, second] = self.choices.as_slice() else { return false };
        matches!((truth(&first.words), truth(&second.words)), (Some(first), Some(second)) if first != second)
    }

    /// Whether one of the choices is yes or no rather than true or false.
    pub fn says_yes(&self) -> bool {
        self.choices.iter().any(|choice| is_bare_word(&choice.words, WordKind::Yes))
    }

    /// Whether its letters begin with the first and go up, in a form that stands for nothing else (`A - x` and `A: x` do).
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

    /// The places of the choices for which `is` holds, if that is so for some and not for all.
    pub fn some(&self, is: impl Fn(&ParsedChoice) -> bool) -> Option<Vec<usize>> {
        let places: Vec<usize> =
            self.choices.iter().enumerate().filter(|(_, choice)| is(choice)).map(|(place, _)| place).collect();
        (!places.is_empty() && places.len() < self.choices.len()).then_some(places)
    }
}

/// Whether a quote with this content, below a choice, may be said of it: not where the choice announces it or is empty, and neither a callout nor an
/// answer (`> Answer: B`; `> Correct!` is none).
pub(super) fn takes_feedback(document: &Document, choice: &ParsedChoice, quoted: &Range<EventId>) -> bool {
    let words = choice.words.trim();
    let is_own = choice.feedback.is_none() && !words.is_empty() && !words.ends_with([':', '：']);
    let says = |line: TextLine| {
        let text = line.trimmed();
        !(text.starts_with("[!") || text.contains([':', '：']) && ends_choice(text))
    };
    is_own && first_line(document, quoted).is_some_and(says)
}

/// Gives a choice back its quote where no other has one: it may be a part of what the choice says.
pub(super) fn keep_lone_feedback(choices: &mut [ParsedChoice]) {
    if choices.iter().filter(|choice| choice.feedback.is_some()).count() != 1 {
        return;
    }
    for choice in choices {
        let whole = |inside: Fragment| Fragment { events: inside.events.start - 1..inside.events.end + 1, ..inside };
        choice.text.extend(choice.feedback.take().map(whole));
    }
}
