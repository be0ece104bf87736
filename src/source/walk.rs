//! Lists the course's folder. In: a world, a folder and the rules for what to ignore. Out: an [`Inventory`] and diagnostics. Opens no file
//! except `.gitignore`, never leaves the folder, and does not depend on the order in which the world lists names.

use std::collections::{HashSet, VecDeque};
use std::io;
use std::path::{Path, PathBuf};

use super::diagnostics::SourceError;
use super::folder_role::{FolderRole, MAX_MEDIA_ENTRIES};
use super::ignored::IgnoreRules;
use super::inventory::{FileInfo, Inventory};
use super::kind::{self, FileKind};
use super::walk_diagnostics as diagnostics;
use super::world::{EntryKind, World};
use crate::diagnostic::Diagnostic;
use crate::path::SourcePath;

/// Configuration files of mdBook and GitBook: a `SUMMARY.md` beside them or one folder below is a table of contents.
const BOOK_FILES: &[&str] = &["book.toml", "book.json", ".gitbook.yaml"];

/// How many entries around a single source file are listed: its folder may be a home folder.
const MAX_NEIGHBOURS: usize = 10_000;

/// What the walk leaves out, besides the folders that are never part of a course.
#[derive(Clone, Debug, Default)]
pub struct WalkRules {
    /// The output folder, which may be inside the course.
    pub output: Option<PathBuf>,
    /// Patterns as in `.gitignore`, relative to the course's folder.
    pub ignore: Vec<String>,
}

/// The result of a walk.
#[derive(Debug, Default)]
pub struct FolderScan {
    /// Every file and folder that chapters can refer to.
    pub inventory: Inventory,
    /// Problems with files, folders and links, sorted by path.
    pub diagnostics: Vec<Diagnostic>,
    /// Files and folders that exist and could not be read: their last good pages, and all below them, stay.
    pub unreadable: Vec<SourcePath>,
    /// Whether a symbolic link was followed.
    pub has_links: bool,
}

/// A single file as source.
#[derive(Debug)]
pub struct SingleFile {
    /// Its folder, which is the course's folder.
    pub root: PathBuf,
    /// The scan of that folder. The file is its only chapter; others can be linked to.
    pub scan: FolderScan,
}

/// Lists the folder `root` with all folders in it.
///
/// # Errors
/// `root` does not exist, is no folder or cannot be listed. Problems further down are diagnostics.
pub fn scan(world: &dyn World, root: &Path, rules: &WalkRules) -> Result<FolderScan, SourceError> {
    let mut walk = FolderWalk::new(world, root, rules, usize::MAX)?;
    walk.run()?;
    let mut scan = walk.scan;
    if scan.inventory.chapters().next().is_none() && scan.unreadable.is_empty() {
        scan.diagnostics.push(diagnostics::no_chapters(root, walk.ignored_markdown));
    }
    let unread: Vec<&SourcePath> = unread(&scan.inventory).collect();
    scan.diagnostics.extend(diagnostics::not_read(&unread));
    Ok(scan)
}

/// The files that other tools make chapters of, in the order of their paths, without those that lie beside their own markdown.
fn unread(inventory: &Inventory) -> impl Iterator<Item = &SourcePath> {
    let is_read_too = |path: &SourcePath| {
        let stem = path.as_str().rsplit_once('.').map_or(path.as_str(), |(stem, _)| stem);
        inventory.file(&SourcePath::new(format!("{stem}.md"))).is_some()
    };
    let others = inventory.of_kind(FileKind::Other).filter(|path| kind::unread_ending(path.name()).is_some());
    others.filter(move |path| !is_read_too(path))
}

