//! `syllabus build`: which file becomes which page, which files are sources, and the exit statuses.

use crate::CourseTest;
use crate::course_test::list;

#[test]
fn a_file_becomes_a_page_and_a_readme_its_folders_index() {
    let ran = CourseTest::new()
        .file("README.md", "# Course\n")
        .file("a.md", "# A\n")
        .file("mod/README.md", "# Mod\n")
        .file("mod/b.markdown", "# B\n")
        .file("mod/deep/c.MD", "# C\n")
        .run("build")
        .exit(0);
    for page in ["index.html", "a.html", "mod/index.html", "mod/b.html", "mod/deep/c.html", "404.html", "course.json"] {
        drop(ran.site_file(page));
    }
    ran.site_file(".nojekyll");
}

#[test]
fn an_index_beside_a_readme_gets_a_number() {
    let ran = CourseTest::new()
        .file("m/README.md", "# Read me\n")
        .file("m/index.md", "# Index\n")
        .file("n/index.md", "# Alone\n")
        .file("n/x.md", "# X\n")
        .run("build")
        .exit(0);
    ran.site_file("m/index.html").has("Read me");
    ran.site_file("m/index-1.html").has("Index");
    ran.site_file("n/index.html").has("Alone");
}

#[test]
fn a_course_without_a_readme_has_a_home_and_overviews_all_the_same() {
    let ran = CourseTest::new().file("one/a.md", "# A\n").file("two/b.md", "# B\n").run("build").exit(0);
    ran.site_file("index.html").has("href=\"one/index.html\"").has("href=\"two/index.html\"");
    ran.site_file("one/index.html").has("href=\"a.html\"");
    ran.site_file("two/index.html").has("href=\"b.html\"");
}

#[test]
fn names_with_blanks_signs_and_other_scripts_are_pages() {
    let names = ["a b", "R&D", "it's", "ünïcode", "日本語", "100%", "a#b", "q?", "emoji 🎯"];
    let mut course = CourseTest::new();
    for name in names {
        course = course.file(&format!("{name}.md"), &format!("# Page {name}\n"));
    }
    let ran = course.run("build").exit(0);
    for name in names {
        drop(ran.site_file(&format!("{name}.html")));
    }
    ran.site_file("index.html")
        .has("href=\"a%20b.html\"")
        .has("href=\"100%25.html\"")
        .has("href=\"a%23b.html\"")
        .has("href=\"q%3F.html\"");
}

#[cfg(unix)]
#[test]
fn a_name_with_a_line_feed_is_a_page_and_cannot_break_out_of_a_message() {
    let ran = CourseTest::new().file("a\nb.md", "# A\n\n[x](gone.md)\n").run("build").exit(0);
    drop(ran.site_file("a\nb.html"));
    ran.site_file("index.html").has("href=\"a%0Ab.html\"");
    let ran = ran.then().run("check --format github").exit(0);
    ran.stdout_has("file=a%0Ab.md,line=3");
}

#[test]
fn a_single_file_is_a_course() {
    let ran = CourseTest::new()
        .file("notes/one.md", "# One\n\n![p](p.png)\n")
        .file("notes/two.md", "# Two\n")
        .bytes("notes/p.png", b"\x89PNG\r\n\x1a\n")
        .run("build notes/one.md")
        .exit(0);
    ran.site_file("one.html").has("One");
    drop(ran.site_file("p.png"));
    ran.lacks_site_file("two.html");
}

#[test]
fn the_source_is_chapters_if_there_is_one_else_here() {
    let ran = CourseTest::new().file("a.md", "# A\n").file("chapters/b.md", "# B\n").run("build").exit(0);
    drop(ran.site_file("b.html"));
    ran.lacks_site_file("a.html").stderr_has("chapters → output (no config): 1 chapter");
}

#[test]
fn source_and_output_can_be_configured() {
    let ran = CourseTest::new()
        .file("syllabus.toml", "[build]\nsource = \"lessons\"\noutput = \"public\"\n")
        .file("lessons/a.md", "# A\n")
        .run("build")
        .exit(0)
        .stderr_has("config syllabus.toml");
    drop(ran.written("public/a.html"));
}

