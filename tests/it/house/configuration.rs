//! Every field of `Config` is read outside of the room `config`: a key of `syllabus.toml` that nothing reads would have no effect.

use super::{SourceFile, assert_none, source_files};

/// A field of a struct of `src/config/settings.rs`.
#[derive(Debug, PartialEq)]
struct ConfigField {
    of: String,
    name: String,
    /// Its type, as written.
    kind: String,
}

/// The public fields of all structs in a text.
fn fields(text: &str) -> Vec<ConfigField> {
    let mut found = Vec::new();
    let mut of = "";
    for line in text.lines() {
        if let Some(rest) = line.strip_prefix("pub struct ") {
            of = rest.split([' ', '{']).next().unwrap_or_default();
        } else if let Some((name, kind)) = line.strip_prefix("    pub ").and_then(|rest| rest.split_once(": ")) {
            let kind = kind.trim_end_matches(',').to_owned();
            found.push(ConfigField { of: of.to_owned(), name: name.to_owned(), kind });
        }
    }
    found
}

/// What nothing reads: a field of a table must be read as `.table.field`, a field of what tables hold as `.field` in a file that names
/// the struct.
fn unread(config: &str, files: &[(String, String)]) -> Vec<String> {
    let all = fields(config);
    let table = |of: &str| all.iter().find(|field| field.of == "Config" && field.kind == of);
    let is_read = |field: &&ConfigField| {
        let path =
            table(&field.of).map_or(format!(".{}", field.name), |table| format!(".{}.{}", table.name, field.name));
        let mut may_read = files.iter().filter(|(_, code)| table(&field.of).is_some() || code.contains(&field.of));
        may_read.any(|(_, code)| has_word(code, &path))
    };
    let leaves = all.iter().filter(|field| field.of != "Config");
    leaves.filter(|field| !is_read(field)).map(|field| format!("{}.{}", field.of, field.name)).collect()
}

/// Whether `path` stands in `code` as it is, and not as the beginning of a longer name.
fn has_word(code: &str, path: &str) -> bool {
    let is_end = |rest: &str| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_');
    code.match_indices(path).any(|(at, _)| is_end(&code[at + path.len()..]))
}

/// A file's code on one line: a long path may stand on several.
fn joined(file: &SourceFile) -> (String, String) {
    let code: String = file.code().flat_map(|(_, line)| [" ", line.trim()]).collect();
    (file.path.clone(), code.replace(" .", "."))
}

#[test]
fn every_field_of_the_configuration_is_read_outside_of_its_room() {
    let files = source_files();
    let config = files.iter().find(|file| file.path == "config/settings.rs").expect("the configuration");
    let others: Vec<_> = files.iter().filter(|file| file.room() != "config").map(joined).collect();
    assert!(fields(&config.text).len() > 20, "the fields are found");
    assert_none(&unread(&config.text, &others), "fields of the configuration that nothing reads");

    // The test can fail: a field that was planted is found, in a table and in what a table holds.
    let planted = config.text.replace("pub struct CourseConfig {", "pub struct CourseConfig {\n    pub planted: bool,");
    let planted = planted.replace("pub struct OverrideConfig {", "pub struct OverrideConfig {\n    pub befor: bool,");
    assert_eq!(unread(&planted, &others), ["CourseConfig.planted", "OverrideConfig.befor"]);
}
