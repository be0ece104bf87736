//! Files by which some hosts are told what to do, in the form that [Netlify](https://docs.netlify.com/routing/redirects/) and
//! [Cloudflare Pages](https://developers.cloudflare.com/pages/configuration/redirects/) share: former addresses, and what browsers may keep.

use crate::course::{MovedTo, Redirects};
use crate::path::{SitePath, encode, relative};
use crate::render::theme::Theme;

/// Where former addresses are told.
pub const HOST_REDIRECTS: &str = "_redirects";

/// Where it is told what browsers may keep.
pub const HOST_HEADERS: &str = "_headers";

/// `_redirects`: a line for each former address, as seen from the root of the host.
pub fn host_redirects(redirects: &Redirects) -> String {
    let line = |(from, to): (&SitePath, &MovedTo)| {
        let to = match to {
            MovedTo::Page(to) => {
                let anchor = to.anchor.as_ref().map_or_else(String::new, |id| format!("#{}", literal(&encode(id))));
                format!("{}{anchor}", address(&to.page))
            }
            // Without blanks and control characters, as `Redirects` has it.
            MovedTo::Elsewhere(url) => url.clone(),
        };
        format!("{} {to} 301\n", address(from))
    };
    redirects.pages.iter().map(line).collect()
}

/// `_headers`: files whose names hold a hash of their bytes never change.
pub fn host_headers(theme: &Theme) -> String {
    let rule = |path: &str| {
        format!("{}\n  Cache-Control: public, max-age=31536000, immutable\n", address(&SitePath::new(path)))
    };
    theme.assets().iter().map(|asset| asset.path.as_str()).filter(|path| is_named_by_hash(path)).map(rule).collect()
}

/// Whether a name ends in eight digits of a hash: `course-c35dcc26.js`.
fn is_named_by_hash(path: &str) -> bool {
    let stem = path.rsplit_once('.').map_or(path, |(stem, _)| stem);
    let hash = stem.rsplit_once('-').map_or("", |(_, hash)| hash);
    hash.len() == 8 && hash.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// An address as seen from the root of the host. That of a folder's overview is the folder.
fn address(page: &SitePath) -> String {
    let path = relative(&SitePath::new("index.html"), page);
    let path = path.strip_prefix("./").unwrap_or(&path);
    let folder = path.strip_suffix("index.html").filter(|rest| rest.is_empty() || rest.ends_with('/'));
    format!("/{}", literal(folder.unwrap_or(path)))
}

/// A part of an address in which nothing is a pattern: `*` stands for any text and `:name` for any part of a path, on both sides of a line.
fn literal(encoded: &str) -> String {
    encoded.replace('*', "%2A").replace(':', "%3A")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::course::MovedPage;

    #[test]
    fn former_addresses_are_lines_and_other_sites_stay_whole() {
        let page = |page: &str, anchor: Option<&str>| {
            let (page, anchor) = (SitePath::new(page), anchor.map(str::to_owned));
            MovedTo::Page(MovedPage { page, title: String::new(), anchor })
        };
        let mut redirects = Redirects::default();
        redirects.pages.insert(SitePath::new("a b.html"), page("m/index.html", None));
        redirects.pages.insert(SitePath::new("old/index.html"), page("c.html", Some("x y")));
        redirects.pages.insert(SitePath::new("w*/:x\n.html"), page(":a*.html", Some(":y")));
        redirects.pages.insert(SitePath::new("z.html"), MovedTo::Elsewhere("https://a.org/?b=c".to_owned()));
        let expected = "/a%20b.html /m/ 301\n/old/ /c.html#x%20y 301\n/w%2A/%3Ax%0A.html /%3Aa%2A.html#%3Ay 301\n/z.html https://a.org/?b=c 301\n";
        assert_eq!(host_redirects(&redirects), expected);
    }

    #[test]
    fn only_what_is_named_by_a_hash_is_kept() {
        for (path, expected) in
            [("assets/course-c35dcc26.js", true), ("assets/ids.js", false), ("assets/my-picture.png", false)]
        {
            assert_eq!(is_named_by_hash(path), expected, "{path}");
        }
    }
}
