//! The search index of a site: classic scripts, so that they load from disk too, each small, so that a query loads only what it needs. In: the
//! searchable texts of all chapters in reading order. Out: the files of `assets/search/`. Their format is described in `docs/reference/search.md`.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;
use std::sync::Arc;

use serde::Serialize;

use super::json::script_json;
use crate::chapter::{
    ABOVE, ChapterSummary, MAX_PLACE, MAX_WEIGHT, Posting, SearchSection, compare_terms, each_word, heading_weight,
    is_unspaced,
};
use crate::markdown::slug::slug;
use crate::source::Hash;

/// The folder of all files of the index, in the site.
pub const SEARCH_FOLDER: &str = "assets/search/";

/// About so many bytes are in a shard of terms and in a block of sections: what a query loads of each.
const SHARD_BYTES: usize = 22_000;
const BLOCK_BYTES: usize = 20_000;
/// From so many sections on, words that more than a third of them have are found in headings only.
const MIN_SECTIONS_FOR_FREQUENT: usize = 300;
/// Postings of at least this weight are of a section's own heading.
const HEADING_WEIGHT: u8 = 13;
/// The lengths of words, in units of UTF-16, for which there are lists; longer words are in the last one.
const SHORTEST_LISTED: usize = 4;
const LONGEST_LISTED: usize = 14;
/// Hexadecimal digits by which a part says which index it belongs to.
const LAYOUT_DIGITS: usize = 8;

/// A chapter as the index names it.
#[derive(Clone, Debug)]
pub struct SearchPage {
    /// Its address from the site's root, percent-encoded.
    pub href: String,
    /// Its title.
    pub title: String,
    /// The title of its module; empty where it is in none.
    pub module: String,
    /// What is found of it.
    pub summary: Arc<ChapterSummary>,
}

/// A file of the index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SearchFile {
    /// What is known of the others.
    Index,
    /// Terms with the sections that have them.
    Terms(usize),
    /// What is shown of sections.
    Sections(usize),
    /// All words of a length.
    Words(usize),
}

impl SearchFile {
    /// Its path in the site.
    pub fn path(self) -> String {
        match self {
            SearchFile::Index => format!("{SEARCH_FOLDER}index.js"),
            SearchFile::Terms(number) => format!("{SEARCH_FOLDER}terms-{number}.js"),
            SearchFile::Sections(number) => format!("{SEARCH_FOLDER}sections-{number}.js"),
            SearchFile::Words(length) => format!("{SEARCH_FOLDER}words-{length}.js"),
        }
    }

    /// The file with this path; it may be none of the index at hand.
    pub fn of_path(path: &str) -> Option<SearchFile> {
        let stem = path.strip_prefix(SEARCH_FOLDER)?.strip_suffix(".js")?;
        if stem == "index" {
            return Some(SearchFile::Index);
        }
        let (kind, number) = stem.split_once('-')?;
        let file = match (kind, number.parse().ok()?) {
            ("terms", number) => SearchFile::Terms(number),
            ("sections", number) => SearchFile::Sections(number),
            ("words", number) => SearchFile::Words(number),
            _ => return None,
        };
        // `terms-007.js` is no name of a file.
        (file.path() == path).then_some(file)
    }
}

/// The index of a course. Files are made when asked for.
#[derive(Debug)]
pub struct SearchIndex {
    pages: Vec<SearchPage>,
    /// All terms in order, with their postings as they are written.
    terms: Vec<(String, String)>,
    /// The terms of each shard, and the pages of each block.
    shards: Vec<Range<usize>>,
    blocks: Vec<Range<usize>>,
    /// The lengths of which there is a list of words.
    lengths: BTreeSet<usize>,
    sections: usize,
    layout: Layout,
}

/// How the terms and the sections are divided, as hashes. A part that says another one than the index is of another build: its numbers mean other
/// sections.
#[derive(Debug, Default, Serialize)]
struct Layout {
    terms: String,
    sections: String,
}

/// `index.js`
#[derive(Debug, Serialize)]
struct IndexJson<'a> {
    version: String,
    layout: &'a Layout,
    sections: usize,
    shards: Vec<&'a str>,
    blocks: Vec<usize>,
    lengths: &'a BTreeSet<usize>,
}

