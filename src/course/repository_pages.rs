//! Pages about the repository: for translators, contributors and maintainers, and templates of lessons. In: names and titles. Out: whether
//! a page is one. Such a page stays a chapter, as it may be read, and never leads a course.

/// Names of such files and folders, in lower case, `-` for `_` and blanks.
const NAMES: &[&str] = &[
    "translating",
    "translators",
    "translation-guide",
    "translation-guidelines",
    "how-to-translate",
    "contributors",
    "contributor-guide",
    "contributor-guidelines",
    "contributing",
    "contributing-guide",
    "contributing-guidelines",
    "how-to-contribute",
    "contribute",
    "maintainers",
    "maintainer",
    "maintainer-guide",
    "maintainers-guide",
    "for-maintainers",
    "for-contributors",
    "for-translators",
    "setup-for-maintainers",
    "maintainers-setup",
    "codeowners",
    "lesson-template",
    "chapter-template",
    "module-template",
    "readme-template",
    "template-lesson",
    "template-chapter",
    "lesson-templates",
    "code-of-conduct",
    "changelog",
    "licence",
    "license",
    "acknowledgements",
    "acknowledgments",
    "attributions",
];

/// Names that may be those of chapters too: they count where they are written in capitals, or with `_` in front.
const AMBIGUOUS_NAMES: &[&str] = &[
    "translation",
    "translations",
    "template",
    "templates",
    "maintenance",
    "governance",
    "authors",
    "credits",
    "sponsors",
    "backers",
    "releases",
    "release-notes",
    "releasing",
    "security",
    "support",
    "privacy",
    "style-guide",
    "styleguide",
    "contribution",
    "contributions",
    "citation",
    "roadmap",
    "todo",
];

/// Words of titles of such pages, in lower case.
const TITLE_WORDS: &[&str] =
    &["for maintainers", "for contributors", "for translators", "lesson template", "chapter template"];

/// Whether the name of a file (without its ending) or folder says that it is about the repository.
pub(super) fn is_repository_name(name: &str) -> bool {
    let bare = name.trim_start_matches(['_', '-', '.']);
    let lower = bare.to_ascii_lowercase().replace(['_', ' '], "-");
    let is_marked = bare.len() < name.len() || !name.bytes().any(|byte| byte.is_ascii_lowercase());
    NAMES.contains(&lower.as_str()) || (is_marked && AMBIGUOUS_NAMES.contains(&lower.as_str()))
}

/// Whether a title is that of a page about the repository, or one that an author is still to write: `[Lesson Topic]`, `{{ title }}`.
pub(super) fn is_repository_title(title: &str) -> bool {
    let title = title.trim();
    let bare = title.trim_start_matches(|c: char| !matches!(c, '[' | '{' | '<' | '(') && !c.is_alphanumeric());
    let is_in = |open: &str, close: &str| bare.starts_with(open) && bare.ends_with(close);
    let is_blank_to_fill = is_in("[", "]") || is_in("{", "}") || is_in("<", ">") || title.contains("{{");
    let lower = title.to_lowercase();
    is_blank_to_fill || TITLE_WORDS.iter().any(|words| lower.contains(words))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_about_the_repository_are_known_by_name_or_title() {
        for name in ["TRANSLATING", "contributors", "Lesson_Template", "_template", "TEMPLATE", "maintainer-guide"] {
            assert!(is_repository_name(name), "{name}");
        }
        for name in ["translation", "templates", "05-contributing", "security-groups", "intro"] {
            assert!(!is_repository_name(name), "{name}");
        }
        for title in ["[Lesson Topic]", "{{ cookiecutter.title }}", "Setup for maintainers"] {
            assert!(is_repository_title(title), "{title}");
        }
        for title in ["Arrays [ ]", "C++ templates", "Introduction", ""] {
            assert!(!is_repository_title(title), "{title}");
        }
    }
}
