//! What is doubtful in a theme that can be used: names that nothing asks for. In: an author's files. Out: diagnostics, with paths relative to
//! the theme's folder. Says nothing where it is not certain: a theme may have templates, tokens and words of its own.

use std::collections::BTreeSet;

use toml::de::DeTable;

use super::assets::end_of_token;
use super::diagnostics;
use super::layers::{BUILT_IN, TOKENS, ThemeFiles, ThemeLayers, built_in_paths};
use super::manifest::{CONTRACT, MANIFEST, ThemeParts};
use crate::course::{ComparisonBudget, nearest};
use crate::diagnostic::Diagnostic;
use crate::span::Span;
use crate::words::{language_of_name, language_of_tag};

/// The folders of a theme, and its manifest.
const PLACES: [&str; 6] = ["templates/", "css/", "js/", "i18n/", "fonts/", "assets/"];

/// The two-letter codes of ISO 639-1.
const ISO_639_1: &str = "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo \
    es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko \
    kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt \
    qu rm rn ro ru rw sa sc sd se sg sh si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo \
    wa wo xh yi yo za zh zu";

/// All that is doubtful in an author's theme, by file. A file that cannot be used is left to [`super::Theme::load`], which says so.
pub fn check(overlay: &ThemeFiles) -> Vec<Diagnostic> {
    let files = ThemeLayers::new(overlay);
    let is_placed = |path: &str| path == MANIFEST || PLACES.iter().any(|place| path.starts_with(place));
    if !files.own_paths().any(is_placed) {
        // A folder with other things in it is another folder than was meant.
        return vec![diagnostics::empty()];
    }
    let mut found = Vec::new();
    let parts = ThemeParts::load(&files).ok();
    if let Some(asked) = parts.as_ref().and_then(|parts| parts.contract).filter(|asked| *asked != CONTRACT) {
        let span = files.text(MANIFEST).ok().and_then(|text| key_span(text, "contract"));
        found.push(diagnostics::other_contract(asked, span));
    }
    let (read, shown) = (read_properties(&files), shown_words(&files, parts.as_ref()));
    for path in files.own_paths() {
        found.extend(unused(path, &files, parts.as_ref()));
        if let Some(name) = path.strip_prefix("i18n/").and_then(|name| name.strip_suffix(".toml")) {
            found.extend(misnamed_language(path, name));
            found.extend(unknown_words(path, &files, &shown));
        } else if path.ends_with(".css") && !path.starts_with("assets/") {
            found.extend(unknown_tokens(path, &files, &read));
        }
    }
    found
}

/// A diagnostic for a file that nothing reads.
fn unused(path: &str, files: &ThemeLayers<'_>, parts: Option<&ThemeParts>) -> Option<Diagnostic> {
    let (folder, ending) =
        (path.split_once('/').map(|(folder, _)| folder), path.rsplit_once('.').map(|(_, ending)| ending));
    if path == MANIFEST || folder == Some("assets") {
        return None;
    }
    match ending {
        Some("html") if folder == Some("templates") => {
            (!is_used_template(path, files)).then(|| diagnostics::unused_template(path, near_file(path).as_deref()))
        }
        Some("css" | "js") => {
            let parts = parts.filter(|parts| !parts.paths().any(|listed| listed == path))?;
            let same_ending = |listed: &&str| listed.rsplit_once('.').map(|(_, ending)| ending) == ending;
            let near = near_name(path, parts.paths().filter(same_ending).filter(|listed| !files.is_own(listed)));
            let list = if ending == Some("css") { "more_styles" } else { "more_scripts" };
            Some(diagnostics::unlisted(path, near.as_deref(), list))
        }
        Some("toml") if folder == Some("i18n") => None,
        // A README or a picture beside the files of a theme is no mistake.
        Some("html" | "toml") => Some(diagnostics::not_read(path, near_file(path).as_deref())),
        _ => None,
    }
}

