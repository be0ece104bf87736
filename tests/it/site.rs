//! The output folder: which files are written, kept and removed; the same bytes on every machine.

use std::collections::BTreeMap;

use crate::CourseTest;
use crate::course_test::CommandResult;
use crate::html;

/// A course with a bit of everything.
fn wide(course: CourseTest, files: &[(&str, &str)]) -> CourseTest {
    files.iter().fold(course, |course, (path, text)| course.file(path, text))
}

const FILES: &[(&str, &str)] = &[
    ("README.md", "# Course\n\n1. [One](1-one/a.md)\n2. [Two](2-two/README.md)\n"),
    (
        "1-one/a.md",
        "# A\n\n**Study Time:** 5 minutes\n\n[b](b.md#x) [d](../data.csv) ![p](p.svg)\n\n```rust\nfn main() {}\n```\n\n- [ ] task\n",
    ),
    (
        "1-one/b.md",
        "# B\n\n## X\n\n### Question 1\n\nWhich?\n\n- A) x\n- B) y\n\n**Answer: B**\n\nBecause[^1].\n\n[^1]: Note.\n",
    ),
    ("1-one/p.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"4\" height=\"3\"/>"),
    ("2-two/README.md", "# Two\n\n> [!TIP]\n> Caf\u{c3}\u{a9}\n"),
    ("2-two/deep/c d.md", "# C\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n[gone](gone.md)\n"),
    ("2-two/deep/e.md", "# E\n\nText with [one](<c d.md>) link.\n"),
    ("data.csv", "1,2\n"),
];

fn bytes(ran: &CommandResult, course: &str) -> BTreeMap<String, String> {
    let mut all: BTreeMap<String, String> =
        ran.site_files().into_iter().map(|path| (path.clone(), ran.site_file(&path).text())).collect();
    all.insert("manifest".to_owned(), ran.site_file(".syllabus/manifest").text());
    assert!(all.len() > 10, "{course}: {:?}", all.keys());
    all
}

#[test]
fn same_input_same_bytes() {
    let first = bytes(&wide(CourseTest::new(), FILES).run("build").exit(0), "first");
    let backwards: Vec<_> = FILES.iter().rev().copied().collect();
    let again = |name: &str, course: CourseTest| {
        let ran = course.run("build").exit(0);
        let other = bytes(&ran, name);
        let differ: Vec<&String> = first.keys().filter(|path| first.get(*path) != other.get(*path)).collect();
        assert!(differ.is_empty() && first.len() == other.len(), "{name}: {differ:?}");
    };
    again("other path, other order", wide(CourseTest::new(), &backwards));
    for threads in ["1", "2", "7"] {
        again(threads, wide(CourseTest::new(), FILES).variable("RAYON_NUM_THREADS", threads));
    }
    for (name, value) in [("LC_ALL", "tr_TR.UTF-8"), ("LANG", "de_DE.UTF-8"), ("TZ", "Pacific/Auckland")] {
        again(name, wide(CourseTest::new(), FILES).variable(name, value));
    }
}

#[test]
fn a_course_in_a_folder_of_another_name_differs_in_nothing_if_it_has_a_title() {
    let built = |folder: &str| {
        let mut course = CourseTest::new();
        for (path, text) in FILES {
            course = course.file(&format!("{folder}/{path}"), text);
        }
        bytes(&course.run(&format!("build {folder} -o output")).exit(0), folder)
    };
    assert_eq!(built("one"), built("another/place"));
}

#[test]
fn building_again_writes_nothing_anew() {
    let ran = wide(CourseTest::new(), FILES).run("build").exit(0);
    let course = ran.then();
    let time = |course: &CourseTest| {
        std::fs::metadata(course.path("output/1-one/a.html")).and_then(|m| m.modified()).expect("a time")
    };
    let before = time(&course);
    let course = course.run("build").exit(0).then();
    assert_eq!(before, time(&course));
}

#[test]
fn the_manifest_lists_all_files_that_the_build_made() {
    let ran = wide(CourseTest::new(), FILES).run("build").exit(0);
    let text = ran.site_file(".syllabus/manifest").text();
    let listed: Vec<String> =
        text.lines().skip(1).filter_map(|line| line.split_once(' ')).map(|(_, path)| path.to_owned()).collect();
    let mut files = ran.site_files();
    files.sort();
    assert_eq!(listed, files);
}

#[test]
fn stale_files_go_and_foreign_files_stay() {
    let course = wide(CourseTest::new(), FILES).run("build").exit(0).then();
    let course =
        course.file("output/mine.txt", "mine").file("output/2-two/deep/own.html", "own").delete("2-two/deep/e.md");
    let ran = course.run("build").exit(0).lacks_site_file("2-two/deep/e.html");
    ran.site_file("mine.txt").has("mine");
    ran.site_file("2-two/deep/own.html").has("own");
}

#[test]
fn a_stale_page_that_somebody_changed_stays() {
    let course = wide(CourseTest::new(), FILES).run("build").exit(0).then();
    let ran = course.file("output/2-two/deep/e.html", "changed").delete("2-two/deep/e.md").run("build").exit(0);
    ran.site_file("2-two/deep/e.html").has("changed");
}

#[test]
fn a_folder_that_became_empty_goes() {
    let ran = CourseTest::new().file("a.md", "# A\n").file("m/b.md", "# B\n").run("build").exit(0);
    let course = ran.then().delete("m/b.md").run("build").exit(0).then();
    assert!(!course.exists("output/m"));
}

