//! The course: reading order, modules, links to the previous and the next chapter, the meta fields under a title.

use serde_json::Value;

use crate::CourseTest;

fn order(course: CourseTest) -> Vec<String> {
    let json = course.run("inspect").json();
    let chapters = json["chapters"].as_array().expect("chapters");
    chapters.iter().map(|chapter| chapter["source"].as_str().expect("a source").to_owned()).collect()
}

#[test]
fn numbers_in_names_are_compared_as_numbers() {
    let course = CourseTest::new().file("10-j.md", "# J\n").file("2-b.md", "# B\n").file("1-a.md", "# A\n");
    assert_eq!(order(course), ["1-a.md", "2-b.md", "10-j.md"]);
}

#[test]
fn an_index_pages_links_come_before_numbers() {
    let course = CourseTest::new()
        .file("README.md", "# C\n\n1. [Last first](2-b.md)\n2. [Then](1-a.md)\n")
        .file("1-a.md", "# A\n")
        .file("2-b.md", "# B\n");
    assert_eq!(order(course), ["README.md", "2-b.md", "1-a.md"]);
}

#[test]
fn a_chain_of_next_links_comes_before_names() {
    let course = CourseTest::new()
        .file("a.md", "# A\n\n**Next:** [B](c.md)\n")
        .file("b.md", "# B\n")
        .file("c.md", "# C\n\nNext chapter: [B](b.md)\n");
    assert_eq!(order(course), ["a.md", "c.md", "b.md"]);
}

#[test]
fn previous_and_next_lead_through_the_modules() {
    let json = CourseTest::new()
        .file("1-one/README.md", "# One\n")
        .file("1-one/1-a.md", "# A\n")
        .file("2-two/1-b.md", "# B\n")
        .run("inspect")
        .exit(0)
        .json();
    let chapters = json["chapters"].as_array().expect("chapters");
    let way: Vec<(&Value, &Value, &Value)> =
        chapters.iter().map(|one| (&one["previous"], &one["url"], &one["next"])).collect();
    for pair in way.windows(2) {
        assert_eq!(pair[0].2, pair[1].1, "{way:?}");
        assert_eq!(pair[1].0, pair[0].1, "{way:?}");
    }
    assert_eq!((way[0].0, way[way.len() - 1].2), (&Value::Null, &Value::Null));
}

#[test]
fn pages_lead_back_and_on() {
    let ran = CourseTest::new().file("1.md", "# First\n").file("2.md", "# Second\n").run("build").exit(0);
    ran.site_file("1.html").has("rel=\"next\" href=\"2.html\"");
    ran.site_file("2.html").has("rel=\"prev\" href=\"1.html\"");
}

#[test]
fn modules_know_their_chapters_and_their_parent() {
    let json = CourseTest::new()
        .file("m/README.md", "# Module\n")
        .file("m/a.md", "# A\n")
        .file("m/inner/b.md", "# B\n")
        .file("m/inner/c.md", "# C\n")
        .file("x.md", "# X\n")
        .run("inspect")
        .exit(0)
        .json();
    let modules = json["modules"].as_array().expect("modules");
    let of = |url: &str| modules.iter().find(|module| module["url"] == url).unwrap_or_else(|| panic!("{modules:?}"));
    assert_eq!(of("m/index.html")["title"], "Module");
    assert_eq!(of("m/index.html")["parent"], Value::Null);
    assert_eq!(of("m/inner/index.html")["parent"], "m/index.html");
    assert_eq!(of("m/inner/index.html")["chapters"], serde_json::json!(["m/inner/b.html", "m/inner/c.html"]));
}

#[test]
fn a_folder_of_one_readme_is_a_chapter_of_the_folder_above() {
    let json = CourseTest::new()
        .file("m/README.md", "# Module\n")
        .file("m/lesson/README.md", "# Lesson\n")
        .file("m/other.md", "# Other\n")
        .run("inspect")
        .json();
    let chapters = json["chapters"].as_array().expect("chapters");
    let lesson = chapters.iter().find(|chapter| chapter["url"] == "m/lesson/index.html").expect("the lesson");
    assert_eq!(lesson["module"], "m/index.html");
    assert_eq!(json["modules"].as_array().map(Vec::len), Some(1));
}

