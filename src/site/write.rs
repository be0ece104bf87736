//! Writes a site. Each file is written to a temporary file, listed in the journal, then renamed to its path; stale files are removed last.
//! Never writes through a symbolic link, and never replaces or removes a file that no build made.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs::{self, File, Metadata, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::bytes::{copy, hash_of_file, same_hash};
use super::error::{SiteError, cannot_write};
use super::file::{FileContent, SiteFile, WrittenFile};
use super::manifest::{self, KnownPaths};
use super::outcome::{WriteOutcome, WriteSummary};
use super::paths::{STATE_FOLDER, is_bad};
use crate::path::{SitePath, folder_of, folders_down_to};
use crate::source::{FileStamp, Hash};

/// How long a second build waits for the lock of the first.
const TIMEOUT: Duration = Duration::from_secs(10);
/// How often the second build tries the lock.
const POLL_INTERVAL: Duration = Duration::from_millis(50);

/// Writes files into one folder. Holds the lock of the folder until it is dropped. May be used from several threads.
///
/// A build calls [`stage`](SiteWriter::stage) and [`commit`](SiteWriter::commit) for each file, then [`finish`](SiteWriter::finish). `watch`
/// calls `stage`, `commit`, [`retain`](SiteWriter::retain) and [`save`](SiteWriter::save) for each rebuild.
#[derive(Debug)]
pub struct SiteWriter {
    dir: PathBuf,
    /// The locked file. The system releases the lock when the process ends in any way.
    lock: File,
    next_temp_number: AtomicU64,
    state: Mutex<WriterState>,
}

#[derive(Debug, Default)]
struct WriterState {
    known_paths: KnownPaths,
    files: BTreeMap<SitePath, Hash>,
    /// Folders of the site that were checked to be real folders.
    folders: HashSet<String>,
    /// Files whose content was checked, with their stamp at that time: while the stamp is the same they need not be read again.
    confirmed: HashMap<SitePath, (FileStamp, Hash)>,
    journal: Option<File>,
    summary: WriteSummary,
}

/// A file that is ready to be moved to its path. If it is dropped before, its temporary file is removed.
#[derive(Debug)]
pub struct StagedFile {
    path: SitePath,
    hash: Hash,
    /// `None` where the file at the path has the same bytes already.
    temp_file: Option<TempFile>,
}

impl StagedFile {
    /// The hash of the file's bytes.
    pub fn hash(&self) -> Hash {
        self.hash
    }
}

/// A temporary file, removed when dropped unless it was renamed.
#[derive(Debug)]
struct TempFile(PathBuf);

impl Drop for TempFile {
    fn drop(&mut self) {
        // It does not exist any more if it was renamed.
        drop(fs::remove_file(&self.0));
    }
}

#[cfg(unix)]
fn is_same_file(one: &Metadata, other: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    (one.dev(), one.ino()) == (other.dev(), other.ino())
}

/// Other systems do not remove a file that is open.
#[cfg(not(unix))]
fn is_same_file(_: &Metadata, _: &Metadata) -> bool {
    true
}

/// What exists at a path.
enum ExistingEntry {
    Nothing,
    File(Metadata),
    Folder,
    Link,
    Special,
}

fn existing_entry(path: &Path) -> Result<ExistingEntry, SiteError> {
    match fs::symlink_metadata(path) {
        Ok(metadata) if metadata.is_symlink() => Ok(ExistingEntry::Link),
        Ok(metadata) if metadata.is_dir() => Ok(ExistingEntry::Folder),
        Ok(metadata) if metadata.is_file() => Ok(ExistingEntry::File(metadata)),
        Ok(_) => Ok(ExistingEntry::Special),
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            Ok(ExistingEntry::Nothing)
        }
        Err(error) => Err(SiteError::CannotWrite(path.to_owned(), error)),
    }
}

