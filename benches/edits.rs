//! What an author waits for: edits of every kind under `watch`. Says how long it took from the end of a write to the written page, and
//! whether the folder is at rest what a clean build makes, byte for byte.
//!
//! `cargo bench --bench edits -- SOURCE [EDITS] [SEED]`

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

fn main() {
    let args: Vec<String> = std::env::args().skip(1).filter(|arg| arg != "--bench").collect();
    let Some(source) = args.first() else {
        println!("usage: edits SOURCE [EDITS] [SEED]");
        return;
    };
    let edits = args.get(1).and_then(|count| count.parse().ok()).unwrap_or(100);
    let seed = args.get(2).and_then(|seed| seed.parse().ok()).unwrap_or(7);
    let scratch = std::env::temp_dir().join(format!("syllabus-edits-{}", std::process::id()));
    let course = scratch.join("course");
    copy(Path::new(source), &course);
    let mut author =
        Author { site: scratch.join("site"), course, random: Random(seed), times: Vec::new(), kinds: BTreeMap::new() };
    let mut watch = author.start();
    for _ in 0..edits {
        author.edit();
    }
    let differences = author.differences(&scratch.join("clean"));
    drop((watch.kill(), watch.wait()));
    author.report(edits, &differences);
    if differences.is_empty() {
        drop(std::fs::remove_dir_all(&scratch));
    }
    assert!(differences.is_empty(), "the folder differs from a clean build");
}

/// A small generator: the same seed makes the same edits on every machine (splitmix64).
struct Random(u64);

impl Random {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut x = self.0;
        x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((x ^ (x >> 31)) % most.max(1) as u64) as usize
    }
}

struct Author {
    course: PathBuf,
    site: PathBuf,
    random: Random,
    times: Vec<Duration>,
    kinds: BTreeMap<&'static str, usize>,
}

impl Author {
    fn start(&self) -> Child {
        let watch = Command::new(env!("CARGO_BIN_EXE_syllabus"))
            .args(["watch", "--quiet", "--no-cache"])
            .arg(&self.course)
            .arg("-o")
            .arg(&self.site)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the binary starts");
        let first = Instant::now();
        while !self.site.join(".syllabus/manifest").exists() && first.elapsed() < Duration::from_secs(60) {
            std::thread::sleep(Duration::from_millis(5));
        }
        watch
    }

    fn edit(&mut self) {
        let files = chapters(&self.course);
        let file = files[self.random.below(files.len())].clone();
        let kind = match self.random.below(20) {
            0..=11 => self.change(&file),
            12 => self.save_by_rename(&file),
            13 => self.create(&file),
            14 if files.len() > 20 => self.remove(&file),
            15 => self.rename(&file),
            16 => self.configure(),
            17 => self.retitle(&file),
            18 => self.move_folder(&file),
            _ => self.delete_and_write_again(&file),
        };
        *self.kinds.entry(kind).or_default() += 1;
    }

