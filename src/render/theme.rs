//! The theme: templates, styles, scripts and the interface's words. In: an author's files by path, laid over the
//! built-in ones; typed contexts. Out: pages as text, assets with hashed names. Never touches the disk and decides
//! nothing about a page: what is shown comes ready in the context, how it looks is in `themes/`.
//!
//! Any single file can be replaced: `templates/…`, `css/…`, `js/…`, `i18n/…`, `theme.toml`. Files below `assets/`
//! are published as they are.

mod assets;
mod error;
mod layers;
pub(crate) mod script;
mod words;

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use tera::{Context, Tera};

use self::layers::ThemeLayers;
use super::context::{ChapterPage, HomePage, Html, NavModule, NotFoundPage, PageHead, QuestionContext, QuizPage};
pub use assets::Asset;
pub use error::TemplateError;
pub use layers::ThemeFiles;
pub use words::InterfaceWords;

/// What an author may set without a theme of their own (`[theme]` and the course's language).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ThemeSettings {
    /// BCP 47; the interface speaks it if there is a file for it, English otherwise.
    pub language: String,
    /// The accent, 0 to 360.
    pub hue: Option<f64>,
    /// A picture to stand before the course's title: its file's ending and its bytes.
    pub logo: Option<(String, Vec<u8>)>,
    /// Style rules of the author, laid over all others.
    pub css: String,
    /// Lines for `<head>`.
    pub head: Html,
}

/// A theme, ready to make pages.
#[derive(Debug)]
pub struct Theme {
    tera: Tera,
    words: InterfaceWords,
    assets: Vec<Asset>,
    style: String,
    script: String,
}

/// `theme.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ThemeManifest {
    head_script: String,
    styles: Vec<String>,
    scripts: Vec<String>,
}

impl Theme {
    /// The built-in theme with `overlay` laid over it.
    pub fn load(overlay: &ThemeFiles, settings: &ThemeSettings) -> Result<Theme, TemplateError> {
        let files = ThemeLayers::new(overlay);
        let manifest: ThemeManifest = files.toml("theme.toml")?;
        let words = InterfaceWords::load(&files, &settings.language)?;
        let style =
            assets::hashed("style", "css", assets::style(&files, &manifest.styles, settings.hue, &settings.css)?);
        let script = assets::hashed("script", "js", assets::script(&files, &manifest.scripts)?);
        let mut tera = templates(&files)?;
        let globals = tera.global_context();
        globals.insert("words", &words);
        globals.insert("head_script", script::without_comments(&files.text(&manifest.head_script)?).trim());
        globals.insert("author_head", &settings.head);
        let (style_path, script_path) = (style.path.clone(), script.path.clone());
        let logo = settings.logo.clone().map(|(ending, bytes)| assets::hashed_bytes("logo", &ending, bytes));
        globals.insert("logo", &logo.as_ref().map(|logo| &logo.path));
        let assets = [style, script].into_iter().chain(logo).chain(assets::published(&files)).collect();
        Ok(Theme { tera, words, assets, style: style_path, script: script_path })
    }

    /// What must lie in the site before the first page does.
    pub fn assets(&self) -> &[Asset] {
        &self.assets
    }

    /// The interface's words.
    pub fn words(&self) -> &InterfaceWords {
        &self.words
    }

    /// A `<head>` with this theme's assets; `root` leads from the page to the site's root (`""`, `"../"`).
    pub fn head<'a>(&self, title: impl Into<Cow<'a, str>>, description: &'a str, root: &'a str) -> PageHead<'a> {
        PageHead {
            title: title.into(),
            description,
            styles: vec![format!("{root}{}", self.style)],
            script: format!("{root}{}", self.script),
            canonical: None,
            root,
        }
    }

    /// A chapter, or a module's overview.
    pub fn render_chapter(&self, page: &ChapterPage<'_>) -> Result<String, TemplateError> {
        self.page("templates/chapter.html", page)
    }

    /// A chapter's quiz page.
    pub fn render_quiz(&self, page: &QuizPage<'_>) -> Result<String, TemplateError> {
        self.page("templates/quiz.html", page)
    }

    /// The home page.
    pub fn render_home(&self, page: &HomePage<'_>) -> Result<String, TemplateError> {
        self.page("templates/home.html", page)
    }

    /// The page for what is not there.
    pub fn render_not_found(&self, page: &NotFoundPage<'_>) -> Result<String, TemplateError> {
        self.page("templates/not-found.html", page)
    }

    /// A module's navigation, to be lent to its pages by [`super::context::nav_for`].
    pub fn render_nav(&self, nav: &NavModule) -> Result<Html, TemplateError> {
        self.page("templates/nav.html", nav).map(Html)
    }

    /// A question as it stands in a chapter's body.
    pub fn render_question(&self, question: &QuestionContext) -> Result<Html, TemplateError> {
        let mut arguments = Context::new();
        arguments.insert("question", question);
        let html = self.tera.render_component("question", &arguments, None, true);
        html.map(Html).map_err(|error| TemplateError::from_tera(&error))
    }

    fn page(&self, template: &str, page: &impl Serialize) -> Result<String, TemplateError> {
        let context = Context::from_serialize(page).map_err(|error| TemplateError::from_tera(&error))?;
        self.tera.render(template, &context).map_err(|error| TemplateError::from_tera(&error))
    }
}

/// All templates under their file names, so that an error names a file.
fn templates(files: &ThemeLayers<'_>) -> Result<Tera, TemplateError> {
    let mut tera = Tera::default();
    words::register_filters(&mut tera);
    let paths = files.paths().filter(|path| path.starts_with("templates/") && path.ends_with(".html"));
    let texts = paths.map(|path| Ok((path, files.text(path)?))).collect::<Result<Vec<_>, TemplateError>>()?;
    tera.add_raw_templates(texts.iter().map(|(path, text)| (*path, text.as_ref())))
        .map_err(|fault| TemplateError::from_tera(&fault))?;
    Ok(tera)
}

#[cfg(test)]
mod tests;
