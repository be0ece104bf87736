//! The walk through the course's folder. In: a world, a folder and what to leave out. Out: an `Inventory` and what was odd on the way.
//! Never opens a file (but `.gitignore`), never leaves the folder, never depends on the order in which the world lists names.

use std::collections::{HashSet, VecDeque};
use std::io;
use std::path::{Path, PathBuf};

use super::diagnostics::SourceError;
use super::ignored::IgnoreRules;
use super::inventory::{FileInfo, Inventory};
use super::kind::{self, FileKind};
use super::walk_diagnostics as diagnostics;
use super::world::{EntryKind, World};
use crate::diagnostic::Diagnostic;
use crate::path::SourcePath;

/// Hidden folders whose files chapters refer to. Others (`.git`, `.venv`, `.cache`) are large, private or both.
const HIDDEN_BUT_SEEN: &[&str] = &[".github", ".gitlab", ".vscode", ".devcontainer"];

/// Folders of installed packages: never anybody's chapters.
const NEVER_ENTERED: &[&str] = &["node_modules"];

/// What makes the `SUMMARY.md` beside or below it a table of contents.
const BOOK_FILES: &[&str] = &["book.toml", "book.json", ".gitbook.yaml"];

/// How much is looked at around a single file given as source: it may lie in a home folder.
const MAX_NEIGHBOURS: usize = 10_000;

/// What the walk leaves out, besides what is never part of a course.
#[derive(Clone, Debug, Default)]
pub struct WalkRules {
    /// Where the site is written; it may lie inside the course.
    pub output: Option<PathBuf>,
    /// Patterns as in `.gitignore`, relative to the course's folder.
    pub ignore: Vec<String>,
}

/// What a walk found.
#[derive(Debug, Default)]
pub struct FolderScan {
    /// Every file and folder that chapters could refer to.
    pub inventory: Inventory,
    /// What was odd.
    pub diagnostics: Vec<Diagnostic>,
    /// Files and folders that exist and could not be looked at: the last good pages of these, and of all below them, stay.
    pub lost: Vec<SourcePath>,
    /// Whether any of it was reached through a symbolic link.
    pub has_links: bool,
}

/// A single file as source.
#[derive(Debug)]
pub struct SingleFile {
    /// The folder it lies in, as the course's folder.
    pub root: PathBuf,
    /// Its only chapter is the file; what lies around it can be referred to.
    pub scan: FolderScan,
}

/// Looks at everything in the folder `root`.
///
/// # Errors
/// Where `root` is missing, is no folder or cannot be listed. What is wrong further down is a diagnostic.
pub fn scan(world: &dyn World, root: &Path, rules: &WalkRules) -> Result<FolderScan, SourceError> {
    let mut walk = FolderWalk::new(world, root, rules, usize::MAX)?;
    walk.run()?;
    let mut scan = walk.found;
    if scan.inventory.chapters().next().is_none() && scan.lost.is_empty() {
        scan.diagnostics.push(diagnostics::no_chapters(root, walk.left_out));
    }
    Ok(scan)
}

/// Looks at one file and what lies around it, nearest first.
///
/// # Errors
/// Where `file` is missing or is no plain file, or its folder cannot be listed.
pub fn single(world: &dyn World, file: &Path) -> Result<SingleFile, SourceError> {
    let real = real_path(world, file)?;
    let name = real.file_name().and_then(|name| name.to_str());
    let size = world.metadata(&real).ok().filter(|metadata| metadata.kind == EntryKind::File).map(|file| file.length);
    let (Some(root), Some(name), Some(size)) = (real.parent(), name, size) else {
        return Err(SourceError::NotAFolder(file.to_owned()));
    };
    let mut walk = FolderWalk::new(world, root, &WalkRules::default(), MAX_NEIGHBOURS)?;
    walk.run()?;
    let mut inventory = walk.found.inventory;
    let neighbours: Vec<SourcePath> =
        inventory.iter().filter(|(_, info)| is_markdown(info.kind)).map(|(path, _)| path.clone()).collect();
    neighbours.iter().for_each(|neighbour| inventory.set_kind(neighbour, FileKind::Aside));
    inventory.add(SourcePath::new(name), FileInfo { kind: FileKind::Chapter, size });
    // What is odd about the neighbours is none of this file's business.
    Ok(SingleFile { root: root.to_owned(), scan: FolderScan { inventory, ..FolderScan::default() } })
}

fn is_markdown(kind: FileKind) -> bool {
    matches!(kind, FileKind::Chapter | FileKind::Meta)
}

fn real_path(world: &dyn World, path: &Path) -> Result<PathBuf, SourceError> {
    world.real_path(path).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => SourceError::Missing(path.to_owned()),
        _ => SourceError::Unreadable(path.to_owned(), error),
    })
}

