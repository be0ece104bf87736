//! What a site has for readers without a network, and for readers that are programs.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::CourseTest;
use crate::course_test::CommandResult;

const OFFLINE: &str = "[course]\ntitle = \"🦉 Owls\"\n[publish]\noffline = true\n";
const QUESTION: &str = "### Question 1\n\nWhich?\n\n- [ ] Zebra\n- [x] Yak\n\n<details><summary>Answer</summary>\n\nB, because of walrus.\n\n</details>\n";

fn course() -> CourseTest {
    CourseTest::new()
        .file("README.md", "# Owls\n\nAll about owls.\n")
        .file("day/README.md", "# Day\n\n[Sleep](01-sleep.md)\n")
        .file("day/01-sleep.md", &format!("# Sleep\n\nThey sleep.\n\n![x](owl.svg)\n\n{QUESTION}"))
        .file("day/owl.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>")
        .file("night/hunt.md", "# Hunt [fast]\n\nThey hunt.\n")
}

/// The list that the worker reads, and the version that the worker has.
fn list(ran: &CommandResult) -> (Value, String) {
    let list: Value = serde_json::from_str(&ran.site_file("assets/syllabus-offline.json").text()).expect("JSON");
    let worker = ran.site_file("sw.js").text();
    let version = worker.split_once("\"version\":\"").expect("a version").1.chars().take(16).collect();
    (list, version)
}

/// Paths and sizes of the listed files.
fn files(list: &Value) -> BTreeMap<String, u64> {
    let files = list["files"].as_array().expect("files").iter();
    files.map(|file| (file[0].as_str().expect("a path").to_owned(), file[1].as_u64().expect("a size"))).collect()
}

#[test]
fn the_list_has_all_that_is_read_with_its_size_by_module() {
    let ran = course().file("syllabus.toml", OFFLINE).run("build").exit(0);
    let (list, _) = list(&ran);
    let files = files(&list);
    for path in
        ["index.html", "day/index.html", "day/01-sleep.html", "day/01-sleep.quiz.html", "day/owl.svg", "contents.html"]
    {
        assert_eq!(files.get(path), Some(&(ran.site_file(path).text().len() as u64)), "{path}");
    }
    let left_out = [
        "sw.js",
        "course.json",
        "print.html",
        "404.html",
        "llms.txt",
        "day/01-sleep.md",
        "assets/syllabus-offline.json",
    ];
    assert!(left_out.iter().all(|path| !files.contains_key(*path)), "{files:?}");
    let of_module = |page: &str| -> Vec<&str> {
        let indexes = list["modules"][page].as_array().expect(page).iter().filter_map(Value::as_u64);
        indexes.filter_map(|index| list["files"][index as usize][0].as_str()).collect()
    };
    assert_eq!(
        of_module("day/index.html"),
        ["day/01-sleep.html", "day/01-sleep.quiz.html", "day/index.html", "day/owl.svg"]
    );
    assert_eq!(of_module("night/index.html"), ["night/hunt.html", "night/index.html"]);
    let core: Vec<&str> = list["core"]
        .as_array()
        .expect("core")
        .iter()
        .filter_map(Value::as_u64)
        .filter_map(|index| list["files"][index as usize][0].as_str())
        .collect();
    assert!(core.contains(&"index.html") && core.contains(&"assets/syllabus-offline.html"), "{core:?}");
    assert!(
        core.iter().any(|path| path.starts_with("assets/style-")) && !core.iter().any(|path| path.contains("print"))
    );
    ran.site_file("manifest.webmanifest").has("\"name\":\"🦉 Owls\"").has("assets/syllabus-icon.svg");
    ran.site_file("day/index.html").has("data-keep=\"module\"").has("assets/keep-");
    ran.site_file("index.html").has("data-keep=\"course\"");
    ran.site_file("day/01-sleep.html").has("sw.js").lacks("data-keep").lacks("assets/keep-");
    // It is served at any address, and knows none.
    ran.site_file("404.html").lacks("sw.js");
}

