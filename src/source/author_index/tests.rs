//! Tables of contents of other tools, on courses of a few lines.

use std::path::Path;

use super::*;
use crate::source::{Memory, WalkRules, scan};

/// The tables of a course of these files, one line for each entry, and the diagnostics.
fn read_course(files: &[(&str, &str)]) -> (AuthorIndexes, Vec<String>, Vec<Diagnostic>) {
    let world: Memory = files.iter().map(|(path, text)| (format!("course/{path}"), *text)).collect();
    let mut inventory = scan(&world, Path::new("course"), &WalkRules::default()).expect("a course").inventory;
    let (indexes, diagnostics) = author_indexes(&world, Path::new("course"), &mut inventory);
    let lines = indexes.indexes.iter().flat_map(|index| &index.entries).map(|entry| {
        let target = match &entry.target {
            IndexTarget::Nothing => String::new(),
            IndexTarget::File(path) => format!(" = {path}"),
            IndexTarget::Folder(path) => format!(" = {path}/"),
            IndexTarget::Missing(path) => format!(" ? {path}"),
            IndexTarget::Elsewhere => " ^".to_owned(),
        };
        format!("{}{}{target}", "  ".repeat(entry.depth), entry.title)
    });
    let lines = lines.collect();
    (indexes, lines, diagnostics)
}

#[test]
fn a_summary_of_mdbook_has_chapters_before_parts_and_after_them() {
    let summary = "# Summary\n\n[Preface](preface.md)\n\n# Basics\n\n- [Loops](loops.md)\n  - [`for`](loops/for.md)\n\
                   - [Later]()\n\n# More\n\n- [Gone](gone.md)\n\n---\n\n[Index](index-of-words.md)\n";
    let files = [
        (
            "book.toml",
            "[book]\ntitle = \"A book\"\nlanguage = \"de\"\nsrc = \"text\"\n\n[output.html]\ngit-repository-url = \"https://x.y/z/\"\n",
        ),
        ("text/SUMMARY.md", summary),
        ("text/preface.md", ""),
        ("text/loops.md", ""),
        ("text/loops/for.md", ""),
        ("text/index-of-words.md", ""),
    ];
    let (indexes, lines, diagnostics) = read_course(&files);
    assert_eq!(
        lines,
        [
            "Preface = text/preface.md",
            "Basics",
            "  Loops = text/loops.md",
            "    for = text/loops/for.md",
            "  Later",
            "More",
            "  Gone ? text/gone.md",
            "Index = text/index-of-words.md",
        ]
    );
    let facts = indexes.facts;
    assert_eq!(facts.title.as_deref(), Some("A book"));
    assert_eq!(facts.language.as_deref(), Some("de"));
    assert_eq!(facts.repository.as_deref(), Some("https://x.y/z"));
    assert!(indexes.indexes[0].is_of_course);
    let span = diagnostics[0].span.expect("a place");
    assert_eq!(span.of(summary), "[Gone](gone.md)");
    assert_eq!(diagnostics[0].source.as_ref().map(SourcePath::as_str), Some("text/SUMMARY.md"));
}

#[test]
fn a_sidebar_of_docsify_may_leave_out_endings_and_names_files_from_the_root() {
    let files = [
        (
            "docs/_sidebar.md",
            "- [Home](/)\n- Guide\n  - [Start](guide/start)\n  - [Site](https://x.y)\n- **More**\n  - [B](/b.md?id=x)\n",
        ),
        ("docs/README.md", ""),
        ("docs/guide/start.md", ""),
        ("docs/b.md", ""),
    ];
    let (_, lines, diagnostics) = read_course(&files);
    assert_eq!(
        lines,
        ["Home = docs/README.md", "Guide", "  Start = docs/guide/start.md", "  Site ^", "More", "  B = docs/b.md"]
    );
    assert_eq!(diagnostics, []);
}

#[test]
fn the_nav_of_mkdocs_is_read_though_other_keys_are_none_of_yaml() {
    let settings = "site_name: 'My docs'\nrepo_url: https://x.y/z.git\ntheme:\n  name: material\n  language: fr\nnav:\n\
                    - Home: index.md\n- Guide:\n    - start.md\n    - Deep:\n      - D: deep/d.md\n- Folder: deep/\n\
                    - Gone: gone.md\n- Site: https://x.y\nmarkdown_extensions:\n- x: !!python/name:a.b\n";
    let files = [
        ("mkdocs.yml", settings),
        ("docs/index.md", ""),
        ("docs/start.md", ""),
        ("docs/deep/d.md", ""),
        ("docs/z.md", ""),
    ];
    let (indexes, lines, diagnostics) = read_course(&files);
    assert_eq!(
        lines,
        [
            "Home = docs/index.md",
            "Guide",
            "   = docs/start.md",
            "  Deep",
            "    D = docs/deep/d.md",
            "Folder = docs/deep/",
            "Gone ? docs/gone.md",
            "Site ^",
        ]
    );
    let BookFacts { title, language, repository, file } = indexes.facts;
    assert_eq!(file, Some(SourcePath::new("mkdocs.yml")));
    assert_eq!([title, language, repository].map(Option::unwrap_or_default), ["My docs", "fr", "https://x.y/z"]);
    assert_eq!(diagnostics[0].span.map(|span| span.of(settings)), Some("gone.md"));
}

