//! What a git repository tells of the files of a course: when each was written and last changed, by whom, and what it was called before.
//! In: the text that `git log` printed, oldest commit first. Out: a [`History`]. Never runs git: that is done in `cli`, so that a build is
//! a function of this value.

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};

use crate::date::Date;
use crate::path::SourcePath;

/// What git must be asked for: the format of a commit, whose files follow by `--name-status -z`.
pub const LOG_FORMAT: &str = "--format=%x01%P%x02%ad%x02%aN";

/// The history of all files that are there now.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct History {
    files: HashMap<SourcePath, FileHistory>,
    moves: BTreeMap<SourcePath, SourcePath>,
}

/// The history of one file. What is not known for sure is absent: a shallow clone knows its last commits only.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileHistory {
    /// The day of the commit that the file came with, under whatever name.
    pub created: Option<Date>,
    /// The day of the last commit that changed its text, as its author's clock had it.
    pub changed: Option<Date>,
    /// Who wrote it: who made the most commits first.
    pub authors: Vec<String>,
}

impl History {
    /// Reads what `git log -z --reverse --topo-order --name-status --find-renames --date=short` printed in [`LOG_FORMAT`]. `folder` is the course's
    /// folder in the repository, empty or ending in `/`: what lies outside of it is left out. In a shallow clone the oldest commits have no
    /// parents, and seem to have written all that is there.
    pub fn of_log(log: &[u8], folder: &str, is_shallow: bool) -> History {
        let mut reader = LogReader::default();
        let mut fields = log.split(|byte| *byte == 0);
        let mut commit = Commit::default();
        while let Some(field) = fields.next() {
            let field = field.strip_prefix(b"\n").unwrap_or(field);
            if let Some(header) = field.strip_prefix(b"\x01") {
                commit = Commit::of_header(&String::from_utf8_lossy(header), is_shallow);
            } else if let Some(kind) = field.first() {
                let is_same_text = field == b"R100";
                let old = fields.next().unwrap_or_default();
                let new = if *kind == b'R' { fields.next() } else { None };
                reader.apply(&commit, Change { kind: *kind, is_same_text, old, new });
            }
        }
        reader.history(folder)
    }

    /// What is known of a file; none of one that the repository does not have.
    pub fn of(&self, path: &SourcePath) -> Option<&FileHistory> {
        self.files.get(path)
    }

    /// The same without the names of those who wrote.
    #[must_use]
    pub fn without_authors(mut self) -> History {
        self.files.values_mut().for_each(|file| file.authors.clear());
        self
    }

    /// Nothing but which files there are.
    #[must_use]
    pub fn only_files(self) -> History {
        let files = self.files.into_keys().map(|path| (path, FileHistory::default())).collect();
        History { files, moves: BTreeMap::new() }
    }

    /// Former paths of files that are there now, with their paths of now. A former path at which there is another file now is none of them.
    pub fn moves(&self) -> &BTreeMap<SourcePath, SourcePath> {
        &self.moves
    }
}

#[derive(Default)]
struct Commit {
    day: Option<Date>,
    author: Option<String>,
    /// Whether it is the oldest commit of a shallow clone: what it shows is no change of its own.
    is_boundary: bool,
}

impl Commit {
    fn of_header(header: &str, is_shallow: bool) -> Commit {
        let mut parts = header.split('\u{2}');
        let is_root = parts.next().is_none_or(|parents| parents.trim().is_empty());
        Commit {
            day: parts.next().and_then(Date::parse),
            author: parts.next().and_then(person),
            is_boundary: is_root && is_shallow,
        }
    }
}

/// The name of somebody who writes, without an address for mail: many have git know them by one, and none is published. None where nothing else
/// is left, and for programs and accounts of machines.
fn person(name: &str) -> Option<String> {
    const MACHINES: &[&str] = &[
        "admin",
        "administrator",
        "ci",
        "circleci",
        "dependabot",
        "github",
        "github action",
        "github actions",
        "github-actions",
        "gitlab",
        "pre-commit ci",
        "renovate",
        "renovate bot",
        "root",
        "travis ci",
        "ubuntu",
        "unknown",
        "user",
        "your name",
    ];
    const BOTS: &[&str] = &["[bot]", "-bot", "_bot"];
    let name = match name.find(['(', '<', '[']) {
        Some(end) if name.contains('@') => name.get(..end)?.trim(),
        _ => name.trim(),
    };
    let small = name.to_ascii_lowercase();
    let is_machine = MACHINES.contains(&small.as_str()) || BOTS.iter().any(|end| small.ends_with(end));
    (!name.is_empty() && !name.contains('@') && !is_machine).then(|| name.to_owned())
}

