//! Diagnostics as users see them: as text, as JSON, as annotations on GitHub; `check`, `explain`, `--strict`.

use serde_json::Value;

use crate::CourseTest;
use crate::course_test::CommandResult;

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
    let expected = serde_json::json!({
        "version": 1,
        "diagnostics": [{
            "code": "link/broken", "severity": "warning", "source": "a.md", "line": 3, "column": 3, "end_line": 3, "end_column": 15,
            "message": "the link leads nowhere: there is no `gone.md` in the course",
            "help": "correct the path, or write the chapter",
            "fix": null,
        }],
        "summary": {
            "source": ".", "output": null, "config": null, "address": null, "address_from": null,
            "chapters": 1, "questions": 0, "repairs": 0, "errors": 0, "warnings": 1, "notes": 0, "allowed": 0,
        },
        "error": null,
        "status": 0,
    });
    assert_eq!(json, expected);
}

#[test]
fn github_gets_annotations() {
    broken()
        .run("check --strict --format github")
        .exit(1)
        .stdout("::warning file=a.md,line=3,col=3,title=link/broken::the link leads nowhere: there is no `gone.md` in the course%0Ahelp: correct the path, or write the chapter\n");
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
    broken().run("build --format github").exit(0).stderr_has("::warning file=a.md,line=3,col=3,title=link/broken::");
}

#[test]
fn a_clean_course_has_nothing_to_tell() {
    CourseTest::new().file("a.md", "# A\n\nText.\n").run("check --strict").exit(0).stdout("no errors, no warnings\n");
    let json = CourseTest::new().file("a.md", "# A\n").run("check --format json").exit(0).json();
    assert_eq!(json["diagnostics"], serde_json::json!([]));
}

#[test]
fn a_chapter_whose_release_is_no_day_is_published_and_its_author_is_told_so() {
    let course = || CourseTest::new().file("a.md", "---\ntitle: A\nrelease: next spring\n---\nWords.\n");
    let built = course().run("build").exit(0);
    built.site_file("a.html").has("Words.");
    built.stderr_has("a.md:3:1").stderr_has("source/no-effect-yet").stderr_has("published now");
    course().run("check --strict").exit(1);
}

