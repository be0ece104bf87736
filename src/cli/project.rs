//! Finds source, configuration, output, theme and cache from the arguments, and makes the settings of the pipeline from them. The only file
//! that uses both the arguments and the configuration.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use super::address::{AddressSource, SiteAddress, find_address};
use super::args::{AnswersArg, ExitStatus, SharedArgs, SiteArgs, TypedSettings};
use super::edit_url::edit_url;
use super::files::{Places, is_there, plain_file, real};
use super::history::history;
use super::notice::ProjectNotice;
use super::redirects::redirects;
use super::theme_files::{BUILT_IN_THEME, ThemeFilesError, theme_files, theme_notices};
use crate::config::{self, Config, PublishConfig, WrittenKey};
use crate::date::Date;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::markdown::RawHtml;
use crate::path::SourcePath;
use crate::pipeline::{AllowRule, BuildSettings, Cache, FoundFacts, Pipeline, SourceRoot, unused_rule};
use crate::quiz::AnswerMode;
use crate::render::context::{PrintAnswers, QuizSettings};
use crate::render::theme::{ThemeFiles, ThemeFont};
use crate::repair;
use crate::site::{FolderRelation, STATE_FOLDER, relation};
use crate::source::{AUTHOR_SETTINGS, Disk, WalkRules, scan};

/// The course that a command works on: its paths and settings.
#[derive(Debug)]
pub(super) struct Project {
    /// The source folder or file, as typed or found.
    pub source: PathBuf,
    /// The output folder.
    pub output: PathBuf,
    /// The folders in one of which it must lie; none where it was typed.
    pub output_places: Option<Places>,
    /// The path of the configuration, if there is one.
    pub config: Option<PathBuf>,
    /// The folder of the author's theme, if there is one.
    pub theme: Option<PathBuf>,
    /// The folder of the cache between builds; `None`: no cache.
    pub cache: Option<PathBuf>,
    /// The author's own style sheets and logo.
    pub author_files: Vec<PathBuf>,
    pub source_root: SourceRoot,
    /// Where the site will be found.
    pub address: Option<SiteAddress>,
    /// What told the address of the repository that was found.
    pub repository_from: Option<AddressSource>,
    /// What was typed besides the shared flags.
    pub typed: TypedSettings,
    /// The keys that stand in the configuration.
    pub written_keys: Vec<WrittenKey>,
    pub settings: BuildSettings,
    /// `[publish]`
    publish: PublishConfig,
    /// `[preview] editor`
    pub editor: Option<String>,
    /// The diagnostics of the configuration and the theme.
    pub notices: Vec<ProjectNotice>,
    /// Those of them that the author allows.
    pub allowed_notices: Vec<ProjectNotice>,
    /// The notes on the rules of the settings that allow something, for those that turn out to allow nothing.
    allows: Vec<ProjectNotice>,
}

/// Why a project cannot be loaded.
#[derive(Debug, PartialEq)]
pub(super) enum ProjectError {
    /// The configuration has errors.
    Config(Box<ConfigFile>),
    /// Any other reason: a message, and what to do.
    Plain { status: ExitStatus, message: String, help: String },
}

impl ProjectError {
    /// A reason that is none of the configuration: what happened, and what to do.
    pub fn new(status: ExitStatus, message: String, help: &str) -> Self {
        ProjectError::Plain { status, message, help: help.to_owned() }
    }
}

impl From<ThemeFilesError> for ProjectError {
    fn from(error: ThemeFilesError) -> Self {
        ProjectError::new(ExitStatus::Failed, error.message, error.help)
    }
}

/// A configuration file as it was read.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct ConfigFile {
    pub path: PathBuf,
    pub text: Arc<str>,
    config: Config,
    /// Its diagnostics.
    pub notices: Vec<Diagnostic>,
}

impl ConfigFile {
    /// For each rule that allows something and can be used, the note that it allows nothing.
    fn allow_places(&self) -> Vec<ProjectNotice> {
        let usable = self.config.check.allows.iter().filter_map(|entry| Some((allow_rule(entry)?, entry.span)));
        usable.map(|(rule, place)| self.notice(unused_rule(&rule, place))).collect()
    }

