//! Holds docs/reference/theme.md to the code: the tables that it generates are those of the code, the names in the others are those of the code.
//!
//! `SYLLABUS_BLESS=1 cargo test --lib contract` writes the generated tables; review the difference before committing it. Where something is
//! removed or changed, not added, the number of the contract grows (`manifest.rs`).

use std::collections::BTreeSet;
use std::fs;

use super::sample;
use super::theme;
use crate::render::theme::check::properties;
use crate::render::theme::layers::{BUILT_IN, built_in_paths};
use crate::render::theme::manifest::CONTRACT;

const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/reference/theme.md");
const CONTEXTS: [&str; 4] = [
    include_str!("../../context.rs"),
    include_str!("../../book_context.rs"),
    include_str!("../../whole_context.rs"),
    include_str!("../../../quiz/reveal.rs"),
];
const MANIFEST_SOURCE: &str = include_str!("../manifest.rs");
const THEME_SOURCE: &str = include_str!("../../theme.rs");
const WORDS_SOURCE: &str = include_str!("../words.rs");
/// Whose events count: scripts of the theme, and of the preview.
const PREVIEW_EVENTS: &str = include_str!("../../../preview/client/reload.js");
/// What writes the markup of a body.
const BODY_SOURCES: [&str; 7] = [
    include_str!("../../../html/blocks.rs"),
    include_str!("../../../html/writer.rs"),
    include_str!("../../../html/table.rs"),
    include_str!("../../../html/footnotes.rs"),
    include_str!("../../../html/code_lines.rs"),
    include_str!("../../../html/links.rs"),
    include_str!("../../context.rs"),
];

/// A struct or an enum as its source declares it.
#[derive(Debug)]
struct Declared {
    name: String,
    doc: String,
    /// Of an enum the values, of a struct the fields.
    members: Vec<DeclaredMember>,
    is_enum: bool,
    /// How serde writes the values of an enum.
    is_kebab: bool,
}

#[derive(Clone, Debug)]
struct DeclaredMember {
    name: String,
    /// Empty for a value.
    kind: String,
    doc: String,
    is_flat: bool,
}

/// The declarations of a file that rustfmt has formatted.
fn declared(source: &str) -> Vec<Declared> {
    let mut found: Vec<Declared> = Vec::new();
    let (mut doc, mut is_flat, mut is_kebab, mut is_open) = (String::new(), false, false, false);
    for line in source.lines() {
        let bare = line.trim();
        if let Some(text) = bare.strip_prefix("///") {
            doc = format!("{doc} {}", text.trim()).trim().to_owned();
        } else if bare.starts_with("#[") {
            is_flat |= bare == "#[serde(flatten)]";
            is_kebab |= bare.contains("kebab-case");
        } else if let Some((word, rest)) = bare
            .trim_start_matches("pub(super) ")
            .trim_start_matches("pub ")
            .split_once(' ')
            .filter(|(word, _)| ["struct", "enum"].contains(word) && bare.ends_with('{'))
        {
            let name = rest.split([' ', '<']).next().unwrap_or_default().to_owned();
            let (doc, is_enum) = (std::mem::take(&mut doc), word == "enum");
            found.push(Declared { name, doc, members: Vec::new(), is_enum, is_kebab: std::mem::take(&mut is_kebab) });
            is_open = true;
        } else if line == "}" {
            is_open = false;
        } else if let Some(last) = found.last_mut().filter(|_| is_open && bare.ends_with(',')) {
            let member = bare.trim_end_matches(',').trim_start_matches("pub ");
            let (name, kind) = member.split_once(": ").unwrap_or((member, ""));
            let doc = std::mem::take(&mut doc);
            let is_flat = std::mem::take(&mut is_flat);
            last.members.push(DeclaredMember { name: name.to_owned(), kind: kind.to_owned(), doc, is_flat });
        } else {
            (doc, is_flat, is_kebab) = (String::new(), false, false);
        }
    }
    found
}

fn contexts() -> Vec<Declared> {
    CONTEXTS
        .iter()
        .flat_map(|source| declared(source))
        .filter(|one| one.name != "Html" && one.name != "AnswerOutput")
        .collect()
}

