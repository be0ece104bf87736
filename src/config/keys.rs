//! The table of all keys of `syllabus.toml`: each row has the name of a key, its documentation, and the function that reads its value.
//! Help, suggestions and documentation are made from it; a new key needs a row here and a field in [`Config`].

use super::check;
use super::settings::{AllowConfig, Config, OverrideConfig};
use super::value::{ConfigValue, ValueError};
use crate::repair::Charset;
use crate::span::Span;

/// A key of `syllabus.toml`.
pub struct ConfigKey {
    /// The name of its table, such as `course` or `repair.override`.
    pub table: &'static str,
    /// Its name.
    pub name: &'static str,
    /// The values it takes, for the documentation.
    pub takes: &'static str,
    /// What it does, for the documentation.
    pub purpose: &'static str,
    /// What applies without it, for the documentation.
    pub default: &'static str,
    /// An example of a value, as TOML.
    pub example: &'static str,
    /// Reads a value into its field of [`Config`].
    pub(super) read: ReadValue,
}

/// Reads a value into its field of [`Config`]; an error where the value is not valid.
pub(super) type ReadValue = fn(&mut Config, ConfigValue) -> Result<(), ValueError>;

/// A table of `syllabus.toml`.
pub struct ConfigTable {
    /// Its name, as written between brackets.
    pub name: &'static str,
    /// What its keys are about.
    pub purpose: &'static str,
    /// Whether it is written once or many times.
    pub(super) form: TableForm,
}

impl ConfigTable {
    /// The header as it is written above its keys: `[course]`, `[[repair.override]]`.
    pub fn header(&self) -> String {
        match self.form {
            TableForm::Once => format!("[{}]", self.name),
            TableForm::Many { .. } => format!("[[{}]]", self.name),
        }
    }
}

/// How a table may be written.
#[derive(Clone, Copy)]
pub(super) enum TableForm {
    /// `[name]`
    Once,
    /// `[[name]]`, any number of times.
    Many {
        /// Adds an entry, of which the keys are read then.
        begin: fn(&mut Config, Span),
        /// The keys that each must have.
        required: &'static [&'static str],
    },
}

/// All tables.
pub static TABLES: &[ConfigTable] = &[
    ConfigTable { name: "course", purpose: "what the course is", form: TableForm::Once },
    ConfigTable { name: "build", purpose: "what is built, and where to", form: TableForm::Once },
    ConfigTable { name: "publish", purpose: "where the site will be found", form: TableForm::Once },
    ConfigTable { name: "repair", purpose: "how damaged characters are repaired", form: TableForm::Once },
    ConfigTable {
        name: "repair.override",
        purpose: "a repair decided by the author",
        form: TableForm::Many {
            begin: |config, _| config.repair.overrides.push(OverrideConfig::default()),
            required: &["before", "after"],
        },
    },
    ConfigTable {
        name: "check.allow",
        purpose: "a diagnostic that is not told; errors are told all the same",
        form: TableForm::Many {
            begin: |config, span| config.check.allows.push(AllowConfig { span, ..AllowConfig::default() }),
            required: &["code", "reason"],
        },
    },
    ConfigTable { name: "quiz", purpose: "how questions are asked, answered and printed", form: TableForm::Once },
    ConfigTable { name: "markdown", purpose: "how chapters are read", form: TableForm::Once },
    ConfigTable { name: "preview", purpose: "how `syllabus serve` helps while writing", form: TableForm::Once },
    ConfigTable { name: "theme", purpose: "how the site looks", form: TableForm::Once },
];