    fn notice(&self, diagnostic: Diagnostic) -> ProjectNotice {
        ProjectNotice { diagnostic, path: self.path.clone(), text: Some(Arc::clone(&self.text)) }
    }

    fn project_notices(&self) -> impl Iterator<Item = ProjectNotice> {
        self.notices.iter().map(|diagnostic| self.notice(diagnostic.clone()))
    }
}

impl Project {
    /// The same project with the answers as the command line wants them, where it says so.
    #[must_use]
    pub fn with_answers(mut self, answers: Option<AnswersArg>) -> Self {
        if let Some(answers) = answers {
            self.settings.quiz.answers = answers.mode();
            self.typed.answers = Some(answers);
        }
        self
    }

    /// The same project as the command line wants its site.
    ///
    /// # Errors
    /// `--base-url` is no address.
    pub fn with_site_args(mut self, args: &SiteArgs) -> Result<Self, ProjectError> {
        if let Some(typed) = &args.base_url {
            let Some(url) = config::base_url(typed) else {
                return Err(ProjectError::new(
                    ExitStatus::Usage,
                    format!("`--base-url {typed}` is no address of a site"),
                    "give the whole url of its first page, such as `--base-url https://ada.github.io/linux-basics/`",
                ));
            };
            self.set_address(SiteAddress { url, from: AddressSource::CommandLine });
        }
        Ok(self.with_history().with_answers(args.answers))
    }

    /// The same project with what git tells of its files, which pages show and which leads former addresses on.
    #[must_use]
    pub fn with_history(mut self) -> Self {
        let folder = folder_of(&self.source);
        let wanted = self.publish.history.as_deref();
        let (history, no_history) = match history(folder, self.cache.as_deref()) {
            Ok(history) => (history, None),
            Err(no_history) => (None, no_history.notice().filter(|_| wanted != Some("none"))),
        };
        let history = history.map(|history| match wanted {
            Some("none") => history.only_files(),
            Some("dates") => history.without_authors(),
            _ => history,
        });
        self.settings.found.history = history.map(Arc::new);
        let repository = self.settings.repository.as_ref().or(self.settings.found.repository.as_ref());
        if let Some(repository) = repository.filter(|_| self.publish.edit_links) {
            self.settings.found.edit_url = edit_url(repository, self.publish.branch.as_deref(), folder);
        }
        if let Some(notice) = no_history {
            self.add_notice(notice);
        }
        self
    }

    fn add_notice(&mut self, notice: ProjectNotice) {
        let is_allowed = is_allowed(&self.settings.allows, &notice);
        let notices = if is_allowed { &mut self.allowed_notices } else { &mut self.notices };
        notices.push(notice);
    }

    fn set_address(&mut self, address: SiteAddress) {
        self.settings.found.address = Some(address.url.clone());
        self.address = Some(address);
    }

    /// A new pipeline for the project, with its cache.
    pub fn pipeline(&self) -> Pipeline {
        Pipeline::new(Arc::new(Disk), self.source_root.clone(), self.settings.clone(), self.cache())
    }

    /// Replaces the settings of a pipeline by those of this project.
    pub fn reset(&self, pipeline: &mut Pipeline) {
        pipeline.reset(self.source_root.clone(), self.settings.clone(), self.cache());
    }

    fn cache(&self) -> Option<Cache> {
        Some(Cache::new(self.cache.as_ref()?, binary_version(), &self.source))
    }

    /// Adds a note for each rule of the configuration that allows nothing: those of `unused` that allow no notice either.
    pub fn add_unused_rules(&mut self, unused: &[usize]) {
        let is_used =
            |rule: &AllowRule| self.allowed_notices.iter().any(|notice| rule.allows_beside(&notice.diagnostic));
        let rules = self.settings.allows.iter().zip(&self.allows).enumerate();
        let unused = rules.filter(|(at, (rule, _))| unused.contains(at) && !is_used(rule));
        let notes: Vec<ProjectNotice> = unused.map(|(_, (_, note))| note.clone()).collect();
        self.notices.extend(notes);
    }

    /// All files and folders whose changes need an update: the source, and those of [`Project::settings_files`].
    pub fn watched(&self) -> Vec<PathBuf> {
        std::iter::once(self.source.clone()).chain(self.settings_files()).collect()
    }