impl Drop for SiteWriter {
    /// Unlocks explicitly. Closing the file is not enough: a child process shares it between fork and exec.
    fn drop(&mut self) {
        drop(self.lock.unlock());
    }
}

impl SiteWriter {
    /// Opens the folder for one build, and creates it if there is none. Waits up to 10 seconds for another build to end.
    ///
    /// # Errors
    /// The path is no folder, another build holds its lock, or it cannot be written.
    pub fn open(dir: &Path) -> Result<SiteWriter, SiteError> {
        SiteWriter::open_within(dir, TIMEOUT)
    }

    /// As `open`, with another timeout.
    ///
    /// # Errors
    /// As for `open`.
    pub fn open_within(dir: &Path, timeout: Duration) -> Result<SiteWriter, SiteError> {
        match fs::metadata(dir) {
            Ok(metadata) if !metadata.is_dir() => return Err(SiteError::NotAFolder(dir.to_owned())),
            // A symbolic link to nothing.
            Err(_) if dir.is_symlink() => return Err(SiteError::NotAFolder(dir.to_owned())),
            _ => fs::create_dir_all(dir).map_err(cannot_write(dir))?,
        }
        let dir = dir.canonicalize().map_err(cannot_write(dir))?;
        let own = dir.join(STATE_FOLDER);
        make_folder(&own)?;
        let lock = lock(&own.join("lock"), &dir, timeout)?;
        let temporary = own.join("tmp");
        make_folder(&temporary)?;
        remove_temp_files(&temporary)?;
        let known_paths =
            KnownPaths::read(&read_state_file(&own.join("manifest")), &read_state_file(&own.join("journal")));
        let state = Mutex::new(WriterState { known_paths, ..WriterState::default() });
        Ok(SiteWriter { dir, lock, next_temp_number: AtomicU64::new(0), state })
    }

    /// Whether the folder still has the manifest and the home page of the last build; someone may have removed the site.
    pub fn has_site(&self) -> bool {
        self.state_path("manifest").is_file() && self.dir.join("index.html").is_file()
    }

    /// Whether the folder was removed since it was opened, or is another one now: then it must be opened again.
    pub fn is_gone(&self) -> bool {
        let (found, held) = (fs::metadata(self.state_path("lock")), self.lock.metadata());
        !found.is_ok_and(|found| held.is_ok_and(|held| is_same_file(&found, &held)))
    }

    /// Forgets which folders were there: someone may have removed them.
    pub fn forget_folders(&self) {
        self.state().folders.clear();
    }

    /// Checks, before anything is written, whether other files are in the way of these. Returns the paths that have a file which no build
    /// made: writing them succeeds only if the bytes are the same.
    ///
    /// # Errors
    /// A path is not allowed, or a file, folder or symbolic link that no build made is in the way.
    pub fn check(&self, paths: &[SitePath]) -> Result<Vec<SitePath>, SiteError> {
        let mut doubtful = Vec::new();
        let state = self.state();
        for path in paths {
            if is_bad(path) {
                return Err(SiteError::BadPath(path.clone()));
            }
            if state.known_paths.get(path).is_some_and(|record| record.in_manifest) {
                continue;
            }
            self.check_folders(path.folder(), &state)?;
            let target = self.full_path(path);
            match existing_entry(&target)? {
                ExistingEntry::Nothing => {}
                ExistingEntry::File(_) if self.is_unmodified(path, &state) => {}
                ExistingEntry::File(_) => doubtful.push(path.clone()),
                ExistingEntry::Folder => drop(self.own_files_below(path, &state)?),
                ExistingEntry::Link => return Err(SiteError::Link(target)),
                ExistingEntry::Special => return Err(SiteError::Foreign(target)),
            }
        }
        Ok(doubtful)
    }

