//! What is said of addresses that have moved, as rows: those of the configuration, of front matters and of git, in this order. In: these, and the
//! addresses of pages. Out: each row with its former address as a page of the site, and what is told of a row that cannot be followed. Where a row
//! leads is found in `redirects`.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::model::Course;
use super::site_paths::Obstacle;
use crate::chapter::Outline;
use crate::diagnostic::{Code, Diagnostic};
use crate::index::{FileIdx, IndexVec};
use crate::path::{SitePath, SourcePath, decode, encode, join, relative};
use crate::source::{PageAddresses, front_matter, has_markdown_ending, index_page};
use crate::span::Span;

/// A row of `[publish] redirects`, as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfiguredRedirect {
    /// A former address.
    pub from: String,
    /// What it leads to.
    pub to: String,
    /// Where the row stands, for people: ``line 7 of `syllabus.toml` ``.
    pub place: String,
}

/// What is said of addresses that have moved.
#[derive(Clone, Copy, Debug, Default)]
pub struct MovedAddresses<'a> {
    /// `[publish] redirects`
    pub configured: &'a [ConfiguredRedirect],
    /// Former paths of files, with their paths of now.
    pub moves: Option<&'a BTreeMap<SourcePath, SourcePath>>,
    /// The address of the site, ending in `/`: an address may be written in full.
    pub address: Option<&'a str>,
}

/// A former address with what is said of where it leads.
pub(super) struct Row {
    pub from: FormerAddress,
    pub to: RowTarget,
    pub origin: RowOrigin,
}

pub(super) enum RowTarget {
    /// As written in the configuration.
    Written(String),
    /// The chapter of a file.
    Chapter(SourcePath),
}

pub(super) enum RowOrigin {
    Configuration(ConfiguredRedirect),
    FrontMatter { file: SourcePath, from: String },
    Git,
}

/// A former address, as a page of the site with or without an id.
pub(super) struct FormerAddress {
    pub page: SitePath,
    pub id: Option<String>,
    /// Whether it is a page of a chapter's form, beside which there may have been one of its quiz.
    pub is_chapter: bool,
}

/// An address as its author wrote it.
pub(super) enum WrittenAddress {
    /// A path from the root of the site or the course, and an id, both decoded.
    Here { path: String, id: Option<String> },
    /// A page of another site.
    Web(String),
    /// Out of the site, by `..`.
    Outside,
    /// None of these: `ftp://…`
    Other,
}

impl WrittenAddress {
    /// Reads an address; `site` is where the site is found, ending in `/`.
    pub fn read(written: &str, site: Option<&str>) -> WrittenAddress {
        let written = written.trim();
        let written = site.and_then(|site| within(site, written)).unwrap_or(written);
        if let Some((scheme, rest)) = written.split_once("://").filter(|(scheme, _)| !scheme.contains(['/', '?', '#']))
        {
            let is_web = ["https", "http"].iter().any(|web| web.eq_ignore_ascii_case(scheme));
            let has_host = rest.chars().next().is_some_and(char::is_alphanumeric) || rest.starts_with('[');
            let is_page = is_web && has_host;
            return if is_page { WrittenAddress::Web(without_blanks(written)) } else { WrittenAddress::Other };
        }
        if written.starts_with("//") {
            return WrittenAddress::Other;
        }
        let (path, id) = written.split_once('#').map_or((written, None), |(path, id)| (path, Some(id)));
        let path = decode(path.split('?').next().unwrap_or_default());
        match join("", &path) {
            None => WrittenAddress::Outside,
            Some(_) => WrittenAddress::Here { path, id: id.filter(|id| !id.is_empty()).map(decode) },
        }
    }
}

/// What of an address is within a site; letter case does not count in the name of a server.
fn within<'w>(site: &str, written: &'w str) -> Option<&'w str> {
    let path_at = site.find("://").and_then(|at| Some(at + 3 + site.get(at + 3..)?.find('/')?))?;
    let (server, path) = site.split_at_checked(path_at)?;
    let (own_server, own_path) = written.split_at_checked(path_at)?;
    own_path.strip_prefix(path).filter(|_| own_server.eq_ignore_ascii_case(server))
}

