//! The one way through the stages: `update` reads what is there, understands each file and assembles the course; a [`Maker`] says
//! what the site consists of and makes its files one by one. `build` is one update from nothing; whoever rebuilds calls the same.
//!
//! Never writes the site: whoever calls hands the entries to `site`.

mod kept;
mod maker;
mod memo;
mod settings;
mod stats;

use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use rayon::prelude::*;

pub use kept::Kept;
pub use maker::{Item, Maker};
pub use memo::{Cache, Made};
pub use settings::Settings;
pub use stats::Stats;

use crate::chapter::{self, Card, Chapter, Outline, understand};
use crate::course::{self, Course};
use crate::diagnostic::Diagnostic;
use crate::path::{SitePath, SourcePath};
use crate::render::context;
use crate::render::highlight::Highlighter;
use crate::render::theme::{TemplateError, Theme};
use crate::source::{self, FileKind, Hash, Inventory, Pages, ReadError, SourceError, Stamp};
use memo::{Known, Memory};

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
    cache: Option<Cache>,
    /// Files by path; each good as long as its bytes are the same.
    files: HashMap<SourcePath, Arc<Known>>,
    /// Pages that stand in the site, with what they were made from.
    made: Mutex<HashMap<SitePath, Made>>,
}

/// A course as it stands: all that its site is made from.
#[derive(Debug)]
pub struct Update {
    /// The course.
    pub course: Course,
    /// The card of each row of `course.chapters`.
    pub cards: Vec<Arc<Card>>,
    /// What the author should know, by file and place.
    pub diagnostics: Vec<Diagnostic>,
    /// What could not be understood now: its last good pages stay.
    pub kept: Kept,
    root: PathBuf,
    /// The file of each row of `course.chapters`, with the settings it is understood by.
    files: Vec<(Arc<Known>, chapter::Settings)>,
    inventory: Inventory,
    pages: Pages,
    /// As `course::assemble` was given them; `Placed.outline` is a row.
    outlines: Vec<Arc<Outline>>,
    theme: Theme,
    /// Of the theme and all else that every page depends on.
    common: Hash,
    site: context::Site,
    base_url: Option<String>,
    description: Option<String>,
    /// Rows of `course.chapters` by file, made when first asked for.
    rows: OnceLock<HashMap<SourcePath, usize>>,
}

impl Pipeline {
    /// A pipeline that remembers what `cache` holds, if anything.
    pub fn new(place: Place, settings: Settings, cache: Option<Cache>) -> Self {
        let Memory { files, pages } = cache.as_ref().map(Cache::read).unwrap_or_default();
        Pipeline { place, settings, highlighter: Highlighter::default(), cache, files, made: Mutex::new(pages) }
    }

    /// Reads what is there and assembles the course. Only files whose bytes changed are understood anew.
    pub fn update(&mut self) -> Result<Update, PipelineError> {
        let (root, scan) = self.scan().map_err(PipelineError::Source)?;
        let inventory = scan.inventory;
        let mut pages = source::pages(&inventory);
        let understood = self.understand_all(&root, &inventory, &pages);
        let outlines: Vec<Arc<Outline>> =
            understood.files.iter().map(|(_, known)| Arc::clone(&known.card.outline)).collect();
        let settings = self.settings.course(&root);
        let course = course::assemble(&outlines, &pages.pages, &files(&inventory), &settings);
        let placed = course.chapters.iter().filter_map(|placed| understood.files.get(placed.outline));
        let files: Vec<_> = placed.map(|(path, known)| (Arc::clone(known), self.settings.chapter(path))).collect();
        let cards: Vec<Arc<Card>> = files.iter().map(|(known, _)| Arc::clone(&known.card)).collect();

        let mut diagnostics = scan.diagnostics;
        diagnostics.append(&mut pages.diagnostics);
        diagnostics.extend(understood.faulty.iter().map(|(_, error)| error.diagnostic()));
        diagnostics.extend(cards.iter().flat_map(|card| card.diagnostics.iter().cloned()));
        diagnostics.extend(course.diagnostics.iter().cloned());
        diagnostics
            .sort_by(|a, b| (&a.source, a.span, a.code, &a.message).cmp(&(&b.source, b.span, b.code, &b.message)));

        let theme = self.settings.theme(&course.language).map_err(PipelineError::Template)?;
        let faulty = understood.faulty.iter().map(|(path, _)| path.clone());
        let kept = Kept::of(faulty.chain(scan.lost).collect(), &pages);
        let site = self.settings.site(&course);
        let common = self.settings.common(&site);
        let base_url = self.settings.base_url.clone();
        Ok(Update {
            course,
            cards,
            diagnostics,
            kept,
            root,
            files,
            inventory,
            pages,
            outlines,
            theme,
            common,
            site,
            base_url,
            description: self.settings.description.clone(),
            rows: OnceLock::new(),
        })
    }