/// Lists the folder of one file, nearest entries first, with the file as the only chapter.
///
/// # Errors
/// `file` does not exist or is no plain file, or its folder cannot be listed.
pub fn single(world: &dyn World, file: &Path) -> Result<SingleFile, SourceError> {
    let real = real_path(world, file)?;
    let name = real.file_name().and_then(|name| name.to_str());
    let size = world.metadata(&real).ok().filter(|metadata| metadata.kind == EntryKind::File).map(|file| file.length);
    let (Some(root), Some(name), Some(size)) = (real.parent(), name, size) else {
        return Err(SourceError::NotAFolder(file.to_owned()));
    };
    let mut walk = FolderWalk::new(world, root, &WalkRules::default(), MAX_NEIGHBOURS)?;
    walk.run()?;
    let mut inventory = walk.scan.inventory;
    let neighbours: Vec<SourcePath> =
        inventory.iter().filter(|(_, info)| is_markdown(info.kind)).map(|(path, _)| path.clone()).collect();
    neighbours.iter().for_each(|neighbour| inventory.set_kind(neighbour, FileKind::Aside));
    inventory.add(SourcePath::new(name), FileInfo { kind: FileKind::Chapter, size });
    // Diagnostics about other files are not shown for a single file.
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

/// A folder that is to be listed.
struct PendingFolder {
    path: SourcePath,
    /// Its real path, which differs from `path` below a symbolic link.
    real: PathBuf,
    /// The ignore rules of the folders above; its own are added when it is listed.
    rules: IgnoreRules,
    role: FolderRole,
    /// Whether it was reached through a symbolic link.
    is_linked: bool,
}

/// One entry of a folder.
struct FolderEntry {
    path: SourcePath,
    /// The real path of its folder, joined with its name.
    location: PathBuf,
    kind: EntryKind,
}

struct FolderWalk<'w> {
    world: &'w dyn World,
    root: PathBuf,
    real_root: PathBuf,
    output: Option<PathBuf>,
    scan: FolderScan,
    pending: VecDeque<PendingFolder>,
    /// Real paths of folders entered through a link. Each is entered once, so that links to links cannot multiply.
    followed: HashSet<PathBuf>,
    /// How many markdown files are ignored or not chapters.
    ignored_markdown: usize,
    /// How many entries were listed, and how many of them in folders that are searched for pictures only.
    listed: usize,
    listed_for_media: usize,
    max_entries: usize,
}

impl<'w> FolderWalk<'w> {
    fn new(world: &'w dyn World, root: &Path, rules: &WalkRules, max_entries: usize) -> Result<Self, SourceError> {
        let real_root = real_path(world, root)?;
        if !is_kind(world, &real_root, EntryKind::Folder) {
            return Err(SourceError::NotAFolder(root.to_owned()));
        }
        let mut scan = FolderScan { inventory: Inventory::empty_folder(), ..FolderScan::default() };
        let ignore_rules = IgnoreRules::above(world, &real_root, &rules.ignore, &mut scan.diagnostics);
        let top = PendingFolder {
            path: SourcePath::new(""),
            real: real_root.clone(),
            rules: ignore_rules,
            role: FolderRole::Course,
            is_linked: false,
        };
        Ok(FolderWalk {
            world,
            root: root.to_owned(),
            output: rules.output.as_ref().and_then(|output| world.real_path(output).ok()),
            real_root,
            scan,
            pending: VecDeque::from([top]),
            followed: HashSet::new(),
            ignored_markdown: 0,
            listed: 0,
            listed_for_media: 0,
            max_entries,
        })
    }

    fn run(&mut self) -> Result<(), SourceError> {
        while let Some(folder) = self.pending.pop_front() {
            let is_media = folder.role == FolderRole::Media;
            if is_media && self.listed_for_media >= MAX_MEDIA_ENTRIES {
                continue;
            }
            if let Err(error) = self.list(&folder) {
                // A picture in it that is missed is reported where a page shows it.
                if is_media {
                    continue;
                }
                if folder.path.as_str().is_empty() {
                    return Err(SourceError::Unreadable(self.root.clone(), error));
                }
                self.add_unreadable(&folder.path, diagnostics::unreadable_folder(&folder.path, &error));
            }
            if self.listed >= self.max_entries {
                break;
            }
        }
        self.scan.diagnostics.sort_by(|a, b| (&a.source, &a.message).cmp(&(&b.source, &b.message)));
        self.scan.unreadable.sort();
        Ok(())
    }

