//! The last stage: entries become a folder, safely. Each file is the old one or the new one at every moment, what the build did
//! not make is never touched, and nothing is written outside the folder. Knows no course: whatever has files to write uses it.

mod bytes;
mod error;
mod manifest;
mod place;
mod write;

use std::path::PathBuf;

pub use error::SiteError;
pub use place::{Relation, relation};
pub use write::{Staged, Writer};

use crate::path::SitePath;

/// One file of the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Where it belongs.
    pub path: SitePath,
    /// What it holds.
    pub content: Content,
}

/// What a file of the site holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// These bytes.
    Bytes(Vec<u8>),
    /// The bytes of this file.
    CopyOf(PathBuf),
}

impl Entry {
    /// A file of these bytes.
    pub fn bytes(path: SitePath, bytes: impl Into<Vec<u8>>) -> Self {
        Entry { path, content: Content::Bytes(bytes.into()) }
    }

    /// A copy of a file.
    pub fn copy(path: SitePath, of: impl Into<PathBuf>) -> Self {
        Entry { path, content: Content::CopyOf(of.into()) }
    }
}

/// What became of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Written {
    /// The file had these bytes already and was not touched.
    Unchanged,
    /// There was no such file.
    Created,
    /// The file had other bytes.
    Changed,
}

/// What a build did to the folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Files created or changed.
    pub written: usize,
    /// Files that had the right bytes already.
    pub unchanged: usize,
    /// Files of earlier builds that were removed.
    pub removed: usize,
    /// Files of earlier builds that are no longer part of the site, but were changed by somebody else since: left where they are.
    pub left: Vec<SitePath>,
}
