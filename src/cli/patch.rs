//! Changes of chapters as a unified diff, in bytes for `git apply`, and as text for a terminal. `repair --diff` and `check --fix --dry-run` show them.

use std::path::{Path, PathBuf};

use super::files::{in_working_folder, slashes};
use super::unified::diff;
use crate::report::{printable, printable_line};

/// A file and what would become of it.
pub(super) struct PatchedFile<'f> {
    /// Where it is opened.
    pub path: &'f Path,
    /// As people see it: from the working folder, `/` between the parts.
    pub shown: &'f str,
    /// The name of its charset.
    pub charset: &'f str,
    /// Its bytes.
    pub was: &'f [u8],
    /// The bytes that it would get.
    pub new: &'f [u8],
}

/// The diff of the file's own bytes, as `git apply` needs it in the working folder. What a symbolic link leads to is named in place of the
/// link, which `git apply` would not follow.
pub(super) fn diff_to_apply(file: &PatchedFile<'_>) -> Result<Vec<u8>, String> {
    let PatchedFile { path, shown, charset, was, new } = file;
    let name = patched_path(path)
        .ok_or_else(|| format!("`{shown}` leads out of the working folder, where `git apply` follows no link"))?;
    let name = if cfg!(windows) { slashes(&name).into_bytes() } else { name.into_os_string().into_encoded_bytes() };
    diff(&name, was, new).ok_or_else(|| format!("`{shown}` is {charset}, of which no diff can be made"))
}

/// The diff of two texts for a terminal, which an author's text must not control.
pub(super) fn diff_to_look_at(shown: &str, was: &str, new: &str) -> String {
    let name = printable(shown).into_owned();
    let diff = diff(name.as_bytes(), was.as_bytes(), new.as_bytes()).unwrap_or_default();
    String::from_utf8_lossy(&diff).lines().map(|line| printable_line(line) + "\n").collect()
}

/// The path of the real file as seen from the working folder. A path that was named as one outside stays as it is; none where only a link
/// leads outside.
fn patched_path(path: &Path) -> Option<PathBuf> {
    let named = in_working_folder(path);
    let is_outside = named.is_absolute() || named.starts_with("..");
    let real = path.canonicalize().ok();
    let here = std::env::current_dir().and_then(|folder| folder.canonicalize()).ok();
    let Some((real, here)) = real.zip(here) else { return Some(named) };
    real.strip_prefix(here).ok().map(PathBuf::from).or(is_outside.then_some(named))
}
