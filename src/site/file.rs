//! A file of the site: its path and its content.

use std::path::PathBuf;

use crate::path::SitePath;
use crate::source::Hash;

/// One file of the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SiteFile {
    /// Its path in the site.
    pub path: SitePath,
    /// Its content.
    pub content: FileContent,
}

/// A file of the site as it is in the folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrittenFile {
    /// Its path in the site.
    pub path: SitePath,
    /// In bytes.
    pub size: u64,
    /// The hash of its bytes.
    pub hash: Hash,
}

/// The content of a file of the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileContent {
    /// These bytes.
    Bytes(Vec<u8>),
    /// The bytes of this file on disk.
    CopyOf(PathBuf),
}
