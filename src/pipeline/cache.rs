//! What is remembered of files and pages, within a run and between runs. In: a source's hash, a page's fingerprint. Out: what was known
//! of just these. A memory that is lost, damaged or another program's costs time, never a wrong byte: everything is looked up by the
//! hash of all that it depends on, and the whole is dropped where binary, settings or checksum differ.

#![allow(clippy::disallowed_methods, reason = "what is remembered between runs lies on disk")]

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};

use crate::chapter::{Chapter, ChapterSummary};
use crate::path::{SitePath, SourcePath};
use crate::source::{FileStamp, Hash};

/// The first bytes of a cache; the number changes with the format.
const MAGIC: &[u8] = b"syllabus cache 3\n";

/// A file as it was understood.
#[derive(Debug)]
pub(super) struct CachedChapter {
    /// Of the file's bytes.
    pub hash: Hash,
    /// As the file stood when it was read, if it was at rest: as long as it stands so it need not be read again.
    pub stamp: Option<FileStamp>,
    /// What is kept between runs.
    pub summary: Arc<ChapterSummary>,
    /// All of it, from when a page asks for it until its pages are made.
    chapter: Mutex<Option<Arc<Chapter>>>,
}

impl CachedChapter {
    /// A file that was understood just now.
    pub fn new(chapter: Chapter, stamp: Option<FileStamp>) -> Self {
        let (hash, summary) = (chapter.hash, Arc::clone(&chapter.summary));
        CachedChapter { hash, stamp, summary, chapter: Mutex::new(Some(Arc::new(chapter))) }
    }

    /// The same file, read again at another time.
    pub fn with_stamp(&self, stamp: Option<FileStamp>) -> Self {
        CachedChapter {
            hash: self.hash,
            stamp,
            summary: Arc::clone(&self.summary),
            chapter: Mutex::new(self.chapter()),
        }
    }

    /// A file of which only the card is known.
    fn from_summary(hash: Hash, summary: Arc<ChapterSummary>) -> Self {
        CachedChapter { hash, stamp: None, summary, chapter: Mutex::default() }
    }

    /// All of it, if it is at hand.
    pub fn chapter(&self) -> Option<Arc<Chapter>> {
        self.lock().clone()
    }

    /// Keeps all of it at hand.
    pub fn cache_body(&self, chapter: &Arc<Chapter>) {
        *self.lock() = Some(Arc::clone(chapter));
    }

    /// Keeps the card alone.
    pub fn drop_body(&self) {
        // Dropped after the lock is free again.
        let _chapter = self.lock().take();
    }

    fn lock(&self) -> MutexGuard<'_, Option<Arc<Chapter>>> {
        self.chapter.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What a page was made from, and what it became.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageRecord {
    /// Of all that the page depends on.
    pub fingerprint: Hash,
    /// Of its bytes.
    pub bytes: Hash,
}

/// What is kept between runs.
#[derive(Debug, Default)]
pub(super) struct CacheContents {
    /// Files by path.
    pub files: HashMap<SourcePath, Arc<CachedChapter>>,
    /// Pages by path.
    pub pages: HashMap<SitePath, PageRecord>,
}

/// As it is written.
#[derive(Serialize, Deserialize)]
struct CacheFile {
    key: Hash,
    files: Vec<(SourcePath, Hash, Arc<ChapterSummary>)>,
    pages: Vec<(SitePath, PageRecord)>,
}

/// Where the memory of one course lies. It is good for one binary, source and hash of all settings.
#[derive(Clone, Debug)]
pub struct Cache {
    file: PathBuf,
    binary: String,
    /// Of the source's path.
    source: Hash,
}

impl Cache {
    /// The cache of the course at `source` in the folder `dir`. `binary` tells this program from any other.
    pub fn new(dir: &Path, binary: String, source: &Path) -> Self {
        let source = source.canonicalize().unwrap_or_else(|_| source.to_owned());
        let source = Hash::of(source.as_os_str().as_encoded_bytes());
        let name: String = source.to_string().chars().take(24).collect();
        Cache { file: dir.join(format!("{name}.cache")), binary, source }
    }

