//! Chapters as HTML for files that hold many of them (what is printed, banks of questions), kept from when their pages are made until these files
//! are, or as long as the update is: then they need not be read and parsed again. Memory is bounded: what does not fit any more is made again when it is needed.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::index::ChapterIdx;
use crate::render::book::BookChapter;
use crate::render::whole::BankQuestions;

/// A chapter as HTML that takes some bytes.
pub(super) trait ChapterHtml {
    /// How many bytes of each kind are kept, about.
    const MAX_BYTES: usize;

    /// About how many bytes it takes.
    fn bytes(&self) -> usize;
}

impl ChapterHtml for BookChapter {
    /// Those of more than a thousand chapters.
    const MAX_BYTES: usize = 48 << 20;

    fn bytes(&self) -> usize {
        self.body.len() + self.answers.len()
    }
}

impl ChapterHtml for BankQuestions {
    /// Those of some thousand chapters.
    const MAX_BYTES: usize = 24 << 20;

    fn bytes(&self) -> usize {
        self.0.iter().map(|(id, html)| id.len() + html.len()).sum()
    }
}

/// The chapters that are kept.
#[derive(Debug)]
pub(super) struct KeptHtml<T> {
    kept: Mutex<KeptChapters<T>>,
}

#[derive(Debug)]
struct KeptChapters<T> {
    chapters: HashMap<ChapterIdx, Arc<T>>,
    bytes: usize,
}

impl<T> Default for KeptHtml<T> {
    fn default() -> Self {
        KeptHtml { kept: Mutex::new(KeptChapters { chapters: HashMap::new(), bytes: 0 }) }
    }
}

impl<T: ChapterHtml> KeptHtml<T> {
    /// A chapter, if it is kept.
    pub fn get(&self, chapter: ChapterIdx) -> Option<Arc<T>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).chapters.get(&chapter).cloned()
    }

    /// Forgets a chapter: what it is part of is made.
    pub fn forget(&self, chapter: ChapterIdx) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(html) = kept.chapters.remove(&chapter) {
            kept.bytes -= html.bytes();
        }
    }

    /// Whether one more may be kept.
    pub fn has_room(&self) -> bool {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).bytes < T::MAX_BYTES
    }

    /// Keeps a chapter if there is room for it.
    pub fn keep(&self, chapter: ChapterIdx, html: &Arc<T>) {
        let size = html.bytes();
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.bytes + size <= T::MAX_BYTES && kept.chapters.insert(chapter, Arc::clone(html)).is_none() {
            kept.bytes += size;
        }
    }
}
