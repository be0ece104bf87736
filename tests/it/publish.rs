//! What a publisher relies on: the address of the site, and what is published besides pages.

use super::CourseTest;
use super::course_test::CommandResult;

const GIT: &str = "[core]\n\tbare = false\n[remote \"origin\"]\n\turl = git@github.com:Ada/Engine.git\n";

fn course() -> CourseTest {
    CourseTest::new()
        .file("course/a.md", "# A\n\n[B](https://github.com/Ada/Engine/blob/main/course/b.md)\n")
        .file("course/b.md", "# B\n")
}

/// The key under which a browser keeps a student's progress.
fn key_of(ran: &CommandResult) -> String {
    let page = ran.site_file("a.html").text();
    let key = page.split("data-course=\"").nth(1).and_then(|rest| rest.split('"').next());
    key.expect("a key").to_owned()
}

#[test]
fn the_address_is_that_of_the_flag_the_configuration_cname_the_runner_or_the_remote() {
    let found = |course: CourseTest, line: &str, address: &str, from: &str| {
        let ran = course.run(line).exit(0).stderr_has(&format!("for {address} from {from}"));
        ran.site_file("a.html").has(&format!("\"{address}a.html\""));
        ran.site_file("sitemap.xml").has(&format!("<loc>{address}</loc>"));
        let key = key_of(&ran);
        (ran.then(), key)
    };
    let nowhere = course().run("build course").exit(0).stderr_lacks("for http").lacks_site_file("sitemap.xml");
    let key = key_of(&nowhere);
    let course = nowhere.then().file(".git/config", GIT);
    let (course, of_remote) = found(course, "build course", "https://ada.github.io/Engine/", "the git remote");
    let root = course.path("").display().to_string();
    let course = course
        .variable("GITHUB_ACTIONS", "true")
        .variable("GITHUB_WORKSPACE", &root)
        .variable("GITHUB_REPOSITORY", "Ada/ada.github.io");
    let (course, of_runner) = found(course, "build course", "https://ada.github.io/", "the runner");
    let course = course.file("course/CNAME", "Learn.example.org\n");
    let (course, of_cname) = found(course, "build course", "https://learn.example.org/", "CNAME");
    // Progress is kept under one name, wherever the site is built.
    assert_eq!([of_remote, of_runner, of_cname], [0; 3].map(|_| key.clone()));
    let config = "[course]\nid = \"engine\"\n[publish]\nbase_url = \"https://a.org/c\"\n";
    let course = course.file("syllabus.toml", config);
    let (course, _) = found(course, "build course", "https://a.org/c/", "[publish] base_url");
    let (course, of_flag) = found(course, "build course --base-url https://b.org", "https://b.org/", "--base-url");
    assert_eq!(of_flag, "engine");
    course.run("build course --base-url b.org").exit(2).stderr_has("`--base-url b.org` is no address of a site");
}

#[test]
fn links_to_the_own_repository_are_links_within_the_course() {
    let ran = course().file(".git/config", GIT).run("build course").exit(0);
    ran.site_file("a.html").has("<a href=\"b.html\">B</a>");
    course()
        .run("build course")
        .exit(0)
        .site_file("a.html")
        .has("href=\"https://github.com/Ada/Engine/blob/main/course/b.md\"");
}

#[test]
fn what_hosts_look_for_is_published_in_place_and_secrets_never() {
    let ran = CourseTest::new()
        .file("c/a.md", "# A\n\n[settings](.env) [key](deploy.pem) [paper](notes.pdf) [form](.env.example)\n")
        .file("c/.env", "SECRET=1\n")
        .file("c/.env.example", "SECRET=\n")
        .file("c/deploy.pem", "x")
        .file("c/notes.pdf", "x")
        .file("c/unnamed.pdf", "x")
        .file("c/CNAME", "learn.example.org\n")
        .file("c/robots.txt", "User-agent: *\n")
        .file("c/.well-known/security.txt", "Contact: x\n")
        .file("c/static/x.pdf", "x")
        .file("c/static/.env", "SECRET=1\n")
        .file("c/static/server.key", "x")
        .file("c/m/static/y.pdf", "x")
        .run("build c")
        .exit(0);
    for path in ["CNAME", "robots.txt", ".well-known/security.txt", "static/x.pdf", "notes.pdf"] {
        assert!(ran.site_files().iter().any(|file| file == path), "{path}: {:?}", ran.site_files());
    }
    for path in ran.site_files() {
        assert!(
            !path.contains("pem") && !path.contains(".key") && !path.contains("unnamed") && !path.contains("y.pdf"),
            "{path}"
        );
        assert!(!ran.site_bytes(&path).windows(8).any(|bytes| bytes == b"SECRET=1"), "{path}");
    }
    let ran = ran.stderr_has("warning[link/private]: `.env`").stderr_has("`deploy.pem` looks like");
    ran.site_file("a.html").has("<span>settings</span>").has(">form</a>");
    // Beside a single file nothing is published that it does not name.
    let course = CourseTest::new().file("a.md", "# A\n").file("static/x.pdf", "x").file("CNAME", "a.org\n");
    course.run("build a.md").exit(0).lacks_site_file("static/x.pdf").lacks_site_file("CNAME");
}

