//! Requests of other machines and other sites: what is refused.

use hyper::HeaderMap;
use hyper::Method;
use hyper::body::Body as _;

use super::*;
use crate::preview::server::answer::facts;
use crate::preview::server::request::RequestInfo;

#[test]
fn only_reading_is_allowed_but_for_two_places() {
    let server = running();
    for (line, allowed) in [
        ("POST /", "GET, HEAD"),
        ("PUT /index.html", "GET, HEAD"),
        ("DELETE /", "GET, HEAD"),
        ("OPTIONS /", "GET, HEAD"),
        ("OPTIONS *", "GET, HEAD"),
        ("TRACE /", "GET, HEAD"),
        ("BREW /", "GET, HEAD"),
        ("POST /.syllabus/events?page=index.html", "GET"),
        ("HEAD /.syllabus/events?page=index.html", "GET"),
        ("POST /.syllabus/facts?page=index.html", "GET, HEAD"),
        ("DELETE /.syllabus/preview.js", "GET, HEAD"),
        ("GET /.syllabus/override", "POST"),
        ("OPTIONS /.syllabus/override", "POST"),
        ("GET /.syllabus/fix", "POST"),
    ] {
        server.send(line, &[], "").has(405, &[("allow", allowed)]);
    }
    for path in ["/.syllabus/", "/.syllabus", "/.syllabus/manifest", "/%2esyllabus/x", "/.syllabus/../index.html"] {
        server.get(path).has(404, &[]);
    }
    assert_eq!(*server.site.requested.lock().expect("no panic"), [""; 0]);
}

#[test]
fn strangers_names_are_refused() {
    let server = running();
    let port = server.address.port();
    for host in [
        "evil.example",
        &format!("evil.example:{port}"),
        "192.168.1.7",
        "localhost:1",
        "localhost.evil.example",
        "",
        "\u{fc}",
    ] {
        let reply = server.get_with("/", &[("host", host)]);
        assert_eq!(reply.has(403, &[]).header("content-type"), Some("text/plain; charset=utf-8"), "{host}");
        assert!(!reply.text().contains("home"));
    }
    for host in ["LOCALHOST", "127.0.0.1", &format!("127.0.0.1:{port}"), &format!("[::1]:{port}")] {
        server.get_with("/", &[("host", host)]).has(200, &[]);
    }
    let raw = |request: String| Reply::read(&server.raw(request.as_bytes())).status;
    assert_eq!(raw("GET / HTTP/1.1\r\nconnection: close\r\n\r\n".to_owned()), 400);
    assert_eq!(raw("GET / HTTP/1.0\r\n\r\n".to_owned()), 400);
    assert_eq!(
        raw("GET / HTTP/1.1\r\nhost: localhost\r\nhost: evil.example\r\nconnection: close\r\n\r\n".to_owned()),
        400
    );
    assert_eq!(
        raw("GET http://evil.example/ HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n".to_owned()),
        403
    );
    assert_eq!(
        raw(format!("GET http://localhost:{port}/ HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n")),
        200
    );
    // So are requests for all else.
    server.get_with("/.syllabus/facts?page=a%2Fb%20c.html", &[("host", "evil.example")]).has(403, &[]);
    server.get_with("/.syllabus/events?page=index.html", &[("host", "evil.example")]).has(403, &[]);
}

#[test]
fn pages_of_other_origins_learn_nothing_and_cannot_listen() {
    let server = running();
    for path in ["/.syllabus/facts?page=a%2Fb%20c.html", "/.syllabus/events?page=index.html", "/.syllabus/preview.js"] {
        server.get_with(path, &[("sec-fetch-site", "cross-site")]).has(403, &[]);
        server.get_with(path, &[("sec-fetch-site", "same-site")]).has(403, &[]);
    }
    // A link from elsewhere to a page is a link.
    server.get_with("/", &[("sec-fetch-site", "cross-site")]).has(200, &[]);
}

#[test]
fn paths_that_climb_reach_nothing() {
    let server = running();
    for path in [
        "/../../etc/passwd",
        "/a/../../etc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/..%2f..%2fetc%2fpasswd",
        "/..%5c..%5cx",
        "/..\\x",
        "/a%00.html",
        "/%ff%fe",
        "/%c0%ae%c0%ae/x",
        "/%",
        "/%zz",
        "//etc/passwd",
        "/./x",
        "/a/./b",
    ] {
        let reply = server.get(path);
        assert!(reply.status == 400, "{path}: {reply:?}");
        assert!(!reply.text().contains("root:"));
    }
    server.get("/%252e%252e/etc/passwd").has(404, &[]);
    server.get(&format!("/{}", "a/".repeat(4000))).has(400, &[]);
    server.get("/").has(200, &[]);
    let requested = server.site.requested.lock().expect("no panic").clone();
    assert!(requested.iter().all(|path| !path.contains("..") && !path.starts_with('/')), "{requested:?}");
}

