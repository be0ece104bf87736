//! The table of charsets, and the channels made of them: which charset UTF-8 was read in, how often, and what was
//! lost on the way. A channel works byte by byte, so what a character becomes never depends on its neighbours.
//! Never looks at a text as a whole: `decide` chooses the channel, this file says what a channel does.

use std::fmt;
use std::sync::LazyLock;

use super::char_map::CharMap;

/// A one-byte charset that UTF-8 can have been read in by mistake.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Charset {
    /// windows-1252, Western European.
    Cp1252,
    /// windows-1254, Turkish.
    Cp1254,
    /// MacRoman.
    MacRoman,
    /// ISO-8859-1 proper: 80 to 9F are C1 controls.
    Latin1,
    /// windows-1250, Central European.
    Cp1250,
    /// windows-1251, Cyrillic.
    Cp1251,
    /// Code page 437, the IBM PC.
    Cp437,
    /// Code page 850, DOS Western European.
    Cp850,
    /// windows-1253, Greek.
    Cp1253,
    /// windows-1257, Baltic.
    Cp1257,
    /// ISO-8859-2, Central European.
    Iso8859_2,
    /// ISO-8859-15, Western European with the euro.
    Iso8859_15,
    /// windows-1255, Hebrew.
    Cp1255,
    /// windows-1256, Arabic.
    Cp1256,
    /// windows-1258, Vietnamese.
    Cp1258,
    /// windows-874, Thai.
    Cp874,
    /// Code page 866, DOS Cyrillic.
    Cp866,
    /// KOI8-R, Cyrillic.
    Koi8R,
    /// GBK, simplified Chinese: two bytes for a character beyond ASCII.
    Gbk,
    /// Shift_JIS, Japanese: one byte or two.
    ShiftJis,
    /// Big5, traditional Chinese: two bytes.
    Big5,
    /// EUC-KR with its extension by Microsoft, Korean: two bytes.
    EucKr,
}

