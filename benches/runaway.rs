//! Searches the expressions of all grammars for lines that one of them needs too long for: rows of `SLOW_LINES` in
//! `src/html/highlight/grammars.rs` are made from what it prints. Its figures depend on the machine; nothing of the site does.
//!
//! `cargo bench --features stages --bench runaway [-- GRAMMAR]`
//!
//! A line is a word that the expression asks for, or none, and a short unit that is repeated. An expression that needs more than its share for
//! such a line is tried with longer and shorter ones.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use syntect::parsing::Regex;
use syntect::parsing::syntax_definition::Pattern;

/// Single signs that are repeated.
const SIGNS: &str = "aA1_ \t!\"#$%&'()*+,-./:;<=>?@[\\]^`{|}~";
/// Longer units that are repeated.
const UNITS: &[&str] = &[
    "a ", "a-", "a_", "a.", "a,", "a, ", "a:", "a::", "a;", "a=", "a/", "a\\", "a(", "a)", "a[", "a]", "a{", "a}", "a<", "a>", "a*", "a&", "a|", "a+",
    "a\"", "a'", "a@", "a#", "a$", "a%", "a!", "a?", "a~", "a^", "a`", "a\t", "aA", "a1", "1.", "1,", "1 ", "0x", "1e", "()", "[]", "{}", "<>", "<a",
    "<a ", "<a>", "\"a", "'a", "\\a", "\\\"", "\\\\", "--", "->", "=>", "::", "//", "/*", "*/", "&&", "||", "<<", ">>", "==", " \t", "- ", "* ", "# ",
    "(a", "[a", "{a", "a a", "a-a ", "a.b,", "*a ", "&a ", "<a,", "a<b", "a<a>", "(a)", "[a]", "{a}", "a=b ", "a:b ", "$a", "${", "#{", "@a", "%a", "a\u{e9}",
];
/// The length of the first line that is tried, and the time of one search that makes an expression worth a closer look.
const FIRST_LENGTH: usize = 120;
const SUSPECT: Duration = Duration::from_micros(250);
/// What one search may take on a line of [`MAX_LENGTH`] bytes: a line is searched some hundred times.
const PATIENCE: Duration = Duration::from_millis(1);
/// Longer lines stay plain.
const MAX_LENGTH: usize = 400;
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
        if let Some((max, line, took)) = slowest(&expression) {
            let short: String = expression.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(90).collect();
            println!("{}: {took:.1?} for {line:?}; {PATIENCE:?} at {max} bytes; /{short}/", names.join(", "));
        }
    }
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

/// The longest line that the expression is quick on, the line of that kind it is slowest on, and how long that takes; none where all are quick.
fn slowest(expression: &str) -> Option<(usize, String, Duration)> {
    let regex = Regex::new(expression.to_owned());
    regex.is_match("");
    let units = SIGNS.chars().map(String::from).chain(UNITS.iter().map(|unit| (*unit).to_owned()));
    let units: Vec<String> = units.collect();
    let mut worst: Option<(usize, String, Duration)> = None;
    for word in words(expression) {
        for unit in &units {
            let line = |length: usize| format!("{word}{}\n", unit.repeat(length.saturating_sub(word.len()) / unit.len()));
            if time(&regex, &line(FIRST_LENGTH)) < SUSPECT || time(&regex, &line(FIRST_LENGTH)) < SUSPECT {
                continue;
            }
            let lengths = [25, 35, 50, 70, 100, 140, 200, 280, MAX_LENGTH - 2];
            let mut quick = 0;
            let mut found = None;
            for length in lengths {
                let took = time(&regex, &line(length)).min(time(&regex, &line(length)));
                if took > PATIENCE {
                    found = Some((quick, line(length.min(60)), took));
                    break;
                }
                quick = length;
            }
            if let Some(found) = found && worst.as_ref().is_none_or(|worst| found.0 < worst.0) {
                worst = Some(found);
            }
        }
    }
    worst
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
