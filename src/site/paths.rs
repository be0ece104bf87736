//! Where things may stand: which paths a site can have, and how an output folder lies to its source.

use std::path::{Component, Path, PathBuf};

use crate::path::SitePath;

/// The folder in the output that holds what the next build needs to know.
pub const STATE_FOLDER: &str = ".syllabus";

/// Paths that no file of a site has: nothing at all, a NUL byte, our own notes.
pub fn is_bad(path: &SitePath) -> bool {
    let text = path.as_str();
    let own = text.split('/').next().is_some_and(|first| first.eq_ignore_ascii_case(STATE_FOLDER));
    text.is_empty() || text.contains('\0') || own || cfg!(windows) && text.contains(['\\', ':'])
}

/// How an output folder lies to the source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FolderRelation {
    /// Neither lies in the other.
    Apart,
    /// The output lies inside the source: fine, it is left out of the course.
    Inside,
    /// They are one folder: never to be written.
    Same,
    /// The source lies inside the output: never to be written.
    Above,
}

/// How `output` lies to `source` once all symbolic links are followed. A source that is a file stands for its folder.
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

/// The real path of what may not exist yet: the part that exists with its links followed, the rest as written.
fn real_path(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut real = PathBuf::new();
    for part in absolute.components() {
        match part {
            Component::ParentDir => drop(real.pop()),
            Component::CurDir => {}
            part => real.push(part),
        }
        // A link is followed before a `..` behind it is.
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
    fn relations_are_told_also_of_what_does_not_exist_yet() {
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
    fn our_own_notes_are_no_page() {
        for bad in ["", ".syllabus", ".syllabus/manifest", "a\0b"] {
            assert!(is_bad(&SitePath::new(bad)), "{bad:?}");
        }
        assert!(!is_bad(&SitePath::new("a/.syllabus")));
    }
}
