//! What `repair` prints, and the failures that it tells on stderr.

use std::io::Write;

use crate::report::printable;

/// An error message for stderr.
pub(super) type Failure = String;

/// Shows a failure on stderr.
pub(super) fn show_failure(failure: &str) {
    // If stderr cannot be written, nothing else can report the error.
    let _ = writeln!(anstream::stderr(), "\x1b[31merror\x1b[0m: {}", printable(failure));
}
