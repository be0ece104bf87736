//! What each character can be as a byte of UTF-8 in each charset, and the watch over neighbours that uses it: right text hardly ever has
//! characters side by side that would be one sequence. Never decides whether something is damaged.

use std::sync::LazyLock;

use super::channels::Charset;
use super::char_map::CharMap;

/// The charsets, one bit each, in which a character is a byte that begins a sequence of two, three or four, or one that continues a sequence.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct ByteRoles {
    two: u32,
    three: u32,
    four: u32,
    pub next: u32,
    /// The charsets in which it is the second byte of pictures, and the first is a character that tools drop: a private one in MacRoman, a soft
    /// hyphen in code page 850.
    pub headless: u32,
}

impl ByteRoles {
    /// The charsets in which it begins a sequence.
    #[inline]
    pub(super) fn lead(&self) -> u32 {
        self.two | self.three | self.four
    }

    /// `by_char` is the byte of a character in the charset with this bit.
    fn add(&mut self, byte: u8, bit: u32) {
        match byte {
            0x80..=0xbf => self.next |= bit,
            0xc2..=0xdf => self.two |= bit,
            0xe0..=0xef => self.three |= bit,
            0xf0..=0xf4 => self.four |= bit,
            _ => {}
        }
    }
}

/// The roles of every character of every charset that makes characters of single bytes.
#[derive(Default)]
pub(super) struct ByteRoleTable {
    roles: CharMap<ByteRoles>,
    /// The charsets in which only whole sequences are suspect.
    whole_only: u32,
    /// The charsets in which double and single curly quotes, which may have become straight ones, continue sequences.
    double_quotes: u32,
    single_quotes: u32,
}

impl ByteRoleTable {
    pub(super) fn get() -> &'static ByteRoleTable {
        static TABLE: LazyLock<ByteRoleTable> = LazyLock::new(ByteRoleTable::new);
        &TABLE
    }

    fn new() -> ByteRoleTable {
        let mut table = ByteRoleTable::default();
        for charset in Charset::all() {
            for (c, byte) in charset.table().bytes() {
                table.roles.update(*c, |roles| roles.add(*byte, charset.bit()));
            }
            let first = charset.table().char(0xf0).filter(|c| matches!(c, '\u{ad}' | '\u{f8ff}'));
            if let Some(second) = first.and(charset.table().char(0x9f)) {
                table.roles.update(second, |roles| roles.headless |= charset.bit());
            }
            if charset.is_whole_only() {
                table.whole_only |= charset.bit();
            }
        }
        table.double_quotes = table.of('“').next | table.of('”').next;
        table.single_quotes = table.of('‘').next | table.of('’').next;
        table
    }

    /// The charsets in which `c`, or the curly quote that a straight one may have been, continues a sequence.
    pub(super) fn next_of(&self, c: char) -> u32 {
        match c {
            '"' => self.double_quotes,
            '\'' => self.single_quotes,
            c => self.of(c).next,
        }
    }

    /// The roles of `c` in all charsets.
    #[inline]
    pub(super) fn of(&self, c: char) -> ByteRoles {
        self.roles.get(c)
    }
}

/// Looks at neighbours, one character after the other, for the beginnings of UTF-8 sequences.
pub(super) struct SequenceScanner {
    table: &'static ByteRoleTable,
    /// The charsets in which the last character begins a sequence.
    leads: u32,
    /// The charsets in which so many more characters make a whole sequence.
    one_more: u32,
    two_more: u32,
    three_more: u32,
    /// Charsets whose lead byte of emoji may have been dropped before, and how many following bytes came since.
    headless: u32,
    length: u8,
}

impl SequenceScanner {
    pub(super) fn new(table: &'static ByteRoleTable) -> SequenceScanner {
        SequenceScanner { table, leads: 0, one_more: 0, two_more: 0, three_more: 0, headless: 0, length: 0 }
    }

    /// Goes on to `c`. Out: the charsets in which it makes what came before suspect.
    #[inline]
    pub(super) fn step(&mut self, c: char) -> u32 {
        if c == '\u{fffd}' {
            return self.interrupt();
        }
        let roles = self.table.of(c);
        let whole_only = self.table.whole_only;
        let mut found = (self.leads & roles.next & !whole_only) | (self.one_more & roles.next & whole_only);
        self.leads = roles.lead();
        self.one_more = (self.two_more & roles.next) | roles.two;
        self.two_more = (self.three_more & roles.next) | roles.three;
        self.three_more = roles.four;
        found |= self.step_headless(&roles);
        found
    }

    /// Goes on to a straight quote, which may have been a curly one within a sequence. Out: the charsets in which it ends a sequence of three
    /// characters or more; nothing where it continues none, and then it is not gone on to.
    pub(super) fn step_quote(&mut self, c: char) -> Option<u32> {
        let next = self.table.next_of(c);
        let (found, one_more, two_more) =
            (self.one_more & !self.leads & next, self.two_more & next, self.three_more & next);
        if found | one_more | two_more == 0 {
            return None;
        }
        (self.leads, self.one_more, self.two_more, self.three_more) = (0, one_more, two_more, 0);
        Some(found)
    }

    /// Looks for three following bytes whose first is the second of pictures.
    fn step_headless(&mut self, roles: &ByteRoles) -> u32 {
        (self.headless, self.length) = match self.headless & roles.next {
            0 if roles.headless == 0 => (0, 0),
            0 => (roles.headless, 1),
            going => (going, self.length.saturating_add(1)),
        };
        if self.length >= 3 { self.headless } else { 0 }
    }

    /// Something stands here that a byte may have become. Out: the charsets in which it makes what came before suspect.
    pub(super) fn interrupt(&mut self) -> u32 {
        let found = self.leads;
        *self = SequenceScanner { headless: self.headless, length: self.length, ..SequenceScanner::new(self.table) };
        found
    }
}
