//! Directives of other tools, which are text on GitHub and here: admonitions, shortcodes, tabs, imports. In: a document. Out: one diagnostic that
//! names the first of them. Changes nothing; those that `quiz` reads are not in the table.

use crate::diagnostic::{Code, Diagnostic};
use crate::markdown::{AttributeList, Document, EventKind, Tag};
use crate::span::Span;
use crate::words::WordKind;

/// How directives begin a paragraph: an example, what the line begins with, and what must follow in it.
static DIRECTIVES: &[(&str, &str, &str)] = &[
    ("!!! note", "!!! note", ""),
    ("!!! tip \"Title\"", "!!! tip", ""),
    ("!!! info", "!!! info", ""),
    ("!!! warning", "!!! warning", ""),
    ("!!! danger", "!!! danger", ""),
    ("!!! example", "!!! example", ""),
    ("!!! important", "!!! important", ""),
    ("??? note", "??? note", ""),
    ("??? info", "??? info", ""),
    ("=== \"Tab\"", "=== \"", ""),
    ("{{< youtube abc >}}", "{{<", ">}}"),
    ("{{% notice tip %}}", "{{%", "%}}"),
    ("{% include note.html %}", "{%", "%}"),
    ("{: .class}", "{:", "}"),
    ("{{#include code.rs}}", "{{#", "}}"),
    ("import Tabs from '@theme/Tabs';", "import ", " from '"),
    ("import Tabs from \"@theme/Tabs\";", "import ", " from \""),
    ("[[toc]]", "[[toc]]", ""),
    ("[TOC]", "[TOC]", ""),
    (".. note:: text", ".. ", ":: "),
];

/// With one of these begins every directive, and every mark or list of attributes.
const MARK_STARTS: [char; 8] = [':', '!', '?', '=', '{', '[', '.', 'i'];

/// Names of blocks between colons that are never those of a question.
const NOTES: &[&str] =
    &["note", "tip", "info", "warning", "danger", "caution", "important", "details", "example", "exercise"];

/// Words of blocks between colons that `quiz` understands.
const QUIZ_WORDS: [WordKind; 6] =
    [WordKind::Question, WordKind::Answer, WordKind::Explanation, WordKind::Hint, WordKind::Quiz, WordKind::Key];

/// A note that names the first directive of another tool, and how many more there are.
pub(super) fn directives(document: &Document) -> Option<Diagnostic> {
    let mut found = ForeignFinder { document, first: None, more: 0 };
    found.run();
    let more = found.more;
    found.first.map(|span| note(span.of(&document.text), span, more))
}

/// Where directives were found.
struct ForeignFinder<'d> {
    document: &'d Document,
    first: Option<Span>,
    more: usize,
}

impl ForeignFinder<'_> {
    fn run(&mut self) {
        // The end of the paragraph that is open, and whether the next event begins a line of it.
        let mut paragraph: Option<u32> = None;
        let mut begins = LineBegin::Within;
        for event in self.document.events.iter() {
            let here = std::mem::replace(&mut begins, LineBegin::Within);
            match event.kind {
                EventKind::Open(Tag::Paragraph) => {
                    paragraph = Some(event.span.end);
                    begins = LineBegin::First;
                }
                EventKind::Close(Tag::Paragraph) => paragraph = None,
                EventKind::SoftBreak | EventKind::HardBreak => begins = LineBegin::Later,
                EventKind::Close(Tag::Link | Tag::Image) => begins = LineBegin::BehindLink,
                EventKind::Text => self.look_at(event.span, paragraph, here),
                _ => {}
            }
        }
    }

    /// Looks at a text that stands so in a paragraph with this end.
    fn look_at(&mut self, span: Span, paragraph: Option<u32>, begins: LineBegin) {
        let text = &self.document.text;
        // Most texts begin no line, or with a letter.
        if matches!(begins, LineBegin::Within) || !span.of(text).starts_with(MARK_STARTS) {
            return;
        }
        let end = paragraph.unwrap_or(span.end);
        let line = Span { start: span.start, end }.of(text).lines().next().unwrap_or("").trim_end();
        let length = match begins {
            LineBegin::First if paragraph.is_some() => is_directive(line).then_some(line.len()),
            LineBegin::Later => is_mark(line).then_some(line.len()),
            LineBegin::BehindLink => AttributeList::at_start(line).map(|list| list.written.len()),
            _ => None,
        };
        let Some(length) = length else { return };
        match self.first {
            None => self.first = Some(Span { start: span.start, end: span.start + length as u32 }),
            Some(_) => self.more += 1,
        }
    }
}

