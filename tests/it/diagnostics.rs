//! Diagnostics as users see them: as text, as JSON, as annotations on GitHub; `check`, `explain`, `--strict`.

use crate::CourseTest;

fn broken() -> CourseTest {
    CourseTest::new().file("a.md", "# Äa\n\nä [x](gone.md)\n")
}

#[test]
fn people_see_the_line_with_carets_and_the_way_out() {
    broken().run("check").exit(0).stdout(
        "
        warning[link/broken]: the link leads nowhere: there is no `gone.md` in the course
         --> a.md:3:3
          |
        3 | ä [x](gone.md)
          |   ^^^^^^^^^^^^
          |
          = help: correct the path, or write the chapter

        1 warning: 1 `link/broken`
        ",
    );
}

#[test]
fn programs_get_json_with_stable_keys() {
    let json = broken().run("check --format json").exit(0).json();
    let expected = serde_json::json!({"diagnostics": [{
        "code": "link/broken", "severity": "warning", "source": "a.md", "line": 3, "column": 3,
        "message": "the link leads nowhere: there is no `gone.md` in the course",
        "help": "correct the path, or write the chapter",
    }]});
    assert_eq!(json, expected);
}

#[test]
fn github_gets_annotations() {
    broken()
        .run("check --strict --format github")
        .exit(1)
        .stdout("::warning file=a.md,line=3,col=3::the link leads nowhere: there is no `gone.md` in the course\n");
}

#[test]
fn paths_are_as_seen_from_where_the_user_stands() {
    let course = CourseTest::new().file("docs/c/a.md", "# A\n\n[x](gone.md)\n");
    course.run("check docs/c --format github").stdout_has("file=docs/c/a.md,");
}

#[test]
fn check_writes_nothing() {
    let course = broken().run("check").exit(0).then();
    assert!(!course.exists("output"));
}

#[test]
fn build_tells_the_same_on_stderr() {
    broken().run("build").exit(0).stdout("").stderr_has("a.md:3:3").stderr_has("link/broken");
    broken().run("build --format github").exit(0).stderr_has("::warning file=a.md,line=3,col=3::");
}

#[test]
fn a_clean_course_has_nothing_to_tell() {
    CourseTest::new().file("a.md", "# A\n\nText.\n").run("check --strict").exit(0).stdout("no errors, no warnings\n");
    CourseTest::new().file("a.md", "# A\n").run("check --format json").exit(0).stdout("{\"diagnostics\": []}\n");
}

#[test]
fn a_chapter_with_a_release_is_published_and_its_author_is_told_so() {
    let course = || CourseTest::new().file("a.md", "---\ntitle: A\nrelease: 2099-01-01\n---\nWords.\n");
    let built = course().run("build").exit(0);
    built.site_file("a.html").has("Words.");
    built.stderr_has("a.md:3:1").stderr_has("source/no-effect-yet").stderr_has("published now");
    course().run("check --strict").exit(1);
}

#[test]
fn an_unknown_key_of_the_configuration_names_the_nearest() {
    let course =
        || CourseTest::new().file("a.md", "# A\n\n[x](gone.md)\n").file("syllabus.toml", "[bulid]\noutput = \"x\"\n");
    let ran = course().run("check").exit(0).stderr("");
    ran.stdout_has("syllabus.toml:1:2").stdout_has("did you mean `[build]`?").stdout_has("2 warnings: ");
    course().run("check --strict").exit(1);
    let json = course().run("check --format json").exit(0).json();
    let lines: Vec<(Option<&str>, Option<u64>)> = json["diagnostics"]
        .as_array()
        .expect("an array")
        .iter()
        .map(|one| (one["source"].as_str(), one["line"].as_u64()))
        .collect();
    assert_eq!(lines, [(Some("a.md"), Some(3)), (Some("syllabus.toml"), Some(1))]);
}

#[test]
fn build_tells_programs_one_document() {
    let ran = CourseTest::new()
        .file("a.md", "# A\n\n[x](gone.md)\n")
        .file("syllabus.toml", "[bulid]\n")
        .run("build --quiet --format json")
        .exit(0);
    let json: serde_json::Value = serde_json::from_str(&ran.err()).expect("JSON");
    assert_eq!(json["diagnostics"].as_array().map(Vec::len), Some(2));
}

#[test]
fn notes_do_not_fail_a_strict_build() {
    CourseTest::new().file("a.md", "# A\n\n### C\n").run("check --strict").exit(0).stdout_has("markdown/skipped-level");
}

#[test]
fn a_build_keeps_notes_to_itself_unless_asked() {
    let course = || CourseTest::new().file("a.md", "# A\n\n### C\n");
    course().run("build").exit(0).stderr_lacks("skipped-level");
    course().run("build --verbose").exit(0).stderr_has("skipped-level");
}

#[test]
fn no_colour_in_pipes_and_colour_where_it_is_asked_for() {
    broken().run("check").stdout_lacks("\u{1b}[");
    broken().run("check --color always").stdout_has("\u{1b}[");
    broken().variable("NO_COLOR", "1").run("check").stdout_lacks("\u{1b}[");
}

#[test]
fn explain_tells_what_a_code_means() {
    CourseTest::new().run("explain link/broken").exit(0).stdout_has("warning[link/broken]").stdout_has("What to do:");
    CourseTest::new().run("explain link/brokn").exit(2).stderr_has("did you mean `link/broken`?");
    let all = CourseTest::new().run("explain").exit(0);
    all.stdout_has("quiz/answer-without-choice").stdout_has("[[repair.override]]").stdout_has("publish.base_url");
}

#[test]
fn explain_tells_what_a_key_is_for() {
    CourseTest::new().run("explain theme.hue").exit(0).stdout(
        "
        [theme] hue: the hue all colours are made from

        Takes: a number from 0 to 360
        Default: the theme's own

        Example:

            [theme]
            hue = 200
        ",
    );
    CourseTest::new()
        .run("explain repair.override.before")
        .exit(0)
        .stdout_has("    [[repair.override]]\n    before = ");
    CourseTest::new().run("explain publish.offline").exit(0).stdout_has("has no effect yet");
    CourseTest::new().run("explain '[preview]'").exit(0).stdout_has("preview.editor");
    CourseTest::new().run("explain course.titel").exit(2).stderr_has("did you mean `course.title`?");
}

#[test]
fn a_repair_that_was_chosen_is_told_with_its_place_and_others() {
    // An emoji that went through windows-1254 and lost a byte.
    let ran = CourseTest::new().file("a.md", "# T\n\n## \u{11f}\u{178}\u{201c} Exam\n").run("check --format json");
    let json = ran.exit(0).json();
    let one = &json["diagnostics"][0];
    assert_eq!(
        (one["code"].as_str(), one["line"].as_u64(), one["column"].as_u64()),
        (Some("repair/unsure"), Some(3), Some(4))
    );
    assert!(one["help"].as_str().is_some_and(|help| help.contains("it may have been")), "{one}");
}
