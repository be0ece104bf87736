//! Syntax highlighting: code as spans with about seventeen short classes, whose colours are the theme's. In: a language's name and code.
//! Out: HTML, or none where the language is unknown (such code is plain text, without an error, as on GitHub).

mod classes;
mod grammars;
mod line_cache;
mod parser_state;
mod slow_lines;

use std::borrow::Cow;

use syntect::parsing::SyntaxReference;

use self::classes::{HighlightClass, NO_CLASS};
use self::grammars::grammar;
use self::line_cache::{LineCache, LineKey};
use self::parser_state::{ColouredSpan, ParserState, StateId};
use self::slow_lines::{MAX_LINE_LEN, SlowLineRules, places_in_line};
use super::escape::escape_into;

/// How much code of one page is highlighted, in bytes of short lines; a block that exceeds what is left stays plain. No page of the courses
/// looked at has half of it.
const MAX_CODE_BYTES: usize = 256 * 1024;

/// How much code of a page may still be highlighted. Counted in bytes rather than time: the same page is the same on every machine.
#[derive(Debug)]
pub struct HighlightBudget {
    /// What is left, see [`SlowLineRules::parsed`].
    bytes: usize,
}

impl Default for HighlightBudget {
    fn default() -> Self {
        HighlightBudget { bytes: MAX_CODE_BYTES }
    }
}

impl HighlightBudget {
    /// Subtracts the cost of `code`, and tells what is parsed of each of its lines, without line ends; none, and nothing is subtracted, where
    /// less is left.
    fn spend<'c>(&mut self, code: &'c str, rules: &SlowLineRules) -> Option<Vec<Option<Cow<'c, str>>>> {
        let mut cost = 0;
        let parsed = code.split('\n').map(|line| {
            let (parsed, own) = rules.parsed(line)?;
            cost += own;
            Some(parsed)
        });
        let parsed = parsed.collect();
        self.bytes = self.bytes.checked_sub(cost)?;
        Some(parsed)
    }
}

/// Highlights code, and caches its lines. Shared by all threads. No clock has a part in it: what comes of a line is the same however long it
/// takes.
#[derive(Debug, Default)]
pub struct Highlighter {
    cache: LineCache,
}

impl Highlighter {
    /// `code` as HTML with classes; none where `language` (the first word of a fence's info) is unknown or exceeds the page's budget.
    pub fn highlight(&self, language: &str, code: &str, budget: &mut HighlightBudget) -> Option<String> {
        let syntax = grammar(language)?;
        let rules = SlowLineRules::new(syntax);
        let all_parsed = budget.spend(code, &rules)?;
        let mut parser = BlockParser::new(syntax, self);
        let mut writer = SpanWriter { out: String::with_capacity(code.len() * 2), open: NO_CLASS };
        for (line, parsed) in code.split_inclusive('\n').zip(all_parsed) {
            let parsed = parsed.and_then(|parsed| with_line_end(parsed, line));
            let is_short = parsed.as_ref().is_some_and(|parsed| parsed.len() < line.len());
            match parsed.and_then(|parsed| parser.parse_line(parsed)) {
                Some(spans) if is_short => writer.write_line(line, &spread(spans, line)),
                Some(spans) => writer.write_line(line, spans),
                None => writer.write_plain(line),
            }
        }
        writer.switch_to(NO_CLASS);
        Some(writer.out)
    }
}

/// What is parsed of `line`, its line end included; none where that makes it too long.
fn with_line_end<'l>(parsed: Cow<'l, str>, line: &'l str) -> Option<Cow<'l, str>> {
    let whole = match parsed {
        Cow::Borrowed(_) => Cow::Borrowed(line),
        Cow::Owned(short) if line.ends_with('\n') => Cow::Owned(short + "\n"),
        Cow::Owned(short) => Cow::Owned(short),
    };
    (line.len() <= MAX_LINE_LEN).then_some(whole)
}

/// The spans of a line that was parsed without its surplus blanks, as spans of the whole line.
fn spread(spans: &[ColouredSpan], line: &str) -> Vec<ColouredSpan> {
    let places = places_in_line(line);
    let end = |end: u16| places.get(usize::from(end)).and_then(|place| u16::try_from(*place).ok()).unwrap_or(end);
    spans.iter().map(|span| ColouredSpan { end: end(span.end), ..*span }).collect()
}

