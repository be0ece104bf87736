//! The files of a theme in two layers: an author's replace the built-in ones of the same path, but for tokens, words and `theme.toml`, which
//! are merged ([`is_merged`]). Each is read as text, TOML or bytes. Never reads the disk: the built-in files are part of the binary, an
//! author's are given.

use std::collections::BTreeMap;

use include_dir::{Dir, DirEntry, include_dir};
use serde::Deserialize;

use super::error::{self, TemplateError};

pub(super) static BUILT_IN: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/themes/default");

/// A theme's files by path, `/` between the parts.
pub type ThemeFiles = BTreeMap<String, Vec<u8>>;

/// Two layers of files; an author's file hides a built-in one of the same path.
pub(super) struct ThemeLayers<'a> {
    overlay: &'a ThemeFiles,
    built_in: BTreeMap<&'static str, &'static [u8]>,
}

impl<'a> ThemeLayers<'a> {
    /// The built-in theme below `overlay`.
    pub fn new(overlay: &'a ThemeFiles) -> Self {
        ThemeLayers { overlay, built_in: built_in() }
    }

    /// All paths, each once, in order.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        let new = self.overlay.keys().map(String::as_str).filter(|path| !self.built_in.contains_key(path));
        let mut paths: Vec<&str> = self.built_in.keys().copied().chain(new).collect();
        paths.sort_unstable();
        paths.into_iter()
    }

    /// The bytes of a file; none where neither layer has it.
    pub fn bytes(&self, path: &str) -> Option<&[u8]> {
        self.overlay.get(path).map(Vec::as_slice).or_else(|| self.built_in.get(path).copied())
    }

    /// Whether the author's theme has a file at this path.
    pub fn is_own(&self, path: &str) -> bool {
        self.overlay.contains_key(path)
    }

    /// The paths of the author's files.
    pub fn own_paths(&self) -> impl Iterator<Item = &'a str> {
        self.overlay.keys().map(String::as_str)
    }

    /// A file as text, without a byte order mark.
    ///
    /// # Errors
    /// There is no such file, or it is not UTF-8.
    pub fn text(&self, path: &str) -> Result<&str, TemplateError> {
        as_text(path, self.bytes(path).ok_or_else(|| error::missing_file(path))?)
    }

    /// A file as text in each layer that has it, the built-in one first.
    ///
    /// # Errors
    /// One of them is not UTF-8.
    pub fn texts(&self, path: &str) -> Result<Vec<&str>, TemplateError> {
        let layers = [self.built_in.get(path).copied(), self.overlay.get(path).map(Vec::as_slice)];
        layers.into_iter().flatten().map(|bytes| as_text(path, bytes)).collect()
    }

    /// A file of TOML.
    ///
    /// # Errors
    /// As [`ThemeLayers::text`]; or it is no TOML of the type `T`.
    pub fn toml<T: for<'de> Deserialize<'de>>(&self, path: &str) -> Result<T, TemplateError> {
        as_toml(path, self.text(path)?)
    }
}

/// A file as text, without a byte order mark.
fn as_text<'b>(path: &str, bytes: &'b [u8]) -> Result<&'b str, TemplateError> {
    let text = std::str::from_utf8(bytes).map_err(|fault| error::not_utf8(path, bytes, fault.valid_up_to()))?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
}

/// The text of a file as TOML of the type `T`.
pub(super) fn as_toml<T: for<'de> Deserialize<'de>>(path: &str, text: &str) -> Result<T, TemplateError> {
    toml::from_str(text).map_err(|fault| error::bad_toml(path, text, &fault))
}

/// The built-in theme's file at this path.
pub fn built_in_file(path: &str) -> Option<&'static [u8]> {
    BUILT_IN.get_file(path).map(include_dir::File::contents)
}

/// The paths of all files of the built-in theme, in order.
pub fn built_in_paths() -> impl Iterator<Item = &'static str> {
    built_in().into_keys()
}

/// Whether a theme's file of this path is laid over the built-in one entry by entry, not put in its place: what it leaves out stays.
pub fn is_merged(path: &str) -> bool {
    path == "theme.toml" || path == TOKENS || path.starts_with("i18n/")
}

/// The style sheet that holds all tokens.
pub(super) const TOKENS: &str = "css/tokens.css";

fn built_in() -> BTreeMap<&'static str, &'static [u8]> {
    let mut files = BTreeMap::new();
    let mut folders = vec![&BUILT_IN];
    while let Some(folder) = folders.pop() {
        for entry in folder.entries() {
            match entry {
                DirEntry::Dir(subfolder) => folders.push(subfolder),
                DirEntry::File(file) => {
                    files.extend(file.path().to_str().map(|path| (path, file.contents())));
                }
            }
        }
    }
    files
}
