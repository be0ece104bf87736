//! Compares, hashes and copies files in chunks, as a site may have large videos. Opens only plain files.

use std::fs::{self, File, Metadata};
use std::io::{self, Read, Write};
use std::path::Path;

use super::error::{SiteError, cannot_read, cannot_write};
use super::file::FileContent;
use crate::source::Hash;

/// The size of a chunk in bytes.
pub const CHUNK_SIZE: usize = 64 << 10;

/// The hash of `content` if the file at `target` has the same bytes, else `None`.
///
/// # Errors
/// The file to be copied cannot be read.
pub fn same_hash(content: &FileContent, target: &Path, metadata: &Metadata) -> Result<Option<Hash>, SiteError> {
    match content {
        FileContent::Bytes(bytes) => {
            let same = metadata.len() == bytes.len() as u64 && has_bytes(target, bytes).unwrap_or(false);
            Ok(same.then(|| Hash::of(bytes)))
        }
        FileContent::CopyOf(source) => {
            let mut original = open_plain(source)?;
            if original.metadata().map_err(cannot_read(source))?.len() != metadata.len() {
                return Ok(None);
            }
            let Ok(mut existing) = File::open(target) else { return Ok(None) };
            hash_if_same(&mut original, &mut existing).map_err(cannot_read(source))
        }
    }
}

fn has_bytes(target: &Path, bytes: &[u8]) -> io::Result<bool> {
    let mut file = File::open(target)?;
    let mut chunk = vec![0; CHUNK_SIZE.min(bytes.len() + 1)];
    let mut rest = bytes;
    loop {
        let read = read_full(&mut file, &mut chunk)?;
        let read_bytes = chunk.get(..read).unwrap_or(&[]);
        match (read_bytes.is_empty(), rest.strip_prefix(read_bytes)) {
            (true, _) => return Ok(rest.is_empty()),
            (false, Some(after)) => rest = after,
            (false, None) => return Ok(false),
        }
    }
}

fn hash_if_same(one: &mut File, two: &mut File) -> io::Result<Option<Hash>> {
    let (mut chunk, mut other) = (vec![0; CHUNK_SIZE], vec![0; CHUNK_SIZE]);
    let mut hasher = blake3::Hasher::new();
    loop {
        let (read, other_read) = (read_full(one, &mut chunk)?, read_full(two, &mut other)?);
        let (read_bytes, existing) = (chunk.get(..read).unwrap_or(&[]), other.get(..other_read).unwrap_or(&[]));
        if read_bytes != existing {
            return Ok(None);
        }
        if read_bytes.is_empty() {
            return Ok(Some(Hash(*hasher.finalize().as_bytes())));
        }
        hasher.update(read_bytes);
    }
}

/// The hash of a file's bytes.
///
/// # Errors
/// The file cannot be read.
pub fn hash_of_file(target: &Path) -> io::Result<Hash> {
    let mut hasher = blake3::Hasher::new();
    hasher.update_reader(File::open(target)?)?;
    Ok(Hash(*hasher.finalize().as_bytes()))
}

/// Copies the bytes of `source` to `to` and returns their hash. Permissions are not copied, so that the site does not depend on them.
/// `target` is the final path, which errors name.
///
/// # Errors
/// `source` cannot be read or is no plain file, or `to` cannot be written.
pub fn copy(source: &Path, to: &Path, target: &Path) -> Result<Hash, SiteError> {
    let mut original = open_plain(source)?;
    let mut copy = File::create(to).map_err(cannot_write(target))?;
    let mut hasher = blake3::Hasher::new();
    let mut chunk = vec![0; CHUNK_SIZE];
    loop {
        let read = read_full(&mut original, &mut chunk).map_err(cannot_read(source))?;
        let read_bytes = chunk.get(..read).unwrap_or(&[]);
        if read_bytes.is_empty() {
            return Ok(Hash(*hasher.finalize().as_bytes()));
        }
        hasher.update(read_bytes);
        copy.write_all(read_bytes).map_err(cannot_write(target))?;
    }
}

/// Opens a plain file. Its type is checked first, as opening a named pipe would block.
fn open_plain(source: &Path) -> Result<File, SiteError> {
    if !fs::metadata(source).map_err(cannot_read(source))?.is_file() {
        let error = io::Error::new(io::ErrorKind::InvalidInput, "it is not a plain file");
        return Err(SiteError::CannotRead(source.to_owned(), error));
    }
    File::open(source).map_err(cannot_read(source))
}

/// Reads until the chunk is full or the file ends; returns the number of bytes.
fn read_full(file: &mut File, chunk: &mut [u8]) -> io::Result<usize> {
    let mut full = 0;
    while let Some(rest) = chunk.get_mut(full..).filter(|rest| !rest.is_empty()) {
        match file.read(rest) {
            Ok(0) => break,
            Ok(read) => full += read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(full)
}