/// Where a row's characters come from.
enum CharsetSource {
    Identity,
    Table(&'static encoding_rs::Encoding),
    /// The characters of 80 to FF in order.
    Literal(&'static str),
    /// A charset that makes one character of two bytes: `pairs` reads it, and no byte of it stands for itself.
    Pairs(&'static encoding_rs::Encoding),
}

struct CharsetRow {
    charset: Charset,
    name: &'static str,
    /// Other names by which settings may call it.
    aliases: &'static [&'static str],
    /// How much less likely it is to be met than the first, in nats.
    prior_cost: f32,
    /// Whether letters of its own script stand side by side where its bytes begin and continue sequences, as Cyrillic ones do: there two
    /// neighbours say nothing, and only whole sequences are suspect.
    whole_only: bool,
    source: CharsetSource,
}

const CP437: &str = "\u{c7}\u{fc}\u{e9}\u{e2}\u{e4}\u{e0}\u{e5}\u{e7}\u{ea}\u{eb}\u{e8}\u{ef}\u{ee}\u{ec}\u{c4}\u{c5}\u{c9}\u{e6}\u{c6}\u{f4}\u{f6}\u{f2}\u{fb}\u{f9}\u{ff}\u{d6}\u{dc}\u{a2}\u{a3}\u{a5}\u{20a7}\u{192}\u{e1}\u{ed}\u{f3}\u{fa}\u{f1}\u{d1}\u{aa}\u{ba}\u{bf}\u{2310}\u{ac}\u{bd}\u{bc}\u{a1}\u{ab}\u{bb}░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀\u{3b1}\u{df}\u{393}\u{3c0}\u{3a3}\u{3c3}\u{b5}\u{3c4}\u{3a6}\u{398}\u{3a9}\u{3b4}\u{221e}\u{3c6}\u{3b5}\u{2229}\u{2261}\u{b1}\u{2265}\u{2264}\u{2320}\u{2321}\u{f7}\u{2248}\u{b0}\u{2219}\u{b7}\u{221a}\u{207f}\u{b2}\u{25a0}\u{a0}";

const CP850: &str = "\u{c7}\u{fc}\u{e9}\u{e2}\u{e4}\u{e0}\u{e5}\u{e7}\u{ea}\u{eb}\u{e8}\u{ef}\u{ee}\u{ec}\u{c4}\u{c5}\u{c9}\u{e6}\u{c6}\u{f4}\u{f6}\u{f2}\u{fb}\u{f9}\u{ff}\u{d6}\u{dc}\u{f8}\u{a3}\u{d8}\u{d7}\u{192}\u{e1}\u{ed}\u{f3}\u{fa}\u{f1}\u{d1}\u{aa}\u{ba}\u{bf}\u{ae}\u{ac}\u{bd}\u{bc}\u{a1}\u{ab}\u{bb}░▒▓│┤\u{c1}\u{c2}\u{c0}\u{a9}╣║╗╝\u{a2}\u{a5}┐└┴┬├─┼\u{e3}\u{c3}╚╔╩╦╠═╬\u{a4}\u{f0}\u{d0}\u{ca}\u{cb}\u{c8}\u{131}\u{cd}\u{ce}\u{cf}┘┌█▄\u{a6}\u{cc}▀\u{d3}\u{df}\u{d4}\u{d2}\u{f5}\u{d5}\u{b5}\u{fe}\u{de}\u{da}\u{db}\u{d9}\u{fd}\u{dd}\u{af}\u{b4}\u{ad}\u{b1}\u{2017}\u{be}\u{b6}\u{a7}\u{f7}\u{b8}\u{b0}\u{a8}\u{b7}\u{b9}\u{b3}\u{b2}\u{25a0}\u{a0}";

/// One row for each charset, in order of trust: where two explain a text equally well, the earlier one is named.
static ROWS: &[CharsetRow] = &[
    CharsetRow {
        charset: Charset::Cp1252,
        prior_cost: 0.0,
        whole_only: false,
        name: "cp1252",
        aliases: &["windows-1252"],
        source: CharsetSource::Table(encoding_rs::WINDOWS_1252),
    },
    CharsetRow {
        charset: Charset::Cp1254,
        prior_cost: 0.3,
        whole_only: false,
        name: "cp1254",
        aliases: &["windows-1254"],
        source: CharsetSource::Table(encoding_rs::WINDOWS_1254),
    },
    CharsetRow {
        charset: Charset::MacRoman,
        prior_cost: 0.3,
        whole_only: false,
        name: "mac-roman",
        aliases: &["macroman", "macintosh"],
        source: CharsetSource::Table(encoding_rs::MACINTOSH),
    },
    CharsetRow {
        charset: Charset::Latin1,
        prior_cost: 0.5,
        whole_only: false,
        name: "latin-1",
        aliases: &["latin1", "iso-8859-1"],
        source: CharsetSource::Identity,
    },
    CharsetRow {
        charset: Charset::Cp1250,
        prior_cost: 2.0,
        whole_only: false,
        name: "cp1250",
        aliases: &["windows-1250"],
        source: CharsetSource::Table(encoding_rs::WINDOWS_1250),
    },
    CharsetRow {
        charset: Charset::Cp1251,
        prior_cost: 2.0,
        whole_only: true,
        name: "cp1251",
        aliases: &["windows-1251"],
        source: CharsetSource::Table(encoding_rs::WINDOWS_1251),
    },
    CharsetRow {
        charset: Charset::Cp437,
        prior_cost: 2.0,
        whole_only: false,
        name: "cp437",
        aliases: &["ibm437"],
        source: CharsetSource::Literal(CP437),
    },
    CharsetRow {
        charset: Charset::Cp850,
        prior_cost: 2.0,
        whole_only: false,
        name: "cp850",
        aliases: &["ibm850"],
        source: CharsetSource::Literal(CP850),
    },
    CharsetRow {
        charset: Charset::Cp1253,
        prior_cost: 4.0,
        whole_only: true,
        name: "cp1253",
        aliases: &["windows-1253"],
        source: CharsetSource::Table(encoding_rs::WINDOWS_1253),
    },
    CharsetRow {
        charset: Charset::Cp1257,
        prior_cost: 4.0,
        whole_only: false,
        name: "cp1257",
        aliases: &["windows-1257"],
        source: CharsetSource::Table(encoding_rs::WINDOWS_1257),
    },
    CharsetRow {
        charset: Charset::Iso8859_2,
        prior_cost: 4.0,
        whole_only: false,
        name: "iso-8859-2",
        aliases: &["latin-2", "latin2"],
        source: CharsetSource::Table(encoding_rs::ISO_8859_2),
    },
    CharsetRow {
        charset: Charset::Iso8859_15,
        prior_cost: 4.0,
        whole_only: false,
        name: "iso-8859-15",
        aliases: &["latin-9", "latin9"],
        source: CharsetSource::Table(encoding_rs::ISO_8859_15),
    },
    CharsetRow {
        charset: Charset::Cp1255,
        prior_cost: 4.0,
        whole_only: true,
        name: "cp1255",
        aliases: &["windows-1255"],
        source: CharsetSource::Table(encoding_rs::WINDOWS_1255),
    },
    CharsetRow {
        charset: Charset::Cp1256,
        prior_cost: 4.0,
        whole_only: true,
        name: "cp1256",
        aliases: &["windows-1256"],
        source: CharsetSource::Table(encoding_rs::WINDOWS_1256),
    },
    CharsetRow {
        charset: Charset::Cp1258,
        prior_cost: 4.0,
        whole_only: false,
        name: "cp1258",
        aliases: &["windows-1258"],
        source: CharsetSource::Table(encoding_rs::WINDOWS_1258),
    },
    CharsetRow {
        charset: Charset::Cp874,
        prior_cost: 4.0,
        whole_only: true,
        name: "cp874",
        aliases: &["windows-874", "tis-620"],
        source: CharsetSource::Table(encoding_rs::WINDOWS_874),
    },
    CharsetRow {
        charset: Charset::Cp866,
        prior_cost: 4.0,
        whole_only: true,
        name: "cp866",
        aliases: &["ibm866"],
        source: CharsetSource::Table(encoding_rs::IBM866),
    },
    CharsetRow {
        charset: Charset::Koi8R,
        prior_cost: 4.0,
        whole_only: true,
        name: "koi8-r",
        aliases: &["koi8r"],
        source: CharsetSource::Table(encoding_rs::KOI8_R),
    },
    CharsetRow {
        charset: Charset::Gbk,
        prior_cost: 1.0,
        whole_only: true,
        name: "gbk",
        aliases: &["cp936", "gb2312", "gb18030"],
        source: CharsetSource::Pairs(encoding_rs::GBK),
    },
    CharsetRow {
        charset: Charset::ShiftJis,
        prior_cost: 2.0,
        whole_only: true,
        name: "shift-jis",
        aliases: &["shift_jis", "sjis", "cp932"],
        source: CharsetSource::Pairs(encoding_rs::SHIFT_JIS),
    },
    CharsetRow {
        charset: Charset::Big5,
        prior_cost: 3.0,
        whole_only: true,
        name: "big5",
        aliases: &["cp950"],
        source: CharsetSource::Pairs(encoding_rs::BIG5),
    },
    CharsetRow {
        charset: Charset::EucKr,
        prior_cost: 3.0,
        whole_only: true,
        name: "euc-kr",
        aliases: &["cp949"],
        source: CharsetSource::Pairs(encoding_rs::EUC_KR),
    },
];

impl Charset {
    /// All charsets, in order of trust.
    pub fn all() -> Vec<Charset> {
        ROWS.iter().map(|row| row.charset).collect()
    }

    /// The name as written in reports and settings.
    pub fn name(self) -> &'static str {
        // The rows stand in the order of the variants; a test holds that.
        ROWS.get(self as usize).map_or("", |row| row.name)
    }

    /// The names of all charsets, in order of trust, each with its other names.
    pub fn names() -> Vec<(&'static str, &'static [&'static str])> {
        ROWS.iter().map(|row| (row.name, row.aliases)).collect()
    }

    /// The charset with this name.
    pub fn find(name: &str) -> Option<Charset> {
        ROWS.iter().find(|row| row.name == name).map(|row| row.charset)
    }

    /// What becomes of a text whose UTF-8 is read in this charset: the damage that repair undoes. Bytes that the charset does not define are
    /// dropped.
    pub fn misread(self, text: &str) -> String {
        let table = self.table();
        text.bytes()
            .filter_map(|byte| if byte.is_ascii() { Some(char::from(byte)) } else { table.char(byte) })
            .collect()
    }

    pub(super) fn table(self) -> &'static CharsetTable {
        static TABLES: LazyLock<Vec<CharsetTable>> = LazyLock::new(|| ROWS.iter().map(CharsetTable::new).collect());
        &TABLES[self as usize]
    }

    pub(super) fn prior_cost(self) -> f32 {
        ROWS.get(self as usize).map_or(0.0, |row| row.prior_cost)
    }

    pub(super) fn bit(self) -> u32 {
        1 << self as usize
    }

    /// The charsets whose bits are set, in order of trust.
    pub(super) fn of_bits(bits: u32) -> impl Iterator<Item = Charset> {
        ROWS.iter().map(|row| row.charset).filter(move |charset| bits & charset.bit() != 0)
    }

    /// Whether only whole sequences are suspect in it.
    pub(super) fn is_whole_only(self) -> bool {
        ROWS.get(self as usize).is_some_and(|row| row.whole_only)
    }

    /// The decoder of a charset that makes one character of two bytes; none of the others.
    pub(super) fn pairs(self) -> Option<&'static encoding_rs::Encoding> {
        match ROWS.get(self as usize)?.source {
            CharsetSource::Pairs(encoding) => Some(encoding),
            _ => None,
        }
    }
}

