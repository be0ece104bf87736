//! Links that mean a place of the course's repository on the web: its issues and releases, or a file of the course by its full address. In: a
//! link as written, and the repository's address where the author told it. Out: the path in the repository, or the address of the place.

use crate::path::name_of;

/// The first parts of addresses within a repository that are no files, as GitHub has them.
const PLACES: &[&str] = &[
    "",
    "actions",
    "activity",
    "archive",
    "blame",
    "blob",
    "branches",
    "commit",
    "commits",
    "compare",
    "contributors",
    "deployments",
    "discussions",
    "edit",
    "fork",
    "forks",
    "generate",
    "graphs",
    "issues",
    "labels",
    "milestone",
    "milestones",
    "network",
    "new",
    "packages",
    "projects",
    "pull",
    "pulls",
    "pulse",
    "raw",
    "releases",
    "security",
    "stargazers",
    "subscription",
    "tags",
    "tree",
    "watchers",
    "wiki",
];

/// Branches that hold the course as it is. Others, and tags, are named to mean an older or another state.
const BRANCHES: &[&str] = &["main", "master", "HEAD", "trunk", "develop", "dev"];

/// Where the course is kept.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct CourseHome<'a> {
    /// The repository's address on the web, where it is known.
    pub repository: Option<&'a str>,
    /// The name of the course's folder. Whether it lies at the repository's root, or is it, is not known.
    pub folder: &'a str,
    /// Whether another tool makes pages of it, too.
    pub is_built_elsewhere: bool,
}

/// A file or folder of the repository, as an address names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct RepositoryFile<'l> {
    /// Its path in the repository with `?…` and `#…`, as written.
    pub rest: &'l str,
    /// Whether the address gives the file itself and not GitHub's page about it.
    pub is_raw: bool,
}

/// The file that the full address `href` names in the repository at `repository`.
pub(super) fn file_of_address<'l>(href: &'l str, repository: &str) -> Option<RepositoryFile<'l>> {
    let address = without_scheme(href.trim())?;
    let own = without_scheme(repository)?;
    if let Some(rest) = strip_ignoring_case(address, own).and_then(|rest| rest.strip_prefix('/')) {
        return file_of_place(rest);
    }
    let raw = strip_ignoring_case(own, "github.com/")?;
    let rest = strip_ignoring_case(address, "raw.githubusercontent.com/")?;
    let rest = strip_ignoring_case(rest, raw)?.strip_prefix('/')?;
    let rest = rest.strip_prefix("refs/heads/").unwrap_or(rest);
    let (branch, rest) = rest.split_once('/')?;
    BRANCHES.contains(&branch).then_some(RepositoryFile { rest, is_raw: true })
}

/// The file that `blob/main/a.md` names, of GitHub, GitLab or Forgejo.
pub(super) fn file_of_place(place: &str) -> Option<RepositoryFile<'_>> {
    let place = place.strip_prefix("-/").unwrap_or(place);
    let (kind, rest) = place.split_once('/')?;
    if !matches!(kind, "blob" | "tree" | "raw" | "src") {
        return None;
    }
    let rest = rest.strip_prefix("refs/heads/").or_else(|| rest.strip_prefix("branch/")).unwrap_or(rest);
    let (branch, rest) = rest.split_once('/').unwrap_or((rest, ""));
    let is_raw = kind == "raw" || rest.split_once('?').is_some_and(|(_, query)| query.contains("raw=true"));
    BRANCHES.contains(&branch).then_some(RepositoryFile { rest, is_raw })
}

/// A path that leads out of the course: how many folders above it, and what it names there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct OutsidePath {
    /// How many folders above the course.
    pub above: usize,
    /// The path from there.
    pub rest: String,
}

impl OutsidePath {
    /// The path `path` as seen from `folder`; none where it stays in the course.
    pub fn new(folder: &str, path: &str) -> Option<Self> {
        let mut inside: Vec<&str> = if path.starts_with('/') { Vec::new() } else { parts(folder).collect() };
        let mut above = 0;
        for part in parts(path) {
            match part {
                ".." => {
                    if inside.pop().is_none() {
                        above += 1;
                    }
                }
                part => inside.push(part),
            }
        }
        (above > 0).then(|| OutsidePath { above, rest: inside.join("/") })
    }

    /// Whether it names a place of the repository: on GitHub a file's folder lies two steps below the repository's address.
    pub fn is_place(&self) -> bool {
        self.above >= 2 && PLACES.contains(&self.rest.split('/').next().unwrap_or(""))
    }

    /// The path in the course, if it goes out of the course's folder, which is called `root_name`, and in again.
    pub fn back_inside(&self, root_name: &str) -> Option<&str> {
        let inside = self.rest.strip_prefix(root_name).filter(|_| self.above == 1 && !root_name.is_empty())?;
        if inside.is_empty() { Some(inside) } else { inside.strip_prefix('/') }
    }
}

fn parts(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').filter(|part| !matches!(*part, "" | "."))
}

/// The address of a place of the repository.
pub(super) fn address(repository: &str, place: &str, suffix: &str) -> String {
    let slash = if place.is_empty() { "" } else { "/" };
    format!("{repository}{slash}{place}{suffix}")
}

