//! Where each link leads. In: outlines, the tree of folders, the names of all files. Out: for each link a [`ResolvedLink`], the page it
//! leads to as far as the reading order is concerned, and a diagnostic wherever it leads nowhere. Paths mean what they mean on GitHub.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use super::anchors::{Anchor, Anchors};
use super::diagnostics::{self, CourseDiagnostic, LinkLocation};
use super::files::{CourseFiles, folded, is_same_text};
use super::modules::{FolderTree, TreeItem};
use super::nearest::{ComparisonBudget, nearest};
use super::repository::{
    CourseHome, OutsidePath, RepositoryFile, address, file_of_address, file_of_place, paths_of_page, without_number,
};
use super::resolved::{BrokenLink, ResolvedLink};
use super::rewriting::{HealedPath, HrefEdit, of_anchor};
use super::translations::Translations;
use crate::chapter::Outline;
use crate::diagnostic::Code;
use crate::index::{FileIdx, FolderIdx, IndexVec, LinkIdx};
use crate::markdown::{LinkKind, scheme};
use crate::path::{SitePath, SourcePath, decode, folder_of, join, name_of};
use crate::source::{FileKind, has_markdown_ending};

/// Folders that other tools take for the root of their addresses: Hugo and Zola, MkDocs and Docusaurus, mdBook.
const CONTENT_FOLDERS: [&str; 3] = ["content", "docs", "src"];

/// In folders with more files, a number before a name is not looked for.
const MAX_ALIKE: usize = 500;

/// How addresses from the root begin in Zola and in Docusaurus.
const ROOT_ALIASES: [&str; 2] = ["@/", "@site/"];

/// Everything that links are looked up in.
pub(super) struct LinkResolver<'a, 'f> {
    outlines: &'a IndexVec<FileIdx, Arc<Outline>>,
    pages: &'a IndexVec<FileIdx, Option<SitePath>>,
    /// Files that have a page, by path.
    by_path: HashMap<&'a str, FileIdx>,
    tree: &'a FolderTree,
    files: &'a CourseFiles<'f>,
    home: CourseHome<'a>,
    translations: &'a Translations,
    /// The anchors of files that were asked for already.
    anchors: HashMap<FileIdx, Anchors<'a>>,
    /// How much comparing of names may still be done to find out what was meant.
    pub budget: ComparisonBudget,
    /// Diagnostics of the file at hand.
    diagnostics: Vec<CourseDiagnostic>,
    /// Files whose anchors the file at hand depends on.
    consulted: Vec<FileIdx>,
}

/// Where the links of one outline lead.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct OutlineLinks {
    /// Where each link leads.
    pub resolved: IndexVec<LinkIdx, ResolvedLink>,
    /// The page of the course that each link leads to; none for files, other sites and broken paths.
    pub pages: IndexVec<LinkIdx, Option<LinkedPage>>,
    /// What is wrong with these links.
    pub diagnostics: Vec<CourseDiagnostic>,
    /// Files whose anchors were looked up: where the outline of one of them changes, these links must be resolved again.
    pub consulted: Vec<FileIdx>,
    /// How much of the comparison budget was used.
    pub cost: u64,
}

/// A page of the course that a link leads to, by what it is made from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LinkedPage {
    /// The page of a file.
    Chapter(FileIdx),
    /// The overview that is generated for a folder.
    Overview(FolderIdx),
}

/// Where one link leads.
struct Resolution {
    link: ResolvedLink,
    page: Option<LinkedPage>,
}

impl From<ResolvedLink> for Resolution {
    fn from(link: ResolvedLink) -> Self {
        Resolution { link, page: None }
    }
}

/// A link that does not leave the course, split into its parts.
struct LocalLink<'l> {
    /// Before `?` and `#`, as written.
    path: &'l str,
    /// `?…` up to `#`.
    query: &'l str,
    /// After `#`, as written.
    fragment: &'l str,
    /// `?…#…` as written.
    suffix: &'l str,
}

/// What lies at a path.
enum PathTarget<'a> {
    Page(LinkedPage),
    File(&'a str),
    /// A folder without a page.
    Folder,
    /// Markdown without a page: a draft, or one of two files for the same page.
    WithoutPage,
    /// A translation of the course.
    LeftOut,
}

