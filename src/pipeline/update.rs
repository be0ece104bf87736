//! The result of one update: a course, all that its site is made from, and its diagnostics.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use rayon::prelude::*;

use super::allowed::{SiftedDiagnostics, sift};
use super::cache::CachedChapter;
use super::kept_html::KeptHtml;
use super::output::Output;
use super::retained::RetainedPages;
use super::settings::BuildSettings;
use super::snapshot::{AssemblyDelta, CourseSnapshot};
use super::source_tree::SourceTree;
use super::stats::CourseStats;
use crate::chapter::{Chapter, ChapterSummary, Outline, understand, understand_again};
use crate::course::{
    self, Course, CourseDiagnostic, MovedAddresses, PreviousAssembly, Redirects, ResolvedLink, RowDiagnostic, SitePaths,
};
use crate::diagnostic::{Code, Diagnostic};
use crate::export::json;
use crate::export::png::CAN_DRAW;
use crate::export::search::SearchIndex;
use crate::html::highlight::Highlighter;
use crate::index::{ChapterIdx, FileIdx, IndexVec};
use crate::markdown::LinkKind;
use crate::path::{SitePath, SourcePath, relative};
use crate::quiz;
use crate::render::book::BookChapter;
use crate::render::context;
use crate::render::nav::{Nav, NavKey};
use crate::render::page::HOME;
use crate::render::theme::Theme;
use crate::render::whole::{BankQuestions, social_picture};
use crate::repair::{self, Repair};
use crate::source::diagnostics::{drawings, not_released, only_drafts};
use crate::source::{AuthorIndexes, Hash, SitePage, Source};
use crate::span::Span;

/// A picture of a README that is smaller, in pixels, is a sign and no picture of the course.
const MIN_PICTURE: u32 = 200;

/// Settings, theme and highlighter that an update is made with.
pub(super) struct BuildContext {
    pub settings: Arc<BuildSettings>,
    pub settings_hash: Hash,
    pub theme: Arc<Theme>,
    pub highlighter: Arc<Highlighter>,
    /// Names the files of an update's site, without what stands at former addresses.
    pub site_paths: fn(&Update) -> SitePaths,
}

/// The result of one update: the course with everything that its pages need.
#[derive(Debug)]
pub struct Update {
    /// The course.
    pub course: Arc<Course>,
    /// The files of the last build that stay, because their sources cannot be read now.
    pub retained: RetainedPages,
    /// Chapters whose files changed since the previous update.
    pub edited: Vec<ChapterIdx>,
    /// Whether the course is the same as at the previous update: only the bodies of edited chapters changed.
    pub is_same_course: bool,
    snapshot: CourseSnapshot,
    pub(super) settings: Arc<BuildSettings>,
    pub(super) theme: Arc<Theme>,
    pub(super) highlighter: Arc<Highlighter>,
    /// The hash of what all pages depend on: settings (with the theme) and site.
    pub(super) common: Hash,
    pub(super) site: context::SiteContext,
    /// Navigation that was rendered already.
    pub(super) navs: Mutex<HashMap<NavKey, Nav>>,
    /// Diagnostics of files that are copied to the site.
    site_diagnostics: Vec<Diagnostic>,
    diagnostics: OnceLock<SiftedDiagnostics>,
    /// Where the picture is published that is drawn for a course without one, if its address is known.
    pub(super) drawn_picture: Option<SitePath>,
    site_paths: fn(&Update) -> SitePaths,
    /// The search index, made when first asked for.
    pub(super) search: OnceLock<SearchIndex>,
    /// Chapters as they are printed.
    pub(super) printed: KeptHtml<BookChapter>,
    /// The questions of chapters as banks have them.
    pub(super) banked: KeptHtml<BankQuestions>,
    /// The site's files by path, made when first asked for.
    pub(super) outputs: OnceLock<HashMap<SitePath, Output>>,
}