#[test]
fn each_edit_is_another_version_and_an_incremental_build_is_a_clean_one() {
    let ran = course().file("syllabus.toml", OFFLINE).run("build --cache cache").exit(0);
    let (_, before) = list(&ran);
    let ran = ran.then().run("build --cache cache").exit(0);
    assert_eq!(list(&ran).1, before);
    let edited = "# Hunt [fast]\n\nThey hunt by night.\n";
    let ran = ran.then().file("night/hunt.md", edited).run("build --cache cache").exit(0);
    let (found, after) = list(&ran);
    assert_ne!(after, before);
    let clean = course().file("syllabus.toml", OFFLINE).file("night/hunt.md", edited).run("build --no-cache").exit(0);
    assert_eq!((found, after), list(&clean));
    assert_eq!(ran.site_files(), clean.site_files());
}

#[test]
fn what_was_for_reading_offline_goes_when_the_setting_does() {
    let without = course().run("build").exit(0).site_files();
    assert!(
        !without.iter().any(|path| path.contains("offline") || path.contains("manifest") || path == "sw.js"),
        "{without:?}"
    );
    let ran = course().file("syllabus.toml", OFFLINE).run("build").exit(0);
    let ran = ran.then().delete("syllabus.toml").run("build").exit(0);
    assert_eq!(ran.site_files(), without);
    ran.site_file("index.html").lacks("sw.js").lacks("webmanifest");
}

#[test]
fn watch_ends_with_the_list_of_a_clean_build() {
    let test = course().file("syllabus.toml", OFFLINE);
    let edited = "# Hunt [fast]\n\nThey hunt by night.\n";
    let ran = test.run_while("watch", |course| {
        course.wait_for("output/night/hunt.html", "They hunt.");
        course.wait_until("output/sw.js", |bytes| bytes.is_some());
        let before = course.read("output/sw.js");
        std::fs::write(course.path("night/hunt.md"), edited).expect("it can be written");
        course.wait_for("output/night/hunt.html", "by night");
        course.wait_until("output/sw.js", |bytes| bytes.is_some_and(|bytes| bytes != before));
    });
    let clean = course().file("syllabus.toml", OFFLINE).file("night/hunt.md", edited).run("build --no-cache").exit(0);
    assert_eq!(list(&ran), list(&clean));
}

#[test]
fn chapters_are_markdown_too_without_their_answers() {
    let ran = course().run("build").exit(0);
    ran.site_file("day/01-sleep.md")
        .has("# Sleep\n\nThey sleep.\n\n![x](owl.svg)")
        .has("- B) Yak")
        .lacks("walrus")
        .lacks("- [x]");
    ran.site_file("day/README.md").has("[Sleep](01-sleep.md)");
    ran.site_file("day/01-sleep.html").has("<link rel=\"alternate\" type=\"text/markdown\" href=\"01-sleep.md\">");
    ran.site_file("day/index.html").has("href=\"README.md\">");
    ran.site_file("index.html").has("type=\"text/markdown\" href=\"README.md\">");
    ran.site_file("day/01-sleep.quiz.html").lacks("text/markdown");
    assert_eq!(
        ran.site_file("llms.txt").text(),
        "# Owls\n\n> All about owls.\n\n## Chapters\n\n- [Owls](README.md): All about owls.\n\n## Day\n\n- [Day](day/README.md)\n- [Sleep](day/01-sleep.md)\n\n## Night\n\n- [Hunt \\[fast\\]](night/hunt.md)\n"
    );
    let known = ran.then().file("syllabus.toml", "[publish]\nbase_url = \"https://a.org/c\"\n").run("build").exit(0);
    known.site_file("llms.txt").has("(https://a.org/c/day/01-sleep.md)");
    let off = known.then().file("syllabus.toml", "[publish]\nmarkdown = false\n").run("build").exit(0);
    off.site_file("day/01-sleep.html").lacks("text/markdown");
    assert!(!off.site_files().iter().any(|path| path.ends_with(".md") || path == "llms.txt"));
}

#[test]
fn an_authors_llms_txt_keeps_its_address() {
    let ran = CourseTest::new()
        .file("a.md", "# A\n\n[For programs](llms.txt)\n")
        .file("llms.txt", "mine\n")
        .run("build")
        .exit(0);
    assert_eq!(ran.site_file("llms.txt").text(), "mine\n");
    ran.site_file("a.html").has("href=\"llms.txt\"");
}

