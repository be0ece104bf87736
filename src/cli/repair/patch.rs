//! `repair --diff`: the changes as a unified diff, in bytes for `git apply`, and as text for a terminal.

use std::path::PathBuf;

use super::damaged::{DamagedFile, edited_text};
use super::files::{in_working_folder, slashes};
use super::output::Failure;
use super::unified::diff;
use crate::report::{printable, printable_line};

/// The diff of the file's own bytes, as `git apply` needs it in the working folder. What a symbolic link leads to is named in place of the
/// link, which `git apply` would not follow.
pub(super) fn diff_to_apply(file: &DamagedFile) -> Result<Vec<u8>, Failure> {
    if file.repairs.is_empty() {
        return Ok(Vec::new());
    }
    let name = patched_path(file).ok_or_else(|| {
        format!("`{}` leads out of the working folder, where `git apply` follows no link", file.source.shown)
    })?;
    let name = if cfg!(windows) { slashes(&name).into_bytes() } else { name.into_os_string().into_encoded_bytes() };
    let apart = || format!("`{}` is {}, of which no diff can be made", file.source.shown, file.decoding.name());
    diff(&name, &file.bytes, &file.edited_bytes(&file.edits(|_| true))?).ok_or_else(apart)
}

/// The diff of the texts for a terminal, which an author's text must not control.
pub(super) fn diff_to_look_at(file: &DamagedFile) -> String {
    let name = printable(&file.source.shown).into_owned();
    let new = edited_text(&file.text, &file.edits(|_| true));
    let diff = diff(name.as_bytes(), file.text.as_bytes(), new.as_bytes()).unwrap_or_default();
    String::from_utf8_lossy(&diff).lines().map(|line| printable_line(line) + "\n").collect()
}

/// The path of the real file as seen from the working folder. A path that was named as one outside stays as it is; none where only a link
/// leads outside.
fn patched_path(file: &DamagedFile) -> Option<PathBuf> {
    let named = in_working_folder(&file.source.path);
    let is_outside = named.is_absolute() || named.starts_with("..");
    let real = file.source.path.canonicalize().ok();
    let here = std::env::current_dir().and_then(|folder| folder.canonicalize()).ok();
    let Some((real, here)) = real.zip(here) else { return Some(named) };
    real.strip_prefix(here).ok().map(PathBuf::from).or(is_outside.then_some(named))
}