impl Update {
    pub(super) fn new(delta: AssemblyDelta, context: BuildContext) -> Self {
        let BuildContext { settings, settings_hash, theme, highlighter, site_paths } = context;
        let AssemblyDelta { snapshot, edited, is_same_course } = delta;
        let unreadable = snapshot.unreadable.iter().map(|error| error.path.clone());
        let retained = RetainedPages::of(
            unreadable.chain(snapshot.source_tree.unreadable.iter().cloned()).collect(),
            &snapshot.source_tree.pages,
        );
        let site = settings.site(&snapshot.course, &snapshot.source_tree.indexes.facts);
        let mut drawn_picture = None;
        let picture = settings.address().and_then(|base| {
            let own = course_picture(&snapshot).or_else(|| logo_picture(&theme));
            drawn_picture = own.is_none().then(|| drawn_path(&site.title, &theme)).flatten();
            let picture = own.or_else(|| drawn_picture.clone())?;
            Some(format!("{base}{}", relative(&SitePath::new(HOME), &picture)))
        });
        let site_page = |page: SitePage| snapshot.source_tree.pages.site_page(page).to_string();
        let site = context::SiteContext {
            picture,
            contents: site_page(SitePage::Contents),
            practice: site_page(SitePage::Practice),
            print: site_page(SitePage::Print),
            ..site
        };
        Update {
            retained,
            edited: chapters_of(&snapshot.course, &edited),
            is_same_course,
            common: BuildSettings::common(settings_hash, &site),
            course: Arc::clone(&snapshot.course),
            snapshot,
            settings,
            theme,
            highlighter,
            site,
            drawn_picture,
            navs: Mutex::default(),
            site_diagnostics: Vec::new(),
            diagnostics: OnceLock::new(),
            site_paths,
            search: OnceLock::new(),
            printed: KeptHtml::default(),
            banked: KeptHtml::default(),
            outputs: OnceLock::new(),
        }
    }

    /// The summary of a chapter.
    pub fn summary(&self, chapter: ChapterIdx) -> Option<&Arc<ChapterSummary>> {
        Some(&self.cached(chapter)?.summary)
    }

    /// The summaries of all chapters.
    pub fn summaries(&self) -> IndexVec<ChapterIdx, Arc<ChapterSummary>> {
        self.course.chapters.indices().filter_map(|chapter| self.summary(chapter).cloned()).collect()
    }

    /// A chapter with its body, which is read and parsed now if only the summary is cached. `None` where the file has vanished or changed
    /// since the update.
    pub fn chapter(&self, chapter: ChapterIdx) -> Option<Arc<Chapter>> {
        let cached = self.cached(chapter)?;
        if let Some(chapter) = cached.chapter() {
            return Some(chapter);
        }
        // A file that has changed since belongs to the next update and must not be mixed with this one.
        let path = &cached.summary.outline.path;
        let source = self.source_tree().read(path).ok().filter(|source| source.hash == cached.hash)?;
        let chapter = Arc::new(understand_again(&source, &self.settings.chapter(path), &cached.summary));
        cached.cache_body(&chapter);
        Some(chapter)
    }

    /// Whether the body of a chapter is in memory.
    pub(super) fn has_body(&self, chapter: ChapterIdx) -> bool {
        self.cached(chapter).is_some_and(|cached| cached.chapter().is_some())
    }

    /// What `make` makes of the body of a chapter; a body that was not in memory is dropped again. `None` where the file has vanished or
    /// changed since the update.
    pub(super) fn with_body<T>(&self, chapter: ChapterIdx, make: impl FnOnce(&Chapter) -> T) -> Option<T> {
        let had_body = self.has_body(chapter);
        let made = self.chapter(chapter).map(|body| make(&body));
        if !had_body {
            self.drop_body(chapter);
        }
        made
    }

    /// All chapters with their bodies; `None` where the file has vanished or changed since the update.
    pub fn chapters(&self) -> IndexVec<ChapterIdx, Option<Arc<Chapter>>> {
        let all: Vec<ChapterIdx> = self.course.chapters.indices().collect();
        all.into_par_iter().map(|chapter| self.chapter(chapter)).collect::<Vec<_>>().into()
    }

    /// Drops the body of a chapter whose pages are made; its summary is kept.
    pub fn drop_body(&self, chapter: ChapterIdx) {
        if let Some(cached) = self.cached(chapter) {
            cached.drop_body();
        }
    }

    /// The chapter made from a file.
    pub fn find_chapter(&self, path: &SourcePath) -> Option<ChapterIdx> {
        let chapters = self.course.chapters.iter_enumerated();
        let by_path = self
            .snapshot
            .chapters_by_path
            .get_or_init(|| chapters.map(|(index, chapter)| (chapter.source.clone(), index)).collect());
        by_path.get(path).copied()
    }

