//! Asks git for the history of a course. It is the only place that runs git, and it is asked as little as possible: of a repository that may
//! come from anybody, nothing is run and nothing is fetched. What was read is kept in the cache until the repository has another commit.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde::{Deserialize, Serialize};

use super::address::{git_folder, repository_folder};
use super::files::{plain_file, real};
use super::notice::ProjectNotice;
use crate::diagnostic::{Code, Diagnostic};
use crate::history::{History, LOG_FORMAT};
use crate::site::replace;
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

/// Why git tells nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum GitFailure {
    /// It is not there.
    NotThere,
    /// It does not read a repository of another user.
    OtherOwner,
    /// Anything else, such as that there is no commit yet.
    NoAnswer,
}

/// A repository of which git tells nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct NoHistory {
    root: PathBuf,
    failure: GitFailure,
}

impl NoHistory {
    /// What is told of it; nothing where git has nothing to tell.
    pub fn notice(self) -> Option<ProjectNotice> {
        let (why, help) = match self.failure {
            GitFailure::NotThere => ("git is not there", "install git".to_owned()),
            GitFailure::OtherOwner => (
                "git does not read a repository that belongs to another user",
                format!("if you trust it: `git config --global --add safe.directory {}`", self.root.display()),
            ),
            GitFailure::NoAnswer => return None,
        };
        let message = format!("pages have no days, and moved chapters do not lead on: {why}");
        let diagnostic = Diagnostic::of_file(Code::NoHistory, message).help(help);
        Some(ProjectNotice { diagnostic, path: self.root, text: None })
    }
}

/// The history of the course in `folder`, from the cache in the folder `cache` if the repository has the same commit. None where there is no
/// repository.
///
/// # Errors
/// There is a repository, and git tells nothing of it.
pub(super) fn history(folder: &Path, cache: Option<&Path>) -> Result<Option<History>, NoHistory> {
    let place = repository_folder(folder).and_then(|root| Some((course_folder(folder, &root)?, root)));
    let Some((inner, root)) = place else { return Ok(None) };
    read(&root, &inner, cache).map(Some).map_err(|failure| NoHistory { root, failure })
}

/// The history of the folder `inner` of the repository in `root`.
fn read(root: &Path, inner: &str, cache: Option<&Path>) -> Result<History, GitFailure> {
    // The commit, whether the clone is shallow, and where it ends then.
    let state = git(root, &["rev-parse", "HEAD", "--is-shallow-repository"])?;
    let shallow = git_folder(root).and_then(|git| plain_file(&git.join("shallow")).ok()).unwrap_or_default();
    let shallow = Hash::of(&shallow).digits(16);
    let state = format!("{} {shallow} {}", env!("CARGO_PKG_VERSION"), String::from_utf8_lossy(&state));
    let kept_at = cache.map(|cache| kept_at(cache, root, inner));
    if let Some(kept) = kept_at.as_deref().and_then(kept).filter(|kept| kept.state == state) {
        return Ok(kept.history);
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
    let history = History::of_log(&log, inner, state.trim_end().ends_with("true"));
    Ok(match kept_at {
        Some(file) => keep(&file, KeptHistory { state, history }),
        None => history,
    })
}

/// The path of a folder in a repository, with `/` at its end; empty for the repository's own.
pub(super) fn course_folder(folder: &Path, root: &Path) -> Option<String> {
    let inner = real(folder)?.strip_prefix(root).ok()?.to_str()?.replace(std::path::MAIN_SEPARATOR, "/");
    Some(if inner.is_empty() { inner } else { format!("{inner}/") })
}

/// What git prints in a repository, where it does nothing that could do harm.
fn git(root: &Path, args: &[&str]) -> Result<Vec<u8>, GitFailure> {
    let mut command = Command::new("git");
    command.args(HARMLESS).args(args).current_dir(root).stdin(Stdio::null());
    command.env("LC_ALL", "C").env("GIT_NO_LAZY_FETCH", "1").env("GIT_TERMINAL_PROMPT", "0");
    // Only this goes before what a repository says of single protocols. None has such a name.
    command.env("GIT_ALLOW_PROTOCOL", "none");
    // Where a hook of git builds a site, these name the repository of the hook.
    for variable in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY"] {
        command.env_remove(variable);
    }
    let output = command.output().map_err(|_| GitFailure::NotThere)?;
    let is_of_other = || String::from_utf8_lossy(&output.stderr).contains("dubious ownership");
    match output.status.success() {
        true => Ok(output.stdout),
        false if is_of_other() => Err(GitFailure::OtherOwner),
        false => Err(GitFailure::NoAnswer),
    }
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
fn keep(file: &Path, kept: KeptHistory) -> History {
    if let (Some(folder), Ok(packed)) = (file.parent(), postcard::to_stdvec(&kept)) {
        let _ = fs::create_dir_all(folder).and_then(|()| replace(file, &[MAGIC, &packed].concat()));
    }
    kept.history
}