/// A type as authors of templates read it.
fn readable(kind: &str, all: &[Declared]) -> String {
    let inner = |of: &str| kind.strip_prefix(of).and_then(|rest| rest.strip_suffix('>'));
    if let Some(kind) = inner("Option<") {
        return format!("{} or none", readable(kind, all));
    }
    if let Some(kind) = inner("Vec<").or_else(|| kind.strip_prefix("&'a [").and_then(|rest| rest.strip_suffix(']'))) {
        return format!("list of {}", readable(kind, all));
    }
    let bare = kind.trim_start_matches("&'a ").split('<').next().unwrap_or_default();
    match bare {
        "String" | "str" | "Cow" => "text".to_owned(),
        "Html" => "HTML".to_owned(),
        "bool" => "true or false".to_owned(),
        "u8" | "u32" | "usize" => "number".to_owned(),
        name => {
            let known = all.iter().find(|one| one.name == name).unwrap_or_else(|| panic!("`{name}` is explained"));
            if known.is_enum { values(known) } else { format!("[{name}](#{})", name.to_lowercase()) }
        }
    }
}

/// The values of an enum as serde writes them.
fn values(of: &Declared) -> String {
    let written = |name: &str| {
        let mut out = String::new();
        for (at, letter) in name.char_indices() {
            if letter.is_uppercase() && at > 0 && of.is_kebab {
                out.push('-');
            }
            out.extend(letter.to_lowercase());
        }
        format!("`{out}`")
    };
    of.members.iter().map(|value| written(&value.name)).collect::<Vec<_>>().join(", ")
}

/// Documentation without the brackets of links to Rust items.
fn plain(doc: &str) -> String {
    doc.replace("[`super::context::", "`").replace("[`", "`").replace("`]", "`").replace('|', "\\|")
}

/// The fields of a struct, those of flattened ones in their place.
fn fields<'d>(of: &'d Declared, all: &'d [Declared]) -> Vec<&'d DeclaredMember> {
    let inner = |field: &DeclaredMember| {
        let name = field.kind.trim_start_matches("&'a ");
        all.iter().find(|one| one.name == name).unwrap_or_else(|| panic!("`{name}` is declared"))
    };
    of.members.iter().flat_map(|one| if one.is_flat { fields(inner(one), all) } else { vec![one] }).collect()
}

fn field_table(of: &Declared, all: &[Declared]) -> String {
    let row = |field: &&DeclaredMember| {
        format!("| `{}` | {} | {} |\n", field.name, readable(&field.kind, all), plain(&field.doc))
    };
    format!("| field | type | what it is |\n|---|---|---|\n{}", fields(of, all).iter().map(row).collect::<String>())
}

fn variables() -> String {
    let all = contexts();
    let flat: BTreeSet<&str> = all
        .iter()
        .flat_map(|one| one.members.iter().filter(|field| field.is_flat))
        .map(|field| field.kind.trim_start_matches("&'a "))
        .collect();
    let shown = all.iter().filter(|one| !one.is_enum && !flat.contains(one.name.as_str()));
    let section = |one: &Declared| format!("### {}\n\n{}\n\n{}", one.name, plain(&one.doc), field_table(one, &all));
    shown.map(section).collect::<Vec<_>>().join("\n")
}

fn manifest(of: &str) -> String {
    let all = declared(MANIFEST_SOURCE);
    let one = all.iter().find(|one| one.name == of).expect("it is declared");
    let kind = |kind: &str| match kind.trim_start_matches("Option<").trim_end_matches('>') {
        "u32" => "number",
        "String" => "path",
        "Vec<String" => {
            if of == "LaterScript" {
                "list of keys"
            } else {
                "list of paths"
            }
        }
        _ => "tables",
    };
    let row = |key: &DeclaredMember| format!("| `{}` | {} | {} |\n", key.name, kind(&key.kind), plain(&key.doc));
    format!("| key | takes | what it is |\n|---|---|---|\n{}", one.members.iter().map(row).collect::<String>())
}

fn tokens() -> String {
    let css = text("css/tokens.css");
    let mut seen = BTreeSet::new();
    let mut out = "| token | value | what it is for |\n|---|---|---|\n".to_owned();
    for one in properties(css).filter(|one| one.is_set) {
        if !seen.insert(one.name) {
            continue;
        }
        let line = css[one.at..].lines().next().expect("its line");
        let (value, rest) = line.split_once(": ").and_then(|(_, rest)| rest.split_once(';')).expect("a value");
        let said = rest.trim().strip_prefix("/*").and_then(|said| said.strip_suffix("*/"));
        let said = said.unwrap_or_else(|| panic!("`{}` says behind its value what it is for", one.name));
        out.push_str(&format!("| `{}` | `{value}` | {} |\n", one.name, said.trim()));
    }
    out
}

