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
fn a_draft_is_left_out() {
    CourseTest::new()
        .file("a.md", "# A\n")
        .file("b.md", "---\ndraft: true\n---\n# B\n")
        .run("build")
        .exit(0)
        .lacks_site_file("b.html");
}
