//! What a course is made of, on courses of a few lines.

use std::sync::Arc;

use super::testing::{
    Outlines, chapter, course, course_after, course_of, links, messages, outline, outlines, reading, structure,
};
use super::{BrokenLink, Course, PreviousAssembly, ResolvedLink};
use crate::chapter::Outline;
use crate::date::Date;
use crate::index::{ChapterIdx, FileIdx, Idx};
use crate::path::{SitePath, SourcePath};
use crate::properties::hold;

/// Sources in reading order, of files with these texts.
fn order(texts: &[(&str, &str)]) -> String {
    reading(&course(texts, &[])).join(" ")
}

/// Where the link `href` in `m/a.md` leads, and the messages of the course.
fn link(href: &str, others: &[(&str, &str)], files: &[&str]) -> (ResolvedLink, Vec<String>) {
    let text = format!("# A\n\n[x](<{href}>)");
    let texts: Vec<(&str, &str)> = [("m/a.md", text.as_str())].into_iter().chain(others.iter().copied()).collect();
    let course = course(&texts, files);
    (links(&course, "m/a.md")[0].clone(), messages(&course))
}

/// The outline of a file, to be changed.
fn outline_mut(outlines: &mut Outlines, file: usize) -> &mut Outline {
    Arc::make_mut(outlines.get_mut(FileIdx::new(file)).unwrap())
}

#[test]
fn an_overview_lists_its_chapters_in_order() {
    let list = "# T\n- [C](c.md)\n- [A](a.md)\n- [M](m/)\n- [C](c.md)";
    assert_eq!(
        order(&[("a.md", ""), ("b.md", ""), ("c.md", ""), ("m/x.md", ""), ("README.md", list)]),
        "README.md c.md a.md m/x.md b.md"
    );
}

#[test]
fn the_nearer_overview_wins() {
    let (near, far) = ("[b](b.md) [a](a.md)", "[a](m/a.md) [b](m/b.md)");
    let texts = [("README.md", far), ("m/README.md", near), ("m/a.md", ""), ("m/b.md", "")];
    assert_eq!(order(&texts), "README.md m/README.md m/b.md m/a.md");
    // What only the farther one lists comes after all that the nearer one lists.
    let far = "[c](m/c.md) [a](m/a.md)";
    let texts = [("README.md", far), ("m/README.md", near), ("m/a.md", ""), ("m/b.md", ""), ("m/c.md", "")];
    assert_eq!(order(&texts), "README.md m/README.md m/b.md m/a.md m/c.md");
}

#[test]
fn a_link_in_a_sentence_is_no_list() {
    let prose = "# T\n\nIf you are stuck, see the [appendix](c.md) or jump to [the end](b.md).";
    assert_eq!(order(&[("README.md", prose), ("a.md", ""), ("b.md", ""), ("c.md", "")]), "README.md a.md b.md c.md");
    let week = [("a.md", ""), ("b.md", ""), ("c.md", "Next week we [meet](a.md) again.")];
    assert_eq!(order(&week), "a.md b.md c.md");
}

#[test]
fn one_link_into_a_folder_does_not_list_the_folder() {
    let list = "- [One](1/)\n- [Deep](x/y/deep.md)\n- [Two](2/)";
    let texts = [
        ("README.md", list),
        ("1/a.md", ""),
        ("1/b.md", ""),
        ("2/a.md", ""),
        ("2/b.md", ""),
        ("x/a.md", ""),
        ("x/b.md", ""),
        ("x/y/deep.md", ""),
    ];
    assert_eq!(order(&texts), "README.md 1/a.md 1/b.md 2/a.md 2/b.md x/y/deep.md x/a.md x/b.md");
    // A list that names a chapter of each module names modules.
    let list = "- [B](b/1.md)\n- [A](a/1.md)";
    let texts = [
        ("README.md", list),
        ("a/1.md", ""),
        ("a/2.md", ""),
        ("a/3.md", ""),
        ("b/1.md", ""),
        ("b/2.md", ""),
        ("b/3.md", ""),
    ];
    assert_eq!(order(&texts), "README.md b/1.md b/2.md b/3.md a/1.md a/2.md a/3.md");
}

