//! Real courses, if they are beside the repository: each builds without errors, and its pages are well formed.

use std::path::{Path, PathBuf};

use crate::CourseTest;
use crate::html;

/// The folders of the real courses.
pub fn courses() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/courses");
    let Ok(entries) = std::fs::read_dir(&folder) else {
        println!("skipped: no real courses beside the repository");
        return Vec::new();
    };
    let mut all: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    all.retain(|path| path.is_dir() && !path.ends_with("gold"));
    all.sort();
    all
}

#[test]
fn each_builds_without_errors_and_its_pages_are_well_formed() {
    let mut faults = Vec::new();
    for path in courses() {
        let output = tempfile::TempDir::new().expect("a folder");
        let line = format!("build '{}' -o '{}' --quiet", path.display(), output.path().display());
        drop(CourseTest::new().run(&line).exit(0));
        let mut files = Vec::new();
        crate::course_test::list(output.path(), "", &mut files);
        for file in files.iter().filter(|file| file.ends_with(".html")) {
            let text = std::fs::read_to_string(output.path().join(file)).expect("a page");
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            faults.extend(html::tangles(&text).into_iter().take(1).map(|fault| format!("{name}/{file}: {fault}")));
        }
    }
    assert!(faults.is_empty(), "{} pages:\n{}", faults.len(), faults[..faults.len().min(40)].join("\n"));
}