    /// The decoded text of a file, to show diagnostics with; spans are byte offsets into it.
    pub fn text(&self, path: &SourcePath) -> Option<Arc<str>> {
        let cached = self.find_chapter(path).and_then(|chapter| self.cached(chapter));
        match cached.and_then(|cached| cached.chapter()) {
            Some(chapter) => Some(Arc::clone(&chapter.text)),
            None => self.source_tree().read(path).ok().map(|source| source.text),
        }
    }

    /// What the author's settings of other tools say, and their tables of contents.
    pub fn author_indexes(&self) -> &AuthorIndexes {
        &self.source_tree().indexes
    }

    /// The hash of the bytes of a chapter's file.
    pub fn hash_of(&self, path: &SourcePath) -> Option<Hash> {
        Some(self.cached(self.find_chapter(path)?)?.hash)
    }

    /// A chapter's file as it was read for this update; `None` where it has vanished or changed since.
    pub(super) fn source(&self, path: &SourcePath) -> Option<Source> {
        let hash = self.hash_of(path)?;
        self.source_tree().read(path).ok().filter(|source| source.hash == hash)
    }

    /// The course as it would be with these texts of its chapters, of which nothing is written: the update that would follow this one.
    pub(super) fn with_sources<'s>(&self, sources: impl IntoIterator<Item = &'s Source>) -> Update {
        let mut snapshot = self.snapshot.clone();
        let mut outlines = (*snapshot.outlines).clone();
        let mut edited = BTreeSet::new();
        for source in sources {
            let chapter = self.find_chapter(&source.path).and_then(|chapter| self.course.chapters.get(chapter));
            let Some(file) = chapter.map(|chapter| chapter.file) else { continue };
            let new = understand(source, &self.settings.chapter(&source.path));
            let files = Arc::make_mut(&mut snapshot.files);
            if let (Some(outline), Some(slot)) = (outlines.get_mut(file), files.get_mut(file)) {
                *outline = Arc::clone(&new.summary.outline);
                *slot = Arc::new(CachedChapter::new(new, None));
                edited.insert(file);
            }
        }
        let tree = &snapshot.source_tree;
        let settings = self.settings.course(&tree.real_root, &tree.indexes);
        let previous = PreviousAssembly { course: &self.course, outlines: &self.snapshot.outlines };
        let course = course::assemble(&outlines, &tree.pages.pages, &tree.files(), &settings, Some(previous));
        (snapshot.course, snapshot.outlines) = (Arc::new(course), Arc::new(outlines));
        (snapshot.files_by_path, snapshot.chapters_by_path) = (Arc::default(), Arc::default());
        snapshot.redirects = Arc::default();
        let context = BuildContext {
            settings: Arc::clone(&self.settings),
            settings_hash: self.settings.hash(),
            theme: Arc::clone(&self.theme),
            highlighter: Arc::clone(&self.highlighter),
            site_paths: self.site_paths,
        };
        Update::new(AssemblyDelta { snapshot, edited, is_same_course: false }, context)
    }

    /// The course's folder.
    pub fn root(&self) -> &std::path::Path {
        &self.source_tree().root
    }

    /// The course's folder with all symbolic links followed.
    pub fn real_root(&self) -> &std::path::Path {
        &self.source_tree().real_root
    }

    /// All diagnostics of the course that the author does not allow, sorted by file and span.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.sifted().told
    }

    /// How many diagnostics the author allows.
    pub fn allowed(&self) -> usize {
        self.sifted().allowed
    }

    /// The rules of the configuration that allow nothing, by their index.
    pub fn unused_rules(&self) -> &[usize] {
        &self.sifted().unused_rules
    }

    fn sifted(&self) -> &SiftedDiagnostics {
        self.diagnostics.get_or_init(|| {
            let mut all = self.source_tree().diagnostics.clone();
            all.extend(self.snapshot.unreadable.iter().map(|error| error.diagnostic()));
            let chapters = self.course.chapters.iter().filter_map(|chapter| self.snapshot.files.get(chapter.file));
            all.extend(chapters.flat_map(|cached| cached.summary.diagnostics.iter().cloned()));
            all.extend(self.course.diagnostics.iter().map(|diagnostic| self.located(diagnostic)));
            all.extend(self.site_diagnostics.iter().cloned());
            all.extend(self.only_drafts());
            all.extend(self.not_released());
            all.extend(self.theme.language_note(&self.course.language));
            all.extend(self.theme.font_note(&self.course.language));
            all.extend(self.drawings());
            all.extend(self.redirects().diagnostics.iter().map(|row| self.placed(row)));
            self.sift(all, self.course.chapters.indices())
        })
    }

    /// Addresses that have moved.
    pub(super) fn redirects(&self) -> &Redirects {
        self.snapshot.redirects.get_or_init(|| {
            let moved = MovedAddresses {
                configured: &self.settings.redirects,
                moves: self.settings.found.history.as_ref().map(|history| history.moves()),
                address: self.settings.address(),
            };
            let tree = self.source_tree();
            let site_paths = || (self.site_paths)(self);
            Redirects::new(&self.course, self.outlines(), (&tree.pages, &tree.inventory), moved, site_paths)
        })
    }

    /// Whether links with an id land on a page: it is that of a section now, or was, or the author gave it.
    pub fn has_id(&self, page: &SitePath, id: &str) -> bool {
        let moved = self.redirects().sections.get(page).is_some_and(|sections| sections.iter().any(|one| one.id == id));
        let source = self.source_tree().pages.source_of(page);
        let summary = source.and_then(|source| self.summary(self.find_chapter(source)?));
        moved || summary.is_some_and(|summary| summary.outline.has_id(id))
    }

    /// `course.json` of the site.
    pub fn course_json(&self) -> Vec<u8> {
        let summaries = self.summaries();
        json::to_text(&json::model(&self.course, &summaries, None), false).into_bytes()
    }

    /// Leaves out what the author allows, in the configuration or in comments of these chapters, and sorts by file and span.
    fn sift(&self, mut all: Vec<Diagnostic>, chapters: impl Iterator<Item = ChapterIdx>) -> SiftedDiagnostics {
        sort(&mut all);
        let summaries = chapters.filter_map(|chapter| self.summary(chapter));
        let comments = summaries.map(|summary| (&summary.outline.path, summary.allows.as_slice()));
        let mut sifted = sift(all, comments, &self.settings.allows);
        sort(&mut sifted.told);
        sifted
    }

    /// A note if some of the markdown files are drawings.
    fn drawings(&self) -> Option<Diagnostic> {
        let drawn = self.outlines().iter().filter(|outline| outline.drawing);
        let first = drawn.clone().map(|outline| &outline.path).min()?;
        Some(drawings(first, drawn.count()))
    }

    /// A note for each chapter that waits for its day.
    fn not_released(&self) -> impl Iterator<Item = Diagnostic> {
        let today = self.settings.found.today;
        let waiting = self.outlines().iter().filter(move |outline| !outline.draft && outline.is_left_out(today));
        waiting.filter_map(|outline| Some(not_released(&outline.path, outline.release?)))
    }

    /// An error if there are chapters, and all of them are drafts.
    fn only_drafts(&self) -> Option<Diagnostic> {
        let drafts = self.outlines().iter().filter(|outline| outline.is_left_out(self.settings.found.today)).count();
        let has_none = self.course.chapters.is_empty() && self.snapshot.unreadable.is_empty() && drafts > 0;
        has_none.then(|| only_drafts(self.root(), drafts))
    }

    /// The diagnostics of one chapter that the author does not allow, sorted by span.
    pub fn diagnostics_of(&self, chapter: ChapterIdx) -> Vec<Diagnostic> {
        let Some(placed) = self.course.chapters.get(chapter) else { return Vec::new() };
        let is_own = |diagnostic: &&Diagnostic| diagnostic.source.as_ref() == Some(&placed.source);
        let of_course = self.course.diagnostics.iter().filter(|of_course| is_own(&&of_course.diagnostic));
        let of_course = of_course.map(|of_course| self.located(of_course));
        let others = self.source_tree().diagnostics.iter().chain(&self.site_diagnostics).filter(is_own).cloned();
        let own = self.summary(chapter).into_iter().flat_map(|summary| summary.diagnostics.iter().cloned());
        let rows = self.redirects().diagnostics.iter().filter(|row| is_own(&&row.diagnostic));
        let rows = rows.map(|row| self.placed(row));
        self.sift(own.chain(of_course).chain(others).chain(rows).collect(), std::iter::once(chapter)).told
    }

    /// The repairs of a chapter as they would be without the author's overrides; empty where there are no overrides.
    pub fn undecided(&self, chapter: &Chapter) -> Vec<Repair> {
        let settings = self.settings.chapter(&chapter.path).repair;
        let Some(settings) = settings.filter(|settings| !settings.overrides.is_empty()) else { return Vec::new() };
        let settings = repair::RepairSettings { overrides: Vec::new(), ..settings };
        repair::repair(&chapter.text, &settings).repairs
    }

    /// A diagnostic for each file that could not be read.
    pub fn unreadable(&self) -> Vec<Diagnostic> {
        self.snapshot.unreadable.iter().map(|error| error.diagnostic()).collect()
    }

    /// The diagnostics of translations, which are no part of the course and are read all the same.
    pub fn diagnostics_of_left_out(&self) -> Vec<Diagnostic> {
        let files = self.course.left_out().filter_map(|file| self.snapshot.files.get(file));
        files.flat_map(|cached| cached.summary.diagnostics.iter().cloned()).collect()
    }

    /// What would make the quizzes of the course better: notes that only those get who ask for them.
    pub fn hints(&self) -> Vec<Diagnostic> {
        let of_chapter = |chapter: &Arc<Chapter>| {
            let hints = quiz::hints(&chapter.document, &chapter.quiz);
            hints.into_iter().map(|hint| hint.mapped(&chapter.map).in_file(&chapter.path)).collect::<Vec<_>>()
        };
        self.chapters().iter().flatten().flat_map(of_chapter).collect()
    }

    /// All links and pictures of chapters that lead out of the course, as their authors wrote them, in reading order.
    pub fn outside_links(&self) -> Vec<OutsideLink> {
        let mut found = Vec::new();
        for chapter in self.course.chapters.iter() {
            let Some(cached) = self.snapshot.files.get(chapter.file) else { continue };
            let summary = &cached.summary;
            let resolved = self.course.links(chapter.file).into_iter().flatten();
            for ((link, place), resolved) in summary.outline.links.iter().zip(&summary.links).zip(resolved) {
                if *resolved == ResolvedLink::External {
                    let source = chapter.source.clone();
                    found.push(OutsideLink { href: link.href.clone(), source, span: place.span });
                }
            }
        }
        found
    }

    /// A note for each question that asks the same as one before it in the course, and has other choices or another answer.
    pub fn same_questions(&self) -> Vec<Diagnostic> {
        let mut before: HashMap<Hash, (&SourcePath, u32, Hash)> = HashMap::new();
        let mut found = Vec::new();
        for chapter in self.course.chapters.indices().filter_map(|chapter| self.summary(chapter)) {
            let path = &chapter.outline.path;
            for question in &chapter.questions {
                let Some(asked) = &question.asked else { continue };
                match before.get(&asked.words) {
                    Some((source, line, other)) if *other != asked.answers => found.push(
                        Diagnostic::new(
                            Code::SameQuestion,
                            asked.span,
                            format!("question {} asks the same as that in `{source}`, line {line}", question.number),
                        )
                        .help("let the stems say what differs, or make them one question")
                        .in_file(path),
                    ),
                    Some(_) => {}
                    None => drop(before.insert(asked.words, (path, question.line, asked.answers))),
                }
            }
        }
        found
    }

    /// Adds diagnostics of files that are no chapters.
    pub fn add_diagnostics(&mut self, diagnostics: Vec<Diagnostic>) {
        if !diagnostics.is_empty() {
            self.site_diagnostics.extend(diagnostics);
            self.diagnostics = OnceLock::new();
        }
    }

    /// The keys under which students' browsers store what they did in the course: the one that pages name, and one of the version before.
    pub fn course_keys(&self) -> Vec<String> {
        std::iter::once(self.site.course_key.clone()).chain(self.site.course_key_before.clone()).collect()
    }

    /// The counts for the last line of a build.
    pub fn stats(&self) -> CourseStats {
        let summaries = self.course.chapters.indices().filter_map(|chapter| self.summary(chapter));
        CourseStats::of(self.diagnostics(), summaries.map(|summary| &**summary))
    }

    pub(super) fn cached(&self, chapter: ChapterIdx) -> Option<&Arc<CachedChapter>> {
        self.snapshot.files.get(self.course.chapters.get(chapter)?.file)
    }

    pub(super) fn source_tree(&self) -> &SourceTree {
        &self.snapshot.source_tree
    }

    pub(super) fn outlines(&self) -> &IndexVec<FileIdx, Arc<Outline>> {
        &self.snapshot.outlines
    }

    /// The navigation for `key`; calls `make` the first time only.
    ///
    /// # Errors
    /// Those of `make`.
    pub(super) fn nav<E>(&self, key: &NavKey, make: impl FnOnce() -> Result<Nav, E>) -> Result<Nav, E> {
        if let Some(cached) = self.navs.lock().unwrap_or_else(PoisonError::into_inner).get(key) {
            return Ok(cached.clone());
        }
        let nav = make()?;
        self.navs.lock().unwrap_or_else(PoisonError::into_inner).insert(key.clone(), nav.clone());
        Ok(nav)
    }

    /// A diagnostic of a former address with its place in the front matter.
    fn placed(&self, row: &RowDiagnostic) -> Diagnostic {
        row.located(row.diagnostic.source.as_ref().and_then(|path| self.text(path)).as_deref())
    }

    /// A diagnostic of the course with the place of its link.
    fn located(&self, diagnostic: &CourseDiagnostic) -> Diagnostic {
        let link = diagnostic.link.and_then(|(file, link)| {
            let summary = &self.snapshot.files.get(file)?.summary;
            Some((summary.outline.links.get(link)?, summary.links.get(link)?))
        });
        diagnostic.located(link)
    }
}

