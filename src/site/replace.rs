//! Replaces one of the author's own files, safely: at every moment it is either the old one or the new one.

use std::fs::{self, File, Permissions};
use std::io::{self, Write};
use std::path::Path;

/// Replaces the file at `path` by renaming a temporary file beside it; creates it where there is none. Its permissions stay, and so does a
/// symbolic link: its target is replaced.
///
/// # Errors
/// The temporary file cannot be written or renamed; it is removed then.
pub fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let permissions = match fs::metadata(&path) {
        Ok(metadata) => Some(metadata.permissions()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(error),
    };
    // Not made from the file's name, which may have the greatest length already.
    let temp_file = path.with_file_name(format!(".syllabus-{}.new", std::process::id()));
    let written = write_new(&temp_file, bytes, permissions).and_then(|()| fs::rename(&temp_file, &path));
    if written.is_err() {
        // The first error is reported; a temporary file that cannot be removed does no harm.
        let _ = fs::remove_file(&temp_file);
    }
    written
}

fn write_new(path: &Path, bytes: &[u8], permissions: Option<Permissions>) -> io::Result<()> {
    let mut file = File::create_new(path)?;
    file.write_all(bytes)?;
    permissions.map_or(Ok(()), |permissions| file.set_permissions(permissions))?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_created_and_replaced_and_nothing_is_left_beside_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("syllabus.toml");
        replace(&path, b"one").expect("a new file");
        replace(&path, b"two").expect("the same file");
        assert_eq!(fs::read(&path).expect("the file"), b"two");
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1);
        assert!(replace(&folder.path().join("no/x"), b"one").is_err());
    }

    #[cfg(unix)]
    #[test]
    fn permissions_stay_and_a_link_stays_a_link() {
        use std::os::unix::fs::PermissionsExt;

        let folder = tempfile::tempdir().expect("a folder");
        let (real, link) = (folder.path().join("real"), folder.path().join("link"));
        fs::write(&real, "one").expect("a file");
        fs::set_permissions(&real, Permissions::from_mode(0o640)).expect("permissions");
        std::os::unix::fs::symlink(&real, &link).expect("a link");
        replace(&link, b"two").expect("the target");
        assert!(link.is_symlink());
        assert_eq!(fs::read(&real).expect("the file"), b"two");
        assert_eq!(fs::metadata(&real).expect("the file").permissions().mode() & 0o777, 0o640);
    }
}
