//! What is printed: the course as a book, in parts where it is large, with its answers where they are wanted; and as a PDF.

use std::collections::HashSet;
use std::path::Path;
use std::process::Command;

use crate::CourseTest;
use crate::course_test::CommandResult;
use crate::html::tags;

const QUIZ: &str = "
    # Two

    ## Questions

    See [the place](01-one.md#place) and [a site](https://example.org/x).

    ### Question 1

    Which one?

    A) Users
    B) Roles

    **Answer: B**

    Because of reasons.

    <details><summary>Solution</summary>

    Folded words.

    </details>
";

fn course() -> CourseTest {
    CourseTest::new()
        .file("README.md", "# The course\n\nSee [one](a/01-one.md) and [the data](data.csv).\n")
        .file("data.csv", "a,b\n")
        .file("a/01-one.md", "# One\n\n## Place\n\nA note.[^1] <a id=\"mine\"></a>\n\n[^1]: The note.\n")
        .file("a/02-two.md", QUIZ)
        .file("b/03-three.md", "# Three\n\n## Place\n\nAnother note.[^1] See [home](../README.md), [two](../a/02-two.md).\n\n[^1]: Its note.\n")
}

/// Ids that are there twice, and links and labels that lead to none; there are some of each.
#[track_caller]
fn check_ids(html: &str) {
    let tags = tags(html);
    let mut ids = HashSet::new();
    for id in tags.iter().filter_map(|tag| tag.get("id")) {
        assert!(ids.insert(id), "{id} is there twice");
    }
    let links = tags.iter().filter_map(|tag| tag.get("href")?.strip_prefix('#'));
    let labels = tags.iter().filter_map(|tag| tag.get("aria-labelledby").or(tag.get("for")));
    let places: Vec<&str> = links.chain(labels).collect();
    assert!(ids.len() > 3 && places.len() > 2);
    let missing: Vec<_> = places.into_iter().filter(|place| !ids.contains(place)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn the_book_has_every_chapter_with_ids_of_its_own_and_links_within() {
    let ran = course().run("build").exit(0);
    let html = ran.site_file("print.html").has("The note.").has("Its note.").text();
    check_ids(&html);
    let order =
        ["id=\"c1\"", "<h3 class=\"book-title\"><span id=\"c2-one\"></span>One</h3>", ">Two</h3>", ">Three</h3>"];
    let places: Vec<_> = order.iter().map(|part| html.find(part).unwrap_or_else(|| panic!("{part}: {html}"))).collect();
    assert!(places.is_sorted(), "{places:?}");
    for part in [
        "href=\"#c2-place\"",
        "id=\"c2-mine\"",
        "id=\"c4-fn:1\"",
        "href=\"#c1\"",
        // The address is listed after the chapter; on paper a relative link leads nowhere.
        "<a href=\"https://example.org/x\">a site</a><sup class=\"link-number\">1</sup>",
        "<li>https://example.org/x</li>",
        "<span>the data</span>",
    ] {
        assert!(html.contains(part), "{part}: {html}");
    }
    for page in ["index.html", "contents.html"] {
        ran.site_file(page).has("href=\"print.html\"");
    }
}

#[test]
fn a_module_is_printed_by_itself_and_links_out_of_it_lead_to_the_site() {
    let ran = course().run("build").exit(0);
    let alone = ran.site_file("print-2.html").has("Its note.").lacks("The note.").has("<a >two</a>").text();
    check_ids(&alone);
    let known = ran.then().file("syllabus.toml", "[publish]\nbase_url = 'https://x.org/c'\n").run("build").exit(0);
    known.site_file("print-2.html").has("<a href=\"https://x.org/c/a/02-two.html\">two</a>");
    known.site_file("print.html").has("<a href=\"https://x.org/c/data.csv\">the data</a>");
}

#[test]
fn each_answer_is_there_once_in_the_place_that_the_course_wants() {
    let words = ["Because of reasons.", "Folded words."];
    let mut ran = course().run("build").exit(0);
    for (setting, is_at_end) in [("", true), ("at-end", true), ("with", false), ("without", false)] {
        if !setting.is_empty() {
            let toml = format!("[quiz]\nprint_answers = '{setting}'\n");
            ran = ran.then().file("syllabus.toml", &toml).run("build").exit(0);
        }
        let html = ran.site_file("print.html").text();
        check_ids(&html);
        let end = html.find("<section class=\"book-answers\"").expect("the answers");
        for word in words {
            assert_eq!(html.matches(word).count(), 1, "{setting}: {word}");
            assert_eq!(html.find(word).expect("an answer") > end, is_at_end, "{setting}: {word}");
        }
        let shown = if setting.is_empty() { "at-end" } else { setting };
        assert!(html.contains(&format!("data-answers=\"{shown}\"")));
        ran.site_file("a/02-two.html").has(&format!("data-print-answers=\"{shown}\""));
    }
    ran.then().file("syllabus.toml", "[quiz]\nprint_answers = 'some'\n").run("build").exit(1).stderr_has("at-end");
}

#[test]
fn the_title_page_names_the_authors_and_a_title_cannot_end_the_style() {
    let toml = "[course]\ntitle = 'A </style> \"course\"'\nauthors = ['Ada & Co', 'Charles']\ndescription = 'Words.'\n";
    let ran = course().file("syllabus.toml", toml).run("build").exit(0);
    let page = ran.site_file("print.html").has("<span>Ada &amp; Co</span><span>Charles</span>").has(">Words.</p>");
    page.has("content: \"A \\3c /style\\3e  \\22 course\\22 \"");
}

#[test]
fn a_course_of_more_than_500_chapters_is_printed_in_parts() {
    let mut course = CourseTest::new();
    for number in 1..=501 {
        let folder = if number <= 300 {
            "a/"
        } else if number <= 500 {
            "b/"
        } else {
            ""
        };
        course = course.file(&format!("{folder}{number:03}.md"), &format!("# Chapter {number}\n"));
    }
    let ran = course.run("build").exit(0);
    let list = ran.site_file("print.html").lacks("id=\"c1\"").text();
    let parts: Vec<String> =
        ran.site_files().into_iter().filter(|path| path.starts_with("print-") && path.ends_with(".html")).collect();
    assert_eq!(parts, ["print-1.html", "print-2.html", "print-3.html"]);
    let mut chapters = 0;
    for part in &parts {
        assert!(list.contains(&format!("href=\"{part}\"")), "{list}");
        chapters += ran.site_file(part).text().matches("class=\"book-title\"><span").count();
    }
    // The headings of the two modules have no id of an author's heading.
    assert_eq!(chapters, 501);
    let ran = ran.then().delete("501.md").run("build").exit(0);
    ran.site_file("print.html").has("Chapter 500");
    ran.lacks_site_file("print-3.html");
}

#[test]
fn without_a_browser_the_export_says_what_to_install() {
    let ran = course().variable("PATH", "/nowhere").variable("CHROMIUM", "/no/chromium").run("export --to pdf").exit(3);
    let ran = ran.stderr_has("`CHROMIUM` names `/no/chromium`, which is not there");
    assert!(!ran.then().exists("course.pdf"));
    course().run("export --to odt").exit(2);
}

/// The first of these programs that is there.
fn program(names: &[&str]) -> Option<String> {
    let is_there = |name: &&&str| Command::new(name).arg("--version").output().is_ok();
    names.iter().find(is_there).map(|name| (*name).to_owned())
}

pub fn has_browser() -> bool {
    program(&["chromium", "chromium-browser", "google-chrome"]).is_some()
}

fn export(course: CourseTest, arguments: &str) -> CommandResult {
    // In containers tests run as root.
    course.run(&format!("export --to pdf --no-sandbox --quiet {arguments}"))
}

#[test]
fn a_pdf_has_bookmarks_tags_and_all_titles() {
    if !has_browser() {
        return eprintln!("skipped a_pdf_has_bookmarks_tags_and_all_titles: there is no Chromium");
    }
    let ran = export(course(), "-o one.pdf").exit(0);
    let course = export(ran.then(), "-o two.pdf --paper letter --module a").exit(0).then();
    let (one, two) = (course.read("one.pdf"), course.read("two.pdf"));
    let has = |pdf: &[u8], text: &str| pdf.windows(text.len()).any(|window| window == text.as_bytes());
    for part in ["/Outlines", "/StructTreeRoot", "/CreationDate (D:20000101000000", "/ModDate (D:20000101000000"] {
        assert!(has(&one, part) && has(&two, part), "{part}");
    }
    assert!(has(&one, "(The course)"));
    if program(&["pdftotext"]).is_none() {
        return eprintln!("skipped the text of the PDF: there is no pdftotext");
    }
    let text = pdf_text(&course.path("one.pdf"));
    for title in ["The course", "Contents", "One", "Two", "Three", "Because of reasons.", "https://example.org/x"] {
        assert!(text.contains(title), "{title}: {text}");
    }
    let text = pdf_text(&course.path("two.pdf"));
    assert!(text.contains("One") && !text.contains("Three"), "{text}");
    export(course, "--module nine").exit(2).stderr_has("there is no module `nine`").stderr_has("2 `B`");
}

fn pdf_text(file: &Path) -> String {
    let output = Command::new("pdftotext").arg(file).arg("-").output().expect("pdftotext");
    String::from_utf8_lossy(&output.stdout).into_owned()
}