#[test]
fn a_site_map_is_made_where_the_address_is_known() {
    let ran = CourseTest::new()
        .file("a b.md", "# A\n")
        .file("m/README.md", "# M\n")
        .file("m/my-index.md", "# I\n")
        .file("syllabus.toml", "[publish]\nbase_url = \"https://example.org/course/\"\n")
        .run("build")
        .exit(0);
    for address in ["", "a%20b.html", "m/", "m/my-index.html"] {
        ran.site_file("sitemap.xml").has(&format!("<loc>https://example.org/course/{address}</loc>"));
    }
    CourseTest::new().file("a.md", "# A\n").run("build").exit(0).lacks_site_file("sitemap.xml");
}

/// Attributes whose value is loaded or led to.
const ADDRESSES: [&str; 5] = ["href", "src", "poster", "action", "data"];

#[test]
fn every_page_stands_alone() {
    let ran = wide(CourseTest::new(), FILES).run("build").exit(0);
    for page in ran.site_files().into_iter().filter(|path| path.ends_with(".html")) {
        let text = ran.site_file(&page).text();
        for tag in html::tags(&text) {
            for (key, value) in tag.attributes.iter().filter(|(key, _)| ADDRESSES.contains(&key.as_str())) {
                // A chapter as markdown is named in the head, for programs; readers are led to pages.
                assert!(!value.ends_with(".md") || tag.get("type") == Some("text/markdown"), "{page}: {key}={value}");
                check_address(&ran, &page, key, value);
            }
        }
        assert!(!text.contains("@import"), "{page}");
    }
}

fn check_address(ran: &CommandResult, page: &str, key: &str, value: &str) {
    if value.starts_with("data:") || value.starts_with('#') {
        return;
    }
    assert!(!value.starts_with('/') && !value.contains("://"), "{page}: {key}={value}");
    let path = value.split(['#', '?']).next().unwrap_or_default();
    assert!(!path.ends_with('/'), "{page}: {key}={value}");
    let folder = page.rsplit_once('/').map_or("", |(folder, _)| folder);
    let target = resolved(folder, &decoded(path));
    let text = ran.site_file(&target).text();
    if let Some((_, fragment)) = value.split_once('#') {
        let has = html::tags(&text).iter().any(|tag| tag.get("id") == Some(&decoded(fragment)));
        assert!(has, "{page}: {value} has no such id");
    }
}

fn resolved(folder: &str, path: &str) -> String {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            name => parts.push(name),
        }
    }
    parts.join("/")
}

fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let code = after.get(..2).and_then(|hex| u8::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok());
        match (first, code) {
            (b'%', Some(code)) => {
                bytes.push(code);
                rest = &after[2..];
            }
            _ => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).expect("UTF-8")
}

#[test]
fn every_page_has_one_title_one_main_and_each_id_once() {
    let ran = wide(CourseTest::new(), FILES).run("build").exit(0);
    for page in ran.site_files().into_iter().filter(|path| path.ends_with(".html")) {
        let text = ran.site_file(&page).text();
        let tags = html::tags(&text);
        for name in ["h1", "main", "title"] {
            assert_eq!(tags.iter().filter(|tag| tag.name == name).count(), 1, "{page}: {name}");
        }
        let mut ids: Vec<&str> = tags.iter().filter_map(|tag| tag.get("id")).collect();
        ids.sort_unstable();
        assert!(ids.windows(2).all(|pair| pair[0] != pair[1]), "{page}: {ids:?}");
        assert_eq!(html::tangles(&text), Vec::<String>::new(), "{page}");
    }
}

#[cfg(unix)]
#[test]
fn what_a_symbolic_link_shows_of_the_outside_is_never_published() {
    let outside = tempfile::NamedTempFile::new().expect("a file");
    std::fs::write(outside.path(), "# Secret words\n").expect("a file");
    let ran = CourseTest::new()
        .file("a.md", "# A\n\n[s](s.md) ![t](t.png)\n")
        .link("s.md", &outside.path().to_string_lossy())
        .link("t.png", &outside.path().to_string_lossy())
        .run("build");
    ran.lacks_site_file("s.html").lacks_site_file("t.png").stderr_has("source/outside");
}

/// The length stays the same, so that only the bytes tell of the change.
#[test]
fn a_page_that_somebody_changed_in_the_output_is_written_again_whatever_the_cache_says() {
    let first = CourseTest::new().file("a.md", "# A\n\nBanana.\n").run("build --cache .cache").exit(0);
    let page = first.site_file("a.html").text();
    assert!(page.contains("Banana"));
    let course = first.then().file("output/a.html", &page.replace("Banana", "Papaya"));
    course.run("build --cache .cache").exit(0).site_file("a.html").has("Banana").lacks("Papaya");
}

#[test]
fn a_page_for_no_address_carries_its_style_and_leads_on() {
    let modules = CourseTest::new().file("README.md", "# C").file("one/README.md", "# First").file("one/a.md", "# A");
    let ran = modules.file("two/b.md", "# B").file("two/c.md", "# C").run("build").exit(0);
    let page = ran.site_file("404.html").text();
    assert!(page.contains("<style>@layer") && !page.contains("<link rel=\"stylesheet\""), "{page}");
    assert!(!page.contains(" src="), "it loads nothing");
    for place in
        ["href=\"one/index.html\" data-to=\"one/index.html\"", "data-to=\"two/index.html\"", "data-to=\"index.html\""]
    {
        assert!(page.contains(place), "{place}: {page}");
    }
    let style = html::between(&page, "data-known=\"", "\"").expect("a file of the site");
    drop(ran.site_file(style));
    // Where its place is known the links are right without a script; without modules they lead to chapters.
    let known = CourseTest::new().file("a.md", "# Alone").file("b.md", "# Other");
    let ran = known.file("syllabus.toml", "[publish]\nbase_url = \"https://a.b/c/\"\n").run("build").exit(0);
    ran.site_file("404.html").has("href=\"/c/a.html\" data-to=\"a.html\"").has("Alone").has("href=\"/c/index.html\"");
}