/// A link or picture that leads out of the course.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutsideLink {
    /// The address as it is written.
    pub href: String,
    /// The file of its chapter.
    pub source: SourcePath,
    /// Its place there, in bytes of `Source.text`.
    pub span: Span,
}

/// The first picture of the course's README that shows more than a sign, in a format that those who show links know.
fn course_picture(snapshot: &CourseSnapshot) -> Option<SitePath> {
    let readme = snapshot.course.chapters.get(snapshot.course.overview?)?;
    let links = snapshot.outlines.get(readme.file)?.links.iter().zip(snapshot.course.links(readme.file)?);
    let pictures = links.filter_map(|(link, resolved)| match resolved {
        ResolvedLink::File { path, .. } if link.kind == LinkKind::Image && is_shown_with_links(path.as_str()) => {
            Some(path)
        }
        _ => None,
    });
    let is_large = |path: &&SourcePath| {
        snapshot.source_tree.image_size(path).is_some_and(|(width, height)| width.min(height) >= MIN_PICTURE)
    };
    pictures.into_iter().find(is_large).map(|path| snapshot.source_tree.pages.copy_of(path))
}

/// The course's logo, if it is such a picture.
fn logo_picture(theme: &Theme) -> Option<SitePath> {
    theme.logo().filter(|logo| is_shown_with_links(&logo.path)).map(|logo| SitePath::new(&logo.path))
}