/// Whether a page or another template uses a template. Those of the built-in theme are used, whatever stands in them.
fn is_used_template(path: &str, files: &ThemeLayers<'_>) -> bool {
    if BUILT_IN.get_file(path).is_some() {
        return true;
    }
    let own = files.text(path).unwrap_or_default();
    let components = own.split("{% component ").skip(1).filter_map(|rest| rest.split(['(', ' ']).next());
    let calls: Vec<String> = components.map(|name| format!("<{name}")).collect();
    let others = files.paths().filter(|other| other.starts_with("templates/") && *other != path);
    others.filter_map(|other| files.text(other).ok()).any(|text| {
        text.contains(&format!("\"{path}\""))
            || text.contains(&format!("'{path}'"))
            || calls.iter().any(|call| text.contains(call.as_str()))
    })
}

/// The file of the built-in theme with the most similar name.
fn near_file(path: &str) -> Option<String> {
    let ending = path.rsplit_once('.').map(|(_, ending)| ending);
    near_name(path, built_in_paths().filter(|other| other.rsplit_once('.').map(|(_, ending)| ending) == ending))
}

/// The path whose file has the most similar name, whatever its folder; else the whole path that is most similar.
fn near_name<'c>(path: &str, candidates: impl Iterator<Item = &'c str>) -> Option<String> {
    let stem = |path: &str| {
        let name = path.rsplit_once('/').map_or(path, |(_, name)| name);
        name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_owned()
    };
    let candidates: Vec<(String, &str)> = candidates.map(|other| (stem(other), other)).collect();
    let near =
        nearest(&mut ComparisonBudget::default(), &stem(path), candidates.iter().map(|(stem, _)| stem.as_str()))?;
    candidates.iter().find(|(stem, _)| stem == near).map(|(_, other)| (*other).to_owned())
}

/// A diagnostic for a file of words that is never found.
fn misnamed_language(path: &str, name: &str) -> Option<Diagnostic> {
    let tag = name.to_ascii_lowercase().replace('_', "-");
    let is_known = is_language_tag(&tag);
    if is_known && tag == name {
        return None;
    }
    let right = if is_known { Some(tag.as_str()) } else { language_of_name(name).or_else(|| language_of_tag(name)) };
    Some(diagnostics::unknown_language(path, name, right))
}

/// Whether this is the tag of a language. Of the thousands of codes with three letters all are taken for known.
fn is_language_tag(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let is_code = match parts.next() {
        Some(code) if code.len() == 2 => ISO_639_1.split_ascii_whitespace().any(|known| known == code),
        Some(code) => code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_lowercase()),
        None => false,
    };
    is_code && parts.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

/// A diagnostic for each word of a file that neither the interface has nor the theme shows.
fn unknown_words(path: &str, files: &ThemeLayers<'_>, shown: &BTreeSet<&str>) -> Vec<Diagnostic> {
    let Ok(text) = files.text(path) else { return Vec::new() };
    let known: BTreeSet<String> =
        built_in_text("i18n/en.toml").into_iter().flat_map(keys).map(|(key, _)| key).collect();
    let unknown = keys(text).into_iter().filter(|(key, _)| !known.contains(key) && !shown.contains(key.as_str()));
    let mut budget = ComparisonBudget::default();
    unknown
        .map(|(key, span)| {
            let near = nearest(&mut budget, &key, known.iter().map(String::as_str));
            diagnostics::unknown_word(path, &key, span, near)
        })
        .collect()
}

/// The words that the theme's own templates, later scripts and search show: `words.key`, `words["key"]`.
fn shown_words<'f>(files: &'f ThemeLayers<'_>, parts: Option<&'f ThemeParts>) -> BTreeSet<&'f str> {
    let templates = files.own_paths().filter(|path| path.starts_with("templates/"));
    let texts = templates.filter_map(|path| files.text(path).ok());
    let after = |rest: &'f str| {
        let rest = rest.trim_start_matches(['.', '[', '"', '\'']);
        rest.split(|c: char| !c.is_alphanumeric() && c != '_').next()
    };
    let in_templates = texts.flat_map(|text| text.split("words").skip(1)).filter_map(after);
    let later = parts.into_iter().flat_map(|parts| parts.later_scripts.values()).flat_map(|script| &script.words);
    let of_search = parts.into_iter().flat_map(|parts| &parts.search_words);
    in_templates.chain(later.chain(of_search).map(String::as_str)).collect()
}

