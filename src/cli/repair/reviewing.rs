//! `repair --review` and `repair --apply`: the file of a review is written, and read again after its author edited it.

use std::collections::{BTreeMap, HashSet};
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::apply;
use super::damaged::{batches, damaged, decoded, read_named, read_text};
use super::decisions::{DecidedFile, DecisionCounts};
use super::files::{RepairFile, find_files};
use super::output::{Failure, show_failure};
use super::review::{self, ReviewedFile, open_places};
use crate::cli::args::{ExitStatus, SharedArgs};
use crate::cli::files::{in_working_folder, slashes};
use crate::cli::show;
use crate::report::counted;
use crate::site::probe_file;

/// Writes the open places of these files as a review into the file at `path`, which must not hold one already: its author may have edited it.
/// `all`: what is sure is reviewed, too.
pub(super) fn write_review(
    path: &Path,
    files: Vec<RepairFile>,
    all: bool,
    shared: &SharedArgs,
    failures: &mut Vec<Failure>,
) -> ExitStatus {
    let name = slashes(&in_working_folder(path));
    let is_printed = path == Path::new("-");
    if let Some(failure) = may_create(path).err().filter(|_| !is_printed) {
        failures.push(not_created(&name, &failure));
        return ExitStatus::Failed;
    }
    let mut text = review::head(&name);
    let (mut places, mut reviewed) = (0, 0);
    for batch in batches(files) {
        for file in damaged(batch, failures) {
            let open = open_places(&file, all);
            places += open.len();
            reviewed += usize::from(!open.is_empty());
            text.push_str(&review::section(&file.source.shown, &file.text, &open));
        }
    }
    if is_printed {
        return show::bytes(text.as_bytes());
    }
    if let Err(error) = create(path, text.as_bytes()) {
        failures.push(not_created(&name, &error));
        return ExitStatus::Failed;
    }
    if shared.quiet > 0 {
        return ExitStatus::Done;
    }
    let (places, files) = (counted(places, "place"), counted(reviewed, "file"));
    show::result(&format!("{places} of {files} to review in `{name}`; then: syllabus repair --apply {name}\n"))
}

/// Why a review was not written.
fn not_created(name: &str, error: &io::Error) -> Failure {
    match error.kind() {
        io::ErrorKind::AlreadyExists => {
            format!("`{name}` is there already, and may have been edited: remove it first, or name another file")
        }
        _ => format!("`{name}` cannot be written: {error}"),
    }
}

/// Looks before the work whether [`create`] will be able to write.
fn may_create(path: &Path) -> io::Result<()> {
    match fs::symlink_metadata(path) {
        Ok(_) if !is_empty(path) => Err(io::ErrorKind::AlreadyExists.into()),
        _ => probe_file(path),
    }
}

fn is_empty(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|found| found.is_file() && found.len() == 0)
}

/// Creates a file, or fills an empty one.
fn create(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(!is_empty(path)).open(path)?;
    file.write_all(bytes)
}

/// Writes what the review at `path` says; where `paths` are named, only into files among them.
pub(super) fn apply_review(path: &Path, paths: &[PathBuf], shared: &SharedArgs) -> ExitStatus {
    let name = slashes(&in_working_folder(path));
    let (files, allowed) = match read_text(path, &name).and_then(|text| Ok((merged(&text), allowed(paths, shared)?))) {
        Ok(read) => read,
        Err(failure) => {
            show_failure(&failure);
            return ExitStatus::Failed;
        }
    };
    let mut counts = DecisionCounts::default();
    let (mut failures, mut unfit) = (Vec::new(), usize::from(files.is_empty()));
    if files.is_empty() {
        failures.push(format!("`{name}` is no review: there is no table below a heading such as `## chapter.md`"));
    }
    for reviewed in &files {
        let file = match named(reviewed, shared) {
            Ok(file) => file,
            Err(why) => {
                unfit += 1;
                failures.push(format!("{name}:{}: {why}", reviewed.line));
                continue;
            }
        };
        if allowed.as_ref().is_some_and(|allowed| file.path.canonicalize().is_ok_and(|path| !allowed.contains(&path))) {
            continue;
        }
        match apply_to(&file, reviewed, &mut counts) {
            Ok(faults) if faults.is_empty() => {}
            Ok(faults) => {
                unfit += faults.len();
                failures.extend(faults.into_iter().map(|(line, why)| format!("{name}:{line}: {why}")));
                failures.push(format!("`{}` stays as it is; a new review shows it as it is now", file.shown));
            }
            Err(failure) => failures.push(failure),
        }
    }
    failures.iter().for_each(|failure| show_failure(failure));
    let printed = tell(&counts, shared);
    match (failures.is_empty(), unfit > 0) {
        (true, _) => printed,
        (false, true) => ExitStatus::Faulty,
        (false, false) => ExitStatus::Failed,
    }
}

