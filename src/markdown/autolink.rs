//! Bare URLs and mail addresses in text, by the extended autolink rules of GFM (section 6.9). In: text. Out: places and targets.

use std::ops::Range;

/// A part of a text that becomes a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Autolink {
    /// Bytes of the text.
    pub range: Range<usize>,
    /// Where it leads.
    pub href: String,
}

/// All autolinks of `text`, in order.
pub fn autolinks(text: &str) -> Vec<Autolink> {
    let bytes = text.as_bytes();
    let mut found: Vec<Autolink> = Vec::new();
    let mut from = 0;
    while let Some(at) = next_hint(bytes, from) {
        from = at + 1;
        let floor = found.last().map_or(0, |link| link.range.end);
        let link = match bytes[at] {
            b':' => url(text, at, floor),
            b'@' => mail(text, at, floor),
            _ => www(text, at, floor),
        };
        if let Some(link) = link {
            from = link.range.end.max(from);
            found.push(link);
        }
    }
    found
}

/// The index of the next byte from `from` on that may belong to an autolink (`:`, `@`, `w`). Compares eight bytes at a time: most texts
/// have none.
fn next_hint(bytes: &[u8], from: usize) -> Option<usize> {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGH_BITS: u64 = 0x8080_8080_8080_8080;
    const SMALL: u64 = ONES * 0x20;
    // The high bit of each byte that equals `byte` is set. The lowest bit set is right; bits above it may be wrong.
    let has = |word: u64, byte: u8| {
        let other = word ^ (ONES * u64::from(byte));
        other.wrapping_sub(ONES) & !other & HIGH_BITS
    };
    let mut at = from;
    for chunk in bytes.get(from..)?.chunks_exact(8) {
        let word = <[u8; 8]>::try_from(chunk).map_or(0, u64::from_le_bytes);
        let hints = has(word, b':') | has(word, b'@') | has(word | SMALL, b'w');
        if hints != 0 {
            return Some(at + hints.trailing_zeros() as usize / 8);
        }
        at += 8;
    }
    let rest = bytes.get(at..)?.iter().position(|byte| matches!(byte, b':' | b'w' | b'W' | b'@'))?;
    Some(at + rest)
}

/// `http://…` around the colon at `colon`; it does not begin before `floor`, the end of the link before.
fn url(text: &str, colon: usize, floor: usize) -> Option<Autolink> {
    let rest = text.get(colon..)?.strip_prefix("://")?;
    let before = text.get(floor..colon)?;
    let scheme = ["https", "http", "ftp"].into_iter().find(|s| ends_with_ignoring_case(before, s))?;
    let start = colon - scheme.len();
    if !may_start(text, start) || domain(rest, 0)? == 0 {
        return None;
    }
    let end = colon + 3 + end_of_path(rest);
    Some(Autolink { range: start..end, href: text[start..end].to_owned() })
}

/// `www.…` at `start`.
fn www(text: &str, start: usize, floor: usize) -> Option<Autolink> {
    let rest = text.get(start..)?;
    let is_www = rest.get(..4).is_some_and(|head| head.eq_ignore_ascii_case("www."));
    if !is_www || start < floor || !may_start(text, start) || domain(rest, 1)? == 0 {
        return None;
    }
    let end = start + end_of_path(rest);
    (end > start + 4).then(|| Autolink { range: start..end, href: format!("http://{}", &text[start..end]) })
}

/// `name@host.tld` around the sign at `at`.
fn mail(text: &str, at: usize, floor: usize) -> Option<Autolink> {
    let bytes = text.as_bytes();
    let is_local = |byte: &u8| byte.is_ascii_alphanumeric() || b".-_+".contains(byte);
    let local = bytes[floor..at].iter().rev().take_while(|byte| is_local(byte)).count();
    let host_byte = |byte: &&u8| byte.is_ascii_alphanumeric() || b".-_".contains(byte);
    let mut host = bytes[at + 1..].iter().take_while(host_byte).count();
    while host > 0 && bytes[at + host] == b'.' {
        host -= 1;
    }
    let name = text.get(at + 1..at + 1 + host)?;
    let whole = local > 0 && name.contains('.') && !name.ends_with(['-', '_']) && !name.starts_with('.');
    let range = at - local..at + 1 + host;
    whole.then(|| Autolink { href: format!("mailto:{}", &text[range.clone()]), range })
}

