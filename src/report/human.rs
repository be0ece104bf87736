//! Diagnostics for people: the message, the line with carets under the span, notes and help. Returns text; never prints.

use std::collections::BTreeMap;

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::excerpt::{Excerpt, ExcerptMark};
use super::lookup::{SourceLookup, SourceTexts, path_from, sorted};
use super::printable::printable;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::path::SourcePath;
use crate::span::Position;

/// How diagnostics are shown to people.
#[derive(Clone, Debug, Default)]
pub struct HumanStyle<'a> {
    /// SOURCE as the user typed it, so that `file:line:column` can be opened from the current directory; empty for that directory itself.
    pub prefix: &'a str,
    /// Whether to colour.
    pub colour: bool,
    /// The width of the terminal in columns, if there is one.
    pub width: Option<usize>,
    /// What shows all diagnostics, as a command or a flag; with it no more than [`MAX_IN_FILE`] and [`MAX_IN_COURSE`] of one code are shown.
    /// `None`: all are shown.
    pub see_all: Option<&'a str>,
}

/// How many diagnostics of one code are shown for one file: who has read five knows what it is about.
pub const MAX_IN_FILE: usize = 5;
/// How many diagnostics of one code are shown for a course.
pub const MAX_IN_COURSE: usize = 20;

/// How many diagnostics of one code were met.
#[derive(Default)]
struct CodeCount<'d> {
    /// In the file that is being shown.
    in_file: usize,
    file: Option<&'d SourcePath>,
    shown: usize,
    omitted: usize,
}

impl<'d> CodeCount<'d> {
    /// Counts one of `file`; whether it is within the limits.
    fn is_within(&mut self, file: Option<&'d SourcePath>) -> bool {
        if self.file != file {
            (self.file, self.in_file) = (file, 0);
        }
        self.in_file += 1;
        let is_within = self.in_file <= MAX_IN_FILE && self.shown < MAX_IN_COURSE;
        if is_within {
            self.shown += 1
        } else {
            self.omitted += 1
        }
        is_within
    }
}

/// All diagnostics, sorted by file and span, a blank line after each; then a line for each code of which some were omitted.
pub fn human(diagnostics: &[Diagnostic], texts: &dyn SourceTexts, style: &HumanStyle) -> String {
    let renderer = renderer(style);
    let mut lookup = SourceLookup::new(texts);
    let mut counts: BTreeMap<Code, CodeCount> = BTreeMap::new();
    let mut out = String::new();
    for diagnostic in sorted(diagnostics) {
        let is_within = counts.entry(diagnostic.code).or_default().is_within(diagnostic.source.as_ref());
        if is_within || style.see_all.is_none() {
            let located = lookup.position(diagnostic).zip(lookup.excerpt(diagnostic));
            out.push_str(&rendered(diagnostic, located, &renderer, style.prefix));
            out.push_str("\n\n");
        }
    }
    if let Some(see_all) = style.see_all {
        let see_all = printable(see_all);
        let omitted = counts.iter().filter(|(_, count)| count.omitted > 0);
        out.extend(omitted.map(|(code, count)| format!("and {} more `{}`: `{see_all}`\n", count.omitted, code.id())));
    }
    out
}

fn renderer(style: &HumanStyle) -> Renderer {
    let renderer = if style.colour { Renderer::styled() } else { Renderer::plain() };
    match style.width {
        // With less the renderer has no room for a line and its number.
        Some(width) => renderer.term_width(width.max(40)),
        None => renderer,
    }
}

fn rendered(
    diagnostic: &Diagnostic,
    located: Option<(Position, Excerpt)>,
    renderer: &Renderer,
    prefix: &str,
) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let title = level.primary_title(printable(&diagnostic.message)).id(diagnostic.code.row().id);
    let mut group = Group::with_title(title);
    let mut location = String::new();
    if let Some(source) = &diagnostic.source {
        location = printable(&path_from(prefix, source)).into_owned();
        group = match &located {
            Some((position, excerpt)) => {
                location.push_str(&format!(":{}:{}", position.line, position.column));
                with_excerpt(group, excerpt)
            }
            None => group.element(Origin::path(PATH_PLACEHOLDER)),
        };
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(printable(help)));
    }
    with_location(renderer.render(&[group]), &location)
}

