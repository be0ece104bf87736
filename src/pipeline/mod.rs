//! The one way through the stages: `update` reads what is there, understands each file and assembles the course; a [`Maker`] says
//! what the site consists of and makes its files one by one. `build` is one update from nothing; whoever rebuilds calls the same.
//!
//! Never writes: whoever calls hands the entries to `site`.

mod kept;
mod maker;
mod settings;
mod stats;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

pub use kept::Kept;
pub use maker::{Item, Maker};
pub use settings::Settings;
pub use stats::Stats;

use crate::chapter::{Chapter, Outline, understand};
use crate::course::{self, Course};
use crate::diagnostic::Diagnostic;
use crate::path::SourcePath;
use crate::render::context;
use crate::render::highlight::Highlighter;
use crate::render::theme::{TemplateError, Theme};
use crate::source::{self, FileKind, Inventory, Pages, ReadError, SourceError};

/// What the course is made from.
#[derive(Clone, Debug)]
pub enum Place {
    /// A folder of chapters.
    Folder(PathBuf),
    /// One file; other files of its folder may be referred to.
    File(PathBuf),
}

/// Why there is no site at all. What was there before stays.
#[derive(Debug)]
pub enum PipelineError {
    /// The source could not be read.
    Source(SourceError),
    /// The theme cannot be used.
    Template(TemplateError),
}

/// The stages, joined, with what they remember.
#[derive(Debug)]
pub struct Pipeline {
    place: Place,
    settings: Settings,
    highlighter: Highlighter,
    /// Chapters by file; each good as long as the file's bytes are the same.
    memo: HashMap<SourcePath, Arc<Chapter>>,
}

/// A course as it stands: all that its site is made from.
#[derive(Debug)]
pub struct Update {
    /// The course.
    pub course: Course,
    /// The chapter of each row of `course.chapters`.
    pub chapters: Vec<Arc<Chapter>>,
    /// What the author should know, by file and place.
    pub diagnostics: Vec<Diagnostic>,
    /// What could not be understood now: its last good pages stay.
    pub kept: Kept,
    inventory: Inventory,
    pages: Pages,
    /// As `course::assemble` was given them; `Placed.outline` is a row.
    outlines: Vec<Outline>,
    theme: Theme,
    site: context::Site,
    base_url: Option<String>,
}

impl Pipeline {
    /// A pipeline that has seen nothing.
    pub fn new(place: Place, settings: Settings) -> Self {
        Pipeline { place, settings, highlighter: Highlighter::default(), memo: HashMap::new() }
    }

    /// Reads what is there and assembles the course. Only files whose bytes changed are understood anew.
    pub fn update(&mut self) -> Result<Update, PipelineError> {
        let (root, scan) = self.scan().map_err(PipelineError::Source)?;
        let inventory = scan.inventory;
        let mut pages = source::pages(&inventory);
        let understood = self.understand_all(&root, &inventory, &pages);
        let outlines: Vec<Outline> = understood.chapters.iter().map(|chapter| chapter.outline.clone()).collect();
        let course = course::assemble(&outlines, &pages.pages, &files(&inventory), &self.settings.course(&root));
        let chapters: Vec<Arc<Chapter>> =
            course.chapters.iter().filter_map(|placed| understood.chapters.get(placed.outline).cloned()).collect();

        let mut diagnostics = scan.diagnostics;
        diagnostics.append(&mut pages.diagnostics);
        diagnostics.extend(understood.faulty.iter().map(|(_, error)| error.diagnostic()));
        diagnostics.extend(chapters.iter().flat_map(|chapter| chapter.diagnostics.iter().cloned()));
        diagnostics.extend(course.diagnostics.iter().cloned());
        diagnostics
            .sort_by(|a, b| (&a.source, a.span, a.code, &a.message).cmp(&(&b.source, b.span, b.code, &b.message)));

        let theme = self.settings.theme(&course.language).map_err(PipelineError::Template)?;
        let faulty = understood.faulty.iter().map(|(path, _)| path.clone());
        let kept = Kept::of(faulty.chain(scan.lost).collect(), &pages);
        let site = self.settings.site(&course);
        let base_url = self.settings.base_url.clone();
        Ok(Update { course, chapters, diagnostics, kept, inventory, pages, outlines, theme, site, base_url })
    }

