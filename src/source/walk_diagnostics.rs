//! The diagnostics of listing the course's folder.

use std::io;
use std::path::Path;

use super::diagnostics::shown;
use super::kind::unread_ending;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::path::SourcePath;

/// A folder that cannot be listed.
pub fn unreadable_folder(path: &SourcePath, error: &io::Error) -> Diagnostic {
    let name = if path.as_str().is_empty() { "." } else { path.as_str() };
    Diagnostic::of_file(Code::Unreadable, format!("the folder `{}` cannot be read: {error}", shown(name)))
        .in_file(path)
        .help("give read permission; until then what lies in it is not built, and its last good pages stay")
}

/// A file whose metadata cannot be read.
pub fn unreadable_entry(path: &SourcePath, error: &io::Error) -> Diagnostic {
    Diagnostic::of_file(Code::Unreadable, format!("`{}` cannot be looked at: {error}", shown(path.as_str())))
        .in_file(path)
        .help("give read permission, or remove it")
}

/// A `.gitignore` that cannot be read.
pub fn unreadable_ignore_file(file: &str, error: &io::Error) -> Diagnostic {
    Diagnostic::of_file(Code::Unreadable, format!("`{}` cannot be read: {error}", shown(file)))
        .severity(Severity::Warning)
        .help("its rules are not applied; what it ignores may be built")
}

/// A symbolic link to nothing, or to itself.
pub fn dangling_link(path: &SourcePath, is_chapter: bool) -> Diagnostic {
    let message = format!("the symbolic link `{}` leads nowhere", shown(path.as_str()));
    let severity = if is_chapter { Severity::Error } else { Severity::Warning };
    Diagnostic::of_file(Code::Unreadable, message)
        .severity(severity)
        .in_file(path)
        .help("correct the link's target, or remove the link")
}

/// A symbolic link to a file or folder outside of the course.
pub fn link_outside(path: &SourcePath) -> Diagnostic {
    Diagnostic::of_file(
        Code::OutsideLink,
        format!("the symbolic link `{}` leads out of the course", shown(path.as_str())),
    )
    .in_file(path)
    .help("copy what it leads to into the course; what lies outside is never published")
}

/// A symbolic link to a folder that contains it, or to one that another link leads to.
pub fn link_in_circle(path: &SourcePath) -> Diagnostic {
    let message = format!("the symbolic link `{}` leads back to a folder that is built already", shown(path.as_str()));
    Diagnostic::of_file(Code::OutsideLink, message).in_file(path).help("remove the link; it is not followed")
}

/// A pipe, socket or device with the name of a chapter.
pub fn special_file(path: &SourcePath) -> Diagnostic {
    let message = format!("`{}` is a named pipe, a socket or a device, not a file", shown(path.as_str()));
    Diagnostic::of_file(Code::Unreadable, message)
        .in_file(path)
        .help("put a plain file in its place, or remove it; it was not opened")
}

/// A file name that is not UTF-8 and so cannot be an address.
pub fn odd_name(folder: &SourcePath, name: &str, is_chapter: bool) -> Diagnostic {
    let severity = if is_chapter { Severity::Error } else { Severity::Warning };
    Diagnostic::of_file(Code::OddName, format!("the name `{}` is not valid UTF-8", shown(name)))
        .severity(severity)
        .in_file(&SourcePath::new(format!("{folder}/{name}")))
        .help("rename it; a page's address must be text")
}

/// A pattern of `[build] ignore` that is not valid.
pub fn bad_glob(glob: &str, error: &str) -> Diagnostic {
    Diagnostic::of_file(Code::BadConfig, format!("the pattern `{}` to ignore cannot be used: {error}", shown(glob)))
        .help("write it as a line of `.gitignore`")
}

/// No chapter in `root`; `ignored` is the number of markdown files that are ignored or not chapters.
pub fn no_chapters(root: &Path, ignored: usize) -> Diagnostic {
    let root = root.display();
    let message = match ignored {
        0 => format!("there is no markdown file in `{root}`"),
        1 => format!("there is no chapter in `{root}`: the only markdown file is ignored or not a chapter"),
        n => format!("there is no chapter in `{root}`: all {n} markdown files are ignored or not chapters"),
    };
    Diagnostic::of_file(Code::NoChapters, message)
        .help("name the folder that holds the chapters: `syllabus build FOLDER`")
}

/// Files that other tools make chapters of and that are not read here; none where there are none. One diagnostic for all of them: a course
/// may have hundreds.
pub fn not_read(files: &[&SourcePath]) -> Option<Diagnostic> {
    let mut counts: Vec<(&str, usize)> = Vec::new();
    let mut are_chapters = false;
    for (ending, is_chapter) in files.iter().filter_map(|path| unread_ending(path.name())) {
        are_chapters |= is_chapter;
        match counts.iter_mut().find(|(known, _)| *known == ending) {
            Some((_, count)) => *count += 1,
            None => counts.push((ending, 1)),
        }
    }
    counts.sort_by(|a, b| (b.1, a.0).cmp(&(a.1, b.0)));
    let (most, _) = *counts.first()?;
    let first = files.iter().find(|path| unread_ending(path.name()).is_some_and(|(ending, _)| ending == most))?;
    let counts: Vec<String> = counts.iter().map(|(ending, count)| format!("{count} `.{ending}`")).collect();
    let first = shown(first.as_str());
    let message = match files.len() {
        1 => format!("1 file was not read: `{first}`"),
        count => format!("{count} files were not read: {}, such as `{first}`", counts.join(", ")),
    };
    let severity = if are_chapters { Severity::Warning } else { Severity::Note };
    let help = "only `.md` and `.markdown` become pages: rename what is plain markdown, convert the rest, or name them in `[build] ignore`";
    Some(Diagnostic::of_file(Code::NotRead, message).severity(severity).help(help))
}
