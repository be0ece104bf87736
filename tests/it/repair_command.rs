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
    let odd: &[u8] = b"stray \xe9 byte\n";
    assert_eq!(CourseTest::new().stdin(odd).run("repair -").exit(0).out_bytes(), odd);
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
    ran.stdout_has("1 repair in 1 of 1 file, 1 sure; 1 not sure enough to be made\n");
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

#[test]
fn files_and_folders_are_taken_once_and_named_from_the_working_folder() {
    let course = damaged().file("d/b.md", DAMAGED);
    let absolute = course.path("d").display().to_string();
    let ran = course.run(&format!("repair c/a.md c ./c/../c/a.md {absolute}")).exit(0);
    let ran = ran.stdout_has("c/a.md:1:6").stdout_has("\nd/b.md:1:6");
    ran.stdout_has("4 repairs in 2 of 3 files, 4 sure\n");
    let json = damaged().run("repair c --format json").exit(0).json();
    assert_eq!((&json["files"][0]["path"], &json["files"][0]["file"]), (&"a.md".into(), &"c/a.md".into()));
}

#[test]
fn github_gets_an_annotation_for_each_place_with_a_title_and_help() {
    let text = "# \u{11f}\u{178}\u{201c} Notes\n\nna\u{c3}\u{af}ve\n\nlost \u{fffd}\u{fffd} here\n";
    let ran = CourseTest::new().file("c/a.md", text).run("repair --format github c").exit(0);
    let out = ran.out();
    let lines: Vec<&str> = out.lines().collect();
    let starts = [
        "::warning file=c/a.md,line=1,col=3,title=repair/unsure::",
        "::warning file=c/a.md,line=3,col=3,title=repair/damaged::",
        "::warning file=c/a.md,line=5,col=6,title=repair/irrecoverable::",
    ];
    assert_eq!(lines.len(), starts.len(), "{out}");
    for (line, start) in lines.iter().zip(starts) {
        assert!(line.starts_with(start) && line.contains("%0Ahelp: "), "{line}");
    }
    CourseTest::new().file("c/a.md", "# Café\n").run("repair --format github --check c").exit(0).stdout("");
}

#[test]
fn places_that_are_lost_for_good_are_told_and_never_guessed() {
    let text = "# A\n\n- lost \u{fffd} here\n- ?? Next\n\nCode: `\u{fffd}`\n";
    let course = || CourseTest::new().file("c/a.md", text);
    let ran = course().run("repair c --check").exit(1).stdout_has("c/a.md:3:8  \u{fffd}  (lost for good");
    ran.stdout_has("c/a.md:4:3  ??  (lost for good").stdout_lacks("a.md:6");
    let lost = &course().run("repair c --format json").exit(0).json()["files"][0]["lost"];
    assert_eq!(lost.as_array().map(Vec::len), Some(2));
    assert_eq!((&lost[0]["line"], &lost[0]["column"], &lost[0]["before"]), (&3.into(), &8.into(), &"\u{fffd}".into()));
    let course = course().run("repair c --write --all").exit(0).then();
    assert_eq!(course.read("c/a.md"), text.as_bytes());
    let ran = CourseTest::new().stdin(text.as_bytes()).run("repair - --check").exit(1).stdout_has("-:3:8");
    drop(ran);
    assert_eq!(CourseTest::new().stdin(text.as_bytes()).run("repair -").exit(0).out_bytes(), text.as_bytes());
}

#[test]
fn quiet_leaves_results_only() {
    damaged().run("repair -q --check c").exit(1).stdout("").stderr("");
    let course = damaged().run("repair -q --write c").exit(0).stdout("").stderr("").then();
    assert_eq!(course.read("c/a.md"), GOOD.as_bytes());
    damaged().run("repair -q c").exit(0).stdout_has("c/a.md:1:6").stdout_lacks("2 repairs");
    damaged().run("repair -q --diff c").exit(0).stdout_has("+naïve\n");
    damaged().run("repair -q gone").exit(3).stderr_has("`gone`");
}

#[test]
fn a_pipe_gets_no_colour_unless_it_is_asked_for() {
    for line in ["repair c", "repair --diff c", "repair --format github c"] {
        damaged().run(line).exit(0).stdout_lacks("\u{1b}");
    }
    damaged().run("repair c --color always").exit(0).stdout_has("\u{1b}[");
    let text = "na\u{c3}\u{af}ve \u{1b}[31mred\n";
    let ran = CourseTest::new().stdin(text.as_bytes()).run("repair -").exit(0);
    assert_eq!(ran.out_bytes(), text.replace("\u{c3}\u{af}", "ï").as_bytes(), "a filter changes nothing else");
}

