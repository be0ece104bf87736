//! Writes the checked words as Rust, in the order of the languages.

use super::kinds::WordKind;
use super::{LanguageScript, Located, WordFile};

/// `WordKind::words`, `COMMON` and `SCRIPTS` of `src/words`.
pub(super) fn tables(languages: &[WordFile]) -> String {
    let arms: String = WordKind::ALL
        .iter()
        .map(|kind| format!("        WordKind::{kind:?} => &{:?},\n", merged(languages, *kind)))
        .collect();
    let common = languages.iter().filter_map(|language| {
        let words = language.words.get(&WordKind::Common).filter(|words| !words.is_empty())?;
        let words: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
        Some(format!("    CommonWords {{ language: {:?}, words: &{words:?} }},\n", language.code))
    });
    let common: Vec<String> = common.collect();
    let scripts: Vec<String> = languages.iter().filter_map(|language| script(language, languages)).collect();
    format!(
        "impl WordKind {{\n\
         /// The words of this kind, of all languages, each once.\n\
         pub(crate) const fn words(self) -> &'static [&'static str] {{\n    match self {{\n{arms}    }}\n}}\n}}\n\n\
         /// The commonest words of languages in Latin letters.\n\
         pub(crate) static COMMON: [CommonWords; {}] = [\n{}];\n\n\
         /// The scripts by which a language is recognised, beside Latin.\n\
         pub(crate) static SCRIPTS: [WritingSystem; {}] = [\n{}];\n",
        common.len(),
        common.concat(),
        scripts.len(),
        scripts.concat(),
    )
}

/// The words of a kind in the order of the languages, each once.
fn merged(languages: &[WordFile], kind: WordKind) -> Vec<&str> {
    let mut words: Vec<&str> = Vec::new();
    let own = languages.iter().filter_map(|language| language.words.get(&kind));
    for Located { text, .. } in own.flatten() {
        if !words.contains(&text.as_str()) {
            words.push(text);
        }
    }
    words
}

fn script(language: &WordFile, all: &[WordFile]) -> Option<String> {
    let Some(LanguageScript::Own { letters, worth }) = &language.script else { return None };
    let shared: String = all
        .iter()
        .filter(|other| other.shares_with().is_some_and(|with| with.text == language.code))
        .filter_map(|other| {
            let Some(LanguageScript::Shared { letters, rivals, more_than, .. }) = &other.script else { return None };
            let code = &other.code;
            Some(format!(
                "        SharedScript {{ language: {code:?}, letters: &{letters:?}, rivals: &{rivals:?}, more_than: {more_than:?} }},\n"
            ))
        })
        .collect();
    Some(format!(
        "    WritingSystem {{\n        language: {:?}, letters: &{letters:?}, worth: {worth}, shared: &[\n{shared}    ] }},\n",
        language.code
    ))
}

/// `EXAMPLES` of `src/words`: language, table, text.
pub(super) fn examples(languages: &[WordFile]) -> String {
    let rows: String = languages
        .iter()
        .flat_map(|language| language.examples.iter().map(move |(table, text)| (&language.code, table, text)))
        .map(|row| format!("    {row:?},\n"))
        .collect();
    format!(
        "/// A language, a table of its file, and the example in it.\npub(crate) static EXAMPLES: &[(&str, &str, &str)] = &[\n{rows}];\n"
    )
}
