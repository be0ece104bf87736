//! The last stage: entries become a folder, safely. Each file is the old one or the new one at every moment, what the build did
//! not make is never touched, and nothing is written outside the folder. Knows no course: whatever has files to write uses it.

#![allow(clippy::disallowed_methods, reason = "the site is written to disk")]

mod bytes;
mod error;
mod manifest;
mod place;
mod write;

use std::path::PathBuf;

pub use error::SiteError;
pub use place::{FolderRelation, relation};
pub use write::{SiteWriter, StagedFile};

use crate::path::SitePath;

/// One file of the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SiteFile {
    /// Where it belongs.
    pub path: SitePath,
    /// What it holds.
    pub content: FileContent,
}

/// What a file of the site holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileContent {
    /// These bytes.
    Bytes(Vec<u8>),
    /// The bytes of this file.
    CopyOf(PathBuf),
}

impl SiteFile {
    /// A file of these bytes.
    pub fn bytes(path: SitePath, bytes: impl Into<Vec<u8>>) -> Self {
        SiteFile { path, content: FileContent::Bytes(bytes.into()) }
    }

    /// A copy of a file.
    pub fn copy(path: SitePath, of: impl Into<PathBuf>) -> Self {
        SiteFile { path, content: FileContent::CopyOf(of.into()) }
    }
}

/// What became of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WriteOutcome {
    /// The file had these bytes already and was not touched.
    Unchanged,
    /// There was no such file.
    Created,
    /// The file had other bytes.
    Changed,
}

/// What a build did to the folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WriteSummary {
    /// Files created or changed.
    pub written: usize,
    /// Files that had the right bytes already.
    pub unchanged: usize,
    /// Files of earlier builds that were removed.
    pub removed: usize,
    /// Files of earlier builds that are no longer part of the site, but were changed by somebody else since: left where they are.
    pub left: Vec<SitePath>,
}
