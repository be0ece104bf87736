//! Fixes of diagnostics, tried out in memory before anybody writes them: the chapter is understood again with its new text, and where anything is
//! another one than before but the diagnostic, which must be gone, the fix is refused. In: an [`Update`]. Out: new texts. Writes nothing.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::site_builder::SiteBuilder;
use super::update::Update;
use crate::course::{Course, ResolvedLink};
use crate::diagnostic::{Code, Diagnostic, FixEdit};
use crate::index::{ChapterIdx, FileIdx};
use crate::path::{SitePath, SourcePath};
use crate::site::FileContent;
use crate::source::{Hash, Source};
use crate::span::replaced;

/// How often the fixes of a file are made one after another: two of them may be about the same address.
const MAX_ROUNDS: usize = 3;

/// A chapter that fixes change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FixedFile {
    /// As it was read.
    pub source: Source,
    /// Its text with the fixes.
    pub text: String,
    /// How many of its links are written otherwise.
    pub links: usize,
    /// How many of its headings are.
    pub headings: usize,
}

/// What fixes make of a course.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CourseFixes {
    /// The chapters that change, by path.
    pub files: Vec<FixedFile>,
    /// The chapters whose fixes would change more than they should, and that stay as they are.
    pub refused: Vec<SourcePath>,
}

/// The edits of one chapter.
#[derive(Default)]
struct FileEdits {
    /// By the place where each begins.
    edits: BTreeMap<u32, FixEdit>,
    /// The diagnostics that they mend.
    codes: Vec<Code>,
    links: BTreeSet<(u32, u32)>,
    headings: BTreeSet<(u32, u32)>,
}

/// The fixes of some chapters, and whose effect is another one than it should be.
#[derive(Default)]
struct Trial {
    files: BTreeMap<SourcePath, FixedFile>,
    bad: BTreeSet<SourcePath>,
}

/// How often each code is told of each file.
#[derive(Default)]
struct CodeCounts(BTreeMap<(Option<SourcePath>, Code), usize>);

impl CodeCounts {
    fn of(update: &Update) -> Self {
        let mut counts = CodeCounts::default();
        for Diagnostic { source, code, .. } in update.diagnostics() {
            *counts.0.entry((source.clone(), *code)).or_default() += 1;
        }
        counts
    }
}

impl Update {
    /// All fixes of the course's diagnostics.
    pub fn fixes(&self) -> CourseFixes {
        let mut refused = BTreeSet::new();
        loop {
            let trial = self.trial(&refused);
            if trial.bad.is_empty() {
                return CourseFixes {
                    files: trial.files.into_values().collect(),
                    refused: refused.into_iter().collect(),
                };
            }
            let is_known = trial.bad.iter().all(|path| trial.files.contains_key(path));
            // Whose fix it was that changed another file cannot be told.
            refused.extend(if is_known { trial.bad } else { trial.files.into_keys().collect() });
        }
    }

    /// The chapter of a diagnostic with its fix and no other; none where the diagnostic has none, where the file has changed since it was read,
    /// or where the fix would change more than it should.
    pub fn fix_of(&self, diagnostic: &Diagnostic) -> Option<FixedFile> {
        let path = diagnostic.source.as_ref()?;
        let mut edits = FileEdits::default();
        edits.add(diagnostic);
        let file = edits.applied(&self.source(path)?)?;
        let mut told = CodeCounts::of(self);
        edits.remove_from(&mut told, path);
        let after = self.with_sources([&file.new_source()]);
        let is_good = self.bad_effects(&told, &after, &BTreeSet::from([path])).is_empty();
        is_good.then_some(file)
    }

    /// Tries all fixes but those of the files `left_out`.
    fn trial(&self, left_out: &BTreeSet<SourcePath>) -> Trial {
        let mut files: BTreeMap<SourcePath, FixedFile> = BTreeMap::new();
        let mut told = CodeCounts::of(self);
        let mut after: Option<Update> = None;
        for _ in 0..MAX_ROUNDS {
            let now = after.as_ref().unwrap_or(self);
            let mut is_changed = false;
            for (path, edits) in edits_by_file(now) {
                let is_left_out = left_out.contains(&path) || self.has_twin(&path);
                let source = files.get(&path).map(FixedFile::new_source).or_else(|| self.source(&path));
                let Some(source) = source.filter(|_| !is_left_out) else { continue };
                let Some(new) = edits.applied(&source) else { continue };
                edits.remove_from(&mut told, &path);
                is_changed = true;
                let file = files.entry(path).or_insert_with(|| FixedFile {
                    text: String::new(),
                    links: 0,
                    headings: 0,
                    source,
                });
                file.text = new.text;
                file.links += new.links;
                file.headings += new.headings;
            }
            if !is_changed {
                break;
            }
            let sources: Vec<Source> = files.values().map(FixedFile::new_source).collect();
            after = Some(self.with_sources(&sources));
        }
        let edited = files.keys().collect();
        let bad = after.as_ref().map(|after| self.bad_effects(&told, after, &edited)).unwrap_or_default();
        Trial { files, bad }
    }

    /// Whether another path of the course leads to the same file, or may: an edit would change both chapters, and only one is looked at.
    fn has_twin(&self, path: &SourcePath) -> bool {
        let hash = |chapter: ChapterIdx| self.cached(chapter).map(|cached| cached.hash);
        let Some(own) = self.find_chapter(path).filter(|_| self.source_tree().has_links()) else { return false };
        self.course.chapters.indices().any(|other| other != own && hash(other) == hash(own))
    }

