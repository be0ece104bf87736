//! Where each link leads. In: outlines, the tree of modules, the files. Out: a [`ResolvedLink`] for each link, what it means for the
//! reading order, and a diagnostic wherever it leads nowhere. Paths mean what they mean on GitHub.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use super::anchors::{Anchor, Anchors};
use super::diagnostics::{self, CourseDiagnostic, LinkLocation};
use super::files::{CourseFileKind, CourseFiles, folder_of, name_of};
use super::modules::{FolderTree, TreeItem, overview_page};
use super::nearest::{ComparisonBudget, nearest};
use super::{LinkStatus, ResolvedLink, Target};
use crate::chapter::{Outline, OutlineLink};
use crate::markdown::{LinkKind, scheme};
use crate::path::{SitePath, SourcePath, decode};

/// All that links are looked up in.
pub(super) struct LinkResolver<'a, 'f> {
    outlines: &'a [Arc<Outline>],
    pages: &'a [Option<SitePath>],
    rows: HashMap<&'a str, usize>,
    tree: &'a FolderTree,
    files: &'a CourseFiles<'f>,
    anchors: HashMap<usize, Anchors<'a>>,
    pub budget: ComparisonBudget,
    faults: Vec<CourseDiagnostic>,
    /// Outlines whose anchors were asked for.
    asked: Vec<usize>,
}

/// Where the links of one outline lead.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct OutlineLinks {
    pub resolved: Arc<[ResolvedLink]>,
    /// Same rows.
    pub goals: Vec<Option<LinkGoal>>,
    pub faults: Vec<CourseDiagnostic>,
    /// Outlines whose anchors were asked for: another outline there may mean other ways.
    pub asked: Vec<usize>,
    /// What it took of the budget.
    pub spent: u64,
}

/// A link's way, and the chapter or module it leads to.
struct Resolution {
    resolved: ResolvedLink,
    goal: Option<LinkGoal>,
}

/// A link where it stands.
#[derive(Clone, Copy)]
struct LinkContext<'a> {
    /// The outline.
    row: usize,
    /// Which of its links.
    nth: usize,
    link: &'a OutlineLink,
}

/// A page of the course.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LinkGoal {
    /// Of this outline.
    Chapter(usize),
    /// The overview that is made for this folder.
    Made(usize),
}

/// A local link, taken apart.
struct WrittenLink<'l> {
    /// Before `?` and `#`, as written.
    path: &'l str,
    /// `?…` without what follows.
    query: &'l str,
    /// After `#`, as written.
    fragment: &'l str,
    /// `?…#…` as written.
    suffix: &'l str,
}

/// What lies at a path.
enum PathTarget<'a> {
    Page(LinkGoal),
    File(&'a str),
    /// A folder that no page stands for.
    Folder,
    /// Markdown that becomes no page: a draft, the loser of two files for one page.
    Unbuilt,
}

impl<'a, 'f> LinkResolver<'a, 'f> {
    /// `pages` are those of outlines that have one, by row; `budget` is for looking what may have been meant.
    pub fn new(
        outlines: &'a [Arc<Outline>],
        pages: &'a [Option<SitePath>],
        tree: &'a FolderTree,
        files: &'a CourseFiles<'f>,
        budget: ComparisonBudget,
    ) -> LinkResolver<'a, 'f> {
        let placed = outlines.iter().enumerate().filter(|(row, _)| pages.get(*row).is_some_and(Option::is_some));
        let rows = placed.map(|(row, outline)| (outline.path.as_str(), row)).collect();
        let (anchors, faults, asked) = (HashMap::new(), Vec::new(), Vec::new());
        LinkResolver { outlines, pages, rows, tree, files, anchors, budget, faults, asked }
    }

    /// How many links an outline has.
    pub fn links(&self, row: usize) -> usize {
        self.outlines.get(row).map_or(0, |outline| outline.links.len())
    }

