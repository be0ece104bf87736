//! What an author may configure: a type for each table of `syllabus.toml`, with the defaults that hold without a file. Plain data.

/// What an author may configure. Paths are as written, relative to the file's folder; `Config::default()` is what
/// holds without a file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Config {
    /// `[course]`
    pub course: CourseConfig,
    /// `[build]`
    pub build: BuildConfig,
    /// `[publish]`
    pub publish: PublishConfig,
    /// `[repair]`
    pub repair: RepairConfig,
    /// `[markdown]`
    pub markdown: MarkdownConfig,
    /// `[preview]`
    pub preview: PreviewConfig,
    /// `[theme]`
    pub theme: ThemeConfig,
}

/// `[course]`: what the course is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CourseConfig {
    /// Names the course in the student's browser.
    pub id: Option<String>,
    /// Its title; else the root overview's, else the folder's name.
    pub title: Option<String>,
    /// One or two sentences about it.
    pub description: Option<String>,
    /// BCP 47; `en` by default.
    pub language: Option<String>,
}

/// `[build]`: what is built, and where to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BuildConfig {
    /// The folder of the chapters.
    pub source: Option<String>,
    /// Where the site is written.
    pub output: Option<String>,
    /// A theme's name or folder.
    pub theme: Option<String>,
    /// Patterns as in `.gitignore`.
    pub ignore: Vec<String>,
}

/// `[publish]`: where the site will be found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PublishConfig {
    /// Absolute, `http` or `https`, ends in `/`.
    pub base_url: Option<String>,
    /// Web address of the repository, without `/` or `.git` at its end.
    pub repository: Option<String>,
}

/// `[repair]`: how damaged characters are repaired.
#[derive(Clone, Debug, PartialEq)]
pub struct RepairConfig {
    /// Whether they are; true by default.
    pub enabled: bool,
    /// The charsets that may explain damage, under their first names (`cp1252`, `mac-roman`); absent: all.
    pub charsets: Option<Vec<&'static str>>,
    /// Repairs less sure than this are reported, not made; 0 by default.
    pub min_confidence: f64,
    /// What the author decided.
    pub overrides: Vec<OverrideConfig>,
}

/// `[[repair.override]]`: a repair decided by the author.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OverrideConfig {
    /// The only file it is for, relative to the course.
    pub file: Option<String>,
    /// The damaged characters.
    pub before: String,
    /// What must stand around them in the same line.
    pub context: Option<String>,
    /// What they should be.
    pub after: String,
}

/// `[markdown]`: how chapters are read.
#[derive(Clone, Debug, PartialEq)]
pub struct MarkdownConfig {
    /// Whether raw HTML is shown (made safe) rather than printed as text; true by default.
    pub html: bool,
}

/// `[preview]`: help while writing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PreviewConfig {
    /// An address with `{path}` and `{line}` that opens an editor.
    pub editor: Option<String>,
}

/// `[theme]`: how the site looks.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ThemeConfig {
    /// From 0 to 360.
    pub hue: Option<f64>,
    /// Path of a picture.
    pub logo: Option<String>,
    /// Paths of the author's own styles.
    pub css: Vec<String>,
    /// The author's own HTML for the head of each page.
    pub head: Option<String>,
}

impl Default for RepairConfig {
    fn default() -> Self {
        RepairConfig { enabled: true, charsets: None, min_confidence: 0.0, overrides: Vec::new() }
    }
}

impl Default for MarkdownConfig {
    fn default() -> Self {
        MarkdownConfig { html: true }
    }
}
