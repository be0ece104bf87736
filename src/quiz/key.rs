//! Answer keys: a place at the end of a section or file that names the answers of many questions. In: the blocks of a
//! sequence. Out: regions with numbered entries. Entries meet their questions by number, in order.

use std::collections::{HashMap, VecDeque};
use std::ops::Range;

use super::blocks::{Block, BlockShape, FoldBlock, FoldSummary, balanced_run, is_quote};
use super::folds;
use super::keyword::is_answer_line;
use super::label::rank;
use super::line::{TextLine, lines};
use super::opening::{digits_of, opening};
use super::reading::{ChoiceNames, NamedChoices, after_answer_word, named, read};
use super::words::{bare, is_sign, lowered, truth};
use crate::markdown::{Document, EventId, EventKind, Fragment, Tag};
use crate::span::Span;
use crate::words::{WordKind, strip_prefix_ignore_case};

/// A part of a sequence that is a key.
#[derive(Clone, Debug)]
pub(super) struct KeyRegion<'d> {
    /// Its blocks, widened as [`balanced_run`] says.
    pub blocks: Range<usize>,
    /// The events of these.
    pub extent: Range<EventId>,
    pub title: Option<Fragment>,
    pub entries: Vec<KeyEntry<'d>>,
}

/// What a key says of one question.
#[derive(Clone, Debug)]
pub(super) struct KeyEntry<'d> {
    pub number: u32,
    /// The words beyond the label, and what stands below.
    pub explanation: Vec<Fragment>,
    /// The line in which it names the answer.
    line: TextLine<'d>,
    /// The byte of that line at which its own text begins, after the number.
    at: usize,
    /// The lines below it, up to the next entry: they may name the answer where the first only repeats the question.
    below: Vec<TextLine<'d>>,
}

impl KeyEntry<'_> {
    /// Where it names the answer.
    pub fn span(&self) -> Span {
        self.line.span()
    }

    /// The choices it names, and the explanation without them.
    pub fn read(&self, names: &ChoiceNames) -> Option<(NamedChoices, Vec<Fragment>)> {
        let text = self.line.text.get(self.at..)?;
        let (named, length) = match named(text, names) {
            Some(named) => (named.clone(), named.length),
            None => match read(std::slice::from_ref(&self.line), names, false) {
                Some(reading) => {
                    let length = reading.rest.unwrap_or(self.line.text.len()).saturating_sub(self.at);
                    (reading.named, length)
                }
                None => {
                    // The first line only repeats the question.
                    let reading = read(&self.below, names, false)?;
                    return Some((reading.named, self.explanation.iter().skip(1).cloned().collect()));
                }
            },
        };
        let rest = text.get(length..).unwrap_or("");
        if length > 0
            && rest.starts_with(char::is_alphanumeric)
            && text.get(..length).is_some_and(|head| head.ends_with(char::is_alphanumeric))
        {
            return None;
        }
        // The choice's own words explain nothing.
        let repeats = names.repeats(&named, rest);
        let skipped = match repeats {
            true => rest.len(),
            false => rest.len() - rest.trim_start_matches([')', '.', ':', ' ', '-', '–', '—', '*']).len(),
        };
        let from = self.line.source(self.at + length + skipped);
        let mut explanation = self.explanation.clone();
        if let Some(first) = explanation.first_mut() {
            first.span.start = first.span.start.max(from.min(first.span.end));
        }
        explanation.retain(|part| !part.span.is_empty());
        Some((named, explanation))
    }

    /// Whether what it says could be an answer at all: a letter, true or false, an answer's word.
    fn is_short(&self) -> bool {
        let text = self.line.text.get(self.at..).unwrap_or("").trim_start_matches(|c: char| !c.is_alphanumeric());
        let first = text.find(|c: char| !c.is_alphanumeric()).and_then(|end| text.get(..end)).unwrap_or(text);
        let is_letter =
            rank(first).is_some() && (!first.starts_with(|c: char| c.is_ascii_digit()) || first == text.trim_end());
        let is_run = (2..=4).contains(&first.len()) && first.chars().all(|c| c.is_ascii_uppercase() && c <= 'H');
        let below = || self.below.iter().take(3).any(|line| after_answer_word(&line.text).is_some());
        is_letter || is_run || truth(first).is_some() || after_answer_word(text).is_some() || below()
    }
}