    /// Writes a file to a temporary file. The site is unchanged until `commit`.
    ///
    /// # Errors
    /// The path is not allowed, a file that no build made is in the way, the source of a copy cannot be read, or the disk cannot be written.
    pub fn stage(&self, entry: SiteFile) -> Result<StagedFile, SiteError> {
        let path = entry.path;
        if is_bad(&path) {
            return Err(SiteError::BadPath(path));
        }
        self.check_folders(path.folder(), &self.state())?;
        let target = self.full_path(&path);
        match existing_entry(&target)? {
            ExistingEntry::File(metadata) => match same_hash(&entry.content, &target, &metadata)? {
                Some(hash) => return Ok(StagedFile { path, hash, temp_file: None }),
                None => self.may_replace(&path, &self.state())?,
            },
            ExistingEntry::Link => return Err(SiteError::Link(target)),
            ExistingEntry::Special => return Err(SiteError::Foreign(target)),
            ExistingEntry::Nothing | ExistingEntry::Folder => {}
        }
        let (temporary, hash) = self.write_temp_file(&entry.content, &target)?;
        Ok(StagedFile { path, hash, temp_file: Some(TempFile(temporary)) })
    }

    /// Moves a staged file to its path.
    ///
    /// # Errors
    /// A file that no build made is in the way, or the disk cannot be written.
    pub fn commit(&self, staged: StagedFile) -> Result<WriteOutcome, SiteError> {
        let StagedFile { path, hash, temp_file: beside } = staged;
        let Some(TempFile(temporary)) = &beside else { return Ok(self.record(&path, hash, WriteOutcome::Unchanged)) };
        self.make_folders(path.folder())?;
        let target = self.full_path(&path);
        let outcome = match existing_entry(&target)? {
            ExistingEntry::Nothing => WriteOutcome::Created,
            ExistingEntry::File(_) => {
                self.may_replace(&path, &self.state())?;
                WriteOutcome::Changed
            }
            ExistingEntry::Folder => {
                self.clear_folder(&path, self.state())?;
                WriteOutcome::Created
            }
            ExistingEntry::Link => return Err(SiteError::Link(target)),
            ExistingEntry::Special => return Err(SiteError::Foreign(target)),
        };
        self.add_to_journal(&path, hash)?;
        fs::rename(temporary, &target).map_err(cannot_write(&target))?;
        Ok(self.record(&path, hash, outcome))
    }

    /// Whether a build wrote the file at `path` and its bytes still have this hash. If so it counts as written, and the caller need not make
    /// it again.
    pub fn is_current(&self, path: &SitePath, hash: Hash) -> bool {
        let is_ours = self.state().known_paths.get(path).is_some_and(|record| record.in_manifest);
        let target = self.full_path(path);
        let Ok(ExistingEntry::File(metadata)) = existing_entry(&target) else { return false };
        if !is_ours {
            return false;
        }
        let stamp = FileStamp::settled(&metadata);
        let is_confirmed = stamp.is_some_and(|stamp| self.state().confirmed.get(path) == Some(&(stamp, hash)));
        if !is_confirmed && !hash_of_file(&target).is_ok_and(|found| found == hash) {
            return false;
        }
        if let Some(stamp) = stamp.filter(|_| !is_confirmed) {
            self.state().confirmed.insert(path.clone(), (stamp, hash));
        }
        self.record(path, hash, WriteOutcome::Unchanged);
        true
    }

    /// Keeps files of earlier builds for which `stays` is true, although they are not written now.
    pub fn keep(&self, stays: impl Fn(&SitePath) -> bool) {
        let mut state = self.state();
        for (path, hash) in state.known_paths.last_hashes() {
            if stays(&path) && matches!(existing_entry(&self.full_path(&path)), Ok(ExistingEntry::File(_))) {
                state.files.entry(path).or_insert(hash);
            }
        }
    }

    /// Keeps only the files for which `is_part` is true as part of the site; `save` removes the others.
    pub fn retain(&self, is_part: impl Fn(&SitePath) -> bool) {
        self.state().files.retain(|path, _| is_part(path));
    }

