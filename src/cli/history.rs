//! Asks git for the history of a course. It is the only place that runs git, and it is asked as little as possible: of a repository that may
//! come from anybody, nothing is run and nothing is fetched. What was read is kept in the cache until the repository has another commit.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde::{Deserialize, Serialize};

use super::address::{git_folder, repository_folder};
use super::files::{plain_file, real};
use crate::history::{History, LOG_FORMAT};
use crate::source::Hash;

/// The first bytes of a kept history; the number changes with the format.
const MAGIC: &[u8] = b"syllabus history 2\n";

/// What runs nothing of a repository and fetches nothing of it, whatever its configuration says.
const HARMLESS: [&str; 12] = [
    "--no-pager",
    "--no-optional-locks",
    "-c",
    "core.quotePath=false",
    "-c",
    "log.showSignature=false",
    "-c",
    "core.fsmonitor=false",
    "-c",
    "protocol.allow=never",
    // What the user chose to see is no part of a course.
    "-c",
    "log.showRoot=true",
];

/// The files whose history is asked for.
const CHAPTERS: [&str; 2] = [":(icase)*.md", ":(icase)*.markdown"];

/// A history as it is kept.
#[derive(Serialize, Deserialize)]
struct KeptHistory {
    state: String,
    history: History,
}

/// Why git tells nothing of a repository that there is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct NoHistory {
    /// The folder of the repository.
    pub root: PathBuf,
    /// What git or the system says.
    pub why: &'static str,
    /// The way out.
    pub help: String,
}

/// The history of the course in `folder`, from the cache in the folder `cache` if the repository has the same commit. None where there is no
/// repository or no commit.
///
/// # Errors
/// There is a repository, and git is not there or refuses to read it.
pub(super) fn history(folder: &Path, cache: Option<&Path>) -> Result<Option<History>, NoHistory> {
    let Some(root) = repository_folder(folder) else { return Ok(None) };
    let history = read(folder, &root, cache);
    match history {
        Some(_) => Ok(history),
        None => refusal(&root).map_or(Ok(None), Err),
    }
}

/// Why git does not read a repository; none where it does, or where there is nothing to be read.
fn refusal(root: &Path) -> Option<NoHistory> {
    let no_history = |why, help| Some(NoHistory { root: root.to_owned(), why, help });
    match command(root).args(["rev-parse", "HEAD"]).output() {
        Err(_) => no_history("git is not there", "install git".to_owned()),
        Ok(output) if String::from_utf8_lossy(&output.stderr).contains("dubious ownership") => {
            let help = format!("if you trust it: `git config --global --add safe.directory {}`", root.display());
            no_history("git does not read a repository that belongs to another user", help)
        }
        Ok(_) => None,
    }
}

fn read(folder: &Path, root: &Path, cache: Option<&Path>) -> Option<History> {
    let inner = course_folder(folder, root)?;
    // The commit, whether the clone is shallow, and where it ends then.
    let state = git(root, &["rev-parse", "HEAD", "--is-shallow-repository"])?;
    let shallow = git_folder(root).and_then(|git| plain_file(&git.join("shallow")).ok()).unwrap_or_default();
    let shallow = Hash::of(&shallow).digits(16);
    let state = format!("{} {shallow} {}", env!("CARGO_PKG_VERSION"), String::from_utf8(state).ok()?);
    let kept_at = cache.map(|cache| kept_at(cache, root, &inner));
    if let Some(kept) = kept_at.as_deref().and_then(kept).filter(|kept| kept.state == state) {
        return Some(kept.history);
    }
    let log = [
        "log",
        "-z",
        "--reverse",
        "--topo-order",
        "--name-status",
        "--find-renames",
        "-l1000",
        "--date=short",
        LOG_FORMAT,
    ];
    let log = git(root, &[&log[..], &["HEAD", "--"], &CHAPTERS].concat())?;
    let history = History::of_log(&log, &inner, state.trim_end().ends_with("true"));
    match kept_at {
        Some(file) => keep(&file, KeptHistory { state, history }),
        None => Some(history),
    }
}

/// The path of a folder in a repository, with `/` at its end; empty for the repository's own.
pub(super) fn course_folder(folder: &Path, root: &Path) -> Option<String> {
    let inner = real(folder)?.strip_prefix(root).ok()?.to_str()?.replace(std::path::MAIN_SEPARATOR, "/");
    Some(if inner.is_empty() { inner } else { format!("{inner}/") })
}

/// What git prints; none where it cannot be run or fails.
fn git(root: &Path, args: &[&str]) -> Option<Vec<u8>> {
    let output = command(root).args(args).stderr(Stdio::null()).output().ok()?;
    output.status.success().then_some(output.stdout)
}

/// Git in a repository, without what could do harm.
fn command(root: &Path) -> Command {
    let mut command = Command::new("git");
    command.args(HARMLESS).current_dir(root).stdin(Stdio::null());
    command.env("LC_ALL", "C").env("GIT_NO_LAZY_FETCH", "1").env("GIT_TERMINAL_PROMPT", "0");
    // Only this goes before what a repository says of single protocols. None has such a name.
    command.env("GIT_ALLOW_PROTOCOL", "none");
    // Where a hook of git builds a site, these name the repository of the hook.
    for variable in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY"] {
        command.env_remove(variable);
    }
    command
}

fn kept_at(cache: &Path, root: &Path, inner: &str) -> PathBuf {
    let of = Hash::of(&[root.as_os_str().as_encoded_bytes(), b"\n", inner.as_bytes()].concat());
    cache.join(format!("{}.history", of.digits(24)))
}

fn kept(file: &Path) -> Option<KeptHistory> {
    let bytes = plain_file(file).ok()?;
    postcard::from_bytes(bytes.strip_prefix(MAGIC)?).ok()
}

/// Writes what was read for the next time. That it cannot be written is no fault: the next time takes longer.
fn keep(file: &Path, kept: KeptHistory) -> Option<History> {
    if let (Some(folder), Ok(packed)) = (file.parent(), postcard::to_stdvec(&kept)) {
        let whole = fs::create_dir_all(folder)
            .and_then(|()| fs::write(file.with_extension("history-new"), [MAGIC, &packed].concat()));
        let _ = whole.and_then(|()| fs::rename(file.with_extension("history-new"), file));
    }
    Some(kept.history)
}
