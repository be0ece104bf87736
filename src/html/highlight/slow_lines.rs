//! Lines that an expression of a grammar needs too long for: known by what they repeat, and how often. In: a line. Out: whether it stays plain,
//! and what it takes of a page's budget. No clock has a part in it. Rows are found by `benches/runaway.rs`, which tries all expressions.

use syntect::parsing::SyntaxReference;

/// A line longer than this stays plain. One line of code in 20,000 is.
pub const MAX_LINE_LEN: usize = 400;

/// A line of this length costs twice what its bytes would in short lines: some grammars take time by the cube of a line's length
/// (7 s were seen for one of 1,900 tabs).
const LONG_LINE: usize = 100;

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

    /// What highlighting a line costs, in bytes of short lines; none where it stays plain.
    pub fn cost(&self, line: &str) -> Option<usize> {
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

fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t')
}

/// Most of what `count` finds in one stretch of characters for which `is_part` holds.
fn most(line: &str, is_part: impl Fn(char) -> bool, count: impl Fn(&str) -> usize) -> usize {
    line.split(|c| !is_part(c)).map(count).max().unwrap_or(0)
}

fn blanks(line: &str) -> usize {
    most(line, is_blank, str::len)
}

/// Blanks side by side behind the first character that is none.
fn inner_blanks(line: &str) -> usize {
    blanks(line.trim_start_matches(is_blank))
}

fn blanks_after_import(line: &str) -> usize {
    let after = line.match_indices("import").filter_map(|(at, word)| line.get(at + word.len()..));
    after.map(|rest| rest.len() - rest.trim_start_matches(is_blank).len()).max().unwrap_or(0)
}

/// Blanks side by side anywhere behind a brace.
fn blanks_after_brace(line: &str) -> usize {
    line.split_once('{').map_or(0, |(_, rest)| blanks(rest))
}

/// How often the sign stands that stands most often.
fn most_frequent_sign(line: &str) -> usize {
    let mut counts = [0; 128];
    for byte in line.bytes().filter(u8::is_ascii_punctuation) {
        if let Some(count) = counts.get_mut(usize::from(byte)) {
            *count += 1;
        }
    }
    counts.into_iter().max().unwrap_or(0)
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
            ("Markdown", "| `a` | [b](c.md) | text, more text |\n"),
            ("JavaScript", "import { a, b } from \"./c.js\";\n"),
        ] {
            let cost = cost(grammar, line);
            assert!(cost.is_some_and(|cost| cost < line.len() * 4), "{grammar}: {cost:?}");
        }
        assert_eq!(cost("Python", &"x".repeat(MAX_LINE_LEN + 1)), None);
    }
}
