//! What stands at the end of every help: where more is written. In: the table of commands as it is derived. Out: the same, finished.

use clap::Command;

/// The address of the documentation or of the project, as far as Cargo.toml names one.
const ADDRESSES: [&str; 2] = [env!("CARGO_PKG_HOMEPAGE"), env!("CARGO_PKG_REPOSITORY")];

const STATUS: &str = "Exit status: 0 done; 1 the course has errors, or with --strict warnings; 2 wrong usage; 3 reading or writing failed.";

/// The commands with the end of their help: a line in `-h`, and all of it in `--help`.
pub(super) fn finished(root: Command) -> Command {
    let shared: Vec<String> = root
        .get_arguments()
        .filter(|arg| arg.is_global_set())
        .filter_map(|arg| Some(format!("--{}", arg.get_long()?)))
        .collect();
    with_end(root, &shared.join(", "))
}

fn with_end(command: Command, shared: &str) -> Command {
    let examples = command.get_after_help().map(ToString::to_string).unwrap_or_default();
    let status = if examples.contains("Exit status") { "" } else { STATUS };
    let long = [examples.as_str(), status, &documents()].join("\n\n").replace("\n\n\n\n", "\n\n");
    let name = command.get_name().to_owned();
    let more = if name == "syllabus" { "`syllabus --help` tells more." } else { "`--help` tells more." };
    let short = format!("{examples}\n\nEvery command also takes {shared}. {more}");
    command.after_help(short).after_long_help(long).mut_subcommands(|inner| with_end(inner, shared))
}

/// Where more is written. An address is never made up: without one, it is what everybody has.
fn documents() -> String {
    let address = ADDRESSES.into_iter().find(|address| !address.is_empty());
    let place = address.unwrap_or("the folder docs/ beside the sources of syllabus");
    format!("Documentation: {place}; `syllabus explain` tells what diagnostics and keys of `syllabus.toml` mean.")
}
