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
const MAGIC: &[u8] = b"syllabus cache 2\n";

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

/// Where the memory of one course lies, and what it is good for.
#[derive(Clone, Debug)]
pub struct Cache {
    file: PathBuf,
    /// Of the binary, the source's path and the settings.
    key: Hash,
}

impl Cache {
    /// The cache of the course at `source` in the folder `dir`. `binary` tells this program from any other, `settings` stands for all
    /// that is set.
    pub fn new(dir: &Path, binary: &str, source: &Path, settings: Hash) -> Self {
        let source = source.canonicalize().unwrap_or_else(|_| source.to_owned());
        let source = Hash::of(source.as_os_str().as_encoded_bytes());
        let name: String = source.to_string().chars().take(24).collect();
        let key = Hash::of(format!("{binary}\n{source}\n{settings}\n").as_bytes());
        Cache { file: dir.join(format!("{name}.cache")), key }
    }

    /// What is remembered; nothing where anything is odd.
    pub(super) fn read(&self) -> CacheContents {
        let Some(written) = std::fs::read(&self.file).ok().and_then(|bytes| self.unpack(&bytes)) else {
            return CacheContents::default();
        };
        let files = written
            .files
            .into_iter()
            .map(|(path, hash, card)| (path, Arc::new(CachedChapter::from_summary(hash, card))));
        CacheContents { files: files.collect(), pages: written.pages.into_iter().collect() }
    }

    /// Writes what is to be remembered. Where that fails, the next build is slower and nothing else.
    pub(super) fn write(&self, memory: &CacheContents) -> std::io::Result<()> {
        let mut files: Vec<_> =
            memory.files.iter().map(|(path, known)| (path.clone(), known.hash, Arc::clone(&known.summary))).collect();
        files.sort_by(|a, b| a.0.cmp(&b.0));
        let mut pages: Vec<_> = memory.pages.iter().map(|(path, made)| (path.clone(), *made)).collect();
        pages.sort_by(|a, b| a.0.cmp(&b.0));
        let body = postcard::to_stdvec(&CacheFile { key: self.key, files, pages }).map_err(std::io::Error::other)?;
        let bytes = [MAGIC, &Hash::of(&body).0, &body].concat();
        let folder = self.file.parent().unwrap_or(Path::new("."));
        std::fs::create_dir_all(folder)?;
        let beside = self.file.with_extension(format!("{}.new", std::process::id()));
        std::fs::write(&beside, bytes)?;
        std::fs::rename(&beside, &self.file).inspect_err(|_| drop(std::fs::remove_file(&beside)))
    }

    fn unpack(&self, bytes: &[u8]) -> Option<CacheFile> {
        let rest = bytes.strip_prefix(MAGIC)?;
        let (checksum, body) = rest.split_at_checked(32)?;
        if Hash::of(body).0 != checksum {
            return None;
        }
        postcard::from_bytes::<CacheFile>(body).ok().filter(|written| written.key == self.key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cache(dir: &Path, settings: &[u8]) -> Cache {
        Cache::new(dir, "1", Path::new("course"), Hash::of(settings))
    }

    fn memory() -> CacheContents {
        let made = PageRecord { fingerprint: Hash::of(b"in"), bytes: Hash::of(b"out") };
        CacheContents { files: HashMap::new(), pages: HashMap::from([(SitePath::new("a.html"), made)]) }
    }

    #[test]
    fn what_is_written_is_read_again_under_the_same_settings_only() {
        let dir = tempfile::tempdir().expect("a folder");
        cache(dir.path(), b"1").write(&memory()).expect("a file");
        assert_eq!(cache(dir.path(), b"1").read().pages, memory().pages);
        assert!(cache(dir.path(), b"2").read().pages.is_empty());
    }

    #[test]
    fn any_damage_means_nothing_is_remembered() {
        let dir = tempfile::tempdir().expect("a folder");
        let cache = cache(dir.path(), b"1");
        cache.write(&memory()).expect("a file");
        let whole = std::fs::read(&cache.file).expect("the file");
        for at in 0..whole.len() {
            let mut damaged = whole.clone();
            damaged[at] ^= 1;
            assert!(cache.unpack(&damaged).is_none(), "byte {at}");
            assert!(cache.unpack(&whole[..at]).is_none(), "cut at {at}");
        }
    }
}
