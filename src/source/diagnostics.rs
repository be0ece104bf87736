//! The errors of reading files, and the diagnostics made from them. Each message is made by a named function here.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use super::decode::{Decoding, NotText};
use super::file::{MAX_BYTES, Source};
use crate::date::Date;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::path::SourcePath;
use crate::span::Span;

/// Why the source folder or file cannot be read at all.
#[derive(Debug)]
pub enum SourceError {
    /// There is nothing at this path.
    Missing(PathBuf),
    /// It is neither a folder nor a file.
    NotAFolder(PathBuf),
    /// It exists and cannot be read.
    Unreadable(PathBuf, io::Error),
}

impl fmt::Display for SourceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SourceError::Missing(path) => {
                write!(f, "the source `{}` does not exist; name the folder that holds the chapters", path.display())
            }
            SourceError::NotAFolder(path) => {
                write!(f, "the source `{}` is neither a folder nor a file", path.display())
            }
            SourceError::Unreadable(path, error) => {
                write!(f, "the source `{}` cannot be read: {error}", path.display())
            }
        }
    }
}

impl std::error::Error for SourceError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            SourceError::Unreadable(_, error) => Some(error),
            _ => None,
        }
    }
}

/// Why one file could not be read as text, with its path.
#[derive(Debug)]
pub struct ReadError {
    /// Which file.
    pub path: SourcePath,
    /// Why.
    pub kind: ReadErrorKind,
}

/// Why a file could not be read as text.
#[derive(Debug)]
pub enum ReadErrorKind {
    /// It could not be opened or read.
    Io(io::Error),
    /// It is a folder, a named pipe, a socket or a device.
    NotAFile,
    /// It is a symbolic link to a file outside of the course.
    Outside,
    /// It is larger than [`MAX_BYTES`].
    TooLarge,
    /// Its bytes are no text.
    NotText(NotText),
}