    /// Files and folders whose changes need new settings: where a configuration is or may be, that of another tool beside the course, the
    /// theme, and the author's styles and logo.
    pub fn settings_files(&self) -> Vec<PathBuf> {
        let folder = folder_of(&self.source);
        let configs = match &self.config {
            Some(path) => vec![path.clone(), folder.join("syllabus.toml")],
            None => vec![folder.join("syllabus.toml"), parent(folder).join("syllabus.toml")],
        };
        let beside = AUTHOR_SETTINGS.iter().map(|name| parent(folder).join(name));
        configs.into_iter().chain(beside).chain(self.theme.clone()).chain(self.author_files.iter().cloned()).collect()
    }
}

/// Finds source, configuration, output and theme, and reads configuration and theme.
///
/// # Errors
/// The source does not exist, the configuration has errors, or a file that it names cannot be read.
pub(super) fn load_project(
    source: Option<&Path>,
    output: Option<&Path>,
    shared: &SharedArgs,
) -> Result<Project, ProjectError> {
    let config_file = find_config(source, shared)?;
    let typed = TypedSettings { source: source.is_some(), output: output.is_some(), answers: None };
    let config = config_file.as_ref().map(|config_file| config_file.config.clone()).unwrap_or_default();
    let base =
        config_file.as_ref().and_then(|config_file| config_file.path.parent()).map(Path::to_owned).unwrap_or_default();
    let source = source.map(Path::to_owned).unwrap_or_else(|| default_source(&config, &base));
    if !source.exists() {
        return Err(ProjectError::new(
            ExitStatus::Failed,
            format!("there is no `{}`", source.display()),
            "name the folder that holds the chapters: `syllabus build FOLDER`",
        ));
    }
    let source_root =
        if source.is_file() { SourceRoot::File(source.clone()) } else { SourceRoot::Folder(source.clone()) };
    let places = Places::new([base.as_path(), folder_of(&source)]);
    let (output, output_places) = match (output, &config.build.output) {
        (Some(typed), _) => (typed.to_owned(), None),
        (None, Some(output)) => (base.join(output), Some(places.clone())),
        (None, None) => (PathBuf::from("output"), Some(Places::new([Path::new(".")]))),
    };
    // Without the parts that name the folder before them: none can be made by such a name.
    let output: PathBuf = output.components().collect();
    let theme = chosen_theme(shared, &config, &base);
    if let (None, Some(theme)) = (&shared.theme, &theme) {
        // A theme runs as the author's own code does: it may lie beside the course, where the user stands.
        let trusted = Places::new([base.as_path(), folder_of(&source), Path::new(".")]);
        if is_there(theme) && !trusted.hold(theme) {
            return Err(outside(theme, "[build] theme", "name it yourself with `--theme DIR`"));
        }
    }
    let files = ConfiguredFiles { base: &base, places };
    let mut settings = settings(&config, &output, &files, theme.as_deref())?;
    let rows = |file: &ConfigFile| redirects(&file.config.publish.redirects, &file.text, &file.path);
    settings.redirects = config_file.as_ref().map(rows).unwrap_or_default();
    let allows = config_file.as_ref().map(ConfigFile::allow_places).unwrap_or_default();
    settings.source_folder = folder_within(&base, folder_of(&source));
    // No site is or will be there: commands that write none show what is in it.
    settings.rules.output =
        settings.rules.output.filter(|output| chapter_in(&source, output, &config.build.ignore).is_none());
    let cache = if shared.no_cache { None } else { shared.cache.clone().or_else(cache_folder) };
    let author_files = config.theme.css.iter().chain(&config.theme.logo).map(|file| base.join(file)).collect();
    let of_config = config_file.iter().flat_map(ConfigFile::project_notices);
    let of_theme = theme.iter().flat_map(|folder| theme_notices(folder, &settings.theme_files));
    let (allowed_notices, notices): (Vec<ProjectNotice>, Vec<ProjectNotice>) =
        of_config.chain(of_theme).partition(|notice| is_allowed(&settings.allows, notice));
    settings.found.today = Some(today(shared)?);
    let found = find_address(folder_of(&source), &base);
    let configured = settings.base_url.clone().map(|url| SiteAddress { url, from: AddressSource::Config });
    settings.found.repository = found.repository;
    let written_keys =
        config_file.as_ref().map(|config_file| config::written_keys(&config_file.text)).unwrap_or_default();
    let mut project = Project {
        source,
        output,
        output_places,
        config: config_file.map(|config_file| config_file.path),
        theme,
        cache,
        author_files,
        source_root,
        address: None,
        repository_from: found.repository_from,
        typed,
        written_keys,
        settings,
        publish: config.publish,
        editor: config.preview.editor,
        notices,
        allowed_notices,
        allows,
    };
    if let Some(address) = configured.or(found.site) {
        project.set_address(address);
    }
    match project.cache().map_or(Ok(()), |cache| cache.check()) {
        Ok(()) => Ok(project),
        Err(why) => Err(ProjectError::new(
            ExitStatus::Failed,
            format!("the cache cannot be used: {why}"),
            "remove what is in its place, or go on with `--no-cache` or another folder: `--cache DIR`",
        )),
    }
}

