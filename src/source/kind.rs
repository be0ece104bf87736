//! What a file is by its name: tables of endings and of names with a known meaning. Never opens a file.

use serde::{Deserialize, Serialize};

/// What a file of the course is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum FileKind {
    /// Markdown that becomes a page.
    Chapter,
    /// Markdown about the repository; a page only where a chapter links to it, outside the reading order.
    Meta,
    /// Markdown that is not part of this build: the neighbours of a single file given as source.
    Aside,
    /// The table of contents of another tool.
    Navigation(Navigation),
    /// A picture.
    Image,
    /// A file whose name, or a folder of whose path, begins with a dot: it can be referred to, no more.
    Hidden,
    /// Anything else.
    Other,
}

/// Whose table of contents a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Navigation {
    /// `mkdocs.yml`
    MkDocs,
    /// `SUMMARY.md` of mdBook and GitBook.
    Summary,
    /// `_sidebar.md` and `_navbar.md` of docsify.
    Docsify,
    /// `_toctree.yml` and `_toc.yml` of Hugging Face's courses and Jupyter Book.
    Toctree,
}

/// Names of other tools' tables of contents, in lower case.
const NAVIGATION: &[(&str, Navigation)] = &[
    ("mkdocs.yml", Navigation::MkDocs),
    ("mkdocs.yaml", Navigation::MkDocs),
    ("summary.md", Navigation::Summary),
    ("_sidebar.md", Navigation::Docsify),
    ("_navbar.md", Navigation::Docsify),
    ("_toctree.yml", Navigation::Toctree),
    ("_toctree.yaml", Navigation::Toctree),
    ("_toc.yml", Navigation::Toctree),
];

/// What a name about the repository looks like: some words mean nothing else, some are a chapter's name too.
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

/// Endings of pictures that a page can show.
const IMAGES: &[&str] =
    &["png", "jpg", "jpeg", "gif", "svg", "webp", "avif", "bmp", "ico", "apng", "jxl", "tif", "tiff"];

/// The stem of a markdown file's name, if it is one by its ending.
pub fn markdown_stem(name: &str) -> Option<&str> {
    let (stem, ending) = name.rsplit_once('.')?;
    let known = ending.eq_ignore_ascii_case("md") || ending.eq_ignore_ascii_case("markdown");
    (known && !stem.is_empty()).then_some(stem)
}

/// Whose table of contents the name belongs to, if any.
pub fn navigation(name: &str) -> Option<Navigation> {
    let lower = name.to_ascii_lowercase();
    NAVIGATION.iter().find(|(known, _)| *known == lower).map(|(_, navigation)| *navigation)
}

/// What a file is by its name. `SUMMARY.md` is a chapter here: only what lies around it can tell otherwise.
pub fn kind_of(name: &str) -> FileKind {
    match (navigation(name), markdown_stem(name)) {
        _ if name.starts_with('.') => FileKind::Hidden,
        (Some(navigation), _) if navigation != Navigation::Summary => FileKind::Navigation(navigation),
        (_, Some(stem)) if is_meta(stem) => FileKind::Meta,
        (_, Some(_)) => FileKind::Chapter,
        _ if is_image(name) => FileKind::Image,
        _ => FileKind::Other,
    }
}

fn is_meta(stem: &str) -> bool {
    let lower = stem.to_ascii_lowercase().replace('-', "_");
    META.iter().any(|(known, written)| match written {
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
            ("_sidebar.md", FileKind::Navigation(Navigation::Docsify)),
            ("mkdocs.yml", FileKind::Navigation(Navigation::MkDocs)),
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
    fn a_chapter_may_be_called_security() {
        assert_eq!(kind_of("security.md"), FileKind::Chapter);
        assert_eq!(kind_of("Agents.md"), FileKind::Chapter);
    }
}
