//! [`World`], the only interface through which a course's files are read. In: a path. Out: names, bytes, sizes. The walk and the pipeline
//! use nothing else. [`Disk`](super::Disk) asks the operating system; [`Memory`](super::Memory) holds files by path. Both have symbolic
//! links, so that the same rules apply to them.

use std::ffi::OsString;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use super::diagnostics::ReadErrorKind;
use super::stamp::FileStamp;

/// Width and height of a picture in pixels.
pub type PixelSize = (u32, u32);

/// The size that a picture's header gives; `None` if a side is longer than any picture's.
#[cfg(feature = "render")]
pub(super) fn pixel_size(size: imagesize::ImageSize) -> Option<PixelSize> {
    Some((u32::try_from(size.width).ok()?, u32::try_from(size.height).ok()?))
}

/// A place from which files can be read. Paths are absolute, or relative to the current directory.
///
/// Object-safe, so that one pipeline serves all implementations: a virtual call costs nothing compared with a system call. May be used from
/// several threads at once.
pub trait World: fmt::Debug + Send + Sync {
    /// The path with every symbolic link in it followed.
    ///
    /// # Errors
    /// [`io::ErrorKind::NotFound`] where nothing exists at the path, or at the target of a link.
    fn real_path(&self, path: &Path) -> io::Result<PathBuf>;

    /// The entries of a folder, in any order.
    ///
    /// # Errors
    /// The path is no folder, or cannot be listed.
    fn list(&self, folder: &Path) -> io::Result<Vec<WorldEntry>>;

    /// Kind and length of the entry at the path, symbolic links followed.
    ///
    /// # Errors
    /// As for [`World::real_path`].
    fn metadata(&self, path: &Path) -> io::Result<EntryMetadata>;

    /// The kind of the entry at the path itself: a symbolic link is not followed.
    ///
    /// # Errors
    /// [`io::ErrorKind::NotFound`] where nothing exists at the path.
    fn kind(&self, path: &Path) -> io::Result<EntryKind>;

    /// The first `limit` bytes of a plain file, symbolic links followed. Never blocks: a named pipe is not opened.
    ///
    /// # Errors
    /// [`ReadErrorKind::NotAFile`] where it is no plain file, [`ReadErrorKind::Io`] where it cannot be read.
    fn read(&self, file: &Path, limit: u64) -> Result<Vec<u8>, ReadErrorKind>;

    /// A stamp that tells without reading the file whether it changed; `None` where that is not certain and the file must be read.
    fn stamp(&self, file: &Path) -> Option<FileStamp>;

    /// The size of a picture in pixels; `None` where its header does not tell it. Reads the header each time.
    fn image_size(&self, file: &Path) -> Option<PixelSize>;

    /// The path of the file on disk, if it is there: large files are then copied instead of read.
    fn on_disk(&self, file: &Path) -> Option<PathBuf>;
}

/// An entry of a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorldEntry {
    /// The name; it need not be valid UTF-8.
    pub name: OsString,
    /// Its kind, symbolic links not followed.
    pub kind: EntryKind,
}

/// The kind of a file system entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryKind {
    /// A plain file.
    File,
    /// A folder.
    Folder,
    /// A symbolic link.
    Link,
    /// A named pipe, a socket or a device: never opened.
    Special,
}

/// What is known about a file or folder without opening it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EntryMetadata {
    /// Its kind; never [`EntryKind::Link`].
    pub kind: EntryKind,
    /// The length of a file in bytes.
    pub length: u64,
}
