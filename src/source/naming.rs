//! The address of each page, and of each copied file. A pure function of the inventory in the order of its paths, so that the same course
//! has the same addresses on every machine.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::diagnostics;
use super::hash::Hash;
use super::inventory::Inventory;
use super::kind::{FileKind, markdown_stem};
use super::published::is_published_in_place;
use crate::diagnostic::Diagnostic;
use crate::path::{SitePath, SourcePath, folder_of};

/// The longest stem of a page's name in bytes: `.quiz.html` and a number must fit into the 255 that file systems allow.
const MAX_STEM_LEN: usize = 240;

/// The address of each markdown file.
#[derive(Debug, Default, PartialEq)]
pub struct PageAddresses {
    /// The page of each chapter and each file about the repository. A file whose page belongs to another file is missing.
    pub pages: BTreeMap<SourcePath, SitePath>,
    /// Errors for two files that would become the same page.
    pub diagnostics: Vec<Diagnostic>,
    /// The file of each page.
    sources: HashMap<SitePath, SourcePath>,
    /// The addresses of other files whose own path is taken; no two of these are the same.
    copies: HashMap<SourcePath, SitePath>,
    /// Folders with a page in them or below: each may have an overview.
    folders: BTreeSet<String>,
    /// What no page and no copied file may take.
    reserved: ReservedNames,
    /// Where pages about the whole course are whose usual address is an author's page.
    moved: BTreeMap<SitePage, SitePath>,
}

/// A page about the whole course that leaves its address to an author's page of that name, and gets a number then.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SitePage {
    /// Every module, chapter and section.
    Contents,
    /// Questions of the course to practise.
    Practice,
    /// The course as one document.
    Print,
    /// The search.
    Search,
}

impl SitePage {
    /// All of them.
    pub const ALL: [SitePage; 4] = [SitePage::Contents, SitePage::Practice, SitePage::Print, SitePage::Search];

    /// Its usual address, without the ending.
    fn stem(self) -> &'static str {
        match self {
            SitePage::Contents => "contents",
            SitePage::Practice => "practice",
            SitePage::Print => "print",
            SitePage::Search => "search",
        }
    }

    /// Its usual address.
    pub fn path(self) -> SitePath {
        SitePath::new(format!("{}.html", self.stem()))
    }
}

