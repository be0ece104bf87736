//! The JSON Schemas in docs/schemas, made from the code: of `syllabus.toml` and the front matter from their tables of keys, of the JSON that
//! commands write from its types; and docs/reference/json.md, which says the same in tables. `SYLLABUS_BLESS=1 cargo test --lib reference`
//! writes them; tests/it/schemas.rs holds real output to them.

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, SchemaGenerator};
use serde_json::{Map, Value, json};

use super::init::InitJson;
use super::repair::RepairReport;
use super::results::ResultsJson;
use super::theme::{MadeTheme, ThemeDifference, ThemeList};
use crate::config::{ConfigTable, KEYS, TABLES, parse};
use crate::diagnostic::{CODES, Severity};
use crate::export::json::{CourseJson, DiagnosticJson, QuestionJson};
use crate::export::run_json::RunJson;
use crate::json_schema_test;
use crate::reference_test::{cell, hold};
use crate::repair::Charset;
use crate::source::FRONT_MATTER_KEYS;

const DRAFT: &str = "http://json-schema.org/draft-07/schema#";

/// What `--format json` writes.
#[derive(JsonSchema)]
#[allow(dead_code, reason = "only its shape is asked for")]
struct DiagnosticsJson {
    /// The version of this form.
    version: u32,
    /// What is wrong or doubtful: files in the order of their paths, places in that of a file.
    diagnostics: Vec<DiagnosticJson>,
    #[serde(flatten)]
    run: RunJson,
}

/// A question of the course, with its chapter's file.
#[derive(JsonSchema)]
#[allow(dead_code, reason = "only its shape is asked for")]
struct CourseQuestionJson {
    /// The file of its chapter, as a path of the course.
    source: String,
    #[serde(flatten)]
    question: QuestionJson,
}

/// JSON that a command writes.
struct JsonFormat {
    /// The name of its schema.
    file: &'static str,
    title: &'static str,
    said: &'static str,
    schema: fn(SchemaGenerator) -> Value,
}

static FORMATS: &[JsonFormat] = &[
    JsonFormat {
        file: "diagnostics",
        title: "Diagnostics",
        said: "What `syllabus check --format json` writes to stdout, and other commands with `--format json` to stderr, also where they stop. Each diagnostic stands on a line of its own, so that `grep` and `diff` are useful. In `watch` and `serve` each line is a document, with an `event`, and all that is to be said of the course as it is then.",
        schema: |generator| generator.into_root_schema_for::<DiagnosticsJson>().to_value(),
    },
    JsonFormat {
        file: "inspect",
        title: "The course",
        said: "What `syllabus inspect` writes. `course.json` at the root of a site is the same without the texts and answers of questions, repairs and diagnostics, and with only those links that need attention. Addresses are relative to the root of the site; lines and columns count from 1, columns in characters.",
        schema: |generator| generator.into_root_schema_for::<CourseJson>().to_value(),
    },
    JsonFormat {
        file: "questions",
        title: "Questions",
        said: "What `syllabus inspect --questions --format json` writes.",
        schema: |generator| generator.into_root_schema_for::<Vec<CourseQuestionJson>>().to_value(),
    },
    JsonFormat {
        file: "repair",
        title: "Repairs",
        said: "What `syllabus repair --format json` writes. Files without damage are left out.",
        schema: |generator| generator.into_root_schema_for::<RepairReport>().to_value(),
    },
    JsonFormat {
        file: "results",
        title: "Results of students",
        said: "What `syllabus results --format json` writes. What a student saves is described on the page about [what a browser keeps](progress.md).",
        schema: |generator| generator.into_root_schema_for::<ResultsJson>().to_value(),
    },
    JsonFormat {
        file: "init",
        title: "A course to begin",
        said: "What `syllabus init --format json` writes; with `--dry-run` it adds no file.",
        schema: |generator| generator.into_root_schema_for::<InitJson>().to_value(),
    },
    JsonFormat {
        file: "theme-list",
        title: "Themes and their files",
        said: "What `syllabus theme list --format json` writes.",
        schema: |generator| generator.into_root_schema_for::<ThemeList>().to_value(),
    },
    JsonFormat {
        file: "theme-diff",
        title: "What a theme changes",
        said: "What `syllabus theme diff --format json` writes.",
        schema: |generator| generator.into_root_schema_for::<ThemeDifference>().to_value(),
    },
    JsonFormat {
        file: "theme-new",
        title: "A theme that was made",
        said: "What `syllabus theme new --format json` writes.",
        schema: |generator| generator.into_root_schema_for::<MadeTheme>().to_value(),
    },
];

