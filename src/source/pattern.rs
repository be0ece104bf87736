//! Which files of a course an author means by a path or a pattern, `notes.md`, `02-files/` or `**/exercise-*.md`: the rules are those of
//! [git](https://git-scm.com/docs/gitignore), and all patterns begin at the course's folder.

use ignore::gitignore::{Gitignore, GitignoreBuilder};

use crate::path::SourcePath;

/// A path or a pattern, ready to be compared with many files.
#[derive(Clone, Debug)]
pub struct PathPattern(Gitignore);

impl PathPattern {
    /// Reads a pattern; none where it is no valid one.
    pub fn new(pattern: &str) -> Option<PathPattern> {
        let pattern = pattern.strip_prefix("./").unwrap_or(pattern).trim_start_matches('/');
        let mut builder = GitignoreBuilder::new("");
        builder.add_line(None, &format!("/{pattern}")).ok()?;
        builder.build().ok().map(PathPattern).filter(|built| built.0.num_ignores() == 1 && !pattern.is_empty())
    }

    /// Whether a file, or a folder that it lies in, is meant.
    pub fn matches(&self, path: &SourcePath) -> bool {
        self.0.matched_path_or_any_parents(path.as_str(), false).is_ignore()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_and_patterns_begin_at_the_courses_folder() {
        let matches =
            |pattern: &str, path: &str| PathPattern::new(pattern).map(|it| it.matches(&SourcePath::new(path)));
        for (pattern, path, is_meant) in [
            ("README.md", "README.md", true),
            ("./README.md", "README.md", true),
            ("README.md", "a/README.md", false),
            ("**/README.md", "a/README.md", true),
            ("a", "a/b/c.md", true),
            ("a/", "a/b/c.md", true),
            ("a/*.md", "a/b.md", true),
            ("a/*.md", "a/b/c.md", false),
            ("a/**/*.md", "a/b/c.md", true),
            ("a [1].md", "a 1.md", true),
            ("!a.md", "a.md", false),
            ("#a.md", "#a.md", true),
        ] {
            assert_eq!(matches(pattern, path), Some(is_meant), "{pattern} {path}");
        }
        assert_eq!((matches("a{b", "a"), matches("", "a")), (None, None));
    }
}
