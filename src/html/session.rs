//! Sessions of a terminal: which lines a person typed, behind which prompt, and which the machine answered. In: the language of a fence and its
//! code. Out: HTML with the prompts and the answers told apart, or none where the code is no session.

use super::code_lines;
use super::escape::escape_into;
use super::highlight::{HighlightBudget, Highlighter};

/// Longer prompts are none.
const MAX_PROMPT_CHARS: usize = 80;

/// Whose prompts a session has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shell {
    /// Those of sh and its kin.
    Unix,
    /// Those of Windows: `PS C:\>`, `C:\>`.
    Windows,
    /// `>>>` and `...`, `In [1]:`
    Python,
}

/// A language of sessions.
struct SessionLanguage {
    name: &'static str,
    shell: Shell,
    /// The language of what is typed.
    typed: &'static str,
    /// Whether it is also the language of code that is no session: then the first line must have a prompt.
    is_of_code: bool,
    /// Read by the tests.
    #[cfg_attr(not(test), expect(dead_code))]
    example: &'static str,
}

/// Names are compared without case.
static LANGUAGES: &[SessionLanguage] = &[
    unix("console", "$ ls"),
    unix("shell-session", "ann@host:~/a$ ls"),
    unix("shellsession", "[ann@host ~]# ls"),
    unix("sh-session", "(venv) $ ls"),
    unix("bash-session", "host% ls"),
    unix("terminal", "➜ ls"),
    windows("ps1con", "PS C:\\> ls"),
    windows("pwsh-session", "PS> ls"),
    windows("doscon", "C:\\Users\\ann> dir"),
    python("pycon", ">>> a", false),
    python("doctest", ">>> a", false),
    python("ipython", "In [1]: a", true),
    python("python", ">>> a", true),
    python("py", ">>> a", true),
    python("python3", ">>> a", true),
];

const fn unix(name: &'static str, example: &'static str) -> SessionLanguage {
    SessionLanguage { name, shell: Shell::Unix, typed: "sh", is_of_code: false, example }
}

const fn windows(name: &'static str, example: &'static str) -> SessionLanguage {
    SessionLanguage { name, shell: Shell::Windows, typed: "powershell", is_of_code: false, example }
}

const fn python(name: &'static str, example: &'static str, is_of_code: bool) -> SessionLanguage {
    SessionLanguage { name, shell: Shell::Python, typed: "py", is_of_code, example }
}

/// A line of a session.
enum SessionLine<'c> {
    /// A prompt, and what was typed behind it.
    Typed(&'c str, &'c str),
    /// What the machine answered.
    Answer(&'c str),
}

/// A session as HTML: prompts have the class `u`, answers the class `q`. None where no line has a prompt.
pub(super) fn highlight(
    language: &str,
    code: &str,
    highlighter: &Highlighter,
    budget: &mut HighlightBudget,
) -> Option<String> {
    let row = LANGUAGES.iter().find(|row| row.name.eq_ignore_ascii_case(language))?;
    let lines = lines(row, code)?;
    let typed: String =
        lines.iter().map(|line| if let SessionLine::Typed(_, typed) = line { typed } else { "" }).collect();
    let coloured = highlighter.highlight(row.typed, &typed, budget).unwrap_or_else(|| super::escape(&typed));
    let mut coloured = code_lines::lines(&coloured).into_iter();
    let mut out = String::with_capacity(code.len() * 2);
    let mut is_answer = false;
    for line in &lines {
        let now_answer = matches!(line, SessionLine::Answer(_));
        match (is_answer, now_answer) {
            (false, true) => out.push_str("<span class=\"q\">"),
            (true, false) => out.push_str("</span>"),
            _ => {}
        }
        is_answer = now_answer;
        match line {
            SessionLine::Answer(text) => escape_into(&mut out, text),
            SessionLine::Typed(prompt, typed) => {
                if !prompt.is_empty() {
                    out.push_str("<span class=\"u\">");
                    escape_into(&mut out, prompt);
                    out.push_str("</span>");
                }
                // A line that is empty behind its prompt, at the end of the code, has no line end: it is none of the coloured lines.
                if !typed.is_empty() {
                    out.push_str(&coloured.next().unwrap_or_default());
                }
            }
        }
    }
    if is_answer {
        out.push_str("</span>");
    }
    Some(out)
}