/// The contents of a block of sections.
#[derive(Debug, Default, Serialize)]
struct SectionsJson<'a> {
    pages: Vec<(&'a str, &'a str, &'a str)>,
    sections: Vec<(usize, AnchorJson<'a>, &'a str, &'a str, u8)>,
}

/// An anchor as it is written: most follow from the heading, and how often a page had that one before.
#[derive(Debug, PartialEq, Serialize)]
#[serde(untagged)]
enum AnchorJson<'a> {
    OfHeading(u32),
    Other(&'a str),
}

impl<'a> AnchorJson<'a> {
    fn new(anchor: &'a str, heading: &str) -> Self {
        let repeat = anchor.strip_prefix(&slug(heading)).and_then(|rest| match rest.strip_prefix('-') {
            // Only as it is read again.
            Some(digits) if !digits.starts_with('0') => digits.parse().ok().filter(|_| !digits.starts_with('+')),
            Some(_) => None,
            None => rest.is_empty().then_some(0),
        });
        match repeat {
            Some(repeat) if !heading.is_empty() => AnchorJson::OfHeading(repeat),
            _ => AnchorJson::Other(anchor),
        }
    }
}

/// The postings of a term, as they are written.
#[derive(Debug, Default)]
struct TermPostings {
    digits: String,
    count: usize,
    /// The number of the last section, plus one.
    next: usize,
}

impl SearchIndex {
    /// The index of a course whose chapters these are, in reading order.
    pub fn new(pages: Vec<SearchPage>) -> SearchIndex {
        let sections = pages.iter().map(|page| page.summary.search.count()).sum();
        let found = terms(&pages).into_iter();
        let mut terms: Vec<(String, String)> =
            found.map(|(term, postings)| (term.into_owned(), postings.line(sections))).collect();
        terms.sort_unstable_by(|a, b| compare_terms(&a.0, &b.0));
        let shards = parts(terms.iter().map(|(term, postings)| term.len() + postings.len()), SHARD_BYTES);
        let blocks = parts(pages.iter().map(size), BLOCK_BYTES);
        let lengths = terms.iter().filter_map(|(term, _)| listed_length(term)).collect();
        let mut index = SearchIndex { pages, terms, shards, blocks, lengths, sections, layout: Layout::default() };
        index.layout = index.layout();
        index
    }

    /// All files of the index.
    pub fn files(&self) -> Vec<SearchFile> {
        let terms = (0..self.shards.len()).map(SearchFile::Terms);
        let sections = (0..self.blocks.len()).map(SearchFile::Sections);
        let words = self.lengths.iter().map(|length| SearchFile::Words(*length));
        terms.chain(sections).chain(words).chain([SearchFile::Index]).collect()
    }

    /// The text of a file; none where the index has no such file.
    pub fn text(&self, file: SearchFile) -> Option<String> {
        match file {
            SearchFile::Index => Some(format!("syllabus.search.index({})\n", script_json(&self.index()))),
            SearchFile::Terms(number) => {
                let mut lines = SharedLines::default();
                for (term, postings) in self.terms.get(self.shards.get(number)?.clone())? {
                    lines.add(term);
                    lines.text.push(' ');
                    lines.text.push_str(postings);
                }
                Some(script("terms", number, &script_json(&lines.text), &self.layout.terms))
            }
            SearchFile::Sections(number) => {
                let block = SectionsJson::new(self.pages.get(self.blocks.get(number)?.clone())?);
                Some(script("sections", number, &script_json(&block), &self.layout.sections))
            }
            SearchFile::Words(length) => {
                self.lengths.get(&length)?;
                let mut lines = SharedLines::default();
                let listed = self.terms.iter().filter(|(term, _)| listed_length(term) == Some(length));
                listed.for_each(|(term, _)| lines.add(term));
                Some(script("words", length, &script_json(&lines.text), ""))
            }
        }
    }

    fn index(&self) -> IndexJson<'_> {
        IndexJson {
            version: self.version(),
            layout: &self.layout,
            sections: self.sections,
            shards: self.first_terms(),
            blocks: self.first_sections(),
            lengths: &self.lengths,
        }
    }

    fn layout(&self) -> Layout {
        let blocks = (self.sections, self.first_sections());
        let digits = |hash: Hash| hash.digits(LAYOUT_DIGITS);
        Layout {
            terms: digits(Hash::of_value(&(&blocks, self.first_terms()))),
            sections: digits(Hash::of_value(&blocks)),
        }
    }

    /// The first term of each shard; of the first one the empty text.
    fn first_terms(&self) -> Vec<&str> {
        let others = self.shards.iter().skip(1).filter_map(|shard| Some(self.terms.get(shard.start)?.0.as_str()));
        [""].into_iter().chain(others).collect()
    }

    /// The number of the first section of each block.
    fn first_sections(&self) -> Vec<usize> {
        let mut next = 0;
        let first = |block: &Range<usize>| {
            let first = next;
            let pages = self.pages.get(block.clone()).unwrap_or(&[]);
            next += pages.iter().map(|page| page.summary.search.count()).sum::<usize>();
            first
        };
        self.blocks.iter().map(first).collect()
    }

    /// A hash of all that the files are made from.
    fn version(&self) -> String {
        let pages = self
            .pages
            .iter()
            .map(|page| Hash::of_value(&(&page.href, &page.title, &page.module, &page.summary.search)).0);
        Hash::of(&pages.collect::<Vec<_>>().concat()).digits(16)
    }
}

