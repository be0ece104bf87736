//! What the words behind three backticks ask for: a language, the name of a file, numbers of lines, lines to mark. In: an info string. Out: a
//! [`FenceInfo`]. Many tools have such words, each its own; what none of them knows is skipped, and never shown.

use std::ops::RangeInclusive;

/// Longer names are no names of files.
const MAX_NAME_CHARS: usize = 160;
/// What stands behind so many bytes is not read.
const MAX_INFO_BYTES: usize = 1000;

/// What a word of an info string sets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Setting {
    /// The name of the file.
    Name,
    /// Lines are numbered; the value may be the first number, or say no.
    Numbers,
    /// The number of the first line, where lines are numbered.
    First,
    /// Lines that stand out.
    Marked,
    /// Lines that were added.
    Added,
    /// Lines that were removed.
    Removed,
}

/// A word that an author writes into an info string.
struct FenceWord {
    word: &'static str,
    sets: Setting,
    /// Read by the tests.
    #[cfg_attr(not(test), expect(dead_code))]
    example: &'static str,
}

/// Words are compared without case. Of Docusaurus, MkDocs Material, Hugo, Starlight, Pandoc, Quarto, Nextra, VitePress, Zola and Zenn.
static WORDS: &[FenceWord] = &[
    FenceWord { word: "title", sets: Setting::Name, example: "rust title=\"a b.rs\"" },
    FenceWord { word: "filename", sets: Setting::Name, example: "js filename=\"a b.rs\"" },
    FenceWord { word: "file", sets: Setting::Name, example: "py {file='a b.rs'}" },
    FenceWord { word: "name", sets: Setting::Name, example: "rust,name=\"a b.rs\"" },
    FenceWord { word: "showLineNumbers", sets: Setting::Numbers, example: "jsx showLineNumbers=7" },
    FenceWord { word: "linenums", sets: Setting::Numbers, example: "py linenums=\"7\"" },
    FenceWord { word: "numberLines", sets: Setting::Numbers, example: "{.py .numberLines startFrom=\"7\"}" },
    FenceWord { word: "number-lines", sets: Setting::Numbers, example: "{.py .number-lines startFrom=7}" },
    FenceWord { word: "linenos", sets: Setting::Numbers, example: "go {linenos=table,linenostart=7}" },
    FenceWord { word: "line-numbers", sets: Setting::Numbers, example: "ts:line-numbers=7" },
    FenceWord { word: "code-line-numbers", sets: Setting::Numbers, example: "{.r code-line-numbers=\"7\"}" },
    FenceWord { word: "startLineNumber", sets: Setting::First, example: "js showLineNumbers startLineNumber=7" },
    FenceWord { word: "linenostart", sets: Setting::First, example: "rust,linenos,linenostart=7" },
    FenceWord { word: "startFrom", sets: Setting::First, example: "{.hs .numberLines startFrom=\"7\"}" },
    FenceWord { word: "hl_lines", sets: Setting::Marked, example: "py hl_lines=\"2 4-6\"" },
    FenceWord { word: "hl_lines", sets: Setting::Marked, example: "go {hl_lines=[2,\"4-6\"]}" },
    FenceWord { word: "hl_lines", sets: Setting::Marked, example: "rust,hl_lines=2 4-6" },
    FenceWord { word: "mark", sets: Setting::Marked, example: "js mark={2,4-6}" },
    FenceWord { word: "ins", sets: Setting::Added, example: "js ins={2,4-6}" },
    FenceWord { word: "del", sets: Setting::Removed, example: "js del={2,4-6}" },
];

/// Values that say no.
static NO: [&str; 3] = ["false", "off", "none"];

/// What becomes of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LineMark {
    Marked,
    Added,
    Removed,
}

/// What an info string asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct FenceInfo<'i> {
    /// The language as written; empty where there is none.
    pub language: &'i str,
    /// The name of the file.
    pub name: Option<&'i str>,
    /// The number of the first line, where lines are numbered.
    pub first: Option<u32>,
    /// Which lines stand out, counted from 1.
    marks: Vec<(RangeInclusive<u32>, LineMark)>,
}

impl<'i> FenceInfo<'i> {
    /// Reads an info string.
    pub fn of(info: &'i str) -> Self {
        let info = info.trim();
        let info = info.get(..info.floor_char_boundary(MAX_INFO_BYTES)).unwrap_or(info);
        let end = info.find(|c: char| c.is_whitespace() || matches!(c, ',' | '{' | '[')).unwrap_or(info.len());
        let (first, rest) = info.split_at(end);
        let mut reader = Reader::default();
        match first.split_once(':') {
            Some((language, more)) if is_language(language) && !more.starts_with("//") => {
                reader.info.language = language;
                match word(more.split('=').next().unwrap_or("")) {
                    Some(_) => reader.words(more),
                    None if more.starts_with("no-") => {}
                    None => reader.name(more),
                }
            }
            _ if first.contains('=') || word(first).is_some() => reader.words(first),
            _ => reader.info.language = first,
        }
        reader.words(rest);
        let Reader { mut info, numbers, start, .. } = reader;
        info.first = numbers.then_some(start.unwrap_or(1));
        info.marks.sort_by_key(|(lines, _)| *lines.start());
        info
    }

