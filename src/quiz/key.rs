//! Answer keys: a place at the end of a section or file that names the answers of many questions. In: the blocks of a
//! sequence. Out: regions with numbered entries. Entries meet their questions by number, in order.

use std::collections::{HashMap, VecDeque};
use std::ops::Range;

use super::answer::Names;
use super::outline::{Block, Row, Shape, rows};
use super::stem::{digits_of, extent_span, opening};
use super::words::{Words, bare, truth};
use crate::markdown::{Document, EventId, Fragment, Kind, Tag};
use crate::span::Span;

/// A region of a sequence.
#[derive(Clone, Debug)]
pub(super) struct Region {
    /// Its blocks.
    pub blocks: Range<usize>,
    pub title: Option<Fragment>,
    pub entries: Vec<Entry>,
}

/// What a key says of one question.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub number: u32,
    /// What follows the number.
    pub text: String,
    /// The words beyond the label, and what stands below.
    pub explanation: Vec<Fragment>,
    pub span: Span,
    /// Where the text begins in its line.
    row: Row,
    at: usize,
}

impl Entry {
    /// The choices it names, and the explanation without them.
    pub fn read(&self, names: &Names) -> Option<(super::answer::Named, Vec<Fragment>)> {
        let text = self.row.text.get(self.at..)?;
        let (named, length) = match super::answer::named(text, names) {
            Some(named) => {
                let length = named.length;
                (named, length)
            }
            None => {
                let reading = super::answer::read(std::slice::from_ref(&self.row), names, false)?;
                (reading.named, reading.rest.saturating_sub(self.at))
            }
        };
        let rest = text.get(length..).unwrap_or("");
        if rest.starts_with(char::is_alphanumeric) {
            return None;
        }
        let skipped = rest.len() - rest.trim_start_matches([')', '.', ':', ' ', '-', '–', '—', '*']).len();
        let from = self.row.source(self.at + length + skipped);
        let mut explanation = self.explanation.clone();
        if let Some(first) = explanation.first_mut() {
            first.span.start = first.span.start.max(from.min(first.span.end));
        }
        explanation.retain(|part| !part.span.is_empty());
        Some((named, explanation))
    }

    /// Whether what it says could be an answer at all.
    fn is_short(&self) -> bool {
        let first = self.text.trim().split(|c: char| !c.is_alphanumeric()).find(|word| !word.is_empty()).unwrap_or("");
        first.chars().count() <= 2
            || truth(first).is_some()
            || Words::Answer.opens(&super::words::lower(self.text.trim())).is_some()
    }
}

/// The keys among the blocks of a sequence.
pub(super) fn regions(document: &Document, blocks: &[Block]) -> Vec<Region> {
    let mut regions = Vec::new();
    let mut at = 0;
    while at < blocks.len() {
        let found = region(document, blocks, at);
        at = found.as_ref().map_or(at + 1, |region| region.blocks.end);
        regions.extend(found);
    }
    regions
}

fn region(document: &Document, blocks: &[Block], at: usize) -> Option<Region> {
    let block = blocks.get(at)?;
    let (title, range) = match &block.shape {
        Shape::Heading(level, row) if is_title(&row.text) => {
            (heading_title(block, row), at..section_end(blocks, at, *level))
        }
        Shape::Text(rows) if rows.len() == 1 && rows.first().is_some_and(|row| is_title(&row.text)) => {
            (heading_title(block, rows.first()?), at..list_end(blocks, at))
        }
        Shape::Fold(fold) if Words::Answer.within(&fold.title()) || is_title(&fold.title()) => {
            let title = fold.summary.as_ref().map(|(row, from)| Fragment {
                events: row.events.clone(),
                span: Span { start: row.source(*from), end: row.end() },
            });
            (title, at..at + 1)
        }
        _ => return None,
    };
    let entries = match &block.shape {
        Shape::Fold(fold) => entries_of(document, fold.body.clone(), fold.from),
        _ => {
            let inside = range.clone().skip(1).filter_map(|at| blocks.get(at));
            inside.flat_map(|block| block_entries(document, block)).collect()
        }
    };
    let short = entries.iter().filter(|entry| entry.is_short()).count();
    let is_key = entries.len() >= 2 && short * 2 >= entries.len();
    is_key.then(|| Region { blocks: trimmed(blocks, range), title, entries })
}

