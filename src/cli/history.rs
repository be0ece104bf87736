//! Asks git for the history of a course. It is the only place that runs git, and it is asked as little as possible: of a repository that may
//! come from anybody, nothing is run and nothing is fetched. What was read is kept in the cache until the repository has another commit.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde::{Deserialize, Serialize};

use super::address::repository_folder;
use super::files::{plain_file, real};
use crate::history::{History, LOG_FORMAT};
use crate::source::Hash;

/// The first bytes of a kept history; the number changes with the format.
const MAGIC: &[u8] = b"syllabus history 2\n";

/// What runs nothing of a repository and fetches nothing of it, whatever its configuration says.
const HARMLESS: [&str; 10] = [
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
];

/// The files whose history is asked for.
const CHAPTERS: [&str; 2] = [":(icase)*.md", ":(icase)*.markdown"];

/// A history as it is kept.
#[derive(Serialize, Deserialize)]
struct KeptHistory {
    state: String,
    history: History,
}

/// The history of the course in `folder`, from the cache in the folder `cache` if the repository has the same commit. None where there is no
/// repository, no commit, or no git.
pub(super) fn history(folder: &Path, cache: Option<&Path>) -> Option<History> {
    let root = repository_folder(folder)?;
    let inner = course_folder(folder, &root)?;
    // The commit, and whether the clone is shallow.
    let state = git(&root, &["rev-parse", "HEAD", "--is-shallow-repository"])?;
    let state = format!("{} {}", env!("CARGO_PKG_VERSION"), String::from_utf8(state).ok()?);
    let kept_at = cache.map(|cache| kept_at(cache, &root, &inner));
    if let Some(kept) = kept_at.as_deref().and_then(kept).filter(|kept| kept.state == state) {
        return Some(kept.history);
    }
    let log = ["log", "-z", "--reverse", "--topo-order", "--name-status", "--find-renames", "--date=short", LOG_FORMAT];
    let log = git(&root, &[&log[..], &["HEAD", "--"], &CHAPTERS].concat())?;
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
    let mut command = Command::new("git");
    command.args(HARMLESS).args(args).current_dir(root).stdin(Stdio::null()).stderr(Stdio::null());
    command.env("LC_ALL", "C").env("GIT_NO_LAZY_FETCH", "1").env("GIT_TERMINAL_PROMPT", "0");
    // Where a hook of git builds a site, these name the repository of the hook.
    for variable in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY"] {
        command.env_remove(variable);
    }
    let output = command.output().ok()?;
    output.status.success().then_some(output.stdout)
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
