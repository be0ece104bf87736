//! What readers' browsers may keep of a site, as `themes/default/js/offline/worker.js` reads it, and the manifest of the site as an app. In: the files
//! of a finished site. Out: texts. The list is one file, so that no page grows with it.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::path::SitePath;
use crate::source::Hash;

/// How many hexadecimal digits of a file's hash the list has: enough to tell two versions of a file apart.
const DIGITS: usize = 16;

/// A file that a browser may keep.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfflineFile {
    /// Its path in the site.
    pub path: SitePath,
    /// In bytes.
    pub size: u64,
    /// The hash of its bytes.
    pub hash: Hash,
}

/// The list of the files that a browser may keep.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OfflineList {
    /// All of them, in the order of their paths.
    pub files: Vec<OfflineFile>,
    /// Those that are kept with the first page, by their indexes.
    pub core: Vec<usize>,
    /// Those that are kept with a module, by the page on which a reader asks for it.
    pub modules: BTreeMap<SitePath, Vec<usize>>,
}

/// As it is written: paths, sizes and hashes of files, and indexes of these.
#[derive(Serialize)]
struct WrittenList<'a> {
    files: Vec<(&'a str, u64, String)>,
    core: &'a [usize],
    modules: BTreeMap<&'a str, &'a [usize]>,
}

impl OfflineList {
    /// The list as JSON.
    pub fn to_json(&self) -> String {
        let files = self.files.iter().map(|file| (file.path.as_str(), file.size, file.hash.digits(DIGITS)));
        let modules = self.modules.iter().map(|(page, files)| (page.as_str(), files.as_slice()));
        let list = WrittenList { files: files.collect(), core: &self.core, modules: modules.collect() };
        serde_json::to_string(&list).unwrap_or_default()
    }
}

/// The version of a list: what the worker compares with that of the list it gets.
pub fn version_of(list: &str) -> String {
    Hash::of(list.as_bytes()).digits(DIGITS)
}

/// The icon of the site as an app.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AppIcon {
    /// From the site's root.
    pub src: String,
    /// `any`, or width and height.
    pub sizes: String,
    /// Its media type.
    #[serde(rename = "type")]
    pub media_type: &'static str,
}

/// What a browser needs to know of a site that is to be installed. All addresses are relative to the manifest, so that it holds at any address.
#[derive(Clone, Debug, Serialize)]
pub struct AppManifest<'a> {
    /// The course's title.
    pub name: &'a str,
    /// What it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<&'a str>,
    /// BCP 47
    pub lang: &'a str,
    /// `ltr` or `rtl`
    pub dir: &'a str,
    /// Its icons.
    pub icons: Vec<AppIcon>,
}

impl AppManifest<'_> {
    /// The text of `manifest.webmanifest`.
    pub fn to_json(&self) -> String {
        /// What is the same for all courses: the colours are those of the theme's light pages.
        #[derive(Serialize)]
        struct Manifest<'a> {
            #[serde(flatten)]
            own: &'a AppManifest<'a>,
            start_url: &'static str,
            scope: &'static str,
            display: &'static str,
            theme_color: &'static str,
            background_color: &'static str,
        }
        let manifest = Manifest {
            own: self,
            start_url: "./index.html",
            scope: "./",
            // With a way back: a course is read from link to link.
            display: "minimal-ui",
            theme_color: "#fdfcfa",
            background_color: "#fdfcfa",
        };
        serde_json::to_string(&manifest).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_names_files_once_and_its_version_follows_them() {
        let file = |path: &str, text: &str| OfflineFile {
            path: SitePath::new(path),
            size: text.len() as u64,
            hash: Hash::of(text.as_bytes()),
        };
        let list = |text: &str| OfflineList {
            files: vec![file("a.html", text), file("m/index.html", "")],
            core: vec![0],
            modules: BTreeMap::from([(SitePath::new("m/index.html"), vec![1])]),
        };
        let json = list("abc").to_json();
        assert_eq!(
            json,
            "{\"files\":[[\"a.html\",3,\"6437b3ac38465133\"],[\"m/index.html\",0,\"af1349b9f5f9a1a6\"]],\"core\":[0],\"modules\":{\"m/index.html\":[1]}}"
        );
        assert_ne!(version_of(&json), version_of(&list("abd").to_json()));
    }

    #[test]
    fn the_manifest_has_relative_addresses() {
        let icon = AppIcon { src: "i.svg".to_owned(), sizes: "any".to_owned(), media_type: "image/svg+xml" };
        let manifest = AppManifest { name: "A & \"B\"", description: None, lang: "en", dir: "ltr", icons: vec![icon] };
        let read: serde_json::Value = serde_json::from_str(&manifest.to_json()).expect("JSON");
        assert_eq!(
            (&read["name"], &read["start_url"], &read["scope"]),
            (&"A & \"B\"".into(), &"./index.html".into(), &"./".into())
        );
        assert_eq!(read["icons"][0]["type"], "image/svg+xml");
        assert!(read.get("description").is_none());
    }
}
