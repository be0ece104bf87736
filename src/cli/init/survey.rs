//! What is in a folder before anything is added: the course as a build would make it, other tools' files, the git repository. Reads only.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::cli::address::{SiteAddress, find_address, repository_folder};
use crate::cli::args::SharedArgs;
use crate::cli::project::{Project, ProjectError, load_project};
use crate::pipeline::{Changes, Update};
use crate::report::{Progress, counted};
use crate::source::{Disk, OtherTool};

/// What was found in a folder.
#[derive(Debug, Default, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Survey {
    /// The folder of the chapters from the folder of the course; empty where they are one.
    pub source: String,
    /// The course's title.
    pub title: String,
    /// How many pages are made from markdown.
    pub chapters: usize,
    /// How many modules there are.
    pub modules: usize,
    /// How many questions.
    pub questions: usize,
    /// How many runs of damaged characters are repaired.
    pub repairs: usize,
    /// How many warnings `check` has to tell.
    pub warnings: usize,
    /// How many chapters are in each language, the most frequent first, as far as they tell.
    pub languages: Vec<(String, usize)>,
    /// Another tool whose files are here, and the file that tells.
    pub other_tool: Option<(String, String)>,
    /// The configuration that is there already.
    pub config: Option<PathBuf>,
    /// The root of the git repository.
    pub repository: Option<PathBuf>,
    /// The repository's address on the web.
    pub repository_address: Option<String>,
    /// Where the site will be found.
    pub address: Option<String>,
}

impl Survey {
    /// Looks at a folder, which may be missing or empty.
    ///
    /// # Errors
    /// A configuration that is there has errors, or cannot be read.
    pub fn of(folder: &Path, shared: &SharedArgs) -> Result<Survey, ProjectError> {
        let tool = OtherTool::find(&Disk, folder);
        let source = chapters_of(folder, tool);
        let mut survey = Survey {
            source: source.clone(),
            other_tool: tool.map(|tool| (tool.name.to_owned(), tool.file.to_owned())),
            repository: repository_folder(nearest_folder(folder)),
            ..Survey::default()
        };
        let found = find_address(nearest_folder(folder), folder);
        survey.repository_address = found.repository;
        survey.address = found.site.map(|SiteAddress { url, .. }| url);
        if !folder.is_dir() {
            return Ok(survey);
        }
        let project = load_project(Some(&folder.join(&source)), None, shared)?;
        survey.config = project.config.clone();
        survey.address = project.address.as_ref().map(|address| address.url.clone());
        survey.look_at(&project);
        Ok(survey)
    }

    fn look_at(&mut self, project: &Project) {
        let mut pipeline = project.pipeline();
        // A folder that cannot be listed has no chapters; a build says why.
        let Ok(update) = pipeline.update(&Changes::All, &Progress::new(false)) else { return };
        let stats = update.stats();
        (self.chapters, self.questions, self.repairs) = (stats.chapters, stats.questions, stats.repairs);
        self.warnings = stats.warnings;
        self.modules = update.course.modules.len();
        self.title.clone_from(&update.course.title);
        self.languages = languages(&update);
    }

    /// Whether there is nothing yet that a course could be made from.
    pub fn is_empty(&self) -> bool {
        self.chapters == 0
    }

    /// The language of most chapters, where it is not English and all but a few agree.
    pub fn language(&self) -> Option<&str> {
        let (language, count) = self.languages.first()?;
        (language != "en" && count * 10 >= self.chapters * 8).then_some(language.as_str())
    }

    /// What was found, in a few lines.
    pub fn in_words(&self) -> String {
        let mut lines = Vec::new();
        let place = if self.source.is_empty() { String::new() } else { format!(" in `{}`", self.source) };
        if self.is_empty() {
            lines.push(format!("Found no markdown{place}: this becomes a small course to begin with."));
        } else {
            let parts = [
                counted(self.chapters, "chapter"),
                counted(self.modules, "module"),
                counted(self.questions, "question"),
                counted(self.repairs, "repair"),
            ];
            lines.push(format!("Found{place}: {} (“{}”).", parts.join(", "), self.title));
        }
        if let Some((tool, file)) = &self.other_tool {
            lines.push(format!("{tool} is here, too (`{file}`): both can work on the same files."));
        }
        if self.languages.len() > 1 {
            let counts: Vec<String> = self.languages.iter().map(|(name, count)| format!("{name} {count}")).collect();
            lines.push(format!("Languages of the chapters: {}.", counts.join(", ")));
        }
        if self.warnings > 0 {
            lines.push(format!("`syllabus check` has {} to tell.", counted(self.warnings, "warning")));
        }
        if let Some(address) = &self.address {
            lines.push(format!("The site will be at {address}"));
        }
        lines.iter().map(|line| format!("{line}\n")).collect()
    }
}

/// How many chapters are in each language.
fn languages(update: &Update) -> Vec<(String, usize)> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for chapter in update.course.chapters.indices() {
        if let Some(language) = update.summary(chapter).and_then(|summary| summary.outline.language.as_deref()) {
            *counts.entry(language).or_default() += 1;
        }
    }
    let mut sorted: Vec<(String, usize)> = counts.into_iter().map(|(name, count)| (name.to_owned(), count)).collect();
    sorted.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    sorted
}

/// The folder of the chapters, from the folder of the course: that of another tool, else `chapters`; empty where they are one.
fn chapters_of(folder: &Path, tool: Option<&OtherTool>) -> String {
    let candidates = [tool.map_or("", |tool| tool.chapters), "chapters"];
    candidates.into_iter().find(|name| !name.is_empty() && folder.join(name).is_dir()).unwrap_or("").to_owned()
}

/// The folder itself, or the nearest one above it that exists.
fn nearest_folder(folder: &Path) -> &Path {
    let above = folder.ancestors().find(|above| above.is_dir());
    above.unwrap_or(Path::new("."))
}
