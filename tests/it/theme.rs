//! An author's theme: single files replace built-in ones; after an error the last good site stays.

use crate::CourseTest;

const FOOT: &str = "<!doctype html><html lang=\"en\"><title>x</title><h1>mine: gone</h1></html>";

#[test]
fn one_file_may_be_replaced() {
    let ran = CourseTest::new()
        .file("c/a.md", "# A\n")
        .file("t/templates/not-found.html", FOOT)
        .run("build c --theme t")
        .exit(0);
    ran.site_file("404.html").has("mine: gone");
    ran.site_file("a.html").has("<article");
}

#[test]
fn a_style_may_be_replaced_and_its_name_follows() {
    let style = |ran: &crate::course_test::CommandResult| {
        let files = ran.site_files();
        files.into_iter().find(|path| path.starts_with("assets/style-")).expect("a style sheet")
    };
    let plain = CourseTest::new().file("c/a.md", "# A\n").run("build c").exit(0);
    let before = style(&plain);
    let own = plain.then().file("t/css/print.css", "@layer print { body { color: teal } }\n");
    let own = own.run("build c --theme t").exit(0);
    let after = style(&own);
    assert_ne!(before, after);
    own.site_file(&after).has("teal");
    own.site_file("a.html").has(&after);
    own.lacks_site_file(&before);
}

#[test]
fn files_below_assets_are_published() {
    let ran = CourseTest::new()
        .file("c/a.md", "# A\n")
        .file("t/assets/logo.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>")
        .run("build c --theme t")
        .exit(0);
    assert!(ran.site_files().iter().any(|path| path.contains("logo")), "{:?}", ran.site_files());
}

#[test]
fn hidden_files_are_no_part_of_a_theme() {
    let course = || CourseTest::new().file("c/a.md", "# A\n").file("t/assets/seen.txt", "x");
    let plain = course().run("build c --theme t").exit(0).site_files();
    let hidden = course().file("t/.git/objects/x", "x").file("t/assets/.hidden/x", "x").file("t/assets/.x", "x");
    assert_eq!(hidden.run("build c --theme t").exit(0).site_files(), plain);
    // The folder itself may have any name.
    let named = CourseTest::new().file("c/a.md", "# A\n").file(".t/assets/seen.txt", "x");
    assert_eq!(named.run("build c --theme .t").exit(0).site_files(), plain);
}

#[test]
fn a_faulty_template_keeps_the_last_site() {
    let built = CourseTest::new().file("c/a.md", "# Old\n").run("build c").exit(0);
    let ran = built
        .then()
        .file("c/a.md", "# New\n")
        .file("t/templates/chapter.html", "{% if x %}\nno end")
        .run("build c --theme t")
        .exit(1)
        .stderr_has("theme/template")
        .stderr_has("chapter.html");
    ran.site_file("a.html").has("Old").lacks("New");
}

#[test]
fn a_template_that_asks_for_what_is_not_there_keeps_the_last_site() {
    let built = CourseTest::new().file("c/a.md", "# Old\n").run("build c").exit(0);
    let ran = built
        .then()
        .file("c/a.md", "# New\n")
        .file("t/templates/chapter.html", "<p>{{ no.such.value }}</p>")
        .run("build c --theme t")
        .exit(1)
        .stderr_has("theme/template");
    ran.site_file("a.html").has("Old");
}

#[test]
fn a_theme_that_is_not_there_is_named() {
    CourseTest::new().file("c/a.md", "# A\n").run("build c --theme gone").exit(3).stderr_has("gone");
}

#[test]
fn hue_css_and_head_come_from_the_configuration() {
    let ran = CourseTest::new()
        .file("a.md", "# A\n")
        .file("mine.css", "h1 { letter-spacing: 1px }\n")
        .file("syllabus.toml", "[theme]\nhue = 140\ncss = \"mine.css\"\nhead = '<meta name=\"x\" content=\"y\">'\n")
        .run("build")
        .exit(0);
    ran.site_file("a.html").has("<meta name=\"x\" content=\"y\">");
    let style = ran.site_files().into_iter().find(|path| path.starts_with("assets/style-")).expect("a style sheet");
    ran.site_file(&style).has("letter-spacing: 1px").has("140");
}

