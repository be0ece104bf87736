//! The work of this floor in one walk: tree, links, order, and the finished [`Course`].

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use super::diagnostics::{self, CourseDiagnostic, LinkLocation};
use super::files::{CourseFileKind, CourseFiles};
use super::links::{LinkGoal, LinkResolver, OutlineLinks};
use super::modules::{self, FolderTree, ROOT, overview_page, title_from_name};
use super::nearest::ComparisonBudget;
use super::order::{self, ModuleOrders};
use super::{Course, CourseChapter, Module, ModuleItem};
use crate::chapter::{LinkRole, Outline, name_as_title};
use crate::path::{SitePath, SourcePath};

/// What the config says of the course as a whole.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CourseSettings {
    /// `[course] title`.
    pub title: Option<String>,
    /// `[course] language`.
    pub language: Option<String>,
    /// The name of the course's folder.
    pub root_name: String,
}

/// An assembly of the same files with the same pages, some outlines aside: what did not change need not be looked for again.
#[derive(Clone, Copy, Debug)]
pub struct PreviousAssembly<'a> {
    /// What came of it.
    pub course: &'a Course,
    /// What it was made from; same rows.
    pub outlines: &'a [Arc<Outline>],
}

/// Joins all chapters to a course. Drafts and files without a page are left out; a file about the repository is in it, outside the
/// reading order, where a chapter leads to it. A pure function; a diagnostic belongs to the file it names. `before` changes how long it
/// takes and nothing else.
pub fn assemble(
    outlines: &[Arc<Outline>],
    pages: &BTreeMap<SourcePath, SitePath>,
    files: &CourseFiles<'_>,
    settings: &CourseSettings,
    before: Option<PreviousAssembly<'_>>,
) -> Course {
    if let Some(course) = before.and_then(|before| edited(outlines, files, settings, before)) {
        return course;
    }
    let pages: Vec<Option<SitePath>> =
        outlines.iter().map(|outline| pages.get(&outline.path).filter(|_| !outline.draft).cloned()).collect();
    let is_meta = |row: usize| {
        outlines.get(row).is_some_and(|outline| files.kind(outline.path.as_str()) == Some(CourseFileKind::Meta))
    };
    let seated = outlines.iter().zip(&pages).enumerate().filter(|(row, _)| !is_meta(*row));
    let chapters = seated.filter_map(|(row, (outline, page))| Some((row, outline.path.as_str(), page.as_ref()?)));
    let tree = FolderTree::new(outlines.len(), chapters);

    let places = |budget| LinkResolver::new(outlines, &pages, &tree, files, budget);
    let known = before.and_then(|before| ReusableLinks::of(before, outlines));
    let again = known.and_then(|known| {
        let mut places = places(ComparisonBudget::after(known.spent)?);
        Some(resolve_reachable(&tree, &mut places, &known.ways)).filter(|_| places.budget.left() > 0)
    });
    let (ways, asides) = again.unwrap_or_else(|| {
        resolve_reachable(&tree, &mut places(ComparisonBudget::default()), &vec![None; outlines.len()])
    });
    let orders = order::order(outlines, &tree, &ways);
    let (reading, module_rows) = order::walk(&tree, &orders);
    let frame = Arc::new(CourseFrame { pages, tree, reading, asides });
    let joined = CourseBuilder { outlines, frame: &frame, ways: &ways, settings };
    let mut course = joined.course(&module_rows, &orders);
    course.faults = joined.faults(&course);
    course.ways = ways;
    course.frame = frame;
    course
}

/// What of a course outlives an edit that moves nothing: which pages there are, and in which order they stand.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct CourseFrame {
    /// Of each outline.
    pages: Vec<Option<SitePath>>,
    tree: FolderTree,
    /// Rows of outlines in reading order.
    reading: Vec<usize>,
    /// Rows of files about the repository that something leads to.
    asides: Vec<usize>,
}

impl CourseFrame {
    /// What an outline's links say of the order, and of the files that belong to the course.
    fn hints(&self, row: usize, outline: &Outline, ways: &OutlineLinks) -> Vec<(LinkRole, LinkGoal)> {
        let seat = |row: usize| self.tree.seats.get(row).copied().flatten();
        let lists = seat(row).is_some_and(|seat| seat.is_overview);
        let leads_aside = |goal: LinkGoal| matches!(goal, LinkGoal::Chapter(row) if seat(row).is_none());
        let links = outline.links.iter().zip(&ways.goals).filter_map(|(link, goal)| Some((link.role, (*goal)?)));
        links
            .filter(|(role, goal)| lists || matches!(role, LinkRole::Next | LinkRole::Previous) || leads_aside(*goal))
            .collect()
    }
}