#[test]
fn an_index_beside_a_readme_comes_first_and_is_called_as_the_course_or_folder_is() {
    let course = |index: &str| {
        CourseTest::new()
            .file("README.md", "# Graphs\n\nHow to build this lesson.\n")
            .file("index.md", index)
            .file("episodes/01-intro.md", "# Intro\n")
            .file("episodes/02-more.md", "# More\n")
            .file("episodes/README.md", "# Episodes\n")
            .file("episodes/index.md", "Words.\n")
    };
    let rest = [
        "Episodes / Episodes <episodes/README.md>",
        "Episodes / Episodes <episodes/index.md>",
        "Episodes / Intro <episodes/01-intro.md>",
        "Episodes / More <episodes/02-more.md>",
    ];
    for (index, title) in [("Welcome to the lesson.\n", "Graphs"), ("# Welcome\n", "Welcome")] {
        let index_line = format!("{title} <index.md>");
        let expected = [&["Graphs <README.md>", index_line.as_str()], &rest[..]].concat();
        assert_eq!(contents(course(index)), expected);
    }
}

#[test]
fn titles_come_from_front_matter_then_heading_then_name() {
    let json = CourseTest::new()
        .file("a.md", "---\ntitle: From the front\n---\n# Heading\n")
        .file("b.md", "# From the *heading*\n")
        .file("c-from_the-name.md", "No heading.\n")
        .run("inspect")
        .json();
    let titles: Vec<&str> =
        json["chapters"].as_array().expect("chapters").iter().filter_map(|one| one["title"].as_str()).collect();
    assert_eq!(titles[..2], ["From the front", "From the heading"]);
    assert_eq!(titles[2].to_lowercase(), "c from the name");
}

#[test]
fn a_title_made_from_a_name_is_the_same_everywhere() {
    let texts =
        || CourseTest::new().file("01-02-intro/README.md", "Words.\n").file("01-02-intro/01-1-first.md", "Words.\n");
    let json = texts().run("inspect").exit(0).json();
    let titles = |of: &str| -> Vec<String> {
        let all = json[of].as_array().expect("a list").iter();
        all.filter_map(|one| one["title"].as_str()).map(str::to_owned).collect()
    };
    assert_eq!(
        (titles("modules"), titles("chapters")),
        (vec!["Intro".to_owned()], vec!["Intro".to_owned(), "First".to_owned()])
    );
    let built = texts().run("build").exit(0);
    built.site_file("01-02-intro/index.html").has("<title>Intro · ").has(">First<").lacks("02 intro");
    built.site_file("01-02-intro/01-1-first.html").has("<title>First · ").has(">Intro<").lacks("02 intro");
    built.site_file("index.html").has("Intro").has("First").lacks("02 intro");
}

#[test]
fn facts_under_the_title_are_read_and_shown_once() {
    let text = "# A\n\n**Study Time:** 45 minutes\n**Difficulty:** Hard\n**Importance:** ⭐⭐⭐\n\nText.\n";
    let json = CourseTest::new().file("a.md", text).run("inspect").json();
    let chapter = &json["chapters"][0];
    assert_eq!((&chapter["study_time"], &chapter["difficulty"]), (&"45 minutes".into(), &"Hard".into()));
    assert_eq!(chapter["importance"], "⭐⭐⭐");
    let page = CourseTest::new().file("a.md", text).main_of("a.html");
    let words = crate::html::words(&page).join(" ");
    assert_eq!(words.matches("45 minutes").count(), 1, "{words}");
    assert_eq!(words.matches("Hard").count(), 1, "{words}");
}

