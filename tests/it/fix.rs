//! `check --fix`: what is sure is written into the chapters, and nothing else; and what an author allows.

use serde_json::json;

use crate::CourseTest;

/// A course with links to mend in two chapters.
fn damaged() -> CourseTest {
    CourseTest::new()
        .file("c/README.md", "# R\n\n## 🎯 Goals\n\n[a](#goals) [b](Guide/A.md) [gone](gone.md)\n")
        .file("c/guide/a.md", "#\u{a0}A\n\n[r](../readme.md)\n")
}

const MENDED: &str = "# R\n\n## 🎯 Goals\n\n[a](#-goals) [b](guide/a.md) [gone](gone.md)\n";

#[test]
fn what_is_sure_is_written_and_what_remains_is_told() {
    let ran = damaged().run("check c --fix");
    let ran =
        ran.exit(0).stdout_has("Fixed 3 links and 1 heading in 2 files\n").stdout_has("1 warning: 1 `link/broken`\n");
    let course = ran.then();
    assert_eq!(String::from_utf8_lossy(&course.read("c/README.md")), MENDED);
    assert_eq!(String::from_utf8_lossy(&course.read("c/guide/a.md")), "# A\n\n[r](../README.md)\n");
    let course = course.run("check c --fix --strict").exit(1).stdout_has("Fixed 0 links in 0 files\n").then();
    assert_eq!(String::from_utf8_lossy(&course.read("c/README.md")), MENDED);
    course.run("check c").stdout_lacks("Fixed").stdout_lacks("mends");
}

#[test]
fn a_dry_run_shows_a_diff_that_git_applies_and_writes_nothing() {
    let course = damaged().run("check c --verbose").stdout_has("; `--fix` mends 4\n").then();
    let before = course.read("c/README.md");
    let ran = course.run("check c --fix --dry-run").exit(0);
    let ran = ran.stderr_has("Would fix 3 links and 1 heading in 2 files; nothing was written");
    let diff = ran.out_bytes().to_vec();
    let course = ran.then();
    assert_eq!(course.read("c/README.md"), before);
    let course = course.bytes("the.diff", &diff);
    let git = std::process::Command::new("git").args(["apply", "the.diff"]).current_dir(course.path("")).output();
    let Ok(git) = git else { return println!("skipped: no git here") };
    assert!(git.status.success(), "{}", String::from_utf8_lossy(&git.stderr));
    assert_eq!(String::from_utf8_lossy(&course.read("c/README.md")), MENDED);
    course.run("check c --dry-run").exit(2).stderr_has("--fix");
    damaged().run("check c --fix --dry-run --format json").exit(2).stdout_has("leave `--format` out");
}

#[test]
fn programs_get_each_fix() {
    let json = damaged().run("check c --format json").exit(0).json();
    let of = |code: &str| {
        let all = json["diagnostics"].as_array().expect("a list");
        all.iter().find(|one| one["code"] == code).expect(code)["fix"].clone()
    };
    let edit = |line: u32, column: u32, end_column: u32, replacement: &str| json!([{ "line": line, "column": column, "end_line": line, "end_column": end_column, "replacement": replacement }]);
    assert_eq!(of("link/healed-anchor"), json!({ "title": "write `#-goals`", "edits": edit(5, 6, 11, "-goals") }));
    assert_eq!(of("link/broken"), json!(null));
    let sarif = damaged().run("check c --format sarif").exit(0).json();
    let results = sarif["runs"][0]["results"].as_array().expect("a list");
    let result = results.iter().find(|one| one["ruleId"] == "link/healed-anchor").expect("a result");
    let replacement = &result["fixes"][0]["artifactChanges"][0]["replacements"][0];
    assert_eq!(
        replacement["deletedRegion"],
        json!({ "startLine": 5, "startColumn": 6, "endLine": 5, "endColumn": 11 })
    );
    assert_eq!(replacement["insertedContent"]["text"], "-goals");
    damaged().run("check c --fix --format json").exit(0).stderr_has("Fixed 3 links and 1 heading in 2 files").json();
}

