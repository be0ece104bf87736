//! `syllabus build`: one update from nothing, written into a folder.

use std::path::PathBuf;
use std::time::Instant;

use rayon::prelude::*;

use super::open::{self, Opened};
use super::{Shared, Status, show};
use crate::diagnostic::Diagnostic;
use crate::path::SitePath;
use crate::pipeline::{Item, Maker, Pipeline, Update};
use crate::render::theme::TemplateError;
use crate::site::{Relation, SiteError, Writer, relation};
use crate::source::faults::unreadable_file;

/// Build the site
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: syllabus build chapters -o output")]
pub(super) struct BuildArgs {
    /// A folder of chapters, or one file [default: `[build] source`, else `chapters`, else `.`]
    source: Option<PathBuf>,
    /// Where the site goes [default: `[build] output`, else `output`]
    #[arg(long, short, value_name = "DIR")]
    output: Option<PathBuf>,
}

pub(super) fn run(args: &BuildArgs, shared: &Shared) -> Status {
    let start = Instant::now();
    let opened = match open::open(args.source.as_deref(), args.output.as_deref(), shared) {
        Ok(opened) => opened,
        Err(status) => return status,
    };
    if matches!(relation(&opened.source, &opened.output), Relation::Same | Relation::Above) {
        show::error(
            &format!(
                "the output folder `{}` is or holds the source `{}`",
                opened.output.display(),
                opened.source.display()
            ),
            "name another folder: `syllabus build SOURCE -o DIR`",
        );
        return Status::Usage;
    }
    let mut pipeline = Pipeline::new(opened.place.clone(), opened.settings.clone());
    let mut update = match pipeline.update() {
        Ok(update) => update,
        Err(error) => return show::pipeline_error(&error, &opened, shared),
    };
    let written = match update.chapters.is_empty() {
        true => Ok(Vec::new()),
        false => write(&pipeline.maker(&update), &update, &opened),
    };
    if let Ok(unreadable) = &written {
        update.diagnostics.extend(unreadable.iter().cloned());
    }
    show::diagnostics(&update, &opened, shared);
    match written {
        Ok(_) => {
            show::summary(&update, &opened, shared, start.elapsed());
            show::status(&update, &opened, shared)
        }
        Err(Fault::Template(error)) => show::template_error(&error, &opened, shared),
        Err(Fault::Site(error)) => show::site_error(&error),
    }
}

/// Why a site could not be written.
enum Fault {
    Template(TemplateError),
    Site(SiteError),
}

/// Makes and writes everything: assets, then pages, then what leads to them; what is stale goes last. Returns which files to be
/// copied could not be read: their last good copies stay.
fn write(maker: &Maker<'_>, update: &Update, opened: &Opened) -> Result<Vec<Diagnostic>, Fault> {
    let groups = maker.items();
    probe(maker, &groups).map_err(Fault::Template)?;
    let writer = Writer::open(&opened.output).map_err(Fault::Site)?;
    let paths: Vec<_> = groups.iter().flatten().map(|item| maker.path(item)).collect();
    let doubtful = writer.check(&paths).map_err(Fault::Site)?;
    let first: Vec<&Item> = groups.iter().flatten().filter(|item| doubtful.contains(&maker.path(item))).collect();
    first.into_par_iter().try_for_each(|item| put(maker, &writer, item).map(drop))?;
    let mut unreadable = Vec::new();
    for group in &groups {
        let faults: Result<Vec<_>, Fault> = group.par_iter().map(|item| put(maker, &writer, item)).collect();
        unreadable.extend(faults?.into_iter().flatten());
    }
    writer.keep(|path| update.kept.stays(path) || unreadable.iter().any(|(lost, _)| lost == path));
    writer.finish().map_err(Fault::Site)?;
    Ok(unreadable.into_iter().map(|(_, diagnostic)| diagnostic).collect())
}

/// Makes a file and puts it in its place. A file to be copied that cannot be read is a fault of the course, not of the site.
fn put(maker: &Maker<'_>, writer: &Writer, item: &Item) -> Result<Option<(SitePath, Diagnostic)>, Fault> {
    let Some(entry) = maker.make(item).map_err(Fault::Template)? else { return Ok(None) };
    let path = entry.path.clone();
    match (writer.put(entry), item) {
        (Ok(_), _) => Ok(None),
        (Err(SiteError::CannotRead(_, error)), Item::Copy(source)) => Ok(Some((path, unreadable_file(source, &error)))),
        (Err(error), _) => Err(Fault::Site(error)),
    }
}

/// One page of each kind, before anything is written: a template that fails does so here.
fn probe(maker: &Maker<'_>, groups: &[Vec<Item>]) -> Result<(), TemplateError> {
    let mut seen = std::collections::HashSet::new();
    let pages = groups.iter().skip(1).flatten();
    for item in pages.filter(|item| seen.insert(std::mem::discriminant(*item))) {
        maker.make(item)?;
    }
    Ok(())
}
