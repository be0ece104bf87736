//! The language a text seems to be in: by its script, then by its commonest words. In: text. Out: a BCP 47 tag, or none where it is
//! not clear. Looks at the first few kilobytes only, code and addresses aside; costs microseconds.

use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Bytes of text that are looked at.
const REACH: usize = 4 * 1024;
/// Fewer words than this say nothing of a language in Latin letters.
const FEWEST_WORDS: usize = 12;

/// Writing systems that tell a language, or nearly.
#[derive(Clone, Copy)]
enum Script {
    Latin,
    Cyrillic,
    Han,
    Kana,
    Hangul,
    Arabic,
    Hebrew,
    Devanagari,
    Thai,
    Greek,
}

const SCRIPTS: usize = Script::Greek as usize + 1;

/// First and last letter of a block, and how many Latin letters one is worth: a Han character is a word.
const BLOCKS: &[(char, char, Script, usize)] = &[
    ('A', 'Z', Script::Latin, 1),
    ('a', 'z', Script::Latin, 1),
    ('\u{c0}', '\u{24f}', Script::Latin, 1),
    ('\u{1e00}', '\u{1eff}', Script::Latin, 1),
    ('\u{370}', '\u{3ff}', Script::Greek, 1),
    ('\u{400}', '\u{52f}', Script::Cyrillic, 1),
    ('\u{590}', '\u{5ff}', Script::Hebrew, 1),
    ('\u{600}', '\u{6ff}', Script::Arabic, 1),
    ('\u{900}', '\u{97f}', Script::Devanagari, 1),
    ('\u{e00}', '\u{e7f}', Script::Thai, 1),
    ('\u{3040}', '\u{30ff}', Script::Kana, 3),
    ('\u{3400}', '\u{9fff}', Script::Han, 3),
    ('\u{ac00}', '\u{d7a3}', Script::Hangul, 3),
];

/// The commonest words of languages in Latin letters.
const WORDS: &[(&str, &str)] = &[
    ("en", "the of and to is in that for with you are this it on as be your from can will how what when"),
    ("es", "el la los las de que y en un una para con por es del se no al como más su este esta puede"),
    ("pt", "o os a as de que e em um uma para com não do da no na é dos das por se mais como você são ao"),
    ("de", "der die das und ist nicht ein eine zu mit für auf den von sie wird im dem werden oder auch sich wie"),
    ("fr", "le la les des et est un une dans pour que vous avec sur du de en il au ce qui pas sont plus par"),
    ("it", "il lo la gli le di che e un una per con non è del della sono in si dei nel alla come più da"),
    ("nl", "de het een en van is niet voor met op dat te zijn je in wordt aan deze ook naar kan uit bij"),
    ("pl", "na do się nie jest to że jak są od przez dla oraz które może tym lub jego"),
    ("cs", "je se na to že do jsou pro jako nebo které si by ale tak při jak není"),
    ("tr", "ve bir bu için ile de da olarak olan daha çok gibi veya en her ne değil var sonra nasıl"),
    ("vi", "và của là các có cho không được một trong này với để những khi bạn từ đó như vào"),
    ("sv", "och att det är en som för på med av den till ett inte kan du om har de eller"),
    ("da", "og at det er en som for på med af den til et ikke kan du om har de eller jeg også"),
    ("fi", "ja on ei se että ovat tai kun myös voi sekä mutta jos niin kuin tämä joka"),
    ("ro", "și în de la un o care este pe cu nu sunt din pentru mai sau ca fi prin acest"),
    ("hu", "a az és hogy nem is egy van meg ha de vagy csak mint ez amely kell lehet"),
    ("id", "dan yang di untuk dengan ini dari adalah pada tidak dalam akan atau ke bisa anda dapat"),
];

/// The language of `text` (BCP 47), where it is clear.
pub fn language(text: &str) -> Option<&'static str> {
    let prose = prose(text);
    let counts = counts(&prose);
    let count = |script: Script| counts.get(script as usize).copied().unwrap_or(0);
    let total: usize = counts.iter().sum();
    // Technical prose is full of Latin names; a third in another script tells.
    let is_in = |count: usize| count >= 8 && count * 3 >= total;
    let others = [
        (count(Script::Han) + count(Script::Kana), Script::Han),
        (count(Script::Hangul), Script::Hangul),
        (count(Script::Cyrillic), Script::Cyrillic),
        (count(Script::Arabic), Script::Arabic),
        (count(Script::Hebrew), Script::Hebrew),
        (count(Script::Devanagari), Script::Devanagari),
        (count(Script::Thai), Script::Thai),
        (count(Script::Greek), Script::Greek),
    ];
    let most = others.into_iter().max_by_key(|(count, _)| *count).filter(|(count, _)| is_in(*count));
    let Some((_, script)) = most else { return latin(&prose) };
    match script {
        Script::Han | Script::Kana if count(Script::Kana) * 12 > count(Script::Han) => Some("ja"),
        Script::Han | Script::Kana => Some("zh"),
        Script::Hangul => Some("ko"),
        Script::Cyrillic => Some(cyrillic(&prose)),
        Script::Arabic if prose.iter().any(|word| word.contains(['پ', 'چ', 'ژ', 'گ'])) => Some("fa"),
        Script::Arabic => Some("ar"),
        Script::Hebrew => Some("he"),
        Script::Devanagari => Some("hi"),
        Script::Thai => Some("th"),
        Script::Greek => Some("el"),
        Script::Latin => None,
    }
}

