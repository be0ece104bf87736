//! Joins scripts into one classic script. In: the texts of plain files. Out: one text with each file in a block of its own, without
//! comments and indentation. Nothing else is changed: where it is not clear whether a `/` divides or begins a regular
//! expression, the rest of that file stays as it is written.

use std::ops::Range;

/// Spaces and tabs, as [`str::trim_end_matches`] takes them.
const BLANKS: [char; 2] = [' ', '\t'];

/// What ends a line in a script (ECMA-262, *Line Terminators*).
const LINE_ENDS: [char; 4] = ['\n', '\r', '\u{2028}', '\u{2029}'];

/// Words after which a value is expected, so that `/` begins a regular expression.
const BEFORE_A_VALUE: [&str; 13] = [
    "case",
    "default",
    "delete",
    "do",
    "else",
    "extends",
    "in",
    "instanceof",
    "new",
    "return",
    "throw",
    "typeof",
    "void",
];

/// Words that are names in some places and operators in others.
const NAME_OR_OPERATOR: [&str; 3] = ["await", "of", "yield"];

/// Words whose parentheses are followed by a statement: after `if (x)` a `/` begins a regular expression.
const BEFORE_A_STATEMENT: [&str; 4] = ["for", "if", "while", "with"];

/// Comments that begin with `!` or contain one of these words are kept, as a licence may require it.
const KEPT: [&str; 4] = ["@license", "@licence", "@preserve", "@copyright"];

/// The texts one after the other, each without comments and indentation and in a block of its own: in strict mode, what one declares with `const`, `let`,
/// `class` or `function` is not visible in the others.
pub fn join<'t>(texts: impl IntoIterator<Item = &'t str>) -> String {
    texts.into_iter().map(|text| format!("{{\n{}\n}}\n", without_comments(text).trim())).collect()
}

/// `script` without its comments and its indentation.
pub fn without_comments(script: &str) -> String {
    let mut kept = String::with_capacity(script.len());
    let mut from = 0;
    for comment in removable(script) {
        let (Some(before), Some(text), Some(rest)) =
            (script.get(from..comment.start), script.get(comment.clone()), script.get(comment.end..))
        else {
            continue;
        };
        if text.trim().is_empty() {
            kept.push_str(before);
            from = comment.end;
            continue;
        }
        if is_kept(text) {
            continue;
        }
        kept.push_str(before);
        from = comment.end + close_gap(&mut kept, text.contains(LINE_ENDS), rest);
    }
    kept.push_str(script.get(from..).unwrap_or_default());
    kept
}

fn is_kept(comment: &str) -> bool {
    comment.get(2..).is_some_and(|text| text.starts_with('!')) || KEPT.iter().any(|word| comment.contains(word))
}

/// Joins the text before a comment with the text after it. A line that holds nothing but the comment is removed; between two tokens a blank
/// stays, or a line end if the comment had one, as both can be significant. Returns how many bytes of `after` are to be skipped.
fn close_gap(before: &mut String, had_line_end: bool, after: &str) -> usize {
    let code = before.trim_end_matches(BLANKS).len();
    let begins_line = code == 0 || before.get(..code).is_some_and(|code| code.ends_with('\n'));
    let rest = after.trim_start_matches(BLANKS);
    let blanks = after.len() - rest.len();
    let ends_line = rest.is_empty() || rest.starts_with(LINE_ENDS);
    if begins_line && ends_line {
        before.truncate(code);
        let line_end = if rest.starts_with("\r\n") { 2 } else { usize::from(rest.starts_with('\n')) };
        return blanks + line_end;
    }
    if ends_line {
        before.truncate(code);
    } else if had_line_end && !begins_line {
        before.truncate(code);
        before.push('\n');
    } else if !before.is_empty() && !before.ends_with([' ', '\t', '\n', '(', '[', '{', ',', ';']) {
        before.push(' ');
    }
    blanks
}

/// The meaning of a `/` that begins no comment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum SlashMeaning {
    /// It divides: there is a value before it.
    Divides,
    /// It begins a regular expression: a value is expected.
    BeginsRegex,
    /// Not known without a full parser.
    Unclear,
}

