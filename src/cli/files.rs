//! Reads what a configuration or the command line names: plain files only, looked at before they are opened, as a named pipe would block and
//! a device has no end. Says what lies within the course: a configuration is written by whoever wrote the chapters, and publishes or
//! overwrites nothing else.

use std::ffi::OsStr;
use std::fs;
use std::io::ErrorKind;
use std::path::{Component, Path, PathBuf};

/// No file of a theme or a configuration is as large.
const MAX_BYTES: u64 = 64 << 20;

/// The bytes of a plain file; the reason where there is none to be read.
pub(super) fn plain_file(path: &Path) -> Result<Vec<u8>, String> {
    match fs::metadata(path) {
        Ok(metadata) if metadata.is_dir() => Err("it is a folder".to_owned()),
        Ok(metadata) if !metadata.is_file() => Err("it is a named pipe, a socket or a device".to_owned()),
        Ok(metadata) if metadata.len() > MAX_BYTES => Err(format!("it is larger than {} MB", MAX_BYTES >> 20)),
        Err(error) if error.kind() == ErrorKind::NotFound && path.is_symlink() => {
            Err("it is a symbolic link that leads nowhere".to_owned())
        }
        Ok(_) => fs::read(path).map_err(|error| error.to_string()),
        Err(error) => Err(error.to_string()),
    }
}

/// Whether anything is at the path, be it a link that leads nowhere.
pub(super) fn is_there(path: &Path) -> bool {
    let missing = [ErrorKind::NotFound, ErrorKind::NotADirectory];
    !fs::symlink_metadata(path).is_err_and(|error| missing.contains(&error.kind()))
}

/// A file or folder with all links followed; the empty path is the folder that the command runs in. None where there is none.
pub(super) fn real(path: &Path) -> Option<PathBuf> {
    if path.as_os_str().is_empty() { Path::new(".") } else { path }.canonicalize().ok()
}

/// The path as seen from the working folder, without `.` parts.
pub(super) fn in_working_folder(path: &Path) -> PathBuf {
    let inner = std::env::current_dir().ok().and_then(|folder| path.strip_prefix(folder).ok().map(Path::to_owned));
    let path = inner.unwrap_or_else(|| path.to_owned());
    path.components().filter(|part| *part != Component::CurDir).collect()
}

/// A path with `/` between its parts.
pub(super) fn slashes(path: &Path) -> String {
    let path = path.to_string_lossy();
    if cfg!(windows) { path.replace('\\', "/") } else { path.into_owned() }
}

/// Folders, with all links followed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Places(Vec<PathBuf>);

impl Places {
    /// These folders, those that exist.
    pub(super) fn new<'p>(folders: impl IntoIterator<Item = &'p Path>) -> Self {
        Places(folders.into_iter().filter_map(real).collect())
    }

    /// Whether what is at `path`, or would be made there, lies in one of the folders once all links are followed.
    pub(super) fn hold(&self, path: &Path) -> bool {
        let target = real_target(path);
        target.is_some_and(|target| self.0.iter().any(|folder| target.starts_with(folder)))
    }

    /// Whether a folder between one of these and what is at `path`, or would be made there, is hidden, as `.git` is.
    pub(super) fn hide(&self, path: &Path) -> bool {
        let Some(target) = real_target(path) else { return false };
        let is_hidden_below = |folder: &PathBuf| {
            target.strip_prefix(folder).is_ok_and(|inner| inner.components().any(|part| is_hidden(part.as_os_str())))
        };
        self.0.iter().any(is_hidden_below)
    }
}

/// Whether a name is that of a hidden file, also where the file system takes another one for it: those of macOS pass over characters without
/// width, and those of Windows have short names.
fn is_hidden(name: &OsStr) -> bool {
    let has_no_width =
        |c: char| matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}');
    let name = name.to_string_lossy().to_ascii_lowercase();
    name.trim_start_matches(has_no_width).starts_with('.') || name.starts_with("git~")
}

/// The path with all links followed, as far as it exists. None where a link of it leads nowhere, or where `..` follows on what does not exist.
fn real_target(path: &Path) -> Option<PathBuf> {
    let mut rest: Vec<&OsStr> = Vec::new();
    let mut at = path;
    loop {
        let existing = if at.as_os_str().is_empty() { Path::new(".") } else { at };
        if let Ok(real) = existing.canonicalize() {
            return Some(rest.iter().rev().fold(real, |path, name| path.join(name)));
        }
        if existing.is_symlink() {
            return None;
        }
        match at.components().next_back()? {
            Component::Normal(name) => rest.push(name),
            _ => return None,
        }
        at = at.parent()?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_folders_are_seen_under_whatever_name() {
        let folder = tempfile::tempdir().expect("a folder");
        let course = folder.path().join(".hidden").join("course");
        fs::create_dir_all(course.join(".git")).expect("folders");
        let places = Places::new([course.as_path()]);
        for name in [".git", ".git/x", "a/.git", "./.GIT", ".github", "a/../.git", "\u{200c}.git", "GIT~1"] {
            fs::create_dir_all(course.join("a")).expect("a folder");
            assert!(places.hide(&course.join(name)), "{name}");
        }
        for name in ["", "site", "a/site", "a.b", "site."] {
            assert!(!places.hide(&course.join(name)), "{name}");
        }
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(".git", course.join("link")).expect("a link");
            assert!(places.hide(&course.join("link")) && places.hide(&course.join("link/x")));
        }
    }

    #[test]
    fn places_hold_what_is_and_what_will_be_in_them() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = |name: &str| folder.path().join(name);
        fs::create_dir_all(path("course/a")).expect("folders");
        fs::write(path("secret"), "x").expect("a file");
        let places = Places::new([path("course").as_path(), &path("gone")]);
        for name in ["course", "course/a", "course/new/deep", "course/a/../b", "course/./c"] {
            assert!(places.hold(&path(name)), "{name}");
        }
        for name in ["", "secret", "course/../secret", "coursework", "course/none/../../../secret"] {
            assert!(!places.hold(&path(name)), "{name}");
        }
        #[cfg(unix)]
        for (link, target, holds) in [("in", "a", true), ("out", "../secret", false), ("dangling", "../x", false)] {
            std::os::unix::fs::symlink(target, path("course").join(link)).expect("a link");
            assert_eq!(places.hold(&path("course").join(link)), holds, "{link}");
            assert_eq!(places.hold(&path("course").join(link).join("new")), holds, "{link}");
        }
    }
}
