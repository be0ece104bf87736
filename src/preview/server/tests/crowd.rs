//! Hundreds of connections that send nothing, go on to the next request never, or read nothing of what they asked for.

use std::io::ErrorKind;

use super::*;

const CROWD: usize = 300;

/// Connections that each sent this, and are kept open.
fn crowd(server: &Running, request: &str, reads: bool) -> Vec<TcpStream> {
    let connect = |_| {
        let mut stream = server.connect();
        stream.set_read_timeout(Some(Duration::from_millis(200))).expect("a timeout");
        stream.write_all(request.replace("PORT", &server.address.port().to_string()).as_bytes()).expect("sent");
        if reads {
            // It may have been closed for another one.
            let _ = stream.read(&mut [0; 1024]);
        }
        stream
    };
    (0..CROWD).map(connect).collect()
}

/// Whether the server still keeps a connection on which nothing is sent.
fn is_open(stream: &mut TcpStream) -> bool {
    stream.set_read_timeout(Some(Duration::from_millis(1))).expect("a timeout");
    let read = stream.read(&mut [0]);
    read.is_err_and(|error| matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut))
}

#[test]
fn a_reader_is_answered_whoever_else_is_connected() {
    let (server, dir) = (running(), tempfile::tempdir().expect("a folder"));
    let film = dir.path().join("film");
    std::fs::write(&film, vec![0; 8 << 20]).expect("a file");
    server.site.put_copy("film.mp4", film);
    server.site.put("long.html", &format!("<body>{}</body>", "x".repeat(8 << 20)));
    let get = |path: &str| format!("GET {path} HTTP/1.1\r\nhost: localhost:PORT\r\n\r\n");
    // An open page goes on to hear of changes.
    let mut page = server.listen("index.html");
    page.next();
    for (request, reads) in
        [("", false), ("GET /", false), (&*get("/"), true), (&*get("/film.mp4"), false), (&*get("/long.html"), false)]
    {
        let mut all = crowd(&server, request, reads);
        // Without room for it, it would wait until those who send nothing are given up, after five seconds.
        let mut reader = server.connect();
        reader.set_read_timeout(Some(HEADER_TIME / 2)).expect("a timeout");
        reader
            .write_all(get("/style.css").replace("PORT", &server.address.port().to_string()).as_bytes())
            .expect("sent");
        let mut answer = [0; 4];
        reader.read_exact(&mut answer).unwrap_or_else(|error| panic!("{request:?}: {error}"));
        assert_eq!(&answer, b"HTTP");
        if request.is_empty() {
            let open = all.iter_mut().map(is_open).filter(|is_open| *is_open).count();
            assert!((1..MAX_CONNECTIONS).contains(&open), "{open} are open");
        }
    }
    server.site.problems.lock().expect("no panic").push(problem());
    server.notifier.notify(ServerEvent::default());
    assert!(page.next().0 == "problems");
}
