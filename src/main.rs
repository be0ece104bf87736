//! The binary: exits with the status of the command line.

use std::process::ExitCode;

use clap::Parser;
use syllabus::cli::repair::{RepairArgs, run};

#[derive(Parser)]
#[command(name = "syllabus", version)]
enum Command {
    /// List mojibake repairs, show them or write them back.
    Repair(RepairArgs),
}

fn main() -> ExitCode {
    let Command::Repair(args) = Command::parse();
    ExitCode::from(run(&args))
}
