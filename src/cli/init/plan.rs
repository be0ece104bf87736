//! Which files are added to a folder, and what is said of them. In: the folder and what was found in it. Out: new files with their texts; nothing
//! is written here.

use std::fs;
use std::path::{Path, PathBuf};

use super::config_file;
use super::survey::Survey;
use crate::cli::files::{in_working_folder, is_there, plain_file, real, slashes};

/// The project's own repository, as `OWNER/NAME`: from Cargo.toml, and empty as long as that does not say.
const PROJECT: &str = env!("CARGO_PKG_REPOSITORY");
/// What stands for it in a workflow then.
const PROJECT_TO_FILL_IN: &str = "OWNER/SYLLABUS";
const WORKFLOWS: &str = ".github/workflows";
/// The name of ours.
const WORKFLOW: &str = "pages.yml";
/// What shows that a workflow publishes to GitHub Pages.
const PUBLISHERS: [&str; 3] = ["actions/deploy-pages", "actions-gh-pages", "mkdocs gh-deploy"];
/// The line for `.gitignore`.
const IGNORED: &str = "/output/";

/// The small course of an empty folder.
static STARTER: [(&str, &str); 7] = [
    ("README.md", include_str!("starter/README.md")),
    ("01-first-steps/README.md", include_str!("starter/01-first-steps/README.md")),
    ("01-first-steps/01-a-chapter.md", include_str!("starter/01-first-steps/01-a-chapter.md")),
    ("01-first-steps/02-pictures-and-links.md", include_str!("starter/01-first-steps/02-pictures-and-links.md")),
    ("02-questions/README.md", include_str!("starter/02-questions/README.md")),
    ("02-questions/01-ask.md", include_str!("starter/02-questions/01-ask.md")),
    ("images/path.svg", include_str!("starter/images/path.svg")),
];

/// A file that is to be written.
#[derive(Debug)]
pub(super) struct NewFile {
    /// From the folder that the command runs in, or absolute.
    pub path: PathBuf,
    pub bytes: Vec<u8>,
    /// What it is for, in a few words.
    purpose: &'static str,
}

impl NewFile {
    /// Its content as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }
}

/// What is to be done.
#[derive(Debug, Default)]
pub(super) struct Plan {
    pub files: Vec<NewFile>,
    /// What is not written, and what the author may do instead.
    pub notes: Vec<String>,
}

impl Plan {
    /// The plan for a folder.
    pub fn new(folder: &Path, survey: &Survey) -> Plan {
        let mut plan = Plan::default();
        if survey.is_empty() {
            for (path, text) in STARTER {
                plan.add(folder.join(path), text, "a small course, to be written over");
            }
        }
        if survey.config.is_none() {
            plan.add(folder.join("syllabus.toml"), &config_text(survey), "all settings, each as a comment");
        }
        plan.add_workflow(folder, survey);
        plan.add_gitignore(folder);
        plan
    }

    /// Adds a file, unless there is one.
    fn add(&mut self, path: PathBuf, text: &str, purpose: &'static str) {
        if !is_there(&path) {
            self.files.push(NewFile { path, bytes: text.as_bytes().to_vec(), purpose });
        }
    }

    fn add_workflow(&mut self, folder: &Path, survey: &Survey) {
        let root = survey.repository.as_deref().unwrap_or(folder);
        let folder_of_workflows = root.join(WORKFLOWS);
        let own = folder_of_workflows.join(WORKFLOW);
        if let Some(other) = publishing_workflow(&folder_of_workflows) {
            if other != own {
                self.notes.push(format!(
                    "`{}` publishes to GitHub Pages already, so there is no second workflow for that; remove it and run `syllabus init` again to publish this course.",
                    slashes(&in_working_folder(&other))
                ));
            }
            return;
        }
        let leads_away = |inner: &str| root.join(inner).symlink_metadata().is_ok_and(|found| found.is_symlink());
        if let Some(link) = [".github", WORKFLOWS].into_iter().find(|inner| leads_away(inner)) {
            self.notes.push(format!("`{link}` is a symbolic link, so no workflow was put there."));
            return;
        }
        let source = course_from(root, folder).join(&survey.source);
        let text = workflow(&source, &branch_of(root));
        // Where the command runs in the repository's root, paths stay as short as they are typed.
        let path = if is_same(root, folder) { folder.join(WORKFLOWS).join(WORKFLOW) } else { own };
        self.add(path, &text, "publishes the site to GitHub Pages on each push, and checks pull requests");
        if PROJECT.is_empty() && self.has_workflow() {
            self.notes.push(format!(
                "in `pages.yml`, write the repository of syllabus in place of `{PROJECT_TO_FILL_IN}`: this copy of syllabus does not know it."
            ));
        }
    }

