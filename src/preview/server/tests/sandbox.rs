//! Files of a course that would run where the preview's pages run, and pages of other sites around it.

use super::*;

/// A server with copies of files that a course may bring along, by their names.
fn with_copies(names: &[&str]) -> (Running, tempfile::TempDir) {
    let (server, dir) = (running(), tempfile::tempdir().expect("a folder"));
    for name in names {
        let file = dir.path().join(name.replace('/', "-"));
        std::fs::write(&file, "<script>fetch('/.syllabus/facts?page=index.html')</script>").expect("a file");
        server.site.put_copy(name, file);
    }
    (server, dir)
}

#[test]
fn what_can_run_is_no_part_of_the_previews_origin() {
    let runs =
        ["demo.html", "a/DEMO.HTM", "x.xhtml", "x.xht", "i.svg", "i.svgz", "x.xml", "x.js", "x.mjs", "x.wasm", "x"];
    let (server, _dir) = with_copies(&runs);
    for name in runs {
        let reply = server.get(&format!("/{name}"));
        reply.has(200, &[("content-security-policy", "sandbox"), ("x-content-type-options", "nosniff")]);
        // However it is asked for, so that no browser keeps it under other rules.
        let tag = reply.header("etag").expect("a tag");
        let sandbox = [("content-security-policy", "sandbox")];
        server.get_with(&format!("/{name}"), &[("if-none-match", tag)]).has(304, &sandbox);
        server.get_with(&format!("/{name}"), &[("range", "bytes=3-")]).has(206, &sandbox);
        server.send(&format!("HEAD /{name}"), &[], "").has(200, &sandbox);
    }
    // The logo of a course is one of its files, too.
    server.site.put("assets/logo-0123.svg", "<svg/>");
    server.get("/assets/logo-0123.svg").has(200, &[("content-security-policy", "sandbox")]);
}

#[test]
fn what_only_shows_is_not_hindered() {
    let shows = ["p.png", "f.mp4", "s.ogg", "t.woff2", "d.pdf", "n.txt", "d.csv", "d.json"];
    let (server, _dir) = with_copies(&shows);
    for name in shows {
        let reply = server.get(&format!("/{name}"));
        let policy = reply.has(200, &[("x-content-type-options", "nosniff")]).header("content-security-policy");
        assert!(!policy.is_some_and(|policy| policy.contains("sandbox")), "{name}: {reply:?}");
    }
}

#[test]
fn only_editors_show_a_page_in_a_frame() {
    let server = running();
    for path in ["/", "/a/b%20c.html", "/nowhere", "/.syllabus/facts?page=a%2Fb%20c.html", "/.syllabus/preview.js"] {
        let reply = server.get(path);
        let policy = reply.header("content-security-policy").expect("a policy");
        assert_eq!(policy, "frame-ancestors vscode-file: vscode-webview:", "{path}");
    }
}

#[test]
fn no_service_worker_is_given_out() {
    let (server, _dir) = with_copies(&["worker.js"]);
    for path in ["/worker.js", "/", "/style.css", "/.syllabus/preview.js", "/nowhere.js"] {
        let reply = server.get_with(path, &[("service-worker", "script"), ("sec-fetch-dest", "serviceworker")]);
        reply.has(403, &[("content-type", "text/plain; charset=utf-8")]);
    }
}

#[test]
fn what_has_no_origin_learns_nothing() {
    let server = running();
    let port = server.address.port();
    let own = format!("http://localhost:{port}");
    let facts = "/.syllabus/facts?page=a%2Fb%20c.html";
    // A file in a sandbox, also in a browser that does not say where a request comes from.
    for origin in ["null", "http://evil.example", "file://", "", &format!("http://localhost:{}", port.wrapping_add(1))]
    {
        for path in [facts, "/.syllabus/events?page=index.html", "/.syllabus/preview.js"] {
            server.get_with(path, &[("origin", origin)]).has(403, &[]);
        }
    }
    assert!(server.get_with(facts, &[("origin", &own)]).has(200, &[]).text().contains("token"));
    for path in ["/", "/a/b%20c.html", "/nowhere", "/style.css", "/.syllabus/preview.js"] {
        assert!(!server.get(path).text().contains(&server.token()), "{path}");
    }
}
