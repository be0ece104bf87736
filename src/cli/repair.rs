//! `syllabus repair`: lists mojibake repairs, shows them as a diff, or writes them back. Without `--write` no file is changed; with it a
//! file is replaced as a whole, by renaming, and keeps its permissions, charset, byte order mark and line ends.

use std::fmt::Write as _;
use std::fs;
use std::io::{self, IsTerminal, Read, Write};
use std::path::{Component, Path, PathBuf};

use clap::Args;
use rayon::prelude::*;
use serde::Serialize;

use super::args::{ExitStatus, FormatArg, SharedArgs};
use super::unified::diff;
use super::{project, show};
use crate::export::json::{RepairJson, repairs_json};
use crate::path::SourcePath;
use crate::repair::{Repair, RepairOverride, RepairSettings, Repaired, repair};
use crate::report::{printable, printable_json, printable_line};
use crate::site::replace;
use crate::source::{Decoding, Disk, FileKind, MAX_BYTES, WalkRules, decode, has_markdown_ending, scan};

/// List mojibake repairs, show them as a diff, or write them back
#[derive(Args, Debug)]
#[command(after_help = "Example: syllabus repair --diff chapters")]
pub(super) struct RepairArgs {
    /// Files and folders; `-` reads stdin and writes the repaired text to stdout
    paths: Vec<PathBuf>,
    /// Change nothing and exit with 1 if there is damage.
    #[arg(long, conflicts_with_all = ["diff", "write"])]
    check: bool,
    /// Show the changes as a unified diff.
    #[arg(long, conflicts_with = "write")]
    diff: bool,
    /// Write the sure repairs back.
    #[arg(long)]
    write: bool,
    /// With `--write`, write the unsure repairs too.
    #[arg(long, requires = "write")]
    all: bool,
}

/// An error message for stderr.
type Failure = String;

pub(super) fn run(args: &RepairArgs, shared: &SharedArgs) -> ExitStatus {
    if args.paths.iter().any(|path| path == Path::new("-")) {
        return repair_stdin(args, shared);
    }
    let policy = match RepairPolicy::new(args.paths.first().map(PathBuf::as_path), shared) {
        Ok(policy) => policy,
        Err(error) => return show::project_error(&error, shared),
    };
    let mut failures = Vec::new();
    let sources = find_files(&args.paths, &mut failures);
    let loaded: Vec<Result<LoadedFile, Failure>> = sources.into_par_iter().map(|file| load(file, &policy)).collect();
    let (files, unreadable): (Vec<_>, Vec<_>) = loaded.into_iter().partition(Result::is_ok);
    let files: Vec<LoadedFile> = files.into_iter().flatten().collect();
    failures.extend(unreadable.into_iter().filter_map(Result::err));
    if args.write {
        files.iter().for_each(|file| failures.extend(write_back(file, args.all).err()));
    }
    let printed = print(&files, args, shared.format, &mut failures);
    for failure in &failures {
        show_failure(failure);
    }
    match (failures.is_empty() && printed == ExitStatus::Done, args.check && files.iter().any(LoadedFile::is_damaged)) {
        (false, _) => ExitStatus::Failed,
        (true, true) => ExitStatus::Faulty,
        (true, false) => ExitStatus::Done,
    }
}

/// `repair -`: reads stdin and writes it to stdout with all repairs.
fn repair_stdin(args: &RepairArgs, shared: &SharedArgs) -> ExitStatus {
    let format = shared.format;
    if args.paths.len() > 1 || args.write {
        show_failure("`-` stands alone: it reads stdin and writes the repaired text to stdout");
        return ExitStatus::Usage;
    }
    let mut bytes = Vec::new();
    if let Err(error) = io::stdin().lock().take(MAX_BYTES + 1).read_to_end(&mut bytes) {
        show_failure(&format!("stdin cannot be read: {error}"));
        return ExitStatus::Failed;
    }
    if bytes.len() as u64 > MAX_BYTES {
        show_failure(&format!("stdin is longer than {} MB; split it into chapters", MAX_BYTES >> 20));
        return ExitStatus::Failed;
    }
    let policy = match RepairPolicy::new(None, shared) {
        Ok(policy) => policy,
        Err(error) => return show::project_error(&error, shared),
    };
    let source = RepairFile { path: PathBuf::from("-"), name: "-".to_owned() };
    let file = match analyse(source, bytes, &policy) {
        Ok(file) => file,
        Err(failure) => {
            show_failure(&failure);
            return ExitStatus::Failed;
        }
    };
    let plain = !args.check && !args.diff && format == FormatArg::Human;
    let mut failures = Vec::new();
    let printed = if plain {
        let bytes = file.repaired_bytes(|_| true).unwrap_or_else(|_| file.repaired_text(|_| true).into_bytes());
        print_bytes(&bytes)
    } else {
        print(std::slice::from_ref(&file), args, format, &mut failures)
    };
    failures.iter().for_each(|failure| show_failure(failure));
    match (printed, args.check && file.is_damaged()) {
        (ExitStatus::Done, _) if !failures.is_empty() => ExitStatus::Failed,
        (ExitStatus::Done, true) => ExitStatus::Faulty,
        (status, _) => status,
    }
}

