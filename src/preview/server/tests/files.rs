//! Responses with files of the site.

use super::*;

#[test]
fn pages_are_served_with_the_script() {
    let server = running();
    let home = server.get("/?x=1#y");
    home.has(
        200,
        &[
            ("content-type", "text/html; charset=utf-8"),
            ("cache-control", "no-cache"),
            ("x-content-type-options", "nosniff"),
        ],
    );
    let hash = digits("<body>home</body>");
    let script = |page: &str, hash: &str| {
        format!(r#"<script src="/.syllabus/preview.js" data-page="{page}" data-hash="{hash}"></script>"#)
    };
    assert_eq!(home.text(), format!("<body>home{}</body>", script("index.html", &hash)));
    assert!(server.get("/a/").text().contains(r#"data-page="a/index.html""#));
    assert!(server.get("/a/b%20c.html").text().starts_with("<body>b<script"));
    server.get("/style.css").has(200, &[("content-type", "text/css; charset=utf-8"), ("content-length", "4")]);
    assert_eq!(server.get("/style.css").text(), "p {}");
    let script = server.get("/.syllabus/preview.js");
    script.has(200, &[("content-type", "text/javascript; charset=utf-8"), ("cache-control", "no-cache")]);
    assert_eq!(script.text(), SCRIPT);
}

#[test]
fn a_folder_without_its_slash_leads_there() {
    let server = running();
    server.site.put("ü b/index.html", "x");
    server.get("/a?x=1").has(308, &[("location", "/a/"), ("cache-control", "no-cache")]);
    server.get("/%C3%BC%20b").has(308, &[("location", "/%C3%BC%20b/")]);
    server.get("/nowhere").has(404, &[]);
}

#[test]
fn an_address_without_a_page_gets_the_sites_own_words() {
    let server = running();
    let reply = server.get("/x/%22y.html");
    reply.has(404, &[("content-type", "text/html; charset=utf-8")]);
    assert!(
        reply.text().starts_with(r#"<body>no such page<script src="/.syllabus/preview.js" data-page="x/&quot;y.html""#)
    );
    server.site.files.lock().expect("no panic").clear();
    server.get("/").has(404, &[("content-type", "text/plain; charset=utf-8")]);
}

#[test]
fn while_the_course_cannot_be_made_a_page_says_so_and_recovers() {
    let server = running();
    let broken = ServedFile::Broken { html: "<body>line 3</body>".to_owned() };
    server.site.files.lock().expect("no panic").insert("index.html".to_owned(), broken);
    let reply = server.get("/");
    reply.has(500, &[("content-type", "text/html; charset=utf-8")]);
    assert!(reply.text().starts_with("<body>line 3<script src="));
    assert_eq!(reply.header("etag"), None);
}

#[test]
fn what_the_browser_has_is_not_sent_again() {
    let server = running();
    let tag = server.get("/").header("etag").expect("a tag").to_owned();
    assert_eq!(tag, format!("\"{}\"", digits("<body>home</body>")));
    for known in [tag.clone(), format!("W/{tag}"), format!("\"x\", {tag}"), "*".to_owned()] {
        let reply = server.get_with("/", &[("if-none-match", &known)]);
        reply.has(304, &[("etag", &tag), ("cache-control", "no-cache")]);
        assert!(reply.body.is_empty());
    }
    server.get_with("/", &[("if-none-match", "\"0123456789abcdef\"")]).has(200, &[]);
    server.site.put("index.html", "<body>new</body>");
    server.get_with("/", &[("if-none-match", &tag)]).has(200, &[]);
}

#[test]
fn one_connection_serves_many_requests_and_head_sends_no_body() {
    let server = running();
    let host = format!("host: 127.0.0.1:{}\r\n", server.address.port());
    let request = format!("HEAD / HTTP/1.1\r\n{host}\r\nGET /style.css HTTP/1.1\r\n{host}connection: close\r\n\r\n");
    let answers = String::from_utf8(server.raw(request.as_bytes())).expect("text");
    let whole = server.get("/").body.len();
    let (head, rest) = answers.split_once("\r\n\r\n").expect("headers");
    assert!(head.starts_with("HTTP/1.1 200 ") && head.contains(&format!("content-length: {whole}\r\n")), "{head}");
    assert!(rest.starts_with("HTTP/1.1 200 ") && rest.ends_with("p {}"), "{rest}");
}

#[test]
fn films_come_whole_or_in_parts() {
    let dir = tempfile::tempdir().expect("a folder");
    let film = dir.path().join("x.bin");
    let bytes: Vec<u8> = (0..300_000u32).map(|n| (n % 251) as u8).collect();
    std::fs::write(&film, &bytes).expect("a file");
    let server = running();
    server.site.put_copy("film.mp4", film.clone());
    let whole = server.get("/film.mp4");
    whole.has(200, &[("content-type", "video/mp4"), ("accept-ranges", "bytes"), ("content-length", "300000")]);
    assert_eq!(whole.body, bytes);
    let tag = whole.header("etag").expect("a tag");
    let part = server.get_with("/film.mp4", &[("range", "bytes=70000-"), ("if-range", tag)]);
    part.has(206, &[("content-range", "bytes 70000-299999/300000"), ("content-length", "230000")]);
    assert_eq!(part.body, bytes[70000..]);
    assert_eq!(server.get_with("/film.mp4", &[("range", "bytes=-2")]).has(206, &[]).body, bytes[299_998..]);
    server.get_with("/film.mp4", &[("range", "bytes=300000-")]).has(416, &[("content-range", "bytes */300000")]);
    server.get_with("/film.mp4", &[("range", "bytes=0-1"), ("if-range", "\"other\"")]).has(200, &[]);
    server.get_with("/film.mp4", &[("if-none-match", tag)]).has(304, &[]);
    assert!(server.send("HEAD /film.mp4", &[], "").has(200, &[("content-length", "300000")]).body.is_empty());
    std::fs::write(&film, b"").expect("a file");
    assert_eq!(server.get("/film.mp4").has(200, &[("content-length", "0")]).body, b"");
    std::fs::remove_file(&film).expect("removed");
    server.get("/film.mp4").has(404, &[]);
    server.site.put_copy("film.mp4", dir.path().to_owned());
    server.get("/film.mp4").has(404, &[]);
}
