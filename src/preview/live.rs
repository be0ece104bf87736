//! The course as browsers see it: pages are made when they are requested, and cached as long as their inputs are the same. In: updates,
//! or the problems that prevent one. Writes nothing but the author's choice of a repair, into the configuration.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::facts;
use super::server::{ChooseError, EditedPage, PageFacts, PageSource, Problem, RepairChoice, ServedFile, State};
use super::watch::ViewSignal;
use crate::config::overrides::{self, OverridePlace};
use crate::course::ResolvedLink;
use crate::diagnostic::{Code, Severity};
use crate::html::escape;
use crate::index::ChapterIdx;
use crate::markdown::LinkKind;
use crate::path::{SitePath, SourcePath};
use crate::pipeline::{Output, SiteBuilder, Update};
use crate::render::theme::TemplateError;
use crate::site::{FileContent, replace};
use crate::source::Hash;

/// How many bytes of pages are cached: more than an author views between two edits. A fuller cache is emptied.
const MAX_CACHED_BYTES: usize = 64 << 20;

/// How long a request waits for the next update, if a chapter has changed since the last one.
const TIMEOUT: Duration = Duration::from_secs(1);

/// Where an author's choices are written, and how the author's editor is opened.
#[derive(Clone, Debug, Default)]
pub struct PreviewSettings {
    /// The configuration; it need not exist.
    pub config: PathBuf,
    /// `[preview] editor`
    pub editor: Option<String>,
}

/// The course as it is shown now. Can be used from several threads while another one shows an update.
#[derive(Debug, Default)]
pub struct LivePreview {
    shown: Mutex<PreviewState>,
    /// Notified whenever there is something new to show.
    changed: Condvar,
    pages: Mutex<PageCache>,
    /// Whether a choice created the configuration file: then taking back the last choice removes it. Locked while a choice is written.
    config_made: Mutex<bool>,
    /// Called whenever a page is requested.
    view_signal: Option<ViewSignal>,
}

#[derive(Debug, Default)]
struct PreviewState {
    update: Option<Arc<Update>>,
    problems: Vec<Problem>,
    settings: PreviewSettings,
    /// Whether there has been an update or a problem.
    has_begun: bool,
}

/// Pages that were made, each with the fingerprint of its inputs.
#[derive(Debug, Default)]
struct PageCache {
    pages: HashMap<SitePath, CachedPage>,
    bytes: usize,
}

#[derive(Clone, Debug)]
struct CachedPage {
    fingerprint: Option<Hash>,
    bytes: Arc<[u8]>,
    hash: Hash,
}

impl PageCache {
    fn insert(&mut self, path: SitePath, page: CachedPage) {
        if self.bytes > MAX_CACHED_BYTES {
            *self = PageCache::default();
        }
        self.bytes += page.bytes.len();
        let old = self.pages.insert(path, page);
        self.bytes -= old.map_or(0, |old| old.bytes.len());
    }
}

impl LivePreview {
    /// A preview that shows nothing yet; it calls `view_signal` for every page that is requested.
    pub fn new(view_signal: ViewSignal) -> Self {
        LivePreview { view_signal: Some(view_signal), ..LivePreview::default() }
    }

    /// Shows an update and its problems. Returns the pages whose sources were edited.
    pub fn show(&self, update: Arc<Update>, settings: PreviewSettings, problems: Vec<Problem>) -> Vec<EditedPage> {
        let edited = update.edited.iter().filter_map(|chapter| {
            let summary = update.summary(*chapter)?;
            let chapter = update.course.chapters.get(*chapter)?;
            let title = update.course.title_of(chapter.file, &summary.outline).to_owned();
            Some(EditedPage { url: chapter.page.to_string(), title, source: chapter.source.clone() })
        });
        let edited = edited.collect();
        let mut shown = lock(&self.shown);
        *shown = PreviewState { update: Some(update), problems, settings, has_begun: true };
        self.changed.notify_all();
        edited
    }

    /// Shows problems in place of an update; the pages of the last update stay.
    pub fn fail(&self, problems: Vec<Problem>) {
        let mut shown = lock(&self.shown);
        (shown.problems, shown.has_begun) = (problems, true);
        self.changed.notify_all();
    }

