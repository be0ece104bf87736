//! A diagnostic with its file, where that is no part of the course.

use std::path::PathBuf;
use std::sync::Arc;

use crate::diagnostic::Diagnostic;

/// A diagnostic of a file that is no part of the course: the configuration, or one of the theme.
#[derive(Clone, Debug)]
pub(super) struct ProjectNotice {
    pub diagnostic: Diagnostic,
    /// The file; for a theme without files its folder.
    pub path: PathBuf,
    /// Its text, for the excerpt.
    pub text: Option<Arc<str>>,
}
