//! Lines of code that were seen before, by the place at which they begin: courses repeat half of theirs. Shared by all threads. What is
//! remembered changes how long a line takes, never what comes of it.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use super::place::{ColouredSpan, StateId};

/// So many bytes of memory at most, about 250,000 lines; after that no more are taken in.
const MAX_SHELF_BYTES: usize = 48 << 20;

/// What a line takes beside its bytes and stretches, about.
const EACH: usize = 128;

/// Threads that look up lines of different lengths don't wait for each other.
const SHELVES: usize = 32;

/// A line as it is remembered.
#[derive(Debug)]
struct CachedLine {
    stretches: Box<[ColouredSpan]>,
    /// Where the grammar stands afterwards.
    next: StateId,
}

/// All lines that were seen.
#[derive(Debug, Default)]
pub struct LineCache {
    shelves: [Mutex<HashMap<Box<[u8]>, CachedLine>>; SHELVES],
    bytes: AtomicUsize,
}

/// A line and where it begins.
#[derive(Debug, Default)]
pub struct LineKey {
    bytes: Vec<u8>,
}

impl LineKey {
    /// Makes this the key of `line`, as it is met at `place`.
    pub fn set(&mut self, place: &StateId, line: &str) {
        self.bytes.clear();
        self.bytes.extend_from_slice(place);
        self.bytes.extend_from_slice(line.as_bytes());
    }
}

impl LineCache {
    /// Where the line leads to, if it was seen; `stretches` are then what it consists of.
    pub fn recall(&self, key: &LineKey, stretches: &mut Vec<ColouredSpan>) -> Option<StateId> {
        let shelf = self.shelf(key).lock().unwrap_or_else(PoisonError::into_inner);
        let seen = shelf.get(key.bytes.as_slice())?;
        stretches.clear();
        stretches.extend_from_slice(&seen.stretches);
        Some(seen.next)
    }

    /// Remembers a line, if there is room for it.
    pub fn keep(&self, key: &LineKey, stretches: &[ColouredSpan], next: StateId) {
        let size = key.bytes.len() + size_of_val(stretches) + EACH;
        if self.bytes.load(Ordering::Relaxed) + size > MAX_SHELF_BYTES {
            return;
        }
        let seen = CachedLine { stretches: stretches.into(), next };
        let mut shelf = self.shelf(key).lock().unwrap_or_else(PoisonError::into_inner);
        if shelf.insert(key.bytes.as_slice().into(), seen).is_none() {
            self.bytes.fetch_add(size, Ordering::Relaxed);
        }
    }

    fn shelf(&self, key: &LineKey) -> &Mutex<HashMap<Box<[u8]>, CachedLine>> {
        &self.shelves[key.bytes.len() % SHELVES]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: StateId = [1; 16];
    const THERE: StateId = [2; 16];

    fn key(place: &StateId, line: &str) -> LineKey {
        let mut key = LineKey::default();
        key.set(place, line);
        key
    }

    #[test]
    fn a_line_is_known_by_its_words_and_by_where_it_begins() {
        let (memory, mut found) = (LineCache::default(), Vec::new());
        let stretches = [ColouredSpan { end: 2, class: Some(b'k') }];
        memory.keep(&key(&HERE, "if"), &stretches, THERE);
        assert_eq!(memory.recall(&key(&HERE, "if"), &mut found), Some(THERE));
        assert_eq!(found, stretches);
        assert_eq!(memory.recall(&key(&THERE, "if"), &mut found), None);
        assert_eq!(memory.recall(&key(&HERE, "fi"), &mut found), None);
    }

    #[test]
    fn a_full_memory_takes_nothing_in() {
        let memory = LineCache { bytes: AtomicUsize::new(MAX_SHELF_BYTES - 2 * EACH), ..LineCache::default() };
        let known = |line| {
            memory.keep(&key(&HERE, line), &[], THERE);
            memory.recall(&key(&HERE, line), &mut Vec::new()).is_some()
        };
        assert!(known("first") && known("first") && !known("second"));
    }
}