    /// Whether a workflow is among the files.
    fn has_workflow(&self) -> bool {
        self.files.iter().any(|file| file.path.ends_with(WORKFLOW))
    }

    fn add_gitignore(&mut self, folder: &Path) {
        let path = folder.join(".gitignore");
        match plain_file(&path) {
            Ok(bytes) => {
                let text = String::from_utf8_lossy(&bytes).into_owned();
                let names_output = |line: &str| line.trim().trim_matches('/') == IGNORED.trim_matches('/');
                if !text.lines().any(names_output) {
                    self.notes.push(format!(
                        "add the line `{IGNORED}` to `{}`, so that git leaves the site out.",
                        slashes(&in_working_folder(&path))
                    ));
                }
            }
            Err(_) => self.add(path, &format!("{IGNORED}\n"), "keeps the site out of git"),
        }
    }

    /// The files and notes, in words.
    pub fn in_words(&self) -> String {
        let mut text = String::new();
        if self.files.is_empty() {
            text.push_str("Nothing is missing.\n");
        } else {
            text.push_str("\nTo be added:\n");
            let width = self.files.iter().map(|file| shown(&file.path).chars().count()).max().unwrap_or(0);
            for file in &self.files {
                text.push_str(&format!("  {:<width$}  {}\n", shown(&file.path), file.purpose));
            }
        }
        text.push_str(&self.notes_in_words());
        text
    }

    fn notes_in_words(&self) -> String {
        self.notes.iter().map(|note| format!("note: {note}\n")).collect()
    }

    /// The files as a diff, which `git apply` takes where it runs in the same folder.
    pub fn diff(&self) -> String {
        let mut text = String::new();
        for file in &self.files {
            let content = file.text();
            text.push_str(&format!(
                "\n--- /dev/null\n+++ b/{}\n@@ -0,0 +1,{} @@\n",
                shown(&file.path),
                content.lines().count()
            ));
            content.lines().for_each(|line| text.push_str(&format!("+{line}\n")));
        }
        if self.files.is_empty() {
            text.push_str("Nothing is missing.\n");
        }
        text.push_str(&self.notes_in_words());
        text
    }

    /// What to do once all is written.
    pub fn next_steps(&self, folder: &Path, survey: &Survey) -> String {
        let source = folder.join(&survey.source);
        // In the folder itself the command finds the chapters.
        let source = if is_same(folder, Path::new(".")) { String::new() } else { format!(" {}", typed(&source)) };
        let mut text =
            format!("\nWritten. Next:\n  syllabus serve{source} --open   # write, with the page beside you\n");
        if self.has_workflow() {
            let then = match (&survey.repository, &survey.repository_address) {
                (None, _) => "make this folder a git repository, and put it on GitHub",
                (Some(_), None) => "put the repository on GitHub",
                (Some(_), Some(_)) => "push",
            };
            text.push_str(&format!(
                "  {then}; there, under Settings → Pages, choose “GitHub Actions” as the source, once\n"
            ));
        }
        text
    }
}

/// The configuration: only what a build would not find out by itself has a value.
fn config_text(survey: &Survey) -> String {
    let mut values = Vec::new();
    if let Some(language) = survey.language() {
        values.push(("course", "language", config_file::quoted(language)));
    }
    if !["", "chapters"].contains(&survey.source.as_str()) {
        values.push(("build", "source", config_file::quoted(&survey.source)));
    }
    config_file::text(&values)
}

