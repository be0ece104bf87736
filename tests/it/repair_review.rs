//! `syllabus repair --review`, `--apply` and `--interactive`: what is not sure is decided by the author, in a table or at a terminal.

use crate::CourseTest;

/// One unsure repair, one that is sure, and two places that are lost for good.
const TEXT: &str =
    "# \u{11f}\u{178}\u{201c} Notes\r\n\r\n- Caf\u{c3}\u{a9}\r\n- lost \u{fffd}\u{fffd} here\r\n- ?? Next";

fn damaged() -> CourseTest {
    CourseTest::new().file("c/a.md", TEXT).file("c/clean.md", "# Überblick\n")
}

fn reviewed() -> CourseTest {
    damaged().run("repair --review r.md c").exit(0).stdout_has("3 places of 1 file to review in `r.md`").then()
}

/// The course after its author replaced a part of the review.
fn edited(from: &str, to: &str) -> CourseTest {
    let course = reviewed();
    let review = String::from_utf8(course.read("r.md")).expect("text");
    assert!(review.contains(from), "{review}");
    course.file("r.md", &review.replacen(from, to, 1))
}

fn text_of(course: &CourseTest) -> String {
    String::from_utf8(course.read("c/a.md")).expect("text")
}

#[test]
fn a_review_lists_what_is_not_sure_and_changes_no_chapter() {
    let course = reviewed();
    let review = String::from_utf8(course.read("r.md")).expect("text");
    assert!(review.contains("## c/a.md\n"), "{review}");
    assert!(review.contains("| 1:3 | \u{11f}\u{178}\u{201c} | 📝 |"), "{review}");
    assert!(review.contains("| 4:8 | \u{fffd}\u{fffd} |  | lost |  | - lost ▸\u{fffd}\u{fffd}◂ here |"), "{review}");
    assert!(!review.contains("Caf") && !review.contains("clean.md"), "{review}");
    assert_eq!(text_of(&course), TEXT);
    damaged().run("repair --review - c").exit(0).stdout_has("| 1:3 |").stdout_lacks("to review in");
}

#[test]
fn a_review_of_all_lists_what_is_sure_too() {
    let course = damaged().run("repair --review r.md --all c").exit(0).stdout_has("4 places of 1 file").then();
    let course = course.run("repair --apply r.md").exit(0).then();
    assert_eq!(text_of(&course), TEXT.replace("\u{11f}\u{178}\u{201c}", "📝").replace("\u{c3}\u{a9}", "é"));
}

#[test]
fn an_edited_review_is_not_overwritten() {
    let course = reviewed().run("repair --review r.md c").exit(3).stderr_has("is there already").then();
    assert!(course.read("r.md").starts_with(b"# Repairs"));
}

#[test]
fn an_applied_review_writes_what_its_author_left_in_it() {
    let ran = edited("| \u{fffd}\u{fffd} |  |", "| \u{fffd}\u{fffd} | 🎯 |").run("repair --apply r.md").exit(0);
    let course = ran.stdout_has("2 places written in 1 file; 1 not decided\n").then();
    let expected = TEXT.replace("\u{11f}\u{178}\u{201c}", "📝").replace("\u{fffd}\u{fffd}", "🎯");
    assert_eq!(text_of(&course), expected, "the sure one waits for `--write`, and the line ends stay");
    // Applied again, nothing fits any more, and nothing is changed.
    let again = course.run("repair --apply r.md").exit(1).stderr_has("r.md:12: `").stderr_has("does not stand at 1:3");
    assert_eq!(text_of(&again.then()), expected);
}

#[test]
fn one_row_that_does_not_fit_leaves_its_whole_file_alone() {
    let course = edited("| 4:8 |", "| 4:9 |").file("c/b.md", "- ?? one\n");
    let review = String::from_utf8(course.read("r.md")).expect("text");
    let other = "\n## c/b.md\n\n| place | stands | write |\n|---|---|---|\n| 1:3 | ?? | 🚀 |\n";
    let ran = course.file("r.md", &(review + other)).run("repair --apply r.md").exit(1);
    let ran = ran.stderr_has("r.md:13: `\u{fffd}\u{fffd}` does not stand at 4:9 any more");
    let course = ran.stderr_has("`c/a.md` stays as it is").then();
    assert_eq!(text_of(&course), TEXT);
    assert_eq!(course.read("c/b.md"), "- 🚀 one\n".as_bytes());
}

#[test]
fn a_review_writes_only_into_the_paths_that_are_named() {
    let course = reviewed().file("other/x.md", "# X\n").run("repair --apply r.md other").exit(0).then();
    assert_eq!(text_of(&course), TEXT);
    let course = course.run("repair --apply r.md c -q").exit(0).stdout("").then();
    assert!(text_of(&course).contains("📝"));
}

#[test]
fn what_is_no_review_is_told() {
    for (review, told) in [
        ("# Notes\n", "`r.md` is no review"),
        (
            "## gone.md\n| place | stands | write |\n|---|---|---|\n| 1:1 | a | b |\n",
            "r.md:1: `gone.md` cannot be read",
        ),
        (
            "## c/a.md\n| place | stands | write |\n|---|---|---|\n| 1:3 | a | b | c |\n",
            "r.md:4: the row has not as many",
        ),
    ] {
        let course = damaged().file("r.md", review).run("repair --apply r.md").exit(1).stderr_has(told).then();
        assert_eq!(text_of(&course), TEXT);
    }
    damaged().run("repair --apply gone.md").exit(3).stderr_has("`gone.md` cannot be read");
}

