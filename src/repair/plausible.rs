//! How odd a stretch of text looks in its place: costs of its characters and of each pair of neighbours, in nats.
//! The same measure is taken of what stands there and of what it may become; a repair is made where the second is
//! far less odd. Never knows of charsets or channels.

use std::sync::LazyLock;

use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

use super::lexicon;

/// What a character is to its neighbours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum CharKind {
    Blank,
    /// ASCII signs, and what stands at the end of a line.
    Plain,
    Digit,
    Letter(CharScript, LetterCase),
    /// Marks that sit on a letter.
    Mark,
    Opening,
    Closing,
    /// Dashes and points that stand anywhere.
    Dash,
    /// Signs that follow letters and digits: ™ ° ª.
    Attached,
    /// Signs that follow digits or a blank: € ½ § and the like.
    Sign,
    Math,
    Box,
    Picture,
    /// U+FE0F, U+200D, keycap.
    Joiner,
    Nbsp,
    Control,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum LetterCase {
    Upper,
    Lower,
    None,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CharScript {
    Latin,
    Greek,
    Cyrillic,
    /// Written without blanks or mixed freely with others of its kind.
    Asian,
    Other(u8),
}

/// The oddness of `text` after `before` and in front of `after` (absent at the ends of a line).
pub(super) fn oddness(before: Option<char>, text: &str, after: Option<char>) -> f32 {
    let mut sum = 0.0;
    let mut last = before;
    let mut last_kind = kind_of(before);
    let mut earlier = CharKind::Plain;
    for c in text.chars() {
        let kind = kind(c);
        sum += char_cost(last, last_kind, c, kind) + pair_cost(earlier, last_kind, last, c, kind);
        (earlier, last, last_kind) = (last_kind, Some(c), kind);
    }
    let end = after.unwrap_or('\n');
    sum + pair_cost(earlier, last_kind, last, end, kind_of(Some(end))) + accented_words_cost(before, text, after)
}

/// The cost of words all of whose letters are accented Latin ones, by how many letters they have: Turkish `üç` and Estonian `öö` are words,
/// but hardly any is longer.
const ACCENTED_WORDS: [f32; 4] = [0.0, 0.0, 1.5, 6.0];

fn accented_words_cost(before: Option<char>, text: &str, after: Option<char>) -> f32 {
    let is_accented = |c: char| !c.is_ascii() && matches!(kind(c), CharKind::Letter(CharScript::Latin, _));
    let is_letter = |c: Option<char>| c.is_some_and(|c| matches!(kind(c), CharKind::Letter(..)));
    let mut sum = 0.0;
    let mut last = before;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let mut letters = 1;
        if is_letter(last) || !is_accented(c) {
            last = Some(c);
            continue;
        }
        last = Some(c);
        while let Some(next) = chars.next_if(|next| is_accented(*next)) {
            letters += 1;
            last = Some(next);
        }
        if !is_letter(chars.peek().copied().or(after.filter(|_| chars.peek().is_none()))) {
            sum += ACCENTED_WORDS[letters.min(ACCENTED_WORDS.len() - 1)];
        }
    }
    sum
}

/// A sign of mathematics, however rare.
const MATH: f32 = 4.0;

/// The cost of the character itself: little where it repeats the one before, as lines and stars do.
fn char_cost(last: Option<char>, last_kind: CharKind, c: char, kind: CharKind) -> f32 {
    let cost = lexicon::cost(c);
    let repeats = last == Some(c) && !matches!(kind, CharKind::Letter(..) | CharKind::Control);
    let joined = kind == CharKind::Joiner && may_join(last_kind, c);
    if joined || repeats {
        return cost.min(1.0);
    }
    match (last_kind, kind) {
        (CharKind::Box, CharKind::Box) => cost * 0.5,
        // Formulae are made of rare signs.
        (_, CharKind::Math) => cost.min(MATH),
        _ => cost,
    }
}

/// What U+FE0F and the keycap may follow, and what the invisible U+200D joins: pictures only.
fn may_join(last: CharKind, c: char) -> bool {
    match c {
        '\u{200d}' => matches!(last, CharKind::Picture | CharKind::Joiner),
        _ => {
            matches!(last, CharKind::Picture | CharKind::Sign | CharKind::Attached | CharKind::Digit | CharKind::Joiner)
        }
    }
}

