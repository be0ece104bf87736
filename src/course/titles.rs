//! Titles that no chapter's own text gives: those of a table of contents, and those made from names. In: the paths of all chapters, the
//! tree, the tables of contents. Out: [`GivenTitles`], which an edit of a text leaves as they are.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::containers::is_technical_name;
use super::modules::{FolderKind, FolderTree};
use super::names::{title_of_name, titles_of_siblings};
use super::sections::{ListedTable, ListedTarget};
use crate::index::{FileIdx, FolderIdx, IndexVec};
use crate::path::{SourcePath, folder_of, folders_down_to, name_of};

/// Titles for files and folders, from elsewhere than their texts.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct GivenTitles {
    files: IndexVec<FileIdx, FileTitles>,
    folders: HashMap<String, String>,
}

/// The titles of a file.
#[derive(Debug, Default, PartialEq, Eq)]
struct FileTitles {
    /// In a table of contents.
    listed: Option<String>,
    from_name: String,
}

impl GivenTitles {
    /// The titles of the files at these paths; those without a path are no chapters.
    pub fn new(
        paths: &IndexVec<FileIdx, Option<&SourcePath>>,
        tree: &FolderTree,
        tables: &[ListedTable],
    ) -> GivenTitles {
        let names = NamesOfFolders::new(paths);
        let folders = names.folder_titles();
        let mut files: IndexVec<FileIdx, FileTitles> = paths.iter().map(|_| FileTitles::default()).collect();
        for (file, title) in names.file_titles() {
            if let Some(slot) = files.get_mut(file) {
                slot.from_name = title;
            }
        }
        // In the course's own folder such a file is called as the course is: its title is empty here.
        for (file, path) in paths.iter_enumerated() {
            let Some(path) = path.filter(|path| is_page_of_folder(path)) else { continue };
            if let Some(slot) = files.get_mut(file) {
                slot.from_name = folders.get(path.folder()).cloned().unwrap_or_default();
            }
        }
        let mut titles = GivenTitles { files, folders };
        titles.name_alike_after_their_folders(paths, tree);
        titles.add_listed(tree, tables);
        titles
    }

    /// What a table of contents calls a file.
    pub fn listed(&self, file: FileIdx) -> Option<&str> {
        self.files.get(file)?.listed.as_deref()
    }

    /// The title made from a file's name.
    pub fn made_from_name(&self, file: FileIdx) -> &str {
        self.files.get(file).map_or("", |titles| &titles.from_name)
    }

    /// The title made from the name of a folder.
    pub fn of_folder(&self, path: &str) -> String {
        self.folders.get(path).cloned().unwrap_or_else(|| title_of_name(name_of(path)))
    }

    /// `01-intro/notes.md`, `02-loops/notes.md`: where each folder holds one chapter and all are called the same, the folders tell what they are.
    fn name_alike_after_their_folders(&mut self, paths: &IndexVec<FileIdx, Option<&SourcePath>>, tree: &FolderTree) {
        let only = tree.folders.iter().filter_map(|folder| match folder.kind {
            FolderKind::Chapter(file) => Some(file),
            _ => None,
        });
        let mut alike: BTreeMap<(Option<FolderIdx>, String), Vec<FileIdx>> = BTreeMap::new();
        for file in only {
            let Some(path) = paths.get(file).copied().flatten() else { continue };
            let module = tree.position(file).map(|position| position.module);
            alike.entry((module, path.stem().to_lowercase())).or_default().push(file);
        }
        for file in alike.into_values().filter(|files| files.len() > 1).flatten() {
            let Some(path) = paths.get(file).copied().flatten() else { continue };
            let title = self.of_folder(path.folder());
            if let Some(slot) = self.files.get_mut(file) {
                slot.from_name = title;
            }
        }
    }

    fn add_listed(&mut self, tree: &FolderTree, tables: &[ListedTable]) {
        let home = tree.home();
        let named = tables.iter().flat_map(|table| &table.items).filter_map(|item| match &item.target {
            ListedTarget::Chapter(file) => Some((*file, item.title.clone())),
            _ => None,
        });
        // A folder of a table that turned out to be one chapter.
        let of_folders = tree.folders.iter().filter_map(|folder| match folder.kind {
            FolderKind::Chapter(file) => Some((file, folder.title.clone()?)),
            _ => None,
        });
        for (file, title) in named.chain(of_folders) {
            // The home page is called as the course is, whatever its link says.
            let slot = self.files.get_mut(file).filter(|_| !title.is_empty() && Some(file) != home);
            if let Some(slot) = slot {
                slot.listed = Some(title);
            }
        }
    }
}

/// Whether a file has the name of its folder's own page.
fn is_page_of_folder(path: &SourcePath) -> bool {
    ["readme", "index"].iter().any(|name| path.stem().eq_ignore_ascii_case(name))
}

/// The names of the chapters and folders in each folder.
struct NamesOfFolders<'a> {
    files: BTreeMap<&'a str, Vec<(FileIdx, &'a str)>>,
    folders: BTreeMap<&'a str, BTreeSet<&'a str>>,
}

impl<'a> NamesOfFolders<'a> {
    fn new(paths: &IndexVec<FileIdx, Option<&'a SourcePath>>) -> Self {
        let mut names = NamesOfFolders { files: BTreeMap::new(), folders: BTreeMap::new() };
        for (file, path) in paths.iter_enumerated() {
            let Some(path) = *path else { continue };
            names.files.entry(path.folder()).or_default().push((file, path.stem()));
            for folder in folders_down_to(path.folder()) {
                names.folders.entry(folder_of(folder)).or_default().insert(folder);
            }
        }
        names
    }

    /// A title for each file, beside all that lies in the same folder.
    fn file_titles(&self) -> Vec<(FileIdx, String)> {
        let mut titles = Vec::new();
        for (folder, files) in &self.files {
            let folders = self.folders.get(folder).into_iter().flatten().map(|path| name_of(path));
            let names: Vec<&str> = files.iter().map(|(_, name)| *name).chain(folders).collect();
            titles.extend(files.iter().map(|(file, _)| *file).zip(titles_of_siblings(&names)));
        }
        titles
    }

    /// `users/docs`, `roles/docs`: where several folders are called so, the folders above tell what they are.
    fn name_technical_after_those_above(&self, titles: &mut HashMap<String, String>) {
        let mut alike: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        for path in self.folders.values().flatten().filter(|path| is_technical_name(name_of(path))) {
            alike.entry(name_of(path).to_ascii_lowercase()).or_default().push(path);
        }
        let mut renamed: Vec<(&str, String)> = Vec::new();
        for path in alike.values().filter(|paths| paths.len() > 1).flatten() {
            let mut above = folder_of(path);
            while is_technical_name(name_of(above)) {
                above = folder_of(above);
            }
            renamed.extend(titles.get(above).map(|title| (*path, title.clone())));
        }
        titles.extend(renamed.into_iter().map(|(path, title)| (path.to_owned(), title)));
    }

    /// A title for each folder, beside all that lies in the same folder.
    fn folder_titles(&self) -> HashMap<String, String> {
        let mut titles = HashMap::new();
        for (parent, folders) in &self.folders {
            let files = self.files.get(parent).into_iter().flatten().map(|(_, name)| *name);
            let names: Vec<&str> = folders.iter().map(|path| name_of(path)).chain(files).collect();
            titles.extend(folders.iter().map(|path| (*path).to_owned()).zip(titles_of_siblings(&names)));
        }
        self.name_technical_after_those_above(&mut titles);
        titles
    }
}
