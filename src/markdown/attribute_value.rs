//! Where the value of an attribute stands in a tag of HTML, by the rules of HTML's tokenizer, which itself tells the value only. In: a tag. Out: a
//! place in it.

use crate::span::Span;

/// The value of an attribute as it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct AttributeValue {
    /// Its bytes, without quotes.
    pub span: Span,
    /// The quote around it; none where it has none.
    pub quote: Option<char>,
}

/// The value of the first attribute of this name, which is in lower case, in the tag `<name attribute="value">`; none where it has no value.
pub(super) fn attribute_value(tag: &str, name: &str) -> Option<AttributeValue> {
    let is_blank = |c: char| c.is_ascii_whitespace();
    let length = |text: &str, is_end: &dyn Fn(char) -> bool| text.find(is_end).unwrap_or(text.len());
    let mut rest = tag.get(length(tag, &|c| is_blank(c) || c == '/')..)?;
    loop {
        rest = rest.trim_start_matches(|c| is_blank(c) || c == '/');
        // A sign of equality at the beginning is a part of the name.
        let first = rest.chars().next().filter(|c| *c != '>')?;
        let (begin, more) = rest.split_at(first.len_utf8());
        let (end, behind) = more.split_at(length(more, &|c| is_blank(c) || matches!(c, '/' | '>' | '=')));
        let found = begin.len() + end.len();
        let is_wanted = rest.get(..found)?.eq_ignore_ascii_case(name);
        let Some(value) = behind.trim_start_matches(is_blank).strip_prefix('=') else {
            if is_wanted {
                return None;
            }
            rest = behind;
            continue;
        };
        let value = value.trim_start_matches(is_blank);
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
        let inside = value.get(quote.map_or(0, char::len_utf8)..)?;
        let ends = |c: char| quote.map_or(is_blank(c) || c == '>', |quote| c == quote);
        let (inside, behind) = inside.split_at(length(inside, &ends));
        if is_wanted {
            let start = inside.as_ptr() as usize - tag.as_ptr() as usize;
            return Some(AttributeValue { span: Span::new(start, start + inside.len()), quote });
        }
        rest = behind.strip_prefix(['"', '\'']).filter(|_| quote.is_some()).unwrap_or(behind);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_value_of_an_attribute_is_found_where_the_tokenizer_reads_it() {
        let value = |tag: &'static str| {
            attribute_value(tag, "href").map(|value| (value.span.of(tag), value.quote.unwrap_or(' ')))
        };
        for (tag, found) in [
            ("<a href=\"b c\">", Some(("b c", '"'))),
            ("<a\n\tHREF = 'b>c'/>", Some(("b>c", '\''))),
            ("<a href=b/c/>", Some(("b/c/", ' '))),
            ("<a title=\"href='x'\" data-href=y href=z href=w>", Some(("z", ' '))),
            ("<a/href='x'>", Some(("x", '\''))),
            ("<a x='1'href='2'>", Some(("2", '\''))),
            ("<a =href=x href=y>", Some(("y", ' '))),
            ("<a href>", None),
            ("<a href title=href=x>", None),
            ("<a>", None),
            ("<a href='x", Some(("x", '\''))),
            ("", None),
        ] {
            assert_eq!(value(tag), found, "{tag}");
        }
    }
}
