//! Bad input: whatever is given, a command ends soon, says what is wrong and what to do, and damages nothing. Markup that grows when it is
//! read is small here; `SYLLABUS_BAD_INPUT=full` gives it the size of an attack.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::course_test::{CommandResult, list};
use crate::{CourseTest, html};

/// What any command may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// What is larger is no chapter, and says so.
const LARGEST: usize = 3 << 20;

fn is_full() -> bool {
    std::env::var("SYLLABUS_BAD_INPUT").is_ok_and(|value| value == "full")
}

/// A number of repetitions: as given in full, else a small part.
fn times(full: usize) -> usize {
    if is_full() { full } else { full.div_ceil(40) }
}

/// What markup can be made of so that careless readers take too long, too much or the stack.
fn bombs() -> Vec<(&'static str, String)> {
    let rows = |full: usize, row: &dyn Fn(usize) -> String| (0..times(full)).map(row).collect::<String>();
    let repeat = |full: usize, text: &str| text.repeat(times(full));
    let wide = |cells: &str, rows: usize| {
        format!("|{}\n|{}\n{}", cells, "-|".repeat(cells.len() / 2), format!("|{cells}\n").repeat(rows))
    };
    let code = |language: &str, line: &str, full: usize| format!("```{language}\n{}```\n", line.repeat(times(full)));
    vec![
        ("quotes", format!("{} x", repeat(10_000, ">"))),
        ("lists", (0..times(1_700)).map(|level| format!("{}- a\n", "  ".repeat(level))).collect()),
        ("lists in a line", format!("{}a", repeat(5_000, "- "))),
        ("quotes and lists", format!("{}a", repeat(5_000, "> - "))),
        ("brackets", repeat(100_000, "[")),
        ("pairs of brackets", repeat(100_000, "[") + &repeat(100_000, "]")),
        ("images", repeat(100_000, "![[")),
        ("stars", repeat(100_000, "*_")),
        ("stars and letters", repeat(100_000, "*a_ ")),
        ("backticks", (1..times(2_000)).map(|count| "`".repeat(count) + " ").collect()),
        ("elements", repeat(100_000, "<b>")),
        ("blocks of elements", repeat(100_000, "<div>\n")),
        ("folds", repeat(100_000, "<details>\n<summary>x</summary>\n\n")),
        ("ends", repeat(100_000, "</b></div></details>")),
        ("headings of HTML", repeat(100_000, "<h2>a")),
        ("attributes", format!("<a {}>x</a>", rows(100_000, &|row| format!("a{row}=\"x\" ")))),
        ("comments", repeat(300_000, "<!--")),
        ("sections of data", repeat(100_000, "x <![CDATA[")),
        ("columns", wide(&repeat(2_000, "a|"), times(400))),
        ("same headings", repeat(100_000, "## Same title\n\n")),
        ("references", rows(60_000, &|row| format!("[r{row}]: http://x/{row}\n\n[r{row}]\n"))),
        ("footnotes", rows(80_000, &|row| format!("a[^{row}]\n\n[^{row}]: note\n\n"))),
        ("one footnote", format!("{}\n\n[^1]: x\n", repeat(100_000, "a[^1] "))),
        (
            "questions",
            rows(50_000, &|row| format!("### Question {row}\n\nWhat?\n\nA) one\nB) two\n\n**Answer: B**\n\n")),
        ),
        ("choices", format!("### Question 1\n\n{}\n**Answer: A**\n", repeat(100_000, "A) one\n"))),
        (
            "a key",
            format!(
                "## Quiz\n\n{}\n## Answers\n\n{}",
                rows(20_000, &|row| format!("{row}. x?\n   - A) a\n   - B) b\n")),
                rows(20_000, &|row| format!("{row}. B\n"))
            ),
        ),
        ("mojibake in a line", repeat(30_000, "ğŸ“ â€œtextâ€ Ã© ")),
        ("dense mojibake", repeat(100_000, "ÃƒÂ©")),
        ("mojibake in lines", repeat(60_000, "Ã©\n")),
        ("lost characters", repeat(200_000, "\u{fffd}")),
        ("a damaged box", format!("```\n{}```\n", repeat(50_000, "â”Œâ”€â”€â”\n"))),
        ("a title", repeat(200_000, "# word ")),
        ("a line", repeat(600_000, "word ")),
        ("a word", repeat(3_000_000, "x")),
        ("addresses", repeat(100_000, "http://a.b/ www.a.b a@b.c ")),
        ("emoji", repeat(100_000, ":tada:")),
        ("dead links", rows(50_000, &|row| format!("[x](nope{row}.md) [y](#nope{row})\n"))),
        ("entities", repeat(300_000, "&amp")),
        ("fences", repeat(100_001, "```\n")),
        ("facts", repeat(100_000, "**Study Time:** 5 minutes\n")),
        ("next links", repeat(50_000, "## What's next\n\n[Next](b.md)\n\n")),
        ("front matter", format!("---\nz: \"{}\"\n---\nx", repeat(3_000_000, "y"))),
        ("keys of front matter", format!("---\n{}---\nx", rows(250_000, &|row| format!("k{row}: v\n")))),
        ("nested front matter", format!("---\ntitle: {}\n---\nx", repeat(100_000, "["))),
        ("code in html", code("html", "<p style=\"color:red\">text &amp; <b>y</b></p>\n", 25_000)),
        ("code in scss", code("scss", ".a { &:hover { color: $x; @include y(1px); } }\n", 21_000)),
        ("long code in ts", code("ts", &("interface A<T> { a: string; b(x: T): void } ".repeat(40) + "\n"), 600)),
        (
            "many blocks of code",
            repeat(10_000, "```perl\nmy $x = \"a $y\"; if ($x =~ /a.*b/) { print \"z\\n\"; }\n```\n\n"),
        ),
    ]
}