    /// Where all links of an outline lead.
    pub fn resolve_all(&mut self, row: usize) -> OutlineLinks {
        let links = self.outlines.get(row).map_or(&[][..], |outline| &outline.links);
        let left = self.budget.left();
        let mut resolved = Vec::with_capacity(links.len());
        let mut goals = Vec::with_capacity(links.len());
        for (nth, link) in links.iter().enumerate() {
            let resolution = self.resolve(LinkContext { row, nth, link });
            resolved.push(resolution.resolved);
            goals.push(resolution.goal);
        }
        let mut asked = std::mem::take(&mut self.asked);
        asked.sort_unstable();
        asked.dedup();
        let faults = std::mem::take(&mut self.faults);
        OutlineLinks { resolved: resolved.into(), goals, faults, asked, spent: left - self.budget.left() }
    }

    fn resolve(&mut self, at: LinkContext<'a>) -> Resolution {
        let Some(written) = take_apart(&at.link.href) else {
            return plain(LinkStatus::External);
        };
        if written.path.is_empty() {
            let is_nothing = written.suffix.is_empty() || at.link.kind == LinkKind::Image;
            return if is_nothing {
                self.missing(at, None)
            } else {
                self.page(at, LinkGoal::Chapter(at.row), &written)
            };
        }
        let Some(from) = self.outlines.get(at.row) else { return plain(LinkStatus::Broken) };
        let Some(path) = join(from.path.folder(), &decoded(written.path)) else {
            return self.missing(at, None);
        };
        match self.find(&path).or_else(|| self.find_literally(&from.path, written.path)) {
            Some(found) => self.found(at, found, &written),
            None => self.almost(at, &path, &written),
        }
    }

