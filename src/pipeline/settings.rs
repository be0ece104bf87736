//! The settings of a build. Each stage gets its own small settings made from them; none sees the configuration.

use std::path::Path;
use std::sync::Arc;

use super::allowed::AllowRule;
use crate::chapter;
use crate::course::{self, ConfiguredRedirect, Course};
use crate::date::Date;
use crate::history::History;
use crate::markdown::RawHtml;
use crate::path::{SourcePath, encode};
use crate::quiz::{AnswerMode, AnswerOutput, Reveal, reveal};
use crate::render::context::{Direction, PrintAnswers, QuizSettings, SiteContext, leading_emoji};
use crate::render::theme::{self, TemplateError, Theme, ThemeFiles, ThemeFont};
use crate::render::view::PageHistory;
use crate::repair;
use crate::source::{AuthorIndexes, BookFacts, Hash, WalkRules};

/// All settings of a build, checked already.
#[derive(Clone, Debug, Default)]
pub struct BuildSettings {
    /// Which files of the folder are no part of the course.
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
    /// What was found out where the configuration says nothing, or told for this build only. No key in a student's browser depends on it.
    pub found: FoundFacts,
    /// `[publish] edit_url`
    pub edit_url: Option<String>,
    /// `[publish] redirects`
    pub redirects: Vec<ConfiguredRedirect>,
    /// `[publish] host_files`
    pub has_host_files: bool,
    /// `[publish] offline`
    pub is_offline: bool,
    /// `[publish] markdown`
    pub has_markdown: bool,
    /// The source folder as the configuration sees it: relative to the folder of `syllabus.toml`, with `/`; empty where both are one.
    pub source_folder: String,
    /// `[repair]`; `None`: nothing is repaired.
    pub repair: Option<repair::RepairSettings>,
    /// Repairs that the author decided, with the file each belongs to.
    pub overrides: Vec<(SourcePath, repair::RepairOverride)>,
    /// `[[check.allow]]`
    pub allows: Vec<AllowRule>,
    /// `[markdown] html`
    pub raw_html: RawHtml,
    /// The files of the author's theme, which replace those of the built-in one.
    pub theme_files: ThemeFiles,
    /// `[theme] hue`
    pub hue: Option<f64>,
    /// `[theme] font`
    pub font: ThemeFont,
    /// `[theme] logo`: the file's extension and its bytes.
    pub logo: Option<(String, Vec<u8>)>,
    /// `[course] description`
    pub description: Option<String>,
    /// `[course] authors`
    pub authors: Vec<String>,
    /// `[quiz]`, and `--answers`
    pub quiz: QuizSettings,
    /// `[quiz] print_answers`
    pub print_answers: PrintAnswers,
    /// The author's own style rules.
    pub css: String,
    /// The author's own lines for `<head>`.
    pub head: String,
}

/// What is no part of a course's configuration, and told to a build.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FoundFacts {
    /// Where the site will be found, ending in `/`, whatever the configuration says.
    pub address: Option<String>,
    /// The repository's address on the web.
    pub repository: Option<String>,
    /// The day, which chapters with a day of release wait for.
    pub today: Option<Date>,
    /// Where a chapter that the repository has is edited: a web address with `{path}`.
    pub edit_url: Option<String>,
    /// What git tells of the course's files.
    pub history: Option<Arc<History>>,
}

impl BuildSettings {
    /// Where the site will be found, ending in `/`.
    pub fn address(&self) -> Option<&str> {
        self.found.address.as_deref().or(self.base_url.as_deref())
    }

    /// What is said of a chapter's file below its text.
    pub(super) fn page_history(&self, path: &SourcePath) -> PageHistory {
        let known = self.found.history.as_ref().and_then(|history| history.of(path));
        let edit_url = self.edit_url.as_ref().or_else(|| self.found.edit_url.as_ref().filter(|_| known.is_some()));
        let encoded = || path.as_str().split('/').map(encode).collect::<Vec<_>>().join("/");
        PageHistory {
            edit_url: edit_url.map(|url| url.replace("{path}", &encoded())),
            changed: known.and_then(|file| file.changed),
            authors: known.map_or_else(Vec::new, |file| file.authors.clone()),
        }
    }

    /// The settings for one chapter.
    pub(super) fn chapter(&self, path: &SourcePath) -> chapter::ChapterSettings {
        let own = self.overrides.iter().filter(|(file, _)| file == path).map(|(_, decided)| decided);
        let repair = self.repair.as_ref().map(|repair| repair.with_overrides(own));
        let withholds_answers = self.quiz.answers == AnswerMode::Withheld;
        chapter::ChapterSettings { repair, raw_html: self.raw_html, withholds_answers }
    }

    /// The settings for the course; what they leave open, the settings of another tool say. The name of its folder, taken from the real path, is the title where nothing else gives one.
    pub(super) fn course(&self, real_root: &Path, indexes: &AuthorIndexes) -> course::CourseSettings {
        let facts = &indexes.facts;
        let name = real_root.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let chosen = |own: &Option<String>, other: &Option<String>| own.clone().or_else(|| other.clone());
        course::CourseSettings {
            title: chosen(&self.title, &facts.title),
            language: chosen(&self.language, &facts.language),
            root_name: name,
            today: self.found.today,
            is_built_elsewhere: indexes.is_built_elsewhere,
            repository: chosen(&self.repository, &facts.repository).or_else(|| self.found.repository.clone()),
        }
    }

