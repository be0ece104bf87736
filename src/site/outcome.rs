//! What writing did: to one file, and to the folder.

use crate::path::SitePath;

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