/// A bracket that is still open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum OpenBracket {
    /// `(`, and what a `/` after its `)` means.
    Parenthesis(SlashMeaning),
    /// `{`.
    Brace,
    /// `${` of a template literal.
    Substitution,
}

/// Reads a script token by token, only as exactly as is needed to find its comments (ECMA-262, *Lexical Grammar*).
struct ScriptScanner<'t> {
    rest: &'t str,
    slash: SlashMeaning,
    open: Vec<OpenBracket>,
    /// If `(` follows: what a `/` after its `)` means.
    slash_after_parentheses: SlashMeaning,
    /// The last token was `.` or `#`: the next word is a name, even if it is a keyword.
    name_follows: bool,
}

/// The comments of a script, and the blanks at the beginning of lines with the empty lines before them, as ranges of bytes, up to the first place that
/// is unclear.
fn removable(script: &str) -> Vec<Range<usize>> {
    let mut scanner = ScriptScanner {
        rest: script,
        slash: SlashMeaning::BeginsRegex,
        open: Vec::new(),
        slash_after_parentheses: SlashMeaning::Divides,
        name_follows: false,
    };
    let mut found = Vec::new();
    while let Some(first) = scanner.rest.chars().next() {
        let rest = scanner.rest;
        let start = script.len() - rest.len();
        let is_line_start = script.get(..start).is_some_and(|before| before.ends_with('\n'));
        let blanks = rest.len() - rest.trim_start_matches([' ', '\t', '\n']).len();
        if is_line_start && blanks > 0 {
            found.push(start..start + blanks);
            scanner.skip(Some(blanks));
            continue;
        }
        let length = match rest.get(..2) {
            Some("//") => rest.find(LINE_ENDS).unwrap_or(rest.len()),
            Some("/*") => match rest.get(2..).and_then(|text| text.find("*/")) {
                Some(length) => length + 4,
                None => break,
            },
            _ if scanner.token(first).is_some() => continue,
            _ => break,
        };
        found.push(start..start + length);
        scanner.skip(Some(length));
    }
    found
}