#[test]
fn hidden_files_and_files_about_the_repository_are_no_chapters() {
    CourseTest::new()
        .file("a.md", "# A\n\nSee [how](CONTRIBUTING.md).\n")
        .file("CONTRIBUTING.md", "# How to help\n")
        .file("SECURITY.md", "# Security\n")
        .file(".hidden.md", "# Hidden\n")
        .file(".git/x.md", "# Git\n")
        .file("node_modules/p/README.md", "# Package\n")
        .file(".gitignore", "drafts/\n")
        .file("drafts/d.md", "# Draft\n")
        .run("build")
        .exit(0)
        .lacks_site_file("SECURITY.html")
        .lacks_site_file(".hidden.html")
        .lacks_site_file("drafts/d.html")
        .lacks_site_file("node_modules/p/index.html")
        // Linked to: a page outside the reading order.
        .site_file("CONTRIBUTING.html")
        .has("How to help");
}

#[test]
fn the_output_may_lie_in_the_source_and_is_no_part_of_it() {
    let ran = CourseTest::new().file("a.md", "# A\n").run("build . -o site").exit(0).then();
    let ran = ran.file("site/notes.md", "# Not a chapter\n").run("build . -o site").exit(0);
    ran.stderr_has("1 chapter,");
}

#[test]
fn status_1_when_there_is_no_chapter() {
    CourseTest::new()
        .file("a.txt", "x")
        .run("build")
        .exit(1)
        .stderr_has("source/no-chapters")
        .lacks_site_file("index.html");
}

#[test]
fn an_empty_source_is_no_course() {
    CourseTest::new().dir("empty/inner").run("build empty").exit(1).stderr_has("source/no-chapters");
}

#[test]
fn status_1_for_two_files_of_one_page_and_the_rest_is_built() {
    let ran = CourseTest::new()
        .file("a.md", "# First\n")
        .file("a.markdown", "# Second\n")
        .file("b.md", "# B\n")
        .run("build")
        .exit(1)
        .stderr_has("source/two-sources");
    drop(ran.site_file("a.html"));
    drop(ran.site_file("b.html"));
}

