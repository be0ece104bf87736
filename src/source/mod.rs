//! The first stage: a folder becomes `Source`s and one `Inventory`. One of the few places that read the disk.
//! Never interprets a text beyond its charset and its front matter, never follows a link out of the course.

mod charsets;
mod decode;
pub mod diagnostics;
pub mod front_matter;
#[cfg(feature = "cli")]
mod ignored;
mod inventory;
mod kind;
pub mod naming;
mod stamp;
#[cfg(feature = "cli")]
mod walk;
#[cfg(feature = "cli")]
mod walk_diagnostics;

use std::fmt;
use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

pub use decode::{Decoding, NotText, Unmappable, decode};
pub use diagnostics::{ReadError, ReadErrorKind, SourceError};
pub use front_matter::{FrontMatter, FrontMatterBlock};
pub use inventory::{FileInfo, Inventory};
pub use kind::{FileKind, Navigation};
pub use naming::{PageAddresses, page_of_quiz, pages, quiz_page};
pub use stamp::{FileStamp, is_plain_file};
#[cfg(feature = "cli")]
pub use walk::{FolderScan, SingleFile, WalkRules, scan, single};

use crate::path::SourcePath;

/// Larger files are no chapters: nobody wrote them. The densest markup of this size (70,000 questions, a million headings) still is a page
/// in ten seconds and 1.5 GB; GitHub shows a fraction of it. And spans fit 32 bits.
pub const MAX_BYTES: u64 = 3 << 20;

/// BLAKE3 of some bytes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Hash(pub [u8; 32]);

impl Hash {
    /// The hash of `bytes`.
    pub fn of(bytes: &[u8]) -> Self {
        Hash(*blake3::hash(bytes).as_bytes())
    }

    /// From 64 hexadecimal digits.
    pub fn from_hex(hex: &str) -> Option<Self> {
        blake3::Hash::from_hex(hex).ok().map(|hash| Hash(*hash.as_bytes()))
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Hash({self})")
    }
}

/// A chapter's file as decoded. Spans of diagnostics are bytes of `text`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Where it lies in the course.
    pub path: SourcePath,
    /// Its text: without byte order mark, line ends as they are.
    pub text: Arc<str>,
    /// How the bytes became text, and how text becomes bytes again.
    pub decoding: Decoding,
    /// Of the bytes on disk.
    pub hash: Hash,
}

impl Source {
    /// From bytes in memory (an editor's buffer, a test, a file already read).
    pub fn from_bytes(path: SourcePath, bytes: &[u8]) -> Result<Self, NotText> {
        let (text, decoding) = decode(bytes)?;
        Ok(Source { path, text: text.into(), decoding, hash: Hash::of(bytes) })
    }
}

/// Reads one file of the course. Refuses what is no plain file inside `root` at this moment, whatever the scan saw.
pub fn read(root: &Path, path: &SourcePath) -> Result<Source, ReadError> {
    let fail = |lost: ReadErrorKind| ReadError { path: path.clone(), lost };
    let bytes = bytes_inside(root, path).map_err(fail)?;
    Source::from_bytes(path.clone(), &bytes).map_err(|why| fail(ReadErrorKind::NotText(why)))
}

fn bytes_inside(root: &Path, path: &SourcePath) -> Result<Vec<u8>, ReadErrorKind> {
    let real_root = root.canonicalize().map_err(ReadErrorKind::Io)?;
    let real = root.join(path.as_str()).canonicalize().map_err(ReadErrorKind::Io)?;
    if !real.starts_with(&real_root) {
        return Err(ReadErrorKind::Outside);
    }
    // Looked at before it is opened: opening a named pipe would wait for ever.
    let metadata = real.metadata().map_err(ReadErrorKind::Io)?;
    if !metadata.is_file() {
        return Err(ReadErrorKind::NotAFile);
    }
    if metadata.len() > MAX_BYTES {
        return Err(ReadErrorKind::TooLarge);
    }
    let mut bytes = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or(0) + 1);
    File::open(&real).and_then(|file| file.take(MAX_BYTES + 1).read_to_end(&mut bytes)).map_err(ReadErrorKind::Io)?;
    if bytes.len() as u64 > MAX_BYTES { Err(ReadErrorKind::TooLarge) } else { Ok(bytes) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_read_with_the_hash_of_its_bytes() {
        let dir = tempfile::tempdir().expect("a folder");
        std::fs::write(dir.path().join("a.md"), "\u{feff}# É\r\n").expect("a file");
        let source = read(dir.path(), &SourcePath::new("a.md")).expect("text");
        assert_eq!(&*source.text, "# É\r\n");
        assert_eq!(source.decoding, Decoding::Utf8Bom);
        assert_eq!(source.hash, Hash::of("\u{feff}# É\r\n".as_bytes()));
    }

    #[test]
    fn what_is_no_plain_file_is_refused() {
        let dir = tempfile::tempdir().expect("a folder");
        std::fs::create_dir(dir.path().join("folder.md")).expect("a folder");
        std::fs::write(dir.path().join("nul.md"), b"a\0b").expect("a file");
        let lost = |name: &str| read(dir.path(), &SourcePath::new(name)).map(drop).map_err(|error| error.lost);
        assert!(matches!(lost("missing.md"), Err(ReadErrorKind::Io(_))));
        assert!(matches!(lost("folder.md"), Err(ReadErrorKind::NotAFile)));
        assert!(matches!(lost("nul.md"), Err(ReadErrorKind::NotText(_))));
    }

    #[cfg(unix)]
    #[test]
    fn a_link_out_of_the_course_is_not_read() {
        let dir = tempfile::tempdir().expect("a folder");
        let course = dir.path().join("course");
        std::fs::create_dir(&course).expect("a folder");
        std::fs::write(dir.path().join("secret"), "x").expect("a file");
        std::os::unix::fs::symlink("../secret", course.join("a.md")).expect("a link");
        let error = read(&course, &SourcePath::new("a.md")).expect_err("outside");
        assert!(matches!(error.lost, ReadErrorKind::Outside));
    }

    #[test]
    fn hashes_are_written_and_read_as_hex() {
        let hash = Hash::of(b"x");
        assert_eq!(Hash::from_hex(&hash.to_string()), Some(hash));
        assert_eq!(Hash::from_hex("no"), None);
    }
}
