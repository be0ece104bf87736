//! What a release is made of: completions and manual pages for all commands.

use super::CourseTest;
use super::house::commands;

#[test]
fn each_shell_completes_each_command() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = CourseTest::new().run(&format!("completions {shell}")).exit(0).stderr("").out();
        let missing: Vec<String> = commands().into_iter().filter(|name| !script.contains(name.as_str())).collect();
        assert!(missing.is_empty(), "{shell} does not know {missing:?}");
        assert!(script.contains("at-end") && script.contains("base-url"), "{shell} knows flags and their values");
    }
    CourseTest::new().run("completions dos").exit(2).stderr_has("powershell");
}

#[test]
fn each_command_has_a_manual_page() {
    let ran = CourseTest::new().run("man share/man1").exit(0).stdout("");
    let course = ran.then();
    let page = |name: &str| String::from_utf8(course.read(&format!("share/man1/{name}.1"))).expect("UTF-8");
    assert!(page("syllabus").contains("syllabus\\-build(1)"));
    for name in commands() {
        let page = page(&format!("syllabus-{name}"));
        assert!(page.starts_with(".ie") && page.contains(&format!("syllabus\\-{name}")), "{page}");
        assert!(page.contains(&format!(".SH EXAMPLE\n.PP\n\\fBsyllabus {name}")), "{page}");
    }
    assert!(page("syllabus-theme-new").contains("\\-\\-copy"), "commands in commands, too");
}
