//! The kind of a file, by its name: tables of extensions and of names with a known meaning. Never opens a file.

/// The kind of a file of the course.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FileKind {
    /// Markdown that becomes a page.
    Chapter,
    /// Markdown about the repository; a page only where a chapter links to it, outside the reading order.
    Meta,
    /// Markdown that is not built: the other files in the folder of a single file given as source.
    Aside,
    /// The table of contents of another tool: of MkDocs, docsify, Jupyter Book, or a `SUMMARY.md` of mdBook or GitBook.
    Navigation,
    /// A picture.
    Image,
    /// A file whose name, or a folder of whose path, begins with a dot, and that is no picture: chapters can link to it, and it becomes no page.
    Hidden,
    /// A file that holds keys or passwords, by its name: it is never published.
    Private,
    /// Any other file.
    Other,
}

/// Names of other tools' tables of contents, and of the other parts of docsify's pages, in lower case. `SUMMARY.md` is not in the list, as it may be a chapter.
const NAVIGATION: &[&str] = &[
    "mkdocs.yml",
    "mkdocs.yaml",
    "_sidebar.md",
    "_navbar.md",
    "_coverpage.md",
    "_footer.md",
    "_404.md",
    "_toctree.yml",
    "_toctree.yaml",
    "_toc.yml",
];

/// How a file name about the repository must be written: some words have no other meaning, others may also name a chapter.
enum NamePattern {
    AnyCase,
    Capitals,
}

/// Stems of files about the repository and for coding agents, in lower case, `_` for `-`.
const META: &[(&str, NamePattern)] = &[
    ("contributing", NamePattern::AnyCase),
    ("code_of_conduct", NamePattern::AnyCase),
    ("license", NamePattern::AnyCase),
    ("licence", NamePattern::AnyCase),
    ("changelog", NamePattern::AnyCase),
    ("pull_request_template", NamePattern::AnyCase),
    ("issue_template", NamePattern::AnyCase),
    ("copilot_instructions", NamePattern::AnyCase),
    ("security", NamePattern::Capitals),
    ("support", NamePattern::Capitals),
    ("agents", NamePattern::Capitals),
    ("claude", NamePattern::Capitals),
    ("gemini", NamePattern::Capitals),
];

/// Extensions of pictures that a page can show.
const IMAGES: &[&str] =
    &["png", "jpg", "jpeg", "gif", "svg", "webp", "avif", "bmp", "ico", "apng", "jxl", "tif", "tiff"];

/// Endings of texts that other tools make chapters of, in lower case, and whether their files are mostly chapters: notebooks may also be
/// material that a chapter hands out.
#[cfg(any(test, feature = "render"))]
const UNREAD: &[(&str, bool)] = &[
    ("mdx", true),
    ("rst", true),
    ("adoc", true),
    ("asciidoc", true),
    ("org", true),
    ("textile", true),
    ("mediawiki", true),
    ("mdown", true),
    ("mkd", true),
    ("mkdn", true),
    ("livemd", true),
    ("rmd", true),
    ("qmd", true),
    ("ipynb", false),
];

/// A file that may be a chapter of another tool: its ending in lower case, and whether such files are mostly chapters.
#[cfg(any(test, feature = "render"))]
pub fn unread_ending(name: &str) -> Option<(&'static str, bool)> {
    let ending = name.rsplit_once('.').filter(|(stem, _)| !stem.is_empty())?.1;
    UNREAD.iter().copied().find(|(known, _)| known.eq_ignore_ascii_case(ending))
}

/// The name of a markdown file without its extension; `None` for any other file.
pub fn markdown_stem(name: &str) -> Option<&str> {
    let (stem, _) = name.rsplit_once('.')?;
    (has_markdown_ending(name) && !stem.is_empty()).then_some(stem)
}

/// Whether a path ends as those of markdown files do.
pub fn has_markdown_ending(path: &str) -> bool {
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
    ending.eq_ignore_ascii_case("md") || ending.eq_ignore_ascii_case("markdown")
}

/// The kind of a file by its name. `SUMMARY.md` is a chapter here; the walk finds out from other files whether it is a table of contents.
pub fn kind_of(name: &str) -> FileKind {
    match markdown_stem(name) {
        _ if name.starts_with('.') => FileKind::Hidden,
        _ if NAVIGATION.contains(&name.to_ascii_lowercase().as_str()) => FileKind::Navigation,
        Some(stem) if is_meta(stem) => FileKind::Meta,
        Some(_) => FileKind::Chapter,
        None if is_image(name) => FileKind::Image,
        None => FileKind::Other,
    }
}

fn is_meta(stem: &str) -> bool {
    let lower = stem.to_ascii_lowercase().replace('-', "_");
    META.iter().any(|(known, pattern)| match pattern {
        NamePattern::AnyCase => *known == lower,
        NamePattern::Capitals => *known == lower && !stem.bytes().any(|byte| byte.is_ascii_lowercase()),
    })
}

fn is_image(name: &str) -> bool {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    ending.is_some_and(|ending| IMAGES.contains(&ending.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_what_a_file_is() {
        for (name, kind) in [
            ("01-iam.md", FileKind::Chapter),
            ("b.MARKDOWN", FileKind::Chapter),
            ("-.md", FileKind::Chapter),
            ("SUMMARY.md", FileKind::Chapter),
            ("Contributing.md", FileKind::Meta),
            ("CODE-OF-CONDUCT.md", FileKind::Meta),
            ("SECURITY.md", FileKind::Meta),
            ("_sidebar.md", FileKind::Navigation),
            ("mkdocs.yml", FileKind::Navigation),
            ("a.PNG", FileKind::Image),
            (".env", FileKind::Hidden),
            (".md", FileKind::Hidden),
            ("LICENSE", FileKind::Other),
            ("md", FileKind::Other),
        ] {
            assert_eq!(kind_of(name), kind, "{name}");
        }
    }

    #[test]
    fn chapters_of_other_tools_are_known_by_their_ending() {
        assert_eq!(unread_ending("a.MDX"), Some(("mdx", true)));
        assert_eq!(unread_ending("a.b.ipynb"), Some(("ipynb", false)));
        for name in ["a.md", "mdx", ".mdx", "a.py"] {
            assert_eq!(unread_ending(name), None, "{name}");
        }
    }

    #[test]
    fn a_chapter_may_be_called_security() {
        assert_eq!(kind_of("security.md"), FileKind::Chapter);
        assert_eq!(kind_of("Agents.md"), FileKind::Chapter);
    }
}
