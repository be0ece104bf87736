//! The charsets that make one character of two bytes, as tables in both directions. Never reads a text: `inverse` does.

use std::sync::LazyLock;

use super::super::channels::Charset;
use super::super::char_map::CharMap;

/// One byte or two.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct CharBytes {
    bytes: [u8; 2],
    length: u8,
}

impl CharBytes {
    pub(super) fn of(bytes: &[u8]) -> CharBytes {
        let byte = |at: usize| bytes.get(at).copied().unwrap_or(0);
        CharBytes { bytes: [byte(0), byte(1)], length: bytes.len().min(2) as u8 }
    }

    pub(super) fn as_slice(&self) -> &[u8] {
        self.bytes.get(..usize::from(self.length)).unwrap_or(&[])
    }

    /// Whether all bytes can be bytes of UTF-8.
    fn is_of_utf8(&self) -> bool {
        self.as_slice().iter().all(|byte| matches!(byte, 0..=0xbf | 0xc2..=0xf4))
    }

    /// Whether a sequence of UTF-8 can begin with them.
    fn begin_sequence(&self) -> bool {
        match self.as_slice() {
            [lead] => is_lead(*lead),
            [lead, next] => is_lead(*lead) && is_next(*next),
            _ => false,
        }
    }
}

/// Whether `byte` begins a sequence of UTF-8.
pub(super) fn is_lead(byte: u8) -> bool {
    matches!(byte, 0xc2..=0xf4)
}

/// Whether `byte` continues a sequence of UTF-8.
pub(super) fn is_next(byte: u8) -> bool {
    matches!(byte, 0x80..=0xbf)
}

/// A charset of two bytes for most characters.
pub(in super::super) struct PairTable {
    pub charset: Charset,
    bytes: CharMap<CharBytes>,
    /// For each lead byte a bit for each byte that makes a character with it in all editions of the charset.
    pairs: Vec<[u64; 4]>,
    /// A bit for each byte from 80 on that is a character by itself.
    singles: u128,
    /// What stands where the decoder of an operating system or of a language found no character.
    pub marks: &'static [char],
}

/// The lead bytes; the bytes that may follow one (digits make four-byte characters in GB18030 only).
const LEADS: std::ops::RangeInclusive<u8> = 0x80..=0xff;
const TRAILS: std::ops::RangeInclusive<u8> = 0x40..=0xff;

impl PairTable {
    /// The table of `charset`; none where it makes characters of single bytes.
    pub(in super::super) fn of(charset: Charset) -> Option<&'static PairTable> {
        static TABLES: LazyLock<Vec<PairTable>> =
            LazyLock::new(|| Charset::all().into_iter().filter_map(PairTable::new).collect());
        charset.pairs()?;
        TABLES.iter().find(|table| table.charset == charset)
    }

    fn new(charset: Charset) -> Option<PairTable> {
        let encoding = charset.pairs()?;
        let marks: &[char] = if charset == Charset::ShiftJis { &['\u{fffd}', '?', '・'] } else { &['\u{fffd}', '?'] };
        let mut table = PairTable { charset, bytes: CharMap::default(), pairs: vec![[0; 4]; 256], singles: 0, marks };
        // All pairs at once, a line for each: decoding them one by one takes ten times as long.
        let all: Vec<CharBytes> = LEADS
            .flat_map(|lead| {
                std::iter::once(CharBytes::of(&[lead])).chain(TRAILS.map(move |next| CharBytes::of(&[lead, next])))
            })
            .collect();
        let joined: Vec<u8> = all.iter().flat_map(|bytes| bytes.as_slice().iter().copied().chain([b'\n'])).collect();
        let (decoded, _) = encoding.decode_without_bom_handling(&joined);
        for (bytes, line) in all.iter().zip(decoded.split('\n')) {
            let mut chars = line.chars();
            if let (Some(c), None) = (chars.next(), chars.next()) {
                table.add(c, *bytes);
            }
        }
        Some(table)
    }

    fn add(&mut self, c: char, bytes: CharBytes) {
        if c == '\u{fffd}' {
            return;
        }
        // Some characters have two pairs; those of damaged text are bytes of UTF-8.
        self.bytes.update(c, |slot| {
            if slot.length == 0 || bytes.is_of_utf8() && !slot.is_of_utf8() {
                *slot = bytes;
            }
        });
        // Editions differ in private characters and in controls.
        let is_certain = !('\u{e000}'..='\u{f8ff}').contains(&c) && is_of_all_editions(self.charset, c);
        match bytes.as_slice() {
            [single] if is_certain => self.singles |= 1 << (single & 127),
            [lead, next] if is_certain => {
                let row = self.pairs.get_mut(usize::from(*lead));
                if let Some(word) = row.and_then(|row| row.get_mut(usize::from(*next >> 6))) {
                    *word |= 1 << (next & 63);
                }
            }
            _ => {}
        }
    }

    /// The bytes that are read as `c`.
    pub(super) fn bytes(&self, c: char) -> Option<CharBytes> {
        let bytes = self.bytes.get(c);
        (bytes.length > 0).then_some(bytes)
    }

    /// Whether `byte` is a character by itself in all editions.
    pub(super) fn is_single(&self, byte: u8) -> bool {
        byte >= 0x80 && self.singles & 1 << (byte & 127) != 0
    }

    /// Whether the first edition of the charset has the character of these bytes.
    pub(super) fn is_of_first_edition(&self, bytes: CharBytes) -> bool {
        match (bytes.as_slice(), self.charset) {
            ([lead, next], Charset::EucKr) => *lead >= 0xa1 && *next >= 0xa1,
            ([lead, _], Charset::Big5) => matches!(lead, 0xa1..=0xc6 | 0xc9..=0xf9),
            ([lead, _], Charset::ShiftJis) => matches!(lead, 0x81..=0x84 | 0x88..=0xea),
            _ => true,
        }
    }

    /// Whether every decoder makes a character of `lead` or of the two bytes, so that it can't have been lost; `is_extended`: every decoder of
    /// more than the first edition.
    pub(super) fn is_kept(&self, lead: u8, next: u8, is_extended: bool) -> bool {
        if self.is_single(lead) {
            return true;
        }
        if !is_extended && !self.is_of_first_edition(CharBytes::of(&[lead, next])) {
            return false;
        }
        let word = self.pairs.get(usize::from(lead)).and_then(|row| row.get(usize::from(next >> 6)));
        word.is_some_and(|word| word & 1 << (next & 63) != 0)
    }
}

