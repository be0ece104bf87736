//! Code becomes spans with about seventeen short classes; colours are the theme's. In: a language's name and code. Out: HTML,
//! or none where the language is unknown (then it is plain text, without an error, as on GitHub).

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, PoisonError};
use std::time::{Duration, Instant};

use syntect::parsing::{BasicScopeStackOp, ParseState, Scope, ScopeStack, SyntaxReference, SyntaxSet};

use super::escape::escape_into;

/// A line longer than this stays plain. One line of code in 20,000 is.
const LONGEST_LINE: usize = 400;

/// How much code of one page is coloured, in bytes of short lines; a block that is more stays plain. No page of the courses looked at has
/// half of it.
const MOST_CODE: usize = 256 * 1024;

/// A line of this length costs twice what its bytes would in short lines: some grammars take time by the cube of a line's length
/// (7 s were seen for one of 1,900 tabs).
const LONG_LINE: usize = 100;

/// Grammars with an expression that takes twice the time for each further sign of a kind (20 backslashes in Markdown take as long as onig
/// allows): a line with more of them stays plain.
static RUNAWAYS: &[(&str, char, usize)] = &[("Markdown", '\\', 8), ("MultiMarkdown", '\\', 8), ("Stylus", '{', 8)];

/// A page whose code took this long gets no more of it coloured. A last valve, for what the table above does not know yet. Code that anybody
/// wrote stays a hundred times below, so that all machines make the same page of it.
const PATIENCE: Duration = Duration::from_secs(4);

/// How much code a page may still have coloured. Counted rather than timed: the same page is the same on every machine.
#[derive(Debug)]
pub struct Room {
    bytes: usize,
    spent: Duration,
}

impl Default for Room {
    fn default() -> Self {
        Room { bytes: MOST_CODE, spent: Duration::ZERO }
    }
}

impl Room {
    /// Takes what `code` costs, if that much is left.
    fn take(&mut self, code: &str) -> Option<()> {
        let lines = code.split('\n').map(str::len).filter(|line| *line <= LONGEST_LINE);
        self.bytes = self.bytes.checked_sub(lines.map(cost).sum())?;
        Some(())
    }

    /// Does something and notes how long it took; nothing where too much time went by already.
    fn timed<T>(&mut self, work: impl FnOnce() -> Option<T>) -> Option<T> {
        if self.spent > PATIENCE {
            return None;
        }
        let start = Instant::now();
        let done = work();
        self.spent += start.elapsed();
        done
    }
}

fn cost(line: usize) -> usize {
    line + line * line * line / (LONG_LINE * LONG_LINE)
}

/// Which scopes of a grammar get which class, most special first. Scopes by the Sublime naming guide.
static CLASSES: &[(&str, &str)] = &[
    ("comment", "c"),
    ("punctuation.definition.comment", "c"),
    ("constant.character.escape", "e"),
    ("string.regexp", "e"),
    ("string", "s"),
    ("punctuation.definition.string", "s"),
    ("constant.numeric", "n"),
    ("constant", "m"),
    ("entity.name.tag", "g"),
    ("punctuation.definition.tag", "g"),
    ("entity.other.attribute-name", "a"),
    ("meta.annotation", "a"),
    ("variable.annotation", "a"),
    ("entity.name.function", "f"),
    ("support.function", "f"),
    ("variable.function", "f"),
    ("entity.name.section", "h"),
    ("markup.heading", "h"),
    ("markup.inserted", "i"),
    ("markup.deleted", "d"),
    ("entity.name.type", "t"),
    ("entity.name.class", "t"),
    ("entity.name.struct", "t"),
    ("entity.name.enum", "t"),
    ("entity.name.trait", "t"),
    ("entity.other.inherited-class", "t"),
    ("entity.name.namespace", "t"),
    ("support.type", "t"),
    ("support.class", "t"),
    ("storage.type.function", "k"),
    ("storage", "k"),
    ("keyword.operator.word", "k"),
    ("keyword.operator.logical.python", "k"),
    ("keyword.operator", "o"),
    ("keyword", "k"),
    ("variable.language", "k"),
    ("variable.parameter", "v"),
    ("variable.other.member", "v"),
    ("entity.name.variable", "v"),
    ("invalid", "x"),
    ("punctuation", "p"),
];