#[test]
fn pages_about_the_repository_come_last_whatever_lists_them() {
    let list = "- [Help translate](TRANSLATING.md)\n- [Template](a-template.md)\n- [B](b.md)";
    let texts = [
        ("README.md", list),
        ("TRANSLATING.md", "# Translating"),
        ("a-template.md", "# [Lesson Topic]"),
        ("b.md", "# B"),
        ("c.md", "# C"),
    ];
    assert_eq!(order(&texts), "README.md b.md c.md TRANSLATING.md a-template.md");
}

#[test]
fn titles_of_files_and_folders_without_a_written_one_are_made_from_their_names() {
    let texts = [
        ("README.md", ""),
        ("01-intro/README.md", ""),
        ("02-loops/README.md", ""),
        ("02-loops/2FA-setup.md", ""),
        ("02-loops/5G.md", ""),
    ];
    let course = course(&texts, &[]);
    let outlines = outlines(&texts);
    let titles: Vec<&str> = course
        .chapters
        .iter()
        .map(|chapter| course.title_of(chapter.file, &outlines.as_slice()[chapter.file.position()]))
        .collect();
    assert_eq!(titles, ["My course", "Intro", "Loops", "2FA setup", "5G"]);
}

#[test]
fn a_list_in_the_root_orders_modules_without_overview() {
    let list = "1. [Two](m/two.md)\n2. [One](m/one.md)";
    assert_eq!(order(&[("README.md", list), ("m/one.md", ""), ("m/two.md", "")]), "README.md m/two.md m/one.md");
}

#[test]
fn numbers_in_names_are_numbers_and_fill_gaps_in_lists() {
    assert_eq!(order(&[("10-x.md", ""), ("2-x.md", ""), ("notes.md", "")]), "2-x.md 10-x.md notes.md");
    let list = "[two](2.md) [four](4.md)";
    assert_eq!(
        order(&[("README.md", list), ("1.md", ""), ("2.md", ""), ("3.md", ""), ("4.md", ""), ("x.md", "")]),
        "README.md 1.md 2.md 3.md 4.md x.md"
    );
}

#[test]
fn chains_of_next_links_order_what_no_list_does() {
    let texts = [("a.md", "Next: [c](c.md)"), ("b.md", ""), ("c.md", "Next: [b](b.md)")];
    assert_eq!(order(&texts), "a.md c.md b.md");
    // Backwards links say the same.
    assert_eq!(order(&[("a.md", "Previous: [b](b.md)"), ("b.md", "")]), "b.md a.md");
    // What is not listed stands beside what it is chained to.
    let list = "[b](b.md) [a](a.md)";
    assert_eq!(
        order(&[("README.md", list), ("a.md", ""), ("b.md", "Next: [x](x.md)"), ("x.md", "")]),
        "README.md b.md x.md a.md"
    );
}

#[test]
fn chains_order_modules_too_and_cycles_are_cut_at_the_first_name() {
    let texts = [("x/README.md", "Next: [w](../w/README.md)"), ("x/1.md", ""), ("w/README.md", ""), ("w/1.md", "")];
    assert_eq!(order(&texts), "x/README.md x/1.md w/README.md w/1.md");
    let cycle = [("a.md", "Next: [b](b.md)"), ("b.md", "Next: [c](c.md)"), ("c.md", "Next: [a](a.md)")];
    assert_eq!(order(&cycle), "a.md b.md c.md");
}

#[test]
fn the_next_link_of_an_overview_counts_more_than_those_of_its_chapters() {
    let texts = [
        ("v/1.md", ""),
        ("w/README.md", ""),
        ("w/1.md", ""),
        ("x/README.md", "Next: [w](../w/README.md)"),
        ("x/1.md", "Next: [v](../v/1.md)"),
    ];
    assert_eq!(order(&texts), "v/1.md x/README.md x/1.md w/README.md w/1.md");
}

#[test]
fn next_links_out_of_a_module_count_only_if_they_agree() {
    let texts = |second| [("v/1.md", ""), ("w/1.md", ""), ("x/1.md", "Next: [v](../v/1.md)"), ("x/2.md", second)];
    assert_eq!(order(&texts("")), "w/1.md x/1.md x/2.md v/1.md");
    assert_eq!(order(&texts("Next: [w](../w/1.md)")), "v/1.md w/1.md x/1.md x/2.md");
}

