//! The command line, with a file for each command: reads the arguments, runs the pipeline and prints the results. No other room uses it.
//!
//! Results go to stdout, and everything else to stderr: progress, and the diagnostics of commands whose result is something else.

#![allow(clippy::disallowed_methods, reason = "the command line uses the disk, the clock and the environment")]

mod address;
mod args;
mod build;
mod check;
mod explain;
mod export;
mod files;
mod fixing;
mod init;
mod inspect;
mod notice;
mod patch;
mod project;
mod publish;
#[cfg(test)]
mod reference_test;
mod repair;
mod results;
mod serve;
mod session;
mod show;
mod template_fault;
mod theme;
mod theme_files;
mod unified;
mod watch;

use clap::{Parser, Subcommand};

use args::{ExitStatus, SharedArgs};

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
    Init(init::InitArgs),
    Build(build::BuildArgs),
    Watch(watch::WatchArgs),
    Serve(serve::ServeArgs),
    Check(check::CheckArgs),
    Inspect(inspect::InspectArgs),
    Repair(repair::RepairArgs),
    Export(export::ExportArgs),
    Results(results::ResultsArgs),
    Theme(theme::ThemeArgs),
    Explain(explain::ExplainArgs),
}

/// Whether a command was typed under the name that other tools have for `init`.
fn is_called_elsewhere(error: &clap::Error) -> bool {
    let typed = error.get(clap::error::ContextKind::InvalidSubcommand);
    matches!(typed, Some(clap::error::ContextValue::String(name)) if ["new", "create", "start", "scaffold"].contains(&name.as_str()))
}

/// Reads the arguments and runs the command; returns the exit status.
pub fn run() -> u8 {
    let line = match CommandLine::try_parse() {
        Ok(line) => line,
        Err(error) => {
            // Help and version are results; any other error is wrong usage. A closed pipe is not an error.
            let _ = error.print();
            if is_called_elsewhere(&error) {
                show::notice("a course is begun with `syllabus init DIR`");
            }
            return if error.use_stderr() { ExitStatus::Usage as u8 } else { ExitStatus::Done as u8 };
        }
    };
    show::choose_colour(line.shared.color);
    let status = match &line.command {
        Command::Init(args) => init::run(args, &line.shared),
        Command::Build(args) => build::run(args, &line.shared),
        Command::Watch(args) => watch::run(args, &line.shared),
        Command::Serve(args) => serve::run(args, &line.shared),
        Command::Check(args) => check::run(args, &line.shared),
        Command::Inspect(args) => inspect::run(args, &line.shared),
        Command::Repair(args) => repair::run(args, &line.shared),
        Command::Export(args) => export::run(args, &line.shared),
        Command::Results(args) => results::run(args, &line.shared),
        Command::Theme(args) => theme::run(args, &line.shared),
        Command::Explain(args) => explain::run(args, &line.shared),
    };
    status as u8
}
