//! Writes new files: all of them, or none. Each is complete before it has its name, and nothing that exists is touched.

use std::fmt;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use super::plan::NewFile;

/// Why files could not be written; those that were are gone again.
#[derive(Debug)]
pub(super) struct WriteError {
    path: PathBuf,
    error: io::Error,
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "`{}` cannot be written: {}", self.path.display(), self.error)
    }
}

/// Writes all files, with the folders that they need.
///
/// # Errors
/// One of them cannot be written; then what was written is removed.
pub(super) fn write_all(files: &[NewFile]) -> Result<(), WriteError> {
    let mut made = Made::default();
    for file in files {
        if let Err(error) = made.write(file) {
            made.undo();
            return Err(WriteError { path: file.path.clone(), error });
        }
    }
    Ok(())
}

/// What was made so far.
#[derive(Default)]
struct Made {
    files: Vec<PathBuf>,
    folders: Vec<PathBuf>,
}

impl Made {
    fn write(&mut self, file: &NewFile) -> io::Result<()> {
        let folder = file.path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        self.make_folder(folder)?;
        let temp_file = folder.join(format!(".syllabus-{}.new", std::process::id()));
        let written = write_new(&temp_file, &file.bytes).and_then(|()| {
            // Whoever made it meanwhile keeps it.
            if file.path.symlink_metadata().is_ok() {
                return Err(io::Error::from(ErrorKind::AlreadyExists));
            }
            fs::rename(&temp_file, &file.path)
        });
        if written.is_err() {
            // The first error is reported; a temporary file that cannot be removed does no harm.
            let _ = fs::remove_file(&temp_file);
            return written;
        }
        self.files.push(file.path.clone());
        Ok(())
    }

    fn make_folder(&mut self, folder: &Path) -> io::Result<()> {
        let missing: Vec<PathBuf> = folder
            .ancestors()
            .take_while(|above| !above.as_os_str().is_empty() && !above.exists())
            .map(Path::to_owned)
            .collect();
        for folder in missing.into_iter().rev() {
            fs::create_dir(&folder)?;
            self.folders.push(folder);
        }
        Ok(())
    }

    /// Removes what was made. What cannot be removed stays: the error that led here is told.
    fn undo(self) {
        for file in self.files {
            let _ = fs::remove_file(file);
        }
        for folder in self.folders.into_iter().rev() {
            let _ = fs::remove_dir(folder);
        }
    }
}

fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = File::create_new(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}
