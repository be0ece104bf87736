//! Folders become modules, and so do the sections of a table of contents that the author wrote for another tool. In: the paths of chapters
//! and their pages, and such tables. Out: a tree of folders in which each chapter has its position. Orders nothing: that is the work of
//! `order`; only the order of a table of contents is kept.

use std::collections::{BTreeSet, HashMap};

use super::containers::containers;
use super::sections::{ListedItem, ListedTable, ListedTarget};
use crate::index::{FileIdx, FolderIdx, Idx, IndexVec};
use crate::markdown::slug::slug;
use crate::path::{SitePath, folder_of, folders_down_to, name_of};
use crate::source::index_page;

/// The course's own folder.
pub(super) const ROOT: FolderIdx = FolderIdx::FIRST;

/// All folders that hold chapters at any depth, and all sections of tables of contents; parents before their children.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct FolderTree {
    pub folders: IndexVec<FolderIdx, Folder>,
    by_path: HashMap<String, FolderIdx>,
    /// For each file its position; none where it is no chapter of the reading order.
    positions: IndexVec<FileIdx, Option<TreePosition>>,
}

/// A folder with chapters in it, at any depth; or a section of a table of contents.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Folder {
    pub path: String,
    pub parent: Option<FolderIdx>,
    /// Its page: that of its overview, else the one that is generated.
    pub page: SitePath,
    /// What a table of contents calls it.
    pub title: Option<String>,
    /// The chapter whose page is the folder's.
    pub overview: Option<FileIdx>,
    /// The chapter at the folder's address that a table of contents names in another place; the folder's own page is elsewhere then.
    pub readme_elsewhere: Option<FileIdx>,
    /// The chapter that comes first: the `index.md` beside the README, in the root the README of the folder in which the whole course lies.
    pub lead: Option<FileIdx>,
    /// What a table of contents names, in its order.
    listed: Vec<ListedPlace>,
    /// The other chapters directly in it.
    chapters: Vec<FileIdx>,
    folders: Vec<FolderIdx>,
    /// How many chapters it holds at any depth.
    pub chapter_count: usize,
    pub kind: FolderKind,
    /// How many modules lie between it and the root.
    pub depth: usize,
    /// Whether it is a section of a table of contents.
    is_section: bool,
}

/// An item that a table of contents names, before it is known what each folder is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ListedPlace {
    Chapter(FileIdx),
    Folder(FolderIdx),
}

/// Of so many folders with a single chapter that is no README, each is a chapter: fewer are modules that are still short.
const MIN_SINGLES: usize = 4;

/// How many of the folders in a folder hold one chapter, and how many hold more.
#[derive(Clone, Copy, Default)]
struct SingleFolders {
    single: usize,
    larger: usize,
}

impl Folder {
    /// Whether it holds one chapter, at any depth.
    fn is_single(&self) -> bool {
        self.chapter_count == 1 && !self.is_section
    }
}

/// What a folder is to the course.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FolderKind {
    /// A module. The root counts as one here, although the course does not list it.
    Module,
    /// A chapter of the module above: the only markdown in it.
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

/// A chapter as the tree is made from it.
#[derive(Clone, Copy, Debug)]
pub(super) struct TreeChapter<'a> {
    pub file: FileIdx,
    pub path: &'a str,
    pub page: &'a SitePath,
}

/// The longest name of a folder for a generated page.
const MAX_SLUG_CHARS: usize = 60;

/// What decides over the places of chapters, beside their paths.
pub(super) struct TreeHints<'a> {
    /// Tables of contents; that of the whole course first.
    pub tables: Vec<ListedTable>,
    /// Folders whose content is that of the folder above.
    pub main_folders: &'a BTreeSet<String>,
    /// Whether there is no such folder in the course.
    pub is_free: &'a dyn Fn(&str) -> bool,
}