fn words() -> String {
    let table: toml::Table = toml::from_str(text("i18n/en.toml")).expect("TOML");
    let keys = text("i18n/en.toml").lines().filter_map(|line| Some(line.split_once(" = ")?.0));
    let shown = |word: &toml::Value| match word {
        toml::Value::Table(forms) => {
            let form = |(name, text): (&String, &toml::Value)| format!("{name}: {}", text.as_str().unwrap_or_default());
            forms.iter().map(form).collect::<Vec<_>>().join(" · ")
        }
        word => word.as_str().unwrap_or_default().to_owned(),
    };
    let row = |key: &str| format!("| `{key}` | {} |\n", shown(table.get(key).expect("a word")).replace('|', "\\|"));
    format!("| key | in English |\n|---|---|\n{}", keys.map(row).collect::<String>())
}

fn text(path: &str) -> &'static str {
    BUILT_IN.get_file(path).and_then(include_dir::File::contents_utf8).expect("a file of the theme")
}

fn templates_in(folder: &str) -> Vec<(&'static str, &'static str)> {
    let inside = built_in_paths().filter(|path| path.strip_prefix(folder).is_some_and(|name| !name.contains('/')));
    inside.map(|path| (path, text(path))).collect()
}

/// What stands between `from` and `to`, each time.
fn all_between<'t>(text: &'t str, from: &str, to: &str) -> Vec<&'t str> {
    text.split(from).skip(1).filter_map(|rest| Some(rest.split_once(to)?.0)).collect()
}

/// The struct that the function of `theme.rs` takes which renders a template.
fn context_of(path: &str) -> Option<&'static str> {
    let before =
        THEME_SOURCE.split(&format!("self.page(\"{path}\"")).next().filter(|before| *before != THEME_SOURCE)?;
    let signature = before.rsplit("pub fn ").next()?;
    signature.split_once(": &")?.1.split(['<', ')']).next()
}

fn templates() -> String {
    let all = contexts();
    let mut out = "| template | what it is | sees | extends | its blocks |\n|---|---|---|---|---|\n".to_owned();
    for (path, text) in templates_in("templates/") {
        let context = context_of(path);
        let doc = context.and_then(|name| all.iter().find(|one| one.name == name)).map(|one| one.doc.as_str());
        let name = path.trim_start_matches("templates/");
        let comment = all_between(text, "{# ", " #}").first().map(|comment| plain(comment));
        let said = comment
            .or_else(|| doc.map(|doc| plain(doc.trim_start_matches(&format!("`{name}`")).trim_start_matches(':'))));
        let parent = all_between(text, "{% extends \"templates/", "\"").first().map(|parent| format!("`{parent}`"));
        let blocks: BTreeSet<&str> = all_between(text, "{% block ", " %}").into_iter().collect();
        let blocks: Vec<String> = blocks.into_iter().map(|block| format!("`{block}`")).collect();
        let sees = context.map(|name| format!("[{name}](#{})", name.to_lowercase()));
        let cell = |text: Option<String>| text.unwrap_or_default();
        out.push_str(&format!(
            "| `{name}` | {} | {} | {} | {} |\n",
            cell(said).trim(),
            cell(sees),
            cell(parent),
            blocks.join(", ")
        ));
    }
    out.replace("|  |", "| |").replace("|  |", "| |")
}

fn components() -> String {
    let mut out = "| component | file |\n|---|---|\n".to_owned();
    for (path, text) in templates_in("templates/components/") {
        for signature in all_between(text, "{% component ", " -%}") {
            let name = path.trim_start_matches("templates/");
            out.push_str(&format!("| `{signature}` | `{name}` |\n"));
        }
    }
    out
}

fn generated(name: &str) -> String {
    match name {
        "manifest" => manifest("ThemeManifest"),
        "later-script" => manifest("LaterScript"),
        "serif" => manifest("SerifFont"),
        "tokens" => tokens(),
        "templates" => templates(),
        "components" => components(),
        "variables" => variables(),
        "words" => words(),
        other => panic!("there is no table `{other}`"),
    }
}

