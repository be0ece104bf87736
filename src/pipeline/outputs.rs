//! What a site consists of, as one table: each row of [`OUTPUTS`] is a kind of file, with where it lies, when it is written, what
//! it depends on and how it is made. Whoever adds a kind of file adds its row and its `make` function here, and nothing elsewhere:
//! builds, rebuilds, the preview and the reserved names all read the table.

use std::hash::{Hash as StdHash, Hasher};

use serde::Serialize;

use super::site_builder::SiteBuilder;
use crate::index::{ChapterIdx, ModuleIdx};
use crate::path::{SitePath, SourcePath};
use crate::render::theme::TemplateError;
use crate::render::view::PageView;
use crate::render::whole::HomeView;
use crate::site::FileContent;

/// One unit of work: a file of the site, or the files that share one subject (the page and the quiz page of a chapter).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Output {
    pub(super) kind: &'static OutputKind,
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

/// When an output is written. Phases follow each other, so that nothing links to what is not there yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Phase {
    /// What pages load: styles, scripts, pictures.
    Assets,
    /// Pages.
    Pages,
    /// What leads to pages: the home page and indexes.
    Indexes,
}

/// All phases in their order.
pub(super) const PHASES: [Phase; 3] = [Phase::Assets, Phase::Pages, Phase::Indexes];

/// What an output must be made anew for, beside a change of the course, of the theme or of the configuration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DependsOn {
    /// Nothing else.
    CourseOnly,
    /// The text of the chapter it is about (see [`SiteBuilder::chapter_of`]).
    OwnText,
    /// The text of any chapter.
    AllTexts,
}