/// A list with elements of these sizes in parts of about `most` bytes; one part at least.
fn parts(sizes: impl Iterator<Item = usize>, most: usize) -> Vec<Range<usize>> {
    let (mut parts, mut part, mut bytes) = (Vec::new(), 0..0, 0);
    for size in sizes {
        if bytes > 0 && bytes + size > most {
            parts.push(part.clone());
            (part.start, bytes) = (part.end, 0);
        }
        bytes += size;
        part.end += 1;
    }
    parts.push(part);
    parts
}

/// About how long a page is in a block of sections.
fn size(page: &SearchPage) -> usize {
    page.summary.search_sections().map(|one| one.anchor.len() + one.heading.len() + one.lead.len() + 12).sum()
}

/// The length under which a word is listed; none for short ones and pairs of characters.
fn listed_length(term: &str) -> Option<usize> {
    let length = if term.is_ascii() { term.len() } else { term.encode_utf16().count() };
    (length >= SHORTEST_LISTED && !term.chars().any(is_unspaced)).then(|| length.min(LONGEST_LISTED))
}

/// All terms of the course with their postings.
fn terms(pages: &[SearchPage]) -> Vec<(Cow<'_, str>, TermPostings)> {
    let mut all: HashMap<Cow<'_, str>, TermPostings> = HashMap::new();
    let mut before = 0;
    for page in pages {
        let mut titled = title_postings(page);
        for (term, mut postings) in page.summary.search.words() {
            if let Some(of_title) = titled.remove(term) {
                postings = together(postings, of_title);
            }
            let of_term = all.entry(Cow::Borrowed(term)).or_default();
            postings.iter().for_each(|posting| of_term.add(before, posting));
        }
        for (term, postings) in titled {
            let of_term = all.entry(Cow::Owned(term)).or_default();
            postings.iter().for_each(|posting| of_term.add(before, posting));
        }
        before += page.summary.search.count();
    }
    all.into_iter().collect()
}

/// What the words of a page's title add to its sections where the title is none of its headings: it stands in the front matter, in a table of
/// contents, or is made from the file's name. By word, with a posting for each section.
fn title_postings(page: &SearchPage) -> BTreeMap<String, Vec<Posting>> {
    let is_heading = page.summary.outline.sections.iter().any(|section| *section.title == *page.title);
    let mut words = BTreeSet::new();
    if !is_heading {
        each_word(&page.title, |word, _| _ = words.insert(word.to_owned()));
    }
    let own = heading_weight(words.len());
    let sections = || page.summary.search_sections().zip(0u32..);
    let posting = |(section, number): (SearchSection<'_>, u32)| {
        let is_top = section.anchor.is_empty() && !section.is_question;
        Posting { section: number, weight: if is_top { own } else { ABOVE }, is_code: false, place: MAX_PLACE }
    };
    words.into_iter().map(|word| (word, sections().map(posting).collect())).collect()
}

/// The postings of a word in a text together with those that it has by the page's title, which are one for each section.
fn together(of_text: Vec<Posting>, mut of_title: Vec<Posting>) -> Vec<Posting> {
    for posting in of_text {
        if let Some(titled) = of_title.get_mut(posting.section as usize) {
            let weight =
                if titled.weight == ABOVE { posting.weight | ABOVE } else { posting.weight.max(titled.weight) };
            *titled = Posting { weight: weight.min(MAX_WEIGHT), ..posting };
        }
    }
    of_title
}