impl<'t> ScriptScanner<'t> {
    /// Skips so many bytes and returns the skipped text; none if `bytes` is none.
    fn skip(&mut self, bytes: Option<usize>) -> Option<&'t str> {
        let (passed, rest) = self.rest.split_at_checked(bytes?)?;
        self.rest = rest;
        Some(passed)
    }

    /// Skips one token or blank; none if the token is unclear.
    fn token(&mut self, first: char) -> Option<()> {
        let rest = self.rest;
        // At the start of a line these two begin a comment (ECMA-262, annex B).
        if rest.starts_with("<!--") || rest.starts_with("-->") {
            return None;
        }
        match first {
            _ if first.is_whitespace() || first == '\u{feff}' => self.skip(Some(first.len_utf8())).map(drop),
            '"' | '\'' => self.skip(end_of_string(rest, first)).map(|_| self.after(SlashMeaning::Divides)),
            '`' => self.skip(Some(1)).and_then(|_| self.template()),
            '/' => self.slash(),
            _ if is_word(first)
                || rest.get(1..).is_some_and(|next| first == '.' && next.starts_with(|c: char| c.is_ascii_digit())) =>
            {
                self.word()
            }
            '(' => {
                self.open.push(OpenBracket::Parenthesis(self.slash_after_parentheses));
                self.punctuation(1, SlashMeaning::BeginsRegex)
            }
            '{' => {
                self.open.push(OpenBracket::Brace);
                self.punctuation(1, SlashMeaning::BeginsRegex)
            }
            ')' => match self.open.pop()? {
                OpenBracket::Parenthesis(slash) => self.punctuation(1, slash),
                _ => None,
            },
            '}' => match self.open.pop()? {
                OpenBracket::Substitution => self.skip(Some(1)).and_then(|_| self.template()),
                // After a block a regular expression may follow, after an object a division.
                OpenBracket::Brace => self.punctuation(1, SlashMeaning::Unclear),
                _ => None,
            },
            ']' => self.punctuation(1, SlashMeaning::Divides),
            '+' | '-' if rest.starts_with("++") || rest.starts_with("--") => self.punctuation(2, SlashMeaning::Unclear),
            '.' if rest.starts_with("...") => self.punctuation(3, SlashMeaning::BeginsRegex),
            _ => {
                self.punctuation(first.len_utf8(), SlashMeaning::BeginsRegex)?;
                self.name_follows = first == '.' || first == '#';
                Some(())
            }
        }
    }

    fn after(&mut self, slash: SlashMeaning) {
        (self.slash, self.slash_after_parentheses, self.name_follows) = (slash, SlashMeaning::Divides, false);
    }

    fn punctuation(&mut self, bytes: usize, slash: SlashMeaning) -> Option<()> {
        self.skip(Some(bytes))?;
        self.after(slash);
        Some(())
    }

    /// A name, a keyword or a number.
    fn word(&mut self) -> Option<()> {
        let is_number = self.rest.starts_with(|c: char| c.is_ascii_digit() || c == '.');
        let end = self.rest.find(|c: char| !(is_word(c) || is_number && c == '.')).unwrap_or(self.rest.len());
        let word = self.skip(Some(end))?;
        let is_keyword = !self.name_follows;
        self.after(match word {
            _ if is_keyword && BEFORE_A_VALUE.contains(&word) => SlashMeaning::BeginsRegex,
            _ if is_keyword && NAME_OR_OPERATOR.contains(&word) => SlashMeaning::Unclear,
            _ => SlashMeaning::Divides,
        });
        self.slash_after_parentheses = match word {
            _ if is_keyword && BEFORE_A_STATEMENT.contains(&word) => SlashMeaning::BeginsRegex,
            // After `for await (…)` a statement follows; `await (…)` is a value.
            "await" => SlashMeaning::Unclear,
            _ => SlashMeaning::Divides,
        };
        Some(())
    }

    /// Skips the text after `` ` `` or the `}` of a substitution, up to the end of the template literal or the next `${`.
    fn template(&mut self) -> Option<()> {
        let mut escaped = false;
        let mut before = ' ';
        let end = self.rest.char_indices().find_map(|(at, letter)| {
            let is_end = !escaped && (letter == '`' || (letter == '{' && before == '$'));
            (escaped, before) = (!escaped && letter == '\\', if escaped { ' ' } else { letter });
            is_end.then_some(at + 1)
        });
        let passed = self.skip(end)?;
        if passed.ends_with('{') {
            self.open.push(OpenBracket::Substitution);
            self.after(SlashMeaning::BeginsRegex);
        } else {
            self.after(SlashMeaning::Divides);
        }
        Some(())
    }

    /// Skips a `/` that begins no comment, with the regular expression that it begins.
    fn slash(&mut self) -> Option<()> {
        match self.slash {
            SlashMeaning::Divides => self.punctuation(1, SlashMeaning::BeginsRegex),
            SlashMeaning::BeginsRegex => {
                self.skip(end_of_regex(self.rest))?;
                // Its flags.
                self.skip(Some(self.rest.find(|c: char| !is_word(c)).unwrap_or(self.rest.len())))?;
                self.after(SlashMeaning::Divides);
                Some(())
            }
            SlashMeaning::Unclear => None,
        }
    }
}

/// Whether a character is part of names, keywords and numbers.
fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric()
        || matches!(c, '_' | '$' | '\\')
        || (!c.is_ascii() && !c.is_whitespace() && c != '\u{feff}')
}

/// The length of the string literal that `text` begins with; none if its line ends first.
fn end_of_string(text: &str, quote: char) -> Option<usize> {
    let mut escaped = false;
    for (at, letter) in text.char_indices().skip(1) {
        match letter {
            // A line's end of two characters is escaped as one.
            '\r' if escaped => escaped = text.get(at + 1..).is_some_and(|rest| rest.starts_with('\n')),
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '\n' | '\r' => return None,
            _ if letter == quote => return Some(at + 1),
            _ => {}
        }
    }
    None
}

