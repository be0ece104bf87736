//! Checks that after any edits `watch` and `serve` show, once edits pause, the same bytes as a clean build. Makes thousands of edits of every
//! kind to a course and its theme, and prints each difference with the edits since the last comparison.
//!
//! `cargo bench --bench edits -- --generate 60 --steps 2000 --seed 7 watch`

#![allow(clippy::disallowed_methods, reason = "measured from outside")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use author::{Author, chapters, inner};
use clap::{Parser, ValueEnum};
use generate::{Course, Random};
use preview::{Events, Preview, without_script};

mod author;
#[allow(dead_code, reason = "another bench uses the rest")]
mod generate;
#[allow(dead_code, reason = "another bench uses the rest")]
mod preview;

/// Edits a course under `watch` or `serve`, and compares the result with a clean build
#[derive(Debug, Parser)]
struct Args {
    /// The command that is tested
    #[arg(value_enum, default_value = "watch")]
    program: WatchedCommand,
    /// Begin with a copy of this course instead of a generated one
    #[arg(long, value_name = "DIR")]
    source: Option<PathBuf>,
    /// How many chapters the generated course has
    #[arg(long, default_value_t = 60, value_name = "CHAPTERS")]
    generate: usize,
    /// How many edits are made
    #[arg(long, default_value_t = 500)]
    steps: usize,
    /// Determines the edits; their timing depends on the machine
    #[arg(long, default_value_t = 7)]
    seed: u64,
    /// Compare after this many edits
    #[arg(long, default_value_t = 50)]
    every: usize,
    /// Given by `cargo bench`, not by `cargo test`
    #[arg(long, hide = true)]
    bench: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum WatchedCommand {
    Watch,
    Serve,
}

fn main() {
    let args = Args::parse();
    if !args.bench {
        return println!("run it by `cargo bench --bench edits`");
    }
    let scratch = tempfile::tempdir().expect("a temporary folder");
    let paths = RunPaths::new(scratch.path());
    match &args.source {
        Some(source) => copy(source, &paths.course),
        None => Course { chapters: args.generate }.write(&paths.course).expect("the course can be written"),
    }
    let differences = EditRun::new(&args, paths).run();
    if differences > 0 {
        println!("both versions of each difference are in {}", scratch.keep().display());
        std::process::exit(1);
    }
}

/// The paths of a run.
struct RunPaths {
    course: PathBuf,
    theme: PathBuf,
    site: PathBuf,
    clean: PathBuf,
    cache: PathBuf,
    /// The output of `watch`.
    log: PathBuf,
    /// Two folders for each comparison with differences.
    differences: PathBuf,
}

impl RunPaths {
    fn new(scratch: &Path) -> Self {
        // The real path: a temporary folder may be reached by a link.
        let scratch = scratch.canonicalize().unwrap_or_else(|_| scratch.to_owned());
        let place = |name: &str| scratch.join(name);
        std::fs::create_dir_all(place("theme")).expect("a folder");
        RunPaths {
            course: place("course"),
            theme: place("theme"),
            site: place("site"),
            clean: place("clean"),
            cache: place("cache"),
            log: place("log"),
            differences: place("differences"),
        }
    }
}

/// The files of a site, by path.
type SiteFiles = BTreeMap<String, Vec<u8>>;

/// The running command.
enum RunningCommand {
    Watch(Child),
    Serve(Preview),
}

impl RunningCommand {
    fn start(command: WatchedCommand, paths: &RunPaths) -> Self {
        let text = |path: &Path| path.to_string_lossy().into_owned();
        let (theme, cache) = (text(&paths.theme), text(&paths.cache));
        let shared = ["--theme", &theme, "--cache", &cache];
        match command {
            WatchedCommand::Serve => RunningCommand::Serve(Preview::start(&paths.course, &shared)),
            WatchedCommand::Watch => {
                let mut watch = Command::new(env!("CARGO_BIN_EXE_syllabus"));
                watch.arg("watch").args(shared).arg(&paths.course).arg("-o").arg(&paths.site);
                let log = std::fs::File::create(&paths.log).expect("a file can be written");
                let watch = watch.stdout(Stdio::null()).stderr(log).spawn();
                RunningCommand::Watch(watch.expect("the binary starts"))
            }
        }
    }
}

/// Ends the command as by Ctrl-C where the system has signals, so that it writes its cache; by force elsewhere.
impl Drop for RunningCommand {
    fn drop(&mut self) {
        let RunningCommand::Watch(watch) = self else { return };
        let asked = Command::new("kill").args(["-INT", &watch.id().to_string()]).status();
        if !asked.is_ok_and(|status| status.success()) {
            drop(watch.kill());
        }
        drop(watch.wait());
    }
}

struct EditRun<'a> {
    args: &'a Args,
    paths: RunPaths,
    author: Author,
    program: Option<RunningCommand>,
    /// Random numbers for pauses and requests. The author has others, so that edits depend on the seed alone.
    pace: Random,
    /// Edits since the last comparison.
    recent: Vec<String>,
    /// Connections of browsers that each show a page: their pages are made while the course changes.
    listeners: Vec<Events>,
    /// Paths of the files of the last clean build: one that has been removed since must not be served.
    before: BTreeSet<String>,
    /// Times from the write of a chapter to the write of its page.
    times: Vec<Duration>,
    unseen: usize,
    /// Comparisons that were equal only at a later attempt, with the differences at the first.
    late: Vec<String>,
}

