//! What `.gitignore` files and the author's own patterns leave out. Rules of files that lie deeper win, as in git;
//! what only this machine knows (a global ignore file, `.git/info/exclude`) is never asked: every machine builds the same.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};

use super::walk_diagnostics as diagnostics;
use crate::diagnostic::Diagnostic;

/// More than this of an ignore file is not read: nobody writes so many rules.
const MAX_RULES: u64 = 1 << 20;

/// One `.gitignore` and those above it, from the course up to the repository's root.
#[derive(Clone, Debug, Default)]
pub struct IgnoreRules {
    levels: Vec<std::sync::Arc<Gitignore>>,
}

impl IgnoreRules {
    /// The rules that hold for the course's folder from above, and the author's own.
    pub fn above(root: &Path, globs: &[String], diagnostics: &mut Vec<Diagnostic>) -> Self {
        let mut ignored = IgnoreRules::default();
        for folder in folders_above(root) {
            ignored = ignored.with(&folder, diagnostics);
        }
        ignored.with_globs(root, globs, diagnostics)
    }

    /// These rules and those of the `.gitignore` in `folder`, if there is one.
    pub fn with(&self, folder: &Path, diagnostics: &mut Vec<Diagnostic>) -> Self {
        let file = folder.join(".gitignore");
        match read_rules(&file) {
            Ok(Some(text)) => self.and(folder, text.lines().collect()),
            Ok(None) => self.clone(),
            Err(error) => {
                diagnostics.push(diagnostics::unreadable_ignore_file(&file.display().to_string(), &error));
                self.clone()
            }
        }
    }

    /// Whether the file or folder at `path` is left out. Its parents are taken as not left out.
    pub fn leaves_out(&self, path: &Path, is_folder: bool) -> bool {
        for level in self.levels.iter().rev() {
            match level.matched(path, is_folder) {
                Match::Ignore(_) => return true,
                Match::Whitelist(_) => return false,
                Match::None => {}
            }
        }
        false
    }

    fn with_globs(&self, root: &Path, globs: &[String], diagnostics: &mut Vec<Diagnostic>) -> Self {
        let usable = |glob: &&String| match GitignoreBuilder::new(root).add_line(None, glob) {
            Ok(_) => true,
            Err(error) => {
                diagnostics.push(diagnostics::bad_glob(glob, &error.to_string()));
                false
            }
        };
        let lines: Vec<&str> = globs.iter().filter(usable).map(String::as_str).collect();
        if lines.is_empty() { self.clone() } else { self.and(root, lines) }
    }

    fn and(&self, folder: &Path, lines: Vec<&str>) -> Self {
        let mut builder = GitignoreBuilder::new(folder);
        for line in lines {
            // A line that is no pattern is no rule, as in git.
            drop(builder.add_line(None, line));
        }
        let mut levels = self.levels.clone();
        levels.extend(builder.build().ok().map(std::sync::Arc::new));
        IgnoreRules { levels }
    }
}

/// The folders above `root` whose ignore files hold for it: none outside a repository, and none where `root` is its top.
fn folders_above(root: &Path) -> Vec<PathBuf> {
    let mut above: Vec<PathBuf> = Vec::new();
    for folder in root.ancestors() {
        if folder != root {
            above.push(folder.to_owned());
        }
        if folder.join(".git").exists() {
            above.reverse();
            return above;
        }
    }
    Vec::new()
}

fn read_rules(file: &Path) -> io::Result<Option<String>> {
    match fs::symlink_metadata(file) {
        Ok(metadata) if metadata.is_file() => {}
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => return Err(error),
        _ => return Ok(None),
    }
    let mut bytes = Vec::new();
    fs::File::open(file)?.take(MAX_RULES).read_to_end(&mut bytes)?;
    let text = String::from_utf8_lossy(&bytes);
    Ok(Some(text.strip_prefix('\u{feff}').unwrap_or(&text).to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules(files: &[(&str, &str)]) -> (tempfile::TempDir, Vec<PathBuf>) {
        let dir = tempfile::tempdir().expect("a folder");
        for (path, text) in files {
            let file = dir.path().join(path);
            fs::create_dir_all(file.parent().expect("a parent")).expect("folders");
            fs::write(file, text).expect("a file");
        }
        let root = dir.path().canonicalize().expect("a path");
        (dir, vec![root])
    }

    #[test]
    fn deeper_rules_win_and_globs_are_rules_too() {
        let (_dir, root) = rules(&[(".gitignore", "*.tmp.md\n/build/"), ("a/.gitignore", "!keep.tmp.md")]);
        let mut none = Vec::new();
        let top = IgnoreRules::above(&root[0], &["drafts/**".to_owned()], &mut none).with(&root[0], &mut none);
        let deep = top.with(&root[0].join("a"), &mut none);
        assert!(top.leaves_out(&root[0].join("x.tmp.md"), false));
        assert!(top.leaves_out(&root[0].join("build"), true));
        assert!(top.leaves_out(&root[0].join("drafts/x.md"), false));
        assert!(!deep.leaves_out(&root[0].join("a/keep.tmp.md"), false));
        assert!(deep.leaves_out(&root[0].join("a/x.tmp.md"), false));
        assert!(none.is_empty());
    }

    #[test]
    fn rules_from_above_hold_inside_a_repository_only() {
        let (_dir, root) = rules(&[(".gitignore", "b.md"), ("course/x.md", "")]);
        let course = root[0].join("course");
        let left_out = || IgnoreRules::above(&course, &[], &mut Vec::new()).leaves_out(&course.join("b.md"), false);
        assert!(!left_out());
        fs::create_dir(root[0].join(".git")).expect("a folder");
        assert!(left_out());
    }

    #[test]
    fn a_pattern_that_is_none_is_named() {
        let (_dir, root) = rules(&[]);
        let mut diagnostics = Vec::new();
        IgnoreRules::above(&root[0], &["{a".to_owned(), "b.md".to_owned()], &mut diagnostics);
        assert_eq!(diagnostics.len(), 1);
        assert!(diagnostics[0].message.contains("`{a`"));
    }
}
