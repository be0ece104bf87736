//! The theme: templates, styles, scripts and the interface's words. In: an author's files by path, which replace
//! built-in ones; typed contexts. Out: pages as text, assets with hashed names. Never reads the disk and decides
//! nothing about a page: what is shown is in the context, how it looks is in `themes/`.
//!
//! Any single file can be replaced: `templates/…`, `css/…`, `js/…`. Tokens, words and `theme.toml` are merged. Files below `assets/` are
//! published as they are. What a theme may rely on is told in docs/reference/theme.md, which tests hold to this code.

mod assets;
mod check;
mod diagnostics;
mod error;
mod font;
mod hue;
mod layers;
mod manifest;
mod plural;
pub(crate) mod script;
mod words;

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Serialize;
use tera::{Context, Tera, Value};

use self::layers::ThemeLayers;
use self::manifest::{OfflineScripts, ThemeParts};
use super::book_context::{BookAnswer, BookChapterContext, BookQuestion, PrintPage};
use super::context::{ChapterPage, HomePage, Html, NavModule, PageHead, QuestionContext, QuizPage, SiteContext};
use super::whole_context::{
    ContentsPage, NotFoundPage, OfflinePage, PracticePage, RedirectPage, SearchPageContext, SocialPicture,
};
use crate::diagnostic::Diagnostic;
pub use assets::Asset;
pub use check::check;
pub use error::TemplateError;
pub use font::ThemeFont;
pub use layers::{ThemeFiles, built_in_file, built_in_paths, is_merged};
pub use words::InterfaceWords;

/// What an author can set without replacing files of the theme (`[theme]` and the course's language).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ThemeSettings {
    /// BCP 47; the interface is in this language if the theme has a file for it, else in English.
    pub language: String,
    /// The hue of the accent colour, in degrees (0 to 360).
    pub hue: Option<f64>,
    /// The face of titles and of the author's words. One without the letters of the language has no effect.
    pub font: ThemeFont,
    /// An image before the course's title: the file's extension and its bytes.
    pub logo: Option<(String, Vec<u8>)>,
    /// Style rules of the author, which win over all others.
    pub css: String,
    /// Lines for `<head>`.
    pub head: Html,
    /// Whether readers' browsers may keep the site: only then its scripts for that are published.
    pub is_offline: bool,
}

/// The later style sheet of the page for addresses that do not exist. It loads nothing, so it has this in it.
const NOT_FOUND_STYLE: &str = "home";

/// A loaded theme, which renders pages.
#[derive(Debug)]
pub struct Theme {
    tera: Tera,
    words: InterfaceWords,
    assets: Vec<Asset>,
    style: String,
    script: String,
    search_script: String,
    print_style: String,
    worker_script: String,
    logo: Option<Asset>,
    /// The hue of the accent colour, in degrees.
    hue: f64,
    /// The style sheet of the page for addresses that do not exist, without what it loads.
    not_found_style: String,
    /// Where the font of text is published.
    font: Option<String>,
    /// Whether the chosen face lacks the letters of the language.
    lacks_letters: bool,
}

