//! The JSON of `inspect` and `course.json`, which programs rely on: exactly these keys.

use serde_json::{Value, json};

use crate::CourseTest;

const CHAPTER: &str = "---\nid: first\n---\n# A\n\n**Study Time:** 10 minutes\n\n## Caf\u{c3}\u{a9}\n\n- [ ] read [x](gone.md)\n\n### Question 1\n\nWhich?\n\n- A) Users\n- B) Roles\n\n<details><summary>Answer</summary>\n\n**Answer: B**\n\nBecause.\n\n</details>\n";

fn course() -> CourseTest {
    CourseTest::new().file("m/README.md", "# M\n").file("m/a.md", CHAPTER)
}

fn keys(value: &Value) -> Vec<String> {
    let mut keys: Vec<String> = value.as_object().expect("an object").keys().cloned().collect();
    keys.sort();
    keys
}

fn sorted(names: &str) -> Vec<String> {
    let mut names: Vec<String> = names.split_whitespace().map(str::to_owned).collect();
    names.sort();
    names
}

const CHAPTER_KEYS: &str =
    "id source url title module previous next study_time difficulty importance sections questions checklist links";

#[test]
fn inspect_has_the_keys_of_the_interface() {
    let json = course().run("inspect").exit(0).json();
    let chapter = &json["chapters"][1];
    let rows: [(&Value, &str); 10] = [
        (&json, "version title language modules chapters diagnostics"),
        (&json["modules"][0], "title url parent chapters"),
        (chapter, &format!("{CHAPTER_KEYS} repairs")),
        (&chapter["sections"][0], "level title id"),
        (&chapter["questions"][0], "id number stem kind choices answer explanation section line"),
        (&chapter["questions"][0]["choices"][0], "label text why"),
        (&chapter["checklist"][0], "id text line checked"),
        (&chapter["links"][0], "href target line status"),
        (&chapter["repairs"][0], "line column before after confidence alternatives channel applied"),
        (&json["diagnostics"][0], "code severity source line column end_line end_column message help"),
    ];
    for (value, names) in rows {
        assert_eq!(keys(value), sorted(names), "{value:#}");
    }
}

#[test]
fn inspect_tells_what_is_there() {
    let json = course().run("inspect").exit(0).json();
    let chapter = &json["chapters"][1];
    assert_eq!(
        (&chapter["id"], &chapter["source"], &chapter["url"], &chapter["title"]),
        (&json!("first"), &json!("m/a.md"), &json!("m/a.html"), &json!("A"))
    );
    assert_eq!(chapter["sections"][1], json!({"level": 2, "title": "Café", "id": "café"}));
    assert_eq!(chapter["links"], json!([{"href": "gone.md", "target": null, "line": 10, "status": "broken"}]));
    let question = &chapter["questions"][0];
    assert_eq!(
        (&question["stem"], &question["answer"], &question["line"]),
        (&json!("Which?"), &json!(["B"]), &json!(12))
    );
    assert_eq!(question["explanation"], "Because.");
    assert_eq!(
        question["choices"],
        json!([{"label": "A", "text": "Users", "why": ""}, {"label": "B", "text": "Roles", "why": ""}])
    );
    assert_eq!(chapter["repairs"][0]["line"], 8);
}

#[test]
fn course_json_holds_no_answers() {
    let ran = course().run("build").exit(0);
    let text = ran.site_file("course.json").lacks("Because").lacks("Roles").lacks("Which?").text();
    let json: Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(keys(&json), sorted("version title language modules chapters"));
    let chapter = &json["chapters"][1];
    assert_eq!(keys(chapter), sorted(CHAPTER_KEYS));
    assert_eq!(keys(&chapter["questions"][0]), sorted("id number kind line"));
    assert_eq!(chapter["links"][0]["status"], "broken");
}

#[test]
fn course_json_names_only_links_that_are_not_in_order() {
    let ran = CourseTest::new()
        .file("a.md", "# A\n\n[x](b.md) [y](https://example.org) [z](B.md)\n")
        .file("b.md", "# B\n")
        .run("build")
        .exit(0);
    let json: Value = serde_json::from_str(&ran.site_file("course.json").text()).expect("JSON");
    let healed = json!({"href": "B.md", "target": "b.html", "line": 3, "status": "healed"});
    assert_eq!(json["chapters"][0]["links"], json!([healed]));
}

#[test]
fn an_id_from_the_path_is_stable_and_unique() {
    let json = CourseTest::new().file("m/a.md", "# X\n").file("n/a.md", "# X\n").run("inspect").json();
    let ids: Vec<&str> =
        json["chapters"].as_array().expect("chapters").iter().filter_map(|one| one["id"].as_str()).collect();
    assert_eq!(ids, ["m/a", "n/a"]);
}

#[test]
fn the_questions_of_a_course_are_a_table_or_json() {
    let text = "# Birds\n\n### Question 1\nWhich one sings?\n\n- A) Stone\n- B) Wren\n\n**Answer: B**\n\n- A: a stone has no voice at all\n- B: wrens sing very loudly\n";
    let ran = CourseTest::new().file("a.md", text).run("inspect --questions").exit(0);
    let ran = ran
        .stdout_has("1 question\n")
        .stdout_has("single      B            2        2  explained  a.md:3  Which one sings?\n");
    let json = ran.then().run("inspect --questions --format json").exit(0).json();
    assert_eq!((&json[0]["source"], &json[0]["stem"]), (&json!("a.md"), &json!("Which one sings?")));
    assert_eq!(json[0]["choices"][0]["why"], "A: a stone has no voice at all");
}
