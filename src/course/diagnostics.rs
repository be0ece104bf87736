//! The diagnostics of a course as a whole: one function for each message.

use super::rewriting::HrefEdit;
use super::translations::Translations;
use crate::chapter::{LinkPlace, LinkRole, OutlineLink};
use crate::diagnostic::{Code, Diagnostic, Fix};
use crate::index::{FileIdx, LinkIdx};
use crate::markdown::player_of;
use crate::path::{SitePath, SourcePath, decode, relative};

/// With more translations than this only all their files together are counted.
const MAX_COUNTED_TRANSLATIONS: usize = 8;

/// More translations than this are not named.
const MAX_NAMED_TRANSLATIONS: usize = 40;

/// A diagnostic without its span. An outline does not say where its links stand, so that an edit of other words leaves the course as it
/// is; whoever has the chapter's summary adds the span.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CourseDiagnostic {
    /// The link it is about, and the file with that link; none where it is about the file as a whole.
    pub link: Option<(FileIdx, LinkIdx)>,
    /// The diagnostic; its span is none.
    pub diagnostic: Diagnostic,
    /// How the link should be written instead, where that leaves no doubt.
    pub(super) edit: Option<HrefEdit>,
}

impl CourseDiagnostic {
    fn help(self, help: String) -> Self {
        CourseDiagnostic { diagnostic: self.diagnostic.help(help), ..self }
    }

    /// As it is, with how the link should be written.
    pub(super) fn with_edit(self, edit: Option<HrefEdit>) -> Self {
        CourseDiagnostic { edit, ..self }
    }

    /// The diagnostic with the place of its link, `link`, and with the fix that the place allows. None is given where it is about a file as
    /// a whole.
    pub fn located(&self, link: Option<(&OutlineLink, &LinkPlace)>) -> Diagnostic {
        let span = link.map(|(_, place)| place.span);
        let fix = link.and_then(|(link, place)| {
            let (edit, destination) = (self.edit.as_ref()?, place.destination?);
            let (span, replacement) = destination.edit(&link.href, edit.place, &edit.text)?;
            Some(Fix::new(format!("write `{}`", edit.applied(&link.href)), span, replacement))
        });
        Diagnostic { span, fix, ..self.diagnostic.clone() }
    }
}

/// A link in its file.
#[derive(Clone, Copy)]
pub(super) struct LinkLocation<'a> {
    /// The file's path.
    pub path: &'a SourcePath,
    pub file: FileIdx,
    /// Which of the file's links it is.
    pub index: LinkIdx,
    pub link: &'a OutlineLink,
}

impl LinkLocation<'_> {
    fn diagnostic(self, code: Code, message: String) -> CourseDiagnostic {
        let diagnostic = Diagnostic::of_file(code, message).in_file(self.path);
        CourseDiagnostic { link: Some((self.file, self.index)), diagnostic, edit: None }
    }

    /// The relative path by which this file would name `target`, as people write it: a path with a blank or a bracket is set in `<…>`.
    fn relative_to(self, target: &str) -> String {
        let path = decode(&relative(&SitePath::new(self.path.as_str()), &SitePath::new(target)));
        match path.contains([' ', '(', ')']) {
            true => format!("<{path}>"),
            false => path.replace('%', "%25").replace('#', "%23").replace('?', "%3F"),
        }
    }

    /// As [`LinkLocation::relative_to`], with the place in the file that the link names.
    fn relative_with_anchor(self, target: &str) -> String {
        let path = self.relative_to(target);
        let Some((_, anchor)) = self.link.href.split_once('#').filter(|(_, anchor)| !anchor.is_empty()) else {
            return path;
        };
        match path.strip_suffix('>') {
            Some(open) => format!("{open}#{}>", decode(anchor)),
            None => format!("{path}#{anchor}"),
        }
    }

    /// The target as written, in letters.
    fn href(&self) -> String {
        decode(&self.link.href)
    }
}