#[test]
fn markup_bombs_become_pages() {
    for (name, text) in bombs() {
        let start = Instant::now();
        let ran =
            CourseTest::new().file("README.md", "# Course").bytes("a.md", text.as_bytes()).run("build . --no-cache");
        let took = start.elapsed();
        if text.len() > LARGEST {
            drop(ran.exit(1).stderr_has("split it into chapters"));
            continue;
        }
        let ran = ran.exit(0);
        assert!(took < PATIENCE, "{name} took {took:?}");
        assert!(ran.err().len() < 20_000, "{name} says too much: {} bytes", ran.err().len());
        let page = ran.site_file("a.html").text();
        assert_eq!(html::what_runs(&page), Vec::<String>::new(), "{name}");
        assert!(page.len() < text.len() * 60 + 100_000, "{name} makes a page of {} bytes", page.len());
    }
}

#[test]
fn a_file_beyond_all_sizes_is_named_and_the_rest_is_built() {
    let text = "word ".repeat(1_000_000);
    let ran = CourseTest::new().file("a.md", "# A").bytes("b.md", text.as_bytes()).run("build .").exit(1);
    let ran = ran.stderr_has("`b.md` gives no page: it is larger than 3 MB").stderr_has("split it into chapters");
    ran.site_file("a.html").has("A");
    let course = ran.lacks_site_file("b.html").then();
    // Repair takes what is no chapter, too, up to a size of its own.
    let course = course.run("repair b.md").exit(0).then();
    std::fs::File::create(course.path("c.md")).and_then(|file| file.set_len((64 << 20) + 1)).expect("a large file");
    course.run("repair c.md b.md").exit(3).stderr_has("`c.md` cannot be read: it is larger than 64 MB; split it");
}