#[test]
fn links_are_shared_with_the_courses_own_picture() {
    let png = |side: u8| {
        [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0".as_slice(), &[side], b"\0\0\0", &[side], b"\x08\x02\0\0\0"].concat()
    };
    let course = || {
        CourseTest::new()
            .file(
                "README.md",
                "# A\n\n![sign](sign.png) ![drawn](x.svg)\n\n![large](a b.png)\n"
                    .replace("a b.png", "<a b.png>")
                    .as_str(),
            )
            .file("x.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>")
            .bytes("sign.png", &png(20))
            .bytes("a b.png", &png(250))
            .file("m/b.md", "# B\n")
    };
    let known = course().file("syllabus.toml", "[publish]\nbase_url = \"https://a.org/c\"\n").run("build").exit(0);
    for page in ["index.html", "m/b.html"] {
        known.site_file(page).has("<meta property=\"og:image\" content=\"https://a.org/c/a%20b.png\">");
    }
    course().run("build").exit(0).site_file("index.html").lacks("og:image");
    let logo = "[publish]\nbase_url = \"https://a.org/c\"\n[theme]\nlogo = \"logo.png\"\n";
    let ran = CourseTest::new().file("a.md", "# A\n").bytes("logo.png", &png(64)).file("syllabus.toml", logo);
    ran.run("build").exit(0).site_file("a.html").has("og:image\" content=\"https://a.org/c/assets/logo-");
}

/// The name of the picture that was drawn for a course, and the address that a page gives of it.
fn drawn(ran: &CommandResult, page: &str) -> (Option<String>, Option<String>) {
    let file = ran.site_files().into_iter().find(|path| path.starts_with("assets/og-"));
    let html = ran.site_file(page).text();
    let address = html.split_once("og:image\" content=\"").and_then(|(_, rest)| rest.split_once('"'));
    (file, address.map(|(address, _)| address.to_owned()))
}

#[test]
fn a_picture_is_drawn_for_a_course_that_has_none_and_whose_address_is_known() {
    let known = "[publish]\nbase_url = \"https://a.org/c\"\n";
    let course = |title: &str, config: &str| {
        CourseTest::new()
            .file("README.md", &format!("# {title}\n"))
            .file("m/b.md", "# B\n")
            .file("syllabus.toml", config)
    };
    let ran = course("Owls", known).run("build").exit(0);
    let (file, address) = drawn(&ran, "m/b.html");
    if !cfg!(feature = "social-image") {
        assert_eq!((file, address), (None, None));
        return;
    }
    let file = file.expect("a picture");
    assert_eq!(address, Some(format!("https://a.org/c/{file}")));
    let png = ran.site_bytes(&file);
    // Its width and its height stand behind the name of its first part.
    assert_eq!(png.get(12..24), Some(b"IHDR\x00\x00\x04\xb0\x00\x00\x02\x76".as_slice()));
    assert!(png.len() < 60_000, "{} bytes", png.len());

    // The same course has the same picture, another title or colour another one; that of before is gone.
    let again = course("Owls", known).run("build").exit(0);
    assert_eq!(again.site_bytes(&file), png);
    assert_ne!(drawn(&course("Bats", known).run("build").exit(0), "index.html").0, Some(file.clone()));
    let red = again.then().file("syllabus.toml", &format!("{known}[theme]\nhue = 20\n")).run("build").exit(0);
    assert_ne!(drawn(&red, "index.html").0, Some(file.clone()));
    red.lacks_site_file(&file);

    assert_eq!(drawn(&course("Owls", "").run("build").exit(0), "index.html"), (None, None));
    let own =
        [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0".as_slice(), &[250], b"\0\0\0", &[250], b"\x08\x02\0\0\0"].concat();
    let own = course("Owls\n\n![large](a.png)", known).bytes("a.png", &own).run("build").exit(0);
    assert_eq!(drawn(&own, "index.html"), (None, Some("https://a.org/c/a.png".to_owned())));
}

#[test]
fn a_theme_may_draw_the_picture_and_is_told_where_it_draws_none() {
    let course = |drawing: &str| {
        CourseTest::new()
            .file("c/a.md", "# A\n")
            .file("t/templates/social-picture.html", drawing)
            .file("syllabus.toml", "[build]\nsource = \"c\"\ntheme = \"t\"\n[publish]\nbase_url = \"https://a.org/\"\n")
    };
    let ours = course(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"30\" height=\"20\"><path d=\"M0 0h9v9z\" fill=\"{{ accent }}\"/></svg>",
    );
    let ran = ours.run("build").exit(0);
    if cfg!(feature = "social-image") {
        assert!(drawn(&ran, "a.html").0.is_some());
        course("no drawing").run("build").exit(1).stderr_has("templates/social-picture.html").stderr_has("SVG");
    }
}
