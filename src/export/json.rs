//! The JSON of `inspect`, `course.json`, `repair --format json`, `--format json` of diagnostics and the preview. Other programs rely on its
//! keys, so it has types of its own and the types of the stages can change freely.

use std::sync::Arc;

use serde::{Serialize, Serializer};

use crate::chapter::{Chapter, ChapterSummary, CheckSummary, QuestionSummary, Section};
use crate::course::{BrokenLink, Course, CourseChapter, ResolvedLink};
use crate::diagnostic::{Diagnostic, Fix, FixEdit, Severity};
use crate::index::{ChapterIdx, IndexVec, LinkIdx, ModuleIdx};
use crate::path::{SitePath, encode};
use crate::quiz::{Question, QuestionKind};
use crate::repair::Repair;
use crate::span::{LineIndex, Position, PositionCursor, Span};

/// The version of all JSON that commands write and sites hold, `course.json` included. It grows when a key is removed or means something else;
/// keys that are added do not change it.
pub const JSON_VERSION: u32 = 1;

/// The course as `inspect` prints it. `course.json` has the same without texts and answers of questions, repairs, diagnostics and links
/// that need no attention.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CourseJson<'a> {
    /// The version of this form.
    version: u32,
    /// The course's title.
    title: String,
    /// The language of its chapters, as a language tag.
    language: String,
    /// Its modules, a module before those that lie in it.
    modules: Vec<ModuleJson>,
    /// All pages made from markdown, overviews of modules included, in reading order.
    #[cfg_attr(test, schemars(with = "Vec<ChapterJson>"))]
    chapters: ChapterStream<'a>,
    /// What is doubtful; not in `course.json`.
    #[serde(skip_serializing_if = "Option::is_none")]
    diagnostics: Option<Vec<DiagnosticJson>>,
}

/// A module.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct ModuleJson {
    /// Its title.
    title: String,
    /// The address of its overview.
    url: String,
    /// The address of the overview of the module in which it lies; null at the root of the course.
    parent: Option<String>,
    /// The addresses of its own chapters, in reading order.
    chapters: Vec<String>,
}

/// Chapters that are serialised one by one, so that their JSON is never in memory as a whole.
#[derive(Debug)]
struct ChapterStream<'a> {
    course: &'a Course,
    summaries: &'a IndexVec<ChapterIdx, Arc<ChapterSummary>>,
    details: Option<InspectDetails<'a>>,
}

impl Serialize for ChapterStream<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let course = self.course;
        let one = |((index, course_chapter), summary): ((ChapterIdx, &CourseChapter), &Arc<ChapterSummary>)| {
            let chapter = self.details.and_then(|details| details.chapters.get(index)?.as_deref());
            chapter_json(course, course_chapter, summary, chapter)
        };
        serializer.collect_seq(course.chapters.iter_enumerated().zip(self.summaries).map(one))
    }
}

/// A page that was made from a file of markdown.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct ChapterJson {
    /// Its id: the front matter's, else made from its path.
    id: String,
    /// Its file, as a path of the course.
    source: String,
    /// Its address.
    url: String,
    /// Its title.
    title: String,
    /// The address of its module's overview; null at the root of the course.
    module: Option<String>,
    /// The address of the page before it in the reading order.
    previous: Option<String>,
    /// The address of the page after it.
    next: Option<String>,
    /// How long it takes, in its author's words; null where these say nothing.
    study_time: Option<String>,
    /// How hard it is, likewise.
    difficulty: Option<String>,
    /// How much it matters, likewise.
    importance: Option<String>,
    /// Its headings, in order. In `course.json` those of answers are left out.
    sections: Vec<SectionJson>,
    /// Its questions, in order.
    questions: Vec<QuestionJson>,
    /// The items of its checklists, in order.
    checklist: Vec<CheckJson>,
    /// Its links and pictures, in order; in `course.json` only those that need attention.
    links: Vec<LinkJson>,
    /// What was repaired in it; not in `course.json`.
    #[serde(skip_serializing_if = "Option::is_none")]
    repairs: Option<Vec<RepairJson>>,
}

/// A heading.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct SectionJson {
    /// Its level, from 1 to 6.
    level: u8,
    /// Its text, as plain text.
    title: String,
    /// Its anchor on the page, which is GitHub's.
    id: String,
}

