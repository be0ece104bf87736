//! Writes the site of an update into the output folder, for `build` and `watch`. Makes only files that the folder does not have yet.

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::path::Path;

use rayon::prelude::*;

use crate::diagnostic::Diagnostic;
use crate::path::SitePath;
use crate::pipeline::{Output, PageInputs, PageRecord, Pipeline, SiteBuilder, Update};
use crate::render::theme::TemplateError;
use crate::report::Progress;
use crate::site::{SiteError, SiteWriter, StagedFile, WriteSummary};
use crate::source::Hash;
use crate::source::diagnostics::unreadable_file;

/// Why a site could not be written.
pub(super) enum PublishError {
    Template(TemplateError),
    Site(SiteError),
}

impl fmt::Display for PublishError {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            PublishError::Template(error) => error.fmt(f),
            PublishError::Site(error) => error.fmt(f),
        }
    }
}

/// Builds the whole site: opens the folder, writes all files and removes stale ones. Without chapters the last site stays as it is. Errors
/// with files to be copied are added to the diagnostics of the update. Returns what was written.
///
/// # Errors
/// A template fails or the folder cannot be written; then the last site stays.
pub(super) fn build_site(
    pipeline: &Pipeline,
    update: &mut Update,
    output: &Path,
    progress: &Progress,
) -> Result<WriteSummary, PublishError> {
    if update.course.chapters.is_empty() {
        return Ok(WriteSummary::default());
    }
    let builder = SiteBuilder::new(update);
    let writer = SiteWriter::open(output).map_err(PublishError::Site)?;
    let records = Some(pipeline).filter(|pipeline| pipeline.has_cache());
    let publisher = SitePublisher { records, builder: &builder, update, writer: &writer, progress, keeps_html: true };
    let missing = publisher.write_all(|_| true)?;
    publisher.write_late()?;
    let summary = writer.finish().map_err(PublishError::Site)?;
    update.add_diagnostics(missing.into_values().flatten().collect());
    // If this fails the next build is slower, and otherwise the same.
    let _ = pipeline.save();
    Ok(summary)
}

/// What is known about the files in the output folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FolderState {
    /// They are those of the last update.
    Current,
    /// Some may be missing or old.
    Unknown,
}

/// Rebuilds into a folder that stays open, without the outputs that depend on the whole course: [`write_course_wide`] writes these. In a
/// current folder only the outputs of edited files are checked. Returns what was written, and the new state of the folder.
///
/// # Errors
/// A template fails or the folder cannot be written.
pub(super) fn rebuild_site(
    pipeline: &Pipeline,
    update: &mut Update,
    writer: &SiteWriter,
    progress: &Progress,
    before: FolderState,
) -> Result<(WriteSummary, FolderState), PublishError> {
    if update.course.chapters.is_empty() {
        return Ok((WriteSummary::default(), FolderState::Unknown));
    }
    let builder = SiteBuilder::new(update);
    let publisher =
        SitePublisher { records: Some(pipeline), builder: &builder, update, writer, progress, keeps_html: false };
    let missing = if update.is_same_course && before == FolderState::Current {
        publisher.write(&builder.edited_outputs(), |output| !builder.is_course_wide(output))?
    } else {
        publisher.write_all(|output| !builder.is_course_wide(output))?
    };
    let state = if missing.is_empty() { FolderState::Current } else { FolderState::Unknown };
    update.add_diagnostics(missing.into_values().flatten().collect());
    Ok((writer.save().map_err(PublishError::Site)?, state))
}

/// Writes the outputs that depend on the whole course.
///
/// # Errors
/// A template fails or the folder cannot be written.
pub(super) fn write_course_wide(
    pipeline: &Pipeline,
    update: &Update,
    writer: &SiteWriter,
) -> Result<WriteSummary, PublishError> {
    if update.course.chapters.is_empty() {
        return Ok(WriteSummary::default());
    }
    let builder = SiteBuilder::new(update);
    let progress = &Progress::new(false);
    let publisher =
        SitePublisher { records: Some(pipeline), builder: &builder, update, writer, progress, keeps_html: false };
    publisher.write(&builder.outputs(), |output| builder.is_course_wide(output))?;
    publisher.write_late()?;
    writer.save().map_err(PublishError::Site)
}

/// Writes a page to be printed, and the files that it loads, into a folder where nothing else is.
///
/// # Errors
/// A template fails or the folder cannot be written.
pub(super) fn write_printed(
    builder: &SiteBuilder<'_>,
    update: &Update,
    page: &SitePath,
    folder: &Path,
    progress: &Progress,
) -> Result<(), PublishError> {
    let writer = SiteWriter::open(folder).map_err(PublishError::Site)?;
    let publisher = SitePublisher { records: None, builder, update, writer: &writer, progress, keeps_html: false };
    publisher.write(&builder.print_outputs(page), |_| true)?;
    writer.finish().map(drop).map_err(PublishError::Site)
}

