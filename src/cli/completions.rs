//! `syllabus completions SHELL`: the script by which a shell completes commands, flags and their values. Made from the table of commands.

use clap::Command;
use clap_complete::Shell;

use super::args::ExitStatus;
use super::show;

/// Print the completions of a shell, to be saved where it looks for them
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: syllabus completions bash")]
pub(super) struct CompletionsArgs {
    /// The shell
    shell: Shell,
}

/// Prints the script for the commands in `table`.
pub(super) fn run(args: &CompletionsArgs, mut table: Command) -> ExitStatus {
    let name = table.get_name().to_owned();
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut table, name, &mut script);
    show::result(&String::from_utf8_lossy(&script))
}
