//! A unified diff of the bytes of two files with the same number of lines, as repairs change characters within lines only. It is of bytes, so
//! that `git apply` finds what the file holds: its byte order mark, its charset, its line ends.

/// How many unchanged lines are shown before and after a change.
const CONTEXT_LINES: usize = 3;

/// The diff, with `a/` and `b/` before the name; empty where the files are equal, none where they have not the same number of lines.
pub(super) fn diff(name: &[u8], old: &[u8], new: &[u8]) -> Option<Vec<u8>> {
    let old: Vec<&[u8]> = old.split_inclusive(is_newline).collect();
    let new: Vec<&[u8]> = new.split_inclusive(is_newline).collect();
    if old.len() != new.len() {
        return None;
    }
    let changed: Vec<usize> = old.iter().zip(&new).enumerate().filter(|(_, (a, b))| a != b).map(|(at, _)| at).collect();
    if changed.is_empty() {
        return Some(Vec::new());
    }
    let mut out = [b"--- ", file_name(b"a/", name).as_slice(), b"\n+++ ", &file_name(b"b/", name), b"\n"].concat();
    for group in changed.chunk_by(|a, b| b - a <= 2 * CONTEXT_LINES + 1) {
        hunk(&mut out, group, &old, &new);
    }
    Some(out)
}

fn is_newline(byte: &u8) -> bool {
    *byte == b'\n'
}

/// The name as [git](https://git-scm.com/docs/diff-format) writes it: between quotes where it has a quote, a backslash or a control; with a tab
/// behind it where it has a blank.
fn file_name(side: &[u8], name: &[u8]) -> Vec<u8> {
    let name = [side, name].concat();
    if !name.iter().any(|byte| byte.is_ascii_control() || matches!(byte, b'"' | b'\\')) {
        let tab: &[u8] = if name.contains(&b' ') { b"\t" } else { b"" };
        return [name.as_slice(), tab].concat();
    }
    let mut quoted = vec![b'"'];
    for byte in name {
        match byte {
            b'"' | b'\\' => quoted.extend([b'\\', byte]),
            byte if byte.is_ascii_control() => quoted.extend(format!("\\{byte:03o}").bytes()),
            byte => quoted.push(byte),
        }
    }
    quoted.push(b'"');
    quoted
}

fn hunk(out: &mut Vec<u8>, group: &[usize], old: &[&[u8]], new: &[&[u8]]) {
    let (Some(first), Some(last)) = (group.first(), group.last()) else { return };
    let from = first.saturating_sub(CONTEXT_LINES);
    let to = (last + CONTEXT_LINES + 1).min(old.len());
    out.extend(format!("@@ -{0},{1} +{0},{1} @@\n", from + 1, to - from).bytes());
    let mut at = from;
    while at < to {
        let same = group.binary_search(&at).is_err();
        let block = (at..to).take_while(|line| group.binary_search(line).is_err() == same).count();
        let (a, b) = (old.get(at..at + block).unwrap_or(&[]), new.get(at..at + block).unwrap_or(&[]));
        if same {
            a.iter().for_each(|text| line(out, b' ', text));
        } else {
            a.iter().for_each(|text| line(out, b'-', text));
            b.iter().for_each(|text| line(out, b'+', text));
        }
        at += block;
    }
}

fn line(out: &mut Vec<u8>, mark: u8, text: &[u8]) {
    out.push(mark);
    out.extend(text);
    if !text.ends_with(b"\n") {
        out.extend(b"\n\\ No newline at end of file\n");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(name: &str, old: &str, new: &str) -> String {
        let diff = diff(name.as_bytes(), old.as_bytes(), new.as_bytes()).expect("the same number of lines");
        String::from_utf8(diff).expect("text")
    }

    #[test]
    fn changed_lines_stand_between_three_of_context() {
        let old = "1\n2\n3\n4\nx\n6\n7\n8\n9";
        let new = old.replace('x', "y");
        let expected = "--- a/f\n+++ b/f\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-x\n+y\n 6\n 7\n 8\n";
        assert_eq!(shown("f", old, &new), expected);
        assert_eq!(shown("f", old, old), "");
        assert_eq!(diff(b"f", b"a\n", b"b\nc\n"), None);
    }

    #[test]
    fn names_are_written_so_that_git_reads_them() {
        for (name, shown_as) in
            [("é.md", "a/é.md\n"), ("a b.md", "a/a b.md\t\n"), ("a\"\n\\.md", "\"a/a\\\"\\012\\\\.md\"\n")]
        {
            assert!(shown(name, "x", "y").starts_with(&format!("--- {shown_as}+++ ")), "{name}");
        }
    }
}
