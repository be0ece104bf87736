//! Where the address of a link stands in a text, and how another address is written in its place. In: a text and what the parser tells of a
//! link, which is the place of the whole link but not of its address. Out: a [`Destination`]; none wherever anything is in doubt.

use pulldown_cmark::{Event, Parser, Tag};
use serde::{Deserialize, Serialize};

use super::html;
use crate::path::decode;
use crate::span::Span;

/// Longer addresses, titles included, are not looked for: links may lie in links a hundred levels deep, and each would be searched.
const MAX_LEN: usize = 4096;

/// The signs that end the text of a link before its address.
const INLINE: &str = "](";

/// The signs that end the label of a definition before its address.
const DEFINED: &str = "]:";

/// The place of an address in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Destination {
    /// Its bytes, without the signs around it.
    pub span: Span,
    /// How it is written.
    pub form: DestinationForm,
    /// Whether the bytes are the address itself: without escapes and entities.
    pub is_verbatim: bool,
}

/// How an address is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum DestinationForm {
    /// `[x](a.md)`, `[x]: a.md`
    Bare,
    /// `[x](<a b.md>)`, `[x]: <a b.md>`
    Angle,
    /// `href="a.md"`
    Quoted,
    /// `href='a.md'`
    SingleQuoted,
    /// `href=a.md`
    Unquoted,
}

impl Destination {
    /// The place of `href` in an inline link or image at `span`. `title` is its title, empty where it has none.
    pub(super) fn inline(text: &str, span: Span, href: &str, title: &str) -> Option<Self> {
        let inside = span.of(text).strip_suffix(')')?;
        Self::behind(INLINE, inside, span.start as usize, href, title)
    }

    /// The place of `href` in the definition at `span`, `[label]: href "title"`.
    pub(super) fn defined(text: &str, span: Span, href: &str, title: &str) -> Option<Self> {
        Self::behind(DEFINED, span.of(text).trim_end(), span.start as usize, href, title)
    }

    /// The only place in `text`, which begins at byte `start`, where behind `sign` there is nothing but `href` and `title`.
    fn behind(sign: &str, text: &str, start: usize, href: &str, title: &str) -> Option<Self> {
        let from = text.ceil_char_boundary(text.len().saturating_sub(MAX_LEN));
        let tail = text.get(from..)?;
        let found = tail.match_indices(sign).filter_map(|(at, _)| {
            let behind = at + sign.len();
            Self::at_start(tail.get(behind..)?, from + start + behind, href, title)
        });
        only(found)
    }

    /// The place of `href` where `rest` is it and the title, with blanks around each.
    fn at_start(rest: &str, start: usize, href: &str, title: &str) -> Option<Self> {
        let address = after_blanks(rest);
        let (form, raw, behind) = match address.strip_prefix('<') {
            Some(inside) => {
                let raw = inside.get(..end_of(inside, |c| matches!(c, '<' | '>' | '\n')))?;
                (DestinationForm::Angle, raw, inside.get(raw.len()..)?.strip_prefix('>')?)
            }
            None => {
                let raw = address.get(..end_of(address, |c| c.is_ascii_whitespace() || c.is_ascii_control()))?;
                (DestinationForm::Bare, raw, address.get(raw.len()..)?)
            }
        };
        if raw.is_empty() || !is_title(behind, title) || !form.reads_as(raw, href) {
            return None;
        }
        let at = start + (raw.as_ptr() as usize - rest.as_ptr() as usize);
        Some(Destination { span: Span::new(at, at + raw.len()), form, is_verbatim: raw == href })
    }

    /// What replaces which bytes so that the address reads `href` with `new` in place of its bytes `place`. Where the bytes of the text are the
    /// address itself, its other parts are left alone. None where it cannot be written so that it is read like this.
    pub fn edit(&self, href: &str, place: Span, new: &str) -> Option<(Span, String)> {
        let (before, after) = (href.get(..place.start as usize)?, href.get(place.end as usize..)?);
        let wanted = format!("{before}{new}{after}");
        let raw = self.form.written(&wanted)?;
        let inner = raw.strip_prefix(before).and_then(|rest| rest.strip_suffix(after)).filter(|_| self.is_verbatim);
        match inner {
            Some(inner) => {
                let start = self.span.start as usize;
                Some((Span::new(start + before.len(), start + href.len() - after.len()), inner.to_owned()))
            }
            None => Some((self.span, raw)),
        }
    }
}

impl DestinationForm {
    /// An address in this form, with percent signs where a character would end it or mean something else. None where it would be read as
    /// another address.
    fn written(self, href: &str) -> Option<String> {
        let is_odd = |c: char| match self {
            DestinationForm::Bare => c.is_whitespace() || matches!(c, '<' | '>' | '\\' | '`'),
            DestinationForm::Angle => matches!(c, '<' | '>' | '\\' | '`'),
            DestinationForm::Quoted | DestinationForm::SingleQuoted => matches!(c, '"' | '\'' | '<' | '>'),
            DestinationForm::Unquoted => c.is_whitespace() || matches!(c, '"' | '\'' | '<' | '>' | '=' | '`'),
        };
        let are_parens_odd = self == DestinationForm::Bare && !has_balanced_parens(href);
        let mut raw = String::with_capacity(href.len());
        for c in href.chars() {
            // A border of a table ends a cell in whatever stands there.
            if is_odd(c) || c.is_control() || c == '|' || (are_parens_odd && matches!(c, '(' | ')')) {
                push_encoded(&mut raw, c);
            } else {
                raw.push(c);
            }
        }
        let read = self.read(&raw)?;
        (decode(&read) == decode(href)).then_some(raw)
    }