/// What a text begins.
#[derive(Clone, Copy)]
enum LineBegin {
    /// A paragraph.
    First,
    /// A later line of a paragraph.
    Later,
    /// Nothing, but a link or picture ends before it.
    BehindLink,
    /// Nothing.
    Within,
}

/// Whether a line is, or begins, a directive of another tool.
pub(super) fn is_directive(line: &str) -> bool {
    // Most lines begin with a letter.
    line.starts_with(MARK_STARTS)
        && (is_mark(line)
            || DIRECTIVES
                .iter()
                .any(|(_, start, rest)| line.strip_prefix(start).is_some_and(|after| after.contains(rest))))
}

/// Whether a line is one in which other tools put a mark of their own: the begin of a block between colons, or attributes of a block. Such a
/// line may also end a paragraph.
fn is_mark(line: &str) -> bool {
    let is_list = || {
        let is_whole = |list: AttributeList| list.written.len() == line.len();
        line.ends_with('}') && (line.starts_with("{:") || AttributeList::at_start(line).is_some_and(is_whole))
    };
    opens_block(line) || (line.starts_with('{') && is_list())
}

/// `::: tip`, `:::note`, `::: {.details title="x"}`, `:::: columns`; not the words that `quiz` reads there.
fn opens_block(line: &str) -> bool {
    let rest = line.trim_start_matches(':');
    if line.len() < rest.len() + 3 {
        return false;
    }
    let name = rest.trim_start_matches(['+', ' ', '{', '.', '#']);
    let lower = name.split(|c: char| !c.is_alphanumeric() && c != '-').next().unwrap_or("").to_lowercase();
    let name = lower.as_str();
    !name.is_empty() && (NOTES.contains(&name) || !QUIZ_WORDS.iter().any(|kind| kind.words().contains(&name)))
}

fn note(line: &str, span: Span, more: usize) -> Diagnostic {
    let more = match more {
        0 => String::new(),
        1 => ", and so is another one in this file".to_owned(),
        count => format!(", and so are {count} more in this file"),
    };
    let message = format!("`{line}` is for another tool and is shown as text, as on GitHub{more}");
    Diagnostic::new(Code::ForeignDirective, span, message)
        .help("write `> [!NOTE]` for a note, `<details>` for what unfolds, and leave the others out")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::parse;

    #[test]
    fn each_row_is_found_by_its_example() {
        for (example, ..) in DIRECTIVES {
            let found = directives(&parse(format!("a\n\n{example}\nb").as_str().into(), 0));
            assert!(found.is_some_and(|note| note.message.contains(example)), "{example}");
        }
    }

    #[test]
    fn words_and_code_are_no_directives() {
        for text in [
            "!!! Watch out",
            ":::",
            "import data from the file",
            "a {{< x >}}",
            "```\n{% if %}\n```",
            "`{{ x }}`",
            "::: question",
            "{: not closed",
            "a\n:::\n\n::::",
            "`::: tip`",
            "Sets are written {a, b}\n{x} too",
            "[a](b.md) {1, 2}",
            "```\n![](a.png){width=1}\n```",
        ] {
            assert_eq!(directives(&parse(text.into(), 0)), None, "{text}");
        }
    }

    #[test]
    fn marks_of_other_tools_are_found_and_counted() {
        for (text, mark, more) in [
            (":::note\n\na\n\n:::", ":::note", 0),
            ("::: warning Title\na\n:::", "::: warning Title", 0),
            ("::: {.details summary=\"x\"}\n\na", "::: {.details summary=\"x\"}", 0),
            (":::{.callout-note}\n\na", ":::{.callout-note}", 0),
            (":::: columns\n\n::: column\n\na\n\n:::\n\n::: column\n\n:::\n\n::::", ":::: columns", 2),
            (":::::::: challenge\n\na", ":::::::: challenge", 0),
            ("> a\n{: .challenge}\n\nb\n\n{:.no_toc}", "{: .challenge}", 1),
            ("- a\n{:toc}", "{:toc}", 0),
            ("![](a.png){width=\"60%\"}", "{width=\"60%\"}", 0),
            ("![](a.png){alt=\"x\"} and [b](b.md){.button}\n\n![](a.png){ align=left }", "{alt=\"x\"}", 2),
        ] {
            let note = directives(&parse(text.into(), 0)).expect(text);
            assert_eq!(note.span.map(|span| span.of(text).to_owned()).as_deref(), Some(mark), "{text}");
            let told = match more {
                0 => "GitHub".to_owned(),
                1 => "another one in this file".to_owned(),
                count => format!("and so are {count} more in this file"),
            };
            assert!(note.message.ends_with(&told), "{text}: {}", note.message);
        }
    }
}
