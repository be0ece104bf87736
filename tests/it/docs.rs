//! The documentation is a course: it has no fault, its questions are recognised, and its pages are made.

use std::fs;
use std::path::Path;

use super::CourseTest;
use super::course_test::list;

fn docs() -> CourseTest {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs");
    let mut paths = Vec::new();
    list(&folder, "", &mut paths);
    paths.into_iter().fold(CourseTest::new(), |course, path| {
        let bytes = fs::read(folder.join(&path)).expect("a file of the documentation");
        course.bytes(&format!("docs/{path}"), &bytes)
    })
}

#[test]
fn the_documentation_has_no_fault() {
    docs().run("check docs --strict").exit(0).stdout("no errors, no warnings\n");
}

#[test]
fn its_questions_are_recognised_and_graded() {
    let ran = docs().run("inspect docs").exit(0);
    let course = ran.json();
    let chapters = course["chapters"].as_array().expect("chapters").iter();
    let kinds: Vec<&str> = chapters
        .flat_map(|chapter| chapter["questions"].as_array().into_iter().flatten())
        .filter_map(|question| question["kind"].as_str())
        .collect();
    assert!(kinds.len() >= 7 && kinds.iter().all(|kind| ["single", "multiple"].contains(kind)), "{kinds:?}");
}

#[test]
fn names_of_style_sheets_and_fonts_change_with_their_bytes_as_is_said_of_headers() {
    let ran = docs().file("docs/syllabus.toml", "[theme]\nfont = \"serif\"\n").run("build docs --quiet").exit(0);
    let is_hashed = |name: &str| {
        let hash = name.rsplit_once('.').and_then(|(stem, _)| stem.rsplit_once('-'));
        hash.is_some_and(|(_, hash)| hash.len() == 8 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()))
    };
    let all = ran.site_files();
    let told: Vec<&String> = all.iter().filter(|path| path.ends_with(".css") || path.ends_with(".woff2")).collect();
    assert!(told.len() >= 3 && told.iter().all(|path| path.starts_with("assets/") && is_hashed(path)), "{told:?}");
}

#[test]
fn it_begins_with_its_own_words_and_the_reference_is_in_it() {
    let ran = docs().run("build docs").exit(0);
    ran.site_file("index.html").has("This is its documentation").has("01-start/index.html");
    ran.site_file("reference/configuration.html").has("min_confidence");
    ran.site_file("reference/diagnostics.html").has("link/broken-anchor");
}
