//! The text that the parser is given in place of the author's: of the same length, with stand-ins for what the parser would take apart or
//! not understand. In: the text of a chapter. Out: [`PreparedText`]. A document is made with the places that the parser tells and the author's
//! own bytes, so no stand-in is ever shown.

use std::borrow::Cow;

use super::formulas::formulas;
use super::source_lines::is_delimiter_row;
use crate::span::Span;

/// Stands for each byte of a formula. The parser treats it as a letter. A text that has it already is given to the parser as it is.
const LETTER: u8 = 1;

/// A text, and what the parser is given in its place.
#[derive(Debug)]
pub(super) struct PreparedText<'t> {
    /// The author's text.
    pub own: &'t str,
    /// As long as `own`, with stand-ins.
    pub given: Cow<'t, str>,
    /// The lines of formulas, in order.
    pub formulas: Vec<Span>,
    /// Blanks after the signs of a heading that are none for GitHub, in order.
    pub odd_blanks: Vec<Span>,
}

impl<'t> PreparedText<'t> {
    /// Without stand-ins.
    pub fn as_it_is(text: &'t str) -> Self {
        PreparedText { own: text, given: Cow::Borrowed(text), formulas: Vec::new(), odd_blanks: Vec::new() }
    }

    /// With stand-ins from byte `start` on.
    pub fn new(text: &'t str, start: usize) -> Self {
        let body = text.get(start..).unwrap_or("");
        let mut prepared = PreparedText::as_it_is(text);
        let signs = SeenSigns::of(body.as_bytes());
        if signs.letter {
            return prepared;
        }
        let mut replaced: Vec<(Span, u8)> = Vec::new();
        if signs.tab {
            replaced.extend(tabs_of_delimiter_rows(text, start).map(|tab| (tab, b' ')));
        }
        if signs.odd_blank {
            prepared.odd_blanks = odd_blanks(text, start);
            replaced.extend(prepared.odd_blanks.iter().map(|blank| (*blank, b' ')));
        }
        if signs.mark {
            replaced.extend(marks(text, start).into_iter().map(|mark| (mark, b' ')));
        }
        if signs.formula {
            prepared.formulas = formulas(text, start);
        }
        replaced.extend(prepared.formulas.iter().map(|formula| (inside_dollars(text, *formula), LETTER)));
        if !replaced.is_empty() {
            let mut bytes = text.as_bytes().to_vec();
            for (span, byte) in replaced {
                if let Some(part) = bytes.get_mut(span.range()) {
                    part.fill(byte);
                }
            }
            // Only whole characters were replaced.
            prepared.given = String::from_utf8(bytes).map_or(Cow::Borrowed(text), Cow::Owned);
        }
        prepared
    }

    /// Whether the parser is given another text than the author's.
    pub fn has_stand_ins(&self) -> bool {
        matches!(self.given, Cow::Owned(_))
    }

    /// The author's text where the parser tells a text with stand-ins of `span`; none where it cannot be told.
    pub fn restored(&self, text: &str, span: Span) -> Option<String> {
        if !text.as_bytes().contains(&LETTER) {
            return Some(text.to_owned());
        }
        let at = span.of(&self.given).find(text)?;
        self.own.get(span.start as usize + at..).and_then(|rest| rest.get(..text.len())).map(str::to_owned)
    }

    /// Whether `span` lies in a formula, in part or as a whole.
    pub fn is_in_formula(&self, span: Span) -> bool {
        let after = self.formulas.partition_point(|formula| formula.end <= span.start);
        self.formulas.get(after).is_some_and(|formula| formula.start < span.end)
    }
}

/// A line of a formula without the dollars around it, which the parser takes for signs as GitHub does: next to them a star may be text.
fn inside_dollars(text: &str, formula: Span) -> Span {
    let line = formula.of(text);
    let start = line.len() - line.trim_start_matches('$').len();
    let length = line.trim_matches('$').len();
    Span::new(formula.start as usize + start, formula.start as usize + start + length)
}

/// Which bytes a text has that may need stand-ins. Most texts have none of them.
#[derive(Debug, Default)]
struct SeenSigns {
    letter: bool,
    tab: bool,
    formula: bool,
    /// The first two bytes of a byte order mark; emoji have the first one, too.
    mark: bool,
    /// A `#` before a character beyond ASCII.
    odd_blank: bool,
}

