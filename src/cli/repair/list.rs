//! The repairs of files as a list: for people, as JSON, as GitHub's annotations. In: damaged files. Out: text; nothing is printed here.

use std::fmt::Write as _;

use serde::Serialize;

use super::damaged::DamagedFile;
use super::diagnostics;
use crate::export::json::{JSON_VERSION, RepairJson, repairs_json};
use crate::path::SourcePath;
use crate::report::{Format, HumanStyle, counted, printable, printable_json, show};
use crate::span::{Position, PositionCursor, Span};

/// What a list was made of.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct RepairCounts {
    pub repairs: usize,
    pub sure: usize,
    /// Files with at least one repair.
    pub damaged: usize,
    pub withheld: usize,
    pub lost: usize,
    /// How many repairs were written; none where none was asked for.
    pub written: Option<usize>,
}

impl RepairCounts {
    /// Counts a file.
    pub fn add(&mut self, file: &DamagedFile) {
        self.repairs += file.repairs.len();
        self.sure += file.repairs.iter().filter(|repair| repair.sure).count();
        self.damaged += usize::from(!file.repairs.is_empty());
        self.withheld += file.withheld.len();
        self.lost += file.lost.len();
    }

    /// The last line for people; `files` is how many files were read.
    pub fn summary(&self, files: usize) -> String {
        let RepairCounts { repairs, sure, damaged, withheld, lost, written } = self;
        let note = |count: usize, of: &str| if count == 0 { String::new() } else { format!("; {count} {of}") };
        let written = written.map_or_else(String::new, |count| format!("; {count} written"));
        let withheld = note(*withheld, "not sure enough to be made");
        let lost = note(*lost, "places are lost for good");
        let repairs = counted(*repairs, "repair");
        let files = counted(files, "file");
        format!("{repairs} in {damaged} of {files}, {sure} sure{written}{withheld}{lost}\n")
    }
}

/// The lines of a file for people; `all`: unsure repairs are written, too.
pub(super) fn human(file: &DamagedFile, all: bool) -> String {
    const WITHHELD: &str = "; not repaired: less sure than `[repair] min_confidence`";
    let name = &file.source.shown;
    let mut out = String::new();
    repairs_of(file, all).iter().for_each(|repair| write_line(&mut out, name, repair, ""));
    withheld_of(file).iter().for_each(|repair| write_line(&mut out, name, repair, WITHHELD));
    for LostJson { line, column, before } in lost_of(file) {
        let (name, before) = (printable(name), printable(&before));
        // Writing into a string cannot fail.
        let _ =
            writeln!(out, "\x1b[1m{name}:{line}:{column}\x1b[0m  {before}  (lost for good: write what stood there)");
    }
    out
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

/// The annotations of a file, as `check --format github` writes them.
pub(super) fn github(file: &DamagedFile) -> String {
    // A path that leads out of the working folder is none of the repository's: it is shown as it is.
    let (prefix, inner) = match file.source.shown.rsplit_once("../") {
        Some((above, inner)) => (format!("{above}.."), inner),
        None if file.source.shown.starts_with('/') => ("/".to_owned(), file.source.shown.as_str()),
        None => (String::new(), file.source.shown.as_str()),
    };
    let all = diagnostics::of_file(file, &SourcePath::new(inner));
    let text: std::sync::Arc<str> = file.text.as_str().into();
    let style = HumanStyle { prefix: &prefix, ..HumanStyle::default() };
    show(Format::Github, &all, &|_: &SourcePath| Some(std::sync::Arc::clone(&text)), &style)
}

/// The report of a file for programs.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct RepairReportFile {
    /// Its path from the folder that was named.
    path: String,
    /// Its path from the working folder.
    file: String,
    /// What is repaired, or would be.
    repairs: Vec<RepairJson>,
    /// What was not repaired, as it is less sure than `[repair] min_confidence`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    withheld: Vec<RepairJson>,
    /// What is gone for good.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    lost: Vec<LostJson>,
}

/// A place where something is gone for good.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct LostJson {
    /// From 1.
    line: u32,
    /// From 1, in characters.
    column: u32,
    /// What stands there.
    before: String,
}

impl RepairReportFile {
    /// The report of `file`; `all`: unsure repairs are written, too.
    pub fn new(file: &DamagedFile, all: bool) -> Self {
        RepairReportFile {
            path: file.source.name.clone(),
            file: file.source.shown.clone(),
            repairs: repairs_of(file, all),
            withheld: withheld_of(file),
            lost: lost_of(file),
        }
    }
}

/// All reports.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(in crate::cli) struct RepairReport<'r> {
    /// The version of this form.
    version: u32,
    /// The damaged files.
    files: &'r [RepairReportFile],
}

/// All reports as one document.
pub(super) fn json(files: &[RepairReportFile]) -> String {
    printable_json(
        serde_json::to_string_pretty(&RepairReport { version: JSON_VERSION, files }).unwrap_or_default() + "\n",
    )
}

fn repairs_of(file: &DamagedFile, all: bool) -> Vec<RepairJson> {
    repairs_json(&file.text, &file.repairs, |repair| all || repair.sure)
}

fn withheld_of(file: &DamagedFile) -> Vec<RepairJson> {
    repairs_json(&file.text, &file.withheld, |_| false)
}

fn lost_of(file: &DamagedFile) -> Vec<LostJson> {
    let mut cursor = PositionCursor::new(&file.text);
    let one = |span: &Span| {
        let Position { line, column } = cursor.advance_to(span.start);
        LostJson { line, column, before: span.of(&file.text).to_owned() }
    };
    file.lost.iter().map(one).collect()
}
