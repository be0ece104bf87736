//! What the worker of a site is told of it.

/// The list of the files that a browser may keep, as JSON, and its version.
#[derive(Debug)]
pub(super) struct OfflineSite {
    pub list: String,
    pub version: String,
}
