//! The walk over real folders: what is found, what is left out, what is odd.

use std::fs;
use std::path::{Path, PathBuf};

use super::*;
use crate::diagnostic::{Code, Severity};

struct TestFolder {
    dir: tempfile::TempDir,
}

impl TestFolder {
    fn new(files: &[&str]) -> Self {
        let course = TestFolder { dir: tempfile::tempdir().expect("a folder") };
        files.iter().for_each(|file| course.file(file, "x"));
        course
    }

    fn root(&self) -> &Path {
        self.dir.path()
    }

    fn file(&self, path: &str, text: &str) {
        let file = self.root().join(path);
        fs::create_dir_all(file.parent().expect("a parent")).expect("folders");
        fs::write(file, text).expect("a file");
    }

    fn scan(&self) -> FolderScan {
        scan(self.root(), &WalkRules::default()).expect("a scan")
    }
}

fn chapters(scan: &FolderScan) -> Vec<&str> {
    scan.inventory.chapters().map(SourcePath::as_str).collect()
}

fn codes(scan: &FolderScan) -> Vec<(Code, Severity, &str)> {
    let source = |diagnostic: &'_ Diagnostic| diagnostic.source.as_ref().map_or("", |path| path.as_str()).to_owned();
    scan.diagnostics
        .iter()
        .map(|diagnostic| (diagnostic.code, diagnostic.severity, &*Box::leak(source(diagnostic).into_boxed_str())))
        .collect()
}

#[test]
fn chapters_are_markdown_that_is_not_hidden_ignored_or_about_the_repository() {
    let course = TestFolder::new(&[
        "b/02.md",
        "b/01.markdown",
        "README.md",
        "CONTRIBUTING.md",
        ".hidden.md",
        ".obsidian/x.md",
        ".github/a.md",
        "node_modules/p/README.md",
        "img/a.png",
        "-x.md",
        "drafts/d.md",
        "c/skip.md",
    ]);
    course.file(".gitignore", "drafts/\n");
    course.file("c/.gitignore", "skip.md\n");
    let scan = course.scan();
    assert_eq!(chapters(&scan), ["-x.md", "README.md", "b/01.markdown", "b/02.md"]);
    let kind = |path: &str| scan.inventory.file(&SourcePath::new(path)).map(|info| info.kind);
    assert_eq!(kind("CONTRIBUTING.md"), Some(FileKind::Meta));
    assert_eq!(kind("img/a.png"), Some(FileKind::Image));
    assert_eq!(kind(".github/a.md"), Some(FileKind::Hidden));
    assert_eq!((kind(".obsidian/x.md"), kind("drafts/d.md"), kind("node_modules/p/README.md")), (None, None, None));
    assert!(scan.inventory.is_folder("img") && !scan.inventory.is_folder("drafts"));
    assert!(scan.diagnostics.is_empty());
}

#[test]
fn the_output_and_other_sites_are_no_course() {
    let course = TestFolder::new(&["a.md", "output/x.md", "old/x.md", "old/.syllabus/manifest"]);
    let rules = WalkRules { output: Some(course.root().join("output")), ignore: Vec::new() };
    assert_eq!(chapters(&scan(course.root(), &rules).expect("a scan")), ["a.md"]);
}

#[test]
fn the_authors_patterns_are_left_out() {
    let course = TestFolder::new(&["a.md", "private/b.md", "c.draft.md"]);
    let rules = WalkRules { output: None, ignore: vec!["private".to_owned(), "*.draft.md".to_owned()] };
    assert_eq!(chapters(&scan(course.root(), &rules).expect("a scan")), ["a.md"]);
}

#[test]
fn the_order_of_creation_does_not_matter() {
    let one = TestFolder::new(&["b.md", "a/é.md", "a/z.md", "Z.md"]);
    let two = TestFolder::new(&["Z.md", "a/z.md", "a/é.md", "b.md"]);
    assert_eq!(one.scan().inventory, two.scan().inventory);
}

#[test]
fn a_summary_is_a_table_of_contents_where_a_book_is() {
    let course = TestFolder::new(&["book.toml", "src/SUMMARY.md", "other/deep/SUMMARY.md"]);
    assert_eq!(chapters(&course.scan()), ["other/deep/SUMMARY.md"]);
}

