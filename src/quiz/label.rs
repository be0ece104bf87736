//! How choices are lettered: the table of forms and the alphabets. In: a line. Out: its label.
//! Never knows of lists or paragraphs.

use std::sync::LazyLock;

use super::line::TextLine;
use crate::words::WordKind;

/// A way to letter a choice: what may stand before the letter and after it. A blank follows a word before it.
pub(super) struct LabelForm {
    /// Its name, for tests and for those who read the table.
    pub name: &'static str,
    /// A line of it: its first test.
    pub example: &'static str,
    pub before: &'static [&'static str],
    pub after: &'static [&'static str],
    /// Whether lines of this form stand in notes as often as in questions.
    may_be_note: bool,
}

/// The forms, in order of trust.
pub(super) static LABELS: &[LabelForm] = &[
    LabelForm {
        name: "letter and bracket",
        example: "A) Users",
        before: &[""],
        after: &[")", "）", ".)"],
        may_be_note: false,
    },
    LabelForm {
        name: "letter in brackets",
        example: "(A) Users",
        before: &["(", "（", "["],
        after: &[")", "）", "]"],
        may_be_note: false,
    },
    LabelForm {
        name: "letter and dot",
        example: "A. Users",
        before: &[""],
        after: &[".", "．", "、"],
        may_be_note: false,
    },
    LabelForm { name: "letter and colon", example: "A: Users", before: &[""], after: &[":", "："], may_be_note: true },
    LabelForm {
        name: "letter and dash",
        example: "A - Users",
        before: &[""],
        after: &[" - ", " – ", " — "],
        may_be_note: true,
    },
    LabelForm {
        name: "word and letter",
        example: "Option A: Users",
        before: WordKind::Label.words(),
        after: &[":", ")", ".", " -", " –"],
        may_be_note: false,
    },
];

// Each row has a name and an example: without them it does not compile.
const _: () = {
    let mut row = 0;
    while row < LABELS.len() {
        assert!(!LABELS[row].name.is_empty() && !LABELS[row].example.is_empty());
        row += 1;
    }
};

/// The number of the alphabet that has a letter, and its place in it, from 0.
pub(super) type LabelRank = (usize, usize);

/// The letter at the start of a choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Label {
    /// As the author wrote it, upper-case.
    pub name: char,
    /// Its alphabet, and its place there.
    pub rank: LabelRank,
    /// Row of [`LABELS`].
    pub form: usize,
    /// Whether it is written as a small letter.
    pub small: bool,
    /// Where the choice's text begins in the line.
    pub rest: usize,
}

impl Label {
    /// Whether a line that begins so may as well be a note (`A - x`).
    pub fn may_be_note(&self) -> bool {
        LABELS.get(self.form).is_some_and(|form| form.may_be_note)
    }
}

/// Letters in the order in which choices take them, beside those of the languages ([`WordKind::Letters`]).
pub(super) const ALPHABETS: [&str; 3] = ["123456789", "ABCDEFGHIJ", "①②③④⑤⑥"];

/// Where a label stands, if it is one letter of an alphabet.
pub(super) fn rank(label: &str) -> Option<LabelRank> {
    let mut chars = label.chars();
    let letter = chars.next().filter(|_| chars.next().is_none())?;
    rank_of(letter)
}

/// A letter or digit of full width as the plain one: `Ａ` is `A`.
pub(super) fn plain_width(letter: char) -> char {
    match letter {
        '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => char::from_u32(letter as u32 - 0xFEE0).unwrap_or(letter),
        _ => letter,
    }
}

fn rank_of(letter: char) -> Option<LabelRank> {
    let letter = plain_width(letter);
    static ASCII: LazyLock<Vec<Option<LabelRank>>> =
        LazyLock::new(|| ('\0'..='\u{7f}').map(|letter| looked_up(letter.to_ascii_uppercase())).collect());
    match ASCII.get(letter as usize) {
        Some(rank) => *rank,
        None => looked_up(letter.to_uppercase().next()?),
    }
}

fn looked_up(upper: char) -> Option<LabelRank> {
    let alphabets = ALPHABETS.iter().chain(WordKind::Letters.words());
    alphabets
        .enumerate()
        .find_map(|(alphabet, letters)| Some((alphabet, letters.chars().position(|known| known == upper)?)))
}

/// The letter at a place of an alphabet.
fn letter_at((alphabet, place): LabelRank) -> Option<char> {
    ALPHABETS.iter().chain(WordKind::Letters.words()).nth(alphabet)?.chars().nth(place)
}

/// The capital of a letter; none where that is several letters.
fn upper(letter: char) -> Option<char> {
    let mut all = letter.to_uppercase();
    all.next().filter(|_| all.next().is_none())
}

/// The alphabet of digits: they count as letters only where everything else says so.
pub(super) const DIGITS: usize = 0;

/// Letters for choices that have none.
pub(super) const LETTERS: &str = "ABCDEFGHIJKLMNOP";

