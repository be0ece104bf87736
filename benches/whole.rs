//! Measures the times that users wait for, with whole programs: a first build compared with the lower bound `floor`, a build of an unchanged
//! course, and a preview from its start to the first page and from an edit to the new page. Prints tables.
//!
//! `cargo bench --bench whole -- [CHAPTERS…] [--runs N] [--edits N]`; BENCHMARKS.md explains the figures.

#![allow(clippy::disallowed_methods, reason = "measured from outside")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use clap::Parser;
use generate::{Course, Random};
use preview::Preview;

#[allow(dead_code, reason = "another bench uses the rest")]
mod generate;
#[allow(dead_code, reason = "another bench uses the rest")]
mod preview;

/// Builds, rebuilds and previews generated courses, and prints how long each took
#[derive(Debug, Parser)]
struct Args {
    /// How many chapters the courses have
    #[arg(default_values_t = [100, 1000])]
    chapters: Vec<usize>,
    /// How often each build is repeated; the median counts
    #[arg(long, default_value_t = 5)]
    runs: usize,
    /// How many edits are made under the preview; none leaves it out
    #[arg(long, default_value_t = 200)]
    edits: usize,
    /// Write the course of the first size into this folder, and measure nothing
    #[arg(long, value_name = "DIR")]
    generate: Option<PathBuf>,
    /// Given by `cargo bench`, not by `cargo test`
    #[arg(long, hide = true)]
    bench: bool,
}

fn main() {
    let args = Args::parse();
    if let Some(folder) = &args.generate {
        let chapters = args.chapters.first().copied().unwrap_or(100);
        return Course { chapters }.write(folder).expect("the course can be written");
    }
    if !args.bench {
        return println!("run it by `cargo bench --bench whole`");
    }
    let floor = floor_program();
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    println!("{cores} threads, {}, load before: {}\n", std::env::consts::OS, load());
    let mut rows = Vec::new();
    for chapters in &args.chapters {
        eprintln!("{chapters} chapters …");
        let scratch = tempfile::tempdir().expect("a temporary folder");
        rows.push(Measurement::measure(*chapters, &args, scratch.path(), &floor, cores));
    }
    print_tables(&rows, args.edits > 0);
}

/// All measurements of one course.
struct Measurement {
    chapters: usize,
    bytes: u64,
    files: usize,
    peak: Option<u64>,
    build: Vec<Run>,
    floor: Vec<Run>,
    again: Vec<Run>,
    first_page: Vec<Duration>,
    first_page_again: Vec<Duration>,
    edits: Edits,
}

/// One run of a program.
#[derive(Clone, Copy)]
struct Run {
    wall: Duration,
    /// User and system time of all threads.
    cpu: Duration,
}

impl Measurement {
    fn measure(chapters: usize, args: &Args, scratch: &Path, floor: &Path, threads: usize) -> Measurement {
        let source = scratch.join("course");
        Course { chapters }.write(&source).expect("the course can be written");
        let site = scratch.join("site");
        let mut build = syllabus(&["build", "--quiet", "--no-cache"], &source, threads);
        build.arg("-o").arg(&site);
        // The first run fills the disk cache. Its memory is measured, which would slow down a timed run.
        let peak = peak_of(&mut build);
        let files = count_files(&site);
        let mut floor = with_threads(floor, threads);
        floor.arg(&source).arg(&site).arg(files.to_string());
        let (mut builds, mut floors) = (Vec::new(), Vec::new());
        for _ in 0..args.runs {
            remove(&site);
            builds.push(run(&mut build));
            remove(&site);
            floors.push(run(&mut floor));
        }
        remove(&site);
        let cache = scratch.join("cache");
        let again = rebuilds(&source, &site, &cache, args.runs, threads);
        let cache = cache.to_string_lossy().into_owned();
        let first_page = first_pages(&source, &["--no-cache"], args.runs);
        let first_page_again = first_pages(&source, &["--cache", &cache], args.runs);
        let bytes = bytes_below(&source);
        let edits = Edits::measure(Course { chapters }, &source, args.edits);
        Measurement {
            chapters,
            bytes,
            files,
            peak,
            build: builds,
            floor: floors,
            again,
            first_page,
            first_page_again,
            edits,
        }
    }
}

