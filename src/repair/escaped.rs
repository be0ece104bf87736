//! Damage that was escaped afterwards: `&acirc;&euro;&trade;`, `&#226;&#8364;&#8482;`, and `\u00e2\u0080\u0099` in JSON and programs.
//! Stretches of such escapes are decoded and repaired like the rest of the text; where a stretch is not repaired as a whole, it stays as it
//! stands. In prose the right character is written; in code the escape of it, so that the code stays valid. One escape alone is never touched.

use std::ops::Range;

use super::code;
use super::decide;
use super::edit::{self, TextEdit};
use super::runs;

/// The names of U+00A0 to U+00FF in HTML, in order.
static LATIN: &str = "nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro para \
     middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave \
     Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute \
     Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave \
     iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml";
/// The names of other characters that charsets of single bytes have.
static OTHERS: &[(&str, char)] = &[
    ("euro", '€'),
    ("sbquo", '‚'),
    ("fnof", 'ƒ'),
    ("bdquo", '„'),
    ("hellip", '…'),
    ("dagger", '†'),
    ("Dagger", '‡'),
    ("circ", 'ˆ'),
    ("permil", '‰'),
    ("Scaron", 'Š'),
    ("lsaquo", '‹'),
    ("OElig", 'Œ'),
    ("lsquo", '‘'),
    ("rsquo", '’'),
    ("ldquo", '“'),
    ("rdquo", '”'),
    ("bull", '•'),
    ("ndash", '–'),
    ("mdash", '—'),
    ("tilde", '˜'),
    ("trade", '™'),
    ("scaron", 'š'),
    ("rsaquo", '›'),
    ("oelig", 'œ'),
    ("Yuml", 'Ÿ'),
    ("radic", '√'),
    ("infin", '∞'),
    ("asymp", '≈'),
    ("ne", '≠'),
    ("le", '≤'),
    ("ge", '≥'),
    ("part", '∂'),
    ("sum", '∑'),
    ("prod", '∏'),
    ("int", '∫'),
    ("loz", '◊'),
    ("frasl", '⁄'),
    ("pi", 'π'),
    ("Omega", 'Ω'),
    ("Delta", 'Δ'),
    ("Gamma", 'Γ'),
    ("Sigma", 'Σ'),
    ("Theta", 'Θ'),
    ("Phi", 'Φ'),
    ("alpha", 'α'),
    ("delta", 'δ'),
    ("epsilon", 'ε'),
    ("phi", 'φ'),
    ("sigma", 'σ'),
    ("tau", 'τ'),
];
/// The longest escape in bytes.
const MAX_LEN: usize = 10;
/// So often at most the decoding is tried again without the stretches that were not repaired.
const MAX_TRIALS: usize = 3;

/// So many stretches are no example, wherever they stand.
const MANY_STRETCHES: usize = 4;

/// How characters are escaped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum EscapeForm {
    /// `&eacute;`, `&#233;` or `&#xe9;`.
    Html,
    /// `\u00e9`.
    Unicode,
}

/// Two escapes or more side by side.
#[derive(Clone, Debug, PartialEq)]
struct EscapedRun {
    /// Bytes of the text.
    range: Range<usize>,
    decoded: String,
    form: EscapeForm,
}

impl EscapedRun {
    /// Whether a letter stands directly before or behind it.
    fn touches_word(&self, text: &str) -> bool {
        let before = text.get(..self.range.start).and_then(|before| before.chars().next_back());
        let after = text.get(self.range.end..).and_then(|after| after.chars().next());
        [before, after].into_iter().flatten().any(char::is_alphanumeric)
    }
}