/// A web address with its blanks encoded, as browsers do it: where addresses stand in lines, a blank would end it.
fn without_blanks(url: &str) -> String {
    let is_blank = |c: char| c.is_whitespace() && !c.is_control() || c == '\u{feff}';
    url.chars().map(|c| if is_blank(c) { encode(&c.to_string()) } else { c.to_string() }).collect()
}

/// An address that is written as `#id` means the page `from`.
pub(super) fn on_page(written: &str, from: &SitePath) -> String {
    match written.starts_with('#') {
        true => format!("{}{written}", relative(&index_page(""), from)),
        false => written.to_owned(),
    }
}

impl FormerAddress {
    /// From an address as written: `old/setup.html`, `old/setup.md`, `/old/setup/`, `faq.html#pay`.
    ///
    /// # Errors
    /// It is no page of the site.
    fn read(written: &str, site: Option<&str>, pages: &PageAddresses) -> Result<FormerAddress, RowFault> {
        let (path, id) = match WrittenAddress::read(written, site) {
            WrittenAddress::Here { path, id } => (path, id),
            WrittenAddress::Outside => return Err(RowFault::Outside),
            WrittenAddress::Web(_) | WrittenAddress::Other => return Err(RowFault::NoPage),
        };
        if id.as_ref().is_some_and(|id| id.chars().any(char::is_control)) {
            return Err(RowFault::InTheWay(Obstacle::ControlCharacter));
        }
        FormerAddress::of_path(&path, id, pages).ok_or(RowFault::NoPage)
    }

    /// From a path in the site; none for a file that is no page.
    pub fn of_path(path: &str, id: Option<String>, pages: &PageAddresses) -> Option<FormerAddress> {
        let is_folder = path.ends_with('/');
        let path = SitePath::new(path);
        let name = path.name();
        let is_markdown = has_markdown_ending(name);
        let page = if is_folder || name.is_empty() {
            index_page(path.as_str())
        } else if is_markdown {
            pages.page_of(&SourcePath::new(path.as_str()))
        } else if name.ends_with(".html") || name.ends_with(".htm") {
            path.clone()
        } else if !name.contains('.') {
            index_page(path.as_str())
        } else {
            return None;
        };
        let is_chapter = id.is_none() && !is_folder && (is_markdown || name.ends_with(".html"));
        Some(FormerAddress { page, id, is_chapter })
    }
}

/// All rows, and what is told of those that are none.
pub(super) fn rows(
    course: &Course,
    outlines: &IndexVec<FileIdx, Arc<Outline>>,
    pages: &PageAddresses,
    moved: MovedAddresses<'_>,
) -> (Vec<Row>, Vec<RowDiagnostic>) {
    let (mut rows, mut faults) = (Vec::new(), Vec::new());
    let mut push = |from: &str, to: RowTarget, origin: RowOrigin| match FormerAddress::read(from, moved.address, pages)
    {
        Ok(from) => rows.push(Row { from, to, origin }),
        Err(fault) => faults.extend(origin.diagnostic(&fault)),
    };
    for row in moved.configured {
        push(&row.from, RowTarget::Written(row.to.clone()), RowOrigin::Configuration(row.clone()));
    }
    for chapter in course.chapters.iter() {
        let Some(outline) = outlines.get(chapter.file) else { continue };
        for from in &outline.redirect_from {
            let origin = RowOrigin::FrontMatter { file: outline.path.clone(), from: from.clone() };
            push(from, RowTarget::Chapter(outline.path.clone()), origin);
        }
    }
    for (old, new) in moved.moves.into_iter().flatten() {
        let from = FormerAddress { page: pages.page_of(old), id: None, is_chapter: true };
        rows.push(Row { from, to: RowTarget::Chapter(new.clone()), origin: RowOrigin::Git });
    }
    (rows, faults)
}

