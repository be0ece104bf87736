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
fn a_name_that_is_used_again_does_not_turn_old_links_to_the_new_chapter() {
    let text = format!("# Linux\n\n{}", "Some words that stay the same.\n\n".repeat(20));
    let course = CourseTest::new().file("c/setup.md", &text);
    let course = commit(git(course, "", &["init", "--quiet"]), "2024-01-01");
    let course = commit(git(course, "", &["mv", "c/setup.md", "c/install.md"]), "2024-02-02");
    let course = commit(git(course, "", &["mv", "c/install.md", "c/linux.md"]), "2024-03-03");
    let course = commit(course.file("c/install.md", "# Install\n\nOther words.\n"), "2024-04-04");
    let ran = course.run("build c").exit(0);
    ran.site_file("setup.html").has("url=linux.html");
    ran.site_file("install.html").has("Other words").has("4 April 2024");
    ran.site_file("linux.html").has("1 January 2024");
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
fn former_addresses_for_which_the_site_has_no_room_are_told_and_break_no_build() {
    let long = format!("{}.html", "x".repeat(251));
    let addresses = [
        ("/a.html/", "`a.html` is a file of the site"),
        ("index.html/", "`index.html` is a file of the site"),
        ("search.html/x/", "`search.html` is a file of the site"),
        ("a.md/", "`a.md` is a file of the site"),
        (".nojekyll/", "`.nojekyll` is a file of the site"),
        ("/img/p.png/", "`img/p.png` is a file of the site"),
        (".syllabus/x", "no file of a site may be there"),
        ("n%00.html", "it has a control character"),
        (&long, "no file can have so long a name"),
        ("assets/search/index/", "that is a page of the site now"),
        ("a.quiz.html", "that is a page of the site now"),
        ("A.html", "`a.html` of the site is the same file on Windows and macOS"),
        ("../../out.html", "it is outside of the site"),
        ("_redirects/", "`_redirects` is a file of the site"),
        ("old.html/sub.html", "`old.html` is a former address too"),
    ];
    let listed: String = addresses.iter().map(|(address, _)| format!("  - \"{address}\"\n")).collect();
    let config = "[publish]\nhost_files = true\n[publish.redirects]\n'sub.html/x.html' = 'a.md'\n'sub.html' = 'a.md'\n'old.html' = 'b.md'\n'404.html/' = 'a.md'\n";
    let course = CourseTest::new()
        .file("c/syllabus.toml", config)
        .file("c/a.md", "# A\n\n![](img/p.png)\n\n### Question 1\n\nWho?\n\nA) x\nB) y\n\n**Answer: B**\n")
        .file("c/b.md", &format!("---\nredirect_from:\n{listed}---\n# B\n"))
        .file("c/img/p.png", "x");
    let mut ran = course.run("check c --strict --all").exit(1);
    for (at, (address, why)) in addresses.into_iter().enumerate() {
        let shown = if address.len() < 100 { format!("names `{address}`: {why}") } else { why.to_owned() };
        ran = ran.stdout_has(&shown).stdout_has(&format!("b.md:{}:6", at + 3));
    }
    let ran = ran
        .stdout_has("leads `sub.html` to `a.md`: `sub.html/x.html` is a former address too")
        .stdout_has("leads `404.html/` to `a.md`: `404.html` is a file of the site, and cannot be a folder too (line 7 of `c/syllabus.toml`)");
    let ran = ran.then().run("build c").exit(0);
    ran.site_file("old.html").has("b.html");
    ran.site_file("sub.html/x.html").has("../a.html");
}

#[test]
fn moves_of_git_for_which_the_site_has_no_room_make_no_page() {
    let long = "Some words that stay the same.\n\n".repeat(20);
    let text = |title: &str| format!("# {title}\n\n{long}");
    let course = CourseTest::new()
        .file("a.html/b.md", &text("B"))
        .file(".syllabus/s.md", &text("S"))
        .file("Case.md", &text("Case"));
    let course = commit(git(course, "", &["init", "--quiet"]), "2024-01-01");
    let course = git(course, "", &["mv", "a.html", "d"]);
    let course = git(course, "", &["mv", ".syllabus/s.md", "s.md"]);
    let course = commit(git(course, "", &["mv", "Case.md", "case.md"]), "2024-02-02").file("a.md", "# A\n");
    let ran = course.run("build .").exit(0).stderr_has(" 0 warnings");
    ran.site_file("a.html").has("<h1");
    ran.lacks_site_file("Case.html");
}

#[test]
fn rows_that_lead_elsewhere_than_their_author_thinks_are_told() {
    let config = "[publish.redirects]\n'a.html#old' = 'a.html#nope'\n'old.html' = 'a.html#partt'\n'home.html' = 'README.md#nope'\n'fine.html' = 'a.html#was'\n'a.html#was' = '#part'\n'./a.md#was' = '#other'\n'same.html' = 'a.md'\n'one.html' = 'two.html'\n'two.html' = 'one.html'\n'out.html' = '../../a.md'\n'p/a.html' = 'HTTPS://b.org/'\n";
    let course = CourseTest::new()
        .file("c/syllabus.toml", config)
        .file("c/README.md", "# C\n\nText.\n")
        .file("c/a.md", "---\nredirect_from: [was.html, same.md, ./same.html]\n---\n# A\n\n## Part\n\n## Other\n")
        .file("c/b.md", "---\ntitle: was.md\nredirect_from: [./was.md]\n---\n# B\n");
    let ran = course.run("check c --strict --all").exit(1);
    let ran = ran
        .stdout_has("warning[link/broken-anchor]: `[publish] redirects` leads `a.html#old` to `a.html#nope`: no heading `nope` in `a.md`")
        .stdout_has("leads `old.html` to `a.html#partt`: no heading `partt` in `a.md`")
        .stdout_has("did you mean `#part`?")
        .stdout_has("leads `home.html` to `README.md#nope`: no heading `nope` in `README.md`")
        .stdout_has("leads `./a.md#was` to `#other`: the address leads to `a.html#part` already")
        .stdout_has("b.md:3:17")
        .stdout_has("`redirect_from` names `./was.md`: the address leads to `a.html` already")
        .stdout_has("leads `one.html` to `two.html`: it leads in a circle")
        .stdout_has("leads `out.html` to `../../a.md`: it leads out of the course")
        .stdout_lacks("same")
        .stdout_has("8 warnings");
    let ran = ran.then().run("build c").exit(0);
    ran.site_file("fine.html").has("url=a.html#was");
    ran.site_file("old.html").has("url=a.html\"");
    ran.site_file("p/a.html").has("url=HTTPS://b.org/");
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
    let config = "[publish]\nhost_files = true\n[publish.redirects]\n'a*/:b c.html' = 'a.md'\n\"x.html\" = \" HTTP://b.org/a b\u{a0}c \"\n\"nul.html\" = \"https://b.org/\\u0000\\u001b[2J\"\n\"line.html\" = \"https://b.org/\\n/* https://evil.example/:splat 200\"\n\"l\\nm.html\" = 'a.md'\n";
    let ran = ran.then().file("c/syllabus.toml", config).run("build c").exit(0);
    let lines = "/a%2A/%3Ab%20c.html /a.html 301\n/x.html HTTP://b.org/a%20b%C2%A0c 301\n";
    assert_eq!(ran.site_bytes("_redirects"), lines.as_bytes());
    ran.site_file("a*/:b c.html").has("../a.html");
    ran.site_file("x.html").has("url=HTTP://b.org/a%20b%C2%A0c\"");
    let ran = ran.lacks_site_file("nul.html").lacks_site_file("line.html");
    let ran = ran.stderr_has("`nul.html`").stderr_has("the new address has a control character");
    let ran = ran.stderr_has("to `a.md`: it has a control character");
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