#[test]
fn sarif_is_one_document_of_the_course_and_its_configuration() {
    let course = CourseTest::new().file("c/a.md", "# A\n\n[x](gone.md)\n").file("syllabus.toml", "[bulid]\n");
    let sarif = course.run("check c --format sarif").exit(0).json();
    let results = sarif["runs"][0]["results"].as_array().expect("results");
    let place = |at: usize| &results[at]["locations"][0]["physicalLocation"];
    assert_eq!(
        (&results[0]["ruleId"], &place(0)["artifactLocation"]["uri"]),
        (&"config/unknown-key".into(), &"syllabus.toml".into())
    );
    assert_eq!(
        (&results[1]["ruleId"], &place(1)["artifactLocation"]["uri"]),
        (&"link/broken".into(), &"c/a.md".into())
    );
    assert_eq!((&place(1)["region"]["startLine"], &place(1)["region"]["endColumn"]), (&3.into(), &13.into()));
    let clean = CourseTest::new().file("a.md", "# A\n").run("check --format sarif").exit(0).json();
    assert_eq!((&clean["version"], clean["runs"][0]["results"].as_array().map(Vec::len)), (&"2.1.0".into(), Some(0)));
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

/// The document on stderr, which has nothing else.
fn document(ran: &CommandResult) -> Value {
    serde_json::from_str(&ran.err()).unwrap_or_else(|error| panic!("{error}: {}", ran.err()))
}

#[test]
fn build_tells_programs_one_document_of_all_there_is_to_tell() {
    let course = || CourseTest::new().file("a.md", "# A\n\n[x](gone.md)\n").file("syllabus.toml", "[bulid]\n");
    let ran = course().run("build --format json").exit(0).stdout("");
    let json = document(&ran);
    assert_eq!((&json["version"], &json["error"], &json["status"]), (&1.into(), &Value::Null, &0.into()));
    let files = ran.site_files().len();
    let summary = &json["summary"];
    assert_eq!(
        [&summary["source"], &summary["output"], &summary["config"]].map(|path| path.as_str()),
        [Some("."), Some("output"), Some("syllabus.toml")]
    );
    assert_eq!((&summary["chapters"], &summary["warnings"]), (&1.into(), &2.into()));
    assert_eq!((summary["written"].as_u64(), summary["removed"].as_u64()), (Some(files as u64), Some(0)));
    assert_eq!(json["diagnostics"].as_array().map(Vec::len), Some(2));
    assert_eq!(document(&course().run("build --strict --format json").exit(1))["status"], 1);
    let again = document(&ran.then().run("build --quiet --format json").exit(0));
    assert_eq!(again["summary"]["written"], 0);
    // SARIF is one document, too.
    let sarif = document(&course().run("build --format sarif").exit(0));
    assert_eq!(sarif["version"], "2.1.0");
}

#[test]
fn a_command_that_stops_tells_programs_why() {
    let why = |course: CourseTest, line: &str, status: i32| {
        let ran = course.run(line).exit(status);
        // The diagnostics are the result of `check`: what stands in their place is, too.
        let json = if line.starts_with("check") { ran.json() } else { document(&ran) };
        assert_eq!(json["status"], status);
        let (message, help) = (json["error"]["message"].as_str(), json["error"]["help"].as_str());
        assert!(help.is_some_and(|help| !help.is_empty()), "{json}");
        let codes = json["diagnostics"].as_array().expect("a list").iter();
        (message.unwrap_or_default().to_owned(), codes.map(|one| one["code"].clone()).collect::<Vec<_>>())
    };
    let course = || CourseTest::new().file("c/a.md", "# A\n\n[x](gone.md)\n");
    for command in ["build", "check", "inspect", "export --to pdf"] {
        let line = |rest: &str| format!("{command} {rest} --format json");
        assert_eq!(why(course(), &line("nope"), 3), ("there is no `nope`".to_owned(), vec![]));
        let faulty = course().file("syllabus.toml", "[build]\noutput = 3\n");
        assert_eq!(
            why(faulty, &line("c"), 1),
            ("`syllabus.toml` has errors".to_owned(), vec!["config/invalid".into()])
        );
    }
    let message = why(course().file("out", "x"), "build c -o out --format json", 3).0;
    assert!(message.contains("`out` is not a folder"), "{message}");
    assert!(why(course(), "build c -o . --format json", 2).0.contains("is or holds the source"));
    // What was found in the course is told all the same.
    let failing = course().file("theme/templates/chapter.html", "{{ nope.x }}");
    let (_, codes) = why(failing, "build c --theme theme --format json", 1);
    assert_eq!(codes, ["link/broken", "theme/template"]);
}

#[test]
fn what_is_silenced_is_said_once_in_the_last_line_or_not_at_all() {
    let course = || CourseTest::new().file("a.md", "# A\n\n[x](gone.md)\n\n### C\n");
    let faulty = || course().bytes("b.md", b"\0");
    for (line, warnings, errors, counts) in [
        ("", true, true, true),
        ("-q", false, true, true),
        ("-qq", false, true, false),
        ("-q --strict", true, true, true),
    ] {
        for (command, last) in [("check", "1 error, 1 warning"), ("build", "1 warning, 1 error")] {
            let ran = faulty().run(&format!("{command} {line}")).exit(1);
            let text = ran.out() + &ran.err();
            let told = [text.contains("warning["), text.contains("error["), text.contains(last)];
            assert_eq!(told, [warnings, errors, counts], "{command} {line}: {text}");
        }
    }
    course().run("build -qq").exit(0).stdout("").stderr("");
    course().run("check -qq").exit(0).stdout("").stderr("");
    // Programs get all, as they asked for it.
    assert_eq!(course().run("check -qq --format json").json()["diagnostics"].as_array().map(Vec::len), Some(2));
    course().run("check -q -v").exit(2).stderr_has("cannot be used with");
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
fn people_are_told_the_number_of_what_repeats_and_programs_get_each() {
    let links = |count: usize| (0..count).map(|link| format!("[x](gone{link}.md)\n\n")).collect::<String>();
    let course = || {
        (0..5).fold(CourseTest::new(), |course, row| {
            course.file(&format!("{row}.md"), &format!("# A {row}\n\n### C\n\n{}", links(8)))
        })
    };
    let shown = |ran: &str| ran.matches("warning[link/broken]").count();
    let ran = course().run("check").exit(0);
    assert_eq!(shown(&ran.out()), 20);
    let ran = ran.stdout_has("and 20 more `link/broken`: `--all`\n").stdout_lacks("note[");
    ran.stdout_has("40 warnings, 5 notes: 40 `link/broken`, 5 `markdown/skipped-level`; `--verbose` shows the notes\n");
    let ran = course().run("check 1.md").exit(0).stdout_has("and 3 more `link/broken`: `--all`\n");
    assert_eq!(shown(&ran.out()), 5);
    assert_eq!(shown(&course().run("check --all").stdout_lacks("more `link").stdout_lacks("note[").out()), 40);
    assert_eq!(shown(&course().run("check --verbose").stdout_has("note[markdown/skipped-level]").out()), 20);
    let ran = course()
        .run("build")
        .exit(0)
        .stderr_has("and 20 more `link/broken`: `syllabus check . --all`\n")
        .stderr_lacks("note[");
    assert_eq!(shown(&ran.err()), 20);
    assert_eq!(shown(&course().run("build --all").exit(0).err()), 40);
    for (line, warnings, notes) in [
        ("--format json", "\"severity\":\"warning\"", "\"severity\":\"note\""),
        ("--format github", "::warning file=", "::notice file="),
    ] {
        let (checked, built) =
            (course().run(&format!("check {line}")).out(), course().run(&format!("build {line}")).err());
        for text in [checked, built] {
            assert_eq!((text.matches(warnings).count(), text.matches(notes).count()), (40, 5), "{line}");
        }
    }
}

#[test]
fn what_an_author_writes_controls_no_terminal_and_no_runner() {
    let evil = "\u{1b}[31mred \u{9b}2J \u{202e}turned \u{200f}##[add-matcher]x ::stop-commands::y";
    let course = || {
        CourseTest::new()
            .file("a.md", &format!("# A\n\n[{evil}](<gone {evil}.md>)\n"))
            .file("::error::b.md", "[x](gone.md) Ã©\n")
    };
    for line in [
        "check --all --verbose",
        "check --format github",
        "check --format json",
        "build",
        "repair .",
        "repair --format json .",
        "inspect",
    ] {
        let ran = course().run(line);
        let text = ran.out() + &ran.err();
        for sign in ["\u{1b}", "\u{9b}", "\u{202e}", "\u{200f}", "##["] {
            assert!(!text.contains(sign), "{line}: {sign:?} in {text}");
        }
        let commands: Vec<&str> = text.lines().filter(|line| line.trim_start().starts_with("::")).collect();
        assert!(
            commands.iter().all(|line| line.starts_with("::warning file=") || line.starts_with("::notice file=")),
            "{commands:?}"
        );
    }
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
