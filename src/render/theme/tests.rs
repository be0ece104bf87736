//! A theme with an author's files in place of built-in ones, and the pages that it renders.

use std::collections::{BTreeMap, BTreeSet};

use self::sample::SampleChapter;
use super::layers::BUILT_IN;
use super::*;
use crate::render::context::SiteContext;

mod contract;
mod sample;

fn theme() -> Theme {
    Theme::load(&ThemeFiles::new(), &ThemeSettings::default()).unwrap_or_else(|error| panic!("{error}"))
}

fn with(path: &str, text: &str) -> Result<Theme, TemplateError> {
    Theme::load(&ThemeFiles::from([(path.to_owned(), text.as_bytes().to_vec())]), &ThemeSettings::default())
}

#[test]
fn one_file_of_an_author_replaces_one_of_ours() {
    let theme = with("templates/not-found.html", "Gone: {{ words.home }}").expect("it is a good template");
    let site = SiteContext::default();
    assert_eq!(theme.render_not_found(&sample::not_found(&theme, &site)).as_deref(), Ok("Gone: Home"));
}

#[test]
fn a_fault_in_a_template_has_its_file_line_and_column() {
    let fault = with("templates/home.html", "one\n  {% if x %}").expect_err("it has no end");
    assert_eq!((fault.file.as_deref(), fault.line), (Some("templates/home.html"), 2), "{fault}");
    let theme = with("templates/home.html", "one\n\n  {{ titel }}").expect("it can be read");
    let fault = theme
        .render_home(&sample::home(&theme, &sample::site(), &sample::contents()))
        .expect_err("there is no such value");
    assert_eq!((fault.file.as_deref(), fault.line, fault.column), (Some("templates/home.html"), 3, 6), "{fault}");
}

#[test]
fn a_fault_in_the_manifest_has_its_place() {
    let fault = with("theme.toml", "head_script = \"js/head.js\"\nstyles = 3\nscripts = []").expect_err("no list");
    assert_eq!((fault.file.as_deref(), fault.line, fault.column), (Some("theme.toml"), 2, 10), "{fault}");
    let fault = with("theme.toml", "head_script = \"\"\nstyles = [\"css/no.css\"]\nscripts = []").expect_err("no file");
    assert_eq!(fault.to_string(), "css/no.css: the theme has no such file");
}

#[test]
fn assets_are_named_by_what_is_in_them() {
    let same = |theme: &Theme| theme.head("", "", "").styles;
    assert_eq!(same(&theme()), same(&theme()));
    let settings = ThemeSettings { hue: Some(20.0), ..ThemeSettings::default() };
    let red = Theme::load(&ThemeFiles::new(), &settings).expect("a hue changes no template");
    assert_ne!(same(&theme()), same(&red));
    assert_eq!(theme().head("", "", "../").styles, [format!("../{}", theme().assets()[0].path)]);
}

#[test]
fn scripts_and_styles_stay_small() {
    for (asset, limit) in theme().assets().iter().zip([64_000, 24_000]) {
        assert!(asset.bytes.len() < limit, "{} has {} bytes", asset.path, asset.bytes.len());
    }
}

#[test]
fn each_language_has_all_words_and_no_others() {
    let mut english: Option<Vec<String>> = None;
    for file in BUILT_IN.get_dir("i18n").expect("it is in the theme").files() {
        let language = file.path().file_stem().and_then(|name| name.to_str()).expect("a plain name");
        let text = file.contents_utf8().expect("UTF-8");
        let keys: BTreeMap<String, toml::Value> = toml::from_str(text).unwrap_or_else(|fault| panic!("{fault}"));
        let keys: Vec<String> = keys.into_keys().collect();
        assert_eq!(keys, *english.get_or_insert_with(|| keys.clone()), "{language}");
    }
}

#[test]
fn a_language_without_a_file_speaks_english_and_a_region_its_language() {
    let speak = |language: &str| {
        let settings = ThemeSettings { language: language.to_owned(), ..ThemeSettings::default() };
        Theme::load(&ThemeFiles::new(), &settings).expect("it is built in").words().text("questions").to_owned()
    };
    assert_eq!((speak("tlh").as_str(), speak("de-CH").as_str()), ("{n} questions", "{n} Fragen"));
}

#[test]
fn a_block_of_ours_may_be_changed_without_a_copy_of_the_template() {
    let text =
        "{% extends \"default/templates/chapter.html\" %}{% block bar %}<p>mine</p>{{ super() }}{% endblock bar %}";
    let theme = with("templates/chapter.html", text).expect("it extends ours");
    let html = theme.render_chapter(&sample::chapter(&theme).page(&theme)).expect("it renders");
    assert!(html.contains("<p>mine</p>") && html.contains("next-bar") && html.contains("<article data-chapter"));
}

