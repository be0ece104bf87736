//! Reads one file of words and checks it by itself: its keys, its words, its script.

use std::collections::BTreeMap;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::kinds::{MAX_COMMON_WORD, WordKind};
use super::{LanguageScript, Located, Mistake, Ranges, WordFile, table_of};

/// Tables that must have an example if they have words.
pub(super) const WITH_EXAMPLE: [&str; 5] = ["quiz", "next", "previous", "up", "detection"];

/// Kinds whose words need not be in lower case.
const AS_WRITTEN: &[WordKind] = &[WordKind::Label, WordKind::Letters, WordKind::DamageSubject];

/// The keys of `[detection]` for a language that has a script of its own.
const OWN_SCRIPT: [&str; 2] = ["script", "worth"];
/// The keys of `[detection]` for a language that shares the script of another.
const SHARED_SCRIPT: [&str; 4] = ["script_of", "letters", "rivals", "more_than"];

/// The language of a file; none if its text is no TOML. What is wrong in it is added to `mistakes`.
pub(super) fn language(path: &str, text: &str, mistakes: &mut Vec<Mistake>) -> Option<WordFile> {
    let mut reader = FileReader { path, text, mistakes };
    let code = path.rsplit('/').next().and_then(|name| name.strip_suffix(".toml")).unwrap_or_default();
    if !is_code(code) {
        reader.mistake(0, format!("`{code}` is no code of a language: letters in lower case, such as `pt` or `pt-br`"));
    }
    let (root, errors) = DeTable::parse_recoverable(text);
    for error in &errors {
        reader.mistake(error.span().map_or(0, |span| span.start), error.message().to_owned());
    }
    if !errors.is_empty() {
        return None;
    }
    let mut language = WordFile {
        path: path.to_owned(),
        code: code.to_owned(),
        words: BTreeMap::new(),
        examples: BTreeMap::new(),
        lacks: Vec::new(),
        script: None,
    };
    for (name, value) in root.get_ref() {
        let place = name.span().start;
        match (name.get_ref().as_ref(), value.get_ref()) {
            ("lacks", _) => language.lacks = reader.lacks(value),
            (table, DeValue::Table(entries)) if is_table(table) => reader.table(table, entries, &mut language),
            (name, _) => reader.mistake(place, format!("`{name}` is no table of words")),
        }
    }
    Some(language)
}

fn is_code(code: &str) -> bool {
    let mut parts = code.split('-');
    let is_part = |part: &str| part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    parts.next().is_some_and(|first| (2..=3).contains(&first.len()) && is_part(first))
        && parts.all(|part| (2..=8).contains(&part.len()) && is_part(part))
}

fn is_table(name: &str) -> bool {
    WordKind::ALL.iter().any(|kind| table_of(*kind) == name)
}

fn kind_of(key: &str) -> Option<WordKind> {
    WordKind::ALL.iter().copied().find(|kind| kind.key() == key)
}

/// Reads the values of one file and collects its mistakes.
struct FileReader<'t> {
    path: &'t str,
    text: &'t str,
    mistakes: &'t mut Vec<Mistake>,
}