impl FolderTree {
    /// The tree of these chapters, of `file_count` files in all. A chapter whose page is its folder's `index.html` is the overview.
    pub fn new(file_count: usize, chapters: &[TreeChapter<'_>], hints: &TreeHints<'_>) -> FolderTree {
        let (folders, by_path) = (IndexVec::default(), HashMap::new());
        let mut tree = FolderTree { folders, by_path, positions: vec![None; file_count].into() };
        tree.find_or_add("");
        // The folder of a whole course is the course. Folders come after those above them.
        let mut skipped = containers(chapters.iter().map(|chapter| (chapter.path, chapter.page)));
        // Where the author made the parts, what is left of a folder is a part beside them.
        skipped.retain(|folder| !hints.tables.iter().any(|table| is_in_folder(folder, &table.place)));
        skipped.extend(hints.main_folders.iter().cloned());
        for folder in skipped {
            let above = tree.find_or_add(folder_of(&folder));
            tree.by_path.insert(folder, above);
        }
        let mut builder = SectionBuilder::new(chapters, hints);
        hints.tables.iter().for_each(|table| builder.add(&mut tree, table));
        for chapter in chapters.iter().filter(|chapter| !builder.listed.contains(&chapter.file)) {
            let path = folder_of(chapter.path);
            let at = tree.find_or_add(path);
            let Some(folder) = tree.folders.get_mut(at) else { continue };
            folder.chapter_count += 1;
            let is_page = chapter.page.name() == "index.html" && chapter.page.folder() == path;
            match is_page && folder.overview.is_none() && (at != ROOT || path.is_empty()) {
                true => {
                    folder.overview = Some(chapter.file);
                    folder.page = chapter.page.clone();
                }
                false
                    if (is_page && hints.main_folders.contains(path)) || is_displaced_index(chapter, &folder.path) =>
                {
                    folder.lead = folder.lead.or(Some(chapter.file));
                    folder.chapters.push(chapter.file);
                }
                false => folder.chapters.push(chapter.file),
            }
        }
        builder.settle_pages(&mut tree);
        tree.count_chapters();
        tree.classify_folders();
        tree.place_chapters();
        tree.find_lead();
        tree
    }

    /// Without a home page of its own, a course is called after what a table of contents names first, where that is a folder's own page.
    fn find_lead(&mut self) {
        let Some(root) = self.folders.get_mut(ROOT).filter(|root| root.overview.is_none()) else { return };
        if let Some(ListedPlace::Chapter(file)) = root.listed.first().filter(|_| root.lead.is_none()) {
            root.lead = Some(*file);
        }
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
            page: index_page(path),
            title: None,
            overview: None,
            readme_elsewhere: None,
            lead: None,
            listed: Vec::new(),
            chapters: Vec::new(),
            folders: Vec::new(),
            chapter_count: 0,
            kind: FolderKind::Module,
            depth: 0,
            is_section: false,
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

    /// What each folder is. A folder with one chapter is a chapter of the folder above, or a module of one: as most of the folders beside it.
    fn classify_folders(&mut self) {
        let mut singles: IndexVec<FolderIdx, SingleFolders> = vec![SingleFolders::default(); self.folders.len()].into();
        for folder in self.folders.iter() {
            if let Some(singles) = folder.parent.and_then(|parent| singles.get_mut(parent)) {
                *(if folder.is_single() { &mut singles.single } else { &mut singles.larger }) += 1;
            }
        }
        // Below a folder that holds one chapter deep down, that folder's neighbours decide.
        for index in self.folders.indices() {
            let Some(folder) = self.folders.get(index) else { continue };
            let above = folder.parent.filter(|_| folder.is_single()).and_then(|parent| singles.get(parent)).copied();
            if let (Some(above), Some(own)) = (above, singles.get_mut(index)) {
                *own = above;
            }
        }
        // The root is a module, whatever it holds.
        for (index, beside) in singles.iter_enumerated().skip(1) {
            let Some(folder) = self.folders.get_mut(index) else { continue };
            folder.kind = match (folder.overview, folder.chapters.as_slice(), folder.folders.as_slice()) {
                _ if folder.is_section => FolderKind::Module,
                (Some(file), ..) if folder.chapter_count == 1 && beside.larger <= beside.single => {
                    FolderKind::Chapter(file)
                }
                (None, [file], _)
                    if folder.chapter_count == 1
                        && beside.single >= MIN_SINGLES
                        && beside.larger * 2 <= beside.single =>
                {
                    FolderKind::Chapter(*file)
                }
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

    /// What a table of contents names in a module, in its order.
    pub fn listed(&self, module: FolderIdx) -> Vec<TreeItem> {
        let listed = self.folders.get(module).map_or(&[][..], |folder| &folder.listed);
        let item = |place: &ListedPlace| match place {
            ListedPlace::Chapter(file) => TreeItem::Chapter(*file),
            ListedPlace::Folder(folder) => self.item_of_folder(*folder),
        };
        listed.iter().map(item).collect()
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

    /// The chapter that is the home page.
    pub fn home(&self) -> Option<FileIdx> {
        self.folders.get(ROOT).and_then(|root| root.overview)
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

/// Adds the sections of tables of contents to a tree.
struct SectionBuilder<'a> {
    chapters: HashMap<FileIdx, TreeChapter<'a>>,
    /// Pages that chapters have.
    pages: HashMap<&'a str, FileIdx>,
    hints: &'a TreeHints<'a>,
    /// The chapters that have their place.
    listed: BTreeSet<FileIdx>,
    /// Folders of generated pages.
    taken: BTreeSet<String>,
    /// For each name of such a folder, how often it was wanted.
    wanted: HashMap<String, usize>,
}

impl<'a> SectionBuilder<'a> {
    fn new(chapters: &[TreeChapter<'a>], hints: &'a TreeHints<'a>) -> Self {
        let (chapters, pages) = match hints.tables.is_empty() {
            true => Default::default(),
            false => (
                chapters.iter().map(|chapter| (chapter.file, *chapter)).collect(),
                chapters.iter().map(|chapter| (chapter.page.as_str(), chapter.file)).collect(),
            ),
        };
        SectionBuilder {
            chapters,
            pages,
            hints,
            listed: BTreeSet::new(),
            taken: BTreeSet::new(),
            wanted: HashMap::new(),
        }
    }

    fn add(&mut self, tree: &mut FolderTree, table: &ListedTable) {
        let place = tree.find_or_add(&table.place);
        // The sections that are open, with their depths.
        let mut open: Vec<(usize, FolderIdx)> = Vec::new();
        for (at, item) in table.items.iter().enumerate() {
            while open.pop_if(|(depth, _)| *depth >= item.depth).is_some() {}
            let parent = open.last().map_or(place, |(_, section)| *section);
            let chapter = match &item.target {
                ListedTarget::Chapter(file) => self.chapters.get(file).copied(),
                ListedTarget::Title => None,
                ListedTarget::Folder(path) => {
                    self.add_folder(tree, path, parent, &item.title);
                    continue;
                }
            };
            if let Some(chapter) = chapter {
                self.listed.insert(chapter.file);
            }
            match chapter {
                // The home page is the overview of the course, whatever lies in it.
                Some(chapter) if chapter.page.as_str() == "index.html" => {
                    if let Some(root) = tree.folders.get_mut(ROOT) {
                        root.chapter_count += 1;
                        root.overview = Some(chapter.file);
                    }
                }
                Some(chapter) if !item.is_section => {
                    if let Some(parent) = tree.folders.get_mut(parent) {
                        parent.chapter_count += 1;
                        parent.chapters.push(chapter.file);
                        parent.listed.push(ListedPlace::Chapter(chapter.file));
                    }
                }
                chapter => {
                    let files = self.files_in(&table.items, at);
                    let section = self.add_section(tree, table, item, chapter, &files, parent);
                    open.push((item.depth, section));
                }
            }
        }
    }

    /// The chapters named in the section at `at`.
    fn files_in(&self, items: &[ListedItem], at: usize) -> Vec<TreeChapter<'a>> {
        let depth = items.get(at).map_or(0, |item| item.depth);
        let inside = items.get(at + 1..).unwrap_or(&[]).iter().take_while(|item| item.depth > depth);
        let files = inside.filter_map(|item| match &item.target {
            ListedTarget::Chapter(file) => self.chapters.get(file).copied(),
            _ => None,
        });
        files.collect()
    }

    fn add_section(
        &mut self,
        tree: &mut FolderTree,
        table: &ListedTable,
        item: &ListedItem,
        overview: Option<TreeChapter<'a>>,
        files: &[TreeChapter<'a>],
        parent: FolderIdx,
    ) -> FolderIdx {
        // A folder that holds the section, and nothing else of the table, is that section.
        let own_folder = overview.map(|chapter| match chapter.page.name() {
            "index.html" => chapter.page.folder().to_owned(),
            _ => chapter.path.rsplit_once('.').map_or(chapter.path, |(stem, _)| stem).to_owned(),
        });
        let path = own_folder.or_else(|| common_folder(files)).filter(|path| {
            let is_below = path.len() > table.folder.len() && is_in_folder(path, &table.folder);
            let is_free = overview.is_some() || !self.pages.contains_key(index_page(path).as_str());
            is_below && is_free && !tree.by_path.contains_key(path)
        });
        let is_real = path.is_some();
        let path = path.unwrap_or_else(|| self.free_folder(&table.folder, &item.title));
        self.taken.insert(path.clone());
        let section = tree.add(&path, Some(parent));
        if !is_real {
            tree.by_path.remove(&path);
        }
        if let Some(folder) = tree.folders.get_mut(section) {
            folder.is_section = true;
            folder.title = Some(item.title.clone()).filter(|title| !title.is_empty());
            if let Some(overview) = overview {
                folder.chapter_count += 1;
                folder.overview = Some(overview.file);
                folder.page = overview.page.clone();
            }
        }
        if let Some(parent) = tree.folders.get_mut(parent) {
            parent.listed.push(ListedPlace::Folder(section));
        }
        section
    }

    /// A folder of the course, in the place where a table of contents names it. Its chapters are added later, as any others.
    fn add_folder(&mut self, tree: &mut FolderTree, path: &str, parent: FolderIdx, title: &str) {
        if tree.by_path.contains_key(path) {
            return;
        }
        let folder = tree.add(path, Some(parent));
        if let Some(folder) = tree.folders.get_mut(folder) {
            folder.title = Some(title.to_owned()).filter(|title| !title.is_empty());
        }
        if let Some(parent) = tree.folders.get_mut(parent) {
            parent.listed.push(ListedPlace::Folder(folder));
        }
    }

    /// Gives each address to one page: a chapter that a table of contents names in the folder whose page it is becomes the folder's
    /// overview; where one is named elsewhere, the page of the folder gets another address.
    fn settle_pages(&mut self, tree: &mut FolderTree) {
        for index in tree.folders.indices().skip(1) {
            let Some(folder) = tree.folders.get_mut(index).filter(|folder| folder.overview.is_none()) else { continue };
            let Some(file) = self.pages.get(folder.page.as_str()).copied() else { continue };
            let place = ListedPlace::Chapter(file);
            if folder.listed.contains(&place) {
                folder.listed.retain(|listed| *listed != place);
                folder.chapters.retain(|chapter| *chapter != file);
                folder.overview = Some(file);
            } else {
                let free = self.free_folder(&folder.path, name_of(&folder.path));
                folder.page = index_page(&free);
                folder.readme_elsewhere = Some(file);
            }
        }
    }

    /// A folder for a generated page, named after the section, in which nothing of the course lies.
    fn free_folder(&mut self, above: &str, title: &str) -> String {
        let slug: String = slug(title).chars().take(MAX_SLUG_CHARS).collect();
        let slug = match slug.trim_matches(['-', '.']) {
            "" => "part",
            slug => slug,
        };
        let base = if above.is_empty() { slug.to_owned() } else { format!("{above}/{slug}") };
        let count = self.wanted.entry(base.clone()).or_default();
        loop {
            *count += 1;
            let path = if *count == 1 { base.clone() } else { format!("{base}-{count}") };
            if (self.hints.is_free)(&path) && !self.taken.contains(&path) {
                return path;
            }
        }
    }
}

/// Whether a chapter is the `index.md` of a folder whose page is made from its README: it says what the folder is about.
fn is_displaced_index(chapter: &TreeChapter<'_>, folder: &str) -> bool {
    let stem = name_of(chapter.path).rsplit_once('.').map_or("", |(stem, _)| stem);
    stem.eq_ignore_ascii_case("index") && folder_of(chapter.path) == folder && chapter.page.name() != "index.html"
}

/// Whether `path` is `folder` or lies in it.
fn is_in_folder(path: &str, folder: &str) -> bool {
    folder.is_empty() || path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The innermost folder that holds all of the chapters.
fn common_folder(chapters: &[TreeChapter<'_>]) -> Option<String> {
    let mut paths = chapters.iter().map(|chapter| folder_of(chapter.path));
    let mut common = paths.next()?;
    for path in paths {
        while !is_in_folder(path, common) {
            common = folder_of(common);
        }
    }
    Some(common.to_owned()).filter(|common| !common.is_empty())
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
        let chapters: Vec<TreeChapter> = paths
            .iter()
            .zip(&pages)
            .enumerate()
            .map(|(file, (path, page))| TreeChapter { file: FileIdx::new(file), path, page })
            .collect();
        let hints = TreeHints { tables: Vec::new(), main_folders: &BTreeSet::new(), is_free: &|_| true };
        let tree = FolderTree::new(paths.len(), &chapters, &hints);
        tree.folders.iter().skip(1).map(|folder| (folder.path.clone(), folder.kind)).collect()
    }

    /// The kind of folder `a` among these paths.
    fn kind(paths: &[&str]) -> FolderKind {
        kinds(paths).into_iter().find(|(path, _)| path == "a").expect("a folder").1
    }

    #[test]
    fn a_folder_with_only_a_readme_is_a_chapter_of_the_folder_above_unless_most_folders_beside_it_are_modules() {
        let chapter = FolderKind::Chapter(FileIdx::new(0));
        assert_eq!(kind(&["a/README.md"]), chapter);
        assert_eq!(kind(&["a/README.md", "b/1.md", "b/2.md"]), chapter);
        assert_eq!(kind(&["a/README.md", "b/1.md", "b/2.md", "c/1.md", "c/2.md"]), FolderKind::Module);
        assert_eq!(
            kinds(&["a/README.md", "a/x/README.md"]),
            [("a".into(), FolderKind::Module), ("a/x".into(), FolderKind::Chapter(FileIdx::new(1)))]
        );
    }

    #[test]
    fn a_folder_with_one_chapter_is_a_module_unless_many_beside_it_hold_one() {
        let chapter = FolderKind::Chapter(FileIdx::new(0));
        assert_eq!(kind(&["a/one.md"]), FolderKind::Module);
        assert_eq!(kind(&["a/one.md", "b/one.md"]), FolderKind::Module);
        assert_eq!(kind(&["a/one.md", "b/one.md", "c/one.md", "d/e/README.md"]), chapter);
        assert_eq!(kind(&["a/one.md", "b/one.md", "c/one.md", "d/one.md", "e/1.md", "e/2.md"]), chapter);
        assert_eq!(kind(&["a/one.md", "b/1.md", "b/2.md"]), FolderKind::Module);
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
