//! Addresses that have moved: former pages of the site with where they lead now, and former ids of sections. In: what the configuration, the
//! front matters and git say of them as [rows](super::redirect_rows), the course, and the paths of its site. Out: [`Redirects`], and a diagnostic
//! for each row that cannot be followed. A page of now always stays: nothing leads away from it, and nothing is put where it could not be.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use serde::Serialize;

use super::anchors::{Anchor, Anchors};
use super::model::Course;
use super::nearest::ComparisonBudget;
use super::redirect_rows::{
    FormerAddress, MovedAddresses, Row, RowDiagnostic, RowFault, RowTarget, WrittenAddress, on_page, rows,
};
use super::site_paths::{Obstacle, SitePaths};
use crate::chapter::Outline;
use crate::index::{ChapterIdx, FileIdx, IndexVec};
use crate::path::{SitePath, SourcePath};
use crate::source::{Inventory, PageAddresses, index_page, quiz_page};

/// Longer ways from one former address to the next are not followed.
const MOST_STEPS: usize = 32;

/// Where an address leads now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum MovedTo {
    /// A page of the site.
    Page(MovedPage),
    /// Another site.
    Elsewhere(String),
}

/// A page of the site to which something has moved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MovedPage {
    /// The page.
    pub page: SitePath,
    /// Its title.
    pub title: String,
    /// The id of a section on it.
    pub anchor: Option<String>,
}

/// A former id of a section, on the page where it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MovedSection {
    /// The former id.
    pub id: String,
    /// Where the section is now.
    pub to: MovedTo,
}

/// All addresses that have moved.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Redirects {
    /// Former pages, and where they lead.
    pub pages: BTreeMap<SitePath, MovedTo>,
    /// Former ids of sections, by the page on which they were.
    pub sections: HashMap<SitePath, Vec<MovedSection>>,
    /// Rows that cannot be followed.
    pub diagnostics: Vec<RowDiagnostic>,
}

impl MovedTo {
    /// As it is shown in messages.
    fn shown(&self) -> String {
        match self {
            MovedTo::Page(MovedPage { page, anchor: Some(id), .. }) => format!("{page}#{id}"),
            MovedTo::Page(MovedPage { page, .. }) => page.to_string(),
            MovedTo::Elsewhere(url) => url.clone(),
        }
    }
}

/// What the target of a row means.
struct FoundTarget {
    to: MovedTo,
    /// That the section which it names is not there, which is no reason to lead nowhere.
    fault: Option<RowFault>,
}

/// The course as rows are checked against it.
struct RedirectTargets<'a> {
    course: &'a Course,
    outlines: &'a IndexVec<FileIdx, Arc<Outline>>,
    pages: &'a PageAddresses,
    inventory: &'a Inventory,
    by_page: HashMap<&'a SitePath, ChapterIdx>,
    /// Pages of modules whose overview is generated.
    generated: HashMap<&'a SitePath, &'a str>,
    /// The address of the site.
    address: Option<&'a str>,
    /// Former pages of the configuration and what they lead to: what is written may be one step of a longer way.
    written: HashMap<&'a SitePath, &'a str>,
    /// Former ids of the configuration, which are on their pages still.
    former_ids: HashSet<(&'a SitePath, &'a str)>,
}

impl Redirects {
    /// Finds out where all former addresses lead. `site_paths` tells the paths of all files of the site, without what stands at former addresses;
    /// it is called if there are any.
    pub fn new(
        course: &Course,
        outlines: &IndexVec<FileIdx, Arc<Outline>>,
        (pages, inventory): (&PageAddresses, &Inventory),
        moved: MovedAddresses<'_>,
        site_paths: impl FnOnce() -> SitePaths,
    ) -> Redirects {
        let (rows, diagnostics) = rows(course, outlines, pages, moved);
        let redirects = Redirects { diagnostics, ..Redirects::default() };
        if rows.is_empty() {
            return redirects;
        }
        let targets = RedirectTargets::new(course, outlines, (pages, inventory), &rows, moved.address);
        let (now, former) = (site_paths(), SitePaths::default());
        let mut filling = RedirectFilling { redirects, targets, now, former, budget: ComparisonBudget::default() };
        let mut quizzes = Vec::new();
        for row in &rows {
            match filling.add(row) {
                Ok(quiz) => quizzes.extend(quiz),
                Err(fault) => filling.redirects.diagnostics.extend(row.origin.diagnostic(&fault)),
            }
        }
        // After all that somebody wrote.
        for (from, to) in quizzes.into_iter().chain(filling.moved_folders(moved.moves)) {
            filling.add_if_free(&from, to);
        }
        filling.redirects
    }
}

/// Redirects as they are filled, row by row.
struct RedirectFilling<'a> {
    redirects: Redirects,
    targets: RedirectTargets<'a>,
    /// The paths of the site as it is without redirects.
    now: SitePaths,
    /// The paths of redirects.
    former: SitePaths,
    budget: ComparisonBudget,
}

