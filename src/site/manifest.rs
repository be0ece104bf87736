//! The lists of files that builds wrote, so that the next build knows which files it may replace or remove. There are two: the manifest of
//! the last finished build, and the journal of the running one, which names each file before it is moved to its path, so that the files
//! of a killed build are known too. A damaged list means that fewer files are known, and never that a wrong one is removed: a file is
//! removed only if its hash is in a list.

use std::collections::{BTreeMap, HashMap};

use crate::path::SitePath;
use crate::source::Hash;

/// The first line of a manifest. A manifest of another version is ignored.
const HEADER: &str = "syllabus manifest 1";

/// What the lists say about one path.
#[derive(Clone, Debug, Default)]
pub struct PathRecord {
    /// Whether the manifest names it: a finished build wrote it.
    pub in_manifest: bool,
    /// The hashes of the contents that it may have, the latest last.
    pub hashes: Vec<Hash>,
}

/// All paths that builds wrote, from manifest and journal.
#[derive(Debug, Default)]
pub struct KnownPaths(HashMap<SitePath, PathRecord>);

impl KnownPaths {
    /// Parses the two lists; lines that are not valid are skipped.
    pub fn read(manifest: &str, journal: &str) -> Self {
        let mut known_paths = KnownPaths::default();
        if let Some(rows) = manifest.strip_prefix(HEADER) {
            for (hash, path) in entries_of(rows) {
                known_paths.0.insert(path, PathRecord { in_manifest: true, hashes: vec![hash] });
            }
        }
        entries_of(journal).for_each(|(hash, path)| known_paths.add_hash(&path, hash));
        known_paths
    }

    /// The paths of a finished build.
    pub fn of_build(files: &BTreeMap<SitePath, Hash>) -> Self {
        let record = |hash: &Hash| PathRecord { in_manifest: true, hashes: vec![*hash] };
        KnownPaths(files.iter().map(|(path, hash)| (path.clone(), record(hash))).collect())
    }

    /// Adds the hash of a file that is about to be written.
    pub fn add_hash(&mut self, path: &SitePath, hash: Hash) {
        let record = self.0.entry(path.clone()).or_default();
        if record.hashes.last() != Some(&hash) {
            record.hashes.push(hash);
        }
    }

    /// The record of a path, if builds wrote it.
    pub fn get(&self, path: &SitePath) -> Option<&PathRecord> {
        self.0.get(path)
    }

    /// All known paths with the hash of their latest content, in no order.
    pub fn last_hashes(&self) -> Vec<(SitePath, Hash)> {
        let last = |(path, record): (&SitePath, &PathRecord)| Some((path.clone(), *record.hashes.last()?));
        self.0.iter().filter_map(last).collect()
    }

    /// The known paths that are not in `files`, sorted.
    pub fn stale(&self, files: &BTreeMap<SitePath, Hash>) -> Vec<SitePath> {
        let mut stale: Vec<SitePath> = self.0.keys().filter(|path| !files.contains_key(*path)).cloned().collect();
        stale.sort();
        stale
    }
}

/// The text of the manifest for these files.
pub fn manifest(files: &BTreeMap<SitePath, Hash>) -> String {
    let mut text = format!("{HEADER}\n");
    files.iter().for_each(|(path, hash)| text.push_str(&line(path, *hash)));
    text
}

/// One line of either list.
pub fn line(path: &SitePath, hash: Hash) -> String {
    format!("{hash} {}\n", escape(path.as_str()))
}

/// The entries of a list. The last line counts only if it ends with a line feed: a build may have been killed while writing it.
fn entries_of(text: &str) -> impl Iterator<Item = (Hash, SitePath)> {
    text.split_inclusive('\n').filter_map(|line| {
        let (hash, path) = line.strip_suffix('\n')?.split_once(' ')?;
        let path = unescape(path)?;
        let normal = SitePath::new(&path);
        // Not a path that this module writes.
        if normal.as_str() != path || super::paths::is_bad(&normal) {
            return None;
        }
        Some((Hash::from_hex(hash)?, normal))
    })
}

fn escape(path: &str) -> String {
    path.replace('\\', "\\\\").replace('\n', "\\n").replace('\r', "\\r")
}

fn unescape(path: &str) -> Option<String> {
    let mut text = String::with_capacity(path.len());
    let mut characters = path.chars();
    while let Some(c) = characters.next() {
        text.push(match c {
            '\\' => match characters.next()? {
                '\\' => '\\',
                'n' => '\n',
                'r' => '\r',
                _ => return None,
            },
            c => c,
        });
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(paths: &[&str]) -> BTreeMap<SitePath, Hash> {
        paths.iter().map(|path| (SitePath::new(path), Hash::of(path.as_bytes()))).collect()
    }

    #[test]
    fn odd_names_survive_the_manifest() {
        let files = made(&["a b.html", "a\nb\\n\r.html", "ü/🎯.html"]);
        let known_paths = KnownPaths::read(&manifest(&files), "");
        assert!(known_paths.stale(&files).is_empty());
        assert_eq!(known_paths.0.len(), 3);
    }

    #[test]
    fn a_damaged_text_knows_less_and_nothing_outside() {
        let whole = manifest(&made(&["a.html", "b.html"]));
        assert_eq!(KnownPaths::read(&whole[..whole.len() - 3], "").0.len(), 1);
        assert_eq!(KnownPaths::read("syllabus manifest 9\n", "").0.len(), 0);
        let hash = Hash::of(b"x");
        let hostile = format!("{HEADER}\n{hash} ../x\n{hash} /etc/x\n{hash} .syllabus/lock\n{hash} \nx y\n");
        assert_eq!(KnownPaths::read(&hostile, "").0.len(), 0);
    }

    #[test]
    fn the_journal_adds_to_what_is_known() {
        let text = line(&SitePath::new("new.html"), Hash::of(b"1"));
        let known_paths = KnownPaths::read("", &format!("\n{text}{}", &text[..20]));
        let record = known_paths.get(&SitePath::new("new.html")).expect("a record");
        assert_eq!((record.in_manifest, record.hashes.len()), (false, 1));
    }
}