/// A straight quote between what is not blank.
const QUOTE_WITHIN: f32 = 4.0;

/// Whether such characters stand within words, drawings and rows of signs.
fn is_of_words(kind: CharKind) -> bool {
    matches!(kind, CharKind::Letter(..) | CharKind::Digit | CharKind::Sign | CharKind::Attached | CharKind::Math)
}

/// The cost of `c` standing after `last`.
fn pair_cost(earlier: CharKind, last: CharKind, last_char: Option<char>, c: char, kind: CharKind) -> f32 {
    match (last, kind) {
        (CharKind::Letter(a, upper), CharKind::Letter(b, case)) => {
            letter_pair_cost(earlier, (a, upper), (b, case), last_char, c)
        }
        // Digits of another script stand among its own letters: `ğ٠` is an emoji that was read in the wrong charset.
        (CharKind::Letter(CharScript::Latin, _), CharKind::Digit) if !c.is_ascii() => 8.0,
        (CharKind::Letter(CharScript::Latin, case), next) => after_letter_cost(last_char, case, next, earlier),
        // Cyrillic and Greek have words and names of one letter; of other scripts one letter alone is hardly met.
        (CharKind::Letter(CharScript::Other(_), _), next)
            if !matches!(earlier, CharKind::Letter(..) | CharKind::Mark) && next != CharKind::Mark =>
        {
            6.0
        }
        (_, CharKind::Joiner) if !may_join(last, c) => 8.0,
        // A straight quote opens behind a blank or closes in front of one.
        (CharKind::Plain, next) if last_char == Some('"') && is_of_words(earlier) && is_of_words(next) => QUOTE_WITHIN,
        // Ranges have the shorter dash.
        (CharKind::Dash, CharKind::Digit) if last_char == Some('—') && earlier == CharKind::Digit => 3.0,
        (CharKind::Closing, CharKind::Letter(..)) if last_char != Some('’') => 2.0,
        (CharKind::Sign, CharKind::Letter(..)) => 1.5,
        (CharKind::Attached, CharKind::Letter(..)) => 1.5,
        // A root of an accented letter is an accented letter that MacRoman broke.
        (CharKind::Math, CharKind::Letter(CharScript::Latin, _)) if !c.is_ascii() => 7.0,
        (CharKind::Math, CharKind::Letter(..)) => 1.5,
        (CharKind::Math, CharKind::Math) if last_char == Some('¬') => 8.0,
        (CharKind::Math, CharKind::Math) if last_char == Some('√') => {
            if matches!(c, 'π' | '∞') {
                2.0
            } else {
                6.0
            }
        }
        // Lines touch words in drawings, accented letters hardly ever.
        (CharKind::Box, CharKind::Letter(CharScript::Latin, _)) if !c.is_ascii() => 3.0,
        (CharKind::Picture, CharKind::Letter(..)) | (CharKind::Box, CharKind::Letter(..)) => 1.0,
        (CharKind::Control, _) | (_, CharKind::Control) => 3.0,
        // Nobody asks with a picture; a lost byte leaves such a mark.
        (CharKind::Picture | CharKind::Joiner | CharKind::Box, CharKind::Plain) if c == '?' => 2.0,
        (CharKind::Digit, CharKind::Letter(..)) if !c.is_ascii() => 1.0,
        (CharKind::Sign, CharKind::Sign) if last_char != Some(c) => 1.5,
        (CharKind::Mark, CharKind::Mark) => 2.0,
        (CharKind::Blank | CharKind::Plain | CharKind::Digit, CharKind::Mark) => 6.0,
        _ => 0.0,
    }
}