/// Why a row cannot be followed, or not to the place that it names.
pub(super) enum RowFault {
    /// The former address is out of the site.
    Outside,
    /// The former address is no page, but a file or another site.
    NoPage,
    /// Nothing can stand at the former address.
    InTheWay(Obstacle),
    /// At the former address is this section now.
    SectionIsThere,
    /// The page of a former section is not there.
    NoPageForSection,
    /// This row before it leads the same address there.
    LeadsAlready(String),
    /// Another former address needs a folder where this one needs a file, or the other way round; or they differ in letter case only.
    OtherFormer(SitePath),
    LeadsNowhere,
    LeadsOutside,
    LeadsInACircle,
    LeadsTooFar,
    /// The target has a control character.
    ControlCharacter,
    /// It leads to a page of this file, which has no section of this id; with the most similar one.
    NoSection {
        id: String,
        file: String,
        near: Option<String>,
    },
}

impl RowFault {
    /// Its code, what is wrong, and what to do.
    fn told(&self) -> (Code, String, String) {
        let (from, to) = (Code::RedirectFromPage, Code::RedirectToNothing);
        let name_a_page = "name a page such as `old/setup.html`, `old/setup.md` or `old/`";
        let name_a_target = "name a chapter by its path in the course (`start/install.md`), a page (`start/install.html`) or a whole web address";
        let as_shown = "write the address as browsers show it";
        let (code, what, help) = match self {
            RowFault::Outside => (from, "it is outside of the site".to_owned(), name_a_page),
            RowFault::NoPage => (from, "only pages of the site can lead on".to_owned(), name_a_page),
            RowFault::InTheWay(Obstacle::ControlCharacter) => (from, "it has a control character".to_owned(), as_shown),
            RowFault::InTheWay(Obstacle::TooLong) => (from, "no file can have so long a name".to_owned(), "remove it"),
            RowFault::InTheWay(Obstacle::Refused) => (from, "no file of a site may be there".to_owned(), "remove it"),
            RowFault::InTheWay(Obstacle::File(file)) => {
                let kind = if file.name().ends_with(".html") { "page" } else { "file" };
                let what = format!("that is a {kind} of the site now, which stays");
                (from, what, "remove it, or give the page another name")
            }
            RowFault::InTheWay(Obstacle::OtherCase(file)) => {
                let what = format!("`{file}` of the site is the same file on Windows and macOS, and stays");
                (from, what, "remove it, or give the page another name")
            }
            RowFault::InTheWay(Obstacle::FileAbove(file)) => {
                let what = format!("`{file}` is a file of the site, and cannot be a folder too");
                (from, what, "remove it, or give the file another name")
            }
            RowFault::InTheWay(Obstacle::FolderWith(file)) => {
                let what = format!("that is a folder of the site, with `{file}`");
                (from, what, "remove it, or give the folder another name")
            }
            RowFault::SectionIsThere => {
                let what = "that is a section of the page now, which stays".to_owned();
                (from, what, "remove it, or give the section another name")
            }
            RowFault::LeadsAlready(there) => {
                let what = format!("the address leads to `{there}` already");
                (from, what, "keep one of the two rows")
            }
            RowFault::OtherFormer(other) => {
                let what = format!("`{other}` is a former address too, and file systems cannot have both");
                (from, what, "keep one of the two rows")
            }
            RowFault::NoPageForSection => {
                let what = "the page of that section is not there any more".to_owned();
                (to, what, "lead the whole page on, without `#…`")
            }
            RowFault::LeadsNowhere => (to, "it leads to no page".to_owned(), name_a_target),
            RowFault::LeadsOutside => (to, "it leads out of the course".to_owned(), name_a_target),
            RowFault::LeadsInACircle => (to, "it leads in a circle".to_owned(), name_a_target),
            RowFault::LeadsTooFar => {
                (to, "it leads from one former address to the next without end".to_owned(), name_a_target)
            }
            RowFault::ControlCharacter => (to, "the new address has a control character".to_owned(), as_shown),
            RowFault::NoSection { id, file, near } => {
                let help = near.as_ref().map(|near| format!("did you mean `#{near}`?"));
                let help = help.unwrap_or_else(|| "take the id of a heading of that page, or leave it out".to_owned());
                return (Code::BrokenAnchor, format!("no heading `{id}` in `{file}`"), help);
            }
        };
        (code, what, help.to_owned())
    }
}

