//! The paths of a site as file systems take them: where a file is there can be no folder, and where a folder is no file. In: the paths of all
//! files. Out: what is in the way of one more. Letter case does not count, as Windows and macOS see one file in `Setup.html` and `setup.html`.

use std::collections::HashMap;

use crate::path::{SitePath, folders_down_to};

/// The longest name of a file or folder in bytes, on all usual file systems.
const MAX_NAME_LEN: usize = 255;

/// The longest path in bytes: macOS allows 1,024 with the folder of the site.
const MAX_PATH_LEN: usize = 800;

/// The paths of the files of a site.
#[derive(Clone, Debug, Default)]
pub struct SitePaths {
    /// All files, by their paths in lower case.
    files: HashMap<String, SitePath>,
    /// All folders in lower case, with a file in each or below it.
    folders: HashMap<String, SitePath>,
    /// Tells the paths that no file of a site may have.
    is_refused: Option<fn(&SitePath) -> bool>,
}

/// Why a file cannot be added to a site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// There is a file at its path.
    File(SitePath),
    /// There is this file, whose path differs in letter case only.
    OtherCase(SitePath),
    /// One of its folders is this file.
    FileAbove(SitePath),
    /// It is a folder, which has this file.
    FolderWith(SitePath),
    /// A name in it, or the whole, is too long.
    TooLong,
    /// It has a control character.
    ControlCharacter,
    /// No file of a site may have this path.
    Refused,
}

impl SitePaths {
    /// The paths of files; `is_refused` tells those that no file of a site may have, for other reasons than their length and their characters.
    pub fn new(paths: impl IntoIterator<Item = SitePath>, is_refused: fn(&SitePath) -> bool) -> SitePaths {
        let mut all = SitePaths { is_refused: Some(is_refused), ..SitePaths::default() };
        paths.into_iter().for_each(|path| all.add(&path));
        all
    }

    /// Adds a file.
    pub fn add(&mut self, path: &SitePath) {
        let key = path.as_str().to_lowercase();
        let folder = key.rsplit_once('/').map_or("", |(folder, _)| folder);
        for folder in folders_down_to(folder) {
            if !self.folders.contains_key(folder) {
                self.folders.insert(folder.to_owned(), path.clone());
            }
        }
        self.files.entry(key).or_insert_with(|| path.clone());
    }

    /// What is in the way of a file at a path; none where it can be added.
    pub fn obstacle(&self, path: &SitePath) -> Option<Obstacle> {
        let text = path.as_str();
        if text.chars().any(char::is_control) {
            return Some(Obstacle::ControlCharacter);
        }
        if text.len() > MAX_PATH_LEN || text.split('/').any(|name| name.len() > MAX_NAME_LEN) {
            return Some(Obstacle::TooLong);
        }
        if text.is_empty() || self.is_refused.is_some_and(|is_refused| is_refused(path)) {
            return Some(Obstacle::Refused);
        }
        let key = text.to_lowercase();
        if let Some(file) = self.files.get(&key) {
            let is_same = file == path;
            return Some(if is_same { Obstacle::File(file.clone()) } else { Obstacle::OtherCase(file.clone()) });
        }
        let folder = key.rsplit_once('/').map_or("", |(folder, _)| folder);
        let above = folders_down_to(folder).find_map(|folder| self.files.get(folder));
        let above = above.map(|file| Obstacle::FileAbove(file.clone()));
        above.or_else(|| self.folders.get(&key).map(|file| Obstacle::FolderWith(file.clone())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_free_where_file_systems_could_have_it() {
        let files = ["a.html", "img/p.png", "m/Index.html", ".nojekyll"].map(SitePath::new);
        let paths = SitePaths::new(files, |path| path.as_str().starts_with(".own"));
        let obstacle = |path: &str| paths.obstacle(&SitePath::new(path));
        let file = |path: &str| SitePath::new(path);
        for free in ["b.html", "m/a.html", "img/a.html/index.html", "a.html.html"] {
            assert_eq!(obstacle(free), None, "{free}");
        }
        assert_eq!(obstacle("a.html"), Some(Obstacle::File(file("a.html"))));
        assert_eq!(obstacle("A.html"), Some(Obstacle::OtherCase(file("a.html"))));
        assert_eq!(obstacle("m/index.html"), Some(Obstacle::OtherCase(file("m/Index.html"))));
        assert_eq!(obstacle("img/p.png/index.html"), Some(Obstacle::FileAbove(file("img/p.png"))));
        assert_eq!(obstacle(".nojekyll/x/index.html"), Some(Obstacle::FileAbove(file(".nojekyll"))));
        assert_eq!(obstacle("IMG"), Some(Obstacle::FolderWith(file("img/p.png"))));
        assert_eq!(obstacle(".own/x"), Some(Obstacle::Refused));
        assert_eq!(obstacle(""), Some(Obstacle::Refused));
        assert_eq!(obstacle("a\0b.html"), Some(Obstacle::ControlCharacter));
        assert_eq!(obstacle(&format!("{}.html", "é".repeat(126))), Some(Obstacle::TooLong));
        assert_eq!(obstacle(&"a/".repeat(500)), Some(Obstacle::TooLong));
    }
}
