//! The lines of a block of code whose colours are written already: each with its own spans, so that it may stand in an element. In: HTML as the
//! highlighter writes it, with spans that hold nothing but text. Out: the same text and the same colours, line by line.

use super::fence_info::LineMark;

/// The lines of `html`, each with its line end and with the span that is open across it closed and opened again.
pub(super) fn lines(html: &str) -> Vec<String> {
    let mut lines = Vec::new();
    // The start tag of the span that is open.
    let mut open = "";
    for line in html.split_inclusive('\n') {
        let mut own = String::with_capacity(open.len() + line.len() + 7);
        let line = match line.strip_prefix("</span>") {
            Some(rest) if !open.is_empty() => {
                open = "";
                rest
            }
            _ => line,
        };
        own.push_str(open);
        own.push_str(line);
        if let Some(at) = line.rfind('<') {
            let tag = line.get(at..).unwrap_or("");
            let end = tag.find('>').map_or(tag.len(), |end| end + 1);
            open = if tag.starts_with("</") { "" } else { tag.get(..end).unwrap_or("") };
        }
        if !open.is_empty() {
            own.push_str("</span>");
        }
        // Of what ends with a line, only the end tag of its last span is left.
        if !own.is_empty() {
            lines.push(own);
        }
    }
    lines
}

/// `html` with an element for each line that stands out, or for all of them where they are numbered. Line ends stay outside of the elements, so that
/// what is copied has one for each.
pub(super) fn marked(html: &str, is_numbered: bool, marks: impl Iterator<Item = Option<LineMark>>) -> String {
    let mut out = String::with_capacity(html.len() * 2);
    for (line, mark) in lines(html).iter().zip(marks) {
        out.push_str(match mark {
            None if !is_numbered => {
                out.push_str(line);
                continue;
            }
            None => "<span class=\"line\">",
            Some(LineMark::Marked) => "<span class=\"line marked\">",
            Some(LineMark::Added) => "<span class=\"line added\">",
            Some(LineMark::Removed) => "<span class=\"line removed\">",
        });
        let (text, end) = line.split_once('\n').unwrap_or((line, ""));
        out.push_str(text);
        out.push_str(end);
        out.push_str("</span>");
        if line.contains('\n') {
            out.push('\n');
        }
    }
    out
}

/// Which lines of a diff were added and removed.
pub(super) fn diff_marks(diff: &str) -> impl Iterator<Item = Option<LineMark>> + '_ {
    diff.lines().map(|line| match line.as_bytes() {
        [b'+', b'+', b'+', b' ', ..] | [b'-', b'-', b'-', b' ', ..] => None,
        [b'+', ..] => Some(LineMark::Added),
        [b'-', ..] => Some(LineMark::Removed),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_over_lines_becomes_one_for_each() {
        let html = "a <span class=\"s\">b\nc\n</span>d\n<span class=\"c\">e</span>";
        let expected =
            ["a <span class=\"s\">b\n</span>", "<span class=\"s\">c\n</span>", "d\n", "<span class=\"c\">e</span>"];
        assert_eq!(lines(html), expected);
        assert_eq!(lines("<span class=\"c\">e\n</span>"), ["<span class=\"c\">e\n</span>"]);
    }

    #[test]
    fn only_lines_that_stand_out_have_an_element() {
        let diff = "--- a\n+++ b\n-x\n+<b>y\n z\n";
        let marked = marked(&super::super::escape(diff), false, diff_marks(diff));
        let expected =
            "--- a\n+++ b\n<span class=\"line removed\">-x</span>\n<span class=\"line added\">+&lt;b&gt;y</span>\n z\n";
        assert_eq!(marked, expected);
    }
}
