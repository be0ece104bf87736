//! The course as browsers see it: pages are made when they are requested, and cached as long as their inputs are the same. In: updates,
//! or the problems that prevent one. Writes nothing but the author's choice of a repair, into the configuration, and a fix that its author
//! asked for, into its chapter.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::server::{
    ChooseError, EditedPage, FixChoice, PageFacts, PageSource, Problem, RepairChoice, ServedFile, State,
};
use super::watch::ViewSignal;
use super::{choices, facts};
use crate::course::ResolvedLink;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::html::escape;
use crate::index::ChapterIdx;
use crate::markdown::LinkKind;
use crate::path::{SitePath, SourcePath};
use crate::pipeline::{Output, SiteBuilder, Update};
use crate::render::theme::TemplateError;
use crate::site::{FileContent, RewriteError, replace, rewrite};
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
        let (update, config) = (shown.update.clone(), shown.settings.config.clone());
        drop(shown);
        let refused = |why: &str| ChooseError::Refused(why.to_owned());
        let update = update.ok_or_else(|| refused("there is no course at present"))?;
        let chapter = match update.find_chapter(&choice.source) {
            // The page is gone, and what was chosen for it stays in the configuration until it is taken back.
            None if choice.after.is_none() => None,
            None => return Err(refused("there is no such chapter")),
            Some(chapter) => Some(
                update.chapter(chapter).ok_or_else(|| refused("the chapter has changed; look at the page again"))?,
            ),
        };
        let place = chapter.as_deref().map(|chapter| choices::place_of(&update, chapter, choice)).transpose();
        let place = place.map_err(refused)?;
        let mut made_file = lock(&self.config_made);
        let text = match std::fs::read_to_string(&config) {
            Ok(text) => Some(text),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound && !config.is_symlink() => None,
            Err(error) => return Err(ChooseError::Failed(format!("`{}` cannot be read: {error}", config.display()))),
        };
        let old = text.as_deref().unwrap_or_default();
        let name = config.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let changed = choices::edited(old, choice, place);
        let changed = changed.map_err(|why| ChooseError::Refused(format!("`{name}` {why}")))?;
        if changed == old {
            return Ok(());
        }
        let written = match changed.is_empty() && *made_file {
            true => std::fs::remove_file(&config),
            false => replace(&config, changed.as_bytes()),
        };
        written.map_err(|error| ChooseError::Failed(format!("`{}` cannot be written: {error}", config.display())))?;
        *made_file = (*made_file || text.is_none()) && !changed.is_empty();
        Ok(())
    }

    fn fix(&self, choice: &FixChoice) -> Result<(), ChooseError> {
        let refused = |why: &str| ChooseError::Refused(why.to_owned());
        let update = self.update().ok_or_else(|| refused("there is no course at present"))?;
        let is_chosen = |one: &&Diagnostic| facts::fix_id(&update, one).as_ref() == Some(&choice.id);
        let diagnostic = update.diagnostics().iter().find(is_chosen);
        let diagnostic = diagnostic.ok_or_else(|| refused("the chapter has changed; look at the page again"))?;
        let fixed = update.fix_of(diagnostic);
        let fixed = fixed.ok_or_else(|| refused("this would change more than it should; change it in the chapter"))?;
        let path = &fixed.source.path;
        rewrite(update.real_root(), &fixed.source, &fixed.text).map_err(|why| match why {
            RewriteError::Io(why) => ChooseError::Failed(format!("`{path}` cannot be written: {why}")),
            why => ChooseError::Refused(format!("`{path}` stays as it is: {why}")),
        })?;
        // The page asks for its facts next. It may be the same, and then nothing else would tell that the diagnostic is gone.
        let mut seen = Some(update);
        while let Some(update) = seen.take_if(|update| update.hash_of(path) == Some(fixed.source.hash)) {
            seen = self.next_update(&update);
        }
        Ok(())
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
