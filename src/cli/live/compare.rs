//! Which addresses of a published site are not those of another one, and where what stood there is likely to be now. Pure. A proposal is for an
//! author to look at: it is made where questions, titles or names agree, and nothing else agrees as well.

use std::collections::{HashMap, HashSet};

use super::published::{PublishedPage, PublishedSite};
use crate::path::name_of;

/// Titles of sections that are at least so alike may be of the same section, from 0 to 1.
const ALIKE: f64 = 0.75;

/// An address that would lead nowhere.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct LostAddress {
    /// Relative to the site's root, with `#` and an id for a section.
    pub from: String,
    /// Where it should lead; none where nothing is alike.
    pub to: Option<String>,
}

/// The addresses of `published` that are not in `ours`. `is_there` tells whether there is anything at an address of ours, `has_id` whether a page
/// of ours has an id.
pub(super) fn lost_addresses(
    published: &PublishedSite,
    ours: &PublishedSite,
    is_there: &dyn Fn(&str) -> bool,
    has_id: &dyn Fn(&str, &str) -> bool,
) -> Vec<LostAddress> {
    let known: HashSet<&str> = published.pages.iter().map(|page| page.url.as_str()).collect();
    let by_url: HashMap<&str, &PublishedPage> = ours.pages.iter().map(|page| (page.url.as_str(), page)).collect();
    // What is new may be what is lost; of what was there before, each has an address of its own.
    let new: Vec<&PublishedPage> = ours.pages.iter().filter(|page| !known.contains(page.url.as_str())).collect();
    let mut lost = Vec::new();
    for page in &published.pages {
        if let Some(now) = by_url.get(page.url.as_str()) {
            lost.extend(lost_sections(page, now, has_id));
        } else if !is_there(&page.url) {
            let to = same_page(page, &new).map(|now| now.url.clone());
            lost.push(LostAddress { from: page.url.clone(), to });
        }
    }
    lost
}

/// The page that is most likely the same: one with the same questions, else the only one with the same title, else the only one with the same name.
fn same_page<'n>(page: &PublishedPage, new: &[&'n PublishedPage]) -> Option<&'n PublishedPage> {
    let shared = |other: &PublishedPage| page.questions.iter().filter(|id| other.questions.contains(id)).count();
    let most = new.iter().map(|other| (shared(other), *other)).filter(|(count, _)| *count > 0);
    if let Some((_, other)) = most.max_by_key(|(count, _)| *count) {
        return Some(other);
    }
    let title = page.title.to_lowercase();
    let by_title = only(new, |other| !title.is_empty() && other.title.to_lowercase() == title);
    let name = bare_name(&page.url);
    by_title.or_else(|| only(new, |other| !name.is_empty() && bare_name(&other.url) == name))
}

fn only<'n>(pages: &[&'n PublishedPage], is_alike: impl Fn(&PublishedPage) -> bool) -> Option<&'n PublishedPage> {
    let mut alike = pages.iter().filter(|page| is_alike(page));
    alike.next().copied().filter(|_| alike.next().is_none())
}

/// The name of a page without its ending and the number in front of it; of `x/index.html` that of its folder.
fn bare_name(url: &str) -> String {
    let path = url.strip_suffix("index.html").map_or(url, |folder| folder.trim_end_matches('/'));
    let name = name_of(path);
    let name = name.strip_suffix(".html").unwrap_or(name);
    let bare = name.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start_matches(['-', '_', '.', ' ']);
    if bare.is_empty() { name } else { bare }.to_lowercase()
}

/// The sections of a page that it does not have any more.
fn lost_sections(page: &PublishedPage, now: &PublishedPage, has_id: &dyn Fn(&str, &str) -> bool) -> Vec<LostAddress> {
    let before: HashSet<&str> = page.sections.iter().map(|(id, _)| id.as_str()).collect();
    let mut new: Vec<&(String, String)> = now.sections.iter().filter(|(id, _)| !before.contains(id.as_str())).collect();
    let gone = page.sections.iter().filter(|(id, _)| !id.is_empty() && !has_id(&page.url, id));
    let lost = gone.map(|(id, title)| {
        let likeness = |other: &(String, String)| strsim::jaro_winkler(&title.to_lowercase(), &other.1.to_lowercase());
        let alike = new.iter().enumerate().map(|(at, other)| (likeness(other), at));
        let nearest = alike.filter(|(likeness, _)| *likeness >= ALIKE).max_by(|a, b| a.0.total_cmp(&b.0));
        let to = nearest.map(|(_, at)| format!("#{}", new.remove(at).0));
        LostAddress { from: format!("{}#{id}", page.url), to }
    });
    lost.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(url: &str, title: &str, sections: &[(&str, &str)], questions: &[&str]) -> PublishedPage {
        PublishedPage {
            url: url.to_owned(),
            title: title.to_owned(),
            sections: sections.iter().map(|(id, title)| ((*id).to_owned(), (*title).to_owned())).collect(),
            questions: questions.iter().map(|id| (*id).to_owned()).collect(),
        }
    }

    /// What is lost between two sites, as `from -> to`.
    fn lost(before: Vec<PublishedPage>, now: Vec<PublishedPage>) -> Vec<String> {
        let (before, now) = (PublishedSite { pages: before }, PublishedSite { pages: now });
        let is_there = |url: &str| now.pages.iter().any(|page| page.url == url) || url == "led-on.html";
        let has_id = |url: &str, id: &str| {
            now.pages.iter().any(|page| page.url == url && page.sections.iter().any(|(own, _)| own == id))
        };
        let lost = lost_addresses(&before, &now, &is_there, &has_id);
        lost.iter().map(|lost| format!("{} -> {}", lost.from, lost.to.as_deref().unwrap_or("?"))).collect()
    }

    #[test]
    fn a_page_is_found_again_by_its_questions_its_title_or_its_name() {
        let before = vec![
            page("a.html", "One", &[], &["q1", "q2"]),
            page("old/two.html", "Two", &[], &[]),
            page("03-three/index.html", "", &[], &[]),
            page("led-on.html", "Led on", &[], &[]),
            page("gone.html", "Gone", &[], &[]),
            page("stays.html", "Stays", &[], &["q3"]),
        ];
        let now = vec![
            page("m/first.html", "Uno", &[], &["q2"]),
            page("m/zwei.html", "two", &[], &[]),
            page("04-three.html", "Drei", &[], &[]),
            page("stays.html", "Stays", &[], &["q1"]),
        ];
        let expected = [
            "a.html -> m/first.html",
            "old/two.html -> m/zwei.html",
            "03-three/index.html -> 04-three.html",
            "gone.html -> ?",
        ];
        assert_eq!(lost(before, now), expected);
    }

    #[test]
    fn of_two_that_are_alike_none_is_proposed() {
        let before = vec![page("a.html", "Summary", &[], &[])];
        let now = vec![page("m/s.html", "Summary", &[], &[]), page("n/s.html", "Summary", &[], &[])];
        assert_eq!(lost(before, now), ["a.html -> ?"]);
    }

    #[test]
    fn a_section_is_found_again_by_its_title() {
        let before = vec![page("a.html", "A", &[("setup", "Setup"), ("x", "Quite different"), ("same", "Same")], &[])];
        let now = vec![page("a.html", "A", &[("-setup", "🎯 Setup"), ("same", "Same"), ("y", "Other words")], &[])];
        assert_eq!(lost(before, now), ["a.html#setup -> #-setup", "a.html#x -> ?"]);
    }
}