/// The text of a word in a language, in a theme with one file more.
fn word_of(language: &str, key: &str, file: (&str, &str)) -> String {
    let settings = ThemeSettings { language: language.to_owned(), ..ThemeSettings::default() };
    let files = ThemeFiles::from([(file.0.to_owned(), file.1.as_bytes().to_vec())]);
    Theme::load(&files, &settings).expect("it is a good theme").words().text(key).to_owned()
}

#[test]
fn words_of_a_theme_are_laid_over_those_of_the_language_and_its_dialects() {
    for (language, key, path, text, shown) in [
        ("de", "search", "i18n/de.toml", "search = \"Finden\"", "Finden"),
        ("de", "close", "i18n/de.toml", "search = \"Finden\"", "Schließen"),
        ("de", "search", "i18n/en.toml", "search = \"Find\"", "Suche"),
        ("de-AT", "search", "i18n/de.toml", "search = \"Finden\"", "Finden"),
        ("de-AT", "close", "i18n/de-at.toml", "search = \"Finden\"", "Schließen"),
        ("nl", "search", "i18n/nl.toml", "search = \"Zoeken\"", "Zoeken"),
        ("nl", "close", "i18n/nl.toml", "search = \"Zoeken\"", "Close"),
        // Whether a word is counted is the interface's affair.
        ("en", "questions", "i18n/en.toml", "questions = \"Q: {n}\"", "Q: {n}"),
        ("en", "close", "i18n/en.toml", "close = { one = \"Shut\" }", "Shut"),
    ] {
        assert_eq!(word_of(language, key, (path, text)), shown, "{language} {key} {text}");
    }
}

#[test]
fn tokens_of_a_theme_follow_ours_and_lists_of_a_theme_may_be_left_out() {
    let style = |files: &[(&str, &str)]| {
        let files = files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect();
        Theme::load(&files, &ThemeSettings::default()).expect("it is a good theme").not_found_style()
    };
    let tokens = style(&[("css/tokens.css", ":root { --radius: 9px }")]);
    let ours = tokens.find("--radius:.5rem").expect("our token");
    assert!(tokens.contains("--measure:") && tokens.find("--radius:9px").is_some_and(|own| own > ours));
    let more = style(&[("theme.toml", "more_styles = [\"css/mine.css\"]"), ("css/mine.css", "a { color: teal }")]);
    assert!(more.contains("--measure:") && more.trim_end().ends_with("a{color:teal}"), "it comes last");
}

#[test]
fn what_a_theme_adds_follows_each_style_sheet_and_what_it_lists_comes_once() {
    let sheet = |files: &[(&str, &str)], name: &str| {
        let files = files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect();
        let theme = Theme::load(&files, &ThemeSettings::default()).expect("it is a good theme");
        let is_named = |path: &str| path.starts_with(&format!("assets/{name}-")) && path.ends_with(".css");
        let asset = theme.assets().iter().find(|asset| is_named(&asset.path)).cloned();
        String::from_utf8(asset.expect("it is published").bytes).expect("UTF-8")
    };
    let more = [("theme.toml", "more_styles = [\"css/mine.css\"]"), ("css/mine.css", ".card { color: teal }")];
    for name in ["style", "home", "exam"] {
        assert!(sheet(&more, name).trim_end().ends_with(".card{color:teal}"), "{name}");
    }
    let own = [("theme.toml", "styles = [\"css/components/cards.css\"]")];
    assert!(sheet(&own, "style").contains(".card{") && !sheet(&own, "home").contains(".card{"));
}

#[test]
fn a_language_without_words_is_told_and_a_dialect_is_not() {
    for (language, file, told) in [
        ("nl", "", Some("`nl`: those in `en`")),
        ("nl", "i18n/nl.toml", None),
        ("tlh-Latn", "", Some("`tlh-Latn`")),
        ("en-GB", "", None),
        ("pt-BR", "", None),
        ("zh-TW", "", None),
        ("en", "", None),
        ("", "", None),
    ] {
        let settings = ThemeSettings { language: language.to_owned(), ..ThemeSettings::default() };
        let files = if file.is_empty() { ThemeFiles::new() } else { ThemeFiles::from([(file.to_owned(), Vec::new())]) };
        let note = Theme::load(&files, &settings).expect("a theme").language_note(language).map(|note| note.message);
        assert!(
            note.as_deref().is_some_and(|note| told.is_some_and(|told| note.contains(told)))
                || note.is_none() && told.is_none(),
            "{language}: {note:?}"
        );
    }
}

