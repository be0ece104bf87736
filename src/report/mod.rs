//! Shows diagnostics for people, as JSON, as GitHub annotations and as SARIF; counts them; shows the progress of long work. In: diagnostics and a
//! function that returns the text of a file. Out: strings. Never reads a file, and never makes a diagnostic.

mod excerpt;
mod human;
mod lines;
mod lookup;
mod machine;
mod printable;
mod progress;
mod sarif;
mod summary;

pub use human::{HumanStyle, human};
pub use lookup::{SourceLookup, SourceTexts, path_from};
pub use machine::{JsonLayout, excerpt_json, github, json};
pub use printable::{printable, printable_json, printable_line};
pub use progress::Progress;
pub use sarif::{SarifGroup, sarif};

pub use summary::{SeverityCounts, counted, summary};

use crate::diagnostic::Diagnostic;
use crate::export::run_json::RunJson;

/// How diagnostics are written: the values of `--format`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// For people: the message with an excerpt of the file.
    #[default]
    Human,
    /// One JSON object.
    Json,
    /// Workflow commands that GitHub Actions shows beside the changed lines.
    Github,
    /// One object of SARIF 2.1.0, for code scanning.
    Sarif,
}

/// The diagnostics as text in a format. The formats for programs use only the prefix of `style`.
pub fn show(format: Format, diagnostics: &[Diagnostic], texts: &dyn SourceTexts, style: &HumanStyle) -> String {
    match format {
        Format::Human => human(diagnostics, texts, style),
        Format::Json => json(diagnostics, texts, &RunJson::default(), JsonLayout::Rows),
        Format::Github => github(diagnostics, texts, style.prefix),
        Format::Sarif => sarif(&[SarifGroup { diagnostics, texts, prefix: style.prefix }]),
    }
}
