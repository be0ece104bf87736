//! How odd a stretch of text looks in its place: costs of its characters and of each pair of neighbours, in nats.
//! The same measure is taken of what stands there and of what it may become; a repair is made where the second is
//! far less odd. Never knows of charsets or channels.

use std::sync::LazyLock;

use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

use super::lexicon;

/// What a character is to its neighbours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Blank,
    /// ASCII signs, and what stands at the end of a line.
    Plain,
    Digit,
    Letter(Script, Case),
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
enum Case {
    Upper,
    Lower,
    None,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Script {
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
    let mut earlier = Kind::Plain;
    for c in text.chars() {
        let kind = kind(c);
        sum += one(last, last_kind, c, kind) + pair(earlier, last_kind, last, c, kind);
        (earlier, last, last_kind) = (last_kind, Some(c), kind);
    }
    let end = after.unwrap_or('\n');
    sum + pair(earlier, last_kind, last, end, kind_of(Some(end)))
}

/// A sign of mathematics, however rare.
const MATH: f32 = 4.0;

/// The cost of the character itself: little where it repeats the one before, as lines and stars do.
fn one(last: Option<char>, last_kind: Kind, c: char, kind: Kind) -> f32 {
    let cost = lexicon::cost(c);
    let repeats = last == Some(c) && !matches!(kind, Kind::Letter(..) | Kind::Control);
    let joined = kind == Kind::Joiner && may_join(last_kind, c);
    if joined || repeats {
        return cost.min(1.0);
    }
    match (last_kind, kind) {
        (Kind::Box, Kind::Box) => cost * 0.5,
        // Formulae are made of rare signs.
        (_, Kind::Math) => cost.min(MATH),
        _ => cost,
    }
}

/// What U+FE0F and the keycap may follow, and what the invisible U+200D joins: pictures only.
fn may_join(last: Kind, c: char) -> bool {
    match c {
        '\u{200d}' => matches!(last, Kind::Picture | Kind::Joiner),
        _ => matches!(last, Kind::Picture | Kind::Sign | Kind::Attached | Kind::Digit | Kind::Joiner),
    }
}

/// The cost of `c` standing after `last`.
fn pair(earlier: Kind, last: Kind, last_char: Option<char>, c: char, kind: Kind) -> f32 {
    match (last, kind) {
        (Kind::Letter(a, upper), Kind::Letter(b, case)) => letters(earlier, (a, upper), (b, case), last_char, c),
        (Kind::Letter(Script::Latin, case), next) => after_letter(last_char, case, next, earlier),
        // Cyrillic and Greek have words and names of one letter; of other scripts one letter alone is hardly met.
        (Kind::Letter(Script::Other(_), _), next)
            if !matches!(earlier, Kind::Letter(..) | Kind::Mark) && next != Kind::Mark =>
        {
            6.0
        }
        (_, Kind::Joiner) if !may_join(last, c) => 8.0,
        (Kind::Closing, Kind::Letter(..)) if last_char != Some('’') => 2.0,
        (Kind::Sign, Kind::Letter(..)) => 1.5,
        (Kind::Attached, Kind::Letter(..)) => 1.5,
        // A root of an accented letter is an accented letter that MacRoman broke.
        (Kind::Math, Kind::Letter(Script::Latin, _)) if !c.is_ascii() => 7.0,
        (Kind::Math, Kind::Letter(..)) => 1.5,
        (Kind::Math, Kind::Math) if last_char == Some('¬') => 8.0,
        (Kind::Math, Kind::Math) if last_char == Some('√') => {
            if matches!(c, 'π' | '∞') {
                2.0
            } else {
                6.0
            }
        }
        (Kind::Picture, Kind::Letter(..)) | (Kind::Box, Kind::Letter(..)) => 1.0,
        (Kind::Control, _) | (_, Kind::Control) => 3.0,
        // Nobody asks with a picture; a lost byte leaves such a mark.
        (Kind::Picture | Kind::Joiner | Kind::Box, Kind::Plain) if c == '?' => 2.0,
        (Kind::Digit, Kind::Letter(..)) if !c.is_ascii() => 1.0,
        (Kind::Sign, Kind::Sign) if last_char != Some(c) => 1.5,
        (Kind::Mark, Kind::Mark) => 2.0,
        (Kind::Blank | Kind::Plain | Kind::Digit, Kind::Mark) => 6.0,
        _ => 0.0,
    }
}

/// Two letters side by side: scripts do not mix within a word, capitals do not follow small letters.
fn letters(earlier: Kind, last: (Script, Case), next: (Script, Case), last_char: Option<char>, c: char) -> f32 {
    let foreign = !c.is_ascii() || last_char.is_some_and(|last| !last.is_ascii());
    if !foreign {
        return 0.0;
    }
    let scripts = if last.0 == next.0 { 0.0 } else { 5.0 };
    let case = match (last.1, next.1) {
        (Case::Lower, Case::Upper) => 3.0,
        // A capital within a word of capitals is followed by capitals.
        (Case::Upper, Case::Lower) if matches!(earlier, Kind::Letter(_, Case::Upper)) => 1.5,
        _ => 0.0,
    };
    let same = if last_char == Some(c) && !c.is_ascii() { 2.0 } else { 0.0 };
    scripts + case + same + last_char.map_or(0.0, |last| strangers(last, c))
}

/// Letters of western languages that no language with a caron has.
const WESTERN: &str = "ÀÂÃÅÆÇÈÊËÌÎÏÐÑÒØÙÛÞßàâãåæçèêëìîïðñòøùûþ";

/// Accented Latin letters side by side: rare, and hardly ever where no language has both.
fn strangers(last: char, c: char) -> f32 {
    if last.is_ascii() || c.is_ascii() || script(c) != Script::Latin {
        return 0.0;
    }
    match c {
        'œ' | 'Œ' => 7.0,
        'š' | 'Š' | 'ž' | 'Ž' | 'Ÿ' if WESTERN.contains(last) => 7.0,
        _ => 1.5,
    }
}

/// What stands after a Latin letter; signs rarely do, and after an accented capital hardly ever.
fn after_letter(letter: Option<char>, case: Case, next: Kind, earlier: Kind) -> f32 {
    let accented = letter.is_some_and(|c| !c.is_ascii());
    let capital = accented && case == Case::Upper;
    let touching =
        if accented && !matches!(next, Kind::Blank | Kind::Plain | Kind::Digit | Kind::Letter(..)) { 2.0 } else { 0.0 };
    touching
        + match next {
            Kind::Sign => {
                if capital {
                    6.0
                } else {
                    4.0
                }
            }
            Kind::Attached => {
                if capital {
                    6.0
                } else {
                    2.0
                }
            }
            Kind::Math => 4.0,
            Kind::Dash if capital && !matches!(earlier, Kind::Letter(..)) => 5.0,
            Kind::Opening => 4.0,
            Kind::Control => 4.0,
            Kind::Picture | Kind::Box => 2.0,
            Kind::Joiner => 6.0,
            Kind::Mark => 1.0,
            Kind::Letter(..) => 0.0,
            // `Â` alone before a fixed blank is the classic sign of damage.
            Kind::Nbsp if capital && !matches!(earlier, Kind::Letter(..)) => 5.0,
            Kind::Blank if accented && !matches!(earlier, Kind::Letter(..)) && letter != Some('à') => 1.0,
            _ => 0.0,
        }
}

fn kind_of(c: Option<char>) -> Kind {
    c.map_or(Kind::Blank, kind)
}

fn kind(c: char) -> Kind {
    static LOW: LazyLock<Vec<Kind>> = LazyLock::new(|| (0..0x3000).filter_map(char::from_u32).map(looked_up).collect());
    // No surrogates below U+3000: the place is the code point.
    LOW.get(c as usize).copied().unwrap_or_else(|| looked_up(c))
}

fn looked_up(c: char) -> Kind {
    match c {
        ' ' | '\t' | '\n' | '\r' => Kind::Blank,
        '0'..='9' => Kind::Digit,
        'a'..='z' => Kind::Letter(Script::Latin, Case::Lower),
        'A'..='Z' => Kind::Letter(Script::Latin, Case::Upper),
        '\0'..='\u{7f}' => Kind::Plain,
        '\u{80}'..='\u{9f}' | '\u{e000}'..='\u{f8ff}' | '\u{fffd}' => Kind::Control,
        '\u{a0}' => Kind::Nbsp,
        '“' | '‘' | '„' | '‚' | '«' | '‹' | '¿' | '¡' => Kind::Opening,
        '”' | '’' | '»' | '›' | '…' => Kind::Closing,
        '–' | '—' | '·' | '•' | '‐'..='‒' => Kind::Dash,
        '™' | '®' | '©' | '°' | 'ª' | 'º' | '¹' | '²' | '³' | '‰' => Kind::Attached,
        '\u{fe0f}' | '\u{200d}' | '\u{20e3}' => Kind::Joiner,
        '\u{2500}'..='\u{259f}' => Kind::Box,
        '\u{2300}'..='\u{23ff}' | '\u{2600}'..='\u{27bf}' | '\u{2b00}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}' => {
            Kind::Picture
        }
        'µ' | 'ƒ' => Kind::Sign,
        '\u{2200}'..='\u{22ff}' | '±' | '÷' | '×' | '¬' | '◊' | '⁄' | 'π' | 'Ω' => Kind::Math,
        _ => by_category(c),
    }
}

fn by_category(c: char) -> Kind {
    use GeneralCategory as G;
    match c.general_category() {
        G::UppercaseLetter | G::TitlecaseLetter => Kind::Letter(script(c), Case::Upper),
        G::LowercaseLetter => Kind::Letter(script(c), Case::Lower),
        G::OtherLetter | G::ModifierLetter => Kind::Letter(script(c), Case::None),
        G::NonspacingMark | G::SpacingMark | G::EnclosingMark => Kind::Mark,
        G::DecimalNumber => Kind::Digit,
        G::OpenPunctuation | G::InitialPunctuation => Kind::Opening,
        G::ClosePunctuation | G::FinalPunctuation => Kind::Closing,
        G::Control | G::PrivateUse | G::Unassigned | G::Surrogate => Kind::Control,
        _ if c >= '\u{3000}' => Kind::Plain,
        _ => Kind::Sign,
    }
}

fn script(c: char) -> Script {
    match c {
        '\0'..='\u{2af}' | '\u{1e00}'..='\u{1eff}' => Script::Latin,
        '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}' => Script::Greek,
        '\u{400}'..='\u{52f}' => Script::Cyrillic,
        '\u{1100}'..='\u{11ff}' | '\u{2e80}'..='\u{d7ff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}' => {
            Script::Asian
        }
        _ => Script::Other((c as u32 >> 8) as u8),
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
