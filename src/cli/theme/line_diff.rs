//! A unified diff of two texts, line by line. In: both texts and their names. Out: what `diff -u` would print. Where two texts differ in very
//! many lines, the shortest diff is not looked for.

/// How many unchanged lines are shown before and after a change.
const CONTEXT_LINES: usize = 3;

/// How many pairs of lines are compared at most.
const MAX_PAIRS: usize = 4_000_000;

/// A line of a diff: in both texts, in the old one, or in the new one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum LineChange {
    Same,
    Removed,
    Added,
}

/// The diff; empty where the texts are equal.
pub(super) fn diff(old_name: &str, new_name: &str, old: &str, new: &str) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) = (old.split_inclusive('\n').collect(), new.split_inclusive('\n').collect());
    let lines = changes(&old, &new);
    let changed: Vec<usize> =
        lines.iter().enumerate().filter(|(_, (change, _))| *change != LineChange::Same).map(|(at, _)| at).collect();
    if changed.is_empty() {
        return String::new();
    }
    let mut out = format!("--- {old_name}\n+++ {new_name}\n");
    for group in changed.chunk_by(|a, b| b - a <= 2 * CONTEXT_LINES + 1) {
        hunk(&mut out, group, &lines);
    }
    out
}

/// All lines of both texts in order.
fn changes<'t>(old: &[&'t str], new: &[&'t str]) -> Vec<(LineChange, &'t str)> {
    let head = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let rest = |lines: &[&'t str]| lines.iter().skip(head).copied().collect::<Vec<_>>();
    let (old_rest, new_rest) = (rest(old), rest(new));
    let tail = old_rest.iter().rev().zip(new_rest.iter().rev()).take_while(|(a, b)| a == b).count();
    let middle = |lines: &[&'t str]| lines.iter().take(lines.len() - tail).copied().collect::<Vec<_>>();
    let same = |lines: &[&'t str]| lines.iter().map(|line| (LineChange::Same, *line)).collect::<Vec<_>>();
    let mut all = same(old.get(..head).unwrap_or_default());
    all.extend(shortest(&middle(&old_rest), &middle(&new_rest)));
    all.extend(same(old_rest.get(old_rest.len() - tail..).unwrap_or_default()));
    all
}

/// The changes with the most lines in common.
fn shortest<'t>(old: &[&'t str], new: &[&'t str]) -> Vec<(LineChange, &'t str)> {
    let mut out = Vec::new();
    let (mut old_at, mut new_at) = (0, 0);
    let width = new.len() + 1;
    let is_small = (old.len() + 1).saturating_mul(width) <= MAX_PAIRS;
    // For each pair of places how many lines the rests have in common.
    let mut common = vec![0_u32; if is_small { (old.len() + 1) * width } else { 0 }];
    let read = |common: &[u32], i: usize, j: usize| common.get(i * width + j).copied().unwrap_or(0);
    if is_small {
        for (i, a) in old.iter().enumerate().rev() {
            for (j, b) in new.iter().enumerate().rev() {
                let best = match a == b {
                    true => read(&common, i + 1, j + 1) + 1,
                    false => read(&common, i + 1, j).max(read(&common, i, j + 1)),
                };
                if let Some(cell) = common.get_mut(i * width + j) {
                    *cell = best;
                }
            }
        }
    }
    loop {
        match (old.get(old_at), new.get(new_at)) {
            (None, None) => return out,
            (Some(a), Some(b)) if is_small && a == b => {
                out.push((LineChange::Same, *a));
                (old_at, new_at) = (old_at + 1, new_at + 1);
            }
            (Some(a), b) if b.is_none() || read(&common, old_at + 1, new_at) >= read(&common, old_at, new_at + 1) => {
                out.push((LineChange::Removed, *a));
                old_at += 1;
            }
            (_, Some(b)) => {
                out.push((LineChange::Added, *b));
                new_at += 1;
            }
            (Some(_), None) => return out,
        }
    }
}

fn hunk(out: &mut String, group: &[usize], lines: &[(LineChange, &str)]) {
    let (Some(first), Some(last)) = (group.first(), group.last()) else { return };
    let from = first.saturating_sub(CONTEXT_LINES);
    let to = (last + CONTEXT_LINES + 1).min(lines.len());
    let (before, shown) = (lines.get(..from).unwrap_or_default(), lines.get(from..to).unwrap_or_default());
    let count = |lines: &[(LineChange, &str)], left_out: LineChange| {
        lines.iter().filter(|(change, _)| *change != left_out).count()
    };
    let range = |left_out: LineChange| {
        let (start, length) = (count(before, left_out), count(shown, left_out));
        // An empty range stands after the line before it.
        format!("{},{length}", if length == 0 { start } else { start + 1 })
    };
    out.push_str(&format!("@@ -{} +{} @@\n", range(LineChange::Added), range(LineChange::Removed)));
    for (change, line) in shown {
        out.push(match change {
            LineChange::Same => ' ',
            LineChange::Removed => '-',
            LineChange::Added => '+',
        });
        out.push_str(line);
        if !line.ends_with('\n') {
            out.push_str("\n\\ No newline at end of file\n");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_come_and_go_stand_between_three_of_context() {
        let old = "1\n2\n3\n4\nx\n6\n7\n8\n9\n";
        let new = "1\n2\n3\n4\ny\nz\n6\n7\n8\n9\n";
        let expected = "--- a\n+++ b\n@@ -2,7 +2,8 @@\n 2\n 3\n 4\n-x\n+y\n+z\n 6\n 7\n 8\n";
        assert_eq!(diff("a", "b", old, new), expected);
        assert_eq!(diff("a", "b", old, old), "");
        assert_eq!(diff("a", "b", "", "x"), "--- a\n+++ b\n@@ -0,0 +1,1 @@\n+x\n\\ No newline at end of file\n");
        assert_eq!(diff("a", "b", "x\n", ""), "--- a\n+++ b\n@@ -1,1 +0,0 @@\n-x\n");
    }

    #[test]
    fn each_side_of_a_diff_is_its_text() {
        let texts = ["", "a\n", "a\nb\nc\n", "b\na\nc\nb\n", "c\nc\nb", "x\na\nb\ny\nc\nz\n", "a\n\nb\n\n"];
        for (old, new) in texts.iter().flat_map(|old| texts.iter().map(move |new| (*old, *new))) {
            let split = |text: &'static str| text.split_inclusive('\n').collect::<Vec<_>>();
            let all = changes(&split(old), &split(new));
            let without = |change: LineChange| {
                all.iter().filter(|(other, _)| *other != change).map(|(_, line)| *line).collect::<String>()
            };
            assert_eq!((without(LineChange::Added), without(LineChange::Removed)), (old.to_owned(), new.to_owned()));
        }
    }

    #[test]
    fn texts_with_very_many_changes_are_not_compared_for_long() {
        let text = |letter: &str| (0..5_000).map(|line| format!("{letter}{line}\n")).collect::<String>();
        assert_eq!(diff("a", "b", &text("x"), &text("y")).lines().count(), 10_003);
    }
}
