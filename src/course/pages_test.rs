//! Whatever tables of contents say, each chapter is in the course once and has a page of its own.

use std::collections::BTreeSet;

use super::model::{Course, ModuleItem};
use super::testing::{Outlines, course_with_indexes, outlines, structure};
use crate::index::ChapterIdx;
use crate::path::SourcePath;
use crate::properties::hold;
use crate::source::{AuthorIndex, AuthorIndexEntry, IndexTarget};
use crate::span::Span;

/// A table of contents: each entry with its depth, its title and the path of a file, of a folder (it ends with `/`) or nothing.
fn table(folder: &str, is_of_course: bool, entries: &[(usize, &str, &str)]) -> AuthorIndex {
    let entry = |(depth, title, target): &(usize, &str, &str)| AuthorIndexEntry {
        depth: *depth,
        title: (*title).to_owned(),
        target: match (target.strip_suffix('/'), *target) {
            (Some(folder), _) => IndexTarget::Folder(folder.to_owned()),
            (None, "") => IndexTarget::Nothing,
            (None, path) => IndexTarget::File(SourcePath::new(path)),
        },
        span: Span::default(),
    };
    AuthorIndex {
        path: SourcePath::new(format!("{folder}/SUMMARY.md")),
        folder: folder.to_owned(),
        is_of_course,
        entries: entries.iter().map(entry).collect(),
    }
}

/// Panics unless each file is one chapter, in one place, on a page that no other chapter or module has.
fn has_each_once(course: &Course, outlines: &Outlines) {
    let sources: BTreeSet<&str> = course.chapters.iter().map(|chapter| chapter.source.as_str()).collect();
    assert_eq!((course.chapters.len(), sources.len()), (outlines.len(), outlines.len()), "{sources:?}");
    let generated = course.modules.iter().filter(|module| module.overview.is_none()).map(|module| &module.page);
    let pages: Vec<&str> =
        course.chapters.iter().map(|chapter| &chapter.page).chain(generated).map(|page| page.as_str()).collect();
    assert_eq!(pages.iter().collect::<BTreeSet<_>>().len(), pages.len(), "{pages:?}");
    let items = course.items.iter().chain(course.modules.iter().flat_map(|module| &module.items));
    let in_items = items.filter_map(|item| match item {
        ModuleItem::Chapter(chapter) => Some(*chapter),
        ModuleItem::Module(_) => None,
    });
    let overviews = course.overview.into_iter().chain(course.modules.iter().filter_map(|module| module.overview));
    let mut placed: Vec<ChapterIdx> = in_items.chain(overviews).collect();
    placed.sort_unstable();
    assert_eq!(placed, course.chapters.indices().collect::<Vec<_>>(), "{}", structure(course));
    for module in course.modules.iter() {
        let overview = module.overview.and_then(|overview| course.chapters.get(overview));
        assert!(overview.is_none_or(|overview| overview.page == module.page && overview.is_overview));
    }
}

#[test]
fn a_readme_that_the_table_of_its_own_folder_names_is_the_page_of_the_module() {
    let outlines = outlines(&[
        ("README.md", "# Notes"),
        ("a/README.md", "# Welcome"),
        ("a/part/two.md", "# Two"),
        ("b/README.md", "# Welcome"),
        ("b/one.md", "# One"),
        ("b/part/two.md", "# Two"),
    ]);
    let tables = [
        table("a", false, &[(0, "Welcome", "a/README.md"), (0, "Part", ""), (1, "Two", "a/part/two.md")]),
        table("b", false, &[(0, "One", "b/one.md"), (0, "Welcome", "b/README.md"), (0, "Two", "b/part/two.md")]),
    ];
    let course = course_with_indexes(&outlines, &tables);
    has_each_once(&course, &outlines);
    assert_eq!(structure(&course), "Welcome(Part(a/part/two.md)) Welcome(b/one.md b/part/two.md)");
}

#[test]
fn a_readme_that_is_named_elsewhere_stays_there_and_what_is_left_of_its_folder_has_another_page() {
    let outlines = outlines(&[("a/README.md", "# A"), ("a/x.md", ""), ("a/y.md", ""), ("z.md", "[a](a/)")]);
    let tables = [table("", true, &[(0, "A", "a/README.md"), (0, "X", "a/x.md"), (0, "Z", "z.md")])];
    let course = course_with_indexes(&outlines, &tables);
    has_each_once(&course, &outlines);
    assert_eq!(structure(&course), "a/README.md a/x.md z.md A(a/y.md)");
    let pages: Vec<&str> = course.modules.iter().map(|module| module.page.as_str()).collect();
    assert_eq!(pages, ["a/a/index.html"]);
}

#[test]
fn whatever_tables_of_contents_say_each_chapter_is_on_one_page_of_its_own() {
    const PATHS: [&str; 15] = [
        "README.md",
        "a/README.md",
        "a/a/README.md",
        "a/a/one.md",
        "a/b/README.md",
        "a/b.md",
        "a/part/two.md",
        "b/README.md",
        "b/index/x.md",
        "b/part.md",
        "b/part/README.md",
        "b/part/two.md",
        "docs/one.md",
        "docs/part/two.md",
        "b/docs/one.md",
    ];
    const FOLDERS: [&str; 7] = ["", "a", "a/a", "b", "b/part", "a/b", "docs"];
    const TITLES: [&str; 4] = ["", "A", "Part", "Welcome"];
    hold(2_000, |input| {
        let mut texts: Vec<(&str, &str)> = Vec::new();
        for path in PATHS {
            if input.ratio(3, 4)? {
                texts.push((path, if input.arbitrary()? { "# T" } else { "" }));
            }
        }
        let mut tables = Vec::new();
        for at in 0..input.int_in_range(1..=3)? {
            let mut entries = Vec::new();
            for _ in 0..input.int_in_range(0..=8)? {
                let target = match input.int_in_range(0..=6)? {
                    0 => "",
                    1 => *input.choose(&["a/", "b/", "a/a/", "docs/"])?,
                    _ => *input.choose(&PATHS)?,
                };
                entries.push((input.int_in_range(0..=2)?, *input.choose(&TITLES)?, target));
            }
            let is_of_course = at == 0 && input.arbitrary()?;
            tables.push(table(input.choose(&FOLDERS)?, is_of_course, &entries));
        }
        let outlines = outlines(&texts);
        has_each_once(&course_with_indexes(&outlines, &tables), &outlines);
        Ok(())
    });
}
