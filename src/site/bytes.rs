//! Comparing and copying the bytes of files, in pieces: a site may hold films. Opens nothing that is not a plain file.

use std::fs::{self, File, Metadata};
use std::io::{self, Read, Write};
use std::path::Path;

use super::error::{SiteError, cannot_read, cannot_write};
use super::file::FileContent;
use crate::source::Hash;

/// Files are compared and copied in pieces of this size.
pub const CHUNK_SIZE: usize = 64 << 10;

/// The hash of the content, if the file at `place` has the same bytes.
pub fn same_hash(content: &FileContent, place: &Path, metadata: &Metadata) -> Result<Option<Hash>, SiteError> {
    match content {
        FileContent::Bytes(bytes) => {
            let same = metadata.len() == bytes.len() as u64 && has_bytes(place, bytes).unwrap_or(false);
            Ok(same.then(|| Hash::of(bytes)))
        }
        FileContent::CopyOf(of) => {
            let mut original = open_plain(of)?;
            if original.metadata().map_err(cannot_read(of))?.len() != metadata.len() {
                return Ok(None);
            }
            let Ok(mut there) = File::open(place) else { return Ok(None) };
            hash_if_same(&mut original, &mut there).map_err(cannot_read(of))
        }
    }
}

fn has_bytes(place: &Path, bytes: &[u8]) -> io::Result<bool> {
    let mut file = File::open(place)?;
    let mut piece = vec![0; CHUNK_SIZE.min(bytes.len() + 1)];
    let mut rest = bytes;
    loop {
        let read = read_full(&mut file, &mut piece)?;
        let got = piece.get(..read).unwrap_or(&[]);
        match (got.is_empty(), rest.strip_prefix(got)) {
            (true, _) => return Ok(rest.is_empty()),
            (false, Some(after)) => rest = after,
            (false, None) => return Ok(false),
        }
    }
}

fn hash_if_same(one: &mut File, two: &mut File) -> io::Result<Option<Hash>> {
    let (mut piece, mut other) = (vec![0; CHUNK_SIZE], vec![0; CHUNK_SIZE]);
    let mut hasher = blake3::Hasher::new();
    loop {
        let (read, also) = (read_full(one, &mut piece)?, read_full(two, &mut other)?);
        let (got, there) = (piece.get(..read).unwrap_or(&[]), other.get(..also).unwrap_or(&[]));
        if got != there {
            return Ok(None);
        }
        if got.is_empty() {
            return Ok(Some(Hash(*hasher.finalize().as_bytes())));
        }
        hasher.update(got);
    }
}

/// The hash of a file's bytes.
pub fn hash_of_file(place: &Path) -> io::Result<Hash> {
    let mut hasher = blake3::Hasher::new();
    hasher.update_reader(File::open(place)?)?;
    Ok(Hash(*hasher.finalize().as_bytes()))
}

/// Copies the bytes, not the permissions: a site is the same whatever its source's files allow. `place` is where the copy belongs in the end.
pub fn copy(of: &Path, to: &Path, place: &Path) -> Result<Hash, SiteError> {
    let mut original = open_plain(of)?;
    let mut copy = File::create(to).map_err(cannot_write(place))?;
    let mut hasher = blake3::Hasher::new();
    let mut piece = vec![0; CHUNK_SIZE];
    loop {
        let read = read_full(&mut original, &mut piece).map_err(cannot_read(of))?;
        let got = piece.get(..read).unwrap_or(&[]);
        if got.is_empty() {
            return Ok(Hash(*hasher.finalize().as_bytes()));
        }
        hasher.update(got);
        copy.write_all(got).map_err(cannot_write(place))?;
    }
}

/// Opens a file to be copied; looks first, as opening a named pipe would wait for ever.
fn open_plain(of: &Path) -> Result<File, SiteError> {
    if !fs::metadata(of).map_err(cannot_read(of))?.is_file() {
        let error = io::Error::new(io::ErrorKind::InvalidInput, "it is not a plain file");
        return Err(SiteError::CannotRead(of.to_owned(), error));
    }
    File::open(of).map_err(cannot_read(of))
}

/// Reads until the piece is full or the file is at its end.
fn read_full(file: &mut File, piece: &mut [u8]) -> io::Result<usize> {
    let mut full = 0;
    while let Some(rest) = piece.get_mut(full..).filter(|rest| !rest.is_empty()) {
        match file.read(rest) {
            Ok(0) => break,
            Ok(read) => full += read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(full)
}