fn ends_with_ignoring_case(text: &str, end: &str) -> bool {
    text.len() >= end.len() && text.as_bytes()[text.len() - end.len()..].eq_ignore_ascii_case(end.as_bytes())
}

/// Links begin a line, or follow a blank or one of `*_~(`.
fn may_start(text: &str, at: usize) -> bool {
    match text.get(..at).and_then(|before| before.chars().next_back()) {
        None => true,
        Some(c) => c.is_whitespace() || matches!(c, '*' | '_' | '~' | '('),
    }
}

/// The length of the domain `rest` begins with, or none where it is no valid one with at least `dots` dots.
fn domain(rest: &str, dots: usize) -> Option<usize> {
    let is_host = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    let end = rest.find(|c| !is_host(c)).unwrap_or(rest.len());
    let host = rest[..end].trim_end_matches('.');
    let mut parts = host.rsplit('.');
    let no_underscore = parts.by_ref().take(2).all(|part| !part.contains('_'));
    (no_underscore && host.matches('.').count() >= dots && !host.is_empty()).then_some(end)
}

/// Where the URL at the start of `rest` ends: before a blank or `<`, trailing punctuation left outside.
fn end_of_path(rest: &str) -> usize {
    let mut end = rest.find(|c: char| c.is_whitespace() || c == '<').unwrap_or(rest.len());
    let opened = rest[..end].matches('(').count();
    let mut closed = rest[..end].matches(')').count();
    while let Some(last) = rest[..end].chars().next_back() {
        match last {
            '?' | '!' | '.' | ',' | ':' | '*' | '_' | '~' | '\'' | '"' => end -= last.len_utf8(),
            ')' if closed > opened => {
                closed -= 1;
                end -= 1;
            }
            ';' => match entity_start(&rest[..end]) {
                Some(start) => end = start,
                None => end -= 1,
            },
            _ => break,
        }
    }
    end
}

/// Where a trailing `&name;` begins.
fn entity_start(text: &str) -> Option<usize> {
    let name = text.strip_suffix(';')?;
    let start = name.rfind(|c: char| !c.is_ascii_alphanumeric())?;
    (name[start..].starts_with('&') && start + 1 < name.len()).then_some(start)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(String, String)> {
        autolinks(text).into_iter().map(|link| (text[link.range].to_owned(), link.href)).collect()
    }

    #[test]
    fn urls_end_where_gfm_says() {
        let one = |text: &str| found(text).into_iter().map(|(shown, _)| shown).collect::<Vec<_>>().join("|");
        assert_eq!(one("Visit www.commonmark.org/help for more."), "www.commonmark.org/help");
        assert_eq!(one("Visit www.commonmark.org."), "www.commonmark.org");
        assert_eq!(one("(www.google.com/search?q=Markup+(business)))"), "www.google.com/search?q=Markup+(business)");
        assert_eq!(one("www.google.com/search?q=commonmark&hl=en&hl;"), "www.google.com/search?q=commonmark&hl=en");
        assert_eq!(one("www.commonmark.org/he<lp"), "www.commonmark.org/he");
        assert_eq!(one("see http://localhost:4000/a_b, and https://x.y"), "http://localhost:4000/a_b|https://x.y");
        assert_eq!(one("xhttp://a.b awww.a.b http:// www."), "");
    }

    #[test]
    fn hints_are_found_at_every_distance() {
        for distance in 0..40 {
            for hint in [":", "@", "w", "W"] {
                let text = format!("{}{hint} é::", "x·".repeat(distance));
                assert_eq!(next_hint(text.as_bytes(), 0), Some(distance * 3), "{text}");
            }
        }
        assert_eq!(next_hint("vVxX;9?A·".repeat(9).as_bytes(), 3), None);
    }

    #[test]
    fn mail_addresses_become_links() {
        assert_eq!(
            found("hello+xyz@mail.example is it."),
            [("hello+xyz@mail.example".into(), "mailto:hello+xyz@mail.example".into())]
        );
        assert_eq!(
            found("a.b-c_d@a.b. a@b a.b-c_d@a.b- x@y.z_"),
            [("a.b-c_d@a.b".into(), "mailto:a.b-c_d@a.b".into())]
        );
    }
}
