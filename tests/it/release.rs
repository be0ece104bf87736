//! What a release is made of: completions and manual pages for all commands, what is packed for crates.io, and one name for each archive in
//! all files that make or take it. `release/tests.py` tests the scripts that make the packages.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use super::CourseTest;
use super::house::commands;

fn read(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path))
        .unwrap_or_else(|error| panic!("{path}: {error}"))
}

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

#[test]
fn the_package_has_what_is_built_and_read_and_nothing_else() {
    let cargo = Command::new(env!("CARGO"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(["package", "--list", "--offline", "--locked", "--allow-dirty"])
        .output()
        .expect("cargo");
    assert!(cargo.status.success(), "{}", String::from_utf8_lossy(&cargo.stderr));
    let listed = String::from_utf8(cargo.stdout).expect("paths").replace('\\', "/");
    let mut files: BTreeSet<&str> = listed.lines().collect();
    let readme = read("README.md");
    let picture = readme.split("![").nth(1).and_then(|rest| rest.split_once("](")?.1.split(')').next());
    let picture = picture.expect("the README has a picture");
    assert!(files.contains(picture), "{picture}, the picture of the README, is missing");
    for needed in [
        "Cargo.lock",
        "LICENSE-APACHE",
        "LICENSE-MIT",
        "README.md",
        "build.rs",
        "build/words.rs",
        "chapters/README.md",
        "src/repair/data/LICENSE-UNICODE",
        "src/repair/data/emoji.model",
        "src/cli/init/pages.yml",
        "themes/default/fonts/OFL.txt",
        "words/en.toml",
    ] {
        assert!(files.remove(needed), "{needed} is missing");
    }
    let folders = ["build/", "chapters/", "docs/", "examples/", "src/", "themes/default/", "words/"];
    let at_the_root = [".cargo_vcs_info.json", "Cargo.toml", "Cargo.toml.orig"];
    files.retain(|file| !folders.iter().any(|folder| file.starts_with(folder)) && !at_the_root.contains(file));
    let others: Vec<&str> = files.into_iter().filter(|file| file.contains('/') || !file.ends_with(".md")).collect();
    assert!(others.is_empty(), "{others:?} is packed");
}

/// The targets of release/targets.toml, each with its kind of archive.
fn targets() -> Vec<(String, String)> {
    let table: toml::Table = read("release/targets.toml").parse().expect("TOML");
    let rows = table["target"].as_array().expect("rows");
    let text = |row: &toml::Value, key: &str| row[key].as_str().expect("a text").to_owned();
    rows.iter().map(|row| (text(row, "name"), text(row, "archive"))).collect()
}

#[test]
fn the_workflow_builds_each_target() {
    let workflow = read(".github/workflows/release.yml");
    let built: Vec<&str> = workflow.lines().filter_map(|line| line.trim().strip_prefix("- target: ")).collect();
    let mut expected: Vec<String> = targets().into_iter().map(|(name, _)| name).collect();
    let tried: Vec<&str> = workflow.lines().filter_map(|line| line.trim().strip_prefix("- tried: ")).collect();
    assert!(!tried.is_empty() && tried.iter().all(|name| expected.iter().any(|other| other == name)), "{tried:?}");
    expected.sort();
    let mut built: Vec<String> = built.into_iter().map(str::to_owned).collect();
    built.sort();
    assert_eq!(built, expected);
}

#[test]
fn archives_are_named_as_those_who_take_them_expect() {
    let facts = read("release/facts.py");
    assert!(facts.contains("return f\"{self.name}-{self.version}-{target.name}\""));
    assert!(facts.contains("/releases/download/v{self.version}\""));
    let install = read(".github/action/install.sh");
    assert!(install.contains("name=\"syllabus-$version-$(target).tar.gz\""));
    assert!(install.contains("/releases/download/v$version/$file"));
    let taken: Vec<&str> =
        install.lines().filter_map(|line| line.split_once(") echo ")?.1.strip_suffix(" ;;")).collect();
    assert_eq!(taken.len(), 4, "{taken:?}");
    for name in taken {
        assert!(targets().contains(&(name.to_owned(), "tar.gz".to_owned())), "there is no archive for {name}");
    }
    let manifest: toml::Table = read("Cargo.toml").parse().expect("TOML");
    let binstall = &manifest["package"]["metadata"]["binstall"];
    for (name, ending) in targets() {
        let own = binstall["overrides"].get(&name).unwrap_or(binstall);
        let url = own["pkg-url"].as_str().expect("an address");
        let expected =
            format!("{{ repo }}/releases/download/v{{ version }}/{{ name }}-{{ version }}-{{ target }}.{ending}");
        assert_eq!(url, expected, "{name}");
    }
    assert_eq!(binstall["bin-dir"].as_str(), Some("{ name }-{ version }-{ target }/{ bin }{ binary-ext }"));
}