impl fmt::Display for ReadErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ReadErrorKind::Io(error) => write!(f, "it cannot be read: {error}"),
            ReadErrorKind::NotAFile => f.write_str("it is not a plain file"),
            ReadErrorKind::Outside => f.write_str("it leads out of the course"),
            ReadErrorKind::TooLarge => write!(f, "it is larger than {} MB", MAX_BYTES >> 20),
            ReadErrorKind::NotText(why) => write!(f, "it is not text: {why}"),
        }
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` gives no page: {}", shown(self.path.as_str()), self.kind)
    }
}

impl std::error::Error for ReadError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.kind {
            ReadErrorKind::Io(error) => Some(error),
            ReadErrorKind::NotText(why) => Some(why),
            _ => None,
        }
    }
}

impl ReadError {
    /// The diagnostic for the author.
    pub fn diagnostic(&self) -> Diagnostic {
        let (code, help) = match &self.kind {
            ReadErrorKind::Io(_) => (Code::Unreadable, "give read permission, or take the file out of the course"),
            ReadErrorKind::NotAFile => (Code::Unreadable, "put a plain file in its place, or remove it"),
            ReadErrorKind::Outside => (Code::OutsideLink, "copy the file into the course"),
            ReadErrorKind::TooLarge => (Code::Unreadable, "split it into chapters"),
            ReadErrorKind::NotText(_) => (Code::NotText, "rename the file to what it is, or delete it"),
        };
        Diagnostic::of_file(code, self.to_string()).in_file(&self.path).help(help)
    }
}

/// A note: a chapter waits for its day.
pub fn not_released(path: &SourcePath, day: Date) -> Diagnostic {
    let message = format!("this chapter is left out until {day}");
    Diagnostic::of_file(Code::NotReleased, message).in_file(path).help(format!("to see it now: `--now {day}`"))
}

/// An error: all `count` chapters in `root` are drafts.
pub fn only_drafts(root: &Path, count: usize) -> Diagnostic {
    let root = root.display();
    let message = match count {
        1 => format!("there is no chapter to show in `{root}`: the only one is a draft, or waits for its day"),
        n => format!("there is no chapter to show in `{root}`: all {n} are drafts, or wait for their day"),
    };
    let help = "remove `draft: true` or `release` from the chapter that is done first";
    Diagnostic::of_file(Code::NoChapters, message).help(help)
}

/// A note: `count` markdown files are drawings of Excalidraw, `first` is one of them.
pub fn drawings(first: &SourcePath, count: usize) -> Diagnostic {
    let first = shown(first.as_str());
    let message = match count {
        1 => format!("1 drawing was not read: `{first}`"),
        count => format!("{count} drawings were not read, such as `{first}`"),
    };
    let help = "export the drawing as a picture, and show that in a chapter";
    Diagnostic::of_file(Code::NotRead, message).severity(Severity::Note).help(help)
}

/// An error: a file that pages refer to cannot be copied to the site.
pub fn unreadable_file(path: &SourcePath, error: &io::Error) -> Diagnostic {
    let message = format!("`{}` cannot be copied to the site: {error}", shown(path.as_str()));
    Diagnostic::of_file(Code::Unreadable, message)
        .in_file(path)
        .help("give read permission, or take it out of the course; its last good copy stays")
}

/// A warning for a file that was decoded from a legacy charset; `None` for Unicode files. Its span is the first non-ASCII character.
pub fn legacy_charset(source: &Source) -> Option<Diagnostic> {
    let how = match source.decoding {
        Decoding::Legacy(charset) => format!("the file is not UTF-8 and was read as {charset}"),
        Decoding::Mixed(charset) => {
            format!("the file is UTF-8 with some bytes that are not; those were read as {charset}")
        }
        _ => return None,
    };
    let at = source.text.char_indices().find(|(_, character)| !character.is_ascii());
    let span = at.map_or(Span::at(0), |(start, character)| Span::new(start, start + character.len_utf8()));
    Some(Diagnostic::new(Code::LegacyCharset, span, how).in_file(&source.path).help("save the file as UTF-8"))
}

/// An entry of a table of contents that leads nowhere.
#[cfg(feature = "render")]
pub(super) fn missing_in_index(index: &SourcePath, span: Span, path: &str) -> Diagnostic {
    let message = format!("the table of contents names `{}`, and there is no such file", shown(path));
    Diagnostic::new(Code::MissingInIndex, span, message)
        .in_file(index)
        .help("correct the path, write the chapter, or remove the entry")
}

/// A file name for a message: control characters, line breaks among them, are escaped.
pub fn shown(name: &str) -> String {
    name.chars().flat_map(|c| if c.is_control() { c.escape_default().collect() } else { vec![c] }).collect()
}

pub(super) fn two_sources(loser: &SourcePath, winner: &SourcePath, page: &str) -> Diagnostic {
    let (loser_shown, winner_shown) = (shown(loser.as_str()), shown(winner.as_str()));
    Diagnostic::of_file(
        Code::TwoSources,
        format!("`{loser_shown}` and `{winner_shown}` would both become `{}`", shown(page)),
    )
    .in_file(loser)
    .help(format!("rename one of the two; only `{winner_shown}` is built"))
}

pub(super) fn same_but_for_case(path: &SourcePath, other: &SourcePath) -> Diagnostic {
    let message = format!(
        "`{}` and `{}` differ in letter case only: on a Mac or on Windows they are one page",
        shown(path.as_str()),
        shown(other.as_str())
    );
    Diagnostic::of_file(Code::TwoSources, message)
        .severity(Severity::Warning)
        .in_file(path)
        .help("rename one of the two")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_with_line_breaks_stay_on_one_line() {
        assert_eq!(shown("a\nb\"é"), "a\\nb\"é");
    }

    #[test]
    fn the_legacy_warning_points_at_the_first_odd_character() {
        let source = Source::from_bytes(SourcePath::new("a.md"), b"# Caf\xe9 cr\xe8me").expect("text");
        let warning = legacy_charset(&source).expect("a warning");
        assert_eq!(warning.message, "the file is not UTF-8 and was read as windows-1252");
        assert_eq!(warning.span.map(|span| span.of(&source.text)), Some("é"));
    }
}
