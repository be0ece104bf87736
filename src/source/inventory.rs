//! The list of all files and folders of a course, as a value: later stages ask it instead of the disk.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::OnceLock;

use super::kind::{self, FileKind};
use super::published::is_private;
use crate::path::{SourcePath, folders_down_to};

/// What is known about a file without opening it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileInfo {
    /// Its kind, by its name and its folder.
    pub kind: FileKind,
    /// Its size in bytes.
    pub size: u64,
}

impl FileInfo {
    /// What is known of a file by its name, the kind that its name and folder give, and its size in bytes: what holds keys is private,
    /// whatever else it is.
    pub(super) fn new(name: &str, kind: FileKind, size: u64) -> Self {
        FileInfo { kind: if is_private(name, size) { FileKind::Private } else { kind }, size }
    }
}

/// Every file and folder that a chapter can refer to.
#[derive(Debug, Default)]
pub struct Inventory {
    files: BTreeMap<SourcePath, FileInfo>,
    folders: BTreeSet<String>,
    /// Paths of files by their lower-case form, made when first needed.
    by_lower_case: OnceLock<HashMap<String, SourcePath>>,
}

impl PartialEq for Inventory {
    fn eq(&self, other: &Self) -> bool {
        self.files == other.files && self.folders == other.folders
    }
}

impl Inventory {
    /// An inventory of these files, all of size 0, and their folders.
    pub fn from_paths<'p>(paths: impl IntoIterator<Item = &'p str>) -> Self {
        let mut inventory = Inventory::default();
        for path in paths {
            let path = SourcePath::new(path);
            let info = FileInfo::new(path.name(), kind::kind_of(path.name()), 0);
            inventory.add_folders_of(&path);
            inventory.add(path, info);
        }
        inventory
    }

    /// The inventory of an empty folder.
    #[cfg(feature = "render")]
    pub(super) fn empty_folder() -> Self {
        Inventory { folders: BTreeSet::from([String::new()]), ..Inventory::default() }
    }

    pub(super) fn add(&mut self, path: SourcePath, info: FileInfo) {
        self.files.insert(path, info);
    }

    #[cfg(feature = "render")]
    pub(super) fn add_folder(&mut self, folder: String) {
        self.folders.insert(folder);
    }

    #[cfg(feature = "render")]
    pub(super) fn set_kind(&mut self, path: &SourcePath, kind: FileKind) {
        if let Some(info) = self.files.get_mut(path) {
            info.kind = kind;
        }
    }

    /// Adds the folders above a file.
    pub(super) fn add_folders_of(&mut self, path: &SourcePath) {
        self.folders.insert(String::new());
        self.folders.extend(folders_down_to(path.folder()).map(str::to_owned));
    }

    /// Kind and size of a file; `None` where no file has exactly this path.
    pub fn file(&self, path: &SourcePath) -> Option<&FileInfo> {
        self.files.get(path)
    }

    /// Whether there is such a folder; the empty path is the course's folder.
    pub fn is_folder(&self, path: &str) -> bool {
        self.folders.contains(path)
    }

    /// The file with this path, or else the first one whose path differs in letter case only.
    pub fn find_ignoring_case(&self, path: &SourcePath) -> Option<&SourcePath> {
        if let Some((same, _)) = self.files.get_key_value(path) {
            return Some(same);
        }
        let by_lower_case = self.by_lower_case.get_or_init(|| {
            let mut names = HashMap::new();
            for path in self.files.keys() {
                names.entry(path.as_str().to_lowercase()).or_insert_with(|| path.clone());
            }
            names
        });
        by_lower_case.get(&path.as_str().to_lowercase())
    }

    /// All files in the order of their paths.
    pub fn iter(&self) -> impl Iterator<Item = (&SourcePath, &FileInfo)> {
        self.files.iter()
    }

    /// All folders in the order of their paths, the course's folder (an empty path) first.
    pub fn folders(&self) -> impl Iterator<Item = &str> {
        self.folders.iter().map(String::as_str)
    }

    /// The files that become pages, in the order of their paths.
    pub fn chapters(&self) -> impl Iterator<Item = &SourcePath> {
        self.of_kind(FileKind::Chapter)
    }

    /// The files of one kind, in the order of their paths.
    pub fn of_kind(&self, kind: FileKind) -> impl Iterator<Item = &SourcePath> {
        self.files.iter().filter(move |(_, info)| info.kind == kind).map(|(path, _)| path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_and_folders_are_found_in_any_case() {
        let inventory = Inventory::from_paths(["Images/A.png", "b/c.md", "README.md"]);
        let found = |path: &str| inventory.find_ignoring_case(&SourcePath::new(path)).map(SourcePath::as_str);
        assert_eq!(found("images/a.PNG"), Some("Images/A.png"));
        assert_eq!(found("images/b.png"), None);
        assert!(inventory.is_folder("") && inventory.is_folder("b") && !inventory.is_folder("B"));
    }

    #[test]
    fn chapters_come_in_the_order_of_their_paths() {
        let inventory = Inventory::from_paths(["b.md", "a/z.md", "LICENSE.md", "x.png", "SUMMARY.md"]);
        let names: Vec<&str> = inventory.chapters().map(SourcePath::as_str).collect();
        assert_eq!(names, ["SUMMARY.md", "a/z.md", "b.md"]);
    }
}
