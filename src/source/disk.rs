//! [`Disk`]: the files of the operating system. The only file of this room that uses the disk or the clock.

#![allow(clippy::disallowed_methods, reason = "this file implements access to the disk")]

use std::fs::{self, File, FileType, Metadata};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use super::diagnostics::ReadErrorKind;
use super::stamp::FileStamp;
use super::world::{EntryKind, EntryMetadata, PixelSize, World, WorldEntry, pixel_size};

/// How long a file must be unchanged before its stamp is trusted. Clocks of file systems tick every few milliseconds, on FAT every two
/// seconds: a second write within one tick leaves the time as it was.
const MIN_STAMP_AGE: Duration = Duration::from_millis(2_500);

/// The file system of this machine.
#[derive(Clone, Copy, Debug, Default)]
pub struct Disk;

impl World for Disk {
    fn real_path(&self, path: &Path) -> io::Result<PathBuf> {
        path.canonicalize()
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<WorldEntry>> {
        let named = |entry: fs::DirEntry| Ok(WorldEntry { name: entry.file_name(), kind: kind(entry.file_type()?) });
        fs::read_dir(folder)?.map(|entry| entry.and_then(named)).collect()
    }

    fn metadata(&self, path: &Path) -> io::Result<EntryMetadata> {
        path.metadata().map(|metadata| EntryMetadata { kind: kind(metadata.file_type()), length: metadata.len() })
    }

    fn kind(&self, path: &Path) -> io::Result<EntryKind> {
        path.symlink_metadata().map(|metadata| kind(metadata.file_type()))
    }

    fn read(&self, file: &Path, limit: u64) -> Result<Vec<u8>, ReadErrorKind> {
        // Checked before opening: opening a named pipe would block.
        let metadata = file.metadata().map_err(ReadErrorKind::Io)?;
        if !metadata.is_file() {
            return Err(ReadErrorKind::NotAFile);
        }
        // One byte more than the file's length, so that its end is found without growing the buffer.
        let length = usize::try_from(metadata.len().min(limit)).unwrap_or(0);
        let mut bytes = Vec::with_capacity(length + 1);
        File::open(file).and_then(|file| file.take(limit).read_to_end(&mut bytes)).map_err(ReadErrorKind::Io)?;
        Ok(bytes)
    }

    fn stamp(&self, file: &Path) -> Option<FileStamp> {
        FileStamp::settled(&file.metadata().ok()?)
    }

    fn image_size(&self, file: &Path) -> Option<PixelSize> {
        if !file.metadata().ok()?.is_file() {
            return None;
        }
        pixel_size(imagesize::size(file).ok()?)
    }

    fn on_disk(&self, file: &Path) -> Option<PathBuf> {
        Some(file.to_owned())
    }
}

fn kind(file_type: FileType) -> EntryKind {
    match file_type {
        file if file.is_file() => EntryKind::File,
        folder if folder.is_dir() => EntryKind::Folder,
        link if link.is_symlink() => EntryKind::Link,
        _ => EntryKind::Special,
    }
}

impl FileStamp {
    /// The stamp of a plain file that has been unchanged for `MIN_STAMP_AGE`; `None` otherwise. Get the metadata before reading the file, so
    /// that a change while reading is noticed.
    pub fn settled(metadata: &Metadata) -> Option<FileStamp> {
        FileStamp::of(metadata)
            .filter(|stamp| SystemTime::now().duration_since(stamp.modified).is_ok_and(|age| age > MIN_STAMP_AGE))
    }

    /// The stamp of a plain file of any age: a young file with the same stamp may have other bytes.
    pub fn of(metadata: &Metadata) -> Option<FileStamp> {
        let modified = metadata.modified().ok().filter(|_| metadata.is_file())?;
        Some(FileStamp { length: metadata.len(), modified, identity: identity(metadata) })
    }
}

#[cfg(unix)]
fn identity(metadata: &Metadata) -> Option<(u64, i64, i64)> {
    use std::os::unix::fs::MetadataExt;
    Some((metadata.ino(), metadata.ctime(), metadata.ctime_nsec()))
}

/// On other systems the stamp has length and time only.
#[cfg(not(unix))]
fn identity(_: &Metadata) -> Option<(u64, i64, i64)> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_young_file_has_no_stamp_and_a_changed_one_another() {
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("a.md");
        fs::write(&path, "x").expect("a file");
        assert_eq!(Disk.stamp(&path), None);
        let old = SystemTime::now() - Duration::from_secs(60);
        let set = |time| File::options().write(true).open(&path).and_then(|file| file.set_modified(time));
        set(old).expect("a time");
        let stamp = Disk.stamp(&path);
        assert!(stamp.is_some());
        set(old + Duration::from_secs(1)).expect("a time");
        assert_ne!(Disk.stamp(&path), stamp);
    }

    #[test]
    fn no_more_of_a_file_is_read_than_the_limit() {
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("a.md");
        fs::write(&path, "abc").expect("a file");
        let read = |limit| Disk.read(&path, limit).expect("bytes");
        assert_eq!((read(2), read(3), read(9)), (b"ab".to_vec(), b"abc".to_vec(), b"abc".to_vec()));
        assert!(matches!(Disk.read(dir.path(), 9), Err(ReadErrorKind::NotAFile)));
    }
}
