//! Diagnostics as [SARIF 2.1.0](https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html), with the fields that
//! [code scanning](https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning) asks for.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::lookup::{SourceLookup, SourceTexts, path_from, sorted};
use super::printable::{printable, printable_json};
use crate::diagnostic::{CodeRow, Diagnostic, Severity};
use crate::export::json::FixEditJson;
use crate::path::encode;
use crate::source::Hash;
use crate::words::capitalized;

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// Diagnostics with the texts of their files, and what stands before their paths.
pub struct SarifGroup<'g> {
    /// The diagnostics.
    pub diagnostics: &'g [Diagnostic],
    /// The texts of their files.
    pub texts: &'g dyn SourceTexts,
    /// The folder of their paths, from the folder that the command runs in.
    pub prefix: &'g str,
}

/// One document for all groups; the path of each file is from the folder that the command runs in, which should be the root of the repository.
pub fn sarif(groups: &[SarifGroup<'_>]) -> String {
    let mut rules: BTreeMap<&str, &CodeRow> = BTreeMap::new();
    for diagnostic in groups.iter().flat_map(|group| group.diagnostics) {
        let row = diagnostic.code.row();
        rules.insert(row.id, row);
    }
    let numbers: BTreeMap<&str, usize> = rules.keys().enumerate().map(|(number, id)| (*id, number)).collect();
    let results: Vec<Value> = groups.iter().flat_map(|group| results(group, &numbers)).collect();
    let driver = json!({
        "name": "syllabus",
        "semanticVersion": env!("CARGO_PKG_VERSION"),
        "rules": rules.values().map(|row| rule(row)).collect::<Vec<_>>(),
    });
    let run = json!({
        "tool": { "driver": driver },
        "automationDetails": { "id": "syllabus/" },
        "columnKind": "unicodeCodePoints",
        "results": results,
    });
    let document = json!({ "$schema": SCHEMA, "version": "2.1.0", "runs": [run] });
    format!("{}\n", printable_json(document.to_string()))
}

fn rule(row: &CodeRow) -> Value {
    json!({
        "id": row.id,
        "name": row.id.split(['/', '-']).map(capitalized).collect::<String>(),
        "shortDescription": { "text": sentence(row.summary) },
        "fullDescription": { "text": row.detail },
        "help": { "text": row.remedy, "markdown": format!("{}\n\n```text\n{}\n```\n", row.remedy, row.example) },
        "defaultConfiguration": { "level": level(row.severity) },
        "properties": {
            "precision": "very-high",
            "problem.severity": problem(row.severity),
            "tags": ["documentation", row.id.split('/').next().unwrap_or_default()],
        },
    })
}

fn results(group: &SarifGroup<'_>, numbers: &BTreeMap<&str, usize>) -> Vec<Value> {
    let mut lookup = SourceLookup::new(group.texts);
    sorted(group.diagnostics)
        .into_iter()
        .map(|diagnostic| result(diagnostic, &mut lookup, group.prefix, numbers))
        .collect()
}

fn result(
    diagnostic: &Diagnostic,
    lookup: &mut SourceLookup<'_>,
    prefix: &str,
    numbers: &BTreeMap<&str, usize>,
) -> Value {
    let id = diagnostic.code.id();
    let help = diagnostic.help.as_deref().map(|help| format!("\n{}", printable(help))).unwrap_or_default();
    let mut result = json!({
        "ruleId": id,
        "ruleIndex": numbers.get(id),
        "level": level(diagnostic.severity),
        "message": { "text": format!("{}{help}", printable(&diagnostic.message)) },
    });
    // Code scanning shows nothing without a file: what is about the whole course is said of its folder.
    let path = diagnostic.source.as_ref().map_or_else(|| ".".to_owned(), |source| path_from(prefix, source));
    let mut place = json!({ "artifactLocation": { "uri": uri(&path), "uriBaseId": "%SRCROOT%" } });
    if let Some((start, end)) = lookup.region(diagnostic) {
        place["region"] = json!({ "startLine": start.line, "startColumn": start.column, "endLine": end.line, "endColumn": end.column });
    } else if diagnostic.source.is_some() {
        place["region"] = json!({ "startLine": 1 });
    }
    result["locations"] = json!([{ "physicalLocation": &place }]);
    if let Some(fix) = lookup.fix(diagnostic) {
        let replacements: Vec<Value> = fix.edits.iter().map(replacement).collect();
        let change = json!({ "artifactLocation": place["artifactLocation"], "replacements": replacements });
        result["fixes"] = json!([{ "description": { "text": printable(&fix.title) }, "artifactChanges": [change] }]);
    }
    // The line is no part of it: it moves while an author writes.
    let print = Hash::of_value(&(id, &path, &diagnostic.message)).digits(16);
    result["partialFingerprints"] = json!({ "syllabus/v1": print });
    result
}

fn replacement(edit: &FixEditJson) -> Value {
    let FixEditJson { line, column, end_line, end_column, replacement } = edit;
    let region = json!({ "startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column });
    json!({ "deletedRegion": region, "insertedContent": { "text": replacement } })
}

/// A path as a relative address.
fn uri(path: &str) -> String {
    path.split(['/', std::path::MAIN_SEPARATOR]).map(encode).collect::<Vec<_>>().join("/")
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

fn problem(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "recommendation",
    }
}

fn sentence(text: &str) -> String {
    format!("{}.", capitalized(text))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::diagnostic::{CODES, Code, Fix};
    use crate::path::SourcePath;
    use crate::span::Span;

    fn document(diagnostics: &[Diagnostic], prefix: &str) -> Value {
        let texts = |_: &SourcePath| Some(Arc::from("# é\n[x](y.md)\n"));
        let text = sarif(&[SarifGroup { diagnostics, texts: &texts, prefix }]);
        serde_json::from_str(&text).expect("JSON")
    }

    #[test]
    fn a_result_has_its_rule_its_place_and_a_print_that_outlives_lines() {
        let broken = |start: usize| {
            let span = Span::new(start, start + 4);
            let diagnostic =
                Diagnostic::new(Code::BrokenLink, span, "no file `y.md`").fix(Fix::new("write it", span, "z"));
            diagnostic.in_file(&SourcePath::new("a b.md")).help("write it")
        };
        let one = document(&[broken(9)], "docs");
        let run = &one["runs"][0];
        let (rule, result) = (&run["tool"]["driver"]["rules"][0], &run["results"][0]);
        assert_eq!((&rule["id"], &rule["name"]), (&json!("link/broken"), &json!("LinkBroken")));
        assert_eq!(
            (&result["ruleId"], &result["ruleIndex"], &result["level"]),
            (&json!("link/broken"), &json!(0), &json!("warning"))
        );
        assert_eq!(result["message"]["text"], "no file `y.md`\nwrite it");
        let place = &result["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], "docs/a%20b.md");
        assert_eq!(place["region"], json!({ "startLine": 2, "startColumn": 5, "endLine": 2, "endColumn": 9 }));
        let fix = &result["fixes"][0];
        assert_eq!(fix["description"]["text"], "write it");
        assert_eq!(fix["artifactChanges"][0]["artifactLocation"], place["artifactLocation"]);
        let replacement = &fix["artifactChanges"][0]["replacements"][0];
        assert_eq!(
            (&replacement["deletedRegion"], &replacement["insertedContent"]["text"]),
            (&place["region"], &json!("z"))
        );
        let print = |document: &Value| document["runs"][0]["results"][0]["partialFingerprints"]["syllabus/v1"].clone();
        assert_eq!(print(&one), print(&document(&[broken(5)], "docs")));
        assert_ne!(print(&one), print(&document(&[broken(9)], "other")));
    }

    #[test]
    fn nothing_to_tell_is_a_run_without_results_and_the_course_as_a_whole_has_a_place() {
        assert_eq!(document(&[], "")["runs"][0]["results"], json!([]));
        let whole = document(&[Diagnostic::of_file(Code::NoChapters, "no chapter")], "docs");
        let place = &whole["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
        assert_eq!((&place["artifactLocation"]["uri"], &place["region"]), (&json!("."), &Value::Null));
    }

    #[test]
    fn each_code_makes_a_rule_that_code_scanning_takes() {
        for row in CODES {
            let rule = rule(row);
            for key in ["/shortDescription/text", "/fullDescription/text", "/help/text", "/help/markdown"] {
                assert!(
                    rule.pointer(key).and_then(Value::as_str).is_some_and(|text| !text.is_empty() && text.len() < 1024),
                    "{} {key}",
                    row.id
                );
            }
            assert!(rule["name"].as_str().is_some_and(|name| name.chars().all(char::is_alphanumeric)), "{}", row.id);
        }
    }
}
