//! Which of the word lists (`lexicon`) a text speaks from, and the small things that words say: true or false, how many to
//! choose, whether something is asked. Never decides what a question is.

use std::sync::LazyLock;

use super::lexicon;

/// `true` and `false`, in pairs.
static TRUTH: &[(&[&str], &[&str])] = &[
    (&["true", "t", "yes", "correct"], &["false", "f", "no", "incorrect"]),
    (&["verdadero", "cierto", "sí", "si"], &["falso", "no"]),
    (&["verdadeiro", "certo", "sim", "v"], &["falso", "errado", "não", "f"]),
    (&["wahr", "richtig", "ja", "stimmt"], &["falsch", "nein", "stimmt nicht"]),
    (&["vrai", "oui"], &["faux", "non"]),
    (&["vero", "sì"], &["falso", "no"]),
    (&["waar", "juist"], &["onwaar", "onjuist", "niet waar"]),
    (&["prawda", "tak"], &["fałsz", "nie"]),
    (&["doğru", "evet"], &["yanlış", "hayır"]),
    (&["верно", "правда", "да"], &["неверно", "ложь", "нет"]),
    (&["правда", "так"], &["неправда", "ні"]),
    (&["đúng"], &["sai"]),
    (&["benar"], &["salah"]),
    (&["正确", "对", "是"], &["错误", "错", "否"]),
    (&["正確", "對"], &["錯誤", "錯"]),
    (&["正しい", "はい", "真", "○"], &["誤り", "間違い", "いいえ", "偽", "×"]),
    (&["참", "맞다", "o"], &["거짓", "틀리다", "x"]),
];

/// Verbs of "choose two".
static CHOOSE: &[&str] = &[
    "choose",
    "select",
    "pick",
    "elige",
    "elija",
    "escoge",
    "selecciona",
    "seleccione",
    "escolha",
    "selecione",
    "wähle",
    "wählen sie",
    "choisissez",
    "sélectionnez",
    "scegli",
    "seleziona",
    "kies",
    "wybierz",
    "выберите",
    "选择",
];

/// Numbers as words.
static NUMBERS: &[(&str, u32)] = &[
    ("two", 2),
    ("three", 3),
    ("four", 4),
    ("five", 5),
    ("2", 2),
    ("3", 3),
    ("4", 4),
    ("5", 5),
    ("dos", 2),
    ("tres", 3),
    ("duas", 2),
    ("dois", 2),
    ("três", 3),
    ("zwei", 2),
    ("drei", 3),
    ("deux", 2),
    ("trois", 3),
    ("due", 2),
    ("tre", 3),
    ("twee", 2),
    ("drie", 3),
    ("dwie", 2),
    ("trzy", 3),
    ("два", 2),
    ("две", 2),
    ("три", 3),
    ("两", 2),
    ("三", 3),
];

/// Joins between labels of one answer: all of them are right.
pub(super) static AND: &[&str] =
    &["and", "y", "e", "und", "et", "en", "i", "ve", "и", "та", "和", "と", "및", "&", "+"];

/// Joins between labels of one answer: each of them will do.
pub(super) static OR: &[&str] = &["or", "o", "ou", "oder", "of", "lub", "veya", "или", "або", "或"];

/// Verbs that may stand where a colon does (`the answer is B`).
pub(super) static IS: &[&str] =
    &["is", "are", "es", "é", "son", "são", "ist", "sind", "est", "sont", "è", "sono", "jest", "是", "は"];

/// Words that may stand before a label (`Option B`).
pub(super) static OPTION: &[&str] = &[
    "both",
    "option",
    "options",
    "choice",
    "letter",
    "opción",
    "opcion",
    "letra",
    "opção",
    "alternativa",
    "antwort",
    "réponse",
    "opzione",
    "optie",
    "opcja",
    "вариант",
    "选项",
    "選択肢",
];

/// Marks and words at the end of a choice that say it is right.
pub(super) static RIGHT_MARKS: &[&str] = &[
    "✅",
    "✔️",
    "✔",
    "✓",
    "☑️",
    "☑",
    "(correct)",
    "(correct answer)",
    "← correct",
    "(correcta)",
    "(correta)",
    "(richtig)",
];

/// One of the lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Words {
    Question,
    Scenario,
    Answer,
    Explanation,
    Hint,
    Reveal,
    Key,
    Quiz,
    Progress,
    TrueOrFalse,
}

/// The lists, each word for itself; in the order of [`Words`].
static LISTS: LazyLock<[Vec<&'static str>; 10]> = LazyLock::new(|| {
    let all = [
        lexicon::QUESTION,
        lexicon::SCENARIO,
        lexicon::ANSWER,
        lexicon::EXPLANATION,
        lexicon::HINT,
        lexicon::REVEAL,
        lexicon::KEY,
        lexicon::QUIZ,
        lexicon::PROGRESS,
        lexicon::TRUE_OR_FALSE,
    ];
    all.map(|list| list.split(',').map(str::trim).filter(|word| !word.is_empty()).collect())
});

