//! Raw HTML as GitHub's sanitiser leaves it: which elements and attributes stay, what becomes of the rest.
//! In: a stretch of raw HTML. Out: a list of pieces. Knows nothing of nesting; `events` balances.
//!
//! Source of the lists: html-pipeline's sanitization filter (v2 and v3), `<picture>` from GitHub's documentation;
//! the tag filter from GFM section 6.11.

use html5gum::{DefaultEmitter, HtmlString, StartTag, Token, Tokenizer};

use super::bounded_reader::BoundedReader;
use crate::span::Span;

/// What a stretch of raw HTML consists of. Spans are bytes of that stretch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HtmlPiece {
    /// An element that is kept begins (or stands alone, if void).
    Start(HtmlStart),
    /// The end of an element that is kept.
    End(&'static str),
    /// Text, entities resolved.
    Text(String, Span),
    /// A tag of an element that HTML does not know: it vanishes, as on GitHub.
    Lost(Span),
}

/// An element that is kept, with the attributes that are kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HtmlStart {
    /// Lower-case name.
    pub name: &'static str,
    /// Attributes that hold no link.
    pub attributes: Vec<(String, String)>,
    /// Attributes that hold a link.
    pub links: Vec<(String, String)>,
    /// `id` or `name`: a target of links.
    pub anchor: Option<String>,
    /// Where the tag stands.
    pub span: Span,
}

/// Elements that stay.
static KEPT: &[&str] = &[
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "br",
    "b",
    "i",
    "strong",
    "em",
    "a",
    "pre",
    "code",
    "img",
    "tt",
    "div",
    "ins",
    "del",
    "sup",
    "sub",
    "p",
    "picture",
    "source",
    "ol",
    "ul",
    "li",
    "table",
    "thead",
    "tbody",
    "tfoot",
    "tr",
    "td",
    "th",
    "blockquote",
    "dl",
    "dt",
    "dd",
    "kbd",
    "q",
    "samp",
    "var",
    "hr",
    "ruby",
    "rt",
    "rp",
    "s",
    "strike",
    "summary",
    "details",
    "caption",
    "figure",
    "figcaption",
    "abbr",
    "bdo",
    "cite",
    "dfn",
    "mark",
    "small",
    "span",
    "time",
    "wbr",
];

/// Elements without content.
static VOID: &[&str] = &["br", "hr", "img", "source", "wbr"];

/// Elements whose tags are shown as text (GFM 6.11).
static FILTERED: &[&str] =
    &["title", "textarea", "style", "xmp", "iframe", "noembed", "noframes", "script", "plaintext"];

/// Other elements of HTML: their tags vanish without a word, for that is what an author of HTML expects of GitHub.
static KNOWN: &[&str] = &[
    "address", "article", "aside", "audio", "base", "big", "body", "button", "canvas", "center", "col", "colgroup",
    "data", "datalist", "dialog", "embed", "fieldset", "font", "footer", "form", "frame", "frameset", "head", "header",
    "hgroup", "html", "input", "label", "legend", "link", "main", "map", "area", "menu", "meta", "meter", "nav",
    "noscript", "object", "optgroup", "option", "output", "param", "progress", "search", "section", "select", "slot",
    "svg", "path", "template", "track", "u", "video", "math", "nobr", "marquee", "blink", "acronym", "applet", "dir",
    "tt", "g", "circle", "rect",
];

/// Attributes that stay on any element.
static ATTRIBUTES: &[&str] = &[
    "align",
    "alt",
    "cite",
    "colspan",
    "datetime",
    "dir",
    "headers",
    "height",
    "hreflang",
    "itemprop",
    "itemscope",
    "itemtype",
    "lang",
    "media",
    "open",
    "reversed",
    "rowspan",
    "scope",
    "span",
    "start",
    "title",
    "type",
    "valign",
    "value",
    "width",
];

/// Attributes that hold a link: element and attribute.
static LINKS: &[(&str, &str)] = &[("a", "href"), ("img", "src"), ("source", "srcset"), ("img", "srcset")];

/// The pieces of `html`.
pub fn pieces(html: &str) -> Vec<HtmlPiece> {
    let mut emitter = DefaultEmitter::<usize>::new_with_span();
    emitter.naively_switch_states(false);
    let tokens = Tokenizer::new_with_emitter(BoundedReader::new(html), emitter);
    tokens.filter_map(Result::ok).filter_map(|token| piece(html, token)).collect()
}

/// Whether an element has no content.
pub fn is_void(name: &str) -> bool {
    VOID.contains(&name)
}

fn piece(html: &str, token: Token<usize>) -> Option<HtmlPiece> {
    match token {
        Token::StartTag(tag) => start(html, &tag),
        Token::EndTag(tag) => {
            let span = Span::new(tag.span.start, tag.span.end);
            let name = text(&tag.name);
            match kept(&name) {
                Some(name) => (!is_void(name)).then_some(HtmlPiece::End(name)),
                None => other(html, &name, span),
            }
        }
        Token::String(string) => {
            Some(HtmlPiece::Text(text(&string.value), Span::new(string.span.start, string.span.end)))
        }
        Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => None,
    }
}

