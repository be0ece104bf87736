//! Repairs of a file as diagnostics, for annotations: what stands in the file, what it may have been, and the way out.

use super::damaged::DamagedFile;
use crate::diagnostic::{Code, Diagnostic};
use crate::path::SourcePath;
use crate::repair::Repair;
use crate::span::Span;

/// A diagnostic for each repair, each repair that was not made, and each place that is lost; `path` is the file as it is named.
pub(super) fn of_file(file: &DamagedFile, path: &SourcePath) -> Vec<Diagnostic> {
    let repairs = file.repairs.iter().map(|repair| if repair.sure { sure(repair) } else { unsure(repair) });
    let withheld = file.withheld.iter().map(unsure);
    let lost = file.lost.iter().map(|span| lost(&file.text, *span));
    repairs.chain(withheld).chain(lost).map(|diagnostic| diagnostic.in_file(path)).collect()
}

fn sure(repair: &Repair) -> Diagnostic {
    let message = format!("`{}` is damaged text: it was `{}`", repair.before, repair.after);
    Diagnostic::new(Code::Damaged, repair.span, message).help("repair the file with `syllabus repair --write`")
}

fn unsure(repair: &Repair) -> Diagnostic {
    let percent = (repair.confidence * 100.0).round();
    let others: Vec<String> = repair.alternatives.iter().take(3).map(|other| format!("`{other}`")).collect();
    let or = if others.is_empty() { String::new() } else { format!(", or {}", others.join(", ")) };
    let message =
        format!("`{}` is damaged text: most probably it was `{}` ({percent} %){or}", repair.before, repair.after);
    let help = "write the right text into the file, or decide with `syllabus repair --interactive` or `--review FILE`";
    Diagnostic::new(Code::UnsureRepair, repair.span, message).help(help)
}

fn lost(text: &str, span: Span) -> Diagnostic {
    let message =
        format!("`{}` stands where other characters were; they cannot be told from what is left", span.of(text));
    Diagnostic::new(Code::Irrecoverable, span, message).help("write the right characters into the file")
}
