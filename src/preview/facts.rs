//! What the preview shows beside a page, and over it where the site cannot be made. In: the course as it stands, diagnostics. Out: the
//! values that the script in the page is told. Never reads the disk but for texts it is lent.

use std::path::Path;

use super::server::{CheckFact, DiagnosticFact, PageFacts, Problem, QuestionFact, RepairFact};
use super::words::PageWords;
use crate::chapter::Chapter;
use crate::diagnostic::{Diagnostic, Severity};
use crate::export::json::kind;
use crate::index::ChapterIdx;
use crate::path::{SourcePath, encode};
use crate::pipeline::Update;
use crate::repair::Repair;
use crate::report::{HumanStyle, SourceTexts, human};
use crate::span::{LineIndex, Span};

/// An address that opens the author's editor at a file; `{line}` is still to be put in. `template` is `[preview] editor`.
pub fn address(template: &str, path: &Path) -> String {
    let path = path.to_string_lossy().split('/').map(encode).collect::<Vec<_>>().join("/");
    // `vscode://file/{path}` has the first slash already.
    let path = if template.contains("/{path}") { path.trim_start_matches('/') } else { &path };
    template.replace("{path}", path)
}

/// A diagnostic as the page's overlay tells it. `path` is the file it is about.
pub fn problem(diagnostic: &Diagnostic, texts: &dyn SourceTexts, path: Option<&Path>, editor: Option<&str>) -> Problem {
    let position = position(diagnostic, texts);
    let line = position.map(|position| position.0);
    let open =
        editor.zip(path).map(|(editor, path)| address(editor, path).replace("{line}", &line.unwrap_or(1).to_string()));
    Problem {
        severity: diagnostic.severity,
        code: diagnostic.code.id().to_owned(),
        source: diagnostic.source.as_ref().map(ToString::to_string),
        line,
        column: position.map(|position| position.1),
        message: diagnostic.message.clone(),
        help: diagnostic.help.clone(),
        excerpt: excerpt(diagnostic, texts),
        open,
        path: path.map(|path| path.to_string_lossy().into_owned()),
    }
}

/// A problem that no line of a file is to blame for.
pub fn sentence(message: &str, help: &str) -> Problem {
    Problem {
        severity: Severity::Error,
        code: String::new(),
        source: None,
        line: None,
        column: None,
        message: message.to_owned(),
        help: (!help.is_empty()).then(|| help.to_owned()),
        excerpt: None,
        open: None,
        path: None,
    }
}

/// What there is to show of a chapter; `editor` is `[preview] editor`.
pub fn facts(update: &Update, index: ChapterIdx, editor: Option<&str>) -> Option<PageFacts> {
    let chapter = update.chapter(index)?;
    let summary = update.summary(index)?;
    let path = update.real_root().join(chapter.path.as_str());
    let texts = |_: &SourcePath| Some(chapter.text.clone());
    let questions = summary.questions.iter().zip(&chapter.quiz.questions);
    let mut words = PageWords::new(&chapter);
    Some(PageFacts {
        source: chapter.path.clone(),
        open: editor.map(|editor| address(editor, &path)),
        path: path.to_string_lossy().into_owned(),
        diagnostics: update.diagnostics_of(index).iter().map(|one| finding(one, &texts, &mut words)).collect(),
        questions: questions
            .map(|(card, question)| QuestionFact {
                id: card.id.clone(),
                number: card.number,
                kind: kind(card.kind).to_owned(),
                stem: question.words.clone(),
                answer: question.answer.clone(),
                explained: !question.explanation().is_empty(),
                line: card.line,
            })
            .collect(),
        checklist: summary
            .checks
            .iter()
            .map(|check| CheckFact {
                id: check.id.clone(),
                text: check.text.clone(),
                line: check.line,
                checked: check.checked,
            })
            .collect(),
        repairs: repairs(update, &chapter, &mut words),
    })
}

fn finding(diagnostic: &Diagnostic, texts: &dyn SourceTexts, words: &mut PageWords) -> DiagnosticFact {
    let position = position(diagnostic, texts);
    DiagnosticFact {
        code: diagnostic.code.id().to_owned(),
        severity: diagnostic.severity,
        line: position.map(|position| position.0),
        column: position.map(|position| position.1),
        message: diagnostic.message.clone(),
        help: diagnostic.help.clone(),
        excerpt: excerpt(diagnostic, texts),
        place: diagnostic.span.and_then(|span| words.of(span)),
    }
}

