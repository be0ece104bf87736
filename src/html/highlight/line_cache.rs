//! Cache of highlighted lines: half of a course's lines of code occur more than once. The key is a line with the parser's state before it,
//! the value its spans and the state after it. Shared by all threads. It changes how long a line takes, never what comes of it.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use super::parser_state::{ColouredSpan, StateId};

/// The cache's largest size, about 250,000 lines; after that no more are added.
const MAX_CACHE_BYTES: usize = 48 << 20;

/// What an entry takes beside its key and its spans, about.
const ENTRY_OVERHEAD: usize = 128;

/// How many locks there are: threads that look up lines of different lengths mostly don't wait for each other.
const SHARDS: usize = 32;

#[derive(Debug)]
struct CachedLine {
    spans: Box<[ColouredSpan]>,
    /// The state after the line.
    next: StateId,
}

/// Highlighted lines by key.
#[derive(Debug, Default)]
pub struct LineCache {
    shards: [Mutex<HashMap<Box<[u8]>, CachedLine>>; SHARDS],
    bytes: AtomicUsize,
}

/// A line and the parser's state before it.
#[derive(Debug, Default)]
pub struct LineKey {
    bytes: Vec<u8>,
}

impl LineKey {
    /// Makes this the key of `line` in `state`.
    pub fn set(&mut self, state: &StateId, line: &str) {
        self.bytes.clear();
        self.bytes.extend_from_slice(state);
        self.bytes.extend_from_slice(line.as_bytes());
    }
}

impl LineCache {
    /// The state after the line, if it is cached; its spans are then put into `spans`.
    pub fn get(&self, key: &LineKey, spans: &mut Vec<ColouredSpan>) -> Option<StateId> {
        let shard = self.shard(key).lock().unwrap_or_else(PoisonError::into_inner);
        let cached = shard.get(key.bytes.as_slice())?;
        spans.clear();
        spans.extend_from_slice(&cached.spans);
        Some(cached.next)
    }

    /// Adds a line, unless the cache is full.
    pub fn insert(&self, key: &LineKey, spans: &[ColouredSpan], next: StateId) {
        let size = key.bytes.len() + size_of_val(spans) + ENTRY_OVERHEAD;
        if self.bytes.load(Ordering::Relaxed) + size > MAX_CACHE_BYTES {
            return;
        }
        let cached = CachedLine { spans: spans.into(), next };
        let mut shard = self.shard(key).lock().unwrap_or_else(PoisonError::into_inner);
        if shard.insert(key.bytes.as_slice().into(), cached).is_none() {
            self.bytes.fetch_add(size, Ordering::Relaxed);
        }
    }

    fn shard(&self, key: &LineKey) -> &Mutex<HashMap<Box<[u8]>, CachedLine>> {
        &self.shards[key.bytes.len() % SHARDS]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: StateId = [1; 16];
    const THERE: StateId = [2; 16];

    fn key(state: &StateId, line: &str) -> LineKey {
        let mut key = LineKey::default();
        key.set(state, line);
        key
    }

    #[test]
    fn the_key_is_the_line_and_the_state_before_it() {
        let (cache, mut found) = (LineCache::default(), Vec::new());
        let spans = [ColouredSpan { end: 2, class: Some(b'k') }];
        cache.insert(&key(&HERE, "if"), &spans, THERE);
        assert_eq!(cache.get(&key(&HERE, "if"), &mut found), Some(THERE));
        assert_eq!(found, spans);
        assert_eq!(cache.get(&key(&THERE, "if"), &mut found), None);
        assert_eq!(cache.get(&key(&HERE, "fi"), &mut found), None);
    }

    #[test]
    fn a_full_cache_takes_nothing_more() {
        let cache = LineCache { bytes: AtomicUsize::new(MAX_CACHE_BYTES - 2 * ENTRY_OVERHEAD), ..LineCache::default() };
        let is_cached = |line| {
            cache.insert(&key(&HERE, line), &[], THERE);
            cache.get(&key(&HERE, line), &mut Vec::new()).is_some()
        };
        assert!(is_cached("first") && is_cached("first") && !is_cached("second"));
    }
}
