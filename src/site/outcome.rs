//! The result of writing: for one file, and for the whole folder.

use crate::path::SitePath;

/// What writing changed at the path of one file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WriteOutcome {
    /// The file had these bytes already and was not written.
    Unchanged,
    /// There was no such file before.
    Created,
    /// The file had other bytes before.
    Changed,
}

/// What a build changed in the folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WriteSummary {
    /// Files created or changed.
    pub written: usize,
    /// Files that had the right bytes already.
    pub unchanged: usize,
    /// Files of earlier builds that were removed.
    pub removed: usize,
    /// Files of earlier builds that are no longer part of the site, but were changed by someone else since: they are not removed.
    pub left: Vec<SitePath>,
}
