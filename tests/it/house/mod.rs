//! Tests of the code itself: which room may import which, what is banned, tables that must be complete, examples of the help that must
//! run. Larger rules have files of their own, each with planted faults that it must find.

mod circles;
mod map;
mod types;

mod configuration;
mod documentation;

use std::fs;
use std::path::{Path, PathBuf};

use syllabus::diagnostic::CODES;

use crate::CourseTest;

/// The floors of `ARCHITECTURE.md`: a room may import floors below its own, and itself.
const FLOORS: &[(&str, u8)] = &[
    ("main", 10),
    ("cli", 9),
    ("preview", 8),
    ("pipeline", 7),
    ("config", 6),
    ("report", 6),
    ("render", 5),
    ("export", 5),
    ("course", 4),
    ("chapter", 3),
    ("site", 3),
    ("html", 2),
    ("quiz", 2),
    ("source", 2),
    ("markdown", 1),
    ("repair", 1),
    ("date", 0),
    ("history", 0),
    ("index", 0),
    ("span", 0),
    ("path", 0),
    ("diagnostic", 0),
    ("words", 0),
    // For the tests of every room.
    ("properties", 0),
    ("reference_test", 0),
    ("json_schema_test", 0),
    ("foreign_input_test", 10),
];

/// The rooms of floor 0 that may import each other: later ones earlier ones.
const FLOOR_0_ORDER: [&str; 6] = ["index", "span", "date", "path", "history", "diagnostic"];

/// What may open files: the two ends, the cache, and what stands above `pipeline`.
const TOUCH_THE_DISK: [&str; 6] = ["source/disk.rs", "site/", "pipeline/cache.rs", "preview/", "cli/", "main.rs"];

/// Where clippy is told to let disk, clock, environment and threads pass (`clippy.toml` names what it forbids everywhere else): whole
/// rooms, and files. Progress is shown by the clock. The library's tests may all of it.
const MAY_TOUCH_THE_OUTSIDE: [&str; 7] = [
    "source/disk.rs",
    "site/mod.rs",
    "pipeline/cache.rs",
    "report/progress.rs",
    "preview/mod.rs",
    "cli/mod.rs",
    "lib.rs",
];

/// Rooms that may write to stdout and stderr.
const PRINT: [&str; 3] = ["cli", "report", "main"];

/// A file of `src` has at most so many lines.
const LONGEST: usize = 700;

/// Rooms that make HTML: the words of a body, and pages.
const MAKE_HTML: [&str; 2] = ["html", "render"];

/// Files with HTML that authors write, recognised or shown as an example; they make none. And the one that finds the end of a finished
/// page, to put the preview's script there; and the one that reads an address in a tag of its own.
const READ_HTML: [&str; 4] =
    ["repair/code.rs", "diagnostic/code.rs", "preview/server/page.rs", "markdown/destination.rs"];

/// A file below `src`.
struct SourceFile {
    /// Relative to `src`, `/` between the parts.
    path: String,
    text: String,
}

impl SourceFile {
    fn new(path: &str, text: &str) -> SourceFile {
        SourceFile { path: path.to_owned(), text: text.to_owned() }
    }

    fn room(&self) -> &str {
        self.path.split('/').next().unwrap_or_default().trim_end_matches(".rs")
    }

    fn is_test(&self) -> bool {
        self.path.ends_with("_test.rs")
            || self.path.ends_with("/tests.rs")
            || self.path.contains("/tests/")
            || self.path.ends_with("testing.rs")
            || self.path == "properties.rs"
    }

    /// The lines of the product with their numbers and comments: nothing that only tests have.
    fn product(&self) -> impl Iterator<Item = (usize, &str)> {
        let is_test = self.is_test();
        let mut skipping = None;
        let lines =
            self.text.lines().enumerate().filter(move |(_, line)| !is_test && !is_of_tests(line, &mut skipping));
        lines.map(|(row, line)| (row + 1, line))
    }

    /// The lines that are code of the product: no comments.
    fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        self.product().filter(|(_, line)| !line.trim_start().starts_with("//"))
    }
}

/// An item under `#[cfg(test)]` that is being left out.
struct SkippedItem {
    /// The indentation of its attribute.
    indent: usize,
    /// Whether its body was opened: then a closing bracket of the same indentation ends it.
    is_open: bool,
}

