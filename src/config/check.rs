//! Checks the form of URLs, language tags, repositories and the like. In: text. Out: the normalised text, or `None` where it is not valid.
//! Never uses the network.

use crate::quiz::AnswerMode;
use crate::render::theme::ThemeFont;
use crate::source::PathPattern;

/// An absolute `http` or `https` URL of a folder, ending in `/`.
pub fn base_url(text: &str) -> Option<String> {
    let url = http_url(text)?;
    if url.contains(['?', '#']) {
        return None;
    }
    Some(format!("{}/", url.trim_end_matches('/')))
}

/// The web address of a repository; `owner/name` is taken as one on GitHub.
pub(super) fn repository(text: &str) -> Option<String> {
    let text = text.trim_end_matches('/');
    let text = text.strip_suffix(".git").unwrap_or(text);
    if text.contains("://") {
        return http_url(text);
    }
    let (owner, name) = text.split_once('/')?;
    let is_name = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c));
    (is_name(owner) && is_name(name)).then(|| format!("https://github.com/{owner}/{name}"))
}

/// A branch of git, as far as an address can hold it.
pub(super) fn branch(text: &str) -> Option<String> {
    let is_plain = !text.contains(|c: char| c.is_whitespace() || c.is_control() || "~^:?*[\\<>\"#".contains(c));
    (is_plain && !text.starts_with(['-', '/']) && !text.contains("..")).then(|| text.to_owned())
}

/// Where a chapter is edited.
pub(super) fn edit_url(text: &str) -> Option<String> {
    http_url(text).filter(|url| url.contains("{path}"))
}

/// What is taken from the history of git.
pub(super) fn history(text: &str) -> Option<String> {
    ["all", "dates", "none"].contains(&text).then(|| text.to_owned())
}

/// A URL without a user's name and password: what is written here is published.
fn http_url(text: &str) -> Option<String> {
    let (scheme, rest) = text.split_once("://")?;
    let scheme = scheme.to_ascii_lowercase();
    let host = rest.split(['/', '?', '#']).next()?;
    let is_clean = !text.contains(|c: char| c.is_whitespace() || c.is_control() || "<>\"\\".contains(c));
    (matches!(scheme.as_str(), "http" | "https") && !host.is_empty() && !host.contains('@') && is_clean)
        .then(|| format!("{scheme}://{rest}"))
}

/// A language tag of the form of [BCP 47](https://www.rfc-editor.org/info/bcp47). Whether it is registered is not checked.
pub(super) fn language(text: &str) -> Option<String> {
    let mut parts = text.split('-');
    let first = parts.next()?;
    let is_language = (2..=8).contains(&first.len()) && first.chars().all(|c| c.is_ascii_alphabetic());
    let is_subtag = |part: &str| (1..=8).contains(&part.len()) && part.chars().all(|c| c.is_ascii_alphanumeric());
    (is_language && parts.all(is_subtag)).then(|| text.to_owned())
}

/// An id of letters, digits, `-`, `_` and `.`. It becomes part of keys in the student's browser.
pub(super) fn id(text: &str) -> Option<String> {
    text.chars().all(|c| c.is_alphanumeric() || "-_.".contains(c)).then(|| text.to_owned())
}

/// How a student comes by the answers.
pub(super) fn answers(text: &str) -> Option<String> {
    AnswerMode::find(text).map(|mode| mode.name().to_owned())
}

/// A path or a pattern of paths.
pub(super) fn pattern(text: &str) -> Option<String> {
    PathPattern::new(text).map(|_| text.to_owned())
}

/// Which answers are printed.
pub(super) fn print_answers(text: &str) -> Option<String> {
    ["with", "without", "at-end"].contains(&text).then(|| text.to_owned())
}

/// The face of titles and text.
pub(super) fn font(text: &str) -> Option<String> {
    ThemeFont::find(text).map(|_| text.to_owned())
}

/// The URL of an editor, with `{path}` for the file. Commands and script URLs are refused.
pub(super) fn editor(text: &str) -> Option<String> {
    let (scheme, rest) = text.split_once(':')?;
    let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
        && !["javascript", "data", "vbscript"].iter().any(|script| scheme.eq_ignore_ascii_case(script));
    (is_scheme && rest.contains("{path}")).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::{base_url, editor, language, repository};

    #[test]
    fn editors_are_opened_by_an_address() {
        for good in ["vscode://file/{path}:{line}", "x-edit+1:{path}", "idea://open?file={path}&line={line}"] {
            assert_eq!(editor(good).as_deref(), Some(good));
        }
        for bad in [
            "code {path}",
            "code -g {path}:{line}",
            "vscode://file/",
            "{path}:",
            "1x:{path}",
            ":{path}",
            "JavaScript:{path}",
        ] {
            assert_eq!(editor(bad), None, "{bad}");
        }
    }

    #[test]
    fn base_urls_end_in_a_slash() {
        assert_eq!(base_url("HTTPS://a.org/course").as_deref(), Some("https://a.org/course/"));
        assert_eq!(base_url("http://a.org//").as_deref(), Some("http://a.org/"));
        for bad in [
            "a.org",
            "/course",
            "ftp://a.org",
            "https://",
            "https:///x",
            "https://a.org/?a",
            "https://a b.org",
            "https://ada:x@a.org",
        ] {
            assert_eq!(base_url(bad), None, "{bad}");
        }
    }

    #[test]
    fn languages_have_the_shape_of_bcp_47() {
        for good in ["en", "pt-BR", "zh-Hant-TW", "gsw", "de-1996"] {
            assert!(language(good).is_some(), "{good}");
        }
        for bad in ["en_US", "e", "english language", "en-", "1e", "en-toolongpart"] {
            assert!(language(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn repositories_become_web_addresses() {
        let github = Some("https://github.com/ada/engine");
        assert_eq!(repository("ada/engine").as_deref(), github);
        assert_eq!(repository("https://github.com/ada/engine.git").as_deref(), github);
        assert_eq!(repository("https://codeberg.org/ada/engine/").as_deref(), Some("https://codeberg.org/ada/engine"));
        for bad in ["engine", "git@github.com:ada/engine.git", "a/b/c", "/b", "https://ada:x@github.com/ada/engine"] {
            assert_eq!(repository(bad), None, "{bad}");
        }
    }
}
