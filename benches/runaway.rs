//! Searches the expressions of all grammars for lines that one of them needs too long for: rows of `ROWS` in
//! `src/html/highlight/slow_lines.rs` are made from what it prints. Its figures depend on the machine; nothing of the site does.
//!
//! `cargo bench --features stages --bench runaway [-- GRAMMAR]`; in `--profile dev` it is as good, as only its dependencies are measured.
//!
//! First all expressions are tried by themselves, then each grammar as a whole on lines that no row covers yet: some expressions are met only
//! behind certain words, and some behind none.
//!
//! A line is a word that the expression asks for, or none, and a short unit that is repeated. An expression that needs more than its share for
//! such a line is tried with longer and shorter ones.

#![allow(clippy::disallowed_methods, reason = "measured from outside")]

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use syllabus::stages::{HighlightBudget, Highlighter};
use syntect::parsing::Regex;
use syntect::parsing::syntax_definition::Pattern;

/// Single signs that are repeated.
const SIGNS: &str = "aA1_ \t!\"#$%&'()*+,-./:;<=>?@[\\]^`{|}~";
/// Longer units that are repeated.
const UNITS: &[&str] = &[
    "a ", "a-", "a_", "a.", "a,", "a, ", "a:", "a::", "a;", "a=", "a/", "a\\", "a(", "a)", "a[", "a]", "a{", "a}",
    "a<", "a>", "a*", "a&", "a|", "a+", "a\"", "a'", "a@", "a#", "a$", "a%", "a!", "a?", "a~", "a^", "a`", "a\t", "aA",
    "a1", "1.", "1,", "1 ", "0x", "1e", "()", "[]", "{}", "<>", "<a", "<a ", "<a>", "\"a", "'a", "\\a", "\\\"", "\\\\",
    "--", "->", "=>", "::", "//", "/*", "*/", "&&", "||", "<<", ">>", "==", " \t", "- ", "* ", "# ", "(a", "[a", "{a",
    "a a", "a-a ", "a.b,", "*a ", "&a ", "<a,", "a<b", "a<a>", "(a)", "[a]", "{a}", "a=b ", "a:b ", "$a", "${", "#{",
    "@a", "%a", "a\u{e9}",
];
/// The length of the first line that is tried, and the time of one search that makes an expression worth a closer look.
const FIRST_LENGTH: usize = 120;
const SUSPECT: Duration = Duration::from_micros(250);
/// What one search may take: a line is searched some hundred times.
const PATIENCE: Duration = Duration::from_millis(4);
/// The lengths that are measured, up to the longest line that does not stay plain; after a very slow one no more.
const LENGTHS: [usize; 5] = [25, 50, 100, 200, 398];
const SLOW_ENOUGH: Duration = Duration::from_millis(60);
/// How many kinds of lines are shown for an expression.
const SHOWN_LINES: usize = 3;
/// The most words of an expression that lines begin with.
const MAX_WORDS: usize = 6;

fn main() {
    if !std::env::args().any(|arg| arg == "--bench") {
        return;
    }
    let only = std::env::args().skip(1).find(|arg| !arg.starts_with("--"));
    for (expression, grammars) in expressions(only.as_deref()) {
        if Regex::try_compile(&expression).is_some() {
            continue;
        }
        let names: Vec<&str> = grammars.iter().map(String::as_str).collect();
        for (line, times) in slow_lines(&expression) {
            let times: Vec<String> = times.iter().map(|(length, took)| format!("{length}: {took:.1?}")).collect();
            let short: String = expression.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(70).collect();
            println!("{}\t{line:?}\t{}\t/{short}/", names.join(", "), times.join(", "));
        }
    }
    println!("--- in their grammars");
    for syntax in two_face::syntax::extra_newlines().syntaxes() {
        if only.as_deref().is_none_or(|only| only == syntax.name) {
            slow_in_grammar(&syntax.name);
        }
    }
}

/// What lines begin with whose grammar is tried as a whole.
const BEGINNINGS: &[&str] = &[
    "",
    "- ",
    "a ",
    "a: ",
    "a(",
    "a = ",
    "\"",
    "'",
    "/*",
    "<",
    "<a ",
    "{",
    "[",
    "(",
    "${",
    "@a ",
    ".a ",
    "a { ",
    "$a = ",
    "if (",
    "for ",
    "def a(",
    "function a(",
    "class a ",
    "func a(",
    "fn a(",
    "let a = ",
    "const a",
    "var a = ",
    "public a(",
    "import ",
    ":import ",
    "export ",
    "@media ",
    "&:",
    "select ",
    "type a",
    "struct a ",
    "end",
    "return ",
    "# ",
    "> ",
    "![",
    "**a",
    "__a",
    "a[",
    "a<",
    "new a",
    "static ",
    "a -> ",
];
/// What they end in.
const ENDS: &[&str] = &["", ")", "x", ">", ";", ":"];
/// A line of a grammar may take so much for each byte of short lines that it costs; see `slow_lines`.
const PATIENCE_IN_GRAMMAR: Duration = Duration::from_millis(10);

