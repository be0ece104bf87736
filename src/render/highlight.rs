//! Code becomes spans with about seventeen short classes; colours are the theme's. In: a language's name and code. Out: HTML,
//! or none where the language is unknown (then it is plain text, without an error, as on GitHub).

mod classes;
mod grammars;
mod memory;
mod place;

use std::time::{Duration, Instant};

use syntect::parsing::SyntaxReference;

use self::classes::{HighlightClass, NONE};
use self::grammars::{MAX_LINE_LEN, grammar, is_plain};
use self::memory::{LineCache, LineKey};
use self::place::{ColouredSpan, ParserState, StateId};
use super::escape::escape_into;

/// How much code of one page is coloured, in bytes of short lines; a block that is more stays plain. No page of the courses looked at has
/// half of it.
const MAX_CODE: usize = 256 * 1024;

/// A line of this length costs twice what its bytes would in short lines: some grammars take time by the cube of a line's length
/// (7 s were seen for one of 1,900 tabs).
const LONG_LINE: usize = 100;

/// A page whose code took this long gets no more of it coloured. A last valve, for what `grammars` does not know yet. Code that anybody
/// wrote stays a hundred times below, so that all machines make the same page of it.
const TIMEOUT: Duration = Duration::from_secs(4);

/// A line that took more than its share of a page's patience is not remembered, but timed wherever it stands. What is remembered takes no
/// time, but would not have closed the valve either.
fn is_quick(line: &str, took: Duration) -> bool {
    took.as_nanos() * (MAX_CODE as u128) < TIMEOUT.as_nanos() * (line.len() as u128)
}

/// How much code a page may still have coloured. Counted rather than timed: the same page is the same on every machine.
#[derive(Debug)]
pub struct HighlightBudget {
    bytes: usize,
    spent: Duration,
}

impl Default for HighlightBudget {
    fn default() -> Self {
        HighlightBudget { bytes: MAX_CODE, spent: Duration::ZERO }
    }
}

impl HighlightBudget {
    /// Takes what `code` costs, if that much is left.
    fn take(&mut self, code: &str) -> Option<()> {
        let lines = code.split('\n').map(str::len).filter(|line| *line <= MAX_LINE_LEN);
        self.bytes = self.bytes.checked_sub(lines.map(cost).sum())?;
        Some(())
    }

    /// Whether too much time went by already.
    fn is_spent(&self) -> bool {
        self.spent > TIMEOUT
    }

    /// Does something and notes how long it took; without a clock it takes no time.
    fn timed<T>(&mut self, clock: Option<Clock>, work: impl FnOnce() -> T) -> (T, Duration) {
        let start = clock.map(|now| now());
        let done = work();
        let took = clock.zip(start).map_or(Duration::ZERO, |(now, start)| now().duration_since(start));
        self.spent += took;
        (done, took)
    }
}

fn cost(line: usize) -> usize {
    line + line * line * line / (LONG_LINE * LONG_LINE)
}

/// What tells the time.
pub type Clock = fn() -> Instant;

/// Highlights code, and remembers the lines of it.
#[derive(Debug, Default)]
pub struct Highlighter {
    memory: LineCache,
    /// Without one, only what is counted limits a page's code.
    clock: Option<Clock>,
}

impl Highlighter {
    /// A highlighter that gives up on a page's code after some seconds.
    pub fn with_clock(clock: Clock) -> Self {
        Highlighter { clock: Some(clock), ..Highlighter::default() }
    }

    /// `code` as HTML with classes; none where `language` (the first word of a fence's info) is unknown or the page has no room for it.
    pub fn highlight(&self, language: &str, code: &str, room: &mut HighlightBudget) -> Option<String> {
        let syntax = grammar(language)?;
        room.take(code)?;
        let mut walk = BlockWalk::new(syntax, self);
        let mut painter = CodePainter { out: String::with_capacity(code.len() * 2), open: NONE };
        for line in code.split_inclusive('\n') {
            let is_plain = room.is_spent() || is_plain(syntax, line);
            match if is_plain { None } else { walk.line(line, room) } {
                Some(stretches) => painter.line(line, stretches),
                None => painter.plain(line),
            }
        }
        painter.switch(NONE);
        Some(painter.out)
    }
}

/// The walk over one block.
struct BlockWalk<'a> {
    memory: &'a LineCache,
    clock: Option<Clock>,
    /// What the place before the next line is called, if it has a name.
    name: Option<StateId>,
    /// That place, or the one before the lines of `behind`: as long as lines are remembered, no grammar is asked.
    place: ParserState,
    behind: Vec<&'a str>,
    key: LineKey,
    stretches: Vec<ColouredSpan>,
}

impl<'a> BlockWalk<'a> {
    fn new(syntax: &SyntaxReference, highlighter: &'a Highlighter) -> Self {
        let place = ParserState::start(syntax);
        let (behind, key, stretches) = Default::default();
        let Highlighter { memory, clock } = highlighter;
        BlockWalk { memory, clock: *clock, name: place.name(), place, behind, key, stretches }
    }

