//! Links: the target of each, and how links without a target are shown.

use serde_json::Value;

use crate::CourseTest;

/// `href`, `target`, `status` of the links of a file.
fn links(course: CourseTest, source: &str) -> Vec<(String, Option<String>, String)> {
    let json = course.run("inspect").json();
    let chapters = json["chapters"].as_array().expect("chapters");
    let chapter = chapters.iter().find(|chapter| chapter["source"] == source).expect("the chapter");
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let row = |link: &Value| {
        (text(&link["href"]).expect("a href"), text(&link["target"]), text(&link["status"]).expect("a status"))
    };
    chapter["links"].as_array().expect("links").iter().map(row).collect()
}

/// One link in `m/a.md`, beside a few files.
#[track_caller]
fn leads(href: &str, target: Option<&str>, status: &str) {
    let image = if status == "missing-image" || href.ends_with(".png") { "!" } else { "" };
    let course = CourseTest::new()
        .file("README.md", "# Home\n")
        .file("m/README.md", "# Module\n")
        .file("m/a.md", &format!("# A\n\n## 🎯 Setup\n\n<a id=\"mine\"></a>\n\n{image}[x]({href})\n"))
        .file("m/b.md", "# B\n\n## One Two\n\n## One Two\n")
        .file("made/c.md", "# C\n")
        .file("m/a b.md", "# Blank\n")
        .file("files/data.csv", "1,2\n")
        .bytes("m/Pic.png", b"\x89PNG\r\n\x1a\n");
    let expected = (href.trim_matches(['<', '>']).to_owned(), target.map(str::to_owned), status.to_owned());
    assert_eq!(links(course, "m/a.md"), [expected]);
}

#[test]
fn a_file_becomes_its_page() {
    leads("b.md", Some("m/b.html"), "ok");
    leads("./b.md", Some("m/b.html"), "ok");
    leads("../README.md", Some("index.html"), "ok");
    leads("/m/b.md", Some("m/b.html"), "ok");
    leads("a%20b.md", Some("m/a%20b.html"), "ok");
    leads("<a b.md>", Some("m/a%20b.html"), "ok");
}

#[test]
fn a_folder_becomes_its_index() {
    leads("../m", Some("m/index.html"), "ok");
    leads("../m/", Some("m/index.html"), "ok");
    leads("../made/", Some("made/index.html"), "ok");
    leads("..", Some("index.html"), "ok");
}

#[test]
fn a_folder_without_a_page_stays_as_text() {
    leads("../files/", None, "no-page");
}

#[test]
fn an_anchor_is_kept_where_the_heading_exists() {
    leads("b.md#one-two-1", Some("m/b.html#one-two-1"), "ok");
    leads("#-setup", Some("m/a.html#-setup"), "ok");
    leads("#mine", Some("m/a.html#mine"), "ok");
}

#[test]
fn an_anchor_in_no_doubt_is_corrected() {
    leads("#setup", Some("m/a.html#-setup"), "healed");
    leads("b.md#One-Two-1", Some("m/b.html#one-two-1"), "healed");
}

#[test]
fn an_anchor_without_heading_leads_to_the_page() {
    leads("b.md#three", Some("m/b.html"), "broken-anchor");
}

#[test]
fn other_files_are_copied_to_their_place() {
    leads("../files/data.csv", Some("files/data.csv"), "ok");
    let ran = CourseTest::new()
        .file("m/a.md", "# A\n\n[data](../files/data.csv)\n")
        .file("files/data.csv", "1,2\n")
        .file("files/unused.csv", "3\n")
        .run("build")
        .exit(0);
    ran.site_file("files/data.csv").has("1,2");
    ran.lacks_site_file("files/unused.csv");
}

