//! `syllabus theme diff [DIR]`: what a theme changes, and what changed in the default theme since its files were copied.

use std::path::{Path, PathBuf};

use serde::Serialize;

use super::line_diff::diff;
use super::list::ThemeFileOrigin;
use super::originals::{self, CopiedOriginal};
use crate::cli::args::{ExitStatus, FormatArg, SharedArgs};
use crate::cli::project::{self, ProjectError};
use crate::cli::show;
use crate::cli::theme_files::{BUILT_IN_THEME, theme_files};
use crate::export::json::JSON_VERSION;
use crate::render::theme::built_in_file;
use crate::report::{printable, printable_json};

/// Show what a theme changes, and what changed beneath it since it was copied
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: syllabus theme diff my-theme")]
pub(super) struct DiffThemeArgs {
    /// The folder of the theme [default: the theme in use]
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,
}

/// Whether the default theme's file is the one that a theme's file was copied from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
enum BaseState {
    /// It is.
    Current,
    /// It has changed since.
    Changed,
    /// The original of the copy is not there.
    Unknown,
}

/// A file of a theme, compared with the default one.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct FileDifference<'f> {
    /// Its path in the theme.
    path: &'f str,
    /// Where it comes from.
    origin: ThemeFileOrigin,
    /// Of a file that replaces one: whether the default theme's file is the one that it was copied from.
    #[serde(skip_serializing_if = "Option::is_none")]
    base: Option<BaseState>,
    /// What changed in the default theme's file since it was copied, as a diff.
    #[serde(skip_serializing_if = "String::is_empty")]
    beneath: String,
    /// What the theme's file changes, as a diff.
    #[serde(skip_serializing_if = "String::is_empty")]
    diff: String,
}

/// A theme, compared with the default one.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(in crate::cli) struct ThemeDifference<'f> {
    /// The version of this form.
    version: u32,
    /// The folder of the theme.
    theme: String,
    /// Its files.
    files: Vec<FileDifference<'f>>,
}

pub(super) fn run(args: &DiffThemeArgs, shared: &SharedArgs) -> ExitStatus {
    let read = match &args.folder {
        Some(folder) => theme_files(folder).map(|files| Some((folder.clone(), files))).map_err(ProjectError::from),
        None => project::load_project(None, None, shared)
            .map(|project| project.theme.map(|theme| (theme, project.settings.theme_files))),
    };
    let (folder, files) = match read {
        Ok(Some(read)) => read,
        Ok(None) => {
            let help = "name the theme's folder: `syllabus theme diff DIR`";
            return show::refuse(ExitStatus::Usage, "the theme in use is the default one", help, shared);
        }
        Err(error) => return show::project_error(&error, shared),
    };
    let rows: Vec<_> = files.iter().map(|(path, bytes)| difference(&folder, path, bytes)).collect();
    let has_moved = rows.iter().any(|row| row.base == Some(BaseState::Changed));
    let all = ThemeDifference { version: JSON_VERSION, theme: folder.display().to_string(), files: rows };
    let status = show::result(&match shared.format {
        FormatArg::Json => printable_json(format!("{}\n", serde_json::to_string(&all).unwrap_or_default())),
        FormatArg::Human | FormatArg::Github | FormatArg::Sarif => told(&all),
    });
    match status {
        ExitStatus::Done if shared.strict && has_moved => ExitStatus::Faulty,
        status => status,
    }
}

fn difference<'f>(folder: &Path, path: &'f str, bytes: &[u8]) -> FileDifference<'f> {
    let origin = ThemeFileOrigin::of_own(path);
    let mut row = FileDifference { path, origin, base: None, beneath: String::new(), diff: String::new() };
    let Some(default) = built_in_file(path).filter(|_| origin == ThemeFileOrigin::Replaced) else { return row };
    let name = |of: &str| format!("{of}/{path}");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let default = text(default);
    row.diff = diff(&name(BUILT_IN_THEME), &name(&folder.display().to_string()), &default, &text(bytes));
    row.base = Some(match originals::of(folder, path) {
        CopiedOriginal::Current => BaseState::Current,
        CopiedOriginal::Changed(original) => {
            row.beneath = diff(&name("copied"), &name(BUILT_IN_THEME), &text(&original), &default);
            BaseState::Changed
        }
        CopiedOriginal::Unknown => BaseState::Unknown,
    });
    row
}

fn told(all: &ThemeDifference<'_>) -> String {
    let mut out = String::new();
    for row in &all.files {
        let base = match row.base {
            None => "",
            Some(BaseState::Current) => "; the default theme's file is as it was copied",
            Some(BaseState::Changed) => "; the default theme's file has changed since it was copied",
            Some(BaseState::Unknown) => "; what it was copied from is not known",
        };
        out.push_str(&format!("{}: {}{base}\n", printable(row.path), row.origin.word()));
        for (title, diff) in
            [("what changed in the default theme:", &row.beneath), ("what the theme changes:", &row.diff)]
        {
            if !diff.is_empty() {
                out.push_str(&format!("\n{title}\n\n{}\n", lines(diff)));
            }
        }
    }
    let moved: Vec<&str> =
        all.files.iter().filter(|row| row.base == Some(BaseState::Changed)).map(|row| row.path).collect();
    if let Some(first) = moved.first() {
        let theme = printable(&all.theme);
        out.push_str(&format!(
            "\nonce the changes are in the theme, delete `{theme}/.base/{first}` and run `syllabus theme new {theme} --copy {first}`: \
             then they are not shown again\n"
        ));
    }
    if out.is_empty() { format!("`{}` has no files\n", printable(&all.theme)) } else { out }
}

/// A diff as a terminal may show it: what controls terminals is made visible, line ends stay.
fn lines(diff: &str) -> String {
    diff.lines().map(|line| format!("{}\n", printable(line))).collect()
}
