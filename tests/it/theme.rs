//! An author's theme: single files replace built-in ones; after an error the last good site stays.

use crate::CourseTest;

const FOOT: &str = "<!doctype html><html lang=\"en\"><title>x</title><h1>mine: gone</h1></html>";

#[test]
fn one_file_may_be_replaced() {
    let ran = CourseTest::new()
        .file("c/a.md", "# A\n")
        .file("t/templates/not-found.html", FOOT)
        .run("build c --theme t")
        .exit(0);
    ran.site_file("404.html").has("mine: gone");
    ran.site_file("a.html").has("<article");
}

#[test]
fn a_style_may_be_replaced_and_its_name_follows() {
    let style = |ran: &crate::course_test::CommandResult| {
        let files = ran.site_files();
        files.into_iter().find(|path| path.starts_with("assets/style-")).expect("a style sheet")
    };
    let plain = CourseTest::new().file("c/a.md", "# A\n").run("build c").exit(0);
    let before = style(&plain);
    let own = plain.then().file("t/css/print.css", "@layer print { body { color: teal } }\n");
    let own = own.run("build c --theme t").exit(0);
    let after = style(&own);
    assert_ne!(before, after);
    own.site_file(&after).has("teal");
    own.site_file("a.html").has(&after);
    own.lacks_site_file(&before);
}

#[test]
fn files_below_assets_are_published() {
    let ran = CourseTest::new()
        .file("c/a.md", "# A\n")
        .file("t/assets/logo.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>")
        .run("build c --theme t")
        .exit(0);
    assert!(ran.site_files().iter().any(|path| path.contains("logo")), "{:?}", ran.site_files());
}

#[test]
fn hidden_files_are_no_part_of_a_theme() {
    let course = || CourseTest::new().file("c/a.md", "# A\n").file("t/assets/seen.txt", "x");
    let plain = course().run("build c --theme t").exit(0).site_files();
    let hidden = course().file("t/.git/objects/x", "x").file("t/assets/.hidden/x", "x").file("t/assets/.x", "x");
    assert_eq!(hidden.run("build c --theme t").exit(0).site_files(), plain);
    // The folder itself may have any name.
    let named = CourseTest::new().file("c/a.md", "# A\n").file(".t/assets/seen.txt", "x");
    assert_eq!(named.run("build c --theme .t").exit(0).site_files(), plain);
}

#[test]
fn a_faulty_template_keeps_the_last_site() {
    let built = CourseTest::new().file("c/a.md", "# Old\n").run("build c").exit(0);
    let ran = built
        .then()
        .file("c/a.md", "# New\n")
        .file("t/templates/chapter.html", "{% if x %}\nno end")
        .run("build c --theme t")
        .exit(1)
        .stderr_has("theme/template")
        .stderr_has("chapter.html");
    ran.site_file("a.html").has("Old").lacks("New");
}

#[test]
fn a_template_that_asks_for_what_is_not_there_keeps_the_last_site() {
    let built = CourseTest::new().file("c/a.md", "# Old\n").run("build c").exit(0);
    let ran = built
        .then()
        .file("c/a.md", "# New\n")
        .file("t/templates/chapter.html", "<p>{{ no.such.value }}</p>")
        .run("build c --theme t")
        .exit(1)
        .stderr_has("theme/template");
    ran.site_file("a.html").has("Old");
}

#[test]
fn a_theme_that_is_not_there_is_named() {
    CourseTest::new().file("c/a.md", "# A\n").run("build c --theme gone").exit(3).stderr_has("gone");
}

#[test]
fn hue_css_and_head_come_from_the_configuration() {
    let ran = CourseTest::new()
        .file("a.md", "# A\n")
        .file("mine.css", "h1 { letter-spacing: 1px }\n")
        .file("syllabus.toml", "[theme]\nhue = 140\ncss = \"mine.css\"\nhead = '<meta name=\"x\" content=\"y\">'\n")
        .run("build")
        .exit(0);
    ran.site_file("a.html").has("<meta name=\"x\" content=\"y\">");
    let style = ran.site_files().into_iter().find(|path| path.starts_with("assets/style-")).expect("a style sheet");
    ran.site_file(&style).has("letter-spacing: 1px").has("140");
}
