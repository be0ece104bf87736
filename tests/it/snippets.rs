//! Every command of the README and of the documentation runs, in a scratch copy of the sample course, and every piece of configuration, front
//! matter, markdown and workflow in them is read without a word of doubt. What cannot run stands in `NOT_RUN`, each with its reason.
//!
//! A fence with `title="…"` is that file; `toml` without one is a `syllabus.toml`, `yaml` that begins with `---` a front matter.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use rayon::prelude::*;
use serde_json::Value;

use crate::CourseTest;
use crate::course_test::list;
use crate::json_schema::JsonSchema;
use crate::serve::Serving;
use crate::spec::fences;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// How commands begin that are not run, and why. Each is somewhere in the documentation.
const NOT_RUN: &[(&str, &str)] = &[
    ("cargo run --release -- build", "compiles; `./test` builds the sample course so"),
    ("cargo install --locked --path .", "compiles, and writes outside of a scratch folder"),
    ("./test", "runs this test"),
    ("sha256sum --check", "needs the archive of a release"),
    ("gh attestation verify", "needs the archive of a release"),
    ("syllabus completions powershell", "is typed in PowerShell"),
    ("npx wrangler pages deploy", "needs an account"),
    ("npx netlify-cli deploy", "needs an account"),
    ("rsync -a --delete", "needs a server"),
    ("syllabus check --live https://", "needs a published site"),
    ("syllabus repair --interactive", "asks in a terminal; tests of its own play that"),
];

/// The place of a command that stands in a text.
const NAMED_IN_TEXT: &str = "in a text";

/// What stands for a name in commands of the text, and a name.
const NAMED: &[(&str, &str)] =
    &[("CODE", "link/broken"), ("KEY", "course.title"), ("FILE", "review.md"), ("DIR", "my-theme")];

/// Pages that are made from the code and held to it elsewhere, command for command and example for example, all but some.
const MADE: &str = "docs/reference/";
const WRITTEN: [&str; 3] = ["theme.md", "progress.md", "search.md"];

/// A fence of a page.
struct Snippet {
    /// File and line.
    place: String,
    language: String,
    /// The file that it is, where it says so.
    title: Option<String>,
    text: String,
}

/// The pages, by their paths from the root of the repository.
fn pages() -> Vec<(String, String)> {
    let mut paths = vec!["README.md".to_owned()];
    list(&Path::new(ROOT).join("docs"), "docs/", &mut paths);
    paths.retain(|path| path.ends_with(".md") && path.strip_prefix(MADE).is_none_or(|name| WRITTEN.contains(&name)));
    let read = |path: String| {
        let text = fs::read_to_string(Path::new(ROOT).join(&path)).expect("a page");
        (path, text)
    };
    paths.into_iter().map(read).collect()
}

fn snippets_of(path: &str, page: &str) -> Vec<Snippet> {
    let lines: Vec<&str> = page.lines().collect();
    let snippet = |fence: crate::spec::Fence| {
        let (language, rest) = fence.info.split_once(' ').unwrap_or((&fence.info, ""));
        let title = rest.split_once("title=\"").and_then(|(_, rest)| rest.split_once('"'));
        Snippet {
            place: format!("{path}:{}", fence.lines.start),
            language: language.to_owned(),
            title: title.map(|(title, _)| title.to_owned()),
            text: lines[fence.lines.clone()].iter().map(|line| format!("{line}\n")).collect(),
        }
    };
    fences(&lines).into_iter().map(snippet).collect()
}

fn snippets(languages: &[&str]) -> Vec<Snippet> {
    let all = pages().into_iter().flat_map(|(path, page)| snippets_of(&path, &page));
    let found: Vec<Snippet> = all.filter(|one| languages.contains(&one.language.as_str())).collect();
    assert!(!found.is_empty(), "{languages:?}");
    found
}

/// The commands of a text: its lines, without comments.
fn commands(text: &str) -> Vec<String> {
    let command = |line: &str| line.split("  #").next().unwrap_or_default().trim().to_owned();
    text.lines().map(command).filter(|line| !line.is_empty() && !line.starts_with('#')).collect()
}

