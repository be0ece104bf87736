//! `syllabus serve`: the pages and events that a browser receives while an author edits. All over real sockets.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::Child;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::CourseTest;
use crate::course_test::list;

/// Long enough for the slowest machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// A preview that runs, stopped when it is dropped.
pub struct Serving {
    course: CourseTest,
    child: Child,
    port: u16,
}

/// What was answered.
struct Answer {
    status: u16,
    head: String,
    body: Vec<u8>,
}

impl Answer {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }
}

impl Serving {
    /// Starts a preview on a free port.
    pub fn new(course: CourseTest, line: &str) -> Self {
        let mut child = course.start(&format!("{line} --port 0"));
        let mut said = BufReader::new(child.stderr.take().expect("stderr"));
        let mut first = String::new();
        said.read_line(&mut first).expect("where it serves");
        let port = first.split(':').nth(2).and_then(|rest| rest.split('/').next()?.parse().ok());
        let port = port.unwrap_or_else(|| panic!("no port in {first:?}"));
        // What else it says must not fill the pipe.
        std::thread::spawn(move || said.read_to_end(&mut Vec::new()));
        Serving { course, child, port }
    }

    fn write(&self, path: &str, text: &str) {
        fs::write(self.course.path(path), text).expect("a file can be written");
    }

    fn ask(&self, request: &str) -> Answer {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).expect("a connection");
        stream.set_read_timeout(Some(PATIENCE)).expect("a timeout");
        stream.write_all(request.as_bytes()).expect("a request can be sent");
        let mut all = Vec::new();
        stream.read_to_end(&mut all).expect("an answer");
        let end = all.windows(4).position(|four| four == b"\r\n\r\n").expect("a head");
        let head = String::from_utf8_lossy(&all[..end]).into_owned();
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
        Answer { status, head, body: all[end + 4..].to_vec() }
    }

    fn get(&self, path: &str) -> Answer {
        let port = self.port;
        self.ask(&format!("GET {path} HTTP/1.1\r\nhost: 127.0.0.1:{port}\r\nconnection: close\r\n\r\n"))
    }

    /// Waits until a page is as wanted.
    #[track_caller]
    fn until(&self, path: &str, is_right: impl Fn(&str) -> bool) {
        let start = Instant::now();
        loop {
            let text = self.get(path).text();
            if is_right(&text) {
                return;
            }
            assert!(start.elapsed() < PATIENCE, "{path} stays as it is: {text}");
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    fn events(&self, page: &str) -> Events {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).expect("a connection");
        stream.set_read_timeout(Some(PATIENCE)).expect("a timeout");
        let request = format!("GET /.syllabus/events?page={page} HTTP/1.1\r\nhost: localhost:{}\r\n\r\n", self.port);
        stream.write_all(request.as_bytes()).expect("a request can be sent");
        Events(BufReader::new(stream))
    }

    fn choose(&self, token: &str, choice: &Value) -> Answer {
        self.post("override", token, choice)
    }

    fn post(&self, what: &str, token: &str, body: &Value) -> Answer {
        let (port, body) = (self.port, body.to_string());
        self.ask(&format!(
            "POST /.syllabus/{what} HTTP/1.1\r\nhost: 127.0.0.1:{port}\r\norigin: http://127.0.0.1:{port}\r\n\
             content-type: application/json\r\nx-syllabus-token: {token}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
            body.len()
        ))
    }

    /// As Ctrl-C does; the status the command ends with.
    #[cfg(unix)]
    pub fn stop(mut self) -> Option<i32> {
        let signal = std::process::Command::new("kill").args(["-INT", &self.child.id().to_string()]).status();
        assert!(signal.expect("kill").success());
        self.child.wait().expect("the end").code()
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        drop((self.child.kill(), self.child.wait()));
    }
}

/// What the script in a page is told.
struct Events(BufReader<TcpStream>);

impl Events {
    /// The data of the next event of this name.
    #[track_caller]
    fn next(&mut self, name: &str) -> Value {
        let start = Instant::now();
        let mut is_wanted = false;
        loop {
            let mut line = String::new();
            assert!(self.0.read_line(&mut line).expect("an event") > 0, "the stream ended");
            // Signs of life keep the stream open for ever.
            assert!(start.elapsed() < PATIENCE, "no event `{name}`");
            if let Some(event) = line.trim_end().strip_prefix("event: ") {
                is_wanted = event == name;
            }
            if let Some(data) = line.strip_prefix("data: ").filter(|_| is_wanted) {
                return serde_json::from_str(data).expect("JSON");
            }
        }
    }
}