    /// The files of the site as they are now, in the order of their paths.
    ///
    /// # Errors
    /// A file is not there any more.
    pub fn written(&self) -> Result<Vec<WrittenFile>, SiteError> {
        let files = self.state().files.clone();
        let written = files.into_iter().map(|(path, hash)| {
            let target = self.full_path(&path);
            let size = fs::metadata(&target).map_err(cannot_write(&target))?.len();
            Ok(WrittenFile { path, size, hash })
        });
        written.collect()
    }

    /// Removes stale files and writes the manifest. Returns the counts since the last call.
    ///
    /// # Errors
    /// A file cannot be removed, or the manifest cannot be written.
    pub fn save(&self) -> Result<WriteSummary, SiteError> {
        let mut state = self.state();
        for path in state.known_paths.stale(&state.files) {
            self.remove_stale(&path, &mut state)?;
        }
        let text = manifest::manifest(&state.files);
        let target = self.state_path("manifest");
        if read_state_file(&target) != text {
            let (temporary, _) = self.write_temp_file(&FileContent::Bytes(text.into_bytes()), &target)?;
            fs::rename(&temporary, &target).map_err(cannot_write(&target))?;
        }
        // Not earlier: until the manifest is written, only the journal lists the new files.
        state.journal = None;
        drop(fs::remove_file(self.state_path("journal")));
        state.known_paths = KnownPaths::of_build(&state.files);
        Ok(std::mem::take(&mut state.summary))
    }

    /// Ends a build: calls `save` and releases the folder.
    ///
    /// # Errors
    /// As for `save`.
    pub fn finish(self) -> Result<WriteSummary, SiteError> {
        let summary = self.save()?;
        drop(fs::remove_dir(self.state_path("tmp")));
        Ok(summary)
    }

