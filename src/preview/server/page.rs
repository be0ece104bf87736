//! Puts the preview's script into a page. All else of the page stays as it was built.

use crate::html::escape;
use crate::source::Hash;

/// `html` with the script element before its last `</body>`, or at its end if there is none.
pub(super) fn with_script(html: &[u8], page: &str, hash: Hash) -> Vec<u8> {
    let (page, hash) = (escape(page), short(hash));
    let element = format!("<script src=\"/.syllabus/preview.js\" data-page=\"{page}\" data-hash=\"{hash}\"></script>");
    let (before, after) = html.split_at_checked(end_of_body(html)).unwrap_or((html, &[]));
    [before, element.as_bytes(), after].concat()
}

fn end_of_body(html: &[u8]) -> usize {
    const END: &[u8] = b"</body>";
    html.windows(END.len()).rposition(|tag| tag.eq_ignore_ascii_case(END)).unwrap_or(html.len())
}

/// The first 16 hexadecimal digits of a hash, which identify a page's bytes for a browser.
pub(super) fn short(hash: Hash) -> String {
    hash.digits(16)
}

#[cfg(test)]
mod tests {
    use super::{short, with_script};
    use crate::source::Hash;

    fn put_in(html: &str, page: &str) -> String {
        String::from_utf8(with_script(html.as_bytes(), page, Hash([0xab; 32]))).expect("text")
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
        let page = with_script(b"\xff</body>\xfe", "a", Hash([0; 32]));
        assert!(page.starts_with(b"\xff<script") && page.ends_with(b"</body>\xfe"));
    }

    #[test]
    fn a_browser_is_sent_sixteen_digits() {
        let hash = Hash::of(b"x");
        assert_eq!(short(hash), hash.to_string()[..16]);
    }
}