#[test]
fn numbers_fill_no_gaps_in_a_list_that_is_not_in_their_order() {
    let list = "[four](4.md) [two](2.md)";
    let texts = [("README.md", list), ("2.md", ""), ("3.md", ""), ("4.md", "")];
    assert_eq!(order(&texts), "README.md 4.md 2.md 3.md");
}

#[test]
fn a_weight_outweighs_lists() {
    let mut outlines = outlines(&[("README.md", "[a](a.md) [b](b.md)"), ("a.md", ""), ("b.md", "")]);
    outline_mut(&mut outlines, 2).weight = Some(1);
    assert_eq!(reading(&course_of(&outlines, &[])), ["README.md", "b.md", "a.md"]);
}

#[test]
fn a_next_link_against_the_order_is_noted() {
    let texts =
        [("README.md", "[a](a.md) [b](b.md) [c](c.md)"), ("a.md", "Next: [c](c.md)"), ("b.md", ""), ("c.md", "")];
    let course = course(&texts, &[]);
    assert_eq!(
        messages(&course),
        ["order/next-differs: the link to the next chapter leads to `c.md`, the reading order goes on to `b.md`"]
    );
    let first = chapter(&course, "a.md");
    assert_eq!((first.previous, first.next), (Some(ChapterIdx::new(0)), Some(ChapterIdx::new(2))));
}

#[test]
fn a_next_link_to_a_generated_overview_means_the_first_chapter_in_it() {
    let next = "Next: [n](n/)";
    let texts = |a, b| [("README.md", "[a](a.md) [b](b.md) [n](n/1.md)"), ("a.md", a), ("b.md", b), ("n/1.md", "")];
    assert_eq!(messages(&course(&texts("", next), &[])), [] as [&str; 0]);
    assert_eq!(
        messages(&course(&texts(next, ""), &[])),
        ["order/next-differs: the link to the next chapter leads to `n`, the reading order goes on to `b.md`"]
    );
}

#[test]
fn an_overview_may_name_its_first_chapter_or_the_module_after() {
    let texts = [
        ("1/README.md", "Next: [2](../2/README.md)"),
        ("1/a.md", "Next: [b](../2/b.md)"),
        ("2/README.md", "Next: [b](b.md)"),
        ("2/b.md", "Next: [home](../README.md)"),
        ("README.md", ""),
    ];
    assert_eq!(messages(&course(&texts, &[])), [] as [&str; 0]);
}

#[test]
fn folders_become_modules_chapters_or_nothing() {
    let texts = [
        ("README.md", ""),
        ("01-intro/README.md", "# Intro"),
        ("01-setup/README.md", "# Setup"),
        ("02-iam/README.md", "# IAM"),
        ("02-iam/users.md", ""),
        ("deep/only/x.md", ""),
        ("deep/only/y.md", ""),
    ];
    let course = course(&texts, &[]);
    assert_eq!(
        structure(&course),
        "01-intro/README.md 01-setup/README.md IAM(02-iam/users.md) Only(deep/only/x.md deep/only/y.md)"
    );
    let modules: Vec<_> = course.modules.iter().map(|module| (module.page.as_str(), module.overview)).collect();
    assert_eq!(modules, [("02-iam/index.html", Some(ChapterIdx::new(3))), ("deep/only/index.html", None)]);
    assert_eq!(course.overview, Some(ChapterIdx::FIRST));
    assert_eq!(chapter(&course, "01-intro/README.md").module, None);
}

#[test]
fn files_about_the_repository_are_pages_only_where_chapters_lead_to_them() {
    let with_link = [("a.md", "[c](CONTRIBUTING.md)"), ("CONTRIBUTING.md", "[l](LICENSE.md)"), ("LICENSE.md", "")];
    let linked = course(&with_link, &[]);
    assert_eq!(reading(&linked), ["a.md", "CONTRIBUTING.md", "LICENSE.md"]);
    assert!(linked.chapters.iter().all(|chapter| chapter.previous.is_none() && chapter.next.is_none()));
    assert_eq!(order(&[("a.md", ""), ("CONTRIBUTING.md", "[l](LICENSE.md)"), ("LICENSE.md", "")]), "a.md");
}

