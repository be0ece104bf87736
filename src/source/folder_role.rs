//! What is listed of a folder, by its name and what is listed of the folder above: tables of names. Never opens a folder.

use super::kind::{self, FileKind};
use crate::markdown::player_of;

/// Hidden folders whose files are listed whatever they are, because chapters link to them, or hosts look for them.
const LISTED_HIDDEN_FOLDERS: &[&str] = &[".github", ".gitlab", ".vscode", ".devcontainer", ".well-known"];

/// Folders that are never entered: repositories, installed packages, and what tools keep for themselves. They are large, private or both.
const SKIPPED_FOLDERS: &[&str] = &[
    "node_modules",
    ".git",
    ".svn",
    ".hg",
    ".bzr",
    ".jj",
    ".syllabus",
    ".venv",
    ".env",
    ".conda",
    ".tox",
    ".nox",
    ".eggs",
    ".cache",
    ".parcel-cache",
    ".next",
    ".nuxt",
    ".svelte-kit",
    ".docusaurus",
    ".astro",
    ".terraform",
    ".gradle",
    ".m2",
    ".ivy2",
    ".cargo",
    ".rustup",
    ".npm",
    ".nvm",
    ".yarn",
    ".pnpm-store",
    ".bundle",
    ".gem",
    ".stack-work",
    ".ipynb_checkpoints",
    ".jupyter_cache",
    ".quarto",
    ".pytest_cache",
    ".mypy_cache",
    ".ruff_cache",
    ".idea",
    ".vs",
    ".fleet",
    ".history",
    ".stversions",
    ".trash",
    ".ssh",
    ".gnupg",
    ".aws",
    ".azure",
    ".kube",
    ".docker",
    ".config",
    ".local",
    ".mozilla",
];

/// How many entries of all folders of the role [`FolderRole::Media`] are looked at: what an author keeps there is far less.
pub const MAX_MEDIA_ENTRIES: usize = 10_000;

/// What is listed of a folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FolderRole {
    /// Everything; its markdown becomes chapters.
    Course,
    /// Everything, and nothing of it becomes a page.
    Hidden,
    /// Pictures, films and sounds, such as those in GitBook's `.gitbook/assets`; nothing else of it can be read or published.
    Media,
}

impl FolderRole {
    /// The role of a folder of this name in a folder of this role; none where it is not entered.
    pub fn of_folder(self, name: &str) -> Option<FolderRole> {
        if SKIPPED_FOLDERS.iter().any(|skipped| skipped.eq_ignore_ascii_case(name)) {
            return None;
        }
        Some(match self {
            FolderRole::Course if !name.starts_with('.') => FolderRole::Course,
            FolderRole::Course | FolderRole::Hidden
                if !name.starts_with('.') || LISTED_HIDDEN_FOLDERS.contains(&name) =>
            {
                FolderRole::Hidden
            }
            _ => FolderRole::Media,
        })
    }

    /// The kind of a file of this name in such a folder; none where it is not listed.
    pub fn kind_of_file(self, name: &str) -> Option<FileKind> {
        let kind = kind::kind_of(name);
        match self {
            FolderRole::Course => Some(kind),
            FolderRole::Media if name.starts_with('.') => None,
            _ if kind == FileKind::Image => Some(kind),
            FolderRole::Media if player_of(name).is_none() => None,
            _ => Some(FileKind::Hidden),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is listed of a file below a course's folder.
    fn listed(path: &str) -> Option<FileKind> {
        let (folders, name) = path.rsplit_once('/').expect("a folder");
        let role = folders.split('/').try_fold(FolderRole::Course, |role, name| role.of_folder(name));
        role.and_then(|role| role.kind_of_file(name))
    }

    #[test]
    fn of_a_folder_that_begins_with_a_dot_only_pictures_films_and_sounds_are_listed() {
        for (path, kind) in [
            ("a/b.md", Some(FileKind::Chapter)),
            (".github/a.md", Some(FileKind::Hidden)),
            (".github/images/a.png", Some(FileKind::Image)),
            (".gitbook/assets/a.PNG", Some(FileKind::Image)),
            (".gitbook/assets/a.mp4", Some(FileKind::Hidden)),
            ("deep/.attachments/a.svg", Some(FileKind::Image)),
            (".github/.x/a.md", None),
            (".gitbook/assets/a.md", None),
            (".gitbook/assets/.env", None),
            (".gitbook/assets/.a.png", None),
            (".secrets/id_rsa", None),
            (".git/a.png", None),
            (".gitbook/.GIT/a.png", None),
            ("a/node_modules/p/a.png", None),
            (".venv/lib/a.png", None),
        ] {
            assert_eq!(listed(path), kind, "{path}");
        }
    }
}