struct Change<'l> {
    /// The letter of git's `--name-status`.
    kind: u8,
    /// Whether a file has another name and the same text.
    is_same_text: bool,
    old: &'l [u8],
    new: Option<&'l [u8]>,
}

#[derive(Default)]
struct TrackedFile {
    created: Option<Date>,
    changed: Option<Date>,
    /// How many commits each made, in the order of their first.
    authors: Vec<(String, usize)>,
}

impl TrackedFile {
    fn add(&mut self, commit: &Commit) {
        if commit.is_boundary {
            return;
        }
        self.changed = self.changed.max(commit.day);
        if let Some(author) = &commit.author {
            match self.authors.iter_mut().find(|(name, _)| name == author) {
                Some((_, commits)) => *commits += 1,
                None => self.authors.push((author.clone(), 1)),
            }
        }
    }

    fn history(mut self) -> FileHistory {
        // Where its beginning is not known, others may have written it.
        if self.created.is_none() {
            self.authors.clear();
        }
        self.authors.sort_by_key(|(_, commits)| std::cmp::Reverse(*commits));
        let authors = self.authors.into_iter().map(|(name, _)| name).collect();
        FileHistory { created: self.created, changed: self.changed, authors }
    }
}

/// A file by whatever names it has had: its place in `LogReader::files`.
type FileNumber = usize;

/// Follows the files of a repository from commit to commit. Paths are as git has them.
#[derive(Default)]
struct LogReader {
    /// All files that ever were, each with its path of now; none where it is gone.
    files: Vec<(TrackedFile, Option<String>)>,
    /// The files that are there, by their paths.
    paths: HashMap<String, FileNumber>,
    /// The files that have moved away, by their former paths. Of several that had one path, the last.
    former: BTreeMap<String, FileNumber>,
}

impl LogReader {
    fn apply(&mut self, commit: &Commit, change: Change<'_>) {
        let Ok(old) = std::str::from_utf8(change.old) else { return };
        match (change.kind, change.new.map(std::str::from_utf8)) {
            (b'A', _) => {
                let created = commit.day.filter(|_| !commit.is_boundary);
                let number = self.number_at(old);
                self.change(number, commit, |file| *file = TrackedFile { created, ..TrackedFile::default() });
            }
            (b'D', _) => {
                let gone = self.paths.remove(old);
                if let Some((_, place)) = gone.and_then(|number| self.files.get_mut(number)) {
                    *place = None;
                }
            }
            (b'R', Some(Ok(new))) => {
                let number = self.move_file(old, new);
                if !change.is_same_text {
                    self.change(number, commit, |_| {});
                }
            }
            (b'M' | b'T', _) => {
                // It may have moved already in a commit beside this one.
                let moved = || self.former.get(old).copied().filter(|number| self.path_of(*number).is_some());
                let here = self.paths.get(old).copied();
                let number = here.or_else(moved).unwrap_or_else(|| self.number_at(old));
                self.change(number, commit, |_| {});
            }
            _ => {}
        }
    }

    fn change(&mut self, number: FileNumber, commit: &Commit, prepare: impl FnOnce(&mut TrackedFile)) {
        if let Some((file, _)) = self.files.get_mut(number) {
            prepare(file);
            file.add(commit);
        }
    }

    /// The file at a path, which is a new one where there is none.
    fn number_at(&mut self, path: &str) -> FileNumber {
        if let Some(number) = self.paths.get(path) {
            return *number;
        }
        let number = self.files.len();
        self.files.push((TrackedFile::default(), Some(path.to_owned())));
        self.paths.insert(path.to_owned(), number);
        number
    }

    /// Gives a file another path.
    fn move_file(&mut self, old: &str, new: &str) -> FileNumber {
        // A commit beside others may tell once more what one of them told.
        if !self.paths.contains_key(old)
            && let Some(number) = self.former.get(old).copied()
            && (self.path_of(number) == Some(new) || self.former.get(new) == Some(&number))
        {
            return number;
        }
        let number = self.number_at(old);
        self.paths.remove(old);
        let replaced = self.paths.insert(new.to_owned(), number);
        if let Some((_, place)) = replaced.and_then(|number| self.files.get_mut(number)) {
            *place = None;
        }
        if let Some((_, place)) = self.files.get_mut(number) {
            *place = Some(new.to_owned());
        }
        self.former.insert(old.to_owned(), number);
        number
    }

