//! How authors mark the right choice: a box before its text, a sign or words behind it. In: a line. Out: what the mark says, and how many
//! bytes it takes. Never decides what a choice is.

use super::line::TextLine;
use crate::words::WordKind;

/// A way to write a box before a choice, other than a task item's of markdown.
pub(super) struct BoxForm {
    /// Its name, for tests and for those who read the table.
    pub name: &'static str,
    /// A line of it, ticked: its first test.
    pub example: &'static str,
    read: fn(&str) -> Option<ReadBox>,
}

/// Whether a box is ticked, and its length in bytes.
type ReadBox = (bool, usize);

/// The forms, in order of trust.
pub(super) static BOXES: &[BoxForm] = &[
    BoxForm { name: "round in square brackets", example: "[(X)] Users", read: |text| nested(text, "[(", ")]") },
    BoxForm { name: "double square brackets", example: "[[X]] Users", read: |text| nested(text, "[[", "]]") },
    BoxForm { name: "square brackets", example: "[ x ] Users", read: |text| bracketed(text, "[", "]") },
    BoxForm { name: "round brackets", example: "(x) Users", read: |text| bracketed(text, "(", ")") },
    BoxForm { name: "sign", example: "☑ Users", read: signed },
];

// Each row has a name and an example: without them it does not compile.
const _: () = {
    let mut row = 0;
    while row < BOXES.len() {
        assert!(!BOXES[row].name.is_empty() && !BOXES[row].example.is_empty());
        row += 1;
    }
};

/// What stands in a ticked box, lower-case.
pub(super) const TICKS: &[&str] = &["x", "х", "✓", "✔", "✔️", "✅", "*", "•"];

/// Boxes that are one sign: empty ones and ticked ones.
pub(super) const EMPTY_SIGNS: &[&str] = &["☐", "⬜", "◻️", "◻", "□", "○", "◯", "⚪"];
/// `✅` is none of them: it stands before advice and things done as often.
pub(super) const TICKED_SIGNS: &[&str] = &["☑️", "☑", "☒", "■", "●", "◉", "🔘"];

/// Signs behind a choice which say that it is right, or that it is wrong.
pub(super) const RIGHT_SIGNS: &[&str] = &["✅", "✔️", "✔", "✓", "☑️", "☑"];
pub(super) const WRONG_SIGNS: &[&str] = &["❌", "✗", "✘", "✖️", "✖"];

/// A box in brackets: blank or ticked; empty brackets are code too often, so they need a blank between.
fn bracketed(text: &str, open: &str, close: &str) -> Option<ReadBox> {
    let (inside, _) = text.strip_prefix(open)?.split_once(close)?;
    let content = inside.trim();
    let ticked = TICKS.iter().any(|tick| content.to_lowercase() == *tick);
    let is_empty = content.is_empty() && (!inside.is_empty() || open == "[") && inside.chars().count() <= 3;
    (ticked || is_empty).then_some((ticked, open.len() + inside.len() + close.len()))
}

/// The same for double brackets, which may be empty.
fn nested(text: &str, open: &str, close: &str) -> Option<ReadBox> {
    let (inside, _) = text.strip_prefix(open)?.split_once(close)?;
    let content = inside.trim();
    let ticked = TICKS.iter().any(|tick| content.to_lowercase() == *tick);
    (ticked || content.is_empty()).then_some((ticked, open.len() + inside.len() + close.len()))
}

fn signed(text: &str) -> Option<ReadBox> {
    let length = |signs: &[&str]| signs.iter().find(|sign| text.starts_with(**sign)).map(|sign| sign.len());
    length(TICKED_SIGNS).map(|length| (true, length)).or_else(|| Some((false, length(EMPTY_SIGNS)?)))
}

/// The box at the start of a line that is written as text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TextBox {
    pub ticked: bool,
    /// Where the choice's text begins in the line.
    pub rest: usize,
}

/// The box at the start of a line; `-[x]` without a blank is one, too. Code has none.
pub(super) fn text_box(line: &TextLine) -> Option<TextBox> {
    // Most lines begin with a letter.
    if line.text.trim_start().starts_with(|c: char| c.is_ascii_alphanumeric()) {
        return None;
    }
    let text = line.text.get(..line.code_start())?;
    let bare = text.trim_start();
    let bare =
        bare.strip_prefix(['-', '*', '+']).filter(|rest| rest.trim_start().starts_with(['[', '('])).unwrap_or(bare);
    let bare = bare.trim_start();
    let start = text.len() - bare.len();
    if bare.starts_with(|c: char| c.is_ascii_alphanumeric()) {
        return None;
    }
    let (ticked, length) = BOXES.iter().find_map(|form| (form.read)(bare))?;
    let after = bare.get(length..)?;
    let rest = after.trim_start_matches([' ', '\t', '\u{a0}', ',']);
    // `(x) => y` and `[]byte` are code; a box is followed by a blank, a comma or a letter that is not of ASCII; `[ ]Yes` lacks its blank.
    let has_content = bare.get(..length).is_some_and(|written| written.starts_with('[') && written.len() > 2);
    let stands_apart = after.is_empty()
        || rest.len() < after.len()
        || !after.starts_with(|c: char| c.is_ascii())
        || (has_content && after.starts_with(char::is_alphanumeric));
    let is_code = rest.starts_with("=>") || rest.starts_with("->");
    (stands_apart && !is_code).then_some(TextBox { ticked, rest: start + length + after.len() - rest.len() })
}

/// What a mark at the end of a text says, and its length in bytes.
pub(super) fn mark_at_end(text: &str) -> Option<(bool, usize)> {
    let longest =
        |marks: &mut dyn Iterator<Item = &'static str>| marks.filter(|mark| ends(text, mark)).map(str::len).max();
    let right = longest(&mut RIGHT_SIGNS.iter().copied().chain(WordKind::RightMark.words().iter().copied()));
    let wrong = longest(&mut WRONG_SIGNS.iter().copied());
    right.map(|length| (true, length)).or_else(|| Some((false, wrong?)))
}

/// Whether `text` ends with a mark: signs and ASCII letters.
fn ends(text: &str, mark: &str) -> bool {
    let start = text.len().checked_sub(mark.len());
    start.and_then(|start| text.as_bytes().get(start..)).is_some_and(|tail| tail.eq_ignore_ascii_case(mark.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::super::line::lines;
    use super::*;
    use crate::markdown::parse;

    /// Whether the first line of a markdown text begins with a ticked box, and what follows it.
    fn read(text: &str) -> Option<(bool, String)> {
        let document = parse(text.into(), 0);
        let line = lines(&document, document.all(), 1).into_iter().next()?;
        let found = text_box(&line)?;
        Some((found.ticked, line.text[found.rest..].to_owned()))
    }

    #[test]
    fn each_example_is_a_ticked_box() {
        for form in BOXES {
            assert_eq!(read(form.example), Some((true, "Users".to_owned())), "{}", form.name);
        }
    }

    #[test]
    fn code_and_links_are_no_boxes() {
        for text in ["[]byte", "(x) => x", "[1] note", "() call", "[x y] z", "f(x) y", "[x](y) z", "`[x] y`"] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn boxes_may_be_written_without_care() {
        for (text, ticked) in [("-[ ] a", false), ("[  ] a", false), ("[x], a", true), ("( ) a", false), ("☐ a", false)]
        {
            assert_eq!(read(text), Some((ticked, "a".to_owned())), "{text}");
        }
    }
}
