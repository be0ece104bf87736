//! The command line, with a file for each command: reads the arguments, runs the pipeline and prints the results. No other room uses it.
//!
//! Results go to stdout, and everything else to stderr: progress, and the diagnostics of commands whose result is something else.

#![allow(clippy::disallowed_methods, reason = "the command line uses the disk, the clock and the environment")]

mod address;
mod args;
mod build;
mod check;
mod completions;
mod edit_url;
mod explain;
mod export;
mod external;
mod files;
mod fixing;
mod help;
mod history;
mod http;
mod init;
mod inspect;
mod live;
mod man;
mod notice;
mod origins;
mod output_folder;
mod patch;
mod project;
mod publish;
mod redirects;
#[cfg(test)]
mod reference_test;
mod repair;
mod results;
#[cfg(test)]
mod schema_test;
mod serve;
mod session;
mod show;
mod template_fault;
mod theme;
mod theme_files;
mod tips;
mod unified;
mod watch;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

use args::{ExitStatus, SharedArgs, Telling};

/// Turns a folder of ordinary GitHub-flavoured chapters into a course site
#[derive(Debug, Parser)]
#[command(
    name = "syllabus",
    version,
    max_term_width = 100,
    after_help = "Example: syllabus build chapters -o site\nExample: syllabus check chapters"
)]
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
    Completions(completions::CompletionsArgs),
    Man(man::ManArgs),
}

impl Command {
    /// How it tells programs what it has to say.
    fn telling(&self) -> Telling {
        match self {
            Command::Check(_) => Telling::Result,
            Command::Watch(_) | Command::Serve(_) => Telling::Lines,
            _ => Telling::Aside,
        }
    }
}

/// The table of all commands and their flags, with whole helps.
fn commands() -> clap::Command {
    let mut root = help::finished(CommandLine::command());
    root.build();
    root
}

/// Reads the arguments and runs the command; returns the exit status.
pub fn run() -> u8 {
    let parsed = commands().try_get_matches().and_then(|matches| CommandLine::from_arg_matches(&matches));
    let mut line = match parsed {
        Ok(line) => line,
        Err(error) => {
            // Help and version are results; any other error is wrong usage. A closed pipe is not an error.
            let arguments: Vec<String> = std::env::args_os().skip(1).map(|one| one.to_string_lossy().into()).collect();
            let error = tips::with_tip(error, &commands(), &arguments);
            let _ = error.print();
            return if error.use_stderr() { ExitStatus::Usage as u8 } else { ExitStatus::Done as u8 };
        }
    };
    show::choose_colour(line.shared.color);
    line.shared.telling = line.command.telling();
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
        Command::Completions(args) => completions::run(args, commands()),
        Command::Man(args) => man::run(args, help::finished(CommandLine::command()), &line.shared),
    };
    status as u8
}
