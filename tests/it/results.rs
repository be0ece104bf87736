//! `syllabus results`: what students saved becomes an overview for their teacher.

use serde_json::Value;

use crate::CourseTest;

const QUIZ: &str = "# Birds\n\n### Question 1\nWhich one sings?\n\n- A) Stone\n- B) Wren\n\n**Answer: B**\n\n### Question 2\nWhich one swims?\n\n- A) Penguin\n- B) Swallow\n\n**Answer: A**\n";

/// A course, and the ids of its questions.
fn course() -> (CourseTest, Vec<String>) {
    let toml = "[course]\nid = 'birds'\n[quiz]\nanswers = 'withheld'\n";
    let ran = CourseTest::new().file("c/README.md", QUIZ).file("c/syllabus.toml", toml).run("inspect c").exit(0);
    let json = ran.json();
    let questions = json["chapters"][0]["questions"].as_array().expect("questions").clone();
    let ids = questions.iter().map(|question| question["id"].as_str().expect("an id").to_owned()).collect();
    (ran.then(), ids)
}

fn saved(questions: &str) -> String {
    format!("{{\"syllabus\": 1, \"course\": \"birds\", \"saved\": \"2026-11-28\", \"questions\": {{{questions}}}}}")
}

#[test]
fn what_fails_most_comes_first_graded_by_the_key_of_the_source() {
    let (course, ids) = course();
    let ann = format!(
        "\"{}\": {{\"chosen\": \"B\", \"tries\": 1}}, \"{}\": {{\"chosen\": \"B\", \"tries\": 3}}",
        ids[0], ids[1]
    );
    let ben =
        format!("\"{}\": {{\"chosen\": \"B\", \"tries\": 1}}, \"gone\": {{\"chosen\": \"A\", \"tries\": 1}}", ids[1]);
    let course = course
        .file("ann.json", &saved(&ann))
        .file("ben.json", &saved(&ben))
        .file("again.json", &saved(&ben))
        .file("cut.json", "{\"syllabus\": 1, \"cour")
        .file("other.json", "{\"syllabus\": 1, \"course\": \"fish\", \"questions\": {}}");
    let ran = course.run("results --source c ann.json ben.json again.json cut.json other.json gone.json").exit(0);
    let ran = ran
        .stdout_has("2 files, 3 questions\n")
        .stdout_has("     0 of 1       0 of 2    2.0      B  c/README.md:11  Which one swims?\n")
        .stdout_has("     1 of 1       1 of 1    1.0      -  c/README.md:3  Which one sings?\n")
        .stdout_has("gone  (the course has no such question)\n")
        .stderr_has("`ben.json` answers 1 question of which the course does not have the text")
        .stderr_has("`again.json` is the same as a file before it; it is not counted")
        .stderr_has("`cut.json` is no JSON")
        .stderr_has("`other.json` is of another course (`fish`, and this one is `birds`)")
        .stderr_has("`gone.json` cannot be read");
    let json: Value = ran.then().run("results --source c --format json ann.json cut.json").exit(0).json();
    assert_eq!((&json["course"], &json["files"]), (&Value::from("birds"), &Value::from(1)));
    assert_eq!(json["questions"][0]["stem"], "Which one swims?");
    assert_eq!(json["questions"][0]["chosen"]["B"], 1);
    assert_eq!(json["left_out"][0]["file"], "cut.json");
}

#[test]
fn without_a_file_that_counts_the_command_fails() {
    let (course, _) = course();
    let ran =
        course.file("cut.json", "{").run("results --source c cut.json").exit(3).stderr_has("`cut.json` is no JSON");
    drop(ran.then().file("a.json", &saved("\"x\": {\"tries\": 1}")).run("results --source c a.json --strict").exit(1));
    drop(
        CourseTest::new()
            .file("README.md", "# A\n\nWords.\n")
            .file("a.json", "{}")
            .run("results a.json")
            .exit(1)
            .stderr_has("no questions"),
    );
}
