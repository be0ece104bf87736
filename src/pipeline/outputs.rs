//! The kinds of files of a site, as one table: each row of [`OUTPUTS`] says where its files are, when they are written, what they depend
//! on and how they are made. A new kind of file needs a row here and its functions in [`OutputContext`], and nothing elsewhere: builds,
//! rebuilds, the preview and the reserved names all read the table.

use super::offline_context::{ICON, OFFLINE_LIST, OFFLINE_PAGE};
use super::output::{KeptOffline, MakeResult, PageInputs, Subject};
use super::output_context::OutputContext;
use crate::export::search::SEARCH_FOLDER;
use crate::path::SitePath;
use crate::render::addresses::{IDS_SCRIPT, MODULES_SCRIPT};
use crate::render::theme::TemplateError;
use crate::render::whole::{
    HOST_HEADERS, HOST_REDIRECTS, PRACTICE_INDEX, PROGRESS_SCRIPT, host_headers, host_redirects,
};
use crate::site::FileContent;
use crate::source::SitePage;

/// When an output is written. One phase follows the other, so that no written page links to a file that is not written yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Phase {
    /// Files that pages load: styles, scripts, pictures.
    Assets,
    /// Pages.
    Pages,
    /// Files that link to pages: the home page and indexes.
    Indexes,
    /// Files that name the bytes of all others, once these are at rest.
    AtRest,
}

/// All phases in their order.
pub(super) const PHASES: [Phase; 4] = [Phase::Assets, Phase::Pages, Phase::Indexes, Phase::AtRest];

/// Which texts an output depends on, beside the course, the theme and the configuration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DependsOn {
    /// None.
    CourseOnly,
    /// The text of the chapter that is its subject.
    ChapterText,
    /// The text of the root's README, where there is one.
    ReadmeText,
    /// The text of any chapter.
    AllTexts,
}