#[test]
fn pictures_in_folders_that_begin_with_a_dot_are_copied_and_nothing_else_of_them() {
    let ran = CourseTest::new()
        .file("m/a.md", "# A\n\n![x](../.gitbook/assets/a.png) ![y](.attachments/b.svg) [key](../.gitbook/key.pem)\n")
        .file(".gitbook/assets/a.png", "x")
        .file(".gitbook/key.pem", "secret")
        .file("m/.attachments/b.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>")
        .run("build")
        .exit(0)
        .stderr_lacks("missing-image")
        .stderr_has("link/broken");
    // Without the dot: what publishes a folder leaves such files out.
    ran.site_file("m/a.html").has("src=\"../gitbook/assets/a.png\"").has("src=\"attachments/b.svg\"");
    ran.site_file("gitbook/assets/a.png");
    ran.site_file("m/attachments/b.svg");
    let again = ran.lacks_site_file("gitbook/key.pem").then().delete(".gitbook/assets/a.png").run("build");
    again.stderr_has("link/missing-image").lacks_site_file("gitbook/assets/a.png");
}

#[test]
fn what_is_not_there_is_broken() {
    leads("gone.md", None, "broken");
    leads("gone.png", None, "missing-image");
}

#[test]
fn what_lies_outside_is_broken() {
    leads("../../etc/passwd", None, "broken");
}

#[test]
fn other_hosts_are_external() {
    leads("https://example.org/a.md", None, "external");
    leads("mailto:a@example.org", None, "external");
}

#[test]
fn letter_case_is_mended_with_a_warning() {
    leads("pic.png", Some("m/Pic.png"), "healed");
    CourseTest::new()
        .file("a.md", "# A\n\n[x](B.md)\n")
        .file("b.md", "# B\n")
        .run("check")
        .exit(0)
        .stdout_has("link/wrong-case")
        .stdout_has("a.md:3:");
}

#[test]
fn a_broken_link_stays_as_text_and_is_no_link() {
    let page = CourseTest::new().file("a.md", "# A\n\nSee [the *way*](gone.md) out.\n").main_of("a.html");
    assert!(!page.contains("gone.md\""), "{page}");
    assert_eq!(crate::html::words(&page).join(" ").matches("See the way out.").count(), 1, "{page}");
}

#[test]
fn near_misses_are_named() {
    CourseTest::new()
        .file("a.md", "# A\n\n[x](iam-fundamental.md) [y](#setups)\n\n## Setup\n")
        .file("iam-fundamentals.md", "# I\n")
        .run("check")
        .exit(0)
        .stdout_has("did you mean `iam-fundamentals.md`?")
        .stdout_has("did you mean `#setup`?");
}

#[test]
fn links_in_raw_html_and_references_are_links_too() {
    let course = CourseTest::new()
        .file("a.md", "# A\n\n<a href=\"b.md\">x</a>\n\n[y][ref]\n\n[ref]: b.md#h\n")
        .file("b.md", "# B\n\n## H\n");
    let page = course.main_of("a.html");
    assert!(page.contains("href=\"b.html\"") && page.contains("href=\"b.html#h\""), "{page}");
}

/// Links of a README whose repository is known: address in the page, or what stands there.
fn in_repository(href: &str) -> String {
    let course = CourseTest::new()
        .file("syllabus.toml", "[publish]\nrepository = \"ada/course\"\n[build]\nsource = \"chapters\"\n")
        .file("chapters/README.md", &format!("# Home\n\n[x]({href})\n"))
        .file("chapters/m/a.md", "# A\n")
        .file("chapters/m/data.csv", "1\n");
    let main = course.main_of("index.html");
    main.split("<p>").nth(1).and_then(|rest| rest.split("</p>").next()).unwrap_or_default().to_owned()
}

