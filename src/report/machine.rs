//! Diagnostics for programs: JSON, excerpts for the preview, and [GitHub's workflow
//! commands](https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands). Other programs rely on their keys and
//! form.

use super::excerpt::Excerpt;
use super::lookup::{SourceLookup, SourceTexts, path_from, sorted};
use super::printable::{printable, printable_json};
use crate::diagnostic::{Diagnostic, Severity};
use crate::export::json::{DiagnosticJson, ExcerptJson, ExcerptLineJson, ExcerptMarkJson, FarNoteJson, JSON_VERSION};
use crate::export::run_json::RunJson;

/// How a JSON document is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JsonLayout {
    /// Each diagnostic on a line of its own, so that `grep` and `diff` are useful.
    Rows,
    /// All on one line: one document of many.
    Line,
}

/// `{"version": 1, "diagnostics": […], …}`: the diagnostics, and what else there is to tell of the run.
pub fn json(diagnostics: &[Diagnostic], texts: &dyn SourceTexts, run: &RunJson, layout: JsonLayout) -> String {
    let mut lookup = SourceLookup::new(texts);
    let rows: Vec<String> = sorted(diagnostics).into_iter().map(|diagnostic| line(diagnostic, &mut lookup)).collect();
    let rows = match (rows.as_slice(), layout) {
        ([], _) => String::new(),
        (rows, JsonLayout::Rows) => format!("\n{}\n", rows.join(",\n")),
        (rows, JsonLayout::Line) => rows.join(","),
    };
    // Serialising strings and numbers cannot fail.
    let rest = printable_json(serde_json::to_string(run).unwrap_or_default());
    let rest = rest.strip_prefix('{').unwrap_or("}");
    format!("{{\"version\": {JSON_VERSION}, \"diagnostics\": [{rows}], {rest}\n")
}

fn line(diagnostic: &Diagnostic, lookup: &mut SourceLookup) -> String {
    let row = DiagnosticJson::new(diagnostic, lookup.region(diagnostic)).with_fix(lookup.fix(diagnostic));
    printable_json(serde_json::to_string(&row).unwrap_or_default())
}

/// An excerpt for a program that draws it. Of what lies between two lines with marks a single line is kept, as in the terminal.
pub fn excerpt_json(excerpt: &Excerpt) -> ExcerptJson {
    let mut next = 0;
    let lines = excerpt.source.split_terminator('\n').zip(excerpt.first_line..).map(|(text, number)| {
        let start = next;
        next += text.len() + 1;
        excerpt_line(excerpt, number, text, start)
    });
    let lines: Vec<ExcerptLineJson> = lines.collect();
    let has_marks: Vec<bool> = lines.iter().map(|line| !line.marks.is_empty()).collect();
    let is_marked = |at: Option<usize>| at.and_then(|at| has_marks.get(at)).copied().unwrap_or(false);
    let is_kept = |at: usize| is_marked(Some(at)) || is_marked(at.checked_sub(1)) && is_marked(at.checked_add(1));
    ExcerptJson {
        lines: lines.into_iter().enumerate().filter(|(at, _)| is_kept(*at)).map(|(_, line)| line).collect(),
        far_notes: excerpt
            .far_notes
            .iter()
            .map(|(line, text)| FarNoteJson { line: *line, text: printable(text).into_owned() })
            .collect(),
    }
}

/// The line `text` of an excerpt, which begins at byte `start` of its source.
fn excerpt_line(excerpt: &Excerpt, number: u32, text: &str, start: usize) -> ExcerptLineJson {
    let units = |byte: usize| text.get(..byte - start).unwrap_or(text).encode_utf16().count();
    // The end of a line is a place on it, and a byte before the start of the next one.
    let here = excerpt.marks.iter().filter(|mark| (start..=start + text.len()).contains(&mark.range.start));
    let marks = here.map(|mark| ExcerptMarkJson {
        start: units(mark.range.start),
        end: units(mark.range.end),
        note: mark.text.map(|text| printable(text).into_owned()),
    });
    ExcerptLineJson { number, text: text.to_owned(), marks: marks.collect() }
}

