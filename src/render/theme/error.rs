//! The error of a theme's file, with its place. Returned where a theme is loaded or a page rendered.

use std::fmt;

use tera::ErrorKind;

use crate::diagnostic::{Code, Diagnostic};

/// A theme cannot be used. Then nothing is written and the last good site stays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TemplateError {
    /// The file, relative to the theme; none if the error is in no file.
    pub file: Option<String>,
    /// The line, from 1; 0 if it is not known.
    pub line: usize,
    /// The column, from 1, in characters; 0 if it is not known.
    pub column: usize,
    /// What is wrong: lower case, no full stop.
    pub message: String,
}

impl TemplateError {
    /// The error of a template whose drawing cannot be read.
    pub fn no_drawing(file: &str) -> TemplateError {
        at_file(file, "it makes no SVG drawing with a width and a height")
    }

    pub(super) fn from_tera(error: &tera::Error) -> TemplateError {
        match error.kind() {
            ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => TemplateError {
                file: Some(report.filename().to_owned()).filter(|name| !name.is_empty()),
                line: report.span().start_line,
                column: report.span().start_col + 1,
                message: lower_first(report.message()),
            },
            ErrorKind::MissingParent { current, parent } => TemplateError {
                file: Some(current.clone()),
                line: 0,
                column: 0,
                message: format!("it extends `{parent}`, which is no template of the theme"),
            },
            _ => TemplateError { file: None, line: 0, column: 0, message: lower_first(&error.to_string()) },
        }
    }
}

impl fmt::Display for TemplateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.file, self.line) {
            (Some(file), 0) => write!(f, "{file}: {}", self.message),
            (Some(file), line) => write!(f, "{file}:{line}:{}: {}", self.column, self.message),
            (None, _) => f.write_str(&self.message),
        }
    }
}

impl std::error::Error for TemplateError {}

impl From<TemplateError> for Diagnostic {
    fn from(error: TemplateError) -> Diagnostic {
        Diagnostic::of_file(Code::Template, error.to_string()).help(Code::Template.row().remedy)
    }
}

pub(super) fn missing_file(path: &str) -> TemplateError {
    at_file(path, "the theme has no such file")
}

pub(super) fn not_utf8(path: &str, bytes: &[u8], valid_up_to: usize) -> TemplateError {
    let text = String::from_utf8_lossy(bytes.get(..valid_up_to).unwrap_or_default());
    let (line, column) = place(&text, text.len());
    TemplateError { line, column, ..at_file(path, "it is not UTF-8 from here on") }
}

pub(super) fn bad_toml(path: &str, text: &str, fault: &toml::de::Error) -> TemplateError {
    let (line, column) = fault.span().map_or((0, 0), |span| place(text, span.start));
    TemplateError { line, column, ..at_file(path, fault.message()) }
}

fn at_file(path: &str, message: &str) -> TemplateError {
    TemplateError { file: Some(path.to_owned()), line: 0, column: 0, message: message.to_owned() }
}

/// Line and column, from 1, of a byte.
fn place(text: &str, byte: usize) -> (usize, usize) {
    let before = text.get(..byte).unwrap_or(text);
    let line = before.rsplit('\n').next().unwrap_or_default();
    (before.matches('\n').count() + 1, line.chars().count() + 1)
}

fn lower_first(message: &str) -> String {
    let mut letters = message.trim_end_matches('.').chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}
