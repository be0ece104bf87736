//! The configuration as data: a type for each table of `syllabus.toml`, with the defaults that apply without a file.

use crate::span::Span;

/// The configuration of a course. Paths are as written, relative to the folder of the file; `Config::default()` applies without a file.
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
    /// `[check]`
    pub check: CheckConfig,
    /// `[quiz]`
    pub quiz: QuizConfig,
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
    /// The key of the course in the student's browser.
    pub id: Option<String>,
    /// Its title; else the root overview's, else the folder's name.
    pub title: Option<String>,
    /// One or two sentences about it.
    pub description: Option<String>,
    /// A BCP 47 language tag; `en` by default.
    pub language: Option<String>,
    /// Who wrote it.
    pub authors: Vec<String>,
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
#[derive(Clone, Debug, PartialEq)]
pub struct PublishConfig {
    /// The absolute URL of the site, `http` or `https`, ending in `/`.
    pub base_url: Option<String>,
    /// The web address of the repository, without `/` or `.git` at its end.
    pub repository: Option<String>,
    /// The branch on which chapters are edited.
    pub branch: Option<String>,
    /// Where a chapter is edited: a web address with `{path}` in it.
    pub edit_url: Option<String>,
    /// Whether pages lead to where they are edited; true by default.
    pub edit_links: bool,
    /// `all`, `dates` or `none`; `all` by default.
    pub history: Option<String>,
    /// Former addresses of the site, each with what it leads to.
    pub redirects: Vec<RedirectConfig>,
    /// Whether files are published that some hosts read; false by default.
    pub host_files: bool,
    /// Whether readers' browsers keep the site; false by default.
    pub offline: bool,
    /// Whether chapters are published as markdown too; true by default.
    pub markdown: bool,
}

impl Default for PublishConfig {
    fn default() -> Self {
        PublishConfig {
            base_url: None,
            repository: None,
            branch: None,
            edit_url: None,
            edit_links: true,
            history: None,
            redirects: Vec::new(),
            host_files: false,
            offline: false,
            markdown: true,
        }
    }
}

/// `[repair]`: how damaged characters are repaired.
#[derive(Clone, Debug, PartialEq)]
pub struct RepairConfig {
    /// Whether they are repaired; true by default.
    pub enabled: bool,
    /// The charsets that may explain damage, under their first names (`cp1252`, `mac-roman`); absent: all.
    pub charsets: Option<Vec<&'static str>>,
    /// The least confidence, from 0 to 1, of a repair that is made; others are only reported. 0 by default.
    pub min_confidence: f64,
    /// The author's overrides.
    pub overrides: Vec<OverrideConfig>,
}

/// `[[repair.override]]`: a repair decided by the author.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OverrideConfig {
    /// The only file it applies to, relative to the course; `None`: all files.
    pub file: Option<String>,
    /// The damaged characters.
    pub before: String,
    /// A text that must be around them in the same line.
    pub context: Option<String>,
    /// What they should be.
    pub after: String,
}

/// `[check]`: what is told of the course.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CheckConfig {
    /// What the author allows.
    pub allows: Vec<AllowConfig>,
}

/// A row of `[publish] redirects`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RedirectConfig {
    /// The former address.
    pub from: String,
    /// What it leads to.
    pub to: String,
    /// The place of the former address in `syllabus.toml`.
    pub span: Span,
}

/// `[[check.allow]]`: a diagnostic that is not told.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AllowConfig {
    /// The diagnostic's code, which may be one that there is not.
    pub code: String,
    /// The only files it is for, relative to the course; `None`: all files.
    pub file: Option<String>,
    /// Why it may stay.
    pub reason: String,
    /// Its place in `syllabus.toml`.
    pub span: Span,
}

/// `[quiz]`: how questions are asked, answered and printed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct QuizConfig {
    /// `shown`, `hidden`, `at-end` or `withheld`; `hidden` by default.
    pub answers: Option<String>,
    /// Whether an exam shuffles questions and choices.
    pub shuffle: Option<bool>,
    /// How many in a hundred must be right to pass an exam.
    pub pass_mark: Option<u32>,
    /// How many minutes an exam takes.
    pub exam_minutes: Option<u32>,
    /// How many questions an exam draws.
    pub exam_count: Option<u32>,
    /// `with`, `without` or `at-end`; the last by default.
    pub print_answers: Option<String>,
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
    /// A URL with `{path}` and `{line}` that opens an editor.
    pub editor: Option<String>,
}

/// `[theme]`: how the site looks.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ThemeConfig {
    /// The hue of the theme's colours, in degrees from 0 to 360.
    pub hue: Option<f64>,
    /// `system` or `serif`; `system` by default.
    pub font: Option<String>,
    /// The path of a picture.
    pub logo: Option<String>,
    /// The paths of the author's own style sheets.
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
