//! How likely a character is in course text, as a cost: the negative logarithm of its frequency, in nats.
//! Signs and emoji are counted (`data/signs.tsv`: code point and uses in some 190 owners' course repositories);
//! letters are a table of ranges. Never looks at neighbours: `plausible` does.

use std::collections::HashMap;
use std::sync::LazyLock;

use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

use super::channels::is_c1;
use super::letters::packed;

static SIGNS: &str = include_str!("data/signs.tsv");

/// All uses counted in `SIGNS`, about.
const TOTAL: f32 = 450_000.0;

/// The cost of a character that no text has: unassigned, or not found in any repository.
pub(super) const IMPOSSIBLE: f32 = 40.0;

/// Letters of ISO-8859-1 and those that only Esperanto and spellings of sounds have, from frequent to rare in the languages that use them:
/// letters, cost; capitals cost two more.
static LETTERS: &[(&str, f32)] = &[
    ("éáóíñãç", 1.0),
    ("êúüöäàèâåõøß", 1.7),
    ("ôæ", 2.3),
    ("ðûùìòîýþ", 3.0),
    ("ëï", 3.8),
    ("ĉĝĥĵŝŭĕĭŏ", 5.0),
    ("ÿ", 7.0),
];
const CAPITAL: f32 = 2.0;
/// Ideographs and hangul, all of their blocks.
const ASIAN_LETTER: f32 = 3.5;

/// Other letters and what is not counted in `SIGNS`: first, last, cost. The first row that holds decides.
static RANGES: &[(char, char, f32)] = &[
    ('\0', '\u{7f}', 0.0),
    ('\u{80}', '\u{9f}', 14.0),
    ('\u{a0}', '\u{a0}', 3.0),
    ('ª', 'ª', 5.0),
    ('µ', 'µ', 6.0),
    ('º', 'º', 4.0),
    ('ŉ', 'ŋ', 6.0),
    ('Œ', 'Œ', 4.0),
    ('œ', 'œ', 2.5),
    ('Ÿ', 'Ÿ', 8.0),
    ('Ā', 'ž', 2.0),
    ('ƒ', 'ƒ', 7.0),
    ('ơ', 'ơ', 2.0),
    ('ư', 'ư', 2.0),
    ('Ș', 'ț', 2.0),
    ('ſ', 'ɏ', 7.0),
    ('ɐ', 'ʯ', 8.0),
    ('ʰ', '\u{2ff}', 9.0),
    ('\u{300}', '\u{303}', 5.0),
    ('\u{309}', '\u{309}', 5.0),
    ('\u{323}', '\u{323}', 5.0),
    ('\u{300}', '\u{36f}', 8.0),
    ('Ά', 'ώ', 2.0),
    ('\u{370}', '\u{3ff}', 8.0),
    ('А', 'я', 1.0),
    ('\u{400}', '\u{45f}', 2.5),
    ('\u{490}', '\u{493}', 3.5),
    ('\u{460}', '\u{52f}', 7.0),
    ('\u{531}', '\u{587}', 6.0),
    ('א', 'ת', 2.5),
    ('\u{5b0}', '\u{5c7}', 5.0),
    ('\u{5d0}', '\u{5f4}', 7.0),
    ('\u{60c}', '\u{652}', 2.5),
    ('\u{660}', '\u{6cc}', 4.0),
    ('\u{600}', '\u{6ff}', 6.0),
    ('\u{900}', '\u{dff}', 3.0),
    ('\u{e00}', '\u{e7f}', 2.5),
    ('\u{1e00}', '\u{1e9f}', 6.0),
    ('Ạ', 'ỹ', 2.0),
    ('\u{1f00}', '\u{1fff}', 6.0),
    ('ぁ', 'ー', 2.5),
    ('\u{e000}', '\u{f8ff}', 14.0),
    ('！', '･', 6.0),
    ('ｦ', 'ﾟ', 6.0),
    ('\u{fffc}', '\u{ffff}', 12.0),
    ('\u{1fb00}', '\u{1ffff}', 14.0),
    ('\u{20000}', '\u{3134f}', 9.0),
    ('\u{31350}', '\u{e001f}', IMPOSSIBLE),
    ('\u{e0100}', '\u{10ffff}', IMPOSSIBLE),
];

/// The cost of `c`: 0 for ASCII, 1 to 3 for common letters, 2 to 13 for counted signs, more for what is rarer.
pub(super) fn cost(c: char) -> f32 {
    static LOW: LazyLock<Vec<f32>> = LazyLock::new(|| (0..0x3000).filter_map(char::from_u32).map(computed).collect());
    if c.is_ascii() {
        return 0.0;
    }
    // No surrogates below U+3000: the place is the code point.
    LOW.get(c as usize).copied().unwrap_or_else(|| computed(c))
}