#[test]
fn a_theme_of_one_word_file_and_one_of_one_token_file_are_themes() {
    let words = CourseTest::new()
        .file("syllabus.toml", "[course]\nlanguage = \"de\"\n")
        .file("a.md", "# A\n")
        .file("t/i18n/de.toml", "search = \"Finden\"\n")
        .run("build --theme t --strict")
        .exit(0);
    words.site_file("a.html").has(">Finden</span>");
    let script =
        words.site_files().into_iter().find(|path| path.starts_with("assets/search-") && path.ends_with(".js"));
    words.site_file(&script.expect("a script")).has("\"search\":\"Finden\"").has("\"search_close\":\"schließen\"");
    let tokens = CourseTest::new()
        .file("a.md", "# A\n")
        .file("t/css/tokens.css", ":root { --radius: 9px }\n")
        .run("build --theme t --strict")
        .exit(0);
    let style = tokens.site_files().into_iter().find(|path| path.starts_with("assets/style-")).expect("a style sheet");
    tokens.site_file(&style).has("--radius:9px").has("--measure:");
}

#[test]
fn the_default_theme_has_a_name() {
    let course = || CourseTest::new().file("c/a.md", "# A\n").file("c/syllabus.toml", "[build]\ntheme = \"mine\"\n");
    let course = || course().file("c/mine/i18n/en.toml", "search = \"Find\"\n");
    course().run("build c").exit(0).site_file("a.html").has("Find");
    course().run("build c --theme default").exit(0).site_file("a.html").lacks("Find");
}

#[test]
fn what_a_theme_has_for_nothing_is_told_with_its_place() {
    let course = || CourseTest::new().file("c/a.md", "# A\n").file("t/templates/chaptr.html", "x");
    let course = || course().file("t/css/tokens.css", ":root {\n  --acent: teal;\n}\n");
    let course = || course().file("t/i18n/de.toml", "close = \"Zu\"\nserach = \"Suche\"\n");
    let course = || course().file("t/theme.toml", "contract = 99\n").file("t/js/mine.js", "");
    course().run("build c --theme t --strict").exit(1);
    let ran = course().run("check c --theme t").exit(0).stderr("");
    ran.stdout_has("t/templates/chaptr.html\n")
        .stdout_has("theme/unknown-template")
        .stdout_has("did you mean `templates/chapter.html`?")
        .stdout_has("t/css/tokens.css:2:3")
        .stdout_has("theme/unknown-token")
        .stdout_has("did you mean `--accent`?")
        .stdout_has("t/i18n/de.toml:2:1")
        .stdout_has("theme/unknown-word")
        .stdout_has("t/theme.toml:1:1")
        .stdout_has("contract 99, and this version of syllabus has contract 1")
        .stdout_has("`more_scripts = [\"js/mine.js\"]`")
        .stdout_has("5 warnings: ");
    let json = course().run("check c --theme t --format json").exit(0).json();
    let sources: Vec<_> = json["diagnostics"].as_array().expect("a list").iter().map(|one| &one["source"]).collect();
    assert_eq!(
        sources,
        ["t/css/tokens.css", "t/i18n/de.toml", "t/js/mine.js", "t/templates/chaptr.html", "t/theme.toml"]
    );
    CourseTest::new().file("c/a.md", "# A\n").dir("t").run("check c --theme t").stdout_has("theme/empty").exit(0);
}

#[cfg(unix)]
#[test]
fn what_is_amiss_in_a_theme_that_is_edited_is_told_while_it_is_watched() {
    let course = CourseTest::new().file("c/a.md", "# A\n").file("t/i18n/en.toml", "serach = \"Find\"\n");
    let ran = course.run_while("watch c --theme t", |course| {
        course.wait_for("output/a.html", "");
        std::fs::create_dir_all(course.path("t/assets")).expect("a folder");
        std::fs::write(course.path("t/css.css"), "").expect("a file");
        std::fs::write(course.path("t/assets/new.txt"), "x").expect("a file");
        course.wait_for("output/assets/new.txt", "x");
    });
    let ran = ran.exit(0).stderr_has("t/css.css");
    assert_eq!(ran.err().matches("theme/unknown-word").count(), 1, "{}", ran.err());
}

#[test]
fn a_language_without_words_is_told_once_and_only_as_a_note() {
    let course = |language: &str| {
        let config = format!("[course]\nlanguage = \"{language}\"\n");
        CourseTest::new().file("syllabus.toml", &config).file("a.md", "# A\n").file("b.md", "# B\n")
    };
    let ran = course("nl").run("check --verbose --strict").exit(0);
    assert_eq!(ran.out().matches("note[theme/no-words]").count(), 1, "{}", ran.out());
    ran.stdout_has("no words of the interface in `nl`: those in `en` are shown").stdout_has("i18n/nl.toml");
    course("nl").run("build").exit(0).stderr_lacks("no-words");
    for language in ["en-GB", "pt-BR", "de"] {
        course(language).run("check --verbose").exit(0).stdout("no errors, no warnings\n");
    }
}

