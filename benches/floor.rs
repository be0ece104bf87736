//! A lower bound for the time of a build: runs only pulldown-cmark and syntect over the same files, with the same number of threads, and
//! writes as many files. Has no course, links, templates or questions, and uses nothing of this crate; every line of code is parsed. The
//! time of a build beyond this is that of the crate.
//!
//! `cargo bench --bench floor -- SOURCE OUT [FILES]` prints wall time; FILES (default: one for each source) is how many files the
//! site has, so that as many are written.

#![allow(clippy::disallowed_methods, reason = "measured from outside")]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::time::Instant;

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};
use rayon::prelude::*;
use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxSet};

/// The classes of highlighted code.
const CLASSES: [&str; 9] =
    ["comment", "string", "constant", "keyword", "storage", "entity", "support", "variable", "punctuation"];

/// Longer lines, in bytes, are not highlighted, as in the crate.
const MAX_LINE_LEN: usize = 400;

/// The grammars and classes for highlighting.
struct FloorHighlighter {
    syntaxes: SyntaxSet,
    classes: Vec<(Scope, &'static str)>,
}

fn main() {
    let args: Vec<String> = std::env::args().skip(1).filter(|arg| arg != "--bench").collect();
    let [source, out, rest @ ..] = args.as_slice() else {
        println!("usage: floor SOURCE OUT [FILES]");
        return;
    };
    let start = Instant::now();
    let files = markdown_files(Path::new(source));
    let wanted = rest.first().and_then(|count| count.parse().ok()).unwrap_or(files.len());
    let out = Path::new(out);
    std::fs::create_dir_all(out).expect("the output folder can be made");
    let classes = CLASSES.iter().filter_map(|class| Scope::new(class).ok().map(|scope| (scope, *class))).collect();
    let highlighter = FloorHighlighter { syntaxes: two_face::syntax::extra_newlines(), classes };
    files.par_iter().enumerate().for_each(|(number, file)| {
        let text = std::fs::read_to_string(file).unwrap_or_default();
        write(out, number, &html(&text, &highlighter));
    });
    (files.len()..wanted).into_par_iter().for_each(|number| write(out, number, "<!doctype html>\n"));
    println!("floor: {} files read, {wanted} written, {:.3} s", files.len(), start.elapsed().as_secs_f64());
}

fn write(out: &Path, number: usize, html: &str) {
    std::fs::write(out.join(format!("{number}.html")), html).expect("a file can be written");
}

fn markdown_files(root: &Path) -> Vec<PathBuf> {
    let files = walkdir::WalkDir::new(root).sort_by_file_name().into_iter().filter_map(Result::ok);
    let is_markdown = |path: &Path| path.extension().is_some_and(|ending| ending == "md");
    files.map(walkdir::DirEntry::into_path).filter(|path| path.is_file() && is_markdown(path)).collect()
}

fn html(text: &str, highlighter: &FloorHighlighter) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    let mut code: Option<(String, String)> = None;
    for event in Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_TASKLISTS) {
        match (event, &mut code) {
            (Event::Start(Tag::CodeBlock(kind)), _) => {
                let language = match kind {
                    CodeBlockKind::Fenced(info) => info.split_whitespace().next().unwrap_or("").to_owned(),
                    CodeBlockKind::Indented => String::new(),
                };
                code = Some((language, String::new()));
            }
            (Event::End(TagEnd::CodeBlock), _) => {
                let (language, text) = code.take().unwrap_or_default();
                out.push_str("<pre><code>");
                if highlighter.paint(&language, &text, &mut out).is_none() {
                    escape_into(&mut out, &text);
                }
                out.push_str("</code></pre>\n");
            }
            (Event::Text(text), Some((_, code))) => code.push_str(&text),
            (Event::Text(text) | Event::Code(text), None) => escape_into(&mut out, &text),
            (Event::Start(_), _) => out.push_str("<p>"),
            (Event::End(_), _) => out.push_str("</p>\n"),
            (event, _) => {
                let _ = write!(out, "<!-- {} -->", matches!(event, Event::Rule));
            }
        }
    }
    out
}

impl FloorHighlighter {
    /// Appends code with spans; `None` where its language is unknown.
    fn paint(&self, language: &str, code: &str, out: &mut String) -> Option<()> {
        let syntax = self.syntaxes.find_syntax_by_token(language).filter(|_| !language.is_empty())?;
        let (mut state, mut scopes) = (ParseState::new(syntax), ScopeStack::new());
        for line in code.split_inclusive('\n') {
            if line.len() > MAX_LINE_LEN {
                escape_into(out, line);
                continue;
            }
            let mut at = 0;
            for (offset, operation) in state.parse_line(line, &self.syntaxes).unwrap_or_default() {
                self.span(&line[at..offset], &scopes, out);
                at = offset;
                let _ = scopes.apply(&operation);
            }
            self.span(&line[at..], &scopes, out);
        }
        Some(())
    }

    fn span(&self, text: &str, scopes: &ScopeStack, out: &mut String) {
        if text.is_empty() {
            return;
        }
        let class = |scope: &Scope| self.classes.iter().find(|(prefix, _)| prefix.is_prefix_of(*scope));
        match scopes.as_slice().iter().rev().find_map(class) {
            Some((_, class)) => {
                out.push_str("<span class=\"");
                out.push_str(class);
                out.push_str("\">");
                escape_into(out, text);
                out.push_str("</span>");
            }
            None => escape_into(out, text),
        }
    }
}

fn escape_into(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
}
