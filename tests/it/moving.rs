//! What docs/04-moving says of the files of other tools, for a small project of each.

use serde_json::{Value, json};

use crate::CourseTest;

/// A project of another tool, looked at by `init` and then by `inspect`.
struct MovedProject {
    course: Value,
}

impl MovedProject {
    fn of(project: CourseTest) -> Self {
        let ran = project.run("init --yes").exit(0).then().run("inspect").exit(0);
        MovedProject { course: ran.json() }
    }

    /// The addresses of all pages that chapters became, in reading order.
    fn order(&self) -> Vec<&str> {
        let chapters = self.course["chapters"].as_array().into_iter().flatten();
        chapters.filter_map(|chapter| chapter["url"].as_str()).collect()
    }

    fn modules(&self) -> Vec<&str> {
        let modules = self.course["modules"].as_array().into_iter().flatten();
        modules.filter_map(|module| module["title"].as_str()).collect()
    }

    /// Where the links of a page lead.
    fn links(&self, url: &str) -> Vec<&str> {
        let chapters = self.course["chapters"].as_array().into_iter().flatten();
        let links = chapters.filter(|chapter| chapter["url"] == url).flat_map(|chapter| chapter["links"].as_array());
        links.flatten().map(|link| link["target"].as_str().unwrap_or("nowhere")).collect()
    }

    /// The codes of all diagnostics, each once.
    fn codes(&self) -> Vec<&str> {
        let all = self.course["diagnostics"].as_array().into_iter().flatten();
        let mut codes: Vec<&str> = all.filter_map(|one| one["code"].as_str()).collect();
        codes.sort_unstable();
        codes.dedup();
        codes
    }
}

#[test]
fn mdbook_brings_its_table_of_contents() {
    let project = CourseTest::new()
        .file("book.toml", "[book]\ntitle = \"Rust for cooks\"\nlanguage = \"en-GB\"\n")
        .file(
            "src/SUMMARY.md",
            "# Summary\n\n[Start](intro.md)\n\n# Basics\n\n- [Knives](knives.md)\n  - [Sharp ones](sharp.md)\n- [Draft]()\n",
        )
        .file("src/intro.md", "# Introduction\n\n{{#include a.rs}}\n\nSee [Knives](knives.html).\n\n```rust,ignore\n# hidden\n```\n")
        .file("src/knives.md", "# Knives\n\n## What? {#what}\n")
        .file("src/sharp.md", "# Sharp\n\nSee [what](knives.md#what).\n")
        .file("src/extra.md", "# Extra\n");
    let moved = MovedProject::of(project);
    assert_eq!((&moved.course["title"], &moved.course["language"]), (&json!("Rust for cooks"), &json!("en-GB")));
    assert_eq!(moved.order(), ["intro.html", "knives.html", "sharp.html", "extra.html"]);
    assert_eq!(moved.modules(), ["Basics", "Knives"]);
    assert_eq!(moved.links("intro.html"), ["knives.html"]);
    assert_eq!(moved.links("sharp.html"), ["knives.html#what"]);
    assert_eq!(moved.codes(), ["link/healed-path", "markdown/foreign"]);
}

#[test]
fn mkdocs_brings_its_navigation() {
    let project = CourseTest::new()
        .file("mkdocs.yml", "site_name: Rust for cooks\nnav:\n  - Home: index.md\n  - Basics:\n    - Knives first: knives.md\n    - sharp.md\n")
        .file("docs/index.md", "# Cooks\n\nSee [Knives](knives/).\n")
        .file("docs/knives.md", "# Knives\n\n!!! note \"Mind\"\n    Sharp.\n\n## Edge {#edge}\n")
        .file("docs/sharp.md", "# Sharp\n\n**Question 1:** Which?\n\nA) x\nB) y\n\n??? success \"Answer\"\n    B\n")
        .file("docs/left.md", "# Left\n");
    let moved = MovedProject::of(project);
    assert_eq!(moved.course["title"], "Rust for cooks");
    assert_eq!(moved.order(), ["index.html", "knives.html", "sharp.html", "left.html"]);
    assert_eq!((moved.modules(), moved.links("index.html")), (vec!["Basics"], vec!["knives.html"]));
    assert_eq!(moved.course["chapters"][1]["title"], "Knives first");
    assert_eq!(moved.course["chapters"][2]["questions"][0]["answer"], json!(["B"]));
    assert_eq!(moved.codes(), ["link/healed-path", "markdown/foreign"]);
}