/// The cost of two letters side by side: scripts do not mix within a word, capitals do not follow small letters.
fn letter_pair_cost(
    earlier: CharKind,
    last: (CharScript, LetterCase),
    next: (CharScript, LetterCase),
    last_char: Option<char>,
    c: char,
) -> f32 {
    let foreign = !c.is_ascii() || last_char.is_some_and(|last| !last.is_ascii());
    if !foreign {
        return 0.0;
    }
    let scripts = if last.0 == next.0 { 0.0 } else { 5.0 };
    let case = match (last.1, next.1) {
        (LetterCase::Lower, LetterCase::Upper) => 3.0,
        // A capital within a word of capitals is followed by capitals.
        (LetterCase::Upper, LetterCase::Lower) if matches!(earlier, CharKind::Letter(_, LetterCase::Upper)) => 1.5,
        _ => 0.0,
    };
    let same = if last_char == Some(c) && !c.is_ascii() { 2.0 } else { 0.0 };
    scripts + case + same + last_char.map_or(0.0, |last| accented_pair_cost(last, c))
}

/// Letters of western languages that no language with a caron has.
const WESTERN: &str = "ÀÂÃÅÆÇÈÊËÌÎÏÐÑÒØÙÛÞßàâãåæçèêëìîïðñòøùûþ";

/// The cost of two accented Latin letters side by side: they are rare, and hardly ever where no language has both.
fn accented_pair_cost(last: char, c: char) -> f32 {
    if last.is_ascii() || c.is_ascii() || script(c) != CharScript::Latin {
        return 0.0;
    }
    match c {
        'œ' | 'Œ' => 7.0,
        'š' | 'Š' | 'ž' | 'Ž' | 'Ÿ' if WESTERN.contains(last) => 7.0,
        _ => 1.5,
    }
}

/// What stands after a Latin letter; signs rarely do, and after an accented capital hardly ever.
fn after_letter_cost(letter: Option<char>, case: LetterCase, next: CharKind, earlier: CharKind) -> f32 {
    let accented = letter.is_some_and(|c| !c.is_ascii());
    let capital = accented && case == LetterCase::Upper;
    let touching =
        if accented && !matches!(next, CharKind::Blank | CharKind::Plain | CharKind::Digit | CharKind::Letter(..)) {
            2.0
        } else {
            0.0
        };
    touching
        + match next {
            CharKind::Sign => {
                if capital {
                    6.0
                } else {
                    4.0
                }
            }
            CharKind::Attached => {
                if capital {
                    6.0
                } else {
                    2.0
                }
            }
            CharKind::Math => 4.0,
            CharKind::Dash if capital && !matches!(earlier, CharKind::Letter(..)) => 5.0,
            CharKind::Opening => 4.0,
            CharKind::Control => 4.0,
            CharKind::Picture => 2.0,
            CharKind::Box => 4.0,
            CharKind::Joiner => 6.0,
            CharKind::Mark => 1.0,
            CharKind::Letter(..) => 0.0,
            // `Â` alone before a fixed blank is the classic sign of damage.
            CharKind::Nbsp if capital && !matches!(earlier, CharKind::Letter(..)) => 5.0,
            CharKind::Blank if accented && !matches!(earlier, CharKind::Letter(..)) && letter != Some('à') => 1.0,
            _ => 0.0,
        }
}

fn kind_of(c: Option<char>) -> CharKind {
    c.map_or(CharKind::Blank, kind)
}

fn kind(c: char) -> CharKind {
    static LOW: LazyLock<Vec<CharKind>> =
        LazyLock::new(|| (0..0x3000).filter_map(char::from_u32).map(looked_up).collect());
    // No surrogates below U+3000: the place is the code point.
    LOW.get(c as usize).copied().unwrap_or_else(|| looked_up(c))
}

fn looked_up(c: char) -> CharKind {
    match c {
        ' ' | '\t' | '\n' | '\r' => CharKind::Blank,
        c if lexicon::is_asian_letter(c) => CharKind::Letter(CharScript::Asian, LetterCase::None),
        '0'..='9' => CharKind::Digit,
        'a'..='z' => CharKind::Letter(CharScript::Latin, LetterCase::Lower),
        'A'..='Z' => CharKind::Letter(CharScript::Latin, LetterCase::Upper),
        '\0'..='\u{7f}' => CharKind::Plain,
        '\u{80}'..='\u{9f}' | '\u{e000}'..='\u{f8ff}' | '\u{fffd}' => CharKind::Control,
        '\u{a0}' => CharKind::Nbsp,
        '“' | '‘' | '„' | '‚' | '«' | '‹' | '¿' | '¡' => CharKind::Opening,
        '”' | '’' | '»' | '›' | '…' => CharKind::Closing,
        '–' | '—' | '·' | '•' | '‐'..='‒' => CharKind::Dash,
        '™' | '®' | '©' | '°' | 'ª' | 'º' | '¹' | '²' | '³' | '‰' => CharKind::Attached,
        '\u{fe0f}' | '\u{200d}' | '\u{20e3}' => CharKind::Joiner,
        '\u{2500}'..='\u{259f}' => CharKind::Box,
        '\u{2300}'..='\u{23ff}' | '\u{2600}'..='\u{27bf}' | '\u{2b00}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}' => {
            CharKind::Picture
        }
        'µ' | 'ƒ' => CharKind::Sign,
        '\u{2200}'..='\u{22ff}' | '±' | '÷' | '×' | '¬' | '◊' | '⁄' | 'π' | 'Ω' => CharKind::Math,
        _ => by_category(c),
    }
}

