//! How diagnostics are written: the format, the paths as seen from where the user stands, the width of the terminal.

use std::path::{Component, Path};

use crate::cli::args::{FormatArg, SharedArgs};
use crate::cli::project::Project;
use crate::diagnostic::Diagnostic;
use crate::path::SourcePath;
use crate::pipeline::SourceRoot;
use crate::report::{Format, HumanStyle, path_from};

pub(super) fn format(shared: &SharedArgs) -> Format {
    match shared.format {
        FormatArg::Human => Format::Human,
        FormatArg::Json => Format::Json,
        FormatArg::Github => Format::Github,
        FormatArg::Sarif => Format::Sarif,
    }
}

pub(super) fn human_style<'a>(prefix: &'a str, shared: &SharedArgs, is_terminal: bool) -> HumanStyle<'a> {
    let width = is_terminal.then(terminal_width).flatten();
    // `anstream` removes colours where they are not wanted.
    HumanStyle { prefix, colour: shared.format == FormatArg::Human, width, see_all: None }
}

fn terminal_width() -> Option<usize> {
    std::env::var("COLUMNS").ok()?.parse().ok()
}

/// SOURCE as typed, so that `file:line:column` can be opened from the current directory.
pub(super) fn prefix(project: &Project) -> String {
    let folder = match (&project.source_root, project.source.parent()) {
        (SourceRoot::File(_), Some(folder)) => folder,
        _ => &project.source,
    };
    folder.to_string_lossy().into_owned()
}

/// A diagnostic of a file that is no part of the course, with the path of that file.
pub(super) fn at_path(diagnostic: &Diagnostic, path: &Path) -> Diagnostic {
    match path.as_os_str().is_empty() {
        true => diagnostic.clone(),
        false => diagnostic.clone().in_file(&SourcePath::new(path.to_string_lossy().replace('\\', "/"))),
    }
}

/// What stands before the path of such a file, so that it can be opened from the current directory: a diagnostic's own path has no `..` and no `/`
/// at its start.
pub(super) fn prefix_of(path: &Path) -> String {
    if path.is_absolute() {
        return "/".to_owned();
    }
    let parts = path.components().filter(|part| *part != Component::CurDir);
    let up = parts.take_while(|part| *part == Component::ParentDir).count();
    "../".repeat(up)
}

/// The path of a file of the course, as it can be opened from the current directory.
pub(in crate::cli) fn path_of(project: &Project, source: &str) -> String {
    path_from(&prefix(project), &SourcePath::new(source))
}
