//! From a course as it stands to a folder: what every command that writes a site has in common. Makes only what is not there yet.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use rayon::prelude::*;

use super::open::Opened;
use super::{Shared, Status, show};
use crate::diagnostic::Diagnostic;
use crate::path::SitePath;
use crate::pipeline::{Item, Made, Maker, Pipeline, Update};
use crate::render::theme::TemplateError;
use crate::report::Progress;
use crate::site::{Content, Relation, SiteError, Staged, Summary, Writer, relation};
use crate::source::Hash;
use crate::source::faults::unreadable_file;

/// Why a site could not be written.
pub(super) enum Fault {
    Template(TemplateError),
    Site(SiteError),
}

impl Fault {
    /// Says what happened; returns the status.
    pub fn show(&self, opened: &Opened, shared: &Shared) -> Status {
        match self {
            Fault::Template(error) => show::template_error(error, opened, shared),
            Fault::Site(error) => show::site_error(error),
        }
    }
}

/// An output that would destroy the source is refused before anything happens.
pub(super) fn refused(opened: &Opened) -> Option<Status> {
    if !matches!(relation(&opened.source, &opened.output), Relation::Same | Relation::Above) {
        return None;
    }
    let (output, source) = (opened.output.display(), opened.source.display());
    show::error(
        &format!("the output folder `{output}` is or holds the source `{source}`"),
        "name another folder: `syllabus build SOURCE -o DIR`",
    );
    Some(Status::Usage)
}

/// One build: opens the folder, writes, removes what is stale. A course without chapters leaves the last site as it is. What was odd
/// about files to be copied is added to the diagnostics.
pub(super) fn once(pipeline: &Pipeline, update: &mut Update, output: &Path, shared: &Shared) -> Result<(), Fault> {
    if update.cards.is_empty() {
        return Ok(());
    }
    let maker = pipeline.maker(update);
    let groups = maker.items();
    let writer = Writer::open(output).map_err(Fault::Site)?;
    let unreadable = write(pipeline, &maker, update, &groups, &writer, shared)?;
    writer.finish().map_err(Fault::Site)?;
    update.diagnostics.extend(unreadable);
    // Without it the next build is slower and nothing else.
    let _ = pipeline.save();
    Ok(())
}

/// One rebuild into a folder that stays open.
pub(super) fn again(
    pipeline: &Pipeline,
    update: &mut Update,
    writer: &Writer,
    shared: &Shared,
) -> Result<Summary, Fault> {
    if update.cards.is_empty() {
        return Ok(Summary::default());
    }
    let maker = pipeline.maker(update);
    let groups = maker.items();
    let unreadable = write(pipeline, &maker, update, &groups, writer, shared)?;
    update.diagnostics.extend(unreadable);
    writer.save().map_err(Fault::Site)
}

/// Makes and writes everything: assets, then pages, then what leads to them. What could not be made now stays as it was.
fn write(
    pipeline: &Pipeline,
    maker: &Maker<'_>,
    update: &Update,
    groups: &[Vec<Item>],
    writer: &Writer,
    shared: &Shared,
) -> Result<Vec<Diagnostic>, Fault> {
    let paths: Vec<_> = groups.iter().flatten().map(|item| maker.path(item)).collect();
    writer.check(&paths).map_err(Fault::Site)?;
    let progress = Progress::new(!shared.quiet);
    progress.stage("pages", paths.len());
    let step = |item: &Item| {
        progress.tick();
        ready(pipeline, maker, writer, item)
    };
    // All are ready before the first is in its place: a template that fails for one page, or a full disk, changes nothing.
    let made: Result<Vec<Vec<Ready>>, Fault> =
        groups.iter().map(|group| group.par_iter().map(step).collect::<Result<Vec<_>, _>>()).collect();
    let mut lost: HashMap<SitePath, Option<Diagnostic>> = HashMap::new();
    for group in made? {
        let place = |ready: Ready| put(pipeline, writer, ready);
        let now: Result<Vec<_>, Fault> = group.into_par_iter().map(place).collect();
        lost.extend(now?.into_iter().flatten());
    }
    progress.done();
    let stays = |path: &SitePath| update.kept.stays(path) || lost.contains_key(path);
    writer.keep(stays);
    let paths: HashSet<_> = paths.iter().collect();
    pipeline.retain(|page| paths.contains(page) || stays(page));
    writer.retain(|path| paths.contains(path) || stays(path));
    Ok(lost.into_values().flatten().collect())
}

/// A file that cannot be made now, and why if that is worth telling.
type Lost = (SitePath, Option<Diagnostic>);

/// What became of an item before anything is written.
enum Ready {
    /// It stands in its place already.
    Stands,
    /// It is to be put there; with what it was made from.
    Staged(Box<Staged>, Option<(SitePath, Made)>),
    Lost(Lost),
}

/// Makes one file; what is there already, made from the same, is not made again. A file to be copied that cannot be read is a fault of
/// the course, not of the site.
fn ready(pipeline: &Pipeline, maker: &Maker<'_>, writer: &Writer, item: &Item) -> Result<Ready, Fault> {
    let path = maker.path(item);
    let fingerprint = maker.fingerprint(item).map_err(Fault::Template)?;
    if let (Some(fingerprint), Some(made)) = (fingerprint, pipeline.made(&path))
        && made.fingerprint == fingerprint
        && writer.confirm(&path, made.bytes)
    {
        return Ok(Ready::Stands);
    }
    let Some(entry) = maker.make(item).map_err(Fault::Template)? else { return Ok(Ready::Lost((path, None))) };
    let made = match (&entry.content, fingerprint) {
        (Content::Bytes(bytes), Some(fingerprint)) => {
            Some((path.clone(), Made { fingerprint, bytes: Hash::of(bytes) }))
        }
        _ => None,
    };
    match (writer.stage(entry), item) {
        (Ok(staged), _) => Ok(Ready::Staged(Box::new(staged), made)),
        (Err(SiteError::CannotRead(_, error)), Item::Copy(source)) => {
            Ok(Ready::Lost((path, Some(unreadable_file(source, &error)))))
        }
        (Err(error), _) => Err(Fault::Site(error)),
    }
}

/// Puts one file in its place.
fn put(pipeline: &Pipeline, writer: &Writer, ready: Ready) -> Result<Option<Lost>, Fault> {
    match ready {
        Ready::Stands => Ok(None),
        Ready::Lost(lost) => Ok(Some(lost)),
        Ready::Staged(staged, made) => {
            writer.commit(*staged).map_err(Fault::Site)?;
            if let Some((path, made)) = made {
                pipeline.remember(path, made);
            }
            Ok(None)
        }
    }
}
