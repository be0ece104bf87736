//! Excerpts of a text for a diagnostic, as a value that both the terminal and the preview draw. In: a span and notes. Out: a few lines with
//! marks in them. A long line is cut to a window; notes on lines far away are listed without their lines.

use std::ops::Range;

use super::lines::SourceLines;
use super::printable::push_excerpt_char;
use crate::diagnostic::Note;
use crate::span::Span;

/// How far from the diagnostic, in lines, a note is still drawn.
const MAX_NOTE_DISTANCE: u32 = 40;
/// How many bytes of a line are shown before the first mark and after its start; the renderer cuts them to the terminal's width.
const MAX_BYTES_BEFORE: u32 = 120;
const MAX_BYTES_AFTER: u32 = 480;
/// How many notes of one diagnostic are drawn.
const MAX_NOTES: usize = 8;

/// The lines around a diagnostic, ready to be drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excerpt<'n> {
    /// The lines, without control characters; `…` marks where a long line is cut.
    pub source: String,
    /// The number of its first line in the file, counted from 1.
    pub first_line: u32,
    /// The marks in `source`, the diagnostic's own first.
    pub marks: Vec<ExcerptMark<'n>>,
    /// Notes too far away to be drawn: their line in the file, counted from 1, and their text.
    pub far_notes: Vec<(u32, &'n str)>,
}

/// A marked range of an excerpt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExcerptMark<'n> {
    /// The byte range in the excerpt's source, within one line.
    pub range: Range<usize>,
    /// The text of a note; `None` for the diagnostic itself.
    pub text: Option<&'n str>,
}

/// A span that is to be drawn, within one line of the text.
struct ExcerptRequest<'n> {
    line: u32,
    span: Span,
    text: Option<&'n str>,
}

/// The excerpt for `span`, with those of `notes` that are near.
pub(super) fn excerpt<'n>(lines: &SourceLines, span: Span, notes: &'n [Note]) -> Excerpt<'n> {
    let own = request(lines, span, None);
    let around = own.line.saturating_sub(MAX_NOTE_DISTANCE)..=own.line + MAX_NOTE_DISTANCE;
    let notes = notes.iter().take(MAX_NOTES).map(|note| request(lines, note.span, Some(&note.text)));
    let (near, far): (Vec<ExcerptRequest>, Vec<ExcerptRequest>) = notes.partition(|note| around.contains(&note.line));
    let mut far: Vec<(u32, &str)> = far.into_iter().filter_map(|note| Some((note.line, note.text?))).collect();

    let mut all = vec![own];
    all.extend(near);
    let first = all.iter().map(|request| request.line).min().unwrap_or(1);
    let last = all.iter().map(|request| request.line).max().unwrap_or(1);
    let mut source = String::new();
    let mut marks = Vec::new();
    for line in first..=last {
        let requests: Vec<&ExcerptRequest> = all.iter().filter(|request| request.line == line).collect();
        draw_line(lines, line, &requests, &mut source, &mut marks, &mut far);
    }
    marks.sort_by_key(|mark| mark.text.is_some());
    Excerpt { source, first_line: first, marks, far_notes: far }
}

/// A request for the first line of `span`: with more lines the message would be hard to find.
fn request<'n>(lines: &SourceLines, span: Span, text: Option<&'n str>) -> ExcerptRequest<'n> {
    let span = lines.fit(span);
    let line = lines.line(span.start);
    let whole = lines.line_span(line);
    let start = span.start.min(whole.end);
    ExcerptRequest { line, span: Span { start, end: span.end.min(whole.end).max(start) }, text }
}

/// Appends the window of `line` around its first request, and its marks. Notes outside of the window are added to `far`.
fn draw_line<'n>(
    lines: &SourceLines,
    line: u32,
    requests: &[&ExcerptRequest<'n>],
    source: &mut String,
    marks: &mut Vec<ExcerptMark<'n>>,
    far: &mut Vec<(u32, &'n str)>,
) {
    let whole = lines.line_span(line);
    let anchor = requests.first().map_or(whole.start, |request| request.span.start);
    let wide = Span { start: anchor.saturating_sub(MAX_BYTES_BEFORE), end: anchor.saturating_add(MAX_BYTES_AFTER) };
    let window = lines.fit(wide.intersect(whole));
    let drawn = DrawnLine::new(lines.text(), window, whole, source);
    for request in requests {
        let outside = request.span.start < window.start || request.span.start > window.end;
        match request.text {
            Some(text) if outside => far.push((line, text)),
            text => marks.push(ExcerptMark {
                range: drawn.excerpt_offset(request.span.start)..drawn.excerpt_offset(request.span.end),
                text,
            }),
        }
    }
}

/// Maps offsets of the text to offsets of the excerpt, for one line.
struct DrawnLine {
    window_start: u32,
    /// The offset in the excerpt for each byte of the window and for its end.
    offsets: Vec<usize>,
}

impl DrawnLine {
    /// Appends the part `window` of the line `whole` to `out`.
    fn new(text: &str, window: Span, whole: Span, out: &mut String) -> Self {
        let mut offsets = Vec::with_capacity(window.len() + 1);
        if window.start > whole.start {
            out.push('…');
        }
        for char in window.of(text).chars() {
            offsets.extend(std::iter::repeat_n(out.len(), char.len_utf8()));
            push_excerpt_char(out, char);
        }
        offsets.push(out.len());
        if window.end < whole.end {
            out.push('…');
        }
        out.push('\n');
        DrawnLine { window_start: window.start, offsets }
    }

    fn excerpt_offset(&self, offset: u32) -> usize {
        let index = offset.saturating_sub(self.window_start) as usize;
        self.offsets.get(index).or(self.offsets.last()).copied().unwrap_or(0)
    }
}
