//! The files `words/*.toml`: the messages of the build script about mistakes in them. Each case is a small language with one mistake.

use std::fs;
use std::path::Path;

#[path = "../../build/words.rs"]
mod build;

/// A small file without mistakes.
const SMALL: &str = "\
lacks = [\"quiz\", \"next\", \"previous\", \"up\", \"facts\", \"objectives\", \"pages\"]

[quiz]
answer = [\"respondo\"]
example = \"**1.** Kio?\\n\\nA) x\\nB) y\\n\\nRespondo: B\"

[detection]
common = [\"la\", \"kaj\"]
example = \"La kato kaj la hundo\"
";

fn generate(files: &[(&str, &str)]) -> Result<build::Generated, Vec<String>> {
    let files: Vec<(String, String)> =
        files.iter().map(|(name, text)| (format!("words/{name}.toml"), (*text).to_owned())).collect();
    build::generate(&files).map_err(|mistakes| mistakes.iter().map(ToString::to_string).collect())
}

/// What is said of the small language with `old` replaced by `new`.
#[track_caller]
fn mistakes(old: &str, new: &str) -> Vec<String> {
    assert!(SMALL.contains(old), "{old}");
    generate(&[("eo", &SMALL.replacen(old, new, 1))]).expect_err("a mistake")
}

#[test]
fn a_language_is_a_file_and_nothing_else() {
    let made = generate(&[("eo", SMALL)]).expect("no mistake");
    assert!(made.tables.contains("WordKind::Answer => &[\"respondo\"]"), "{}", made.tables);
    assert!(made.tables.contains("language: \"eo\", words: &[\"la\", \"kaj\"]"), "{}", made.tables);
    assert!(made.examples.contains("(\"eo\", \"detection\", \"La kato kaj la hundo\")"), "{}", made.examples);
}

#[test]
fn a_mistake_is_reported_with_its_file_and_line() {
    for (old, new, want) in [
        ("answer =", "anser =", "4: there is no key `quiz.anser`; words/en.toml has them all"),
        ("[quiz]", "[quizz]", "3: `quizz` is no table of words"),
        ("[\"respondo\"]", "\"respondo\"", "4: `quiz.answer` must be a list of texts"),
        ("[\"respondo\"]", "[\"respondo\", 3]", "4: `quiz.answer` must hold text"),
        ("[\"respondo\"]", "[\n    \"respondo\",\n    \"Solvo\"\n]", "6: `quiz.answer`: `Solvo` is not in lower case"),
        ("\"respondo\"", "\"solvo\", \"solvo\"", "4: `quiz.answer`: `solvo` stands here twice"),
        ("\"respondo\"", "\"la  solvo\"", "4: `quiz.answer`: `la  solvo` is empty, or has blanks"),
        ("\"respondo\"", "\"\"", "4: `quiz.answer`: `` is empty, or has blanks"),
        ("\"kaj\"", "\"programoj\"", "8: `detection.common`: `programoj` has more than 8 bytes"),
        ("\"respondo\"]", "\"respondo\"", "5: "),
        ("lacks = [", "lacks = [\"nekst\", ", "1: `lacks` names `nekst`, which is no key and no table"),
        ("lacks = [", "lacks = [\"quiz.answer\", ", "1: `lacks` names `quiz.answer`, where no key is missing"),
        (", \"facts\"", "", "1: lacks `facts.study_time`, `facts.difficulty`"),
        ("example = \"**1.", "# example = \"**1.", "1: `[quiz]` has no `example`"),
    ] {
        let found = mistakes(old, new);
        let want = format!("words/eo.toml:{want}");
        assert!(found.iter().any(|mistake| mistake.starts_with(&want)), "{new}: {want}\n{found:#?}");
    }
    let found = generate(&[("Esperanto", SMALL)]).expect_err("a mistake");
    assert!(found[0].starts_with("words/Esperanto.toml:1: `Esperanto` is no code of a language"), "{found:?}");
}

#[test]
fn a_word_has_one_meaning_in_all_languages() {
    let with = |table: &str| format!("{SMALL}\n[facts]\n{table}\n");
    let (time, level) = (with("study_time = [\"daŭro\", \"nivelo\"]"), with("level = [\"nivelo\"]"));
    let found = generate(&[("eo", &time), ("io", &level)]).expect_err("a mistake");
    assert_eq!(
        found,
        ["words/io.toml:12: `nivelo` is a word of `facts.level`, but words/eo.toml:12 has it under `facts.study_time`"]
    );
    assert!(generate(&[("eo", &time), ("io", &time)]).is_ok());
}

#[test]
fn no_word_stands_under_two_keys_that_a_text_must_be_told_apart_by() {
    let with = |key: &str| match key.split_once('.').expect("a table and a key") {
        ("quiz", name) => SMALL.replace("[quiz]\n", &format!("[quiz]\n{name} = [\"vorto\"]\n")),
        (table, name) => format!("{SMALL}\n[{table}]\n{name} = [\"vorto\"]\n"),
    };
    for (one, other) in [
        ("quiz.true", "quiz.false"),
        ("quiz.two", "quiz.five"),
        ("quiz.and", "quiz.or"),
        ("next.alone", "previous.leading"),
        ("next.leading", "up.alone"),
        ("facts.level", "facts.tools"),
    ] {
        let found = generate(&[("eo", &with(one)), ("io", &with(other))]).expect_err("a mistake");
        let want = format!("`vorto` is a word of `{other}`, but words/eo.toml:");
        assert!(found.iter().any(|mistake| mistake.contains(&want)), "{want}\n{found:#?}");
    }
}

#[test]
fn a_script_belongs_to_one_language_and_others_share_it_by_their_letters() {
    let script = |keys: &str| SMALL.replace("common = [\"la\", \"kaj\"]", keys);
    let owner = script("script = [\"U+0530-058F\"]\nworth = 2");
    let shared = "letters = [\"ևՙ\"]\nrivals = [\"U+0561-0562\"]\nmore_than = [3, 1]";
    let other = script(&format!("script_of = \"hy\"\n{shared}"));
    let made = generate(&[("hy", &owner), ("hyw", &other)]).expect("no mistake").tables;
    assert!(made.contains("language: \"hy\", letters: &[('\\u{530}', '֏')], worth: 2"), "{made}");
    assert!(made.contains("language: \"hyw\", letters: &[('և', 'և'), ('ՙ', 'ՙ')]"), "{made}");
    assert!(made.contains("rivals: &[('ա', 'բ')], more_than: (3, 1)"), "{made}");
    for (file, want) in [
        (other.as_str(), "8: `script_of` names `hy`, whose file has no `script`"),
        (&script("script = [\"U+0530\"]"), "8: `script`: `U+0530` is no range such as `U+0400-052F`"),
        (&script("script = [\"U+0530-058F\"]\nworth = 0"), "9: `worth` must be a number from 1 to 1000"),
        (&script("script_of = \"hy\""), "8: these keys go together: `script_of`, `letters`, `rivals`, `more_than`"),
        (
            &script(&format!("script_of = \"hy\"\n{}", shared.replace("[3, 1]", "3"))),
            "11: `more_than` must be two numbers",
        ),
        (
            &script(&format!("script = [\"U+0530-058F\"]\nscript_of = \"hy\"\n{shared}")),
            "8: a language either has a `script` or shares that of another",
        ),
        (&script("worth = 2"), "8: these keys go together: `script`, `worth`"),
    ] {
        let found = generate(&[("hyw", file)]).expect_err("a mistake");
        assert!(found.contains(&format!("words/hyw.toml:{want}")), "{want}\n{found:#?}");
    }
}

#[test]
fn the_file_of_english_has_every_key() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("words/en.toml");
    let text = fs::read_to_string(path).expect("the file of English");
    let table: toml::Table = text.parse().expect("TOML");
    for kind in build::WordKind::ALL {
        let (name, key) = kind.key().split_once('.').expect("a table and a key");
        assert!(table[name].get(key).is_some(), "words/en.toml has no `{}`", kind.key());
    }
}
