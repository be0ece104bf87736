//! Inside a room the imports between files have no cycles: no file depends, directly or through others, on a file that depends on it.
//!
//! File `a` depends on file `b` if the code of `a` names a path in `b`: `super::b::…`, `crate::room::b::…`, in a parent `b::…`. An item that
//! a parent file declares or only re-exports is a dependency on the parent, so a child imports an item from the file that declares it. A
//! declaration (`mod b;`) and a visibility (`pub(super)`) are no dependencies. Code of tests is left out.
//!
//! Only paths are seen: a method that another file adds to a type is called without naming that file. So `html/writer.rs` and the files
//! that add methods to its `BodyWriter` depend on each other without being found here.

use std::collections::{BTreeMap, BTreeSet};

use super::{SourceFile, assert_none, source_files};

/// Files of one room, by their module path (`["quiz", "stem"]`).
type Modules<'f> = BTreeMap<Vec<String>, &'f SourceFile>;

/// For each module those it needs.
type Arrows = BTreeMap<Vec<String>, BTreeSet<Vec<String>>>;

fn module_path(file: &SourceFile) -> Vec<String> {
    let path = file.path.trim_end_matches(".rs").trim_end_matches("/mod");
    path.split('/').map(str::to_owned).collect()
}

/// Every circle of every room, one shortest way round for each group of files that need each other: `quiz: a.rs -> b.rs -> a.rs`.
fn circles(files: &[SourceFile]) -> Vec<(String, String)> {
    let mut rooms: BTreeMap<&str, Modules> = BTreeMap::new();
    for file in files.iter().filter(|file| !file.is_test()) {
        rooms.entry(file.room()).or_default().insert(module_path(file), file);
    }
    let mut found = Vec::new();
    for (room, modules) in rooms {
        let mut arrows = arrows(&modules);
        while let Some(circle) = shortest_circle(&arrows) {
            let files = circle.iter().chain(circle.first()).filter_map(|module| modules.get(module));
            let files: Vec<&str> = files.map(|file| file.path.as_str()).collect();
            found.push((room.to_owned(), files.join(" -> ")));
            // The rest is looked at without these files: each file is named once.
            arrows.retain(|module, _| !circle.contains(module));
        }
    }
    found
}

fn arrows(modules: &Modules) -> Arrows {
    let mut arrows = Arrows::new();
    for (module, file) in modules {
        let code: String = file.code().map(|(_, line)| format!("{}\n", without_visibility(line))).collect();
        let named = paths(&code).into_iter().filter_map(|path| resolved(&path, module, modules));
        arrows.insert(module.clone(), named.filter(|other| other != module).collect());
    }
    arrows
}

/// A line without `pub(in crate::room)`.
fn without_visibility(line: &str) -> &str {
    let rest = line.trim_start().strip_prefix("pub(in ").and_then(|rest| rest.split_once(')'));
    rest.map_or(line, |(_, rest)| rest)
}

/// The file in which a path lies: that of the longest beginning which is a module of the room.
fn resolved(path: &[String], from: &[String], modules: &Modules) -> Option<Vec<String>> {
    let up = path.iter().take_while(|part| *part == "super").count();
    let rest = path.iter().skip_while(|part| ["self", "super"].contains(&part.as_str()));
    let mut whole: Vec<String> = match path.first()?.as_str() {
        "crate" => path.iter().skip(1).cloned().collect(),
        "self" | "super" => from.iter().take(from.len().checked_sub(up)?).chain(rest).cloned().collect(),
        _ => from.iter().chain(path).cloned().collect(),
    };
    let is_relative = !["crate", "self", "super"].contains(&path.first()?.as_str());
    while !whole.is_empty() {
        if modules.contains_key(&whole) {
            // `name::…` without a root is a child of this file, or nothing of the room.
            return (!is_relative || whole.len() > from.len()).then_some(whole);
        }
        whole.pop();
    }
    None
}

/// All paths that a text names, those of `use {a, b::{c, d}}` each whole.
fn paths(code: &str) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    let mut rest = code;
    while let Some(at) = rest.find("::") {
        let is_name = |c: char| c.is_alphanumeric() || c == '_';
        let head = rest.get(..at).unwrap_or("");
        let start = head.rfind(|c| !is_name(c)).map_or(0, |before| before + head.get(before..).map_or(0, first_len));
        let (mut paths, length) = tree(rest.get(start..).unwrap_or(""));
        found.append(&mut paths);
        rest = rest.get((start + length).max(at + 2)..).unwrap_or("");
    }
    found
}

fn first_len(text: &str) -> usize {
    text.chars().next().map_or(0, char::len_utf8)
}

