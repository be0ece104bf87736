//! Folders that only hold a course, or all of a module, such as `docs`: what lies in them is the content of the folder above. In: the paths
//! of chapters and their pages. Out: those folders.

use std::collections::{BTreeMap, BTreeSet};

use crate::path::{SitePath, folder_of, folders_down_to, name_of};
use crate::source::index_page;

/// Names of folders that say nothing to a reader, in lower case.
const TECHNICAL_NAMES: &[&str] = &[
    "docs",
    "doc",
    "documentation",
    "src",
    "source",
    "content",
    "contents",
    "pages",
    "_posts",
    "text",
    "texts",
    "markdown",
    "md",
    "site",
    "website",
];

/// Further names that say nothing of what lies in such a folder where nothing lies beside it: `lessons` beside `exercises` does.
const OTHER_GENERIC_NAMES: &[&str] = &[
    "lessons",
    "lesson",
    "chapters",
    "chapter",
    "book",
    "course",
    "modules",
    "lectures",
    "units",
    "topics",
    "sections",
    "articles",
    "posts",
    "manuscript",
    "tutorial",
    "tutorials",
    "materials",
    "material",
    "curriculum",
];

/// Whether a folder's name says nothing to a reader: `docs`, `src`.
pub(super) fn is_technical_name(name: &str) -> bool {
    is_one_of(name, TECHNICAL_NAMES)
}

fn is_one_of(name: &str, names: &[&str]) -> bool {
    names.iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// What lies in a folder, as far as it matters here.
#[derive(Default)]
struct FolderContent<'a> {
    /// The chapters directly in it, without its own page.
    chapters: usize,
    has_page: bool,
    /// How many chapters it holds at any depth, its page included.
    all: usize,
    /// The folders in it that hold chapters.
    folders: BTreeSet<&'a str>,
}

/// The folders whose content is that of the folder above: those with a name that says nothing, without a page of their own, and with more in
/// them than all that lies beside them. A folder beside them that holds more than one chapter is a module, and then so are they.
pub(super) fn containers<'a>(chapters: impl Iterator<Item = (&'a str, &'a SitePath)>) -> BTreeSet<String> {
    let mut contents: BTreeMap<&str, FolderContent<'_>> = BTreeMap::new();
    for (path, page) in chapters {
        let folder = folder_of(path);
        let content = contents.entry(folder).or_default();
        match *page == index_page(folder) {
            true => content.has_page = true,
            false => content.chapters += 1,
        }
        contents.entry("").or_default().all += 1;
        for part in folders_down_to(folder) {
            contents.entry(part).or_default().all += 1;
            contents.entry(folder_of(part)).or_default().folders.insert(part);
        }
    }
    let is_container = |(path, content): &(&&str, &FolderContent<'_>)| {
        let above = contents.get(folder_of(path)).filter(|_| !path.is_empty());
        let name = name_of(path);
        let is_generic = is_technical_name(name) || is_one_of(name, OTHER_GENERIC_NAMES);
        let is_alone = |above: &FolderContent<'_>| {
            let others = above.folders.iter().filter(|other| *other != *path);
            let holds_one = |other: &&str| contents.get(*other).is_some_and(|other| other.all == 1);
            let single = others.clone().filter(|other| holds_one(other)).count();
            single == others.count() && single + above.chapters < content.all
        };
        is_generic && !content.has_page && above.is_some_and(is_alone)
    };
    contents.iter().filter(is_container).map(|(path, _)| (*path).to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::super::testing::{course, structure};

    #[test]
    fn a_folder_that_only_holds_a_course_or_a_module_is_passed_through_else_called_after_the_one_above() {
        for (files, expected) in [
            (
                &["README.md", "docs/a/1.md", "docs/a/2.md", "docs/b/1.md", "docs/b/2.md"][..],
                "A(docs/a/1.md docs/a/2.md) B(docs/b/1.md docs/b/2.md)",
            ),
            (
                &["README.md", "lessons/1.md", "lessons/2.md", "setup/README.md"],
                "lessons/1.md lessons/2.md setup/README.md",
            ),
            (&["README.md", "site/Content/1.md", "site/Content/2.md"], "site/Content/1.md site/Content/2.md"),
            (
                &["x/docs/1.md", "x/docs/2.md", "y/README.md", "y/docs/1.md", "y/docs/2.md"],
                "X(x/docs/1.md x/docs/2.md) Y(y/docs/1.md y/docs/2.md)",
            ),
            (
                &["x/docs/1.md", "x/docs/2.md", "x/a.md", "x/b.md", "y/docs/1.md", "y/docs/2.md", "y/a.md", "y/b.md"],
                "X(x/a.md x/b.md X(x/docs/1.md x/docs/2.md)) Y(y/a.md y/b.md Y(y/docs/1.md y/docs/2.md))",
            ),
            // Each of these is a part of its own.
            (&["docs/README.md", "docs/1.md", "docs/2.md"], "Docs(docs/1.md docs/2.md)"),
            (
                &["docs/1.md", "docs/2.md", "labs/1.md", "labs/2.md"],
                "Docs(docs/1.md docs/2.md) Labs(labs/1.md labs/2.md)",
            ),
            (&["1.md", "2.md", "docs/1.md", "docs/2.md"], "1.md 2.md Docs(docs/1.md docs/2.md)"),
            (&["README.md", "go/1.md", "go/2.md"], "Go(go/1.md go/2.md)"),
        ] {
            let texts: Vec<(&str, &str)> = files.iter().map(|path| (*path, "")).collect();
            assert_eq!(structure(&course(&texts, &[])), expected, "{files:?}");
        }
    }
}