    /// What makes the files of the site.
    pub fn maker<'a>(&'a self, update: &'a Update) -> Maker<'a> {
        Maker::new(update, &self.highlighter)
    }

    fn scan(&self) -> Result<(PathBuf, source::Scan), SourceError> {
        match &self.place {
            Place::Folder(root) => Ok((root.clone(), source::scan(root, &self.settings.rules)?)),
            Place::File(file) => source::single(file).map(|single| (single.root, single.scan)),
        }
    }

    /// Chapters, then files about the repository that something links to, until nothing new is linked to.
    fn understand_all(&mut self, root: &Path, inventory: &Inventory, pages: &Pages) -> Understood {
        let meta: BTreeSet<&SourcePath> = inventory.of_kind(FileKind::Meta).collect();
        let mut next: Vec<SourcePath> =
            inventory.chapters().filter(|path| pages.pages.contains_key(*path)).cloned().collect();
        let mut understood = Understood::default();
        let mut seen: BTreeSet<SourcePath> = next.iter().cloned().collect();
        while !next.is_empty() {
            let results: Vec<_> = next.par_iter().map(|path| (path.clone(), self.understand_one(root, path))).collect();
            next.clear();
            for (path, result) in results {
                match result {
                    Ok(chapter) => {
                        let linked = linked_files(&chapter).filter(|to| meta.contains(to));
                        next.extend(linked.filter(|to| seen.insert(to.clone())));
                        understood.chapters.push(chapter);
                    }
                    Err(error) => understood.faulty.push((path, error)),
                }
            }
        }
        self.memo = understood.chapters.iter().map(|chapter| (chapter.path.clone(), Arc::clone(chapter))).collect();
        understood
    }

    fn understand_one(&self, root: &Path, path: &SourcePath) -> Result<Arc<Chapter>, ReadError> {
        let source = source::read(root, path)?;
        match self.memo.get(path) {
            Some(known) if known.hash == source.hash => Ok(Arc::clone(known)),
            _ => Ok(Arc::new(understand(&source, &self.settings.chapter(path)))),
        }
    }
}

#[derive(Default)]
struct Understood {
    chapters: Vec<Arc<Chapter>>,
    faulty: Vec<(SourcePath, ReadError)>,
}

/// The inventory as the course asks it.
fn files(inventory: &Inventory) -> course::Files<'_> {
    let kind = |kind: FileKind| match kind {
        FileKind::Chapter => course::FileKind::Chapter,
        FileKind::Meta => course::FileKind::Meta,
        _ => course::FileKind::Other,
    };
    course::Files::new(inventory.iter().map(|(path, info)| (path, kind(info.kind)))).with_folders(inventory.folders())
}

/// Files that a chapter's relative links name, whether they exist or not.
fn linked_files(chapter: &Chapter) -> impl Iterator<Item = SourcePath> + '_ {
    let folder = chapter.path.folder();
    let local = chapter.outline.links.iter().filter(|link| crate::markdown::scheme(&link.href).is_none());
    local.filter_map(move |link| {
        let path = link.href.split(['#', '?']).next().filter(|path| !path.is_empty())?;
        let path = crate::path::decode(path);
        Some(match path.strip_prefix('/') {
            Some(from_root) => SourcePath::new(from_root),
            None => SourcePath::new(format!("{folder}/{path}")),
        })
    })
}

impl Update {
    /// The texts of all chapters by file, for those who show diagnostics.
    pub fn texts(&self) -> BTreeMap<SourcePath, Arc<str>> {
        self.chapters.iter().map(|chapter| (chapter.path.clone(), Arc::clone(&chapter.text))).collect()
    }

    /// What a summary counts.
    pub fn stats(&self) -> Stats {
        stats::count(self)
    }
}