#[test]
fn a_chapter_with_a_day_of_release_waits_for_it() {
    let course =
        CourseTest::new().file("a.md", "# A\n\n[B](b.md)\n").file("b.md", "---\nrelease: 2027-01-31\n---\n# B\n");
    let ran = course.run("build --now 2027-01-30 -v").exit(0).stderr_has("1 chapter,");
    let ran = ran
        .stderr_has("note[source/not-released]: this chapter is left out until 2027-01-31")
        .lacks_site_file("b.html");
    ran.site_file("a.html").lacks("b.html");
    let ran = ran.then().run("build --now 2027-01-31 --strict").exit(0).stderr_has("2 chapters,");
    ran.site_file("a.html").has("href=\"b.html\"");
    // A day before, it is gone again; `SOURCE_DATE_EPOCH` is the last second of it.
    let course = ran.then().variable("SOURCE_DATE_EPOCH", "1801353599");
    let ran = course.run("build").exit(0).stderr_has("1 chapter,").lacks_site_file("b.html");
    ran.then().run("build --now soon").exit(2).stderr_has("`--now soon` is no day of the calendar");
    let course = CourseTest::new().file("a.md", "---\nrelease: soon\n---\n# A\n");
    course
        .run("build")
        .exit(0)
        .stderr_has("warning[source/no-effect-yet]: `release` is no day")
        .stderr_has("1 chapter,");
}

#[test]
fn verbose_says_where_each_setting_comes_from() {
    let from = |course: CourseTest, line: &str| -> Vec<(String, String)> {
        let json = course.run(&format!("{line} -v --format json")).exit(0);
        let json: serde_json::Value = serde_json::from_str(&json.err()).expect("JSON");
        let text = |row: &serde_json::Value, key: &str| row[key].as_str().expect("text").to_owned();
        let rows = json["settings"].as_array().expect("rows").iter();
        rows.map(|row| (text(row, "name"), format!("{} from {}", text(row, "value"), text(row, "from")))).collect()
    };
    let expect = |rows: &[(String, String)], expected: &[(&str, &str)]| {
        for (name, value) in expected {
            let row = rows.iter().find(|(of, _)| of == name).unwrap_or_else(|| panic!("{name}: {rows:?}"));
            assert_eq!(row.1, *value, "{name}");
        }
    };
    let plain = from(CourseTest::new().file("chapters/a.md", "# First\n"), "build --no-cache");
    expect(
        &plain,
        &[
            ("source", "chapters from a folder of that name is here"),
            ("config", "none from there is none in the source or beside it"),
            ("output", "output from by default"),
            ("cache", "none from --no-cache"),
            ("title", "First from `a.md`"),
            ("language", "en from by default"),
        ],
    );
    assert!(!plain.iter().any(|(name, _)| ["theme", "base_url", "strict"].contains(&name.as_str())), "{plain:?}");
    let config =
        "[course]\nlanguage = \"de\"\n[build]\noutput = \"out\"\n[quiz]\nanswers = \"shown\"\npass_mark = 70\n";
    let course = course().file(".git/config", GIT).file("course/syllabus.toml", config);
    let course = course.file("course/book.toml", "[book]\ntitle = \"The book\"\n").variable("SOURCE_DATE_EPOCH", "0");
    expect(
        &from(course, "build course --answers hidden --cache kept --strict"),
        &[
            ("source", "course from the command line"),
            ("config", "course/syllabus.toml from in the source"),
            ("output", "course/out from course/syllabus.toml:4"),
            ("cache", "kept from --cache"),
            ("title", "The book from `book.toml`"),
            ("language", "de from course/syllabus.toml:2"),
            ("base_url", "https://ada.github.io/Engine/ from the git remote"),
            ("repository", "https://github.com/Ada/Engine from the git remote"),
            ("now", "1970-01-01 from SOURCE_DATE_EPOCH"),
            ("answers", "hidden from --answers"),
            ("strict", "true from --strict"),
            ("[quiz] pass_mark", "70 from course/syllabus.toml:7"),
        ],
    );
    let people = CourseTest::new().file("a.md", "# A\n").run("check -v").exit(0).stdout("no errors, no warnings\n");
    people.stderr_has("settings, and where they come from:\n  source ").stderr_has("the working folder\n");
}
