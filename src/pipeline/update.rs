//! A course as it stands: all that its site is made from, and what its author should know.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use rayon::prelude::*;

use super::cache::CachedChapter;
use super::source_tree::SourceTree;
use super::stats::{self, CourseStats};
use super::{AssemblyDelta, BuildContext, BuildSettings, CourseSnapshot, Output, RetainedPages, SiteBuilder};
use crate::chapter::{Chapter, ChapterSummary, Outline, understand};
use crate::course::{Course, CourseDiagnostic};
use crate::diagnostic::Diagnostic;
use crate::path::{SitePath, SourcePath};
use crate::render::context;
use crate::render::highlight::Highlighter;
use crate::render::nav::{Nav, NavKey};
use crate::render::theme::Theme;
use crate::repair::{self, Repair};
use crate::source::Hash;

/// A course as it stands.
#[derive(Debug)]
pub struct Update {
    /// The course.
    pub course: Arc<Course>,
    /// What could not be understood now: its last good pages stay.
    pub retained: RetainedPages,
    /// Rows of `course.chapters` whose files' bytes are new since the update before.
    pub edited: Vec<usize>,
    /// Whether the words of the edited files are all that is new since the update before.
    pub is_same_course: bool,
    snapshot: CourseSnapshot,
    pub(super) settings: Arc<BuildSettings>,
    pub(super) theme: Arc<Theme>,
    pub(super) highlighter: Arc<Highlighter>,
    /// Of the theme and all else that every page depends on.
    pub(super) common: Hash,
    pub(super) site: context::SiteContext,
    /// Navigation that was made already.
    pub(super) navs: Mutex<HashMap<NavKey, Nav>>,
    /// What was odd about the site's other files.
    site_diagnostics: Vec<Diagnostic>,
    diagnostics: OnceLock<Vec<Diagnostic>>,
    /// The site's files by path, made when first asked for.
    pub(super) outputs: OnceLock<HashMap<SitePath, Output>>,
}

impl Update {
    pub(super) fn new(step: AssemblyDelta, house: BuildContext) -> Self {
        let BuildContext { settings, settings_hash, theme, highlighter } = house;
        let AssemblyDelta { snapshot: now, edited, is_same_course } = step;
        let faulty = now.unreadable.iter().map(|error| error.path.clone());
        let retained = RetainedPages::of(
            faulty.chain(now.source_tree.unreadable.iter().cloned()).collect(),
            &now.source_tree.pages,
        );
        let site = settings.site(&now.course);
        Update {
            retained,
            edited: rows_of(&now.course, &edited),
            is_same_course,
            common: BuildSettings::common(settings_hash, &site),
            course: Arc::clone(&now.course),
            snapshot: now,
            settings,
            theme,
            highlighter,
            site,
            navs: Mutex::default(),
            site_diagnostics: Vec::new(),
            diagnostics: OnceLock::new(),
            outputs: OnceLock::new(),
        }
    }

