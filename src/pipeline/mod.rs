//! Runs all stages in order, for `build`, `watch`, `serve` and the commands that only read. [`Pipeline::update`] reads the files that may
//! have changed, parses each changed one and assembles the course again where it could differ; the resulting [`Update`] holds the course
//! and its diagnostics. A [`SiteBuilder`] lists the files of the site and makes them one by one. The first update reads everything;
//! later ones reuse what has not changed.
//!
//! Never writes the site: the caller passes the files to [`crate::site::SiteWriter`].

mod allowed;
mod cache;
mod fixes;
#[cfg(test)]
mod fixes_test;
#[cfg(test)]
mod incremental_test;
mod kept_html;
mod offline_context;
mod offline_site;
mod output;
mod output_context;
mod outputs;
mod practice_context;
mod print_context;
mod retained;
mod settings;
mod site_builder;
mod snapshot;
mod source_tree;
mod stats;
#[cfg(test)]
mod tests;
mod update;

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;

pub use allowed::{AllowRule, unused_rule};
pub use cache::{Cache, PageRecord};
pub use fixes::{CourseFixes, FixedFile};
pub use output::{Output, PageInputs};
pub use settings::{BuildSettings, FoundFacts};
pub use site_builder::SiteBuilder;
pub use source_tree::{Changes, SourceRoot};
pub use update::{OutsideLink, Update};

use crate::chapter::{Outline, understand};
use crate::course::{self, PreviousAssembly};
use crate::html::highlight::Highlighter;
use crate::index::{FileIdx, Idx, IndexVec};
use crate::path::{SitePath, SourcePath};
use crate::render::theme::{TemplateError, Theme};
use crate::report::Progress;
use crate::source::{FileKind, Hash, ReadError, SourceError, World};
use cache::{CacheContents, CachedChapter};
use outputs::reserved_names;
use site_builder::site_paths;
use snapshot::{AssemblyDelta, CourseSnapshot};
use source_tree::SourceTree;
use update::BuildContext;

/// Why an update failed. The site written before stays as it is.
#[derive(Debug)]
pub enum PipelineError {
    /// The source could not be read.
    Source(SourceError),
    /// The theme cannot be used.
    Template(TemplateError),
}

impl std::fmt::Display for PipelineError {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        match self {
            PipelineError::Source(error) => error.fmt(f),
            PipelineError::Template(error) => error.fmt(f),
        }
    }
}

/// All stages of one course, with what earlier updates and earlier runs left in the cache.
#[derive(Debug)]
pub struct Pipeline {
    world: Arc<dyn World>,
    root: SourceRoot,
    settings: Arc<BuildSettings>,
    /// The hash of `settings`.
    settings_hash: Hash,
    highlighter: Arc<Highlighter>,
    cache: Option<Cache>,
    /// Parsed files by path. Each is valid as long as the bytes of its file are the same.
    files: HashMap<SourcePath, Arc<CachedChapter>>,
    /// The course as the last update assembled it.
    last_snapshot: Option<CourseSnapshot>,
    /// The loaded theme, with the language it was loaded for.
    theme: Option<(String, Arc<Theme>)>,
    /// Fingerprint and content hash of every page in the output folder.
    page_records: Mutex<HashMap<SitePath, PageRecord>>,
    /// Whether a chapter's body is dropped as soon as its summary is made.
    drops_bodies: bool,
}

impl Pipeline {
    /// A pipeline over the files of `world` that starts with the contents of `cache`, if there is one.
    pub fn new(world: Arc<dyn World>, root: SourceRoot, settings: BuildSettings, cache: Option<Cache>) -> Self {
        let settings_hash = settings.hash();
        let CacheContents { files, pages } = cache.as_ref().map(|cache| cache.read(settings_hash)).unwrap_or_default();
        Pipeline {
            world,
            root,
            settings_hash,
            settings: Arc::new(settings),
            highlighter: Arc::default(),
            cache,
            files,
            last_snapshot: None,
            theme: None,
            page_records: Mutex::new(pages),
            drops_bodies: false,
        }
    }

