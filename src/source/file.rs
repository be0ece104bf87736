//! A chapter's file as decoded, and how large one may be. Never interpreted here.

use std::sync::Arc;

use super::decode::{Decoding, NotText, decode};
use super::hash::Hash;
use crate::path::SourcePath;

/// Larger files are no chapters: nobody wrote them. The densest markup of this size (70,000 questions, a million headings) still is a page
/// in ten seconds and 1.5 GB; GitHub shows a fraction of it. And spans fit 32 bits.
pub const MAX_BYTES: u64 = 3 << 20;

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