#[test]
fn a_summary_is_a_table_of_contents_by_what_it_holds() {
    let is_index = |text: &str| {
        let (indexes, ..) = read_course(&[("SUMMARY.md", text), ("a.md", ""), ("b.md", "")]);
        !indexes.indexes.is_empty()
    };
    assert!(is_index("# Summary\n\n* [A](a.md)\n* [B](b.md)\n"));
    assert!(is_index("# Table of contents\n\n* [A](a.md)\n\n## Part\n\n* [B](b.md)\n"));
    for text in [
        "# Summary\n\nWhat we learned:\n\n- [A](a.md)\n- [B](b.md)\n",
        "# Summary\n\n- Loops repeat\n- Functions name\n- See [A](a.md) and [B](b.md)\n",
        "# Summary\n\nText.\n",
        "",
    ] {
        assert!(!is_index(text), "{text}");
    }
}

#[test]
fn of_several_books_only_that_of_the_root_is_the_course() {
    let list = "- [A](a.md)\n- [B](b.md)\n";
    let book = |folder: &str| [format!("{folder}/SUMMARY.md"), format!("{folder}/a.md"), format!("{folder}/b.md")];
    let names: Vec<String> = ["src", "old/src"].iter().flat_map(|folder| book(folder)).collect();
    let files = names.iter().map(|name| (name.as_str(), if name.ends_with("SUMMARY.md") { list } else { "" }));
    let settings = [("book.toml", ""), ("old/book.toml", "[book]\ntitle = \"Old\"\n")];
    let (indexes, ..) = read_course(&files.clone().chain(settings).collect::<Vec<_>>());
    let of_course: Vec<(&str, bool)> =
        indexes.indexes.iter().map(|index| (index.folder.as_str(), index.is_of_course)).collect();
    assert_eq!(of_course, [("src", true), ("old/src", false)]);
    assert_eq!(indexes.facts, BookFacts::default());
    let (indexes, ..) = read_course(&files.clone().collect::<Vec<_>>());
    assert!(indexes.indexes.iter().all(|index| !index.is_of_course));
    // Where there is only one, its own settings are those of the course.
    let old = files.filter(|(name, _)| name.starts_with("old")).chain(settings);
    let (indexes, ..) = read_course(&old.filter(|(name, _)| *name != "book.toml").collect::<Vec<_>>());
    assert!(indexes.indexes[0].is_of_course && indexes.facts.title.as_deref() == Some("Old"));
}

#[test]
fn a_list_of_files_elsewhere_is_no_table_of_contents() {
    let (indexes, ..) =
        read_course(&[("docs/_sidebar.md", "- [1](../a.md)\n- [2](../b.md)\n"), ("a.md", ""), ("b.md", "")]);
    assert_eq!(indexes.indexes, []);
}

#[test]
fn settings_beside_the_folder_are_read_where_they_name_it() {
    let read_beside = |above: &[(&str, &str)]| {
        let inside = [("course/a.md", ""), ("course/part/b.md", "")];
        let world: Memory = inside.iter().chain(above).copied().collect();
        let mut inventory = scan(&world, Path::new("course"), &WalkRules::default()).expect("a course").inventory;
        let (indexes, diagnostics) = author_indexes(&world, Path::new("course"), &mut inventory);
        let named = indexes.indexes.iter().filter(|index| index.is_of_course).flat_map(|index| &index.entries);
        let files = named.filter_map(|entry| match &entry.target {
            IndexTarget::File(path) => Some(path.as_str().to_owned()),
            _ => None,
        });
        (indexes.facts.title.unwrap_or_default(), files.collect::<Vec<_>>().join(" "), diagnostics.len())
    };
    let nav = "nav:\n- B: part/b.md\n- A: a.md\n- part/gone.md\n";
    let mkdocs = format!("site_name: Docs\ndocs_dir: ./course/\n{nav}");
    assert_eq!(read_beside(&[("mkdocs.yml", &mkdocs)]), ("Docs".into(), "part/b.md a.md".into(), 0));
    let elsewhere = format!("site_name: Docs\n{nav}");
    assert_eq!(read_beside(&[("mkdocs.yml", &elsewhere)]), (String::new(), String::new(), 0));
    let book = ("book.toml", "[book]\ntitle = \"Book\"\nsrc = \"course\"\n");
    let summary = ("course/SUMMARY.md", "- [B](part/b.md)\n- [A](a.md)\n");
    assert_eq!(read_beside(&[book, summary]), ("Book".into(), "part/b.md a.md".into(), 0));
    // The course's own settings say it all.
    let own = ("course/mkdocs.yml", "site_name: Own\n");
    assert_eq!(read_beside(&[("mkdocs.yml", &mkdocs), own]).0, "Own");
}