fn course() -> CourseTest {
    CourseTest::new()
        .file("chapters/README.md", "# Course\n\n1. [One](a/one.md)\n2. [Two](a/two.md)")
        .file("chapters/a/one.md", "# One\n\nfirst words ![i](i.svg)")
        .file("chapters/a/two.md", "# Two\n\n[back](one.md)\n\n1. What?\n   - A) x\n   - B) y\n\n   **Answer:** B")
        .file("chapters/a/i.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>")
}

#[test]
fn what_is_served_is_what_is_built_and_one_script() {
    let serving = Serving::new(course().run("build").exit(0).then(), "serve chapters");
    let mut files = Vec::new();
    list(&serving.course.path("output"), "", &mut files);
    let site: Vec<&String> = files.iter().filter(|path| !path.starts_with('.')).collect();
    assert!(site.iter().any(|path| path.ends_with("two.quiz.html")), "{site:?}");
    for path in site {
        let built = serving.course.read(&format!("output/{path}"));
        let answer = serving.get(&format!("/{path}"));
        let mut served = answer.body;
        if path.ends_with(".html") {
            let text = String::from_utf8(served).expect("text");
            let from = text.find("<script src=\"/.syllabus/preview.js\"").expect("the script");
            let to = from + text[from..].find("</script>").expect("its end") + "</script>".len();
            assert!(text[to..].starts_with("</body>"), "{path}");
            served = (text[..from].to_owned() + &text[to..]).into_bytes();
        }
        assert!(served == built, "{path} is served otherwise than built");
    }
}

#[test]
fn an_edit_is_told_and_served_and_nothing_is_written() {
    let serving = Serving::new(course(), "serve chapters");
    let (mut one, mut two) = (serving.events("a/one.html"), serving.events("a%2Ftwo.html"));
    let before = one.next("state");
    two.next("state");
    let mut files = Vec::new();
    list(serving.course.path("").as_path(), "", &mut files);
    serving.write("chapters/a/one.md", "# One\n\nother words\n\n[x](nowhere.md)");
    let after = one.next("state");
    assert_ne!(before["hash"], after["hash"]);
    assert_eq!((&before["warnings"], &after["warnings"]), (&json!(0), &json!(1)));
    assert!(serving.get("/a/one.html").text().contains("other words"));
    assert_eq!(two.next("elsewhere")["pages"], json!([{"url": "a/one.html", "title": "One", "source": "a/one.md"}]));
    serving.write("chapters/a/two.md", "# Second");
    assert_ne!(two.next("state")["hash"], Value::Null);
    serving.until("/a/one.html", |page| page.contains("Second"));
    assert_eq!(serving.get("/a/two.quiz.html").status, 404);
    let mut now = Vec::new();
    list(serving.course.path("").as_path(), "", &mut now);
    assert_eq!(files, now);
}

#[test]
fn a_hint_names_the_words_it_is_about_as_they_are_read() {
    let text = "# One\n\nhere, **cafÃ© `a here`** [and *here*\nand there](nowhere.md), ![here](gone.png)";
    let serving = Serving::new(course().file("chapters/a/one.md", text), "serve chapters");
    let facts = serving.get("/.syllabus/facts?page=a%2Fone.html").json();
    let place = |at: usize| facts["diagnostics"][at]["place"].clone();
    let around = ["\nOne\n\nhere, café a here ", ", \n"];
    assert_eq!(place(0), json!({"words": "and here and there", "occurrence": 0, "around": around}));
    assert_eq!(facts["diagnostics"][1]["code"], json!("link/missing-image"));
    assert_eq!(place(1), Value::Null);
}

#[test]
fn a_picture_under_its_old_name_is_another_state() {
    let serving = Serving::new(course(), "serve chapters");
    let mut events = serving.events("a/one.html");
    let before = events.next("state");
    // As long as the one before.
    serving.write("chapters/a/i.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>");
    let after = events.next("state");
    assert_eq!(before["hash"], after["hash"]);
    assert!(before["pictures"].is_string() && before["pictures"] != after["pictures"], "{before} {after}");
    assert_eq!(serving.events("a/two.html").next("state")["pictures"], Value::Null);
}

