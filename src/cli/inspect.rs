//! `syllabus inspect`: prints the course model as JSON to stdout.

use std::path::PathBuf;
use std::sync::Arc;

use serde::Serialize;

use super::args::{ExitStatus, FormatArg, SharedArgs};
use super::project::{self, Project};
use super::show;
use crate::chapter::Chapter;
use crate::export::json;
use crate::index::{ChapterIdx, IndexVec};
use crate::pipeline::Changes;
use crate::report::{Progress, counted, printable, printable_json};

/// Print the course model as JSON
///
/// One object: modules, chapters in reading order, their sections, questions, checklists, links and repairs, and all diagnostics.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: syllabus inspect chapters")]
pub(super) struct InspectArgs {
    /// A folder of chapters, or one file [default: `[build] source`, else `chapters`, else `.`]
    source: Option<PathBuf>,
    /// Print the course's questions only; as a table, unless `--format json` asks for JSON
    #[arg(long)]
    questions: bool,
}

pub(super) fn run(args: &InspectArgs, shared: &SharedArgs) -> ExitStatus {
    let project = match project::load_project(args.source.as_deref(), None, shared) {
        Ok(project) => project,
        Err(error) => return show::project_error(&error, shared),
    };
    let progress = Progress::new(shared.shows_progress());
    let mut pipeline = project.pipeline();
    match pipeline.update(&Changes::All, &progress) {
        Ok(update) => {
            show::settings(&update, &project, shared);
            let chapters = update.chapters();
            let full = json::InspectDetails { chapters: &chapters, diagnostics: update.diagnostics() };
            let summaries = update.summaries();
            let model = json::model(&update.course, &summaries, Some(full));
            let text = match (args.questions, shared.format) {
                (false, _) => printable_json(json::to_text(&model, true)),
                (true, FormatArg::Json) => printable_json(json::to_text(&question_rows(&chapters), true)),
                (true, FormatArg::Human | FormatArg::Github | FormatArg::Sarif) => {
                    table(&question_rows(&chapters), &project)
                }
            };
            match show::result(&text) {
                ExitStatus::Done => show::status(&update, &project, shared),
                status => status,
            }
        }
        Err(error) => show::pipeline_error(&error, &project, shared),
    }
}

/// A question of the course, with its chapter's file.
#[derive(Debug, Serialize)]
struct QuestionRow {
    source: String,
    #[serde(flatten)]
    question: json::QuestionJson,
}

/// All questions of a course, in reading order.
fn question_rows(chapters: &IndexVec<ChapterIdx, Option<Arc<Chapter>>>) -> Vec<QuestionRow> {
    let of_chapter = |chapter: &Arc<Chapter>| {
        let questions = json::questions_json(&chapter.summary, Some(chapter));
        let source = chapter.path.to_string();
        questions.into_iter().map(|question| QuestionRow { source: source.clone(), question }).collect::<Vec<_>>()
    };
    chapters.iter().flatten().flat_map(of_chapter).collect()
}

/// Longer stems are cut, so that a row stays on a line.
const STEM_CHARS: usize = 60;

/// The questions as a table: kind, key, number of choices, how many of these have a reason of their own, whether there is an explanation, the
/// section that teaches it, place and stem.
fn table(rows: &[QuestionRow], project: &Project) -> String {
    let row = |row: &QuestionRow| {
        let QuestionRow { source, question } = row;
        let Some(texts) = &question.texts else { return String::new() };
        let dash = |text: String| if text.is_empty() { "-".to_owned() } else { text };
        let reasons = texts.choices.iter().filter(|choice| !choice.why.is_empty()).count();
        let stem = texts.stem.split_whitespace().collect::<Vec<_>>().join(" ");
        let cut: String = stem.chars().take(STEM_CHARS).collect();
        let more = if stem.chars().nth(STEM_CHARS).is_some() { "…" } else { "" };
        format!(
            "{:<10}  {:<5}  {:>7}  {:>7}  {:<9}  {}  {}{}\n",
            question.kind,
            dash(texts.answer.join(" ")),
            texts.choices.len(),
            reasons,
            if texts.explanation.is_empty() { "-" } else { "explained" },
            printable(&format!("{}:{}", show::path_of(project, source), question.line)),
            printable(&format!("{cut}{more}")),
            texts.section.as_ref().map_or_else(String::new, |section| printable(&format!("  #{section}")).into_owned()),
        )
    };
    let head = format!("{:<10}  {:<5}  {:>7}  {:>7}  {:<9}  question\n", "kind", "key", "choices", "reasons", "why");
    format!("{}\n\n{head}{}", counted(rows.len(), "question"), rows.iter().map(row).collect::<String>())
}