/// Whether a line belongs to an item under `#[cfg(test)]`, which is the one in `skipped` if one has begun. An item without a body ends with
/// its first line that ends a statement or a field.
fn is_of_tests(line: &str, skipped: &mut Option<SkippedItem>) -> bool {
    let indent = line.len() - line.trim_start().len();
    match skipped {
        None if line.trim() == "#[cfg(test)]" => *skipped = Some(SkippedItem { indent, is_open: false }),
        None => return false,
        Some(item) if item.is_open => {
            if indent == item.indent && line.trim_start().starts_with(['}', ')', ']']) {
                *skipped = None;
            }
        }
        Some(item) if line.ends_with(['{', '(', '[']) => item.is_open = true,
        Some(item) if indent == item.indent && line.ends_with([';', ',', '}', ')']) => *skipped = None,
        Some(_) => {}
    }
    true
}

#[test]
fn what_only_tests_have_is_left_out_and_what_follows_is_seen() {
    let text = "a();\n#[cfg(test)]\nmod testing;\nb();\n#[cfg(test)]\nmod tests {\n    const T: &str = \"x\n\";\n    c();\n}\nd();\n";
    let file = SourceFile::new("room/file.rs", text);
    let seen: Vec<&str> = file.code().map(|(_, line)| line).collect();
    assert_eq!(seen, ["a();", "b();", "d();"]);
}

/// All files below `src`, by path.
fn source_files() -> Vec<SourceFile> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    collect(&root, &root, &mut files);
    files.sort_by(|a, b| a.path.cmp(&b.path));
    assert!(files.len() > 50);
    files
}

fn collect(root: &Path, folder: &Path, files: &mut Vec<SourceFile>) {
    for entry in fs::read_dir(folder).expect("src").flatten() {
        let path: PathBuf = entry.path();
        if path.is_dir() {
            collect(root, &path, files);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let name = path.strip_prefix(root).expect("inside").to_string_lossy().replace('\\', "/");
            files.push(SourceFile { path: name, text: fs::read_to_string(&path).expect("a source file") });
        }
    }
}

/// The rooms that a line names: `crate::room` and `syllabus::room`.
fn imports(line: &str) -> Vec<String> {
    let mut found = Vec::new();
    for root in ["crate::", "syllabus::"] {
        for (at, _) in line.match_indices(root) {
            let rest = &line[at + root.len()..];
            let names: Vec<&str> = match rest.strip_prefix('{') {
                Some(list) => list.split('}').next().unwrap_or_default().split(',').collect(),
                None => vec![rest],
            };
            let name = |text: &str| text.trim().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            found.extend(names.into_iter().map(name));
        }
    }
    found
}

fn floor(room: &str) -> Option<u8> {
    FLOORS.iter().find(|(name, _)| *name == room).map(|(_, floor)| *floor)
}

fn may_import(room: &str, other: &str) -> bool {
    let place = |name: &str| FLOOR_0_ORDER.iter().position(|known| *known == name);
    match (place(room), place(other)) {
        (Some(own), Some(its)) => its <= own,
        _ => room == other || floor(other) < floor(room),
    }
}

/// Fails with all faults, if there are any.
#[track_caller]
fn assert_none(faults: &[String], what: &str) {
    assert!(faults.is_empty(), "{what}:\n{}", faults.join("\n"));
}

#[test]
fn every_room_has_a_floor() {
    let files = source_files();
    let unknown = files.iter().map(SourceFile::room).filter(|room| *room != "lib" && floor(room).is_none());
    assert_none(&unknown.map(str::to_owned).collect::<Vec<_>>(), "rooms without a floor");
}

#[test]
fn a_room_imports_lower_floors_only() {
    let mut faults = Vec::new();
    for file in source_files().iter().filter(|file| file.room() != "lib") {
        for (row, line) in file.code() {
            let bad =
                imports(line).into_iter().filter(|other| floor(other).is_some() && !may_import(file.room(), other));
            faults.extend(bad.map(|other| format!("src/{}:{row}: `{}` imports `{other}`", file.path, file.room())));
        }
    }
    assert_none(&faults, "imports upward or sideways");
}

#[test]
fn bans_below_the_pipeline() {
    let mut faults = Vec::new();
    for file in source_files().iter().filter(|file| floor(file.room()).is_some_and(|floor| floor < 7)) {
        for (row, line) in file.code() {
            let clap = line.contains("clap::").then(|| "clap".to_owned());
            let named = imports(line).into_iter().filter(|other| {
                let banned = ["config", "report", "cli", "pipeline"];
                banned.contains(&other.as_str()) && file.room() != other
            });
            faults.extend(named.chain(clap).map(|what| format!("src/{}:{row}: {what}", file.path)));
        }
    }
    assert_none(&faults, "what no room below `pipeline` may know");
}