#[test]
fn a_folder_without_chapters_says_so_and_a_missing_one_is_an_error() {
    let course = TestFolder::new(&["LICENSE.md", "a.txt"]);
    let scan_result = course.scan();
    assert_eq!(codes(&scan_result), [(Code::NoChapters, Severity::Error, "")]);
    assert!(matches!(scan(&course.root().join("no"), &WalkRules::default()), Err(SourceError::Missing(_))));
    assert!(matches!(scan(&course.root().join("a.txt"), &WalkRules::default()), Err(SourceError::NotAFolder(_))));
}

#[test]
fn odd_but_legal_names_are_chapters() {
    let long = format!("{}.md", "x".repeat(247));
    let course = TestFolder::new(&["a\nb.md", "a\"'<b>&.md", "-rf.md", "ü 🎯.md", long.as_str()]);
    let scan = course.scan();
    assert_eq!(chapters(&scan).len(), 5);
    for path in scan.inventory.chapters() {
        crate::source::read(course.root(), path).expect("text");
    }
}

#[test]
fn a_single_file_is_its_own_course_and_sees_what_lies_around_it() {
    let course = TestFolder::new(&["a.md", "b.md", "images/x.png", "sub/c.md"]);
    let single = single(&course.root().join("a.md")).expect("a file");
    assert_eq!(single.path.as_str(), "a.md");
    assert_eq!(chapters(&single.scan), ["a.md"]);
    let kind = |path: &str| single.scan.inventory.file(&SourcePath::new(path)).map(|info| info.kind);
    assert_eq!((kind("b.md"), kind("images/x.png")), (Some(FileKind::Aside), Some(FileKind::Image)));
}

#[test]
fn the_size_of_a_picture_is_read_from_its_header() {
    let course = TestFolder::new(&["a.md", "broken.png"]);
    let header = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x40\0\0\0\x30\x08\x02\0\0\0";
    fs::write(course.root().join("a.png"), header).expect("a file");
    let scan = course.scan();
    assert_eq!(scan.inventory.image_size(&SourcePath::new("a.png")), Some((64, 48)));
    assert_eq!(scan.inventory.image_size(&SourcePath::new("broken.png")), None);
}

#[cfg(unix)]
mod on_unix {
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::{PermissionsExt, symlink};
    use std::process::Command;

    use super::*;

    #[test]
    fn links_inside_are_followed_once_and_none_leads_out() {
        let outside = TestFolder::new(&["secret.md", "more/x.md"]);
        let course = TestFolder::new(&["a/one.md", "b/two.md", ".git/config"]);
        let root = course.root();
        symlink(outside.root().join("secret.md"), root.join("secret.md")).expect("a link");
        symlink(outside.root(), root.join("outside")).expect("a link");
        symlink("../b/two.md", root.join("a/alias.md")).expect("a link");
        symlink("../b", root.join("a/also")).expect("a link");
        symlink("../a", root.join("a/self")).expect("a link");
        symlink("../a", root.join("b/back")).expect("a link");
        symlink(".git/config", root.join("config.txt")).expect("a link");
        symlink("nowhere.md", root.join("dangling.md")).expect("a link");
        symlink("nowhere.png", root.join("dangling.png")).expect("a link");
        symlink("loop.md", root.join("loop.md")).expect("a link");
        symlink("user@host:1", root.join(".#a.md")).expect("a link");
        let scan = course.scan();
        let expected = ["a/alias.md", "a/also/two.md", "a/one.md", "b/back/alias.md", "b/back/one.md", "b/two.md"];
        assert_eq!(chapters(&scan), expected);
        assert_eq!(
            codes(&scan),
            [
                (Code::OutsideLink, Severity::Warning, "a/self"),
                (Code::OutsideLink, Severity::Warning, "config.txt"),
                (Code::Unreadable, Severity::Error, "dangling.md"),
                (Code::Unreadable, Severity::Warning, "dangling.png"),
                (Code::Unreadable, Severity::Error, "loop.md"),
                (Code::OutsideLink, Severity::Warning, "outside"),
                (Code::OutsideLink, Severity::Warning, "secret.md"),
            ]
        );
        assert!(scan.inventory.file(&SourcePath::new("secret.md")).is_none());
    }