    /// Where a file is now; none where it is gone.
    fn path_of(&self, number: FileNumber) -> Option<&str> {
        self.files.get(number)?.1.as_deref()
    }

    fn history(self, folder: &str) -> History {
        let inside = |path: &str| path.strip_prefix(folder).map(SourcePath::new);
        let former = self.former.iter().filter(|(old, _)| !self.paths.contains_key(*old));
        let moves = former.filter_map(|(old, number)| Some((inside(old)?, inside(self.path_of(*number)?)?))).collect();
        let files = self.files.into_iter().filter_map(|(file, path)| Some((inside(&path?)?, file.history()))).collect();
        History { files, moves }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A log as git prints it: for each commit parents, day and name, and its changes with `|` between fields.
    fn log(commits: &[(&str, &str, &str, &[&str])]) -> Vec<u8> {
        let mut text = String::new();
        for (parents, day, author, changes) in commits {
            text.push_str(&format!("\u{1}{parents}\u{2}{day}\u{2}{author}\0\n"));
            text.extend(changes.iter().map(|change| format!("{}\0", change.replace('|', "\0"))));
        }
        text.into_bytes()
    }

    fn day(text: &str) -> Option<Date> {
        Date::parse(text)
    }

    fn file(history: &History, path: &str) -> FileHistory {
        history.of(&SourcePath::new(path)).cloned().expect("a file of the repository")
    }

    #[test]
    fn a_file_has_its_days_and_authors() {
        let log = log(&[
            ("", "2024-01-01", "Ada", &["A|docs/a.md", "A|README.md"]),
            ("1", "2024-02-01", "Bob", &["M|docs/a.md"]),
            ("2", "2024-03-01", "renovate[bot]", &["M|docs/a.md"]),
            ("3", "2024-04-01", "Bob", &["M|docs/a.md", "A|docs/b.md"]),
            ("4", "2024-05-01", "Bob", &["D|docs/b.md"]),
        ]);
        let history = History::of_log(&log, "docs/", false);
        let expected = FileHistory {
            created: day("2024-01-01"),
            changed: day("2024-04-01"),
            authors: vec!["Bob".to_owned(), "Ada".to_owned()],
        };
        assert_eq!(file(&history, "a.md"), expected);
        assert_eq!(history.of(&SourcePath::new("b.md")), None, "it was removed");
        assert_eq!(history.of(&SourcePath::new("README.md")), None, "it lies beside the course");
        assert!(History::of_log(&log, "", false).of(&SourcePath::new("README.md")).is_some());
    }

    #[test]
    fn a_file_keeps_its_history_under_another_name() {
        let log = log(&[
            ("", "2024-01-01", "Ada", &["A|a.md", "A|x.md"]),
            ("1", "2024-02-01", "Bob", &["R100|a.md|b.md"]),
            ("2", "2024-03-01", "Bob", &["R090|b.md|c.md", "R100|x.md|y.md"]),
            ("3", "2024-04-01", "Bob", &["D|y.md", "A|x.md"]),
        ]);
        let history = History::of_log(&log, "", false);
        let moved = file(&history, "c.md");
        assert_eq!((moved.created, moved.changed), (day("2024-01-01"), day("2024-03-01")));
        assert_eq!(moved.authors, ["Ada", "Bob"]);
        let moves: Vec<(&str, &str)> = history.moves().iter().map(|(old, new)| (old.as_str(), new.as_str())).collect();
        assert_eq!(moves, [("a.md", "c.md"), ("b.md", "c.md")], "of what is gone or there again nothing is said");
    }

    #[test]
    fn files_that_change_places_end_somewhere() {
        let log = log(&[
            ("", "2024-01-01", "Ada", &["A|a.md", "A|b.md"]),
            ("1", "2024-02-01", "Ada", &["R100|a.md|t.md"]),
            ("2", "2024-02-01", "Ada", &["R100|b.md|a.md"]),
            ("3", "2024-02-01", "Ada", &["R100|t.md|b.md"]),
            ("4", "2024-03-01", "Ada", &["D|a.md", "D|b.md"]),
        ]);
        assert_eq!(History::of_log(&log, "", false), History::default());
    }

    #[test]
    fn moves_are_in_the_order_of_time_though_a_name_is_used_again() {
        let log = log(&[
            ("", "2024-01-01", "Ada", &["A|setup.md"]),
            ("1", "2024-02-01", "Ada", &["R100|setup.md|install.md"]),
            ("2", "2024-02-02", "Ada", &["R100|install.md|linux.md"]),
            ("3", "2024-03-01", "Bob", &["A|install.md"]),
            // Beside the others, before the first move.
            ("1", "2024-04-01", "Eve", &["M|setup.md"]),
        ]);
        let history = History::of_log(&log, "", false);
        let moves: Vec<(&str, &str)> = history.moves().iter().map(|(old, new)| (old.as_str(), new.as_str())).collect();
        assert_eq!(moves, [("setup.md", "linux.md")]);
        assert_eq!(file(&history, "install.md").authors, ["Bob"]);
        let linux = file(&history, "linux.md");
        assert_eq!((linux.created, linux.changed), (day("2024-01-01"), day("2024-04-01")));
        assert_eq!(linux.authors, ["Ada", "Eve"]);
    }

    #[test]
    fn a_move_that_a_commit_beside_tells_again_changes_nothing() {
        let log = log(&[
            ("", "2024-01-01", "Ada", &["A|a.md"]),
            ("1", "2024-02-01", "Ada", &["R100|a.md|b.md"]),
            ("2", "2024-02-02", "Ada", &["R100|b.md|c.md"]),
            ("1", "2024-02-03", "Bob", &["R100|a.md|b.md"]),
        ]);
        let history = History::of_log(&log, "", false);
        assert_eq!(file(&history, "c.md").created, day("2024-01-01"));
        assert_eq!(history.of(&SourcePath::new("b.md")), None);
        assert_eq!(history.moves().len(), 2, "{:?}", history.moves());
    }

    #[test]
    fn a_change_beside_a_move_belongs_to_the_moved_file() {
        let log = log(&[
            ("", "2024-01-01", "Ada", &["A|a.md"]),
            ("1", "2024-02-01", "Ada", &["R100|a.md|b.md"]),
            ("1", "2024-03-01", "Bob", &["M|a.md"]),
        ]);
        assert_eq!(file(&History::of_log(&log, "", false), "b.md").changed, day("2024-03-01"));
    }

    #[test]
    fn a_shallow_clone_says_only_what_it_knows() {
        let log =
            log(&[("", "2024-05-01", "Ada", &["A|a.md", "A|b.md"]), ("1", "2024-06-01", "Bob", &["M|b.md", "A|c.md"])]);
        let history = History::of_log(&log, "", true);
        assert_eq!(file(&history, "a.md"), FileHistory::default());
        let changed = FileHistory { changed: day("2024-06-01"), ..FileHistory::default() };
        assert_eq!(file(&history, "b.md"), changed, "others may have written it");
        assert_eq!(file(&history, "c.md").authors, ["Bob"]);
        assert_eq!(file(&history, "c.md").created, day("2024-06-01"));
    }

    #[test]
    fn what_is_no_log_gives_nothing() {
        for text in [&b""[..], b"\0\0\0", b"\x01", b"R100\0a.md", b"M\0\xff\xfe\0", b"\x01a\x02b\x02c\0\nA"] {
            let history = History::of_log(text, "", false);
            assert!(history.moves().is_empty(), "{text:?}");
        }
    }

    #[test]
    fn no_address_for_mail_is_a_name() {
        for (name, person_of) in [
            ("Ada Lovelace", Some("Ada Lovelace")),
            (" Jan Bot ", Some("Jan Bot")),
            ("Ada (ada@example.org)", Some("Ada")),
            ("Ada <ada@example.org>", Some("Ada")),
            ("Ada (she)", Some("Ada (she)")),
            ("ada@example.org", None),
            ("mailto:ada@example.org", None),
            ("1+ada@users.noreply.github.com", None),
            ("<ada@example.org>", None),
            ("GitHub Action", None),
            ("Renovate Bot", None),
            ("semantic-release-bot", None),
            ("renovate[bot]", None),
            ("", None),
        ] {
            assert_eq!(person(name).as_deref(), person_of, "{name}");
        }
    }
}
