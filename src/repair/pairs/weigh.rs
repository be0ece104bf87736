//! How likely Chinese, Japanese and Korean characters are, alone and in a run: damage is made of rare ones that no language has side by
//! side. All values are costs: negative logarithms of frequencies, in nats.
//!
//! `data/asian.tsv` has the most frequent characters of each language in order of frequency: counted in the word list of jieba (MIT), turned
//! into traditional characters by the table of OpenCC (Apache-2.0); Japanese and Korean in the translations of Django (BSD), LibreOffice
//! (MPL-2.0) and azd-for-beginners (MIT). Figures only; no text of these is contained.

use std::sync::LazyLock;

use super::super::channels::Charset;
use super::super::char_map::CharMap;
use super::super::lexicon;
use super::super::plausible::oddness;
use super::table::PairTable;

static FREQUENT: &str = include_str!("../data/asian.tsv");

/// The languages in the order of the lines of `FREQUENT`: simplified and traditional Chinese, Japanese, Korean.
const LANGUAGES: usize = 4;
const JAPANESE: usize = 2;
const KOREAN: usize = 3;

/// The costs of a character in each language, in tenths; all 0 for characters that are not Asian.
type LanguageCosts = [u8; LANGUAGES];

/// The cost of the most frequent character of a language, between its neighbours.
const MOST_FREQUENT: f32 = 2.5;
/// A character that is not in the list, but in the language's own charset of common characters.
pub(super) const UNCOMMON: f32 = 10.0;
/// A character of another language.
const FOREIGN: f32 = 12.0;
/// A character that is in no such charset.
const RARE: f32 = 14.0;
const KANA: f32 = 2.5;

/// The cost of `c` where nothing is known of its neighbours: that in the language in which it is most frequent. None for what no text has.
pub(super) fn possible_cost(c: char) -> Option<f32> {
    let cost = match costs(c) {
        Some(costs) => costs.iter().copied().min().map_or(RARE, from_tenths),
        None => lexicon::cost(c),
    };
    let is_text = !c.is_control() && !('\u{e000}'..='\u{f8ff}').contains(&c) && cost < lexicon::IMPOSSIBLE;
    is_text.then_some(cost)
}

/// Whether `c` is a letter of an Asian script.
pub(super) fn is_asian(c: char) -> bool {
    costs(c).is_some()
}

/// The oddness of `text` between `before` and `after`, Asian characters weighed in the language that fits them best.
pub(in super::super) fn cost(before: Option<char>, text: &str, after: Option<char>) -> f32 {
    let mut sums = [0.0f32; LANGUAGES];
    for c in text.chars() {
        let Some(costs) = costs(c) else { continue };
        let counted = lexicon::cost(c);
        sums.iter_mut().zip(costs).for_each(|(sum, cost)| *sum += from_tenths(cost) - counted);
    }
    oddness(before, text, after) + sums.into_iter().min_by(f32::total_cmp).unwrap_or(0.0)
}

/// The language in which `text` is most likely; none where it has no Asian letters.
pub(super) fn language(text: impl Iterator<Item = char>) -> Option<usize> {
    let mut sums = [0u32; LANGUAGES];
    let mut text = text.filter_map(costs).peekable();
    text.peek()?;
    for costs in text {
        sums.iter_mut().zip(costs).for_each(|(sum, cost)| *sum += u32::from(cost));
    }
    sums.iter().enumerate().min_by_key(|(_, sum)| **sum).map(|(language, _)| language)
}

/// The cost of `c` in `language`, or of any other character.
pub(super) fn cost_in(language: usize, c: char) -> f32 {
    costs(c).and_then(|costs| costs.get(language).copied()).map_or_else(|| lexicon::cost(c), from_tenths)
}

fn from_tenths(cost: u8) -> f32 {
    f32::from(cost) / 10.0
}

fn tenths(cost: f32) -> u8 {
    (cost * 10.0).round().clamp(1.0, 255.0) as u8
}

fn costs(c: char) -> Option<LanguageCosts> {
    static COSTS: LazyLock<CharMap<LanguageCosts>> = LazyLock::new(made_costs);
    let costs = COSTS.get(c);
    (costs != [0; LANGUAGES]).then_some(costs)
}