    /// The marks of the lines from the first one on.
    pub fn marks(&self) -> impl Iterator<Item = Option<LineMark>> {
        let mut ahead = self.marks.iter().peekable();
        let mut open: Option<&(RangeInclusive<u32>, LineMark)> = None;
        (1..=u32::MAX).map(move |line| {
            while let Some(next) = ahead.next_if(|(lines, _)| *lines.start() <= line) {
                if open.is_none_or(|(lines, _)| lines.end() < next.0.end()) {
                    open = Some(next);
                }
            }
            open.filter(|(lines, _)| lines.contains(&line)).map(|(_, mark)| *mark)
        })
    }

    /// Whether anything is said of single lines.
    pub fn has_lines(&self) -> bool {
        self.first.is_some() || !self.marks.is_empty()
    }
}

/// Whether a name of letters, digits and a few signs may stand before a colon.
fn is_language(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '+' | '#' | '.'))
}

fn word(name: &str) -> Option<Setting> {
    WORDS.iter().find(|row| row.word.eq_ignore_ascii_case(name)).map(|row| row.sets)
}

/// Reads words one after the other.
#[derive(Default)]
struct Reader<'i> {
    info: FenceInfo<'i>,
    numbers: bool,
    start: Option<u32>,
    /// What the last word set: numbers behind it belong to it.
    last: Option<Setting>,
    is_in_group: bool,
}

impl<'i> Reader<'i> {
    fn words(&mut self, mut rest: &'i str) {
        loop {
            rest = rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ',' | '}' | ']' | '"' | '\''));
            if rest.is_empty() {
                return;
            }
            let end = match rest.strip_prefix(['{', '[']) {
                Some(_) => 0,
                None => rest
                    .find(|c: char| c.is_whitespace() || matches!(c, ',' | '=' | '{' | '}' | '['))
                    .unwrap_or(rest.len()),
            };
            let (name, behind) = rest.split_at(end);
            // `{numberLines: true}` of Gatsby is like `=`.
            let (name, behind) = match name.strip_suffix(':') {
                Some(name) if behind.starts_with(' ') => (name, behind.trim_start()),
                _ => (name, behind.strip_prefix('=').unwrap_or(behind)),
            };
            let has_value = name.is_empty() || behind.len() + name.len() < rest.len();
            let (value, next) = if has_value { value_of(behind) } else { ("", behind) };
            match (name, rest.chars().next()) {
                ("", Some('{')) => self.group(value),
                // `[language]` alone stands for a language that is to be put there.
                ("", Some('[')) if self.info.language.is_empty() => {}
                ("", Some('[')) => self.name(value),
                _ => self.word(name, value),
            }
            // A value that is empty at a sign that begins none: the sign is skipped.
            rest = if next.len() < rest.len() { next } else { rest.get(1..).unwrap_or("") };
        }
    }

    /// What stands between braces: numbers of lines, or words.
    fn group(&mut self, inside: &'i str) {
        let is_lines = inside.chars().all(|c| c.is_ascii_digit() || c.is_whitespace() || matches!(c, ',' | '-'));
        if is_lines {
            self.mark(inside, LineMark::Marked);
        } else if !std::mem::replace(&mut self.is_in_group, true) {
            self.words(inside);
            self.is_in_group = false;
        }
    }

    fn word(&mut self, name: &'i str, value: &'i str) {
        let class = name.strip_prefix('.');
        let Some(sets) = word(class.unwrap_or(name)) else {
            match (class, self.last) {
                (Some(class), _) if self.info.language.is_empty() => self.info.language = class,
                (None, Some(Setting::Marked)) if value.is_empty() => self.mark(name, LineMark::Marked),
                _ => self.last = None,
            }
            return;
        };
        self.last = Some(sets);
        match sets {
            Setting::Name => self.name(value),
            Setting::Numbers => {
                self.numbers = !NO.iter().any(|no| value.eq_ignore_ascii_case(no));
                self.start = value.parse().ok().or(self.start);
            }
            Setting::First => self.start = value.parse().ok().or(self.start),
            Setting::Marked => self.mark(value, LineMark::Marked),
            Setting::Added => self.mark(value, LineMark::Added),
            Setting::Removed => self.mark(value, LineMark::Removed),
        }
    }

    fn name(&mut self, value: &'i str) {
        let name = value.trim();
        if !name.is_empty() && name.chars().count() <= MAX_NAME_CHARS {
            self.info.name = Some(name);
        }
    }

    fn mark(&mut self, lines: &str, mark: LineMark) {
        for part in lines.split(|c: char| !c.is_ascii_digit() && c != '-') {
            let (first, last) = part.split_once('-').unwrap_or((part, part));
            if let (Ok(first), Ok(last)) = (first.parse::<u32>(), last.parse::<u32>()) {
                self.info.marks.push((first..=last, mark));
            }
        }
    }
}

