//! Makes what `repair` knows of languages: lists of words with counts, and the one packed file of all lists.
//!
//! ```text
//! cargo run --release --example pack-letters -- count es < texts > src/repair/data/letters/es.tsv
//! cargo run --release --example pack-letters -- pack src/repair/data/letters src/repair/data/letters.model
//! ```
//!
//! `count` takes plain text, a paragraph a line, and writes the most frequent words (or sequences of up to three characters, for
//! languages that are written without blanks) that have a letter beyond ASCII, with their counts; the first line, without a word, counts
//! all of them. `pack` writes the same bytes for the same lists. `src/repair/data/letters/README.md` says which texts were counted;
//! `src/repair/letters/packed.rs` describes the packed file.

#![allow(clippy::disallowed_methods)]

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::error::Error;
use std::io::{self, BufRead, Write};
use std::path::Path;
use std::{env, fs};

use bit_model::{BitModel, SymbolKind};

#[path = "../src/repair/letters/bit_model.rs"]
mod bit_model;

/// A language: its name, whether its list is of words, how many entries the list has at most.
const LANGUAGES: &[(&str, bool, usize)] = &[
    ("ar", true, 9000),
    ("bg", true, 5000),
    ("cs", true, 5000),
    ("da", true, 1200),
    ("de", true, 2500),
    ("el", true, 9000),
    ("es", true, 3500),
    ("fr", true, 3500),
    ("he", true, 16000),
    ("hi", true, 4000),
    ("hu", true, 4000),
    ("it", true, 700),
    ("ja", false, 24000),
    ("ko", false, 24000),
    ("nl", true, 300),
    ("pl", true, 4500),
    ("pt", true, 3500),
    ("ro", true, 3000),
    ("ru", true, 18000),
    ("sv", true, 2000),
    ("th", false, 12000),
    ("tr", true, 4000),
    ("uk", true, 16000),
    ("vi", true, 2000),
    ("zh", false, 32000),
];

/// Entries that are counted less often say nothing.
const LEAST: u64 = 1;
/// A letter that is rarer than one in so many is another language's.
const RAREST_LETTER: u64 = 10_000;
/// Words of a list are no longer.
const MAX_LETTERS: usize = 24;
/// A character of a language without blanks is counted at least so often.
const LEAST_CHARACTER: u64 = 3;
/// How much less a sequence of three characters tells than one of two.
const WORTH_OF_THREE: f64 = 0.5;
/// How much a word tells that only heavier losses than the usual make ambiguous.
const WORTH_OF_HEAVY_LOSS: f64 = 0.2;
/// The bytes that windows-1252 or windows-1254 lacks, U+00A0, and U+00AD.
const RISKY: &[u8] = &[0x81, 0x8d, 0x8e, 0x8f, 0x90, 0x9d, 0x9e, 0xa0, 0xad];

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["count", language] => count(language),
        ["pack", lists, packed] => Ok(fs::write(packed, pack(Path::new(lists))?)?),
        _ => Err("pack-letters count LANGUAGE < TEXTS, or pack-letters pack LISTS PACKED".into()),
    }
}

/// Counts the text of standard input, and prints the list of `language`.
fn count(language: &str) -> Result<(), Box<dyn Error>> {
    let (_, is_words, limit) = LANGUAGES.iter().find(|row| row.0 == language).ok_or("no such language")?;
    let mut counts: HashMap<String, u64> = HashMap::new();
    for line in io::stdin().lock().lines() {
        let line = line?;
        match is_words {
            true => words(&line.to_lowercase(), &mut counts),
            false => sequences(&line, &mut counts),
        }
    }
    let entries = if *is_words { frequent_words(counts, *limit) } else { frequent_sequences(counts, *limit) };
    let mut out = io::stdout().lock();
    for (entry, count) in entries {
        writeln!(out, "{entry}\t{count}")?;
    }
    Ok(())
}

fn is_part_of_word(c: char) -> bool {
    c.is_alphabetic()
        || matches!(c, '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5c7}' | '\u{64b}'..='\u{655}' | '\u{93c}' | '\u{94d}' | '\u{200c}')
}

