//! The whole room in one pass: tree, links, order, and the finished [`Course`]. In: the outlines of all files, their pages, the names of
//! all files, and the assembly before, if there was one. An assembly after another takes over what cannot have changed; its result is
//! the same as without.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use super::checks::CourseChecks;
use super::files::CourseFiles;
use super::ids::ChapterIds;
use super::layout::CourseLayout;
use super::links::{LinkResolver, LinkedPage, OutlineLinks};
use super::model::{Course, CourseChapter, Module, ModuleItem};
use super::modules::{FolderTree, ROOT, TreeChapter, TreeHints, TreeItem};
use super::names::title_of_name;
use super::nearest::ComparisonBudget;
use super::order::{self, ModuleOrders};
use super::repository::CourseHome;
use super::repository_pages::is_repository_title;
use super::sections::{KnownChapters, ListedTable, listed_table};
use super::titles::GivenTitles;
use super::translations::{ChapterLanguage, Translations};
use crate::chapter::Outline;
use crate::date::Date;
use crate::index::{ChapterIdx, FileIdx, FolderIdx, Idx, IndexVec, ModuleIdx};
use crate::path::{SitePath, SourcePath};
use crate::source::{FileKind, index_page};

/// What the configuration says of the course as a whole.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CourseSettings {
    /// `[course] title`.
    pub title: Option<String>,
    /// `[course] language`.
    pub language: Option<String>,
    /// The name of the course's folder.
    pub root_name: String,
    /// `[publish] repository`: its address on the web.
    pub repository: Option<String>,
    /// The day, which chapters with a day of release wait for.
    pub today: Option<Date>,
    /// Whether another tool makes pages of the chapters, too.
    pub is_built_elsewhere: bool,
}

impl CourseSettings {
    fn home(&self) -> CourseHome<'_> {
        CourseHome {
            repository: self.repository.as_deref(),
            folder: &self.root_name,
            is_built_elsewhere: self.is_built_elsewhere,
        }
    }
}

/// An earlier assembly under the same settings, of files with the same names and pages: only the outlines may differ.
#[derive(Clone, Copy, Debug)]
pub struct PreviousAssembly<'a> {
    /// Its result.
    pub course: &'a Course,
    /// The outlines it was given.
    pub outlines: &'a IndexVec<FileIdx, Arc<Outline>>,
}

