//! The rules of the writer, one test for each, in folders on disk.

use std::collections::BTreeMap;

use super::super::bytes::CHUNK_SIZE;
use super::*;

struct TestSite {
    dir: tempfile::TempDir,
}

impl TestSite {
    fn new() -> Self {
        TestSite { dir: tempfile::tempdir().expect("a folder") }
    }

    fn out(&self) -> PathBuf {
        self.dir.path().join("out")
    }

    fn open(&self) -> SiteWriter {
        SiteWriter::open_within(&self.out(), Duration::from_secs(2)).expect("the folder is free")
    }

    /// A build of these files.
    fn build(&self, files: &[(&str, &str)]) -> Result<WriteSummary, SiteError> {
        let writer = self.open();
        for (path, text) in files {
            writer.put(entry(path, text))?;
        }
        writer.finish()
    }

    fn foreign(&self, path: &str, text: &str) {
        let file = self.out().join(path);
        fs::create_dir_all(file.parent().expect("a parent")).expect("folders");
        fs::write(file, text).expect("a file");
    }

    /// All files of the output, without those of the state folder.
    fn files(&self) -> BTreeMap<String, String> {
        let mut files = BTreeMap::new();
        for entry in walkdir::WalkDir::new(self.out()).into_iter().filter_map(Result::ok) {
            let path = entry.path().strip_prefix(self.out()).expect("below").to_string_lossy().into_owned();
            if entry.file_type().is_file() && !path.starts_with(STATE_FOLDER) {
                files.insert(path, fs::read_to_string(entry.path()).expect("text"));
            }
        }
        files
    }

    fn check(&self, expected: &[(&str, &str)]) {
        let expected: BTreeMap<String, String> = expected.iter().map(|(a, b)| ((*a).into(), (*b).into())).collect();
        assert_eq!(self.files(), expected);
    }
}

fn entry(path: &str, text: &str) -> SiteFile {
    SiteFile { path: SitePath::new(path), content: FileContent::Bytes(text.into()) }
}

fn copy(path: SitePath, of: impl Into<PathBuf>) -> SiteFile {
    SiteFile { path, content: FileContent::CopyOf(of.into()) }
}

impl SiteWriter {
    /// Stages and commits a file.
    fn put(&self, entry: SiteFile) -> Result<WriteOutcome, SiteError> {
        self.commit(self.stage(entry)?)
    }
}

fn counts(summary: &WriteSummary) -> (usize, usize, usize) {
    (summary.written, summary.unchanged, summary.removed)
}

#[test]
fn a_second_build_writes_what_changed_and_removes_what_is_stale() {
    let site = TestSite::new();
    assert_eq!(counts(&site.build(&[("a.html", "1"), ("b/c.html", "1"), ("d.html", "1")]).expect("a site")), (3, 0, 0));
    assert_eq!(counts(&site.build(&[("a.html", "2"), ("d.html", "1")]).expect("a site")), (1, 1, 1));
    site.check(&[("a.html", "2"), ("d.html", "1")]);
    assert!(!site.out().join("b").exists());
}

#[test]
fn files_with_equal_bytes_are_not_touched() {
    let site = TestSite::new();
    site.build(&[("a.html", "1")]).expect("a site");
    let modified = || fs::metadata(site.out().join("a.html")).and_then(|metadata| metadata.modified()).expect("a time");
    let before = modified();
    std::thread::sleep(Duration::from_millis(20));
    site.build(&[("a.html", "1")]).expect("a site");
    assert_eq!(modified(), before);
}

#[test]
fn what_the_build_did_not_make_is_left_alone() {
    let site = TestSite::new();
    site.foreign("CNAME", "example.org");
    site.foreign("b/mine.txt", "mine");
    site.build(&[("b/c.html", "1")]).expect("a site");
    site.build(&[("a.html", "1")]).expect("a site");
    site.check(&[("CNAME", "example.org"), ("a.html", "1"), ("b/mine.txt", "mine")]);
}

#[test]
fn a_foreign_file_where_a_page_belongs_is_named_and_stays() {
    let site = TestSite::new();
    site.foreign("a.html", "mine");
    let error = site.build(&[("a.html", "1")]).expect_err("in the way");
    assert!(matches!(&error, SiteError::Foreign(path) if path.ends_with("a.html")), "{error}");
    site.check(&[("a.html", "mine")]);
}