fn words(line: &str, counts: &mut HashMap<String, u64>) {
    for word in line.split(|c: char| !is_part_of_word(c)).filter(|word| !word.is_ascii()) {
        if word.chars().count() <= MAX_LETTERS {
            *counts.entry(word.to_owned()).or_default() += 1;
        }
    }
}

/// How much a list gains by a word: those whose letters lose bytes most often come first.
fn worth(word: &str, count: u64) -> f64 {
    let is_risky = |text: String| text.bytes().any(|byte| RISKY.contains(&byte));
    let capital = word.chars().next().map_or(String::new(), |first| first.to_uppercase().collect());
    let share = if is_risky(word.to_owned()) || is_risky(capital) { 1.0 } else { WORTH_OF_HEAVY_LOSS };
    count as f64 * share
}

fn frequent_words(counts: HashMap<String, u64>, limit: usize) -> Vec<(String, u64)> {
    let total = counts.values().sum();
    let mut uses: HashMap<char, u64> = HashMap::new();
    for (word, count) in &counts {
        word.chars().filter(|c| !c.is_ascii()).for_each(|c| *uses.entry(c).or_default() += count);
    }
    let least = uses.values().sum::<u64>() / RAREST_LETTER;
    let is_own = |word: &str| word.chars().all(|c| c.is_ascii() || uses.get(&c).is_some_and(|uses| *uses > least));
    let all = counts.into_iter().filter(|(word, count)| *count >= LEAST && is_own(word));
    let mut all: Vec<(String, u64)> = all.collect();
    all.sort_by(|a, b| worth(&b.0, b.1).total_cmp(&worth(&a.0, a.1)).then_with(|| a.0.cmp(&b.0)));
    all.truncate(limit);
    all.push((String::new(), total));
    sorted(all)
}

/// Most frequent first.
fn sorted(mut all: Vec<(String, u64)>) -> Vec<(String, u64)> {
    all.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    all
}

/// What a character is in a sequence: ASCII letters, digits and all other ASCII are alike.
fn class(c: char) -> char {
    match c {
        'a'..='z' | 'A'..='Z' => 'a',
        '0'..='9' => '0',
        '\0'..='\u{7f}' => '_',
        _ => c,
    }
}

/// Counts sequences of one, two and three characters; equal ASCII classes side by side are one.
fn sequences(line: &str, counts: &mut HashMap<String, u64>) {
    let mut classes: Vec<char> = vec!['_'];
    classes.extend(line.chars().map(class).chain(['_']));
    classes.dedup_by(|a, b| a == b && a.is_ascii());
    for length in 1..=3 {
        for window in classes.windows(length) {
            // A sequence tells of its last character, or of what follows one that is no ASCII.
            if window.iter().rev().take(2).any(|c| !c.is_ascii()) {
                *counts.entry(window.iter().collect()).or_default() += 1;
            }
        }
    }
}

fn frequent_sequences(counts: HashMap<String, u64>, limit: usize) -> Vec<(String, u64)> {
    let length = |entry: &str| entry.chars().count();
    let single = |c: char| counts.get(c.encode_utf8(&mut [0; 4])).copied().unwrap_or(0);
    let known: BTreeSet<char> = counts
        .iter()
        .filter(|(entry, _)| length(entry) == 1)
        .flat_map(|(entry, _)| entry.chars())
        .filter(|c| single(*c) >= LEAST_CHARACTER)
        .collect();
    let is_known = |entry: &str| entry.chars().all(|c| c.is_ascii() || known.contains(&c));
    let mut all: Vec<(String, u64)> = counts
        .iter()
        .filter(|(entry, count)| **count >= LEAST_CHARACTER && length(entry) > 1 && is_known(entry))
        .map(|(entry, count)| (entry.clone(), *count))
        .collect();
    let worth = |entry: &str, count: u64| count as f64 * if length(entry) > 2 { WORTH_OF_THREE } else { 1.0 };
    all.sort_by(|a, b| worth(&b.0, b.1).total_cmp(&worth(&a.0, a.1)).then_with(|| a.0.cmp(&b.0)));
    all.truncate(limit);
    all.extend(known.into_iter().map(|c| (c.to_string(), single(c))));
    sorted(all)
}

