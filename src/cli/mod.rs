//! The command line: a file per command. Arguments in, pipeline called, results out. Nobody imports it.
//!
//! stdout carries results only; progress and the diagnostics of other commands go to stderr.

#![allow(clippy::disallowed_methods, reason = "the command line is where the outside is asked")]

mod build;
mod check;
mod explain;
mod inspect;
mod project;
mod publish;
mod repair;
mod serve;
mod show;
mod unified;
mod watch;

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};

/// How a command ended. The names are those of `Exit status` in the interface.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExitStatus {
    /// Done; warnings may have been shown.
    Done = 0,
    /// The course, its configuration or a template has errors.
    Faulty = 1,
    /// Wrong usage.
    Usage = 2,
    /// Input or output failed.
    Failed = 3,
}

/// Turns a folder of ordinary GitHub-flavoured chapters into a course site.
#[derive(Debug, Parser)]
#[command(name = "syllabus", version, max_term_width = 100, after_help = "Example: syllabus build chapters -o site")]
struct CommandLine {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    shared: SharedArgs,
}

#[derive(Debug, Subcommand)]
enum Command {
    Build(build::BuildArgs),
    Watch(watch::WatchArgs),
    Serve(serve::ServeArgs),
    Check(check::CheckArgs),
    Inspect(inspect::InspectArgs),
    Repair(repair::RepairArgs),
    Explain(explain::ExplainArgs),
}

/// Flags that every command takes.
#[derive(Debug, clap::Args)]
pub(crate) struct SharedArgs {
    /// Use this configuration instead of the `syllabus.toml` in or beside the source
    #[arg(long, value_name = "FILE", global = true)]
    config: Option<PathBuf>,
    /// Lay the files of this folder over the built-in theme
    #[arg(long, value_name = "DIR", global = true)]
    theme: Option<PathBuf>,
    /// Fail on warnings too
    #[arg(long, global = true)]
    strict: bool,
    /// How diagnostics are shown
    #[arg(long, value_name = "FORMAT", default_value = "human", global = true)]
    format: FormatArg,
    /// Keep what is remembered between builds in this folder instead of the user's cache folder
    #[arg(long, value_name = "DIR", global = true)]
    cache: Option<PathBuf>,
    /// Remember nothing between builds, and use nothing remembered
    #[arg(long, global = true, conflicts_with = "cache")]
    no_cache: bool,
    /// Show no progress and no summary
    #[arg(long, short, global = true)]
    quiet: bool,
    /// Show notes too, and everything of each kind
    #[arg(long, short, global = true)]
    verbose: bool,
    /// Colour the output
    #[arg(long, value_name = "WHEN", default_value = "auto", global = true)]
    color: ColorArg,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum FormatArg {
    Human,
    Json,
    Github,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum ColorArg {
    Auto,
    Always,
    Never,
}

/// Reads the arguments and runs the command; returns the exit status.
pub fn run() -> u8 {
    let line = match CommandLine::try_parse() {
        Ok(line) => line,
        Err(error) => {
            // Help and version are results; anything else is wrong usage. A closed pipe is no news.
            let _ = error.print();
            return if error.use_stderr() { ExitStatus::Usage as u8 } else { ExitStatus::Done as u8 };
        }
    };
    show::choose_colour(line.shared.color);
    let status = match &line.command {
        Command::Build(args) => build::run(args, &line.shared),
        Command::Watch(args) => watch::run(args, &line.shared),
        Command::Serve(args) => serve::run(args, &line.shared),
        Command::Check(args) => check::run(args, &line.shared),
        Command::Inspect(args) => inspect::run(args, &line.shared),
        Command::Repair(args) => repair::run(args, &line.shared),
        Command::Explain(args) => explain::run(args, &line.shared),
    };
    status as u8
}