#[test]
fn only_some_rooms_touch_the_disk() {
    const DISK: [&str; 12] = [
        "std::fs",
        "fs::",
        "File::open",
        "OpenOptions",
        "walkdir::",
        "std::net",
        ".canonicalize()",
        ".symlink_metadata()",
        ".metadata()",
        ".read_dir()",
        ".exists()",
        ".is_symlink()",
    ];
    let mut faults = Vec::new();
    for file in source_files().iter().filter(|file| !TOUCH_THE_DISK.iter().any(|place| file.path.starts_with(place))) {
        let touching = file.code().filter(|(_, line)| DISK.iter().any(|word| line.contains(word)));
        faults.extend(touching.map(|(row, line)| format!("src/{}:{row}: {}", file.path, line.trim())));
    }
    assert_none(&faults, "rooms that touch the disk");
}

#[test]
fn clippy_watches_over_disk_clock_environment_and_threads() {
    let clippy = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("clippy.toml")).expect("clippy.toml");
    for method in ["std::fs::read", "std::path::Path::metadata", "std::env::var", "Instant::now", "std::thread::spawn"]
    {
        assert!(clippy.contains(&format!("{method}\"")), "{method} is not in clippy.toml");
    }
    let allowing = source_files().into_iter().filter(|file| file.text.contains("clippy::disallowed_methods"));
    let mut allowing: Vec<String> = allowing.map(|file| file.path).collect();
    let mut expected = MAY_TOUCH_THE_OUTSIDE.map(str::to_owned);
    allowing.sort();
    expected.sort();
    assert_eq!(allowing, expected);
}

#[test]
fn nothing_below_the_command_line_knows_the_clock_or_the_environment() {
    const OUTSIDE: [&str; 4] = ["SystemTime::now", "Instant::now", "env::var", "Utc::now"];
    // A writer waits for another one by the clock, progress is shown by it, edits rest by it. None of it gets into the site.
    const MAY: [&str; 5] = ["source/disk.rs", "site/", "report/progress.rs", "preview/", "cli/"];
    let mut faults = Vec::new();
    for file in source_files().iter().filter(|file| !MAY.iter().any(|place| file.path.starts_with(place))) {
        let knowing = file.code().filter(|(_, line)| OUTSIDE.iter().any(|word| line.contains(word)));
        faults.extend(knowing.map(|(row, line)| format!("src/{}:{row}: {}", file.path, line.trim())));
    }
    assert_none(&faults, "what makes a build differ from another");
}

