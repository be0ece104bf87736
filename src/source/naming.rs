//! Which page each markdown file becomes, and where other files go. A pure function of the inventory: in the order of
//! paths, so that the same course has the same addresses on every machine.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::diagnostics;
use super::hash::Hash;
use super::inventory::Inventory;
use super::kind::{FileKind, markdown_stem};
use crate::diagnostic::Diagnostic;
use crate::path::{SitePath, SourcePath};

/// Longest stem of a page's name in bytes: `.quiz.html` and a number must fit into the 255 that file systems allow.
const MAX_STEM_LEN: usize = 240;

/// The address of each markdown file.
#[derive(Debug, Default, PartialEq)]
pub struct PageAddresses {
    /// Chapters and files about the repository; what would become another's page is missing.
    pub pages: BTreeMap<SourcePath, SitePath>,
    /// Two files for one page.
    pub diagnostics: Vec<Diagnostic>,
    taken: HashMap<SitePath, SourcePath>,
    /// Folders with a page in them or below: each may get an overview.
    folders: BTreeSet<String>,
    /// Names at the root that the site itself makes: no page and no copied file may take them.
    reserved: BTreeSet<&'static str>,
}

/// The quiz page that belongs to a page.
pub fn quiz_page(page: &SitePath) -> SitePath {
    let base = page.as_str().strip_suffix(".html").unwrap_or(page.as_str());
    SitePath::new(format!("{base}.quiz.html"))
}

/// The page whose quiz page this is; none for a name that is no quiz page's.
pub fn page_of_quiz(path: &SitePath) -> Option<SitePath> {
    path.as_str().strip_suffix(".quiz.html").map(|base| SitePath::new(format!("{base}.html")))
}

/// Names the pages: `a/b.md` is `a/b.html`, a folder's README its `index.html`. What would take a name that is not free gets
/// a number; two files with the same claim are an error, and the first keeps it.
///
/// `reserved` are the names at the root that the site itself makes.
pub fn pages(inventory: &Inventory, reserved: impl IntoIterator<Item = &'static str>) -> PageAddresses {
    let mut naming = PageAddresses {
        folders: folders_with_pages(inventory),
        reserved: reserved.into_iter().collect(),
        ..PageAddresses::default()
    };
    let mut displaced = Vec::new();
    for kind in [FileKind::Chapter, FileKind::Meta] {
        for path in inventory.of_kind(kind) {
            match claim(path, inventory, &naming.reserved) {
                PageClaim::Own(page) => naming.give(path, page),
                PageClaim::Displaced(page) => displaced.push((path, page)),
            }
        }
    }
    for (path, page) in displaced {
        let free = naming.numbered(&page, inventory);
        naming.give(path, free);
    }
    naming.warn_of_case();
    naming
}

/// What a file may call its page.
enum PageClaim {
    Own(SitePath),
    /// The name belongs to something else: a numbered one is to be found.
    Displaced(SitePath),
}

fn claim(path: &SourcePath, inventory: &Inventory, reserved: &BTreeSet<&str>) -> PageClaim {
    let stem = markdown_stem(path.name()).unwrap_or(path.name());
    let in_folder = |name: &str| SitePath::new(format!("{}/{name}", path.folder()));
    if stem.eq_ignore_ascii_case("readme") {
        return PageClaim::Own(in_folder("index.html"));
    }
    if stem.eq_ignore_ascii_case("index") {
        let page = in_folder("index.html");
        return if has_readme(path.folder(), inventory) { PageClaim::Displaced(page) } else { PageClaim::Own(page) };
    }
    let page = in_folder(&format!("{}.html", short(stem)));
    let reserved = reserved.contains(page.as_str()) || inventory.is_folder(page.as_str());
    if reserved || is_anothers_quiz(path, stem, inventory) { PageClaim::Displaced(page) } else { PageClaim::Own(page) }
}

fn has_readme(folder: &str, inventory: &Inventory) -> bool {
    ["README.md", "README.markdown"]
        .iter()
        .any(|name| inventory.find_ignoring_case(&SourcePath::new(format!("{folder}/{name}"))).is_some())
}

/// `b.quiz.md` beside `b.md`: its name belongs to the quiz page of `b`.
fn is_anothers_quiz(path: &SourcePath, stem: &str, inventory: &Inventory) -> bool {
    let Some(owner) = stem.strip_suffix(".quiz") else { return false };
    let exists = |name: String| inventory.file(&SourcePath::new(format!("{}/{name}", path.folder()))).is_some();
    exists(format!("{owner}.md")) || exists(format!("{owner}.markdown")) || owner.eq_ignore_ascii_case("index")
}

