//! Makes untrusted text safe to print, on a terminal and in the log of a runner: characters that control a terminal or that are invisible
//! are replaced by visible ones, and what [GitHub's runner](https://github.com/actions/runner) would take for a command is no command any
//! more. Readable text in any script is unchanged.

use std::borrow::Cow;
use std::fmt::Write as _;

/// What begins a command of the old form, anywhere in a line of a runner's log: `##[add-matcher]file`.
const OLD_COMMAND: &str = "##[";
/// What begins a command at the start of a line of a runner's log: `::stop-commands::word`.
const COMMAND: &str = "::";

/// Escapes every control character of `text` (`\n`, `\u{1b}`), so that a file name cannot change the colours, the cursor or the lines of
/// a terminal, and the first character of what a runner would take for a command.
pub fn printable(text: &str) -> Cow<'_, str> {
    let is_command = text.trim_start().starts_with(COMMAND);
    if !is_command && !text.contains(OLD_COMMAND) && !text.contains(is_unprintable) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    let mut is_first_colon = is_command;
    for (at, char) in text.char_indices() {
        let begins_command = char == ':' && std::mem::take(&mut is_first_colon)
            || char == '[' && text.get(..at).is_some_and(|before| before.ends_with("##"));
        if begins_command || is_unprintable(char) { push_escaped(&mut out, char) } else { out.push(char) }
    }
    Cow::Owned(out)
}

/// `json`, which is valid JSON, as other valid JSON of the same value: without anything that a terminal or a runner takes for more than text.
/// All of it stands within strings, as the signs between them are of ASCII.
pub fn printable_json(json: String) -> String {
    let is_hidden = |char: char| !char.is_ascii() && is_unprintable(char) || char == '\u{7f}';
    if !json.contains(is_hidden) && !json.contains(OLD_COMMAND) {
        return json;
    }
    let mut out = String::with_capacity(json.len() + 16);
    for char in json.chars() {
        let begins_command = char == '[' && out.ends_with("##");
        // None of them lies beyond U+FFFF: four digits are enough. Writing to a string cannot fail.
        if begins_command || is_hidden(char) {
            let _ = write!(out, "\\u{:04x}", char as u32);
        } else {
            out.push(char);
        }
    }
    out
}

/// A line of an author's text for a terminal: one character for one, as in an excerpt.
pub fn printable_line(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    line.chars().for_each(|char| push_excerpt_char(&mut out, char));
    out
}

/// Adds what an excerpt shows for `char`, the next of a line: one for one, so that carets stay under their text. The renderer expands tabs.
pub(super) fn push_excerpt_char(line: &mut String, char: char) {
    // The bracket as wide as two letters is the only one that looks the same and is no command.
    let shown = if char == '[' && line.ends_with("##") { '\u{ff3b}' } else { excerpt_char(char) };
    line.push(shown);
}

fn excerpt_char(char: char) -> char {
    match char {
        '\t' => '\t',
        // U+2400 and following: symbols for the control characters.
        '\0'..='\u{1f}' => char::from_u32(0x2400 + char as u32).unwrap_or('\u{fffd}'),
        '\u{7f}' => '\u{2421}',
        char if is_unprintable(char) => '\u{fffd}',
        char => char,
    }
}

/// Whether `char` is a C0 or C1 control, a line or paragraph separator, or a mark that changes the direction of text (Unicode's
/// `Bidi_Control`).
fn is_unprintable(char: char) -> bool {
    char.is_control()
        || matches!(char, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
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
    use super::{printable, printable_json, printable_line};

    #[test]
    fn controls_are_written_out_and_scripts_are_left_alone() {
        assert_eq!(printable("a\u{1b}[31m\nb\u{9b}\u{202e}.md"), "a\\u{1b}[31m\\nb\\u{9b}\\u{202e}.md");
        assert_eq!(printable("مرحبا 👩‍💻 é.md"), "مرحبا 👩‍💻 é.md");
    }

    #[test]
    fn excerpts_show_one_character_for_one() {
        assert_eq!(printable_line("a\tb\u{1b}\u{9b}\r\u{200f}"), "a\tb␛\u{fffd}␍\u{fffd}");
    }

    #[test]
    fn nothing_is_a_command_of_a_runner() {
        assert_eq!(printable("::stop-commands::x"), "\\u{3a}:stop-commands::x");
        assert_eq!(printable("  ::error::x"), "  \\u{3a}:error::x");
        assert_eq!(printable("std::env and a ::b"), "std::env and a ::b");
        assert_eq!(printable("a ##[group]b ##[x]"), "a ##\\u{5b}group]b ##\\u{5b}x]");
        assert_eq!(printable_line("##[add-matcher]x ###[y] # [z]"), "##［add-matcher]x ###［y] # [z]");
    }

    #[test]
    fn json_keeps_its_value() {
        let json = "{\"a\":[\"##[error]x\",\"\u{9b}31m\u{202e}\u{7f}é\"]}";
        let shown = printable_json(json.to_owned());
        assert_eq!(shown, "{\"a\":[\"##\\u005berror]x\",\"\\u009b31m\\u202e\\u007fé\"]}");
        let value = |text: &str| serde_json::from_str::<serde_json::Value>(text).expect("JSON");
        assert_eq!(value(&shown), value(json));
        assert_eq!(printable_json("{\"#\":[1]}".to_owned()), "{\"#\":[1]}");
    }
}
