//! The chapter that the project was started with: damaged characters, questions, a table of contents, a link to a missing chapter.

use std::path::{Path, PathBuf};

use crate::CourseTest;
use crate::html;

fn seed() -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/seed/shared-responsibility-model.md");
    if path.is_file() {
        return Some(path);
    }
    println!("skipped: the chapter is not beside the repository");
    None
}

fn course(path: &Path) -> CourseTest {
    CourseTest::new().bytes("shared-responsibility-model.md", &std::fs::read(path).expect("the chapter"))
}

#[test]
fn it_has_three_questions_with_answers() {
    let Some(path) = seed() else { return };
    let json = course(&path).run("inspect").exit(0).json();
    let questions = json["chapters"][0]["questions"].as_array().expect("questions");
    assert_eq!(questions.len(), 3);
    for question in questions {
        assert_eq!(question["answer"].as_array().map(Vec::len), Some(1), "{question:#}");
        assert!(question["choices"].as_array().is_some_and(|choices| choices.len() >= 3), "{question:#}");
        assert!(question["explanation"].as_str().is_some_and(|text| !text.is_empty()), "{question:#}");
    }
    let page = course(&path).main_of("shared-responsibility-model.quiz.html");
    assert_eq!(page.matches("<syllabus-question").count(), 3);
    assert_eq!(page.matches("data-answer=\"\"").count(), 0);
}

#[test]
fn all_entries_of_its_contents_land() {
    let Some(path) = seed() else { return };
    let json = course(&path).run("inspect").exit(0).json();
    let links = json["chapters"][0]["links"].as_array().expect("links");
    let inside: Vec<&serde_json::Value> =
        links.iter().filter(|link| link["href"].as_str().is_some_and(|href| href.starts_with('#'))).collect();
    assert!(inside.len() > 5);
    for link in inside {
        assert!(matches!(link["status"].as_str(), Some("ok" | "healed")), "{link}");
    }
}

#[test]
fn the_missing_next_chapter_is_reported_with_its_line() {
    let Some(path) = seed() else { return };
    let text = std::fs::read_to_string(&path).expect("the chapter");
    let line = 1 + text.lines().position(|line| line.contains("Next Chapter")).expect("the link");
    course(&path).run("build").exit(0).stderr_has("order/next-missing").stderr_has(&format!(".md:{line}:"));
}

#[test]
fn no_damaged_character_is_left_on_the_page() {
    let Some(path) = seed() else { return };
    let words = html::words(&course(&path).main_of("shared-responsibility-model.html")).join(" ");
    for damaged in ["ğŸ", "Ã", "â€", "â”", "âœ", "â", "ğ", "Ÿ", "\u{fffd}"] {
        assert!(!words.contains(damaged), "`{damaged}` in: {words}");
    }
}

#[test]
fn its_checklist_can_be_ticked() {
    let Some(path) = seed() else { return };
    let page = course(&path).main_of("shared-responsibility-model.html");
    let boxes =
        html::tags(&page).into_iter().filter(|tag| tag.get("data-check").is_some() && tag.name == "input").count();
    assert!(boxes > 0);
}