/// The keys among the blocks of a sequence.
pub(super) fn regions<'d>(document: &'d Document, blocks: &[Block]) -> Vec<KeyRegion<'d>> {
    let mut regions = Vec::new();
    let mut at = 0;
    while at < blocks.len() {
        match region(document, blocks, at) {
            Some((region, end)) => {
                regions.push(region);
                at = end;
            }
            None => at += 1,
        }
    }
    regions
}

/// The key that begins at a block, and the block from which the next one may begin.
fn region<'d>(document: &'d Document, blocks: &[Block], at: usize) -> Option<(KeyRegion<'d>, usize)> {
    let block = blocks.get(at)?;
    let (title, range) = match &block.shape {
        BlockShape::Text(lines) if is_key_paragraph(lines) => return key_paragraph(document, blocks, at),
        BlockShape::Other | BlockShape::Fold(_) if is_quoted_key(document, block) => {
            return key_paragraph(document, blocks, at);
        }
        BlockShape::Heading(level, line) if is_key_title(&line.text) => {
            (heading_title(block, line), at..section_end(blocks, at, *level))
        }
        BlockShape::Text(lines) if lines.len() == 1 && lines.first().is_some_and(|line| is_key_title(&line.text)) => {
            (heading_title(block, lines.first()?), at..list_end(blocks, at))
        }
        BlockShape::Fold(fold) if holds_key(fold) => (fold.summary.as_ref().map(FoldSummary::words), at..at + 1),
        _ => return None,
    };
    let entries = match &block.shape {
        BlockShape::Fold(fold) => entries_of(document, fold.body.clone(), fold.from, EntryDepth::Here),
        _ => entries_of(document, outer(blocks, range.start + 1..range.end), 0, EntryDepth::Folds),
    };
    let short = entries.iter().filter(|entry| entry.is_short()).count();
    // Rubrics and worked answers stand in keys too: under a title that says "key" one short entry is enough, else most must be short.
    let is_key = (short >= 2 && short * 2 >= entries.len()) || (short >= 1 && says_key(block.lines()));
    let range = trimmed(blocks, range);
    is_key.then(|| {
        let end = range.end;
        let (blocks, extent) = balanced_run(blocks, range);
        (KeyRegion { blocks, extent, title, entries }, end)
    })
}

/// Whether a paragraph is a key: its first line names answers and goes on with entries (`Answers: 1-B, 2-A`), or entries follow on lines below.
fn is_key_paragraph(lines: &[TextLine]) -> bool {
    let Some((first, more)) = lines.split_first() else { return false };
    let Some(at) = after_key_word(&first.text) else { return false };
    let rest = first.text.get(at..).unwrap_or("");
    let goes_on = more.iter().all(|line| !several(&line.text).is_empty());
    match rest.chars().any(char::is_alphanumeric) {
        true => !several(rest).is_empty() && goes_on,
        false => !more.is_empty() && goes_on,
    }
}

/// Whether a quote is such a paragraph.
fn is_quoted_key(document: &Document, block: &Block) -> bool {
    is_quote(document, block.events.start)
        && is_key_paragraph(&lines(document, document.inside(block.events.start), MAX_KEY_LINES))
}

/// More lines than this are no key in a paragraph.
const MAX_KEY_LINES: usize = 64;