/// A link to `path`, where nothing lies; `near` is the file that was probably meant. A Next link has a code of its own.
pub(super) fn broken_link(location: LinkLocation<'_>, path: Option<&str>, near: Option<&str>) -> CourseDiagnostic {
    let (code, what) = match location.link.role {
        LinkRole::Next => (Code::NextMissing, "the link to the next chapter leads nowhere"),
        _ => (Code::BrokenLink, "the link leads nowhere"),
    };
    missing(location, code, what, path, near).help(match near {
        Some(near) => format!("did you mean `{}`?", location.relative_with_anchor(near)),
        None if path.is_none() => "name a file of the course".to_owned(),
        None => "correct the path, or write the chapter".to_owned(),
    })
}

/// An image at `path`, where there is none; `near` is the file that was probably meant.
pub(super) fn missing_image(location: LinkLocation<'_>, path: Option<&str>, near: Option<&str>) -> CourseDiagnostic {
    let what = match path.is_some_and(|path| player_of(path).is_some()) {
        true => "the film or sound is not there",
        false => "the image is not there",
    };
    missing(location, Code::MissingImage, what, path, near).help(match near {
        Some(near) => format!("did you mean `{}`?", location.relative_to(near)),
        None => "add the file, or correct the path".to_owned(),
    })
}

fn missing(
    location: LinkLocation<'_>,
    code: Code,
    what: &str,
    path: Option<&str>,
    near: Option<&str>,
) -> CourseDiagnostic {
    let href = location.href();
    let why = match path {
        Some(path) => format!("there is no `{path}`{}", if near.is_some() { "" } else { " in the course" }),
        None if href.trim().is_empty() => "it names nothing".to_owned(),
        None if href.contains("..") => format!("`{href}` is outside of the course"),
        None => format!("`{href}` is no file that could be shown here"),
    };
    location.diagnostic(code, format!("{what}: {why}"))
}

/// A path that differs from `real` in letter case only.
pub(super) fn wrong_case(location: LinkLocation<'_>, real: &str) -> CourseDiagnostic {
    let message = format!("you wrote `{}`, the file is named `{real}`", location.href());
    location.diagnostic(Code::WrongCase, message).help(format!("write `{}`", location.relative_with_anchor(real)))
}

/// A path whose letters are made of other characters than those of `real`, which looks the same.
pub(super) fn other_form(location: LinkLocation<'_>, real: &str) -> CourseDiagnostic {
    let href = location.href();
    let path = href.split(['#', '?']).next().unwrap_or(&href);
    let message = format!("`{path}` looks like the file's name and has other characters");
    location.diagnostic(Code::HealedPath, message).help(format!(
        "copy the file's name into the link, so that it works on GitHub too: `{}`",
        location.relative_with_anchor(real)
    ))
}

/// A path that can mean only the file `real`: the address of its page in another tool, or with backslashes.
pub(super) fn healed_path(location: LinkLocation<'_>, real: &str) -> CourseDiagnostic {
    let message = format!("you wrote `{}`, the file is `{real}`", location.href());
    location
        .diagnostic(Code::HealedPath, message)
        .help(format!("write `{}`, so that the link works on GitHub too", location.relative_with_anchor(real)))
}

/// A link to a place of the repository, whose address is not known.
pub(super) fn unknown_repository(location: LinkLocation<'_>) -> CourseDiagnostic {
    let message = format!("`{}` is a place of the repository on GitHub, so the link stays as text", location.href());
    location
        .diagnostic(Code::UnknownRepository, message)
        .help("set `[publish] repository = \"owner/name\"` in `syllabus.toml`, and it leads there".to_owned())
}

/// A link to a folder that has no page. GitHub would list its files.
pub(super) fn folder_without_page(location: LinkLocation<'_>) -> CourseDiagnostic {
    let message = format!("the folder `{}` has no page, so the link stays as text", location.href());
    location
        .diagnostic(Code::FolderWithoutPage, message)
        .help("link to a file in it, or give the folder a README.md".to_owned())
}

