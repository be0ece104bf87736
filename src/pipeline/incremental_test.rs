//! Incremental updates: after each edit the course and its diagnostics equal those of a pipeline that reads everything anew.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use super::{BuildSettings, Changes, Output, Pipeline, SiteBuilder, SourceRoot, Update};
use crate::export::json;
use crate::path::{SitePath, SourcePath};
use crate::report::Progress;
use crate::site::FileContent;
use crate::source::{Hash, Memory};

const ROOT: &str = "/course";

/// A course in memory and a pipeline that has read it once.
struct EditedCourse {
    files: Arc<Memory>,
    pipeline: Pipeline,
}

impl EditedCourse {
    /// A course of these files and symbolic links.
    fn new(files: &[(&str, &str)], links: &[(&str, &str)]) -> Self {
        let full_path = |path: &str| Path::new(ROOT).join(path);
        let files: Arc<Memory> = Arc::new(files.iter().map(|(path, text)| (full_path(path), *text)).collect());
        links.iter().for_each(|(link, target)| files.link(full_path(link), target));
        let pipeline = Self::fresh(&files);
        let mut course = EditedCourse { files, pipeline };
        course.update(&Changes::All);
        course
    }

    fn fresh(files: &Arc<Memory>) -> Pipeline {
        let settings = BuildSettings { has_markdown: true, ..BuildSettings::default() };
        let files = Arc::clone(files);
        Pipeline::new(files, SourceRoot::Folder(ROOT.into()), settings, None)
    }

    fn update(&mut self, changes: &Changes) -> Update {
        self.pipeline.update(changes, &Progress::new(false)).expect("a course")
    }

    /// Changes one file and updates the pipeline with this path as the only change.
    fn edit(&mut self, path: &str, text: &str) -> Update {
        let file = Path::new(ROOT).join(path);
        self.files.write(&file, text);
        let update = self.update(&Changes::Only(BTreeSet::from([file])));
        let clean = Self::fresh(&self.files).update(&Changes::All, &Progress::new(false)).expect("a course");
        assert_eq!(course_json(&update), course_json(&clean));
        assert_eq!(update.diagnostics(), clean.diagnostics());
        assert_eq!(update.redirects(), clean.redirects());
        update
    }
}

/// The course as JSON: pages, order, links, counts.
fn course_json(update: &Update) -> String {
    json::to_text(&json::model(&update.course, &update.summaries(), None), true)
}

fn pages(update: &Update) -> Vec<&str> {
    update.course.chapters.iter().map(|chapter| chapter.page.as_str()).collect()
}

#[test]
fn the_first_link_to_a_file_about_the_repository_makes_it_a_page() {
    let files = [("a.md", "# A\n"), ("b.md", "# B\n"), ("CONTRIBUTING.md", "# How to help\n")];
    let mut course = EditedCourse::new(&files, &[]);
    let update = course.edit("a.md", "# A\n\nSee [how](CONTRIBUTING.md).\n");
    assert!(pages(&update).contains(&"CONTRIBUTING.html"), "{:?}", pages(&update));
    assert!(!update.is_same_course);
    let update = course.edit("a.md", "# A\n\nNothing to see.\n");
    assert!(!pages(&update).contains(&"CONTRIBUTING.html"), "{:?}", pages(&update));
}

#[test]
fn what_stands_at_a_former_address_changes_with_the_edit() {
    let former = |rows: &str| format!("---\nredirect_from: [{rows}]\n---\n# B\n");
    let mut course = EditedCourse::new(&[("a.md", "# A\n"), ("b.md", &former("/old.html"))], &[]);
    let mut former_pages = |path: &str, text: &str| course.edit(path, text).redirects().pages.len();
    assert_eq!(former_pages("a.md", "# A\n\nA word more.\n"), 1);
    assert_eq!(former_pages("b.md", &former("/old.html, /older.html")), 2);
    // The quiz of B has a former address beside each of the chapter's.
    assert_eq!(
        former_pages("b.md", &(former("/old.html") + "\n### Question 1\nWhich?\n\nA) x\nB) y\n\n**Answer: A**\n")),
        2
    );
    assert_eq!(former_pages("b.md", "# B\n"), 0);
}

#[test]
fn what_a_comment_allows_changes_with_the_edit() {
    let mut course = EditedCourse::new(&[("a.md", "# A\n\n[x](y.md)\n"), ("b.md", "# B\n")], &[]);
    let update = course.edit("a.md", "# A\n\n<!-- syllabus: allow link/broken: soon -->\n[x](y.md)\n");
    assert_eq!((update.diagnostics().len(), update.allowed()), (0, 1));
    let update = course.edit("a.md", "# A\n\n<!-- syllabus: allow link/broken: soon -->\n\n## B\n\n[x](y.md)\n");
    assert_eq!((update.diagnostics().len(), update.allowed()), (2, 0));
    let update = course.edit("y.md", "# Y\n");
    assert_eq!((update.diagnostics().len(), update.allowed()), (1, 0));
}

#[test]
fn an_edit_of_a_file_changes_every_chapter_that_leads_to_it_by_a_symbolic_link() {
    let files = [("texts/a.md", "# A\n"), ("b.md", "# B\n")];
    let mut course = EditedCourse::new(&files, &[("linked.md", "texts/a.md")]);
    let update = course.edit("texts/a.md", "# Another title\n");
    for path in ["texts/a.md", "linked.md"] {
        let chapter = update.find_chapter(&SourcePath::new(path)).and_then(|chapter| update.summary(chapter));
        let sections = &chapter.expect("a chapter").outline.sections;
        assert_eq!(&*sections[0].title, "Another title", "{path}");
    }
}

