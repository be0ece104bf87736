//! Checks the words of the languages and writes them as Rust. In: paths and texts of `words/*.toml`. Out: the source that `src/words`
//! includes, or all mistakes with file and line. Does not use the disk: the build script reads and writes, and tests give their own texts.

#[path = "words/emit.rs"]
mod emit;
#[path = "../src/words/kinds.rs"]
mod kinds;
#[path = "words/read.rs"]
mod read;

use std::collections::BTreeMap;
use std::fmt;

pub use kinds::WordKind;

/// Languages whose words come first, in this order; all others follow, sorted by code. A new language need not be named here.
///
/// The order has an effect in three places only: which verb of `quiz.choose` is tried first, which script is taken where a text has
/// equally many letters of two, and which language is tried first of those that share a script.
const ORDER: [&str; 20] = [
    "en", "es", "pt", "de", "fr", "it", "nl", "pl", "el", "th", "hi", "he", "ar", "fa", "ru", "uk", "bg", "ko", "zh",
    "ja",
];

/// Kinds that need not be named in `lacks`: most languages have no use for them.
const RARE: &[WordKind] = &[
    WordKind::Four,
    WordKind::Five,
    WordKind::Label,
    WordKind::Letters,
    WordKind::Article,
    WordKind::RightMark,
    WordKind::BeforeNumber,
    WordKind::AfterNumber,
    WordKind::NotAQuiz,
    WordKind::ProgressWithin,
    WordKind::Task,
    WordKind::CertainKey,
    WordKind::KeyAnywhere,
    WordKind::DamageSubject,
    WordKind::DamageShown,
];

/// Groups of keys, by prefix. A word may be under only one key of a group, in all languages together, because the language of a text is
/// not known when it is read.
const ONE_MEANING: [&[&str]; 5] = [
    &["quiz.true", "quiz.false"],
    &["quiz.two", "quiz.three", "quiz.four", "quiz.five"],
    &["quiz.and", "quiz.or"],
    &["next.alone", "next.leading", "previous.", "up."],
    &["facts."],
];

/// A mistake in a file of words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// `words/pt.toml`.
    pub path: String,
    /// Counted from 1.
    pub line: usize,
    /// What is wrong there.
    pub message: String,
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{}:{}: {}", self.path, self.line, self.message)
    }
}

/// The Rust source of the tables.
#[derive(Debug)]
pub struct Generated {
    /// `WordKind::words`, `COMMON` and `SCRIPTS`.
    pub tables: String,
    /// `EXAMPLES`, which only tests need.
    pub examples: String,
}

/// A string of a file and its line.
#[derive(Clone, Debug)]
struct Located {
    text: String,
    line: usize,
}

/// Ranges of letters, each by its first and its last.
type Ranges = Vec<(char, char)>;

/// How a language is recognised by its letters.
#[derive(Debug)]
enum LanguageScript {
    /// By these letters alone. Each counts for `worth` Latin letters.
    Own { letters: Ranges, worth: usize },
    /// By the script of the language `with`, and the letters that distinguish the two.
    Shared { with: Located, letters: Ranges, rivals: Ranges, more_than: (usize, usize) },
}

/// The content of a file.
#[derive(Debug)]
struct WordFile {
    path: String,
    code: String,
    words: BTreeMap<WordKind, Vec<Located>>,
    /// By table.
    examples: BTreeMap<String, String>,
    lacks: Vec<Located>,
    script: Option<LanguageScript>,
}

impl WordFile {
    fn mistake(&self, line: usize, message: String) -> Mistake {
        Mistake { path: self.path.clone(), line, message }
    }

    /// The code of the language whose script it shares.
    fn shares_with(&self) -> Option<&Located> {
        match &self.script {
            Some(LanguageScript::Shared { with, .. }) => Some(with),
            _ => None,
        }
    }
}