impl RedirectFilling<'_> {
    /// Adds a row. Returns the page of the former chapter's quiz and where it leads, if there may have been one.
    fn add(&mut self, row: &Row) -> Result<Option<(SitePath, MovedTo)>, RowFault> {
        let found = match &row.to {
            RowTarget::Chapter(path) => {
                let to = self.targets.chapter_of(path).ok_or(RowFault::LeadsNowhere)?;
                FoundTarget { to, fault: None }
            }
            RowTarget::Written(to) => self.targets.target(&on_page(to, &row.from.page), &mut self.budget)?,
        };
        let from = &row.from;
        let quiz = match &from.id {
            Some(id) => {
                self.add_section(&from.page, id, found.to)?;
                None
            }
            None => {
                let quiz = self.targets.quiz_of(&found.to).filter(|_| from.is_chapter);
                self.add_page(&from.page, found.to)?;
                quiz.map(|quiz| (quiz_page(&from.page), quiz))
            }
        };
        self.redirects.diagnostics.extend(found.fault.and_then(|fault| row.origin.diagnostic(&fault)));
        Ok(quiz)
    }

    fn add_section(&mut self, page: &SitePath, id: &str, to: MovedTo) -> Result<(), RowFault> {
        let chapter = self.targets.by_page.get(page).ok_or(RowFault::NoPageForSection)?;
        if self.targets.has_section(*chapter, id) {
            return Err(RowFault::SectionIsThere);
        }
        let sections = self.redirects.sections.entry(page.clone()).or_default();
        match sections.iter().find(|section| section.id == id) {
            Some(section) if section.to == to => {}
            Some(section) => return Err(RowFault::LeadsAlready(section.to.shown())),
            None => sections.push(MovedSection { id: id.to_owned(), to }),
        }
        Ok(())
    }

    fn add_page(&mut self, from: &SitePath, to: MovedTo) -> Result<(), RowFault> {
        if let Some(obstacle) = self.obstacle(from) {
            return Err(RowFault::InTheWay(obstacle));
        }
        match (self.redirects.pages.get(from), self.former.obstacle(from)) {
            (Some(first), _) if *first == to => {}
            (Some(first), _) => return Err(RowFault::LeadsAlready(first.shown())),
            (None, None) => {
                self.former.add(from);
                self.redirects.pages.insert(from.clone(), to);
            }
            (None, Some(Obstacle::OtherCase(other) | Obstacle::FileAbove(other) | Obstacle::FolderWith(other))) => {
                return Err(RowFault::OtherFormer(other));
            }
            (None, Some(obstacle)) => return Err(RowFault::InTheWay(obstacle)),
        }
        Ok(())
    }

    /// Adds what nobody wrote.
    fn add_if_free(&mut self, from: &SitePath, to: MovedTo) {
        // Whoever wrote nothing is told nothing.
        drop(self.add_page(from, to));
    }

    /// What of the site as it is would be in the way of a page.
    fn obstacle(&self, page: &SitePath) -> Option<Obstacle> {
        let RedirectTargets { pages, inventory, .. } = &self.targets;
        let is_reserved = || pages.is_taken_by_site(page) || inventory.file(&SourcePath::new(page.as_str())).is_some();
        self.now.obstacle(page).or_else(|| is_reserved().then(|| Obstacle::File(page.clone())))
    }

    /// Overviews that were generated for folders whose chapters all moved to one other folder.
    fn moved_folders(&self, moves: Option<&BTreeMap<SourcePath, SourcePath>>) -> Vec<(SitePath, MovedTo)> {
        let mut folders: BTreeMap<&str, Option<&str>> = BTreeMap::new();
        for (old, new) in moves.into_iter().flatten().filter(|(old, new)| old.folder() != new.folder()) {
            let to = folders.entry(old.folder()).or_insert_with(|| Some(new.folder()));
            *to = to.filter(|to| *to == new.folder());
        }
        let folders = folders.into_iter().filter(|(old, _)| !old.is_empty());
        folders.filter_map(|(old, new)| Some((index_page(old), self.targets.page(index_page(new?))?))).collect()
    }
}

impl<'a> RedirectTargets<'a> {
    fn new(
        course: &'a Course,
        outlines: &'a IndexVec<FileIdx, Arc<Outline>>,
        (pages, inventory): (&'a PageAddresses, &'a Inventory),
        rows: &'a [Row],
        address: Option<&'a str>,
    ) -> Self {
        let by_page = course.chapters.iter_enumerated().map(|(at, chapter)| (&chapter.page, at)).collect();
        let generated = course.modules.iter().filter(|module| module.overview.is_none());
        let generated = generated.map(|module| (&module.page, module.title.as_str())).collect();
        let (mut written, mut former_ids) = (HashMap::new(), HashSet::new());
        for Row { from, to, .. } in rows {
            match (to, &from.id) {
                (_, Some(id)) => drop(former_ids.insert((&from.page, id.as_str()))),
                (RowTarget::Written(to), None) => drop(written.entry(&from.page).or_insert(to.as_str())),
                (RowTarget::Chapter(_), None) => {}
            }
        }
        RedirectTargets { course, outlines, pages, inventory, by_page, generated, address, written, former_ids }
    }