/// All keys.
pub static KEYS: &[ConfigKey] = &[
    ConfigKey {
        table: "course",
        name: "id",
        takes: "letters, digits, `-`, `_` and `.`",
        purpose: "names the course in the student's browser, so that progress outlives a new title or address",
        default: "made from `[publish] repository` and the source folder, else from the title and the path of `base_url`",
        example: r#""linux-basics""#,
        read: |config, value| {
            let id = value.checked("made of letters, digits, `-`, `_` and `.`", check::id);
            id.map(|id| config.course.id = Some(id))
        },
    },
    ConfigKey {
        table: "course",
        name: "title",
        takes: "text",
        purpose: "the course's title",
        default: "the title of the root's README, else the folder's name",
        example: r#""Linux from the ground up""#,
        read: |config, value| value.text().map(|title| config.course.title = Some(title)),
    },
    ConfigKey {
        table: "course",
        name: "description",
        takes: "text",
        purpose: "one or two sentences, for search engines and previews of links",
        default: "none",
        example: r#""From the first command to your own server""#,
        read: |config, value| value.text().map(|text| config.course.description = Some(text)),
    },
    ConfigKey {
        table: "course",
        name: "language",
        takes: "a language tag such as `en` or `pt-BR`",
        purpose: "the language of the chapters and of the site's own words",
        default: "`en`",
        example: r#""pt-BR""#,
        read: |config, value| {
            let language = value.checked("a language tag such as `en` or `pt-BR`", check::language);
            language.map(|language| config.course.language = Some(language))
        },
    },
    ConfigKey {
        table: "course",
        name: "authors",
        takes: "a list of names",
        purpose: "who wrote the course, for the home page, the title page of what is printed, and the feed",
        default: "none",
        example: r#"["Ada Lovelace", "Charles Babbage"]"#,
        read: |config, value| value.texts().map(|names| config.course.authors = names),
    },
    ConfigKey {
        table: "build",
        name: "source",
        takes: "a path",
        purpose: "the folder of the chapters, where the command line names none",
        default: "`chapters` if there is one, else the folder itself",
        example: r#""docs""#,
        read: |config, value| value.text().map(|path| config.build.source = Some(path)),
    },
    ConfigKey {
        table: "build",
        name: "output",
        takes: "a path within the course's folder",
        purpose: "where the site is written, where the command line does not say",
        default: "`output`",
        example: r#""site""#,
        read: |config, value| value.text().map(|path| config.build.output = Some(path)),
    },
    ConfigKey {
        table: "build",
        name: "theme",
        takes: "a theme's name or the path of its folder",
        purpose: "the theme; files of the folder replace those of the default theme, and its scripts run in every reader's browser",
        default: "the default theme",
        example: r#""my-theme""#,
        read: |config, value| value.text().map(|theme| config.build.theme = Some(theme)),
    },
    ConfigKey {
        table: "build",
        name: "ignore",
        takes: "a list of patterns as in `.gitignore`",
        purpose: "files and folders that are no part of the course",
        default: "none",
        example: r#"["drafts/", "*.draft.md"]"#,
        read: |config, value| value.texts().map(|patterns| config.build.ignore = patterns),
    },
    ConfigKey {
        table: "publish",
        name: "base_url",
        takes: "a url that begins with `https://` or `http://`",
        purpose: "where the site will be found: for the sitemap, previews of links and the page for addresses that do not exist",
        default: "a file `CNAME`, else what GitHub Actions, GitLab or Netlify tells, else GitHub Pages of the git remote",
        example: r#""https://ada.github.io/linux-basics/""#,
        read: |config, value| {
            let url = value.checked("a whole url that begins with `https://` or `http://`", check::base_url);
            url.map(|url| config.publish.base_url = Some(url))
        },
    },
    ConfigKey {
        table: "publish",
        name: "repository",
        takes: "`owner/name` on GitHub, or a web address",
        purpose: "where the chapters are kept: links to its issues and to its files find their way; without `[course] id` it names the course in the student's browser",
        default: "the git remote, which names no course",
        example: r#""ada/linux-basics""#,
        read: |config, value| {
            let url = value.checked("`owner/name`, or an address that begins with `https://`", check::repository);
            url.map(|url| config.publish.repository = Some(url))
        },
    },
    ConfigKey {
        table: "publish",
        name: "branch",
        takes: "the name of a branch",
        purpose: "the branch that *Edit this page* leads to",
        default: "the branch that the repository shows first, as far as git or the runner tells it",
        example: r#""trunk""#,
        read: |config, value| {
            let branch = value.checked("the name of a branch", check::branch);
            branch.map(|branch| config.publish.branch = Some(branch))
        },
    },
    ConfigKey {
        table: "publish",
        name: "edit_url",
        takes: "a web address with `{path}` in it",
        purpose: "where *Edit this page* leads; `{path}` is the path of the chapter in the course's folder",
        default: "the repository on GitHub, GitLab, Codeberg or Bitbucket, for chapters that it has",
        example: r#""https://git.example.org/course/_edit/main/chapters/{path}""#,
        read: |config, value| {
            let url = value.checked("a web address with `{path}` in it", check::edit_url);
            url.map(|url| config.publish.edit_url = Some(url))
        },
    },
    ConfigKey {
        table: "publish",
        name: "edit_links",
        takes: "`true` or `false`",
        purpose: "whether pages say *Edit this page*",
        default: "`true`",
        example: "false",
        read: |config, value| value.flag().map(|flag| config.publish.edit_links = flag),
    },
    ConfigKey {
        table: "publish",
        name: "history",
        takes: "`\"all\"`, `\"dates\"` or `\"none\"`",
        purpose: "what is taken from the history of git: days, authors and moved chapters; days and moved chapters; or nothing",
        default: "`\"all\"`",
        example: r#""dates""#,
        read: |config, value| {
            let history = value.checked("`\"all\"`, `\"dates\"` or `\"none\"`", check::history);
            history.map(|history| config.publish.history = Some(history))
        },
    },
    ConfigKey {
        table: "publish",
        name: "redirects",
        takes: "a table of addresses: a former page of the site, and the chapter, page or web address that it leads to now",
        purpose: "keeps links alive that lead to pages which have moved, and with `#` to sections which have another name",
        default: "chapters that git knows to have moved",
        example: r#"{ "old/setup.html" = "start/install.md", "faq.html#pay" = "faq.html#price" }"#,
        read: |config, value| value.redirects().map(|rows| config.publish.redirects = rows),
    },
    ConfigKey {
        table: "publish",
        name: "host_files",
        takes: "`true` or `false`",
        purpose: "publishes `_redirects` and `_headers`, by which Netlify and Cloudflare Pages lead former addresses on and let browsers keep styles and scripts for a year",
        default: "`false`",
        example: "true",
        read: |config, value| value.flag().map(|flag| config.publish.host_files = flag),
    },
    ConfigKey {
        table: "publish",
        name: "offline",
        takes: "`true` or `false`",
        purpose: "lets readers keep the site in their browser and read it without a network; what they read is kept by itself",
        default: "`false`",
        example: "true",
        read: |config, value| value.flag().map(|flag| config.publish.offline = flag),
    },
    ConfigKey {
        table: "publish",
        name: "markdown",
        takes: "`true` or `false`",
        purpose: "publishes each chapter as markdown too, without its answers, and `llms.txt`, which lists them",
        default: "`true`",
        example: "false",
        read: |config, value| value.flag().map(|flag| config.publish.markdown = flag),
    },
    ConfigKey {
        table: "repair",
        name: "enabled",
        takes: "`true` or `false`",
        purpose: "repairs damaged characters (mojibake) while building",
        default: "`true`",
        example: "false",
        read: |config, value| value.flag().map(|flag| config.repair.enabled = flag),
    },
    ConfigKey {
        table: "repair",
        name: "charsets",
        takes: "a list of charsets",
        purpose: "the charsets that may explain damage",
        default: "all that are known",
        example: r#"["cp1252", "mac-roman"]"#,
        read: |config, value| value.names(&Charset::names()).map(|names| config.repair.charsets = Some(names)),
    },
    ConfigKey {
        table: "repair",
        name: "min_confidence",
        takes: "a number from 0 to 1",
        purpose: "repairs less sure than this are reported, not made",
        default: "`0`: the best candidate is shown",
        example: "0.9",
        read: |config, value| value.number(0.0..=1.0).map(|number| config.repair.min_confidence = number),
    },
    ConfigKey {
        table: "repair.override",
        name: "file",
        takes: "a path within the course",
        purpose: "the only file it is for",
        default: "all files",
        example: r#""02-files/01-paths.md""#,
        read: |config, value| value.text().map(|file| last(config, |it| it.file = Some(file))),
    },
    ConfigKey {
        table: "repair.override",
        name: "before",
        takes: "text",
        purpose: "the damaged characters as they stand in the file",
        default: "must be given",
        example: r#""ðŸ“""#,
        read: |config, value| value.text().map(|text| last(config, |it| it.before = text)),
    },
    ConfigKey {
        table: "repair.override",
        name: "context",
        takes: "text",
        purpose: "only where this stands around it in the same line",
        default: "anywhere",
        example: r#""ðŸ“ Notes""#,
        read: |config, value| value.text().map(|text| last(config, |it| it.context = Some(text))),
    },
    ConfigKey {
        table: "repair.override",
        name: "after",
        takes: "text, which may be empty",
        purpose: "what they should be",
        default: "must be given",
        example: r#""📝""#,
        read: |config, value| value.any_text().map(|text| last(config, |it| it.after = text)),
    },
    ConfigKey {
        table: "check.allow",
        name: "code",
        takes: "a code as `syllabus check` shows it",
        purpose: "the diagnostic",
        default: "must be given",
        example: r#""link/broken""#,
        read: |config, value| value.text().map(|code| last_allow(config, |it| it.code = code)),
    },
    ConfigKey {
        table: "check.allow",
        name: "file",
        takes: "a path from the folder of the chapters, or a pattern as in `.gitignore`",
        purpose: "the only files of the course for which it is not told",
        default: "all files",
        example: r#""02-files/*.md""#,
        read: |config, value| {
            let file = value.checked("a path or a pattern as in `.gitignore`", check::pattern);
            file.map(|file| last_allow(config, |it| it.file = Some(file)))
        },
    },
    ConfigKey {
        table: "check.allow",
        name: "reason",
        takes: "text",
        purpose: "why it may stay, for whoever reads this later",
        default: "must be given",
        example: r#""the chapters come in May""#,
        read: |config, value| value.text().map(|reason| last_allow(config, |it| it.reason = reason)),
    },
    ConfigKey {
        table: "quiz",
        name: "answers",
        takes: "`\"shown\"`, `\"hidden\"`, `\"at-end\"` or `\"withheld\"`",
        purpose: "where the answers are: with their questions, folded there, as a key at the end of the page, or nowhere in the site",
        default: "`\"hidden\"`",
        example: r#""withheld""#,
        read: |config, value| {
            let answers = value.checked("`\"shown\"`, `\"hidden\"`, `\"at-end\"` or `\"withheld\"`", check::answers);
            answers.map(|answers| config.quiz.answers = Some(answers))
        },
    },
    ConfigKey {
        table: "quiz",
        name: "shuffle",
        takes: "`true` or `false`",
        purpose: "whether an exam shuffles questions and choices; a choice keeps its letter",
        default: "as the student chooses",
        example: "false",
        read: |config, value| value.flag().map(|flag| config.quiz.shuffle = Some(flag)),
    },
    ConfigKey {
        table: "quiz",
        name: "pass_mark",
        takes: "a whole number from 0 to 100",
        purpose: "how many in a hundred must be right to pass an exam",
        default: "none: an exam is not passed or failed",
        example: "70",
        read: |config, value| value.whole(0..=100).map(|number| config.quiz.pass_mark = Some(number)),
    },
    ConfigKey {
        table: "quiz",
        name: "exam_minutes",
        takes: "a whole number from 1 to 1440",
        purpose: "how many minutes an exam takes",
        default: "no clock, unless the student sets one",
        example: "90",
        read: |config, value| value.whole(1..=1440).map(|number| config.quiz.exam_minutes = Some(number)),
    },
    ConfigKey {
        table: "quiz",
        name: "exam_count",
        takes: "a whole number from 1 to 1000",
        purpose: "how many questions an exam draws",
        default: "all, but 60 at most, unless the student says otherwise",
        example: "65",
        read: |config, value| value.whole(1..=1000).map(|number| config.quiz.exam_count = Some(number)),
    },
    ConfigKey {
        table: "quiz",
        name: "print_answers",
        takes: "`\"with\"`, `\"without\"` or `\"at-end\"`",
        purpose: "which answers are printed: with their questions, none, or all of them after the text; `print.html` lets a reader choose",
        default: "`\"at-end\"`",
        example: r#""with""#,
        read: |config, value| {
            let answers = value.checked("`\"with\"`, `\"without\"` or `\"at-end\"`", check::print_answers);
            answers.map(|answers| config.quiz.print_answers = Some(answers))
        },
    },
    ConfigKey {
        table: "markdown",
        name: "html",
        takes: "`true` or `false`",
        purpose: "shows raw HTML, made safe; otherwise it is shown as text",
        default: "`true`",
        example: "false",
        read: |config, value| value.flag().map(|flag| config.markdown.html = flag),
    },
    ConfigKey {
        table: "preview",
        name: "editor",
        takes: "an address with `{path}`, and `{line}` if the editor takes it",
        purpose: "opens the place you look at in your editor",
        default: "none",
        example: r#""vscode://file/{path}:{line}""#,
        read: |config, value| {
            let address = value.checked("an address with `{path}` in it", check::editor);
            address.map(|address| config.preview.editor = Some(address))
        },
    },
    ConfigKey {
        table: "theme",
        name: "hue",
        takes: "a number from 0 to 360",
        purpose: "the hue all colours are made from",
        default: "the theme's own",
        example: "200",
        read: |config, value| value.number(0.0..=360.0).map(|hue| config.theme.hue = Some(hue)),
    },
    ConfigKey {
        table: "theme",
        name: "font",
        takes: "`\"system\"` or `\"serif\"`",
        purpose: "the face of titles and text: those of the reader's system, or Literata, which the site then brings along (for languages in Latin letters)",
        default: "`\"system\"`: no font is loaded",
        example: r#""serif""#,
        read: |config, value| {
            let font = value.checked("`\"system\"` or `\"serif\"`", check::font);
            font.map(|font| config.theme.font = Some(font))
        },
    },
    ConfigKey {
        table: "theme",
        name: "logo",
        takes: "a path within the course's folder",
        purpose: "a picture beside the course's title",
        default: "none",
        example: r#""images/logo.svg""#,
        read: |config, value| value.text().map(|path| config.theme.logo = Some(path)),
    },
    ConfigKey {
        table: "theme",
        name: "css",
        takes: "a list of paths within the course's folder",
        purpose: "your own styles, after the theme's",
        default: "none",
        example: r#"["style.css"]"#,
        read: |config, value| value.texts().map(|paths| config.theme.css = paths),
    },
    ConfigKey {
        table: "theme",
        name: "head",
        takes: "text, or a list of lines",
        purpose: "your own lines of HTML for the head of each page; they are taken as they are, and may run scripts",
        default: "none",
        example: r#"'<meta name="robots" content="noindex">'"#,
        read: |config, value| value.texts().map(|lines| config.theme.head = Some(lines.join("\n"))),
    },
];

/// Changes the allowance whose keys are being read: the reader adds it to the list before.
fn last_allow(config: &mut Config, change: impl FnOnce(&mut AllowConfig)) {
    if let Some(it) = config.check.allows.last_mut() {
        change(it);
    }
}

/// Changes the override whose keys are being read: the reader adds it to the list before.
fn last(config: &mut Config, change: impl FnOnce(&mut OverrideConfig)) {
    if let Some(it) = config.repair.overrides.last_mut() {
        change(it);
    }
}
