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
    let cards: Vec<_> = (0..update.course.chapters.len()).filter_map(|row| update.summary(row)).collect();
    CourseStats {
        chapters: cards.len(),
        questions: cards.iter().map(|card| card.questions.len()).sum(),
        repairs: cards.iter().map(|card| card.repairs as usize).sum(),
        warnings: counts.warnings,
        errors: counts.errors,
        notes: counts.notes,
    }
}