fn made_costs() -> CharMap<LanguageCosts> {
    let mut map = CharMap::default();
    for c in '\u{3041}'..='\u{30fa}' {
        map.update(c, |costs: &mut LanguageCosts| *costs = foreign_but(FOREIGN, JAPANESE, KANA));
    }
    // Voice marks by themselves and half-width kana are hardly written.
    for c in ('\u{3099}'..='\u{309c}').chain('\u{ff66}'..='\u{ff9f}') {
        map.update(c, |costs: &mut LanguageCosts| *costs = [tenths(RARE); LANGUAGES]);
    }
    for c in ('\u{3400}'..='\u{9fff}').chain('\u{f900}'..='\u{faff}') {
        map.update(c, |costs: &mut LanguageCosts| *costs = ideograph(c));
    }
    for c in '\u{ac00}'..='\u{d7a3}' {
        let own = if is_common(c, Charset::EucKr, 0xb0..=0xc8) { UNCOMMON } else { RARE };
        map.update(c, |costs: &mut LanguageCosts| *costs = foreign_but(RARE, KOREAN, own));
    }
    for (language, line) in FREQUENT.lines().enumerate() {
        let chars = line.split_once('\t').map_or("", |(_, chars)| chars);
        for (rank, c) in chars.chars().enumerate() {
            let cost = MOST_FREQUENT + (1.0 + rank as f32 / 10.0).ln();
            map.update(c, |costs: &mut LanguageCosts| {
                if let Some(slot) = costs.get_mut(language) {
                    *slot = tenths(cost);
                }
            });
        }
    }
    map
}

fn foreign_but(others: f32, language: usize, own: f32) -> LanguageCosts {
    let mut costs = [tenths(others); LANGUAGES];
    if let Some(slot) = costs.get_mut(language) {
        *slot = tenths(own);
    }
    costs
}

/// The costs of an ideograph that is in no list: the charsets of each language say which are common.
fn ideograph(c: char) -> LanguageCosts {
    let homes = [
        is_common(c, Charset::Gbk, 0xb0..=0xf7),
        is_common(c, Charset::Big5, 0xa4..=0xc6),
        is_common(c, Charset::ShiftJis, 0x88..=0x97),
        is_common(c, Charset::EucKr, 0xca..=0xfd),
    ];
    let other = if homes.contains(&true) { FOREIGN } else { RARE };
    homes.map(|is_home| tenths(if is_home { UNCOMMON } else { other }))
}

/// Whether `c` stands in these rows of the charset, in the part that has the common characters.
fn is_common(c: char, charset: Charset, rows: std::ops::RangeInclusive<u8>) -> bool {
    let bytes = PairTable::of(charset).and_then(|table| table.bytes(c));
    let narrow = matches!(charset, Charset::Gbk | Charset::EucKr);
    match bytes.as_ref().map(|bytes| bytes.as_slice()) {
        Some([lead, next]) => rows.contains(lead) && (!narrow || *next >= 0xa1),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn damage_is_odder_than_what_it_was() {
        let cases = [
            ("鈥檛", "’t"),
            ("馃殌", "🚀"),
            ("瀛︿範", "学习"),
            ("浣犲ソ", "你好"),
            ("窶冲", "’t"),
            ("鐞嗚В鏉′欢", "理解条件"),
        ];
        for (damaged, clean) in cases {
            let gain = cost(None, damaged, None) - cost(None, clean, None);
            assert!(gain > 8.0, "{damaged} → {clean}: {gain}");
        }
    }

    #[test]
    fn right_text_is_cheap_in_its_language() {
        for text in ["我们学习", "我們學習", "これは日本語です", "한국어 문장"] {
            let asian = text.chars().filter(|c| is_asian(*c)).count() as f32;
            assert!(cost(None, text, None) / asian < 7.0, "{text}: {}", cost(None, text, None) / asian);
        }
        assert!(possible_cost('的') < possible_cost('鈥'));
        assert_eq!(possible_cost('\u{e000}'), None);
    }
}