    /// Waits until there is something to show.
    fn shown(&self) -> MutexGuard<'_, PreviewState> {
        let mut shown = lock(&self.shown);
        while !shown.has_begun {
            shown = self.changed.wait(shown).unwrap_or_else(PoisonError::into_inner);
        }
        shown
    }

    fn update(&self) -> Option<Arc<Update>> {
        self.shown().update.clone()
    }

    /// The page as it was last made without an error, from the cache.
    fn last_good(&self, path: &SitePath) -> Option<ServedFile> {
        let page = lock(&self.pages).pages.get(path).cloned()?;
        Some(ServedFile::File { bytes: page.bytes, hash: page.hash })
    }

    /// The file of an output: from the cache if its inputs are the same, else made now.
    ///
    /// # Errors
    /// A template fails.
    fn make(&self, builder: &SiteBuilder<'_>, output: &Output, path: &SitePath) -> Result<ServedFile, TemplateError> {
        let inputs = builder.inputs(output)?;
        let fingerprint = builder.fingerprint(output, &inputs);
        let known = lock(&self.pages).pages.get(path).cloned();
        if let Some(page) = known.filter(|page| fingerprint.is_some() && page.fingerprint == fingerprint) {
            return Ok(ServedFile::File { bytes: page.bytes, hash: page.hash });
        }
        let entry = builder.make(output, &inputs, path.clone())?;
        Ok(match entry.map(|entry| entry.content) {
            Some(FileContent::Bytes(bytes)) => {
                let page = CachedPage { fingerprint, hash: Hash::of(&bytes), bytes: bytes.into() };
                lock(&self.pages).insert(path.clone(), page.clone());
                ServedFile::File { bytes: page.bytes, hash: page.hash }
            }
            // It may have become a symbolic link since the folder was scanned.
            Some(FileContent::CopyOf(file)) if is_inside(builder.update().real_root(), &file) => {
                ServedFile::CopyOf(file)
            }
            Some(FileContent::CopyOf(_)) => ServedFile::Missing,
            None => ServedFile::Missing,
        })
    }

    /// A file of the site of one update; its last good version if its template fails.
    fn file_of(&self, builder: &SiteBuilder<'_>, path: &SitePath) -> ServedFile {
        let Some(output) = builder.output_of(path) else {
            let stays = builder.update().retained.stays(path);
            return stays.then(|| self.last_good(path)).flatten().unwrap_or(ServedFile::Missing);
        };
        self.make(builder, &output, path).unwrap_or_else(|error| {
            self.last_good(path).unwrap_or_else(|| ServedFile::Broken { html: error_page(&[template_problem(error)]) })
        })
    }

    /// Waits up to [`TIMEOUT`] for an update after this one.
    fn next_update(&self, update: &Arc<Update>) -> Option<Arc<Update>> {
        let is_same = |shown: &mut PreviewState| shown.update.as_ref().is_some_and(|now| Arc::ptr_eq(now, update));
        let waited = self.changed.wait_timeout_while(lock(&self.shown), TIMEOUT, is_same);
        let (shown, waited) = waited.unwrap_or_else(PoisonError::into_inner);
        shown.update.clone().filter(|_| !waited.timed_out())
    }
}

impl PageSource for LivePreview {
    fn file(&self, path: &SitePath) -> ServedFile {
        if let Some(signal) = &self.view_signal {
            signal.viewed();
        }
        let Some(update) = self.update() else {
            return self
                .last_good(path)
                .unwrap_or_else(|| ServedFile::Broken { html: error_page(&self.shown().problems) });
        };
        let builder = SiteBuilder::new(&update);
        let served = self.file_of(&builder, path);
        if served != ServedFile::Missing || builder.output_of(path).is_none() {
            return served;
        }
        // The source has changed since the update: the next one will know it.
        let next = self.next_update(&update).map(|update| self.file_of(&SiteBuilder::new(&update), path));
        next.filter(|served| *served != ServedFile::Missing)
            .or_else(|| self.last_good(path))
            .unwrap_or(ServedFile::Missing)
    }

    fn state(&self, page: &SitePath) -> State {
        let hash = match self.file(page) {
            ServedFile::File { hash, .. } => Some(hash),
            _ => None,
        };
        let chapter = self.update().and_then(|update| Some((chapter_of(&SiteBuilder::new(&update), page)?, update)));
        let Some((chapter, update)) = chapter else { return State { hash, ..State::default() } };
        let found = update.diagnostics_of(chapter);
        let warnings = found.iter().filter(|one| one.severity > Severity::Note).count();
        State { hash, pictures: pictures(&update, chapter), warnings }
    }

    fn problems(&self, page: &SitePath) -> Vec<Problem> {
        let shown = self.shown();
        let (mut problems, update, settings) = (shown.problems.clone(), shown.update.clone(), shown.settings.clone());
        drop(shown);
        let Some(update) = update else { return problems };
        let texts = |source: &SourcePath| update.text(source);
        let builder = SiteBuilder::new(&update);
        let output = builder.output_of(page);
        let chapter = output.as_ref().and_then(|output| builder.chapter_of(output));
        let own = chapter.map(|chapter| update.diagnostics_of(chapter)).unwrap_or_default();
        let own = own.into_iter().filter(|one| one.severity == Severity::Error || one.code == Code::FrontMatter);
        for diagnostic in update.unreadable().into_iter().chain(own) {
            let path = diagnostic.source.as_ref().map(|source| update.real_root().join(source.as_str()));
            problems.push(facts::problem(&diagnostic, &texts, path.as_deref(), settings.editor.as_deref()));
        }
        if let Some(Err(error)) = output.map(|output| self.make(&builder, &output, page)) {
            problems.push(template_problem(error));
        }
        problems
    }

