//! The last stage: entries become a folder, safely. Each file is the old one or the new one at every moment, what the build did
//! not make is never touched, and nothing is written outside the folder. Knows no course: whatever has files to write uses it.

#![allow(clippy::disallowed_methods, reason = "the site is written to disk")]

mod bytes;
mod error;
mod file;
mod manifest;
mod outcome;
mod paths;
mod write;

pub use error::SiteError;
pub use file::{FileContent, SiteFile};
pub use outcome::WriteSummary;
pub use paths::{FolderRelation, relation};
pub use write::{SiteWriter, StagedFile};
