//! Which pages a published site has: from its `course.json`, which every site of ours has, else from its `sitemap.xml`.

use std::path::Path;

use serde::Deserialize;

use crate::cli::files::plain_file;
use crate::cli::http::{HostReach, HttpClient};
use crate::path::decode;

/// No `course.json` is as large.
const MOST_BYTES: u64 = 64 << 20;

/// The pages of a site.
#[derive(Debug, Default, PartialEq)]
pub(super) struct PublishedSite {
    pub pages: Vec<PublishedPage>,
}

/// A page of a site, relative to its root.
#[derive(Debug, Default, PartialEq)]
pub(super) struct PublishedPage {
    pub url: String,
    /// Empty where it is not known.
    pub title: String,
    /// The ids of its sections with their titles.
    pub sections: Vec<(String, String)>,
    /// The ids of its questions.
    pub questions: Vec<String>,
}

#[derive(Deserialize)]
struct CourseFile {
    chapters: Vec<ChapterEntry>,
    #[serde(default)]
    modules: Vec<ModuleEntry>,
}

#[derive(Deserialize)]
struct ChapterEntry {
    url: String,
    title: String,
    #[serde(default)]
    sections: Vec<SectionEntry>,
    #[serde(default)]
    questions: Vec<QuestionEntry>,
}

#[derive(Deserialize)]
struct SectionEntry {
    id: String,
    title: String,
}

#[derive(Deserialize)]
struct QuestionEntry {
    id: String,
}

#[derive(Deserialize)]
struct ModuleEntry {
    url: String,
    title: String,
}

impl PublishedSite {
    /// The site of a `course.json`; none if it is something else.
    pub fn of_json(text: &[u8]) -> Option<Self> {
        let file: CourseFile = serde_json::from_slice(text).ok()?;
        let mut pages: Vec<PublishedPage> = file.chapters.into_iter().map(ChapterEntry::page).collect();
        for module in file.modules {
            if !pages.iter().any(|page| page.url == module.url) {
                pages.push(PublishedPage { url: module.url, title: module.title, ..PublishedPage::default() });
            }
        }
        Some(PublishedSite { pages })
    }

    /// The site at `address` of a `sitemap.xml`; none if no page of it is listed there.
    fn of_sitemap(text: &str, address: &str) -> Option<Self> {
        let without_scheme = |url: &str| url.split_once("://").map(|(_, rest)| rest.to_owned());
        let base = without_scheme(address);
        // Every second piece lies between the two tags of an address.
        let urls =
            text.split("loc>").skip(1).step_by(2).map(|piece| piece.rsplit_once('<').map_or(piece, |(url, _)| url));
        let pages = urls.filter_map(|url| {
            let url = without_scheme(&url.trim().replace("&amp;", "&"))?;
            let path = match &base {
                Some(base) => url.strip_prefix(base.as_str())?.to_owned(),
                // In a folder nobody knows the address: the host is left out.
                None => url.split_once('/')?.1.to_owned(),
            };
            let path = decode(path.split(['?', '#']).next().unwrap_or_default());
            let url = if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path };
            Some(PublishedPage { url, ..PublishedPage::default() })
        });
        let pages: Vec<PublishedPage> = pages.collect();
        (!pages.is_empty()).then_some(PublishedSite { pages })
    }
}

impl ChapterEntry {
    fn page(self) -> PublishedPage {
        PublishedPage {
            url: self.url,
            title: self.title,
            sections: self.sections.into_iter().map(|section| (section.id, section.title)).collect(),
            questions: self.questions.into_iter().map(|question| question.id).collect(),
        }
    }
}

/// The site at a web address, or in a folder.
///
/// # Errors
/// There is neither a `course.json` nor a `sitemap.xml` that lists its pages.
pub(super) fn published_site(place: &str) -> Result<PublishedSite, String> {
    let is_web = place.contains("://");
    let place = place.trim_end_matches('/');
    let read = |name: &str| match is_web {
        true => fetched(&format!("{place}/{name}")),
        false => plain_file(&Path::new(place).join(name)),
    };
    let why = match read("course.json") {
        Ok(text) => match PublishedSite::of_json(&text) {
            Some(site) => return Ok(site),
            None => format!("`{place}/course.json` is none of a course"),
        },
        Err(why) => format!("`{place}/course.json` cannot be read: {why}"),
    };
    let sitemap = read("sitemap.xml").ok().map(|text| String::from_utf8_lossy(&text).into_owned());
    let address = format!("{place}/");
    sitemap.and_then(|text| PublishedSite::of_sitemap(&text, &address)).ok_or(why)
}

fn fetched(url: &str) -> Result<Vec<u8>, String> {
    HttpClient::new(HostReach::Any).fetch(url, MOST_BYTES).map_err(|why| why.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_those_of_chapters_and_of_modules_without_one() {
        let text = r#"{"chapters": [{"url": "m/a.html", "title": "A", "sections": [{"level": 2, "id": "x", "title": "X"}],
            "questions": [{"id": "q1", "number": 1}], "more": 1}, {"url": "m/index.html", "title": "M"}],
            "modules": [{"url": "m/index.html", "title": "M"}, {"url": "n/index.html", "title": "N"}]}"#;
        let site = PublishedSite::of_json(text.as_bytes()).expect("a course");
        let urls: Vec<&str> = site.pages.iter().map(|page| page.url.as_str()).collect();
        assert_eq!(urls, ["m/a.html", "m/index.html", "n/index.html"]);
        assert_eq!(site.pages[0].sections, [("x".to_owned(), "X".to_owned())]);
        assert_eq!(site.pages[0].questions, ["q1"]);
        assert_eq!(PublishedSite::of_json(b"<html>"), None);
        assert_eq!(PublishedSite::of_json(b"{}"), None);
    }

    #[test]
    fn a_sitemap_lists_the_pages_below_the_address() {
        let text = "<urlset><url><loc>https://a.org/c/</loc></url><url><loc>\nhttp://a.org/c/x%20y/ </loc></url>\
                    <url><loc>https://a.org/c/z.html?a=1&amp;b=2</loc></url><url><loc>https://b.org/c/</loc></url></urlset>";
        let urls = |address: &str| {
            let site = PublishedSite::of_sitemap(text, address);
            site.map(|site| site.pages.into_iter().map(|page| page.url).collect::<Vec<_>>())
        };
        let expected = ["index.html", "x y/index.html", "z.html"].map(str::to_owned).to_vec();
        assert_eq!(urls("https://a.org/c/"), Some(expected));
        assert_eq!(urls("https://c.org/"), None);
    }
}