/// A link to markdown that is not part of the site.
pub(super) fn file_without_page(location: LinkLocation<'_>) -> CourseDiagnostic {
    let message = format!("`{}` is not part of this site, so the link stays as text", location.href());
    location
        .diagnostic(Code::FolderWithoutPage, message)
        .help("drafts and files outside of this build have no page".to_owned())
}

/// A link to a file that is never published.
pub(super) fn private_file(location: LinkLocation<'_>) -> CourseDiagnostic {
    let message = format!("`{}` looks like a file of keys or passwords, so it is not published", location.href());
    location
        .diagnostic(Code::PrivateFile, message)
        .help("if nothing in it is secret, give it another name, such as `.env.example`".to_owned())
}

/// An anchor that can mean only the heading `id`, but is spelt differently from GitHub's id for it.
pub(super) fn healed_anchor(location: LinkLocation<'_>, wanted: &str, id: &str) -> CourseDiagnostic {
    let message = format!("you wrote `#{wanted}`, the heading is `#{id}`");
    location
        .diagnostic(Code::HealedAnchor, message)
        .help(format!("write `#{id}`, so that the link works on GitHub too"))
}

/// An anchor that `page` does not have; `near` is the id that looks most like it.
pub(super) fn broken_anchor(
    location: LinkLocation<'_>,
    wanted: &str,
    page: &str,
    near: Option<&str>,
) -> CourseDiagnostic {
    let message = format!("no heading `{wanted}` in `{page}`");
    location.diagnostic(Code::BrokenAnchor, message).help(match near {
        Some(id) => format!("did you mean `#{id}`?"),
        None => "take the id of a heading of that page, or leave the anchor out".to_owned(),
    })
}

/// An author's Next link to `target`, while the reading order goes on to `next`.
pub(super) fn next_differs(location: LinkLocation<'_>, target: &str, next: Option<&str>) -> CourseDiagnostic {
    let order = match next {
        Some(next) => format!("the reading order goes on to `{next}`"),
        None => "the reading order ends here".to_owned(),
    };
    let message = format!("the link to the next chapter leads to `{target}`, {order}");
    location
        .diagnostic(Code::NextDiffers, message)
        .help("list the chapters in the overview in the order you mean, or change the link".to_owned())
}

/// Translations are no chapters; none where there are no translations.
pub(super) fn translations_left_out(translations: &Translations) -> Option<CourseDiagnostic> {
    let files = |count: usize| if count == 1 { "1 file".to_owned() } else { format!("{count} files") };
    let names = &translations.counts;
    if names.is_empty() {
        return None;
    }
    let all: usize = names.values().sum();
    let named = |(name, count): (&String, &usize)| match names.len() > MAX_COUNTED_TRANSLATIONS {
        true => format!("`{name}`"),
        false => format!("`{name}` ({})", files(*count)),
    };
    let mut named: Vec<String> = names.iter().map(named).take(MAX_NAMED_TRANSLATIONS).collect();
    if names.len() > named.len() {
        named.push(format!("and {} more", names.len() - named.len()));
    }
    let all = if names.len() > MAX_COUNTED_TRANSLATIONS { format!(" ({})", files(all)) } else { String::new() };
    let message = format!("translations are left out of the course{all}: {}", named.join(", "));
    let help = match &translations.example {
        Some(folder) => format!("build one as a course of its own: `syllabus build {folder}`"),
        None => "build one as a course of its own: `syllabus build FILE`".to_owned(),
    };
    let diagnostic = Diagnostic::of_file(Code::TranslationsLeftOut, message).help(help);
    Some(CourseDiagnostic { link: None, diagnostic, edit: None })
}

/// Two chapters of one module with the same title.
pub(super) fn duplicate_title(path: &SourcePath, title: &str, other: &SourcePath) -> CourseDiagnostic {
    let message = format!("the title `{title}` is that of `{other}` too");
    let diagnostic = Diagnostic::of_file(Code::DuplicateTitle, message).in_file(path);
    CourseDiagnostic { link: None, diagnostic: diagnostic.help("give one of them another title"), edit: None }
}