/// How many letters there are of each script, by what they are worth.
fn counts(prose: &[&str]) -> [usize; SCRIPTS] {
    let mut counts = [0; SCRIPTS];
    for word in prose {
        // ASCII has no letters but the first rows'.
        if word.is_ascii() {
            counts[Script::Latin as usize] += word.bytes().filter(u8::is_ascii_alphabetic).count();
            continue;
        }
        for (script, worth) in word.chars().filter(|c| c.is_alphabetic()).filter_map(script) {
            counts[script as usize] += worth;
        }
    }
    counts
}

fn script(c: char) -> Option<(Script, usize)> {
    let block = BLOCKS.iter().find(|(first, last, ..)| (*first..=*last).contains(&c));
    block.map(|(_, _, script, worth)| (*script, *worth))
}

/// The words of the text's beginning: without fenced code, code spans, tags and addresses.
fn prose(text: &str) -> Vec<&str> {
    let end = (0..=REACH.min(text.len())).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
    let head = text.get(..end).unwrap_or("");
    let mut words = Vec::with_capacity(head.len() / 6);
    let mut fence: Option<&str> = None;
    for line in head.lines() {
        let bare = line.trim_start();
        let mark = ["```", "~~~"].into_iter().find(|mark| bare.starts_with(mark));
        match (fence, mark) {
            (None, Some(mark)) => fence = Some(mark),
            (Some(open), Some(mark)) if open == mark => fence = None,
            (None, None) => words.extend(words_of(line)),
            _ => {}
        }
    }
    words
}

fn words_of(line: &str) -> impl Iterator<Item = &str> {
    let is_code = |byte: u8| matches!(byte, b'/' | b'\\' | b'<' | b'>' | b'=' | b'_');
    let spoken = line.split('`').step_by(2).flat_map(str::split_whitespace);
    spoken.filter(move |word| !word.bytes().any(is_code))
}

/// Russian, Ukrainian or Bulgarian, by letters that only one of them has.
fn cyrillic(prose: &[&str]) -> &'static str {
    let count = |letters: &[char]| prose.iter().flat_map(|word| word.chars()).filter(|c| letters.contains(c)).count();
    let (ukrainian, russian, bulgarian) =
        (count(&['і', 'ї', 'є', 'ґ', 'І', 'Ї', 'Є']), count(&['ы', 'э', 'ё', 'Э']), count(&['ъ']));
    match (ukrainian > russian, bulgarian > 3 * russian) {
        (true, _) => "uk",
        (false, true) => "bg",
        (false, false) => "ru",
    }
}

/// By the commonest words; none where two languages are close.
fn latin(prose: &[&str]) -> Option<&'static str> {
    let mut tally = Tally::default();
    for word in prose {
        // Most words are plain; the others may fall apart where a letter becomes small.
        if word.is_ascii() {
            word.as_bytes().split(|byte| !byte.is_ascii_alphabetic()).for_each(|part| tally.add(part));
        } else {
            word.to_lowercase().split(|c: char| !c.is_alphabetic()).for_each(|part| tally.add(part.as_bytes()));
        }
    }
    let Tally { words, hits } = tally;
    let best = (0..WORDS.len()).max_by_key(|row| hits.get(*row))?;
    let most = hits.get(best).copied()?;
    let second = hits.iter().enumerate().filter(|(row, _)| *row != best).map(|(_, count)| *count).max().unwrap_or(0);
    // Lists and tables hold few such words: then it takes more of them, and a wider lead.
    let is_prose = most >= 3 && most * 12 >= words && most * 5 >= second * 6;
    let is_notes = most >= 8 && most * 50 >= words && most >= second * 2;
    let is_clear = words >= FEWEST_WORDS && (is_prose || is_notes);
    WORDS.get(best).filter(|_| is_clear).map(|(language, _)| *language)
}

/// Words that were counted, and how many of them each row of [`WORDS`] has.
#[derive(Default)]
struct Tally {
    words: usize,
    hits: [usize; WORDS.len()],
}

/// No word of [`WORDS`] is longer, in bytes.
const LONGEST_WORD: usize = 8;

impl Tally {
    fn add(&mut self, word: &[u8]) {
        self.words += usize::from(!word.is_empty());
        let Some(rows) = packed(word).and_then(rows_of) else { return };
        for (row, hits) in self.hits.iter_mut().enumerate() {
            *hits += usize::from(rows >> row & 1 == 1);
        }
    }
}

