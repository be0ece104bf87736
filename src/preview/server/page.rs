//! Puts the preview's script into a page. All else of the page stays as it was built.

use hyper::body::Bytes;

use crate::html::escape;
use crate::source::Hash;

/// How far from its end the `</body>` of a page is looked for. Nothing but a theme's own comments stands behind it.
const MAX_BEHIND: usize = 64 << 10;

/// `html` with the script element before its last `</body>`, or at its end if there is none near it, as the parts that are sent one after
/// another: a page may be long, and many may ask for it at once.
pub(super) fn with_script(html: &Bytes, page: &str, hash: Hash) -> [Bytes; 3] {
    let (page, hash) = (escape(page), short(hash));
    let element = format!("<script src=\"/.syllabus/preview.js\" data-page=\"{page}\" data-hash=\"{hash}\"></script>");
    let end = end_of_body(html);
    [html.slice(..end), element.into(), html.slice(end..)]
}

fn end_of_body(html: &[u8]) -> usize {
    const END: &[u8] = b"</body>";
    let start = html.len().saturating_sub(MAX_BEHIND);
    let found =
        html.get(start..).and_then(|tail| tail.windows(END.len()).rposition(|tag| tag.eq_ignore_ascii_case(END)));
    found.map_or(html.len(), |at| start + at)
}

/// The first 16 hexadecimal digits of a hash, which identify a page's bytes for a browser.
pub(super) fn short(hash: Hash) -> String {
    hash.digits(16)
}

#[cfg(test)]
mod tests {
    use hyper::body::Bytes;

    use super::{MAX_BEHIND, short, with_script};
    use crate::source::Hash;

    fn put_in(html: &str, page: &str) -> String {
        let parts = with_script(&Bytes::copy_from_slice(html.as_bytes()), page, Hash([0xab; 32]));
        String::from_utf8(parts.concat()).expect("text")
    }

    #[test]
    fn the_script_is_before_the_last_end_of_the_body() {
        let script = r#"<script src="/.syllabus/preview.js" data-page="a.html" data-hash="abababababababab"></script>"#;
        assert_eq!(put_in("<p></body>x</BODY></html>", "a.html"), format!("<p></body>x{script}</BODY></html>"));
        assert_eq!(put_in("", "a.html"), script);
        assert_eq!(put_in("</bod", "a.html"), format!("</bod{script}"));
    }

    #[test]
    fn a_path_stays_within_its_attribute() {
        assert!(put_in("", "\"><b>&.html").contains(r#"data-page="&quot;&gt;&lt;b&gt;&amp;.html""#));
    }

    #[test]
    fn bytes_that_are_no_text_stay() {
        let page = with_script(&Bytes::from_static(b"\xff</body>\xfe"), "a", Hash([0; 32])).concat();
        assert!(page.starts_with(b"\xff<script") && page.ends_with(b"</body>\xfe"));
    }

    #[test]
    fn a_page_is_not_read_through_for_its_end() {
        let long = format!("</body>{}", "x".repeat(MAX_BEHIND));
        assert!(put_in(&long, "a").ends_with("</script>"));
        assert!(put_in(&long[1..], "a").ends_with("</script>"));
        let near = format!("{}</body>x", "x".repeat(2 * MAX_BEHIND));
        assert!(put_in(&near, "a").ends_with("</script></body>x"));
    }

    #[test]
    fn a_browser_is_sent_sixteen_digits() {
        let hash = Hash::of(b"x");
        assert_eq!(short(hash), hash.to_string()[..16]);
    }
}
