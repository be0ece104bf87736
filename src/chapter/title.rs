//! Titles of chapters and folders. In: a front matter and headings, or a name. Out: the title that the author wrote, or one made from
//! the name.

use crate::markdown::Document;
use crate::path::SourcePath;
use crate::source::FrontMatter;

/// The title that the author wrote: in the front matter, else as the first `h1` that has text.
pub(super) fn written_title(front: &FrontMatter, document: &Document) -> Option<String> {
    let title = front.title.as_deref().map(str::trim).filter(|title| !title.is_empty());
    let heading =
        || title_heading(document).and_then(|index| document.headings.get(index)).map(|heading| &*heading.text);
    title.or_else(heading).map(str::to_owned)
}

/// The index in [`Document::headings`] of the heading that is the page's title: the first `h1` that has text.
pub(super) fn title_heading(document: &Document) -> Option<usize> {
    document.headings.iter().position(|heading| heading.level == 1 && !heading.text.is_empty())
}

/// The title of a file that has no written one, made from its name; that of a README or index is made from the folder's name.
pub(super) fn title_from_path(path: &SourcePath) -> String {
    match path.stem().to_ascii_lowercase().as_str() {
        "readme" | "index" if !path.folder().is_empty() => {
            title_from_name(path.folder().rsplit('/').next().unwrap_or(""))
        }
        _ => title_from_name(path.stem()),
    }
}

/// A title made from the name of a file or folder: leading numbers are dropped, dashes and underscores become blanks, and the first
/// letter becomes a capital. `01-02-getting_started` is `Getting started`; a name of numbers alone keeps them.
pub fn title_from_name(name: &str) -> String {
    let bare = name.trim_start_matches(|c: char| c.is_ascii_digit() || "-_. ".contains(c));
    let words = if bare.is_empty() { name } else { bare }.replace(['-', '_'], " ");
    let mut chars = words.trim().chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_made_from_names() {
        for (name, title) in [
            ("01-getting_started", "Getting started"),
            ("01-02-intro", "Intro"),
            ("02.1 roles", "Roles"),
            ("module-02", "Module 02"),
            ("03", "03"),
            ("01-02", "01 02"),
            ("été", "Été"),
            ("--", "--"),
            ("", ""),
        ] {
            assert_eq!(title_from_name(name), title);
        }
    }

    #[test]
    fn a_readme_is_named_after_its_folder() {
        let title = |path: &str| title_from_path(&SourcePath::new(path));
        assert_eq!(title("a/02-shared_responsibility.md"), "Shared responsibility");
        assert_eq!(title("a/01-02-intro/README.md"), "Intro");
        assert_eq!(title("index.md"), "Index");
    }
}
