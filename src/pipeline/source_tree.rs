//! What lies in the course's folder, as it was seen last, and what a change means for it: a chapter's text alone, or more.

use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use crate::course;
use crate::diagnostic::Diagnostic;
use crate::path::SourcePath;
use crate::site::FileContent;
use crate::source::{
    self, EntryKind, FileKind, FileStamp, Inventory, PageAddresses, PixelSize, ReadError, Source, SourceError,
    WalkRules, World,
};

/// What the course is made from.
#[derive(Clone, Debug)]
pub enum SourceRoot {
    /// A folder of chapters.
    Folder(PathBuf),
    /// One file; other files of its folder may be referred to.
    File(PathBuf),
}

/// What may have changed since the last update.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Changes {
    /// Anything.
    #[default]
    All,
    /// These files and folders, by their real absolute paths, and nothing else.
    Only(BTreeSet<PathBuf>),
}

/// The folder, seen.
#[derive(Debug)]
pub(super) struct SourceTree {
    world: Arc<dyn World>,
    pub root: PathBuf,
    /// The same, without links on the way.
    pub real_root: PathBuf,
    pub inventory: Inventory,
    pub pages: PageAddresses,
    pub diagnostics: Vec<Diagnostic>,
    /// What exists and could not be looked at.
    pub unreadable: Vec<SourcePath>,
    /// Whether a file may be reached by two paths: then the path of a change does not tell all that changed.
    has_links: bool,
    /// Of pictures that were asked for: each header is read once, as a picture that changes means another tree.
    image_sizes: Mutex<HashMap<SourcePath, Option<PixelSize>>>,
}

impl SourceTree {
    /// Lists the folder and names the page of each chapter. `reserved` are names at the site's root that no page may take.
    ///
    /// # Errors
    /// The folder or file cannot be read.
    pub fn scan(
        world: &Arc<dyn World>,
        root: &SourceRoot,
        rules: &WalkRules,
        reserved: impl IntoIterator<Item = &'static str>,
    ) -> Result<Self, SourceError> {
        let (root, scan) = match root {
            SourceRoot::Folder(root) => (root.clone(), source::scan(&**world, root, rules)?),
            SourceRoot::File(file) => source::single(&**world, file).map(|single| (single.root, single.scan))?,
        };
        let mut pages = source::pages(&scan.inventory, reserved);
        let mut diagnostics = scan.diagnostics;
        diagnostics.append(&mut pages.diagnostics);
        let real_root = world.real_path(&root).unwrap_or_else(|_| root.clone());
        Ok(SourceTree {
            world: Arc::clone(world),
            root,
            real_root,
            inventory: scan.inventory,
            pages,
            diagnostics,
            unreadable: scan.unreadable,
            has_links: scan.has_links,
            image_sizes: Mutex::default(),
        })
    }

    /// Reads and decodes a file.
    pub fn read(&self, path: &SourcePath) -> Result<Source, ReadError> {
        source::read(&*self.world, &self.root, path)
    }

    /// What tells without reading whether a file changed.
    pub fn stamp(&self, path: &SourcePath) -> Option<FileStamp> {
        self.world.stamp(&self.root.join(path.as_str()))
    }

    /// The size of a picture, where its header tells it; `None` for what is no picture of the course.
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

    /// The bytes of a file that pages refer to, as the site gets them: by its place on disk, else from the world. `None` for what is no
    /// file of the course, or cannot be read any more.
    pub fn content(&self, path: &SourcePath) -> Option<FileContent> {
        self.inventory.file(path)?;
        let file = self.root.join(path.as_str());
        match self.world.on_disk(&file) {
            Some(file) => Some(FileContent::CopyOf(file)),
            None => self.world.read(&file, u64::MAX).ok().map(FileContent::Bytes),
        }
    }

    /// The chapters among the changes, where nothing else changed: no file came or went, and no other file that pages may show.
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
        // What lies elsewhere is no part of the course; a folder above may be all of it.
        let Ok(inner) = path.strip_prefix(&self.real_root) else {
            return if self.real_root.starts_with(path) { ChangeMeaning::More } else { ChangeMeaning::Nothing };
        };
        let Some(name) = inner.to_str() else { return ChangeMeaning::More };
        let inner = SourcePath::new(name.replace(std::path::MAIN_SEPARATOR, "/"));
        match (self.inventory.file(&inner).map(|info| info.kind), self.world.kind(path).ok()) {
            (Some(FileKind::Chapter | FileKind::Meta), Some(EntryKind::File)) => ChangeMeaning::Text(inner),
            // Files that editors make for a moment. A folder that went was in the inventory.
            (None, None) if !self.inventory.is_folder(inner.as_str()) => ChangeMeaning::Nothing,
            _ => ChangeMeaning::More,
        }
    }

    /// Whether the same files and folders are there, whatever is in them: then links mean the same.
    pub fn same_names(&self, other: &SourceTree) -> bool {
        self.pages.pages == other.pages.pages
            && self.inventory.folders().eq(other.inventory.folders())
            && self.kinds().eq(other.kinds())
    }

    fn kinds(&self) -> impl Iterator<Item = (&SourcePath, FileKind)> {
        self.inventory.iter().map(|(path, info)| (path, info.kind))
    }

    /// The inventory as the course asks it.
    pub fn files(&self) -> course::CourseFiles<'_> {
        let files = self.inventory.iter().map(|(path, info)| (path, info.kind));
        course::CourseFiles::new(files).with_folders(self.inventory.folders())
    }
}

/// What a changed path means.
enum ChangeMeaning {
    Nothing,
    /// The text of this file.
    Text(SourcePath),
    /// The folder must be looked at again.
    More,
}