impl<'a, 'f> LinkResolver<'a, 'f> {
    /// `pages` are those of the files that have one. `budget` limits the search for what may have been meant.
    pub fn new(
        outlines: &'a IndexVec<FileIdx, Arc<Outline>>,
        pages: &'a IndexVec<FileIdx, Option<SitePath>>,
        tree: &'a FolderTree,
        files: &'a CourseFiles<'f>,
        home: CourseHome<'a>,
        translations: &'a Translations,
        budget: ComparisonBudget,
    ) -> LinkResolver<'a, 'f> {
        let with_page = outlines.iter_enumerated().zip(pages).filter(|(_, page)| page.is_some());
        let by_path = with_page.map(|((file, outline), _)| (outline.path.as_str(), file)).collect();
        let (anchors, diagnostics, consulted) = (HashMap::new(), Vec::new(), Vec::new());
        LinkResolver {
            outlines,
            pages,
            by_path,
            tree,
            files,
            home,
            translations,
            anchors,
            budget,
            diagnostics,
            consulted,
        }
    }

    /// How many links an outline has.
    pub fn link_count(&self, file: FileIdx) -> usize {
        self.outlines.get(file).map_or(0, |outline| outline.links.len())
    }

    /// Where all links of an outline lead.
    pub fn resolve_all(&mut self, file: FileIdx) -> OutlineLinks {
        let Some(outline) = self.outlines.get(file) else { return OutlineLinks::default() };
        let budget = self.budget.left();
        let resolve = |(index, link)| self.resolve(LinkLocation { path: &outline.path, file, index, link });
        let (resolved, pages): (Vec<ResolvedLink>, Vec<Option<LinkedPage>>) =
            outline.links.iter_enumerated().map(resolve).map(|resolution| (resolution.link, resolution.page)).unzip();
        let mut consulted = std::mem::take(&mut self.consulted);
        consulted.sort_unstable();
        consulted.dedup();
        OutlineLinks {
            resolved: resolved.into(),
            pages: pages.into(),
            diagnostics: std::mem::take(&mut self.diagnostics),
            consulted,
            cost: budget - self.budget.left(),
        }
    }

    fn resolve(&mut self, at: LinkLocation<'a>) -> Resolution {
        let Some(local) = LocalLink::parse(&at.link.href) else {
            return self.own_address(at).unwrap_or_else(|| ResolvedLink::External.into());
        };
        if local.path.is_empty() {
            let is_nothing = local.suffix.is_empty() || at.link.kind == LinkKind::Image;
            return if is_nothing {
                self.missing(at, None)
            } else {
                self.page(at, LinkedPage::Chapter(at.file), &local, false)
            };
        }
        let path = decoded(local.path);
        let Some(path) = join(at.path.folder(), &path) else {
            return self.outside(at, &path, &local);
        };
        match self.find(&path).or_else(|| self.find_literally(at.path, &local)) {
            Some(target) => self.found(at, target, &local, false),
            None => self.find_otherwise(at, &path, &local),
        }
    }

    /// The page or picture of the course that the full address of a file in its repository names. Other files of the repository have a page on
    /// GitHub, which their author may mean.
    fn own_address(&mut self, at: LinkLocation<'a>) -> Option<Resolution> {
        let file = file_of_address(&at.link.href, self.home.repository?)?;
        self.own_file(at, file)
    }

    fn own_file(&mut self, at: LinkLocation<'a>, file: RepositoryFile<'_>) -> Option<Resolution> {
        let local = LocalLink::parse(file.rest)?;
        let path = join("", &decoded(local.path))?;
        let target = self.find(&path).or_else(|| self.find(self.below_root(&path)?))?;
        let is_meant = match &target {
            PathTarget::Page(_) => at.link.kind == LinkKind::Link && !file.is_raw,
            PathTarget::File(_) => at.link.kind == LinkKind::Image || file.is_raw,
            PathTarget::Folder | PathTarget::WithoutPage | PathTarget::LeftOut => false,
        };
        let local = LocalLink { suffix: if file.is_raw { "" } else { local.suffix }, ..local };
        is_meant.then(|| self.found(at, target, &local, false))
    }

