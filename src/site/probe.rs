//! Finds out before any work whether a site, or a file, can be written where it is to go. Leaves nothing behind, and holds no lock: what changes
//! until the writing begins is found then.

use std::fs;
use std::io;
use std::path::Path;

use super::error::{SiteError, cannot_write};
use super::paths::STATE_FOLDER;

/// Looks whether a site can be written into a folder, which need not exist yet. Whether other files are in the way of its pages is known only
/// once these are.
///
/// # Errors
/// The path is no folder, the place of the build's own files is taken, or nothing can be written there.
pub fn probe_folder(dir: &Path) -> Result<(), SiteError> {
    match fs::metadata(dir) {
        Ok(metadata) if !metadata.is_dir() => return Err(SiteError::NotAFolder(dir.to_owned())),
        // A symbolic link to nothing.
        Err(_) if dir.is_symlink() => return Err(SiteError::NotAFolder(dir.to_owned())),
        _ => {}
    }
    let own = dir.join(STATE_FOLDER);
    match fs::symlink_metadata(&own) {
        Ok(metadata) if metadata.is_symlink() => return Err(SiteError::Link(own)),
        Ok(metadata) if !metadata.is_dir() => return Err(SiteError::Foreign(own)),
        _ => {}
    }
    let existing = own.ancestors().find(|folder| here(folder).symlink_metadata().is_ok());
    probe(existing.unwrap_or(Path::new(""))).map_err(cannot_write(dir))
}

/// Looks whether a file can be written or replaced.
///
/// # Errors
/// Its folder does not exist or cannot be written, or the path is a folder.
pub fn probe_file(path: &Path) -> io::Result<()> {
    if path.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    probe(path.parent().unwrap_or(Path::new("")))
}

/// Makes an empty folder in a folder, and removes it at once.
fn probe(folder: &Path) -> io::Result<()> {
    let probe = folder.join(format!(".syllabus-{}.probe", std::process::id()));
    match fs::create_dir(&probe) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
        _ => {
            // One that cannot be removed does no harm.
            let _ = fs::remove_dir(&probe);
            Ok(())
        }
    }
}

/// The empty path is the folder that the command runs in.
fn here(path: &Path) -> &Path {
    if path.as_os_str().is_empty() { Path::new(".") } else { path }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_be_written_is_left_as_it_was() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::create_dir_all(folder.path().join("site/.syllabus")).expect("folders");
        for path in ["", "new", "new/deep/site", "site"] {
            probe_folder(&folder.path().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
        }
        probe_file(&folder.path().join("course.pdf")).expect("a file");
        let names = |path: &str| fs::read_dir(folder.path().join(path)).expect("a folder").count();
        assert_eq!((names(""), names("site"), names("site/.syllabus")), (1, 1, 0));
    }

    #[test]
    fn what_is_in_the_way_is_told() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = |name: &str| folder.path().join(name);
        fs::write(path("file"), "x").expect("a file");
        fs::create_dir(path("site")).expect("a folder");
        fs::write(path("site/.syllabus"), "x").expect("a file");
        assert!(matches!(probe_folder(&path("file")), Err(SiteError::NotAFolder(_))));
        assert!(matches!(probe_folder(&path("site")), Err(SiteError::Foreign(_))));
        assert!(matches!(probe_folder(&path("file/deep/site")), Err(SiteError::CannotWrite(..))));
        let kind = |name: &str| probe_file(&path(name)).expect_err("an error").kind();
        assert_eq!((kind("site"), kind("none/course.pdf")), (io::ErrorKind::IsADirectory, io::ErrorKind::NotFound));
    }

    #[cfg(unix)]
    #[test]
    fn a_folder_without_permission_is_told() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().expect("a folder");
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o555)).expect("a mode");
        if fs::create_dir(folder.path().join("x")).is_ok() {
            println!("skipped: this user may write everything");
            return;
        }
        let error = probe_folder(&folder.path().join("site")).expect_err("no permission");
        assert!(error.to_string().contains("give write permission"), "{error}");
        assert!(probe_file(&folder.path().join("course.pdf")).is_err());
    }
}