    /// Whether `raw` is read as `href`.
    fn reads_as(self, raw: &str, href: &str) -> bool {
        // Without these signs nothing is resolved.
        let is_plain = !raw.contains(['\\', '&', '\r', '\0']);
        if is_plain { raw == href } else { self.read(raw).as_deref() == Some(href) }
    }

    /// What `raw` is read as by itself; none where it is no address in this form.
    fn read(self, raw: &str) -> Option<String> {
        match self {
            DestinationForm::Bare => read_markdown(&format!("[x]({raw})")),
            DestinationForm::Angle => read_markdown(&format!("[x](<{raw}>)")),
            DestinationForm::Quoted => html::only_link(&format!("<a href=\"{raw}\">")),
            DestinationForm::SingleQuoted => html::only_link(&format!("<a href='{raw}'>")),
            DestinationForm::Unquoted => html::only_link(&format!("<a href={raw}>")),
        }
    }

    /// The place of `href` in the value of an attribute of HTML at `span`; the value may have blanks around it.
    pub(super) fn in_attribute(self, text: &str, span: Span, href: &str) -> Option<Destination> {
        let value = span.of(text);
        let raw = value.trim();
        let start = span.start as usize + value.len() - value.trim_start().len();
        let is_read = !raw.is_empty() && self.reads_as(raw, href);
        let is_verbatim = raw == href;
        is_read.then(|| Destination { span: Span::new(start, start + raw.len()), form: self, is_verbatim })
    }
}

/// The address of a text that is one link and nothing else.
fn read_markdown(text: &str) -> Option<String> {
    let mut events =
        Parser::new(text).into_offset_iter().filter(|(event, _)| matches!(event, Event::Start(Tag::Link { .. })));
    match (events.next(), events.next()) {
        (Some((Event::Start(Tag::Link { dest_url, .. }), place)), None) if place == (0..text.len()) => {
            Some(dest_url.into_string())
        }
        _ => None,
    }
}

/// A text without the blanks at its beginning. Behind a line end there may be the signs of the quotes and lists around it.
fn after_blanks(text: &str) -> &str {
    let rest = text.trim_start_matches([' ', '\t']);
    match rest.trim_start_matches('\r').strip_prefix('\n') {
        Some(line) => line.trim_start_matches([' ', '\t', '>']),
        None => rest,
    }
}

/// Whether what stands behind an address is nothing but this title.
fn is_title(behind: &str, title: &str) -> bool {
    let rest = after_blanks(behind).trim_end();
    if rest.is_empty() {
        return title.is_empty();
    }
    let closing = match rest.chars().next() {
        Some('(') => ')',
        Some(quote @ ('"' | '\'')) => quote,
        _ => return false,
    };
    let inner = rest.get(1..).and_then(|rest| rest.strip_suffix(closing));
    rest.len() < behind.len() && inner.is_some_and(|inner| inner == title || inner.contains(['\\', '&', '\n']))
}

/// Where the first character that is not escaped and for which `is_end` holds stands, else the end of the text.
fn end_of(text: &str, is_end: impl Fn(char) -> bool) -> usize {
    let mut is_escaped = false;
    let end = text.char_indices().find(|(_, c)| {
        let is_found = is_end(*c) && !(is_escaped && c.is_ascii_punctuation());
        is_escaped = *c == '\\' && !is_escaped;
        is_found
    });
    end.map_or(text.len(), |(at, _)| at)
}

fn has_balanced_parens(text: &str) -> bool {
    let mut depth = 0i32;
    let is_ever_closed = text.chars().any(|c| {
        depth += match c {
            '(' => 1,
            ')' => -1,
            _ => 0,
        };
        depth < 0
    });
    !is_ever_closed && depth == 0
}

fn push_encoded(out: &mut String, c: char) {
    let mut buffer = [0; 4];
    for byte in c.encode_utf8(&mut buffer).bytes() {
        out.push_str(&format!("%{byte:02X}"));
    }
}

/// The only element; none where there are several.
fn only<T>(mut found: impl Iterator<Item = T>) -> Option<T> {
    found.next().filter(|_| found.next().is_none())
}

#[cfg(test)]
mod tests {
    use super::super::{Document, parse};
    use super::*;

    /// The addresses of all links of a text, each as it stands in the text, between `‹` and `›` where it is not the address itself.
    fn found(text: &str) -> Vec<String> {
        let Document { links, text, .. } = parse(text.into(), 0);
        let shown = |place: Destination| match place.is_verbatim {
            true => place.span.of(&text).to_owned(),
            false => format!("‹{}›", place.span.of(&text)),
        };
        links.iter().map(|link| link.destination.map_or("?".to_owned(), shown)).collect()
    }