#[test]
fn a_next_link_into_nothing_is_reported_and_the_page_leads_on() {
    let ran = CourseTest::new()
        .file("1.md", "# One\n\n**Next Chapter:** [IAM](./iam-fundamentals.md)\n")
        .file("2.md", "# Two\n")
        .run("build")
        .exit(0)
        .stderr_has("order/next-missing")
        .stderr_has("1.md:3:");
    ran.site_file("1.html").has("rel=\"next\" href=\"2.html\"").lacks("iam-fundamentals.html");
}

#[test]
fn a_drawing_kept_as_markdown_is_no_chapter_and_is_noted() {
    let drawing =
        "---\nexcalidraw-plugin: parsed\ntags: [excalidraw]\n---\n# Excalidraw Data\n\n## Text Elements\nUser ^a1\n";
    let ran = CourseTest::new()
        .file("a.md", "# A\n")
        .file("Drawing 1.excalidraw.md", drawing)
        .file("pictures/two.md", drawing)
        .run("check --verbose")
        .exit(0);
    ran.stdout_has("source/not-read").stdout_has("2 drawings were not read, such as `Drawing 1.excalidraw.md`");
}

#[test]
fn a_draft_is_left_out() {
    CourseTest::new()
        .file("a.md", "# A\n")
        .file("b.md", "---\ndraft: true\n---\n# B\n")
        .run("build")
        .exit(0)
        .lacks_site_file("b.html");
}

/// The modules and chapters of a course, as `title <source>` below each other in reading order.
fn contents(course: CourseTest) -> Vec<String> {
    let json = course.run("inspect").exit(0).json();
    let titles = json["modules"].as_array().expect("modules").iter();
    let titles: Vec<(&str, &str)> =
        titles.map(|module| (module["url"].as_str().unwrap_or(""), module["title"].as_str().unwrap_or(""))).collect();
    let chapters = json["chapters"].as_array().expect("chapters").iter();
    chapters
        .map(|chapter| {
            let module = titles.iter().find(|(url, _)| chapter["module"].as_str() == Some(url));
            let module = module.map(|(_, title)| format!("{title} / ")).unwrap_or_default();
            let text = |key: &str| chapter[key].as_str().unwrap_or("").to_owned();
            format!("{module}{} <{}>", text("title"), text("source"))
        })
        .collect()
}

#[test]
fn a_table_of_contents_of_another_tool_is_the_order_and_what_it_leaves_out_comes_after() {
    let course = CourseTest::new()
        .file("book.toml", "[book]\ntitle = \"The book\"\n")
        .file(
            "src/SUMMARY.md",
            "# Summary\n\n[Preface](preface.md)\n\n- [Loops](z.md)\n  - [The for](a.md)\n- [Gone](gone.md)\n\n# Part\n\n- [End](b.md)\n",
        )
        .file("src/preface.md", "# The preface of the book\n")
        .file("src/z.md", "# Z\n")
        .file("src/a.md", "# A\n")
        .file("src/b.md", "# B\n")
        .file("src/0-appendix.md", "# Appendix\n")
        .file("README.md", "# Readme\n\n- [B](src/b.md)\n");
    let ran = course.run("build --format json");
    ran.site_file("src/part/index.html").has("href=\"../b.html\"").has("<h1>Part</h1>");
    ran.site_file("src/preface.html").has("<title>Preface · The book</title>").has(">The preface of the book</h1>");
    ran.site_file("index.html").has("href=\"src/z.html\"").lacks("SUMMARY");
    let checked = ran.then().run("check");
    let course =
        checked.stdout_has("src/SUMMARY.md:7:3").stdout_has("order/index-missing").stdout_has("`src/gone.md`").then();
    assert_eq!(
        contents(course),
        [
            "Readme <README.md>",
            "Preface <src/preface.md>",
            "Loops / Loops <src/z.md>",
            "Loops / The for <src/a.md>",
            "Part / End <src/b.md>",
            "Src / Appendix <src/0-appendix.md>",
        ]
    );
}

