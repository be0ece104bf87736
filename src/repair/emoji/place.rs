//! The places of a text where an emoji was lost, with all that the model looks at: the words around, the kind of block, the heading above, the
//! title, the neighbours. In: the text as it is read so far, with the place of each lost emoji. Neighbours are seen as windows-1254 would damage
//! them, so that it does not matter whether they are known already. Never looks at candidates.

use std::ops::Range;

use super::super::channels::Charset;
use super::block::{self, BlockKind, BlockLine};
use super::sequence::EmojiSequence;
use super::words;

/// A place where an emoji was lost.
#[derive(Clone, Debug, Default)]
pub(super) struct LostEmoji {
    /// Where it stands: bytes of the text.
    pub at: usize,
    /// What is true of the place, with how much it counts; sorted by name.
    pub features: Vec<(String, f32)>,
    /// Stems of the words behind it, up to the next emoji of the line.
    pub after: Vec<String>,
    /// Stems of the words before it, from the last emoji of the line on.
    pub before: Vec<String>,
    /// Stems of the words of the rest of the line or cell; of all of it if nothing follows.
    pub rest: Vec<String>,
    /// What touches it and may be one emoji with it.
    pub sequence: EmojiSequence,
    /// Whether it is all of a string of a program, or its begin: data that no context explains.
    pub is_quoted: bool,
}

impl LostEmoji {
    /// Places with the same label most likely have the same emoji.
    pub(super) fn label(&self) -> &[String] {
        self.after.get(..LABEL).unwrap_or(&self.after)
    }
}

/// Words looked at behind an emoji and before it.
const AFTER: usize = 12;
const BEFORE: usize = 6;
/// Words behind an emoji that count, and how many of them count in full; the others count [`LATER`].
const LABEL: usize = 8;
const IN_FULL: usize = 4;
const LATER: f32 = 0.6;
/// Words before an emoji that count.
const LAST: usize = 4;
/// Words of the rest of a line.
const REST: usize = 6;
/// Words of the heading above that count; in a heading, of the heading before it, which counts [`OF_SISTER`].
const SECTION: usize = 6;
const SISTER: usize = 5;
const OF_SISTER: f32 = 0.7;
/// Words of the title.
const TITLE: usize = 8;
/// A neighbour in another line is at most so many emoji away.
const NEIGHBOURS: usize = 12;
/// The last column of a table that is told from others.
const LAST_COLUMN: usize = 3;
/// Bytes around an emoji that are looked at, at most.
const NEAR: usize = 600;

/// Signs below U+1F000 that are used as emoji are: they end a label and are neighbours. First and last.
static SIGNS: [(char, char); 13] = [
    ('\u{a9}', '\u{a9}'),
    ('\u{ae}', '\u{ae}'),
    ('\u{203c}', '\u{203c}'),
    ('\u{2049}', '\u{2049}'),
    ('\u{2122}', '\u{2122}'),
    ('\u{2139}', '\u{2139}'),
    ('\u{2190}', '\u{21ff}'),
    ('\u{2300}', '\u{23ff}'),
    ('\u{2460}', '\u{24ff}'),
    ('\u{25a0}', '\u{27bf}'),
    ('\u{2b00}', '\u{2bff}'),
    ('\u{3030}', '\u{303d}'),
    ('\u{3297}', '\u{3299}'),
];

/// The places `wanted` of `text` (bytes, ascending, each that of an emoji), in order. `is_emoji` tells emoji from U+1F000 on.
pub(super) fn places(text: &str, wanted: &[usize], is_emoji: impl Fn(char) -> bool) -> Vec<LostEmoji> {
    let mut scan = PlaceScan { text, wanted, seen: Vec::new(), found: Vec::new(), headings: Headings::default() };
    let is_emoji = |c: char| if c < '\u{1f000}' { is_sign(c) } else { is_emoji(c) };
    for line in block::lines(text) {
        scan.line(&line, &is_emoji);
    }
    scan.finished()
}

fn is_sign(c: char) -> bool {
    c >= '\u{a9}' && SIGNS.iter().any(|(first, last)| (*first..=*last).contains(&c))
}

/// What windows-1254 makes of a character, with the bytes that it does not define and U+00AD dropped.
fn damaged(c: char) -> String {
    let table = Charset::Cp1254.table();
    c.encode_utf8(&mut [0; 4]).bytes().filter_map(|byte| table.char(byte)).filter(|c| *c != '\u{ad}').collect()
}

/// An emoji of the text, lost or not.
struct SeenEmoji {
    char: char,
    line: u32,
    kind: BlockKind,
    /// The number of its place among the wanted ones that were found.
    found: Option<usize>,
}

