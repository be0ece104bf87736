//! Where a link leads, as a value: a page, a file, another site, or why it leads nowhere.

use crate::path::{SitePath, SourcePath};

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ResolvedLink {
    /// Out of the course: another site, a mail address.
    External,
    /// Out of the course, to another address than the one that is written.
    Elsewhere {
        /// The address.
        url: String,
    },
    /// To a page of the site.
    Page {
        /// The page.
        page: SitePath,
        /// An id on that page; none where the link means the page as a whole.
        anchor: Option<String>,
        /// Whether path or anchor had to be corrected, which was possible without doubt.
        is_corrected: bool,
    },
    /// To a file that is copied to the same place in the site.
    File {
        /// The file.
        path: SourcePath,
        /// `?…` and `#…` as written, empty where there is none.
        suffix: String,
        /// Whether its path had to be corrected, which was possible without doubt.
        is_corrected: bool,
    },
    /// Not to what its author meant.
    Broken(BrokenLink),
}

impl ResolvedLink {
    /// Whether it leads where its author wrote, with nothing corrected.
    pub fn is_exact(&self) -> bool {
        match self {
            ResolvedLink::External | ResolvedLink::Elsewhere { .. } => true,
            ResolvedLink::Page { is_corrected, .. } | ResolvedLink::File { is_corrected, .. } => !is_corrected,
            ResolvedLink::Broken(_) => false,
        }
    }
}

/// Why a link does not lead to what its author meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BrokenLink {
    /// There is no such file, or the link names none.
    NoFile,
    /// There is no such image.
    NoImage,
    /// The page exists and the link leads to it, but no heading of it has this id.
    NoAnchor {
        /// The page.
        page: SitePath,
    },
    /// It names a folder without a page. GitHub would list its files.
    FolderWithoutPage,
    /// It names a place of the repository, whose address is not known.
    UnknownRepository,
    /// It names markdown that is not part of the site: a draft, or one of two files for the same page.
    FileWithoutPage,
}