/// Makes the outputs of one update and writes them.
struct SitePublisher<'a> {
    /// The pipeline that stores the fingerprints of written pages; `None` where no later build needs them.
    records: Option<&'a Pipeline>,
    builder: &'a SiteBuilder<'a>,
    update: &'a Update,
    writer: &'a SiteWriter,
    progress: &'a Progress,
    /// Whether what is printed is written after the pages: then their chapters need not be parsed twice.
    keeps_html: bool,
}

impl SitePublisher<'_> {
    /// Writes the outputs for which `is_wanted` is true, and removes files that are no part of the site any more. Files that cannot be made
    /// now stay as they are.
    fn write_all(&self, is_wanted: impl Fn(&Output) -> bool) -> Result<MissingFiles, PublishError> {
        let groups = self.builder.outputs();
        let paths: Vec<SitePath> = groups.iter().flatten().flat_map(|output| self.builder.paths(output)).collect();
        self.writer.check(&paths).map_err(PublishError::Site)?;
        let missing = self.write(&groups, is_wanted)?;
        let stays = |path: &SitePath| {
            self.update.retained.stays(path) || missing.contains_key(path) || SiteBuilder::is_late(path)
        };
        self.writer.keep(stays);
        let paths: HashSet<_> = paths.iter().collect();
        self.records.inspect(|records| records.retain_pages(|page| paths.contains(page) || stays(page)));
        self.writer.retain(|path| paths.contains(path) || stays(path));
        Ok(missing)
    }

    /// Writes the outputs that come after all others, and removes those of earlier sites.
    fn write_late(&self) -> Result<(), PublishError> {
        let mut paths = self.write_checked(&self.builder.late_outputs())?;
        let at_rest = self.builder.outputs_at_rest(|| self.writer.written()).map_err(PublishError::Site)?;
        paths.extend(self.write_checked(&at_rest)?);
        self.writer.retain(|path| !SiteBuilder::is_late(path) || paths.contains(path));
        Ok(())
    }

    /// Writes outputs after a look at what is in their way, and returns their paths.
    fn write_checked(&self, groups: &[Vec<Output>]) -> Result<HashSet<SitePath>, PublishError> {
        let paths: Vec<SitePath> = groups.iter().flatten().flat_map(|output| self.builder.paths(output)).collect();
        self.writer.check(&paths).map_err(PublishError::Site)?;
        self.write(groups, |_| true)?;
        Ok(paths.into_iter().collect())
    }

    /// Writes the outputs for which `is_wanted` is true, and changes no other file. All files are staged before the first is moved to its
    /// path: if a template fails for one page, or the disk is full, nothing changes.
    fn write(&self, groups: &[Vec<Output>], is_wanted: impl Fn(&Output) -> bool) -> Result<MissingFiles, PublishError> {
        let groups: Vec<Vec<&Output>> =
            groups.iter().map(|group| group.iter().filter(|output| is_wanted(output)).collect()).collect();
        self.progress.stage("pages", groups.iter().map(Vec::len).sum());
        let prepare = |output: &&Output| {
            let files = self.prepare(output);
            self.progress.tick();
            files
        };
        let prepared: Result<Vec<Vec<Vec<PreparedFile>>>, PublishError> =
            groups.iter().map(|group| group.par_iter().map(prepare).collect::<Result<Vec<_>, _>>()).collect();
        let mut missing = MissingFiles::new();
        for group in prepared? {
            let commit = |file: PreparedFile| self.commit(file);
            let committed: Result<Vec<_>, PublishError> = group.into_par_iter().flatten_iter().map(commit).collect();
            missing.extend(committed?.into_iter().flatten());
        }
        self.progress.done();
        Ok(missing)
    }

    /// Makes the files of one output. A file that is in the folder already, made from the same inputs, is not made again.
    fn prepare(&self, output: &Output) -> Result<Vec<PreparedFile>, PublishError> {
        let inputs = self.builder.inputs(output).map_err(PublishError::Template)?;
        let fingerprint = self.records.and_then(|_| self.builder.fingerprint(output, &inputs));
        let paths = self.builder.paths(output);
        let files: Result<Vec<PreparedFile>, PublishError> =
            paths.into_iter().map(|path| self.prepare_file(output, &inputs, fingerprint, path)).collect();
        if self.keeps_html {
            self.builder.keep_html(output).map_err(PublishError::Template)?;
        }
        // The body of the root's README is still needed, for the home page.
        if let Some(chapter) = output.chapter().filter(|chapter| self.update.course.overview != Some(*chapter)) {
            self.update.drop_body(chapter);
        }
        files
    }

    /// Makes one file of an output. A source file that cannot be read is a diagnostic of the course, not an error of the site.
    fn prepare_file(
        &self,
        output: &Output,
        inputs: &PageInputs,
        fingerprint: Option<Hash>,
        path: SitePath,
    ) -> Result<PreparedFile, PublishError> {
        if let (Some(fingerprint), Some(record)) =
            (fingerprint, self.records.and_then(|records| records.page_record(&path)))
            && record.fingerprint == fingerprint
            && self.writer.is_current(&path, record.bytes)
        {
            return Ok(PreparedFile::Current);
        }
        let Some(entry) = self.builder.make(output, inputs, path.clone()).map_err(PublishError::Template)? else {
            return Ok(PreparedFile::Missing((path, None)));
        };
        match (self.writer.stage(entry), output.copied_file()) {
            (Ok(staged), _) => {
                let record = fingerprint.map(|fingerprint| (path, PageRecord { fingerprint, bytes: staged.hash() }));
                Ok(PreparedFile::Staged(Box::new(staged), record))
            }
            (Err(SiteError::CannotRead(_, error)), Some(source)) => {
                Ok(PreparedFile::Missing((path, Some(unreadable_file(source, &error)))))
            }
            (Err(error), _) => Err(PublishError::Site(error)),
        }
    }

    /// Moves one file to its path. Returns the file if it could not be made.
    fn commit(&self, file: PreparedFile) -> Result<Option<MissingFile>, PublishError> {
        match file {
            PreparedFile::Current => Ok(None),
            PreparedFile::Missing(missing) => Ok(Some(missing)),
            PreparedFile::Staged(staged, record) => {
                self.writer.commit(*staged).map_err(PublishError::Site)?;
                if let (Some(records), Some((path, record))) = (self.records, record) {
                    records.record_page(path, record);
                }
                Ok(None)
            }
        }
    }
}