#[test]
fn check_tells_before_anything_is_written() {
    let site = TestSite::new();
    site.build(&[("ours.html", "1")]).expect("a site");
    site.foreign("same.html", "1");
    site.foreign("folder.html/mine", "x");
    let writer = site.open();
    let paths = |names: &[&str]| names.iter().map(SitePath::new).collect::<Vec<_>>();
    let doubtful = writer.check(&paths(&["ours.html", "new/x.html", "same.html"])).expect("free");
    assert_eq!(doubtful, paths(&["same.html"]));
    assert!(matches!(writer.check(&paths(&["folder.html"])), Err(SiteError::Foreign(_))));
    assert!(matches!(writer.check(&paths(&["same.html/x"])), Err(SiteError::Foreign(_))));
    assert!(matches!(writer.check(&paths(&[".syllabus/x"])), Err(SiteError::BadPath(_))));
}

#[test]
fn a_stale_file_that_somebody_changed_is_left_and_reported() {
    let site = TestSite::new();
    site.build(&[("a.html", "1"), ("b.html", "1")]).expect("a site");
    site.foreign("b.html", "edited by hand");
    let summary = site.build(&[("a.html", "1")]).expect("a site");
    assert_eq!(summary.left, [SitePath::new("b.html")]);
    site.check(&[("a.html", "1"), ("b.html", "edited by hand")]);
}

#[test]
fn a_kept_page_stays_and_stays_known() {
    let site = TestSite::new();
    site.build(&[("a.html", "1"), ("b.html", "1")]).expect("a site");
    let writer = site.open();
    writer.put(entry("a.html", "2")).expect("written");
    writer.keep(|path| ["b.html", "never.html"].contains(&path.as_str()));
    writer.finish().expect("a site");
    site.check(&[("a.html", "2"), ("b.html", "1")]);
    assert_eq!(counts(&site.build(&[("a.html", "2")]).expect("a site")), (0, 1, 1));
}

#[test]
fn a_killed_build_leaves_whole_files_that_the_next_one_knows() {
    let site = TestSite::new();
    site.build(&[("a.html", "1"), ("old.html", "1")]).expect("a site");
    let killed = site.open();
    killed.put(entry("a.html", "2")).expect("written");
    killed.put(entry("new.html", "2")).expect("written");
    fs::write(site.out().join(".syllabus/tmp/99"), "ha").expect("a half file");
    drop(killed);
    site.check(&[("a.html", "2"), ("new.html", "2"), ("old.html", "1")]);
    site.build(&[("a.html", "3")]).expect("a site");
    site.check(&[("a.html", "3")]);
    assert!(!site.out().join(".syllabus/tmp").exists() && !site.out().join(".syllabus/journal").exists());
}

#[test]
fn a_new_file_of_a_killed_first_build_may_be_replaced() {
    let site = TestSite::new();
    site.open().put(entry("a.html", "1")).expect("written");
    site.build(&[("a.html", "2")]).expect("a site");
    site.check(&[("a.html", "2")]);
}

#[test]
fn half_a_row_that_a_killed_build_left_spoils_no_other() {
    let site = TestSite::new();
    site.open().put(entry("a.html", "1")).expect("written");
    let journal = site.out().join(".syllabus/journal");
    let rows = fs::read_to_string(&journal).expect("the journal");
    fs::write(&journal, rows + "0123").expect("half a row");
    site.open().put(entry("b.html", "1")).expect("written");
    site.build(&[("b.html", "2")]).expect("a site");
    site.check(&[("b.html", "2")]);
}

#[test]
fn without_a_manifest_nothing_is_removed_and_nothing_crashes() {
    for damage in ["", "rubbish\n\u{0}", "syllabus manifest 1\nzz a.html\n"] {
        let site = TestSite::new();
        site.build(&[("a.html", "1"), ("b.html", "1")]).expect("a site");
        fs::write(site.out().join(".syllabus/manifest"), damage).expect("a file");
        assert_eq!(counts(&site.build(&[("a.html", "1")]).expect("a site")), (0, 1, 0));
        site.check(&[("a.html", "1"), ("b.html", "1")]);
    }
}

#[test]
fn the_manifest_does_not_depend_on_the_order_of_writing() {
    let (one, two) = (TestSite::new(), TestSite::new());
    one.build(&[("a.html", "1"), ("b/é\n.html", "2")]).expect("a site");
    two.build(&[("b/é\n.html", "2"), ("a.html", "1")]).expect("a site");
    let manifest = |site: &TestSite| fs::read_to_string(site.out().join(".syllabus/manifest")).expect("a manifest");
    assert_eq!(manifest(&one), manifest(&two));
}