/// The crates of a build for the browser by name, each with the one that needs it.
fn crates_for_the_browser() -> Vec<(String, String)> {
    let cargo = std::process::Command::new(env!("CARGO"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(["tree", "--offline", "--locked", "--no-default-features", "--features", "pages"])
        .args([
            "--target",
            "wasm32-unknown-unknown",
            "--no-dedupe",
            "--prefix",
            "depth",
            "--format",
            " {p}",
            "--edges",
            "normal,build",
        ])
        .output()
        .expect("cargo");
    assert!(cargo.status.success(), "{}", String::from_utf8_lossy(&cargo.stderr));
    let mut above: Vec<String> = Vec::new();
    let mut crates = Vec::new();
    for line in String::from_utf8(cargo.stdout).expect("names").lines() {
        let mut words = line.split(' ');
        let depth: usize = words.next().and_then(|depth| depth.parse().ok()).expect("a depth");
        let name = words.next().expect("a name").to_owned();
        above.truncate(depth);
        crates.push((name.clone(), above.last().cloned().unwrap_or_default()));
        above.push(name);
    }
    crates
}

#[test]
fn pages_are_made_without_c_disk_clock_environment_and_threads() {
    // C; what asks the system for files, sockets, signals, terminals, threads, random numbers; what speaks with a browser by itself.
    const BANNED: [&str; 24] = [
        "onig",
        "onig_sys",
        "cmake",
        "pkg-config",
        "mimalloc",
        "libmimalloc-sys",
        "libc",
        "notify",
        "ctrlc",
        "hyper",
        "hyper-util",
        "tokio",
        "mio",
        "open",
        "rayon",
        "rayon-core",
        "clap",
        "anstream",
        "indicatif",
        "getrandom",
        "rand",
        "tempfile",
        "js-sys",
        "wasm-bindgen",
    ];
    let crates = crates_for_the_browser();
    assert!(crates.iter().any(|(name, _)| name == "fancy-regex") && crates.iter().any(|(name, _)| name == "tera"));
    let mut faults: Vec<String> = crates
        .iter()
        .filter(|(name, _)| BANNED.contains(&name.as_str()))
        .map(|(name, above)| format!("{name}, because of {above}"))
        .collect();
    // `blake3` names the compiler of C always, and calls it only without its feature `pure`.
    let compiling = crates.iter().filter(|(name, above)| name == "cc" && above != "blake3");
    faults.extend(compiling.map(|(_, above)| format!("cc, because of {above}")));
    assert_none(&faults, "crates that a browser cannot have");
    let manifest = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml")).expect("Cargo.toml");
    let hashing = manifest.lines().find(|line| line.starts_with("blake3 = ")).expect("blake3");
    assert!(hashing.contains("default-features = false") && hashing.contains("\"pure\""), "{hashing}");
}

#[test]
fn library_code_never_prints() {
    const PRINTING: [&str; 6] = ["println!", "eprintln!", "print!(", "eprint!(", "dbg!(", "io::stdout"];
    let mut faults = Vec::new();
    for file in source_files().iter().filter(|file| !PRINT.contains(&file.room())) {
        let printing = file.code().filter(|(_, line)| PRINTING.iter().any(|word| line.contains(word)));
        faults.extend(printing.map(|(row, line)| format!("src/{}:{row}: {}", file.path, line.trim())));
    }
    assert_none(&faults, "library code that prints");
}

#[test]
fn no_unsafe_and_nothing_that_panics_by_intent() {
    const PANICS: [&str; 7] =
        [".unwrap()", ".expect(", "panic!(", "todo!(", "unimplemented!(", "unreachable!(", "unsafe "];
    let mut faults = Vec::new();
    for file in source_files() {
        let bad = file.code().filter(|(_, line)| PANICS.iter().any(|word| line.contains(word)));
        faults.extend(bad.map(|(row, line)| format!("src/{}:{row}: {}", file.path, line.trim())));
    }
    assert_none(&faults, "panics and `unsafe`");
}

#[test]
fn html_is_made_in_html_and_render_only() {
    const MARKS: [&str; 12] = [
        "\"<div",
        "\"<p",
        "\"<a ",
        "\"<li",
        "\"<ul",
        "\"<span",
        "\"<details",
        "\"<h1",
        "\"</",
        "\"<img",
        "\"<code",
        "\"<input",
    ];
    let mut faults = Vec::new();
    for file in source_files()
        .iter()
        .filter(|file| !MAKE_HTML.contains(&file.room()) && !READ_HTML.contains(&file.path.as_str()))
    {
        let bad = file.code().filter(|(_, line)| MARKS.iter().any(|mark| line.contains(mark)));
        faults.extend(bad.map(|(row, line)| format!("src/{}:{row}: {}", file.path, line.trim())));
    }
    assert_none(&faults, "HTML in string literals");
}

#[test]
fn files_open_with_what_they_are_for_and_are_not_too_long() {
    let mut faults = Vec::new();
    for file in source_files() {
        let lines = file.text.lines().count();
        if lines > LONGEST {
            faults.push(format!("src/{}: {lines} lines", file.path));
        }
        if !file.text.starts_with("//!") {
            faults.push(format!("src/{}: no header", file.path));
        }
    }
    assert_none(&faults, "files too long or without a header");
}

/// Everything a reader of the repository sees, with its path.
fn all_texts() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = Vec::new();
    for folder in ["src", "build", "words", "themes", "chapters", "examples", "release", "tests", ".github", ".ci"] {
        let mut inside = Vec::new();
        crate::course_test::list(&root.join(folder), &format!("{folder}/"), &mut inside);
        paths.extend(inside.into_iter().filter(|path| !path.contains("node_modules/")));
    }
    let top = fs::read_dir(root)
        .expect("the repository")
        .flatten()
        .filter(|entry| entry.path().is_file() && entry.file_name() != ".git");
    paths.extend(top.map(|entry| entry.file_name().to_string_lossy().into_owned()));
    let read = |path: String| fs::read_to_string(root.join(&path)).ok().map(|text| (path, text));
    paths.into_iter().filter_map(read).collect()
}

#[test]
fn nothing_speaks_of_the_machine_it_was_written_on() {
    // Put together here, so that this file is no finding.
    let forbidden = [
        "/root".to_owned() + "/",
        "/home".to_owned() + "/",
        "/Users".to_owned() + "/",
        "TODO".to_owned() + ":",
        "FIXME".to_owned() + ":",
        "XXX".to_owned() + ":",
    ];
    let mut faults = Vec::new();
    for (path, text) in all_texts().iter().filter(|(path, _)| path != "tests/it/house/mod.rs") {
        for (row, line) in text.lines().enumerate() {
            let found = forbidden.iter().filter(|word| line.contains(word.as_str()));
            faults.extend(found.map(|word| format!("{path}:{}: {word}", row + 1)));
        }
    }
    assert_none(&faults, "forbidden words");
}

#[test]
fn every_code_has_an_example_a_detail_and_a_remedy() {
    for row in CODES {
        for (what, text) in
            [("summary", row.summary), ("detail", row.detail), ("example", row.example), ("remedy", row.remedy)]
        {
            assert!(!text.trim().is_empty(), "{} has no {what}", row.id);
        }
        let first = row.summary.chars().next().expect("a letter");
        assert!(first.is_lowercase() && !row.summary.ends_with('.'), "{}: {}", row.id, row.summary);
        assert!(row.id.split('/').count() == 2, "{}", row.id);
    }
}

#[test]
fn every_code_is_made_somewhere() {
    let files = source_files();
    let is_made = |name: &str| {
        let word = format!("Code::{name}");
        files.iter().filter(|file| file.path != "diagnostic/code.rs").any(|file| {
            file.code().any(|(_, line)| {
                line.match_indices(&word).any(|(at, _)| !line[at + word.len()..].starts_with(char::is_alphanumeric))
            })
        })
    };
    let unused: Vec<String> = CODES.iter().map(|row| format!("{:?}", row.code)).filter(|name| !is_made(name)).collect();
    assert_none(&unused, "codes that nothing makes");
}

/// The commands that `syllabus --help` names.
pub fn commands() -> Vec<String> {
    let help = CourseTest::new().run("--help").exit(0).out();
    let list = help.split("Commands:").nth(1).and_then(|rest| rest.split("\n\n").next()).unwrap_or_default().to_owned();
    list.lines()
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name != "help")
        .map(str::to_owned)
        .collect()
}