#[test]
fn what_is_no_text_is_named_and_the_rest_is_built() {
    for (name, bytes) in [
        ("nul.md", &b"# a\0b"[..]),
        ("picture.md", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
        ("random.md", &[0x80, 0, 0xff, 1, 7]),
    ] {
        let ran = CourseTest::new().file("a.md", "# A").bytes(name, bytes).run("build .").exit(1);
        ran.stderr_has(&format!("`{name}` gives no page: it is not text")).site_file("a.html").has("A");
    }
}

#[cfg(unix)]
#[test]
fn a_named_pipe_is_never_opened() {
    let course = CourseTest::new().file("a.md", "# A\n\n![i](pipe.png) [x](pipe.md)");
    for name in ["pipe.md", "pipe.png", ".gitignore"] {
        pipe(&course.path(name));
    }
    let course = course.run("build .").exit(1).stderr_has("`pipe.md` is a named pipe").then();
    let course = course.run("repair .").exit(0).then();
    let course = course.run("repair pipe.md").exit(3).stderr_has("not a plain file").then();
    fs::create_dir_all(course.path("out/.syllabus")).expect("folders");
    pipe(&course.path("out/.syllabus/manifest"));
    course.run("build . -o out").exit(1).written("out/a.html").has("A");
}

/// What lies in the place of a file that the program itself needs is an error at once.
#[cfg(unix)]
#[test]
fn what_is_no_file_is_no_configuration_no_theme_and_no_cache() {
    let course = || CourseTest::new().file("c/a.md", "# A").file("theme/css/mine.css", "a { b: c }").file("real", "x");
    let in_place = |kind: &str, path: &str| {
        let course = course().dir(path.rsplit_once('/').map_or("", |(folder, _)| folder));
        match kind {
            "folder" => course.dir(path),
            "device" => course.link(path, "/dev/zero"),
            "dangling link" => course.link(path, "nowhere"),
            _ => {
                pipe(&course.path(path));
                course
            }
        }
    };
    for kind in ["pipe", "folder", "device", "dangling link"] {
        for path in ["c/syllabus.toml", "syllabus.toml"] {
            for line in ["build c --no-cache", "check c --no-cache", "repair c", "inspect c --no-cache"] {
                let status = if kind == "device" { 1 } else { 3 };
                let ran = in_place(kind, path).run(line).exit(status).stderr_has("syllabus.toml`");
                assert!(!ran.then().exists("output"), "{kind} {path} {line}");
            }
        }
        for path in ["theme/css/base.css", "theme/templates/chapter.html", "theme/assets/x.png", "theme/theme.toml"] {
            let is_empty_folder = kind == "folder" && path.contains("assets");
            let ran = in_place(kind, path).run("build c --theme theme --no-cache");
            if is_empty_folder {
                drop(ran.exit(0));
            } else {
                drop(ran.exit(3).stderr_has(path).stderr_has("remove it from the theme"));
            }
        }
        let status = if kind == "folder" { 0 } else { 3 };
        drop(in_place(kind, "cache").run("build c --cache cache").exit(status));
    }
    course().run("build c --cache real").exit(3).stderr_has("`real` is not a folder").stderr_has("--no-cache");
    course().run("build c --cache real/deep").exit(3).stderr_has("is not a folder");
    let course = course().run("build c --cache cache").exit(0).then();
    let mut files = Vec::new();
    list(&course.path("cache"), "", &mut files);
    let file = format!("cache/{}", files.first().expect("a file of the cache"));
    let course = course.delete(&file);
    pipe(&course.path(&file));
    course.run("build c --cache cache").exit(3).stderr_has("is not a plain file");
}

#[cfg(unix)]
#[test]
fn a_configuration_publishes_and_overwrites_nothing_outside_of_the_course() {
    let course = |config: &str| {
        CourseTest::new()
            .file("c/a.md", "# A")
            .file("c/syllabus.toml", config)
            .file("secret.css", "secret { }")
            .file("secret.svg", "<svg/>")
            .file("elsewhere/keep.txt", "x")
            .dir("c")
            .link("c/out.css", "../secret.css")
            .link("c/out.svg", "../secret.svg")
            .link("c/out", "../elsewhere")
    };
    for (config, says) in [
        ("[theme]\ncss = [\"../secret.css\"]\n", "`[theme] css` names"),
        ("[theme]\ncss = [\"out.css\"]\n", "`[theme] css` names"),
        ("[theme]\nlogo = \"../secret.svg\"\n", "`[theme] logo` names"),
        ("[theme]\nlogo = \"out.svg\"\n", "`[theme] logo` names"),
        ("[build]\noutput = \"../elsewhere\"\n", "leads out of the course"),
        ("[build]\noutput = \"out/site\"\n", "leads out of the course"),
        ("[build]\noutput = \"../new/site\"\n", "leads out of the course"),
        ("[build]\noutput = \".git\"\n", "is hidden"),
        ("[build]\noutput = \"a/.Git/hooks\"\n", "is hidden"),
        ("[build]\ntheme = \"/\"\n", "`[build] theme` names"),
    ] {
        let ran = course(config).run("build c --no-cache").exit(1).stderr_has(says);
        let course = ran.then();
        let mut files = Vec::new();
        list(&course.path("elsewhere"), "", &mut files);
        assert_eq!(
            (files, course.exists("new"), course.exists("output")),
            (vec!["keep.txt".to_owned()], false, false),
            "{config}"
        );
    }
    // What the author's own hand names is the author's.
    course("[build]\noutput = \"../elsewhere\"\n")
        .run("build c -o elsewhere/site")
        .exit(0)
        .written("elsewhere/site/a.html")
        .has("A");
    course("[build]\noutput = \"site\"\n[theme]\ncss = [\"./in.css\"]\n")
        .file("c/in.css", "a{}")
        .run("build c")
        .exit(0);
    // An output that nobody named, and a theme's file that leads out.
    let leads = CourseTest::new().file("c/a.md", "# A").link("output", "/tmp");
    leads.run("build c").exit(1).stderr_has("`output` leads out of the course");
    let leads = CourseTest::new().file("c/a.md", "# A").dir("theme/css").file("secret.css", "x");
    let leads = leads.link("theme/css/base.css", "../../secret.css");
    leads.run("build c --theme theme").exit(3).stderr_has("leads out of the theme");
    let leads =
        CourseTest::new().file("c/a.md", "# A").link("c/syllabus.toml", "../elsewhere.toml").file("elsewhere.toml", "");
    leads.run("build c").exit(1).stderr_has("leads out of the course");
}

#[cfg(unix)]
fn pipe(path: &Path) {
    assert!(Command::new("mkfifo").arg(path).status().expect("mkfifo").success());
}

#[cfg(unix)]
#[test]
fn what_cannot_be_looked_at_keeps_its_last_good_pages_and_what_they_show() {
    let question = "# X\n\n![i](i.png)\n\n### Question 1\nWhat?\n\nA) a\nB) b\n\n**Answer: B**\n";
    let course =
        CourseTest::new().file("a.md", "# A").bytes("deep/x.md", question.as_bytes()).bytes("deep/i.png", b"x");
    let ran = course.run("build .").exit(0);
    // What is found by search is what could be read.
    let kept = |ran: &CommandResult| -> Vec<String> {
        ran.site_files().into_iter().filter(|path| !path.starts_with("assets/search/")).collect()
    };
    let before = kept(&ran);
    assert!(before.contains(&"deep/x.quiz.html".to_owned()) && before.contains(&"deep/i.png".to_owned()), "{before:?}");
    let course = ran.then().delete("deep/x.md").link("deep/x.md", "nowhere");
    let ran = course.run("build .").exit(1).stderr_has("leads nowhere");
    // What is printed of the whole course is made anew, and has no module `deep` now.
    let before: Vec<String> = before.into_iter().filter(|path| !path.starts_with("print-")).collect();
    assert_eq!(kept(&ran), before);
    // And once more: what stays is still known.
    let ran = ran.then().run("build .").exit(1);
    assert_eq!(kept(&ran), before);
    let ran = ran.then().delete("deep/x.md").run("build .").exit(0);
    assert!(!ran.site_files().iter().any(|path| path.starts_with("deep/")), "{:?}", ran.site_files());
}

/// As somebody who may not read everything: the owner of these files may.
#[cfg(unix)]
#[test]
fn without_permission_the_last_good_pages_stay() {
    use std::os::unix::fs::PermissionsExt;
    let mode = |path: &Path, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("a mode");
    let course = CourseTest::new()
        .file("a.md", "# A\n\n![i](i.png)")
        .bytes("i.png", b"x")
        .file("deep/b.md", "# B")
        .file("deep/c.md", "# C");
    mode(&course.path("i.png"), 0);
    if fs::read(course.path("i.png")).is_ok() {
        println!("skipped: this user may read everything");
        return;
    }
    mode(&course.path("i.png"), 0o644);
    let ran = course.run("build .").exit(0);
    let before = ran.site_files();
    let mut course = ran.then();
    for path in ["i.png", "a.md", "deep"] {
        mode(&course.path(path), 0);
        let ran = course.run("build .").exit(1).stderr_has("give read permission").stderr_has(path);
        assert_eq!(ran.site_files(), before, "{path}");
        course = ran.then();
        mode(&course.path(path), 0o755);
    }
    assert_eq!(course.run("build .").exit(0).site_files(), before);
}

#[cfg(unix)]
#[test]
fn odd_names_are_pages_and_break_nothing() {
    let names = [
        "a\nb.md",
        "q\"uo'te.md",
        "<script>.md",
        "a&b.md",
        "-rf.md",
        "--help.md",
        "%41.md",
        "#h.md",
        "?q.md",
        "~.md",
        "$(id).md",
        "{{ 1 }}.md",
        "{% x %}.md",
        "a\\b.md",
        "javascript:alert(1).md",
        "ü.md",
        "u\u{308}.md",
        "\u{202e}gnp.md",
        " .md",
        "\t.md",
        "\u{1b}[31mred.md",
        "*.md",
        "[x](y).md",
        "🎓.md",
        "index.html.md",
        "course.json.md",
    ];
    let long = format!("{}.md", "x".repeat(250));
    let mut course =
        CourseTest::new().file("README.md", "# C\n\n[j](./javascript:alert%281%29.md) [h](%23h.md) [p](%2541.md)");
    for name in names.iter().copied().chain([long.as_str()]) {
        course = course.file(name, "# T\n\n![i](pic.png)");
    }
    let ran = course
        .bytes("pic.png", b"x")
        .file("z<i>&\"'\n/README.md", "# Deep")
        .file("z<i>&\"'\n/x.md", "# X")
        .run("build . --no-cache");
    let files = ran.site_files();
    let ran = ran.exit(0).stderr_lacks("\u{1b}[31mred");
    for page in files.iter().filter(|path| path.ends_with(".html")) {
        let text = ran.site_file(page).text();
        assert_eq!((html::what_runs(&text), html::tangles(&text)), (Vec::new(), Vec::new()), "{page}");
    }
    ran.site_file("index.html")
        .has("href=\"./javascript:alert(1).html\"")
        .has("href=\"%23h.html\"")
        .has("href=\"%2541.html\"");
    assert_eq!(files.iter().filter(|path| path.ends_with(".html")).count(), names.len() + 9);
}

#[cfg(target_os = "linux")]
#[test]
fn a_name_that_is_no_text_is_named() {
    use std::os::unix::ffi::OsStrExt;
    let course = CourseTest::new().file("a.md", "# A");
    fs::write(course.path("").join(std::ffi::OsStr::from_bytes(b"\xff\xfe.md")), "# B").expect("a file");
    course.run("build .").exit(1).stderr_has("is not valid UTF-8").stderr_has("rename it").site_file("a.html").has("A");
}

#[test]
fn nothing_an_author_writes_runs() {
    let payloads = [
        "<img src=x onerror=\"x()\">",
        "\"><script>x()</script>",
        "'\"><svg onload=x()>",
        "{{ 7*7 }}{% raw %}",
        "[l](javascript:x)",
        "<javascript:x>",
        "[c](&#106;avascript:x)",
        "[d](java&Tab;script:x)",
        "[e](\u{1}javascript:x)",
        "![t](x.png \"a&quot; onerror=&quot;x\")",
        "<a href=\"java\nscript:x\">a</a>",
        "<iframe src=javascript:x></iframe>",
        "<form action=javascript:x><button formaction=javascript:x>",
        "<svg><a xlink:href=javascript:x><animate>",
        "<math><mtext><style><img src=x onerror=x()></style></mtext></math>",
        "<details open ontoggle=x()>",
        "<object data=javascript:x>",
        "<base href=//e/>",
        "<meta http-equiv=refresh content=0>",
        "<noscript><p title=\"</noscript><img src=x onerror=x()>\">",
        "<title><a id=\"</title><img src=x onerror=x()>\">",
        "<template><img src=x onerror=x()></template>",
        "<!--><img src=x onerror=x()>-->",
        "<![CDATA[><img src=x onerror=x()>]]>",
        "<?x ><img src=x onerror=x()>?>",
        "http://a.b/\"onmouseover=\"x",
        "<p dir='\"><script>' lang='\"onload=x'>",
        "`\"><script>`",
        "<div is=syllabus-question style=\"x\">",
        "<input autofocus onfocus=x()>",
    ];
    let spaces = format!("<a href=\"&#1;{}javascript:x\">y</a>", " ".repeat(100));
    for payload in payloads.into_iter().chain([spaces.as_str()]) {
        let p = payload;
        let yaml = p.replace('\'', "''").replace('\n', " ");
        let text = format!(
            "---\ntitle: '{yaml}'\ntags: ['{yaml}']\n---\n# H {p}\n\n**Study Time:** {p}\n**{p}:** x\n\n## Learning objectives\n\n- {p}\n\n{p}\n\n> [!NOTE]\n> {p}\n\n\
             | {p} |\n|-|\n| {p} |\n\n- [ ] {p}\n\na[^1] [x][r]\n\n[^1]: {p}\n[r]: javascript:x \"{p}\"\n\n```{p}\n{p}\n```\n\n## {p}\n\n### Question 1: {p}\n\nWhat {p}?\n\nA) {p}\nB) b {p}\n\n\
             <details><summary>Answer</summary>\n\n**Answer: B**\n\nBecause {p}\n\n</details>\n\n**Next:** [{p}](b.md) [{p}](nope.md#{p})\n"
        );
        // Controls cannot stand in TOML.
        let plain = p.replace('\u{1}', "");
        let config = format!("[course]\ntitle = '''{plain}'''\ndescription = '''{plain}'''\n");
        let ran = CourseTest::new()
            .bytes("m/a.md", text.as_bytes())
            .file("m/b.md", "# B")
            .bytes("syllabus.toml", config.as_bytes())
            .run("build . --no-cache");
        let ran = ran.exit(0);
        for page in ran.site_files().iter().filter(|path| path.ends_with(".html")) {
            let page = ran.site_file(page).text();
            assert_eq!(html::what_runs(&page), Vec::<String>::new(), "{payload}");
            assert!(!page.contains(">49<") && !page.contains("49{%"), "{payload} is a template");
        }
    }
}

#[test]
fn a_configuration_or_theme_that_cannot_be_read_changes_nothing() {
    let course = CourseTest::new().file("a.md", "# A").run("build .").exit(0).then();
    let before = tree(&course.path("output"));
    let mut course = course;
    for (bytes, says) in [
        (&b"[course]\ntitle = \"\xff\"\n"[..], "not UTF-8 from line 2"),
        (b"\0", "not valid TOML"),
        (b"a = [[[[", "not valid TOML"),
    ] {
        course = course.bytes("syllabus.toml", bytes).run("build .").exit(1).stderr_has(says).then();
        assert_eq!(tree(&course.path("output")), before);
    }
    let course = course.delete("syllabus.toml").run("build . --theme a.md").exit(3).stderr_has("is a file").then();
    assert_eq!(tree(&course.path("output")), before);
}

#[test]
fn a_template_that_fails_for_one_page_changes_nothing() {
    let course = CourseTest::new().file("a.md", "# A").file("b.md", "# B").run("build .").exit(0).then();
    let before = tree(&course.path("output"));
    let template = "{% if title_html == \"B\" %}{{ nope.x }}{% endif %}new {{ title_html }}";
    let course = course.file("theme/templates/chapter.html", template);
    let ran =
        course.run("build . --theme theme").exit(1).stderr_has("theme/template").stderr_has("nothing was written");
    assert_eq!(tree(&ran.then().path("output")), before);
}

#[cfg(unix)]
#[test]
fn an_output_that_leads_nowhere_is_refused() {
    let course = CourseTest::new().file("c/a.md", "# A").link("site", "nowhere");
    course.run("build c -o site").exit(3).stderr_has("`site` is not a folder").stderr_has("another one with `-o`");
}

/// A limit of the system stands for a full disk: more than so many blocks of a file cannot be written.
#[cfg(target_os = "linux")]
#[test]
fn a_disk_that_is_full_leaves_whole_files() {
    let long = |word: &str| format!("# Long\n\n{}", word.repeat(60_000));
    let course = CourseTest::new()
        .file("a.md", "# A")
        .bytes("b.md", long("old ").as_bytes())
        .run("build . --no-cache")
        .exit(0)
        .then();
    let before = tree(&course.path("output"));
    let course = course.bytes("b.md", long("new ").as_bytes());
    let line = "trap '' XFSZ; ulimit -f 200; exec \"$0\" build . --no-cache";
    let ran = Command::new("sh")
        .args(["-c", line, env!("CARGO_BIN_EXE_syllabus")])
        .current_dir(course.path(""))
        .output()
        .expect("sh");
    assert_eq!(ran.status.code(), Some(3), "{}", String::from_utf8_lossy(&ran.stderr));
    assert_eq!(tree(&course.path("output")).get("b.html"), before.get("b.html"));
    course.run("build . --no-cache").exit(0).site_file("b.html").has("new new");
}

#[test]
fn a_build_killed_at_any_moment_leaves_whole_files() {
    let (old, new) = (kill_course("old"), kill_course("new"));
    let (before, after) = (tree(&old.path("output")), tree(&new.path("output")));
    let start = Instant::now();
    drop(syllabus(&new, "again").output());
    let full = start.elapsed();
    let course = CourseTest::new();
    let output = course.path("output").to_string_lossy().into_owned();
    for round in 0..if is_full() { 200 } else { 20 } {
        let source = if round % 2 == 0 { &old } else { &new };
        let mut child = syllabus(source, &output).spawn().expect("the binary");
        std::thread::sleep(full * (round * 7 % 20) / 18);
        child.kill().expect("a kill");
        child.wait().expect("an end");
        for (path, bytes) in tree(&course.path("output")) {
            assert!(
                before.get(&path) == Some(&bytes) || after.get(&path) == Some(&bytes),
                "round {round}: {path} is torn"
            );
        }
    }
    assert!(syllabus(&new, &output).status().expect("the binary").success());
    assert!(tree(&course.path("output")) == after, "as a clean build");
}

/// A build without the memory of earlier ones.
fn syllabus(course: &CourseTest, output: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_syllabus"));
    command.args(["build", ".", "--no-cache", "-o", output]).current_dir(course.path(""));
    command.stdout(Stdio::null()).stderr(Stdio::null());
    command
}

fn kill_course(word: &str) -> CourseTest {
    let mut course = CourseTest::new().file("syllabus.toml", "[course]\ntitle = \"T\"\n");
    for row in 0..40 {
        course = course.bytes(
            &format!("m{}/c{row}.md", row % 5),
            format!("# C{row}\n\n{}", format!("{word} ").repeat(300)).as_bytes(),
        );
    }
    course.run("build . --no-cache").exit(0).then()
}

#[test]
fn builds_at_once_into_one_folder_come_one_after_the_other() {
    let course = kill_course("x");
    let once = tree(&course.path("output"));
    let start = || syllabus(&course, "other").spawn().expect("the binary");
    let children: Vec<_> = (0..4).map(|_| start()).collect();
    for mut child in children {
        assert!(child.wait().expect("an end").success());
    }
    assert!(tree(&course.path("other")) == once);
}

/// The files of a site and their bytes, but for the build's own notes.
fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut paths = Vec::new();
    list(folder, "", &mut paths);
    let site = paths.into_iter().filter(|path| !path.starts_with(".syllabus/"));
    site.map(|path| (path.clone(), fs::read(folder.join(path)).expect("a file"))).collect()
}
