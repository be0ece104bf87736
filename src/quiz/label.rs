//! How choices are lettered: the table of forms, the alphabets, and what ends a choice's text. In: a line. Out: its label.
//! Never knows of lists or paragraphs.

use super::outline::Row;
use super::words::{Words, head};

/// A way to letter a choice: what may stand before the letter and after it.
pub(super) struct LabelForm {
    /// Its name, for tests and for those who read the table.
    #[cfg_attr(not(test), expect(dead_code))]
    pub name: &'static str,
    /// A line of it: its first test.
    #[cfg_attr(not(test), expect(dead_code))]
    pub example: &'static str,
    before: &'static [&'static str],
    after: &'static [&'static str],
}

/// The forms, in order of trust.
pub(super) static LABELS: &[LabelForm] = &[
    LabelForm { name: "letter and bracket", example: "A) Users", before: &[""], after: &[")", "）", ".)"] },
    LabelForm {
        name: "letter in brackets", example: "(A) Users", before: &["(", "（", "["], after: &[")", "）", "]"]
    },
    LabelForm { name: "letter and dot", example: "A. Users", before: &[""], after: &[".", "．", "、"] },
    LabelForm { name: "letter and colon", example: "A: Users", before: &[""], after: &[":", "："] },
    LabelForm { name: "letter and dash", example: "A - Users", before: &[""], after: &[" - ", " – ", " — "] },
    LabelForm {
        name: "word and letter",
        example: "Option A: Users",
        before: &["Option ", "option ", "Choice ", "Opción ", "Opção ", "Alternativa "],
        after: &[":", ")", ".", " -", " –"],
    },
];

/// The letter at the start of a choice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Label {
    /// As the author wrote it, upper-case.
    pub name: String,
    /// Row of [`LABELS`].
    pub form: usize,
    /// Whether it is written as a small letter.
    pub small: bool,
    /// Where the choice's text begins in the line.
    pub rest: usize,
}

/// The row of [`LABELS`] that stands in notes as often as in questions.
pub(super) const DASH: usize = 4;

/// Letters in the order in which choices take them.
static ALPHABETS: &[&str] = &[
    "ABCDEFGHIJ",
    "АБВГДЕЖЗ",
    "ΑΒΓΔΕΖΗΘ",
    "アイウエオカキ",
    "가나다라마바",
    "أبجدهو",
    "①②③④⑤⑥",
    "甲乙丙丁戊",
    "123456789",
];

/// Where a label stands in its alphabet: the alphabet, and the place in it.
pub(super) fn rank(label: &str) -> Option<(usize, usize)> {
    let mut chars = label.chars();
    let letter = chars.next().filter(|_| chars.next().is_none())?;
    let upper = letter.to_uppercase().next()?;
    ALPHABETS
        .iter()
        .enumerate()
        .find_map(|(alphabet, letters)| Some((alphabet, letters.chars().position(|known| known == upper)?)))
}

/// The alphabet of digits: they count as letters only where everything else says so.
pub(super) const DIGITS: usize = ALPHABETS.len() - 1;

/// Letters for choices that have none.
pub(super) const LETTERS: &str = "ABCDEFGHIJKLMNOP";

/// The label at the start of a line.
pub(super) fn label(text: &str) -> Option<Label> {
    let lead = text.len() - text.trim_start().len();
    let line = text.get(lead..)?;
    LABELS.iter().enumerate().find_map(|(form, row)| {
        let (name, rest) = row.before.iter().find_map(|before| lettered(line, before, row.after))?;
        let small = name.chars().all(char::is_lowercase);
        Some(Label { name: name.to_uppercase(), form, small, rest: lead + line.len() - rest.len() })
    })
}

/// The label of a line; `A:` may touch what follows where that is code or a picture.
pub(super) fn label_of(row: &Row) -> Option<Label> {
    label(&row.text).or_else(|| {
        let edge = row.edge()?;
        let found = label(row.text.get(..edge)?)?;
        (found.rest == edge).then_some(found)
    })
}

fn lettered<'t>(line: &'t str, before: &str, after: &[&str]) -> Option<(&'t str, &'t str)> {
    let line = line.strip_prefix(before)?;
    let letter = line.chars().next()?;
    let (name, tail) = line.split_at(letter.len_utf8());
    rank(name)?;
    let rest = after.iter().find_map(|after| tail.strip_prefix(after))?;
    let stands_apart = rest.is_empty() || rest.starts_with(char::is_whitespace) || !letter.is_ascii();
    // `A)x` is a label, `e.g` and `A.B` and `a:b` are not.
    let is_bracket = tail.starts_with([')', '）']);
    (stands_apart || is_bracket || tail.starts_with(' ')).then(|| (name, rest.trim_start()))
}

/// Whether a line can no longer belong to the choice above it.
pub(super) fn ends_choice(text: &str) -> bool {
    let head = head(text);
    let head = head.trim_start_matches(|c: char| !c.is_alphanumeric());
    [Words::Answer, Words::Explanation, Words::Hint]
        .into_iter()
        .any(|words| words.opens(head).is_some_and(|length| is_marked(head.get(length..).unwrap_or(""))))
}

/// Whether what follows a word makes it a mark: a colon near by, or nothing else.
pub(super) fn is_marked(rest: &str) -> bool {
    let rest = rest.trim_start();
    let rest = rest.strip_prefix("(s)").unwrap_or(rest).trim_start();
    let rest = match rest.strip_prefix('(').and_then(|inner| inner.split_once(')')) {
        Some((inside, after)) if inside.chars().count() < 24 && !after.trim().is_empty() => after.trim_start(),
        _ => rest,
    };
    rest.is_empty() || rest.starts_with([':', '：', '=', '→'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_example_is_read_by_its_own_row() {
        for (row, form) in LABELS.iter().enumerate() {
            let found = label(form.example).expect(form.name);
            assert_eq!(
                (found.form, found.name.as_str(), &form.example[found.rest..]),
                (row, "A", "Users"),
                "{}",
                form.name
            );
        }
    }

    #[test]
    fn words_are_no_labels() {
        for line in ["e.g. this", "A nice day", "a.b", "I am", "Kim: hello", "Ah. So"] {
            assert_eq!(label(line), None, "{line}");
        }
    }
}
