//! Reads one file of the course through a [`World`]. In: the course's folder and a path in it. Out: a [`Source`]. What lies outside of the
//! folder is never read.

use std::path::Path;

use super::diagnostics::{ReadError, ReadErrorKind};
use super::file::{MAX_BYTES, Source};
use super::world::World;
use crate::path::SourcePath;

/// Reads and decodes one file of the course in the folder `root`.
///
/// # Errors
/// The file is no plain file, cannot be read, is outside of `root`, is larger than [`MAX_BYTES`], or is no text. All of this is checked now,
/// as the file may have changed since the scan.
pub fn read(world: &dyn World, root: &Path, path: &SourcePath) -> Result<Source, ReadError> {
    let fail = |kind: ReadErrorKind| ReadError { path: path.clone(), kind };
    let bytes = bytes_inside(world, root, path).map_err(fail)?;
    Source::from_bytes(path.clone(), &bytes).map_err(|why| fail(ReadErrorKind::NotText(why)))
}

fn bytes_inside(world: &dyn World, root: &Path, path: &SourcePath) -> Result<Vec<u8>, ReadErrorKind> {
    let real_root = world.real_path(root).map_err(ReadErrorKind::Io)?;
    let real = world.real_path(&root.join(path.as_str())).map_err(ReadErrorKind::Io)?;
    if !real.starts_with(&real_root) {
        return Err(ReadErrorKind::Outside);
    }
    let bytes = world.read(&real, MAX_BYTES + 1)?;
    if bytes.len() as u64 > MAX_BYTES { Err(ReadErrorKind::TooLarge) } else { Ok(bytes) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{Decoding, Hash, Memory};

    #[cfg(feature = "render")]
    fn read_error(world: &Memory, name: &str) -> Result<(), ReadErrorKind> {
        read(world, Path::new("course"), &SourcePath::new(name)).map(drop).map_err(|error| error.kind)
    }

    #[cfg(feature = "render")]
    #[test]
    fn a_file_is_read_with_the_hash_of_its_bytes() {
        let world = Memory::from_iter([("course/a.md", "\u{feff}# É\r\n")]);
        let source = read(&world, Path::new("course"), &SourcePath::new("a.md")).expect("text");
        assert_eq!(&*source.text, "# É\r\n");
        assert_eq!(source.decoding, Decoding::Utf8Bom);
        assert_eq!(source.hash, Hash::of("\u{feff}# É\r\n".as_bytes()));
    }

    #[cfg(feature = "render")]
    #[test]
    fn what_is_no_plain_file_is_refused() {
        let world = Memory::from_iter([("course/folder.md/x", b"x".to_vec()), ("course/nul.md", b"a\0b".to_vec())]);
        world.write("course/large.md", vec![b'x'; MAX_BYTES as usize + 1]);
        assert!(matches!(read_error(&world, "missing.md"), Err(ReadErrorKind::Io(_))));
        assert!(matches!(read_error(&world, "folder.md"), Err(ReadErrorKind::NotAFile)));
        assert!(matches!(read_error(&world, "nul.md"), Err(ReadErrorKind::NotText(_))));
        assert!(matches!(read_error(&world, "large.md"), Err(ReadErrorKind::TooLarge)));
    }

    #[cfg(feature = "render")]
    #[test]
    fn a_link_out_of_the_course_is_not_read() {
        let world = Memory::from_iter([("secret", "x"), ("course/b.md", "x")]);
        world.link("course/a.md", "../secret");
        world.link("course/c.md", "b.md");
        assert!(matches!(read_error(&world, "a.md"), Err(ReadErrorKind::Outside)));
        assert!(read_error(&world, "c.md").is_ok());
    }
}