/// Whether the author allows a diagnostic of the configuration or the theme.
fn is_allowed(allows: &[AllowRule], notice: &ProjectNotice) -> bool {
    allows.iter().any(|rule| rule.allows_beside(&notice.diagnostic))
}

/// The day: `--now`, else that of `SOURCE_DATE_EPOCH`, else that of the clock, in universal time.
fn today(shared: &SharedArgs) -> Result<Date, ProjectError> {
    if let Some(typed) = &shared.now {
        return Date::parse(typed).ok_or_else(|| {
            ProjectError::new(
                ExitStatus::Usage,
                format!("`--now {typed}` is no day of the calendar"),
                "write it as `--now 2027-01-31`",
            )
        });
    }
    let of_clock = || SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_secs());
    Ok(Date::of_seconds(epoch_of_environment().unwrap_or_else(of_clock)))
}

/// The seconds that `SOURCE_DATE_EPOCH` names; none where it is no number.
pub(super) fn epoch_of_environment() -> Option<u64> {
    std::env::var("SOURCE_DATE_EPOCH").ok()?.trim().parse().ok()
}

/// The path of a folder relative to one above it, with `/`; empty where it is the same or lies elsewhere.
fn folder_within(above: &Path, folder: &Path) -> String {
    let inner =
        real(folder).zip(real(above)).and_then(|(folder, above)| Some(folder.strip_prefix(above).ok()?.to_owned()));
    inner.map_or_else(String::new, |inner| inner.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/"))
}

/// The folder of the theme: `--theme`, else `[build] theme`; none for the built-in one, which is called `default`.
fn chosen_theme(shared: &SharedArgs, config: &Config, base: &Path) -> Option<PathBuf> {
    let configured = || config.build.theme.as_ref().map(|theme| base.join(theme));
    let theme = shared.theme.clone().or_else(configured)?;
    let is_built_in = theme.file_name().is_some_and(|name| name == BUILT_IN_THEME) && !is_there(&theme);
    (!is_built_in).then_some(theme)
}

/// The first chapter in the output folder that would be one of the course if the site did not go there. None in a folder into which a site
/// was written before: that is left out of the course anyway.
pub(super) fn chapter_in(source: &Path, output: &Path, ignore: &[String]) -> Option<SourcePath> {
    let may_hold = source.is_dir() && output.is_dir() && !output.join(STATE_FOLDER).is_dir();
    if !may_hold || relation(source, output) != FolderRelation::Inside {
        return None;
    }
    let inner = output.canonicalize().ok()?.strip_prefix(source.canonicalize().ok()?).ok()?.to_str()?.to_owned();
    let inner = SourcePath::new(inner.replace(std::path::MAIN_SEPARATOR, "/"));
    let scan = scan(&Disk, source, &WalkRules { output: None, ignore: ignore.to_vec() }).ok()?;
    let is_inside = |path: &&SourcePath| Path::new(path.as_str()).starts_with(inner.as_str());
    scan.inventory.chapters().find(is_inside).cloned()
}

/// The refusal of a file that a key names and that is no part of the course.
fn outside(path: &Path, key: &str, help: &str) -> ProjectError {
    ProjectError::new(
        ExitStatus::Faulty,
        format!("`{key}` names `{}`, which lies outside of the course", path.display()),
        help,
    )
}

/// Identifies this build of the program: its version, and size and time of the running binary.
fn binary_version() -> String {
    let metadata = std::env::current_exe().and_then(std::fs::metadata);
    let file = metadata.map(|metadata| {
        let time = metadata.modified().ok().and_then(|time| time.duration_since(std::time::UNIX_EPOCH).ok());
        format!("{} {time:?}", metadata.len())
    });
    format!("{} {}", env!("CARGO_PKG_VERSION"), file.unwrap_or_default())
}

/// What the configuration says of repairs, and the course that it speaks of.
#[derive(Clone, Debug)]
pub(super) struct RepairScope {
    /// The configuration, if there is one.
    pub config: Option<PathBuf>,
    /// The folder of the course: overrides name its files relative to it.
    pub root: PathBuf,
    /// The settings for all files.
    pub settings: repair::RepairSettings,
    /// The overrides for single files.
    pub overrides: Vec<(SourcePath, repair::RepairOverride)>,
}

/// The scope of repairs of the file or folder at `path`. Its configuration is the nearest in its folder or in one above, as far as the
/// folder that the command runs in; the course is the one that a build with that configuration makes.
///
/// # Errors
/// The configuration cannot be read or has errors.
pub(super) fn repair_scope(path: Option<&Path>, shared: &SharedArgs) -> Result<RepairScope, ProjectError> {
    let config_file = match (path, &shared.config) {
        (Some(path), None) => config_above(folder_of(path))?,
        _ => find_config(path, shared)?,
    };
    let default = Config::default();
    let config = config_file.as_ref().map_or(&default, |config_file| &config_file.config);
    let base = config_file.as_ref().and_then(|config_file| config_file.path.parent());
    Ok(RepairScope {
        root: course_root(path, config, base),
        settings: repair_settings(config),
        overrides: overrides(config),
        config: config_file.map(|config_file| config_file.path),
    })
}

/// The folder of the course to which `path` belongs. `base` is the folder of the configuration, if there is one.
fn course_root(path: Option<&Path>, config: &Config, base: Option<&Path>) -> PathBuf {
    let (Some(path), Some(base)) = (path, base) else {
        return path
            .map_or_else(|| default_source(config, base.unwrap_or(Path::new(""))), |path| folder_of(path).into());
    };
    let holds = |folder: &Path| Places::new([folder]).hold(path);
    let is_same = |one: &Path, other: &Path| Places::new([one]) == Places::new([other]);
    let folder = folder_of(path);
    let of_config = config.build.source.as_ref().map(|source| base.join(source)).filter(|source| holds(source));
    let is_named = path.is_dir() && (is_same(folder, base) || is_same(&parent(folder), base));
    match of_config {
        Some(source) => source,
        None if is_named || !holds(base) => folder.to_owned(),
        None => Some(base.join("chapters")).filter(|chapters| holds(chapters)).unwrap_or_else(|| base.to_owned()),
    }
}

/// The nearest configuration in `folder`, in the one above it, or further up as far as the folder that the command runs in.
fn config_above(folder: &Path) -> Result<Option<ConfigFile>, ProjectError> {
    let here = Places::new([Path::new(".")]);
    let named = |folder: PathBuf| if folder.as_os_str().is_empty() { PathBuf::from(".") } else { folder };
    let mut folder = named(folder.to_owned());
    for step in 0.. {
        let path = folder.join("syllabus.toml");
        if is_there(&path) {
            return read_within(&path).map(Some);
        }
        let above = named(parent(&folder));
        let is_top = Places::new([above.as_path()]) == Places::new([folder.as_path()]);
        if is_top || step > 0 && !here.hold(&above) {
            break;
        }
        folder = above;
    }
    Ok(None)
}

/// The folder `syllabus` in the user's cache folder of each system.
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

/// Reads `--config`, else `syllabus.toml` in the source folder, else in the folder above; without a source, in the current directory or
/// in `chapters`.
fn find_config(source: Option<&Path>, shared: &SharedArgs) -> Result<Option<ConfigFile>, ProjectError> {
    if let Some(path) = &shared.config {
        return read_config(path).map(Some);
    }
    let inside = source.map_or_else(|| PathBuf::from("."), |source| folder_of(source).to_owned());
    let candidates = match source {
        Some(_) => vec![inside.join("syllabus.toml"), parent(&inside).join("syllabus.toml")],
        None => vec![PathBuf::from("syllabus.toml"), PathBuf::from("chapters/syllabus.toml")],
    };
    candidates.into_iter().find(|path| is_there(path)).map_or(Ok(None), |path| read_within(&path).map(Some))
}

/// Reads a configuration that was found, not named: one that leads out of its folder is none of the course's.
fn read_within(path: &Path) -> Result<ConfigFile, ProjectError> {
    if Places::new(path.parent()).hold(path) || !path.exists() {
        return read_config(path);
    }
    Err(ProjectError::new(
        ExitStatus::Faulty,
        format!("`{}` is a symbolic link that leads out of the course", path.display()),
        "copy the file to where the link is, or name it yourself with `--config FILE`",
    ))
}

fn read_config(path: &Path) -> Result<ConfigFile, ProjectError> {
    let text: Arc<str> = match plain_file(path).map(String::from_utf8) {
        Ok(Ok(text)) => text.strip_prefix('\u{feff}').unwrap_or(&text).into(),
        Ok(Err(error)) => {
            let good = error.utf8_error().valid_up_to();
            let line = error.as_bytes().iter().take(good).filter(|byte| **byte == b'\n').count() + 1;
            return Err(ProjectError::new(
                ExitStatus::Faulty,
                format!("`{}` is not UTF-8 from line {line} on", path.display()),
                "save the file as UTF-8; nothing was written, the last good site stays",
            ));
        }
        Err(error) => {
            return Err(ProjectError::new(
                ExitStatus::Failed,
                format!("`{}` cannot be read: {error}", path.display()),
                "correct the path, or give read permission",
            ));
        }
    };
    let (config, notices) = config::parse(&text);
    let is_faulty = notices.iter().any(|notice| notice.severity == Severity::Error);
    let config_file = ConfigFile { path: path.to_owned(), text, config, notices };
    if is_faulty { Err(ProjectError::Config(Box::new(config_file))) } else { Ok(config_file) }
}

/// The folder of a source: the folder itself, or the folder of a file.
pub(super) fn folder_of(source: &Path) -> &Path {
    if source.is_file() { source.parent().unwrap_or(Path::new(".")) } else { source }
}

/// The parent of a folder, also where that is written `.` or `..`.
fn parent(folder: &Path) -> PathBuf {
    match folder.file_name() {
        Some(_) => folder.parent().map(Path::to_owned).unwrap_or_default(),
        None => folder.join(".."),
    }
}

/// `[build] source`, else `chapters` if it exists, else the current directory.
fn default_source(config: &Config, base: &Path) -> PathBuf {
    match &config.build.source {
        Some(source) => base.join(source),
        None if Path::new("chapters").is_dir() => PathBuf::from("chapters"),
        None => PathBuf::from("."),
    }
}

fn settings(
    config: &Config,
    output: &Path,
    files: &ConfiguredFiles,
    theme: Option<&Path>,
) -> Result<BuildSettings, ProjectError> {
    Ok(BuildSettings {
        rules: WalkRules { output: Some(output.to_owned()), ignore: config.build.ignore.clone() },
        title: config.course.title.clone(),
        id: config.course.id.clone(),
        language: config.course.language.clone(),
        base_url: config.publish.base_url.clone(),
        repository: config.publish.repository.clone(),
        found: FoundFacts::default(),
        edit_url: config.publish.edit_url.clone().filter(|_| config.publish.edit_links),
        // Named with their lines once the file is.
        redirects: Vec::new(),
        has_host_files: config.publish.host_files,
        is_offline: config.publish.offline,
        has_markdown: config.publish.markdown,
        // Known once the source is.
        source_folder: String::new(),
        repair: config.repair.enabled.then(|| repair_settings(config)),
        overrides: overrides(config),
        allows: config.check.allows.iter().filter_map(allow_rule).collect(),
        raw_html: if config.markdown.html { RawHtml::Sanitized } else { RawHtml::Text },
        theme_files: theme.map_or_else(|| Ok(ThemeFiles::new()), theme_files)?,
        hue: config.theme.hue,
        font: config.theme.font.as_deref().and_then(ThemeFont::find).unwrap_or_default(),
        logo: config.theme.logo.as_ref().map(|logo| files.logo(logo)).transpose()?,
        description: config.course.description.clone(),
        authors: config.course.authors.clone(),
        quiz: QuizSettings {
            answers: config.quiz.answers.as_deref().and_then(AnswerMode::find).unwrap_or_default(),
            shuffle: config.quiz.shuffle,
            pass_mark: config.quiz.pass_mark,
            exam_minutes: config.quiz.exam_minutes,
            exam_count: config.quiz.exam_count,
        },
        print_answers: match config.quiz.print_answers.as_deref() {
            Some("with") => PrintAnswers::With,
            Some("without") => PrintAnswers::Without,
            _ => PrintAnswers::AtEnd,
        },
        css: config.theme.css.iter().map(|css| files.css(css)).collect::<Result<_, _>>()?,
        head: config.theme.head.clone().unwrap_or_default(),
    })
}

/// A rule that can be used.
fn allow_rule(entry: &config::AllowConfig) -> Option<AllowRule> {
    let code = Code::find(&entry.code).filter(|_| config::allow_fault(&entry.code).is_none())?;
    Some(AllowRule { code, file: entry.file.clone(), reason: entry.reason.clone() })
}

fn repair_settings(config: &Config) -> repair::RepairSettings {
    let mut settings = repair::RepairSettings {
        min_confidence: config.repair.min_confidence as f32,
        ..repair::RepairSettings::default()
    };
    if let Some(names) = &config.repair.charsets {
        settings.charsets = names.iter().filter_map(|name| repair::Charset::find(name)).collect();
    }
    settings.overrides =
        config.repair.overrides.iter().filter(|entry| entry.file.is_none()).map(repair_override).collect();
    settings
}

/// The author's overrides for single files.
fn overrides(config: &Config) -> Vec<(SourcePath, repair::RepairOverride)> {
    let of_files = config.repair.overrides.iter();
    of_files.filter_map(|entry| Some((SourcePath::new(entry.file.as_deref()?), repair_override(entry)))).collect()
}

fn repair_override(entry: &config::OverrideConfig) -> repair::RepairOverride {
    repair::RepairOverride { before: entry.before.clone(), context: entry.context.clone(), after: entry.after.clone() }
}

/// The files that a configuration names.
struct ConfiguredFiles<'p> {
    /// The folder that their paths are relative to.
    base: &'p Path,
    /// The folders of the course.
    places: Places,
}

