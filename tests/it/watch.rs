//! `watch` until it is stopped: edits of every kind end in the folder that a clean build makes.

use std::fs;
use std::process::{Child, Command};
use std::time::{Duration, Instant};

use crate::CourseTest;

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
    watching.write("chapters/syllabus.toml", "[course]\ntitle = \"Renamed\"\n");
    watching.until("output/a/one.html", |page| page.contains("Renamed"));
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
