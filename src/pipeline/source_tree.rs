//! The listing of the course's folder at the last scan, access to the files in it, and what a changed path means: the text of a chapter,
//! or a new scan.

use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use crate::course;
use crate::diagnostic::Diagnostic;
use crate::path::SourcePath;
use crate::site::FileContent;
use crate::source::{
    self, AuthorIndexes, EntryKind, FileKind, FileStamp, Inventory, PageAddresses, PixelSize, ReadError, Source,
    SourceError, WalkRules, World,
};

/// Where the chapters of a course are.
#[derive(Clone, Debug)]
pub enum SourceRoot {
    /// A folder of chapters.
    Folder(PathBuf),
    /// One file, the only chapter; it may link to other files of its folder.
    File(PathBuf),
}

/// What may have changed since the last update.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Changes {
    /// Any file or folder.
    #[default]
    All,
    /// These files and folders, by their real absolute paths, and nothing else.
    Only(BTreeSet<PathBuf>),
}

/// The course's folder as it was scanned, with the addresses of its pages.
#[derive(Debug)]
pub(super) struct SourceTree {
    world: Arc<dyn World>,
    pub root: PathBuf,
    /// `root` with all symbolic links followed.
    pub real_root: PathBuf,
    pub inventory: Inventory,
    /// The author's tables of contents for other tools.
    pub indexes: AuthorIndexes,
    pub pages: PageAddresses,
    /// Files that are published at their own paths though nothing links to them; none beside a single file.
    pub in_place: Vec<SourcePath>,
    pub diagnostics: Vec<Diagnostic>,
    /// Files and folders that exist and could not be read.
    pub unreadable: Vec<SourcePath>,
    /// Whether a symbolic link was followed. Then a file may have two paths, and the path of a change does not tell all that changed.
    has_links: bool,
    /// Sizes of the pictures that were asked for. Each header is read once: a picture that changes leads to a new scan.
    image_sizes: Mutex<HashMap<SourcePath, Option<PixelSize>>>,
}

impl SourceTree {
    /// Lists the folder and assigns an address to each page. `reserved` are names at the site's root that no page may take.
    ///
    /// # Errors
    /// The folder or file cannot be read.
    pub fn scan(
        world: &Arc<dyn World>,
        root: &SourceRoot,
        rules: &WalkRules,
        reserved: impl IntoIterator<Item = &'static str>,
    ) -> Result<Self, SourceError> {
        let is_folder = matches!(root, SourceRoot::Folder(_));
        let (root, scan) = match root {
            SourceRoot::Folder(root) => (root.clone(), source::scan(&**world, root, rules)?),
            SourceRoot::File(file) => source::single(&**world, file).map(|single| (single.root, single.scan))?,
        };
        let mut scan = scan;
        let mut diagnostics = scan.diagnostics;
        let (indexes, of_indexes) = source::author_indexes(&**world, &root, &mut scan.inventory);
        diagnostics.extend(of_indexes);
        let mut pages = source::pages(&scan.inventory, reserved);
        diagnostics.append(&mut pages.diagnostics);
        let published = |(path, file): &(&SourcePath, &source::FileInfo)| {
            is_folder && !pages.pages.contains_key(*path) && source::is_published_in_place(path, file.kind)
        };
        let in_place = scan.inventory.iter().filter(published).map(|(path, _)| path.clone()).collect();
        let real_root = world.real_path(&root).unwrap_or_else(|_| root.clone());
        Ok(SourceTree {
            world: Arc::clone(world),
            root,
            real_root,
            inventory: scan.inventory,
            indexes,
            pages,
            in_place,
            diagnostics,
            unreadable: scan.unreadable,
            has_links: scan.has_links,
            image_sizes: Mutex::default(),
        })
    }

    /// Whether a symbolic link was followed, so that a file may have two paths.
    pub fn has_links(&self) -> bool {
        self.has_links
    }

    /// Reads and decodes a file.
    ///
    /// # Errors
    /// See [`source::read`].
    pub fn read(&self, path: &SourcePath) -> Result<Source, ReadError> {
        source::read(&*self.world, &self.root, path)
    }