/// The parts of a review, one for each file: an author may have moved rows about.
fn merged(text: &str) -> Vec<ReviewedFile> {
    let mut at: BTreeMap<String, usize> = BTreeMap::new();
    let mut files: Vec<ReviewedFile> = Vec::new();
    for file in review::read(text) {
        let index = *at.entry(file.shown.clone()).or_insert(files.len());
        match files.get_mut(index) {
            Some(first) => {
                first.rows.extend(file.rows);
                first.faults.extend(file.faults);
            }
            None => files.push(file),
        }
    }
    files.retain(|file| !file.rows.is_empty() || !file.faults.is_empty());
    files
}

/// The real paths of the files among these paths; none where no path was named: then the review alone says what is written.
fn allowed(paths: &[PathBuf], shared: &SharedArgs) -> Result<Option<HashSet<PathBuf>>, Failure> {
    if paths.is_empty() {
        return Ok(None);
    }
    let mut failures = Vec::new();
    let files = found(paths, shared, &mut failures)?;
    match failures.into_iter().next() {
        Some(failure) => Err(failure),
        None => Ok(Some(files.iter().filter_map(|file| file.path.canonicalize().ok()).collect())),
    }
}

/// The files of these paths; an error of their configuration is shown, and the failure says so.
fn found(paths: &[PathBuf], shared: &SharedArgs, failures: &mut Vec<Failure>) -> Result<Vec<RepairFile>, Failure> {
    find_files(paths, shared, failures).map_err(|error| {
        let _ = show::project_error(&error, shared);
        "the configuration has errors".to_owned()
    })
}

/// The file that a part of a review is about.
fn named(reviewed: &ReviewedFile, shared: &SharedArgs) -> Result<RepairFile, Failure> {
    let path = PathBuf::from(&reviewed.shown);
    if path.is_dir() {
        return Err(format!("`{}` is a folder", reviewed.shown));
    }
    let mut failures = Vec::new();
    let files = found(&[path], shared, &mut failures)?;
    let missing = || failures.first().cloned().unwrap_or_default();
    files.into_iter().next().ok_or_else(missing)
}

/// Writes what a review says of one file; returns what does not fit, and then nothing is written.
fn apply_to(
    file: &RepairFile,
    reviewed: &ReviewedFile,
    counts: &mut DecisionCounts,
) -> Result<Vec<apply::ReviewFault>, Failure> {
    let bytes = read_named(file)?;
    let (text, decoding) = decoded(file, &bytes)?;
    match apply::decisions(&text, reviewed) {
        Err(faults) => Ok(faults),
        Ok(decisions) => {
            let file = DecidedFile { source: file, bytes: &bytes, text: &text, decoding };
            file.write(&decisions, counts).map(|()| Vec::new())
        }
    }
}

/// Tells what became of an author's decisions.
pub(super) fn tell(counts: &DecisionCounts, shared: &SharedArgs) -> ExitStatus {
    if let Some(advice) = counts.advice() {
        show::notice(&advice, shared);
    }
    if shared.quiet > 0 { ExitStatus::Done } else { show::result(&counts.summary()) }
}
