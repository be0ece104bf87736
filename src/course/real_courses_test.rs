//! Real courses, where they lie beside this folder: the links that lead nowhere are known, and none is missed or invented.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::testing::{Outlines, outline, page};
use super::{BrokenLink, Course, CourseFiles, CourseSettings, ResolvedLink, assemble};
use crate::path::{SitePath, SourcePath};
use crate::source::FileKind;

const META: &[&str] =
    &["contributing", "code_of_conduct", "code-of-conduct", "license", "changelog", "security", "support"];

fn shared() -> Option<PathBuf> {
    let path = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/courses"));
    if !path.is_dir() {
        println!("skipped: no ../shared/courses");
        return None;
    }
    Some(path.to_owned())
}

fn walk(root: &Path, folder: &Path, found: &mut Vec<String>) {
    let mut entries: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            walk(root, &path, found);
        } else {
            found.push(path.strip_prefix(root).unwrap().to_str().unwrap().to_owned());
        }
    }
}

/// The outlines and the course of a folder.
fn read(root: &Path) -> (Outlines, Course) {
    let mut names = Vec::new();
    walk(root, root, &mut names);
    let paths: Vec<SourcePath> = names.iter().map(SourcePath::new).collect();
    let kind = |path: &SourcePath| match path.as_str() {
        name if name.split('/').any(|part| part.starts_with('.')) => FileKind::Other,
        name if !name.ends_with(".md") => FileKind::Other,
        _ if META.contains(&path.stem().to_lowercase().as_str()) => FileKind::Meta,
        _ => FileKind::Chapter,
    };
    let texts = paths.iter().filter(|path| kind(path) != FileKind::Other);
    let outlines: Outlines = texts
        .map(|path| outline(path.as_str(), &String::from_utf8_lossy(&std::fs::read(root.join(path.as_str())).unwrap())))
        .collect();
    let pages: BTreeMap<SourcePath, SitePath> =
        outlines.iter().map(|outline| (outline.path.clone(), page(&outline.path))).collect();
    let files = CourseFiles::new(paths.iter().map(|path| (path, kind(path))));
    let settings = CourseSettings {
        root_name: root.file_name().unwrap().to_string_lossy().into_owned(),
        ..CourseSettings::default()
    };
    let course = assemble(&outlines, &pages, &files, &settings, None);
    (outlines, course)
}

/// Source and link of all that is dead.
fn reported(outlines: &Outlines, course: &Course) -> BTreeSet<(String, String)> {
    let is_dead = |link: &ResolvedLink| match link {
        ResolvedLink::Broken(broken) => !matches!(broken, BrokenLink::FolderWithoutPage | BrokenLink::FileWithoutPage),
        _ => false,
    };
    let links = course.chapters.iter().flat_map(|chapter| {
        let written = outlines.get(chapter.file).unwrap().links.iter();
        written.zip(course.links(chapter.file).unwrap()).map(move |(link, resolved)| (chapter, link, resolved))
    });
    links
        .filter(|(chapter, _, resolved)| is_dead(resolved) && !is_meta(chapter.source.as_str()))
        .map(|(chapter, link, _)| (chapter.source.as_str().to_owned(), link.href.clone()))
        .collect()
}

fn is_meta(path: &str) -> bool {
    META.contains(&SourcePath::new(path).stem().to_lowercase().as_str())
}

/// The entries of a list of known links: source, link, and its last text.
fn entries(gold: &Value, list: &str) -> Vec<(String, String, String)> {
    let entries = gold[list].as_array().unwrap().iter();
    let text = |value: &Value| value.as_str().unwrap_or("").to_owned();
    entries.map(|entry| (text(&entry[0]), text(&entry[1]), text(entry.as_array().unwrap().last().unwrap()))).collect()
}

fn compare(name: &str) {
    let Some(shared) = shared() else { return };
    let text = std::fs::read_to_string(shared.join(format!("gold/e2e_{name}.json"))).unwrap();
    let gold: Value = serde_json::from_str(&text).unwrap();
    let (outlines, course) = read(&shared.join(name));
    let reported = reported(&outlines, &course);
    let anchors = entries(&gold, "broken_anchors");
    let dead_anchors = anchors.iter().filter(|(_, _, kind)| kind == "broken");
    let links = [entries(&gold, "broken_links"), entries(&gold, "missing_images")].concat();
    let wanted = links.iter().chain(dead_anchors).filter(|(source, ..)| !is_meta(source));
    let wanted: BTreeSet<(String, String)> = wanted.map(|(source, href, _)| (source.clone(), href.clone())).collect();
    let near: BTreeSet<(String, String)> = anchors
        .iter()
        .filter(|(_, _, kind)| kind != "broken")
        .map(|(source, href, _)| (source.clone(), href.clone()))
        .collect();
    let missed: Vec<_> = wanted.difference(&reported).collect();
    let surplus: Vec<_> = reported.difference(&wanted).filter(|link| !near.contains(link)).collect();
    println!("{name}: {} dead links known, {} reported", wanted.len(), reported.len());
    assert!(missed.is_empty() && surplus.is_empty(), "missed {missed:#?}\nsurplus {surplus:#?}");
}

#[test]
fn dead_links_of_the_databricks_guide() {
    compare("databricks-guide");
}

#[test]
fn dead_links_of_the_copilot_course() {
    compare("copilot-cli");
}

/// Authors' chains of Next links are the reading order where they stay in one folder.
#[test]
fn the_copilot_course_is_read_as_its_author_chained_it() {
    let Some(shared) = shared() else { return };
    let (_, course) = read(&shared.join("copilot-cli"));
    let sources: Vec<&str> = course.chapters.iter().map(|chapter| chapter.source.as_str()).collect();
    let chapters = sources.iter().filter(|source| source.starts_with('0') && source.ends_with("README.md"));
    let numbers: Vec<&str> = chapters.map(|source| &source[..2]).collect();
    assert_eq!(numbers, ["00", "01", "02", "03", "04", "05", "06", "07"]);
}

#[test]
fn every_course_is_assembled_with_each_chapter_once() {
    let Some(shared) = shared() else { return };
    for name in
        ["ai-productivity", "aws-notes", "golang-aulas", "javascript-questions", "qa-automation", "talleres-verano"]
    {
        let (outlines, course) = read(&shared.join(name));
        let placed: BTreeSet<&str> = course.chapters.iter().map(|chapter| chapter.source.as_str()).collect();
        let chapters = outlines.iter().filter(|outline| !is_meta(outline.path.as_str())).count();
        assert_eq!(placed.len(), course.chapters.len(), "{name}");
        assert!(placed.len() >= chapters, "{name}");
        let ids: BTreeSet<&str> = course.chapters.iter().map(|chapter| chapter.id.as_str()).collect();
        assert_eq!(ids.len(), course.chapters.len(), "{name}");
    }
}