/// Joins all chapters to a course. Drafts and files without a page are left out; a file about the repository is a chapter outside of the
/// reading order, where another chapter leads to it. A pure function. `previous` changes how long it takes and nothing else.
pub fn assemble(
    outlines: &IndexVec<FileIdx, Arc<Outline>>,
    pages: &BTreeMap<SourcePath, SitePath>,
    files: &CourseFiles<'_>,
    settings: &CourseSettings,
    previous: Option<PreviousAssembly<'_>>,
) -> Course {
    if let Some(course) = previous.and_then(|previous| assemble_with_same_layout(outlines, files, settings, previous)) {
        return course;
    }
    let mut pages: IndexVec<FileIdx, Option<SitePath>> = outlines
        .iter()
        .map(|outline| pages.get(&outline.path).filter(|_| !outline.is_left_out(settings.today)).cloned())
        .collect();
    let is_meta = |path: &SourcePath| files.kind(path.as_str()) == Some(FileKind::Meta);
    let translations = find_translations(outlines, &pages, &is_meta, settings);
    for file in translations.files() {
        if let Some(page) = pages.get_mut(file) {
            *page = None;
        }
    }
    let chapters = outlines.iter_enumerated().zip(&pages).filter_map(|((file, outline), page)| {
        let page = page.as_ref().filter(|_| !is_meta(&outline.path))?;
        Some(TreeChapter { file, path: outline.path.as_str(), page })
    });
    let chapters: Vec<TreeChapter> = chapters.collect();
    let tables = listed_tables(&chapters, files);
    let is_free = |path: &str| !files.is_folder(path) && files.kind(path).is_none();
    let hints = TreeHints { tables, main_folders: &translations.main_folders, is_free: &is_free };
    let tree = FolderTree::new(outlines.len(), &chapters, &hints);
    let paths = outlines.iter().zip(&pages).map(|(outline, page)| page.as_ref().map(|_| &outline.path)).collect();
    let titles = GivenTitles::new(&paths, &tree, &hints.tables);

    let resolver = |budget| LinkResolver::new(outlines, &pages, &tree, files, settings.home(), &translations, budget);
    // With other translations, other files have a page, and folders may be others.
    let alike = previous.filter(|previous| previous.course.layout.translations == translations);
    let reusable = alike.and_then(|previous| ReusableLinks::of(previous, outlines));
    let partly_reused = reusable.and_then(|reusable| {
        let mut resolver = resolver(ComparisonBudget::after(reusable.cost)?);
        Some(resolve_reachable(&tree, &mut resolver, &reusable.links)).filter(|_| resolver.budget.left() > 0)
    });
    let (links, meta_files) = partly_reused.unwrap_or_else(|| {
        let nothing = vec![None; outlines.len()].into();
        resolve_reachable(&tree, &mut resolver(ComparisonBudget::default()), &nothing)
    });
    let orders = order::order_modules(outlines, &tree, &links);
    let (reading, modules) = order::reading_order(&tree, &orders);
    let layout = Arc::new(CourseLayout { pages, tree, reading, titles, translations, meta_files });
    let course = CourseBuilder { outlines, layout: &layout, settings }.course(&modules, &orders);
    let diagnostics = CourseChecks { outlines, layout: &layout, links: &links }.diagnostics(&course.chapters);
    Course { diagnostics, links, layout, ..course }
}

/// The translations among the chapters.
fn find_translations(
    outlines: &IndexVec<FileIdx, Arc<Outline>>,
    pages: &IndexVec<FileIdx, Option<SitePath>>,
    is_meta: &dyn Fn(&SourcePath) -> bool,
    settings: &CourseSettings,
) -> Translations {
    let chapters = outlines.iter_enumerated().zip(pages).filter_map(|((file, outline), page)| {
        let page = page.as_ref().filter(|_| !is_meta(&outline.path))?;
        Some(ChapterLanguage {
            file,
            path: outline.path.as_str(),
            language: outline.language.as_deref(),
            sections: outline.sections.len(),
            is_overview: page.name() == "index.html",
        })
    });
    Translations::find(&chapters.collect::<Vec<_>>(), settings.language.as_deref())
}

/// The tables of contents that name chapters, that of the whole course first.
fn listed_tables(chapters: &[TreeChapter<'_>], files: &CourseFiles<'_>) -> Vec<ListedTable> {
    if files.indexes().is_empty() {
        return Vec::new();
    }
    let known = ChaptersByPath {
        chapters: chapters.iter().map(|chapter| (chapter.path, *chapter)).collect(),
        pages: chapters.iter().map(|chapter| (chapter.page.as_str(), *chapter)).collect(),
    };
    let mut named = HashSet::new();
    let (of_course, others): (Vec<_>, Vec<_>) = files.indexes().iter().partition(|index| index.is_of_course);
    let tables = of_course.into_iter().chain(others).map(|index| listed_table(index, &known, &mut named));
    tables.filter(|table| !table.items.is_empty()).collect()
}

/// The chapters by their paths and pages.
struct ChaptersByPath<'a> {
    chapters: BTreeMap<&'a str, TreeChapter<'a>>,
    pages: HashMap<&'a str, TreeChapter<'a>>,
}

impl KnownChapters for ChaptersByPath<'_> {
    fn chapter(&self, path: &str) -> Option<(FileIdx, &SitePath)> {
        self.chapters.get(path).map(|chapter| (chapter.file, chapter.page))
    }

    fn page_of_folder(&self, folder: &str) -> Option<(FileIdx, &str)> {
        let chapter = self.pages.get(index_page(folder).as_str())?;
        Some((chapter.file, chapter.path))
    }

    fn count_in(&self, folder: &str) -> usize {
        let start = format!("{folder}/");
        self.chapters.range(start.as_str()..).take_while(|(path, _)| path.starts_with(&start)).take(2).count()
    }
}