    fn list(&mut self, folder: &PendingFolder) -> io::Result<()> {
        let mut entries = self.world.list(&folder.real)?;
        entries.sort_unstable_by(|a, b| a.name.cmp(&b.name));
        self.listed += entries.len();
        self.listed_for_media += if folder.role == FolderRole::Media { entries.len() } else { 0 };
        let ignore_rules = folder.rules.with(self.world, &folder.real, &mut self.scan.diagnostics);
        for entry in entries {
            let Some(name) = entry.name.to_str() else {
                self.report_odd_name(folder, &entry.name.to_string_lossy());
                continue;
            };
            let path = SourcePath::new(format!("{}/{name}", folder.path));
            let entry = FolderEntry { location: folder.real.join(name), kind: entry.kind, path };
            self.add_entry(entry, folder, &ignore_rules);
        }
        let summary = SourcePath::new(format!("{}/SUMMARY.md", folder.path));
        if self.scan.inventory.file(&summary).is_some() && is_of_book(self.world, &folder.real) {
            self.scan.inventory.set_kind(&summary, FileKind::Navigation);
        }
        Ok(())
    }

    fn add_entry(&mut self, entry: FolderEntry, folder: &PendingFolder, ignore_rules: &IgnoreRules) {
        match entry.kind {
            EntryKind::Link | EntryKind::Special if folder.role == FolderRole::Media => {}
            EntryKind::Link => self.follow_link(entry, folder, ignore_rules),
            EntryKind::Folder => self.add_folder(entry.path, entry.location, folder, ignore_rules, folder.is_linked),
            EntryKind::File => self.add_file(entry.path, &entry.location, folder, ignore_rules),
            EntryKind::Special => self.add_special(&entry.path, folder),
        }
    }

    fn add_file(&mut self, path: SourcePath, location: &Path, folder: &PendingFolder, ignore_rules: &IgnoreRules) {
        let Some(kind) = folder.role.kind_of_file(path.name()) else { return };
        if ignore_rules.leaves_out(location, false) {
            self.ignored_markdown += usize::from(is_markdown(kind));
            return;
        }
        match self.world.metadata(location) {
            Ok(metadata) => {
                self.ignored_markdown += usize::from(kind == FileKind::Meta);
                if folder.role == FolderRole::Media {
                    self.scan.inventory.add_folders_of(&path);
                }
                let info = FileInfo::new(path.name(), kind, metadata.length);
                self.scan.inventory.add(path, info);
            }
            // Removed since the listing.
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => {
                let diagnostic = diagnostics::unreadable_entry(&path, &error);
                self.add_unreadable(&path, diagnostic);
            }
        }
    }

    fn add_folder(
        &mut self,
        path: SourcePath,
        real: PathBuf,
        folder: &PendingFolder,
        ignore_rules: &IgnoreRules,
        is_linked: bool,
    ) {
        let Some(role) = folder.role.of_folder(path.name()) else { return };
        if ignore_rules.leaves_out(&real, true) || self.is_site(&real) {
            return;
        }
        if role != FolderRole::Media {
            self.scan.inventory.add_folder(path.as_str().to_owned());
        }
        self.pending.push_back(PendingFolder { path, real, rules: ignore_rules.clone(), role, is_linked });
    }

