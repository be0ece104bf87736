//! Diagnostics for programs: JSON and [GitHub's workflow
//! commands](https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands). Other programs rely on their keys and
//! form.

use super::lookup::{SourceLookup, SourceTexts, path_from, sorted};
use crate::diagnostic::{Diagnostic, Severity};
use crate::export::json::DiagnosticJson;

/// `{"diagnostics": […]}`, with each diagnostic on a line of its own, so that `grep` and `diff` are useful.
pub fn json(diagnostics: &[Diagnostic], texts: &dyn SourceTexts) -> String {
    let mut lookup = SourceLookup::new(texts);
    let rows: Vec<String> = sorted(diagnostics).into_iter().map(|diagnostic| line(diagnostic, &mut lookup)).collect();
    match rows.as_slice() {
        [] => "{\"diagnostics\": []}\n".to_owned(),
        rows => format!("{{\"diagnostics\": [\n{}\n]}}\n", rows.join(",\n")),
    }
}

fn line(diagnostic: &Diagnostic, lookup: &mut SourceLookup) -> String {
    let row = DiagnosticJson::new(diagnostic, lookup.position(diagnostic));
    // Serialising strings and numbers cannot fail.
    serde_json::to_string(&row).unwrap_or_default()
}

/// A line `::warning file=…,line=…,col=…::message` for each diagnostic.
pub fn github(diagnostics: &[Diagnostic], texts: &dyn SourceTexts, prefix: &str) -> String {
    let mut lookup = SourceLookup::new(texts);
    sorted(diagnostics).into_iter().map(|diagnostic| command(diagnostic, &mut lookup, prefix)).collect()
}

fn command(diagnostic: &Diagnostic, lookup: &mut SourceLookup, prefix: &str) -> String {
    let word = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let mut properties = Vec::new();
    if let Some(source) = &diagnostic.source {
        properties.push(format!("file={}", escape_property(&path_from(prefix, source))));
    }
    if let Some(position) = lookup.position(diagnostic) {
        properties.push(format!("line={},col={}", position.line, position.column));
    }
    let blank = if properties.is_empty() { "" } else { " " };
    format!("::{word}{blank}{}::{}\n", properties.join(","), escape_data(&diagnostic.message))
}

/// Escapes what would end a command or start another one. `%` is escaped first, as the other escapes contain it.
fn escape_data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn escape_property(text: &str) -> String {
    escape_data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{github, json};
    use crate::diagnostic::{Code, Diagnostic};
    use crate::path::SourcePath;
    use crate::span::Span;

    fn text(source: &SourcePath) -> Option<Arc<str>> {
        (source.as_str() != "gone.md").then(|| "# é\n[x](y.md)\n".into())
    }

    fn broken(path: &str) -> Diagnostic {
        Diagnostic::new(Code::BrokenLink, Span::new(9, 13), "no file `y.md`").in_file(&SourcePath::new(path))
    }

    #[test]
    fn json_keeps_its_keys_and_says_null_for_what_is_absent() {
        let all = [Diagnostic::of_file(Code::NoChapters, "no chapter"), broken("a.md").help("remove it")];
        assert_eq!(
            json(&all, &text),
            r#"{"diagnostics": [
{"code":"link/broken","severity":"warning","source":"a.md","line":2,"column":5,"message":"no file `y.md`","help":"remove it"},
{"code":"source/no-chapters","severity":"error","source":null,"line":null,"column":null,"message":"no chapter","help":null}
]}
"#
        );
        assert_eq!(json(&[], &text), "{\"diagnostics\": []}\n");
    }

    #[test]
    fn github_annotates_the_file_as_seen_from_the_root_of_the_repository() {
        assert_eq!(
            github(&[broken("a.md")], &text, "chapters"),
            "::warning file=chapters/a.md,line=2,col=5::no file `y.md`\n"
        );
        assert_eq!(github(&[broken("gone.md")], &text, ""), "::warning file=gone.md::no file `y.md`\n");
    }

    #[test]
    fn github_commands_cannot_be_broken_out_of() {
        let evil = Diagnostic::of_file(Code::NotText, "50%\r\n::error::x").in_file(&SourcePath::new("a:b,c\n.md"));
        assert_eq!(github(&[evil], &text, ""), "::error file=a%3Ab%2Cc%0A.md::50%25%0D%0A::error::x\n");
        let whole = Diagnostic::of_file(Code::NoChapters, "no chapter");
        assert_eq!(github(&[whole], &text, ""), "::error::no chapter\n");
    }
}
