//! `syllabus repair`: lists mojibake repairs, shows them as a diff, writes them back, or asks about those that are not sure. Only `--write`,
//! `--apply` and `--interactive` change files; a file is replaced as a whole, by renaming, and keeps its permissions, charset, byte order mark
//! and line ends.

mod apply;
mod damaged;
mod decisions;
mod diagnostics;
mod files;
mod list;
mod output;
mod review;
mod reviewing;
mod session;
mod terminal;

use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;

use super::args::{ExitStatus, FormatArg, SharedArgs};
use super::{project, show};
use crate::path::SourcePath;
use damaged::{DamagedFile, analyse, batches, damaged, edited_text, read_stdin, write};
use files::{RepairFile, find_files};
#[cfg(test)]
pub(super) use list::RepairReport;
use list::{RepairCounts, RepairReportFile};
use output::{Failure, show_failure};

/// List mojibake repairs, show them as a diff, write or review them
///
/// Without `--write`, `--apply` or `--interactive` no file is changed. With `--quiet` the list stands without its last line, and nothing is printed
/// where `--check` or `--write` says it all.
#[derive(Args, Debug)]
#[command(after_help = "\
Example: syllabus repair --diff chapters
Example: syllabus repair --write chapters
Example: syllabus repair --review review.md chapters

Exit status: 0 done; 1 `--check` found damage, or rows of a review do not fit; 2 wrong usage; 3 reading or writing failed.")]
pub(super) struct RepairArgs {
    /// Files and folders; `-` reads stdin and writes the repaired text to stdout
    paths: Vec<PathBuf>,
    /// Change nothing and exit with 1 if there is damage
    #[arg(long, group = "task")]
    check: bool,
    /// Show the changes as a unified diff; in a pipe, as `git apply` reads it
    #[arg(long, group = "task")]
    diff: bool,
    /// Write the sure repairs back
    #[arg(long, group = "task")]
    write: bool,
    /// With `--write`, write the unsure repairs too; with `--review`, list the sure ones too
    #[arg(long, requires = "task", conflicts_with_all = ["check", "diff", "apply", "interactive"])]
    all: bool,
    /// Write the unsure repairs as a table in markdown into FILE, to edit (`-`: to stdout); a review that is there already stays
    #[arg(long, value_name = "FILE", group = "task")]
    review: Option<PathBuf>,
    /// Write what stands in a review after its author edited it; changes no file of which a row does not fit
    #[arg(long, value_name = "FILE", group = "task")]
    apply: Option<PathBuf>,
    /// Ask about each unsure repair in the terminal, and write at the end
    #[arg(long, short, group = "task")]
    interactive: bool,
}

pub(super) fn run(args: &RepairArgs, shared: &SharedArgs) -> ExitStatus {
    if args.paths.iter().any(|path| path == Path::new("-")) {
        return filter(args, shared);
    }
    if args.interactive && !terminal::is_there() {
        return show::refuse(
            ExitStatus::Usage,
            "`--interactive` asks in a terminal, and stdin or stdout is none",
            "run it without a pipe, or use `--review FILE` and `--apply FILE`",
            shared,
        );
    }
    if let Some(review) = &args.apply {
        return reviewing::apply_review(review, &args.paths, shared);
    }
    let mut failures = Vec::new();
    let files = match find_files(&args.paths, shared, &mut failures) {
        Ok(files) => files,
        Err(error) => return show::project_error(&error, shared),
    };
    let (status, is_damaged) = match &args.review {
        Some(review) => (reviewing::write_review(review, files, args.all, shared, &mut failures), false),
        None if args.interactive => (ask(files, shared, &mut failures), false),
        None => report(files, args, shared, &mut failures),
    };
    ended(status, &failures, args.check && is_damaged)
}

/// Shows the failures; the exit status of all, where `status` is that of printing.
fn ended(status: ExitStatus, failures: &[Failure], is_faulty: bool) -> ExitStatus {
    failures.iter().for_each(|failure| show_failure(failure));
    match status {
        ExitStatus::Done if !failures.is_empty() => ExitStatus::Failed,
        ExitStatus::Done if is_faulty => ExitStatus::Faulty,
        status => status,
    }
}

/// Lists the repairs of these files, shows them as a diff or writes them. Tells whether anything is damaged.
fn report(
    files: Vec<RepairFile>,
    args: &RepairArgs,
    shared: &SharedArgs,
    failures: &mut Vec<Failure>,
) -> (ExitStatus, bool) {
    let read = files.len();
    let mut output = RepairOutput::new(args, shared);
    for batch in batches(files) {
        for file in &damaged(batch, failures) {
            if args.write {
                match write_back(file, args.all) {
                    Ok(count) => output.written += count,
                    Err(failure) => failures.push(failure),
                }
            }
            output.add(file, failures);
        }
    }
    output.finish(read)
}

/// Writes the sure repairs, or all, into the file; returns how many.
fn write_back(file: &DamagedFile, all: bool) -> Result<usize, Failure> {
    let edits = file.edits(|repair| all || repair.sure);
    if !edits.is_empty() {
        write(&file.source, &file.bytes, &file.edited_bytes(&edits)?)?;
    }
    Ok(edits.len())
}

