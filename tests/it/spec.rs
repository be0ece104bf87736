//! Runs the cases of `tests/spec/*.md`: prose states the rule, code fences with a path hold files, the fences after them the expected output.
//! `SYLLABUS_BLESS=1 cargo test --test it spec` writes the current output into the cases; review the difference before committing it.
//!
//! Fences: `md PATH` (or any word and a path) is a file, of every case where it stands before the first; `diagnostics` the output of `check`; `html body`
//! the body of the first file's page, without its head; `inspect KEY` a key of the first file's chapter in `inspect`; `console` what is typed and
//! what comes of it (see `console.rs`).

use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use serde_json::Value;

use crate::CourseTest;
use crate::console;
use crate::html;

/// A fence: its words, and the lines between its own.
struct Fence {
    info: String,
    lines: Range<usize>,
}

/// Files, and what must come out of them.
struct Case {
    title: String,
    files: Vec<(String, String)>,
    expected: Vec<(Fence, String)>,
}

#[test]
fn every_case_of_the_specification_holds() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/spec");
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder).expect("tests/spec").flatten().map(|entry| entry.path()).collect();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "md"));
    paths.sort();
    let failures: Vec<String> = paths.par_iter().flat_map_iter(|path| check_file(path)).collect();
    assert!(!paths.is_empty() && failures.is_empty(), "{}", failures.join("\n"));
}

/// What differs in one file of cases; or it is blessed.
fn check_file(path: &Path) -> Vec<String> {
    let text = fs::read_to_string(path).expect("a specification");
    let lines: Vec<&str> = text.lines().collect();
    let cases = cases(&lines);
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let outcomes: Vec<Vec<String>> = cases.par_iter().map(outcomes).collect();
    if std::env::var_os("SYLLABUS_BLESS").is_some() {
        fs::write(path, blessed(&lines, &cases, &outcomes)).expect("a specification to write");
        return Vec::new();
    }
    let mut failures = Vec::new();
    for (case, outcomes) in cases.iter().zip(&outcomes) {
        if case.expected.is_empty() {
            failures.push(format!("{name}: `{}` expects nothing", case.title));
        }
        for ((fence, expected), came) in case.expected.iter().zip(outcomes) {
            if expected != came {
                let place = format!("{name}:{} `{}`, {}", fence.lines.start, case.title, fence.info);
                failures.push(format!("── {place}\nexpected:\n{expected}\ncame:\n{came}"));
            }
        }
    }
    failures
}

fn cases(lines: &[&str]) -> Vec<Case> {
    let fences = fences(lines);
    let titles: Vec<usize> = (0..lines.len())
        .filter(|row| lines[*row].starts_with("## ") && !fences.iter().any(|fence| fence.lines.contains(row)))
        .collect();
    let ends = titles.iter().skip(1).copied().chain([lines.len()]);
    let mut cases = Vec::new();
    let first = titles.first().copied().unwrap_or(lines.len());
    let body = |fence: &Fence| lines[fence.lines.clone()].iter().map(|line| format!("{line}\n")).collect::<String>();
    let path_of = |fence: &Fence| fence.info.split_once(' ').map(|(_, path)| path.to_owned());
    let before = fences.iter().filter(|fence| fence.lines.start < first);
    let of_every_case: Vec<(String, String)> =
        before.filter_map(|fence| Some((path_of(fence)?, body(fence)))).collect();
    for (start, end) in titles.iter().copied().zip(ends) {
        let mut case = Case {
            title: lines[start].trim_start_matches("## ").to_owned(),
            files: of_every_case.clone(),
            expected: Vec::new(),
        };
        for fence in fences.iter().filter(|fence| (start..end).contains(&fence.lines.start)) {
            match fence.info.split_once(' ') {
                Some((first, path)) if !matches!(first, "html" | "inspect") => {
                    case.files.push((path.to_owned(), body(fence)));
                }
                _ => case.expected.push((Fence { info: fence.info.clone(), lines: fence.lines.clone() }, body(fence))),
            }
        }
        cases.push(case);
    }
    cases
}

