//! Rebuilds: what a changed text means for the rest of the course. After each change the course is the one that a build from nothing makes.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use syllabus::export::json;
use syllabus::path::SourcePath;
use syllabus::pipeline::{BuildSettings, Changes, Pipeline, SourceRoot, Update};
use syllabus::report::Progress;
use syllabus::source::Disk;

/// A course on disk and a pipeline that has read it once.
struct EditedCourse {
    folder: tempfile::TempDir,
    pipeline: Pipeline,
}

impl EditedCourse {
    /// `prepare` may add to the files what is no file, before anything is read.
    fn new(files: &[(&str, &str)], prepare: impl FnOnce(&std::path::Path)) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        for (path, text) in files {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            std::fs::write(path, text).expect("a file");
        }
        prepare(folder.path());
        let pipeline = Self::fresh(folder.path().to_owned());
        let mut course = EditedCourse { folder, pipeline };
        course.update(&Changes::All);
        course
    }

    fn fresh(folder: PathBuf) -> Pipeline {
        Pipeline::new(Arc::new(Disk), SourceRoot::Folder(folder), BuildSettings::default(), None)
    }

    fn update(&mut self, changes: &Changes) -> Update {
        self.pipeline.update(changes, &Progress::new(false)).expect("a course")
    }

    /// Changes one text and tells the pipeline of that path alone.
    fn edit(&mut self, path: &str, text: &str) -> Update {
        let file = self.folder.path().canonicalize().expect("a path").join(path);
        std::fs::write(&file, text).expect("a file");
        let update = self.update(&Changes::Only(BTreeSet::from([file])));
        let clean =
            Self::fresh(self.folder.path().to_owned()).update(&Changes::All, &Progress::new(false)).expect("a course");
        assert_eq!(course_json(&update), course_json(&clean));
        assert_eq!(update.diagnostics(), clean.diagnostics());
        update
    }
}

/// What the course says of itself: pages, order, links, counts.
fn course_json(update: &Update) -> String {
    json::to_text(&json::model(&update.course, &update.summaries(), None), true)
}

fn pages(update: &Update) -> Vec<&str> {
    update.course.chapters.iter().map(|chapter| chapter.page.as_str()).collect()
}

#[test]
fn the_first_link_to_a_file_about_the_repository_makes_it_a_page() {
    let files = [("a.md", "# A\n"), ("b.md", "# B\n"), ("CONTRIBUTING.md", "# How to help\n")];
    let mut course = EditedCourse::new(&files, |_| {});
    let update = course.edit("a.md", "# A\n\nSee [how](CONTRIBUTING.md).\n");
    assert!(pages(&update).contains(&"CONTRIBUTING.html"), "{:?}", pages(&update));
    assert!(!update.is_same_course);
    let update = course.edit("a.md", "# A\n\nNothing to see.\n");
    assert!(!pages(&update).contains(&"CONTRIBUTING.html"), "{:?}", pages(&update));
}

#[cfg(unix)]
#[test]
fn an_edit_of_a_file_changes_every_chapter_that_leads_to_it_by_a_symbolic_link() {
    let files = [("texts/a.md", "# A\n"), ("b.md", "# B\n")];
    let link = |folder: &std::path::Path| {
        std::os::unix::fs::symlink("texts/a.md", folder.join("linked.md")).expect("a link");
    };
    let mut course = EditedCourse::new(&files, link);
    let update = course.edit("texts/a.md", "# Another title\n");
    for path in ["texts/a.md", "linked.md"] {
        let chapter = update.find_chapter(&SourcePath::new(path)).and_then(|chapter| update.summary(chapter));
        let sections = &chapter.expect("a chapter").outline.sections;
        assert_eq!(&*sections[0].title, "Another title", "{path}");
    }
}