    /// Adds the target of a symbolic link if it is inside the course; otherwise reports the link and does not follow it.
    fn follow_link(&mut self, entry: FolderEntry, folder: &PendingFolder, ignore_rules: &IgnoreRules) {
        let path = entry.path;
        // Some editors use hidden dangling links as locks; they are not reported.
        if path.name().starts_with('.') {
            return;
        }
        let target = self.world.metadata(&entry.location).map(|metadata| metadata.kind);
        if ignore_rules.leaves_out(&entry.location, matches!(target, Ok(EntryKind::Folder))) {
            return;
        }
        let Ok(real) = self.world.real_path(&entry.location) else {
            let chapter = is_chapter(&path, folder);
            let diagnostic = diagnostics::dangling_link(&path, chapter);
            return if chapter {
                self.add_unreadable(&path, diagnostic)
            } else {
                self.scan.diagnostics.push(diagnostic)
            };
        };
        self.scan.has_links = true;
        if !self.is_inside(&real) {
            self.scan.diagnostics.push(diagnostics::link_outside(&path));
            return;
        }
        match target {
            Ok(EntryKind::Folder) => self.follow_folder(path, real, folder, ignore_rules),
            Ok(EntryKind::File) => self.add_file(path, &entry.location, folder, ignore_rules),
            _ => self.add_special(&path, folder),
        }
    }

    fn follow_folder(&mut self, path: SourcePath, real: PathBuf, folder: &PendingFolder, ignore_rules: &IgnoreRules) {
        if folder.is_linked {
            // A link below a followed link is followed or reported at its real path.
            return;
        }
        let in_circle = folder.real.starts_with(&real);
        if in_circle || !self.followed.insert(real.clone()) {
            self.scan.diagnostics.push(diagnostics::link_in_circle(&path));
            return;
        }
        self.add_folder(path, real, folder, ignore_rules, true);
    }

    /// Whether a real path is inside the course, and neither in `.git` nor in the output folder.
    fn is_inside(&self, real: &Path) -> bool {
        let Ok(inside) = real.strip_prefix(&self.real_root) else { return false };
        let repository = inside.components().any(|part| part.as_os_str() == ".git");
        let site = self.output.as_ref().is_some_and(|output| output != &self.real_root && real.starts_with(output));
        !repository && !site
    }

    /// Whether a folder is the output of this build or of another one.
    fn is_site(&self, real: &Path) -> bool {
        self.output.as_deref() == Some(real)
            || is_kind(self.world, &real.join(".syllabus").join("manifest"), EntryKind::File)
    }

    fn report_odd_name(&mut self, folder: &PendingFolder, name: &str) {
        if folder.role == FolderRole::Media {
            return;
        }
        let chapter = folder.role.kind_of_file(name) == Some(FileKind::Chapter);
        self.scan.diagnostics.push(diagnostics::odd_name(&folder.path, name, chapter));
    }

    /// Reports a pipe, a socket or a device that has the name of a chapter.
    fn add_special(&mut self, path: &SourcePath, folder: &PendingFolder) {
        if is_chapter(path, folder) {
            self.add_unreadable(path, diagnostics::special_file(path));
        }
    }

    fn add_unreadable(&mut self, path: &SourcePath, diagnostic: Diagnostic) {
        self.scan.unreadable.push(path.clone());
        self.scan.diagnostics.push(diagnostic);
    }
}

fn is_chapter(path: &SourcePath, folder: &PendingFolder) -> bool {
    folder.role.kind_of_file(path.name()) == Some(FileKind::Chapter)
}

/// Whether a `SUMMARY.md` in this folder is a book's table of contents: the book's configuration is in the same folder or the one above.
fn is_of_book(world: &dyn World, folder: &Path) -> bool {
    let is_book = |near: &Path| BOOK_FILES.iter().any(|book| is_kind(world, &near.join(book), EntryKind::File));
    folder.ancestors().take(2).any(is_book)
}

/// Whether the entry at the path, symbolic links followed, is of this kind.
fn is_kind(world: &dyn World, path: &Path, kind: EntryKind) -> bool {
    world.metadata(path).is_ok_and(|metadata| metadata.kind == kind)
}

#[cfg(test)]
#[path = "walk_test.rs"]
mod tests;
