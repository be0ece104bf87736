//! The tables of contents that authors wrote for other tools, as far as they name chapters of the course. In: such a table, and which
//! chapters there are. Out: its items, each before those in it. Entries that lead nowhere, or to what was named before, are left out.

use std::collections::{BTreeSet, HashSet};

use crate::index::FileIdx;
use crate::path::{SitePath, folder_of};
use crate::source::{AuthorIndex, AuthorIndexEntry, IndexTarget};

/// A table of contents with the chapters that it names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ListedTable {
    /// The folder whose files it lists.
    pub folder: String,
    /// The folder that it is the content of: the root for that of the whole course.
    pub place: String,
    pub items: Vec<ListedItem>,
}

/// An item of a table of contents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ListedItem {
    /// How many items it lies in.
    pub depth: usize,
    /// May be empty.
    pub title: String,
    pub target: ListedTarget,
    /// Whether items lie in it.
    pub is_section: bool,
}

/// What an item of a table of contents names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum ListedTarget {
    /// Only a title.
    Title,
    Chapter(FileIdx),
    /// All chapters in a folder.
    Folder(String),
}

/// What [`listed_table`] asks of the chapters.
pub(super) trait KnownChapters {
    /// The chapter at a path, and its page.
    fn chapter(&self, path: &str) -> Option<(FileIdx, &SitePath)>;
    /// The page of a folder, and the path of its file.
    fn page_of_folder(&self, folder: &str) -> Option<(FileIdx, &str)>;
    /// How many chapters lie in a folder, counted up to two.
    fn count_in(&self, folder: &str) -> usize;
    /// Whether chapters lie in a folder.
    fn has_chapters(&self, folder: &str) -> bool {
        self.count_in(folder) > 0
    }
}

/// The items of a table of contents; `named` are the chapters that were named before.
pub(super) fn listed_table(
    index: &AuthorIndex,
    known: &dyn KnownChapters,
    named: &mut HashSet<FileIdx>,
) -> ListedTable {
    let files: BTreeSet<&str> = index.entries.iter().filter_map(file_of).collect();
    let mut items: Vec<ListedItem> = Vec::new();
    let mut folders: HashSet<&str> = HashSet::new();
    // The page of the folder itself leads, where the table does not name it. mdBook makes no page of such a file.
    let has_own_page = !index.folder.is_empty() && index.path.name() != "SUMMARY.md";
    let own_page = known.page_of_folder(&index.folder).filter(|_| has_own_page);
    if let Some(file) =
        own_page.filter(|(_, path)| !files.contains(path)).map(|(file, _)| file).filter(|file| named.insert(*file))
    {
        let target = ListedTarget::Chapter(file);
        items.push(ListedItem { depth: 0, title: String::new(), target, is_section: false });
    }
    for (at, entry) in index.entries.iter().enumerate() {
        let is_section = index.entries.get(at + 1).is_some_and(|next| next.depth > entry.depth);
        let is_inside = |path: &str| index.is_of_course || is_in(path, &index.folder);
        let target = match &entry.target {
            IndexTarget::File(path) if is_inside(path.as_str()) => {
                let whole = (!is_section).then(|| folder_of_page(path.as_str(), index, known, &files)).flatten();
                match (known.chapter(path.as_str()), whole) {
                    (Some(_), Some(folder)) if folders.insert(folder) => ListedTarget::Folder(folder.to_owned()),
                    (Some((file, _)), None) if named.insert(file) => ListedTarget::Chapter(file),
                    _ => ListedTarget::Title,
                }
            }
            IndexTarget::Folder(path) if is_inside(path) && known.has_chapters(path) && folders.insert(path) => {
                ListedTarget::Folder(path.clone())
            }
            _ => ListedTarget::Title,
        };
        // `1` is no title.
        let title = Some(&entry.title).filter(|title| title.contains(char::is_alphabetic));
        items.push(ListedItem {
            depth: entry.depth,
            title: title.cloned().unwrap_or_default(),
            target,
            is_section: false,
        });
    }
    let items = with_sections(items);
    let place = if index.is_of_course { String::new() } else { index.folder.clone() };
    ListedTable { folder: index.folder.clone(), place, items: with_own_pages(items, index, known) }
}

fn file_of(entry: &AuthorIndexEntry) -> Option<&str> {
    match &entry.target {
        IndexTarget::File(path) => Some(path.as_str()),
        _ => None,
    }
}

fn is_in(path: &str, folder: &str) -> bool {
    folder.is_empty() || path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
}

/// The folder whose page is at `path`, where more lies in it that the table does not name: then its page stands for all of it.
fn folder_of_page<'p>(
    path: &'p str,
    index: &AuthorIndex,
    known: &dyn KnownChapters,
    files: &BTreeSet<&str>,
) -> Option<&'p str> {
    let (_, page) = known.chapter(path)?;
    let folder = folder_of(path);
    let is_page = page.name() == "index.html" && page.folder() == folder && !folder.is_empty();
    let holds_table = folder == index.folder || is_in(&index.folder, folder);
    let start = format!("{folder}/");
    let inside = files.range(start.as_str()..).take_while(|path| path.starts_with(&start)).take(2).count();
    (is_page && !holds_table && inside == 1 && known.count_in(folder) > 1).then_some(folder)
}

/// Marks the items that others lie in, and leaves out mere titles of nothing.
fn with_sections(items: Vec<ListedItem>) -> Vec<ListedItem> {
    let mut kept: Vec<ListedItem> = Vec::with_capacity(items.len());
    // From the end, so that a title whose only items were left out goes too.
    for item in items.into_iter().rev() {
        let is_section = kept.last().is_some_and(|next| next.depth > item.depth);
        if is_section || item.target != ListedTarget::Title {
            // A folder with items in it is the title of these.
            let is_titled_folder = is_section && matches!(item.target, ListedTarget::Folder(_));
            let target = if is_titled_folder { ListedTarget::Title } else { item.target };
            kept.push(ListedItem { is_section, target, ..item });
        }
    }
    kept.reverse();
    kept
}

/// The first item of a section that is a folder's own page (`index.md`) is the page of the section, where the section has none.
fn with_own_pages(items: Vec<ListedItem>, index: &AuthorIndex, known: &dyn KnownChapters) -> Vec<ListedItem> {
    let pages: HashSet<FileIdx> = index
        .entries
        .iter()
        .filter_map(|entry| match &entry.target {
            IndexTarget::File(path) => known.chapter(path.as_str()),
            _ => None,
        })
        .filter(|(_, page)| page.name() == "index.html" && !page.folder().is_empty() && page.folder() != index.folder)
        .map(|(file, _)| file)
        .collect();
    let mut merged: Vec<ListedItem> = Vec::with_capacity(items.len());
    let mut items = items.into_iter().peekable();
    while let Some(item) = items.next() {
        let is_own_page = |next: &ListedItem| match next.target {
            ListedTarget::Chapter(file) => !next.is_section && next.depth > item.depth && pages.contains(&file),
            _ => false,
        };
        if item.is_section
            && item.target == ListedTarget::Title
            && let Some(page) = items.next_if(is_own_page)
        {
            let is_section = items.peek().is_some_and(|next| next.depth > item.depth);
            merged.push(ListedItem { target: page.target, is_section, ..item });
        } else {
            merged.push(item);
        }
    }
    merged
}