impl TermPostings {
    fn add(&mut self, before: usize, posting: &Posting) {
        let section = before + posting.section as usize;
        self.add_digits(section, posting.weight * 2 + u8::from(posting.is_code), posting.place);
    }

    fn add_digits(&mut self, section: usize, weight: u8, place: u8) {
        let mut more = section.saturating_sub(self.next);
        while more >= 45 {
            self.digits.push(digit(45 + more % 45));
            more /= 45;
        }
        self.digits.push(digit(more));
        self.digits.push(digit(usize::from(weight)));
        self.digits.push(digit(usize::from(place)));
        self.count += 1;
        self.next = section + 1;
    }

    /// The postings as they are written: of a word that a third of all sections have, those of headings.
    fn line(self, sections: usize) -> String {
        if sections < MIN_SECTIONS_FOR_FREQUENT || self.count * 3 <= sections {
            return self.digits;
        }
        let mut kept = TermPostings { digits: "!".to_owned(), count: 0, next: 0 };
        let mut digits = self.digits.chars().map(value);
        let (mut next, mut more, mut unit) = (0, 0, 1);
        while let Some(part) = digits.next() {
            if part >= 45 {
                more += (part - 45) * unit;
                unit *= 45;
                continue;
            }
            let section = next + more + part * unit;
            (next, more, unit) = (section + 1, 0, 1);
            let (weight, place) = (digits.next().unwrap_or(0) as u8, digits.next().unwrap_or(0) as u8);
            if weight / 2 >= HEADING_WEIGHT {
                kept.add_digits(section, weight, place);
            }
        }
        kept.digits
    }
}

/// The digit for a value below 90: the characters from `#` to `}` without the backslash.
fn digit(value: usize) -> char {
    let code = 0x23 + value.min(89) as u8;
    char::from(if code >= 0x5c { code + 1 } else { code })
}

fn value(digit: char) -> usize {
    let code = (digit as usize).saturating_sub(0x23);
    if digit > '\\' { code - 1 } else { code }
}

/// Sorted words, a line each: how much of the word the line before had, and the rest of it.
#[derive(Default)]
struct SharedLines<'a> {
    text: String,
    last: &'a str,
}

impl<'a> SharedLines<'a> {
    fn add(&mut self, word: &'a str) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        let same = self.last.chars().zip(word.chars()).take_while(|(a, b)| a == b);
        let (bytes, units) = same.fold((0, 0), |(bytes, units), (c, _)| (bytes + c.len_utf8(), units + c.len_utf16()));
        self.text.push(digit(units));
        self.text.push_str(word.get(bytes..).unwrap_or(""));
        self.last = word;
    }
}

impl<'a> SectionsJson<'a> {
    fn new(pages: &'a [SearchPage]) -> Self {
        let mut block = SectionsJson::default();
        for (number, page) in pages.iter().enumerate() {
            block.pages.push((&page.href, &page.title, &page.module));
            block.sections.extend(page.summary.search_sections().map(|one| {
                let anchor = AnchorJson::new(one.anchor, one.heading);
                (number, anchor, one.heading, one.lead, u8::from(one.is_question))
            }));
        }
        block
    }
}

