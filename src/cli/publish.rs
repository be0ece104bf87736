//! From a course as it stands to a folder: what every command that writes a site has in common. Makes only what is not there yet.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use rayon::prelude::*;

use super::open::Opened;
use super::{Shared, Status, show};
use crate::diagnostic::Diagnostic;
use crate::path::SitePath;
use crate::pipeline::{Item, Made, Maker, Pipeline, Seen, Update};
use crate::render::theme::TemplateError;
use crate::report::Progress;
use crate::site::{Relation, SiteError, Staged, Summary, Writer, relation};
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
pub(super) fn once(pipeline: &Pipeline, update: &mut Update, output: &Path, progress: &Progress) -> Result<(), Fault> {
    if update.course.chapters.is_empty() {
        return Ok(());
    }
    let maker = update.maker();
    let writer = Writer::open(output).map_err(Fault::Site)?;
    let memory = Some(pipeline).filter(|pipeline| pipeline.has_cache());
    let press = Press { memory, maker: &maker, update, writer: &writer, progress };
    let lost = press.all(|_| true)?;
    writer.finish().map_err(Fault::Site)?;
    update.add(lost.into_values().flatten().collect());
    // Without it the next build is slower and nothing else.
    let _ = pipeline.save();
    Ok(())
}

/// What a rebuild did.
pub(super) struct Rebuilt {
    pub summary: Summary,
    /// Whether everything is in its place now.
    pub is_whole: bool,
}

/// One rebuild into a folder that stays open. What tells of the whole course is left for [`rest`]. `was_whole`: the folder is what the update
/// before made of it, so that only what is new need be looked at.
pub(super) fn again(
    pipeline: &Pipeline,
    update: &mut Update,
    writer: &Writer,
    progress: &Progress,
    was_whole: bool,
) -> Result<Rebuilt, Fault> {
    if update.course.chapters.is_empty() {
        return Ok(Rebuilt { summary: Summary::default(), is_whole: false });
    }
    let maker = update.maker();
    let press = Press { memory: Some(pipeline), maker: &maker, update, writer, progress };
    let lost = if update.is_same_course && was_whole {
        press.write(&maker.edited(), |item| !item.is_course_wide())?
    } else {
        press.all(|item| !item.is_course_wide())?
    };
    let is_whole = lost.is_empty();
    update.add(lost.into_values().flatten().collect());
    Ok(Rebuilt { summary: writer.save().map_err(Fault::Site)?, is_whole })
}

/// What tells of the whole course, once edits rest.
pub(super) fn rest(pipeline: &Pipeline, update: &Update, writer: &Writer) -> Result<Summary, Fault> {
    if update.course.chapters.is_empty() {
        return Ok(Summary::default());
    }
    let maker = update.maker();
    Press { memory: Some(pipeline), maker: &maker, update, writer, progress: &Progress::new(false) }
        .write(&maker.items(), Item::is_course_wide)?;
    writer.save().map_err(Fault::Site)
}

/// Makes and writes.
struct Press<'a> {
    /// What pages were made from; none where nobody asks later.
    memory: Option<&'a Pipeline>,
    maker: &'a Maker<'a>,
    update: &'a Update,
    writer: &'a Writer,
    progress: &'a Progress,
}