/// The byte after the word of answers or of a key that a line begins with, be it in parentheses, and its colon.
fn after_key_word(text: &str) -> Option<usize> {
    let begin = text.len() - text.trim_start_matches(|c: char| !c.is_alphanumeric()).len();
    let word = [WordKind::Key, WordKind::Answer]
        .into_iter()
        .filter_map(|kind| kind.longest_prefix_len(text.get(begin..)?))
        .max()?;
    let rest = text.get(begin + word..)?;
    let after =
        rest.trim_start_matches([' ', '\u{a0}', '*', '_']).strip_prefix([':', '：', '=', '→', '-', '–', '—'])?;
    Some(text.len() - after.len())
}

/// The key that is one paragraph or quote.
fn key_paragraph<'d>(document: &'d Document, blocks: &[Block], at: usize) -> Option<(KeyRegion<'d>, usize)> {
    let block = blocks.get(at)?;
    let mut entries = Vec::new();
    for line in lines(document, block.events.clone(), MAX_KEY_LINES) {
        let from = if entries.is_empty() { after_key_word(&line.text).unwrap_or(0) } else { 0 };
        entries.extend(several_entries(&line, from));
    }
    let (blocks, extent) = balanced_run(blocks, at..at + 1);
    (!entries.is_empty()).then_some((KeyRegion { blocks, extent, title: None, entries }, at + 1))
}

/// The entries of a line that is nothing else, be it after a word of answers.
pub(super) fn line_entries_of<'d>(line: &TextLine<'d>) -> Vec<KeyEntry<'d>> {
    several_entries(line, after_key_word(&line.text).unwrap_or(0))
}

/// The entries of a line from byte `from` on, each with the line up to its end.
fn several_entries<'d>(line: &TextLine<'d>, from: usize) -> Vec<KeyEntry<'d>> {
    let found = several(line.text.get(from..).unwrap_or(""));
    found
        .into_iter()
        .map(|found| {
            let mut entry = entry(found.number, line.clone(), from + found.start, Vec::new());
            entry.line.text.to_mut().truncate(from + found.end);
            entry
        })
        .collect()
}

/// Whether a fold could hold a key: it says so, and its first line is an entry, or a table's head, or a title above entries.
fn holds_key(fold: &FoldBlock) -> bool {
    let title = folds::summary_text(fold);
    let is_named = WordKind::Answer.is_within(&title) || is_key_title(&title);
    // The answer of one question begins with that answer; items of a numbered list have no number in their line.
    is_named && fold.lines.iter().take(1).all(|line| !is_answer_line(&line.text))
}

fn says_key(lines: &[TextLine]) -> bool {
    lines.first().is_some_and(|line| WordKind::CertainKey.is_part_of(&bare(&line.text)))
}

/// Whether a text is the title of a key: as a whole, by its first part or by its last (`Quiz 3: Answer Key`), or because it is short and holds
/// a phrase that names keys only.
fn is_key_title(text: &str) -> bool {
    if !may_be_key_title(text) {
        return false;
    }
    let bare = bare(text);
    let first_part = bare.split([':', '(', '-', '–']).next().unwrap_or("").trim();
    let last_part = bare.rsplit([':', '-', '–']).next().unwrap_or("").trim();
    WordKind::Key.equals(&bare)
        || names_key_and_reasons(&bare)
        || WordKind::Key.equals(first_part)
        || WordKind::Key.equals(last_part)
        || (is_short(&bare) && WordKind::KeyAnywhere.is_part_of(&bare))
}

/// `Answers and explanations`, `Risposte e spiegazioni`: a word of keys, a word for `and`, a word of explanations.
fn names_key_and_reasons(text: &str) -> bool {
    let after_key = WordKind::Key.longest_prefix_len(text).and_then(|word| text.get(word..)).map(str::trim_start);
    let Some(rest) = after_key.filter(|rest| !rest.is_empty()) else { return false };
    let and = WordKind::And.words().iter().filter_map(|word| strip_prefix_ignore_case(rest, word));
    let and = and.chain(rest.strip_prefix(['&', '与', '和', 'と', '및', '·']));
    and.map(str::trim).any(|reasons| WordKind::Explanation.equals(reasons))
}

