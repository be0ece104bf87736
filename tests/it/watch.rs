//! `syllabus watch`: after edits of every kind the output folder is the same as that of a clean build.

use std::fs;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command};
use std::time::{Duration, Instant};

use crate::CourseTest;
use crate::course_test::{CommandResult, list};

/// A watch that runs, stopped when it is dropped.
struct Watching {
    course: CourseTest,
    child: Child,
}

impl Watching {
    fn new(course: CourseTest) -> Self {
        let child = course.start("watch chapters -o output");
        let watching = Watching { course, child };
        watching.until("output/.syllabus/manifest", |_| true);
        watching
    }

    fn write(&self, path: &str, text: &str) {
        fs::write(self.course.path(path), text).expect("a file can be written");
    }

    /// Waits until a file is there and as it should be; long enough for the slowest machine.
    #[track_caller]
    fn until(&self, path: &str, is_right: impl Fn(&str) -> bool) {
        let start = Instant::now();
        let read = || fs::read_to_string(self.course.path(path)).ok();
        while !read().is_some_and(|text| is_right(&text)) {
            assert!(start.elapsed() < Duration::from_secs(60), "{path} stays as it is: {:?}", read());
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    #[track_caller]
    fn until_gone(&self, path: &str) {
        let start = Instant::now();
        while self.course.exists(path) {
            assert!(start.elapsed() < Duration::from_secs(60), "{path} is still there");
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// As Ctrl-C does; the status the command ends with.
    #[cfg(unix)]
    fn stop(mut self) -> Option<i32> {
        let signal = Command::new("kill").args(["-INT", &self.child.id().to_string()]).status();
        assert!(signal.expect("kill").success());
        self.child.wait().expect("the end").code()
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        drop((self.child.kill(), self.child.wait()));
    }
}

fn course() -> CourseTest {
    CourseTest::new()
        .file("chapters/README.md", "# Course\n\n1. [One](a/one.md)\n2. [Two](a/two.md)")
        .file("chapters/a/one.md", "# One\n\nfirst words")
        .file("chapters/a/two.md", "# Two\n\n[back](one.md)")
}

#[test]
fn edits_of_every_kind_are_on_the_page() {
    let watching = Watching::new(course());
    watching.write("chapters/a/one.md", "# One\n\nother words");
    watching.until("output/a/one.html", |page| page.contains("other words"));

    watching.write("chapters/a/.one.md.swp", "# One\n\nsaved by renaming");
    fs::rename(watching.course.path("chapters/a/.one.md.swp"), watching.course.path("chapters/a/one.md"))
        .expect("a rename");
    watching.until("output/a/one.html", |page| page.contains("saved by renaming"));

    watching.write("chapters/a/three.md", "# Three");
    watching.until("output/a/two.html", |page| page.contains("three.html"));

    fs::remove_file(watching.course.path("chapters/a/three.md")).expect("a removal");
    watching.until_gone("output/a/three.html");
    watching.until("output/a/two.html", |page| !page.contains("three.html"));

    fs::rename(watching.course.path("chapters/a"), watching.course.path("chapters/b")).expect("a rename");
    watching.until("output/b/two.html", |page| page.contains("one.html"));
    watching.until_gone("output/a");
}

#[test]
fn a_new_title_reaches_the_pages_around() {
    let watching = Watching::new(course());
    watching.write("chapters/a/two.md", "# Second\n");
    watching.until("output/a/one.html", |page| page.contains("Second"));
    watching.write("syllabus.toml", "[course]\ntitle = \"Named beside\"\n");
    watching.until("output/a/one.html", |page| page.contains("Named beside"));
    watching.write("chapters/syllabus.toml", "[course]\ntitle = \"Renamed\"\n");
    watching.until("output/a/one.html", |page| page.contains("Renamed"));
}

#[test]
fn what_becomes_of_raw_html_is_set_while_watching_and_between_builds() {
    let (as_html, as_text) = ("H<sub>2</sub>O", "H&lt;sub&gt;2&lt;/sub&gt;O");
    let watching = Watching::new(course().file("chapters/a/one.md", "# One\n\nH<sub>2</sub>O\n"));
    watching.until("output/a/one.html", |page| page.contains(as_html));
    watching.write("chapters/syllabus.toml", "[markdown]\nhtml = false\n");
    watching.until("output/a/one.html", |page| page.contains(as_text) && !page.contains(as_html));
    watching.write("chapters/syllabus.toml", "[markdown]\nhtml = true\n");
    watching.until("output/a/one.html", |page| page.contains(as_html));
    drop(watching);

    // What one build remembers of a chapter is not taken by another that reads it otherwise.
    let mut course = course().file("chapters/a/one.md", "# One\n\nH<sub>2</sub>O\n");
    for (html, shown) in [(true, as_html), (false, as_text), (true, as_html), (true, as_html)] {
        let ran = course.file("chapters/syllabus.toml", &format!("[markdown]\nhtml = {html}\n")).run("build").exit(0);
        ran.site_file("a/one.html").has(shown);
        course = ran.then();
    }
}

#[test]
fn a_fault_keeps_the_last_good_page() {
    let watching = Watching::new(course());
    let before = watching.course.read("output/a/one.html");
    fs::write(watching.course.path("chapters/a/one.md"), [0, 1, 2, 0, 255]).expect("a file");
    watching.write("chapters/syllabus.toml", "[course]\ntitle = 3\n");
    watching.write("chapters/a/two.md", "# Two\n\nlater");
    // Neither of the two may have touched the page by the time the third edit could be there.
    std::thread::sleep(Duration::from_millis(400));
    assert_eq!(watching.course.read("output/a/one.html"), before);
    fs::remove_file(watching.course.path("chapters/syllabus.toml")).expect("a removal");
    watching.until("output/a/two.html", |page| page.contains("later"));
    assert_eq!(watching.course.read("output/a/one.html"), before);
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_it_cleanly() {
    let watching = Watching::new(course());
    assert_eq!(watching.stop(), Some(0));
}

/// The same course built by another process, into another folder, has the same files and bytes.
#[track_caller]
fn is_as_built_clean(ran: CommandResult) {
    let clean = ran.exit(0).then().run("build chapters -o clean").exit(0);
    let watched = clean.site_files();
    let course = clean.then();
    let mut built = Vec::new();
    list(&course.path("clean"), "", &mut built);
    built.retain(|path| !path.starts_with(".syllabus/"));
    assert_eq!(watched, built);
    for path in watched {
        assert_eq!(course.read(&format!("output/{path}")), course.read(&format!("clean/{path}")), "{path}");
    }
}

#[cfg(unix)]
#[test]
fn whatever_was_edited_the_site_is_that_of_a_clean_build() {
    let ran = course().run_while("watch chapters -o output", |course| {
        let at = |path: &str| course.path(path);
        course.wait_for("output/a/two.html", "<h1");
        fs::write(at("chapters/a/new.md"), "# New\n\n[x](two.md#gone) ![i](i.svg)\n").expect("a file");
        course.wait_for("output/a/new.html", "New");
        fs::write(at("chapters/a/i.svg"), "<svg xmlns=\"http://www.w3.org/2000/svg\"/>").expect("a file");
        course.wait_for("output/a/i.svg", "<svg");
        fs::rename(at("chapters/a/new.md"), at("chapters/a/newer.md")).expect("a rename");
        course.wait_for("output/a/newer.html", "New");
        course.wait_until("output/a/new.html", |bytes| bytes.is_none());
        fs::remove_file(at("chapters/README.md")).expect("a removal");
        course.wait_until("output/index.html", |bytes| {
            bytes.is_some_and(|b| !b.windows(13).any(|w| w == b"<title>Course"))
        });
    });
    is_as_built_clean(ran);
}

#[cfg(unix)]
#[test]
fn a_configuration_that_was_faulty_for_a_while_leaves_nothing_behind() {
    let faulty = "[course]\ntitle = 3\n";
    let ran = course().run_while("watch chapters -o output", |course| {
        course.wait_for("output/index.html", "Course");
        fs::write(course.path("chapters/syllabus.toml"), faulty).expect("a file");
        std::thread::sleep(Duration::from_millis(300));
        fs::write(course.path("chapters/syllabus.toml"), faulty.replace('3', "\"Second\"")).expect("a file");
        course.wait_for("output/a/one.html", "Second");
    });
    is_as_built_clean(ran);
}

#[cfg(unix)]
#[test]
fn a_site_that_is_removed_is_made_again() {
    let ran = course().run_while("watch chapters -o output", |course| {
        let at = |path: &str| course.path(path);
        course.wait_for("output/a/two.html", "<h1");
        course.wait_for("output/assets/search/index.js", "sections");
        // The folder, then all that is seen in it, then the folder with an edit right after it.
        fs::remove_dir_all(at("output")).expect("a removal");
        course.wait_for("output/a/two.html", "<h1");
        course.wait_for("output/assets/search/index.js", "sections");
        for entry in fs::read_dir(at("output")).expect("the site").flatten() {
            match entry.file_name().to_string_lossy().starts_with('.') {
                true => {}
                false if entry.path().is_dir() => fs::remove_dir_all(entry.path()).expect("a removal"),
                false => fs::remove_file(entry.path()).expect("a removal"),
            }
        }
        course.wait_for("output/a/two.html", "<h1");
        course.wait_for("output/assets/search/index.js", "sections");
        fs::remove_dir_all(at("output")).expect("a removal");
        fs::write(at("chapters/a/one.md"), "# One\n\nother words").expect("a file");
        course.wait_for("output/a/one.html", "other words");
        course.wait_for("output/a/two.html", "<h1");
        course.wait_for("output/course.json", "one");
    });
    is_as_built_clean(ran.stderr_lacks("error: "));
}

#[cfg(unix)]
#[test]
fn what_it_tells_may_go_into_a_file_beside_or_among_the_chapters() {
    use std::io::{Read, Write};
    // A page cannot be written: each edit would tell it again.
    let course = course().file("output/a/one.html", "mine");
    for log in ["chapters/watch.log", "watch.log"] {
        let mut child = course.start("watch chapters -o output");
        let mut told = child.stderr.take().expect("stderr");
        let path = course.path(log);
        // As `tee` does it.
        let copied = std::thread::spawn(move || {
            let mut file = fs::File::create(path).expect("a file");
            let mut bytes = [0; 4096];
            while let Some(count) = told.read(&mut bytes).ok().filter(|count| *count > 0) {
                file.write_all(&bytes[..count]).expect("written");
            }
        });
        course.wait_for(log, "one.html");
        std::thread::sleep(Duration::from_millis(500));
        let all = String::from_utf8(course.read(log)).expect("text");
        drop((child.kill(), child.wait(), copied.join()));
        assert_eq!(all.matches("error").count(), 1, "{log}: {all}");
    }
}

#[test]
fn with_poll_every_save_is_seen_whatever_its_time() {
    let course = course();
    let child = course.start("watch chapters -o output --poll");
    let watching = Watching { course, child };
    watching.until("output/.syllabus/manifest", |_| true);
    let now = std::time::SystemTime::now();
    // Of one length and one time, or of a time that is long ago.
    for (word, age) in [("uno", 0), ("dos", 0), ("six", 0), ("ten", 90_000), ("old", 180_000)] {
        watching.write("chapters/a/one.md", &format!("# One\n\n{word} words"));
        let file = fs::File::options().write(true).open(watching.course.path("chapters/a/one.md")).expect("a file");
        file.set_modified(now - Duration::from_secs(age)).expect("a time");
        watching.until("output/a/one.html", |page| page.contains(&format!("{word} words")));
    }
}

#[test]
fn programs_get_a_document_a_line() {
    let course = course();
    let write = |path: &str, text: &str| fs::write(course.path(path), text).expect("a file can be written");
    let mut child = course.start("watch chapters --format json");
    let mut lines = BufReader::new(child.stderr.take().expect("stderr")).lines();
    let mut next = |event: &str| -> serde_json::Value {
        let line = lines.next().expect("a line").expect("text");
        let json: serde_json::Value = serde_json::from_str(&line).expect("JSON");
        assert_eq!((&json["version"], json["event"]["name"].as_str()), (&1.into(), Some(event)), "{line}");
        assert_eq!(json.get("status"), None);
        json
    };
    assert_eq!(next("built")["diagnostics"], serde_json::json!([]));
    write("chapters/a/one.md", "# One\n\nother words [x](gone.md)");
    let json = next("rebuilt");
    assert_eq!(json["event"]["changed"], serde_json::json!(["one.md"]));
    assert_eq!(json["diagnostics"][0]["code"], "link/broken");
    assert!(json["summary"]["written"].as_u64() > Some(0), "{json}");
    write("chapters/syllabus.toml", "[build]\noutput = 3\n");
    let json = next("failed");
    assert_eq!((&json["diagnostics"][0]["code"], json["error"].is_object()), (&"config/invalid".into(), true));
    fs::remove_file(course.path("chapters/syllabus.toml")).expect("a file");
    // All that is to be said of the course as it is, not only what is new.
    assert_eq!(next("rebuilt")["diagnostics"][0]["code"], "link/broken");
    drop((child.kill(), child.wait()));
}
