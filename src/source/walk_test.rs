//! The walk: what it lists, what it leaves out, and its diagnostics. In memory, except for what only a disk has; both give the same result.

use std::fs;
use std::path::{Path, PathBuf};

use super::*;
use crate::diagnostic::{Code, Severity};
use crate::source::{Disk, Memory};

const ROOT: &str = "/course";

/// A course of these files, each with a letter in it.
fn course(files: &[&str]) -> Memory {
    files.iter().map(|file| (format!("{ROOT}/{file}"), "x")).collect()
}

fn scan_memory(world: &Memory) -> FolderScan {
    scan(world, Path::new(ROOT), &WalkRules::default()).expect("a scan")
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
    let course = course(&[
        "b/02.md",
        "b/01.markdown",
        "README.md",
        "CONTRIBUTING.md",
        ".hidden.md",
        ".obsidian/x.md",
        ".github/a.md",
        ".gitbook/assets/a.png",
        ".gitbook/assets/key.pem",
        ".git/a.png",
        "node_modules/p/README.md",
        "img/a.png",
        "-x.md",
        "drafts/d.md",
        "c/skip.md",
    ]);
    course.write("/course/.gitignore", "drafts/\n");
    course.write("/course/c/.gitignore", "skip.md\n");
    let scan = scan_memory(&course);
    assert_eq!(chapters(&scan), ["-x.md", "README.md", "b/01.markdown", "b/02.md"]);
    let kind = |path: &str| scan.inventory.file(&SourcePath::new(path)).map(|info| info.kind);
    assert_eq!(kind("CONTRIBUTING.md"), Some(FileKind::Meta));
    assert_eq!(kind("img/a.png"), Some(FileKind::Image));
    assert_eq!(kind(".github/a.md"), Some(FileKind::Hidden));
    assert_eq!(kind(".gitbook/assets/a.png"), Some(FileKind::Image));
    assert_eq!((kind(".gitbook/assets/key.pem"), kind(".git/a.png")), (None, None));
    assert!(scan.inventory.is_folder(".gitbook/assets") && !scan.inventory.is_folder(".obsidian"));
    assert_eq!((kind(".obsidian/x.md"), kind("drafts/d.md"), kind("node_modules/p/README.md")), (None, None, None));
    assert!(scan.inventory.is_folder("img") && !scan.inventory.is_folder("drafts"));
    assert!(scan.diagnostics.is_empty());
}

#[test]
fn the_output_and_other_sites_are_no_course() {
    let course = course(&["a.md", "output/x.md", "old/x.md", "old/.syllabus/manifest"]);
    let rules = WalkRules { output: Some(PathBuf::from("/course/output")), ignore: Vec::new() };
    assert_eq!(chapters(&scan(&course, Path::new(ROOT), &rules).expect("a scan")), ["a.md"]);
}

#[test]
fn the_authors_patterns_are_left_out() {
    let course = course(&["a.md", "private/b.md", "c.draft.md"]);
    let rules = WalkRules { output: None, ignore: vec!["private".to_owned(), "*.draft.md".to_owned()] };
    assert_eq!(chapters(&scan(&course, Path::new(ROOT), &rules).expect("a scan")), ["a.md"]);
}

#[test]
fn the_order_of_creation_does_not_matter() {
    let one = course(&["b.md", "a/é.md", "a/z.md", "Z.md"]);
    let two = course(&["Z.md", "a/z.md", "a/é.md", "b.md"]);
    assert_eq!(scan_memory(&one).inventory, scan_memory(&two).inventory);
}

#[test]
fn a_summary_is_a_table_of_contents_where_a_book_is() {
    let course = course(&["book.toml", "src/SUMMARY.md", "other/deep/SUMMARY.md"]);
    assert_eq!(chapters(&scan_memory(&course)), ["other/deep/SUMMARY.md"]);
}

#[test]
fn a_folder_without_chapters_says_so_and_a_missing_one_is_an_error() {
    let course = course(&["LICENSE.md", "a.txt"]);
    let scan_result = scan_memory(&course);
    assert_eq!(codes(&scan_result), [(Code::NoChapters, Severity::Error, "")]);
    assert!(matches!(scan(&course, Path::new("/course/no"), &WalkRules::default()), Err(SourceError::Missing(_))));
    assert!(matches!(
        scan(&course, Path::new("/course/a.txt"), &WalkRules::default()),
        Err(SourceError::NotAFolder(_))
    ));
}

