//! The counts that the last line of a build shows: chapters, questions, repairs and diagnostics.

use crate::chapter::ChapterSummary;
use crate::diagnostic::Diagnostic;
use crate::report::SeverityCounts;

/// The counts of a course.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CourseStats {
    /// Pages made from markdown.
    pub chapters: usize,
    /// Questions in them.
    pub questions: usize,
    /// Repaired runs of damaged characters.
    pub repairs: usize,
    /// Warnings.
    pub warnings: usize,
    /// Errors.
    pub errors: usize,
    /// Notes.
    pub notes: usize,
}

impl CourseStats {
    /// Counts the diagnostics of a course, and the questions and repairs of its chapters.
    pub(super) fn of<'s>(
        diagnostics: &[Diagnostic],
        summaries: impl IntoIterator<Item = &'s ChapterSummary>,
    ) -> CourseStats {
        let SeverityCounts { warnings, errors, notes, .. } = SeverityCounts::of(diagnostics);
        let mut stats = CourseStats { warnings, errors, notes, ..CourseStats::default() };
        for summary in summaries {
            stats.chapters += 1;
            stats.questions += summary.questions.len();
            stats.repairs += summary.repairs as usize;
        }
        stats
    }
}