/// The course after an edit that moves nothing: only what the edited outlines, and links to them, lead to is looked up. None where
/// something may have moved.
fn edited(
    outlines: &[Arc<Outline>],
    files: &CourseFiles<'_>,
    settings: &CourseSettings,
    before: PreviousAssembly<'_>,
) -> Option<Course> {
    let known = ReusableLinks::of(before, outlines)?;
    let frame = &before.course.frame;
    let pairs = || before.outlines.iter().zip(outlines).enumerate();
    // An overview's title is its module's.
    let names_nothing =
        |row: usize| frame.tree.seats.get(row).is_some_and(|seat| seat.is_some_and(|seat| !seat.is_overview));
    let looks_alike = |(row, (old, new)): (usize, (&Arc<Outline>, &Arc<Outline>))| {
        Arc::ptr_eq(old, new)
            || ((&old.id, old.weight, &old.language) == (&new.id, new.weight, &new.language)
                && (old.title == new.title || names_nothing(row)))
    };
    if !pairs().all(looks_alike) {
        return None;
    }
    let mut places =
        LinkResolver::new(outlines, &frame.pages, &frame.tree, files, ComparisonBudget::after(known.spent)?);
    let mut ways = before.course.ways.clone();
    let mut anew: HashSet<usize> = HashSet::new();
    let is_part = |row: &usize| frame.tree.seats.get(*row).is_some_and(Option::is_some) || frame.asides.contains(row);
    for (row, (old, new)) in pairs().filter(|(row, _)| known.ways.get(*row).is_some_and(Option::is_none)) {
        let slot = ways.get_mut(row).filter(|_| is_part(&row));
        let Some(slot) = slot else { continue };
        let now = places.resolve_all(row);
        if frame.hints(row, old, slot) != frame.hints(row, new, &now) {
            return None;
        }
        *slot = Arc::new(now);
        anew.insert(row);
    }
    if places.budget.left() == 0 {
        return None;
    }
    let mut course = before.course.clone();
    for placed in course.chapters.iter_mut().filter(|placed| anew.contains(&placed.outline)) {
        Arc::make_mut(placed).links = Arc::clone(&ways.get(placed.outline)?.resolved);
    }
    course.faults = CourseBuilder { outlines, frame, ways: &ways, settings }.faults(&course);
    course.ways = ways;
    Some(course)
}

/// What of an assembly before still holds.
struct ReusableLinks {
    /// By row; none where the links are to be looked up again.
    ways: Vec<Option<Arc<OutlineLinks>>>,
    /// What these took of the budget.
    spent: u64,
}

impl ReusableLinks {
    /// None where the outlines are of other files, or where it counted in which order the budget was spent.
    fn of(before: PreviousAssembly<'_>, outlines: &[Arc<Outline>]) -> Option<Self> {
        let same_place = |(old, new): (&Arc<Outline>, &Arc<Outline>)| old.path == new.path && old.draft == new.draft;
        let same_files = before.outlines.len() == outlines.len()
            && before.course.ways.len() == outlines.len()
            && before.outlines.iter().zip(outlines).all(same_place);
        let all: u64 = before.course.ways.iter().map(|ways| ways.spent).sum();
        if !same_files || ComparisonBudget::after(all).is_none_or(|budget| budget.left() == 0) {
            return None;
        }
        let is_new: Vec<bool> = before.outlines.iter().zip(outlines).map(|(old, new)| !is_same(old, new)).collect();
        let is_new = |row: &usize| is_new.get(*row).copied().unwrap_or(true);
        let still = |(row, ways): (usize, &Arc<OutlineLinks>)| {
            (!is_new(&row) && !ways.asked.iter().any(is_new)).then(|| Arc::clone(ways))
        };
        let ways: Vec<_> = before.course.ways.iter().enumerate().map(still).collect();
        let spent = ways.iter().flatten().map(|ways| ways.spent).sum();
        Some(ReusableLinks { ways, spent })
    }
}

fn is_same(old: &Arc<Outline>, new: &Arc<Outline>) -> bool {
    Arc::ptr_eq(old, new) || old == new
}

