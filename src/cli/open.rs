//! From arguments to what the pipeline is given: which source, which configuration, which output, which theme. The only place that knows both
//! what was typed and what it means.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{Shared, Status, show};
use crate::config::{self, Config};
use crate::diagnostic::{Diagnostic, Severity};
use crate::path::SourcePath;
use crate::pipeline::{Cache, Pipeline, Place, Settings};
use crate::render::theme::Files;
use crate::repair;
use crate::source::Rules;

/// What a command works on.
#[derive(Debug)]
pub(super) struct Opened {
    /// As typed or found.
    pub source: PathBuf,
    /// Where the site goes.
    pub output: PathBuf,
    /// The configuration that was read.
    pub config: Option<PathBuf>,
    /// The theme's folder, where one is laid over the built-in.
    pub theme: Option<PathBuf>,
    /// Where what is remembered between builds lies; none: nowhere.
    pub cache: Option<PathBuf>,
    /// The author's own style sheets and logo.
    pub author_files: Vec<PathBuf>,
    pub place: Place,
    pub settings: Settings,
    /// What the configuration's author should know, with the text it is about.
    pub notices: Vec<Diagnostic>,
    pub config_text: Option<Arc<str>>,
}

impl Opened {
    /// A pipeline for it, with what is remembered.
    pub fn pipeline(&self) -> Pipeline {
        let cache = self.cache.as_ref().map(|dir| Cache::new(dir, &binary(), &self.source, self.settings.hash()));
        Pipeline::new(self.place.clone(), self.settings.clone(), cache)
    }

    /// Files and folders that change what is set: where a configuration is or may be, and the theme.
    pub fn settings_files(&self) -> Vec<PathBuf> {
        let folder = folder_of(&self.source);
        let configs = match &self.config {
            Some(path) => vec![path.clone(), folder.join("syllabus.toml")],
            None => vec![folder.join("syllabus.toml"), parent(folder).join("syllabus.toml")],
        };
        configs.into_iter().chain(self.theme.clone()).chain(self.author_files.iter().cloned()).collect()
    }
}

/// Finds source, configuration, output and theme. What is wrong is shown; then the status is returned.
pub(super) fn open(source: Option<&Path>, output: Option<&Path>, shared: &Shared) -> Result<Opened, Status> {
    let found = find_config(source, shared)?;
    let (config, mut notices) = match &found {
        Some((_, text)) => config::parse(text),
        None => (Config::default(), Vec::new()),
    };
    // The built-in theme declares no keys of its own.
    notices.extend(config::undeclared(&config.theme, []));
    let path = found.as_ref().map(|(path, _)| path.clone());
    let text = found.map(|(_, text)| text);
    if notices.iter().any(|notice| notice.severity == Severity::Error) {
        show::config(&notices, path.as_deref(), text.as_deref(), shared);
        return Err(Status::Faulty);
    }
    let base = path.as_deref().and_then(Path::parent).map(Path::to_owned).unwrap_or_default();
    let source = source.map(Path::to_owned).unwrap_or_else(|| default_source(&config, &base));
    if !source.exists() {
        show::error(
            &format!("there is no `{}`", source.display()),
            "name the folder that holds the chapters: `syllabus build FOLDER`",
        );
        return Err(Status::Failed);
    }
    let place = if source.is_file() { Place::File(source.clone()) } else { Place::Folder(source.clone()) };
    let output = output
        .map(Path::to_owned)
        .or_else(|| config.build.output.as_ref().map(|output| base.join(output)))
        .unwrap_or_else(|| PathBuf::from("output"));
    let theme = shared.theme.clone().or_else(|| config.build.theme.as_ref().map(|theme| base.join(theme)));
    let settings = settings(&config, &output, &base, theme.as_deref())?;
    let cache = if shared.no_cache { None } else { shared.cache.clone().or_else(cache_folder) };
    let author_files = config.theme.css.iter().chain(&config.theme.logo).map(|file| base.join(file)).collect();
    Ok(Opened { source, output, config: path, theme, cache, author_files, place, settings, notices, config_text: text })
}