    /// The hash of all settings: with the same hash, the same source makes the same site.
    pub fn hash(&self) -> Hash {
        // Every field is named, so that the compiler asks about a new one.
        let BuildSettings {
            rules,
            title,
            id,
            language,
            base_url,
            repository,
            found,
            edit_url,
            redirects,
            has_host_files,
            is_offline,
            has_markdown,
            source_folder,
            repair,
            overrides,
            allows,
            raw_html,
            theme_files,
            hue,
            font,
            logo,
            description,
            authors,
            quiz,
            print_answers,
            css,
            head,
        } = self;
        // The day and the history decide which chapters and redirects there are. What else a page shows of the history is in its view.
        let FoundFacts { address, repository: found_repository, today: _, edit_url: _, history: _ } = found;
        // The output folder changes no byte of the site.
        let WalkRules { output: _, ignore } = rules;
        let repair = repair.as_ref().map(|repair| {
            let repair::RepairSettings { charsets, min_confidence, overrides } = repair;
            (charsets, min_confidence.to_bits(), overrides)
        });
        let course =
            (title, id, language, description, base_url, repository, source_folder, authors, quiz, print_answers);
        // Where a row stands changes no byte of the site.
        let redirects: Vec<(&str, &str)> = redirects.iter().map(|row| (&*row.from, &*row.to)).collect();
        let published = (address, found_repository, edit_url, redirects, has_host_files, is_offline, has_markdown);
        let theme = (theme_files, hue.map(f64::to_bits), font, logo, css, head);
        Hash::of_value(&(ignore, course, published, repair, overrides, allows, raw_html, theme))
    }

    /// The hash of what all pages depend on; `settings` is the hash of all settings.
    pub(super) fn common(settings: Hash, site: &SiteContext) -> Hash {
        Hash::of_value(&(settings, site))
    }

    /// The theme, in the course's language.
    pub(super) fn theme(&self, language: &str) -> Result<Theme, TemplateError> {
        let settings = theme::ThemeSettings {
            language: language.to_owned(),
            hue: self.hue,
            font: self.font,
            logo: self.logo.clone(),
            css: self.css.clone(),
            head: crate::render::context::Html(self.head.clone()),
            is_offline: self.is_offline,
        };
        Theme::load(&self.theme_files, &settings)
    }

    /// The site, as templates see it.
    pub(super) fn site(&self, course: &Course, facts: &BookFacts) -> SiteContext {
        let course_key = self.course_key(course);
        let former = self.former_course_key(course, facts);
        SiteContext {
            title: course.title.clone(),
            language: course.language.clone(),
            dir: Direction::of(&course.language),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            course_key_before: Some(former).filter(|former| *former != course_key),
            course_key,
            emoji: leading_emoji(&course.title),
            quiz: self.quiz,
            // What is withheld is not in the page at all, so that a reader has nothing to choose.
            print_answers: match reveal(AnswerOutput::Print, self.quiz.answers) {
                Reveal::Never => PrintAnswers::Without,
                _ => self.print_answers,
            },
            is_offline: self.is_offline,
            picture: None,
            contents: String::new(),
            practice: String::new(),
            print: String::new(),
        }
    }

    /// The key under which a student's browser stores progress: the id, else a hash of the repository and the source folder, else of the title
    /// and the path of the base URL. What is only found out, from git or from another tool's settings, never counts: a build on the author's
    /// machine and one on a server must agree.
    fn course_key(&self, course: &Course) -> String {
        match (&self.id, &self.repository) {
            (Some(id), _) => id.clone(),
            (None, Some(repository)) => short_hash(&format!("{repository}\n{}", self.source_folder)),
            (None, None) => short_hash(&format!("{}\n{}", course.title, base_path(self.base_url.as_deref()))),
        }
    }

    /// The key that version 0.1.0 made: what students stored under it is read once.
    fn former_course_key(&self, course: &Course, facts: &BookFacts) -> String {
        match (&self.id, self.repository.as_ref().or(facts.repository.as_ref())) {
            (Some(id), _) => id.clone(),
            (None, Some(repository)) => short_hash(repository),
            (None, None) => short_hash(&course.title),
        }
    }
}

/// The path of a base URL, from the `/` behind its host on; `/` where the site has no known address.
fn base_path(base_url: Option<&str>) -> &str {
    let behind_scheme = base_url.and_then(|url| url.split_once("://")).map_or("", |(_, rest)| rest);
    behind_scheme.find('/').and_then(|at| behind_scheme.get(at..)).unwrap_or("/")
}

