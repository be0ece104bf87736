//! What the server and the script in the page say to each other, as JSON. The names of the keys are relied on by the script.

use serde::{Deserialize, Serialize};

use crate::diagnostic::Severity;
use crate::path::SourcePath;
use crate::source::Hash;

/// How a page stands: what a browser needs to know whether it shows it as it is now.
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
    /// Its severity.
    pub severity: Severity,
    /// Its code, as `explain` takes it.
    pub code: String,
    /// The file it is about, as diagnostics name it.
    pub source: Option<String>,
    /// From 1.
    pub line: Option<u32>,
    /// From 1, in characters.
    pub column: Option<u32>,
    /// One line.
    pub message: String,
    /// The way out.
    pub help: Option<String>,
    /// The lines around the place with marks, as the terminal shows them, without colour.
    pub excerpt: Option<String>,
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
    pub questions: Vec<QuestionFact>,
    /// Its checklist.
    pub checklist: Vec<CheckFact>,
    /// Repairs of damaged characters.
    pub repairs: Vec<RepairFact>,
}

/// A diagnostic of a page's source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DiagnosticFact {
    /// Its code, as `explain` takes it.
    pub code: String,
    /// Its severity.
    pub severity: Severity,
    /// From 1.
    pub line: Option<u32>,
    /// From 1, in characters.
    pub column: Option<u32>,
    /// One line.
    pub message: String,
    /// The way out.
    pub help: Option<String>,
    /// The lines around the place with marks, as the terminal shows them, without colour.
    pub excerpt: Option<String>,
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

/// A question of a page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct QuestionFact {
    /// As in `inspect`.
    pub id: String,
    /// From 1, in the order of the page.
    pub number: u32,
    /// As in `inspect`: `single`, `multiple`, …
    pub kind: String,
    /// What is asked, as plain text.
    pub stem: String,
    /// Labels of the right choices.
    pub answer: Vec<String>,
    /// Whether there is an explanation.
    pub explained: bool,
    /// From 1.
    pub line: u32,
}

/// An item of a page's checklist.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CheckFact {
    /// As in `inspect`.
    pub id: String,
    /// As plain text.
    pub text: String,
    /// From 1.
    pub line: u32,
    /// Whether the author ticked it.
    pub checked: bool,
}

/// A repair that was made while the page was.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RepairFact {
    /// From 1.
    pub line: u32,
    /// From 1, in characters.
    pub column: u32,
    /// The damaged characters.
    pub before: String,
    /// What is shown for them.
    pub after: String,
    /// The probability that `after` is right.
    pub confidence: f32,
    /// Other texts that may have been meant, best first.
    pub alternatives: Vec<String>,
    /// How the damage came about.
    pub channel: String,
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
