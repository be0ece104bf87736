//! A unified diff of two texts with the same number of lines, as repairs change characters within lines only.

use std::fmt::Write as _;

/// How many unchanged lines are shown before and after a change.
const CONTEXT_LINES: usize = 3;

/// The diff, with `a/` and `b/` before the name; empty where the texts are equal.
pub(super) fn diff(name: &str, old: &str, new: &str) -> String {
    let old: Vec<&str> = old.split_inclusive('\n').collect();
    let new: Vec<&str> = new.split_inclusive('\n').collect();
    let changed: Vec<usize> = old.iter().zip(&new).enumerate().filter(|(_, (a, b))| a != b).map(|(at, _)| at).collect();
    if changed.is_empty() {
        return String::new();
    }
    let mut out = format!("--- a/{name}\n+++ b/{name}\n");
    for group in changed.chunk_by(|a, b| b - a <= 2 * CONTEXT_LINES + 1) {
        hunk(&mut out, group, &old, &new);
    }
    out
}

fn hunk(out: &mut String, group: &[usize], old: &[&str], new: &[&str]) {
    let (Some(first), Some(last)) = (group.first(), group.last()) else { return };
    let from = first.saturating_sub(CONTEXT_LINES);
    let to = (last + CONTEXT_LINES + 1).min(old.len());
    // Writing into a string cannot fail.
    let _ = writeln!(out, "@@ -{0},{1} +{0},{1} @@", from + 1, to - from);
    let mut at = from;
    while at < to {
        let same = group.binary_search(&at).is_err();
        let block = (at..to).take_while(|line| group.binary_search(line).is_err() == same).count();
        let (a, b) = (old.get(at..at + block).unwrap_or(&[]), new.get(at..at + block).unwrap_or(&[]));
        if same {
            a.iter().for_each(|text| line(out, ' ', text));
        } else {
            a.iter().for_each(|text| line(out, '-', text));
            b.iter().for_each(|text| line(out, '+', text));
        }
        at += block;
    }
}

fn line(out: &mut String, mark: char, text: &str) {
    out.push(mark);
    out.push_str(text);
    if !text.ends_with('\n') {
        out.push_str("\n\\ No newline at end of file\n");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changed_lines_stand_between_three_of_context() {
        let old = "1\n2\n3\n4\nx\n6\n7\n8\n9";
        let new = old.replace('x', "y");
        let expected = "--- a/f\n+++ b/f\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-x\n+y\n 6\n 7\n 8\n";
        assert_eq!(diff("f", old, &new), expected);
        assert_eq!(diff("f", old, old), "");
    }
}