    /// What makes the files of the site.
    pub fn maker<'a>(&'a self, update: &'a Update) -> Maker<'a> {
        Maker::new(update, &self.highlighter)
    }

    /// What a page was made from when it was made last, and what it became.
    pub fn made(&self, page: &SitePath) -> Option<Made> {
        self.pages().get(page).copied()
    }

    /// Remembers a page that stands in the site now.
    pub fn remember(&self, page: SitePath, made: Made) {
        self.pages().insert(page, made);
    }

    /// Forgets pages that are no part of the site any more.
    pub fn retain(&self, is_page: impl Fn(&SitePath) -> bool) {
        self.pages().retain(|page, _| is_page(page));
    }

    /// Writes down what is remembered, for the next process.
    pub fn save(&self) -> std::io::Result<()> {
        let Some(cache) = &self.cache else { return Ok(()) };
        cache.write(&Memory { files: self.files.clone(), pages: self.pages().clone() })
    }

    fn pages(&self) -> std::sync::MutexGuard<'_, HashMap<SitePath, Made>> {
        self.made.lock().unwrap_or_else(PoisonError::into_inner)
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
                    Ok(known) => {
                        let linked = linked_files(&known.card.outline).filter(|to| meta.contains(to));
                        next.extend(linked.filter(|to| seen.insert(to.clone())));
                        understood.files.push((path, known));
                    }
                    Err(error) => understood.faulty.push((path, error)),
                }
            }
        }
        self.files = understood.files.iter().cloned().collect();
        understood
    }

    fn understand_one(&self, root: &Path, path: &SourcePath) -> Result<Arc<Known>, ReadError> {
        let stamp = Stamp::of(&root.join(path.as_str()));
        let known = self.files.get(path);
        if let Some(known) = known.filter(|known| stamp.is_some() && known.stamp == stamp) {
            return Ok(Arc::clone(known));
        }
        let source = source::read(root, path)?;
        match known {
            Some(known) if known.hash == source.hash && known.stamp == stamp => Ok(Arc::clone(known)),
            Some(known) if known.hash == source.hash => Ok(Arc::new(known.seen_again(stamp))),
            _ => Ok(Arc::new(Known::new(understand(&source, &self.settings.chapter(path)), stamp))),
        }
    }
}

#[derive(Default)]
struct Understood {
    files: Vec<(SourcePath, Arc<Known>)>,
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
fn linked_files(outline: &Outline) -> impl Iterator<Item = SourcePath> + '_ {
    let folder = outline.path.folder();
    let local = outline.links.iter().filter(|link| crate::markdown::scheme(&link.href).is_none());
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
    /// The chapter of row `row`; read and understood now if only its card was known. None where the file vanished meanwhile.
    pub fn chapter(&self, row: usize) -> Option<Arc<Chapter>> {
        let (known, settings) = self.files.get(row)?;
        if let Some(chapter) = known.chapter.get() {
            return Some(Arc::clone(chapter));
        }
        // Another text by now is for the next update: what is remembered of this one must not be mixed with it.
        let source =
            source::read(&self.root, &known.card.outline.path).ok().filter(|source| source.hash == known.hash)?;
        Some(Arc::clone(known.chapter.get_or_init(|| Arc::new(understand(&source, settings)))))
    }

    /// All chapters, by row.
    pub fn chapters(&self) -> Vec<Arc<Chapter>> {
        (0..self.files.len()).into_par_iter().filter_map(|row| self.chapter(row)).collect()
    }

    /// The text of a file as decoded, for those who show diagnostics.
    pub fn text(&self, path: &SourcePath) -> Option<Arc<str>> {
        let chapters = self.course.chapters.iter().enumerate();
        let rows = self.rows.get_or_init(|| chapters.map(|(row, placed)| (placed.source.clone(), row)).collect());
        match rows.get(path).and_then(|row| self.files.get(*row)).and_then(|(known, _)| known.chapter.get()) {
            Some(chapter) => Some(Arc::clone(&chapter.text)),
            None => source::read(&self.root, path).ok().map(|source| source.text),
        }
    }

    /// What a summary counts.
    pub fn stats(&self) -> Stats {
        stats::count(self)
    }
}