/// A folder still to be listed.
struct PendingFolder {
    path: SourcePath,
    /// Where it really lies: another place than `path` below a link.
    real: PathBuf,
    /// The rules from above; its own are added when it is listed.
    ignored: IgnoreRules,
    /// It or a folder above has a hidden name.
    hidden: bool,
    /// It was reached through a link.
    followed: bool,
}

/// One name in a folder, and what stands there.
struct FolderEntry {
    path: SourcePath,
    /// Its folder's real path and its name.
    place: PathBuf,
    kind: EntryKind,
}

struct FolderWalk<'w> {
    world: &'w dyn World,
    root: PathBuf,
    real_root: PathBuf,
    output: Option<PathBuf>,
    found: FolderScan,
    waiting: VecDeque<PendingFolder>,
    /// Real folders entered by a link: each once, so that links to links cannot multiply.
    followed: HashSet<PathBuf>,
    left_out: usize,
    seen: usize,
    most: usize,
}

impl<'w> FolderWalk<'w> {
    fn new(world: &'w dyn World, root: &Path, rules: &WalkRules, most: usize) -> Result<Self, SourceError> {
        let real_root = real_path(world, root)?;
        if !is_kind(world, &real_root, EntryKind::Folder) {
            return Err(SourceError::NotAFolder(root.to_owned()));
        }
        let mut found = FolderScan { inventory: Inventory::empty_folder(), ..FolderScan::default() };
        let ignored = IgnoreRules::above(world, &real_root, &rules.ignore, &mut found.diagnostics);
        let top = PendingFolder {
            path: SourcePath::new(""),
            real: real_root.clone(),
            ignored,
            hidden: false,
            followed: false,
        };
        Ok(FolderWalk {
            world,
            root: root.to_owned(),
            output: rules.output.as_ref().and_then(|output| world.real_path(output).ok()),
            real_root,
            found,
            waiting: VecDeque::from([top]),
            followed: HashSet::new(),
            left_out: 0,
            seen: 0,
            most,
        })
    }

    fn run(&mut self) -> Result<(), SourceError> {
        while let Some(folder) = self.waiting.pop_front() {
            if let Err(error) = self.list(&folder) {
                if folder.path.as_str().is_empty() {
                    return Err(SourceError::Unreadable(self.root.clone(), error));
                }
                self.lose(&folder.path, diagnostics::unreadable_folder(&folder.path, &error));
            }
            if self.seen >= self.most {
                break;
            }
        }
        self.found.diagnostics.sort_by(|a, b| (&a.source, &a.message).cmp(&(&b.source, &b.message)));
        self.found.lost.sort();
        Ok(())
    }

    fn list(&mut self, folder: &PendingFolder) -> io::Result<()> {
        let mut entries = self.world.list(&folder.real)?;
        entries.sort_unstable_by(|a, b| a.name.cmp(&b.name));
        self.seen += entries.len();
        let ignored = folder.ignored.with(self.world, &folder.real, &mut self.found.diagnostics);
        for entry in entries {
            let Some(name) = entry.name.to_str() else {
                self.odd_name(folder, &entry.name.to_string_lossy());
                continue;
            };
            let path = SourcePath::new(format!("{}/{name}", folder.path));
            let found = FolderEntry { place: folder.real.join(name), kind: entry.kind, path };
            self.look_at(found, folder, &ignored);
        }
        let summary = SourcePath::new(format!("{}/SUMMARY.md", folder.path));
        if self.found.inventory.file(&summary).is_some() && is_of_book(self.world, &folder.real) {
            self.found.inventory.set_kind(&summary, FileKind::Navigation);
        }
        Ok(())
    }

    fn look_at(&mut self, found: FolderEntry, folder: &PendingFolder, ignored: &IgnoreRules) {
        match found.kind {
            EntryKind::Link => self.follow(found, folder, ignored),
            EntryKind::Folder => self.enter(found.path, found.place, folder, ignored, folder.followed),
            EntryKind::File => self.take(found.path, &found.place, folder, ignored),
            EntryKind::Special => self.lose_special(&found.path, folder),
        }
    }

    fn take(&mut self, path: SourcePath, place: &Path, folder: &PendingFolder, ignored: &IgnoreRules) {
        let kind = if folder.hidden { FileKind::Hidden } else { kind::kind_of(path.name()) };
        if ignored.leaves_out(place, false) {
            self.left_out += usize::from(is_markdown(kind));
            return;
        }
        match self.world.metadata(place) {
            Ok(metadata) => {
                self.left_out += usize::from(kind == FileKind::Meta);
                self.found.inventory.add(path, FileInfo { kind, size: metadata.length });
            }
            // Gone since the listing: as if it had never been there.
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => {
                let fault = diagnostics::unreadable_entry(&path, &error);
                self.lose(&path, fault);
            }
        }
    }

