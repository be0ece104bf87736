//! Reads a value of `syllabus.toml` as the type that a key expects. Does not know the key: the reader adds its name to the error.

use std::fmt::Display;
use std::ops::RangeInclusive;

use toml::Spanned;
use toml::de::DeValue;

use super::settings::RedirectConfig;
use super::suggest::nearest;
use crate::span::Span;

/// Why a value is not valid.
pub(super) struct ValueError {
    pub(super) span: Span,
    /// The rest of a sentence that begins with the key's name: "must be text, not a number".
    pub(super) problem: String,
    /// What to do, where there is better help than an example.
    pub(super) help: Option<String>,
}

/// A value with its span.
#[derive(Clone, Copy)]
pub(super) struct ConfigValue<'t>(pub(super) &'t Spanned<DeValue<'t>>);

impl<'t> ConfigValue<'t> {
    pub(super) fn span(self) -> Span {
        self.0.span().into()
    }

    fn get(self) -> &'t DeValue<'t> {
        self.0.get_ref()
    }

    fn error<T>(self, problem: impl Into<String>) -> Result<T, ValueError> {
        Err(ValueError { span: self.span(), problem: problem.into(), help: None })
    }

    /// The error for a value of another type than `wanted`.
    pub(super) fn wrong_type<T>(self, wanted: &str) -> Result<T, ValueError> {
        self.error(format!("must be {wanted}, not {}", kind(self.get())))
    }

    /// A text that is not empty.
    pub(super) fn text(self) -> Result<String, ValueError> {
        match self.get() {
            DeValue::String(text) if text.trim().is_empty() => self.error("must not be empty"),
            DeValue::String(text) => Ok(text.to_string()),
            _ => self.wrong_type("text"),
        }
    }

    /// Text that may be empty.
    pub(super) fn any_text(self) -> Result<String, ValueError> {
        match self.get() {
            DeValue::String(text) => Ok(text.to_string()),
            _ => self.wrong_type("text"),
        }
    }

    pub(super) fn flag(self) -> Result<bool, ValueError> {
        match self.get() {
            DeValue::Boolean(flag) => Ok(*flag),
            _ => self.wrong_type("`true` or `false`"),
        }
    }

    pub(super) fn number(self, range: RangeInclusive<f64>) -> Result<f64, ValueError> {
        let Some(number) = number(self.get()) else {
            return self.wrong_type("a number");
        };
        if range.contains(&number) {
            return Ok(number);
        }
        self.error(format!("must lie between {} and {}", range.start(), range.end()))
    }

    /// A number without a fraction.
    pub(super) fn whole(self, range: RangeInclusive<u32>) -> Result<u32, ValueError> {
        let number = self.number(f64::from(*range.start())..=f64::from(*range.end()))?;
        if number.fract() == 0.0 { Ok(number as u32) } else { self.error("must be a whole number") }
    }

    /// A list of texts; one text is a list of one.
    pub(super) fn texts(self) -> Result<Vec<String>, ValueError> {
        Ok(self.list()?.into_iter().map(|(_, text)| text).collect())
    }

    /// A table of addresses and what they lead to, in the order in which they are written.
    pub(super) fn redirects(self) -> Result<Vec<RedirectConfig>, ValueError> {
        let DeValue::Table(entries) = self.get() else { return self.wrong_type("a table of texts") };
        let mut entries: Vec<_> = entries.iter().collect();
        entries.sort_by_key(|(name, _)| name.span().start);
        let row = |(name, value): (&Spanned<_>, &'t Spanned<DeValue<'t>>)| {
            let (from, place): (&std::borrow::Cow<'_, str>, _) = (name.get_ref(), name.span());
            let span = Span::new(place.start, place.end);
            Ok(RedirectConfig { from: from.to_string(), to: ConfigValue(value).text()?, span })
        };
        entries.into_iter().map(row).collect()
    }

    fn list(self) -> Result<Vec<(ConfigValue<'t>, String)>, ValueError> {
        match self.get() {
            DeValue::Array(items) => items.iter().map(|item| ConfigValue(item).item()).collect(),
            DeValue::String(_) => Ok(vec![(self, self.text()?)]),
            _ => self.wrong_type("a list of texts"),
        }
    }

    fn item(self) -> Result<(ConfigValue<'t>, String), ValueError> {
        match self.get() {
            DeValue::String(_) => Ok((self, self.text()?)),
            _ => self.error(format!("must list texts only, not {}", kind(self.get()))),
        }
    }

    /// A list of names, each of which must be in `table` (a name and its other names); returned as the table writes them.
    pub(super) fn names(self, table: &[(&'static str, &[&str])]) -> Result<Vec<&'static str>, ValueError> {
        self.list()?.into_iter().map(|(item, text)| item.name(&text, table)).collect()
    }

    fn name(self, text: &str, table: &[(&'static str, &[&str])]) -> Result<&'static str, ValueError> {
        let is = |name: &str| name.eq_ignore_ascii_case(text);
        if let Some((name, _)) = table.iter().find(|(name, others)| is(name) || others.iter().copied().any(is)) {
            return Ok(name);
        }
        let known = table.iter().map(|(name, _)| *name);
        let help = match nearest(text, known.clone()) {
            Some(name) => format!("did you mean `{name}`?"),
            None => format!("known are {}", listed(known)),
        };
        Err(ValueError { span: self.span(), problem: format!("does not know `{}`", cut(text)), help: Some(help) })
    }

    /// A text that `check` accepts, as `check` returns it; `wanted` describes it in the error.
    pub(super) fn checked(self, wanted: &str, check: fn(&str) -> Option<String>) -> Result<String, ValueError> {
        match check(self.text()?.trim()) {
            Some(text) => Ok(text),
            None => self.error(format!("must be {wanted}")),
        }
    }
}

fn number(value: &DeValue) -> Option<f64> {
    match value {
        DeValue::Integer(integer) => i64::from_str_radix(integer.as_str(), integer.radix()).ok().map(|n| n as f64),
        DeValue::Float(float) => float.as_str().parse().ok(),
        _ => None,
    }
}

/// The type of `value`, in words that need no knowledge of programming.
pub(super) fn kind(value: &DeValue) -> &'static str {
    match value {
        DeValue::String(_) => "text",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(true) => "`true`",
        DeValue::Boolean(false) => "`false`",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

/// `` `a`, `b`, `c` ``.
pub(super) fn listed(names: impl Iterator<Item = impl Display>) -> String {
    names.map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

/// The beginning of a text that may be of any length.
pub(super) fn cut(text: &str) -> String {
    match text.char_indices().nth(80) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}
