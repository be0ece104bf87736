//! The last stage: writes files into an output folder, safely. At every moment each file is either the old one or the new one; files that no
//! build made are never changed, and nothing is written outside the folder. It knows nothing about courses. `replace` writes one of the author's
//! own files in the same manner, `rewrite` a chapter after an edit of its text, and `probe` looks before the work whether there is something in the
//! way.

#![allow(clippy::disallowed_methods, reason = "the site is written to disk")]

mod bytes;
mod error;
mod file;
mod manifest;
mod outcome;
mod paths;
mod probe;
mod replace;
mod rewrite;
mod write;

pub use error::SiteError;
pub use file::{FileContent, SiteFile, WrittenFile};
pub use outcome::WriteSummary;
pub use paths::{FolderRelation, STATE_FOLDER, is_bad, relation};
pub use probe::{probe_file, probe_folder};
pub use replace::replace;
pub use rewrite::{RewriteError, rewrite, rewritten};
pub use write::{SiteWriter, StagedFile};
