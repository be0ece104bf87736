//! The cache of parsed files and written pages, within a run and between runs. In: a file's hash, a page's fingerprint. Out: the summary or
//! the record stored for exactly these. A cache that is lost, damaged or of another program costs time and never gives a wrong byte: each
//! entry is found by the hash of all that it depends on, and the whole is ignored where binary, settings or checksum differ.

#![allow(clippy::disallowed_methods, reason = "the cache between runs is a file on disk")]

use std::collections::HashMap;
use std::fs::Metadata;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};

use crate::chapter::{Chapter, ChapterSummary};
use crate::path::{SitePath, SourcePath};
use crate::source::{FileStamp, Hash};

/// The first bytes of a cache file; the number changes with the format.
const MAGIC: &[u8] = b"syllabus cache 8\n";

/// A parsed file: always its summary, and its whole content while it is needed.
#[derive(Debug)]
pub(super) struct CachedChapter {
    /// The hash of the file's bytes.
    pub hash: Hash,
    /// The file's stamp when it was read: while the stamp is the same the file need not be read again. `None` where the file had changed
    /// too recently for a stamp.
    pub stamp: Option<FileStamp>,
    /// The part that is kept between runs.
    pub summary: Arc<ChapterSummary>,
    /// The whole chapter, from when a page asks for it until its pages are made.
    chapter: Mutex<Option<Arc<Chapter>>>,
}

impl CachedChapter {
    /// A file that was parsed just now.
    pub fn new(chapter: Chapter, stamp: Option<FileStamp>) -> Self {
        let (hash, summary) = (chapter.hash, Arc::clone(&chapter.summary));
        CachedChapter { hash, stamp, summary, chapter: Mutex::new(Some(Arc::new(chapter))) }
    }

    /// The same file with another stamp: it was read again and has the same bytes.
    pub fn with_stamp(&self, stamp: Option<FileStamp>) -> Self {
        CachedChapter {
            hash: self.hash,
            stamp,
            summary: Arc::clone(&self.summary),
            chapter: Mutex::new(self.chapter()),
        }
    }

    /// A file of which only the summary is known.
    fn from_summary(hash: Hash, summary: Arc<ChapterSummary>) -> Self {
        CachedChapter { hash, stamp: None, summary, chapter: Mutex::default() }
    }

    /// The whole chapter, if it is cached.
    pub fn chapter(&self) -> Option<Arc<Chapter>> {
        self.lock().clone()
    }

    /// Caches the whole chapter.
    pub fn cache_body(&self, chapter: &Arc<Chapter>) {
        *self.lock() = Some(Arc::clone(chapter));
    }

    /// Drops the chapter and keeps its summary.
    pub fn drop_body(&self) {
        // The chapter is dropped after the lock is released.
        let _chapter = self.lock().take();
    }

    fn lock(&self) -> MutexGuard<'_, Option<Arc<Chapter>>> {
        self.chapter.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What is known of a page in the output folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageRecord {
    /// The hash of all that the page depends on.
    pub fingerprint: Hash,
    /// The hash of its bytes.
    pub bytes: Hash,
}

/// The contents of the cache between runs.
#[derive(Debug, Default)]
pub(super) struct CacheContents {
    /// Files by path.
    pub files: HashMap<SourcePath, Arc<CachedChapter>>,
    /// Pages by path.
    pub pages: HashMap<SitePath, PageRecord>,
}

/// The serialised form of [`CacheContents`].
#[derive(Serialize, Deserialize)]
struct CacheFile {
    key: Hash,
    files: Vec<(SourcePath, Hash, Arc<ChapterSummary>)>,
    pages: Vec<(SitePath, PageRecord)>,
}

/// The cache file of one course. Its contents are valid for one binary, one source and one hash of all settings.
#[derive(Clone, Debug)]
pub struct Cache {
    file: PathBuf,
    binary: String,
    /// The hash of the source's path.
    source: Hash,
}

impl Cache {
    /// The cache of the course at `source` in the folder `dir`. `binary` identifies this build of the program.
    pub fn new(dir: &Path, binary: String, source: &Path) -> Self {
        let source = source.canonicalize().unwrap_or_else(|_| source.to_owned());
        let source = Hash::of(source.as_os_str().as_encoded_bytes());
        let name: String = source.to_string().chars().take(24).collect();
        Cache { file: dir.join(format!("{name}.cache")), binary, source }
    }

    /// Looks at what lies in the cache's place, so that a named pipe is never opened and nothing in its place is passed over.
    ///
    /// # Errors
    /// Something else than a folder or a file of it lies there; the error names it. That there is none, or that it cannot be looked at, is no
    /// error.
    pub fn check(&self) -> Result<(), String> {
        let folder = self.file.parent().unwrap_or(Path::new("."));
        expect(folder, Metadata::is_dir, "a folder")?;
        expect(&self.file, Metadata::is_file, "a plain file")
    }

    fn key(&self, settings: Hash) -> Hash {
        Hash::of_value(&(&self.binary, self.source, settings))
    }

    /// Reads the contents stored under the settings with this hash. Empty where the file is missing, damaged or of another key.
    pub(super) fn read(&self, settings: Hash) -> CacheContents {
        let unpack = |bytes: Vec<u8>| self.unpack(&bytes, settings);
        let bytes = if self.check().is_ok() { std::fs::read(&self.file).ok() } else { None };
        let Some(written) = bytes.and_then(unpack) else {
            return CacheContents::default();
        };
        let files = written
            .files
            .into_iter()
            .map(|(path, hash, summary)| (path, Arc::new(CachedChapter::from_summary(hash, summary))));
        CacheContents { files: files.collect(), pages: written.pages.into_iter().collect() }
    }

    /// Writes the contents under the settings with this hash. If that fails the next build is slower, and otherwise the same.
    ///
    /// # Errors
    /// The folder or the file cannot be written.
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

/// Whether what is at the path, if anything, is of the right kind.
fn expect(path: &Path, is_right: impl Fn(&Metadata) -> bool, kind: &str) -> Result<(), String> {
    match std::fs::metadata(path) {
        Ok(metadata) if is_right(&metadata) => Ok(()),
        Err(error) if error.kind() == ErrorKind::NotFound && path.is_symlink() => {
            Err(format!("`{}` is a symbolic link that leads nowhere", path.display()))
        }
        Err(error) if error.kind() != ErrorKind::NotADirectory => Ok(()),
        _ => Err(format!("`{}` is not {kind}", path.display())),
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
    fn what_is_no_cache_is_named() {
        let dir = tempfile::tempdir().expect("a folder");
        let at = |name: &str| cache(&dir.path().join(name), "1");
        assert_eq!(at("none").check(), Ok(()));
        std::fs::write(dir.path().join("file"), "x").expect("a file");
        let said = |name: &str| at(name).check().expect_err("an error");
        assert!(said("file").ends_with("file` is not a folder"));
        std::fs::create_dir_all(&at("folder").file).expect("folders");
        assert!(said("folder").ends_with(".cache` is not a plain file"));
        assert!(at("folder").read(Hash::of(b"1")).pages.is_empty());
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
