//! The originals of a theme's files: what the built-in theme had when they were copied. They lie below `.base/` in the theme, where no
//! program but this one looks, so that a later version can show what changed beneath a copy.

use std::path::{Path, PathBuf};

use crate::cli::files::plain_file;
use crate::render::theme::built_in_file;

/// The folder of the originals in a theme.
const FOLDER: &str = ".base";

/// What is known of the file that a theme's file was copied from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum CopiedOriginal {
    /// The built-in theme's file is still the same.
    Current,
    /// It has changed since; this is what it was.
    Changed(Vec<u8>),
    /// The original was not kept.
    Unknown,
}

/// Where the original of a theme's file is kept.
pub(super) fn place(theme: &Path, path: &str) -> PathBuf {
    theme.join(FOLDER).join(path)
}

/// The original of a theme's file that replaces one of the built-in theme.
pub(super) fn of(theme: &Path, path: &str) -> CopiedOriginal {
    match plain_file(&place(theme, path)) {
        Ok(original) if built_in_file(path) == Some(original.as_slice()) => CopiedOriginal::Current,
        Ok(original) => CopiedOriginal::Changed(original),
        Err(_) => CopiedOriginal::Unknown,
    }
}