/// Parses the lines of one block of code, one after the other.
struct BlockParser<'a> {
    cache: &'a LineCache,
    /// The id of the state before the next line, if it has one.
    id: Option<StateId>,
    /// That state, or the one before `cached_lines`: as long as lines are found in the cache, nothing is parsed.
    state: ParserState,
    /// Lines that were found in the cache since `state`, each with the id of the state after it.
    cached_lines: Vec<(Cow<'a, str>, StateId)>,
    key: LineKey,
    spans: Vec<ColouredSpan>,
}

impl<'a> BlockParser<'a> {
    fn new(syntax: &SyntaxReference, highlighter: &'a Highlighter) -> Self {
        let state = ParserState::start(syntax);
        let (cached_lines, key, spans) = Default::default();
        BlockParser { cache: &highlighter.cache, id: state.id(), state, cached_lines, key, spans }
    }

    /// The spans of the next line; none where the grammar fails.
    fn parse_line(&mut self, line: Cow<'a, str>) -> Option<&[ColouredSpan]> {
        if let Some(id) = &self.id {
            self.key.set(id, &line);
            if let Some(next) = self.cache.get(&self.key, &mut self.spans) {
                self.id = Some(next);
                self.cached_lines.push((line, next));
                return Some(&self.spans);
            }
        }
        self.restore_state();
        let parsed = self.state.parse_line(&line, &mut self.spans);
        let before = self.id.take();
        parsed?;
        self.id = self.state.id();
        if let (Some(_), Some(next)) = (before, self.id) {
            self.cache.insert(&self.key, &self.spans, next);
        }
        Some(&self.spans)
    }

    /// Brings `state` to the end of `cached_lines`: from the last of their states that this thread has been in, lines are parsed again.
    fn restore_state(&mut self) {
        let lines = self.cached_lines.iter().enumerate().rev();
        let known =
            lines.map(|(at, (_, id))| (at + 1, id)).find_map(|(next, id)| Some((next, ParserState::by_id(id)?)));
        let next = known.map_or(0, |(next, state)| {
            self.state = state;
            next
        });
        for (line, _) in self.cached_lines.drain(..).skip(next) {
            self.state.parse_line(&line, &mut self.spans);
            // Its id is known; this thread keeps the state.
            self.state.id();
        }
        self.cached_lines.clear();
    }
}

/// Writes the spans of one block as HTML.
struct SpanWriter {
    out: String,
    /// The class of the `<span>` that is open, or [`NO_CLASS`].
    open: HighlightClass,
}

impl SpanWriter {
    fn write_line(&mut self, line: &str, spans: &[ColouredSpan]) {
        let mut at = 0;
        for span in spans {
            let end = usize::from(span.end);
            if let Some(class) = span.class {
                self.switch_to(class);
            }
            escape_into(&mut self.out, line.get(at..end).unwrap_or(""));
            at = end;
        }
    }

    fn write_plain(&mut self, line: &str) {
        self.switch_to(NO_CLASS);
        escape_into(&mut self.out, line);
    }