impl<'a> EditRun<'a> {
    fn new(args: &'a Args, paths: RunPaths) -> Self {
        let author = Author::new(paths.course.clone(), paths.theme.clone(), args.seed);
        EditRun {
            args,
            author,
            program: None,
            pace: Random(!args.seed),
            recent: Vec::new(),
            listeners: Vec::new(),
            before: BTreeSet::new(),
            times: Vec::new(),
            unseen: 0,
            late: Vec::new(),
            paths,
        }
    }

    /// Makes all edits; returns how many comparisons failed.
    fn run(mut self) -> usize {
        self.restart();
        let mut differences = 0;
        let mut compared = 0;
        for step in 1..=self.args.steps {
            self.step(step);
            if step % self.args.every == 0 || step == self.args.steps {
                compared += 1;
                differences += usize::from(!self.is_as_built(step));
                self.recent.clear();
                // A restart tests the cache, and after a difference it gives a clean state in which others can be found.
                if compared % 4 == 0 || differences > 0 {
                    self.restart();
                }
                self.listen();
            }
        }
        self.report(compared, differences);
        differences
    }

    fn restart(&mut self) {
        self.program = None;
        self.program = Some(RunningCommand::start(self.args.program, &self.paths));
        // Edits during the first read. No faulty ones: with a faulty configuration the command does not start.
        (0..2).for_each(|_| drop(self.author.add_word()));
        let start = Instant::now();
        while matches!(self.program, Some(RunningCommand::Watch(_))) && !self.log().contains(" chapters, ") {
            assert!(start.elapsed() < Duration::from_secs(60), "the watch begins: {}", self.log());
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// What `watch` has printed so far.
    fn log(&self) -> String {
        std::fs::read_to_string(&self.paths.log).unwrap_or_default()
    }

    fn listen(&mut self) {
        let Some(RunningCommand::Serve(preview)) = &self.program else { return };
        let files = chapters(&self.paths.course);
        let page = |_| page(&inner(&self.paths.course, &files[self.pace.below(files.len())]));
        let pages: Vec<String> = (0..3).map(page).collect();
        self.listeners = pages.iter().map(|page| preview.events(page)).collect();
    }

    fn step(&mut self, step: usize) {
        if matches!(self.program, Some(RunningCommand::Watch(_))) && self.pace.below(12) == 0 {
            let (file, word) = self.author.add_word();
            self.recent.push(format!("{step} word: {}", inner(&self.paths.course, &file)));
            return self.wait_for(&file, &word);
        }
        let (kind, file) = self.author.edit();
        self.recent.push(format!("{step} {kind}: {}", inner(&self.paths.course, &file)));
        if let (Some(RunningCommand::Serve(preview)), 0 | 1) = (&self.program, self.pace.below(3)) {
            preview.get(&page(&inner(&self.paths.course, &file)));
        }
        // Mostly faster than any author, so that several edits fall into one update, or into a running one.
        let pause = match self.pace.below(100) {
            0..=39 => 0,
            40..=69 => self.pace.below(20),
            70..=96 => self.pace.below(100),
            _ => 700,
        };
        std::thread::sleep(Duration::from_millis(pause as u64));
    }

    /// Waits until the written page has the word; half a second at most, as it never comes if the file is ignored or the theme is faulty.
    fn wait_for(&mut self, file: &Path, word: &str) {
        let start = Instant::now();
        let page = self.paths.site.join(page(&inner(&self.paths.course, file)));
        while start.elapsed() < Duration::from_millis(500) {
            if std::fs::read_to_string(&page).is_ok_and(|html| html.contains(word)) {
                return self.times.push(start.elapsed());
            }
            std::thread::sleep(Duration::from_micros(300));
        }
        self.unseen += 1;
    }

    /// Waits for a pause and compares with a clean build.
    fn is_as_built(&mut self, step: usize) -> bool {
        self.author.mend();
        let clean = self.build();
        let mut seen = SiteFiles::new();
        let mut differences = Vec::new();
        // Outputs that depend on the whole course are written after a pause of half a second. A busy machine may need longer.
        let mut first = String::new();
        for (look, wait) in [700, 1500, 4000, 8000].into_iter().enumerate() {
            std::thread::sleep(Duration::from_millis(wait));
            seen = self.seen(&clean);
            differences = differing(&seen, &clean);
            if differences.is_empty() {
                self.late.extend((look > 0).then(|| format!("step {step}, look {}: {first}", look + 1)));
                break;
            }
            if look == 0 {
                first = format!(
                    "{} files, {}",
                    differences.len(),
                    differences.iter().take(4).cloned().collect::<Vec<_>>().join(", ")
                );
            }
        }
        self.before = clean.keys().cloned().collect();
        if !differences.is_empty() {
            println!("seed {}, step {step}: {} files differ", self.args.seed, differences.len());
            differences.iter().take(8).for_each(|path| println!("  {path}"));
            self.recent.iter().for_each(|edit| println!("    {edit}"));
            let kept = self.paths.differences.join(step.to_string());
            differences.iter().for_each(|path| keep(&kept, path, &seen, &clean));
            copy(&self.paths.course, &kept.join("course"));
        }
        differences.is_empty()
    }

    /// The site of a clean build, made by another process.
    fn build(&self) -> SiteFiles {
        drop(std::fs::remove_dir_all(&self.paths.clean));
        let mut build = Command::new(env!("CARGO_BIN_EXE_syllabus"));
        build.args(["build", "--quiet", "--no-cache", "--theme"]).args([&self.paths.theme, &self.paths.course]);
        let built = build.arg("-o").arg(&self.paths.clean).output().expect("the binary starts");
        // The exit status is not checked: it is also 1 for errors in the course.
        let is_site = self.paths.clean.join(".syllabus/manifest").exists();
        assert!(is_site, "a site is built after {:?}: {}", self.recent, String::from_utf8_lossy(&built.stderr));
        let mut files = contents(&self.paths.clean);
        if matches!(self.program, Some(RunningCommand::Serve(_))) {
            files.retain(|path, _| !path.starts_with('.'));
        }
        files
    }

    /// The site that the command shows.
    fn seen(&mut self, clean: &SiteFiles) -> SiteFiles {
        match &mut self.program {
            Some(RunningCommand::Watch(watch)) => {
                let ended = watch.try_wait().expect("a process can be looked at");
                let log = std::fs::read_to_string(&self.paths.log).unwrap_or_default();
                assert!(ended.is_none() && !log.contains("panicked"), "the watch goes on: {log}");
                contents(&self.paths.site)
            }
            Some(RunningCommand::Serve(preview)) => {
                let paths: BTreeSet<&String> = clean.keys().chain(&self.before).collect();
                let file = |path: &String| {
                    let (status, bytes) = preview.get(path);
                    let bytes = if path.ends_with(".html") { without_script(bytes) } else { bytes };
                    (status == 200).then(|| (path.clone(), bytes))
                };
                paths.into_iter().filter_map(file).collect()
            }
            None => SiteFiles::new(),
        }
    }

    fn report(&mut self, compared: usize, differences: usize) {
        let kinds: Vec<String> = self.author.done.iter().map(|(kind, count)| format!("{count} {kind}")).collect();
        println!(
            "{} edits under {:?}, seed {}: {}",
            self.args.steps,
            self.args.program,
            self.args.seed,
            kinds.join(", ")
        );
        println!("{} chapters at the end", chapters(&self.paths.course).len());
        self.times.sort();
        let at =
            |part: f64| self.times.get((self.times.len() as f64 * part) as usize).map_or(0.0, Duration::as_secs_f64);
        if !self.times.is_empty() {
            let (count, unseen) = (self.times.len(), self.unseen);
            let (median, most) = (at(0.5) * 1e3, at(0.99) * 1e3);
            println!(
                "write to written page: median {median:.0} ms, 99th percentile {most:.0} ms of {count}; {unseen} not within 500 ms"
            );
        }
        println!(
            "compared {compared} times with a clean build: {differences} differ, {} were right later",
            self.late.len()
        );
        self.late.iter().for_each(|late| println!("  {late}"));
    }
}

fn differing(seen: &SiteFiles, clean: &SiteFiles) -> Vec<String> {
    let names: BTreeSet<&String> = seen.keys().chain(clean.keys()).collect();
    names.into_iter().filter(|name| seen.get(*name) != clean.get(*name)).cloned().collect()
}

/// Stores both versions of one file, for finding the cause.
fn keep(kept: &Path, path: &str, seen: &SiteFiles, clean: &SiteFiles) {
    for (name, files) in [("seen", seen), ("clean", clean)] {
        let Some(bytes) = files.get(path) else { continue };
        let place = kept.join(name).join(path);
        let written = place.parent().map(std::fs::create_dir_all).and_then(|_| std::fs::write(&place, bytes).ok());
        written.expect("a difference can be kept");
    }
}

/// The most probable page of a file.
fn page(path: &str) -> String {
    let (stem, _) = path.rsplit_once('.').unwrap_or((path, ""));
    let (folder, name) = stem.rsplit_once('/').map_or(("", stem), |(folder, name)| (folder, name));
    let name = if matches!(name, "README" | "index") { "index" } else { name };
    if folder.is_empty() { format!("{name}.html") } else { format!("{folder}/{name}.html") }
}

fn contents(root: &Path) -> SiteFiles {
    let files = walkdir::WalkDir::new(root).into_iter().filter_map(Result::ok);
    let files = files.filter(|entry| entry.file_type().is_file()).map(walkdir::DirEntry::into_path);
    let with_name = |path: PathBuf| {
        let name = inner(root, &path);
        let is_own = name.starts_with(".syllabus/") && name != ".syllabus/manifest";
        (!is_own).then(|| std::fs::read(&path).ok().map(|bytes| (name, bytes)))?
    };
    files.filter_map(with_name).collect()
}

/// Copies bytes without permissions: the copy of a read-only file must be writable.
fn copy(from: &Path, to: &Path) {
    for entry in walkdir::WalkDir::new(from).into_iter().filter_map(Result::ok) {
        let place = to.join(entry.path().strip_prefix(from).unwrap_or(entry.path()));
        let copied = if entry.file_type().is_dir() {
            std::fs::create_dir_all(&place)
        } else {
            std::fs::read(entry.path()).and_then(|bytes| std::fs::write(&place, bytes))
        };
        copied.expect("a course can be copied");
    }
}
