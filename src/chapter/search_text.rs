//! What search finds of a chapter: its sections with the words in them, and its questions by what they ask. In: document and quiz. Out: a
//! [`SearchText`], small enough to be cached. Never holds choices, answers, keys or explanations: a search must not give an answer away.

use std::cmp::Ordering;
use std::collections::HashSet;
use std::ops::Range;

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::folded::{folded, hides_answer, is_within};
use super::outline::Section;
use super::search_words::each_word;
use crate::markdown::{Document, Event, EventId, EventKind, Tag};
use crate::quiz::Quiz;

/// The searchable text of a chapter. Thousands are held at once, so headings and ids are looked up in the chapter's summary.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct SearchText {
    /// Its sections and questions, in order of place.
    places: Vec<SectionPlace>,
    /// For each of them a line: the first of its text, or what a question asks.
    leads: String,
    /// The words, sorted as JavaScript sorts them, a line each.
    terms: String,
    /// For each word how many sections have it, and for each of these a [`Posting`], in numbers of one to five bytes.
    postings: Vec<u8>,
}

/// Where a section is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
enum SectionPlace {
    /// The top of the page, up to the first heading below the title.
    Top,
    /// At the heading with this index among those of the outline.
    Heading(u32),
    /// The question with this index.
    Question(u32),
}

/// A part of a page that search finds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SearchSection<'s> {
    /// The id of its place on the page; empty for the top of the page.
    pub anchor: &'s str,
    /// Its heading, or what a question asks; empty where the page's title is its heading.
    pub heading: &'s str,
    /// The first of its text.
    pub lead: &'s str,
    /// Whether it is a question.
    pub is_question: bool,
}

/// Where a word stands in a section, and how much the section is about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Posting {
    /// The section's number in the chapter.
    pub section: u32,
    /// 0 to [`MAX_WEIGHT`].
    pub weight: u8,
    /// Whether it is in code there.
    pub is_code: bool,
    /// The first place, in steps of eight words, at most [`MAX_PLACE`].
    pub place: u8,
}

/// The most that a section can be about a word.
pub const MAX_WEIGHT: u8 = 44;
/// The last place that is told apart from those behind it.
pub const MAX_PLACE: u8 = 89;
/// The weight of a word by how often the text has it.
const MAX_WEIGHT_OF_TEXT: f32 = 10.0;
/// Weights of text are multiples of it: finer ones make the index larger and no result better.
const STEP_OF_TEXT: u8 = 2;
/// How soon more of the same word count for less, and how long a section is that is neither long nor short, in words.
const SATURATION: f32 = 1.2;
const USUAL_LENGTH: f32 = 120.0;
/// The weight of a word in a heading above or in the page's title: it makes the weights of texts odd.
pub const ABOVE: u8 = 1;
/// The weight of a word in the own heading, and what is shared among the words of the own heading.
const OWN_HEADING: u8 = 12;
const SHARED_BY_HEADING: usize = 20;
/// Words of one place.
const WORDS_OF_PLACE: u32 = 8;
/// Characters of a lead and of a question's stem.
const MAX_LEAD: usize = 96;

/// The weight of a word in a section's own heading of so many words.
pub fn heading_weight(words: usize) -> u8 {
    OWN_HEADING + (SHARED_BY_HEADING / words.max(1)) as u8
}

impl SearchText {
    /// Its sections and questions, in order of place; `headings` are those of the chapter's outline, `question_id` tells the id of a question
    /// by its index.
    pub fn sections<'s>(
        &'s self,
        headings: &'s [Section],
        question_id: impl Fn(usize) -> &'s str,
    ) -> impl Iterator<Item = SearchSection<'s>> {
        self.places.iter().zip(self.leads.split('\n')).map(move |(place, lead)| match place {
            SectionPlace::Top => SearchSection { anchor: "", heading: "", lead, is_question: false },
            SectionPlace::Heading(index) => {
                let heading = headings.get(*index as usize);
                let (anchor, heading) = heading.map_or(("", ""), |heading| (&*heading.id, &*heading.title));
                SearchSection { anchor, heading, lead, is_question: false }
            }
            SectionPlace::Question(index) => {
                SearchSection { anchor: question_id(*index as usize), heading: lead, lead: "", is_question: true }
            }
        })
    }

    /// How many sections there are.
    pub fn count(&self) -> usize {
        self.places.len()
    }

    /// The words in order, each with its postings.
    pub fn words(&self) -> impl Iterator<Item = (&str, Vec<Posting>)> {
        let mut rest = self.postings.as_slice();
        self.terms.split('\n').filter(|term| !term.is_empty()).map(move |term| {
            let count = take_number(&mut rest);
            let mut section = 0;
            let postings = (0..count).map(|_| {
                section += take_number(&mut rest);
                let weight = take_number(&mut rest) as u8;
                let place = take_number(&mut rest) as u8;
                Posting { section, weight: weight / 2, is_code: weight % 2 == 1, place }
            });
            (term, postings.collect())
        })
    }
}

