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
use crate::site::{Content, Relation, SiteError, Summary, Writer, relation};
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
    probe(pipeline, &maker, &groups).map_err(Fault::Template)?;
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
    probe(pipeline, &maker, &groups).map_err(Fault::Template)?;
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
    let doubtful = writer.check(&paths).map_err(Fault::Site)?;
    let progress = Progress::new(!shared.quiet);
    progress.stage("pages", paths.len());
    let step = |item: &Item| {
        progress.tick();
        put(pipeline, maker, writer, item)
    };
    // What stands where a page belongs and was made by no build is fine only with the very same bytes.
    let first: Vec<&Item> = groups.iter().flatten().filter(|item| doubtful.contains(&maker.path(item))).collect();
    first.into_par_iter().try_for_each(|item| step(item).map(drop))?;
    let mut lost: HashMap<SitePath, Option<Diagnostic>> = HashMap::new();
    for group in groups {
        let now: Result<Vec<_>, Fault> = group.par_iter().map(step).collect();
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

/// Puts one file in its place; what is there already, made from the same, is not made again. A file to be copied that cannot be read is
/// a fault of the course, not of the site.
fn put(pipeline: &Pipeline, maker: &Maker<'_>, writer: &Writer, item: &Item) -> Result<Option<Lost>, Fault> {
    let path = maker.path(item);
    let fingerprint = maker.fingerprint(item).map_err(Fault::Template)?;
    if let (Some(fingerprint), Some(made)) = (fingerprint, pipeline.made(&path))
        && made.fingerprint == fingerprint
        && writer.confirm(&path, made.bytes)
    {
        return Ok(None);
    }
    let Some(entry) = maker.make(item).map_err(Fault::Template)? else { return Ok(Some((path, None))) };
    let made = match (&entry.content, fingerprint) {
        (Content::Bytes(bytes), Some(fingerprint)) => Some(Made { fingerprint, bytes: Hash::of(bytes) }),
        _ => None,
    };
    match (writer.put(entry), item) {
        (Ok(_), _) => {}
        (Err(SiteError::CannotRead(_, error)), Item::Copy(source)) => {
            return Ok(Some((path, Some(unreadable_file(source, &error)))));
        }
        (Err(error), _) => return Err(Fault::Site(error)),
    }
    if let Some(made) = made {
        pipeline.remember(path, made);
    }
    Ok(None)
}

/// One page of each kind that is to be made, before anything is written: a template that fails does so here.
fn probe(pipeline: &Pipeline, maker: &Maker<'_>, groups: &[Vec<Item>]) -> Result<(), TemplateError> {
    let mut seen = HashSet::new();
    for item in groups.iter().skip(1).flatten().filter(|item| seen.insert(std::mem::discriminant(*item))) {
        let known = pipeline.made(&maker.path(item)).map(|made| made.fingerprint);
        if known.is_none() || known != maker.fingerprint(item)? {
            maker.make(item)?;
        }
    }
    Ok(())
}
