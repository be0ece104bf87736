//! Where diagnostics stand in their files: line, column, excerpt. The text of a file is indexed once for all diagnostics of that file that
//! follow each other.

use super::SourceTexts;
use super::excerpt::{Excerpt, excerpt};
use super::lines::SourceLines;
use crate::diagnostic::Diagnostic;
use crate::path::SourcePath;
use crate::span::Position;

/// Looks places of diagnostics up. Keeps the lines of one file: diagnostics should come sorted by file.
pub struct SourceLookup<'t> {
    texts: &'t dyn SourceTexts,
    source: Option<SourcePath>,
    file: Option<SourceLines>,
}

impl<'t> SourceLookup<'t> {
    /// Over these texts.
    pub fn new(texts: &'t dyn SourceTexts) -> Self {
        SourceLookup { texts, source: None, file: None }
    }

    /// Where a diagnostic begins; none where it has no place or its file no text.
    pub fn position(&mut self, diagnostic: &Diagnostic) -> Option<Position> {
        let span = diagnostic.span?;
        Some(self.lines(diagnostic.source.as_ref())?.position(span.start))
    }

    /// The lines around a diagnostic; none where it has no place or its file no text.
    pub fn excerpt<'d>(&mut self, diagnostic: &'d Diagnostic) -> Option<Excerpt<'d>> {
        let span = diagnostic.span?;
        Some(excerpt(self.lines(diagnostic.source.as_ref())?, span, &diagnostic.notes))
    }

    /// The lines of `source`; none where it has no text.
    fn lines(&mut self, source: Option<&SourcePath>) -> Option<&mut SourceLines> {
        if self.source.as_ref() != source {
            self.source = source.cloned();
            self.file = source.and_then(|source| self.texts.text(source)).map(SourceLines::new);
        }
        self.file.as_mut()
    }
}