/// The links of all chapters, and of the files about the repository that they lead to, directly or through each other. What is known
/// already is taken as it is.
fn resolve_reachable(
    tree: &FolderTree,
    places: &mut LinkResolver<'_, '_>,
    known: &[Option<Arc<OutlineLinks>>],
) -> (Vec<Arc<OutlineLinks>>, Vec<usize>) {
    let nothing = Arc::new(OutlineLinks::default());
    let mut all = vec![nothing; known.len()];
    let mut queue: Vec<usize> =
        (0..known.len()).filter(|row| tree.seats.get(*row).is_some_and(Option::is_some)).collect();
    let mut is_queued: Vec<bool> = tree.seats.iter().map(Option::is_some).collect();
    let seated = queue.len();
    let mut at = 0;
    while let Some(row) = queue.get(at).copied() {
        at += 1;
        let ways = match known.get(row) {
            // Nothing was asked of an aside that nobody led to.
            Some(Some(ways)) if ways.goals.len() == places.links(row) => Arc::clone(ways),
            _ => Arc::new(places.resolve_all(row)),
        };
        for goal in ways.goals.iter().flatten() {
            if let LinkGoal::Chapter(goal) = goal
                && let Some(queued) = is_queued.get_mut(*goal).filter(|queued| !**queued)
            {
                *queued = true;
                queue.push(*goal);
            }
        }
        if let Some(slot) = all.get_mut(row) {
            *slot = ways;
        }
    }
    let mut asides = queue.split_off(seated);
    asides.sort_unstable();
    (all, asides)
}

/// What is known once the order is.
struct CourseBuilder<'a> {
    outlines: &'a [Arc<Outline>],
    frame: &'a CourseFrame,
    ways: &'a [Arc<OutlineLinks>],
    settings: &'a CourseSettings,
}

