//! What a summary counts.

use super::Update;
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

pub(super) fn count(update: &Update) -> CourseStats {
    let counts = SeverityCounts::of(update.diagnostics());
    let chapters = update.course.chapters.indices();
    let summaries: Vec<_> = chapters.filter_map(|chapter| update.summary(chapter)).collect();
    CourseStats {
        chapters: summaries.len(),
        questions: summaries.iter().map(|summary| summary.questions.len()).sum(),
        repairs: summaries.iter().map(|summary| summary.repairs as usize).sum(),
        warnings: counts.warnings,
        errors: counts.errors,
        notes: counts.notes,
    }
}