/// Builds into a folder that has the current site already, each time in a new process.
fn rebuilds(source: &Path, site: &Path, cache: &Path, runs: usize, threads: usize) -> Vec<Run> {
    let mut build = syllabus(&["build", "--quiet", "--cache"], cache, threads);
    build.arg(source).arg("-o").arg(site);
    // Files written a moment ago would be read again; after three seconds they have stamps, as they have on the next day.
    std::thread::sleep(Duration::from_secs(3));
    run(&mut build);
    run(&mut build);
    (0..runs).map(|_| run(&mut build)).collect()
}

fn syllabus(args: &[&str], last: &Path, threads: usize) -> Command {
    let mut command = with_threads(Path::new(env!("CARGO_BIN_EXE_syllabus")), threads);
    command.args(args).arg(last);
    command
}

fn with_threads(program: &Path, threads: usize) -> Command {
    let mut command = Command::new(program);
    command.env("RAYON_NUM_THREADS", threads.to_string()).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

/// The bench `floor` as a program of its own.
fn floor_program() -> PathBuf {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["bench", "--bench", "floor", "--no-run", "--message-format", "json"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .stderr(Stdio::inherit())
        .output()
        .expect("cargo builds the floor");
    let said = String::from_utf8_lossy(&output.stdout);
    let messages = said.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
    let mut floors = messages.filter(|message| message["target"]["name"] == "floor");
    let program = floors.find_map(|message| message["executable"].as_str().map(PathBuf::from));
    program.expect("the floor is a program")
}

fn run(command: &mut Command) -> Run {
    let before = cpu_of_children();
    let start = Instant::now();
    let status = command.status().expect("the program starts");
    let wall = start.elapsed();
    assert!(status.success(), "{command:?} ends well");
    Run { wall, cpu: cpu_of_children().saturating_sub(before) }
}

/// User and system time of all ended child processes, from `/proc`, in steps of 10 ms; zero on other systems.
fn cpu_of_children() -> Duration {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // The name of the program, in brackets, may have any characters.
    let fields = stat.rsplit(") ").next().unwrap_or_default().split(' ');
    let ticks: u64 = fields.skip(13).take(2).filter_map(|field| field.parse::<u64>().ok()).sum();
    Duration::from_millis(ticks * 10)
}

/// Runs a program; returns its peak memory in bytes, read from `/proc/PID/status` while it runs.
fn peak_of(command: &mut Command) -> Option<u64> {
    let mut child = command.spawn().expect("the program starts");
    let status = format!("/proc/{}/status", child.id());
    let ended = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let looking = scope.spawn(|| {
            let mut most = None;
            while !ended.load(Ordering::Relaxed) {
                most = most.max(std::fs::read_to_string(&status).ok().and_then(|text| high_water(&text)));
                std::thread::sleep(Duration::from_millis(1));
            }
            most
        });
        child.wait().expect("the program ends");
        ended.store(true, Ordering::Relaxed);
        looking.join().expect("a thread ends")
    })
}

fn high_water(status: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix(" kB")?.parse::<u64>().ok().map(|kilobytes| kilobytes * 1024)
}

/// From the start of a preview to the last byte of the home page.
fn first_pages(source: &Path, more: &[&str], runs: usize) -> Vec<Duration> {
    let one = |_| {
        let start = Instant::now();
        let preview = Preview::start(source, more);
        let (status, page) = preview.get("");
        assert!(status == 200 && page.ends_with(b"</html>\n"), "a whole page");
        start.elapsed()
    };
    (0..runs).map(one).collect()
}

/// From the end of a write to the last byte of the page that shows it, by kind of edit.
#[derive(Default)]
struct Edits {
    times: BTreeMap<&'static str, Vec<Duration>>,
    lost: usize,
}