/// Whether a text begins as a word of keys does, or its last part is like one, or it is short and may name a key anywhere. Most do not.
fn may_be_key_title(text: &str) -> bool {
    let text = lowered(text);
    let text = text.trim_matches(is_sign);
    let last = || text.rsplit([':', '-', '–']).next().unwrap_or("").trim_start();
    WordKind::Key.may_begin(text)
        || (WordKind::Key.may_end(text) && WordKind::Key.may_begin(last()))
        || (is_short(text) && WordKind::KeyAnywhere.may_be_part_of(text))
}

fn is_short(text: &str) -> bool {
    text.split_whitespace().nth(6).is_none()
}

fn heading_title(block: &Block, line: &TextLine) -> Option<Fragment> {
    Some(Fragment { events: block.events.clone(), span: line.span() })
}

/// Up to the next heading of the same level or a higher one.
fn section_end(blocks: &[Block], at: usize, level: u8) -> usize {
    let later = blocks.iter().enumerate().skip(at + 1);
    later
        .filter(|(_, block)| matches!(&block.shape, BlockShape::Heading(other, _) if *other <= level))
        .map(|(end, _)| end)
        .next()
        .unwrap_or(blocks.len())
}

/// Up to the end of the lists and tables that follow.
fn list_end(blocks: &[Block], at: usize) -> usize {
    let later = blocks.iter().skip(at + 1);
    let own = later.take_while(|block| match &block.shape {
        BlockShape::List(_) | BlockShape::Exhibit => true,
        BlockShape::Text(lines) => block.host.is_some() || lines.first().is_some_and(|line| entry_at(line).is_some()),
        _ => false,
    });
    at + 1 + own.count()
}

/// Rules at the end are no part of it.
fn trimmed(blocks: &[Block], range: Range<usize>) -> Range<usize> {
    let mut end = range.end;
    while end > range.start + 1 && blocks.get(end - 1).is_some_and(|block| matches!(block.shape, BlockShape::Rule)) {
        end -= 1;
    }
    range.start..end
}

/// The events of blocks, the numbered lists in which some stand alone included.
fn outer(blocks: &[Block], range: Range<usize>) -> Range<EventId> {
    let own = |block: &Block| block.host.as_ref().map_or(block.events.clone(), |host| host.events.clone());
    let first = blocks.get(range.start).map(own);
    let last = range.end.checked_sub(1).and_then(|at| blocks.get(at)).map(own);
    match (first, last) {
        (Some(first), Some(last)) if !range.is_empty() => first.start..last.end,
        _ => 0..0,
    }
}

