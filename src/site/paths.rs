//! Which paths a site can have, and how the paths of output folder and source are related.

use std::path::{Component, Path, PathBuf};

use crate::path::SitePath;

/// The folder in the output for the manifest, the journal, the lock and temporary files.
pub const STATE_FOLDER: &str = ".syllabus";

/// Whether no file of a site may have this path: it is empty, has a NUL byte, or is in [`STATE_FOLDER`]. On Windows also one
/// with a character that no file there may have in its name.
pub fn is_bad(path: &SitePath) -> bool {
    let text = path.as_str();
    let own = text.split('/').next().is_some_and(|first| first.eq_ignore_ascii_case(STATE_FOLDER));
    text.is_empty()
        || text.contains('\0')
        || own
        || cfg!(windows) && text.contains(['\\', ':', '*', '?', '"', '<', '>', '|'])
}

/// How the output folder is related to the source folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FolderRelation {
    /// Neither contains the other.
    Apart,
    /// The output is inside the source. This is allowed; it is left out of the course.
    Inside,
    /// They are the same folder: the site must not be written.
    Same,
    /// The source is inside the output: the site must not be written.
    Above,
}

/// The relation of `output` to `source`, symbolic links followed. For a source that is a file its folder is taken.
pub fn relation(source: &Path, output: &Path) -> FolderRelation {
    let mut source = real_path(source);
    if source.is_file() {
        source.pop();
    }
    let output = real_path(output);
    match (output.starts_with(&source), source.starts_with(&output)) {
        (true, true) => FolderRelation::Same,
        (true, false) => FolderRelation::Inside,
        (false, true) => FolderRelation::Above,
        (false, false) => FolderRelation::Apart,
    }
}

/// The real path of a file that may not exist yet: symbolic links are followed in the part that exists.
fn real_path(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut real = PathBuf::new();
    for part in absolute.components() {
        match part {
            Component::ParentDir => drop(real.pop()),
            Component::CurDir => {}
            part => real.push(part),
        }
        // A symbolic link must be followed before a `..` after it.
        if let Ok(followed) = real.canonicalize() {
            real = followed;
        }
    }
    real
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relations_hold_also_for_folders_that_do_not_exist_yet() {
        let dir = tempfile::tempdir().expect("a folder");
        let course = dir.path().join("course");
        std::fs::create_dir(&course).expect("a folder");
        std::fs::write(course.join("a.md"), "x").expect("a file");
        for (source, output, expected) in [
            ("course", "course/output", FolderRelation::Inside),
            ("course", "site/new", FolderRelation::Apart),
            ("course", "course-site", FolderRelation::Apart),
            ("course", "course/x/..", FolderRelation::Same),
            ("course/", "course/.", FolderRelation::Same),
            ("course", ".", FolderRelation::Above),
            ("course/a.md", "course", FolderRelation::Same),
            ("course/a.md", "course/output", FolderRelation::Inside),
        ] {
            assert_eq!(relation(&dir.path().join(source), &dir.path().join(output)), expected, "{source} {output}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn relations_see_through_links() {
        let dir = tempfile::tempdir().expect("a folder");
        let course = dir.path().join("course");
        std::fs::create_dir(&course).expect("a folder");
        std::os::unix::fs::symlink(&course, dir.path().join("link")).expect("a link");
        assert_eq!(relation(&course, &dir.path().join("link")), FolderRelation::Same);
        assert_eq!(relation(&dir.path().join("link"), &course.join("output")), FolderRelation::Inside);
        assert_eq!(relation(&course, &dir.path().join("link/..")), FolderRelation::Above);
    }

    #[test]
    fn paths_of_the_state_folder_are_refused() {
        for bad in ["", ".syllabus", ".syllabus/manifest", "a\0b"] {
            assert!(is_bad(&SitePath::new(bad)), "{bad:?}");
        }
        assert!(!is_bad(&SitePath::new("a/.syllabus")));
    }
}