#[test]
fn a_broken_configuration_stays_told_while_chapters_are_edited() {
    let serving = Serving::new(course(), "serve chapters");
    let mut events = serving.events("a/one.html");
    assert_eq!(events.next("problems")["problems"], json!([]));
    serving.write("chapters/syllabus.toml", "[course]\ntitle = 3\n");
    let told = events.next("problems")["problems"].clone();
    let marks = json!([{"start": 8, "end": 9, "note": null}]);
    let lines = json!([{"number": 2, "text": "title = 3", "marks": marks}]);
    assert_eq!(told[0]["excerpt"], json!({"lines": lines, "far_notes": []}));
    serving.write("chapters/a/one.md", "# One\n\nother words");
    serving.until("/a/one.html", |page| page.contains("other words"));
    assert_eq!(serving.events("a/one.html").next("problems")["problems"], told);
    serving.write("chapters/syllabus.toml", "");
    assert_eq!(events.next("problems")["problems"], json!([]));
}

#[test]
fn a_renamed_folder_and_a_new_file_are_served_where_they_are_now() {
    let serving = Serving::new(course(), "serve chapters");
    serving.until("/a/one.html", |page| page.contains("first words"));
    fs::rename(serving.course.path("chapters/a"), serving.course.path("chapters/b")).expect("a rename");
    serving.until("/b/two.html", |page| page.contains("one.html"));
    assert_eq!(serving.get("/a/one.html").status, 404);
    assert_eq!(serving.get("/b/i.svg").status, 200);
    serving.write("chapters/b/new.md", "# New");
    serving.until("/b/two.html", |page| page.contains("new.html"));
}

#[test]
fn faults_are_told_with_their_line_until_they_are_mended() {
    let serving = Serving::new(course().file("theme/css/tokens.css", ""), "serve chapters --theme theme");
    let mut events = serving.events("a/one.html");
    assert_eq!(events.next("problems")["problems"], json!([]));
    serving.write("chapters/syllabus.toml", "[course]\ntitle = 3\n\n[preview]\neditor = \"edit://{path}:{line}\"\n");
    let problem = &events.next("problems")["problems"][0];
    assert_eq!((&problem["source"], &problem["line"]), (&json!("syllabus.toml"), &json!(2)));
    assert_eq!(problem["excerpt"]["lines"][0]["text"], json!("title = 3"), "{problem}");
    assert!(serving.get("/a/one.html").text().contains("first words"));
    serving.write("chapters/syllabus.toml", "[preview]\neditor = \"edit://{path}:{line}\"\n");
    assert_eq!(events.next("problems")["problems"], json!([]));

    fs::create_dir_all(serving.course.path("theme/templates")).expect("a folder");
    serving.write("theme/templates/chapter.html", "<p>\n{{ nowhere }");
    let problem = &events.next("problems")["problems"][0];
    assert_eq!((&problem["source"], &problem["line"]), (&json!("templates/chapter.html"), &json!(2)), "{problem}");
    assert!(problem["open"].as_str().is_some_and(|open| open.starts_with("edit://") && open.ends_with(":2")));
    fs::remove_dir_all(serving.course.path("theme/templates")).expect("the folder");
    assert_eq!(events.next("problems")["problems"], json!([]));

    serving.write("chapters/a/one.md", "---\ntitle: a: b\n---\nwords");
    let problem = &events.next("problems")["problems"][0];
    assert_eq!((&problem["code"], &problem["source"]), (&json!("source/front-matter"), &json!("a/one.md")));
    serving.write("chapters/a/one.md", "# One");
    assert_eq!(events.next("problems")["problems"], json!([]));
}

