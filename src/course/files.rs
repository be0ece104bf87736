//! The files and folders of a course, by path, by path without letter case and the form of letters, and by name. In: paths and kinds. Never touches the disk; the
//! maps for rare questions are made only after several of them.

use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use unicode_normalization::UnicodeNormalization;

use crate::path::{SourcePath, folder_of, name_of};
use crate::source::{AuthorIndex, FileKind};

/// How many rare questions are answered by a walk through all files before a map is made.
const MAX_LINEAR_LOOKUPS: usize = 8;

/// The files of a course.
#[derive(Debug, Default)]
pub struct CourseFiles<'a> {
    kinds: HashMap<&'a str, FileKind>,
    folders: HashSet<&'a str>,
    indexes: &'a [AuthorIndex],
    /// How many rare questions (path without letter case, name) were asked.
    lookups: AtomicUsize,
    /// Lower-case path → the path, or none where two differ only in case.
    by_lower: OnceLock<HashMap<String, Option<&'a str>>>,
    /// Lower-case name → the paths with that name.
    by_name: OnceLock<HashMap<String, Vec<&'a str>>>,
    /// Folder → the files in it.
    by_folder: OnceLock<HashMap<&'a str, Vec<&'a str>>>,
}

impl<'a> CourseFiles<'a> {
    /// From all files, in any order; their folders follow from them.
    pub fn new(files: impl IntoIterator<Item = (&'a SourcePath, FileKind)>) -> Self {
        let kinds: HashMap<&str, FileKind> = files.into_iter().map(|(path, kind)| (path.as_str(), kind)).collect();
        let mut folders = HashSet::from([""]);
        for path in kinds.keys() {
            let mut folder = folder_of(path);
            while folders.insert(folder) {
                folder = folder_of(folder);
            }
        }
        CourseFiles { kinds, folders, ..CourseFiles::default() }
    }

    /// Adds folders that hold no file, or none that belongs to the course.
    #[must_use]
    pub fn with_folders(mut self, folders: impl IntoIterator<Item = &'a str>) -> Self {
        self.folders.extend(folders);
        self
    }

    /// Adds the tables of contents that the author wrote for other tools.
    #[must_use]
    pub fn with_indexes(mut self, indexes: &'a [AuthorIndex]) -> Self {
        self.indexes = indexes;
        self
    }

    /// The tables of contents that the author wrote for other tools.
    pub fn indexes(&self) -> &'a [AuthorIndex] {
        self.indexes
    }

    /// What the file at `path` is, if there is one.
    pub fn kind(&self, path: &str) -> Option<FileKind> {
        self.kinds.get(path).copied()
    }

    /// The path as stored, which lives longer than `path`, and the kind of the file there.
    pub fn entry(&self, path: &str) -> Option<(&'a str, FileKind)> {
        self.kinds.get_key_value(path).map(|(path, kind)| (*path, *kind))
    }

    /// Whether there is such a folder; the course's own is the empty path.
    pub fn is_folder(&self, path: &str) -> bool {
        self.folders.contains(path)
    }

    /// The one file or folder whose path differs from `path` at most in letter case and in the form of its letters; none where there are two.
    pub fn find_ignoring_case(&self, path: &str) -> Option<&'a str> {
        if self.is_rare() {
            return only(
                self.kinds.keys().chain(&self.folders).copied().filter(|other| same_ignoring_case(other, path)),
            );
        }
        let map = self.by_lower.get_or_init(|| {
            let mut map = HashMap::new();
            for path in self.kinds.keys().chain(&self.folders) {
                map.entry(folded(path)).and_modify(|found| *found = None).or_insert(Some(*path));
            }
            map
        });
        map.get(&folded(path)).copied().flatten()
    }

    /// The one file of the course with this name, whatever its letter case; none where there are two.
    pub fn only_named(&self, name: &str) -> Option<&'a str> {
        if self.is_rare() {
            return only(self.kinds.keys().copied().filter(|other| same_ignoring_case(name_of(other), name)));
        }
        let map = self.by_name.get_or_init(|| {
            let mut map: HashMap<String, Vec<&str>> = HashMap::new();
            for path in self.kinds.keys() {
                map.entry(folded(name_of(path))).or_default().push(path);
            }
            map
        });
        match map.get(&folded(name)).map(Vec::as_slice) {
            Some([path]) => Some(path),
            _ => None,
        }
    }

    /// Whether so few questions were asked that a map of all files would cost more than a walk through them, as after an edit.
    fn is_rare(&self) -> bool {
        self.lookups.fetch_add(1, Ordering::Relaxed) < MAX_LINEAR_LOOKUPS
    }

    /// The files directly in `folder`, in order of their paths.
    pub fn inside(&self, folder: &str) -> &[&'a str] {
        let map = self.by_folder.get_or_init(|| {
            let mut map: HashMap<&str, Vec<&str>> = HashMap::new();
            for path in self.kinds.keys() {
                map.entry(folder_of(path)).or_default().push(path);
            }
            map.values_mut().for_each(|paths| paths.sort_unstable());
            map
        });
        map.get(folder).map_or(&[], Vec::as_slice)
    }
}

fn same_ignoring_case(a: &str, b: &str) -> bool {
    match a.is_ascii() && b.is_ascii() {
        true => a.eq_ignore_ascii_case(b),
        false => folded(a) == folded(b),
    }
}

/// A text without the differences that people do not see or do not mind: letter case, and whether `ü` is one character or two.
pub(super) fn folded(text: &str) -> String {
    if text.is_ascii() { text.to_ascii_lowercase() } else { text.nfc().flat_map(char::to_lowercase).nfc().collect() }
}

/// Whether two texts have the same letters, whatever characters they are made of (Unicode's canonical equivalence).
pub fn is_same_text(a: &str, b: &str) -> bool {
    a.nfc().eq(b.nfc())
}

/// The only element; none where there are several.
fn only<'a>(mut found: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    found.next().filter(|_| found.next().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_follow_from_files_and_case_is_forgiven_only_without_doubt() {
        let paths = ["a/b/c.png", "a/B.md", "x/One.md", "x/one.md"].map(SourcePath::new);
        let files = CourseFiles::new(paths.iter().map(|path| (path, FileKind::Other)));
        assert!(files.is_folder("") && files.is_folder("a") && files.is_folder("a/b") && !files.is_folder("b"));
        // At first by a walk, then by maps.
        for _ in 0..MAX_LINEAR_LOOKUPS {
            assert_eq!(files.find_ignoring_case("A/b/C.PNG"), Some("a/b/c.png"));
            assert_eq!(files.find_ignoring_case("x/ONE.md"), None);
            assert_eq!(files.only_named("C.png"), Some("a/b/c.png"));
            assert_eq!(files.only_named("one.md"), None);
        }
        assert_eq!(files.inside("x"), ["x/One.md", "x/one.md"]);
    }
}
