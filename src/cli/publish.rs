//! From a course as it stands to a folder: what every command that writes a site has in common. Makes only what is not there yet.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use rayon::prelude::*;

use super::project::Project;
use super::{ExitStatus, SharedArgs, show};
use crate::diagnostic::Diagnostic;
use crate::path::SitePath;
use crate::pipeline::{Output, PageInputs, PageRecord, Pipeline, SiteBuilder, Update};
use crate::render::theme::TemplateError;
use crate::report::Progress;
use crate::site::{FolderRelation, SiteError, SiteWriter, StagedFile, WriteSummary, relation};
use crate::source::Hash;
use crate::source::diagnostics::unreadable_file;

/// Why a site could not be written.
pub(super) enum PublishError {
    Template(TemplateError),
    Site(SiteError),
}

impl PublishError {
    /// Says what happened; returns the status.
    pub fn show(&self, opened: &Project, shared: &SharedArgs) -> ExitStatus {
        match self {
            PublishError::Template(error) => show::template_error(error, opened, shared),
            PublishError::Site(error) => show::site_error(error),
        }
    }
}

/// An output that would destroy the source is refused before anything happens.
pub(super) fn refused(opened: &Project) -> Option<ExitStatus> {
    if !matches!(relation(&opened.source, &opened.output), FolderRelation::Same | FolderRelation::Above) {
        return None;
    }
    let (output, source) = (opened.output.display(), opened.source.display());
    show::error(
        &format!("the output folder `{output}` is or holds the source `{source}`"),
        "name another folder: `syllabus build SOURCE -o DIR`",
    );
    Some(ExitStatus::Usage)
}

/// One build: opens the folder, writes, removes what is stale. A course without chapters leaves the last site as it is. What was odd
/// about files to be copied is added to the diagnostics.
pub(super) fn once(
    pipeline: &Pipeline,
    update: &mut Update,
    output: &Path,
    progress: &Progress,
) -> Result<(), PublishError> {
    if update.course.chapters.is_empty() {
        return Ok(());
    }
    let builder = update.site_builder();
    let writer = SiteWriter::open(output).map_err(PublishError::Site)?;
    let memory = Some(pipeline).filter(|pipeline| pipeline.has_cache());
    let press = SitePublisher { memory, builder: &builder, update, writer: &writer, progress };
    let lost = press.all(|_| true)?;
    writer.finish().map_err(PublishError::Site)?;
    update.add_diagnostics(lost.into_values().flatten().collect());
    // Without it the next build is slower and nothing else.
    let _ = pipeline.save();
    Ok(())
}

/// What a rebuild did.
pub(super) struct RebuildResult {
    pub summary: WriteSummary,
    /// Whether everything is in its place now.
    pub is_whole: bool,
}

/// One rebuild into a folder that stays open. What tells of the whole course is left for [`rest`]. `was_whole`: the folder is what the update
/// before made of it, so that only what is new need be looked at.
pub(super) fn again(
    pipeline: &Pipeline,
    update: &mut Update,
    writer: &SiteWriter,
    progress: &Progress,
    was_whole: bool,
) -> Result<RebuildResult, PublishError> {
    if update.course.chapters.is_empty() {
        return Ok(RebuildResult { summary: WriteSummary::default(), is_whole: false });
    }
    let builder = update.site_builder();
    let press = SitePublisher { memory: Some(pipeline), builder: &builder, update, writer, progress };
    let lost = if update.is_same_course && was_whole {
        press.write(&builder.edited_outputs(), |output| !output.is_course_wide())?
    } else {
        press.all(|output| !output.is_course_wide())?
    };
    let is_whole = lost.is_empty();
    update.add_diagnostics(lost.into_values().flatten().collect());
    Ok(RebuildResult { summary: writer.save().map_err(PublishError::Site)?, is_whole })
}

/// What tells of the whole course, once edits rest.
pub(super) fn rest(pipeline: &Pipeline, update: &Update, writer: &SiteWriter) -> Result<WriteSummary, PublishError> {
    if update.course.chapters.is_empty() {
        return Ok(WriteSummary::default());
    }
    let builder = update.site_builder();
    SitePublisher { memory: Some(pipeline), builder: &builder, update, writer, progress: &Progress::new(false) }
        .write(&builder.outputs(), Output::is_course_wide)?;
    writer.save().map_err(PublishError::Site)
}

/// Makes and writes.
struct SitePublisher<'a> {
    /// What pages were made from; none where nobody asks later.
    memory: Option<&'a Pipeline>,
    builder: &'a SiteBuilder<'a>,
    update: &'a Update,
    writer: &'a SiteWriter,
    progress: &'a Progress,
}

