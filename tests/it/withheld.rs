//! `[quiz] answers`: where the answers are. Withheld they are nowhere: every byte of a site is searched for them, of a small course and of real ones.

use std::collections::HashMap;
use std::path::Path;

use crate::CourseTest;
use crate::html;

const CHAPTER: &str = "# Birds

## Owls

Owls hunt at night[^sky].

## Quiz

### Question 1
Where do owls sleep?

- A) In nests
- B) In hollow trees
- C) In caves

**Answer: B**

Owls like quuxdark places[^quuxnote].

- **A**: nests are for the quuxyoung.
- **C**: caves are for quuxbats.

### Question 2
Which one sings?

- [ ] Stone
- [x] Wren

<details>
<summary>Answer</summary>

#### Because quuxheading

It is known that a wren sings quuxloudly. <!-- answer: quuxcomment -->

</details>

### Question 3
Why do they sing?

<details><summary>Answer</summary>

For quuxlove.

</details>

### Question 4
Which one swims?

- A) Penguin
- B) Swallow

### Question 5
Penguins fly.

- [ ] True
- [ ] False

## Task

<details><summary>Solution</summary>

quuxsolution

</details>

## Answer key

4. A - quuxwater
5. False, quuxwings

[^sky]: The sky is theirs.
[^quuxnote]: A quuxfoot.
";

fn course() -> CourseTest {
    CourseTest::new().file("README.md", CHAPTER).file("other.md", "# Other\n\nSee [the quiz](README.md).\n")
}

/// The files of a site that are text, by name.
fn files(folder: &Path) -> HashMap<String, String> {
    let mut names = Vec::new();
    crate::course_test::list(folder, "", &mut names);
    let read = |name: String| {
        let text = String::from_utf8_lossy(&std::fs::read(folder.join(&name)).expect("a file")).into_owned();
        (name, text)
    };
    names.into_iter().map(read).collect()
}

/// What in a file of a site tells which choices are right.
fn telling(text: &str) -> Option<&str> {
    let marks = [
        "class=\"answer\"",
        "class=\"why",
        "data-why",
        "class=\"answer-key\"",
        "class=\"book-answer\"",
        "class=\"answer-at-end",
    ];
    let named = text.match_indices("data-answer=\"").find(|(at, mark)| !text[at + mark.len()..].starts_with('"'));
    marks.into_iter().find(|mark| text.contains(mark)).or(named.map(|_| "data-answer"))
}

#[test]
fn withheld_answers_are_in_no_byte_of_a_site() {
    for ran in [
        course().run("build --answers withheld").exit(0),
        course()
            .file("syllabus.toml", "[quiz]\nanswers = \"withheld\"\nprint_answers = \"with\"\n")
            .run("build")
            .exit(0),
    ] {
        ran.site_file("index.html")
            .has("data-withheld")
            .has("data-saved=\"Saved\"")
            .has("data-quiz-answers=\"withheld\"")
            .has("The sky is theirs.")
            .has("<form class=\"question-form\">");
        for name in ran.site_files() {
            let text = ran.site_file(&name).text();
            assert_eq!(text.find("quux").map(|at| text[at..].chars().take(40).collect::<String>()), None, "{name}");
            if name.ends_with(".html") {
                assert_eq!(telling(&text), None, "{name}");
            }
        }
    }
}

#[test]
fn answers_stand_open_folded_or_at_the_end() {
    let count = |text: &str, what: &str| text.matches(what).count();
    let shown = course().run("build --answers shown").exit(0);
    let (page, quiz) = (shown.site_file("index.html").text(), shown.site_file("index.quiz.html").text());
    assert_eq!(count(&page, "<details class=\"answer\" open>"), count(&page, "<details class=\"answer\""));
    assert!(
        count(&quiz, "<details class=\"answer\" open>") >= 4 && page.contains("<details class=\"answer-key\" open>")
    );

    let hidden = course().run("build --answers hidden").exit(0).site_file("index.html").text();
    assert!(!hidden.contains("<details class=\"answer\" open>") && hidden.contains("<details class=\"answer\">"));
    assert!(hidden.contains("data-why=\"A\"") && !hidden.contains("data-why=\"B\""));

    let at_end = course().run("build --answers at-end").exit(0);
    for name in ["index.html", "index.quiz.html"] {
        let text = at_end.site_file(name).text();
        assert!(!text.contains("<details class=\"answer\"") && !text.contains("data-why"), "{name}");
        let end = text.find("<section class=\"answers-at-end\"").expect("the answers");
        assert_eq!(count(&text, "quuxlove"), 1, "{name}");
        assert!(text.find("quuxlove").expect("an answer") > end, "{name}");
        assert!(text.contains("-answer\">Show answer</a>"), "{name}");
        assert_eq!(html::tangles(&text), Vec::<String>::new(), "{name}");
    }
    course().file("syllabus.toml", "[quiz]\nanswers = 'some'\n").run("build").exit(1).stderr_has("withheld");
}

