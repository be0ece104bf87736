//! The severity of a diagnostic.

use serde::{Deserialize, Serialize};

/// The severity of a diagnostic. Errors make the exit status 1; warnings do so with `--strict`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing; never fails a build.
    Note,
    /// The page is made, but a reader may meet something broken.
    Warning,
    /// A part of the site could not be made.
    Error,
}

impl Severity {
    /// The word shown for it.
    pub fn word(self) -> &'static str {
        match self {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}
