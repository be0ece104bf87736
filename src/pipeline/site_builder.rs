//! Lists the outputs of a site and makes their files one by one, from the table of [`outputs`](super::outputs); `build`, `watch` and
//! `serve` use it.

use std::collections::BTreeMap;

use super::output::{KeptOffline, Output, PageInputs, Subject};
use super::output_context::OutputContext;
use super::outputs::{
    CHAPTER_PAGES, DependsOn, Location, OUTPUTS, OutputKind, PHASES, PRINTED, Phase, REDIRECTS, SEARCH_INDEX,
};
use super::update::Update;
use crate::course::SitePaths;
use crate::export::search::SearchFile;
use crate::index::ChapterIdx;
use crate::path::{SitePath, SourcePath};
use crate::render::theme::TemplateError;
use crate::render::whole::PrintPart;
use crate::site::{SiteFile, WrittenFile, is_bad};
use crate::source::{Hash, SitePage, page_of_quiz};

/// Lists and makes the files of one site.
#[derive(Debug)]
pub struct SiteBuilder<'a> {
    context: OutputContext<'a>,
}

/// The paths of all files of a site but those that nothing else may be beside, and without what stands at former addresses, which is decided by
/// these.
pub(super) fn site_paths(update: &Update) -> SitePaths {
    let builder = SiteBuilder::new(update);
    let is_named = |kind: &OutputKind| kind.name != REDIRECTS && !matches!(kind.location, Location::Below(..));
    let outputs =
        builder.outputs_of(|kind| if is_named(kind) { (kind.subjects)(&builder.context) } else { Vec::new() });
    let paths = outputs.into_iter().flatten().flat_map(|output| builder.paths(&output));
    // The pages of files that cannot be read now stay.
    let pages = update.source_tree().pages.pages.values().cloned();
    SitePaths::new(paths.chain(pages), is_bad)
}

impl<'a> SiteBuilder<'a> {
    /// A builder for the site of an update. Builds its indexes in one pass over the course.
    pub fn new(update: &'a Update) -> Self {
        SiteBuilder { context: OutputContext::new(update) }
    }

