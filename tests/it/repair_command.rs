//! `syllabus repair`: lists, shows and writes repairs; as a filter it reads stdin and writes stdout.

use crate::CourseTest;

const DAMAGED: &str = "# Caf\u{c3}\u{a9}\n\nna\u{c3}\u{af}ve\n";
const GOOD: &str = "# Café\n\nnaïve\n";

fn damaged() -> CourseTest {
    CourseTest::new().file("c/a.md", DAMAGED).file("c/clean.md", "# Überblick\n")
}

#[test]
fn listing_changes_nothing() {
    let ran = damaged().run("repair c").exit(0).stdout_has("a.md:1:6").stdout_has("é");
    assert_eq!(ran.then().read("c/a.md"), DAMAGED.as_bytes());
}

#[test]
fn check_exits_with_1_where_there_is_damage() {
    damaged().run("repair --check c").exit(1);
    damaged().run("repair --check c/clean.md").exit(0);
}

#[test]
fn diff_shows_both_lines_and_changes_nothing() {
    let ran = damaged().run("repair --diff c").exit(0).stdout_has("-na\u{c3}\u{af}ve\n").stdout_has("+naïve\n");
    assert_eq!(ran.then().read("c/a.md"), DAMAGED.as_bytes());
}

#[test]
fn write_repairs_the_file_once_and_leaves_the_clean_one() {
    let course = damaged().run("repair --write c").exit(0).then();
    assert_eq!(course.read("c/a.md"), GOOD.as_bytes());
    assert_eq!(course.read("c/clean.md"), "# Überblick\n".as_bytes());
    let again = course.run("repair --check c").exit(0).then();
    assert_eq!(again.read("c/a.md"), GOOD.as_bytes());
}

#[test]
fn a_minus_filters_stdin_to_stdout_byte_for_byte() {
    let ran = CourseTest::new().stdin(DAMAGED.as_bytes()).run("repair -").exit(0);
    assert_eq!(ran.out_bytes(), GOOD.as_bytes());
    let clean = "\u{feff}# Ünï\r\n\r\nno end";
    let ran = CourseTest::new().stdin(clean.as_bytes()).run("repair -").exit(0);
    assert_eq!(ran.out_bytes(), clean.as_bytes());
}

#[test]
fn json_has_the_keys_that_programs_rely_on() {
    let json = damaged().run("repair --format json c").exit(0).json();
    let file = &json["files"][0];
    assert_eq!(file["path"], "a.md");
    let repair = &file["repairs"][0];
    let keys: Vec<&String> = repair.as_object().expect("an object").keys().collect();
    let expected = ["after", "alternatives", "applied", "before", "channel", "column", "confidence", "line"];
    let mut keys: Vec<&str> = keys.into_iter().map(String::as_str).collect();
    keys.sort_unstable();
    assert_eq!(keys, expected);
    assert_eq!((&repair["line"], &repair["column"]), (&1.into(), &6.into()));
    assert_eq!((repair["before"].as_str(), repair["after"].as_str()), (Some("\u{c3}\u{a9}"), Some("é")));
    assert_eq!(json["files"].as_array().map(Vec::len), Some(1), "files without repairs are left out");
}

#[test]
fn a_missing_path_is_named_and_status_3() {
    CourseTest::new().run("repair gone").exit(3).stderr_has("`gone`");
}

#[test]
fn a_diff_applies_with_git_in_the_working_folder() {
    let files: [(&str, &[u8]); 4] = [
        ("c/mark.md", "\u{feff}# Caf\u{c3}\u{a9}\r\n\r\nna\u{c3}\u{af}ve".as_bytes()),
        ("c/deep/ü b.md", "Text\n\nna\u{c3}\u{af}ve \u{1b}[31m\n".as_bytes()),
        ("c/latin.md", b"caf\xe9 d\xe9j\xe0 vu na\xc3\xaf\xaave\n"),
        ("c/misread.md", "\u{ef}\u{bb}\u{bf}# T\n".as_bytes()),
    ];
    let course = || files.iter().fold(CourseTest::new(), |course, (path, bytes)| course.bytes(path, bytes));
    let written = course().run("repair --write --all c").then();
    for (line, name) in
        [("repair --diff ./c", "c/mark.md"), ("repair --diff c/mark.md c/deep c/latin.md c/misread.md", "c/mark.md")]
    {
        let ran = course().run(line).exit(0).stdout_has(&format!("+++ b/{name}\n"));
        let diff = ran.out_bytes().to_owned();
        let course = ran.then().bytes("the.diff", &diff);
        let git = std::process::Command::new("git").args(["apply", "the.diff"]).current_dir(course.path("")).output();
        let Ok(git) = git else { return println!("skipped: no git here") };
        assert!(git.status.success(), "{}", String::from_utf8_lossy(&git.stderr));
        for (path, _) in files {
            assert_eq!(course.read(path), written.read(path), "{path}");
        }
    }
}

#[test]
fn what_is_not_sure_enough_is_reported_and_not_made() {
    let text = "# \u{11f}\u{178}\u{201c} All of it\n\nna\u{c3}\u{af}ve\n";
    let course = || CourseTest::new().file("c/a.md", text).file("c/syllabus.toml", "[repair]\nmin_confidence = 0.95\n");
    let ran = course()
        .run("repair c")
        .exit(0)
        .stdout_has("a.md:1:3")
        .stdout_has("not repaired: less sure than `[repair] min_confidence`");
    ran.stdout_has("1 repairs in 1 of 1 files, 1 sure; 1 not sure enough to be made\n");
    let json = course().run("repair c --format json").exit(0).json();
    let file = &json["files"][0];
    assert_eq!((file["repairs"].as_array().map(Vec::len), &file["withheld"][0]["applied"]), (Some(1), &false.into()));
    course().run("repair c --check").exit(1);
    let ran = course()
        .run("check c")
        .exit(0)
        .stdout_has("a.md:1:3")
        .stdout_has("less sure than `[repair] min_confidence` asks");
    ran.stdout_has("or lower `min_confidence`")
        .then()
        .run("build c")
        .site_file("a.html")
        .has("\u{11f}\u{178}\u{201c} All of it");
}