/// Where the files of an output are in the site.
#[derive(Clone, Copy, Debug)]
pub(super) enum Location {
    /// One file; its path is reserved.
    Fixed(&'static str),
    /// The files that the function names for a subject; those with a number in place of the sign are reserved.
    Numbered(&'static str, fn(&OutputContext<'_>, &Subject) -> Vec<SitePath>),
    /// Files below a folder that is reserved. To name all of them takes long, so they are named when all other files are written, and a single one
    /// is known by its path.
    Below(&'static str, fn(&Subject) -> Vec<SitePath>),
    /// The files that the function names for a subject.
    Of(fn(&OutputContext<'_>, &Subject) -> Vec<SitePath>),
}

/// A kind of output: a row of [`OUTPUTS`].
#[derive(Debug)]
pub(super) struct OutputKind {
    /// Its name in fingerprints, unique in the table.
    pub name: &'static str,
    pub phase: Phase,
    /// Whether it depends on the whole course, so that a rebuild may postpone it until edits pause.
    pub is_course_wide: bool,
    pub depends_on: DependsOn,
    /// When readers' browsers keep its files, where they may.
    pub kept_offline: KeptOffline,
    pub location: Location,
    /// The subjects of which the site has this output, in the order in which they are written.
    pub subjects: fn(&OutputContext<'_>) -> Vec<Subject>,
    /// The data of the course for a subject; see [`PageInputs`].
    pub inputs: fn(&OutputContext<'_>, &Subject) -> Result<PageInputs, TemplateError>,
    /// Makes one of the files; `None` where its source has vanished meanwhile.
    pub make: fn(&OutputContext<'_>, &Subject, &PageInputs, &SitePath) -> MakeResult,
}

impl OutputKind {
    /// Whether its files are named and written when all others are.
    pub fn is_late(&self) -> bool {
        matches!(self.location, Location::Below(..)) || self.phase == Phase::AtRest
    }

    /// Whether a path is of such a file, of this site or of an earlier one.
    pub fn is_late_path(&self, path: &SitePath) -> bool {
        match self.location {
            Location::Below(folder, _) => path.as_str().starts_with(folder),
            Location::Fixed(name) => self.is_late() && path.as_str() == name,
            _ => false,
        }
    }
}

/// The name of the kind of output that is a chapter's page, its quiz page and its markdown.
pub(super) const CHAPTER_PAGES: &str = "pages";
/// The name of the kind of output that is a page to be printed.
pub(super) const PRINTED: &str = "print";
/// The name of the kind of output that is a file of the search index.
pub(super) const SEARCH_INDEX: &str = "search-index";

/// The name of the kind of output that stands at a former address.
pub(super) const REDIRECTS: &str = "redirects";

/// The kinds of files of a site. Within a phase they are written in this order.
pub(super) static OUTPUTS: [OutputKind; 32] = [
    OutputKind {
        name: "assets",
        phase: Phase::Assets,
        is_course_wide: false,
        depends_on: DependsOn::CourseOnly,
        kept_offline: KeptOffline::Always,
        location: Location::Of(|context, subject| context.asset_path(subject)),
        subjects: |context| (0..context.theme().assets().len()).map(Subject::Asset).collect(),
        inputs: no_inputs,
        make: |context, subject, _, _| Ok(context.asset(subject)),
    },
    OutputKind {
        name: "drawn-picture",
        phase: Phase::Assets,
        is_course_wide: false,
        depends_on: DependsOn::CourseOnly,
        kept_offline: KeptOffline::Never,
        location: Location::Of(|context, _| context.update.drawn_picture.iter().cloned().collect()),
        subjects: |context| context.update.drawn_picture.iter().map(|_| Subject::Site).collect(),
        inputs: |context, _| context.drawing(),
        make: |context, _, inputs, _| context.drawn_picture(inputs),
    },
    OutputKind {
        name: "copies",
        phase: Phase::Assets,
        is_course_wide: false,
        depends_on: DependsOn::CourseOnly,
        kept_offline: KeptOffline::WhenAskedFor,
        location: Location::Of(|context, subject| context.copy_path(subject)),
        subjects: |context| context.copied_files().into_iter().map(Subject::File).collect(),
        inputs: no_inputs,
        make: |context, subject, _, _| Ok(context.copy(subject)),
    },
    OutputKind {
        name: "terms",
        phase: Phase::Assets,
        is_course_wide: false,
        depends_on: DependsOn::AllTexts,
        kept_offline: KeptOffline::Always,
        location: Location::Of(|context, subject| context.terms_path(subject)),
        subjects: |context| context.glossaries(),
        inputs: no_inputs,
        make: |context, subject, _, _| Ok(context.terms(subject)),
    },
    OutputKind {
        name: CHAPTER_PAGES,
        phase: Phase::Pages,
        is_course_wide: false,
        depends_on: DependsOn::ChapterText,
        kept_offline: KeptOffline::WhenAskedFor,
        location: Location::Of(|context, subject| context.chapter_paths(subject)),
        subjects: |context| context.course().chapters.indices().map(Subject::Chapter).collect(),
        inputs: |context, subject| context.chapter_inputs(subject),
        make: |context, subject, inputs, path| context.chapter_page(subject, inputs, path),
    },
    OutputKind {
        name: "overviews",
        phase: Phase::Pages,
        is_course_wide: false,
        depends_on: DependsOn::CourseOnly,
        kept_offline: KeptOffline::WhenAskedFor,
        location: Location::Of(|context, subject| context.overview_path(subject)),
        subjects: |context| context.modules_without_overview(),
        inputs: no_inputs,
        make: |context, subject, _, _| context.overview_page(subject),
    },
    OutputKind {
        name: "home",
        phase: Phase::Indexes,
        is_course_wide: false,
        depends_on: DependsOn::ReadmeText,
        kept_offline: KeptOffline::Always,
        location: Location::Fixed("index.html"),
        subjects: site,
        inputs: |context, _| context.home_inputs(),
        make: |context, _, inputs, _| context.home_page(inputs),
    },
    OutputKind {
        name: "not-found",
        phase: Phase::Indexes,
        is_course_wide: false,
        depends_on: DependsOn::CourseOnly,
        kept_offline: KeptOffline::Never,
        location: Location::Fixed("404.html"),
        subjects: site,
        inputs: no_inputs,
        make: |context, _, _, _| context.not_found_page().map(Some),
    },
    OutputKind {
        name: "contents",
        phase: Phase::Indexes,
        is_course_wide: true,
        depends_on: DependsOn::CourseOnly,
        kept_offline: KeptOffline::WhenAskedFor,
        location: Location::Numbered("contents-#.html", |context, subject| context.contents_path(subject)),
        subjects: |context| context.contents_subjects(),
        inputs: no_inputs,
        make: |context, subject, _, path| context.contents(subject, path),
    },
    OutputKind {
        name: "modules",
        phase: Phase::Indexes,
        is_course_wide: true,
        depends_on: DependsOn::CourseOnly,
        kept_offline: KeptOffline::Always,
        location: Location::Fixed(MODULES_SCRIPT),
        subjects: |context| context.modules_subject(),
        inputs: no_inputs,
        make: |context, _, _, _| Ok(Some(context.modules_script())),
    },
    OutputKind {
        name: "ids",
        phase: Phase::Indexes,
        is_course_wide: true,
        depends_on: DependsOn::AllTexts,
        kept_offline: KeptOffline::WhenAskedFor,
        location: Location::Fixed(IDS_SCRIPT),
        subjects: site,
        inputs: no_inputs,
        make: |context, _, _, _| Ok(Some(context.ids_script())),
    },
    OutputKind {
        name: "progress",
        phase: Phase::Indexes,
        is_course_wide: true,
        depends_on: DependsOn::CourseOnly,
        kept_offline: KeptOffline::Always,
        location: Location::Fixed(PROGRESS_SCRIPT),
        subjects: site,
        inputs: no_inputs,
        make: |context, _, _, _| Ok(Some(context.progress_script())),
    },
    OutputKind {
        name: "practice",
        phase: Phase::Indexes,
        is_course_wide: true,
        depends_on: DependsOn::CourseOnly,
        kept_offline: KeptOffline::Always,
        location: Location::Of(|context, _| vec![context.site_page(SitePage::Practice)]),
        subjects: |context| context.practice_subject(),
        inputs: no_inputs,
        make: |context, subject, _, _| context.practice_page(subject),
    },
    OutputKind {
        name: "practice-modules",
        phase: Phase::Indexes,
        is_course_wide: true,
        depends_on: DependsOn::CourseOnly,
        kept_offline: KeptOffline::WhenAskedFor,
        location: Location::Of(|context, subject| context.practice_path(subject)),
        subjects: |context| context.practice_modules(),
        inputs: no_inputs,
        make: |context, subject, _, _| context.practice_page(subject),
    },
    OutputKind {
        name: "practice-index",
        phase: Phase::Indexes,
        is_course_wide: true,
        depends_on: DependsOn::AllTexts,
        kept_offline: KeptOffline::Always,
        location: Location::Fixed(PRACTICE_INDEX),
        subjects: |context| context.practice_subject(),
        inputs: no_inputs,
        make: |context, _, _, _| Ok(Some(context.practice_index())),
    },
    OutputKind {
        name: "practice-banks",
        phase: Phase::Indexes,
        is_course_wide: true,
        depends_on: DependsOn::AllTexts,
        kept_offline: KeptOffline::WhenAskedFor,
        location: Location::Of(|context, subject| context.bank_path(subject)),
        subjects: |context| context.bank_subjects(),
        inputs: |context, subject| context.bank_inputs(subject),
        make: |context, subject, inputs, _| context.bank(subject, inputs),
    },
    OutputKind {
        name: PRINTED,
        phase: Phase::Indexes,
        is_course_wide: true,
        depends_on: DependsOn::AllTexts,
        kept_offline: KeptOffline::Never,
        location: Location::Numbered("print-#.html", |context, subject| context.print_path(subject)),
        subjects: |context| context.print_subjects(),
        inputs: |context, subject| context.print_inputs(subject),
        make: |context, subject, inputs, _| context.print(subject, inputs),
    },
    OutputKind {
        name: "search-page",
        phase: Phase::Indexes,
        is_course_wide: false,
        depends_on: DependsOn::CourseOnly,
        kept_offline: KeptOffline::WhenAskedFor,
        location: Location::Of(|context, _| vec![context.site_page(SitePage::Search)]),
        subjects: site,
        inputs: no_inputs,
        make: |context, _, _, path| context.search_page(path).map(Some),
    },
    OutputKind {
        name: SEARCH_INDEX,
        phase: Phase::Indexes,
        is_course_wide: true,
        depends_on: DependsOn::AllTexts,
        kept_offline: KeptOffline::WhenAskedFor,
        location: Location::Below(SEARCH_FOLDER, |subject| match subject {
            Subject::Search(file) => vec![SitePath::new(file.path())],
            _ => Vec::new(),
        }),
        subjects: |context| context.search().files().into_iter().map(Subject::Search).collect(),
        inputs: no_inputs,
        make: |context, subject, _, _| Ok(context.search_file(subject)),
    },
    // With this file GitHub Pages publishes all files unchanged, without running Jekyll.
    OutputKind {
        name: "no-jekyll",
        phase: Phase::Indexes,
        is_course_wide: false,
        depends_on: DependsOn::CourseOnly,
        kept_offline: KeptOffline::Never,
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
        kept_offline: KeptOffline::Never,
        location: Location::Fixed("course.json"),
        subjects: site,
        inputs: no_inputs,
        make: |context, _, _, _| Ok(Some(context.course_json())),
    },
    OutputKind {
        name: "sitemap",
        phase: Phase::Indexes,
        is_course_wide: true,
        depends_on: DependsOn::CourseOnly,
        kept_offline: KeptOffline::Never,
        location: Location::Fixed("sitemap.xml"),
        subjects: |context| context.base_url().map(|_| Subject::Site).into_iter().collect(),
        inputs: no_inputs,
        make: |context, _, _, _| Ok(context.sitemap()),
    },
    OutputKind {
        name: REDIRECTS,
        phase: Phase::Indexes,
        is_course_wide: true,
        depends_on: DependsOn::CourseOnly,
        kept_offline: KeptOffline::Never,
        location: Location::Of(|_, subject| match subject {
            Subject::Redirect(from) => vec![from.clone()],
            _ => Vec::new(),
        }),
        subjects: |context| context.update.redirects().pages.keys().cloned().map(Subject::Redirect).collect(),
        inputs: no_inputs,
        make: |context, subject, _, _| context.redirect(subject),
    },
    OutputKind {
        name: "host-redirects",
        phase: Phase::Indexes,
        is_course_wide: true,
        depends_on: DependsOn::CourseOnly,
        kept_offline: KeptOffline::Never,
        location: Location::Of(|context, _| context.host_file_path(HOST_REDIRECTS)),
        subjects: |context| context.host_file_path(HOST_REDIRECTS).iter().map(|_| Subject::Site).collect(),
        inputs: no_inputs,
        make: |context, _, _, _| Ok(Some(text(host_redirects(context.update.redirects())))),
    },
    OutputKind {
        name: "host-headers",
        phase: Phase::Indexes,
        is_course_wide: false,
        depends_on: DependsOn::CourseOnly,
        kept_offline: KeptOffline::Never,
        location: Location::Of(|context, _| context.host_file_path(HOST_HEADERS)),
        subjects: |context| context.host_file_path(HOST_HEADERS).iter().map(|_| Subject::Site).collect(),
        inputs: no_inputs,
        make: |context, _, _, _| Ok(Some(text(host_headers(context.theme())))),
    },
    OutputKind {
        name: "feed",
        phase: Phase::Indexes,
        is_course_wide: true,
        depends_on: DependsOn::CourseOnly,
        kept_offline: KeptOffline::Never,
        // Not reserved, as the next one.
        location: Location::Of(|context, _| context.feed_path()),
        subjects: |context| context.feed_path().iter().map(|_| Subject::Site).collect(),
        inputs: no_inputs,
        make: |context, _, _, _| Ok(context.feed()),
    },
    OutputKind {
        name: "llms",
        phase: Phase::Indexes,
        is_course_wide: true,
        depends_on: DependsOn::CourseOnly,
        kept_offline: KeptOffline::Never,
        // Not reserved: a file of the course that has this name keeps it.
        location: Location::Of(|context, _| context.llms_path()),
        subjects: site,
        inputs: no_inputs,
        make: |context, _, _, _| Ok(Some(context.llms())),
    },
    OutputKind {
        name: "app-icon",
        phase: Phase::Assets,
        is_course_wide: false,
        depends_on: DependsOn::CourseOnly,
        kept_offline: KeptOffline::Never,
        location: Location::Fixed(ICON),
        subjects: |context| context.offline_subjects(),
        inputs: no_inputs,
        make: |context, _, _, _| context.icon(),
    },
    OutputKind {
        name: "app-manifest",
        phase: Phase::Indexes,
        is_course_wide: false,
        depends_on: DependsOn::CourseOnly,
        kept_offline: KeptOffline::Never,
        location: Location::Fixed("manifest.webmanifest"),
        subjects: |context| context.offline_subjects(),
        inputs: no_inputs,
        make: |context, _, _, _| Ok(Some(context.app_manifest())),
    },
    OutputKind {
        name: "offline-page",
        phase: Phase::Indexes,
        is_course_wide: false,
        depends_on: DependsOn::CourseOnly,
        kept_offline: KeptOffline::Always,
        location: Location::Fixed(OFFLINE_PAGE),
        subjects: |context| context.offline_subjects(),
        inputs: no_inputs,
        make: |context, _, _, _| context.offline_page(),
    },
    OutputKind {
        name: "offline-list",
        phase: Phase::AtRest,
        is_course_wide: true,
        depends_on: DependsOn::AllTexts,
        kept_offline: KeptOffline::Never,
        location: Location::Fixed(OFFLINE_LIST),
        subjects: |context| context.offline_subjects(),
        inputs: no_inputs,
        make: |context, _, _, _| Ok(context.offline_list()),
    },
    // The last of all: browsers look for a new version of a site here.
    OutputKind {
        name: "worker",
        phase: Phase::AtRest,
        is_course_wide: true,
        depends_on: DependsOn::AllTexts,
        kept_offline: KeptOffline::Never,
        location: Location::Fixed("sw.js"),
        subjects: |context| context.offline_subjects(),
        inputs: no_inputs,
        make: |context, _, _, _| Ok(context.worker()),
    },
];

/// The names that belong to the site itself, as `source::pages` takes them: no page and no copied file may have one.
pub(super) fn reserved_names() -> impl Iterator<Item = &'static str> {
    OUTPUTS.iter().filter_map(|kind| match kind.location {
        Location::Fixed(name) | Location::Below(name, _) | Location::Numbered(name, _) => Some(name),
        Location::Of(_) => None,
    })
}

fn text(text: String) -> FileContent {
    FileContent::Bytes(text.into_bytes())
}

fn site(_: &OutputContext<'_>) -> Vec<Subject> {
    vec![Subject::Site]
}

fn no_inputs(_: &OutputContext<'_>, _: &Subject) -> Result<PageInputs, TemplateError> {
    Ok(PageInputs::Nothing)
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
        for name in ["index.html", "404.html", "course.json", "sitemap.xml", ".nojekyll"] {
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