/// The course after an edit that moves nothing: only the links of the edited outlines, and links to their anchors, are resolved again.
/// None where something may have moved.
fn assemble_with_same_layout(
    outlines: &IndexVec<FileIdx, Arc<Outline>>,
    files: &CourseFiles<'_>,
    settings: &CourseSettings,
    previous: PreviousAssembly<'_>,
) -> Option<Course> {
    let reusable = ReusableLinks::of(previous, outlines)?;
    let layout = &previous.course.layout;
    let pairs = || previous.outlines.iter_enumerated().zip(outlines).map(|((file, old), new)| (file, old, new));
    // An overview's title is its module's, and that of some other chapters the course's.
    let is_main = |file: FileIdx| {
        layout.reading.len() == 1 || layout.tree.folders.get(ROOT).is_some_and(|root| root.lead == Some(file))
    };
    let titles_no_module =
        |file: FileIdx| layout.tree.position(file).is_some_and(|position| !position.is_overview) && !is_main(file);
    let is_about_repository = |outline: &Outline| outline.title.as_deref().is_some_and(is_repository_title);
    let keeps_layout = |(file, old, new): (FileIdx, &Arc<Outline>, &Arc<Outline>)| {
        Arc::ptr_eq(old, new)
            || ((&old.id, old.weight, &old.language) == (&new.id, new.weight, &new.language)
                && (old.title == new.title || titles_no_module(file))
                && is_about_repository(old) == is_about_repository(new)
                && (old.sections.len() == new.sections.len() || !layout.translations.depends_on_lengths))
    };
    if !pairs().all(keeps_layout) {
        return None;
    }
    let budget = ComparisonBudget::after(reusable.cost)?;
    let mut resolver =
        LinkResolver::new(outlines, &layout.pages, &layout.tree, files, settings.home(), &layout.translations, budget);
    let mut course = previous.course.clone();
    for (file, old, new) in pairs().filter(|(file, ..)| reusable.links.get(*file).is_some_and(Option::is_none)) {
        let slot = course.links.get_mut(file).filter(|_| layout.is_part(file));
        let Some(slot) = slot else { continue };
        let links = resolver.resolve_all(file);
        if layout.hints(file, old, slot) != layout.hints(file, new, &links) {
            return None;
        }
        *slot = Arc::new(links);
    }
    if resolver.budget.left() == 0 {
        return None;
    }
    course.diagnostics = CourseChecks { outlines, layout, links: &course.links }.diagnostics(&course.chapters);
    Some(course)
}

/// The resolved links of an earlier assembly that still hold.
struct ReusableLinks {
    /// None where the links must be resolved again.
    links: IndexVec<FileIdx, Option<Arc<OutlineLinks>>>,
    /// How much of the comparison budget these used.
    cost: u64,
}

impl ReusableLinks {
    /// None where the outlines are of other files, or where the budget was used up: then it matters in which order it was spent.
    fn of(previous: PreviousAssembly<'_>, outlines: &IndexVec<FileIdx, Arc<Outline>>) -> Option<Self> {
        let known = &previous.course.links;
        let pairs = || previous.outlines.iter().zip(outlines);
        let is_same_file = |(old, new): (&Arc<Outline>, &Arc<Outline>)| {
            old.path == new.path && (old.draft, old.release) == (new.draft, new.release)
        };
        let are_same_files =
            previous.outlines.len() == outlines.len() && known.len() == outlines.len() && pairs().all(is_same_file);
        let cost: u64 = known.iter().map(|links| links.cost).sum();
        if !are_same_files || ComparisonBudget::after(cost).is_none_or(|budget| budget.left() == 0) {
            return None;
        }
        let is_edited: IndexVec<FileIdx, bool> =
            pairs().map(|(old, new)| !Arc::ptr_eq(old, new) && old != new).collect();
        let is_edited = |file: &FileIdx| is_edited.get(*file).copied().unwrap_or(true);
        let reuse = |(file, links): (FileIdx, &Arc<OutlineLinks>)| {
            (!is_edited(&file) && !links.consulted.iter().any(is_edited)).then(|| Arc::clone(links))
        };
        let links: IndexVec<FileIdx, _> = known.iter_enumerated().map(reuse).collect();
        let cost = links.iter().flatten().map(|links| links.cost).sum();
        Some(ReusableLinks { links, cost })
    }
}