/// The repairs of `text` if some of them are of escaped damage, those of other damage among them; else none. One pass, as in `decide`.
pub(super) fn edits(text: &str, enabled: u32, was_repaired: bool) -> Vec<TextEdit> {
    // Two escapes side by side have one of these.
    if !text.contains(";&") && !text.contains("\\u") {
        return Vec::new();
    }
    let mut runs = escaped_runs(text);
    runs.retain(|run| runs::suspects(&run.decoded, enabled) != 0);
    // A lesson shows an escape apart; in damaged text some touch the words they belong to.
    if runs.len() < MANY_STRETCHES && !runs.iter().any(|run| run.touches_word(text)) {
        return Vec::new();
    }
    for _ in 0..MAX_TRIALS {
        if runs.is_empty() {
            return Vec::new();
        }
        let decoding: Vec<TextEdit> = runs.iter().map(EscapedRun::decoding).collect();
        let middle = edit::apply(text, &decoding);
        let repairs = decide::edits(&middle, enabled, was_repaired);
        let before = runs.len();
        let whole = whole_repairs(&decoding, &repairs);
        let mut whole = whole.into_iter();
        runs.retain(|_| whole.next().unwrap_or(false));
        if runs.len() == before {
            return in_code_as_escapes(text, &runs, edit::compose(decoding, &middle, repairs));
        }
    }
    Vec::new()
}

/// For each decoded stretch whether the repairs cover all of it.
fn whole_repairs(decoding: &[TextEdit], repairs: &[TextEdit]) -> Vec<bool> {
    let mut shift = 0isize;
    let is_whole = |decoded: &TextEdit| {
        let start = decoded.range.start.saturating_add_signed(shift);
        let end = start + decoded.after.len();
        shift += decoded.after.len() as isize - decoded.range.len() as isize;
        let first = repairs.partition_point(|repair| repair.range.end <= start);
        let mut covered = start;
        for repair in repairs.get(first..).unwrap_or(&[]) {
            if repair.range.start > covered {
                return false;
            }
            covered = repair.range.end;
            if covered >= end {
                return true;
            }
        }
        false
    };
    decoding.iter().map(is_whole).collect()
}

/// The edits, with escapes again where `\u` stood in code.
fn in_code_as_escapes(text: &str, runs: &[EscapedRun], mut edits: Vec<TextEdit>) -> Vec<TextEdit> {
    let mut unicode = runs.iter().filter(|run| run.form == EscapeForm::Unicode).peekable();
    if unicode.peek().is_none() {
        return edits;
    }
    let code = code::regions(text);
    for run in unicode.filter(|run| code::contains(&code, run.range.start)) {
        let at = edits.partition_point(|edit| edit.range.end <= run.range.start);
        if let Some(edit) = edits.get_mut(at) {
            edit.after = as_escapes(&edit.after);
            edit.alternatives.iter_mut().for_each(|other| *other = as_escapes(other));
        }
    }
    edits
}

/// `text` with everything beyond ASCII as `\u`, in two of them where one is too small, as JSON and most languages have it.
fn as_escapes(text: &str) -> String {
    let mut out = String::new();
    let mut buffer = [0; 2];
    for c in text.chars() {
        if c.is_ascii() {
            out.push(c);
            continue;
        }
        c.encode_utf16(&mut buffer).iter().for_each(|unit| out.push_str(&format!("\\u{unit:04x}")));
    }
    out
}

impl EscapedRun {
    fn decoding(&self) -> TextEdit {
        let channel = match self.form {
            EscapeForm::Html => "HTML-escaped",
            EscapeForm::Unicode => "escaped by \\u",
        };
        TextEdit {
            range: self.range.clone(),
            after: self.decoded.clone(),
            alternatives: Vec::new(),
            confidence: 1.0,
            channel: channel.to_owned(),
        }
    }
}

/// All stretches of at least two escapes of characters beyond ASCII, in order.
fn escaped_runs(text: &str) -> Vec<EscapedRun> {
    let mut found: Vec<EscapedRun> = Vec::new();
    let mut last: Option<(EscapedRun, usize)> = None;
    let mut at = 0;
    while let Some(next) = text.get(at..).and_then(|rest| rest.find(['&', '\\'])) {
        at += next;
        let Some((c, length, form)) = escape_at(text, at) else {
            at += 1;
            continue;
        };
        match &mut last {
            Some((run, count)) if run.range.end == at && run.form == form => {
                run.decoded.push(c);
                run.range.end = at + length;
                *count += 1;
            }
            _ => {
                found.extend(last.take().filter(|(_, count)| *count >= 2).map(|(run, _)| run));
                last = Some((EscapedRun { range: at..at + length, decoded: c.to_string(), form }, 1));
            }
        }
        at += length;
    }
    found.extend(last.filter(|(_, count)| *count >= 2).map(|(run, _)| run));
    found
}

