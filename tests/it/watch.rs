//! `syllabus watch`: an edit is on the page soon, what vanished goes, faults keep the last good page; in the end the site is that of a
//! clean build.

use std::fs;

use crate::CourseTest;
use crate::course_test::Ran;

fn course() -> CourseTest {
    CourseTest::new()
        .file("c/a.md", "# A\n\n[b](b.md#two)\n")
        .file("c/b.md", "# B\n\n## Two\n")
        .file("c/m/x.md", "# X\n")
}

fn write(course: &CourseTest, path: &str, text: &str) {
    fs::write(course.path(path), text).expect("a file");
}

/// The same course built by another process, into another folder, has the same bytes.
#[track_caller]
fn is_as_built_clean(ran: Ran) {
    let clean = ran.exit(0).then().run("build c -o clean").exit(0);
    let files = clean.site_files();
    let course = clean.then();
    let mut others = Vec::new();
    crate::course_test::list(&course.path("clean"), "", &mut others);
    others.retain(|path| !path.starts_with(".syllabus/"));
    assert_eq!(files, others);
    for path in files {
        assert_eq!(course.read(&format!("output/{path}")), course.read(&format!("clean/{path}")), "{path}");
    }
}

#[test]
fn an_edit_is_on_the_page() {
    let ran = course().run_while("watch c -o output", |course| {
        course.wait_for("output/a.html", "<h1");
        write(course, "c/a.md", "# A\n\nNew words.\n");
        course.wait_for("output/a.html", "New words.");
    });
    is_as_built_clean(ran);
}

#[test]
fn a_new_title_is_on_other_pages_too() {
    let ran = course().run_while("watch c -o output", |course| {
        course.wait_for("output/m/x.html", "<h1");
        write(course, "c/b.md", "# Renamed\n\n## Three\n");
        course.wait_for("output/a.html", "Renamed");
        course.wait_for("output/course.json", "Renamed");
    });
    is_as_built_clean(ran);
}

#[test]
fn files_come_and_go_and_are_renamed() {
    let ran = course().run_while("watch c -o output", |course| {
        course.wait_for("output/m/x.html", "<h1");
        write(course, "c/new.md", "# New\n");
        course.wait_for("output/new.html", "New");
        fs::rename(course.path("c/new.md"), course.path("c/newer.md")).expect("a rename");
        course.wait_for("output/newer.html", "New");
        fs::remove_file(course.path("c/m/x.md")).expect("a removal");
        course.wait_until("output/m/x.html", |bytes| bytes.is_none());
        course.wait_until("output/new.html", |bytes| bytes.is_none());
    });
    is_as_built_clean(ran);
}

#[test]
fn an_editor_that_saves_by_renaming_is_understood() {
    let ran = course().run_while("watch c -o output", |course| {
        course.wait_for("output/a.html", "<h1");
        write(course, "c/.a.md.swp", "# A\n\nSaved beside.\n");
        fs::rename(course.path("c/.a.md.swp"), course.path("c/a.md")).expect("a rename");
        course.wait_for("output/a.html", "Saved beside.");
    });
    is_as_built_clean(ran);
}

#[test]
fn a_chapter_that_is_no_text_keeps_its_last_page() {
    let ran = course().run_while("watch c -o output", |course| {
        course.wait_for("output/a.html", "<h1");
        fs::write(course.path("c/a.md"), b"\0\0\x89PNG").expect("a file");
        write(course, "c/b.md", "# B changed\n");
        course.wait_for("output/b.html", "B changed");
    });
    ran.exit(0).site_file("a.html").has("<h1");
}

#[test]
fn a_faulty_configuration_keeps_the_last_site_and_the_watch_goes_on() {
    let ran =
        course().file("c/syllabus.toml", "[course]\ntitle = \"First\"\n").run_while("watch c -o output", |course| {
            course.wait_for("output/index.html", "First");
            write(course, "c/syllabus.toml", "[course]\ntitle = 3\n");
            std::thread::sleep(std::time::Duration::from_millis(300));
            write(course, "c/syllabus.toml", "[course]\ntitle = \"Second\"\n");
            course.wait_for("output/index.html", "Second");
        });
    is_as_built_clean(ran);
}
