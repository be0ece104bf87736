//! Cache of highlighted lines: half of a course's lines of code occur more than once. The key is a line with the parser's state before it,
//! the value its spans and the state after it. Shared by all threads. It changes how long a line takes, never what comes of it.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use super::parser_state::{ColouredSpan, StateId};

/// The cache's largest size, about 250,000 lines.
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
    shards: [Mutex<CacheShard>; SHARDS],
}

/// A part of the cache, in two generations. When the younger one is full it takes the place of the older: what was highlighted lately is always
/// there, as a chapter is printed right after its page is made.
#[derive(Debug, Default)]
struct CacheShard {
    younger: HashMap<Box<[u8]>, CachedLine>,
    older: HashMap<Box<[u8]>, CachedLine>,
    /// What the younger one takes.
    bytes: usize,
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

impl CacheShard {
    fn add(&mut self, key: Box<[u8]>, line: CachedLine) {
        let size = key.len() + size_of_val(&*line.spans) + ENTRY_OVERHEAD;
        if self.bytes + size > MAX_CACHE_BYTES / SHARDS / 2 {
            self.older = std::mem::take(&mut self.younger);
            self.bytes = 0;
        }
        if self.younger.insert(key, line).is_none() {
            self.bytes += size;
        }
    }
}

impl LineCache {
    /// The state after the line, if it is cached; its spans are then put into `spans`.
    pub fn get(&self, key: &LineKey, spans: &mut Vec<ColouredSpan>) -> Option<StateId> {
        let mut shard = self.shard(key).lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((kept, line)) = shard.older.remove_entry(key.bytes.as_slice()) {
            shard.add(kept, line);
        }
        let cached = shard.younger.get(key.bytes.as_slice())?;
        spans.clear();
        spans.extend_from_slice(&cached.spans);
        Some(cached.next)
    }

    /// Adds a line.
    pub fn insert(&self, key: &LineKey, spans: &[ColouredSpan], next: StateId) {
        let mut shard = self.shard(key).lock().unwrap_or_else(PoisonError::into_inner);
        shard.add(key.bytes.as_slice().into(), CachedLine { spans: spans.into(), next });
    }

    fn shard(&self, key: &LineKey) -> &Mutex<CacheShard> {
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
    fn a_full_cache_forgets_what_was_not_asked_for_lately() {
        let cache = LineCache::default();
        let is_cached = |line: &str| cache.get(&key(&HERE, line), &mut Vec::new()).is_some();
        // All of one length, so that they are in one part.
        let line = |number: usize| format!("{number:08}");
        let most = MAX_CACHE_BYTES / SHARDS / ENTRY_OVERHEAD;
        for number in 0..most {
            cache.insert(&key(&HERE, &line(number)), &[], THERE);
            assert!(is_cached(&line(number)) && is_cached(&line(0)), "{number}");
        }
        assert!(!is_cached(&line(1)));
        let shard = cache.shard(&key(&HERE, &line(0))).lock().unwrap_or_else(PoisonError::into_inner);
        assert!(shard.younger.len() + shard.older.len() <= most);
    }
}
