//! The binary: exits with the status of the command line.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(syllabus::cli::run())
}