impl RowOrigin {
    /// What is told of a fault; nothing of what git says.
    pub fn diagnostic(&self, fault: &RowFault) -> Option<RowDiagnostic> {
        let (code, what, help) = fault.told();
        match self {
            RowOrigin::Configuration(ConfiguredRedirect { from, to, place }) => {
                let message = format!("`[publish] redirects` leads `{from}` to `{to}`: {what} ({place})");
                Some(RowDiagnostic { diagnostic: Diagnostic::of_file(code, message).help(help), written: None })
            }
            RowOrigin::FrontMatter { file, from } => {
                let message = format!("`redirect_from` names `{from}`: {what}");
                let diagnostic = Diagnostic::of_file(code, message).help(help).in_file(file);
                Some(RowDiagnostic { diagnostic, written: Some(from.clone()) })
            }
            RowOrigin::Git => None,
        }
    }
}

/// What is told of a row, without its place: an outline does not say where its former addresses stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowDiagnostic {
    /// The diagnostic; its span is none.
    pub diagnostic: Diagnostic,
    /// The address as it stands in the front matter of the diagnostic's file.
    written: Option<String>,
}

impl RowDiagnostic {
    /// The diagnostic with its place in the front matter of its file, whose text is `text`.
    pub fn located(&self, text: Option<&str>) -> Diagnostic {
        let span = self.written.as_ref().zip(text).and_then(|(written, text)| place_in_front_matter(text, written));
        Diagnostic { span, ..self.diagnostic.clone() }
    }
}

/// Where an address stands in the front matter of a text, as a value of its own.
fn place_in_front_matter(text: &str, written: &str) -> Option<Span> {
    let inner = front_matter::split(text)?.inner;
    let block = inner.of(text);
    let keys = ["redirect_from", "aliases"].iter().filter_map(|key| block.find(key)).min()?;
    let values = block.get(keys..)?;
    let is_end = |c: Option<char>| c.is_none_or(|c| c.is_whitespace() || matches!(c, '"' | '\'' | '[' | ']' | ','));
    let places = values.match_indices(written).map(|(at, _)| at);
    let at = places.into_iter().find(|at| {
        let (before, after) = (values.get(..*at), values.get(*at + written.len()..));
        is_end(before.and_then(|text| text.chars().next_back())) && is_end(after.and_then(|text| text.chars().next()))
    })?;
    let start = inner.range().start + keys + at;
    Some(Span::new(start, start + written.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_found_in_the_front_matter() {
        let text = "---\ntitle: /a\nredirect_from:\n  - /a/b\n  - '/a'\n---\n# /a\n";
        let span = place_in_front_matter(text, "/a").expect("a place");
        assert_eq!((span.range().start, span.of(text)), (text.find("/a'").expect("it is there"), "/a"));
        assert_eq!(place_in_front_matter(text, "/b"), None);
        assert_eq!(place_in_front_matter("# /a\n", "/a"), None);
    }

    #[test]
    fn an_address_is_read_as_browsers_read_it() {
        let read = |written: &str| match WrittenAddress::read(written, Some("https://a.org/c/")) {
            WrittenAddress::Here { path, id: Some(id) } => format!("{path} # {id}"),
            WrittenAddress::Here { path, id: None } => path,
            WrittenAddress::Web(url) => url,
            WrittenAddress::Outside => "outside".to_owned(),
            WrittenAddress::Other => "other".to_owned(),
        };
        for (written, expected) in [
            ("a%20b.html?x=http://y#p%20q", "a b.html # p q"),
            ("HTTPS://A.org/c/a.html", "a.html"),
            ("https://a.org/C/a.html", "https://a.org/C/a.html"),
            ("HTTP://b.org/ x\u{a0}y ", "HTTP://b.org/%20x%C2%A0y"),
            ("x/../a.html", "x/../a.html"),
            ("../a.html", "outside"),
            ("/x/%2E%2e/../a.html", "outside"),
            ("ftp://b.org/", "other"),
            ("//b.org/", "other"),
            ("https:///x", "other"),
        ] {
            assert_eq!(read(written), expected, "{written}");
        }
    }
}
