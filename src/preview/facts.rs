//! The facts that the preview shows beside a page, and the problems that it shows over it if the site cannot be built. In: an update,
//! diagnostics. Out: the values that the script in the page receives. Reads no file: texts are given.

use std::path::Path;

use super::server::{DiagnosticFact, FixOffer, PageFacts, Problem, RepairFact};
use super::visible_text::VisibleText;
use crate::chapter::Chapter;
use crate::diagnostic::{Diagnostic, Severity};
use crate::export::json::{DiagnosticJson, checklist_json, questions_json, repairs_json};
use crate::index::ChapterIdx;
use crate::path::{SourcePath, encode};
use crate::pipeline::Update;
use crate::repair::{OVERRIDE, Repair};
use crate::report::{SourceLookup, SourceTexts, excerpt_json};
use crate::source::Hash;
use crate::span::Span;

/// A URL that opens the author's editor at a file, with `{line}` not yet replaced. `template` is `[preview] editor`.
pub fn editor_address(template: &str, path: &Path) -> String {
    let path = path.to_string_lossy().split('/').map(encode).collect::<Vec<_>>().join("/");
    // `vscode://file/{path}` has the first slash already.
    let path = if template.contains("/{path}") { path.trim_start_matches('/') } else { &path };
    template.replace("{path}", path)
}

/// A diagnostic as the page's overlay shows it. `path` is the file it is about, `editor` is `[preview] editor`.
pub fn problem(diagnostic: &Diagnostic, texts: &dyn SourceTexts, path: Option<&Path>, editor: Option<&str>) -> Problem {
    let mut places = SourceLookup::new(texts);
    let excerpt = places.excerpt(diagnostic).map(|excerpt| excerpt_json(&excerpt));
    let diagnostic = DiagnosticJson::new(diagnostic, places.region(diagnostic));
    let line = diagnostic.line.unwrap_or(1).to_string();
    Problem {
        diagnostic,
        excerpt,
        open: editor.zip(path).map(|(editor, path)| editor_address(editor, path).replace("{line}", &line)),
        path: path.map(|path| path.to_string_lossy().into_owned()),
    }
}

/// A problem without a place in a file.
pub fn problem_without_place(message: &str, help: &str) -> Problem {
    let diagnostic = DiagnosticJson {
        code: "",
        severity: Severity::Error,
        source: None,
        line: None,
        column: None,
        end_line: None,
        end_column: None,
        message: message.to_owned(),
        help: (!help.is_empty()).then(|| help.to_owned()),
        fix: None,
    };
    Problem { diagnostic, excerpt: None, open: None, path: None }
}

/// The facts of a chapter; none if it is not in the update. `editor` is `[preview] editor`.
pub fn page_facts(update: &Update, index: ChapterIdx, editor: Option<&str>) -> Option<PageFacts> {
    let chapter = update.chapter(index)?;
    let summary = update.summary(index)?;
    let path = update.real_root().join(chapter.path.as_str());
    let texts = |_: &SourcePath| Some(chapter.text.clone());
    let mut places = SourceLookup::new(&texts);
    let mut visible = VisibleText::new(&chapter);
    let diagnostics = update.diagnostics_of(index);
    Some(PageFacts {
        source: chapter.path.clone(),
        open: editor.map(|editor| editor_address(editor, &path)),
        path: path.to_string_lossy().into_owned(),
        diagnostics: diagnostics
            .iter()
            .map(|one| DiagnosticFact {
                offer: fix_offer(update, one, &chapter.text),
                ..diagnostic_fact(one, &mut places, &mut visible)
            })
            .collect(),
        questions: questions_json(summary, Some(&chapter)),
        checklist: checklist_json(summary),
        repairs: repairs(update, &chapter, &mut visible),
    })
}

fn diagnostic_fact(diagnostic: &Diagnostic, places: &mut SourceLookup, visible: &mut VisibleText) -> DiagnosticFact {
    DiagnosticFact {
        diagnostic: DiagnosticJson::new(diagnostic, places.region(diagnostic)).with_fix(places.fix(diagnostic)),
        excerpt: places.excerpt(diagnostic).map(|excerpt| excerpt_json(&excerpt)),
        place: diagnostic.span.and_then(|span| visible.place_of(span)),
        offer: None,
    }
}

