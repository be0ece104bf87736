//! What tells without reading a file whether it may have changed. A stamp that is too young is no proof: a file system's clock may stand
//! still between two writes, so what changed just now has none and is read again (as git does with its index).

use std::time::SystemTime;

/// Length, times and identity of a file that was at rest when it was looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileStamp {
    pub(super) length: u64,
    pub(super) modified: SystemTime,
    /// What tells a file from another that took its place with the same length and time, where the system knows it: inode, and time of
    /// the last change of any kind.
    pub(super) identity: Option<(u64, i64, i64)>,
}
