//! Raw HTML as GitHub's sanitiser leaves it: tags of elements that are kept, with the attributes that are kept; the rest becomes text or
//! is removed. In: raw HTML. Out: its pieces in order. Does not check nesting, which `nesting` repairs; which elements are kept is
//! in the table of `elements`.
//!
//! Source of the list of attributes: html-pipeline's sanitization filter (v2 and v3).

use html5gum::{DefaultEmitter, HtmlString, StartTag, Token, Tokenizer};

use super::attribute_value::{AttributeValue, attribute_value};
use super::bounded_reader::BoundedReader;
use super::elements::{ElementSpec, TagHandling, element_spec};
use crate::span::Span;

/// A piece of raw HTML. Spans are bytes of the HTML that was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HtmlPiece {
    /// The start tag of an element that is kept; a void element has no end.
    Start(HtmlStart),
    /// The end of an element that is kept.
    End(&'static str),
    /// Text, entities resolved.
    Text(String, Span),
    /// The start tag of an element that HTML does not define: it is removed, as on GitHub. End tags vanish without a piece.
    Lost(Span),
    /// The start tag of a drawing or a formula, whose elements are all removed.
    DrawingStart(Span),
    /// Its end tag.
    DrawingEnd,
}

/// An element that is kept, with the attributes that are kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HtmlStart {
    /// Which element it is.
    pub element: &'static ElementSpec,
    /// Attributes that hold no link.
    pub attributes: Vec<(String, String)>,
    /// Attributes that hold a link.
    pub links: Vec<HtmlLink>,
    /// The value of `id` or `name`, to which links can lead.
    pub anchor: Option<String>,
    /// Whether the tag ends in `/>`.
    pub is_self_closing: bool,
    /// The place of the tag.
    pub span: Span,
}

/// A link in an attribute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HtmlLink {
    /// The attribute's name.
    pub attribute: String,
    /// Where it leads.
    pub target: String,
    /// What stands after the target in a `srcset`.
    pub descriptor: String,
    /// The attribute's value in the HTML that was given, if it holds nothing but the target.
    pub value: Option<AttributeValue>,
}

/// Elements of which all is removed but words.
static DRAWINGS: &[&str] = &["svg", "math"];

/// Attributes that are kept on any element. Of [`ADDRESSES`] only those whose value runs nothing. Those of `video` and `audio` are ours: GitHub plays only what was uploaded there.
static ATTRIBUTES: &[&str] = &[
    "align",
    "alt",
    "cite",
    "colspan",
    "controls",
    "datetime",
    "default",
    "dir",
    "headers",
    "height",
    "hreflang",
    "itemprop",
    "itemscope",
    "itemtype",
    "kind",
    "label",
    "lang",
    "loop",
    "media",
    "muted",
    "open",
    "playsinline",
    "reversed",
    "rowspan",
    "scope",
    "sizes",
    "span",
    "srclang",
    "start",
    "title",
    "type",
    "valign",
    "value",
    "width",
];

/// Attributes in [`ATTRIBUTES`] whose value is or may be an address. No browser follows them by itself, but extensions and scripts may.
static ADDRESSES: &[&str] = &["cite", "itemprop", "itemtype"];

/// The beginning of the ids that the theme gives to parts of a page.
const OWN_IDS: &str = "syllabus:";

/// How raw HTML is treated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum RawHtml {
    /// As on GitHub: what its sanitiser keeps is HTML; the rest is removed or shown as text.
    #[default]
    Sanitized,
    /// All of it is shown as text. Only comments are hidden: authors write them to be hidden, and many are meant for tools.
    Text,
}

/// Whether raw HTML is a comment. The tokenizer also reports `<!DOCTYPE …>` and `<?php … ?>` as comments; here they are none.
pub fn is_comment(html: &str) -> bool {
    html.starts_with("<!--")
}