/// The lines of `code`; none where it is no session.
fn lines<'c>(row: &SessionLanguage, code: &'c str) -> Option<Vec<SessionLine<'c>>> {
    let first = code.lines().find(|line| !line.trim().is_empty())?;
    if row.is_of_code && prompt_len(row.shell, first, false).is_none() {
        return None;
    }
    let has_dollar = code.lines().any(|line| prompt_len(row.shell, line, false).is_some());
    // A lone `#` is the prompt of root where there is no other, else it begins a comment.
    let has_root = row.shell == Shell::Unix && !has_dollar && first.starts_with("# ");
    if !has_dollar && !has_root {
        return None;
    }
    let mut is_open = false;
    let mut goes_on = false;
    let lines = code.split_inclusive('\n').map(|line| {
        let prompt = match prompt_len(row.shell, line.trim_end_matches(['\n', '\r']), is_open) {
            None if has_root && line.starts_with("# ") => Some(2),
            prompt => prompt,
        };
        let is_comment = row.shell == Shell::Unix && !has_root && line.starts_with("# ");
        let typed = match prompt {
            Some(end) => line.split_at_checked(end),
            None if goes_on || is_comment => Some(("", line)),
            None => None,
        };
        is_open = typed.is_some();
        goes_on = row.shell == Shell::Unix && is_open && line.trim_end_matches(['\n', '\r']).ends_with('\\');
        typed.map_or(SessionLine::Answer(line), |(prompt, typed)| SessionLine::Typed(prompt, typed))
    });
    Some(lines.collect())
}

/// The length of the prompt that `line` begins with. `is_open`: the line before was typed, so that this one may go on with it.
fn prompt_len(shell: Shell, line: &str, is_open: bool) -> Option<usize> {
    let sign_end = match shell {
        Shell::Unix => unix_prompt(line, is_open)?,
        Shell::Windows => windows_prompt(line, is_open)?,
        Shell::Python => python_prompt(line, is_open)?,
    };
    match line.get(sign_end..)?.chars().next() {
        None => Some(sign_end),
        Some(' ') => Some(sign_end + 1),
        // `C:\\>dir`
        Some(_) => (shell == Shell::Windows && line.get(1..3) == Some(":\\")).then_some(sign_end),
    }
}

fn unix_prompt(line: &str, is_open: bool) -> Option<usize> {
    if is_open && line.starts_with('>') {
        return Some(1);
    }
    let environment =
        line.strip_prefix('(').and_then(|rest| rest.split_once(") ")).map_or(0, |(name, _)| name.len() + 3);
    let rest = line.get(environment..)?;
    let is_sign = |c: char| matches!(c, '$' | '%' | '#' | '❯' | '➜' | 'λ');
    let (at, sign) = rest.char_indices().take(MAX_PROMPT_CHARS).find(|(_, c)| is_sign(*c))?;
    let before = rest.get(..at)?;
    let is_bracketed = before.starts_with('[') && before.ends_with(']') && before.contains('@');
    let is_prompt = match before {
        "" => sign != '#' && (sign != '%' || environment == 0),
        _ => {
            let is_word = !before.contains(char::is_whitespace);
            let is_place = before.contains(['@', ':', '~', '/']);
            let is_host = || before.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '.'));
            is_bracketed || is_word && (is_place || before.starts_with(char::is_alphabetic) && is_host())
        }
    };
    is_prompt.then_some(environment + at + sign.len_utf8())
}

