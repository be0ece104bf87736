//! `syllabus export`: the course in another format. As a PDF it is `print.html`, made in a temporary folder and printed by a Chromium of this
//! machine.

mod browser;
mod dates;
mod printed_pdf;

use std::path::{Path, PathBuf};

use clap::ValueEnum;

use super::args::{AnswersArg, ExitStatus, SharedArgs};
use super::{project, publish, show};
use crate::path::SitePath;
use crate::pipeline::{Changes, SiteBuilder};
use crate::render::context::PrintAnswers;
use crate::render::whole::PrintPart;
use crate::report::Progress;
use crate::site::{probe_file, replace};
use printed_pdf::{PdfError, Scratch, print_pdf};

/// Write the course in another format
///
/// A PDF is printed by a Chromium of this machine, which is found by itself or named in the environment as `CHROMIUM`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: syllabus export --to pdf chapters -o course.pdf")]
pub(super) struct ExportArgs {
    /// The format
    #[arg(long, value_name = "FORMAT")]
    to: FormatArgOfExport,
    /// A folder of chapters, or one file [default: `[build] source`, else `chapters`, else `.`]
    source: Option<PathBuf>,
    /// The file that is written [default: `course.pdf`, for one module `course-NUMBER.pdf`]
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// One module only, by its title, folder or number
    #[arg(long, value_name = "NAME|NUMBER")]
    module: Option<String>,
    /// The size of the paper
    #[arg(long, value_name = "SIZE", default_value = "a4")]
    paper: PaperArg,
    /// Start the browser without its sandbox, which it needs when run as root: only for courses that you trust
    #[arg(long)]
    no_sandbox: bool,
    /// Which answers are printed, whatever `[quiz]` says: `shown` with their questions, `at-end`, or `withheld`
    #[arg(long, value_name = "WHERE")]
    answers: Option<AnswersArg>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum FormatArgOfExport {
    Pdf,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum PaperArg {
    A4,
    Letter,
}

pub(super) fn run(args: &ExportArgs, shared: &SharedArgs) -> ExitStatus {
    let FormatArgOfExport::Pdf = args.to;
    let mut project = match project::load_project(args.source.as_deref(), None, shared) {
        Ok(project) => project,
        Err(error) => return show::project_error(&error, shared),
    };
    // Before the course is read: nothing comes of it where the file cannot be written, or without a browser.
    let wanted = args.output.clone().unwrap_or_else(|| PathBuf::from("course.pdf"));
    if let Err(error) = probe_file(&wanted) {
        let message = format!("`{}` cannot be written: {error}", wanted.display());
        let help = "name a file in a folder that exists and may be written: `-o FILE`";
        return show::refuse(ExitStatus::Failed, &message, help, shared);
    }
    let browser = match browser::find() {
        Ok(browser) => browser,
        Err(missing) => return show::refuse(ExitStatus::Failed, &missing.message(), missing.help(), shared),
    };
    let scratch = match Scratch::new() {
        Ok(scratch) => scratch,
        Err(error) => return failed(&format!("no temporary folder can be made: {error}"), shared),
    };
    if scratch.is_of_root() && !args.no_sandbox {
        return show::refuse(
            ExitStatus::Failed,
            "Chromium does not run as root with its sandbox on",
            "run `syllabus export` as an ordinary user; in a container, and for a course that you trust, add `--no-sandbox`",
            shared,
        );
    }
    project = project.with_answers(args.answers);
    match args.answers {
        Some(AnswersArg::Shown) => project.settings.print_answers = PrintAnswers::With,
        Some(AnswersArg::AtEnd) => project.settings.print_answers = PrintAnswers::AtEnd,
        Some(AnswersArg::Hidden | AnswersArg::Withheld) | None => {}
    }
    project.settings.css.push_str(match args.paper {
        PaperArg::A4 => "\n@page { size: A4; }\n",
        PaperArg::Letter => "\n@page { size: letter; }\n",
    });
    project.cache = None;
    let progress = Progress::new(shared.shows_progress());
    let mut pipeline = project.pipeline();
    let update = match pipeline.update(&Changes::All, &progress) {
        Ok(update) => update,
        Err(error) => return show::pipeline_error(&error, &project, shared),
    };
    show::settings(&update, &project, shared);
    if update.course.chapters.is_empty() {
        return show::refuse(ExitStatus::Faulty, "there is no chapter to be printed", "see `syllabus check`", shared);
    }
    let builder = SiteBuilder::new(&update);
    let (page, number) = match chosen_page(&builder, args.module.as_deref()) {
        Ok(chosen) => chosen,
        Err((message, help)) => return show::refuse(ExitStatus::Usage, &message, &help, shared),
    };
    let output = args.output.clone().unwrap_or_else(|| {
        PathBuf::from(number.map_or_else(|| "course.pdf".to_owned(), |number| format!("course-{number}.pdf")))
    });
    if let Err(error) = publish::write_printed(&builder, &update, &page, &scratch.site(), &progress) {
        return show::publish_error(&error, &project, shared);
    }
    progress.stage("printing", 0);
    let titles: Vec<&str> = builder.print_parts().iter().filter_map(|part| part.title.as_deref()).collect();
    let printed = print_pdf(&browser, &scratch, page.as_str(), &titles, args.no_sandbox);
    progress.done();
    match printed {
        Ok(pdf) => written(&output, &pdf, shared, || show::status(&update, &project, shared)),
        Err(error) => show_pdf_error(&error, &browser, shared),
    }
}

fn written(output: &Path, pdf: &[u8], shared: &SharedArgs, status: impl FnOnce() -> ExitStatus) -> ExitStatus {
    if let Err(error) = replace(output, pdf) {
        return failed(&format!("`{}` cannot be written: {error}", output.display()), shared);
    }
    show::notice(&format!("`{}` is written, {} kB", output.display(), pdf.len().div_ceil(1000)), shared);
    status()
}

/// The page that is printed, and the number of its part; what is wrong with the choice, and what to do.
fn chosen_page(builder: &SiteBuilder<'_>, wanted: Option<&str>) -> Result<(SitePath, Option<usize>), (String, String)> {
    let parts = builder.print_parts();
    let known = || {
        let names = parts.iter().map(|part| format!("{} `{}`", part.number, part.title.as_deref().unwrap_or("–")));
        names.collect::<Vec<_>>().join(", ")
    };
    match wanted {
        None if builder.is_printed_in_parts() => Err((
            "the course is too large to be one document".to_owned(),
            format!("print its modules one by one, with `--module NUMBER`: {}", known()),
        )),
        None => Ok((builder.print_page(), None)),
        Some(wanted) => match part_named(parts, wanted) {
            Some(part) => Ok((part.page.clone(), Some(part.number))),
            None if parts.is_empty() => Err((
                format!("there is no module `{wanted}`"),
                "the course has no modules: print it as a whole".to_owned(),
            )),
            None => Err((format!("there is no module `{wanted}`"), format!("there are {}", known()))),
        },
    }
}

/// The part with this number, title or folder.
fn part_named<'p>(parts: &'p [PrintPart], wanted: &str) -> Option<&'p PrintPart> {
    let wanted = wanted.trim();
    let is_same = |name: &str| name.to_lowercase() == wanted.to_lowercase();
    let by_title = || parts.iter().find(|part| part.title.as_deref().is_some_and(is_same));
    let by_folder = || parts.iter().find(|part| !part.folder.is_empty() && is_same(&part.folder));
    let by_number = || wanted.parse().ok().and_then(|number: usize| parts.iter().find(|part| part.number == number));
    by_title().or_else(by_folder).or_else(by_number)
}