fn script(call: &str, number: usize, value: &str, layout: &str) -> String {
    let layout = if layout.is_empty() { String::new() } else { format!(",\"{layout}\"") };
    format!("syllabus.search.{call}({number},{value}{layout})\n")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::chapter::{ChapterSettings, understand};
    use crate::path::SourcePath;
    use crate::source::Source;

    fn summary(source: &str) -> Arc<ChapterSummary> {
        let source = Source::from_bytes(SourcePath::new("a.md"), source.as_bytes()).expect("a text");
        understand(&source, &ChapterSettings::default()).summary
    }

    /// All files of an index by their names.
    fn files(sources: &[&str]) -> BTreeMap<String, String> {
        let page = |source: &&str| {
            let summary = summary(source);
            let title =
                summary.outline.sections.first().map_or("Made from a name", |section| &*section.title).to_owned();
            SearchPage { href: "a.html".to_owned(), title, module: "M".to_owned(), summary }
        };
        let index = SearchIndex::new(sources.iter().map(page).collect());
        let text =
            |file: SearchFile| Some((file.path().trim_start_matches(SEARCH_FOLDER).to_owned(), index.text(file)?));
        index.files().into_iter().filter_map(text).collect()
    }

    #[test]
    fn a_digit_is_read_as_it_was_written() {
        for number in 0..90 {
            assert_eq!(value(digit(number)), number);
        }
        assert_eq!((digit(0), digit(57), digit(89)), ('#', ']', '}'));
    }

    #[test]
    fn an_anchor_that_follows_from_its_heading_is_not_written() {
        use AnchorJson::{OfHeading, Other};
        for (anchor, heading, expected) in [
            ("-why-it-leaks", "🚰 Why it leaks", OfHeading(0)),
            ("why-12", "Why?", OfHeading(12)),
            ("why-0", "Why?", Other("why-0")),
            ("why-+1", "Why?", Other("why-+1")),
            ("whys", "Why?", Other("whys")),
            ("section", "🎯", Other("section")),
            ("", "", Other("")),
        ] {
            assert_eq!(AnchorJson::new(anchor, heading), expected, "{anchor}");
        }
    }

    #[test]
    fn terms_name_their_sections() {
        let files = files(&["# One\n\nzebra\n\n## Two\n\nyak zebra\n", "# Three\n\nyak\n"]);
        let terms = &files["terms-0.js"];
        assert!(terms.starts_with("syllabus.search.terms(0,\"#one "), "{terms}");
        let line = |word: &str| terms.split("\\n").find(|line| line.contains(word)).unwrap_or("").to_owned();
        // Sections 1 and 2: the second number counts from the one before.
        assert_eq!(
            line("yak ").split(' ').nth(1).map(|digits| digits.chars().map(value).step_by(3).collect()),
            Some(vec![1, 0])
        );
        let names: Vec<&str> = files.keys().map(String::as_str).collect();
        assert_eq!(names, ["index.js", "sections-0.js", "terms-0.js", "words-5.js"]);
    }

    #[test]
    fn a_title_that_no_heading_says_is_found() {
        let files = files(&["zebra\n\n\nname of a thing\n"]);
        let terms = &files["terms-0.js"];
        let weight = |word: &str| {
            let line = terms.split("\\n").find(|line| line.contains(&format!("{word} ")));
            line.and_then(|line| line.chars().rev().nth(1)).map_or(0, |digit| value(digit) / 2)
        };
        assert_eq!(weight("made"), usize::from(heading_weight(4)), "{terms}");
        assert_eq!(weight("name"), usize::from(heading_weight(4)), "{terms}");
        assert!(weight("zebra") > 0 && weight("zebra") < HEADING_WEIGHT.into(), "{terms}");
    }

    #[test]
    fn sections_are_shown_with_their_page() {
        let files = files(&["# One\n\nzebra\n\n## Two\n\nyak\n"]);
        let sections = &files["sections-0.js"];
        assert!(sections.contains("\"pages\":[[\"a.html\",\"One\",\"M\"]]"), "{sections}");
        assert!(sections.contains("[0,0,\"Two\",\"yak\",0]"), "{sections}");
        assert!(files["index.js"].contains("\"sections\":2,\"shards\":[\"\"],\"blocks\":[0]"), "{}", files["index.js"]);
    }

    #[test]
    fn words_that_nearly_all_sections_have_are_found_in_headings() {
        let chapter = |n: usize| format!("# Chapter {n}\n\nthe word{n}\n\n## The end\n\nbye\n");
        let sources: Vec<String> = (0..200).map(chapter).collect();
        let files = files(&sources.iter().map(String::as_str).collect::<Vec<_>>());
        let all: String = (0..).map_while(|number| files.get(&format!("terms-{number}.js"))).cloned().collect();
        let of = |word: &str| all.split("\\n").find(|line| line.contains(word)).unwrap_or("").to_owned();
        assert!(of("the ").contains(" !") && of("the ").len() > 3 * 200, "{}", of("the "));
        assert!(!of("word7 ").contains('!'));
    }

    #[test]
    fn names_of_files_are_read_back() {
        for file in [SearchFile::Index, SearchFile::Terms(3), SearchFile::Sections(12), SearchFile::Words(5)] {
            assert_eq!(SearchFile::of_path(&file.path()), Some(file));
        }
        assert_eq!(SearchFile::of_path("assets/search/terms-007.js"), None);
        assert_eq!(SearchFile::of_path("assets/style.css"), None);
    }

    #[test]
    fn an_empty_course_has_an_index() {
        assert_eq!(files(&[]).len(), 3);
    }
}