/// Adds the lines of an excerpt, and the notes that are too far away to be drawn.
fn with_excerpt<'d>(group: Group<'d>, excerpt: &'d Excerpt) -> Group<'d> {
    let snippet =
        Snippet::source(excerpt.source.as_str()).line_start(excerpt.first_line as usize).path(PATH_PLACEHOLDER);
    let group = group.element(snippet.annotations(excerpt.marks.iter().map(annotation)));
    excerpt.far_notes.iter().fold(group, |group, (line, text)| {
        group.element(Level::NOTE.message(format!("line {line}: {}", printable(text))))
    })
}

/// Replaces the path while the renderer works. It cannot occur elsewhere, as all text is made printable before.
const PATH_PLACEHOLDER: &str = "\u{1}";

/// Replaces the location that the renderer wrote by the true one: the renderer sees only a window of the line and counts columns in it.
fn with_location(rendered: String, location: &str) -> String {
    let Some((before, after)) = rendered.split_once(PATH_PLACEHOLDER) else {
        return rendered;
    };
    let after = after.trim_start_matches(|char: char| char == ':' || char.is_ascii_digit());
    format!("{before}{location}{after}")
}

fn annotation<'d>(mark: &ExcerptMark<'d>) -> Annotation<'d> {
    match mark.text {
        Some(text) => AnnotationKind::Context.span(mark.range.clone()).label(printable(text)),
        None => AnnotationKind::Primary.span(mark.range.clone()),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{HumanStyle, human};
    use crate::diagnostic::{Code, Diagnostic};
    use crate::path::SourcePath;
    use crate::span::Span;

    /// A diagnostic of `a.md` at the first place where `needle` stands in `text`.
    fn at(text: &str, needle: &str) -> Diagnostic {
        let start = text.find(needle).expect("the needle is in the text");
        Diagnostic::new(Code::BrokenLink, Span::new(start, start + needle.len()), "no file")
            .in_file(&SourcePath::new("a.md"))
    }

    fn shown(text: &str, diagnostics: &[Diagnostic]) -> String {
        let text: Arc<str> = text.into();
        human(diagnostics, &|_: &SourcePath| Some(text.clone()), &HumanStyle::default())
    }

    #[test]
    fn the_line_is_shown_with_its_notes_and_the_way_out() {
        let text = "# Quiz\n\nA) Users\nB) Roles\n\n\n\n**Answer: E) Roles**\n";
        let note = at(text, "A) Users").span.expect("a span");
        let diagnostic = at(text, "E").note(note, "its choices").help("correct the letter");
        let expected = "\
warning[link/broken]: no file
 --> a.md:8:11
  |
3 | A) Users
  | -------- its choices
...
8 | **Answer: E) Roles**
  |           ^
  |
  = help: correct the letter