    /// The files in which something is another one after fixes of the files `edited`: what the diagnostics `told` do not tell, where links lead,
    /// the bytes of pages. All of them, where chapters or their order changed.
    fn bad_effects(&self, told: &CodeCounts, after: &Update, edited: &BTreeSet<&SourcePath>) -> BTreeSet<SourcePath> {
        if !has_same_chapters(&self.course, &after.course) {
            return edited.iter().map(|path| (*path).clone()).collect();
        }
        let mut bad = BTreeSet::new();
        for ((path, code), count) in CodeCounts::of(after).0 {
            if count > told.0.get(&(path.clone(), code)).copied().unwrap_or(0) {
                bad.extend(path);
            }
        }
        for chapter in self.course.chapters.iter() {
            if !has_same_targets(&self.course, &after.course, chapter.file) {
                bad.insert(chapter.source.clone());
            }
        }
        let (builder, new_builder) = (SiteBuilder::new(self), SiteBuilder::new(after));
        let pages: Vec<&SourcePath> = edited.iter().copied().collect();
        let changed = pages.into_par_iter().filter(|path| match self.find_chapter(path) {
            Some(chapter) => {
                let pages = pages_of(&builder, chapter);
                pages.is_none() || pages != pages_of(&new_builder, chapter)
            }
            None => true,
        });
        bad.extend(changed.cloned().collect::<Vec<_>>());
        bad
    }
}

impl FixedFile {
    /// The file as it would be read.
    fn new_source(&self) -> Source {
        let text = self.text.as_str();
        Source { text: text.into(), hash: Hash::of(text.as_bytes()), ..self.source.clone() }
    }
}

impl FileEdits {
    /// Adds the fix of a diagnostic, unless it overlaps with one that is there.
    fn add(&mut self, diagnostic: &Diagnostic) {
        let Some(fix) = &diagnostic.fix else { return };
        if !fix.edits.iter().all(|edit| self.has_room(edit)) {
            return;
        }
        self.edits.extend(fix.edits.iter().map(|edit| (edit.span.start, edit.clone())));
        self.codes.push(diagnostic.code);
        let place = diagnostic.span.map(|span| (span.start, span.end));
        let places = if diagnostic.code == Code::OddBlank { &mut self.headings } else { &mut self.links };
        places.extend(place);
    }

    /// Whether no other edit is about the place of this one. Links that share a definition have the same edit.
    fn has_room(&self, edit: &FixEdit) -> bool {
        let before = self.edits.range(..edit.span.start).next_back();
        let after = self.edits.range(edit.span.start..).next();
        before.is_none_or(|(_, before)| before.span.end <= edit.span.start)
            && after.is_none_or(|(_, after)| after == edit || edit.span.end <= after.span.start)
    }

    /// The file with these edits; none where they do not fit its text or change nothing.
    fn applied(&self, source: &Source) -> Option<FixedFile> {
        let edits = || self.edits.values();
        let fits = edits().all(|edit| source.text.get(edit.span.range()).is_some());
        let text = replaced(&source.text, edits().map(|edit| (edit.span.range(), edit.replacement.as_str())));
        let (links, headings) = (self.links.len(), self.headings.len());
        (fits && *text != *source.text).then(|| FixedFile { source: source.clone(), text, links, headings })
    }

    /// Takes the diagnostics that they mend from those that may still be told.
    fn remove_from(&self, told: &mut CodeCounts, path: &SourcePath) {
        for code in &self.codes {
            if let Some(count) = told.0.get_mut(&(Some(path.clone()), *code)) {
                *count = count.saturating_sub(1);
            }
        }
    }
}

/// The edits of all fixes, by file.
fn edits_by_file(update: &Update) -> BTreeMap<SourcePath, FileEdits> {
    let mut found: BTreeMap<SourcePath, FileEdits> = BTreeMap::new();
    for diagnostic in update.diagnostics().iter().filter(|diagnostic| diagnostic.fix.is_some()) {
        if let Some(path) = &diagnostic.source {
            found.entry(path.clone()).or_default().add(diagnostic);
        }
    }
    found
}

/// Whether both have the same chapters and modules under the same titles in the same order.
fn has_same_chapters(one: &Course, other: &Course) -> bool {
    let key = |course: &Course| (course.title.clone(), course.language.clone(), course.overview);
    key(one) == key(other) && one.items == other.items && one.modules == other.modules && one.chapters == other.chapters
}

/// Whether the links of a file lead to the same places; that they had to be corrected makes no difference.
fn has_same_targets(one: &Course, other: &Course, file: FileIdx) -> bool {
    let target = |link: &ResolvedLink| match link.clone() {
        ResolvedLink::Page { page, anchor, .. } => ResolvedLink::Page { page, anchor, is_corrected: false },
        ResolvedLink::File { path, suffix, .. } => ResolvedLink::File { path, suffix, is_corrected: false },
        other => other,
    };
    let targets = |course: &Course| course.links(file).map(|links| links.iter().map(target).collect::<Vec<_>>());
    targets(one) == targets(other)
}

/// The pages of a chapter, without the copy of its markdown; none where one cannot be made.
fn pages_of(builder: &SiteBuilder<'_>, chapter: ChapterIdx) -> Option<Vec<(SitePath, Vec<u8>)>> {
    let output = builder.chapter_output(chapter)?;
    let inputs = builder.inputs(&output).ok()?;
    let pages = builder.paths(&output).into_iter().filter(|path| path.as_str().ends_with(".html"));
    let made = pages.map(|path| match builder.make(&output, &inputs, path.clone()).ok()??.content {
        FileContent::Bytes(bytes) => Some((path, bytes)),
        FileContent::CopyOf(_) => None,
    });
    made.collect()
}
