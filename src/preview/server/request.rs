//! What the path of a request asks for. In: the path as sent. Out: a place in the site, or nothing where no browser would send it.
//! Decodes once; dots that climb, backslashes and what is not text never get further than here.

use crate::path::SitePath;

/// Longer paths are no file's.
const MAX_LEN: usize = 4096;

/// The folder of what is the preview's own; no path of a site begins so.
const OWN: &str = ".syllabus";

#[derive(Debug, PartialEq, Eq)]
pub(super) enum RequestTarget {
    /// A file of the site.
    File(SitePath),
    /// A folder of the site, `/` at its end; the root is one.
    Folder(SitePath),
    /// Something of the preview's own: what stands behind `/.syllabus/`.
    Own(String),
}

pub(super) fn asked(raw: &str) -> Option<RequestTarget> {
    let path = decoded(raw)?;
    let path = path.strip_prefix('/')?;
    if let Some(name) = path.strip_prefix(OWN).filter(|rest| rest.is_empty() || rest.starts_with('/')) {
        return Some(RequestTarget::Own(name.trim_start_matches('/').to_owned()));
    }
    match path.strip_suffix('/').unwrap_or(path) {
        "" if path.is_empty() => Some(RequestTarget::Folder(SitePath::new(""))),
        folder if folder.len() < path.len() => site_path(folder).map(RequestTarget::Folder),
        file => site_path(file).map(RequestTarget::File),
    }
}

/// The page that a query asks about: `page=a%2Fb.html`.
pub(super) fn page(query: Option<&str>) -> Option<SitePath> {
    let page = query?.split('&').find_map(|pair| pair.strip_prefix("page="))?;
    site_path(&decoded(&page.replace('+', " "))?)
}

/// The place of a page in a folder.
pub(super) fn index(folder: &SitePath) -> SitePath {
    SitePath::new(format!("{folder}/index.html"))
}

/// Nothing is resolved: a path that would need it is not one of the site's.
fn site_path(path: &str) -> Option<SitePath> {
    let is_plain = path.split('/').all(|part| !matches!(part, "" | "." | ".."));
    is_plain.then(|| SitePath::new(path))
}

fn decoded(raw: &str) -> Option<String> {
    if raw.len() > MAX_LEN {
        return None;
    }
    let mut bytes = Vec::with_capacity(raw.len());
    let mut rest = raw.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(if byte == b'%' { hex(rest.next()?)? << 4 | hex(rest.next()?)? } else { byte });
    }
    let text = String::from_utf8(bytes).ok()?;
    (!text.contains(|c: char| c == '\\' || c.is_control())).then_some(text)
}

fn hex(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).map(|digit| digit as u8)
}

#[cfg(test)]
mod tests {
    use super::{RequestTarget, asked, page};
    use crate::path::SitePath;

    #[test]
    fn files_and_folders_are_told_apart() {
        assert_eq!(asked("/"), Some(RequestTarget::Folder(SitePath::new(""))));
        assert_eq!(asked("/a/"), Some(RequestTarget::Folder(SitePath::new("a"))));
        assert_eq!(asked("/a%20b/%C3%BC.html"), Some(RequestTarget::File(SitePath::new("a b/ü.html"))));
        assert_eq!(asked("/.syllabus/facts"), Some(RequestTarget::Own("facts".to_owned())));
        assert_eq!(asked("/%2Esyllabus"), Some(RequestTarget::Own(String::new())));
        assert_eq!(asked("/.syllabus.html"), Some(RequestTarget::File(SitePath::new(".syllabus.html"))));
    }

    #[test]
    fn what_is_encoded_twice_is_a_name() {
        assert_eq!(asked("/%252e%252e/x"), Some(RequestTarget::File(SitePath::new("%2e%2e/x"))));
    }

    #[test]
    fn what_no_browser_sends_asks_for_nothing() {
        for raw in [
            "",
            "a",
            "*",
            "/../x",
            "/a/../x",
            "/%2e%2e/x",
            "/%2E./x",
            "/..%2fx",
            "/./x",
            "//x",
            "/a//",
            "/a\\b",
            "/%5c..%5cx",
            "/%00",
            "/a%0d%0ab",
            "/%7f",
            "/%ff",
            "/%c3",
            "/%",
            "/%a",
            "/%zz",
            "/%+1",
        ] {
            assert_eq!(asked(raw), None, "{raw}");
        }
        assert_eq!(asked(&format!("/{}", "a".repeat(5000))), None);
    }

    #[test]
    fn a_page_is_named_in_the_query() {
        assert_eq!(page(Some("x=1&page=a%2Fb+c.html")), Some(SitePath::new("a/b c.html")));
        for query in [None, Some(""), Some("page="), Some("page=..%2Fx"), Some("page=%2Fx"), Some("pages=x")] {
            assert_eq!(page(query), None, "{query:?}");
        }
    }
}
