//! The theme: templates, styles, scripts and the interface's words. In: an author's files by path, laid over the
//! built-in ones; typed contexts. Out: pages as text, assets with hashed names. Never touches the disk and decides
//! nothing about a page: what is shown comes ready in the context, how it looks is in `themes/`.
//!
//! Any single file can be replaced: `templates/…`, `css/…`, `js/…`, `i18n/…`, `theme.toml`. Files below `assets/`
//! are published as they are.

mod assets;
mod error;
mod words;

use std::borrow::Cow;
use std::collections::BTreeMap;

use include_dir::{Dir, DirEntry, include_dir};
use serde::{Deserialize, Serialize};
use tera::{Context, Tera};

use super::context::{ChapterPage, HomePage, Html, NavModule, NotFoundPage, PageHead, QuestionContext, QuizPage};
pub use assets::Asset;
pub use error::TemplateError;
pub use words::InterfaceWords;

static BUILT_IN: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/themes/default");

/// A theme's files by path, `/` between the parts.
pub type ThemeFiles = BTreeMap<String, Vec<u8>>;

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
        let files = ThemeLayers { overlay, built_in: built_in() };
        let manifest: ThemeManifest = files.toml("theme.toml")?;
        let words = InterfaceWords::load(&files, &settings.language)?;
        let style = assets::hashed("style", "css", assets::style(&files, &manifest.styles, settings)?);
        let script = assets::hashed("script", "js", assets::script(&files, &manifest.scripts)?);
        let mut tera = templates(&files)?;
        let globals = tera.global_context();
        globals.insert("words", &words);
        globals.insert("head_script", files.text(&manifest.head_script)?.trim());
        globals.insert("author_head", &settings.head);
        let (style_path, script_path) = (style.path.clone(), script.path.clone());
        let logo = settings.logo.clone().map(|(ending, bytes)| assets::hashed_bytes("logo", &ending, bytes));
        globals.insert("logo", &logo.as_ref().map(|logo| &logo.path));
        let assets = [style, script].into_iter().chain(logo).chain(files.below("assets/")).collect();
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

/// Two layers of files; the author's wins.
struct ThemeLayers<'a> {
    overlay: &'a ThemeFiles,
    built_in: BTreeMap<&'static str, &'static [u8]>,
}

impl ThemeLayers<'_> {
    /// All paths, each once, in order.
    fn paths(&self) -> impl Iterator<Item = &str> {
        let new = self.overlay.keys().map(String::as_str).filter(|path| !self.built_in.contains_key(path));
        let mut paths: Vec<&str> = self.built_in.keys().copied().chain(new).collect();
        paths.sort_unstable();
        paths.into_iter()
    }

    fn bytes(&self, path: &str) -> Option<&[u8]> {
        self.overlay.get(path).map(Vec::as_slice).or_else(|| self.built_in.get(path).copied())
    }

    fn text(&self, path: &str) -> Result<Cow<'_, str>, TemplateError> {
        let bytes = self.bytes(path).ok_or_else(|| error::missing_file(path))?;
        let text = std::str::from_utf8(bytes).map_err(|fault| error::not_utf8(path, bytes, fault.valid_up_to()))?;
        Ok(Cow::Borrowed(text.strip_prefix('\u{feff}').unwrap_or(text)))
    }

    fn toml<T: for<'de> Deserialize<'de>>(&self, path: &str) -> Result<T, TemplateError> {
        let text = self.text(path)?;
        toml::from_str(&text).map_err(|fault| error::bad_toml(path, &text, &fault))
    }

    fn below(&self, folder: &str) -> Vec<Asset> {
        let paths = self.paths().filter(|path| path.starts_with(folder));
        paths.filter_map(|path| Some(Asset { path: path.to_owned(), bytes: self.bytes(path)?.to_vec() })).collect()
    }
}

fn built_in() -> BTreeMap<&'static str, &'static [u8]> {
    let mut files = BTreeMap::new();
    let mut folders = vec![&BUILT_IN];
    while let Some(folder) = folders.pop() {
        for entry in folder.entries() {
            match entry {
                DirEntry::Dir(inner) => folders.push(inner),
                DirEntry::File(file) => {
                    files.extend(file.path().to_str().map(|path| (path, file.contents())));
                }
            }
        }
    }
    files
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
