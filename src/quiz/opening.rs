//! How authors mark where a question begins: the table of forms. In: a line. Out: its mark, its number, and where its own text begins. Never
//! knows of blocks or choices.

use super::keyword::is_marked;
use crate::words::{WordKind, strip_prefix_ignore_case};

/// How a question is marked, weakest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum StemMark {
    /// Not at all.
    Bare,
    /// `**Scenario**:`, `**Question:**`: a word without a number.
    Word,
    /// `[!question] text`: the first line of a callout.
    Callout,
    /// `3.`, by a heading, a list or in bold.
    Number,
    /// `Question 3`, `Q3.`, `Pregunta 3:`.
    Named,
}

/// What a line's beginning says.
#[derive(Clone, Debug)]
pub(super) struct LineOpening {
    pub mark: StemMark,
    pub number: Option<u32>,
    /// Where the line's own text begins.
    pub rest: usize,
}

/// A mark, its number, and how many bytes they take.
type ReadMark = (StemMark, Option<u32>, usize);

/// A way to mark a stem; the line's example is its first test.
pub(super) struct StemForm {
    pub name: &'static str,
    pub example: &'static str,
    read: fn(&str) -> Option<ReadMark>,
}

/// The forms, in order of trust.
pub(super) static STEMS: &[StemForm] = &[
    StemForm { name: "word and number", example: "Question 3: text", read: read_word_and_number },
    StemForm { name: "letter and number", example: "Q3. text", read: read_q_and_number },
    StemForm { name: "word and code", example: "Question DSF-1: text", read: read_word_and_code },
    StemForm { name: "number and word", example: "第3問 text", read: read_number_and_word },
    StemForm { name: "number", example: "3. text", read: read_number },
    StemForm { name: "any letter and number", example: "P3. text", read: read_letter_and_number },
    StemForm { name: "word", example: "Question: text", read: read_word },
];

/// How many bytes the mark of a question takes that is no word of the text: `[!question]` with the sign that folds it, or `? `.
fn question_callout(text: &str) -> Option<usize> {
    // LearnSpec marks a question in a fence so.
    if let Some(rest) = text.trim_start().strip_prefix("? ") {
        return Some(text.len() - rest.trim_start().len());
    }
    let inner = text.trim_start().strip_prefix("[!")?;
    let (word, after) = inner.split_once(']')?;
    let after = after.trim_start_matches(['-', '+']);
    WordKind::Question.equals(word).then(|| text.len() - after.trim_start().len())
}

// Each row has a name and an example: without them it does not compile.
const _: () = {
    let mut row = 0;
    while row < STEMS.len() {
        assert!(!STEMS[row].name.is_empty() && !STEMS[row].example.is_empty());
        row += 1;
    }
};

/// What the text says at its start.
pub(super) fn opening(text: &str) -> Option<LineOpening> {
    let lead = skip_signs(text);
    let line = text.get(lead..)?;
    let callout = || {
        let rest = question_callout(text)?;
        Some(LineOpening { mark: StemMark::Callout, number: None, rest })
    };
    let forms = if may_open(line) { STEMS } else { &[] };
    let found = forms.iter().find_map(|form| {
        let (mark, number, rest) = (form.read)(line)?;
        let tail = line.get(rest..).unwrap_or("");
        let rest = rest + tail.len()
            - tail.trim_start_matches([' ', ':', '：', '.', '。', ')', '）', '】', ']', '\t', '—', '–', '-']).len();
        Some(LineOpening { mark, number, rest: lead + rest })
    });
    found.or_else(callout)
}

/// Whether a line may begin with one of the forms, by its first bytes: a fast test, false only where it begins with none. Two letters and a
/// third character are neither a number nor a letter before one.
fn may_open(line: &str) -> bool {
    let words = [WordKind::Question, WordKind::Scenario, WordKind::BeforeNumber];
    match line.as_bytes() {
        [b'q' | b'Q' | b'0'..=b'9', ..] | [_, b'0'..=b'9', ..] => true,
        [first, second, third, ..] if first.is_ascii() && second.is_ascii() && third.is_ascii() => {
            words.into_iter().any(|kind| kind.may_begin(line))
        }
        _ => true,
    }
}

/// How many bytes of emoji, signs and callout marks stand before the words.
fn skip_signs(text: &str) -> usize {
    let is_callout = text.trim_start().starts_with("[!");
    let callout = if is_callout { text.find(']').map_or(0, |at| at + 1) } else { 0 };
    let rest = text.get(callout..).unwrap_or("");
    callout + rest.len()
        - rest.trim_start_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '(' | '_' | '"' | '[')).len()
}

/// `Question 3`.
fn read_word_and_number(line: &str) -> Option<ReadMark> {
    read_number_behind(line, WordKind::Question.longest_prefix_len(line)?)
}

/// `Q3`.
fn read_q_and_number(line: &str) -> Option<ReadMark> {
    read_number_behind(line, line.starts_with(['q', 'Q']).then_some(1)?)
}

