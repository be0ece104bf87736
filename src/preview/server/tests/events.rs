//! The events that an open page is sent.

use super::*;
use crate::preview::server::listeners::Listener;

#[test]
fn a_page_is_told_how_it_stands_and_what_changes() {
    let server = running();
    let mut b = server.listen("a%2Fb%20c.html");
    assert!(b.head.contains("content-type: text/event-stream\r\n") && b.head.contains("cache-control: no-cache\r\n"));
    let (name, state) = b.next();
    assert_eq!(
        (name.as_str(), &state["hash"], &state["warnings"]),
        ("state", &json!(digits("<body>b</body>")), &json!(1))
    );
    let session = state["session"].as_str().expect("a session").to_owned();
    assert!(!session.is_empty());
    assert_eq!(b.next(), ("problems".to_owned(), json!({"problems": []})));

    // Another page's change is no news here, but what was edited is.
    server.site.put("a/index.html", "<body>changed</body>");
    let edited = |url: &str| EditedPage { url: url.to_owned(), title: "T".to_owned(), source: SourcePath::new("x.md") };
    server.notifier.notify(ServerEvent { edited: vec![edited("a/index.html"), edited("a/b c.html")] });
    let there = json!({"pages": [{"url": "a/index.html", "title": "T", "source": "x.md"}]});
    assert_eq!(b.next(), ("elsewhere".to_owned(), there));

    server.site.put("a/b c.html", "<body>new</body>");
    server.notifier.notify(ServerEvent { edited: vec![edited("a/b c.html")] });
    let state = |hash: Value, warnings: usize| json!({"session": session, "hash": hash, "pictures": null, "warnings": warnings});
    assert_eq!(b.next(), ("state".to_owned(), state(json!(digits("<body>new</body>")), 1)));

    *server.site.problems.lock().expect("no panic") = vec![problem()];
    server.notifier.notify(ServerEvent::default());
    let (name, problems) = b.next();
    assert_eq!((name.as_str(), &problems["problems"][0]["message"]), ("problems", &json!("not valid\nTOML")));
    assert_eq!(problems["problems"][0]["severity"], json!("error"));

    server.site.problems.lock().expect("no panic").clear();
    server.site.files.lock().expect("no panic").remove("a/b c.html");
    server.notifier.notify(ServerEvent::default());
    assert_eq!(b.next(), ("state".to_owned(), state(Value::Null, 0)));
    assert_eq!(b.next(), ("problems".to_owned(), json!({"problems": []})));
}

#[test]
fn a_quiz_is_no_other_page_than_its_chapter() {
    let server = running();
    server.site.put("a.quiz.html", "x");
    let mut quiz = server.listen("a.quiz.html");
    let _ = (quiz.next(), quiz.next());
    let edited = |url: &str| EditedPage { url: url.to_owned(), title: "T".to_owned(), source: SourcePath::new("x.md") };
    server.notifier.notify(ServerEvent { edited: vec![edited("a.html")] });
    server.notifier.notify(ServerEvent { edited: vec![edited("b.html")] });
    assert_eq!(quiz.next().1["pages"][0]["url"], json!("b.html"));
}

#[test]
fn listeners_are_limited_and_make_room_when_they_leave() {
    let server = running();
    let mut listening: Vec<Listening> = (0..MAX_LISTENERS).map(|_| server.listen("index.html")).collect();
    server.get("/.syllabus/events?page=index.html").has(503, &[]);
    server.get("/").has(200, &[]);
    assert_eq!(listening.pop().map(|mut it| it.next().0).as_deref(), Some("state"));
    // It takes a moment until it is noticed that a browser went away.
    let mut freed = server.listen("index.html");
    while freed.head.starts_with("HTTP/1.1 503") {
        std::thread::sleep(Duration::from_millis(5));
        freed = server.listen("index.html");
    }
    assert_eq!(freed.next().0, "state");
    server.get("/.syllabus/events").has(400, &[]);
}

#[test]
fn only_a_browser_on_this_machine_is_told_its_paths() {
    let path = "/srv/author/syllabus.toml".to_owned();
    let pages = FakeSite::default();
    *pages.problems.lock().expect("no panic") =
        vec![Problem { open: Some(format!("edit://{path}:3")), path: Some(path), ..problem() }];
    for is_local in [true, false] {
        let (sender, mut receiver) = tokio::sync::mpsc::channel(2);
        let (notifier, signals) = Notifier::channel();
        notifier.signal(ServerSignal::Joined(Listener::new(SitePath::new("x"), sender, is_local)));
        drop(notifier);
        send_events(&pages, "s", &signals);
        let told: Vec<u8> = std::iter::from_fn(|| receiver.try_recv().ok()).flatten().collect();
        let told = String::from_utf8(told).expect("text");
        assert!(told.contains("not valid") && told.contains("syllabus.toml"), "{told}");
        assert_eq!(told.matches("/srv/author").count(), if is_local { 2 } else { 0 }, "{told}");
    }
}

#[test]
fn a_browser_that_takes_nothing_is_disconnected() {
    let pages = FakeSite::default();
    let (sender, receiver) = tokio::sync::mpsc::channel(1);
    let (notifier, signals) = Notifier::channel();
    notifier.signal(ServerSignal::Joined(Listener::new(SitePath::new("x"), sender, true)));
    notifier.notify(ServerEvent::default());
    drop(notifier);
    // State and problems would be two events where there is room for one.
    send_events(&pages, "s", &signals);
    assert_eq!(receiver.len(), 1);
    assert!(receiver.is_closed());
}
