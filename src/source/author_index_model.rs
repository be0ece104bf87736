//! Tables of contents that authors wrote for other tools, as plain values. `author_index` reads them; `course` makes the order from them.

use crate::path::SourcePath;
use crate::span::Span;

/// All tables of contents of a course, and what their tools' settings say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuthorIndexes {
    /// By the depth of their folders, then by path.
    pub indexes: Vec<AuthorIndex>,
    /// From the settings in the course's own folder.
    pub facts: BookFacts,
    /// Whether another tool makes pages of the chapters, too: then its addresses may be meant as they are.
    pub is_built_elsewhere: bool,
}

/// A table of contents that the author wrote for another tool.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuthorIndex {
    /// The file it stands in.
    pub path: SourcePath,
    /// The folder whose files it lists, relative to the course.
    pub folder: String,
    /// Whether it is the table of contents of the whole course, not of one of several books in it.
    pub is_of_course: bool,
    /// In order, each before those below it.
    pub entries: Vec<AuthorIndexEntry>,
}

impl AuthorIndex {
    /// A table of contents of which it is not known yet whether it is that of the course.
    #[cfg(feature = "render")]
    pub(super) fn new(path: &SourcePath, folder: String, entries: Vec<AuthorIndexEntry>) -> AuthorIndex {
        AuthorIndex { path: path.clone(), folder, is_of_course: false, entries }
    }
}

/// An entry of a table of contents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuthorIndexEntry {
    /// How many entries it lies in.
    pub depth: usize,
    /// As the author named it; may be empty.
    pub title: String,
    /// Where it leads.
    pub target: IndexTarget,
    /// Its bytes in the file.
    pub span: Span,
}

/// Where an entry of a table of contents leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IndexTarget {
    /// Nowhere: it is the title of a part, or announces a chapter to come.
    Nothing,
    /// To a file of the course.
    File(SourcePath),
    /// To all that lies in a folder.
    Folder(String),
    /// To a path where nothing lies.
    Missing(String),
    /// Out of the course.
    Elsewhere,
}

/// What the settings of another tool say of a course.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BookFacts {
    /// Its title.
    pub title: Option<String>,
    /// BCP 47.
    pub language: Option<String>,
    /// The URL of its repository, without `/` at its end.
    pub repository: Option<String>,
    /// The file that says so; of several the first.
    pub file: Option<SourcePath>,
}