fn by_category(c: char) -> CharKind {
    use GeneralCategory as G;
    match c.general_category() {
        G::UppercaseLetter | G::TitlecaseLetter => CharKind::Letter(script(c), LetterCase::Upper),
        G::LowercaseLetter => CharKind::Letter(script(c), LetterCase::Lower),
        G::OtherLetter | G::ModifierLetter => CharKind::Letter(script(c), LetterCase::None),
        G::NonspacingMark | G::SpacingMark | G::EnclosingMark => CharKind::Mark,
        G::DecimalNumber => CharKind::Digit,
        G::OpenPunctuation | G::InitialPunctuation => CharKind::Opening,
        G::ClosePunctuation | G::FinalPunctuation => CharKind::Closing,
        G::Control | G::PrivateUse | G::Unassigned | G::Surrogate => CharKind::Control,
        _ if c >= '\u{3000}' => CharKind::Plain,
        _ => CharKind::Sign,
    }
}

/// Whether a text is pictures only, with what joins them.
pub(super) fn is_pictures(text: &str) -> bool {
    text.chars().any(|c| kind(c) == CharKind::Picture)
        && text.chars().all(|c| matches!(kind(c), CharKind::Picture | CharKind::Joiner))
}

/// Whether `c` is a sign of mathematics.
pub(super) fn is_math(c: char) -> bool {
    kind(c) == CharKind::Math || kind(c) == CharKind::Sign && !c.is_ascii()
}

/// The script of a letter or digit beyond ASCII.
pub(super) fn script_of(c: char) -> Option<CharScript> {
    match kind(c) {
        _ if c.is_ascii() => None,
        CharKind::Letter(script, _) => Some(script),
        CharKind::Digit | CharKind::Mark => Some(script(c)),
        _ => None,
    }
}

fn script(c: char) -> CharScript {
    match c {
        '\0'..='\u{2af}' | '\u{1e00}'..='\u{1eff}' => CharScript::Latin,
        '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}' => CharScript::Greek,
        '\u{400}'..='\u{52f}' => CharScript::Cyrillic,
        '\u{1100}'..='\u{11ff}' | '\u{2e80}'..='\u{d7ff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}' => {
            CharScript::Asian
        }
        _ => CharScript::Other((c as u32 >> 8) as u8),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn damage_is_odder_than_what_it_was() {
        let cases = [
            (Some('f'), "Ã©", "é", None),
            (Some('s'), "â€™", "’", Some('t')),
            (None, "ðŸ“", "📝", Some(' ')),
            (Some('f'), "√©", "é", None),
            (None, "РџСЂРёРІРµС‚", "Привет", None),
            (Some('0'), "Â°", "°", Some('C')),
        ];
        for (before, damaged, clean, after) in cases {
            let gain = oddness(before, damaged, after) - oddness(before, clean, after);
            assert!(gain > 8.0, "{damaged} → {clean}: {gain}");
        }
    }

    #[test]
    fn right_text_is_not_odd() {
        let cases = [(Some('H'), "Ô", "Ô"), (None, "Рё", "и"), (Some('N'), "Ã", "Í")];
        for (before, right, other) in cases {
            let gain = oddness(before, right, None) - oddness(before, other, None);
            assert!(gain < 6.0, "{right} → {other}: {gain}");
        }
    }
}
