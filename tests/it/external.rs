//! `syllabus check --external`, against a server of the test to which all requests go, whatever host is named.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use crate::CourseTest;
use crate::course_test::CommandResult;

/// What a request for a path is answered, and that for its head where it is another: status and headers.
const ANSWERS: &[(&str, &str, &str)] = &[
    ("/there", "200 OK", ""),
    ("/gone", "404 Not Found", ""),
    ("/over", "410 Gone", ""),
    ("/no-head", "200 OK", "HEAD 404 Not Found"),
    ("/wall", "403 Forbidden", ""),
    ("/old", "301 Moved Permanently\r\nLocation: http://new-host.io/there", ""),
    ("/old-gone", "301 Moved Permanently\r\nLocation: /gone", ""),
    ("/now", "302 Found\r\nLocation: /there", ""),
    ("/into", "301 Moved Permanently\r\nLocation: http://127.0.0.1/admin", ""),
    ("/ada/engine/blob/main/plan.pdf", "404 Not Found", ""),
];

/// A server that all hosts are.
struct AnyHost {
    address: SocketAddr,
    seen: Arc<Mutex<SeenRequests>>,
}

#[derive(Default)]
struct SeenRequests {
    /// A line each: `METHOD http://host/path`.
    lines: Vec<String>,
    /// How many requests for each host are being answered.
    open: HashMap<String, usize>,
    /// How many there were at the same time for one host.
    most: usize,
    agents: Vec<String>,
}

impl AnyHost {
    fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address");
        let seen = Arc::new(Mutex::new(SeenRequests::default()));
        let of_server = Arc::clone(&seen);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let seen = Arc::clone(&of_server);
                std::thread::spawn(move || answer(stream, &seen));
            }
        });
        AnyHost { address, seen }
    }

    /// A course of one chapter with these lines.
    fn course(&self, lines: &[&str]) -> CourseTest {
        let text = format!("# A\n\n{}\n", lines.join("\n\n"));
        CourseTest::new().bytes("a.md", text.as_bytes()).variable("SYLLABUS_ASK_ONLY", &self.address.to_string())
    }

    /// What was asked since the last call, in the order of the text.
    fn asked(&self) -> Vec<String> {
        let mut lines = std::mem::take(&mut self.seen.lock().expect("requests").lines);
        lines.sort();
        lines
    }
}

fn answer(mut stream: TcpStream, seen: &Mutex<SeenRequests>) {
    let mut head = BufReader::new(stream.try_clone().expect("a stream")).lines().map_while(Result::ok);
    let Some(first) = head.next() else { return };
    let headers: Vec<(String, String)> = head
        .take_while(|line| !line.is_empty())
        .filter_map(|line| line.split_once(": ").map(|(name, value)| (name.to_lowercase(), value.to_owned())))
        .collect();
    let header = |name: &str| headers.iter().find(|(of, _)| of == name).map(|(_, value)| value.clone());
    let (method, rest) = first.split_once(' ').expect("a method");
    let path = rest.split(' ').next().expect("a path");
    let host = header("host").expect("a host");
    {
        let mut seen = seen.lock().expect("requests");
        seen.lines.push(format!("{method} http://{host}{path}"));
        seen.agents.extend(header("user-agent"));
        let open = seen.open.entry(host.clone()).or_default();
        *open += 1;
        seen.most = seen.most.max(*seen.open.get(&host).expect("open"));
    }
    let row = ANSWERS.iter().find(|(of, ..)| *of == path);
    let (_, status, of_head) = row.unwrap_or(&("", "404 Not Found", ""));
    let status = of_head.strip_prefix("HEAD ").filter(|_| method == "HEAD").unwrap_or(status);
    seen.lock().expect("requests").open.entry(host).and_modify(|open| *open -= 1);
    let _ = stream.write_all(format!("HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n").as_bytes());
}

/// The diagnostics as `line:column severity[code] message | help`.
fn told(ran: &CommandResult) -> Vec<String> {
    let json = ran.json();
    let all = json["diagnostics"].as_array().expect("a list").iter();
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    all.map(|one| {
        let (severity, code, message) = (text(&one["severity"]), text(&one["code"]), text(&one["message"]));
        format!("{}:{} {severity}[{code}] {message} | {}", one["line"], one["column"], text(&one["help"]))
    })
    .collect()
}

const GONE: &str = "correct the address, or link to a copy that an archive of the web has kept";