/// A question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct QuestionJson {
    /// Its id on the page.
    pub id: String,
    /// The author's number.
    pub number: u32,
    /// `single`, `multiple`, `true-false`, `open` or `ungraded`.
    #[cfg_attr(test, schemars(extend("enum" = ["single", "multiple", "true-false", "open", "ungraded"])))]
    pub kind: &'static str,
    /// The line of its stem, counted from 1.
    pub line: u32,
    /// Its texts; `None` in `course.json`.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    pub texts: Option<QuestionTexts>,
}

/// The texts of a question, as plain text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct QuestionTexts {
    /// The question itself.
    pub stem: String,
    /// Its choices, in order.
    pub choices: Vec<ChoiceJson>,
    /// The labels of the right choices.
    pub answer: Vec<String>,
    /// The explanation; empty where there is none.
    pub explanation: String,
    /// The id of the section that teaches it; null where that is not certain.
    pub section: Option<String>,
}

/// A choice of a question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ChoiceJson {
    /// Its letter or number.
    pub label: String,
    /// Its text, as plain text.
    pub text: String,
    /// What the explanation says of this very choice; empty where that is not certain.
    pub why: String,
}

/// An item of a checklist.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CheckJson {
    /// Its id on the page.
    pub id: String,
    /// Its text, as plain text.
    pub text: String,
    /// Its line, counted from 1.
    pub line: u32,
    /// Whether the author ticked it.
    pub checked: bool,
}

/// A link or a picture.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct LinkJson {
    /// Where it leads, as it is written.
    href: String,
    /// The address that it became; null where it leads to another site or to nothing.
    target: Option<String>,
    /// Its line, counted from 1.
    line: u32,
    /// What became of it: `ok`, `external`, `broken` (there is no such file), `broken-anchor` (no such heading), `missing-image`, `no-page` (what
    /// it leads to has no page), or `healed` (corrected in case or path).
    #[cfg_attr(test, schemars(extend("enum" = ["ok", "external", "broken", "broken-anchor", "missing-image", "no-page", "healed"])))]
    status: &'static str,
}

/// A repair.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct RepairJson {
    /// The line of its start, counted from 1.
    pub line: u32,
    /// The column of its start, in characters from 1.
    pub column: u32,
    /// The damaged characters.
    pub before: String,
    /// The repaired characters.
    pub after: String,
    /// The probability that `after` is exactly right, from 0 to 1, rounded to four decimal places.
    pub confidence: f64,
    /// Other replacements for the whole of `before`, the best first.
    pub alternatives: Vec<String>,
    /// How the damage came about: charset, lost characters, repetitions.
    pub channel: String,
    /// Whether `repair --write` writes it.
    pub applied: bool,
}

/// A diagnostic; absent values are null.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct DiagnosticJson {
    /// Its code, as `explain` takes it.
    pub code: &'static str,
    /// Its severity.
    pub severity: Severity,
    /// The file it is about, as a path of the course.
    pub source: Option<String>,
    /// The line of its start, counted from 1.
    pub line: Option<u32>,
    /// The column of its start, in characters from 1.
    pub column: Option<u32>,
    /// The line of its end, counted from 1.
    pub end_line: Option<u32>,
    /// The column behind its last character, in characters from 1.
    pub end_column: Option<u32>,
    /// The message, on one line.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    /// What a program may change so that it is gone.
    pub fix: Option<FixJson>,
}

/// A fix of a diagnostic.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct FixJson {
    /// What it does.
    pub title: String,
    /// What is replaced in the file that the diagnostic is about, in order of place and without overlap.
    pub edits: Vec<FixEditJson>,
}

/// A part of a file and what takes its place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct FixEditJson {
    /// The line of its start, counted from 1.
    pub line: u32,
    /// The column of its start, in characters from 1.
    pub column: u32,
    /// The line of its end.
    pub end_line: u32,
    /// The column behind its last character.
    pub end_column: u32,
    /// The text in its place.
    pub replacement: String,
}

