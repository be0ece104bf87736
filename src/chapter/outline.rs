//! What of a chapter others can see. An edit that leaves a chapter's outline as it was changes one page.

use std::borrow::Cow;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::title::title_from_path;
use crate::index::{IndexVec, LinkIdx};
use crate::markdown::LinkKind;
use crate::path::SourcePath;

/// The little of a chapter that the course is assembled from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outline {
    /// The file.
    pub path: SourcePath,
    /// The front matter's `id`.
    pub id: Option<String>,
    /// The title that the author wrote: in the front matter, else as the first `h1`.
    pub title: Option<String>,
    /// The first words of prose, as plain text: what a card says of the chapter.
    pub lead: Option<String>,
    /// The front matter's `weight`, in thousandths: only their order counts.
    pub weight: Option<i64>,
    /// The front matter's `draft`.
    pub draft: bool,
    /// The language the text seems to be in (BCP 47), where it is clear.
    pub language: Option<String>,
    /// `**Study Time:** …` as written.
    pub study_time: Option<String>,
    /// `**Difficulty:** …` as written.
    pub difficulty: Option<String>,
    /// `**Importance:** …` as written.
    pub importance: Option<String>,
    /// Headings with their ids, in order.
    pub sections: Vec<Section>,
    /// Ids that authors gave.
    pub anchors: Vec<String>,
    /// Links and images as written, in the order of the text.
    pub links: IndexVec<LinkIdx, OutlineLink>,
    /// How many questions it has.
    pub questions: u32,
    /// How many items its checklists have.
    pub checklist: u32,
}

impl Outline {
    /// The title that the author wrote, else one made from the file's name.
    pub fn title_or_name(&self) -> Cow<'_, str> {
        self.title.as_deref().map_or_else(|| Cow::Owned(title_from_path(&self.path)), Cow::Borrowed)
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
}

/// A link or image as written. Its place in the file is in the chapter's summary, so that an edit elsewhere leaves the outline as it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutlineLink {
    /// The target as written.
    pub href: String,
    /// Link or image.
    pub kind: LinkKind,
    /// What the words around it say of the reading order.
    pub role: LinkRole,
}

/// What a link says of the reading order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum LinkRole {
    /// Nothing.
    #[default]
    Plain,
    /// Its target comes next: `**Next Chapter:** [IAM](iam.md)`, `[Next: IAM →](iam.md)`.
    Next,
    /// Its target comes before.
    Previous,
    /// Its target is the overview: `[Back to the overview](README.md)`.
    Up,
}
