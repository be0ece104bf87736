//! Watches the disk for changes. In: folders and files to watch. Out: sets of changed paths, each returned once nothing more changes for a
//! moment. It does not say how a path changed: the receiver reads the disk again.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode, CreateKind, ModifyKind, RenameMode};
use notify::{Config, ErrorKind, Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use super::poll::{PolledChanges, PolledFolder, Poller};
use crate::pipeline;

/// How long nothing may change before changes are returned.
const QUIET_TIME: Duration = Duration::from_millis(8);

/// After this time changes are returned even if more arrive.
const MAX_DELAY: Duration = Duration::from_millis(50);

/// How long changes wait after a removal: some editors save a file by removing it and writing a new one (9.4 ms later, as measured).
const REMOVAL_DELAY: Duration = Duration::from_millis(30);

/// After this time a new folder is reported a second time: it may have got its first files before it was watched.
const NEW_FOLDER_DELAY: Duration = Duration::from_millis(100);

/// The least time between two sets of changes, unless a page was viewed since the last one.
const MIN_INTERVAL: Duration = Duration::from_millis(50);

/// How often the disk is scanned if it is polled.
const POLL_INTERVAL: Duration = Duration::from_millis(500);

/// How often the identity of the watched folders is checked: one that was removed and created again sends no more events.
const CHECK_INTERVAL: Duration = Duration::from_millis(500);

/// Why nothing can be watched, as a message for the user.
#[derive(Debug)]
pub struct WatchError(pub String);

/// Paths that changed, absolute.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChangedPaths {
    /// The paths, sorted.
    pub paths: BTreeSet<PathBuf>,
    /// Whether anything else may have changed too: events were lost, or a watched folder was replaced.
    pub anything: bool,
}

impl ChangedPaths {
    /// Whether any of `files` is among them, or in a folder that is, or contains one of them.
    pub fn touches(&self, files: &[PathBuf]) -> bool {
        let files: Vec<PathBuf> = files.iter().map(|file| real(file)).collect();
        self.anything
            || self.paths.iter().any(|path| files.iter().any(|file| path.starts_with(file) || file.starts_with(path)))
    }
}

impl From<&ChangedPaths> for pipeline::Changes {
    fn from(changes: &ChangedPaths) -> Self {
        if changes.anything { pipeline::Changes::All } else { pipeline::Changes::Only(changes.paths.clone()) }
    }
}

/// What [`SourceWatcher::next`] returns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WatchEvent {
    /// Something changed.
    Changes(ChangedPaths),
    /// Nothing changed within the time that was given.
    Rest,
    /// The watcher was stopped.
    Stopped,
}

/// Stops a watcher from another thread.
#[derive(Clone, Debug)]
pub struct WatchStopper(Sender<WatchSignal>);

impl WatchStopper {
    /// From now on [`SourceWatcher::next`] returns [`WatchEvent::Stopped`].
    pub fn stop(&self) {
        // A watcher that is gone has stopped already.
        let _ = self.0.send(WatchSignal::Stop);
    }
}

/// Tells a watcher that a page was viewed since the last changes: then the next ones are not held back for [`MIN_INTERVAL`].
#[derive(Clone, Debug)]
pub struct ViewSignal {
    sender: Sender<WatchSignal>,
    is_awaited: Arc<AtomicBool>,
}

impl ViewSignal {
    /// Reports that a page was viewed.
    pub fn viewed(&self) {
        if self.is_awaited.swap(false, Ordering::Relaxed) {
            // A watcher that is gone has stopped already.
            let _ = self.sender.send(WatchSignal::Viewed);
        }
    }
}

enum WatchSignal {
    Event(notify::Result<Event>),
    Polled(PolledChanges),
    /// A page was viewed since the last changes.
    Viewed,
    Stop,
}

