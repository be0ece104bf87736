//! `book.toml` of mdBook. In: the file. Out: what it says of the course, and the folder of its chapters. What cannot be read says nothing:
//! the file is another tool's.

use toml::Table;

use crate::source::author_index_model::BookFacts;
use crate::source::file::Source;

/// Title, language and repository, and the folder that `src` names.
pub(super) fn parse(source: &Source) -> (BookFacts, Option<String>) {
    let Ok(table) = source.text.parse::<Table>() else { return Default::default() };
    let text_at = |keys: &[&str]| {
        let (first, rest) = keys.split_first()?;
        let value = rest.iter().try_fold(table.get(*first)?, |value, key| value.get(key))?;
        value.as_str().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
    };
    let facts = BookFacts {
        title: text_at(&["book", "title"]),
        language: text_at(&["book", "language"]),
        repository: text_at(&["output", "html", "git-repository-url"]).and_then(|url| repository(&url)),
        file: Some(source.path.clone()),
    };
    (facts, text_at(&["book", "src"]))
}

/// The URL of a repository as browsers take it; none where it is none.
pub(super) fn repository(url: &str) -> Option<String> {
    let url = url.trim().trim_end_matches('/');
    let url = url.strip_suffix(".git").unwrap_or(url);
    (url.starts_with("https://") || url.starts_with("http://")).then(|| url.to_owned())
}