impl FileReader<'_> {
    /// The line of a byte, counted from 1.
    fn line(&self, at: usize) -> usize {
        1 + self.text.bytes().take(at).filter(|byte| *byte == b'\n').count()
    }

    fn report(&mut self, line: usize, message: String) {
        self.mistakes.push(Mistake { path: self.path.to_owned(), line, message });
    }

    /// Reports a mistake at a byte.
    fn mistake(&mut self, at: usize, message: String) {
        self.report(self.line(at), message);
    }

    fn table(&mut self, table: &str, entries: &DeTable, language: &mut WordFile) {
        for (name, value) in entries {
            let (place, name) = (name.span().start, name.get_ref().as_ref());
            let key = format!("{table}.{name}");
            if let Some(kind) = kind_of(&key) {
                language.words.insert(kind, self.words(kind, value));
            } else if name == "example" && WITH_EXAMPLE.contains(&table) {
                language.examples.extend(self.string(&key, value).map(|text| (table.to_owned(), text)));
            } else if !(table == "detection" && (OWN_SCRIPT.contains(&name) || SHARED_SCRIPT.contains(&name))) {
                self.mistake(place, format!("there is no key `{key}`; words/en.toml has them all"));
            }
        }
        if table == "detection" {
            language.script = self.script(entries);
        }
    }

    fn lacks(&mut self, value: &Spanned<DeValue>) -> Vec<Located> {
        let lacks = self.strings("lacks", value);
        for lack in lacks.iter().filter(|lack| !is_table(&lack.text) && kind_of(&lack.text).is_none()) {
            self.report(lack.line, format!("`lacks` names `{}`, which is no key and no table", lack.text));
        }
        lacks
    }

    fn words(&mut self, kind: WordKind, value: &Spanned<DeValue>) -> Vec<Located> {
        let words = self.strings(kind.key(), value);
        for (place, word) in words.iter().enumerate() {
            let text = word.text.as_str();
            let what = if text.is_empty() || text.split(' ').any(|part| part.trim() != part || part.is_empty()) {
                "is empty, or has blanks at an end or several in a row"
            } else if !AS_WRITTEN.contains(&kind) && text.to_lowercase() != text {
                "is not in lower case"
            } else if kind == WordKind::Common && text.len() > MAX_COMMON_WORD {
                "has more than 8 bytes"
            } else if words.iter().take(place).any(|other| other.text == text) {
                "stands here twice"
            } else {
                continue;
            };
            self.report(word.line, format!("`{}`: `{text}` {what}", kind.key()));
        }
        words
    }

    fn strings(&mut self, key: &str, value: &Spanned<DeValue>) -> Vec<Located> {
        let DeValue::Array(items) = value.get_ref() else {
            self.mistake(value.span().start, format!("`{key}` must be a list of texts"));
            return Vec::new();
        };
        let located =
            |item| Some(Located { line: self.line(Spanned::span(item).start), text: self.string(key, item)? });
        items.iter().filter_map(located).collect()
    }

    fn string(&mut self, key: &str, value: &Spanned<DeValue>) -> Option<String> {
        if let DeValue::String(text) = value.get_ref() {
            return Some(text.to_string());
        }
        self.mistake(value.span().start, format!("`{key}` must hold text"));
        None
    }

    fn script(&mut self, entries: &DeTable) -> Option<LanguageScript> {
        let find = |name: &str| entries.iter().find(|(key, _)| key.get_ref() == name).map(|(_, value)| value);
        let (own, shared) = (OWN_SCRIPT.map(find), SHARED_SCRIPT.map(find));
        if let (Some(first), Some(_)) = (own.into_iter().flatten().next(), shared.into_iter().flatten().next()) {
            self.mistake(first.span().start, "a language either has a `script` or shares that of another".to_owned());
            return None;
        }
        match (own, shared) {
            ([Some(script), worth], _) => {
                let worth = worth.map_or(Some(1), |value| self.number("worth", value))?;
                Some(LanguageScript::Own { letters: self.ranges("script", script), worth })
            }
            (_, [Some(of), Some(letters), Some(rivals), Some(more_than)]) => {
                let with = Located { line: self.line(of.span().start), text: self.string("script_of", of)? };
                let (letters, rivals) = (self.ranges("letters", letters), self.ranges("rivals", rivals));
                Some(LanguageScript::Shared { with, letters, rivals, more_than: self.pair("more_than", more_than)? })
            }
            (own, shared) => {
                let first = own.into_iter().chain(shared).flatten().next()?;
                let keys =
                    if own.iter().any(Option::is_some) { OWN_SCRIPT.join("`, `") } else { SHARED_SCRIPT.join("`, `") };
                self.mistake(first.span().start, format!("these keys go together: `{keys}`"));
                None
            }
        }
    }

    /// Ranges of code points (`U+0400-052F`), or letters one by one.
    fn ranges(&mut self, key: &str, value: &Spanned<DeValue>) -> Ranges {
        let mut ranges = Ranges::new();
        for item in self.strings(key, value) {
            match item.text.strip_prefix("U+") {
                None => ranges.extend(item.text.chars().map(|letter| (letter, letter))),
                Some(range) => match code_points(range) {
                    Some(range) => ranges.push(range),
                    None => {
                        self.report(item.line, format!("`{key}`: `{}` is no range such as `U+0400-052F`", item.text))
                    }
                },
            }
        }
        ranges
    }

    fn number(&mut self, key: &str, value: &Spanned<DeValue>) -> Option<usize> {
        let number = match value.get_ref() {
            DeValue::Integer(number) => usize::from_str_radix(number.as_str(), number.radix()).ok(),
            _ => None,
        };
        if number.is_none_or(|number| number == 0 || number > 1_000) {
            self.mistake(value.span().start, format!("`{key}` must be a number from 1 to 1000"));
            return None;
        }
        number
    }

    fn pair(&mut self, key: &str, value: &Spanned<DeValue>) -> Option<(usize, usize)> {
        let items = match value.get_ref() {
            DeValue::Array(items) => items.iter().collect(),
            _ => Vec::new(),
        };
        let [first, second] = items.as_slice() else {
            self.mistake(value.span().start, format!("`{key}` must be two numbers"));
            return None;
        };
        Some((self.number(key, first)?, self.number(key, second)?))
    }
}

fn code_points(range: &str) -> Option<(char, char)> {
    let letter = |hex: &str| char::from_u32(u32::from_str_radix(hex, 16).ok()?);
    let (first, last) = range.split_once('-')?;
    let (first, last) = (letter(first)?, letter(last)?);
    (first <= last).then_some((first, last))
}
