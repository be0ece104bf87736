//! `syllabus theme list`: the themes that can be chosen, and of the one in use each file with where it comes from.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::cli::args::{ExitStatus, FormatArg, SharedArgs};
use crate::cli::theme_files::{BUILT_IN_THEME, theme_files};
use crate::cli::{project, show};
use crate::export::json::JSON_VERSION;
use crate::render::theme::{ThemeFiles, built_in_file, built_in_paths, is_merged};
use crate::report::{printable, printable_json};

/// List the themes that can be chosen, and the files of the one in use
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: syllabus theme list chapters")]
pub(super) struct ListThemesArgs {
    /// A folder of chapters, or one file [default: `[build] source`, else `chapters`, else `.`]
    source: Option<PathBuf>,
}

/// Where a file of a theme comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub(super) enum ThemeFileOrigin {
    /// It is the default theme's.
    Default,
    /// The theme has one in place of the default theme's.
    Replaced,
    /// The theme has one that is laid over the default theme's entry by entry.
    Merged,
    /// The default theme has no such file.
    Added,
}

impl ThemeFileOrigin {
    /// Of a file of an author's theme.
    pub(super) fn of_own(path: &str) -> Self {
        match (built_in_file(path), is_merged(path)) {
            (Some(_), true) => ThemeFileOrigin::Merged,
            (Some(_), false) => ThemeFileOrigin::Replaced,
            (None, _) => ThemeFileOrigin::Added,
        }
    }

    /// As people read it.
    pub(super) fn word(self) -> &'static str {
        match self {
            ThemeFileOrigin::Default => "the default theme's",
            ThemeFileOrigin::Replaced => "replaced",
            ThemeFileOrigin::Merged => "merged with the default theme's",
            ThemeFileOrigin::Added => "added",
        }
    }
}

/// A theme that can be chosen.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct ListedTheme {
    /// As `--theme` takes it.
    name: String,
    /// Whether the course uses it.
    in_use: bool,
}

/// A file of the theme in use.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct ListedFile<'f> {
    /// Its path in the theme.
    path: &'f str,
    /// Where it comes from.
    origin: ThemeFileOrigin,
}

/// The themes, and the files of the one in use.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(in crate::cli) struct ThemeList<'f> {
    /// The version of this form.
    version: u32,
    /// The themes that can be chosen.
    themes: Vec<ListedTheme>,
    /// The files of the one in use.
    files: Vec<ListedFile<'f>>,
}

pub(super) fn run(args: &ListThemesArgs, shared: &SharedArgs) -> ExitStatus {
    let project = match project::load_project(args.source.as_deref(), None, shared) {
        Ok(project) => project,
        Err(error) => return show::project_error(&error, shared),
    };
    let in_use = project.theme.as_deref();
    let beside = project.config.as_deref().and_then(Path::parent).unwrap_or(Path::new(""));
    let files = &project.settings.theme_files;
    let mut paths: BTreeSet<&str> = files.keys().map(String::as_str).collect();
    paths.extend(built_in_paths().map(|path| -> &str { path }));
    let origin = |path: &str| match files.contains_key(path) {
        true => ThemeFileOrigin::of_own(path),
        false => ThemeFileOrigin::Default,
    };
    let list = ThemeList {
        version: JSON_VERSION,
        themes: themes(in_use, beside),
        files: paths.into_iter().map(|path| ListedFile { path, origin: origin(path) }).collect(),
    };
    show::result(&match shared.format {
        FormatArg::Json => printable_json(format!("{}\n", serde_json::to_string(&list).unwrap_or_default())),
        FormatArg::Human | FormatArg::Github | FormatArg::Sarif => told(&list, in_use),
    })
}

/// The built-in theme, the one in use, and those in the folder of the configuration or in its folder `themes`.
fn themes(in_use: Option<&Path>, beside: &Path) -> Vec<ListedTheme> {
    let mut folders: BTreeSet<PathBuf> = in_use.map(Path::to_owned).into_iter().collect();
    let is_in_use = |folder: &Path| in_use.is_some_and(|theme| theme.canonicalize().ok() == folder.canonicalize().ok());
    let found = [beside.to_owned(), beside.join("themes")].into_iter().flat_map(|folder| subfolders(&folder));
    folders.extend(found.filter(|folder| is_theme(folder) && !is_in_use(folder)));
    let built_in = ListedTheme { name: BUILT_IN_THEME.to_owned(), in_use: in_use.is_none() };
    let of_folder = |folder: PathBuf| ListedTheme { in_use: is_in_use(&folder), name: folder.display().to_string() };
    std::iter::once(built_in).chain(folders.into_iter().map(of_folder)).collect()
}

fn subfolders(folder: &Path) -> Vec<PathBuf> {
    let here = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let entries = std::fs::read_dir(here).into_iter().flatten().flatten();
    let visible = entries.filter(|entry| !entry.file_name().as_encoded_bytes().starts_with(b"."));
    visible.filter(|entry| entry.path().is_dir()).map(|entry| folder.join(entry.file_name())).collect()
}

/// Whether a folder has a file that a theme would have. A folder that cannot be read as a theme is none.
fn is_theme(folder: &Path) -> bool {
    let has_place = folder.join("theme.toml").is_file()
        || ["templates", "css", "js", "i18n"].iter().any(|name| folder.join(name).is_dir());
    let has_file = |files: &ThemeFiles| files.keys().any(|path| built_in_file(path).is_some());
    has_place && theme_files(folder).is_ok_and(|files| has_file(&files))
}

fn told(list: &ThemeList<'_>, in_use: Option<&Path>) -> String {
    let theme = |theme: &ListedTheme| format!("{} {}\n", if theme.in_use { "*" } else { " " }, printable(&theme.name));
    let file = |file: &ListedFile<'_>| format!("  {:<44} {}\n", printable(file.path), file.origin.word());
    let name = in_use.map_or_else(|| BUILT_IN_THEME.to_owned(), |theme| theme.display().to_string());
    let name = printable(&name);
    format!(
        "themes, with a star the one in use:\n{}\nfiles of `{name}`:\n{}",
        list.themes.iter().map(theme).collect::<String>(),
        list.files.iter().map(file).collect::<String>()
    )
}
