//! Pages made from random inputs: whatever is written, their elements nest and no script of the author runs.

use crate::CourseTest;
use crate::html;
use crate::mutations::{corpus, many, mutated};

/// So many texts make a course.
const COURSE: u64 = 40;

#[test]
fn whatever_is_written_its_pages_nest_and_nothing_runs() {
    let corpus = corpus();
    for course in 0..(many() / 1_000).max(1) {
        for raw_html in [true, false] {
            check_pages(&corpus, course, raw_html);
        }
    }
}

fn check_pages(corpus: &[String], course: u64, raw_html: bool) {
    let config = format!("[markdown]\nhtml = {raw_html}\n");
    let mut files = CourseTest::new().bytes("c/syllabus.toml", config.as_bytes());
    for row in 0..COURSE {
        let text = mutated(corpus, (1 << 40) | (course * COURSE + row));
        files = files.bytes(&format!("c/{row}.md"), text.as_bytes());
    }
    // Some of the texts are none, which is an error of the course; the pages of the others are made.
    let ran = files.run("build c --no-cache --quiet");
    let pages: Vec<String> = ran.site_files().into_iter().filter(|path| path.ends_with(".html")).collect();
    assert!(pages.len() as u64 > COURSE / 2, "{pages:?}\n{}", ran.err());
    for path in pages {
        let page = ran.site_file(&path).text();
        let mut tangles = html::tangles(&page);
        // A block that an author opens in the middle of a line ends the paragraph in browsers, and harms nothing.
        tangles.retain(|tangle| !tangle.ends_with("inside <p>"));
        let faults = html::what_runs(&page);
        assert!(tangles.is_empty() && faults.is_empty(), "course {course}, {path}: {tangles:?} {faults:?}");
    }
}
