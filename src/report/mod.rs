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

pub use excerpt::{Excerpt, ExcerptMark};
pub use human::{GroupLimit, HumanStyle, draw, human};
pub use machine::{github, json};
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

/// A format and the word that names it.
pub struct FormatRow {
    /// The format.
    pub format: Format,
    /// What stands behind `--format`.
    pub name: &'static str,
}

/// All formats, in the order in which help names them.
pub static FORMATS: &[FormatRow] = &[
    FormatRow { format: Format::Human, name: "human" },
    FormatRow { format: Format::Json, name: "json" },
    FormatRow { format: Format::Github, name: "github" },
];

impl Format {
    /// The format that `name` names.
    pub fn named(name: &str) -> Option<Format> {
        FORMATS.iter().find(|row| row.name == name).map(|row| row.format)
    }
}

/// Diagnostics in any format; of `style` the formats for programs use the prefix only.
pub fn show(format: Format, diagnostics: &[Diagnostic], texts: &dyn SourceTexts, style: &HumanStyle) -> String {
    match format {
        Format::Human => human(diagnostics, texts, style),
        Format::Json => json(diagnostics, texts),
        Format::Github => github(diagnostics, texts, style.prefix),
    }
}

#[cfg(test)]
mod tests {
    use super::{FORMATS, Format};

    #[test]
    fn formats_are_found_by_their_names() {
        for row in FORMATS {
            assert_eq!(Format::named(row.name), Some(row.format));
        }
        assert_eq!(Format::named("xml"), None);
    }
}