/// The packed file of all lists of the folder `lists`.
pub(crate) fn pack(lists: &Path) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut head = b"letters1".to_vec();
    let mut body = Vec::new();
    head.push(u8::try_from(LANGUAGES.len())?);
    for (name, is_words, _) in LANGUAGES {
        let list = fs::read_to_string(lists.join(format!("{name}.tsv")))?;
        let section = section(&list)?;
        head.push(u8::try_from(name.len())?);
        head.extend(name.bytes());
        head.push(u8::from(*is_words));
        head.extend(u32::try_from(section.len())?.to_le_bytes());
        body.extend(section);
    }
    head.extend(body);
    Ok(head)
}

/// One language: its characters, most frequent first, then its entries in order of these, each without what it shares with the last.
fn section(list: &str) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut entries: Vec<(Vec<char>, u64)> = Vec::new();
    let mut uses: BTreeMap<char, u64> = BTreeMap::new();
    for line in list.lines() {
        let (entry, count) = line.split_once('\t').ok_or("an entry without a count")?;
        let count: u64 = count.parse()?;
        entry.chars().for_each(|c| *uses.entry(c).or_default() += count);
        entries.push((entry.chars().collect(), count));
    }
    let mut alphabet: Vec<(char, u64)> = uses.into_iter().collect();
    alphabet.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    let numbers: HashMap<char, u16> = (0..).zip(&alphabet).map(|(number, (c, _))| (*c, number)).collect();
    let mut out = Vec::new();
    number(u32::try_from(alphabet.len())?, &mut out);
    alphabet.iter().for_each(|(c, _)| number(u32::from(*c), &mut out));
    let mut coded: Vec<(Vec<u16>, u64)> = entries
        .iter()
        .map(|(entry, count)| (entry.iter().filter_map(|c| numbers.get(c).copied()).collect(), *count))
        .collect();
    coded.sort();
    number(u32::try_from(coded.len())?, &mut out);
    let mut bits = BitEncoder::new();
    let mut last: &[u16] = &[];
    for (entry, count) in &coded {
        let shared = last.iter().zip(entry).take_while(|(a, b)| a == b).count().min(31) as u16;
        bits.symbol(SymbolKind::Shared, [last.len() as u16, 0], shared);
        bits.symbol(SymbolKind::Rest, [shared, 0], u16::try_from(entry.len())? - shared);
        for at in usize::from(shared)..entry.len() {
            let before = |back: usize| at.checked_sub(back).map_or(u16::MAX, |at| entry[at]);
            bits.symbol(SymbolKind::Character, [before(1), before(2)], entry[at]);
        }
        let steps = ((*count as f64).log2() * 4.0).round().min(127.0) as u16;
        bits.symbol(SymbolKind::Count, [entry.len() as u16, shared], steps);
        last = entry;
    }
    out.extend(bits.end());
    Ok(out)
}

/// Writes bits, each as long as it is improbable.
struct BitEncoder {
    model: BitModel,
    low: u32,
    high: u32,
    out: Vec<u8>,
}

impl BitEncoder {
    fn new() -> BitEncoder {
        BitEncoder { model: BitModel::new(), low: 0, high: u32::MAX, out: Vec::new() }
    }

    fn symbol(&mut self, kind: SymbolKind, before: [u16; 2], symbol: u16) {
        let mut node = 1;
        for shift in (0..kind.width()).rev() {
            let bit = (symbol >> shift) & 1;
            let places = BitModel::places(kind, node, before);
            let part = u64::from(self.high - self.low) * u64::from(self.model.probability(&places));
            let middle = self.low + (part >> bit_model::BITS) as u32;
            if bit == 1 {
                self.high = middle
            } else {
                self.low = middle + 1
            }
            self.model.learn(&places, bit == 1);
            node = (node << 1) | u32::from(bit);
            while (self.low ^ self.high) >> 24 == 0 {
                self.out.push((self.high >> 24) as u8);
                (self.low, self.high) = (self.low << 8, (self.high << 8) | 0xff);
            }
        }
    }

    fn end(mut self) -> Vec<u8> {
        self.out.extend(self.high.to_be_bytes());
        self.out
    }
}

/// Seven bits a byte, the lowest first; all but the last byte have the highest bit.
fn number(mut value: u32, out: &mut Vec<u8>) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}