#[test]
fn a_fix_goes_into_its_chapter_as_long_as_it_is_the_one_that_was_shown() {
    let text = "# One\r\n\r\n[two](Two.md) CafÃ© [two](two.md#The-End)\r\n";
    let course = course().file("chapters/a/one.md", text).file("chapters/a/two.md", "# Two\n\n## The end\n");
    let serving = Serving::new(course, "serve chapters");
    serving.events("a/one.html").next("state");
    let facts = || serving.get("/.syllabus/facts?page=a%2Fone.html").json();
    let offers = || {
        let diagnostics = facts()["diagnostics"].as_array().expect("a list").clone();
        diagnostics
            .into_iter()
            .filter(|one| !one["offer"].is_null())
            .map(|one| one["offer"].clone())
            .collect::<Vec<_>>()
    };
    let token = facts()["token"].as_str().expect("a token").to_owned();
    let first = offers();
    assert_eq!((first.len(), &first[0]["before"], &first[0]["after"]), (2, &json!("Two.md"), &json!("two.md")));

    let fix = |token: &str, offer: &Value| serving.post("fix", token, &json!({ "id": offer["id"] })).status;
    assert_eq!(fix("guessed", &first[0]), 403);
    assert_eq!(serving.course.read("chapters/a/one.md"), text.as_bytes());
    assert_eq!(fix(&token, &first[0]), 204);
    let fixed = text.replace("Two.md", "two.md");
    assert_eq!(serving.course.read("chapters/a/one.md"), fixed.as_bytes());
    // The file is another one now: what was shown of it before is not written.
    assert_eq!(fix(&token, &first[1]), 409);
    assert_eq!(serving.course.read("chapters/a/one.md"), fixed.as_bytes());
    assert_eq!(fix(&token, &offers()[0]), 204);
    assert_eq!(serving.course.read("chapters/a/one.md"), fixed.replace("The-End", "the-end").as_bytes());
    assert_eq!(offers(), [json!(null); 0]);
}

#[test]
fn a_choice_goes_into_the_configuration_and_comes_back_out() {
    let config = "# mine\n[course]\ntitle = \"T\"\n";
    let text = "# One\n\nBooks ğŸ“ of ours\n\nother ğŸ“ of ours";
    let course = course().file("chapters/syllabus.toml", config).file("chapters/a/one.md", text);
    let serving = Serving::new(course, "serve chapters");
    let mut events = serving.events("a/one.html");
    events.next("state");
    let facts = serving.get("/.syllabus/facts?page=a%2Fone.html").json();
    let repair = &facts["repairs"][1];
    let first = facts["repairs"][0]["after"].as_str().expect("text").to_owned();
    assert_eq!((&repair["line"], &repair["occurrence"], &repair["chosen"]), (&json!(5), &json!(1), &json!(false)));
    assert_eq!(repair["around"], json!([format!("\nOne\n\nBooks {first} of ours\n\nother "), " of ours\n"]));
    let other = repair["alternatives"][0].as_str().expect("an alternative").to_owned();
    let choice = |after: Value| json!({"source": "a/one.md", "line": 5, "column": 7, "before": "ğŸ“", "after": after});
    let token = facts["token"].as_str().expect("a token");

    assert_eq!(serving.choose("guessed", &choice(json!(other))).status, 403);
    let elsewhere = json!({"source": "a/one.md", "line": 4, "column": 7, "before": "x", "after": "y"});
    assert_eq!(serving.choose(token, &elsewhere).status, 409);
    assert_eq!(serving.course.read("chapters/syllabus.toml"), config.as_bytes());

    assert_eq!(serving.choose(token, &choice(json!(other))).status, 204);
    serving.until("/a/one.html", |page| page.contains(&format!("other {other} of ours")));
    assert!(serving.get("/a/one.html").text().contains(&format!("Books {first}")));
    assert_eq!(serving.course.read("chapters/a/one.md"), text.as_bytes());
    let facts = serving.get("/.syllabus/facts?page=a%2Fone.html").json();
    assert_eq!(facts["repairs"][1]["chosen"], json!(true));
    assert!(facts["repairs"][1]["alternatives"].as_array().is_some_and(|all| all.contains(&repair["after"])));

    assert_eq!(serving.choose(token, &choice(Value::Null)).status, 204);
    serving.until("/a/one.html", |page| !page.contains(&format!("other {other} of ours")));
    assert_eq!(serving.course.read("chapters/syllabus.toml"), config.as_bytes());
}