#[test]
fn a_file_may_become_a_folder_and_a_folder_a_file() {
    let site = TestSite::new();
    site.build(&[("a.html", "1"), ("b.html/x.png", "1")]).expect("a site");
    site.build(&[("a.html/x.png", "2"), ("b.html", "2")]).expect("a site");
    site.check(&[("a.html/x.png", "2"), ("b.html", "2")]);
    site.foreign("a.html/mine", "mine");
    assert!(matches!(site.build(&[("a.html", "3")]), Err(SiteError::Foreign(_))));
    site.check(&[("a.html/mine", "mine"), ("a.html/x.png", "2"), ("b.html", "2")]);
}

#[test]
fn copies_are_compared_by_their_bytes() {
    let site = TestSite::new();
    let image = site.dir.path().join("image.png");
    let copy = || {
        let writer = site.open();
        let written = writer.put(copy(SitePath::new("i/image.png"), &image)).expect("a copy");
        writer.finish().expect("a site");
        written
    };
    let big = vec![7u8; 3 * CHUNK_SIZE + 5];
    fs::write(&image, &big).expect("a file");
    assert_eq!((copy(), copy()), (WriteOutcome::Created, WriteOutcome::Unchanged));
    let mut other = big.clone();
    other[2 * CHUNK_SIZE] = 8;
    fs::write(&image, &other).expect("a file");
    assert_eq!(copy(), WriteOutcome::Changed);
    assert_eq!(fs::read(site.out().join("i/image.png")).expect("a copy"), other);
}

#[test]
fn a_missing_original_is_an_error_of_reading() {
    let site = TestSite::new();
    let writer = site.open();
    let missing = copy(SitePath::new("i.png"), site.dir.path().join("no.png"));
    assert!(matches!(writer.put(missing), Err(SiteError::CannotRead(..))));
    let folder = copy(SitePath::new("i.png"), site.dir.path());
    assert!(matches!(writer.put(folder), Err(SiteError::CannotRead(..))));
    assert_eq!(fs::read_dir(site.out().join(".syllabus/tmp")).expect("a folder").count(), 0);
}

#[test]
fn two_builds_at_once_do_not_mix() {
    let site = TestSite::new();
    let first = site.open();
    let second = SiteWriter::open_within(&site.out(), Duration::from_millis(60));
    assert!(matches!(second, Err(SiteError::Busy(_))));
    drop(first);
    site.open();
}

#[test]
fn many_threads_may_write() {
    let site = TestSite::new();
    let writer = site.open();
    std::thread::scope(|scope| {
        for thread in 0..8 {
            let writer = &writer;
            scope.spawn(move || {
                for n in 0..50 {
                    writer.put(entry(&format!("d{}/{thread}-{n}.html", n % 5), "x")).expect("written");
                }
            });
        }
    });
    assert_eq!(counts(&writer.finish().expect("a site")), (400, 0, 0));
    assert_eq!(site.files().len(), 400);
}

#[test]
fn a_long_lived_writer_saves_again_and_again() {
    let site = TestSite::new();
    let writer = site.open();
    writer.put(entry("a.html", "1")).expect("written");
    writer.put(entry("b/b.html", "1")).expect("written");
    assert_eq!(counts(&writer.save().expect("saved")), (2, 0, 0));
    writer.put(entry("a.html", "2")).expect("written");
    writer.retain(|path| path.as_str() != "b/b.html");
    assert_eq!(counts(&writer.save().expect("saved")), (1, 0, 1));
    writer.put(entry("b/c.html", "1")).expect("the folder is made again");
    writer.finish().expect("a site");
    site.check(&[("a.html", "2"), ("b/c.html", "1")]);
}

#[test]
fn an_output_that_is_a_file_is_an_error() {
    let site = TestSite::new();
    fs::write(site.out(), "x").expect("a file");
    assert!(matches!(SiteWriter::open(&site.out()), Err(SiteError::NotAFolder(_))));
    assert!(matches!(SiteWriter::open(&site.out().join("sub")), Err(SiteError::CannotWrite(..))));
}

#[cfg(unix)]
mod on_unix {
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;

    #[test]
    fn nothing_is_written_through_a_link() {
        let site = TestSite::new();
        let outside = tempfile::tempdir().expect("a folder");
        fs::write(outside.path().join("a.html"), "theirs").expect("a file");
        site.build(&[("x.html", "1")]).expect("a site");
        symlink(outside.path(), site.out().join("sub")).expect("a link");
        symlink(outside.path().join("a.html"), site.out().join("a.html")).expect("a link");
        symlink(outside.path().join("new.html"), site.out().join("new.html")).expect("a link");
        for path in ["sub/a.html", "sub/new.html", "a.html", "new.html"] {
            assert!(matches!(site.build(&[(path, "1")]), Err(SiteError::Link(_))), "{path}");
            assert!(matches!(site.open().check(&[SitePath::new(path)]), Err(SiteError::Link(_))), "{path}");
        }
        assert_eq!(fs::read_dir(outside.path()).expect("a folder").count(), 1);
        assert_eq!(fs::read_to_string(outside.path().join("a.html")).expect("text"), "theirs");
    }