impl ConfiguredFiles<'_> {
    fn bytes(&self, path: &str, key: &str) -> Result<Vec<u8>, ProjectError> {
        let path = self.base.join(path);
        if path.exists() && !self.places.hold(&path) {
            return Err(outside(&path, key, "copy the file into the folder of `syllabus.toml`"));
        }
        plain_file(&path).map_err(|why| {
            let message = format!("`{}` cannot be read: {why}", path.display());
            ProjectError::new(ExitStatus::Failed, message, &format!("correct `{key}` in `syllabus.toml`"))
        })
    }

    /// Extension and bytes of a picture.
    fn logo(&self, path: &str) -> Result<(String, Vec<u8>), ProjectError> {
        let ending = Path::new(path).extension();
        let ending = ending.map(|ending| ending.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
        let is_plain = (1..=5).contains(&ending.len()) && ending.chars().all(|c| c.is_ascii_alphanumeric());
        if !is_plain {
            return Err(ProjectError::new(
                ExitStatus::Faulty,
                format!("`{}` has no ending of a picture", self.base.join(path).display()),
                "name an SVG, PNG, JPEG or WebP file as `[theme] logo`",
            ));
        }
        Ok((ending, self.bytes(path, "[theme] logo")?))
    }

    fn css(&self, path: &str) -> Result<String, ProjectError> {
        String::from_utf8(self.bytes(path, "[theme] css")?).map_err(|_| {
            let message = format!("`{}` cannot be read: it is not UTF-8", self.base.join(path).display());
            ProjectError::new(ExitStatus::Failed, message, "save the file as UTF-8")
        })
    }
}