#[test]
fn every_help_shows_an_example_that_runs() {
    let commands = commands();
    assert!(commands.len() >= 5, "{commands:?}");
    for command in [String::new()].iter().chain(&commands) {
        let help = CourseTest::new().run(&format!("{command} --help")).exit(0).out();
        let examples: Vec<String> =
            help.lines().filter_map(|line| line.trim().strip_prefix("Example: syllabus ")).map(str::to_owned).collect();
        assert!(!examples.is_empty(), "`{command} --help` has no example:\n{help}");
        for example in examples {
            run_example(command, &example);
        }
    }
}

#[test]
fn every_help_has_its_own_flags_first_and_the_short_one_nothing_else() {
    for command in [String::new()].iter().chain(&commands()) {
        let long = CourseTest::new().run(&format!("{command} --help")).exit(0).out();
        let own = long.find("  -h, --help").expect("its own flags");
        let shared = long.find("\nShared options:\n").expect("shared flags");
        assert!(own < shared && long.contains("Documentation: ") && long.contains("Exit status: "), "{long}");
        let short = CourseTest::new().run(&format!("{command} -h")).exit(0).out();
        assert!(!short.contains("Shared options:") && short.contains("Every command also takes --config"), "{short}");
        assert!(short.lines().count() < 40, "{short}");
    }
}

const QUESTION: &str = "# B\n\n### Question 1\nWho?\n\n- A) Ann\n- B) Ben\n\n**Answer: B**\n";

/// Commands that go on until they are stopped.
const GO_ON: [&str; 2] = ["watch", "serve"];

fn run_example(command: &str, example: &str) {
    let course = CourseTest::new().file("chapters/a.md", "# A\n");
    match command {
        // Where there is no browser it says so; in containers tests run as root.
        "export" => {
            drop(course.run(&format!("{example} --no-sandbox")).exit(if crate::print::has_browser() { 0 } else { 3 }))
        }
        "results" => {
            let saved =
                |by: &str| format!("{{\"syllabus\": 1, \"course\": \"c\", \"by\": \"{by}\", \"questions\": {{}}}}");
            let course = course.file("syllabus.toml", "[course]\nid = 'c'\n").file("chapters/b.md", QUESTION);
            drop(course.file("ann.json", &saved("ann")).file("ben.json", &saved("ben")).run(example).exit(0));
        }
        command if !GO_ON.contains(&command) => drop(course.run(example).exit(0)),
        #[cfg(unix)]
        "watch" => drop(course.run_while(example, |course| course.wait_for("output/index.html", "")).exit(0)),
        #[cfg(unix)]
        "serve" => assert_eq!(crate::serve::Serving::new(course, example).stop(), Some(0)),
        _ => {}
    }
}

#[test]
fn what_the_examples_of_the_codes_show_is_what_explain_prints() {
    for row in CODES {
        let ran = CourseTest::new().run(&format!("explain {}", row.id)).exit(0);
        ran.stdout_has(row.id).stdout_has(row.remedy);
    }
}
