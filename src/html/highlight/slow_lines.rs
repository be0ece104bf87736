//! Lines that an expression of a grammar needs too long for: known by what they repeat, and how often. In: a line. Out: what is parsed of it, if
//! anything, and what that takes of a page's budget. No clock has a part in it. Rows are found by `benches/runaway.rs`, which tries all expressions.

use std::borrow::Cow;

use syntect::parsing::SyntaxReference;

/// A line longer than this stays plain. One line of code in 20,000 is.
pub const MAX_LINE_LEN: usize = 400;

/// A line of this length costs twice what its bytes would in short lines: some grammars take time by the cube of a line's length
/// (7 s were seen for one of 1,900 tabs).
const LONG_LINE: usize = 100;

/// So many blanks side by side are kept of a line that has too many: what they stand between keeps its colours, and a brace of the line is not
/// missed by the lines below.
const KEPT_BLANKS: usize = 8;

/// What a line that repeats as much as a row allows costs beside its length, in bytes of short lines; less by the cube of what it repeats.
const COST_OF_MOST: usize = 2048;

/// What some grammars are slow on: they take at least the cube of the time for twice as much of it, mostly far more.
struct SlowLines {
    /// The names of the grammars; none for all.
    grammars: &'static [&'static str],
    /// How much of it a line has.
    measure: fn(&str) -> usize,
    /// How much of it a line may have; one with more stays plain.
    max: usize,
    /// What is repeated once, for the test, and what stands before it.
    #[cfg_attr(not(test), expect(dead_code, reason = "the example of the row"))]
    example: (&'static str, &'static str),
}

/// Grammars whose code blocks have other grammars.
const HOSTS: &[&str] = &[
    "Markdown",
    "MultiMarkdown",
    "HTML",
    "Vue Component",
    "Svelte",
    "reStructuredText",
    "AsciiDoc (Asciidoctor)",
    "orgmode",
    "Typst",
];

static ROWS: &[SlowLines] = &[
    // Groovy, Stylus, INI, Fortran, VHDL, Perl and others: blanks that two parts of an expression can both take.
    SlowLines { grammars: &[], measure: blanks, max: 100, example: ("", " ") },
    // Lisp, SCSS and others: a sign that ends one part of an expression and begins the next.
    SlowLines { grammars: &[], measure: most_frequent_sign, max: 130, example: ("", "a~") },
    SlowLines { grammars: &["C#"], measure: inner_blanks, max: 24, example: ("a", " ") },
    SlowLines { grammars: HOSTS, measure: inner_blanks, max: 40, example: ("a", "\t") },
    SlowLines {
        grammars: &[
            "JavaScript",
            "JavaScript (Babel)",
            "TypeScript",
            "TypeScriptReact",
            "HTML",
            "Vue Component",
            "Svelte",
            "Markdown",
        ],
        measure: blanks_after_import,
        max: 12,
        example: ("import", " "),
    },
    // A dictionary or a set: 2 s were seen for one line of 60 bytes.
    SlowLines {
        grammars: &["Python", "Markdown", "reStructuredText", "Typst"],
        measure: blanks_after_brace,
        max: 12,
        example: ("{", " "),
    },
    SlowLines {
        grammars: &["JavaScript", "JavaScript (Babel)", "TypeScript", "TypeScriptReact"],
        measure: letters_of_word,
        max: 200,
        example: ("", "a"),
    },
    // Names of elements that an author made: 31 s were seen for one line of 380 bytes.
    SlowLines {
        grammars: &["SCSS", "Sass", "Less", "HTML", "Vue Component", "Svelte"],
        measure: hyphens_of_word,
        max: 12,
        example: ("- a", "-a"),
    },
    SlowLines { grammars: &["Lisp"], measure: hyphens_of_word, max: 24, example: ("(a", "-a") },
    // Lists of names without an end: twice the time for each further name.
    SlowLines { grammars: &["Go"], measure: names_of_list, max: 10, example: ("func f(a", ", a") },
    SlowLines { grammars: &["SystemVerilog", "Verilog"], measure: brackets, max: 12, example: ("const x", "[]") },
    SlowLines { grammars: &["SSH Config"], measure: colons, max: 12, example: ("HostName ", ":") },
    SlowLines {
        grammars: &["C++", "C", "Objective-C++", "Objective-C", "CFML", "CFML Script", "CFML Script (Tags)", "TestBox"],
        measure: letters_of_word,
        max: 80,
        example: ("", "a"),
    },
    // 20 backslashes take as long as onig allows.
    SlowLines { grammars: &["Markdown", "MultiMarkdown"], measure: backslashes, max: 8, example: ("", "\\") },
    SlowLines { grammars: &["Markdown", "MultiMarkdown"], measure: references, max: 8, example: ("[a]", "[a]") },
    SlowLines {
        grammars: &["Markdown", "MultiMarkdown"],
        measure: marks_beside_emphasis,
        max: 24,
        example: ("**a", "`a` ["),
    },
    SlowLines { grammars: &["Stylus"], measure: braces, max: 8, example: ("", "{") },
];

