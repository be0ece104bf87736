//! `check --fix`: writes the fixes of diagnostics into the chapters, or shows them as a diff. Which fixes there are, and that they change nothing else, is
//! `pipeline`'s work; that a file is written whole or not at all, `site`'s.

use std::io::{self, IsTerminal};

use super::args::{ExitStatus, FormatArg, SharedArgs};
use super::files::{in_working_folder, slashes};
use super::patch::{PatchedFile, diff_to_apply, diff_to_look_at};
use super::show;
use crate::path::SourcePath;
use crate::pipeline::{CourseFixes, FixedFile, Update};
use crate::report::counted;
use crate::site::{RewriteError, rewrite, rewritten};

/// What was written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct FixReport {
    links: usize,
    headings: usize,
    files: usize,
    /// Whether a file could not be written though nothing spoke against it.
    has_failed: bool,
}

impl FixReport {
    fn add(&mut self, file: &FixedFile) {
        self.links += file.links;
        self.headings += file.headings;
        self.files += 1;
    }

    /// Whether a file could not be written though nothing spoke against it.
    pub(super) fn has_failed(&self) -> bool {
        self.has_failed
    }

    /// Tells what was fixed: among the results for people, else on stderr.
    pub(super) fn show(&self, shared: &SharedArgs) {
        let line = self.line("Fixed");
        match shared.format {
            _ if !shared.shows_last_line() => {}
            FormatArg::Human => drop(show::result(&format!("{line}\n"))),
            FormatArg::Json | FormatArg::Github | FormatArg::Sarif => show::line(&line),
        }
    }

    /// `Fixed 3 links in 2 files`; `verb` is its first word.
    fn line(&self, verb: &str) -> String {
        let headings = match self.headings {
            0 => String::new(),
            headings => format!(" and {}", counted(headings, "heading")),
        };
        format!("{verb} {}{headings} in {}", counted(self.links, "link"), counted(self.files, "file"))
    }
}

/// Writes all fixes; a file that is not written is told on stderr.
pub(super) fn write(update: &Update, fixes: &CourseFixes, shared: &SharedArgs) -> FixReport {
    let mut report = FixReport::default();
    for file in &fixes.files {
        match rewrite(update.real_root(), &file.source, &file.text) {
            Ok(()) => report.add(file),
            Err(error) => report.has_failed |= tell(update, &file.source.path, &error, shared),
        }
    }
    tell_refused(update, fixes, shared);
    report
}

/// Shows all fixes as a diff, and on stderr what they would be.
pub(super) fn show_changes(update: &Update, fixes: &CourseFixes, shared: &SharedArgs) -> ExitStatus {
    let mut report = FixReport::default();
    for file in &fixes.files {
        let path = &file.source.path;
        let bytes = match rewritten(update.real_root(), &file.source, &file.text) {
            Ok(bytes) => bytes,
            Err(error) => {
                report.has_failed |= tell(update, path, &error, shared);
                continue;
            }
        };
        let shown = shown_path(update, path);
        let diff = if io::stdout().is_terminal() {
            show::result(&diff_to_look_at(&shown, &file.source.text, &file.text))
        } else {
            let (path, charset) = (&update.root().join(path.as_str()), file.source.decoding.name());
            match diff_to_apply(&PatchedFile { path, shown: &shown, charset, was: &bytes.was, new: &bytes.new }) {
                Ok(diff) => show::bytes(&diff),
                Err(why) => {
                    show::notice(&why, shared);
                    ExitStatus::Done
                }
            }
        };
        if diff != ExitStatus::Done {
            return diff;
        }
        report.add(file);
    }
    tell_refused(update, fixes, shared);
    if shared.shows_last_line() {
        show::line(&format!("{}; nothing was written", report.line("Would fix")));
    }
    if report.has_failed { ExitStatus::Failed } else { ExitStatus::Done }
}

/// Tells why a file is not written; returns whether that is a failure of the system.
fn tell(update: &Update, path: &SourcePath, error: &RewriteError, shared: &SharedArgs) -> bool {
    let shown = shown_path(update, path);
    match error {
        RewriteError::Io(why) => show::error(&format!("`{shown}` cannot be written: {why}"), "it stays as it was"),
        why => show::notice(&format!("`{shown}` stays as it is: {why}"), shared),
    }
    matches!(error, RewriteError::Io(_))
}

fn tell_refused(update: &Update, fixes: &CourseFixes, shared: &SharedArgs) {
    for path in &fixes.refused {
        let shown = shown_path(update, path);
        show::notice(&format!("`{shown}` stays as it is: its fixes would change more than what is told"), shared);
    }
}

fn shown_path(update: &Update, path: &SourcePath) -> String {
    slashes(&in_working_folder(&update.root().join(path.as_str())))
}
