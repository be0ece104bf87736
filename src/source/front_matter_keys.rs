//! The table of all keys of a front matter: each row has its name, its documentation, and the function that reads its value. In: a value of YAML or
//! TOML. Out: its field of [`FrontMatter`]. Keys that are not in the table are for other tools.

use serde_json::Value;

use crate::date::Date;

/// The values of a front matter. All are optional.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FrontMatter {
    /// The chapter's title.
    pub title: Option<String>,
    /// A stable id for the chapter, independent of its path.
    pub id: Option<String>,
    /// Whether the chapter must not be published.
    pub draft: bool,
    /// Whether the file is a drawing that Obsidian's plugin Excalidraw keeps as markdown: its text is data.
    pub drawing: bool,
    /// Its position among the chapters of its folder: smaller ones come first.
    pub weight: Option<f64>,
    /// The day from which on it is published.
    pub release: Option<Date>,
    /// Former addresses of its page.
    pub redirect_from: Vec<String>,
}

/// A key of a front matter.
pub struct FrontMatterKey {
    /// Its name.
    pub name: &'static str,
    /// The values it takes, for the documentation.
    pub takes: &'static str,
    /// What it does, for the documentation.
    pub purpose: &'static str,
    /// What applies without it, for the documentation.
    pub default: &'static str,
    /// An example of a value, as YAML and as TOML.
    pub example: &'static str,
    /// Reads a value into its field. What is no such value leaves the field as it is.
    pub(super) read: fn(&mut FrontMatter, &FrontMatterValue),
}

/// All keys that have an effect.
pub static FRONT_MATTER_KEYS: &[FrontMatterKey] = &[
    FrontMatterKey {
        name: "title",
        takes: "text",
        purpose: "the chapter's title, in place of its first heading",
        default: "the first heading, else the name of the file",
        example: r#""Roles and policies""#,
        read: |front, value| front.title = value.text(),
    },
    FrontMatterKey {
        name: "weight",
        takes: "a number",
        purpose: "its place among the chapters of its folder: smaller ones come first",
        default: "the number in its name",
        example: "3",
        read: |front, value| front.weight = value.number(),
    },
    FrontMatterKey {
        name: "id",
        takes: "text",
        purpose: "names its progress in students' browsers, so that this outlives a file that is moved",
        default: "made from its path",
        example: r#""roles""#,
        read: |front, value| front.id = value.text(),
    },
    FrontMatterKey {
        name: "draft",
        takes: "`true` or `false`",
        purpose: "leaves the chapter out",
        default: "`false`",
        example: "true",
        read: |front, value| front.draft = value.is_true(),
    },
    FrontMatterKey {
        name: "release",
        takes: "a day such as `2027-01-31`",
        purpose: "leaves the chapter out until that day",
        default: "it is published now",
        example: "2027-01-31",
        read: |front, value| front.release = value.text().and_then(|day| Date::parse(&day)),
    },
    FrontMatterKey {
        name: "redirect_from",
        takes: "an address of the site, or a list of them",
        purpose: "leads visitors of former addresses to this chapter, as Jekyll's plugin of this name does",
        default: "none",
        example: r#"["/old/setup/", "setup.html"]"#,
        read: |front, value| front.redirect_from.extend(value.texts()),
    },
    FrontMatterKey {
        name: "aliases",
        takes: "addresses that begin with `/`, in a list",
        purpose: "the same in Hugo's words; other names, as Obsidian keeps them under this key, mean nothing",
        default: "none",
        example: r#"["/old/setup/"]"#,
        read: |front, value| {
            front.redirect_from.extend(value.texts().into_iter().filter(|alias| alias.starts_with('/')));
        },
    },
    FrontMatterKey {
        name: "excalidraw-plugin",
        takes: "anything",
        purpose: "says that the file is a drawing of Obsidian's plugin Excalidraw, which is no chapter; the plugin writes it",
        default: "the file is a chapter",
        example: r#""parsed""#,
        read: |front, _| front.drawing = true,
    },
];

/// A value of a key.
pub(super) struct FrontMatterValue<'v> {
    /// The value as its language reads it.
    pub value: &'v Value,
    /// As it stands in the file, where that is known and it is neither text nor a list: a title `1.10` is not `1.1`.
    pub written: Option<String>,
}

impl FrontMatterValue<'_> {
    /// The value as text.
    fn text(&self) -> Option<String> {
        let text = match self.value {
            Value::String(text) => text.trim().to_owned(),
            Value::Number(_) | Value::Bool(_) => self.written.clone().unwrap_or_else(|| self.value.to_string()),
            _ => return None,
        };
        (!text.is_empty()).then_some(text)
    }

    /// The texts of a list; one text is a list of one.
    fn texts(&self) -> Vec<String> {
        let values = match self.value {
            Value::Array(items) => items.as_slice(),
            one => std::slice::from_ref(one),
        };
        let texts = values.iter().filter_map(|value| value.as_str()).map(str::trim);
        texts.filter(|text| !text.is_empty()).map(str::to_owned).collect()
    }

    fn is_true(&self) -> bool {
        match self.value {
            Value::Bool(yes) => *yes,
            Value::String(text) => ["true", "yes", "on", "1"].iter().any(|yes| text.trim().eq_ignore_ascii_case(yes)),
            Value::Number(number) => number.as_f64() == Some(1.0),
            _ => false,
        }
    }

    fn number(&self) -> Option<f64> {
        let number = match self.value {
            Value::Number(number) => number.as_f64(),
            Value::String(text) => text.trim().parse().ok(),
            _ => None,
        };
        number.filter(|number| number.is_finite())
    }
}
