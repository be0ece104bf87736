//! Writes to stdout and stderr: results, errors, notes, and events of commands that go on. Colours only where they are wanted.

use std::fs::Metadata;
use std::io::Write;

use super::document;
use crate::cli::args::{ColorArg, ExitStatus, FormatArg, SharedArgs, Telling};
use crate::export::run_json::{EventJson, FailureJson};
use crate::path::SourcePath;
use crate::report;

/// Decides once for the whole run whether output is coloured. `auto` respects `NO_COLOR`, `CLICOLOR` and pipes.
pub(in crate::cli) fn choose_colour(when: ColorArg) {
    match when {
        ColorArg::Auto => anstream::ColorChoice::Auto,
        ColorArg::Always => anstream::ColorChoice::Always,
        ColorArg::Never => anstream::ColorChoice::Never,
    }
    .write_global();
}

/// Prints a result to stdout. A closed pipe is not an error: the reader does not need the rest.
pub(in crate::cli) fn result(text: &str) -> ExitStatus {
    match anstream::stdout().lock().write_all(text.as_bytes()) {
        Ok(()) => ExitStatus::Done,
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => ExitStatus::Done,
        Err(error) => {
            self::error(&format!("stdout cannot be written: {error}"), "look where the output goes: is the disk full?");
            ExitStatus::Failed
        }
    }
}

/// Prints exactly these bytes: colours are neither added nor removed. A closed pipe is not an error: the reader does not need the rest.
pub(in crate::cli) fn bytes(bytes: &[u8]) -> ExitStatus {
    let mut out = std::io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            self::error(&format!("stdout cannot be written: {error}"), "look where the output goes: is the disk full?");
            ExitStatus::Failed
        }
        _ => ExitStatus::Done,
    }
}

/// The plain files into which stdout and stderr go: `syllabus watch > watch.log`.
#[cfg(unix)]
pub(in crate::cli) fn own_files() -> Vec<Metadata> {
    use std::os::fd::AsFd;
    let (out, err) = (std::io::stdout(), std::io::stderr());
    let copies = [out.as_fd().try_clone_to_owned(), err.as_fd().try_clone_to_owned()];
    let files = copies.into_iter().flatten().filter_map(|copy| std::fs::File::from(copy).metadata().ok());
    files.filter(Metadata::is_file).collect()
}

/// On other systems they are not known.
#[cfg(not(unix))]
pub(in crate::cli) fn own_files() -> Vec<Metadata> {
    Vec::new()
}

/// Prints to stderr. An error is ignored, as nothing else can report it.
pub(super) fn write_stderr(text: &str) {
    let _ = anstream::stderr().lock().write_all(text.as_bytes());
}

/// Shows what is in a format for programs where the command tells it, and what is for people on stderr; that it cannot be written is shown
/// already.
pub(super) fn tell(text: &str, shared: &SharedArgs) {
    if shared.telling == Telling::Result && shared.format != FormatArg::Human {
        let _ = result(text);
    } else {
        write_stderr(text);
    }
}

/// Shows why a command stops, and what to do; returns the status.
pub(in crate::cli) fn refuse(status: ExitStatus, message: &str, help: &str, shared: &SharedArgs) -> ExitStatus {
    if shared.format == FormatArg::Json {
        tell(&document::of_failure(&[], &|_: &SourcePath| None, failure(message, help), status, shared), shared);
    } else {
        error(message, help);
    }
    status
}

pub(super) fn failure(message: &str, help: &str) -> FailureJson {
    FailureJson { message: message.to_owned(), help: help.to_owned() }
}

/// Shows an error, and what to do.
pub(in crate::cli) fn error(message: &str, help: &str) {
    write_stderr(&format!(
        "\u{1b}[1m\u{1b}[91merror\u{1b}[0m\u{1b}[1m: {}\u{1b}[0m\n  = help: {}\n",
        report::printable(message),
        report::printable(help)
    ));
}

/// Asks a question in the terminal; the answer is read by the caller.
pub(in crate::cli) fn prompt(question: &str) {
    write_stderr(question);
}

/// Prints a line on stderr.
pub(in crate::cli) fn line(text: &str) {
    write_stderr(&format!("{text}\n"));
}

/// Shows a note that does not stop the command.
pub(in crate::cli) fn notice(message: &str, shared: &SharedArgs) {
    if shared.format == FormatArg::Json && shared.telling == Telling::Lines {
        event(EventJson::Notice { message: message.to_owned() }, shared);
    } else if shared.shows_last_line() {
        write_stderr(&format!("note: {}\n", report::printable(message)));
    }
}

/// Tells programs of something that happened in `watch` or `serve`.
fn event(event: EventJson, shared: &SharedArgs) {
    tell(&document::of_event(event, shared), shared);
}

/// Shows where the preview can be opened, whatever else is silenced: without the address it cannot be used.
pub(in crate::cli) fn serving(address: &str, shared: &SharedArgs) {
    if shared.format == FormatArg::Json {
        event(EventJson::Serving { address: address.to_owned() }, shared);
    } else {
        line(&format!("serving on {address}, until Ctrl-C"));
    }
}

/// Shows where others on the network can open it.
pub(in crate::cli) fn serving_network(address: &str, shared: &SharedArgs) {
    if shared.format == FormatArg::Json {
        event(EventJson::Serving { address: address.to_owned() }, shared);
    } else {
        line(&format!("on the network: {address}"));
    }
}
