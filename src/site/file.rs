//! A file of the site: where it belongs, and what it holds.

use std::path::PathBuf;

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
