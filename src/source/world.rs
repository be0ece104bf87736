//! The one seam between a course and where its files lie. In: a path. Out: what stands there: names, bytes, lengths.
//! The walk, the pipeline and everything above read a course through [`World`] only. [`Disk`](super::Disk) asks the operating
//! system; [`Memory`](super::Memory) holds files by path. Both know symbolic links, so that the rules about them are the same.

use std::ffi::OsString;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use super::diagnostics::ReadErrorKind;
use super::stamp::FileStamp;

/// Width and height of a picture in pixels.
pub type PixelSize = (u32, u32);

/// Where files lie. Paths are those of the world: absolute or relative to where the program stands, as the caller has them.
///
/// Object-safe, so that one pipeline serves all worlds: each call costs a system call on disk, beside which a virtual call is nothing.
/// May be asked from several threads at once.
pub trait World: fmt::Debug + Send + Sync {
    /// The path with every symbolic link on its way followed.
    ///
    /// # Errors
    /// [`io::ErrorKind::NotFound`] where nothing stands at the path, or at the end of a link.
    fn real_path(&self, path: &Path) -> io::Result<PathBuf>;

    /// The names in a folder, in any order.
    ///
    /// # Errors
    /// Where it is no folder or cannot be listed.
    fn list(&self, folder: &Path) -> io::Result<Vec<WorldEntry>>;

    /// What stands at the path once links are followed.
    ///
    /// # Errors
    /// As for [`World::real_path`].
    fn metadata(&self, path: &Path) -> io::Result<EntryMetadata>;

    /// What stands at the path itself: a link is a link.
    ///
    /// # Errors
    /// [`io::ErrorKind::NotFound`] where nothing stands at the path.
    fn kind(&self, path: &Path) -> io::Result<EntryKind>;

    /// The first `limit` bytes of a plain file, links followed. Never waits: a named pipe is refused, not opened.
    ///
    /// # Errors
    /// [`ReadErrorKind::NotAFile`] for what is no plain file, [`ReadErrorKind::Io`] for what cannot be read.
    fn read(&self, file: &Path, limit: u64) -> Result<Vec<u8>, ReadErrorKind>;

    /// What tells without reading whether a file changed; `None` where that is not certain: then the file must be read.
    fn stamp(&self, file: &Path) -> Option<FileStamp>;

    /// The size of a picture, where its header tells it. Reads the header each time.
    fn image_size(&self, file: &Path) -> Option<PixelSize>;

    /// Where the file lies on disk, if it does: large files are copied from there rather than read.
    fn on_disk(&self, file: &Path) -> Option<PathBuf>;
}

/// A name in a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorldEntry {
    /// The name; it need not be valid UTF-8.
    pub name: OsString,
    /// What stands there, links not followed.
    pub kind: EntryKind,
}

/// What a path names.
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

/// What is known of a file or folder without opening it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EntryMetadata {
    /// What it is; never [`EntryKind::Link`].
    pub kind: EntryKind,
    /// The length of a file in bytes.
    pub length: u64,
}
