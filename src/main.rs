//! The binary: exits with the status of the command line.

use std::process::ExitCode;

/// Reading and colouring a course is a million small pieces of memory, made on one thread and given back on another: a sixth of a build's
/// time beside the system's own allocator.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    ExitCode::from(syllabus::run())
}