/// The first byte of a number that takes five.
const LONG_NUMBER: u8 = 0xff;

/// A number of one byte, of two below 32,512, or of five.
fn put_number(bytes: &mut Vec<u8>, number: u32) {
    match number {
        0..=0x7f => bytes.push(number as u8),
        0x80..=0x7eff => bytes.extend([0x80 | (number >> 8) as u8, number as u8]),
        _ => {
            bytes.push(LONG_NUMBER);
            bytes.extend(number.to_be_bytes());
        }
    }
}

fn take_number(bytes: &mut &[u8]) -> u32 {
    match **bytes {
        [LONG_NUMBER, a, b, c, d, ref rest @ ..] => {
            *bytes = rest;
            u32::from_be_bytes([a, b, c, d])
        }
        [high @ 0x80..=0xfe, low, ref rest @ ..] => {
            *bytes = rest;
            u32::from(high & 0x7f) << 8 | u32::from(low)
        }
        [byte, ref rest @ ..] => {
            *bytes = rest;
            u32::from(byte)
        }
        [] => 0,
    }
}

/// As JavaScript compares strings: by units of UTF-16.
pub fn compare_terms(a: &str, b: &str) -> Ordering {
    match a.bytes().zip(b.bytes()).find(|(a, b)| a != b) {
        // Only characters beyond U+FFFF are ordered in another way than their UTF-8, and only beside those from U+E000 on.
        Some((first, second)) if first.min(second) >= 0xee => a.encode_utf16().cmp(b.encode_utf16()),
        Some((first, second)) => first.cmp(&second),
        None => a.len().cmp(&b.len()),
    }
}

/// What search finds of a document; `title` is its heading that is the page's title.
pub(super) fn search_text(document: &Document, quiz: &Quiz, title: Option<usize>) -> SearchText {
    let mut reader = SearchReader { document, sections: Vec::new(), above: Vec::new(), title };
    reader.begin(SectionPlace::Top);
    let explained = explained_notes(document, quiz);
    let skipped = skipped(quiz);
    let mut skipped = skipped.iter().peekable();
    let mut at = 0;
    while let Some(event) = document.event(at) {
        while skipped.next_if(|(range, _)| range.end <= at).is_some() {}
        if let Some((range, question)) = skipped.next_if(|(range, _)| range.start <= at) {
            if let Some((index, question)) = question.and_then(|index| Some((index, quiz.questions.get(index)?))) {
                reader.question(index, &question.words);
            }
            at = range.end.max(at + 1);
            continue;
        }
        let is_note = event.kind == EventKind::Open(Tag::FootnoteDefinition);
        if is_note && explained.as_ref().is_some_and(|explained| !explained.contains(&event.data)) {
            at = event.partner.max(at) + 1;
            continue;
        }
        at = reader.read(at, &event);
    }
    reader.finished()
}

/// The footnotes to which the text itself refers, and not only an answer; none where there are no footnotes.
fn explained_notes(document: &Document, quiz: &Quiz) -> Option<HashSet<u32>> {
    if document.footnotes.is_empty() {
        return None;
    }
    let hidden = folded(document, quiz);
    let references = document.all().filter(|id| !is_within(&hidden, *id)).filter_map(|id| document.event(id));
    Some(references.filter(|event| event.kind == EventKind::FootnoteReference).map(|event| event.data).collect())
}

/// The events that are not read: answer keys, and questions (with their indexes), of which only what they ask is read. In order.
fn skipped(quiz: &Quiz) -> Vec<(Range<EventId>, Option<usize>)> {
    let questions = quiz.questions.iter().enumerate();
    let mut skipped: Vec<(Range<EventId>, Option<usize>)> = questions
        .flat_map(|(index, question)| {
            let lead = question.lead.clone().map(|lead| (lead, None));
            [(question.extent.clone(), Some(index))].into_iter().chain(lead)
        })
        .chain(quiz.keys.iter().map(|key| (key.extent.clone(), None)))
        .collect();
    skipped.sort_by_key(|(range, _)| range.start);
    skipped
}

