//! Makes a diagnostic with its line from the error of a template, for the terminal and the preview's overlay.

use std::path::PathBuf;
use std::sync::Arc;

use super::notice::ProjectNotice;
use super::project::Project;
use crate::diagnostic::{Code, Diagnostic};
use crate::path::SourcePath;
use crate::render::theme::TemplateError;
use crate::span::Span;

/// The diagnostic of a template's error, with the text that is needed to show its line.
pub(super) struct TemplateFault {
    pub(super) diagnostic: Diagnostic,
    /// The path of the template, if it is a file of the author's theme.
    pub(super) path: Option<PathBuf>,
    /// Its text; `None` where the file cannot be read.
    pub(super) text: Option<Arc<str>>,
}

impl TemplateFault {
    /// Makes the diagnostic, and reads the template's file to show its line.
    pub(super) fn new(error: &TemplateError, project: &Project) -> Self {
        let path = project.theme.as_ref().zip(error.file.as_ref()).map(|(theme, file)| theme.join(file));
        let text: Option<Arc<str>> =
            path.as_ref().and_then(|path| std::fs::read_to_string(path).ok()).map(|text| text.as_str().into());
        let theme = project.theme.as_ref();
        let theme = theme.map_or_else(|| "the built-in theme".to_owned(), |theme| format!("`{}`", theme.display()));
        let help = format!("correct the file in {theme}; nothing was written, the last good site stays");
        let message = match &text {
            Some(_) => error.message.clone(),
            None => error.to_string(),
        };
        let mut diagnostic = Diagnostic::of_file(Code::Template, message).help(help);
        if let (Some(file), Some(text)) = (&error.file, &text) {
            diagnostic = diagnostic.in_file(&SourcePath::new(file));
            let before: usize = text.split_inclusive('\n').take(error.line.saturating_sub(1)).map(str::len).sum();
            let line = text.get(before..).and_then(|rest| rest.lines().next()).unwrap_or_default();
            let column = line.char_indices().nth(error.column.saturating_sub(1)).map_or(line.len(), |(at, _)| at);
            diagnostic.span = (error.line > 0).then(|| Span::new(before + column, before + line.len()));
        }
        TemplateFault { diagnostic, path, text }
    }

    /// The same as a diagnostic of a file beside the course; of a built-in template that of the theme's folder, or of none.
    pub(super) fn into_notice(self, project: &Project) -> ProjectNotice {
        let path = self.path.or_else(|| project.theme.clone()).unwrap_or_default();
        ProjectNotice { diagnostic: self.diagnostic, path, text: self.text }
    }
}