/// The keys of a file of TOML with their places; none where it is no TOML.
fn keys(text: &str) -> Vec<(String, Span)> {
    let Ok(table) = DeTable::parse(text) else { return Vec::new() };
    table.get_ref().keys().map(|key| (key.get_ref().to_string(), Span::from(key.span()))).collect()
}

fn key_span(text: &str, name: &str) -> Option<Span> {
    keys(text).into_iter().find(|(key, _)| key == name).map(|(_, span)| span)
}

/// A diagnostic for each token that a style sheet sets, that is not among those that are `read`, and whose name is like that of one of the
/// built-in theme.
fn unknown_tokens(path: &str, files: &ThemeLayers<'_>, read: &BTreeSet<&str>) -> Vec<Diagnostic> {
    let Ok(text) = files.text(path) else { return Vec::new() };
    let tokens: BTreeSet<&str> = built_in_text(TOKENS).into_iter().flat_map(properties).map(|one| one.name).collect();
    let mut budget = ComparisonBudget::default();
    let unread = properties(text).filter(|one| one.is_set && !read.contains(one.name));
    unread
        .filter_map(|NamedProperty { name, at, .. }| {
            let near = nearest(&mut budget, name, tokens.iter().copied())?;
            Some(diagnostics::unknown_token(path, name, Span::new(at, at + name.len()), near))
        })
        .collect()
}

/// The custom properties that something reads: style sheets of the theme, its other files wherever they name one, and all that the built-in
/// theme names, even where the file that reads it is replaced.
fn read_properties<'f>(files: &'f ThemeLayers<'_>) -> BTreeSet<&'f str> {
    let mut read: BTreeSet<&str> = built_in_paths().filter_map(built_in_text).flat_map(dashed).collect();
    for path in files.own_paths() {
        let Ok(text) = files.text(path) else { continue };
        match path.ends_with(".css") {
            true => read.extend(properties(text).filter(|one| !one.is_set).map(|one| one.name)),
            false => read.extend(dashed(text)),
        }
    }
    read
}

/// All names in a text that begin with two dashes, whatever they are.
fn dashed(text: &str) -> impl Iterator<Item = &str> {
    let is_part = |c: char| c.is_alphanumeric() || c == '_' || c == '-';
    text.split(move |c: char| !is_part(c)).filter(|name| name.starts_with("--"))
}

fn built_in_text(path: &str) -> Option<&'static str> {
    BUILT_IN.get_file(path)?.contents_utf8()
}

/// A custom property where a style sheet names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct NamedProperty<'t> {
    pub name: &'t str,
    /// The byte at which it stands.
    pub at: usize,
    /// Whether it is given a value there, not read.
    pub is_set: bool,
}

