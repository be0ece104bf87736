//! Finds changes by looking at the disk again and again, for mounts where the system reports none. In: folders. Out: paths that changed, each
//! time some did. A file changed if its length, its time (in either direction) or its identity did or, while it is so young that a second save
//! may not have moved its time, if its bytes did.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fs::{self, File, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::time::Duration;

use crate::source::{FileStamp, FolderRole, Hash, MAX_MEDIA_ENTRIES};

/// Of a file longer than that the bytes are not looked at: a film.
const MAX_READ: u64 = 16 << 20;

/// A folder to look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolledFolder {
    /// Its path.
    pub path: PathBuf,
    /// Whether all below it is looked at, too.
    pub is_deep: bool,
}

/// Paths that changed from one look to the next.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PolledChanges {
    /// The paths.
    pub paths: BTreeSet<PathBuf>,
    /// Whether any of them is gone.
    pub is_removal: bool,
}

/// Looks at folders until it is dropped.
#[derive(Debug)]
pub struct Poller {
    /// Its other end ends the thread when this one is dropped.
    _lives: Sender<()>,
}

impl Poller {
    /// Looks at `folders` once, then on a thread of its own after each `interval`; `report` is called with what changed. All in `ignored` is
    /// left out.
    ///
    /// # Errors
    /// The system has no thread for it.
    pub fn start(
        folders: Vec<PolledFolder>,
        ignored: PathBuf,
        interval: Duration,
        report: impl Fn(PolledChanges) + Send + 'static,
    ) -> io::Result<Poller> {
        let (lives, ended) = channel();
        let mut seen = look(&folders, &ignored, &Seen::new());
        let looks = move || {
            while ended.recv_timeout(interval) == Err(RecvTimeoutError::Timeout) {
                let now = look(&folders, &ignored, &seen);
                let changes = changes(&seen, &now);
                seen = now;
                if !changes.paths.is_empty() {
                    report(changes);
                }
            }
        };
        std::thread::Builder::new().name("poll".to_owned()).spawn(looks)?;
        Ok(Poller { _lives: lives })
    }
}

/// Everything that was there at one look.
type Seen = BTreeMap<PathBuf, SeenEntry>;

#[derive(Clone, Debug)]
enum SeenEntry {
    Folder,
    File(SeenFile),
    /// A pipe, a device, a link that leads nowhere.
    Other,
}

#[derive(Clone, Debug)]
struct SeenFile {
    stamp: FileStamp,
    /// The hash of its bytes, if it was young.
    young: Option<Hash>,
    /// The hash of its bytes, if it was young then or at the look before.
    bytes: Option<Hash>,
}

impl SeenEntry {
    /// Whether nothing changed since `before`, the look before this one.
    fn is_as(&self, before: &SeenEntry) -> bool {
        match (self, before) {
            (SeenEntry::File(now), SeenEntry::File(before)) => now.is_as(before),
            (SeenEntry::Folder, SeenEntry::Folder) | (SeenEntry::Other, SeenEntry::Other) => true,
            _ => false,
        }
    }
}

impl SeenFile {
    /// Where the bytes were looked at both times they decide; else the stamp does.
    fn is_as(&self, before: &SeenFile) -> bool {
        match (self.bytes, before.young) {
            (Some(now), Some(before)) => now == before,
            _ => self.stamp == before.stamp,
        }
    }
}

/// Looks at all folders; `before` is what the last look saw.
fn look(folders: &[PolledFolder], ignored: &Path, before: &Seen) -> Seen {
    let mut seen = Seen::new();
    let mut pending: VecDeque<(PolledFolder, FolderRole)> =
        folders.iter().map(|folder| (folder.clone(), FolderRole::Course)).collect();
    let mut looked_for_media = 0;
    while let Some((folder, role)) = pending.pop_front() {
        let is_media = role == FolderRole::Media;
        if is_media && looked_for_media >= MAX_MEDIA_ENTRIES {
            continue;
        }
        let Ok(entries) = fs::read_dir(&folder.path) else { continue };
        for entry in entries.flatten() {
            let path = entry.path();
            if path == ignored {
                continue;
            }
            // Links to files are followed, to folders not: such a folder is in the course itself, or no part of it.
            let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
            let name = entry.file_name();
            looked_for_media += usize::from(is_media);
            if is_folder {
                if let Some(role) = name.to_str().filter(|_| folder.is_deep).and_then(|name| role.of_folder(name)) {
                    pending.push_back((PolledFolder { path: path.clone(), is_deep: true }, role));
                }
                if !is_media {
                    seen.insert(path, SeenEntry::Folder);
                }
            } else if !is_media || name.to_str().is_some_and(|name| role.kind_of_file(name).is_some()) {
                let entry = entry_at(&path, before.get(&path));
                seen.insert(path, entry);
            }
        }
    }
    seen
}

fn entry_at(path: &Path, before: Option<&SeenEntry>) -> SeenEntry {
    let Ok(metadata) = fs::metadata(path) else { return SeenEntry::Other };
    let Some(stamp) = FileStamp::of(&metadata) else { return SeenEntry::Other };
    let was_young = matches!(before, Some(SeenEntry::File(SeenFile { young: Some(_), .. })));
    let is_young = FileStamp::settled(&metadata).is_none();
    let bytes = if is_young || was_young { hash(path, &metadata) } else { None };
    SeenEntry::File(SeenFile { stamp, young: bytes.filter(|_| is_young), bytes })
}

/// The hash of a file's bytes; none if it is too long or cannot be read now.
fn hash(path: &Path, metadata: &Metadata) -> Option<Hash> {
    if metadata.len() > MAX_READ {
        return None;
    }
    let mut hasher = blake3::Hasher::new();
    hasher.update_reader(File::open(path).ok()?).ok()?;
    Some(Hash(*hasher.finalize().as_bytes()))
}