    fn key(&self, settings: Hash) -> Hash {
        Hash::of_value(&(&self.binary, self.source, settings))
    }

    /// What is remembered under these settings, by their hash; nothing where anything is odd.
    pub(super) fn read(&self, settings: Hash) -> CacheContents {
        let unpack = |bytes: Vec<u8>| self.unpack(&bytes, settings);
        let Some(written) = std::fs::read(&self.file).ok().and_then(unpack) else {
            return CacheContents::default();
        };
        let files = written
            .files
            .into_iter()
            .map(|(path, hash, summary)| (path, Arc::new(CachedChapter::from_summary(hash, summary))));
        CacheContents { files: files.collect(), pages: written.pages.into_iter().collect() }
    }

    /// Writes what is to be remembered under these settings. Where that fails, the next build is slower and nothing else.
    pub(super) fn write(&self, settings: Hash, contents: &CacheContents) -> std::io::Result<()> {
        let mut files: Vec<_> = contents
            .files
            .iter()
            .map(|(path, cached)| (path.clone(), cached.hash, Arc::clone(&cached.summary)))
            .collect();
        files.sort_by(|a, b| a.0.cmp(&b.0));
        let mut pages: Vec<_> = contents.pages.iter().map(|(path, record)| (path.clone(), *record)).collect();
        pages.sort_by(|a, b| a.0.cmp(&b.0));
        let body =
            postcard::to_stdvec(&CacheFile { key: self.key(settings), files, pages }).map_err(std::io::Error::other)?;
        let bytes = [MAGIC, &Hash::of(&body).0, &body].concat();
        let folder = self.file.parent().unwrap_or(Path::new("."));
        std::fs::create_dir_all(folder)?;
        let temp_file = self.file.with_extension(format!("{}.new", std::process::id()));
        std::fs::write(&temp_file, bytes)?;
        std::fs::rename(&temp_file, &self.file).inspect_err(|_| drop(std::fs::remove_file(&temp_file)))
    }

    fn unpack(&self, bytes: &[u8], settings: Hash) -> Option<CacheFile> {
        let rest = bytes.strip_prefix(MAGIC)?;
        let (checksum, body) = rest.split_at_checked(32)?;
        if Hash::of(body).0 != checksum {
            return None;
        }
        postcard::from_bytes::<CacheFile>(body).ok().filter(|written| written.key == self.key(settings))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cache(dir: &Path, binary: &str) -> Cache {
        Cache::new(dir, binary.to_owned(), Path::new("course"))
    }

    fn memory() -> CacheContents {
        let record = PageRecord { fingerprint: Hash::of(b"in"), bytes: Hash::of(b"out") };
        CacheContents { files: HashMap::new(), pages: HashMap::from([(SitePath::new("a.html"), record)]) }
    }

    #[test]
    fn what_is_written_is_read_again_by_the_same_program_under_the_same_settings_only() {
        let dir = tempfile::tempdir().expect("a folder");
        let (one, other) = (Hash::of(b"1"), Hash::of(b"2"));
        cache(dir.path(), "1").write(one, &memory()).expect("a file");
        assert_eq!(cache(dir.path(), "1").read(one).pages, memory().pages);
        assert!(cache(dir.path(), "1").read(other).pages.is_empty());
        assert!(cache(dir.path(), "2").read(one).pages.is_empty());
    }

    #[test]
    fn any_damage_means_nothing_is_remembered() {
        let dir = tempfile::tempdir().expect("a folder");
        let (cache, settings) = (cache(dir.path(), "1"), Hash::of(b"1"));
        cache.write(settings, &memory()).expect("a file");
        let whole = std::fs::read(&cache.file).expect("the file");
        for at in 0..whole.len() {
            let mut damaged = whole.clone();
            damaged[at] ^= 1;
            assert!(cache.unpack(&damaged, settings).is_none(), "byte {at}");
            assert!(cache.unpack(&whole[..at], settings).is_none(), "cut at {at}");
        }
    }
}