    /// What the next line consists of; none where the grammar fails.
    fn line(&mut self, line: &'a str, room: &mut HighlightBudget) -> Option<&[ColouredSpan]> {
        if let Some(name) = &self.name {
            self.key.set(name, line);
            if let Some(next) = self.memory.recall(&self.key, &mut self.stretches) {
                self.name = Some(next);
                self.behind.push(line);
                return Some(&self.stretches);
            }
        }
        self.catch_up();
        let (passed, took) = room.timed(self.clock, || self.place.pass(line, &mut self.stretches));
        let before = self.name.take();
        passed?;
        self.name = self.place.name();
        if let (Some(_), Some(next)) = (before, self.name)
            && is_quick(line, took)
        {
            self.memory.keep(&self.key, &self.stretches, next);
        }
        Some(&self.stretches)
    }

    /// Goes to the place that the walk has come to.
    fn catch_up(&mut self) {
        if self.behind.is_empty() {
            return;
        }
        match self.name.as_ref().and_then(ParserState::named) {
            Some(place) => self.place = place,
            // Only other threads were there yet.
            None => {
                for line in &self.behind {
                    self.place.pass(line, &mut self.stretches);
                }
            }
        }
        self.behind.clear();
    }
}

/// Writes one block.
struct CodePainter {
    out: String,
    /// The class of the span that is open.
    open: HighlightClass,
}

impl CodePainter {
    fn line(&mut self, line: &str, stretches: &[ColouredSpan]) {
        let mut at = 0;
        for stretch in stretches {
            let end = usize::from(stretch.end);
            if let Some(class) = stretch.class {
                self.switch(class);
            }
            escape_into(&mut self.out, line.get(at..end).unwrap_or(""));
            at = end;
        }
    }

    fn plain(&mut self, line: &str) {
        self.switch(NONE);
        escape_into(&mut self.out, line);
    }

    fn switch(&mut self, class: HighlightClass) {
        if class == self.open {
            return;
        }
        if self.open != NONE {
            self.out.push_str("</span>");
        }
        if class != NONE {
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
    fn a_page_has_room_for_so_much_code() {
        let (highlighter, mut room) = (Highlighter::default(), HighlightBudget::default());
        let half = "x = 1\n".repeat(MAX_CODE / 8);
        assert!(highlighter.highlight("py", &half, &mut room).is_some());
        assert!(highlighter.highlight("py", &half, &mut room).is_none());
        assert!(highlighter.highlight("py", "x = 1\n", &mut room).is_some());
        let wide = format!("{}\n", "x = 1; ".repeat(50)).repeat(60);
        assert!(highlighter.highlight("js", &wide, &mut HighlightBudget::default()).is_none());
    }

    #[test]
    fn a_page_of_lines_that_are_remembered_would_not_close_the_valve() {
        let line = "x = 1 + 2\n";
        let share = TIMEOUT * line.len() as u32 / MAX_CODE as u32;
        assert!(is_quick(line, share / 2) && !is_quick(line, share * 2));
    }

    #[test]
    fn lines_are_timed_by_the_clock_that_was_given() {
        use std::sync::{LazyLock, atomic::AtomicU64, atomic::Ordering};
        /// Each look at it is ten seconds after the one before.
        fn hurried() -> Instant {
            static START: LazyLock<Instant> = LazyLock::new(Instant::now);
            static LOOKS: AtomicU64 = AtomicU64::new(0);
            *START + Duration::from_secs(10 * LOOKS.fetch_add(1, Ordering::Relaxed))
        }
        let code = "x = 1\ny = 2\n";
        let paint = |highlighter: Highlighter| highlighter.highlight("py", code, &mut HighlightBudget::default());
        let coloured = |html: Option<String>| html.unwrap().lines().filter(|line| line.contains("<span")).count();
        assert_eq!(coloured(paint(Highlighter::default())), 2);
        assert_eq!(coloured(paint(Highlighter::with_clock(hurried))), 1);
    }

    #[test]
    fn after_the_last_valve_code_stays_plain() {
        let mut room = HighlightBudget { bytes: MAX_CODE, spent: TIMEOUT + Duration::from_millis(1) };
        let html = Highlighter::default().highlight("py", "x = \"<\"\n", &mut room);
        assert_eq!(html.as_deref(), Some("x = &quot;&lt;&quot;\n"));
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
    fn what_is_remembered_changes_nothing() {
        let highlighter = Highlighter::default();
        let paint = |language, code: &str| highlighter.highlight(language, code, &mut HighlightBudget::default());
        for (language, code) in LONG_STRINGS {
            let ends: Vec<usize> = code.match_indices('\n').map(|(at, _)| at + 1).collect();
            // Ever more of it, so that new lines follow on remembered ones; each time by a thread that has been nowhere yet.
            for part in ends.iter().map(|end| &code[..*end]) {
                let plain = highlight(language, part);
                let painted = std::thread::scope(|scope| scope.spawn(|| paint(language, part)).join().unwrap());
                assert_eq!(painted, plain, "{language}");
                assert_eq!(paint(language, part), plain, "{language}");
            }
            // The same lines from another beginning.
            for rest in ends.iter().map(|end| &code[*end..]) {
                assert_eq!(paint(language, rest), highlight(language, rest), "{language}");
            }
        }
    }

    #[test]
    fn lines_on_which_a_grammar_runs_away_take_no_time() {
        let run = format!("{} x\n\n", "\\".repeat(20)).repeat(2_000);
        assert_eq!(highlight("md", &run), Some(run));
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