/// A charset's upper half in both directions.
pub(super) struct CharsetTable {
    /// For bytes 80 to FF; absent where the charset defines none (a C1 control counts as none).
    chars: [Option<char>; 128],
    /// (character, byte), sorted; an undefined byte stands under its C1 control.
    bytes: Vec<(char, u8)>,
    /// The same for looking up.
    by_char: CharMap<u8>,
}

impl CharsetTable {
    fn new(row: &CharsetRow) -> CharsetTable {
        if row.charset.pairs().is_some() {
            return CharsetTable { chars: [None; 128], bytes: Vec::new(), by_char: CharMap::default() };
        }
        let mut chars = [None; 128];
        for (at, slot) in chars.iter_mut().enumerate() {
            *slot = row.source.char(at).filter(|c| !is_c1(*c) && *c != '\u{fffd}');
        }
        let mut bytes: Vec<(char, u8)> = Vec::with_capacity(128);
        bytes.extend(chars.iter().zip(0x80..=0xffu8).filter_map(|(c, byte)| Some(((*c)?, byte))));
        let kept = chars.iter().zip(0x80..=0xffu8).filter(|(c, _)| c.is_none());
        let kept: Vec<(char, u8)> = kept.map(|(_, byte)| (char::from(byte), byte)).collect();
        bytes.extend(kept.into_iter().filter(|(c, _)| !chars.contains(&Some(*c))));
        bytes.sort_unstable();
        let mut by_char = CharMap::default();
        bytes.iter().for_each(|(c, byte)| by_char.update(*c, |slot| *slot = *byte));
        CharsetTable { chars, bytes, by_char }
    }