impl CourseBuilder<'_> {
    /// What the sources contradict each other in.
    fn faults(&self, course: &Course) -> Vec<CourseDiagnostic> {
        let of_links = self.ways.iter().flat_map(|ways| ways.faults.iter().cloned());
        of_links.chain(self.next_differs()).chain(duplicate_titles(self.outlines, course)).collect()
    }

    fn course(&self, module_rows: &[usize], orders: &ModuleOrders) -> Course {
        let (reading, asides) = (&self.frame.reading, &self.frame.asides);
        let order: Vec<usize> = reading.iter().chain(asides).copied().collect();
        let rows = CourseRows::new(&order, module_rows);
        let mut ids = ChapterIds::new(order.iter().filter_map(|row| self.outlines.get(*row)?.id.as_deref()));
        let chapters = order.iter().enumerate().filter_map(|(place, row)| {
            let outline = self.outlines.get(*row)?;
            let seat = self.frame.tree.seats.get(*row).copied().flatten();
            let is_read = place < reading.len();
            Some(Arc::new(CourseChapter {
                source: outline.path.clone(),
                outline: *row,
                page: self.frame.pages.get(*row)?.clone()?,
                id: ids.give(outline),
                module: seat.and_then(|seat| rows.modules.get(&seat.module).copied()),
                is_overview: seat.is_some_and(|seat| seat.is_overview),
                previous: place.checked_sub(1).filter(|_| is_read),
                next: Some(place + 1).filter(|next| is_read && *next < reading.len()),
                links: Arc::clone(&self.ways.get(*row)?.resolved),
            }))
        });
        let chapters: Vec<Arc<CourseChapter>> = chapters.collect();
        let items = |module: usize| -> Vec<ModuleItem> {
            orders.get(&module).into_iter().flatten().filter_map(|item| rows.item(*item)).collect()
        };
        let modules = module_rows.iter().filter(|row| **row != ROOT);
        let modules = modules.filter_map(|row| self.module(*row, items(*row), &rows)).collect();
        let overview = self.frame.tree.folders.get(ROOT).and_then(|folder| folder.overview);
        Course {
            title: self.title(overview),
            language: self.language(),
            overview: overview.and_then(|row| rows.chapters.get(&row).copied()),
            items: items(ROOT),
            modules,
            chapters,
            ..Course::default()
        }
    }

    fn module(&self, row: usize, items: Vec<ModuleItem>, rows: &CourseRows) -> Option<Module> {
        let folder = self.frame.tree.folders.get(row)?;
        let written = folder.overview.and_then(|overview| self.written_title(overview));
        let name = folder.path.rsplit_once('/').map_or(folder.path.as_str(), |(_, name)| name);
        Some(Module {
            title: written.map_or_else(|| title_from_name(name), str::to_owned),
            folder: folder.path.clone(),
            page: overview_page(&folder.path),
            overview: folder.overview.and_then(|overview| rows.chapters.get(&overview).copied()),
            parent: self.frame.tree.module_above(row).and_then(|above| rows.modules.get(&above).copied()),
            chapters: items
                .iter()
                .filter_map(|item| if let ModuleItem::Chapter(row) = item { Some(*row) } else { None })
                .collect(),
            items,
        })
    }

    /// The title of an overview, where it has one: what was made from the name of its file is none.
    fn written_title(&self, row: usize) -> Option<&str> {
        let outline = self.outlines.get(row)?;
        let is_made = outline.title == outline.path.stem() || outline.title == name_as_title(&outline.path);
        (!is_made && !outline.title.is_empty()).then_some(outline.title.as_str())
    }

    fn title(&self, overview: Option<usize>) -> String {
        let written = overview.and_then(|row| self.written_title(row));
        let chosen = self.settings.title.as_deref().or(written).map(str::to_owned);
        chosen.unwrap_or_else(|| title_from_name(&self.settings.root_name))
    }

    /// The language set, else the one most chapters are in.
    fn language(&self) -> String {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for language in self.outlines.iter().filter_map(|outline| outline.language.as_deref()) {
            *counts.entry(language).or_default() += 1;
        }
        let most = counts.into_iter().max_by_key(|(language, count)| (*count, std::cmp::Reverse(*language)));
        let chosen = self.settings.language.as_deref().or(most.map(|(language, _)| language));
        chosen.unwrap_or("en").to_owned()
    }

    /// Notes where an author's Next link and the reading order disagree.
    fn next_differs(&self) -> Vec<CourseDiagnostic> {
        let reading = &self.frame.reading;
        let places: HashMap<usize, usize> = reading.iter().enumerate().map(|(place, row)| (*row, place)).collect();
        let ends = self.ends(reading);
        let check = |(place, row): (usize, &usize)| {
            let outline = self.outlines.get(*row)?;
            let mut links = outline.links.iter().zip(&self.ways.get(*row)?.goals).enumerate();
            let (nth, link, goal) = links
                .find_map(|(nth, (link, goal))| Some((nth, link, (*goal).filter(|_| link.role == LinkRole::Next)?)))?;
            // An overview may name what follows it, or what follows its module.
            let last = ends.get(row).copied().unwrap_or(place);
            if [place, last].iter().any(|place| self.leads_on(*row, goal, *place, reading, &places)) {
                return None;
            }
            let path = |row: usize| self.outlines.get(row).map(|outline| outline.path.as_str());
            let goal = match goal {
                LinkGoal::Chapter(row) => path(row)?,
                LinkGoal::Made(row) => self.frame.tree.folders.get(row)?.path.as_str(),
            };
            let next = reading.get(place + 1).and_then(|row| path(*row));
            Some(diagnostics::next_differs(LinkLocation { path: &outline.path, row: *row, nth, link }, goal, next))
        };
        reading.iter().enumerate().filter_map(check).collect()
    }

    /// For each overview, the place of the last chapter of its module.
    fn ends(&self, reading: &[usize]) -> HashMap<usize, usize> {
        let mut ends: HashMap<usize, usize> = HashMap::new();
        for (place, row) in reading.iter().enumerate() {
            let mut above = self.frame.tree.seats.get(*row).copied().flatten().map(|seat| seat.module);
            while let Some(module) = above {
                if let Some(overview) = self.frame.tree.folders.get(module).and_then(|folder| folder.overview) {
                    ends.insert(overview, place);
                }
                above = self.frame.tree.module_above(module);
            }
        }
        ends
    }

    /// Whether `goal` is what follows, an overview in between or a way back to one above aside.
    fn leads_on(
        &self,
        row: usize,
        goal: LinkGoal,
        place: usize,
        reading: &[usize],
        places: &HashMap<usize, usize>,
    ) -> bool {
        let item = match goal {
            LinkGoal::Chapter(row) => match self.frame.tree.item_of(row) {
                // Outside of the reading order.
                None => return true,
                Some(item) => item,
            },
            LinkGoal::Made(row) => modules::TreeItem::Module(row),
        };
        if let modules::TreeItem::Module(module) = item {
            let mut above = self.frame.tree.seats.get(row).copied().flatten().map(|seat| seat.module);
            while let Some(row) = above {
                if row == module {
                    return true;
                }
                above = self.frame.tree.module_above(row);
            }
        }
        let following = reading.iter().skip(place + 1);
        let is_overview =
            |row: &usize| self.frame.tree.seats.get(*row).copied().flatten().is_some_and(|seat| seat.is_overview);
        match goal {
            LinkGoal::Chapter(goal) => {
                let target = places.get(&goal).copied().unwrap_or(0);
                target > place && following.take(target - place - 1).all(is_overview)
            }
            // A made overview is no chapter: the first one in its module must follow.
            LinkGoal::Made(module) => reading.get(place + 1).is_some_and(|next| {
                let mut above = self.frame.tree.seats.get(*next).copied().flatten().map(|seat| seat.module);
                while let Some(row) = above.filter(|row| *row != module) {
                    above = self.frame.tree.module_above(row);
                }
                above.is_some()
            }),
        }
    }
}