/// The commands that a page names in a line of text: `` `syllabus check` ``.
fn named_commands(page: &str) -> BTreeSet<String> {
    let lines: Vec<&str> = page.lines().collect();
    let in_fence: BTreeSet<usize> = fences(&lines).into_iter().flat_map(|fence| fence.lines).collect();
    let text = lines.iter().enumerate().filter(|(row, _)| !in_fence.contains(row)).map(|(_, line)| *line);
    let spans = text.flat_map(|line| line.split('`').skip(1).step_by(2));
    let whole = spans.filter(|span| span.starts_with("syllabus ") && !span.contains('…'));
    let named = |span: &str| {
        let words = span.split(' ').map(|word| NAMED.iter().find(|(name, _)| *name == word).map_or(word, |(_, is)| is));
        words.collect::<Vec<_>>().join(" ")
    };
    whole.map(named).collect()
}

/// What of the sample course is enough.
const SCRATCH: [&str; 4] = ["README.md", "01-bytes/README.md", "01-bytes/02-", "01-bytes/03-"];
/// A chapter that is damaged: once for certain, once in one of several ways.
const DAMAGED: &str = "# Caf\u{c3}\u{a9}\n\n\u{11f}\u{178}\u{161}\u{20ac} Third, a check.\n";

/// A folder in which a reader may try what is written: some of the sample course, as `chapters` and as `docs`, what students saved, a theme.
fn scratch() -> CourseTest {
    let mut files = Vec::new();
    list(&Path::new(ROOT).join("chapters"), "", &mut files);
    files.retain(|path| SCRATCH.iter().any(|begins| path.starts_with(begins)));
    let course = files.into_iter().fold(CourseTest::new(), |course, path| {
        let bytes = fs::read(Path::new(ROOT).join("chapters").join(&path)).expect("a file of the sample course");
        course.bytes(&format!("chapters/{path}"), &bytes).bytes(&format!("docs/{path}"), &bytes)
    });
    let course = ["chapters", "docs"].iter().fold(course, |course, folder| {
        let course = course.bytes(&format!("{folder}/02-damaged.md"), DAMAGED.as_bytes());
        course.file(&format!("{folder}/03-doubtful.md"), "# Doubtful\n\nSee [damage](02-Damaged.md).\n")
    });
    let saved = |by: &str| format!("{{\"syllabus\": 1, \"course\": \"text\", \"by\": \"{by}\", \"questions\": {{}}}}");
    let course = course
        .file("syllabus.toml", "[course]\nid = \"text\"\n")
        .file("ann.json", &saved("ann"))
        .file("ben.json", &saved("ben"))
        .file("review.md", "")
        .file("bin/xdg-open", "#!/bin/sh\n")
        .dir(".home/.local/share/bash-completion/completions")
        .dir(".home/.config/fish/completions")
        .dir(".home/.zfunc")
        .file("my-theme/theme.toml", "contract = 1\n");
    for (name, target) in
        [("syllabus", Path::new(env!("CARGO_BIN_EXE_syllabus"))), ("open", &course.path("bin/xdg-open"))]
    {
        std::os::unix::fs::symlink(target, course.path("bin").join(name)).expect("a link");
    }
    let executable = std::os::unix::fs::PermissionsExt::from_mode(0o755);
    fs::set_permissions(course.path("bin/xdg-open"), executable).expect("rights");
    let path = format!("{}:{}", course.path("bin").display(), std::env::var("PATH").unwrap_or_default());
    course.variable("PATH", &path)
}