impl SitePublisher<'_> {
    /// The whole site, of which the wanted items are made now; what is stale goes. What could not be made stays as it was.
    fn all(&self, is_wanted: impl Fn(&Output) -> bool) -> Result<MissingFiles, PublishError> {
        let groups = self.builder.outputs();
        let paths: Vec<SitePath> = groups.iter().flatten().flat_map(|output| self.builder.paths(output)).collect();
        self.writer.check(&paths).map_err(PublishError::Site)?;
        let lost = self.write(&groups, is_wanted)?;
        let stays = |path: &SitePath| self.update.retained.stays(path) || lost.contains_key(path);
        self.writer.keep(stays);
        let paths: HashSet<_> = paths.iter().collect();
        self.memory.inspect(|memory| memory.retain_pages(|page| paths.contains(page) || stays(page)));
        self.writer.retain(|path| paths.contains(path) || stays(path));
        Ok(lost)
    }

    /// The wanted items, and nothing else. All are ready before the first is in its place: a template that fails for one page, or a full disk, changes nothing.
    fn write(&self, groups: &[Vec<Output>], is_wanted: impl Fn(&Output) -> bool) -> Result<MissingFiles, PublishError> {
        let groups: Vec<Vec<&Output>> =
            groups.iter().map(|group| group.iter().filter(|output| is_wanted(output)).collect()).collect();
        self.progress.stage("pages", groups.iter().map(Vec::len).sum());
        let step = |output: &&Output| {
            let ready = self.ready(output);
            self.progress.tick();
            ready
        };
        let made: Result<Vec<Vec<Vec<PreparedFile>>>, PublishError> =
            groups.iter().map(|group| group.par_iter().map(step).collect::<Result<Vec<_>, _>>()).collect();
        let mut lost = MissingFiles::new();
        for group in made? {
            let place = |ready: PreparedFile| self.put(ready);
            let now: Result<Vec<_>, PublishError> = group.into_par_iter().flatten_iter().map(place).collect();
            lost.extend(now?.into_iter().flatten());
        }
        self.progress.done();
        Ok(lost)
    }

    /// Makes an item's files; what is there already, made from the same, is not made again.
    fn ready(&self, output: &Output) -> Result<Vec<PreparedFile>, PublishError> {
        let inputs = self.builder.inputs(output).map_err(PublishError::Template)?;
        let fingerprint = self.memory.and_then(|_| self.builder.fingerprint(output, &inputs));
        let paths = self.builder.paths(output);
        let ready: Result<Vec<PreparedFile>, PublishError> =
            paths.into_iter().map(|path| self.ready_at(output, &inputs, fingerprint, path)).collect();
        // The home page is yet to be made of the text of the root's README.
        if let Some(chapter) = output.chapter().filter(|chapter| self.update.course.overview != Some(*chapter)) {
            self.update.drop_body(chapter);
        }
        ready
    }

    /// A file to be copied that cannot be read is a fault of the course, not of the site.
    fn ready_at(
        &self,
        output: &Output,
        inputs: &PageInputs,
        fingerprint: Option<Hash>,
        path: SitePath,
    ) -> Result<PreparedFile, PublishError> {
        if let (Some(fingerprint), Some(made)) = (fingerprint, self.memory.and_then(|memory| memory.page_record(&path)))
            && made.fingerprint == fingerprint
            && self.writer.is_current(&path, made.bytes)
        {
            return Ok(PreparedFile::Stands);
        }
        let Some(entry) = self.builder.make(output, inputs, path.clone()).map_err(PublishError::Template)? else {
            return Ok(PreparedFile::Lost((path, None)));
        };
        match (self.writer.stage(entry), output.copied_file()) {
            (Ok(staged), _) => {
                let made = fingerprint.map(|fingerprint| (path, PageRecord { fingerprint, bytes: staged.hash() }));
                Ok(PreparedFile::Staged(Box::new(staged), made))
            }
            (Err(SiteError::CannotRead(_, error)), Some(source)) => {
                Ok(PreparedFile::Lost((path, Some(unreadable_file(source, &error)))))
            }
            (Err(error), _) => Err(PublishError::Site(error)),
        }
    }

    /// Puts one file in its place.
    fn put(&self, ready: PreparedFile) -> Result<Option<MissingFile>, PublishError> {
        match ready {
            PreparedFile::Stands => Ok(None),
            PreparedFile::Lost(lost) => Ok(Some(lost)),
            PreparedFile::Staged(staged, made) => {
                self.writer.commit(*staged).map_err(PublishError::Site)?;
                if let (Some(memory), Some((path, made))) = (self.memory, made) {
                    memory.record_page(path, made);
                }
                Ok(None)
            }
        }
    }
}

/// Files that could not be made now.
type MissingFiles = HashMap<SitePath, Option<Diagnostic>>;

/// A file that cannot be made now, and why if that is worth telling.
type MissingFile = (SitePath, Option<Diagnostic>);

/// What became of a file before anything is written.
enum PreparedFile {
    /// It stands in its place already.
    Stands,
    /// It is to be put there; with what it was made from.
    Staged(Box<StagedFile>, Option<(SitePath, PageRecord)>),
    Lost(MissingFile),
}