    /// What lies at exactly this path.
    fn find(&self, path: &str) -> Option<PathTarget<'a>> {
        if let Some((_, row)) = self.rows.get_key_value(path) {
            return Some(PathTarget::Page(LinkGoal::Chapter(*row)));
        }
        if let Some((path, kind)) = self.files.entry(path) {
            let is_markdown = kind != CourseFileKind::Other || is_markdown(path);
            return Some(if is_markdown { PathTarget::Unbuilt } else { PathTarget::File(path) });
        }
        if let Some(folder) = self.tree.find(path) {
            return Some(PathTarget::Page(self.landing(folder)));
        }
        self.files.is_folder(path).then_some(PathTarget::Folder)
    }

    /// A name that holds a percent sign of its own.
    fn find_literally(&self, from: &SourcePath, path: &str) -> Option<PathTarget<'a>> {
        path.contains('%').then(|| join(from.folder(), path)).flatten().and_then(|path| self.find(&path))
    }

    fn landing(&self, folder: usize) -> LinkGoal {
        match self.tree.landing(folder) {
            TreeItem::Chapter(row) => LinkGoal::Chapter(row),
            TreeItem::Module(row) => self
                .tree
                .folders
                .get(row)
                .and_then(|folder| folder.overview)
                .map_or(LinkGoal::Made(row), LinkGoal::Chapter),
        }
    }

    fn found(&mut self, at: LinkContext<'a>, found: PathTarget<'a>, written: &WrittenLink<'_>) -> Resolution {
        match (found, at.link.kind) {
            (PathTarget::File(path), _) => {
                let target = Target::File { path: SourcePath::new(path), suffix: written.suffix.to_owned() };
                Resolution { resolved: ResolvedLink { status: LinkStatus::Ok, target: Some(target) }, goal: None }
            }
            (_, LinkKind::Image) => self.missing(at, None),
            (PathTarget::Page(goal), LinkKind::Link) => self.page(at, goal, written),
            (PathTarget::Folder, LinkKind::Link) => self.no_page(at, diagnostics::folder_without_page),
            (PathTarget::Unbuilt, LinkKind::Link) => self.no_page(at, diagnostics::file_without_page),
        }
    }

    /// A page, and the place in it.
    fn page(&mut self, at: LinkContext<'a>, goal: LinkGoal, written: &WrittenLink<'_>) -> Resolution {
        let wanted = decoded(written.fragment);
        let (status, fragment) = match self.anchor(goal, &wanted, written.query) {
            None => (LinkStatus::Ok, None),
            Some(Anchor::Found(id)) => (LinkStatus::Ok, Some(id)),
            Some(Anchor::Healed(id)) => {
                self.report(at, |place| diagnostics::healed_anchor(place, &wanted, id));
                (LinkStatus::Healed, Some(id))
            }
            Some(Anchor::Missing(near)) => {
                let page = self.goal_name(goal);
                self.report(at, |place| diagnostics::broken_anchor(place, &wanted, page, near));
                (LinkStatus::BrokenAnchor, None)
            }
        };
        let target = self.page_of(goal).map(|page| Target::Page { page, fragment: fragment.map(str::to_owned) });
        Resolution { resolved: ResolvedLink { status, target }, goal: Some(goal) }
    }

    /// What a fragment means on a page; none where it means the page as a whole.
    fn anchor(&mut self, goal: LinkGoal, wanted: &str, query: &str) -> Option<Anchor<'a>> {
        // `#:~:text=` is a browser's own, `?plain=1#L12` names lines of the source.
        let whole = wanted.is_empty() || wanted.starts_with(":~:") || query.contains("plain=1");
        if whole {
            return None;
        }
        let found = match goal {
            LinkGoal::Made(_) => Anchor::Missing(None),
            LinkGoal::Chapter(row) => {
                let outline = self.outlines.get(row)?;
                self.asked.push(row);
                self.anchors.entry(row).or_insert_with(|| Anchors::new(outline)).find(wanted, &mut self.budget)
            }
        };
        let is_top = wanted.eq_ignore_ascii_case("top") && !matches!(found, Anchor::Found(_));
        (!is_top).then_some(found)
    }

    fn page_of(&self, goal: LinkGoal) -> Option<SitePath> {
        match goal {
            LinkGoal::Chapter(row) => self.pages.get(row)?.clone(),
            LinkGoal::Made(row) => self.tree.folders.get(row).map(|folder| overview_page(&folder.path)),
        }
    }

    /// The file or folder a page is made from.
    fn goal_name(&self, goal: LinkGoal) -> &'a str {
        match goal {
            LinkGoal::Chapter(row) => self.outlines.get(row).map_or("", |outline| outline.path.as_str()),
            LinkGoal::Made(row) => self.tree.folders.get(row).map_or("", |folder| folder.path.as_str()),
        }
    }

    /// Nothing lies at `path`: letter case may be at fault, and is forgiven where there is no doubt.
    fn almost(&mut self, at: LinkContext<'a>, path: &str, written: &WrittenLink<'_>) -> Resolution {
        let real = self.files.find_ignoring_case(path).and_then(|real| Some((real, self.find(real)?)));
        let Some((real, found)) = real else {
            return self.missing(at, Some(path));
        };
        self.report(at, |place| diagnostics::wrong_case(place, real));
        let mut resolution = self.found(at, found, written);
        if resolution.resolved.status == LinkStatus::Ok {
            resolution.resolved.status = LinkStatus::Healed;
        }
        resolution
    }

    /// Nothing is there; `path` is the path looked for, none where there could not be any.
    fn missing(&mut self, at: LinkContext<'a>, path: Option<&str>) -> Resolution {
        let near = path.and_then(|path| self.near(at.row, path));
        let fault = if at.link.kind == LinkKind::Image { diagnostics::missing_image } else { diagnostics::broken_link };
        self.report(at, |place| fault(place, path, near));
        plain(if at.link.kind == LinkKind::Image { LinkStatus::MissingImage } else { LinkStatus::Broken })
    }

    /// The file that was probably meant by a path that `row` names.
    fn near(&mut self, row: usize, path: &str) -> Option<&'f str> {
        let bare = path.strip_suffix(".html").unwrap_or(path);
        let turned = [format!("{bare}.md"), path.replace('\\', "/"), format!("{bare}/README.md")];
        if let Some((real, _)) = turned.iter().find_map(|path| self.files.entry(path)) {
            return Some(real);
        }
        // Names of another kind, and the file itself, are not what was meant.
        let own = self.outlines.get(row).map_or("", |outline| outline.path.as_str());
        let (stem, ending) = split_ending(name_of(path));
        let alike = self
            .files
            .inside(folder_of(path))
            .iter()
            .filter(|path| **path != own && split_ending(name_of(path)).1 == ending);
        let near = nearest(&mut self.budget, stem, alike.clone().map(|path| split_ending(name_of(path)).0));
        let sibling = near.and_then(|near| alike.clone().find(|path| split_ending(name_of(path)).0 == near));
        sibling.copied().or_else(|| self.files.only_named(name_of(path)))
    }

    fn no_page(&mut self, at: LinkContext<'a>, fault: fn(LinkLocation<'_>) -> CourseDiagnostic) -> Resolution {
        self.report(at, fault);
        plain(LinkStatus::NoPage)
    }

    fn report<'p>(&mut self, at: LinkContext<'a>, fault: impl FnOnce(LinkLocation<'p>) -> CourseDiagnostic)
    where
        'a: 'p,
    {
        if let Some(outline) = self.outlines.get(at.row) {
            self.faults.push(fault(LinkLocation { path: &outline.path, row: at.row, nth: at.nth, link: at.link }));
        }
    }
}

