//! What is wrong or doubtful in a course, as a value: code, place, message, a way out. The functions that make
//! them lie beside each stage (`diagnostics.rs`); showing them is `report`'s work.
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
mod severity;

use serde::{Deserialize, Serialize};

pub use code::{CODES, Code, CodeRow};
pub use severity::Severity;

use crate::path::SourcePath;
use crate::span::{OffsetMap, Span};

/// One thing an author should know of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnostic {
    /// Which kind of thing; its row in [`CODES`] explains it.
    pub code: Code,
    /// The code's usual severity, unless the maker knows better.
    pub severity: Severity,
    /// The file it is about; absent where it is about the whole course, or not known to its maker yet.
    pub source: Option<SourcePath>,
    /// Bytes of the file as decoded; absent where it is about the file as a whole.
    pub span: Option<Span>,
    /// What happened: lower case, no full stop, literals in backticks; those are cut where they are very long.
    pub message: String,
    /// Other places of the same file that explain it.
    pub notes: Vec<Note>,
    /// What to do about it.
    pub help: Option<String>,
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
        }
    }

    /// Says which file it is about.
    #[must_use]
    pub fn in_file(mut self, source: &SourcePath) -> Self {
        self.source = Some(source.clone());
        self
    }

    /// The same, with spans led back through a change of the text.
    #[must_use]
    pub fn mapped(mut self, map: &OffsetMap) -> Self {
        self.span = self.span.map(|span| map.original(span));
        for note in &mut self.notes {
            note.span = map.original(note.span);
        }
        self
    }

    /// Adds another place.
    #[must_use]
    pub fn note(mut self, span: Span, text: impl Into<String>) -> Self {
        self.notes.push(Note { span, text: brief::brief(text.into()) });
        self
    }

    /// Adds the way out.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(brief::brief(text.into()));
        self
    }

    /// The same with another severity.
    #[must_use]
    pub fn severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }
}
