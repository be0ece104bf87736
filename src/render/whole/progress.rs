//! `assets/progress.js`: all chapters of the course with what a student's progress is counted by. Pages that list the course load it; what was done is
//! only known in the student's browser, so that no page grows with the course.

use serde::Serialize;

use crate::chapter::Outline;
use crate::course::CourseChapter;
use crate::index::{Idx, ModuleIdx};
use crate::path::{SitePath, relative};
use crate::render::course_index::CourseIndex;
use crate::render::page::HOME;

/// The script's path in the site.
pub const PROGRESS_SCRIPT: &str = "assets/progress.js";

/// What the script says.
#[derive(Debug, Serialize)]
pub struct ProgressData<'c> {
    modules: Vec<ProgressModule>,
    chapters: Vec<ProgressChapter<'c>>,
}

/// The address of a module's overview from the site's root, and the place in the list of the module that it is in.
#[derive(Debug, Serialize)]
struct ProgressModule(String, Option<usize>);

/// A chapter: its id, its address from the site's root, its title, its minutes, the place of its module in the list, and how many questions it has.
#[derive(Debug, Serialize)]
struct ProgressChapter<'c>(&'c str, String, &'c str, u32, Option<usize>, u32);

/// What the script says: `{"modules":[…],"chapters":[…]}`, both in reading order. The home page is no chapter.
pub fn progress_data<'c>(index: &CourseIndex<'c>) -> ProgressData<'c> {
    let course = index.course;
    let home = SitePath::new(HOME);
    let place = |module: ModuleIdx| module.position();
    let modules = course.modules.iter();
    let modules = modules.map(|module| ProgressModule(relative(&home, &module.page), module.parent.map(place)));
    let chapters = course.chapters.iter().filter(|chapter| chapter.page != home).filter_map(|chapter| {
        let outline = index.outline(chapter)?;
        let title = course.title_of(chapter.file, outline);
        let address = relative(&home, &chapter.page);
        let minutes = own_minutes(chapter, outline);
        Some(ProgressChapter(&chapter.id, address, title, minutes, chapter.module.map(place), outline.questions))
    });
    ProgressData { modules: modules.collect(), chapters: chapters.collect() }
}

/// The minutes of a chapter by itself. What the author of an overview says of the time is said of the whole module.
fn own_minutes(chapter: &CourseChapter, outline: &Outline) -> u32 {
    match chapter.is_overview && outline.study_time.is_some() {
        true => outline.reading_minutes.unwrap_or(1),
        false => outline.minutes,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::course::testing::{course_of, outlines};
    use crate::source::PageAddresses;

    #[test]
    fn chapters_are_listed_with_their_module_and_the_home_page_is_none() {
        let outlines = outlines(&[
            ("README.md", "# Home"),
            ("a.md", "# A"),
            ("m/README.md", "# M\n\nStudy time: 3 hours"),
            ("m/b.md", "# B"),
        ]);
        let course = course_of(&outlines, &[]);
        let pages = PageAddresses::default();
        let script =
            serde_json::to_string(&progress_data(&CourseIndex::new(&course, &outlines, &pages, None))).expect("data");
        let rows = "[\"a\",\"a.html\",\"A\",1,null,0]";
        assert!(script.starts_with("{\"modules\":[[\"m/index.html\",null]]"), "{script}");
        assert!(script.contains(rows) && script.contains("\"m/index.html\",\"M\",1,0,0]"), "{script}");
        assert!(!script.contains("\"index.html\""), "{script}");
    }
}