/// The kinds of edits: name, weight of 20, and the text inserted before a blank line of a chapter.
const KINDS: [(&str, usize, &str); 4] = [
    ("word", 14, " «word»"),
    ("heading", 2, "\n\n### Part «word»"),
    ("question", 2, "\n\n### Question 9\n\nWhat is «word»?\n\nA) This\nB) That\n\n**Answer: A**"),
    ("link", 2, "\n\nBack to [«word»](../README.md)."),
];

impl Edits {
    fn measure(course: Course, source: &Path, count: usize) -> Edits {
        let mut edits = Edits::default();
        if count == 0 {
            return edits;
        }
        let preview = Preview::start(source, &["--no-cache"]);
        preview.get("");
        let mut random = Random(11);
        for number in 0..count {
            // No author saves more often, and faster sets of changes are delayed by the watcher.
            std::thread::sleep(Duration::from_millis(150 + random.below(100) as u64));
            let path = course.path(random.below(course.chapters));
            let kind = kind(random.below(20));
            match edit(&preview, source, &path, kind.2, &format!("newword{number}x"), &mut random) {
                Some(time) => edits.times.entry(kind.0).or_default().push(time),
                None => edits.lost += 1,
            }
        }
        edits
    }

    /// All times, the shortest first.
    fn all(&self) -> Vec<Duration> {
        let mut all: Vec<Duration> = self.times.values().flatten().copied().collect();
        all.sort();
        all
    }
}

fn kind(mut at: usize) -> (&'static str, usize, &'static str) {
    for kind in KINDS {
        if at < kind.1 {
            return kind;
        }
        at -= kind.1;
    }
    KINDS[0]
}

/// Makes one edit, waits for the event `state` and requests the page; `None` if that took more than ten seconds.
fn edit(
    preview: &Preview,
    source: &Path,
    path: &str,
    change: &str,
    word: &str,
    random: &mut Random,
) -> Option<Duration> {
    let page = path.replace(".md", ".html");
    let mut events = preview.events(&page);
    events.wait("state", Instant::now() + Duration::from_secs(10));
    let file = source.join(path);
    let text = std::fs::read_to_string(&file).expect("a chapter");
    let text = edited(&text, &change.replace("«word»", word), random);
    std::fs::write(&file, text).expect("a chapter can be written");
    let start = Instant::now();
    let due = start + Duration::from_secs(10);
    while events.wait("state", due) {
        let (_, html) = preview.get(&page);
        let time = start.elapsed();
        if html.windows(word.len()).any(|some| some == word.as_bytes()) {
            return Some(time);
        }
    }
    None
}

/// The text with a change at the end of one of its paragraphs.
fn edited(text: &str, change: &str, random: &mut Random) -> String {
    let ends: Vec<usize> = text.match_indices(".\n\n").map(|(at, _)| at + 1).collect();
    let at = ends.get(random.below(ends.len())).copied().unwrap_or(text.len());
    format!("{}{change}{}", &text[..at], &text[at..])
}

