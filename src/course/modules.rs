//! Folders become modules. In: the paths of chapters and their pages. Out: a tree of folders in which each chapter has its position.
//! Never orders anything: that is the work of `order`.

use std::collections::HashMap;

use crate::index::{FileIdx, FolderIdx, Idx, IndexVec};
use crate::path::{SitePath, folder_of, folders_down_to};

/// The course's own folder.
pub(super) const ROOT: FolderIdx = FolderIdx::FIRST;

/// All folders that hold chapters at any depth; parents before their children.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct FolderTree {
    pub folders: IndexVec<FolderIdx, Folder>,
    by_path: HashMap<String, FolderIdx>,
    /// For each file its position; none where it is no chapter of the reading order.
    positions: IndexVec<FileIdx, Option<TreePosition>>,
}

/// A folder with chapters in it, at any depth.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Folder {
    pub path: String,
    pub parent: Option<FolderIdx>,
    /// The chapter whose page is the folder's `index.html`.
    pub overview: Option<FileIdx>,
    /// The other chapters directly in it.
    chapters: Vec<FileIdx>,
    folders: Vec<FolderIdx>,
    /// How many chapters it holds at any depth.
    chapter_count: usize,
    pub kind: FolderKind,
    /// How many modules lie between it and the root.
    pub depth: usize,
}

/// What a folder is to the course.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FolderKind {
    /// A module. The root counts as one here, although the course does not list it.
    Module,
    /// A chapter of the module above: its README is the only markdown in it.
    Chapter(FileIdx),
    /// It holds nothing but this folder and is skipped.
    PassThrough(FolderIdx),
}

/// An element of a module's order, by what it is made from. In the finished course it is a `ModuleItem`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum TreeItem {
    /// The chapter that a file becomes.
    Chapter(FileIdx),
    /// The module that a folder becomes.
    Module(FolderIdx),
}

/// Where a chapter lies in the tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TreePosition {
    /// The folder that is its module.
    pub module: FolderIdx,
    pub is_overview: bool,
}

