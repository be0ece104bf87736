//! The few lines that are shown of a text, however large it is: a value that the terminal and the preview draw. In: a span and notes. Out: a
//! small source of its own with marks in it. Never holds more than a window of a line, nor lines far from the place: those become messages.

use std::ops::Range;

use super::lines::SourceLines;
use super::printable::shown;
use crate::diagnostic::Note;
use crate::span::Span;

/// How far from the place, in lines, a note is still drawn.
const NEAR: u32 = 40;
/// Bytes shown of a line before the first mark and after its start; the renderer cuts them to the terminal's width.
const BEFORE: u32 = 120;
const AFTER: u32 = 480;
/// How many notes of one diagnostic are drawn.
const MAX_NOTES: usize = 8;

/// The lines around a diagnostic, ready to be drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excerpt<'n> {
    /// The lines, without control characters; `…` stands where a long line is cut.
    pub source: String,
    /// The number of its first line in the file, from 1.
    pub first_line: u32,
    /// Places in `source`, the diagnostic's own first.
    pub marks: Vec<ExcerptMark<'n>>,
    /// Notes too far away to be drawn: their line in the file, from 1, and their text.
    pub far_notes: Vec<(u32, &'n str)>,
}

/// A place in an excerpt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExcerptMark<'n> {
    /// Bytes of the excerpt's source, within one line.
    pub range: Range<usize>,
    /// A note's text; none for the diagnostic's own place.
    pub text: Option<&'n str>,
}

/// A place that wants to be drawn: at most one line of the text.
struct ExcerptRequest<'n> {
    line: u32,
    span: Span,
    text: Option<&'n str>,
}

/// The lines around `span`, with those of `notes` that are near.
pub(super) fn excerpt<'n>(lines: &SourceLines, span: Span, notes: &'n [Note]) -> Excerpt<'n> {
    let own = wanted(lines, span, None);
    let around = own.line.saturating_sub(NEAR)..=own.line + NEAR;
    let notes = notes.iter().take(MAX_NOTES).map(|note| wanted(lines, note.span, Some(&note.text)));
    let (near, far): (Vec<ExcerptRequest>, Vec<ExcerptRequest>) = notes.partition(|note| around.contains(&note.line));
    let mut far: Vec<(u32, &str)> = far.into_iter().filter_map(|note| Some((note.line, note.text?))).collect();

    let mut all = vec![own];
    all.extend(near);
    let first = all.iter().map(|wanted| wanted.line).min().unwrap_or(1);
    let last = all.iter().map(|wanted| wanted.line).max().unwrap_or(1);
    let mut source = String::new();
    let mut marks = Vec::new();
    for line in first..=last {
        let here: Vec<&ExcerptRequest> = all.iter().filter(|wanted| wanted.line == line).collect();
        draw_line(lines, line, &here, &mut source, &mut marks, &mut far);
    }
    marks.sort_by_key(|mark| mark.text.is_some());
    Excerpt { source, first_line: first, marks, far_notes: far }
}

/// The first line of `span`: more would bury the message below the text it is about.
fn wanted<'n>(lines: &SourceLines, span: Span, text: Option<&'n str>) -> ExcerptRequest<'n> {
    let span = lines.fit(span);
    let line = lines.line(span.start);
    let whole = lines.line_span(line);
    let start = span.start.min(whole.end);
    ExcerptRequest { line, span: Span { start, end: span.end.min(whole.end).max(start) }, text }
}

/// Draws the window of `line` around the first place wanted on it; notes outside of the window are too far.
fn draw_line<'n>(
    lines: &SourceLines,
    line: u32,
    here: &[&ExcerptRequest<'n>],
    source: &mut String,
    marks: &mut Vec<ExcerptMark<'n>>,
    far: &mut Vec<(u32, &'n str)>,
) {
    let whole = lines.line_span(line);
    let anchor = here.first().map_or(whole.start, |wanted| wanted.span.start);
    let wide = Span { start: anchor.saturating_sub(BEFORE), end: anchor.saturating_add(AFTER) };
    let window = lines.fit(wide.intersect(whole));
    let drawn = DrawnLine::new(lines.text(), window, whole, source);
    for wanted in here {
        let outside = wanted.span.start < window.start || wanted.span.start > window.end;
        match wanted.text {
            Some(text) if outside => far.push((line, text)),
            text => marks.push(ExcerptMark { range: drawn.at(wanted.span.start)..drawn.at(wanted.span.end), text }),
        }
    }
}

/// How places of a text lead to the places of an excerpt, for one line.
struct DrawnLine {
    from: u32,
    /// For each byte of the window and its end, the byte of the excerpt.
    places: Vec<usize>,
}

impl DrawnLine {
    /// Writes `window` of the line `whole` to `out`.
    fn new(text: &str, window: Span, whole: Span, out: &mut String) -> Self {
        let mut places = Vec::with_capacity(window.len() + 1);
        if window.start > whole.start {
            out.push('…');
        }
        for char in window.of(text).chars() {
            places.extend(std::iter::repeat_n(out.len(), char.len_utf8()));
            out.push(shown(char));
        }
        places.push(out.len());
        if window.end < whole.end {
            out.push('…');
        }
        out.push('\n');
        DrawnLine { from: window.start, places }
    }

    fn at(&self, offset: u32) -> usize {
        let index = offset.saturating_sub(self.from) as usize;
        self.places.get(index).or(self.places.last()).copied().unwrap_or(0)
    }
}
