//! The diagnostics of a theme that can be used. Each message is made by one function. Their files are relative to the theme's folder, but for
//! the notes on a course's language, which are about the course.

use super::manifest::{CONTRACT, MANIFEST};
use crate::diagnostic::{Code, Diagnostic};
use crate::path::SourcePath;
use crate::span::Span;

fn of_file(code: Code, path: &str, message: String) -> Diagnostic {
    Diagnostic::of_file(code, message).in_file(&SourcePath::new(path))
}

/// `did you mean …?` where there is a similar name, else another help.
fn meant(near: Option<&str>, otherwise: &str) -> String {
    near.map_or_else(|| otherwise.to_owned(), |near| format!("did you mean `{near}`?"))
}

pub(super) fn empty() -> Diagnostic {
    Diagnostic::of_file(Code::ThemeEmpty, "the theme's folder has no file that changes anything")
        .help("name the folder that holds the theme's files, or make one: `syllabus theme new DIR`")
}

pub(super) fn other_contract(asked: u32, span: Option<Span>) -> Diagnostic {
    let message =
        format!("the theme was made for contract {asked}, and this version of syllabus has contract {CONTRACT}");
    let diagnostic = of_file(Code::ThemeContract, MANIFEST, message)
        .help("look at what changed with `syllabus theme diff`, correct the theme, and set the number");
    Diagnostic { span, ..diagnostic }
}

pub(super) fn unused_template(path: &str, near: Option<&str>) -> Diagnostic {
    of_file(Code::UnknownTemplate, path, format!("no page and no other template uses `{path}`"))
        .help(meant(near, "correct the name, or remove the file; `syllabus theme list` shows all templates"))
}

pub(super) fn not_read(path: &str, near: Option<&str>) -> Diagnostic {
    of_file(Code::UnusedThemeFile, path, format!("nothing of the theme reads `{path}`"))
        .help(meant(near, "move it to `assets/` if it is to be published, or remove it"))
}

/// `list` is the key of `theme.toml` that would add it.
pub(super) fn unlisted(path: &str, near: Option<&str>, list: &str) -> Diagnostic {
    let listing = format!("list it in `theme.toml`: `{list} = [\"{path}\"]`");
    let help = near.map_or_else(|| listing.clone(), |near| format!("did you mean `{near}`? else {listing}"));
    of_file(Code::UnusedThemeFile, path, format!("`{path}` is in no list of `theme.toml`")).help(help)
}

pub(super) fn unknown_word(path: &str, key: &str, span: Span, near: Option<&str>) -> Diagnostic {
    Diagnostic::new(Code::UnknownWord, span, format!("the interface has no word `{key}`"))
        .in_file(&SourcePath::new(path))
        .help(meant(near, "remove the line; docs/reference/theme.md lists all words"))
}

/// `right` is how the file would be found.
pub(super) fn unknown_language(path: &str, name: &str, right: Option<&str>) -> Diagnostic {
    let help = match right {
        Some(right) => format!("name it `i18n/{right}.toml`"),
        None => "name it by the tag of a language, in lower case: `i18n/de.toml`, `i18n/pt-br.toml`".to_owned(),
    };
    of_file(Code::UnknownWordLanguage, path, format!("`{name}` is not how a language is named here")).help(help)
}

pub(super) fn unknown_token(path: &str, name: &str, span: Span, near: &str) -> Diagnostic {
    Diagnostic::new(Code::UnknownToken, span, format!("nothing reads the token `{name}`"))
        .in_file(&SourcePath::new(path))
        .help(format!("did you mean `{near}`?"))
}

pub(super) fn no_letters(language: &str) -> Diagnostic {
    let message = format!("the serif of the theme has no letters of `{language}`: the faces of the system are used");
    Diagnostic::of_file(Code::NoLetters, message)
        .help("remove `font` from `[theme]`, or choose a face in `[theme] css`")
}

/// `shown` is the language of the words that are shown instead.
pub(super) fn no_words(language: &str, shown: &str) -> Diagnostic {
    let message = format!("the theme has no words of the interface in `{language}`: those in `{shown}` are shown");
    let file = language.to_ascii_lowercase().replace('_', "-");
    Diagnostic::of_file(Code::NoWords, message)
        .help(format!("put them into `i18n/{file}.toml` of a theme of your own: `syllabus theme new DIR`"))
}