fn start(html: &str, tag: &StartTag<usize>) -> Option<HtmlPiece> {
    let span = Span::new(tag.span.start, tag.span.end);
    let name = text(&tag.name);
    let Some(name) = kept(&name) else { return other(html, &name, span) };
    let mut piece = HtmlStart { name, attributes: Vec::new(), links: Vec::new(), anchor: None, span };
    for (key, value) in &tag.attributes {
        attribute(&mut piece, text(key), text(&value.value));
    }
    Some(HtmlPiece::Start(piece))
}

fn attribute(piece: &mut HtmlStart, key: String, value: String) {
    if LINKS.contains(&(piece.name, key.as_str())) {
        let target = if key == "srcset" { first_candidate(&value) } else { value.trim() };
        if is_safe(target) {
            piece.links.push((key, target.to_owned()));
        }
    } else if (key == "id" || key == "name") && !value.is_empty() && !value.contains(char::is_whitespace) {
        piece.anchor = Some(value);
    } else if ATTRIBUTES.contains(&key.as_str()) {
        piece.attributes.push((key, value));
    }
}

/// What becomes of a tag that does not stay.
fn other(html: &str, name: &str, span: Span) -> Option<HtmlPiece> {
    if FILTERED.contains(&name) {
        return Some(HtmlPiece::Text(span.of(html).to_owned(), span));
    }
    (!KNOWN.contains(&name)).then_some(HtmlPiece::Lost(span))
}

fn kept(name: &str) -> Option<&'static str> {
    KEPT.iter().find(|kept| **kept == name).copied()
}

/// The first url of a `srcset`.
fn first_candidate(srcset: &str) -> &str {
    srcset.split_whitespace().next().unwrap_or("").trim_end_matches(',')
}

fn text(bytes: &HtmlString) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Schemes a link may have; a target without a scheme is relative.
static SCHEMES: &[&str] = &["http", "https", "mailto", "tel", "ftp", "irc", "ircs", "xmpp", "sms", "matrix", "news"];

/// Whether a link's target runs nothing when followed. Browsers skip control characters in a scheme, so they are skipped here.
pub fn is_safe(href: &str) -> bool {
    scheme(href).is_none_or(|scheme| SCHEMES.contains(&scheme.as_str()))
}

/// The scheme of a url, lower-case; none where it is relative.
pub fn scheme(href: &str) -> Option<String> {
    if !href.contains(':') {
        return None;
    }
    let start = href.trim_start_matches(|c: char| c.is_whitespace() || c.is_control());
    let bare: String = start.chars().filter(|c| !c.is_control()).take(64).collect();
    let (scheme, _) = bare.split_once(':')?;
    let mut chars = scheme.chars();
    let first = chars.next()?;
    let is_scheme =
        first.is_ascii_alphabetic() && chars.all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    is_scheme.then(|| scheme.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_become_text_and_handlers_vanish() {
        let all = pieces("<script>x</script><img src=a.png onerror=alert(1)><b style='x'>y</b><foo>");
        assert!(matches!(&all[0], HtmlPiece::Text(text, _) if text == "<script>"));
        assert!(
            matches!(&all[3], HtmlPiece::Start(img) if img.attributes.is_empty() && img.links == [("src".into(), "a.png".into())])
        );
        assert!(matches!(&all[4], HtmlPiece::Start(b) if b.attributes.is_empty()));
        assert!(matches!(all[7], HtmlPiece::Lost(_)));
    }

    #[test]
    fn of_a_srcset_the_first_picture_is_kept_if_it_runs_nothing() {
        let links = |html: &str| match pieces(html).into_iter().next() {
            Some(HtmlPiece::Start(start)) => {
                assert_eq!(start.attributes, [], "{html}");
                start.links.into_iter().map(|(key, target)| format!("{key}={target}")).collect::<Vec<_>>()
            }
            other => panic!("{html}: {other:?}"),
        };
        assert_eq!(links("<source srcset='a.png 1x, b.png 2x'>"), ["srcset=a.png"]);
        assert_eq!(links("<img srcset=' a.png, javascript:alert(1) 2x' src=c.png>"), ["src=c.png", "srcset=a.png"]);
        assert_eq!(links("<img srcset='javascript:alert(1) 2x, a.png' src=c.png>"), ["src=c.png"]);
        assert_eq!(links("<source srcset='data:image/svg+xml,x'>"), [""; 0]);
        assert_eq!(links("<a srcset='a.png'>"), [""; 0]);
    }

    #[test]
    fn targets_that_run_something_are_not_safe() {
        for href in ["javascript:alert(1)", "JaVa\nScRiPt:x", " \u{1}javascript:x", "data:text/html,x", "vbscript:x"] {
            assert!(!is_safe(href), "{href:?}");
        }
        assert!(!is_safe(&format!("\u{1}{}javascript:x", " ".repeat(100))));
        for href in ["a/b.md", "#x:y", "https://a.b", "mailto:a@b.c", "//host/x", "a b:c/../d", "?q=a:b"] {
            assert!(is_safe(href), "{href:?}");
        }
    }
}