    /// The same pipeline, keeping summaries only: chapter bodies are dropped after a full read and parsed again when a page needs them.
    /// The preview uses it, because it makes single pages.
    #[must_use]
    pub fn summaries_only(self) -> Self {
        Pipeline { drops_bodies: true, ..self }
    }

    /// Reads the files that may have changed since the last update, and assembles the course. Only files whose bytes changed are parsed
    /// again; where no other page depends on what changed in them, the course stays as it is.
    ///
    /// # Errors
    /// The source folder cannot be read, or the theme cannot be used. A single file that cannot be read is a diagnostic of the update.
    pub fn update(&mut self, changes: &Changes, progress: &Progress) -> Result<Update, PipelineError> {
        let texts = self.last_snapshot.as_ref().and_then(|last| last.changed_texts(changes));
        let delta = match texts.as_ref().and_then(|texts| self.edit(texts)) {
            Some(delta) => delta,
            None => self.assemble(texts.as_ref(), progress)?,
        };
        let theme = self.theme(&delta.snapshot.course.language).map_err(PipelineError::Template)?;
        self.last_snapshot = Some(delta.snapshot.clone());
        let context = BuildContext {
            settings: Arc::clone(&self.settings),
            settings_hash: self.settings_hash,
            theme,
            highlighter: Arc::clone(&self.highlighter),
            site_paths,
        };
        Ok(Update::new(delta, context))
    }

    /// Replaces source, settings and cache. Parsed files are kept where the new settings are the same for them.
    pub fn reset(&mut self, root: SourceRoot, settings: BuildSettings, cache: Option<Cache>) {
        let has_same_settings = |path: &SourcePath| settings.chapter(path) == self.settings.chapter(path);
        self.files.retain(|path, _| has_same_settings(path));
        self.settings_hash = settings.hash();
        self.settings = Arc::new(settings);
        (self.root, self.cache) = (root, cache);
        (self.last_snapshot, self.theme) = (None, None);
    }

    /// Whether results are cached for the next process.
    pub fn has_cache(&self) -> bool {
        self.cache.is_some()
    }

    /// Fingerprint and content hash of a page in the output folder; `None` where it is not known.
    pub fn page_record(&self, page: &SitePath) -> Option<PageRecord> {
        self.pages().get(page).copied()
    }

    /// Stores the record of a page that was just written.
    pub fn record_page(&self, page: SitePath, record: PageRecord) {
        self.pages().insert(page, record);
    }

    /// Drops the records of pages for which `is_page` is false.
    pub fn retain_pages(&self, is_page: impl Fn(&SitePath) -> bool) {
        self.pages().retain(|page, _| is_page(page));
    }

    /// Writes the cache for the next process; does nothing without a cache.
    ///
    /// # Errors
    /// The cache file cannot be written.
    pub fn save(&self) -> std::io::Result<()> {
        let Some(cache) = &self.cache else { return Ok(()) };
        cache.write(self.settings_hash, &CacheContents { files: self.files.clone(), pages: self.pages().clone() })
    }

    fn pages(&self) -> std::sync::MutexGuard<'_, HashMap<SitePath, PageRecord>> {
        self.page_records.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The theme for a language. Loaded again only when the language changes.
    fn theme(&mut self, language: &str) -> Result<Arc<Theme>, TemplateError> {
        if let Some((_, theme)) = self.theme.as_ref().filter(|(of, _)| of == language) {
            return Ok(Arc::clone(theme));
        }
        let theme = Arc::new(self.settings.theme(language)?);
        self.theme = Some((language.to_owned(), Arc::clone(&theme)));
        Ok(theme)
    }