#[test]
fn the_filter_checks_and_shows_too() {
    let filter = |line: &str| CourseTest::new().stdin(DAMAGED.as_bytes()).run(line);
    filter("repair - --check").exit(1).stdout_has("-:1:6");
    filter("repair - --check -q").exit(1).stdout("");
    filter("repair - --diff").exit(0).stdout_has("+naïve\n");
    assert_eq!(filter("repair - --format json").exit(0).json()["files"][0]["repairs"][0]["line"], 1);
    for line in ["repair - --write", "repair - c", "repair - --review r.md", "repair - --apply r.md", "repair - -i"] {
        filter(line).exit(2).stderr_has("`-` stands alone");
    }
}

#[test]
fn tasks_exclude_each_other() {
    for line in
        ["repair --check --diff c", "repair --write --review r.md c", "repair --all c", "repair --apply r --diff"]
    {
        damaged().run(line).exit(2);
    }
}

#[cfg(unix)]
#[test]
fn writing_keeps_permissions_and_links_and_leaves_other_files_alone() {
    use std::os::unix::fs::PermissionsExt;

    let course = damaged().file("real.md", DAMAGED).file("kept.md", DAMAGED).link("c/out.md", "../kept.md");
    let course = course.link("named.md", "real.md");
    let permissions = std::fs::Permissions::from_mode(0o640);
    std::fs::set_permissions(course.path("real.md"), permissions).expect("permissions");
    let course = course.run("repair --write c named.md").exit(0).then();
    assert_eq!(course.read("real.md"), GOOD.as_bytes());
    assert!(course.path("named.md").is_symlink(), "what a link leads to is written, the link stays");
    let mode = std::fs::metadata(course.path("real.md")).expect("a file").permissions().mode();
    assert_eq!(mode & 0o777, 0o640);
    assert_eq!(course.read("kept.md"), DAMAGED.as_bytes(), "a link that leads out of a folder is not followed");
    assert_eq!(course.read("c/a.md"), GOOD.as_bytes());
}

#[cfg(unix)]
#[test]
fn a_diff_names_what_a_link_leads_to_where_git_finds_it() {
    let course = CourseTest::new().file("c/real.md", DAMAGED).link("c/link.md", "real.md");
    let ran = course.run("repair --diff c/link.md").exit(0).stdout_has("+++ b/c/real.md\n");
    let diff = ran.out_bytes().to_owned();
    let course = ran.then().bytes("the.diff", &diff);
    let git = std::process::Command::new("git").args(["apply", "the.diff"]).current_dir(course.path("")).output();
    let Ok(git) = git else { return println!("skipped: no git here") };
    assert!(git.status.success(), "{}", String::from_utf8_lossy(&git.stderr));
    assert_eq!(course.read("c/real.md"), GOOD.as_bytes());
    let away = CourseTest::new().file("away.md", DAMAGED);
    let course = CourseTest::new().file("a.md", DAMAGED).link("out.md", &away.path("away.md").to_string_lossy());
    let ran = course.run("repair --diff out.md a.md").exit(3).stderr_has("`out.md` leads out of the working folder");
    ran.stdout_has("+++ b/a.md\n").stdout_lacks("out.md");
}

#[test]
fn settings_beside_the_course_hold_for_each_file_that_is_named() {
    let text = "# \u{11f}\u{178}\u{201c} Notes\n";
    let config = "[[repair.override]]\nfile = \"m/a.md\"\nbefore = \"\u{11f}\u{178}\u{201c}\"\nafter = \"🎓\"\n";
    for place in ["syllabus.toml", "chapters/syllabus.toml"] {
        for line in ["repair", "repair chapters", "repair chapters/m/a.md", "repair chapters/m/a.md chapters"] {
            let course = CourseTest::new().file("chapters/m/a.md", text).file(place, config);
            let course = course.run(&format!("{line} --write")).exit(0).then();
            assert_eq!(course.read("chapters/m/a.md"), "# 🎓 Notes\n".as_bytes(), "{line}, {place}");
        }
    }
}

#[test]
fn the_hook_for_pre_commit_checks_the_files_that_it_is_given() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(".pre-commit-hooks.yaml");
    let text = std::fs::read_to_string(path).expect("the hooks");
    let hooks: Vec<std::collections::BTreeMap<String, serde_json::Value>> =
        serde_saphyr::from_str(&text).expect("a list of hooks");
    for hook in &hooks {
        let missing: Vec<_> =
            ["id", "name", "entry", "language"].into_iter().filter(|key| !hook.contains_key(*key)).collect();
        assert_eq!((missing, &hook["language"], &hook["types"][0]), (vec![], &"rust".into(), &"markdown".into()));
        let entry = hook["entry"].as_str().and_then(|entry| entry.strip_prefix("syllabus ")).expect("our own command");
        let course = damaged().run(&format!("{entry} c/clean.md c/a.md")).exit(1).stdout_has("c/a.md:1:6").then();
        assert_eq!(course.read("c/a.md"), DAMAGED.as_bytes());
        course.run(&format!("{entry} c/clean.md")).exit(0);
    }
    assert_eq!(hooks.iter().map(|hook| &hook["id"]).collect::<Vec<_>>(), ["syllabus-repair"]);
}