#[test]
fn each_kind_of_answer_has_its_word_at_the_place_of_the_link() {
    let web = AnyHost::new();
    let course = web.course(&[
        "[there](http://one-host.io/there) and ![picture](http://one-host.io/gone)",
        "[over](http://other-host.io/over)",
        "[no head](http://one-host.io/no-head) [wall](http://wall-host.io/wall)",
        "[old](http://one-host.io/old#part) [now](http://one-host.io/now)",
        "[old and gone](http://one-host.io/old-gone) [inside](http://one-host.io/into)",
    ]);
    let ran = course.run("check --external --format json").exit(0);
    assert_eq!(
        told(&ran),
        [
            format!(
                "3:39 warning[link/gone] `http://one-host.io/gone` leads nowhere: the server answers 404 | {GONE}"
            ),
            format!("5:1 warning[link/gone] `http://other-host.io/over` leads nowhere: the server answers 410 | {GONE}"),
            "7:39 note[link/unknown] nobody can tell whether `http://wall-host.io/wall` is there: the server answers 403 | open it in a \
             browser"
                .to_owned(),
            "9:1 note[link/moved] `http://one-host.io/old#part` has moved for good | write `http://new-host.io/there#part`".to_owned(),
            format!(
                "11:1 warning[link/gone] `http://one-host.io/old-gone` leads nowhere: the server answers 404 | {GONE}"
            ),
            "11:45 note[link/unknown] nobody can tell whether `http://one-host.io/into` is there: it leads on to \
             `http://127.0.0.1/admin` | open it in a browser"
                .to_owned(),
        ]
    );
    let ran = ran.stderr_has("9 addresses on other sites asked; 3 gone; 1 moved; 2 unknown\n");
    drop(ran);
    let seen = web.seen.lock().expect("requests");
    assert_eq!(seen.most, 1, "one request of a host at a time");
    assert!(seen.agents.iter().all(|agent| agent.starts_with("syllabus/")), "{:?}", seen.agents);
}

#[test]
fn each_address_is_asked_once_and_what_no_reader_follows_never() {
    let web = AnyHost::new();
    let many = "[a](http://one-host.io/there) [b](http://one-host.io/there#part) [c](HTTP://One-Host.io/there)";
    let examples =
        "[d](http://localhost:8080/) [e](http://example.com/) [f](http://10.0.0.1/) [g](mailto:ada@one-host.io)";
    let course = web.course(&[many, many, examples]);
    course.run("check --external").exit(0).stdout("no errors, no warnings\n");
    assert_eq!(web.asked(), ["HEAD http://one-host.io/there"]);
}

#[test]
fn what_was_there_is_not_asked_again_for_a_day() {
    let web = AnyHost::new();
    let course = web.course(&["[a](http://one-host.io/there) [b](http://one-host.io/gone)"]);
    let course = course.run("check --external").exit(0).then();
    assert_eq!(web.asked().len(), 3);
    let ran = course.run("check --external --strict").exit(1).stdout_has("a.md:3:31").stdout_has("warning[link/gone]");
    let ran = ran.stderr_has("note: 1 address on other sites asked; 1 gone; 1 known from before\n");
    assert_eq!(web.asked(), ["GET http://one-host.io/gone", "HEAD http://one-host.io/gone"]);
    let course = ran.then().run("check --external --no-cache").exit(0).then();
    assert_eq!(web.asked().len(), 3);
    // Without the flag nobody is asked.
    course.run("check --no-cache").exit(0).stdout("no errors, no warnings\n");
    assert_eq!(web.asked().len(), 0);
}

#[test]
fn what_an_author_allows_is_not_told_and_the_own_repository_may_be_private() {
    let web = AnyHost::new();
    let allowed = "<!-- syllabus: allow link/gone: it comes back in May -->\n[a](http://one-host.io/gone)";
    let own = "[plan](http://git-host.io/ada/engine/blob/main/plan.pdf)";
    let course = web.course(&[allowed, own]);
    let course = course.file("syllabus.toml", "[publish]\nrepository = \"http://git-host.io/ada/engine\"\n");
    let ran = course.run("check --external --strict --format json").exit(0);
    let told = told(&ran);
    assert!(told.len() == 1 && told[0].contains("note[link/unknown]") && told[0].contains("not public"), "{told:?}");
}

#[test]
fn addresses_that_this_program_cannot_ask_are_told_once() {
    if cfg!(feature = "tls") {
        return;
    }
    let web = AnyHost::new();
    let links = "[a](https://one-host.io/there) [b](https://two-host.io/) [c](http://one-host.io/there)";
    let ran = web.course(&[links]).run("check --external --format json").exit(0);
    let told = told(&ran);
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].contains("note[link/unknown] 2 addresses with `https` not asked"), "{told:?}");
    assert!(told[0].contains("--features tls"), "{told:?}");
    ran.stderr_has("1 address on other sites asked; 2 with `https` not asked: this program was built without it\n");
}