    /// The last snapshot with these files read again; the course is assembled again only if an outline changed. `None` where that is not
    /// enough: one of the files cannot be read, or links to a file that is no part of the course yet.
    fn edit(&mut self, texts: &BTreeSet<SourcePath>) -> Option<AssemblyDelta> {
        let mut snapshot = self.last_snapshot.clone()?;
        let outlines = snapshot.outlines.iter_enumerated();
        let by_path = Arc::clone(&snapshot.files_by_path);
        let files = by_path.get_or_init(|| outlines.map(|(file, outline)| (outline.path.clone(), file)).collect());
        // A file about the repository that nothing links to is no part of the course.
        let texts: Vec<(&SourcePath, FileIdx)> =
            texts.iter().filter_map(|path| Some((path, *files.get(path)?))).collect();
        let read: Vec<_> =
            texts.par_iter().map(|(path, file)| (*file, self.understand_one(&snapshot.source_tree, path))).collect();
        // Cached even where this returns `None`, so that no file is parsed twice.
        for cached in read.iter().filter_map(|(_, cached)| cached.as_ref().ok()) {
            self.files.insert(cached.summary.outline.path.clone(), Arc::clone(cached));
        }
        let mut outlines: Option<IndexVec<FileIdx, Arc<Outline>>> = None;
        let mut edited = BTreeSet::new();
        for (file, new) in read {
            let new = new.ok()?;
            let slot = Arc::make_mut(&mut snapshot.files).get_mut(file)?;
            if slot.summary.outline != new.summary.outline {
                let is_new = |path: &SourcePath| {
                    snapshot.source_tree.inventory.file(path).is_some_and(|info| info.kind == FileKind::Meta)
                        && !files.contains_key(path)
                };
                if course::local_targets(&new.summary.outline).any(|path| is_new(&path)) {
                    return None;
                }
                let outlines = outlines.get_or_insert_with(|| (*snapshot.outlines).clone());
                *outlines.get_mut(file)? = Arc::clone(&new.summary.outline);
            }
            if slot.hash != new.hash {
                edited.insert(file);
            }
            *slot = new;
        }
        let is_same_course = outlines.is_none();
        if let Some(outlines) = outlines {
            let settings = self.settings.course(&snapshot.source_tree.real_root, &snapshot.source_tree.indexes);
            let previous = PreviousAssembly { course: &snapshot.course, outlines: &snapshot.outlines };
            let source_tree = &snapshot.source_tree;
            let course =
                course::assemble(&outlines, &source_tree.pages.pages, &source_tree.files(), &settings, Some(previous));
            if !course.has_layout_of(&snapshot.course) {
                snapshot.chapters_by_path = Arc::default();
            }
            (snapshot.course, snapshot.outlines) = (Arc::new(course), Arc::new(outlines));
            snapshot.redirects = Arc::default();
        }
        Some(AssemblyDelta { snapshot, edited, is_same_course })
    }

    /// Assembles the course from all its files. With `texts`, only these files can have changed and the folder is not listed again.
    fn assemble(
        &mut self,
        texts: Option<&BTreeSet<SourcePath>>,
        progress: &Progress,
    ) -> Result<AssemblyDelta, PipelineError> {
        let source_tree = match (texts, &self.last_snapshot) {
            (Some(_), Some(last)) => Arc::clone(&last.source_tree),
            _ => Arc::new(
                SourceTree::scan(&self.world, &self.root, &self.settings.rules, reserved_names())
                    .map_err(PipelineError::Source)?,
            ),
        };
        let understood = self.understand_all(&source_tree, texts, progress);
        let outlines: IndexVec<FileIdx, Arc<Outline>> =
            understood.files.iter().map(|(_, cached)| Arc::clone(&cached.summary.outline)).collect();
        let settings = self.settings.course(&source_tree.real_root, &source_tree.indexes);
        let last = self
            .last_snapshot
            .as_ref()
            .filter(|last| Arc::ptr_eq(&last.source_tree, &source_tree) || last.source_tree.same_names(&source_tree));
        let previous = last.map(|last| PreviousAssembly { course: &last.course, outlines: &last.outlines });
        let course = course::assemble(&outlines, &source_tree.pages.pages, &source_tree.files(), &settings, previous);
        let edited = self.edited(&understood.files);
        let snapshot = CourseSnapshot {
            source_tree,
            course: Arc::new(course),
            outlines: Arc::new(outlines),
            files: Arc::new(understood.files.iter().map(|(_, cached)| Arc::clone(cached)).collect()),
            unreadable: Arc::new(understood.unreadable),
            files_by_path: Arc::default(),
            chapters_by_path: Arc::default(),
            redirects: Arc::default(),
        };
        self.files = understood.files.into_iter().collect();
        Ok(AssemblyDelta { snapshot, edited, is_same_course: false })
    }

