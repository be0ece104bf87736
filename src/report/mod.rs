//! Diagnostics shown: for people, as JSON, as GitHub's annotations; how many there are; progress of long work.
//! In: diagnostics and a way to get at texts. Out: strings. Never reads a file, never decides what is a fault.

mod excerpt;
mod human;
mod lines;
mod machine;
mod place;
mod printable;
mod progress;
mod summary;

pub use human::{GroupLimit, HumanStyle, human};
pub use machine::{excerpt_json, github, json};
pub use place::{SourceLookup, SourceTexts};
pub use printable::printable;
pub use progress::Progress;

pub use summary::{SeverityCounts, counted, summary};

use crate::diagnostic::Diagnostic;

/// How diagnostics are written: the values of `--format`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// For people: the line shown, carets under the place.
    #[default]
    Human,
    /// One JSON object.
    Json,
    /// Workflow commands that GitHub Actions shows beside the changed lines.
    Github,
}

/// Diagnostics in any format; of `style` the formats for programs use the prefix only.
pub fn show(format: Format, diagnostics: &[Diagnostic], texts: &dyn SourceTexts, style: &HumanStyle) -> String {
    match format {
        Format::Human => human(diagnostics, texts, style),
        Format::Json => json(diagnostics, texts),
        Format::Github => github(diagnostics, texts, style.prefix),
    }
}