#[test]
fn drafts_are_left_out_and_links_to_them_stay_text() {
    let mut outlines = outlines(&[("a.md", "[b](b.md)"), ("b.md", "")]);
    outline_mut(&mut outlines, 1).draft = true;
    let course = course_of(&outlines, &[]);
    assert_eq!(reading(&course), ["a.md"]);
    assert_eq!(links(&course, "a.md"), [ResolvedLink::Broken(BrokenLink::FileWithoutPage)]);
}

#[test]
fn links_lead_to_pages_files_and_anchors() {
    let b = &[
        ("b.md", "# B\n## 🎯 Set up"),
        ("n/README.md", "# N"),
        ("n/x.md", ""),
        ("o/x.md", ""),
        ("o/y.md", ""),
        ("p/x.md", ""),
    ];
    let files = &["m/data.csv", "img/ü x.png", "lib/x.py", "100%.md.txt"];
    let ok = |href: &str| {
        let (link, messages) = link(href, b, files);
        assert!(link.is_exact() && messages.is_empty(), "{href}: {messages:?}");
        match link {
            ResolvedLink::File { path, suffix, .. } => format!("{path}{suffix}"),
            ResolvedLink::Page { page, anchor: Some(anchor), .. } => format!("{page}#{anchor}"),
            ResolvedLink::Page { page, anchor: None, .. } => page.to_string(),
            ResolvedLink::External | ResolvedLink::Elsewhere { .. } | ResolvedLink::Broken(_) => String::new(),
        }
    };
    assert_eq!(ok("../b.md"), "b.html");
    assert_eq!(ok("/b.md#-set-up"), "b.html#-set-up");
    assert_eq!(ok("../b.md?plain=1#L5"), "b.html");
    assert_eq!(ok("../b.md#top"), "b.html");
    assert_eq!(ok("#a"), "m/a.html#a");
    assert_eq!(ok("#user-content-a"), "m/a.html#a");
    assert_eq!(ok("#"), "m/a.html");
    assert_eq!(ok("../n"), "n/index.html");
    assert_eq!(ok("../n/"), "n/index.html");
    assert_eq!(ok("../o/"), "o/index.html");
    assert_eq!(ok("../p/"), "p/index.html");
    assert_eq!(ok(".."), "index.html");
    assert_eq!(ok("./data.csv?raw=true#x"), "m/data.csv?raw=true#x");
    assert_eq!(ok("../img/%C3%BC%20x.png"), "img/ü x.png");
    assert_eq!(ok("../100%.md.txt"), "100%.md.txt");
}

#[test]
fn links_out_of_the_course_are_external_and_folders_without_page_stay_text() {
    for href in ["https://x.y/a.md#b", "mailto:a@b.c", "//x.y"] {
        assert_eq!(link(href, &[], &[]), (ResolvedLink::External, vec![]), "{href}");
    }
    let (link, messages) = link("../lib/", &[], &["lib/x.py"]);
    assert_eq!((link, messages.len()), (ResolvedLink::Broken(BrokenLink::FolderWithoutPage), 1));
}

#[test]
fn what_is_broken_is_told_with_what_was_probably_meant() {
    let help = |href: &str| {
        let text = format!("# Setup\n\n[x](<{href}>)");
        let texts = [("m/a.md", text.as_str()), ("m/iam-basics.md", "## 🎯 Users and groups"), ("far/special.md", "")];
        let course: Course = course(&texts, &["m/A B.png"]);
        let diagnostic = &course.diagnostics.first().unwrap().diagnostic;
        format!("{} {}", diagnostic.code.id(), diagnostic.help.as_deref().unwrap_or(""))
    };
    assert_eq!(help("iam-basic.md"), "link/broken did you mean `iam-basics.md`?");
    assert_eq!(help("iam-basics.html"), "link/healed-path write `iam-basics.md`, so that the link works on GitHub too");
    assert_eq!(
        help("iam-basics.html#-users-and-groups"),
        "link/healed-path write `iam-basics.md#-users-and-groups`, so that the link works on GitHub too"
    );
    assert_eq!(help("IAM-basics.md?x#c-x"), "link/wrong-case write `iam-basics.md#c-x`");
    assert_eq!(help("iam-basic.md#c%20x"), "link/broken did you mean `iam-basics.md#c%20x`?");
    assert_eq!(help("a b.png#c"), "link/wrong-case write `<A B.png#c>`");
    assert_eq!(help(r"..\elsewhere\special.md"), "link/broken did you mean `../far/special.md`?");
    assert_eq!(help("special.md"), "link/broken did you mean `../far/special.md`?");
    assert_eq!(help("nowhere.md"), "link/broken correct the path, or write the chapter");
    assert_eq!(help("../../up.md"), "link/broken name a file of the course");
    assert_eq!(help("IAM-basics.md"), "link/wrong-case write `iam-basics.md`");
    assert_eq!(help("a b.png"), "link/wrong-case write `<A B.png>`");
    assert_eq!(help("#setup-"), "link/healed-anchor write `#setup`, so that the link works on GitHub too");
    assert_eq!(help("iam-basics.md#users-and-group"), "link/broken-anchor did you mean `#-users-and-groups`?");
}

