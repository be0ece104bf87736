//! [`Memory`]: files in memory, by path, for tests, an editor's unsaved buffers or a folder dropped into a browser. It has files, folders
//! and symbolic links, so that a course in memory gives the same result as on disk.

use std::collections::BTreeMap;
use std::ops::Bound;
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use std::{fmt, io};

use super::diagnostics::ReadErrorKind;
use super::stamp::FileStamp;
use super::world::{EntryKind, EntryMetadata, PixelSize, World, WorldEntry, pixel_size};

/// How many symbolic links may be followed for one path; with more it is taken as a cycle (Linux has the same limit).
const MAX_LINKS: usize = 40;

/// A [`World`] of files in memory. It may be written while it is read, as a disk may.
#[derive(Default)]
pub struct Memory {
    nodes: RwLock<Nodes>,
}

/// The node at each path; every folder above it is a node, too. Paths are normalised: no `.` and no `..`.
type Nodes = BTreeMap<PathBuf, MemoryNode>;

#[derive(Clone)]
enum MemoryNode {
    File(Arc<[u8]>),
    Folder,
    /// A symbolic link to this path, absolute or relative to the link's folder.
    Link(PathBuf),
}

impl fmt::Debug for Memory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.nodes().keys()).finish()
    }
}

impl<P: AsRef<Path>, B: Into<Vec<u8>>> FromIterator<(P, B)> for Memory {
    fn from_iter<I: IntoIterator<Item = (P, B)>>(files: I) -> Self {
        let memory = Memory::default();
        files.into_iter().for_each(|(path, bytes)| memory.write(path, bytes));
        memory
    }
}

impl Memory {
    /// Writes a file, replacing what is at the path, and creates all folders above it.
    pub fn write(&self, path: impl AsRef<Path>, bytes: impl Into<Vec<u8>>) {
        self.put(path.as_ref(), MemoryNode::File(bytes.into().into()));
    }

    /// Creates an empty folder, and all folders above it.
    pub fn create_folder(&self, path: impl AsRef<Path>) {
        self.put(path.as_ref(), MemoryNode::Folder);
    }

    /// Creates a symbolic link. Its target need not exist.
    pub fn link(&self, path: impl AsRef<Path>, target: impl Into<PathBuf>) {
        self.put(path.as_ref(), MemoryNode::Link(target.into()));
    }

    /// Removes the file, link or folder at a path, with all below it.
    pub fn remove(&self, path: impl AsRef<Path>) {
        let path = clean(path.as_ref());
        self.nodes_mut().retain(|node, _| !node.starts_with(&path));
    }

    fn put(&self, path: &Path, node: MemoryNode) {
        let path = clean(path);
        let mut nodes = self.nodes_mut();
        for folder in path.ancestors().skip(1) {
            nodes.entry(folder.to_owned()).or_insert(MemoryNode::Folder);
        }
        nodes.insert(path, node);
    }

    fn nodes(&self) -> RwLockReadGuard<'_, Nodes> {
        self.nodes.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn nodes_mut(&self) -> RwLockWriteGuard<'_, Nodes> {
        self.nodes.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// The bytes of a file, symbolic links followed.
    fn file(&self, path: &Path) -> Result<Arc<[u8]>, ReadErrorKind> {
        let nodes = self.nodes();
        match nodes.get(&resolve(&nodes, path).map_err(ReadErrorKind::Io)?) {
            Some(MemoryNode::File(bytes)) => Ok(Arc::clone(bytes)),
            _ => Err(ReadErrorKind::NotAFile),
        }
    }
}

impl World for Memory {
    fn real_path(&self, path: &Path) -> io::Result<PathBuf> {
        resolve(&self.nodes(), path)
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<WorldEntry>> {
        let nodes = self.nodes();
        let folder = resolve(&nodes, folder)?;
        if !matches!(nodes.get(&folder), Some(MemoryNode::Folder)) {
            return Err(io::ErrorKind::NotADirectory.into());
        }
        let after = (Bound::Excluded(folder.as_path()), Bound::Unbounded);
        let below = nodes.range::<Path, _>(after).take_while(|(path, _)| path.starts_with(&folder));
        let inside = below.filter(|(path, _)| path.parent() == Some(&folder));
        Ok(inside
            .filter_map(|(path, node)| Some(WorldEntry { name: path.file_name()?.to_owned(), kind: node.kind() }))
            .collect())
    }

    fn metadata(&self, path: &Path) -> io::Result<EntryMetadata> {
        let nodes = self.nodes();
        let node = nodes.get(&resolve(&nodes, path)?).ok_or(io::ErrorKind::NotFound)?;
        let length = match node {
            MemoryNode::File(bytes) => bytes.len() as u64,
            MemoryNode::Folder | MemoryNode::Link(_) => 0,
        };
        Ok(EntryMetadata { kind: node.kind(), length })
    }

    fn kind(&self, path: &Path) -> io::Result<EntryKind> {
        let path = clean(path);
        let nodes = self.nodes();
        let real = match (path.parent(), path.file_name()) {
            (Some(folder), Some(name)) => resolve(&nodes, folder)?.join(name),
            _ => path,
        };
        Ok(nodes.get(&real).ok_or(io::ErrorKind::NotFound)?.kind())
    }

    fn read(&self, file: &Path, limit: u64) -> Result<Vec<u8>, ReadErrorKind> {
        let bytes = self.file(file)?;
        let end = usize::try_from(limit).unwrap_or(usize::MAX).min(bytes.len());
        Ok(bytes.get(..end).unwrap_or(&bytes).to_vec())
    }

    /// Always `None`: reading a file in memory costs no more than comparing stamps.
    fn stamp(&self, _: &Path) -> Option<FileStamp> {
        None
    }

    fn image_size(&self, file: &Path) -> Option<PixelSize> {
        pixel_size(imagesize::blob_size(&self.file(file).ok()?).ok()?)
    }

    fn on_disk(&self, _: &Path) -> Option<PathBuf> {
        None
    }
}

impl MemoryNode {
    fn kind(&self) -> EntryKind {
        match self {
            MemoryNode::File(_) => EntryKind::File,
            MemoryNode::Folder => EntryKind::Folder,
            MemoryNode::Link(_) => EntryKind::Link,
        }
    }
}

/// The path without `.` and `..`; symbolic links are not followed.
fn clean(path: &Path) -> PathBuf {
    let mut clean = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => drop(clean.pop()),
            part => clean.push(part),
        }
    }
    clean
}

