//! The assets of a theme: its styles and scripts are joined into one file each, named by a hash of the content so that browsers may cache
//! it for ever; files below `assets/` are published as they are.

use std::collections::BTreeMap;

use super::error::{self, TemplateError};
use super::layers::{TOKENS, ThemeLayers};
use super::manifest::SerifFont;
use super::script;
use super::words::ChosenWords;
use crate::source::Hash;

/// A file of the theme that the site publishes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asset {
    /// Its path in the site.
    pub path: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// `assets/<name>-<8 hex digits>.<extension>`.
pub(super) fn hashed(name: &str, extension: &str, text: String) -> Asset {
    hashed_bytes(name, extension, text.into_bytes())
}

/// As [`hashed`], for a file that is no text.
pub(super) fn hashed_bytes(name: &str, extension: &str, bytes: Vec<u8>) -> Asset {
    let digits = Hash::of(&bytes).digits(8);
    Asset { path: format!("assets/{name}-{digits}.{extension}"), bytes }
}

/// All styles as one, in the theme's order; the author's settings come last, in the cascade layer that wins. The theme's own tokens follow the
/// built-in ones, so that those it does not set have a value.
///
/// # Errors
/// A file is missing or not UTF-8.
pub(super) fn style(
    files: &ThemeLayers<'_>,
    paths: &[String],
    hue: Option<f64>,
    author_css: &str,
) -> Result<String, TemplateError> {
    let mut sheet = String::new();
    for path in paths {
        for text in if path == TOKENS { files.texts(path)? } else { vec![files.text(path)?] } {
            sheet.push_str(&minified(text));
            sheet.push('\n');
        }
    }
    if let Some(hue) = hue {
        sheet.push_str(&format!("@layer author {{ :root {{ --hue: {hue}; }} }}\n"));
    }
    if !author_css.is_empty() {
        sheet.push_str(&format!("@layer author {{\n{}\n}}\n", author_css.trim()));
    }
    Ok(sheet)
}

/// The files of a face, named by their content, and its licence.
#[derive(Debug, Default)]
pub(super) struct FontAssets {
    /// The fonts, that of text first.
    pub fonts: Vec<Asset>,
    /// The licence.
    pub licence: Option<Asset>,
}

/// The files of a face. In `sheet`, which names them by the way from `css/`, they get the names under which they are published beside it.
///
/// # Errors
/// A file is missing.
pub(super) fn fonts(
    files: &ThemeLayers<'_>,
    serif: &SerifFont,
    sheet: &mut String,
) -> Result<FontAssets, TemplateError> {
    let published = |path: &String| {
        let bytes = files.bytes(path).ok_or_else(|| error::missing_file(path))?;
        let name = path.rsplit('/').next().unwrap_or(path);
        let (stem, ending) = name.rsplit_once('.').unwrap_or((name, "bin"));
        Ok::<_, TemplateError>(hashed_bytes(stem, ending, bytes.to_vec()))
    };
    let fonts = serif.fonts.iter().map(published).collect::<Result<Vec<_>, _>>()?;
    for (path, font) in serif.fonts.iter().zip(&fonts) {
        let name = font.path.rsplit('/').next().unwrap_or_default();
        *sheet = sheet.replace(&format!("../{path}"), name);
    }
    Ok(FontAssets { fonts, licence: serif.licence.as_ref().map(published).transpose()? })
}

/// All scripts as one, in the theme's order.
///
/// # Errors
/// A file is missing or not UTF-8.
pub(super) fn script(files: &ThemeLayers<'_>, paths: &[String]) -> Result<String, TemplateError> {
    Ok(format!("\"use strict\";\n{}", joined(files, paths)?))
}

/// Scripts as blocks of one, without the words before it.
///
/// # Errors
/// A file is missing or not UTF-8.
pub(super) fn joined(files: &ThemeLayers<'_>, paths: &[String]) -> Result<String, TemplateError> {
    let texts = paths.iter().map(|path| files.text(path)).collect::<Result<Vec<_>, _>>()?;
    Ok(script::join(texts))
}

/// As [`script`], with the addresses of scripts and style sheets that it loads when they are needed, relative to its own.
///
/// # Errors
/// A file is missing or not UTF-8.
pub(super) fn script_with_later(
    files: &ThemeLayers<'_>,
    paths: &[String],
    later_scripts: &BTreeMap<&str, Asset>,
    later_styles: &BTreeMap<&str, Asset>,
) -> Result<String, TemplateError> {
    let names = |later: &BTreeMap<&str, Asset>, is_wanted: &dyn Fn(&str) -> bool| {
        let wanted = later.iter().filter(|(name, _)| is_wanted(name));
        let names = wanted.map(|(name, asset)| (*name, asset.path.rsplit('/').next().unwrap_or_default()));
        serde_json::to_string(&names.collect::<BTreeMap<_, _>>()).unwrap_or_default()
    };
    // The other style sheets are those of pages, which name them in their heads.
    let comes_with_script = |name: &str| name == "search" || later_scripts.contains_key(name);
    let (scripts, styles) = (names(later_scripts, &|_| true), names(later_styles, &comes_with_script));
    Ok(format!("{}syllabus.later?.({scripts}, {styles});\n", script(files, paths)?))
}

