//! `repair --interactive` at a terminal: shows what the session shows, reads keys, and writes at the end.

use std::io::{self, IsTerminal};

use console::{Key, Term};

use super::damaged::DamagedFile;
use super::decisions::{DecidedFile, DecisionCounts};
use super::output::Failure;
use super::review::open_places;
use super::session::{BACKSPACE, ENTER, ESCAPE, RepairSession, SessionEnd, SessionFile, SessionMode};
use crate::cli::show;

/// Whether there is a terminal to ask at.
pub(super) fn is_there() -> bool {
    io::stdin().is_terminal() && io::stdout().is_terminal()
}

/// Asks about the open places of these files, and writes what was decided; what failed is added to `failures`. None where it was left
/// without writing.
pub(super) fn ask(files: &[DamagedFile], failures: &mut Vec<Failure>) -> Option<DecisionCounts> {
    let asked = files.iter().map(|file| SessionFile {
        shown: file.source.shown.clone(),
        text: file.text.clone(),
        places: open_places(file, false),
        sure: file.edits(|repair| repair.sure),
    });
    let mut session = RepairSession::new(asked.collect());
    let end = loop {
        if session.mode() == SessionMode::Typing {
            // The line is shown anew with each character.
            let _ = Term::stdout().clear_line();
        }
        let _ = show::result(&session.screen());
        if let SessionMode::Ended(end) = session.mode() {
            break end;
        }
        let Some(key) = pressed_key() else {
            session.abandon();
            continue;
        };
        let was = session.mode();
        session.press(key);
        if was != SessionMode::Typing {
            let _ = show::result(&format!("{}\n", if key.is_control() { ' ' } else { key }));
        } else if session.mode() != SessionMode::Typing {
            let _ = show::result("\n");
        }
    };
    if end == SessionEnd::Quit {
        return None;
    }
    let mut counts = DecisionCounts::default();
    for (at, DamagedFile { source, bytes, text, decoding, .. }) in files.iter().enumerate() {
        let file = DecidedFile { source, bytes, text, decoding: *decoding };
        failures.extend(file.write(&session.decisions_of(at), &mut counts).err());
    }
    Some(counts)
}

/// The next key as a character; none where the terminal is gone. Texts are typed key by key, too: what is typed ahead of a question comes in
/// its order.
fn pressed_key() -> Option<char> {
    match Term::stdout().read_key().ok()? {
        // Ctrl-C and Ctrl-D, as a terminal sends them while keys are read one by one.
        Key::Char('\u{3}' | '\u{4}') => None,
        Key::Unknown if !is_there() => None,
        Key::Char(key) => Some(key),
        Key::Enter => Some(ENTER),
        Key::Backspace => Some(BACKSPACE),
        Key::Escape => Some(ESCAPE),
        // Keys without a sign, such as arrows, mean nothing.
        _ => Some('\0'),
    }
}