    fn state(&self) -> MutexGuard<'_, WriterState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn full_path(&self, path: &SitePath) -> PathBuf {
        self.dir.join(path.as_str())
    }

    /// The path of a file or folder in the state folder.
    fn state_path(&self, name: &str) -> PathBuf {
        self.dir.join(STATE_FOLDER).join(name)
    }

    fn record(&self, path: &SitePath, hash: Hash, outcome: WriteOutcome) -> WriteOutcome {
        let mut state = self.state();
        state.files.insert(path.clone(), hash);
        match outcome {
            WriteOutcome::Unchanged => state.summary.unchanged += 1,
            WriteOutcome::Created | WriteOutcome::Changed => state.summary.written += 1,
        }
        outcome
    }

    /// Lists a file in the journal before it is renamed to its path, so that it is known even if this build is killed then.
    fn add_to_journal(&self, path: &SitePath, hash: Hash) -> Result<(), SiteError> {
        let target = self.state_path("journal");
        let mut state = self.state();
        if state.journal.is_none() {
            let mut journal = open_state_file(&target).map_err(cannot_write(&target))?;
            // A killed build may have left an incomplete line.
            journal.write_all(b"\n").map_err(cannot_write(&target))?;
            state.journal = Some(journal);
        }
        if let Some(journal) = &mut state.journal {
            journal.write_all(manifest::line(path, hash).as_bytes()).map_err(cannot_write(&target))?;
        }
        state.known_paths.add_hash(path, hash);
        Ok(())
    }

    /// Checks that the file at `path` may be replaced, because a build wrote it.
    fn may_replace(&self, path: &SitePath, state: &WriterState) -> Result<(), SiteError> {
        let is_ours = state.known_paths.get(path).is_some_and(|record| record.in_manifest);
        if is_ours || self.is_unmodified(path, state) { Ok(()) } else { Err(SiteError::Foreign(self.full_path(path))) }
    }

    /// Removes a folder of an earlier build whose path is needed for a file.
    fn clear_folder(&self, path: &SitePath, mut state: MutexGuard<'_, WriterState>) -> Result<(), SiteError> {
        let (files, mut folders) = self.own_files_below(path, &state)?;
        for file in files {
            let target = self.full_path(&file);
            fs::remove_file(&target).map_err(cannot_write(&target))?;
            state.summary.removed += 1;
        }
        while let Some(folder) = folders.pop() {
            state.folders.remove(folder.as_str());
            let target = self.full_path(&folder);
            fs::remove_dir(&target).map_err(cannot_write(&target))?;
        }
        Ok(())
    }

    /// All files below a folder, and all folders, outer ones first. An error unless each file was written by an earlier build, is unchanged,
    /// and is not part of this build.
    fn own_files_below(
        &self,
        folder: &SitePath,
        state: &WriterState,
    ) -> Result<(Vec<SitePath>, Vec<SitePath>), SiteError> {
        let (mut files, mut folders) = (Vec::new(), vec![folder.clone()]);
        let mut at = 0;
        while let Some(folder) = folders.get(at).cloned() {
            at += 1;
            let target = self.full_path(&folder);
            for entry in fs::read_dir(&target).map_err(cannot_write(&target))? {
                let entry = entry.map_err(cannot_write(&target))?;
                let name = entry.file_name();
                let path = SitePath::new(format!("{folder}/{}", name.to_string_lossy()));
                match existing_entry(&entry.path())? {
                    ExistingEntry::Folder if name.to_str().is_some() => folders.push(path),
                    ExistingEntry::File(_) if self.is_unmodified(&path, state) && !state.files.contains_key(&path) => {
                        files.push(path)
                    }
                    _ => return Err(SiteError::Foreign(entry.path())),
                }
            }
        }
        Ok((files, folders))
    }

    /// Whether the file still has bytes that a build wrote.
    fn is_unmodified(&self, path: &SitePath, state: &WriterState) -> bool {
        let Some(record) = state.known_paths.get(path) else { return false };
        hash_of_file(&self.full_path(path)).is_ok_and(|hash| record.hashes.contains(&hash))
    }

    fn check_folders(&self, folder: &str, state: &WriterState) -> Result<(), SiteError> {
        for folder in folders_down_to(folder) {
            let target = self.dir.join(folder);
            match existing_entry(&target)? {
                ExistingEntry::Nothing => return Ok(()),
                ExistingEntry::Folder => {}
                ExistingEntry::File(_) if self.is_unmodified(&SitePath::new(folder), state) => return Ok(()),
                ExistingEntry::File(_) | ExistingEntry::Special => return Err(SiteError::Foreign(target)),
                ExistingEntry::Link => return Err(SiteError::Link(target)),
            }
        }
        Ok(())
    }

    fn make_folders(&self, folder: &str) -> Result<(), SiteError> {
        let mut state = self.state();
        if folder.is_empty() || state.folders.contains(folder) {
            return Ok(());
        }
        for folder in folders_down_to(folder) {
            if state.folders.contains(folder) {
                continue;
            }
            self.clear_file(folder, &mut state)?;
            make_folder(&self.dir.join(folder))?;
            state.folders.insert(folder.to_owned());
        }
        Ok(())
    }

    /// Removes a file of an earlier build whose path is needed for a folder.
    fn clear_file(&self, folder: &str, state: &mut WriterState) -> Result<(), SiteError> {
        let target = self.dir.join(folder);
        let path = SitePath::new(folder);
        match existing_entry(&target)? {
            ExistingEntry::File(_) if self.is_unmodified(&path, state) && !state.files.contains_key(&path) => {
                state.summary.removed += 1;
                fs::remove_file(&target).map_err(cannot_write(&target))
            }
            ExistingEntry::File(_) | ExistingEntry::Special => Err(SiteError::Foreign(target)),
            _ => Ok(()),
        }
    }

    /// Writes `content` to a temporary file. `target` is the final path, which errors name.
    fn write_temp_file(&self, content: &FileContent, target: &Path) -> Result<(PathBuf, Hash), SiteError> {
        let number = self.next_temp_number.fetch_add(1, Ordering::Relaxed);
        let temporary = self.state_path("tmp").join(number.to_string());
        let hash = match content {
            FileContent::Bytes(bytes) => {
                fs::write(&temporary, bytes).map(|()| Hash::of(bytes)).map_err(cannot_write(target))
            }
            FileContent::CopyOf(of) => copy(of, &temporary, target),
        };
        match hash {
            Ok(hash) => Ok((temporary, hash)),
            Err(error) => {
                drop(fs::remove_file(&temporary));
                Err(error)
            }
        }
    }

    fn remove_stale(&self, path: &SitePath, state: &mut WriterState) -> Result<(), SiteError> {
        let real = folders_down_to(path.folder())
            .all(|folder| matches!(existing_entry(&self.dir.join(folder)), Ok(ExistingEntry::Folder)));
        let target = self.full_path(path);
        match existing_entry(&target)? {
            ExistingEntry::File(_) if real && self.is_unmodified(path, state) => {
                fs::remove_file(&target).map_err(cannot_write(&target))?;
                state.summary.removed += 1;
                self.remove_empty(path.folder(), state);
            }
            ExistingEntry::File(_) => state.summary.left.push(path.clone()),
            _ => {}
        }
        Ok(())
    }

    /// Removes a folder if it is empty, then the folders above it that become empty.
    fn remove_empty(&self, folder: &str, state: &mut WriterState) {
        let mut folder = folder;
        while !folder.is_empty() && fs::remove_dir(self.dir.join(folder)).is_ok() {
            state.folders.remove(folder);
            folder = folder_of(folder);
        }
    }
}