impl FixJson {
    /// The JSON of `fix`; `region` tells where a span begins and ends. None where it does not know.
    pub fn new(fix: &Fix, mut region: impl FnMut(Span) -> Option<(Position, Position)>) -> Option<Self> {
        let edit = |edit: &FixEdit| {
            let (start, end) = region(edit.span)?;
            Some(FixEditJson {
                line: start.line,
                column: start.column,
                end_line: end.line,
                end_column: end.column,
                replacement: edit.replacement.clone(),
            })
        };
        Some(FixJson { title: fix.title.clone(), edits: fix.edits.iter().map(edit).collect::<Option<_>>()? })
    }
}

/// The lines around a diagnostic's place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ExcerptJson {
    /// The lines with marks, in order, and single lines between them; where more are left out, the numbers skip them.
    pub lines: Vec<ExcerptLineJson>,
    /// Notes whose places are too far away to be among the lines.
    pub far_notes: Vec<FarNoteJson>,
}

/// A line of an excerpt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ExcerptLineJson {
    /// Its number in the file, from 1.
    pub number: u32,
    /// Its text without control characters; `…` stands where a long line is cut.
    pub text: String,
    /// The places on it, the diagnostic's own first.
    pub marks: Vec<ExcerptMarkJson>,
}

/// A place on a line of an excerpt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ExcerptMarkJson {
    /// Where it begins in the line's text, from 0, in UTF-16 code units as scripts count them.
    pub start: usize,
    /// Where it ends, likewise; the same as `start` for a place between two characters.
    pub end: usize,
    /// What is said of it; null for the diagnostic's own place.
    pub note: Option<String>,
}

/// A note whose place an excerpt does not show.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FarNoteJson {
    /// The line of its place in the file, from 1.
    pub line: u32,
    /// What is said of it.
    pub text: String,
}

impl DiagnosticJson {
    /// The JSON of `diagnostic`; `region` is the start and the end of its span, if the text is known.
    pub fn new(diagnostic: &Diagnostic, region: Option<(Position, Position)>) -> Self {
        let (start, end) = region.unzip();
        DiagnosticJson {
            code: diagnostic.code.id(),
            severity: diagnostic.severity,
            source: diagnostic.source.as_ref().map(ToString::to_string),
            line: start.map(|start| start.line),
            column: start.map(|start| start.column),
            end_line: end.map(|end| end.line),
            end_column: end.map(|end| end.column),
            message: diagnostic.message.clone(),
            help: diagnostic.help.clone(),
            fix: None,
        }
    }

    /// The same with its fix.
    #[must_use]
    pub fn with_fix(self, fix: Option<FixJson>) -> Self {
        DiagnosticJson { fix, ..self }
    }
}

/// The data that `inspect` has beyond `course.json`.
#[derive(Clone, Copy, Debug)]
pub struct InspectDetails<'a> {
    /// All chapters; `None` where the file has vanished since the update.
    pub chapters: &'a IndexVec<ChapterIdx, Option<Arc<Chapter>>>,
    /// All diagnostics of the course.
    pub diagnostics: &'a [Diagnostic],
}

/// The JSON of a course, from the course and the summaries of all its chapters; with `details` that of `inspect`, without that of
/// `course.json`. A chapter whose file has vanished since the update has only the data of its summary.
pub fn model<'a>(
    course: &'a Course,
    summaries: &'a IndexVec<ChapterIdx, Arc<ChapterSummary>>,
    details: Option<InspectDetails<'a>>,
) -> CourseJson<'a> {
    let modules = course.modules.iter().map(|module| ModuleJson {
        title: module.title.clone(),
        url: module.page.to_string(),
        parent: module_url(course, module.parent),
        chapters: module.chapters.iter().filter_map(|chapter| url(course, Some(*chapter))).collect(),
    });
    CourseJson {
        version: JSON_VERSION,
        title: course.title.clone(),
        language: course.language.clone(),
        modules: modules.collect(),
        chapters: ChapterStream { course, summaries, details },
        diagnostics: details.map(|details| diagnostics_json(details.diagnostics, details.chapters)),
    }
}

fn url(course: &Course, chapter: Option<ChapterIdx>) -> Option<String> {
    chapter.and_then(|chapter| course.chapters.get(chapter)).map(|course_chapter| course_chapter.page.to_string())
}