fn entry(number: u32, line: TextLine<'_>, at: usize, explanation: Vec<Fragment>) -> KeyEntry<'_> {
    KeyEntry { number, explanation, line, at, below: Vec::new() }
}

/// How deep entries may lie: a section may hold folds, a fold holds no further ones.
#[derive(Clone, Copy)]
enum EntryDepth {
    Folds,
    Here,
}

/// Entries in a stretch of events: items of numbered lists, lines of tables, numbered lines.
fn entries_of(document: &Document, range: Range<EventId>, from: u32, depth: EntryDepth) -> Vec<KeyEntry<'_>> {
    let mut entries = Vec::new();
    let mut at = range.start;
    let mut loose = range.start;
    while at < range.end {
        let Some(event) = document.event(at) else { break };
        let found = match event.kind {
            EventKind::Open(Tag::Numbers) => Some(list_entries(document, at, event.data)),
            EventKind::Open(Tag::TableRow) => Some(table_entry(document, at).into_iter().collect()),
            EventKind::Open(Tag::Fence | Tag::Indented) => Some(fenced_entries(document, at)),
            EventKind::Open(Tag::TableHead) => Some(Vec::new()),
            EventKind::Open(Tag::Element) if document.opens(at, "details") => Some(match depth {
                EntryDepth::Folds => entries_of(document, document.inside(at), from, EntryDepth::Here),
                EntryDepth::Here => Vec::new(),
            }),
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

/// The entries of code that is nothing else: `1)D   2)C   3)A`.
fn fenced_entries(document: &Document, fence: EventId) -> Vec<KeyEntry<'_>> {
    let lines = lines(document, document.inside(fence), MAX_KEY_LINES);
    let found: Vec<Vec<KeyEntry>> = lines.iter().map(|line| several_entries(line, 0)).collect();
    let is_key = found.iter().all(|entries| !entries.is_empty());
    if is_key { found.into_iter().flatten().collect() } else { Vec::new() }
}

fn list_entries(document: &Document, list: EventId, first: u32) -> Vec<KeyEntry<'_>> {
    let mut entries = Vec::new();
    for (number, item) in (first..).zip(document.children(document.inside(list))) {
        let inside = document.inside(item);
        let near = inside.start..inside.end.min(inside.start.saturating_add(200));
        let Some(line) = lines(document, near, 1).into_iter().next() else { continue };
        let end = document.event(item).map_or(line.end(), |event| event.span.end);
        let explanation = vec![Fragment { events: inside, span: Span { start: line.start(), end } }];
        entries.push(entry(number, line, 0, explanation));
    }
    entries
}

/// `| 1 | B | why |`
fn table_entry(document: &Document, line: EventId) -> Option<KeyEntry<'_>> {
    let mut cells = document.children(document.inside(line));
    let first = lines(document, document.inside(cells.next()?), 1).into_iter().next()?;
    let number = opening(&first.text).and_then(|found| found.number);
    let number =
        number.or_else(|| digits_of(first.trimmed()).filter(|(_, rest)| rest.is_empty()).map(|(number, _)| number))?;
    let answer = lines(document, document.inside(cells.next()?), 1).into_iter().next()?;
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
fn line_entries(document: &Document, range: Range<EventId>, from: u32) -> Vec<KeyEntry<'_>> {
    let mut entries: Vec<KeyEntry> = Vec::new();
    let mut waiting: Option<u32> = None;
    for line in lines(document, range, usize::MAX).into_iter().filter(|line| !line.is_code && line.start() >= from) {
        let whole = |line: &TextLine| vec![Fragment { events: line.events.clone(), span: line.span() }];
        if let Some(number) = waiting.take() {
            let explanation = whole(&line);
            entries.push(entry(number, line, 0, explanation));
            continue;
        }
        let from = after_key_word(&line.text).unwrap_or(0);
        let several = several_entries(&line, from);
        if several.len() > 1 {
            entries.extend(several);
            continue;
        }
        match entry_at(&line) {
            Some((number, at)) if line.text.get(at..).is_some_and(|rest| rest.trim().is_empty()) => {
                waiting = Some(number)
            }
            Some((number, at)) => {
                let explanation = whole(&line);
                entries.push(entry(number, line, at, explanation));
            }
            None => {
                // A line below an entry goes on with it.
                if let Some(last) = entries.last_mut() {
                    last.explanation.extend(whole(&line));
                    last.below.push(line);
                }
            }
        }
    }
    entries
}

/// The number at the start of a line, and where its text begins.
fn entry_at(line: &TextLine) -> Option<(u32, usize)> {
    if let Some(found) = opening(&line.text)
        && let Some(number) = found.number
    {
        return Some((number, found.rest));
    }
    let lead = line.text.len() - line.text.trim_start_matches(|c: char| !c.is_alphanumeric()).len();
    let text = line.text.get(lead..)?;
    let word = WordKind::Answer.longest_prefix_len(text).unwrap_or(0);
    let after = text.get(word..)?;
    let skipped = after.trim_start_matches([' ', '#']);
    let (number, rest) = digits_of(skipped)?;
    let rest_bare = rest.trim_start_matches([' ', ':', '.', ')', '-', '–', '—', '→', '=']);
    (word > 0 || rest.len() != rest_bare.len()).then(|| (number, lead + text.len() - rest_bare.len()))
}