#[test]
fn docusaurus_brings_its_files_and_links_but_no_sidebar() {
    let project = CourseTest::new()
        .file("docusaurus.config.js", "module.exports = { title: \"Cooks\" };\n")
        .file("sidebars.js", "module.exports = { docs: [\"intro\"] };\n")
        .file("docs/intro.md", "---\ntitle: Introduction\nsidebar_position: 1\n---\n\n[a](/docs/basics/knives) [b](./basics/knives) [c](basics/knives.md#the-edge)\n\n:::note\n\nMind\n\n:::\n")
        .file("docs/basics/_category_.json", "{\"label\": \"The basics\"}\n")
        .file("docs/basics/knives.md", "---\nsidebar_position: 2\n---\n# Knives\n\n## Edge {#the-edge}\n\n<Tabs>\n\nx\n\n</Tabs>\n\n![Logo](/img/logo.png)\n")
        .file("docs/basics/sharp.md", "---\nsidebar_position: 1\n---\n# Sharp\n")
        .file("docs/basics/more.mdx", "# More\n")
        .bytes("static/img/logo.png", b"x");
    let moved = MovedProject::of(project);
    assert_eq!(moved.order(), ["basics/knives.html", "basics/sharp.html", "intro.html"], "by their names");
    assert_eq!(moved.modules(), ["Basics"]);
    assert_eq!(moved.links("intro.html"), ["basics/knives.html", "basics/knives.html", "basics/knives.html#the-edge"]);
    let codes = ["link/healed-path", "link/missing-image", "markdown/foreign", "markdown/lost-tag", "source/not-read"];
    assert_eq!(moved.codes(), codes);
}

#[test]
fn jekyll_brings_its_files_and_links_and_its_posts_may_be_left_out() {
    let files = || {
        CourseTest::new()
            .file("_config.yml", "title: Cooks\n")
            .file("index.md", "---\ntitle: Home\nlayout: home\n---\n\n{% include note.html %}\n\n[a]({% link knives.md %}) [b](knives.html) [c](/knives.html)\n")
            .file("knives.md", "---\ntitle: Knives\nnav_order: 2\npermalink: /blades/\n---\n\n{: .note }\n> Mind\n")
            .file("sharp.md", "---\ntitle: Sharp\nnav_order: 1\n---\n\nText\n")
            .file("_posts/2024-01-02-first.md", "---\ntitle: First\n---\n\nText\n")
    };
    let moved = MovedProject::of(files());
    assert_eq!((moved.course["title"].as_str(), moved.modules()), (Some("Home"), vec!["Posts"]));
    assert_eq!(moved.links("index.html"), ["knives.html", "knives.html"], "Liquid in an address makes no link");
    assert_eq!(moved.codes(), ["link/healed-path", "markdown/foreign"]);
    let ignored = files().file("syllabus.toml", "[build]\nignore = [\"_posts/\", \"_drafts/\", \"_includes/\"]\n");
    let moved = MovedProject::of(ignored);
    assert_eq!(moved.order(), ["index.html", "knives.html", "sharp.html"], "by their names");
    assert!(moved.modules().is_empty());
}

#[test]
fn hugo_brings_its_files_weights_and_drafts() {
    let project = CourseTest::new()
        .file("hugo.toml", "title = \"Cooks\"\n")
        .file("content/_index.md", "+++\ntitle = \"Cooks\"\n+++\n\n[a]({{< ref \"basics/knives.md\" >}}) [b](basics/knives/) [c](/basics/knives/)\n")
        .file("content/basics/_index.md", "+++\ntitle = \"The basics\"\n+++\n\nText\n")
        .file("content/basics/knives.md", "+++\ntitle = \"Knives\"\nweight = 2\n+++\n\n{{< youtube abc >}}\n")
        .file("content/basics/sharp/index.md", "---\ntitle: Sharp\nweight: 1\n---\n\n![A](a.png)\n")
        .bytes("content/basics/sharp/a.png", b"x")
        .file("content/basics/draft.md", "---\ntitle: Draft\ndraft: true\n---\n\nText\n")
        .file("content/basics/later.md", "---\ntitle: Later\nweight: 3\npublishDate: 2999-01-01\n---\n\nText\n");
    let moved = MovedProject::of(project);
    let order =
        ["_index.html", "basics/sharp/index.html", "basics/knives.html", "basics/later.html", "basics/_index.html"];
    assert_eq!(moved.order(), order);
    assert_eq!(moved.modules(), ["Basics"], "an overview is made");
    assert_eq!(moved.links("_index.html"), ["basics/knives.html", "basics/knives.html"]);
    assert_eq!(moved.codes(), ["link/healed-path", "markdown/foreign"]);
}