#[test]
fn what_is_kept_holds_in_the_next_run_and_in_the_build() {
    let kept = "| \u{11f}\u{178}\u{201c} | \u{11f}\u{178}\u{201c} |";
    let course = edited("| \u{11f}\u{178}\u{201c} | 📝 |", kept).file("c/syllabus.toml", "[course]\ntitle = \"T\"\n");
    let ran = course.run("repair --apply r.md").exit(0).stdout_has("1 kept as they stand; 2 not decided");
    let course = ran.stderr("").then();
    assert!(String::from_utf8_lossy(&course.read("c/syllabus.toml")).contains("[[repair.override]]\nfile = \"a.md\""));
    for line in ["repair c", "repair c/a.md"] {
        let ran = damaged().bytes("c/syllabus.toml", &course.read("c/syllabus.toml")).run(line);
        ran.exit(0).stdout_lacks("a.md:1:3").stdout_has("c/a.md:3:6");
    }
    course.run("build c").exit(0).site_file("a.html").has("\u{11f}\u{178}\u{201c} Notes");
}

#[test]
fn a_written_text_that_looks_damaged_holds_too() {
    let course = edited("| ?? |  |", "| ?? | caf\u{c3}\u{a9} |").file("c/syllabus.toml", "");
    let course = course.run("repair --apply r.md").exit(0).then().run("repair --write --all c").exit(0).then();
    assert!(text_of(&course).ends_with("- caf\u{c3}\u{a9} Next"), "{}", text_of(&course));
    assert!(text_of(&course).contains("- Café\r\n"));
}

#[test]
fn a_lost_place_that_is_kept_is_no_longer_reported() {
    let course =
        edited("| ?? |  |", "| ?? | ?? |").file("c/syllabus.toml", "").run("repair --apply r.md").exit(0).then();
    course.run("repair c").exit(0).stdout_has("a.md:4:8").stdout_lacks("a.md:5:3");
}

#[test]
fn a_course_without_a_configuration_is_told_that_nothing_remembers() {
    let kept = "| \u{11f}\u{178}\u{201c} | \u{11f}\u{178}\u{201c} |";
    let ran = edited("| \u{11f}\u{178}\u{201c} | 📝 |", kept).run("repair --apply r.md").exit(0);
    let course = ran.stderr_has("no `syllabus.toml` to remember them").then();
    assert!(!course.exists("syllabus.toml") && !course.exists("c/syllabus.toml"));
}

#[test]
fn a_review_among_the_chapters_is_not_repaired() {
    let course = damaged().run("repair --review c/r.md c").exit(0).then();
    let review = course.read("c/r.md");
    let course = course.run("repair --write --all c").exit(0).stdout_has("in 1 of 3 files").then();
    assert_eq!(course.read("c/r.md"), review);
}

#[test]
fn interactive_asks_only_at_a_terminal() {
    let course = damaged().run("repair --interactive c").exit(2).stderr_has("`--review FILE`").then();
    assert_eq!(text_of(&course), TEXT);
    damaged().run("repair --interactive --write c").exit(2);
}

/// Runs a command at a pseudo terminal with these keys; none where there is no `script` of util-linux.
#[cfg(target_os = "linux")]
fn at_a_terminal(course: &CourseTest, line: &str, keys: &[u8]) -> Option<String> {
    use std::io::Write;
    use std::process::{Command, Stdio};

    let version = Command::new("script").arg("--version").output().ok()?;
    if !String::from_utf8_lossy(&version.stdout).contains("util-linux") {
        return None;
    }
    let command = format!("'{}' {line}", env!("CARGO_BIN_EXE_syllabus"));
    let mut child = Command::new("script")
        .args(["-qec", &command, "/dev/null"])
        .current_dir(course.path(""))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("script starts");
    // Its end would be the end of the terminal.
    let mut stdin = child.stdin.take().expect("stdin");
    stdin.write_all(keys).expect("it reads keys");
    let start = std::time::Instant::now();
    while child.try_wait().expect("it ends").is_none() {
        if start.elapsed() > std::time::Duration::from_secs(60) {
            let _ = child.kill();
            panic!("`{line}` did not end");
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    let output = child.wait_with_output().expect("it ends");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
}

#[cfg(target_os = "linux")]
#[test]
fn keys_at_a_terminal_decide_and_w_writes() {
    let course = damaged();
    let Some(shown) = at_a_terminal(&course, "repair --interactive c", b"te\xf0\x9f\x8e\xaf\n ww") else {
        return println!("skipped: no `script` of util-linux here");
    };
    assert!(shown.contains("c/a.md:1:3") && shown.contains("3 places written in 1 file"), "{shown}");
    let expected = TEXT.replace("\u{11f}\u{178}\u{201c}", "📝").replace("\u{fffd}\u{fffd}", "🎯");
    assert_eq!(text_of(&course), expected.replace("\u{c3}\u{a9}", "é"));
    let course = damaged();
    let shown = at_a_terminal(&course, "repair --interactive c", b"tkq").unwrap_or_default();
    assert!(shown.contains("nothing was written"), "{shown}");
    assert_eq!(text_of(&course), TEXT);
}
