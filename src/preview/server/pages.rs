//! What the server needs: files, states, problems and facts of pages. A trait, so that the server does not depend on courses.

use std::path::PathBuf;
use std::sync::Arc;

use super::wire::{FixChoice, PageFacts, Problem, RepairChoice, State};
use crate::path::SitePath;
use crate::source::Hash;

/// The site that is served. Each method may take long: none is called on the thread that answers requests.
pub trait PageSource: Send + Sync + 'static {
    /// A file of the site as it is now.
    fn file(&self, path: &SitePath) -> ServedFile;
    /// Identifies the current version of the page.
    fn state(&self, page: &SitePath) -> State;
    /// What prevents the site, or this page, from being built.
    fn problems(&self, page: &SitePath) -> Vec<Problem>;
    /// What the preview shows beside a page; none if the page has no source.
    fn facts(&self, page: &SitePath) -> Option<PageFacts>;
    /// Writes the author's choice of a repair into the configuration.
    ///
    /// # Errors
    /// The choice does not fit the course as it is now, or cannot be written.
    fn choose(&self, choice: &RepairChoice) -> Result<(), ChooseError>;
    /// Writes the fix of a diagnostic into its chapter.
    ///
    /// # Errors
    /// There is no such diagnostic in the course as it is now, or the chapter cannot be written.
    fn fix(&self, choice: &FixChoice) -> Result<(), ChooseError>;
}

/// A file of the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ServedFile {
    /// Bytes in memory.
    File {
        /// The bytes, as built.
        bytes: Arc<[u8]>,
        /// Their hash.
        hash: Hash,
    },
    /// A copy of this file on disk.
    CopyOf(PathBuf),
    /// The page cannot be made at present; this one says why.
    Broken {
        /// A whole page.
        html: String,
    },
    /// There is no such file.
    Missing,
}

/// Why a choice was not written; a message for the author.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChooseError {
    /// It does not fit the course as it is now.
    Refused(String),
    /// It could not be written.
    Failed(String),
}