#[test]
fn branches_that_lead_to_one_chapter_do_not_contradict_the_authors_list() {
    let course = CourseTest::new()
        .file("SUMMARY.md", "# Summary\n\n- [A](a.md)\n- [Linux](linux.md)\n- [macOS](macos.md)\n- [End](end.md)\n")
        .file("a.md", "# A\n")
        .file("linux.md", "# Linux\n\nNext: [End](end.md)\n")
        .file("macos.md", "# macOS\n\nNext: [End](end.md)\n")
        .file("end.md", "# End\n");
    let course = course.run("check").stdout_lacks("order/next-differs").then();
    // Without a list of the author's the note helps to find what is meant.
    let course =
        course.file("README.md", "# Home\n\n- [A](a.md)\n- [Linux](linux.md)\n- [macOS](macos.md)\n- [End](end.md)\n");
    course.delete("SUMMARY.md").run("check").stdout_has("order/next-differs");
}

#[test]
fn a_nav_of_mkdocs_names_files_folders_and_sections() {
    let course = CourseTest::new()
        .file("mkdocs.yml", "site_name: Docs\nnav:\n- Start: index.md\n- Guide: guide/\n- About:\n  - about/index.md\n  - Licence: about/license.md\n")
        .file("docs/index.md", "# Welcome\n")
        .file("docs/guide/b.md", "# B\n")
        .file("docs/guide/a.md", "# A\n")
        .file("docs/about/index.md", "# About us\n")
        .file("docs/about/license.md", "# MIT\n")
        .file("docs/about/authors.md", "# Authors\n");
    assert_eq!(
        contents(course),
        [
            "Start <docs/index.md>",
            "Guide / A <docs/guide/a.md>",
            "Guide / B <docs/guide/b.md>",
            "About / About <docs/about/index.md>",
            "About / Licence <docs/about/license.md>",
            "About / Authors <docs/about/authors.md>",
        ]
    );
}

const ENGLISH: &str =
    "This is the text of a chapter, and it is about the loops that you will write in your programs.\n";
const SPANISH: &str =
    "Este es el texto de un capítulo, y es sobre los bucles que vas a escribir en tus programas con el.\n";

#[test]
fn translations_are_left_out_named_once_and_read_by_check() {
    let course = CourseTest::new()
        .file(
            "README.md",
            &format!("# Loops\n\n[Español](translations/es/README.md) | [Deutsch](README.de.md)\n\n{ENGLISH}"),
        )
        .file("README.de.md", "# Schleifen\n")
        .file("1-a.md", &format!("# A\n\n{ENGLISH}"))
        .file("translations/es/README.md", &format!("# Bucles\n\n{SPANISH}"))
        .file("translations/es/1-a.md", &format!("# A\n\nCafÃ© ğŸ“ {SPANISH}"));
    let ran = course.run("build").exit(0);
    ran.site_file("index.html").has("lang=\"en\"");
    assert!(
        !ran.site_files().iter().any(|file| file.contains("es/") || file.contains(".de.")),
        "{:?}",
        ran.site_files()
    );
    let course = ran
        .then()
        .run("check --verbose")
        .stdout_has("translations are left out of the course: `de` (1 file), `es` (2 files)")
        .stdout_has("syllabus build translations/es")
        .stdout_has("translations/es/1-a.md:3:")
        .stdout_lacks("link/no-page")
        .then()
        .run("repair")
        .stdout_has("translations/es/1-a.md")
        .then();
    assert_eq!(order(course), ["README.md", "1-a.md"]);
}

#[test]
fn a_folder_of_translations_named_as_source_is_a_course() {
    let course = CourseTest::new()
        .file("x/README.md", &format!("# Loops\n\n{ENGLISH}"))
        .file("x/es/README-ES.md", &format!("# Bucles\n\n{SPANISH}"));
    let json = course.run("inspect x/es").exit(0).json();
    assert_eq!((json["title"].as_str(), json["language"].as_str()), (Some("Bucles"), Some("es")));
    assert_eq!(json["chapters"].as_array().map(Vec::len), Some(1));
}