/// The folder of the course from the root of its repository.
fn course_from(root: &Path, folder: &Path) -> PathBuf {
    let inner =
        real(folder).zip(real(root)).and_then(|(folder, root)| folder.strip_prefix(root).ok().map(Path::to_owned));
    // A folder that is still to be made lies below the one that is there.
    let missing = || Some(folder.strip_prefix(root).unwrap_or(folder).to_owned()).filter(|_| !folder.exists());
    inner.or_else(missing).unwrap_or_default()
}

fn is_same(one: &Path, other: &Path) -> bool {
    real(one).is_some() && real(one) == real(other)
}

/// A path as it is typed in a command.
fn typed(folder: &Path) -> String {
    let text = shown(folder);
    if text.contains(' ') { format!("\"{text}\"") } else { text }
}

/// A path without `./` at its beginning, with `/`.
pub(super) fn shown(path: &Path) -> String {
    let text = path.strip_prefix(".").unwrap_or(path).display().to_string();
    text.replace(std::path::MAIN_SEPARATOR, "/").trim_end_matches('/').to_owned()
}

/// A workflow of the repository that publishes to GitHub Pages.
fn publishing_workflow(folder: &Path) -> Option<PathBuf> {
    let entries = fs::read_dir(folder).ok()?;
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    let is_workflow = |path: &PathBuf| path.extension().is_some_and(|ending| ending == "yml" || ending == "yaml");
    let own = |path: &Path| path.file_name().is_some_and(|name| name == WORKFLOW);
    paths.into_iter().filter(is_workflow).find(|path| {
        let text = plain_file(path).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default();
        own(path) || PUBLISHERS.iter().any(|publisher| text.contains(publisher))
    })
}

/// The branch that is published: the one that the remote begins with, else the one that is checked out, else `main`.
fn branch_of(root: &Path) -> String {
    let read =
        |path: &str| plain_file(&root.join(".git").join(path)).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    let named = |text: String, before: &str| text.trim().strip_prefix(before).map(str::to_owned);
    let of_remote = read("refs/remotes/origin/HEAD").and_then(|text| named(text, "ref: refs/remotes/origin/"));
    let checked_out = || read("HEAD").and_then(|text| named(text, "ref: refs/heads/"));
    let is_plain =
        |name: &String| !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || "-_./".contains(c));
    of_remote.or_else(checked_out).filter(is_plain).unwrap_or_else(|| "main".to_owned())
}

/// A text as a value in a workflow, in which GitHub reads no expression.
fn in_yaml(text: &str) -> String {
    let text = text.replace("${{", "${{ '${{' }}");
    match text.contains(char::is_control) {
        true => serde_json::Value::from(text).to_string(),
        false => format!("'{}'", text.replace('\'', "''")),
    }
}

/// The text of the workflow for a course in a folder of the repository.
fn workflow(source: &Path, branch: &str) -> String {
    let project = PROJECT.strip_prefix("https://github.com/").unwrap_or(PROJECT);
    let project = if project.is_empty() { PROJECT_TO_FILL_IN } else { project };
    let source = shown(source);
    let with = if source.is_empty() {
        String::new()
    } else {
        format!("        with:\n          source: {}\n", in_yaml(&source))
    };
    include_str!("pages.yml")
        .replace("BRANCH", branch)
        .replace("PROJECT", &format!("{project}@v{}", env!("CARGO_PKG_VERSION")))
        .replace("        WITH\n", &with)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_workflow_names_the_branch_and_the_folder_of_the_course() {
        let text = workflow(Path::new("docs/it's"), "trunk");
        for line in ["    branches: [trunk]", "          source: 'docs/it''s'"] {
            assert!(text.lines().any(|other| other == line), "{line}\n{text}");
        }
        let text = workflow(Path::new("${{ secrets.X }}"), "trunk");
        assert!(text.contains("\n          source: '${{ ''${{'' }} secrets.X }}'\n"), "{text}");
        let text = workflow(Path::new("a\nb"), "trunk");
        assert!(text.contains("\n          source: \"a\\nb\"\n"), "{text}");
        let plain = workflow(Path::new(""), "main");
        for word in ["WITH", "PROJECT", "BRANCH", "source:"] {
            assert!(!plain.contains(word), "{word}\n{plain}");
        }
    }
}
