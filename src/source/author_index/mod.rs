//! The tables of contents that authors wrote for other tools, and what those tools' settings say of the course. In: the inventory, and the
//! texts of `SUMMARY.md` (mdBook, GitBook), `_sidebar.md` (docsify), `mkdocs.yml` and `book.toml`; the last two also beside the course's folder,
//! where they name it. Out: [`AuthorIndexes`], a plain value.
//! Which of the files named are chapters is decided in `course`.

mod book;
mod markdown_list;
mod mkdocs;
mod target;

use std::ffi::OsStr;
use std::path::Path;

use super::author_index_model::{AuthorIndex, AuthorIndexes, BookFacts, IndexTarget};
use super::diagnostics;
use super::inventory::Inventory;
use super::kind::FileKind;
use super::other_tool::OtherTool;
use super::read::read;
use super::world::World;
use crate::diagnostic::Diagnostic;
use crate::path::{SourcePath, folder_of};

/// The names of files of settings.
pub const SETTINGS: [&str; 3] = ["book.toml", "mkdocs.yml", "mkdocs.yaml"];

/// The folder of an mdBook's chapters where its `book.toml` names none.
const BOOK_SOURCE: &str = "src";

/// Reads all tables of contents of a course. A `SUMMARY.md` that holds nothing but a list of links gets its kind in the inventory. The
/// diagnostics name entries that lead nowhere.
pub fn author_indexes(world: &dyn World, root: &Path, inventory: &mut Inventory) -> (AuthorIndexes, Vec<Diagnostic>) {
    let read_file = |path: &SourcePath| read(world, root, path).ok();
    let is_built_elsewhere = OtherTool::around(world, root).is_some();
    let mut found = AuthorIndexes { is_built_elsewhere, ..AuthorIndexes::default() };
    let mut course_summary = SourcePath::new("SUMMARY.md");
    // What the settings of one of several books say counts where it turns out to be the course.
    let mut facts_of: Vec<(SourcePath, BookFacts)> = Vec::new();
    let settings: Vec<SourcePath> =
        inventory.iter().map(|(path, _)| path).filter(|path| is_settings(path)).cloned().collect();
    for path in &settings {
        let Some(source) = read_file(path) else { continue };
        let (index, facts) = if path.name() == "book.toml" {
            let (facts, folder) = book::parse(&source);
            let folder = folder.unwrap_or_else(|| BOOK_SOURCE.to_owned());
            (SourcePath::new(format!("{}/{folder}/SUMMARY.md", path.folder())), facts)
        } else {
            let mkdocs = mkdocs::parse(&source, inventory, None);
            found.indexes.extend(mkdocs.index);
            (path.clone(), mkdocs.facts)
        };
        match path.folder().is_empty() {
            true => {
                found.facts.add(facts);
                course_summary = if path.name() == "book.toml" { index } else { course_summary };
            }
            false => facts_of.push((index, facts)),
        }
    }
    let has_own = settings.iter().any(|path| path.folder().is_empty());
    let beside = if has_own { BesideCourse::default() } else { beside(world, root, inventory) };
    let is_beside = |index: &AuthorIndex| beside.index.as_ref().is_some_and(|above| above.path == index.path);
    found.facts.add(beside.facts);
    found.indexes.extend(beside.index.clone());
    for path in lists(inventory) {
        let Some(source) = read_file(&path) else { continue };
        let is_chapter = inventory.file(&path).is_some_and(|info| info.kind == FileKind::Chapter);
        if is_chapter && !markdown_list::is_index(&source.text) {
            continue;
        }
        inventory.set_kind(&path, FileKind::Navigation);
        found.indexes.push(markdown_list::parse(&source, inventory));
    }
    found.indexes.sort_by_key(|index| (index.folder.matches('/').count(), index.folder.clone(), index.path.clone()));
    found.keep_outermost();
    found.find_that_of_course(&course_summary);
    let of_course = found.indexes.iter().find(|index| index.is_of_course).map(|index| index.path.clone());
    for (_, facts) in facts_of.into_iter().filter(|(index, _)| of_course.as_ref() == Some(index)) {
        found.facts.add(facts);
    }
    // What looks like a file about the repository is a chapter where the table of contents names it.
    let named = found.indexes.iter().filter(|index| index.is_of_course).flat_map(|index| &index.entries);
    for path in named.filter_map(|entry| if let IndexTarget::File(path) = &entry.target { Some(path) } else { None }) {
        if inventory.file(path).is_some_and(|info| info.kind == FileKind::Meta) {
            inventory.set_kind(path, FileKind::Chapter);
        }
    }
    // A diagnostic names a place in the course.
    let diagnostics = found.indexes.iter().filter(|index| !is_beside(index)).flat_map(missing).collect();
    (found, diagnostics)
}