    /// The path in the course of a path in its repository, if the course is a folder at the repository's root.
    fn below_root<'p>(&self, path: &'p str) -> Option<&'p str> {
        path.strip_prefix(self.home.folder)?.strip_prefix('/')
    }

    /// A path that leads out of the course: to a place of the repository, or in again; else to nothing.
    fn outside(&mut self, at: LinkLocation<'a>, path: &str, local: &LocalLink<'_>) -> Resolution {
        let Some(outside) = OutsidePath::new(at.path.folder(), path) else { return self.missing(at, None) };
        if let Some(target) = outside.back_inside(self.home.folder).and_then(|path| self.find(path)) {
            return self.found(at, target, local, false);
        }
        if !outside.is_place() {
            return self.missing(at, None);
        }
        let place = format!("{}{}", outside.rest, local.suffix);
        let file = file_of_place(&place).and_then(|file| self.own_file(at, file));
        file.unwrap_or_else(|| match self.home.repository {
            Some(repository) => {
                ResolvedLink::Elsewhere { url: address(repository, &outside.rest, local.suffix) }.into()
            }
            None => {
                // Once in a file: one line of the configuration mends them all.
                let is_told = |told: &CourseDiagnostic| told.diagnostic.code == Code::UnknownRepository;
                if !self.diagnostics.iter().any(is_told) {
                    self.diagnostics.push(diagnostics::unknown_repository(at));
                }
                ResolvedLink::Broken(BrokenLink::UnknownRepository).into()
            }
        })
    }

    /// What lies at exactly this path.
    fn find(&self, path: &str) -> Option<PathTarget<'a>> {
        if let Some(file) = self.by_path.get(path) {
            return Some(PathTarget::Page(LinkedPage::Chapter(*file)));
        }
        if self.translations.have_path(path) && (has_markdown_ending(path) || self.files.is_folder(path)) {
            return Some(PathTarget::LeftOut);
        }
        if let Some((path, kind)) = self.files.entry(path) {
            let is_markdown = matches!(kind, FileKind::Chapter | FileKind::Meta) || has_markdown_ending(path);
            return Some(if is_markdown { PathTarget::WithoutPage } else { PathTarget::File(path) });
        }
        if let Some(folder) = self.tree.find(path) {
            return Some(PathTarget::Page(self.folder_page(folder)));
        }
        self.files.is_folder(path).then_some(PathTarget::Folder)
    }

    /// A name that itself holds a percent sign; or a path from the repository's root, where the course is a folder there.
    fn find_literally(&self, from: &SourcePath, local: &LocalLink<'_>) -> Option<PathTarget<'a>> {
        let find = |path: Option<String>| path.and_then(|path| self.find(&path));
        let path = local.path;
        let literal = path.contains('%').then(|| find(join(from.folder(), path))).flatten();
        literal.or_else(|| {
            let path = path.strip_prefix('/')?;
            find(join("", self.below_root(&decoded(path))?))
        })
    }

    /// The page that a link to a folder leads to.
    fn folder_page(&self, folder: FolderIdx) -> LinkedPage {
        match self.tree.item_of_folder(folder) {
            TreeItem::Chapter(file) => LinkedPage::Chapter(file),
            TreeItem::Module(module) => {
                let folder = self.tree.folders.get(module);
                let chapter = folder.and_then(|folder| folder.overview.or(folder.readme_elsewhere));
                chapter.map_or(LinkedPage::Overview(module), LinkedPage::Chapter)
            }
        }
    }

    /// `is_corrected`: the target was found only without regard to letter case.
    fn found(
        &mut self,
        at: LinkLocation<'a>,
        target: PathTarget<'a>,
        local: &LocalLink<'_>,
        is_corrected: bool,
    ) -> Resolution {
        match (target, at.link.kind) {
            (PathTarget::File(path), _) if self.files.kind(path) == Some(FileKind::Private) => {
                self.diagnostics.push(diagnostics::private_file(at));
                ResolvedLink::Broken(BrokenLink::FileWithoutPage).into()
            }
            (PathTarget::File(path), _) => {
                let (path, suffix) = (SourcePath::new(path), local.suffix.to_owned());
                ResolvedLink::File { path, suffix, is_corrected }.into()
            }
            (_, LinkKind::Image) => self.missing(at, None),
            (PathTarget::Page(page), LinkKind::Link) => self.page(at, page, local, is_corrected),
            // Told once, for all of them.
            (PathTarget::LeftOut, LinkKind::Link) => ResolvedLink::Broken(BrokenLink::FileWithoutPage).into(),
            (PathTarget::Folder, LinkKind::Link) => {
                self.diagnostics.push(diagnostics::folder_without_page(at));
                ResolvedLink::Broken(BrokenLink::FolderWithoutPage).into()
            }
            (PathTarget::WithoutPage, LinkKind::Link) => {
                self.diagnostics.push(diagnostics::file_without_page(at));
                ResolvedLink::Broken(BrokenLink::FileWithoutPage).into()
            }
        }
    }

    /// A page, and the place in it.
    fn page(
        &mut self,
        at: LinkLocation<'a>,
        linked: LinkedPage,
        local: &LocalLink<'_>,
        is_corrected: bool,
    ) -> Resolution {
        // Only what has a page is found, so there is one.
        let Some(page) = self.page_of(linked) else { return self.missing(at, None) };
        let wanted = decoded(local.fragment);
        let link = match self.anchor(linked, &wanted, local.query) {
            None => ResolvedLink::Page { page, anchor: None, is_corrected },
            Some(Anchor::Found(id)) => ResolvedLink::Page { page, anchor: Some(id.to_owned()), is_corrected },
            Some(Anchor::Healed(id)) => {
                // On GitHub a heading has the id of its damaged text until the file is repaired. Other tools make other ids, but in lower case.
                let is_doubtful =
                    self.has_former_ids(linked) || self.home.is_built_elsewhere && folded(&wanted) != folded(id);
                let edit = of_anchor(&at.link.href, id).filter(|_| !is_doubtful);
                self.diagnostics.push(diagnostics::healed_anchor(at, &wanted, id).with_edit(edit));
                ResolvedLink::Page { page, anchor: Some(id.to_owned()), is_corrected: true }
            }
            Some(Anchor::Missing(near)) => {
                self.diagnostics.push(diagnostics::broken_anchor(at, &wanted, self.source_of(linked), near));
                ResolvedLink::Broken(BrokenLink::NoAnchor { page })
            }
        };
        Resolution { link, page: Some(linked) }
    }

    /// What a fragment means on a page; none where it means the page as a whole.
    fn anchor(&mut self, linked: LinkedPage, wanted: &str, query: &str) -> Option<Anchor<'a>> {
        // `#:~:text=` is meant for the browser, `?plain=1#L12` names lines of the source.
        let is_whole_page = wanted.is_empty() || wanted.starts_with(":~:") || query.contains("plain=1");
        if is_whole_page {
            return None;
        }
        let anchor = match linked {
            LinkedPage::Overview(_) => Anchor::Missing(None),
            LinkedPage::Chapter(file) => {
                let outline = self.outlines.get(file)?;
                self.consulted.push(file);
                self.anchors.entry(file).or_insert_with(|| Anchors::new(outline)).find(wanted, &mut self.budget)
            }
        };
        let is_top = wanted.eq_ignore_ascii_case("top") && !matches!(anchor, Anchor::Found(_));
        (!is_top).then_some(anchor)
    }

    /// Whether headings of a page had other ids before they were repaired.
    fn has_former_ids(&self, linked: LinkedPage) -> bool {
        match linked {
            LinkedPage::Chapter(file) => self.outlines.get(file).is_some_and(|outline| !outline.former_ids.is_empty()),
            LinkedPage::Overview(_) => false,
        }
    }

    fn page_of(&self, linked: LinkedPage) -> Option<SitePath> {
        match linked {
            LinkedPage::Chapter(file) => self.pages.get(file)?.clone(),
            LinkedPage::Overview(folder) => self.tree.folders.get(folder).map(|folder| folder.page.clone()),
        }
    }

    /// The path of the file or folder that a page is made from.
    fn source_of(&self, linked: LinkedPage) -> &'a str {
        match linked {
            LinkedPage::Chapter(file) => self.outlines.get(file).map_or("", |outline| outline.path.as_str()),
            LinkedPage::Overview(folder) => self.tree.folders.get(folder).map_or("", |folder| folder.path.as_str()),
        }
    }

    /// Nothing lies at exactly `path`. What differs from it in a way that leaves no doubt is taken: letter case, the form of letters, the
    /// signs between folders, the addresses of pages that other tools make.
    fn find_otherwise(&mut self, at: LinkLocation<'a>, path: &str, local: &LocalLink<'_>) -> Resolution {
        let healed = |real| HealedPath { folder: at.path.folder(), href: &at.link.href, path: local.path, real };
        if let Some(real) = self.files.find_ignoring_case(path)
            && let Some(target) = self.find(real)
        {
            let note = match is_same_text(real, path) {
                true => diagnostics::other_form(at, real),
                false => diagnostics::wrong_case(at, real),
            };
            return self.corrected(at, note, target, local, healed(real).with_names());
        }
        let with_slashes =
            self.with_slashes(at.path, path).map(|(real, target)| (real, target, healed(real).with_slashes()));
        let of_address = || {
            let (real, target) = self.page_of_address(at, path)?;
            // It may be meant: slides, say, that another tool makes of the file.
            let edit = healed(real).with_chapter().filter(|_| !self.home.is_built_elsewhere);
            Some((real, target, edit))
        };
        match with_slashes.or_else(of_address) {
            Some((real, target, edit)) => self.corrected(at, diagnostics::healed_path(at, real), target, local, edit),
            None => self.missing(at, Some(path)),
        }
    }

    /// What was found under another path, which `note` tells. `edit` is how the link should be written, if that is certain.
    fn corrected(
        &mut self,
        at: LinkLocation<'a>,
        note: CourseDiagnostic,
        target: PathTarget<'a>,
        local: &LocalLink<'_>,
        edit: Option<HrefEdit>,
    ) -> Resolution {
        let place = self.diagnostics.len();
        self.diagnostics.push(note);
        let resolution = self.found(at, target, local, true);
        let leads =
            !matches!(&resolution.link, ResolvedLink::Broken(broken) if !matches!(broken, BrokenLink::NoAnchor { .. }));
        if let Some(note) = self.diagnostics.get_mut(place).filter(|_| leads) {
            note.edit = edit;
        }
        resolution
    }

    /// What lies at `path` with slashes in place of its backslashes.
    fn with_slashes(&self, from: &SourcePath, path: &str) -> Option<(&'a str, PathTarget<'a>)> {
        if !path.contains('\\') {
            return None;
        }
        let inner = path.strip_prefix(from.folder()).unwrap_or(path).replace('\\', "/");
        let path = join(from.folder(), inner.trim_start_matches('/'))?;
        let (real, _) = self.files.entry(&path)?;
        Some((real, self.find(real)?))
    }

    /// The paths that an address of another tool may mean: as it is; from the root, also in the folder that the tool takes for its root.
    fn paths_of_address(&self, at: LinkLocation<'a>, path: &str) -> Vec<String> {
        let written = decoded(at.link.href.trim_start());
        let written = written.split(['#', '?']).next().unwrap_or("");
        let alias = ROOT_ALIASES.iter().find_map(|alias| written.strip_prefix(alias));
        let from_root = match alias {
            Some(rest) => join("", rest),
            None => written.starts_with('/').then(|| path.to_owned()),
        };
        let mut paths = if alias.is_none() { vec![path.to_owned()] } else { Vec::new() };
        if let Some(path) = from_root {
            paths.extend(self.below_root(&path).map(str::to_owned));
            paths.extend(CONTENT_FOLDERS.iter().map(|folder| format!("{folder}/{path}")));
            paths.extend(alias.map(|_| path));
        }
        paths
    }

    /// The chapter whose page another tool would put at `path`: `x.html` or `x` for `x.md`, also without the number before its name.
    fn page_of_address(&self, at: LinkLocation<'a>, path: &str) -> Option<(&'a str, PathTarget<'a>)> {
        if at.link.kind == LinkKind::Image {
            return None;
        }
        let page = |path: &str| {
            let (real, _) = self.files.entry(path)?;
            self.find(real).filter(|target| matches!(target, PathTarget::Page(_))).map(|target| (real, target))
        };
        for path in self.paths_of_address(at, path) {
            let path = path.as_str();
            let paths = paths_of_page(path);
            if let Some(found) = page(path).or_else(|| paths.iter().find_map(|path| page(path))) {
                return Some(found);
            }
            let name = paths.first().map(|path| name_of(path).to_owned())?;
            let inside = self.files.inside(folder_of(path));
            // Thousands of files for each of thousands of links would be too many.
            let inside = inside.iter().filter(|_| inside.len() <= MAX_ALIKE);
            let mut alike = inside.filter(|file| without_number(name_of(file)) == name && name_of(file) != name);
            if let (Some(file), None) = (alike.next(), alike.next()) {
                return page(file);
            }
        }
        None
    }

    /// Nothing is there. `path` is the path that was looked for; none where the link names no path in the course.
    fn missing(&mut self, at: LinkLocation<'a>, path: Option<&str>) -> Resolution {
        let near = path.and_then(|path| self.near(at.path, path));
        let (diagnostic, broken) = match at.link.kind {
            LinkKind::Image => (diagnostics::missing_image(at, path, near), BrokenLink::NoImage),
            LinkKind::Link => (diagnostics::broken_link(at, path, near), BrokenLink::NoFile),
        };
        self.diagnostics.push(diagnostic);
        ResolvedLink::Broken(broken).into()
    }

    /// The file that was probably meant by `path`, which the file `from` names.
    fn near(&mut self, from: &SourcePath, path: &str) -> Option<&'f str> {
        let path = &*path.replace('\\', "/");
        // Also a draft, which has no page.
        if let Some((real, _)) = paths_of_page(path).iter().find_map(|path| self.files.entry(path)) {
            return Some(real);
        }
        // Neither a file of another kind nor the file itself was meant.
        let (stem, ending) = split_ending(name_of(path));
        let alike = self
            .files
            .inside(folder_of(path))
            .iter()
            .filter(|path| **path != from.as_str() && split_ending(name_of(path)).1 == ending);
        let near = nearest(&mut self.budget, stem, alike.clone().map(|path| split_ending(name_of(path)).0));
        let sibling = near.and_then(|near| alike.clone().find(|path| split_ending(name_of(path)).0 == near));
        sibling.copied().or_else(|| self.files.only_named(name_of(path)))
    }
}