impl Theme {
    /// The built-in theme, in which the files of `overlay` replace those of the same path.
    ///
    /// # Errors
    /// A file is missing, is no UTF-8 or no valid TOML, or a template has a syntax error.
    pub fn load(overlay: &ThemeFiles, settings: &ThemeSettings) -> Result<Theme, TemplateError> {
        let files = ThemeLayers::new(overlay);
        let parts = ThemeParts::load(&files)?;
        let words = InterfaceWords::load(&files, &settings.language)?;
        let not_found_sheet = [parts.main_sheet(), parts.later_sheet(NOT_FOUND_STYLE)].concat();
        let not_found_style = assets::style(&files, &not_found_sheet, settings.hue, &settings.css)?;
        let lacks_letters = !settings.font.has_letters_of(&settings.language);
        let serif = parts.serif.as_ref().filter(|_| settings.font == ThemeFont::Serif && !lacks_letters);
        let serif_script = serif.map(|serif| files.text(&serif.head)).transpose()?;
        let main_sheet = [parts.main_sheet(), serif.iter().map(|serif| serif.style.clone()).collect()].concat();
        let mut style = assets::style(&files, &main_sheet, settings.hue, &settings.css)?;
        let fonts = serif.map(|serif| assets::fonts(&files, serif, &mut style)).transpose()?.unwrap_or_default();
        let font = fonts.fonts.first().map(|font| font.path.clone());
        let style = assets::hashed("style", "css", style);
        let print_style = assets::hashed("print", "css", assets::style(&files, &parts.print_styles, None, "")?);
        let search_script =
            assets::script_with_words(&files, &parts.search_scripts, &words.chosen(&parts.search_words))?;
        let search_script = assets::hashed("search", "js", search_script);
        let mut later = BTreeMap::new();
        for (name, later_script) in &parts.later_scripts {
            let text = assets::script_with_words(&files, later_script.paths(), &words.chosen(&later_script.words))?;
            later.insert(name.as_str(), assets::hashed(name, "js", text));
        }
        let mut later_styles = BTreeMap::new();
        for name in parts.later_styles.keys() {
            let sheet = assets::style(&files, &parts.later_sheet(name), None, "")?;
            later_styles.insert(name.as_str(), assets::hashed(name, "css", sheet));
        }
        let offline_scripts = parts.offline.as_ref().filter(|_| settings.is_offline);
        let keep_script = offline_scripts.map(|OfflineScripts { keep, .. }| {
            let text = assets::script_with_words(&files, keep.paths(), &words.chosen(&keep.words))?;
            Ok::<_, TemplateError>(assets::hashed("keep", "js", text))
        });
        let keep_script = keep_script.transpose()?;
        let offline_head = offline_scripts.map(|scripts| files.text(&scripts.head)).transpose()?;
        let worker_script = offline_scripts.map(|scripts| assets::joined(&files, &scripts.worker)).transpose()?;
        let script = assets::script_with_later(&files, &parts.scripts, &later, &later_styles)?;
        let script = assets::hashed("script", "js", script);
        let mut tera = templates(&files, words.language())?;
        let globals = tera.global_context();
        globals.insert("words", &words);
        globals.insert("words_language", words.language());
        globals.insert("head_script", script::without_comments(files.text(&parts.head_script)?).trim());
        let not_found_script = script::without_comments(files.text(&parts.not_found_script)?);
        globals.insert("not_found_script", not_found_script.trim());
        globals.insert("author_head", &settings.head);
        globals.insert("offline_script", script::without_comments(offline_head.unwrap_or_default()).trim());
        globals.insert("serif_script", script::without_comments(serif_script.unwrap_or_default()).trim());
        globals.insert("keep_script", &keep_script.as_ref().map(|script| &script.path));
        globals.insert("later_scripts", &paths_of(&later));
        globals.insert("later_styles", &paths_of(&later_styles));
        let (style_path, script_path) = (style.path.clone(), script.path.clone());
        let (search_path, print_path) = (search_script.path.clone(), print_style.path.clone());
        let logo = settings.logo.clone().map(|(ending, bytes)| assets::hashed_bytes("logo", &ending, bytes));
        globals.insert("logo", &logo.as_ref().map(|logo| &logo.path));
        let later = later.into_values().chain(later_styles.into_values());
        let joined = [style, script, search_script, print_style].into_iter().chain(later).chain(keep_script);
        let font_files = fonts.fonts.into_iter().chain(fonts.licence);
        let assets = joined.chain(logo.clone()).chain(font_files).chain(assets::published(&files)).collect();
        Ok(Theme {
            tera,
            words,
            assets,
            style: style_path,
            script: script_path,
            search_script: search_path,
            print_style: print_path,
            worker_script: worker_script.unwrap_or_default(),
            logo,
            hue: settings.hue.or_else(|| hue::hue_of(&files)).unwrap_or_default(),
            not_found_style,
            font,
            lacks_letters,
        })
    }

    /// The files that must be in the site before the first page is written.
    pub fn assets(&self) -> &[Asset] {
        &self.assets
    }

    /// Where the style sheet is published.
    pub fn style_path(&self) -> &str {
        &self.style
    }

    /// Where the style sheet of what is printed is published.
    pub fn print_style_path(&self) -> &str {
        &self.print_style
    }

    /// The site's worker, without what it is told of the site; empty where browsers may not keep it.
    pub fn worker_script(&self) -> &str {
        &self.worker_script
    }

    /// The author's picture before the course's title.
    pub fn logo(&self) -> Option<&Asset> {
        self.logo.as_ref()
    }

    /// The hue of the accent colour, in degrees: the course's, else the theme's.
    pub fn hue(&self) -> f64 {
        self.hue
    }

    /// The style sheet of the page for addresses that do not exist, as the content of `<style>`, without a font that it would have to load.
    pub fn not_found_style(&self) -> String {
        // Nothing in a style sheet begins with `</` but the end of the element; where it stands in a string, `\/` is the same.
        self.not_found_style.replace("</", "<\\/")
    }