impl Press<'_> {
    /// The whole site, of which the wanted items are made now; what is stale goes. What could not be made stays as it was.
    fn all(&self, is_wanted: impl Fn(&Item) -> bool) -> Result<Losses, Fault> {
        let groups = self.maker.items();
        let paths: Vec<SitePath> = groups.iter().flatten().flat_map(|item| self.maker.paths(item)).collect();
        self.writer.check(&paths).map_err(Fault::Site)?;
        let lost = self.write(&groups, is_wanted)?;
        let stays = |path: &SitePath| self.update.kept.stays(path) || lost.contains_key(path);
        self.writer.keep(stays);
        let paths: HashSet<_> = paths.iter().collect();
        self.memory.inspect(|memory| memory.retain(|page| paths.contains(page) || stays(page)));
        self.writer.retain(|path| paths.contains(path) || stays(path));
        Ok(lost)
    }

    /// The wanted items, and nothing else. All are ready before the first is in its place: a template that fails for one page, or a full disk, changes nothing.
    fn write(&self, groups: &[Vec<Item>], is_wanted: impl Fn(&Item) -> bool) -> Result<Losses, Fault> {
        let groups: Vec<Vec<&Item>> =
            groups.iter().map(|group| group.iter().filter(|item| is_wanted(item)).collect()).collect();
        self.progress.stage("pages", groups.iter().map(Vec::len).sum());
        let step = |item: &&Item| {
            let ready = self.ready(item);
            self.progress.tick();
            ready
        };
        let made: Result<Vec<Vec<Vec<Ready>>>, Fault> =
            groups.iter().map(|group| group.par_iter().map(step).collect::<Result<Vec<_>, _>>()).collect();
        let mut lost = Losses::new();
        for group in made? {
            let place = |ready: Ready| self.put(ready);
            let now: Result<Vec<_>, Fault> = group.into_par_iter().flatten_iter().map(place).collect();
            lost.extend(now?.into_iter().flatten());
        }
        self.progress.done();
        Ok(lost)
    }

    /// Makes an item's files; what is there already, made from the same, is not made again.
    fn ready(&self, item: &Item) -> Result<Vec<Ready>, Fault> {
        let seen = self.maker.see(item).map_err(Fault::Template)?;
        let fingerprint = self.memory.and_then(|_| self.maker.fingerprint(item, &seen));
        let paths = self.maker.paths(item);
        let ready: Result<Vec<Ready>, Fault> =
            paths.into_iter().map(|path| self.ready_at(item, &seen, fingerprint, path)).collect();
        if let Item::Pages(row) = item {
            // The home page is yet to be made of its words.
            let _ = (self.update.course.overview != Some(*row)).then(|| self.update.forget(*row));
        }
        ready
    }

    /// A file to be copied that cannot be read is a fault of the course, not of the site.
    fn ready_at(&self, item: &Item, seen: &Seen, fingerprint: Option<Hash>, path: SitePath) -> Result<Ready, Fault> {
        if let (Some(fingerprint), Some(made)) = (fingerprint, self.memory.and_then(|memory| memory.made(&path)))
            && made.fingerprint == fingerprint
            && self.writer.confirm(&path, made.bytes)
        {
            return Ok(Ready::Stands);
        }
        let Some(entry) = self.maker.make(item, seen, path.clone()).map_err(Fault::Template)? else {
            return Ok(Ready::Lost((path, None)));
        };
        match (self.writer.stage(entry), item) {
            (Ok(staged), _) => {
                let made = fingerprint.map(|fingerprint| (path, Made { fingerprint, bytes: staged.hash() }));
                Ok(Ready::Staged(Box::new(staged), made))
            }
            (Err(SiteError::CannotRead(_, error)), Item::Copy(source)) => {
                Ok(Ready::Lost((path, Some(unreadable_file(source, &error)))))
            }
            (Err(error), _) => Err(Fault::Site(error)),
        }
    }

    /// Puts one file in its place.
    fn put(&self, ready: Ready) -> Result<Option<Lost>, Fault> {
        match ready {
            Ready::Stands => Ok(None),
            Ready::Lost(lost) => Ok(Some(lost)),
            Ready::Staged(staged, made) => {
                self.writer.commit(*staged).map_err(Fault::Site)?;
                if let (Some(memory), Some((path, made))) = (self.memory, made) {
                    memory.remember(path, made);
                }
                Ok(None)
            }
        }
    }
}

/// Files that could not be made now.
type Losses = HashMap<SitePath, Option<Diagnostic>>;

/// A file that cannot be made now, and why if that is worth telling.
type Lost = (SitePath, Option<Diagnostic>);

/// What became of a file before anything is written.
enum Ready {
    /// It stands in its place already.
    Stands,
    /// It is to be put there; with what it was made from.
    Staged(Box<Staged>, Option<(SitePath, Made)>),
    Lost(Lost),
}
