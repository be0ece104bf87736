//! Runs `syllabus serve` and acts as its browser: requests pages over HTTP and receives the events about edits.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// The longest time to wait for an answer.
const TIMEOUT: Duration = Duration::from_secs(60);

/// A running `syllabus serve`, stopped when it is dropped.
pub struct Preview {
    child: Child,
    port: u16,
}

impl Preview {
    /// Starts a preview of a course on a free port.
    pub fn start(course: &Path, more: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_syllabus"))
            .args(["serve", "--port", "0"])
            .args(more)
            .arg(course)
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the binary starts");
        let mut stderr = BufReader::new(child.stderr.take().expect("stderr"));
        let mut port = None;
        while port.is_none() {
            let mut line = String::new();
            assert!(stderr.read_line(&mut line).is_ok_and(|count| count > 0), "the preview says where it serves");
            port = line.split("http://127.0.0.1:").nth(1).and_then(|rest| rest.split('/').next()?.parse().ok());
        }
        // Its further output is read, so that the pipe does not fill up.
        std::thread::spawn(move || std::io::copy(&mut stderr, &mut std::io::sink()));
        Preview { child, port: port.unwrap_or_default() }
    }

    /// Requests a page; returns status and body.
    pub fn get(&self, path: &str) -> (u16, Vec<u8>) {
        let mut stream = self.connect();
        let port = self.port;
        let request = format!("GET /{path} HTTP/1.1\r\nhost: 127.0.0.1:{port}\r\nconnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).expect("a request can be sent");
        let mut all = Vec::new();
        stream.read_to_end(&mut all).expect("an answer");
        let end = all.windows(4).position(|four| four == b"\r\n\r\n").expect("a head");
        let head = String::from_utf8_lossy(&all[..end]);
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
        (status, all.split_off(end + 4))
    }

    /// The events that the script in a page receives.
    pub fn events(&self, page: &str) -> Events {
        let mut stream = self.connect();
        let page = page.replace('/', "%2F").replace(' ', "%20");
        let request = format!("GET /.syllabus/events?page={page} HTTP/1.1\r\nhost: localhost:{}\r\n\r\n", self.port);
        stream.write_all(request.as_bytes()).expect("a request can be sent");
        Events(BufReader::new(stream))
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).expect("a connection");
        stream.set_read_timeout(Some(TIMEOUT)).expect("a timeout");
        stream
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        drop((self.child.kill(), self.child.wait()));
    }
}

/// A stream of events.
pub struct Events(BufReader<TcpStream>);

impl Events {
    /// Waits for the next event of this name, until `due` at most; returns whether it came.
    pub fn wait(&mut self, name: &str, due: Instant) -> bool {
        loop {
            let left = due.saturating_duration_since(Instant::now());
            if left.is_zero() || self.0.get_ref().set_read_timeout(Some(left)).is_err() {
                return false;
            }
            let mut line = String::new();
            match self.0.read_line(&mut line) {
                Ok(count) if count > 0 => {}
                _ => return false,
            }
            if line.trim_end().strip_prefix("event: ") == Some(name) {
                return true;
            }
        }
    }
}

/// A served page without the script that the preview adds: the bytes that a build writes.
pub fn without_script(page: Vec<u8>) -> Vec<u8> {
    let Ok(text) = String::from_utf8(page) else { return Vec::new() };
    let Some(from) = text.find("<script src=\"/.syllabus/preview.js\"") else { return text.into_bytes() };
    let end = "</script>";
    let to = text[from..].find(end).map_or(text.len(), |at| from + at + end.len());
    (text[..from].to_owned() + &text[to..]).into_bytes()
}
