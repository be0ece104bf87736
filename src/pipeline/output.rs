//! One unit of a site's work, as a value: which row of the table of outputs, and about what.

use serde::Serialize;

use crate::index::{ChapterIdx, ModuleIdx};
use crate::path::SourcePath;
use crate::render::theme::TemplateError;
use crate::render::view::PageView;
use crate::render::whole::HomeView;
use crate::site::FileContent;

/// One unit of work: a file of the site, or the files that share one subject (the page and the quiz page of a chapter).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Output {
    /// The row of `OUTPUTS`.
    pub(super) kind: usize,
    pub(super) subject: Subject,
}

/// What an output is about.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Subject {
    /// The site as a whole.
    Site,
    /// A file of the theme, by its place in `Theme::assets`.
    Asset(usize),
    /// A file of the course that is published as it is.
    File(SourcePath),
    /// A chapter.
    Chapter(ChapterIdx),
    /// A module.
    Module(ModuleIdx),
}

/// What the course says of an output. Together with the source's text, the theme and the settings it is all that the output is made from.
#[derive(Debug, Serialize)]
pub enum PageInputs {
    /// Of a chapter.
    Chapter(Box<PageView>),
    /// Of the home page, and of the root's README where there is one.
    Home(Box<HomeView>, Option<Box<PageView>>),
    /// Nothing: the output has no fingerprint, because making it takes no longer than comparing what it is made from.
    Nothing,
}

/// What becomes of an output's file: none where its source vanished meanwhile, an error where a template is broken.
pub(super) type MakeResult = Result<Option<FileContent>, TemplateError>;

impl Output {
    /// The file of the course that this output copies, if it is a copy.
    pub fn copied_file(&self) -> Option<&SourcePath> {
        match &self.subject {
            Subject::File(path) => Some(path),
            _ => None,
        }
    }

    /// The chapter whose own pages this output makes; the home page is another output.
    pub fn chapter(&self) -> Option<ChapterIdx> {
        match self.subject {
            Subject::Chapter(chapter) => Some(chapter),
            _ => None,
        }
    }
}
