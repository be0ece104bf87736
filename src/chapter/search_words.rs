//! The words of a text as search finds them: folded, so that case, accents and forms of letters do not count, and split where a reader would
//! split them. The theme's script does the same with what a student types (`js/search/words.js`); both follow `docs/reference/search.md`. Never decides
//! which text is searched.

use unicode_normalization::UnicodeNormalization;
use unicode_properties::{GeneralCategory, GeneralCategoryGroup, UnicodeGeneralCategory};

/// Longer words are left out: they are data.
const MAX_WORD_CHARS: usize = 40;

/// Letters that keep no mark when they are decomposed, and what readers type for them.
static PLAIN: &[(char, &str)] = &[
    ('ł', "l"),
    ('ø', "o"),
    ('đ', "d"),
    ('ð', "d"),
    ('ı', "i"),
    ('ß', "ss"),
    ('æ', "ae"),
    ('œ', "oe"),
    ('þ', "th"),
    ('ħ', "h"),
];

/// Scripts that are written without blanks between words: first and last character.
static UNSPACED: &[(char, char)] = &[
    ('\u{e00}', '\u{eff}'),
    ('\u{1000}', '\u{109f}'),
    ('\u{1780}', '\u{17ff}'),
    ('\u{3005}', '\u{3007}'),
    ('\u{3040}', '\u{30ff}'),
    ('\u{31f0}', '\u{31ff}'),
    ('\u{3400}', '\u{4dbf}'),
    ('\u{4e00}', '\u{9fff}'),
    ('\u{f900}', '\u{faff}'),
    ('\u{20000}', '\u{323af}'),
];

/// Calls `found` with each word of `text`: the word, and the byte at which it begins. Words at the same byte stand in the same place: a name such as
/// `HashMap` and its parts, or `read_csv` and its first part.
pub(crate) fn each_word(text: &str, mut found: impl FnMut(&str, usize)) {
    let mut folded = String::new();
    let (mut at, mut name_end) = (0, 0);
    while let Some(start) = next_word(text, at) {
        let rest = text.get(start..).unwrap_or("");
        let length = word_len(rest);
        let follows = rest.as_bytes().get(length);
        // Only a word that a `_` follows may begin a longer name.
        if follows == Some(&b'_') && start >= name_end {
            name_end = start + joined_name(rest, &mut folded);
            if !folded.is_empty() {
                found(&folded, start);
            }
        }
        let signs = rest.bytes().skip(length).take_while(|byte| matches!(byte, b'+' | b'#')).count();
        at = start + length + signs;
        let run = rest.get(..length + signs).unwrap_or("");
        if run.is_ascii() {
            ascii_words(run, start, &mut folded, &mut found);
        } else {
            fold_into(run, &mut folded);
            split_folded(&folded, start, &mut found);
        }
    }
}

/// Where the first word at or after `from` begins.
fn next_word(text: &str, from: usize) -> Option<usize> {
    let rest = text.get(from..)?;
    let signs = rest.bytes().take_while(|byte| byte.is_ascii() && !byte.is_ascii_alphanumeric()).count();
    let rest = rest.get(signs..)?;
    if rest.as_bytes().first()?.is_ascii() {
        return Some(from + signs);
    }
    rest.find(is_of_word).map(|start| from + signs + start)
}

/// How many bytes the word at the beginning of `text` has.
fn word_len(text: &str) -> usize {
    let mut length = 0;
    loop {
        length += text.bytes().skip(length).take_while(u8::is_ascii_alphanumeric).count();
        match text.get(length..).and_then(|rest| rest.chars().next()) {
            Some(c) if !c.is_ascii() && is_of_word(c) => length += c.len_utf8(),
            _ => return length,
        }
    }
}

/// How long the name at the beginning of `text` is, of ASCII letters, digits and `_`. Where a `_` joins parts of it, `name` becomes the whole,
/// folded and with one `_` between parts; otherwise it becomes empty.
fn joined_name(text: &str, name: &mut String) -> usize {
    name.clear();
    let is_of_name = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    let length = text.bytes().take_while(|byte| is_of_name(byte)).count();
    let whole = text.get(..length).unwrap_or("").trim_end_matches('_');
    let goes_on = text.get(length..).and_then(|rest| rest.chars().next()).is_some_and(is_of_word);
    if goes_on || !whole.contains('_') || whole.len() > MAX_WORD_CHARS {
        return length;
    }
    for part in whole.split('_').filter(|part| !part.is_empty()) {
        if !name.is_empty() {
            name.push('_');
        }
        name.push_str(part);
    }
    name.make_ascii_lowercase();
    length
}

