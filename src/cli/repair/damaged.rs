//! A file that was read, what is damaged in it, and its bytes with some places changed. Writing goes by the bytes of the file: charset, byte
//! order mark and line ends stay.

use std::fs;
use std::io::{self, Read};
use std::ops::Range;
use std::path::Path;

use rayon::prelude::*;

use super::files::RepairFile;
use super::output::Failure;
use crate::chapter::lost_places;
use crate::cli::patch::{PatchedFile, diff_to_apply, diff_to_look_at};
use crate::repair::{Repair, repair};
use crate::site::replace;
use crate::source::{Decoding, ReencodeError, decode};
use crate::span::{Span, replaced};

/// The largest file that is repaired, in bytes (64 MiB): far more than a chapter may have, as dumps and logs are repaired too. One of this
/// size that is damaged in each line takes about 1.7 GB with its copy and its account; larger ones are refused rather than half read.
pub(super) const MAX_BYTES: u64 = 64 << 20;
/// How many bytes of files are read at a time; a larger file is read alone.
const BATCH_BYTES: u64 = 64 << 20;

/// The first line of each review.
pub(super) const REVIEW_TITLE: &str = "# Repairs to review";

/// A file with its text, and what repair found in it.
pub(super) struct DamagedFile {
    pub source: RepairFile,
    pub bytes: Vec<u8>,
    pub text: String,
    pub decoding: Decoding,
    /// What can be repaired, in order.
    pub repairs: Vec<Repair>,
    /// What is less sure than `[repair] min_confidence`, in order.
    pub withheld: Vec<Repair>,
    /// Places where something is gone for good, in order.
    pub lost: Vec<Span>,
}

/// A text for a place of a file, as bytes of its text.
pub(super) type PlaceEdit = (Range<usize>, String);

/// The files in groups that are small enough to be in memory together.
pub(super) fn batches(files: Vec<RepairFile>) -> Vec<Vec<RepairFile>> {
    let mut batches: Vec<Vec<RepairFile>> = Vec::new();
    let mut size = u64::MAX;
    for file in files {
        size = size.saturating_add(file.size);
        if size > BATCH_BYTES {
            size = file.size;
            batches.push(Vec::new());
        }
        batches.extend(batches.is_empty().then(Vec::new));
        if let Some(batch) = batches.last_mut() {
            batch.push(file);
        }
    }
    batches
}

/// The damaged ones of these files, in their order; a clean file is forgotten at once. What cannot be read is added to `failures`.
pub(super) fn damaged(files: Vec<RepairFile>, failures: &mut Vec<Failure>) -> Vec<DamagedFile> {
    let read: Vec<Result<Option<DamagedFile>, Failure>> = files.into_par_iter().map(load).collect();
    let kept = read.into_iter().filter_map(|file| file.map_err(|failure| failures.push(failure)).ok());
    kept.flatten().collect()
}

fn load(file: RepairFile) -> Result<Option<DamagedFile>, Failure> {
    let bytes = read_named(&file)?;
    // A review that lies among the chapters shows damage on purpose.
    if !file.is_named && is_review(&bytes) {
        return Ok(None);
    }
    analyse(file, bytes).map(|file| Some(file).filter(DamagedFile::is_damaged))
}

/// Whether a file is a review of repairs.
fn is_review(bytes: &[u8]) -> bool {
    bytes.strip_prefix(REVIEW_TITLE.as_bytes()).is_some_and(|rest| matches!(rest, [b'\n' | b'\r', ..]))
}

/// The bytes of a file; the failure names it.
pub(super) fn read_named(file: &RepairFile) -> Result<Vec<u8>, Failure> {
    read(&file.path).map_err(|error| format!("`{}` cannot be read: {error}", file.shown))
}

/// The bytes of a plain file. Its type is checked before it is opened: a named pipe would block, and a device has no end.
fn read(path: &Path) -> io::Result<Vec<u8>> {
    let refuse = |why: String| Err(io::Error::new(io::ErrorKind::InvalidInput, why));
    let metadata = fs::metadata(path)?;
    if !metadata.is_file() {
        return refuse("it is not a plain file; to filter a stream, name `-`".to_owned());
    }
    if metadata.len() > MAX_BYTES {
        return refuse(format!("it is larger than {} MB; split it", MAX_BYTES >> 20));
    }
    fs::read(path)
}

/// All of stdin, up to the size that a file may have.
pub(super) fn read_stdin() -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let read = io::stdin().lock().take(MAX_BYTES + 1).read_to_end(&mut bytes);
    read.map_err(|error| format!("stdin cannot be read: {error}"))?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(format!("stdin is longer than {} MB; split it", MAX_BYTES >> 20));
    }
    Ok(bytes)
}