    /// What makes the files of the site.
    pub fn site_builder(&self) -> SiteBuilder<'_> {
        SiteBuilder::new(self)
    }

    /// The card of chapter `row`.
    pub fn summary(&self, row: usize) -> Option<&Arc<ChapterSummary>> {
        Some(&self.cached(row)?.summary)
    }

    /// The cards of all chapters, by row.
    pub fn summaries(&self) -> Vec<Arc<ChapterSummary>> {
        (0..self.course.chapters.len()).filter_map(|row| self.summary(row).cloned()).collect()
    }

    /// The chapter of row `row`; read and understood now if only its card is known. None where the file vanished meanwhile.
    pub fn chapter(&self, row: usize) -> Option<Arc<Chapter>> {
        let known = self.cached(row)?;
        if let Some(chapter) = known.chapter() {
            return Some(chapter);
        }
        // Another text by now is for the next update: what is remembered of this one must not be mixed with it.
        let path = &known.summary.outline.path;
        let source = self.source_tree().read(path).ok().filter(|source| source.hash == known.hash)?;
        let chapter = Arc::new(understand(&source, &self.settings.chapter(path)));
        known.cache_body(&chapter);
        Some(chapter)
    }

    /// All chapters, by row; none where a file vanished meanwhile.
    pub fn chapters(&self) -> Vec<Option<Arc<Chapter>>> {
        (0..self.course.chapters.len()).into_par_iter().map(|row| self.chapter(row)).collect()
    }

    /// Forgets the words of chapter `row`: its pages are made, and its card is kept.
    pub fn drop_body(&self, row: usize) {
        if let Some(known) = self.cached(row) {
            known.drop_body();
        }
    }

    /// The row of a file's chapter.
    pub fn row_of(&self, path: &SourcePath) -> Option<usize> {
        let chapters = self.course.chapters.iter().enumerate();
        let rows = self
            .snapshot
            .chapter_rows
            .get_or_init(|| chapters.map(|(row, placed)| (placed.source.clone(), row)).collect());
        rows.get(path).copied()
    }

    /// The text of a file as decoded, for those who show diagnostics.
    pub fn text(&self, path: &SourcePath) -> Option<Arc<str>> {
        let known = self.row_of(path).and_then(|row| self.cached(row));
        match known.and_then(|known| known.chapter()) {
            Some(chapter) => Some(Arc::clone(&chapter.text)),
            None => self.source_tree().read(path).ok().map(|source| source.text),
        }
    }

    /// The course's folder.
    pub fn root(&self) -> &std::path::Path {
        &self.source_tree().root
    }

    /// The course's folder by its real path.
    pub fn real_root(&self) -> &std::path::Path {
        &self.source_tree().real_root
    }

    /// What the author should know, by file and place.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        self.diagnostics.get_or_init(|| {
            let mut all = self.source_tree().diagnostics.clone();
            all.extend(self.snapshot.unreadable.iter().map(|error| error.diagnostic()));
            let cards = self.course.chapters.iter().filter_map(|placed| self.snapshot.chapters.get(placed.outline));
            all.extend(cards.flat_map(|known| known.summary.diagnostics.iter().cloned()));
            all.extend(self.course.faults.iter().map(|fault| self.located(fault)));
            all.extend(self.site_diagnostics.iter().cloned());
            sort(&mut all);
            all
        })
    }

    /// What the author of chapter `row` should know of it, by place.
    pub fn diagnostics_of(&self, row: usize) -> Vec<Diagnostic> {
        let Some(placed) = self.course.chapters.get(row) else { return Vec::new() };
        let is_own = |diagnostic: &&Diagnostic| diagnostic.source.as_ref() == Some(&placed.source);
        let faults =
            self.course.faults.iter().filter(|fault| is_own(&&fault.diagnostic)).map(|fault| self.located(fault));
        let others = self.source_tree().diagnostics.iter().chain(&self.site_diagnostics).filter(is_own).cloned();
        let own = self.summary(row).into_iter().flat_map(|card| card.diagnostics.iter().cloned());
        let mut all: Vec<Diagnostic> = own.chain(faults).chain(others).collect();
        sort(&mut all);
        all
    }

    /// What would be repaired in a chapter if its author had decided nothing; empty where nothing was decided.
    pub fn undecided(&self, row: usize, chapter: &Chapter) -> Vec<Repair> {
        let settings = self.course.chapters.get(row).and_then(|placed| self.settings.chapter(&placed.source).repair);
        let Some(settings) = settings.filter(|settings| !settings.overrides.is_empty()) else { return Vec::new() };
        let settings = repair::RepairSettings { overrides: Vec::new(), ..settings };
        repair::repair(&chapter.text, &settings).repairs
    }

    /// What could not be understood at all.
    pub fn unreadable(&self) -> Vec<Diagnostic> {
        self.snapshot.unreadable.iter().map(|error| error.diagnostic()).collect()
    }

    /// Adds what was odd about the site's other files.
    pub fn add_diagnostics(&mut self, diagnostics: Vec<Diagnostic>) {
        if !diagnostics.is_empty() {
            self.site_diagnostics.extend(diagnostics);
            self.diagnostics = OnceLock::new();
        }
    }

    /// What a summary counts.
    pub fn stats(&self) -> CourseStats {
        stats::count(self)
    }

    pub(super) fn cached(&self, row: usize) -> Option<&Arc<CachedChapter>> {
        self.snapshot.chapters.get(self.course.chapters.get(row)?.outline)
    }

    pub(super) fn source_tree(&self) -> &SourceTree {
        &self.snapshot.source_tree
    }

    pub(super) fn outlines(&self) -> &[Arc<Outline>] {
        &self.snapshot.outlines
    }

    /// What `make` makes for `key`, made once.
    pub(super) fn nav<E>(&self, key: &NavKey, make: impl FnOnce() -> Result<Nav, E>) -> Result<Nav, E> {
        if let Some(known) = self.navs.lock().unwrap_or_else(PoisonError::into_inner).get(key) {
            return Ok(known.clone());
        }
        let nav = make()?;
        self.navs.lock().unwrap_or_else(PoisonError::into_inner).insert(key.clone(), nav.clone());
        Ok(nav)
    }

    fn located(&self, fault: &CourseDiagnostic) -> Diagnostic {
        let place = fault.at.and_then(|(row, nth)| self.snapshot.chapters.get(row)?.summary.links.get(nth));
        fault.placed(place.map(|place| place.span))
    }
}

/// The rows of the course's chapters that have these rows of outlines.
fn rows_of(course: &Course, outlines: &BTreeSet<usize>) -> Vec<usize> {
    if outlines.is_empty() {
        return Vec::new();
    }
    let chapters = course.chapters.iter().enumerate();
    chapters.filter(|(_, placed)| outlines.contains(&placed.outline)).map(|(row, _)| row).collect()
}

fn sort(diagnostics: &mut [Diagnostic]) {
    diagnostics.sort_by(|a, b| (&a.source, a.span, a.code, &a.message).cmp(&(&b.source, b.span, b.code, &b.message)));
}