    #[test]
    fn links_to_links_do_not_multiply() {
        let course = TestFolder::new(&["d0/x.md"]);
        for n in 0..20 {
            fs::create_dir_all(course.root().join(format!("d{}", n + 1))).expect("a folder");
            symlink(format!("../d{}", n + 1), course.root().join(format!("d{n}/l1"))).expect("a link");
            symlink(format!("../d{}", n + 1), course.root().join(format!("d{n}/l2"))).expect("a link");
        }
        course.file("d20/end.md", "x");
        assert!(course.scan().inventory.chapters().count() < 5);
    }

    #[test]
    fn a_named_pipe_is_never_opened() {
        let course = TestFolder::new(&["b.md"]);
        let made = Command::new("mkfifo").arg(course.root().join("a.md")).status();
        if !made.is_ok_and(|status| status.success()) {
            println!("skipped: no mkfifo here");
            return;
        }
        Command::new("mkfifo").arg(course.root().join(".gitignore")).status().expect("a pipe");
        let scan = course.scan();
        assert_eq!(chapters(&scan), ["b.md"]);
        assert_eq!(codes(&scan), [(Code::Unreadable, Severity::Error, "a.md")]);
        assert_eq!(scan.lost, [SourcePath::new("a.md")]);
        assert!(crate::source::read(course.root(), &SourcePath::new("a.md")).is_err());
    }

    #[test]
    fn names_that_are_not_text_are_named_and_left_out() {
        let course = TestFolder::new(&["b.md"]);
        let name = std::ffi::OsStr::from_bytes(b"caf\xe9.md");
        fs::write(course.root().join(name), "x").expect("a file");
        let scan = course.scan();
        assert_eq!(chapters(&scan), ["b.md"]);
        assert_eq!(codes(&scan), [(Code::OddName, Severity::Error, "caf\u{fffd}.md")]);
    }

    #[test]
    fn an_unreadable_folder_costs_only_itself() {
        let course = TestFolder::new(&["a.md", "locked/b.md"]);
        let locked = course.root().join("locked");
        fs::set_permissions(&locked, fs::Permissions::from_mode(0o000)).expect("permissions");
        let readable = fs::read_dir(&locked).is_ok();
        let scan = course.scan();
        fs::set_permissions(&locked, fs::Permissions::from_mode(0o755)).expect("permissions");
        if readable {
            println!("skipped: this user may read everything");
            return;
        }
        assert_eq!(chapters(&scan), ["a.md"]);
        assert_eq!(codes(&scan), [(Code::Unreadable, Severity::Error, "locked")]);
        assert_eq!(scan.lost, [SourcePath::new("locked")]);
    }

    #[test]
    fn rules_of_the_repository_above_hold() {
        let repository = TestFolder::new(&["course/a.md", "course/b.md"]);
        repository.file(".gitignore", "/course/b.md\n");
        fs::create_dir(repository.root().join(".git")).expect("a folder");
        let root: PathBuf = repository.root().join("course");
        assert_eq!(chapters(&scan(&root, &WalkRules::default()).expect("a scan")), ["a.md"]);
    }
}

#[test]
fn real_courses_are_scanned_without_complaint() {
    let courses = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/courses"));
    if !courses.is_dir() {
        println!("skipped: no real courses beside the repository");
        return;
    }
    for (name, count) in [("databricks-guide", 380), ("copilot-cli", 29)] {
        let root = courses.join(name);
        let scan = scan(&root, &WalkRules::default()).expect(name);
        assert_eq!((scan.inventory.chapters().count(), scan.diagnostics.len()), (count, 0), "{name}");
        let named = crate::source::pages(&scan.inventory, []);
        assert!(named.diagnostics.is_empty(), "{name}: {:?}", named.diagnostics);
        for path in scan.inventory.chapters() {
            let source = crate::source::read(&root, path).expect("text");
            if let Some(block) = crate::source::front_matter::split(&source.text) {
                let (_, notes) = crate::source::front_matter::parse(&source.text, &block);
                assert!(notes.is_empty(), "{path}: {notes:?}");
            }
        }
    }
}