fn show_pdf_error(error: &PdfError, browser: &Path, shared: &SharedArgs) -> ExitStatus {
    let browser = browser.display();
    let (message, help) = match error {
        PdfError::Start(why) => (
            format!("`{browser}` cannot be started: {why}"),
            "name another Chromium in the environment: `CHROMIUM=/path/to/chromium`",
        ),
        PdfError::Late(minutes) => {
            (format!("`{browser}` made no PDF in {minutes} minutes"), "print a part of the course: `--module NUMBER`")
        }
        PdfError::NoFile(said) => (
            format!("`{browser}` made no PDF: {said}"),
            "look whether it prints by itself: `chromium --headless --print-to-pdf print.html`; a Chromium from a snap cannot read \
             the folder for temporary files: set `TMPDIR` to a folder in your home",
        ),
    };
    show::refuse(ExitStatus::Failed, &message, help, shared)
}

fn failed(message: &str, shared: &SharedArgs) -> ExitStatus {
    let help = "look whether the disk is full, and whether the folder may be written";
    show::refuse(ExitStatus::Failed, message, help, shared)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_module_is_named_by_title_folder_or_number() {
        let part = |number: usize, title: &str, folder: &str| PrintPart {
            title: Some(title.to_owned()),
            folder: folder.to_owned(),
            page: SitePath::new(format!("print-{number}.html")),
            number,
        };
        let parts = [part(1, "Bytes", "01-bytes"), part(2, "1", "02-one")];
        let found = |wanted: &str| part_named(&parts, wanted).map(|part| part.number);
        assert_eq!(found("bytes"), Some(1));
        assert_eq!(found("02-One"), Some(2));
        assert_eq!(found("2"), Some(2));
        assert_eq!(found("1"), Some(2), "a title goes before a number");
        assert_eq!((found("3"), found("")), (None, None));
    }
}