fn position(diagnostic: &Diagnostic, texts: &dyn SourceTexts) -> Option<(u32, u32)> {
    let text = texts.text(diagnostic.source.as_ref()?)?;
    let position = LineIndex::new(&text).position(&text, diagnostic.span?.start);
    Some((position.line, position.column))
}

/// The marked lines of what the terminal would show, without the empty ones around them.
fn excerpt(diagnostic: &Diagnostic, texts: &dyn SourceTexts) -> Option<String> {
    diagnostic.span?;
    let shown = human(std::slice::from_ref(diagnostic), texts, &HumanStyle::default());
    let marked = shown.lines().skip_while(|line| !line.trim_start().starts_with("-->")).skip(1);
    let lines: Vec<&str> = marked.take_while(|line| !line.trim_start().starts_with("= ")).collect();
    let is_full = |line: &&str| line.trim() != "|" && !line.trim().is_empty();
    let (first, last) = (lines.iter().position(is_full)?, lines.iter().rposition(is_full)?);
    Some(lines.get(first..=last)?.join("\n"))
}

/// All repairs of a chapter, and places that the author has had left as they are.
fn repairs(update: &Update, chapter: &Chapter, words: &mut PageWords) -> Vec<RepairFact> {
    let undecided = update.undecided(chapter);
    let is_chosen = |repair: &Repair| repair.channel == crate::repair::OVERRIDE;
    let known =
        |span: Span| chapter.repairs.iter().any(|repair| repair.span.start < span.end && span.start < repair.span.end);
    let kept = undecided.iter().filter(|repair| !known(repair.span)).map(|repair| Repair {
        after: repair.before.clone(),
        alternatives: Vec::new(),
        channel: crate::repair::OVERRIDE.to_owned(),
        confidence: 1.0,
        ..repair.clone()
    });
    let mut all: Vec<Repair> = chapter.repairs.iter().cloned().chain(kept).collect();
    all.sort_by_key(|repair| repair.span);
    let index = LineIndex::new(&chapter.text);
    all.into_iter()
        .map(|repair| {
            let position = index.position(&chapter.text, repair.span.start);
            let place = words.place(&repair).map(|at| words.told(&repair.after, at));
            let chosen = is_chosen(&repair);
            let otherwise = undecided.iter().find(|other| chosen && other.span == repair.span);
            let instead =
                otherwise.into_iter().flat_map(|other| std::iter::once(&other.after).chain(&other.alternatives));
            let alternatives = repair.alternatives.iter().chain(instead).filter(|text| **text != repair.after).cloned();
            RepairFact {
                line: position.line,
                column: position.column,
                occurrence: place.as_ref().map_or(0, |place| place.occurrence),
                around: place.map(|place| place.around),
                alternatives: alternatives.collect(),
                before: repair.before,
                after: repair.after,
                confidence: repair.confidence,
                channel: repair.channel,
                chosen,
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Code;

    #[test]
    fn an_editor_is_told_path_and_line() {
        let path = Path::new("/a b/c.md");
        assert_eq!(address("vscode://file/{path}:{line}", path), "vscode://file/a%20b/c.md:{line}");
        assert_eq!(address("idea://open?file={path}&line={line}", path), "idea://open?file=/a%20b/c.md&line={line}");
    }

    #[test]
    fn a_problem_shows_its_line_and_opens_it() {
        let source = SourcePath::new("syllabus.toml");
        let diagnostic =
            Diagnostic::new(Code::BadConfig, Span::new(4, 7), "it is wrong").in_file(&source).help("mend it");
        let texts = |_: &SourcePath| Some("abc\ndef\n".into());
        let problem = problem(&diagnostic, &texts, Some(Path::new("/c/syllabus.toml")), Some("x://{path}:{line}"));
        assert_eq!((problem.line, problem.column), (Some(2), Some(1)));
        assert_eq!(problem.open.as_deref(), Some("x://c/syllabus.toml:2"));
        let excerpt = problem.excerpt.expect("an excerpt");
        assert!(excerpt.contains("2 | def") && excerpt.contains("^^^") && !excerpt.contains("mend"), "{excerpt}");
    }
}
