//! `assets/modules.js`: all modules of the course, one script for all pages. A page's own navigation names the modules around it only, so that its
//! size does not grow with the course; this is loaded when a reader asks for the others.

use serde::Serialize;

use crate::index::ModuleIdx;
use crate::path::{SitePath, relative};
use crate::render::course_index::CourseIndex;
use crate::render::page::HOME;

/// A module as the script names it: its address from the site's root, its title, its number, how deep it stands below others, and how many
/// chapters it has itself.
#[derive(Debug, Serialize)]
pub struct ModuleRow<'c>(String, &'c str, Option<usize>, usize, usize);

/// All modules in reading order, each before those below it. The script is `syllabus.modules = [["a/index.html","Title",1,0,12],…];`
pub fn module_rows<'c>(index: &CourseIndex<'c>) -> Vec<ModuleRow<'c>> {
    let mut rows = Vec::new();
    append(index, None, 0, &mut rows);
    rows
}

fn append<'c>(index: &CourseIndex<'c>, parent: Option<ModuleIdx>, depth: usize, rows: &mut Vec<ModuleRow<'c>>) {
    let home = SitePath::new(HOME);
    for of in index.submodules(parent) {
        let Some(module) = index.course.modules.get(*of) else { continue };
        let href = relative(&home, &module.page);
        rows.push(ModuleRow(href, &module.title, index.number(*of), depth, module.chapters.len()));
        append(index, Some(*of), depth + 1, rows);
    }
}