/// The path with every symbolic link in it followed.
fn resolve(nodes: &Nodes, path: &Path) -> io::Result<PathBuf> {
    let mut links = 0;
    // The parts that are still to be resolved, the next one last.
    let mut remaining: Vec<PathBuf> = parts(path);
    let mut real = PathBuf::new();
    while let Some(part) = remaining.pop() {
        match part.components().next() {
            Some(Component::CurDir) | None => continue,
            Some(Component::ParentDir) => {
                real.pop();
                continue;
            }
            Some(_) => {}
        }
        let next = real.join(part);
        match nodes.get(&next) {
            None => return Err(io::ErrorKind::NotFound.into()),
            Some(MemoryNode::File(_)) if !remaining.is_empty() => return Err(io::ErrorKind::NotADirectory.into()),
            Some(MemoryNode::Link(target)) => {
                links += 1;
                if links > MAX_LINKS {
                    return Err(io::Error::other("too many symbolic links"));
                }
                remaining.extend(parts(target));
            }
            Some(_) => real = next,
        }
    }
    Ok(real)
}

/// The parts of a path, the last one first.
fn parts(path: &Path) -> Vec<PathBuf> {
    path.components().rev().map(|part| PathBuf::from(part.as_os_str())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn memory() -> Memory {
        Memory::from_iter([("a/b.md", "b"), ("a/c/d.md", "d"), ("e.md", "e")])
    }

    fn real(memory: &Memory, path: &str) -> Result<String, io::ErrorKind> {
        let real = memory.real_path(Path::new(path)).map_err(|error| error.kind())?;
        Ok(real.to_string_lossy().into_owned())
    }

    #[test]
    fn a_folder_lists_its_direct_entries() {
        let list = |folder: &str| {
            let entries = memory().list(Path::new(folder)).expect("a folder");
            entries.into_iter().map(|entry| (entry.name.to_string_lossy().into_owned(), entry.kind)).collect::<Vec<_>>()
        };
        assert_eq!(list("a"), [("b.md".to_owned(), EntryKind::File), ("c".to_owned(), EntryKind::Folder)]);
        assert_eq!(list(""), [("a".to_owned(), EntryKind::Folder), ("e.md".to_owned(), EntryKind::File)]);
        assert!(memory().list(Path::new("e.md")).is_err());
    }

    #[test]
    fn links_are_followed_anywhere_in_a_path() {
        let memory = memory();
        memory.link("l", "a/c");
        memory.link("a/up", "../e.md");
        memory.link("circle", "circle");
        memory.link("nowhere", "x");
        assert_eq!(real(&memory, "l/d.md").as_deref(), Ok("a/c/d.md"));
        assert_eq!(real(&memory, "l/../b.md").as_deref(), Ok("a/b.md"));
        assert_eq!(real(&memory, "a/up").as_deref(), Ok("e.md"));
        assert_eq!(real(&memory, "nowhere"), Err(io::ErrorKind::NotFound));
        assert_eq!(real(&memory, "e.md/x"), Err(io::ErrorKind::NotADirectory));
        assert!(real(&memory, "circle").is_err());
        assert_eq!(memory.kind(Path::new("a/up")).ok(), Some(EntryKind::Link));
        assert_eq!(memory.metadata(Path::new("a/up")).ok(), Some(EntryMetadata { kind: EntryKind::File, length: 1 }));
    }

    #[test]
    fn what_is_removed_is_gone_with_all_below_it() {
        let memory = memory();
        memory.remove("a/c");
        assert_eq!(real(&memory, "a/c/d.md"), Err(io::ErrorKind::NotFound));
        assert_eq!(memory.read(Path::new("a/b.md"), 9).ok().as_deref(), Some(&b"b"[..]));
        assert!(matches!(memory.read(Path::new("a"), 9), Err(ReadErrorKind::NotAFile)));
    }
}
