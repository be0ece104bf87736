//! The texts of the interface: one file for each language, English for what a language leaves out. Templates see them as
//! `words`, with two filters: `fill(number=3)` puts values in place of `{number}`, `count(n=3)` chooses the plural.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use tera::{Kwargs, State, Tera, TeraResult, Value};

use super::error::TemplateError;
use super::layers::ThemeLayers;

/// The texts of the interface in one language, by key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct InterfaceWords(BTreeMap<String, InterfaceWord>);

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
enum InterfaceWord {
    Plain(String),
    Counted { one: String, other: String },
}

impl InterfaceWords {
    pub(super) fn load(files: &ThemeLayers<'_>, language: &str) -> Result<InterfaceWords, TemplateError> {
        let mut words: BTreeMap<String, InterfaceWord> = files.toml("i18n/en.toml")?;
        if let Some(path) = candidates(language).find(|path| files.bytes(path).is_some()) {
            words.extend(files.toml::<BTreeMap<String, InterfaceWord>>(&path)?);
        }
        Ok(InterfaceWords(words))
    }

    /// The texts for some keys, as scripts take them.
    pub(super) fn chosen<'a>(&'a self, keys: &'a [String]) -> BTreeMap<&'a str, &'a str> {
        keys.iter().map(|key| (key.as_str(), self.text(key))).collect()
    }

    /// The text for `key`; the key itself if there is none.
    pub fn text<'a>(&'a self, key: &'a str) -> &'a str {
        match self.0.get(key) {
            Some(InterfaceWord::Plain(text) | InterfaceWord::Counted { other: text, .. }) => text,
            None => key,
        }
    }
}

impl InterfaceWords {
    /// The text for `key` with a number, in the singular or the plural.
    pub fn count(&self, key: &str, n: usize) -> String {
        let text = match self.0.get(key) {
            Some(InterfaceWord::Counted { one, .. }) if n == 1 => one,
            _ => self.text(key),
        };
        text.replace("{n}", &n.to_string())
    }
}

/// The files of a language, in the order in which they are tried: for `pt-BR` that of `pt-br`, then that of `pt`.
fn candidates(language: &str) -> impl Iterator<Item = String> {
    let tag = language.to_ascii_lowercase().replace('_', "-");
    let primary = tag.split('-').next().unwrap_or_default().to_owned();
    [tag, primary].into_iter().map(|name| format!("i18n/{name}.toml"))
}

pub(super) fn register_filters(tera: &mut Tera) {
    tera.register_filter("fill", fill);
    tera.register_filter("count", count);
}

fn fill(pattern: &str, values: Kwargs, _: &State) -> String {
    let mut text = pattern.to_owned();
    for (key, value) in values.iter() {
        text = text.replace(&format!("{{{key}}}"), &value.to_string());
    }
    text
}

fn count(forms: Value, values: Kwargs, _: &State) -> TeraResult<String> {
    let n: u64 = values.must_get("n")?;
    let form = forms.get_from_path(if n == 1 { "one" } else { "other" });
    let text = form.or(Some(&forms)).and_then(Value::as_str).unwrap_or_default();
    Ok(text.replace("{n}", &n.to_string()))
}
