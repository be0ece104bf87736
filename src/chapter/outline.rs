//! The part of a chapter that the course and the pages of other chapters depend on. An edit that leaves a chapter's outline as it was
//! changes only that chapter's pages.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::date::Date;
use crate::index::{IndexVec, LinkIdx};
use crate::markdown::LinkKind;
use crate::path::SourcePath;

/// The part of a chapter that the course is assembled from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outline {
    /// The file.
    pub path: SourcePath,
    /// The front matter's `id`.
    pub id: Option<String>,
    /// The title that the author wrote: in the front matter, else as a heading. Else [`crate::course`] makes one from the file's name.
    pub title: Option<String>,
    /// Whether its title or its name says that it explains terms.
    pub is_glossary: bool,
    /// The first prose paragraph as plain text, at most 200 characters: shown where the course lists the chapter.
    pub excerpt: Option<String>,
    /// The front matter's `weight`, in thousandths: only their order counts.
    pub weight: Option<i64>,
    /// Whether it is no chapter: the front matter's `draft`, or a drawing.
    pub draft: bool,
    /// The day from which on it is published, where its front matter names one.
    pub release: Option<Date>,
    /// Former addresses of its page, as the front matter names them.
    pub redirect_from: Vec<String>,
    /// Whether it is a drawing kept as markdown.
    pub drawing: bool,
    /// The language of the text as detected (BCP 47); none where it is not clear.
    pub language: Option<String>,
    /// `**Study Time:** …` as written.
    pub study_time: Option<String>,
    /// How many minutes it takes: as the author says, else as its words say; 1 of a short one.
    pub minutes: u32,
    /// How many minutes the text takes to read, from its words; none of a short one.
    pub reading_minutes: Option<u32>,
    /// `**Difficulty:** …` as written.
    pub difficulty: Option<String>,
    /// `**Importance:** …` as written.
    pub importance: Option<String>,
    /// Headings with their ids, in order.
    pub sections: Vec<Section>,
    /// Ids that the author gave in HTML (`<a id>`, `<a name>`).
    pub anchors: Vec<String>,
    /// Ids that headings had before they were repaired.
    pub former_ids: Vec<String>,
    /// Links and images as written, in the order of the text.
    pub links: IndexVec<LinkIdx, OutlineLink>,
    /// How many questions it has.
    pub questions: u32,
    /// How many items its checklists have.
    pub checklist: u32,
}

impl Outline {
    /// Whether a link with this id lands: it is that of a heading, or was before the heading was repaired, or the author gave it in HTML.
    pub fn has_id(&self, id: &str) -> bool {
        let given = self.anchors.iter().chain(&self.former_ids).any(|given| given == id);
        given || self.sections.iter().any(|section| &*section.id == id)
    }

    /// Whether the course leaves it out on a day; where the day is not known, what has a day of release is left out.
    pub fn is_left_out(&self, today: Option<Date>) -> bool {
        self.draft || self.release.is_some_and(|release| today.is_none_or(|today| release > today))
    }
}

/// A heading.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// 1 to 6, as written.
    pub level: u8,
    /// Its text; the same as in the document.
    pub title: Arc<str>,
    /// Its id; the same as in the document.
    pub id: Arc<str>,
    /// Whether it belongs into a table of contents: it is no part of a question, an answer key or a fold that hides an answer.
    pub is_listed: bool,
    /// Whether it is a part of an answer, which the data of the site must not give away.
    pub is_answer: bool,
}

/// A link or image as written. Its place in the file is in the chapter's summary, so that an edit elsewhere leaves the outline as it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutlineLink {
    /// The target as written.
    pub href: String,
    /// Link or image.
    pub kind: LinkKind,
    /// What its text and the text before it say about the reading order.
    pub role: LinkRole,
}

/// What a link says about the reading order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum LinkRole {
    /// Nothing.
    #[default]
    Plain,
    /// It is an entry of a list of links: an index.
    Listed,
    /// It is an entry of an index beside the one that leads: a list of news, of further reading.
    ListedAside,
    /// Its target is the next chapter: `**Next Chapter:** [IAM](iam.md)`, `[Next: IAM →](iam.md)`.
    Next,
    /// Its target is the previous chapter.
    Previous,
    /// Its target is the overview: `[Back to the overview](README.md)`.
    Up,
}
