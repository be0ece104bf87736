//! Remembers for a day which addresses were there, in a file of the cache folder, so that nobody is asked twice while an author writes. What was not
//! there is asked again each time. If the file cannot be read or written, more is asked, and otherwise it is the same.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

use super::verdict::LinkVerdict;
use crate::cli::files::plain_file;
use crate::site::replace;

/// How many seconds an answer counts.
const LASTS: u64 = 24 * 60 * 60;

/// The number of the file's form.
const VERSION: u32 = 1;

/// The addresses that were there.
#[derive(Debug, Default)]
pub(super) struct RememberedLinks {
    /// The file; none without a cache.
    path: Option<PathBuf>,
    links: BTreeMap<String, RememberedLink>,
    now: u64,
}

#[derive(Debug, Default, Serialize, Deserialize)]
struct LinkFile {
    version: u32,
    links: BTreeMap<String, RememberedLink>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct RememberedLink {
    /// When it was asked, in seconds since 1970.
    at: u64,
    /// Where it leads for good, if its server says so.
    to: Option<String>,
}

impl RememberedLinks {
    /// What is remembered in a cache folder, by the clock.
    pub fn open(cache: Option<&Path>) -> Self {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_secs());
        RememberedLinks::at(cache, now)
    }

    fn at(cache: Option<&Path>, now: u64) -> Self {
        let path = cache.map(|cache| cache.join("links.json"));
        let file = path.as_ref().and_then(|path| serde_json::from_slice::<LinkFile>(&plain_file(path).ok()?).ok());
        let links = file.filter(|file| file.version == VERSION).map(|file| file.links).unwrap_or_default();
        let lasts = |link: &RememberedLink| link.at <= now && now - link.at < LASTS;
        RememberedLinks { path, links: links.into_iter().filter(|(_, link)| lasts(link)).collect(), now }
    }

    /// The verdict on an address that is known.
    pub fn verdict(&self, url: &str) -> Option<LinkVerdict> {
        let link = self.links.get(url)?;
        Some(link.to.clone().map_or(LinkVerdict::Fine, LinkVerdict::Moved))
    }

    /// Remembers an address that is there.
    pub fn add(&mut self, url: &str, verdict: &LinkVerdict) {
        let to = match verdict {
            LinkVerdict::Fine => None,
            LinkVerdict::Moved(to) => Some(to.clone()),
            _ => return,
        };
        self.links.insert(url.to_owned(), RememberedLink { at: self.now, to });
    }

    /// Writes the file.
    pub fn save(self) {
        let Some(path) = self.path else { return };
        let file = LinkFile { version: VERSION, links: self.links };
        // Next time more is asked, and that is all.
        if let (Some(folder), Ok(text)) = (path.parent(), serde_json::to_vec(&file)) {
            let _ = fs::create_dir_all(folder).and_then(|()| replace(&path, &text));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_there_is_known_for_a_day_and_what_was_not_is_asked_again() {
        let folder = tempfile::tempdir().expect("a folder");
        let cache = folder.path().join("cache");
        let mut links = RememberedLinks::at(Some(&cache), 1_000_000);
        links.add("http://a.io/", &LinkVerdict::Fine);
        links.add("http://b.io/", &LinkVerdict::Moved("http://c.io/".to_owned()));
        links.add("http://d.io/", &LinkVerdict::Gone("404".to_owned()));
        links.save();
        let later = |seconds: u64| RememberedLinks::at(Some(&cache), 1_000_000 + seconds);
        assert_eq!(later(0).verdict("http://a.io/"), Some(LinkVerdict::Fine));
        assert_eq!(later(LASTS - 1).verdict("http://b.io/"), Some(LinkVerdict::Moved("http://c.io/".to_owned())));
        assert_eq!(later(0).verdict("http://d.io/"), None);
        assert_eq!(later(LASTS).verdict("http://a.io/"), None);
        // A clock that was set back.
        assert_eq!(RememberedLinks::at(Some(&cache), 999_999).verdict("http://a.io/"), None);
        fs::write(cache.join("links.json"), "{").expect("a file");
        assert_eq!(later(0).verdict("http://a.io/"), None);
    }
}
