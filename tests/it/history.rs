//! What the repository tells of a course: days, authors, where a chapter is edited, and where it was before.

use std::process::Command;

use super::CourseTest;

/// Runs git in the course's folder, as Ada, on a day.
fn git(course: CourseTest, day: &str, args: &[&str]) -> CourseTest {
    let day = if day.is_empty() { "2024-12-31" } else { day };
    let moment = format!("{day}T12:00:00+00:00");
    let mut command = Command::new("git");
    command.current_dir(course.path("")).args(["-c", "commit.gpgSign=false", "-c", "core.autocrlf=false"]).args(args);
    for role in ["AUTHOR", "COMMITTER"] {
        command.env(format!("GIT_{role}_NAME"), "Ada & Lovelace").env(format!("GIT_{role}_EMAIL"), "ada@example.org");
        command.env(format!("GIT_{role}_DATE"), &moment);
    }
    let output = command.env("GIT_CONFIG_GLOBAL", "/dev/null").output().expect("git runs");
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    course
}

fn commit(course: CourseTest, day: &str) -> CourseTest {
    git(git(course, day, &["add", "--all"]), day, &["commit", "--quiet", "--message=x"])
}

/// A repository with a course in `c`, with chapters of two days.
fn repository() -> CourseTest {
    let long = "Some words that stay the same.\n\n".repeat(20);
    let course = CourseTest::new()
        .file("c/README.md", "# C\n\nText of the course.\n")
        .file("c/a b.md", &format!("# A\n\n{long}\n"))
        .file(".gitignore", "/output\n");
    let course = git(course, "2024-01-01", &["init", "--quiet", "--initial-branch=main"]);
    let course = git(course, "2024-01-01", &["remote", "add", "origin", "https://github.com/ada/engine.git"]);
    let course = commit(course, "2024-01-01").file("c/new.md", "# New & fresh\n\nAbout it.\n");
    let course = commit(course, "2024-03-05").file("c/a b.md", &format!("# A\n\n{long}More.\n"));
    let course = commit(course, "2024-04-06");
    git(course, "", &["update-ref", "refs/remotes/origin/main", "HEAD"])
}

#[test]
fn a_page_says_when_and_by_whom_it_was_written_and_where_it_is_edited() {
    let course = repository().file("c/fresh.md", "# Fresh\n");
    let ran = course.run("build c --now 2025-01-01").exit(0);
    ran.site_file("a b.html")
        .has("<time datetime=\"2024-04-06\">Last changed on 6 April 2024</time>")
        .has("By Ada &amp; Lovelace")
        .has("<a href=\"https://github.com/ada/engine/edit/main/c/a%20b.md\">Edit this page</a>");
    ran.site_file("index.html").has("Last changed on 1 January 2024").has("edit/main/c/README.md");
    // Git does not know it: GitHub would say that there is no such file.
    ran.site_file("fresh.html").lacks("file-facts");
    let course = ran.then().file(
        "syllabus.toml",
        "[course]\nlanguage = 'pl'\nauthors = ['Ada', 'Bob']\n[publish]\nhistory = 'dates'\nbranch = 'trunk'\n",
    );
    let ran = course.run("build c --config syllabus.toml").exit(0);
    ran.site_file("a b.html").has("Ostatnia zmiana: 6 kwietnia 2024").lacks("Lovelace").has("edit/trunk/c/a%20b.md");
    ran.site_file("index.html").has("Tekst: Ada, Bob");
    let course = ran.then().file("syllabus.toml", "[publish]\nhistory = 'none'\n");
    let ran = course.run("build c --config syllabus.toml").exit(0);
    ran.site_file("a b.html").lacks("<time").has("edit/main/c/a%20b.md");
    let course = ran.then().file("syllabus.toml", "[publish]\nedit_url = 'https://git.example.org/e?f={path}'\n");
    let ran = course.run("build c --config syllabus.toml").exit(0);
    ran.site_file("fresh.html").has("https://git.example.org/e?f=fresh.md");
    let course = ran.then().file("syllabus.toml", "[publish]\nedit_links = false\n");
    course.run("build c --config syllabus.toml").exit(0).site_file("a b.html").has("<time").lacks("Edit this page");
}

#[test]
fn a_new_commit_is_seen_although_the_history_is_kept() {
    let ran = repository().run("build c --cache kept").exit(0);
    ran.site_file("new.html").has("5 March 2024");
    let course = commit(ran.then().file("c/new.md", "# New\n\nAnother text.\n"), "2024-07-08");
    course.run("build c --cache kept").exit(0).site_file("new.html").has("8 July 2024");
}

