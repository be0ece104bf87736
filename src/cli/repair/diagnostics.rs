//! Repairs of a file as diagnostics, for annotations: what stands in the file, what it may have been, and the way out.

use super::damaged::DamagedFile;
use crate::chapter::{first_alternatives, lost_characters};
use crate::diagnostic::{Code, Diagnostic};
use crate::path::SourcePath;
use crate::repair::Repair;

/// A diagnostic for each repair, each repair that was not made, and each place that is lost; `path` is the file as it is named.
pub(super) fn of_file(file: &DamagedFile, path: &SourcePath) -> Vec<Diagnostic> {
    let repairs = file.repairs.iter().map(|repair| if repair.sure { sure(repair) } else { unsure(repair) });
    let withheld = file.withheld.iter().map(unsure);
    let lost = file.lost.iter().map(|span| lost_characters(&file.text, *span, 1));
    repairs.chain(withheld).chain(lost).map(|diagnostic| diagnostic.in_file(path)).collect()
}

fn sure(repair: &Repair) -> Diagnostic {
    let message = format!("`{}` is damaged text: it was `{}`", repair.before, repair.after);
    Diagnostic::new(Code::Damaged, repair.span, message).help("repair the file with `syllabus repair --write`")
}

fn unsure(repair: &Repair) -> Diagnostic {
    let percent = (repair.confidence * 100.0).round();
    let or = match first_alternatives(repair).as_str() {
        "" => String::new(),
        others => format!(", or {others}"),
    };
    let message =
        format!("`{}` is damaged text: most probably it was `{}` ({percent} %){or}", repair.before, repair.after);
    let help = "write the right text into the file, or decide with `syllabus repair --interactive` or `--review FILE`";
    Diagnostic::new(Code::UnsureRepair, repair.span, message).help(help)
}
