//! Which of the word lists (`lexicon`) a text speaks from, and the small things that words say: true or false, how many to
//! choose, whether something is asked. Never decides what a question is.

use std::borrow::Cow;
use std::sync::LazyLock;

use super::lexicon;
use super::list::{WordList, small, starts};

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

/// The lists, in the order of [`Words`].
static LISTS: LazyLock<[WordList; 10]> = LazyLock::new(|| {
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
    all.map(|list| WordList::new(list.split(',').map(str::trim)))
});

/// All that means true, and all that means false.
static TRUTHS: LazyLock<[WordList; 2]> = LazyLock::new(|| {
    [
        WordList::new(TRUTH.iter().flat_map(|(yes, _)| yes.iter().copied())),
        WordList::new(TRUTH.iter().flat_map(|(_, no)| no.iter().copied())),
    ]
});

static CHOOSING: LazyLock<WordList> = LazyLock::new(|| WordList::new(CHOOSE.iter().copied()));

/// Case counts nowhere.
impl Words {
    fn list(self) -> &'static WordList {
        &LISTS[self as usize]
    }

    /// How many bytes of `text` the longest word of the list takes at its start; whole words only.
    pub fn opens(self, text: &str) -> Option<usize> {
        self.list().opens(text)
    }

    /// Whether a word of the list begins with the first letters of `text`.
    pub fn may_begin(self, text: &str) -> bool {
        self.list().may_begin(text)
    }

    /// Whether a word of the list ends with the last letters of `text`.
    pub fn may_end(self, text: &str) -> bool {
        self.list().may_end(text)
    }

    /// Whether a word of the list ends `text`.
    pub fn ends(self, text: &str) -> bool {
        self.list().ends(text)
    }

    /// Whether a word of the list stands anywhere in `text`.
    pub fn within(self, text: &str) -> bool {
        self.list().within(text)
    }

    /// Whether `text` (without punctuation around) is a word of the list.
    pub fn is(self, text: &str) -> bool {
        self.list().is(text)
    }
}

/// Whether `text` says true or false, in any language.
pub(super) fn truth(text: &str) -> Option<bool> {
    let bare = bare(text);
    let [yes, no] = &*TRUTHS;
    let (yes, no) = (yes.is(&bare), no.is(&bare));
    (yes != no).then_some(yes)
}

/// Punctuation and signs at both ends gone, blanks made one; copied only where that takes it.
pub(super) fn bare(text: &str) -> Cow<'_, str> {
    match lowered(text) {
        Cow::Borrowed(text) => {
            let trimmed = text.trim_matches(is_sign);
            if is_evenly_spaced(trimmed) { Cow::Borrowed(trimmed) } else { Cow::Owned(spaced(trimmed)) }
        }
        Cow::Owned(text) => Cow::Owned(spaced(text.trim_matches(is_sign))),
    }
}

/// Whether a character says nothing at the ends of a text.
pub(super) fn is_sign(c: char) -> bool {
    !c.is_alphanumeric() && c != '○' && c != '×'
}

fn is_evenly_spaced(text: &str) -> bool {
    !text.contains("  ") && !text.contains(|c: char| c != ' ' && c.is_whitespace())
}

fn spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A text in which capitals count as their small letters: itself, but for the few capitals that are longer or shorter than these.
pub(super) fn lowered(text: &str) -> Cow<'_, str> {
    let is_even = |c: char| c.is_ascii() || c.to_lowercase().eq([small(c)]);
    if text.is_ascii() || text.chars().all(is_even) { Cow::Borrowed(text) } else { Cow::Owned(text.to_lowercase()) }
}

/// Lower-case, letter by letter, each as long in bytes as before: places stay.
pub(super) fn lower(text: &str) -> String {
    text.chars().map(small).collect()
}

/// The last place up to `at` where a text can be cut.
pub(super) fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

/// The beginning of a text: where a mark stands, if there is one.
pub(super) fn head(text: &str) -> &str {
    let text = text.trim_start();
    text.get(..floor(text, 160)).unwrap_or(text)
}

/// Letters and digits only, lower-case: for comparing texts that differ in markup and punctuation.
pub(super) fn squeezed(text: &str) -> String {
    squeeze(text).collect()
}

/// The same, letter by letter.
pub(super) fn squeeze(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase)
}

/// Whether a text bids to choose.
pub(super) fn bids(text: &str) -> bool {
    CHOOSING.opens(text).is_some()
}

/// How many choices a stem asks for (`(Choose TWO)`, `Select 2 answers`): by the first verb of the table that has a number near by.
pub(super) fn asked_for(stem: &str) -> Option<u32> {
    let text = lowered(stem);
    let mut best: Option<(usize, u32)> = None;
    for (at, verb) in CHOOSING.places(&text) {
        let row = CHOOSE.iter().position(|known| *known == verb).unwrap_or(CHOOSE.len());
        if best.is_none_or(|(first, _)| row < first)
            && let Some(number) = number_in(text.get(at + verb.len()..).unwrap_or(""))
        {
            best = Some((row, number));
        }
    }
    best.map(|(_, number)| number)
}

/// The number among the first three words.
fn number_in(text: &str) -> Option<u32> {
    let mut words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).take(3);
    let is = |name: &str, word: &str| name.len() == word.len() && starts(word, name);
    words.find_map(|word| NUMBERS.iter().find(|(name, _)| is(name, word)).map(|(_, number)| *number))
}

/// Whether a text asks: it ends with a question mark, hints aside, or leaves a blank to fill.
pub(super) fn asks(text: &str) -> bool {
    let has_mark = if text.is_ascii() { text.contains('?') } else { text.contains(['?', '？', '؟', '¿']) };
    has_mark || text.contains("___") || asked_for(text).is_some()
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