/// A stem that leaves room for endings; a long one keeps its beginning and gets a mark of its own.
fn short(stem: &str) -> String {
    if stem.len() <= MAX_STEM_LEN {
        return stem.to_owned();
    }
    let mark: String = Hash::of(stem.as_bytes()).to_string().chars().take(8).collect();
    let most = MAX_STEM_LEN - mark.len() - 1;
    let kept: String = stem.char_indices().take_while(|(at, c)| at + c.len_utf8() <= most).map(|(_, c)| c).collect();
    format!("{kept}-{mark}")
}

fn folders_with_pages(inventory: &Inventory) -> BTreeSet<String> {
    let mut folders = BTreeSet::from([String::new()]);
    for path in inventory.chapters() {
        let mut folder = path.folder();
        while !folder.is_empty() && folders.insert(folder.to_owned()) {
            folder = folder.rsplit_once('/').map_or("", |(above, _)| above);
        }
    }
    folders
}

impl PageAddresses {
    /// The file whose page this is.
    pub fn source_of(&self, page: &SitePath) -> Option<&SourcePath> {
        self.taken.get(page)
    }

    /// The page of a file; for a file that could not be looked at, the page that it becomes where nothing else wants it.
    pub fn page_of(&self, path: &SourcePath) -> SitePath {
        if let Some(page) = self.pages.get(path) {
            return page.clone();
        }
        let (PageClaim::Own(page) | PageClaim::Displaced(page)) = claim(path, &Inventory::default(), &self.reserved);
        page
    }

    /// Where a file that is no page is copied to: the same relative place, unless a page or a file of the site's own belongs there.
    pub fn copy_of(&self, path: &SourcePath) -> SitePath {
        let place = SitePath::new(path.as_str());
        if !self.belongs_to_the_site(&place) {
            return place;
        }
        let (base, ending) = place.as_str().rsplit_once('.').unwrap_or((place.as_str(), ""));
        let numbered = |n: usize| SitePath::new(format!("{base}-file-{n}.{ending}"));
        (1..).map(numbered).find(|place| !self.belongs_to_the_site(place)).unwrap_or(place)
    }

    fn belongs_to_the_site(&self, place: &SitePath) -> bool {
        let root_file = self.reserved.contains(place.as_str());
        let overview = place.name() == "index.html" && self.folders.contains(place.folder());
        let quiz_of_page = page_of_quiz(place).is_some_and(|page| self.taken.contains_key(&page));
        root_file || overview || quiz_of_page || self.taken.contains_key(place)
    }

    fn give(&mut self, path: &SourcePath, page: SitePath) {
        if let Some(winner) = self.taken.get(&page) {
            self.diagnostics.push(diagnostics::two_sources(path, winner, page.as_str()));
            return;
        }
        self.taken.insert(page.clone(), path.clone());
        self.pages.insert(path.clone(), page);
    }

    fn numbered(&self, page: &SitePath, inventory: &Inventory) -> SitePath {
        let base = page.as_str().strip_suffix(".html").unwrap_or(page.as_str());
        let free = |page: &SitePath| !self.taken.contains_key(page) && !inventory.is_folder(page.as_str());
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

    const RESERVED: [&str; 4] = ["index.html", "404.html", "print.html", "course.json"];

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
    fn reserved_names_get_out_of_the_way() {
        check(
            &["404.md", "print.md", "a/print.md", "b.md", "b.quiz.md", "c.md", "c.html/x.md"],
            &[
                ("404.md", "404-1.html"),
                ("a/print.md", "a/print.html"),
                ("b.md", "b.html"),
                ("b.quiz.md", "b.quiz-1.html"),
                ("c.html/x.md", "c.html/x.html"),
                ("c.md", "c-1.html"),
                ("print.md", "print-1.html"),
            ],
        );
        check(
            &["m/README.md", "m/index.quiz.md"],
            &[("m/README.md", "m/index.html"), ("m/index.quiz.md", "m/index.quiz-1.html")],
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
            &Inventory::from_paths(["a.md", "a.html", "index.html", "m/x.md", "m/index.html", "x/index.html", "i.png"]),
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
}