    fn facts(&self, page: &SitePath) -> Option<PageFacts> {
        let shown = self.shown();
        let (update, editor) = (shown.update.clone()?, shown.settings.editor.clone());
        drop(shown);
        facts::page_facts(&update, chapter_of(&SiteBuilder::new(&update), page)?, editor.as_deref())
    }

    fn choose(&self, choice: &RepairChoice) -> Result<(), ChooseError> {
        let shown = self.shown();
        let (update, settings) = (shown.update.clone(), shown.settings.clone());
        drop(shown);
        let refused = |why: &str| ChooseError::Refused(why.to_owned());
        let update = update.ok_or_else(|| refused("there is no course at present"))?;
        let chapter = update.find_chapter(&choice.source).ok_or_else(|| refused("there is no such chapter"))?;
        let chapter =
            update.chapter(chapter).ok_or_else(|| refused("the chapter has changed; look at the page again"))?;
        let line =
            line_of(&chapter.text, choice).ok_or_else(|| refused("the line has changed; look at the page again"))?;
        let mut made_file = lock(&self.config_made);
        let text = match std::fs::read_to_string(&settings.config) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound && !settings.config.is_symlink() => {
                *made_file = true;
                String::new()
            }
            Err(error) => {
                return Err(ChooseError::Failed(format!("`{}` cannot be read: {error}", settings.config.display())));
            }
        };
        let place = OverridePlace {
            file: choice.source.as_str(),
            before: &choice.before,
            context: context(&chapter.text, line, choice),
        };
        let name = settings.config.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let changed = overrides::choose(&text, &place, choice.after.as_deref())
            .map_err(|error| ChooseError::Refused(format!("`{name}` {}", error.0)))?;
        let written = match changed.is_empty() && *made_file {
            true => std::fs::remove_file(&settings.config),
            false => replace(&settings.config, changed.as_bytes()),
        };
        written
            .map_err(|error| ChooseError::Failed(format!("`{}` cannot be written: {error}", settings.config.display())))
    }
}

/// The chapter that a page shows.
fn chapter_of(builder: &SiteBuilder<'_>, page: &SitePath) -> Option<ChapterIdx> {
    builder.chapter_of(&builder.output_of(page)?)
}

fn is_inside(root: &Path, file: &Path) -> bool {
    file.canonicalize().is_ok_and(|file| file.starts_with(root))
}

/// A hash of the sizes and modification times of a chapter's images as they are on disk now; none if it shows none.
fn pictures(update: &Update, chapter: ChapterIdx) -> Option<Hash> {
    let course = &update.course;
    let links = update.summary(chapter)?.outline.links.iter().zip(course.links(course.chapters.get(chapter)?.file)?);
    let shown = links.filter_map(|(link, resolved)| match resolved {
        ResolvedLink::File { path, .. } if link.kind == LinkKind::Image => Some(path),
        _ => None,
    });
    let stamp = |path: &SourcePath| {
        let metadata = std::fs::metadata(update.root().join(path.as_str())).ok();
        format!("{path} {:?}\n", metadata.map(|metadata| (metadata.len(), metadata.modified().ok())))
    };
    let stamps: String = shown.map(stamp).collect();
    (!stamps.is_empty()).then(|| Hash::of(stamps.as_bytes()))
}

/// The line that the choice is about, if it still has the damaged characters where the browser showed them.
fn line_of<'t>(text: &'t str, choice: &RepairChoice) -> Option<&'t str> {
    let line = text.split('\n').nth(choice.line.checked_sub(1)? as usize)?.trim_end_matches('\r');
    let (at, _) = line.char_indices().nth(choice.column.checked_sub(1)? as usize)?;
    line.get(at..)?.starts_with(&choice.before).then_some(line).filter(|_| !choice.before.is_empty())
}

/// A short part of the line that no other line of the chapter contains, else the whole line; none if no other line has the same damage.
fn context<'t>(text: &str, line: &'t str, choice: &RepairChoice) -> Option<&'t str> {
    let is_only = |piece: &str| text.split('\n').filter(|other| other.contains(piece)).count() < 2;
    if is_only(&choice.before) {
        return None;
    }
    let start = line.char_indices().nth((choice.column as usize).saturating_sub(1)).map_or(0, |(at, _)| at);
    let end = start + choice.before.len();
    let with_neighbours = |count: usize| {
        let from = line.get(..start)?.char_indices().rev().take(count).last().map_or(start, |(at, _)| at);
        let to = line.get(end..)?.char_indices().nth(count).map_or(line.len(), |(at, _)| end + at);
        line.get(from..to)
    };
    [12, 40].into_iter().filter_map(with_neighbours).find(|piece| is_only(piece)).or(Some(line))
}

/// The page that is shown while there is no course. The script's overlay shows the same problems in detail.
fn error_page(problems: &[Problem]) -> String {
    let messages: Vec<String> = problems.iter().map(|problem| escape(&problem.diagnostic.message)).collect();
    include_str!("broken.html").replace("{problems}", &messages.join("\n"))
}

fn template_problem(error: TemplateError) -> Problem {
    facts::problem(&error.into(), &|_: &SourcePath| None, None, None)
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