/// The links of all chapters, and of the files about the repository that they lead to, directly or through each other; with these files.
/// What is known already is taken as it is.
fn resolve_reachable(
    tree: &FolderTree,
    resolver: &mut LinkResolver<'_, '_>,
    known: &IndexVec<FileIdx, Option<Arc<OutlineLinks>>>,
) -> (IndexVec<FileIdx, Arc<OutlineLinks>>, Vec<FileIdx>) {
    let nothing = Arc::new(OutlineLinks::default());
    let mut all: IndexVec<FileIdx, Arc<OutlineLinks>> = vec![nothing; known.len()].into();
    let mut queue: Vec<FileIdx> = tree.chapters().collect();
    let mut is_queued: IndexVec<FileIdx, bool> = known.indices().map(|file| tree.position(file).is_some()).collect();
    let chapters = queue.len();
    let mut at = 0;
    while let Some(file) = queue.get(at).copied() {
        at += 1;
        let links = match known.get(file) {
            // A file about the repository that nothing led to has links, but none was resolved.
            Some(Some(links)) if links.resolved.len() == resolver.link_count(file) => Arc::clone(links),
            _ => Arc::new(resolver.resolve_all(file)),
        };
        for page in links.pages.iter().flatten() {
            if let LinkedPage::Chapter(target) = page
                && let Some(is_queued) = is_queued.get_mut(*target).filter(|is_queued| !**is_queued)
            {
                *is_queued = true;
                queue.push(*target);
            }
        }
        if let Some(slot) = all.get_mut(file) {
            *slot = links;
        }
    }
    let mut meta_files = queue.split_off(chapters);
    meta_files.sort_unstable();
    (all, meta_files)
}

/// Makes a course once the order is known.
struct CourseBuilder<'a> {
    outlines: &'a IndexVec<FileIdx, Arc<Outline>>,
    layout: &'a CourseLayout,
    settings: &'a CourseSettings,
}