    /// What `byte` reads as; `None` for a byte the charset does not define.
    pub(super) fn char(&self, byte: u8) -> Option<char> {
        self.chars.get(usize::from(byte).wrapping_sub(0x80)).copied().flatten()
    }

    /// The byte that reads as `c`; of an undefined byte the control character that tools keep for it.
    pub(super) fn byte(&self, c: char) -> Option<u8> {
        let byte = self.by_char.get(c);
        (byte != 0).then_some(byte)
    }

    pub(super) fn bytes(&self) -> &[(char, u8)] {
        &self.bytes
    }
}

impl CharsetSource {
    fn char(&self, at: usize) -> Option<char> {
        match self {
            CharsetSource::Identity => char::from_u32(0x80 + at as u32),
            CharsetSource::Literal(chars) => chars.chars().nth(at),
            CharsetSource::Pairs(_) => None,
            CharsetSource::Table(encoding) => {
                let byte = [0x80 | at as u8];
                encoding.decode_without_bom_handling(&byte).0.chars().next()
            }
        }
    }
}

/// What tools that straighten quotes make of `c`.
pub(super) fn straightened(c: char) -> Option<&'static str> {
    match c {
        '“' | '”' => Some("\""),
        '‘' | '’' => Some("'"),
        _ => None,
    }
}

