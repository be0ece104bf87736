//! `theme.toml`: what a theme consists of. A theme that leaves a key out, or has no such file, has what the built-in theme has.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::error::TemplateError;
use super::layers::{ThemeFiles, ThemeLayers};

/// The version of the contract between themes and this program (docs/reference/theme.md). It grows when something that themes rely on is removed or
/// changes its meaning, not when something is added.
pub(super) const CONTRACT: u32 = 1;

/// The path of the manifest in a theme.
pub(super) const MANIFEST: &str = "theme.toml";

/// `theme.toml` as it is written. Each key may be left out: then it is that of the built-in theme.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ThemeManifest {
    /// The version of the contract that the theme was made for. One that was made for another version is used all the same, with a warning.
    pub contract: Option<u32>,
    /// The script that runs in `<head>`, before anything is drawn.
    pub head_script: Option<String>,
    /// The script that runs there after it, in the page for addresses that do not exist.
    pub not_found_script: Option<String>,
    /// The style sheets, joined into one in this order. A list in place of the built-in one; see `more_styles`.
    pub styles: Option<Vec<String>>,
    /// Style sheets after those of `styles`: how a theme adds one without repeating the list.
    pub more_styles: Option<Vec<String>>,
    /// The style sheets of what is printed, joined into a further one.
    pub print_styles: Option<Vec<String>>,
    /// The scripts, joined into one in this order, each in a block of its own. A list in place of the built-in one; see `more_scripts`.
    pub scripts: Option<Vec<String>>,
    /// Scripts after those of `scripts`: how a theme adds one without repeating the list.
    pub more_scripts: Option<Vec<String>>,
    /// The scripts of the search, joined into one that is loaded when someone first searches.
    pub search_scripts: Option<Vec<String>>,
    /// The keys of the interface's words that these show; they find them in `syllabus.words`.
    pub search_words: Option<Vec<String>>,
    /// Scripts of their own that `js/reading.js` loads where a page has something for them, by their names there. Those that a theme names are laid over
    /// the built-in ones.
    pub later_scripts: Option<BTreeMap<String, LaterScript>>,
    /// Style sheets of their own, by their names, each joined from a list of paths. The page that one is for names it in its head, or it comes with the
    /// later script of the same name, or with the search. Those that a theme names are laid over the built-in ones.
    pub later_styles: Option<BTreeMap<String, Vec<String>>>,
    /// The scripts of a site that may be read without a network.
    pub offline: Option<OfflineScripts>,
    /// The face of courses with `[theme] font = "serif"`.
    pub serif: Option<SerifFont>,
}

/// The face of courses with `[theme] font = "serif"`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SerifFont {
    /// Runs in `<head>` of all pages, with the address of the first font in `data-font`.
    pub head: String,
    /// The style sheet that declares and uses it, joined after all others.
    pub style: String,
    /// Its files, that of text first. The style sheet names them by the way from it to them.
    pub fonts: Vec<String>,
    /// Its licence, which is published with it.
    pub licence: Option<String>,
}

/// The scripts of a site that may be read without a network.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OfflineScripts {
    /// Runs in `<head>` of all pages.
    pub head: String,
    /// Runs on pages where something can be kept.
    pub keep: LaterScript,
    /// Joined into `sw.js`.
    pub worker: Vec<String>,
}

/// A script that another one loads when it is needed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LaterScript {
    /// Its file.
    pub script: String,
    /// Files that are joined before it.
    #[serde(default)]
    pub with: Vec<String>,
    /// The keys of the interface's words that it shows; it finds them in `syllabus.words`.
    #[serde(default)]
    pub words: Vec<String>,
}

impl LaterScript {
    /// Its files, in the order in which they are joined.
    pub fn paths(&self) -> impl Iterator<Item = &String> {
        self.with.iter().chain([&self.script])
    }
}

