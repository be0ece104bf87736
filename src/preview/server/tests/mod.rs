//! The server as a browser, a phone and an attacker see it: tests send bytes to a server on a free port and read what it answers.

mod choices;
mod crowd;
mod events;
mod files;
mod life;
mod sandbox;
mod strangers;

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::sync::Mutex;
use std::thread::JoinHandle;

use serde_json::{Value, json};

use super::*;
use crate::diagnostic::Severity;
use crate::export::json::DiagnosticJson;
use crate::path::{SitePath, SourcePath};
use crate::source::Hash;

const SCRIPT: &str = "'use strict';\n";

const CHOICE: &str = r#"{"source": "a/b.md", "line": 12, "column": 4, "before": "ğŸ“", "after": "🎓"}"#;

/// A site that tests change.
#[derive(Default)]
struct FakeSite {
    files: Mutex<BTreeMap<String, ServedFile>>,
    problems: Mutex<Vec<Problem>>,
    chosen: Mutex<Vec<RepairChoice>>,
    fixed: Mutex<Vec<FixChoice>>,
    requested: Mutex<Vec<String>>,
}

impl FakeSite {
    fn put(&self, path: &str, text: &str) {
        let served = ServedFile::File { bytes: text.as_bytes().into(), hash: Hash::of(text.as_bytes()) };
        self.files.lock().expect("no panic").insert(path.to_owned(), served);
    }

    fn put_copy(&self, path: &str, file: PathBuf) {
        self.files.lock().expect("no panic").insert(path.to_owned(), ServedFile::CopyOf(file));
    }

    fn chosen(&self) -> Vec<RepairChoice> {
        self.chosen.lock().expect("no panic").clone()
    }
}

impl PageSource for FakeSite {
    fn file(&self, path: &SitePath) -> ServedFile {
        self.requested.lock().expect("no panic").push(path.to_string());
        self.files.lock().expect("no panic").get(path.as_str()).cloned().unwrap_or(ServedFile::Missing)
    }

    fn state(&self, page: &SitePath) -> State {
        match self.files.lock().expect("no panic").get(page.as_str()) {
            Some(ServedFile::File { hash, .. }) => State { hash: Some(*hash), pictures: None, warnings: 1 },
            _ => State::default(),
        }
    }

    fn problems(&self, _: &SitePath) -> Vec<Problem> {
        self.problems.lock().expect("no panic").clone()
    }

    fn facts(&self, page: &SitePath) -> Option<PageFacts> {
        (page.as_str() == "a/b c.html").then(|| PageFacts {
            source: SourcePath::new("a/b c.md"),
            path: "/course/a/b c.md".to_owned(),
            open: None,
            diagnostics: Vec::new(),
            questions: Vec::new(),
            checklist: Vec::new(),
            repairs: Vec::new(),
        })
    }

    fn choose(&self, choice: &RepairChoice) -> Result<(), ChooseError> {
        match choice.line {
            400.. => Err(ChooseError::Failed("the disk is full".to_owned())),
            40.. => Err(ChooseError::Refused("the chapter changed".to_owned())),
            _ => {
                self.chosen.lock().expect("no panic").push(choice.clone());
                Ok(())
            }
        }
    }

    fn fix(&self, choice: &FixChoice) -> Result<(), ChooseError> {
        if choice.id == "stale" {
            return Err(ChooseError::Refused("the chapter changed".to_owned()));
        }
        self.fixed.lock().expect("no panic").push(choice.clone());
        Ok(())
    }
}

/// A server at work; it ends with the test.
struct Running {
    site: Arc<FakeSite>,
    address: SocketAddr,
    notifier: Notifier,
    stopper: ServerStopper,
    thread: Option<JoinHandle<Result<(), ServeError>>>,
}

impl Drop for Running {
    fn drop(&mut self) {
        self.stopper.stop();
        if let Some(thread) = self.thread.take() {
            let ended = thread.join();
            assert!(std::thread::panicking() || matches!(ended, Ok(Ok(()))));
        }
    }
}

fn running() -> Running {
    let settings = ServerSettings { host: "127.0.0.1".to_owned(), port: 0, script: SCRIPT };
    let server = Server::bind(settings).expect("a port");
    let site = Arc::new(FakeSite::default());
    site.put("index.html", "<body>home</body>");
    site.put("a/b c.html", "<body>b</body>");
    site.put("a/index.html", "<body>a</body>");
    site.put("404.html", "<body>no such page</body>");
    site.put("style.css", "p {}");
    let (address, notifier, stopper) = (server.addresses()[0], server.notifier(), server.stopper());
    let pages = site.clone();
    let thread = Some(std::thread::spawn(move || server.run(pages)));
    Running { site, address, notifier, stopper, thread }
}