#[test]
fn a_configuration_that_only_held_a_choice_goes_with_it_and_the_authors_own_stays() {
    for is_own in [true, false] {
        let course = course().file("chapters/a/one.md", "# One\n\nBooks ğŸ“ and");
        let course = if is_own { course.file("chapters/syllabus.toml", "") } else { course };
        let serving = Serving::new(course, "serve chapters");
        let facts = serving.get("/.syllabus/facts?page=a%2Fone.html").json();
        let token = facts["token"].as_str().expect("a token");
        let choice =
            |after: Value| json!({"source": "a/one.md", "line": 3, "column": 7, "before": "ğŸ“", "after": after});
        assert_eq!(serving.choose(token, &choice(json!("🎓"))).status, 204);
        serving.until("/a/one.html", |page| page.contains("Books 🎓"));
        assert_eq!(serving.choose(token, &choice(Value::Null)).status, 204);
        assert_eq!(serving.course.exists("chapters/syllabus.toml"), is_own);
    }
}

#[test]
fn a_choice_is_taken_only_where_a_repair_was_reported() {
    let text = "# One\n\nBooks ğŸ“ and words\n";
    let serving = Serving::new(course().file("chapters/a/one.md", text), "serve chapters");
    let facts = serving.get("/.syllabus/facts?page=a%2Fone.html").json();
    let token = facts["token"].as_str().expect("a token");
    let choice = |line: u32, column: u32, before: &str, after: &str| json!({"source": "a/one.md", "line": line, "column": column, "before": before, "after": after});
    for (elsewhere, status) in [
        (choice(3, 11, "and words", "<b>mine</b>"), 409),
        (choice(3, 1, "Books", "Mine"), 409),
        (choice(3, 7, "ğŸ", "x"), 409),
        (choice(1, 1, "#", ""), 409),
        (choice(3, 7, "ğŸ“", "x\n\n# Mine"), 400),
    ] {
        assert_eq!(serving.choose(token, &elsewhere).status, status, "{elsewhere}");
    }
    assert!(!serving.course.exists("chapters/syllabus.toml"));
    assert_eq!(serving.choose(token, &choice(3, 7, "ğŸ“", "🎓")).status, 204);
}

#[test]
fn a_choice_is_taken_back_though_a_file_is_gone() {
    let serving = Serving::new(course().file("chapters/a/one.md", "# One\n\nBooks ğŸ“ and"), "serve chapters");
    let facts = serving.get("/.syllabus/facts?page=a%2Fone.html").json();
    let token = facts["token"].as_str().expect("a token");
    let choice = |after: Value| json!({"source": "a/one.md", "line": 3, "column": 7, "before": "ğŸ“", "after": after});
    // The configuration, which held nothing else.
    assert_eq!(serving.choose(token, &choice(json!("📐"))).status, 204);
    serving.until("/a/one.html", |page| page.contains("Books 📐"));
    fs::remove_file(serving.course.path("chapters/syllabus.toml")).expect("a removal");
    assert_eq!(serving.choose(token, &choice(Value::Null)).status, 204);
    serving.until("/a/one.html", |page| !page.contains("Books 📐"));
    // The chapter.
    assert_eq!(serving.choose(token, &choice(json!("📐"))).status, 204);
    serving.until("/a/one.html", |page| page.contains("Books 📐"));
    fs::remove_file(serving.course.path("chapters/a/one.md")).expect("a removal");
    serving.until("/a/one.html", |page| !page.contains("Books"));
    assert_eq!(serving.choose(token, &choice(json!("📔"))).status, 409);
    assert_eq!(serving.choose(token, &choice(Value::Null)).status, 204);
    assert!(!serving.course.exists("chapters/syllabus.toml"));
}

#[test]
fn a_theme_that_is_named_before_it_is_there_is_taken_when_it_comes() {
    let serving = Serving::new(course(), "serve chapters");
    let mut events = serving.events("a/one.html");
    events.next("problems");
    serving.write("chapters/syllabus.toml", "[build]\ntheme = \"../mine\"\n");
    assert_ne!(events.next("problems")["problems"], json!([]));
    fs::create_dir_all(serving.course.path("mine/templates")).expect("a folder");
    serving.write("mine/templates/not-found.html", "<p>mine</p></body>");
    assert_eq!(events.next("problems")["problems"], json!([]));
    serving.until("/nowhere.html", |page| page.contains("<p>mine</p>"));
}

