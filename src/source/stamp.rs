//! Whether a file may have changed since it was read, asked without reading it. A stamp that is too young is no proof: a file system's
//! clock may stand still between two writes, so what changed just now is read again (as git does with its index).

use std::fs::Metadata;
use std::path::Path;
use std::time::{Duration, SystemTime};

/// A file untouched for so long has an honest stamp; clocks of file systems tick every few milliseconds, or every two seconds on old ones.
const SETTLED: Duration = Duration::from_millis(2_500);

/// Length, times and place of a file that was at rest when it was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileStamp {
    length: u64,
    modified: SystemTime,
    identity: FileIdentity,
}

/// What tells a file from another that took its place with the same length and time: inode, and time of the last change of any kind.
#[cfg(unix)]
type FileIdentity = (u64, i64, i64);

/// Elsewhere length and time have to do.
#[cfg(not(unix))]
type FileIdentity = ();

#[cfg(unix)]
fn identity(metadata: &Metadata) -> FileIdentity {
    use std::os::unix::fs::MetadataExt;
    (metadata.ino(), metadata.ctime(), metadata.ctime_nsec())
}

#[cfg(not(unix))]
fn identity(_: &Metadata) -> FileIdentity {}

impl FileStamp {
    /// The stamp of the file at `path`, if that is a plain file which has been at rest for a while. Take it before reading the file.
    pub fn of(path: &Path) -> Option<FileStamp> {
        FileStamp::settled(&path.metadata().ok()?)
    }

    /// As `of`, of metadata at hand.
    pub fn settled(metadata: &Metadata) -> Option<FileStamp> {
        let modified = metadata.modified().ok().filter(|_| metadata.is_file())?;
        let at_rest = SystemTime::now().duration_since(modified).is_ok_and(|age| age > SETTLED);
        at_rest.then(|| FileStamp { length: metadata.len(), modified, identity: identity(metadata) })
    }
}

/// Whether a plain file stands at `path`, links not followed; none where nothing does.
pub fn is_plain_file(path: &Path) -> Option<bool> {
    path.symlink_metadata().ok().map(|metadata| metadata.is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_young_file_has_no_stamp_and_a_changed_one_another() {
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("a.md");
        std::fs::write(&path, "x").expect("a file");
        assert_eq!(FileStamp::of(&path), None);
        let old = SystemTime::now() - Duration::from_secs(60);
        let set = |time| std::fs::File::options().write(true).open(&path).and_then(|file| file.set_modified(time));
        set(old).expect("a time");
        let stamp = FileStamp::of(&path);
        assert!(stamp.is_some());
        set(old + Duration::from_secs(1)).expect("a time");
        assert_ne!(FileStamp::of(&path), stamp);
    }
}