#[test]
fn text_is_escaped_and_markup_is_not() {
    let mut chapter = sample::chapter(&theme());
    chapter.site.title = "<Title>".to_owned();
    chapter.content.title_html = Html("<em>Title</em>".to_owned());
    let html = theme().render_chapter(&chapter.page(&theme())).expect("it renders");
    assert!(html.contains("&lt;Title&gt;") && html.contains("<em>Title</em>"));
}

#[test]
fn a_bare_chapter_renders_without_empty_boxes() {
    let html = theme().render_chapter(&SampleChapter::default().page(&theme())).expect("it renders");
    for part in ["facts", "aims", "class=\"prose\"", "class=\"toc\"", "next-bar", "practise-link"] {
        assert!(!html.contains(part), "{part}");
    }
}

/// Themes rely on these names, and on all of them being at one level.
#[test]
fn templates_see_each_field_of_a_page_by_its_name() {
    fn fields(page: &impl Serialize) -> String {
        let value = serde_json::to_value(page).expect("a page is data");
        let names: BTreeSet<&str> = value.as_object().expect("with fields").keys().map(String::as_str).collect();
        names.into_iter().collect::<Vec<_>>().join(" ")
    }
    let (theme, site, contents) = (theme(), sample::site(), sample::contents());
    let chapter = sample::chapter(&theme);
    assert_eq!(
        fields(&chapter.page(&theme)),
        "amount body chapter_id checklist_count children contents crumbs facts head history home kind moved_sections nav next position practice previous quiz reading_minutes \
         site source title_html title_id up"
    );
    assert_eq!(
        fields(&sample::quiz(&theme, &chapter)),
        "chapter chapter_id crumbs head home nav next previous questions site"
    );
    assert_eq!(
        fields(&sample::home(&theme, &site, &contents)),
        "amount authors body chapter_id chapters checklist_count contents facts feed head history home introduction modules print quiz site start \
         title_html title_id"
    );
    assert_eq!(fields(&sample::not_found(&theme, &site)), "has_modules head home known places site style");
    assert_eq!(fields(&sample::offline(&theme, &site)), "head home site");
    assert_eq!(
        fields(&theme.head("", "", "")),
        "canonical description font markdown root script search_script structured styles title"
    );
}

#[test]
fn only_a_site_that_may_be_kept_has_scripts_for_it_and_they_stay_small() {
    let settings = ThemeSettings { is_offline: true, ..ThemeSettings::default() };
    let kept = Theme::load(&ThemeFiles::new(), &settings).expect("it is built in");
    let site = SiteContext { is_offline: true, emoji: Some("🦉".to_owned()), ..sample::site() };
    let page = kept.render_offline(&sample::offline(&kept, &site)).expect("it renders");
    let (_, script) = page.split_once("<script data-root=\"../\">").expect("it is in the head");
    let script = script.split_once("</script>").map_or("", |(script, _)| script);
    assert!(script.contains("sw.js") && script.len() < 400, "{} bytes", script.len());
    assert!(kept.worker_script().len() < 15_000, "{} bytes", kept.worker_script().len());
    assert!(kept.render_icon(&site).expect("it renders").starts_with("<svg "));

    let theme = theme();
    let page = theme.render_offline(&sample::offline(&theme, &sample::site())).expect("it renders");
    assert!(!page.contains("sw.js") && !page.contains("webmanifest"));
    assert_eq!((theme.worker_script(), theme.assets().len() + 1), ("", kept.assets().len()));
}

#[test]
fn a_question_hides_its_answer_and_labels_its_fields() {
    let html = theme().render_question(&sample::questions()[0]).expect("it renders").0;
    let (before, after) = html.split_once("<details").expect("the answer is folded");
    assert!(!before.contains("split is local") && after.contains("split is local"));
    assert_eq!(html.matches("type=\"radio\"").count(), html.matches("<label class=\"choice\" for=").count());
}

#[test]
fn a_question_without_a_key_is_shown_without_fields() {
    let mut question = sample::questions()[0].clone();
    (question.kind, question.answer) = (crate::render::context::QuestionKindContext::Ungraded, String::new());
    let html = theme().render_question(&question).expect("it renders").0;
    assert!(!html.contains("<input") && html.contains("The root grows"));
}

/// Pages to look at, written where the variable says; run with `SYLLABUS_PREVIEW=target/theme-preview`.
#[test]
fn a_preview_can_be_written() {
    let Ok(folder) = std::env::var("SYLLABUS_PREVIEW") else { return };
    sample::write(&theme(), std::path::Path::new(&folder)).expect("the folder can be written");
}
