//! Where each setting of a run comes from, for `--verbose`: a flag, a line of the configuration, the environment, git, another tool's file. In: a
//! project and the course that was read. Out: rows; those that nobody set are left out, but for what a run is about.

use std::path::Path;

use super::args::SharedArgs;
use super::project::{Project, epoch_of_environment, folder_of};
use crate::config::{TABLES, WrittenKey};
use crate::export::run_json::SettingJson;
use crate::pipeline::Update;

const TYPED: &str = "the command line";

/// All settings that are set, and where they come from; what a key of the configuration says and nothing overrules in the order of its lines.
pub(super) fn origins(project: &Project, update: &Update, shared: &SharedArgs) -> Vec<SettingJson> {
    let mut rows = OriginRows { project, told: Vec::new(), rows: Vec::new() };
    rows.add_paths(shared);
    rows.add_facts(update);
    rows.add_flags(shared);
    rows.add_keys();
    rows.rows
}

struct OriginRows<'p> {
    project: &'p Project,
    /// Keys of the configuration that a row tells of, or that something overrules.
    told: Vec<(&'static str, &'static str)>,
    rows: Vec<SettingJson>,
}

impl OriginRows<'_> {
    fn push(&mut self, name: &str, value: impl Into<String>, from: impl Into<String>) {
        self.rows.push(SettingJson { name: name.to_owned(), value: value.into(), from: from.into() });
    }

    /// The place of a key of the configuration, if it stands there; the key is told by that.
    fn place(&mut self, table: &'static str, name: &'static str) -> Option<String> {
        self.told.push((table, name));
        let key = self.project.written_keys.iter().find(|key| (key.table, key.name) == (table, name))?;
        Some(self.line(key))
    }

    fn line(&self, key: &WrittenKey) -> String {
        let file = self.project.config.as_deref().map_or_else(String::new, shown);
        format!("{file}:{}", key.line)
    }

    /// `typed`, else the place of the key, else `otherwise`.
    fn first(&mut self, typed: Option<&str>, key: (&'static str, &'static str), otherwise: &str) -> String {
        let place = self.place(key.0, key.1);
        typed.map(str::to_owned).or(place).unwrap_or_else(|| otherwise.to_owned())
    }

    fn add_paths(&mut self, shared: &SharedArgs) {
        let project = self.project;
        let typed = |is_typed: bool| is_typed.then_some(TYPED);
        let found = if project.source == Path::new("chapters") {
            "a folder of that name is here"
        } else {
            "the working folder"
        };
        let from = self.first(typed(project.typed.source), ("build", "source"), found);
        self.push("source", shown(&project.source), from);
        match &project.config {
            None => self.push("config", "none", "there is none in the source or beside it"),
            Some(config) => {
                let is_inside = config.parent().is_some_and(|folder| is_same(folder, folder_of(&project.source)));
                let found = if is_inside { "in the source" } else { "beside the source" };
                self.push("config", shown(config), if shared.config.is_some() { "--config" } else { found });
            }
        }
        let from = self.first(typed(project.typed.output), ("build", "output"), "by default");
        self.push("output", shown(&project.output), from);
        let from = self.first(shared.theme.as_ref().map(|_| "--theme"), ("build", "theme"), "");
        if !from.is_empty() {
            let theme = project.theme.as_deref().map_or_else(|| "default".to_owned(), shown);
            self.push("theme", theme, from);
        }
        match &project.cache {
            Some(cache) => {
                let from = if shared.cache.is_some() { "--cache" } else { "the user's cache folder" };
                self.push("cache", shown(cache), from);
            }
            None if shared.no_cache => self.push("cache", "none", "--no-cache"),
            None => self.push("cache", "none", "the user has no cache folder"),
        }
    }

    /// What is found out where nobody says it.
    fn add_facts(&mut self, update: &Update) {
        let project = self.project;
        let other_tool = update.author_indexes();
        let of_tool =
            |is_told: bool| other_tool.facts.file.as_ref().filter(|_| is_told).map(|file| format!("`{file}`"));
        let course = &update.course;
        let from = self.place("course", "title").or_else(|| of_tool(other_tool.facts.title.is_some()));
        let is_title = |title: &Option<String>| title.as_deref() == Some(&course.title);
        let summaries = course.chapters.indices().filter_map(|chapter| update.summary(chapter));
        let chapter = summaries.map(|summary| &summary.outline).find(|outline| is_title(&outline.title));
        let from = from.or_else(|| Some(format!("`{}`", chapter?.path)));
        self.push("title", &course.title, from.unwrap_or_else(|| "the folder's name".to_owned()));
        let from = self.place("course", "language").or_else(|| of_tool(other_tool.facts.language.is_some()));
        let mut outlines =
            course.chapters.indices().filter_map(|chapter| update.summary(chapter)).map(|one| &one.outline);
        let is_detected = outlines.any(|outline| outline.language.as_ref() == Some(&course.language));
        let otherwise = if is_detected { "the words of the chapters" } else { "by default" };
        self.push("language", &course.language, from.unwrap_or_else(|| otherwise.to_owned()));
        if let Some(index) = other_tool.indexes.iter().find(|index| index.is_of_course) {
            self.push("reading order", "as listed", format!("`{}`", index.path));
        }
        let base_url = self.place("publish", "base_url");
        if let Some(address) = &project.address {
            let from = base_url.filter(|_| address.is_configured()).unwrap_or_else(|| address.from.to_string());
            self.push("base_url", &address.url, from);
        }
        let from = self.place("publish", "repository").or_else(|| of_tool(other_tool.facts.repository.is_some()));
        let from = from.or_else(|| project.repository_from.map(|from| from.to_string()));
        let settings = &project.settings;
        let repository = settings.repository.as_ref().or(other_tool.facts.repository.as_ref());
        if let Some((from, repository)) = from.zip(repository.or(settings.found.repository.as_ref())) {
            self.push("repository", repository, from);
        }
    }

    fn add_flags(&mut self, shared: &SharedArgs) {
        if let Some(today) = self.project.settings.found.today {
            let of_variable = || epoch_of_environment().map(|_| "SOURCE_DATE_EPOCH");
            let from = shared.now.as_ref().map(|_| "--now").or_else(of_variable).unwrap_or("the clock");
            self.push("now", today.to_string(), from);
        }
        if shared.strict {
            self.push("strict", "true", "--strict");
        }
        if let Some(answers) = self.project.typed.answers {
            self.told.push(("quiz", "answers"));
            self.push("answers", answers.mode().name(), "--answers");
        }
    }

    /// The keys of the configuration that no row before tells of.
    fn add_keys(&mut self) {
        for key in &self.project.written_keys {
            if self.told.contains(&(key.table, key.name)) {
                continue;
            }
            let header = TABLES.iter().find(|table| table.name == key.table).map(|table| table.header());
            let name = format!("{} {}", header.unwrap_or_default(), key.name);
            let value = key.value.split_whitespace().collect::<Vec<_>>().join(" ");
            let from = self.line(key);
            self.push(name.trim_end(), value, from);
        }
    }
}

fn is_same(one: &Path, other: &Path) -> bool {
    super::files::real(one).is_some_and(|one| super::files::real(other) == Some(one))
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}