#[test]
fn odd_but_legal_names_are_chapters() {
    let long = format!("{}.md", "x".repeat(247));
    let course = course(&["a\nb.md", "a\"'<b>&.md", "-rf.md", "ü 🎯.md", long.as_str()]);
    let scan = scan_memory(&course);
    assert_eq!(chapters(&scan).len(), 5);
    for path in scan.inventory.chapters() {
        crate::source::read(&course, Path::new(ROOT), path).expect("text");
    }
}

#[test]
fn a_single_file_is_its_own_course_and_sees_what_lies_around_it() {
    let course = course(&["a.md", "b.md", "images/x.png", "sub/c.md"]);
    let single = single(&course, Path::new("/course/a.md")).expect("a file");
    assert_eq!(chapters(&single.scan), ["a.md"]);
    let kind = |path: &str| single.scan.inventory.file(&SourcePath::new(path)).map(|info| info.kind);
    assert_eq!((kind("b.md"), kind("images/x.png")), (Some(FileKind::Aside), Some(FileKind::Image)));
}

#[test]
fn the_size_of_a_picture_is_read_from_its_header() {
    let header = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x40\0\0\0\x30\x08\x02\0\0\0";
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("a.png"), header).expect("a file");
    let memory = Memory::from_iter([("a.png", &header[..]), ("broken.png", b"x")]);
    assert_eq!(Disk.image_size(&folder.path().join("a.png")), Some((64, 48)));
    assert_eq!(memory.image_size(Path::new("a.png")), Some((64, 48)));
    assert_eq!(memory.image_size(Path::new("broken.png")), None);
    assert_eq!(Disk.image_size(folder.path()), None);
}

#[test]
fn rules_of_the_repository_above_hold() {
    let repository = course(&["course/a.md", "course/b.md", ".git/config"]);
    repository.write("/course/.gitignore", "/course/b.md\n");
    let scan = scan(&repository, Path::new("/course/course"), &WalkRules::default()).expect("a scan");
    assert_eq!(chapters(&scan), ["a.md"]);
}

