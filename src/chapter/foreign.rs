//! Directives of other tools, which are text on GitHub and here: admonitions, shortcodes, tabs, imports. In: a document. Out: one diagnostic that
//! names the first of them. Changes nothing; those that `quiz` reads are not in the table.

use crate::diagnostic::{Code, Diagnostic};
use crate::markdown::{Document, EventKind, Tag};
use crate::span::Span;

/// How directives begin a paragraph: an example, what the line begins with, and what must follow in it.
static DIRECTIVES: &[(&str, &str, &str)] = &[
    (":::note", ":::note", ""),
    (":::tip", ":::tip", ""),
    (":::info", ":::info", ""),
    (":::warning", ":::warning", ""),
    (":::danger", ":::danger", ""),
    (":::caution", ":::caution", ""),
    (":::important", ":::important", ""),
    (":::details Title", ":::details", ""),
    ("::: warning", "::: warning", ""),
    ("::: tip", "::: tip", ""),
    ("::: info", "::: info", ""),
    ("::: details", "::: details", ""),
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
    ("{: .class}", "{: ", "}"),
    ("{{#include code.rs}}", "{{#", "}}"),
    ("import Tabs from '@theme/Tabs';", "import ", " from '"),
    ("import Tabs from \"@theme/Tabs\";", "import ", " from \""),
    ("[[toc]]", "[[toc]]", ""),
    ("[TOC]", "[TOC]", ""),
    (".. note:: text", ".. ", ":: "),
];

/// A note that names the first directive of another tool, and how many more there are.
pub(super) fn directives(document: &Document) -> Option<Diagnostic> {
    let mut first: Option<Span> = None;
    let mut more = 0;
    for (id, event) in (0..).zip(document.events.iter()) {
        if event.kind != EventKind::Open(Tag::Paragraph) {
            continue;
        }
        let Some(text) = document.event(id + 1).filter(|event| event.kind == EventKind::Text) else { continue };
        let line = Span { start: text.span.start, end: event.span.end };
        let shown = line.of(&document.text).lines().next().unwrap_or("").trim_end();
        if !is_directive(shown) {
            continue;
        }
        match first {
            None => first = Some(Span { start: line.start, end: line.start + shown.len() as u32 }),
            Some(_) => more += 1,
        }
    }
    first.map(|span| note(span.of(&document.text), span, more))
}

/// Whether a line is, or begins, a directive of another tool.
pub(super) fn is_directive(line: &str) -> bool {
    // Most lines begin with a letter.
    line.starts_with([':', '!', '?', '=', '{', '[', '.', 'i'])
        && DIRECTIVES.iter().any(|(_, start, rest)| line.strip_prefix(start).is_some_and(|after| after.contains(rest)))
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
        ] {
            assert_eq!(directives(&parse(text.into(), 0)), None, "{text}");
        }
    }
}