impl FolderTree {
    /// The tree of these chapters: index, path and page of each, of `file_count` files in all. A chapter whose page is its folder's
    /// `index.html` is the overview.
    pub fn new<'a>(file_count: usize, chapters: impl Iterator<Item = (FileIdx, &'a str, &'a SitePath)>) -> FolderTree {
        let (folders, by_path) = (IndexVec::default(), HashMap::new());
        let mut tree = FolderTree { folders, by_path, positions: vec![None; file_count].into() };
        tree.find_or_add("");
        for (file, path, page) in chapters {
            let at = tree.find_or_add(folder_of(path));
            if let Some(folder) = tree.folders.get_mut(at) {
                folder.chapter_count += 1;
                match page.name() == "index.html" && page.folder() == folder.path && folder.overview.is_none() {
                    true => folder.overview = Some(file),
                    false => folder.chapters.push(file),
                }
            }
        }
        tree.count_chapters();
        tree.classify_folders();
        tree.place_chapters();
        tree
    }

    /// The folder at `path`, added with its parents where it is new.
    fn find_or_add(&mut self, path: &str) -> FolderIdx {
        if let Some(folder) = self.by_path.get(path) {
            return *folder;
        }
        let mut parent = None;
        for part in std::iter::once("").chain(folders_down_to(path)) {
            parent = Some(match self.by_path.get(part) {
                Some(folder) => *folder,
                None => self.add(part, parent),
            });
        }
        parent.unwrap_or(ROOT)
    }

    fn add(&mut self, path: &str, parent: Option<FolderIdx>) -> FolderIdx {
        let folder = self.folders.push(Folder {
            path: path.to_owned(),
            parent,
            overview: None,
            chapters: Vec::new(),
            folders: Vec::new(),
            chapter_count: 0,
            kind: FolderKind::Module,
            depth: 0,
        });
        self.by_path.insert(path.to_owned(), folder);
        if let Some(above) = parent.and_then(|parent| self.folders.get_mut(parent)) {
            above.folders.push(folder);
        }
        folder
    }

    /// Children come after their parents, so one walk from the end counts all depths.
    fn count_chapters(&mut self) {
        for folder in self.folders.indices().rev() {
            let known = self.folders.get(folder).map(|folder| (folder.chapter_count, folder.parent));
            let Some((count, Some(parent))) = known else { continue };
            if let Some(above) = self.folders.get_mut(parent) {
                above.chapter_count += count;
            }
        }
    }

    fn classify_folders(&mut self) {
        // The root is a module, whatever it holds.
        for folder in self.folders.iter_mut().skip(1) {
            folder.kind = match (folder.overview, folder.chapters.as_slice(), folder.folders.as_slice()) {
                (Some(file), ..) if folder.chapter_count == 1 => FolderKind::Chapter(file),
                (None, [], [only]) => FolderKind::PassThrough(*only),
                _ => FolderKind::Module,
            };
        }
    }

    fn place_chapters(&mut self) {
        for index in self.folders.indices() {
            let above = self.module_above(index);
            let depth = above.and_then(|above| self.folders.get(above)).map_or(0, |folder| folder.depth + 1);
            let Some(folder) = self.folders.get_mut(index) else { continue };
            folder.depth = depth;
            let (module, is_module) = match folder.kind {
                FolderKind::Module => (index, true),
                _ => (above.unwrap_or(ROOT), false),
            };
            let chapters = folder.chapters.iter().map(|file| (*file, false));
            for (file, is_overview) in chapters.chain(folder.overview.map(|overview| (overview, is_module))) {
                if let Some(position) = self.positions.get_mut(file) {
                    *position = Some(TreePosition { module, is_overview });
                }
            }
        }
    }

    /// Where a file's chapter lies; none where it is no chapter of the reading order.
    pub fn position(&self, file: FileIdx) -> Option<TreePosition> {
        self.positions.get(file).copied().flatten()
    }

    /// The files that are chapters of the reading order, by index.
    pub fn chapters(&self) -> impl Iterator<Item = FileIdx> + '_ {
        self.positions.iter_enumerated().filter_map(|(file, position)| position.is_some().then_some(file))
    }

    /// The nearest folder above that is a module; none for the root.
    pub fn module_above(&self, folder: FolderIdx) -> Option<FolderIdx> {
        let mut parent = self.folders.get(folder)?.parent;
        while let Some(index) = parent {
            let folder = self.folders.get(index)?;
            if folder.kind == FolderKind::Module {
                return Some(index);
            }
            parent = folder.parent;
        }
        None
    }

    /// The module of a chapter and all modules above it, from the inside out; the root is the last.
    pub fn modules_around(&self, file: FileIdx) -> impl Iterator<Item = FolderIdx> + '_ {
        let own = self.position(file).map(|position| position.module);
        std::iter::successors(own, |module| self.module_above(*module))
    }

    /// The chapters and modules directly in a module, without its overview, in no order.
    pub fn items(&self, module: FolderIdx) -> Vec<TreeItem> {
        let Some(folder) = self.folders.get(module) else { return Vec::new() };
        let chapters = folder.chapters.iter().map(|file| TreeItem::Chapter(*file));
        chapters.chain(folder.folders.iter().map(|folder| self.item_of_folder(*folder))).collect()
    }

    /// The item that a folder is: a module, or the one chapter in it.
    pub fn item_of_folder(&self, mut folder: FolderIdx) -> TreeItem {
        loop {
            match self.folders.get(folder).map(|folder| folder.kind) {
                Some(FolderKind::PassThrough(only)) => folder = only,
                Some(FolderKind::Chapter(file)) => return TreeItem::Chapter(file),
                _ => return TreeItem::Module(folder),
            }
        }
    }

    /// The item by which a file's chapter takes part in the order: an overview stands for its module.
    pub fn item_of_file(&self, file: FileIdx) -> Option<TreeItem> {
        let position = self.position(file)?;
        Some(if position.is_overview { TreeItem::Module(position.module) } else { TreeItem::Chapter(file) })
    }

    /// The folder at `path`, if it holds chapters.
    pub fn find(&self, path: &str) -> Option<FolderIdx> {
        self.by_path.get(path).copied()
    }

    /// The module that an item lies in; none for the root.
    pub fn module_of(&self, item: TreeItem) -> Option<FolderIdx> {
        match item {
            TreeItem::Chapter(file) => self.position(file).map(|position| position.module),
            TreeItem::Module(folder) => self.module_above(folder),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each folder's kind, from paths; `README.md` is its folder's index.
    fn kinds(paths: &[&str]) -> Vec<(String, FolderKind)> {
        let pages: Vec<SitePath> = paths
            .iter()
            .map(|path| SitePath::new(path.replace("README.md", "index.html").replace(".md", ".html")))
            .collect();
        let chapters = paths.iter().zip(&pages).enumerate();
        let chapters = chapters.map(|(file, (path, page))| (FileIdx::new(file), *path, page));
        let tree = FolderTree::new(paths.len(), chapters);
        tree.folders.iter().skip(1).map(|folder| (folder.path.clone(), folder.kind)).collect()
    }

    #[test]
    fn a_folder_with_only_a_readme_is_a_chapter_of_the_folder_above() {
        assert_eq!(kinds(&["a/README.md"]), [("a".into(), FolderKind::Chapter(FileIdx::new(0)))]);
        assert_eq!(
            kinds(&["a/README.md", "a/x/README.md"]),
            [("a".into(), FolderKind::Module), ("a/x".into(), FolderKind::Chapter(FileIdx::new(1)))]
        );
        assert_eq!(kinds(&["a/one.md"]), [("a".into(), FolderKind::Module)]);
    }

    #[test]
    fn a_folder_that_holds_one_folder_only_is_skipped() {
        let found = kinds(&["a/b/one.md", "a/b/two.md"]);
        assert_eq!(
            found,
            [("a".into(), FolderKind::PassThrough(FolderIdx::new(2))), ("a/b".into(), FolderKind::Module)]
        );
    }
}