";
        assert_eq!(shown(text, &[diagnostic]), expected);
    }

    #[test]
    fn notes_far_away_are_told_not_drawn() {
        let text = format!("# One\n{}# One\n", "\n".repeat(100_000));
        let diagnostic = Diagnostic::new(Code::DuplicateTitle, Span::new(text.len() - 4, text.len() - 1), "twice")
            .in_file(&SourcePath::new("a.md"))
            .note(Span::new(2, 5), "the first");
        let shown = shown(&text, &[diagnostic]);
        assert!(shown.contains("100002 | # One\n"), "{shown}");
        assert!(shown.contains("= note: line 1: the first"), "{shown}");
    }

    #[test]
    fn notes_at_the_other_end_of_a_very_long_line_are_told_not_drawn() {
        let text = format!("X{}Y", "b".repeat(10_000));
        for (here, there) in [("X", "Y"), ("Y", "X")] {
            let note = at(&text, there).span.expect("a span");
            let shown = shown(&text, &[at(&text, here).note(note, "the other")]);
            assert!(shown.contains("= note: line 1: the other") && shown.len() < 1000, "{shown}");
        }
    }

    #[test]
    fn carets_stand_under_wide_characters_tabs_and_what_is_not_printable() {
        for (line, column, drawn) in [
            ("\ta\tX", 4, "    a    X\n  |          ^"),
            ("日本語 X", 5, "日本語 X\n  |        ^"),
            ("שלום X עולם", 6, "שלום X עולם\n  |      ^"),
            ("é X\r\nb", 3, "é X\n  |   ^"),
            ("a\u{9b}31mX", 6, "a\u{fffd}31mX\n  |      ^"),
        ] {
            let expected = format!("warning[link/broken]: no file\n --> a.md:1:{column}\n  |\n1 | {drawn}\n\n");
            assert_eq!(shown(line, &[at(line, "X")]), expected);
        }
    }

    #[test]
    fn of_a_very_long_line_a_window_is_shown_but_the_column_is_true() {
        let text = format!("{}X{}", "é".repeat(300_000), "b".repeat(300_000));
        let shown = shown(&text, &[at(&text, "X")]);
        assert!(shown.contains("a.md:1:300001\n"), "{shown}");
        assert!(shown.contains("1 | …ééé") && shown.contains("éXb"), "{shown}");
        assert!(shown.len() < 1000, "{}", shown.len());
    }

    #[test]
    fn spans_that_do_not_fit_the_text_are_shown_where_it_ends() {
        let diagnostic = at("1234é", "é");
        for text in ["", "a", "a\n", "🎯🎯", "\n\n\n"] {
            let shown = shown(text, &[diagnostic.clone().note(Span::new(90, 99), "n")]);
            assert!(shown.contains(" --> a.md:"), "{text:?}: {shown}");
        }
    }

    #[test]
    fn only_the_first_line_of_a_long_place_is_drawn() {
        let text = "one\ntwo\nthree";
        assert!(shown(text, &[at(text, "e\ntwo\nthree")]).ends_with("1 | one\n  |   ^\n\n"));
    }

    #[test]
    fn without_text_the_file_is_named_and_names_cannot_forge_lines() {
        let evil = SourcePath::new("b\n\u{1b}[2J.md");
        let all =
            [Diagnostic::of_file(Code::NoChapters, "none"), Diagnostic::of_file(Code::NotText, "x").in_file(&evil)];
        let style = HumanStyle { prefix: "course", ..HumanStyle::default() };
        assert_eq!(
            human(&all, &|_: &SourcePath| None, &style),
            "error[source/not-text]: x\n--> course/b\\n\\u{1b}[2J.md\n\nerror[source/no-chapters]: none\n\n"
        );
    }

    #[test]
    fn too_many_of_one_code_in_a_file_or_in_the_course_are_counted_not_shown() {
        let shown = |files: &[usize]| {
            let of = |(file, count): (usize, &usize)| {
                let path = SourcePath::new(format!("{file}.md"));
                vec![Diagnostic::of_file(Code::BrokenLink, "no file").in_file(&path); *count]
            };
            let mut all: Vec<Diagnostic> = files.iter().enumerate().flat_map(of).collect();
            all.push(Diagnostic::of_file(Code::NotText, "no text"));
            let style = HumanStyle { see_all: Some("--all"), ..HumanStyle::default() };
            let text = human(&all, &|_: &SourcePath| None, &style);
            let rest = text.rsplit_once("\n\n").map(|(_, rest)| rest.to_owned()).unwrap_or_default();
            (text.matches("no file").count(), text.matches("no text").count(), rest)
        };
        assert_eq!(shown(&[5, 1, 5]), (11, 1, String::new()));
        assert_eq!(shown(&[6, 1, 8]), (11, 1, "and 4 more `link/broken`: `--all`\n".to_owned()));
        assert_eq!(shown(&[4, 4, 4, 4, 4]), (20, 1, String::new()));
        assert_eq!(shown(&[4, 4, 4, 4, 5, 9]), (20, 1, "and 10 more `link/broken`: `--all`\n".to_owned()));
    }
}