fn print_tables(rows: &[Measurement], with_edits: bool) {
    println!(
        "| chapters | MB | files | build, wall | user+sys | peak memory | floor, wall | user+sys | wall, build ÷ floor | cpu, build ÷ floor | growth |"
    );
    println!("|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
    for (place, row) in rows.iter().enumerate() {
        let ratio = |of: fn(&Run) -> Duration| {
            let pairs = row.build.iter().zip(&row.floor);
            middle(pairs.map(|(build, floor)| of(build).as_secs_f64() / of(floor).as_secs_f64()).collect())
        };
        println!(
            "| {} | {:.1} | {} | {} | {} | {} | {} | {} | {:.2} | {:.2} | {} |",
            row.chapters,
            row.bytes as f64 / 1e6,
            row.files,
            seconds(wall(&row.build)),
            seconds(cpu(&row.build)),
            row.peak.map_or("–".to_owned(), |bytes| format!("{:.0} MB", bytes as f64 / 1e6)),
            seconds(wall(&row.floor)),
            seconds(cpu(&row.floor)),
            ratio(|run| run.wall),
            ratio(|run| run.cpu),
            place
                .checked_sub(1)
                .and_then(|before| rows.get(before))
                .map_or("–".to_owned(), |before| growth(before, row)),
        );
    }
    println!(
        "\n| chapters | build again, wall | user+sys | part of a build from nothing | preview: first page | with a cache |"
    );
    println!("|--:|--:|--:|--:|--:|--:|");
    for row in rows {
        println!(
            "| {} | {} | {} | {:.1} % | {} | {} |",
            row.chapters,
            seconds(wall(&row.again)),
            seconds(cpu(&row.again)),
            wall(&row.again) / wall(&row.build) * 100.0,
            seconds(middle(row.first_page.iter().map(Duration::as_secs_f64).collect())),
            seconds(middle(row.first_page_again.iter().map(Duration::as_secs_f64).collect())),
        );
    }
    if !with_edits {
        return;
    }
    let kinds: Vec<String> = KINDS.iter().map(|(name, ..)| format!("median, {name}")).collect();
    println!("\n| chapters | edits | lost | median | 99th percentile | slowest | {} |", kinds.join(" | "));
    println!("|--:|--:|--:|--:|--:|--:|{}", "--:|".repeat(kinds.len()));
    for row in rows {
        let all = row.edits.all();
        let at = |part: f64| all.get((all.len() as f64 * part) as usize).or(all.last()).copied().unwrap_or_default();
        let kinds = KINDS.iter().map(|(name, ..)| {
            let times = row.edits.times.get(name).into_iter().flatten();
            milliseconds(middle(times.map(Duration::as_secs_f64).collect()))
        });
        println!(
            "| {} | {} | {} | {} | {} | {} | {} |",
            row.chapters,
            all.len(),
            row.edits.lost,
            milliseconds(at(0.5).as_secs_f64()),
            milliseconds(at(0.99).as_secs_f64()),
            milliseconds(all.last().copied().unwrap_or_default().as_secs_f64()),
            kinds.collect::<Vec<_>>().join(" | "),
        );
    }
}

/// The exponent by which a build's time grows with the number of chapters: 1 where ten times as many take ten times as long.
fn growth(before: &Measurement, row: &Measurement) -> String {
    let by = |one: f64, other: f64| (other / one).ln();
    let exponent =
        |of: fn(&[Run]) -> f64| by(of(&before.build), of(&row.build)) / by(before.chapters as f64, row.chapters as f64);
    format!("{:.2} (cpu {:.2})", exponent(wall), exponent(cpu))
}

fn wall(runs: &[Run]) -> f64 {
    middle(runs.iter().map(|run| run.wall.as_secs_f64()).collect())
}

fn cpu(runs: &[Run]) -> f64 {
    middle(runs.iter().map(|run| run.cpu.as_secs_f64()).collect())
}

/// The median; 0 for an empty list.
fn middle(mut all: Vec<f64>) -> f64 {
    all.sort_by(f64::total_cmp);
    all.get(all.len() / 2).copied().unwrap_or_default()
}

fn seconds(time: f64) -> String {
    if time < 10.0 { format!("{time:.3} s") } else { format!("{time:.1} s") }
}

fn milliseconds(time: f64) -> String {
    format!("{:.0} ms", time * 1e3)
}

fn load() -> String {
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    load.split(' ').next().filter(|load| !load.is_empty()).unwrap_or("unknown").to_owned()
}

fn remove(folder: &Path) {
    drop(std::fs::remove_dir_all(folder));
}

/// The number of files of a site, without the state folder.
fn count_files(site: &Path) -> usize {
    let entries = walkdir::WalkDir::new(site).into_iter().filter_entry(|entry| entry.file_name() != ".syllabus");
    entries.filter_map(Result::ok).filter(|entry| entry.file_type().is_file()).count()
}

fn bytes_below(folder: &Path) -> u64 {
    let entries = walkdir::WalkDir::new(folder).into_iter().filter_map(Result::ok);
    entries.filter_map(|entry| entry.metadata().ok()).filter(std::fs::Metadata::is_file).map(|file| file.len()).sum()
}
