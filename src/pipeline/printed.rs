//! Chapters as they are printed, kept from when their pages are made until the documents that they are part of are: then they need not be read
//! and parsed again. Memory is bounded: what does not fit any more is made again when it is needed.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::index::ChapterIdx;
use crate::render::book::BookChapter;

/// How many bytes are kept, about: those of more than a thousand chapters.
const MAX_BYTES: usize = 48 << 20;

/// The chapters that are kept.
#[derive(Debug, Default)]
pub(super) struct PrintedChapters {
    kept: Mutex<KeptChapters>,
}

#[derive(Debug, Default)]
struct KeptChapters {
    chapters: HashMap<ChapterIdx, Arc<BookChapter>>,
    bytes: usize,
}

impl PrintedChapters {
    /// A chapter, if it is kept.
    pub fn get(&self, chapter: ChapterIdx) -> Option<Arc<BookChapter>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).chapters.get(&chapter).cloned()
    }

    /// Forgets a chapter: what it is part of is made.
    pub fn forget(&self, chapter: ChapterIdx) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(printed) = kept.chapters.remove(&chapter) {
            kept.bytes -= size_of(&printed);
        }
    }

    /// Whether one more may be kept.
    pub fn has_room(&self) -> bool {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).bytes < MAX_BYTES
    }

    /// Keeps a chapter if there is room for it.
    pub fn keep(&self, chapter: ChapterIdx, printed: &Arc<BookChapter>) {
        let size = size_of(printed);
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.bytes + size <= MAX_BYTES && kept.chapters.insert(chapter, Arc::clone(printed)).is_none() {
            kept.bytes += size;
        }
    }
}

/// About how many bytes a chapter takes.
fn size_of(printed: &BookChapter) -> usize {
    printed.body.len() + printed.answers.len()
}