fn make_folder(target: &Path) -> Result<(), SiteError> {
    match existing_entry(target)? {
        ExistingEntry::Folder => Ok(()),
        ExistingEntry::Link => Err(SiteError::Link(target.to_owned())),
        ExistingEntry::File(_) | ExistingEntry::Special => Err(SiteError::Foreign(target.to_owned())),
        ExistingEntry::Nothing => match fs::create_dir(target) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
            result => result.map_err(cannot_write(target)),
        },
    }
}

fn lock(target: &Path, dir: &Path, timeout: Duration) -> Result<File, SiteError> {
    let file = open_state_file(target).map_err(cannot_write(target))?;
    let end = Instant::now() + timeout;
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::WouldBlock) if Instant::now() >= end => return Err(SiteError::Busy(dir.to_owned())),
            Err(TryLockError::WouldBlock) => std::thread::sleep(POLL_INTERVAL),
            // Some network file systems have no locks; the build goes on without one.
            Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => return Ok(file),
            Err(TryLockError::Error(error)) => return Err(SiteError::CannotWrite(target.to_owned(), error)),
        }
    }
}

/// Opens a file of the state folder for appending; never through a symbolic link.
fn open_state_file(target: &Path) -> io::Result<File> {
    match fs::symlink_metadata(target) {
        Ok(metadata) if !metadata.is_file() => {
            Err(io::Error::new(io::ErrorKind::AlreadyExists, "it is not a plain file"))
        }
        _ => OpenOptions::new().append(true).create(true).open(target),
    }
}

/// The text of a file of the state folder; empty where there is no plain file, and lossy where it is not UTF-8.
fn read_state_file(target: &Path) -> String {
    let plain = fs::symlink_metadata(target).is_ok_and(|metadata| metadata.is_file());
    let bytes = if plain { fs::read(target).unwrap_or_default() } else { Vec::new() };
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Removes the temporary files of a killed build.
fn remove_temp_files(temporary: &Path) -> Result<(), SiteError> {
    for entry in fs::read_dir(temporary).map_err(cannot_write(temporary))? {
        let entry = entry.map_err(cannot_write(temporary))?;
        drop(fs::remove_file(entry.path()));
    }
    Ok(())
}

#[cfg(test)]
#[path = "write_test.rs"]
mod tests;
