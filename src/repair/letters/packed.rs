//! What is known of languages: for each a list of words with counts, or of sequences of up to three characters where words are written
//! without blanks between them. Reads `data/letters.model`, which `examples/pack-letters.rs` makes. Never judges a text.
//!
//! The file: `letters1`, the number of lists; of each list the length of its name, the name, 1 if it has words and 0 if sequences, the length of
//! its section in four bytes, the lowest first; then the sections. A section: the number of its characters, the characters, the number of
//! entries, and the entries in order, packed by arithmetic coding (`bit_model`). An entry: how many characters it shares with the one before,
//! how many follow, those as places in the list of characters, and n for a count of 2 to the power n/4. Numbers that are not packed have
//! seven bits a byte, the lowest first; all but the last byte have the highest bit. An entry without characters counts all words.

use std::sync::LazyLock;

use super::bit_model::{self, BitModel, SymbolKind};

/// The packed lists; none without the feature.
#[cfg(feature = "repair-model")]
static PACKED: &[u8] = include_bytes!("../data/letters.model");
#[cfg(not(feature = "repair-model"))]
static PACKED: &[u8] = &[];

const MAGIC: &[u8] = b"letters1";

/// One language as it lies in the file.
pub(super) struct PackedList {
    /// The code of the language.
    #[allow(dead_code, reason = "tests ask for it")]
    pub name: &'static str,
    /// Whether the entries are words, not sequences.
    pub has_words: bool,
    /// The characters of its entries, most frequent first.
    pub alphabet: Vec<char>,
    entries: &'static [u8],
}

/// All lists, in order of their names.
pub(super) fn lists() -> &'static [PackedList] {
    static LISTS: LazyLock<Vec<PackedList>> = LazyLock::new(|| read(PACKED).unwrap_or_default());
    &LISTS
}

/// The characters beyond ASCII that languages without blanks are written with, sorted.
pub(in crate::repair) fn asian_characters() -> Vec<char> {
    let lists = lists().iter().filter(|list| !list.has_words);
    let mut all: Vec<char> = lists.flat_map(|list| list.alphabet.iter().copied()).filter(|c| !c.is_ascii()).collect();
    all.sort_unstable();
    all.dedup();
    all
}

fn read(packed: &'static [u8]) -> Option<Vec<PackedList>> {
    let mut head = PackedBytes { rest: packed.strip_prefix(MAGIC)? };
    let number = head.byte()?;
    let mut rows = Vec::new();
    for _ in 0..number {
        let length = head.byte()?;
        let name = std::str::from_utf8(head.take(usize::from(length))?).ok()?;
        let has_words = head.byte()? == 1;
        let length = u32::from_le_bytes(head.take(4)?.try_into().ok()?);
        rows.push((name, has_words, length as usize));
    }
    let mut lists = Vec::new();
    for (name, has_words, length) in rows {
        let mut section = PackedBytes { rest: head.take(length)? };
        let characters = section.number()?;
        let alphabet: Option<Vec<char>> = (0..characters).map(|_| char::from_u32(section.number()?)).collect();
        lists.push(PackedList { name, has_words, alphabet: alphabet?, entries: section.rest });
    }
    Some(lists)
}

impl PackedList {
    /// Hands each entry to `take`: its characters, and how often it was counted.
    pub(super) fn each(&self, mut take: impl FnMut(&[char], f32)) {
        let mut bytes = PackedBytes { rest: self.entries };
        let entries = bytes.number().unwrap_or(0);
        let mut bits = BitDecoder::new(bytes.rest);
        let (mut entry, mut text): (Vec<u16>, Vec<char>) = (Vec::new(), Vec::new());
        for _ in 0..entries {
            let shared = bits.symbol(SymbolKind::Shared, [entry.len() as u16, 0]);
            let rest = bits.symbol(SymbolKind::Rest, [shared, 0]);
            entry.truncate(usize::from(shared));
            text.truncate(usize::from(shared));
            for _ in 0..rest {
                let before = |back: usize| entry.len().checked_sub(back).and_then(|at| entry.get(at).copied());
                let before = [before(1).unwrap_or(u16::MAX), before(2).unwrap_or(u16::MAX)];
                let number = bits.symbol(SymbolKind::Character, before);
                let Some(c) = self.alphabet.get(usize::from(number)) else { return };
                entry.push(number);
                text.push(*c);
            }
            let steps = bits.symbol(SymbolKind::Count, [entry.len() as u16, shared]);
            take(&text, (f32::from(steps) / 4.0).exp2());
        }
    }
}

/// Reads what was packed by arithmetic coding; what lies behind its end is zeros.
struct BitDecoder {
    model: BitModel,
    low: u32,
    high: u32,
    code: u32,
    rest: &'static [u8],
}

impl BitDecoder {
    fn new(rest: &'static [u8]) -> BitDecoder {
        let mut made = BitDecoder { model: BitModel::new(), low: 0, high: u32::MAX, code: 0, rest };
        (0..4).for_each(|_| made.shift());
        made
    }

    fn shift(&mut self) {
        let (first, rest) = self.rest.split_first().unwrap_or((&0, &[]));
        self.code = (self.code << 8) | u32::from(*first);
        self.rest = rest;
    }

    fn symbol(&mut self, kind: SymbolKind, before: [u16; 2]) -> u16 {
        let (mut node, mut symbol) = (1, 0);
        for _ in 0..kind.width() {
            let places = BitModel::places(kind, node, before);
            let part = u64::from(self.high - self.low) * u64::from(self.model.probability(&places));
            let middle = self.low + (part >> bit_model::BITS) as u32;
            let bit = self.code <= middle;
            if bit {
                self.high = middle
            } else {
                self.low = middle + 1
            }
            self.model.learn(&places, bit);
            node = (node << 1) | u32::from(bit);
            symbol = (symbol << 1) | u16::from(bit);
            while (self.low ^ self.high) >> 24 == 0 {
                (self.low, self.high) = (self.low << 8, (self.high << 8) | 0xff);
                self.shift();
            }
        }
        symbol
    }
}

struct PackedBytes {
    rest: &'static [u8],
}

impl PackedBytes {
    fn take(&mut self, length: usize) -> Option<&'static [u8]> {
        let (taken, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        Some(taken)
    }

    fn byte(&mut self) -> Option<u8> {
        self.take(1)?.first().copied()
    }

    fn number(&mut self) -> Option<u32> {
        let mut value = 0;
        for shift in [0, 7, 14, 21] {
            let byte = self.byte()?;
            value |= u32::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(value);
            }
        }
        None
    }
}

#[cfg(test)]
#[cfg(feature = "repair-model")]
mod tests {
    use super::*;

    #[test]
    fn lists_have_their_frequent_words() {
        for (name, frequent) in [("es", "más"), ("ru", "для"), ("zh", "的"), ("ja", "です"), ("he", "של")] {
            let list = lists().iter().find(|list| list.name == name).expect("a list");
            let mut count = 0.0;
            list.each(|entry, counted| {
                if entry.iter().collect::<String>() == frequent {
                    count = counted;
                }
            });
            assert!(count > 50.0, "{name}: {frequent} {count}");
        }
    }

    #[test]
    fn a_broken_file_has_no_lists() {
        assert!(read(b"").is_none() && read(b"letters1").is_none() && read(b"letters1\x01\x02es").is_none());
    }
}