/// The names that the code has for a table whose words are written by hand.
fn names(of: &str) -> BTreeSet<String> {
    let set = |names: Vec<&str>| names.into_iter().map(str::to_owned).collect();
    match of {
        "filters" => set(all_between(WORDS_SOURCE, "tera.register_filter(\"", "\"")),
        "globals" => set(all_between(THEME_SOURCE, "globals.insert(\"", "\"")),
        "blocks" => {
            let all = templates_in("templates/").into_iter();
            set(all.flat_map(|(_, text)| all_between(text, "{% block ", " %}")).collect())
        }
        "events" => {
            let scripts = built_in_paths().filter(|path| path.ends_with(".js")).map(text).chain([PREVIEW_EVENTS]);
            let sent: Vec<&str> = scripts.flat_map(|text| all_between(text, "new CustomEvent(\"", "\"")).collect();
            set(sent)
        }
        "hooks" => {
            let of = |file: &str, object: &str, before: &str| -> BTreeSet<String> {
                let made = all_between(text(file), &format!("const {object} = {{\n"), "\n};")[0];
                let members = made.lines().filter(|line| {
                    let is_outer = line.starts_with("  ") && !line.starts_with("   ") && !line.starts_with("  }");
                    is_outer && (line.ends_with('{') || line.ends_with(','))
                });
                let name = |line: &str| line.trim_start().split(['(', ':']).next().unwrap_or_default().to_owned();
                members.map(|line| format!("{before}.{}", name(line))).collect()
            };
            let mut found = of("js/syllabus.js", "shared", "syllabus");
            found.extend(of("js/store.js", "store", "syllabus.store"));
            found
        }
        other => panic!("there is no list `{other}`"),
    }
}

/// The names between backticks in the first cells of a table, without what follows a bracket.
fn first_cells(block: &str) -> BTreeSet<String> {
    let rows = block.lines().filter(|line| line.starts_with("| `"));
    let cells = rows.filter_map(|row| row.trim_start_matches("| ").split(" | ").next());
    let names = cells.flat_map(|cell| cell.split('`').skip(1).step_by(2));
    names.map(|name| name.split('(').next().unwrap_or_default().to_owned()).collect()
}

/// The texts that hold markup: templates, scripts, what writes a body.
fn markup() -> impl Iterator<Item = &'static str> {
    let files = built_in_paths().filter(|path| path.starts_with("templates/") || path.ends_with(".js"));
    files.map(text).chain(BODY_SOURCES)
}

/// All classes that markup has.
fn classes() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for text in markup() {
        let text = text.replace('\\', "");
        for (from, to) in [("class=\"", "\""), ("{% block page_class %}", "{% endblock"), ("class: \"", "\"")] {
            found.extend(
                all_between(&text, from, to).iter().flat_map(|list| list.split_whitespace()).map(str::to_owned),
            );
        }
    }
    // `page-{{ kind }}` of a chapter's page.
    let kinds = contexts().into_iter().find(|one| one.name == "PageKind").expect("it is declared");
    found.extend(kinds.members.iter().map(|kind| format!("page-{}", kind.name.to_lowercase())));
    found
}

/// All attributes of data that markup has or scripts set.
fn attributes() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for text in markup() {
        let name = |rest: &str| rest.chars().take_while(|c| c.is_ascii_lowercase() || *c == '-').collect::<String>();
        found.extend(text.split("data-").skip(1).map(|rest| format!("data-{}", name(rest))));
        for rest in text.split("dataset.").skip(1) {
            let camel = rest.chars().take_while(char::is_ascii_alphabetic);
            let kebab = camel.flat_map(|c| if c.is_uppercase() { vec!['-', c.to_ascii_lowercase()] } else { vec![c] });
            found.insert(format!("data-{}", kebab.collect::<String>()));
        }
    }
    found
}

/// Lines that one text has and the other has not.
fn differences(documented: &str, wanted: &str) -> Vec<String> {
    let lines = |text: &str| text.lines().map(str::to_owned).collect::<BTreeSet<_>>();
    let (documented, wanted) = (lines(documented), lines(wanted));
    let missing = wanted.difference(&documented).map(|line| format!("is missing: {line}"));
    let stale = documented.difference(&wanted).map(|line| format!("is too much: {line}"));
    missing.chain(stale).collect()
}