/// The settings of repairs from the course's configuration.
struct RepairPolicy {
    settings: RepairSettings,
    /// The author's overrides for single files.
    overrides: Vec<(SourcePath, RepairOverride)>,
}

impl RepairPolicy {
    fn new(path: Option<&Path>, shared: &SharedArgs) -> Result<Self, project::ProjectError> {
        let (settings, overrides) = project::repair_settings_for(path, shared)?;
        Ok(RepairPolicy { settings, overrides })
    }

    /// The settings for one file.
    fn settings_for(&self, name: &str) -> RepairSettings {
        let own = self.overrides.iter().filter(|(file, _)| file.as_str() == name);
        self.settings.with_overrides(own.map(|(_, decided)| decided))
    }
}

/// A file to repair, and its name in reports: relative to the folder that was given.
struct RepairFile {
    path: PathBuf,
    name: String,
}

/// The markdown files of `paths`; by default of `chapters`, or of the current directory.
fn find_files(paths: &[PathBuf], failures: &mut Vec<Failure>) -> Vec<RepairFile> {
    let default = [PathBuf::from(if Path::new("chapters").is_dir() { "chapters" } else { "." })];
    let paths = if paths.is_empty() { &default } else { paths };
    let mut files = Vec::new();
    for path in paths {
        match fs::metadata(path) {
            Ok(meta) if meta.is_dir() => find_in_folder(path, &mut files, failures),
            Ok(_) => files.push(RepairFile { path: path.clone(), name: slashes(path) }),
            Err(error) => failures.push(format!("`{}` cannot be read: {error}", path.display())),
        }
    }
    files
}

/// All markdown files of a folder, files about the repository included; those that `.gitignore` ignores are skipped.
fn find_in_folder(folder: &Path, files: &mut Vec<RepairFile>, failures: &mut Vec<Failure>) {
    let scan = match scan(&Disk, folder, &WalkRules::default()) {
        Ok(scan) => scan,
        Err(error) => return failures.push(error.to_string()),
    };
    let visible = scan.inventory.iter().filter(|(_, info)| info.kind != FileKind::Hidden).map(|(path, _)| path);
    let markdown = visible.filter(|path| has_markdown_ending(path.name()));
    files.extend(markdown.map(|path| RepairFile { path: folder.join(path.as_str()), name: path.to_string() }));
    // A file or folder without read permission is an error; a pipe or a device is skipped.
    let is_closed = |path: &SourcePath| {
        fs::symlink_metadata(folder.join(path.as_str())).is_ok_and(|metadata| metadata.is_file() || metadata.is_dir())
    };
    let closed = scan.unreadable.iter().filter(|path| is_closed(path));
    failures.extend(closed.map(|path| format!("`{path}` cannot be read")));
}

fn slashes(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}

/// A file that was read, with its repairs and the encoding for writing it back.
struct LoadedFile {
    source: RepairFile,
    bytes: Vec<u8>,
    text: String,
    decoding: Decoding,
    repairs: Vec<Repair>,
    /// What is less sure than `[repair] min_confidence`.
    withheld: Vec<Repair>,
    lost_places: usize,
}

fn load(file: RepairFile, policy: &RepairPolicy) -> Result<LoadedFile, Failure> {
    match read(&file.path) {
        Ok(bytes) => analyse(file, bytes, policy),
        Err(error) => Err(format!("`{}` cannot be read: {error}", file.path.display())),
    }
}

/// The bytes of a plain file. Its type is checked before it is opened: a named pipe would block, and a device has no end.
fn read(path: &Path) -> io::Result<Vec<u8>> {
    let refuse = |why: String| Err(io::Error::new(io::ErrorKind::InvalidInput, why));
    let metadata = fs::metadata(path)?;
    if !metadata.is_file() {
        return refuse("it is not a plain file; to filter a stream, name `-`".to_owned());
    }
    if metadata.len() > MAX_BYTES {
        return refuse(format!("it is larger than {} MB; split it into chapters", MAX_BYTES >> 20));
    }
    fs::read(path)
}