#[test]
fn a_source_that_went_is_told_and_its_return_is_seen() {
    let serving = Serving::new(course(), "serve chapters");
    let mut events = serving.events("a/one.html");
    assert_eq!(events.next("problems")["problems"], json!([]));
    fs::rename(serving.course.path("chapters"), serving.course.path("away")).expect("it goes");
    let problem = &events.next("problems")["problems"][0];
    assert!(problem["message"].as_str().is_some_and(|message| message.contains("chapters")), "{problem}");
    fs::rename(serving.course.path("away"), serving.course.path("chapters")).expect("it comes back");
    assert_eq!(events.next("problems")["problems"], json!([]));
    serving.write("chapters/a/one.md", "# One\n\nafter its return");
    serving.until("/a/one.html", |page| page.contains("after its return"));
}

#[test]
fn strangers_get_nothing_and_the_server_lives_on() {
    let course = course().file("secret.md", "# Secret").file("chapters/.hidden", "secret");
    #[cfg(unix)]
    let course = course.link("chapters/a/out.svg", "../../secret.md").file("chapters/a/three.md", "![x](out.svg)");
    let serving = Serving::new(course, "serve chapters");
    let port = serving.port;
    for path in
        ["/../secret.md", "/%2e%2e/secret.md", "/..%2fsecret.md", "/a/out.svg", "/.hidden", "/.syllabus/manifest"]
    {
        let answer = serving.get(path);
        assert!((400..500).contains(&answer.status), "{path}: {}", answer.head);
        assert!(!answer.text().to_lowercase().contains("secret<"), "{path}");
    }
    let foreign = format!("GET / HTTP/1.1\r\nhost: evil.example:{port}\r\nconnection: close\r\n\r\n");
    assert!((400..500).contains(&serving.ask(&foreign).status));
    let put = format!("PUT / HTTP/1.1\r\nhost: localhost:{port}\r\nconnection: close\r\n\r\n");
    assert_eq!(serving.ask(&put).status, 405);
    assert_eq!(serving.get("/a/one.html").status, 200);
}

#[cfg(unix)]
#[test]
fn a_picture_that_becomes_a_link_out_of_the_course_is_not_served() {
    // With `--poll` the folder is looked at twice a second: the server still takes the link for the picture that it was.
    let serving = Serving::new(course().file("secret.svg", "<svg>secret</svg>"), "serve chapters --poll");
    assert_eq!(serving.get("/a/i.svg").status, 200);
    let picture = serving.course.path("chapters/a/i.svg");
    let link = picture.with_extension("new");
    std::os::unix::fs::symlink("../../secret.svg", &link).expect("a link");
    fs::rename(&link, &picture).expect("the link takes the picture's place");
    let answer = serving.get("/a/i.svg");
    assert_eq!(answer.status, 404, "{}", answer.text());
    assert!(!answer.text().contains("secret"));
    // A link to a file of the course is one of its pictures.
    serving.write("chapters/a/other.svg", "<svg>other</svg>");
    std::os::unix::fs::symlink("other.svg", &link).expect("a link");
    fs::rename(&link, &picture).expect("the link takes the picture's place");
    serving.until("/a/i.svg", |served| served.contains("other"));
}

#[test]
fn the_address_is_the_last_thing_on_screen() {
    let course = course().file("chapters/a/one.md", "# One\n\n[x](nowhere.md)");
    let mut child = course.start("serve chapters --port 0");
    let mut said = BufReader::new(child.stderr.take().expect("stderr")).lines().map(|line| line.expect("text"));
    let first = said.next().expect("where it serves");
    assert!(first.starts_with("serving on http://127.0.0.1:"), "{first}");
    assert!(said.any(|line| line.contains("nowhere.md")) && said.any(|line| line.contains("1 warning")));
    assert_eq!(said.next().as_ref(), Some(&first));
    drop((child.kill(), child.wait()));
}

#[cfg(unix)]
#[test]
fn a_taken_port_is_named_with_a_free_one() {
    let serving = Serving::new(course(), "serve chapters");
    let line = format!("serve chapters --port {}", serving.port);
    let ran = course().run(&line).exit(3);
    assert!(ran.err().contains("is taken") && ran.err().contains("`--port "), "{}", ran.err());
    assert_eq!(serving.stop(), Some(0));
}