/// Runs a command as a reader would type it. What went wrong, and the folder for the next one.
fn run(course: CourseTest, line: &str) -> (CourseTest, Option<String>) {
    let words: Vec<&str> = line.split(' ').collect();
    if let ["syllabus", "serve", ..] = words.as_slice() {
        let rest = line.trim_start_matches("syllabus ");
        let serving = Serving::new(course, rest);
        let status = serving.stop();
        return (scratch(), (status != Some(0)).then(|| format!("it ended with {status:?}")));
    }
    if let ["syllabus", "watch", ..] = words.as_slice() {
        let ran =
            course.run_while(line.trim_start_matches("syllabus "), |course| course.wait_for("output/index.html", ""));
        return (ran.exit(0).then(), None);
    }
    if line.starts_with("syllabus export") && !crate::print::has_browser() {
        println!("skipped `{line}`: there is no Chromium");
        return (course, None);
    }
    // In containers tests run as root.
    let typed = line.replace("export --to pdf", "export --to pdf --no-sandbox");
    let output = Command::new("sh")
        .args(["-c", &typed])
        .current_dir(course.path("."))
        .env_clear()
        .envs(course.variables().iter().cloned())
        .env("HOME", course.path(".home"))
        .stdin(std::process::Stdio::null())
        .output()
        .expect("sh");
    // What tells of damage and of doubt says so with its status, and the sample course has some.
    let tells = ["check", "repair", "explain"].iter().any(|word| words.get(1) == Some(word));
    let is_fine = output.status.success() || (tells && output.status.code() == Some(1));
    let said = String::from_utf8_lossy(&output.stderr);
    (course, (!is_fine).then(|| format!("{}\n{said}", output.status)))
}

fn is_not_run(line: &str) -> bool {
    NOT_RUN.iter().any(|(begins, _)| line.starts_with(begins))
}

#[test]
fn every_command_runs() {
    let named: BTreeSet<String> = pages().iter().flat_map(|(_, page)| named_commands(page)).collect();
    let in_fences = snippets(&["sh", "console", "bash"]).into_iter().map(|one| (one.place, commands(&one.text)));
    let blocks: Vec<(String, Vec<String>)> =
        in_fences.chain(named.into_iter().map(|line| (NAMED_IN_TEXT.to_owned(), vec![line]))).collect();
    let all: Vec<&String> = blocks.iter().flat_map(|(_, lines)| lines).collect();
    let faults: Vec<String> = blocks
        .par_iter()
        .flat_map_iter(|(place, lines)| {
            let mut course = scratch();
            let mut faults = Vec::new();
            for line in lines.iter().filter(|line| !is_not_run(line)) {
                let (next, fault) = run(course, line);
                // A text may name a command that needs more.
                let (next, fault) = match fault {
                    Some(_) if place == NAMED_IN_TEXT => run(next, &format!("{line} --help")),
                    fault => (next, fault),
                };
                course = next;
                faults.extend(fault.map(|fault| format!("{place} `{line}`: {fault}")));
            }
            faults
        })
        .collect();
    assert!(faults.is_empty(), "{} of {}:\n{}", faults.len(), all.len(), faults.join("\n"));
    let stale: Vec<&str> = NOT_RUN
        .iter()
        .filter(|(begins, _)| !all.iter().any(|line| line.starts_with(begins)))
        .map(|(begins, _)| *begins)
        .collect();
    assert!(stale.is_empty(), "no page has these any more: {stale:?}");
    for (begins, why) in NOT_RUN {
        println!("not run: {begins}: {why}");
    }
}

