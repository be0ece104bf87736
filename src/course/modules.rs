//! Folders become modules. In: the paths of chapters and their pages. Out: a tree in which each chapter has its seat.
//! Never orders anything: that is `order`'s work.

use std::collections::HashMap;

use super::files::folder_of;
use crate::path::SitePath;

/// The row of the course's own folder.
pub(super) const ROOT: usize = 0;

/// All folders that hold chapters at any depth; parents before their children.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct FolderTree {
    pub folders: Vec<Folder>,
    by_path: HashMap<String, usize>,
    /// For each outline, where it sits; none where it is no chapter of the reading order.
    pub seats: Vec<Option<TreePosition>>,
}

/// A folder with chapters in it, at any depth.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Folder {
    pub path: String,
    pub parent: Option<usize>,
    /// The chapter that is its `index.html`.
    pub overview: Option<usize>,
    /// The other chapters directly in it.
    chapters: Vec<usize>,
    folders: Vec<usize>,
    /// How many chapters it holds at any depth.
    count: usize,
    pub kind: FolderKind,
    /// Modules between it and the root.
    pub depth: usize,
}

/// What a folder is to the course.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FolderKind {
    /// A module; the root is the course itself.
    Module,
    /// A chapter of the module above: its README is the only markdown in it.
    Chapter(usize),
    /// It only leads to this other folder.
    Passed(usize),
}

/// What stands in a module's order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum TreeItem {
    /// An outline's row.
    Chapter(usize),
    /// A folder's row.
    Module(usize),
}

/// Where a chapter sits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TreePosition {
    /// The folder that is its module.
    pub module: usize,
    pub is_overview: bool,
}

impl FolderTree {
    /// The tree of the chapters given as row, path and page. A chapter whose page is its folder's `index.html` is the overview.
    pub fn new<'a>(rows: usize, chapters: impl Iterator<Item = (usize, &'a str, &'a SitePath)>) -> FolderTree {
        let mut tree = FolderTree { folders: Vec::new(), by_path: HashMap::new(), seats: vec![None; rows] };
        tree.folder("");
        for (row, path, page) in chapters {
            let at = tree.folder(folder_of(path));
            if let Some(folder) = tree.folders.get_mut(at) {
                folder.count += 1;
                match page.name() == "index.html" && page.folder() == folder.path && folder.overview.is_none() {
                    true => folder.overview = Some(row),
                    false => folder.chapters.push(row),
                }
            }
        }
        tree.count();
        tree.name_kinds();
        tree.seat_chapters();
        tree
    }

    /// The row of the folder at `path`, made with its parents where it is new.
    fn folder(&mut self, path: &str) -> usize {
        if let Some(row) = self.by_path.get(path) {
            return *row;
        }
        let ends = path.match_indices('/').map(|(at, _)| at).chain([path.len()]);
        let mut parent = None;
        for part in std::iter::once("").chain(ends.filter_map(|end| path.get(..end))) {
            parent = Some(match self.by_path.get(part) {
                Some(row) => *row,
                None => self.add(part, parent),
            });
        }
        parent.unwrap_or(ROOT)
    }

    fn add(&mut self, path: &str, parent: Option<usize>) -> usize {
        let row = self.folders.len();
        self.folders.push(Folder {
            path: path.to_owned(),
            parent,
            overview: None,
            chapters: Vec::new(),
            folders: Vec::new(),
            count: 0,
            kind: FolderKind::Module,
            depth: 0,
        });
        self.by_path.insert(path.to_owned(), row);
        if let Some(above) = parent.and_then(|parent| self.folders.get_mut(parent)) {
            above.folders.push(row);
        }
        row
    }

    /// Children come after their parents, so one walk from the end counts all depths.
    fn count(&mut self) {
        for row in (1..self.folders.len()).rev() {
            let (count, parent) = self.folders.get(row).map_or((0, None), |folder| (folder.count, folder.parent));
            if let Some(above) = parent.and_then(|parent| self.folders.get_mut(parent)) {
                above.count += count;
            }
        }
    }

    fn name_kinds(&mut self) {
        for folder in self.folders.iter_mut().skip(1) {
            folder.kind = match (folder.overview, folder.chapters.as_slice(), folder.folders.as_slice()) {
                (Some(row), ..) if folder.count == 1 => FolderKind::Chapter(row),
                (None, [], [only]) => FolderKind::Passed(*only),
                _ => FolderKind::Module,
            };
        }
    }

    fn seat_chapters(&mut self) {
        for row in 0..self.folders.len() {
            let above = self.module_above(row);
            let depth = above.and_then(|above| self.folders.get(above)).map_or(0, |folder| folder.depth + 1);
            let Some(folder) = self.folders.get_mut(row) else { continue };
            folder.depth = depth;
            let (module, is_module) = match folder.kind {
                FolderKind::Module => (row, true),
                _ => (above.unwrap_or(ROOT), false),
            };
            let seats = folder.chapters.iter().map(|chapter| (*chapter, false));
            for (chapter, is_overview) in seats.chain(folder.overview.map(|overview| (overview, is_module))) {
                if let Some(seat) = self.seats.get_mut(chapter) {
                    *seat = Some(TreePosition { module, is_overview });
                }
            }
        }
    }

    /// The nearest folder above that is a module; none for the root.
    pub fn module_above(&self, row: usize) -> Option<usize> {
        let mut at = self.folders.get(row)?.parent;
        while let Some(row) = at {
            let folder = self.folders.get(row)?;
            if folder.kind == FolderKind::Module {
                return Some(row);
            }
            at = folder.parent;
        }
        None
    }

    /// What stands in a module beside its overview, in no order.
    pub fn items(&self, module: usize) -> Vec<TreeItem> {
        let Some(folder) = self.folders.get(module) else { return Vec::new() };
        let chapters = folder.chapters.iter().map(|row| TreeItem::Chapter(*row));
        chapters.chain(folder.folders.iter().map(|row| self.landing(*row))).collect()
    }

    /// What a link to the folder leads to.
    pub fn landing(&self, mut row: usize) -> TreeItem {
        loop {
            match self.folders.get(row).map(|folder| folder.kind) {
                Some(FolderKind::Passed(next)) => row = next,
                Some(FolderKind::Chapter(chapter)) => return TreeItem::Chapter(chapter),
                _ => return TreeItem::Module(row),
            }
        }
    }

    /// The row of the folder at `path`, where it holds chapters.
    pub fn find(&self, path: &str) -> Option<usize> {
        self.by_path.get(path).copied()
    }

    /// The item by which a chapter takes part in the order: an overview stands for its module.
    pub fn item_of(&self, chapter: usize) -> Option<TreeItem> {
        let seat = self.seats.get(chapter).copied().flatten()?;
        Some(if seat.is_overview { TreeItem::Module(seat.module) } else { TreeItem::Chapter(chapter) })
    }

    /// The module in whose order an item stands; none for the root.
    pub fn module_of(&self, item: TreeItem) -> Option<usize> {
        match item {
            TreeItem::Chapter(row) => self.seats.get(row).copied().flatten().map(|seat| seat.module),
            TreeItem::Module(row) => self.module_above(row),
        }
    }
}

