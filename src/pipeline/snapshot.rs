//! The state of a course between two updates: the assembled course with its inputs, and how it differs from the previous one.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, OnceLock};

use super::cache::CachedChapter;
use super::source_tree::{Changes, SourceTree};
use crate::chapter::Outline;
use crate::course::{Course, Redirects};
use crate::index::{ChapterIdx, FileIdx, IndexVec};
use crate::path::SourcePath;
use crate::source::ReadError;

/// An assembled course with all its inputs. Cheap to clone.
#[derive(Clone, Debug)]
pub(super) struct CourseSnapshot {
    pub source_tree: Arc<SourceTree>,
    pub course: Arc<Course>,
    /// The outlines that the course was assembled from.
    pub outlines: Arc<IndexVec<FileIdx, Arc<Outline>>>,
    /// The parsed files, one for each outline.
    pub files: Arc<IndexVec<FileIdx, Arc<CachedChapter>>>,
    /// The files that could not be read, and why.
    pub unreadable: Arc<Vec<ReadError>>,
    /// The files by path, made when first asked for.
    pub files_by_path: Arc<OnceLock<HashMap<SourcePath, FileIdx>>>,
    /// The chapters by the path of their file, made when first asked for.
    pub chapters_by_path: Arc<OnceLock<HashMap<SourcePath, ChapterIdx>>>,
    /// Addresses that have moved, made when first asked for. Kept as long as the course and its outlines are the same: the files of a site have
    /// their paths from these.
    pub redirects: Arc<OnceLock<Redirects>>,
}

/// An assembled course, and how it differs from the one before.
pub(super) struct AssemblyDelta {
    pub snapshot: CourseSnapshot,
    /// Files whose bytes changed.
    pub edited: BTreeSet<FileIdx>,
    /// Whether the course is the same: nothing changed but the bodies of the edited files.
    pub is_same_course: bool,
}

impl CourseSnapshot {
    /// The chapters that changed, if nothing else did. `None` where other files changed, or where some file could not be read before.
    pub fn changed_texts(&self, changes: &Changes) -> Option<BTreeSet<SourcePath>> {
        let is_whole = self.unreadable.is_empty() && self.source_tree.unreadable.is_empty();
        is_whole.then(|| self.source_tree.changed_texts(changes)).flatten()
    }
}