    /// A line more; the page is waited for.
    fn change(&mut self, file: &Path) -> &'static str {
        let word = format!("edit{}", self.random.below(usize::MAX));
        let text = std::fs::read_to_string(file).unwrap_or_default() + &format!("\n\n{word}\n");
        std::fs::write(file, text).expect("a chapter can be written");
        let start = Instant::now();
        let page = self.page(file);
        while start.elapsed() < Duration::from_secs(5) {
            if std::fs::read_to_string(&page).is_ok_and(|html| html.contains(&word)) {
                self.times.push(start.elapsed());
                break;
            }
            std::thread::sleep(Duration::from_micros(200));
        }
        "edit"
    }

    fn save_by_rename(&mut self, file: &Path) -> &'static str {
        let text = std::fs::read_to_string(file).unwrap_or_default() + "\nsaved\n";
        let beside = file.with_extension("md~");
        std::fs::write(&beside, text).expect("a file beside can be written");
        std::fs::rename(&beside, file).expect("it takes the chapter's place");
        "save by rename"
    }

    fn create(&mut self, near: &Path) -> &'static str {
        let name = format!("new-{}.md", self.random.below(1000));
        std::fs::write(near.with_file_name(name), "# New\n\n- [ ] read\n").expect("a chapter can be written");
        "create"
    }

    fn remove(&mut self, file: &Path) -> &'static str {
        std::fs::remove_file(file).expect("a chapter can be removed");
        "remove"
    }

    fn rename(&mut self, file: &Path) -> &'static str {
        let name = format!("renamed-{}.md", self.random.below(1000));
        std::fs::rename(file, file.with_file_name(name)).expect("a chapter can be renamed");
        "rename"
    }

    fn retitle(&mut self, file: &Path) -> &'static str {
        let text = std::fs::read_to_string(file).unwrap_or_default();
        let title = format!("# Title {}\n", self.random.below(1000));
        std::fs::write(file, title + &text).expect("a chapter can be written");
        "title"
    }

    fn configure(&mut self) -> &'static str {
        let config = format!("[course]\ntitle = \"Course {}\"\n", self.random.below(10));
        std::fs::write(self.course.join("syllabus.toml"), config).expect("the configuration can be written");
        "configuration"
    }

    fn move_folder(&mut self, file: &Path) -> &'static str {
        let folder = file.parent().filter(|folder| *folder != self.course);
        if let Some(folder) = folder {
            let moved = folder.with_file_name(format!("moved-{}", self.random.below(1000)));
            if !moved.exists() {
                std::fs::rename(folder, moved).expect("a folder can be moved");
            }
        }
        "move folder"
    }

    fn delete_and_write_again(&mut self, file: &Path) -> &'static str {
        let text = std::fs::read_to_string(file).unwrap_or_default();
        std::fs::remove_file(file).expect("a chapter can be removed");
        std::thread::sleep(Duration::from_millis(9));
        std::fs::write(file, text + "\nagain\n").expect("a chapter can be written");
        "delete and write again"
    }

    fn page(&self, file: &Path) -> PathBuf {
        let inner = file.strip_prefix(&self.course).unwrap_or(file);
        let stem = inner.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let name = if stem.eq_ignore_ascii_case("readme") || stem.eq_ignore_ascii_case("index") {
            "index".to_owned()
        } else {
            stem
        };
        self.site.join(inner).with_file_name(format!("{name}.html"))
    }

    /// Files that differ from a clean build, once the watch had time to come to rest.
    fn differences(&self, clean: &Path) -> Vec<String> {
        std::thread::sleep(Duration::from_millis(2500));
        let status = Command::new(env!("CARGO_BIN_EXE_syllabus"))
            .args(["build", "--quiet", "--no-cache"])
            .arg(&self.course)
            .arg("-o")
            .arg(clean)
            .stderr(Stdio::null())
            .status();
        status.expect("the binary starts");
        let (watched, clean) = (contents(&self.site), contents(clean));
        let names = watched.keys().chain(clean.keys()).collect::<std::collections::BTreeSet<_>>();
        names.into_iter().filter(|name| watched.get(*name) != clean.get(*name)).cloned().collect()
    }

    fn report(&mut self, edits: usize, differences: &[String]) {
        self.times.sort();
        let at = |part: f64| self.times.get((self.times.len() as f64 * part) as usize).copied().unwrap_or_default();
        let kinds: Vec<String> = self.kinds.iter().map(|(kind, count)| format!("{count} {kind}")).collect();
        println!("{edits} edits: {}", kinds.join(", "));
        println!(
            "write to written page, {} edits: median {:.1} ms, 99th percentile {:.1} ms",
            self.times.len(),
            at(0.5).as_secs_f64() * 1e3,
            at(0.99).as_secs_f64() * 1e3
        );
        println!(
            "differences from a clean build: {} {:?}",
            differences.len(),
            differences.iter().take(5).collect::<Vec<_>>()
        );
    }
}

fn chapters(root: &Path) -> Vec<PathBuf> {
    let files = walkdir::WalkDir::new(root).sort_by_file_name().into_iter().filter_map(Result::ok);
    files
        .map(walkdir::DirEntry::into_path)
        .filter(|path| path.extension().is_some_and(|ending| ending == "md"))
        .collect()
}

fn contents(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let files =
        walkdir::WalkDir::new(root).into_iter().filter_map(Result::ok).filter(|entry| entry.file_type().is_file());
    files
        .filter_map(|entry| {
            let name = entry.path().strip_prefix(root).ok()?.to_string_lossy().into_owned();
            let own = name.starts_with(".syllabus/") && name != ".syllabus/manifest";
            (!own).then(|| std::fs::read(entry.path()).ok().map(|bytes| (name, bytes)))?
        })
        .collect()
}

fn copy(from: &Path, to: &Path) {
    for entry in walkdir::WalkDir::new(from).into_iter().filter_map(Result::ok) {
        let place = to.join(entry.path().strip_prefix(from).unwrap_or(entry.path()));
        if entry.file_type().is_dir() {
            std::fs::create_dir_all(&place).expect("a folder can be made");
        } else {
            // The bytes alone: a copy of a read-only file is to be edited.
            std::fs::write(&place, std::fs::read(entry.path()).expect("a file can be read"))
                .expect("a file can be written");
        }
    }
}