/// The character beyond ASCII that is escaped at byte `at`, the length of the escape and its form.
fn escape_at(text: &str, at: usize) -> Option<(char, usize, EscapeForm)> {
    let rest = text.get(at..)?;
    let (c, length, form) = if rest.starts_with('&') {
        let end = rest.bytes().take(MAX_LEN).position(|byte| byte == b';')?;
        (named(rest.get(1..end)?)?, end + 1, EscapeForm::Html)
    } else {
        let (c, length) = unicode_escape(rest)?;
        (c, length, EscapeForm::Unicode)
    };
    (!c.is_ascii()).then_some((c, length, form))
}

/// The character of a reference, without its `&` and `;`.
fn named(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let hexadecimal = number.strip_prefix(['x', 'X']).map(|digits| u32::from_str_radix(digits, 16));
        return char::from_u32(hexadecimal.unwrap_or_else(|| number.parse()).ok()?);
    }
    let latin = LATIN.split_whitespace().zip('\u{a0}'..='\u{ff}');
    latin.chain(OTHERS.iter().copied()).find(|(known, _)| *known == name).map(|(_, c)| c)
}

/// The character of `\u00e9` or of two such halves, and the length of what stands for it.
fn unicode_escape(rest: &str) -> Option<(char, usize)> {
    let unit = |at: usize| -> Option<u16> {
        let digits = rest.get(at..at + 6)?.strip_prefix("\\u")?;
        digits.bytes().all(|byte| byte.is_ascii_hexdigit()).then(|| u16::from_str_radix(digits, 16).ok())?
    };
    let first = unit(0)?;
    if let Some(c) = char::from_u32(u32::from(first)) {
        return Some((c, 6));
    }
    let c = char::decode_utf16([first, unit(6)?]).next()?.ok()?;
    Some((c, 12))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::repair::{RepairSettings, repair};

    fn fixed(text: &str) -> String {
        repair(text, &RepairSettings::default()).text.into_owned()
    }

    #[test]
    fn escaped_damage_is_repaired() {
        for (damaged, right) in [
            ("It isn&acirc;&euro;&trade;t 42; it&acirc;&euro;&trade;s 41.", "It isn’t 42; it’s 41."),
            ("It isn&#226;&#8364;&#8482;t, caf&#xc3;&#xa9;.", "It isn’t, café."),
            ("F&Atilde;&frac14;r Anf&Atilde;&curren;nger â€” ja", "Für Anfänger — ja"),
            ("It isn\\u00e2\\u0080\\u0099t, caf\\u00c3\\u00a9.", "It isn’t, café."),
        ] {
            assert_eq!(fixed(damaged), right);
        }
    }

    #[test]
    fn in_code_an_escape_becomes_the_right_escape() {
        let damaged =
            "Itâ€™s data:\n\n```json\n{\"a\": \"don\\u00e2\\u0080\\u0099t \\u00f0\\u009f\\u009a\\u0080\"}\n```\n";
        let right = "It’s data:\n\n```json\n{\"a\": \"don\\u2019t \\ud83d\\ude80\"}\n```\n";
        assert_eq!(fixed(damaged), right);
    }

    #[test]
    fn right_escapes_stay() {
        for text in [
            "caf&eacute; &amp; th&eacute;, &laquo;&nbsp;oui&nbsp;&raquo;, &Atilde; and &copy;&reg;",
            "```json\n{\"a\": \"\\u00e9\\u00e8 \\ud83d\\ude80\"}\n```\n",
            "C:\\users\\u00e2 & co; &#; &#x; &unknown; \\u12",
        ] {
            assert_eq!(fixed(text), text);
        }
    }

    #[test]
    fn names_stand_for_their_characters() {
        let found = ["nbsp", "shy", "Atilde", "yuml", "trade", "#226", "#xE2", "nothing", "#x110000", "#"].map(named);
        let wanted = [Some('\u{a0}'), Some('\u{ad}'), Some('Ã'), Some('ÿ'), Some('™'), Some('â'), Some('â')];
        assert_eq!(found[..7], wanted);
        assert_eq!(found[7..], [None; 3]);
    }
}