/// Where the files of an output lie in the site.
#[derive(Clone, Copy, Debug)]
pub(super) enum Location {
    /// One file at the root; its name is reserved.
    Fixed(&'static str),
    /// The files that the function names for a subject.
    Of(fn(&SiteBuilder<'_>, &Subject) -> Vec<SitePath>),
}

/// What becomes of an output's file: none where its source vanished meanwhile, an error where a template is broken.
pub(super) type MakeResult = Result<Option<FileContent>, TemplateError>;

/// A kind of output: a row of [`OUTPUTS`].
#[derive(Debug)]
pub(super) struct OutputKind {
    /// Its name in fingerprints, unique in the table.
    pub name: &'static str,
    pub phase: Phase,
    /// Whether it tells of the whole course, so that a rebuild may let it wait until edits pause.
    pub is_course_wide: bool,
    pub depends_on: DependsOn,
    pub location: Location,
    /// The subjects of which the site has this output, in the order in which they are written.
    pub subjects: fn(&SiteBuilder<'_>) -> Vec<Subject>,
    /// What the course says of a subject; see [`PageInputs`].
    pub inputs: fn(&SiteBuilder<'_>, &Subject) -> Result<PageInputs, TemplateError>,
    /// Makes one of the files; none where its source vanished meanwhile.
    pub make: fn(&SiteBuilder<'_>, &Subject, &PageInputs, &SitePath) -> MakeResult,
}

impl PartialEq for OutputKind {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for OutputKind {}

impl StdHash for OutputKind {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.name.hash(state);
    }
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

/// Names at the root that later kinds of output will have, or that hosts give a meaning to.
const RESERVED_FOR_LATER: [&str; 3] = ["practice.html", "print.html", "robots.txt"];

/// The kinds of files of a site. Within a phase they are written in this order.
pub(super) static OUTPUTS: [OutputKind; 9] = [
    OutputKind {
        name: "assets",
        phase: Phase::Assets,
        is_course_wide: false,
        depends_on: DependsOn::CourseOnly,
        location: Location::Of(|builder, subject| builder.asset_path(subject)),
        subjects: |builder| (0..builder.theme().assets().len()).map(Subject::Asset).collect(),
        inputs: no_inputs,
        make: |builder, subject, _, _| Ok(builder.asset(subject)),
    },
    OutputKind {
        name: "copies",
        phase: Phase::Assets,
        is_course_wide: false,
        depends_on: DependsOn::CourseOnly,
        location: Location::Of(|builder, subject| builder.copy_path(subject)),
        subjects: |builder| builder.referenced_files().into_iter().map(Subject::File).collect(),
        inputs: no_inputs,
        make: |builder, subject, _, _| Ok(builder.copy(subject)),
    },
    OutputKind {
        name: "pages",
        phase: Phase::Pages,
        is_course_wide: false,
        depends_on: DependsOn::OwnText,
        location: Location::Of(|builder, subject| builder.chapter_paths(subject)),
        subjects: |builder| builder.course().chapters.indices().map(Subject::Chapter).collect(),
        inputs: |builder, subject| builder.chapter_inputs(subject),
        make: |builder, subject, inputs, path| builder.chapter_page(subject, inputs, path),
    },
    OutputKind {
        name: "overviews",
        phase: Phase::Pages,
        is_course_wide: false,
        depends_on: DependsOn::CourseOnly,
        location: Location::Of(|builder, subject| builder.overview_path(subject)),
        subjects: |builder| builder.modules_without_overview(),
        inputs: no_inputs,
        make: |builder, subject, _, _| builder.overview_page(subject),
    },
    OutputKind {
        name: "home",
        phase: Phase::Indexes,
        is_course_wide: false,
        depends_on: DependsOn::OwnText,
        location: Location::Fixed("index.html"),
        subjects: site,
        inputs: |builder, _| builder.home_inputs(),
        make: |builder, _, inputs, _| builder.home_page(inputs),
    },
    OutputKind {
        name: "not-found",
        phase: Phase::Indexes,
        is_course_wide: false,
        depends_on: DependsOn::CourseOnly,
        location: Location::Fixed("404.html"),
        subjects: site,
        inputs: no_inputs,
        make: |builder, _, _, _| builder.not_found_page().map(Some),
    },
    // GitHub Pages publishes the files as they are where this file stands.
    OutputKind {
        name: "no-jekyll",
        phase: Phase::Indexes,
        is_course_wide: false,
        depends_on: DependsOn::CourseOnly,
        location: Location::Fixed(".nojekyll"),
        subjects: site,
        inputs: no_inputs,
        make: |_, _, _, _| Ok(Some(FileContent::Bytes(Vec::new()))),
    },
    OutputKind {
        name: "course-json",
        phase: Phase::Indexes,
        is_course_wide: true,
        depends_on: DependsOn::AllTexts,
        location: Location::Fixed("course.json"),
        subjects: site,
        inputs: no_inputs,
        make: |builder, _, _, _| Ok(Some(builder.course_json())),
    },
    OutputKind {
        name: "sitemap",
        phase: Phase::Indexes,
        is_course_wide: true,
        depends_on: DependsOn::CourseOnly,
        location: Location::Fixed("sitemap.xml"),
        subjects: |builder| builder.base_url().map(|_| Subject::Site).into_iter().collect(),
        inputs: no_inputs,
        make: |builder, _, _, _| Ok(builder.sitemap()),
    },
];

/// The names at the site's root that belong to the site itself: no page and no copied file may take them.
pub(super) fn reserved_names() -> impl Iterator<Item = &'static str> {
    let fixed = OUTPUTS.iter().filter_map(|kind| match kind.location {
        Location::Fixed(name) => Some(name),
        Location::Of(_) => None,
    });
    fixed.chain(RESERVED_FOR_LATER)
}

fn site(_: &SiteBuilder<'_>) -> Vec<Subject> {
    vec![Subject::Site]
}

fn no_inputs(_: &SiteBuilder<'_>, _: &Subject) -> Result<PageInputs, TemplateError> {
    Ok(PageInputs::Nothing)
}

impl Output {
    /// Whether it tells of the whole course, so that a rebuild may let it wait until edits pause.
    pub fn is_course_wide(&self) -> bool {
        self.kind.is_course_wide
    }

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

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn names_are_unique_and_fixed_names_are_reserved() {
        let names: HashSet<&str> = OUTPUTS.iter().map(|kind| kind.name).collect();
        assert_eq!(names.len(), OUTPUTS.len());
        let reserved: HashSet<&str> = reserved_names().collect();
        assert_eq!(reserved.len(), reserved_names().count(), "a name is reserved twice");
        for name in ["index.html", "404.html", "course.json", "sitemap.xml", ".nojekyll", "practice.html"] {
            assert!(reserved.contains(name), "{name}");
        }
    }

    #[test]
    fn every_phase_has_an_output() {
        for phase in PHASES {
            assert!(OUTPUTS.iter().any(|kind| kind.phase == phase), "{phase:?}");
        }
    }
}
