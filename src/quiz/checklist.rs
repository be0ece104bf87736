//! Checklists: task lists that a reader ticks. In: a document and the events of questions and keys. Out: lists of items with ids that
//! survive reordering. Never takes choices, blanks to fill, or lists of which all items are ticked.

use std::collections::HashSet;
use std::ops::Range;

use super::blocks::task_of;
use super::identity::{QuestionIds, hash};
use super::line::lines;
use super::question::{CheckItem, Checklist};
use super::words::normalised;
use crate::markdown::{Document, EventId, EventKind, Tag};

/// The checklists outside of `taken`, which is in order of place. `doubtful` lists (by the event that opens them) look like choices and stay as written.
pub(super) fn find(document: &Document, taken: &[Range<EventId>], doubtful: &HashSet<EventId>) -> Vec<Checklist> {
    let mut ids = QuestionIds::default();
    let mut lists = Vec::new();
    let mut taken = taken.iter().peekable();
    let mut at = 0;
    while let Some(event) = document.event(at) {
        while taken.next_if(|range| range.end <= at).is_some() {}
        if let Some(range) = taken.peek().filter(|range| range.contains(&at)) {
            at = range.end;
            continue;
        }
        let is_list = matches!(event.kind, EventKind::Open(Tag::Bullets | Tag::Numbers));
        let end = event.partner.max(at) + 1;
        let clashes = taken.peek().is_some_and(|range| range.start < end);
        if is_list && !clashes && has_own_tasks(document, at) {
            if !doubtful.contains(&at) {
                lists.extend(checklist(document, at..end, &mut ids));
            }
            at = end;
            continue;
        }
        at += 1;
    }
    lists
}

/// Whether an item of the list itself has a box.
fn has_own_tasks(document: &Document, list: EventId) -> bool {
    document.children(document.inside(list)).any(|item| task_of(document, item).is_some())
}

fn checklist(document: &Document, range: Range<EventId>, ids: &mut QuestionIds) -> Option<Checklist> {
    let mut items = Vec::new();
    for id in range.clone() {
        let Some(event) = document.event(id) else { break };
        let EventKind::Task(checked) = event.kind else { continue };
        let near = id + 1..range.end.min(id.saturating_add(400));
        let line =
            lines(document, near, 1).into_iter().next().filter(|line| line.text.chars().any(char::is_alphanumeric))?;
        let text = line.trimmed().to_owned();
        let span = event.span.join(line.span());
        items.push(CheckItem { id: ids.give(hash(&[&normalised(&text)])), task: id, text, span, checked });
    }
    let is_open = items.iter().any(|item| !item.checked);
    (is_open && !items.is_empty()).then_some(Checklist { list: range, items })
}