fn changes(before: &Seen, now: &Seen) -> PolledChanges {
    let gone: BTreeSet<PathBuf> = before.keys().filter(|path| !now.contains_key(*path)).cloned().collect();
    let is_removal = !gone.is_empty();
    let is_same = |path: &PathBuf, entry: &SeenEntry| before.get(path).is_some_and(|before| entry.is_as(before));
    let other = now.iter().filter(|(path, entry)| !is_same(path, entry)).map(|(path, _)| path.clone());
    PolledChanges { paths: other.chain(gone).collect(), is_removal }
}

#[cfg(test)]
mod tests {
    use std::time::SystemTime;

    use super::*;

    /// A folder, and what was seen in it last.
    struct Looking {
        dir: tempfile::TempDir,
        seen: Seen,
    }

    impl Looking {
        fn new() -> Looking {
            let mut looking = Looking { dir: tempfile::tempdir().expect("a folder"), seen: Seen::new() };
            for (path, text) in [("a.md", "first"), ("deep/b.md", "first"), ("out/x.html", "x"), (".git/HEAD", "x")] {
                looking.write(path, text, 0);
            }
            looking.changes();
            looking
        }

        fn path(&self, path: &str) -> PathBuf {
            self.dir.path().join(path)
        }

        /// Writes a file as if it had been saved so many seconds ago.
        fn write(&self, path: &str, text: &str, age: u64) {
            let path = self.path(path);
            fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            fs::write(&path, text).expect("a file");
            let time = SystemTime::now() - Duration::from_secs(age);
            File::options().write(true).open(&path).and_then(|file| file.set_modified(time)).expect("a time");
        }

        /// What changed since the last call.
        fn changes(&mut self) -> Vec<String> {
            let folders = [PolledFolder { path: self.dir.path().to_owned(), is_deep: true }];
            let now = look(&folders, &self.path("out"), &self.seen);
            let changed = changes(&self.seen, &now);
            self.seen = now;
            let name = |path: &PathBuf| path.strip_prefix(self.dir.path()).expect("inside").display().to_string();
            changed.paths.iter().map(name).collect()
        }
    }

    #[test]
    fn every_save_is_a_change_whatever_the_clock_says() {
        let mut looking = Looking::new();
        assert_eq!(looking.changes(), [""; 0]);
        // Two saves of the same length with one time, then one with a time before, then the same words again.
        let now = SystemTime::now();
        for text in ["other", "third"] {
            fs::write(looking.path("a.md"), text).expect("a file");
            File::options().write(true).open(looking.path("a.md")).expect("a file").set_modified(now).expect("a time");
            assert_eq!(looking.changes(), ["a.md"], "{text}");
        }
        looking.write("a.md", "older", 7200);
        assert_eq!(looking.changes(), ["a.md"]);
        assert_eq!(looking.changes(), [""; 0]);
        looking.write("a.md", "older still", 9000);
        assert_eq!(looking.changes(), ["a.md"]);
        looking.write("deep/b.md", "first", 0);
        assert_eq!(looking.changes(), [""; 0], "it was young, and its bytes are what they were");
    }

    #[test]
    fn a_save_right_before_the_file_is_old_enough_is_seen() {
        let (stamp, other) = {
            let looking = Looking::new();
            let stamp =
                |path: &str| FileStamp::of(&fs::metadata(looking.path(path)).expect("a file")).expect("a stamp");
            (stamp("a.md"), stamp("deep/b.md"))
        };
        let (one, two) = (Some(Hash::of(b"one")), Some(Hash::of(b"two")));
        let young = SeenFile { stamp, young: one, bytes: one };
        let settled = |bytes| SeenFile { stamp, young: None, bytes };
        assert!(!settled(two).is_as(&young) && settled(one).is_as(&young));
        assert!(settled(None).is_as(&settled(two)), "when it was no longer young it was the same file");
        assert!(!SeenFile { stamp: other, young: None, bytes: None }.is_as(&settled(None)));
    }

    #[test]
    fn what_comes_and_goes_is_a_change_and_what_is_no_part_of_the_course_is_none() {
        let mut looking = Looking::new();
        looking.write("out/y.html", "y", 0);
        looking.write(".git/index", "y", 0);
        looking.write("new/c.md", "c", 0);
        assert_eq!(looking.changes(), ["new", "new/c.md"]);
        looking.write(".gitbook/assets/a.png", "a", 0);
        looking.write(".gitbook/assets/workspace.json", "a", 0);
        assert_eq!(looking.changes(), [".gitbook", ".gitbook/assets/a.png"]);
        fs::rename(looking.path("deep"), looking.path("deeper")).expect("a rename");
        assert_eq!(looking.changes(), ["deep", "deep/b.md", "deeper", "deeper/b.md"]);
        fs::remove_file(looking.path("a.md")).expect("a removal");
        assert_eq!(looking.changes(), ["a.md"]);
    }

    #[test]
    fn it_reports_until_it_is_dropped() {
        let dir = tempfile::tempdir().expect("a folder");
        let (sender, reports) = channel();
        let folders = vec![PolledFolder { path: dir.path().to_owned(), is_deep: false }];
        let report = move |changes| drop(sender.send(changes));
        let poller = Poller::start(folders, PathBuf::from("/nowhere"), Duration::from_millis(1), report);
        let poller = poller.expect("a thread");
        fs::write(dir.path().join("a.md"), "x").expect("a file");
        assert_eq!(reports.recv().expect("a report").paths, BTreeSet::from([dir.path().join("a.md")]));
        drop(poller);
        // The thread lets go of the other end.
        while reports.recv().is_ok() {}
    }
}
