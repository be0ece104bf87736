//! The texts of the interface: one file for each language, English for what a language leaves out; an author's file of a language is laid over
//! the built-in one word by word. Templates see them as
//! `words`, with two filters: `fill(number=3)` puts values in place of `{number}`, `count(n=3)` chooses the plural.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use tera::{Kwargs, State, Tera, TeraResult, Value};

use super::error::TemplateError;
use super::layers::{ThemeLayers, as_toml};
use super::plural::PluralForm;
use crate::date::Date;

/// The texts of the interface in one language, by key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct InterfaceWords {
    /// The language of most of them (BCP 47): that of the file that was found.
    #[serde(skip)]
    language: String,
    /// Whether there is no file for the language that was asked for, nor for one that it is a dialect of.
    #[serde(skip)]
    is_fallback: bool,
    words: BTreeMap<String, InterfaceWord>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
enum InterfaceWord {
    Plain(String),
    /// A form for each kind of number that the language tells apart; `other` is taken for those that are missing.
    Counted(BTreeMap<PluralForm, String>),
}

impl InterfaceWord {
    /// With forms or without, as templates ask for the word that it replaces.
    fn in_shape_of(self, replaced: Option<&InterfaceWord>) -> InterfaceWord {
        match (self, replaced) {
            (InterfaceWord::Plain(text), Some(InterfaceWord::Counted(_))) => {
                InterfaceWord::Counted(BTreeMap::from([(PluralForm::Other, text)]))
            }
            (InterfaceWord::Counted(mut forms), Some(InterfaceWord::Plain(_))) => {
                let last = forms.remove(&PluralForm::Other).or_else(|| forms.into_values().next());
                InterfaceWord::Plain(last.unwrap_or_default())
            }
            (word, _) => word,
        }
    }
}

/// Some of the words, as scripts take them: a counted one with all its forms.
#[derive(Debug, Serialize)]
#[serde(transparent)]
pub(super) struct ChosenWords<'a>(BTreeMap<&'a str, &'a InterfaceWord>);

impl ChosenWords<'_> {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl InterfaceWords {
    pub(super) fn load(files: &ThemeLayers<'_>, language: &str) -> Result<InterfaceWords, TemplateError> {
        let found: Vec<String> = candidates(language).filter(|name| files.bytes(&path_of(name)).is_some()).collect();
        let mut words: BTreeMap<String, InterfaceWord> = BTreeMap::new();
        // From the general to the special: a dialect says what differs from its language.
        for name in std::iter::once("en").chain(found.iter().rev().map(String::as_str)) {
            let path = path_of(name);
            for text in files.texts(&path)? {
                for (key, word) in as_toml::<BTreeMap<String, InterfaceWord>>(&path, text)? {
                    let word = word.in_shape_of(words.get(&key));
                    words.insert(key, word);
                }
            }
        }
        let is_fallback = found.is_empty() && !language.is_empty();
        Ok(InterfaceWords { language: found.into_iter().next().unwrap_or_else(|| "en".to_owned()), is_fallback, words })
    }

    /// Whether the theme has no words in the language that was asked for.
    pub(super) fn is_fallback(&self) -> bool {
        self.is_fallback
    }

    /// The language of most of them (BCP 47), English where the theme has no file for the one that was asked for.
    pub fn language(&self) -> &str {
        &self.language
    }

    /// The texts for some keys, as scripts take them.
    pub(super) fn chosen<'a>(&'a self, keys: &'a [String]) -> ChosenWords<'a> {
        ChosenWords(keys.iter().filter_map(|key| Some((key.as_str(), self.words.get(key)?))).collect())
    }

    /// The text for `key`; the key itself if there is none.
    pub fn text<'a>(&'a self, key: &'a str) -> &'a str {
        match self.words.get(key) {
            Some(InterfaceWord::Plain(text)) => text,
            Some(InterfaceWord::Counted(forms)) => forms.get(&PluralForm::Other).map_or(key, String::as_str),
            None => key,
        }
    }

    /// A day as people write it.
    pub fn date(&self, date: Date) -> String {
        let (year, month, day) = date.parts();
        let name = self.text("months").split(", ").nth(usize::from(month) - 1).unwrap_or_default();
        let form = self.text("date_form").replace("{year}", &year.to_string()).replace("{month}", name);
        form.replace("{day}", &day.to_string())
    }

    /// The text for `key` with a number, in the form for it.
    pub fn count(&self, key: &str, n: usize) -> String {
        let form = PluralForm::of(&self.language, n as u64);
        let text = match self.words.get(key) {
            Some(InterfaceWord::Counted(forms)) => forms.get(&form).map_or_else(|| self.text(key), String::as_str),
            _ => self.text(key),
        };
        text.replace("{n}", &n.to_string())
    }
}

/// Scripts of Chinese that a tag tells by its region.
static CHINESE_REGIONS: &[(&str, &str)] = &[("zh-tw", "zh-hant"), ("zh-hk", "zh-hant"), ("zh-mo", "zh-hant")];

/// The names of a language's files, in the order in which they are tried: for `pt-BR` that of `pt-br`, then that of `pt`.
fn candidates(language: &str) -> impl Iterator<Item = String> {
    let tag = language.to_ascii_lowercase().replace('_', "-");
    let region = CHINESE_REGIONS.iter().find(|(region, _)| tag == *region).map(|(_, script)| (*script).to_owned());
    // `zh-hant-tw`, then `zh-hant`, then `zh`.
    let mut shorter = tag.clone();
    let parts = std::iter::from_fn(move || {
        let (rest, _) = shorter.rsplit_once('-')?;
        shorter = rest.to_owned();
        Some(shorter.clone())
    });
    [tag].into_iter().chain(region).chain(parts)
}

fn path_of(name: &str) -> String {
    format!("i18n/{name}.toml")
}

pub(super) fn register_filters(tera: &mut Tera, language: &str) {
    let language = language.to_owned();
    tera.register_filter("fill", fill);
    tera.register_filter("count", move |forms: Value, values: Kwargs, _: &State| count(&language, &forms, &values));
}

fn fill(pattern: &str, values: Kwargs, _: &State) -> String {
    let mut text = pattern.to_owned();
    for (key, value) in values.iter() {
        text = text.replace(&format!("{{{key}}}"), &value.to_string());
    }
    text
}

fn count(language: &str, forms: &Value, values: &Kwargs) -> TeraResult<String> {
    let n: u64 = values.must_get("n")?;
    let form = forms.get_from_path(PluralForm::of(language, n).name()).or_else(|| forms.get_from_path("other"));
    let text = form.or(Some(forms)).and_then(Value::as_str).unwrap_or_default();
    Ok(text.replace("{n}", &n.to_string()))
}