/// A short word as a number; capitals of ASCII count as small letters.
fn packed(word: &[u8]) -> Option<u64> {
    let mut bytes = [0; LONGEST_WORD];
    bytes.get_mut(..word.len())?.copy_from_slice(word);
    bytes.make_ascii_lowercase();
    Some(u64::from_le_bytes(bytes))
}

/// A bit for each row of [`WORDS`] that has the word.
fn rows_of(word: u64) -> Option<u32> {
    static ROWS: LazyLock<Vec<(u64, u32)>> = LazyLock::new(|| {
        let mut rows: BTreeMap<u64, u32> = BTreeMap::new();
        for (row, (_, words)) in WORDS.iter().enumerate() {
            for word in words.split(' ').filter_map(|word| packed(word.as_bytes())) {
                *rows.entry(word).or_default() |= 1 << row;
            }
        }
        rows.into_iter().collect()
    });
    let found = ROWS.binary_search_by_key(&word, |(word, _)| *word).ok()?;
    ROWS.get(found).map(|(_, rows)| *rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_few_sentences_tell_the_language() {
        for (want, text) in [
            (
                "en",
                "# Loops\n\nIn this chapter you will learn how to write loops, and when to use each of them in your programs.",
            ),
            (
                "es",
                "En este capítulo aprenderás a escribir bucles y cuándo conviene usar cada uno de los tipos en tus programas.",
            ),
            (
                "pt",
                "Neste capítulo você vai aprender a escrever laços e quando usar cada um dos tipos em seus programas, não se preocupe.",
            ),
            (
                "de",
                "In diesem Kapitel lernen Sie, wie man Schleifen schreibt und wann die eine oder die andere Form besser für das Programm ist.",
            ),
            (
                "fr",
                "Dans ce chapitre, vous apprendrez à écrire des boucles et quand utiliser chacune dans les programmes que vous écrivez.",
            ),
            (
                "it",
                "In questo capitolo imparerai a scrivere i cicli e quando è meglio usare gli uni o gli altri nel tuo programma, che non è difficile.",
            ),
            (
                "nl",
                "In dit hoofdstuk leer je hoe je lussen schrijft en wanneer je het beste een van deze vormen voor een programma kunt gebruiken.",
            ),
            (
                "pl",
                "W tym rozdziale nauczysz się, jak pisać pętle i kiedy nie jest to dobre, oraz jak są one używane do pracy z danymi.",
            ),
            (
                "cs",
                "V této kapitole se naučíte psát cykly a kdy je vhodné použít který z nich, protože to není tak snadné jako se zdá.",
            ),
            (
                "tr",
                "Bu bölümde döngülerin nasıl yazıldığını ve ne zaman kullanıldığını öğreneceksiniz; bu çok önemli bir konu ve her program için gerekli.",
            ),
            (
                "vi",
                "Trong chương này bạn sẽ học cách viết vòng lặp và khi nào nên dùng các loại của vòng lặp cho chương trình.",
            ),
            ("ja", "この章では、ループの書き方を学びます。Python の for 文と while 文を使います。"),
            ("zh", "在本章中，你将学习如何编写循环，以及何时使用 for 和 while。"),
            ("ko", "이 장에서는 반복문을 작성하는 방법과 for, while 사용법을 배웁니다."),
            ("ru", "В этой главе вы узнаете, как писать циклы и когда их использовать в ваших программах."),
            ("uk", "У цьому розділі ви дізнаєтеся, як писати цикли і коли їх використовувати."),
            ("ar", "في هذا الفصل ستتعلم كيفية كتابة الحلقات ومتى تستخدمها."),
            ("he", "בפרק זה תלמדו כיצד לכתוב לולאות ומתי להשתמש בהן."),
            ("hi", "इस अध्याय में आप लूप लिखना सीखेंगे।"),
            ("th", "ในบทนี้คุณจะได้เรียนรู้วิธีเขียนลูป"),
        ] {
            assert_eq!(language(text), Some(want), "{text}");
        }
    }

    #[test]
    fn no_word_is_too_long_to_be_found() {
        let words = WORDS.iter().flat_map(|(_, words)| words.split(' '));
        assert_eq!(words.map(str::len).max(), Some(LONGEST_WORD));
        // A bit for each row.
        assert!(WORDS.len() <= 32);
    }

    #[test]
    fn code_and_names_tell_nothing() {
        assert_eq!(language("```\nthe of and to is in that for with you are this it on as be\n```\n"), None);
        assert_eq!(language("# AWS IAM\n\nEC2, S3, VPC"), None);
        assert_eq!(language(""), None);
        assert_eq!(language("日本"), None);
    }

    #[test]
    fn a_long_text_is_read_at_its_beginning_only() {
        let text = format!("{}{}", "Это глава о циклах. ".repeat(500), "the of and to is in that ".repeat(100_000));
        assert_eq!(language(&text), Some("ru"));
    }
}