/// The stems of the words of headings.
#[derive(Default)]
struct Headings {
    /// The last heading of each level since one of a higher level.
    open: [Vec<String>; 6],
    above: Vec<String>,
    title: Option<Vec<String>>,
}

impl Headings {
    fn last_of(&self, level: u8) -> &[String] {
        self.open.get(usize::from(level) - 1).map_or(&[], Vec::as_slice)
    }

    fn take(&mut self, level: u8, words: Vec<String>) {
        if level == 1 && self.title.is_none() {
            self.title = Some(words.clone());
        }
        for deeper in self.open.iter_mut().skip(usize::from(level)) {
            deeper.clear();
        }
        if let Some(own) = self.open.get_mut(usize::from(level) - 1) {
            own.clone_from(&words);
        }
        self.above = words;
    }
}

struct PlaceScan<'t> {
    text: &'t str,
    wanted: &'t [usize],
    seen: Vec<SeenEmoji>,
    found: Vec<LostEmoji>,
    headings: Headings,
}

/// A line, or a cell of one, in which labels begin and end.
struct LabelSpace {
    kind: BlockKind,
    line: u32,
    column: Option<usize>,
    range: Range<usize>,
}

impl PlaceScan<'_> {
    fn line(&mut self, line: &BlockLine, is_emoji: &impl Fn(char) -> bool) {
        let body = self.text.get(line.body.clone()).unwrap_or("");
        if !body.is_ascii() {
            let mut last = None;
            for space in spaces(line, body) {
                self.space(&space, is_emoji, &mut last);
            }
        }
        if let Some(level) = line.kind.level() {
            self.headings.take(level, words::stems(&plain(body)).collect());
        }
    }

    /// `last` is the emoji before this cell in the same line.
    fn space(&mut self, space: &LabelSpace, is_emoji: &impl Fn(char) -> bool, last: &mut Option<char>) {
        let text = self.text.get(space.range.clone()).unwrap_or("");
        let emoji: Vec<(usize, char)> = text.char_indices().filter(|(_, c)| is_emoji(*c)).collect();
        for (number, (at, c)) in emoji.iter().copied().enumerate() {
            let is_wanted = self.wanted.binary_search(&(space.range.start + at)).is_ok();
            let found = is_wanted.then_some(self.found.len());
            if is_wanted {
                let before = number.checked_sub(1).and_then(|number| emoji.get(number));
                let start = before.map_or(0, |(at, c)| at + c.len_utf8());
                let end = emoji.get(number + 1).map_or(text.len(), |(at, _)| *at);
                let label = EmojiLabel { text, start, at, behind: at + c.len_utf8(), end, last: *last };
                self.found.push(label.lost(space, &self.headings));
            }
            self.seen.push(SeenEmoji { char: c, line: space.line, kind: space.kind, found });
            *last = Some(c);
        }
    }

    /// The places with their neighbours and the title, which is known only now.
    fn finished(mut self) -> Vec<LostEmoji> {
        let title = self.headings.title.take().unwrap_or_default();
        for (at, seen) in self.seen.iter().enumerate() {
            let Some(found) = seen.found.and_then(|found| self.found.get_mut(found)) else { continue };
            let is_neighbour = |other: &&SeenEmoji| other.line != seen.line && other.kind == seen.kind;
            let before = self.seen.iter().take(at).rev().take(NEIGHBOURS).find(is_neighbour);
            let after = self.seen.iter().skip(at + 1).take(NEIGHBOURS).find(is_neighbour);
            let name = |other: Option<&SeenEmoji>| other.map_or_else(|| "0".to_owned(), |other| damaged(other.char));
            found.add(format!("pe={}", name(before)), 1.0);
            found.add(format!("ne={}", name(after)), 1.0);
            title.iter().take(TITLE).for_each(|word| found.add(format!("t={word}"), 1.0));
            found.features.sort_by(|a, b| a.0.cmp(&b.0));
        }
        self.found
    }
}

impl LostEmoji {
    /// Adds a feature; one that is there already keeps its value.
    fn add(&mut self, feature: String, value: f32) {
        if self.features.iter().all(|(known, _)| *known != feature) {
            self.features.push((feature, value));
        }
    }
}

/// The cells of a row, or the line as it is.
fn spaces(line: &BlockLine, body: &str) -> Vec<LabelSpace> {
    let space = |column, range: Range<usize>| {
        let range = line.body.start + range.start..line.body.start + range.end;
        LabelSpace { kind: line.kind, line: line.number, column, range }
    };
    match line.kind {
        BlockKind::Row => block::cells(body).into_iter().enumerate().map(|(at, cell)| space(Some(at), cell)).collect(),
        _ => vec![space(None, 0..body.len())],
    }
}