/// What a character may have been before quotes were straightened.
pub(super) fn before_straightening(c: char) -> Vec<char> {
    match c {
        '"' => vec!['“', '”'],
        '\'' => vec!['‘', '’'],
        c => vec![c],
    }
}

/// Whether `c` is one of the controls U+0080 to U+009F.
pub(super) fn is_c1(c: char) -> bool {
    ('\u{80}'..='\u{9f}').contains(&c)
}

/// What became of bytes that the charset does not define.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Undefined {
    Dropped,
    Kept,
    Replaced,
    Question,
}

/// What may have been lost besides; each is what *may* have happened, not what must.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Losses {
    pub undefined: Undefined,
    /// U+00AD was dropped.
    pub soft_hyphen: bool,
    pub nbsp: NbspLoss,
    /// U+F8FF was dropped.
    pub private: bool,
    /// Curly quotes became straight ones.
    pub quotes: bool,
}

impl Losses {
    /// Nothing was lost but what became of undefined bytes.
    pub(super) fn none(undefined: Undefined) -> Losses {
        Losses { undefined, soft_hyphen: false, nbsp: NbspLoss::None, private: false, quotes: false }
    }

    /// What is usual: undefined bytes were dropped, and so were the two characters that tools drop.
    #[cfg(test)]
    pub(super) fn dropped() -> Losses {
        Losses { soft_hyphen: true, private: true, ..Losses::none(Undefined::Dropped) }
    }
}

/// Whether U+00A0 became a blank.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum NbspLoss {
    /// It did not.
    None,
    /// It may have: nothing but the forms themselves speaks for it.
    Possible,
    /// The text has places that can hardly be anything else: `Ã` before two blanks, or before a blank and a comma.
    Shown,
}

/// Charset, repeats and losses: all that is needed to say what a character becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Channel {
    pub charset: Charset,
    pub times: u8,
    pub losses: Losses,
}

/// What happened to the bytes of one damaged form.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct LostBytes {
    pub undefined: bool,
    pub soft_hyphen: bool,
    pub nbsp: bool,
    pub private: bool,
    pub quote: bool,
}

impl LostBytes {
    pub(super) fn any(self) -> bool {
        self.undefined || self.soft_hyphen || self.nbsp || self.private || self.quote
    }

    pub(super) fn or(self, other: LostBytes) -> LostBytes {
        LostBytes {
            undefined: self.undefined || other.undefined,
            soft_hyphen: self.soft_hyphen || other.soft_hyphen,
            nbsp: self.nbsp || other.nbsp,
            private: self.private || other.private,
            quote: self.quote || other.quote,
        }
    }
}

impl Channel {
    /// All damaged forms of `c`, each with what was lost.
    pub(super) fn forms(&self, c: char) -> Vec<(String, LostBytes)> {
        let mut forms = vec![(String::from(c), LostBytes::default())];
        for _ in 0..self.times {
            let damaged = forms.iter().flat_map(|(form, lost)| self.once(form, *lost)).collect();
            forms = damaged;
        }
        forms.sort_unstable();
        forms.dedup_by(|a, b| a.0 == b.0);
        forms
    }

    /// `text` damaged once more; optional losses make several forms, all of one kind at a time.
    fn once(&self, text: &str, lost: LostBytes) -> Vec<(String, LostBytes)> {
        let mut forms = vec![(String::new(), lost)];
        for byte in text.bytes() {
            if byte < 0x80 {
                forms.iter_mut().for_each(|(form, _)| form.push(char::from(byte)));
                continue;
            }
            let read = self.charset.table().char(byte);
            let Some(c) = read else {
                forms.iter_mut().for_each(|(form, lost)| self.undefined(byte, form, lost));
                continue;
            };
            let gone = self.optional(c);
            let lossy: Vec<_> = gone.iter().flat_map(|(with, how)| with_loss(&forms, with, *how)).collect();
            forms.iter_mut().for_each(|(form, _)| form.push(c));
            forms.extend(lossy);
        }
        forms
    }

