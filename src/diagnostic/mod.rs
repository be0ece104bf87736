//! Diagnostics: what is wrong or doubtful in a course, as values with code, place, message and help. The functions that make
//! them are in each room (`diagnostics.rs`); showing them is `report`'s work.
//!
//! ```
//! use syllabus::diagnostic::{Code, Diagnostic, Severity};
//! use syllabus::span::Span;
//!
//! let diagnostic = Diagnostic::new(Code::BrokenLink, Span::new(4, 9), "there is no `a.md`").help("correct the path");
//! assert_eq!((diagnostic.code.row().id, diagnostic.severity), ("link/broken", Severity::Warning));
//! ```

mod brief;
mod code;
mod fix;
mod severity;

use serde::{Deserialize, Serialize};

pub use code::{CODES, Code, CodeRow};
pub use fix::{Fix, FixEdit};
pub use severity::Severity;

use crate::path::SourcePath;
use crate::span::{OffsetMap, Span};

/// One thing that an author should know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnostic {
    /// Its kind; the row in [`CODES`] explains it.
    pub code: Code,
    /// The code's usual severity, unless [`Diagnostic::severity`] set another.
    pub severity: Severity,
    /// The file it is about; none if it is about the whole course, or [`Diagnostic::in_file`] is not called yet.
    pub source: Option<SourcePath>,
    /// Bytes of the file as decoded; none if it is about the file as a whole.
    pub span: Option<Span>,
    /// What is wrong: lower case, no full stop, quotes of the author's text in backticks, very long ones shortened.
    pub message: String,
    /// Other places of the same file that explain it.
    pub notes: Vec<Note>,
    /// What to do about it.
    pub help: Option<String>,
    /// What a program may change so that it is gone; none where only its author can tell.
    pub fix: Option<Fix>,
}

/// Another place that belongs to a diagnostic.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// Bytes of the same file.
    pub span: Span,
    /// What is there.
    pub text: String,
}

impl Diagnostic {
    /// A diagnostic with its code's usual severity, at `span`.
    pub fn new(code: Code, span: Span, message: impl Into<String>) -> Self {
        Diagnostic { span: Some(span), ..Diagnostic::of_file(code, message) }
    }

    /// A diagnostic about a file, or the course, as a whole.
    pub fn of_file(code: Code, message: impl Into<String>) -> Self {
        Diagnostic {
            code,
            severity: code.row().severity,
            source: None,
            span: None,
            message: brief::brief(message.into()),
            notes: Vec::new(),
            help: None,
            fix: None,
        }
    }

    /// Sets the file it is about.
    #[must_use]
    pub fn in_file(mut self, source: &SourcePath) -> Self {
        self.source = Some(source.clone());
        self
    }

    /// Converts its spans from a changed text to the original with `map`.
    #[must_use]
    pub fn mapped(mut self, map: &OffsetMap) -> Self {
        self.span = self.span.map(|span| map.original(span));
        self.fix = self.fix.and_then(|fix| fix.mapped(map));
        for note in &mut self.notes {
            note.span = map.original(note.span);
        }
        self
    }

    /// Adds another place, with a text that explains it.
    #[must_use]
    pub fn note(mut self, span: Span, text: impl Into<String>) -> Self {
        self.notes.push(Note { span, text: brief::brief(text.into()) });
        self
    }

    /// Sets what to do about it.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(brief::brief(text.into()));
        self
    }

    /// Sets how a program may mend it.
    #[must_use]
    pub fn fix(mut self, fix: Fix) -> Self {
        self.fix = Some(fix);
        self
    }

    /// Sets another severity than the code's usual one.
    #[must_use]
    pub fn severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }
}