/// The rows of one grammar.
pub struct SlowLineRules {
    rows: Vec<&'static SlowLines>,
}

impl SlowLineRules {
    /// The rows of `syntax`.
    pub fn new(syntax: &SyntaxReference) -> Self {
        let is_own = |row: &&SlowLines| row.grammars.is_empty() || row.grammars.contains(&syntax.name.as_str());
        SlowLineRules { rows: ROWS.iter().filter(is_own).collect() }
    }

    /// What is parsed of a line, and its cost in bytes of short lines; none where the line stays plain.
    pub fn parsed<'l>(&self, line: &'l str) -> Option<(Cow<'l, str>, usize)> {
        if let Some(cost) = self.cost(line) {
            return Some((Cow::Borrowed(line), cost));
        }
        let short = if line.len() > MAX_LINE_LEN { String::new() } else { with_few_blanks(line) };
        let cost = self.cost(&short).filter(|_| !short.is_empty() && short.len() < line.len())?;
        Some((Cow::Owned(short), cost))
    }

    /// What a line costs; none where it is too slow.
    fn cost(&self, line: &str) -> Option<usize> {
        let length = line.len();
        if length > MAX_LINE_LEN {
            return None;
        }
        let mut cost = length + length * length * length / (LONG_LINE * LONG_LINE);
        for row in &self.rows {
            if length < row.max / 2 {
                // It would cost next to nothing.
                continue;
            }
            let much = (row.measure)(line);
            if much > row.max {
                return None;
            }
            cost += much * much * much * COST_OF_MOST / (row.max * row.max * row.max);
        }
        Some(cost)
    }
}

/// The places of the bytes of `line` that are kept where blanks side by side are too many.
fn kept(line: &str) -> impl Iterator<Item = usize> + '_ {
    let mut blanks = 0;
    line.bytes().enumerate().filter_map(move |(at, byte)| {
        blanks = if is_blank(char::from(byte)) { blanks + 1 } else { 0 };
        (blanks <= KEPT_BLANKS).then_some(at)
    })
}

fn with_few_blanks(line: &str) -> String {
    // Only blanks are left out: what is kept is whole characters.
    String::from_utf8(kept(line).filter_map(|at| line.as_bytes().get(at).copied()).collect()).unwrap_or_default()
}

/// For each byte of `line` without its surplus blanks, and for its end, the place in `line`.
pub fn places_in_line(line: &str) -> Vec<usize> {
    kept(line).chain([line.len()]).collect()
}

fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t')
}

/// Most of what `count` finds in one stretch of characters for which `is_part` holds.
fn most(line: &str, is_part: impl Fn(char) -> bool, count: impl Fn(&str) -> usize) -> usize {
    line.split(|c| !is_part(c)).map(count).max().unwrap_or(0)
}

fn blanks(line: &str) -> usize {
    line.as_bytes().split(|byte| !matches!(byte, b' ' | b'\t')).map(<[u8]>::len).max().unwrap_or(0)
}

/// Blanks side by side behind the first character that is none.
fn inner_blanks(line: &str) -> usize {
    blanks(line.trim_start_matches(is_blank))
}

fn blanks_after_import(line: &str) -> usize {
    // A search for one byte is faster than one for a word.
    let ends = line.match_indices('t').filter_map(|(at, _)| line.split_at_checked(at + 1));
    let after = ends.filter(|(head, _)| head.ends_with("import")).map(|(_, rest)| rest);
    after.map(|rest| rest.len() - rest.trim_start_matches(is_blank).len()).max().unwrap_or(0)
}