#[test]
fn a_wrong_case_or_anchor_is_corrected() {
    let healed = |href: &str| link(href, &[("b.md", "## 🎯 Set up")], &["lib/x.py"]).0;
    let page = |anchor: Option<&str>| ResolvedLink::Page {
        page: SitePath::new("b.html"),
        anchor: anchor.map(str::to_owned),
        is_corrected: true,
    };
    assert_eq!(healed("../B.md#set-up"), page(Some("-set-up")));
    assert_eq!(healed("../b.md#set-up"), page(Some("-set-up")));
    assert_eq!(healed("../B.md"), page(None));
    let file = ResolvedLink::File { path: SourcePath::new("lib/x.py"), suffix: "#L1".to_owned(), is_corrected: true };
    assert_eq!(healed("../LIB/x.py#L1"), file);
    // The page is found, whatever its case; the anchor is not.
    let broken = BrokenLink::NoAnchor { page: SitePath::new("b.html") };
    assert_eq!(healed("../B.md#gone"), ResolvedLink::Broken(broken));
}

#[test]
fn a_path_that_leaves_no_doubt_is_healed() {
    let others = &[
        ("b.md", "# B"),
        ("n/README.md", "# N"),
        ("m/01-first.md", ""),
        ("m/02-x.md", ""),
        ("m/3-x.md", ""),
        ("content/guide/c.md", "# C"),
        ("u\u{308}.md", ""),
    ];
    let healed = |href: &str| match link(href, others, &["img/p.png", "real.html"]) {
        (ResolvedLink::Page { page, is_corrected: true, .. }, notes) => {
            assert!(notes[0].starts_with("link/healed-path"), "{notes:?}");
            page.to_string()
        }
        (ResolvedLink::File { path, is_corrected: true, .. }, _) => path.to_string(),
        (other, _) => format!("{other:?}"),
    };
    for (href, page) in [
        ("../b.html", "b.html"),
        ("../b", "b.html"),
        ("/b", "b.html"),
        ("/b.html#b", "b.html"),
        ("../n/index.html", "n/index.html"),
        ("../index.html", "Broken(NoFile)"),
        ("first", "m/01-first.html"),
        ("/m/first.html", "m/01-first.html"),
        ("x", "Broken(NoFile)"),
        ("/guide/c/", "content/guide/c.html"),
        ("@/guide/c.md#c", "content/guide/c.html"),
        ("@site/b.md", "b.html"),
        ("/my-course/b", "b.html"),
        (r"..\\b.md", "b.html"),
        (r"..\\img\\p.png", "img/p.png"),
        ("../ü.md", "u\u{308}.html"),
    ] {
        assert_eq!(healed(href), page, "{href}");
    }
    assert!(link("../real.html", others, &["real.html"]).0.is_exact());
}

#[test]
fn missing_images_and_next_chapters_have_codes_of_their_own() {
    let course = course(&[("a.md", "![x](no.png)\n\n**Next Chapter:** [IAM](./iam.md)")], &[]);
    assert_eq!(
        messages(&course),
        [
            "link/missing-image: the image is not there: there is no `no.png` in the course",
            "order/next-missing: the link to the next chapter leads nowhere: there is no `iam.md` in the course"
        ]
    );
    let broken = [BrokenLink::NoImage, BrokenLink::NoFile].map(ResolvedLink::Broken);
    assert_eq!(links(&course, "a.md"), broken);
}