/// A line `::warning file=…,line=…,col=…,title=code::message` for each diagnostic, the help on a line of its own within the message.
pub fn github(diagnostics: &[Diagnostic], texts: &dyn SourceTexts, prefix: &str) -> String {
    let mut lookup = SourceLookup::new(texts);
    sorted(diagnostics).into_iter().map(|diagnostic| command(diagnostic, &mut lookup, prefix)).collect()
}

fn command(diagnostic: &Diagnostic, lookup: &mut SourceLookup, prefix: &str) -> String {
    let word = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let mut properties = Vec::new();
    if let Some(source) = &diagnostic.source {
        properties.push(format!("file={}", escape_property(&path_from(prefix, source))));
    }
    if let Some(position) = lookup.position(diagnostic) {
        properties.push(format!("line={},col={}", position.line, position.column));
    }
    properties.push(format!("title={}", escape_property(diagnostic.code.id())));
    let help = diagnostic.help.as_ref().map(|help| format!("%0Ahelp: {}", escape_data(help))).unwrap_or_default();
    format!("::{word} {}::{}{help}\n", properties.join(","), escape_data(&diagnostic.message))
}

/// Escapes what would end a command or start another one, and what controls a terminal. `%` is escaped before the rest, as the other escapes
/// contain it.
fn escape_data(text: &str) -> String {
    let lines = text.split('\n').map(|line| line.split('\r').map(printable).collect::<Vec<_>>().join("\r"));
    lines.collect::<Vec<_>>().join("\n").replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn escape_property(text: &str) -> String {
    escape_data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{JsonLayout, excerpt_json, github, json};
    use crate::diagnostic::{Code, Diagnostic, Fix};
    use crate::export::json::{ExcerptJson, ExcerptMarkJson};
    use crate::export::run_json::RunJson;
    use crate::path::SourcePath;
    use crate::report::SourceLookup;
    use crate::span::Span;

    fn text(source: &SourcePath) -> Option<Arc<str>> {
        (source.as_str() != "gone.md").then(|| "# é\n[x](y.md)\n".into())
    }

    fn broken(path: &str) -> Diagnostic {
        Diagnostic::new(Code::BrokenLink, Span::new(9, 13), "no file `y.md`").in_file(&SourcePath::new(path))
    }

    /// The excerpt of a diagnostic at the first place where `needle` stands in `text`, with a note at each of `notes`.
    fn excerpt(text: &str, needle: &str, notes: &[&str]) -> ExcerptJson {
        let span = |part: &str| {
            let start = text.find(part).expect("it is in the text");
            Span::new(start, start + part.len())
        };
        let diagnostic = Diagnostic::new(Code::BrokenLink, span(needle), "no file").in_file(&SourcePath::new("a.md"));
        let diagnostic = notes.iter().fold(diagnostic, |diagnostic, note| diagnostic.note(span(note), *note));
        let texts = |_: &SourcePath| Some(Arc::from(text));
        excerpt_json(&SourceLookup::new(&texts).excerpt(&diagnostic).expect("an excerpt"))
    }

    fn mark(start: usize, end: usize, note: Option<&str>) -> ExcerptMarkJson {
        ExcerptMarkJson { start, end, note: note.map(str::to_owned) }
    }

    #[test]
    fn an_excerpt_counts_as_scripts_do_and_says_what_is_said_of_its_places() {
        let excerpt = excerpt("one\r\n🎯é\t[日本](x) end\nthree", "[日本](x)", &["🎯", "one"]);
        let [one, two] = excerpt.lines.as_slice() else { panic!("two lines: {excerpt:?}") };
        assert_eq!((one.number, one.text.as_str(), &one.marks), (1, "one", &vec![mark(0, 3, Some("one"))]));
        assert_eq!((two.number, two.text.as_str()), (2, "🎯é\t[日本](x) end"));
        assert_eq!(two.marks, [mark(4, 11, None), mark(0, 2, Some("🎯"))]);
    }

    #[test]
    fn an_excerpt_leaves_out_what_lies_between_but_no_single_line() {
        let numbers = |text: &str, notes: &[&str]| {
            let excerpt = excerpt(text, "X", notes);
            let far = excerpt.far_notes.iter().map(|note| (note.line, note.text.clone())).collect::<Vec<_>>();
            (excerpt.lines.iter().map(|line| line.number).collect::<Vec<_>>(), far)
        };
        assert_eq!(numbers("a\nb\nX\nd", &["a", "d"]), (vec![1, 2, 3, 4], vec![]));
        assert_eq!(numbers("a\nb\nc\nX\nd", &["a"]), (vec![1, 4], vec![]));
        let far = format!("a{}X", "\n".repeat(99));
        assert_eq!(numbers(&far, &["a"]), (vec![100], vec![(1, "a".to_owned())]));
    }

    #[test]
    fn an_excerpt_marks_the_same_words_in_a_long_line_and_a_place_at_its_end() {
        let long = format!("{}é [x](y.md) {}\n", "a ".repeat(200), "b ".repeat(400));
        let long = excerpt(&long, "[x](y.md)", &[]);
        let units: Vec<u16> = long.lines[0].text.encode_utf16().collect();
        let place = &long.lines[0].marks[0];
        assert_eq!(String::from_utf16_lossy(&units[place.start..place.end]), "[x](y.md)");
        assert!(long.lines[0].text.starts_with('…') && long.lines[0].text.ends_with('…') && units.len() < 700);
        assert_eq!(excerpt("one\ntwo", "\ntwo", &[]).lines[0].marks, [mark(3, 3, None)]);
    }

    #[test]
    fn json_keeps_its_keys_and_says_null_for_what_is_absent() {
        let all = [Diagnostic::of_file(Code::NoChapters, "no chapter"), broken("a.md").help("remove it")];
        let all = all.map(|one| match one.span {
            Some(span) => one.fix(Fix::new("write it", span, "z.md")),
            None => one,
        });
        let run = RunJson { status: Some(1), ..RunJson::default() };
        assert_eq!(
            json(&all, &text, &run, JsonLayout::Rows),
            r#"{"version": 1, "diagnostics": [
{"code":"link/broken","severity":"warning","source":"a.md","line":2,"column":5,"end_line":2,"end_column":9,"message":"no file `y.md`","help":"remove it","fix":{"title":"write it","edits":[{"line":2,"column":5,"end_line":2,"end_column":9,"replacement":"z.md"}]}},
{"code":"source/no-chapters","severity":"error","source":null,"line":null,"column":null,"end_line":null,"end_column":null,"message":"no chapter","help":null,"fix":null}
], "summary":null,"error":null,"status":1}
"#
        );
        let line = json(&all, &text, &run, JsonLayout::Line);
        assert_eq!((line.lines().count(), line.matches("\"code\"").count()), (1, 2));
        let nothing = json(&[], &text, &RunJson::default(), JsonLayout::Rows);
        assert_eq!(nothing, "{\"version\": 1, \"diagnostics\": [], \"summary\":null,\"error\":null}\n");
    }

    #[test]
    fn github_annotates_the_file_as_seen_from_the_root_of_the_repository() {
        assert_eq!(
            github(&[broken("a.md")], &text, "chapters"),
            "::warning file=chapters/a.md,line=2,col=5,title=link/broken::no file `y.md`\n"
        );
        assert_eq!(
            github(&[broken("gone.md").help("remove it")], &text, ""),
            "::warning file=gone.md,title=link/broken::no file `y.md`%0Ahelp: remove it\n"
        );
    }

    #[test]
    fn github_commands_cannot_be_broken_out_of() {
        let evil = Diagnostic::of_file(Code::NotText, "50%\r\n::error::x").in_file(&SourcePath::new("a:b,c\n.md"));
        assert_eq!(
            github(&[evil], &text, ""),
            "::error file=a%3Ab%2Cc%0A.md,title=source/not-text::50%25%0D%0A\\u{3a}:error::x\n"
        );
        let whole = Diagnostic::of_file(Code::NoChapters, "no \u{1b}[31m##[group]chapter").help("##[error]x");
        assert_eq!(
            github(&[whole], &text, ""),
            "::error title=source/no-chapters::no \\u{1b}[31m##\\u{5b}group]chapter%0Ahelp: ##\\u{5b}error]x\n"
        );
    }
}
