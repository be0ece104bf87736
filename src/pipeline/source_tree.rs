//! What lies in the course's folder, as it was seen last, and what a change means for it: a chapter's text alone, or more.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::SourceRoot;
use super::outputs::reserved_names;
use crate::course;
use crate::diagnostic::Diagnostic;
use crate::path::SourcePath;
use crate::source::{self, FileKind, Inventory, PageAddresses, SourceError, WalkRules};

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
}

impl SourceTree {
    /// Looks at everything.
    pub fn scan(place: &SourceRoot, rules: &WalkRules) -> Result<Self, SourceError> {
        let (root, scan) = match place {
            SourceRoot::Folder(root) => (root.clone(), source::scan(root, rules)?),
            SourceRoot::File(file) => source::single(file).map(|single| (single.root, single.scan))?,
        };
        let mut pages = source::pages(&scan.inventory, reserved_names());
        let mut diagnostics = scan.diagnostics;
        diagnostics.append(&mut pages.diagnostics);
        let real_root = root.canonicalize().unwrap_or_else(|_| root.clone());
        Ok(SourceTree {
            root,
            real_root,
            inventory: scan.inventory,
            pages,
            diagnostics,
            unreadable: scan.lost,
            has_links: scan.has_links,
        })
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
        match (self.inventory.file(&inner).map(|info| info.kind), source::is_plain_file(path)) {
            (Some(FileKind::Chapter | FileKind::Meta), Some(true)) => ChangeMeaning::Text(inner),
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
        let kind = |kind: FileKind| match kind {
            FileKind::Chapter => course::CourseFileKind::Chapter,
            FileKind::Meta => course::CourseFileKind::Meta,
            _ => course::CourseFileKind::Other,
        };
        let files = self.inventory.iter().map(|(path, info)| (path, kind(info.kind)));
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