/// The text of a file that is no chapter.
pub(super) fn read_text(path: &Path, name: &str) -> Result<String, Failure> {
    let bytes = read(path).map_err(|error| format!("`{name}` cannot be read: {error}"))?;
    decode(&bytes).map(|(text, _)| text).map_err(|why| format!("`{name}` is not text: {why}"))
}

/// Decodes the bytes of a file and finds what is damaged in them.
pub(super) fn analyse(source: RepairFile, bytes: Vec<u8>) -> Result<DamagedFile, Failure> {
    let (text, decoding) = decoded(&source, &bytes)?;
    let repaired = repair(&text, &source.settings());
    let lost = lost_places(&text, &repaired);
    let (repairs, withheld) = (repaired.repairs, repaired.withheld);
    Ok(DamagedFile { source, bytes, repairs, withheld, lost, text, decoding })
}

/// The text of a file, and how it was encoded.
pub(super) fn decoded(source: &RepairFile, bytes: &[u8]) -> Result<(String, Decoding), Failure> {
    decode(bytes).map_err(|why| format!("`{}` is not text: {why}", source.shown))
}

impl DamagedFile {
    /// Whether anything is reported for it.
    pub fn is_damaged(&self) -> bool {
        !self.repairs.is_empty() || !self.withheld.is_empty() || !self.lost.is_empty()
    }

    /// The repairs for which `is_wanted` holds, as edits.
    pub fn edits(&self, is_wanted: impl Fn(&Repair) -> bool) -> Vec<PlaceEdit> {
        let wanted = self.repairs.iter().filter(|repair| is_wanted(repair));
        wanted.map(|repair| (repair.span.range(), repair.after.clone())).collect()
    }

    /// The bytes of the file after these edits, see [`edited_bytes`].
    pub fn edited_bytes(&self, edits: &[PlaceEdit]) -> Result<Vec<u8>, Failure> {
        edited_bytes(&self.source, &self.bytes, &self.text, self.decoding, edits)
    }

    /// The repairs as a diff of the file's bytes, see [`diff_to_apply`]; empty where there are none.
    pub fn diff_to_apply(&self) -> Result<Vec<u8>, Failure> {
        let RepairFile { path, shown, .. } = &self.source;
        let new = match self.repairs.is_empty() {
            true => return Ok(Vec::new()),
            false => self.edited_bytes(&self.edits(|_| true))?,
        };
        diff_to_apply(&PatchedFile { path, shown, charset: self.decoding.name(), was: &self.bytes, new: &new })
    }

    /// The repairs as a diff for a terminal.
    pub fn diff_to_look_at(&self) -> String {
        diff_to_look_at(&self.source.shown, &self.text, &edited_text(&self.text, &self.edits(|_| true)))
    }
}

/// `text` after these edits, which are in order and do not overlap.
pub(super) fn edited_text(text: &str, edits: &[PlaceEdit]) -> String {
    replaced(text, edits.iter().map(|(place, new)| (place.clone(), new.as_str())))
}

/// A file after these edits as bytes in its own charset. An error where its unchanged text would not give the same bytes, or where the
/// charset lacks a new character.
pub(super) fn edited_bytes(
    source: &RepairFile,
    bytes: &[u8],
    text: &str,
    decoding: Decoding,
    edits: &[PlaceEdit],
) -> Result<Vec<u8>, Failure> {
    let (name, charset) = (&source.shown, decoding.name());
    decoding.reencode(bytes, text, &edited_text(text, edits)).map_err(|why| match why {
        ReencodeError::OtherPlaces => {
            format!("`{name}` is {charset} and would change elsewhere too; save it as UTF-8 first")
        }
        ReencodeError::Unmappable(_) => {
            format!("`{name}` is {charset}, which lacks a repaired character; save it as UTF-8 first")
        }
    })
}

/// Replaces a file by these bytes, if it is still as it was when it was read. A symbolic link stays one: what it leads to is replaced.
pub(super) fn write(source: &RepairFile, was: &[u8], new: &[u8]) -> Result<(), Failure> {
    // A file that has vanished since it was read is not created again.
    let path = fs::canonicalize(&source.path).and_then(|path| Ok((read(&path)? == was).then_some(path)));
    let failed = |error: io::Error| format!("`{}` cannot be written: {error}", source.shown);
    match path.map_err(failed)? {
        Some(path) => replace(&path, new).map_err(failed),
        None => Err(format!("`{}` was changed while it was being repaired, and stays as it is", source.shown)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_take_the_place_of_what_stood_there() {
        let edits = [(0..1, "b".to_owned()), (2..4, String::new()), (5..5, "!".to_owned())];
        assert_eq!(edited_text("a é x", &edits), "b  !x");
        assert_eq!(edited_text("", &[]), "");
    }
}