#[test]
fn a_new_theme_works_and_nothing_that_is_there_is_touched() {
    let course = CourseTest::new().file("c/a.md", "# A\n").file("t/i18n/en.toml", "start_here = \"Mine\"\n");
    let made = course.run("theme new t --copy chapter.html,book.css").exit(0);
    let made = made.stdout_has("copied from the default theme").stdout_has("was there").stdout_has("--theme t");
    let built = made.then().run("build c --theme t --strict").exit(0);
    built.site_file("index.html").has("Mine");
    let style = built.site_files().into_iter().find(|path| path.starts_with("assets/style-")).expect("a style sheet");
    built.site_file(&style).has("--hue:165");
    let again = built.then().run("theme new t --full --format json").exit(0);
    let files = again.json()["files"].as_array().expect("a list").clone();
    let status = |path: &str| {
        files.iter().find(|file| file["path"] == path).map(|file| file["status"].as_str().expect("a word").to_owned())
    };
    assert_eq!(status("templates/chapter.html").as_deref(), Some("kept"));
    assert_eq!(status("templates/components/toc.html").as_deref(), Some("copied"));
    assert_eq!(again.then().read("t/i18n/en.toml"), b"start_here = \"Mine\"\n");
    let wrong = CourseTest::new().run("theme new t --copy chaptr.html").exit(2);
    assert!(!wrong.stderr_has("did you mean `chapter.html`?").then().exists("t"));
    CourseTest::new().file("t", "").run("theme new t").exit(3).stderr_has("`t/");
}

#[cfg(unix)]
#[test]
fn a_new_theme_stays_in_its_folder() {
    let course = CourseTest::new().dir("t").dir("elsewhere").link("t/css", "../elsewhere");
    let ran = course.run("theme new t").exit(3).stderr_has("leads out of the theme");
    assert!(!ran.then().exists("elsewhere/tokens.css"));
}

#[test]
fn themes_and_the_files_of_the_one_in_use_are_listed() {
    let course = || {
        CourseTest::new()
            .file("chapters/a.md", "# A\n")
            .file("syllabus.toml", "[build]\ntheme = \"mine\"\n")
            .file("mine/css/toc.css", "")
            .file("mine/css/components/toc.css", "")
            .file("mine/css/tokens.css", "")
            .file("themes/other/theme.toml", "")
            .file("js/own.js", "")
    };
    course().run("theme list").exit(0).stdout_has("  default\n* mine\n  themes/other\n\n").stdout_lacks("  js\n");
    let list = course().run("theme list --format json").exit(0).json();
    let files = list["files"].as_array().expect("a list");
    for (path, origin) in [
        ("css/toc.css", "added"),
        ("css/components/toc.css", "replaced"),
        ("css/tokens.css", "merged"),
        ("templates/chapter.html", "default"),
    ] {
        let found = files.iter().find(|file| file["path"] == path).map(|file| &file["origin"]);
        assert_eq!(found, Some(&serde_json::json!(origin)), "{path}");
    }
    course().run("theme list --theme default").exit(0).stdout_has("* default\n").stdout_lacks("replaced");
}

#[test]
fn what_a_theme_changes_is_shown_and_what_changed_beneath_it() {
    let made = CourseTest::new().run("theme new t --copy nav.html,toc.css").exit(0).then();
    let copy = String::from_utf8(made.read("t/templates/nav.html")).expect("text");
    let changed = made.file("t/templates/nav.html", &copy.replace("nav-all", "nav-each"));
    let ran = changed.run("theme diff t --strict").exit(0);
    let ran = ran
        .stdout_has("templates/nav.html: replaced; the default theme's file is as it was copied\n")
        .stdout_has("--- default/templates/nav.html\n+++ t/templates/nav.html\n")
        .stdout_has("+{% endif %}<p class=\"nav-each\">")
        .stdout_has("css/tokens.css: merged with the default theme's\n")
        .stdout_lacks("what changed in the default theme");
    // As if the default theme had got a line since.
    let older = copy.replacen('\n', "\n{# older #}\n", 1);
    let ran = ran.then().file("t/.base/templates/nav.html", &older).delete("t/.base/css/components/toc.css");
    let ran = ran.run("theme diff t").exit(0);
    let ran = ran
        .stdout_has("the default theme's file has changed since it was copied")
        .stdout_has("--- copied/templates/nav.html\n+++ default/templates/nav.html\n")
        .stdout_has("-{# older #}\n")
        .stdout_has("what it was copied from is not known")
        .stdout_has("delete `t/.base/templates/nav.html`");
    let ran = ran.then().run("theme diff t --strict --format json").exit(1);
    let file = ran.json()["files"].as_array().expect("a list").iter().find(|file| file["base"] == "changed").cloned();
    assert_eq!(file.expect("one has changed")["path"], "templates/nav.html");
    // Once it is told that the change is in the theme, it is not shown again.
    let ran = ran.then().delete("t/.base/templates/nav.html").run("theme new t --copy nav.html").exit(0);
    ran.then().run("theme diff t --strict").exit(0);
    CourseTest::new().file("a.md", "# A\n").run("theme diff").exit(2).stderr_has("theme diff DIR");
    CourseTest::new().run("theme diff gone").exit(3).stderr_has("gone");
}