/// The lines of `html`, each as the spans of it that are shown if all HTML is text: without comments, line ends and leading blanks. A line
/// with nothing to show is empty.
pub fn shown_lines(html: &str) -> Vec<Vec<Span>> {
    let mut lines: Vec<Vec<Span>> = vec![Vec::new()];
    for visible in without_comments(html) {
        let mut at = visible.start as usize;
        for part in visible.of(html).split_inclusive('\n') {
            let content = part.trim_end_matches(['\n', '\r']);
            let end = at + content.len();
            if let Some(line) = lines.last_mut() {
                let content = if line.is_empty() { content.trim_start() } else { content };
                line.extend((!content.is_empty()).then(|| Span::new(end - content.len(), end)));
            }
            if part.ends_with('\n') {
                lines.push(Vec::new());
            }
            at += part.len();
        }
    }
    lines
}

/// A comment, or what the tokenizer takes for one, that hides all up to the end of `html` because nothing closes it.
pub fn unclosed_comment(html: &str) -> Option<Span> {
    if !html.contains("<!") && !html.contains("<?") {
        return None;
    }
    let Some(Token::Comment(comment)) = tokens(html).last() else { return None };
    let span = Span::new(comment.span.start, comment.span.end);
    let text = span.of(html);
    let is_closed = match is_comment(text) {
        true => text.len() > 4 && (text.ends_with("-->") || text.ends_with("--!>")),
        false => text.ends_with('>'),
    };
    (!is_closed && span.end as usize == html.len()).then_some(span)
}

/// The spans of `html` between its comments.
fn without_comments(html: &str) -> Vec<Span> {
    let comment = |token: Token<usize>| match token {
        Token::Comment(comment) => Some(Span::new(comment.span.start, comment.span.end)),
        _ => None,
    };
    let comments = tokens(html).filter_map(comment).filter(|span| is_comment(span.of(html)));
    let mut visible = Vec::new();
    let mut start = 0;
    for comment in comments.chain([Span::at(html.len())]) {
        visible.push(Span { start, end: comment.start });
        start = comment.end;
    }
    visible
}

/// The pieces of `html`, sanitised, in order.
pub fn pieces(html: &str) -> Vec<HtmlPiece> {
    tokens(html).filter_map(|token| piece(html, token)).collect()
}

/// The target of HTML that is one tag with a link and nothing else.
pub fn only_link(html: &str) -> Option<String> {
    match pieces(html).as_mut_slice() {
        [HtmlPiece::Start(start)] if start.span.len() == html.len() => match start.links.as_mut_slice() {
            [link] if start.attributes.is_empty() => Some(std::mem::take(&mut link.target)),
            _ => None,
        },
        _ => None,
    }
}

fn tokens(html: &str) -> impl Iterator<Item = Token<usize>> {
    let mut emitter = DefaultEmitter::<usize>::new_with_span();
    emitter.naively_switch_states(false);
    Tokenizer::new_with_emitter(BoundedReader::new(html), emitter).filter_map(Result::ok)
}

