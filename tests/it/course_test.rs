//! Helpers to write a course in a few lines: files are written into a temporary folder, the last call runs the real binary there, and its
//! output can be checked. Does not depend on other files of the machine.

use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::TempDir;

/// How long a command may take: far more than any needs, even where six compilers run beside it.
const MAX_COMMAND_TIME: Duration = Duration::from_secs(120);
/// How long is waited between two looks whether a command has ended, or a file has come.
const POLL_INTERVAL: Duration = Duration::from_millis(3);

/// A folder with a course in it, in which commands are run.
pub struct CourseTest {
    folder: TempDir,
    /// Where commands are run, from the folder.
    inside: String,
    variables: Vec<(String, String)>,
    stdin: Vec<u8>,
}

/// The output and exit status of a command, and the folder as it left it.
pub struct CommandResult {
    course: CourseTest,
    line: String,
    output: Output,
}

/// A file that a command wrote.
pub struct OutputFile {
    path: String,
    text: String,
}

impl CourseTest {
    pub fn new() -> Self {
        let folder = TempDir::new().expect("a folder");
        CourseTest { folder, inside: String::new(), variables: Vec::new(), stdin: Vec::new() }
    }

    /// Writes a text file; the indentation that its lines share is taken away.
    pub fn file(self, path: &str, text: &str) -> Self {
        let text = dedent(text);
        self.bytes(path, text.as_bytes())
    }

    pub fn bytes(self, path: &str, bytes: &[u8]) -> Self {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
        fs::write(path, bytes).expect("a file");
        self
    }

    pub fn dir(self, path: &str) -> Self {
        fs::create_dir_all(self.path(path)).expect("folders");
        self
    }

    pub fn delete(self, path: &str) -> Self {
        fs::remove_file(self.path(path)).expect("a file to delete");
        self
    }

    #[cfg(unix)]
    pub fn link(self, path: &str, target: &str) -> Self {
        std::os::unix::fs::symlink(target, self.path(path)).expect("a symbolic link");
        self
    }