impl CourseBuilder<'_> {
    /// The course without links and diagnostics. `modules` are the folders of its modules in reading order.
    fn course(&self, modules: &IndexVec<ModuleIdx, FolderIdx>, orders: &ModuleOrders) -> Course {
        let CourseLayout { tree, reading, meta_files, .. } = self.layout;
        let order: IndexVec<ChapterIdx, FileIdx> = reading.iter().chain(meta_files).copied().collect();
        let places =
            CoursePlaces { chapters: order.inverse(self.outlines.len()), modules: modules.inverse(tree.folders.len()) };
        let mut ids = ChapterIds::new(order.iter().filter_map(|file| self.outlines.get(*file)?.id.as_deref()));
        let chapters = order.iter_enumerated().filter_map(|(chapter, file)| {
            let outline = self.outlines.get(*file)?;
            let position = tree.position(*file);
            let is_read = |chapter: &ChapterIdx| reading.get(*chapter).is_some();
            Some(CourseChapter {
                source: outline.path.clone(),
                file: *file,
                page: self.layout.pages.get(*file)?.clone()?,
                id: ids.assign(outline),
                module: position.and_then(|position| places.module(position.module)),
                is_overview: position.is_some_and(|position| position.is_overview),
                previous: chapter.previous().filter(|_| is_read(&chapter)),
                next: Some(chapter.next()).filter(is_read),
            })
        });
        let items = |module: FolderIdx| -> Vec<ModuleItem> {
            orders.get(module).into_iter().flatten().filter_map(|item| places.item(*item)).collect()
        };
        let modules = modules.iter().filter_map(|folder| self.module(*folder, items(*folder), &places));
        let overview = tree.folders.get(ROOT).and_then(|folder| folder.overview);
        Course {
            title: self.title(overview),
            language: self.language(),
            overview: overview.and_then(|file| places.chapter(file)),
            items: items(ROOT),
            modules: Arc::new(modules.collect()),
            chapters: Arc::new(chapters.collect()),
            ..Course::default()
        }
    }

    fn module(&self, index: FolderIdx, items: Vec<ModuleItem>, places: &CoursePlaces) -> Option<Module> {
        let folder = self.layout.tree.folders.get(index)?;
        let written = || folder.overview.and_then(|overview| self.written_title(overview)).map(str::to_owned);
        let chapters = items.iter().filter_map(|item| match item {
            ModuleItem::Chapter(chapter) => Some(*chapter),
            ModuleItem::Module(_) => None,
        });
        let title = folder.title.clone().or_else(written);
        Some(Module {
            title: title.unwrap_or_else(|| self.layout.titles.of_folder(&folder.path)),
            folder: folder.path.clone(),
            page: folder.page.clone(),
            overview: folder.overview.and_then(|overview| places.chapter(overview)),
            parent: self.layout.tree.module_above(index).and_then(|above| places.module(above)),
            chapters: chapters.collect(),
            items,
        })
    }

    /// The title that the author wrote in an overview.
    fn written_title(&self, overview: FileIdx) -> Option<&str> {
        self.outlines.get(overview)?.title.as_deref()
    }

    /// The title set, else that of the home page, else that of the only chapter or of the README of the folder in which the course lies.
    fn title(&self, overview: Option<FileIdx>) -> String {
        let root = self.layout.tree.folders.get(ROOT);
        let reading = self.layout.reading.as_slice();
        let only = || reading.first().copied().filter(|_| reading.len() == 1);
        let main = overview.or_else(|| root.and_then(|root| root.lead)).or_else(only);
        let written = main.and_then(|main| self.written_title(main));
        let chosen = self.settings.title.as_deref().or(written).map(str::to_owned);
        chosen.unwrap_or_else(|| title_of_name(&self.settings.root_name))
    }

    /// The language set, else that of the home page, else the one most chapters are in.
    fn language(&self) -> String {
        let language_of = |file: FileIdx| self.outlines.get(file).and_then(|outline| outline.language.as_deref());
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for language in self.layout.reading.iter().filter_map(|file| language_of(*file)) {
            *counts.entry(language).or_default() += 1;
        }
        let most = counts.into_iter().max_by_key(|(language, count)| (*count, std::cmp::Reverse(*language)));
        let home = self.layout.tree.home().and_then(language_of);
        let chosen = self.settings.language.as_deref().or(home).or(most.map(|(language, _)| language));
        chosen.unwrap_or("en").to_owned()
    }
}

/// Which chapter each file became, and which module each folder.
struct CoursePlaces {
    chapters: IndexVec<FileIdx, Option<ChapterIdx>>,
    modules: IndexVec<FolderIdx, Option<ModuleIdx>>,
}

impl CoursePlaces {
    fn chapter(&self, file: FileIdx) -> Option<ChapterIdx> {
        self.chapters.get(file).copied().flatten()
    }

    fn module(&self, folder: FolderIdx) -> Option<ModuleIdx> {
        self.modules.get(folder).copied().flatten()
    }

    fn item(&self, item: TreeItem) -> Option<ModuleItem> {
        match item {
            TreeItem::Chapter(file) => self.chapter(file).map(ModuleItem::Chapter),
            TreeItem::Module(folder) => self.module(folder).map(ModuleItem::Module),
        }
    }
}