#[test]
fn an_edit_of_a_table_of_contents_changes_the_order_and_the_titles() {
    let files = [
        ("a.md", "# A\n"),
        ("b.md", "# B\n"),
        ("SUMMARY.md", "# Summary\n\n- [First](b.md)\n- [Second](a.md)\n"),
        ("mkdocs.yml", "site_name: The site\n"),
    ];
    let mut course = EditedCourse::new(&files, &[]);
    let update = course.edit("a.md", "# Another A\n");
    assert_eq!((pages(&update), update.course.title.as_str()), (vec!["b.html", "a.html"], "The site"));
    let update = course.edit("SUMMARY.md", "# Summary\n\n- [One](a.md)\n- [Two](b.md)\n");
    assert_eq!(pages(&update), ["a.html", "b.html"]);
    let update = course.edit("SUMMARY.md", "# Summary\n\nProse, and nothing else.\n");
    assert!(pages(&update).contains(&"SUMMARY.html"), "{:?}", pages(&update));
    let update = course.edit("SUMMARY.md", "# Summary\n\n- [Two](b.md)\n- [Missing](c.md)\n- [One](a.md)\n");
    assert_eq!(pages(&update), ["b.html", "a.html"]);
    let update = course.edit("mkdocs.yml", "site_name: Another name\n");
    assert_eq!(update.course.title, "Another name");
}

#[test]
fn an_edit_that_changes_the_language_of_a_text_finds_or_loses_a_translation() {
    const ENGLISH: &str =
        "This is the text of a chapter, and it is about the loops that you will write in your programs.\n";
    const SPANISH: &str =
        "Este es el texto de un capítulo, y es sobre los bucles que vas a escribir en tus programas con el.\n";
    let own = format!("# A\n\n{ENGLISH}");
    let other = format!("# B\n\n{SPANISH}");
    let mut course = EditedCourse::new(&[("a.md", &own), ("README.md", &own), ("es/b.md", &other)], &[]);
    let update = course.edit("a.md", &format!("# A\n\nMore.\n\n{ENGLISH}"));
    assert_eq!(pages(&update), ["index.html", "a.html"]);
    let update = course.edit("es/b.md", &own);
    assert!(pages(&update).contains(&"es/b.html"), "{:?}", pages(&update));
    let update = course.edit("es/b.md", &other);
    assert!(!pages(&update).contains(&"es/b.html"), "{:?}", pages(&update));
}

#[test]
fn an_edit_of_a_title_moves_a_template_to_the_end_and_back() {
    let mut course = EditedCourse::new(&[("a.md", "# A\n"), ("b.md", "# B\n")], &[]);
    assert_eq!(pages(&course.edit("a.md", "# [Lesson topic]\n")), ["b.html", "a.html"]);
    assert_eq!(pages(&course.edit("a.md", "# Loops\n")), ["a.html", "b.html"]);
}

#[test]
fn an_edit_of_the_only_chapter_names_the_course() {
    let mut course = EditedCourse::new(&[("notes.md", "# A\n")], &[]);
    assert_eq!(course.edit("notes.md", "# Loops\n").course.title, "Loops");
}

/// What is printed: each page with its text.
fn printed(update: &Update) -> Vec<(String, String)> {
    let builder = SiteBuilder::new(update);
    let outputs = builder.outputs().into_iter().flatten();
    let printed = outputs.filter(|output| builder.paths(output).iter().any(|path| path.as_str().starts_with("print")));
    let file = |output: Output| {
        let inputs = builder.inputs(&output).expect("inputs");
        let path = builder.paths(&output).remove(0);
        let file = builder.make(&output, &inputs, path).expect("a template").expect("a file");
        let FileContent::Bytes(bytes) = file.content else { panic!("no bytes") };
        (file.path.as_str().to_owned(), String::from_utf8(bytes).expect("text"))
    };
    printed.map(file).collect()
}

/// The fingerprints of what is printed.
fn printed_fingerprints(update: &Update) -> Vec<Option<Hash>> {
    let builder = SiteBuilder::new(update);
    let parts = builder.print_parts().iter().map(|part| part.page.clone());
    let pages = parts.chain([SitePath::new("print.html")]).map(|page| builder.output_of(&page).expect("an output"));
    pages.map(|output| builder.fingerprint(&output, &builder.inputs(&output).expect("inputs"))).collect()
}

#[test]
fn what_is_printed_follows_every_edit_and_each_page_only_those_of_its_chapters() {
    let files = [
        ("a/one.md", "# One\n\nSee [two](../b/two.md#place).\n"),
        ("a/three.md", "# Three\n"),
        ("b/two.md", "# Two\n\n## Place\n\nWords.\n"),
    ];
    let mut course = EditedCourse::new(&files, &[]);
    let mut check = |path: &str, text: &str| {
        let update = course.edit(path, text);
        let clean = EditedCourse::fresh(&course.files).update(&Changes::All, &Progress::new(false)).expect("a course");
        assert_eq!(printed(&update), printed(&clean));
        printed_fingerprints(&update)
    };
    let before = check("a/three.md", "# Three\n\nMore.\n");
    assert_eq!(before.len(), 3);
    let after = check("a/three.md", "# Three\n\nEven more.\n");
    assert_eq!((before[0] == after[0], before[1] == after[1], before[2] == after[2]), (false, true, false));
    let moved = check("b/two.md", "# Two\n\n## Another\n\nWords.\n");
    assert_ne!(after[1], moved[1]);
    assert_ne!(after[0], moved[0], "its link leads to another place");
    check("c/new.md", "# New\n\n**Answer: B**\n");
}
