//! The flags that every command takes, and the exit statuses of all commands.

use std::path::PathBuf;

use clap::{ArgAction, ValueEnum};

use crate::diagnostic::Severity;
use crate::quiz::AnswerMode;

/// The exit status of a command, as documented in the README.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ExitStatus {
    /// Done; warnings may have been shown.
    Done = 0,
    /// The course, its configuration or a template has errors.
    Faulty = 1,
    /// Wrong usage.
    Usage = 2,
    /// Input or output failed.
    Failed = 3,
}

/// What stands above the shared flags in a help.
pub(super) const SHARED_HEADING: &str = "Shared options";

/// Flags that every command takes.
#[derive(Clone, Debug, clap::Args)]
#[command(next_help_heading = SHARED_HEADING)]
pub(super) struct SharedArgs {
    /// Use this configuration instead of the `syllabus.toml` in or beside the source
    #[arg(long, value_name = "FILE", global = true, hide_short_help = true)]
    pub(super) config: Option<PathBuf>,
    /// Lay the files of this folder over the built-in theme, which alone is called `default`
    #[arg(long, value_name = "DIR", global = true, hide_short_help = true)]
    pub(super) theme: Option<PathBuf>,
    /// Fail on warnings too
    #[arg(long, global = true, hide_short_help = true)]
    pub(super) strict: bool,
    /// How diagnostics are shown
    ///
    /// `json` is one document of the run with a version, also where the command stops: on stdout for `check`, whose result the diagnostics are, else on
    /// stderr; in `watch` and `serve` a document a line. `github` are annotations of GitHub Actions, `sarif` is for code scanning. The results of
    /// `repair`, `results`, `theme` and `inspect --questions` are JSON, too.
    #[arg(long, value_name = "FORMAT", default_value = "human", global = true, hide_short_help = true)]
    pub(super) format: FormatArg,
    /// Build as on this day, such as 2027-01-31: chapters with a later `release` are left out [default: today]
    #[arg(long, value_name = "DATE", global = true, hide_short_help = true)]
    pub(super) now: Option<String>,
    /// Keep what is remembered between builds in this folder instead of the user's cache folder
    #[arg(long, value_name = "DIR", global = true, hide_short_help = true)]
    pub(super) cache: Option<PathBuf>,
    /// Remember nothing between builds, and use nothing remembered
    #[arg(long, global = true, hide_short_help = true, conflicts_with = "cache")]
    pub(super) no_cache: bool,
    /// Show no progress and no warnings; twice (`-qq`), nothing but errors
    ///
    /// Once, errors and the last line stay. With `--strict` warnings count as errors, and are shown. What programs get is not shortened.
    #[arg(long, short, global = true, hide_short_help = true, action = ArgAction::Count, conflicts_with = "verbose")]
    pub(super) quiet: u8,
    /// Show notes too, and where each setting comes from
    ///
    /// A table on stderr names each setting that is set, its value, and the flag, the line of `syllabus.toml`, the variable or the file that says so.
    #[arg(long, short, global = true, hide_short_help = true)]
    pub(super) verbose: bool,
    /// Colour the output
    #[arg(long, value_name = "WHEN", default_value = "auto", global = true, hide_short_help = true)]
    pub(super) color: ColorArg,
    /// Whether notes are shown because the command was asked for some: no flag of its own
    #[arg(skip)]
    pub(super) notes: bool,
    /// How the command tells programs what it has to say: no flag, but as the command is
    #[arg(skip)]
    pub(super) telling: Telling,
}

/// How a command tells programs what it has to say, in a format for them. People are told the same way by all commands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Telling {
    /// A document on stderr: the result is something else.
    #[default]
    Aside,
    /// A document on stdout: the diagnostics are the result.
    Result,
    /// On stderr, as JSON a document a line: one for each thing that happens while the command goes on.
    Lines,
}

impl SharedArgs {
    /// Whether the progress of long work is shown.
    pub(super) fn shows_progress(&self) -> bool {
        self.quiet == 0
    }

    /// Whether the last line is shown, which says what was taken and counts.
    pub(super) fn shows_last_line(&self) -> bool {
        self.quiet < 2
    }

    /// Whether people are shown diagnostics of this severity. A warning that fails the run is shown as an error is.
    pub(super) fn shows(&self, severity: Severity) -> bool {
        match severity {
            Severity::Error => true,
            Severity::Warning => self.quiet == 0 || self.strict,
            Severity::Note => self.verbose || self.notes,
        }
    }
}

/// Flags of the commands that make a site.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct SiteArgs {
    /// Where the answers are, whatever `[quiz] answers` says
    #[arg(long, value_name = "WHERE")]
    pub(super) answers: Option<AnswersArg>,
    /// Where the site will be found, whatever `[publish] base_url` says
    #[arg(long, value_name = "URL")]
    pub(super) base_url: Option<String>,
}

/// What was typed of a project besides the shared flags.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct TypedSettings {
    /// Whether the source was.
    pub source: bool,
    /// Whether the output folder was.
    pub output: bool,
    /// `--answers`
    pub answers: Option<AnswersArg>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum FormatArg {
    Human,
    Json,
    Github,
    Sarif,
}

/// `--answers` of the commands that make a site.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum AnswersArg {
    Shown,
    Hidden,
    AtEnd,
    Withheld,
}

impl AnswersArg {
    /// What it means.
    pub fn mode(self) -> AnswerMode {
        match self {
            AnswersArg::Shown => AnswerMode::Shown,
            AnswersArg::Hidden => AnswerMode::Hidden,
            AnswersArg::AtEnd => AnswerMode::AtEnd,
            AnswersArg::Withheld => AnswerMode::Withheld,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ColorArg {
    Auto,
    Always,
    Never,
}
