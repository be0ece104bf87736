//! Fixes of whole courses: they lead where the links led before, change nothing else, and leave nothing to fix.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use arbtest::arbitrary::{Result, Unstructured};

use super::{BuildSettings, Changes, CourseFixes, Pipeline, SourceRoot, Update};
use crate::course::ResolvedLink;
use crate::diagnostic::{Code, Diagnostic, Fix};
use crate::markdown::parse;
use crate::report::Progress;
use crate::source::Memory;
use crate::span::Span;

/// The texts of a course, by path.
type Texts = BTreeMap<String, String>;

fn texts(files: &[(&str, &str)]) -> Texts {
    files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
}

fn read(texts: &Texts) -> Update {
    let files: Memory = texts.iter().map(|(path, text)| (Path::new("/course").join(path), text.as_str())).collect();
    let settings = BuildSettings { repair: Some(crate::repair::RepairSettings::default()), ..BuildSettings::default() };
    let mut pipeline = Pipeline::new(Arc::new(files), SourceRoot::Folder("/course".into()), settings, None);
    pipeline.update(&Changes::All, &Progress::new(false)).expect("a course")
}

/// The texts after all fixes.
fn fixed(texts: &Texts) -> Texts {
    let CourseFixes { files, refused } = read(texts).fixes();
    assert_eq!(refused, []);
    let mut new = texts.clone();
    for file in files {
        assert_eq!(texts.get(file.source.path.as_str()).map(String::as_str), Some(&*file.source.text));
        new.insert(file.source.path.to_string(), file.text);
    }
    new
}

/// The text of `a.md`, in a course with `files`, after all fixes.
fn fixed_text(text: &str, files: &[(&str, &str)]) -> String {
    let mut course = texts(files);
    course.insert("a.md".to_owned(), text.to_owned());
    fixed(&course).remove("a.md").expect("the chapter")
}

/// Where the links of each chapter lead.
fn targets(update: &Update) -> Vec<String> {
    let target = |link: &ResolvedLink| match link {
        ResolvedLink::Page { page, anchor, .. } => format!("{page}#{}", anchor.as_deref().unwrap_or_default()),
        ResolvedLink::File { path, suffix, .. } => format!("{path}{suffix}"),
        other => format!("{other:?}"),
    };
    let links = update.course.chapters.iter().filter_map(|chapter| update.course.links(chapter.file));
    links.flatten().map(target).collect()
}

#[test]
fn each_kind_of_damage_is_mended_in_each_form_of_link() {
    let files = [("images/a b.png", "x"), ("guide/set_up.md", "# Up\n\n## 🎯 Goals\n\n## Größe\n")];
    for (damaged, mended) in [
        ("[x](guide/set_up.md#goals)", "[x](guide/set_up.md#-goals)"),
        ("[x](Guide/Set_Up.md#Goals 'T')", "[x](guide/set_up.md#-goals 'T')"),
        ("[x](Guide/Set\\_Up.md#goals)", "[x](guide/set_up.md#-goals)"),
        ("[x](./guide\\set_up.md)", "[x](./guide/set_up.md)"),
        ("[x](guide/set_up.html#-goals)", "[x](guide/set_up.md#-goals)"),
        ("[x](guide/set_up.md#gro\u{308}ße)", "[x](guide/set_up.md#größe)"),
        ("[x](guide/set_up.md#Gr%C3%B6%C3%9Fe)", "[x](guide/set_up.md#gr%C3%B6%C3%9Fe)"),
        ("![p](<Images/A b.png>)", "![p](<images/a b.png>)"),
        ("![p](Images/A%20b.png)", "![p](images/a%20b.png)"),
        ("[![p](Images/a%20b.png)](Guide/set_up.md)", "[![p](images/a%20b.png)](guide/set_up.md)"),
        ("[x], [y][x]\n\n[x]: Guide/set_up.md", "[x], [y][x]\n\n[x]: guide/set_up.md"),
        ("> - [x](\n>   Guide/set_up.md)", "> - [x](\n>   guide/set_up.md)"),
        ("| a |\n|---|\n| [x](Guide/set_up.md) |", "| a |\n|---|\n| [x](guide/set_up.md) |"),
        ("<img alt='Images/a' src='Images/a b.png'>", "<img alt='Images/a' src='images/a b.png'>"),
        ("<p><a href=Guide/set_up.md>x</a></p>", "<p><a href=guide/set_up.md>x</a></p>"),
        ("CafÃ© [x](Guide/set_up.md)", "CafÃ© [x](guide/set_up.md)"),
    ] {
        let text = format!("# A\n\n{damaged}\r\n");
        assert_eq!(fixed_text(&text, &files), format!("# A\n\n{mended}\r\n"));
    }
}

