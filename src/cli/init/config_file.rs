//! The text of a new `syllabus.toml`: all keys from the table of keys, each as a comment, and those that have a value.

use crate::config::{ConfigTable, KEYS, TABLES};
use crate::words::capitalized;

const HEAD: &str = "\
# The settings of this course. All may be left out: a line has an effect once its `#` is gone.
# `syllabus explain KEY`, such as `syllabus explain course.title`, tells more of one.
";

/// What the table of keys says of one that has no default.
const REQUIRED: &str = "must be given";

/// The text of the file. `values` are table, key and TOML value of what is set.
pub(super) fn text(values: &[(&str, &str, String)]) -> String {
    let tables = TABLES.iter().map(|table| format!("\n{}", table_text(table, values)));
    std::iter::once(HEAD.to_owned()).chain(tables).collect()
}

fn table_text(table: &ConfigTable, values: &[(&str, &str, String)]) -> String {
    let is_set = values.iter().any(|(of, ..)| *of == table.name);
    // A table that may come many times would be there once without a value.
    let header = if table.header().starts_with("[[") && !is_set { "# " } else { "" };
    let mut text = format!("# {}.\n{header}{}\n", capitalized(table.purpose), table.header());
    for key in KEYS.iter().filter(|key| key.table == table.name) {
        let default = match key.default {
            REQUIRED => REQUIRED.to_owned(),
            default => format!("without it: {default}"),
        };
        text.push_str(&wrapped(&format!("{}. Takes {}; {default}.", capitalized(key.purpose), key.takes)));
        let value = values.iter().find(|(of, name, _)| *of == table.name && *name == key.name);
        match value {
            Some((.., value)) => text.push_str(&format!("{} = {value}\n", key.name)),
            None => text.push_str(&format!("# {} = {}\n", key.name, key.example)),
        }
    }
    text
}

/// Lines of comment of at most 100 characters.
fn wrapped(text: &str) -> String {
    let mut lines = String::new();
    let mut line = String::from("#");
    for word in text.split(' ') {
        if line.chars().count() + 1 + word.chars().count() > 100 {
            lines.push_str(&line);
            lines.push('\n');
            line = String::from("#");
        }
        line.push(' ');
        line.push_str(word);
    }
    format!("{lines}{line}\n")
}

/// A text as TOML.
pub(super) fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Config, parse};

    #[test]
    fn each_key_is_there_and_has_an_effect_without_its_sign() {
        let text = text(&[]);
        let (config, diagnostics) = parse(&text);
        assert!(config == Config::default() && diagnostics.is_empty(), "nothing is set: {diagnostics:?}");
        let is_setting = |line: &str| line.split_once(" = ").is_some_and(|(key, _)| !key.contains(' '));
        let set: String = text
            .lines()
            .map(|line| {
                line.strip_prefix("# ").filter(|rest| is_setting(rest) || rest.starts_with("[[")).unwrap_or(line)
            })
            .map(|line| format!("{line}\n"))
            .collect();
        let (_, diagnostics) = parse(&set);
        assert!(diagnostics.is_empty(), "{set}\n{diagnostics:?}");
        for key in KEYS {
            assert!(set.lines().any(|line| line.starts_with(&format!("{} = ", key.name))), "{}", key.name);
        }
        assert!(text.lines().all(|line| line.chars().count() <= 100 || line.contains(" = ")), "{text}");
    }

    #[test]
    fn what_is_set_stands_in_its_place() {
        let text = text(&[("build", "source", quoted("docs")), ("course", "language", quoted("es"))]);
        let (config, diagnostics) = parse(&text);
        assert!(diagnostics.is_empty());
        assert_eq!((config.build.source.as_deref(), config.course.language.as_deref()), (Some("docs"), Some("es")));
    }
}