/// A number behind the first `word` bytes of a line.
fn read_number_behind(line: &str, word: usize) -> Option<ReadMark> {
    let tail = line.get(word..)?;
    let digits = tail.trim_start_matches([' ', '\u{a0}', '#', '.', '-', '°', 'º', '№']);
    // `Question #: 14`; `Question: 14 cats …` has no number.
    let digits = if tail.trim_start().starts_with("#:") { digits.trim_start_matches([':', ' ']) } else { digits };
    let (number, rest) = digits_of(digits)?;
    let ends = !rest.starts_with(|c: char| c.is_alphabetic() && c.is_ascii());
    // `Questions 1–18`, `Question 3 of the exam asks` are prose.
    let is_range = rest.trim_start().starts_with(['-', '–', '—', '&'])
        && digits_of(rest.trim_start().trim_start_matches(['-', '–', '—', '&', ' '])).is_some();
    // `Question 6.1.2` has a code, see below.
    let is_nested = rest.strip_prefix('.').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    // `Q1 2027` is a quarter.
    let is_date = rest.trim_start().starts_with(|c: char| c.is_ascii_digit());
    (ends && !is_range && !is_date && !is_nested).then(|| (StemMark::Named, Some(number), line.len() - rest.len()))
}

/// `Question DSF-1`, `Q-MET-031`, `Question 2.1`: what stands for the number is none.
fn read_word_and_code(line: &str) -> Option<ReadMark> {
    let word = WordKind::Question.longest_prefix_len(line).or_else(|| line.starts_with(['q', 'Q']).then_some(1))?;
    let tail = line.get(word..)?;
    let code = tail.trim_start_matches([' ', '\u{a0}', '#', '-', '–']);
    let end = code.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_'))).unwrap_or(code.len());
    let token = code.get(..end)?.trim_end_matches(['.', '-']);
    let has_letters = token.starts_with(|c: char| c.is_ascii_uppercase()) && token.contains(['-', '_']);
    let is_nested = token.starts_with(|c: char| c.is_ascii_digit()) && token.contains('.');
    let ends_in_number = token.ends_with(|c: char| c.is_ascii_digit()) && token.len() <= 16;
    let is_code = code.len() < tail.len() && ends_in_number && (has_letters || is_nested);
    is_code.then(|| (StemMark::Named, None, line.len() - code.len() + token.len()))
}

/// `第3問`: the number stands between two words.
fn read_number_and_word(line: &str) -> Option<ReadMark> {
    if !WordKind::BeforeNumber.may_begin(line) {
        return None;
    }
    let tail = WordKind::BeforeNumber.words().iter().find_map(|word| strip_prefix_ignore_case(line, word))?;
    let (number, rest) = digits_of(tail.trim_start())?;
    let after =
        WordKind::AfterNumber.words().iter().filter_map(|word| strip_prefix_ignore_case(rest.trim_start(), word));
    let rest = after.min_by_key(|rest| rest.len())?;
    Some((StemMark::Named, Some(number), line.len() - rest.len()))
}

/// `3.`, `3)`: a number and a sign, a blank after it.
fn read_number(line: &str) -> Option<ReadMark> {
    let (number, rest) = digits_of(line)?;
    let rest = rest.strip_prefix(['.', ')', ':', '、', '．'])?;
    let stands_apart = rest.is_empty() || rest.starts_with(char::is_whitespace) || !rest.is_char_boundary(1);
    stands_apart.then(|| (StemMark::Number, Some(number), line.len() - rest.len()))
}

/// `P3.`, `प्र3.`: the first letter of a language's word for a question.
fn read_letter_and_number(line: &str) -> Option<ReadMark> {
    let end = line.find(|c: char| c.is_ascii_digit())?;
    let letters = line.get(..end)?;
    let is_short = letters.chars().count() == 1 || (!letters.is_ascii() && letters.chars().count() <= 3);
    let is_capital =
        letters.chars().all(|letter| letter.is_alphabetic() && !letter.is_lowercase() || !letter.is_ascii());
    let (number, rest) = digits_of(line.get(end..)?).filter(|_| is_short && is_capital)?;
    let rest = rest.strip_prefix(['.', '。'])?;
    rest.starts_with(' ').then(|| (StemMark::Number, Some(number), line.len() - rest.len()))
}

/// `Question:`, `Scenario:`: a word that a colon makes a mark.
fn read_word(line: &str) -> Option<ReadMark> {
    let word = WordKind::Question.longest_prefix_len(line).or_else(|| WordKind::Scenario.longest_prefix_len(line))?;
    let rest = line.get(word..)?;
    is_marked(rest).then_some((StemMark::Word, None, word))
}

/// The number at the start of a text, of at most four digits, and what follows.
pub(super) fn digits_of(text: &str) -> Option<(u32, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let number = text.get(..end).filter(|digits| (1..=4).contains(&digits.len()))?.parse().ok()?;
    Some((number, text.get(end..)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_example_is_read_by_its_own_row() {
        for form in STEMS {
            let found = opening(form.example).expect(form.name);
            assert_eq!(&form.example[found.rest..], "text", "{}", form.name);
        }
    }

    #[test]
    fn prose_is_no_opening() {
        for line in [
            "Questions 1–18",
            "Question about S3-1",
            "Q1 2027 roadmap",
            "Questionable 3",
            "Quality 3: x",
            "2024 was good",
            "3.5 percent",
        ] {
            assert!(opening(line).is_none(), "{line}");
        }
    }
}
