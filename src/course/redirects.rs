//! Addresses that have moved: former pages of the site with where they lead now, and former ids of sections. In: what the configuration, the
//! front matters and git say of them, and the course. Out: [`Redirects`], and a diagnostic for each row that cannot be followed. A page of now
//! always stays: nothing leads away from it.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use serde::Serialize;

use super::model::Course;
use crate::chapter::Outline;
use crate::diagnostic::{Code, Diagnostic};
use crate::index::{ChapterIdx, FileIdx, IndexVec};
use crate::path::{SitePath, SourcePath, decode};
use crate::source::{Inventory, PageAddresses, has_markdown_ending, index_page, quiz_page};

/// Longer ways from one former address to the next are circles.
const MOST_STEPS: usize = 32;

/// What is said of addresses that have moved.
#[derive(Clone, Copy, Debug, Default)]
pub struct MovedAddresses<'a> {
    /// `[publish] redirects`: a former address and what it leads to, as written.
    pub configured: &'a [(String, String)],
    /// Former paths of files, with their paths of now.
    pub moves: Option<&'a BTreeMap<SourcePath, SourcePath>>,
    /// The address of the site, ending in `/`: an address may be written in full.
    pub address: Option<&'a str>,
}

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
    pub diagnostics: Vec<Diagnostic>,
}

/// A former address with what is said of where it leads.
struct Row {
    from: FormerAddress,
    to: RowTarget,
    origin: RowOrigin,
}

enum RowTarget {
    /// As written in the configuration.
    Written(String),
    /// The chapter of a file.
    Chapter(SourcePath),
}

enum RowOrigin {
    Configuration { from: String, to: String },
    FrontMatter { file: SourcePath, from: String },
    Git,
}

/// A former address, as a page of the site with or without an id.
struct FormerAddress {
    page: SitePath,
    id: Option<String>,
    /// Whether it is a page of a chapter's form, beside which there may have been one of its quiz.
    is_chapter: bool,
}

impl FormerAddress {
    /// From an address as written: `old/setup.html`, `old/setup.md`, `/old/setup/`, `faq.html#pay`. None for a file that is no page.
    fn new(written: &str, site: Option<&str>, pages: &PageAddresses) -> Option<FormerAddress> {
        let (path, id) = split_address(written, site)?;
        let path = SitePath::new(&path);
        let name = path.name().to_owned();
        let is_markdown = has_markdown_ending(&name);
        let page = if written.ends_with('/') || path.as_str().is_empty() {
            index_page(path.as_str())
        } else if is_markdown {
            pages.page_of(&SourcePath::new(path.as_str()))
        } else if name.ends_with(".html") || name.ends_with(".htm") {
            path.clone()
        } else if !name.contains('.') {
            index_page(path.as_str())
        } else {
            return None;
        };
        let is_chapter = id.is_none() && (is_markdown || name.ends_with(".html"));
        Some(FormerAddress { page, id, is_chapter })
    }
}

/// Path and id of an address of the site, decoded; none for one of another site.
fn split_address(written: &str, site: Option<&str>) -> Option<(String, Option<String>)> {
    let written = written.trim();
    let written = site.and_then(|site| written.strip_prefix(site)).unwrap_or(written);
    if written.contains("://") || written.starts_with("//") {
        return None;
    }
    let (path, id) = written.split_once('#').map_or((written, None), |(path, id)| (path, Some(id)));
    let path = path.split('?').next().unwrap_or_default();
    Some((decode(path), id.filter(|id| !id.is_empty()).map(decode)))
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
}

