//! What is wrong with a course as a whole: one function for each message.

use crate::chapter::{LinkRole, OutlineLink};
use crate::diagnostic::{Code, Diagnostic};
use crate::path::{SitePath, SourcePath, relative};
use crate::span::Span;

/// Something an author should know of. Where a link stands is not the course's to know: whoever has the chapter's card puts the span in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CourseDiagnostic {
    /// Row of the outline it is about, and of the link in it; none: the file as a whole.
    pub at: Option<(usize, usize)>,
    /// What to say, still without its span.
    pub diagnostic: Diagnostic,
}

impl CourseDiagnostic {
    fn help(self, help: String) -> Self {
        CourseDiagnostic { diagnostic: self.diagnostic.help(help), ..self }
    }

    /// The diagnostic, in its place.
    pub fn placed(&self, span: Option<Span>) -> Diagnostic {
        Diagnostic { span, ..self.diagnostic.clone() }
    }
}

/// A link in its file.
#[derive(Clone, Copy)]
pub(super) struct LinkLocation<'a> {
    pub path: &'a SourcePath,
    /// Row of the outline.
    pub row: usize,
    /// Which of its links.
    pub nth: usize,
    pub link: &'a OutlineLink,
}

impl LinkLocation<'_> {
    fn says(self, code: Code, message: String) -> CourseDiagnostic {
        let diagnostic = Diagnostic::of_file(code, message).in_file(self.path);
        CourseDiagnostic { at: Some((self.row, self.nth)), diagnostic }
    }

    /// How this file would name `target`.
    fn way_to(self, target: &str) -> String {
        relative(&SitePath::new(self.path.as_str()), &SitePath::new(target))
    }
}

/// A link without a target: an author's Next link has a code of its own.
pub(super) fn broken_link(place: LinkLocation<'_>, path: Option<&str>, near: Option<&str>) -> CourseDiagnostic {
    let (code, what) = match place.link.role {
        LinkRole::Next => (Code::NextMissing, "the link to the next chapter leads nowhere"),
        _ => (Code::BrokenLink, "the link leads nowhere"),
    };
    missing(place, code, what, path, near).help(match near {
        Some(near) => format!("did you mean `{}`?", place.way_to(near)),
        None if path.is_none() => "name a file of the course".to_owned(),
        None => "correct the path, or write the chapter".to_owned(),
    })
}

/// An image without a file.
pub(super) fn missing_image(place: LinkLocation<'_>, path: Option<&str>, near: Option<&str>) -> CourseDiagnostic {
    missing(place, Code::MissingImage, "the image is not there", path, near).help(match near {
        Some(near) => format!("did you mean `{}`?", place.way_to(near)),
        None => "add the file, or correct the path".to_owned(),
    })
}

fn missing(
    place: LinkLocation<'_>,
    code: Code,
    what: &str,
    path: Option<&str>,
    near: Option<&str>,
) -> CourseDiagnostic {
    let href = &place.link.href;
    let why = match path {
        Some(path) => format!("there is no `{path}`{}", if near.is_some() { "" } else { " in the course" }),
        None if href.trim().is_empty() => "it names nothing".to_owned(),
        None if href.contains("..") => format!("`{href}` is outside of the course"),
        None => format!("`{href}` is no file that could be shown here"),
    };
    place.says(code, format!("{what}: {why}"))
}

/// A path that is right but for letter case.
pub(super) fn wrong_case(place: LinkLocation<'_>, real: &str) -> CourseDiagnostic {
    let message = format!("you wrote `{}`, the file is named `{real}`", place.link.href);
    place.says(Code::WrongCase, message).help(format!("write `{}`", place.way_to(real)))
}

/// A folder that GitHub would list and the site cannot.
pub(super) fn folder_without_page(place: LinkLocation<'_>) -> CourseDiagnostic {
    let message = format!("the folder `{}` has no page, so the link stays as text", place.link.href);
    place.says(Code::FolderWithoutPage, message).help("link to a file in it, or give the folder a README.md".to_owned())
}

/// Markdown that is not part of the site.
pub(super) fn file_without_page(place: LinkLocation<'_>) -> CourseDiagnostic {
    let message = format!("`{}` is not part of this site, so the link stays as text", place.link.href);
    place.says(Code::FolderWithoutPage, message).help("drafts and files outside of this build have no page".to_owned())
}

/// An anchor that names one heading without doubt, but not as GitHub spells its id.
pub(super) fn healed_anchor(place: LinkLocation<'_>, wanted: &str, id: &str) -> CourseDiagnostic {
    let message = format!("you wrote `#{wanted}`, the heading is `#{id}`");
    place.says(Code::HealedAnchor, message).help(format!("write `#{id}`, so that the link works on GitHub too"))
}

/// An anchor without its heading; `near` is the id that looks most like it.
pub(super) fn broken_anchor(place: LinkLocation<'_>, wanted: &str, page: &str, near: Option<&str>) -> CourseDiagnostic {
    let message = format!("no heading `{wanted}` in `{page}`");
    place.says(Code::BrokenAnchor, message).help(match near {
        Some(id) => format!("did you mean `#{id}`?"),
        None => "take the id of a heading of that page, or leave the anchor out".to_owned(),
    })
}

/// An author's Next link that does not lead where the reading order goes on.
pub(super) fn next_differs(place: LinkLocation<'_>, goal: &str, next: Option<&str>) -> CourseDiagnostic {
    let order = match next {
        Some(next) => format!("the reading order goes on to `{next}`"),
        None => "the reading order ends here".to_owned(),
    };
    let message = format!("the link to the next chapter leads to `{goal}`, {order}");
    place
        .says(Code::NextDiffers, message)
        .help("list the chapters in the overview in the order you mean, or change the link".to_owned())
}

/// Two chapters of a module that readers cannot tell apart.
pub(super) fn duplicate_title(path: &SourcePath, title: &str, other: &SourcePath) -> CourseDiagnostic {
    let message = format!("the title `{title}` is that of `{other}` too");
    let diagnostic = Diagnostic::of_file(Code::DuplicateTitle, message).in_file(path);
    CourseDiagnostic { at: None, diagnostic: diagnostic.help("give one of them another title") }
}