#[test]
fn places_and_files_of_the_own_repository_are_found() {
    let leads =
        |href: &str, target: &str| assert_eq!(in_repository(href), format!("<a href=\"{target}\">x</a>"), "{href}");
    let github = "https://github.com/ada/course";
    leads("../../issues", &format!("{github}/issues"));
    leads("../../../issues/new?template=bug.md", &format!("{github}/issues/new?template=bug.md"));
    leads("../../releases/tag/v1.0", &format!("{github}/releases/tag/v1.0"));
    leads("../..", github);
    leads("../../blob/main/chapters/m/a.md#a", "m/a.html#a");
    leads("https://github.com/ada/course/blob/main/chapters/m/a.md", "m/a.html");
    leads("https://github.com/Ada/Course/tree/master/chapters/m", "m/index.html");
    leads("https://github.com/ada/course/raw/main/chapters/m/data.csv", "m/data.csv");
    leads(
        "https://github.com/ada/course/blob/main/chapters/m/data.csv",
        "https://github.com/ada/course/blob/main/chapters/m/data.csv",
    );
    leads(
        "https://github.com/ada/course/blob/v1/chapters/m/a.md",
        "https://github.com/ada/course/blob/v1/chapters/m/a.md",
    );
    leads("/chapters/m/a.md", "m/a.html");
    leads("../chapters/m/a.md", "m/a.html");
}

#[test]
fn a_place_of_an_unknown_repository_stays_as_text() {
    let course = || CourseTest::new().file("README.md", "# Home\n\n[x](../../issues) [y](../../pulls) [z](../x.md)\n");
    let diagnostics = course().run("check --format json").json();
    let codes: Vec<&str> = diagnostics["diagnostics"]
        .as_array()
        .expect("diagnostics")
        .iter()
        .filter_map(|one| one["code"].as_str())
        .collect();
    assert_eq!(codes, ["link/repository", "link/broken"]);
    assert!(course().main_of("index.html").contains("<p><span>x</span> <span>y</span> <span class=\"dead-link\""));
}

#[test]
fn a_title_and_a_question_keep_the_ids_of_their_author() {
    let text = "# Glossary {#words}\n\n## Question 1 {#q1}\n\nWhich one?\n\nA) x\nB) y\n\n**Answer: B**\n\n[a](#words) [b](#q1)\n";
    let main = CourseTest::new().file("a.md", text).main_of("a.html");
    assert!(main.contains("<h1 id=\"glossary-words\"><span id=\"words\"></span>Glossary</h1>"), "{main}");
    assert!(main.contains("<span id=\"q1\"></span>Question 1"), "{main}");
}

#[test]
fn links_to_a_damaged_heading_land_on_the_repaired_one() {
    let damaged = "# Caf\u{c3}\u{a9}\n\n## \u{11f}\u{178}\u{af} Objectives\n\n[down](#\u{11f}\u{ff}-objectives)\n";
    let course = || {
        CourseTest::new()
            .file("a.md", damaged)
            .file("b.md", "# B\n\n[over](a.md#%C4%9F%C3%BF-objectives), [top](a.md#caf%C3%A3)\n")
    };
    assert_eq!(
        links(course(), "b.md"),
        [("a.md#%C4%9F%C3%BF-objectives", "a.html#%C4%9F%C3%BF-objectives"), ("a.md#caf%C3%A3", "a.html#caf%C3%A3")]
            .map(|(href, target)| (href.to_owned(), Some(target.to_owned()), "ok".to_owned()))
    );
    let built = course().run("build").exit(0).stderr_lacks("link/");
    built
        .site_file("a.html")
        .has("<span id=\"\u{11f}\u{ff}-objectives\"></span>")
        .has("<span id=\"caf\u{e3}\"></span>");
    // The links land after the file was repaired, too.
    let repaired = course().run("repair --write --all .").exit(0).then();
    let targets: Vec<_> = links(repaired, "b.md").into_iter().map(|(_, target, status)| (target, status)).collect();
    let expected = [("a.html#-objectives", "healed"), ("a.html#caf%C3%A9", "healed")];
    assert_eq!(targets, expected.map(|(target, status)| (Some(target.to_owned()), status.to_owned())));
}