/// From rows of outlines and folders to rows of the course.
struct CourseRows {
    chapters: HashMap<usize, usize>,
    modules: HashMap<usize, usize>,
}

impl CourseRows {
    fn new(order: &[usize], module_rows: &[usize]) -> Self {
        let number = |rows: &mut dyn Iterator<Item = usize>| rows.enumerate().map(|(at, row)| (row, at)).collect();
        CourseRows {
            chapters: number(&mut order.iter().copied()),
            modules: number(&mut module_rows.iter().copied().filter(|row| *row != ROOT)),
        }
    }

    fn item(&self, item: modules::TreeItem) -> Option<ModuleItem> {
        Some(match item {
            modules::TreeItem::Chapter(row) => ModuleItem::Chapter(*self.chapters.get(&row)?),
            modules::TreeItem::Module(row) => ModuleItem::Module(*self.modules.get(&row)?),
        })
    }
}

/// Gives each chapter an id of its own; those that authors chose come first.
struct ChapterIds<'a> {
    chosen: HashMap<&'a str, bool>,
    given: HashSet<String>,
}

impl<'a> ChapterIds<'a> {
    fn new(chosen: impl Iterator<Item = &'a str>) -> Self {
        ChapterIds { chosen: chosen.map(|id| (id, false)).collect(), given: HashSet::new() }
    }

    /// The front matter's id for the first that has it, else the path without its ending, a README's folder; numbered where taken.
    fn give(&mut self, outline: &Outline) -> String {
        let own = outline.id.as_deref().filter(|id| self.take(id));
        let base = match own {
            Some(id) => id.to_owned(),
            None => id_from_path(&outline.path),
        };
        if own.is_some() {
            self.given.insert(base.clone());
            return base;
        }
        let mut id = base.clone();
        let mut count = 1;
        while self.chosen.contains_key(id.as_str()) || !self.given.insert(id.clone()) {
            count += 1;
            id = format!("{base}-{count}");
        }
        id
    }

    /// Whether nobody took this chosen id before.
    fn take(&mut self, id: &str) -> bool {
        self.chosen.get_mut(id).is_some_and(|taken| !std::mem::replace(taken, true))
    }
}

fn id_from_path(path: &SourcePath) -> String {
    let is_index = ["readme", "index"].iter().any(|name| path.stem().eq_ignore_ascii_case(name));
    match (path.folder(), path.stem()) {
        ("", _) if is_index => "index".to_owned(),
        (folder, _) if is_index => folder.to_owned(),
        ("", stem) => stem.to_owned(),
        (folder, stem) => format!("{folder}/{stem}"),
    }
}

fn duplicate_titles(outlines: &[Arc<Outline>], course: &Course) -> Vec<CourseDiagnostic> {
    let mut seen: HashMap<(Option<usize>, &str), &SourcePath> = HashMap::new();
    let mut found = Vec::new();
    for chapter in course.chapters.iter().filter(|chapter| !chapter.is_overview) {
        let Some(outline) = outlines.get(chapter.outline) else { continue };
        match seen.get(&(chapter.module, outline.title.as_str())) {
            Some(other) => found.push(diagnostics::duplicate_title(&outline.path, &outline.title, other)),
            None => drop(seen.insert((chapter.module, &outline.title), &outline.path)),
        }
    }
    found
}