/// The page of a folder's overview, had or made.
pub(super) fn overview_page(folder: &str) -> SitePath {
    SitePath::new(format!("{folder}/index.html"))
}

/// A title made from a folder's name: `01-getting_started` is `Getting started`.
pub(super) fn title_from_name(name: &str) -> String {
    let bare = name.trim_start_matches(|c: char| c.is_ascii_digit());
    let bare = bare.trim_start_matches(|c: char| "-_. ".contains(c));
    let chosen = if bare.is_empty() { name } else { bare };
    let spaced = chosen.replace(['-', '_'], " ");
    let words = spaced.trim();
    let mut chars = words.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => name.to_owned(),
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
        let chapters = paths.iter().zip(&pages).enumerate().map(|(row, (path, page))| (row, *path, page));
        let tree = FolderTree::new(paths.len(), chapters);
        tree.folders.into_iter().skip(1).map(|folder| (folder.path, folder.kind)).collect()
    }

    #[test]
    fn a_folder_with_only_a_readme_is_a_chapter_of_the_folder_above() {
        assert_eq!(kinds(&["a/README.md"]), [("a".into(), FolderKind::Chapter(0))]);
        assert_eq!(
            kinds(&["a/README.md", "a/x/README.md"]),
            [("a".into(), FolderKind::Module), ("a/x".into(), FolderKind::Chapter(1))]
        );
        assert_eq!(kinds(&["a/one.md"]), [("a".into(), FolderKind::Module)]);
    }

    #[test]
    fn a_folder_that_only_leads_on_is_passed_through() {
        let found = kinds(&["a/b/one.md", "a/b/two.md"]);
        assert_eq!(found, [("a".into(), FolderKind::Passed(2)), ("a/b".into(), FolderKind::Module)]);
    }

    #[test]
    fn titles_are_made_from_names() {
        assert_eq!(title_from_name("01-getting_started"), "Getting started");
        assert_eq!(title_from_name("module-02"), "Module 02");
        assert_eq!(title_from_name("03"), "03");
        assert_eq!(title_from_name("été"), "Été");
    }
}
