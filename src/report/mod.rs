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

use std::sync::Arc;

pub use excerpt::{Excerpt, ExcerptMark};
pub use human::{GroupLimit, HumanStyle, draw, human};
pub use machine::{github, json};
pub use place::SourceLookup;
pub use printable::printable;
pub use progress::Progress;

pub use summary::{SeverityCounts, counted, summary};

use crate::diagnostic::Diagnostic;
use crate::path::SourcePath;

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

/// Gives the text of a file as it was decoded, so that spans can be shown. Any function from path to text is one.
pub trait SourceTexts {
    /// The text, or nothing where the file is not text or not known.
    fn text(&self, source: &SourcePath) -> Option<Arc<str>>;
}

impl<F: Fn(&SourcePath) -> Option<Arc<str>>> SourceTexts for F {
    fn text(&self, source: &SourcePath) -> Option<Arc<str>> {
        self(source)
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

/// By file in order of path, then by place; what belongs to no file comes last.
fn sorted(diagnostics: &[Diagnostic]) -> Vec<&Diagnostic> {
    let mut sorted: Vec<&Diagnostic> = diagnostics.iter().collect();
    sorted.sort_by_key(|d| (d.source.is_none(), d.source.as_ref(), d.span, d.code));
    sorted
}

/// The path under which `source` can be opened from the working folder: `prefix` is SOURCE as it was typed.
fn path_from(prefix: &str, source: &SourcePath) -> String {
    let prefix = prefix.strip_prefix("./").unwrap_or(prefix);
    match prefix {
        "" | "." => source.to_string(),
        prefix if prefix.ends_with(['/', std::path::MAIN_SEPARATOR]) => format!("{prefix}{source}"),
        prefix => format!("{prefix}/{source}"),
    }
}

#[cfg(test)]
mod tests {
    use super::{FORMATS, Format, path_from};
    use crate::path::SourcePath;

    #[test]
    fn formats_are_found_by_their_names() {
        for row in FORMATS {
            assert_eq!(Format::named(row.name), Some(row.format));
        }
        assert_eq!(Format::named("xml"), None);
    }

    #[test]
    fn paths_open_from_where_the_user_stands() {
        let at = |prefix| path_from(prefix, &SourcePath::new("a/b.md"));
        assert_eq!(at(""), "a/b.md");
        assert_eq!(at("."), "a/b.md");
        assert_eq!(at("./chapters"), "chapters/a/b.md");
        assert_eq!(at("../course/"), "../course/a/b.md");
        assert_eq!(at("/"), "/a/b.md");
    }
}