fn is_title(text: &str) -> bool {
    let bare = bare(text);
    let tail = bare.split([':', '(', '-', '–']).next().unwrap_or("").trim();
    let lead = bare.rsplit([':', '-', '–']).next().unwrap_or("").trim();
    let short = bare.split_whitespace().count() <= 6;
    Words::Key.is(&bare) || Words::Key.is(tail) || Words::Key.is(lead) || (short && bare.contains("answer key"))
}

fn heading_title(block: &Block, row: &Row) -> Option<Fragment> {
    Some(Fragment { events: block.events.clone(), span: row.span() })
}

/// Up to the next heading of the same level or a higher one.
fn section_end(blocks: &[Block], at: usize, level: u8) -> usize {
    let later = blocks.iter().enumerate().skip(at + 1);
    later
        .filter(|(_, block)| matches!(&block.shape, Shape::Heading(other, _) if *other <= level))
        .map(|(end, _)| end)
        .next()
        .unwrap_or(blocks.len())
}

/// Up to the end of the lists and tables that follow.
fn list_end(blocks: &[Block], at: usize) -> usize {
    let later = blocks.iter().skip(at + 1);
    let own = later.take_while(|block| match &block.shape {
        Shape::List(_) | Shape::Exhibit => true,
        Shape::Text(rows) => block.host.is_some() || rows.first().is_some_and(|row| entry_at(row).is_some()),
        _ => false,
    });
    at + 1 + own.count()
}

/// Rules at the end are no part of it.
fn trimmed(blocks: &[Block], range: Range<usize>) -> Range<usize> {
    let mut end = range.end;
    while end > range.start + 1 && blocks.get(end - 1).is_some_and(|block| matches!(block.shape, Shape::Rule)) {
        end -= 1;
    }
    range.start..end
}

fn block_entries(document: &Document, block: &Block) -> Vec<Entry> {
    match &block.host {
        Some((_, number)) => {
            let Some(row) = block.rows().first() else { return Vec::new() };
            let explanation = vec![Fragment { events: block.events.clone(), span: extent_span(document, block) }];
            vec![entry(*number, row.clone(), 0, explanation)]
        }
        None => entries_of(document, block.events.clone(), 0),
    }
}

fn entry(number: u32, row: Row, at: usize, explanation: Vec<Fragment>) -> Entry {
    Entry { number, text: row.text.get(at..).unwrap_or("").to_owned(), explanation, span: row.span(), row, at }
}

/// Entries in a stretch of events: items of numbered lists, rows of tables, numbered lines.
fn entries_of(document: &Document, range: Range<EventId>, from: u32) -> Vec<Entry> {
    let mut entries = Vec::new();
    let mut at = range.start;
    let mut loose = range.start;
    while at < range.end {
        let Some(event) = document.event(at) else { break };
        let found = match event.kind {
            Kind::Open(Tag::Numbers) => Some(list_entries(document, at, event.data)),
            Kind::Open(Tag::TableRow) => Some(table_entry(document, at).into_iter().collect()),
            Kind::Open(Tag::Fence | Tag::Indented | Tag::TableHead) => Some(Vec::new()),
            _ => None,
        };
        if let Some(found) = found {
            entries.extend(line_entries(document, loose..at, from));
            entries.extend(found);
            at = event.partner.max(at);
            loose = at + 1;
        }
        at += 1;
    }
    entries.extend(line_entries(document, loose.min(range.end)..range.end, from));
    entries
}

fn list_entries(document: &Document, list: EventId, first: u32) -> Vec<Entry> {
    let mut entries = Vec::new();
    for (number, item) in (first..).zip(document.children(document.inside(list))) {
        let inside = document.inside(item);
        let near = inside.start..inside.end.min(inside.start.saturating_add(200));
        let Some(row) = rows(document, near, 1).into_iter().next() else { continue };
        let end = document.event(item).map_or(row.end(), |event| event.span.end);
        let explanation = vec![Fragment { events: inside, span: Span { start: row.start(), end } }];
        entries.push(entry(number, row, 0, explanation));
    }
    entries
}