impl SeenSigns {
    fn of(bytes: &[u8]) -> Self {
        let mut seen = SeenSigns::default();
        // No early exit, so that the compiler can compare many bytes at once.
        for byte in bytes {
            seen.letter |= *byte == LETTER;
            seen.tab |= *byte == b'\t';
            seen.formula |= (*byte == b'$') | (*byte == b'\\');
        }
        for (byte, next) in bytes.iter().zip(bytes.get(1..).unwrap_or_default()) {
            seen.odd_blank |= (*byte == b'#') & (*next >= 0x80);
            seen.mark |= (*byte == 0xef) & (*next == 0xbb);
        }
        seen
    }
}

/// The tabs between the signs of delimiter rows, which the parser does not know.
fn tabs_of_delimiter_rows(text: &str, start: usize) -> impl Iterator<Item = Span> + '_ {
    lines(text, start).flat_map(|(at, line)| {
        let own = line.trim_start_matches([' ', '\t', '>']);
        let indent = line.len() - own.len();
        let own = if is_delimiter_row(own) { own.trim_end_matches(['\n', '\r']) } else { "" };
        let tabs = own.bytes().enumerate().filter(|(_, byte)| matches!(byte, b'\t' | 0xb | 0xc));
        tabs.map(move |(tab, _)| Span::new(at + indent + tab, at + indent + tab + 1)).collect::<Vec<_>>()
    })
}

/// Blanks other than those of ASCII between the signs of a heading and its words: to GitHub they make a paragraph, and people cannot see why.
fn odd_blanks(text: &str, start: usize) -> Vec<Span> {
    let blank = |(at, line): (usize, &str)| {
        let own = line.trim_start_matches([' ', '>', '\u{feff}']);
        let signs = own.bytes().take_while(|byte| *byte == b'#').count();
        let rest = own.get(signs..).filter(|_| (1..=6).contains(&signs))?;
        let words = rest.trim_start_matches(is_odd_blank);
        let from = at + line.len() - rest.len();
        let length = rest.len() - words.len();
        (length > 0 && !words.trim().is_empty()).then(|| Span::new(from, from + length))
    };
    lines(text, start).filter_map(blank).collect()
}

/// Blanks of Unicode that authors type or paste without knowing: no-break, typographic, ideographic and invisible ones.
fn is_odd_blank(c: char) -> bool {
    matches!(c, '\u{a0}' | '\u{2000}'..='\u{200b}' | '\u{202f}' | '\u{205f}' | '\u{2060}' | '\u{3000}' | '\u{feff}')
}

/// Byte order marks at the beginning of lines: files that were joined have them, and nobody sees them.
fn marks(text: &str, start: usize) -> Vec<Span> {
    let mark = |(at, line): (usize, &str)| {
        let length = line.len() - line.trim_start_matches('\u{feff}').len();
        // Three blanks: four would make code.
        (length == 3).then(|| Span::new(at, at + length))
    };
    lines(text, start).filter_map(mark).collect()
}

/// The lines of `text` from byte `start` on, each with the place of its first byte.
fn lines(text: &str, start: usize) -> impl Iterator<Item = (usize, &str)> {
    let mut at = start;
    text.get(start..).unwrap_or("").split_inclusive('\n').map(move |line| {
        let here = at;
        at += line.len();
        (here, line)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_without_oddities_is_given_as_it_is() {
        for text in ["# A\n\n| a | b |\n|---|---|\n| 1\t| 2 |\n\n#\u{e9}", "$5", "a\u{1}b $x$"] {
            assert!(matches!(PreparedText::new(text, 0).given, Cow::Borrowed(_)), "{text:?}");
        }
    }

    #[test]
    fn stand_ins_are_as_long_as_what_they_stand_for() {
        let text = "\u{feff}#\u{a0}É $π_1$\n\na\t|\tb\n---\t|\t---\t\r\n";
        let prepared = PreparedText::new(text, 0);
        assert_eq!(prepared.given, "   #  É $\u{1}\u{1}\u{1}\u{1}$\n\na\t|\tb\n--- | --- \r\n");
        assert_eq!(prepared.odd_blanks, [Span::new(4, 6)]);
        assert!(prepared.is_in_formula(Span::new(9, 10)) && !prepared.is_in_formula(Span::new(6, 9)));
    }

    #[test]
    fn what_the_parser_tells_is_led_back_to_the_authors_text() {
        let text = "a `b $x$` c";
        let prepared =
            PreparedText { given: Cow::Owned("a `b \u{1}\u{1}\u{1}` c".to_owned()), ..PreparedText::as_it_is(text) };
        assert_eq!(prepared.restored("b \u{1}\u{1}\u{1}", Span::new(2, 9)).as_deref(), Some("b $x$"));
        assert_eq!(prepared.restored("\u{1}\u{1}\u{1}\u{1}", Span::new(2, 9)), None);
    }
}