/// Reads a document into sections.
struct SearchReader<'d> {
    document: &'d Document,
    sections: Vec<OpenSection>,
    /// The headings above the place that is read: level, section, index; the current one last.
    above: Vec<(u8, usize, usize)>,
    title: Option<usize>,
}

/// A section while it is read.
struct OpenSection {
    place: SectionPlace,
    /// The headings above it, by their indexes.
    above: Vec<usize>,
    text: String,
    /// The parts of the text that are code.
    code: Vec<Range<usize>>,
}

impl SearchReader<'_> {
    fn begin(&mut self, place: SectionPlace) -> usize {
        let above = self.above.iter().map(|(.., index)| *index).collect();
        self.sections.push(OpenSection { place, above, text: String::new(), code: Vec::new() });
        self.sections.len() - 1
    }

    /// A section of its own with what a question asks; the text behind it belongs to the section around it.
    fn question(&mut self, index: usize, words: &str) {
        let section = self.begin(SectionPlace::Question(index as u32));
        if let Some(open) = self.sections.get_mut(section) {
            open.text.push_str(words);
        }
    }

    /// Reads the event, and returns the one to read next.
    fn read(&mut self, at: EventId, event: &Event) -> EventId {
        let document = self.document;
        let behind = event.partner.max(at) + 1;
        match event.kind {
            EventKind::Open(Tag::Heading) => {
                self.heading(event.data as usize);
                behind
            }
            EventKind::Open(Tag::Element) => {
                let element = document.element(event);
                if let Some(heading) = element.and_then(|element| element.heading) {
                    self.heading(heading as usize);
                    return behind;
                }
                let is_fold = element.is_some_and(|element| element.name == "details");
                if is_fold && hides_answer(document, at) { behind } else { at + 1 }
            }
            EventKind::Open(Tag::Fence | Tag::Indented) => {
                self.push(&document.plain(document.inside(at)), true);
                self.push("\n", false);
                behind
            }
            EventKind::Open(Tag::Image) => behind,
            EventKind::Open(tag) | EventKind::Close(tag) => {
                if tag.is_block() {
                    self.push("\n", false);
                }
                at + 1
            }
            kind => {
                self.push(document.leaf_text(event), kind == EventKind::Code);
                at + 1
            }
        }
    }

    fn heading(&mut self, index: usize) {
        let Some(heading) = self.document.headings.get(index).filter(|_| self.title != Some(index)) else { return };
        self.above.retain(|(above, ..)| *above < heading.level);
        let section = self.begin(SectionPlace::Heading(index as u32));
        self.above.push((heading.level, section, index));
    }

    fn push(&mut self, text: &str, is_code: bool) {
        let section = self.above.last().map_or(0, |(_, section, _)| *section);
        let Some(open) = self.sections.get_mut(section) else { return };
        let start = open.text.len();
        open.text.push_str(text);
        if is_code {
            open.code.push(start..open.text.len());
        }
    }

    fn finished(self) -> SearchText {
        let mut table = TermTable::default();
        let mut text = SearchText::default();
        for (number, open) in (0..).zip(&self.sections) {
            self.count(number, open, &mut table);
            text.places.push(open.place);
            if number > 0 {
                text.leads.push('\n');
            }
            text.leads.push_str(&open.lead());
        }
        text.leads.shrink_to_fit();
        table.write(&mut text);
        text
    }

    /// Counts the words of the section with this number.
    fn count(&self, number: u32, open: &OpenSection, table: &mut TermTable) {
        let heading_of = |index: usize| self.document.headings.get(index).map_or("", |heading| &*heading.text);
        let title = self.title.map_or("", heading_of);
        let (mut place, mut last) = (0, usize::MAX);
        let mut code = open.code.iter().peekable();
        each_word(&open.text, |word, at| {
            place += u32::from(at != last);
            last = at;
            while code.next_if(|range| range.end <= at).is_some() {}
            let counted = table.count(word);
            counted.count += 1;
            counted.first = counted.first.or(Some(place - 1));
            counted.is_code |= code.peek().is_some_and(|range| range.start <= at);
        });
        let heading = match open.place {
            SectionPlace::Top => title,
            SectionPlace::Heading(index) => heading_of(index as usize),
            SectionPlace::Question(_) => &open.text,
        };
        let mut in_heading = 0;
        each_word(heading, |word, _| {
            in_heading += 1;
            table.count(word).is_heading = true;
        });
        for above in open.above.iter().map(|index| heading_of(*index)).chain([title]) {
            each_word(above, |word, _| table.count(word).is_above = true);
        }
        table.finish_section(|counted| counted.posting(number, place, in_heading));
    }
}