/// A name without the number before it by which files are put in order: `01-intro` is `intro` in the addresses of other tools.
pub(super) fn without_number(name: &str) -> &str {
    let rest = name.trim_start_matches(|c: char| c.is_ascii_digit());
    match rest.strip_prefix(['-', '_', '.']) {
        Some(bare) if rest.len() < name.len() && !bare.is_empty() => bare.trim_start(),
        _ => name,
    }
}

/// The paths at which a chapter may lie that an address of another tool names: without `.html`, or without any ending.
pub(super) fn paths_of_page(path: &str) -> Vec<String> {
    let bare = path.strip_suffix(".html").or_else(|| path.strip_suffix(".htm")).or_else(|| path.strip_suffix(".mdx"));
    let bare = bare.unwrap_or(path).trim_end_matches('/');
    let folder = match name_of(bare) {
        "index" | "README" => bare.rsplit_once('/').map_or(Some(""), |(folder, _)| Some(folder)),
        _ => None,
    };
    let files = ["md", "markdown"].map(|ending| format!("{bare}.{ending}"));
    let overviews = ["README.md", "index.md"].map(|name| match folder.unwrap_or(bare) {
        "" => name.to_owned(),
        folder => format!("{folder}/{name}"),
    });
    files.into_iter().chain(overviews).collect()
}

fn without_scheme(address: &str) -> Option<&str> {
    let rest = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"))?;
    Some(rest.strip_prefix("www.").unwrap_or(rest))
}

fn strip_ignoring_case<'t>(text: &'t str, start: &str) -> Option<&'t str> {
    let head = text.get(..start.len())?;
    head.eq_ignore_ascii_case(start).then(|| &text[start.len()..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_the_own_repository_name_its_files() {
        let github = "https://github.com/ada/course";
        let file = |href: &'static str| file_of_address(href, github).map(|file| (file.rest, file.is_raw));
        assert_eq!(file("https://github.com/ada/course/blob/main/a/b.md#c"), Some(("a/b.md#c", false)));
        assert_eq!(file("http://www.github.com/Ada/Course/tree/master/a"), Some(("a", false)));
        assert_eq!(file("https://github.com/ada/course/tree/main"), Some(("", false)));
        assert_eq!(file("https://github.com/ada/course/blob/main/a.png?raw=true"), Some(("a.png?raw=true", true)));
        assert_eq!(file("https://raw.githubusercontent.com/ada/course/refs/heads/main/a.png"), Some(("a.png", true)));
        for other in [
            "https://github.com/ada/course2/blob/main/a.md",
            "https://github.com/ada/course/blob/v1.0/a.md",
            "https://github.com/ada/course/issues/1",
            "https://github.com/ada/course",
            "https://example.org/ada/course/blob/main/a.md",
            "a.md",
        ] {
            assert_eq!(file(other), None, "{other}");
        }
        let other = |href: &'static str, own: &str| file_of_address(href, own).map(|file| file.rest);
        assert_eq!(other("https://gitlab.com/a/b/c/-/blob/main/d.md", "https://gitlab.com/a/b/c"), Some("d.md"));
        assert_eq!(other("https://codeberg.org/a/b/src/branch/main/d.md", "https://codeberg.org/a/b"), Some("d.md"));
    }

    #[test]
    fn paths_out_of_the_course_are_counted() {
        let outside = |folder: &str, path: &str| OutsidePath::new(folder, path).map(|path| (path.above, path.rest));
        assert_eq!(outside("", "../../issues"), Some((2, "issues".to_owned())));
        assert_eq!(outside("a", "../../../issues/1"), Some((2, "issues/1".to_owned())));
        assert_eq!(outside("", "../x/../../y"), Some((2, "y".to_owned())));
        assert_eq!(outside("a/b", "../../c"), None);
        let is_place = |path: &str| OutsidePath::new("", path).is_some_and(|path| path.is_place());
        assert!(is_place("../../issues") && is_place("../..") && is_place("../../wiki/Home"));
        assert!(!is_place("../issues") && !is_place("../../other.md"));
        let back =
            |path: &str| OutsidePath::new("a", path).and_then(|path| path.back_inside("docs").map(str::to_owned));
        assert_eq!(back("../../docs/b.md").as_deref(), Some("b.md"));
        assert_eq!(back("../../docs").as_deref(), Some(""));
        assert_eq!(back("../../docs2/b.md"), None);
    }

    #[test]
    fn pages_of_other_tools_have_files() {
        assert_eq!(paths_of_page("a/b.html"), ["a/b.md", "a/b.markdown", "a/b/README.md", "a/b/index.md"]);
        assert_eq!(paths_of_page("a/index.html"), ["a/index.md", "a/index.markdown", "a/README.md", "a/index.md"]);
        assert_eq!(paths_of_page("index.html")[2], "README.md");
        for (name, bare) in [("01-intro", "intro"), ("2.intro", "intro"), ("404", "404"), ("3d", "3d"), ("01-", "01-")]
        {
            assert_eq!(without_number(name), bare);
        }
    }
}