fn windows_prompt(line: &str, is_open: bool) -> Option<usize> {
    if is_open && line.starts_with(">>") {
        return Some(2);
    }
    let at = line.char_indices().take(MAX_PROMPT_CHARS).find(|(_, c)| *c == '>')?.0;
    let before = line.get(..at)?;
    let is_drive =
        before.chars().next()?.is_ascii_alphabetic() && before.get(1..).is_some_and(|rest| rest.starts_with(":\\"));
    let is_power_shell = before == "PS" || before.starts_with("PS ");
    (is_power_shell || is_drive).then_some(at + 1)
}

fn python_prompt(line: &str, is_open: bool) -> Option<usize> {
    if line.starts_with(">>>") {
        return Some(3);
    }
    let numbered = line.strip_prefix("In [").and_then(|rest| rest.split_once("]:"));
    if let Some((number, _)) = numbered.filter(|(number, _)| number.chars().all(|c| c.is_ascii_digit() || c == ' ')) {
        return Some(number.len() + "In [".len() + "]:".len());
    }
    if !is_open {
        return None;
    }
    let blanks = line.len() - line.trim_start().len();
    ["...:", "...", "…"].iter().find(|sign| line.trim_start().starts_with(**sign)).map(|sign| blanks + sign.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each line with what it is: `u` for typed, with the prompt in brackets, `q` for an answer.
    fn told(language: &str, code: &str) -> String {
        let Some(row) = LANGUAGES.iter().find(|row| row.name == language) else { return String::new() };
        let Some(lines) = lines(row, code) else { return String::new() };
        let shown = lines.iter().map(|line| match line {
            SessionLine::Typed(prompt, typed) => format!("[{prompt}]{}", typed.trim_end()),
            SessionLine::Answer(text) => text.trim_end().to_owned(),
        });
        shown.collect::<Vec<_>>().join("|")
    }

    #[test]
    fn the_example_of_each_language_is_a_session() {
        for row in LANGUAGES {
            let told = told(row.name, row.example);
            assert!(told.starts_with('[') && !told.ends_with(']') && told.contains(' '), "{}: {told}", row.name);
        }
    }

    #[test]
    fn prompts_and_answers_are_told_apart() {
        for (language, code, expected) in [
            ("console", "$ a \\\n  b\nout\n\n$ c\n", "[$ ]a \\|[]  b|out||[$ ]c"),
            ("console", "# why\n$ for x in y\n> do\ndone > z\n", "[]# why|[$ ]for x in y|[> ]do|done > z"),
            ("console", "# apt update\nok 100% done\n", "[# ]apt update|ok 100% done"),
            ("console", "$ df\n/dev/x 93% /\n93% full\n", "[$ ]df|/dev/x 93% /|93% full"),
            ("console", "npm install\n", ""),
            (
                "pycon",
                ">>> def f():\n...     pass\n...\n>>> f\n<f>\n... no\n",
                "[>>> ]def f():|[... ]    pass|[...]|[>>> ]f|<f>|... no",
            ),
            ("python", "x = 1\n>>> y\n", ""),
            ("ipython", "In [1]: a\n   ...: b\nOut[1]: 2\n", "[In [1]: ]a|[   ...: ]b|Out[1]: 2"),
            ("doscon", "C:\\>dir\n a <DIR> b\n", "[C:\\>]dir| a <DIR> b"),
        ] {
            assert_eq!(told(language, code), expected, "{language}: {code}");
        }
    }

    #[test]
    fn the_text_stays_as_it_is() {
        let code = "$ echo \"<a\nb\" &&\\\n c\n<out> & more\n$\n$ x";
        let html = highlight("console", code, &Highlighter::default(), &mut HighlightBudget::default()).unwrap();
        let mut text = html.clone();
        while let (Some(start), Some(end)) = (text.find('<'), text.find('>')) {
            text.replace_range(start..=end, "");
        }
        assert_eq!(text, super::super::escape(code), "{html}");
        assert_eq!(html.matches("<span").count(), html.matches("</span>").count());
        assert!(html.contains("&lt;out&gt; &amp; more\n</span><span class=\"u\">$</span>"), "{html}");
    }
}