    pub fn variable(mut self, name: &str, value: &str) -> Self {
        self.variables.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The next commands are run in this folder of the folder.
    pub fn inside(mut self, path: &str) -> Self {
        self.inside = path.to_owned();
        self
    }

    /// What was set for its commands.
    #[cfg(unix)]
    pub fn variables(&self) -> &[(String, String)] {
        &self.variables
    }

    pub fn stdin(mut self, bytes: &[u8]) -> Self {
        self.stdin = bytes.to_owned();
        self
    }

    pub fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    /// The bytes of a file of the folder.
    #[track_caller]
    pub fn read(&self, path: &str) -> Vec<u8> {
        fs::read(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    pub fn exists(&self, path: &str) -> bool {
        self.path(path).exists()
    }

    /// Runs `syllabus` with these arguments; those with blanks stand in single quotes.
    #[track_caller]
    pub fn run(self, line: &str) -> CommandResult {
        let child = self.start(line);
        self.end(line, child)
    }

    /// Runs a command that goes on until it is stopped, does something meanwhile, and stops it as Ctrl-C does.
    #[cfg(unix)]
    #[track_caller]
    pub fn run_while(self, line: &str, meanwhile: impl FnOnce(&CourseTest)) -> CommandResult {
        let child = self.start(line);
        meanwhile(&self);
        let stopped = Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("kill");
        assert!(stopped.success(), "`{line}` had ended");
        self.end(line, child)
    }

    /// Waits until a file has this text; where it is empty, until there is one.
    #[track_caller]
    pub fn wait_for(&self, path: &str, text: &str) {
        self.wait_until(path, |bytes| bytes.is_some_and(|bytes| String::from_utf8_lossy(bytes).contains(text)));
    }

    /// Waits until what is at a path is as wanted.
    #[track_caller]
    pub fn wait_until(&self, path: &str, wanted: impl Fn(Option<&[u8]>) -> bool) {
        let start = Instant::now();
        while !wanted(fs::read(self.path(path)).ok().as_deref()) {
            assert!(start.elapsed() < MAX_COMMAND_TIME, "{path} did not become as wanted in {MAX_COMMAND_TIME:?}");
            std::thread::sleep(POLL_INTERVAL);
        }
    }

    /// Starts a command that goes on until it is stopped.
    pub fn start(&self, line: &str) -> Child {
        self.start_with(line, &[], &self.stdin)
    }

    /// Starts a command with more variables, and with another input.
    pub fn start_with(&self, line: &str, variables: &[(&str, &str)], stdin: &[u8]) -> Child {
        let mut child = Command::new(env!("CARGO_BIN_EXE_syllabus"))
            .args(arguments(line))
            .current_dir(self.folder.path().join(&self.inside))
            .env_clear()
            .envs(std::env::var("PATH").map(|path| ("PATH", path)))
            // Windows programs do not start without it.
            .envs(std::env::var("SystemRoot").map(|root| ("SystemRoot", root)))
            .env("HOME", self.folder.path().join(".home"))
            .env("XDG_CACHE_HOME", self.folder.path().join(".home/cache"))
            .envs(self.variables.iter().cloned())
            .envs(variables.iter().copied())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the binary starts");
        // A command that reads no input closes it early.
        let _ = child.stdin.take().expect("stdin").write_all(stdin);
        child
    }

    #[track_caller]
    fn end(self, line: &str, mut child: Child) -> CommandResult {
        let stdout = read_all(child.stdout.take().expect("stdout"));
        let stderr = read_all(child.stderr.take().expect("stderr"));
        let start = Instant::now();
        let status = loop {
            match child.try_wait().expect("the binary ends") {
                Some(status) => break status,
                None if start.elapsed() > MAX_COMMAND_TIME => {
                    let _ = child.kill();
                    panic!("`syllabus {line}` did not end in {MAX_COMMAND_TIME:?}");
                }
                None => std::thread::sleep(POLL_INTERVAL),
            }
        };
        let all = |reader: JoinHandle<Vec<u8>>| reader.join().expect("its output");
        CommandResult {
            course: self,
            line: line.to_owned(),
            output: Output { status, stdout: all(stdout), stderr: all(stderr) },
        }
    }

    /// Builds and hands out the text inside `<main>` of one page.
    pub fn main_of(self, page: &str) -> String {
        let built = self.run("build").exit(0);
        let text = built.site_file(page).text;
        let from = text.find("<main").expect("a main");
        let to = text.find("</main>").expect("its end");
        text[from..to].to_owned()
    }
}

impl CommandResult {
    #[track_caller]
    pub fn exit(self, status: i32) -> Self {
        assert_eq!(self.output.status.code(), Some(status), "exit status\n{}", self.all());
        self
    }

    /// stdout is exactly this.
    #[track_caller]
    pub fn stdout(self, text: &str) -> Self {
        assert_eq!(self.out(), dedent(text), "stdout\n{}", self.all());
        self
    }

    #[track_caller]
    pub fn stdout_has(self, text: &str) -> Self {
        assert!(self.out().contains(text), "stdout lacks {text:?}\n{}", self.all());
        self
    }

    #[track_caller]
    pub fn stdout_lacks(self, text: &str) -> Self {
        assert!(!self.out().contains(text), "stdout has {text:?}\n{}", self.all());
        self
    }

    #[track_caller]
    pub fn stderr(self, text: &str) -> Self {
        assert_eq!(self.err(), dedent(text), "stderr\n{}", self.all());
        self
    }

    #[track_caller]
    pub fn stderr_has(self, text: &str) -> Self {
        assert!(self.err().contains(text), "stderr lacks {text:?}\n{}", self.all());
        self
    }

    #[track_caller]
    pub fn stderr_lacks(self, text: &str) -> Self {
        assert!(!self.err().contains(text), "stderr has {text:?}\n{}", self.all());
        self
    }

    /// A file of the site in `output`.
    #[track_caller]
    pub fn site_file(&self, path: &str) -> OutputFile {
        self.written(&format!("output/{path}"))
    }

    /// The bytes of a file of the site in `output`.
    #[track_caller]
    pub fn site_bytes(&self, path: &str) -> Vec<u8> {
        self.course.read(&format!("output/{path}"))
    }

    #[track_caller]
    pub fn written(&self, path: &str) -> OutputFile {
        match fs::read(self.course.path(path)) {
            Ok(bytes) => OutputFile { path: path.to_owned(), text: String::from_utf8_lossy(&bytes).into_owned() },
            Err(error) => panic!("{path}: {error}\n{}", self.all()),
        }
    }

    #[track_caller]
    pub fn lacks_site_file(self, path: &str) -> Self {
        assert!(!self.course.exists(&format!("output/{path}")), "there is {path}\n{}", self.all());
        self
    }

    /// All files of the site in `output`, but for the build's own notes.
    pub fn site_files(&self) -> Vec<String> {
        let mut all = Vec::new();
        list(&self.course.path("output"), "", &mut all);
        all.retain(|path| !path.starts_with(".syllabus/"));
        all
    }

    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out()).unwrap_or_else(|error| panic!("{error}\n{}", self.all()))
    }

    pub fn out(&self) -> String {
        String::from_utf8_lossy(&self.output.stdout).into_owned()
    }

    pub fn out_bytes(&self) -> &[u8] {
        &self.output.stdout
    }

    pub fn err(&self) -> String {
        String::from_utf8_lossy(&self.output.stderr).into_owned()
    }

    /// The folder, for the next command.
    pub fn then(self) -> CourseTest {
        self.course
    }

    fn all(&self) -> String {
        format!("$ syllabus {}\nstdout:\n{}\nstderr:\n{}", self.line, self.out(), self.err())
    }
}

impl OutputFile {
    #[track_caller]
    pub fn has(self, text: &str) -> Self {
        assert!(self.text.contains(text), "{} lacks {text:?}:\n{}", self.path, self.text);
        self
    }

