//! The errors of writing a site, with messages that say what to do.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use crate::path::SitePath;

/// Why a site or a file of it could not be written. Files written before are still complete.
#[derive(Debug)]
pub enum SiteError {
    /// The output exists and is no folder.
    NotAFolder(PathBuf),
    /// A file that no build made is at the path of a file of the site.
    Foreign(PathBuf),
    /// A symbolic link is at the path of a file or folder of the site.
    Link(PathBuf),
    /// Another build is writing into the folder.
    Busy(PathBuf),
    /// The path is not allowed in a site.
    BadPath(SitePath),
    /// A file of the site could not be written.
    CannotWrite(PathBuf, io::Error),
    /// A file to be copied cannot be read.
    CannotRead(PathBuf, io::Error),
}

/// What to do about an I/O error while writing, by its kind.
const WRITE_HELP: &[(io::ErrorKind, &str)] = &[
    (io::ErrorKind::StorageFull, "make room on the disk, then build again; what was there before is whole"),
    (io::ErrorKind::QuotaExceeded, "make room on the disk, then build again; what was there before is whole"),
    (io::ErrorKind::PermissionDenied, "give write permission, or name another folder with `-o`"),
    (io::ErrorKind::ReadOnlyFilesystem, "the disk is read-only: name another folder with `-o`"),
    (
        io::ErrorKind::NotADirectory,
        "a file stands where a folder belongs: move it away, or name another folder with `-o`",
    ),
    (
        io::ErrorKind::IsADirectory,
        "a folder stands where a file belongs: move it away, or name another folder with `-o`",
    ),
    (io::ErrorKind::InvalidFilename, "shorten the name of the chapter or of its folders"),
];

impl fmt::Display for SiteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SiteError::NotAFolder(path) => {
                write!(f, "the output `{}` is not a folder; name another one with `-o`", path.display())
            }
            SiteError::Foreign(path) => write!(
                f,
                "`{}` is in the way: no build made it, so it is not replaced; move it away, or name another folder with `-o`",
                path.display()
            ),
            SiteError::Link(path) => write!(
                f,
                "`{}` is a symbolic link, and a site is never written through one; remove it, or name another folder with `-o`",
                path.display()
            ),
            SiteError::Busy(path) => write!(
                f,
                "another build is writing into `{}`; wait until it is done, stop it, or name another folder with `-o`",
                path.display()
            ),
            SiteError::BadPath(path) => write!(f, "`{path}` cannot be the path of a file of the site"),
            SiteError::CannotWrite(path, error) => {
                write!(f, "`{}` cannot be written: {error}{}", path.display(), write_help(error))
            }
            SiteError::CannotRead(path, error) => {
                write!(
                    f,
                    "`{}` cannot be read: {error}; give read permission, or take it out of the course",
                    path.display()
                )
            }
        }
    }
}

fn write_help(error: &io::Error) -> String {
    let help = WRITE_HELP.iter().find(|(kind, _)| *kind == error.kind());
    help.map(|(_, way)| format!("; {way}")).unwrap_or_default()
}

impl std::error::Error for SiteError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            SiteError::CannotWrite(_, error) | SiteError::CannotRead(_, error) => Some(error),
            _ => None,
        }
    }
}

/// For `map_err`: `path` cannot be written.
pub fn cannot_write(path: &Path) -> impl FnOnce(io::Error) -> SiteError + '_ {
    move |error| SiteError::CannotWrite(path.to_owned(), error)
}

/// For `map_err`: `path` cannot be read.
pub fn cannot_read(path: &Path) -> impl FnOnce(io::Error) -> SiteError + '_ {
    move |error| SiteError::CannotRead(path.to_owned(), error)
}
