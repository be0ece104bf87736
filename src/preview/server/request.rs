//! A request: its headers, and what its path asks for. In: the path as sent. Out: a path in the site, or nothing for a path that no
//! browser would send. The path is decoded once; `..`, backslashes and bytes that are not text are refused here.

use std::net::SocketAddr;

use hyper::header::{self, HeaderName, HeaderValue};
use hyper::{HeaderMap, Method};

use super::secret;
use crate::path::SitePath;

/// The most bytes of a path; longer ones are refused.
const MAX_LEN: usize = 4096;

/// The folder of the preview's own files; no path of a site begins with it.
const OWN: &str = ".syllabus";

/// A request without its body.
pub(super) struct RequestInfo<'r> {
    pub(super) method: &'r Method,
    pub(super) headers: &'r HeaderMap,
    pub(super) peer: SocketAddr,
}

impl<'r> RequestInfo<'r> {
    /// The value of a header; none if it is missing or not text.
    pub(super) fn header(&self, name: HeaderName) -> Option<&'r str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// Whether the browser says (`sec-fetch-site`, `origin`) that a page of another origin sent it. A file in a sandbox has no origin: it
    /// sends `null`.
    pub(super) fn is_from_elsewhere(&self, host: &str) -> bool {
        let site = self.headers.get("sec-fetch-site").map(HeaderValue::as_bytes);
        site.is_some_and(|site| site != b"same-origin" && site != b"none")
            || self.headers.get(header::ORIGIN).is_some_and(|origin| !is_origin_of(origin, host))
    }

    /// Whether it was sent from this machine.
    pub(super) fn is_local(&self) -> bool {
        self.peer.ip().to_canonical().is_loopback()
    }

    /// Whether it may write: it was sent from this machine, by a page of this server (origin, token).
    pub(super) fn may_write(&self, host: &str, token: &str) -> bool {
        let site = self.headers.get("sec-fetch-site").map(HeaderValue::as_bytes);
        let kind = self.header(header::CONTENT_TYPE).and_then(|kind| kind.split(';').next()).unwrap_or_default();
        self.is_local()
            && self.headers.get(header::ORIGIN).is_some_and(|origin| is_origin_of(origin, host))
            && site.is_none_or(|site| site == b"same-origin")
            && kind.trim().eq_ignore_ascii_case("application/json")
            && self.header(TOKEN).is_some_and(|given| secret::is_same(given, token))
    }
}

/// Whether this is the origin of the pages that `host` serves.
fn is_origin_of(origin: &HeaderValue, host: &str) -> bool {
    let origin = origin.to_str().ok().and_then(|origin| origin.strip_prefix("http://"));
    origin.is_some_and(|origin| origin.eq_ignore_ascii_case(host))
}

const TOKEN: HeaderName = HeaderName::from_static("x-syllabus-token");

/// What the path of a request asks for.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum RequestTarget {
    /// A file of the site.
    File(SitePath),
    /// A folder of the site, `/` at its end; the root is one.
    Folder(SitePath),
    /// One of the preview's own files: the path after `/.syllabus/`.
    Own(String),
}

/// What `raw`, the path as sent, asks for; none for a path that no browser would send.
pub(super) fn target(raw: &str) -> Option<RequestTarget> {
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

/// A path in the site; none if it has empty parts, `.` or `..`, which browsers resolve before they send a path.
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
    use super::{RequestTarget, page, target};
    use crate::path::SitePath;

    #[test]
    fn files_and_folders_are_distinguished() {
        assert_eq!(target("/"), Some(RequestTarget::Folder(SitePath::new(""))));
        assert_eq!(target("/a/"), Some(RequestTarget::Folder(SitePath::new("a"))));
        assert_eq!(target("/a%20b/%C3%BC.html"), Some(RequestTarget::File(SitePath::new("a b/ü.html"))));
        assert_eq!(target("/.syllabus/facts"), Some(RequestTarget::Own("facts".to_owned())));
        assert_eq!(target("/%2Esyllabus"), Some(RequestTarget::Own(String::new())));
        assert_eq!(target("/.syllabus.html"), Some(RequestTarget::File(SitePath::new(".syllabus.html"))));
    }

    #[test]
    fn what_is_encoded_twice_is_a_name() {
        assert_eq!(target("/%252e%252e/x"), Some(RequestTarget::File(SitePath::new("%2e%2e/x"))));
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
            assert_eq!(target(raw), None, "{raw}");
        }
        assert_eq!(target(&format!("/{}", "a".repeat(5000))), None);
    }

    #[test]
    fn a_page_is_named_in_the_query() {
        assert_eq!(page(Some("x=1&page=a%2Fb+c.html")), Some(SitePath::new("a/b c.html")));
        for query in [None, Some(""), Some("page="), Some("page=..%2Fx"), Some("page=%2Fx"), Some("pages=x")] {
            assert_eq!(page(query), None, "{query:?}");
        }
    }
}