/// A script that another one loads later. It brings the words of the interface that it shows.
///
/// # Errors
/// A file is missing or not UTF-8.
pub(super) fn script_with_words<'p>(
    files: &ThemeLayers<'_>,
    paths: impl IntoIterator<Item = &'p String>,
    words: &ChosenWords<'_>,
) -> Result<String, TemplateError> {
    let words = match words.is_empty() {
        true => String::new(),
        false => format!("Object.assign(syllabus.words, {});\n", serde_json::to_string(words).unwrap_or_default()),
    };
    let texts = paths.into_iter().map(|path| files.text(path)).collect::<Result<Vec<_>, _>>()?;
    Ok(format!("\"use strict\";\n{words}{}", script::join(texts)))
}

/// The theme's files below `assets/`, as they are.
pub(super) fn published(files: &ThemeLayers<'_>) -> Vec<Asset> {
    let paths = files.paths().filter(|path| path.starts_with("assets/"));
    paths.filter_map(|path| Some(Asset { path: path.to_owned(), bytes: files.bytes(path)?.to_vec() })).collect()
}

/// A style sheet without what browsers need not load: comments, and spaces where they say nothing. Strings stay as they are.
fn minified(css: &str) -> String {
    let mut kept = String::with_capacity(css.len());
    // Whether a space came after what is kept.
    let mut has_space = false;
    // Whether the last letter kept stands for itself, as the colon of `.md\:flex` does.
    let mut is_literal = true;
    let mut rest = css;
    while let Some(letter) = rest.chars().next() {
        let end = match letter {
            '\\' => rest.chars().take(2).map(char::len_utf8).sum(),
            '"' | '\'' | '/' => end_of_token(rest),
            _ => letter.len_utf8(),
        };
        let (token, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
        rest = after;
        if letter.is_ascii_whitespace() || token.starts_with("/*") {
            has_space = true;
            continue;
        }
        let is_after_sign = !is_literal && kept.ends_with(['{', '}', ';', ':', ',']);
        if letter == '}' && !is_literal && kept.ends_with(';') {
            kept.pop();
        }
        if has_space && !kept.is_empty() && !is_after_sign && !matches!(letter, '{' | '}' | ';' | ',') {
            kept.push(' ');
        }
        kept.push_str(token);
        (has_space, is_literal) = (false, token.len() > 1);
    }
    kept
}

/// The length in bytes of the comment, string or slash that `text` begins with.
pub(super) fn end_of_token(text: &str) -> usize {
    if text.starts_with("/*") {
        return text.find("*/").map_or(text.len(), |at| at + 2);
    }
    let Some(quote) = text.chars().next().filter(|letter| *letter != '/') else { return 1 };
    let mut escaped = false;
    for (at, letter) in text.char_indices().skip(1) {
        match letter {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if letter == quote => return at + quote.len_utf8(),
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_spaces_go_and_strings_stay() {
        for (css, kept) in [
            (
                "/* why */\na::before { content: \"/* \\\" */; \"; } /* x */\nb { background: url(a/b.svg) }\n",
                "a::before{content:\"/* \\\" */; \"}b{background:url(a/b.svg)}",
            ),
            ("a {} /* no end", "a{}"),
            // What a space means stays: a descendant, a sum, a part of a value, a query.
            (
                "a :hover, p > b { inline-size: calc(1px + 2px) auto; }",
                "a :hover,p > b{inline-size:calc(1px + 2px) auto}",
            ),
            (
                "@media (width >= 2rem) and (hover: hover) {\n  a { b: c }\n}",
                "@media (width >= 2rem) and (hover:hover){a{b:c}}",
            ),
            ("a/**/b { c: d/* e */f }", "a b{c:d f}"),
            // A letter that is escaped is a part of a name.
            (".md\\: b { c: d }", ".md\\: b{c:d}"),
            (".a\\; } b", ".a\\;}b"),
            ("a { b: 'c", "a{b:'c"),
            ("a\\", "a\\"),
        ] {
            assert_eq!(minified(css), kept, "{css}");
        }
    }

    #[test]
    fn a_name_follows_its_content() {
        let (one, other) = (hashed("style", "css", "a".to_owned()), hashed("style", "css", "b".to_owned()));
        assert_ne!(one.path, other.path);
        assert!(one.path.starts_with("assets/style-") && one.path.ends_with(".css"), "{}", one.path);
    }
}