impl OpenSection {
    /// The first of its text; blocks of code only where there is nothing else.
    fn lead(&self) -> String {
        let blocks =
            self.code.iter().filter(|code| self.text.get((*code).clone()).is_some_and(|code| code.contains('\n')));
        let (mut prose, mut from) = (String::new(), 0);
        for block in blocks {
            prose.push_str(self.text.get(from..block.start).unwrap_or(""));
            from = block.end;
        }
        prose.push_str(self.text.get(from..).unwrap_or(""));
        let is_empty = prose.trim().is_empty();
        beginning(if is_empty { &self.text } else { &prose }, MAX_LEAD)
    }
}

/// The words of a chapter while they are counted, by numbers that they get in the order in which they are met.
#[derive(Default)]
struct TermTable {
    numbers: FxHashMap<String, usize>,
    postings: Vec<Vec<Posting>>,
    /// Of the section that is counted.
    counts: Vec<WordCount>,
    met: Vec<usize>,
}

impl TermTable {
    fn count(&mut self, word: &str) -> &mut WordCount {
        let number = match self.numbers.get(word) {
            Some(number) => *number,
            None => {
                self.numbers.insert(word.to_owned(), self.counts.len());
                self.counts.push(WordCount::default());
                self.postings.push(Vec::new());
                self.counts.len() - 1
            }
        };
        let counted = &mut self.counts[number];
        if !counted.is_met {
            counted.is_met = true;
            self.met.push(number);
        }
        counted
    }

    fn finish_section(&mut self, posting: impl Fn(&WordCount) -> Posting) {
        for number in self.met.drain(..) {
            if let (Some(counted), Some(postings)) = (self.counts.get_mut(number), self.postings.get_mut(number)) {
                postings.push(posting(counted));
                *counted = WordCount::default();
            }
        }
    }

    /// Writes the words in order, with their postings.
    fn write(self, text: &mut SearchText) {
        let mut sorted: Vec<(String, usize)> = self.numbers.into_iter().collect();
        sorted.sort_unstable_by(|a, b| compare_terms(&a.0, &b.0));
        for (term, number) in sorted {
            if !text.terms.is_empty() {
                text.terms.push('\n');
            }
            text.terms.push_str(&term);
            let postings = self.postings.get(number).map_or(&[][..], Vec::as_slice);
            put_number(&mut text.postings, postings.len() as u32);
            let mut last = 0;
            for posting in postings {
                put_number(&mut text.postings, posting.section - last);
                put_number(&mut text.postings, u32::from(posting.weight) * 2 + u32::from(posting.is_code));
                put_number(&mut text.postings, u32::from(posting.place));
                last = posting.section;
            }
        }
        text.terms.shrink_to_fit();
        text.postings.shrink_to_fit();
    }
}

/// A word of a section while it is counted.
#[derive(Clone, Copy, Default)]
struct WordCount {
    is_met: bool,
    count: u32,
    first: Option<u32>,
    is_code: bool,
    is_above: bool,
    is_heading: bool,
}

impl WordCount {
    fn posting(&self, section: u32, length: u32, in_heading: usize) -> Posting {
        let count = self.count as f32;
        let spread = SATURATION * (0.25 + 0.75 * length as f32 / USUAL_LENGTH);
        let steps = MAX_WEIGHT_OF_TEXT / f32::from(STEP_OF_TEXT) * count / (count + spread);
        let of_text = steps.round() as u8 * STEP_OF_TEXT;
        let of_heading = match self {
            WordCount { is_heading: true, .. } => heading_weight(in_heading),
            WordCount { is_above: true, .. } => ABOVE,
            _ => 0,
        };
        let weight = of_text.max(STEP_OF_TEXT * u8::from(self.count > 0)) + of_heading;
        let place = self.first.map_or(0, |first| first / WORDS_OF_PLACE);
        Posting {
            section,
            weight: weight.min(MAX_WEIGHT),
            is_code: self.is_code,
            place: place.min(u32::from(MAX_PLACE)) as u8,
        }
    }
}