/// The paths of a tree (`a::{b, c::d}`) at the start of `text`, and how many bytes it takes.
fn tree(text: &str) -> (Vec<Vec<String>>, usize) {
    let mut path: Vec<String> = Vec::new();
    let mut at = 0;
    loop {
        let rest = text.get(at..).unwrap_or("");
        let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
        let Some(name) = rest.get(..end).filter(|name| !name.is_empty()) else { return (vec![path], at) };
        path.push(name.to_owned());
        at += end;
        let Some(after) = text.get(at..).and_then(|rest| rest.strip_prefix("::")) else { return (vec![path], at) };
        at += 2;
        if after.starts_with('{') {
            let (inner, length) = braced(after);
            let whole = |inner: Vec<String>| path.iter().cloned().chain(inner).collect();
            return (inner.into_iter().map(whole).collect(), at + length);
        }
    }
}

/// The trees between braces at the start of `text`, and how many bytes they take.
fn braced(text: &str) -> (Vec<Vec<String>>, usize) {
    let mut found = Vec::new();
    let mut at = 1;
    loop {
        let rest = text.get(at..).unwrap_or("");
        match rest.chars().next() {
            None => return (found, at),
            Some('}') => return (found, at + 1),
            Some(c) if c.is_alphanumeric() || c == '_' => {
                let (paths, length) = tree(rest);
                found.extend(paths);
                at += length;
            }
            Some(c) => at += c.len_utf8(),
        }
    }
}

/// A way round with the fewest files, if there is one.
fn shortest_circle(arrows: &Arrows) -> Option<Vec<Vec<String>>> {
    arrows.keys().filter_map(|start| way_back(arrows, start)).min_by_key(Vec::len)
}

/// The shortest way from `start` along arrows to `start`.
fn way_back(arrows: &Arrows, start: &Vec<String>) -> Option<Vec<Vec<String>>> {
    let mut seen = BTreeSet::new();
    let mut ways = vec![vec![start.clone()]];
    while !ways.is_empty() {
        let mut longer = Vec::new();
        for way in ways {
            for next in way.last().and_then(|last| arrows.get(last)).into_iter().flatten() {
                if next == start {
                    return Some(way);
                }
                if arrows.contains_key(next) && seen.insert(next.clone()) {
                    longer.push(way.iter().chain([next]).cloned().collect());
                }
            }
        }
        ways = longer;
    }
    None
}

#[test]
fn files_of_a_room_import_each_other_in_one_direction() {
    let found = circles(&source_files()).into_iter().map(|(_, circle)| circle);
    assert_none(&found.collect::<Vec<_>>(), "circles inside of rooms");
}

/// The circles of files that are made up.
fn circles_of(files: &[(&str, &str)]) -> Vec<String> {
    let files: Vec<SourceFile> = files.iter().map(|(path, text)| SourceFile::new(path, text)).collect();
    circles(&files).into_iter().map(|(_, circle)| circle).collect()
}

#[test]
fn a_planted_circle_is_found() {
    let long = [
        ("quiz/a.rs", "use super::b::B;"),
        ("quiz/b.rs", "use crate::quiz::{d::D, c::{self, C}};"),
        ("quiz/c.rs", "fn c() {\n    super::a::run();\n}"),
        ("quiz/d.rs", "use crate::markdown::a;"),
    ];
    assert_eq!(circles_of(&long), ["quiz/a.rs -> quiz/b.rs -> quiz/c.rs -> quiz/a.rs"]);
    let parent =
        [("quiz/mod.rs", "mod a;\npub use a::A;\nstruct Quiz;"), ("quiz/a.rs", "use super::Quiz;\nfn a(_: Quiz) {}")];
    assert_eq!(circles_of(&parent), ["quiz/mod.rs -> quiz/a.rs -> quiz/mod.rs"]);
    let beside = [
        ("render/theme.rs", "mod assets;\nfn theme() { assets::all() }"),
        ("render/theme/assets.rs", "fn assets() -> super::Theme {}"),
    ];
    assert_eq!(circles_of(&beside), ["render/theme.rs -> render/theme/assets.rs -> render/theme.rs"]);
}

#[test]
fn what_is_no_circle_is_none() {
    let files = [
        ("quiz/mod.rs", "mod a;\nmod b;\n#[cfg(test)]\nmod tests;\npub use a::A;\nfn find() { b::find() }"),
        ("quiz/a.rs", "pub(super) struct A;\n// use super::b::B;\n#[cfg(test)]\nmod tests {\n    use super::b::B;\n}"),
        ("quiz/b.rs", "use super::a::A;\npub(in crate::quiz) fn find() {}"),
        ("quiz/tests.rs", "use super::*;"),
        ("source/a.rs", "use crate::quiz::b::find;"),
    ];
    assert_eq!(circles_of(&files), [""; 0]);
}