fn piece(html: &str, token: Token<usize>) -> Option<HtmlPiece> {
    match token {
        Token::StartTag(tag) => start(html, &tag),
        Token::EndTag(tag) => {
            let span = Span::new(tag.span.start, tag.span.end);
            let name = text(&tag.name);
            match kept_element(html, &name, span) {
                _ if DRAWINGS.contains(&name.as_str()) => Some(HtmlPiece::DrawingEnd),
                Ok(element) => (!element.is_void).then_some(HtmlPiece::End(element.name)),
                Err(Some(HtmlPiece::Lost(_))) => None,
                Err(piece) => piece,
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
    let element = match kept_element(html, &name, span) {
        _ if DRAWINGS.contains(&name.as_str()) => return (!tag.self_closing).then_some(HtmlPiece::DrawingStart(span)),
        Ok(element) => element,
        Err(piece) => return piece,
    };
    let is_self_closing = tag.self_closing;
    let mut piece =
        HtmlStart { element, attributes: Vec::new(), links: Vec::new(), anchor: None, is_self_closing, span };
    for (key, value) in &tag.attributes {
        attribute(&mut piece, span.of(html), text(key), text(&value.value));
    }
    Some(HtmlPiece::Start(piece))
}

/// Adds an attribute of the tag `tag` to a piece.
fn attribute(piece: &mut HtmlStart, tag: &str, key: String, value: String) {
    if piece.element.links.contains(&key.as_str()) {
        let is_list = key == "srcset";
        let start = piece.span.start;
        let place = attribute_value(tag, &key).filter(|_| !is_list).map(|AttributeValue { span, quote }| {
            AttributeValue { span: Span { start: start + span.start, end: start + span.end }, quote }
        });
        let targets = if is_list { candidates(&value) } else { vec![(value.trim(), "")] };
        let links = targets.into_iter().filter(|(target, _)| is_safe(target)).map(|(target, descriptor)| HtmlLink {
            attribute: key.clone(),
            target: target.to_owned(),
            descriptor: descriptor.to_owned(),
            value: place,
        });
        piece.links.extend(links);
    } else if key == "id" || key == "name" {
        piece.anchor = may_be_id(&value).then_some(value).or(piece.anchor.take());
    } else if ATTRIBUTES.contains(&key.as_str()) && (!ADDRESSES.contains(&key.as_str()) || is_safe(&value)) {
        piece.attributes.push((key, value));
    }
}

/// Whether an author may give this id to a part of a page. One that the theme uses would take over its links, labels and scripts: browsers and `getElementById` take the first element that has it.
pub fn may_be_id(id: &str) -> bool {
    !id.is_empty() && !id.contains(char::is_whitespace) && !id.starts_with(OWN_IDS)
}

/// The element of the tag `name` at `span`, if its tags are kept.
///
/// # Errors
/// Its tags are not kept: the piece that replaces this one, if any.
fn kept_element(html: &str, name: &str, span: Span) -> Result<&'static ElementSpec, Option<HtmlPiece>> {
    let element = element_spec(name).ok_or(Some(HtmlPiece::Lost(span)))?;
    match element.tags {
        TagHandling::Kept => Ok(element),
        TagHandling::Shown => Err(Some(HtmlPiece::Text(span.of(html).to_owned(), span))),
        TagHandling::Dropped => Err(None),
    }
}

/// The pictures of a `srcset`, each with what says when it is meant (HTML, section 4.8.4.2.1).
fn candidates(srcset: &str) -> Vec<(&str, &str)> {
    let mut found = Vec::new();
    let mut rest = srcset;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == ',');
        let (target, after) = rest.split_at(rest.find(|c: char| c.is_ascii_whitespace()).unwrap_or(rest.len()));
        if target.is_empty() {
            return found;
        }
        let bare = target.trim_end_matches(',');
        let end = if bare.len() < target.len() { 0 } else { after.find(',').unwrap_or(after.len()) };
        let (descriptor, next) = after.split_at(end);
        found.push((bare, descriptor.trim()));
        rest = next;
    }
}

fn text(bytes: &HtmlString) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Schemes a link may have; a target without a scheme is relative.
static SCHEMES: &[&str] = &["http", "https", "mailto", "tel", "ftp", "irc", "ircs", "xmpp", "sms", "matrix", "news"];

/// Whether following a link to this target runs no script. Browsers ignore control characters in a scheme, so they are ignored here.
pub fn is_safe(href: &str) -> bool {
    scheme(href).is_none_or(|scheme| SCHEMES.contains(&scheme.as_str()))
}