    fn page(&self, page: SitePath) -> Option<MovedTo> {
        let of_chapter = || {
            let chapter = self.course.chapters.get(*self.by_page.get(&page)?)?;
            Some(self.course.title_of(chapter.file, self.outlines.get(chapter.file)?).to_owned())
        };
        let title = of_chapter().or_else(|| self.generated.get(&page).map(|title| (*title).to_owned()));
        let home = || (page.as_str() == "index.html").then(|| self.course.title.clone());
        let title = title.or_else(home)?;
        Some(MovedTo::Page(MovedPage { page, title, anchor: None }))
    }

    /// The page of a file, if that is a chapter of the course.
    fn chapter_of(&self, path: &SourcePath) -> Option<MovedTo> {
        self.page(self.pages.page_of(path))
    }

    /// What a target as written means: a chapter, a page, another site, or a former address that leads on.
    fn target(&self, written: &str, budget: &mut ComparisonBudget) -> Result<FoundTarget, RowFault> {
        let mut written = written.to_owned();
        let mut wanted = None;
        let mut passed = HashSet::new();
        while passed.len() < MOST_STEPS {
            let (path, id) = match WrittenAddress::read(&written, self.address) {
                WrittenAddress::Here { path, id } => (path, id),
                WrittenAddress::Web(url) if url.chars().any(char::is_control) => {
                    return Err(RowFault::ControlCharacter);
                }
                WrittenAddress::Web(url) => return Ok(FoundTarget { to: MovedTo::Elsewhere(url), fault: None }),
                WrittenAddress::Outside => return Err(RowFault::LeadsOutside),
                WrittenAddress::Other => return Err(RowFault::LeadsNowhere),
            };
            wanted = wanted.or(id);
            let source = SourcePath::new(&path);
            let as_file = self.inventory.file(&source).and_then(|_| self.chapter_of(&source));
            let former = FormerAddress::of_path(&path, None, self.pages).ok_or(RowFault::LeadsNowhere)?;
            if let Some(MovedTo::Page(page)) = as_file.or_else(|| self.page(former.page.clone())) {
                return Ok(self.section(page, wanted, budget));
            }
            let next = self.written.get(&former.page).ok_or(RowFault::LeadsNowhere)?;
            written = on_page(next, &former.page);
            if !passed.insert(former.page) {
                return Err(RowFault::LeadsInACircle);
            }
        }
        Err(RowFault::LeadsTooFar)
    }

    /// The section of a page that has the id `wanted`, or the page, if it has none.
    fn section(&self, to: MovedPage, wanted: Option<String>, budget: &mut ComparisonBudget) -> FoundTarget {
        let Some(id) = wanted else { return FoundTarget { to: MovedTo::Page(to), fault: None } };
        let outline = self.by_page.get(&to.page).and_then(|chapter| self.outline(*chapter));
        let is_there = outline.is_some_and(|outline| outline.has_id(&id));
        let (anchor, near) = match outline {
            _ if is_there || self.former_ids.contains(&(&to.page, id.as_str())) => (Some(id.clone()), None),
            Some(outline) => match Anchors::new(outline).find(&id, budget) {
                Anchor::Found(found) | Anchor::Healed(found) => (Some(found.to_owned()), None),
                Anchor::Missing(near) => (None, near.map(str::to_owned)),
            },
            None => (None, None),
        };
        let fault = || {
            let file = outline.map_or_else(|| to.page.to_string(), |outline| outline.path.to_string());
            RowFault::NoSection { id, file, near }
        };
        let fault = anchor.is_none().then(fault);
        FoundTarget { to: MovedTo::Page(MovedPage { anchor, ..to }), fault }
    }

    fn outline(&self, chapter: ChapterIdx) -> Option<&Outline> {
        self.outlines.get(self.course.chapters.get(chapter)?.file).map(|outline| &**outline)
    }

    fn has_section(&self, chapter: ChapterIdx, id: &str) -> bool {
        self.outline(chapter).is_some_and(|outline| outline.has_id(id))
    }

    /// The quiz page beside a page, if it has one.
    fn quiz_of(&self, to: &MovedTo) -> Option<MovedTo> {
        let MovedTo::Page(MovedPage { page, title, .. }) = to else { return None };
        let has_questions = self.outline(*self.by_page.get(page)?)?.questions > 0;
        has_questions.then(|| MovedTo::Page(MovedPage { page: quiz_page(page), title: title.clone(), anchor: None }))
    }
}