/// What of a site belongs to the site itself: files at its root, `contents-#.html` with any number in place of the sign, and folders with all
/// that is below them, written with a `/` at the end.
#[derive(Debug, Default, PartialEq)]
struct ReservedNames(BTreeSet<&'static str>);

impl ReservedNames {
    fn contain(&self, path: &str) -> bool {
        self.0.contains(path) || self.0.iter().any(|name| Self::covers(name, path))
    }

    fn covers(name: &str, path: &str) -> bool {
        if name.ends_with('/') {
            return path.starts_with(name);
        }
        let Some((before, after)) = name.split_once('#') else { return false };
        let number = path.strip_prefix(before).and_then(|rest| rest.strip_suffix(after)).unwrap_or("");
        !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
    }
}

/// The address of a folder's page.
pub fn index_page(folder: &str) -> SitePath {
    SitePath::new(format!("{folder}/index.html"))
}

/// The address of the quiz page that belongs to a page.
pub fn quiz_page(page: &SitePath) -> SitePath {
    let base = page.as_str().strip_suffix(".html").unwrap_or(page.as_str());
    SitePath::new(format!("{base}.quiz.html"))
}

/// The page to which a quiz page belongs; `None` for any other address.
pub fn page_of_quiz(path: &SitePath) -> Option<SitePath> {
    path.as_str().strip_suffix(".quiz.html").map(|base| SitePath::new(format!("{base}.html")))
}

/// Assigns an address to each page: `a/b.md` becomes `a/b.html`, the README of a folder its `index.html`. Where that address is reserved or
/// belongs to a folder or a quiz page, a number is added. Of two files with the same address the first gets it, the other is an error.
///
/// `reserved` are what no page may take: see [`ReservedNames`].
pub fn pages(inventory: &Inventory, reserved: impl IntoIterator<Item = &'static str>) -> PageAddresses {
    let mut naming = PageAddresses {
        folders: folders_with_pages(inventory),
        reserved: ReservedNames(reserved.into_iter().collect()),
        ..PageAddresses::default()
    };
    let mut displaced = Vec::new();
    for kind in [FileKind::Chapter, FileKind::Meta] {
        for path in inventory.of_kind(kind) {
            match claim(path, inventory, &naming.reserved) {
                PageClaim::Own(page) => naming.assign(path, page),
                PageClaim::Displaced(page) => displaced.push((path, page)),
            }
        }
    }
    for (path, page) in displaced {
        let free = naming.numbered(&page, inventory);
        naming.assign(path, free);
    }
    naming.move_site_pages(inventory);
    naming.assign_copies(inventory);
    naming.warn_of_case();
    naming
}

/// The address that a file wants for its page.
enum PageClaim {
    Own(SitePath),
    /// The address is taken by something else; the page gets this one with a number.
    Displaced(SitePath),
}

fn claim(path: &SourcePath, inventory: &Inventory, reserved: &ReservedNames) -> PageClaim {
    let stem = markdown_stem(path.name()).unwrap_or(path.name());
    if stem.eq_ignore_ascii_case("readme") {
        return PageClaim::Own(index_page(path.folder()));
    }
    if stem.eq_ignore_ascii_case("index") {
        let page = index_page(path.folder());
        return if has_readme(path.folder(), inventory) { PageClaim::Displaced(page) } else { PageClaim::Own(page) };
    }
    let page = SitePath::new(format!("{}/{}.html", path.folder(), short(stem)));
    let reserved = reserved.contain(page.as_str()) || inventory.is_folder(page.as_str());
    if reserved || is_anothers_quiz(path, stem, inventory) { PageClaim::Displaced(page) } else { PageClaim::Own(page) }
}

/// Whether a folder of a path, or the file, begins with a dot.
fn is_dotted(path: &SourcePath) -> bool {
    path.as_str().split('/').any(|part| part.starts_with('.'))
}

/// The path without the dots at the beginning of its parts.
fn without_dots(path: &SourcePath) -> String {
    let parts = path.as_str().split('/').map(|part| part.trim_start_matches('.'));
    parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join("/")
}

fn has_readme(folder: &str, inventory: &Inventory) -> bool {
    ["README.md", "README.markdown"]
        .iter()
        .any(|name| inventory.find_ignoring_case(&SourcePath::new(format!("{folder}/{name}"))).is_some())
}

/// Whether a file is called `b.quiz.md` and there is a `b.md`: its address belongs to the quiz page of `b`.
fn is_anothers_quiz(path: &SourcePath, stem: &str, inventory: &Inventory) -> bool {
    let Some(owner) = stem.strip_suffix(".quiz") else { return false };
    let exists = |name: String| inventory.file(&SourcePath::new(format!("{}/{name}", path.folder()))).is_some();
    exists(format!("{owner}.md")) || exists(format!("{owner}.markdown")) || owner.eq_ignore_ascii_case("index")
}

/// A stem of at most [`MAX_STEM_LEN`] bytes. A longer one is cut and gets the beginning of its hash, which keeps it unique.
fn short(stem: &str) -> String {
    if stem.len() <= MAX_STEM_LEN {
        return stem.to_owned();
    }
    let hash = Hash::of(stem.as_bytes()).digits(8);
    let max_len = MAX_STEM_LEN - hash.len() - 1;
    let beginning: String =
        stem.char_indices().take_while(|(at, c)| at + c.len_utf8() <= max_len).map(|(_, c)| c).collect();
    format!("{beginning}-{hash}")
}

fn folders_with_pages(inventory: &Inventory) -> BTreeSet<String> {
    let mut folders = BTreeSet::from([String::new()]);
    for path in inventory.chapters() {
        let mut folder = path.folder();
        while !folder.is_empty() && folders.insert(folder.to_owned()) {
            folder = folder_of(folder);
        }
    }
    folders
}

impl PageAddresses {
    /// The file whose page this is.
    pub fn source_of(&self, page: &SitePath) -> Option<&SourcePath> {
        self.sources.get(page)
    }

    /// The page of a file. For a file that could not be read, this is the page that it would become if the address were free.
    pub fn page_of(&self, path: &SourcePath) -> SitePath {
        if let Some(page) = self.pages.get(path) {
            return page.clone();
        }
        let (PageClaim::Own(page) | PageClaim::Displaced(page)) = claim(path, &Inventory::default(), &self.reserved);
        page
    }

    /// The address of a page about the whole course.
    pub fn site_page(&self, page: SitePage) -> SitePath {
        self.moved.get(&page).cloned().unwrap_or_else(|| page.path())
    }

    /// Gives a number to pages about the whole course whose usual address is an author's.
    fn move_site_pages(&mut self, inventory: &Inventory) {
        for page in SitePage::ALL.into_iter().filter(|page| self.sources.contains_key(&page.path())) {
            let numbered = |number: usize| SitePath::new(format!("{}-{number}.html", page.stem()));
            let is_free = |path: &SitePath| {
                let is_file = inventory.file(&SourcePath::new(path.as_str())).is_some();
                !self.sources.contains_key(path) && !is_file && !inventory.is_folder(path.as_str())
            };
            // Where there are numbered parts, these begin at 1.
            let first = usize::from(!self.reserved.contain(numbered(1).as_str()));
            if let Some(free) = (first..).map(numbered).find(is_free) {
                self.moved.insert(page, free);
            }
        }
    }

    /// The address to which a file is copied: the same path, or with a number where the path belongs to a page or is reserved.
    pub fn copy_of(&self, path: &SourcePath) -> SitePath {
        self.copies.get(path).cloned().unwrap_or_else(|| SitePath::new(path.as_str()))
    }

    /// Gives every file that is no page, and whose path is taken by the site or begins with a dot somewhere, an address that no other file
    /// has: hosts and the tools that fill them leave out what begins with a dot.
    fn assign_copies(&mut self, inventory: &Inventory) {
        let others = inventory.iter().map(|(path, _)| path).filter(|path| !self.pages.contains_key(*path));
        let is_displaced = |path: &&SourcePath| {
            let is_taken = self.is_taken_by_site(&SitePath::new(path.as_str()));
            let kind = inventory.file(path).map_or(FileKind::Other, |file| file.kind);
            is_taken || is_dotted(path) && !is_published_in_place(path, kind)
        };
        let displaced: Vec<&SourcePath> = others.filter(is_displaced).collect();
        let mut assigned = BTreeSet::new();
        for path in displaced {
            let bare = without_dots(path);
            let (base, ending) = bare.rsplit_once('.').unwrap_or((&bare, ""));
            let numbered = |n: usize| match n {
                0 => bare.clone(),
                n => format!("{base}-file-{n}.{ending}"),
            };
            let is_free = |name: &String| {
                let is_file = inventory.file(&SourcePath::new(name)).is_some() || inventory.is_folder(name);
                !is_file && !assigned.contains(name) && !self.is_taken_by_site(&SitePath::new(name))
            };
            if let Some(free) = (0..).map(numbered).find(is_free) {
                self.copies.insert(path.clone(), SitePath::new(&free));
                assigned.insert(free);
            }
        }
    }

    /// Whether an address belongs to the site itself or to a page made from a file.
    pub fn is_taken_by_site(&self, target: &SitePath) -> bool {
        let root_file = self.reserved.contain(target.as_str())
            || SitePage::ALL.into_iter().any(|page| self.site_page(page) == *target);
        let overview = target.name() == "index.html" && self.folders.contains(target.folder());
        let quiz_of_page = page_of_quiz(target).is_some_and(|page| self.sources.contains_key(&page));
        root_file || overview || quiz_of_page || self.sources.contains_key(target)
    }

    fn assign(&mut self, path: &SourcePath, page: SitePath) {
        if let Some(winner) = self.sources.get(&page) {
            self.diagnostics.push(diagnostics::two_sources(path, winner, page.as_str()));
            return;
        }
        self.sources.insert(page.clone(), path.clone());
        self.pages.insert(path.clone(), page);
    }

    fn numbered(&self, page: &SitePath, inventory: &Inventory) -> SitePath {
        let base = page.as_str().strip_suffix(".html").unwrap_or(page.as_str());
        let free = |page: &SitePath| !self.sources.contains_key(page) && !inventory.is_folder(page.as_str());
        (1..).map(|n| SitePath::new(format!("{base}-{n}.html"))).find(free).unwrap_or_else(|| page.clone())
    }

    fn warn_of_case(&mut self) {
        let mut seen: HashMap<String, &SourcePath> = HashMap::new();
        for (path, page) in &self.pages {
            match seen.entry(page.as_str().to_lowercase()) {
                std::collections::hash_map::Entry::Vacant(free) => drop(free.insert(path)),
                std::collections::hash_map::Entry::Occupied(first) => {
                    self.diagnostics.push(diagnostics::same_but_for_case(path, first.get()));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Severity;

    const RESERVED: [&str; 6] =
        ["index.html", "404.html", "offline.html", "course.json", "contents-#.html", "assets/search/"];

    fn named(paths: &[&str]) -> Vec<(String, String)> {
        let named = pages(&Inventory::from_paths(paths.iter().copied()), RESERVED);
        named.pages.iter().map(|(path, page)| (path.to_string(), page.to_string())).collect()
    }

    fn check(paths: &[&str], expected: &[(&str, &str)]) {
        let expected: Vec<(String, String)> =
            expected.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
        assert_eq!(named(paths), expected);
    }

    #[test]
    fn pages_keep_the_place_of_their_files() {
        check(
            &["a/b c.md", "a/README.md", "c/Index.markdown"],
            &[("a/README.md", "a/index.html"), ("a/b c.md", "a/b c.html"), ("c/Index.markdown", "c/index.html")],
        );
    }

    #[test]
    fn an_index_beside_a_readme_gets_a_number_that_is_free() {
        check(
            &["index.md", "readme.md", "index-1.md"],
            &[("index-1.md", "index-1.html"), ("index.md", "index-2.html"), ("readme.md", "index.html")],
        );
    }

    #[test]
    fn pages_about_the_course_leave_their_address_to_an_author() {
        let named = |paths: &[&str]| {
            let named = pages(&Inventory::from_paths(paths.iter().copied()), RESERVED);
            SitePage::ALL.map(|page| named.site_page(page).to_string())
        };
        assert_eq!(named(&["a.md"]), ["contents.html", "practice.html", "print.html", "search.html"]);
        let own = ["contents.md", "practice.md", "practice-1.md", "search.md", "search-1.html"];
        assert_eq!(named(&own), ["contents-0.html", "practice-2.html", "print.html", "search-2.html"]);
        check(&["practice.md"], &[("practice.md", "practice.html")]);
    }

    #[test]
    fn reserved_names_get_out_of_the_way() {
        check(
            &["404.md", "offline.md", "a/offline.md", "b.md", "b.quiz.md", "c.md", "c.html/x.md"],
            &[
                ("404.md", "404-1.html"),
                ("a/offline.md", "a/offline.html"),
                ("b.md", "b.html"),
                ("b.quiz.md", "b.quiz-1.html"),
                ("c.html/x.md", "c.html/x.html"),
                ("c.md", "c-1.html"),
                ("offline.md", "offline-1.html"),
            ],
        );
        check(
            &["m/README.md", "m/index.quiz.md"],
            &[("m/README.md", "m/index.html"), ("m/index.quiz.md", "m/index.quiz-1.html")],
        );
    }

    #[test]
    fn numbered_names_and_folders_are_reserved() {
        check(
            &["contents-2.md", "contents-x.md", "assets/search/a.md"],
            &[
                ("assets/search/a.md", "assets/search/a-1.html"),
                ("contents-2.md", "contents-2-1.html"),
                ("contents-x.md", "contents-x.html"),
            ],
        );
    }

    #[test]
    fn two_files_for_one_page_are_an_error_and_the_first_is_built() {
        let named = pages(&Inventory::from_paths(["a.markdown", "a.md", "A.md"]), RESERVED);
        let built: Vec<&str> = named.pages.keys().map(SourcePath::as_str).collect();
        assert_eq!(built, ["A.md", "a.markdown"]);
        let severities: Vec<Severity> = named.diagnostics.iter().map(|diagnostic| diagnostic.severity).collect();
        assert_eq!(severities, [Severity::Error, Severity::Warning]);
    }

    #[test]
    fn long_names_leave_room_for_the_quiz_page() {
        let path = format!("{}.md", "é".repeat(125));
        let named = pages(&Inventory::from_paths([path.as_str()]), RESERVED);
        let page = named.pages.values().next().expect("a page");
        assert!(quiz_page(page).name().len() <= 255, "{}", quiz_page(page));
    }

    #[test]
    fn copied_files_do_not_take_a_pages_place() {
        let named = pages(
            &Inventory::from_paths([
                "a.md",
                "a.html",
                "a.quiz.html",
                "index.html",
                "m/x.md",
                "m/index.html",
                "x/index.html",
                "i.png",
            ]),
            RESERVED,
        );
        let copy = |path: &str| named.copy_of(&SourcePath::new(path)).to_string();
        assert_eq!(copy("a.html"), "a-file-1.html");
        assert_eq!(copy("a.quiz.html"), "a.quiz-file-1.html");
        assert_eq!(copy("index.html"), "index-file-1.html");
        assert_eq!(copy("m/index.html"), "m/index-file-1.html");
        assert_eq!(copy("x/index.html"), "x/index.html");
        assert_eq!(copy("i.png"), "i.png");
    }

    #[test]
    fn copied_files_do_not_take_each_others_place() {
        let paths = ["a.md", "a.html", "a-file-1.html", "a-file-2.html/x.png", "b.md", "b.html"];
        let named = pages(&Inventory::from_paths(paths), RESERVED);
        let copy = |path: &str| named.copy_of(&SourcePath::new(path)).to_string();
        assert_eq!(copy("a.html"), "a-file-3.html");
        assert_eq!(copy("a-file-1.html"), "a-file-1.html");
        assert_eq!(copy("b.html"), "b-file-1.html");
    }
}