    /// The interface's words.
    pub fn words(&self) -> &InterfaceWords {
        &self.words
    }

    /// A note if the theme has no words in the course's language.
    pub fn language_note(&self, language: &str) -> Option<Diagnostic> {
        self.words.is_fallback().then(|| diagnostics::no_words(language, self.words.language()))
    }

    /// A note if the chosen face has no letters of the course's language.
    pub fn font_note(&self, language: &str) -> Option<Diagnostic> {
        self.lacks_letters.then(|| diagnostics::no_letters(language))
    }

    /// A `<head>` with this theme's assets; `root` leads from the page to the site's root (`""`, `"../"`).
    pub fn head<'a>(&self, title: impl Into<Cow<'a, str>>, description: &'a str, root: &'a str) -> PageHead<'a> {
        PageHead {
            title: title.into(),
            description,
            font: self.font.as_ref().map(|font| format!("{root}{font}")),
            styles: vec![format!("{root}{}", self.style)],
            script: format!("{root}{}", self.script),
            search_script: format!("{root}{}", self.search_script),
            canonical: None,
            markdown: None,
            structured: String::new(),
            root,
        }
    }

    /// A chapter, or a module's overview.
    ///
    /// # Errors
    /// The template fails, as for all functions that render.
    pub fn render_chapter(&self, page: &ChapterPage<'_>) -> Result<String, TemplateError> {
        self.page("templates/chapter.html", page)
    }

    /// A chapter's quiz page.
    ///
    /// # Errors
    /// The template fails.
    pub fn render_quiz(&self, page: &QuizPage<'_>) -> Result<String, TemplateError> {
        self.page("templates/quiz.html", page)
    }

    /// The home page.
    ///
    /// # Errors
    /// The template fails.
    pub fn render_home(&self, page: &HomePage<'_>) -> Result<String, TemplateError> {
        self.page("templates/home.html", page)
    }

    /// The contents of the course, or of a module of it.
    ///
    /// # Errors
    /// The template fails.
    pub fn render_contents(&self, page: &ContentsPage<'_>) -> Result<String, TemplateError> {
        self.page("templates/contents.html", page)
    }

    /// The search page.
    ///
    /// # Errors
    /// The template fails.
    pub fn render_search(&self, page: &SearchPageContext<'_>) -> Result<String, TemplateError> {
        self.page("templates/search.html", page)
    }

    /// The page to practise on.
    ///
    /// # Errors
    /// The template fails.
    pub fn render_practice(&self, page: &PracticePage<'_>) -> Result<String, TemplateError> {
        self.page("templates/practice.html", page)
    }

    /// The course, or a part of it, as one document to be printed.
    ///
    /// # Errors
    /// The template fails.
    pub fn render_print(&self, page: &PrintPage<'_>) -> Result<String, TemplateError> {
        self.page("templates/print.html", page)
    }

    /// A chapter of what is printed, or the heading of a module.
    ///
    /// # Errors
    /// The theme's component `book_chapter` fails.
    pub fn render_book_chapter(&self, chapter: &BookChapterContext<'_>) -> Result<String, TemplateError> {
        self.component("book_chapter", &[("chapter", Value::from_serializable(chapter))]).map(|html| html.0)
    }

    /// The answers of a chapter, to be put at the end.
    ///
    /// # Errors
    /// The theme's component `book_answers` fails.
    pub fn render_book_answers(&self, chapter: &BookChapterContext<'_>) -> Result<String, TemplateError> {
        self.component("book_answers", &[("chapter", Value::from_serializable(chapter))]).map(|html| html.0)
    }

    /// A question of what is printed.
    ///
    /// # Errors
    /// The theme's component `book_question` fails.
    pub fn render_book_question(&self, question: &BookQuestion) -> Result<Html, TemplateError> {
        let answer = Value::from_serializable(&question.answer);
        self.component(
            "book_question",
            &[("question", Value::from_serializable(&question.question)), ("answer", answer)],
        )
    }

    /// An answer in its place; where answers stand at the end, the way to it.
    ///
    /// # Errors
    /// The theme's component `book_answer_here` fails.
    pub fn render_book_answer(&self, answer: &BookAnswer, is_at_end: bool) -> Result<Html, TemplateError> {
        let arguments = [("answer", Value::from_serializable(answer)), ("at_end", Value::from(is_at_end))];
        self.component("book_answer_here", &arguments)
    }

    /// The page for addresses that do not exist.
    ///
    /// # Errors
    /// The template fails.
    pub fn render_not_found(&self, page: &NotFoundPage<'_>) -> Result<String, TemplateError> {
        self.page("templates/not-found.html", page)
    }

    /// The page in place of one that a browser has not kept.
    ///
    /// # Errors
    /// The template fails.
    pub fn render_redirect(&self, page: &RedirectPage<'_>) -> Result<String, TemplateError> {
        self.page("templates/redirect.html", page)
    }

    /// The page for what a browser has not kept.
    ///
    /// # Errors
    /// The template fails.
    pub fn render_offline(&self, page: &OfflinePage<'_>) -> Result<String, TemplateError> {
        self.page("templates/offline.html", page)
    }

    /// The icon of a course as an SVG picture.
    ///
    /// # Errors
    /// The template fails.
    pub fn render_icon(&self, site: &SiteContext) -> Result<String, TemplateError> {
        self.page("templates/app-icon.html", site)
    }

    /// The picture of a course that has none, as an SVG drawing.
    ///
    /// # Errors
    /// The template fails.
    pub fn render_social_picture(&self, picture: &SocialPicture) -> Result<String, TemplateError> {
        self.page("templates/social-picture.html", picture)
    }

    /// A module's navigation, to be put into its pages by [`super::context::nav_for`].
    ///
    /// # Errors
    /// The template fails.
    pub fn render_nav(&self, nav: &NavModule) -> Result<Html, TemplateError> {
        self.page("templates/nav.html", nav).map(Html)
    }

    /// A question as it is shown in a chapter's body.
    ///
    /// # Errors
    /// The theme's component `question` fails.
    pub fn render_question(&self, question: &QuestionContext) -> Result<Html, TemplateError> {
        self.component("question", &[("question", Value::from_serializable(question))])
    }

    /// A question as it is shown by itself, below the title of a page.
    ///
    /// # Errors
    /// The theme's component `question` fails.
    pub fn render_question_alone(&self, question: &QuestionContext) -> Result<Html, TemplateError> {
        let level = Value::from(2);
        self.component("question", &[("question", Value::from_serializable(question)), ("level", level)])
    }

    /// The answers of questions at the end of a page.
    ///
    /// # Errors
    /// The theme's component `answers_at_end` fails.
    pub fn render_answers_at_end(&self, questions: &[QuestionContext]) -> Result<Html, TemplateError> {
        self.component("answers_at_end", &[("questions", Value::from_serializable(questions))])
    }

    fn component(&self, name: &str, values: &[(&'static str, Value)]) -> Result<Html, TemplateError> {
        let mut arguments = Context::new();
        for (name, value) in values {
            arguments.insert_value(*name, value.clone());
        }
        let html = self.tera.render_component(name, &arguments, None, true);
        html.map(Html).map_err(|error| TemplateError::from_tera(&error))
    }

    fn page(&self, template: &str, page: &impl Serialize) -> Result<String, TemplateError> {
        let context = Context::from_serialize(page).map_err(|error| TemplateError::from_tera(&error))?;
        self.tera.render(template, &context).map_err(|error| TemplateError::from_tera(&error))
    }
}

/// Before the name of a built-in template that a theme replaces: `{% extends "default/templates/chapter.html" %}` changes a block of it.
const REPLACED: &str = "default/";

/// Where each of some assets is published, by its name.
fn paths_of(assets: &BTreeMap<&str, Asset>) -> Value {
    Value::from_serializable(&assets.iter().map(|(name, asset)| (*name, &asset.path)).collect::<BTreeMap<_, _>>())
}

/// All templates under their file names, so that an error names a file; those that a theme replaces under another name, too.
fn templates(files: &ThemeLayers<'_>, language: &str) -> Result<Tera, TemplateError> {
    let mut tera = Tera::default();
    words::register_filters(&mut tera, language);
    let is_template = |path: &&str| path.starts_with("templates/") && path.ends_with(".html");
    let all = files.paths().filter(is_template);
    let mut texts =
        all.map(|path| Ok((path.to_owned(), files.text(path)?))).collect::<Result<Vec<_>, TemplateError>>()?;
    // A component exists once, so files of components cannot be there twice.
    let replaced = files.own_paths().filter(is_template).filter(|path| !path.starts_with("templates/components/"));
    let replaced = replaced.filter_map(|path| Some((path, std::str::from_utf8(built_in_file(path)?).ok()?)));
    texts.extend(replaced.map(|(path, text)| (format!("{REPLACED}{path}"), text)));
    tera.add_raw_templates(texts).map_err(|fault| TemplateError::from_tera(&fault))?;
    Ok(tera)
}

#[cfg(test)]
mod tests;