/// What is wrong with a page, and the page with the generated tables as they should be.
fn compared(page: &str) -> (Vec<String>, String) {
    let (mut faults, mut blessed, mut rest) = (Vec::new(), String::new(), page);
    while let Some((before, from)) = rest.split_once("<!-- ") {
        let (mark, after) = from.split_once(" -->\n").expect("a mark ends with its line");
        let (block, next) = after.split_once("<!-- end -->").unwrap_or_else(|| panic!("`{mark}` has an end"));
        let (kind, name) = mark.split_once(": ").expect("a mark has a kind and a name");
        let mut kept = block.to_owned();
        match kind {
            "generated" => {
                kept = generated(name);
                faults.extend(differences(block, &kept).into_iter().map(|fault| format!("{name}: {fault}")));
            }
            "names" => {
                let (documented, known) = (first_cells(block), names(name));
                assert!(!known.is_empty(), "{name}");
                faults.extend(known.difference(&documented).map(|one| format!("{name}: is missing: {one}")));
                faults.extend(documented.difference(&known).map(|one| format!("{name}: is too much: {one}")));
            }
            "present" => {
                let present = if name == "classes" { classes() } else { attributes() };
                let gone = first_cells(block).into_iter().filter(|one| !present.contains(one));
                faults.extend(gone.map(|one| format!("{name}: is too much: {one}")));
            }
            other => panic!("there is no kind `{other}`"),
        }
        blessed.push_str(&format!("{before}<!-- {mark} -->\n{kept}<!-- end -->"));
        rest = next;
    }
    blessed.push_str(rest);
    (faults, blessed)
}

#[test]
fn the_contract_is_what_the_code_has() {
    let page = fs::read_to_string(PAGE).expect("docs/reference/theme.md");
    let (faults, blessed) = compared(&page);
    if std::env::var_os("SYLLABUS_BLESS").is_some() {
        fs::write(PAGE, blessed).expect("docs/reference/theme.md");
        return;
    }
    assert!(
        faults.is_empty(),
        "docs/reference/theme.md (SYLLABUS_BLESS=1 writes generated tables):\n{}",
        faults.join("\n")
    );
    for marked in ["manifest", "tokens", "templates", "components", "variables", "words"] {
        assert!(page.contains(&format!("<!-- generated: {marked} -->")), "{marked}");
    }
    assert!(page.contains(&format!("now **{CONTRACT}**")));
    assert!(text("theme.toml").contains(&format!("contract = {CONTRACT}\n")));
}

#[test]
fn a_planted_fault_of_the_contract_is_found() {
    let (_, page) = compared(&fs::read_to_string(PAGE).expect("docs/reference/theme.md"));
    for (from, to, found) in [
        ("| `--accent` |", "| `--acent` |", "tokens: is too much: | `--acent` |"),
        ("| `--accent` |", "| `--acent` |", "tokens: is missing: | `--accent` |"),
        ("| `crumbs` | list", "| `crumb` | list", "variables: is missing: | `crumbs` |"),
        ("| `syllabus:answered` |", "| `syllabus:done` |", "events: is missing: syllabus:answered"),
        ("| `syllabus.fill(", "| `syllabus.fil(", "hooks: is too much: syllabus.fil"),
        ("| `aside` |", "| `asid` |", "blocks: is missing: aside"),
        ("| `count` |", "| `counted` |", "filters: is missing: count"),
        ("| `data-kind` |", "| `data-kin` |", "attributes: is too much: data-kin"),
        ("`next-bar` |", "`next-barr` |", "classes: is too much: next-barr"),
        ("| `not-found.html` |", "| `notfound.html` |", "templates: is too much: | `notfound.html`"),
        ("| `more_styles` |", "| `add_styles` |", "manifest: is missing: | `more_styles`"),
    ] {
        let planted = page.replace(from, to);
        assert!(planted != page, "{from}");
        let (faults, _) = compared(&planted);
        assert!(faults.iter().any(|fault| fault.starts_with(found)), "{found}:\n{}", faults.join("\n"));
    }
}

/// What is read from the source is what a template sees.
#[test]
fn the_fields_that_are_documented_are_those_that_are_serialised() {
    fn check(of: &str, page: &impl serde::Serialize) {
        let all = contexts();
        let one = all.iter().find(|one| one.name == of).expect("it is declared");
        let documented: BTreeSet<&str> = fields(one, &all).into_iter().map(|field| field.name.as_str()).collect();
        let value = serde_json::to_value(page).expect("data");
        let seen: BTreeSet<&str> = value.as_object().expect("fields").keys().map(String::as_str).collect();
        assert_eq!(documented, seen, "{of}");
    }
    let (theme, site, contents) = (theme(), sample::site(), sample::contents());
    let chapter = sample::chapter(&theme);
    check("ChapterPage", &chapter.page(&theme));
    check("QuizPage", &sample::quiz(&theme, &chapter));
    check("HomePage", &sample::home(&theme, &site, &contents));
    check("NotFoundPage", &sample::not_found(&theme, &site));
    check("PageHead", &theme.head("", "", ""));
    check("SiteContext", &site);
}