#[test]
fn broken_requests_are_refused_and_the_server_lives() {
    let server = running();
    let long = |bytes: usize| "x".repeat(bytes);
    let requests: Vec<Vec<u8>> = vec![
        b"\r\n\r\n\r\n".to_vec(),
        b"GET\r\n\r\n".to_vec(),
        b"GET /\r\n\r\n".to_vec(),
        b"GET / HTTP/9.9\r\n\r\n".to_vec(),
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_vec(),
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03".to_vec(),
        (0..=255).collect(),
        b"GET / HTTP/1.1\r\nhost localhost\r\n\r\n".to_vec(),
        b"GET / HTTP/1.1\r\nhost: \x00\r\n\r\n".to_vec(),
        b"GET /\x00 HTTP/1.1\r\nhost: localhost\r\n\r\n".to_vec(),
        b"GET / HTTP/1.1\r\nhost: localhost\r\ncontent-length: -1\r\n\r\n".to_vec(),
        b"POST / HTTP/1.1\r\nhost: localhost\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\nxxxxxx".to_vec(),
        b"POST /.syllabus/override HTTP/1.1\r\nhost: localhost\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n".to_vec(),
        format!("GET /{} HTTP/1.1\r\nhost: localhost\r\n\r\n", long(200_000)).into_bytes(),
        format!("GET / HTTP/1.1\r\nhost: localhost\r\nx: {}\r\n\r\n", long(200_000)).into_bytes(),
        format!("GET / HTTP/1.1\r\nhost: localhost\r\n{}\r\n", "x: y\r\n".repeat(5_000)).into_bytes(),
        long(1_000_000).into_bytes(),
    ];
    for request in &requests {
        let mut stream = server.connect();
        let _ = stream.write_all(request);
        let _ = stream.shutdown(std::net::Shutdown::Write);
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        let begin = String::from_utf8_lossy(&request[..request.len().min(60)]).into_owned();
        assert!(
            answer.is_empty() || answer.starts_with(b"HTTP/1.1 4"),
            "{begin}: {}",
            String::from_utf8_lossy(&answer)
        );
    }
    // Each at the same time, many times over; some hang up in the middle.
    std::thread::scope(|scope| {
        for request in &requests {
            let server = &server;
            scope.spawn(move || {
                for cut in 0..7 {
                    let mut stream = server.connect();
                    let _ = stream.write_all(&request[..request.len() * cut / 7]);
                }
            });
        }
    });
    server.get("/").has(200, &[]);
    assert_eq!(server.site.chosen(), []);
}

#[test]
fn nobody_else_chooses() {
    let server = running();
    let port = server.address.port();
    let other_token = "0".repeat(32);
    let other_port = format!("http://localhost:{}", port.wrapping_add(1));
    let other_host = format!("http://127.0.0.1:{port}");
    let other_scheme = format!("https://localhost:{port}");
    for attack in [
        ("origin", ""),
        ("origin", "null"),
        ("origin", "http://evil.example"),
        ("origin", other_port.as_str()),
        ("origin", &other_host),
        ("origin", &other_scheme),
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("sec-fetch-site", "none"),
        ("content-type", ""),
        ("content-type", "text/plain"),
        ("content-type", "application/x-www-form-urlencoded"),
        ("x-syllabus-token", ""),
        ("x-syllabus-token", &other_token),
        ("x-syllabus-token", &server.token()[..31]),
        ("host", "evil.example"),
    ] {
        let reply = server.choose(&[attack], CHOICE);
        assert_eq!(reply.status, 403, "{attack:?}");
    }
    assert_eq!(server.site.chosen(), []);
    server.choose(&[], CHOICE).has(204, &[]);
}

/// The facts as a program at `peer` is sent them, and whether it may write if it knows everything.
fn seen_from(peer: &str) -> (String, bool) {
    let site = Arc::new(FakeSite::default());
    let hosts = Hosts::new("0.0.0.0", &[]);
    let (notifier, _) = Notifier::channel();
    let listener_slots = Arc::new(Semaphore::new(1));
    let token = "the token".to_owned();
    let state = ServerState { pages: site, hosts, script: SCRIPT, token, notifier, listener_slots };
    let headers = [
        ("origin", "http://192.168.1.2:4000"),
        ("content-type", "application/json"),
        ("x-syllabus-token", "the token"),
    ];
    let headers: HeaderMap = headers
        .into_iter()
        .map(|(name, value)| (name.parse().expect("a name"), value.parse().expect("a value")))
        .collect();
    let peer = SocketAddr::new(peer.parse().expect("an address"), 5000);
    let request = RequestInfo { method: &Method::GET, headers: &headers, peer };
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    let told = runtime.block_on(async {
        let mut body = facts(&state, &request, Some("page=a%2Fb%20c.html")).await.ok().expect("facts").into_body();
        let frame = std::future::poll_fn(|context| std::pin::Pin::new(&mut body).poll_frame(context)).await;
        frame.expect("a frame").expect("bytes").into_data().expect("data")
    });
    (String::from_utf8(told.to_vec()).expect("text"), request.may_write("192.168.1.2:4000", "the token"))
}

#[test]
fn only_this_machine_learns_the_token_and_writes() {
    for peer in ["127.0.0.1", "127.3.2.1", "::1", "::ffff:127.0.0.1"] {
        let (told, may_write) = seen_from(peer);
        assert!(may_write && told.contains(r#""token":"the token""#), "{peer}: {told}");
    }
    for peer in ["192.168.1.2", "::ffff:192.168.1.2", "fe80::1", "0.0.0.0"] {
        let (told, may_write) = seen_from(peer);
        assert!(!may_write && told.contains(r#""token":null"#), "{peer}: {told}");
    }
}
