//! Attributes in braces that other tools read behind a heading, a picture or a block: `{#id .class key="value"}` of Pandoc and Python-Markdown,
//! `{: .class}` of kramdown, `{/* #id */}` of MDX. In: a text. Out: the list at its end, or at its beginning.

/// Keys that are known without quotes or a colon: others may be of a set or a program.
const KEYS: &[&str] = &[
    "id", "class", "style", "title", "lang", "name", "width", "height", "align", "alt", "target", "rel", "loading",
    "scale",
];

/// What stands in braces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttributeList {
    /// With its braces, as written.
    pub written: String,
    /// The id that it gives.
    pub id: Option<String>,
}

impl AttributeList {
    /// The list at the end of `text`. An id may stand right behind a word, other attributes stand apart.
    pub(super) fn at_end(text: &str) -> Option<AttributeList> {
        let text = text.trim_end();
        let start = text.strip_suffix('}')?.rfind('{')?;
        let before = text.get(..start)?;
        let is_apart = before.is_empty() || before.ends_with([' ', '\t']);
        let list = Self::whole(text.get(start..)?)?;
        (is_apart || list.written.starts_with("{#")).then_some(list)
    }

    /// The list that `text` begins with.
    pub fn at_start(text: &str) -> Option<AttributeList> {
        let end = text.find('}')? + 1;
        Self::whole(text.get(..end)?)
    }

    fn whole(written: &str) -> Option<AttributeList> {
        let inner = written.strip_prefix('{')?.strip_suffix('}')?.trim();
        let comment = inner.strip_prefix("/*").and_then(|inner| inner.strip_suffix("*/"));
        let after_colon = inner.strip_prefix(':');
        let inner = comment.or(after_colon).unwrap_or(inner).trim();
        let mut id = None;
        let mut count = 0;
        let mut rest = inner;
        while !rest.is_empty() {
            let (attribute, after) = Attribute::first(rest)?;
            let is_sure = match &attribute {
                Attribute::Id(_) | Attribute::Class => true,
                Attribute::Unnumbered => inner == "-",
                Attribute::Value { key, is_quoted, .. } => *is_quoted || after_colon.is_some() || is_known(key),
            };
            if count == 0 && !is_sure {
                return None;
            }
            let named = match attribute {
                Attribute::Id(name) => Some(name),
                Attribute::Value { key: "id", value, .. } => Some(value).filter(|value| !value.contains(' ')),
                _ => None,
            };
            id = id.or(named.filter(|name| !name.is_empty()).map(str::to_owned));
            count += 1;
            rest = after.trim_start();
        }
        (count > 0).then(|| AttributeList { written: written.to_owned(), id })
    }
}

/// One attribute of a list.
enum Attribute<'t> {
    Id(&'t str),
    Class,
    /// `-`: a heading without a number.
    Unnumbered,
    Value {
        key: &'t str,
        value: &'t str,
        is_quoted: bool,
    },
}

impl<'t> Attribute<'t> {
    /// The attribute that `text` begins with, and what follows it.
    fn first(text: &'t str) -> Option<(Attribute<'t>, &'t str)> {
        let word_end = text.find([' ', '\t']).unwrap_or(text.len());
        let (word, after) = text.split_at(word_end);
        if word == "-" {
            return Some((Attribute::Unnumbered, after));
        }
        if let Some(id) = word.strip_prefix('#') {
            return is_name(id).then_some((Attribute::Id(id), after));
        }
        if let Some(class) = word.strip_prefix('.') {
            let is_class = class.starts_with(|c: char| c.is_ascii_alphabetic()) && is_name(class);
            return is_class.then_some((Attribute::Class, after));
        }
        let (key, value) = text.split_once('=').filter(|(key, _)| key.len() < word_end)?;
        let is_key = key.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') && is_name(key);
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
        let (value, after) = match quote {
            Some(quote) => value.get(1..)?.split_once(quote)?,
            None => value.split_at(value.find([' ', '\t']).unwrap_or(value.len())),
        };
        let is_apart = after.is_empty() || after.starts_with([' ', '\t']);
        let is_value = quote.is_some() || is_name(value);
        let attribute = Attribute::Value { key, value, is_quoted: quote.is_some() };
        (is_key && is_value && is_apart).then_some((attribute, after))
    }
}

fn is_known(key: &str) -> bool {
    KEYS.contains(&key) || key.starts_with("data-") || key.starts_with("aria-")
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && !name.contains(['"', '\'', '<', '>', '#', '{', '}', '`', '(', ')', ','])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_of_attributes_are_told_from_other_braces() {
        for text in [
            "{#id}",
            "{ #id .class key=value }",
            "{.class}",
            "{: #id}",
            "{-}",
            "{/* #id */}",
            "{width=\"60%\"}",
            "{width=60%}",
            "{ align=left }",
            "{: target=\"_blank\" rel='noopener'}",
            "{ data-toc-label=\"a b\" }",
        ] {
            let list = AttributeList::at_start(&format!("{text} and more"));
            assert_eq!(list.map(|list| list.written).as_deref(), Some(text), "{text}");
        }
        for text in
            ["{}", "{a, b}", "{x=1}", "{ x = 1 }", "{{ x }}", "{# b}", "{%x%}", "{name}", "{\"a\": 1}", "{a=\"b}"]
        {
            assert_eq!(AttributeList::at_start(text), None, "{text}");
        }
    }
}
