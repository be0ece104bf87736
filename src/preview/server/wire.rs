//! What the server and the script in the page send each other, as JSON. Diagnostics, questions, checklists and repairs have the keys of
//! `inspect`. The script relies on the names of the keys.

use serde::{Deserialize, Serialize};

use crate::export::json::{CheckJson, DiagnosticJson, ExcerptJson, QuestionJson, RepairJson};
use crate::path::SourcePath;
use crate::source::Hash;

/// What tells a page from earlier versions of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State {
    /// Of the built bytes; none where the page does not exist.
    pub hash: Option<Hash>,
    /// Of what tells its pictures from other ones under the same names; none where it shows none.
    pub pictures: Option<Hash>,
    /// How many warnings and errors its source has.
    pub warnings: usize,
}

/// What stops the site from being made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// The diagnostic; without a code where no row of the table of codes says it.
    #[serde(flatten)]
    pub diagnostic: DiagnosticJson,
    /// The lines around the place.
    pub excerpt: Option<ExcerptJson>,
    /// An address that opens the author's editor at the place.
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
    /// An address that opens the author's editor; `{line}` is still to be put in.
    pub open: Option<String>,
    /// What was found in the source.
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
    /// Where on the page it is read; none where it is not: in a link's target, say.
    pub place: Option<Place>,
}

/// Words on a page, and what tells them from the same words elsewhere on it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Place {
    /// As they are read.
    pub words: String,
    /// How often they stand in the chapter's visible text before.
    pub occurrence: usize,
    /// What is read right before and right after them.
    pub around: (String, String),
}

/// A repair of damaged characters on a page.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RepairFact {
    /// The repair.
    #[serde(flatten)]
    pub repair: RepairJson,
    /// How often `after` stands in the chapter's visible text before this one.
    pub occurrence: usize,
    /// What is read right before and right after it on the page; none where it is not read there (in a link's target, say).
    pub around: Option<(String, String)>,
    /// Whether the author chose `after`.
    pub chosen: bool,
}

/// The author chooses what damaged characters should be.
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