/// Where the picture is that is drawn for a course without one, named by the drawing; none where this program cannot draw.
fn drawn_path(title: &str, theme: &Theme) -> Option<SitePath> {
    // A template that fails is told where the picture is made.
    let drawing = || theme.render_social_picture(&social_picture(title, theme)).unwrap_or_default();
    CAN_DRAW.then(|| SitePath::new(format!("assets/og-{}.png", Hash::of(drawing().as_bytes()).digits(8))))
}

/// Whether sites that show links show pictures of this format: none of them shows SVG.
fn is_shown_with_links(path: &str) -> bool {
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
    ["png", "jpg", "jpeg", "webp", "gif"].iter().any(|known| ending.eq_ignore_ascii_case(known))
}

/// The chapters made from these files.
fn chapters_of(course: &Course, files: &BTreeSet<FileIdx>) -> Vec<ChapterIdx> {
    if files.is_empty() {
        return Vec::new();
    }
    let chapters = course.chapters.iter_enumerated();
    chapters.filter(|(_, chapter)| files.contains(&chapter.file)).map(|(index, _)| index).collect()
}

fn sort(diagnostics: &mut [Diagnostic]) {
    diagnostics.sort_by(|a, b| (&a.source, a.span, a.code, &a.message).cmp(&(&b.source, b.span, b.code, &b.message)));
}
