//! One unit of work for a site, as a value: a kind of output and its subject.

use serde::Serialize;

use crate::export::search::SearchFile;
use crate::index::{ChapterIdx, ModuleIdx};
use crate::path::{SitePath, SourcePath};
use crate::render::theme::TemplateError;
use crate::render::view::PageView;
use crate::render::whole::{BankKey, BankView, HomeView, PrintView};
use crate::site::FileContent;

/// One unit of work: a file of the site, or several files of one subject (the page and the quiz page of a chapter).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Output {
    /// The index of its kind in `OUTPUTS`.
    pub(super) kind: usize,
    pub(super) subject: Subject,
}

/// When a browser keeps a file of a site that may be read without a network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum KeptOffline {
    /// With the first page that is read: what all pages load, and the home page.
    Always,
    /// When it is read, or its module or the course is asked for.
    WhenAskedFor,
    /// Never: it is no part of what is read.
    Never,
}

/// What an output is about.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Subject {
    /// The site as a whole.
    Site,
    /// A file of the theme, by its index in `Theme::assets`.
    Asset(usize),
    /// A file of the course that is published as it is.
    File(SourcePath),
    /// A chapter.
    Chapter(ChapterIdx),
    /// What a glossary explains, by its chapter.
    Terms(ChapterIdx),
    /// A module.
    Module(ModuleIdx),
    /// A bank of questions to practise.
    Bank(BankKey),
    /// A file of the search index.
    Search(SearchFile),
    /// A part of the course that is printed by itself, by its number.
    PrintPart(usize),
    /// What stands at a former address.
    Redirect(SitePath),
}

/// The data of the course that an output is made from. Together with the source's text, the theme and the settings it determines the bytes.
#[derive(Debug, Serialize)]
pub enum PageInputs {
    /// For the pages of a chapter.
    Chapter(Box<PageView>),
    /// For the home page, with the root's README where there is one.
    Home(Box<HomeView>, Option<Box<PageView>>),
    /// For what is printed.
    Print(Box<PrintView>),
    /// For a bank of questions.
    Bank(Box<BankView>),
    /// For the picture of a course that has none: the drawing.
    Drawing(String),
    /// None. The output has no fingerprint, because making it takes no longer than computing one.
    Nothing,
}

/// The content of a file of an output; `None` where its source has vanished meanwhile, an error where a template is broken.
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
