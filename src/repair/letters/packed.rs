//! What is known of languages: for each a list of words with counts, or of sequences of up to three characters where words are written
//! without blanks between them. Reads `data/letters.model`, which `examples/pack-letters.rs` makes. Never judges a text.
//!
//! The file: `letters1`, the number of lists; of each list the length of its name, the name, 1 if it has words and 0 if sequences, the length of
//! its section in four bytes, the lowest first; then the sections. A section: the number of its characters, the characters, the number of
//! entries, the entries in order. An entry: how many characters it shares with the one before (upper four bits) and how many follow (lower
//! four; 15: the next byte says it), those as places in the list of characters, and a byte n for a count of 2 to the power n/8. Other numbers
//! have seven bits a byte, the lowest first; all but the last byte have the highest bit. An entry without characters counts all words.

use std::sync::LazyLock;

/// The packed lists; none without the feature.
#[cfg(feature = "repair-model")]
static PACKED: &[u8] = include_bytes!("../data/letters.model");
#[cfg(not(feature = "repair-model"))]
static PACKED: &[u8] = &[];

const MAGIC: &[u8] = b"letters1";

/// One language as it lies in the file.
pub(super) struct PackedList {
    /// The code of the language.
    #[cfg_attr(not(test), expect(dead_code, reason = "tests ask for it"))]
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
        let mut entry: Vec<char> = Vec::new();
        for _ in 0..bytes.number().unwrap_or(0) {
            let Some(count) = self.next(&mut bytes, &mut entry) else { return };
            take(&entry, count);
        }
    }

    /// Reads one entry over the one before it.
    fn next(&self, bytes: &mut PackedBytes, entry: &mut Vec<char>) -> Option<f32> {
        let lengths = bytes.byte()?;
        entry.truncate(usize::from(lengths >> 4));
        let rest = if lengths & 15 == 15 { bytes.byte()? } else { lengths & 15 };
        for _ in 0..rest {
            entry.push(*self.alphabet.get(bytes.number()? as usize)?);
        }
        Some((f32::from(bytes.byte()?) / 8.0).exp2())
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

#[cfg(all(test, feature = "repair-model"))]
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
