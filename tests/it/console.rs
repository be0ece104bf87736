//! Runs what is typed in the `console` fences of `tests/spec`: each line `$ …` in the folder as the ones before it left it. Below it stand what came on
//! stdout, what came on stderr with `! ` before each line, and `? STATUS` where that is not 0.
//!
//! Besides `syllabus …` a line may be `cd FOLDER`; it may set variables (`NAME=value syllabus …`), read a file (`< FILE`) and show the first lines of
//! stdout only (`| head -N`). `watch` and `serve` are stopped by Ctrl-C once they are ready. What differs from run to run is masked: `[TIME]`,
//! `[PORT]`, `[COUNT]` of a site's files, `[VERSION]`, and `[HERE]` for the folder.

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::process::Command;

use crate::CourseTest;

/// What comes of the lines that begin with `$` in a transcript: the whole transcript as it is now.
pub fn transcript(mut course: CourseTest, expected: &str) -> String {
    if cfg!(windows) {
        // Paths and the system's own messages are others there, and nothing is stopped by Ctrl-C.
        return expected.to_owned();
    }
    let mut out = String::new();
    for typed in expected.lines().filter_map(|line| line.strip_prefix("$ ")) {
        out.push_str(&format!("$ {typed}\n"));
        if let Some(folder) = typed.strip_prefix("cd ") {
            course = course.inside(folder);
            continue;
        }
        let typed = TypedLine::new(typed);
        let told = typed.run(&course);
        let here = fs::canonicalize(course.path("")).expect("the folder").display().to_string();
        out.push_str(&masked(&told, &here));
    }
    out
}

/// A line as it is typed.
struct TypedLine<'t> {
    variables: Vec<(&'t str, &'t str)>,
    arguments: &'t str,
    stdin: Option<&'t str>,
    lines: usize,
}

impl<'t> TypedLine<'t> {
    fn new(typed: &'t str) -> Self {
        let (typed, lines) = typed
            .split_once(" | head -")
            .map_or((typed, usize::MAX), |(typed, count)| (typed, count.parse().expect("how many lines are shown")));
        let (typed, stdin) = typed.split_once(" < ").map_or((typed, None), |(typed, file)| (typed, Some(file)));
        let (variables, arguments) = typed.split_once("syllabus").expect("a command");
        let variables = variables.split_whitespace().map(|one| one.split_once('=').expect("a variable")).collect();
        TypedLine { variables, arguments: arguments.trim(), stdin, lines }
    }

    /// Runs it; what it tells as a transcript has it.
    fn run(&self, course: &CourseTest) -> String {
        let stdin = self.stdin.map(|file| course.read(file)).unwrap_or_default();
        let mut child = course.start_with(self.arguments, &self.variables, &stdin);
        let mut stdout = child.stdout.take().expect("stdout");
        let reader = std::thread::spawn(move || {
            let mut bytes = Vec::new();
            stdout.read_to_end(&mut bytes).expect("stdout");
            String::from_utf8_lossy(&bytes).into_owned()
        });
        let is_ready = readiness(self.arguments);
        let mut stderr = Vec::new();
        for line in BufReader::new(child.stderr.take().expect("stderr")).lines() {
            stderr.push(line.expect("text"));
            if is_ready(&stderr) {
                let stopped = Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("kill");
                assert!(stopped.success(), "`{}` had ended", self.arguments);
            }
        }
        let status = child.wait().expect("an end").code();
        let stdout = reader.join().expect("stdout");
        let mut told: String = stdout.lines().take(self.lines).map(|line| format!("{}\n", line.trim_end())).collect();
        told.extend(stderr.iter().map(|line| format!("{}\n", format!("! {line}").trim_end())));
        match status {
            Some(0) => told,
            status => format!("{told}? {}\n", status.expect("a status")),
        }
    }
}

/// Tells from the lines on stderr when a command that goes on has come to wait; the last of them is new. False for those that end.
fn readiness(arguments: &str) -> fn(&[String]) -> bool {
    match arguments.split_whitespace().next() {
        Some("watch") => |lines| {
            lines.last().is_some_and(|last| last.ends_with(" s") || last.contains("\"event\":{\"name\":\"built\"}"))
        },
        Some("serve") => |lines| {
            let is_address = |line: &&String| line.starts_with("serving on ");
            let is_told_again =
                lines.last().filter(is_address).is_some() && lines.iter().filter(is_address).count() == 2;
            is_told_again || lines.last().is_some_and(|last| last.contains("\"event\":{\"name\":\"built\"}"))
        },
        _ => |_| false,
    }
}

/// A transcript without what differs from run to run.
fn masked(told: &str, here: &str) -> String {
    let told = told.replace(here, "[HERE]").replace('\u{1b}', "\\e");
    let told = told.replace(env!("CARGO_PKG_VERSION"), "[VERSION]");
    let told = after(&told, "http://127.0.0.1:", "[PORT]");
    let told = after(&told, "\"seconds\":", "[TIME]");
    let told = after(&told, "\"written\":", "[COUNT]");
    told.split_inclusive('\n').map(without_time).collect()
}

/// Each number behind `mark` replaced.
fn after(text: &str, mark: &str, by: &str) -> String {
    let mut parts = text.split(mark);
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let rest = part.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
        out.push_str(&format!("{mark}{}{rest}", if rest.len() < part.len() { by } else { "" }));
    }
    out
}

/// A line without the seconds that it ends with: `…, 0.07 s`.
fn without_time(line: &str) -> String {
    match line.strip_suffix(" s\n").and_then(|line| line.rsplit_once(", ")) {
        Some((line, seconds)) if seconds.parse::<f64>().is_ok() => format!("{line}, [TIME] s\n"),
        _ => line.to_owned(),
    }
}

#[test]
fn what_differs_from_run_to_run_is_masked_and_nothing_else() {
    for (told, expected) in [
        ("a → b: 1 chapter, 0.07 s\n", "a → b: 1 chapter, [TIME] s\n"),
        ("\"seconds\":0.065},\"written\":53", "\"seconds\":[TIME]},\"written\":[COUNT]"),
        ("! on http://127.0.0.1:40123/, x\n", "! on http://127.0.0.1:[PORT]/, x\n"),
        ("/tmp/x/.home, lasts 3 s, x s\n", "[HERE]/.home, lasts 3 s, x s\n"),
    ] {
        assert_eq!(masked(told, "/tmp/x"), expected);
    }
}