#[test]
fn a_shallow_clone_and_a_folder_without_git_say_only_what_is_right() {
    let course = git(repository(), "", &["clone", "--quiet", "--depth=1", "--no-local", ".", "clone"]);
    let ran = course.run("build clone/c").exit(0);
    ran.site_file("a b.html").lacks("<time").lacks("Lovelace");
    ran.lacks_site_file("feed.xml");
    let alone = CourseTest::new().file("c/a.md", "# A\n").dir(".git").run("build c").exit(0);
    alone.site_file("a.html").lacks("file-facts");
}

#[test]
fn the_feed_has_the_newest_chapters_and_needs_an_address() {
    let ran = repository().run("build c --base-url https://ada.example.org/c/").exit(0);
    let feed = ran.site_file("feed.xml").text();
    let titles: Vec<&str> = feed.split("<title>").skip(1).filter_map(|rest| rest.split('<').next()).collect();
    assert_eq!(titles, ["C", "New &amp; fresh", "A"], "{feed}");
    assert!(feed.contains("<published>2024-03-05T00:00:00Z</published>"), "{feed}");
    assert!(feed.contains("<name>Ada &amp; Lovelace</name>"), "{feed}");
    ran.site_file("index.html").has("type=\"application/atom+xml\"").has("<a href=\"feed.xml\">");
    let dated = CourseTest::new()
        .file("c/a.md", "---\nrelease: 2024-02-03\n---\n# A\n")
        .file("c/b.md", "# B\n")
        .file("c/soon.md", "---\nrelease: 2099-01-01\n---\n# Soon\n");
    let ran = dated.run("build c").exit(0).lacks_site_file("feed.xml");
    let ran = ran.then().run("build c --base-url https://ada.example.org/c/").exit(0);
    ran.site_file("feed.xml").has("2024-02-03").lacks("<title>B<").lacks("Soon");
}

#[test]
fn a_chapter_that_moved_is_found_at_its_former_address() {
    let question = "### Question 1\n\nWho?\n\nA) x\nB) y\n\n**Answer: B**\n\n";
    let text = format!("# A\n\n{question}{}", "Some words that stay the same.\n\n".repeat(20));
    let course = CourseTest::new().file("old/a.md", &text).file("b.md", "# B\n");
    let course = git(course, "2024-01-01", &["init", "--quiet"]);
    let course = git(commit(course, "2024-01-01"), "", &["mv", "old", "new place"]);
    let course = git(commit(course, "2024-02-02"), "", &["mv", "new place/a.md", "new place/c.md"]);
    let course = commit(course, "2024-03-03").file("[1].md", "# Not one\n");
    let ran = course.run("build .").exit(0);
    ran.site_file("old/a.html").has("../new%20place/c.html").has("noindex").has("This page has moved");
    ran.site_file("new place/a.html").has("content=\"0; url=c.html\"");
    ran.site_file("old/a.quiz.html").has("../new%20place/c.quiz.html");
    ran.site_file("old/index.html").has("../new%20place/index.html");
    ran.site_file("new place/c.html").has("Last changed on 1 January 2024");
    // A new chapter takes its address back.
    let ran = ran.then().file("old/a.md", "# Another A\n").run("build .").exit(0);
    ran.site_file("old/a.html").has("Another A").lacks("noindex");
    ran.lacks_site_file("old/a.quiz.html");
}