/// Whether all editions have `c`: few make the euro sign of GBK of one byte, and controls of bytes that are no characters.
fn is_of_all_editions(charset: Charset, c: char) -> bool {
    !c.is_control() && (charset != Charset::Gbk || c != '€')
}

/// The charsets in which damage can begin with `c`.
pub(super) fn begin(c: char) -> u32 {
    static BEGINNINGS: LazyLock<CharMap<u32>> = LazyLock::new(beginnings);
    match c {
        '\u{2e80}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}' | '\u{fffd}' => BEGINNINGS.get(c),
        _ => 0,
    }
}

fn beginnings() -> CharMap<u32> {
    let mut map = CharMap::default();
    for table in Charset::all().into_iter().filter_map(PairTable::of) {
        let bit = table.charset.bit();
        for c in '\u{2e80}'..='\u{ffef}' {
            if table.bytes(c).is_some_and(|bytes| bytes.begin_sequence()) {
                map.update(c, |bits| *bits |= bit);
            }
        }
        table.marks.iter().for_each(|mark| map.update(*mark, |bits| *bits |= bit));
    }
    map
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_have_their_bytes() {
        let cases = [
            (Charset::Gbk, '鈥', &[0xe2, 0x80][..]),
            (Charset::Gbk, '檚', &[0x99, 0x73]),
            (Charset::ShiftJis, '窶', &[0xe2, 0x80]),
            (Charset::ShiftJis, 'ﾃ', &[0xc3]),
            (Charset::Big5, '簽', &[0xc3, 0xb1]),
            (Charset::EucKr, '셲', &[0x99, 0x73]),
        ];
        for (charset, c, bytes) in cases {
            let table = PairTable::of(charset).expect("a table");
            assert_eq!(table.bytes(c).map(|found| found.as_slice().to_vec()), Some(bytes.to_vec()), "{c}");
        }
        assert!(PairTable::of(Charset::Cp1252).is_none());
    }

    #[test]
    fn pairs_are_those_of_all_editions() {
        let gbk = PairTable::of(Charset::Gbk).expect("a table");
        assert!(gbk.is_kept(0xe2, 0x80, false) && gbk.is_kept(0x99, b's', false));
        assert!(!gbk.is_kept(0x99, b' ', true) && !gbk.is_kept(0xae, 0xe6, true));
        // The euro sign is a character of one edition.
        assert!(!gbk.is_kept(0x80, b' ', true));
        let korean = PairTable::of(Charset::EucKr).expect("a table");
        assert!(!korean.is_kept(0xe2, 0x80, true));
        assert!(korean.is_kept(0xc3, 0x89, true) && !korean.is_kept(0xc3, 0x89, false));
    }

    #[test]
    fn most_right_characters_begin_no_damage() {
        let right = "这是一个简单的中文句子，我们在课程里学习如何编写程序。これは日本語の文です。한국어 문장입니다。";
        let suspect: Vec<char> = right.chars().filter(|c| begin(*c) != 0).collect();
        assert!(suspect.len() * 3 < right.chars().count(), "{suspect:?}");
        assert!("鈥馃鉁锛窶簽".chars().all(|c| begin(c) != 0));
    }
}