/// Decodes the bytes of a file and finds what is damaged in them.
fn analyse(source: RepairFile, bytes: Vec<u8>, policy: &RepairPolicy) -> Result<LoadedFile, Failure> {
    let Ok((text, decoding)) = decode(&bytes) else { return Err(format!("`{}` is not text", source.path.display())) };
    let Repaired { repairs, withheld, lost, .. } = repair(&text, &policy.settings_for(&source.name));
    Ok(LoadedFile { source, bytes, repairs, withheld, lost_places: lost.len(), text, decoding })
}

impl LoadedFile {
    fn is_damaged(&self) -> bool {
        !self.repairs.is_empty() || !self.withheld.is_empty() || self.lost_places > 0
    }

    /// The text with the repairs for which `is_wanted` holds.
    fn repaired_text(&self, is_wanted: impl Fn(&Repair) -> bool) -> String {
        let mut out = String::with_capacity(self.text.len());
        let mut at = 0;
        for repair in self.repairs.iter().filter(|repair| is_wanted(repair)) {
            out.push_str(self.text.get(at..repair.span.start as usize).unwrap_or(""));
            out.push_str(&repair.after);
            at = repair.span.end as usize;
        }
        out.push_str(self.text.get(at..).unwrap_or(""));
        out
    }

    /// The repaired file as bytes in its own charset. An error where its unchanged text would not give the same bytes, or where the charset
    /// lacks a repaired character.
    fn repaired_bytes(&self, is_wanted: impl Fn(&Repair) -> bool) -> Result<Vec<u8>, Failure> {
        let name = self.source.path.display();
        let round_trips = self.decoding.encode(&self.text).is_ok_and(|bytes| bytes == self.bytes);
        if !round_trips {
            return Err(format!(
                "`{name}` is {} and would change elsewhere too; save it as UTF-8 first",
                self.decoding.name()
            ));
        }
        let bytes = self.decoding.encode(&self.repaired_text(is_wanted));
        bytes.map_err(|_| {
            format!("`{name}` is {}, which lacks a repaired character; save it as UTF-8 first", self.decoding.name())
        })
    }
}

/// Writes the sure repairs, or all, into the file.
fn write_back(file: &LoadedFile, all: bool) -> Result<(), Failure> {
    if !file.repairs.iter().any(|repair| all || repair.sure) {
        return Ok(());
    }
    let bytes = file.repaired_bytes(|repair| all || repair.sure)?;
    // A file that has vanished since it was read is not created again.
    fs::canonicalize(&file.source.path)
        .and_then(|path| replace(&path, &bytes))
        .map_err(|error| format!("`{}` cannot be written: {error}", file.source.path.display()))
}

/// Prints the result to stdout: the repairs as text or JSON, or the diff.
fn print(files: &[LoadedFile], args: &RepairArgs, format: FormatArg, failures: &mut Vec<Failure>) -> ExitStatus {
    match (format, args.diff) {
        (FormatArg::Json, _) => show::result(&printable_json(json(files, args.all))),
        (_, true) if io::stdout().is_terminal() => show::result(&files.iter().map(diff_to_look_at).collect::<String>()),
        (_, true) => {
            let diffs: Vec<Vec<u8>> = files.iter().map(diff_to_apply).filter_map(|diff| kept(diff, failures)).collect();
            print_bytes(&diffs.concat())
        }
        (_, false) => show::result(&human(files, args)),
    }
}

fn kept<T>(result: Result<T, Failure>, failures: &mut Vec<Failure>) -> Option<T> {
    result.map_err(|failure| failures.push(failure)).ok()
}

/// The diff of the file's own bytes, as `git apply` needs it in the working folder.
fn diff_to_apply(file: &LoadedFile) -> Result<Vec<u8>, Failure> {
    if file.repairs.is_empty() {
        return Ok(Vec::new());
    }
    let name = in_working_folder(&file.source.path);
    let name = name.as_os_str().as_encoded_bytes();
    let name: Vec<u8> = if cfg!(windows) {
        name.iter().map(|byte| if *byte == b'\\' { b'/' } else { *byte }).collect()
    } else {
        name.to_vec()
    };
    let apart =
        || format!("`{}` is {}, of which no diff can be made", file.source.path.display(), file.decoding.name());
    diff(&name, &file.bytes, &file.repaired_bytes(|_| true)?).ok_or_else(apart)
}

