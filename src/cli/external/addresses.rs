//! Which addresses are asked, each once, however many links lead there. In: links as they are written. Out: web addresses without what stands behind
//! `#`, by host. Left out without a word is what no reader is meant to follow: hosts of examples, of the own machine or network, and templates.

use std::collections::BTreeMap;
use std::net::IpAddr;

use crate::cli::http::is_public;
use crate::pipeline::OutsideLink;

/// Names of hosts that are examples, or are known in one network only, each with all below it: RFC 2606, 6761, 6762, 7686, 8375, 9476, and what is
/// widely used so.
const RESERVED: [&str; 15] = [
    "example",
    "example.com",
    "example.org",
    "example.net",
    "example.edu",
    "test",
    "invalid",
    "localhost",
    "local",
    "alt",
    "onion",
    "internal",
    "intranet",
    "lan",
    "home.arpa",
];

/// An address to be asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct AskedAddress {
    /// Without what stands behind `#`.
    pub url: String,
    /// The links that lead there, by their numbers.
    pub links: Vec<usize>,
}

/// The addresses of these links by their hosts, in the order of names.
pub(super) fn addresses(links: &[OutsideLink]) -> BTreeMap<String, Vec<AskedAddress>> {
    let mut by_url: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (number, link) in links.iter().enumerate() {
        if let Some(url) = asked_address(&link.href) {
            by_url.entry(url).or_default().push(number);
        }
    }
    let mut by_host: BTreeMap<String, Vec<AskedAddress>> = BTreeMap::new();
    for (url, links) in by_url {
        let host = host_of(&url).unwrap_or_default();
        by_host.entry(host).or_default().push(AskedAddress { url, links });
    }
    by_host
}

/// The address as a server is asked for it; none where nobody is asked.
pub(super) fn asked_address(href: &str) -> Option<String> {
    let href = href.trim().split('#').next()?;
    let (scheme, rest) =
        if let Some(rest) = href.strip_prefix("//") { ("https", rest) } else { href.split_once("://")? };
    let scheme = scheme.to_ascii_lowercase();
    if !["http", "https"].contains(&scheme.as_str()) || rest.contains(|c: char| "<>{}|\\^`\"".contains(c)) {
        return None;
    }
    let end = rest.find(['/', '?']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(end);
    let authority = authority.to_ascii_lowercase();
    let path = if path.starts_with('/') { encoded(path) } else { format!("/{}", encoded(path)) };
    let url = format!("{scheme}://{authority}{path}");
    host_of(&url).filter(|host| is_asked(host))?;
    Some(url)
}

/// The host of a web address, without user, port and brackets.
pub(super) fn host_of(url: &str) -> Option<String> {
    let rest = url.split_once("://")?.1;
    let authority = rest.split(['/', '?']).next()?;
    let host = authority.rsplit('@').next()?;
    let host = match host.strip_prefix('[') {
        Some(inner) => inner.split(']').next()?,
        None => host.split(':').next()?,
    };
    let host = host.trim_end_matches('.');
    (!host.is_empty()).then(|| host.to_owned())
}

/// Whether a host is one of the internet, as far as its name tells.
fn is_asked(host: &str) -> bool {
    if let Ok(ip) = host.parse::<IpAddr>() {
        return is_public(ip);
    }
    let is_label =
        |label: &str| !label.is_empty() && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    let is_below = |name: &str| host.strip_suffix(name).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
    // A name of letters beyond ASCII would have to be translated first; one without a dot is known in one network only.
    host.contains('.') && host.split('.').all(is_label) && !RESERVED.into_iter().any(is_below)
}

/// A path with its blanks and letters beyond ASCII percent-encoded, as browsers send it.
fn encoded(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'!'..=b'~' => out.push(char::from(byte)),
            byte => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::path::SourcePath;
    use crate::span::Span;

    #[test]
    fn an_address_is_asked_as_browsers_do() {
        for (href, url) in [
            ("https://Rust-Lang.org", "https://rust-lang.org/"),
            ("HTTP://a.io:8080/B?c=d#e", "http://a.io:8080/B?c=d"),
            ("https://a.io?b", "https://a.io/?b"),
            ("//a.io/b", "https://a.io/b"),
            ("https://de.wikipedia.org/wiki/Straße 1", "https://de.wikipedia.org/wiki/Stra%C3%9Fe%201"),
            ("https://a.io/%C3%9F", "https://a.io/%C3%9F"),
            ("http://8.8.8.8/x", "http://8.8.8.8/x"),
        ] {
            assert_eq!(asked_address(href).as_deref(), Some(url), "{href}");
        }
    }

    #[test]
    fn examples_templates_and_what_only_one_network_knows_are_not_asked() {
        for href in [
            "mailto:ada@a.io",
            "tel:1",
            "ftp://a.io/x",
            "#x",
            "http://localhost:3000",
            "http://127.0.0.1/",
            "http://10.0.0.1/x",
            "http://192.168.1.1",
            "http://[::1]:80/",
            "https://example.com/x",
            "https://api.example.org",
            "http://my.test/",
            "https://<your-host>/x",
            "https://{{ host }}/x",
            "https://${HOST}/",
            "http://nginx/",
            "https://a.local/",
            "https://...",
            "http://",
            "https://münchen.de/",
            "http://vault.internal/",
        ] {
            assert_eq!(asked_address(href), None, "{href}");
        }
        assert!(asked_address("https://notexample.com/").is_some() && asked_address("https://test.io").is_some());
    }

    #[test]
    fn an_address_is_asked_once_however_many_links_lead_there() {
        let link =
            |href: &str| OutsideLink { href: href.to_owned(), source: SourcePath::new("a.md"), span: Span::at(0) };
        let links = ["http://a.io/x#1", "http://b.io", "http://a.io/x#2", "http://A.io/y"].map(link);
        let asked = addresses(&links);
        let lines: Vec<String> = asked
            .iter()
            .flat_map(|(host, all)| all.iter().map(move |one| format!("{host}: {} {:?}", one.url, one.links)))
            .collect();
        assert_eq!(lines, ["a.io: http://a.io/x [0, 2]", "a.io: http://a.io/y [3]", "b.io: http://b.io/ [1]"]);
    }
}