/// The custom properties in a style sheet, in order; none of comments and strings.
pub(super) fn properties(css: &str) -> impl Iterator<Item = NamedProperty<'_>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let rest = css.get(at..)?;
            let step = rest.find(['/', '"', '\'', '-'])?;
            let (start, token) = (at + step, rest.get(step..)?);
            let is_inside = css.get(..start)?.ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == '-');
            if token.starts_with("--") && !is_inside {
                let length = token.find(|c: char| !c.is_alphanumeric() && c != '_' && c != '-').unwrap_or(token.len());
                at = start + length;
                let name = token.get(..length)?;
                let is_set = token.get(length..)?.trim_start().starts_with(':');
                return Some(NamedProperty { name, at: start, is_set });
            }
            at = start + if token.starts_with('-') { 1 } else { end_of_token(token).max(1) };
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Code;

    /// Code, file and message of all that is found.
    fn found(files: &[(&str, &str)]) -> Vec<(Code, String, String)> {
        let files = files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect();
        let shown = check(&files).into_iter().map(|one| {
            let file = one.source.map_or_else(String::new, |source| source.to_string());
            (one.code, file, one.help.unwrap_or_default())
        });
        shown.collect()
    }

    fn one(path: &str, text: &str) -> Option<(Code, String)> {
        let mut found = found(&[(path, text)]);
        assert!(found.len() < 2, "{path}: {found:?}");
        found.pop().map(|(code, _, help)| (code, help))
    }

    #[test]
    fn a_theme_of_one_file_is_as_good_as_any() {
        for (path, text) in [
            ("i18n/de.toml", "search = \"Finden\""),
            ("i18n/tlh.toml", "search = \"nej\""),
            ("i18n/pt-br.toml", ""),
            ("i18n/sr-latn-rs.toml", ""),
            ("css/tokens.css", ":root { --accent: teal; --hue : 3 }"),
            ("css/print.css", ""),
            ("js/toc.js", ""),
            ("templates/chapter.html", ""),
            ("templates/components/icon.html", ""),
            ("theme.toml", "contract = 1"),
            ("assets/chaptr.html", ""),
            ("assets/x.css", ":root { --acent: teal }"),
        ] {
            assert_eq!(one(path, text), None, "{path}");
        }
    }

    #[test]
    fn a_name_that_nothing_asks_for_is_told_with_the_nearest() {
        for (path, text, code, help) in [
            ("templates/chaptr.html", "", Code::UnknownTemplate, "`templates/chapter.html`"),
            ("templates/question.html", "", Code::UnknownTemplate, "`templates/components/question.html`"),
            ("templates/glossary.html", "", Code::UnknownTemplate, "syllabus theme list"),
            ("css/token.css", "", Code::UnusedThemeFile, "`css/tokens.css`? else list it"),
            ("css/mine.css", "", Code::UnusedThemeFile, "`more_styles = [\"css/mine.css\"]`"),
            ("js/mine.js", "", Code::UnusedThemeFile, "`more_scripts = [\"js/mine.js\"]`"),
            ("css/tokens.css", ":root { --acent: teal }", Code::UnknownToken, "`--accent`"),
            ("i18n/de.toml", "serach = \"Suche\"", Code::UnknownWord, "`search`"),
            ("i18n/de.toml", "qqqqqqqq = \"x\"", Code::UnknownWord, "docs/reference/theme.md"),
            ("i18n/german.toml", "", Code::UnknownWordLanguage, "`i18n/de.toml`"),
            ("i18n/pt_BR.toml", "", Code::UnknownWordLanguage, "`i18n/pt-br.toml`"),
            ("i18n/xx.toml", "", Code::UnknownWordLanguage, "by the tag of a language"),
            ("theme.toml", "contract = 2", Code::ThemeContract, "theme diff"),
            ("chapter.html", "", Code::ThemeEmpty, "theme new"),
        ] {
            let (found, said) = one(path, text).unwrap_or_else(|| panic!("{path} is passed over"));
            assert!(found == code && said.contains(help), "{path}: {found:?}: {said}");
        }
        let beside = found(&[("theme.toml", ""), ("template/chapter.html", "")]);
        assert!(matches!(&beside[..], [(Code::UnusedThemeFile, _, help)] if help.contains("`templates/chapter.html`")));
        assert_eq!(found(&[]).len(), 1);
    }

    #[test]
    fn what_a_theme_uses_itself_is_its_own() {
        let own = [
            ("theme.toml", "more_styles = [\"css/mine.css\"]\nmore_scripts = [\"js/mine.js\"]"),
            ("css/mine.css", ":root { --accents: 1; --inks: 2; /* --acent: 3 */ } a { color: var(--accents) }"),
            ("js/mine.js", "document.body.style.setProperty(\"--inks\", 1)"),
            ("templates/extra.html", "{% component extra(x) -%}{%- endcomponent extra %}"),
            ("templates/frame.html", ""),
            ("templates/home.html", "{% extends \"templates/frame.html\" %}{{ <extra x=1 /> }}{{ words.my_own }}"),
            ("i18n/en.toml", "my_own = \"Mine\""),
            ("README.md", "# Mine"),
            ("look.png", ""),
        ];
        assert_eq!(found(&own), []);
    }

    #[test]
    fn custom_properties_are_found_where_they_stand() {
        let css = "/* --a: 1 */ .b--c:hover { --d : var(--e, \"--f\"); x: y-z }";
        let found: Vec<(&str, bool)> = properties(css).map(|one| (one.name, one.is_set)).collect();
        assert_eq!(found, [("--d", true), ("--e", false)]);
        assert!(properties(css).all(|one| css[one.at..].starts_with(one.name)));
    }
}