/// What is printed to stdout about the files, one after the other; only JSON waits for the last, as it is one document.
struct RepairOutput<'a> {
    args: &'a RepairArgs,
    format: FormatArg,
    quiet: bool,
    status: ExitStatus,
    counts: RepairCounts,
    written: usize,
    reports: Vec<RepairReportFile>,
    is_damaged: bool,
}

impl<'a> RepairOutput<'a> {
    fn new(args: &'a RepairArgs, shared: &SharedArgs) -> Self {
        RepairOutput {
            args,
            format: shared.format,
            quiet: shared.quiet > 0,
            status: ExitStatus::Done,
            counts: RepairCounts::default(),
            written: 0,
            reports: Vec::new(),
            is_damaged: false,
        }
    }

    /// Prints what there is to print about a damaged file.
    fn add(&mut self, file: &DamagedFile, failures: &mut Vec<Failure>) {
        self.is_damaged |= file.is_damaged();
        self.counts.add(file);
        // Where the result is in the files or in the exit status, `--quiet` leaves nothing to print.
        let is_told = !(self.quiet && (self.args.check || self.args.write));
        let printed = match (self.format, self.args.diff) {
            (FormatArg::Json, _) => {
                self.reports.push(RepairReportFile::new(file, self.args.all));
                ExitStatus::Done
            }
            (_, true) if io::stdout().is_terminal() => show::result(&file.diff_to_look_at()),
            (_, true) => match file.diff_to_apply() {
                Ok(diff) => show::bytes(&diff),
                Err(failure) => {
                    failures.push(failure);
                    ExitStatus::Done
                }
            },
            (FormatArg::Github | FormatArg::Sarif, false) => show::result(&list::github(file)),
            (FormatArg::Human, false) if is_told => show::result(&list::human(file, self.args.all)),
            (FormatArg::Human, false) => ExitStatus::Done,
        };
        if printed != ExitStatus::Done {
            self.status = printed;
        }
    }

    /// Prints what comes last; `read` is how many files were read.
    fn finish(mut self, read: usize) -> (ExitStatus, bool) {
        self.counts.written = self.args.write.then_some(self.written);
        let printed = match self.format {
            FormatArg::Json => show::result(&list::json(&self.reports)),
            FormatArg::Human if !self.args.diff && !self.quiet => show::result(&self.counts.summary(read)),
            _ => ExitStatus::Done,
        };
        (if self.status == ExitStatus::Done { printed } else { self.status }, self.is_damaged)
    }
}

/// `repair -`: reads stdin and writes it to stdout with all repairs.
fn filter(args: &RepairArgs, shared: &SharedArgs) -> ExitStatus {
    if args.paths.len() > 1 || args.write || args.review.is_some() || args.apply.is_some() || args.interactive {
        show_failure("`-` stands alone: it reads stdin and writes the repaired text to stdout");
        return ExitStatus::Usage;
    }
    let scope = match project::repair_scope(None, shared) {
        Ok(scope) => Arc::new(scope),
        Err(error) => return show::project_error(&error, shared),
    };
    let name = "-".to_owned();
    let file = RepairFile {
        path: PathBuf::from("-"),
        shown: name.clone(),
        course_path: SourcePath::new(&name),
        name,
        scope,
        size: 0,
        is_named: true,
    };
    let file = match read_stdin().and_then(|bytes| analyse(file, bytes)) {
        Ok(file) => file,
        Err(failure) => {
            show_failure(&failure);
            return ExitStatus::Failed;
        }
    };
    if !args.check && !args.diff && shared.format == FormatArg::Human {
        let edits = file.edits(|_| true);
        if edits.is_empty() {
            // Bytes that are in no charset come back as they are.
            return show::bytes(&file.bytes);
        }
        // A text in a charset that lacks a repaired character is written as UTF-8: no file is changed by that.
        let bytes = file.edited_bytes(&edits).unwrap_or_else(|_| edited_text(&file.text, &edits).into_bytes());
        return show::bytes(&bytes);
    }
    let mut failures = Vec::new();
    let mut output = RepairOutput::new(args, shared);
    if file.is_damaged() {
        output.add(&file, &mut failures);
    }
    let (status, is_damaged) = output.finish(1);
    ended(status, &failures, args.check && is_damaged)
}

/// `repair --interactive`: asks about what is not sure, and writes at the end.
fn ask(files: Vec<RepairFile>, shared: &SharedArgs, failures: &mut Vec<Failure>) -> ExitStatus {
    let read = files.len();
    let damaged: Vec<DamagedFile> = batches(files).into_iter().flat_map(|batch| damaged(batch, failures)).collect();
    if damaged.is_empty() {
        return if shared.quiet > 0 { ExitStatus::Done } else { show::result(&RepairCounts::default().summary(read)) };
    }
    match terminal::ask(&damaged, failures) {
        None => show::result("nothing was written\n"),
        Some(counts) => reviewing::tell(&counts, shared),
    }
}