fn module_url(course: &Course, module: Option<ModuleIdx>) -> Option<String> {
    module.and_then(|module| course.modules.get(module)).map(|module| module.page.to_string())
}

/// A value as JSON that may stand in a script too, whatever version of JavaScript reads it.
pub fn script_json(value: &impl Serialize) -> String {
    // Serialisation fails only for maps whose keys are no strings, and there are none.
    serde_json::to_string(value).unwrap_or_default().replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029")
}

/// Serialises to JSON text with a line feed at its end; `pretty` indents it.
pub fn to_text(model: &impl Serialize, pretty: bool) -> String {
    let text = if pretty { serde_json::to_string_pretty(model) } else { serde_json::to_string(model) };
    // Serialisation fails only for maps whose keys are no strings, and there are none.
    let mut text = text.unwrap_or_default();
    text.push('\n');
    text
}

fn chapter_json(
    course: &Course,
    course_chapter: &CourseChapter,
    summary: &ChapterSummary,
    chapter: Option<&Chapter>,
) -> ChapterJson {
    let outline = &summary.outline;
    let links = course.links(course_chapter.file).map(|links| links_json(links, summary, chapter.is_some()));
    ChapterJson {
        id: course_chapter.id.clone(),
        source: course_chapter.source.to_string(),
        url: course_chapter.page.to_string(),
        title: course.title_of(course_chapter.file, outline).to_owned(),
        module: module_url(course, course_chapter.module),
        previous: url(course, course_chapter.previous),
        next: url(course, course_chapter.next),
        study_time: outline.study_time.clone(),
        difficulty: outline.difficulty.clone(),
        importance: outline.importance.clone(),
        sections: outline.sections.iter().filter(|one| chapter.is_some() || !one.is_answer).map(section).collect(),
        questions: questions_json(summary, chapter),
        checklist: checklist_json(summary),
        links: links.unwrap_or_default(),
        repairs: chapter.map(|chapter| repairs_json(&chapter.text, &chapter.repairs, |_| true)),
    }
}

/// The questions of a chapter; with their texts if the chapter is given.
pub fn questions_json(summary: &ChapterSummary, chapter: Option<&Chapter>) -> Vec<QuestionJson> {
    summary.questions.iter().enumerate().map(|(number, question)| question_json(question, number, chapter)).collect()
}

/// The checklist of a chapter.
pub fn checklist_json(summary: &ChapterSummary) -> Vec<CheckJson> {
    let item = |check: &CheckSummary| CheckJson {
        id: check.id.clone(),
        text: check.text.clone(),
        line: check.line,
        checked: check.checked,
    };
    summary.checks.iter().map(item).collect()
}

fn section(section: &Section) -> SectionJson {
    SectionJson { level: section.level, title: section.title.to_string(), id: section.id.to_string() }
}

fn question_json(question: &QuestionSummary, number: usize, chapter: Option<&Chapter>) -> QuestionJson {
    let texts = chapter.and_then(|chapter| Some(question_texts(chapter.quiz.questions.get(number)?, chapter)));
    QuestionJson {
        id: question.id.clone(),
        number: question.number,
        kind: kind(question.kind),
        line: question.line,
        texts,
    }
}

fn question_texts(question: &Question, chapter: &Chapter) -> QuestionTexts {
    let document = &chapter.document;
    let text = |fragments: &[crate::markdown::Fragment]| {
        let parts: Vec<String> = fragments.iter().map(|fragment| document.plain_fragment(fragment)).collect();
        parts.iter().map(|part| part.trim()).filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n")
    };
    QuestionTexts {
        stem: question.words.clone(),
        choices: question
            .choices
            .iter()
            .map(|choice| ChoiceJson {
                label: choice.label.clone(),
                text: choice.words(document),
                why: text(&choice.why),
            })
            .collect(),
        answer: question.answer.clone(),
        explanation: text(question.explanation()),
        section: chapter.section_of(question).map(|heading| heading.id.to_string()),
    }
}

/// The name of a kind of question in the JSON.
fn kind(kind: QuestionKind) -> &'static str {
    match kind {
        QuestionKind::Single => "single",
        QuestionKind::Multiple => "multiple",
        QuestionKind::TrueFalse => "true-false",
        QuestionKind::Open => "open",
        QuestionKind::Ungraded => "ungraded",
    }
}