/// The value that `text` begins with, without what stands around it, and the text behind it.
fn value_of(text: &str) -> (&str, &str) {
    let closing = match text.chars().next() {
        Some('"') => '"',
        Some('\'') => '\'',
        Some('{') => '}',
        Some('[') => ']',
        _ => {
            let end = text.find(|c: char| c.is_whitespace() || matches!(c, ',' | '}')).unwrap_or(text.len());
            return text.split_at(end);
        }
    };
    let inside = text.get(1..).unwrap_or("");
    let end = inside.find(closing).unwrap_or(inside.len());
    let (value, behind) = inside.split_at(end);
    (value, behind.get(1..).unwrap_or(""))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(info: &str) -> Vec<(u32, LineMark)> {
        let info = FenceInfo::of(info);
        (1..9).zip(info.marks()).filter_map(|(line, mark)| Some((line, mark?))).collect()
    }

    #[test]
    fn each_word_sets_what_its_row_says() {
        for row in WORDS {
            let info = FenceInfo::of(row.example);
            let lines = |mark| [2, 4, 5, 6].map(|line| (line, mark)).to_vec();
            match row.sets {
                Setting::Name => assert_eq!(info.name, Some("a b.rs"), "{}", row.example),
                Setting::Numbers | Setting::First => assert_eq!(info.first, Some(7), "{}", row.example),
                Setting::Marked => assert_eq!(marked(row.example), lines(LineMark::Marked), "{}", row.example),
                Setting::Added => assert_eq!(marked(row.example), lines(LineMark::Added), "{}", row.example),
                Setting::Removed => assert_eq!(marked(row.example), lines(LineMark::Removed), "{}", row.example),
            }
            assert!(["rust", "js", "jsx", "py", "go", "ts", "r", "hs"].contains(&info.language), "{info:?}");
        }
    }

    #[test]
    fn forms_without_a_word_of_their_own() {
        assert_eq!(FenceInfo::of("rust:src/main.rs").name, Some("src/main.rs"));
        assert_eq!(FenceInfo::of("js [config.js] {1}").name, Some("config.js"));
        assert_eq!(FenceInfo::of("js:title=a/b.js").name, Some("a/b.js"));
        assert_eq!(marked("js {2,4-5}"), [2, 4, 5].map(|line| (line, LineMark::Marked)));
        assert_eq!(marked("js{1,3}"), [1, 3].map(|line| (line, LineMark::Marked)));
        assert_eq!(FenceInfo::of("js {numberLines: true}").first, Some(1));
        assert_eq!(FenceInfo::of("title=\"x y\"").language, "");
        let python = FenceInfo::of("{ .python .numberLines .extra #id key=\"a b\" title=\"x.py\" }");
        assert_eq!((python.language, python.name, python.first), ("python", Some("x.py"), Some(1)));
    }

    #[test]
    fn what_is_unknown_is_skipped() {
        for info in [
            "rust,ignore",
            "rust no_run edition2021",
            "rust \"text\" /re/ {=",
            "rust frame=\"none\" wrap",
            "rust ]]} {{ [",
            "rust {",
        ] {
            assert_eq!(FenceInfo::of(info), FenceInfo { language: "rust", ..FenceInfo::default() }, "{info}");
        }
        for info in ["py showLineNumbers=false", "go {linenos=false}", "ts:no-line-numbers", "py linenostart=3"] {
            assert_eq!(FenceInfo::of(info).first, None, "{info}");
        }
        assert_eq!(marked("js {9-2} ins={a} hl_lines=\"x-3 -\""), []);
        assert_eq!(FenceInfo::of("http://a.b/c").name, None);
        assert_eq!(FenceInfo::of("[language]"), FenceInfo::default());
    }

    #[test]
    fn long_info_strings_take_no_time() {
        for part in ["{", "a=\"", "[", "1-9 ", "hl_lines={1-9} ", "title=", ":"] {
            let info = format!("js {}", part.repeat(100_000));
            assert!(FenceInfo::of(&info).marks().take(100_000).count() == 100_000);
        }
    }
}