#[test]
fn every_configuration_is_without_doubt() {
    let schema = fs::read_to_string(Path::new(ROOT).join("docs/schemas/syllabus.schema.json")).expect("the schema");
    let schema: Value = serde_json::from_str(&schema).expect("JSON");
    let mut faults = Vec::new();
    for Snippet { place, title, text, .. } in snippets(&["toml"]) {
        let table: toml::Table = text.parse().unwrap_or_else(|error| panic!("{place}: {error}"));
        match title.as_deref() {
            None => {
                let value = serde_json::to_value(table).expect("JSON");
                faults.extend(
                    JsonSchema::new(&schema).faults(&value).into_iter().map(|fault| format!("{place}: {fault}")),
                );
                let ran = scratch().bytes("syllabus.toml", text.as_bytes()).run("check chapters --format json");
                let said = format!("{}{}", ran.out(), ran.err());
                faults.extend(
                    said.lines().filter(|line| line.contains("\"config/")).map(|line| format!("{place}: {line}")),
                );
            }
            Some("theme.toml") => {
                let ran =
                    scratch().bytes("my-theme/theme.toml", text.as_bytes()).run("check chapters --theme my-theme");
                faults.extend(
                    ran.out().lines().filter(|line| line.contains("theme/")).map(|line| format!("{place}: {line}")),
                );
            }
            Some(_) => {}
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_front_matter_and_every_file_of_yaml_and_json_is_read() {
    for Snippet { place, text, title, .. } in snippets(&["yaml"]) {
        if title.is_none() && text.starts_with("---") {
            let ran = CourseTest::new()
                .bytes("a.md", format!("{text}\n# A\n").as_bytes())
                .run("check --now 2999-01-01 --format json");
            let json = ran.json();
            let all = json["diagnostics"].as_array().cloned().unwrap_or_default();
            let told: Vec<&Value> = all.iter().filter(|one| one["source"] == "a.md").collect();
            assert!(told.is_empty(), "{place}: {told:?}");
            continue;
        }
        let value: Result<Value, _> = serde_saphyr::from_str(&text);
        assert!(value.is_ok(), "{place}: {value:?}");
    }
    let all = pages().into_iter().flat_map(|(path, page)| snippets_of(&path, &page));
    for Snippet { place, text, .. } in all.filter(|one| one.language == "json") {
        let value: Result<Value, _> = serde_json::from_str(&text);
        assert!(value.is_ok(), "{place}: {value:?}");
    }
}

/// What a piece of markdown asks, as `inspect` tells it; and what `check --hints` says of it.
fn asked(text: &str) -> (Vec<Value>, Vec<Value>) {
    let ran = CourseTest::new().bytes("a.md", text.as_bytes()).run("inspect").exit(0);
    let chapter = ran.json()["chapters"][0].clone();
    let told = ran.then().run("check --hints --format json").json();
    (
        chapter["questions"].as_array().cloned().unwrap_or_default(),
        told["diagnostics"].as_array().cloned().unwrap_or_default(),
    )
}

#[test]
fn every_question_that_is_shown_is_recognised_and_graded() {
    let mut count = 0;
    for Snippet { place, text, .. } in snippets(&["markdown"]) {
        let (questions, _) = asked(&text);
        let shows = text.lines().filter(|line| line.starts_with("### Question")).count();
        assert_eq!(questions.len(), shows, "{place}: {questions:?}");
        assert!(questions.iter().all(|question| question["kind"] != "ungraded"), "{place}: {questions:?}");
        count += shows;
    }
    assert!(count >= 3, "{count}");
}

#[test]
fn the_chapter_for_coding_agents_has_nothing_to_tell() {
    let page = fs::read_to_string(Path::new(ROOT).join("docs/02-write/06-for-coding-agents.md")).expect("a page");
    let all = snippets_of("", &page);
    let chapter = all.iter().find(|one| one.language == "markdown").expect("a chapter");
    let (questions, told) = asked(&chapter.text);
    let kinds: Vec<&Value> = questions.iter().map(|question| &question["kind"]).collect();
    assert_eq!((kinds, told.len()), (vec![&Value::from("single"), &Value::from("multiple")], 0), "{told:?}");
    let ran = CourseTest::new().bytes("a.md", chapter.text.as_bytes()).run("inspect").exit(0);
    assert_eq!(ran.json()["chapters"][0]["checklist"].as_array().map(Vec::len), Some(2));
}

#[test]
fn nginx_takes_its_configuration() {
    let has_nginx = Command::new("nginx").arg("-v").output().is_ok_and(|output| output.status.success());
    if !has_nginx {
        return println!("skipped: there is no nginx");
    }
    for Snippet { place, text, .. } in snippets(&["nginx"]) {
        let course = CourseTest::new().dir("logs");
        let folder: PathBuf = course.path("");
        let whole = format!(
            "pid {0}/pid; error_log {0}/logs/error;\nevents {{}}\nhttp {{\naccess_log off;\n{text}}}\n",
            folder.display()
        );
        let course = course.bytes("nginx.conf", whole.as_bytes());
        let output = Command::new("nginx")
            .args(["-t", "-e", "logs/error", "-p"])
            .arg(&folder)
            .arg("-c")
            .arg(course.path("nginx.conf"))
            .output();
        let output = output.expect("nginx");
        assert!(output.status.success(), "{place}: {}", String::from_utf8_lossy(&output.stderr));
    }
}