impl Words {
    fn list(self) -> &'static [&'static str] {
        LISTS.get(self as usize).map_or(&[], Vec::as_slice)
    }

    /// How many bytes of `text` (lower-case) the longest word of the list takes at its start; whole words only.
    pub fn opens(self, text: &str) -> Option<usize> {
        self.list()
            .iter()
            .filter(|word| text.starts_with(**word) && ends_at(text, word.len()))
            .map(|word| word.len())
            .max()
    }

    /// Whether a word of the list ends `text` (lower-case).
    pub fn ends(self, text: &str) -> bool {
        self.list().iter().any(|word| text.ends_with(word) && begins_at(text, text.len() - word.len()))
    }

    /// Whether a word of the list stands anywhere in `text` (lower-case).
    pub fn within(self, text: &str) -> bool {
        self.list()
            .iter()
            .any(|word| text.match_indices(word).any(|(at, _)| begins_at(text, at) && ends_at(text, at + word.len())))
    }

    /// Whether `text` (lower-case, without punctuation around) is a word of the list.
    pub fn is(self, text: &str) -> bool {
        self.list().contains(&text)
    }
}

/// Whether a word may end before byte `at`: letters of alphabets go on, those of scripts without blanks don't.
fn ends_at(text: &str, at: usize) -> bool {
    let before = text.get(..at).and_then(|head| head.chars().next_back());
    let after = text.get(at..).and_then(|tail| tail.chars().next());
    !matches!((before, after), (Some(a), Some(b)) if is_spelled(a) && is_spelled(b))
}

fn begins_at(text: &str, at: usize) -> bool {
    ends_at(text, at)
}

/// Whether words of its script are set apart by blanks.
fn is_spelled(letter: char) -> bool {
    letter.is_alphabetic() && !is_unspaced(letter)
}

/// Chinese, Japanese, Korean, Thai: no blank between words (Korean has them, but particles hang on).
fn is_unspaced(letter: char) -> bool {
    matches!(letter, '\u{0e00}'..='\u{0e7f}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}')
}

/// Whether `text` says true or false, in any language.
pub(super) fn truth(text: &str) -> Option<bool> {
    let bare = bare(text);
    let yes = TRUTH.iter().any(|(yes, _)| yes.contains(&bare.as_str()));
    let no = TRUTH.iter().any(|(_, no)| no.contains(&bare.as_str()));
    (yes != no).then_some(yes)
}

/// Lower-case, blanks made one, punctuation and signs at both ends gone.
pub(super) fn bare(text: &str) -> String {
    let lower = text.to_lowercase();
    let trimmed = lower.trim_matches(|c: char| !c.is_alphanumeric() && c != '○' && c != '×');
    trimmed.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Lower-case, letter by letter, each as long in bytes as before: places stay.
pub(super) fn lower(text: &str) -> String {
    let small = |letter: char| {
        let mut all = letter.to_lowercase();
        all.next().filter(|low| all.next().is_none() && low.len_utf8() == letter.len_utf8()).unwrap_or(letter)
    };
    text.chars().map(small).collect()
}

/// The last place up to `at` where a text can be cut.
pub(super) fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

/// The beginning of a text, lower-case: where a mark stands, if there is one.
pub(super) fn head(text: &str) -> String {
    let text = text.trim_start();
    lower(text.get(..floor(text, 160)).unwrap_or(text))
}

/// Letters and digits only, lower-case: for comparing texts that differ in markup and punctuation.
pub(super) fn squeezed(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Whether a text (lower-case) bids to choose.
pub(super) fn bids(text: &str) -> bool {
    CHOOSE.iter().any(|verb| text.starts_with(verb) && ends_at(text, verb.len()))
}

/// How many choices a stem asks for (`(Choose TWO)`, `Select 2 answers`).
pub(super) fn asked_for(stem: &str) -> Option<u32> {
    let lower = stem.to_lowercase();
    for verb in CHOOSE {
        for (at, _) in lower.match_indices(verb) {
            let after = lower.get(at + verb.len()..).unwrap_or("");
            let mut words = after.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).take(3);
            let number = words.find_map(|word| NUMBERS.iter().find(|(name, _)| *name == word).map(|(_, n)| *n));
            if number.is_some() && begins_at(&lower, at) {
                return number;
            }
        }
    }
    None
}

/// Whether a text asks: it ends with a question mark, hints aside, or leaves a blank to fill.
pub(super) fn asks(text: &str) -> bool {
    text.contains(['?', '？', '؟', '¿']) || text.contains("___") || asked_for(text).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_whole() {
        assert_eq!(Words::Answer.opens("correct answer: b"), Some("correct answer".len()));
        assert_eq!(Words::Answer.opens("answering questions"), None);
        assert_eq!(Words::Answer.opens("答え: d"), Some("答え".len()));
        assert!(Words::Answer.within("click for answer"));
        assert!(!Words::Question.within("questionable"));
    }

    #[test]
    fn truth_has_many_names() {
        for (text, value) in [("True", true), ("Falso.", false), ("**Falsch**", false), ("正确", true), ("maybe", true)]
        {
            assert_eq!(truth(text), (text != "maybe").then_some(value), "{text}");
        }
    }

    #[test]
    fn hints_say_how_many() {
        assert_eq!(asked_for("Which are related? (Choose TWO)"), Some(2));
        assert_eq!(asked_for("Select the 3 best answers"), Some(3));
        assert_eq!(asked_for("Choose wisely."), None);
    }
}