    /// A stamp that tells without reading the file whether it changed; see [`World::stamp`].
    pub fn stamp(&self, path: &SourcePath) -> Option<FileStamp> {
        self.world.stamp(&self.root.join(path.as_str()))
    }

    /// The size of a picture in pixels, from its header; `None` where the file is no picture of the course or has no readable header.
    pub fn image_size(&self, path: &SourcePath) -> Option<PixelSize> {
        let sizes = || self.image_sizes.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(cached) = sizes().get(path) {
            return *cached;
        }
        let is_image = self.inventory.file(path).is_some_and(|info| info.kind == FileKind::Image);
        let size = is_image.then(|| self.world.image_size(&self.root.join(path.as_str()))).flatten();
        sizes().insert(path.clone(), size);
        size
    }

    /// The content of a file that pages refer to: a path to copy from where the file is on disk, else its bytes. `None` where it is no file
    /// of the course, or cannot be read any more.
    pub fn content(&self, path: &SourcePath) -> Option<FileContent> {
        self.inventory.file(path)?;
        let file = self.root.join(path.as_str());
        match self.world.on_disk(&file) {
            Some(file) => Some(FileContent::CopyOf(file)),
            None => self.world.read(&file, u64::MAX).ok().map(FileContent::Bytes),
        }
    }

    /// The chapters among the changes, if nothing else changed. `None` where a file was added or removed, or where another file changed that
    /// pages may show.
    pub fn changed_texts(&self, changes: &Changes) -> Option<BTreeSet<SourcePath>> {
        let Changes::Only(paths) = changes else { return None };
        if self.has_links {
            return None;
        }
        let mut texts = BTreeSet::new();
        for path in paths {
            match self.change_meaning(path) {
                ChangeMeaning::Nothing => {}
                ChangeMeaning::Text(text) => drop(texts.insert(text)),
                ChangeMeaning::More => return None,
            }
        }
        Some(texts)
    }

    fn change_meaning(&self, path: &Path) -> ChangeMeaning {
        // A path outside the folder is no part of the course, unless it is a folder above it.
        let Ok(inner) = path.strip_prefix(&self.real_root) else {
            return if self.real_root.starts_with(path) { ChangeMeaning::More } else { ChangeMeaning::Nothing };
        };
        let Some(name) = inner.to_str() else { return ChangeMeaning::More };
        let inner = SourcePath::new(name.replace(std::path::MAIN_SEPARATOR, "/"));
        match (self.inventory.file(&inner).map(|info| info.kind), self.world.kind(path).ok()) {
            // It may become a table of contents, or be none any more.
            (Some(_), Some(_)) if inner.name() == "SUMMARY.md" => ChangeMeaning::More,
            (Some(FileKind::Chapter | FileKind::Meta), Some(EntryKind::File)) => ChangeMeaning::Text(inner),
            // A temporary file of an editor: neither listed before nor there now. A removed folder is in the inventory.
            (None, None) if !self.inventory.is_folder(inner.as_str()) => ChangeMeaning::Nothing,
            _ => ChangeMeaning::More,
        }
    }

    /// Whether both trees have the same files, folders and tables of contents, whatever the texts of chapters: then links resolve to the same
    /// files.
    pub fn same_names(&self, other: &SourceTree) -> bool {
        self.pages.pages == other.pages.pages
            && self.indexes == other.indexes
            && self.inventory.folders().eq(other.inventory.folders())
            && self.kinds().eq(other.kinds())
    }

    fn kinds(&self) -> impl Iterator<Item = (&SourcePath, FileKind)> {
        self.inventory.iter().map(|(path, info)| (path, info.kind))
    }

    /// The inventory in the form that the course needs.
    pub fn files(&self) -> course::CourseFiles<'_> {
        let files = self.inventory.iter().map(|(path, info)| (path, info.kind));
        course::CourseFiles::new(files).with_folders(self.inventory.folders()).with_indexes(&self.indexes.indexes)
    }
}

/// What must be read again because of a changed path.
enum ChangeMeaning {
    Nothing,
    /// The text of this file.
    Text(SourcePath),
    /// The folder must be scanned again.
    More,
}
