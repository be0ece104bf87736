//! Reads the folder of a theme, and looks for what is doubtful in it.

use std::io::ErrorKind;
use std::path::Path;
use std::sync::Arc;

use super::files::{Places, is_there, plain_file};
use super::notice::ProjectNotice;
use crate::render::theme::{self, ThemeFiles, built_in_file};

/// The name of the built-in theme.
pub(super) const BUILT_IN_THEME: &str = "default";

/// Why the files of a theme cannot be read, and what to do.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct ThemeFilesError {
    pub message: String,
    pub help: &'static str,
}

/// The diagnostics of a theme that can be used.
pub(super) fn theme_notices(folder: &Path, files: &ThemeFiles) -> Vec<ProjectNotice> {
    let found = theme::check(files).into_iter().map(|diagnostic| {
        let file = diagnostic.source.as_ref().map(|source| source.as_str().to_owned());
        let bytes = file.as_ref().and_then(|file| files.get(file));
        let text = bytes.and_then(|bytes| std::str::from_utf8(bytes).ok()).map(|text| {
            let text: Arc<str> = text.strip_prefix('\u{feff}').unwrap_or(text).into();
            text
        });
        ProjectNotice { diagnostic, path: file.map_or_else(|| folder.to_owned(), |file| folder.join(file)), text }
    });
    found.collect()
}

/// All files of a theme's folder, by path. Hidden files and folders, such as `.git`, are no part of a theme; anything else that is not a plain
/// file within the folder is an error, never passed over.
pub(super) fn theme_files(folder: &Path) -> Result<ThemeFiles, ThemeFilesError> {
    let mut files = ThemeFiles::new();
    if folder.is_file() {
        return Err(ThemeFilesError {
            message: format!("the theme `{}` is a file", folder.display()),
            help: "name the folder that holds the theme's files: `--theme DIR`",
        });
    }
    let places = Places::new([folder]);
    let is_visible = |entry: &walkdir::DirEntry| entry.depth() == 0 || !is_hidden(entry.file_name());
    for entry in walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().filter_entry(is_visible) {
        // What an author removes meanwhile is not there.
        let has_vanished = |error: &walkdir::Error| {
            error.depth() > 0 && error.io_error().is_some_and(|error| error.kind() == ErrorKind::NotFound)
        };
        if entry.as_ref().is_err_and(has_vanished) {
            continue;
        }
        let entry = entry.map_err(|error| {
            let why = error.io_error().map_or_else(|| error.to_string(), ToString::to_string);
            let message = format!("the theme `{}` cannot be read: {why}", folder.display());
            ThemeFilesError { message, help: "correct the path of `--theme`" }
        })?;
        let inner = entry.path().strip_prefix(folder).unwrap_or(entry.path());
        let inner = inner.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
        if entry.file_type().is_dir() && built_in_file(&inner).is_none() {
            continue;
        }
        let is_out = entry.path_is_symlink() && entry.path().exists() && !places.hold(entry.path());
        let bytes = match is_out {
            true => Err("it is a symbolic link that leads out of the theme".to_owned()),
            false => plain_file(entry.path()),
        };
        if bytes.is_err() && !is_there(entry.path()) {
            continue;
        }
        let bytes = bytes.map_err(|why| {
            let message = format!("`{}` cannot be read: {why}", entry.path().display());
            ThemeFilesError { message, help: "put a plain file in its place, or remove it from the theme" }
        })?;
        files.insert(inner, bytes);
    }
    Ok(files)
}

fn is_hidden(name: &std::ffi::OsStr) -> bool {
    name.as_encoded_bytes().starts_with(b".")
}