#[test]
fn former_addresses_of_the_configuration_and_of_front_matters_lead_on() {
    let course = CourseTest::new()
        .file("syllabus.toml", "[publish]\nbase_url = 'https://a.org/c/'\n[publish.redirects]\n'was/it.html' = 'm/a.md'\n'step.html' = '/was/it.html#part'\n'https://a.org/c/abroad/' = 'https://b.org/x?y=1&z'\n'm/a.html#old' = '#part'\n'm/a.html#gone' = 'b.html'\n'm/a.html' = 'b.md'\n'dead.html' = 'nowhere.md'\n'paper.pdf' = 'b.md'\n")
        .file("m/a.md", "---\nredirect_from:\n  - /2019/a/\n  - ../b.html\n---\n# A\n\n## Part\n\nText.\n")
        .file("b.md", "---\naliases: [\"/hugo/b\", Beta]\n---\n# B\n\nText.\n");
    let ran = course.run("build .").exit(0);
    ran.site_file("was/it.html")
        .has("href=\"../m/a.html\"")
        .has("<link rel=\"canonical\" href=\"https://a.org/c/m/a.html\">");
    ran.site_file("step.html").has("url=m/a.html#part");
    ran.site_file("abroad/index.html").has("https://b.org/x?y=1&amp;z");
    ran.site_file("2019/a/index.html").has("../../m/a.html");
    ran.site_file("hugo/b/index.html").has("../../b.html");
    ran.site_file("m/a.html").has("<span id=\"old\"></span>Part").has("<p class=\"moved\" id=\"gone\">");
    let ran = ran
        .stderr_has("warning[link/redirect-from-page]: `[publish] redirects` leads `m/a.html` to `b.md`")
        .stderr_has("warning[link/redirect-from-page]: `[publish] redirects` leads `paper.pdf`")
        .stderr_has("warning[link/redirect-from-page]: `redirect_from` names `../b.html`")
        .stderr_has("warning[link/redirect-to-nothing]: `[publish] redirects` leads `dead.html` to `nowhere.md`");
    ran.site_file("sitemap.xml").lacks("was/it").lacks("hugo");
    let ran = ran.lacks_site_file("_redirects").lacks_site_file("_headers");
    let again = ran.then().run("build .").exit(0);
    let (course, before) = (again.site_files(), again.site_file("course.json").text());
    assert!(course.iter().any(|file| file == "step.html") && !before.contains("step.html"));
}

#[test]
fn what_the_published_site_would_lose_is_told_with_the_rows_that_keep_it() {
    let course = CourseTest::new().file("c/setup.md", "# Setup\n\n## Windows\n\nText.\n").file("c/b.md", "# B\n");
    let course = course.run("build c -o live").exit(0).then().run("check c --live live --strict").exit(0).then();
    let course = course.delete("c/setup.md").delete("c/b.md").file("c/m/install.md", "# Setup\n\nText.\n");
    let ran = course.run("check c --live live").exit(0);
    let ran = ran
        .stdout_has("warning[link/lost-address]: `setup.html` is a page of the published site, and would lead nowhere")
        .stdout_has("[publish.redirects]\n# \"b.html\" = \"\"\n\"setup.html\" = \"m/install.html\"\n");
    let course =
        ran.then().file("c/syllabus.toml", "[publish.redirects]\n'setup.html' = 'm/install.md'\n'b.html' = 'm/'\n");
    let ran = course.run("check c --live live --strict").exit(0).then().run("check c --live").exit(2);
    let ran = ran.stderr_has("where the published site is").then().run("check c --live nowhere").exit(3);
    ran.stderr_has("`nowhere/course.json` cannot be read");
}

#[test]
fn hosts_that_read_files_are_told_what_has_moved_unless_the_author_tells_them() {
    let config = "[publish]\nhost_files = true\n[publish.redirects]\n'old/' = 'a.md'\n";
    let course = CourseTest::new().file("c/syllabus.toml", config).file("c/a.md", "# A\n");
    let ran = course.run("build c").exit(0);
    ran.site_file("_redirects").has("/old/ /a.html 301\n");
    ran.site_file("_headers").has("/assets/course-").has("  Cache-Control: public, max-age=31536000, immutable\n");
    ran.site_file("old/index.html").has("noindex");
    let ran = ran.then().file("c/_redirects", "/mine / 302\n").run("build c").exit(0);
    assert_eq!(ran.site_bytes("_redirects"), b"/mine / 302\n");
}

#[test]
fn where_git_does_not_answer_it_is_said_and_the_rest_is_as_ever() {
    for (variable, value, says) in [
        ("PATH", "/nowhere", "moved chapters do not lead on: git is not there"),
        ("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1", "git does not read a repository that belongs to another user"),
    ] {
        let ran = repository().variable(variable, value).run("build c -v").exit(0).stderr_has(says);
        ran.stderr_has("course/no-history").site_file("a b.html").lacks("Last changed");
        let without = repository().file("c/syllabus.toml", "[publish]\nhistory = \"none\"\n").variable(variable, value);
        assert!(!without.run("build c -v").exit(0).err().contains("no-history"));
    }
    // Nothing is missing where there is no commit yet, or no repository.
    let course = CourseTest::new().file("c/a.md", "# A\n");
    let course = git(course.run("build c").exit(0).then(), "", &["init", "--quiet"]);
    assert!(!course.run("build c --no-cache -v").exit(0).err().contains("no-history"));
}