/// The scheme of a URL in lower case; none if it is relative.
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
            matches!(&all[3], HtmlPiece::Start(img) if img.attributes.is_empty() && img.links.len() == 1 && img.links[0].target == "a.png")
        );
        assert!(matches!(&all[4], HtmlPiece::Start(b) if b.attributes.is_empty()));
        assert!(matches!(all[7], HtmlPiece::Lost(_)));
    }

    #[test]
    fn of_a_srcset_each_picture_is_kept_that_runs_nothing() {
        let links = |html: &str| match pieces(html).into_iter().next() {
            Some(HtmlPiece::Start(start)) => {
                assert_eq!(start.attributes, [], "{html}");
                let link = |link: HtmlLink| format!("{}={} {}", link.attribute, link.target, link.descriptor);
                start.links.into_iter().map(|one| link(one).trim_end().to_owned()).collect::<Vec<_>>()
            }
            other => panic!("{html}: {other:?}"),
        };
        assert_eq!(
            links("<source srcset='a.png 1x,b.png 2x, c.png'>"),
            ["srcset=a.png 1x", "srcset=b.png 2x", "srcset=c.png"]
        );
        assert_eq!(links("<source srcset='a,b.png, c.png 480w'>"), ["srcset=a,b.png", "srcset=c.png 480w"]);
        assert_eq!(links("<img srcset=' a.png, javascript:alert(1) 2x' src=c.png>"), ["src=c.png", "srcset=a.png"]);
        assert_eq!(links("<img srcset='javascript:alert(1) 2x, a.png' src=c.png>"), ["src=c.png", "srcset=a.png"]);
        assert_eq!(links("<source srcset='data:image/svg+xml,x'>"), [""; 0]);
        assert_eq!(links("<a srcset='a.png'>"), [""; 0]);
    }

    /// The first tag's attributes and anchor, as they would be written.
    fn kept(html: &str) -> String {
        match pieces(html).into_iter().next() {
            Some(HtmlPiece::Start(start)) => {
                let anchor = start.anchor.map(|anchor| ("id".to_owned(), anchor));
                let links = start.links.into_iter().map(|link| (link.attribute, link.target));
                let all = start.attributes.into_iter().chain(links).chain(anchor);
                all.map(|(key, value)| format!("{key}={value}")).collect::<Vec<_>>().join(" ")
            }
            other => panic!("{html}: {other:?}"),
        }
    }

    #[test]
    fn no_attribute_holds_an_address_that_runs_something() {
        for (name, key) in
            [("q", "cite"), ("blockquote", "cite"), ("del", "cite"), ("p", "itemtype"), ("b", "itemprop")]
        {
            for address in ["javascript:alert(1)", "&#106;ava\tscript:x", " vbscript:x", "data:text/html,x"] {
                assert_eq!(
                    kept(&format!("<{name} {key}='{address}' title='javascript: a language'>")),
                    "title=javascript: a language"
                );
            }
        }
        assert_eq!(kept("<q cite='https://a.b/c'>"), "cite=https://a.b/c");
        assert_eq!(kept("<ins cite='changes.md'>"), "cite=changes.md");
        // Addresses that no kept element has are dropped whatever they say.
        let others =
            "action=x formaction=x background=x poster=x longdesc=x usemap=x ping=x data=x xlink:href=x href=x src=x";
        assert_eq!(kept(&format!("<div {others}>")), "");
    }

    #[test]
    fn ids_of_the_site_itself_cannot_be_taken() {
        for id in ["syllabus:main", "syllabus&#58;course-nav", "syllabus:"] {
            assert_eq!(kept(&format!("<a id='{id}'>")), "", "{id}");
            assert_eq!(kept(&format!("<div name={id}>")), "", "{id}");
            assert_eq!(kept(&format!("<a id=mine name={id}>")), "id=mine", "{id}");
        }
        for id in ["syllabus", "Syllabus:main", "fn1", "x:syllabus:main", "fn:1"] {
            assert_eq!(kept(&format!("<a name='{id}'>")), format!("id={id}"));
        }
    }

    #[test]
    fn what_is_shown_of_raw_html_as_text_leaves_out_comments_only() {
        let shown = |html: &'static str| -> Vec<String> {
            shown_lines(html).iter().map(|line| line.iter().map(|span| span.of(html)).collect()).collect()
        };
        assert_eq!(
            shown("<div>\n  <b title='<!-- x -->'>\r\n\n</div>\n"),
            ["<div>", "<b title='<!-- x -->'>", "", "</div>", ""]
        );
        assert_eq!(shown("<!-- a\n\nb --> c <!-- d -->e"), ["c e"]);
        assert_eq!(shown("<!-- never closed\n\n<div>"), [""]);
        assert_eq!(shown("<!DOCTYPE html> <?php x ?>"), ["<!DOCTYPE html> <?php x ?>"]);
        assert_eq!(shown(""), [""]);
    }

    #[test]
    fn a_comment_that_nothing_closes_is_found() {
        let hidden = |html: &'static str| unclosed_comment(html).map(|span| span.of(html));
        assert_eq!(hidden("<div>\n<!-- a\n<b>x</b>\n"), Some("<!-- a\n<b>x</b>\n"));
        assert_eq!(hidden("<?php a\n"), Some("<?php a\n"));
        for html in ["<!-- a -->", "<!-- a --!>", "<!-->", "<!--->", "<!-- a -->\n<b>", "<!DOCTYPE html>", "<?x ?>", ""]
        {
            assert_eq!(hidden(html), None, "{html}");
        }
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
