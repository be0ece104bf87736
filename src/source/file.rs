//! A chapter's file as decoded text, and the largest size it may have. The text is not interpreted here.

use std::sync::Arc;

use super::decode::{Decoding, NotText, decode};
use super::hash::Hash;
use crate::path::SourcePath;

/// The largest file that is read as a chapter, in bytes (3 MiB). No author writes a larger one, and GitHub shows only a part of it. The
/// densest markup of this size (70,000 questions, a million headings) takes ten seconds and 1.5 GB. Also, spans fit into 32 bits.
pub const MAX_BYTES: u64 = 3 << 20;

/// A chapter's file as decoded. Spans of diagnostics are byte ranges of `text`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Its path in the course.
    pub path: SourcePath,
    /// Its text, without byte order mark and with its own line ends.
    pub text: Arc<str>,
    /// The encoding of the file, with which a changed text is written back.
    pub decoding: Decoding,
    /// The hash of the undecoded bytes.
    pub hash: Hash,
}

impl Source {
    /// Decodes bytes in memory (an editor's buffer, a test, a file already read).
    ///
    /// # Errors
    /// The bytes are no text.
    pub fn from_bytes(path: SourcePath, bytes: &[u8]) -> Result<Self, NotText> {
        let (text, decoding) = decode(bytes)?;
        Ok(Source { path, text: text.into(), decoding, hash: Hash::of(bytes) })
    }
}