#[test]
fn links_inside_are_followed_once_and_none_leads_out() {
    let course = course(&["a/one.md", "b/two.md", ".git/config"]);
    course.write("/outside/secret.md", "x");
    for (link, target) in LINKS {
        course.link(format!("{ROOT}/{link}"), target);
    }
    let scan = scan_memory(&course);
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

/// Symbolic links and their targets, for a course with `a/one.md` and `b/two.md` beside a folder `outside`.
const LINKS: [(&str, &str); 11] = [
    ("secret.md", "../outside/secret.md"),
    ("outside", "../outside"),
    ("a/alias.md", "../b/two.md"),
    ("a/also", "../b"),
    ("a/self", "../a"),
    ("b/back", "../a"),
    ("config.txt", ".git/config"),
    ("dangling.md", "nowhere.md"),
    ("dangling.png", "nowhere.png"),
    ("loop.md", "loop.md"),
    (".#a.md", "user@host:1"),
];

#[test]
fn links_to_links_do_not_multiply() {
    let course = course(&["d0/x.md", "d20/end.md"]);
    for n in 0..20 {
        course.create_folder(format!("{ROOT}/d{}", n + 1));
        course.link(format!("{ROOT}/d{n}/l1"), format!("../d{}", n + 1));
        course.link(format!("{ROOT}/d{n}/l2"), format!("../d{}", n + 1));
    }
    assert!(scan_memory(&course).inventory.chapters().count() < 5);
}

#[cfg(unix)]
mod on_unix {
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::{PermissionsExt, symlink};
    use std::process::Command;

    use super::*;

    fn folder(files: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a folder");
        files.iter().for_each(|file| write(folder.path(), file, "x"));
        folder
    }

    fn write(folder: &Path, path: &str, text: &str) {
        let file = folder.join(path);
        fs::create_dir_all(file.parent().expect("a parent")).expect("folders");
        fs::write(file, text).expect("a file");
    }

    fn scan_disk(root: &Path) -> FolderScan {
        scan(&Disk, root, &WalkRules::default()).expect("a scan")
    }

    #[test]
    fn disk_and_memory_give_the_same() {
        let files = [
            ("outside/secret.md", "x"),
            (".gitignore", "/course/ignored.md\n"),
            (".git/config", ""),
            ("course/.gitignore", "drafts/\n!keep.md"),
            ("course/.git/config", "x"),
            ("course/a/one.md", "one"),
            ("course/a/.gitignore", "*.tmp"),
            ("course/a/x.tmp", "x"),
            ("course/b/two.md", "two two"),
            ("course/drafts/d.md", "x"),
            ("course/ignored.md", "x"),
            ("course/README.md", "x"),
            ("course/CONTRIBUTING.md", "x"),
            ("course/.hidden.md", "x"),
            ("course/.github/a.md", "x"),
            ("course/.obsidian/x.md", "x"),
            ("course/node_modules/p/README.md", "x"),
            ("course/old/.syllabus/manifest", "x"),
            ("course/book/book.toml", "x"),
            ("course/book/src/SUMMARY.md", "x"),
            ("course/img/a.png", "x"),
            ("course/output/x.md", "x"),
            ("course/é/ü b.md", "x"),
        ];
        let disk = folder(&[]);
        let root = disk.path().canonicalize().expect("a path");
        files.iter().for_each(|(path, text)| write(&root, path, text));
        fs::create_dir(root.join("course/empty")).expect("a folder");
        let memory: Memory = files.iter().map(|(path, text)| (root.join(path), *text)).collect();
        memory.create_folder(root.join("course/empty"));
        for (link, target) in LINKS {
            symlink(target, root.join("course").join(link)).expect("a link");
            memory.link(root.join("course").join(link), target);
        }
        let rules = WalkRules { output: Some(root.join("course/output")), ignore: vec!["*.draft.md".to_owned()] };
        let [one, two] =
            [&Disk as &dyn World, &memory].map(|world| scan(world, &root.join("course"), &rules).expect("a scan"));
        assert_eq!(one.inventory, two.inventory);
        assert!(one.inventory.is_folder("empty") && one.inventory.chapters().count() > 5);
        assert_eq!((one.diagnostics, one.unreadable, one.has_links), (two.diagnostics, two.unreadable, two.has_links));
    }

    #[test]
    fn a_named_pipe_is_never_opened() {
        let course = folder(&["b.md"]);
        let made = Command::new("mkfifo").arg(course.path().join("a.md")).status();
        if !made.is_ok_and(|status| status.success()) {
            println!("skipped: no mkfifo here");
            return;
        }
        Command::new("mkfifo").arg(course.path().join(".gitignore")).status().expect("a pipe");
        let scan = scan_disk(course.path());
        assert_eq!(chapters(&scan), ["b.md"]);
        assert_eq!(codes(&scan), [(Code::Unreadable, Severity::Error, "a.md")]);
        assert_eq!(scan.unreadable, [SourcePath::new("a.md")]);
        assert!(crate::source::read(&Disk, course.path(), &SourcePath::new("a.md")).is_err());
    }

    #[test]
    fn names_that_are_not_text_are_named_and_left_out() {
        let course = folder(&["b.md"]);
        let name = std::ffi::OsStr::from_bytes(b"caf\xe9.md");
        fs::write(course.path().join(name), "x").expect("a file");
        let scan = scan_disk(course.path());
        assert_eq!(chapters(&scan), ["b.md"]);
        assert_eq!(codes(&scan), [(Code::OddName, Severity::Error, "caf\u{fffd}.md")]);
    }

    #[test]
    fn an_unreadable_folder_costs_only_itself() {
        let course = folder(&["a.md", "locked/b.md"]);
        let locked = course.path().join("locked");
        fs::set_permissions(&locked, fs::Permissions::from_mode(0o000)).expect("permissions");
        let readable = fs::read_dir(&locked).is_ok();
        let scan = scan_disk(course.path());
        fs::set_permissions(&locked, fs::Permissions::from_mode(0o755)).expect("permissions");
        if readable {
            println!("skipped: this user may read everything");
            return;
        }
        assert_eq!(chapters(&scan), ["a.md"]);
        assert_eq!(codes(&scan), [(Code::Unreadable, Severity::Error, "locked")]);
        assert_eq!(scan.unreadable, [SourcePath::new("locked")]);
    }

    #[test]
    fn a_link_out_of_the_course_is_not_read_from_disk() {
        let folder = folder(&["secret", "course/b.md"]);
        symlink("../secret", folder.path().join("course/a.md")).expect("a link");
        let error = crate::source::read(&Disk, &folder.path().join("course"), &SourcePath::new("a.md"));
        assert!(matches!(error.expect_err("outside").kind, crate::source::ReadErrorKind::Outside));
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
        let scan = scan(&Disk, &root, &WalkRules::default()).expect(name);
        assert_eq!((scan.inventory.chapters().count(), scan.diagnostics.len()), (count, 0), "{name}");
        let named = crate::source::pages(&scan.inventory, []);
        assert!(named.diagnostics.is_empty(), "{name}: {:?}", named.diagnostics);
        for path in scan.inventory.chapters() {
            let source = crate::source::read(&Disk, &root, path).expect("text");
            if let Some(block) = crate::source::front_matter::split(&source.text) {
                let (_, notes) = crate::source::front_matter::parse(&source.text, &block);
                assert!(notes.is_empty(), "{path}: {notes:?}");
            }
        }
    }
}
