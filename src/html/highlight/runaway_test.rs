//! Searches all grammars for lines that one of their expressions needs too long for, to make rows of `grammars::SLOW_LINES` from. Run by hand, as
//! it takes minutes and its result depends on the machine:
//! `cargo test --lib runaway -- --ignored --nocapture`; `SYLLABUS_GRAMMAR=SCSS` for one grammar, `SYLLABUS_SEED=2` for other lines.
//!
//! A line is a beginning, a unit that is repeated, and an end. All short units are tried, then the slowest lines are changed at random for as
//! long as they become slower. Lines that stay plain are passed over: what is printed is what no row covers yet.

#![allow(clippy::disallowed_methods, reason = "a search for slow lines needs a clock; no test depends on it")]

use std::time::{Duration, Instant};

use syntect::parsing::SyntaxReference;

use super::grammars::{SYNTAXES, stays_plain};
use super::parser_state::ParserState;
use super::{MAX_CODE_BYTES, line_cost};

/// What all code of a page may take at worst; each line has its share of it by its cost.
const PATIENCE: Duration = Duration::from_secs(2);
/// The lengths of the lines that are tried, one after the other while they are quick.
const LENGTHS: [usize; 5] = [24, 50, 100, 200, 398];
/// A line that takes so long is not tried longer.
const SLOW_ENOUGH: Duration = Duration::from_millis(60);
const BEGINNINGS: &[&str] = &[
    "", " ", "\t", "- ", "a ", "a: ", "a(", "a = ", "\"", "'", "`", "/*", "//", "#", "<", "<a ", "{", "[", "(", "<!--", "${", "@a ", "|", ".a ",
    "a { ", "$a = ", "\\", "%", "if ", "def a", "function a", "class a", "let a", "@import ", "@media ", "&:", "a {b: ", "# ", "> ", "![", "--",
];
const ENDS: &[&str] = &["", " x", "!", ";", "=", "{", ")", "\"", "\\", ":", ">", "]"];
const SIGNS: &[u8] = b"aA1 \t!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~x0";
/// How many lines are made at random, and how many by changing slow ones.
const RANDOM_LINES: usize = 2_000;
const CHANGED_LINES: usize = 1_500;
const KEPT_LINES: usize = 12;

#[derive(Clone, Debug, PartialEq)]
struct Recipe {
    beginning: String,
    unit: String,
    end: &'static str,
}

impl Recipe {
    fn line(&self, length: usize) -> String {
        let room = length.saturating_sub(self.beginning.len() + self.end.len());
        let body = self.unit.repeat(room / self.unit.len().max(1));
        format!("{}{body}{}\n", self.beginning, self.end)
    }

    /// How many times its share of the page's time the slowest of its lines takes, and that line's length and time.
    fn slowness(&self, syntax: &SyntaxReference) -> (f64, usize, Duration) {
        let mut worst = (0.0, 0, Duration::ZERO);
        for length in LENGTHS {
            let line = self.line(length);
            if stays_plain(syntax, &line) {
                break;
            }
            let time = time(syntax, &line);
            let share = PATIENCE.as_secs_f64() * line_cost(line.len()) as f64 / MAX_CODE_BYTES as f64;
            let slowness = time.as_secs_f64() / share;
            // The first line has compiled the expressions.
            if slowness > worst.0 && length > LENGTHS[0] {
                worst = (slowness, line.len(), time);
            }
            if time > SLOW_ENOUGH && length > LENGTHS[0] {
                break;
            }
        }
        worst
    }
}

fn time(syntax: &SyntaxReference, line: &str) -> Duration {
    let mut state = ParserState::start(syntax);
    let start = Instant::now();
    let _ = state.parse_line(line, &mut Vec::new());
    start.elapsed()
}

/// A generator of the same numbers each time.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end.max(1)
    }

    fn sign(&mut self) -> char {
        char::from(SIGNS[self.below(SIGNS.len())])
    }

    fn of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }

    fn recipe(&mut self) -> Recipe {
        let length = 1 + self.below(4);
        let unit = (0..length).map(|_| self.sign()).collect();
        Recipe { beginning: self.of(BEGINNINGS).to_owned(), unit, end: self.of(ENDS) }
    }

    fn changed(&mut self, recipe: &Recipe) -> Recipe {
        let (mut recipe, mut end) = (recipe.clone(), recipe.end);
        let text = if self.below(3) == 0 { &mut recipe.beginning } else { &mut recipe.unit };
        let mut signs: Vec<char> = text.chars().collect();
        let at = self.below(signs.len() + 1);
        match self.below(5) {
            0 if signs.len() > 1 => drop(signs.remove(at.min(signs.len() - 1))),
            1 | 2 if signs.len() < 9 => signs.insert(at, self.sign()),
            3 if at < signs.len() => signs[at] = self.sign(),
            _ => end = self.of(ENDS),
        }
        *text = signs.into_iter().collect();
        Recipe { end, ..recipe }
    }
}

/// The slowest lines of a grammar that do not stay plain.
fn slowest(syntax: &SyntaxReference, seed: u64) -> Vec<((f64, usize, Duration), Recipe)> {
    let mut numbers = Numbers(seed);
    let mut tried: Vec<((f64, usize, Duration), Recipe)> = Vec::new();
    let add = |recipe: Recipe, tried: &mut Vec<_>| {
        let slowness = recipe.slowness(syntax);
        tried.push((slowness, recipe));
        tried.sort_by(|a: &((f64, usize, Duration), Recipe), b| b.0.0.total_cmp(&a.0.0));
        tried.dedup_by(|a, b| a.1 == b.1);
        tried.truncate(KEPT_LINES);
    };
    for one in SIGNS {
        let first = char::from(*one).to_string();
        for beginning in ["", "a ", "# ", "\""] {
            add(Recipe { beginning: beginning.to_owned(), unit: first.clone(), end: "" }, &mut tried);
        }
        for two in SIGNS {
            add(Recipe { beginning: String::new(), unit: format!("{first}{}", char::from(*two)), end: "" }, &mut tried);
        }
    }
    for _ in 0..RANDOM_LINES {
        add(numbers.recipe(), &mut tried);
    }
    for _ in 0..CHANGED_LINES {
        let one = tried[numbers.below(tried.len())].1.clone();
        add(numbers.changed(&one), &mut tried);
    }
    // What was slow once may have been an accident of the machine.
    let mut again: Vec<_> = tried.into_iter().map(|(_, recipe)| (recipe.slowness(syntax), recipe)).collect();
    again.sort_by(|a, b| b.0.0.total_cmp(&a.0.0));
    again
}

#[test]
#[ignore = "a search of minutes, for new rows"]
fn runaway_lines_of_all_grammars() {
    let variable = |name: &str| std::env::var(name).ok();
    let seed = variable("SYLLABUS_SEED").and_then(|seed| seed.parse().ok()).unwrap_or(1);
    let only = variable("SYLLABUS_GRAMMAR");
    for syntax in SYNTAXES.syntaxes().iter().filter(|syntax| only.as_ref().is_none_or(|only| *only == syntax.name)) {
        for ((slowness, length, time), recipe) in slowest(syntax, seed).into_iter().filter(|(slowness, _)| slowness.0 > 1.0) {
            println!("{:22} {slowness:8.1} times, {time:9.1?} at {length:3} bytes: {recipe:?}", syntax.name);
        }
    }
}
