//! Words as the emoji model counts them: what is a word, its stem, and which words say nothing. The figures of the model were made with
//! exactly these rules, so a rule can change only together with the model. Needs nothing of the crate: the packer of the model
//! (`examples/pack-model.rs`) includes this file, too.

/// Words that say nothing of an emoji beside them, in English, Spanish, Portuguese and French; sorted.
static STOP_WORDS: [&str; 46] = [
    "a", "an", "and", "are", "as", "at", "be", "by", "con", "da", "de", "del", "do", "e", "el", "en", "et", "for",
    "from", "in", "is", "it", "its", "la", "las", "les", "los", "o", "of", "on", "or", "our", "para", "that", "the",
    "this", "to", "um", "uma", "un", "una", "we", "with", "y", "you", "your",
];

/// Endings of English words and what takes their place; the first that fits is taken.
static ENDINGS: [(&str, &str); 5] = [("ing", ""), ("ies", "y"), ("es", ""), ("ed", ""), ("s", "")];

/// So many characters stay of a word that loses its ending.
const SHORTEST_STEM: usize = 3;

/// The words of `text`, as they stand: a letter and what follows of letters, digits, `_`, `+`, `#` and `.` (not at the end), or digits.
pub(super) fn words(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let start = rest.find(char::is_alphanumeric)?;
        let from = rest.get(start..)?;
        let is_number = from.starts_with(char::is_numeric);
        let belongs = |c: char| if is_number { c.is_numeric() } else { c.is_alphanumeric() || "_+#.".contains(c) };
        let end = from.find(|c: char| !belongs(c)).unwrap_or(from.len());
        let (word, after) = from.split_at_checked(end)?;
        rest = after;
        Some(word.trim_end_matches('.'))
    })
}

/// The stems of the words of `text` that are no stop words.
pub(super) fn stems(text: &str) -> impl Iterator<Item = String> {
    words(text).map(str::to_lowercase).filter(|word| !is_stop_word(word)).map(|word| stem(&word))
}

/// Whether a word in lower case says nothing.
pub(super) fn is_stop_word(word: &str) -> bool {
    STOP_WORDS.binary_search(&word).is_ok()
}

/// The stem of a word in lower case: numbers are alike, and words in ASCII lose an ending.
pub(super) fn stem(word: &str) -> String {
    if word.chars().all(char::is_numeric) {
        return if word.chars().count() <= 2 { "0" } else { "00" }.to_owned();
    }
    let fits = |ending: &str| word.len() >= ending.len() + SHORTEST_STEM && word.ends_with(ending);
    match ENDINGS.iter().find(|(ending, _)| word.is_ascii() && fits(ending)) {
        Some((ending, other)) => format!("{}{other}", word.strip_suffix(ending).unwrap_or(word)),
        None => word.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_runs_of_letters_and_of_digits() {
        let found: Vec<&str> = words("In C++ or node.js. 3D, año 2024: (fin.)").collect();
        assert_eq!(found, ["In", "C++", "or", "node.js", "3", "D", "año", "2024", "fin"]);
    }

    #[test]
    fn stems_lose_endings_and_stop_words_are_left_out() {
        let found: Vec<String> = stems("Taking the notes of 12 cities and 365 boxes, used as gas: años").collect();
        assert_eq!(found, ["tak", "not", "0", "city", "00", "box", "used", "gas", "años"]);
    }

    #[test]
    fn stop_words_are_sorted() {
        assert!(STOP_WORDS.is_sorted());
    }
}