    /// The update whose site it builds.
    pub fn update(&self) -> &'a Update {
        self.context.update
    }

    /// The outputs of the site without [`SiteBuilder::late_outputs`]: lists in the order in which they must be written, one for each phase. Where a
    /// course is printed in parts, each part has a list right after one with the pages of its chapters, so that these are kept no longer
    /// than until it is made.
    pub fn outputs(&self) -> Vec<Vec<Output>> {
        let phases = self.outputs_of(|kind| if kind.is_late() { Vec::new() } else { (kind.subjects)(&self.context) });
        let part_of = self.context.parts_of_chapters();
        if part_of.is_empty() {
            return phases;
        }
        let mut pages: BTreeMap<usize, Vec<Output>> = BTreeMap::new();
        let mut printed: BTreeMap<usize, Vec<Output>> = BTreeMap::new();
        let mut others = Vec::new();
        for phase in phases {
            let mut rest = Vec::new();
            for output in phase {
                let part = output.chapter().filter(|_| kind_of(&output).is_some_and(|kind| kind.name == CHAPTER_PAGES));
                match (part.and_then(|chapter| part_of.get(&chapter)), &output.subject) {
                    (Some(part), _) => pages.entry(*part).or_default().push(output),
                    (None, Subject::PrintPart(part)) => printed.entry(*part).or_default().push(output),
                    _ => rest.push(output),
                }
            }
            others.push(rest);
        }
        let parts = pages.into_iter().flat_map(|(part, pages)| [pages, printed.remove(&part).unwrap_or_default()]);
        let parts: Vec<Vec<Output>> = parts.collect();
        // Before all that is no asset; a part without chapters comes with the rest.
        others.splice(1..1, parts);
        others.extend(printed.into_values());
        others
    }

    /// The outputs that are written after all others, a list for each step: to name them takes as long as to make them.
    pub fn late_outputs(&self) -> Vec<Vec<Output>> {
        let is_late = |kind: &OutputKind| kind.is_late() && kind.phase != Phase::AtRest;
        let outputs = self.outputs_of(|kind| if is_late(kind) { (kind.subjects)(&self.context) } else { Vec::new() });
        let is_last = |output: &Output| output.subject == Subject::Search(SearchFile::Index);
        // The index tells which others there are.
        let (last, first) = outputs.into_iter().flatten().partition(is_last);
        vec![first, last]
    }

    /// The outputs that name the bytes of all other files, a list for each step; `written` tells these files, and is called if there are such outputs.
    ///
    /// # Errors
    /// Those of `written`.
    pub fn outputs_at_rest<E>(
        &self,
        written: impl FnOnce() -> Result<Vec<WrittenFile>, E>,
    ) -> Result<Vec<Vec<Output>>, E> {
        let is_at_rest = |kind: &OutputKind| kind.phase == Phase::AtRest;
        let outputs =
            self.outputs_of(|kind| if is_at_rest(kind) { (kind.subjects)(&self.context) } else { Vec::new() });
        let steps: Vec<Vec<Output>> = outputs.into_iter().flatten().map(|output| vec![output]).collect();
        if !steps.is_empty() {
            self.context.set_written(written()?, &self.kept_offline());
        }
        Ok(steps)
    }

    /// The files that browsers may keep, and when they do.
    fn kept_offline(&self) -> Vec<(SitePath, KeptOffline)> {
        let all = self.outputs().into_iter().chain(self.late_outputs()).flatten();
        let kept = all.flat_map(|output| {
            let kept = kind_of(&output).map_or(KeptOffline::Never, |kind| kind.kept_offline);
            let paths = if kept == KeptOffline::Never { Vec::new() } else { self.paths(&output) };
            paths.into_iter().map(move |path| (path, kept))
        });
        // What is printed has a style of its own, and markdown is for programs.
        let style = self.context.theme().print_style_path();
        let markdown = |path: &SitePath| self.context.update.find_chapter(&SourcePath::new(path.as_str())).is_some();
        kept.filter(|(path, _)| path.as_str() != style && !markdown(path)).collect()
    }

    /// Whether a path belongs to an output that is written late, be it one of this site or of an earlier one.
    pub fn is_late(path: &SitePath) -> bool {
        OUTPUTS.iter().any(|kind| kind.is_late_path(path))
    }

    /// The outputs that change when only the texts of [`Update::edited`] changed and the course is the same, without
    /// [`SiteBuilder::late_outputs`]; a list for each phase.
    pub fn edited_outputs(&self) -> Vec<Vec<Output>> {
        let edited = &self.context.update.edited;
        let is_readme_edited = self.context.course().overview.is_some_and(|readme| edited.contains(&readme));
        self.outputs_of(|kind| match kind.depends_on {
            DependsOn::CourseOnly => Vec::new(),
            _ if kind.is_late() => Vec::new(),
            DependsOn::AllTexts => (kind.subjects)(&self.context),
            // From the edited chapters, so that the cost does not grow with the course.
            DependsOn::ChapterText => edited.iter().copied().map(Subject::Chapter).collect(),
            DependsOn::ReadmeText if is_readme_edited => (kind.subjects)(&self.context),
            DependsOn::ReadmeText => Vec::new(),
        })
    }

    fn outputs_of(&self, subjects: impl Fn(&'static OutputKind) -> Vec<Subject>) -> Vec<Vec<Output>> {
        let of_phase = |phase| {
            let kinds = OUTPUTS.iter().enumerate().filter(move |(_, kind)| kind.phase == phase);
            let of_kind =
                |(index, kind)| subjects(kind).into_iter().map(move |subject| Output { kind: index, subject });
            kinds.flat_map(of_kind).collect()
        };
        PHASES.into_iter().map(of_phase).collect()
    }

    /// The pages of a chapter.
    pub fn chapter_output(&self, chapter: ChapterIdx) -> Option<Output> {
        Some(Output { kind: kind_named(CHAPTER_PAGES), subject: Subject::Chapter(chapter) })
    }

    /// The chapter whose text an output shows; for the home page this is the root's README.
    pub fn chapter_of(&self, output: &Output) -> Option<ChapterIdx> {
        match kind_of(output)?.depends_on {
            DependsOn::ChapterText => output.chapter(),
            DependsOn::ReadmeText => self.context.course().overview,
            DependsOn::CourseOnly | DependsOn::AllTexts => None,
        }
    }

    /// The output that makes a file of the site.
    pub fn output_of(&self, path: &SitePath) -> Option<Output> {
        let search = SearchFile::of_path(path.as_str());
        let of_search = search.map(|file| Output { kind: kind_named(SEARCH_INDEX), subject: Subject::Search(file) });
        of_search.or_else(|| self.chapter_output_of(path)).or_else(|| self.indexed_output_of(path))
    }

    /// The output of the chapter whose page or quiz page this is. Most requests are for these, so they are answered without an index of
    /// the site.
    fn chapter_output_of(&self, path: &SitePath) -> Option<Output> {
        let of = |page: &SitePath| {
            let chapter = self.context.update.find_chapter(self.context.update.source_tree().pages.source_of(page)?)?;
            self.chapter_output(chapter).filter(|output| self.paths(output).contains(path))
        };
        let of_markdown = || {
            let chapter = self.context.update.find_chapter(&SourcePath::new(path.as_str()))?;
            self.chapter_output(chapter).filter(|output| self.paths(output).contains(path))
        };
        of(path).or_else(|| of(&page_of_quiz(path)?)).or_else(of_markdown)
    }

    fn indexed_output_of(&self, path: &SitePath) -> Option<Output> {
        let all = || {
            let outputs = self.outputs().into_iter().flatten();
            let with_paths = |output: Output| self.paths(&output).into_iter().map(move |path| (path, output.clone()));
            outputs.flat_map(with_paths).collect()
        };
        self.context.update.outputs.get_or_init(all).get(path).cloned()
    }

    /// The paths of an output's files in the site.
    pub fn paths(&self, output: &Output) -> Vec<SitePath> {
        match kind_of(output).map(|kind| kind.location) {
            None => Vec::new(),
            Some(Location::Fixed(name)) => vec![SitePath::new(name)],
            Some(Location::Numbered(_, paths)) => paths(&self.context, &output.subject),
            Some(Location::Below(_, paths)) => paths(&output.subject),
            Some(Location::Of(paths)) => paths(&self.context, &output.subject),
        }
    }

    /// The data of the course that an output is made from.
    ///
    /// # Errors
    /// The navigation's template is broken.
    pub fn inputs(&self, output: &Output) -> Result<PageInputs, TemplateError> {
        match kind_of(output) {
            Some(kind) => (kind.inputs)(&self.context, &output.subject),
            None => Ok(PageInputs::Nothing),
        }
    }

    /// The hash of all that an output is made from: the same fingerprint means the same bytes. `None` where making the output takes no
    /// longer than computing the hash.
    pub fn fingerprint(&self, output: &Output, inputs: &PageInputs) -> Option<Hash> {
        if matches!(inputs, PageInputs::Nothing) {
            return None;
        }
        let inputs = postcard::to_stdvec(inputs).ok()?;
        let chapter = self.chapter_of(output).and_then(|chapter| self.context.update.cached(chapter));
        let text = chapter.map(|cached| cached.hash.0).unwrap_or_default();
        Some(Hash::of(&[kind_of(output)?.name.as_bytes(), &self.context.update.common.0, &text, &inputs].concat()))
    }

    /// Makes one of an output's files; `None` where its source has vanished meanwhile.
    ///
    /// # Errors
    /// A template is broken.
    pub fn make(
        &self,
        output: &Output,
        inputs: &PageInputs,
        path: SitePath,
    ) -> Result<Option<SiteFile>, TemplateError> {
        let Some(kind) = kind_of(output) else { return Ok(None) };
        let content = (kind.make)(&self.context, &output.subject, inputs, &path)?;
        Ok(content.map(|content| SiteFile { path, content }))
    }

    /// The page of the course to be printed.
    pub fn print_page(&self) -> SitePath {
        self.context.site_page(SitePage::Print)
    }

    /// The parts of the course that are printed by themselves.
    pub fn print_parts(&self) -> &[PrintPart] {
        &self.context.plan().parts
    }

    /// Whether the course is too large to be printed as one document.
    pub fn is_printed_in_parts(&self) -> bool {
        self.context.plan().is_large
    }

    /// The outputs that a printed page needs: what it loads, and itself.
    pub fn print_outputs(&self, page: &SitePath) -> Vec<Vec<Output>> {
        let mut groups = self.outputs_of(|kind| match kind.phase {
            Phase::Assets => (kind.subjects)(&self.context),
            Phase::Indexes if kind.name == PRINTED => (kind.subjects)(&self.context),
            _ => Vec::new(),
        });
        for group in &mut groups {
            group.retain(|output| {
                kind_of(output).is_some_and(|kind| kind.name != PRINTED) || self.paths(output).contains(page)
            });
        }
        groups
    }

    /// Keeps the chapter of an output as HTML for the files that are made after the pages from many chapters, while its text is in memory.
    ///
    /// # Errors
    /// A template is broken.
    pub fn keep_html(&self, output: &Output) -> Result<(), TemplateError> {
        let Some(chapter) = output.chapter() else { return Ok(()) };
        self.context.keep_printed(chapter)?;
        self.context.keep_banked(chapter)
    }

    /// Whether an output depends on the whole course, so that a rebuild may postpone it until edits pause.
    pub fn is_course_wide(&self, output: &Output) -> bool {
        kind_of(output).is_some_and(|kind| kind.is_course_wide)
    }
}

/// The index of the kind with this name in `OUTPUTS`.
fn kind_named(name: &str) -> usize {
    OUTPUTS.iter().position(|kind| kind.name == name).unwrap_or(OUTPUTS.len())
}

/// The row of the table for an output.
fn kind_of(output: &Output) -> Option<&'static OutputKind> {
    OUTPUTS.get(output.kind)
}