#[test]
fn a_blank_that_is_none_becomes_one() {
    assert_eq!(fixed_text("#\u{a0}A\n\n##\u{3000}B #\n\n`#\u{a0}x`\n", &[]), "# A\n\n## B #\n\n`#\u{a0}x`\n");
}

#[test]
fn what_is_in_doubt_stays() {
    let files =
        [("guide.md", "# Guide\n\n## ğŸ¯ Goals\n\n## One\n"), ("01-intro.md", "# I\n"), ("cafe\u{301}.md", "# C\n")];
    for text in [
        // On GitHub the heading has the id of its damaged words.
        "[x](guide.md#One!)",
        // Addresses of other tools.
        "[x](guide) [x](/guide.html) [x](intro.html)",
        // The system may have decomposed the name.
        "[x](caf\u{e9}.md)",
        // Mojibake in the address itself.
        "[x](GuidÃ©.md)",
        // No link.
        "`[x](Guide.md)` \\[x](Guide.md) <!-- [x](Guide.md) -->",
        "[x](gide.md) [x](guide.md#too)",
    ] {
        let text = format!("# A\n\n{text}\n");
        assert_eq!(fixed_text(&text, &files), text);
    }
    // Another tool makes the page that may be meant.
    let text = "# A\n\n[x](guide.html)\n";
    assert_eq!(fixed_text(text, &files), text.replace("html", "md"));
    let elsewhere = [("guide.md", "# G\n\n## What is it ?\n"), ("_config.yml", "")];
    assert_eq!(fixed_text(text, &elsewhere), text);
    let text = "# A\n\n[x](guide.md#what-is-it) [x](Guide.md#What-is-it-)\n";
    let mended = "# A\n\n[x](guide.md#what-is-it) [x](guide.md#what-is-it-)\n";
    assert_eq!(fixed_text(text, &elsewhere), mended);
    assert_eq!(fixed_text(text, &elsewhere[..1]), mended.replace("it)", "it-)"));
}

#[test]
fn a_fix_that_would_change_more_than_its_diagnostic_is_refused() {
    let text = "# A\n\nSome words, and [x](B.md).\n";
    let update = read(&texts(&[("a.md", text), ("b.md", "# B\n"), ("c.md", "# C\n")]));
    let place = |part: &str| {
        Span::new(text.find(part).expect("it is there"), text.find(part).expect("it is there") + part.len())
    };
    let told = update.diagnostics().iter().find(|one| one.code == Code::WrongCase).expect("a diagnostic");
    let with = |part: &str, new: &str| Diagnostic { fix: Some(Fix::new("t", place(part), new)), ..told.clone() };
    assert_eq!(update.fix_of(&with("B.md", "b.md")).map(|file| file.text), Some(text.replace("B.md", "b.md")));
    for (part, new) in [
        ("words", "Words"),
        ("B.md", "c.md"),
        ("B.md", "d.md"),
        ("B.md", "B.md"),
        ("# A", "## A"),
        ("A", "A\n\n![](c.md)"),
    ] {
        assert_eq!(update.fix_of(&with(part, new)), None, "{part}: {new}");
    }
    assert_eq!(update.fix_of(&Diagnostic { fix: None, ..told.clone() }), None);
}