    #[test]
    fn nothing_is_removed_through_a_link() {
        let site = TestSite::new();
        site.build(&[("a/b.html", "1"), ("c.html", "1")]).expect("a site");
        fs::rename(site.out().join("a"), site.dir.path().join("elsewhere")).expect("moved");
        symlink("../elsewhere", site.out().join("a")).expect("a link");
        site.build(&[("c.html", "1")]).expect("a site");
        assert!(site.dir.path().join("elsewhere/b.html").exists());
    }

    #[test]
    fn our_notes_are_not_written_through_links_either() {
        let site = TestSite::new();
        fs::create_dir_all(site.out().join(".syllabus")).expect("a folder");
        symlink("../../stolen", site.out().join(".syllabus/lock")).expect("a link");
        assert!(SiteWriter::open(&site.out()).is_err());
        assert!(!site.dir.path().join("stolen").exists());
    }

    #[test]
    fn a_read_only_output_says_what_to_do() {
        let site = TestSite::new();
        fs::create_dir(site.out()).expect("a folder");
        fs::set_permissions(site.out(), fs::Permissions::from_mode(0o555)).expect("permissions");
        if fs::write(site.out().join("probe"), "x").is_ok() {
            println!("skipped: this user may write everywhere");
            return;
        }
        let error = SiteWriter::open(&site.out()).expect_err("read-only");
        assert!(error.to_string().contains("name another folder with `-o`"), "{error}");
    }

    #[test]
    fn permissions_of_the_original_are_not_copied() {
        let site = TestSite::new();
        let image = site.dir.path().join("image.png");
        fs::write(&image, "x").expect("a file");
        fs::set_permissions(&image, fs::Permissions::from_mode(0o400)).expect("permissions");
        let writer = site.open();
        writer.put(copy(SitePath::new("i.png"), &image)).expect("a copy");
        let mode = fs::metadata(site.out().join("i.png")).expect("a copy").permissions().mode();
        assert_eq!(mode & 0o200, 0o200);
    }
}

/// The files of a build, each of which states its own length.
fn generation(number: usize) -> Vec<(String, String)> {
    let file = |n: usize| {
        let line = format!("{number} {n}\n");
        (format!("d{}/{n}.html", (n + number) % 7), line.repeat(2_000 + 100 * n))
    };
    (0..40).map(file).collect()
}

/// Not a test of its own: the process that `a_killed_build_leaves_only_whole_files` starts and kills.
#[test]
fn build_until_killed() {
    let Some(out) = std::env::var_os("SYLLABUS_TEST_OUT") else { return };
    for number in 0.. {
        let writer = SiteWriter::open(Path::new(&out)).expect("a lock is freed when its holder is killed");
        for (path, text) in generation(number) {
            writer.put(entry(&path, &text)).expect("written");
        }
        writer.finish().expect("a site");
    }
}

#[test]
fn a_killed_build_leaves_only_whole_files() {
    let kills = std::env::var("SYLLABUS_TEST_KILLS").ok().and_then(|kills| kills.parse().ok()).unwrap_or(10);
    let site = TestSite::new();
    for kill in 0..kills {
        let test = std::env::current_exe().expect("this test");
        let mut child = std::process::Command::new(test)
            .args(["--exact", "site::write::tests::build_until_killed"])
            .env("SYLLABUS_TEST_OUT", site.out())
            .stdout(std::process::Stdio::null())
            .spawn()
            .expect("a child");
        std::thread::sleep(Duration::from_millis(15 + kill * 37 % 60));
        child.kill().expect("killed");
        child.wait().expect("ended");
        for (path, text) in site.files() {
            let first = text.lines().next().expect("a line");
            let n: usize = first.split(' ').next_back().and_then(|n| n.parse().ok()).expect("a number");
            assert_eq!(text, format!("{first}\n").repeat(2_000 + 100 * n), "{path} is torn");
        }
    }
    let last: Vec<(String, String)> = generation(3);
    let last: Vec<(&str, &str)> = last.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    site.build(&last).expect("a site");
    site.check(&last);
}
