//! Writes one of the author's chapters back after an edit of its text, in its own charset and with its own line ends, and only where nothing
//! speaks against it. In: the chapter as it was read, and its new text.

use std::fmt;
use std::fs;
use std::io;
use std::path::Path;

use super::replace::replace;
use crate::source::{Hash, ReencodeError, Source};

/// Why a chapter is not written.
#[derive(Debug)]
pub enum RewriteError {
    /// It is reached by a symbolic link.
    Link,
    /// It may not be written.
    ReadOnly,
    /// It is not as it was read.
    Changed,
    /// It is in this charset, in which its new text cannot be written so that only the edited places change.
    Charset(&'static str),
    /// The system says this.
    Io(io::Error),
}

impl fmt::Display for RewriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            RewriteError::Link => f.write_str("a symbolic link leads to it"),
            RewriteError::ReadOnly => f.write_str("it is read-only"),
            RewriteError::Changed => f.write_str("it was changed meanwhile"),
            RewriteError::Charset(name) => {
                write!(f, "it is {name} and would change elsewhere too; save it as UTF-8 first")
            }
            RewriteError::Io(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for RewriteError {}

impl From<io::Error> for RewriteError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound => RewriteError::Changed,
            _ => RewriteError::Io(error),
        }
    }
}

/// A chapter before and after an edit, as bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RewrittenFile {
    /// The bytes that it has.
    pub was: Vec<u8>,
    /// The bytes that it would get.
    pub new: Vec<u8>,
}

/// What [`rewrite`] would write: the chapter `source` of the course in `root`, a folder with all symbolic links followed, with `text` in place of
/// its text. Nothing is written.
///
/// # Errors
/// It may not or cannot be written; see [`RewriteError`].
pub fn rewritten(root: &Path, source: &Source, text: &str) -> Result<RewrittenFile, RewriteError> {
    let path = root.join(source.path.as_str());
    if path.canonicalize()? != path {
        return Err(RewriteError::Link);
    }
    let metadata = fs::metadata(&path)?;
    if metadata.permissions().readonly() {
        return Err(RewriteError::ReadOnly);
    }
    // What is no plain file any more is not opened.
    let was = if metadata.is_file() { fs::read(&path)? } else { Vec::new() };
    if Hash::of(&was) != source.hash {
        return Err(RewriteError::Changed);
    }
    match source.decoding.reencode(&was, &source.text, text) {
        Ok(new) => Ok(RewrittenFile { was, new }),
        Err(ReencodeError::OtherPlaces | ReencodeError::Unmappable(_)) => {
            Err(RewriteError::Charset(source.decoding.name()))
        }
    }
}

/// Writes the chapter `source` of the course in `root` with `text` in place of its text, see [`rewritten`]. At every moment the file is the old
/// one or the new one.
///
/// # Errors
/// It may not or cannot be written, and stays as it is.
pub fn rewrite(root: &Path, source: &Source, text: &str) -> Result<(), RewriteError> {
    let RewrittenFile { new, .. } = rewritten(root, source, text)?;
    replace(&root.join(source.path.as_str()), &new).map_err(RewriteError::Io)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::path::SourcePath;

    /// A course of one file, as it was read.
    fn course(bytes: &[u8]) -> (tempfile::TempDir, std::path::PathBuf, Source) {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path().canonicalize().expect("a folder");
        fs::write(root.join("a.md"), bytes).expect("a file");
        let source = Source::from_bytes(SourcePath::new("a.md"), bytes).expect("text");
        (folder, root, source)
    }

    #[test]
    fn charset_and_line_ends_stay() {
        for (was, new) in [
            (&b"\xef\xbb\xbf[a](B.md)\r\n"[..], &b"\xef\xbb\xbf[a](b.md)\r\n"[..]),
            (b"Caf\xe9 [a](B.md)", b"Caf\xe9 [a](b.md)"),
            (b"\xff\xfe[\0a\0]\0(\0B\0)\0", b"\xff\xfe[\0a\0]\0(\0b\0)\0"),
        ] {
            let (_folder, root, source) = course(was);
            rewrite(&root, &source, &source.text.replace('B', "b")).expect("it is written");
            assert_eq!(fs::read(root.join("a.md")).expect("the file"), new);
        }
    }

    #[test]
    fn what_was_changed_or_is_not_the_courses_own_stays() {
        let (_folder, root, source) = course(b"[a](B.md)");
        let path = root.join("a.md");
        let refused = || rewrite(&root, &source, "new").expect_err("it is refused");
        fs::write(&path, "other").expect("a file");
        assert!(matches!(refused(), RewriteError::Changed));
        fs::remove_file(&path).expect("the file");
        assert!(matches!(refused(), RewriteError::Changed) && !path.exists());
        fs::write(&path, "[a](B.md)").expect("a file");
        let mut permissions = fs::metadata(&path).expect("the file").permissions();
        permissions.set_readonly(true);
        fs::set_permissions(&path, permissions).expect("permissions");
        assert!(matches!(refused(), RewriteError::ReadOnly));
        assert_eq!(fs::read(&path).expect("the file"), b"[a](B.md)");
    }

    #[cfg(unix)]
    #[test]
    fn what_a_symbolic_link_leads_to_is_not_written() {
        let (_folder, root, source) = course(b"[a](B.md)");
        fs::rename(root.join("a.md"), root.join("real.md")).expect("a file");
        std::os::unix::fs::symlink("real.md", root.join("a.md")).expect("a link");
        assert!(matches!(rewrite(&root, &source, "new"), Err(RewriteError::Link)));
        assert_eq!(fs::read(root.join("real.md")).expect("the file"), b"[a](B.md)");
    }
}