    /// The indices of files that are new or have other bytes than at the last update. `files` are in the order of the outlines.
    fn edited(&self, files: &[(SourcePath, Arc<CachedChapter>)]) -> BTreeSet<FileIdx> {
        let Some(last) = &self.last_snapshot else { return BTreeSet::new() };
        let previous: HashMap<&SourcePath, Hash> =
            last.files.iter().map(|cached| (&cached.summary.outline.path, cached.hash)).collect();
        let is_new = |(path, cached): &(SourcePath, Arc<CachedChapter>)| previous.get(path) != Some(&cached.hash);
        files.iter().enumerate().filter(|(_, file)| is_new(file)).map(|(at, _)| FileIdx::new(at)).collect()
    }

    /// Parses the chapters, then the files about the repository (`CONTRIBUTING.md` and the like) that they link to, and so on until
    /// there is no new link.
    fn understand_all(
        &self,
        source_tree: &SourceTree,
        texts: Option<&BTreeSet<SourcePath>>,
        progress: &Progress,
    ) -> UnderstoodFiles {
        let meta: BTreeSet<&SourcePath> = source_tree.inventory.of_kind(FileKind::Meta).collect();
        let mut next: Vec<SourcePath> = source_tree
            .inventory
            .chapters()
            .filter(|path| source_tree.pages.pages.contains_key(*path))
            .cloned()
            .collect();
        let mut understood = UnderstoodFiles::default();
        let mut seen: BTreeSet<SourcePath> = BTreeSet::new();
        let understand_path = |path: SourcePath| {
            let is_unchanged = texts.is_some_and(|texts| !texts.contains(&path));
            let cached = self.files.get(&path).filter(|_| is_unchanged).cloned();
            let result = cached.map_or_else(|| self.understand_one(source_tree, &path), Ok);
            if let Some(cached) = result.as_ref().ok().filter(|_| self.drops_bodies && texts.is_none()) {
                cached.drop_body();
            }
            progress.tick();
            (path, result)
        };
        progress.stage("reading", next.len());
        while !next.is_empty() {
            let results: Vec<_> = std::mem::take(&mut next).into_par_iter().map(understand_path).collect();
            for (path, result) in results {
                match result {
                    Ok(cached) if meta.is_empty() => understood.files.push((path, cached)),
                    Ok(cached) => {
                        let linked = course::local_targets(&cached.summary.outline).filter(|to| meta.contains(to));
                        next.extend(linked.filter(|to| seen.insert(to.clone())));
                        understood.files.push((path, cached));
                    }
                    Err(error) => understood.unreadable.push(error),
                }
            }
        }
        understood
    }

    fn understand_one(&self, source_tree: &SourceTree, path: &SourcePath) -> Result<Arc<CachedChapter>, ReadError> {
        let stamp = source_tree.stamp(path);
        let cached = self.files.get(path);
        if let Some(cached) = cached.filter(|cached| stamp.is_some() && cached.stamp == stamp) {
            return Ok(Arc::clone(cached));
        }
        let source = source_tree.read(path)?;
        match cached {
            Some(cached) if cached.hash == source.hash && cached.stamp == stamp => Ok(Arc::clone(cached)),
            Some(cached) if cached.hash == source.hash => Ok(Arc::new(cached.with_stamp(stamp))),
            _ => Ok(Arc::new(CachedChapter::new(understand(&source, &self.settings.chapter(path)), stamp))),
        }
    }
}

#[derive(Default)]
struct UnderstoodFiles {
    files: Vec<(SourcePath, Arc<CachedChapter>)>,
    unreadable: Vec<ReadError>,
}