fn computed(c: char) -> f32 {
    if c.is_ascii() {
        return 0.0;
    }
    if is_asian_letter(c) {
        return ASIAN_LETTER;
    }
    if let Some(uses) = SIGN_USES.get(&c) {
        return (TOTAL / (*uses as f32 + 0.5)).ln();
    }
    if let Some(cost) = letter(c) {
        return cost;
    }
    if let Some((_, _, cost)) = RANGES.iter().find(|(first, last, _)| (*first..=*last).contains(&c)) {
        return if is_assigned(c) { *cost } else { IMPOSSIBLE };
    }
    uncounted(c)
}

fn letter(c: char) -> Option<f32> {
    let ('\u{c0}'..='\u{17f}') = c else { return None };
    let row = |c: char| LETTERS.iter().find(|(letters, _)| letters.contains(c)).map(|(_, cost)| *cost);
    row(c).or_else(|| Some(row(c.to_lowercase().next()?)? + CAPITAL))
}

/// What is neither counted nor in a range: the general category decides.
fn uncounted(c: char) -> f32 {
    match c.general_category() {
        GeneralCategory::Unassigned | GeneralCategory::Surrogate => IMPOSSIBLE,
        GeneralCategory::PrivateUse | GeneralCategory::Control => 14.0,
        GeneralCategory::Format => 13.0,
        category if is_letter_category(category) => 9.0,
        // A sign of the emoji blocks that nobody used is still an emoji.
        _ if c >= '\u{1f000}' => 13.0,
        _ => 14.0,
    }
}

/// Whether `c` is in the blocks of ideographs or of hangul, which are letters from end to end: they are told without a look at any table.
pub(super) fn is_asian_letter(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}')
}

/// Whether `c` is a letter, not a mark that sits on one.
pub(super) fn is_letter(c: char) -> bool {
    is_letter_category(c.general_category())
}

/// Whether `c` is a mark that sits on the character before it.
pub(super) fn is_mark(c: char) -> bool {
    matches!(c.general_category(), GeneralCategory::NonspacingMark | GeneralCategory::SpacingMark)
}

fn is_letter_category(category: GeneralCategory) -> bool {
    use GeneralCategory as G;
    matches!(
        category,
        G::UppercaseLetter | G::LowercaseLetter | G::TitlecaseLetter | G::OtherLetter | G::ModifierLetter
    )
}

fn is_assigned(c: char) -> bool {
    is_c1(c) || c.general_category() != GeneralCategory::Unassigned
}

static SIGN_USES: LazyLock<HashMap<char, u32>> = LazyLock::new(|| SIGNS.lines().filter_map(read_sign).collect());

fn read_sign(line: &str) -> Option<(char, u32)> {
    let (code, uses) = line.split_once('\t')?;
    Some((char::from_u32(u32::from_str_radix(code, 16).ok()?)?, uses.parse().ok()?))
}

/// Blocks whose characters are tried as originals where bytes were lost: first and last.
static BLOCKS: &[(char, char)] = &[
    ('\u{a0}', '\u{24f}'),
    ('\u{2b0}', '\u{36f}'),
    ('\u{370}', '\u{45f}'),
    ('\u{490}', '\u{493}'),
    ('\u{5b0}', '\u{6ff}'),
    ('\u{900}', '\u{97f}'),
    ('\u{e00}', '\u{e7f}'),
    ('\u{1e00}', '\u{1eff}'),
    ('\u{2000}', '\u{2bff}'),
    ('\u{3000}', '\u{30ff}'),
    ('\u{fe0e}', '\u{fe0f}'),
    ('\u{feff}', '\u{feff}'),
    ('\u{ff01}', '\u{ff5e}'),
    ('\u{1f000}', '\u{1faff}'),
    ('\u{e0061}', '\u{e007f}'),
];

/// The characters that may stand behind a lossy form, with their costs.
pub(super) fn universe() -> &'static [(char, f32)] {
    static UNIVERSE: LazyLock<Vec<(char, f32)>> = LazyLock::new(|| {
        let blocks = BLOCKS.iter().flat_map(|(first, last)| *first..=*last);
        let in_blocks = |c: &char| BLOCKS.iter().any(|(first, last)| (*first..=*last).contains(c));
        let asian = packed::asian_characters().into_iter().filter(|c| !in_blocks(c));
        let all = blocks.chain(asian);
        all.map(|c| (c, cost(c))).filter(|(_, cost)| *cost < IMPOSSIBLE).collect()
    });
    &UNIVERSE
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frequent_is_cheap_and_unassigned_is_impossible() {
        assert!(cost('—') < cost('€') && cost('€') < cost('⏍'));
        assert!(cost('é') < cost('Ÿ'));
        assert!(cost('📝') < cost('📐'));
        assert!(cost('\u{378}') >= IMPOSSIBLE);
        assert!(cost('\u{3e9e6}') >= IMPOSSIBLE);
    }

    #[test]
    fn the_universe_has_emoji_and_letters() {
        let has = |c: char| universe().iter().any(|(x, _)| *x == c);
        assert!(has('🔍') && has('í') && has('\u{fe0f}') && !has('\u{378}'));
    }
}