#[test]
fn status_1_for_a_file_that_is_no_text_and_its_last_page_stays() {
    let built = CourseTest::new().file("a.md", "# Good\n").file("b.md", "# B\n").run("build").exit(0);
    let ran = built.then().bytes("a.md", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR").run("build").exit(1);
    ran.site_file("a.html").has("Good");
    ran.stderr_has("source/not-text");
}

#[test]
fn status_1_for_a_faulty_config_and_nothing_is_written() {
    CourseTest::new()
        .file("a.md", "# A\n")
        .file("syllabus.toml", "[build]\noutput = 3\n")
        .run("build")
        .exit(1)
        .stderr_has("config/invalid")
        .stderr_has("syllabus.toml:2:10")
        .lacks_site_file("a.html");
}

#[test]
fn status_2_for_wrong_usage() {
    CourseTest::new().run("bild").exit(2).stderr_has("build");
    CourseTest::new().run("build --no-such-flag").exit(2);
    CourseTest::new().run("build a b").exit(2);
}

#[test]
fn status_2_for_an_output_that_is_or_holds_the_source() {
    for line in ["build c -o c", "build c -o .", "build c/m -o c", "build c -o c/../c"] {
        let ran = CourseTest::new().file("c/m/a.md", "# A\n").run(line).exit(2);
        assert!(!ran.then().exists("c/m/a.html"), "{line}");
    }
}

#[test]
fn status_3_when_the_source_is_missing() {
    CourseTest::new().run("build gone").exit(3).stderr_has("`gone`");
    CourseTest::new().run("build --config gone.toml").exit(3).stderr_has("`gone.toml`");
}

#[test]
fn status_3_when_a_foreign_file_stands_where_a_page_belongs() {
    let ran = CourseTest::new().file("a.md", "# A\n").file("output/a.html", "mine\n").run("build").exit(3);
    ran.site_file("a.html").has("mine");
    ran.stderr_has("a.html");
}

#[test]
fn status_3_when_the_output_is_a_file() {
    CourseTest::new().file("c/a.md", "# A\n").file("out", "x").run("build c -o out").exit(3).stderr_has("`out`");
}

#[test]
fn what_is_in_the_way_of_the_output_is_told_before_the_work_and_nothing_is_left_behind() {
    // What cannot be read is told once the course is read.
    let course = || CourseTest::new().file("c/a.md", "# A\n\n[x](gone.md)\n").file("file", "x").dir("site");
    let course = || course().file("taken/.syllabus", "x");
    for (line, says) in [
        ("build c -o file", "`file` is not a folder"),
        ("build c -o file/site", "`file/site` cannot be written"),
        ("build c -o taken", "`taken/.syllabus` is in the way"),
        ("watch c -o file/site", "`file/site` cannot be written"),
        ("export c --to pdf -o none/course.pdf", "`none/course.pdf` cannot be written"),
        ("export c --to pdf -o site", "`site` cannot be written"),
        ("repair c --review none/review.md", "`none/review.md` cannot be written"),
    ] {
        let ran = course().run(line).exit(3).stderr_has(says).stderr_lacks("link/broken");
        let mut files = Vec::new();
        list(&ran.then().path(""), "", &mut files);
        files.retain(|path| !path.starts_with(".home/"));
        assert_eq!(files, ["c/a.md", "file", "taken/.syllabus"], "{line}");
    }
}

#[test]
fn strict_fails_on_warnings_and_still_writes_the_site() {
    let course = || CourseTest::new().file("a.md", "# A\n\n[x](gone.md)\n");
    course().run("build").exit(0);
    let ran = course().run("build --strict").exit(1);
    drop(ran.site_file("a.html"));
}

#[test]
fn stdout_is_for_results_only() {
    CourseTest::new().file("a.md", "# A\n\n[x](gone.md)\n").run("build").exit(0).stdout("").stderr_has("link/broken");
    CourseTest::new().file("a.md", "# A\n").run("build -qq").exit(0).stdout("").stderr("");
}

#[test]
fn the_last_line_says_what_was_taken_and_counts() {
    CourseTest::new()
        .file("c/a.md", "# A\n\n[x](gone.md)\n\n### Question 1\n\nWhich?\n\n- A) x\n- B) y\n\n**Answer: B**\n")
        .run("build c -o out")
        .exit(0)
        .stderr_has("c → out (no config): 1 chapter, 1 question, 0 repairs, 1 warning, 0 errors, ");
}

#[test]
fn a_site_does_not_go_where_chapters_are() {
    let course = || {
        CourseTest::new().file("README.md", "# Course").file("docs/one.md", "# One").file("docs/deep/two.md", "# Two")
    };
    for line in ["build -o docs", "build . -o docs/deep", "watch -o docs", "build . -o ./docs/../docs"] {
        let ran = course().run(line).exit(2);
        assert!(ran.err().contains("holds chapters, such as `docs/"), "{}", ran.err());
        assert!(ran.err().contains("-o DIR"), "{}", ran.err());
        let course = ran.then();
        assert!(!course.exists("docs/.syllabus") && !course.exists("docs/index.html"));
    }
    // As the configuration says, or by the name of the folder where sites go.
    course().file("syllabus.toml", "[build]\noutput = \"docs\"\n").run("build").exit(2).stderr_has("holds chapters");
    let named = CourseTest::new().file("README.md", "# Course").file("output/io.md", "# Output");
    let named = named.run("build").exit(2).stderr_has("`output` holds chapters").then();
    // Where nothing is written they are chapters.
    named.run("inspect").exit(0).stdout_has("output/io.md");
}

#[test]
fn a_site_goes_where_no_chapters_of_the_course_are() {
    let course = || CourseTest::new().file("README.md", "# Course").file("docs/CNAME", "a.example");
    let once = course().run("build -o docs").exit(0);
    // A second time, with what the site itself copied there.
    once.then().run("build -o docs").exit(0);
    let ignored = course().file("docs/notes.md", "# Notes").file("syllabus.toml", "[build]\nignore = [\"docs/\"]\n");
    ignored.run("build -o docs").exit(0);
    CourseTest::new().file("chapters/a.md", "# A").file("docs/one.md", "# One").run("build chapters -o docs").exit(0);
}

#[test]
fn a_course_of_drafts_only_has_no_chapter() {
    let draft = "---\ndraft: true\n---\n# Draft\n";
    let ran = CourseTest::new().file("a.md", draft).run("build").exit(1);
    ran.stderr_has("source/no-chapters").stderr_has("the only one is a draft").lacks_site_file("index.html");
    let two = CourseTest::new().file("README.md", draft).file("m/a.md", draft);
    two.run("check").exit(1).stdout_has("error[source/no-chapters]").stdout_has("all 2 are drafts");
    CourseTest::new().file("a.md", draft).file("b.md", "# B").run("build").exit(0);
}

#[test]
fn an_output_may_be_written_with_parts_that_say_nothing() {
    for typed in ["./site/./", "site/.", "./site//"] {
        CourseTest::new()
            .file("a.md", "# A")
            .run(&format!("build . -o {typed}"))
            .exit(0)
            .written("site/a.html")
            .has("A");
        let config = format!("[build]\noutput = '{typed}'\n");
        CourseTest::new()
            .file("a.md", "# A")
            .file("syllabus.toml", &config)
            .run("build")
            .exit(0)
            .written("site/a.html");
    }
}