    #[test]
    fn the_address_of_each_form_of_link_is_found() {
        for (text, addresses) in [
            ("[a](b.md)", &["b.md"][..]),
            ("[a]( b.md \"t\" ) [c](d.md 't (u)')", &["b.md", "d.md"]),
            ("[a](<b c.md> (t)) ![](<d>)", &["b c.md", "d"]),
            ("[![x](y.png)](z(1).md)", &["z(1).md", "y.png"]),
            ("[a `](` b](c.md)", &["c.md"]),
            ("[a](b\\_c.md) [a](b&amp;c.md)", &["‹b\\_c.md›", "‹b&amp;c.md›"]),
            ("[a](b.md \"a \\\" ](b.md \")", &["b.md"]),
            ("[a][x] [x] [x][]\n\n[x]: b.md 't'", &["b.md", "b.md", "b.md"]),
            ("[a][x]\n\n[x]:\n  <b c.md>", &["b c.md"]),
            ("> [a](\n> b.md\n> \"t\")\n>\n> [c]\n>\n> [c]:\n> d.md", &["b.md", "d.md"]),
            ("- [a]\n\n  [a]: b.md\n- | x |\n  |---|\n  | [a](b\\|c.md) |", &["b.md", "‹b\\|c.md›"]),
            ("<a href=\"b.md\">c</a> <img alt='href=x' src = ' d.png '>", &["b.md", "d.png"]),
            ("<p>\n<a\n  title='a>b' href='b&amp;c.md'>x</a><img src=d.png/>", &["‹b&amp;c.md›", "d.png/"]),
            ("> <div>\n> <a href='b.md'>\n> </div>", &["b.md"]),
            ("$x$ [a](b.md) $y$ [$z$](c.md)", &["b.md", "c.md"]),
            ("https://a.bc <https://d.ef> <a@b.cd>", &["?", "?", "?"]),
            ("[a]() <img srcset='a.png 2x'>", &["?", "?"]),
        ] {
            assert_eq!(found(text), addresses, "{text}");
        }
    }

    #[test]
    fn another_address_is_written_as_the_place_needs_it() {
        let changed = |text: &str, part: &str, new: &str| {
            let document = parse(text.into(), 0);
            let link = document.links.iter().next().expect("a link");
            let start = link.href.find(part).expect("a part of the address");
            let place = Span::new(start, start + part.len());
            let (span, new) = link.destination?.edit(&link.href, place, new)?;
            Some(format!("{}{new}{}", &text[..span.start as usize], &text[span.end as usize..]))
        };
        let expected = |text: &str| Some(text.to_owned());
        assert_eq!(changed("[a](./B.md#c)", "B.md", "b.md"), expected("[a](./b.md#c)"));
        assert_eq!(changed("[a](b.md#C)", "C", "c d"), expected("[a](b.md#c%20d)"));
        assert_eq!(changed("[a](<B c.md> 't')", "B c", "b c"), expected("[a](<b c.md> 't')"));
        assert_eq!(changed("[a](B.md)", "B", "(b"), expected("[a](%28b.md)"));
        assert_eq!(changed("[a](B(1).md)", "B", "b"), expected("[a](b(1).md)"));
        assert_eq!(changed("[a](x\\_B.md)", "B", "b"), expected("[a](x_b.md)"));
        assert_eq!(changed("<a href='B.md'>", "B", "it's \"b\""), expected("<a href='it%27s %22b%22.md'>"));
        assert_eq!(changed("<img src=B.png>", "B", "b c"), expected("<img src=b%20c.png>"));
        assert_eq!(changed("[a](B.md)", "B", "b|`<>\\"), expected("[a](b%7C%60%3C%3E%5C.md)"));
        assert_eq!(changed("[a](B.md)", "B", "&lt;"), None);
    }

    #[test]
    fn of_any_text_an_address_is_found_where_it_stands() {
        crate::properties::hold(400, |u| {
            let parts = [
                "[a](",
                "b.md",
                ")",
                "](",
                "<",
                ">",
                " ",
                "\n",
                "\"t\"",
                "[x]: ",
                "[x]",
                "![",
                "\\",
                "&amp;",
                "(",
                "'",
                "> ",
                "| a |\n|-|\n| ",
                "<a href=\"",
                "\">",
                "$",
                "`",
                "\n\n",
            ];
            let mut text = String::new();
            for _ in 0..u.arbitrary_len::<u8>()?.min(30) {
                text.push_str(u.choose(&parts)?);
            }
            let document = parse(text.as_str().into(), 0);
            for link in &document.links {
                let Some(place) = link.destination else { continue };
                assert!(place.form.reads_as(place.span.of(&text), &link.href), "{text:?}");
                assert_eq!(place.is_verbatim, place.span.of(&text) == link.href, "{text:?}");
            }
            Ok(())
        });
    }
}