/// An emoji between its neighbours in a line or cell; all places are bytes of `text`.
struct EmojiLabel<'t> {
    text: &'t str,
    /// Where the emoji before it ends.
    start: usize,
    at: usize,
    behind: usize,
    /// Where the next emoji begins.
    end: usize,
    /// The emoji before it in the same line.
    last: Option<char>,
}

impl EmojiLabel<'_> {
    fn lost(&self, space: &LabelSpace, headings: &Headings) -> LostEmoji {
        let before = ends_with(self.text.get(self.start..self.at).unwrap_or(""));
        let after = begins_with(self.text.get(self.behind..self.end).unwrap_or(""));
        let all_after = begins_with(self.text.get(self.behind..).unwrap_or(""));
        let all = plain(all_after);
        let mut rest: Vec<String> = words::stems(&all).take(REST).collect();
        if rest.is_empty() {
            rest = words::stems(&plain(begins_with(self.text))).take(REST).collect();
        }
        let is_kept = |word: &String| !words::is_stop_word(word);
        let stems = |words: Vec<String>| words.into_iter().filter(is_kept).map(|word| words::stem(&word)).collect();
        let lower = |text: &str| words::words(text).map(str::to_lowercase).collect::<Vec<String>>();
        let mut words_before = lower(&plain(before));
        words_before.drain(..words_before.len().saturating_sub(BEFORE));
        let mut words_after = lower(&plain(after));
        words_after.truncate(AFTER);
        let is_first = self.start == 0 && !begins_with(self.text.get(..self.at).unwrap_or("")).contains(is_letter);
        let mut lost = LostEmoji {
            at: space.range.start + self.at,
            features: Vec::new(),
            after: stems(words_after),
            before: stems(words_before),
            rest,
            sequence: EmojiSequence::around(self.text, self.at, self.behind),
            is_quoted: space.kind == BlockKind::Code && before.ends_with(['"', '\'', '`']),
        };
        let place = match () {
            () if is_first => "f",
            () if !all.contains(is_letter) => "e",
            () => "m",
        };
        self.add_block(&mut lost, space, place, (before, after));
        add_words(&mut lost, is_first);
        add_section(&mut lost, space.kind, headings);
        lost
    }

    /// Where it stands, and what touches it.
    fn add_block(&self, lost: &mut LostEmoji, space: &LabelSpace, place: &str, (before, after): (&str, &str)) {
        let (kind, level) = (space.kind.name(), space.kind.level());
        lost.add(level.map_or_else(|| format!("k={kind}"), |level| format!("k={kind}{level}")), 1.0);
        let blank = |c: char| c == ' ' || c == '\u{fe0f}';
        let (touching, touched) = (before.trim_end_matches(blank), after.trim_start_matches(blank));
        let is_bold = |text: &str, holds: fn(&str, &str) -> bool| holds(text, "**") || holds(text, "__");
        let touch = match () {
            () if is_bold(touching, |text, mark| text.ends_with(mark)) => "b",
            () if is_bold(touched, |text, mark| text.starts_with(mark)) => "b",
            () if touching.ends_with('[') => "l",
            () => "",
        };
        lost.add(format!("kp={kind}{place}{touch}"), 1.0);
        if let Some(column) = space.column.filter(|column| *column <= LAST_COLUMN) {
            lost.add(format!("col={column}"), 1.0);
        }
        let is_selected = after.starts_with('\u{fe0f}');
        lost.add(if is_selected { "vs" } else { "novs" }.to_owned(), 1.0);
        let joins = |text: &str| text.strip_prefix('\u{fe0f}').unwrap_or(text).starts_with('\u{200d}');
        if joins(after) || before.ends_with('\u{200d}') {
            lost.add("zwj".to_owned(), 1.0);
        }
        let is_beside = before.chars().all(|c| c == '\u{fe0f}' || c == '\u{200d}');
        if self.start > 0 && is_beside {
            lost.add("adj".to_owned(), 1.0);
        }
        if let Some(last) = self.last {
            lost.add(format!("sl={}", damaged(last)), 1.0);
        }
    }
}