/// Blanks side by side anywhere behind a brace that is still open.
fn blanks_after_brace(line: &str) -> usize {
    let inside = line.split('{').skip(1).filter_map(|rest| rest.split('}').next());
    inside.map(blanks).max().unwrap_or(0)
}

/// How often the sign stands that stands most often.
fn most_frequent_sign(line: &str) -> usize {
    let mut counts = [0_u16; 256];
    let mut most = 0;
    for byte in line.bytes() {
        let Some(count) = counts.get_mut(usize::from(byte)) else { continue };
        *count += u16::from(byte.is_ascii_punctuation());
        most = most.max(*count);
    }
    usize::from(most)
}

/// The hyphens of a word that has letters, too: a line of hyphens is none.
fn hyphens_of_word(line: &str) -> usize {
    let count = |word: &str| if word.bytes().all(|byte| byte == b'-') { 0 } else { word.matches('-').count() };
    most(line, |c| c.is_alphanumeric() || matches!(c, '-' | '_'), count)
}

/// The commas of a list before names; a list of numbers has none.
fn names_of_list(line: &str) -> usize {
    let is_name = |(at, _): &(usize, &str)| {
        let rest = line.get(at + 1..).unwrap_or("").trim_start_matches(is_blank);
        rest.starts_with(|c: char| c.is_alphabetic() || c == '_')
    };
    line.match_indices(',').filter(is_name).count()
}

fn letters_of_word(line: &str) -> usize {
    most(line, |c| c.is_alphanumeric() || matches!(c, '_' | '$' | '.'), str::len)
}

/// Code spans and brackets of a line that has a sign of emphasis.
fn marks_beside_emphasis(line: &str) -> usize {
    if line.contains(['*', '_']) { line.matches(['`', '[']).count() } else { 0 }
}

/// Brackets side by side, as in links by reference.
fn references(line: &str) -> usize {
    line.matches("][").count()
}

fn backslashes(line: &str) -> usize {
    line.matches('\\').count()
}

fn brackets(line: &str) -> usize {
    line.matches('[').count()
}

fn braces(line: &str) -> usize {
    line.matches('{').count()
}

fn colons(line: &str) -> usize {
    line.matches(':').count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::html::highlight::grammars::SYNTAXES;

    fn cost(grammar: &str, line: &str) -> Option<usize> {
        SlowLineRules::new(SYNTAXES.find_syntax_by_name(grammar).expect("a grammar")).cost(line)
    }

    // The grammars that run without C lack some, and have others in a simpler form.
    #[cfg(feature = "cli")]
    #[test]
    fn lines_that_repeat_too_much_stay_plain() {
        for row in ROWS {
            let (start, unit) = row.example;
            // Some units have more than one of what is counted.
            let each = (row.measure)(&format!("{start}{unit}{unit}")) - (row.measure)(&format!("{start}{unit}"));
            let line = |times: usize| format!("{start}{}\n", unit.repeat(times));
            let most = (0..=row.max).rev().find(|times| (row.measure)(&line(*times)) <= row.max).expect("a line");
            assert!((row.measure)(&line(most)) + each > row.max, "{start}{unit}");
            for grammar in if row.grammars.is_empty() { &["Groovy"] } else { row.grammars } {
                let usual = cost(grammar, &line(most / 3));
                assert!(usual < cost(grammar, &line(most)), "{grammar} {start}{unit}");
                assert_eq!(cost(grammar, &line(most + 1)), None, "{grammar} {start}{unit}");
            }
        }
    }

    #[test]
    fn ordinary_lines_cost_about_their_length() {
        for (grammar, line) in [
            (
                "SCSS",
                "  .card__title--is-very-large { color: var(--accent-color); } // ------------------------- card\n",
            ),
            ("Go", "\tx := []int{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16}\n"),
            ("C#", "                    public int Count { get; set; } // how many\n"),
            ("Python", "print(f\"Ratio: {0.9876:.2%}\")              # the ratio\n"),
            ("Markdown", "| `a` | [b](c.md) | text, more text |\n"),
            ("JavaScript", "import { a, b } from \"./c.js\";\n"),
        ] {
            let cost = cost(grammar, line);
            assert!(cost.is_some_and(|cost| cost < line.len() * 4), "{grammar}: {cost:?}");
        }
        assert_eq!(cost("Python", &"x".repeat(MAX_LINE_LEN + 1)), None);
    }
}