    /// Ends the open `<span>` and begins one of `class`, unless that is open already.
    fn switch_to(&mut self, class: HighlightClass) {
        if class == self.open {
            return;
        }
        if self.open != NO_CLASS {
            self.out.push_str("</span>");
        }
        if class != NO_CLASS {
            self.out.push_str("<span class=\"");
            self.out.push(char::from(class));
            self.out.push_str("\">");
        }
        self.open = class;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn highlight(language: &str, code: &str) -> Option<String> {
        Highlighter::default().highlight(language, code, &mut HighlightBudget::default())
    }

    #[test]
    fn code_gets_classes_and_is_escaped() {
        let html = highlight("rust", "let x = \"<&\"; // ü\n").unwrap();
        let spans = r#"<span class="k">let</span> x <span class="o">= </span><span class="s">&quot;&lt;&amp;&quot;</span><span class="p">; </span>"#;
        assert_eq!(html, format!("{spans}<span class=\"c\">// ü\n</span>"));
    }

    #[test]
    fn unknown_languages_and_long_lines_stay_plain() {
        assert_eq!(highlight("klingon", "x"), None);
        assert_eq!(highlight("", "x"), None);
        let long = format!("x = \"{}\"\n", "y".repeat(3000));
        assert!(!highlight("py", &long).unwrap().contains("span"));
    }

    #[test]
    fn a_pages_budget_for_code_is_limited() {
        let (highlighter, mut budget) = (Highlighter::default(), HighlightBudget::default());
        let half = "x = 1\n".repeat(MAX_CODE_BYTES / 8);
        assert!(highlighter.highlight("py", &half, &mut budget).is_some());
        assert!(highlighter.highlight("py", &half, &mut budget).is_none());
        assert!(highlighter.highlight("py", "x = 1\n", &mut budget).is_some());
        let wide = format!("{}\n", "x = 1; ".repeat(50)).repeat(60);
        assert!(highlighter.highlight("js", &wide, &mut HighlightBudget::default()).is_none());
    }

    #[test]
    fn many_blanks_side_by_side_take_no_colours_away() {
        let code = |blanks: usize| format!("x = {{{}# ü\n    'a': 1,\n}}\n", " ".repeat(blanks));
        let few = highlight("py", &code(4)).unwrap();
        assert!(few.contains("class=\"c\""), "{few}");
        for blanks in [13, 40, 120, 200] {
            let expected = few.replace("{    <", &format!("{{{}<", " ".repeat(blanks)));
            assert_eq!(highlight("py", &code(blanks)).as_deref(), Some(expected.as_str()));
        }
    }

    /// Strings and comments over lines, a heredoc, a grammar within another.
    const LONG_STRINGS: &[(&str, &str)] = &[
        ("py", "x = \"\"\"\n  y = 1\n\"\"\"\n\ny = 1\n"),
        ("js", "/* a\n  if b\n*/\nlet c = `d\n${e}\n`;\nif (c) {\n}\n"),
        ("sh", "cat <<END\nif x\nEND\nif x; then\n  y\nfi\n"),
        ("html", "<style>\na { b: c }\n</style>\n<a b='c\nd'>e</a>\n"),
        ("yaml", "a: |\n  b: c\n\n  d\nb: c\n"),
    ];

    #[test]
    fn the_cache_changes_nothing() {
        let highlighter = Highlighter::default();
        let highlight_cached =
            |language, code: &str| highlighter.highlight(language, code, &mut HighlightBudget::default());
        for (language, code) in LONG_STRINGS {
            let ends: Vec<usize> = code.match_indices('\n').map(|(at, _)| at + 1).collect();
            // Ever more of it, so that new lines follow on cached ones; each time by a thread that knows no state yet.
            for part in ends.iter().map(|end| &code[..*end]) {
                let plain = highlight(language, part);
                let highlighted =
                    std::thread::scope(|scope| scope.spawn(|| highlight_cached(language, part)).join().unwrap());
                assert_eq!(highlighted, plain, "{language}");
                assert_eq!(highlight_cached(language, part), plain, "{language}");
            }
            // The same lines from another beginning.
            for rest in ends.iter().map(|end| &code[*end..]) {
                assert_eq!(highlight_cached(language, rest), highlight(language, rest), "{language}");
            }
        }
    }

    #[test]
    fn a_state_that_was_restored_once_is_kept() {
        let highlighter = Highlighter::default();
        let highlight_cached = |code: &str| highlighter.highlight("py", code, &mut HighlightBudget::default());
        let id = |code: &str| {
            let mut state = ParserState::start(grammar("py").unwrap());
            code.split_inclusive('\n').for_each(|line| state.parse_line(line, &mut Vec::new()).unwrap());
            state.id().unwrap()
        };
        highlight_cached("x = \"\"\"\ny\n");
        let inside = id("x = \"\"\"\n");
        let is_kept = || {
            highlight_cached("x = \"\"\"\nend\"\"\"\n");
            ParserState::by_id(&inside).is_some()
        };
        assert!(std::thread::scope(|scope| scope.spawn(is_kept).join().unwrap()));
    }

    #[test]
    fn lines_on_which_a_grammar_runs_away_take_no_time() {
        let run = format!("{} x\n\n", "\\".repeat(20)).repeat(2_000);
        assert_eq!(highlight("md", &run), Some(run));
        let run: String = (0..500).map(|row| format!("- x{row}{}\n", "-a".repeat(188))).collect();
        assert_eq!(highlight("scss", &run), Some(run));
    }

    #[test]
    fn text_survives_whatever_the_language() {
        let code = "<a b='c'>\n\t&amp; \u{1f3af} {{ x }}\n# y\n";
        for language in ["html", "py", "md", "yaml", "sh", "js", "sql", "diff"] {
            let html = highlight(language, code).unwrap();
            let mut text = String::new();
            let mut inside = false;
            for c in html.chars() {
                match c {
                    '<' => inside = true,
                    '>' => inside = false,
                    c if !inside => text.push(c),
                    _ => {}
                }
            }
            let mut escaped = String::new();
            escape_into(&mut escaped, code);
            assert_eq!(text, escaped, "{language}");
        }
    }
}
