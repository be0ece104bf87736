//! The detected charsets: of the examples in the table, of stray bytes, and of real texts in many languages.

use std::path::Path;

use super::*;

fn encoded(row: &CharsetProfile) -> Vec<u8> {
    let (bytes, _, lost) = Encoding::for_label(row.charset.as_bytes()).expect(row.charset).encode(row.example);
    assert!(!lost, "{} in {}", row.example, row.charset);
    bytes.into_owned()
}

#[test]
fn each_example_is_read_in_its_own_charset() {
    let mut wrong = Vec::new();
    for row in PROFILES {
        let read = decode(&encoded(row)).map(|found| (found.text, found.charset));
        if read.as_ref().map(|(text, _)| text.as_str()) != Some(row.example) {
            wrong.push(format!("{}: {:?} became {read:?}", row.charset, row.example));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn stray_bytes_in_utf8_leave_the_rest_alone() {
    let mut bytes = "# Übung – 🎯 für\n".as_bytes().to_vec();
    bytes.extend_from_slice(b"Sch\xfcler\n");
    let expected = "# Übung – 🎯 für\nSchüler\n".to_owned();
    assert_eq!(decode(&bytes), Some(CharsetText { text: expected, charset: "windows-1252", is_mixed: true }));
}

#[test]
fn headings_in_capitals_are_read_in_their_own_charset() {
    for (charset, text) in [
        ("windows-1251", "# ПРОГРАММИРОВАНИЕ"),
        ("windows-1251", "# ВВЕДЕНИЕ\n\nЛЕКЦИЯ 1. ОСНОВНЫЕ ПОНЯТИЯ"),
        ("windows-1251", "# ОСНОВИ ПРОГРАМУВАННЯ"),
        ("koi8-r", "# ВВЕДЕНИЕ В ПРОГРАММИРОВАНИЕ"),
        ("ibm866", "# ВВЕДЕНИЕ В ПРОГРАММИРОВАНИЕ"),
        ("windows-1253", "# ΕΙΣΑΓΩΓΗ ΣΤΟΝ ΠΡΟΓΡΑΜΜΑΤΙΣΜΟ"),
        ("windows-1252", "# ÜBUNGEN FÜR ANFÄNGER"),
        ("windows-1252", "# PROGRAMMATION AVANCÉE : LES BASES À CONNAÎTRE"),
        ("windows-1250", "# ĆWICZENIA: PODSTAWY JĘZYKA, ZMIENNE I PĘTLE – ŁATWE"),
        ("windows-1254", "# GÜVENLİK VE PAYLAŞILAN SORUMLULUK, ÇALIŞMA"),
    ] {
        let (bytes, _, lost) = Encoding::for_label(charset.as_bytes()).expect(charset).encode(text);
        assert!(!lost, "{text} in {charset}");
        assert_eq!(decode(&bytes).map(|found| (found.text, found.charset)), Some((text.to_owned(), charset)));
    }
}

#[test]
fn a_single_sign_is_windows_1252() {
    for (bytes, text) in
        [(&b"it\x92s"[..], "it’s"), (b"a \x96 b", "a – b"), (b"\x93x\x94", "“x”"), (b"caf\xe9", "café")]
    {
        let expected = CharsetText { text: text.to_owned(), charset: "windows-1252", is_mixed: false };
        assert_eq!(decode(bytes), Some(expected));
    }
}

/// The charsets that authors of a language have used.
const USED: &[(&str, &[&str])] = &[
    ("ar", &["windows-1256"]),
    ("bg", &["windows-1251"]),
    ("bs", &["windows-1250"]),
    ("cs", &["windows-1250"]),
    ("da", &["windows-1252", "macintosh"]),
    ("de", &["windows-1252", "macintosh"]),
    ("el", &["windows-1253"]),
    ("es", &["windows-1252", "macintosh"]),
    ("et", &["windows-1257"]),
    ("fi", &["windows-1252"]),
    ("fr", &["windows-1252", "macintosh"]),
    ("he", &["windows-1255"]),
    ("hr", &["windows-1250"]),
    ("hu", &["windows-1250"]),
    ("it", &["windows-1252", "macintosh"]),
    ("ja", &["shift_jis", "euc-jp"]),
    ("ko", &["euc-kr"]),
    ("lt", &["windows-1257"]),
    ("nl", &["windows-1252"]),
    ("no", &["windows-1252", "macintosh"]),
    ("pl", &["windows-1250"]),
    ("pt-BR", &["windows-1252", "macintosh"]),
    ("ro", &["windows-1250"]),
    ("ru", &["windows-1251", "koi8-r", "ibm866", "x-mac-cyrillic"]),
    ("sk", &["windows-1250"]),
    ("sl", &["windows-1250"]),
    ("sv", &["windows-1252"]),
    ("th", &["windows-874"]),
    ("tr", &["windows-1254"]),
    ("uk", &["windows-1251"]),
    ("zh-CN", &["gbk"]),
    ("zh-TW", &["big5"]),
];

/// The text in the charset, without characters that it lacks; for Romanian in old charsets, commas below become cedillas.
fn in_charset(text: &str, charset: &str) -> String {
    let encoding = Encoding::for_label(charset.as_bytes()).expect(charset);
    let old = text.replace(['ș', 'ț', 'Ș', 'Ț'], "ş");
    old.chars().filter(|c| c.is_ascii() || !encoding.encode(c.encode_utf8(&mut [0; 4])).2).collect()
}

/// How many of these texts are decoded correctly; adds the detected charsets of the others to `wrong`.
fn right(texts: &[String], charset: &str, wrong: &mut Vec<String>) -> usize {
    let encoding = Encoding::for_label(charset.as_bytes()).expect(charset);
    let mut right = 0;
    for text in texts {
        let read = decode(&encoding.encode(text).0);
        if read.as_ref().is_some_and(|found| found.text == *text) {
            right += 1;
        } else {
            let name = read.map_or("none", |found| found.charset);
            wrong.push(format!("{charset} as {name}: {}", text.chars().take(80).collect::<String>()));
        }
    }
    right
}

/// Parts of a text with the given number of lines, those with other than ASCII characters only.
fn cut(text: &str, lines: usize) -> Vec<String> {
    let odd: Vec<&str> = text.lines().filter(|line| !line.is_ascii()).collect();
    odd.chunks(lines).map(|chunk| format!("{}\n", chunk.join("\n"))).collect()
}

#[test]
fn real_texts_are_read_in_their_charset() {
    of_real_texts(str::to_owned, &[(usize::MAX, 100), (5, 98), (1, 85)]);
}

#[test]
fn real_texts_in_capitals_are_read_in_their_charset() {
    of_real_texts(str::to_uppercase, &[(usize::MAX, 97), (5, 97), (1, 82)]);
}

/// Reads texts of many languages, changed, in parts of so many lines: at least so many percent of the parts are read rightly.
fn of_real_texts(change: impl Fn(&str) -> String, least: &[(usize, usize)]) {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/repair-corpus/clean-multilingual"));
    if !folder.is_dir() {
        println!("skipped: no texts in many languages beside the repository");
        return;
    }
    for (lines, least) in least.iter().copied() {
        let (mut total, mut good, mut wrong) = (0, 0, Vec::new());
        for (language, charsets) in USED {
            let text = std::fs::read_to_string(folder.join(format!("{language}-azd-agents.md")))
                .or_else(|_| std::fs::read_to_string(folder.join(format!("{language}-javascript-questions.md"))))
                .expect(language);
            for charset in *charsets {
                let texts = cut(&in_charset(&change(&text), charset), lines);
                let here = right(&texts, charset, &mut wrong);
                if std::env::var_os("CHARSETS").is_some() && here < texts.len() {
                    println!("{lines} {language} {charset}: {here} of {}", texts.len());
                }
                (total, good) = (total + texts.len(), good + here);
            }
        }
        println!("{good} of {total}");
        if std::env::var_os("CHARSETS").is_some() {
            println!("{}", wrong.join("\n"));
        }
        assert!(good * 100 >= total * least, "{lines} lines: {good} of {total}\n{}", wrong.join("\n"));
    }
}