impl Redirects {
    /// Finds out where all former addresses lead.
    pub fn new(
        course: &Course,
        outlines: &IndexVec<FileIdx, Arc<Outline>>,
        (pages, inventory): (&PageAddresses, &Inventory),
        moved: MovedAddresses<'_>,
    ) -> Redirects {
        let mut redirects = Redirects::default();
        let rows = rows(course, outlines, pages, moved, &mut redirects.diagnostics);
        if rows.is_empty() {
            return redirects;
        }
        let targets = RedirectTargets::new(course, outlines, pages, inventory);
        // What is written comes before what git found out, and may be one step of a longer way.
        let mut written: HashMap<SitePath, String> = HashMap::new();
        for row in rows.iter().filter(|row| row.from.id.is_none()) {
            if let RowTarget::Written(to) = &row.to {
                written.entry(row.from.page.clone()).or_insert_with(|| to.clone());
            }
        }
        for row in &rows {
            redirects.add(row, &targets, &written, moved.address);
        }
        redirects.add_folders(&targets, moved.moves);
        redirects
    }

    fn add(
        &mut self,
        row: &Row,
        targets: &RedirectTargets<'_>,
        written: &HashMap<SitePath, String>,
        address: Option<&str>,
    ) {
        let to = match &row.to {
            RowTarget::Chapter(path) => targets.chapter_of(path),
            RowTarget::Written(to) if to.starts_with('#') => {
                targets.target(&format!("{}{to}", row.from.page), address, written)
            }
            RowTarget::Written(to) => targets.target(to, address, written),
        };
        let Some(to) = to else {
            return self.diagnostics.extend(row.origin.leads_nowhere());
        };
        let from = &row.from;
        match &from.id {
            Some(id) => {
                let Some(chapter) = targets.by_page.get(&from.page) else {
                    return self.diagnostics.extend(row.origin.no_page_for_section());
                };
                if targets.has_section(*chapter, id) {
                    return self.diagnostics.extend(row.origin.is_taken());
                }
                let sections = self.sections.entry(from.page.clone()).or_default();
                sections.push(MovedSection { id: id.clone(), to });
            }
            None if targets.is_taken(&from.page) => self.diagnostics.extend(row.origin.is_taken()),
            None => {
                if from.is_chapter
                    && let Some(quiz) = targets.quiz_of(&to)
                {
                    let former = quiz_page(&from.page);
                    if !targets.is_taken(&former) {
                        self.pages.entry(former).or_insert(quiz);
                    }
                }
                self.pages.entry(from.page.clone()).or_insert(to);
            }
        }
    }

    /// Overviews that were generated for folders whose chapters all moved to one other folder.
    fn add_folders(&mut self, targets: &RedirectTargets<'_>, moves: Option<&BTreeMap<SourcePath, SourcePath>>) {
        let mut folders: BTreeMap<&str, Option<&str>> = BTreeMap::new();
        for (old, new) in moves.into_iter().flatten().filter(|(old, new)| old.folder() != new.folder()) {
            let to = folders.entry(old.folder()).or_insert_with(|| Some(new.folder()));
            *to = to.filter(|to| *to == new.folder());
        }
        for (old, new) in folders {
            let from = index_page(old);
            let to = new.map(index_page);
            let Some(to) = to.filter(|_| !old.is_empty()).and_then(|to| targets.page(to)) else { continue };
            if !targets.is_taken(&from) {
                self.pages.entry(from).or_insert(to);
            }
        }
    }
}

/// All rows: those of the configuration, of front matters and of git, in this order.
fn rows(
    course: &Course,
    outlines: &IndexVec<FileIdx, Arc<Outline>>,
    pages: &PageAddresses,
    moved: MovedAddresses<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut push = |from: &str, to: RowTarget, origin: RowOrigin| match FormerAddress::new(from, moved.address, pages) {
        Some(from) => rows.push(Row { from, to, origin }),
        None => diagnostics.extend(origin.is_no_page()),
    };
    for (from, to) in moved.configured {
        let origin = RowOrigin::Configuration { from: from.clone(), to: to.clone() };
        push(from, RowTarget::Written(to.clone()), origin);
    }
    for chapter in course.chapters.iter() {
        let Some(outline) = outlines.get(chapter.file) else { continue };
        for from in &outline.redirect_from {
            let origin = RowOrigin::FrontMatter { file: outline.path.clone(), from: from.clone() };
            push(from, RowTarget::Chapter(outline.path.clone()), origin);
        }
    }
    for (old, new) in moved.moves.into_iter().flatten() {
        let from = FormerAddress { page: pages.page_of(old), id: None, is_chapter: true };
        rows.push(Row { from, to: RowTarget::Chapter(new.clone()), origin: RowOrigin::Git });
    }
    rows
}