fn add_words(lost: &mut LostEmoji, is_first: bool) {
    let after = lost.label().to_vec();
    for (at, word) in after.iter().enumerate() {
        lost.add(format!("a={word}"), if at < IN_FULL { 1.0 } else { LATER });
    }
    match after.as_slice() {
        [] => lost.add("a0".to_owned(), 1.0),
        [only] => lost.add(format!("a1={only}"), 1.0),
        [first, second, ..] => {
            lost.add(format!("a1={first}"), 1.0);
            lost.add(format!("a2={first}_{second}"), 1.0);
        }
    }
    if !is_first {
        let last: Vec<String> = lost.before.iter().rev().take(LAST).map(|word| format!("p={word}")).collect();
        last.into_iter().for_each(|feature| lost.add(feature, 1.0));
    }
}

fn add_section(lost: &mut LostEmoji, kind: BlockKind, headings: &Headings) {
    let (words, count, value) = match kind.level() {
        Some(level) => (headings.last_of(level), SISTER, OF_SISTER),
        None => (headings.above.as_slice(), SECTION, 1.0),
    };
    words.iter().take(count).for_each(|word| lost.add(format!("s={word}"), value));
}

fn is_letter(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The end of a text, as much of it as is looked at.
fn ends_with(text: &str) -> &str {
    let start = text.ceil_char_boundary(text.len().saturating_sub(NEAR));
    text.get(start..).unwrap_or(text)
}

/// The beginning of a text, as much of it as is looked at.
fn begins_with(text: &str) -> &str {
    text.get(..text.floor_char_boundary(NEAR)).unwrap_or(text)
}

/// A text without link targets, tags, entities, addresses and the signs of markdown: a blank stands for each.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let left_out = match c {
            ']' => enclosed(rest, "](", ')').unwrap_or(1),
            '<' => enclosed(rest, "<", '>').unwrap_or(0),
            '&' => entity(rest).unwrap_or(0),
            'h' => address(rest).unwrap_or(0),
            '*' | '_' | '`' | '#' | '[' | '|' => 1,
            _ => 0,
        };
        if left_out > 0 {
            out.push(' ');
        } else {
            out.push(c);
        }
        rest = rest.get(left_out.max(c.len_utf8())..).unwrap_or("");
    }
    out
}

/// The length of what begins with `open` and ends with `close`.
fn enclosed(rest: &str, open: &str, close: char) -> Option<usize> {
    let inner = rest.strip_prefix(open)?;
    Some(open.len() + inner.find(close)? + close.len_utf8())
}

/// The length of `&amp;` or `&#38;`.
fn entity(rest: &str) -> Option<usize> {
    let name = rest.strip_prefix('&')?;
    let name = name.strip_prefix('#').unwrap_or(name);
    let end = name.find(|c: char| !is_letter(c)).filter(|end| *end > 0)?;
    name.get(end..)?.starts_with(';').then_some(rest.len() - name.len() + end + 1)
}

/// The length of an address with its protocol.
fn address(rest: &str) -> Option<usize> {
    let inner = rest.strip_prefix("http").map(|rest| rest.strip_prefix('s').unwrap_or(rest))?.strip_prefix("://")?;
    let end = inner.find(char::is_whitespace).unwrap_or(inner.len());
    (end > 0).then_some(rest.len() - inner.len() + end)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The features of the one emoji of `text` that is `c`.
    fn features(text: &str, c: char) -> String {
        let at = text.find(c).expect("the emoji");
        let found = places(text, &[at], |_| true);
        let names = found[0].features.iter().map(
            |(name, value)| {
                if *value == 1.0 { name.clone() } else { format!("{name}*{value}") }
            },
        );
        names.collect::<Vec<String>>().join(" ")
    }

    #[test]
    fn a_place_is_described_by_what_stands_around_it() {
        let text = "# A Title\n\n## Notes of tides\n\n- 🔍 Search\n- 📝 **Take** notes\n";
        assert_eq!(
            features(text, '📝'),
            "a1=take a2=take_not a=not a=take k=li kp=lifb ne=0 novs pe=ğŸ” s=not s=tid t=title"
        );
        let text = "Read the book first 📁️ → ok";
        assert_eq!(features(text, '📁'), "a0 k=p kp=pm ne=0 p=book p=first p=read pe=0 vs");
    }

    #[test]
    fn what_is_no_word_of_a_label_is_left_out() {
        assert_eq!(plain("[a](b) <i>c</i> &amp; `d` https://e.f g"), " a   c     d    g");
        assert_eq!(plain("a < b & c ]"), "a < b & c  ");
    }

    #[test]
    fn long_lines_are_looked_at_near_the_emoji_only() {
        let text = format!("{}📝 {}", "word ".repeat(1000), "other ".repeat(1000));
        let at = text.find('📝').unwrap_or_default();
        let found = places(&text, &[at], |_| true);
        assert_eq!((found[0].before.len(), found[0].after.len()), (BEFORE, AFTER));
    }
}