/// The diff of the texts for a terminal, which an author's text must not control.
fn diff_to_look_at(file: &LoadedFile) -> String {
    let name = printable(&slashes(&in_working_folder(&file.source.path))).into_owned();
    let diff = diff(name.as_bytes(), file.text.as_bytes(), file.repaired_text(|_| true).as_bytes()).unwrap_or_default();
    String::from_utf8_lossy(&diff).lines().map(|line| printable_line(line) + "\n").collect()
}

/// The path as seen from the working folder, without `.` parts.
fn in_working_folder(path: &Path) -> PathBuf {
    let inner = std::env::current_dir().ok().and_then(|folder| path.strip_prefix(folder).ok().map(Path::to_owned));
    let path = inner.unwrap_or_else(|| path.to_owned());
    path.components().filter(|part| *part != Component::CurDir).collect()
}

#[derive(Serialize)]
struct RepairReport {
    files: Vec<RepairReportFile>,
}

#[derive(Serialize)]
struct RepairReportFile {
    path: String,
    repairs: Vec<RepairJson>,
    /// What was not repaired, as it is less sure than `[repair] min_confidence`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    withheld: Vec<RepairJson>,
}

fn json(files: &[LoadedFile], all: bool) -> String {
    let damaged = files.iter().filter(|file| !file.repairs.is_empty() || !file.withheld.is_empty());
    let report = |file: &LoadedFile| RepairReportFile {
        path: file.source.name.clone(),
        repairs: repairs_of(file, all),
        withheld: withheld_of(file),
    };
    let files = damaged.map(report).collect();
    serde_json::to_string_pretty(&RepairReport { files }).unwrap_or_default() + "\n"
}

fn repairs_of(file: &LoadedFile, all: bool) -> Vec<RepairJson> {
    repairs_json(&file.text, &file.repairs, |repair| all || repair.sure)
}

fn withheld_of(file: &LoadedFile) -> Vec<RepairJson> {
    repairs_json(&file.text, &file.withheld, |_| false)
}

fn human(files: &[LoadedFile], args: &RepairArgs) -> String {
    let mut out = String::new();
    for file in files {
        for repair in repairs_of(file, args.all) {
            write_line(&mut out, &file.source.name, &repair, "");
        }
        for repair in withheld_of(file) {
            write_line(
                &mut out,
                &file.source.name,
                &repair,
                "; not repaired: less sure than `[repair] min_confidence`",
            );
        }
    }
    out + &summary(files, args)
}

/// `path:line:column  before → after  (confidence, channel; also: …)`, with a remark at its end. Writing into a string cannot fail.
fn write_line(out: &mut String, name: &str, repair: &RepairJson, remark: &str) {
    let RepairJson { line, column, before, after, confidence, channel, .. } = repair;
    let (name, before, after) = (printable(name), printable(before), printable(after));
    let _ = write!(
        out,
        "\x1b[1m{name}:{line}:{column}\x1b[0m  {before} → \x1b[32m{after}\x1b[0m  ({confidence:.2}, {channel}"
    );
    if !repair.alternatives.is_empty() {
        let _ = write!(out, "; also: {}", printable(&repair.alternatives.join(" ")));
    }
    out.push_str(remark);
    out.push_str(")\n");
}

fn summary(files: &[LoadedFile], args: &RepairArgs) -> String {
    let all: usize = files.iter().map(|file| file.repairs.len()).sum();
    let sure: usize = files.iter().map(|file| file.repairs.iter().filter(|repair| repair.sure).count()).sum();
    let damaged = files.iter().filter(|file| !file.repairs.is_empty()).count();
    let lost: usize = files.iter().map(|file| file.lost_places).sum();
    let written = match (args.write, args.all) {
        (true, true) => format!("; {all} written"),
        (true, false) => format!("; {sure} written"),
        _ => String::new(),
    };
    let withheld: usize = files.iter().map(|file| file.withheld.len()).sum();
    let withheld_note = if withheld == 0 { String::new() } else { format!("; {withheld} not sure enough to be made") };
    let lost_note = if lost == 0 { String::new() } else { format!("; {lost} places are lost for good") };
    format!("{all} repairs in {damaged} of {} files, {sure} sure{written}{withheld_note}{lost_note}\n", files.len())
}

/// Prints exactly these bytes: colours are neither added nor removed. A closed pipe is not an error: the reader does not need the rest.
fn print_bytes(bytes: &[u8]) -> ExitStatus {
    let mut out = io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            show_failure(&format!("stdout cannot be written: {error}"));
            ExitStatus::Failed
        }
        _ => ExitStatus::Done,
    }
}

fn show_failure(failure: &str) {
    // If stderr cannot be written, nothing else can report the error.
    let _ = writeln!(anstream::stderr(), "\x1b[31merror\x1b[0m: {}", printable(failure));
}