const INTRODUCTION: &str = "\
Other programs may rely on these keys: none is removed or gets another meaning without a line in the changelog, and further ones may be added. Each format
has a [JSON Schema](https://json-schema.org), made from the code as this page is.

| of | schema |
|---|---|
| `syllabus.toml` | [syllabus.schema.json](../schemas/syllabus.schema.json) |
| the front matter of a chapter | [front-matter.schema.json](../schemas/front-matter.schema.json) |
";

const EDITOR: &str = "\
## In an editor

Editors that check TOML with [Taplo](https://taplo.tamasfe.dev), such as Visual Studio Code with the extension *Even Better TOML*, complete and check
`syllabus.toml` where its first line names the schema, by a path from it or by an address:

```toml
#:schema ./syllabus.schema.json

[course]
title = \"Linux from the ground up\"
```
";

/// The schema of a format.
fn schema(format: &JsonFormat) -> Value {
    let settings = SchemaSettings::draft07().for_serialize();
    let mut schema = (format.schema)(settings.into_generator());
    schema["title"] = Value::from(format.title);
    plain(&mut schema);
    // The types of the program are called `…Json`; those of a schema are nothing else.
    let text = serde_json::to_string(&schema).expect("JSON").replace("Json\"", "\"");
    serde_json::from_str(&text).expect("JSON")
}

/// Takes what is Rust's out of descriptions, and formats that no other language has.
fn plain(schema: &mut Value) {
    match schema {
        Value::Object(all) => {
            if let Some(Value::String(said)) = all.get_mut("description") {
                *said = said.split_whitespace().collect::<Vec<_>>().join(" ").replace("[`", "`").replace("`]", "`");
            }
            if all.get("format").is_some_and(Value::is_string) {
                all.remove("format");
            }
            all.values_mut().for_each(plain);
        }
        Value::Array(all) => all.iter_mut().for_each(plain),
        _ => {}
    }
}

/// How the documentation of a key says what it takes begins, and the schema of that.
type TakenRow = (&'static str, fn(&str) -> Value);

/// Of `syllabus.toml`.
static TAKES: &[TakenRow] = &[
    ("`true` or `false`", |_| json!({ "type": "boolean" })),
    ("a number from", |takes| numbers("number", takes)),
    ("a whole number from", |takes| numbers("integer", takes)),
    ("a list of charsets", |_| charsets()),
    ("a list of", |_| texts()),
    ("text, or a list of", |_| texts()),
    ("text, which may be empty", |_| json!({ "type": "string" })),
    (
        "`\"",
        |takes| json!({ "enum": takes.split("`\"").skip(1).filter_map(|rest| Some(rest.split_once("\"`")?.0)).collect::<Vec<_>>() }),
    ),
    ("text", |_| text()),
    ("a path", |_| text()),
    ("a theme's name", |_| text()),
    ("letters, digits", |_| text()),
    ("a language tag", |_| text()),
    ("a url", |_| text()),
    ("`owner/name`", |_| text()),
    ("an address", |_| text()),
    ("the name of a branch", |_| text()),
    ("a code as", |_| codes()),
    ("a web address", |_| text()),
    ("a table of addresses", |_| json!({ "type": "object", "additionalProperties": text() })),
];

/// Of the front matter, where YAML reads `title: 1.10` as a number and `draft: yes` as a text.
static FRONT_MATTER_TAKES: &[TakenRow] = &[
    ("text", |_| json!({ "type": ["string", "number", "boolean"] })),
    ("a number", |_| json!({ "type": ["number", "string"] })),
    ("`true` or `false`", |_| json!({ "type": ["boolean", "string", "number"] })),
    ("a day", |_| json!({ "type": "string" })),
    ("an address", |_| texts()),
    ("addresses", |_| texts()),
    ("anything", |_| json!({})),
];

fn text() -> Value {
    json!({ "type": "string", "minLength": 1 })
}

/// One text is a list of one.
fn texts() -> Value {
    json!({ "anyOf": [text(), { "type": "array", "items": text() }] })
}

/// An editor completes those that are known.
fn codes() -> Value {
    let ids: Vec<&str> = CODES.iter().map(|row| row.id).collect();
    json!({ "anyOf": [{ "enum": ids }, text()] })
}

/// The first names are told, so that an editor completes them; others and capitals are taken, too.
fn charsets() -> Value {
    let names: Vec<&str> = Charset::names().into_iter().map(|(name, _)| name).collect();
    let name = json!({ "anyOf": [{ "enum": names }, text()] });
    json!({ "anyOf": [name, { "type": "array", "items": name }] })
}

fn numbers(kind: &str, takes: &str) -> Value {
    let numbers: Vec<u64> = takes.split(' ').filter_map(|word| word.parse().ok()).collect();
    let [from, to] = numbers.as_slice() else { panic!("`{takes}` says from which number to which") };
    json!({ "type": kind, "minimum": from, "maximum": to })
}

fn taken(rows: &[TakenRow], takes: &str) -> Value {
    let row = rows.iter().find(|(begins, _)| takes.starts_with(begins));
    (row.unwrap_or_else(|| panic!("no row says what `{takes}` is")).1)(takes)
}

fn sentence(text: &str) -> String {
    format!("{}.", crate::words::capitalized(text))
}

/// The schema of a table of `syllabus.toml`, without the tables in it.
fn table(table: &ConfigTable) -> Value {
    let mut keys = Map::new();
    let mut required: Vec<&str> = Vec::new();
    for key in KEYS.iter().filter(|key| key.table == table.name) {
        let mut value = taken(TAKES, key.takes);
        let default = if key.default == "must be given" {
            required.push(key.name);
            String::new()
        } else {
            format!(" Without it: {}.", key.default)
        };
        value["description"] = Value::from(format!("{}{default}", sentence(key.purpose)));
        value["examples"] = json!([example(key.example)]);
        keys.insert(key.name.to_owned(), value);
    }
    let mut object = json!({
        "type": "object",
        "description": format!("{}.", crate::words::capitalized(table.purpose)),
        "properties": keys,
        "additionalProperties": false,
    });
    if !required.is_empty() {
        object["required"] = json!(required);
    }
    if table.header().starts_with("[[") { json!({ "type": "array", "items": object }) } else { object }
}

/// The value of an example of TOML.
fn example(toml: &str) -> Value {
    let table: toml::Table = format!("value = {toml}").parse().expect("an example is TOML");
    serde_json::to_value(&table["value"]).expect("an example is no date")
}

fn configuration() -> Value {
    let mut root = json!({
        "$schema": DRAFT,
        "title": "syllabus.toml",
        "description": "The configuration of a course. All keys may be left out.",
        "type": "object",
        "properties": {},
        "additionalProperties": false,
    });
    for of in TABLES {
        let path: String = of.name.split('.').map(|part| format!("/properties/{part}")).collect();
        let (above, name) = path.rsplit_once('/').expect("a path");
        if let (None, Some((parent, _))) = (root.pointer(above), above.rsplit_once('/')) {
            let (grand, parent) = parent.rsplit_once('/').expect("a table above");
            let inner = json!({ "type": "object", "properties": {}, "additionalProperties": false });
            root.pointer_mut(grand).expect("the tables")[parent] = inner;
        }
        root.pointer_mut(above).expect("the table above")[name] = table(of);
    }
    root
}

fn front_matter() -> Value {
    let mut keys = Map::new();
    for key in FRONT_MATTER_KEYS {
        let mut value = taken(FRONT_MATTER_TAKES, key.takes);
        value["description"] = Value::from(format!("{} Without it: {}.", sentence(key.purpose), key.default));
        keys.insert(key.name.to_owned(), value);
    }
    json!({
        "$schema": DRAFT,
        "title": "Front matter",
        "description": "The front matter of a chapter. All keys may be left out; those of other tools are passed over.",
        "type": "object",
        "properties": keys,
    })
}

fn pretty(schema: &Value) -> String {
    format!("{}\n", serde_json::to_string_pretty(schema).expect("JSON"))
}

/// The types of a schema, as the page shows them.
struct SchemaTypes<'s> {
    definitions: &'s Map<String, Value>,
}

impl SchemaTypes<'_> {
    /// The type of a value in words.
    fn kind(&self, schema: &Value) -> String {
        if let Some(to) = schema.get("$ref").and_then(Value::as_str) {
            let name = to.rsplit('/').next().expect("a name");
            let of = &self.definitions[name];
            return if has_keys(of) { format!("[{}](#{})", title(name), anchor(&title(name))) } else { self.kind(of) };
        }
        for of in ["allOf", "anyOf"] {
            if let Some(all) = schema.get(of).and_then(Value::as_array) {
                return all.iter().map(|one| self.kind(one)).collect::<Vec<_>>().join(" or ");
            }
        }
        let values = schema["enum"].as_array().into_iter().flatten();
        let names = values.chain(schema["oneOf"].as_array().into_iter().flatten().map(|one| &one["const"]));
        let names: Vec<String> = names.filter_map(|name| Some(format!("`{}`", name.as_str()?))).collect();
        match &schema["type"] {
            _ if !names.is_empty() => names.join(", "),
            Value::Array(kinds) => {
                let kinds = kinds.iter().filter_map(Value::as_str).map(|name| self.word(name, schema));
                kinds.collect::<Vec<_>>().join(" or ")
            }
            name => self.word(name.as_str().unwrap_or("anything"), schema),
        }
    }

    fn word(&self, name: &str, schema: &Value) -> String {
        match name {
            "string" => "text".to_owned(),
            "integer" | "number" => "number".to_owned(),
            "boolean" => "true or false".to_owned(),
            "array" => match &schema["items"] {
                Value::Array(places) => places.iter().map(|one| self.kind(one)).collect::<Vec<_>>().join(" and "),
                items => format!("list of {}", self.kind(items)),
            },
            "object" => format!("for each key {}", self.kind(&schema["additionalProperties"])),
            other => other.to_owned(),
        }
    }

    /// The keys of an object as a table, those that are always there first.
    fn table(&self, object: &Value) -> String {
        let all = object["properties"].as_object().expect("keys");
        let always: Vec<&str> = object["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        let others = all.keys().map(String::as_str).filter(|name| !always.contains(name));
        let row = |name: &str| {
            let said = all[name]["description"].as_str().unwrap_or_default();
            let absent = if always.contains(&name) { "" } else { " May be absent." };
            format!("| `{name}` | {} | {}{absent} |\n", cell(&self.kind(&all[name])), cell(said))
        };
        let rows: String = always.iter().copied().chain(others).map(row).collect();
        format!("| key | type | what it is |\n|---|---|---|\n{rows}")
    }
}

fn has_keys(schema: &Value) -> bool {
    schema.get("properties").is_some()
}

/// The title of a type: its name in words.
fn title(name: &str) -> String {
    let in_words: String =
        name.chars().flat_map(|c| c.is_uppercase().then_some(' ').into_iter().chain(c.to_lowercase())).collect();
    crate::words::capitalized(in_words.trim())
}

fn anchor(title: &str) -> String {
    title.to_lowercase().replace(' ', "-")
}

fn page() -> String {
    let mut out = format!("# JSON\n\n{INTRODUCTION}");
    for JsonFormat { file, title, .. } in FORMATS {
        let link = format!("[{}](#{})", title.to_lowercase(), anchor(title));
        out.push_str(&format!("| {link} | [{file}.schema.json](../schemas/{file}.schema.json) |\n"));
    }
    out.push_str(&format!("\n{EDITOR}"));
    let mut seen: Vec<String> = Vec::new();
    for format in FORMATS {
        let schema = schema(format);
        let none = Map::new();
        let definitions = schema["definitions"].as_object().unwrap_or(&none);
        let types = SchemaTypes { definitions };
        let shape = if has_keys(&schema) { types.table(&schema) } else { format!("A {}.\n", types.kind(&schema)) };
        out.push_str(&format!("\n## {}\n\n{}\n\n{shape}", format.title, format.said));
        for (name, of) in definitions.iter().filter(|(_, of)| has_keys(of)) {
            if !seen.contains(name) {
                seen.push(name.clone());
                let said = of["description"].as_str().unwrap_or_default();
                out.push_str(&format!("\n### {}\n\n{said}\n\n{}", title(name), types.table(of)));
            }
        }
    }
    out
}

#[test]
fn the_schemas_of_the_reference_are_what_the_code_says() {
    hold("schemas/syllabus.schema.json", &pretty(&configuration()));
    hold("schemas/front-matter.schema.json", &pretty(&front_matter()));
    for format in FORMATS {
        hold(&format!("schemas/{}.schema.json", format.file), &pretty(&schema(format)));
    }
    hold("reference/json.md", &page());
}

/// Nothing in place of days, which JSON does not have and no key takes.
fn without_dates(value: &mut Value) {
    match value {
        Value::Object(all) if all.keys().any(|key| key.starts_with("$__toml")) => *value = Value::Null,
        Value::Object(all) => all.values_mut().for_each(without_dates),
        Value::Array(all) => all.iter_mut().for_each(without_dates),
        _ => {}
    }
}

/// What is no error of a configuration fits its schema; what has another type than the schema says is an error.
#[test]
fn the_schema_of_the_configuration_takes_what_the_program_takes() {
    const VALUES: [&str; 14] = [
        "true",
        "0",
        "70",
        "2000",
        "-1",
        "0.5",
        "1e9",
        "\"\"",
        "\"text\"",
        "\"https://a.b/c\"",
        "[\"a\", \"b\"]",
        "[1]",
        "{ a = 1 }",
        "2027-01-31",
    ];
    let root = configuration();
    let schema = json_schema_test::JsonSchema::new(&root);
    let fits = |text: &str| {
        let table: toml::Table = text.parse().expect("TOML");
        let mut value = serde_json::to_value(table).expect("JSON");
        without_dates(&mut value);
        schema.faults(&value).is_empty()
    };
    let is_taken = |text: &str| !parse(text).1.iter().any(|one| one.severity > Severity::Note);
    for key in KEYS {
        let of = TABLES.iter().find(|table| table.name == key.table).expect("its table");
        let others: String = KEYS
            .iter()
            .filter(|other| other.table == key.table && other.name != key.name && other.default == "must be given")
            .map(|other| format!("{} = {}\n", other.name, other.example))
            .collect();
        let with = |value: &str| format!("{}\n{others}{} = {value}\n", of.header(), key.name);
        assert!(is_taken(&with(key.example)) && fits(&with(key.example)), "{}", key.name);
        for value in VALUES {
            let text = with(value);
            // Of a text the schema may take more than the program: it does not know every form.
            let is_looser = value.contains('"') && fits(&text);
            assert!(is_looser || is_taken(&text) == fits(&text), "{text}taken: {}", is_taken(&text));
        }
    }
    assert!(!fits("[course]\ntitel = \"A\"\n") && !is_taken("[course]\ntitel = \"A\"\n"));
}
