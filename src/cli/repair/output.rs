//! What `repair` prints, and the failures that it tells on stderr.

use std::io::{self, Write};

use crate::cli::args::ExitStatus;
use crate::report::printable;

/// An error message for stderr.
pub(super) type Failure = String;

/// Prints exactly these bytes: colours are neither added nor removed. A closed pipe is not an error: the reader does not need the rest.
pub(super) fn print_bytes(bytes: &[u8]) -> ExitStatus {
    let mut out = io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            show_failure(&format!("stdout cannot be written: {error}"));
            ExitStatus::Failed
        }
        _ => ExitStatus::Done,
    }
}

/// Shows a failure on stderr.
pub(super) fn show_failure(failure: &str) {
    // If stderr cannot be written, nothing else can report the error.
    let _ = writeln!(anstream::stderr(), "\x1b[31merror\x1b[0m: {}", printable(failure));
}