/// Names that authors write and grammars don't know (linguist's aliases).
static ALIASES: &[(&str, &str)] = &[
    ("shell", "sh"),
    ("console", "sh"),
    ("shellsession", "sh"),
    ("terminal", "sh"),
    ("zsh", "sh"),
    ("docker", "dockerfile"),
    ("containerfile", "dockerfile"),
    ("csharp", "cs"),
    ("c#", "cs"),
    ("fsharp", "fs"),
    ("f#", "fs"),
    ("jsonc", "json"),
    ("json5", "json"),
    ("jsonl", "json"),
    ("javascript", "js"),
    ("node", "js"),
    ("jsx", "js"),
    ("typescript", "ts"),
    ("python3", "py"),
    ("py3", "py"),
    ("pyspark", "py"),
    ("ipython", "py"),
    ("golang", "go"),
    ("rustlang", "rs"),
    ("yml", "yaml"),
    ("hcl", "tf"),
    ("terraform", "tf"),
    ("ps1", "powershell"),
    ("pwsh", "powershell"),
    ("posh", "powershell"),
    ("objc", "m"),
    ("objective-c", "m"),
    ("sparksql", "sql"),
    ("postgresql", "sql"),
    ("mysql", "sql"),
    ("plsql", "sql"),
    ("tsql", "sql"),
    ("make", "makefile"),
    ("viml", "vim"),
    ("html5", "html"),
    ("svg", "xml"),
    ("patch", "diff"),
    ("kt", "kotlin"),
];

/// Names that mean no language.
static PLAIN: &[&str] = &["", "text", "txt", "plain", "plaintext", "none", "output", "mermaid", "math", "ascii"];

static SYNTAXES: LazyLock<SyntaxSet> = LazyLock::new(two_face::syntax::extra_newlines);
static SCOPES: LazyLock<Vec<(Scope, &'static str)>> = LazyLock::new(|| {
    CLASSES.iter().filter_map(|(scope, class)| Scope::new(scope).ok().map(|scope| (scope, *class))).collect()
});

/// Highlights code; remembers which class a scope has and which grammar a name means.
#[derive(Debug, Default)]
pub struct Highlighter {
    classes: Mutex<HashMap<Scope, &'static str>>,
}

impl Highlighter {
    /// `code` as HTML with classes; none where `language` (the first word of a fence's info) is unknown or the page has no room for it.
    pub fn highlight(&self, language: &str, code: &str, room: &mut Room) -> Option<String> {
        let syntax = syntax(language)?;
        room.take(code)?;
        let mut out = String::with_capacity(code.len() * 2);
        let mut painter = Painter { classes: HashMap::new(), shared: self, stack: Vec::new(), open: "" };
        let mut state = ParseState::new(syntax);
        let mut scopes = ScopeStack::new();
        for line in code.split_inclusive('\n') {
            let mut paint = || painter.line(&mut state, &mut scopes, line, &mut out);
            if is_plain(syntax, line) || room.timed(&mut paint).is_none() {
                painter.switch("", &mut out);
                escape_into(&mut out, line);
            }
        }
        painter.switch("", &mut out);
        Some(out)
    }

    fn class(&self, scope: Scope) -> &'static str {
        let mut known = self.classes.lock().unwrap_or_else(PoisonError::into_inner);
        known.entry(scope).or_insert_with(|| {
            let longest =
                SCOPES.iter().filter(|(prefix, _)| prefix.is_prefix_of(scope)).max_by_key(|(prefix, _)| prefix.len());
            longest.map_or("", |(_, class)| class)
        })
    }
}

/// Whether a grammar could take too long for a line.
fn is_plain(syntax: &SyntaxReference, line: &str) -> bool {
    let runs_away =
        |(name, sign, most): &(&str, char, usize)| *name == syntax.name && line.matches(*sign).nth(*most).is_some();
    line.len() > LONGEST_LINE || RUNAWAYS.iter().any(runs_away)
}