/// The length of the regular expression that `text` begins with, without flags; none if its line ends first.
fn end_of_regex(text: &str) -> Option<usize> {
    let (mut escaped, mut in_class) = (false, false);
    for (at, letter) in text.char_indices().skip(1) {
        match letter {
            _ if LINE_ENDS.contains(&letter) => return None,
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '[' => in_class = true,
            ']' => in_class = false,
            '/' if !in_class => return Some(at + 1),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{join, without_comments};

    /// Scripts, and each without comments and indentation.
    const CASES: &[(&str, &str)] = &[
        // A comment on a line of its own is removed with the line; one at a line's end with the blanks before it.
        ("// why\nlet a = 1; // one\n\n/** @type {number} */\nlet b = 2;\n", "let a = 1;\nlet b = 2;\n"),
        ("  /* a\n   * b */\n  f();\r\n  // c\r\n  g();", "f();\r\ng();"),
        // Types within a line leave no blank where none is needed.
        ("f(/** @type {X} */ (x), /* y */ y);", "f((x), y);"),
        ("return /* why */ a +/* b */+ b;", "return a + + b;"),
        // A line end can end a statement, so it stays.
        ("return /* a\nb */ c;", "return\nc;"),
        // What only looks like a comment.
        ("let a = \"// no\" + '/* no */' + \"\\\"// no\"; // yes", "let a = \"// no\" + '/* no */' + \"\\\"// no\";"),
        (
            "let a = `// no ${b /* yes */ + `/* no */`} // no ${{ c: \"}\" }.c} \\` // no\n// no`; // yes",
            "let a = `// no ${b + `/* no */`} // no ${{ c: \"}\" }.c} \\` // no\n// no`;",
        ),
        ("a = /[/*\"'`]\\/\\*/g; // yes", "a = /[/*\"'`]\\/\\*/g;"),
        ("if (a) /[\"]/.test(b); // yes", "if (a) /[\"]/.test(b);"),
        (
            "a.if(b) / c; // yes\nd / e; /* yes */ f[0] / 2 / (g) / 1.5 / h;",
            "a.if(b) / c;\nd / e; f[0] / 2 / (g) / 1.5 / h;",
        ),
        ("return /\"/; // yes", "return /\"/;"),
        // Indentation goes, and with it empty lines; what stands in a text stays.
        ("if (a) {\n\n  b();\n\tc(`x\n  y ${\n  d}\n  z`);\n}\n", "if (a) {\nb();\nc(`x\n  y ${\nd}\n  z`);\n}\n"),
        // A licence's terms.
        ("/*! MIT */ a();\n/* @license B */\n// @preserve\n", "/*! MIT */ a();\n/* @license B */\n// @preserve\n"),
    ];

    /// Scripts with an unclear place: comments are removed only before it.
    const UNCLEAR: &[(&str, &str)] = &[
        ("// yes\nlet a = {} / 2; // kept", "let a = {} / 2; // kept"),
        ("a(); // yes\nb++ / 2; // kept", "a();\nb++ / 2; // kept"),
        ("let a = \"open; // kept\n// kept", "let a = \"open; // kept\n// kept"),
        ("let a = `open; // kept\n// kept", "let a = `open; // kept\n// kept"),
        ("a = /open\n// kept", "a = /open\n// kept"),
        ("a(); } // yes? kept", "a(); } // yes? kept"),
        ("<!-- it's\n// kept", "<!-- it's\n// kept"),
        ("for await (const a of b) /\"/.test(a); // kept", "for await (const a of b) /\"/.test(a); // kept"),
        ("/* open", "/* open"),
    ];

    #[test]
    fn comments_go_and_all_else_stays() {
        for (script, expected) in CASES.iter().chain(UNCLEAR) {
            assert_eq!(without_comments(script), *expected, "of {script}");
            assert_eq!(without_comments(expected), *expected, "a second time");
        }
    }

    #[test]
    fn each_file_is_a_block_of_its_own() {
        assert_eq!(join(["// one\nconst a = 1;\n", "const a = 2; // two"]), "{\nconst a = 1;\n}\n{\nconst a = 2;\n}\n");
    }

    #[test]
    fn any_text_is_read_to_its_end() {
        for text in ["", "/", "\\", "`${", "`${`${", "'\\", "a/*", "é // é\n\u{2028}/", "/[", "((((", "}}}"] {
            assert!(without_comments(text).len() <= text.len(), "{text}");
        }
        let deep = "`${".repeat(50_000);
        assert_eq!(without_comments(&deep), deep);
    }
}