fn is_settings(path: &SourcePath) -> bool {
    SETTINGS.contains(&path.name())
}

/// What the settings of another tool say that lie beside the course's folder and name it as that of the chapters.
#[derive(Default)]
struct BesideCourse {
    index: Option<AuthorIndex>,
    facts: BookFacts,
}

fn beside(world: &dyn World, root: &Path, inventory: &Inventory) -> BesideCourse {
    let Ok(real) = world.real_path(root) else { return BesideCourse::default() };
    let Some((above, name)) = real.parent().zip(real.file_name().and_then(OsStr::to_str)) else {
        return BesideCourse::default();
    };
    for path in SETTINGS.map(SourcePath::new) {
        let Ok(source) = read(world, above, &path) else { continue };
        if path.name() == "book.toml" {
            let (facts, folder) = book::parse(&source);
            if SourcePath::new(folder.as_deref().unwrap_or(BOOK_SOURCE)).as_str() == name {
                return BesideCourse { index: None, facts };
            }
            continue;
        }
        let mkdocs = mkdocs::parse(&source, inventory, Some(name));
        if mkdocs.is_of_course {
            return BesideCourse { index: mkdocs.index, facts: mkdocs.facts };
        }
    }
    BesideCourse::default()
}

/// The files of markdown that are, or may be, tables of contents.
fn lists(inventory: &Inventory) -> Vec<SourcePath> {
    let is_list = |path: &SourcePath, kind: FileKind| match path.name() {
        "SUMMARY.md" => matches!(kind, FileKind::Chapter | FileKind::Navigation),
        "_sidebar.md" => kind == FileKind::Navigation,
        _ => false,
    };
    inventory.iter().filter(|(path, info)| is_list(path, info.kind)).map(|(path, _)| path.clone()).collect()
}

/// The entries that lead nowhere.
fn missing(index: &AuthorIndex) -> Vec<Diagnostic> {
    let missing = index.entries.iter().filter_map(|entry| match &entry.target {
        IndexTarget::Missing(path) => Some(diagnostics::missing_in_index(&index.path, entry.span, path)),
        _ => None,
    });
    missing.collect()
}

/// Whether most of the files named lie in the folder of the table: another list serves another purpose.
fn lists_its_folder(index: &AuthorIndex) -> bool {
    let named = index.entries.iter().filter_map(|entry| match &entry.target {
        IndexTarget::File(path) => Some(path.as_str()),
        IndexTarget::Folder(path) => Some(path.as_str()),
        _ => None,
    });
    let (inside, all) =
        named.fold((0, 0), |(inside, all), path| (inside + usize::from(is_in(path, &index.folder)), all + 1));
    all > 0 && inside * 2 >= all
}

fn is_in(path: &str, folder: &str) -> bool {
    folder.is_empty() || path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

impl BookFacts {
    /// Adds what is not known yet.
    fn add(&mut self, other: BookFacts) {
        let BookFacts { title, language, repository, file } = other;
        let is_told = title.is_some() || language.is_some() || repository.is_some();
        self.title = self.title.take().or(title);
        self.language = self.language.take().or(language);
        self.repository = self.repository.take().or(repository);
        self.file = self.file.take().or(file.filter(|_| is_told));
    }
}

impl AuthorIndexes {
    /// Leaves out tables of contents of no folder, and those of folders that another one lists.
    fn keep_outermost(&mut self) {
        let mut kept: Vec<AuthorIndex> = Vec::new();
        for index in std::mem::take(&mut self.indexes) {
            let is_inside = |outer: &AuthorIndex| is_in(&index.folder, &outer.folder);
            if lists_its_folder(&index) && !kept.iter().any(is_inside) {
                kept.push(index);
            }
        }
        self.indexes = kept;
    }

    /// The table of contents of the whole course: the one that the course's own settings name, else one in its folder, else the only one.
    fn find_that_of_course(&mut self, summary: &SourcePath) {
        let is_only = self.indexes.len() == 1;
        let named = self.indexes.iter().position(|index| index.path == *summary);
        let at_root = || self.indexes.iter().position(|index| folder_of(index.path.as_str()).is_empty());
        let chosen = named.or_else(at_root).or(is_only.then_some(0));
        if let Some(index) = chosen.and_then(|chosen| self.indexes.get_mut(chosen)) {
            index.is_of_course = true;
        }
    }
}

#[cfg(test)]
mod tests;