/// Prints the slowest lines of one grammar.
fn slow_in_grammar(name: &str) {
    let units = SIGNS.chars().map(String::from).chain(UNITS.iter().map(|unit| (*unit).to_owned()));
    let mut slow: Vec<(Duration, String)> = Vec::new();
    for (row, unit) in units.enumerate() {
        for (column, beginning) in BEGINNINGS.iter().enumerate() {
            let end = ENDS.get((row + column) % ENDS.len()).copied().unwrap_or("");
            for length in [60, 200] {
                let line = format!("{beginning}{}{end}\n", unit.repeat((length - beginning.len()) / unit.len()));
                let took = time_in_grammar(name, &line);
                if took > PATIENCE_IN_GRAMMAR {
                    // Once more: the first time may have been an accident of the machine.
                    slow.push((took.min(time_in_grammar(name, &line)), line));
                    break;
                }
            }
        }
    }
    slow.retain(|(took, _)| *took > PATIENCE_IN_GRAMMAR);
    slow.sort_by_key(|(took, _)| std::cmp::Reverse(*took));
    for (took, line) in slow.iter().take(SHOWN_LINES) {
        println!("{name}\t{took:.1?}\t{} bytes: {:?}", line.len(), line.chars().take(40).collect::<String>());
    }
}

fn time_in_grammar(name: &str, line: &str) -> Duration {
    let start = Instant::now();
    let _ = Highlighter::default().highlight(name, line, &mut HighlightBudget::default());
    start.elapsed()
}

/// All expressions with the grammars that have them.
fn expressions(only: Option<&str>) -> BTreeMap<String, BTreeSet<String>> {
    let mut all: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for syntax in two_face::syntax::extra_newlines().into_builder().syntaxes() {
        if only.is_some_and(|only| only != syntax.name) {
            continue;
        }
        let patterns = syntax.contexts.values().flat_map(|context| &context.patterns);
        for pattern in patterns {
            if let Pattern::Match(pattern) = pattern {
                all.entry(pattern.regex.regex_str().to_owned()).or_default().insert(syntax.name.clone());
            }
        }
    }
    all
}

/// The beginnings of lines on which the expression is slow, the slowest kinds first, each with the times of its lengths.
fn slow_lines(expression: &str) -> Vec<(String, Vec<(usize, Duration)>)> {
    let regex = Regex::new(expression.to_owned());
    regex.is_match("");
    let units: Vec<String> =
        SIGNS.chars().map(String::from).chain(UNITS.iter().map(|unit| (*unit).to_owned())).collect();
    let mut slow = Vec::new();
    for word in words(expression) {
        for unit in &units {
            let line =
                |length: usize| format!("{word}{}\n", unit.repeat(length.saturating_sub(word.len()) / unit.len()));
            // Once more: the first time may have been an accident of the machine.
            let is_suspect = |_: &i32| time(&regex, &line(FIRST_LENGTH)) >= SUSPECT;
            if !(0..3).all(|round| is_suspect(&round)) {
                continue;
            }
            let mut times = Vec::new();
            for length in LENGTHS {
                let took = (0..3).map(|_| time(&regex, &line(length))).min().unwrap_or_default();
                times.push((length, took));
                if took > SLOW_ENOUGH {
                    break;
                }
            }
            if times.last().is_some_and(|(_, took)| *took > PATIENCE) {
                slow.push((line(word.len() + 8), times));
            }
        }
    }
    slow.sort_by_key(|(_, times)| (times.len(), std::cmp::Reverse(times.last().map(|(_, took)| *took))));
    slow.truncate(SHOWN_LINES);
    slow
}

fn time(regex: &Regex, line: &str) -> Duration {
    let start = Instant::now();
    regex.search(line, 0, line.len(), None);
    start.elapsed()
}

/// Words that the expression asks for, and none.
fn words(expression: &str) -> Vec<String> {
    let mut escaped = false;
    let letters = expression.chars().map(|c| {
        let is_letter = !escaped && (c.is_ascii_alphabetic() || c == '_');
        escaped = c == '\\' && !escaped;
        if is_letter { c } else { ' ' }
    });
    let text: String = letters.collect();
    let mut words: Vec<String> = vec![String::new()];
    for word in text.split(' ').filter(|word| word.len() >= 2) {
        if words.len() <= MAX_WORDS && !words.iter().any(|known| known == word) {
            words.push(word.to_owned());
        }
    }
    words
}