/// Makes the source of all files, each given by path (`words/pt.toml`) and text.
///
/// # Errors
/// All mistakes, sorted by file and line. Those that concern several files are looked for once each file is right by itself.
pub fn generate(files: &[(String, String)]) -> Result<Generated, Vec<Mistake>> {
    let mut mistakes = Vec::new();
    let mut languages: Vec<WordFile> =
        files.iter().filter_map(|(path, text)| read::language(path, text, &mut mistakes)).collect();
    let rank = |code: &str| ORDER.iter().position(|known| *known == code).unwrap_or(ORDER.len());
    languages.sort_by(|a, b| (rank(&a.code), &a.code).cmp(&(rank(&b.code), &b.code)));
    if mistakes.is_empty() {
        mistakes.extend(languages.iter().flat_map(report_missing_keys));
        mistakes.extend(languages.iter().flat_map(report_missing_examples));
        mistakes.extend(languages.iter().filter_map(|language| report_missing_script(language, &languages)));
        mistakes.extend(ONE_MEANING.iter().flat_map(|group| report_ambiguous_words(&languages, group)));
    }
    if mistakes.is_empty() {
        return Ok(Generated { tables: emit::tables(&languages), examples: emit::examples(&languages) });
    }
    mistakes.sort_by(|a, b| (&a.path, a.line).cmp(&(&b.path, b.line)));
    Err(mistakes)
}

fn table_of(kind: WordKind) -> &'static str {
    kind.key().split('.').next().unwrap_or_default()
}

/// Reports the keys that a language neither has nor names in `lacks`, and entries of `lacks` without a missing key.
fn report_missing_keys(language: &WordFile) -> Vec<Mistake> {
    let has_script = |kind: WordKind| language.script.is_some() && kind == WordKind::Common;
    let expected = WordKind::ALL.iter().copied().filter(|kind| !RARE.contains(kind) && !has_script(*kind));
    let absent: Vec<WordKind> = expected.filter(|kind| !language.words.contains_key(kind)).collect();
    let names = |lack: &Located, kind: WordKind| lack.text == kind.key() || lack.text == table_of(kind);
    let unnamed: Vec<String> = absent
        .iter()
        .filter(|kind| !language.lacks.iter().any(|lack| names(lack, **kind)))
        .map(|kind| format!("`{}`", kind.key()))
        .collect();
    let mut mistakes: Vec<Mistake> = language
        .lacks
        .iter()
        .filter(|lack| !absent.iter().any(|kind| names(lack, *kind)))
        .map(|lack| language.mistake(lack.line, format!("`lacks` names `{}`, where no key is missing", lack.text)))
        .collect();
    if !unnamed.is_empty() {
        let line = language.lacks.first().map_or(1, |lack| lack.line);
        let message = format!("lacks {}: add them, or name them or their table in `lacks`", unnamed.join(", "));
        mistakes.push(language.mistake(line, message));
    }
    mistakes
}

/// Reports tables that have words and no example.
fn report_missing_examples(language: &WordFile) -> Vec<Mistake> {
    let has_words = |table: &str| {
        let words = language.words.iter().any(|(kind, words)| table_of(*kind) == table && !words.is_empty());
        words || (table == "detection" && language.script.is_some())
    };
    let tables = read::WITH_EXAMPLE.iter().filter(|table| has_words(table) && !language.examples.contains_key(**table));
    tables.map(|table| language.mistake(1, format!("`[{table}]` has no `example`"))).collect()
}

/// Reports a `script_of` that names a language without a script.
fn report_missing_script(language: &WordFile, all: &[WordFile]) -> Option<Mistake> {
    let with = language.shares_with()?;
    let has_it = |other: &WordFile| other.code == with.text && matches!(other.script, Some(LanguageScript::Own { .. }));
    let message = || format!("`script_of` names `{}`, whose file has no `script`", with.text);
    (!all.iter().any(has_it)).then(|| language.mistake(with.line, message()))
}

/// Reports words that are under several keys of a group, in one language or in several.
fn report_ambiguous_words(languages: &[WordFile], group: &[&str]) -> Vec<Mistake> {
    let mut first: BTreeMap<&str, (WordKind, &str, usize)> = BTreeMap::new();
    let mut mistakes = Vec::new();
    for language in languages {
        let own = language.words.iter().filter(|(kind, _)| group.iter().any(|prefix| kind.key().starts_with(prefix)));
        for (kind, word) in own.flat_map(|(kind, words)| words.iter().map(move |word| (*kind, word))) {
            let (known, path, line) = *first.entry(&word.text).or_insert((kind, &language.path, word.line));
            if known != kind {
                let message = format!(
                    "`{}` is a word of `{}`, but {path}:{line} has it under `{}`",
                    word.text,
                    kind.key(),
                    known.key()
                );
                mistakes.push(language.mistake(word.line, message));
            }
        }
    }
    mistakes
}
