//! Ids of chapters, by which a student's progress is stored. In: outlines in the order of the course. Out: an id for each, unique in the
//! course.

use std::collections::{HashMap, HashSet};

use crate::chapter::Outline;
use crate::path::SourcePath;

/// Gives each chapter an id of its own; those that authors chose come first.
pub(super) struct ChapterIds<'a> {
    /// The ids that authors chose, and whether a chapter has got it already.
    chosen: HashMap<&'a str, bool>,
    /// The ids made from paths that chapters have got.
    assigned: HashSet<String>,
}

impl<'a> ChapterIds<'a> {
    /// `chosen` are the ids that authors chose in all chapters.
    pub fn new(chosen: impl Iterator<Item = &'a str>) -> Self {
        ChapterIds { chosen: chosen.map(|id| (id, false)).collect(), assigned: HashSet::new() }
    }

    /// The front matter's id for the first chapter that has it. Else the path without its ending, for a README its folder, with a number
    /// where that is taken.
    pub fn assign(&mut self, outline: &Outline) -> String {
        if let Some(own) = outline.id.as_deref().filter(|id| self.take(id)) {
            return own.to_owned();
        }
        let base = id_from_path(&outline.path);
        let mut id = base.clone();
        let mut count = 1;
        while self.chosen.contains_key(id.as_str()) || !self.assigned.insert(id.clone()) {
            count += 1;
            id = format!("{base}-{count}");
        }
        id
    }

    /// Takes an id that authors chose; false where another chapter has it already.
    fn take(&mut self, id: &str) -> bool {
        self.chosen.get_mut(id).is_some_and(|taken| !std::mem::replace(taken, true))
    }
}

fn id_from_path(path: &SourcePath) -> String {
    let is_index = ["readme", "index"].iter().any(|name| path.stem().eq_ignore_ascii_case(name));
    match (path.folder(), path.stem()) {
        ("", _) if is_index => "index".to_owned(),
        (folder, _) if is_index => folder.to_owned(),
        ("", stem) => stem.to_owned(),
        (folder, stem) => format!("{folder}/{stem}"),
    }
}