/// An entry in a line of several.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct LineEntry {
    number: u32,
    /// Where its answer begins and ends in the text.
    start: usize,
    end: usize,
}

/// The entries of a text that is nothing but entries (`1-B, 2-C`, `1. B 2. C`, `Q1: b; Q2: a, c`, `1B 2A`); else none.
fn several(text: &str) -> Vec<LineEntry> {
    let mut found: Vec<LineEntry> = Vec::new();
    let mut at = 0;
    loop {
        let Some(rest) = text.get(at..) else { return Vec::new() };
        let part = rest.trim_start_matches(|c: char| !c.is_alphanumeric());
        if part.is_empty() {
            return found;
        }
        let start = text.len() - part.len();
        match line_entry(part) {
            Some((number, from, end)) => {
                found.push(LineEntry { number, start: start + from, end: start + end });
                at = start + end;
            }
            None => return Vec::new(),
        }
    }
}

/// The entry at the start of a text: its number, where its answer begins and ends.
fn line_entry(text: &str) -> Option<(u32, usize, usize)> {
    let word = WordKind::Question.longest_prefix_len(text).unwrap_or(usize::from(text.starts_with(['q', 'Q'])));
    let digits = text.get(word..)?.trim_start_matches([' ', '.', '#', ':', '-']);
    let (number, after) = digits_of(digits).filter(|(number, _)| *number < 1000)?;
    let answer = after
        .trim_start_matches([' ', '\u{a0}', '.', ')', '）', ':', '：', '-', '–', '—', '=', '→', '>', '(', '[', '、']);
    let start = text.len() - answer.len();
    let mut end = start + token(answer)?;
    // Further letters belong to it: `2: A, C`, `2-A/C`.
    while let Some(rest) = text.get(end..) {
        let next = rest.trim_start_matches([' ', ',', '/', '&', '+', '、', '，']);
        let Some(length) = token(next).filter(|length| *length == next.chars().next().map_or(0, char::len_utf8)) else {
            break;
        };
        end = text.len() - next.len() + length;
    }
    Some((number, start, end))
}

/// The length of a token that may be an answer: a letter, a run of capitals, true or false.
fn token(text: &str) -> Option<usize> {
    let end = text.find(|c: char| !c.is_alphanumeric()).unwrap_or(text.len());
    let word = text.get(..end).filter(|word| !word.is_empty() && !word.starts_with(|c: char| c.is_ascii_digit()))?;
    let is_letter = rank(word).is_some();
    let is_run = (2..=5).contains(&word.chars().count())
        && word.chars().all(|letter| letter.is_uppercase() && rank(&letter.to_string()).is_some());
    (is_letter || is_run || truth(word).is_some()).then_some(end)
}

/// Questions waiting for their entry, by number; of two with the same number the first comes first.
#[derive(Default)]
pub(super) struct PendingQuestions {
    by_number: HashMap<u32, VecDeque<usize>>,
}

impl PendingQuestions {
    /// Adds a question that waits for the key entry of its number; `question` is its index.
    pub fn push(&mut self, number: u32, question: usize) {
        self.by_number.entry(number).or_default().push_back(question);
    }

    /// The first question with this number for which `fits` holds, of the next few; it waits no longer.
    pub fn take(&mut self, number: u32, mut fits: impl FnMut(usize) -> bool) -> Option<usize> {
        let places = self.by_number.get_mut(&number)?;
        let found = places.iter().take(4).position(|place| fits(*place))?;
        places.remove(found)
    }

    /// The question with this number, where only one waits.
    pub fn only(&self, number: u32) -> Option<usize> {
        let places = self.by_number.get(&number)?;
        places.front().copied().filter(|_| places.len() == 1)
    }
}
