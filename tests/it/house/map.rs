//! CONTRIBUTING lists the tables to which contributors add rows: each exists in the file that is named.

use std::fs;
use std::path::Path;

use super::assert_none;

/// The heading above the table of rows.
const HEADING: &str = "\n## Adding a row\n";

/// Names of tables that are not defined in the file which a row names, and files that are not there. `read` gives a file's text. A name
/// belongs to the next path in its cell: `` `A` and `B` in `src/a.rs` ``.
fn wrong_rows(text: &str, read: impl Fn(&str) -> Option<String>) -> Vec<String> {
    let section = text.split_once(HEADING).map_or("", |(_, rest)| rest);
    let section = section.split("\n## ").next().unwrap_or("");
    let rows = section.lines().filter(|line| line.starts_with('|')).skip(2);
    let mut faults = Vec::new();
    let mut count = 0;
    for row in rows {
        count += 1;
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        let title = cells.first().copied().unwrap_or("");
        let tables = cells.get(1).copied().unwrap_or("");
        if !named_places(tables).iter().any(|(path, names)| !names.is_empty() || !path.ends_with(".rs")) {
            faults.push(format!("{title}: no table is named"));
        }
        for (path, names) in cells.iter().flat_map(|cell| named_places(cell)) {
            match read(path) {
                None => faults.push(format!("{title}: there is no `{path}`")),
                Some(code) => {
                    let missing = names.iter().filter(|name| !defines(&code, name));
                    faults.extend(missing.map(|name| format!("{title}: `{path}` has no `{name}`")));
                }
            }
        }
    }
    if count == 0 {
        faults.push("there is no table of rows".to_owned());
    }
    faults
}

/// The paths of a cell, each with the names before it.
fn named_places(cell: &str) -> Vec<(&str, Vec<&str>)> {
    let mut found = Vec::new();
    let mut names = Vec::new();
    for literal in cell.split('`').skip(1).step_by(2) {
        if literal.contains('/') {
            found.push((literal, std::mem::take(&mut names)));
        } else {
            names.push(literal);
        }
    }
    found
}

/// Whether a file defines a name: as a static, a constant, a type, a function, a macro (`name!`).
fn defines(code: &str, name: &str) -> bool {
    let forms = match name.strip_suffix('!') {
        Some(name) => vec![format!("macro_rules! {name} ")],
        None => ["static", "const", "enum", "struct", "fn"].map(|keyword| format!("{keyword} {name}")).to_vec(),
    };
    let ends = |rest: &str| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_');
    let is_defined = |line: &str, form: &str| line.split_once(form).is_some_and(|(_, rest)| ends(rest));
    code.lines().any(|line| !line.trim_start().starts_with("//") && forms.iter().any(|form| is_defined(line, form)))
}

#[test]
fn each_table_of_contributing_is_found_in_its_file() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |path: &str| fs::read_to_string(root.join(path)).ok();
    let text = read("CONTRIBUTING.md").expect("CONTRIBUTING.md");
    assert_none(&wrong_rows(&text, read), "rows of CONTRIBUTING.md that are not true");
}

#[test]
fn a_planted_wrong_row_is_found() {
    let text = "# A\n\n## Adding a row\n\n\
        | to add | table | the row needs |\n|---|---|---|\n\
        | right | `FORMS` and `rows!` in `src/a.rs` | its name in `NAMES` of `src/b.rs`, the `encoding` |\n\
        | a style | `themes/theme.toml` | |\n\
        | moved | `FORMS` in `src/b.rs` | |\n\
        | gone | `FORMS` in `src/c.rs` | |\n\
        | vague | the lists in `src/a.rs` | |\n\n## More\n\n| other | `X` in `src/d.rs` |\n";
    let read = |path: &str| {
        let code = match path {
            "src/a.rs" => "pub static FORMS: &[u8] = &[];\nmacro_rules! rows {\n}",
            "src/b.rs" => "// const FORMS\nconst NAMES: u8 = 1;\nconst FORMS_OF_OLD: u8 = 2;",
            "themes/theme.toml" => "",
            _ => return None,
        };
        Some(code.to_owned())
    };
    assert_eq!(
        wrong_rows(text, read),
        ["moved: `src/b.rs` has no `FORMS`", "gone: there is no `src/c.rs`", "vague: no table is named"]
    );
    assert_eq!(wrong_rows("# A\n", read), ["there is no table of rows"]);
}
