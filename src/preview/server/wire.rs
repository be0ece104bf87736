//! The JSON that the server and the script in the page exchange. Diagnostics, questions, checklists and repairs have the keys of
//! `inspect`. The script relies on the names of the keys.

use serde::{Deserialize, Serialize};

use crate::export::json::{CheckJson, DiagnosticJson, ExcerptJson, QuestionJson, RepairJson};
use crate::path::SourcePath;
use crate::source::Hash;

/// The current version of a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State {
    /// The hash of its built bytes; none if the page does not exist.
    pub hash: Option<Hash>,
    /// A hash of the sizes and modification times of its images; none if it shows none.
    pub pictures: Option<Hash>,
    /// How many warnings and errors its source has.
    pub warnings: usize,
}

/// What prevents the site from being built.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// The diagnostic; its code is empty if the table of codes has none for it.
    #[serde(flatten)]
    pub diagnostic: DiagnosticJson,
    /// The lines around the place.
    pub excerpt: Option<ExcerptJson>,
    /// A URL that opens the author's editor at the place.
    pub open: Option<String>,
    /// The absolute path of the file.
    pub path: Option<String>,
}

/// A page of which the author just edited the source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EditedPage {
    /// The page's path in the site.
    pub url: String,
    /// Its title.
    pub title: String,
    /// Its source's path in the course.
    pub source: SourcePath,
}

/// What the preview shows beside a page.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PageFacts {
    /// The page's source.
    pub source: SourcePath,
    /// Its absolute path.
    pub path: String,
    /// A URL that opens the author's editor, with `{line}` not yet replaced.
    pub open: Option<String>,
    /// The diagnostics of the source.
    pub diagnostics: Vec<DiagnosticFact>,
    /// Its questions.
    pub questions: Vec<QuestionJson>,
    /// Its checklist.
    pub checklist: Vec<CheckJson>,
    /// Repairs of damaged characters.
    pub repairs: Vec<RepairFact>,
}

/// A diagnostic of a page's source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DiagnosticFact {
    /// The diagnostic.
    #[serde(flatten)]
    pub diagnostic: DiagnosticJson,
    /// The lines around the place.
    pub excerpt: Option<ExcerptJson>,
    /// Its place on the page; none if it is not visible there (in a link's target, for example).
    pub place: Option<Place>,
    /// What one press would change in its chapter; none where only the author can tell.
    pub offer: Option<FixOffer>,
}

/// A fix as an author is asked about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FixOffer {
    /// Identifies the diagnostic and the text of its file: [`FixChoice::id`].
    pub id: String,
    /// What stands in the chapter.
    pub before: String,
    /// What takes its place.
    pub after: String,
}

/// A text on a page, and what distinguishes it from the same text elsewhere on it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Place {
    /// The text as it is shown.
    pub words: String,
    /// How often the same text occurs before it in the chapter's visible text.
    pub occurrence: usize,
    /// The visible text right before and right after it.
    pub around: (String, String),
}

/// A repair of damaged characters on a page.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RepairFact {
    /// The repair.
    #[serde(flatten)]
    pub repair: RepairJson,
    /// How often `after` occurs before this place in the chapter's visible text.
    pub occurrence: usize,
    /// The visible text right before and right after it; none if it is not visible on the page (in a link's target, for example).
    pub around: Option<(String, String)>,
    /// Whether the author chose `after`.
    pub chosen: bool,
}

/// The author's choice of what damaged characters should be.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct RepairChoice {
    /// The chapter.
    pub source: SourcePath,
    /// From 1.
    pub line: u32,
    /// From 1, in characters.
    pub column: u32,
    /// The damaged characters.
    pub before: String,
    /// What they should be; none takes an earlier choice back.
    pub after: Option<String>,
}

/// The author's wish that the fix of a diagnostic is written. It tells no text: what is written is what the server knows.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FixChoice {
    /// [`FixOffer::id`]
    pub id: String,
}
