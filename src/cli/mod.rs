//! The command line: a file per command. Arguments in, pipeline called, results out. Nobody imports it.
//!
//! stdout carries results only; progress and the diagnostics of other commands go to stderr.

#![allow(clippy::disallowed_methods, reason = "the command line is where the outside is asked")]

mod args;
mod build;
mod check;
mod explain;
mod inspect;
mod project;
mod publish;
mod repair;
mod serve;
mod session;
mod show;
mod template_fault;
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
    Build(build::BuildArgs),
    Watch(watch::WatchArgs),
    Serve(serve::ServeArgs),
    Check(check::CheckArgs),
    Inspect(inspect::InspectArgs),
    Repair(repair::RepairArgs),
    Explain(explain::ExplainArgs),
}

/// Reads the arguments and runs the command; returns the exit status.
pub fn run() -> u8 {
    let line = match CommandLine::try_parse() {
        Ok(line) => line,
        Err(error) => {
            // Help and version are results; anything else is wrong usage. A closed pipe is no failure.
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
