//! Helpers to read built pages: their tokens, links, ids and text.

use html5gum::{StartTag, Token, Tokenizer};

/// A tag with its attributes, in the order of the page.
pub struct Tag {
    pub name: String,
    pub attributes: Vec<(String, String)>,
}

impl Tag {
    pub fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

fn text_of(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn tokens(html: &str) -> impl Iterator<Item = Token> + '_ {
    Tokenizer::new(html).flatten()
}

fn tag(tag: StartTag<()>) -> Tag {
    let attributes = tag.attributes.iter().map(|(key, value)| (text_of(key), text_of(value))).collect();
    Tag { name: text_of(&tag.name), attributes }
}

/// All start tags.
pub fn tags(html: &str) -> Vec<Tag> {
    let started = tokens(html).filter_map(|token| match token {
        Token::StartTag(start) => Some(tag(start)),
        _ => None,
    });
    started.collect()
}

/// The text of a page, without scripts, styles and what is in `<svg>`. A tag parts words, unless it only marks them up.
pub fn text(html: &str) -> String {
    let mut out = String::new();
    let mut silent = 0_usize;
    for token in tokens(html) {
        if is_part(&token) {
            out.push(' ');
        }
        match token {
            Token::StartTag(start) if is_silent(&start.name) && !start.self_closing => silent += 1,
            Token::EndTag(end) if is_silent(&end.name) => silent = silent.saturating_sub(1),
            Token::String(string) if silent == 0 => out.push_str(&text_of(&string.value)),
            _ => {}
        }
    }
    out
}

fn is_part(token: &Token) -> bool {
    const MARKUP: [&[u8]; 9] = [b"a", b"b", b"code", b"del", b"em", b"i", b"strong", b"sub", b"sup"];
    match token {
        Token::StartTag(start) => {
            start.name.as_slice() == b"b" && !start.attributes.is_empty() || !MARKUP.contains(&start.name.as_slice())
        }
        Token::EndTag(end) => !MARKUP.contains(&end.name.as_slice()),
        _ => false,
    }
}

fn is_silent(name: &[u8]) -> bool {
    matches!(name, b"script" | b"style" | b"svg" | b"title")
}

/// The words of a page's text.
pub fn words(html: &str) -> Vec<String> {
    text(html).split_whitespace().map(str::to_owned).collect()
}

/// Tags that are opened but not closed, or closed but not opened, or crossed; what HTML closes by itself does not count.
pub fn tangles(html: &str) -> Vec<String> {
    const VOID: [&str; 13] =
        ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];
    let mut open: Vec<String> = Vec::new();
    let mut faults = Vec::new();
    for token in tokens(html) {
        match token {
            Token::StartTag(start) => {
                let name = text_of(&start.name);
                if closes_paragraph(&name) && is_in_paragraph(&open) {
                    faults.push(format!("<{name}> inside <p>"));
                }
                if !start.self_closing && !VOID.contains(&name.as_str()) {
                    open.push(name);
                }
            }
            Token::EndTag(end) => {
                let name = text_of(&end.name);
                match open.pop() {
                    Some(last) if last == name => {}
                    other => faults.push(format!("</{name}> where {other:?} is open")),
                }
            }
            _ => {}
        }
    }
    faults.extend(open.into_iter().map(|name| format!("<{name}> is never closed")));
    faults
}

/// Whether a paragraph is open that a block's start would close.
fn is_in_paragraph(open: &[String]) -> bool {
    const SCOPES: [&str; 5] = ["button", "caption", "object", "td", "th"];
    let inner = open.iter().rev().take_while(|name| !SCOPES.contains(&name.as_str()));
    inner.into_iter().any(|name| name == "p")
}

fn closes_paragraph(name: &str) -> bool {
    const BLOCKS: [&str; 20] = [
        "address",
        "article",
        "blockquote",
        "details",
        "div",
        "dl",
        "figure",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "hr",
        "main",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "ul",
    ];
    BLOCKS.contains(&name)
}

/// Without the parts from `start` to the next `end`.
pub fn without(html: &str, start: &str, end: &str) -> String {
    let mut parts = html.split(start);
    let first = parts.next().unwrap_or_default().to_owned();
    let rest = parts.map(|part| part.split_once(end).map_or("", |(_, after)| after));
    [first].into_iter().chain(rest.map(str::to_owned)).collect()
}

/// What is between an element's start tag, found by a mark in it, and the next `end`.
pub fn between<'h>(html: &'h str, start: &str, end: &str) -> Option<&'h str> {
    let from = html.find(start)? + start.len();
    let length = html.get(from..)?.find(end)?;
    html.get(from..from + length)
}

/// The scripts of the theme that pages load by themselves.
const OWN_SCRIPTS: [&str; 10] =
    ["script", "search", "questions", "tasks", "quiz", "course", "practice", "due", "schedule", "keep"];
/// The scripts with data that pages load by themselves.
const OWN_DATA: [&str; 2] = ["assets/progress.js", "assets/practice/index.js"];

/// What would run a script or load something foreign on a page: handlers, addresses that are scripts, elements that fetch or navigate.
/// The theme's own scripts are known by where they stand: one without attributes in the head, one from the site's assets.
pub fn what_runs(html: &str) -> Vec<String> {
    const FOREIGN: [&str; 10] =
        ["iframe", "object", "embed", "base", "applet", "frame", "frameset", "portal", "foreignobject", "animate"];
    const ADDRESSES: [&str; 7] = ["href", "src", "action", "formaction", "data", "srcset", "xlink:href"];
    let mut found = Vec::new();
    let mut scripts = 0;
    for tag in tags(html) {
        // What search engines read of a page is data.
        let is_data = tag.get("type") == Some("application/ld+json") && tag.get("src").is_none();
        let is_own = |src: &str| {
            OWN_SCRIPTS.iter().any(|name| src.contains(&format!("assets/{name}-")))
                || OWN_DATA.iter().any(|data| src.ends_with(data))
        };
        let is_own = tag.get("src").is_some_and(is_own);
        let runs = tag.name == "script" && !is_own && !is_data;
        scripts += usize::from(runs);
        if runs && (scripts > 1 || !tag.attributes.is_empty()) || FOREIGN.contains(&tag.name.as_str()) {
            found.push(format!("<{}>", tag.name));
        }
        for (key, value) in &tag.attributes {
            let address: String = value.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
            let address = address.to_lowercase();
            let script = ["javascript:", "vbscript:", "data:text"].iter().any(|scheme| address.starts_with(scheme));
            if key.starts_with("on") || ADDRESSES.contains(&key.as_str()) && script || key == "http-equiv" {
                found.push(format!("<{} {key}={value:?}>", tag.name));
            }
        }
    }
    found
}