/// The grammar that a fence's language means.
fn syntax(language: &str) -> Option<&'static SyntaxReference> {
    let name = language.to_ascii_lowercase();
    if PLAIN.contains(&name.as_str()) {
        return None;
    }
    let name = ALIASES.iter().find(|(alias, _)| *alias == name).map_or(name.as_str(), |(_, token)| token);
    SYNTAXES.find_syntax_by_token(name)
}

/// The walk over one block.
struct Painter<'h> {
    classes: HashMap<Scope, &'static str>,
    shared: &'h Highlighter,
    /// The class of each scope that is open; empty: as the one around it.
    stack: Vec<&'static str>,
    /// The class of the span that is open; empty: none.
    open: &'static str,
}

impl Painter<'_> {
    /// One line; none where the grammar fails.
    fn line(&mut self, state: &mut ParseState, scopes: &mut ScopeStack, line: &str, out: &mut String) -> Option<()> {
        let steps = state.parse_line(line, &SYNTAXES).ok()?;
        let mut at = 0;
        for (offset, step) in steps {
            self.text(line.get(at..offset)?, out);
            at = offset;
            let (stack, classes, shared) = (&mut self.stack, &mut self.classes, self.shared);
            let hook = |basic: BasicScopeStackOp, _: &[Scope]| match basic {
                BasicScopeStackOp::Push(scope) => {
                    let class = *classes.entry(scope).or_insert_with(|| shared.class(scope));
                    let around = stack.last().copied().unwrap_or("");
                    // Signs within strings and comments belong to them.
                    let class = if class == "p" && matches!(around, "s" | "c" | "e") { "" } else { class };
                    stack.push(if class.is_empty() { around } else { class });
                }
                BasicScopeStackOp::Pop => drop(stack.pop()),
            };
            scopes.apply_with_hook(&step, hook).ok()?;
        }
        self.text(line.get(at..)?, out);
        Some(())
    }

    fn text(&mut self, text: &str, out: &mut String) {
        if text.is_empty() {
            return;
        }
        if !text.trim().is_empty() {
            self.switch(self.stack.last().copied().unwrap_or(""), out);
        }
        escape_into(out, text);
    }

    fn switch(&mut self, class: &'static str, out: &mut String) {
        if class == self.open {
            return;
        }
        if !self.open.is_empty() {
            out.push_str("</span>");
        }
        if !class.is_empty() {
            out.push_str("<span class=\"");
            out.push_str(class);
            out.push_str("\">");
        }
        self.open = class;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn highlight(language: &str, code: &str) -> Option<String> {
        Highlighter::default().highlight(language, code, &mut Room::default())
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
        let (highlighter, mut room) = (Highlighter::default(), Room::default());
        let half = "x = 1\n".repeat(MOST_CODE / 8);
        assert!(highlighter.highlight("py", &half, &mut room).is_some());
        assert!(highlighter.highlight("py", &half, &mut room).is_none());
        assert!(highlighter.highlight("py", "x = 1\n", &mut room).is_some());
        let wide = format!("{}\n", "x = 1; ".repeat(50)).repeat(60);
        assert!(highlighter.highlight("js", &wide, &mut Room::default()).is_none());
    }

    #[test]
    fn after_the_last_valve_code_stays_plain() {
        let mut room = Room { bytes: MOST_CODE, spent: PATIENCE + Duration::from_millis(1) };
        let html = Highlighter::default().highlight("py", "x = \"<\"\n", &mut room);
        assert_eq!(html.as_deref(), Some("x = &quot;&lt;&quot;\n"));
    }

    #[test]
    fn lines_on_which_a_grammar_runs_away_stay_plain() {
        for (name, sign, most) in RUNAWAYS {
            let syntax = SYNTAXES.find_syntax_by_name(name).unwrap();
            let line = |count| sign.to_string().repeat(count);
            assert!(!is_plain(syntax, &line(*most)) && is_plain(syntax, &line(most + 1)), "{name}");
        }
        let run = format!("{} x\n\n", "\\".repeat(20)).repeat(2_000);
        assert_eq!(highlight("md", &run), Some(run));
    }

    #[test]
    fn each_alias_means_a_grammar() {
        for (alias, _) in ALIASES {
            assert!(syntax(alias).is_some(), "{alias}");
        }
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
