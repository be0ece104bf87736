//! Counts diagnostics by severity and by code, and writes the counts as a line of text.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic, Severity};

/// Diagnostics counted by severity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SeverityCounts {
    /// Problems because of which a page, a file or the site could not be made.
    pub errors: usize,
    /// Problems that a reader of the site may notice.
    pub warnings: usize,
    /// Information for the author.
    pub notes: usize,
}

impl SeverityCounts {
    /// Counts `diagnostics`.
    pub fn of<'d>(diagnostics: impl IntoIterator<Item = &'d Diagnostic>) -> Self {
        let mut counts = SeverityCounts::default();
        for diagnostic in diagnostics {
            match diagnostic.severity {
                Severity::Error => counts.errors += 1,
                Severity::Warning => counts.warnings += 1,
                Severity::Note => counts.notes += 1,
            }
        }
        counts
    }
}

/// One line, such as ``2 errors, 1 warning: 2 `source/not-text`, 1 `link/broken` ``: sorted by severity, then by frequency.
pub fn summary(diagnostics: &[Diagnostic]) -> String {
    let SeverityCounts { errors, warnings, notes } = SeverityCounts::of(diagnostics);
    let totals: Vec<String> = [(errors, "error"), (warnings, "warning"), (notes, "note")]
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| counted(count, word))
        .collect();
    if totals.is_empty() {
        return "no errors, no warnings".to_owned();
    }
    format!("{}: {}", totals.join(", "), by_code(diagnostics))
}

/// `1 word`, `2 words`.
pub fn counted(count: usize, word: &str) -> String {
    format!("{count} {word}{}", if count == 1 { "" } else { "s" })
}

fn by_code(diagnostics: &[Diagnostic]) -> String {
    let mut counts: BTreeMap<Code, (Severity, usize)> = BTreeMap::new();
    for diagnostic in diagnostics {
        let (severity, count) = counts.entry(diagnostic.code).or_insert((diagnostic.severity, 0));
        *severity = diagnostic.severity.max(*severity);
        *count += 1;
    }
    let mut rows: Vec<(Code, (Severity, usize))> = counts.into_iter().collect();
    rows.sort_by_key(|(code, (severity, count))| (Reverse(*severity), Reverse(*count), *code));
    let rows: Vec<String> = rows.iter().map(|(code, (_, count))| format!("{count} `{}`", code.row().id)).collect();
    rows.join(", ")
}

#[cfg(test)]
mod tests {
    use super::summary;
    use crate::diagnostic::{Code, Diagnostic};

    #[test]
    fn the_worst_comes_first_then_the_most_frequent() {
        let of = |code| Diagnostic::of_file(code, "");
        let diagnostics = [
            of(Code::MissingAlt),
            of(Code::BrokenLink),
            of(Code::BrokenAnchor),
            of(Code::BrokenAnchor),
            of(Code::NotText),
        ];
        assert_eq!(
            summary(&diagnostics),
            "1 error, 3 warnings, 1 note: 1 `source/not-text`, 2 `link/broken-anchor`, 1 `link/broken`, 1 `markdown/missing-alt`"
        );
        assert_eq!(summary(&[]), "no errors, no warnings");
    }
}
