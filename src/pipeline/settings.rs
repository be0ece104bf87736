//! What the pipeline hands out: each stage gets its own small settings, none sees the configuration.

use std::path::Path;

use crate::chapter;
use crate::course::{self, Course};
use crate::path::SourcePath;
use crate::render::context::{Direction, SiteContext};
use crate::render::theme::{self, TemplateError, Theme, ThemeFiles};
use crate::repair;
use crate::source::{Hash, WalkRules};

/// Everything that is set, checked already.
#[derive(Clone, Debug, Default)]
pub struct BuildSettings {
    /// What is no part of the course.
    pub rules: WalkRules,
    /// `[course] title`
    pub title: Option<String>,
    /// `[course] id`
    pub id: Option<String>,
    /// `[course] language`
    pub language: Option<String>,
    /// `[publish] base_url`, ending in `/`.
    pub base_url: Option<String>,
    /// `[publish] repository`
    pub repository: Option<String>,
    /// `[repair]`; none: nothing is repaired.
    pub repair: Option<repair::RepairSettings>,
    /// Repairs that the author decided, with the file each belongs to.
    pub overrides: Vec<(SourcePath, repair::RepairOverride)>,
    /// A theme's files, laid over the built-in one.
    pub theme_files: ThemeFiles,
    /// `[theme] hue`
    pub hue: Option<f64>,
    /// `[theme] logo`: its file's ending and its bytes.
    pub logo: Option<(String, Vec<u8>)>,
    /// `[course] description`
    pub description: Option<String>,
    /// The author's own style rules.
    pub css: String,
    /// The author's own lines for `<head>`.
    pub head: String,
}

impl BuildSettings {
    /// What a chapter depends on.
    pub(super) fn chapter(&self, path: &SourcePath) -> chapter::ChapterSettings {
        let own = self.overrides.iter().filter(|(file, _)| file == path).map(|(_, decided)| decided);
        chapter::ChapterSettings { repair: self.repair.as_ref().map(|repair| repair.with_overrides(own)) }
    }

    /// What the course depends on; the name of its folder, by the real path, is the last resort for a title.
    pub(super) fn course(&self, real_root: &Path) -> course::CourseSettings {
        let name = real_root.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        course::CourseSettings { title: self.title.clone(), language: self.language.clone(), root_name: name }
    }

    /// Of everything that is set: two settings with one hash make the same site of the same source.
    pub fn hash(&self) -> Hash {
        // Where the site goes changes no byte of it.
        let rules = WalkRules { output: None, ..self.rules.clone() };
        // `Debug` shows every field of these plain values, in a fixed order.
        Hash::of(format!("{:?}", BuildSettings { rules, ..self.clone() }).as_bytes())
    }

    /// Of what every page depends on beside its own chapter and place; `settings` is the hash of all that is set.
    pub(super) fn common(settings: Hash, site: &SiteContext) -> Hash {
        Hash::of(format!("{settings} {site:?}").as_bytes())
    }

    /// The theme, in the course's language.
    pub(super) fn theme(&self, language: &str) -> Result<Theme, TemplateError> {
        let settings = theme::ThemeSettings {
            language: language.to_owned(),
            hue: self.hue,
            logo: self.logo.clone(),
            css: self.css.clone(),
            head: crate::render::context::Html(self.head.clone()),
        };
        Theme::load(&self.theme_files, &settings)
    }

    /// The site, as templates see it.
    pub(super) fn site(&self, course: &Course) -> SiteContext {
        SiteContext {
            title: course.title.clone(),
            language: course.language.clone(),
            dir: Direction::of(&course.language),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            course_key: self.course_key(course),
        }
    }

    /// What a student's browser keeps is filed under this: the id, else a hash of the repository, else of the title.
    fn course_key(&self, course: &Course) -> String {
        match (&self.id, &self.repository) {
            (Some(id), _) => id.clone(),
            (None, Some(repository)) => short_hash(repository),
            (None, None) => short_hash(&course.title),
        }
    }
}

fn short_hash(text: &str) -> String {
    Hash::of(text.as_bytes()).to_string().chars().take(10).collect()
}