#[test]
fn ids_are_the_authors_else_from_the_path_and_unique() {
    let mut outlines = outlines(&[("README.md", ""), ("m/README.md", ""), ("m/a.md", ""), ("m.md", "")]);
    outline_mut(&mut outlines, 2).id = Some("m".into());
    let course = course_of(&outlines, &[]);
    let ids: Vec<&str> = course.chapters.iter().map(|chapter| chapter.id.as_str()).collect();
    // In reading order: README.md, m.md, m/README.md, m/a.md.
    assert_eq!(ids, ["index", "m-2", "m-3", "m"]);
}

/// Not a limit but a guard against quadratic work: a debug build does this in about a second.
#[test]
fn ten_thousand_chapters_are_no_great_matter() {
    let name = |number: usize| format!("part-{}/{:02}-x.md", number / 20, number % 20);
    let outlines: Outlines = (0..10_000)
        .map(|number| {
            let links: Vec<String> =
                (0..20).map(|at| format!("[x](../{}#t)", name((number + at * 37) % 10_000))).collect();
            outline(&name(number), &format!("# T\n\n{}", links.join(" ")))
        })
        .collect();
    let start = std::time::Instant::now();
    let course = course_of(&outlines, &[]);
    println!("10,000 chapters, 200,000 links: {:?}", start.elapsed());
    assert_eq!((course.chapters.len(), course.modules.len()), (10_000, 500));
    let mut links = course.chapters.iter().filter_map(|chapter| course.links(chapter.file)).flatten();
    assert!(links.all(|link| matches!(link, ResolvedLink::Page { anchor: Some(_), is_corrected: false, .. })));
}

#[test]
fn an_assembly_after_another_is_as_one_from_nothing() {
    const PATHS: [&str; 8] = [
        "README.md",
        "CONTRIBUTING.md",
        "a/README.md",
        "a/one.md",
        "a/two.md",
        "b/three.md",
        "es/README.md",
        "es/one.md",
    ];
    const LINES: [&str; 14] = [
        "# Title",
        "# [Lesson topic]",
        "- [x](es/one.md)",
        "## Part",
        "## Other part",
        "[x](a/one.md#part)",
        "[x](one.md#other-part)",
        "[x](../CONTRIBUTING.md)",
        "[x](../b/three.md#prt)",
        "[x](thre.md)",
        "**Next:** [on](two.md)",
        "**Previous:** [before](one.md)",
        "[Back to the overview](README.md)",
        "1. [t](a/two.md)",
    ];
    hold(200, |input| {
        let mut text = |path: &str| {
            let lines: Vec<&str> =
                (0..input.int_in_range(0..=6)?).map(|_| input.choose(&LINES).copied()).collect::<Result<_, _>>()?;
            let mut outline = outline(path, &lines.join("\n\n"));
            Arc::make_mut(&mut outline).language = input.choose(&[None, Some("en"), Some("es")])?.map(str::to_owned);
            Ok(outline)
        };
        let mut outlines = PATHS.iter().map(|path| text(path)).collect::<Result<Outlines, _>>()?;
        let mut before = course_of(&outlines, &["i.png"]);
        for (file, path) in PATHS.iter().enumerate() {
            let mut edited = outlines.clone();
            *edited.get_mut(FileIdx::new(file)).unwrap() = text(path)?;
            let known = PreviousAssembly { course: &before, outlines: &outlines };
            let after = course_after(&edited, &["i.png"], Some(known));
            assert_eq!(after, course_of(&edited, &["i.png"]));
            (before, outlines) = (after, edited);
        }
        Ok(())
    });
}

#[test]
fn an_assembly_after_another_sees_drafts_come_and_go() {
    let published = outlines(&[("a.md", "[b](b.md)"), ("b.md", "")]);
    let mut drafted = published.clone();
    outline_mut(&mut drafted, 1).draft = true;
    // On no day that is known.
    let mut waiting = published.clone();
    outline_mut(&mut waiting, 1).release = Date::parse("2027-01-31");
    for (old, new) in [(&published, &drafted), (&drafted, &published), (&published, &waiting), (&waiting, &published)] {
        let before = course_of(old, &[]);
        let after = course_after(new, &[], Some(PreviousAssembly { course: &before, outlines: old }));
        assert_eq!(after, course_of(new, &[]));
    }
}