fn fences(lines: &[&str]) -> Vec<Fence> {
    let ticks = |line: &str| line.len() - line.trim_start_matches('`').len();
    let mut fences = Vec::new();
    let mut open: Option<(usize, usize)> = None;
    for (row, line) in lines.iter().enumerate() {
        match open {
            None if ticks(line) >= 3 => open = Some((row, ticks(line))),
            Some((start, count)) if ticks(line) >= count && line.trim_matches('`').is_empty() => {
                let info = lines[start].trim_start_matches('`').trim().to_owned();
                fences.push(Fence { info, lines: start + 1..row });
                open = None;
            }
            _ => {}
        }
    }
    fences
}

fn outcomes(case: &Case) -> Vec<String> {
    case.expected.iter().map(|(fence, expected)| outcome(case, &fence.info, expected)).collect()
}

fn outcome(case: &Case, info: &str, expected: &str) -> String {
    let mut course = CourseTest::new();
    for (path, text) in &case.files {
        course = course.bytes(path, text.as_bytes());
    }
    let first = case.files.first().map_or("", |(path, _)| path.as_str());
    match info.split_once(' ').unwrap_or((info, "")) {
        ("diagnostics", _) => diagnostics(&course.run("check --format json").json()),
        ("html", _) => body(course, first),
        ("console", _) => console::transcript(course, expected),
        ("inspect", key) => inspect(&course.run("inspect").json(), first, key),
        _ => format!("no such outcome: {info}\n"),
    }
}

/// A line each: `path:line:column severity[code] message`.
fn diagnostics(json: &Value) -> String {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let line = |one: &Value| {
        let numbers = [&one["line"], &one["column"]].map(|number| number.as_u64().map(|n| format!(":{n}")));
        let place = format!("{}{}", text(&one["source"]), numbers.into_iter().flatten().collect::<String>());
        let place = if place.is_empty() { place } else { format!("{place} ") };
        format!("{place}{}[{}] {}\n", text(&one["severity"]), text(&one["code"]), text(&one["message"]))
    };
    json["diagnostics"].as_array().map_or_else(String::new, |all| all.iter().map(line).collect())
}

fn body(course: CourseTest, first: &str) -> String {
    let page = format!("{}.html", first.trim_end_matches(".md"));
    let main = course.main_of(&page);
    let body = html::between(&main, "<div class=\"prose\">\n", "\n</div>\n</article>").unwrap_or(&main);
    // A link follows each heading: that is said by a test of its own, not in every case.
    let mut parts = body.split("<a class=\"anchor\"");
    let first = parts.next().unwrap_or_default().to_owned();
    let body = parts.fold(first, |body, part| body + part.split_once("</a>").map_or(part, |(_, rest)| rest));
    format!("{}\n", body.trim_end())
}

fn inspect(json: &Value, first: &str, key: &str) -> String {
    let chapters = json["chapters"].as_array().cloned().unwrap_or_default();
    let chapter = chapters.into_iter().find(|chapter| chapter["source"] == first).unwrap_or_default();
    match &chapter[key] {
        Value::Array(rows) => rows.iter().map(|row| format!("{row}\n")).collect(),
        other => format!("{other}\n"),
    }
}

/// The file with what comes out now in place of what was expected.
fn blessed(lines: &[&str], cases: &[Case], outcomes: &[Vec<String>]) -> String {
    let mut out = String::new();
    let mut row = 0;
    for (case, outcomes) in cases.iter().zip(outcomes) {
        for ((fence, _), came) in case.expected.iter().zip(outcomes) {
            out.extend(lines[row..fence.lines.start].iter().map(|line| format!("{line}\n")));
            out.push_str(came);
            row = fence.lines.end;
        }
    }
    out.extend(lines[row..].iter().map(|line| format!("{line}\n")));
    out
}