/// A course of chapters that link to each other, some of the links damaged as people and editors damage them.
fn damaged_course(u: &mut Unstructured) -> Result<Texts> {
    const NAMES: [&str; 6] =
        ["setup.md", "Guide/first steps.md", "Guide/über_uns.md", "a(1).md", "b&amp;c.md", "x/y/z.md"];
    const HEADINGS: [&str; 4] = ["Setup", "🎯 Goals", "What's *new*?", "Größe & Maß"];
    const IDS: [&str; 4] = ["setup", "-goals", "whats-new", "größe--maß"];
    let mut course = texts(&[("img/A.png", "x"), ("README.md", "# R\n")]);
    for name in NAMES {
        let mut text = format!("# {name}\n\n");
        for heading in HEADINGS {
            text.push_str(&format!("## {heading}\n\n"));
            for _ in 0..u.int_in_range(0..=2)? {
                let up = "../".repeat(name.matches('/').count());
                let target = if u.ratio(1, 5)? { "img/A.png" } else { *u.choose(&NAMES)? };
                let mut path = format!("{up}{target}");
                let is_page = target.ends_with(".md");
                match u.int_in_range(0..=6)? {
                    0 => path = path.to_lowercase(),
                    1 => path = path.to_uppercase(),
                    2 => path = path.replace('/', "\\"),
                    3 if is_page => path = path.replace(".md", ".html"),
                    4 => path = format!("./{path}"),
                    _ => {}
                }
                let mut id = (*u.choose(&IDS)?).to_owned();
                match u.int_in_range(0..=4)? {
                    0 => id = id.to_uppercase(),
                    1 => id = id.trim_start_matches('-').to_owned(),
                    2 => id = crate::path::encode(&id),
                    _ => {}
                }
                let anchor = if is_page && u.ratio(1, 2)? { format!("#{id}") } else { String::new() };
                let encoded = path.replace(' ', "%20").replace('&', "%26");
                let link = match u.int_in_range(0..=6)? {
                    0 => format!("[x]({encoded}{anchor})"),
                    1 => format!("**[x](<{path}{anchor}> \"a title\")**"),
                    2 => format!("- one\n- [two]\n\n[two]: {encoded}{anchor}"),
                    3 => format!("<a href=\"{path}{anchor}\">x</a>"),
                    4 => format!("| a |\n|---|\n| [x]({encoded}{anchor}) |"),
                    5 => format!("> [x](<{path}{anchor}>)"),
                    _ => format!("<div>\n<a title='[x](y)' href='{path}{anchor}'>x</a>\n</div>"),
                };
                text.push_str(&format!("{link}\n\n"));
            }
        }
        course.insert(name.to_owned(), text);
    }
    Ok(course)
}

#[test]
fn fixes_lead_where_links_led_and_leave_nothing_to_fix() {
    let mut count = 0;
    crate::properties::hold(16, |u| {
        let course = damaged_course(u)?;
        let before = read(&course);
        let CourseFixes { files, refused } = before.fixes();
        assert_eq!(refused, []);
        let mut new = course.clone();
        new.extend(files.into_iter().map(|file| (file.source.path.to_string(), file.text)));
        let after = read(&new);
        assert_eq!(targets(&before), targets(&after));
        assert_eq!(after.fixes(), CourseFixes::default());
        let fixable = |update: &Update| update.diagnostics().iter().filter(|one| one.fix.is_some()).count();
        assert_eq!(fixable(&after), 0, "{:?}", after.diagnostics());
        count += fixable(&before);
        assert!(before.diagnostics().iter().all(|one| one.fix.is_none() || one.code.row().has_fix));
        // Nothing but addresses: the same lines with the same words.
        let words = |text: &String| {
            let document = parse(text.as_str().into(), 0);
            (text.lines().count(), document.plain(document.all()))
        };
        for (path, text) in &course {
            assert_eq!(words(text), words(&new[path]));
        }
        Ok(())
    });
    assert!(count > 0, "nothing was fixed");
}
