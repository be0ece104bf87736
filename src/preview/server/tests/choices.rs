//! The facts that a page is sent about its source, and choices of repairs and fixes, which are the only writes.

use super::*;

#[test]
fn facts_are_told_with_the_token() {
    let server = running();
    let reply = server.get("/.syllabus/facts?page=a%2Fb%20c.html");
    reply.has(200, &[("content-type", "application/json; charset=utf-8")]);
    let facts: Value = serde_json::from_str(&reply.text()).expect("JSON");
    assert_eq!((&facts["source"], &facts["open"], &facts["repairs"]), (&json!("a/b c.md"), &Value::Null, &json!([])));
    assert_eq!(facts["token"].as_str().map(str::len), Some(32));
    server.get("/.syllabus/facts?page=style.css").has(404, &[]);
    server.get("/.syllabus/facts?page=..%2Fx").has(400, &[]);
    server.get("/.syllabus/facts").has(400, &[]);
}

#[test]
fn the_author_chooses_and_takes_back() {
    let server = running();
    let reply = server.choose(&[], CHOICE);
    assert!(reply.has(204, &[]).body.is_empty());
    let back = CHOICE.replace("\"🎓\"", "null");
    server.choose(&[("content-type", "Application/JSON; charset=utf-8"), ("sec-fetch-site", "")], &back).has(204, &[]);
    let choice = |after: Option<&str>| RepairChoice {
        source: SourcePath::new("a/b.md"),
        line: 12,
        column: 4,
        before: "ğŸ“".to_owned(),
        after: after.map(str::to_owned),
    };
    assert_eq!(server.site.chosen(), [choice(Some("🎓")), choice(None)]);
}

#[test]
fn what_cannot_be_remembered_is_told_why() {
    let server = running();
    let told = |body: &str| {
        let reply = server.choose(&[], body);
        let message: Value = serde_json::from_str(&reply.text()).expect("JSON");
        (reply.status, message["message"].as_str().expect("a message").to_owned())
    };
    assert_eq!(told(&CHOICE.replace("12", "40")), (409, "the chapter changed".to_owned()));
    assert_eq!(told(&CHOICE.replace("12", "400")), (500, "the disk is full".to_owned()));
    let unreadable = [
        "",
        "{",
        "[]",
        "{}",
        &CHOICE.replace("12", "-1"),
        &CHOICE.replace("a/b.md", "../b.md"),
        &CHOICE.replace("ğŸ“", ""),
        // What is chosen stands in one line: it cannot bring lines of its own into the chapter.
        &CHOICE.replace('🎓', "x\\n\\n# Mine"),
        &CHOICE.replace('🎓', "x\\r"),
        &CHOICE.replace('🎓', "\\u0000"),
        &CHOICE.replace('🎓', "\\u0085"),
        &CHOICE.replace('🎓', "x\\u2028y"),
    ];
    for body in unreadable {
        assert_eq!(told(body).0, 400, "{body}");
    }
    assert_eq!(told(&"[".repeat(16 << 10)).0, 400);
    assert_eq!(told(&format!("{CHOICE}{}", " ".repeat(16 << 10))).0, 413);
    assert_eq!(server.site.chosen(), []);
}

#[test]
fn a_fix_is_asked_for_by_its_id_alone() {
    let server = running();
    assert!(server.post("fix", &[], r#"{"id": "ab12"}"#).has(204, &[]).body.is_empty());
    server.post("fix", &[], r#"{"id": "stale"}"#).has(409, &[]);
    for body in ["", "{}", r#"{"id": 1}"#, r#"{"id": "ab12", "text": "mine"}"#, "[]"] {
        server.post("fix", &[], body).has(400, &[]);
    }
    // What is refused for a choice is refused for a fix.
    for changed in [("origin", "http://evil.example"), ("x-syllabus-token", "0"), ("sec-fetch-site", "cross-site")] {
        server.post("fix", &[changed], r#"{"id": "ab12"}"#).has(403, &[]);
    }
    server.post("fix", &[("content-type", "text/plain")], r#"{"id": "ab12"}"#).has(403, &[]);
    assert_eq!(*server.site.fixed.lock().expect("no panic"), [FixChoice { id: "ab12".to_owned() }]);
}