fn short_hash(text: &str) -> String {
    Hash::of(text.as_bytes()).to_string().chars().take(10).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Code;

    /// The default settings, each time with one field changed. A field that is missing from the list does not compile.
    macro_rules! each_changed {
        ($($field:ident: $value:expr,)*) => {{
            let BuildSettings { $($field: _),* } = BuildSettings::default();
            [$((stringify!($field), BuildSettings { $field: $value, ..BuildSettings::default() })),*]
        }};
    }

    fn decided(after: &str) -> repair::RepairOverride {
        repair::RepairOverride { before: "Ã©".to_owned(), context: None, after: after.to_owned() }
    }

    #[test]
    fn every_field_changes_the_hash() {
        let text = || Some("x".to_owned());
        let changed = each_changed! {
            rules: WalkRules { ignore: vec!["x".to_owned()], output: None },
            title: text(),
            id: text(),
            language: text(),
            base_url: text(),
            repository: text(),
            found: FoundFacts { address: text(), ..FoundFacts::default() },
            edit_url: text(),
            redirects: vec![ConfiguredRedirect { from: "x".to_owned(), to: "y".to_owned(), place: String::new() }],
            has_host_files: true,
            is_offline: true,
            has_markdown: true,
            source_folder: "x".to_owned(),
            repair: Some(repair::RepairSettings::default()),
            overrides: vec![(SourcePath::new("a.md"), decided("é"))],
            allows: vec![AllowRule { code: Code::BrokenLink, file: None, reason: "x".to_owned() }],
            raw_html: RawHtml::Text,
            theme_files: ThemeFiles::from([("assets/x".to_owned(), vec![1])]),
            hue: Some(1.0),
            font: ThemeFont::Serif,
            logo: Some(("svg".to_owned(), vec![1])),
            description: text(),
            authors: vec!["x".to_owned()],
            quiz: QuizSettings { exam_count: Some(1), ..QuizSettings::default() },
            print_answers: PrintAnswers::With,
            css: "x".to_owned(),
            head: "x".to_owned(),
        };
        let mut hashes = vec![("nothing", BuildSettings::default().hash())];
        for (field, settings) in changed {
            let hash = settings.hash();
            let same = hashes.iter().find(|(_, other)| *other == hash);
            assert!(same.is_none(), "`{field}` is hashed as {same:?}");
            hashes.push((field, hash));
        }
    }

    #[test]
    fn repair_settings_change_the_hash_and_the_output_folder_does_not() {
        let of =
            |repair: repair::RepairSettings| BuildSettings { repair: Some(repair), ..BuildSettings::default() }.hash();
        let usual = of(repair::RepairSettings::default());
        assert_eq!(usual, of(repair::RepairSettings::default()));
        assert_ne!(usual, of(repair::RepairSettings { charsets: Vec::new(), ..repair::RepairSettings::default() }));
        assert_ne!(usual, of(repair::RepairSettings { min_confidence: 0.5, ..repair::RepairSettings::default() }));
        let one = of(repair::RepairSettings { overrides: vec![decided("é")], ..repair::RepairSettings::default() });
        let other = of(repair::RepairSettings { overrides: vec![decided("è")], ..repair::RepairSettings::default() });
        assert!(one != usual && one != other);

        let to = |folder: &str| WalkRules { output: Some(folder.into()), ignore: Vec::new() };
        let written_to = |folder: &str| BuildSettings { rules: to(folder), ..BuildSettings::default() }.hash();
        assert_eq!(written_to("a"), written_to("b"));
    }

    #[allow(clippy::field_reassign_with_default, reason = "its other fields are private")]
    fn course(title: &str) -> Course {
        let mut course = Course::default();
        course.title = title.to_owned();
        course
    }

    #[test]
    fn the_course_key_depends_on_what_is_configured_only() {
        let found = BookFacts { repository: Some("https://github.com/ada/engine".to_owned()), ..BookFacts::default() };
        let key = |settings: &BuildSettings| settings.site(&course("Engines"), &found).course_key;
        let bare = BuildSettings::default();
        assert_eq!(key(&bare), bare.site(&course("Engines"), &BookFacts::default()).course_key);

        let set = |repository: &str, folder: &str| BuildSettings {
            repository: Some(repository.to_owned()),
            source_folder: folder.to_owned(),
            ..BuildSettings::default()
        };
        let keys = [set("https://a.org/b", ""), set("https://a.org/b", "one"), set("https://a.org/b", "two"), bare];
        let keys: std::collections::HashSet<String> = keys.iter().map(key).collect();
        assert_eq!(keys.len(), 4, "courses of one repository share no key");

        let at = |url: &str| BuildSettings { base_url: Some(url.to_owned()), ..BuildSettings::default() };
        assert_ne!(key(&at("https://a.org/one/")), key(&at("https://a.org/two/")), "nor do courses of one title");
        assert_eq!(key(&at("https://a.org/one/")), key(&at("https://b.org/one/")));
    }

    #[test]
    fn a_former_key_is_named_where_it_differs() {
        let facts = BookFacts::default();
        let named = BuildSettings { id: Some("engines".to_owned()), ..BuildSettings::default() };
        assert_eq!(named.site(&course("Engines"), &facts).course_key_before, None);
        let before = BuildSettings::default().site(&course("Engines"), &facts).course_key_before;
        assert_eq!(before, Some(short_hash("Engines")));
    }
}