/// Files that could not be made now.
type MissingFiles = HashMap<SitePath, Option<Diagnostic>>;

/// A file that cannot be made now, and the diagnostic that says why where there is one.
type MissingFile = (SitePath, Option<Diagnostic>);

/// A file before anything is written.
enum PreparedFile {
    /// The output folder has it already.
    Current,
    /// It is to be moved to its path; with the record for the cache, if there is one.
    Staged(Box<StagedFile>, Option<(SitePath, PageRecord)>),
    /// It cannot be made now.
    Missing(MissingFile),
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::sync::Arc;

    use super::*;
    use crate::pipeline::{BuildSettings, Changes, SourceRoot};
    use crate::source::Memory;

    /// A course of a chapter that shows a picture, and its pipeline.
    fn course() -> (Arc<Memory>, Pipeline) {
        let course = [("/course/a.md", "# A\n\n![x](x.svg)\n"), ("/course/x.svg", "<svg/>")];
        let files: Arc<Memory> = Arc::new(course.into_iter().collect());
        let root = SourceRoot::Folder("/course".into());
        let pipeline = Pipeline::new(Arc::clone(&files) as _, root, BuildSettings::default(), None);
        (files, pipeline)
    }

    #[test]
    fn a_build_leaves_the_last_copy_of_a_file_that_vanished_meanwhile() {
        let (files, mut pipeline) = course();
        let folder = tempfile::tempdir().expect("a folder");
        let mut build = |meanwhile: &dyn Fn()| {
            let progress = Progress::new(false);
            let mut update = pipeline.update(&Changes::All, &progress).expect("a course");
            meanwhile();
            build_site(&pipeline, &mut update, folder.path(), &progress).ok().expect("a site");
            folder.path().join("x.svg").exists()
        };
        assert!(build(&|| ()));
        assert!(build(&|| files.remove("/course/x.svg")));
        assert!(!build(&|| ()));
    }

    #[test]
    fn a_file_that_vanished_meanwhile_is_looked_for_again() {
        let (files, mut pipeline) = course();
        let folder = tempfile::tempdir().expect("a folder");
        let writer = SiteWriter::open(folder.path()).expect("a site");
        let copy = || std::fs::read_to_string(folder.path().join("x.svg")).ok();
        // Rebuilds after a change of one file, and of another one that nobody noticed.
        let mut rebuild = |changed: &str, meanwhile: &dyn Fn(), before: FolderState| {
            let changes = Changes::Only(BTreeSet::from([changed.into()]));
            let progress = Progress::new(false);
            let mut update = pipeline.update(&changes, &progress).expect("a course");
            meanwhile();
            rebuild_site(&pipeline, &mut update, &writer, &progress, before).unwrap_or_else(|_| panic!("a site")).1
        };
        assert_eq!(rebuild("/course", &|| (), FolderState::Unknown), FolderState::Current);
        let vanish = || files.remove("/course/x.svg");
        let state = rebuild("/course/x.svg", &vanish, FolderState::Current);
        assert_eq!((state, copy().as_deref()), (FolderState::Unknown, Some("<svg/>")));
        files.write("/course/x.svg", "<svg>new</svg>");
        files.write("/course/a.md", "# A\n\n![x](x.svg) words\n");
        assert_eq!(rebuild("/course/a.md", &|| (), state), FolderState::Current);
        assert_eq!(copy().as_deref(), Some("<svg>new</svg>"));
    }
}