    fn undefined(&self, byte: u8, form: &mut String, lost: &mut LostBytes) {
        let left = match self.losses.undefined {
            Undefined::Dropped => None,
            Undefined::Kept => Some(char::from(byte)),
            Undefined::Replaced => Some('\u{fffd}'),
            Undefined::Question => Some('?'),
        };
        form.extend(left);
        lost.undefined |= self.losses.undefined != Undefined::Kept;
    }

    /// What may stand in the place of `c`, and the loss that makes it so.
    fn optional(&self, c: char) -> Option<(&'static str, LostBytes)> {
        match c {
            '\u{ad}' if self.losses.soft_hyphen => Some(("", LostBytes { soft_hyphen: true, ..LostBytes::default() })),
            '\u{a0}' if self.losses.nbsp != NbspLoss::None => {
                Some((" ", LostBytes { nbsp: true, ..LostBytes::default() }))
            }
            '\u{f8ff}' if self.losses.private => Some(("", LostBytes { private: true, ..LostBytes::default() })),
            _ if self.losses.quotes => Some((straightened(c)?, LostBytes { quote: true, ..LostBytes::default() })),
            _ => None,
        }
    }

    /// The channel in words, with the losses that this place shows.
    pub(super) fn describe(&self, lost: LostBytes, kept_control: bool) -> String {
        let mut words = self.charset.name().to_owned();
        let undefined = match self.losses.undefined {
            Undefined::Dropped => ", undefined dropped",
            Undefined::Kept => ", undefined kept as C1",
            Undefined::Replaced => ", undefined replaced by U+FFFD",
            Undefined::Question => ", undefined replaced by `?`",
        };
        let parts = [
            (lost.undefined || kept_control, undefined),
            (lost.soft_hyphen, ", soft hyphen dropped"),
            (lost.nbsp, ", no-break space turned into a blank"),
            (lost.private, ", U+F8FF dropped"),
            (lost.quote, ", quotes straightened"),
        ];
        parts.iter().filter(|(holds, _)| *holds).for_each(|(_, part)| words.push_str(part));
        match self.times {
            0 | 1 => {}
            2 => words.push_str(", twice"),
            times => words.push_str(&format!(", {times} times")),
        }
        words
    }
}

impl fmt::Display for Channel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.describe(LostBytes::default(), false))
    }
}

fn with_loss(forms: &[(String, LostBytes)], left: &str, how: LostBytes) -> Vec<(String, LostBytes)> {
    forms.iter().map(|(form, lost)| (format!("{form}{left}"), lost.or(how))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_stand_in_the_order_of_the_variants_and_are_whole() {
        for (at, row) in ROWS.iter().enumerate() {
            assert_eq!(row.charset as usize, at);
            assert_eq!(Charset::find(row.charset.name()), Some(row.charset));
            let wanted = if row.charset.pairs().is_some() { 0 } else { 128 };
            assert_eq!(row.charset.table().bytes().len(), wanted, "{}", row.name);
        }
    }

    #[test]
    fn forms_are_what_the_channel_makes() {
        let cases = [
            (Charset::Cp1254, 1, '🔍', "ğŸ”"),
            (Charset::Cp1252, 1, 'é', "Ã©"),
            (Charset::Cp1252, 2, 'é', "ÃƒÂ©"),
            (Charset::MacRoman, 1, '’', "‚Äô"),
            (Charset::Cp437, 1, '❌', "Γ¥î"),
            (Charset::Cp850, 1, '–', "ÔÇô"),
        ];
        for (charset, times, clean, damaged) in cases {
            let forms = Channel { charset, times, losses: Losses::dropped() }.forms(clean);
            assert!(forms.iter().any(|(form, _)| form == damaged), "{clean}: {forms:?}");
        }
    }

    #[test]
    fn optional_losses_make_several_forms() {
        let star = Channel { charset: Charset::Cp1254, times: 1, losses: Losses::dropped() }.forms('⭐');
        let forms: Vec<&str> = star.iter().map(|(form, _)| form.as_str()).collect();
        assert_eq!(forms, ["â", "â\u{ad}"]);
    }
}
