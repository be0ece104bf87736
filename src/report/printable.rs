//! Makes untrusted text safe to print: characters that control a terminal or that are invisible are replaced by visible ones. Readable text
//! in any script is unchanged.

use std::borrow::Cow;
use std::fmt::Write as _;

/// Escapes every control character of `text` (`\n`, `\u{1b}`), so that a file name cannot change the colours, the cursor or the lines of
/// a terminal.
pub fn printable(text: &str) -> Cow<'_, str> {
    if !text.contains(is_unprintable) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    for char in text.chars() {
        if is_unprintable(char) { push_escaped(&mut out, char) } else { out.push(char) }
    }
    Cow::Owned(out)
}

/// The character that an excerpt shows for `char`: one for one, so that carets stay under their text. The renderer expands tabs.
pub(super) fn excerpt_char(char: char) -> char {
    match char {
        '\t' => '\t',
        // U+2400 and following: symbols for the control characters.
        '\0'..='\u{1f}' => char::from_u32(0x2400 + char as u32).unwrap_or('\u{fffd}'),
        '\u{7f}' => '\u{2421}',
        char if is_unprintable(char) => '\u{fffd}',
        char => char,
    }
}

/// Whether `char` is a C0 or C1 control, a line or paragraph separator, or a mark that changes the direction of text.
fn is_unprintable(char: char) -> bool {
    char.is_control() || matches!(char, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn push_escaped(out: &mut String, char: char) {
    match char {
        '\n' => out.push_str("\\n"),
        '\r' => out.push_str("\\r"),
        '\t' => out.push_str("\\t"),
        // Writing to a string cannot fail.
        char => drop(write!(out, "\\u{{{:x}}}", char as u32)),
    }
}

#[cfg(test)]
mod tests {
    use super::{excerpt_char, printable};

    #[test]
    fn controls_are_written_out_and_scripts_are_left_alone() {
        assert_eq!(printable("a\u{1b}[31m\nb\u{9b}\u{202e}.md"), "a\\u{1b}[31m\\nb\\u{9b}\\u{202e}.md");
        assert_eq!(printable("مرحبا 👩‍💻 é.md"), "مرحبا 👩‍💻 é.md");
    }

    #[test]
    fn excerpts_show_one_character_for_one() {
        assert_eq!("a\tb\u{1b}\u{9b}\r".chars().map(excerpt_char).collect::<String>(), "a\tb␛\u{fffd}␍");
    }
}