#[test]
fn settings_of_practice_and_exams_are_in_the_page() {
    let toml = "[quiz]\nshuffle = false\npass_mark = 70\nexam_minutes = 90\nexam_count = 65\n";
    let ran = course().file("syllabus.toml", toml).run("build").exit(0);
    let page = ran.site_file("index.html");
    page.has(" data-shuffle=\"false\"")
        .has(" data-pass-mark=\"70\"")
        .has(" data-exam-minutes=\"90\"")
        .has(" data-exam-count=\"65\"");
    course().run("build").exit(0).site_file("index.html").lacks("data-shuffle").lacks("data-pass-mark");
    course().file("syllabus.toml", "[quiz]\npass_mark = 0.7\n").run("build").exit(1).stderr_has("whole number");
}

#[test]
fn an_exam_is_offered_on_quiz_pages_and_pages_of_practice_and_has_its_questions_where_answers_are_withheld() {
    let ran = course().run("build --answers withheld").exit(0);
    let opens = "data-exam-open data-needs-script data-title=\"Birds\"";
    ran.site_file("index.quiz.html").has(opens).has("data-of=\"index.html\"");
    ran.site_file("practice.html").has("data-exam-open data-needs-script").lacks("data-practice-start");
    ran.site_file("assets/practice/bank-0.js").has("In hollow trees").has("data-withheld").lacks("data-why");
    course().run("build").exit(0).site_file("practice.html").has("data-practice-start").has("data-exam-open");
}

#[test]
fn what_looks_like_answers_and_was_not_understood_is_told() {
    let ran = course()
        .file("solutions.md", "# Solutions\n\nThe first is left to the reader.\n")
        .file("notes.md", "# Notes\n\nWords.\n\n## Answers\n\nSee [all of them](answer-key.pdf).\n")
        .file("answer-key.pdf", "%PDF")
        .run("build --answers withheld")
        .exit(0);
    assert_eq!(ran.err().matches("warning[quiz/not-withheld]").count(), 3, "{}", ran.err());
    drop(ran.then().run("build").exit(0).stderr_lacks("not-withheld"));
}

/// Letters and digits of a source.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Letters and digits of what a page shows.
fn shown(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut is_tag = false;
    for c in text.replace("&lt;", "").replace("&gt;", "").replace("&amp;", "").replace("&quot;", "").chars() {
        match c {
            '<' => is_tag = true,
            '>' => is_tag = false,
            c if !is_tag && c.is_alphanumeric() => out.extend(c.to_lowercase()),
            _ => {}
        }
    }
    out
}

/// What is explained in real courses, and stands once in all their sources, is in no page, script or data.
#[test]
fn withheld_answers_of_real_courses_are_nowhere() {
    for name in ["aws-notes", "golang-aulas", "javascript-questions", "qa-especializacion", "qa-automation"] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/courses").join(name);
        if !path.is_dir() {
            println!("skipped: no {name} beside the repository");
            continue;
        }
        let inspected = CourseTest::new().run(&format!("inspect '{}' --quiet", path.display())).exit(0);
        let model = inspected.json();
        let questions = model["chapters"].as_array().into_iter().flatten();
        let questions = questions.flat_map(|chapter| chapter["questions"].as_array().into_iter().flatten());
        let lines: Vec<String> = questions
            .flat_map(|question| question["explanation"].as_str().unwrap_or("").lines().map(shown).collect::<Vec<_>>())
            .filter(|line| line.len() > 24)
            .collect();
        assert!(lines.len() > 5, "{name}: explanations are found");

        let output = tempfile::TempDir::new().expect("a folder");
        let build = format!("build '{}' -o '{}' --quiet --answers withheld", path.display(), output.path().display());
        drop(CourseTest::new().run(&build).exit(0));
        let sources: String = files(&path)
            .into_iter()
            .filter(|(name, _)| name.ends_with(".md"))
            .map(|(_, text)| letters(&text))
            .collect();
        let site = files(output.path());
        let built: Vec<(&String, String)> = site
            .iter()
            .filter(|(name, _)| !name.starts_with(".syllabus"))
            .map(|(name, text)| (name, shown(text)))
            .collect();
        for (name, text) in &site {
            assert!(!name.ends_with(".html") || telling(text).is_none(), "{name}: {:?}", telling(text));
        }
        for line in lines.iter().filter(|line| sources.matches(line.as_str()).count() == 1) {
            let found = built.iter().find(|(_, text)| text.contains(line.as_str()));
            assert!(found.is_none(), "{name}: {line} in {:?}", found.map(|(name, _)| name));
        }
    }
}