/// `| 1 | B | why |`
fn table_entry(document: &Document, row: EventId) -> Option<Entry> {
    let mut cells = document.children(document.inside(row));
    let first = rows(document, document.inside(cells.next()?), 1).into_iter().next()?;
    let number = opening(&first.text).and_then(|found| found.number);
    let number =
        number.or_else(|| digits_of(first.trimmed()).filter(|(_, rest)| rest.is_empty()).map(|(number, _)| number))?;
    let answer = rows(document, document.inside(cells.next()?), 1).into_iter().next()?;
    let explanation = cells.filter_map(|cell| {
        let inside = document.inside(cell);
        let span = document.event(cell)?.span;
        (!inside.is_empty()).then_some(Fragment { events: inside, span })
    });
    let mut explanation: Vec<Fragment> = explanation.collect();
    // The first part is cut where the answer ends; here the answer has a cell of its own.
    explanation.insert(0, Fragment { events: answer.events.clone(), span: answer.span() });
    Some(entry(number, answer, 0, explanation))
}

/// `1. b`, `Q1: b`, `1-B, 2-C`, `Answer 1` with the answer on the next line.
fn line_entries(document: &Document, range: Range<EventId>, from: u32) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    let mut waiting: Option<u32> = None;
    for row in rows(document, range, usize::MAX).into_iter().filter(|row| !row.is_code && row.start() >= from) {
        let whole = |row: &Row| vec![Fragment { events: row.events.clone(), span: row.span() }];
        if let Some(number) = waiting.take() {
            let explanation = whole(&row);
            entries.push(entry(number, row, 0, explanation));
            continue;
        }
        let several = several(&row);
        if several.len() > 1 {
            entries.extend(several.into_iter().map(|(number, at, end)| {
                let mut found = entry(number, row.clone(), at, Vec::new());
                found.row.text.truncate(end);
                found.text = found.row.text.get(at..).unwrap_or("").to_owned();
                found
            }));
            continue;
        }
        match entry_at(&row) {
            Some((number, at)) if row.text.get(at..).is_some_and(|rest| rest.trim().is_empty()) => {
                waiting = Some(number)
            }
            Some((number, at)) => {
                let explanation = whole(&row);
                entries.push(entry(number, row, at, explanation));
            }
            None => {
                // A line below an entry goes on with it.
                if let Some(last) = entries.last_mut() {
                    last.explanation.extend(whole(&row));
                }
            }
        }
    }
    entries
}

/// The number at the start of a line, and where its text begins.
fn entry_at(row: &Row) -> Option<(u32, usize)> {
    if let Some(found) = opening(&row.text)
        && let Some(number) = found.number
    {
        return Some((number, found.rest));
    }
    let lead = row.text.len() - row.text.trim_start_matches(|c: char| !c.is_alphanumeric()).len();
    let line = row.text.get(lead..)?;
    let low = super::words::lower(line);
    let word = Words::Answer.opens(&low).unwrap_or(0);
    let after = line.get(word..)?;
    let skipped = after.trim_start_matches([' ', '#']);
    let (number, rest) = digits_of(skipped)?;
    let rest_bare = rest.trim_start_matches([' ', ':', '.', ')', '-', '–', '—', '→', '=']);
    (word > 0 || rest.len() != rest_bare.len()).then(|| (number, lead + line.len() - rest_bare.len()))
}

/// Several entries in one line: number, where its text begins, where it ends.
fn several(row: &Row) -> Vec<(u32, usize, usize)> {
    let mut found = Vec::new();
    let parts = row.text.split_inclusive([',', ';', '|', '·', '\t']);
    let mut at = 0;
    for part in parts {
        let lead = part.len() - part.trim_start_matches(|c: char| !c.is_alphanumeric()).len();
        let line = part.get(lead..).unwrap_or("");
        let numbered = digits_of(line).and_then(|(number, rest)| {
            let text = rest.trim_start_matches([' ', ':', '.', ')', '-', '–', '=', '→']);
            (rest.len() != text.len()).then(|| (number, at + lead + line.len() - text.len()))
        });
        match numbered {
            Some((number, from)) => {
                found.push((number, from, at + part.trim_end_matches([',', ';', '|', '·', '\t', ' ']).len()))
            }
            None => return Vec::new(),
        }
        at += part.len();
    }
    found
}

/// Questions waiting for their entry, by number; of two with the same number the first comes first.
#[derive(Default)]
pub(super) struct Waiting {
    by_number: HashMap<u32, VecDeque<usize>>,
}

impl Waiting {
    pub fn push(&mut self, number: u32, question: usize) {
        self.by_number.entry(number).or_default().push_back(question);
    }

    pub fn take(&mut self, number: u32) -> Option<usize> {
        self.by_number.get_mut(&number)?.pop_front()
    }
}
