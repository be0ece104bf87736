//! The rows of `[publish] redirects`, each with the line where it stands, so that its author finds it. In: the configuration and its text. Out: rows
//! for the course.

use std::path::Path;

use crate::config::RedirectConfig;
use crate::course::ConfiguredRedirect;
use crate::span::LineIndex;

/// The rows of a configuration whose file is at `path` and has this text.
pub(super) fn redirects(rows: &[RedirectConfig], text: &str, path: &Path) -> Vec<ConfiguredRedirect> {
    let lines = LineIndex::new(text);
    let placed = rows.iter().map(|row| ConfiguredRedirect {
        from: row.from.clone(),
        to: row.to.clone(),
        place: format!("line {} of `{}`", lines.line(row.span.start), path.display()),
    });
    placed.collect()
}