impl<'a> RedirectTargets<'a> {
    fn new(
        course: &'a Course,
        outlines: &'a IndexVec<FileIdx, Arc<Outline>>,
        pages: &'a PageAddresses,
        inventory: &'a Inventory,
    ) -> Self {
        let by_page = course.chapters.iter_enumerated().map(|(at, chapter)| (&chapter.page, at)).collect();
        let generated = course.modules.iter().filter(|module| module.overview.is_none());
        let generated = generated.map(|module| (&module.page, module.title.as_str())).collect();
        RedirectTargets { course, outlines, pages, inventory, by_page, generated }
    }

    /// Whether something of the site is at an address.
    fn is_taken(&self, page: &SitePath) -> bool {
        self.by_page.contains_key(page)
            || self.generated.contains_key(page)
            || self.pages.is_taken_by_site(page)
            || self.inventory.file(&SourcePath::new(page.as_str())).is_some()
            || self.inventory.is_folder(page.as_str())
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
    fn target(&self, written: &str, site: Option<&str>, rows: &HashMap<SitePath, String>) -> Option<MovedTo> {
        let mut written = written.to_owned();
        let mut wanted = None;
        for _ in 0..MOST_STEPS {
            let Some((path, id)) = split_address(&written, site) else {
                let is_web = ["https://", "http://"].iter().any(|scheme| written.starts_with(scheme));
                return is_web.then_some(MovedTo::Elsewhere(written));
            };
            wanted = wanted.or(id);
            let source = SourcePath::new(&path);
            let as_file = self.inventory.file(&source).and_then(|_| self.chapter_of(&source));
            let former = FormerAddress::new(&written, site, self.pages)?;
            if let Some(MovedTo::Page(MovedPage { page, title, .. })) =
                as_file.or_else(|| self.page(former.page.clone()))
            {
                // A section that is not there is no reason to lead nowhere.
                let anchor = wanted.filter(|id| self.by_page.get(&page).is_some_and(|at| self.has_section(*at, id)));
                return Some(MovedTo::Page(MovedPage { page, title, anchor }));
            }
            written = rows.get(&former.page)?.clone();
        }
        None
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

impl RowOrigin {
    fn diagnostic(&self, code: Code, what: &str, help: &str) -> Option<Diagnostic> {
        let (message, file) = match self {
            RowOrigin::Configuration { from, to } => {
                (format!("`[publish] redirects` leads `{from}` to `{to}`: {what}"), None)
            }
            RowOrigin::FrontMatter { file, from } => (format!("`redirect_from` names `{from}`: {what}"), Some(file)),
            RowOrigin::Git => return None,
        };
        let diagnostic = Diagnostic::of_file(code, message).help(help);
        Some(match file {
            Some(file) => diagnostic.in_file(file),
            None => diagnostic,
        })
    }

    fn leads_nowhere(&self) -> Option<Diagnostic> {
        let help = "name a chapter by its path in the course (`start/install.md`), a page (`start/install.html`) or a whole web address";
        self.diagnostic(Code::RedirectToNothing, "it leads to no page", help)
    }

    fn is_taken(&self) -> Option<Diagnostic> {
        let what = "that is a page of the site now, which stays";
        self.diagnostic(Code::RedirectFromPage, what, "remove it, or give the page another name")
    }

    fn no_page_for_section(&self) -> Option<Diagnostic> {
        let help = "lead the whole page on, without `#…`";
        self.diagnostic(Code::RedirectToNothing, "the page of that section is not there any more", help)
    }

    fn is_no_page(&self) -> Option<Diagnostic> {
        let what = "only pages of the site can lead on";
        self.diagnostic(Code::RedirectFromPage, what, "name a page such as `old/setup.html`, `old/setup.md` or `old/`")
    }
}