/// The files of a theme by what becomes of them: its own manifest, completed by the built-in one.
#[derive(Debug)]
pub(super) struct ThemeParts {
    /// What the theme itself says of the contract.
    pub contract: Option<u32>,
    pub head_script: String,
    pub not_found_script: String,
    pub styles: Vec<String>,
    pub more_styles: Vec<String>,
    pub print_styles: Vec<String>,
    /// Those of `more_scripts` included.
    pub scripts: Vec<String>,
    pub search_scripts: Vec<String>,
    pub search_words: Vec<String>,
    pub later_scripts: BTreeMap<String, LaterScript>,
    pub later_styles: BTreeMap<String, Vec<String>>,
    pub offline: Option<OfflineScripts>,
    pub serif: Option<SerifFont>,
}

impl ThemeParts {
    /// The parts of a theme.
    ///
    /// # Errors
    /// `theme.toml` is no UTF-8, no TOML, or has a key or a value that no manifest has.
    pub fn load(files: &ThemeLayers<'_>) -> Result<ThemeParts, TemplateError> {
        let built_in: ThemeManifest = ThemeLayers::new(&ThemeFiles::new()).toml(MANIFEST)?;
        let own: ThemeManifest = if files.is_own(MANIFEST) { files.toml(MANIFEST)? } else { ThemeManifest::default() };
        let joined_scripts = |list: Option<Vec<String>>, more: Option<Vec<String>>| {
            list.into_iter().chain(more).flatten().collect::<Vec<String>>()
        };
        let styles = own.styles.or(built_in.styles).unwrap_or_default();
        let mut later_styles: BTreeMap<String, Vec<String>> =
            [built_in.later_styles, own.later_styles].into_iter().flatten().flatten().collect();
        for paths in later_styles.values_mut() {
            // A theme with a list of its own has it where it wants it.
            paths.retain(|path| !styles.contains(path));
        }
        Ok(ThemeParts {
            contract: own.contract,
            head_script: own.head_script.or(built_in.head_script).unwrap_or_default(),
            not_found_script: own.not_found_script.or(built_in.not_found_script).unwrap_or_default(),
            styles,
            more_styles: own.more_styles.unwrap_or_default(),
            print_styles: own.print_styles.or(built_in.print_styles).unwrap_or_default(),
            scripts: joined_scripts(own.scripts.or(built_in.scripts), own.more_scripts),
            search_words: own.search_words.or(built_in.search_words).unwrap_or_default(),
            search_scripts: own.search_scripts.or(built_in.search_scripts).unwrap_or_default(),
            later_scripts: [built_in.later_scripts, own.later_scripts].into_iter().flatten().flatten().collect(),
            later_styles,
            offline: own.offline.or(built_in.offline),
            serif: own.serif.or(built_in.serif),
        })
    }

    /// The style sheet of all pages.
    pub fn main_sheet(&self) -> Vec<String> {
        self.styles.iter().chain(&self.more_styles).cloned().collect()
    }

    /// A style sheet that some pages have after that of all. What the theme adds follows each, so that it wins over all that is built in.
    pub fn later_sheet(&self, name: &str) -> Vec<String> {
        self.later_styles.get(name).into_iter().flatten().chain(&self.more_styles).cloned().collect()
    }

    /// The paths of all styles and scripts.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        let lists = [&self.styles, &self.more_styles, &self.print_styles, &self.scripts, &self.search_scripts];
        let later = self.later_scripts.values().flat_map(LaterScript::paths);
        let later_styles = self.later_styles.values().flatten();
        let single = [&self.head_script, &self.not_found_script];
        let offline = self
            .offline
            .iter()
            .flat_map(|offline| offline.worker.iter().chain([&offline.head]).chain(offline.keep.paths()));
        let serif = self.serif.iter().flat_map(|serif| [&serif.head, &serif.style]);
        lists
            .into_iter()
            .flatten()
            .chain(later)
            .chain(later_styles)
            .chain(single)
            .chain(offline)
            .chain(serif)
            .map(String::as_str)
    }
}