impl Running {
    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).expect("a connection");
        stream.set_read_timeout(Some(Duration::from_secs(60))).expect("a timeout");
        stream
    }

    /// What comes back for these bytes, until the server closes.
    fn raw(&self, request: &[u8]) -> Vec<u8> {
        let mut stream = self.connect();
        // A server that has seen enough may close before all is sent.
        let _ = stream.write_all(request);
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        answer
    }

    fn send(&self, line: &str, headers: &[(&str, &str)], body: &str) -> Reply {
        let mut head = format!("{line} HTTP/1.1\r\n");
        let has_host = headers.iter().any(|(name, _)| *name == "host");
        let host = format!("localhost:{}", self.address.port());
        let own = [("host", host.as_str()), ("connection", "close")];
        for (name, value) in own.iter().filter(|(name, _)| *name != "host" || !has_host).chain(headers) {
            head += &format!("{name}: {value}\r\n");
        }
        Reply::read(&self.raw(format!("{head}\r\n{body}").as_bytes()))
    }

    fn get(&self, path: &str) -> Reply {
        self.send(&format!("GET {path}"), &[], "")
    }

    fn get_with(&self, path: &str, headers: &[(&str, &str)]) -> Reply {
        self.send(&format!("GET {path}"), headers, "")
    }

    fn token(&self) -> String {
        let facts: Value =
            serde_json::from_str(&self.get("/.syllabus/facts?page=a%2Fb%20c.html").text()).expect("JSON");
        facts["token"].as_str().expect("a token").to_owned()
    }

    /// A choice as the page sends it, with some headers changed (an empty one is left out).
    fn choose(&self, changed: &[(&str, &str)], body: &str) -> Reply {
        self.post("override", changed, body)
    }

    /// What the page sends to be written, with some headers changed.
    fn post(&self, what: &str, changed: &[(&str, &str)], body: &str) -> Reply {
        let (origin, token) = (format!("http://localhost:{}", self.address.port()), self.token());
        let length = body.len().to_string();
        let mut headers = vec![
            ("origin", origin.as_str()),
            ("content-type", "application/json"),
            ("x-syllabus-token", &token),
            ("sec-fetch-site", "same-origin"),
            ("content-length", &length),
        ];
        headers.retain(|(name, _)| !changed.iter().any(|(other, _)| other == name));
        headers.extend(changed.iter().filter(|(_, value)| !value.is_empty()));
        self.send(&format!("POST /.syllabus/{what}"), &headers, body)
    }

    fn listen(&self, page: &str) -> Listening {
        let mut stream = self.connect();
        let request =
            format!("GET /.syllabus/events?page={page} HTTP/1.1\r\nhost: 127.0.0.1:{}\r\n\r\n", self.address.port());
        stream.write_all(request.as_bytes()).expect("sent");
        let mut lines = BufReader::new(stream);
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            lines.read_line(&mut head).expect("a header");
        }
        Listening { lines, head }
    }
}

#[derive(Debug)]
struct Reply {
    status: u16,
    head: String,
    body: Vec<u8>,
}

impl Reply {
    fn read(bytes: &[u8]) -> Reply {
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").expect("headers");
        let head = String::from_utf8(bytes[..end].to_vec()).expect("text");
        let status = head.split(' ').nth(1).expect("a status").parse().expect("a number");
        Reply { status, head, body: bytes[end + 4..].to_vec() }
    }

    fn header(&self, name: &str) -> Option<&str> {
        let prefix = format!("{name}: ");
        self.head.lines().find_map(|line| line.strip_prefix(&prefix))
    }

    fn text(&self) -> String {
        String::from_utf8(self.body.clone()).expect("text")
    }

    #[track_caller]
    fn has(&self, status: u16, headers: &[(&str, &str)]) -> &Reply {
        assert_eq!(self.status, status, "{self:?}");
        for (name, value) in headers {
            assert_eq!(self.header(name), Some(*value), "{self:?}");
        }
        self
    }
}

struct Listening {
    lines: BufReader<TcpStream>,
    head: String,
}

impl Listening {
    /// The next event's name and data.
    fn next(&mut self) -> (String, Value) {
        let mut event = String::new();
        loop {
            let mut line = String::new();
            assert_ne!(self.lines.read_line(&mut line).expect("an event"), 0, "the events ended");
            // The sizes of chunks are between the events.
            if let Some(data) = line.strip_prefix("data: ") {
                return (event, serde_json::from_str(data).expect("JSON"));
            }
            if let Some(name) = line.strip_prefix("event: ") {
                event = name.trim().to_owned();
            }
        }
    }
}

fn digits(text: &str) -> String {
    Hash::of(text.as_bytes()).to_string()[..16].to_owned()
}

fn problem() -> Problem {
    Problem {
        diagnostic: DiagnosticJson {
            code: "config/bad",
            severity: Severity::Error,
            source: Some("syllabus.toml".to_owned()),
            line: Some(3),
            column: Some(7),
            end_line: Some(3),
            end_column: Some(9),
            message: "not valid\nTOML".to_owned(),
            help: None,
            fix: None,
        },
        excerpt: None,
        open: None,
        path: None,
    }
}