/// The links of a chapter: all of them, or only those that are broken or healed.
fn links_json(links: &IndexVec<LinkIdx, ResolvedLink>, summary: &ChapterSummary, all: bool) -> Vec<LinkJson> {
    let written = summary.outline.links.iter().zip(&summary.links);
    let shown = written.zip(links).filter(|(_, resolved)| all || !resolved.is_exact());
    shown
        .map(|((link, position), resolved)| LinkJson {
            href: link.href.clone(),
            target: target_url(resolved),
            line: position.line,
            status: link_status(resolved),
        })
        .collect()
}

/// The URL of a link's target, relative to the site's root, or that of the repository's place; `None` for links to other sites and to nothing.
fn target_url(link: &ResolvedLink) -> Option<String> {
    let url = |page: &SitePath| crate::path::relative(&SitePath::new("index.html"), page);
    match link {
        ResolvedLink::Page { page, anchor: Some(anchor), .. } => Some(format!("{}#{}", url(page), encode(anchor))),
        ResolvedLink::Page { page, anchor: None, .. } | ResolvedLink::Broken(BrokenLink::NoAnchor { page }) => {
            Some(url(page))
        }
        ResolvedLink::File { path, suffix, .. } => Some(format!("{}{suffix}", url(&SitePath::new(path.as_str())))),
        ResolvedLink::Elsewhere { url } => Some(url.clone()),
        ResolvedLink::External | ResolvedLink::Broken(_) => None,
    }
}

/// The name in the JSON for how a link was resolved.
fn link_status(link: &ResolvedLink) -> &'static str {
    match link {
        ResolvedLink::External | ResolvedLink::Elsewhere { .. } => "external",
        ResolvedLink::Page { is_corrected, .. } | ResolvedLink::File { is_corrected, .. } => {
            if *is_corrected {
                "healed"
            } else {
                "ok"
            }
        }
        ResolvedLink::Broken(broken) => match broken {
            BrokenLink::NoFile => "broken",
            BrokenLink::NoAnchor { .. } => "broken-anchor",
            BrokenLink::NoImage => "missing-image",
            BrokenLink::FolderWithoutPage | BrokenLink::FileWithoutPage | BrokenLink::UnknownRepository => "no-page",
        },
    }
}

/// The repairs of `text`; `applied` says which of them `repair --write` writes.
pub fn repairs_json(text: &str, repairs: &[Repair], applied: impl Fn(&Repair) -> bool) -> Vec<RepairJson> {
    let mut cursor = PositionCursor::new(text);
    let one = |repair: &Repair| {
        let Position { line, column } = cursor.advance_to(repair.span.start);
        RepairJson {
            line,
            column,
            before: repair.before.clone(),
            after: repair.after.clone(),
            confidence: (f64::from(repair.confidence) * 1e4).round() / 1e4,
            alternatives: repair.alternatives.clone(),
            channel: repair.channel.clone(),
            applied: applied(repair),
        }
    };
    repairs.iter().map(one).collect()
}

fn diagnostics_json(
    diagnostics: &[Diagnostic],
    chapters: &IndexVec<ChapterIdx, Option<Arc<Chapter>>>,
) -> Vec<DiagnosticJson> {
    let texts: std::collections::HashMap<_, _> =
        chapters.iter().flatten().map(|chapter| (&chapter.path, (&chapter.text, std::cell::OnceCell::new()))).collect();
    let region = |diagnostic: &Diagnostic, span: Span| {
        let (text, index) = texts.get(diagnostic.source.as_ref()?)?;
        let index: &LineIndex = index.get_or_init(|| LineIndex::new(text));
        Some((index.position(text, span.start), index.position(text, span.end)))
    };
    let one = |diagnostic: &Diagnostic| {
        let place = diagnostic.span.and_then(|span| region(diagnostic, span));
        let fix = diagnostic.fix.as_ref().and_then(|fix| FixJson::new(fix, |span| region(diagnostic, span)));
        DiagnosticJson::new(diagnostic, place).with_fix(fix)
    };
    diagnostics.iter().map(one).collect()
}
