//! Task lists in which readers record progress: checkboxes with ids that stay the same when the chapter is edited.

use crate::CourseTest;
use crate::html;

const COURSE: &str = "# A\n\n## Checklist\n\n- [ ] read\n- [x] understand\n  - [ ] deeply\n";

#[test]
fn task_items_are_checkboxes_with_an_id_and_the_authors_ticks() {
    let page = CourseTest::new().file("a.md", COURSE).main_of("a.html");
    let boxes: Vec<html::Tag> = html::tags(&page).into_iter().filter(|tag| tag.name == "input").collect();
    assert_eq!(boxes.len(), 3);
    assert!(boxes.iter().all(|tag| tag.get("type") == Some("checkbox") && tag.get("data-check").is_some()));
    let ticked: Vec<bool> = boxes.iter().map(|tag| tag.get("checked").is_some()).collect();
    assert_eq!(ticked, [false, true, false]);
    assert!(boxes.iter().all(|tag| tag.get("disabled").is_none()), "{page}");
}

#[test]
fn an_items_id_depends_on_its_words_not_on_its_place() {
    let ids = |text: &str| -> Vec<(String, String)> {
        let json = CourseTest::new().file("a.md", text).run("inspect").exit(0).json();
        let items = json["chapters"][0]["checklist"].as_array().expect("a checklist").clone();
        let field = |item: &serde_json::Value, key: &str| item[key].as_str().expect("a text").to_owned();
        items.iter().map(|item| (field(item, "text"), field(item, "id"))).collect()
    };
    let before = ids(COURSE);
    let after = ids("# A\n\nMore words.\n\n## Checklist\n\n- [ ] new\n- [ ] read\n- [x] understand\n  - [ ] deeply\n");
    assert_eq!(before.len(), 3);
    assert!(before.iter().all(|item| after.contains(item)), "{before:?}\n{after:?}");
}

#[test]
fn inspect_tells_text_line_and_tick() {
    let json = CourseTest::new().file("a.md", COURSE).run("inspect").exit(0).json();
    let items = &json["chapters"][0]["checklist"];
    assert_eq!(
        (items[1]["text"].as_str(), items[1]["line"].as_u64(), items[1]["checked"].as_bool()),
        (Some("understand"), Some(6), Some(true))
    );
}

#[test]
fn a_browser_without_script_shows_the_list() {
    let page = CourseTest::new().file("a.md", COURSE).main_of("a.html");
    assert_eq!(html::words(&page).iter().filter(|word| *word == "deeply").count(), 1);
}
