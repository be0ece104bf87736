//! `syllabus init`: looks first, adds what is missing, and touches nothing that exists.

use std::fs;

use super::CourseTest;
use super::course_test::list;

/// All files below the folder of a test, with their bytes.
fn tree(course: &CourseTest) -> Vec<(String, Vec<u8>)> {
    let mut paths = Vec::new();
    list(&course.path(""), "", &mut paths);
    paths.retain(|path| !path.starts_with(".home"));
    paths.sort();
    paths.into_iter().map(|path| (path.clone(), course.read(&path))).collect()
}

#[test]
fn an_empty_folder_becomes_a_course_without_a_fault() {
    let ran = CourseTest::new()
        .run("init my-course")
        .exit(0)
        .stdout_has("Found no markdown")
        .stdout_has("my-course/README.md");
    let ran = ran.stdout_has("syllabus serve my-course --open").then().run("check my-course --strict --hints").exit(0);
    let ran = ran.then().run("build my-course").exit(0).stderr_has("6 chapters, 2 questions, 0 repairs, 0 warnings");
    ran.site_file("01-first-steps/02-pictures-and-links.html").has("data-checklist").has("images/path.svg");
    assert!(ran.site_files().iter().any(|path| path == "02-questions/01-ask.quiz.html"));
    let course = ran.then();
    let before = tree(&course);
    let course = course.run("init my-course").exit(0).stdout_has("Nothing is missing.").then();
    assert!(tree(&course) == before, "a second one changes nothing");
}

#[test]
fn what_is_there_stays_and_what_is_missing_is_added_at_the_root_of_the_repository() {
    let course = CourseTest::new()
        .file(".git/HEAD", "ref: refs/heads/trunk\n")
        .file(".git/config", "[remote \"origin\"]\n\turl = https://github.com/Ada/Engine\n")
        .file("course/a.md", "# A\n\n### Question 1\n\nWhat?\n\nA) One\nB) Two\n\n**Answer: A**\n")
        .file("course/m/b.md", "# B\n")
        .file("course/.gitignore", "*.log\n");
    let before = tree(&course);
    let ran = course.run("init course --yes").exit(0);
    let ran = ran
        .stdout_has("Found: 2 chapters, 1 module, 1 question, 0 repairs")
        .stdout_has("https://ada.github.io/Engine/");
    let course = ran.stdout_has("add the line `/output/` to `course/.gitignore`").then();
    for (path, bytes) in &before {
        assert_eq!(&course.read(path), bytes, "{path}");
    }
    let added: Vec<String> = tree(&course)
        .into_iter()
        .map(|(path, _)| path)
        .filter(|path| !before.iter().any(|(other, _)| other == path))
        .collect();
    assert_eq!(added, [".github/workflows/pages.yml", "course/syllabus.toml"]);
    let workflow = String::from_utf8(course.read(".github/workflows/pages.yml")).expect("UTF-8");
    assert!(workflow.contains("branches: [trunk]") && workflow.contains("source: 'course'"), "{workflow}");
    course.run("build course --strict").exit(0).stderr_has("config course/syllabus.toml");
}

#[test]
fn the_files_of_other_tools_tell_where_the_chapters_are() {
    for (file, tool, folder) in [
        ("mkdocs.yml", "MkDocs", "docs"),
        ("book.toml", "mdBook", "src"),
        ("docusaurus.config.js", "Docusaurus", "docs"),
        ("hugo.toml", "Hugo", "content"),
    ] {
        let course =
            CourseTest::new().file(file, "").file(&format!("{folder}/a.md"), "# A\n").file("README.md", "# Project\n");
        let ran = course.run("init --yes").exit(0).stdout_has(&format!("{tool} is here, too (`{file}`)"));
        let course = ran.stdout_has(&format!("Found in `{folder}`: 1 chapter,")).then();
        let config = String::from_utf8(course.read("syllabus.toml")).expect("UTF-8");
        assert!(config.contains(&format!("\nsource = \"{folder}\"\n")), "{config}");
        course.run("build").exit(0).stderr_has("1 chapter,");
    }
}

#[test]
fn a_workflow_that_publishes_already_gets_no_second_one() {
    let deploys = "jobs:\n  a:\n    steps:\n      - uses: actions/deploy-pages@v4\n";
    let course = CourseTest::new().file("a.md", "# A\n").file(".github/workflows/site.yml", deploys);
    let course = course
        .run("init --yes")
        .exit(0)
        .stdout_has("note: `.github/workflows/site.yml` publishes to GitHub Pages already")
        .then();
    assert!(!course.exists(".github/workflows/pages.yml"));
}

#[test]
fn a_dry_run_writes_nothing_and_its_diff_can_be_applied() {
    let course = CourseTest::new().file("a.md", "# A\n");
    let before = tree(&course);
    let ran = course.run("init --dry-run").exit(0).stdout_has("--- /dev/null\n+++ b/syllabus.toml\n@@ -0,0 +1,");
    let course = ran.stdout_has("+++ b/.github/workflows/pages.yml\n").stdout_lacks("Written").then();
    assert!(tree(&course) == before);
    let json = course.run("init --dry-run --format json").exit(0).json();
    assert_eq!((json["version"].as_u64(), json["written"].as_bool()), (Some(1), Some(false)));
    assert_eq!(
        (json["found"]["chapters"].as_u64(), json["files"][0]["path"].as_str()),
        (Some(1), Some("syllabus.toml"))
    );
}

#[test]
fn a_language_that_all_chapters_have_is_set() {
    let text = "# Los datos\n\nEste es un texto en español que habla de los datos y de cómo se guardan en el disco, para que todos los que lo lean sepan qué es lo que pasa cuando una base de datos escribe una página y por qué no se pierde nada aunque se vaya la luz. También se dice dónde están los archivos y quién los puede leer.\n";
    let course = CourseTest::new().file("a.md", text).run("init --yes").exit(0).then();
    assert!(String::from_utf8(course.read("syllabus.toml")).expect("UTF-8").contains("\nlanguage = \"es\"\n"));
}

#[test]
fn names_of_other_tools_lead_to_it_and_a_file_is_no_folder() {
    for name in ["new", "create"] {
        CourseTest::new().run(&format!("{name} x")).exit(2).stderr_has("syllabus init DIR");
    }
    CourseTest::new().file("a.md", "# A\n").run("init a.md").exit(2).stderr_has("`a.md` is no folder");
    let faulty = CourseTest::new().file("syllabus.toml", "a = [").file("a.md", "# A\n");
    let faulty = faulty.run("init --yes").exit(1).then();
    assert!(!faulty.exists(".github"));
}

#[cfg(unix)]
#[test]
fn where_nothing_can_be_written_nothing_is_left_behind() {
    use std::os::unix::fs::PermissionsExt;
    // The workflow's place is taken by a file: what was written before it goes again.
    let course = CourseTest::new().file("a.md", "# A\n").file(".github", "");
    let before = tree(&course);
    let course =
        course.run("init --yes").exit(3).stderr_has("cannot be written").stderr_has("nothing was written").then();
    assert!(tree(&course) == before);
    let course = CourseTest::new().file("c/a.md", "# A\n");
    let set = |mode: u32| fs::set_permissions(course.path("c"), fs::Permissions::from_mode(mode)).expect("permissions");
    set(0o555);
    if fs::write(course.path("c/probe"), "").is_ok() {
        // Root may write everywhere.
        return;
    }
    let course = CourseTest::run(course, "init c --yes").exit(3).then();
    assert!(!course.exists("c/syllabus.toml"));
}
