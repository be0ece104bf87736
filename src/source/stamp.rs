//! A file's stamp tells without reading the file whether it may have changed. A file that was written a moment ago has no stamp and is read
//! again: a second write within one tick of the file system's clock would leave the stamp as it was. Git's index has the same
//! [problem and solution](https://git-scm.com/docs/racy-git).

use std::time::SystemTime;

/// Length, time and identity of a file that had been unchanged for a while. Equal stamps mean equal bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileStamp {
    pub(super) length: u64,
    pub(super) modified: SystemTime,
    /// Inode number and time of the last status change (seconds, nanoseconds), where the system has them. They tell a file from one that
    /// replaced it with the same length and time.
    pub(super) identity: Option<(u64, i64, i64)>,
}