    fn enter(
        &mut self,
        path: SourcePath,
        real: PathBuf,
        folder: &PendingFolder,
        ignored: &IgnoreRules,
        followed: bool,
    ) {
        let name = path.name();
        let hidden = folder.hidden || name.starts_with('.');
        if name.starts_with('.') && !HIDDEN_BUT_SEEN.contains(&name) || NEVER_ENTERED.contains(&name) {
            return;
        }
        if ignored.leaves_out(&real, true) || self.is_site(&real) {
            return;
        }
        self.found.inventory.add_folder(path.as_str().to_owned());
        self.waiting.push_back(PendingFolder { path, real, ignored: ignored.clone(), hidden, followed });
    }

    /// A symbolic link: to a file or folder of the course it is as good as that; all else is named and left.
    fn follow(&mut self, found: FolderEntry, folder: &PendingFolder, ignored: &IgnoreRules) {
        let path = found.path;
        // Editors leave hidden dangling links as locks; nobody needs to hear of them.
        if path.name().starts_with('.') {
            return;
        }
        let target = self.world.metadata(&found.place).map(|metadata| metadata.kind);
        if ignored.leaves_out(&found.place, matches!(target, Ok(EntryKind::Folder))) {
            return;
        }
        let Ok(real) = self.world.real_path(&found.place) else {
            let chapter = is_chapter(&path, folder);
            let fault = diagnostics::dangling_link(&path, chapter);
            return if chapter { self.lose(&path, fault) } else { self.found.diagnostics.push(fault) };
        };
        self.found.has_links = true;
        if !self.is_inside(&real) {
            self.found.diagnostics.push(diagnostics::link_outside(&path));
            return;
        }
        match target {
            Ok(EntryKind::Folder) => self.follow_folder(path, real, folder, ignored),
            Ok(EntryKind::File) => self.take(path, &found.place, folder, ignored),
            _ => self.lose_special(&path, folder),
        }
    }

    fn follow_folder(&mut self, path: SourcePath, real: PathBuf, folder: &PendingFolder, ignored: &IgnoreRules) {
        if folder.followed {
            // Followed, or named, where it really stands.
            return;
        }
        let in_circle = folder.real.starts_with(&real);
        if in_circle || !self.followed.insert(real.clone()) {
            self.found.diagnostics.push(diagnostics::link_in_circle(&path));
            return;
        }
        self.enter(path, real, folder, ignored, true);
    }

    /// Inside the course, and not in what is never published of it.
    fn is_inside(&self, real: &Path) -> bool {
        let Ok(inside) = real.strip_prefix(&self.real_root) else { return false };
        let repository = inside.components().any(|part| part.as_os_str() == ".git");
        let site = self.output.as_ref().is_some_and(|output| output != &self.real_root && real.starts_with(output));
        !repository && !site
    }

    /// The site, of this build or of another one.
    fn is_site(&self, real: &Path) -> bool {
        self.output.as_deref() == Some(real)
            || is_kind(self.world, &real.join(".syllabus").join("manifest"), EntryKind::File)
    }

    fn odd_name(&mut self, folder: &PendingFolder, name: &str) {
        let chapter = kind::kind_of(name) == FileKind::Chapter && !folder.hidden;
        self.found.diagnostics.push(diagnostics::odd_name(&folder.path, name, chapter));
    }

    /// A chapter's name on a pipe, a socket or a device.
    fn lose_special(&mut self, path: &SourcePath, folder: &PendingFolder) {
        if is_chapter(path, folder) {
            self.lose(path, diagnostics::special_file(path));
        }
    }

    fn lose(&mut self, path: &SourcePath, fault: Diagnostic) {
        self.found.lost.push(path.clone());
        self.found.diagnostics.push(fault);
    }
}

fn is_chapter(path: &SourcePath, folder: &PendingFolder) -> bool {
    !folder.hidden && kind::kind_of(path.name()) == FileKind::Chapter
}

/// Whether a `SUMMARY.md` in this folder is a book's table of contents: the book's own file lies beside or above it.
fn is_of_book(world: &dyn World, folder: &Path) -> bool {
    let is_book = |near: &Path| BOOK_FILES.iter().any(|book| is_kind(world, &near.join(book), EntryKind::File));
    folder.ancestors().take(2).any(is_book)
}

/// Whether this is what stands at the path once links are followed.
fn is_kind(world: &dyn World, path: &Path, kind: EntryKind) -> bool {
    world.metadata(path).is_ok_and(|metadata| metadata.kind == kind)
}

#[cfg(test)]
#[path = "walk_test.rs"]
mod tests;