    #[track_caller]
    pub fn lacks(self, text: &str) -> Self {
        assert!(!self.text.contains(text), "{} has {text:?}:\n{}", self.path, self.text);
        self
    }

    pub fn text(self) -> String {
        self.text
    }
}

/// Takes away a first empty line, the indentation that all lines share, and what indents the closing quote.
pub fn dedent(text: &str) -> String {
    let text = text.strip_prefix('\n').unwrap_or(text);
    let filled = text.lines().filter(|line| !line.trim().is_empty());
    let shared = filled.map(|line| line.len() - line.trim_start_matches(' ').len()).min().unwrap_or(0);
    let cut = |line: &str| line.get(shared.min(line.len())..).unwrap_or("").to_owned();
    let lines: Vec<String> = text.split('\n').map(cut).collect();
    let joined = lines.join("\n");
    match joined.rsplit_once('\n') {
        Some((before, last)) if last.trim().is_empty() => format!("{before}\n"),
        _ => joined,
    }
}

fn read_all(mut from: impl Read + Send + 'static) -> JoinHandle<Vec<u8>> {
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        // What came before an error is all there is to show.
        let _ = from.read_to_end(&mut bytes);
        bytes
    })
}

fn arguments(line: &str) -> Vec<String> {
    let mut all = Vec::new();
    for (row, part) in line.split('\'').enumerate() {
        match row % 2 {
            0 => all.extend(part.split_whitespace().map(str::to_owned)),
            _ => all.push(part.to_owned()),
        }
    }
    all
}

/// Files below a folder, by path.
pub fn list(folder: &Path, prefix: &str, all: &mut Vec<String>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    let mut names: Vec<_> = entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    for name in names {
        let path = folder.join(&name);
        let named = format!("{prefix}{name}");
        if path.is_dir() { list(&path, &format!("{named}/"), all) } else { all.push(named) }
    }
}
