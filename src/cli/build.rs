//! `syllabus build`: one update from nothing, written into a folder.

use std::path::PathBuf;
use std::time::Instant;

use rayon::prelude::*;

use super::open::{self, Opened};
use super::{Shared, Status, show};
use crate::pipeline::{Item, Maker, Pipeline, Update};
use crate::render::theme::TemplateError;
use crate::site::{Relation, SiteError, Writer, relation};

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
    let update = match pipeline.update() {
        Ok(update) => update,
        Err(error) => return show::pipeline_error(&error, &opened, shared),
    };
    let maker = pipeline.maker(&update);
    let is_empty = update.chapters.is_empty() && update.kept.is_empty();
    let written = if is_empty { Ok(()) } else { write(&maker, &update, &opened) };
    show::diagnostics(&update, &opened, shared);
    match written {
        Ok(()) => {
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

/// Makes and writes everything: assets, then pages, then what leads to them; what is stale goes last.
fn write(maker: &Maker<'_>, update: &Update, opened: &Opened) -> Result<(), Fault> {
    let groups = maker.items();
    probe(maker, &groups).map_err(Fault::Template)?;
    let writer = Writer::open(&opened.output).map_err(Fault::Site)?;
    let paths: Vec<_> = groups.iter().flatten().map(|item| maker.path(item)).collect();
    let doubtful = writer.check(&paths).map_err(Fault::Site)?;
    let first: Vec<&Item> = groups.iter().flatten().filter(|item| doubtful.contains(&maker.path(item))).collect();
    first.into_par_iter().try_for_each(|item| put(maker, &writer, item))?;
    for group in &groups {
        group.par_iter().try_for_each(|item| put(maker, &writer, item))?;
    }
    for page in &update.kept {
        writer.keep(page);
    }
    writer.finish().map(drop).map_err(Fault::Site)
}

fn put(maker: &Maker<'_>, writer: &Writer, item: &Item) -> Result<(), Fault> {
    match maker.make(item).map_err(Fault::Template)? {
        Some(entry) => writer.put(entry).map(drop).map_err(Fault::Site),
        None => Ok(()),
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