/// What looks for changes until it is dropped.
enum ActiveWatcher {
    /// The system reports them.
    Events(#[expect(dead_code, reason = "it works as long as it is there")] RecommendedWatcher),
    /// The disk is looked at again and again.
    Polls(#[expect(dead_code, reason = "it works as long as it is there")] Poller),
}

/// A watcher of folders and files. It watches until it is dropped.
pub struct SourceWatcher {
    signals: Receiver<WatchSignal>,
    sender: Sender<WatchSignal>,
    /// The watched folders and files themselves. What else changes in the folder of a watched file is of no interest.
    wanted: Vec<PathBuf>,
    /// The output, in which changes are left out.
    ignored: PathBuf,
    /// Whether a site was written into the output, and was still there at the last check.
    has_output: bool,
    /// The files into which this program itself writes what it tells: each line of it would be a change.
    own: Vec<FolderIdentity>,
    /// Paths that are reported a second time, and when.
    repeated: Option<(Instant, BTreeSet<PathBuf>)>,
    /// When changes were returned last; none once a page was viewed since.
    last_returned: Option<Instant>,
    is_view_awaited: Arc<AtomicBool>,
    /// Why events are not used although they were asked for.
    notice: Option<String>,
    targets: Vec<WatchTarget>,
    poll: bool,
    /// Whether a watched folder was moved or removed. It may be back before the next check with the same identity, but its events are lost.
    has_moved: bool,
    /// When the identity of the watched folders is checked next.
    next_check: Instant,
    /// None while a watched folder is missing.
    watcher: Option<ActiveWatcher>,
}

/// A folder to watch.
#[derive(Clone, Debug, PartialEq, Eq)]
struct WatchTarget {
    path: PathBuf,
    mode: RecursiveMode,
    /// Distinguishes it from another folder at the same path; none if there is no folder.
    identity: Option<FolderIdentity>,
}

impl SourceWatcher {
    /// Watches folders with all that is below them, and files. Changes in `ignored` (the output) are left out.
    ///
    /// # Errors
    /// Neither events nor polling works.
    pub fn new(paths: &[PathBuf], ignored: &Path, poll: bool) -> Result<SourceWatcher, WatchError> {
        let (sender, signals) = channel();
        let targets = watch_targets(paths);
        let ignored = real(ignored);
        let (watcher, notice) = start(&sender, &targets, &ignored, poll)?;
        let next_check = Instant::now() + CHECK_INTERVAL;
        Ok(SourceWatcher {
            signals,
            sender,
            wanted: paths.iter().map(|path| real(path)).collect(),
            has_output: false,
            ignored,
            own: Vec::new(),
            repeated: None,
            last_returned: None,
            is_view_awaited: Arc::default(),
            notice,
            targets,
            poll,
            has_moved: false,
            next_check,
            watcher: Some(watcher),
        })
    }

    /// Watches these folders and files from now on; does nothing if they are watched already.
    pub fn follow(&mut self, paths: &[PathBuf]) {
        self.wanted = paths.iter().map(|path| real(path)).collect();
        let targets = watch_targets(paths);
        let same = |(a, b): (&WatchTarget, &WatchTarget)| (&a.path, a.mode) == (&b.path, b.mode);
        if targets.len() == self.targets.len() && targets.iter().zip(&self.targets).all(same) {
            return;
        }
        // The old watcher is dropped only if there is a new one.
        if let Ok((watcher, _)) = start(&self.sender, &targets, &self.ignored, self.poll) {
            (self.watcher, self.targets) = (Some(watcher), targets);
        }
    }

    /// Why the disk is polled although events were asked for; returned once.
    pub fn notice(&mut self) -> Option<String> {
        self.notice.take()
    }

    /// Leaves out these files: what this program tells goes into them.
    pub fn leave_out(&mut self, files: &[std::fs::Metadata]) {
        self.own = files.iter().map(identity_of).collect();
    }

    /// A site was written into the output: if it is removed, that is a change from now on.
    pub fn has_written(&mut self) {
        self.has_output = true;
    }

    /// The signal to give when a page is viewed.
    pub fn view_signal(&self) -> ViewSignal {
        ViewSignal { sender: self.sender.clone(), is_awaited: Arc::clone(&self.is_view_awaited) }
    }

    /// Stops the watcher from another thread.
    pub fn stopper(&self) -> WatchStopper {
        WatchStopper(self.sender.clone())
    }

    /// Waits for changes and until no more of them arrive; if nothing changes, for `timeout` at most.
    pub fn next(&mut self, timeout: Option<Duration>) -> WatchEvent {
        let mut batch =
            ChangeBatch { not_before: self.last_returned.map(|last| last + MIN_INTERVAL), ..ChangeBatch::default() };
        let deadline = timeout.map(|timeout| Instant::now() + timeout);
        loop {
            let now = Instant::now();
            if let Some((_, paths)) = self.repeated.take_if(|(when, _)| *when <= now) {
                batch.add(paths, false, now);
            }
            if self.next_check <= now {
                self.next_check = now + CHECK_INTERVAL;
                batch.anything |= self.have_folders_changed(&mut batch, now);
                if self.is_output_gone() {
                    batch.add(BTreeSet::from([self.ignored.clone()]), true, now);
                }
            }
            match self.wait(batch.due(now).or(deadline)) {
                Ok(WatchSignal::Stop) | Err(RecvTimeoutError::Disconnected) => return WatchEvent::Stopped,
                Ok(WatchSignal::Event(event)) => self.add(&mut batch, event),
                Ok(WatchSignal::Polled(changes)) => {
                    let paths: BTreeSet<PathBuf> =
                        changes.paths.into_iter().filter(|path| self.is_wanted(path)).collect();
                    if !paths.is_empty() {
                        batch.add(paths, changes.is_removal, Instant::now());
                    }
                }
                Ok(WatchSignal::Viewed) => (self.last_returned, batch.not_before) = (None, None),
                Err(RecvTimeoutError::Timeout) if batch.is_due(Instant::now()) => {
                    self.last_returned = Some(Instant::now());
                    self.is_view_awaited.store(true, Ordering::Relaxed);
                    return WatchEvent::Changes(batch.changes());
                }
                Err(RecvTimeoutError::Timeout)
                    if batch.first.is_none() && deadline <= Some(Instant::now()) && deadline.is_some() =>
                {
                    return WatchEvent::Rest;
                }
                Err(RecvTimeoutError::Timeout) => {}
            }
        }
    }

    fn wait(&self, due: Option<Instant>) -> Result<WatchSignal, RecvTimeoutError> {
        let others = self.repeated.as_ref().map(|(when, _)| *when);
        let due = due.into_iter().chain(others).chain([self.next_check]).min();
        let due = due.map_or(CHECK_INTERVAL, |due| due.saturating_duration_since(Instant::now()));
        self.signals.recv_timeout(due)
    }

    /// Whether a watched folder was removed, came back or was replaced; then it is watched again.
    fn have_folders_changed(&mut self, batch: &mut ChangeBatch, now: Instant) -> bool {
        let mut is_other = std::mem::take(&mut self.has_moved);
        for target in &mut self.targets {
            let identity = identity(&target.path);
            is_other |= identity != target.identity;
            target.identity = identity;
        }
        if !is_other && self.watcher.is_some() {
            return false;
        }
        let is_there = self.targets.iter().all(|target| target.identity.is_some());
        self.watcher = None;
        if is_there && let Ok((watcher, _)) = start(&self.sender, &self.targets, &self.ignored, self.poll) {
            self.watcher = Some(watcher);
        }
        if is_other {
            batch.add(self.folders(), false, now);
        }
        is_other
    }

    /// Whether the site in the output was removed since the last check. It is reported as a change of the output folder.
    fn is_output_gone(&mut self) -> bool {
        let is_gone = self.has_output && !has_home_page(&self.ignored);
        self.has_output &= !is_gone;
        is_gone
    }

    /// Whether a change of this path may be one of what is watched.
    fn is_wanted(&self, path: &Path) -> bool {
        let is_near = |wanted: &PathBuf| path.starts_with(wanted) || wanted.starts_with(path);
        !path.starts_with(&self.ignored)
            && self.wanted.iter().any(is_near)
            && (self.own.is_empty() || file_identity(path).is_none_or(|file| !self.own.contains(&file)))
    }

    fn folders(&self) -> BTreeSet<PathBuf> {
        self.targets.iter().map(|target| target.path.clone()).collect()
    }

    /// Polls from now on: events do not report everything any more.
    fn start_polling(&mut self, batch: &mut ChangeBatch, why: &notify::Error) {
        if let Ok(watcher) = polling(&self.sender, &self.targets, &self.ignored) {
            (self.watcher, self.poll, self.notice) = (Some(watcher), true, Some(too_many(why)));
        }
        batch.anything = true;
        batch.add(self.folders(), false, Instant::now());
    }

    fn add(&mut self, batch: &mut ChangeBatch, event: notify::Result<Event>) {
        let now = Instant::now();
        let event = match event {
            Ok(event) => event,
            // There are more folders now than the system allows to watch.
            Err(error) if matches!(error.kind, ErrorKind::MaxFilesWatch) && !self.poll => {
                return self.start_polling(batch, &error);
            }
            Err(_) => return,
        };
        if event.need_rescan() {
            batch.anything = true;
            batch.add(self.folders(), false, now);
        }
        if !is_change(event.kind) {
            return;
        }
        let is_move = matches!(event.kind, EventKind::Modify(ModifyKind::Name(_)) | EventKind::Remove(_));
        self.has_moved |= is_move && self.targets.iter().any(|target| event.paths.contains(&target.path));
        let paths: BTreeSet<PathBuf> = event.paths.into_iter().filter(|path| self.is_wanted(path)).collect();
        if paths.is_empty() {
            return;
        }
        if matches!(
            event.kind,
            EventKind::Create(CreateKind::Folder)
                | EventKind::Modify(ModifyKind::Name(RenameMode::To | RenameMode::Both))
        ) {
            let repeated = self.repeated.get_or_insert_with(|| (now + NEW_FOLDER_DELAY, BTreeSet::new()));
            repeated.1.extend(paths.iter().cloned());
        }
        batch.add(paths, matches!(event.kind, EventKind::Remove(_)), now);
    }
}

/// Changes that are not returned yet.
#[derive(Default)]
struct ChangeBatch {
    paths: BTreeSet<PathBuf>,
    first: Option<Instant>,
    last: Option<Instant>,
    removal: Option<Instant>,
    not_before: Option<Instant>,
    anything: bool,
}

impl ChangeBatch {
    fn add(&mut self, paths: BTreeSet<PathBuf>, is_removal: bool, now: Instant) {
        self.paths.extend(paths);
        self.first.get_or_insert(now);
        self.last = Some(now);
        if is_removal {
            self.removal = Some(now);
        }
    }

    /// When it is returned if nothing more changes.
    fn due(&self, now: Instant) -> Option<Instant> {
        let first = self.first?;
        let quiet = (self.last.unwrap_or(now) + QUIET_TIME).min(first + MAX_DELAY);
        let quiet = self.removal.map_or(quiet, |removal| quiet.max(removal + REMOVAL_DELAY));
        Some(self.not_before.map_or(quiet, |earliest| quiet.max(earliest)))
    }

    fn is_due(&self, now: Instant) -> bool {
        self.due(now).is_some_and(|due| due <= now)
    }

    fn changes(self) -> ChangedPaths {
        ChangedPaths { paths: self.paths, anything: self.anything }
    }
}

/// Whether an event may be a change: reading is none, closing a file after writing is one.
fn is_change(kind: EventKind) -> bool {
    !matches!(kind, EventKind::Access(access) if access != AccessKind::Close(AccessMode::Write))
}

/// The folders to watch, with or without all below them. A file is watched through its folder, as editors replace the file.
fn watch_targets(paths: &[PathBuf]) -> Vec<WatchTarget> {
    let mut targets = Vec::new();
    for path in paths {
        let path = real(path);
        if path.is_dir() {
            targets.push((path, RecursiveMode::Recursive));
        } else if let Some(folder) = path.parent().filter(|folder| folder.is_dir()) {
            targets.push((folder.to_owned(), RecursiveMode::NonRecursive));
        }
    }
    let folders: Vec<PathBuf> =
        targets.iter().filter(|(_, mode)| *mode == RecursiveMode::Recursive).map(|(path, _)| path.clone()).collect();
    targets.retain(|(path, mode)| {
        *mode == RecursiveMode::Recursive || !folders.iter().any(|folder| path.starts_with(folder))
    });
    targets.sort_by(|a, b| a.0.cmp(&b.0));
    targets.dedup_by(|a, b| a.0 == b.0);
    targets.into_iter().map(|(path, mode)| WatchTarget { identity: identity(&path), path, mode }).collect()
}

/// Device and inode: a folder that was created again has others.
#[cfg(unix)]
type FolderIdentity = (u64, u64);

/// On other systems folders at one path are not distinguished.
#[cfg(not(unix))]
type FolderIdentity = ();

#[cfg(unix)]
fn identity_of(metadata: &std::fs::Metadata) -> FolderIdentity {
    use std::os::unix::fs::MetadataExt;
    (metadata.dev(), metadata.ino())
}

#[cfg(not(unix))]
fn identity_of(_: &std::fs::Metadata) -> FolderIdentity {}

fn identity(folder: &Path) -> Option<FolderIdentity> {
    folder.metadata().ok().filter(std::fs::Metadata::is_dir).map(|metadata| identity_of(&metadata))
}

fn file_identity(file: &Path) -> Option<FolderIdentity> {
    file.metadata().ok().filter(std::fs::Metadata::is_file).map(|metadata| identity_of(&metadata))
}

/// Whether a folder holds a site.
fn has_home_page(output: &Path) -> bool {
    output.join("index.html").is_file()
}

/// Watches by events, else by polling; the second value is the reason if polling was not asked for.
fn start(
    sender: &Sender<WatchSignal>,
    targets: &[WatchTarget],
    ignored: &Path,
    poll: bool,
) -> Result<(ActiveWatcher, Option<String>), WatchError> {
    if poll {
        return Ok((polling(sender, targets, ignored)?, None));
    }
    match by_events(sender, targets) {
        Ok(watcher) => Ok((watcher, None)),
        Err(error) => Ok((polling(sender, targets, ignored)?, Some(too_many(&error)))),
    }
}

fn by_events(sender: &Sender<WatchSignal>, targets: &[WatchTarget]) -> notify::Result<ActiveWatcher> {
    let sender = sender.clone();
    // If the receiver is gone, the watcher is about to be dropped.
    let handler = move |event| drop(sender.send(WatchSignal::Event(event)));
    let mut watcher = RecommendedWatcher::new(handler, Config::default())?;
    targets.iter().try_for_each(|target| watcher.watch(&target.path, target.mode))?;
    Ok(ActiveWatcher::Events(watcher))
}

fn polling(sender: &Sender<WatchSignal>, targets: &[WatchTarget], ignored: &Path) -> Result<ActiveWatcher, WatchError> {
    let folder = |target: &WatchTarget| PolledFolder {
        path: target.path.clone(),
        is_deep: target.mode == RecursiveMode::Recursive,
    };
    let sender = sender.clone();
    let report = move |changes| drop(sender.send(WatchSignal::Polled(changes)));
    let poller = Poller::start(targets.iter().map(folder).collect(), ignored.to_owned(), POLL_INTERVAL, report);
    poller.map(ActiveWatcher::Polls).map_err(|error| WatchError(format!("the source cannot be watched: {error}")))
}

fn too_many(error: &notify::Error) -> String {
    match &error.kind {
        ErrorKind::MaxFilesWatch => {
            "there are more folders than the system lets one program watch, so changes are looked for twice a second; \
             raise the limit with `sudo sysctl fs.inotify.max_user_watches=524288`"
                .to_owned()
        }
        // EMFILE: no more inotify instances for this user.
        ErrorKind::Io(error) if error.raw_os_error() == Some(24) => {
            "too many programs watch folders already, so changes are looked for twice a second; \
             raise the limit with `sudo sysctl fs.inotify.max_user_instances=1024`"
                .to_owned()
        }
        _ => format!("no events arrive from the system ({error}), so changes are looked for twice a second"),
    }
}

/// The path without symbolic links, also of a file that does not exist (any more) in a folder that does.
fn real(path: &Path) -> PathBuf {
    if let Ok(real) = path.canonicalize() {
        return real;
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    match (folder.canonicalize(), path.file_name()) {
        (Ok(folder), Some(name)) => folder.join(name),
        _ => std::path::absolute(path).unwrap_or_else(|_| path.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_batch_waits_for_quiet_but_not_for_ever() {
        let start = Instant::now();
        let at = |ms: u64| start + Duration::from_millis(ms);
        let mut batch = ChangeBatch::default();
        batch.add(BTreeSet::from([PathBuf::from("/a")]), false, at(0));
        assert_eq!(batch.due(at(0)), Some(at(8)));
        for ms in [5, 10, 20, 30, 40, 47] {
            batch.add(BTreeSet::new(), false, at(ms));
        }
        assert_eq!(batch.due(at(47)), Some(at(50)));
    }

    #[test]
    fn a_removal_waits_for_the_file_to_come_back() {
        let start = Instant::now();
        let mut batch = ChangeBatch::default();
        batch.add(BTreeSet::from([PathBuf::from("/a")]), true, start);
        assert_eq!(batch.due(start), Some(start + REMOVAL_DELAY));
    }

    #[test]
    fn an_edit_is_noticed_and_the_output_is_not() {
        let dir = tempfile::tempdir().expect("a folder");
        let root = dir.path().canonicalize().expect("its path");
        std::fs::create_dir(root.join("output")).expect("a folder");
        let mut watch = SourceWatcher::new(std::slice::from_ref(&root), &root.join("output"), false).expect("a watch");
        std::fs::write(root.join("output/x.html"), "x").expect("a file");
        std::fs::write(root.join("a.md"), "x").expect("a file");
        let WatchEvent::Changes(changes) = watch.next(None) else { panic!("changes") };
        assert_eq!(changes, ChangedPaths { paths: BTreeSet::from([root.join("a.md")]), anything: false });
        assert!(changes.touches(&[root.join("a.md")]));
        assert!(!changes.touches(&[root.join("b.md")]));
        watch.stopper().stop();
        assert_eq!(watch.next(None), WatchEvent::Stopped);
    }

    #[test]
    fn rest_is_yielded_when_nothing_changes() {
        let dir = tempfile::tempdir().expect("a folder");
        let mut watch = SourceWatcher::new(&[dir.path().to_owned()], Path::new("/nowhere"), false).expect("a watch");
        assert_eq!(watch.next(Some(Duration::from_millis(20))), WatchEvent::Rest);
    }

    #[test]
    fn a_folder_that_went_and_came_back_is_watched_again() {
        let dir = tempfile::tempdir().expect("a folder");
        let root = dir.path().canonicalize().expect("its path").join("course");
        std::fs::create_dir(&root).expect("a folder");
        let mut watch = SourceWatcher::new(std::slice::from_ref(&root), Path::new("/nowhere"), false).expect("a watch");
        let is_anything = |watch: &mut SourceWatcher| {
            while let WatchEvent::Changes(changes) = watch.next(Some(Duration::from_secs(5))) {
                if changes.anything {
                    return true;
                }
            }
            false
        };
        std::fs::rename(&root, root.with_extension("away")).expect("it goes");
        assert!(is_anything(&mut watch));
        std::fs::create_dir(&root).expect("another one");
        assert!(is_anything(&mut watch));
        std::fs::write(root.join("a.md"), "x").expect("a file");
        let WatchEvent::Changes(changes) = watch.next(Some(Duration::from_secs(5))) else { panic!("changes") };
        assert_eq!(changes.paths, BTreeSet::from([root.join("a.md")]));
    }

    #[test]
    fn a_folder_that_is_back_before_the_next_check_is_watched_again() {
        let dir = tempfile::tempdir().expect("a folder");
        let root = dir.path().canonicalize().expect("its path").join("course");
        std::fs::create_dir(&root).expect("a folder");
        // A file beside it may be watched, too.
        let watched = [root.clone(), root.with_file_name("syllabus.toml")];
        let mut watch = SourceWatcher::new(&watched, Path::new("/nowhere"), false).expect("a watch");
        std::fs::rename(&root, root.with_extension("away")).expect("it goes");
        std::fs::rename(root.with_extension("away"), &root).expect("it comes back");
        let mut tries = 5;
        while !matches!(watch.next(Some(Duration::from_secs(5))), WatchEvent::Changes(changes) if changes.anything) {
            tries -= 1;
            assert!(tries > 0, "nothing was reported");
        }
        std::fs::write(root.join("a.md"), "x").expect("a file");
        let WatchEvent::Changes(changes) = watch.next(Some(Duration::from_secs(5))) else { panic!("changes") };
        assert_eq!(changes.paths, BTreeSet::from([root.join("a.md")]));
    }

    #[test]
    fn one_folder_too_many_is_reported_and_the_disk_is_polled() {
        let dir = tempfile::tempdir().expect("a folder");
        let root = dir.path().canonicalize().expect("its path");
        let mut watch = SourceWatcher::new(std::slice::from_ref(&root), Path::new("/nowhere"), false).expect("a watch");
        assert_eq!(watch.notice(), None);
        watch.sender.send(WatchSignal::Event(Err(notify::Error::new(ErrorKind::MaxFilesWatch)))).expect("sent");
        let WatchEvent::Changes(changes) = watch.next(Some(Duration::from_secs(5))) else { panic!("changes") };
        assert!(changes.anything);
        assert!(watch.notice().is_some_and(|notice| notice.contains("sysctl")));
        assert_eq!(watch.notice(), None);
        std::fs::write(root.join("a.md"), "x").expect("a file");
        let WatchEvent::Changes(changes) = watch.next(Some(Duration::from_secs(10))) else { panic!("changes") };
        assert!(changes.paths.contains(&root.join("a.md")));
    }

    #[test]
    fn sets_of_changes_keep_their_distance() {
        let start = Instant::now();
        let mut batch = ChangeBatch { not_before: Some(start + MIN_INTERVAL), ..ChangeBatch::default() };
        batch.add(BTreeSet::from([PathBuf::from("/a")]), false, start);
        assert_eq!(batch.due(start), Some(start + MIN_INTERVAL));
        batch.not_before = None;
        assert_eq!(batch.due(start), Some(start + QUIET_TIME));
    }
}
