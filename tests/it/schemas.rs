//! The schemas in docs/schemas fit what the program writes: for the sample course, the documentation, and real courses, if they are beside the
//! repository. Each key that is written is one that a schema names.

use std::fs;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use serde_json::Value;

use crate::CourseTest;
use crate::courses;
use crate::json_schema::JsonSchema;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

fn schema(name: &str) -> Value {
    let path = Path::new(ROOT).join("docs/schemas").join(format!("{name}.schema.json"));
    serde_json::from_str(&fs::read_to_string(path).expect("a schema")).expect("JSON")
}

/// Holds a value to a schema.
#[track_caller]
fn hold(name: &str, value: &Value, of: &str) {
    let schema = schema(name);
    let faults = JsonSchema::strict(&schema).faults(value);
    assert!(faults.is_empty(), "{of}: {} faults:\n{}", faults.len(), faults[..faults.len().min(20)].join("\n"));
}

/// Commands that write JSON of a course, each with the name of its schema.
const COMMANDS: [(&str, &str); 3] =
    [("inspect", "inspect"), ("check --hints --format json", "diagnostics"), ("repair --format json", "repair")];

#[test]
fn what_is_written_of_a_course_fits_its_schema() {
    let own = ["chapters", "docs"].map(|name| Path::new(ROOT).join(name));
    let all: Vec<PathBuf> = own.into_iter().chain(courses::courses()).collect();
    all.par_iter().for_each(|path| {
        // The later ones find what the first one remembers.
        COMMANDS.iter().fold(CourseTest::new(), |course, (command, name)| {
            let ran = course.run(&format!("{command} '{}'", path.display()));
            hold(name, &ran.json(), &format!("{command} of {}", path.display()));
            ran.then()
        });
    });
}

#[test]
fn a_table_of_questions_fits_its_schema() {
    let ran = CourseTest::new().run(&format!("inspect '{ROOT}/chapters' --questions --format json"));
    hold("questions", &ran.json(), "the questions of the sample course");
}

#[test]
fn course_json_fits_the_schema_of_the_course() {
    let built = CourseTest::new().run(&format!("build '{ROOT}/chapters' -o output --quiet")).exit(0);
    hold("inspect", &serde_json::from_slice(&built.site_bytes("course.json")).expect("JSON"), "course.json");
}

#[test]
fn what_is_told_of_a_new_course_and_of_themes_fits_its_schema() {
    let course = CourseTest::new().file("a.md", "# A\n").file("mkdocs.yml", "site_name: B\n");
    let ran = course.run("init --dry-run --format json").exit(0);
    hold("init", &ran.json(), "init");
    let made = ran.then().run("theme new t --copy chapter.html --format json").exit(0);
    hold("theme-new", &made.json(), "theme new");
    let listed = made.then().run("theme list --theme t --format json").exit(0);
    hold("theme-list", &listed.json(), "theme list");
    let course = listed.then().file("t/templates/chapter.html", "{% extends \"default/templates/chapter.html\" %}\n");
    hold("theme-diff", &course.run("theme diff t --format json").exit(0).json(), "theme diff");
}

#[test]
fn results_of_students_fit_their_schema() {
    let course = CourseTest::new()
        .file("c/a.md", "# A\n\n### Question 1\n\nWhich?\n\nA) Users\nB) Roles\n\n**Answer: B**\n")
        .file("c/syllabus.toml", "[course]\nid = \"roles\"\n");
    let asked = course.run("inspect c").exit(0);
    let id = asked.json()["chapters"][0]["questions"][0]["id"].as_str().expect("an id").to_owned();
    let saved = format!(
        r#"{{"syllabus": 1, "course": "roles", "questions": {{"{id}": {{"first": 1, "last": 1, "chosen": "B", "tries": 1}}}}}}"#
    );
    let ran = asked
        .then()
        .bytes("ann.json", saved.as_bytes())
        .bytes("ben.json", b"{")
        .run("results --source c ann.json ben.json --format json");
    let results = ran.json();
    assert_eq!((&results["files"], results["left_out"].as_array().map(Vec::len)), (&Value::from(1), Some(1)));
    hold("results", &results, "results");
}

#[test]
fn a_schema_is_of_what_is_written_and_of_nothing_else() {
    let chapter = "# A\n\n[x](gone.md)\n";
    let mut value = CourseTest::new().bytes("a.md", chapter.as_bytes()).run("check --format json").json();
    value["diagnostics"][0]["severity"] = Value::from("fatal");
    value["diagnostics"][0]["unheard-of"] = Value::from(1);
    let schema = schema("diagnostics");
    let places: Vec<String> = JsonSchema::strict(&schema)
        .faults(&value)
        .iter()
        .filter_map(|fault| Some(fault.split_once(": ")?.0.to_owned()))
        .collect();
    assert_eq!(places, ["/diagnostics/0/severity", "/diagnostics/0/unheard-of"]);
}