/// The label at the start of a line.
pub(super) fn label(text: &str) -> Option<Label> {
    let line = text.trim_start();
    let lead = text.len() - line.len();
    // Fast tests: most lines begin with a word, and not with one that stands before a letter.
    let mut letters = line.chars();
    let is_rank = letters.next().and_then(rank_of).is_some() && !letters.next().is_some_and(char::is_alphanumeric);
    let may_stand_before = |before: &str| match before.as_bytes() {
        [] => is_rank,
        [first] => line.as_bytes().first() == Some(first),
        [first, second, ..] => matches!(line.as_bytes(), [a, b, ..] if (a, b) == (first, second)),
    };
    LABELS.iter().enumerate().find_map(|(form, row)| {
        let before = row.before.iter().filter(|before| may_stand_before(before));
        let (letter, rank, rest) = before.into_iter().find_map(|before| lettered(line, before, row.after))?;
        Some(Label {
            name: upper(plain_width(letter))?,
            rank,
            form,
            small: letter.is_lowercase(),
            rest: lead + line.len() - rest.len(),
        })
    })
}

/// The label of a line, from byte `from` on. Code has none; `A:` may touch what follows where that is code.
pub(super) fn label_at(line: &TextLine, from: usize) -> Option<Label> {
    let found = label(line.text.get(from..line.code_start())?)?;
    Some(Label { rest: from + found.rest, ..found })
}

/// The label of a line.
pub(super) fn label_of(line: &TextLine) -> Option<Label> {
    label_at(line, 0)
}

/// The labels of a group's choices: no two are the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ChoiceLabels {
    all: Vec<String>,
    /// Whether the author wrote them.
    pub are_written: bool,
    /// Those that the author wrote twice: they name no choice.
    repeated: Vec<String>,
}

impl ChoiceLabels {
    /// Labels by place: `A`, `B` …
    pub fn by_place(count: usize) -> Self {
        let all = LETTERS.chars().map(String::from).take(count);
        ChoiceLabels { all: all.collect(), are_written: false, repeated: Vec::new() }
    }

    /// The numbers of a list's items, from `first` on.
    pub fn numbers(first: u32, count: usize) -> Self {
        let all = (u64::from(first)..).map(|number| number.to_string()).take(count);
        ChoiceLabels { all: all.collect(), are_written: true, repeated: Vec::new() }
    }

    /// True and false, where the choices are not written.
    pub fn truth() -> Self {
        ChoiceLabels { all: vec!["True".to_owned(), "False".to_owned()], are_written: true, repeated: Vec::new() }
    }

    /// The author's labels. Where one stands there twice, choices are labelled by their place in the alphabet.
    pub fn written(labels: &[Label]) -> Self {
        let mut repeated: Vec<String> = Vec::new();
        for (place, label) in labels.iter().enumerate() {
            let is_again = labels.iter().take(place).any(|before| before.name == label.name);
            if is_again && !repeated.iter().any(|name| name.chars().eq([label.name])) {
                repeated.push(label.name.to_string());
            }
        }
        let alphabet = labels.first().map_or(0, |label| label.rank.0);
        let all = labels.iter().enumerate().map(|(place, label)| match repeated.is_empty() {
            true => label.name.to_string(),
            false => letter_at((alphabet, place)).unwrap_or(label.name).to_string(),
        });
        ChoiceLabels { all: all.collect(), are_written: true, repeated }
    }

    /// The labels, in the order of the choices.
    pub fn all(&self) -> &[String] {
        &self.all
    }

    /// The place of the choice that a letter names; none where the author gave it to two.
    pub fn place_of(&self, letter: char) -> Option<usize> {
        let letter = plain_width(letter);
        let is = |label: &String| label.chars().eq(letter.to_uppercase());
        self.all.iter().position(is).filter(|_| !self.repeated.iter().any(is))
    }
}

fn lettered<'t>(line: &'t str, before: &str, after: &[&str]) -> Option<(char, LabelRank, &'t str)> {
    let line = line.strip_prefix(before)?;
    let line = if before.ends_with(char::is_alphabetic) { line.strip_prefix(' ')? } else { line };
    let letter = line.chars().next()?;
    let rank = rank_of(letter)?;
    let tail = line.get(letter.len_utf8()..)?;
    let rest = after.iter().find_map(|after| tail.strip_prefix(after))?;
    // A mark of full width needs no blank after it.
    let is_wide = tail.starts_with(|c: char| !c.is_ascii());
    let stands_apart = rest.is_empty() || rest.starts_with(char::is_whitespace) || !letter.is_ascii() || is_wide;
    // `A)x` is a label, `e.g` and `A.B` and `a:b` are not.
    let is_bracket = tail.starts_with([')', '）']);
    (stands_apart || is_bracket || tail.starts_with(' ')).then(|| (letter, rank, rest.trim_start()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_example_is_read_by_its_own_row() {
        for (row, form) in LABELS.iter().enumerate() {
            let found = label(form.example).expect(form.name);
            assert_eq!((found.form, found.name, &form.example[found.rest..]), (row, 'A', "Users"), "{}", form.name);
        }
    }

    #[test]
    fn words_are_no_labels() {
        for line in ["e.g. this", "A nice day", "a.b", "I am", "Kim: hello", "Ah. So"] {
            assert_eq!(label(line), None, "{line}");
        }
    }
}