/// What tells this binary from any other: version, size and time of the file that runs.
fn binary() -> String {
    let metadata = std::env::current_exe().and_then(std::fs::metadata);
    let file = metadata.map(|metadata| {
        let time = metadata.modified().ok().and_then(|time| time.duration_since(std::time::UNIX_EPOCH).ok());
        format!("{} {time:?}", metadata.len())
    });
    format!("{} {}", env!("CARGO_PKG_VERSION"), file.unwrap_or_default())
}

/// How repairs are made in the file or folder at `path`, by the configuration in or beside it: for all files, and for single ones.
pub(super) fn repair_settings_for(
    path: Option<&Path>,
    shared: &Shared,
) -> Result<(repair::Settings, Vec<(SourcePath, repair::Override)>), Status> {
    let Some((path, text)) = find_config(path, shared)? else { return Ok((repair::Settings::default(), Vec::new())) };
    let (config, notices) = config::parse(&text);
    if notices.iter().any(|notice| notice.severity == Severity::Error) {
        show::config(&notices, Some(&path), Some(&text), shared);
        return Err(Status::Faulty);
    }
    Ok((repair_settings(&config), overrides(&config)))
}

/// `syllabus` in the user's cache folder, as each system has it.
fn cache_folder() -> Option<PathBuf> {
    let folder = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let home = || folder("HOME");
    let base = match std::env::consts::OS {
        "windows" => folder("LOCALAPPDATA"),
        "macos" => home().map(|home| home.join("Library/Caches")),
        _ => folder("XDG_CACHE_HOME")
            .filter(|path| path.is_absolute())
            .or_else(|| home().map(|home| home.join(".cache"))),
    };
    base.map(|base| base.join("syllabus"))
}

/// `--config`, else `syllabus.toml` in the source folder, else beside it; without a source, here.
fn find_config(source: Option<&Path>, shared: &Shared) -> Result<Option<(PathBuf, Arc<str>)>, Status> {
    if let Some(path) = &shared.config {
        return read_config(path).map(Some);
    }
    let inside = source.map_or_else(|| PathBuf::from("."), |source| folder_of(source).to_owned());
    let candidates = match source {
        Some(_) => vec![inside.join("syllabus.toml"), parent(&inside).join("syllabus.toml")],
        None => vec![PathBuf::from("syllabus.toml"), PathBuf::from("chapters/syllabus.toml")],
    };
    candidates.into_iter().find(|path| path.is_file()).map(|path| read_config(&path)).transpose()
}

fn read_config(path: &Path) -> Result<(PathBuf, Arc<str>), Status> {
    match std::fs::read(path).map(String::from_utf8) {
        Ok(Ok(text)) => Ok((path.to_owned(), text.strip_prefix('\u{feff}').unwrap_or(&text).into())),
        Ok(Err(error)) => {
            let good = error.utf8_error().valid_up_to();
            let line = error.as_bytes().iter().take(good).filter(|byte| **byte == b'\n').count() + 1;
            show::error(
                &format!("`{}` is not UTF-8 from line {line} on", path.display()),
                "save the file as UTF-8; nothing was written, the last good site stays",
            );
            Err(Status::Faulty)
        }
        Err(error) => {
            show::error(
                &format!("`{}` cannot be read: {error}", path.display()),
                "correct the path, or give read permission",
            );
            Err(Status::Failed)
        }
    }
}

fn folder_of(source: &Path) -> &Path {
    if source.is_file() { source.parent().unwrap_or(Path::new(".")) } else { source }
}

/// The folder around another, also where that is written `.` or `..`.
fn parent(folder: &Path) -> PathBuf {
    match folder.file_name() {
        Some(_) => folder.parent().map(Path::to_owned).unwrap_or_default(),
        None => folder.join(".."),
    }
}

/// `[build] source`, else `chapters` if there is one, else here.
fn default_source(config: &Config, base: &Path) -> PathBuf {
    match &config.build.source {
        Some(source) => base.join(source),
        None if Path::new("chapters").is_dir() => PathBuf::from("chapters"),
        None => PathBuf::from("."),
    }
}

