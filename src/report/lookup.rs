//! Looks up path, line, column and excerpt of diagnostics. The text of a file is indexed once for all diagnostics of that file that follow
//! each other.

use std::sync::Arc;

use super::excerpt::{Excerpt, excerpt};
use super::lines::SourceLines;
use crate::diagnostic::Diagnostic;
use crate::export::json::FixJson;
use crate::path::SourcePath;
use crate::span::Position;

/// Returns the decoded text of a file, so that spans can be shown. Any function from path to text implements it.
pub trait SourceTexts {
    /// The text of a file; `None` where the file is unknown or no text.
    fn text(&self, source: &SourcePath) -> Option<Arc<str>>;
}

impl<F: Fn(&SourcePath) -> Option<Arc<str>>> SourceTexts for F {
    fn text(&self, source: &SourcePath) -> Option<Arc<str>> {
        self(source)
    }
}

/// Looks up positions of diagnostics. Keeps the lines of one file, so diagnostics should be sorted by file.
pub struct SourceLookup<'t> {
    texts: &'t dyn SourceTexts,
    source: Option<SourcePath>,
    file: Option<SourceLines>,
    /// The same file for places of fixes, which lie behind those of diagnostics: each is asked for in order.
    fixed: Option<SourceLines>,
}

impl<'t> SourceLookup<'t> {
    /// A lookup in these texts.
    pub fn new(texts: &'t dyn SourceTexts) -> Self {
        SourceLookup { texts, source: None, file: None, fixed: None }
    }

    /// Line and column where a diagnostic begins; `None` where it has no span or its file has no text.
    pub fn position(&mut self, diagnostic: &Diagnostic) -> Option<Position> {
        let span = diagnostic.span?;
        Some(self.lines(diagnostic.source.as_ref())?.position(span.start))
    }

    /// Line and column where a diagnostic begins and where it ends; `None` where it has no span or its file has no text.
    pub fn region(&mut self, diagnostic: &Diagnostic) -> Option<(Position, Position)> {
        let span = diagnostic.span?;
        let lines = self.lines(diagnostic.source.as_ref())?;
        let span = lines.fit(span);
        Some((lines.position(span.start), lines.position(span.end)))
    }

    /// The fix of a diagnostic with lines and columns; `None` where it has none or its file has no text.
    pub fn fix(&mut self, diagnostic: &Diagnostic) -> Option<FixJson> {
        let fix = diagnostic.fix.as_ref()?;
        let text = self.lines(diagnostic.source.as_ref())?.shared_text();
        let lines = self.fixed.get_or_insert_with(|| SourceLines::new(text));
        FixJson::new(fix, |span| {
            let span = lines.fit(span);
            Some((lines.position(span.start), lines.position(span.end)))
        })
    }

    /// The excerpt for a diagnostic; `None` where it has no span or its file has no text.
    pub fn excerpt<'d>(&mut self, diagnostic: &'d Diagnostic) -> Option<Excerpt<'d>> {
        let span = diagnostic.span?;
        Some(excerpt(self.lines(diagnostic.source.as_ref())?, span, &diagnostic.notes))
    }

    /// The lines of `source`; `None` where it has no text.
    fn lines(&mut self, source: Option<&SourcePath>) -> Option<&mut SourceLines> {
        if self.source.as_ref() != source {
            self.source = source.cloned();
            self.fixed = None;
            self.file = source.and_then(|source| self.texts.text(source)).map(SourceLines::new);
        }
        self.file.as_mut()
    }
}

/// Sorted by the path of the file, then by span; diagnostics without a file come last.
pub(super) fn sorted(diagnostics: &[Diagnostic]) -> Vec<&Diagnostic> {
    let mut sorted: Vec<&Diagnostic> = diagnostics.iter().collect();
    sorted.sort_by_key(|d| (d.source.is_none(), d.source.as_ref(), d.span, d.code));
    sorted
}

/// The path with which `source` can be opened from the current directory; `prefix` is SOURCE as the user typed it.
pub fn path_from(prefix: &str, source: &SourcePath) -> String {
    let prefix = prefix.strip_prefix("./").unwrap_or(prefix);
    match prefix {
        "" | "." => source.to_string(),
        prefix if prefix.ends_with(['/', std::path::MAIN_SEPARATOR]) => format!("{prefix}{source}"),
        prefix => format!("{prefix}/{source}"),
    }
}

#[cfg(test)]
mod tests {
    use super::{SourceLookup, path_from};
    use crate::diagnostic::{Code, Diagnostic};
    use crate::path::SourcePath;

    #[test]
    fn paths_are_relative_to_the_current_directory() {
        let at = |prefix| path_from(prefix, &SourcePath::new("a/b.md"));
        assert_eq!(at(""), "a/b.md");
        assert_eq!(at("."), "a/b.md");
        assert_eq!(at("./chapters"), "chapters/a/b.md");
        assert_eq!(at("../course/"), "../course/a/b.md");
        assert_eq!(at("/"), "/a/b.md");
    }

    #[test]
    fn what_has_no_place_has_no_excerpt() {
        let none = Diagnostic::of_file(Code::NoChapters, "none");
        assert_eq!(SourceLookup::new(&|_: &SourcePath| None).excerpt(&none), None);
    }
}