/// The paths that an outline's links name in the course, whether there is anything or not.
pub fn local_targets(outline: &Outline) -> impl Iterator<Item = SourcePath> + '_ {
    let written = outline.links.iter().filter_map(|link| take_apart(&link.href));
    let named = written.filter(|written| !written.path.is_empty());
    named.filter_map(|written| join(outline.path.folder(), &decoded(written.path)).map(SourcePath::new))
}

fn plain(status: LinkStatus) -> Resolution {
    Resolution { resolved: ResolvedLink { status, target: None }, goal: None }
}

/// Takes a local link apart; none where it leads out of the course.
fn take_apart(href: &str) -> Option<WrittenLink<'_>> {
    let href = href.trim();
    if href.starts_with("//") || (href.contains(':') && scheme(href).is_some()) {
        return None;
    }
    let (before, fragment) = href.split_once('#').unwrap_or((href, ""));
    let end = before.find('?').unwrap_or(before.len());
    let (path, query) = before.split_at(end);
    Some(WrittenLink { path, query, fragment, suffix: href.get(end..).unwrap_or("") })
}

/// As [`decode`], but without a copy where there is nothing to decode: most links have no percent sign.
fn decoded(part: &str) -> Cow<'_, str> {
    if part.contains('%') { Cow::Owned(decode(part)) } else { Cow::Borrowed(part) }
}

/// The path of `path` seen from `folder`; a leading `/` is the course's root. None where it leads out of the course.
fn join(folder: &str, path: &str) -> Option<String> {
    let mut joined = if path.starts_with('/') { String::new() } else { folder.to_owned() };
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if joined.is_empty() => return None,
            ".." => joined.truncate(joined.rfind('/').unwrap_or(0)),
            part => {
                if !joined.is_empty() {
                    joined.push('/');
                }
                joined.push_str(part);
            }
        }
    }
    Some(joined)
}

/// A name before and after its last dot.
fn split_ending(name: &str) -> (&str, &str) {
    name.rsplit_once('.').unwrap_or((name, ""))
}

fn is_markdown(path: &str) -> bool {
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
    ending.eq_ignore_ascii_case("md") || ending.eq_ignore_ascii_case("markdown")
}