fn settings(config: &Config, output: &Path, base: &Path, theme: Option<&Path>) -> Result<Settings, Status> {
    Ok(Settings {
        rules: Rules { output: Some(output.to_owned()), ignore: config.build.ignore.clone() },
        title: config.course.title.clone(),
        id: config.course.id.clone(),
        language: config.course.language.clone(),
        base_url: config.publish.base_url.clone(),
        repository: config.publish.repository.clone(),
        repair: config.repair.enabled.then(|| repair_settings(config)),
        overrides: overrides(config),
        theme_files: theme.map_or_else(|| Ok(Files::new()), theme_files)?,
        hue: config.theme.hue,
        logo: config.theme.logo.as_ref().map(|logo| logo_file(&base.join(logo))).transpose()?,
        description: config.course.description.clone(),
        css: config.theme.css.iter().map(|css| text_file(&base.join(css))).collect::<Result<_, _>>()?,
        head: config.theme.head.clone().unwrap_or_default(),
    })
}

fn repair_settings(config: &Config) -> repair::Settings {
    let mut settings =
        repair::Settings { min_confidence: config.repair.min_confidence as f32, ..repair::Settings::default() };
    if let Some(names) = &config.repair.charsets {
        settings.charsets = names.iter().filter_map(|name| repair::Charset::find(name)).collect();
    }
    settings.overrides = config.repair.overrides.iter().filter(|one| one.file.is_none()).map(decided).collect();
    settings
}

/// Repairs that the author decided for one file.
fn overrides(config: &Config) -> Vec<(SourcePath, repair::Override)> {
    let of_files = config.repair.overrides.iter();
    of_files.filter_map(|one| Some((SourcePath::new(one.file.as_deref()?), decided(one)))).collect()
}

fn decided(one: &config::Override) -> repair::Override {
    repair::Override { before: one.before.clone(), context: one.context.clone(), after: one.after.clone() }
}

/// A picture's ending and bytes.
fn logo_file(path: &Path) -> Result<(String, Vec<u8>), Status> {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
    let is_plain = (1..=5).contains(&ending.len()) && ending.chars().all(|c| c.is_ascii_alphanumeric());
    if !is_plain {
        show::error(
            &format!("`{}` has no ending of a picture", path.display()),
            "name an SVG, PNG, JPEG or WebP file as `[theme] logo`",
        );
        return Err(Status::Faulty);
    }
    match std::fs::read(path) {
        Ok(bytes) => Ok((ending, bytes)),
        Err(error) => {
            show::error(
                &format!("`{}` cannot be read: {error}", path.display()),
                "correct `[theme] logo` in `syllabus.toml`",
            );
            Err(Status::Failed)
        }
    }
}

fn text_file(path: &Path) -> Result<String, Status> {
    std::fs::read_to_string(path).map_err(|error| {
        show::error(&format!("`{}` cannot be read: {error}", path.display()), "correct the path in `syllabus.toml`");
        Status::Failed
    })
}

/// All files of a theme's folder, by path.
fn theme_files(folder: &Path) -> Result<Files, Status> {
    let mut files: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    if folder.is_file() {
        show::error(
            &format!("the theme `{}` is a file", folder.display()),
            "name the folder that holds the theme's files: `--theme DIR`",
        );
        return Err(Status::Failed);
    }
    for entry in walkdir::WalkDir::new(folder).sort_by_file_name() {
        let read = entry.map_err(std::io::Error::from).and_then(|entry| {
            if entry.file_type().is_file() {
                std::fs::read(entry.path()).map(|bytes| Some((entry, bytes)))
            } else {
                Ok(None)
            }
        });
        match read {
            Ok(Some((entry, bytes))) => {
                let inner = entry.path().strip_prefix(folder).unwrap_or(entry.path());
                files.insert(inner.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/"), bytes);
            }
            Ok(None) => {}
            Err(error) => {
                show::error(
                    &format!("the theme `{}` cannot be read: {error}", folder.display()),
                    "correct the path of `--theme`",
                );
                return Err(Status::Failed);
            }
        }
    }
    Ok(files)
}