/// The first of a text, on one line; whole words where there are blanks.
pub(super) fn beginning(text: &str, most: usize) -> String {
    let mut line = String::new();
    for word in text.split_whitespace() {
        let room = most.saturating_sub(line.chars().count() + 1);
        if line.is_empty() {
            line.extend(word.chars().take(most));
        } else if word.chars().count() <= room {
            line.push(' ');
            line.push_str(word);
        } else {
            break;
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::chapter::{ChapterSettings, ChapterSummary, understand};
    use crate::path::SourcePath;
    use crate::source::Source;

    fn summary(source: &str) -> Arc<ChapterSummary> {
        let source = Source::from_bytes(SourcePath::new("a.md"), source.as_bytes()).expect("a text");
        understand(&source, &ChapterSettings::default()).summary
    }

    fn postings(summary: &ChapterSummary, word: &str) -> Vec<(u32, u8, bool)> {
        let found = summary.search.words().find(|(term, _)| *term == word);
        found.map_or(Vec::new(), |(_, all)| all.iter().map(|one| (one.section, one.weight, one.is_code)).collect())
    }

    #[test]
    fn numbers_of_any_size_come_back() {
        let numbers = [0, 1, 0x7f, 0x80, 0x7eff, 0x7f00, 0x7fff, 0x8000, 50_000, u32::MAX, 7];
        let mut bytes = Vec::new();
        numbers.iter().for_each(|number| put_number(&mut bytes, *number));
        let mut rest = bytes.as_slice();
        assert_eq!(numbers.map(|_| take_number(&mut rest)), numbers);
        assert_eq!(take_number(&mut rest), 0, "nothing is left");
    }

    #[test]
    fn a_word_of_very_many_sections_is_in_each_of_them() {
        let text = "## word\n\n".repeat(40_000);
        let summary = summary(&text);
        let found = postings(&summary, "word");
        assert_eq!(found.len(), 40_000);
        assert!(found.iter().zip(1..).all(|(posting, section)| posting.0 == section));
    }

    #[test]
    fn sections_are_headings_with_their_text() {
        let text = summary(
            "# Buckets\n\nIntro here.\n\n## Object keys\n\nA key names `PutObject`.\n\n```sh\naws s3 ls\n```\n",
        );
        let headings: Vec<_> = text.search_sections().map(|one| (one.anchor, one.lead)).collect();
        assert_eq!(headings, [("", "Intro here."), ("object-keys", "A key names PutObject.")]);
        assert!(postings(&text, "buckets")[0].1 > postings(&text, "buckets")[1].1);
        assert_eq!(postings(&text, "putobject").len(), 1);
        assert!(postings(&text, "s3")[0].2 && !postings(&text, "names")[0].2);
        assert!(postings(&text, "keys")[0].1 > postings(&text, "names")[0].1);
    }

    #[test]
    fn answers_are_never_found() {
        let text = summary(
            "# Quiz\n\n### Question 1\nWhich one stores objects?\n\n- A) Zebra\n- B) Yak\n\n<details>\n<summary>Answer</summary>\n\n**B** because of walrus.\n\n</details>\n\n## Task\n\nDo it.\n\n<details>\n<summary>Show answer</summary>\n\nlemur\n\n</details>\n\nBehind.\n",
        );
        for hidden in ["zebra", "yak", "walrus", "lemur"] {
            assert!(postings(&text, hidden).is_empty(), "{hidden}");
        }
        assert_eq!(postings(&text, "stores").len(), 1);
        assert_eq!(postings(&text, "behind").len(), 1);
        let question = text.search_sections().find(|one| one.is_question).map(|one| one.heading);
        assert_eq!(question, Some("Which one stores objects?"));
    }

    #[test]
    fn words_are_ordered_as_scripts_compare_them() {
        let mut words = vec!["\u{ff5e}", "\u{20000}", "b", "a", "é"];
        words.sort_by(|a, b| compare_terms(a, b));
        assert_eq!(words, ["a", "b", "é", "\u{20000}", "\u{ff5e}"]);
    }
}