/// The files of the site that a serif brings along, without the digits of their content.
fn font_files(ran: &crate::course_test::CommandResult) -> Vec<String> {
    let files = ran.site_files().into_iter();
    let names = files.filter(|path| path.contains("literata") || path.contains("OFL"));
    names.filter_map(|path| Some(format!("{}{}", path.rsplit_once('-')?.0, path.get(path.rfind('.')?..)?))).collect()
}

#[test]
fn a_serif_is_published_where_it_is_chosen_and_only_there() {
    let course = |config: &str| CourseTest::new().file("a.md", "# A\n").file("syllabus.toml", config);
    for config in ["", "[theme]\nfont = \"system\"\n", "[theme]\nfont = \"serif\"\n[course]\nlanguage = \"ru\"\n"] {
        let ran = course(config).run("build").exit(0);
        assert!(font_files(&ran).is_empty(), "{config}");
        ran.site_file("a.html").lacks("data-font");
    }
    // Chosen later, it is there with the next build, which makes all pages anew; and gone with the one after it.
    let plain = course("").run("build --cache k").exit(0);
    let serif = plain.then().file("syllabus.toml", "[theme]\nfont = \"serif\"\n[publish]\noffline = true\n");
    let serif = serif.run("build --cache k").exit(0);
    assert_eq!(font_files(&serif), ["assets/OFL.txt", "assets/literata.woff2", "assets/literata-italic.woff2"]);
    serif.site_file("a.html").has("data-font=\"assets/literata-");
    serif.site_file("assets/syllabus-offline.json").has("woff2");
    let style = serif.site_files().into_iter().find(|path| path.starts_with("assets/style-")).expect("a style sheet");
    // Beside the style sheet, by the names that they have there.
    serif.site_file(&style).has("url(\"literata-").lacks("../fonts/");
    // Nothing is loaded from an address of the site there.
    serif.site_file("404.html").lacks("literata");
    let again = serif.then().file("syllabus.toml", "").run("build --cache k").exit(0);
    assert!(font_files(&again).is_empty());
    again.site_file("a.html").lacks("data-font");
}

#[test]
fn a_font_that_is_not_known_or_lacks_the_letters_is_told() {
    let course = |config: &str| CourseTest::new().file("a.md", "# A\n").file("syllabus.toml", config);
    let ran = course("[theme]\nfont = \"comic\"\n").run("build").exit(1);
    ran.stderr_has("syllabus.toml:2:8").stderr_has("`font` must be `\"system\"` or `\"serif\"`");
    let ran = course("[theme]\nfont = \"serif\"\n[course]\nlanguage = \"ru\"\n").run("check --verbose --strict");
    ran.exit(0).stdout_has("note[theme/no-letters]").stdout_has("no letters of `ru`");
}

#[test]
fn a_theme_may_bring_a_serif_of_its_own() {
    let manifest = "[serif]\nhead = \"js/serif.js\"\nstyle = \"css/mine.css\"\nfonts = [\"fonts/mine.woff2\"]\n";
    let ran = CourseTest::new()
        .file("c/a.md", "# A\n")
        .file("syllabus.toml", "[build]\nsource = \"c\"\ntheme = \"t\"\n[theme]\nfont = \"serif\"\n")
        .file("t/theme.toml", manifest)
        .file("t/css/mine.css", "@font-face { font-family: Mine; src: url(../fonts/mine.woff2); }\n")
        .file("t/fonts/mine.woff2", "x")
        .run("build")
        .exit(0)
        .stderr_lacks("theme/");
    let files = ran.site_files();
    let font = files.iter().find(|path| path.starts_with("assets/mine-")).expect("the font");
    let style = files.iter().find(|path| path.starts_with("assets/style-")).expect("the style sheet");
    ran.site_file(style).has(&format!("url({})", font.trim_start_matches("assets/"))).lacks("Literata");
    assert!(font_files(&ran).is_empty());
}