/// Identifies a diagnostic with a fix, in the text that its file has now; none where it has no fix.
pub fn fix_id(update: &Update, diagnostic: &Diagnostic) -> Option<String> {
    let path = diagnostic.source.as_ref().filter(|_| diagnostic.fix.is_some())?;
    let text = update.hash_of(path)?;
    Some(Hash::of_value(&(path, diagnostic.span, diagnostic.code, text)).digits(32))
}

/// The fix of a diagnostic of a file with this text, as an author is asked about it.
fn fix_offer(update: &Update, diagnostic: &Diagnostic, text: &str) -> Option<FixOffer> {
    let edits = &diagnostic.fix.as_ref()?.edits;
    let joined = |parts: Vec<&str>| parts.join(" … ");
    Some(FixOffer {
        id: fix_id(update, diagnostic)?,
        before: joined(edits.iter().map(|edit| edit.span.of(text)).collect()),
        after: joined(edits.iter().map(|edit| edit.replacement.as_str()).collect()),
    })
}

/// All repairs of a chapter, and the places that the author has chosen to leave as they are, in order: what a choice may be about.
pub fn decided(update: &Update, chapter: &Chapter) -> Vec<Repair> {
    with_left_alone(&update.undecided(chapter), chapter)
}

/// The repairs of a chapter, and those of `undecided` (its repairs without the author's choices) that were not made.
fn with_left_alone(undecided: &[Repair], chapter: &Chapter) -> Vec<Repair> {
    let is_repaired =
        |span: Span| chapter.repairs.iter().any(|repair| repair.span.start < span.end && span.start < repair.span.end);
    let left_alone = undecided.iter().filter(|repair| !is_repaired(repair.span)).map(|repair| Repair {
        after: repair.before.clone(),
        alternatives: Vec::new(),
        channel: OVERRIDE.to_owned(),
        confidence: 1.0,
        ..repair.clone()
    });
    let mut all: Vec<Repair> = chapter.repairs.iter().cloned().chain(left_alone).collect();
    all.sort_by_key(|repair| repair.span);
    all
}

fn repairs(update: &Update, chapter: &Chapter, visible: &mut VisibleText) -> Vec<RepairFact> {
    let undecided = update.undecided(chapter);
    let mut all = with_left_alone(&undecided, chapter);
    for repair in all.iter_mut().filter(|repair| repair.channel == OVERRIDE) {
        // What the repair would be without the author's choice can be chosen, too.
        let without_choice = undecided.iter().find(|other| other.span == repair.span);
        let originals =
            without_choice.into_iter().flat_map(|other| std::iter::once(&other.after).chain(&other.alternatives));
        repair.alternatives.extend(originals.cloned());
    }
    for repair in &mut all {
        repair.alternatives.retain(|text| *text != repair.after);
    }
    let fact = |(repair, json)| {
        let repair: &Repair = repair;
        let place = visible.offset_of(repair).map(|at| visible.distinguish(&repair.after, at));
        RepairFact {
            repair: json,
            occurrence: place.as_ref().map_or(0, |place| place.occurrence),
            around: place.map(|place| place.around),
            chosen: repair.channel == OVERRIDE,
        }
    };
    all.iter().zip(repairs_json(&chapter.text, &all, |_| true)).map(fact).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Code;

    #[test]
    fn an_editors_address_holds_path_and_line() {
        let path = Path::new("/a b/c.md");
        assert_eq!(editor_address("vscode://file/{path}:{line}", path), "vscode://file/a%20b/c.md:{line}");
        assert_eq!(
            editor_address("idea://open?file={path}&line={line}", path),
            "idea://open?file=/a%20b/c.md&line={line}"
        );
    }

    #[test]
    fn a_problem_shows_its_line_and_opens_it() {
        let source = SourcePath::new("syllabus.toml");
        let diagnostic =
            Diagnostic::new(Code::BadConfig, Span::new(4, 7), "it is wrong").in_file(&source).help("mend it");
        let texts = |_: &SourcePath| Some("abc\ndef\n".into());
        let problem = problem(&diagnostic, &texts, Some(Path::new("/c/syllabus.toml")), Some("x://{path}:{line}"));
        assert_eq!((problem.diagnostic.line, problem.diagnostic.column), (Some(2), Some(1)));
        assert_eq!(problem.open.as_deref(), Some("x://c/syllabus.toml:2"));
        let excerpt = problem.excerpt.expect("an excerpt");
        let line = &excerpt.lines[0];
        assert_eq!((excerpt.lines.len(), line.number, line.text.as_str()), (1, 2, "def"));
        assert_eq!((line.marks[0].start, line.marks[0].end, &line.marks[0].note), (0, 3, &None));
    }
}
