//! What the server asks for: files, states, problems and facts of pages, from whoever makes them. A trait, so that the server knows no course.

use std::path::PathBuf;
use std::sync::Arc;

use super::wire::{PageFacts, Problem, RepairChoice, State};
use crate::path::SitePath;
use crate::source::Hash;

/// The site that is served. Each method may take long: none is called on the thread that answers requests.
pub trait PageSource: Send + Sync + 'static {
    /// A file of the site as it is now.
    fn file(&self, path: &SitePath) -> ServedFile;
    /// What tells the page as it is now from earlier versions of it.
    fn state(&self, page: &SitePath) -> State;
    /// What stops the site, or a page, from being made as it should be.
    fn problems(&self, page: &SitePath) -> Vec<Problem>;
    /// What the preview shows beside a page; none where the page has no source.
    fn facts(&self, page: &SitePath) -> Option<PageFacts>;
    /// Writes the author's choice of a repair down.
    ///
    /// # Errors
    /// The choice does not fit the course as it is now, or cannot be written.
    fn choose(&self, choice: &RepairChoice) -> Result<(), ChooseError>;
}

/// A file of the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ServedFile {
    /// These bytes.
    File {
        /// As built.
        bytes: Arc<[u8]>,
        /// Of the bytes.
        hash: Hash,
    },
    /// The bytes of this file.
    CopyOf(PathBuf),
    /// The course cannot be made at present; this page says why.
    Broken {
        /// A whole page.
        html: String,
    },
    /// There is none.
    Missing,
}

/// Why a choice was not written, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChooseError {
    /// It does not fit the course as it is now.
    Refused(String),
    /// It could not be written.
    Failed(String),
}
