//! What a run of a command tells programs besides its diagnostics: what was taken and counted, and why it stopped. The keys are relied on, as
//! those of `json` are.

use serde::Serialize;

/// A run of a command, or one thing that happened in `watch` or `serve`.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct RunJson {
    /// In `watch` and `serve`: what happened, as `name`: `built`, `rebuilt` (with `changed`, the names of files), `failed`, `serving` (with `address`)
    /// or `notice` (with `message`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event: Option<EventJson>,
    /// What was read and made; null where the course was not read.
    pub summary: Option<SummaryJson>,
    /// Why the command stopped; null where it did its work.
    pub error: Option<FailureJson>,
    /// The exit status; absent where the command goes on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<u8>,
    /// With `--verbose`: each setting, and where it comes from.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub settings: Vec<SettingJson>,
}

/// What happened in `watch` or `serve`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(tag = "name", rename_all = "lowercase")]
pub enum EventJson {
    /// The course was read for the first time, and in `watch` its site written.
    Built,
    /// It was read again.
    Rebuilt {
        /// The names of the files that changed.
        changed: Vec<String>,
    },
    /// The course could not be read, or its site not be written; the last good site stays.
    Failed,
    /// The preview can be opened.
    Serving {
        /// Where.
        address: String,
    },
    /// Something that is good to know.
    Notice {
        /// What, on one line.
        message: String,
    },
}

/// What a run read and made.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SummaryJson {
    /// The source as it was named or found.
    pub source: String,
    /// The output folder; null where no site is written.
    pub output: Option<String>,
    /// The configuration; null where there is none.
    pub config: Option<String>,
    /// Where the site will be found; null where that is not known.
    pub address: Option<String>,
    /// What told the address.
    pub address_from: Option<String>,
    /// Pages made from markdown.
    pub chapters: usize,
    /// Questions in them.
    pub questions: usize,
    /// Repaired runs of damaged characters.
    pub repairs: usize,
    /// Diagnostics that are errors.
    pub errors: usize,
    /// Diagnostics that are warnings, those of the configuration and the theme included.
    pub warnings: usize,
    /// Diagnostics that are notes.
    pub notes: usize,
    /// How many files of the site are new or have other bytes than before; absent where that is not counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub written: Option<usize>,
    /// How many files were removed from the site; absent where that is not counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub removed: Option<usize>,
    /// How long it took; absent where the document is the result, which is the same each time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seconds: Option<f64>,
}

/// Why a command stopped.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct FailureJson {
    /// What happened.
    pub message: String,
    /// What to do.
    pub help: String,
}

/// A setting and where it comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SettingJson {
    /// Its name.
    pub name: String,
    /// Its value, as text.
    pub value: String,
    /// Where it comes from.
    pub from: String,
}
