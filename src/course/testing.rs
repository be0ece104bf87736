//! Courses in a few lines, for tests: outlines made from markdown, assembled with the usual page names.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Course, CourseChapter, CourseFiles, CourseSettings, ModuleItem, PreviousAssembly, ResolvedLink, assemble};
use crate::chapter::{Outline, OutlineLink, Section, roles};
use crate::index::{FileIdx, IndexVec};
use crate::markdown::parse;
use crate::path::{SitePath, SourcePath};
use crate::source::{AuthorIndex, FileKind};

/// The outline of a chapter's text.
pub(crate) fn outline(path: &str, text: &str) -> Arc<Outline> {
    let document = parse(text.into(), 0);
    let path = SourcePath::new(path);
    let first = document.headings.iter().find(|heading| heading.level == 1);
    let roles = roles(&document);
    let links = document.links.iter().zip(&roles);
    Arc::new(Outline {
        id: None,
        title: first.map(|heading| heading.text.to_string()),
        excerpt: None,
        weight: None,
        draft: false,
        release: None,
        redirect_from: Vec::new(),
        drawing: false,
        language: None,
        is_glossary: false,
        study_time: None,
        minutes: 1,
        reading_minutes: None,
        difficulty: None,
        importance: None,
        sections: document
            .headings
            .iter()
            .map(|heading| Section {
                level: heading.level,
                title: heading.text.clone(),
                id: heading.id.clone(),
                is_listed: true,
                is_answer: false,
            })
            .collect(),
        anchors: document.anchors.clone(),
        former_ids: Vec::new(),
        links: links
            .map(|(link, role)| OutlineLink { href: link.href.clone(), kind: link.kind, role: *role })
            .collect(),
        questions: 0,
        checklist: 0,
        path,
    })
}

/// The page a file usually becomes.
pub(crate) fn page(path: &SourcePath) -> SitePath {
    let stem = if path.stem().eq_ignore_ascii_case("readme") { "index" } else { path.stem() };
    SitePath::new(format!("{}/{stem}.html", path.folder()))
}

/// The outlines of a course.
pub(crate) type Outlines = IndexVec<FileIdx, Arc<Outline>>;

/// The outlines of these texts.
pub(crate) fn outlines(texts: &[(&str, &str)]) -> Outlines {
    texts.iter().map(|(path, text)| outline(path, text)).collect()
}

/// The course of these outlines and of other files.
pub(crate) fn course_of(outlines: &Outlines, others: &[&str]) -> Course {
    course_after(outlines, others, None)
}

/// As `course_of`, after another assembly.
pub(crate) fn course_after(outlines: &Outlines, others: &[&str], previous: Option<PreviousAssembly<'_>>) -> Course {
    assembled(outlines, others, &[], previous)
}

/// The course of these outlines, with tables of contents for other tools.
pub(crate) fn course_with_indexes(outlines: &Outlines, indexes: &[AuthorIndex]) -> Course {
    assembled(outlines, &[], indexes, None)
}

fn assembled(
    outlines: &Outlines,
    others: &[&str],
    indexes: &[AuthorIndex],
    previous: Option<PreviousAssembly<'_>>,
) -> Course {
    let pages: BTreeMap<SourcePath, SitePath> =
        outlines.iter().map(|outline| (outline.path.clone(), page(&outline.path))).collect();
    let others: Vec<SourcePath> = others.iter().map(SourcePath::new).collect();
    let kind = |path: &SourcePath| match path.name() {
        "CONTRIBUTING.md" | "LICENSE.md" => FileKind::Meta,
        _ => FileKind::Chapter,
    };
    let chapters = outlines.iter().map(|outline| (&outline.path, kind(&outline.path)));
    let files = CourseFiles::new(chapters.chain(others.iter().map(|path| (path, FileKind::Other))));
    let files = files.with_indexes(indexes);
    let settings = CourseSettings { root_name: "my-course".to_owned(), ..CourseSettings::default() };
    assemble(outlines, &pages, &files, &settings, previous)
}

/// The course of these texts.
pub(crate) fn course(texts: &[(&str, &str)], others: &[&str]) -> Course {
    course_of(&outlines(texts), others)
}

/// The files of the chapters, in the order of the course.
pub(crate) fn reading(course: &Course) -> Vec<&str> {
    course.chapters.iter().map(|chapter| chapter.source.as_str()).collect()
}

/// The course's structure as one line: modules in brackets.
pub(crate) fn structure(course: &Course) -> String {
    fn list(course: &Course, items: &[ModuleItem]) -> String {
        let shown = items.iter().map(|item| match item {
            ModuleItem::Chapter(chapter) => course.chapters.get(*chapter).unwrap().source.as_str().to_owned(),
            ModuleItem::Module(module) => {
                let module = course.modules.get(*module).unwrap();
                format!("{}({})", module.title, list(course, &module.items))
            }
        });
        shown.collect::<Vec<_>>().join(" ")
    }
    list(course, &course.items)
}

/// Codes and messages of all diagnostics.
pub(crate) fn messages(course: &Course) -> Vec<String> {
    let diagnostics = course.diagnostics.iter().map(|of_course| &of_course.diagnostic);
    diagnostics.map(|diagnostic| format!("{}: {}", diagnostic.code.id(), diagnostic.message)).collect()
}

/// The chapter of this file, in its place.
pub(crate) fn chapter<'c>(course: &'c Course, source: &str) -> &'c CourseChapter {
    course.chapters.iter().find(|chapter| chapter.source.as_str() == source).unwrap()
}

/// Where the links of this file lead.
pub(crate) fn links<'c>(course: &'c Course, source: &str) -> &'c [ResolvedLink] {
    course.links(chapter(course, source).file).unwrap().as_slice()
}