#[test]
fn charset_mark_and_line_ends_stay() {
    for (was, new) in [
        (&b"\xef\xbb\xbf# A\r\n\r\n[b](B.md)\r\n"[..], &b"\xef\xbb\xbf# A\r\n\r\n[b](b.md)\r\n"[..]),
        (b"# Caf\xe9 cr\xe8me\n\nd\xe9j\xe0 vu [b](B.md)", b"# Caf\xe9 cr\xe8me\n\nd\xe9j\xe0 vu [b](b.md)"),
        ("# A\n\nCafÃ© [b](B.md)\n".as_bytes(), "# A\n\nCafÃ© [b](b.md)\n".as_bytes()),
    ] {
        let course = CourseTest::new().bytes("c/a.md", was).file("c/b.md", "# B\n");
        let course = course.run("check c --fix").stdout_has("Fixed 1 link in 1 file\n").then();
        assert_eq!(course.read("c/a.md"), new);
    }
}

#[test]
fn a_file_that_is_read_only_or_no_chapter_of_the_course_stays() {
    let text = "# A\n\n[b](B.md)\n";
    let course = CourseTest::new()
        .file("c/a.md", text)
        .file("c/b.md", "# B\n")
        .file("c/draft.md", &format!("---\ndraft: true\n---\n{text}"));
    let set = |course: &CourseTest, read_only: bool| {
        let mut permissions = std::fs::metadata(course.path("c/a.md")).expect("the file").permissions();
        permissions.set_readonly(read_only);
        std::fs::set_permissions(course.path("c/a.md"), permissions).expect("permissions");
    };
    set(&course, true);
    let ran =
        course.run("check c --fix").exit(0).stdout_has("Fixed 0 links in 0 files\n").stdout_has("link/wrong-case");
    let course = ran.stderr_has("`c/a.md` stays as it is: it is read-only").then();
    assert_eq!(course.read("c/a.md"), text.as_bytes());
    assert_eq!(course.read("c/draft.md"), format!("---\ndraft: true\n---\n{text}").as_bytes());
    set(&course, false);
}

#[cfg(unix)]
#[test]
fn what_a_symbolic_link_leads_to_stays() {
    let text = "# A\n\n[b](B.md)\n";
    let course =
        CourseTest::new().file("c/b.md", "# B\n").file("elsewhere/a.md", text).link("c/a.md", "../elsewhere/a.md");
    let course = course.run("check c --fix").then();
    assert_eq!(course.read("elsewhere/a.md"), text.as_bytes());
    // Within the course, too: an edit would change both chapters.
    let course = CourseTest::new().file("c/b.md", "# B\n").file("c/a.md", text).link("c/z.md", "a.md");
    let course = course.run("check c --fix").stdout_has("Fixed 0 links in 0 files\n").then();
    assert_eq!(course.read("c/a.md"), text.as_bytes());
}

#[test]
fn what_is_allowed_is_counted_not_told_and_not_mended() {
    let allow = "<!-- syllabus: allow link/wrong-case: so on the old site -->";
    let text = format!("# A\n\n{allow}\n[b](B.md)\n\n[x](gone.md)\n");
    let config = "[[check.allow]]\ncode = \"link/broken\"\nfile = \"a.md\"\nreason = \"moves in May\"\n";
    let course = CourseTest::new().file("c/a.md", &text).file("c/b.md", "# B\n").file("c/syllabus.toml", config);
    let course = course.run("check c --strict").exit(0).stdout("no errors, no warnings; 2 allowed\n").then();
    let course = course.run("build c --strict").exit(0).stderr_has(" 0 warnings, 0 errors; 2 allowed, ").then();
    // The second time from what is remembered.
    let course = course.run("build c --strict").exit(0).stderr_has(" 0 warnings, 0 errors; 2 allowed, ").then();
    let ran = course.run("check c --fix").exit(0).stdout_has("Fixed 0 links in 0 files\n");
    let course = ran.stdout_lacks("link/").then();
    assert_eq!(course.read("c/a.md"), text.as_bytes());
    assert!(!String::from_utf8_lossy(&course.read("output/a.html")).contains("allow"));
    let course =
        course.file("c/a.md", "# A\n").run("check c --verbose").exit(0).stdout_has("note[check/allow-unused]").then();
    course
        .file("c/syllabus.toml", "[[check.allow]]\ncode = \"link/broken\"\n")
        .run("check c")
        .exit(1)
        .stderr_has("needs `reason`");
}

#[test]
fn explain_says_what_is_mended() {
    let course = CourseTest::new();
    let mends = "`syllabus check --fix` does it where that leaves no doubt.";
    let course = course.run("explain link/healed-anchor").exit(0).stdout_has(mends).then();
    course.run("explain link/broken").exit(0).stdout_lacks("--fix");
}