/// The paths in the course that an outline's links name, whether or not anything lies there.
pub fn local_targets(outline: &Outline) -> impl Iterator<Item = SourcePath> + '_ {
    let local = outline.links.iter().filter_map(|link| LocalLink::parse(&link.href));
    let named = local.filter(|local| !local.path.is_empty());
    named.filter_map(|local| join(outline.path.folder(), &decoded(local.path)).map(SourcePath::new))
}

impl LocalLink<'_> {
    /// Splits a link into its parts; none where it leads out of the course.
    fn parse(href: &str) -> Option<LocalLink<'_>> {
        let href = href.trim();
        if href.starts_with("//") || (href.contains(':') && scheme(href).is_some()) {
            return None;
        }
        let (before, fragment) = href.split_once('#').unwrap_or((href, ""));
        let end = before.find('?').unwrap_or(before.len());
        let (path, query) = before.split_at(end);
        Some(LocalLink { path, query, fragment, suffix: href.get(end..).unwrap_or("") })
    }
}

/// As [`decode`], but without a copy where there is nothing to decode: most links have no percent sign.
fn decoded(part: &str) -> Cow<'_, str> {
    if part.contains('%') { Cow::Owned(decode(part)) } else { Cow::Borrowed(part) }
}

/// A name before and after its last dot.
fn split_ending(name: &str) -> (&str, &str) {
    name.rsplit_once('.').unwrap_or((name, ""))
}
