//! Which files are ignored, by `.gitignore` files and by the author's own patterns. Rules of deeper files win, as in
//! [git](https://git-scm.com/docs/gitignore). Rules that only one machine has (a global ignore file, `.git/info/exclude`) are not read, so
//! that every machine builds the same site.

use std::io;
use std::path::{Path, PathBuf};

use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};

use super::diagnostics::ReadErrorKind;
use super::walk_diagnostics as diagnostics;
use super::world::{EntryKind, World};
use crate::diagnostic::Diagnostic;

/// How many bytes of an ignore file are read at most. No author writes more rules.
const MAX_RULES: u64 = 1 << 20;

/// The rules for one folder: those of its `.gitignore` and of all above it up to the repository's root.
#[derive(Clone, Debug, Default)]
pub struct IgnoreRules {
    levels: Vec<std::sync::Arc<Gitignore>>,
}

impl IgnoreRules {
    /// The rules for the course's folder from the folders above it, and the author's own patterns. Unreadable files and patterns that cannot
    /// be used become diagnostics.
    pub fn above(world: &dyn World, root: &Path, globs: &[String], diagnostics: &mut Vec<Diagnostic>) -> Self {
        let mut ignored = IgnoreRules::default();
        for folder in folders_above(world, root) {
            ignored = ignored.with(world, &folder, diagnostics);
        }
        ignored.with_globs(root, globs, diagnostics)
    }

    /// These rules and those of the `.gitignore` in `folder`, if there is one.
    pub fn with(&self, world: &dyn World, folder: &Path, diagnostics: &mut Vec<Diagnostic>) -> Self {
        let file = folder.join(".gitignore");
        match read_rules(world, &file) {
            Ok(Some(text)) => self.and(folder, text.lines().collect()),
            Ok(None) => self.clone(),
            Err(error) => {
                diagnostics.push(diagnostics::unreadable_ignore_file(&file.display().to_string(), &error));
                self.clone()
            }
        }
    }

    /// Whether the file or folder at `path` is ignored. Its parents must not be ignored.
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
            // A line that is no valid pattern is skipped, as in git.
            drop(builder.add_line(None, line));
        }
        let mut levels = self.levels.clone();
        levels.extend(builder.build().ok().map(std::sync::Arc::new));
        IgnoreRules { levels }
    }
}

/// The folders above `root` whose ignore files apply to it, the outermost first: those up to the root of the git repository. Empty where
/// there is no repository.
fn folders_above(world: &dyn World, root: &Path) -> Vec<PathBuf> {
    let mut above: Vec<PathBuf> = Vec::new();
    for folder in root.ancestors() {
        if folder != root {
            above.push(folder.to_owned());
        }
        if world.metadata(&folder.join(".git")).is_ok() {
            above.reverse();
            return above;
        }
    }
    Vec::new()
}

fn read_rules(world: &dyn World, file: &Path) -> io::Result<Option<String>> {
    match world.kind(file) {
        Ok(EntryKind::File) => {}
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => return Err(error),
        _ => return Ok(None),
    }
    let bytes = match world.read(file, MAX_RULES) {
        Ok(bytes) => bytes,
        Err(ReadErrorKind::Io(error)) => return Err(error),
        // It is no plain file any more.
        Err(_) => return Ok(None),
    };
    let text = String::from_utf8_lossy(&bytes);
    Ok(Some(text.strip_prefix('\u{feff}').unwrap_or(&text).to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Memory;

    fn above(world: &Memory, root: &str, globs: &[&str]) -> (IgnoreRules, Vec<Diagnostic>) {
        let globs: Vec<String> = globs.iter().map(|glob| (*glob).to_owned()).collect();
        let mut diagnostics = Vec::new();
        (IgnoreRules::above(world, Path::new(root), &globs, &mut diagnostics), diagnostics)
    }

    #[test]
    fn deeper_rules_win_and_globs_are_rules_too() {
        let world = Memory::from_iter([("/c/.gitignore", "*.tmp.md\n/build/"), ("/c/a/.gitignore", "!keep.tmp.md")]);
        let (above, mut none) = above(&world, "/c", &["drafts/**"]);
        let top = above.with(&world, Path::new("/c"), &mut none);
        let deep = top.with(&world, Path::new("/c/a"), &mut none);
        assert!(top.leaves_out(Path::new("/c/x.tmp.md"), false));
        assert!(top.leaves_out(Path::new("/c/build"), true));
        assert!(top.leaves_out(Path::new("/c/drafts/x.md"), false));
        assert!(!deep.leaves_out(Path::new("/c/a/keep.tmp.md"), false));
        assert!(deep.leaves_out(Path::new("/c/a/x.tmp.md"), false));
        assert!(none.is_empty());
    }

    #[test]
    fn rules_from_above_hold_inside_a_repository_only() {
        let world = Memory::from_iter([("/r/.gitignore", "b.md"), ("/r/course/x.md", "")]);
        let left_out = || above(&world, "/r/course", &[]).0.leaves_out(Path::new("/r/course/b.md"), false);
        assert!(!left_out());
        world.create_folder("/r/.git");
        assert!(left_out());
    }

    #[test]
    fn a_pattern_that_is_none_is_named() {
        let (_, diagnostics) = above(&Memory::default(), "/c", &["{a", "b.md"]);
        assert_eq!(diagnostics.len(), 1);
        assert!(diagnostics[0].message.contains("`{a`"));
    }
}