/// The words of a run of ASCII letters and digits: the run, and the parts of a name in camel case.
fn ascii_words(run: &str, start: usize, folded: &mut String, found: &mut impl FnMut(&str, usize)) {
    folded.clear();
    folded.push_str(run);
    folded.make_ascii_lowercase();
    if run.len() > MAX_WORD_CHARS {
        return;
    }
    found(folded, start);
    let bytes = run.as_bytes();
    if !bytes.iter().skip(1).any(u8::is_ascii_uppercase) {
        return;
    }
    let begins = |at: usize| {
        let last = at.checked_sub(1).and_then(|last| bytes.get(last));
        last.is_none_or(|last| !last.is_ascii_uppercase()) && bytes.get(at).is_some_and(u8::is_ascii_uppercase)
    };
    let mut from = 0;
    let mut has_parts = false;
    for at in 1..bytes.len() {
        if begins(at) {
            folded.get(from..at).into_iter().for_each(|part| found(part, start));
            (from, has_parts) = (at, true);
        }
    }
    if has_parts {
        folded.get(from..).into_iter().for_each(|part| found(part.trim_end_matches(['+', '#']), start));
    }
}

/// The words of a folded run, in which folding may have made signs, and letters of several scripts may touch.
fn split_folded(folded: &str, start: usize, found: &mut impl FnMut(&str, usize)) {
    let mut rest = folded;
    while let Some(from) = rest.find(is_of_word) {
        let at = rest.get(from..).unwrap_or("");
        let is_unspaced_run = at.chars().next().is_some_and(is_unspaced);
        let is_same = |c: char| is_of_word(c) && is_unspaced(c) == is_unspaced_run;
        let mut length = at.find(|c| !is_same(c)).unwrap_or(at.len());
        if is_unspaced_run {
            pairs(at.get(..length).unwrap_or(""), start, found);
        } else {
            length += at.get(length..).unwrap_or("").find(|c| !matches!(c, '+' | '#')).unwrap_or(at.len() - length);
            let word = at.get(..length).unwrap_or("");
            if word.chars().nth(MAX_WORD_CHARS).is_none() {
                found(word, start);
            }
        }
        rest = at.get(length..).unwrap_or("");
    }
}

/// The overlapping pairs of characters of a run without blanks.
fn pairs(run: &str, start: usize, found: &mut impl FnMut(&str, usize)) {
    let ends: Vec<usize> = run.char_indices().map(|(at, _)| at).chain([run.len()]).collect();
    if let [_, end] = ends.as_slice() {
        found(run.get(..*end).unwrap_or(""), start);
    }
    for pair in ends.windows(3) {
        if let [from, _, to] = pair {
            found(run.get(*from..*to).unwrap_or(""), start + from);
        }
    }
}

/// `run` in lower case, without accents, in its plainest form.
fn fold_into(run: &str, folded: &mut String) {
    folded.clear();
    let lower = run.to_lowercase();
    let is_mark = |c: &char| c.general_category() == GeneralCategory::NonspacingMark;
    for c in lower.nfkd().filter(|c| !is_mark(c)).nfc() {
        match PLAIN.iter().find(|(letter, _)| *letter == c) {
            Some((_, plain)) => folded.push_str(plain),
            None => folded.extend(c.to_lowercase()),
        }
    }
}

/// Letters, digits and the marks on them.
fn is_of_word(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric();
    }
    use GeneralCategoryGroup as G;
    matches!(c.general_category_group(), G::Letter | G::Number | G::Mark)
}

/// Whether words of the character's script have no blanks between them.
pub(crate) fn is_unspaced(c: char) -> bool {
    c >= '\u{e00}' && UNSPACED.iter().any(|(first, last)| (*first..=*last).contains(&c))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        let mut all = Vec::new();
        each_word(text, |word, _| all.push(word.to_owned()));
        all
    }

    #[test]
    fn words_are_folded_and_split() {
        for (text, expected) in [
            ("Der Ärger: naïve Łódź", "der arger naive lodz"),
            ("std::vec<T> and C++, C#", "std vec t and c++ c#"),
            ("snake_case_name", "snake_case_name snake case name"),
            ("__init__ MAX__SIZE a_é _", "init max_size max size a e"),
            ("HashMap getUserName HTTPServer", "hashmap hash map getusername get user name httpserver"),
            ("学习笔记", "学习 习笔 笔记"),
            ("Python入門 と", "python 入門 と"),
            ("한국어 안녕", "한국어 안녕"),
            ("ＦＵＬＬ ½", "full 1 2"),
            ("Straße œuvre", "strasse oeuvre"),
            ("Привет, мир", "привет мир"),
            ("e\u{301}te\u{301}", "ete"),
        ] {
            assert_eq!(words(text).join(" "), expected, "{text}");
        }
    }

    #[test]
    fn data_is_no_word() {
        assert_eq!(words(&"a".repeat(41)), Vec::<String>::new());
        assert_eq!(words(&"é".repeat(41)), Vec::<String>::new());
    }
}
