//! `syllabus results`: what students answered, from the files that they saved, as an overview for their teacher: which questions fail most, and how
//! many tries they take. Reads files and the course, writes nothing, needs no server and no names.

mod saved;
mod tally;

use std::path::{Path, PathBuf};

use serde::Serialize;

use super::args::{ExitStatus, FormatArg, SharedArgs};
use super::files::plain_file;
use super::project::{self, Project};
use super::show;
use crate::export::json::JSON_VERSION;
use crate::pipeline::{Changes, Update};
use crate::report::{Progress, counted, printable, printable_json};
use tally::{AnswerTally, AskedQuestion, QuestionResult};

/// Show what students answered, from the files that they saved
///
/// Which questions fail most, how many tries they take, and which wrong choice is taken; graded by the key of the source. Writes nothing.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: syllabus results --source chapters ann.json ben.json")]
pub(super) struct ResultsArgs {
    /// Files that students saved
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The course's chapters, for what is asked and for the right answers [default: `[build] source`, else `chapters`, else `.`]
    #[arg(long, value_name = "DIR")]
    source: Option<PathBuf>,
}

/// The overview as JSON.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct ResultsJson {
    /// The version of this form.
    version: u32,
    /// The course's key.
    course: String,
    /// How many files were counted.
    files: usize,
    /// Files that were not, and why.
    left_out: Vec<LeftOutFile>,
    /// Those that fail most first.
    questions: Vec<QuestionResult>,
}

/// A file that was not counted.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct LeftOutFile {
    /// Its path, as it was named.
    file: String,
    /// Why it was not counted.
    why: String,
}

pub(super) fn run(args: &ResultsArgs, shared: &SharedArgs) -> ExitStatus {
    let project = match project::load_project(args.source.as_deref(), None, shared) {
        Ok(project) => project,
        Err(error) => return show::project_error(&error, shared),
    };
    let mut pipeline = project.pipeline();
    let update = match pipeline.update(&Changes::All, &Progress::new(shared.shows_progress())) {
        Ok(update) => update,
        Err(error) => return show::pipeline_error(&error, &project, shared),
    };
    show::settings(&update, &project, shared);
    let asked = asked(&update);
    if asked.is_empty() {
        let source = printable(&project.source.display().to_string()).into_owned();
        let message = format!("the course in `{source}` has no questions");
        return show::refuse(ExitStatus::Faulty, &message, "name its folder: `--source DIR`", shared);
    }
    let keys = update.course_keys();
    let mut tally = AnswerTally::new(asked);
    let (mut counted_files, mut left_out, mut is_doubtful) = (Vec::new(), Vec::new(), false);
    for file in &args.files {
        match read(file, &keys, &counted_files) {
            Ok((bytes, saved)) => {
                let told = [
                    (tally.add(&saved), "of which the course does not have the text; they are counted by their ids"),
                    (saved.unreadable.clone(), "whose record cannot be read; they are not counted"),
                ];
                for (ids, what) in told.iter().filter(|(ids, _)| !ids.is_empty()) {
                    is_doubtful = true;
                    warn(file, &format!("answers {} {what}: {}", counted(ids.len(), "question"), some_of(ids)), shared);
                }
                counted_files.push(bytes);
            }
            Err(why) => {
                is_doubtful = true;
                warn(file, &format!("{why}; it is not counted"), shared);
                left_out.push(LeftOutFile { file: file.display().to_string(), why });
            }
        }
    }
    let results = ResultsJson {
        version: JSON_VERSION,
        course: keys.first().cloned().unwrap_or_default(),
        files: counted_files.len(),
        left_out,
        questions: tally.finished(),
    };
    let shown = show::result(&match shared.format {
        FormatArg::Json => printable_json(format!("{}\n", serde_json::to_string(&results).unwrap_or_default())),
        FormatArg::Human | FormatArg::Github | FormatArg::Sarif => table(&results, &project),
    });
    match shown {
        ExitStatus::Done if results.files == 0 => ExitStatus::Failed,
        ExitStatus::Done if shared.strict && is_doubtful => ExitStatus::Faulty,
        status => status,
    }
}

/// The bytes of a saved file and what is in it; the rest of a sentence that begins with its name where it cannot be counted.
fn read(file: &Path, keys: &[String], before: &[Vec<u8>]) -> Result<(Vec<u8>, saved::SavedProgress), String> {
    let bytes = plain_file(file).map_err(|why| format!("cannot be read: {why}"))?;
    let saved = saved::parse(&bytes)?;
    if !keys.contains(&saved.course) {
        let own = keys.first().map_or("", String::as_str);
        return Err(format!("is of another course (`{}`, and this one is `{own}`)", saved.course));
    }
    if before.contains(&bytes) {
        return Err("is the same as a file before it".to_owned());
    }
    Ok((bytes, saved))
}

fn warn(file: &Path, what: &str, shared: &SharedArgs) {
    show::notice(&format!("`{}` {what}", file.display()), shared);
}

/// The first ids of a list.
fn some_of(ids: &[String]) -> String {
    let first: Vec<String> = ids.iter().take(3).map(|id| format!("`{id}`")).collect();
    let more = if ids.len() > 3 { ", …" } else { "" };
    format!("{}{more}", first.join(", "))
}

/// The questions of a course, in reading order.
fn asked(update: &Update) -> Vec<AskedQuestion> {
    let mut all = Vec::new();
    for chapter in update.chapters().iter().flatten() {
        for (question, summary) in chapter.quiz.questions.iter().zip(&chapter.summary.questions) {
            all.push(AskedQuestion {
                id: summary.id.clone(),
                source: chapter.path.to_string(),
                line: summary.line,
                number: summary.number,
                stem: question.words.clone(),
                labels: question.choices.iter().map(|choice| choice.label.clone()).collect(),
                answer: question.answer.clone(),
            });
        }
    }
    all
}

/// Longer stems are cut, so that a row stays on a line.
const STEM_CHARS: usize = 70;

fn table(results: &ResultsJson, project: &Project) -> String {
    let head = format!("{}, {}\n", counted(results.files, "file"), counted(results.questions.len(), "question"));
    if results.questions.is_empty() {
        return head;
    }
    let share = |right: usize, graded: usize| match graded {
        0 => "-".to_owned(),
        _ => format!("{right} of {graded}"),
    };
    let row = |row: &QuestionResult| {
        let place = row
            .source
            .as_ref()
            .zip(row.line)
            .map(|(source, line)| format!("{}:{line}", show::path_of(project, source)));
        let stem = row.stem.as_deref().unwrap_or("(the course has no such question)");
        let stem: String = stem.split_whitespace().collect::<Vec<_>>().join(" ");
        let cut: String = stem.chars().take(STEM_CHARS).collect();
        let more = if stem.chars().nth(STEM_CHARS).is_some() { "…" } else { "" };
        let tries = row.tries as f64 / row.students.max(1) as f64;
        format!(
            "{:>11}  {:>11}  {tries:>5.1}  {:>5}  {}  {}\n",
            share(row.first_right, row.first_graded),
            share(row.last_right, row.last_graded),
            row.most_wrong().unwrap_or("-"),
            printable(&place.unwrap_or_else(|| row.id.clone())),
            printable(&format!("{cut}{more}")),
        )
    };
    let rows: String = results.questions.iter().map(row).collect();
    format!("{head}\n{:>11}  {:>11}  {:>5}  {:>5}  question\n{rows}", "first right", "last right", "tries", "wrong")
}
